//! Panoramas of several chains, of a county and of a leader; who is named, what flows along an input, and what stays in place.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;
#[path = "common/e10.rs"]
mod e10;

use assert_cmd::Command;
use common::{Economy, Make, at, wan};
use liantu::analysis::panorama::{ChainPanorama, Panorama, PanoramaOptions, PanoramaProduct, panorama};
use liantu::analysis::scope::Scope;
use liantu::analysis::{Error, GapOptions};
use liantu::graph::SupplyGraph;
use liantu::model::{AreaCode, Role};
use std::fs;
use std::path::Path;

fn asked(options: PanoramaOptions) -> PanoramaOptions {
    let scope = Scope { focus: Some(AreaCode(341300)), ..Scope::default() };
    PanoramaOptions { gap: GapOptions { scope, ..GapOptions::default() }, risks: Some(false), ..options }
}

fn ask(graph: &SupplyGraph, options: PanoramaOptions) -> Panorama {
    panorama(graph, &asked(options)).unwrap()
}

fn product<'p>(panorama: &'p Panorama, name: &str) -> &'p PanoramaProduct {
    panorama.chains.iter().flat_map(ChainPanorama::products).find(|product| &*product.name == name).unwrap()
}

/// 甲 (灵璧) makes 套圈 of 钢管, 乙 (泗县) makes 轮毂 of 套圈 and 钢管; one chain of the data set.
fn economy() -> SupplyGraph {
    let output = |yuan| Make { output: Some(yuan), ..Make::default() };
    let mut dataset = Economy::default()
        .focus(341300)
        .leader("乙", at(341324))
        .firm("甲", at(341323))
        .firm("丙", at(341323))
        .makes("甲", "套圈", output(500.0))
        .makes("丙", "套圈", output(900.0))
        .makes("乙", "轮毂", output(2_000.0))
        .input("轮毂", "套圈")
        .input("轮毂", "钢管")
        .input("套圈", "钢管")
        .buys("乙", "甲", "套圈", wan(300.0))
        .buys_from("乙", at(320500), "套圈", wan(100.0))
        .buys_from("乙", at(320500), "钢管", wan(50.0))
        .buys_from("甲", at(320500), "钢管", wan(200.0))
        .buys("甲", "丙", "钢管", wan(40.0))
        .dataset();
    let products = (0..dataset.products.len()).map(liantu::model::ProductIx::from);
    let named = products.filter(|&at| ["套圈", "轮毂", "钢管"].contains(&&*dataset.product(at).name));
    let entry = |product| liantu::model::ChainProduct { product, segment: 0, order: None, essential: None };
    let products = named.map(entry).collect();
    let segment = liantu::model::Segment { id: "s".into(), name: "环节".into(), name_en: None, position: None };
    let (id, name) = ("zhou".into(), "轴承".into());
    dataset.chains =
        vec![liantu::model::Chain { id, name, name_en: None, segments: vec![segment], products, template: None }];
    SupplyGraph::build(std::sync::Arc::new(dataset))
}

#[test]
fn firms_stand_by_role_and_size_and_inputs_carry_what_is_bought_for_the_product() {
    let answer = ask(&economy(), PanoramaOptions::default());
    let rings = product(&answer, "套圈");
    // 丙 makes more than 甲; its size is what it states.
    assert_eq!(rings.firms.iter().map(|name| &**name).collect::<Vec<_>>(), ["丙", "甲"]);
    assert_eq!(rings.makers[0].amount, Some(900e4));
    assert_eq!(product(&answer, "轮毂").makers[0].role, Some(Role::Leader));
    let amount = |input: &str, made: &str| {
        let id = |name: &str| product(&answer, name).id.clone();
        let inputs = &answer.chains[0].inputs;
        inputs.iter().find(|line| line.input == id(input) && line.product == id(made)).unwrap().amount
    };
    // 乙 buys tubes for hubs, 甲 for rings: each purchase on the line of what its buyer makes.
    assert_eq!(amount("钢管", "轮毂"), Some(50e4));
    assert_eq!(amount("钢管", "套圈"), Some(240e4));
    assert_eq!(amount("套圈", "轮毂"), Some(400e4));
}

#[test]
fn a_county_has_its_own_firms_and_rates_within_the_states_of_the_city() {
    let graph = economy();
    let city = ask(&graph, PanoramaOptions::default());
    let county = ask(&graph, PanoramaOptions { county: Some("灵璧县".into()), ..PanoramaOptions::default() });
    assert_eq!(county.county.as_ref().map(|area| area.code), Some(AreaCode(341323)));
    for of in city.chains.iter().flat_map(ChainPanorama::products) {
        let own = product(&county, &of.name);
        assert_eq!((own.state, &own.types), (of.state, &of.types));
        assert_eq!(own.firms.len() + own.elsewhere, of.firms.len(), "{}", of.name);
    }
    assert_eq!((product(&county, "轮毂").firms.len(), product(&county, "轮毂").elsewhere), (0, 1));
    // Only 甲 buys there: 40 of 240 from within the city.
    let tubes = product(&county, "钢管").rate.clone().unwrap();
    assert_eq!((tubes.numerator, tubes.denominator), (Some(40e4), Some(240e4)));
    assert!(product(&county, "套圈").rate.is_none(), "nobody in the county buys rings");
    let outside = asked(PanoramaOptions { county: Some("合肥市".into()), ..PanoramaOptions::default() });
    assert!(matches!(panorama(&graph, &outside), Err(Error::OutsideFocus { .. })));
    let unknown = asked(PanoramaOptions { county: Some("无此县".into()), ..PanoramaOptions::default() });
    assert!(matches!(panorama(&graph, &unknown), Err(Error::UnknownName { .. })));
}

#[test]
fn a_leader_has_its_tree_with_its_own_rates() {
    let tree =
        ask(&economy(), PanoramaOptions { leader: Some("乙".into()), ..PanoramaOptions::default() }).purchases.unwrap();
    assert_eq!((tree.firm.amount, tree.firm.rate.value), (Some(450e4), Some(300.0 / 450.0)));
    let row = |name: &str| tree.products.iter().find(|row| &*row.name == name).unwrap();
    let rings = row("套圈");
    assert_eq!((rings.tier, rings.amount, rings.rate.value), (1, Some(400e4), Some(0.75)));
    let names: Vec<Option<&str>> = rings.suppliers.iter().map(|supplier| supplier.name.as_deref()).collect();
    assert_eq!(names, [Some("甲"), None]);
    // Tubes are bought by the leader itself, so they stand at tier 1; what 甲 buys for its rings is a line to them.
    assert_eq!((row("钢管").tier, row("钢管").amount, row("钢管").rate.value), (1, Some(50e4), Some(0.0)));
    let uses: Vec<(String, Option<f64>)> = (tree.uses.iter())
        .map(|of| (format!("{}>{}", of.input, of.product.as_deref().unwrap_or("*")), of.amount))
        .collect();
    let id = |name: &str| row(name).id.clone();
    let find = |key: String| uses.iter().find(|(other, _)| *other == key).unwrap().1;
    assert_eq!(find(format!("{}>*", id("套圈"))), Some(400e4));
    assert_eq!(find(format!("{}>{}", id("钢管"), id("套圈"))), Some(240e4));
    let nobody = asked(PanoramaOptions { leader: Some("查无此企".into()), ..PanoramaOptions::default() });
    assert!(panorama(&economy(), &nobody).is_err());
}

fn run(args: &[&str], output: &Path) -> (i32, String) {
    let run = Command::cargo_bin("liantu")
        .unwrap()
        .env("LC_ALL", "zh_CN.UTF-8")
        .args(args)
        .arg("-o")
        .arg(output)
        .output()
        .unwrap();
    (run.status.code().unwrap(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn the_example_has_sheets_of_chains_counties_and_leaders() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.svg");
    let svg = |args: &[&str]| {
        let (code, told) = run(&[&["map", "examples/suzhou"], args].concat(), &file);
        assert_eq!(code, 0, "{told}");
        fs::read_to_string(&file).unwrap()
    };
    let two = svg(&["--chain", "轴承", "--chain", "光伏"]);
    for text in ["轴承产业链", "光伏产业链", "2 条链", "轴承钢管", "光伏玻璃"] {
        assert!(two.contains(text), "{text}");
    }
    assert!(!two.contains("底盘总成"));
    // Projects under way: stage, year and name; one that produces is no longer under way.
    assert!(two.contains("2024签约") && two.contains("光伏玻璃示例项目"));
    let county = svg(&["--chain", "汽车零部件", "--county", "萧县"]);
    assert!(county.contains("萧县在宿州市汽车零部件产业链中的位置") && county.contains("opacity=\"0.3\""));
    assert!(!county.contains("汽车密封件稳产示例项目"));
    let tree = svg(&["--leader", "灵璧示例丙申轮毂轴承有限公司"]);
    for text in ["采购树", "一级采购", "二级采购", "轴承套圈"] {
        assert!(tree.contains(text), "{text}");
    }
    let (code, told) =
        run(&["rate", "examples/suzhou", "--chain", "轴承", "--chain", "光伏"], &folder.path().join("r.csv"));
    assert!(code != 0 && told.contains("--chain"), "{told}");
}

#[test]
fn one_more_firm_moves_no_box_with_or_without_positions() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    e10::write(&at("before"), 0);
    e10::write(&at("after"), 1);
    let draw = |data: &str, kept: &str| {
        let (data, kept) = (at(data), at(kept));
        let focus = ["map", data.to_str().unwrap(), "--focus", "合肥市", "--chain", "汽车零部件"];
        let (code, told) = run(&[&focus[..], &["--positions", kept.to_str().unwrap()]].concat(), &at("map.svg"));
        assert_eq!(code, 0, "{told}");
        let value: serde_json::Value = serde_json::from_slice(&fs::read(&kept).unwrap()).unwrap();
        let map = value["maps"].as_object().unwrap().values().next().unwrap().clone();
        (map["boxes"].clone(), map["origin"].clone())
    };
    let first = draw("before", "kept.json");
    assert_eq!(first.0.as_object().unwrap().len(), 30);
    assert_eq!(draw("after", "kept.json"), first);
    assert_eq!(draw("after", "other.json"), first);
}
