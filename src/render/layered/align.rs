//! Heights: U. Brandes, B. Köpf: Fast and simple horizontal coordinate assignment (2001), turned by a quarter.
//!
//! Four times, from either side and towards either end, each vertex is put in line with a middle neighbour, and the lines
//! of vertices are packed; the mean of the two middle results is taken. Separators of lanes come first, then lines through
//! waypoints, so both run straight. The packing goes along the order of blocks and back, not by classes, whose published
//! version lets blocks overlap (U. Brandes, J. Walter, J. Zink: Erratum, 2020).

use crate::render::layered::Options;
use crate::render::layered::ladder::Ladder;
use crate::render::layered::order::Order;

/// Height of the middle of each vertex; the uppermost edge is at 0.
pub(super) fn align(ladder: &Ladder, order: &Order, options: &Options) -> Vec<f64> {
    if ladder.len() == 0 {
        return Vec::new();
    }
    let marked = marked(ladder, order);
    let mut runs: Vec<Vec<f64>> = Vec::with_capacity(4);
    for to_right in [true, false] {
        for down in [true, false] {
            let root = Blocks { ladder, order, marked: &marked, to_right, down }.roots();
            runs.push(pack(ladder, order, &root, (down, options)));
        }
    }
    balance(ladder, &mut runs)
}

/// Links that must not be straight, by their left end's place among its links: (left, right) pairs, sorted.
type Marked = Vec<(usize, usize)>;

/// Links that cross a separator, and links with a box that cross a line between waypoints.
fn marked(ladder: &Ladder, order: &Order) -> Marked {
    let mut marked = Marked::new();
    let is_waypoint = |vertex: usize| !ladder.is_box(vertex) && !ladder.is_separator(vertex);
    for pair in order.layers.windows(2) {
        let (before, behind) = (lanes(ladder, &pair[0]), lanes(ladder, &pair[1]));
        let crosses = |left: usize, right: usize| before[order.at[left]] != behind[order.at[right]];
        // The straight lines around the vertices looked at: places on the left side.
        let (mut low, mut waiting) = (0, 0);
        for (at, &vertex) in pair[1].iter().enumerate() {
            let straight =
                |&&(left, _): &&(usize, u32)| is_waypoint(vertex) && is_waypoint(left) && !crosses(left, vertex);
            let inner = ladder.left.of(vertex).iter().find(straight).map(|&(left, _)| order.at[left]);
            if inner.is_none() && at + 1 < pair[1].len() {
                continue;
            }
            let high = inner.unwrap_or(pair[0].len());
            for &passed in &pair[1][waiting..=at] {
                for &(left, _) in ladder.left.of(passed) {
                    let place = order.at[left];
                    let both = is_waypoint(passed) && is_waypoint(left);
                    if crosses(left, passed) || (!both && (place < low || place > high)) {
                        marked.push((left, passed));
                    }
                }
            }
            waiting = at + 1;
            low = high;
        }
    }
    marked.sort_unstable();
    marked
}

/// For each place of a layer, how many separators lie above; a separator has a number of its own.
fn lanes(ladder: &Ladder, layer: &[usize]) -> Vec<usize> {
    let mut passed = 0;
    let number = |&vertex: &usize| {
        let number = 2 * passed + usize::from(ladder.is_separator(vertex));
        passed += usize::from(ladder.is_separator(vertex));
        number
    };
    layer.iter().map(number).collect()
}

struct Blocks<'a> {
    ladder: &'a Ladder,
    order: &'a Order,
    marked: &'a Marked,
    to_right: bool,
    down: bool,
}

impl Blocks<'_> {
    /// For each vertex, the first vertex of the line it belongs to.
    fn roots(&self) -> Vec<usize> {
        let mut root: Vec<usize> = (0..self.ladder.len()).collect();
        let mut taken = vec![false; self.ladder.len()];
        let depth = self.order.layers.len();
        let mut near: Vec<usize> = Vec::new();
        for step in 1..depth {
            let layer = &self.order.layers[if self.to_right { step } else { depth - 1 - step }];
            let mut reached: Option<usize> = None;
            for place in 0..layer.len() {
                let vertex = if self.down { layer[place] } else { layer[layer.len() - 1 - place] };
                self.neighbours(vertex, &mut near);
                let middle = near.len() / 2;
                let medians = if near.len() % 2 == 1 {
                    [Some(middle), None]
                } else if near.is_empty() {
                    [None, None]
                } else if self.down {
                    [Some(middle - 1), Some(middle)]
                } else {
                    [Some(middle), Some(middle - 1)]
                };
                for at in medians.into_iter().flatten() {
                    let other = near[at];
                    let place = self.order.at[other];
                    let free = reached.is_none_or(|reached| if self.down { place > reached } else { place < reached });
                    if root[vertex] == vertex && !taken[other] && free && !self.is_marked(vertex, other) {
                        taken[other] = true;
                        root[vertex] = root[other];
                        reached = Some(place);
                    }
                }
            }
        }
        root
    }

    fn is_marked(&self, vertex: usize, other: usize) -> bool {
        // A box does not take the place of the waypoint with which the line goes on.
        let goes_on = if self.to_right { &self.ladder.right } else { &self.ladder.left };
        let is_inner = |&(next, _): &(usize, u32)| !self.ladder.is_box(next);
        if self.ladder.is_box(vertex) && !self.ladder.is_box(other) && goes_on.of(other).iter().any(is_inner) {
            return true;
        }
        let link = if self.to_right { (other, vertex) } else { (vertex, other) };
        self.marked.binary_search(&link).is_ok()
    }

    /// Neighbours by place; of a waypoint inside a line, only the next one of the line, so that it runs straight.
    fn neighbours(&self, vertex: usize, near: &mut Vec<usize>) {
        let side = if self.to_right { &self.ladder.left } else { &self.ladder.right };
        near.clear();
        near.extend(side.of(vertex).iter().map(|&(next, _)| next));
        if !self.ladder.is_box(vertex)
            && let Some(&next) = near.iter().find(|&&next| !self.ladder.is_box(next))
        {
            near.clear();
            near.push(next);
        }
        near.sort_unstable_by_key(|&next| self.order.at[next]);
        near.dedup();
    }
}

/// Least distance between the middles of two neighbours of a layer.
pub(super) fn distance(ladder: &Ladder, (above, below): (usize, usize), options: &Options) -> f64 {
    let is_box = |vertex| ladder.is_box(vertex);
    let gap = if is_box(above) && is_box(below) { options.node_gap } else { options.line_gap };
    f64::midpoint(ladder.height[above], ladder.height[below]) + gap
}

/// Packs the lines of vertices, towards the top or towards the bottom, and then back as far as their followers let them.
fn pack(ladder: &Ladder, order: &Order, root: &[usize], (down, options): (bool, &Options)) -> Vec<f64> {
    let mut edges: Vec<(usize, usize, f64)> = Vec::with_capacity(ladder.len());
    for layer in &order.layers {
        for pair in layer.windows(2) {
            let gap = distance(ladder, (pair[0], pair[1]), options);
            let (a, b) = (root[pair[0]], root[pair[1]]);
            edges.push(if down { (a, b, gap) } else { (b, a, gap) });
        }
    }
    let count = ladder.len();
    let mut start = vec![0; count + 1];
    let mut waiting = vec![0_usize; count];
    for &(from, to, _) in &edges {
        start[from + 1] += 1;
        waiting[to] += 1;
    }
    (0..count).for_each(|at| start[at + 1] += start[at]);
    let mut next = start.clone();
    let mut list = vec![(0, 0.0); edges.len()];
    for (from, to, gap) in edges {
        list[next[from]] = (to, gap);
        next[from] += 1;
    }
    let mut ready: Vec<usize> = (0..count).filter(|&at| root[at] == at && waiting[at] == 0).collect();
    let mut y = vec![0.0_f64; count];
    let mut at = 0;
    while let Some(&block) = ready.get(at) {
        at += 1;
        for &(below, gap) in &list[start[block]..start[block + 1]] {
            y[below] = y[below].max(y[block] + gap);
            waiting[below] -= 1;
            if waiting[below] == 0 {
                ready.push(below);
            }
        }
    }
    for &block in ready.iter().rev() {
        let room = list[start[block]..start[block + 1]].iter().map(|&(below, gap)| y[below] - gap);
        let room = room.fold(f64::INFINITY, f64::min);
        if room.is_finite() && room > y[block] {
            y[block] = room;
        }
    }
    root.iter().map(|&root| if down { y[root] } else { -y[root] }).collect()
}

/// Moves the four results upon the smallest of them and takes the mean of the two middle heights of each vertex.
fn balance(ladder: &Ladder, runs: &mut [Vec<f64>]) -> Vec<f64> {
    let range = |run: &[f64]| {
        let edges = run.iter().zip(&ladder.height);
        edges.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (y, height)| {
            (low.min(y - height / 2.0), high.max(y + height / 2.0))
        })
    };
    let ranges: Vec<(f64, f64)> = runs.iter().map(|run| range(run)).collect();
    let smallest = ranges.iter().copied().min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0))).unwrap_or((0.0, 0.0));
    for (at, (run, range)) in runs.iter_mut().zip(&ranges).enumerate() {
        // Those packed from the top keep the upper edge, the others the lower one.
        let shift = if at % 2 == 0 { smallest.0 - range.0 } else { smallest.1 - range.1 };
        run.iter_mut().for_each(|y| *y += shift);
    }
    let middle = |vertex: usize| {
        let mut four: Vec<f64> = runs.iter().map(|run| run[vertex]).collect();
        four.sort_by(f64::total_cmp);
        f64::midpoint(four[1], four[2])
    };
    let mut middles: Vec<f64> = (0..ladder.len()).map(middle).collect();
    let top = range(&middles).0;
    middles.iter_mut().for_each(|y| *y -= top);
    middles
}
