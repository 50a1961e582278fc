//! Scenarios and hardening plans: worked examples by hand, laws, and what people mistype.
#![allow(clippy::unwrap_used, missing_docs)]

use assert_cmd::Command;
use liantu::analysis::risk::cascade::Replaceability;
use liantu::analysis::risk::harden::optimise::Method;
use liantu::analysis::risk::harden::{Empty, Over};
use liantu::analysis::risk::scenario::Back;
use liantu::analysis::risk::{Plan, PlanOptions, Risk, RiskOptions, ScenarioRow, risk};
use liantu::analysis::scope::Scope;
use liantu::graph::SupplyGraph;
use liantu::ingest::{Error, ReadOptions, SourceFile, read_files};
use liantu::model::{AreaCode, MeasureEntry, MeasureKind};
use std::path::{Path, PathBuf};
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

/// Example 6 of the methods; 一 is in Jiangsu, 二 has plants in two counties, the others stand in 泗县 and 灵璧县.
const EXAMPLE: [(&str, &str); 5] = [
    (
        "企业.csv",
        "企业名称,生产地,角色\n一厂,江苏省苏州市昆山市,\n二厂,安徽省宿州市泗县;安徽省宿州市灵璧县,\n三厂,安徽省宿州市泗县,\n\
         四厂,安徽省宿州市灵璧县,\n五厂,安徽省宿州市泗县,链主\n六厂,安徽省宿州市灵璧县,链主\n",
    ),
    (
        "采购.csv",
        "采购方,供应商,产品,采购额(万元),年份\n三厂,一厂,甲料,60,2024\n三厂,二厂,甲料,40,2024\n六厂,二厂,甲料,200,2024\n\
         五厂,三厂,乙件,150,2024\n五厂,四厂,丙件,50,2024\n",
    ),
    ("投入.csv", "产品,投入品,必需\n乙件,甲料,是\n丁机,乙件,是\n丁机,丙件,否\n戊机,甲料,是\n"),
    ("产能.csv", "企业名称,产品,年份,产量产值(万元)\n三厂,乙件,2024,150\n五厂,丁机,2024,400\n六厂,戊机,2024,500\n"),
    (
        "企业年度.csv",
        "企业名称,年份,营业收入(万元)\n一厂,2024,60\n二厂,2024,240\n三厂,2024,150\n四厂,2024,50\n五厂,2024,400\n六厂,2024,500\n",
    ),
];

fn scope() -> Scope {
    Scope { focus: Some(AreaCode(341_300)), ..Scope::default() }
}

fn ask(graph: &SupplyGraph, scenarios: &[&str], options: RiskOptions) -> Risk {
    let scenarios = scenarios.iter().map(|text| text.parse().unwrap()).collect();
    // The example is worked out at one percent.
    risk(graph, &RiskOptions { scope: scope(), epsilon: Some(1e-2), scenarios, ..options }).unwrap()
}

fn rows(scenarios: &[&str]) -> Vec<ScenarioRow> {
    ask(&graph(&EXAMPLE), scenarios, RiskOptions::default()).scenarios
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6 * expected.abs().max(1.0), "{found} instead of {expected}");
}

#[test]
fn losses_of_example_6_by_hand() {
    let cases = [
        // 60 own; 0.6 × 60/240 = 0.15 of 三厂 and of 五厂.
        ("firm:一厂", 60.0, 60.0 + 22.5 + 60.0),
        ("firm:一厂=50%", 30.0, 30.0 + 11.25 + 30.0),
        // Nobody makes good for what is cut: 0.6 of 三厂 and of 五厂, and all sales of 一厂.
        ("link:一厂>三厂", 0.0, 60.0 + 90.0 + 240.0),
        ("link:一厂>三厂:甲料=0.5", 0.0, 30.0 + 45.0 + 120.0),
        ("from:江苏省", 0.0, 390.0),
        ("from:苏州", 0.0, 390.0),
        ("product:甲料@昆山市", 0.0, 390.0),
        ("product:甲料", 0.0, 60.0 + 240.0 + 150.0 + 400.0 + 500.0),
        // Not essential: a quarter of what 五厂 buys.
        ("product:丙件", 0.0, 50.0 + 0.25 * 400.0),
        ("from:abroad", 0.0, 0.0),
    ];
    let texts: Vec<&str> = cases.iter().map(|case| case.0).collect();
    for (row, (text, direct, loss)) in rows(&texts).iter().zip(cases) {
        near(row.cost.direct / WAN, direct);
        near(row.cost.loss / WAN, loss);
        near(row.cost.indirect / WAN, loss - direct);
        assert_eq!(row.scenario.text, text);
        assert_eq!(row.replaceability, Replaceability::Conservative);
        near(row.cost.share.unwrap(), loss / 1400.0);
    }
}

#[test]
fn a_place_strikes_the_share_of_the_plants_that_lie_there() {
    let [county, zone, circle] = &rows(&["area:泗县", "地区:宿州市泗县=0.5", "circle:30km@泗县"])[..] else {
        panic!()
    };
    let shares: Vec<(&str, f64)> =
        county.strikes.struck_firms.iter().map(|struck| (&*struck.firm.name, struck.share)).collect();
    assert_eq!(shares, [("五厂", 1.0), ("三厂", 1.0), ("二厂", 0.5)]);
    near(county.cost.direct / WAN, 400.0 + 150.0 + 120.0);
    near(zone.cost.direct / WAN, 335.0);
    assert_eq!(circle.strikes.struck_firms, county.strikes.struck_firms);
    // Upstream 三厂 takes 40 of 二厂's 240 away, less than its own half; 四厂 and 一厂 lose their only customer.
    assert!(county.cost.loss_here.unwrap() < county.cost.loss);
    let kunshan = county.effect.areas.iter().find(|area| area.area.as_ref().is_some_and(|area| area.name == "昆山市"));
    near(kunshan.unwrap().loss / WAN, 60.0);
}

#[test]
fn events_join_into_one_scenario_and_the_worst_counts_once() {
    let [both, twice, with_link] =
        &rows(&["firm:一厂+企业:二厂", "firm:一厂=0.2+firm:一厂", "firm:一厂+link:一厂>三厂"])[..]
    else {
        panic!()
    };
    near(both.cost.loss / WAN, 60.0 + 240.0 + 150.0 + 400.0 + 500.0);
    near(twice.cost.loss / WAN, 142.5);
    near(with_link.cost.loss / WAN, 390.0);
    assert_eq!((both.strikes.struck, both.strikes.cut_flows), (2, 0));
}

#[test]
fn days_and_probability_scale_the_loss_of_a_year() {
    let [plain, scaled] = &rows(&["firm:一厂", "firm:一厂+days:73+p:10%+name:停一厂"])[..] else { panic!() };
    assert_eq!((plain.cost.loss_in_days, plain.cost.expected), (None, None));
    near(scaled.cost.loss_in_days.unwrap(), 0.2 * plain.cost.loss);
    near(scaled.cost.expected.unwrap(), 0.02 * plain.cost.loss);
    assert_eq!(scaled.scenario.name, "停一厂");
}

#[test]
fn the_one_whose_return_saves_most_leads_the_recovery() {
    let [firms, block] = &rows(&["firm:一厂+firm:二厂", "from:江苏省"])[..] else { panic!() };
    // With 二厂 back 一厂 alone is out: 142.5. With 一厂 back 二厂 alone is out: 960.
    assert_eq!((&*firms.recovery[0].firm.name, firms.recovery[0].back), ("二厂", Back::Struck));
    near(firms.recovery[0].remaining / WAN, 142.5);
    let first = firms.recovery.iter().find(|back| &*back.firm.name == "一厂").unwrap();
    near(first.remaining / WAN, 960.0);
    // The supplier that delivers again saves all; 三厂 kept whole saves itself and 五厂.
    assert_eq!((&*block.recovery[0].firm.name, block.recovery[0].back), ("一厂", Back::Supplier));
    near(block.recovery[0].saved / WAN, 390.0);
    let kept = block.recovery.iter().find(|back| &*back.firm.name == "三厂").unwrap();
    assert_eq!(kept.back, Back::Hit);
    near(kept.remaining / WAN, 60.0);
}

#[test]
fn ways_begin_at_the_cut_flow_or_the_struck_firm() {
    let ways: Vec<Vec<String>> = rows(&["from:江苏省", "firm:一厂+firm:三厂"])
        .iter()
        .map(|row| row.effect.paths.iter().map(|path| path.nodes().iter().map(|node| &*node.name).collect()).collect())
        .collect();
    assert_eq!(ways[0], ["一厂三厂五厂", "三厂一厂"]);
    // 一厂 is struck itself: what it does to 三厂, which is struck too, is no part of the way.
    assert_eq!(ways[1], ["三厂五厂", "三厂二厂"]);
}

#[test]
fn leaders_tell_whether_their_inputs_still_have_a_source() {
    let [one, both] = &rows(&["firm:一厂", "firm:一厂+firm:二厂"])[..] else { panic!() };
    let state = |row: &ScenarioRow, name: &str| {
        row.leaders.iter().find(|leader| &*leader.firm.name == name).map(|leader| (leader.stopped, leader.feasible))
    };
    assert_eq!(state(one, "五厂"), Some((false, Some(true))));
    assert_eq!(state(one, "六厂"), None);
    assert_eq!(state(both, "五厂"), Some((true, Some(false))));
    assert_eq!(state(both, "六厂"), Some((true, Some(false))));
}

#[test]
fn a_scenario_of_one_firm_is_its_row_in_the_ranking() {
    let conservative = RiskOptions { replaceability: Some(Replaceability::Conservative), ..RiskOptions::default() };
    let graph = graph(&EXAMPLE);
    let names = ["一厂", "二厂", "三厂", "四厂", "五厂", "六厂"];
    let texts: Vec<String> = names.iter().map(|name| format!("firm:{name}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let answer = ask(&graph, &texts, conservative);
    for (name, row) in names.iter().zip(&answer.scenarios) {
        let ranked = answer.firms.iter().find(|ranked| &*ranked.firm.name == *name).unwrap();
        near(row.cost.loss, ranked.loss);
        near(row.cost.loss_here.unwrap(), ranked.loss_here.unwrap());
    }
}

#[test]
fn an_outside_block_leaves_the_focus_and_its_own_inside_alone() {
    // 长三角 holds 宿州 itself: what 宿州 supplies to 宿州 still flows.
    let [delta, province] = &rows(&["from:长三角", "from:安徽省"])[..] else { panic!() };
    near(delta.cost.loss / WAN, 390.0);
    near(province.cost.loss, 0.0);
    assert_eq!((province.strikes.struck, province.strikes.cut_flows), (0, 0));
}

#[test]
fn more_never_costs_less() {
    let events = [
        "firm:一厂=0.3",
        "firm:一厂",
        "firm:三厂=0.5",
        "area:灵璧县",
        "circle:30km@泗县=0.7",
        "product:甲料@江苏省",
        "product:丙件",
        "from:江苏省=0.5",
        "link:三厂>五厂=0.9",
    ];
    let mut texts: Vec<String> = events.iter().map(|&event| event.to_owned()).collect();
    let pairs = (0..events.len()).flat_map(|a| (0..a).map(move |b| (a, b))).collect::<Vec<_>>();
    texts.extend(pairs.iter().map(|(a, b)| format!("{}+{}", events[*a], events[*b])));
    let graph = graph(&EXAMPLE);
    let scenarios: Vec<_> = texts.iter().map(|text| text.parse().unwrap()).collect();
    let losses = |replaceability| -> Vec<f64> {
        let options = RiskOptions {
            scope: scope(),
            epsilon: Some(1e-9),
            scenarios: scenarios.clone(),
            replaceability: Some(replaceability),
            ..RiskOptions::default()
        };
        risk(&graph, &options).unwrap().scenarios.iter().map(|row| row.cost.loss).collect()
    };
    let [paper, conservative, off] =
        [Replaceability::Paper, Replaceability::Conservative, Replaceability::Off].map(losses);
    for (at, text) in texts.iter().enumerate() {
        assert!(paper[at] <= conservative[at] + 1.0 && conservative[at] <= off[at] + 1.0, "{text}");
    }
    for (at, (a, b)) in pairs.iter().enumerate() {
        let both = conservative[events.len() + at];
        assert!(both >= conservative[*a].max(conservative[*b]) - 1.0, "{}", texts[events.len() + at]);
        assert!(off[events.len() + at] <= off[*a] + off[*b] + 1.0, "{}", texts[events.len() + at]);
    }
    assert!(conservative[1] > conservative[0]);
}

fn measure(kind: MeasureKind, product: &str) -> MeasureEntry {
    MeasureEntry {
        place: "措施.csv › 措施 › 2".into(),
        name: String::new(),
        kind,
        product: product.into(),
        buyer: None,
        firm: None,
        share: None,
        amount: None,
        days: None,
        at: None,
        cost: None,
    }
}

fn planned(graph: &SupplyGraph, scenarios: &[&str], measures: Vec<MeasureEntry>, more: RiskOptions) -> Plan {
    let plan = Some(PlanOptions { budget: None, measures: Some(measures) });
    ask(graph, scenarios, RiskOptions { plan, ..more }).plan.unwrap()
}

/// Example 7: a newcomer takes 60 of the 150 of 乙件.
fn newcomer() -> MeasureEntry {
    MeasureEntry { buyer: Some("五厂".into()), share: Some(0.4), ..measure(MeasureKind::SecondSource, "乙件") }
}

#[test]
fn example_7_gives_no_credit_for_a_shared_weak_supplier() {
    let graph = graph(&EXAMPLE);
    let firms = ["一厂", "二厂", "三厂", "四厂", "五厂", "六厂"];
    let modes = [
        (None, [0.1018, 0.6857, 0.2786, 0.1071, 0.5, 0.5, 0.1476]),
        (Some(Replaceability::Paper), [0.0851, 0.6705, 0.2786, 0.1071, 0.5, 0.5, 0.1476]),
        (Some(Replaceability::Off), [0.2786, 0.6857, 0.2786, 0.1071, 0.5, 0.5, 0.1857]),
    ];
    for (replaceability, expected) in modes {
        let more = || RiskOptions { replaceability, ..RiskOptions::default() };
        for (firm, index) in firms.iter().zip(expected) {
            let plan = planned(&graph, &[&format!("firm:{firm}")], vec![newcomer()], more());
            let found = plan.all / WAN / 1400.0;
            assert!((found - index).abs() < 5e-5, "{firm}: {found} instead of {index}");
        }
        // The mean of a failure: six firms as before, each one in six, and the newcomer beside them.
        let plan = planned(&graph, &[], vec![newcomer()], more());
        let found = plan.all * 6.0 / WAN / 1400.0 - expected[..6].iter().sum::<f64>();
        assert!((found - expected[6]).abs() < 5e-4, "{found} instead of {}", expected[6]);
        assert_eq!((plan.over, plan.scenarios), (Over::EachFirm, 6));
    }
}

#[test]
fn without_a_cascade_a_newcomer_is_a_risk_and_is_not_taken() {
    // When 四厂 alone may fail, a second maker of 乙件 changes nothing.
    let plan = planned(&graph(&EXAMPLE), &["firm:四厂"], vec![newcomer()], RiskOptions::default());
    assert_eq!((plan.empty, plan.method), (Some(Empty::NoGain), Method::Exact));
    near(plan.after, plan.before);
}

#[test]
fn stock_that_outlasts_the_stop_stops_the_loss_downstream() {
    let stock = |days| MeasureEntry { days: Some(days), ..measure(MeasureKind::Stock, "甲料") };
    let plan = |days, scenario| planned(&graph(&EXAMPLE), &[scenario], vec![stock(days)], RiskOptions::default());
    let whole = plan(30.0, "firm:一厂+days:30");
    near(whole.before / WAN, 142.5 * 30.0 / 365.0);
    near(whole.all / WAN, 60.0 * 30.0 / 365.0);
    // Half of the time: half of the loss downstream.
    let half = plan(15.0, "link:一厂>三厂+days:30");
    near(half.all / WAN, (60.0 + 45.0 + 120.0) * 30.0 / 365.0);
}

#[test]
fn two_gaps_that_only_help_together_are_closed_together() {
    let files = [
        ("采购.csv", "采购方,供应商,产品,采购额(万元),年份\n龙厂,左厂,左件,10,2024\n龙厂,右厂,右件,10,2024\n"),
        ("投入.csv", "产品,投入品,必需\n整机,左件,是\n整机,右件,是\n"),
        ("产能.csv", "企业名称,产品,年份,产量产值(万元)\n龙厂,整机,2024,1000\n"),
        ("企业年度.csv", "企业名称,年份,营业收入(万元)\n龙厂,2024,1000\n"),
    ];
    let stock = |product| MeasureEntry { days: Some(30.0), cost: Some(5e4), ..measure(MeasureKind::Stock, product) };
    let options = |budget| {
        let plan = PlanOptions { budget: Some(budget), measures: Some(vec![stock("左件"), stock("右件")]) };
        RiskOptions { plan: Some(plan), ..RiskOptions::default() }
    };
    let plan = |budget| ask(&graph(&files), &["firm:左厂+firm:右厂+days:30"], options(budget)).plan.unwrap();
    let enough = plan(10.0);
    assert_eq!(enough.measures.iter().filter(|row| row.chosen).count(), 2);
    assert!(enough.measures.iter().all(|row| row.gain.unwrap().abs() < 1.0));
    near(enough.after / WAN, 20.0 * 30.0 / 365.0);
    assert_eq!((plan(9.0).empty, plan(4.0).empty), (Some(Empty::NoGain), Some(Empty::BudgetTooSmall)));
}

#[test]
fn a_recruited_plant_stands_in_the_focus_and_falls_with_it() {
    let recruit =
        || MeasureEntry { share: Some(0.5), at: Some("泗县".into()), ..measure(MeasureKind::Recruit, "甲料") };
    let graph = graph(&EXAMPLE);
    // Half of what 三厂 and 六厂 buy from 昆山 is safe now; when 泗县 stops, so does the new plant.
    let block = planned(&graph, &["from:江苏省"], vec![recruit()], RiskOptions::default());
    assert!(block.all < block.before);
    let county = planned(&graph, &["area:泗县"], vec![recruit()], RiskOptions::default());
    assert!(county.all > county.before - 1.0, "{county:?}");
}

#[test]
fn more_capacity_counts_where_capacity_replaces() {
    let expand =
        MeasureEntry { firm: Some("二厂".into()), amount: Some(60e4), ..measure(MeasureKind::Expand, "甲料") };
    let plan = |replaceability| {
        let more = RiskOptions { replaceability: Some(replaceability), ..RiskOptions::default() };
        planned(&graph(&EXAMPLE), &["firm:一厂"], vec![expand.clone()], more)
    };
    let capacity = plan(Replaceability::Capacity);
    near(capacity.before / WAN, 60.0 + 0.6 * 550.0);
    near(capacity.all / WAN, 60.0);
    assert_eq!(plan(Replaceability::Conservative).empty, Some(Empty::NoGain));
}

#[test]
fn measures_are_made_up_for_sole_sources_and_counted() {
    let plan = Some(PlanOptions { budget: Some(1.0), measures: None });
    let plan = ask(&graph(&EXAMPLE), &[], RiskOptions { plan, ..RiskOptions::default() }).plan.unwrap();
    // 五厂 has 乙件 from 三厂 alone, 六厂 甲料 from 二厂 alone; 丙件 is not essential.
    let products: Vec<(&str, &str)> =
        plan.measures.iter().map(|row| (&*row.product.name, &*row.firm.as_ref().unwrap().name)).collect();
    let mut sorted = products.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [("乙件", "三厂"), ("甲料", "二厂")]);
    assert!(plan.made_up && plan.cost <= 1.0 && plan.after < plan.before);
    assert_eq!(plan.measures.iter().filter(|row| row.chosen).count(), 1);
}

// ---- The binary ----

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn liantu(arguments: &[&str], lang: &str) -> Run {
    let output = Command::cargo_bin("liantu")
        .unwrap()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["risk", "examples/suzhou", "--quiet", "--shown", "1", "--lang", lang])
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn the_example_set_answers_all_kinds_of_scenario() {
    let scenarios = [
        "firm:埇桥示例甲子原纸有限公司=0.5",
        "area:埇桥区+days:30+p:2%",
        "circle:50km@泗县",
        "product:光伏玻璃",
        "from:江苏省",
        "断供:境外",
        "link:蚌埠示例辛丑光伏玻璃有限公司>泗县示例辛未光伏组件有限公司",
        "地区:宿马园区",
    ];
    let arguments: Vec<&str> = scenarios.iter().flat_map(|text| ["--scenario", text]).collect();
    let run = liantu(&[arguments.as_slice(), &["--format", "json"]].concat(), "zh");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let answer: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let rows = answer["answer"]["scenarios"].as_array().unwrap();
    assert_eq!(rows.len(), scenarios.len());
    for row in rows {
        let number = |key: &str| row[key].as_f64().unwrap();
        assert!(number("loss") > 0.0 && number("loss") >= number("direct"), "{}", row["text"]);
        assert!((number("loss") - number("direct") - number("indirect")).abs() < 1.0);
        let areas: f64 =
            row["effect"]["areas"].as_array().unwrap().iter().map(|area| area["loss"].as_f64().unwrap()).sum();
        assert!((areas - number("loss")).abs() < 1e-6 * number("loss"), "{}", row["text"]);
        assert!(row["recovery"].as_array().unwrap().iter().all(|back| back["saved"].as_f64().unwrap() > 0.0));
    }
    let again = liantu(&[arguments.as_slice(), &["--format", "json", "--threads", "1"]].concat(), "zh");
    assert!(again.out == run.out, "the same bytes on one thread");
    // Without scenarios there is no trace of them.
    let plain = liantu(&["--format", "json"], "zh");
    assert!(!plain.out.contains("\"scenarios\"") && !plain.out.contains("\"plan\""));
}

#[test]
fn files_of_scenarios_and_measures_make_a_plan() {
    let folder = tempfile::tempdir().unwrap();
    let scenarios =
        file(folder.path(), "情景.csv", "情景,事件,天数,概率\n密封件停供,firm:萧县示例丁未密封件有限公司,90,5%\n");
    let toml = "[[scenario]]\nname = '蚌埠断供'\nevents = ['from:蚌埠市']\ndays = 30\nprobability = 0.1\n";
    let more = file(folder.path(), "情景.toml", toml);
    let table = "措施,类型,产品,比例,天数,地点,规模,费用(万元)\n双来源,第二来源,橡胶密封件,50%,,,,300\n囤货,储备,橡胶密封件,,60,,,80\n\
                 招引玻璃,招引,光伏玻璃,,,泗县,5000万元,2000\n无价,储备,光伏玻璃,,10,,,\n";
    let measures = file(folder.path(), "措施.csv", table);
    let [scenarios, more, measures] = [&scenarios, &more, &measures].map(|path| path.to_str().unwrap());
    let arguments = ["--scenario-file", scenarios, "--scenario-file", more, "--measures", measures, "--budget", "400"];
    let run = liantu(&[arguments.as_slice(), &["--format", "json"]].concat(), "zh");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let answer: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let plan = &answer["answer"]["plan"];
    assert_eq!((&plan["method"], &plan["over"], &plan["unit"]), (&"exact".into(), &"scenarios".into(), &"yuan".into()));
    assert_eq!((plan["cost"].as_f64(), plan["budget"].as_f64()), (Some(3.8e6), Some(4e6)));
    assert!(plan["measures"][3]["gain"].is_null(), "nobody said what it costs");
    assert!(plan["after"].as_f64() < plan["before"].as_f64());
    for (lang, words) in [("zh", "精确解"), ("en", "This is exact")] {
        let report = liantu(&arguments, lang);
        assert!(report.code == 0 && report.out.contains(words), "{}", report.out);
    }
}

#[test]
fn the_plans_of_the_guide_are_as_the_guide_says() {
    let ask = |file: &str| {
        let arguments = ["--scenario-file", file, "--measures", "examples/plans/措施.csv", "--budget", "600"];
        let run = liantu(&[arguments.as_slice(), &["--format", "json"]].concat(), "zh");
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        serde_json::from_str::<serde_json::Value>(&run.out).unwrap()["answer"].clone()
    };
    let (table, toml) = (ask("examples/plans/情景.csv"), ask("examples/plans/情景.toml"));
    let losses = |answer: &serde_json::Value| -> Vec<(String, f64)> {
        let rows = answer["scenarios"].as_array().unwrap();
        rows.iter().map(|row| (row["name"].as_str().unwrap().to_owned(), row["loss"].as_f64().unwrap())).collect()
    };
    assert_eq!(losses(&table), losses(&toml));
    assert_eq!(table["plan"], toml["plan"]);
    let chosen: Vec<&str> = (table["plan"]["measures"].as_array().unwrap().iter())
        .filter(|row| row["chosen"] == true)
        .map(|row| row["name"].as_str().unwrap())
        .collect();
    // Not the two that save most for each yuan: 密封件储备 and 密封件双来源.
    assert_eq!(chosen, ["密封件储备", "电控双来源"]);
    assert_eq!((&table["plan"]["method"], table["plan"]["cost"].as_f64()), (&"exact".into(), Some(5.8e6)));
}

#[test]
fn what_cannot_be_meant_is_told_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let empty = file(folder.path(), "空.csv", "");
    let unknown = file(folder.path(), "措施.csv", "类型,产品\n储备,不存在的产品\n");
    let no_days = file(folder.path(), "无天数.csv", "类型,产品\n储备,光伏玻璃\n");
    let bad_event = file(folder.path(), "坏.csv", "情景,事件\n洪水,埇桥区\n");
    let twice = file(folder.path(), "重.csv", "情景,事件\n停,断供:境外\n停,断供:江苏省\n");
    let bad_key = file(folder.path(), "坏.toml", "[[scenario]]\nname = '停'\nshijian = ['断供:境外']\n");
    let bad_toml = file(folder.path(), "乱.toml", "[[scenario]]\nname = 停\n");
    let [empty, unknown, no_days, bad_event, twice, bad_key, bad_toml] =
        [&empty, &unknown, &no_days, &bad_event, &twice, &bad_key, &bad_toml].map(|path| path.to_str().unwrap());
    for (arguments, code, chinese, english) in [
        (["--scenario", "firm:埇桥示例甲子原纸公司"], 1, "埇桥示例甲子原纸有限公司", "埇桥示例甲子原纸有限公司"),
        (["--scenario", "area:永桥区"], 1, "埇桥区", "埇桥区"),
        (["--scenario", "area:鼓楼区"], 1, "不止一个地点", "more than one place"),
        (["--scenario", "product:光伏波璃"], 1, "光伏玻璃", "光伏玻璃"),
        (["--scenario", "from:"], 2, "缺少名称", "lacks a name"),
        (["--scenario", "firm:甲=1.5"], 2, "不是比例", "no share"),
        (["--scenario", "洪水"], 2, "不是事件", "begins no event"),
        (["--scenario-file", empty], 1, "没有情景", "holds no scenario"),
        (["--scenario-file", bad_event], 1, "› 2", "› 2"),
        (["--scenario-file", "没有.csv"], 1, "没有.csv", "没有.csv"),
        (["--measures", unknown], 1, "没有产品 `不存在的产品`", "no product `不存在的产品`"),
        (["--measures", no_days], 1, "缺少天数", "has no days"),
        (["--measures", empty], 1, "没有措施", "holds no measure"),
        (["--scenario", "断供:泗县"], 1, "地区:泗县", "`area:泗县`"),
        (["--scenario", "from:宿州市"], 1, "在本地范围之内", "within the focus area"),
        (
            ["--scenario", "link:泗县示例辛未光伏组件有限公司>蚌埠示例辛丑光伏玻璃有限公司"],
            1,
            "请核对方向",
            "delivers nothing with an amount to",
        ),
        (["--scenario-file", twice], 1, "两个情景都叫 `停`", "two scenarios are called `停`"),
        (
            ["--scenario-file", bad_key],
            1,
            "可用的键：events、name、days、probability、note",
            "the keys are events, name",
        ),
        (["--scenario-file", bad_toml], 1, "错在第 2 行", "in line 2"),
        (["--budget", "1e300"], 2, "--budget 过大", "beyond all measure"),
        (["--budget", "-5"], 2, "-5", "-5"),
        (["--budget", "NaN"], 2, "NaN", "NaN"),
    ] {
        for (lang, words) in [("zh", chinese), ("en", english)] {
            let run = liantu(&arguments, lang);
            assert_eq!(run.code, code, "{arguments:?} {}", run.err);
            assert!(run.out.is_empty() && run.err.contains(words), "{arguments:?}: {}", run.err);
            assert!(lang == "en" || !run.err.contains("hint"), "{arguments:?}: {}", run.err);
        }
    }
}

#[test]
fn two_scenarios_typed_alike_are_told() {
    let run = liantu(&["--scenario", "断供:境外", "--scenario", "断供:境外"], "zh");
    assert!(run.code == 2 && run.err.contains("两个情景都叫"), "{}", run.err);
}

#[test]
fn a_scenario_with_days_leads_with_the_loss_over_them() {
    let text = "断供:江苏省+天数:73+名称:甲";
    for (lang, figure, sentence, year) in [
        ("zh", "情景“甲”停 73 天的全网损失", "情景“甲”：停 73 天全网损失 ", "若持续一年，"),
        ("en", "loss of all over 73 days", " is lost over 73 days. ", "If it lasts a year, "),
    ] {
        let run = liantu(&["--scenario", text, "--format", "md"], lang);
        assert!(run.code == 0 && [figure, sentence, year].iter().all(|words| run.out.contains(words)), "{}", run.out);
    }
    let plain = liantu(&["--scenario", "断供:江苏省+名称:甲", "--format", "md"], "zh");
    assert!(plain.out.contains("情景“甲”的全网年损失") && !plain.out.contains("天全网损失"), "{}", plain.out);
}

#[test]
fn a_plan_speaks_of_expected_losses_only_where_probabilities_were_given() {
    let plan = |scenario: &[&str], lang| {
        let run = liantu(&[scenario, &["--budget", "1", "--format", "md"]].concat(), lang);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let likely = ["--scenario", "firm:萧县示例丁未密封件有限公司+概率:5%"];
    let open = ["--scenario", "firm:萧县示例丁未密封件有限公司"];
    let sole = |text: &str| -> String {
        text.lines().filter(|line| line.contains("方案") || line.contains("单独实施")).collect()
    };
    for (scenario, loss, heading) in [
        (&likely[..], "，年期望损失由 ", "单独实施减少的年期望损失"),
        (&open[..], "，各情景平均损失由 ", "单独实施减少的平均损失"),
        (&[], "，每次停产的平均损失由 ", "单独实施减少的平均损失"),
    ] {
        let out = plan(scenario, "zh");
        assert!(out.contains(loss) && out.contains(heading), "{out}");
        assert_eq!(sole(&out).contains("期望"), scenario == likely, "{out}");
    }
    assert!(plan(&open, "en").contains("the mean loss of the scenarios falls from"));
}

#[test]
fn a_scenario_that_strikes_nobody_and_a_budget_of_nothing_are_answers() {
    let run = liantu(&["--scenario", "area:拉萨市", "--budget", "0"], "zh");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("没有冲击到数据中的任何企业"), "{}", run.out);
    assert!(run.out.contains("不够最便宜的一项措施"), "{}", run.out);
}
