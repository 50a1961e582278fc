//! The order of each layer, top to bottom, with few crossings: sweeps that sort by the mean or the median of the neighbours
//! (K. Sugiyama et al. 1981; P. Eades, N. Wormald 1994), then exchanges of neighbours while they help.

use crate::render::layered::cross::crossings;
use crate::render::layered::ladder::{Ladder, Side};

/// Sweeps without a gain after which the search ends.
const PATIENCE: usize = 6;
/// Rounds of exchanges in one layer.
const EXCHANGES: usize = 8;

/// Order of all layers.
#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    /// Vertices of each layer, top to bottom.
    pub(super) layers: Vec<Vec<usize>>,
    /// Place of each vertex in its layer.
    pub(super) at: Vec<usize>,
}

impl Order {
    fn new(layers: Vec<Vec<usize>>, count: usize) -> Order {
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
    let starts = [start(ladder, true), start(ladder, false)];
    let found = starts.into_iter().zip([true, false]).map(|(order, mean)| search(ladder, order, sweeps, mean));
    found.min_by_key(|(crossings, _)| *crossings).map(|(_, order)| order).unwrap_or_default()
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
fn search(ladder: &Ladder, mut order: Order, sweeps: usize, mean: bool) -> (u64, Order) {
    let mut sweeper = Sweeper { ladder, lane: ladder.lane.clone(), wish: vec![0.0; ladder.len()], mean };
    let mut best = (crossings(ladder, &order), order.clone());
    let mut idle = 0;
    for sweep in 0..sweeps {
        sweeper.sweep(&mut order, sweep % 2 == 0, sweep % 4 >= 2);
        let found = crossings(ladder, &order);
        if found < best.0 {
            // A hair's breadth better is no reason to go on for long.
            idle = if found + found / 200 < best.0 { 0 } else { idle + 1 };
            best = (found, order.clone());
        } else {
            idle += 1;
        }
        if idle >= PATIENCE || best.0 == 0 {
            break;
        }
    }
    best
}

struct Sweeper<'a> {
    ladder: &'a Ladder,
    /// As in the ladder; waypoints follow the line they are part of.
    lane: Vec<usize>,
    wish: Vec<f64>,
    mean: bool,
}

impl Sweeper<'_> {
    fn sweep(&mut self, order: &mut Order, to_right: bool, turn_ties: bool) {
        let depth = self.ladder.depth;
        for step in 1..depth {
            let layer = if to_right { step } else { depth - 1 - step };
            self.sort(order, layer, to_right, turn_ties);
            self.exchange(order, layer);
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

    /// Exchanges neighbours of one layer while lines on both sides together cross less.
    fn exchange(&self, order: &mut Order, layer: usize) {
        let sorted = |side: &Side, vertex: usize| {
            let mut near: Vec<(usize, u32)> =
                side.of(vertex).iter().map(|&(next, weight)| (order.at[next], weight)).collect();
            near.sort_unstable();
            near
        };
        let mut list: Vec<(usize, [Vec<(usize, u32)>; 2])> = (order.layers[layer].iter())
            .map(|&vertex| (vertex, [sorted(&self.ladder.left, vertex), sorted(&self.ladder.right, vertex)]))
            .collect();
        for _ in 0..EXCHANGES {
            let mut changed = false;
            for at in 1..list.len() {
                if self.lane[list[at - 1].0] != self.lane[list[at].0] {
                    continue;
                }
                let (above, below) = (&list[at - 1].1, &list[at].1);
                let (mut now, mut then) = (0, 0);
                for (above, below) in above.iter().zip(below) {
                    now += pairs_crossed(above, below);
                    then += pairs_crossed(below, above);
                }
                if then < now {
                    list.swap(at - 1, at);
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        order.layers[layer] = list.into_iter().map(|(vertex, _)| vertex).collect();
        order.number(layer);
    }
}

/// Crossings of the lines of two vertices, the first above the second; both sorted by place.
fn pairs_crossed(above: &[(usize, u32)], below: &[(usize, u32)]) -> u64 {
    let (mut crossed, mut passed, mut at) = (0, 0, 0);
    for &(place, weight) in above {
        while at < below.len() && below[at].0 < place {
            passed += u64::from(below[at].1);
            at += 1;
        }
        crossed += u64::from(weight) * passed;
    }
    crossed
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
