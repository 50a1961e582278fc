//! Systemic risk of data sets: the acceptance scenario and the worked examples, from files to the answer.
#![allow(clippy::unwrap_used, missing_docs)]

use liantu::analysis::risk::cascade::Replaceability;
use liantu::analysis::risk::{Preset, Risk, RiskOptions, RiskRow, risk};
use liantu::graph::SupplyGraph;
use liantu::ingest::{ReadOptions, read};
use liantu::report::{Context, Lang, present};
use std::path::Path;
use std::sync::Arc;

fn graph(folder: &str) -> SupplyGraph {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/risk").join(folder);
    SupplyGraph::build(Arc::new(read(&path, &ReadOptions::default()).unwrap().dataset))
}

fn answer(folder: &str, options: &RiskOptions) -> Risk {
    risk(&graph(folder), options).unwrap()
}

fn row<'a>(answer: &'a Risk, id: &str) -> &'a RiskRow {
    answer.firms.iter().find(|row| *row.firm.id == *id).unwrap()
}

#[track_caller]
fn close(figure: Option<f64>, expected: f64) {
    let figure = figure.expect("a figure");
    assert!((figure - expected).abs() < 5e-5, "{figure} is not {expected}");
}

/// Scenario E3 of the needs: supply-side losses in all and as shares of 60.8 (亿元).
#[test]
fn a_small_supplier_three_steps_away_comes_first() {
    for preset in [Preset::Default, Preset::Paper] {
        let answer = answer("e3", &RiskOptions { preset, ..RiskOptions::default() });
        assert_eq!(&*answer.firms[0].firm.id, "S1", "{preset:?}");
        let way: Vec<&str> = answer.firms[0].path.iter().map(|node| &*node.id).collect();
        assert_eq!(way, ["S1", "B1", "H1", "L1"]);
        assert!(answer.firms[0].secure);
    }
    let answer = answer("e3", &RiskOptions::default());
    for (id, lost) in [("S1", 38.8), ("L1", 30.0), ("K1", 13.2), ("B1", 37.0), ("H1", 35.0)] {
        close(row(&answer, id).esri_down, lost / 60.8);
        close(Some(row(&answer, id).loss_down / 1e8), lost);
    }
    assert!(answer.ground.layers.iter().all(|layer| layer.essential == layer.flows));
    let stopped = &answer.firms[0].effect.as_ref().unwrap().leaders_stopped;
    assert_eq!(stopped.iter().map(|leader| &*leader.id).collect::<Vec<_>>(), ["L1"]);
}

#[test]
fn spare_capacity_of_a_competitor_replaces_what_is_lost() {
    let capacity = RiskOptions { replaceability: Some(Replaceability::Capacity), ..RiskOptions::default() };
    close(row(&answer("e3_spare", &capacity), "K1").esri_down, 1.2 / 60.8);
    close(row(&answer("e3", &capacity), "K1").esri_down, 13.2 / 60.8);
}

/// The list says where each figure comes from, and a chief can read the sentence aloud.
#[test]
fn the_risk_list_names_its_rows() {
    let answer = answer("e3", &RiskOptions::default());
    let of_first = answer.evidence.iter().filter(|entry| &*entry.stops.id == "S1");
    let cells: Vec<String> = of_first.map(|entry| entry.origin.to_string()).collect();
    assert_eq!(
        cells,
        [
            "企业年度.csv › 企业年度 › 2",
            "采购.csv › 采购 › D2",
            "采购.csv › 采购 › D3",
            "采购.csv › 采购 › D4",
            "采购.csv › 采购 › D6"
        ]
    );
    let wrapped = liantu::analysis::Answer::Risk(Box::new(answer));
    for (lang, words) in [(Lang::Zh, "合成S一"), (Lang::En, "secure")] {
        let report = present(&wrapped, &Context { lang, ..Context::default() });
        let mut tables = report.blocks.iter().filter_map(|block| match block {
            liantu::report::Block::Table(table) => Some(table),
            _ => None,
        });
        let list = tables.next().expect("the list comes first");
        assert!(list.rows[0].iter().any(|cell| format!("{cell:?}").contains(words)), "{:?}", list.rows[0]);
    }
}

fn exact(epsilon: f64, replaceability: Replaceability) -> RiskOptions {
    RiskOptions { epsilon: Some(epsilon), replaceability: Some(replaceability), ..RiskOptions::default() }
}

/// Golden G1: Example 6, index, downstream, upstream; revenue as weight.
#[test]
fn example_6() {
    let answer = answer("example6", &exact(0.01, Replaceability::Paper));
    let golden = [
        ("F1", [0.1018, 0.1018, 0.0429], 3),
        ("F2", [0.6857, 0.6857, 0.1714], 3),
        ("F3", [0.4643, 0.3929, 0.1786], 2),
        ("F4", [0.1071, 0.1071, 0.0357], 2),
        ("F5", [0.5, 0.2857, 0.5], 3),
        ("F6", [0.5, 0.3571, 0.5], 2),
    ];
    for (id, [both, down, up], steps) in golden {
        let row = row(&answer, id);
        close(row.esri, both);
        close(row.esri_down, down);
        close(row.esri_up, up);
        assert_eq!(row.steps, steps, "{id}");
    }
    let paper = self::answer("example6", &RiskOptions { preset: Preset::Paper, ..RiskOptions::default() });
    let golden = [
        ("F1", [0.165, 0.165, 0.12]),
        ("F2", [0.6, 0.6, 0.48]),
        ("F3", [0.5, 0.3, 0.5]),
        ("F4", [0.1, 0.1, 0.1]),
        ("F5", [0.6, 0.0, 0.6]),
        ("F6", [0.4, 0.0, 0.4]),
    ];
    for (id, [both, down, up]) in golden {
        close(row(&paper, id).esri, both);
        close(row(&paper, id).esri_down, down);
        close(row(&paper, id).esri_up, up);
    }
}

/// Section 2.4.3: what competitors outside the data sell replaces too.
#[test]
fn the_rest_of_the_market_replaces() {
    let market = vec![("合成a".to_owned(), 600.0 * 1e4)];
    let options = RiskOptions { rest_of_market: market, ..exact(0.01, Replaceability::Paper) };
    let answer = answer("example6", &options);
    let effect = answer.firms.iter().find(|row| &*row.firm.id == "F1").unwrap().effect.as_ref().unwrap();
    let lost = effect.firms.iter().find(|loss| &*loss.firm.id == "F3").unwrap();
    close(Some(lost.share), 0.6 * 60.0 / 840.0);
}

/// Golden G2: Example 7, a newcomer beside F3.
#[test]
fn example_7() {
    let golden = [
        (Replaceability::Paper, [0.0851, 0.6705, 0.2786, 0.1071, 0.5, 0.5, 0.1476]),
        (Replaceability::Conservative, [0.1018, 0.6857, 0.2786, 0.1071, 0.5, 0.5, 0.1476]),
        (Replaceability::Off, [0.2786, 0.6857, 0.2786, 0.1071, 0.5, 0.5, 0.1857]),
    ];
    for (rule, expected) in golden {
        let answer = answer("example7", &exact(0.01, rule));
        for (at, esri) in expected.into_iter().enumerate() {
            close(row(&answer, &format!("F{}", at + 1)).esri, esri);
        }
    }
}

/// Section 2.4.3: what lies beyond the data is taken as unharmed, by the whole cost, or by the input where its total is known.
#[test]
fn an_essential_input_counts_by_what_is_recorded_of_it() {
    for (folder, lost) in [("recorded", 0.5), ("recorded_whole", 1.0), ("recorded_part", 50.0 / 80.0)] {
        let answer = answer(folder, &RiskOptions::default());
        let effect = row(&answer, "F1").effect.as_ref().unwrap();
        close(Some(effect.firms[0].share), lost);
    }
}

/// A firm that nobody buys from, amounts that are missing, a firm that buys from itself: an answer or a reason.
#[test]
fn nothing_to_weigh_is_said() {
    let empty = risk(&SupplyGraph::build(Arc::default()), &RiskOptions::default()).unwrap();
    assert!(empty.firms.is_empty() && empty.agreement.is_none());
    let wrapped = liantu::analysis::Answer::Risk(Box::new(empty));
    for lang in [Lang::Zh, Lang::En] {
        assert!(!present(&wrapped, &Context { lang, ..Context::default() }).notes.is_empty());
    }
}
