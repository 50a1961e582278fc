//! Counties: who stands where, what flows between them, and that their rates are the rates (methods §1.2–1.5).
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Economy, at, wan};
use liantu::analysis::county::{County, CountyOptions, CountyRow, Place, PlaceKind, county};
use liantu::analysis::rate::{Basis, BuyerScope, RateLevel};
use liantu::analysis::scope::Scope;
use liantu::analysis::{RateOptions, rate};
use liantu::graph::SupplyGraph;
use liantu::ingest::ReadOptions;
use liantu::model::{Amount, AreaCode, Level, Location, LocationBasis, Tier};
use std::path::Path;
use std::sync::Arc;

fn of(graph: &SupplyGraph, focus: Option<u32>) -> County {
    let scope = Scope { focus: focus.map(AreaCode), ..Scope::default() };
    county(graph, &CountyOptions { scope, ..CountyOptions::default() }).unwrap()
}

fn row<'a>(county: &'a County, name: &str) -> &'a CountyRow {
    county.rows.iter().find(|row| row.place.name == name).unwrap()
}

fn abroad() -> Location {
    Location { abroad: Some("日本".into()), basis: LocationBasis::Line, ..Location::UNKNOWN }
}

/// 甲 at 泗县 buys 30 at home, 60 next door, 10 from elsewhere; makes 5 for itself; its neighbour sells 7 to 合肥.
fn economy() -> Economy {
    Economy::default()
        .leader("甲", at(341_324))
        .firm("乙", at(341_323))
        .firm("丙", at(341_324))
        .firm("丁", at(340_104))
        .buys("甲", "丙", "钢", wan(30.0))
        .buys("甲", "乙", "套圈", wan(60.0))
        .buys_from("甲", at(320_500), "油", wan(8.0))
        .buys_from("甲", abroad(), "油", wan(2.0))
        .buys("甲", "甲", "件", wan(5.0))
        .buys("丁", "乙", "套圈", wan(7.0))
        .input("件", "套圈")
}

#[test]
fn purchases_and_sales_stand_where_the_plants_do() {
    let answer = of(&economy().graph(), Some(341_300));
    assert_eq!((answer.level, &answer.own_tier), (Level::County, &Tier::County));
    let names: Vec<&str> = answer.rows.iter().map(|row| row.place.name.as_str()).collect();
    assert_eq!(names, ["埇桥区", "砀山县", "萧县", "灵璧县", "泗县"]);
    let si = &row(&answer, "泗县").figures;
    let bought = si.bought;
    assert_eq!((bought.amount, bought.own, bought.inside, bought.outside), (Some(1e6), 3e5, 6e5, 1e5));
    assert_eq!((si.own_rate.value, si.rate.value), (Some(0.3), Some(0.9)));
    assert_eq!((si.firms, si.leaders, si.buyers, si.sellers), (2, 1, 1, 1));
    assert_eq!(si.own_supply.amount, Some(5e4));
    assert_eq!(si.leading.iter().map(|firm| &*firm.name).collect::<Vec<_>>(), ["甲"]);
    let lingbi = &row(&answer, "灵璧县").figures;
    assert_eq!((lingbi.sold.amount, lingbi.sold.inside, lingbi.sold.outside), (Some(6.7e5), 6e5, 7e4));
    // Nobody stands at 砀山, and nothing is bought there: no amount, which is not zero.
    let empty = &row(&answer, "砀山县").figures;
    assert_eq!((empty.firms, empty.bought.amount, empty.rate.value), (0, None, None));
    assert_eq!((answer.total.bought.amount, answer.total.firms), (Some(1e6), 3));
}

#[test]
fn flows_name_both_ends_and_what_runs_between_them() {
    let answer = of(&economy().graph(), Some(341_300));
    let told: Vec<(String, String, f64)> = answer
        .flows
        .iter()
        .map(|flow| (flow.from.name.clone(), flow.to.name.clone(), flow.amount.unwrap_or(-1.0) / 1e4))
        .collect();
    let expected = [
        ("灵璧县", "泗县", 60.0),
        ("灵璧县", "合肥市", 7.0),
        ("泗县", "泗县", 30.0),
        ("江苏省", "泗县", 8.0),
        ("", "泗县", 2.0),
    ];
    assert_eq!(told, expected.map(|(from, to, amount)| (from.to_owned(), to.to_owned(), amount)));
    assert_eq!(answer.flows[4].from.kind, PlaceKind::Abroad);
    assert_eq!(&*answer.flows[0].products[0].name, "套圈");
}

#[test]
fn cells_hold_what_a_county_does_in_a_segment() {
    let answer = of(&economy().graph(), Some(341_300));
    let cells: Vec<_> = answer
        .matrix
        .cells
        .iter()
        .map(|cell| {
            let segment = cell.segment.as_ref().map(|segment| &*segment.name);
            (cell.place.name.as_str(), segment, cell.makers, cell.buyers, cell.bought.amount)
        })
        .collect();
    let expected =
        [("灵璧县", Some("all"), 1, 0, None), ("泗县", Some("all"), 0, 1, Some(6e5)), ("泗县", None, 1, 1, Some(4e5))];
    assert_eq!(cells, expected);
    assert_eq!(answer.matrix.cells[1].own_rate.value, Some(0.0));
    assert_eq!(answer.matrix.cells[1].rate.value, Some(1.0));
}

#[test]
fn missing_amounts_are_counted_and_widen_the_bounds() {
    let graph = economy().buys("甲", "乙", "轴", Amount::Missing).graph();
    let answer = of(&graph, Some(341_300));
    let si = &row(&answer, "泗县").figures;
    assert_eq!((si.bought.amount, si.bought.lines, si.bought.unpriced_lines), (Some(1e6), 5, 1));
    assert_eq!((si.rate.value, si.rate.lo, si.rate.hi), (Some(0.9), Some(0.9), Some(1.0)));
    let graph =
        Economy::default().firm("甲", at(341_324)).firm("乙", at(341_323)).buys("甲", "乙", "轴", Amount::Missing);
    let answer = of(&graph.graph(), Some(341_300));
    assert_eq!(answer.flows[0].amount, None);
    assert_eq!(answer.total.bought.amount, None);
}

#[test]
fn a_province_is_divided_into_cities_and_several_provinces_into_provinces() {
    let answer = of(&economy().graph(), Some(340_000));
    assert_eq!((answer.level, answer.own_tier.clone()), (Level::Prefecture, Tier::City));
    let suzhou = &row(&answer, "宿州市").figures;
    assert_eq!((suzhou.bought.own, suzhou.sold.inside), (9e5, 7e4));
    assert!(answer.rows.iter().any(|row| row.place.name == "芜湖市"));
    // Without a focus it is what holds every buyer: here the province again.
    assert_eq!(of(&economy().graph(), None).focus.unwrap().code, AreaCode(340_000));
    let far = economy().firm("戊", at(320_505)).buys("戊", "乙", "套圈", wan(1.0)).graph();
    let answer = of(&far, None);
    assert_eq!((answer.level, answer.focus), (Level::Province, None));
    assert_eq!(answer.rows.iter().map(|row| row.place.name.as_str()).collect::<Vec<_>>(), ["江苏省", "安徽省"]);
}

#[test]
fn what_is_known_coarsely_is_no_countys() {
    let plants = Location::one_of(vec![at(341_324), at(341_323)]);
    let mixed = Location::one_of(vec![at(341_324), at(320_505)]);
    let graph = economy()
        .firm("己", at(341_300))
        .firm("庚", plants)
        .firm("辛", mixed)
        .firm("壬", at(340_000))
        .buys("甲", "己", "钢", wan(1.0))
        .buys("甲", "庚", "钢", wan(2.0))
        .buys("甲", "辛", "钢", wan(4.0))
        .buys("壬", "乙", "套圈", wan(3.0))
        .graph();
    let answer = of(&graph, Some(341_300));
    let inside = answer.rows.last().unwrap();
    assert_eq!(
        (inside.place.kind, inside.figures.sold.amount, inside.figures.firms),
        (PlaceKind::Inside, Some(3e4), 2)
    );
    let bought = row(&answer, "泗县").figures.bought;
    assert_eq!((bought.inside, bought.unknown), (6.3e5, 4e4));
    let left_out = answer.left_out.unwrap();
    assert_eq!((left_out.buyers, left_out.amount), (1, Some(3e4)));
}

fn example() -> SupplyGraph {
    let options = ReadOptions::default();
    SupplyGraph::build(Arc::new(liantu::ingest::read(Path::new("examples/suzhou"), &options).unwrap().dataset))
}

#[test]
fn rates_of_counties_and_segments_are_those_of_the_rate() {
    let graph = example();
    let scope = Scope { focus: Some(AreaCode(341_300)), ..Scope::default() };
    let answer = of(&graph, Some(341_300));
    let year = answer.year;
    let rates = rate(&graph, &RateOptions { scope: Scope { year, ..scope }, ..RateOptions::default() }).unwrap();
    let find = |level, id: &str, tier: &str| {
        let is_it = |row: &&liantu::analysis::rate::RateRow| {
            (row.level, &*row.id, &*row.tier, row.basis, row.scope) == (level, id, tier, Basis::Amount, BuyerScope::All)
        };
        rates.rows.iter().find(is_it).map(|row| row.measure.clone())
    };
    for row in answer.rows.iter().filter(|row| row.figures.buyers > 0) {
        let code = row.place.code.unwrap().to_string();
        assert_eq!(Some(&row.figures.own_rate), find(RateLevel::County, &code, "county").as_ref(), "{code}");
    }
    assert_eq!(Some(&answer.total.own_rate), find(RateLevel::Total, "341300", "county").as_ref());
    assert_eq!(answer.rows.iter().filter(|row| row.figures.buyers > 0).count(), 5);
}

#[test]
fn flows_add_up_to_purchases_and_sales() {
    let graph = example();
    let answer = of(&graph, Some(341_300));
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    let sum = |side: fn(&liantu::analysis::county::PlaceFlow) -> &Place, place: &Place| -> f64 {
        answer.flows.iter().filter(|flow| side(flow) == place).filter_map(|flow| flow.amount).sum()
    };
    for row in &answer.rows {
        let figures = &row.figures;
        assert!(close(sum(|flow| &flow.to, &row.place), figures.bought.amount.unwrap_or(0.0)));
        assert!(close(sum(|flow| &flow.from, &row.place), figures.sold.amount.unwrap_or(0.0)));
        for traded in [figures.bought, figures.sold] {
            let parts = traded.own + traded.inside + traded.outside + traded.unknown;
            assert!(close(parts, traded.amount.unwrap_or(0.0)));
        }
    }
    let bought: f64 = answer.rows.iter().filter_map(|row| row.figures.bought.amount).sum();
    assert!(close(bought, answer.total.bought.amount.unwrap()));
    // Every product of the example stands in one segment of one chain, or in none.
    let cells: f64 = answer.matrix.cells.iter().filter_map(|cell| cell.bought.amount).sum();
    assert!(cells >= bought * (1.0 - 1e-9), "{cells} {bought}");
}

#[test]
fn of_a_chain_only_its_products_and_firms_count() {
    let answer = {
        let scope = Scope { focus: Some(AreaCode(341_300)), chain: Some("chain".into()), ..Scope::default() };
        county(&economy().graph(), &CountyOptions { scope, ..CountyOptions::default() }).unwrap()
    };
    assert_eq!(answer.total.bought.amount, Some(6e5));
    let firms: Vec<usize> = answer.rows.iter().map(|row| row.figures.firms).collect();
    assert_eq!(firms, [0, 0, 0, 1, 1]);
    assert!(answer.matrix.cells.iter().all(|cell| cell.segment.is_some()));
}

const COUNTIES: [(u32, &str, f64, f64); 4] = [
    (341_302, "埇桥区", 116.98, 33.64),
    (341_321, "砀山", 116.37, 34.44),
    (341_322, "萧县", 116.95, 34.19),
    (341_324, "泗县", 117.91, 33.48),
];

/// Squares where four of the five counties lie; one has a name only.
fn outlines(number: &str) -> String {
    let square = |(code, name, lon, lat): &(u32, &str, f64, f64)| {
        let corner = |dx: f64, dy: f64| format!("[{},{}]", lon + dx, lat + dy);
        let ring = [corner(-0.2, -0.1), corner(0.2, -0.1), corner(0.2, 0.1), corner(-0.2, 0.1)].join(",");
        let own = if *code == 341_321 { String::new() } else { format!("\"adcode\":{code},") };
        format!(
            r#"{{"type":"Feature","properties":{{{own}"name":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
        )
    };
    let features: Vec<String> = COUNTIES.iter().map(square).collect();
    format!(r#"{{"type":"FeatureCollection"{number},"features":[{}]}}"#, features.join(","))
}

fn liantu(args: &[&str]) -> (i32, String) {
    let run =
        assert_cmd::Command::cargo_bin("liantu").unwrap().env("LC_ALL", "zh_CN.UTF-8").args(args).output().unwrap();
    (run.status.code().unwrap(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn outlines_are_coloured_with_their_approval_number_and_refused_without() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (with, without) = (at("with.json"), at("without.json"));
    std::fs::write(&with, outlines(",\"审图号\":\"GS(2024)0650号\"")).unwrap();
    std::fs::write(&without, outlines("")).unwrap();
    let map = |geo: &str, output: &str, more: &[&str]| {
        liantu(&[&["map", "examples/suzhou", "--kind", "county-tiles", "--geo", geo, "-o", output], more].concat())
    };
    assert_eq!(map(&with, &at("a.svg"), &[]).0, 0);
    let svg = std::fs::read_to_string(at("a.svg")).unwrap();
    assert!(svg.contains("审图号：GS(2024)0650号") && svg.contains("未上图：灵璧县") && !svg.contains("方格图"));
    assert!(["埇桥区", "砀山县", "萧县", "泗县"].iter().all(|name| svg.contains(&format!("{name}</text>"))));
    let (code, told) = map(&without, &at("b.svg"), &[]);
    assert!(code == 1 && told.contains("--map-number") && !Path::new(&at("b.svg")).exists(), "{told}");
    assert_eq!(map(&without, &at("b.svg"), &["--map-number", "皖S(2023)12号"]).0, 0);
    assert!(std::fs::read_to_string(at("b.svg")).unwrap().contains("审图号：皖S(2023)12号"));
    assert_eq!(map(&without, &at("c.svg"), &["--map-number", "十二"]).0, 1);
    // Outlines of elsewhere: told, with a place that is looked for.
    let (code, told) = liantu(&["county", "examples/suzhou", "--focus", "合肥市", "--geo", &with]);
    assert!(code == 1 && told.contains("瑶海区"), "{told}");
}

#[test]
fn maps_of_counties_are_the_same_twice_and_on_one_thread() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for (output, more) in [("a", &[][..]), ("b", &["--threads", "1"])] {
        let kinds = ["map", "examples/suzhou", "--kind", "county-map,county-tiles,county-supply", "--png-scale", "0.5"];
        assert_eq!(liantu(&[&kinds[..], &["-o", &at(output)], more].concat()).0, 0);
    }
    for name in ["county-map", "county-tiles", "county-supply"] {
        for ending in ["svg", "png"] {
            let read = |folder: &str| std::fs::read(Path::new(&at(folder)).join(format!("{name}.{ending}"))).unwrap();
            assert_eq!(read("a"), read("b"), "{name}.{ending}");
        }
    }
}
