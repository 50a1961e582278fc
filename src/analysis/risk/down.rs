//! The downstream half of a cascade: what customers lose when suppliers fail [ES-3] to [ES-5].

use super::cascade::Rules;
use super::fixed::{Level, Marks, level, part, whole};
use super::market::vacated;
use super::network::LossNetwork;
use super::start::Start;

/// All zero between cascades.
#[derive(Debug, Default)]
pub(super) struct Down {
    /// Loss of each firm; while losses are being sent, that of the next step already.
    pub(super) levels: Vec<Level>,
    /// What is lost of each slot.
    pub(super) slots: Vec<Level>,
    /// Whether `slots` is up to date; if not, they must be summed anew before anything is added.
    pub(super) noted: bool,
    /// What each line sent to its customers.
    pub(super) sent: Vec<Level>,
    /// The line of the same market that was hit before it; 0 where it was not hit.
    next: Vec<u32>,
    pub(super) markets: Vec<MarketState>,
    /// Firms with a loss, in the order of their first.
    pub(super) touched: Vec<u32>,
    /// Firms that lose more in this step, and their loss before.
    pending: Vec<(u32, Level)>,
    marks: Marks,
    /// Markets whose sellers lost something in the last step.
    shaken: Vec<u32>,
    outbox: Vec<Sending>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MarketState {
    /// Share of the market that is gone.
    pub(super) gone: Level,
    /// The line hit last; 0 where none is.
    first: u32,
    shaken: bool,
}

/// The last line of a list, and what lines are numbered from in lists.
const END: u32 = 1;
const FIRST: u32 = 2;

#[derive(Debug, Clone, Copy)]
struct Sending {
    line: u32,
    before: Level,
    now: Level,
}

/// Sending to one customer costs as much as summing so many inputs anew: it goes to and fro in memory, and sums do not.
const SENDING: usize = 6;

impl Down {
    pub(super) fn new(network: &LossNetwork) -> Self {
        Self {
            levels: vec![0; network.firms()],
            slots: vec![0; network.slots()],
            sent: vec![0; network.lines.len()],
            next: vec![0; network.lines.len()],
            markets: vec![MarketState::default(); network.markets.len()],
            marks: Marks::new(network.firms()),
            noted: true,
            ..Self::default()
        }
    }

    pub(super) fn strike(&mut self, network: &LossNetwork, rules: &Rules, start: &Start) {
        for shock in start.shocks() {
            let loss = level(shock.down);
            if loss > 0 {
                self.levels[shock.firm as usize] = loss;
                self.touched.push(shock.firm);
                self.shake(network, rules, shock.firm, 0);
            }
        }
    }

    /// Notes that all lines of the firm are hit and their markets have less to sell.
    fn shake(&mut self, network: &LossNetwork, rules: &Rules, firm: u32, before: Level) {
        let (before, now) = (vacated(rules, before), vacated(rules, self.levels[firm as usize]));
        for line in network.lines_of(firm) {
            let seller = &network.sellers[line as usize];
            let market = &mut self.markets[seller.market as usize];
            market.gone += part(seller.open, now) - part(seller.open, before);
            let next = &mut self.next[line as usize];
            if *next == 0 {
                *next = market.first.max(END);
                market.first = line + FIRST;
            }
            if !market.shaken {
                market.shaken = true;
                self.shaken.push(seller.market);
            }
        }
    }

    /// Decides what hit lines of shaken markets send [ES-3], [ES-4], and whether to sum all slots anew is cheaper than sending.
    pub(super) fn prepare(&mut self, network: &LossNetwork, rules: &Rules) -> bool {
        let sales = self.fill_outbox(network, rules);
        let anew = !self.noted || sales * SENDING > network.feeds.edges.len() + network.slots();
        if anew {
            self.outbox.clear();
        }
        anew
    }

    /// Sends what was decided; cut inputs go with the first step.
    pub(super) fn send(&mut self, network: &LossNetwork, start: &Start, first: bool) {
        let outbox = std::mem::take(&mut self.outbox);
        for sending in &outbox {
            for outlet in network.outlets(sending.line) {
                let more = part(outlet.share, sending.now) - part(outlet.share, sending.before);
                self.fill(outlet.slot, outlet.buyer, more);
            }
        }
        self.outbox = outbox;
        self.outbox.clear();
        if first {
            self.cut(network, start);
        }
    }

    /// Takes over the inputs that are cut from the start.
    pub(super) fn cut(&mut self, network: &LossNetwork, start: &Start) {
        for &(slot, share) in start.lost_inputs() {
            // Slots are numbered by buyer.
            let buyer = network.slots_of.partition_point(|first| *first <= slot) - 1;
            self.fill(slot, buyer as u32, level(share));
        }
    }

    /// What is to be sent, and to how many customers.
    fn fill_outbox(&mut self, network: &LossNetwork, rules: &Rules) -> usize {
        let (least, mut sales) = (level(rules.hold_back), 0);
        let shaken = std::mem::take(&mut self.shaken);
        for &at in &shaken {
            let offer = self.offer(network, rules, at);
            let market = &mut self.markets[at as usize];
            market.shaken = false;
            let mut next = market.first;
            while next > END {
                let line = next - FIRST;
                next = self.next[line as usize];
                let seller = &network.sellers[line as usize];
                let now = offer.unreplaced(network, line, seller, self.levels[seller.firm as usize]);
                let sent = &mut self.sent[line as usize];
                if now > *sent && now - *sent > least {
                    self.outbox.push(Sending { line, before: *sent, now });
                    sales += network.outlets(line).len();
                    *sent = now;
                }
            }
        }
        self.shaken = shaken;
        self.shaken.clear();
        sales
    }

    fn fill(&mut self, slot: u32, buyer: u32, more: Level) {
        let slot = &mut self.slots[slot as usize];
        *slot += more;
        let sum = *slot;
        self.meet(buyer, sum);
    }

    /// All slots from what their lines sent.
    pub(super) fn sum_anew(&mut self, network: &LossNetwork, start: &Start) {
        for buyer in 0..network.firms() as u32 {
            let mut worst = 0;
            for slot in network.slots_of(buyer) {
                let parts = network.feeds.of(slot).iter().map(|edge| part(edge.share, self.sent[edge.to as usize]));
                let sum = parts.sum();
                self.slots[slot as usize] = sum;
                worst = sum.max(worst);
            }
            self.meet(buyer, worst);
        }
        self.noted = true;
        self.cut(network, start);
    }

    /// Takes over what a slot of the buyer lost, where that is more than all others.
    pub(super) fn meet(&mut self, buyer: u32, sum: Level) {
        let level = &mut self.levels[buyer as usize];
        let loss = whole(sum);
        if loss > *level {
            if self.marks.mark(buyer) {
                self.pending.push((buyer, *level));
            }
            *level = loss;
        }
    }

    /// Takes over the losses of this step and gives the largest fall [ES-5].
    pub(super) fn settle(&mut self, network: &LossNetwork, rules: &Rules) -> Level {
        let mut largest = 0;
        let pending = std::mem::take(&mut self.pending);
        for &(firm, before) in &pending {
            self.marks.unmark(firm);
            largest = largest.max(self.levels[firm as usize] - before);
            if before == 0 {
                self.touched.push(firm);
            }
            self.shake(network, rules, firm, before);
        }
        self.pending = pending;
        self.pending.clear();
        largest
    }

    /// Puts everything touched back to zero.
    pub(super) fn clear(&mut self, network: &LossNetwork) {
        for &firm in &self.touched {
            self.levels[firm as usize] = 0;
            for slot in network.slots_of(firm) {
                self.slots[slot as usize] = 0;
            }
            for line in network.lines_of(firm) {
                (self.sent[line as usize], self.next[line as usize]) = (0, 0);
                self.markets[network.sellers[line as usize].market as usize] = MarketState::default();
            }
        }
        self.touched.clear();
        self.shaken.clear();
        self.noted = true;
    }
}
