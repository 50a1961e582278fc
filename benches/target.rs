//! How long does `target` take on a large ledger, how much memory, and how do its flows compare with a public solver?
//! Run by `benches/target.py`, which makes the ledger and gives the same maximum flows to OR-Tools in the same run.
//!
//! `cargo bench --bench target -- FOLDER` reads the data set, answers `target` twice (the usual question, and with the county as what is
//! local), and writes the base flows of both, firm by firm, to `FOLDER/flows`. It then solves these with the solver of this crate. Its
//! totals must be those of `target`, or the bench stops.
#![allow(clippy::print_stdout, missing_docs)]

use liantu::analysis::numeric::flow::Standing;
use liantu::analysis::scope::{Scope, TierName};
use liantu::analysis::{SplitOptions, Target, TargetOptions, split, target};
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

/// Greatest resident memory so far, megabytes, on Linux.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

/// What local makers of one product can spare, and what its buyers buy outside, in fen.
#[derive(Default)]
struct Problem {
    sellers: Vec<(FirmIx, i64)>,
    buyers: Vec<(FirmIx, i64)>,
}

impl Problem {
    fn meets(&self, dataset: &Dataset, by_county: bool, seller: usize, buyer: usize) -> bool {
        let (seller, buyer) = (self.sellers[seller].0, self.buyers[buyer].0);
        let county = |firm: FirmIx| dataset.firm(firm).location.area;
        seller != buyer && (!by_county || county(seller) == county(buyer))
    }

    fn solve(&self, dataset: &Dataset, by_county: bool) -> i128 {
        let units = |side: &[(FirmIx, i64)]| side.iter().map(|side| side.1).collect::<Vec<i64>>();
        let meets = |s: usize, g: usize| self.meets(dataset, by_county, s, g).then_some(0);
        Standing::new(&units(&self.sellers), &units(&self.buyers), meets).total()
    }

    /// Three lines: supplies, demands, pairs.
    fn write(&self, dataset: &Dataset, by_county: bool, text: &mut String) {
        for side in [&self.sellers, &self.buyers] {
            let units: Vec<String> = side.iter().map(|side| side.1.to_string()).collect();
            let _ = writeln!(text, "{}", units.join(" "));
        }
        let pairs = (0..self.sellers.len()).flat_map(|s| (0..self.buyers.len()).map(move |g| (s, g)));
        for (s, g) in pairs.filter(|&(s, g)| self.meets(dataset, by_county, s, g)) {
            let _ = write!(text, "{s} {g} ");
        }
        text.push('\n');
    }
}

/// The base flows, product by product.
fn problems(graph: &SupplyGraph, options: &TargetOptions) -> Result<Vec<Problem>, Box<dyn std::error::Error>> {
    let (dataset, scope) = (graph.dataset(), &options.scope);
    let firms: BTreeMap<&str, FirmIx> =
        dataset.firms.iter().enumerate().map(|(at, firm)| (firm.id.as_str(), FirmIx::from(at))).collect();
    let products: BTreeMap<&str, usize> =
        dataset.products.iter().enumerate().map(|(at, product)| (product.id.as_str(), at)).collect();
    let mut problems: Vec<Problem> = dataset.products.iter().map(|_| Problem::default()).collect();
    let fen = |yuan: f64| (yuan * 100.0 + 0.1).floor() as i64;
    let asked = SplitOptions { scope: scope.clone(), tier: options.tier.clone(), ..SplitOptions::default() };
    for row in split(graph, &asked)?.rows {
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

fn told(answer: &Target) {
    println!(
        "check    {} suppliers, {} makers, {} of the second tier, {} left out, {:.2} yuan alone, {:.2} together, {:.2} with makers",
        answer.suppliers.len(),
        answer.makers.len(),
        answer.second_tier.len(),
        answer.left_out.len(),
        answer.total.single,
        answer.total.suppliers,
        answer.total.all
    );
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo passes `--bench`; the folder is the first argument that is not an option.
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from) else {
        println!("usage: cargo bench --bench target -- FOLDER (made by benches/target.py)");
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
    let usual = TargetOptions { scope, ..TargetOptions::default() };
    // Counties bar most pairs, so that suppliers need flows of their own.
    let county = TargetOptions { tier: Some(TierName::County), ..usual.clone() };
    let usual_answer = target(&graph, &usual)?;
    lap("target");
    told(&usual_answer);
    let county_answer = target(&graph, &county)?;
    lap("county");
    told(&county_answer);
    let mut text = String::new();
    for (options, answer, by_county) in [(&usual, &usual_answer, false), (&county, &county_answer, true)] {
        let problems = problems(&graph, options)?;
        problems.iter().for_each(|problem| problem.write(graph.dataset(), by_county, &mut text));
        lap("pose");
        let total: i128 = problems.iter().map(|problem| problem.solve(graph.dataset(), by_county)).sum();
        lap(if by_county { "solve2" } else { "solve1" });
        println!("flow     {total} in {} problems", problems.len());
        if (answer.total.bridgeable - total as f64 / 100.0).abs() >= 1.0 {
            return Err(format!("the ways disagree: {} yuan and {total} fen", answer.total.bridgeable).into());
        }
        text.push_str("end\n");
    }
    std::fs::write(folder.join("flows"), text)?;
    Ok(())
}
