//! What projects change: the worked example from files, brute force, laws, and what people hand in.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Economy, Make, at, wan};
use liantu::analysis::gap::GapType;
use liantu::analysis::project::ProjectChoice;
use liantu::analysis::rate::{Basis, RateLevel, RateOptions, rate};
use liantu::analysis::scope::Scope;
use liantu::analysis::whatif::{Mode, Nothing, Runs, Verdict, WhatIf, WhatIfOptions, whatif};
use liantu::graph::SupplyGraph;
use liantu::ingest::{Error, ReadOptions, SourceFile, read_files};
use liantu::model::{Amount, AreaCode, Nearness, ProjectEntry};
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
