//! Every figure leads back to the rows of the spreadsheets, and they re-add to it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Economy, Make, at, wan};
use liantu::analysis::explain::{Explanation, Figures, Form, Reason, Role};
use liantu::analysis::scope::Scope;
use liantu::analysis::{
    Answer, ExplainOptions, GapOptions, RateOptions, Request, SplitOptions, explain, gap, rate, split,
};
use liantu::app::Session;
use liantu::graph::SupplyGraph;
use liantu::model::{Amount, AreaCode, Location};
use proptest::prelude::*;
use std::fs;

const PLACES: [u32; 8] = [341324, 341323, 341302, 340102, 340202, 320205, 440305, 310115];
const SPLIT: [&str; 7] = ["demand", "supplied", "bridgeable", "to_recruit", "unlocated", "rate", "ceiling"];
const GAP: [&str; 16] = [
    "demand",
    "near",
    "outside",
    "unlocated",
    "local_rate",
    "import_share",
    "largest_share",
    "largest_share_of_all",
    "single_sourced",
    "single_sourced_share",
    "hhi",
    "effective",
    "capacity",
    "available",
    "shortfall",
    "unused_match",
];

fn scope() -> Scope {
    Scope { focus: Some(AreaCode(341300)), ..Scope::default() }
}

fn options() -> RateOptions {
    RateOptions { scope: scope(), ..RateOptions::default() }
}

fn explained(graph: &SupplyGraph, question: RateOptions, keys: Vec<String>) -> Vec<Explanation> {
    explain(graph, &ExplainOptions { question, figures: Figures::Keys(keys) }).unwrap().figures
}

/// A purchase: buyer, supplier, product, sevenths of a 万元 (none: missing), year.
type Line = (usize, usize, usize, Option<u32>, u16);

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let amount = prop_oneof![4 => (0u32..5000).prop_map(Some), 1 => Just(None)];
    prop::collection::vec((0usize..5, 0usize..9, 0usize..4, amount, 2023u16..2025), 0..30)
}

/// What a firm makes: output, capacity beyond it, stated spare, promised elsewhere, any of which may be blank.
type Makes = (usize, usize, [Option<u32>; 4]);

fn makes() -> impl Strategy<Value = Vec<Makes>> {
    let figure = || prop::option::weighted(0.7, 0u32..3000);
    prop::collection::vec((0usize..9, 0usize..4, [figure(), figure(), figure(), figure()]), 0..10)
}

/// Amounts without a finite binary fraction, so that the order of a sum shows in its last digits.
fn economy(lines: &[Line], makes: &[Makes], totals: &[(usize, u32, bool)]) -> SupplyGraph {
    let mut economy = Economy::default().focus(341300);
    for firm in 0..9 {
        let place = PLACES.get(firm).map_or(Location::UNKNOWN, |code| at(*code));
        let name = format!("f{firm}");
        economy = if firm < 2 { economy.leader(&name, place) } else { economy.firm(&name, place) };
    }
    for &(buyer, supplier, product, amount, year) in lines {
        let amount = amount.map_or(Amount::Missing, |amount| wan(f64::from(amount) / 7.0));
        economy =
            economy.buys_in(&format!("f{buyer}"), &format!("f{supplier}"), &format!("k{product}"), amount, Some(year));
    }
    for &(firm, product, [output, extra, spare, committed]) in makes {
        let wan = |figure: Option<u32>| figure.map(f64::from);
        let capacity = extra.map(|extra| f64::from(output.unwrap_or(0) + extra));
        let make = Make { output: wan(output), capacity, spare: wan(spare), committed: wan(committed) };
        economy = economy.makes(&format!("f{firm}"), &format!("k{product}"), make);
    }
    for &(buyer, total, complete) in totals {
        economy = economy.total_in(&format!("f{buyer}"), Some(2024), f64::from(total), complete);
    }
    economy.input("k0", "k1").input("k1", "k2").input("k3", "k2").graph()
}

/// The rows really add up to what was published, whatever the program says of itself: limits have rows of their own.
fn adds_up(figure: &Explanation) {
    let sum = |side: fn(&liantu::analysis::explain::Row) -> f64| figure.rows.iter().map(side).sum::<f64>();
    let (above, below) = (sum(|row| row.numerator), sum(|row| row.denominator));
    let terms: f64 = figure.rows.iter().map(|row| row.numerator.abs() + row.denominator.abs()).sum();
    // Terms that nearly cancel leave their last digits.
    let close = |published: f64, sum: f64| (published - sum).abs() <= 1e-9 * published.abs().max(1.0) + 1e-13 * terms;
    let side_is = |published: Option<f64>, sum: f64| published.is_none_or(|yuan| close(yuan, sum));
    let made = match figure.form {
        Form::Ratio if below > 0.0 => Some(above / below),
        Form::Sum => Some(above),
        Form::Inverse if below > 0.0 => Some(1.0 / below),
        Form::Ratio | Form::Inverse => None,
    };
    let agrees = figure.value.map(|value| {
        let sides = side_is(figure.numerator, above) && side_is(figure.denominator, below);
        sides && made.is_some_and(|made| close(value, made))
    });
    assert_eq!(agrees, figure.value.map(|_| true), "{figure:#?}");
    assert_eq!(figure.re_adds.agrees, agrees, "{figure:#?}");
    assert!(close(figure.re_adds.numerator, above) && close(figure.re_adds.denominator, below), "{figure:#?}");
    let limits = figure.rows.iter().filter(|row| row.role == Role::Limit).count();
    assert_eq!(limits, usize::from(figure.re_adds.before_limit.is_some()), "{figure:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_rate_and_ring_re_adds_to_the_last_bit(
        lines in lines(),
        totals in prop::collection::vec((0usize..5, 0u32..9000, any::<bool>()), 0..4),
        min_link in prop_oneof![Just(None), (0u32..4000).prop_map(|wan| Some(f64::from(wan) * 1e4))],
        coverage_threshold in prop_oneof![Just(0.0), Just(0.5)],
    ) {
        let mut totals = totals;
        totals.sort_unstable();
        totals.dedup_by_key(|total| total.0);
        let graph = economy(&lines, &[], &totals);
        let question = RateOptions { min_link, coverage_threshold, ..options() };
        let answer = rate(&graph, &question).unwrap();
        let keys = answer.rows.iter().map(|row| row.figure.to_string()).collect();
        let figures = explained(&graph, question.clone(), keys);
        prop_assert_eq!(figures.len(), answer.rows.len());
        for (figure, row) in figures.iter().zip(&answer.rows) {
            adds_up(figure);
            prop_assert_eq!(&figure.figure, &row.figure.to_string());
            prop_assert_eq!(figure.value, row.measure.value);
            let bits = |number: f64| number.to_bits();
            let (above, below) = (row.measure.numerator, row.measure.denominator);
            prop_assert!(above.is_none_or(|yuan| bits(yuan) == bits(figure.re_adds.numerator)), "{figure:#?}");
            prop_assert!(below.is_none_or(|yuan| bits(yuan) == bits(figure.re_adds.denominator)), "{figure:#?}");
        }
        let rings = answer.rings.iter().map(|ring| ring.figure.to_string()).collect();
        for (figure, ring) in explained(&graph, question, rings).iter().zip(&answer.rings) {
            adds_up(figure);
            prop_assert_eq!(figure.value, ring.share);
            prop_assert_eq!(figure.re_adds.numerator.to_bits(), ring.amount.to_bits());
        }
    }

    #[test]
    fn every_part_of_a_split_re_adds(lines in lines(), makes in makes()) {
        let graph = economy(&lines, &makes, &[]);
        let answer = split(&graph, &SplitOptions { scope: scope(), ..SplitOptions::default() }).unwrap();
        let mut keys: Vec<String> = SPLIT.iter().map(|measure| format!("split/total/{measure}")).collect();
        for row in &answer.rows {
            keys.extend(SPLIT.iter().map(|measure| row.figure.measure(measure)));
            keys.extend(SPLIT.iter().map(|measure| format!("split/buyer/{}/{measure}", row.buyer.name)));
            keys.extend(SPLIT.iter().map(|measure| format!("split/product/{}/{measure}", row.product.name)));
        }
        let figures = explained(&graph, options(), keys);
        figures.iter().for_each(adds_up);
        let values: Vec<Option<f64>> = figures.iter().map(|figure| figure.value).collect();
        for (row, found) in answer.rows.iter().zip(values[7..].chunks(21)) {
            let published = [row.demand, row.supplied, row.bridgeable, row.to_recruit, row.unlocated];
            prop_assert_eq!(&found[..5], &published);
        }
        prop_assert_eq!((values[5], values[6]), (answer.total.rate, answer.total.ceiling));
    }

    #[test]
    fn every_number_of_a_weak_link_re_adds(lines in lines(), makes in makes()) {
        let graph = economy(&lines, &makes, &[]);
        let answer = gap(&graph, &GapOptions { scope: scope(), ..GapOptions::default() }).unwrap();
        let keys: Vec<String> =
            answer.rows.iter().flat_map(|row| GAP.map(|measure| row.figure.measure(measure))).collect();
        let figures = explained(&graph, options(), keys);
        figures.iter().for_each(adds_up);
        for (row, figures) in answer.rows.iter().zip(figures.chunks(GAP.len())) {
            let evidence = &row.evidence;
            prop_assert_eq!(figures[4].value, evidence.rate.as_ref().and_then(|rate| rate.value));
            prop_assert_eq!(figures[10].value, evidence.concentration.hhi);
            prop_assert_eq!(figures[14].value, evidence.capacity.shortfall);
            prop_assert_eq!(figures[15].value, evidence.capacity.unused_match);
        }
    }
}

/// Opens tables as text files.
fn session(files: &[(&str, &str)]) -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let options = liantu::app::session::read_options(&Some("宿州市".to_owned()), &[]);
    let session = Session::open(folder.path(), &options, &Default::default()).unwrap();
    (folder, session)
}

const E1: &str = "采购方,采购方所在地,供应商,供应商所在地,产品,采购额(万元),年份
甲车桥,安徽省宿州市泗县,灵璧轮毂,灵璧县,轮毂轴承,3000,2024
甲车桥,安徽省宿州市泗县,无锡钢管,江苏省无锡市,轴承钢管,2000,2024
甲车桥,安徽省宿州市泗县,泗县铸造,安徽省宿州市泗县,铸件,1000,2024
甲车桥,安徽省宿州市泗县,宁国密封,安徽省宁国市,密封件,,2024
甲车桥,安徽省宿州市泗县,苏州电控,江苏省苏州市,电控,4000,2024
";
const TOTAL: &str = "采购方,年份,采购总额(万元),清单完整\n甲车桥,2024,10500,是\n";

fn cells(figure: &Explanation) -> Vec<(Role, String, f64, f64)> {
    let cell = |row: &liantu::analysis::explain::Row| row.line.origin.cell.as_deref().unwrap().to_owned();
    figure.rows.iter().map(|row| (row.role, cell(row), row.numerator / 1e4, row.denominator / 1e4)).collect()
}

#[test]
fn e1_names_the_cells_of_ten_and_forty_percent() {
    let (_folder, session) = session(&[("采购.csv", E1)]);
    let question = RateOptions { scope: session.scope(None, None), ..RateOptions::default() };
    let keys = ["rate/firm/甲车桥/2024/county/amount", "rate/firm/甲车桥/2024/city/amount"].map(String::from);
    let figures = explained(&session.graph, question, keys.into());
    let expected = [(Role::Near, "F4", 1000.0, 1000.0), (Role::Far, "F2", 0.0, 3000.0)];
    assert_eq!(cells(&figures[0])[..2], expected.map(|(role, cell, a, b)| (role, cell.to_owned(), a, b)));
    assert_eq!((figures[0].value, figures[1].value), (Some(0.1), Some(0.4)));
    let expected = [
        (Role::Near, "F2", 3000.0, 3000.0),
        (Role::Near, "F4", 1000.0, 1000.0),
        (Role::Far, "F3", 0.0, 2000.0),
        (Role::Far, "F6", 0.0, 4000.0),
    ];
    assert_eq!(cells(&figures[1]), expected.map(|(role, cell, a, b)| (role, cell.to_owned(), a, b)));
    let [left] = figures[1].left_out.as_slice() else { panic!("{:#?}", figures[1].left_out) };
    let origin = &left.line.origin;
    assert_eq!((left.reason, origin.cell.as_deref(), origin.row), (Reason::AmountMissing, Some("F5"), Some(5)));
    assert_eq!(origin.column.as_deref(), Some("采购额(万元)"));
}

#[test]
fn e1_with_a_declared_total_rests_on_the_row_of_the_total() {
    let (_folder, session) = session(&[("采购.csv", E1), ("采购总额.csv", TOTAL)]);
    let question = RateOptions { scope: session.scope(None, None), ..RateOptions::default() };
    let figures = explained(&session.graph, question, vec!["rate/甲车桥/市域".to_owned()]);
    let figure = &figures[0];
    assert_eq!((figure.value, figure.method), (Some(4000.0 / 10500.0), "LR-2"));
    assert_eq!((figure.numerator, figure.denominator), (Some(4e7), Some(1.05e8)));
    let declared = figure.rows.iter().find(|row| row.role == Role::Declared).unwrap();
    let origin = &declared.line.origin;
    assert_eq!((&*origin.file, origin.cell.as_deref()), ("采购总额.csv", Some("C2")));
    assert_eq!((declared.numerator, declared.denominator), (0.0, 5e6));
    assert_eq!(figure.re_adds.agrees, Some(true));
}

#[test]
fn rows_that_gave_way_are_told_with_the_row_that_stands() {
    let ledger = "采购方,采购方所在地,供应商,供应商所在地,产品,采购额(万元),年份,合同号,来源
甲,泗县,乙,灵璧县,钢,100,2024,A,合同
甲,泗县,乙,灵璧县,钢,100,2024,A,合同
甲,泗县,乙,灵璧县,钢,90,2024,A,采购方
甲,泗县,乙,灵璧县,钢,-30,2024,A,合同
甲,泗县,甲,泗县,壳,20,2024,,
甲,泗县,丁,,油,5,2024,,
甲,泗县,乙,灵璧县,钢,70,2023,,
,泗县,乙,灵璧县,钢,7,2024,,
";
    let (_folder, session) = session(&[("采购.csv", ledger)]);
    let question = RateOptions { scope: session.scope(None, None), ..RateOptions::default() };
    let request = Request::Explain(ExplainOptions {
        question,
        figures: Figures::Keys(vec!["rate/firm/甲/2024/city/amount".to_owned()]),
    });
    let Answer::Explain(answer) = session.answer(&request).unwrap() else { panic!("another answer") };
    let figure = &answer.figures[0];
    assert_eq!(cells(figure), [(Role::Near, "F2".to_owned(), 70.0, 70.0)]);
    let told = |left: &liantu::analysis::explain::LeftOut| {
        let stands = left.stands.as_ref().and_then(|origin| origin.row);
        (left.reason, left.line.origin.row, left.line.amount.map(|yuan| yuan / 1e4), stands)
    };
    let left: Vec<_> = figure.left_out.iter().map(told).collect();
    let expected = [
        (Reason::PlaceUnknown, Some(7), Some(5.0), None),
        (Reason::Duplicate, Some(3), Some(100.0), Some(2)),
        (Reason::BetterSource, Some(4), Some(90.0), Some(2)),
        (Reason::Netted, Some(5), Some(-30.0), Some(2)),
        (Reason::SelfSupply, Some(6), Some(20.0), None),
        (Reason::OtherYear, None, Some(70.0), None),
    ];
    assert_eq!(left, expected);
    assert_eq!(figure.left_out[5].first_rows, [8]);
    assert_eq!((answer.unread.len(), answer.unread[0].origin.row), (1, Some(9)));
}

#[test]
fn an_introduction_rests_on_the_row_of_the_spare_capacity() {
    let firms = "企业名称,生产地\n灵璧某厂,灵璧县\n";
    let spare = "企业名称,产品,富余产能(万元)\n灵璧某厂,轴承钢管,1500\n";
    let (_folder, session) = session(&[("采购.csv", E1), ("企业.csv", firms), ("产能.csv", spare)]);
    let question = RateOptions { scope: session.scope(None, None), ..RateOptions::default() };
    let figures = explained(&session.graph, question, vec!["split/甲车桥/轴承钢管/to_recruit".to_owned()]);
    let expected = [(Role::Far, "F3", 2000.0, 0.0), (Role::Introduced, "C2", -1500.0, 0.0)];
    assert_eq!(cells(&figures[0]), expected.map(|(role, cell, a, b)| (role, cell.to_owned(), a, b)));
    assert_eq!(figures[0].value, Some(5e6));
}

const MAKERS: &str = "企业名称,产品,产量产值(万元),产能(万元),富余产能(万元),外销承诺(万元)
灵璧某厂,轴承钢管,1000,5500,,500
";

/// The figures of keys of the ledger of E1 and these makers.
fn with_makers(makers: &str, keys: &[&str]) -> Vec<Explanation> {
    let firms = "企业名称,生产地\n灵璧某厂,灵璧县\n泗县某厂,泗县\n";
    let (_folder, session) = session(&[("采购.csv", E1), ("企业.csv", firms), ("产能.csv", makers)]);
    let question = RateOptions { scope: session.scope(None, None), ..RateOptions::default() };
    explained(&session.graph, question, keys.iter().map(ToString::to_string).collect())
}

#[test]
fn a_limit_of_the_formula_is_a_row_of_its_own() {
    let figures = with_makers(MAKERS, &["gap/轴承钢管/unused_match", "gap/轴承钢管/shortfall"]);
    let rows = |figure: &Explanation| -> Vec<(Role, f64)> {
        figure.rows.iter().map(|row| (row.role, row.numerator / 1e4)).collect()
    };
    // 5,500 less the 500 promised could serve, but only 2,000 are bought outside.
    assert_eq!(rows(&figures[0]), [(Role::Capacity, 5000.0), (Role::Limit, -3000.0)]);
    assert_eq!((figures[0].value, figures[0].re_adds.before_limit), (Some(2e7), Some(5e7)));
    assert_eq!(rows(&figures[1]), [(Role::Far, 2000.0), (Role::Capacity, -5000.0), (Role::Limit, 3000.0)]);
    assert_eq!((figures[1].value, figures[1].re_adds.before_limit), (Some(0.0), Some(-3e7)));
    figures.iter().for_each(adds_up);
    let worded = liantu::report::words::explain::re_adds(&figures[0], liantu::report::Lang::Zh);
    assert_eq!(worded, "复核：下列各行合计 2,000 万元（其中算式所限一行之前为 5,000 万元），与数字一致。");
}

#[test]
fn capacity_names_the_cells_that_say_it_and_no_blank_one() {
    let keys = ["gap/轴承钢管/available", "split/甲车桥/轴承钢管/bridgeable"];
    let figures = with_makers(MAKERS, &keys);
    let origin = |figure: &Explanation| {
        let row = figure.rows.iter().find(|row| matches!(row.role, Role::Capacity | Role::Introduced)).unwrap();
        let origin = row.line.origin.clone();
        (origin.cell.unwrap().to_string(), origin.column.unwrap().to_string(), row.line.amount.unwrap() / 1e4)
    };
    assert_eq!(origin(&figures[0]), ("D2−F2".to_owned(), "产能(万元)−外销承诺(万元)".to_owned(), 5000.0));
    assert_eq!(origin(&figures[1]), ("D2−C2".to_owned(), "产能(万元)−产量产值(万元)".to_owned(), 4500.0));
}

#[test]
fn unknown_capacity_is_no_nought_and_leaves_nothing_to_check() {
    let makers = format!("{MAKERS}泗县某厂,轴承钢管,800,,,\n");
    let figures =
        with_makers(&makers, &["gap/轴承钢管/available", "gap/轴承钢管/shortfall", "gap/轴承钢管/unused_match"]);
    for figure in &figures {
        let left: Vec<_> = figure.left_out.iter().map(|left| (left.reason, left.line.amount)).collect();
        assert_eq!(left, [(Reason::CapacityUnknown, None)], "{figure:#?}");
        adds_up(figure);
    }
    assert_eq!((figures[0].value, figures[0].re_adds.agrees), (None, None));
    assert_eq!((figures[1].value, figures[1].re_adds.agrees), (None, None));
    // The spare that is known, 4,500, exceeds what is bought outside.
    assert_eq!((figures[2].value, figures[2].re_adds.agrees), (Some(2e7), Some(true)));
    let worded = liantu::report::words::explain::re_adds(&figures[0], liantu::report::Lang::Zh);
    assert!(worded.ends_with("，数据不足以得出数值，无数字可核。"), "{worded}");
}

#[test]
fn a_row_left_out_names_the_place_that_is_unknown() {
    let ledger = "采购方,采购方所在地,供应商,供应商所在地,产品,采购额(万元),年份
甲,,乙,灵璧县,钢,1,2024
丙,泗县,丁,,钢,2,2024
戊,,丁,,钢,3,2024
";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("采购.csv"), ledger).unwrap();
    let options = liantu::app::session::read_options(&None, &[]);
    let session = Session::open(folder.path(), &options, &Default::default()).unwrap();
    let keys = ["rate/total/2024/city/amount", "rate/total/2024/city/count"].map(String::from);
    let figures = explained(&session.graph, RateOptions::default(), keys.into());
    let left: Vec<_> = figures[0].left_out.iter().map(|left| (left.reason, left.line.origin.row)).collect();
    let expected =
        [(Reason::PlaceUnknown, Some(3)), (Reason::BuyerPlaceUnknown, Some(2)), (Reason::PlacesUnknown, Some(4))];
    assert_eq!(left, expected);
    assert!(figures[1].left_out.iter().any(|left| left.reason == Reason::BuyerPlaceUnknown), "{:#?}", figures[1]);
    figures.iter().for_each(adds_up);
    // With a focus a buyer without a place may not belong here at all.
    let question = RateOptions { scope: scope(), ..RateOptions::default() };
    let keys = ["rate/total/2024/city/amount", "split/total/demand", "gap/钢/demand"].map(String::from);
    for figure in explained(&session.graph, question, keys.into()) {
        let unplaced = figure.left_out.iter().find(|left| left.reason == Reason::BuyerUnplaced).unwrap();
        assert_eq!((unplaced.lines, &*unplaced.first_rows), (2, &[2, 4][..]));
    }
}

#[test]
fn keys_take_names_aliases_ids_and_either_language() {
    let firms = "企业ID,企业名称,别名,生产地\nB1,甲/一厂,老甲,安徽省宿州市泗县\nS1,乙,,灵璧县\n";
    let ledger = "采购方,供应商,产品,采购额(万元)\nB1,S1,钢,10\n";
    let (_folder, session) = session(&[("企业.csv", firms), ("采购.csv", ledger)]);
    let keys = ["rate/firm/甲／一厂/city/amount", "rate/firm/老甲/市域", "配套率/企业/b1/city/金额", "rate/老甲/city"];
    let question = RateOptions { scope: session.scope(None, None), ..RateOptions::default() };
    let figures = explained(&session.graph, question, keys.map(String::from).into());
    assert!(figures.iter().all(|figure| figure.figure == keys[0]), "{figures:#?}");
}

#[test]
fn a_wrong_key_names_the_nearest_and_an_open_one_the_choices() {
    let (_folder, session) = session(&[("采购.csv", E1)]);
    let question = RateOptions { scope: session.scope(None, None), ..RateOptions::default() };
    let fault = |key: &str| {
        let figures = Figures::Keys(vec![key.to_owned()]);
        let error = explain(&session.graph, &ExplainOptions { question: question.clone(), figures }).unwrap_err();
        (error.to_string(), liantu::app::Error::from(error).worded(liantu::report::Lang::Zh))
    };
    let (en, zh) = fault("rate/firm/甲车乔/2024/city/amount");
    assert!(en.contains("nearest are rate/firm/甲车桥/2024/city/amount"), "{en}");
    assert!(zh.contains("最接近的代号：rate/firm/甲车桥/2024/city/amount"), "{zh}");
    let (en, _) = fault("rate/total/2031/city/amount");
    assert!(en.contains("nearest are rate/total/2024/city/amount,"), "{en}");
    assert!(fault("gap/轴承钢官/outside").0.contains("gap/轴承钢管/2024/outside"));
    assert!(fault("rate/firm/甲车桥").0.contains("could be 5 figures"), "{}", fault("rate/firm/甲车桥").0);
    assert!(fault("split/甲车桥/轴承钢管").0.contains("split/甲车桥/轴承钢管/2024/to_recruit"));
    assert!(fault("甲车桥").0.contains("rate/total/city/amount"));
}
