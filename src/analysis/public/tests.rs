//! Whether what is withheld stays so: somebody solves the published bands for it with a linear program of another hand.

use super::ladder::{AMOUNTS, Ladder, SHARES, Span};
use super::protect::{Contribution, Family, PROTECTION, Part, Shown, Sums, is_safe, protect};
use crate::analysis::numeric::random::Stream;
use crate::model::Nearness;
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use proptest::prelude::*;

/// Purchases by row, column and side; rows and columns are published with their totals, columns in two groups.
struct Grid {
    rows: usize,
    columns: usize,
    firms: u32,
}

impl Grid {
    fn sums(&self, seed: u64) -> Sums {
        let (stream, mut at) = (Stream::new(seed, 0), 0);
        let mut below = |bound: u32| {
            at += 1;
            ((1.0 - stream.positive(at)) * f64::from(bound)) as u32
        };
        let mut sums = Sums::default();
        let (total, cells) = (0, 1);
        let rows = cells + self.rows * self.columns;
        let columns = rows + self.rows;
        let groups = columns + self.columns;
        sums.members = vec![Vec::new(); groups + 2];
        for row in 0..self.rows {
            for column in 0..self.columns {
                for side in [Nearness::Near, Nearness::Far, Nearness::Unknown] {
                    let entries = below(6);
                    let mut entry = |_| Contribution {
                        buyer: below(self.firms),
                        supplier: below(self.firms),
                        // From thousands to billions, so that some firms outweigh all others.
                        amount: 10_f64.powf(3.0 + f64::from(below(600)) / 100.0),
                    };
                    let part = sums.parts.len() as u32;
                    sums.parts.push(Part { side, contributions: (0..entries).map(&mut entry).collect() });
                    let holders = [total, cells + row * self.columns + column, rows + row, columns + column];
                    holders.into_iter().chain([groups + column % 2]).for_each(|at| sums.members[at].push(part));
                }
            }
        }
        let family = |kind, whole: usize, parts: &mut dyn Iterator<Item = usize>| Family {
            kind,
            whole: whole as u32,
            parts: parts.map(|at| at as u32).collect(),
        };
        sums.families.push(family(0, total, &mut (0..2).map(|at| groups + at)));
        sums.families.push(family(1, total, &mut (0..self.rows).map(|at| rows + at)));
        for group in 0..2 {
            let mut parts = (0..self.columns).filter(|at| at % 2 == group).map(|at| columns + at);
            sums.families.push(family(0, groups + group, &mut parts));
        }
        for row in 0..self.rows {
            let mut parts = (0..self.columns).map(|at| cells + row * self.columns + at);
            sums.families.push(family(1, rows + row, &mut parts));
        }
        for column in 0..self.columns {
            let mut parts = (0..self.rows).map(|at| cells + at * self.columns + column);
            sums.families.push(family(1, columns + column, &mut parts));
        }
        sums.shares = (0..sums.members.len()).map(|at| share(&sums, at)).collect();
        sums
    }
}

fn amount(part: &Part) -> f64 {
    part.contributions.iter().map(|entry| entry.amount).sum()
}

fn of_side<'a>(sums: &'a Sums, at: usize, sides: &'a [Nearness]) -> impl Iterator<Item = u32> + 'a {
    sums.members[at].iter().copied().filter(|part| sides.contains(&sums.parts[*part as usize].side))
}

fn value(sums: &Sums, set: impl IntoIterator<Item = u32>) -> f64 {
    set.into_iter().map(|part| amount(&sums.parts[part as usize])).sum()
}

fn share(sums: &Sums, at: usize) -> Option<(f64, f64)> {
    let near = value(sums, of_side(sums, at, &[Nearness::Near]));
    let located = value(sums, of_side(sums, at, &[Nearness::Near, Nearness::Far]));
    (located > 0.0).then(|| (near / located, near / located))
}

/// What can be worked out of a set from all that is published: least and greatest, in millions.
fn attack(sums: &Sums, shown: &Shown, set: &[u32]) -> (f64, f64) {
    let bound = |direction| {
        let mut problem = Problem::new(direction);
        let inside = |part: usize| if set.contains(&(part as u32)) { 1.0 } else { 0.0 };
        let parts: Vec<_> = (0..sums.parts.len()).map(|part| problem.add_var(inside(part), (0.0, 1e7))).collect();
        for at in 0..sums.members.len() {
            let all = [Nearness::Near, Nearness::Far, Nearness::Unknown];
            if let Some(band) = shown.amounts[at].map(|span| AMOUNTS.band(span)) {
                let sum: Vec<_> = of_side(sums, at, &all).map(|part| (parts[part as usize], 1.0)).collect();
                problem.add_constraint(&sum[..], ComparisonOp::Ge, band.lo / 1e6);
                if let Some(hi) = band.hi {
                    problem.add_constraint(&sum[..], ComparisonOp::Le, hi / 1e6);
                }
            }
            if let Some(band) = shown.shares[at].map(|span| SHARES.band(span)) {
                let near = of_side(sums, at, &[Nearness::Near]);
                let far = of_side(sums, at, &[Nearness::Far]);
                let (near, far): (Vec<_>, Vec<_>) = (near.collect(), far.collect());
                let weighed = |edge: f64| {
                    let near = near.iter().map(|part| (parts[*part as usize], 1.0 - edge));
                    near.chain(far.iter().map(|part| (parts[*part as usize], -edge))).collect::<Vec<_>>()
                };
                problem.add_constraint(&weighed(band.lo)[..], ComparisonOp::Ge, 0.0);
                problem.add_constraint(&weighed(band.hi.unwrap())[..], ComparisonOp::Le, 0.0);
            }
        }
        problem.solve().unwrap().into_solution().unwrap().objective()
    };
    (bound(OptimizationDirection::Minimize), bound(OptimizationDirection::Maximize))
}

/// Every sum, and its near and far part, that must not be known.
fn secrets(sums: &Sums) -> Vec<Vec<u32>> {
    let sides: [&[Nearness]; 3] =
        [&[Nearness::Near, Nearness::Far, Nearness::Unknown], &[Nearness::Near], &[Nearness::Far]];
    let all = (0..sums.members.len()).flat_map(|at| sides.map(|sides| of_side(sums, at, sides).collect::<Vec<u32>>()));
    let mut sets: Vec<Vec<u32>> = all.collect();
    sets.retain(|set| !is_safe(sums, set) && value(sums, set.iter().copied()) > 0.0);
    sets
}

fn holds(ladder: &Ladder, span: Option<Span>, value: f64) -> bool {
    span.is_none_or(|span| ladder.holds(span, value))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_works_a_withheld_sum_out(seed: u64, rows in 1_usize..4, columns in 1_usize..5, firms in 2_u32..30) {
        let sums = Grid { rows, columns, firms }.sums(seed);
        let shown = protect(&sums);
        for set in secrets(&sums) {
            let (lo, hi) = attack(&sums, &shown, &set);
            let value = value(&sums, set.iter().copied()) / 1e6;
            prop_assert!(lo <= value * (1.0 - PROTECTION) + 1e-6, "{set:?}: {lo} of {value}");
            prop_assert!(hi >= value * (1.0 + PROTECTION) - 1e-6, "{set:?}: {hi} of {value}");
        }
    }

    #[test]
    fn what_is_published_is_true_and_safe_and_its_remainders_too(seed: u64, rows in 1_usize..6, columns in 1_usize..9) {
        let sums = Grid { rows, columns, firms: 40 }.sums(seed);
        let shown = protect(&sums);
        for at in 0..sums.members.len() {
            let sum = value(&sums, sums.members[at].iter().copied());
            prop_assert!(holds(&AMOUNTS, shown.amounts[at], sum));
            prop_assert!(holds(&SHARES, shown.shares[at], share(&sums, at).map_or(0.0, |share| share.0)));
            let is_published = shown.amounts[at].is_some() || shown.shares[at].is_some();
            prop_assert!(!is_published || is_safe(&sums, &sums.members[at]));
        }
        for family in &sums.families {
            let published: Vec<u32> =
                family.parts.iter().copied().filter(|part| shown.amounts[*part as usize].is_some()).collect();
            let taken = |part: &u32| published.iter().any(|at| sums.members[*at as usize].contains(part));
            let members = &sums.members[family.whole as usize];
            let left: Vec<u32> = members.iter().copied().filter(|part| !taken(part)).collect();
            let all = shown.amounts[family.whole as usize].is_some() && !published.is_empty();
            // Where a part is withheld, what is published below it is taken off too, so only rows and columns are looked at.
            if all && family.kind == 1 && family.whole != 0 {
                prop_assert!(left.is_empty() || is_safe(&sums, &left));
            }
        }
    }
}

/// Four buyers and suppliers each selling as much to each, but for one cell with one buyer.
fn even(lone: f64) -> Sums {
    let part = |buyers: std::ops::Range<u32>, amount: f64| Part {
        side: Nearness::Far,
        contributions: buyers.map(|at| Contribution { buyer: at, supplier: 10 + at, amount }).collect(),
    };
    Sums {
        parts: vec![part(0..4, 1e7), part(4..5, lone), part(0..4, 2e7)],
        members: vec![vec![0, 1, 2], vec![0], vec![1], vec![2]],
        families: vec![Family { kind: 0, whole: 0, parts: vec![1, 2, 3] }],
        shares: vec![None; 4],
    }
}

#[test]
fn one_withheld_part_takes_the_smallest_other_with_it() {
    let shown = protect(&even(5e6));
    let known: Vec<bool> = shown.amounts.iter().map(Option::is_some).collect();
    // The lone part would be total less the others; with the smaller of them withheld, five firms share the remainder.
    assert_eq!(known, [true, false, false, true]);
}

#[test]
fn a_sum_of_one_firm_never_stands_and_a_dominated_one_neither() {
    let sums = even(1e9);
    let shown = protect(&sums);
    assert!(!is_safe(&sums, &[1]) && !is_safe(&sums, &[0, 1, 2]));
    assert!(shown.amounts[0].is_none() && shown.amounts[2].is_none());
    assert!(shown.amounts[1].is_some() && shown.amounts[3].is_some());
}
