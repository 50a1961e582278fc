//! Portfolios of projects: the scenario of the needs against all sets tried, laws, and what people leave out.
#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(feature = "cli")]

use assert_cmd::Command;
use liantu::analysis::panorama::{Panorama, PanoramaOptions, panorama};
use liantu::analysis::plan::{Empty, Limits, Objective, Pool, Reason, Resource};
use liantu::analysis::priority::PriorityOptions;
use liantu::analysis::project::ProjectChoice;
use liantu::analysis::risk::{self, RiskOptions, risk};
use liantu::analysis::scope::{Scope, TierName};
use liantu::analysis::{GapOptions, Plan, PlanOptions, SplitOptions, plan, split};
use liantu::graph::SupplyGraph;
use liantu::ingest::{Error, ReadOptions, SourceFile, read_files};
use liantu::model::{AreaCode, MeasureEntry, MeasureKind, ProjectEntry};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// Yuan of 万元.
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

fn scope() -> Scope {
    Scope { focus: Some(AreaCode(341_300)), ..Scope::default() }
}

fn ask(graph: &SupplyGraph, options: PlanOptions) -> Plan {
    plan(graph, &PlanOptions { scope: scope(), ..options }).unwrap()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6 * expected.abs().max(1.0), "{found} instead of {expected}");
}

/// A linear congruential generator: the same economies on every machine.
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// A project of needs E8: product, 万元 of capacity and investment, mu, tonnes.
#[derive(Debug, Clone, Copy)]
struct Cost {
    product: usize,
    capacity: u64,
    investment: u64,
    land: u64,
    energy: u64,
}

/// Missing segments: what three buyers buy of each from outside and nearby, what one local maker can spare, in 万元.
struct Economy {
    outside: Vec<[u64; 3]>,
    nearby: Vec<u64>,
    spare: Vec<u64>,
    projects: Vec<Cost>,
}

const BUYERS: [&str; 3] = ["甲车桥", "乙底盘", "丙整车"];

impl Economy {
    fn new(seed: u64, products: usize, projects: usize) -> Self {
        let mut draw = Draw(seed);
        let outside = (0..products).map(|_| [0; 3].map(|_| draw.next(4) * (100 + draw.next(900)))).collect();
        let nearby = (0..products).map(|_| draw.next(500)).collect();
        let spare = (0..products).map(|_| draw.next(2) * draw.next(1500)).collect();
        let projects = (0..projects)
            .map(|at| Cost {
                product: at % products,
                capacity: 200 + draw.next(4000),
                investment: 100 + draw.next(3000),
                land: 10 + draw.next(200),
                energy: 100 + draw.next(5000),
            })
            .collect();
        Self { outside, nearby, spare, projects }
    }

    /// The data as files, rows of projects in this order.
    fn graph(&self, order: impl Iterator<Item = usize>) -> SupplyGraph {
        let mut firms = String::from("企业名称,生产地,角色\n");
        for (buyer, county) in BUYERS.iter().zip(["泗县", "灵璧县", "萧县"]) {
            writeln!(firms, "{buyer},安徽省宿州市{county},链主").unwrap();
        }
        firms.push_str("外厂,江苏省苏州市昆山市,\n");
        let (mut ledger, mut makes) = (
            String::from("采购方,供应商,产品,采购额(万元),年份\n"),
            String::from("企业名称,产品,年份,富余产能(万元)\n"),
        );
        for at in 0..self.outside.len() {
            writeln!(firms, "本地{at}厂,安徽省宿州市砀山县,").unwrap();
            for (buyer, amount) in BUYERS.iter().zip(self.outside[at]) {
                if amount > 0 {
                    writeln!(ledger, "{buyer},外厂,环节{at},{amount},2024").unwrap();
                }
            }
            writeln!(ledger, "{},本地{at}厂,环节{at},{},2024", BUYERS[at % 3], self.nearby[at] + 1).unwrap();
            writeln!(makes, "本地{at}厂,环节{at},2024,{}", self.spare[at]).unwrap();
        }
        let mut projects =
            String::from("项目,编号,快照日期,产品,产能(万元),落地,投资额(万元),用地(亩),用能(吨标准煤)\n");
        for at in order {
            let Cost { product, capacity, investment, land, energy } = self.projects[at];
            writeln!(
                projects,
                "{at}号项目,P{at:02},2024-12-31,环节{product},{capacity},泗县,{investment},{land},{energy}"
            )
            .unwrap();
        }
        let mut chain = String::from("产业链,环节,产品,位置\n");
        for at in 0..self.outside.len() {
            writeln!(chain, "合成链{},段{},环节{at},中游", at % 2, at % 3).unwrap();
        }
        let sheets = [("企业.csv", &firms), ("采购.csv", &ledger), ("产能.csv", &makes), ("项目.csv", &projects)];
        graph(&[&sheets.map(|(name, text)| (name, text.as_str()))[..], &[("产业链.csv", &chain)]].concat())
    }

    /// 万元 that a set captures: of each product what remains after local spare, up to the capacities.
    fn captured(&self, set: &[usize]) -> u64 {
        let of = |product: usize| {
            let open = self.outside[product].iter().sum::<u64>().saturating_sub(self.spare[product]);
            let capacity = set.iter().filter(|at| self.projects[**at].product == product);
            capacity.map(|at| self.projects[*at].capacity).sum::<u64>().min(open)
        };
        (0..self.outside.len()).map(of).sum()
    }

    fn rate(&self, set: &[usize]) -> f64 {
        let outside = |at: usize| self.outside[at].iter().sum::<u64>();
        let near: u64 = (0..self.outside.len()).map(|at| self.nearby[at] + 1).sum();
        let bridged: u64 = (0..self.outside.len()).map(|at| outside(at).min(self.spare[at])).sum();
        let all: u64 = near + (0..self.outside.len()).map(outside).sum::<u64>();
        (near + bridged + self.captured(set)) as f64 / all as f64
    }

    fn fits(&self, set: &[usize], limits: &Limits) -> bool {
        let sum = |of: fn(&Cost) -> u64| set.iter().map(|at| of(&self.projects[*at])).sum::<u64>() as f64;
        limits.at_most.is_none_or(|most| set.len() <= most)
            && limits.budget.is_none_or(|most| sum(|cost| cost.investment) * WAN <= most)
            && limits.land.is_none_or(|most| sum(|cost| cost.land) <= most)
            && limits.energy.is_none_or(|most| sum(|cost| cost.energy) <= most)
    }

    /// All sets that the limits allow.
    fn sets(&self, limits: &Limits) -> Vec<Vec<usize>> {
        let members = |set: usize| (0..self.projects.len()).filter(|at| set >> at & 1 == 1).collect::<Vec<usize>>();
        (0..1 << self.projects.len()).map(members).filter(|set| self.fits(set, limits)).collect()
    }

    fn best(&self, sets: &[Vec<usize>]) -> u64 {
        sets.iter().map(|set| self.captured(set)).max().unwrap()
    }
}

fn numbers(ids: &[Arc<str>]) -> Vec<usize> {
    ids.iter().map(|id| id.trim_start_matches('P').parse().unwrap()).collect()
}

#[test]
fn the_choice_of_at_most_three_of_twelve_is_the_best_of_all_sets() {
    for seed in 0..12 {
        let economy = Economy::new(seed, 12, 12);
        let limits = Limits { at_most: Some(3), budget: Some(3000.0 * WAN), land: Some(250.0), energy: Some(7000.0) };
        let answer = ask(&economy.graph(0..12), PlanOptions { limits, ..PlanOptions::default() });
        let sets = economy.sets(&limits);
        let top = economy.best(&sets);
        let chosen = numbers(&answer.best.chosen);
        assert!(answer.best.is_exact && economy.fits(&chosen, &limits), "{seed}: {chosen:?}");
        near(answer.best.captured, top as f64 * WAN);
        near(economy.captured(&chosen) as f64 * WAN, answer.best.captured);
        near(answer.before.ceiling.unwrap(), economy.rate(&[]));
        near(answer.best.rate.unwrap(), economy.rate(&chosen));
        // The next best leaves out at least one of the chosen.
        let others: Vec<Vec<usize>> =
            sets.into_iter().filter(|set| !chosen.iter().all(|at| set.contains(at))).collect();
        near(answer.next.as_ref().unwrap().captured, economy.best(&others) as f64 * WAN);
        assert!(!chosen.iter().all(|at| numbers(&answer.next.as_ref().unwrap().chosen).contains(at)));
        for row in answer.projects.iter().filter(|row| row.chosen) {
            let at = numbers(std::slice::from_ref(&row.project.id))[0];
            let without: Vec<Vec<usize>> = others.iter().filter(|set| !set.contains(&at)).cloned().collect();
            near(row.irreplaceable.unwrap(), (top - economy.best(&without)) as f64 * WAN);
            let rest: Vec<usize> = chosen.iter().copied().filter(|other| *other != at).collect();
            near(row.adds.unwrap(), (top - economy.captured(&rest)) as f64 * WAN);
        }
        for margin in &answer.margins {
            let wider = match margin.resource {
                Resource::Projects => Limits { at_most: Some(4), ..limits },
                Resource::Investment => Limits { budget: Some(3300.0 * WAN), ..limits },
                Resource::Land => Limits { land: Some(350.0), ..limits },
                Resource::Energy => Limits { energy: Some(7700.0), ..limits },
            };
            near(margin.gain, (economy.best(&economy.sets(&wider)) - top) as f64 * WAN);
            near(margin.rate_gain.unwrap(), margin.portfolio.rate.unwrap() - answer.best.rate.unwrap());
        }
        assert_eq!(answer.margins.len(), 4);
        for point in &answer.curve {
            let budget = Limits { budget: Some(point.budget), ..limits };
            near(point.portfolio.captured, economy.best(&economy.sets(&budget)) as f64 * WAN);
        }
        assert_eq!(answer.curve.len(), 15);
    }
}

#[test]
fn projects_of_one_market_are_never_counted_twice() {
    for seed in 20..26 {
        // Ten projects for four products: they take from each other.
        let economy = Economy::new(seed, 4, 10);
        let limits = Limits { budget: Some(5000.0 * WAN), land: Some(600.0), ..Limits::default() };
        let answer = ask(&economy.graph(0..10), PlanOptions { limits, ..PlanOptions::default() });
        let top = economy.best(&economy.sets(&limits));
        near(answer.best.captured, top as f64 * WAN);
        let sold: f64 = answer.sales.iter().map(|sale| sale.amount).sum();
        near(sold, answer.best.captured);
        for product in &answer.products {
            assert!(product.captured <= product.to_recruit + 1e-6, "{product:?}");
        }
        // Each chosen project brings something that the others do not.
        assert!(answer.projects.iter().filter(|row| row.chosen).all(|row| row.adds.unwrap() > 0.0));
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let economy = Economy::new(3, 6, 12);
    let limits = Limits { at_most: Some(4), budget: Some(4000.0 * WAN), ..Limits::default() };
    let options = || PlanOptions { limits, ..PlanOptions::default() };
    let plain = ask(&economy.graph(0..12), options());
    let turned = ask(&economy.graph((0..12).rev()), options());
    assert_eq!(plain, turned);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| ask(&economy.graph(0..12), options())), plain);
}

#[test]
fn one_project_more_never_lowers_the_best() {
    for seed in 40..46 {
        let mut economy = Economy::new(seed, 5, 11);
        let limits = Limits { at_most: Some(3), budget: Some(3000.0 * WAN), ..Limits::default() };
        let options = || PlanOptions { limits, ..PlanOptions::default() };
        let more = ask(&economy.graph(0..11), options()).best.worth;
        economy.projects.pop();
        assert!(ask(&economy.graph(0..10), options()).best.worth <= more);
    }
}

#[test]
fn without_limits_all_that_gains_is_built_and_nothing_else() {
    let economy = Economy::new(5, 5, 10);
    let answer = ask(&economy.graph(0..10), PlanOptions::default());
    let all: Vec<usize> = (0..10).collect();
    near(answer.best.captured, economy.captured(&all) as f64 * WAN);
    assert!(answer.margins.is_empty());
    let reasons = answer.projects.iter().filter_map(|row| row.reason);
    assert!(reasons.into_iter().all(|reason| matches!(reason, Reason::Covered | Reason::Spared | Reason::NoBuyer)));
}

/// One buyer in 泗县 buys 1000 from outside, of which a local maker can spare 200; another in 昆山 buys too.
const SMALL: [(&str, &str); 3] = [
    (
        "企业.csv",
        "企业名称,生产地\n甲厂,安徽省宿州市泗县\n乙厂,安徽省宿州市灵璧县\n外厂,江苏省苏州市昆山市\n丁厂,江苏省苏州市昆山市\n",
    ),
    (
        "采购.csv",
        "采购方,供应商,产品,采购额(万元),年份\n甲厂,外厂,钢,1000,2024\n丁厂,外厂,钢,9000,2024\n甲厂,外厂,煤,,2024\n甲厂,乙厂,废铁,30,2024\n甲厂,外厂,废铁,10,2024\n",
    ),
    ("产能.csv", "企业名称,产品,年份,富余产能(万元)\n乙厂,钢,2024,200\n"),
];

fn entry(product: &str, capacity: Option<f64>) -> ProjectEntry {
    ProjectEntry {
        products: vec![product.into()],
        capacity: capacity.map(|wan| wan * WAN),
        at: Some("泗县".into()),
        ..ProjectEntry::default()
    }
}

fn of(entries: Vec<ProjectEntry>, options: PlanOptions) -> Plan {
    let choice = ProjectChoice { entries: Some(entries), names: Vec::new() };
    ask(&graph(&SMALL), PlanOptions { choice, ..options })
}

#[test]
fn spare_capacity_comes_first_and_unknown_capacity_is_as_much_as_is_needed() {
    let answer = of(vec![entry("钢", None)], PlanOptions::default());
    near(answer.best.captured, 800.0 * WAN);
    // 30 of 1040 before, 230 after introductions.
    near(answer.before.rate.unwrap(), 30.0 / 1040.0);
    near(answer.before.ceiling.unwrap(), 230.0 / 1040.0);
    near(answer.best.rate.unwrap(), 1030.0 / 1040.0);
    let split = split(&graph(&SMALL), &SplitOptions { scope: scope(), ..SplitOptions::default() }).unwrap();
    assert_eq!(split.total, answer.before);
}

#[test]
fn a_project_serves_whom_it_is_near_under_the_tier_and_not_itself() {
    let tier = || Some(TierName::County);
    let elsewhere = ProjectEntry { at: Some("灵璧县".into()), ..entry("钢", Some(500.0)) };
    let answer = of(vec![elsewhere.clone()], PlanOptions { tier: tier(), ..PlanOptions::default() });
    assert_eq!((answer.empty, answer.projects[0].reason), (Some(Empty::NoGain), Some(Reason::NoBuyer)));
    near(of(vec![elsewhere], PlanOptions::default()).best.captured, 500.0 * WAN);
    let own = ProjectEntry { firm: Some("甲厂".into()), ..entry("钢", Some(500.0)) };
    assert_eq!(of(vec![own], PlanOptions::default()).projects[0].reason, Some(Reason::NoBuyer));
    // The supplier from outside that comes here takes its own sales along, once.
    let comes = ProjectEntry { firm: Some("外厂".into()), ..entry("钢", Some(5000.0)) };
    near(of(vec![comes], PlanOptions::default()).best.captured, 800.0 * WAN);
}

#[test]
fn what_is_not_known_of_a_project_is_said() {
    let limits = Limits { land: Some(10.0), ..Limits::default() };
    let answer = of(vec![entry("钢", Some(1.0))], PlanOptions { limits, ..PlanOptions::default() });
    assert_eq!(answer.projects[0].reason, Some(Reason::UnknownUse(Resource::Land)));
    assert_eq!((answer.empty, answer.best.captured), (Some(Empty::NothingUsable), 0.0));
    near(answer.projects[0].alone.unwrap(), WAN);
    let large = ProjectEntry { land: Some(20.0), ..entry("钢", Some(1.0)) };
    let answer = of(vec![large], PlanOptions { limits, ..PlanOptions::default() });
    assert_eq!(answer.projects[0].reason, Some(Reason::TooLarge(Resource::Land)));
    assert_eq!(answer.empty, Some(Empty::LimitsTooTight));
    // 100 mu more would do.
    near(answer.margins[0].gain, WAN);
    let nobody = of(vec![entry("煤", Some(1.0))], PlanOptions::default());
    assert_eq!((nobody.projects[0].reason, nobody.empty), (Some(Reason::NoBuyer), Some(Empty::NoGain)));
    let spared = of(vec![entry("废铁", Some(5.0)), entry("钢", Some(0.0))], PlanOptions::default());
    assert_eq!(spared.projects[1].reason, Some(Reason::Spared));
    assert_eq!(of(Vec::new(), PlanOptions::default()).empty, Some(Empty::NoProject));
    let none = Limits { at_most: Some(0), ..Limits::default() };
    let answer = of(vec![entry("钢", Some(1.0))], PlanOptions { limits: none, ..PlanOptions::default() });
    assert_eq!((answer.empty, answer.next), (Some(Empty::LimitsTooTight), None));
}

#[test]
fn net_counts_what_goes_back_outside_for_inputs() {
    // Of 废铁 a quarter comes from outside; of 煤 nothing is priced, so all of it.
    let recipe =
        |inputs: &[(&str, f64)]| Some(inputs.iter().map(|(name, share)| ((*name).to_owned(), *share)).collect());
    let scrap = ProjectEntry { recipe: recipe(&[("废铁", 0.8)]), ..entry("钢", Some(300.0)) };
    let coal = ProjectEntry { recipe: recipe(&[("煤", 0.5)]), ..entry("钢", Some(600.0)) };
    let all = ProjectEntry { recipe: recipe(&[("煤", 1.0)]), ..entry("钢", Some(600.0)) };
    let unknown = entry("钢", Some(900.0));
    let options = || PlanOptions { objective: Objective::Net, ..PlanOptions::default() };
    let answer = of(vec![scrap.clone(), coal.clone(), all, unknown], options());
    // 300 at 0.8 and the remaining 500 at 0.5.
    near(answer.best.worth, 300.0 * 0.8 * WAN + 500.0 * 0.5 * WAN);
    near(answer.best.net.unwrap(), answer.best.worth);
    near(answer.best.captured, 800.0 * WAN);
    let reasons: Vec<Option<Reason>> = answer.projects.iter().map(|row| row.reason).collect();
    assert_eq!(reasons, [None, None, Some(Reason::NoNetGain), Some(Reason::UnknownRecipe)]);
    // Only one: less is sold, but more of it stays.
    let one = Limits { at_most: Some(1), ..Limits::default() };
    let answer = of(vec![scrap, coal], PlanOptions { limits: one, ..options() });
    near(answer.best.worth, 600.0 * 0.5 * WAN);
}

#[test]
fn every_gap_may_be_a_project() {
    let economy = Economy::new(7, 8, 0);
    let limits = Limits { at_most: Some(3), ..Limits::default() };
    let answer = ask(&economy.graph(0..0), PlanOptions { of: Pool::Gaps, limits, ..PlanOptions::default() });
    let mut open: Vec<u64> =
        (0..8).map(|at| economy.outside[at].iter().sum::<u64>().saturating_sub(economy.spare[at])).collect();
    open.sort_unstable();
    near(answer.best.captured, open.iter().rev().take(3).sum::<u64>() as f64 * WAN);
    let ids: BTreeSet<&Arc<str>> = answer.projects.iter().map(|row| &row.project.id).collect();
    assert_eq!(ids.len(), open.iter().filter(|open| **open > 0).count());
}

#[test]
fn figures_beyond_all_measure_do_no_harm() {
    let huge = ProjectEntry { investment: Some(1e308), land: Some(1e308), ..entry("钢", Some(1e300)) };
    let limits = Limits { budget: Some(1e308), land: Some(1e300), ..Limits::default() };
    let answer = of(vec![huge.clone(), huge], PlanOptions { limits, ..PlanOptions::default() });
    assert!(answer.best.worth.is_finite() && answer.best.bound.unwrap().is_finite());
    assert!(answer.projects.iter().all(|row| row.reason == Some(Reason::TooLarge(Resource::Land))));
}

/// Two buyers that depend on sole suppliers from outside; who stands where is all that matters.
const FRAGILE: [(&str, &str); 4] = [
    (
        "企业.csv",
        "企业名称,生产地,角色\n一厂,江苏省苏州市昆山市,\n二厂,江苏省苏州市昆山市,\n三厂,江苏省苏州市昆山市,\n甲厂,安徽省宿州市泗县,链主\n乙厂,安徽省宿州市灵璧县,链主\n",
    ),
    (
        "采购.csv",
        "采购方,供应商,产品,采购额(万元),年份\n甲厂,一厂,轴,400,2024\n甲厂,二厂,套,300,2024\n乙厂,二厂,套,200,2024\n乙厂,三厂,球,100,2024\n",
    ),
    ("投入.csv", "产品,投入品,必需\n甲机,轴,是\n甲机,套,是\n乙机,套,是\n乙机,球,否\n"),
    ("产能.csv", "企业名称,产品,年份,产量产值(万元)\n甲厂,甲机,2024,2000\n乙厂,乙机,2024,900\n"),
];

/// The expected loss with these projects as measures of `risk --budget`, which knows nothing of portfolios.
fn expected_loss(graph: &SupplyGraph, projects: &[(&str, f64)]) -> f64 {
    let measure = |(product, wan): &(&str, f64)| MeasureEntry {
        place: String::new(),
        name: String::new(),
        kind: MeasureKind::Recruit,
        product: (*product).to_owned(),
        buyer: None,
        firm: None,
        share: None,
        amount: Some(wan * WAN),
        days: None,
        at: Some("泗县".into()),
        cost: Some(1.0),
    };
    let measures = Some(projects.iter().map(measure).collect());
    let plan = Some(risk::PlanOptions { budget: None, measures });
    let found = risk(graph, &RiskOptions { scope: scope(), plan, ..RiskOptions::default() }).unwrap().plan.unwrap();
    if projects.is_empty() { found.before } else { found.all }
}

#[test]
fn against_failures_the_set_that_leaves_the_least_loss_is_chosen() {
    let graph = graph(&FRAGILE);
    let projects = [("轴", 200.0), ("套", 250.0), ("球", 60.0), ("套", 500.0)];
    let land = [30.0, 40.0, 5.0, 90.0];
    let entries = projects
        .iter()
        .zip(land)
        .map(|((product, wan), land)| ProjectEntry { land: Some(land), ..entry(product, Some(*wan)) });
    let choice = ProjectChoice { entries: Some(entries.collect()), names: Vec::new() };
    for (at_most, most) in [(2, 1000.0), (1, 1000.0), (3, 80.0), (2, 44.0)] {
        let limits = Limits { at_most: Some(at_most), land: Some(most), ..Limits::default() };
        let options =
            PlanOptions { objective: Objective::Loss, choice: choice.clone(), limits, ..PlanOptions::default() };
        let answer = ask(&graph, options);
        let sets = (0..16_usize).map(|set| (0..4).filter(|at| set >> at & 1 == 1).collect::<Vec<usize>>());
        let fits = |set: &Vec<usize>| set.len() <= at_most && set.iter().map(|at| land[*at]).sum::<f64>() <= most;
        let of = |set: &[usize]| expected_loss(&graph, &set.iter().map(|at| projects[*at]).collect::<Vec<_>>());
        let least = sets.filter(fits).map(|set| of(&set)).fold(f64::INFINITY, f64::min);
        let saved = answer.loss.unwrap();
        near(saved.after, least);
        near(saved.before - saved.after, answer.best.worth);
        let chosen: Vec<usize> = answer.best.chosen.iter().map(|id| id.parse::<usize>().unwrap() - 1).collect();
        near(of(&chosen), least);
        assert!(answer.best.is_exact && answer.best.used.projects <= at_most && saved.before > saved.after);
        assert!(answer.margins.is_empty() && answer.next.is_none());
    }
}

/// Yuan that local buyers buy nearby, by product on the maps.
fn nearby(map: &Panorama) -> BTreeMap<String, f64> {
    let products = map.chains.iter().flat_map(|chain| chain.products());
    let near = |rate: &liantu::model::Measure| rate.numerator.unwrap_or(0.0);
    products.map(|product| (product.id.to_string(), product.rate.as_ref().map_or(0.0, near))).collect()
}

fn marked(map: &Panorama) -> BTreeSet<String> {
    let products = map.chains.iter().flat_map(|chain| chain.products());
    products.filter(|product| product.changed).map(|product| product.id.to_string()).collect()
}

fn map_before(graph: &SupplyGraph) -> Panorama {
    let gap = GapOptions { scope: scope(), ..GapOptions::default() };
    panorama(graph, &PanoramaOptions { gap, risks: Some(false), ..PanoramaOptions::default() }).unwrap()
}

#[test]
fn the_map_marks_what_the_chosen_projects_sell_and_nothing_else() {
    for (seed, of) in [(1, Pool::Projects), (2, Pool::Projects), (3, Pool::Projects), (4, Pool::Gaps)] {
        let graph = Economy::new(seed, 8, 12).graph(0..12);
        let limits = Limits { at_most: Some(3), ..Limits::default() };
        let answer = ask(&graph, PlanOptions { limits, of, map: true, ..PlanOptions::default() });
        let map = answer.map.as_ref().unwrap();
        let mut sold: BTreeMap<String, f64> = BTreeMap::new();
        for sale in &answer.sales {
            *sold.entry(sale.product.id.to_string()).or_default() += sale.amount;
        }
        assert!(!sold.is_empty() && sold.len() <= 3);
        assert_eq!(marked(map), sold.keys().cloned().collect());
        let (before, after) = (nearby(&map_before(&graph)), nearby(map));
        assert_eq!(before.len(), 8);
        for (product, yuan) in before {
            near(after[&product] - yuan, sold.get(&product).copied().unwrap_or(0.0));
        }
        let plain = ask(&graph, PlanOptions { limits, of, ..PlanOptions::default() });
        assert_eq!((plain.map.is_none(), plain.best), (true, answer.best));
    }
}

#[test]
fn the_map_marks_what_a_project_buys_and_each_product_of_one_project() {
    let economy = Economy {
        outside: vec![[900, 0, 0], [0, 50, 0], [0, 400, 0], [700, 0, 0]],
        nearby: vec![10; 4],
        spare: vec![0, 0, 0, 0],
        projects: Vec::new(),
    };
    let graph = economy.graph(0..0);
    let both = ProjectEntry {
        products: vec!["环节0".into(), "环节1".into()],
        recipe: Some(vec![("环节2".into(), 0.5)]),
        ..entry("环节0", Some(930.0))
    };
    let small = entry("环节3", Some(100.0));
    let choice = ProjectChoice { entries: Some(vec![small, both]), names: Vec::new() };
    let limits = Limits { at_most: Some(1), ..Limits::default() };
    let answer = ask(&graph, PlanOptions { choice, limits, map: true, ..PlanOptions::default() });
    assert_eq!((numbers(&answer.best.chosen), answer.sales.len()), (vec![2], 2));
    let map = answer.map.unwrap();
    let expected = ["环节0", "环节1", "环节2"].map(str::to_owned);
    assert_eq!(marked(&map), expected.into());
    assert_eq!(serde_json::to_string(&map).unwrap().matches("\"changed\":true").count(), 3);
    let nothing = Limits { at_most: Some(0), ..Limits::default() };
    assert!(ask(&graph, PlanOptions { limits: nothing, map: true, ..PlanOptions::default() }).map.is_none());
}

#[test]
fn a_weighted_order_stands_beside_the_choice_when_it_is_asked_for() {
    let economy = Economy::new(5, 6, 8);
    let weights = |key: &str| {
        let zero = ["captured", "investment", "land", "energy"].map(|key| (key.to_owned(), 0.0));
        let weights = zero.into_iter().chain([(key.to_owned(), 1.0)]).collect();
        PriorityOptions { composite: true, weights, ..PriorityOptions::default() }
    };
    let asked = |order: Vec<usize>, priority| {
        ask(&economy.graph(order.into_iter()), PlanOptions { priority, ..PlanOptions::default() })
    };
    let plain = asked((0..8).collect(), PriorityOptions::default());
    assert!(plain.weighed.is_none() && plain.projects.iter().all(|row| row.composite.is_none()));
    let rank = |row: &liantu::analysis::plan::PlanRow| row.composite.as_ref().unwrap().rank;
    let by_money = asked((0..8).collect(), weights("captured"));
    assert_eq!(by_money.best, plain.best);
    let most = by_money.projects.iter().map(|row| row.alone.unwrap()).fold(0.0, f64::max);
    near(by_money.projects.iter().find(|row| rank(row) == 1).unwrap().alone.unwrap(), most);
    let by_land = asked((0..8).collect(), weights("land"));
    let least = by_land.projects.iter().map(|row| row.project.land.unwrap()).fold(f64::INFINITY, f64::min);
    near(by_land.projects.iter().find(|row| rank(row) == 1).unwrap().project.land.unwrap(), least);
    let all = || PriorityOptions { composite: true, ..PriorityOptions::default() };
    let (one, other) = (asked((0..8).collect(), all()), asked((0..8).rev().collect(), all()));
    let rows = |plan: &Plan| -> BTreeMap<Arc<str>, String> {
        let text = |row: &liantu::analysis::plan::PlanRow| serde_json::to_string(&row.composite).unwrap();
        plan.projects.iter().map(|row| (row.project.name.clone(), text(row))).collect()
    };
    assert_eq!(rows(&one), rows(&other));
    assert_eq!(one.weighed.unwrap().criteria.len(), 4);
}

fn liantu(arguments: &[&str], lang: &str) -> (i32, String, String) {
    let output = Command::cargo_bin("liantu")
        .unwrap()
        .args(["plan", "examples/suzhou", "--lang", lang])
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_example_of_the_page_is_what_the_program_says() {
    let asked = ["--at-most", "3", "--budget", "200000", "--land", "500", "--format", "md"];
    let (code, out, error) = liantu(&asked, "zh");
    assert_eq!(code, 0, "{error}");
    let page = std::fs::read_to_string("docs/项目组合.md").unwrap();
    let told: String = page.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    assert!(!told.is_empty() && out.contains(&told), "{told}\n{out}");
    let (_, out, _) = liantu(&asked, "en");
    assert!(out.contains("With projects at most 3, investment at most 200,000"), "{out}");
}

#[test]
fn what_cannot_be_meant_is_told_with_what_to_do() {
    for (arguments, zh, en) in [
        (&["--budget", "1e300"][..], "不能超过", "may be at most"),
        (&["--scenario", "from:江苏省"], "只用于 --objective loss", "serve --objective loss alone"),
    ] {
        for (lang, words) in [("zh", zh), ("en", en)] {
            let (code, _, error) = liantu(arguments, lang);
            assert!(
                code == 2 && error.contains(words) && (error.contains("改法") || error.contains("hint")),
                "{error}"
            );
        }
    }
    let (code, _, error) = liantu(&["--project", "无此项目"], "zh");
    assert!(code == 1 && error.contains("无此项目"), "{error}");
}

#[test]
fn projects_of_a_file_take_the_place_of_the_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("备选.csv");
    std::fs::write(&file, "项目,产品,产能(亿元),落地,投资额(亿元),用地(亩),投入\n甲,轴承钢,1,灵璧县,2,30,煤炭 20%\n")
        .unwrap();
    let file = file.to_str().unwrap();
    let (code, _, error) = liantu(&["--projects", file, "--format", "json"], "zh");
    // An input that the data do not know is told, not guessed.
    assert!(code == 1 && error.contains("煤炭"), "{error}");
    std::fs::write(file, "项目,产品,产能(亿元),落地,投资额(亿元),用地(亩)\n甲,轴承钢,1,灵璧县,2,30\n").unwrap();
    let (code, out, error) = liantu(&["--projects", file, "--format", "json"], "zh");
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("\"liantu/plan/1\"") && out.contains("\"captured\":100000000.0"), "{error}");
    assert!(!out.contains(":-0.0"));
}

#[test]
fn a_name_without_ending_is_a_folder_with_the_maps() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("组合");
    let asked = ["--at-most", "2", "--map", "--weight", "land=2", "-o", out.to_str().unwrap()];
    let (code, _, error) = liantu(&asked, "zh");
    assert_eq!(code, 0, "{error}");
    let names = |of: &str| -> Vec<String> {
        let files = std::fs::read_dir(out.join(of)).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    let tables = names("tables");
    for key in ["priority", "contributions", "criteria", "swaps", "agreement"] {
        assert!(tables.contains(&format!("plan_{key}.csv")), "{tables:?}");
    }
    let answer: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("plan.json")).unwrap()).unwrap();
    let is_marked = |chain: &&serde_json::Value| chain.to_string().contains("\"changed\":true");
    let changed = answer["answer"]["map"]["chains"].as_array().unwrap().iter().filter(is_marked).count();
    let maps = names("maps");
    // As svg and as png, of the chains that change and of no other.
    assert!(changed > 0 && maps.len() == 2 * changed, "{maps:?}");
    assert!(maps.iter().all(|name| name.starts_with("plan-")), "{maps:?}");
    let (code, _, error) = liantu(&["--weight", "water=1"], "zh");
    assert!(code != 0 && error.contains("water") && error.contains("captured"), "{error}");
}
