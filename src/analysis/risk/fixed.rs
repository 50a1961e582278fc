//! Losses as whole numbers.
//!
//! What an edge passes on is a function of the loss at its source alone, and whole numbers add up the same in any order.
//! So the state of a cascade after a step does not depend on how it was reached: by sending increments or by summing anew,
//! alone or beside others. Nor do errors of rounding add up over thousands of steps, as increments of fractions would.

/// A loss in units of 2⁻⁶²: [`ONE`] is all. Sums of losses have room for twice that and more.
pub(super) type Level = u64;

/// The whole.
pub(super) const ONE: Level = 1 << 62;

/// A sum of losses as a loss: at most the whole, and the whole where only rounding keeps it from it. A firm that stops stops
/// wholly; of a giant, the last 1e-18 would still be more than a whole competitor.
pub(super) fn whole(sum: Level) -> Level {
    if sum >= ONE - ROUNDING { ONE } else { sum }
}

/// Parts of thousands of inputs are each up to a unit short.
const ROUNDING: Level = 1 << 14;

/// The loss, at least 0 and at most `u64::MAX` units.
pub(super) fn level(loss: f64) -> Level {
    (loss * ONE as f64) as u64
}

/// The loss as a fraction.
pub(super) fn fraction(level: Level) -> f64 {
    level as f64 / ONE as f64
}

/// A share in [0, 1] in units of 2⁻⁶⁴; the whole is a unit short.
pub(super) fn share(share: f64) -> u64 {
    (share * SHARES) as u64
}

/// The share as a fraction.
pub(super) fn share_fraction(share: u64) -> f64 {
    share as f64 / SHARES
}

const SHARES: f64 = 18_446_744_073_709_551_616.0;

/// That share of the loss.
pub(super) fn part(share: u64, level: Level) -> Level {
    ((u128::from(share) * u128::from(level)) >> 64) as u64
}

/// Which of many numbers are marked.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    pub(super) fn new(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// Marks the number, and says whether it was not marked.
    pub(super) fn mark(&mut self, number: u32) -> bool {
        let (word, bit) = (&mut self.0[number as usize / 64], 1 << (number % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    pub(super) fn unmark(&mut self, number: u32) {
        self.0[number as usize / 64] &= !(1 << (number % 64));
    }
}

#[cfg(test)]
mod tests {
    use super::{ONE, fraction, level, part, share, share_fraction};

    #[test]
    fn fractions_come_back() {
        for number in [0.0, 1e-9, 0.1, 0.6, 2.0 / 3.0, 1.0] {
            assert!((fraction(level(number)) - number).abs() < 1e-18);
            assert!((share_fraction(share(number)) - number).abs() < 1e-18);
            assert!((fraction(part(share(number), level(0.7))) - number * 0.7).abs() < 1e-16);
        }
        assert_eq!(part(share(1.0), ONE), ONE - 1);
        assert_eq!(level(f64::NAN), 0);
    }
}
