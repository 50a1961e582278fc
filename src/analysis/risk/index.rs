//! The index itself [ES-8]: what a cascade costs, of several weights at once, for many starts.

use super::cascade::{Ended, Rules, Workspace};
use super::fixed::{Level, level, part, share, share_fraction, whole};
use super::network::LossNetwork;
use super::start::Start;
use super::up::Grown;
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use std::sync::{Mutex, PoisonError};

/// Weights of the firms of one network, and what a loss of each buyer is worth to its suppliers.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Share of each firm in the whole, in units of 2⁻⁶³.
    of: Vec<u64>,
    worth: Vec<u64>,
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
        // By two, so that sums have room for errors of rounding.
        let of: Vec<u64> = of.iter().map(|weight| share(weight / total) / 2).collect();
        let worth = |buyer| network.suppliers.of(buyer).iter().map(|edge| part(edge.share, of[edge.to as usize])).sum();
        let worth = (0..network.firms() as u32).map(worth).collect();
        Some(Self { of, worth })
    }

    /// Share of a firm in the whole.
    pub fn share(&self, firm: u32) -> f64 {
        share_fraction(self.of[firm as usize] * 2)
    }

    fn of(&self, firm: u32, loss: Level) -> u128 {
        u128::from(self.of[firm as usize]) * u128::from(loss)
    }

    fn worth(&self, grown: &Grown) -> u128 {
        u128::from(self.worth[grown.firm as usize]) * u128::from(grown.now - grown.before)
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
            |weights: &Weights| start.lost_sales().iter().map(|&(firm, lost)| weights.of(firm, level(lost))).sum();
        let mut up: Vec<u128> = weights.iter().map(cut).collect();
        let (settled, open) = loop {
            self.downstream.send(network, rules, start, steps == 0);
            let fall = self.downstream.settle(network, rules);
            steps += 1;
            for (up, weights) in up.iter_mut().zip(weights) {
                *up += self.upstream.grown.iter().map(|grown| weights.worth(grown)).sum::<u128>();
            }
            let last = fall <= level(rules.epsilon) && self.upstream.is_last(network, rules, start);
            if last || steps >= rules.max_steps {
                break (last, true);
            }
            self.upstream.send(network, rules, start);
            if fall.max(self.upstream.settle(rules)) <= level(rules.epsilon) {
                break (true, false);
            }
        };
        let unsummed = Unsummed { workspace: self, network, start, open };
        let indices = weights.iter().zip(&up).map(|(weights, up)| unsummed.sum(weights, *up)).collect();
        Outcome { indices, ended: Ended { steps, settled } }
    }

    /// [ES-8] from the losses of each firm, after [`Workspace::run`].
    pub fn sum(&self, weights: &Weights) -> Index {
        let (down, up) = (&self.downstream.levels, &self.upstream.levels);
        let mut sums = [0; 3];
        for &firm in self.reached_down() {
            let (down, up) = (down[firm as usize], up[firm as usize]);
            sums[0] += weights.of(firm, down.saturating_sub(up));
            sums[1] += weights.of(firm, down);
        }
        sums[2] = self.reached_up().iter().map(|firm| weights.of(*firm, up[*firm as usize])).sum();
        Index::new(sums[0] + sums[2], sums[1], sums[2])
    }
}

impl Index {
    fn new(both: u128, down: u128, up: u128) -> Self {
        // Losses in units of 2⁻⁶², weights of 2⁻⁶³.
        let [both, down, up] = [both, down, up].map(|sum| sum as f64 * 0.5_f64.powi(125));
        Self { both, down, up }
    }
}

/// A cascade whose upstream losses were summed by weight, of all firms together.
struct Unsummed<'a> {
    workspace: &'a Workspace,
    network: &'a LossNetwork,
    start: &'a Start,
    /// Whether the last upstream step was not carried out.
    open: bool,
}

impl Unsummed<'_> {
    /// [ES-8] from the weighted upstream sum, corrected where firms were shocked or lose downstream too.
    fn sum(&self, weights: &Weights, mut up: u128) -> Index {
        for shock in self.start.shocks() {
            let counted = whole(self.by_customers(shock.firm));
            up += weights.of(shock.firm, level(shock.up).saturating_sub(counted));
        }
        let (mut both, mut down) = (up, 0);
        for &firm in self.workspace.reached_down() {
            let loss = self.workspace.downstream.levels[firm as usize];
            down += weights.of(firm, loss);
            let own = level(self.start.shock_up(firm));
            if own < loss {
                both += weights.of(firm, loss.saturating_sub(self.by_customers(firm).max(own)));
            }
        }
        Index::new(both, down, up)
    }

    /// What the firm loses by its customers' losses and cut sales: added up already, or still to be collected.
    fn by_customers(&self, firm: u32) -> Level {
        let upstream = &self.workspace.upstream;
        if !self.open {
            return upstream.sums[firm as usize];
        }
        level(self.start.sales_cut(firm)) + upstream.by_customers(self.network, firm)
    }
}
