//! Which names mean one firm? Precision goes before recall: what is not certain is a question.
//!
//! ```text
//! decided      decisions.toml says so
//! equal-name   one legal name: width, brackets, script, 有限公司 for 有限责任公司        automatic
//! short-name   the name without its legal form, borne by one firm only                   automatic when nothing contradicts
//! namesake     equal names that could be two firms                                       question
//! same-core    other legal form or place: 甲有限公司, 甲股份有限公司                      question
//! group-member one says 集团                                                             question
//! similar-core one character apart, or two exchanged                                     question
//! alias        another name of both; their names differ                                  question
//! ```
//!
//! Two firms with two credit codes, or with two ids of the user's own, are two: never merged, never asked about. Two
//! firms that trade with each other, stand in different places, or sell other products than they make are not merged
//! automatically. A part of a firm (分公司) is another name than the firm.
//!
//! Cost: names are compared within blocks only (equal parts, prefixes of a sorted list, equal after one deletion), hence
//! n log n for n names.

mod clusters;
mod equal;
mod rulings;
mod short;
mod similar;

use crate::ingest::normalise::name::{NameParts, parts};
use crate::model::AreaCode;
use rayon::prelude::*;
use serde::Serialize;
use std::fmt;

pub(crate) use clusters::Clusters;
pub(crate) use rulings::{Contradiction, Rulings};
pub(crate) use short::{Fit, Longer, ShortName};

/// Why two names are taken for one firm, or asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// People decided so.
    Decided,
    /// Equal names; a credit code that fails its check is another one mistyped.
    MistypedCode,
    /// One legal name, written otherwise.
    EqualName,
    /// One is the other without place or legal form.
    ShortName,
    /// Equal names that could be two firms.
    Namesake,
    /// Own word and trade are equal; legal form or place is not.
    SameCore,
    /// They differ in 集团.
    GroupMember,
    /// Own word and trade, or the whole name, are one character apart.
    SimilarCore,
    /// Both bear one other name.
    Alias,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Reason; 9] = [
        Reason::Decided,
        Reason::MistypedCode,
        Reason::EqualName,
        Reason::ShortName,
        Reason::Namesake,
        Reason::SameCore,
        Reason::GroupMember,
        Reason::SimilarCore,
        Reason::Alias,
    ];

    /// The stable word in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::Decided => "decided",
            Reason::MistypedCode => "mistyped-code",
            Reason::EqualName => "equal-name",
            Reason::ShortName => "short-name",
            Reason::Namesake => "namesake",
            Reason::SameCore => "same-core",
            Reason::GroupMember => "group-member",
            Reason::SimilarCore => "similar-core",
            Reason::Alias => "alias",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A firm as far as it can be compared. The order of subjects must be one of content.
#[derive(Debug, Clone)]
pub(crate) struct Subject<'a> {
    /// Name, then aliases.
    pub(crate) names: Vec<&'a str>,
    /// Valid credit code.
    pub(crate) code: Option<&'a str>,
    /// Whether it has an id of the user's own.
    pub(crate) own_id: bool,
    /// Whether a firm row describes it.
    pub(crate) listed: bool,
    /// Where it stands, when known.
    pub(crate) area: Option<AreaCode>,
}

impl Subject<'_> {
    /// Whether keys do not tell already that they are two.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        !(self.code.is_some() && other.code.is_some() || self.own_id && other.own_id)
    }

    /// Whether both places are known and neither lies in the other.
    pub(crate) fn is_elsewhere(&self, other: &Self) -> bool {
        self.area.zip(other.area).is_some_and(|(a, b)| !a.is_in(b) && !b.is_in(a))
    }
}

/// A name of a subject, taken apart.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The subject.
    pub(crate) subject: usize,
    /// The name.
    pub(crate) parts: NameParts,
}

/// The names that can be compared: not masked, not without letters.
pub(crate) fn entries(subjects: &[Subject<'_>]) -> Vec<Entry> {
    let of_subject = |(subject, all): (usize, &Subject<'_>)| -> Vec<Entry> {
        let entry = |name: &&str| Entry { subject, parts: parts(name) };
        all.names.iter().map(entry).filter(|entry| !entry.parts.masked && !entry.parts.core.is_empty()).collect()
    };
    subjects.par_iter().enumerate().map(of_subject).flatten_iter().collect()
}

/// Two subjects that may be one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    /// The smaller position.
    pub(crate) a: usize,
    /// The larger position.
    pub(crate) b: usize,
    /// Why.
    pub(crate) reason: Reason,
    /// How like the names are, from 0 to 1.
    pub(crate) similarity: f64,
}

impl Pair {
    fn new(a: &Entry, b: &Entry, reason: Reason) -> Self {
        let (low, high) = (a.subject.min(b.subject), a.subject.max(b.subject));
        Self { a: low, b: high, reason, similarity: similarity(&a.parts.stem, &b.parts.stem) }
    }
}

/// How like two names are, from 0 to 1, unless they are one legal name.
pub(crate) fn likeness_of_two(a: &str, b: &str) -> Option<f64> {
    let (a, b) = (parts(a), parts(b));
    (!a.is_same_name(&b)).then(|| similarity(&a.stem, &b.stem))
}

/// How like two texts are: one minus the share of characters to insert, delete, replace or exchange.
fn similarity(a: &str, b: &str) -> f64 {
    rapidfuzz::distance::osa::normalized_similarity(a.chars(), b.chars())
}

/// Everything that names alone suggest.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    /// Equal names.
    pub(crate) equal: Vec<Pair>,
    /// Short names with what they may be short for.
    pub(crate) short: Vec<ShortName>,
    /// Names that are only like each other.
    pub(crate) like: Vec<Pair>,
}

impl Candidates {
    /// Whether names suggest nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.equal.is_empty() && self.short.is_empty() && self.like.is_empty()
    }

    /// Every subject of a pair, some more than once.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = usize> {
        let pairs = self.equal.iter().chain(&self.like).flat_map(|pair| [pair.a, pair.b]);
        let short = self
            .short
            .iter()
            .flat_map(|name| std::iter::once(name.subject).chain(name.longer.iter().map(|longer| longer.subject)));
        pairs.chain(short)
    }
}

/// Pairs of subjects that bear one legal name.
pub(crate) fn same_names(subjects: &[Subject<'_>]) -> Vec<Pair> {
    equal::same_name(subjects, &entries(subjects))
}

/// Compares all names.
pub(crate) fn candidates(subjects: &[Subject<'_>]) -> Candidates {
    // Nothing can be open among firms that all have a key.
    if subjects.iter().all(|subject| subject.code.is_some()) || subjects.iter().all(|subject| subject.own_id) {
        return Candidates::default();
    }
    let entries = entries(subjects);
    let mut like = equal::same_core(subjects, &entries);
    like.extend(similar::pairs(subjects, &entries));
    Candidates { equal: equal::same_name(subjects, &entries), short: short::names(subjects, &entries), like }
}
