//! What may be published of sums over shared parts, so that nobody can work the withheld ones out.
//!
//! ```text
//! safe      at least 3 buyers and 3 suppliers, none of which holds more than 75 %; firms of one group count as one
//! primary   a sum over parts that is not safe is withheld
//! further   what a published sum leaves when its published parts are taken off must be safe too, else the smallest
//!           published part is withheld with the others
//! witness   for every sum that is not safe there is a table with that sum half as large again, and one with it half as
//!           large, which has every published band of this one; where none is found, bands in the way grow by one step
//! ```
//!
//! The witness is the proof: whatever linear bounds somebody computes from the published bands, both tables satisfy them,
//! so the withheld sum is known to ±50 % at best. Parts are the finest cells in which anything is published.

use super::ladder::{AMOUNTS, Ladder, SHARES, Span};
use super::trial::Trial;
use crate::model::Nearness;
use std::collections::BTreeMap;

/// Fewest firms behind a published sum.
pub(super) const FEWEST: usize = 3;
/// Greatest share of a published sum that one firm may hold.
pub(super) const DOMINANT: f64 = 0.75;
/// How far, as a share of it, a withheld sum must be from both ends of what can be worked out.
pub(super) const PROTECTION: f64 = 0.5;

/// What one supplier sold one buyer within a part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contribution {
    pub(super) buyer: u32,
    pub(super) supplier: u32,
    pub(super) amount: f64,
}

/// The finest cell: purchases that every published sum holds all of, or nothing.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) side: Nearness,
    pub(super) contributions: Vec<Contribution>,
}

/// A sum and the sums it is made of.
#[derive(Debug, Clone)]
pub(super) struct Family {
    /// Families of one kind continue each other: what is withheld is replaced by what is published below it.
    pub(super) kind: u8,
    pub(super) whole: u32,
    pub(super) parts: Vec<u32>,
}

/// Sums over parts.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) parts: Vec<Part>,
    /// Parts of each sum, sorted.
    pub(super) members: Vec<Vec<u32>>,
    pub(super) families: Vec<Family>,
    /// Bounds of the share from nearby, where the data give them.
    pub(super) shares: Vec<Option<(f64, f64)>>,
}

/// What is published of each sum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) amounts: Vec<Option<Span>>,
    pub(super) shares: Vec<Option<Span>>,
    /// Whether the band of a share holds all that missing data leave open.
    pub(super) bounded: Vec<bool>,
    /// Figures published in a wider band than their own, to protect others.
    pub(super) widened: usize,
}

/// Amount, of it from nearby, and of it from a known place; yuan.
pub(super) type Triple = [f64; 3];

pub(super) struct Protector<'a> {
    pub(super) sums: &'a Sums,
    /// Amount of each part.
    pub(super) amounts: Vec<f64>,
    /// Sums that hold a part.
    pub(super) holders: Vec<Vec<u32>>,
    /// What each sum comes to.
    pub(super) totals: Vec<Triple>,
    pub(super) shown: Shown,
}

/// A published band that a change would leave.
pub(super) struct Blocked {
    pub(super) sum: u32,
    pub(super) is_share: bool,
    pub(super) value: f64,
}

/// Decides what is published; as many trials as there are unsafe sums.
pub(super) fn protect(sums: &Sums) -> Shown {
    let mut protector = Protector::new(sums);
    protector.withhold_remainders();
    for set in protector.unsafe_sets() {
        protector.witness(&set);
    }
    // What the last step withheld may leave remainders; withholding never takes a witness away.
    protector.withhold_remainders();
    protector.shown
}

/// Whether a sum over these parts may be published.
pub(super) fn is_safe(sums: &Sums, parts: &[u32]) -> bool {
    let (mut buyers, mut suppliers) = (BTreeMap::new(), BTreeMap::new());
    for part in parts.iter().filter_map(|part| sums.parts.get(*part as usize)) {
        for entry in part.contributions.iter().filter(|entry| entry.amount > 0.0) {
            *buyers.entry(entry.buyer).or_insert(0.0) += entry.amount;
            *suppliers.entry(entry.supplier).or_insert(0.0) += entry.amount;
        }
    }
    is_spread(buyers.values()) && is_spread(suppliers.values())
}

fn is_spread<'a>(amounts: impl Iterator<Item = &'a f64>) -> bool {
    let (mut count, mut sum, mut most) = (0, 0.0, 0.0_f64);
    for amount in amounts {
        (count, sum, most) = (count + 1, sum + amount, most.max(*amount));
    }
    count >= FEWEST && most <= DOMINANT * sum
}

impl<'a> Protector<'a> {
    fn new(sums: &'a Sums) -> Self {
        let amounts: Vec<f64> =
            sums.parts.iter().map(|part| part.contributions.iter().map(|entry| entry.amount).sum()).collect();
        let mut holders = vec![Vec::new(); sums.parts.len()];
        for (at, members) in sums.members.iter().enumerate() {
            for &part in members {
                holders[part as usize].push(at as u32);
            }
        }
        let empty = Shown { amounts: Vec::new(), shares: Vec::new(), bounded: Vec::new(), widened: 0 };
        let mut protector = Self { sums, amounts, holders, totals: Vec::new(), shown: empty };
        protector.totals = sums.members.iter().map(|members| protector.triple(members)).collect();
        for at in 0..sums.members.len() {
            let (amount, share, is_bounded) = protector.first(at);
            protector.shown.amounts.push(amount);
            protector.shown.shares.push(share);
            protector.shown.bounded.push(is_bounded);
        }
        protector
    }

    fn triple(&self, parts: &[u32]) -> Triple {
        let weighed =
            parts.iter().map(|&part| weighed(self.sums.parts[part as usize].side, self.amounts[part as usize]));
        weighed.fold([0.0; 3], |[a, b, c], [x, y, z]| [a + x, b + y, c + z])
    }

    fn side(&self, at: usize, side: Nearness) -> Vec<u32> {
        let members = self.sums.members[at].iter().copied();
        members.filter(|&part| self.sums.parts[part as usize].side == side).collect()
    }

    /// What may be said of a sum by itself: amount, share, and whether that holds its bounds. A share tells of what comes
    /// from nearby and of the rest alike, so both must be safe.
    fn first(&self, at: usize) -> (Option<Span>, Option<Span>, bool) {
        let members = &self.sums.members[at];
        if !is_safe(self.sums, members) {
            return (None, None, false);
        }
        let [amount, near, located] = self.totals[at];
        let amount = AMOUNTS.span(amount, amount);
        let sides = [Nearness::Near, Nearness::Far].map(|side| self.side(at, side));
        if located <= 0.0 || !sides.iter().all(|side| is_safe(self.sums, side)) {
            return (amount, None, false);
        }
        let known = near / located;
        let bounds = self.sums.shares[at].and_then(|(lo, hi)| SHARES.span(lo.min(known), hi.max(known)));
        (amount, bounds.or_else(|| SHARES.span(known, known)), bounds.is_some())
    }

    /// Sums, and of each what comes from nearby and from elsewhere, as far as they must not be known.
    fn unsafe_sets(&self) -> Vec<Vec<u32>> {
        let mut sets: Vec<Vec<u32>> = Vec::new();
        for (at, members) in self.sums.members.iter().enumerate() {
            sets.push(members.clone());
            sets.extend([Nearness::Near, Nearness::Far].map(|side| self.side(at, side)));
        }
        sets.sort();
        sets.dedup();
        sets.retain(|set| !is_safe(self.sums, set) && self.triple(set)[0] > 0.0);
        sets
    }

    /// Withholds published parts until every published sum less its published parts is safe.
    fn withhold_remainders(&mut self) {
        loop {
            let mut is_done = true;
            for family in &self.sums.families {
                while let Some(part) = self.telltale(family) {
                    self.shown.amounts[part as usize] = None;
                    is_done = false;
                }
            }
            if is_done {
                return;
            }
        }
    }

    /// The smallest published part of a sum whose remainder is not safe.
    fn telltale(&self, family: &Family) -> Option<u32> {
        self.shown.amounts[family.whole as usize]?;
        let mut published = Vec::new();
        self.published(family, &mut published);
        let mut taken: Vec<u32> = published.iter().flat_map(|&at| &self.sums.members[at as usize]).copied().collect();
        taken.sort_unstable();
        let left = self.sums.members[family.whole as usize].iter().copied();
        let left: Vec<u32> = left.filter(|part| taken.binary_search(part).is_err()).collect();
        if left.is_empty() || is_safe(self.sums, &left) {
            return None;
        }
        let amount = |at: &u32| self.totals[*at as usize][0];
        published.into_iter().min_by(|a, b| amount(a).total_cmp(&amount(b)).then(a.cmp(b)))
    }

    /// The published sums nearest below a sum.
    fn published(&self, family: &Family, found: &mut Vec<u32>) {
        for &part in &family.parts {
            if self.shown.amounts[part as usize].is_some() {
                found.push(part);
            } else if let Some(below) =
                self.sums.families.iter().find(|below| below.whole == part && below.kind == family.kind)
            {
                self.published(below, found);
            }
        }
    }

    /// Makes sure that the sum over a set could be greater and smaller for all that is published.
    fn witness(&mut self, set: &[u32]) {
        for scale in [1.0 + PROTECTION, 1.0 - PROTECTION] {
            loop {
                let blocked = Trial::new(self, set, scale).settle(self, set);
                if blocked.is_empty() {
                    break;
                }
                blocked.iter().for_each(|blocked| self.relax(blocked));
            }
        }
    }

    /// The published bands of a sum that a table leaves.
    pub(super) fn left(&self, sum: u32, [amount, near, located]: Triple) -> Option<Blocked> {
        let leaves =
            |ladder: &Ladder, span: Option<Span>, value: f64| span.is_some_and(|span| !ladder.holds(span, value));
        let share = if located > 0.0 { near / located } else { f64::MAX };
        if leaves(&AMOUNTS, self.shown.amounts[sum as usize], amount) {
            return Some(Blocked { sum, is_share: false, value: amount });
        }
        leaves(&SHARES, self.shown.shares[sum as usize], share).then_some(Blocked { sum, is_share: true, value: share })
    }

    fn relax(&mut self, blocked: &Blocked) {
        let (ladder, spans) = match blocked.is_share {
            true => (&SHARES, &mut self.shown.shares),
            false => (&AMOUNTS, &mut self.shown.amounts),
        };
        let span = &mut spans[blocked.sum as usize];
        *span = span.and_then(|span| ladder.widened(span, blocked.value));
        self.shown.widened += usize::from(span.is_some());
    }
}

pub(super) fn weighed(side: Nearness, amount: f64) -> Triple {
    match side {
        Nearness::Near => [amount, amount, amount],
        Nearness::Far => [amount, 0.0, amount],
        Nearness::Unknown => [amount, 0.0, 0.0],
    }
}
