//! Which measures together leave the smallest expected loss within a budget (pure: costs and an oracle in, a choice out).
//!
//! ```text
//! minimise E(A)  subject to  Σ_{m∈A} c_m ≤ budget                                        [HD-1]
//! ```
//!
//! Gains are neither additive nor submodular: with two essential gaps, closing either alone gains nothing and both together
//! gain everything; and a measure may do harm. Where the affordable sets are few enough every one is tried; of up to twenty
//! measures that cannot do harm the best set is found by branch and bound, for then no set beats itself with all that is left.
//! Else: greedy by gain per cost, from nothing, from the best single measure and from the best pair; where no single measure
//! gains, the best pair of the thirty most promising; then swaps, additions and removals as long as one helps.
//!
//! Of sets that leave the same loss the cheaper one is chosen, then the smaller one, then the one of earlier measures.

use crate::analysis::numeric::limit::Limit;
use std::collections::BTreeMap;

/// Harmless measures up to which the best set is found whatever it takes.
pub const EXACT: usize = 20;

/// Measures whose pairs are tried where single ones gain nothing.
const PAIRS: usize = 30;

/// Rounds of swaps.
const SWAPS: usize = 50;

/// Rounding in sums of costs, as a share of the budget.
const ROUNDING: f64 = 1e-9;

/// Gains up to this share of the loss without any measure do not show, and are no gains.
const NOISE: f64 = 1e-9;

/// What is to be chosen from.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Cost of each measure, none below zero.
    pub costs: Vec<f64>,
    /// What may be spent.
    pub budget: f64,
    /// What else is limited, such as land or a count.
    pub beside: Vec<Limit>,
    /// Sets that may be tried one by one.
    pub most_sets: usize,
    /// Whether it is proven that no measure can do harm, whatever else is done: then few of the sets need be tried.
    pub harmless: bool,
}

/// How sure the choice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// No affordable set is better.
    Exact,
    /// A better one may exist.
    Heuristic,
}

/// A point of the budget curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Measures, by position.
    pub set: Vec<usize>,
    /// What they cost.
    pub cost: f64,
    /// Expected loss that remains.
    pub remaining: f64,
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Measures, by position, sorted.
    pub chosen: Vec<usize>,
    /// Their cost.
    pub cost: f64,
    /// Expected loss without any measure.
    pub before: f64,
    /// Expected loss with the chosen ones.
    pub after: f64,
    /// Expected loss with all measures, whatever they cost.
    pub all: f64,
    /// Whether no set that was tried beats all measures together: then no set of them is known to.
    pub is_bound: bool,
    /// How sure.
    pub method: Method,
    /// What each measure gains alone.
    pub alone: Vec<f64>,
    /// From nothing to the choice: with every set tried the best for each cost, else the order in which to carry it out.
    pub curve: Vec<Point>,
    /// Sets tried.
    pub tried: usize,
}

/// Chooses; `oracle` tells the expected loss of a set and is asked once for each.
///
/// ```
/// use liantu::analysis::risk::harden::optimise::{Method, Problem, choose};
/// // Example 17: the ratio finds B, then A; the best is A with C.
/// let gain = |set: &[bool]| match set {
///     [true, true, false] => 9.0, [true, false, true] => 10.0, [false, true, true] => 5.0,
///     [true, false, false] => 6.0, [false, true, false] => 5.0, [false, false, true] => 4.0,
///     [true, true, true] => 10.0, _ => 0.0,
/// };
/// let problem = Problem { costs: vec![3.0, 2.0, 2.0], budget: 5.0, beside: vec![], most_sets: 100, harmless: false };
/// let choice = choose(&problem, &mut |set| 20.0 - gain(set));
/// assert_eq!((choice.chosen, choice.after, choice.method), (vec![0, 2], 10.0, Method::Exact));
/// ```
pub fn choose(problem: &Problem, oracle: &mut dyn FnMut(&[bool]) -> f64) -> Choice {
    let mut search = Search { problem, oracle, memo: BTreeMap::new() };
    let count = problem.costs.len();
    let before = search.loss(&vec![false; count]);
    let all = search.loss(&vec![true; count]);
    let alone: Vec<f64> = (0..count).map(|at| before - search.loss(&single(count, at))).collect();
    let (method, best, curve) = match affordable(problem) {
        Some(sets) => {
            let best = search.exhaust(&sets);
            (Method::Exact, best.clone(), search.frontier(&sets, &best))
        }
        None if problem.harmless && count <= EXACT => {
            let best = search.branch(&alone);
            let curve = search.order(&best);
            (Method::Exact, best, curve)
        }
        None => {
            let best = search.climb();
            let curve = search.order(&best);
            (Method::Heuristic, best, curve)
        }
    };
    let after = search.loss(&best);
    let least = search.memo.values().copied().fold(f64::INFINITY, f64::min);
    Choice {
        cost: search.cost(&best),
        chosen: positions(&best),
        before,
        after,
        all,
        is_bound: all <= least + before.abs() * NOISE,
        method,
        alone,
        curve,
        tried: search.memo.len(),
    }
}

fn single(count: usize, at: usize) -> Vec<bool> {
    (0..count).map(|other| other == at).collect()
}

fn positions(set: &[bool]) -> Vec<usize> {
    (0..set.len()).filter(|at| set[*at]).collect()
}

/// All affordable sets, the empty one first; `None` when there are more than may be tried.
fn affordable(problem: &Problem) -> Option<Vec<Vec<bool>>> {
    let mut sets = vec![(vec![false; problem.costs.len()], 0.0)];
    for (at, cost) in problem.costs.iter().enumerate() {
        for before in 0..sets.len() {
            let sum = sets[before].1 + cost;
            let mut set = sets[before].0.clone();
            set[at] = true;
            if fits(sum, problem.budget) && leaves_room(problem, &set) {
                sets.push((set, sum));
            }
        }
        if sets.len() > problem.most_sets {
            return None;
        }
    }
    Some(sets.into_iter().map(|(set, _)| set).collect())
}

fn fits(cost: f64, budget: f64) -> bool {
    cost <= budget + budget.abs() * ROUNDING
}

/// Whether a set stays within what is limited beside money.
fn leaves_room(problem: &Problem, set: &[bool]) -> bool {
    problem.beside.iter().all(|limit| limit.allows(limit.used(&positions(set))))
}

struct Search<'p, 'o> {
    problem: &'p Problem,
    oracle: &'o mut dyn FnMut(&[bool]) -> f64,
    memo: BTreeMap<Vec<bool>, f64>,
}

impl Search<'_, '_> {
    fn loss(&mut self, set: &[bool]) -> f64 {
        if let Some(known) = self.memo.get(set) {
            return *known;
        }
        let loss = (self.oracle)(set);
        self.memo.insert(set.to_vec(), loss);
        loss
    }

    fn cost(&self, set: &[bool]) -> f64 {
        set.iter().zip(&self.problem.costs).filter(|(is_in, _)| **is_in).map(|(_, cost)| cost).sum()
    }

    fn is_affordable(&self, set: &[bool]) -> bool {
        fits(self.cost(set), self.problem.budget) && leaves_room(self.problem, set)
    }

    /// The difference of losses that does not show.
    fn noise(&mut self) -> f64 {
        self.loss(&vec![false; self.problem.costs.len()]).abs() * NOISE
    }

    /// Whether a set is to be preferred: less loss, then less cost, then fewer, then earlier measures.
    fn beats(&mut self, set: &[bool], other: &[bool]) -> bool {
        let (a, b) = (self.loss(set), self.loss(other));
        if (a - b).abs() > self.noise() {
            return a < b;
        }
        let count = |set: &[bool]| set.iter().filter(|is_in| **is_in).count();
        let order = self.cost(set).total_cmp(&self.cost(other)).then(count(set).cmp(&count(other)));
        order.then_with(|| positions(set).cmp(&positions(other))).is_lt()
    }

    fn exhaust(&mut self, sets: &[Vec<bool>]) -> Vec<bool> {
        let mut best = &sets[0];
        for set in sets {
            if self.beats(set, best) {
                best = set;
            }
        }
        best.clone()
    }

    /// The best set of measures that cannot do harm: a branch is left when not even all that could follow would help.
    fn branch(&mut self, alone: &[f64]) -> Vec<bool> {
        let per_cost = |at: &usize| alone[*at] / self.problem.costs[*at].max(f64::MIN_POSITIVE);
        let mut order: Vec<usize> = (0..alone.len()).collect();
        order.sort_by(|a, b| per_cost(b).total_cmp(&per_cost(a)).then(a.cmp(b)));
        let mut best = vec![false; alone.len()];
        let mut open = vec![(0, best.clone())];
        while let Some((depth, set)) = open.pop() {
            if self.beats(&set, &best) {
                best.clone_from(&set);
            }
            let rest: Vec<usize> =
                order[depth..].iter().copied().filter(|at| self.is_affordable(&Self::with(&set, *at))).collect();
            if rest.is_empty() {
                continue;
            }
            let mut most = set.clone();
            rest.iter().for_each(|at| most[*at] = true);
            let (least, found) = (self.loss(&most), self.loss(&best));
            let noise = self.noise();
            if least > found + noise || (least >= found - noise && self.cost(&set) >= self.cost(&best)) {
                continue;
            }
            open.push((depth + 1, set.clone()));
            if rest.contains(&order[depth]) {
                open.push((depth + 1, Self::with(&set, order[depth])));
            }
        }
        best
    }

    /// The sets that no cheaper set equals, by cost, up to the best.
    fn frontier(&mut self, sets: &[Vec<bool>], best: &[bool]) -> Vec<Point> {
        let mut order: Vec<(f64, &Vec<bool>)> = sets.iter().map(|set| (self.cost(set), set)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut curve: Vec<Point> = Vec::new();
        for (cost, set) in order {
            let remaining = self.loss(set);
            let noise = self.noise();
            match curve.last_mut() {
                Some(last) if remaining >= last.remaining - noise => {}
                // Of one cost the best stands.
                Some(last) if fits(cost, last.cost) && !last.set.is_empty() => {
                    *last = Point { set: positions(set), cost, remaining };
                }
                _ => curve.push(Point { set: positions(set), cost, remaining }),
            }
        }
        if let Some(last) = curve.last_mut() {
            // Equal losses within rounding: the curve ends in what was chosen.
            let (set, remaining) = (positions(best), self.loss(best));
            *last = Point { cost: self.cost(best), set, remaining };
        }
        curve
    }

    /// The best of several climbs, then improved by swaps.
    fn climb(&mut self) -> Vec<bool> {
        let count = self.problem.costs.len();
        let empty = vec![false; count];
        let mut starts = vec![empty.clone()];
        starts.extend(self.best_single(&empty));
        starts.extend(self.best_pair(&empty));
        let mut best = empty;
        for start in starts {
            let grown = self.greedy(start);
            let improved = self.swap(grown);
            if self.beats(&improved, &best) {
                best = improved;
            }
        }
        best
    }

    fn with(set: &[bool], at: usize) -> Vec<bool> {
        let mut more = set.to_vec();
        more[at] = true;
        more
    }

    /// The measure that gains most, whatever it costs.
    fn best_single(&mut self, set: &[bool]) -> Option<Vec<bool>> {
        let mut best: Option<Vec<bool>> = None;
        for at in 0..set.len() {
            let more = Self::with(set, at);
            if set[at] || !self.is_affordable(&more) {
                continue;
            }
            if best.as_ref().is_none_or(|best| self.loss(&more) < self.loss(best)) {
                best = Some(more);
            }
        }
        best
    }

    /// Gain per cost; free gains come first of all.
    fn ratio(&mut self, set: &[bool], more: &[bool]) -> f64 {
        let before = self.loss(set);
        let gain = before - self.loss(more);
        if gain <= self.noise() {
            return 0.0;
        }
        let cost = self.cost(more) - self.cost(set);
        if cost > 0.0 { gain / cost } else { f64::INFINITY }
    }

    /// Adds what gains most per cost until nothing does. Gains met before are asked for again only while they lead (lazily);
    /// where none is left that gains, every measure is asked once more, then pairs.
    fn greedy(&mut self, mut set: Vec<bool>) -> Vec<bool> {
        let count = set.len();
        let mut known = vec![f64::INFINITY; count];
        loop {
            let mut fresh = vec![false; count];
            let found = loop {
                let open: Vec<usize> =
                    (0..count).filter(|at| !set[*at] && self.is_affordable(&Self::with(&set, *at))).collect();
                let leader = open.iter().copied().reduce(|best, at| if known[at] > known[best] { at } else { best });
                match leader {
                    Some(at) if !fresh[at] => {
                        known[at] = self.ratio(&set, &Self::with(&set, at));
                        fresh[at] = true;
                    }
                    Some(at) if known[at] > 0.0 => break Some(at),
                    _ => {
                        // Gains of the others may have grown with what was added since they were met.
                        let stale: Vec<usize> = open.into_iter().filter(|at| !fresh[*at]).collect();
                        if stale.is_empty() {
                            break None;
                        }
                        stale.into_iter().for_each(|at| known[at] = f64::INFINITY);
                    }
                }
            };
            match found {
                Some(at) => set[at] = true,
                None => match self.best_pair(&set) {
                    Some(pair) => {
                        set = pair;
                        known = vec![f64::INFINITY; count];
                    }
                    None => return set,
                },
            }
        }
    }

    /// The pair that gains most per cost, of the most promising measures; `None` when no pair gains.
    fn best_pair(&mut self, set: &[bool]) -> Option<Vec<bool>> {
        let mut order: Vec<(f64, usize)> = Vec::new();
        for at in (0..set.len()).filter(|at| !set[*at]) {
            let more = Self::with(set, at);
            if self.is_affordable(&more) {
                order.push((self.ratio(set, &more), at));
            }
        }
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.truncate(PAIRS);
        let mut best: Option<(f64, Vec<bool>)> = None;
        for (first, (_, a)) in order.iter().enumerate() {
            for (_, b) in &order[first + 1..] {
                let pair = Self::with(&Self::with(set, *a), *b);
                if !self.is_affordable(&pair) {
                    continue;
                }
                let ratio = self.ratio(set, &pair);
                if ratio > best.as_ref().map_or(0.0, |best| best.0) {
                    best = Some((ratio, pair));
                }
            }
        }
        best.map(|(_, pair)| pair)
    }

    /// Removes, adds and exchanges one measure as long as that helps.
    fn swap(&mut self, mut set: Vec<bool>) -> Vec<bool> {
        for _ in 0..SWAPS {
            let mut best = set.clone();
            for at in 0..set.len() {
                let mut other = set.clone();
                other[at] = !other[at];
                if self.is_affordable(&other) && self.beats(&other, &best) {
                    best = other.clone();
                }
                if set[at] {
                    for into in (0..set.len()).filter(|into| !set[*into]) {
                        let swapped = Self::with(&other, into);
                        if self.is_affordable(&swapped) && self.beats(&swapped, &best) {
                            best = swapped;
                        }
                    }
                }
            }
            if best == set {
                break;
            }
            set = best;
        }
        set
    }

    /// The order in which to carry a choice out: always what gains most per cost next.
    fn order(&mut self, chosen: &[bool]) -> Vec<Point> {
        let mut set = vec![false; chosen.len()];
        let mut curve = vec![Point { set: Vec::new(), cost: 0.0, remaining: self.loss(&set) }];
        while set != chosen {
            let left: Vec<usize> = (0..set.len()).filter(|at| chosen[*at] && !set[*at]).collect();
            let mut best: Option<(f64, f64, Vec<bool>)> = None;
            for at in left {
                let more = Self::with(&set, at);
                let (ratio, loss) = (self.ratio(&set, &more), self.loss(&more));
                let leads = best.as_ref().is_none_or(|(other, least, _)| match ratio.total_cmp(other) {
                    std::cmp::Ordering::Equal => loss < *least,
                    order => order.is_gt(),
                });
                if leads {
                    best = Some((ratio, loss, more));
                }
            }
            let Some((_, remaining, more)) = best else { break };
            set = more;
            curve.push(Point { set: positions(&set), cost: self.cost(&set), remaining });
        }
        curve
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Choice, Limit, Method, Problem, choose};
    use proptest::prelude::*;

    fn problem(costs: &[f64], budget: f64) -> Problem {
        Problem { costs: costs.to_vec(), budget, beside: Vec::new(), most_sets: 1 << 20, harmless: false }
    }

    fn by_table(problem: &Problem, losses: &[f64]) -> Choice {
        choose(problem, &mut |set| losses[set.iter().rev().fold(0, |sum, is_in| 2 * sum + usize::from(*is_in))])
    }

    /// Losses of Example 17 by set, A the first bit.
    const EXAMPLE: [f64; 8] = [20.0, 14.0, 15.0, 11.0, 16.0, 10.0, 15.0, 10.0];

    #[test]
    fn example_17_exact_and_by_the_swap() {
        let exact = by_table(&problem(&[3.0, 2.0, 2.0], 5.0), &EXAMPLE);
        assert_eq!((exact.chosen.as_slice(), exact.method), ([0, 2].as_slice(), Method::Exact));
        let heuristic = by_table(&Problem { most_sets: 0, ..problem(&[3.0, 2.0, 2.0], 5.0) }, &EXAMPLE);
        assert_eq!((heuristic.chosen.as_slice(), heuristic.method), ([0, 2].as_slice(), Method::Heuristic));
        assert_eq!((heuristic.before, heuristic.after, heuristic.all), (20.0, 10.0, 10.0));
        assert!(heuristic.is_bound);
        let curve: Vec<(f64, f64)> = exact.curve.iter().map(|point| (point.cost, point.remaining)).collect();
        assert_eq!(curve, [(0.0, 20.0), (2.0, 15.0), (3.0, 14.0), (5.0, 10.0)]);
    }

    #[test]
    fn two_gaps_that_only_help_together_are_closed_together() {
        let losses = [10.0, 10.0, 10.0, 1.0];
        for most_sets in [0, 100] {
            let choice = by_table(&Problem { most_sets, ..problem(&[4.0, 4.0], 8.0) }, &losses);
            assert_eq!((choice.chosen.as_slice(), choice.after), ([0, 1].as_slice(), 1.0));
            let poor = by_table(&Problem { most_sets, ..problem(&[4.0, 4.0], 7.0) }, &losses);
            assert_eq!((poor.chosen.len(), poor.after), (0, 10.0));
        }
    }

    #[test]
    fn free_gains_are_taken_and_harm_never_is() {
        // The first is free and helps, the second does harm and is free as well.
        let losses = [10.0, 8.0, 12.0, 9.0];
        for most_sets in [0, 100] {
            let choice = by_table(&Problem { most_sets, ..problem(&[0.0, 0.0], 0.0) }, &losses);
            assert_eq!((choice.chosen.as_slice(), choice.is_bound), ([0].as_slice(), false));
        }
    }

    #[test]
    fn a_budget_below_the_cheapest_and_no_measure_at_all_give_the_empty_set() {
        assert!(by_table(&problem(&[3.0, 2.0, 2.0], 1.9), &EXAMPLE).chosen.is_empty());
        let none = choose(&problem(&[], 5.0), &mut |_| 3.0);
        assert_eq!((none.chosen.len(), none.before, none.after, none.tried), (0, 3.0, 3.0, 1));
    }

    #[test]
    fn a_gain_that_does_not_show_is_not_bought() {
        let gains = [1e-10, 1.0, 1e-10];
        for most_sets in [0, 100] {
            let problem = Problem { most_sets, ..problem(&[1.0, 1.0, 0.0], 3.0) };
            let choice = choose(&problem, &mut |set| {
                10.0 - set.iter().zip(gains).filter(|(is_in, _)| **is_in).map(|(_, gain)| gain).sum::<f64>()
            });
            assert_eq!(choice.chosen, [1]);
        }
    }

    #[test]
    fn tenths_add_up_to_the_budget() {
        let choice = by_table(&problem(&[0.1, 0.2], 0.3), &[3.0, 2.0, 2.0, 1.0]);
        assert_eq!(choice.chosen, [0, 1]);
    }

    fn any_case() -> impl Strategy<Value = (Vec<f64>, f64, Vec<f64>)> {
        (1_usize..=7).prop_flat_map(|count| {
            let costs = prop::collection::vec((0_u32..6).prop_map(f64::from), count);
            let losses = prop::collection::vec((0_u32..100).prop_map(f64::from), 1 << count);
            (costs, (0_u32..20).prop_map(f64::from), losses)
        })
    }

    #[test]
    fn a_count_and_land_are_limits_beside_money() {
        let count = Limit { costs: vec![1.0; 3], most: 1.0 };
        let land = Limit { costs: vec![9.0, 1.0, 1.0], most: 8.0 };
        for most_sets in [100, 0] {
            let of = |beside: Vec<Limit>| {
                let problem = Problem { most_sets, beside, ..problem(&[3.0, 2.0, 2.0], 5.0) };
                by_table(&problem, &EXAMPLE).chosen
            };
            assert_eq!(of(vec![count.clone()]), [0]);
            assert_eq!(of(vec![count.clone(), land.clone()]), [1]);
        }
    }

    proptest! {
        #[test]
        fn branch_and_bound_finds_the_best_where_nothing_harms((costs, budget, losses) in any_case()) {
            // The least loss over all subsets: no measure can do harm.
            let tame: Vec<f64> = (0..losses.len())
                .map(|set| (0..=set).filter(|sub| sub & set == *sub).map(|sub| losses[sub]).fold(f64::INFINITY, f64::min))
                .collect();
            let exact = by_table(&problem(&costs, budget), &tame);
            let branched = by_table(&Problem { most_sets: 0, harmless: true, ..problem(&costs, budget) }, &tame);
            prop_assert_eq!((branched.after, branched.cost, branched.method), (exact.after, exact.cost, Method::Exact));
        }

        #[test]
        fn exact_is_the_best_of_all_and_the_heuristic_never_beats_it((costs, budget, losses) in any_case()) {
            let best = (0..losses.len())
                .filter(|set| (0..costs.len()).filter(|at| set >> at & 1 == 1).map(|at| costs[at]).sum::<f64>() <= budget)
                .map(|set| losses[set])
                .fold(f64::INFINITY, f64::min);
            let exact = by_table(&problem(&costs, budget), &losses);
            prop_assert_eq!((exact.after, exact.method), (best, Method::Exact));
            let heuristic = by_table(&Problem { most_sets: 0, ..problem(&costs, budget) }, &losses);
            prop_assert!(heuristic.after >= best && heuristic.after <= heuristic.before);
            prop_assert!(heuristic.cost <= budget && exact.cost <= budget);
            for choice in [&exact, &heuristic] {
                // Nothing chosen does harm or could be left out.
                for at in &choice.chosen {
                    let set: usize = choice.chosen.iter().filter(|other| *other != at).map(|at| 1 << at).sum();
                    prop_assert!(losses[set] >= choice.after);
                }
                prop_assert!(!choice.is_bound || choice.all <= choice.after);
                let last = choice.curve.last().unwrap();
                prop_assert_eq!((last.remaining, &last.set), (choice.after, &choice.chosen));
            }
            // Only what is free stands beside nothing.
            let rises = |pair: &[super::Point]| {
                (pair[0].cost < pair[1].cost || pair[0].set.is_empty()) && pair[0].remaining > pair[1].remaining
            };
            prop_assert!(exact.curve.windows(2).all(rises));
        }
    }
}
