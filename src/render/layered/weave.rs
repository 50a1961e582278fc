//! Lines between boxes that stay where they are: which gap of each layer a line passes, and at which height.
//!
//! The widest lines choose first. Each takes the way with the least climb and the fewest bends, found layer by layer over
//! the gaps near the straight way (R. Bellman, 1957); a gap that is full costs extra, so that lines spread. Lines of one
//! gap are then put side by side, and levelled as far as their neighbours let.

use std::collections::BTreeMap;

use crate::render::geometry::Rect;
use crate::render::layered::ladder::{Ladder, Way};
use crate::render::layered::order::{Order, length};
use crate::render::layered::pool::Pools;
use crate::render::layered::relax::Straightener;
use crate::render::layered::{Edge, Options};

/// Gaps of a layer that a line looks at.
const NEAR: usize = 10;
/// What a bend costs, and a full gap, in units of height.
const BEND: f64 = 24.0;
const FULL: f64 = 160.0;
/// Rounds of levelling.
const ROUNDS: usize = 3;

/// Room between two boxes of a layer, or beyond the last one.
#[derive(Debug, Clone, Copy)]
struct Gap {
    top: f64,
    bottom: f64,
    /// Room taken by lines.
    taken: f64,
}

/// Lines that run through the same waypoints.
struct Net {
    first: usize,
    count: usize,
    from: f64,
    width: f64,
    /// Waypoint behind which a line leaves, counted from the first, and the height it goes to.
    ends: Vec<(usize, f64)>,
}

pub(super) struct Weaver<'a> {
    ladder: &'a Ladder,
    options: &'a Options,
    gaps: Vec<Vec<Gap>>,
    middles: Vec<f64>,
    lines: BTreeMap<(usize, usize), Vec<usize>>,
}

/// Heights of all vertices: boxes where they are, waypoints in the gaps between them. `stacks` are the boxes of each layer
/// by their top, `bottom` is where the lowest ends.
pub(super) fn weave(
    (ladder, edges): (&Ladder, &[Edge]),
    places: &[(Rect, usize)],
    (stacks, bottom): (&[Vec<Rect>], f64),
    options: &Options,
) -> Vec<f64> {
    let mut middles: Vec<f64> = places.iter().map(|place| place.0.middle()).collect();
    middles.resize(ladder.len(), 0.0);
    let gaps = stacks.iter().map(|stack| gaps(stack, bottom + 2.0 * options.line_gap)).collect();
    let mut weaver = Weaver { ladder, options, gaps, middles, lines: BTreeMap::new() };
    for net in weaver.nets(edges) {
        weaver.lead(&net);
    }
    weaver.spread();
    weaver.level();
    weaver.middles
}

fn gaps(stack: &[Rect], lowest: f64) -> Vec<Gap> {
    let tops = std::iter::once(stack.first().map_or(0.0, |first| first.top.min(0.0)));
    let tops = tops.chain(stack.iter().map(|rect| rect.bottom));
    let bottoms = stack.iter().map(|rect| rect.top).chain([lowest]);
    tops.zip(bottoms).map(|(top, bottom)| Gap { top, bottom: bottom.max(top), taken: 0.0 }).collect()
}

impl Gap {
    /// The height nearest to a wish that keeps clear of the boxes.
    fn nearest(&self, wish: f64, clear: f64) -> f64 {
        let clear = clear.min((self.bottom - self.top) / 2.0);
        wish.min(self.bottom - clear).max(self.top + clear)
    }
}

impl Weaver<'_> {
    /// All nets that pass layers, the widest first.
    fn nets(&self, edges: &[Edge]) -> Vec<Net> {
        let mut nets: BTreeMap<usize, Net> = BTreeMap::new();
        for (edge, way) in edges.iter().zip(&self.ladder.ways) {
            let Way::Through { first, count } = *way else { continue };
            if count == 0 {
                continue;
            }
            let from = self.middles[edge.from];
            let net = nets.entry(first).or_insert(Net { first, count: 0, from, width: 0.0, ends: Vec::new() });
            net.count = net.count.max(count);
            net.width = net.width.max(edge.width);
            net.ends.push((count - 1, self.middles[edge.to]));
        }
        let mut nets: Vec<Net> = nets.into_values().collect();
        nets.sort_by(|a, b| b.width.total_cmp(&a.width).then(a.first.cmp(&b.first)));
        nets
    }

    /// Chooses the gaps of a net.
    fn lead(&mut self, net: &Net) {
        let target = net.ends.iter().map(|end| end.1).sum::<f64>() / length(net.ends.len());
        // For each waypoint the spots it may take: gap, height, cost up to here, and the spot before.
        let mut steps: Vec<Vec<(usize, f64, f64, usize)>> = Vec::with_capacity(net.count);
        let start = [(0, net.from, 0.0, 0)];
        for at in 0..net.count {
            let spots = self.spots(self.ladder.layer[net.first + at], (net, target), at);
            let climb = |from: f64, to: f64| (from - to).abs() + if (from - to).abs() > 0.5 { BEND } else { 0.0 };
            let step = spots.into_iter().map(|(gap, y, toll)| {
                let leaving: f64 = net.ends.iter().filter(|end| end.0 == at).map(|end| climb(y, end.1)).sum();
                let before = steps.last().map_or(&start[..], Vec::as_slice).iter().enumerate();
                let ways = before.map(|(spot, &(_, from, cost, _))| (cost + climb(from, y), spot));
                let (cost, spot) = ways.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0));
                (gap, y, cost + leaving + toll, spot)
            });
            let step = step.collect();
            steps.push(step);
        }
        let last = steps.last().map_or(&[][..], Vec::as_slice).iter().enumerate();
        let mut spot = last.min_by(|a, b| a.1.2.total_cmp(&b.1.2)).map_or(0, |(spot, _)| spot);
        for at in (0..net.count).rev() {
            let (gap, y, _, before) = steps[at][spot];
            let layer = self.ladder.layer[net.first + at];
            self.gaps[layer][gap].taken += net.width + self.options.line_gap;
            self.middles[net.first + at] = y;
            self.lines.entry((layer, gap)).or_default().push(net.first + at);
            spot = before;
        }
    }

    /// Spots of a layer near the straight way: gap, height, and what is asked for passing.
    fn spots(&self, layer: usize, (net, target): (&Net, f64), at: usize) -> Vec<(usize, f64, f64)> {
        let share = length(at + 1) / length(net.count + 1);
        let straight = net.from + (target - net.from) * share;
        let clear = self.options.line_gap + net.width / 2.0;
        let gaps = &self.gaps[layer];
        let mut near: Vec<usize> = (0..gaps.len()).collect();
        let off = |gap: usize| (gaps[gap].nearest(straight, clear) - straight).abs();
        near.sort_by(|&a, &b| off(a).total_cmp(&off(b)).then(a.cmp(&b)));
        near.truncate(NEAR);
        let mut spots = Vec::with_capacity(2 * near.len());
        for gap in near {
            let over = gaps[gap].taken + net.width + 2.0 * self.options.line_gap - (gaps[gap].bottom - gaps[gap].top);
            let toll = if over > 0.0 { FULL + 4.0 * over } else { 0.0 };
            let [first, second] = [net.from, target].map(|wish| gaps[gap].nearest(wish, clear));
            spots.push((gap, first, toll));
            if (first - second).abs() > 0.5 {
                spots.push((gap, second, toll));
            }
        }
        spots
    }

    /// Puts the lines of each gap side by side, closer where there is little room.
    fn spread(&mut self) {
        let mut pools = Pools::default();
        for ((layer, gap), mut lines) in std::mem::take(&mut self.lines) {
            let near = |waypoint: usize| {
                let sides = [&self.ladder.left, &self.ladder.right].into_iter().flat_map(|side| side.of(waypoint));
                sides.map(|&(next, _)| self.middles[next]).sum::<f64>()
            };
            let mut keyed: Vec<(f64, f64, usize)> =
                lines.drain(..).map(|waypoint| (self.middles[waypoint], near(waypoint), waypoint)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
            let Gap { top, bottom, .. } = self.gaps[layer][gap];
            let space = self.options.line_gap;
            let wanted: f64 = keyed.iter().map(|line| self.ladder.height[line.2] + space).sum::<f64>() + space;
            let scale = ((bottom - top) / wanted).min(1.0);
            pools.clear();
            let mut offset = 0.0;
            let mut offsets = Vec::with_capacity(keyed.len());
            for (at, &(y, _, waypoint)) in keyed.iter().enumerate() {
                let half = self.ladder.height[waypoint] / 2.0;
                offset += (half + if at > 0 { space } else { 0.0 }) * scale;
                offsets.push(offset);
                pools.push(y - offset, 1.0);
                offset += half * scale;
            }
            let (low, high) = (top + space * scale, bottom - space * scale - offset);
            let heights: Vec<f64> = pools.places(low, high).collect();
            for ((line, offset), height) in keyed.iter().zip(offsets).zip(heights) {
                self.middles[line.2] = height + offset;
            }
        }
    }

    fn level(&mut self) {
        let mut layers = vec![Vec::new(); self.ladder.depth];
        (0..self.ladder.separators).for_each(|vertex| layers[self.ladder.layer[vertex]].push(vertex));
        for layer in &mut layers {
            layer.sort_by(|&a: &usize, &b: &usize| self.middles[a].total_cmp(&self.middles[b]).then(a.cmp(&b)));
        }
        let order = Order::new(layers, self.ladder.len());
        let straightener = Straightener { ladder: self.ladder, order: &order, options: self.options };
        for _ in 0..ROUNDS {
            straightener.lines(&mut self.middles);
        }
    }
}
