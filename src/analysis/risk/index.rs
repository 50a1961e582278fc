//! The index itself [ES-8]: what a cascade costs, of several weights at once, for many starts.

use super::cascade::{Ended, Rules, Workspace};
use super::fixed::{Level, level, part, share, share_fraction, whole};
use super::lanes::{self, Common};
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

    /// What cut sales cost.
    pub(super) fn of_cuts(&self, start: &Start) -> u128 {
        start.lost_sales().iter().map(|&(firm, lost)| self.of(firm, level(lost))).sum()
    }

    /// What grown losses of buyers cost their suppliers.
    pub(super) fn worth(&self, grown: &[Grown]) -> u128 {
        let worth = |grown: &Grown| u128::from(self.worth[grown.firm as usize]) * u128::from(grown.now - grown.before);
        grown.iter().map(worth).sum()
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
/// Works on the threads of the pool in which it is called, with workspaces for each.
pub fn indices(network: &LossNetwork, rules: &Rules, weights: &[Weights], starts: &[Start]) -> Vec<Outcome> {
    let idle: Mutex<Vec<Vec<Workspace>>> = Mutex::new(Vec::new());
    let chunks = starts.par_chunks(CHUNK).map(|chunk| {
        let mut own = idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let outcomes = outcomes(network, rules, weights, &mut own, chunk);
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(own);
        outcomes
    });
    let chunks: Vec<Vec<Outcome>> = chunks.collect();
    chunks.into_iter().flatten().collect()
}

/// Starts taken at once: enough to forget what it costs to fetch a workspace, few enough to share out.
const CHUNK: usize = 32;

/// The outcomes of some starts one after the other.
fn outcomes(
    network: &LossNetwork,
    rules: &Rules,
    weights: &[Weights],
    own: &mut Vec<Workspace>,
    starts: &[Start],
) -> Vec<Outcome> {
    if rules.hold_back <= 0.0 {
        return lanes::outcomes(Common { network, rules, weights }, own, starts);
    }
    let mut workspace = own.pop().unwrap_or_else(|| Workspace::new(network));
    let outcome = |start| {
        let ended = workspace.run(network, rules, start);
        Outcome { indices: weights.iter().map(|weights| workspace.sum(weights)).collect(), ended }
    };
    let outcomes = starts.iter().map(outcome).collect();
    own.push(workspace);
    outcomes
}

impl Workspace {
    /// The outcome of one start; each firm's loss is not to be had from the workspace afterwards.
    pub fn index(&mut self, network: &LossNetwork, rules: &Rules, weights: &[Weights], start: &Start) -> Outcome {
        let mut own = vec![std::mem::take(self)];
        let mut outcomes = outcomes(network, rules, weights, &mut own, std::slice::from_ref(start));
        *self = own.pop().unwrap_or_default();
        outcomes.pop().expect("one outcome for each start")
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
pub(super) struct Unsummed<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) network: &'a LossNetwork,
    pub(super) start: &'a Start,
    /// Whether the last upstream step was not carried out.
    pub(super) open: bool,
}

impl Unsummed<'_> {
    /// [ES-8] from the weighted upstream sum, corrected where firms were shocked or lose downstream too.
    pub(super) fn sum(&self, weights: &Weights, mut up: u128) -> Index {
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
