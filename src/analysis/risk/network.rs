//! The network on which losses travel: who sells which product to whom, laid out for the cascade.
//!
//! Formulas [ES-1] and [ES-2] of docs/methods.md. Rows and columns become two lists of edges: sales of a line, downstream,
//! and purchases of a buyer, upstream. A *line* is what one firm sells of one product; with one product for each firm, as
//! in the published index, a line is a firm. A *slot* collects what is lost of one input: one slot for each essential
//! product of a buyer, and one for all its inputs that are not essential.

use super::fixed::share_fraction;
use super::layout;
use super::start::Start;
use std::ops::Range;

/// How much a buyer depends on an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Essentiality {
    /// Its absence does not matter (0).
    Negligible,
    /// Output falls by its share of all inputs (1).
    Linear,
    /// Output falls as the input falls (2).
    Essential,
}

/// A flow of goods, supplier → buyer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// Number of the supplier.
    pub supplier: u32,
    /// Number of the buyer.
    pub buyer: u32,
    /// Number of the product.
    pub product: u32,
    /// Yuan a year, or any other unit; above zero and below 1e290.
    pub amount: f64,
    /// What the buyer is without it.
    pub essentiality: Essentiality,
}

/// What a firm could sell of a product beyond what it sells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spare {
    /// Number of the firm.
    pub firm: u32,
    /// Number of the product.
    pub product: u32,
    /// In the unit of the flows.
    pub amount: f64,
}

/// How much of a buyer's purchases of one product the flows hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recorded {
    /// Number of the buyer.
    pub buyer: u32,
    /// Number of the product.
    pub product: u32,
    /// Share in [0, 1].
    pub share: f64,
}

/// Stock of an input: for which share of the stop it makes good for what no longer comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover {
    /// Number of the buyer.
    pub buyer: u32,
    /// Number of the product.
    pub product: u32,
    /// From 0 (no stock) to 1 (the stock outlasts the stop).
    pub share: f64,
}

/// What is known of the firms and products beside their flows; empty lists stand for nothing known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beyond {
    /// Revenue of each firm, in the unit of the flows; `None` where it is not known. With infinite revenue and cost a firm
    /// loses nothing, whatever its customers and suppliers lose.
    pub revenue: Vec<Option<f64>>,
    /// Cost of each firm, in the unit of the flows.
    pub cost: Vec<Option<f64>>,
    /// Class within which each product can be replaced; each product its own class when empty.
    pub market: Vec<u32>,
    /// Products that are one input to those who depend on them, by the number of the input; each product its own when empty.
    pub input: Vec<u32>,
    /// Sales of competitors outside the data, by market.
    pub outside: Vec<f64>,
    /// Spare capacity, for [`super::cascade::Replaceability::Capacity`] alone. Firms and products without an entry are taken
    /// to have none: what is not known cannot be relied on, and the loss is an upper bound.
    pub spare: Vec<Spare>,
    /// Shares by buyer and product, sorted, each once: for an essential input they stand for the buyer's ratio of recorded
    /// purchases to cost.
    pub recorded: Vec<Recorded>,
    /// Stocks, sorted by buyer and product, each pair once.
    pub cover: Vec<Cover>,
}

impl Beyond {
    pub(in crate::analysis) fn recorded_of(&self, buyer: u32, product: u32) -> Option<f64> {
        let at = self.recorded.binary_search_by_key(&(buyer, product), |entry| (entry.buyer, entry.product)).ok()?;
        Some(self.recorded[at].share)
    }
}

/// A sale of a line: where its loss goes, and how much of the buyer's slot it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sale {
    /// The slot of the buyer.
    pub slot: u32,
    /// The buyer.
    pub buyer: u32,
    /// Share of the slot.
    pub share: f64,
}

/// A purchase: who loses the sale, and which share of its sales that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Purchase {
    /// The supplier.
    pub supplier: u32,
    /// Share of the supplier's sales.
    pub share: f64,
}

/// A customer, and the share of the supplier's sales that it takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Customer {
    /// The customer.
    pub buyer: u32,
    /// Share of the supplier's sales.
    pub share: f64,
}

/// A line: what one firm sells of one product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// The firm.
    pub firm: u32,
    /// The product.
    pub product: u32,
    /// The market in which it can be replaced.
    pub market: u32,
    /// Sales inside the data, cut flows included.
    pub sales: f64,
    /// Sales that are not cut: what is there to replace others.
    pub(super) open: f64,
    pub(super) spare: f64,
}

/// What a market can replace.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Market {
    /// Sales of competitors outside the data.
    pub(super) outside: f64,
    /// Sales that are not cut, those outside the data included.
    pub(super) sales: f64,
}

/// A line as the cascade needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seller {
    pub(super) firm: u32,
    pub(super) market: u32,
    /// Its sales by those of the market; above 1 where more is cut than is left.
    pub(super) sales: f64,
    /// Its sales that are not cut, as a share of the market's.
    pub(super) open: u64,
}

/// A sale as the cascade needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outlet {
    pub(super) share: u64,
    pub(super) slot: u32,
    pub(super) buyer: u32,
}

/// One end of an edge and its share, in twelve bytes: the lists are read from end to end, and their length is what counts.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C, packed(4))]
pub(super) struct Edge {
    pub(super) share: u64,
    pub(super) to: u32,
}

/// Lists of edges, one for each node.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Edges {
    /// The edges of node i are those from `starts[i]` to `starts[i + 1]`.
    pub(super) starts: Vec<u32>,
    pub(super) edges: Vec<Edge>,
}

impl Edges {
    pub(super) fn of(&self, node: u32) -> &[Edge] {
        &self.edges[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    pub(super) fn count(&self, node: u32) -> usize {
        (self.starts[node as usize + 1] - self.starts[node as usize]) as usize
    }

    /// The same edges by their other end, of which there are so many.
    pub(super) fn turned(&self, nodes: usize) -> Self {
        let mut starts = vec![0_u32; nodes + 1];
        for edge in &self.edges {
            starts[edge.to as usize + 1] += 1;
        }
        super::layout::add_up(&mut starts);
        let mut free = starts.clone();
        let mut edges = vec![Edge { share: 0, to: 0 }; self.edges.len()];
        for from in 0..self.starts.len().saturating_sub(1) as u32 {
            for edge in self.of(from) {
                let at = &mut free[edge.to as usize];
                edges[*at as usize] = Edge { share: edge.share, to: from };
                *at += 1;
            }
        }
        Self { starts, edges }
    }
}

/// A network ready for the cascade.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LossNetwork {
    pub(super) lines: Vec<Line>,
    pub(super) sellers: Vec<Seller>,
    /// Lines of each firm: `lines_of[i]..lines_of[i + 1]`.
    pub(super) lines_of: Vec<u32>,
    pub(super) outlets: Vec<Outlet>,
    /// Outlets of each line.
    pub(super) outlets_of: Vec<u32>,
    /// The outlets by slot: the lines that deliver into it.
    pub(super) feeds: Edges,
    /// Suppliers of each buyer, with the share of the supplier's sales that it takes.
    pub(super) suppliers: Edges,
    /// The same by supplier: its customers.
    pub(super) customers: Edges,
    pub(super) markets: Vec<Market>,
    /// The lines by market.
    pub(super) rivals: Vec<u32>,
    /// Rivals of each market.
    pub(super) rivals_of: Vec<u32>,
    /// Slots of each firm.
    pub(super) slots_of: Vec<u32>,
    /// Whose slots, lines and markets are whose: a workspace fits all networks with the same.
    pub(super) shape: u64,
    /// Sales of each firm inside the data.
    pub sold: Vec<f64>,
    /// Purchases of each firm inside the data.
    pub bought: Vec<f64>,
}

impl LossNetwork {
    /// Lays out the flows among `firms` firms of `products` products.
    ///
    /// Flows of one supplier, buyer and product may come in several pieces. Order does not matter: they are sorted.
    /// Flows whose amount is not above zero and below 1e290 are left out.
    ///
    /// # Panics
    /// When a number is out of range; the callers number firms and products themselves.
    pub fn new(firms: usize, products: usize, flows: Vec<Flow>, beyond: &Beyond) -> Self {
        layout::lay(firms, products, flows, beyond, |_| 0.0).0
    }

    /// The same network after some flows were cut, with what their loss starts from.
    ///
    /// Shares stay those of the whole network: a buyer that loses a cut flow loses it wholly and at once, nobody replaces it,
    /// and the supplier loses the sale. What was cut is not there any more to replace others. Slots and lines bear the same
    /// numbers as without cuts.
    ///
    /// # Panics
    /// As [`LossNetwork::new`].
    pub fn cut(
        firms: usize,
        products: usize,
        flows: Vec<Flow>,
        beyond: &Beyond,
        cut: impl Fn(&Flow) -> bool,
    ) -> (Self, Start) {
        layout::lay(firms, products, flows, beyond, |flow| if cut(flow) { 1.0 } else { 0.0 })
    }

    /// The same with a share of each flow cut, from 0 to 1: of what comes from two plants, that of one.
    ///
    /// # Panics
    /// As [`LossNetwork::new`].
    pub fn cut_in_part(
        firms: usize,
        products: usize,
        flows: Vec<Flow>,
        beyond: &Beyond,
        cut: impl Fn(&Flow) -> f64,
    ) -> (Self, Start) {
        layout::lay(firms, products, flows, beyond, cut)
    }

    /// Count of firms.
    pub fn firms(&self) -> usize {
        self.sold.len()
    }

    /// Count of slots.
    pub fn slots(&self) -> usize {
        self.slots_of.last().map_or(0, |slots| *slots as usize)
    }

    /// Count of lines.
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// What a line is.
    pub fn line(&self, line: u32) -> Line {
        self.lines[line as usize]
    }

    /// The lines of a firm.
    pub fn lines_of(&self, firm: u32) -> Range<u32> {
        self.lines_of[firm as usize]..self.lines_of[firm as usize + 1]
    }

    /// The slots of a buyer.
    pub fn slots_of(&self, buyer: u32) -> Range<u32> {
        self.slots_of[buyer as usize]..self.slots_of[buyer as usize + 1]
    }

    /// Where the loss of a line goes; sales whose absence does not matter and cut flows are not among them.
    pub fn sales(&self, line: u32) -> impl Iterator<Item = Sale> + '_ {
        let sale =
            |outlet: &Outlet| Sale { slot: outlet.slot, buyer: outlet.buyer, share: share_fraction(outlet.share) };
        self.outlets(line).iter().map(sale)
    }

    /// Where the upstream loss of a buyer goes: its suppliers, by number.
    pub fn purchases(&self, buyer: u32) -> impl Iterator<Item = Purchase> + '_ {
        let purchase = |edge: &Edge| Purchase { supplier: edge.to, share: share_fraction(edge.share) };
        self.suppliers.of(buyer).iter().map(purchase)
    }

    /// Where the upstream loss of a supplier comes from: its customers, by number.
    pub fn customers(&self, supplier: u32) -> impl Iterator<Item = Customer> + '_ {
        let customer = |edge: &Edge| Customer { buyer: edge.to, share: share_fraction(edge.share) };
        self.customers.of(supplier).iter().map(customer)
    }

    /// The lines that deliver into a slot, by number, with the share of the slot that each is.
    pub fn inputs(&self, slot: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.feeds.of(slot).iter().map(|edge| (edge.to, share_fraction(edge.share)))
    }

    pub(super) fn outlets(&self, line: u32) -> &[Outlet] {
        &self.outlets[self.outlets_of[line as usize] as usize..self.outlets_of[line as usize + 1] as usize]
    }

    /// The lines of a market.
    pub(super) fn rivals(&self, market: u32) -> impl Iterator<Item = &Line> {
        let range = self.rivals_of[market as usize] as usize..self.rivals_of[market as usize + 1] as usize;
        self.rivals[range].iter().map(|line| &self.lines[*line as usize])
    }
}
