//! From flows to the lists of edges of a [`LossNetwork`].

use super::fixed::share;
use super::network::{Beyond, Cover, Edge, Edges, Essentiality, Flow, Line, LossNetwork, Market, Outlet, Seller};
use super::start::{CutInput, CutSale, Start};
use std::hash::{Hash, Hasher};

const NO_SLOT: u32 = u32::MAX;

/// Above this a sum of amounts might overflow.
const MOST: f64 = 1e290;

pub(super) fn lay(
    firms: usize,
    products: usize,
    mut flows: Vec<Flow>,
    beyond: &Beyond,
    cut: impl Fn(&Flow) -> f64,
) -> (LossNetwork, Start) {
    flows.retain(|flow| flow.amount > 0.0 && flow.amount < MOST);
    flows.sort_by(|a, b| {
        (a.supplier, a.product, a.buyer).cmp(&(b.supplier, b.product, b.buyer)).then(a.amount.total_cmp(&b.amount))
    });
    let mut network = LossNetwork { sold: vec![0.0; firms], bought: vec![0.0; firms], ..LossNetwork::default() };
    for flow in &flows {
        network.sold[flow.supplier as usize] += flow.amount;
        network.bought[flow.buyer as usize] += flow.amount;
    }
    let mut layout = Layout { network, flows, beyond, cut, start: Start::default() };
    layout.lay_purchases();
    layout.lay_lines(products);
    layout.lay_sales();
    layout.gather_cuts();
    layout.fill_markets();
    layout.network.shape = shape(&layout.network);
    (layout.network, layout.start)
}

struct Layout<'a, C> {
    network: LossNetwork,
    /// By supplier, product, buyer, amount.
    flows: Vec<Flow>,
    beyond: &'a Beyond,
    cut: C,
    start: Start,
}

impl<C: Fn(&Flow) -> f64> Layout<'_, C> {
    /// Upstream: the share of i's sales that go to j, of its revenue where that is larger [ES-2].
    fn lay_purchases(&mut self) {
        let mut order: Vec<u32> = (0..self.flows.len() as u32).collect();
        order.sort_by_key(|at| {
            let flow = &self.flows[*at as usize];
            (flow.buyer, flow.supplier, *at)
        });
        let network = &mut self.network;
        let mut lost = vec![0.0; network.firms()];
        let (mut starts, mut edges) = (Vec::with_capacity(network.firms() + 1), Vec::with_capacity(self.flows.len()));
        let mut at = 0;
        for buyer in 0..network.firms() as u32 {
            starts.push(edges.len() as u32);
            let mut open: Option<(u32, f64)> = None;
            let mut close =
                |open: Option<(u32, f64)>| edges.extend(open.map(|(to, part)| Edge { share: share(part), to }));
            while let Some(flow) = order.get(at).map(|at| &self.flows[*at as usize]).filter(|flow| flow.buyer == buyer)
            {
                let supplier = flow.supplier as usize;
                let revenue = self.beyond.revenue.get(supplier).copied().flatten().unwrap_or(0.0);
                let whole = flow.amount / revenue.max(network.sold[supplier]);
                let gone = (self.cut)(flow).clamp(0.0, 1.0);
                at += 1;
                if gone > 0.0 {
                    lost[supplier] += whole * gone;
                    let (supplier, buyer) = (flow.supplier, flow.buyer);
                    self.start.cut_sales.push(CutSale { supplier, buyer, share: whole * gone });
                }
                if gone >= 1.0 {
                    continue;
                }
                let rest = whole * (1.0 - gone);
                match &mut open {
                    Some((same, sum)) if *same == flow.supplier => *sum += rest,
                    _ => close(open.replace((flow.supplier, rest))),
                }
            }
            close(open);
        }
        starts.push(edges.len() as u32);
        network.suppliers = Edges { starts, edges };
        network.customers = network.suppliers.turned(network.firms());
        self.start.lost_sales = (0..).zip(lost).filter(|lost| lost.1 > 0.0).collect();
        self.start.cut_sales.sort_by_key(|cut| cut.supplier);
    }

    /// One line for each firm and product that it sells or could sell.
    fn lay_lines(&mut self, products: usize) {
        let mut keys: Vec<(u32, u32)> = self.flows.iter().map(|flow| (flow.supplier, flow.product)).collect();
        keys.dedup();
        let spare = || self.beyond.spare.iter().filter(|spare| spare.amount > 0.0 && spare.amount < MOST);
        keys.extend(spare().map(|spare| (spare.firm, spare.product)));
        keys.sort_unstable();
        keys.dedup();
        let market = |product: u32| self.beyond.market.get(product as usize).copied().unwrap_or(product);
        let network = &mut self.network;
        let line =
            |&(firm, product)| Line { firm, product, market: market(product), sales: 0.0, open: 0.0, spare: 0.0 };
        network.lines = keys.iter().map(line).collect();
        for spare in spare() {
            if let Ok(at) = keys.binary_search(&(spare.firm, spare.product)) {
                network.lines[at].spare += spare.amount;
            }
        }
        let mut starts = vec![0_u32; network.firms() + 1];
        for line in &network.lines {
            starts[line.firm as usize + 1] += 1;
        }
        add_up(&mut starts);
        network.lines_of = starts;
        let last = self.beyond.market.iter().max().map_or(0, |market| *market as usize + 1);
        let last = network.lines.iter().map(|line| line.market as usize + 1).max().unwrap_or(0).max(last);
        network.markets = vec![Market::default(); last.max(if self.beyond.market.is_empty() { products } else { 0 })];
    }

    /// Downstream: the share of the buyer's input that a sale is [ES-1].
    fn lay_sales(&mut self) {
        let (slot_of, total_of) = self.number_slots();
        let network = &mut self.network;
        network.outlets.reserve_exact(self.flows.len());
        let mut at = 0;
        for line in &mut network.lines {
            network.outlets_of.push(network.outlets.len() as u32);
            let mut open: Option<(u32, u32, f64)> = None;
            let mut close = |open: Option<(u32, u32, f64)>| {
                network.outlets.extend(open.map(|(slot, buyer, part)| Outlet { share: share(part), slot, buyer }));
            };
            let key = (line.firm, line.product);
            while let Some(flow) = self.flows.get(at).filter(|flow| (flow.supplier, flow.product) == key) {
                let (slot, buyer, gone) = (slot_of[at], flow.buyer as usize, (self.cut)(flow).clamp(0.0, 1.0));
                at += 1;
                line.sales += flow.amount;
                line.open += flow.amount * (1.0 - gone);
                if slot == NO_SLOT {
                    continue;
                }
                let cost = self.beyond.cost.get(buyer).copied().flatten().unwrap_or(0.0);
                let recorded = match (flow.essentiality, self.beyond.recorded_of(flow.buyer, flow.product)) {
                    (Essentiality::Essential, Some(of_class)) => of_class,
                    _ => network.bought[buyer] / cost.max(network.bought[buyer]),
                };
                let bare = 1.0 - covered(&self.beyond.cover, flow);
                let whole = flow.amount / total_of[slot as usize] * recorded * bare;
                if gone > 0.0 {
                    let (supplier, product) = key;
                    self.start.lost_inputs.push((slot, whole * gone));
                    self.start.cut_inputs.push(CutInput { slot, supplier, product, share: whole * gone });
                }
                if gone >= 1.0 {
                    continue;
                }
                let rest = whole * (1.0 - gone);
                match &mut open {
                    Some((same, _, sum)) if *same == slot => *sum += rest,
                    _ => close(open.replace((slot, flow.buyer, rest))),
                }
            }
            close(open);
        }
        network.outlets_of.push(network.outlets.len() as u32);
        let edges = network.outlets.iter().map(|outlet| Edge { share: outlet.share, to: outlet.slot });
        let by_line = Edges { starts: network.outlets_of.clone(), edges: edges.collect() };
        network.feeds = by_line.turned(network.slots());
    }

    /// Cut inputs by slot, each slot once.
    fn gather_cuts(&mut self) {
        self.start.cut_inputs.sort_by_key(|cut| cut.slot);
        let lost = &mut self.start.lost_inputs;
        lost.sort_by_key(|lost| lost.0);
        lost.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
    }

    fn fill_markets(&mut self) {
        let network = &mut self.network;
        let mut starts = vec![0_u32; network.markets.len() + 1];
        for line in &network.lines {
            let market = &mut network.markets[line.market as usize];
            market.sales += line.open;
            starts[line.market as usize + 1] += 1;
        }
        add_up(&mut starts);
        let mut free = starts.clone();
        network.rivals = vec![0; network.lines.len()];
        for (at, line) in (0..).zip(&network.lines) {
            network.rivals[free[line.market as usize] as usize] = at;
            free[line.market as usize] += 1;
        }
        network.rivals_of = starts;
        for (market, outside) in network.markets.iter_mut().zip(&self.beyond.outside) {
            market.outside = outside.max(0.0);
            market.sales += market.outside;
        }
        let seller = |line: &Line| {
            let whole = network.markets[line.market as usize].sales;
            Seller { firm: line.firm, market: line.market, sales: line.sales / whole, open: share(line.open / whole) }
        };
        network.sellers = network.lines.iter().map(seller).collect();
    }

    /// The slot of each flow, and what each slot holds in all: one product's purchases, or all purchases of the buyer.
    fn number_slots(&mut self) -> (Vec<u32>, Vec<f64>) {
        let flows = &self.flows;
        let mut order: Vec<u32> = (0..flows.len() as u32).collect();
        let input = |product: u32| self.beyond.input.get(product as usize).copied().unwrap_or(product);
        let key = |flow: &Flow| match flow.essentiality {
            Essentiality::Negligible => (flow.buyer, 2, 0),
            Essentiality::Linear => (flow.buyer, 1, 0),
            Essentiality::Essential => (flow.buyer, 0, input(flow.product)),
        };
        order.sort_by_key(|at| (key(&flows[*at as usize]), *at));
        let mut slot_of = vec![NO_SLOT; flows.len()];
        let mut total_of: Vec<f64> = Vec::new();
        let mut starts = vec![0_u32; self.network.firms() + 1];
        let mut last = None;
        // Where a product is essential for some and linear for other flows of one buyer, each slot holds what is its own.
        for at in order {
            let flow = &flows[at as usize];
            if flow.essentiality == Essentiality::Negligible {
                continue;
            }
            if last != Some(key(flow)) {
                last = Some(key(flow));
                total_of.push(0.0);
                starts[flow.buyer as usize + 1] += 1;
            }
            let slot = total_of.len() - 1;
            total_of[slot] += flow.amount;
            if flow.essentiality == Essentiality::Linear {
                total_of[slot] = self.network.bought[flow.buyer as usize];
            }
            slot_of[at as usize] = slot as u32;
        }
        add_up(&mut starts);
        self.network.slots_of = starts;
        (slot_of, total_of)
    }
}

/// What a workspace must know of a network to put itself back, as one number.
fn shape(network: &LossNetwork) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    (&network.slots_of, &network.lines_of, network.markets.len()).hash(&mut hasher);
    network.lines.iter().for_each(|line| line.market.hash(&mut hasher));
    hasher.finish()
}

/// The share of the stop for which the buyer's stock makes good for a flow.
fn covered(cover: &[Cover], flow: &Flow) -> f64 {
    let at = cover.binary_search_by_key(&(flow.buyer, flow.product), |cover| (cover.buyer, cover.product));
    at.map_or(0.0, |at| cover[at].share.clamp(0.0, 1.0))
}

/// Counts to the starts of ranges.
pub(super) fn add_up(starts: &mut [u32]) {
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
}
