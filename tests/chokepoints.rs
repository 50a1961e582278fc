//! Single points, pairs, hidden chokepoints and loops of small economies.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Economy, Make, at, wan};
use liantu::analysis::gap::{GapType, Trigger};
use liantu::analysis::risk::NodeName;
use liantu::analysis::risk::chokepoint::{ChokepointOptions, Chokepoints, Reach, Step, Target, chokepoints};
use liantu::analysis::scope::Scope;
use liantu::analysis::{GapOptions, gap};
use liantu::graph::SupplyGraph;
use liantu::model::{Amount, AreaCode, Dataset, Year};
use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeMap;
use std::sync::Arc;

const HERE: u32 = 341_324;
const ELSEWHERE: u32 = 310_115;

fn ask(economy: Economy, options: &ChokepointOptions) -> Chokepoints {
    chokepoints(&economy.graph(), options, &|_, _| true).unwrap()
}

fn any(economy: Economy) -> Chokepoints {
    ask(economy, &ChokepointOptions::default())
}

fn present(economy: Economy) -> Chokepoints {
    ask(economy, &ChokepointOptions { reach: Reach::Present, ..ChokepointOptions::default() })
}

fn focused(economy: Economy) -> Chokepoints {
    let scope = Scope { focus: Some(AreaCode(341_300)), ..Scope::default() };
    ask(economy, &ChokepointOptions { scope, ..ChokepointOptions::default() })
}

fn economy(leaders: &[&str], firms: &[&str]) -> Economy {
    let economy = firms.iter().fold(Economy::default(), |economy, firm| economy.firm(firm, at(HERE)));
    leaders.iter().fold(economy, |economy, leader| economy.leader(leader, at(HERE)))
}

fn buys(economy: Economy, lines: &[(&str, &str, &str)]) -> Economy {
    lines.iter().fold(economy, |economy, (buyer, supplier, product)| economy.buys(buyer, supplier, product, wan(1.0)))
}

fn ids(nodes: &[NodeName]) -> Vec<&str> {
    nodes.iter().map(|node| &*node.id).collect()
}

fn singles(target: &Target) -> Vec<&str> {
    target.single_points.iter().map(|point| &*point.firm.id).collect()
}

/// A way such as `k3:f1 k1:x`.
fn way(route: &[Step]) -> String {
    route.iter().map(|step| format!("{}:{}", step.product.id, step.through.id)).collect::<Vec<_>>().join(" ")
}

fn example_5() -> Economy {
    let lines = [
        ("L", "f1", "k3"),
        ("L", "c1", "k4"),
        ("L", "c2", "k4"),
        ("f1", "a1", "k1"),
        ("f1", "a2", "k1"),
        ("f1", "b1", "k2"),
    ];
    buys(economy(&["L"], &["f1", "a1", "a2", "b1", "c1", "c2"]), &lines)
}

fn hidden() -> Economy {
    buys(
        economy(&["L"], &["f1", "f2", "x"]),
        &[("L", "f1", "k3"), ("L", "f2", "k3"), ("f1", "x", "k1"), ("f2", "x", "k1")],
    )
}

#[test]
fn example_5_of_the_methods() {
    for found in [any(example_5()), present(example_5())] {
        let [target] = &found.targets[..] else { panic!("one leader") };
        assert_eq!((singles(target), target.inputs), (vec!["f1", "b1"], 2));
        let tiers: Vec<usize> = target.single_points.iter().map(|point| point.tier).collect();
        assert_eq!(tiers, [1, 2]);
        assert_eq!(way(&target.single_points[1].route), "k3:f1 k2:b1");
        let pairs: Vec<Vec<&str>> = found.pairs.iter().map(|pair| ids(&pair.firms)).collect();
        assert_eq!((pairs, found.pairs_complete), (vec![vec!["a1", "a2"], vec!["c1", "c2"]], true));
        assert_eq!((target.pair_count, &*found.pairs[0].targets[0].id), (2, "L"));
        let cut = target.cut.as_ref().unwrap();
        assert_eq!((cut.recursion, cut.cost, cut.exact), (1.0, 1.0, true));
        assert!(found.hidden.is_empty() && found.loops.is_empty());
        let ranked: Vec<_> =
            found.points.iter().map(|point| (&*point.firm.id, point.target_count, point.stops)).collect();
        assert_eq!(ranked, [("b1", 1, 2), ("f1", 1, 1)]);
    }
}

#[test]
fn given_costs_move_the_cut() {
    let costs = BTreeMap::from([("f1", 5.0), ("b1", 5.0), ("a2", 2.5)].map(|(id, cost)| (Arc::from(id), cost)));
    let found = ask(example_5(), &ChokepointOptions { costs, ..ChokepointOptions::default() });
    let cut = found.targets[0].cut.as_ref().unwrap();
    assert_eq!((cut.cost, ids(&cut.firms), cut.exact), (2.0, vec!["c1", "c2"], true));
}

#[test]
fn two_suppliers_that_share_a_third_hide_a_chokepoint() {
    let found = any(hidden());
    let [hidden] = &found.hidden[..] else { panic!("one hidden chokepoint") };
    assert_eq!((&*hidden.target.id, &*hidden.firm.id, hidden.direct), ("L", "x", false));
    let [input] = &hidden.inputs[..] else { panic!("one input") };
    assert_eq!((&*input.product.id, ids(&input.suppliers)), ("k3", vec!["f1", "f2"]));
    assert_eq!(way(&input.route), "k3:f1 k1:x");
    assert_eq!((ids(&input.route[0].suppliers), input.route[0].count), (vec!["f1", "f2"], 2));
    let cut = found.targets[0].cut.as_ref().unwrap();
    assert_eq!((cut.recursion, cut.cost, cut.exact, ids(&cut.firms)), (2.0, 1.0, true, vec!["x"]));
}

#[test]
fn two_inputs_that_share_a_second_tier_supplier_are_one_finding() {
    let lines = [
        ("L", "f1", "k3"),
        ("L", "f2", "k3"),
        ("L", "g1", "k4"),
        ("L", "g2", "k4"),
        ("f1", "x", "k1"),
        ("f2", "x", "k1"),
        ("g1", "x", "k2"),
        ("g2", "x", "k2"),
    ];
    let found = any(buys(economy(&["L"], &["f1", "f2", "g1", "g2", "x"]), &lines));
    let [hidden] = &found.hidden[..] else { panic!("one hidden chokepoint") };
    let ways: Vec<String> = hidden.inputs.iter().map(|input| way(&input.route)).collect();
    assert_eq!(ways, ["k3:f1 k1:x", "k4:g1 k2:x"]);
}

#[test]
fn a_second_supplier_that_buys_from_the_first_is_no_second_source() {
    let lines = [("L", "x", "k"), ("L", "f", "k"), ("f", "x", "m")];
    let found = any(buys(economy(&["L"], &["f", "x"]), &lines));
    let [hidden] = &found.hidden[..] else { panic!("one hidden chokepoint") };
    assert!(hidden.direct);
    assert_eq!((way(&hidden.inputs[0].route), ids(&hidden.inputs[0].suppliers)), ("k:f m:x".into(), vec!["f", "x"]));
    assert_eq!(found.targets[0].single_points[0].tier, 1);
}

#[test]
fn other_makers_step_in_only_where_anybody_can() {
    // g sells k to somebody else, h can make it, p is still being built.
    let lines = [("L", "f", "k"), ("other", "g", "k")];
    let base = || buys(economy(&["L"], &["f", "g", "h", "other"]), &lines).makes("h", "k", Make::default());
    assert_eq!(singles(&any(base()).targets[0]), Vec::<&str>::new());
    assert_eq!(singles(&present(base()).targets[0]), ["f"]);
    let built = || buys(economy(&["L"], &["f", "p"]), &lines[..1]).makes("p", "k", Make::default());
    let mut dataset: Dataset = built().dataset();
    assert_eq!(singles(&any(built()).targets[0]), Vec::<&str>::new());
    dataset.capabilities[0].under_construction = true;
    let graph = SupplyGraph::build(Arc::new(dataset));
    let found = chokepoints(&graph, &ChokepointOptions::default(), &|_, _| true).unwrap();
    assert_eq!(singles(&found.targets[0]), ["f"]);
}

#[test]
fn lines_count_without_amounts_but_not_at_zero_nor_from_oneself() {
    let base = economy(&["L"], &["f", "g"]).buys("L", "f", "k", Amount::Missing);
    let zero = base.buys("L", "g", "k", wan(0.0)).buys("L", "L", "k", wan(3.0)).buys("L", "L", "own", wan(1.0));
    let found = any(zero);
    assert_eq!((singles(&found.targets[0]), found.targets[0].inputs), (vec!["f"], 1));
}

#[test]
fn what_is_not_essential_and_what_nobody_knows_stops_nobody() {
    let lines = [("L", "f", "k"), ("L", "g", "m"), ("L", "h", "UNK")];
    let graph = buys(economy(&["L"], &["f", "g", "h"]), &lines).graph();
    let essential = |product, _| &*graph.dataset().product(product).id.0 != "m";
    let found = chokepoints(&graph, &ChokepointOptions::default(), &essential).unwrap();
    assert_eq!(singles(&found.targets[0]), ["f"]);
}

#[test]
fn the_outside_is_a_source_and_its_absence_is_told() {
    let base = economy(&["L"], &["f1", "f2"]).firm("o", at(ELSEWHERE)).firm("deep", at(HERE));
    let lines = [("L", "f1", "k"), ("L", "f2", "k"), ("f1", "o", "m"), ("f2", "o", "m"), ("o", "deep", "ore")];
    let found = focused(buys(base, &lines));
    let target = &found.targets[0];
    assert_eq!((target.feasible.all, target.feasible.local), (true, Some(false)));
    // What the data hold of an outside firm's purchases counts: without `deep` it has no ore.
    assert_eq!(singles(target), ["o", "deep"]);
    assert_eq!(target.single_points[0].firm.local, Some(false));
    let missing: Vec<&str> = target.outside_only.iter().flatten().map(|product| &*product.id).collect();
    assert_eq!(missing, ["m"]);
}

#[test]
fn an_unnamed_supplier_is_a_node_of_its_own() {
    let base = economy(&["L"], &["f1", "f2"]);
    let base = buys(base, &[("L", "f1", "k"), ("L", "f2", "k")]);
    let base = base.buys_from("f1", at(ELSEWHERE), "m", wan(1.0)).buys_from("f2", at(ELSEWHERE), "m", Amount::Missing);
    let found = focused(base);
    let point = &found.targets[0].single_points[0];
    assert_eq!((point.firm.unnamed.as_deref(), point.tier), (Some("m"), 2));
    assert_eq!(found.targets[0].feasible.local, Some(false));
}

#[test]
fn a_closed_loop_is_reported_and_works_only_where_it_ran() {
    let ring = |year| {
        let base = economy(&["L"], &["b", "c"]);
        let lines = [("L", "b", "k1", 2024), ("b", "c", "k2", year), ("c", "b", "k1", year)];
        let base = lines.iter().fold(base, |economy, (buyer, supplier, product, year)| {
            economy.buys_in(buyer, supplier, product, wan(1.0), Some(*year))
        });
        // The year looked at has the whole ring.
        base.buys_in("b", "c", "k2", wan(1.0), Some(2024)).buys_in("c", "b", "k1", wan(1.0), Some(2024))
    };
    let found = any(ring(2023));
    let target = &found.targets[0];
    assert_eq!((target.feasible.all, target.feasible.incumbent), (false, true));
    assert_eq!(target.waits_for.iter().map(|product| &*product.id).collect::<Vec<_>>(), ["k1"]);
    assert_eq!(singles(target), ["b", "c"]);
    let [circle] = &found.loops[..] else { panic!("one loop") };
    assert_eq!(
        (ids(&circle.firms), circle.operated, circle.runs, ids(&circle.targets)),
        (vec!["b", "c"], 2, true, vec!["L"])
    );
    assert_eq!(circle.products.iter().map(|product| &*product.id).collect::<Vec<_>>(), ["k1", "k2"]);
    // Nobody traded the year before, though somebody else did: the ring is new and nothing starts it.
    let fresh = ring(2024).firm("u", at(HERE)).firm("v", at(HERE)).buys_in("u", "v", "z", wan(1.0), Some(2023));
    let found = any(fresh);
    let target = &found.targets[0];
    assert_eq!((target.feasible.incumbent, found.loops[0].operated, found.loops[0].runs), (false, 0, false));
    assert!(target.single_points.is_empty() && found.pairs.is_empty() && target.cut.is_none());
}

#[test]
fn without_leaders_the_last_buyers_are_the_targets() {
    let found = any(buys(economy(&[], &["z", "f", "x"]), &[("z", "f", "k"), ("f", "x", "m")]));
    assert!(!found.leaders);
    assert_eq!(found.targets.iter().map(|target| &*target.firm.id).collect::<Vec<_>>(), ["z"]);
    assert_eq!(singles(&found.targets[0]), ["f", "x"]);
}

#[test]
fn only_the_year_asked_for_counts() {
    let of = |year| {
        let lines = [("f", 2023), ("f", 2024), ("g", 2023)];
        let base = lines.iter().fold(economy(&["L"], &["f", "g"]), |economy, (supplier, year)| {
            economy.buys_in("L", supplier, "k", wan(1.0), Some(*year))
        });
        let scope = Scope { year, ..Scope::default() };
        ask(base, &ChokepointOptions { scope, ..ChokepointOptions::default() })
    };
    assert_eq!(singles(&of(None).targets[0]), ["f"]);
    assert_eq!(singles(&of(Some(Year(2023))).targets[0]), Vec::<&str>::new());
}

/// The hidden chokepoint with a map that says what goes into what: L makes p of k3, k3 is made of k1.
fn mapped() -> Economy {
    let makes = [("L", "p"), ("f1", "k3"), ("f2", "k3")];
    let economy = makes.iter().fold(hidden(), |economy, (firm, product)| economy.makes(firm, product, Make::default()));
    economy.input("p", "k3").input("k3", "k1")
}

#[test]
fn weak_links_name_the_firms_without_whom_a_leader_stops() {
    let weak = gap(&mapped().graph(), &GapOptions::default()).unwrap();
    let row = |product: &str| weak.rows.iter().find(|row| &*row.product.id == product).unwrap();
    for product in ["k1", "k3"] {
        let points: Vec<_> =
            row(product).evidence.single_points.iter().map(|point| (&*point.firm.id, point.leaders)).collect();
        assert_eq!(points, [("x", 1)], "{product}");
        assert!(row(product).triggers.contains(&Trigger::Chokepoint));
        assert!(row(product).types.contains(&GapType::Secure));
    }
    assert!(row("p").evidence.single_points.is_empty());
    // Somebody else can make k1, here without needing anything.
    let safe = mapped().firm("y", at(HERE)).makes("y", "k1", Make::default());
    let weak = gap(&safe.graph(), &GapOptions::default()).unwrap();
    assert!(weak.rows.iter().all(|row| !row.triggers.contains(&Trigger::Chokepoint)));
    // Where no input is known to be essential, nothing stops.
    let weak = gap(&hidden().graph(), &GapOptions::default()).unwrap();
    assert!(weak.rows.iter().all(|row| row.evidence.single_points.is_empty()));
}

#[test]
fn an_unnamed_source_is_no_firm_to_secure_in_the_list_of_weak_links() {
    let base = economy(&["L"], &[]).makes("L", "p", Make::default()).input("p", "k");
    let weak = gap(&base.buys_from("L", at(ELSEWHERE), "k", wan(1.0)).graph(), &GapOptions::default()).unwrap();
    assert!(weak.rows.iter().all(|row| row.evidence.single_points.is_empty()));
}

fn random_lines() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    prop::collection::vec((0usize..8, 0usize..12, 0usize..5), 0..40)
}

fn random_economy(lines: &[(usize, usize, usize)]) -> Economy {
    let names: Vec<String> = (0..12).map(|at| format!("f{at:02}")).collect();
    let base = (0..12).fold(Economy::default(), |economy, number| {
        let place = at(if number % 4 == 3 { ELSEWHERE } else { HERE });
        if number < 2 { economy.leader(&names[number], place) } else { economy.firm(&names[number], place) }
    });
    let mut lines = lines.to_vec();
    lines.dedup();
    lines.iter().fold(base, |economy, (buyer, supplier, product)| {
        economy.buys(&names[*buyer], &names[*supplier], &format!("k{product}"), wan(1.0))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn neither_order_nor_threads_change_the_answer(lines in random_lines(), present in proptest::bool::ANY) {
        let reach = if present { Reach::Present } else { Reach::Any };
        let scope = Scope { focus: Some(AreaCode(341_300)), ..Scope::default() };
        let options = ChokepointOptions { scope, reach, ..ChokepointOptions::default() };
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let found = alone.install(|| ask(random_economy(&lines), &options));
        let reversed: Vec<_> = lines.iter().rev().copied().collect();
        prop_assert_eq!(&found, &ask(random_economy(&reversed), &options));
        // A supplier less to choose from never makes anything safer.
        let wide = ask(random_economy(&lines), &ChokepointOptions { reach: Reach::Any, ..options.clone() });
        let narrow = ask(random_economy(&lines), &ChokepointOptions { reach: Reach::Present, ..options });
        for (wide, narrow) in wide.targets.iter().zip(&narrow.targets) {
            prop_assert!(wide.feasible.all || !narrow.feasible.all);
            if narrow.feasible.all {
                let more = singles(narrow);
                prop_assert!(singles(wide).iter().all(|point| more.contains(point)));
            }
        }
    }
}
