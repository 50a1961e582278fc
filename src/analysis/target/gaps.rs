//! What is to be recruited of a product, and how much of it a set of newcomers would take over.
//!
//! ```text
//! B(D)    = maximum flow from local spare capacity to demands D                      (the bridgeable part, methods §3.4)
//! V(S, Q) = Σ o_S + min(Σ D', B(D') + Q) − B(D),   D' = D − o_S
//! ```
//!
//! o_S is what the newcomers S sell today, buyer by buyer; Q the capacity of makers that sell nothing here yet. V is the gain of
//! the maximum flow when the newcomers join the local sellers: each keeps its customers (that never lowers a maximum flow), and
//! makers may serve any buyer. So V never counts a yuan twice that an introduction or another newcomer would serve, it is at
//! most the sum over single newcomers, and one more newcomer never lowers it. Whole fen throughout.

use crate::analysis::numeric::flow::Standing;
use crate::analysis::split::{Market, Need, Solved, fen};
use crate::model::{FirmIx, ProductIx};
use std::cell::OnceCell;

/// The market of one product: local sellers with spare capacity, and buyers with what they buy outside.
pub(super) struct Gap<'a> {
    market: &'a Market<'a>,
    needs: &'a [Need],
    /// Positions of its needs.
    rows: &'a [u32],
    sellers: Vec<(FirmIx, i64)>,
    /// Bought outside, by need.
    demand: Vec<i64>,
    /// Of these bridgeable in one maximum flow, and by whom.
    bridged: Vec<i64>,
    pairs: Vec<(usize, FirmIx)>,
    /// Whether every seller may meet every buyer but itself.
    only_self: bool,
    /// Sellers that buy the product outside: spare and their own need.
    both: Vec<(i64, usize)>,
    supply: i128,
    wanted: i128,
    served: i128,
    /// The maximum flow once more, made when a newcomer first needs a flow of its own.
    standing: OnceCell<Standing>,
}

/// What newcomers sell to needs today: position among the product's needs, fen; in order, each need at most once.
pub(super) type Taken = Vec<(usize, i64)>;

impl<'a> Gap<'a> {
    /// The market with its needs; `sold` is what named suppliers sell to each from outside, fen.
    pub(super) fn new(
        (market, product): (&'a Market<'a>, ProductIx),
        (needs, rows): (&'a [Need], &'a [u32]),
        (solved, sold): (&Solved, &[i64]),
    ) -> Self {
        let sellers: Vec<(FirmIx, i64)> =
            market.sellers(product).into_iter().map(|(firm, spare)| (firm, fen(spare))).collect();
        // The sum of amounts rounded one by one may exceed the rounded sum.
        let demand: Vec<i64> =
            rows.iter().zip(sold).map(|(&at, &sold)| fen(needs[at as usize].outside).max(sold)).collect();
        let (mut bridged, mut pairs) = (vec![0; rows.len()], Vec::new());
        for &((seller, _), need, units) in &solved.pairs {
            if let Ok(at) = rows.binary_search(&need) {
                bridged[at] += units;
                pairs.push((at, seller));
            }
        }
        let meets = |seller: FirmIx, at: u32| {
            let buyer = needs[at as usize].buyer;
            buyer == seller || market.rank(seller, buyer).is_some()
        };
        let own = |&(seller, spare): &(FirmIx, i64)| {
            rows.iter().position(|&at| needs[at as usize].buyer == seller).map(|at| (spare, at))
        };
        let only_self = sellers.iter().all(|&(seller, _)| rows.iter().all(|&at| meets(seller, at)));
        Self {
            market,
            needs,
            rows,
            supply: sellers.iter().map(|&(_, spare)| i128::from(spare)).sum(),
            wanted: total(&demand),
            served: total(&bridged),
            both: sellers.iter().filter_map(own).collect(),
            sellers,
            demand,
            bridged,
            pairs,
            only_self,
            standing: OnceCell::new(),
        }
    }

    /// What introductions leave open, fen.
    pub(super) fn open(&self) -> i128 {
        self.wanted - self.served
    }

    /// Bridgeable, fen.
    pub(super) fn served(&self) -> i128 {
        self.served
    }

    /// Local firms that could deliver to these buyers: those who do so in one maximum flow, else all who may meet one of them.
    pub(super) fn sellers_to(&self, taken: &[(usize, i64)]) -> Vec<FirmIx> {
        let is_asked = |at: usize| taken.iter().any(|&(asked, _)| asked == at);
        let mut sellers: Vec<FirmIx> =
            self.pairs.iter().filter(|&&(at, _)| is_asked(at)).map(|&(_, seller)| seller).collect();
        if sellers.is_empty() {
            let buyer = |at: usize| self.needs[self.rows[at] as usize].buyer;
            let meets = |seller: FirmIx| taken.iter().any(|&(at, _)| self.market.rank(seller, buyer(at)).is_some());
            sellers = self.sellers.iter().map(|&(seller, _)| seller).filter(|&seller| meets(seller)).collect();
        }
        sellers.sort_unstable();
        sellers.dedup();
        sellers
    }

    /// What newcomers would take over that introductions would not, fen.
    pub(super) fn value(&self, taken: &[(usize, i64)], capacity: i128) -> i128 {
        let taken: Taken = taken.iter().map(|&(at, fen)| (at, fen.min(self.demand[at]))).collect();
        let sold: i128 = taken.iter().map(|&(_, fen)| i128::from(fen)).sum();
        let left = self.wanted - sold;
        sold + left.min(self.served_without(&taken) + capacity) - self.served
    }

    /// The maximum flow when newcomers serve what they take.
    fn served_without(&self, taken: &Taken) -> i128 {
        let left = self.wanted - taken.iter().map(|&(_, fen)| i128::from(fen)).sum::<i128>();
        // What the flow gave to these buyers beyond what they still want is lost at worst.
        let lost = |&(at, fen): &(usize, i64)| i128::from((self.bridged[at] - (self.demand[at] - fen)).max(0));
        let least = self.served - taken.iter().map(lost).sum::<i128>();
        let most = self.served.min(left);
        if least == most {
            return most;
        }
        if self.only_self {
            self.by_cuts(taken, left)
        } else {
            self.standing.get_or_init(|| self.stand()).total_without(taken)
        }
    }

    /// Where a seller is barred from itself alone: the least of all supply, all demand, and one seller cut off from its own need.
    fn by_cuts(&self, taken: &[(usize, i64)], left: i128) -> i128 {
        let taken_at = |at: usize| taken.binary_search_by_key(&at, |&(at, _)| at).map_or(0, |found| taken[found].1);
        let own = |at: usize| i128::from(self.demand[at] - taken_at(at));
        let cut = |&(spare, at): &(i64, usize)| self.supply - i128::from(spare) + left - own(at);
        self.both.iter().map(cut).fold(self.supply.min(left), i128::min)
    }

    fn stand(&self) -> Standing {
        let supply: Vec<i64> = self.sellers.iter().map(|&(_, spare)| spare).collect();
        let rank = |seller: usize, at: usize| {
            self.market.rank(self.sellers[seller].0, self.needs[self.rows[at] as usize].buyer)
        };
        Standing::new(&supply, &self.demand, rank)
    }
}

fn total(units: &[i64]) -> i128 {
    units.iter().map(|&units| i128::from(units)).sum()
}
