//! Another table with the same published bands: one set of parts is changed, and the others give way in proportion.
//!
//! Each round looks for sums that left their bands and scales the other parts of each until it is inside again, what comes
//! from nearby and from elsewhere apart where a share left its band (iterative proportional fitting, within bands).

use super::ladder::{AMOUNTS, SHARES};
use super::protect::{Blocked, Protector, Triple, weighed};
use crate::model::Nearness;

/// Rounds before the bands still in the way are given up.
const ROUNDS: usize = 24;
/// Parts up to which others give way; beyond, a round takes too long and bands grow instead.
const MOST: usize = 30_000;
/// How far inside a band a sum is put back, as a share of the edge; of a share of purchases, as a share of one.
const INSIDE: f64 = 0.01;

/// A table on trial.
pub(super) struct Trial {
    amounts: Vec<f64>,
    totals: Vec<Triple>,
}

impl Trial {
    /// The table with a set of parts scaled.
    pub(super) fn new(truth: &Protector<'_>, set: &[u32], scale: f64) -> Self {
        let mut trial = Self { amounts: truth.amounts.clone(), totals: truth.totals.clone() };
        set.iter().for_each(|&part| trial.scale(truth, part, scale));
        trial
    }

    /// Lets the other parts give way; the bands that this table leaves all the same.
    pub(super) fn settle(mut self, truth: &Protector<'_>, set: &[u32]) -> Vec<Blocked> {
        let mut blocked = self.blocked(truth);
        if truth.amounts.len() > MOST {
            return blocked;
        }
        for _ in 0..ROUNDS {
            if blocked.is_empty() {
                return blocked;
            }
            blocked.iter().for_each(|blocked| self.amend(truth, set, blocked));
            blocked = self.blocked(truth);
        }
        blocked
    }

    fn blocked(&self, truth: &Protector<'_>) -> Vec<Blocked> {
        let sums = self.totals.iter().zip(0..);
        sums.filter_map(|(total, at)| truth.left(at, *total)).collect()
    }

    /// Puts one sum back into its band, as far as its other parts can.
    fn amend(&mut self, truth: &Protector<'_>, set: &[u32], blocked: &Blocked) {
        let rest = truth.sums.members[blocked.sum as usize].iter().copied();
        let rest: Vec<u32> = rest.filter(|part| set.binary_search(part).is_err()).collect();
        let factors = if blocked.is_share {
            self.share_factors(truth, &rest, blocked.sum)
        } else {
            self.amount_factors(truth, &rest, blocked.sum)
        };
        for part in rest {
            let factor = match truth.sums.parts[part as usize].side {
                Nearness::Near => factors[0],
                Nearness::Far => factors[1],
                Nearness::Unknown => factors[2],
            };
            self.scale(truth, part, factor);
        }
    }

    /// Factors of near, far and unlocated parts that bring an amount into its band.
    fn amount_factors(&self, truth: &Protector<'_>, rest: &[u32], sum: u32) -> Triple {
        let Some(span) = truth.shown.amounts[sum as usize] else { return [1.0; 3] };
        let (band, amount) = (AMOUNTS.band(span), self.totals[sum as usize][0]);
        let aim = match band.hi {
            Some(hi) if amount >= hi => hi * (1.0 - INSIDE),
            _ if amount < band.lo => band.lo * (1.0 + INSIDE),
            // An earlier amendment of the round brought it back.
            _ => return [1.0; 3],
        };
        let room: f64 = rest.iter().map(|&part| self.amounts[part as usize]).sum();
        [if room > 0.0 { (1.0 + (aim - amount) / room).max(0.0) } else { 1.0 }; 3]
    }

    /// Factors that bring a share into its band without changing the amount.
    fn share_factors(&self, truth: &Protector<'_>, rest: &[u32], sum: u32) -> Triple {
        let Some(span) = truth.shown.shares[sum as usize] else { return [1.0; 3] };
        let (band, [_, near, located]) = (SHARES.band(span), self.totals[sum as usize]);
        let hi = band.hi.unwrap_or(1.0);
        let aim = if near > hi * located {
            hi - INSIDE
        } else if near < band.lo * located {
            band.lo + INSIDE
        } else {
            return [1.0; 3];
        };
        let of_side = |side: Nearness| {
            let parts = rest.iter().filter(|part| truth.sums.parts[**part as usize].side == side);
            parts.map(|&part| self.amounts[part as usize]).sum::<f64>()
        };
        let (near_rest, far_rest) = (of_side(Nearness::Near), of_side(Nearness::Far));
        let moved = (near - aim * located).clamp(-far_rest, near_rest);
        let factor = |room: f64, less: f64| if room > 0.0 { 1.0 - less / room } else { 1.0 };
        [factor(near_rest, moved), factor(far_rest, -moved), 1.0]
    }

    fn scale(&mut self, truth: &Protector<'_>, part: u32, factor: f64) {
        let amount = &mut self.amounts[part as usize];
        let change = *amount * (factor - 1.0);
        *amount += change;
        let weighed = weighed(truth.sums.parts[part as usize].side, change);
        for &sum in &truth.holders[part as usize] {
            for (total, change) in self.totals[sum as usize].iter_mut().zip(weighed) {
                *total += change;
            }
        }
    }
}
