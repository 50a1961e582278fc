//! Which bands an edge runs through. All edges from one box are one net with one trunk; an edge leaves at the right
//! side of its box, crosses the lanes between through a band each, and enters at the left side of its target. An edge
//! to a box in the same lane or further left crosses the lanes backwards in the same way.

use std::collections::{BTreeMap, BTreeSet};

use crate::render::figure::arrange::Arrangement;
use crate::render::figure::chain::{Chain, Link};
use crate::render::figure::place::{CLEAR, Demand, Heights, Sizes, TRACK, Zone};

/// Price of one more net in a band.
const CROWD: f64 = 5.0;
/// Price of a band that has no room left and has to grow.
const GROW: f64 = 40.0;
/// Price of a band that has no room left and cannot grow: any way around is shorter.
const CLOSED: f64 = 1e7;
/// Reward for a band in which the net runs already.
const SHARED: f64 = 60.0;

/// One band crossed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hop {
    pub(super) lane: usize,
    pub(super) zone: usize,
    /// Height wished for.
    pub(super) y: f64,
}

/// Bands of all edges.
#[derive(Debug, Clone, Default)]
pub(super) struct Routes {
    /// By link: bands in the order in which they are crossed.
    pub(super) hops: Vec<Vec<Hop>>,
    /// By lane and zone: nets, with the height wished for by the first edge of each.
    pub(super) nets: BTreeMap<(usize, usize), BTreeMap<usize, f64>>,
    /// Only the bands below everything may grow: boxes stay where they are.
    fixed: bool,
}

impl Routes {
    /// Finds bands for all edges, short ones first, so that long ones can make way.
    pub(super) fn new(chain: &Chain<'_>, arrangement: &Arrangement, placed: &Heights, sizes: &Sizes) -> Routes {
        Routes::find(chain, arrangement, placed, sizes, false)
    }

    /// As [`Routes::new`], through bands that are as high as they are.
    pub(super) fn fixed(chain: &Chain<'_>, arrangement: &Arrangement, placed: &Heights, sizes: &Sizes) -> Routes {
        Routes::find(chain, arrangement, placed, sizes, true)
    }

    fn find(chain: &Chain<'_>, arrangement: &Arrangement, placed: &Heights, sizes: &Sizes, fixed: bool) -> Routes {
        let mut routes = Routes { hops: vec![Vec::new(); chain.links.len()], nets: BTreeMap::new(), fixed };
        let mut order: Vec<usize> = (0..chain.links.len()).collect();
        order.sort_by_key(|&link| (crossed(&chain.links[link], arrangement).len(), link));
        for link in order {
            let ends = chain.links[link];
            let middle = |item: usize| placed.top[item] + sizes.cards[item] / 2.0;
            let lanes = crossed(&ends, arrangement);
            let hops = routes.path(&lanes, placed, ends.from, (middle(ends.from), middle(ends.to)));
            for hop in &hops {
                routes.nets.entry((hop.lane, hop.zone)).or_default().entry(ends.from).or_insert(hop.y);
            }
            routes.hops[link] = hops;
        }
        routes
    }

    /// Tracks wanted in each zone.
    pub(super) fn demand(&self, placed: &Heights) -> Demand {
        let count = |lane, zone| self.nets.get(&(lane, zone)).map_or(0, BTreeMap::len);
        let zones = placed.zones.iter().enumerate();
        zones.map(|(lane, zones)| (0..zones.len()).map(|zone| count(lane, zone)).collect()).collect()
    }

    /// Cheapest bands through `lanes`: shortest way in y, empty bands, and bands that the net uses already.
    fn path(&self, lanes: &[usize], placed: &Heights, net: usize, (from, to): (f64, f64)) -> Vec<Hop> {
        // Each state: its hop, what it costs to get there, and the state before it.
        let mut steps: Vec<Vec<(Hop, f64, usize)>> = Vec::with_capacity(lanes.len());
        for (step, &lane) in lanes.iter().enumerate() {
            let mut states = Vec::new();
            for (zone, band) in placed.zones[lane].iter().enumerate() {
                let heights: BTreeSet<i64> = self.heights((lane, zone), *band, net, (from, to));
                for y in heights {
                    let y = int(y);
                    let is_last = zone + 1 == placed.zones[lane].len();
                    let own = self.price((lane, zone), (band, is_last), net);
                    let before = step.checked_sub(1).map(|step| steps[step].as_slice());
                    let (cost, back) = cheapest(before, from, y);
                    states.push((Hop { lane, zone, y }, cost + own, back));
                }
            }
            steps.push(states);
        }
        let Some(last) = steps.last() else { return Vec::new() };
        let total = |state: &(Hop, f64, usize)| state.1 + (state.0.y - to).abs();
        let mut at = (0..last.len()).min_by(|&a, &b| total(&last[a]).total_cmp(&total(&last[b]))).unwrap_or(0);
        let mut hops = Vec::with_capacity(steps.len());
        for states in steps.iter().rev() {
            let Some(&(hop, _, back)) = states.get(at) else { return Vec::new() };
            hops.push(hop);
            at = back;
        }
        hops.reverse();
        hops
    }

    /// Heights worth trying in a band: straight on, straight to the target, or where the net runs already.
    fn heights(&self, key: (usize, usize), band: Zone, net: usize, (from, to): (f64, f64)) -> BTreeSet<i64> {
        if let Some(&y) = self.nets.get(&key).and_then(|nets| nets.get(&net)) {
            return BTreeSet::from([round(y)]);
        }
        let (low, high) = (band.top + CLEAR, (band.bottom - CLEAR).max(band.top + CLEAR));
        BTreeSet::from([round(from.clamp(low, high)), round(to.clamp(low, high))])
    }

    fn price(&self, key: (usize, usize), (band, is_last): (&Zone, bool), net: usize) -> f64 {
        let nets = self.nets.get(&key);
        if nets.is_some_and(|nets| nets.contains_key(&net)) {
            return -SHARED;
        }
        let count = nets.map_or(0, BTreeMap::len);
        let crowd = CROWD * f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        match (holds(band, count + 1), self.fixed && !is_last) {
            (true, _) => crowd,
            (false, true) => crowd + CLOSED,
            (false, false) => crowd + GROW,
        }
    }
}

fn holds(band: &Zone, tracks: usize) -> bool {
    let tracks = f64::from(u32::try_from(tracks).unwrap_or(u32::MAX));
    band.bottom - band.top >= 2.0 * CLEAR + TRACK * tracks - 0.01
}

/// The cheapest way to `y` from the states of the lane before, or from the box.
fn cheapest(before: Option<&[(Hop, f64, usize)]>, from: f64, y: f64) -> (f64, usize) {
    let Some(states) = before else { return ((from - y).abs(), 0) };
    let ways = states.iter().enumerate().map(|(at, (hop, cost, _))| (cost + (hop.y - y).abs(), at));
    ways.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0))
}

/// Lanes that an edge has to cross, in order.
fn crossed(link: &Link, arrangement: &Arrangement) -> Vec<usize> {
    let (from, to) = (arrangement.lane_of[link.from], arrangement.lane_of[link.to]);
    if from < to { (from + 1..to).collect() } else { (to..=from).rev().collect() }
}

#[expect(clippy::cast_possible_truncation, reason = "heights are far within i64")]
pub(super) fn round(y: f64) -> i64 {
    y.round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "heights are far below 2^52")]
pub(super) fn int(y: i64) -> f64 {
    y as f64
}
