//! 集团: firms of one group get one and the same text, so that related parties are found by it.

use crate::ingest::normalise::name::{key, parts};
use crate::model::Firm;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::firm_book::FirmDraft;

/// A group by the names it goes by.
#[derive(Debug, Default)]
struct Groups {
    by_key: BTreeMap<String, usize>,
    root: Vec<usize>,
}

impl Groups {
    fn node(&mut self, text: &str) -> usize {
        let next = self.root.len();
        let node = *self.by_key.entry(group_key(text)).or_insert(next);
        if node == next {
            self.root.push(next);
        }
        self.find(node)
    }

    fn find(&self, mut at: usize) -> usize {
        while self.root[at] != at {
            at = self.root[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.root[a.max(b)] = a.min(b);
    }
}

/// 甲集团, 甲集团有限公司 and 甲（集团）公司 are one group; 安徽甲集团 is another unless a firm row says so.
fn group_key(text: &str) -> String {
    let parts = parts(text);
    if parts.stem.is_empty() { key(text) } else { parts.stem + &parts.branch }
}

/// Gives firms of one group one text. A cell that names a listed firm makes that firm one of the group.
pub(super) fn relate(drafts: &mut [FirmDraft]) {
    if drafts.iter().all(|draft| draft.firm.group.is_none()) {
        return;
    }
    let mut groups = Groups::default();
    let own: Vec<Option<usize>> =
        drafts.iter().map(|draft| draft.firm.group.as_deref().map(|text| groups.node(text))).collect();
    let mut member = own.clone();
    for (at, heads) in heads(drafts, &groups) {
        // Two firms of one name leave open which of them heads the group.
        if let [head] = heads[..] {
            if let Some(other) = own[head] {
                groups.join(at, other);
            }
            member[head] = member[head].or(Some(at));
        }
    }
    let mut texts: BTreeMap<usize, Arc<str>> = BTreeMap::new();
    let rank = |text: &Arc<str>| (Reverse(text.chars().count()), text.clone());
    for (draft, own) in drafts.iter().zip(&own) {
        if let Some((text, own)) = draft.firm.group.as_ref().zip(*own) {
            let best = texts.entry(groups.find(own)).or_insert_with(|| text.clone());
            if rank(text) < rank(best) {
                *best = text.clone();
            }
        }
    }
    for (draft, member) in drafts.iter_mut().zip(member) {
        draft.firm.group = member.and_then(|at| texts.get(&groups.find(at)).cloned());
    }
}

/// The firms whose name or alias is that of a group, by group.
fn heads(drafts: &[FirmDraft], groups: &Groups) -> BTreeMap<usize, Vec<usize>> {
    let mut heads: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        for name in names(&draft.firm) {
            if let Some(group) = groups.by_key.get(&group_key(name)) {
                let known = heads.entry(*group).or_default();
                if !known.contains(&at) {
                    known.push(at);
                }
            }
        }
    }
    heads
}

fn names(firm: &Firm) -> impl Iterator<Item = &Arc<str>> {
    std::iter::once(&firm.name).chain(&firm.aliases)
}
