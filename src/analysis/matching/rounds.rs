//! Rounds of a meeting (对接会): who sits with whom when, the most money first, nobody at two tables at once.
//!
//! Each round is the best one-to-one assignment of the pairs that have not met. A firm that buys from one and sells to
//! another would sit twice; of its two tables the one worth more stays, the other pair waits for a later round.

use crate::analysis::numeric::assignment::assign_max;
use crate::model::FirmIx;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs that are scheduled, those worth most: a hall has no more tables, and an office no more days.
pub(super) const MOST_PAIRS: usize = 300;

/// A buyer and a seller with what they could agree on, fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Couple {
    pub(super) buyer: FirmIx,
    pub(super) seller: FirmIx,
    pub(super) units: i64,
}

/// The round of each couple, from 1; the couples come most units first, and those beyond [`MOST_PAIRS`] have none.
pub(super) fn schedule(couples: &[Couple]) -> Vec<Option<u32>> {
    let mut rounds = vec![None; couples.len()];
    let mut waiting: Vec<usize> = (0..couples.len().min(MOST_PAIRS)).collect();
    let mut round = 0;
    while !waiting.is_empty() {
        round += 1;
        let mut busy: BTreeSet<FirmIx> = BTreeSet::new();
        for at in best(couples, &waiting) {
            let couple = &couples[at];
            if !busy.contains(&couple.buyer) && !busy.contains(&couple.seller) {
                busy.extend([couple.buyer, couple.seller]);
                rounds[at] = Some(round);
            }
        }
        waiting.retain(|&at| rounds[at].is_none());
    }
    rounds
}

/// The best assignment of the couples that wait, most units first.
fn best(couples: &[Couple], waiting: &[usize]) -> Vec<usize> {
    let numbered = |firm: &dyn Fn(&Couple) -> FirmIx| -> BTreeMap<FirmIx, usize> {
        let firms: BTreeSet<FirmIx> = waiting.iter().map(|&at| firm(&couples[at])).collect();
        firms.into_iter().zip(0..).collect()
    };
    let (buyers, sellers) = (numbered(&|couple| couple.buyer), numbered(&|couple| couple.seller));
    let mut values = vec![vec![0.0; sellers.len()]; buyers.len()];
    let mut places = BTreeMap::new();
    for &at in waiting {
        let (row, column) = (buyers[&couples[at].buyer], sellers[&couples[at].seller]);
        values[row][column] = couples[at].units as f64;
        places.insert((row, column), at);
    }
    let assigned = assign_max(&values).into_iter().enumerate();
    let mut chosen: Vec<usize> = assigned.filter_map(|(row, at)| places.get(&(row, at?)).copied()).collect();
    chosen.sort_unstable();
    chosen
}

#[cfg(test)]
mod tests {
    use super::{Couple, schedule};
    use crate::model::FirmIx;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn couple(buyer: u32, seller: u32, units: i64) -> Couple {
        Couple { buyer: FirmIx(buyer), seller: FirmIx(seller), units }
    }

    /// Methods §3.4, Example 12: the first round is the diagonal, worth 20, not the greatest pair and its leavings.
    #[test]
    fn example_12_meets_along_the_diagonal() {
        let values = [[9, 6, 0], [8, 7, 3], [5, 5, 4]];
        let all = (0..3).flat_map(|b| (0..3).map(move |s| couple(b, 10 + s, values[b as usize][s as usize])));
        let mut couples: Vec<Couple> = all.filter(|couple| couple.units > 0).collect();
        couples.sort_by_key(|couple| std::cmp::Reverse(couple.units));
        let rounds = schedule(&couples);
        let first: i64 =
            couples.iter().zip(&rounds).filter(|(_, round)| **round == Some(1)).map(|(c, _)| c.units).sum();
        assert_eq!(first, 20);
    }

    proptest! {
        #[test]
        fn all_meet_once_and_nobody_sits_twice(pairs in prop::collection::btree_map((0u32..6, 0u32..6), 1i64..100, 0..20)) {
            let mut couples: Vec<Couple> = (pairs.into_iter())
                .filter(|((buyer, seller), _)| buyer != seller)
                .map(|((buyer, seller), units)| couple(buyer, seller, units))
                .collect();
            couples.sort_by_key(|couple| std::cmp::Reverse(couple.units));
            let rounds = schedule(&couples);
            prop_assert!(rounds.iter().all(Option::is_some));
            let mut seats = BTreeSet::new();
            for (couple, round) in couples.iter().zip(&rounds) {
                prop_assert!(seats.insert((*round, couple.buyer)) && seats.insert((*round, couple.seller)));
            }
        }
    }
}
