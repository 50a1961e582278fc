//! How long do chokepoints take on a national network? Single points, pairs and cut costs of 100 leaders, and weak links
//! with [WL-8], on invented networks of up to 100,000 firms and 1,000,000 purchase lines.
//!
//! `cargo bench --no-default-features --bench chokepoint -- [LINES]`; one thread unless `LIANTU_BENCH_THREADS` says more.
#![allow(clippy::print_stdout, missing_docs)]

use liantu::analysis::risk::chokepoint::{ChokepointOptions, Chokepoints, Reach, chokepoints};
use liantu::analysis::{GapOptions, gap};
use liantu::graph::SupplyGraph;
use liantu::model::{
    Amount, Dataset, Firm, FirmId, FirmIx, LinkSource, Location, Product, ProductId, ProductIx, Role, RowRef,
    SupplyLink, Year,
};
use std::sync::Arc;
use std::time::Instant;

/// Products of each tier.
const WIDTH: u64 = 200;
const TIERS: u64 = 6;
const LEADERS: usize = 100;

/// A generator of Lehmer's kind: the same network everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Firms in tiers: each makes a product of its tier and buys ten lines of the next; in a closed network some buy of any
/// tier, so that there are loops, and the last tier buys too.
fn dataset(lines: usize, closed: bool) -> Dataset {
    let mut dice = Dice(7);
    let firms = lines / 10;
    let row = RowRef { source: 0, row: 2 };
    let firm = |at: usize| Firm {
        id: FirmId(format!("F{at:07}").into()),
        credit_code: None,
        name: format!("合成企业{at:07}").into(),
        aliases: Vec::new(),
        location: Location::UNKNOWN,
        registered_at: None,
        counted_at: None,
        role: (at < LEADERS).then_some(Role::Leader),
        chains: Vec::new(),
        qualifications: Vec::new(),
        trader: false,
        size: None,
        industry: Some("3451".into()),
        group: None,
        contact: None,
        row,
        listed: true,
    };
    let product = |at: u64| Product {
        id: ProductId(format!("P{at:05}").into()),
        name: format!("产品{at:05}").into(),
        synonyms: Vec::new(),
        base_class: None,
        industry: Vec::new(),
        minimum_scale: None,
    };
    let tier_of = |at: usize| if at < LEADERS { 0 } else { 1 + at as u64 % (TIERS - 1) };
    // Firms of a tier: a firm of number n makes product n / tiers, so few makers share the rare products.
    let by_product: Vec<Vec<u32>> = {
        let mut makers = vec![Vec::new(); (TIERS * WIDTH) as usize];
        for at in LEADERS..firms {
            let rare = dice.below(WIDTH) * dice.below(WIDTH) / WIDTH;
            makers[(tier_of(at) * WIDTH + rare) as usize].push(at as u32);
        }
        makers
    };
    let mut links = Vec::with_capacity(lines);
    for at in 0..firms {
        let tier = tier_of(at);
        for _ in 0..10 {
            let astray = closed && dice.below(10) == 0;
            let next = if astray || tier + 1 >= TIERS { 1 + dice.below(TIERS - 1) } else { tier + 1 };
            if tier + 1 >= TIERS && !closed {
                continue;
            }
            let product = next * WIDTH + dice.below(WIDTH);
            let makers = &by_product[product as usize];
            if makers.is_empty() {
                continue;
            }
            let supplier = FirmIx(makers[dice.below(makers.len() as u64) as usize]);
            links.push(SupplyLink {
                buyer: FirmIx(at as u32),
                supplier: Some(supplier),
                product: ProductIx(product as u32),
                amount: Amount::Known(1e4 + dice.below(1_000_000) as f64),
                year: Some(Year(2024)),
                origin: None,
                source: LinkSource::Unstated,
                contract: None,
                range: None,
                row,
            });
        }
    }
    links.sort_by_key(|link| (link.buyer, link.product, link.supplier));
    let products = (0..TIERS * WIDTH).map(product).collect();
    Dataset { firms: (0..firms).map(firm).collect(), products, links, ..Dataset::default() }
}

fn told(found: &Chokepoints) -> String {
    let singles: usize = found.targets.iter().map(|target| target.single_count).sum();
    let works = found.targets.iter().filter(|target| target.feasible.all).count();
    format!(
        "{works} of {} leaders work from scratch, {singles} single points by {} firms, {} pairs (all: {}), {} hidden, {} loops",
        found.targets.len(),
        found.point_count,
        found.pair_count,
        found.pairs_complete,
        found.hidden_count,
        found.loops.len()
    )
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let most: usize = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let threads = std::env::var("LIANTU_BENCH_THREADS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    for lines in [10_000, 100_000, 1_000_000].into_iter().filter(|lines| *lines <= most) {
        for closed in [false, true] {
            let graph = SupplyGraph::build(Arc::new(dataset(lines, closed)));
            let kind = if closed { "closed" } else { "open" };
            println!("{} firms, {} flows, {kind}", lines / 10, graph.flows().len());
            // With present suppliers alone nearly every firm of a closed network stops nearly all others: the worst case.
            let reaches = if closed && lines > 10_000 { &[Reach::Any][..] } else { &[Reach::Any, Reach::Present] };
            for &reach in reaches {
                if reach == Reach::Present && lines > 100_000 {
                    continue;
                }
                let options = ChokepointOptions { reach, ..ChokepointOptions::default() };
                let start = Instant::now();
                let found = chokepoints(&graph, &options, &|_, _| true)?;
                println!("  {reach:?}: {:.3} s; {}", start.elapsed().as_secs_f64(), told(&found));
            }
            let start = Instant::now();
            let weak = gap(&graph, &GapOptions { simulate: Some(false), ..GapOptions::default() })?;
            let critical = weak.rows.iter().filter(|row| !row.evidence.single_points.is_empty()).count();
            println!(
                "  gap: {:.3} s; {critical} of {} products critical",
                start.elapsed().as_secs_f64(),
                weak.rows.len()
            );
        }
    }
    Ok(())
}
