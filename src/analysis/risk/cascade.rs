//! How a loss spreads: the exact sparse form of [ES-3] to [ES-8].
//!
//! Only firms that lose something are visited, and only what they lose more than a step before is sent on. Losses never
//! shrink (docs/methods.md §2.4.2), so a slot is the running sum of what was sent into it, and a firm's loss the largest
//! of its slots; nothing is ever taken back. All state is put back by lists of what was touched, never by sweeping.

use super::network::Network;

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
    /// Downstream and upstream loss of each firm.
    firms: Vec<Loss>,
    slots: Vec<f64>,
    lines: Vec<LineState>,
    markets: Vec<MarketState>,
    touched_slots: Vec<u32>,
    touched_firms: Vec<u32>,
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
struct Loss {
    down: f64,
    up: f64,
    next_down: f64,
    next_up: f64,
    touched: bool,
    pending: bool,
    pending_up: bool,
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

impl Workspace {
    /// Room for cascades on `network`.
    pub fn new(network: &Network) -> Self {
        Self {
            firms: vec![Loss::default(); network.firms()],
            slots: vec![0.0; network.slots],
            lines: vec![LineState::default(); network.lines.len()],
            markets: vec![MarketState::default(); network.markets.len()],
            touched_slots: Vec::new(),
            touched_firms: Vec::new(),
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
        self.touched_firms.iter().map(|&firm| {
            let loss = &self.firms[firm as usize];
            (firm, loss.down, loss.up)
        })
    }

    /// Lets the shocks spread until no firm falls by more than ε in a step.
    pub fn run(&mut self, network: &Network, rules: &Rules, shocks: &[Shock]) -> Ended {
        self.clear();
        self.strike(network, shocks);
        let mut steps = 0;
        loop {
            self.send_down(network, rules);
            self.send_up(network);
            let fall = self.settle_down(network).max(self.settle_up());
            steps += 1;
            if fall <= rules.epsilon {
                return Ended { steps, settled: true };
            }
            if steps >= rules.max_steps {
                return Ended { steps, settled: false };
            }
        }
    }

    fn strike(&mut self, network: &Network, shocks: &[Shock]) {
        for shock in shocks {
            self.touch(shock.firm);
            let loss = &mut self.firms[shock.firm as usize];
            (loss.down, loss.next_down) = (shock.down, shock.down);
            (loss.up, loss.next_up) = (shock.up, 0.0);
            if shock.down > 0.0 {
                self.shake(network, shock.firm);
            }
            if shock.up > 0.0 {
                self.grown.push((shock.firm, shock.up));
            }
        }
    }

    fn touch(&mut self, firm: u32) {
        let loss = &mut self.firms[firm as usize];
        if !loss.touched {
            loss.touched = true;
            self.touched_firms.push(firm);
        }
    }

    /// Notes that all lines of the firm are hit and their markets have less to sell.
    fn shake(&mut self, network: &Network, firm: u32) {
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
    fn send_down(&mut self, network: &Network, rules: &Rules) {
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
    fn available(&self, network: &Network, rules: &Rules, market: u32) -> f64 {
        if rules.replaceability == Replaceability::Off {
            return 0.0;
        }
        let mut gone = 0.0;
        let mut next = self.markets[market as usize].first;
        while next != 0 {
            let line = (next - 1) as usize;
            next = self.lines[line].next;
            let loss = self.firms[self.firm_of(network, line)].down;
            let lost = match rules.replaceability {
                Replaceability::Conservative => f64::from(u8::from(loss > rules.epsilon)),
                Replaceability::Paper | Replaceability::Off => loss,
            };
            gone += network.lines[line].sales * lost;
        }
        (network.markets[market as usize] - gone).max(0.0)
    }

    fn firm_of(&self, network: &Network, line: usize) -> usize {
        network.firm_of[line] as usize
    }

    fn send_line(&mut self, network: &Network, rules: &Rules, line: usize, available: f64) {
        let loss = self.firms[self.firm_of(network, line)].down;
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
            let buyer = &mut self.firms[sale.buyer as usize];
            if *slot > buyer.next_down {
                buyer.next_down = *slot;
                if !buyer.pending {
                    buyer.pending = true;
                    self.pending.push(sale.buyer);
                }
            }
        }
    }

    /// Sends what buyers lose more than before to their suppliers [ES-6].
    fn send_up(&mut self, network: &Network) {
        for &(buyer, more) in &self.grown {
            let range =
                network.purchases_of[buyer as usize] as usize..network.purchases_of[buyer as usize + 1] as usize;
            for purchase in &network.purchases[range] {
                let supplier = &mut self.firms[purchase.supplier as usize];
                supplier.next_up += purchase.share * more;
                if !supplier.pending_up {
                    supplier.pending_up = true;
                    self.pending_up.push(purchase.supplier);
                }
            }
        }
        self.grown.clear();
    }

    /// Takes over the downstream losses of this step and gives the largest fall [ES-5].
    fn settle_down(&mut self, network: &Network) -> f64 {
        let mut largest = 0.0_f64;
        let pending = std::mem::take(&mut self.pending);
        for &firm in &pending {
            let loss = &mut self.firms[firm as usize];
            loss.pending = false;
            let next = loss.next_down.min(1.0);
            let fall = next - loss.down;
            if fall > 0.0 {
                loss.down = next;
                largest = largest.max(fall);
                self.touch(firm);
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
        let pending = std::mem::take(&mut self.pending_up);
        for &firm in &pending {
            let loss = &mut self.firms[firm as usize];
            loss.pending_up = false;
            let next = loss.next_up.min(1.0);
            let fall = next - loss.up;
            if fall > 0.0 {
                loss.up = next;
                largest = largest.max(fall);
                self.grown.push((firm, fall));
                self.touch(firm);
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
        for &firm in &self.touched_firms {
            self.firms[firm as usize] = Loss::default();
        }
        for &line in &self.touched_lines {
            self.lines[line as usize] = LineState::default();
        }
        for &market in &self.touched_markets {
            self.markets[market as usize] = MarketState::default();
        }
        self.touched_slots.clear();
        self.touched_firms.clear();
        self.touched_lines.clear();
        self.touched_markets.clear();
        self.grown.clear();
        self.shaken.clear();
    }
}
