//! Many cascades at once: where several of them are to sum all edges anew, they do it in one reading of the edges.
//!
//! Each cascade keeps its own state and its own steps; what is shared is the stream of edges alone. So its result is the
//! same to the last bit, whatever runs beside it.

use super::cascade::{Ended, Rules, Workspace};
use super::down::Down;
use super::fixed::{Level, level, part};
use super::index::{Outcome, Unsummed, Weights};
use super::network::{Edge, LossNetwork};
use super::start::Start;
use super::up::Up;

/// Cascades that share a reading of the edges: their losses at one firm fill a line of the cache.
const LANES: usize = 8;

/// All slots from what their lines sent: the same as sending, and cheaper where most lines send.
pub(super) fn sum_slots(network: &LossNetwork, lanes: &mut [(&mut Down, &Start)]) {
    match lanes.len() {
        0 | 1 => lanes.iter_mut().for_each(|(down, start)| down.sum_anew(network, start)),
        2 => slots_of::<2>(network, lanes),
        3 | 4 => slots_of::<4>(network, lanes),
        _ => lanes.chunks_mut(LANES).for_each(|lanes| slots_of::<LANES>(network, lanes)),
    }
}

/// All sums from the losses of the customers: the same as sending, and cheaper where most firms lose.
pub(super) fn sum_sales(network: &LossNetwork, lanes: &mut [(&mut Up, &Start)]) {
    match lanes.len() {
        0 | 1 => lanes.iter_mut().for_each(|(up, start)| up.sum_anew(network, start)),
        2 => sales_of::<2>(network, lanes),
        3 | 4 => sales_of::<4>(network, lanes),
        _ => lanes.chunks_mut(LANES).for_each(|lanes| sales_of::<LANES>(network, lanes)),
    }
}

fn slots_of<const N: usize>(network: &LossNetwork, lanes: &mut [(&mut Down, &Start)]) {
    let sent = side_by_side::<N>(lanes.iter().map(|lane| lane.0.sent.as_slice()), network.lines.len());
    // Most slots have one line only: to note each would cost as much as to sum it, and none is asked before the end.
    let noted = lanes.iter().any(|lane| !lane.1.lost_inputs().is_empty());
    let mut slots: Vec<Vec<Level>> = lanes.iter_mut().map(|lane| std::mem::take(&mut lane.0.slots)).collect();
    let mut worst = vec![[0; N]; network.firms()];
    for (buyer, worst) in (0..).zip(&mut worst) {
        for slot in network.slots_of(buyer) {
            let sums = sum(network.feeds.of(slot), &sent);
            for (worst, sum) in worst.iter_mut().zip(sums) {
                *worst = sum.max(*worst);
            }
            if noted {
                slots.iter_mut().zip(sums).for_each(|(slots, sum)| slots[slot as usize] = sum);
            }
        }
    }
    for (at, ((down, start), slots)) in lanes.iter_mut().zip(slots).enumerate() {
        (down.slots, down.noted) = (slots, noted);
        for (buyer, worst) in (0..).zip(&worst) {
            down.meet(buyer, worst[at]);
        }
        down.cut(network, start);
    }
}

fn sales_of<const N: usize>(network: &LossNetwork, lanes: &mut [(&mut Up, &Start)]) {
    let losses = side_by_side::<N>(lanes.iter().map(|lane| lane.0.levels.as_slice()), network.firms());
    let sums: Vec<[Level; N]> =
        (0..network.firms() as u32).map(|firm| sum(network.customers.of(firm), &losses)).collect();
    for (at, (up, start)) in lanes.iter_mut().enumerate() {
        for (firm, sums) in (0..).zip(&sums) {
            up.meet(firm, sums[at]);
        }
        for &(firm, share) in start.lost_sales() {
            up.meet(firm, sums[firm as usize][at] + level(share));
        }
    }
}

/// The losses of all lanes at one node together; lanes that are not there lose nothing.
fn side_by_side<'a, const N: usize>(lanes: impl Iterator<Item = &'a [Level]>, nodes: usize) -> Vec<[Level; N]> {
    let mut together = vec![[0; N]; nodes];
    for (at, lane) in lanes.enumerate() {
        for (together, level) in together.iter_mut().zip(lane) {
            together[at] = *level;
        }
    }
    together
}

fn sum<const N: usize>(edges: &[Edge], losses: &[[Level; N]]) -> [Level; N] {
    let mut sums = [0; N];
    for edge in edges {
        let share = edge.share;
        for (sum, loss) in sums.iter_mut().zip(&losses[edge.to as usize]) {
            *sum += part(share, *loss);
        }
    }
    sums
}

/// What all starts of a run have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Common<'a> {
    pub(super) network: &'a LossNetwork,
    pub(super) rules: &'a Rules,
    pub(super) weights: &'a [Weights],
}

/// A cascade under way, of which only the indices are wanted.
struct Lane<'a> {
    workspace: Workspace,
    start: &'a Start,
    /// Number of the start.
    at: usize,
    steps: u32,
    /// Weighted upstream losses of all firms but those shocked, which are added at the end.
    up: Vec<u128>,
    /// The largest downstream fall of this step.
    fall: Level,
    next: Next,
}

/// What is next for a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// To send downstream.
    Down,
    /// Its slots are to be summed anew.
    SumSlots,
    /// To take over what was sent downstream.
    SettleDown,
    /// Its sales are to be summed anew; to end with, where the last step is the last.
    SumSales { last: bool },
    /// To take over what was sent upstream.
    SettleUp,
    /// Nothing; whether it settled, and whether the last upstream step was left open.
    End { settled: bool, open: bool },
}

impl<'a> Lane<'a> {
    fn new(common: Common<'_>, mut workspace: Workspace, at: usize, start: &'a Start) -> Self {
        workspace.begin(common.network, common.rules, start);
        let up = common.weights.iter().map(|weights| weights.of_cuts(start)).collect();
        Self { workspace, start, at, steps: 0, up, fall: 0, next: Next::Down }
    }

    /// Goes on until it ends or is to sum anew.
    fn advance(&mut self, common: Common<'_>) {
        let Common { network, rules, .. } = common;
        loop {
            self.next = match self.next {
                Next::Down if self.workspace.downstream.prepare(network, rules) => Next::SumSlots,
                Next::Down => {
                    self.workspace.downstream.send(network, self.start, self.steps == 0);
                    Next::SettleDown
                }
                Next::SettleDown => self.after_down(common),
                Next::SettleUp => {
                    let fall = self.fall.max(self.workspace.upstream.settle(rules));
                    if fall <= level(rules.epsilon) { Next::End { settled: true, open: false } } else { Next::Down }
                }
                Next::SumSlots | Next::SumSales { .. } | Next::End { .. } => return,
            }
        }
    }

    /// The last upstream step, which is half of all work on a large network, is not carried out firm by firm but summed by
    /// what a loss of each buyer is worth; only firms that lose downstream too must know which loss is the larger.
    fn after_down(&mut self, common: Common<'_>) -> Next {
        let Common { network, rules, weights } = common;
        let Workspace { downstream, upstream, .. } = &mut self.workspace;
        self.fall = downstream.settle(network, rules);
        self.steps += 1;
        for (up, weights) in self.up.iter_mut().zip(weights) {
            *up += weights.worth(&upstream.grown);
        }
        let settled = self.fall <= level(rules.epsilon) && upstream.is_last(network, rules, self.start);
        if settled || self.steps >= rules.max_steps {
            let customers: usize = downstream.touched.iter().map(|firm| network.customers.count(*firm)).sum();
            let many = customers * 2 > network.customers.edges.len();
            return if many && settled { Next::SumSales { last: true } } else { Next::End { settled, open: true } };
        }
        if upstream.prepare(network, rules) {
            return Next::SumSales { last: false };
        }
        upstream.send(network);
        Next::SettleUp
    }

    fn outcome(&self, common: Common<'_>, settled: bool, open: bool) -> Outcome {
        let unsummed = Unsummed { workspace: &self.workspace, network: common.network, start: self.start, open };
        let sums = common.weights.iter().zip(&self.up);
        let indices = sums.map(|(weights, up)| unsummed.sum(weights, *up)).collect();
        Outcome { indices, ended: Ended { steps: self.steps, settled } }
    }
}

/// The outcomes of some starts, in their order, in workspaces that are made where there are too few.
pub(super) fn outcomes(common: Common<'_>, idle: &mut Vec<Workspace>, starts: &[Start]) -> Vec<Outcome> {
    let mut outcomes: Vec<Option<Outcome>> = vec![None; starts.len()];
    let mut waiting: Vec<Lane<'_>> = Vec::new();
    let mut starts = starts.iter().enumerate();
    let (mut begun, mut dense) = (0, 0);
    loop {
        // Where most cascades come to sum anew, others are begun until so many wait that reading the edges pays for all;
        // where few do, their states would only drive each other from the caches.
        let room = if dense * 2 > begun { LANES } else { 1 };
        let more = if waiting.len() < room { starts.next() } else { None };
        match more {
            Some((at, start)) => {
                let workspace = idle.pop().unwrap_or_else(|| Workspace::new(common.network));
                let mut lane = Lane::new(common, workspace, at, start);
                lane.advance(common);
                begun += 1;
                dense += usize::from(!matches!(lane.next, Next::End { .. }));
                waiting.push(lane);
            }
            None if waiting.is_empty() => return outcomes.into_iter().flatten().collect(),
            None => sum_anew(common, &mut waiting),
        }
        let ended = waiting.extract_if(.., |lane| matches!(lane.next, Next::End { .. }));
        for lane in ended {
            if let Next::End { settled, open } = lane.next {
                outcomes[lane.at] = Some(lane.outcome(common, settled, open));
            }
            idle.push(lane.workspace);
        }
    }
}

/// Sums slots or sales anew for all lanes that wait for it, whichever are more, and lets them go on.
fn sum_anew(common: Common<'_>, waiting: &mut [Lane<'_>]) {
    let downstream = waiting.iter().filter(|lane| lane.next == Next::SumSlots).count();
    let of_slots = downstream * 2 >= waiting.len();
    let mut lanes: Vec<&mut Lane<'_>> =
        waiting.iter_mut().filter(|lane| (lane.next == Next::SumSlots) == of_slots).collect();
    if of_slots {
        let mut sides: Vec<_> = lanes.iter_mut().map(|lane| (&mut lane.workspace.downstream, lane.start)).collect();
        sum_slots(common.network, &mut sides);
    } else {
        let mut sides: Vec<_> = lanes.iter_mut().map(|lane| (&mut lane.workspace.upstream, lane.start)).collect();
        sum_sales(common.network, &mut sides);
    }
    for lane in lanes {
        lane.next = match lane.next {
            Next::SumSales { last: false } => Next::SettleUp,
            Next::SumSales { last: true } => Next::End { settled: true, open: false },
            _ => Next::SettleDown,
        };
        lane.advance(common);
    }
}
