//! Equal names, and equal cores with something else about them.

use super::{Entry, Pair, Reason, Subject};
use crate::ingest::normalise::name::{Form, NameParts, own_length};
use rayon::prelude::*;

/// Names in one block beyond which only the first is compared with the others.
const FEW: usize = 12;

/// Firms that one core may belong to before nobody can tell which is meant.
pub(super) const CHOICES: usize = 3;

/// Pairs of subjects that bear one legal name.
pub(super) fn same_name(subjects: &[Subject<'_>], entries: &[Entry]) -> Vec<Pair> {
    fn key(parts: &NameParts) -> (&str, Form, bool, &str) {
        (&parts.stem, parts.form, parts.group, &parts.branch)
    }
    let mut order: Vec<&Entry> = entries.iter().collect();
    order.par_sort_by(|a, b| key(&a.parts).cmp(&key(&b.parts)).then(a.subject.cmp(&b.subject)));
    let mut pairs = Vec::new();
    for block in order.chunk_by(|a, b| a.parts.is_same_name(&b.parts)) {
        within(block, subjects, |a, b| pairs.push(Pair::new(a, b, Reason::EqualName)));
    }
    pairs
}

/// Pairs of subjects whose names agree in own word and trade, and do not contradict in the rest.
pub(super) fn same_core(subjects: &[Subject<'_>], entries: &[Entry]) -> Vec<Pair> {
    let formal = |entry: &&Entry| entry.parts.form != Form::None && entry.parts.core.chars().nth(1).is_some();
    let mut order: Vec<&Entry> = entries.iter().filter(formal).collect();
    let key = |entry: &Entry| (entry.parts.core.clone(), entry.parts.branch.clone());
    order.par_sort_by(|a, b| {
        (&a.parts.core, &a.parts.branch, a.subject).cmp(&(&b.parts.core, &b.parts.branch, b.subject))
    });
    let mut pairs = Vec::new();
    for block in order.chunk_by(|a, b| key(a) == key(b)).filter(|block| (2..=FEW).contains(&block.len())) {
        let generic = own_length(&block[0].parts.core) == 0;
        let mut found = Vec::new();
        within(block, subjects, |a, b| {
            if agrees(a, b, generic) && !subjects[a.subject].is_elsewhere(&subjects[b.subject]) {
                let reason = if a.parts.group == b.parts.group { Reason::SameCore } else { Reason::GroupMember };
                found.push(Pair::new(a, b, reason));
            }
        });
        pairs.extend(few(found));
    }
    pairs
}

/// Whether two names of one core could be one firm's.
fn agrees(a: &Entry, b: &Entry, generic: bool) -> bool {
    let (a, b) = (&a.parts, &b.parts);
    let one_place = a.place == b.place;
    let told = !a.place.is_empty() && !b.place.is_empty();
    // 安徽甲 and 安徽省甲 name one place; 安徽甲 and 合肥甲 are the group's and its subsidiary's.
    let agree = one_place || !generic && (!told || !a.areas.is_empty() && a.areas == b.areas);
    !a.is_same_name(b) && a.seat == b.seat && agree && (!generic || told)
}

/// The pairs, unless one of the two could be one of many.
pub(super) fn few(pairs: Vec<Pair>) -> Vec<Pair> {
    let count = |subject: usize| pairs.iter().filter(|pair| pair.a == subject || pair.b == subject).count();
    pairs.iter().copied().filter(|pair| count(pair.a) <= CHOICES && count(pair.b) <= CHOICES).collect()
}

/// The pairs of a block; in a long one only those of its first member.
fn within<'e>(block: &[&'e Entry], subjects: &[Subject<'_>], mut found: impl FnMut(&'e Entry, &'e Entry)) {
    let firsts = if block.len() > FEW { 1 } else { block.len() };
    for (at, a) in block.iter().take(firsts).enumerate() {
        for b in &block[at + 1..] {
            if a.subject != b.subject && subjects[a.subject].may_be(&subjects[b.subject]) {
                found(a, b);
            }
        }
    }
}
