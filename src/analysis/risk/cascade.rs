//! How a loss spreads: the exact sparse form of [ES-3] to [ES-8].
//!
//! Only firms that lose something are visited, and only what they lose more than a step before is sent on. Losses never
//! shrink (docs/methods.md §2.4.2), so a slot is the running sum of what was sent into it, and a firm's loss the largest
//! of its slots; nothing is ever taken back. All state is put back by lists of what was touched, never by sweeping.

use super::network::LossNetwork;
pub use super::start::{Shock, Start};

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
#[derive(Debug)]
pub struct Workspace {
    /// Downstream loss of each firm.
    pub(super) down: Vec<Down>,
    /// Upstream loss of each firm.
    pub(super) up: Vec<Up>,
    slots: Vec<f64>,
    pub(super) lines: Vec<LineState>,
    pub(super) markets: Vec<MarketState>,
    /// Upstream losses held back, where the rules say so.
    held: Vec<f64>,
    touched_slots: Vec<u32>,
    pub(super) touched_down: Vec<u32>,
    pub(super) touched_up: Vec<u32>,
    touched_markets: Vec<u32>,
    touched_lines: Vec<u32>,
    /// Firms reached in this step.
    pending: Vec<u32>,
    pub(super) pending_up: Vec<u32>,
    /// Firms whose upstream loss grew in the last step, and by how much.
    pub(super) grown: Vec<(u32, f64)>,
    /// Markets whose sellers lost something in the last step.
    shaken: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Down {
    pub(super) loss: f64,
    next: f64,
    touched: bool,
    pending: bool,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Up {
    pub(super) loss: f64,
    pub(super) next: f64,
    /// Share of its sales whose change of this step has been sent.
    pub(super) told: f64,
    touched: bool,
    pending: bool,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LineState {
    sent: f64,
    /// The next hit line of the market, plus one.
    pub(super) next: u32,
    hit: bool,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MarketState {
    /// The hit line met last, plus one.
    pub(super) first: u32,
    shaken: bool,
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
    /// Room for cascades on `network`, and on any other with as many firms, lines, slots and markets.
    pub fn new(network: &LossNetwork) -> Self {
        Self {
            down: vec![Down::default(); network.firms()],
            up: vec![Up::default(); network.firms()],
            slots: vec![0.0; network.slots()],
            lines: vec![LineState::default(); network.lines.len()],
            markets: vec![MarketState::default(); network.markets.len()],
            held: Vec::new(),
            touched_slots: Vec::new(),
            touched_down: Vec::new(),
            touched_up: Vec::new(),
            touched_markets: Vec::new(),
            touched_lines: Vec::new(),
            pending: Vec::new(),
            pending_up: Vec::new(),
            grown: Vec::new(),
            shaken: Vec::new(),
        }
    }

    /// Firms that lost something, those with a downstream loss first, each in the order of its first loss, with their
    /// downstream and upstream loss in [0, 1].
    pub fn losses(&self) -> impl Iterator<Item = (u32, f64, f64)> + '_ {
        let only_up = self.touched_up.iter().filter(|firm| !self.down[**firm as usize].touched);
        self.touched_down.iter().chain(only_up).map(|firm| (*firm, self.down(*firm), self.up(*firm)))
    }

    /// Firms with a downstream loss, in the order of their first.
    pub fn reached_down(&self) -> &[u32] {
        &self.touched_down
    }

    /// Firms with an upstream loss, in the order of their first.
    pub fn reached_up(&self) -> &[u32] {
        &self.touched_up
    }

    /// Downstream loss of a firm.
    pub fn down(&self, firm: u32) -> f64 {
        self.down[firm as usize].loss
    }

    /// Upstream loss of a firm, after [`Workspace::run`].
    pub fn up(&self, firm: u32) -> f64 {
        self.up[firm as usize].loss
    }

    /// What a slot lost: the largest of a buyer's slots binds it.
    pub fn slot(&self, slot: u32) -> f64 {
        self.slots[slot as usize]
    }

    /// What a line sent to its customers.
    pub fn sent(&self, line: u32) -> f64 {
        self.lines[line as usize].sent
    }

    /// All lines that were hit, in the order in which they were, and what they sent.
    pub fn hit_lines(&self, network: &LossNetwork) -> impl Iterator<Item = Sent> {
        self.touched_lines.iter().map(|&line| {
            let sold = network.line(line);
            Sent { line, firm: sold.firm, product: sold.product, share: self.sent(line) }
        })
    }

    /// Lets a start spread until no firm falls by more than ε in a step.
    pub fn run(&mut self, network: &LossNetwork, rules: &Rules, start: &Start) -> Ended {
        self.begin(network, rules, start);
        let mut steps = 0;
        loop {
            self.send_down(network, rules);
            self.send_up(network, 0.0);
            let fall = self.settle_down(network).max(self.settle_up(rules));
            steps += 1;
            if fall <= rules.epsilon || steps >= rules.max_steps {
                return Ended { steps, settled: fall <= rules.epsilon };
            }
        }
    }

    /// Takes the first losses.
    pub(super) fn begin(&mut self, network: &LossNetwork, rules: &Rules, start: &Start) {
        self.clear();
        if !self.fits(network) {
            *self = Self::new(network);
        }
        if rules.hold_back > 0.0 {
            self.held.resize(network.firms(), 0.0);
        }
        for shock in start.shocks() {
            if shock.down > 0.0 {
                self.touch_down(shock.firm);
                let down = &mut self.down[shock.firm as usize];
                (down.loss, down.next) = (shock.down, shock.down);
                self.shake(network, shock.firm);
            }
            if shock.up > 0.0 {
                self.touch_up(shock.firm);
                self.up[shock.firm as usize].loss = shock.up;
                self.grow(rules, shock.firm, shock.up);
            }
        }
        // Slots are numbered by buyer.
        for &(slot, share) in start.lost_inputs() {
            let buyer = network.slots_of.partition_point(|first| *first <= slot) - 1;
            self.fill(slot, buyer as u32, share);
        }
        for &(firm, share) in start.lost_sales() {
            self.lose_sales(firm, share, 1.0);
        }
    }

    fn fits(&self, network: &LossNetwork) -> bool {
        self.down.len() == network.firms()
            && self.slots.len() == network.slots()
            && self.lines.len() == network.lines.len()
            && self.markets.len() == network.markets.len()
    }

    fn touch_down(&mut self, firm: u32) {
        let down = &mut self.down[firm as usize];
        if !down.touched {
            down.touched = true;
            self.touched_down.push(firm);
        }
    }

    fn touch_up(&mut self, firm: u32) {
        let up = &mut self.up[firm as usize];
        if !up.touched {
            up.touched = true;
            self.touched_up.push(firm);
        }
    }

    /// Notes an upstream loss to be sent, or held back until it is large enough.
    fn grow(&mut self, rules: &Rules, firm: u32, more: f64) {
        if rules.hold_back > 0.0 {
            let held = &mut self.held[firm as usize];
            *held += more;
            if *held > rules.hold_back {
                self.grown.push((firm, std::mem::take(held)));
            }
        } else {
            self.grown.push((firm, more));
        }
    }

    /// Notes that all lines of the firm are hit and their markets have less to sell.
    fn shake(&mut self, network: &LossNetwork, firm: u32) {
        for line in network.lines_of(firm) {
            let at = network.lines[line as usize].market;
            let market = &mut self.markets[at as usize];
            let state = &mut self.lines[line as usize];
            if !state.hit {
                state.hit = true;
                state.next = market.first;
                if market.first == 0 {
                    self.touched_markets.push(at);
                }
                market.first = line + 1;
                self.touched_lines.push(line);
            }
            if !market.shaken {
                market.shaken = true;
                self.shaken.push(at);
            }
        }
    }

    /// Sends what hit lines of shaken markets lose more than before [ES-3], [ES-4].
    pub(super) fn send_down(&mut self, network: &LossNetwork, rules: &Rules) {
        let shaken = std::mem::take(&mut self.shaken);
        for &at in &shaken {
            self.markets[at as usize].shaken = false;
            let offer = self.offer(network, rules, at);
            let mut next = self.markets[at as usize].first;
            while next != 0 {
                let line = (next - 1) as usize;
                next = self.lines[line].next;
                let sold = &network.lines[line];
                let loss = self.down[sold.firm as usize].loss;
                let lost = offer.unreplaced(sold, loss) * loss;
                self.send_line(network, rules, line, lost);
            }
        }
        self.shaken = shaken;
        self.shaken.clear();
    }

    fn send_line(&mut self, network: &LossNetwork, rules: &Rules, line: usize, lost: f64) {
        let more = lost - self.lines[line].sent;
        if more <= rules.hold_back {
            return;
        }
        self.lines[line].sent = lost;
        for sale in network.sales(line as u32) {
            self.fill(sale.slot, sale.buyer, sale.share * more);
        }
    }

    fn fill(&mut self, slot: u32, buyer: u32, more: f64) {
        let sum = &mut self.slots[slot as usize];
        if *sum == 0.0 {
            self.touched_slots.push(slot);
        }
        *sum += more;
        let down = &mut self.down[buyer as usize];
        if *sum > down.next {
            down.next = *sum;
            if !down.pending {
                down.pending = true;
                self.pending.push(buyer);
            }
        }
    }

    /// Sends what buyers lose more than before to their suppliers [ES-6], where that is more than `least`; the others wait.
    pub(super) fn send_up(&mut self, network: &LossNetwork, least: f64) {
        let mut grown = std::mem::take(&mut self.grown);
        grown.retain(|&(buyer, more)| {
            let wait = more <= least;
            if !wait {
                for purchase in network.purchases(buyer) {
                    self.lose_sales(purchase.supplier, purchase.share, more);
                }
            }
            wait
        });
        self.grown = grown;
    }

    fn lose_sales(&mut self, firm: u32, share: f64, more: f64) {
        let supplier = &mut self.up[firm as usize];
        supplier.next += share * more;
        supplier.told += share;
        if !supplier.pending {
            supplier.pending = true;
            self.pending_up.push(firm);
            if !supplier.touched {
                supplier.touched = true;
                self.touched_up.push(firm);
            }
        }
    }

    /// Takes over the downstream losses of this step and gives the largest fall [ES-5].
    pub(super) fn settle_down(&mut self, network: &LossNetwork) -> f64 {
        let mut largest = 0.0_f64;
        let pending = std::mem::take(&mut self.pending);
        for &firm in &pending {
            let down = &mut self.down[firm as usize];
            down.pending = false;
            let next = down.next.min(1.0);
            let fall = next - down.loss;
            if fall > 0.0 {
                down.loss = next;
                largest = largest.max(fall);
                self.touch_down(firm);
                self.shake(network, firm);
            }
        }
        self.pending = pending;
        self.pending.clear();
        largest
    }

    /// Takes over the upstream losses of this step and gives the largest fall.
    pub(super) fn settle_up(&mut self, rules: &Rules) -> f64 {
        let mut largest = 0.0_f64;
        let pending = std::mem::take(&mut self.pending_up);
        for &firm in &pending {
            let up = &mut self.up[firm as usize];
            (up.pending, up.told) = (false, 0.0);
            let next = up.next.min(1.0);
            let fall = next - up.loss;
            if fall > 0.0 {
                up.loss = next;
                largest = largest.max(fall);
                self.grow(rules, firm, fall);
            }
        }
        self.pending_up = pending;
        self.pending_up.clear();
        largest
    }

    /// Puts everything touched back to zero.
    fn clear(&mut self) {
        for &slot in &self.touched_slots {
            self.slots[slot as usize] = 0.0;
        }
        for &firm in self.touched_down.iter().chain(&self.pending) {
            self.down[firm as usize] = Down::default();
        }
        for &firm in &self.touched_up {
            self.up[firm as usize] = Up::default();
            if let Some(held) = self.held.get_mut(firm as usize) {
                *held = 0.0;
            }
        }
        for &line in &self.touched_lines {
            self.lines[line as usize] = LineState::default();
        }
        for &market in &self.touched_markets {
            self.markets[market as usize] = MarketState::default();
        }
        self.touched_slots.clear();
        self.touched_down.clear();
        self.touched_up.clear();
        self.touched_lines.clear();
        self.touched_markets.clear();
        self.pending.clear();
        self.pending_up.clear();
        self.grown.clear();
        self.shaken.clear();
    }
}
