//! How a loss spreads: the exact sparse form of [ES-3] to [ES-8].
//!
//! Only firms that lose something are visited, and only what they lose more than a step before is sent on. Losses never
//! shrink (docs/methods.md §2.4.2), so a slot is the running sum of what was sent into it, and a firm's loss the largest
//! of its slots; nothing is ever taken back. All state is put back by lists of what was touched, never by sweeping.

use super::network::LossNetwork;

/// How far competitors make good for a loss (§2.4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Replaceability {
    /// By market shares of all competitors, as published [ES-3].
    Paper,
    /// By market shares of competitors that lose nothing themselves.
    Conservative,
    /// Not at all.
    Off,
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
}

/// A firm's first loss: 1 when it stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shock {
    /// Number of the firm.
    pub firm: u32,
    /// Share of its output lost to its customers.
    pub down: f64,
    /// Share of its purchases no longer made.
    pub up: f64,
}

/// State of one thread: everything is zero between cascades.
#[derive(Debug)]
pub struct Workspace {
    /// Downstream loss of each firm.
    down: Vec<Down>,
    /// Upstream loss of each firm.
    up: Vec<Up>,
    slots: Vec<f64>,
    lines: Vec<LineState>,
    markets: Vec<MarketState>,
    touched_slots: Vec<u32>,
    touched_down: Vec<u32>,
    touched_up: Vec<u32>,
    touched_markets: Vec<u32>,
    touched_lines: Vec<u32>,
    /// Firms reached in this step.
    pending: Vec<u32>,
    pending_up: Vec<u32>,
    /// Firms whose upstream loss grew in the last step, and by how much.
    grown: Vec<(u32, f64)>,
    /// Markets whose sellers lost something in the last step.
    shaken: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Down {
    loss: f64,
    next: f64,
    touched: bool,
    pending: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Up {
    loss: f64,
    next: f64,
    /// Share of its sales whose change of this step has been sent.
    told: f64,
    touched: bool,
    pending: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct LineState {
    sent: f64,
    /// The next hit line of the market, plus one.
    next: u32,
    hit: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct MarketState {
    /// The hit line met last, plus one.
    first: u32,
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

/// Weights of the firms, and what a loss of each buyer is worth to its suppliers.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Share of each firm in the whole; they sum to one.
    pub of: Vec<f64>,
    worth: Vec<f64>,
}

impl Weights {
    /// Weights in proportion to `of`.
    pub fn new(network: &LossNetwork, of: &[f64]) -> Self {
        let total: f64 = of.iter().sum();
        let of: Vec<f64> = of.iter().map(|weight| weight / total).collect();
        let worth = network.purchases_of.windows(2).map(|range| {
            let purchases = &network.purchases[range[0] as usize..range[1] as usize];
            purchases.iter().map(|purchase| of[purchase.supplier as usize] * purchase.share).sum()
        });
        let worth = worth.collect();
        Self { of, worth }
    }
}

/// The indices of a cascade [ES-8], shares of the whole weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// ESRI.
    pub both: f64,
    /// Downstream alone.
    pub down: f64,
    /// Upstream alone.
    pub up: f64,
}

impl Workspace {
    /// Room for cascades on `network`.
    pub fn new(network: &LossNetwork) -> Self {
        Self {
            down: vec![Down::default(); network.firms()],
            up: vec![Up::default(); network.firms()],
            slots: vec![0.0; network.slots],
            lines: vec![LineState::default(); network.lines.len()],
            markets: vec![MarketState::default(); network.markets.len()],
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

    /// Firms that lost something, in the order reached, with their downstream and upstream loss in [0, 1].
    pub fn losses(&self) -> impl Iterator<Item = (u32, f64, f64)> + '_ {
        let (down, up) = (&self.down, &self.up);
        let one = |firm: &u32| (*firm, down[*firm as usize].loss, up[*firm as usize].loss);
        let only_up = self.touched_up.iter().filter(|firm| !down[**firm as usize].touched);
        self.touched_down.iter().chain(only_up).map(one)
    }

    /// Lets the shocks spread until no firm falls by more than ε in a step.
    pub fn run(&mut self, network: &LossNetwork, rules: &Rules, shocks: &[Shock]) -> Ended {
        self.clear();
        self.strike(network, shocks);
        let mut steps = 0;
        loop {
            self.send_down(network, rules);
            self.send_up(network, 0.0);
            let fall = self.settle_down(network).max(self.settle_up());
            steps += 1;
            if fall <= rules.epsilon || steps >= rules.max_steps {
                return Ended { steps, settled: fall <= rules.epsilon };
            }
        }
    }

    /// The indices of a cascade without each firm's loss: the last upstream step, which is half of all work on a large
    /// network, is not carried out firm by firm but summed by what a loss of each buyer is worth.
    pub fn index(
        &mut self,
        network: &LossNetwork,
        rules: &Rules,
        weights: &Weights,
        shocks: &[Shock],
    ) -> (Index, Ended) {
        self.clear();
        self.strike(network, shocks);
        let mut steps = 0;
        // Weighted upstream losses of all firms but those shocked, which are added at the end.
        let mut up = 0.0;
        loop {
            self.send_down(network, rules);
            let fall = self.settle_down(network);
            steps += 1;
            up += self.grown.iter().map(|&(buyer, more)| weights.worth[buyer as usize] * more).sum::<f64>();
            let last = fall <= rules.epsilon && self.last_up(network, rules.epsilon);
            if last || steps >= rules.max_steps {
                return (self.sum_up(network, weights, shocks, up, false), Ended { steps, settled: last });
            }
            self.send_up(network, 0.0);
            let fall = fall.max(self.settle_up());
            if fall <= rules.epsilon {
                return (self.sum_up(network, weights, shocks, up, true), Ended { steps, settled: true });
            }
        }
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

    /// [ES-8] from the weighted upstream sum, corrected where firms were shocked or lose downstream too.
    fn sum_up(&self, network: &LossNetwork, weights: &Weights, shocks: &[Shock], up: f64, settled: bool) -> Index {
        let mut index = Index { both: up, down: 0.0, up };
        for shock in shocks {
            let weight = weights.of[shock.firm as usize];
            let counted = self.by_customers(network, shock.firm, settled);
            index.up += weight * (counted.max(shock.up).min(1.0) - counted);
        }
        index.both = index.up;
        for &firm in &self.touched_down {
            let (weight, down) = (weights.of[firm as usize], self.down[firm as usize].loss);
            let own = shocks.iter().find(|shock| shock.firm == firm).map_or(0.0, |shock| shock.up);
            let up = if own >= 1.0 { 1.0 } else { self.by_customers(network, firm, settled).max(own).min(1.0) };
            index.down += weight * down;
            index.both += weight * (down - up).max(0.0);
        }
        index
    }

    /// What the firm loses by its customers' losses: added up already, or still to be collected.
    fn by_customers(&self, network: &LossNetwork, firm: u32, settled: bool) -> f64 {
        if settled {
            return self.up[firm as usize].next;
        }
        let range = network.customers_of[firm as usize] as usize..network.customers_of[firm as usize + 1] as usize;
        network.customers[range].iter().map(|customer| customer.share * self.up[customer.buyer as usize].loss).sum()
    }

    fn strike(&mut self, network: &LossNetwork, shocks: &[Shock]) {
        for shock in shocks {
            if shock.down > 0.0 {
                self.touch_down(shock.firm);
                let down = &mut self.down[shock.firm as usize];
                (down.loss, down.next) = (shock.down, shock.down);
                self.shake(network, shock.firm);
            }
            if shock.up > 0.0 {
                self.touch_up(shock.firm);
                self.up[shock.firm as usize].loss = shock.up;
                self.grown.push((shock.firm, shock.up));
            }
        }
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

    /// Notes that all lines of the firm are hit and their markets have less to sell.
    fn shake(&mut self, network: &LossNetwork, firm: u32) {
        for line in network.lines_of[firm as usize]..network.lines_of[firm as usize + 1] {
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
    fn send_down(&mut self, network: &LossNetwork, rules: &Rules) {
        let shaken = std::mem::take(&mut self.shaken);
        for &at in &shaken {
            self.markets[at as usize].shaken = false;
            let available = self.available(network, rules, at);
            let mut next = self.markets[at as usize].first;
            while next != 0 {
                let line = (next - 1) as usize;
                next = self.lines[line].next;
                self.send_line(network, rules, line, available);
            }
        }
        self.shaken = shaken;
        self.shaken.clear();
    }

    /// What the market still sells.
    fn available(&self, network: &LossNetwork, rules: &Rules, market: u32) -> f64 {
        if rules.replaceability == Replaceability::Off {
            return 0.0;
        }
        let mut gone = 0.0;
        let mut next = self.markets[market as usize].first;
        while next != 0 {
            let line = (next - 1) as usize;
            next = self.lines[line].next;
            let loss = self.down[self.firm_of(network, line)].loss;
            let lost = match rules.replaceability {
                Replaceability::Conservative => f64::from(u8::from(loss > rules.epsilon)),
                Replaceability::Paper | Replaceability::Off => loss,
            };
            gone += network.lines[line].sales * lost;
        }
        (network.markets[market as usize] - gone).max(0.0)
    }

    fn firm_of(&self, network: &LossNetwork, line: usize) -> usize {
        network.firm_of[line] as usize
    }

    fn send_line(&mut self, network: &LossNetwork, rules: &Rules, line: usize, available: f64) {
        let loss = self.down[self.firm_of(network, line)].loss;
        let sales = network.lines[line].sales;
        let share =
            if rules.replaceability != Replaceability::Off && sales < available { sales / available } else { 1.0 };
        let lost = share * loss;
        let more = lost - self.lines[line].sent;
        if more <= 0.0 {
            return;
        }
        self.lines[line].sent = lost;
        let range = network.sales_of[line] as usize..network.sales_of[line + 1] as usize;
        for sale in &network.sales[range] {
            let slot = &mut self.slots[sale.slot as usize];
            if *slot == 0.0 {
                self.touched_slots.push(sale.slot);
            }
            *slot += sale.share * more;
            let buyer = &mut self.down[sale.buyer as usize];
            if *slot > buyer.next {
                buyer.next = *slot;
                if !buyer.pending {
                    buyer.pending = true;
                    self.pending.push(sale.buyer);
                }
            }
        }
    }

    /// Sends what buyers lose more than before to their suppliers [ES-6], where that is more than `least`; the others wait.
    fn send_up(&mut self, network: &LossNetwork, least: f64) {
        let mut grown = std::mem::take(&mut self.grown);
        grown.retain(|&(buyer, more)| {
            let wait = more <= least;
            if !wait {
                self.send_purchases(network, buyer, more);
            }
            wait
        });
        self.grown = grown;
    }

    fn send_purchases(&mut self, network: &LossNetwork, buyer: u32, more: f64) {
        let range = network.purchases_of[buyer as usize] as usize..network.purchases_of[buyer as usize + 1] as usize;
        for purchase in &network.purchases[range] {
            let supplier = &mut self.up[purchase.supplier as usize];
            supplier.next += purchase.share * more;
            supplier.told += purchase.share;
            if !supplier.pending {
                supplier.pending = true;
                self.pending_up.push(purchase.supplier);
                if !supplier.touched {
                    supplier.touched = true;
                    self.touched_up.push(purchase.supplier);
                }
            }
        }
    }

    /// Takes over the downstream losses of this step and gives the largest fall [ES-5].
    fn settle_down(&mut self, network: &LossNetwork) -> f64 {
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
    fn settle_up(&mut self) -> f64 {
        let mut largest = 0.0_f64;
        for &firm in &self.pending_up {
            let up = &mut self.up[firm as usize];
            (up.pending, up.told) = (false, 0.0);
            let next = up.next.min(1.0);
            let fall = next - up.loss;
            if fall > 0.0 {
                up.loss = next;
                largest = largest.max(fall);
                self.grown.push((firm, fall));
            }
        }
        self.pending_up.clear();
        largest
    }

    /// Puts everything touched back to zero.
    fn clear(&mut self) {
        for &slot in &self.touched_slots {
            self.slots[slot as usize] = 0.0;
        }
        for &firm in &self.touched_down {
            self.down[firm as usize] = Down::default();
        }
        for &firm in &self.touched_up {
            self.up[firm as usize] = Up::default();
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
        self.pending_up.clear();
        self.touched_lines.clear();
        self.touched_markets.clear();
        self.grown.clear();
        self.shaken.clear();
    }
}
