//! How a loss spreads: the exact sparse form of [ES-3] to [ES-8].
//!
//! Only firms that lose something are visited, and only what they lose more than a step before is sent on. Losses never
//! shrink (docs/methods.md §2.4.2), so a slot is the running sum of what was sent into it, and a firm's loss the largest
//! of its slots; nothing is ever taken back. All state is put back by lists of what was touched, never by sweeping. Where a
//! step would send along most edges, it sums all of them anew instead; being whole numbers, the sums are the same.

use super::down::Down;
use super::fixed::{fraction, level, whole};
use super::lanes;
use super::network::LossNetwork;
pub use super::start::{Shock, Start};
use super::up::Up;

/// How far competitors make good for a loss (§2.4.3); losses grow from the first to the third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Replaceability {
    /// By market shares of all competitors, as published [ES-3].
    Paper,
    /// By market shares of competitors that lose nothing themselves.
    Conservative,
    /// Not at all.
    Off,
    /// By the spare capacity of competitors that is left, shared by all that is lost in the market; ours (σcap).
    Capacity,
}

/// What rules a cascade.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Falls up to this share of a firm's output are no longer passed on: part of the model, not a tolerance.
    pub epsilon: f64,
    /// Who replaces.
    pub replaceability: Replaceability,
    /// Steps after which a cascade is given up as not settled.
    pub max_steps: u32,
    /// Losses up to this are held back until they have grown beyond it: faster, and every loss is at most what it is without,
    /// step by step. 0 holds nothing back.
    pub hold_back: f64,
}

impl Default for Rules {
    /// The published index.
    fn default() -> Self {
        Self { epsilon: 0.01, replaceability: Replaceability::Paper, max_steps: 100_000, hold_back: 0.0 }
    }
}

/// State of one thread: everything is zero between cascades.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Of the network that it has room for.
    shape: u64,
    pub(super) downstream: Down,
    pub(super) upstream: Up,
}

/// How a cascade ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Steps made.
    pub steps: u32,
    /// Whether it settled before the cap.
    pub settled: bool,
}

/// What a line sent to its customers in all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sent {
    /// The line.
    pub line: u32,
    /// The firm that sells.
    pub firm: u32,
    /// The product.
    pub product: u32,
    /// Share of its sales that its customers do without: the loss that nobody replaces.
    pub share: f64,
}

impl Workspace {
    /// Room for cascades on `network`; it makes itself room for others when it meets them.
    pub fn new(network: &LossNetwork) -> Self {
        Self { shape: network.shape, downstream: Down::new(network), upstream: Up::new(network) }
    }

    /// Firms that lost something, those with a downstream loss first, each in the order of its first loss, with their
    /// downstream and upstream loss in [0, 1].
    pub fn losses(&self) -> impl Iterator<Item = (u32, f64, f64)> + '_ {
        let only_up = self.reached_up().iter().filter(|firm| self.downstream.levels[**firm as usize] == 0);
        self.reached_down().iter().chain(only_up).map(|firm| (*firm, self.down(*firm), self.up(*firm)))
    }

    /// Firms with a downstream loss, in the order of their first.
    pub fn reached_down(&self) -> &[u32] {
        &self.downstream.touched
    }

    /// Firms with an upstream loss, in the order of their first.
    pub fn reached_up(&self) -> &[u32] {
        &self.upstream.touched
    }

    /// Downstream loss of a firm.
    pub fn down(&self, firm: u32) -> f64 {
        fraction(self.downstream.levels[firm as usize])
    }

    /// Upstream loss of a firm, after [`Workspace::run`].
    pub fn up(&self, firm: u32) -> f64 {
        fraction(self.upstream.levels[firm as usize])
    }

    /// What a slot lost: the largest of a buyer's slots binds it.
    pub fn slot(&self, slot: u32) -> f64 {
        fraction(whole(self.downstream.slots[slot as usize]))
    }

    /// What a line sent to its customers.
    pub fn sent(&self, line: u32) -> f64 {
        fraction(self.downstream.sent[line as usize])
    }

    /// All lines that were hit, by the first loss of their firms, and what they sent.
    pub fn hit_lines(&self, network: &LossNetwork) -> impl Iterator<Item = Sent> {
        self.reached_down().iter().flat_map(|firm| network.lines_of(*firm)).map(|line| {
            let sold = network.line(line);
            Sent { line, firm: sold.firm, product: sold.product, share: self.sent(line) }
        })
    }

    /// Lets a start spread until no firm falls by more than ε in a step.
    pub fn run(&mut self, network: &LossNetwork, rules: &Rules, start: &Start) -> Ended {
        self.begin(network, rules, start);
        let mut steps = 0;
        loop {
            if self.downstream.prepare(network, rules) {
                lanes::sum_slots(network, &mut [(&mut self.downstream, start)]);
            } else {
                self.downstream.send(network, start, steps == 0);
            }
            if self.upstream.prepare(network, rules) {
                lanes::sum_sales(network, &mut [(&mut self.upstream, start)]);
            } else {
                self.upstream.send(network);
            }
            let fall = self.downstream.settle(network, rules).max(self.upstream.settle(rules));
            steps += 1;
            let settled = fall <= level(rules.epsilon);
            if settled || steps >= rules.max_steps {
                return Ended { steps, settled };
            }
        }
    }

    /// Takes the first losses.
    pub(super) fn begin(&mut self, network: &LossNetwork, rules: &Rules, start: &Start) {
        if self.shape != network.shape {
            *self = Self::new(network);
        }
        self.downstream.clear(network);
        self.upstream.clear();
        self.downstream.strike(network, rules, start);
        self.upstream.strike(rules, start);
    }
}
