//! Heights once more: from aligned lines to short ones. Layer by layer each vertex goes as near to its neighbours as those
//! above and below let it (`pool`).
//!
//! The first sweeps make the squares of the heights that lines climb small: long lines pull hardest, so that everything draws
//! together. The last ones make the heights themselves small: each link then weighs the less the more it climbs (iteratively
//! reweighted least squares), and short lines are not bent for the sake of a long one. Separators of lanes stay.

use crate::render::layered::Options;
use crate::render::layered::align::distance;
use crate::render::layered::ladder::{Ladder, Side};
use crate::render::layered::order::{Order, length};
use crate::render::layered::pool::Pools;

/// Climb below which a link weighs no more.
const LEVEL: f64 = 12.0;
/// Sweeps over all layers, and vertices that all sweeps together may visit.
const SWEEPS: usize = 160;
const VISITS: usize = 24_000_000;

/// Room that lines are given while everything is drawn together, so that they can be straightened afterwards.
const AIRY: f64 = 3.0;
/// Rounds of straightening.
const ROUNDS: usize = 8;

/// Makes lines shorter; `middles` are heights in the order of the layers, kept in order and apart.
pub(super) fn relax(ladder: &Ladder, order: &Order, middles: &mut [f64], options: &Options) {
    // Lanes are as high as they are: in them there may be no more room than lines need.
    let spare = if ladder.separators < ladder.len() { 1.0 } else { AIRY };
    let airy = Options { line_gap: options.line_gap * spare, ..*options };
    draw_together(ladder, order, middles, &airy);
    let straightener = Straightener { ladder, order, options };
    for _ in 0..ROUNDS {
        straightener.round(middles);
    }
    let tops = middles.iter().zip(&ladder.height).map(|(y, height)| y - height / 2.0);
    let top = tops.fold(f64::INFINITY, f64::min);
    if top.is_finite() {
        middles.iter_mut().for_each(|y| *y -= top);
    }
}

fn draw_together(ladder: &Ladder, order: &Order, middles: &mut [f64], options: &Options) {
    let sweeps = (VISITS / ladder.len().max(1)).min(SWEEPS);
    let mut runs = Runs::default();
    for sweep in 0..sweeps {
        // First as springs, which draw everything together, then by what lines climb.
        runs.level = if sweep * 4 < sweeps * 3 { f64::INFINITY } else { LEVEL };
        for step in 0..order.layers.len() {
            let layer = if sweep % 2 == 0 { step } else { order.layers.len() - 1 - step };
            // Runs between separators; the separators bound them.
            let vertices = &order.layers[layer];
            let mut start: usize = 0;
            for end in 0..=vertices.len() {
                if end == vertices.len() || ladder.is_separator(vertices[end]) {
                    let above = start.checked_sub(1).map(|at| vertices[at]);
                    runs.settle(ladder, (above, &vertices[start..end], vertices.get(end).copied()), middles, options);
                    start = end + 1;
                }
            }
        }
    }
}

/// One run of a layer.
#[derive(Default)]
struct Runs {
    pools: Pools,
    offsets: Vec<f64>,
    /// Climb below which a link weighs no more; none while all weigh alike.
    level: f64,
}

impl Runs {
    fn settle(
        &mut self,
        ladder: &Ladder,
        (above, run, below): (Option<usize>, &[usize], Option<usize>),
        middles: &mut [f64],
        options: &Options,
    ) {
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return };
        self.pools.clear();
        self.offsets.clear();
        let mut offset = 0.0;
        for (at, &vertex) in run.iter().enumerate() {
            if at > 0 {
                offset += distance(ladder, (run[at - 1], vertex), options);
            }
            self.offsets.push(offset);
            let (wish, weight) = wish(ladder, vertex, middles, self.level);
            self.pools.push(wish - offset, weight);
        }
        let low = above.map_or(f64::NEG_INFINITY, |above| middles[above] + distance(ladder, (above, first), options));
        let high =
            below.map_or(f64::INFINITY, |below| middles[below] - distance(ladder, (last, below), options) - offset);
        for ((&vertex, offset), place) in run.iter().zip(&self.offsets).zip(self.pools.places(low, high)) {
            middles[vertex] = place + offset;
        }
    }
}

/// Where a vertex wants to be for the sake of both sides, and how much.
fn wish(ladder: &Ladder, vertex: usize, middles: &[f64], level: f64) -> (f64, f64) {
    /// Of vertices without neighbours: just enough to have a wish.
    const LEAST: f64 = 1e-9;
    let here = middles[vertex];
    let (mut sum, mut all) = (here * LEAST, LEAST);
    for side in [&ladder.left, &ladder.right] {
        for &(next, weight) in side.of(vertex) {
            let there = middles[next];
            let weight = f64::from(weight) / if level.is_finite() { (there - here).abs().max(level) } else { 1.0 };
            sum += weight * there;
            all += weight;
        }
    }
    (sum / all, all)
}

/// Levels the waypoints of each line, as many at a time as their neighbours let.
pub(super) struct Straightener<'a> {
    pub(super) ladder: &'a Ladder,
    pub(super) order: &'a Order,
    pub(super) options: &'a Options,
}

impl Straightener<'_> {
    fn round(&self, middles: &mut [f64]) {
        self.lines(middles);
        for node in 0..self.ladder.boxes {
            self.join(node, middles);
        }
    }

    /// Levels the lines and lets the boxes be.
    pub(super) fn lines(&self, middles: &mut [f64]) {
        let mut line = Vec::new();
        for waypoint in self.ladder.boxes..self.ladder.separators {
            if self.inner(&self.ladder.left, waypoint).is_some() {
                continue;
            }
            line.clear();
            let mut next = Some(waypoint);
            while let Some(at) = next {
                line.push(at);
                next = self.inner(&self.ladder.right, at);
            }
            self.level(&line, middles);
        }
    }

    /// The waypoint with which a line goes on.
    fn inner(&self, side: &Side, waypoint: usize) -> Option<usize> {
        side.of(waypoint).iter().map(|&(next, _)| next).find(|&next| !self.ladder.is_box(next))
    }

    /// From where to where a vertex may move.
    fn room(&self, vertex: usize, middles: &[f64]) -> (f64, f64) {
        let layer = &self.order.layers[self.ladder.layer[vertex]];
        let at = self.order.at[vertex];
        let above = at.checked_sub(1).map(|above| layer[above]);
        let low = above.map(|above| middles[above] + distance(self.ladder, (above, vertex), self.options));
        let below = layer.get(at + 1);
        let high = below.map(|&below| middles[below] - distance(self.ladder, (vertex, below), self.options));
        (low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY))
    }

    /// The longest beginning of a line that fits on one height, then the next, and so on.
    fn level(&self, line: &[usize], middles: &mut [f64]) {
        let mut rest = line;
        while !rest.is_empty() {
            let (mut low, mut high, mut count) = (f64::NEG_INFINITY, f64::INFINITY, 0);
            for &waypoint in rest {
                let room = self.room(waypoint, middles);
                if low.max(room.0) > high.min(room.1) {
                    break;
                }
                (low, high, count) = (low.max(room.0), high.min(room.1), count + 1);
            }
            // Where neighbours leave no room at all, the first one stays where it is.
            let (level, tail) = rest.split_at(count.max(1));
            if count > 0 {
                let mean = level.iter().map(|&waypoint| middles[waypoint]).sum::<f64>() / length(count);
                level.iter().for_each(|&waypoint| middles[waypoint] = mean.min(high).max(low));
            }
            rest = tail;
        }
    }

    /// Puts a box on the height of the line in the middle of its neighbours.
    fn join(&self, node: usize, middles: &mut [f64]) {
        let mut near: Vec<f64> = [&self.ladder.left, &self.ladder.right]
            .into_iter()
            .flat_map(|side| side.of(node))
            .map(|&(next, _)| middles[next])
            .collect();
        if !near.is_empty() {
            near.sort_by(f64::total_cmp);
            let (low, high) = self.room(node, middles);
            if low <= high {
                // Between two middle ones the box is as well where it is.
                let (least, most) = (near[(near.len() - 1) / 2], near[near.len() / 2]);
                middles[node] = middles[node].max(least).min(most).min(high).max(low);
            }
        }
    }
}
