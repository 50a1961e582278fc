//! Where the value of what a firm sells comes from: [MT-1] to [MT-3], [MT-5] and [MT-6] on plain numbers.
//!
//! ```text
//! A[j,i] = purchases of i from j / revenue of i      v[i] = 1 − Σ_j A[j,i]      k[i] = min(v[i], va[i]),  u = v − k
//! λ = Aᵀλ + g∘v                                      bounds: λ_lo = Aᵀλ_lo + g∘k      λ_hi = Aᵀλ_hi + g∘k + u
//! ```
//!
//! Computed as the series Σ_m (Aᵀ)^m, whose m-th term is what the m-th tier of suppliers adds; no term is negative and
//! all sources of a purchase add up to one. So two partial sums bound the limit at any time: what is traced to near
//! places from below, one less what is traced to far places from above. `1 − near − far` is the untraced share.
//!
//! Nearness belongs to the place that a purchase ships from, as in the amount rate; what ships from an unknown place is
//! neither near nor far. Cost O(inputs × tiers), sequential over sorted makers: one area at a time, areas are independent.

use crate::model::Nearness;

/// A series whose next term is below this share has settled.
const SETTLED: f64 = 1e-12;

/// Tiers after which a series is given up as not settled; its bounds stay true.
const MOST_TIERS: usize = 500;

/// What a maker buys of one supplier from one place, for each yuan of its revenue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Input {
    /// Number of the supplier.
    pub(crate) supplier: u32,
    /// Number of the place it ships from.
    pub(crate) place: u32,
    /// Share of the buyer's revenue.
    pub(crate) share: f64,
    /// Least share, where sources disagree.
    pub(crate) least: f64,
}

/// What a maker adds itself, for each yuan of its revenue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Own {
    /// All that is not a recorded purchase.
    pub(crate) unexplained: f64,
    /// Of this, its own value added; the rest is purchases that nobody recorded.
    pub(crate) known: f64,
}

/// Makers and what they buy, in compressed columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Makers {
    starts: Vec<usize>,
    inputs: Vec<Input>,
    own: Vec<Own>,
}

impl Makers {
    /// Adds the next maker; inputs are sorted by supplier and place.
    pub(crate) fn push(&mut self, own: Own, inputs: impl IntoIterator<Item = Input>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.inputs.extend(inputs);
        self.starts.push(self.inputs.len());
        self.own.push(own);
    }

    /// Count of makers.
    pub(crate) fn len(&self) -> usize {
        self.own.len()
    }

    /// What a maker buys.
    pub(crate) fn inputs_of(&self, maker: usize) -> &[Input] {
        &self.inputs[self.starts[maker]..self.starts[maker + 1]]
    }

    /// Where the value comes from as seen from one area; `near` has a side for each place.
    pub(crate) fn content(&self, near: &[Nearness]) -> Content {
        let mut term: Vec<Sources> = (0..self.len())
            .map(|maker| {
                let inputs = self.inputs_of(maker).iter();
                inputs.fold(Sources::default(), |sum, input| {
                    sum.plus(input, &self.own(input.supplier, near[input.place as usize]))
                })
            })
            .collect();
        let mut content = Content { tiers: [term.clone(), Vec::new()], all: term.clone(), settled: false };
        for tier in 2..=MOST_TIERS {
            content.settled = term.iter().all(Sources::is_settled);
            if content.settled {
                break;
            }
            term = (0..self.len()).map(|maker| self.step(maker, &term)).collect();
            for (all, term) in content.all.iter_mut().zip(&term) {
                *all = all.and(term);
            }
            if tier == 2 {
                content.tiers[1].clone_from(&term);
            }
        }
        content.tiers[1].resize(self.len(), Sources::default());
        content
    }

    fn step(&self, maker: usize, term: &[Sources]) -> Sources {
        let inputs = self.inputs_of(maker).iter();
        inputs.fold(Sources::default(), |sum, input| sum.plus(input, &term[input.supplier as usize]))
    }

    /// What a supplier itself adds to a purchase that ships from such a side.
    fn own(&self, supplier: u32, side: Nearness) -> Sources {
        let Own { unexplained, known } = self.own[supplier as usize];
        match side {
            Nearness::Near => Sources { near: unexplained, far: 0.0, traced_near: known, traced_far: 0.0 },
            Nearness::Far => Sources { near: 0.0, far: unexplained, traced_near: 0.0, traced_far: known },
            Nearness::Unknown => Sources::default(),
        }
    }

    /// Where the value of a purchase comes from: that of its supplier, tier by tier.
    pub(crate) fn purchase(&self, content: &Content, supplier: u32, side: Nearness) -> Purchase {
        let own = self.own(supplier, side);
        let [second, third] = [0, 1].map(|tier| &content.tiers[tier][supplier as usize]);
        Purchase { all: own.and(&content.all[supplier as usize]), tiers: [&own, second, third].map(Added::of) }
    }
}

/// Sources of a yuan. Near and far are by [MT-3], where all that is not recorded counts as the maker's own; what is
/// traced is known to be value added. The rest is open.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Sources {
    pub(crate) near: f64,
    pub(crate) far: f64,
    pub(crate) traced_near: f64,
    pub(crate) traced_far: f64,
}

impl Sources {
    fn plus(self, input: &Input, other: &Sources) -> Self {
        Self {
            near: self.near + input.share * other.near,
            far: self.far + input.share * other.far,
            traced_near: self.traced_near + input.least * other.traced_near,
            traced_far: self.traced_far + input.least * other.traced_far,
        }
    }

    fn and(self, other: &Sources) -> Self {
        self.plus(&Input { supplier: 0, place: 0, share: 1.0, least: 1.0 }, other)
    }

    fn is_settled(&self) -> bool {
        // The traced part never exceeds the whole.
        self.near.max(self.far) < SETTLED
    }

    /// What is traced to a place known to be near or far.
    pub(crate) fn traced(&self) -> f64 {
        self.traced_near + self.traced_far
    }
}

/// Sources of what makers buy, for each yuan of their revenue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Content {
    /// What the first and the second tier of suppliers add.
    tiers: [Vec<Sources>; 2],
    /// What all tiers add.
    all: Vec<Sources>,
    /// Whether the series settled.
    pub(crate) settled: bool,
}

/// Sources of one purchase, for each yuan of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Purchase {
    /// All tiers together.
    pub(crate) all: Sources,
    /// What the first three tiers add; the first is the supplier itself.
    pub(crate) tiers: [Added; 3],
}

/// What one tier of suppliers adds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Added {
    /// Near, as [`Sources::near`].
    pub(crate) near: f64,
    /// Traced, near or far.
    pub(crate) traced: f64,
}

impl Added {
    fn of(sources: &Sources) -> Self {
        Self { near: sources.near, traced: sources.traced() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Input, Makers, Own};
    use crate::model::Nearness::{self, Far, Near, Unknown};
    use proptest::prelude::*;

    /// Own value added, its known part, and inputs as supplier, place and share.
    type Row<'a> = (f64, f64, &'a [(u32, u32, f64)]);

    fn makers(rows: &[Row<'_>]) -> Makers {
        let mut makers = Makers::default();
        for &(unexplained, known, inputs) in rows {
            let input = |&(supplier, place, share)| Input { supplier, place, share, least: share };
            makers.push(Own { unexplained, known }, inputs.iter().map(input));
        }
        makers
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    }

    /// Example 2 of the methods: makers L, S1 … S5, each at the place of its own number.
    fn example_2() -> Makers {
        makers(&[
            (1.0 / 3.0, 1.0 / 3.0, &[(1, 1, 0.4), (2, 2, 4.0 / 15.0)]),
            (0.3, 0.3, &[(3, 3, 0.5), (4, 4, 0.2)]),
            (0.9, 0.3, &[(5, 5, 0.1)]),
            (1.0, 0.6, &[]),
            (1.0, 0.3, &[]),
            (1.0, 0.6, &[]),
        ])
    }

    #[test]
    fn example_2_g4() {
        let makers = example_2();
        let near = [Near, Near, Far, Near, Far, Near];
        let content = makers.content(&near);
        assert!(content.settled);
        let lambda = |maker: u32| makers.purchase(&content, maker, near[maker as usize]).all.near;
        for (maker, expected) in [0.68, 0.8, 0.1, 1.0, 0.0, 1.0].into_iter().enumerate() {
            close(lambda(maker as u32), expected);
        }
        let [first, second] = [1, 2].map(|maker| makers.purchase(&content, maker, near[maker as usize]));
        let of = |share: fn(&super::Sources) -> f64| 0.6 * share(&first.all) + 0.4 * share(&second.all);
        close(of(|sources| sources.near), 0.52);
        close(of(|sources| sources.traced_near), 0.384);
        close(1.0 - of(|sources| sources.traced_far), 0.844);
        close(0.6 * first.tiers[0].near + 0.4 * second.tiers[0].near, 0.18);
        close(0.6 * first.tiers[1].near + 0.4 * second.tiers[1].near, 0.34);
    }

    #[test]
    fn a_firm_that_buys_from_its_buyer_settles() {
        // 0 and 1 buy half of their revenue from each other; 1 also buys a fifth from far.
        let makers = makers(&[(0.5, 0.5, &[(1, 0, 0.5)]), (0.3, 0.3, &[(0, 0, 0.5), (2, 1, 0.2)]), (1.0, 1.0, &[])]);
        let content = makers.content(&[Near, Far]);
        assert!(content.settled);
        close(makers.purchase(&content, 0, Near).all.near, 0.65 / 0.75);
        close(makers.purchase(&content, 0, Near).all.far, 0.1 / 0.75);
    }

    #[test]
    fn a_circle_that_hardly_adds_value_is_given_up_within_true_bounds() {
        let makers = makers(&[(0.01, 0.01, &[(1, 1, 0.99)]), (0.01, 0.01, &[(0, 0, 0.99)])]);
        let content = makers.content(&[Near, Far]);
        assert!(!content.settled);
        let all = makers.purchase(&content, 0, Near).all;
        // Exactly: λ0 = 0.01 + 0.99 · 0.99 λ0.
        let exact = 0.01 / (1.0 - 0.99 * 0.99);
        assert!(all.traced_near <= exact && exact <= 1.0 - all.traced_far, "{all:?}");
        assert!(all.traced() > 0.99);
    }

    #[test]
    fn what_ships_from_an_unknown_place_is_neither() {
        let makers = makers(&[(0.4, 0.4, &[(1, 0, 0.6)]), (1.0, 0.5, &[])]);
        let content = makers.content(&[Unknown]);
        let all = makers.purchase(&content, 0, Near).all;
        assert_eq!((all.near, all.far, all.traced()), (0.4, 0.0, 0.4));
    }

    /// λ by Gaussian elimination of (I − Aᵀ) λ = right.
    fn dense(makers: &Makers, right: &[f64]) -> Vec<f64> {
        let n = makers.len();
        let mut rows: Vec<Vec<f64>> = (0..n)
            .map(|maker| {
                let mut row = vec![0.0; n + 1];
                row[maker] = 1.0;
                row[n] = right[maker];
                for input in makers.inputs_of(maker) {
                    row[input.supplier as usize] -= input.share;
                }
                row
            })
            .collect();
        for pivot in 0..n {
            let best = (pivot..n).max_by(|&a, &b| rows[a][pivot].abs().total_cmp(&rows[b][pivot].abs())).unwrap();
            rows.swap(pivot, best);
            let lead = rows[pivot].clone();
            for (at, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != pivot) {
                let factor = row[pivot] / lead[pivot];
                assert!(at < n && factor.is_finite());
                row.iter_mut().zip(&lead).for_each(|(cell, lead)| *cell -= factor * lead);
            }
        }
        (0..n).map(|at| rows[at][n] / rows[at][at]).collect()
    }

    /// Weights of every pair with zeros, own weight and known part, side of each maker; up to twelve makers.
    fn economies() -> impl Strategy<Value = (Makers, Vec<Nearness>)> {
        let side = prop_oneof![Just(Near), Just(Far), Just(Unknown)];
        (1usize..=12).prop_flat_map(move |n| {
            let weight = prop_oneof![3 => Just(0.0), 1 => 0.01f64..1.0];
            let row = (prop::collection::vec(weight, n), 0.2f64..1.0, 0.0f64..1.0);
            (prop::collection::vec(row, n), prop::collection::vec(side.clone(), n)).prop_map(|(rows, sides)| {
                let mut makers = Makers::default();
                for (maker, (mut weights, own, known)) in rows.into_iter().enumerate() {
                    weights[maker] = 0.0;
                    let whole = own + weights.iter().sum::<f64>();
                    let inputs =
                        (weights.into_iter().enumerate()).filter(|(_, weight)| *weight > 0.0).map(|(at, weight)| {
                            let (number, share) = (at as u32, weight / whole);
                            Input { supplier: number, place: number, share, least: share }
                        });
                    makers.push(Own { unexplained: own / whole, known: known * own / whole }, inputs);
                }
                (makers, sides)
            })
        })
    }

    proptest! {
        #[test]
        fn the_series_is_the_dense_solution((makers, sides) in economies()) {
            let content = makers.content(&sides);
            prop_assert!(content.settled);
            let right = |of: fn(&Own) -> f64, side| -> Vec<f64> {
                makers.own.iter().zip(&sides).map(|(own, at)| if *at == side { of(own) } else { 0.0 }).collect()
            };
            let exact = [
                dense(&makers, &right(|own| own.unexplained, Near)),
                dense(&makers, &right(|own| own.unexplained, Far)),
                dense(&makers, &right(|own| own.known, Near)),
                dense(&makers, &right(|own| own.known, Far)),
            ];
            let untraced: Vec<f64> = (makers.own.iter().zip(&sides))
                .map(|(own, side)| if *side == Unknown { own.unexplained } else { own.unexplained - own.known })
                .collect();
            let untraced = dense(&makers, &untraced);
            for maker in 0..makers.len() {
                let all = makers.purchase(&content, maker as u32, sides[maker]).all;
                for (found, exact) in [all.near, all.far, all.traced_near, all.traced_far].into_iter().zip(&exact) {
                    prop_assert!((found - exact[maker]).abs() < 1e-9, "{found} {}", exact[maker]);
                }
                // λ_hi − λ_lo is the untraced share [MT-6].
                prop_assert!((1.0 - all.traced() - untraced[maker]).abs() < 1e-9);
                prop_assert!(all.traced_near <= all.near + 1e-12 && all.near + all.far <= 1.0 + 1e-12);
            }
        }
    }
}
