//! Who or what occurs in a group, tier by tier: suppliers or products, each counted once.

use crate::graph::Flow;
use crate::model::Nearness;

const NEAR: u8 = 1;
const UNLOCATED: u8 = 2;

/// Best side seen and amount sold, for each supplier or product of a group.
///
/// Keys are small numbers, hence a table of all of them; a stamp tells those of this group, so that starting a group
/// clears nothing.
pub(super) struct Seen {
    tiers: usize,
    /// Stamp of the group in which a key was last met, and its place among the keys of that group.
    places: Vec<(u32, u32)>,
    stamp: u32,
    keys: Vec<u32>,
    amounts: Vec<f64>,
    /// For each key and tier.
    flags: Vec<u8>,
    /// Near and far amount for each key and tier; empty unless shares are asked for.
    shares: Vec<(f64, f64)>,
    with_shares: bool,
}

/// One key in one tier.
pub(super) struct Entry {
    pub(super) key: usize,
    /// Yuan in all.
    pub(super) amount: f64,
    pub(super) near: bool,
    pub(super) unlocated: bool,
    /// Near share of located purchases; not a number without any, or when shares were not asked for.
    pub(super) near_share: f64,
}

impl Seen {
    pub(super) fn new(keys: usize, tiers: usize, with_shares: bool) -> Self {
        Self {
            tiers,
            places: vec![(0, 0); keys],
            stamp: 0,
            keys: Vec::new(),
            amounts: Vec::new(),
            flags: Vec::new(),
            shares: Vec::new(),
            with_shares,
        }
    }

    /// Starts another group.
    pub(super) fn clear(&mut self) {
        self.stamp += 1;
        self.keys.clear();
        self.amounts.clear();
        self.flags.clear();
        self.shares.clear();
    }

    pub(super) fn add(&mut self, key: usize, flow: &Flow, sides: &[Nearness]) {
        // A purchase of zero brings in neither supplier nor product; one without a price does.
        if flow.amount <= 0.0 && flow.unpriced == 0 {
            return;
        }
        let place = self.place(key);
        self.amounts[place] += flow.amount;
        let from = place * self.tiers;
        for (flags, side) in self.flags[from..].iter_mut().zip(sides) {
            *flags |= match side {
                Nearness::Near => NEAR,
                Nearness::Unknown => UNLOCATED,
                Nearness::Far => 0,
            };
        }
        if self.with_shares {
            for ((near, far), side) in self.shares[from..].iter_mut().zip(sides) {
                match side {
                    Nearness::Near => *near += flow.amount,
                    Nearness::Far => *far += flow.amount,
                    Nearness::Unknown => {}
                }
            }
        }
    }

    /// The keys of the group in one tier, in the order met.
    pub(super) fn iter(&self, tier: usize) -> impl Iterator<Item = Entry> + '_ {
        self.keys.iter().zip(&self.amounts).enumerate().map(move |(place, (&key, &amount))| {
            let at = place * self.tiers + tier;
            let share = |(near, far): &(f64, f64)| near / (near + far);
            Entry {
                key: key as usize,
                amount,
                near: self.flags[at] & NEAR > 0,
                unlocated: self.flags[at] & UNLOCATED > 0,
                near_share: self.shares.get(at).map_or(f64::NAN, share),
            }
        })
    }

    fn place(&mut self, key: usize) -> usize {
        let (stamp, place) = self.places[key];
        if stamp == self.stamp {
            return place as usize;
        }
        let place = self.keys.len();
        self.places[key] = (self.stamp, place as u32);
        self.keys.push(key as u32);
        self.amounts.push(0.0);
        self.flags.resize(self.flags.len() + self.tiers, 0);
        if self.with_shares {
            self.shares.resize(self.shares.len() + self.tiers, (0.0, 0.0));
        }
        place
    }
}
