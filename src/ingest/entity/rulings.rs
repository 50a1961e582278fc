//! What people decided, as far as it concerns these subjects and does not contradict itself.

use super::Subject;
use crate::ingest::decisions::{FirmDecision, Party, Ruling};
use std::collections::{BTreeMap, BTreeSet};

/// Decisions that cannot all hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Contradiction {
    /// Their ids, sorted.
    pub(crate) ids: Vec<String>,
    /// The names they speak of, sorted.
    pub(crate) names: Vec<String>,
}

/// Decisions about subjects.
#[derive(Debug, Default)]
pub(crate) struct Rulings {
    /// Subjects that are one, with the id of the decision.
    pub(crate) same: Vec<(usize, usize, String)>,
    /// Subjects that are two; the smaller first.
    pub(crate) different: BTreeSet<(usize, usize)>,
    /// Subjects about which something was decided, followed or not.
    pub(crate) answered: BTreeSet<(usize, usize)>,
    /// Subjects about which nothing is decided yet, with the position of the entry in the file.
    pub(crate) open: BTreeMap<(usize, usize), usize>,
    /// What contradicts itself, or a credit code; it decides nothing.
    pub(crate) contradictions: Vec<Contradiction>,
}

/// A decision with its parties as nodes: subjects first, then the parties that do not occur.
struct Edge<'d> {
    ends: (usize, usize),
    decision: &'d FirmDecision,
}

impl Rulings {
    /// Sorts the decisions; `find` gives the subject that a party is.
    pub(crate) fn new(
        decisions: &[FirmDecision],
        subjects: &[Subject<'_>],
        find: impl Fn(&Party) -> Option<usize>,
    ) -> Self {
        let mut absent: BTreeMap<String, usize> = BTreeMap::new();
        let mut codes: BTreeMap<usize, String> = BTreeMap::new();
        let mut node = |party: &Party| {
            let next = subjects.len() + absent.len();
            let node = find(party).unwrap_or_else(|| *absent.entry(party.identity()).or_insert(next));
            let known = subjects.get(node).and_then(|subject| subject.code).or(party.code.as_deref());
            if let Some(code) = known {
                codes.entry(node).or_insert_with(|| code.to_owned());
            }
            node
        };
        let mut edges: Vec<Edge<'_>> = Vec::with_capacity(decisions.len());
        for decision in decisions {
            let (a, b) = (node(&decision.a), node(&decision.b));
            edges.push(Edge { ends: (a.min(b), a.max(b)), decision });
        }
        let mut rulings = Self::default();
        let mut joined = Vec::new();
        for (at, edge) in edges.iter().enumerate() {
            let (a, b) = edge.ends;
            let both = b < subjects.len();
            if both && edge.decision.answer != Ruling::Open {
                rulings.answered.insert(edge.ends);
            }
            match edge.decision.answer {
                Ruling::Same if a == b => {}
                Ruling::Same if codes.get(&a).zip(codes.get(&b)).is_some_and(|(a, b)| a != b) => {
                    rulings.contradictions.push(contradiction(&[edge]));
                }
                Ruling::Same => joined.push(edge),
                Ruling::Different if a == b && edge.decision.a.identity() != edge.decision.b.identity() => {
                    rulings.contradictions.push(contradiction(&[edge]));
                }
                Ruling::Different if both => {
                    rulings.different.insert(edge.ends);
                }
                Ruling::Open if both && a != b => {
                    rulings.open.insert(edge.ends, at);
                }
                Ruling::Different | Ruling::Open => {}
            }
        }
        let apart: Vec<&Edge<'_>> = edges.iter().filter(|edge| edge.decision.answer == Ruling::Different).collect();
        rulings.join(&joined, &apart, &codes, subjects.len());
        rulings.contradictions.sort();
        rulings
    }

    /// Joins what hangs together, unless a part of it must stay apart: then nobody can tell which decision is wrong.
    fn join(&mut self, joined: &[&Edge<'_>], apart: &[&Edge<'_>], codes: &BTreeMap<usize, String>, subjects: usize) {
        let mut root: BTreeMap<usize, usize> = BTreeMap::new();
        fn find(root: &BTreeMap<usize, usize>, mut at: usize) -> usize {
            while let Some(next) = root.get(&at).filter(|next| **next != at) {
                at = *next;
            }
            at
        }
        for edge in joined {
            let (a, b) = (find(&root, edge.ends.0), find(&root, edge.ends.1));
            root.insert(a.max(b), a.min(b));
        }
        let mut wrong: BTreeMap<usize, Vec<&Edge<'_>>> = BTreeMap::new();
        for edge in apart.iter().filter(|edge| edge.ends.0 != edge.ends.1) {
            let ends = (find(&root, edge.ends.0), find(&root, edge.ends.1));
            if ends.0 == ends.1 {
                wrong.entry(ends.0).or_default().push(edge);
            }
        }
        let mut code_of: BTreeMap<usize, &String> = BTreeMap::new();
        for (node, code) in codes {
            let root = find(&root, *node);
            if *code_of.entry(root).or_insert(code) != code {
                wrong.entry(root).or_default();
            }
        }
        let mut sound = Vec::new();
        for edge in joined {
            match wrong.get_mut(&find(&root, edge.ends.0)) {
                Some(edges) => edges.push(edge),
                None => sound.push(*edge),
            }
        }
        // What hangs together is joined to its first subject: parties that do not occur may lie between two that do.
        let mut first: BTreeMap<usize, usize> = BTreeMap::new();
        for end in sound.iter().flat_map(|edge| [edge.ends.0, edge.ends.1]).filter(|end| *end < subjects) {
            let kept = first.entry(find(&root, end)).or_insert(end);
            *kept = end.min(*kept);
        }
        for edge in sound {
            for end in [edge.ends.0, edge.ends.1].into_iter().filter(|end| *end < subjects) {
                let kept = first[&find(&root, end)];
                if kept != end {
                    self.same.push((kept, end, edge.decision.id.clone()));
                }
            }
        }
        self.same.sort();
        self.same.dedup_by_key(|(a, b, _)| (*a, *b));
        self.contradictions.extend(wrong.values().filter(|edges| !edges.is_empty()).map(|edges| contradiction(edges)));
    }
}

fn contradiction(edges: &[&Edge<'_>]) -> Contradiction {
    let sorted = |texts: BTreeSet<&str>| texts.into_iter().map(str::to_owned).collect();
    let names = edges.iter().flat_map(|edge| [edge.decision.a.name.as_ref(), edge.decision.b.name.as_ref()]);
    Contradiction {
        ids: sorted(edges.iter().map(|edge| edge.decision.id.as_str()).collect()),
        names: sorted(names.collect()),
    }
}
