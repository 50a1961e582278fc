//! Which subjects are one: a union-find that never joins what keys or people keep apart.

use super::Subject;
use crate::ingest::hash::FastMap;

/// Subjects joined so far.
#[derive(Debug)]
pub(crate) struct Clusters<'a> {
    root: Vec<usize>,
    members: Vec<Vec<usize>>,
    codes: Vec<Option<&'a str>>,
    own_id: Vec<bool>,
    listed: Vec<bool>,
    /// Whether two firm rows may be joined; once firms are entered they may not.
    rows_too: bool,
    apart: FastMap<usize, Vec<usize>>,
}

impl<'a> Clusters<'a> {
    /// Every subject by itself.
    pub(crate) fn new(subjects: &[Subject<'a>], rows_too: bool) -> Self {
        Self {
            root: (0..subjects.len()).collect(),
            members: (0..subjects.len()).map(|at| vec![at]).collect(),
            codes: subjects.iter().map(|subject| subject.code).collect(),
            own_id: subjects.iter().map(|subject| subject.own_id).collect(),
            listed: subjects.iter().map(|subject| subject.listed).collect(),
            rows_too,
            apart: FastMap::default(),
        }
    }

    /// Keeps two subjects apart for good.
    pub(crate) fn keep_apart(&mut self, a: usize, b: usize) {
        self.apart.entry(a).or_default().push(b);
        self.apart.entry(b).or_default().push(a);
    }

    /// The subject that stands for this one.
    pub(crate) fn root(&self, at: usize) -> usize {
        self.root[at]
    }

    /// The subjects that are this one.
    pub(crate) fn members(&self, root: usize) -> &[usize] {
        &self.members[root]
    }

    /// Whether people keep a member of one from a member of the other.
    pub(crate) fn are_kept_apart(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root[a], self.root[b]);
        let (few, many) = if self.members[a].len() < self.members[b].len() { (a, b) } else { (b, a) };
        let apart =
            |member: &usize| self.apart.get(member).into_iter().flatten().any(|other| self.root[*other] == many);
        self.members[few].iter().any(apart)
    }

    /// Whether keys do not tell already that two clusters are two.
    pub(crate) fn may_be(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root[a], self.root[b]);
        !(self.codes[a].is_some() && self.codes[b].is_some() || self.own_id[a] && self.own_id[b])
    }

    /// Whether two may be joined: at most one credit code, at most one id of the user's own, nothing decided against it.
    pub(crate) fn may_join(&self, a: usize, b: usize, decided: bool) -> bool {
        let (a, b) = (self.root[a], self.root[b]);
        let codes = self.codes[a].is_none() || self.codes[b].is_none();
        let ids = decided || !(self.own_id[a] && self.own_id[b]);
        let rows = self.rows_too || !(self.listed[a] && self.listed[b]);
        a != b && codes && ids && rows && !self.are_kept_apart(a, b)
    }

    /// Joins two; whether that was possible. What has a key, then what a row describes, then the first stands for both.
    pub(crate) fn join(&mut self, a: usize, b: usize, decided: bool) -> bool {
        if !self.may_join(a, b, decided) {
            return false;
        }
        let (a, b) = (self.root[a], self.root[b]);
        let rank = |at: usize| (!self.listed[at], self.codes[at].is_none(), !self.own_id[at], at);
        let (kept, gone) = if rank(a) < rank(b) { (a, b) } else { (b, a) };
        let moved = std::mem::take(&mut self.members[gone]);
        for member in &moved {
            self.root[*member] = kept;
        }
        self.members[kept].extend(moved);
        self.codes[kept] = self.codes[kept].or(self.codes[gone]);
        self.own_id[kept] |= self.own_id[gone];
        self.listed[kept] |= self.listed[gone];
        true
    }
}
