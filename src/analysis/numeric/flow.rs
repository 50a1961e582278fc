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
        let links = Links::new(supply.len(), demand.len(), &ranked);
        while state.augment(&links).is_some() {}
    }
    state.assignment()
}

/// A maximum flow that stands, and tells what lower demands would make of it: only what they free looks for a new way.
///
/// ```
/// use liantu::analysis::numeric::flow::Standing;
/// // The second plant may serve the first need alone.
/// let flow = Standing::new(&[10, 10], &[10, 15], |s, g| (s == 0 || g == 0).then_some(0));
/// assert_eq!(flow.total(), 20);
/// assert_eq!(flow.total_without(&[(0, 4)]), 16);
/// assert_eq!(flow.total_without(&[(1, 5)]), 20);
/// ```
pub struct Standing {
    links: Links,
    state: State,
    total: i128,
}

impl Standing {
    /// Solves as [`assign`] does.
    pub fn new(supply: &[i64], demand: &[i64], preference: impl Fn(usize, usize) -> Option<usize>) -> Self {
        let (ranked, _) = ranked(supply, demand, preference);
        let links = Links::new(supply.len(), demand.len(), &ranked);
        let mut state = State::new(supply, demand);
        state.walk(&ranked);
        while state.is_open() && state.augment(&links).is_some() {}
        Self { links, total: state.given.values().map(|&units| i128::from(units)).sum(), state }
    }

    /// Units that flow.
    pub fn total(&self) -> i128 {
        self.total
    }

    /// Units that would flow if some sinks, each named once, needed so many less than they do.
    pub fn total_without(&self, less: &[(usize, i64)]) -> i128 {
        let mut state = self.state.clone();
        let freed = less.iter().map(|&(sink, units)| i128::from(state.lower(&self.links, sink, units))).sum::<i128>();
        // Lower demands never raise a maximum flow.
        let mut missing = freed;
        while missing > 0 && state.is_open() {
            let Some(units) = state.augment(&self.links) else { break };
            missing -= i128::from(units);
        }
        self.total - missing
    }
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

/// Who may serve whom: allowed sinks of each source and allowed sources of each sink, in order of preference.
struct Links {
    sinks: Vec<Vec<usize>>,
    sources: Vec<Vec<usize>>,
}

impl Links {
    fn new(sources: usize, sinks: usize, ranked: &Ranked) -> Self {
        let mut links = Self { sinks: vec![Vec::new(); sources], sources: vec![Vec::new(); sinks] };
        for &(source, sink) in ranked.values().flatten() {
            links.sinks[source].push(sink);
            links.sources[sink].push(source);
        }
        links
    }
}

/// What is left of supply and demand, and who gives whom how much.
#[derive(Clone)]
struct State {
    supply: Vec<i64>,
    demand: Vec<i64>,
    given: BTreeMap<(usize, usize), i64>,
}

impl State {
    fn new(supply: &[i64], demand: &[i64]) -> Self {
        Self { supply: supply.to_vec(), demand: demand.to_vec(), given: Default::default() }
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

    /// A sink needs less: what it was given beyond that goes back to its sources. Returns how much that is.
    fn lower(&mut self, links: &Links, sink: usize, units: i64) -> i64 {
        let unmet = units.min(self.demand[sink]);
        self.demand[sink] -= unmet;
        let mut back = units - unmet;
        for &source in &links.sources[sink] {
            let Some(given) = self.given.get_mut(&(source, sink)) else { continue };
            let returned = back.min(*given);
            *given -= returned;
            self.supply[source] += returned;
            back -= returned;
        }
        units - unmet - back
    }

    /// One augmenting path from a source with units left to a sink with need left: how many units it moves; `None` when there is none.
    fn augment(&mut self, links: &Links) -> Option<i64> {
        let path = self.find_path(links)?;
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
        Some(units)
    }

    fn find_path(&self, links: &Links) -> Option<Vec<usize>> {
        let mut from_sink: Vec<Option<usize>> = vec![None; self.demand.len()];
        let mut from_source: Vec<Option<usize>> = vec![None; self.supply.len()];
        let mut seen: Vec<bool> = self.supply.iter().map(|&units| units > 0).collect();
        let mut queue: VecDeque<usize> = (0..self.supply.len()).filter(|&source| seen[source]).collect();
        while let Some(source) = queue.pop_front() {
            for &sink in &links.sinks[source] {
                if from_sink[sink].is_some() {
                    continue;
                }
                from_sink[sink] = Some(source);
                if self.demand[sink] > 0 {
                    return Some(trace(sink, &from_sink, &from_source));
                }
                for &other in &links.sources[sink] {
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

        #[test]
        fn a_standing_flow_comes_to_what_the_lower_demands_come_to(
            supply in prop::collection::vec(0i64..20, 1..6),
            demand in prop::collection::vec(0i64..20, 1..6),
            less in prop::collection::vec(0i64..20, 6),
            allowed in prop::collection::vec(prop::collection::vec(any::<bool>(), 6), 6),
        ) {
            let standing = Standing::new(&supply, &demand, |s, g| allowed[s][g].then_some(s + g));
            prop_assert_eq!(standing.total(), i128::from(by_cuts(&supply, &demand, &allowed)));
            let less: Vec<(usize, i64)> = demand.iter().zip(less).map(|(&has, less)| has.min(less)).enumerate().collect();
            let lower: Vec<i64> = demand.iter().zip(&less).map(|(&has, &(_, less))| has - less).collect();
            prop_assert_eq!(standing.total_without(&less), i128::from(by_cuts(&supply, &lower, &allowed)));
        }
    }
}
