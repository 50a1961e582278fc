//! The index itself [ES-8]: what a cascade costs, of several weights at once, for many starts.

use super::cascade::{Ended, Rules, Workspace};
use super::network::LossNetwork;
use super::start::Start;
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use std::sync::{Mutex, PoisonError};

/// Weights of the firms of one network, and what a loss of each buyer is worth to its suppliers.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Share of each firm in the whole; they sum to one.
    of: Vec<f64>,
    worth: Vec<f64>,
}

impl Weights {
    /// Weights in proportion to `of`, one for each firm, none below zero; for this network and none other, not even for the
    /// same with flows cut. `None` where nothing has weight, or more than can be summed.
    pub fn new(network: &LossNetwork, of: &[f64]) -> Option<Self> {
        let total: f64 = of.iter().sum();
        let fair = of.len() == network.firms() && of.iter().all(|weight| *weight >= 0.0);
        if !(fair && total > 0.0 && total.is_finite()) {
            return None;
        }
        let of: Vec<f64> = of.iter().map(|weight| weight / total).collect();
        let worth = (0..network.firms() as u32).map(|buyer| {
            network.purchases(buyer).iter().map(|purchase| of[purchase.supplier as usize] * purchase.share).sum()
        });
        let worth = worth.collect();
        Some(Self { of, worth })
    }

    /// Share of each firm in the whole.
    pub fn shares(&self) -> &[f64] {
        &self.of
    }
}

/// The indices of a cascade [ES-8], shares of the whole weight.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Index {
    /// ESRI.
    pub both: f64,
    /// Downstream alone.
    pub down: f64,
    /// Upstream alone.
    pub up: f64,
}

/// What a start costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// One index for each column of weights.
    pub indices: Vec<Index>,
    /// How the cascade ended.
    pub ended: Ended,
}

/// The outcome of each start, in their order; the same bytes for any number of threads.
///
/// Works on the threads of the pool in which it is called, with one workspace for each.
pub fn indices(network: &LossNetwork, rules: &Rules, weights: &[Weights], starts: &[Start]) -> Vec<Outcome> {
    let idle: Mutex<Vec<Workspace>> = Mutex::new(Vec::new());
    let chunks = starts.par_chunks(CHUNK).map(|chunk| {
        let found = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut workspace = found.unwrap_or_else(|| Workspace::new(network));
        let outcomes: Vec<Outcome> =
            chunk.iter().map(|start| workspace.index(network, rules, weights, start)).collect();
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
        outcomes
    });
    let chunks: Vec<Vec<Outcome>> = chunks.collect();
    chunks.into_iter().flatten().collect()
}

/// Starts taken at once: enough to forget what it costs to fetch a workspace, few enough to share out.
const CHUNK: usize = 32;

impl Workspace {
    /// The indices of a cascade without each firm's loss: the last upstream step, which is half of all work on a large
    /// network, is not carried out firm by firm but summed by what a loss of each buyer is worth.
    pub fn index(&mut self, network: &LossNetwork, rules: &Rules, weights: &[Weights], start: &Start) -> Outcome {
        if rules.hold_back > 0.0 {
            let ended = self.run(network, rules, start);
            return Outcome { indices: weights.iter().map(|weights| self.sum(weights)).collect(), ended };
        }
        self.begin(network, rules, start);
        let mut steps = 0;
        // Weighted upstream losses of all firms but those shocked, which are added at the end.
        let cut =
            |weights: &Weights| start.lost_sales().iter().map(|&(firm, lost)| weights.of[firm as usize] * lost).sum();
        let mut up: Vec<f64> = weights.iter().map(cut).collect();
        let (settled, last) = loop {
            self.send_down(network, rules);
            let fall = self.settle_down(network);
            steps += 1;
            for (up, weights) in up.iter_mut().zip(weights) {
                *up += self.grown.iter().map(|&(buyer, more)| weights.worth[buyer as usize] * more).sum::<f64>();
            }
            let last = fall <= rules.epsilon && self.last_up(network, rules.epsilon);
            if last || steps >= rules.max_steps {
                break (last, true);
            }
            self.send_up(network, 0.0);
            if fall.max(self.settle_up(rules)) <= rules.epsilon {
                break (true, false);
            }
        };
        let open = Unsummed { workspace: self, network, start, last };
        let indices = weights.iter().zip(&up).map(|(weights, up)| open.sum(weights, *up)).collect();
        Outcome { indices, ended: Ended { steps, settled } }
    }

    /// [ES-8] from the losses of each firm, after [`Workspace::run`].
    pub fn sum(&self, weights: &Weights) -> Index {
        let mut index = Index::default();
        for (firm, down, up) in self.losses() {
            let weight = weights.of[firm as usize];
            index.both += weight * down.max(up);
            index.down += weight * down;
            index.up += weight * up;
        }
        index
    }

    /// Whether no supplier falls by more than ε in this step, proven by sending the largest changes first: what is left
    /// changes a supplier by no more than the largest change left, times the share of its sales not told yet.
    fn last_up(&mut self, network: &LossNetwork, epsilon: f64) -> bool {
        for part in [1.0, 0.25, 0.0625, 0.015625] {
            let left = epsilon * part;
            self.send_up(network, left);
            let (mut sure, mut possible) = (0.0_f64, left);
            for &firm in &self.pending_up {
                let up = &self.up[firm as usize];
                let sent = up.next - up.loss;
                sure = sure.max(sent);
                possible = possible.max(sent + left * (1.0 - up.told).max(0.0));
            }
            if possible <= epsilon {
                return true;
            }
            if sure > epsilon {
                return false;
            }
        }
        false
    }
}

/// A cascade whose upstream losses were summed by weight, of all firms together.
struct Unsummed<'a> {
    workspace: &'a Workspace,
    network: &'a LossNetwork,
    start: &'a Start,
    /// Whether the last upstream step was not carried out.
    last: bool,
}

impl Unsummed<'_> {
    /// [ES-8] from the weighted upstream sum, corrected where firms were shocked or lose downstream too.
    fn sum(&self, weights: &Weights, up: f64) -> Index {
        let mut index = Index { both: up, down: 0.0, up };
        for shock in self.start.shocks() {
            let counted = self.by_customers(shock.firm);
            index.up += weights.of[shock.firm as usize] * (counted.max(shock.up).min(1.0) - counted);
        }
        index.both = index.up;
        for &firm in self.workspace.reached_down() {
            let (weight, down) = (weights.of[firm as usize], self.workspace.down(firm));
            let own = self.start.shock_up(firm);
            let up = if own >= 1.0 { 1.0 } else { self.by_customers(firm).max(own).min(1.0) };
            index.down += weight * down;
            index.both += weight * (down - up).max(0.0);
        }
        index
    }

    /// What the firm loses by its customers' losses and cut sales: added up already, or still to be collected.
    fn by_customers(&self, firm: u32) -> f64 {
        if !self.last {
            return self.workspace.up[firm as usize].next;
        }
        let lost =
            self.network.customers(firm).iter().map(|customer| customer.share * self.workspace.up(customer.buyer));
        self.start.sales_cut(firm) + lost.sum::<f64>()
    }
}
