//! The upstream half of a cascade: what suppliers lose when customers fail [ES-6].

use super::cascade::Rules;
use super::fixed::{Level, Marks, ONE, level, part, whole};
use super::network::LossNetwork;
use super::start::Start;

/// All zero between cascades.
#[derive(Debug, Default)]
pub(super) struct Up {
    /// Loss of each firm after the last step.
    pub(super) levels: Vec<Level>,
    /// What each firm loses by its customers' losses and cut sales.
    pub(super) sums: Vec<Level>,
    /// Firms with a loss, in the order of their first.
    pub(super) touched: Vec<u32>,
    /// Firms that something was sent to in this step.
    pending: Vec<u32>,
    marks: Marks,
    /// Firms whose loss grew in the last step.
    pub(super) grown: Vec<Grown>,
    /// What each firm sent, where losses are held back.
    told: Vec<Level>,
}

/// A loss that grew.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grown {
    pub(super) firm: u32,
    pub(super) before: Level,
    pub(super) now: Level,
}

/// Sending to one supplier costs as much as summing so many customers anew.
const SENDING: usize = 6;

impl Up {
    pub(super) fn new(network: &LossNetwork) -> Self {
        Self {
            levels: vec![0; network.firms()],
            sums: vec![0; network.firms()],
            marks: Marks::new(network.firms()),
            ..Self::default()
        }
    }

    pub(super) fn strike(&mut self, rules: &Rules, start: &Start) {
        if rules.hold_back > 0.0 {
            self.told.resize(self.levels.len(), 0);
        }
        for shock in start.shocks() {
            let loss = level(shock.up);
            if loss > 0 {
                self.levels[shock.firm as usize] = loss;
                self.touched.push(shock.firm);
                self.grow(rules, Grown { firm: shock.firm, before: 0, now: loss });
            }
        }
        for &(firm, share) in start.lost_sales() {
            self.lose(firm, level(share));
        }
    }

    /// Notes a loss to be sent, or holds it back until it is large enough.
    fn grow(&mut self, rules: &Rules, grown: Grown) {
        if rules.hold_back > 0.0 {
            let told = &mut self.told[grown.firm as usize];
            if grown.now - *told > level(rules.hold_back) {
                self.grown.push(Grown { before: *told, ..grown });
                *told = grown.now;
            }
        } else {
            self.grown.push(grown);
        }
    }

    /// Whether to sum all firms' losses anew is cheaper than sending what buyers lose more than before to their suppliers.
    pub(super) fn prepare(&mut self, network: &LossNetwork, rules: &Rules) -> bool {
        let purchases: usize = self.grown.iter().map(|grown| network.suppliers.count(grown.firm)).sum();
        let anew = rules.hold_back <= 0.0 && purchases * SENDING > network.suppliers.edges.len() + network.firms();
        if anew {
            self.grown.clear();
        }
        anew
    }

    pub(super) fn send(&mut self, network: &LossNetwork) {
        self.send_above(network, 0);
    }

    /// Sends what grew by more than `least`; the others wait.
    fn send_above(&mut self, network: &LossNetwork, least: Level) {
        let mut grown = std::mem::take(&mut self.grown);
        grown.retain(|grown| {
            let wait = grown.now - grown.before <= least;
            if !wait {
                for edge in network.suppliers.of(grown.firm) {
                    self.lose(edge.to, part(edge.share, grown.now) - part(edge.share, grown.before));
                }
            }
            wait
        });
        self.grown = grown;
    }

    fn lose(&mut self, firm: u32, more: Level) {
        self.sums[firm as usize] += more;
        if self.marks.mark(firm) {
            self.pending.push(firm);
        }
    }

    /// All sums from the losses of the customers.
    pub(super) fn sum_anew(&mut self, network: &LossNetwork, start: &Start) {
        for firm in 0..network.firms() as u32 {
            self.meet(firm, self.by_customers(network, firm));
        }
        for &(firm, share) in start.lost_sales() {
            self.meet(firm, self.sums[firm as usize] + level(share));
        }
    }

    /// Takes over what a firm loses, found by summing anew.
    pub(super) fn meet(&mut self, firm: u32, sum: Level) {
        self.sums[firm as usize] = sum;
        if whole(sum) > self.levels[firm as usize] && self.marks.mark(firm) {
            self.pending.push(firm);
        }
    }

    /// What a firm loses by the losses that its customers have, in the next step.
    pub(super) fn by_customers(&self, network: &LossNetwork, firm: u32) -> Level {
        network.customers.of(firm).iter().map(|edge| part(edge.share, self.levels[edge.to as usize])).sum()
    }

    /// Takes over the losses of this step and gives the largest fall.
    pub(super) fn settle(&mut self, rules: &Rules) -> Level {
        let mut largest = 0;
        let pending = std::mem::take(&mut self.pending);
        for &firm in &pending {
            self.marks.unmark(firm);
            let (before, now) = (self.levels[firm as usize], whole(self.sums[firm as usize]));
            if now > before {
                self.levels[firm as usize] = now;
                largest = largest.max(now - before);
                if before == 0 {
                    self.touched.push(firm);
                }
                self.grow(rules, Grown { firm, before, now });
            }
        }
        self.pending = pending;
        self.pending.clear();
        largest
    }

    /// Whether no supplier falls by more than ε in this step, proven without sending most of it: what grew by at most a
    /// quarter of ε takes at most that from any supplier, and the few that come near ε are summed exactly.
    pub(super) fn is_last(&mut self, network: &LossNetwork, rules: &Rules, start: &Start) -> bool {
        let epsilon = level(rules.epsilon);
        let small = epsilon / 4;
        self.send_above(network, small);
        let fall = |firm: u32, sum: Level| whole(sum).saturating_sub(self.levels[firm as usize]);
        let mut near =
            self.pending.iter().filter(|firm| fall(**firm, self.sums[**firm as usize]) + small + SLACK > epsilon);
        small + SLACK <= epsilon
            && near.all(|&firm| fall(firm, level(start.sales_cut(firm)) + self.by_customers(network, firm)) <= epsilon)
    }

    /// Puts everything touched back to zero.
    pub(super) fn clear(&mut self) {
        for &firm in &self.pending {
            self.marks.unmark(firm);
        }
        for &firm in self.touched.iter().chain(&self.pending) {
            (self.levels[firm as usize], self.sums[firm as usize]) = (0, 0);
            if let Some(told) = self.told.get_mut(firm as usize) {
                *told = 0;
            }
        }
        self.touched.clear();
        self.pending.clear();
        self.grown.clear();
    }
}

/// Shares of a firm's sales may add up to a little more than one by rounding.
const SLACK: Level = ONE >> 40;
