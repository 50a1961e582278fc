//! In which order? Several criteria in their natural units, without magic weights (methods §2.6).
//!
//! ```text
//! 1  natural units   nothing is combined
//! 2  Pareto fronts   front 1: nothing is no worse on every criterion and better on one; no weights
//! 3  composite       only when asked for:
//!    s_kd = x / U_d within 0 to 1, or 1 − x / U_d where less is better; U_d the goalpost of the criterion
//!    P_k  = Σ_d w_d s_kd, Σ w_d = 1                                                                   [PR-1], [PR-2]
//!    w_d* = G / (G − g_d), g_d = s_ad − s_bd, G = Σ_{e≠d} w_e (s_ae − s_be) / Σ_{e≠d} w_e             [PR-3]
//!    b_k  = share of weight vectors, drawn evenly from all there are, with which k comes first        [PR-4]
//!    ranks without one criterion, with the geometric mean, and how far each order agrees              [PR-5]
//! ```
//!
//! Conventions. A goalpost is given, or the largest known value of *all* rows handed in (1 for shares): a score does not
//! change when an unrelated row comes or goes as long as the goalposts are given. A criterion of which every row knows equally
//! little is left out and named. A row with a missing value has no score but bounds of it; it ranks by their middle and is marked, its value
//! is drawn anew over its bounds with each weight vector, and it is dominated, or dominates, only if it is so whatever the
//! value. Rows with equal values share every rank they hold together. Criteria to which no weight is given weigh 1.
//!
//! Complexity O(rows² × criteria) for fronts, O(draws × rows × (criteria + log rows)) for acceptability.
//! Source: methods §2.6; stochastic multicriteria acceptability analysis.
//!
//! ```
//! use liantu::analysis::priority::{Criterion, PriorityOptions, Scored, Unit, prioritise};
//! // Example 8 of the methods.
//! let criteria = [Criterion::more("first", Unit::Share), Criterion::more("second", Unit::Share)];
//! let row = |a: f64, b: f64| vec![Scored::known(a), Scored::known(b)];
//! let rows = [row(0.9, 0.2), row(0.5, 0.7), row(0.45, 0.45)];
//! let options = PriorityOptions { composite: true, ..PriorityOptions::default() };
//! let found = prioritise(&criteria, &rows, &options)?;
//! assert_eq!(found.fronts, [1, 1, 2]);
//! let composite = found.composite.expect("it was asked for");
//! assert!((composite.rows[1].score.unwrap() - 0.6).abs() < 1e-12);
//! assert!((composite.rows[0].first - 4.0 / 9.0).abs() < 0.02);
//! assert!((composite.comparison.swaps[0].weight - 5.0 / 9.0).abs() < 1e-12);
//! # Ok::<(), liantu::analysis::Error>(())
//! ```

mod compare;
mod draws;
mod score;

use super::Error;
use super::numeric::front::fronts_between;
use score::Scale;
use serde::Serialize;
use std::collections::BTreeMap;

/// Weight vectors drawn without being asked for another number.
pub const DRAWS: u32 = 10_000;

/// Most weight vectors that can be asked for.
pub const MOST_DRAWS: u32 = 1_000_000;

/// What a criterion is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Yuan, or yuan a year.
    Yuan,
    /// A fraction of 0 to 1, whose goalpost is 1.
    Share,
    /// A number of things, or a place in a list.
    Count,
    /// Kilometres.
    Kilometres,
}

/// Which values come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The larger.
    More,
    /// The smaller.
    Less,
}

/// One thing to judge by.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Criterion {
    /// Stable key, as typed for weights and goalposts.
    pub key: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// Which values come first.
    pub direction: Direction,
    /// Natural value at which the scale ends; `None`: that of the options, else the largest known value, else 1 for a share.
    pub goalpost: Option<f64>,
}

impl Criterion {
    /// A criterion of which more comes first.
    pub const fn more(key: &'static str, unit: Unit) -> Self {
        Self { key, unit, direction: Direction::More, goalpost: None }
    }

    /// A criterion of which less comes first.
    pub const fn less(key: &'static str, unit: Unit) -> Self {
        Self { key, unit, direction: Direction::Less, goalpost: None }
    }
}

/// A natural value of a row, or the bounds of one that is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    value: Option<f64>,
    lo: f64,
    hi: f64,
}

impl Scored {
    /// A value that is known.
    pub fn known(value: f64) -> Self {
        Self::of(Some(value))
    }

    /// A value that may be missing, then anything.
    pub fn of(value: Option<f64>) -> Self {
        Self::within(value, None, None)
    }

    /// A value that may be missing, then within its bounds as far as there are any.
    pub fn within(value: Option<f64>, lo: Option<f64>, hi: Option<f64>) -> Self {
        let finite = |number: &f64| number.is_finite();
        match value.filter(finite) {
            Some(value) => Self { value: Some(value), lo: value, hi: value },
            None => {
                let lo = lo.filter(finite).unwrap_or(f64::NEG_INFINITY);
                let hi = hi.filter(finite).unwrap_or(f64::INFINITY);
                Self { value: None, lo: lo.min(hi), hi: hi.max(lo) }
            }
        }
    }

    /// The value; `None` when it is missing.
    pub fn value(&self) -> Option<f64> {
        self.value
    }
}

/// How to put things in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriorityOptions {
    /// Whether to add the composite; the Pareto fronts are always there.
    pub composite: bool,
    /// Weights by key, in any measure; those not named weigh 1.
    pub weights: BTreeMap<String, f64>,
    /// Natural values at which scales end, by key.
    pub goalposts: BTreeMap<String, f64>,
    /// Weight vectors to draw, 1 to [`MOST_DRAWS`].
    pub draws: u32,
    /// Where the drawing starts.
    pub seed: u64,
}

impl Default for PriorityOptions {
    fn default() -> Self {
        let (weights, goalposts) = (BTreeMap::new(), BTreeMap::new());
        Self { composite: false, weights, goalposts, draws: DRAWS, seed: 1 }
    }
}

/// A criterion as it was used.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Used {
    /// Its stable key.
    pub key: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// Which values come first.
    pub direction: Direction,
    /// Natural value at which its scale ends.
    pub goalpost: f64,
    /// Whether the goalpost was given, so that scores of another list can be compared.
    pub frozen: bool,
    /// Its weight; those of all criteria sum to 1.
    pub weight: f64,
    /// Rows whose value is known.
    pub known: usize,
}

/// What a criterion adds to the score of a row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contribution {
    /// Key of the criterion.
    pub criterion: &'static str,
    /// The value in its natural unit; `None` when it is missing.
    pub natural: Option<f64>,
    /// On the scale of 0 to 1; `None` when it is missing.
    pub score: Option<f64>,
    /// [PR-2]: weight times score; `None` when it is missing.
    pub adds: Option<f64>,
    /// [PR-5]: rank without this criterion; `None` when nothing else weighs.
    pub rank_without: Option<usize>,
}

/// The composite of a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompositeRow {
    /// [PR-1]; `None` when a value is missing.
    pub score: Option<f64>,
    /// The least that the score can be.
    pub low: f64,
    /// The most that the score can be.
    pub high: f64,
    /// Rank from 1 by score, or by the middle of its bounds; equal scores share the best of their ranks.
    pub rank: usize,
    /// [PR-2], in the order of the criteria.
    pub contributions: Vec<Contribution>,
    /// [PR-4]: share of weight vectors with which it comes first.
    pub first: f64,
    /// [PR-4]: mean rank over all weight vectors.
    pub expected_rank: f64,
    /// [PR-4]: rank that one in twenty weight vectors does not exceed (with more than 5,000 rows rounded to a better one).
    pub best_rank: usize,
    /// [PR-4]: rank that nineteen in twenty weight vectors do not exceed (with more than 5,000 rows rounded to a worse one).
    pub worst_rank: usize,
}

/// [PR-3]: the weight of a criterion at which two rows stand equal, the other weights keeping their proportions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Swap<N> {
    /// Who is ahead.
    pub ahead: N,
    /// Who overtakes.
    pub behind: N,
    /// Key of the criterion.
    pub criterion: &'static str,
    /// Its weight now.
    pub now: f64,
    /// Its weight at which they are equal: beyond it, seen from now, the order is reversed.
    pub weight: f64,
}

/// Another way to combine the same criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    /// Without the criterion of this key.
    Without(&'static str),
    /// The weighted geometric mean, which a single zero makes zero.
    Geometric,
    /// By mean rank over all weight vectors.
    ExpectedRank,
}

/// [PR-5]: how far the order of a variant agrees.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement<N> {
    /// The variant.
    pub variant: Variant,
    /// Kendall's τ-b with the composite, −1 to 1; `None` where one of the two has no order.
    pub tau: Option<f64>,
    /// Who comes first; several when they are equal; none when nothing is left to judge by.
    pub first: Vec<N>,
}

/// How firm the order of a composite is. Rows are given by their place in the list handed in, or as [`Comparison::named`] has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison<N> {
    /// Weight vectors drawn.
    pub draws: u32,
    /// Where the drawing started.
    pub seed: u64,
    /// Of the first twenty ranks: each row with the next, and the first with all; by rank, then by change of weight.
    pub swaps: Vec<Swap<N>>,
    /// One for each variant.
    pub agreement: Vec<Agreement<N>>,
}

impl<N> Comparison<N> {
    /// The same with names instead of places.
    pub fn named<M>(&self, name: impl Fn(&N) -> M) -> Comparison<M> {
        let swap = |swap: &Swap<N>| Swap {
            ahead: name(&swap.ahead),
            behind: name(&swap.behind),
            criterion: swap.criterion,
            now: swap.now,
            weight: swap.weight,
        };
        let agreement = |agreement: &Agreement<N>| Agreement {
            variant: agreement.variant,
            tau: agreement.tau,
            first: agreement.first.iter().map(&name).collect(),
        };
        Comparison {
            draws: self.draws,
            seed: self.seed,
            swaps: self.swaps.iter().map(swap).collect(),
            agreement: self.agreement.iter().map(agreement).collect(),
        }
    }
}

/// The third layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Composite {
    /// In the order of the rows handed in.
    pub rows: Vec<CompositeRow>,
    /// How firm their order is.
    pub comparison: Comparison<usize>,
}

/// The order of rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Priorities {
    /// The criteria that told something, in the order handed in.
    pub criteria: Vec<Used>,
    /// Keys of those of which no row knows anything.
    pub left_out: Vec<&'static str>,
    /// Pareto front of each row, from 1, in the order of the rows handed in.
    pub fronts: Vec<usize>,
    /// The composite, when it was asked for and there is something to judge.
    pub composite: Option<Composite>,
}

/// Puts rows in order; every row has one value for each criterion, and rows come sorted by id.
///
/// # Errors
/// When a weight or a goalpost is of no criterion, is no such number, or nothing weighs.
pub fn prioritise(
    criteria: &[Criterion],
    rows: &[Vec<Scored>],
    options: &PriorityOptions,
) -> Result<Priorities, Error> {
    let scale = Scale::new(criteria, rows, options)?;
    let composite = options.composite && !rows.is_empty() && !scale.used.is_empty();
    let composite = composite.then(|| {
        let scores = scale.scores(rows);
        let acceptability = draws::draw(&scores, options.draws.clamp(1, MOST_DRAWS), options.seed);
        compare::composite(&scale, rows, &scores, &acceptability, options)
    });
    let (lows, highs) = scale.sides(rows);
    Ok(Priorities { fronts: fronts_between(&lows, &highs), criteria: scale.used, left_out: scale.left_out, composite })
}

#[cfg(test)]
mod tests;
