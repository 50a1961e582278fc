//! How much CPU does the index of one failing firm take, from a thousand firms to a million, and beside a plain sweep?
//!
//! `cargo bench --bench risk -- [--only sparse,dense] [--largest N] [--all]` draws its networks itself, the same every time:
//! *sparse* ones like national networks (heavy tails, seven links a firm, a survey-like table of essentiality), and *dense*
//! ones that are closed (thirty links a firm, every purchase inside, every input essential), where losses reach everyone.
//! The program calls itself once for each network, so that peak memory is that network's own.
//!
//! The peer is the published algorithm without its n × m matrix: every step sums every edge anew, in fractions. It is written
//! here, shares nothing with the engine but the network, and both must agree to 1e-12 with equal steps or the bench fails.
#![allow(clippy::print_stdout, missing_docs)]

use liantu::analysis::risk::cascade::{Rules, Start, Workspace};
use liantu::analysis::risk::index::{Index, Outcome, Weights, indices};
use liantu::analysis::risk::network::{Beyond, Essentiality, Flow, LossNetwork};
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["measure", kind, firms, rest @ ..] = words.as_slice() {
        return measure(kind, firms.parse()?, rest.contains(&"--all"));
    }
    let after = |name: &str| words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1)).copied();
    let only = after("--only").unwrap_or("sparse,dense");
    let largest: usize = after("--largest").unwrap_or("1000000").parse()?;
    println!("load before: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    println!(
        "kind firms links | layout s | ours ms a firm, steps, reach down and up | sweep ms a firm | ratio | peak MB"
    );
    for (kind, sizes) in [("sparse", [1_000, 10_000, 100_000, 1_000_000]), ("dense", [1_000, 2_000, 5_000, 10_000])] {
        for firms in sizes.into_iter().filter(|firms| *firms <= largest && only.contains(kind)) {
            let mut command = std::process::Command::new(std::env::current_exe()?);
            command.args(["measure", kind, &firms.to_string()]);
            if !command.args(words.iter().filter(|word| **word == "--all")).status()?.success() {
                return Err(format!("{kind} {firms} failed").into());
            }
        }
    }
    println!("load after: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    Ok(())
}

/// Time that all threads have spent on processors, on Linux; other programs on the machine do not count.
fn cpu_seconds(start: Instant) -> f64 {
    let thread = |text: String| text.split_whitespace().next()?.parse::<f64>().ok();
    let threads = std::fs::read_dir("/proc/self/task").map(|tasks| {
        tasks
            .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
            .filter_map(thread)
            .sum()
    });
    threads.map_or_else(|_| start.elapsed().as_secs_f64(), |nanoseconds: f64| nanoseconds / 1e9)
}

fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

/// Firms to fail: ours and the sweep's, of so many.
fn samples(firms: usize) -> (usize, usize) {
    match firms {
        0..=1_000 => (1_000, 1_000),
        1_001..=10_000 => (10_000, 500),
        10_001..=100_000 => (2_000, 40),
        _ => (200, 4),
    }
}

fn spread(firms: usize, count: usize) -> Vec<Start> {
    let step = (firms / count.min(firms)).max(1);
    (0..firms as u32).step_by(step).map(Start::stopped).collect()
}

fn measure(kind: &str, firms: usize, all: bool) -> Result<(), Failure> {
    let clock = Instant::now();
    let (products, flows) = if kind == "dense" { dense(firms) } else { sparse(firms) };
    let links = flows.len();
    let begun = cpu_seconds(clock);
    let network = LossNetwork::new(firms, products, flows, &Beyond::default());
    let layout = cpu_seconds(clock) - begun;
    let rules = Rules::default();
    let weights = [Weights::new(&network, &network.sold).ok_or("nothing is sold")?];
    let (ours, sweeps) = samples(firms);
    let ours = if kind == "dense" { ours.min(500) } else { ours };
    let (starts, few) = (spread(firms, if all { firms } else { ours }), spread(firms, sweeps.min(ours)));
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let (one, two) = (pool(1)?, pool(2)?);
    let memory = peak_megabytes().unwrap_or(f64::NAN);
    let mut sweep = Sweep::new(&network);
    let (mut times, mut peers) = (Vec::new(), Vec::new());
    let mut outcomes = Vec::new();
    for _ in 0..if all { 1 } else { 3 } {
        let begun = cpu_seconds(clock);
        outcomes = one.install(|| indices(&network, &rules, &weights, &starts));
        times.push((cpu_seconds(clock) - begun) * 1e3 / starts.len() as f64);
        let begun = cpu_seconds(clock);
        let found: Vec<(Index, u32)> = few.iter().map(|start| sweep.run(&network, &rules, start)).collect();
        peers.push((cpu_seconds(clock) - begun) * 1e3 / few.len() as f64);
        agree(&one.install(|| indices(&network, &rules, &weights, &few)), &found)?;
    }
    let bits = |outcomes: &[Outcome]| -> Vec<[u64; 3]> {
        let bits = |index: Index| [index.both, index.down, index.up].map(f64::to_bits);
        outcomes.iter().map(|outcome| bits(outcome.indices[0])).collect()
    };
    if bits(&two.install(|| indices(&network, &rules, &weights, &starts))) != bits(&outcomes) {
        return Err("two threads give other bytes than one".into());
    }
    let (ours, peer) = (median(times), median(peers));
    let steps = outcomes.iter().map(|outcome| f64::from(outcome.ended.steps)).sum::<f64>() / outcomes.len() as f64;
    let [down, up] = reach(&network, &rules, &few);
    let ratio = peer / ours;
    println!(
        "{kind} {firms} {links} | {layout:.2} | {ours:.4} ({} firms), {steps:.2}, {down:.0} {up:.0} | {peer:.3} ({}) | {ratio:.1} | {memory:.0} laid out, {:.0} in all",
        starts.len(),
        few.len(),
        peak_megabytes().unwrap_or(f64::NAN)
    );
    Ok(())
}

fn agree(ours: &[Outcome], peers: &[(Index, u32)]) -> Result<(), Failure> {
    for (ours, (peer, steps)) in ours.iter().zip(peers) {
        let index = ours.indices[0];
        let worst = [index.both - peer.both, index.down - peer.down, index.up - peer.up];
        if worst.iter().any(|error| error.abs() > 1e-12) || ours.ended.steps != *steps {
            return Err(format!("{index:?} after {} steps, the sweep {peer:?} after {steps}", ours.ended.steps).into());
        }
    }
    Ok(())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Mean count of firms with a downstream and an upstream loss.
fn reach(network: &LossNetwork, rules: &Rules, starts: &[Start]) -> [f64; 2] {
    let mut workspace = Workspace::new(network);
    let mut sums = [0.0; 2];
    for start in starts {
        workspace.run(network, rules, start);
        sums[0] += workspace.reached_down().len() as f64;
        sums[1] += workspace.reached_up().len() as f64;
    }
    sums.map(|sum| sum / starts.len() as f64)
}

// ---- The peer ----

/// The published algorithm over lists of edges: every step visits every edge.
struct Sweep {
    /// By slot: lines and shares.
    inputs: Vec<(u32, f64)>,
    inputs_of: Vec<usize>,
    /// By supplier: customers and shares.
    customers: Vec<(u32, f64)>,
    customers_of: Vec<usize>,
    markets: Vec<f64>,
    sent: Vec<f64>,
    losses: [Vec<f64>; 4],
}

impl Sweep {
    fn new(network: &LossNetwork) -> Self {
        let (mut inputs, mut inputs_of) = (Vec::new(), vec![0]);
        for slot in 0..network.slots() as u32 {
            inputs.extend(network.inputs(slot));
            inputs_of.push(inputs.len());
        }
        let (mut customers, mut customers_of) = (Vec::new(), vec![0]);
        for firm in 0..network.firms() as u32 {
            customers.extend(network.customers(firm).map(|customer| (customer.buyer, customer.share)));
            customers_of.push(customers.len());
        }
        let markets = (0..network.lines() as u32).map(|line| network.line(line).market as usize + 1).max().unwrap_or(0);
        let zeros = || vec![0.0; network.firms()];
        let losses = [zeros(), zeros(), zeros(), zeros()];
        let (markets, sent) = (vec![0.0; markets], vec![0.0; network.lines()]);
        Self { inputs, inputs_of, customers, customers_of, markets, sent, losses }
    }

    fn run(&mut self, network: &LossNetwork, rules: &Rules, start: &Start) -> (Index, u32) {
        let Self { inputs, inputs_of, customers, customers_of, markets, sent, losses } = self;
        let [down, up, next_down, next_up] = losses;
        for losses in [&mut *down, up] {
            losses.fill(0.0);
        }
        for shock in start.shocks() {
            (down[shock.firm as usize], up[shock.firm as usize]) = (shock.down, shock.up);
        }
        for steps in 1.. {
            markets.fill(0.0);
            for line in (0..network.lines() as u32).map(|line| network.line(line)) {
                markets[line.market as usize] += line.sales * (1.0 - down[line.firm as usize]);
            }
            for (sent, line) in sent.iter_mut().zip((0..network.lines() as u32).map(|line| network.line(line))) {
                let left = markets[line.market as usize];
                *sent = down[line.firm as usize] * if line.sales < left { line.sales / left } else { 1.0 };
            }
            let mut fall = 0.0_f64;
            for firm in 0..network.firms() {
                let mut loss = down[firm];
                for slot in network.slots_of(firm as u32) {
                    let parts = &inputs[inputs_of[slot as usize]..inputs_of[slot as usize + 1]];
                    loss = loss.max(parts.iter().map(|(line, share)| share * sent[*line as usize]).sum());
                }
                next_down[firm] = loss.min(1.0);
                let parts = &customers[customers_of[firm]..customers_of[firm + 1]];
                let sum: f64 = parts.iter().map(|(buyer, share)| share * up[*buyer as usize]).sum();
                next_up[firm] = sum.max(up[firm]).min(1.0);
                fall = fall.max(next_down[firm] - down[firm]).max(next_up[firm] - up[firm]);
            }
            std::mem::swap(down, next_down);
            std::mem::swap(up, next_up);
            if fall <= rules.epsilon {
                let total: f64 = network.sold.iter().sum();
                let sum = |loss: &dyn Fn(usize) -> f64| -> f64 {
                    network.sold.iter().enumerate().map(|(firm, sold)| sold / total * loss(firm)).sum()
                };
                let both = sum(&|firm| down[firm].max(up[firm]));
                return (Index { both, down: sum(&|firm| down[firm]), up: sum(&|firm| up[firm]) }, steps);
            }
        }
        unreachable!()
    }
}

// ---- Networks ----

/// A small generator of its own, so that networks never depend on the version of a library.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly normal, as twelve dice are.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
}

/// Essential 17, linear 12, negligible 71 of a hundred pairs of classes, as in the published survey.
fn survey(product: u32, buyer: u32) -> Essentiality {
    let mut mix = (u64::from(product) * 1_000_003 + u64::from(buyer)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mix ^= mix >> 29;
    mix = mix.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    match (mix ^ mix >> 32) % 100 {
        0..=16 => Essentiality::Essential,
        17..=28 => Essentiality::Linear,
        _ => Essentiality::Negligible,
    }
}

/// Thirty purchases a firm, four makers of each product, nothing from outside, every input essential.
fn dense(firms: usize) -> (usize, Vec<Flow>) {
    let (mut numbers, products) = (Numbers(88_172_645_463_325_252), firms / 4);
    let mut flows = Vec::with_capacity(firms * 30);
    for buyer in 0..firms as u32 {
        for _ in 0..30 {
            let supplier = (numbers.next() * firms as f64) as u32;
            let amount = (numbers.next() * 4.0).exp();
            let essentiality = Essentiality::Essential;
            if supplier != buyer {
                flows.push(Flow { supplier, buyer, product: supplier % products as u32, amount, essentiality });
            }
        }
    }
    (products, flows)
}

/// Where a random number falls among running sums.
fn pick(sums: &[f64], from: usize, to: usize, number: f64) -> usize {
    let below = if from == 0 { 0.0 } else { sums[from - 1] };
    let wanted = below + number * (sums[to - 1] - below);
    (from + sums[from..to].partition_point(|sum| *sum <= wanted)).min(to - 1)
}

fn running(of: impl Iterator<Item = f64>) -> Vec<f64> {
    of.scan(0.0, |sum, next| {
        *sum += next;
        Some(*sum)
    })
    .collect()
}

/// Seven links a firm; degrees with a Pareto tail of 1.35, those of buying and selling correlated; three firms in ten sell
/// to nobody inside and one in eight buys from nobody; nearly half of all purchases from the same county or province.
fn sparse(firms: usize) -> (usize, Vec<Flow>) {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let products = ((4.0 * (firms as f64).sqrt()) as usize).clamp(8, 600);
    let classes = running((0..products).map(|at| (at as f64 + 1.0).powf(-0.8)));
    let class: Vec<u32> = (0..firms).map(|_| pick(&classes, 0, products, numbers.next()) as u32).collect();
    let common: Vec<f64> = (0..firms).map(|_| numbers.normal()).collect();
    let mut fitness = |without: f64| {
        let mixed: Vec<f64> = common.iter().map(|z| 0.6_f64.sqrt() * z + 0.4_f64.sqrt() * numbers.normal()).collect();
        let mut order: Vec<usize> = (0..firms).collect();
        order.sort_by(|a, b| mixed[*a].total_cmp(&mixed[*b]));
        let mut fitness = vec![0.0; firms];
        for (rank, firm) in order.into_iter().enumerate() {
            let above = 1.0 - (rank as f64 + 0.5) / firms as f64;
            let tail = above.powf(-1.0 / 1.35).min((firms as f64).powf(0.75));
            fitness[firm] = if numbers.next() < without { 0.0 } else { tail };
        }
        fitness
    };
    let (selling, buying) = (fitness(0.3), fitness(0.12));
    let (sellers, buyers) = (running(selling.iter().copied()), running(buying.iter().copied()));
    // Firms of a county and of a province stand together.
    let region = |firm: usize, size: usize| (firm / size * size, (firm / size * size + size).min(firms));
    let mut links = Vec::with_capacity(firms * 9);
    while links.len() < firms * 7 {
        for _ in 0..firms * 8 - links.len() {
            let buyer = pick(&buyers, 0, firms, numbers.next());
            let (from, to) = match numbers.next() {
                near if near < 0.15 => region(buyer, (firms / 2000).max(20)),
                near if near < 0.45 => region(buyer, firms / 31),
                _ => (0, firms),
            };
            let supplier = pick(&sellers, from, to, numbers.next());
            let size = (selling[supplier] * buying[buyer]).max(1.0).powf(0.3);
            let amount = (9.0 + 1.8 * numbers.normal()).exp() * size;
            if supplier != buyer && selling[supplier] > 0.0 {
                links.push((supplier as u32, buyer as u32, amount));
            }
        }
        links.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        links.dedup_by_key(|link| (link.0, link.1));
    }
    // Every so many is left out, for seven links a firm.
    let (count, wanted) = (links.len(), firms * 7);
    let kept = links.into_iter().enumerate().filter(|(at, _)| (at + 1) * wanted / count > at * wanted / count);
    let flow = |(_, (supplier, buyer, amount)): (usize, (u32, u32, f64))| {
        let (product, buys) = (class[supplier as usize], class[buyer as usize]);
        Flow { supplier, buyer, product, amount, essentiality: survey(product, buys) }
    };
    (products, kept.map(flow).collect())
}
