//! Whom to recruit: scenario E7 as files against a ranking by trying everything, hostile data, and laws.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Economy, Make, at, wan};
use liantu::analysis::priority::PriorityOptions;
use liantu::analysis::scope::{Scope, TierName};
use liantu::analysis::target::{
    Absence, OriginKind, Relation, Target, TargetKind, TargetOptions, TargetRow, Unfit, target,
};
use liantu::analysis::{Error, Request, SplitOptions, split};
use liantu::app::Session;
use liantu::app::session::Policy;
use liantu::graph::SupplyGraph;
use liantu::ingest::ReadOptions;
use liantu::model::{Amount, AreaCode, CostEntry, Location};
use liantu::report::table::{Cell, Reason};
use liantu::report::{Lang, Report};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const FOCUS: AreaCode = AreaCode(341300);

fn e7() -> Session {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/target/e7");
    Session::open(&folder, &ReadOptions::default(), &Policy::default()).unwrap()
}

fn asked(session: &Session, options: TargetOptions) -> Target {
    target(&session.graph, &TargetOptions { scope: session.scope(None, None), ..options }).unwrap()
}

fn options() -> TargetOptions {
    TargetOptions { scope: Scope { focus: Some(FOCUS), ..Scope::default() }, ..TargetOptions::default() }
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/target/e7").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// The least cut over all sets of sellers: what spare capacity could serve where everybody may meet but a firm itself.
fn served(spare: &[(&str, i64)], wanted: &[(&str, i64)]) -> i64 {
    let cut = |kept: u32| -> i64 {
        let is_kept = |at: usize| kept >> at & 1 == 1;
        let cut_off: i64 = (0..spare.len()).filter(|at| !is_kept(*at)).map(|at| spare[at].1).sum();
        let reached = |buyer: &str| (0..spare.len()).any(|at| is_kept(at) && spare[at].0 != buyer);
        cut_off + wanted.iter().filter(|(buyer, _)| reached(buyer)).map(|(_, units)| units).sum::<i64>()
    };
    (0..1 << spare.len()).map(cut).min().unwrap_or(0)
}

#[test]
fn the_ranking_of_e7_is_that_of_trying_everything() {
    // The oracle reads the files itself; amounts in 万元, of which all are whole.
    let firms = rows("企业.csv");
    let place: BTreeMap<&str, &str> = firms.iter().map(|row| (row[1].as_str(), row[2].as_str())).collect();
    let id: BTreeMap<&str, &str> = firms.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    let is_here = |firm: &str| place[firm].starts_with("宿州市");
    let lines = rows("采购.csv");
    let outside: Vec<&Vec<String>> =
        lines.iter().filter(|row| is_here(&row[0]) && (row[1].is_empty() || !is_here(&row[1]))).collect();
    let capacities = rows("产能.csv");
    let mut found: BTreeMap<&str, (i64, BTreeSet<&str>)> = BTreeMap::new();
    for candidate in outside.iter().map(|row| row[1].as_str()).filter(|firm| !firm.is_empty() && *firm != "D5") {
        let mut total = (0, BTreeSet::new());
        for product in outside.iter().map(|row| row[3].as_str()).collect::<BTreeSet<_>>() {
            let makes = |row: &&Vec<String>| row[1] == product && is_here(id[row[0].as_str()]);
            let spare: Vec<(&str, i64)> =
                capacities.iter().filter(makes).map(|row| (id[row[0].as_str()], row[4].parse().unwrap())).collect();
            let wanted = |without: &str| -> Vec<(&str, i64)> {
                let of = |row: &&&Vec<String>| row[3] == product && row[1] != without;
                let amount = |row: &Vec<String>| row[4].parse().unwrap_or(0);
                outside.iter().filter(of).map(|row| (row[0].as_str(), amount(row))).collect()
            };
            let (all, without) = (wanted("nobody"), wanted(candidate));
            let sum = |wanted: &[(&str, i64)]| wanted.iter().map(|(_, units)| units).sum::<i64>();
            let brings = sum(&all) - sum(&without) + served(&spare, &without) - served(&spare, &all);
            total.0 += brings;
            let unpriced = outside.iter().any(|row| row[1] == candidate && row[3] == product && row[4].is_empty());
            if brings > 0 || unpriced {
                let buyers = outside.iter().filter(|row| row[1] == candidate && row[3] == product);
                total.1.extend(buyers.map(|row| row[0].as_str()));
            }
        }
        found.insert(candidate, total);
    }
    let mut oracle: Vec<(&str, i64, usize)> =
        found.into_iter().map(|(firm, (yuan, buyers))| (firm, yuan, buyers.len())).filter(|row| row.2 > 0).collect();
    oracle.sort_by(|a, b| b.1.cmp(&a.1).then(b.2.cmp(&a.2)).then(a.0.cmp(b.0)));
    let answer = asked(&e7(), TargetOptions::default());
    let told = |row: &TargetRow| (row.firm.id.to_string(), (row.capturable.unwrap_or(0.0) / 1e4) as i64, row.buyers);
    let told: Vec<_> = answer.suppliers.iter().map(told).collect();
    let oracle: Vec<_> = oracle.into_iter().map(|(firm, yuan, buyers)| (firm.to_owned(), yuan, buyers)).collect();
    assert_eq!(told, oracle);
    // And by hand: D3 and D4 tie in yuan and buyers, so the id decides; C4 could be replaced here altogether.
    let by_hand = [("C1", 7200, 3), ("C3", 5000, 2), ("D3", 5000, 2), ("D4", 5000, 2), ("D1", 2500, 2)];
    assert!(oracle.iter().zip(by_hand).all(|(a, b)| (a.0.as_str(), a.1, a.2) == b), "{oracle:?}");
    assert_eq!(oracle[5], ("C2".to_owned(), 1500, 2));
    assert_eq!(oracle[6], ("D2".to_owned(), 800, 1));
    assert_eq!(oracle[7], ("D6".to_owned(), 0, 1));
    assert_eq!(oracle.len(), 8);
}

#[test]
fn each_row_of_e7_explains_itself() {
    let session = e7();
    let answer = asked(&session, TargetOptions::default());
    let first = &answer.suppliers[0];
    // Serves 3 of 4 leaders, 7,200 万元, and is the only source of two purchases.
    assert_eq!((&*first.firm.id, first.leaders, answer.leaders, first.sole_sources), ("C1", 3, 4, 2));
    assert_eq!(first.products[0].figure.to_string(), "gap/电控/2024");
    assert_eq!((first.capturable, first.dependency.value, first.front), (Some(7.2e7), Some(0.3), Some(1)));
    let customers: Vec<_> = (first.referrers.as_ref().unwrap().iter())
        .map(|referrer| (&*referrer.firm.id, matches!(referrer.relation, Relation::Customer { .. })))
        .collect();
    assert_eq!(customers[..3], [("A1", true), ("A2", true), ("A3", true)]);
    assert_eq!((customers[3], first.referrers.as_ref().unwrap()[0].firm.contact.is_some()), (("B2", false), true));
    let steel = answer.suppliers.iter().find(|row| &*row.firm.id == "C2").unwrap();
    // B2 sells to the same buyer and belongs to the same group: the nearer tie is told.
    let of_group = steel.referrers.as_ref().unwrap().iter().find(|referrer| &*referrer.firm.id == "B2").unwrap();
    assert!(matches!(&of_group.relation, Relation::SharedCustomers { count: 1, customer } if &*customer.id == "A1"));
    let told = session.report(
        &session
            .answer(&Request::Target(TargetOptions { scope: session.scope(None, None), ..TargetOptions::default() }))
            .unwrap(),
        Lang::Zh,
    );
    let told = format!("{:?}", told.blocks);
    assert!(told.contains("供货") && !told.contains("等 1 家"), "one shared customer is not several");
    // Unpriced lines are no zero.
    let seal = answer.suppliers.iter().find(|row| &*row.firm.id == "D6").unwrap();
    assert_eq!((seal.capturable, seal.unpriced_lines, seal.sold), (None, 1, None));
    let left_out: Vec<_> = (answer.left_out.iter())
        .map(|row| (&*row.firm.id, row.why, row.sellers.iter().map(|seller| &*seller.id).collect::<Vec<_>>()))
        .collect();
    assert_eq!(left_out, [("C4", Unfit::Bridgeable, vec!["B1"]), ("D5", Unfit::Trader, vec![])]);
    let maker = &answer.makers[0];
    assert_eq!((&*maker.firm.id, maker.kind, maker.fit), ("E2", TargetKind::Maker, Some(4e7)));
    let second = &answer.second_tier[0];
    // 30 % of what C1 sells goes to leaders here; D2 has no revenue, and all that it is recorded to sell does.
    assert_eq!((&*second.firm.id, second.value), ("E1", 3e7 * 0.3 + 5e6));
    assert_eq!(second.through.iter().map(|via| via.of_revenue).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn the_tree_of_e7_goes_from_origin_to_candidate_and_counts_once() {
    let answer = asked(&e7(), TargetOptions::default());
    let name = |at: usize| answer.origins[at].name.as_deref().unwrap_or("elsewhere").to_owned();
    let told: Vec<_> = answer.tree.iter().map(|group| (name(group.origin), group.candidates, group.value)).collect();
    let expected =
        [("沪苏浙", 4, 1.67e8), ("长三角", 2, 5e7), ("珠三角", 1, 8e6), ("京津冀", 1, 5e7), ("elsewhere", 1, 2.5e7)];
    let expected: Vec<_> = expected.iter().map(|(name, count, yuan)| ((*name).to_owned(), *count, *yuan)).collect();
    // C1 7200, C2 1500, and 5000 of motors, which C3 brings and E2 could: not 9000.
    assert_eq!(told, [("沪苏浙".to_owned(), 4, 1.37e8)].into_iter().chain(expected[1..].to_vec()).collect::<Vec<_>>());
    let first = &answer.tree[0].chains[0];
    assert_eq!(first.chain.as_deref(), Some("合成汽车链"));
    let leaders: Vec<_> = first.leaders.iter().map(|group| &*group.leader.as_ref().unwrap().id).collect();
    assert_eq!(leaders, ["A1", "A2"]);
    let motors = &first.leaders[1].products[0];
    let leaves: Vec<_> = motors.candidates.iter().map(|leaf| (&*leaf.firm.id, leaf.value)).collect();
    assert_eq!((leaves, motors.value), (vec![("C3", Some(5e7)), ("E2", Some(4e7))], Some(5e7)));
    let best: Vec<_> = answer.assignment.iter().map(|pair| (&*pair.firm.id, &*pair.product.name)).collect();
    assert!(
        best.contains(&("C3", "电机")) && best.contains(&("C1", "电控")) && !best.iter().any(|pair| pair.0 == "E2")
    );
}

#[test]
fn options_change_order_exclude_and_price() {
    let session = e7();
    let excluded =
        TargetOptions { exclude: vec!["合成子 电控".into(), "查无此企".into()], ..TargetOptions::default() };
    let answer = asked(&session, excluded);
    assert_eq!(&*answer.suppliers[0].firm.id, "C3");
    assert!(answer.left_out.iter().any(|row| &*row.firm.id == "C1" && row.why == Unfit::Excluded));
    assert_eq!(answer.unknown_exclusions, ["查无此企"]);
    let origins =
        TargetOptions { origins: vec!["湖北省".into(), "京津冀+广东省".into()], ..TargetOptions::default() };
    let answer = asked(&session, origins);
    let ranks: Vec<_> = answer.origins.iter().map(|class| (class.name.as_deref(), class.rank)).collect();
    assert_eq!(ranks[..3], [(Some("湖北省"), 1), (Some("京津冀"), 2), (Some("广东省"), 2)]);
    assert_eq!((answer.tree[0].candidates, answer.origins[3].kind, ranks[3].1), (1, OriginKind::Elsewhere, 3));
    let cost = |firm: &str, product: Option<&str>, cost| CostEntry {
        place: String::new(),
        firm: firm.into(),
        product: product.map(Into::into),
        cost,
    };
    let costs = vec![cost("C1", None, 7.2e6), cost("合成丑钢管", Some("轴承钢管"), 3e7), cost("D6", None, 1.0)];
    let answer = asked(&session, TargetOptions { costs, ..TargetOptions::default() });
    let even = |id: &str| answer.suppliers.iter().find(|row| &*row.firm.id == id).unwrap().break_even;
    assert_eq!((even("C1").value, even("C2").value), (Some(0.1), Some(2.0)));
    assert_eq!((even("D6").absent, even("C3").absent), (Some(Absence::NoAmount), Some(Absence::NoCost)));
    for faulty in [
        TargetOptions { origins: vec!["查无此地".into()], ..options() },
        TargetOptions { costs: vec![cost("查无此企", None, 1.0)], ..options() },
        TargetOptions { costs: vec![cost("C1", Some("查无此品"), 1.0)], ..options() },
    ] {
        assert!(matches!(target(&session.graph, &faulty), Err(Error::UnknownName { .. })));
    }
}

#[test]
fn nothing_to_recruit_is_an_empty_answer() {
    let here = |amount| {
        let economy =
            Economy::default().focus(FOCUS.0).leader("a", at(341324)).firm("b", at(341323)).firm("c", at(320205));
        economy.buys("a", "b", "k", wan(1.0)).buys("a", "c", "m", amount).graph()
    };
    let none = target(&Economy::default().focus(FOCUS.0).graph(), &options()).unwrap();
    assert!(none.suppliers.is_empty() && none.tree.is_empty() && none.gaps.is_empty());
    let zero = target(&here(wan(0.0)), &options()).unwrap();
    assert!(zero.suppliers.is_empty(), "a purchase of zero is no purchase");
    let missing = target(&here(Amount::Missing), &options()).unwrap();
    assert_eq!((missing.suppliers.len(), missing.suppliers[0].capturable, missing.total.suppliers), (1, None, 0.0));
    assert_eq!((missing.gaps.len(), missing.gaps[0].unpriced_lines, missing.tree[0].candidates), (1, 1, 1));
    assert_eq!((missing.gaps[0].outside, missing.gaps[0].to_recruit), (None, None), "unknown is not zero");
    let huge = target(&here(Amount::Known(1e15)), &options()).unwrap();
    assert_eq!(huge.suppliers[0].capturable, Some(1e15));
}

#[test]
fn a_firm_that_is_here_or_nowhere_is_no_outside_candidate() {
    let economy = Economy::default().focus(FOCUS.0).leader("a", at(341324)).firm("here", at(341323));
    let economy = economy.firm("nowhere", Location::UNKNOWN).firm("abroad", abroad());
    let economy =
        economy.buys("a", "here", "k", wan(1.0)).buys("a", "nowhere", "k", wan(2.0)).buys("a", "abroad", "k", wan(3.0));
    let answer = target(&economy.graph(), &options()).unwrap();
    let told: Vec<_> = answer.suppliers.iter().map(|row| (&*row.firm.id, answer.origins[row.origin].kind)).collect();
    assert_eq!(told, [("abroad", OriginKind::Abroad)]);
    assert_eq!(answer.suppliers[0].distance.absent, Some(Absence::NoPlace));
}

fn abroad() -> Location {
    Location { abroad: Some("德国".into()), ..Location::UNKNOWN }
}

const PLACES: [u32; 8] = [341324, 341323, 341302, 340102, 320205, 440305, 310115, 110105];

/// A purchase: buyer, supplier, product, amount (none: missing).
type Line = (usize, usize, usize, Option<u32>);

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let amount = prop_oneof![5 => (0u32..5000).prop_map(Some), 1 => Just(None)];
    prop::collection::vec((0usize..4, 0usize..9, 0usize..3, amount), 0..30)
}

/// Firm, product, output, spare.
fn makes() -> impl Strategy<Value = Vec<(usize, usize, u32, u32)>> {
    prop::collection::vec((0usize..9, 0usize..3, 0u32..3000, 0u32..3000), 0..8)
}

fn economy(lines: &[Line], makes: &[(usize, usize, u32, u32)], label: impl Fn(usize) -> String) -> SupplyGraph {
    let mut economy = Economy::default().focus(FOCUS.0);
    for firm in 0..9 {
        let place = at(PLACES[firm % PLACES.len()]);
        let name = label(firm);
        economy = if firm < 2 { economy.leader(&name, place) } else { economy.firm(&name, place) };
    }
    for &(buyer, supplier, product, amount) in lines {
        let amount = amount.map_or(Amount::Missing, |amount| wan(f64::from(amount) / 8.0));
        economy = economy.buys(&label(buyer), &label(supplier), &format!("k{product}"), amount);
    }
    let mut made = BTreeSet::new();
    for &(firm, product, output, extra) in makes {
        let make =
            Make { output: Some(f64::from(output)), capacity: Some(f64::from(output + extra)), ..Make::default() };
        if made.insert((firm, product)) {
            economy = economy.makes(&label(firm), &format!("k{product}"), make);
        }
    }
    economy.input("k0", "k1").graph()
}

fn plain(firm: usize) -> String {
    format!("f{firm}")
}

proptest! {
    #[test]
    fn a_group_is_worth_no_more_than_its_members_nor_than_the_gap(lines in lines(), makes in makes(), county in any::<bool>()) {
        // With counties as tier some pairs are barred, which another way of reckoning serves.
        let tier = county.then_some(TierName::County);
        let graph = economy(&lines, &makes, plain);
        let asked = TargetOptions { tier: tier.clone(), ..options() };
        let answer = target(&graph, &asked).unwrap();
        let parts = split(&graph, &SplitOptions { scope: asked.scope.clone(), tier, ..SplitOptions::default() }).unwrap();
        let total = &answer.total;
        prop_assert!((total.to_recruit - parts.total.to_recruit).abs() < 1e-6);
        prop_assert!((total.bridgeable - parts.total.bridgeable).abs() < 1e-6);
        prop_assert!(total.suppliers <= total.single + 1e-6 && total.suppliers <= total.all + 1e-6);
        prop_assert!(total.all <= total.to_recruit + 1e-6);
        let singles: f64 = answer.suppliers.iter().filter_map(|row| row.capturable).sum();
        prop_assert!((singles - total.single).abs() < 1e-6);
        for group in &answer.tree {
            prop_assert!(group.value <= group.single + 1e-6 && group.value <= total.all + 1e-6);
            for leaf in group.chains.iter().flat_map(|c| &c.leaders).flat_map(|l| &l.products).flat_map(|p| p.candidates.iter().map(move |leaf| (p, leaf))) {
                // One more candidate never lowers the group.
                prop_assert!(leaf.1.value.unwrap_or(0.0) <= leaf.0.value.unwrap_or(0.0) + 1e-6, "{leaf:?}");
            }
        }
    }

    #[test]
    fn what_a_move_brings_is_the_rise_of_the_ceiling(lines in lines(), makes in makes()) {
        let graph = economy(&lines, &makes, plain);
        let before = split(&graph, &SplitOptions { scope: options().scope, ..SplitOptions::default() }).unwrap().total;
        let answer = target(&graph, &options()).unwrap();
        for row in &answer.suppliers {
            let Some(capturable) = row.capturable else { continue };
            let moving: usize = row.firm.id[1..].parse().unwrap();
            let products: BTreeSet<&str> = row.products.iter().filter(|p| p.kind == TargetKind::Supplier).map(|p| &*p.product.id).collect();
            // The firm that moves sells the same from here: f2 stands in 埇桥区, makes nothing and buys nothing of its own.
            let mut dataset = graph.dataset().clone();
            let firm = dataset.firms.iter().position(|firm| firm.id.as_str() == format!("f{moving}")).unwrap();
            dataset.capabilities.retain(|made| made.firm.index() != firm);
            dataset.links.retain(|link| {
                let own = link.supplier.is_some_and(|supplier| supplier.index() == firm);
                link.buyer.index() != firm && (!own || products.contains(dataset.products[link.product.index()].id.as_str()))
            });
            let still = split(&SupplyGraph::build(std::sync::Arc::new(dataset.clone())), &SplitOptions { scope: options().scope, ..SplitOptions::default() }).unwrap().total;
            dataset.firms[firm].location = at(341302);
            let after = split(&SupplyGraph::build(std::sync::Arc::new(dataset)), &SplitOptions { scope: options().scope, ..SplitOptions::default() }).unwrap().total;
            let rise = (after.supplied + after.bridgeable) - (still.supplied + still.bridgeable);
            prop_assert!((rise - capturable).abs() < 1e-6, "{rise} {capturable} {before:?}");
        }
    }

    #[test]
    fn names_decide_nothing_but_ties(lines in lines(), makes in makes()) {
        let one = target(&economy(&lines, &makes, plain), &options()).unwrap();
        let relabelled = |firm: usize| format!("g{}", 8 - firm);
        let other = target(&economy(&lines, &makes, relabelled), &options()).unwrap();
        let told = |answer: &Target, back: &dyn Fn(usize) -> usize| {
            let mut rows: Vec<_> = (answer.suppliers.iter().chain(&answer.makers))
                .map(|row| {
                    let number: usize = row.firm.id[1..].parse().unwrap();
                    let yuan = |value: Option<f64>| value.map(|yuan| (yuan * 100.0).round() as i64);
                    (back(number), yuan(row.capturable), yuan(row.fit), row.buyers, row.leaders, row.sole_sources, row.front)
                })
                .collect();
            rows.sort();
            rows
        };
        prop_assert_eq!(told(&one, &|number| number), told(&other, &|number| 8 - number));
        prop_assert_eq!(&one.total, &other.total);
        let mut turned = lines.clone();
        turned.reverse();
        let again = target(&economy(&turned, &makes, plain), &options()).unwrap();
        prop_assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&again).unwrap());
    }
}

#[test]
fn the_request_is_answered_under_its_name() {
    let session = e7();
    let request = Request::Target(options());
    assert_eq!(request.name(), "target");
    let answer = session.answer(&request).unwrap();
    let text = session.json(&request, &answer, None, liantu::report::Lang::Zh);
    let read: serde_json::Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(read["schema"], "liantu/target/1");
    assert_eq!(read["answer"]["suppliers"][0]["firm"]["id"], "C1");
}

#[test]
fn the_data_set_says_where_to_look_first() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("说明.csv", "项目,内容\n本地范围,宿州市\n优先地区,湖北省、深圳+境外；查无此地 > 沪苏浙\n");
    write(
        "采购.csv",
        "采购方,供应商,来源地,产品,采购额(万元)\n甲,乙,湖北省,钢,1\n甲,丙,德国,钢,2\n甲,丁,杭州市,钢,4\n",
    );
    write("企业.csv", "企业名称,所在地\n甲,宿州市泗县\n乙,湖北省十堰市\n丙,德国\n丁,杭州市\n");
    let session = Session::open(folder.path(), &ReadOptions::default(), &Policy::default()).unwrap();
    let unknown: Vec<_> = (session.issues.iter())
        .filter(|issue| issue.code.as_str() == "unknown-place")
        .map(|issue| issue.details.iter().map(|detail| detail.to_string()).collect::<Vec<_>>())
        .collect();
    assert_eq!(unknown, [["查无此地"]]);
    let answer = asked(&session, TargetOptions::default());
    let listed: Vec<_> = answer.origins.iter().map(|class| (class.name.as_deref().unwrap_or(""), class.rank)).collect();
    let expected = [("湖北省", 1), ("广东省深圳市", 2), ("境外", 2), ("沪苏浙", 3), ("", 4), ("", 5), ("", 6)];
    assert_eq!(listed, expected);
    let of: Vec<_> = answer.suppliers.iter().map(|row| (&*row.firm.name, row.origin)).collect();
    assert_eq!(of, [("丁", 3), ("丙", 2), ("乙", 0)]);
}

#[test]
fn forms_of_costs_and_exclusions_are_read_strictly() {
    use liantu::ingest::form::{costs, firms};
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let read = costs(&path("c.csv", "企业,产品,费用(万元)\n甲,,3\n乙,钢,0.5\n")).unwrap();
    let told: Vec<_> = read.iter().map(|entry| (&*entry.firm, entry.product.as_deref(), entry.cost)).collect();
    assert_eq!(told, [("甲", None, 3e4), ("乙", Some("钢"), 5e3)]);
    let toml = costs(&path("c.toml", "[[cost]]\nfirm = '甲'\ncost = 3\n")).unwrap();
    assert_eq!((&*toml[0].firm, toml[0].cost), ("甲", 3e4));
    for faulty in ["企业,费用\n甲,\n", "企业,费用\n甲,-1\n", "企业,费用\n,1\n", "企业\n甲\n", ""] {
        assert!(costs(&path("f.csv", faulty)).is_err(), "{faulty}");
    }
    assert_eq!(firms(&path("x.csv", "失信名单\n企业名称,备注\n甲,2024\n乙,\n")).unwrap(), ["甲", "乙"]);
    assert!(firms(&path("y.csv", "备注\n甲\n")).is_err());
}

#[test]
fn a_place_known_to_its_city_has_a_distance_and_tells_suppliers_apart() {
    let coarse = |code: u32| Location { point: None, ..at(code) };
    let graph = |firms: &[(&str, Location)]| {
        let economy = Economy::default().focus(FOCUS.0).leader("a", coarse(341324));
        let each = firms.iter().zip([3.0, 2.0, 1.0, 0.5, 0.25]);
        let add = |economy: Economy, ((name, place), amount): (&(&str, Location), f64)| {
            economy.firm(name, place.clone()).buys("a", name, "k", wan(amount))
        };
        each.fold(economy, add).graph()
    };
    let firms = [
        ("near", coarse(340300)),
        ("far", coarse(440300)),
        ("wide", coarse(330000)),
        ("abroad", abroad()),
        ("wider", coarse(420000)),
    ];
    let answer = target(&graph(&firms[..2]), &options()).unwrap();
    let row = |answer: &Target, id: &str| answer.suppliers.iter().find(|row| &*row.firm.id == id).unwrap().clone();
    let (near, far) = (row(&answer, "near"), row(&answer, "far"));
    assert!(near.distance.value.unwrap() < 100.0 && far.distance.value.unwrap() > 1000.0);
    assert_eq!((near.front, far.front), (Some(1), Some(2)));
    // Nobody has a revenue.
    assert_eq!(answer.hardly_known, ["dependency"]);
    // A province is too wide; of three distances one is missing, of five three are.
    let answer = target(&graph(&firms[..3]), &options()).unwrap();
    assert_eq!((row(&answer, "wide").distance.absent, answer.hardly_known.len()), (Some(Absence::NoPlace), 1));
    let weighed = PriorityOptions { composite: true, draws: 10, ..PriorityOptions::default() };
    let answer = target(&graph(&firms), &TargetOptions { order: weighed, ..options() }).unwrap();
    assert_eq!(answer.hardly_known, ["dependency", "distance"]);
    assert_eq!(answer.weighed.unwrap().left_out, answer.hardly_known);
}

/// Value and note of the headline of files.
fn headline(files: &[(&str, &str)], exclude: &[&str]) -> (Cell, String, Report) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let session = Session::open(folder.path(), &ReadOptions::default(), &Policy::default()).unwrap();
    let exclude = exclude.iter().map(|name| (*name).to_owned()).collect();
    let asked = TargetOptions { scope: session.scope(None, None), exclude, ..TargetOptions::default() };
    let report = session.report(&session.answer(&Request::Target(asked)).unwrap(), Lang::Zh);
    (report.key_figures[0].value.clone(), report.key_figures[0].note.clone(), report)
}

#[test]
fn the_headline_tells_unknown_from_nothing() {
    let focus = ("说明.csv", "项目,内容\n本地范围,宿州市\n");
    let firms = ("企业.csv", "企业名称,所在地\n甲,宿州市泗县\n乙,宿州市灵璧县\n丙,杭州市\n");
    let (value, note, _) =
        headline(&[focus, firms, ("采购.csv", "采购方,供应商,产品,采购额(万元)\n甲,乙,钢,1\n")], &[]);
    assert_eq!(value, Cell::Missing(Reason::NothingOutside));
    assert!(note.contains("没有购自外地的") && note.contains("缺金额 0 行"), "{note}");
    let unpriced = "采购方,供应商,产品,采购额(万元)\n甲,丙,钢,\n乙,丙,钢,\n甲,乙,铝,\n";
    let (value, note, _) = headline(&[("采购.csv", unpriced)], &[]);
    assert_eq!(value, Cell::Missing(Reason::NotIdentified));
    assert!(note.contains("缺金额 3 行") && !note.contains("0 万元"), "{note}");
    let (value, note, _) = headline(&[focus, firms, ("采购.csv", unpriced)], &[]);
    assert_eq!(value, Cell::Missing(Reason::NotIdentified));
    assert!(note.contains("缺金额 3 行，其中确知购自外地 2 行") && !note.contains("0 万元"), "{note}");
    // What no supplier that can be called brings is a part of the whole; a name that nobody bears is told.
    let lines = "采购方,供应商,产品,采购额(万元),来源地\n甲,丙,钢,3,\n甲,,钢,2,杭州市\n";
    let (value, note, report) = headline(&[focus, firms, ("采购.csv", lines)], &["查无此企"]);
    assert_eq!(value, Cell::Number(3e4));
    assert!(note.contains("须招引 5 万元，其中 2 万元没有可招引的具名供应商"), "{note}");
    assert!(report.notes.iter().any(|note| note.contains("查无此企")));
}
