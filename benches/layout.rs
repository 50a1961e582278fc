//! How long does a layered layout take, and how does it look, beside Graphviz `dot` and elkjs? Synthetic supply networks of
//! 500, 2,000 and 20,000 boxes with three edges a box, all three programs in one run.
//!
//! `cargo bench --no-default-features --bench layout -- [LARGEST_FOR_PEERS]`; `dot` is looked for on the path, elkjs in the
//! folder `LIANTU_ELK` (one that holds `node_modules/elkjs`). A peer that is not there is said to be missing.
//!
//! Crossings and lengths are measured in the same way for all three, from the drawn lines and from straight lines between
//! the middles of the boxes. Lengths are in heights of a box; lines that share a box are not said to cross.
#![allow(clippy::print_stdout, missing_docs, clippy::unwrap_used)]

use liantu::render::layered::{Edge, Graph, Node, Options, layout};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::{env, fs};

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 36.0;
const TIERS: usize = 8;

type Point = (f64, f64);

/// Lines as drawn, by edge, and the middles of the boxes.
struct Drawing {
    middles: Vec<Point>,
    lines: Vec<Vec<Point>>,
    cpu: f64,
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// Firms in tiers: nine of ten purchases are of the tier before, the others of any tier before, one in a hundred of anybody.
fn network(count: usize) -> Vec<(usize, usize)> {
    let mut dice = Dice(11);
    let tier = |at: usize| at * TIERS / count;
    let first = |tier: usize| (tier * count).div_ceil(TIERS);
    let mut edges = Vec::new();
    while edges.len() < 3 * count {
        let to = dice.below(count);
        let last = tier(to);
        let from = match dice.below(100) {
            0 => dice.below(count),
            1..=9 => dice.below(first(last).max(1)),
            _ if last > 0 => {
                // Few suppliers have many customers, and customers buy of those who stand near.
                let (low, high) = (first(last - 1), first(last));
                let width = high - low;
                let near = (to - first(last)) * width / (first(last + 1) - first(last)).max(1);
                let spread = width / 6 + 1;
                let skew = dice.below(spread) * dice.below(spread) / spread;
                low + (near + skew) % width
            }
            _ => continue,
        };
        if from != to {
            edges.push((from, to));
        }
    }
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// CPU seconds of this thread.
fn own_cpu() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    stat.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// CPU seconds of the children that have ended.
fn children_cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    // Fields 16 and 17 of proc(5), in hundredths of a second; the first two are cut off.
    (fields[13].parse::<f64>().unwrap() + fields[14].parse::<f64>().unwrap()) / 100.0
}

fn ours(count: usize, edges: &[(usize, usize)], bundle: bool) -> Drawing {
    let node = Node { width: WIDTH, height: HEIGHT, column: None, lane: 0 };
    let edges = edges.iter().map(|&(from, to)| Edge { from, to, width: 1.0 }).collect();
    let graph = Graph { nodes: vec![node; count], edges };
    let before = own_cpu();
    let laid = layout(&graph, &Options { bundle, ..Options::default() });
    let cpu = own_cpu() - before;
    Drawing {
        middles: laid.nodes.iter().map(|rect| (f64::midpoint(rect.left, rect.right), rect.middle())).collect(),
        lines: laid.routes.iter().map(|route| route.points(6)).collect(),
        cpu,
    }
}

/// Runs a program on `input` and gives what it prints, with its CPU time; nothing where it cannot be run.
fn run(command: &mut Command, input: &str) -> Option<(String, f64)> {
    let before = children_cpu();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut stdin = child.stdin.take()?;
    let text = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    output.status.success().then(|| (String::from_utf8(output.stdout).unwrap(), children_cpu() - before))
}

fn dot(count: usize, edges: &[(usize, usize)]) -> Option<Drawing> {
    let mut text = format!(
        "digraph {{ rankdir=LR; nodesep={}; ranksep={}; node [shape=box fixedsize=true width={} height={} label=\"\"];\n",
        18.0 / 72.0,
        60.0 / 72.0,
        WIDTH / 72.0,
        HEIGHT / 72.0
    );
    (0..count).for_each(|at| writeln!(text, "{at};").unwrap());
    edges.iter().for_each(|(from, to)| writeln!(text, "{from} -> {to};").unwrap());
    text.push('}');
    let (plain, cpu) = run(Command::new("dot").arg("-Tplain"), &text)?;
    let mut drawing = Drawing { middles: vec![(0.0, 0.0); count], lines: vec![Vec::new(); edges.len()], cpu };
    let plain = plain.replace("\\\n", "");
    for line in plain.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| words[at].parse::<f64>().unwrap() * 72.0;
        if words[0] == "node" {
            drawing.middles[words[1].parse::<usize>().unwrap()] = (number(2), number(3));
        } else if words[0] == "edge" {
            let ends = (words[1].parse().unwrap(), words[2].parse().unwrap());
            let handles: Vec<Point> =
                (0..words[3].parse().unwrap()).map(|at| (number(4 + 2 * at), number(5 + 2 * at))).collect();
            drawing.lines[edges.binary_search(&ends).unwrap()] = curves(&handles);
        }
    }
    Some(drawing)
}

/// A chain of cubic curves as straight pieces.
fn curves(handles: &[Point]) -> Vec<Point> {
    let mut points = vec![handles[0]];
    for four in handles.windows(4).step_by(3) {
        for chord in 1..=6 {
            let t = f64::from(chord) / 6.0;
            let mix = |of: fn(Point) -> f64| {
                let s = 1.0 - t;
                s * s * s * of(four[0])
                    + 3.0 * s * s * t * of(four[1])
                    + 3.0 * s * t * t * of(four[2])
                    + t * t * t * of(four[3])
            };
            points.push((mix(|p| p.0), mix(|p| p.1)));
        }
    }
    points
}

const ELK: &str = "
const ELK = require('elkjs');
let text = '';
process.stdin.on('data', part => text += part).on('end', () => {
  new ELK().layout(JSON.parse(text)).then(graph => process.stdout.write(JSON.stringify(graph)));
});";

fn elk(count: usize, edges: &[(usize, usize)]) -> Option<Drawing> {
    let folder = env::var("LIANTU_ELK").ok()?;
    let graph = json!({
        "id": "root",
        "layoutOptions": {
            "elk.algorithm": "layered", "elk.direction": "RIGHT", "elk.edgeRouting": "SPLINES",
            "elk.spacing.nodeNode": "18", "elk.layered.spacing.nodeNodeBetweenLayers": "60",
        },
        "children": (0..count).map(|at| json!({"id": at.to_string(), "width": WIDTH, "height": HEIGHT})).collect::<Vec<_>>(),
        "edges": edges.iter().enumerate().map(|(at, (from, to))| {
            json!({"id": format!("e{at}"), "sources": [from.to_string()], "targets": [to.to_string()]})
        }).collect::<Vec<_>>(),
    });
    let (text, cpu) =
        run(Command::new("node").args(["--stack-size=60000", "-e", ELK]).current_dir(folder), &graph.to_string())?;
    let laid: Value = serde_json::from_str(&text).ok()?;
    let point = |value: &Value| (value["x"].as_f64().unwrap(), value["y"].as_f64().unwrap());
    let middles = laid["children"].as_array()?.iter().map(|node| {
        let (x, y) = point(node);
        (x + WIDTH / 2.0, y + HEIGHT / 2.0)
    });
    let lines = laid["edges"].as_array()?.iter().map(|edge| {
        let section = &edge["sections"][0];
        let mut handles = vec![point(&section["startPoint"])];
        handles.extend(section["bendPoints"].as_array().into_iter().flatten().map(point));
        handles.push(point(&section["endPoint"]));
        if handles.len() % 3 == 1 { curves(&handles) } else { handles }
    });
    Some(Drawing { middles: middles.collect(), lines: lines.collect(), cpu })
}

/// Points at which lines that share no box cross.
fn crossings(edges: &[(usize, usize)], lines: &[Vec<Point>]) -> usize {
    let mut pieces: Vec<(Point, Point, usize)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        pieces.extend(line.windows(2).map(|p| if p[0].0 <= p[1].0 { (p[0], p[1], at) } else { (p[1], p[0], at) }));
    }
    pieces.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let turn = |a: Point, b: Point, c: Point| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let mut crossings = 0;
    let mut open: Vec<(Point, Point, usize)> = Vec::new();
    for piece in pieces {
        open.retain(|other| other.1.0 >= piece.0.0);
        let (low, high) = (piece.0.1.min(piece.1.1), piece.0.1.max(piece.1.1));
        for other in &open {
            if other.0.1.max(other.1.1) < low || other.0.1.min(other.1.1) > high {
                continue;
            }
            let (a, b) = (edges[piece.2], edges[other.2]);
            let apart = a.0 != b.0 && a.0 != b.1 && a.1 != b.0 && a.1 != b.1;
            let sides = |p: Point, q: Point, a: Point, b: Point| turn(p, q, a) * turn(p, q, b) < 0.0;
            crossings += usize::from(
                apart && sides(piece.0, piece.1, other.0, other.1) && sides(other.0, other.1, piece.0, piece.1),
            );
        }
        open.push(piece);
    }
    crossings
}

fn length(lines: &[Vec<Point>]) -> f64 {
    let pieces = lines.iter().flat_map(|line| line.windows(2));
    pieces.map(|p| (p[0].0 - p[1].0).hypot(p[0].1 - p[1].1)).sum::<f64>() / HEIGHT
}

fn report(name: &str, edges: &[(usize, usize)], drawing: Option<Drawing>, unit: f64) {
    let Some(drawing) = drawing else {
        println!("{name:>14}  missing or refused");
        return;
    };
    let straight: Vec<Vec<Point>> =
        edges.iter().map(|&(from, to)| vec![drawing.middles[from], drawing.middles[to]]).collect();
    let small = edges.len() < 30_000;
    let count = |lines: &[Vec<Point>]| if small { crossings(edges, lines).to_string() } else { "-".to_owned() };
    let extent = |of: fn(&Point) -> f64| {
        let all = || drawing.middles.iter().map(of);
        all().fold(0.0, f64::max) - all().fold(f64::INFINITY, f64::min)
    };
    println!(
        "{name:>14}  {:>9.3} CPU s  {:>8.1}  drawn: {:>9} crossings {:>9.0} long  straight: {:>9} crossings {:>9.0} long  {:.0} x {:.0}",
        drawing.cpu,
        drawing.cpu / unit,
        count(&drawing.lines),
        length(&drawing.lines),
        count(&straight),
        length(&straight),
        extent(|p| p.0) / HEIGHT,
        extent(|p| p.1) / HEIGHT,
    );
}

fn main() {
    let largest: usize = env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(2_000);
    for count in [500, 2_000, 20_000] {
        let edges = network(count);
        println!("{count} boxes, {} edges; ratio of CPU to ours", edges.len());
        let bundled = ours(count, &edges, true);
        let unit = bundled.cpu;
        report("ours", &edges, Some(bundled), unit);
        report("ours, apart", &edges, Some(ours(count, &edges, false)), unit);
        if count <= largest {
            report("elkjs", &edges, elk(count, &edges), unit);
            report("dot", &edges, dot(count, &edges), unit);
        }
    }
}
