//! What surrounds a firm, and how one failure spreads: laws on small economies.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Economy, at, wan};
use liantu::analysis::ego::{Course, Ego, EgoMember};
use liantu::analysis::risk::chokepoint::Reach;
use liantu::analysis::risk::{Direction, RiskOptions, Spread, risk};
use liantu::analysis::scope::Scope;
use liantu::analysis::{EgoOptions, Error, ego};
use liantu::graph::SupplyGraph;
use liantu::model::{Amount, AreaCode};
use proptest::prelude::{ProptestConfig, prop, prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeMap;

const HERE: u32 = 341_324;
const ELSEWHERE: u32 = 310_115;

fn economy(firms: &[&str]) -> Economy {
    let economy = Economy::default().leader("L", at(HERE)).industry("L", "3451");
    firms.iter().fold(economy, |economy, firm| economy.firm(firm, at(HERE)).industry(firm, "3451"))
}

fn buys(economy: Economy, lines: &[(&str, &str, &str, f64)]) -> Economy {
    let buys = |economy: Economy, &(buyer, seller, product, amount): &(&str, &str, &str, f64)| {
        economy.buys(buyer, seller, product, wan(amount))
    };
    lines.iter().fold(economy, buys)
}

fn around(graph: &SupplyGraph, firm: &str) -> Ego {
    let scope = Scope { focus: Some(AreaCode(341_300)), ..Scope::default() };
    ego(graph, &EgoOptions { scope, firm: Some(firm.to_owned()), ..EgoOptions::default() }).unwrap()
}

fn member<'e>(ego: &'e Ego, id: &str) -> &'e EgoMember {
    ego.members.iter().find(|member| &*member.firm.id == id).unwrap()
}

fn tiers(ego: &Ego) -> BTreeMap<&str, i32> {
    ego.members.iter().map(|member| (&*member.firm.id, member.tier)).collect()
}

/// f1 and f2 supply the leader, x supplies both, f1 also buys from f2, the leader sells to c, which supplies f2.
fn example() -> Economy {
    let lines = [
        ("L", "f1", "k3", 30.0),
        ("L", "f2", "k3", 20.0),
        ("f1", "x", "k1", 9.0),
        ("f2", "x", "k1", 8.0),
        ("f1", "f2", "k2", 4.0),
        ("c", "L", "k9", 70.0),
        ("f2", "c", "k5", 5.0),
        ("c", "d", "k8", 6.0),
    ];
    buys(economy(&["f1", "f2", "x", "c", "d"]), &lines)
}

#[test]
fn each_firm_stands_once_at_its_nearest_tier() {
    let graph = example().graph();
    let found = around(&graph, "L");
    // c is a customer, one step away, before it is a supplier's supplier, and what it buys is not followed.
    assert_eq!(tiers(&found), [("L", 0), ("f1", 1), ("f2", 1), ("x", 2), ("c", -1)].into());
    let ends = |flow: &liantu::analysis::ego::EgoFlow| (flow.supplier.id.to_string(), flow.buyer.id.to_string());
    let courses: BTreeMap<(String, String), Course> =
        found.flows.iter().map(|flow| (ends(flow), flow.course)).collect();
    let course = |seller: &str, buyer: &str| courses[&(seller.to_owned(), buyer.to_owned())];
    assert_eq!(course("f1", "L"), Course::Along);
    assert_eq!(course("L", "c"), Course::Along);
    assert_eq!(course("f2", "f1"), Course::Within);
    assert_eq!(course("c", "f2"), Course::Aside);
    assert_eq!(member(&found, "f2").also, 1);
    assert_eq!(member(&found, "f1").amount, Some(3e5));
    assert_eq!(member(&found, "x").amount, Some(1.7e5));
    let order: Vec<i32> = found.tiers.iter().map(|tier| tier.tier).collect();
    assert_eq!(order, [2, 1, 0, -1]);
}

#[test]
fn a_hidden_chokepoint_and_sole_sources_are_marked() {
    let lines = [("L", "f1", "k3", 30.0), ("L", "f2", "k3", 20.0), ("f1", "x", "k1", 9.0), ("f2", "x", "k1", 8.0)];
    let found = around(&buys(economy(&["f1", "f2", "x"]), &lines).graph(), "L");
    let x = member(&found, "x");
    assert!(x.stops && x.hidden && !member(&found, "f1").stops);
    assert_eq!(x.sole.iter().map(|product| &*product.id).collect::<Vec<_>>(), ["k1"]);
    assert!(member(&found, "f1").sole.is_empty());
    assert_eq!((found.point_count, found.points_beyond), (1, 0));
    let way: Vec<&str> = found.single_points[0].route.iter().map(|step| &*step.through.id).collect();
    assert_eq!(way, ["f1", "x"]);
    // Of a supplier the leader is a customer, and the same firm stops it directly.
    let other = around(&buys(economy(&["f1", "f2", "x"]), &lines).graph(), "f1");
    assert_eq!(tiers(&other), [("f1", 0), ("x", 1), ("L", -1)].into());
    assert!(member(&other, "x").stops && !member(&other, "x").hidden);
}

#[test]
fn a_line_without_an_amount_is_a_relation_and_a_purchase_of_zero_is_none() {
    let economy = economy(&["f1", "f2", "f3"])
        .buys("L", "f1", "k1", Amount::Missing)
        .buys("L", "f2", "k1", wan(0.0))
        .buys("L", "f3", "k2", wan(5.0))
        .buys_from("L", at(ELSEWHERE), "k4", wan(2.0));
    let found = around(&economy.graph(), "L");
    let ids: Vec<(&str, i32)> = found.members.iter().map(|member| (&*member.firm.name, member.tier)).collect();
    assert_eq!(ids, [("f3", 1), ("", 1), ("f1", 1), ("L", 0)]);
    assert_eq!((member(&found, "f1").amount, member(&found, "f1").unpriced_lines), (None, 1));
    let flow = found.flows.iter().find(|flow| &*flow.supplier.id == "f1").unwrap();
    assert_eq!((flow.amount, flow.share, flow.sole), (None, None, true));
    let tier = &found.tiers[0];
    assert_eq!((tier.firms, tier.unnamed, tier.local, tier.traced, tier.amount), (2, 1, Some(2), 0, Some(7e4)));
}

#[test]
fn by_default_the_leader_with_most_suppliers_is_shown_and_a_wrong_name_is_told() {
    let lines = [("L", "f1", "k", 1.0), ("M", "f1", "k", 1.0), ("M", "f2", "k", 1.0), ("f1", "a", "k", 9.0)];
    let graph = buys(economy(&["f1", "f2", "a"]).leader("M", at(HERE)), &lines).graph();
    let ask = |options: EgoOptions| ego(&graph, &options);
    let named = |name: &str| EgoOptions { firm: Some(name.to_owned()), ..EgoOptions::default() };
    assert_eq!(&*ask(EgoOptions::default()).unwrap().firm.unwrap().id, "M");
    assert!(matches!(ask(named("nobody")), Err(Error::UnknownName { .. })));
    assert_eq!(ask(EgoOptions { suppliers: 0, customers: 0, ..named("a") }).unwrap().members.len(), 1);
}

#[test]
fn nobody_steps_in_when_only_present_suppliers_count() {
    let lines = [("L", "f1", "k", 1.0), ("c", "f2", "k", 1.0)];
    let graph = buys(economy(&["f1", "f2", "c"]), &lines).graph();
    let options = |reach| EgoOptions { firm: Some("L".to_owned()), reach, ..EgoOptions::default() };
    let points = |reach| ego(&graph, &options(reach)).unwrap().point_count;
    assert_eq!((points(Reach::Any), points(Reach::Present)), (0, 1));
}

fn spread(graph: &SupplyGraph, firm: Option<&str>) -> Option<Spread> {
    let firm = firm.map(str::to_owned);
    risk(graph, &RiskOptions { firm, ..RiskOptions::default() }).unwrap().spread
}

/// Nothing is counted twice or lost along the tree.
fn check(spread: &Spread) -> Result<(), String> {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0);
    let steps: f64 = spread.steps.iter().map(|step| step.loss).sum();
    if !near(steps + spread.untraced_loss, spread.others) {
        return Err(format!("{steps} and {} are not {}", spread.untraced_loss, spread.others));
    }
    let firms: usize = spread.steps.iter().map(|step| step.firms).sum();
    if firms + spread.untraced_firms != spread.reached {
        return Err(format!("{firms} firms of {}", spread.reached));
    }
    for branch in &spread.branches {
        let next = |other: &&liantu::analysis::risk::Branch| {
            (other.direction, &other.before.id, other.step) == (branch.direction, &branch.firm.id, branch.step + 1)
        };
        let behind = || spread.branches.iter().filter(next);
        let carried: f64 = branch.loss.unwrap_or(0.0) + behind().map(|other| other.carried).sum::<f64>();
        let count = usize::from(branch.loss.is_some()) + behind().map(|other| other.firms).sum::<usize>();
        if !near(carried, branch.carried) || count != branch.firms {
            return Err(format!("{} carries {}, not {carried}", branch.firm.id, branch.carried));
        }
    }
    Ok(())
}

#[test]
fn a_stop_spreads_by_supplies_and_by_sales() {
    let graph = example().graph();
    let first = spread(&graph, None).unwrap();
    check(&first).unwrap();
    assert_eq!(first.rank, Some(1));
    let x = spread(&graph, Some("x")).unwrap();
    check(&x).unwrap();
    let way = |id: &str| x.branches.iter().find(|branch| &*branch.firm.id == id).map(|b| (b.direction, b.step));
    assert_eq!(way("f1"), Some((Direction::Down, 1)));
    assert_eq!(way("L"), Some((Direction::Down, 2)));
    assert!(spread(&SupplyGraph::build(std::sync::Arc::default()), None).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn laws_of_random_economies(lines in prop::collection::vec((0_usize..9, 0_usize..9, 0_u8..4, 0_u32..50), 1..40)) {
        let names: Vec<String> = (0..9).map(|at| format!("f{at}")).collect();
        let firms: Vec<&str> = names.iter().map(String::as_str).collect();
        let build = |lines: &[(usize, usize, u8, u32)]| {
            let buys = |economy: Economy, &(buyer, seller, product, amount): &(usize, usize, u8, u32)| {
                economy.buys(firms[buyer], firms[seller], &format!("p{product}"), wan(f64::from(amount)))
            };
            lines.iter().fold(economy(&firms), buys).graph()
        };
        let graph = build(&lines);
        let found = around(&graph, "f0");
        for flow in &found.flows {
            // Whoever supplies a supplier stands at most one tier farther.
            if flow.buyer_tier >= 0 && flow.supplier_tier > 0 {
                prop_assert!(flow.supplier_tier <= flow.buyer_tier + 1);
            }
            prop_assert!(flow.share.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
        let tier = found.tiers.iter().find(|of| of.tier == 1).and_then(|of| of.amount).unwrap_or(0.0);
        let direct = found.flows.iter().filter(|flow| flow.buyer_tier == 0 && flow.supplier_tier == 1);
        let bought: f64 = direct.filter_map(|flow| flow.amount).sum();
        prop_assert!((tier - bought).abs() < 1e-3);
        // The order of rows decides nothing.
        let turned: Vec<_> = lines.iter().rev().copied().collect();
        prop_assert_eq!(&around(&build(&turned), "f0"), &found);
        if let Some(spread) = spread(&graph, Some("f0")) {
            prop_assert!(check(&spread).is_ok(), "{:?}", check(&spread));
        }
    }
}

#[path = "common/e10.rs"]
mod e10;

/// Two thousand firms: the map of one of them stays a map, and is the same each time.
#[test]
fn a_region_of_two_thousand_firms_fits_on_sixty_boxes() {
    use liantu::analysis::Answer;
    use liantu::ingest::{ReadOptions, read};
    use liantu::report::{Block, Context, Figure, present};
    let folder = tempfile::tempdir().unwrap();
    e10::write(folder.path(), 0);
    let options = ReadOptions { focus: Some("合肥市".to_owned()), ..ReadOptions::default() };
    let graph = SupplyGraph::build(std::sync::Arc::new(read(folder.path(), &options).unwrap().dataset));
    let scope = Scope { focus: graph.dataset().about.focus, ..Scope::default() };
    let found = ego(&graph, &EgoOptions { scope, customers: 2, ..EgoOptions::default() }).unwrap();
    // More than there is room for.
    assert!(found.members.len() > 60, "{}", found.members.len());
    let report = present(&Answer::Ego(Box::new(found)), &Context::default());
    let map = report.blocks.iter().find_map(|block| match block {
        Block::Figure(figure @ Figure::Tiers(map)) => Some((figure, map)),
        _ => None,
    });
    let (figure, map) = map.unwrap();
    assert!(map.boxes.len() <= 60, "{}", map.boxes.len());
    let svg = liantu::render::figure::svg(figure).unwrap();
    assert_eq!(svg, liantu::render::figure::svg(figure).unwrap());
}
