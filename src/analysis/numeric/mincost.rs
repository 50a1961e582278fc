//! Cheapest maximum flow through a network of whole capacities and whole costs: exact, with its prices.
//!
//! ```text
//! among the flows of greatest value from source to sink choose one that minimises Σ cost_a · flow_a,   0 ≤ flow_a ≤ capacity_a
//! optimal   ⇔   cost_uv + p_u − p_v ≥ 0 on every arc with room left and on the way back of every arc that carries flow
//! ```
//!
//! Successive shortest paths: with the potentials `p` no reduced cost is negative, so Dijkstra's search finds the next
//! distance from source to sink; all shortest paths of that distance are then filled at once by blocking flows. There
//! are as many rounds as distances, not as many as paths. Whole numbers throughout, so no tolerance and no rounding.
//!
//! What is left open answers questions of the margin: [`Solved::gains`] says whether one unit more entering at a node
//! would reach the sink, [`Solved::room`] how much more would, [`Solved::reach`] where to.
//!
//! Complexity O(distances × arcs × log nodes) beside the blocking flows; sequential, deterministic.
//! Sources: Ahuja, Magnanti & Orlin, Network Flows (1993) ch. 9; Dinitz, Soviet Math. Doklady 11 (1970) 1277–1280.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// A network before it is solved.
///
/// ```
/// use liantu::analysis::numeric::mincost::Network;
/// // Two plants with 50 and 30 to spare, one need of 60: the nearer plant serves first.
/// let mut network = Network::new(5);
/// let (source, sink) = (0, 4);
/// network.add(source, 1, 50, 0);
/// network.add(source, 2, 30, 0);
/// let near = network.add(1, 3, 60, 10);
/// let far = network.add(2, 3, 60, 30);
/// network.add(3, sink, 60, 0);
/// let solved = network.solve(source, sink);
/// assert_eq!((solved.value, solved.cost), (60, 50 * 10 + 10 * 30));
/// assert_eq!((solved.flow(near), solved.flow(far)), (50, 10));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Network {
    nodes: usize,
    arcs: Vec<Arc>,
}

#[derive(Debug, Clone, Copy)]
struct Arc {
    from: u32,
    to: u32,
    capacity: i64,
    cost: i64,
}

/// One direction of an arc, with what it can still take.
#[derive(Debug, Clone, Copy, Default)]
struct Half {
    to: u32,
    /// The other direction.
    twin: u32,
    room: i64,
    cost: i64,
}

/// A solved network.
#[derive(Debug, Clone)]
pub struct Solved {
    /// Units that reach the sink.
    pub value: i64,
    /// Σ cost · flow.
    pub cost: i128,
    /// Least cost from the source to each node where flow can still go; differences of two are prices.
    pub potentials: Vec<i64>,
    sink: usize,
    starts: Vec<u32>,
    halves: Vec<Half>,
    /// The forward half of each arc.
    forward: Vec<u32>,
    capacities: Vec<i64>,
}

impl Network {
    /// A network of nodes `0..nodes` without arcs.
    pub fn new(nodes: usize) -> Self {
        Self { nodes, arcs: Vec::new() }
    }

    /// Adds an arc and returns its number; a capacity below zero is none.
    ///
    /// A cost times the number of nodes stays below 2⁶¹, so that no path overflows.
    pub fn add(&mut self, from: usize, to: usize, capacity: i64, cost: u32) -> usize {
        self.add_dear(from, to, capacity, u64::from(cost))
    }

    /// As [`Network::add`], for a cost that outweighs all others.
    pub fn add_dear(&mut self, from: usize, to: usize, capacity: i64, cost: u64) -> usize {
        debug_assert!(from < self.nodes && to < self.nodes, "an arc joins nodes of the network");
        let cost = i64::try_from(cost).unwrap_or(i64::MAX);
        self.arcs.push(Arc { from: from as u32, to: to as u32, capacity: capacity.max(0), cost });
        self.arcs.len() - 1
    }

    /// The cheapest of the greatest flows.
    pub fn solve(&self, source: usize, sink: usize) -> Solved {
        let mut solved = self.empty(sink);
        let mut search = Search::new(self.nodes);
        while solved.shorten(&mut search, source) {
            solved.fill(&mut search, source, sink, true);
        }
        let cost = |(arc, half): (&Arc, &u32)| i128::from(arc.cost) * i128::from(arc.capacity - solved.room_of(*half));
        solved.cost = self.arcs.iter().zip(&solved.forward).map(cost).sum();
        solved
    }

    /// Arcs sorted by node, both directions.
    fn empty(&self, sink: usize) -> Solved {
        let mut starts = vec![0u32; self.nodes + 1];
        for arc in &self.arcs {
            starts[arc.from as usize + 1] += 1;
            starts[arc.to as usize + 1] += 1;
        }
        for node in 0..self.nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut take = |node: u32| {
            let at = &mut next[node as usize];
            *at += 1;
            *at - 1
        };
        let mut halves = vec![Half::default(); self.arcs.len() * 2];
        let mut forward = Vec::with_capacity(self.arcs.len());
        for arc in &self.arcs {
            let (there, back) = (take(arc.from), take(arc.to));
            halves[there as usize] = Half { to: arc.to, twin: back, room: arc.capacity, cost: arc.cost };
            halves[back as usize] = Half { to: arc.from, twin: there, room: 0, cost: -arc.cost };
            forward.push(there);
        }
        let capacities = self.arcs.iter().map(|arc| arc.capacity).collect();
        let potentials = vec![0; self.nodes];
        Solved { value: 0, cost: 0, potentials, sink, starts, halves, forward, capacities }
    }
}

/// Room for the searches, made once.
struct Search {
    distance: Vec<i64>,
    settled: Vec<bool>,
    level: Vec<u32>,
    /// The next half of each node to try.
    next: Vec<u32>,
}

const FAR: i64 = i64::MAX;
const UNSEEN: u32 = u32::MAX;

impl Search {
    fn new(nodes: usize) -> Self {
        Self {
            distance: vec![FAR; nodes],
            settled: vec![false; nodes],
            level: vec![UNSEEN; nodes],
            next: vec![0; nodes],
        }
    }
}

impl Solved {
    /// What an arc carries, by its number.
    pub fn flow(&self, arc: usize) -> i64 {
        self.capacities[arc] - self.room_of(self.forward[arc])
    }

    /// What an arc can carry, by its number.
    pub fn capacity(&self, arc: usize) -> i64 {
        self.capacities[arc]
    }

    fn room_of(&self, half: u32) -> i64 {
        self.halves[half as usize].room
    }

    fn of(&self, node: usize) -> std::ops::Range<usize> {
        self.starts[node] as usize..self.starts[node + 1] as usize
    }

    fn reduced(&self, from: usize, half: &Half) -> i64 {
        half.cost + self.potentials[from] - self.potentials[half.to as usize]
    }

    /// Raises the potentials by the distances from the source; `false` when the sink cannot be reached any more.
    fn shorten(&mut self, search: &mut Search, source: usize) -> bool {
        search.distance.fill(FAR);
        search.settled.fill(false);
        search.distance[source] = 0;
        let mut queue = BinaryHeap::from([Reverse((0i64, source as u32))]);
        while let Some(Reverse((distance, node))) = queue.pop() {
            let node = node as usize;
            if std::mem::replace(&mut search.settled[node], true) {
                continue;
            }
            if node == self.sink {
                break;
            }
            for half in self.halves[self.of(node)].iter().filter(|half| half.room > 0) {
                let onward = distance + self.reduced(node, half);
                if onward < search.distance[half.to as usize] {
                    search.distance[half.to as usize] = onward;
                    queue.push(Reverse((onward, half.to)));
                }
            }
        }
        let whole = search.distance[self.sink];
        if whole == FAR {
            return false;
        }
        // What lies beyond the sink is at least as far away; the potential then stays one.
        for (potential, &distance) in self.potentials.iter_mut().zip(&search.distance) {
            *potential += distance.min(whole);
        }
        true
    }

    /// Blocking flows until the sink is out of reach, over arcs without reduced cost only or over all; what they carry.
    fn fill(&mut self, search: &mut Search, source: usize, sink: usize, tight: bool) -> i64 {
        let mut filled = 0i64;
        while self.layer(search, source, sink, tight) {
            loop {
                let units = self.push_path(search, source, sink, tight);
                if units == 0 {
                    break;
                }
                filled = filled.saturating_add(units);
            }
        }
        self.value = self.value.saturating_add(filled);
        filled
    }

    fn is_open(&self, from: usize, half: &Half, tight: bool) -> bool {
        half.room > 0 && !(tight && self.reduced(from, half) != 0)
    }

    /// Counts steps from the source, breadth first.
    fn layer(&self, search: &mut Search, source: usize, sink: usize, tight: bool) -> bool {
        search.level.fill(UNSEEN);
        search.level[source] = 0;
        let mut queue = VecDeque::from([source]);
        search.next[source] = self.starts[source];
        while let Some(node) = queue.pop_front() {
            if node == sink {
                return true;
            }
            for half in self.halves[self.of(node)].iter().filter(|half| self.is_open(node, half, tight)) {
                let to = half.to as usize;
                if search.level[to] == UNSEEN {
                    search.level[to] = search.level[node] + 1;
                    search.next[to] = self.starts[to];
                    queue.push_back(to);
                }
            }
        }
        false
    }

    /// Fills one path, depth first, along rising levels; dead ends are not tried again. Returns its units.
    fn push_path(&mut self, search: &mut Search, source: usize, sink: usize, tight: bool) -> i64 {
        let mut path: Vec<u32> = Vec::new();
        let mut node = source;
        while node != sink {
            let at = search.next[node];
            if at == self.starts[node + 1] {
                let Some(half) = path.pop() else { return 0 };
                node = self.halves[self.halves[half as usize].twin as usize].to as usize;
                search.next[node] += 1;
                continue;
            }
            let half = self.halves[at as usize];
            let to = half.to as usize;
            if self.is_open(node, &half, tight) && search.level[to] == search.level[node] + 1 {
                path.push(at);
                node = to;
            } else {
                search.next[node] += 1;
            }
        }
        let units = path.iter().map(|&half| self.room_of(half)).min().unwrap_or(0);
        for half in path {
            let twin = self.halves[half as usize].twin;
            self.halves[half as usize].room -= units;
            self.halves[twin as usize].room += units;
        }
        units
    }

    /// For each node whether one unit more entering there would reach the sink.
    pub fn gains(&self) -> Vec<bool> {
        let mut seen = vec![false; self.potentials.len()];
        seen[self.sink] = true;
        let mut queue = VecDeque::from([self.sink]);
        while let Some(node) = queue.pop_front() {
            for half in &self.halves[self.of(node)] {
                let from = half.to as usize;
                // The twin leads from there to here.
                if self.room_of(half.twin) > 0 && !std::mem::replace(&mut seen[from], true) {
                    queue.push_back(from);
                }
            }
        }
        seen
    }

    /// The nodes that flow entering at a node can reach, rerouting what flows already; not through `barred`.
    pub fn reach(&self, from: usize, barred: usize) -> Vec<bool> {
        let mut seen = vec![false; self.potentials.len()];
        (seen[from], seen[barred]) = (true, true);
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            for half in self.halves[self.of(node)].iter().filter(|half| half.room > 0) {
                if !std::mem::replace(&mut seen[half.to as usize], true) {
                    queue.push_back(half.to as usize);
                }
            }
        }
        seen[barred] = false;
        seen
    }

    /// How many units more could reach the sink if any number entered at the node.
    pub fn room(&self, from: usize) -> i64 {
        let mut copy = self.clone();
        copy.fill(&mut Search::new(self.potentials.len()), from, self.sink, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Methods §3.4, Example 11: 80 of 95 matched, the rest from outside at 100; all at a cost of 2900.
    #[test]
    fn example_11_costs_2900() {
        let mut network = Network::new(8);
        let (source, outside, sink) = (0, 6, 7);
        let (sellers, needs) = ([1, 2], [3, 4, 5]);
        for (seller, spare) in sellers.into_iter().zip([50, 30]) {
            network.add(source, seller, spare, 0);
        }
        network.add(source, outside, i64::MAX, 0);
        let pairs =
            [(1, 3, 10), (1, 4, 30), (2, 4, 20), (2, 5, 40), (outside, 3, 100), (outside, 4, 100), (outside, 5, 100)];
        let arcs = pairs.map(|(from, to, cost)| network.add(from, to, i64::MAX, cost));
        for (need, demand) in needs.into_iter().zip([40, 35, 20]) {
            network.add(need, sink, demand, 0);
        }
        let solved = network.solve(source, sink);
        assert_eq!((solved.value, solved.cost), (95, 2900));
        assert_eq!(arcs.map(|arc| solved.flow(arc)), [40, 10, 25, 5, 0, 0, 15]);
    }

    /// A transport problem: spare of each source, need of each sink, and for each pair a cost, or no arc.
    #[derive(Debug, Clone)]
    struct Transport {
        spare: Vec<i64>,
        need: Vec<i64>,
        cost: Vec<Vec<Option<u32>>>,
    }

    impl Transport {
        fn network(&self) -> (Network, Vec<(usize, usize, usize)>) {
            let (sources, sinks) = (self.spare.len(), self.need.len());
            let mut network = Network::new(sources + sinks + 2);
            let sink = sources + sinks + 1;
            for s in 0..sources {
                network.add(0, 1 + s, self.spare[s], 0);
            }
            for g in 0..sinks {
                network.add(1 + sources + g, sink, self.need[g], 0);
            }
            let mut arcs = Vec::new();
            for s in 0..sources {
                for g in 0..sinks {
                    if let Some(cost) = self.cost[s][g] {
                        arcs.push((s, g, network.add(1 + s, 1 + sources + g, i64::MAX, cost)));
                    }
                }
            }
            (network, arcs)
        }

        fn solve(&self) -> (Solved, Vec<(usize, usize, usize)>) {
            let (network, arcs) = self.network();
            (network.solve(0, self.spare.len() + self.need.len() + 1), arcs)
        }

        /// Tries every whole flow: the greatest value, then the least cost.
        fn by_force(&self) -> (i64, i128) {
            fn walk(t: &mut Transport, at: usize, (value, cost): (i64, i128), best: &mut (i64, i128)) {
                if at == t.spare.len() * t.need.len() {
                    if (value, -cost) > (best.0, -best.1) {
                        *best = (value, cost);
                    }
                    return;
                }
                let (s, g) = (at / t.need.len(), at % t.need.len());
                let most = if t.cost[s][g].is_some() { t.spare[s].min(t.need[g]) } else { 0 };
                for units in 0..=most {
                    t.spare[s] -= units;
                    t.need[g] -= units;
                    let price = i128::from(t.cost[s][g].unwrap_or(0)) * i128::from(units);
                    walk(t, at + 1, (value + units, cost + price), best);
                    t.spare[s] += units;
                    t.need[g] += units;
                }
            }
            let mut best = (-1, 0);
            walk(&mut self.clone(), 0, (0, 0), &mut best);
            best
        }
    }

    fn transport() -> impl Strategy<Value = Transport> {
        let cost = prop::collection::vec(prop::collection::vec(prop::option::weighted(0.8, 0u32..6), 3), 3);
        (prop::collection::vec(0i64..4, 1..=3), prop::collection::vec(0i64..4, 1..=3), cost)
            .prop_map(|(spare, need, cost)| Transport { spare, need, cost })
    }

    proptest! {
        #[test]
        fn the_flow_is_the_best_of_all(t in transport()) {
            let (solved, arcs) = t.solve();
            prop_assert_eq!((solved.value, solved.cost), t.by_force());
            let given = |is: &dyn Fn(&(usize, usize, usize)) -> bool| -> i64 {
                arcs.iter().filter(|arc| is(arc)).map(|arc| solved.flow(arc.2)).sum()
            };
            for (s, &most) in t.spare.iter().enumerate() {
                prop_assert!(given(&|arc| arc.0 == s) <= most);
            }
            for (g, &most) in t.need.iter().enumerate() {
                prop_assert!(given(&|arc| arc.1 == g) <= most);
            }
        }

        #[test]
        fn prices_prove_the_flow_the_cheapest(t in transport()) {
            let (solved, _) = t.solve();
            for from in 0..solved.potentials.len() {
                for half in &solved.halves[solved.of(from)] {
                    prop_assert!(half.room == 0 || solved.reduced(from, half) >= 0);
                }
            }
        }

        #[test]
        fn what_a_unit_more_brings_is_the_difference_it_makes(t in transport()) {
            let (solved, _) = t.solve();
            let gains = solved.gains();
            for s in 0..t.spare.len() {
                let with = |more: i64| {
                    let mut t = t.clone();
                    t.spare[s] += more;
                    t.solve().0.value - solved.value
                };
                prop_assert_eq!(with(1), i64::from(gains[1 + s]));
                prop_assert_eq!(with(1000), solved.room(1 + s));
                let reached = solved.reach(1 + s, 0);
                prop_assert_eq!(reached[solved.sink], gains[1 + s]);
            }
        }
    }
}
