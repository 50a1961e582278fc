//! The order of each layer, top to bottom, with few crossings: sweeps that sort by the mean or the median of the neighbours
//! (K. Sugiyama et al. 1981; P. Eades, N. Wormald 1994), then exchanges of neighbours while they help.

use crate::render::layered::cross::cost;
use crate::render::layered::ladder::{Ladder, Side};

/// Sweeps without a gain after which the search ends; between small and large graphs more.
const PATIENCE: usize = 10;
const MORE_PATIENCE: usize = 20;
const SMALL: usize = 5_000;
/// Rounds of exchanges of neighbours in one layer.
const EXCHANGES: usize = 6;
/// Rounds in which vertices move farther.
const ROUNDS: usize = 12;
/// Farthest move in such a round, and how many places all vertices together may look at.
const FARTHEST: usize = 200;
const REACH: usize = 2_000_000;
/// Vertices that all sweeps together may sort, and how many times the sweeps asked for there may be below that.
const SORTED: usize = 8_000_000;
const MORE: usize = 3;
/// Vertices from which on only one beginning is tried.
const LARGE: usize = 150_000;

/// Order of all layers.
#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    /// Vertices of each layer, top to bottom.
    pub(super) layers: Vec<Vec<usize>>,
    /// Place of each vertex in its layer.
    pub(super) at: Vec<usize>,
}

impl Order {
    pub(super) fn new(layers: Vec<Vec<usize>>, count: usize) -> Order {
        let mut order = Order { layers, at: vec![0; count] };
        (0..order.layers.len()).for_each(|layer| order.number(layer));
        order
    }

    fn number(&mut self, layer: usize) {
        self.layers[layer].iter().enumerate().for_each(|(at, &vertex)| self.at[vertex] = at);
    }
}

/// The best order found, from two beginnings.
pub(super) fn order(ladder: &Ladder, sweeps: usize) -> Order {
    let size = ladder.len().max(1);
    let sweeps = (sweeps * MORE).min(SORTED / size).max(2);
    let patience = if (SMALL..LARGE).contains(&size) { MORE_PATIENCE } else { PATIENCE };
    let begin = |from_left: bool| search(ladder, start(ladder, from_left), (sweeps, patience), from_left);
    let found = [false, true].into_iter().take(if size >= LARGE { 1 } else { 2 }).map(begin);
    let best = found.min_by_key(|(cost, _)| *cost);
    best.map(|(cost, order)| settle(ladder, order, cost)).unwrap_or_default()
}

/// Depth first along the lines, from the left or from the right end: what hangs together stands together.
fn start(ladder: &Ladder, from_left: bool) -> Order {
    let side = |vertex| if from_left { ladder.right.of(vertex) } else { ladder.left.of(vertex) };
    let mut seen = vec![false; ladder.len()];
    let mut layers = vec![Vec::new(); ladder.depth];
    let mut roots: Vec<usize> = (0..ladder.len()).collect();
    roots.sort_by_key(|&vertex| {
        let layer = ladder.layer[vertex];
        (if from_left { layer } else { ladder.depth - 1 - layer }, vertex)
    });
    let mut open = Vec::new();
    for root in roots {
        open.push(root);
        while let Some(vertex) = open.pop() {
            if !std::mem::replace(&mut seen[vertex], true) {
                layers[ladder.layer[vertex]].push(vertex);
                open.extend(side(vertex).iter().rev().map(|&(next, _)| next).filter(|&next| !seen[next]));
            }
        }
    }
    for layer in &mut layers {
        layer.sort_by_key(|&vertex| ladder.lane[vertex]);
    }
    Order::new(layers, ladder.len())
}

/// Sweeps to and fro and keeps the best order met.
fn search(ladder: &Ladder, mut order: Order, (sweeps, patience): (usize, usize), mean: bool) -> (u64, Order) {
    let mut sweeper = Sweeper::new(ladder, mean);
    let mut best = (cost(ladder, &order), order.clone());
    let mut idle = 0;
    for sweep in 0..sweeps {
        sweeper.sweep(&mut order, sweep % 2 == 0, sweep % 4 >= 2);
        let found = cost(ladder, &order);
        if found < best.0 {
            // A hair's breadth better is no reason to go on for long.
            idle = if found + found / 200 < best.0 { 0 } else { idle + 1 };
            best = (found, order.clone());
        } else {
            idle += 1;
        }
        if idle >= patience || best.0 == 0 {
            break;
        }
    }
    best
}

/// Moves vertices farther, as long as that helps.
fn settle(ladder: &Ladder, mut order: Order, mut left: u64) -> Order {
    let mut sweeper = Sweeper::new(ladder, false);
    for layer in &order.layers {
        // Waypoints belong to the lane in which they were left.
        let mut lane = 0;
        for &vertex in layer {
            lane = if ladder.is_separator(vertex) { ladder.lane[vertex] + 1 } else { lane };
            sweeper.lane[vertex] = if ladder.is_separator(vertex) { ladder.lane[vertex] } else { lane };
        }
    }
    let reach = (REACH / ladder.len().max(1)).clamp(1, FARTHEST);
    for round in 0..ROUNDS {
        let layers = (0..ladder.depth).map(|step| if round % 2 == 0 { step } else { ladder.depth - 1 - step });
        let saved: u64 = layers.map(|layer| sweeper.sift(&mut order, layer, (reach, 1))).sum();
        left -= saved;
        if saved * 100 < left {
            break;
        }
    }
    order
}

struct Sweeper<'a> {
    ladder: &'a Ladder,
    /// As in the ladder; waypoints follow the line they are part of.
    lane: Vec<usize>,
    wish: Vec<f64>,
    mean: bool,
    near: Near,
}

impl Sweeper<'_> {
    fn new(ladder: &Ladder, mean: bool) -> Sweeper<'_> {
        Sweeper { ladder, lane: ladder.lane.clone(), wish: vec![0.0; ladder.len()], mean, near: Near::default() }
    }

    fn sweep(&mut self, order: &mut Order, to_right: bool, turn_ties: bool) {
        let depth = self.ladder.depth;
        for step in 1..depth {
            let layer = if to_right { step } else { depth - 1 - step };
            self.sort(order, layer, to_right, turn_ties);
            self.sift(order, layer, (1, EXCHANGES));
        }
    }

    fn sort(&mut self, order: &mut Order, layer: usize, to_right: bool, turn_ties: bool) {
        let ladder = self.ladder;
        let (side, other) = if to_right { (&ladder.left, layer - 1) } else { (&ladder.right, layer + 1) };
        let stretch = length(order.layers[other].len()) / length(order.layers[layer].len()).max(1.0);
        for &vertex in &order.layers[layer] {
            self.wish[vertex] =
                wish(vertex, side, order, self.mean).unwrap_or_else(|| (length(order.at[vertex]) + 0.5) * stretch);
            if !ladder.is_box(vertex) && !ladder.is_separator(vertex) {
                let near = side.of(vertex);
                if let Some(&(next, _)) = near.get(near.len() / 2) {
                    self.lane[vertex] = self.lane[next];
                }
            }
        }
        let (wish, lane) = (&self.wish, &self.lane);
        let sorted = &mut order.layers[layer];
        if turn_ties {
            sorted.reverse();
        }
        sorted.sort_by(|&a, &b| lane[a].cmp(&lane[b]).then(wish[a].total_cmp(&wish[b])));
        order.number(layer);
    }

    /// Moves each vertex of a layer by at most `reach` places to where the lines on both sides together cross least (C.
    /// Matuszewski, R. Schönfeld, P. Molitor: Using sifting for k-layer straightline crossing minimization, 1999). Returns
    /// the crossings saved.
    fn sift(&mut self, order: &mut Order, layer: usize, (reach, rounds): (usize, usize)) -> u64 {
        let vertices = std::mem::take(&mut order.layers[layer]);
        self.near.gather(self.ladder, order, &vertices);
        let lanes: Vec<usize> = vertices.iter().map(|&vertex| self.lane[vertex]).collect();
        let mut list: Vec<usize> = (0..vertices.len()).collect();
        let mut saved = 0;
        for _ in 0..rounds {
            let now = self.near.sift(&mut list, &lanes, reach);
            saved += now;
            if now == 0 {
                break;
            }
        }
        order.layers[layer] = list.into_iter().map(|at| vertices[at]).collect();
        order.number(layer);
        saved
    }
}

/// Places of the neighbours of all vertices of one layer, on both sides, each list sorted.
#[derive(Debug, Default)]
struct Near {
    /// Where the lists of each vertex begin: left, then right.
    start: Vec<usize>,
    list: Vec<(u32, u32)>,
    /// Weight of each of these lists.
    weight: Vec<i64>,
}

impl Near {
    /// One round: each vertex in turn moves to its best place within reach and within its lane.
    fn sift(&self, list: &mut [usize], lanes: &[usize], reach: usize) -> u64 {
        let mut place = vec![0; list.len()];
        list.iter().enumerate().for_each(|(at, &one)| place[one] = at);
        let mut saved = 0;
        for one in 0..list.len() {
            let here = place[one];
            let (mut best, mut best_place, mut sum) = (0_i64, here, 0_i64);
            for at in (here.saturating_sub(reach)..here).rev() {
                if lanes[list[at]] != lanes[one] {
                    break;
                }
                sum += self.gain(one, list[at]);
                if sum < best {
                    (best, best_place) = (sum, at);
                }
            }
            sum = 0;
            for at in here + 1..list.len().min(here + reach + 1) {
                if lanes[list[at]] != lanes[one] {
                    break;
                }
                sum += self.gain(list[at], one);
                if sum < best {
                    (best, best_place) = (sum, at);
                }
            }
            if best_place < here {
                list[best_place..=here].rotate_right(1);
            } else {
                list[here..=best_place].rotate_left(1);
            }
            for at in here.min(best_place)..=here.max(best_place) {
                place[list[at]] = at;
            }
            saved += best.unsigned_abs();
        }
        saved
    }

    fn gather(&mut self, ladder: &Ladder, order: &Order, vertices: &[usize]) {
        self.start.clear();
        self.list.clear();
        self.weight.clear();
        for &vertex in vertices {
            for side in [&ladder.left, &ladder.right] {
                let begin = self.list.len();
                self.start.push(begin);
                let place = |next: usize| u32::try_from(order.at[next]).unwrap_or(u32::MAX);
                self.list.extend(side.of(vertex).iter().map(|&(next, weight)| (place(next), weight)));
                self.list[begin..].sort_unstable();
                self.weight.push(self.list[begin..].iter().map(|(_, weight)| i64::from(*weight)).sum());
            }
        }
        self.start.push(self.list.len());
    }

    /// What it adds to the crossings if `one` goes from below `other` to above it.
    fn gain(&self, one: usize, other: usize) -> i64 {
        let change = |at: usize| {
            let (first, second) = (2 * one + at, 2 * other + at);
            let list = |of: usize| &self.list[self.start[of]..self.start[of + 1]];
            let (above, below) = (list(first), list(second));
            let ([a, ..], [b, ..], [.., y], [.., z]) = (above, below, above, below) else { return 0 };
            // Mostly the one has all its neighbours on one side of those of the other.
            if y.0 < b.0 {
                -self.weight[first] * self.weight[second]
            } else if a.0 > z.0 {
                self.weight[first] * self.weight[second]
            } else {
                inversions(above, below, self.weight[second])
            }
        };
        change(0) + change(1)
    }
}

/// Crossings if the first is above the second, whose lines weigh `all`, less those if it is below.
fn inversions(above: &[(u32, u32)], below: &[(u32, u32)], all: i64) -> i64 {
    let mut sum = 0;
    let (mut less, mut equal, mut at, mut upto) = (0, 0, 0, 0);
    for &(place, weight) in above {
        while at < below.len() && below[at].0 < place {
            less += i64::from(below[at].1);
            at += 1;
        }
        if upto < at {
            (upto, equal) = (at, 0);
        }
        while upto < below.len() && below[upto].0 == place {
            equal += i64::from(below[upto].1);
            upto += 1;
        }
        let same = if at < below.len() && below[at].0 == place { equal } else { 0 };
        sum += i64::from(weight) * (less - (all - less - same));
    }
    sum
}

/// Where a vertex would stand for its neighbours' sake.
fn wish(vertex: usize, side: &Side, order: &Order, mean: bool) -> Option<f64> {
    let near = side.of(vertex);
    if near.is_empty() {
        return None;
    }
    if mean {
        let (sum, weight) = near.iter().fold((0.0, 0.0), |(sum, all), &(next, weight)| {
            let weight = f64::from(weight.max(1));
            (sum + weight * (length(order.at[next]) + 0.5), all + weight)
        });
        return Some(sum / weight);
    }
    let mut places: Vec<usize> = near.iter().map(|&(next, _)| order.at[next]).collect();
    places.sort_unstable();
    let (low, high) = (places[(places.len() - 1) / 2], places[places.len() / 2]);
    Some(f64::midpoint(length(low), length(high)) + 0.5)
}

pub(super) fn length(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
