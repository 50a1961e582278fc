//! Exact lines: a height for each net in each band it crosses, a port for each edge at its target, and an upright track
//! for each net in each gutter (the space between two lanes).
//!
//! Ends keep to grids of their own so that two nets never lie upon each other: exits at 0, ports at 4, bands at 2 and 6
//! (modulo 8). A port may lie at the height of its own net's exit, which makes the edge a straight line.

use std::collections::BTreeMap;

use crate::render::figure::arrange::Arrangement;
use crate::render::figure::chain::Chain;
use crate::render::figure::geometry::Point;
use crate::render::figure::place::{Heights, TRACK};
use crate::render::figure::route::{CLEAR, Hop, Routes, int, round};

/// Between the corner of a box and its outermost port.
const PORT_MARGIN: i64 = 10;
/// Between two ports.
const PORT: i64 = 8;
/// Two nets nearer than this look like one.
const NEAR: f64 = 3.0;
/// Price of two nets that lie upon each other, in crossings.
const ON_TOP: usize = 40;
/// Rounds of improvement of the order in a gutter.
const ROUNDS: usize = 30;

/// Lines before the gutters have their place in x.
#[derive(Debug, Clone, Default)]
pub(super) struct Tracks {
    /// Height of the exit of each box.
    exit: Vec<f64>,
    /// Height at the target of each link.
    port: Vec<f64>,
    /// Height of a net in a zone.
    band: BTreeMap<(usize, usize, usize), f64>,
    /// By gutter: level of each net, from the left.
    level: Vec<BTreeMap<usize, usize>>,
}

impl Tracks {
    pub(super) fn new(
        chain: &Chain<'_>,
        arrangement: &Arrangement,
        placed: &Heights,
        height: &[f64],
        routes: &Routes,
    ) -> Tracks {
        let exit = placed.top.iter().zip(height).map(|(top, height)| int(round((top + height / 2.0) / TRACK)) * TRACK);
        let mut tracks = Tracks { exit: exit.collect(), port: vec![0.0; chain.links.len()], ..Tracks::default() };
        tracks.place_bands(chain, placed, routes);
        tracks.place_ports(chain, placed, height, routes);
        tracks.place_levels(chain, arrangement, routes);
        tracks
    }

    /// Tracks in a gutter, side by side.
    pub(super) fn levels(&self, gutter: usize) -> usize {
        self.level[gutter].values().max().map_or(0, |most| most + 1)
    }

    /// Corners of an edge. `left` and `right` are the sides of each lane, `track` the x of a level in a gutter.
    pub(super) fn corners(
        &self,
        chain: &Chain<'_>,
        arrangement: &Arrangement,
        (link, hops): (usize, &[Hop]),
        (left, right): (&[f64], &[f64]),
        track: impl Fn(usize, usize) -> f64,
    ) -> Vec<Point> {
        let ends = chain.links[link];
        let (from, to) = (arrangement.lane_of[ends.from], arrangement.lane_of[ends.to]);
        let backward = to <= from;
        let mut y = self.exit[ends.from];
        let mut points = vec![(right[from], y)];
        let mut turn = |gutter: usize, next: f64| {
            let x = track(gutter, self.level[gutter].get(&ends.from).copied().unwrap_or(0));
            points.extend([(x, y), (x, next)]);
            y = next;
        };
        for hop in hops {
            let gutter = if backward { hop.lane + 1 } else { hop.lane };
            turn(gutter, self.band_of(ends.from, hop));
        }
        turn(to, self.port[link]);
        points.push((left[to], y));
        simplified(points)
    }

    fn band_of(&self, net: usize, hop: &Hop) -> f64 {
        self.band.get(&(hop.lane, hop.zone, net)).copied().unwrap_or(hop.y)
    }

    /// Heights of the nets in each band, in the order wished for.
    fn place_bands(&mut self, chain: &Chain<'_>, placed: &Heights, routes: &Routes) {
        let mut wish: BTreeMap<(usize, usize, usize), (f64, Option<Hop>)> = BTreeMap::new();
        for (link, hops) in routes.hops.iter().enumerate() {
            let mut before = None;
            for hop in hops {
                wish.entry((hop.lane, hop.zone, chain.links[link].from)).or_insert((hop.y, before));
                before = Some(*hop);
            }
        }
        for (&(lane, zone), nets) in &routes.nets {
            let band = placed.zones[lane][zone];
            // Straight on from the lane before, where that is about as good.
            let straight = |net: usize| {
                let (y, before) = wish.get(&(lane, zone, net)).copied().unwrap_or((band.top, None));
                let known = before.and_then(|hop| self.band.get(&(hop.lane, hop.zone, net)).copied());
                known.filter(|known| (known - y).abs() < 2.0 * TRACK).unwrap_or(y)
            };
            let mut wanted: Vec<(f64, usize)> = nets.keys().map(|&net| (straight(net), net)).collect();
            wanted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let taken: Vec<(usize, f64)> = self
                .band
                .iter()
                .filter(|((other, _, _), _)| other + 1 == lane || *other == lane + 1)
                .map(|(&(_, _, net), &y)| (net, y))
                .collect();
            let heights = stack(&wanted, (band.top + CLEAR, band.bottom - CLEAR), &taken);
            self.band.extend(wanted.iter().zip(heights).map(|(&(_, net), y)| ((lane, zone, net), y)));
        }
    }

    /// Ports at the left side of each box, ordered by where the edges come from.
    fn place_ports(&mut self, chain: &Chain<'_>, placed: &Heights, height: &[f64], routes: &Routes) {
        let mut incoming: Vec<Vec<(f64, usize)>> = vec![Vec::new(); chain.items.len()];
        for (link, ends) in chain.links.iter().enumerate() {
            let last = routes.hops[link].last();
            let y = last.map_or(self.exit[ends.from], |hop| self.band_of(ends.from, hop));
            incoming[ends.to].push((y, link));
        }
        for (item, mut edges) in incoming.into_iter().enumerate() {
            edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let side = (round(placed.top[item]) + PORT_MARGIN, round(placed.top[item] + height[item]) - PORT_MARGIN);
            let direct = |link: usize| routes.hops[link].is_empty();
            let wanted: Vec<(i64, bool)> = edges.iter().map(|&(y, link)| (round(y), direct(link))).collect();
            for (&(_, link), y) in edges.iter().zip(ports(&wanted, side)) {
                self.port[link] = int(y);
            }
        }
    }

    fn place_levels(&mut self, chain: &Chain<'_>, arrangement: &Arrangement, routes: &Routes) {
        let mut gutters: Vec<BTreeMap<usize, Upright>> = vec![BTreeMap::new(); arrangement.lanes() + 1];
        for (link, ends) in chain.links.iter().enumerate() {
            let (from, to) = (arrangement.lane_of[ends.from], arrangement.lane_of[ends.to]);
            let net = ends.from;
            gutters[from + 1].entry(net).or_default().left.push(self.exit[net]);
            for hop in &routes.hops[link] {
                let y = self.band_of(net, hop);
                gutters[hop.lane].entry(net).or_default().right.push(y);
                gutters[hop.lane + 1].entry(net).or_default().left.push(y);
            }
            gutters[to].entry(net).or_default().right.push(self.port[link]);
        }
        self.level = gutters.into_iter().map(levels).collect();
    }
}

/// Heights for tracks in the order given, each as near to its wish as the others allow.
fn stack(wanted: &[(f64, usize)], (low, high): (f64, f64), taken: &[(usize, f64)]) -> Vec<f64> {
    let mut heights = Vec::with_capacity(wanted.len());
    let mut least = low;
    for (at, &(wish, net)) in wanted.iter().enumerate() {
        let after = f64::from(u32::try_from(wanted.len() - at - 1).unwrap_or(u32::MAX));
        let most = (high - after * TRACK).max(least);
        // The grid: 2 or 6 modulo 8.
        let (first, last) = (grid_up(least), grid_down(most));
        let steps = round((last - first) / (TRACK / 2.0)).max(0);
        let candidates = (0..=steps).map(|step| first + int(step) * TRACK / 2.0);
        let price = |y: f64| {
            let clash = taken.iter().any(|&(other, at)| other != net && (at - y).abs() < NEAR);
            (y - wish).abs() + if clash { TRACK * 1.5 } else { 0.0 }
        };
        let y = candidates.min_by(|a, b| price(*a).total_cmp(&price(*b))).unwrap_or(least);
        heights.push(y);
        least = y + TRACK;
    }
    heights
}

fn grid_up(y: f64) -> f64 {
    ((y - 2.0) / 4.0).ceil() * 4.0 + 2.0
}

fn grid_down(y: f64) -> f64 {
    ((y - 2.0) / 4.0).floor() * 4.0 + 2.0
}

/// Heights of ports for edges in the order given; edges beyond the room of the side share the last port.
fn ports(wanted: &[(i64, bool)], (low, high): (i64, i64)) -> Vec<i64> {
    let grid: Vec<i64> = (low..=high).filter(|y| y.rem_euclid(PORT) == PORT / 2).collect();
    if wanted.is_empty() || grid.is_empty() {
        return vec![i64::midpoint(low, high); wanted.len()];
    }
    let straight = wanted.iter().position(|&(y, direct)| direct && (low..=high).contains(&y));
    let Some(pivot) = straight else { return centred(wanted.len(), &grid) };
    let y = wanted[pivot].0;
    let above: Vec<i64> = grid.iter().copied().filter(|port| *port <= y - PORT).rev().collect();
    let below: Vec<i64> = grid.iter().copied().filter(|port| *port >= y + PORT).collect();
    let nth = |list: &[i64], at: usize| list.get(at.min(list.len().saturating_sub(1))).copied().unwrap_or(y);
    (0..wanted.len())
        .map(|at| match at.cmp(&pivot) {
            std::cmp::Ordering::Less => nth(&above, pivot - at - 1),
            std::cmp::Ordering::Equal => y,
            std::cmp::Ordering::Greater => nth(&below, at - pivot - 1),
        })
        .collect()
}

fn centred(count: usize, grid: &[i64]) -> Vec<i64> {
    let first = grid.len().saturating_sub(count) / 2;
    (0..count).map(|at| grid[(first + at).min(grid.len() - 1)]).collect()
}

/// A net in a gutter: heights at which it comes from the left lane and goes to the right lane, or the other way.
#[derive(Debug, Clone, Default)]
struct Upright {
    left: Vec<f64>,
    right: Vec<f64>,
}

impl Upright {
    fn span(&self) -> (f64, f64) {
        let all = || self.left.iter().chain(&self.right).copied();
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    }

    /// Faults if this net's track lies to the left of `other`'s: crossings, and lines upon each other.
    fn faults(&self, other: &Upright) -> usize {
        let within = |ys: &[f64], (low, high): (f64, f64)| ys.iter().filter(|y| **y > low && **y < high).count();
        let close = |a: &f64, b: &f64| (a - b).abs() < NEAR;
        let upon = self.right.iter().filter(|a| other.left.iter().any(|b| close(a, b))).count();
        within(&other.left, self.span()) + within(&self.right, other.span()) + ON_TOP * upon
    }
}

/// Levels of the nets of one gutter: an order with few crossings, then packed from the left.
fn levels(nets: BTreeMap<usize, Upright>) -> BTreeMap<usize, usize> {
    let (ids, uprights): (Vec<usize>, Vec<Upright>) = nets.into_iter().unzip();
    let order = ordered(&uprights);
    let mut level = vec![0_usize; ids.len()];
    for (at, &net) in order.iter().enumerate() {
        let (low, high) = uprights[net].span();
        let meets = |other: &&usize| {
            let (other_low, other_high) = uprights[**other].span();
            low < other_high + TRACK && other_low < high + TRACK
        };
        level[net] = order[..at].iter().filter(meets).map(|&other| level[other] + 1).max().unwrap_or(0);
    }
    ids.into_iter().zip(level).collect()
}

fn ordered(nets: &[Upright]) -> Vec<usize> {
    let price: Vec<Vec<usize>> = nets.iter().map(|a| nets.iter().map(|b| a.faults(b)).collect()).collect();
    let mut order: Vec<usize> = (0..nets.len()).collect();
    for _ in 0..ROUNDS {
        let mut changed = false;
        for at in 0..order.len() {
            changed |= reinsert(&mut order, at, &price);
        }
        if !changed {
            break;
        }
    }
    order
}

/// Moves the net at `at` to where it costs least; whether that gained anything.
fn reinsert(order: &mut Vec<usize>, at: usize, price: &[Vec<usize>]) -> bool {
    let net = order.remove(at);
    let mut cost: usize = order.iter().map(|&other| price[net][other]).sum();
    let (mut best, mut least, mut here) = (0, cost, cost);
    for (place, &other) in order.iter().enumerate() {
        cost = cost - price[net][other] + price[other][net];
        if cost < least {
            (best, least) = (place + 1, cost);
        }
        if place + 1 == at {
            here = cost;
        }
    }
    let target = if least < here { best } else { at };
    order.insert(target, net);
    least < here
}

/// The same line without points that change nothing.
fn simplified(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if let [.., before, last] = kept.as_slice()
            && ((same(before.0, last.0) && same(last.0, point.0)) || (same(before.1, last.1) && same(last.1, point.1)))
        {
            kept.pop();
        }
        if kept.last().is_none_or(|last| !(same(last.0, point.0) && same(last.1, point.1))) {
            kept.push(point);
        }
    }
    kept
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_keep_their_distance_and_share_when_full() {
        for count in 1..30 {
            let wanted: Vec<(i64, bool)> = (0..count).map(|at| (at * 20, at == 4)).collect();
            let ports = ports(&wanted, (10, 90));
            assert_eq!(ports.len(), wanted.len());
            assert!(ports.is_sorted() && ports.iter().all(|y| (10..=90).contains(y)));
            if count <= 4 {
                assert!(ports.windows(2).all(|pair| pair[1] - pair[0] >= PORT), "{ports:?}");
            }
        }
    }

    #[test]
    fn tracks_of_a_band_never_meet() {
        let wanted: Vec<(f64, usize)> = (0..5).map(|net| (20.0, net)).collect();
        let heights = stack(&wanted, (3.0, 43.0), &[(9, 18.0)]);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= TRACK));
        assert!(heights.iter().all(|y| (3.0..=45.0).contains(y)), "{heights:?}");
    }

    #[test]
    fn a_net_below_another_is_told_by_its_track() {
        // a comes from above and goes down past b's exit: b's track must lie to its left or they cross twice.
        let a = Upright { left: vec![0.0], right: vec![100.0] };
        let b = Upright { left: vec![50.0], right: vec![150.0] };
        assert!(b.faults(&a) < a.faults(&b));
        assert_eq!(ordered(&[a, b]), [1, 0]);
    }
}
