//! How long does the best portfolio of 200 projects take, how far from proven is it, and what does a mixed-integer solver say?
//!
//! `cargo bench --bench plan -- [--seconds N]` draws its projects itself, the same every time: *free* ones whose investment, land and
//! energy have nothing to do with their capacity, *alike* ones whose costs grow with it (hard: all ratios are near), and *counties*,
//! where a project serves some counties alone. Limits allow about a fifth of everything. The peer is `microlp`, a mixed-integer solver in
//! Rust, given the same flow as a program of yes-or-no variables; it runs in a process of its own and is stopped after N seconds
//! (60). Where both prove their best they must agree to the fen, else the bench fails.
#![allow(clippy::print_stdout, missing_docs)]

use liantu::analysis::numeric::limit::Limit;
use liantu::analysis::plan::choose::{Problem, best};
use liantu::analysis::plan::market::{Demand, Markets};
use microlp::{ComparisonOp, OptimizationDirection};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error>;

const KINDS: [&str; 3] = ["free", "alike", "counties"];
const COUNTIES: usize = 5;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["peer", kind, count, seed] = words.as_slice() {
        return peer(&Case::new(kind, count.parse()?, seed.parse()?));
    }
    let after = |name: &str| words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1)).copied();
    let seconds: u64 = after("--seconds").unwrap_or("60").parse()?;
    println!("load before: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    println!("kind projects seed | ours s, nodes, worth in 万元, gap | peer s, worth");
    for kind in KINDS {
        for (count, seed) in [(12, 1), (50, 1), (200, 1), (200, 2), (200, 3)] {
            measure(kind, count, seed, seconds)?;
        }
    }
    println!("load after: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    Ok(())
}

fn measure(kind: &str, count: usize, seed: u64, seconds: u64) -> Result<(), Failure> {
    let case = Case::new(kind, count, seed);
    let start = Instant::now();
    let markets = Markets::new(case.demands.clone(), &case.capacity, &vec![1.0; count]);
    let limits = case.limits.clone();
    let problem = Problem { count, costs: limits[0].costs.clone(), limits, step: 1.0, nodes: 20_000 };
    let found = best(&problem, &markets, &vec![true; count]);
    let ours = start.elapsed().as_secs_f64();
    let gap = (found.bound - found.worth) / found.bound.max(1.0);
    let sure = if found.is_exact { "proven".to_owned() } else { format!("{:.3} %", gap * 100.0) };
    let told = peer_told(kind, count, seed, seconds)?;
    println!(
        "{kind} {count} {seed} | {ours:.2}, {}, {:.2}, {sure} | {}",
        found.nodes,
        found.worth / 1e6,
        told.as_deref().unwrap_or("stopped")
    );
    let Some(worth) = told.and_then(|told| told.split_whitespace().last()?.parse::<f64>().ok()) else { return Ok(()) };
    let difference = worth - found.worth / 1e6;
    if difference > gap * found.bound / 1e6 + 1e-2 || (found.is_exact && difference < -1e-2) {
        return Err(format!("{kind} {count} {seed}: {worth} and {}", found.worth / 1e6).into());
    }
    Ok(())
}

/// What the solver says in a process of its own; `None` when it has to be stopped.
fn peer_told(kind: &str, count: usize, seed: u64, seconds: u64) -> Result<Option<String>, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    let mut child =
        command.args(["peer", kind, &count.to_string(), &seed.to_string()]).stdout(Stdio::piped()).spawn()?;
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > Duration::from_secs(seconds) {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(Some(String::from_utf8(child.wait_with_output()?.stdout)?.trim().to_owned()))
}

/// Yes or no for each project; sales of each to each need, at most its capacity; needs as they are.
fn peer(case: &Case) -> Result<(), Failure> {
    let start = Instant::now();
    let mut program = microlp::Problem::new(OptimizationDirection::Maximize);
    let build: Vec<_> = case.capacity.iter().map(|_| program.add_binary_var(0.0)).collect();
    let mut of_project = vec![Vec::new(); case.capacity.len()];
    for demand in &case.demands {
        let mut of_need = vec![Vec::new(); demand.needs.len()];
        for (project, reach) in &demand.projects {
            for need in reach {
                let sale = program.add_var(1.0, (0.0, f64::INFINITY));
                of_need[*need].push((sale, 1.0));
                of_project[*project].push((sale, 1.0));
            }
        }
        for (sales, need) in of_need.iter().zip(&demand.needs) {
            // In 万元: solvers in fractions like small numbers.
            program.add_constraint(sales.as_slice(), ComparisonOp::Le, *need as f64 / 1e6);
        }
    }
    for ((mut sales, build), capacity) in of_project.into_iter().zip(&build).zip(&case.capacity) {
        sales.push((*build, -(*capacity as f64) / 1e6));
        program.add_constraint(sales.as_slice(), ComparisonOp::Le, 0.0);
    }
    for limit in &case.limits {
        let uses: Vec<_> = build.iter().zip(&limit.costs).map(|(build, cost)| (*build, *cost)).collect();
        program.add_constraint(uses.as_slice(), ComparisonOp::Le, limit.most);
    }
    let Ok(solution) = program.solve()?.into_solution() else { return Err("the peer found nothing".into()) };
    let worth = solution.objective();
    println!("{:.2}, {worth:.2}", start.elapsed().as_secs_f64());
    Ok(())
}

struct Case {
    demands: Vec<Demand>,
    capacity: Vec<i64>,
    limits: Vec<Limit>,
}

impl Case {
    fn new(kind: &str, count: usize, seed: u64) -> Self {
        let mut draw = Draw(seed);
        let products = (count / 3).max(4);
        let needs = if kind == "counties" { COUNTIES } else { 1 };
        let mut demands: Vec<Demand> = (0..products)
            .map(|product| Demand {
                product: product as u32,
                needs: (0..needs).map(|_| (500 + draw.next(12_000) as i64) * 1_000_000 / needs as i64).collect(),
                ..Demand::default()
            })
            .collect();
        let capacity: Vec<i64> = (0..count).map(|_| (300 + draw.next(6_000) as i64) * 1_000_000).collect();
        for project in 0..count {
            let product = draw.next(products as u64) as usize;
            let reach = (0..needs).filter(|_| needs == 1 || draw.next(2) == 0).collect();
            demands[product].projects.push((project, reach));
        }
        let mut costs = |scale: u64| -> Vec<f64> {
            let alike = kind == "alike";
            let free = |draw: &mut Draw| (100 + draw.next(3_000)) * scale / 1_000;
            let like = |draw: &mut Draw, fen: i64| fen as u64 / 1_000_000 * scale * (80 + draw.next(40)) / 100_000;
            capacity
                .iter()
                .map(|fen| 1.0 + if alike { like(&mut draw, *fen) } else { free(&mut draw) } as f64)
                .collect()
        };
        let uses: [Vec<f64>; 3] = [1_000, 60, 900].map(&mut costs);
        let fifth = |costs: Vec<f64>| Limit { most: (costs.iter().sum::<f64>() / 5.0).floor(), costs };
        Self { demands, capacity, limits: uses.map(fifth).into() }
    }
}

/// A linear congruential generator: the same projects on every machine.
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}
