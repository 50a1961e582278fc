//! How long does `target` take on a large ledger, and how much memory?
//!
//! ```text
//! mkdir /tmp/ledger && python3 -c "import sys; sys.path.insert(0, 'benches'); import ledger; ledger.make('/tmp/ledger', 1000000, firms=50000)"
//! cargo bench --bench target -- /tmp/ledger
//! ```
//!
//! Prints seconds of each stage and the peak memory of the process (Linux); a check sum keeps the work from being optimised away.
#![allow(clippy::print_stdout, missing_docs)]

use liantu::analysis::scope::{Scope, TierName};
use liantu::analysis::{TargetOptions, target};
use liantu::graph::SupplyGraph;
use liantu::ingest::{ReadOptions, read};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Greatest resident memory so far, MB; `None` where the system does not tell.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        println!("usage: cargo bench --bench target -- FOLDER (made by ledger.make of benches/ledger.py)");
        return Ok(());
    };
    let mut last = Instant::now();
    let mut lap = |what: &str| {
        println!("{what:<16} {:.3} s, peak {:.0} MB", last.elapsed().as_secs_f64(), peak().unwrap_or_default());
        last = Instant::now();
    };
    let ingested = read(&PathBuf::from(folder), &ReadOptions::default())?;
    lap("read");
    let focus = ingested.dataset.about.focus;
    let graph = std::mem::ManuallyDrop::new(SupplyGraph::build(Arc::new(ingested.dataset)));
    lap("graph");
    let scope = Scope { focus, ..Scope::default() };
    let usual = TargetOptions { scope: scope.clone(), ..TargetOptions::default() };
    let answer = target(&graph, &usual)?;
    lap("target");
    println!(
        "                 {} flows, {} suppliers, {} makers, {} of the second tier, {} left out, {:.0} yuan together",
        graph.flows().len(),
        answer.suppliers.len(),
        answer.makers.len(),
        answer.second_tier.len(),
        answer.left_out.len(),
        answer.total.all
    );
    // Counties bar most pairs, so that suppliers need flows of their own.
    let barred = target(&graph, &TargetOptions { tier: Some(TierName::County), ..usual })?;
    lap("target by county");
    println!("                 {} suppliers, {:.0} yuan together", barred.suppliers.len(), barred.total.all);
    Ok(())
}
