//! Cascades against recorded results of an independent program.
#![allow(clippy::unwrap_used, missing_docs)]

use liantu::analysis::risk::cascade::{Replaceability, Rules, Workspace};
use liantu::analysis::risk::index::{Weights, indices};
use liantu::analysis::risk::network::{Beyond, Essentiality, Flow, LossNetwork};
use liantu::analysis::risk::start::{Shock, Start};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn table(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    (lines.next().unwrap(), lines.collect())
}

struct Case {
    network: LossNetwork,
    weights: Vec<Vec<f64>>,
    rules: Rules,
    scenarios: Vec<Start>,
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

fn case(folder: &Path) -> Case {
    let (head, firms) = table(&folder.join("firms.csv"));
    let column = |name: &str| head.iter().position(|h| h == name);
    let mut sectors: Vec<&str> = firms.iter().map(|f| f[1].as_str()).collect();
    sectors.sort_unstable();
    sectors.dedup();
    let sector: Vec<usize> = firms.iter().map(|f| sectors.binary_search(&f[1].as_str()).unwrap()).collect();
    let mut markets: Vec<&str> = firms.iter().map(|f| f[2].as_str()).collect();
    markets.sort_unstable();
    markets.dedup();
    let mut market = vec![0; sectors.len()];
    for (firm, at) in firms.iter().zip(&sector) {
        market[*at] = markets.binary_search(&firm[2].as_str()).unwrap() as u32;
    }
    let (ess_head, ess_rows) = table(&folder.join("ess.csv"));
    let mut ess = BTreeMap::new();
    for row in &ess_rows {
        for (at, text) in ess_head.iter().enumerate().skip(1) {
            ess.insert((row[0].clone(), text.clone()), row[at].clone());
        }
    }
    let (_, edges) = table(&folder.join("edges.csv"));
    let flows: Vec<Flow> = edges
        .iter()
        .map(|e| {
            let (supplier, buyer): (usize, usize) = (e[0].parse().unwrap(), e[1].parse().unwrap());
            let kind = &ess[&(firms[supplier][1].clone(), firms[buyer][1].clone())];
            Flow {
                supplier: supplier as u32,
                buyer: buyer as u32,
                product: sector[supplier] as u32,
                amount: number(&e[2]),
                essentiality: match kind.as_str() {
                    "2" => Essentiality::Essential,
                    "1" => Essentiality::Linear,
                    _ => Essentiality::Negligible,
                },
            }
        })
        .collect();
    let optional =
        |name: &str| column(name).map(|at| firms.iter().map(|f| Some(number(&f[at]))).collect()).unwrap_or_default();
    let beyond = Beyond { revenue: optional("revenue"), cost: optional("cost"), market, ..Beyond::default() };
    let network = LossNetwork::new(firms.len(), sectors.len(), flows, &beyond);
    let own: Vec<Vec<f64>> = ["w1", "w2"]
        .iter()
        .filter_map(|name| column(name))
        .map(|at| firms.iter().map(|f| number(&f[at])).collect())
        .collect();
    let weights = if own.is_empty() { vec![network.sold.clone()] } else { own };
    let (_, options) = table(&folder.join("options.csv"));
    let option = |key: &str| options.iter().find(|row| row[0] == key).map(|row| row[1].clone()).unwrap_or_default();
    let replaceability = if option("substitution") == "FALSE" { Replaceability::Off } else { Replaceability::Paper };
    let rules = Rules { epsilon: number(&option("eps")), replaceability, ..Rules::default() };
    let scenarios = scenarios(folder, firms.len());
    Case { network, weights, rules, scenarios }
}

fn scenarios(folder: &Path, firms: usize) -> Vec<Start> {
    if !folder.join("psi.csv").exists() {
        return (0..firms as u32).map(Start::stopped).collect();
    }
    let mut shocks: BTreeMap<u32, BTreeMap<u32, (f64, f64)>> = BTreeMap::new();
    for row in table(&folder.join("psi.csv")).1 {
        let at = shocks.entry(row[0].parse().unwrap()).or_default().entry(row[1].parse().unwrap()).or_default();
        *at = (number(&row[2]), number(&row[2]));
    }
    if folder.join("psi_up.csv").exists() {
        for at in shocks.values_mut().flat_map(BTreeMap::values_mut) {
            at.1 = 0.0;
        }
        for row in table(&folder.join("psi_up.csv")).1 {
            shocks.entry(row[0].parse().unwrap()).or_default().entry(row[1].parse().unwrap()).or_default().1 =
                number(&row[2]);
        }
    }
    let shock = |(firm, (down, up)): (&u32, &(f64, f64))| Shock { firm: *firm, down: *down, up: *up };
    shocks.values().map(|at| Start::new(at.iter().map(shock).collect())).collect()
}

#[test]
fn every_recorded_case_agrees() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/esri");
    for folder in std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).filter(|f| f.join("esri.csv").exists()) {
        let case = case(&folder);
        let (_, expected) = table(&folder.join("esri.csv"));
        assert_eq!(expected.len(), case.scenarios.len(), "{}", folder.display());
        let weights: Vec<Weights> = case.weights.iter().map(|of| Weights::new(&case.network, of).unwrap()).collect();
        let outcomes = indices(&case.network, &case.rules, &weights, &case.scenarios);
        let mut workspace = Workspace::new(&case.network);
        let mut worst = 0.0_f64;
        for ((scenario, outcome), row) in case.scenarios.iter().zip(&outcomes).zip(&expected) {
            let ended = workspace.run(&case.network, &case.rules, scenario);
            assert_eq!(outcome.ended, ended);
            for (at, weights) in weights.iter().enumerate() {
                for index in [workspace.sum(weights), outcome.indices[at]] {
                    for (sum, text) in [index.both, index.down, index.up].iter().zip(&row[1 + 3 * at..]) {
                        worst = worst.max((sum - number(text)).abs());
                    }
                }
            }
            assert_eq!(ended.steps.to_string(), *row.last().unwrap(), "{} scenario {}", folder.display(), row[0]);
        }
        assert!(worst < 1e-12, "{}: {worst}", folder.display());
    }
}
