//! The core against Example 5 of the methods, brute force, and dominators.

use super::circular::loops;
use super::critical::{Detail, Point, Safe, details};
use super::cut::Cuts;
use super::pairs::{Pairs, meeting, pairs};
use super::program::{Derivation, Program, Standing};
use super::removal::Removal;
use crate::graph::petgraph::algo::dominators::simple_fast;
use crate::graph::petgraph::graph::DiGraph;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Firms and pools by name: who needs and who makes what.
struct Named {
    firms: Vec<&'static str>,
    program: Program,
}

fn named(needs: &[(&'static str, &'static str)], makes: &[(&'static str, &'static str)]) -> Named {
    let all = || needs.iter().chain(makes);
    let firms: Vec<&str> = all().map(|pair| pair.0).collect::<BTreeSet<_>>().into_iter().collect();
    let pools: Vec<&str> = all().map(|pair| pair.1).collect::<BTreeSet<_>>().into_iter().collect();
    let number = |(firm, pool): &(&str, &str)| {
        (firms.binary_search(firm).unwrap() as u32, pools.binary_search(pool).unwrap() as u32)
    };
    let pairs = |pairs: &[(&'static str, &'static str)]| pairs.iter().map(number).collect();
    let program = Program::new(firms.len(), pools.len(), pairs(needs), pairs(makes));
    Named { firms, program }
}

impl Named {
    fn at(&self, firm: &str) -> u32 {
        self.firms.binary_search(&firm).unwrap() as u32
    }

    fn names(&self, firms: impl IntoIterator<Item = u32>) -> Vec<&'static str> {
        firms.into_iter().map(|firm| self.firms[firm as usize]).collect()
    }

    fn derived(&self) -> Derivation<'_> {
        Derivation::new(&self.program, vec![Standing::Derived; self.firms.len()])
    }
}

fn singles(points: &[Point], target: u32) -> Vec<u32> {
    let stops = |point: &&Point| point.hits.iter().any(|hit| hit.target == target);
    points.iter().filter(stops).map(|point| point.firm).collect()
}

fn points(derivation: &Derivation<'_>, targets: &[u32]) -> Vec<Point> {
    super::critical::points(derivation, targets, &Safe::new())
}

fn detail(derivation: &Derivation<'_>, firm: u32, target: u32) -> Detail {
    details(derivation, &[(firm, vec![target])]).remove(0).remove(0)
}

fn all_singles(points: &[Point]) -> BTreeMap<u32, BTreeSet<u32>> {
    let hits = points.iter().flat_map(|point| point.hits.iter().map(|hit| (hit.target, point.firm)));
    let mut singles: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    hits.for_each(|(target, firm)| _ = singles.entry(target).or_default().insert(firm));
    singles
}

/// Pairs of one target.
fn pairs_of(pairs: &Pairs, target: u32) -> Vec<[u32; 2]> {
    pairs.found.iter().filter(|(_, targets)| targets.contains(&target)).map(|(pair, _)| *pair).collect()
}

fn example_5() -> Named {
    named(
        &[("L", "k3"), ("L", "k4"), ("f1", "k1"), ("f1", "k2")],
        &[("f1", "k3"), ("a1", "k1"), ("a2", "k1"), ("b1", "k2"), ("c1", "k4"), ("c2", "k4")],
    )
}

#[test]
fn example_5_of_the_methods() {
    let example = example_5();
    let (derivation, leader) = (example.derived(), example.at("L"));
    let points = points(&derivation, &[leader]);
    assert_eq!(example.names(singles(&points, leader)), ["b1", "f1"]);
    let pairs = pairs(&derivation, &[], &all_singles(&points), &[leader], 0);
    let pairs: Vec<_> = pairs_of(&pairs, leader).iter().map(|pair| example.names(*pair)).collect();
    assert_eq!(pairs, [["a1", "a2"], ["c1", "c2"]]);
    let cut = Cuts::new(&derivation, |_| 1.0).of(leader).unwrap();
    assert_eq!((cut.cost, cut.tree), (1.0, true));
}

#[test]
fn costs_decide_where_to_cut() {
    let example = example_5();
    let (derivation, leader) = (example.derived(), example.at("L"));
    let cost = |firm: u32| match example.firms[firm as usize] {
        "f1" | "b1" => 5.0,
        "a2" => 2.5,
        _ => 1.0,
    };
    let cut = Cuts::new(&derivation, cost).of(leader).unwrap();
    assert_eq!((cut.cost, example.names(cut.firms)), (2.0, vec!["c1", "c2"]));
}

#[test]
fn two_suppliers_that_share_a_third_are_one() {
    let shared = named(&[("L", "k3"), ("f1", "k1"), ("f2", "k1")], &[("f1", "k3"), ("f2", "k3"), ("x", "k1")]);
    let (derivation, leader) = (shared.derived(), shared.at("L"));
    let points = points(&derivation, &[leader]);
    assert_eq!(shared.names(singles(&points, leader)), ["x"]);
    let point = points.iter().find(|point| point.firm == shared.at("x")).unwrap();
    let route: Vec<&str> = shared.names(detail(&derivation, point.firm, leader).route().iter().map(|step| step.1));
    assert_eq!((route, point.stops), (vec!["f1", "x"], 3));
    let cut = Cuts::new(&derivation, |_| 1.0).of(leader).unwrap();
    assert_eq!((cut.cost, cut.tree), (2.0, false), "an upper bound: x alone suffices");
}

#[test]
fn a_loop_does_not_hold_itself_up() {
    // k1 ← {a, b}: b needs k2, which c makes from k1. Without a, the loop b, c has nothing to start from.
    let ring = named(&[("L", "k1"), ("b", "k2"), ("c", "k1")], &[("a", "k1"), ("b", "k1"), ("c", "k2")]);
    let (derivation, leader) = (ring.derived(), ring.at("L"));
    assert_eq!(ring.names(singles(&points(&derivation, &[leader]), leader)), ["a"]);
    assert_eq!(loops(&derivation), Vec::<Vec<u32>>::new());
}

#[test]
fn a_closed_loop_works_only_as_given() {
    let ring = named(&[("L", "k1"), ("b", "k2"), ("c", "k1")], &[("b", "k1"), ("c", "k2")]);
    let leader = ring.at("L");
    let derivation = ring.derived();
    assert!(!derivation.firm_works(leader));
    assert_eq!(points(&derivation, &[leader]), [], "what never worked has no single points");
    assert_eq!(Cuts::new(&derivation, |_| 1.0).of(leader), None);
    let loops = loops(&derivation);
    assert_eq!(loops.iter().map(|firms| ring.names(firms.clone())).collect::<Vec<_>>(), [["b", "c"]]);
    let mut standing = vec![Standing::Derived; 3];
    loops[0].iter().for_each(|firm| standing[*firm as usize] = Standing::Given);
    let given = Derivation::new(&ring.program, standing);
    assert!(given.firm_works(leader));
    assert_eq!(ring.names(singles(&points(&given, &[leader]), leader)), ["b", "c"]);
}

#[test]
fn a_firm_that_needs_its_own_product_is_a_loop() {
    let own = named(&[("L", "k"), ("a", "k")], &[("a", "k")]);
    assert_eq!(loops(&own.derived()), [vec![own.at("a")]]);
}

#[test]
fn a_target_without_needs_has_neither_points_nor_a_cut() {
    let alone = named(&[("other", "k")], &[("L", "m"), ("f", "k")]);
    let derivation = alone.derived();
    assert!(derivation.firm_works(alone.at("L")));
    assert!(singles(&points(&derivation, &[alone.at("L")]), alone.at("L")).is_empty());
    assert_eq!(Cuts::new(&derivation, |_| 1.0).of(alone.at("L")), None);
}

/// What works, by iterating [CH-1] from nothing; then given firms whose needs are not met drop out, and again.
fn naive(program: &Program, standing: &[Standing], removed: &[u32]) -> Vec<bool> {
    let mut given: Vec<bool> =
        (0..).zip(standing).map(|(firm, standing)| *standing == Standing::Given && !removed.contains(&firm)).collect();
    loop {
        let mut works = given.clone();
        loop {
            let met = |firm: u32, works: &[bool]| {
                let pool_works = |pool: &u32| program.makers.row(*pool).iter().any(|maker| works[*maker as usize]);
                program.needs.row(firm).iter().all(pool_works)
            };
            let next: Vec<bool> = (0..program.firms() as u32)
                .map(|firm| {
                    let there = standing[firm as usize] != Standing::Absent && !removed.contains(&firm);
                    there && (given[firm as usize] || met(firm, &works))
                })
                .collect();
            if next == works {
                let still: Vec<bool> = (0..).zip(&given).map(|(firm, is)| *is && met(firm, &works)).collect();
                if still == given {
                    return works;
                }
                given = still;
                break;
            }
            works = next;
        }
    }
}

fn programs(needs: usize) -> impl Strategy<Value = (Program, Vec<Standing>)> {
    let pairs = |most: usize| prop::collection::vec((0u32..8, 0u32..4), 0..most);
    let standing = prop_oneof![
        8 => Just(Standing::Derived), 1 => Just(Standing::Given), 1 => Just(Standing::Absent)
    ];
    (pairs(needs), pairs(14), prop::collection::vec(standing, 8))
        .prop_map(|(needs, makes, standing)| (Program::new(8, 4, needs, makes), standing))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn removals_agree_with_deriving_everything_again((program, standing) in programs(12)) {
        let derivation = Derivation::new(&program, standing.clone());
        let start = naive(&program, &standing, &[]);
        prop_assert_eq!((0..8).map(|firm| derivation.firm_works(firm)).collect::<Vec<_>>(), start.clone());
        // Given firms that drop out at the start are derived from then on.
        let standing = derivation.standing.clone();
        let mut removal = Removal::new(&derivation);
        for x in 0..8 {
            for y in 0..8 {
                removal.remove(&[x, y]);
                let works = naive(&program, &standing, &[x, y]);
                for firm in 0..8 {
                    prop_assert_eq!(removal.fell(firm), start[firm as usize] && !works[firm as usize]);
                }
            }
        }
    }

    #[test]
    fn single_points_and_pairs_are_those_of_brute_force((program, standing) in programs(12)) {
        let derivation = Derivation::new(&program, standing);
        let standing = derivation.standing.clone();
        let targets: Vec<u32> = (0..8).collect();
        let points = points(&derivation, &targets);
        let singles_of = all_singles(&points);
        let working: Vec<u32> = targets.iter().copied().filter(|target| derivation.firm_works(*target)).collect();
        let close = pairs(&derivation, &targets, &singles_of, &working, 0);
        prop_assert!(close.complete);
        let is_single = |target: u32, firm: u32| singles_of.get(&target).is_some_and(|singles| singles.contains(&firm));
        let wide = meeting(&derivation, &targets, (&working, &is_single), 1000);
        for target in targets.into_iter().filter(|target| derivation.firm_works(*target)) {
            let stops = |removed: &[u32]| !naive(&program, &standing, removed)[target as usize];
            let others: Vec<u32> = (0..8).filter(|firm| *firm != target).collect();
            let expected: Vec<u32> = others.iter().copied().filter(|x| stops(&[*x])).collect();
            prop_assert_eq!(singles(&points, target), expected.clone());
            for point in &points {
                for hit in point.hits.iter().filter(|hit| hit.target == target) {
                    let detail = detail(&derivation, point.firm, target);
                    let route = detail.route();
                    prop_assert!(!route.is_empty() && route.len() == hit.tier);
                    let others = detail.inputs.iter().filter_map(|input| input.through_others.as_deref());
                    for route in others.chain([route]) {
                        prop_assert_eq!(route.last().unwrap().1, point.firm);
                        let mut user = target;
                        for (pool, maker) in route {
                            prop_assert!(program.needs.row(user).contains(pool));
                            prop_assert!(program.makers.row(*pool).contains(maker));
                            user = *maker;
                        }
                    }
                }
            }
            let open: Vec<u32> = others.into_iter().filter(|x| !expected.contains(x)).collect();
            let mut expected = Vec::new();
            for (at, x) in open.iter().enumerate() {
                expected.extend(open[at + 1..].iter().filter(|y| stops(&[*x, **y])).map(|y| [*x, *y]));
            }
            prop_assert_eq!(&pairs_of(&close, target), &expected);
            let met = pairs_of(&wide, target);
            prop_assert!(met.iter().all(|pair| expected.contains(pair)));
            prop_assert!(!wide.complete || met == expected, "{:?} without {:?}", expected, met);
        }
    }

    #[test]
    fn cut_costs_are_exact_on_trees_and_bounds_elsewhere((program, _) in programs(9)) {
        let derivation = Derivation::new(&program, vec![Standing::Derived; 8]);
        let cuts = Cuts::new(&derivation, |firm| f64::from(1 + firm % 3));
        let cost = |set: u32| (0..8).filter(|firm| set >> firm & 1 == 1).map(|firm| f64::from(1 + firm % 3)).sum::<f64>();
        let standing = vec![Standing::Derived; 8];
        for target in (0..8).filter(|target| derivation.firm_works(*target)) {
            let stops = |set: u32| {
                let removed: Vec<u32> = (0..8).filter(|firm| set >> firm & 1 == 1).collect();
                set >> target & 1 == 0 && !naive(&program, &standing, &removed)[target as usize]
            };
            let best = (0..256).filter(|set| stops(*set)).map(cost).fold(f64::INFINITY, f64::min);
            match cuts.of(target) {
                None => prop_assert!(best.is_infinite()),
                Some(cut) => {
                    let set = cut.firms.iter().fold(0, |set, firm| set | 1 << firm);
                    prop_assert!(stops(set), "{:?} does not stop it", cut.firms);
                    prop_assert!(best <= cost(set) && cost(set) <= cut.cost);
                    if cut.tree {
                        prop_assert!((best - cut.cost).abs() < 1e-12, "{best} {}", cut.cost);
                    }
                }
            }
        }
    }

    #[test]
    fn with_one_input_each_single_points_are_dominators(
        needs in prop::collection::vec(prop::option::of(0u32..4), 8),
        makes in prop::collection::vec((0u32..8, 0u32..4), 0..14),
    ) {
        let pairs: Vec<(u32, u32)> = (0..).zip(&needs).filter_map(|(firm, pool)| Some((firm, (*pool)?))).collect();
        let program = Program::new(8, 4, pairs, makes);
        let derivation = Derivation::new(&program, vec![Standing::Derived; 8]);
        let mut graph: DiGraph<(), ()> = DiGraph::new();
        let nodes: Vec<_> = (0..13).map(|_| graph.add_node(())).collect();
        let source = nodes[12];
        for firm in 0..8 {
            let at = nodes[firm as usize];
            program.makes.row(firm).iter().for_each(|pool| _ = graph.add_edge(at, nodes[8 + *pool as usize], ()));
            match program.needs.row(firm) {
                [] => _ = graph.add_edge(source, at, ()),
                needs => needs.iter().for_each(|pool| _ = graph.add_edge(nodes[8 + *pool as usize], at, ())),
            }
        }
        let dominators = simple_fast(&graph, source);
        let points = points(&derivation, &(0..8).collect::<Vec<_>>());
        for target in 0..8 {
            let above = dominators.strict_dominators(nodes[target as usize]);
            prop_assert_eq!(derivation.firm_works(target), above.is_some());
            let mut expected: Vec<u32> =
                above.into_iter().flatten().map(|node| node.index() as u32).filter(|node| *node < 8).collect();
            expected.sort_unstable();
            prop_assert_eq!(singles(&points, target), expected);
        }
    }
}
