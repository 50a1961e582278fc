//! [PR-1], [PR-2], [PR-3], [PR-5]: the composite, where its order would turn, and other ways to combine.

use super::draws::Ranked;
use super::score::{Bounds, Scale};
use super::{
    Agreement, Comparison, Composite, CompositeRow, Contribution, PriorityOptions, Scored, Swap, Used, Variant,
};
use crate::analysis::numeric::rank::kendall;

/// Ranks up to which swaps are worked out.
const COMPARED: usize = 20;

/// Differences of scores up to which rows count as equal: what is left of sums that are equal on paper.
const EQUAL: f64 = 1e-12;

pub(super) fn composite(
    scale: &Scale,
    rows: &[Vec<Scored>],
    scores: &[Vec<Bounds>],
    drawn: &[Ranked],
    options: &PriorityOptions,
) -> Composite {
    let used = &scale.used;
    let weights: Vec<f64> = used.iter().map(|used| used.weight).collect();
    let middles: Vec<Vec<f64>> =
        scores.iter().map(|row| row.iter().map(|bounds| f64::midpoint(bounds.0, bounds.1)).collect()).collect();
    let totals = sums(&middles, &weights);
    let ranks = competition(&totals);
    let without: Vec<Option<Vec<f64>>> = (0..used.len()).map(|at| left_out(&middles, &weights, at)).collect();
    let ranks_without: Vec<Option<Vec<usize>>> =
        without.iter().map(|totals| totals.as_deref().map(competition)).collect();
    let row = |at: usize| {
        let side = |of: fn(&Bounds) -> f64| weights.iter().zip(&scores[at]).map(|(w, bounds)| w * of(bounds)).sum();
        let natural = scale.natural(&rows[at]).enumerate();
        let contributions = natural.map(|(place, (used, natural))| {
            let score = natural.map(|_| scores[at][place].0);
            Contribution {
                criterion: used.key,
                natural,
                score,
                adds: score.map(|score| score * used.weight),
                rank_without: ranks_without[place].as_ref().map(|ranks| ranks[at]),
            }
        });
        let contributions: Vec<Contribution> = contributions.collect();
        CompositeRow {
            score: contributions.iter().map(|part| part.adds).sum(),
            low: side(|bounds| bounds.0),
            high: side(|bounds| bounds.1),
            rank: ranks[at],
            contributions,
            first: drawn[at].first,
            expected_rank: drawn[at].expected,
            best_rank: drawn[at].best,
            worst_rank: drawn[at].worst,
        }
    };
    let expected = drawn.iter().map(|ranked| -ranked.expected).collect();
    let variants = (used.iter().zip(without).map(|(used, totals)| (Variant::Without(used.key), totals)))
        .chain([(Variant::Geometric, Some(geometric(&middles, &weights))), (Variant::ExpectedRank, Some(expected))]);
    Composite {
        rows: (0..rows.len()).map(row).collect(),
        comparison: Comparison {
            draws: options.draws.clamp(1, super::MOST_DRAWS),
            seed: options.seed,
            swaps: swaps(used, &middles, &totals),
            agreement: variants.map(|(variant, values)| agreement(variant, &totals, values.as_deref())).collect(),
        },
    }
}

fn sums(scores: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    scores.iter().map(|row| row.iter().zip(weights).map(|(score, weight)| score * weight).sum()).collect()
}

/// Scores without one criterion, the others keeping their proportions; `None` when they have no weight.
fn left_out(scores: &[Vec<f64>], weights: &[f64], without: usize) -> Option<Vec<f64>> {
    let mut rest = weights.to_vec();
    rest[without] = 0.0;
    let whole: f64 = rest.iter().sum();
    rest.iter_mut().for_each(|weight| *weight /= whole);
    (whole > 0.0).then(|| sums(scores, &rest))
}

/// Weighted geometric means; what weighs nothing does not count, zero or not.
fn geometric(scores: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mean = |row: &Vec<f64>| -> f64 {
        let parts = row.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
        parts.map(|(score, weight)| score.powf(*weight)).product()
    };
    scores.iter().map(mean).collect()
}

/// From the largest to the smallest.
fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    order
}

/// Ranks from 1; equal values share the best of their ranks.
fn competition(values: &[f64]) -> Vec<usize> {
    let mut ranks = vec![0; values.len()];
    let mut from = 1;
    for run in order(values).chunk_by(|a, b| values[*a] - values[*b] <= EQUAL) {
        run.iter().for_each(|at| ranks[*at] = from);
        from += run.len();
    }
    ranks
}

fn agreement(variant: Variant, totals: &[f64], values: Option<&[f64]>) -> Agreement<usize> {
    let first = values.map(competition).into_iter().flatten().enumerate();
    let first = first.filter(|(_, rank)| *rank == 1).map(|(at, _)| at).collect();
    Agreement { variant, tau: values.and_then(|values| kendall(totals, values)), first }
}

/// [PR-3] among the rows of the first ranks, missing scores in the middle of their bounds as in the ranks.
fn swaps(used: &[Used], scores: &[Vec<f64>], totals: &[f64]) -> Vec<Swap<usize>> {
    let order: Vec<usize> = order(totals).into_iter().take(COMPARED).collect();
    let mut found = Vec::new();
    for (rank, &ahead) in order.iter().enumerate() {
        let until = if rank == 0 { order.len() } else { order.len().min(rank + 2) };
        for &behind in order.get(rank + 1..until).unwrap_or_default() {
            let mut of: Vec<Swap<usize>> =
                (0..used.len()).filter_map(|at| swap(used, scores, (ahead, behind), at)).collect();
            // By the change it takes; of equal ones, as two criteria always have, the one that rises first.
            of.sort_by_key(|swap| (((swap.weight - swap.now).abs() * 1e9).round() as i64, swap.weight < swap.now));
            found.append(&mut of);
        }
    }
    found
}

/// `None` when no weight of the criterion turns the two.
fn swap(used: &[Used], scores: &[Vec<f64>], (ahead, behind): (usize, usize), of: usize) -> Option<Swap<usize>> {
    let gap = |at: usize| scores[ahead][at] - scores[behind][at];
    let rest = || (0..used.len()).filter(|at| *at != of);
    let weight: f64 = rest().map(|at| used[at].weight).sum();
    if weight <= 0.0 {
        return None;
    }
    let others = rest().map(|at| used[at].weight * gap(at)).sum::<f64>() / weight;
    // Only a criterion that speaks for one while the others speak for the other can turn the order.
    if others.abs() <= EQUAL || gap(of).abs() <= EQUAL || (others > 0.0) == (gap(of) > 0.0) {
        return None;
    }
    Some(Swap { ahead, behind, criterion: used[of].key, now: used[of].weight, weight: others / (others - gap(of)) })
}
