//! How long do `rate`, `split` and `gap` take from a ledger in CSV, and how much memory? Run by `benches/ledger.py`,
//! which makes the ledger and times a group-by of the same rows in DuckDB and polars in the same run.
//!
//! `cargo bench --bench ledger -- FOLDER` prints seconds of each stage; a check sum keeps the work from being optimised away.
#![allow(clippy::print_stdout, missing_docs)]

use liantu::analysis::scope::{Scope, TierName};
use liantu::analysis::{GapOptions, RateOptions, SplitOptions, gap, rate, split};
use liantu::graph::SupplyGraph;
use liantu::ingest::{ReadOptions, read};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Time that all threads have spent on processors, on Linux; other programs on the machine do not count.
fn cpu_seconds() -> Option<f64> {
    let mut nanoseconds = 0.0;
    for thread in std::fs::read_dir("/proc/self/task").ok()? {
        let text = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += text.split_whitespace().next()?.parse::<f64>().ok()?;
    }
    Some(nanoseconds / 1e9)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo passes `--bench`; the folder is the first argument that is not an option.
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        println!("usage: cargo bench --bench ledger -- FOLDER (made by benches/ledger.py)");
        return Ok(());
    };
    let threads = std::env::var("LIANTU_BENCH_THREADS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    let start = Instant::now();
    let mut last = 0.0;
    let mut lap = |what: &str| {
        let now = cpu_seconds().unwrap_or_else(|| start.elapsed().as_secs_f64());
        println!("{what:<8} {:.3} CPU s", now - last);
        last = now;
    };
    let ingested = read(&PathBuf::from(folder), &ReadOptions::default())?;
    lap("read");
    let focus = ingested.dataset.about.focus;
    // As the command line does: the graph lives as long as the process.
    let graph = std::mem::ManuallyDrop::new(SupplyGraph::build(Arc::new(ingested.dataset)));
    lap("graph");
    let scope = Scope { focus, ..Scope::default() };
    let tiers = vec![TierName::County, TierName::City, TierName::Province];
    let rates = rate(&graph, &RateOptions { scope: scope.clone(), tiers, ..RateOptions::default() })?;
    lap("rate");
    let parts = split(&graph, &SplitOptions { scope: scope.clone(), ..SplitOptions::default() })?;
    lap("split");
    let weak = gap(&graph, &GapOptions { scope, ..GapOptions::default() })?;
    lap("gap");
    let rings: f64 = rates.rings.iter().map(|ring| ring.amount).sum();
    let bought: f64 = graph.flows().iter().map(|flow| flow.amount).sum();
    println!("bought   {bought:.2} yuan");
    println!(
        "check    {} flows, {} rate rows, {:.0} yuan in rings, {} meetings, {} gaps, {} issues",
        graph.flows().len(),
        rates.rows.len(),
        rings,
        parts.matches.len(),
        weak.rows.len(),
        ingested.issues.len()
    );
    Ok(())
}
