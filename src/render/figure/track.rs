//! Exact lines: a height for each net in each band it crosses, a port for each edge at its target, and an upright track
//! for each net in each gutter (the space between two lanes).
//!
//! Ends keep to grids of their own so that two nets never lie upon each other: exits at 0, ports at 4, bands at 2 and 6
//! (modulo 8). A net may leave them to run straight from its own exit, or straight into a port.

use std::collections::BTreeMap;

use crate::render::figure::arrange::Arrangement;
use crate::render::figure::chain::{Chain, Link};
use crate::render::figure::geometry::Point;
use crate::render::figure::place::{CLEAR, Heights, Sizes, TRACK};
use crate::render::figure::route::{Hop, Routes, int, round};
use crate::render::figure::sides::Sides;

/// Between the corner of a box and its outermost port.
const PORT_MARGIN: i64 = 10;
/// Between two ports.
const PORT: i64 = 8;
/// Two nets nearer than this look like one.
const NEAR: f64 = 3.0;
/// Price of two nets that lie upon each other, in crossings.
const ON_TOP: usize = 40;
/// Heights of bands lie so far apart.
const GRID: f64 = TRACK / 2.0;
/// Price of a small step in a line that could run straight on, in units of length.
const STEP_PRICE: f64 = 14.0;
/// Price of lying upon another net for a short way.
const CLASH_PRICE: f64 = 30.0;
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
        sizes: &Sizes,
        routes: &Routes,
    ) -> Tracks {
        let exit =
            placed.top.iter().zip(&sizes.cards).map(|(top, height)| int(round((top + height / 2.0) / TRACK)) * TRACK);
        let mut tracks = Tracks { exit: exit.collect(), port: vec![0.0; chain.links.len()], ..Tracks::default() };
        tracks.place_bands(chain, placed, routes);
        tracks.place_ports(chain, placed, sizes, routes);
        tracks.place_levels(chain, arrangement, routes);
        tracks
    }

    /// Tracks in a gutter, side by side.
    pub(super) fn levels(&self, gutter: usize) -> usize {
        self.level[gutter].values().max().map_or(0, |most| most + 1)
    }

    /// Corners of an edge between two lanes.
    pub(super) fn corners(
        &self,
        (at, ends): (usize, &Link),
        (from, to): (usize, usize),
        hops: &[Hop],
        sides: &Sides,
    ) -> Vec<Point> {
        let backward = to <= from;
        let mut y = self.exit[ends.from];
        let mut points = vec![(sides.right[from], y)];
        let mut turn = |gutter: usize, next: f64| {
            let x = sides.track(gutter, self.level[gutter].get(&ends.from).copied().unwrap_or(0));
            points.extend([(x, y), (x, next)]);
            y = next;
        };
        for hop in hops {
            let gutter = if backward { hop.lane + 1 } else { hop.lane };
            turn(gutter, self.band_of(ends.from, hop));
        }
        turn(to, self.port[at]);
        points.push((sides.left[to], y));
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
            let mut wanted: Vec<Wish> = nets
                .keys()
                .map(|&net| {
                    let (y, before) = wish.get(&(lane, zone, net)).copied().unwrap_or((band.top, None));
                    let known = before.and_then(|hop| self.band.get(&(hop.lane, hop.zone, net)).copied());
                    let exit = before.is_none().then(|| self.exit[net]);
                    Wish { net, y: known.unwrap_or(y), runs_on: known.is_some(), exit }
                })
                .collect();
            wanted.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.net.cmp(&b.net)));
            let taken: Vec<(usize, f64)> = self
                .band
                .iter()
                .filter(|((other, _, _), _)| other + 1 == lane || *other == lane + 1)
                .map(|(&(_, _, net), &y)| (net, y))
                .collect();
            let heights = stack(&wanted, (band.top + CLEAR, band.bottom - CLEAR), &taken);
            self.band.extend(wanted.iter().zip(heights).map(|(wish, y)| ((lane, zone, wish.net), y)));
        }
    }

    /// Ports at the left side of each box, ordered by where the edges come from.
    fn place_ports(&mut self, chain: &Chain<'_>, placed: &Heights, sizes: &Sizes, routes: &Routes) {
        let mut incoming: Vec<Vec<(f64, usize)>> = vec![Vec::new(); chain.items.len()];
        for (link, ends) in chain.links.iter().enumerate() {
            let last = routes.hops[link].last();
            let y = last.map_or(self.exit[ends.from], |hop| self.band_of(ends.from, hop));
            incoming[ends.to].push((y, link));
        }
        for (item, mut edges) in incoming.into_iter().enumerate() {
            edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let side =
                (round(placed.top[item]) + PORT_MARGIN, round(placed.top[item] + sizes.cards[item]) - PORT_MARGIN);
            let wanted: Vec<i64> = edges.iter().map(|&(y, _)| round(y)).collect();
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

/// A net that wants a track in a band.
#[derive(Debug, Clone, Copy)]
struct Wish {
    net: usize,
    y: f64,
    /// It comes from a band at this height and would run on straight.
    runs_on: bool,
    /// It comes from a box at this height.
    exit: Option<f64>,
}

impl Wish {
    fn price(&self, y: f64, taken: &[(usize, f64)]) -> f64 {
        let clash = taken.iter().any(|&(other, at)| other != self.net && (at - y).abs() < NEAR);
        let bend = if self.runs_on && !same(self.y, y) { STEP_PRICE } else { 0.0 };
        (self.y - y).abs() + bend + if clash { CLASH_PRICE } else { 0.0 }
    }
}

/// Heights for tracks in the order given: the cheapest on the grid (2 or 6 modulo 8), two steps apart at least.
fn stack(wanted: &[Wish], (low, high): (f64, f64), taken: &[(usize, f64)]) -> Vec<f64> {
    let first = grid_up(low);
    let steps =
        usize::try_from(round((grid_down(high) - first) / GRID)).unwrap_or(0).max(2 * wanted.len().saturating_sub(1))
            + 1;
    let height = |step: usize| first + int(i64::try_from(step).unwrap_or(i64::MAX)) * GRID;
    // By net and step: the least total up to here with this net at or above the step, and where it then lies.
    let mut table: Vec<Vec<(f64, usize)>> = Vec::with_capacity(wanted.len());
    for (at, wish) in wanted.iter().enumerate() {
        let last = steps - 2 * (wanted.len() - at - 1);
        let mut row: Vec<(f64, usize)> = Vec::with_capacity(last);
        for step in 0..last {
            let before = match table.last() {
                None => 0.0,
                Some(above) => {
                    step.checked_sub(2).and_then(|step| above.get(step)).map_or(f64::INFINITY, |cell| cell.0)
                }
            };
            let total = before + wish.price(height(step), taken);
            let best = row.last().copied().filter(|(least, _)| *least <= total);
            row.push(best.unwrap_or((total, step)));
        }
        table.push(row);
    }
    let mut heights = vec![first; wanted.len()];
    let mut most = steps;
    for (row, y) in table.iter().zip(&mut heights).rev() {
        let Some(&(_, step)) = row.get(most.min(row.len()).saturating_sub(1)) else { continue };
        *y = height(step);
        most = step.saturating_sub(1);
    }
    straighten(wanted, &mut heights, (low, high));
    heights
}

/// Takes a track to the height of the box it comes from, where it lies within a step of it and nothing is near.
fn straighten(wanted: &[Wish], heights: &mut [f64], (low, high): (f64, f64)) {
    for (at, wish) in wanted.iter().enumerate() {
        let Some(exit) = wish.exit.filter(|exit| (exit - heights[at]).abs() <= GRID && (low..=high).contains(exit))
        else {
            continue;
        };
        let free = heights.iter().enumerate().all(|(other, y)| other == at || (y - exit).abs() >= 1.5 * GRID);
        if free {
            heights[at] = exit;
        }
    }
}

fn grid_up(y: f64) -> f64 {
    ((y - 2.0) / 4.0).ceil() * 4.0 + 2.0
}

fn grid_down(y: f64) -> f64 {
    ((y - 2.0) / 4.0).floor() * 4.0 + 2.0
}

/// Heights of ports for edges in the order given. An edge that can enter straight does; the others lie around it, and
/// those beyond the room of the side share a port.
fn ports(wanted: &[i64], (low, high): (i64, i64)) -> Vec<i64> {
    let grid: Vec<i64> = (low..=high).filter(|y| y.rem_euclid(PORT) == PORT / 2).collect();
    if grid.is_empty() {
        return vec![i64::midpoint(low, high); wanted.len()];
    }
    let pins = pins(wanted, (low, high));
    let Some((&(first, first_y), &(last, last_y))) = pins.first().zip(pins.last()) else {
        return centred(wanted.len(), &grid);
    };
    let mut ports = vec![first_y; wanted.len()];
    let above = grid.iter().rev().copied().filter(|port| *port <= first_y - PORT);
    fill(ports[..first].iter_mut().rev(), above, first_y);
    for pair in pins.windows(2) {
        let [(from, from_y), (to, to_y)] = *pair else { continue };
        let between = grid.iter().copied().filter(|port| *port >= from_y + PORT && *port <= to_y - PORT);
        fill(ports[from + 1..to].iter_mut(), between, from_y);
        ports[to] = to_y;
    }
    let below = grid.iter().copied().filter(|port| *port >= last_y + PORT);
    fill(ports[last + 1..].iter_mut(), below, last_y);
    ports
}

/// Edges that enter straight, by place and height, with room left for all others.
fn pins(wanted: &[i64], (low, high): (i64, i64)) -> Vec<(usize, i64)> {
    let room = |edges: usize| PORT * i64::try_from(edges).unwrap_or(i64::MAX);
    let mut pins: Vec<(usize, i64)> = Vec::new();
    for (at, &y) in wanted.iter().enumerate() {
        let before = match pins.last() {
            None => y - low >= room(at),
            Some(&(pin, height)) => y - height >= room(at - pin),
        };
        if (low..=high).contains(&y) && before && high - y >= room(wanted.len() - at - 1) {
            pins.push((at, y));
        }
    }
    pins
}

/// Gives out heights in turn; the last one given serves all that remain.
fn fill<'a>(ports: impl Iterator<Item = &'a mut i64>, heights: impl Iterator<Item = i64>, start: i64) {
    let mut heights = heights;
    let mut last = start;
    for port in ports {
        last = heights.next().unwrap_or(last);
        *port = last;
    }
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
            let wanted: Vec<i64> = (0..count).map(|at| at * 20).collect();
            let ports = ports(&wanted, (10, 90));
            assert_eq!(ports.len(), wanted.len());
            assert!(ports.is_sorted() && ports.iter().all(|y| (10..=90).contains(y)));
            if count <= 5 {
                assert!(ports.windows(2).all(|pair| pair[1] - pair[0] >= PORT), "{ports:?}");
            }
        }
    }

    #[test]
    fn tracks_of_a_band_never_meet() {
        let wanted: Vec<Wish> = (0..5).map(|net| Wish { net, y: 20.0, runs_on: net == 2, exit: None }).collect();
        let heights = stack(&wanted, (3.0, 43.0), &[(9, 18.0)]);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= TRACK));
        assert!(heights.iter().all(|y| (3.0..=43.0).contains(y)), "{heights:?}");
    }

    #[test]
    fn a_track_runs_straight_on_where_there_is_room() {
        let wanted =
            [Wish { net: 0, y: 22.0, runs_on: false, exit: None }, Wish { net: 1, y: 26.0, runs_on: true, exit: None }];
        assert_eq!(stack(&wanted, (3.0, 83.0), &[]), [18.0, 26.0]);
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
