//! [PR-4]: ranks over weight vectors drawn evenly from all there are, missing values drawn with them.
//!
//! Each draw has random numbers of its own, counted from the seed, and only whole numbers are added up, so that neither
//! threads nor the order of rows matter. Rows with the same scores are one class and share what they get.

use super::score::Bounds;
use crate::analysis::numeric::random::Stream;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// Counters for the bands of all rows together: 100 MB at most.
const CELLS: usize = 25_000_000;

/// Draws of a piece of work.
const CHUNK: u32 = 64;

/// What the draws say of each row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranked {
    pub(super) first: f64,
    pub(super) expected: f64,
    pub(super) best: usize,
    pub(super) worst: usize,
}

/// Rows that stand and fall together.
struct Entry {
    class: usize,
    /// Rows in it; 1 when a value is missing, since those are drawn one by one.
    rows: usize,
    /// Where its scores begin.
    at: usize,
}

/// Counts over the draws, by class.
struct Counts {
    /// Ranks that a counter holds.
    width: usize,
    bins: usize,
    /// Rows in all.
    rows: usize,
    ranks: Vec<AtomicU32>,
    firsts: Vec<AtomicU64>,
    sums: Vec<AtomicU64>,
}

/// Ranks of each row over `draws` weight vectors.
pub(super) fn draw(scores: &[Vec<Bounds>], draws: u32, seed: u64) -> Vec<Ranked> {
    let (entries, class_of, sizes) = entries(scores);
    let bounds: Vec<Bounds> = entries.iter().flat_map(|entry| scores[entry.at].iter().copied()).collect();
    let criteria = scores.first().map_or(0, Vec::len);
    let counts = Counts::new(sizes.len(), scores.len());
    let chunks = draws.div_ceil(CHUNK);
    (0..chunks).into_par_iter().for_each_init(
        || (vec![0.0; criteria], Vec::with_capacity(entries.len())),
        |(weights, order), chunk| {
            for at in chunk * CHUNK..draws.min((chunk + 1) * CHUNK) {
                let stream = Stream::new(seed, u64::from(at));
                draw_weights(weights, &stream);
                order.clear();
                order.extend((0..entries.len()).map(|entry| {
                    let from = entry * criteria;
                    let bounds = &bounds[from..from + criteria];
                    (std::cmp::Reverse(drawn_score(bounds, weights, &stream, from + criteria).to_bits()), entry as u32)
                }));
                order.sort_unstable();
                counts.add(order.iter().map(|(_, entry)| &entries[*entry as usize]));
            }
        },
    );
    let ranked: Vec<Ranked> =
        sizes.iter().enumerate().map(|(class, size)| counts.ranked(class, *size, draws)).collect();
    class_of.into_iter().map(|class| ranked[class]).collect()
}

/// Classes by their scores, not by where rows stand: entries, the class of each row, and the rows of each class.
fn entries(scores: &[Vec<Bounds>]) -> (Vec<Entry>, Vec<usize>, Vec<usize>) {
    let compare = |a: &usize, b: &usize| {
        let flat = |at: usize| scores[at].iter().flat_map(|bounds| [bounds.0, bounds.1]);
        flat(*a)
            .zip(flat(*b))
            .map(|(a, b)| b.total_cmp(&a))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    };
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(compare);
    let (mut entries, mut class_of, mut sizes) = (Vec::new(), vec![0; scores.len()], Vec::new());
    for (class, run) in order.chunk_by(|a, b| compare(a, b).is_eq()).enumerate() {
        run.iter().for_each(|row| class_of[*row] = class);
        sizes.push(run.len());
        let known = scores[run[0]].iter().all(|bounds| bounds.0.total_cmp(&bounds.1).is_eq());
        let (times, rows) = if known { (1, run.len()) } else { (run.len(), 1) };
        entries.extend((0..times).map(|_| Entry { class, rows, at: run[0] }));
    }
    (entries, class_of, sizes)
}

/// A weight vector: normalised exponentials are spread evenly over all vectors that sum to 1.
fn draw_weights(weights: &mut [f64], stream: &Stream) {
    for (at, weight) in weights.iter_mut().enumerate() {
        *weight = -stream.positive(at as u64).ln();
    }
    let whole: f64 = weights.iter().sum();
    let count = weights.len() as f64;
    // All of them zero has no chance worth naming, and then they are equal.
    weights.iter_mut().for_each(|weight| *weight = if whole > 0.0 { *weight / whole } else { 1.0 / count });
}

/// Weighted sum, each missing score drawn between its bounds; `counter` is the first random number that is this entry's own.
fn drawn_score(bounds: &[Bounds], weights: &[f64], stream: &Stream, counter: usize) -> f64 {
    let one = |(at, (bounds, weight)): (usize, (&Bounds, &f64))| {
        let (lo, hi) = *bounds;
        let score = if hi > lo { lo + (hi - lo) * stream.positive((counter + at) as u64) } else { lo };
        score * weight
    };
    bounds.iter().zip(weights).enumerate().map(one).sum()
}

impl Counts {
    fn new(classes: usize, rows: usize) -> Self {
        let width = rows.div_ceil((CELLS / classes.max(1)).max(1)).max(1);
        let bins = rows.div_ceil(width);
        let many = |count: usize| (0..count).map(|_| AtomicU64::new(0)).collect();
        let ranks = (0..classes * bins).map(|_| AtomicU32::new(0)).collect();
        Self { width, bins, rows, ranks, firsts: many(classes), sums: many(classes) }
    }

    /// Adds one draw: entries from the best to the worst.
    fn add<'e>(&self, order: impl Iterator<Item = &'e Entry>) {
        let mut rank = 0;
        for entry in order {
            let (class, from) = (entry.class, rank);
            rank += entry.rows;
            if from == 0 {
                self.firsts[class].fetch_add(1, Ordering::Relaxed);
            }
            // Ranks from + 1 to rank, each held once.
            let sum = (from + 1 + rank) as u64 * entry.rows as u64 / 2;
            self.sums[class].fetch_add(sum, Ordering::Relaxed);
            for at in from..rank {
                self.ranks[class * self.bins + at / self.width].fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    fn ranked(&self, class: usize, rows: usize, draws: u32) -> Ranked {
        let whole = u64::from(draws) * rows as u64;
        let ranks = &self.ranks[class * self.bins..(class + 1) * self.bins];
        // Bin that holds the rank which so many twentieths of all do not exceed.
        let bin = |twentieths: u64| {
            let mut sum = 0;
            let reached = |count: &AtomicU32| {
                sum += u64::from(count.load(Ordering::Relaxed));
                sum * 20 >= whole * twentieths
            };
            ranks.iter().position(reached).unwrap_or(self.bins - 1)
        };
        Ranked {
            first: self.firsts[class].load(Ordering::Relaxed) as f64 / whole as f64,
            expected: self.sums[class].load(Ordering::Relaxed) as f64 / whole as f64,
            best: bin(1) * self.width + 1,
            worst: ((bin(19) + 1) * self.width).min(self.rows),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Counts, Ranked, draw, entries};
    use std::sync::atomic::Ordering;

    fn known(rows: &[[f64; 2]]) -> Vec<Vec<Bounds>> {
        rows.iter().map(|row| row.iter().map(|score| (*score, *score)).collect()).collect()
    }

    #[test]
    fn acceptability_sums_to_one_over_ranks_and_over_rows() {
        let scores = known(&[[0.9, 0.2], [0.5, 0.7], [0.45, 0.45], [0.5, 0.7]]);
        let (found, class_of, sizes) = entries(&scores);
        let counts = Counts::new(sizes.len(), scores.len());
        counts.add([&found[0], &found[1], &found[2]].into_iter());
        counts.add([&found[1], &found[0], &found[2]].into_iter());
        let share = |row: usize, rank: usize| {
            let class = class_of[row];
            let count = counts.ranks[class * counts.bins + rank].load(Ordering::Relaxed);
            f64::from(count) / (2 * sizes[class]) as f64
        };
        for row in 0..4 {
            assert!(((0..4).map(|rank| share(row, rank)).sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(((0..4).map(|of| share(of, row)).sum::<f64>() - 1.0).abs() < 1e-12);
        }
        let ranked = draw(&scores, 1000, 3);
        assert_eq!(ranked[1], ranked[3], "equal rows share");
        assert!((ranked.iter().map(|row| row.first).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((ranked.iter().map(|row| row.expected).sum::<f64>() - 10.0).abs() < 1e-9);
    }

    #[test]
    fn golden_example_of_the_methods() {
        let ranked = draw(&known(&[[0.9, 0.2], [0.5, 0.7], [0.45, 0.45]]), 100_000, 1);
        assert!((ranked[0].first - 4.0 / 9.0).abs() < 0.005, "{ranked:?}");
        assert!((ranked[1].first - 5.0 / 9.0).abs() < 0.005, "{ranked:?}");
        assert_eq!((ranked[2].first, ranked[1].best), (0.0, 1));
        // C passes A where its weight of the first criterion falls below 0.25 / 0.7.
        let third = 3.0 - 0.25 / 0.7;
        assert!((ranked[2].expected - third).abs() < 0.005, "{ranked:?}");
        assert_eq!((ranked[2].best, ranked[2].worst, ranked[0].worst), (2, 3, 3));
    }

    #[test]
    fn a_missing_score_is_drawn_over_its_bounds() {
        // One criterion: B is anything, so it beats A's 0.75 in a quarter of the draws.
        let ranked = draw(&[vec![(0.75, 0.75)], vec![(0.0, 1.0)]], 20_000, 9);
        assert!((ranked[1].first - 0.25).abs() < 0.01, "{ranked:?}");
        let other = draw(&[vec![(0.0, 1.0)], vec![(0.75, 0.75)]], 20_000, 9);
        assert_eq!((other[0], other[1]), (ranked[1], ranked[0]), "the order of rows does not matter");
    }

    #[test]
    fn threads_do_not_matter() {
        let rows: Vec<[f64; 2]> = (0..97).map(|at| [f64::from(at * 37 % 97), f64::from(at * 11 % 89)]).collect();
        let with = |threads: usize| -> Vec<Ranked> {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
            pool.install(|| draw(&known(&rows), 1000, 5))
        };
        assert_eq!(with(1), with(3));
    }
}
