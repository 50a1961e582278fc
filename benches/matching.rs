//! How long does `match` take from a ledger of a million lines, and how does its flow compare with a public solver?
//! Run by `benches/matching.py`, which makes the ledger and gives the same transport problems to OR-Tools in the same run.
//!
//! `cargo bench --bench matching -- FOLDER` reads the data set, answers `match` twice (the usual question, and amount and distance
//! alone), and writes each product's problem firm by firm, as anybody would pose it, to `FOLDER/flows`. It then solves these with the
//! solver of this crate, without uniting firms of one place. Values and costs of the three ways must agree, or the bench stops.
#![allow(clippy::print_stdout, missing_docs)]

use liantu::analysis::numeric::mincost::Network;
use liantu::analysis::scope::Scope;
use liantu::analysis::{MatchOptions, SplitOptions, matching, split};
use liantu::graph::SupplyGraph;
use liantu::ingest::{ReadOptions, read};
use liantu::model::{Dataset, FirmIx};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

/// Time that all threads have spent on processors, on Linux; other programs on the machine do not count.
fn cpu_seconds() -> Option<f64> {
    let mut nanoseconds = 0.0;
    for thread in std::fs::read_dir("/proc/self/task").ok()? {
        let text = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += text.split_whitespace().next()?.parse::<f64>().ok()?;
    }
    Some(nanoseconds / 1e9)
}

/// Most memory that the process has held, in megabytes, on Linux.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

/// A transport problem between firms, in fen and whole kilometres.
#[derive(Default)]
struct Problem {
    sellers: Vec<(FirmIx, i64)>,
    buyers: Vec<(FirmIx, i64)>,
}

impl Problem {
    fn arcs<'p>(&'p self, dataset: &'p Dataset) -> impl Iterator<Item = (usize, usize, u32)> + 'p {
        let point = |firm: FirmIx| dataset.firm(firm).location.point;
        let km = move |a, b| point(a).zip(point(b)).map_or(20_016, |(a, b)| a.distance_km(b).round() as u32);
        (self.sellers.iter().enumerate()).flat_map(move |(s, &(seller, _))| {
            let buyers = self.buyers.iter().enumerate().filter(move |(_, buyer)| buyer.0 != seller);
            buyers.map(move |(g, buyer)| (s, g, km(seller, buyer.0)))
        })
    }

    fn solve(&self, dataset: &Dataset) -> (i64, i128, usize) {
        let (sellers, sink) = (self.sellers.len(), self.sellers.len() + self.buyers.len() + 1);
        let mut network = Network::new(sink + 1);
        for (s, seller) in self.sellers.iter().enumerate() {
            network.add(0, 1 + s, seller.1, 0);
        }
        for (g, buyer) in self.buyers.iter().enumerate() {
            network.add(1 + sellers + g, sink, buyer.1, 0);
        }
        let mut arcs = 0;
        for (s, g, km) in self.arcs(dataset) {
            network.add(1 + s, 1 + sellers + g, i64::MAX, km);
            arcs += 1;
        }
        let solved = network.solve(0, sink);
        (solved.value, solved.cost, arcs)
    }
}

/// What the split leaves to buy outside, and who could spare it, product by product.
fn problems(graph: &SupplyGraph, scope: &Scope) -> Result<Vec<Problem>, Box<dyn std::error::Error>> {
    let dataset = graph.dataset();
    let firms: BTreeMap<&str, FirmIx> =
        dataset.firms.iter().enumerate().map(|(at, firm)| (firm.id.as_str(), FirmIx::from(at))).collect();
    let products: BTreeMap<&str, usize> =
        dataset.products.iter().enumerate().map(|(at, product)| (product.id.as_str(), at)).collect();
    let mut problems: Vec<Problem> = dataset.products.iter().map(|_| Problem::default()).collect();
    let fen = |yuan: f64| (yuan * 100.0 + 0.1).floor() as i64;
    for row in split(graph, &SplitOptions { scope: scope.clone(), ..SplitOptions::default() })?.rows {
        let outside = fen(row.bridgeable.unwrap_or(0.0) + row.to_recruit.unwrap_or(0.0));
        if outside > 0 {
            problems[products[&*row.product.id]].buyers.push((firms[&*row.buyer.id], outside));
        }
    }
    for made in &dataset.capabilities {
        let local =
            dataset.firm(made.firm).location.area.zip(scope.focus).is_some_and(|(area, focus)| area.is_in(focus));
        if let Some(spare) = made.spare().map(fen).filter(|spare| local && *spare > 0) {
            problems[made.product.index()].sellers.push((made.firm, spare));
        }
    }
    problems.retain(|problem| !problem.buyers.is_empty() && !problem.sellers.is_empty());
    Ok(problems)
}

/// One file: for each problem a line of counts, the supplies, the demands, and the arcs.
fn written(problems: &[Problem], dataset: &Dataset) -> String {
    let mut text = String::new();
    for problem in problems {
        let units = |side: &[(FirmIx, i64)]| side.iter().map(|side| side.1.to_string()).collect::<Vec<_>>().join(" ");
        let arcs: Vec<String> = problem.arcs(dataset).map(|(s, g, km)| format!("{s} {g} {km}")).collect();
        let (sellers, buyers) = (units(&problem.sellers), units(&problem.buyers));
        let _ = writeln!(text, "{sellers}\n{buyers}\n{}", arcs.join(" "));
    }
    text
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo passes `--bench`; the folder is the first argument that is not an option.
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from) else {
        println!("usage: cargo bench --bench matching -- FOLDER (made by benches/matching.py)");
        return Ok(());
    };
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let mut last = 0.0;
    let mut lap = |what: &str| {
        let now = cpu_seconds().unwrap_or(0.0);
        println!("{what:<8} {:.3} CPU s, peak {:.0} MB", now - last, peak().unwrap_or(0.0));
        last = now;
    };
    let ingested = read(&folder.join("data"), &ReadOptions::default())?;
    lap("read");
    let scope = Scope { focus: ingested.dataset.about.focus, ..Scope::default() };
    let graph = std::mem::ManuallyDrop::new(SupplyGraph::build(Arc::new(ingested.dataset)));
    lap("graph");
    let usual = matching(&graph, &MatchOptions { scope: scope.clone(), ..MatchOptions::default() })?;
    lap("match");
    let bare = matching(&graph, &MatchOptions { scope: scope.clone(), lot: Some(0.0), ..MatchOptions::default() })?;
    lap("again");
    let problems = problems(&graph, &scope)?;
    std::fs::write(folder.join("flows"), written(&problems, graph.dataset()))?;
    lap("pose");
    let solved: Vec<(i64, i128, usize)> = problems.iter().map(|problem| problem.solve(graph.dataset())).collect();
    lap("solve");
    let value: i64 = solved.iter().map(|solved| solved.0).sum();
    let cost: i128 = solved.iter().map(|solved| solved.1).sum();
    let arcs: usize = solved.iter().map(|solved| solved.2).sum();
    let kilometres: f64 = bare.products.iter().filter_map(|row| Some(row.kilometres? * row.matched)).sum();
    println!("flow     {value} {cost}");
    println!("arcs     {arcs} in {} problems", problems.len());
    println!(
        "check    {} meetings, {} pairs, {} expansions, {} pooled, {} mutual; {:.2} yuan matched",
        usual.meetings.len(),
        usual.pairs.len(),
        usual.expansions.len(),
        usual.pooled.len(),
        usual.mutual.len(),
        usual.total.matched
    );
    let same = (usual.total.matched - value as f64 / 100.0).abs() < 1.0
        && bare.total.matched.to_bits() == usual.total.matched.to_bits();
    let near = (kilometres - cost as f64 / 100.0).abs() <= 1e-9 * kilometres.abs() + 1.0;
    if !same || !near {
        return Err(
            format!("the ways disagree: {} and {value} fen, {kilometres} and {cost}", usual.total.matched).into()
        );
    }
    Ok(())
}
