#![allow(clippy::unwrap_used)]
use super::choose::{Choice, Problem, Worth, best};
use super::market::{Demand, Markets};
use crate::analysis::numeric::flow;
use crate::analysis::numeric::limit::Limit;
use proptest::prelude::*;

/// Candidates in several markets, with what they cost.
#[derive(Debug, Clone)]
struct Case {
    demands: Vec<Demand>,
    capacity: Vec<i64>,
    worth: Vec<f64>,
    limits: Vec<Limit>,
    costs: Vec<f64>,
}

impl Case {
    fn markets(&self) -> Markets {
        Markets::new(self.demands.clone(), &self.capacity, &self.worth)
    }

    fn problem(&self, step: f64) -> Problem {
        let (limits, costs) = (self.limits.clone(), self.costs.clone());
        Problem { count: self.capacity.len(), limits, costs, step, nodes: 100_000 }
    }

    /// Fen of a set, by a flow that knows neither pools nor parts: all sellers of all products against all needs.
    fn fen(&self, set: usize) -> i64 {
        let mut needs = Vec::new();
        let (mut supply, mut reach): (Vec<i64>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
        let mut of_project = vec![Vec::new(); self.capacity.len()];
        for demand in &self.demands {
            let moved = |reached: &Vec<usize>| reached.iter().map(|at| needs.len() + at).collect::<Vec<_>>();
            for (spare, reached) in &demand.sellers {
                supply.push(*spare);
                reach.push(moved(reached));
            }
            for (project, reached) in &demand.projects {
                of_project[*project].extend(moved(reached));
            }
            needs.extend(&demand.needs);
        }
        for (at, reached) in of_project.into_iter().enumerate() {
            supply.push(if set >> at & 1 == 1 { self.capacity[at] } else { 0 });
            reach.push(reached);
        }
        let given = flow::assign(&supply, &needs, |seller, need| reach[seller].contains(&need).then_some(0));
        given.iter().map(|(_, _, fen)| fen).sum()
    }

    /// The most that a set is worth: by levels of worth, each a flow of its own.
    fn value(&self, set: usize) -> f64 {
        let mut levels: Vec<f64> = self.worth.clone();
        levels.sort_by(|a, b| b.total_cmp(a));
        levels.dedup();
        levels.push(0.0);
        let among = |level: f64| (0..self.worth.len()).filter(|at| self.worth[*at] >= level).map(|at| 1 << at).sum();
        let fen = |level: f64| {
            let among: usize = among(level);
            (self.fen(set & among) - self.fen(0)) as f64
        };
        levels.windows(2).map(|pair| (pair[0] - pair[1]) * fen(pair[0])).sum()
    }

    fn fits(&self, set: usize) -> bool {
        let members: Vec<usize> = (0..self.capacity.len()).filter(|at| set >> at & 1 == 1).collect();
        self.limits.iter().all(|limit| limit.allows(limit.used(&members)))
    }

    fn cost(&self, set: usize) -> f64 {
        (0..self.costs.len()).filter(|at| set >> at & 1 == 1).map(|at| self.costs[at]).sum()
    }

    /// The best worth over all subsets, and the least cost of a set that reaches it.
    fn by_trying(&self) -> (f64, f64) {
        let sets: Vec<usize> = (0..1 << self.capacity.len()).filter(|set| self.fits(*set)).collect();
        let top = sets.iter().map(|set| self.value(*set)).fold(0.0, f64::max);
        let reach = sets.iter().filter(|set| self.value(**set) >= top - top.abs() * 1e-9);
        (top, reach.map(|set| self.cost(*set)).fold(f64::INFINITY, f64::min))
    }
}

fn solve(case: &Case, step: f64) -> Choice {
    best(&case.problem(step), &case.markets(), &vec![true; case.capacity.len()])
}

fn subset(count: usize) -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(any::<bool>(), count)
        .prop_map(|kept| (0..kept.len()).filter(|at| kept[*at]).collect::<Vec<_>>())
}

fn any_demand(product: u32, projects: usize) -> impl Strategy<Value = Demand> {
    (1_usize..=3).prop_flat_map(move |count| {
        let needs = prop::collection::vec(0_i64..30, count);
        let sellers = prop::collection::vec((0_i64..15, subset(count)), 0..3);
        let makers = prop::collection::vec((any::<bool>(), subset(count)), projects);
        (needs, sellers, makers).prop_map(move |(needs, sellers, makers)| {
            let makers = makers.into_iter().enumerate();
            let projects = makers.filter(|(_, (makes, _))| *makes).map(|(at, (_, reach))| (at, reach)).collect();
            Demand { product, needs, sellers, projects }
        })
    })
}

/// Up to seven projects, whose worths are quarters, so that sums are exact.
fn any_case() -> impl Strategy<Value = Case> {
    (1_usize..=7, 1_u32..=4).prop_flat_map(|(count, products)| {
        let demands: Vec<_> = (0..products).map(|product| any_demand(product, count)).collect();
        let capacity = prop::collection::vec(0_i64..25, count);
        let worth = prop::collection::vec((0_u32..=4).prop_map(|quarters| f64::from(quarters) / 4.0), count);
        let costs = || prop::collection::vec((0_u32..10).prop_map(f64::from), count);
        let limit = || (costs(), (0_u32..25).prop_map(f64::from)).prop_map(|(costs, most)| Limit { costs, most });
        (demands, capacity, worth, prop::collection::vec(limit(), 0..=3), costs())
            .prop_map(|(demands, capacity, worth, limits, costs)| Case { demands, capacity, worth, limits, costs })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_beats_the_choice_and_no_set_as_good_is_cheaper(case in any_case()) {
        let plain = Case { worth: vec![1.0; case.capacity.len()], ..case.clone() };
        for (case, step) in [(&plain, 1.0), (&case, 0.0), (&case, 0.25)] {
            let (top, cost) = case.by_trying();
            let choice = solve(case, step);
            prop_assert!(choice.is_exact);
            prop_assert!((choice.worth - top).abs() < 1e-9, "{} is not {top}", choice.worth);
            let set: usize = choice.set.iter().map(|at| 1 << at).sum();
            prop_assert!(case.fits(set) && (case.value(set) - top).abs() < 1e-9);
            prop_assert!((case.cost(set) - cost).abs() < 1e-9, "{:?} costs {}, not {cost}", choice.set, case.cost(set));
        }
    }

    #[test]
    fn the_bound_holds_however_soon_the_search_ends(case in any_case(), nodes in 1_usize..6) {
        let (top, _) = case.by_trying();
        let problem = Problem { nodes, ..case.problem(0.0) };
        let choice = best(&problem, &case.markets(), &vec![true; case.capacity.len()]);
        prop_assert!(choice.worth <= top + 1e-9 && choice.bound >= top - 1e-9, "{choice:?} and {top}");
        prop_assert!(!choice.is_exact || choice.worth >= top - 1e-9);
    }

    #[test]
    fn pools_and_parts_change_no_flow(case in any_case(), set in any::<prop::sample::Index>()) {
        let case = Case { worth: vec![1.0; case.capacity.len()], ..case };
        let set = set.index(1 << case.capacity.len());
        let members: Vec<usize> = (0..case.capacity.len()).filter(|at| set >> at & 1 == 1).collect();
        let markets = case.markets();
        prop_assert_eq!(markets.captured(&members), case.fen(set) - case.fen(0));
        let sales = markets.sales(&members);
        prop_assert_eq!(sales.iter().map(|sale| sale.fen).sum::<i64>(), case.fen(set) - case.fen(0));
        for project in members {
            let sold: i64 = sales.iter().filter(|sale| sale.project == project).map(|sale| sale.fen).sum();
            prop_assert!(sold <= case.capacity[project]);
        }
    }

    #[test]
    fn one_candidate_more_never_makes_the_best_worse(case in any_case()) {
        let whole = solve(&case, 0.0).worth;
        for left_out in 0..case.capacity.len() {
            let allowed: Vec<bool> = (0..case.capacity.len()).map(|at| at != left_out).collect();
            let fewer = best(&case.problem(0.0), &case.markets(), &allowed);
            prop_assert!(fewer.worth <= whole + 1e-9 && !fewer.set.contains(&left_out));
        }
    }
}

/// Worth as a table of sets, for examples that have no markets; it must have diminishing returns.
struct Table(Vec<f64>);

impl Worth for Table {
    type State = usize;

    fn nothing(&self) -> usize {
        0
    }

    fn add(&self, state: &mut usize, at: usize) -> f64 {
        let before = self.0[*state];
        *state |= 1 << at;
        self.0[*state] - before
    }

    fn related(&self, _: usize) -> &[usize] {
        &[0, 1, 2]
    }
}

#[test]
fn the_ratio_alone_would_miss_the_best() {
    // As Example 17, but for B and C in each other's market: by ratio B comes first, then A, yet A with C is best.
    let worth = Table(vec![0.0, 6.0, 5.0, 9.0, 4.0, 10.0, 6.0, 10.0]);
    let budget = Limit { costs: vec![3.0, 2.0, 2.0], most: 5.0 };
    let problem = Problem { count: 3, costs: budget.costs.clone(), limits: vec![budget], step: 1.0, nodes: 100 };
    let choice = best(&problem, &worth, &[true; 3]);
    assert_eq!((choice.set, choice.worth, choice.is_exact), (vec![0, 2], 10.0, true));
}
