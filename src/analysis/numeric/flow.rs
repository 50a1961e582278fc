//! Maximum flow between sources and sinks of known capacity, in whole units: exact.
//!
//! ```text
//! maximise Σ x_sg   subject to  Σ_g x_sg ≤ supply_s,  Σ_s x_sg ≤ demand_g,  x_sg ≥ 0, allowed pairs only
//! ```
//!
//! A first assignment walks the pairs in order of preference; augmenting paths (breadth first, shortest first) then raise
//! it to the maximum, so the total is exact and the pairs stay close to the preference. Whole units make it integral.
//! Complexity O(sources × sinks) for the walk, O(augmentations × pairs) for the rest; sequential, deterministic.
//!
//! Source: Edmonds & Karp, J. ACM 19 (1972) 248–264.

use std::collections::{BTreeMap, VecDeque};

/// How much each source gives each sink: `(source, sink, units)`, sorted, zero entries left out.
pub type Assignment = Vec<(usize, usize, i64)>;

/// Assigns as many units as possible.
///
/// `preference(source, sink)` is `None` for a pair that is not allowed, else its rank: smaller is served first.
///
/// ```
/// use liantu::analysis::numeric::flow::assign;
/// // One plant with 15 to spare, needs of 20 and 10: the spare is never promised twice.
/// assert_eq!(assign(&[15], &[20, 10], |_, _| Some(0)), vec![(0, 0, 15)]);
/// // The first plant may serve both needs, the second only the first: the walk alone would stop at 10.
/// let only = |s: usize, g: usize| (s == 0 || g == 0).then_some(s);
/// assert_eq!(assign(&[10, 10], &[10, 10], only), vec![(0, 1, 10), (1, 0, 10)]);
/// ```
pub fn assign(supply: &[i64], demand: &[i64], preference: impl Fn(usize, usize) -> Option<usize>) -> Assignment {
    let (ranked, complete) = ranked(supply, demand, preference);
    let mut state = State::new(supply, demand);
    state.walk(&ranked);
    // Where every pair is allowed the walk ends with all supply or all demand used: it is already maximal.
    if !complete && state.is_open() {
        state.connect(&ranked);
        while state.augment() {}
    }
    state.assignment()
}

/// Allowed pairs by rank, and within a rank by source and sink.
type Ranked = BTreeMap<usize, Vec<(usize, usize)>>;

/// The allowed pairs of those that have and those that need something, and whether every such pair is allowed.
fn ranked(supply: &[i64], demand: &[i64], preference: impl Fn(usize, usize) -> Option<usize>) -> (Ranked, bool) {
    let mut ranked = Ranked::new();
    let mut complete = true;
    let with_units = |units: &[i64]| (0..units.len()).filter(|at| units[*at] > 0).collect::<Vec<usize>>();
    let (sources, sinks) = (with_units(supply), with_units(demand));
    for &source in &sources {
        for &sink in &sinks {
            match preference(source, sink) {
                Some(rank) => ranked.entry(rank).or_default().push((source, sink)),
                None => complete = false,
            }
        }
    }
    (ranked, complete)
}

struct State {
    supply: Vec<i64>,
    demand: Vec<i64>,
    /// Allowed sinks of each source and allowed sources of each sink, in order of preference; empty until connected.
    sinks: Vec<Vec<usize>>,
    sources: Vec<Vec<usize>>,
    given: BTreeMap<(usize, usize), i64>,
}

impl State {
    fn new(supply: &[i64], demand: &[i64]) -> Self {
        let (sinks, sources) = (Vec::new(), Vec::new());
        Self { supply: supply.to_vec(), demand: demand.to_vec(), sinks, sources, given: Default::default() }
    }

    /// Notes who may serve whom, for the search of paths.
    fn connect(&mut self, ranked: &Ranked) {
        self.sinks = vec![Vec::new(); self.supply.len()];
        self.sources = vec![Vec::new(); self.demand.len()];
        for &(source, sink) in ranked.values().flatten() {
            self.sinks[source].push(sink);
            self.sources[sink].push(source);
        }
    }

    /// Whether any supply and any demand is left.
    fn is_open(&self) -> bool {
        self.supply.iter().any(|units| *units > 0) && self.demand.iter().any(|units| *units > 0)
    }

    fn walk(&mut self, ranked: &Ranked) {
        for &(source, sink) in ranked.values().flatten() {
            let units = self.supply[source].min(self.demand[sink]);
            if units > 0 {
                self.give(source, sink, units);
                self.supply[source] -= units;
                self.demand[sink] -= units;
            }
        }
    }

    fn give(&mut self, source: usize, sink: usize, units: i64) {
        *self.given.entry((source, sink)).or_insert(0) += units;
    }

    /// One augmenting path from a source with units left to a sink with need left; `false` when there is none.
    fn augment(&mut self) -> bool {
        let Some(path) = self.find_path() else { return false };
        // The path alternates source, sink, source, …; every second step takes units back.
        let units = (1..path.len() - 1)
            .step_by(2)
            .map(|at| self.given[&(path[at + 1], path[at])])
            .chain([self.supply[path[0]], self.demand[path[path.len() - 1]]])
            .min()
            .unwrap_or(0);
        for at in (0..path.len() - 1).step_by(2) {
            self.give(path[at], path[at + 1], units);
        }
        for at in (1..path.len() - 1).step_by(2) {
            self.give(path[at + 1], path[at], -units);
        }
        self.supply[path[0]] -= units;
        self.demand[path[path.len() - 1]] -= units;
        true
    }

    fn find_path(&self) -> Option<Vec<usize>> {
        let mut from_sink: Vec<Option<usize>> = vec![None; self.demand.len()];
        let mut from_source: Vec<Option<usize>> = vec![None; self.supply.len()];
        let mut seen: Vec<bool> = self.supply.iter().map(|&units| units > 0).collect();
        let mut queue: VecDeque<usize> = (0..self.supply.len()).filter(|&source| seen[source]).collect();
        while let Some(source) = queue.pop_front() {
            for &sink in &self.sinks[source] {
                if from_sink[sink].is_some() {
                    continue;
                }
                from_sink[sink] = Some(source);
                if self.demand[sink] > 0 {
                    return Some(trace(sink, &from_sink, &from_source));
                }
                for &other in &self.sources[sink] {
                    if !seen[other] && self.given.get(&(other, sink)).is_some_and(|&units| units > 0) {
                        seen[other] = true;
                        from_source[other] = Some(sink);
                        queue.push_back(other);
                    }
                }
            }
        }
        None
    }

    fn assignment(self) -> Assignment {
        let pairs = self.given.into_iter().filter(|&(_, units)| units > 0);
        pairs.map(|((source, sink), units)| (source, sink, units)).collect()
    }
}

fn trace(last: usize, from_sink: &[Option<usize>], from_source: &[Option<usize>]) -> Vec<usize> {
    let mut path = vec![last];
    let mut sink = last;
    while let Some(source) = from_sink[sink] {
        path.push(source);
        match from_source[source] {
            Some(before) => {
                path.push(before);
                sink = before;
            }
            None => break,
        }
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Max flow by min cut over all subsets of sources (Gale): exact for few sources.
    fn by_cuts(supply: &[i64], demand: &[i64], allowed: &[Vec<bool>]) -> i64 {
        (0u32..1 << supply.len())
            .map(|kept| {
                let cut: i64 = (0..supply.len()).filter(|s| kept >> s & 1 == 0).map(|s| supply[s]).sum();
                let reached = |g: &usize| (0..supply.len()).any(|s| kept >> s & 1 == 1 && allowed[s][*g]);
                cut + (0..demand.len()).filter(reached).map(|g| demand[g]).sum::<i64>()
            })
            .min()
            .unwrap_or(0)
    }

    proptest! {
        #[test]
        fn the_total_is_the_minimum_cut(
            supply in prop::collection::vec(0i64..20, 1..6),
            demand in prop::collection::vec(0i64..20, 1..6),
            allowed in prop::collection::vec(prop::collection::vec(any::<bool>(), 6), 6),
        ) {
            let pairs = assign(&supply, &demand, |s, g| allowed[s][g].then_some(s + g));
            prop_assert_eq!(pairs.iter().map(|pair| pair.2).sum::<i64>(), by_cuts(&supply, &demand, &allowed));
            for (s, &most) in supply.iter().enumerate() {
                prop_assert!(pairs.iter().filter(|pair| pair.0 == s).map(|pair| pair.2).sum::<i64>() <= most);
            }
            for (g, &most) in demand.iter().enumerate() {
                prop_assert!(pairs.iter().filter(|pair| pair.1 == g).map(|pair| pair.2).sum::<i64>() <= most);
            }
            prop_assert!(pairs.iter().all(|&(s, g, units)| units > 0 && allowed[s][g]));
        }
    }
}
