//! What projects change: the worked example from files, brute force, laws, and what people hand in.
#![allow(clippy::unwrap_used, clippy::float_cmp, missing_docs)]

mod common;

use common::{Economy, Make, at, wan};
use liantu::analysis::gap::{GapType, Trigger};
use liantu::analysis::project::ProjectChoice;
use liantu::analysis::rate::{Basis, RateLevel, RateOptions, rate};
use liantu::analysis::risk::cascade::Replaceability;
use liantu::analysis::risk::{RiskOptions, risk};
use liantu::analysis::scope::Scope;
use liantu::analysis::whatif::{Mode, Nothing, Runs, Verdict, WhatIf, WhatIfOptions, built, whatif};
use liantu::graph::SupplyGraph;
use liantu::ingest::{Error, ReadOptions, SourceFile, read_files};
use liantu::model::{Amount, AreaCode, Nearness, ProjectEntry, Tier};
use std::collections::BTreeMap;
use std::sync::Arc;

const WAN: f64 = 1e4;

fn graph(files: &[(&str, &str)]) -> SupplyGraph {
    let file = |(name, text): &(&str, &str)| {
        Ok::<_, Error>(SourceFile {
            name: (*name).into(),
            shown: (*name).into(),
            group: 0,
            bytes: text.as_bytes().to_vec(),
        })
    };
    let read = read_files("memory", files.iter().map(file), &ReadOptions::default()).unwrap();
    SupplyGraph::build(Arc::new(read.dataset))
}

/// Example 6 of the methods with places: F4, F5 and F6 stand in 宿州, the others elsewhere.
const EXAMPLE: [(&str, &str); 5] = [
    (
        "企业.csv",
        "企业名称,企业ID,生产地\n合成甲,F1,江苏省苏州市昆山市\n合成乙,F2,江苏省无锡市江阴市\n合成丙,F3,湖北省十堰市\n\
         合成丁,F4,安徽省宿州市灵璧县\n合成戊,F5,安徽省宿州市泗县\n合成己,F6,安徽省宿州市灵璧县\n",
    ),
    (
        "采购.csv",
        "供应商,采购方,产品,采购额(万元),年份\nF1,F3,合成a,60,2024\nF2,F3,合成a,40,2024\nF2,F6,合成a,200,2024\n\
         F3,F5,合成b,150,2024\nF4,F5,合成c,50,2024\n",
    ),
    ("投入.csv", "产品,投入品,必需\n合成b,合成a,是\n合成d,合成b,是\n合成e,合成a,是\n合成d,合成c,否\n"),
    ("产能.csv", "企业,产品\nF5,合成d\nF6,合成e\n"),
    (
        "企业年度.csv",
        "企业,年份,营业收入(万元)\nF1,2024,60\nF2,2024,240\nF3,2024,150\nF4,2024,50\nF5,2024,400\nF6,2024,500\n",
    ),
];

const SUZHOU: AreaCode = AreaCode(341_300);

fn suzhou() -> Scope {
    Scope { focus: Some(SUZHOU), ..Scope::default() }
}

fn entry(name: &str, product: &str, capacity: Option<f64>) -> ProjectEntry {
    ProjectEntry {
        name: name.into(),
        products: vec![product.into()],
        capacity: capacity.map(|wan| wan * WAN),
        at: Some("宿州市泗县".into()),
        ..ProjectEntry::default()
    }
}

fn options(entries: Vec<ProjectEntry>) -> WhatIfOptions {
    let projects = ProjectChoice { entries: Some(entries), names: Vec::new() };
    WhatIfOptions { scope: suzhou(), projects, ..WhatIfOptions::default() }
}

fn ask(graph: &SupplyGraph, entries: Vec<ProjectEntry>) -> WhatIf {
    whatif(graph, &options(entries)).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{found} instead of {expected}");
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 5e-5, "{found} is not {expected}");
}

/// Example 7, golden G2: from the files of Example 6 and a project of 60.
#[test]
fn example_7_from_files() {
    for epsilon in [Some(0.01), None] {
        let graph = graph(&EXAMPLE);
        let options = WhatIfOptions { epsilon, ..options(vec![entry("合成庚", "合成b", Some(60.0))]) };
        let answer = whatif(&graph, &options).unwrap();
        let rates = &answer.together.rate;
        // F5 and F6 buy 400 in all, of which F4's 50 are local; F5 alone 50/200 before and 110/200 after.
        near(rates.before.unwrap(), 50.0 / 400.0);
        near(rates.captured.unwrap(), 110.0 / 400.0);
        // The plant buys 24 and 16 outside.
        near(rates.after.unwrap(), 110.0 / 440.0);
        let of_f5 = answer.rates.iter().find(|row| row.level == RateLevel::Firm && &*row.id == "F5").unwrap();
        near(of_f5.before.value.unwrap(), 0.25);
        near(of_f5.after.value.unwrap(), 0.55);
        near(of_f5.change.unwrap(), 0.30);
        let esri = |id: &str| {
            let row = answer.losses.iter().find(|row| &*row.firm.id == id).unwrap();
            (row.before.map(|loss| loss.esri), row.after.map(|loss| loss.esri))
        };
        let (before, after) = esri("F3");
        close(before.unwrap(), 0.4643);
        close(after.unwrap(), 0.2786);
        let (before, after) = esri("project:1");
        assert_eq!(before, None);
        close(after.unwrap(), 0.1476);
        // Nobody else's failure changes: F1 0.1018, F2 0.6857, F4 0.1071, F5 and F6 0.5.
        assert_eq!(answer.losses.len(), 2, "{:?}", answer.losses);
        let expected = answer.together.expected.unwrap();
        let before: f64 = [0.1018, 0.6857, 0.4643, 0.1071, 0.5, 0.5].iter().sum();
        let after: f64 = [0.1018, 0.6857, 0.2786, 0.1071, 0.5, 0.5, 0.1476].iter().sum();
        assert!((expected.before / WAN / 1400.0 / 0.01 - before).abs() < 3e-4);
        assert!((expected.after / WAN / 1400.0 / 0.01 - after).abs() < 3e-4);
        assert_eq!(
            (expected.verdict, expected.given, expected.cases, expected.cases_after),
            (Verdict::Better, false, 6, 7)
        );
        // [WI-4]: 60 captured, 24 + 16 bought outside.
        let [project] = &answer.projects[..] else { panic!() };
        near(project.net.value.unwrap() / WAN, 20.0);
        near(project.bought.outside / WAN, 40.0);
        assert_eq!((project.runs, project.nothing, project.buyers), (Runs::New, None, 1));
        assert_eq!(project.recipe_known, Some(1.0));
        let bought: Vec<(String, f64)> = answer
            .purchases
            .iter()
            .map(|row| (row.supplier.as_ref().unwrap().id.to_string(), (row.amount / WAN).round()))
            .collect();
        assert_eq!(bought, [("F1".to_owned(), 24.0), ("F2".to_owned(), 16.0)]);
    }
}

/// G2 whole: the data with the project built give the figures of the methods under every rule of replaceability.
#[test]
fn the_data_with_the_project_give_golden_g2() {
    let after = built(&graph(&EXAMPLE), &options(vec![entry("合成庚", "合成b", Some(60.0))])).unwrap();
    let golden = [
        (Replaceability::Paper, [0.0851, 0.6705, 0.2786, 0.1071, 0.5, 0.5, 0.1476]),
        (Replaceability::Conservative, [0.1018, 0.6857, 0.2786, 0.1071, 0.5, 0.5, 0.1476]),
        (Replaceability::Off, [0.2786, 0.6857, 0.2786, 0.1071, 0.5, 0.5, 0.1857]),
    ];
    for (rule, expected) in golden {
        let rules = RiskOptions { epsilon: Some(0.01), replaceability: Some(rule), ..RiskOptions::default() };
        let answer = risk(&after, &rules).unwrap();
        near(answer.ground.size / WAN, 1400.0);
        for (id, esri) in ["F1", "F2", "F3", "F4", "F5", "F6", "project:1"].iter().zip(expected) {
            close(answer.firms.iter().find(|row| &*row.firm.id == *id).unwrap().esri.unwrap(), esri);
        }
    }
    let amounts: Vec<(String, String, f64)> = (after.flows().iter())
        .map(|flow| {
            let seller = after.supplier_firm(flow).unwrap();
            let name = |firm| after.dataset().firm(firm).id.to_string();
            (name(seller), name(flow.buyer), (flow.amount / WAN * 1e6).round() / 1e6)
        })
        .collect();
    let flow = |(from, to, amount): (&str, &str, f64)| (from.to_owned(), to.to_owned(), amount);
    let expected = [
        ("F1", "F3", 36.0),
        ("F2", "F3", 24.0),
        ("F3", "F5", 90.0),
        ("project:1", "F5", 60.0),
        ("F4", "F5", 50.0),
        ("F2", "F6", 200.0),
        ("F1", "project:1", 24.0),
        ("F2", "project:1", 16.0),
    ];
    assert_eq!(amounts, expected.map(flow));
}

/// A number from 0 to `below`, always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

const NEAR: [u32; 3] = [341_302, 341_323, 341_324];
const FAR: [u32; 5] = [320_583, 110_105, 440_305, 650_102, 340_104];

/// Buyers here, suppliers here and elsewhere, who buy from each other; amounts in 万元, some lines without.
fn random(seed: u64, rename: &dyn Fn(usize) -> String) -> SupplyGraph {
    let mut dice = Dice(seed);
    let (count, items) = (12, ["p", "q", "r"]);
    let mut economy = Economy::default().focus(SUZHOU.0);
    let mut places = Vec::new();
    for firm in 0..count {
        let place =
            if firm < 4 || dice.roll(3) == 0 { NEAR[dice.roll(3) as usize] } else { FAR[dice.roll(5) as usize] };
        places.push(place);
        economy = economy.firm(&rename(firm), at(place));
    }
    for firm in 0..count {
        if dice.roll(2) == 0 {
            economy = economy.books(&rename(firm), Some(5_000.0 + dice.roll(9_000) as f64), Some(3_000.0));
        }
    }
    for _ in 0..40 {
        let (buyer, seller) = (dice.roll(count as u64) as usize, dice.roll(count as u64) as usize);
        let amount = if dice.roll(8) == 0 { Amount::Missing } else { wan(1.0 + dice.roll(40_000) as f64 / 100.0) };
        let item = items[dice.roll(3) as usize];
        economy = match dice.roll(6) {
            0 => economy.buys_from(&rename(buyer), at(FAR[dice.roll(5) as usize]), item, amount),
            _ => economy.buys_in(&rename(buyer), &rename(seller), item, amount, None),
        };
    }
    economy.graph()
}

fn plain(firm: usize) -> String {
    format!("f{firm:02}")
}

/// Yuan that each buyer here buys of a product by nearness, and by supplier node with its distance.
type Bought = BTreeMap<(String, String), Vec<(Nearness, f64, f64)>>;

fn bought(graph: &SupplyGraph) -> Bought {
    let mut sums = Bought::new();
    for flow in graph.flows().iter().filter(|flow| suzhou().holds(graph, None, flow) && flow.amount > 0.0) {
        let names =
            (graph.dataset().firm(flow.buyer).id.to_string(), graph.dataset().product(flow.product).id.to_string());
        let (from, to) = (graph.place(flow), graph.buyer_place(flow));
        let km = from.point.zip(to.point).map_or(0.0, |(a, b)| a.distance_km(b));
        sums.entry(names).or_default().push((Tier::Area(SUZHOU).near(from, to), km, flow.amount));
    }
    sums
}

fn sum(rows: &[(Nearness, f64, f64)], asked: Nearness) -> f64 {
    rows.iter().filter(|row| row.0 == asked).map(|row| row.2).sum()
}

/// [WI-1] by brute force: what is bought outside, farthest first, up to the capacity.
#[test]
fn import_first_is_what_brute_force_says() {
    for seed in 0..60 {
        let graph = random(seed, &plain);
        for capacity in [None, Some(0.01), Some(100.0), Some(700.0)] {
            let after = bought(&built(&graph, &options(vec![entry("x", "p", capacity)])).unwrap());
            let before = bought(&graph);
            let mut lots: Vec<(f64, (String, String), f64)> = Vec::new();
            for (key, rows) in before.iter().filter(|(key, _)| key.1 == "p") {
                let far = rows.iter().filter(|row| row.0 == Nearness::Far);
                lots.extend(far.map(|row| (row.1, key.clone(), row.2)));
            }
            lots.sort_by(|a, b| b.0.total_cmp(&a.0));
            let mut left = capacity.map_or(f64::INFINITY, |wan| wan * WAN);
            let mut takes: BTreeMap<(String, String), f64> = BTreeMap::new();
            for class in lots.chunk_by(|a, b| a.0 == b.0) {
                let whole: f64 = class.iter().map(|lot| lot.2).sum();
                let part = (left / whole).min(1.0);
                class.iter().for_each(|lot| *takes.entry(lot.1.clone()).or_insert(0.0) += lot.2 * part);
                left -= whole * part;
            }
            for (key, rows) in before.iter().filter(|(key, _)| key.1 == "p") {
                let (now, taken) = (&after[key], takes.get(key).copied().unwrap_or(0.0));
                let demand = |rows: &[(Nearness, f64, f64)]| rows.iter().map(|row| row.2).sum::<f64>();
                // Whole fen: rounding moves at most one for each flow.
                assert!((sum(now, Nearness::Near) - sum(rows, Nearness::Near) - taken).abs() < 0.2, "{seed} {key:?}");
                near(sum(now, Nearness::Unknown), sum(rows, Nearness::Unknown));
                near(demand(now), demand(rows));
            }
        }
    }
}

/// Whatever the mode: nothing is made, demand stays, limits hold, and the answer is what the questions say of both data.
#[test]
fn sizes_are_moved_and_not_made() {
    for seed in 0..40 {
        let graph = random(seed, &plain);
        for (mode, cap) in [(Mode::ImportFirst, None), (Mode::RiskFirst, Some(0.5)), (Mode::Proportional, None)] {
            let projects = vec![entry("x", "p", Some(300.0)), entry("y", "p", Some(200.0)), entry("z", "q", None)];
            let options = WhatIfOptions { mode, cap, ..options(projects) };
            let (answer, after) = (whatif(&graph, &options).unwrap(), built(&graph, &options).unwrap());
            let size = |graph: &SupplyGraph| risk(graph, &RiskOptions::default()).unwrap().ground.size;
            near(size(&after), size(&graph));
            let lines = |graph: &SupplyGraph| graph.flows().iter().map(|flow| flow.unpriced).sum::<u32>();
            assert_eq!(lines(&after), lines(&graph));
            for project in &answer.projects {
                assert!(project.sold <= project.project.capacity.unwrap_or(f64::INFINITY) + 0.01);
                near(project.taken.sum(), project.sold);
                assert_eq!(project.nothing.is_some(), project.sold == 0.0);
            }
            if mode == Mode::ImportFirst {
                assert!(answer.together.taken.near == 0.0 && answer.together.taken.unknown == 0.0);
            }
            let (before, now) = (bought(&graph), bought(&after));
            for (key, rows) in &before {
                let demand = |rows: &[(Nearness, f64, f64)]| rows.iter().map(|row| row.2).sum::<f64>();
                // Whoever is crowded out needs less itself.
                let after = now.get(key).map(Vec::as_slice).unwrap_or_default();
                assert!(demand(after) <= demand(rows) * (1.0 + 1e-9));
                assert!(mode != Mode::ImportFirst || demand(after) >= demand(rows) * (1.0 - 1e-9));
            }
            if let Some(cap) = cap {
                for flow in after.flows() {
                    let seller = after.supplier_firm(flow).map(|firm| after.dataset().firm(firm).id.to_string());
                    let buyer = after.dataset().firm(flow.buyer).id.to_string();
                    if let Some(rows) = before.get(&(buyer, after.dataset().product(flow.product).id.to_string())) {
                        let whole: f64 = rows.iter().map(|row| row.2).sum();
                        let is_plant = seller.is_some_and(|seller| seller.starts_with("project:"));
                        assert!(!is_plant || flow.amount <= cap * whole + 0.01, "{seed}");
                    }
                }
            }
            let asked =
                RateOptions { scope: suzhou(), tiers: vec!["area:341300".parse().unwrap()], ..RateOptions::default() };
            let [old, new] = [&graph, &after].map(|graph| rate(graph, &asked).unwrap());
            for change in answer.rates.iter().filter(|change| change.level == RateLevel::Firm) {
                let of = |rate: &liantu::analysis::Rate| {
                    let is_it = |row: &&liantu::analysis::rate::RateRow| {
                        (row.level, row.basis) == (RateLevel::Firm, Basis::Amount) && row.id == change.id
                    };
                    rate.rows.iter().find(is_it).and_then(|row| row.measure.value)
                };
                assert_eq!((change.before.value, change.after.value), (of(&old), of(&new)));
            }
        }
    }
}

/// Other names and another order of rows change nothing but ids.
#[test]
fn names_decide_nothing() {
    for seed in 0..20 {
        let reversed = |firm: usize| format!("g{:02}", 99 - firm);
        let (one, other) = (random(seed, &plain), random(seed, &reversed));
        for mode in [Mode::ImportFirst, Mode::RiskFirst, Mode::Proportional] {
            let ask = |graph: &SupplyGraph| {
                whatif(graph, &WhatIfOptions { mode, ..options(vec![entry("x", "p", Some(250.0))]) }).unwrap()
            };
            let (a, b) = (ask(&one), ask(&other));
            near(a.together.sold, b.together.sold);
            near(a.together.taken.near, b.together.taken.near);
            near(a.together.expected.unwrap().after, b.together.expected.unwrap().after);
            let by_name = |answer: &WhatIf| -> Vec<f64> {
                let mut lost: Vec<f64> = answer.displaced.iter().map(|row| row.lost).collect();
                lost.sort_by(f64::total_cmp);
                lost
            };
            for (a, b) in by_name(&a).into_iter().zip(by_name(&b)) {
                assert!((a - b).abs() < 0.1, "{seed} {mode:?}: {a} {b}");
            }
        }
    }
}

#[test]
fn two_projects_share_what_there_is_and_each_alone_takes_it_all() {
    let graph = graph(&EXAMPLE);
    let answer = ask(&graph, vec![entry("一", "合成b", Some(100.0)), entry("二", "合成b", Some(200.0))]);
    let sold: Vec<f64> = answer.projects.iter().map(|project| (project.sold / WAN).round()).collect();
    // A capacity above all that is bought weighs no more than that: 100 to 150.
    assert_eq!(sold, [60.0, 90.0]);
    let alone: Vec<f64> = answer.alone.iter().map(|alone| alone.does.sold / WAN).collect();
    assert_eq!(alone, [100.0, 150.0]);
    near(answer.together.rate.captured.unwrap(), 200.0 / 400.0);
    assert!(answer.displaced.iter().any(|row| row.projects.len() == 2));
}

/// What idle plants here could serve is taken too, and told: 60 was bridgeable, of the 20 that remain outside 20 are.
#[test]
fn what_spare_capacity_here_could_have_served_is_told() {
    let graph = Economy::default()
        .focus(341300)
        .firm("b", at(341324))
        .firm("s", at(341323))
        .firm("far", at(320500))
        .makes("s", "k", Make { spare: Some(60.0), ..Make::default() })
        .buys("b", "far", "k", wan(100.0))
        .graph();
    let answer = ask(&graph, vec![entry("p", "k", Some(80.0))]);
    assert_eq!((answer.together.sold, answer.together.taken.near), (80.0 * WAN, 0.0));
    assert_eq!(answer.together.was_bridgeable, 40.0 * WAN);
}

#[test]
fn a_cap_keeps_dual_sourcing() {
    let options = WhatIfOptions { cap: Some(0.5), ..options(vec![entry("一", "合成b", None)]) };
    let answer = whatif(&graph(&EXAMPLE), &options).unwrap();
    near(answer.projects[0].sold / WAN, 75.0);
    assert_eq!(answer.projects[0].used, None);
}

/// What the plant of a supplier cannot make of its own sales may go to another plant.
#[test]
fn what_a_plant_leaves_of_its_own_sales_another_may_take() {
    let own = ProjectEntry { firm: Some("合成丙".into()), ..entry("新厂", "合成b", Some(50.0)) };
    let answer = ask(&graph(&EXAMPLE), vec![entry("合成庚", "合成b", Some(60.0)), own]);
    let sold: Vec<f64> = answer.projects.iter().map(|project| (project.sold / WAN).round()).collect();
    assert_eq!(sold, [60.0, 50.0]);
}

/// F3 itself builds here: its own sales to F5 move, nothing is counted twice, and what it sells elsewhere stays.
#[test]
fn a_supplier_from_elsewhere_moves_its_own_sales() {
    let mut files = EXAMPLE;
    let ledger = format!("{}F3,F9,合成b,70,2024\n", files[1].1);
    files[1].1 = &ledger;
    let firms = format!("{}合成壬,F9,广东省深圳市南山区\n", files[0].1);
    files[0].1 = &firms;
    let project = ProjectEntry { firm: Some("合成丙".into()), ..entry("新厂", "合成b", Some(500.0)) };
    let answer = ask(&graph(&files), vec![project]);
    let [effect] = &answer.projects[..] else { panic!() };
    assert_eq!((effect.runs, (effect.moved / WAN).round(), (effect.sold / WAN).round()), (Runs::Moves, 150.0, 150.0));
    let [row] = &answer.displaced[..] else { panic!("{:?}", answer.displaced) };
    assert_eq!((&*row.supplier.id, row.near), ("F3", Nearness::Far));
    // 150 of 220 go over, and with them that part of what F3 buys.
    near(effect.bought.outside / WAN, 100.0 * 150.0 / 220.0);
}

#[test]
fn whom_a_plant_crowds_out_is_listed_and_may_outweigh_what_it_brings() {
    let graph = Economy::default()
        .focus(SUZHOU.0)
        .firm("buyer", at(341_324))
        .firm("here", at(341_323))
        .firm("far", at(320_583))
        .buys("buyer", "here", "p", wan(60.0))
        .buys("buyer", "far", "p", wan(40.0))
        .graph();
    let ask = |mode| whatif(&graph, &WhatIfOptions { mode, ..options(vec![entry("x", "p", Some(50.0))]) }).unwrap();
    let fair = ask(Mode::Proportional);
    near(fair.together.taken.near / WAN, 30.0);
    near(fair.together.taken.outside / WAN, 20.0);
    let crowded: Vec<(&str, f64)> = fair
        .displaced
        .iter()
        .filter(|row| row.near == Nearness::Near)
        .map(|row| (&*row.supplier.id, (row.lost / WAN).round()))
        .collect();
    assert_eq!(crowded, [("here", 30.0)]);
    near(fair.together.rate.captured.unwrap(), 0.8);
    // The largest share first: all from the local supplier, and the rate stays.
    let risk_first = ask(Mode::RiskFirst);
    near(risk_first.together.taken.near / WAN, 50.0);
    near(risk_first.together.rate.captured.unwrap(), 0.6);
    let import_first = ask(Mode::ImportFirst);
    near(import_first.together.taken.outside / WAN, 40.0);
    assert!(import_first.displaced.iter().all(|row| row.near == Nearness::Far));
    assert_eq!(import_first.projects[0].used, Some(0.8));
}

#[test]
fn a_local_firm_that_expands_sells_beside_what_it_sells() {
    let graph = Economy::default()
        .focus(SUZHOU.0)
        .firm("buyer", at(341_324))
        .firm("here", at(341_323))
        .firm("far", at(320_583))
        .makes("here", "p", Make { output: Some(60.0), capacity: Some(70.0), ..Make::default() })
        .buys("buyer", "here", "p", wan(60.0))
        .buys("buyer", "far", "p", wan(40.0))
        .graph();
    let project = ProjectEntry { firm: Some("here".into()), ..entry("x", "p", Some(50.0)) };
    let answer = ask(&graph, vec![project.clone()]);
    assert_eq!((answer.projects[0].runs, (answer.projects[0].sold / WAN).round()), (Runs::Expands, 40.0));
    let after = built(&graph, &options(vec![project.clone()])).unwrap();
    assert_eq!(after.dataset().firms.len(), 3);
    let [made] = &after.dataset().capabilities[..] else { panic!() };
    assert_eq!((made.output, made.capacity, made.spare()), (Some(100e4), Some(120e4), Some(20e4)));
    // Half at most: it sells six tenths already.
    let capped = WhatIfOptions { cap: Some(0.5), ..options(vec![project]) };
    assert_eq!(whatif(&graph, &capped).unwrap().projects[0].nothing, Some(Nothing::NoRoom));
}

#[test]
fn a_recipe_of_its_own_rules_what_a_plant_buys() {
    let recipe =
        |shares: &[(&str, f64)]| Some(shares.iter().map(|(name, share)| ((*name).to_owned(), *share)).collect());
    let project = ProjectEntry {
        recipe: recipe(&[("合成a", 0.5), ("合成c", 0.1), ("合成d", 0.1)]),
        ..entry("一", "合成b", Some(60.0))
    };
    let answer = ask(&graph(&EXAMPLE), vec![project]);
    let [effect] = &answer.projects[..] else { panic!() };
    // a as F3 buys it, from F1 and F2 by 3 to 2; c as others buy it, from F4 here; d from nobody knows where.
    let rows: Vec<(&str, Option<&str>, f64)> = (answer.purchases.iter())
        .map(|row| {
            (&*row.product.id, row.supplier.as_ref().map(|firm| &*firm.id), (row.amount / WAN * 10.0).round() / 10.0)
        })
        .collect();
    assert_eq!(
        rows,
        [("合成a", Some("F1"), 18.0), ("合成a", Some("F2"), 12.0), ("合成c", Some("F4"), 6.0), ("合成d", None, 6.0)]
    );
    assert_eq!(effect.net.value, None);
    near(effect.net.hi / WAN, 60.0 - 30.0);
    near(effect.net.lo / WAN, 60.0 - 30.0 - 6.0);
}

#[test]
fn unknown_inputs_leave_an_interval_and_investment_gives_two_numbers() {
    let graph = Economy::default()
        .focus(SUZHOU.0)
        .firm("buyer", at(341_324))
        .firm("far", at(320_583))
        .buys("buyer", "far", "p", wan(100.0))
        .graph();
    let project = ProjectEntry { investment: Some(200e4), ..entry("x", "p", None) };
    let answer = ask(&graph, vec![project]);
    let effect = &answer.projects[0];
    assert_eq!((effect.net.value, effect.recipe_known, effect.net_per_investment), (None, Some(0.0), None));
    near(effect.net.lo, 0.0);
    near(effect.net.hi, 100e4);
    let expected = answer.together.expected.unwrap();
    near(answer.together.avoided_per_investment.unwrap(), expected.avoided / 200e4);
    // Everything the far supplier sold here is the plant's now: one source stands for another.
    assert_eq!(expected.verdict, Verdict::Same);
}

#[test]
fn a_gap_that_is_filled_is_a_gap_no_more() {
    let answer = ask(&graph(&EXAMPLE), vec![entry("合成庚", "合成b", None)]);
    // And a, which the plant buys from another one than F6 does, has two sources now.
    let [other, gap] = &answer.gaps[..] else { panic!("{:?}", answer.gaps) };
    assert!(other.before.triggers.contains(&Trigger::SingleSource));
    assert!(!other.after.triggers.contains(&Trigger::SingleSource));
    assert!(gap.before.types.contains(&GapType::Fill) && !gap.after.types.contains(&GapType::Fill));
    assert_eq!((gap.before.local_makers, gap.after.local_makers), (0, 1));
    let split = &answer.splits[0];
    near(split.before.unwrap().to_recruit / WAN, 150.0);
    near(split.after.unwrap().to_recruit, 0.0);
}

#[test]
fn what_changes_nothing_says_why() {
    let ledger = "供应商,采购方,产品,采购额(万元),年份\nF3,F5,合成b,,2024\nF4,F5,合成c,50,2024\nF4,F5,合成零,0,2024\n";
    let mut files = EXAMPLE;
    files[1].1 = ledger;
    let unpriced = graph(&files);
    let reason = |graph: &SupplyGraph, entry: ProjectEntry| ask(graph, vec![entry]).projects[0].nothing;
    assert_eq!(reason(&unpriced, entry("x", "合成b", None)), Some(Nothing::NoAmount));
    assert_eq!(reason(&unpriced, entry("x", "合成c", None)), Some(Nothing::AllNear));
    assert_eq!(reason(&unpriced, entry("x", "合成d", None)), Some(Nothing::NotBought));
    assert_eq!(reason(&unpriced, entry("x", "合成零", None)), Some(Nothing::NotBought));
    let graph = graph(&EXAMPLE);
    assert_eq!(reason(&graph, entry("x", "合成b", Some(0.0))), Some(Nothing::NoCapacity));
    let elsewhere = ProjectEntry { at: Some("合肥市".into()), ..entry("x", "合成b", None) };
    assert_eq!(reason(&graph, elsewhere), Some(Nothing::NotNear));
    let none = ask(&graph, Vec::new());
    assert!(none.projects.is_empty() && none.rates.is_empty() && none.losses.is_empty());
    assert_eq!(none.together.expected.unwrap().verdict, Verdict::Same);
    // Nothing that changes leaves no trace.
    let idle = ask(&graph, vec![entry("x", "合成b", Some(0.0))]);
    assert!(idle.losses.is_empty() && idle.splits.is_empty() && idle.gaps.is_empty() && idle.displaced.is_empty());
}

/// Amounts as large as numbers go, firms without a place, circles of supply: figures stay finite and nothing panics.
#[test]
fn ugly_data_have_answers() {
    let economy = |amount: Amount| {
        Economy::default()
            .focus(SUZHOU.0)
            .firm("a", at(341_324))
            .firm("b", liantu::model::Location::UNKNOWN)
            .firm("c", at(320_583))
            .buys("a", "b", "p", amount)
            .buys("a", "c", "p", amount)
            .buys("b", "a", "p", wan(1.0))
            .buys("c", "a", "q", amount)
            .buys("c", "c", "p", amount)
            .graph()
    };
    for amount in [Amount::Known(1e150), Amount::Known(1e-3), Amount::Known(0.0), Amount::Undisclosed, wan(5.0)] {
        let graph = economy(amount);
        for mode in [Mode::ImportFirst, Mode::RiskFirst, Mode::Proportional] {
            for simulate in [Some(false), Some(true)] {
                let options =
                    WhatIfOptions { mode, simulate, ..options(vec![entry("x", "p", None), entry("x", "q", None)]) };
                let answer = whatif(&graph, &options).unwrap();
                let text = serde_json::to_string(&answer).unwrap();
                assert_eq!(answer.projects.len(), 2);
                assert!(!text.contains("NaN") && answer.together.sold.is_finite());
                assert_eq!(answer.losses.is_empty(), simulate == Some(false) || answer.together.sold == 0.0);
            }
        }
    }
}

#[test]
fn one_thread_and_many_give_the_same_bytes() {
    let graph = random(7, &plain);
    let options = WhatIfOptions { map: true, ..options(vec![entry("x", "p", None), entry("y", "q", Some(90.0))]) };
    let ask = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&whatif(&graph, &options).unwrap()).unwrap())
    };
    assert_eq!(ask(1), ask(4));
}

const EXAMPLE_7: &str = "tests/data/whatif/example7";

fn liantu(arguments: &[&str]) -> std::process::Output {
    let mut program = assert_cmd::Command::new(env!("CARGO_BIN_EXE_liantu"));
    program.env_remove("LC_ALL").env("LANG", "zh_CN.UTF-8").args(arguments).output().unwrap()
}

#[test]
fn the_command_answers_from_the_sheet_or_from_a_file() {
    let json = |arguments: &[&str]| -> serde_json::Value {
        let output = liantu(&[&["whatif", EXAMPLE_7, "--format", "json"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let sheet = json(&[]);
    assert_eq!(sheet["schema"], "liantu/whatif/1");
    // The one that produces already is not asked about unless it is named.
    let ids = |answer: &serde_json::Value| -> Vec<String> {
        let projects = answer["answer"]["projects"].as_array().unwrap();
        projects.iter().map(|project| project["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&sheet), ["XM-1"]);
    assert_eq!(ids(&json(&["--project", "合成旧项目"])), ["XM-0"]);
    assert_eq!(sheet["answer"]["together"]["rate"]["captured"], 0.275);
    let file = json(&["--project", "tests/data/whatif/projects.toml", "--stop-probability", "2%", "--cap", "50%"]);
    assert_eq!((ids(&file).len(), &file["answer"]["cap"]), (2, &serde_json::json!(0.5)));
    assert_eq!(file["answer"]["together"]["expected"]["given"], true);
    assert_eq!(file["answer"]["projects"][1]["runs"], "moves");
}

#[test]
fn an_unknown_project_is_told_with_those_there_are() {
    let output = liantu(&["whatif", EXAMPLE_7, "--project", "合成庚"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("合成庚件厂项目"), "{text}");
}

#[test]
fn every_format_holds_the_crowding_out_as_a_table_of_its_own() {
    let shared = [EXAMPLE_7, "--mode", "proportional", "--project", "合成庚件厂项目"];
    let output = liantu(&[&["whatif"], &shared[..], &["--format", "md"]].concat());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("被替代的外部供应方") && !text.contains("被挤出的本地供应方"), "{text}");
    let local = liantu(&["whatif", "examples/suzhou", "--mode", "proportional", "--quiet", "--format", "md"]);
    assert!(String::from_utf8_lossy(&local.stdout).contains("被挤出的本地供应方"));
}
