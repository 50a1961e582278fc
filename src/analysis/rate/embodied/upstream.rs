//! The suppliers behind asked buyers in one year: what each buys for a yuan of revenue, and on what that rests.

use super::content::{Input, Makers, Own};
use crate::graph::matrix::Csr;
use crate::graph::{Flow, Node, SupplyGraph};
use crate::model::{Firm, FirmIx, FirmYear, Year, sector};
use serde::Serialize;

/// Least share of its revenue that a firm adds itself: what keeps circles of suppliers from adding up for ever.
const LEAST_OWN: f64 = 0.01;

/// What a figure rests on that no account of a firm tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A supplier with recorded purchases states neither revenue nor output.
    RevenueMissing,
    /// A supplier buys more than its revenue; its purchases were scaled down.
    CostExceedsRevenue,
    /// A supplier's value added is that of its industry on average.
    SectorRatio,
    /// A supplier's value added is that of the whole economy on average, for its industry is unknown.
    EconomyRatio,
    /// A supplier has purchases without amount: they are part of what is not traced.
    UnpricedInputs,
    /// A supplier is unnamed: of whom it buys is not known.
    UnnamedSupplier,
    /// Firms that sell to each other in circles hand on nearly all they buy; the sum was broken off within its bounds.
    Unsettled,
}

impl Flag {
    /// All, in order.
    pub const ALL: [Flag; 7] = [
        Flag::RevenueMissing,
        Flag::CostExceedsRevenue,
        Flag::SectorRatio,
        Flag::EconomyRatio,
        Flag::UnpricedInputs,
        Flag::UnnamedSupplier,
        Flag::Unsettled,
    ];

    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Suppliers of asked buyers, theirs, and so on.
pub(super) struct Upstream {
    pub(super) makers: Makers,
    /// Number of each node among the makers.
    numbers: Vec<u32>,
    /// Flags about each maker and all its suppliers.
    flags: Vec<u8>,
    /// Firms whose own books raise a flag that more data would settle: firm and what it is.
    pub(super) wanting: Vec<(FirmIx, Flag)>,
}

const ABSENT: u32 = u32::MAX;

impl Upstream {
    /// The makers behind `buyers`.
    pub(super) fn new(graph: &SupplyGraph, year: Option<Year>, buyers: &[FirmIx]) -> Self {
        let nodes = reached(graph, year, buyers);
        let mut numbers = vec![ABSENT; graph.nodes().len()];
        for (number, &node) in (0..).zip(&nodes) {
            numbers[node as usize] = number;
        }
        let mut upstream = Self { makers: Makers::default(), numbers, flags: Vec::new(), wanting: Vec::new() };
        for node in nodes {
            upstream.push(graph, year, node);
        }
        upstream.spread();
        upstream
    }

    /// Number of a supplier among the makers.
    pub(super) fn number(&self, node: u32) -> u32 {
        self.numbers[node as usize]
    }

    /// Flags about a supplier and all its suppliers.
    pub(super) fn flags(&self, node: u32) -> u8 {
        self.flags[self.number(node) as usize]
    }

    fn push(&mut self, graph: &SupplyGraph, year: Option<Year>, node: u32) {
        let Node::Firm(firm) = graph.nodes()[node as usize] else {
            self.flags.push(Flag::UnnamedSupplier.bit());
            return self.makers.push(Own { unexplained: 1.0, known: sector::ECONOMY }, None);
        };
        let books = Books::of(graph, firm, year);
        let revenue = books.revenue.unwrap_or_else(|| {
            let sold = sales(graph, node, year).map(|flow| flow.amount).sum::<f64>();
            sold.max(books.bought / (1.0 - books.ratio))
        });
        // Purchases are scaled down where they leave the firm less than the least it must add itself.
        let base = revenue.max(books.bought / (1.0 - LEAST_OWN));
        let mut flags = books.flags;
        if books.bought > revenue {
            flags |= Flag::CostExceedsRevenue.bit();
        }
        let inputs = if base > 0.0 { self.inputs(graph, firm, year, base) } else { Vec::new() };
        let recorded: f64 = inputs.iter().map(|input| input.share).sum();
        let unexplained = (1.0 - recorded).clamp(0.0, 1.0);
        self.makers.push(Own { unexplained, known: unexplained.min(books.ratio) }, inputs);
        self.flags.push(flags);
        let asked = [Flag::RevenueMissing, Flag::CostExceedsRevenue, Flag::UnpricedInputs];
        self.wanting.extend(asked.into_iter().filter(|flag| flags & flag.bit() > 0).map(|flag| (firm, flag)));
    }

    /// What a firm buys, by supplier and place.
    fn inputs(&self, graph: &SupplyGraph, firm: FirmIx, year: Option<Year>, base: f64) -> Vec<Input> {
        let of_flow = |flow: &Flow| Input {
            supplier: self.number(flow.supplier),
            place: flow.place,
            share: flow.amount / base,
            least: flow.range.0.min(flow.amount) / base,
        };
        let mut inputs: Vec<Input> =
            purchases(graph, firm, year).filter(|flow| flow.amount > 0.0).map(of_flow).collect();
        // Stable: purchases of several products keep the order of the graph, so that their sum does.
        inputs.sort_by_key(|input| (input.supplier, input.place));
        inputs.dedup_by(|next, kept| {
            let is_same = (next.supplier, next.place) == (kept.supplier, kept.place);
            if is_same {
                kept.share += next.share;
                kept.least += next.least;
            }
            is_same
        });
        inputs
    }

    /// Hands every flag on to the buyers, theirs, and so on.
    fn spread(&mut self) {
        let count = self.makers.len();
        let edges: Vec<(u32, u32)> = (0..count)
            .flat_map(|maker| self.makers.inputs_of(maker).iter().map(move |input| (input.supplier, maker as u32)))
            .collect();
        let buyers = Csr::group(count, edges.iter().map(|(supplier, _)| *supplier as usize));
        let mut open: Vec<u32> = (0..count as u32).collect();
        while let Some(maker) = open.pop() {
            for &edge in buyers.row(maker as usize) {
                let buyer = edges[edge as usize].1;
                let all = self.flags[buyer as usize] | self.flags[maker as usize];
                if all != self.flags[buyer as usize] {
                    self.flags[buyer as usize] = all;
                    open.push(buyer);
                }
            }
        }
    }
}

/// Purchases of a firm in a year, without what it supplies itself.
fn purchases(graph: &SupplyGraph, firm: FirmIx, year: Option<Year>) -> impl Iterator<Item = &Flow> {
    let flows = graph.purchases_of(firm).iter().map(|&at| &graph.flows()[at as usize]);
    flows.filter(move |flow| flow.year == year && !graph.is_self_supply(flow))
}

fn sales(graph: &SupplyGraph, node: u32, year: Option<Year>) -> impl Iterator<Item = &Flow> {
    let flows = graph.sales_of(node).iter().map(|&at| &graph.flows()[at as usize]);
    flows.filter(move |flow| flow.year == year && !graph.is_self_supply(flow))
}

/// Suppliers of the buyers and all theirs, sorted; a purchase without amount reaches its supplier too.
fn reached(graph: &SupplyGraph, year: Option<Year>, buyers: &[FirmIx]) -> Vec<u32> {
    let mut is_met = vec![false; graph.nodes().len()];
    let mut open: Vec<FirmIx> = buyers.to_vec();
    let mut met: Vec<u32> = Vec::new();
    while let Some(buyer) = open.pop() {
        for flow in purchases(graph, buyer, year) {
            if !std::mem::replace(&mut is_met[flow.supplier as usize], true) {
                met.push(flow.supplier);
                open.extend(graph.supplier_firm(flow));
            }
        }
    }
    met.sort_unstable();
    met
}

/// What is known of a firm in a year.
struct Books {
    /// Revenue, else output, yuan; `None` when neither is known.
    revenue: Option<f64>,
    /// Share of its revenue that it adds itself.
    ratio: f64,
    /// Recorded purchases, yuan.
    bought: f64,
    flags: u8,
}

impl Books {
    fn of(graph: &SupplyGraph, firm: FirmIx, year: Option<Year>) -> Self {
        let entry = figures(graph, firm, year);
        let positive = |yuan: Option<f64>| yuan.filter(|yuan| *yuan > 0.0);
        let turnover = entry.and_then(|entry| positive(entry.revenue));
        let revenue = turnover.or_else(|| entry.and_then(|entry| positive(entry.output)));
        // Operating cost holds wages and depreciation too, so that this is the least of its value added.
        let stated = turnover.zip(entry.and_then(|entry| entry.cost)).map(|(revenue, cost)| 1.0 - cost / revenue);
        let (ratio, mut flags) = match stated {
            Some(ratio) => (ratio.clamp(LEAST_OWN, 1.0), 0),
            None => average(graph.dataset().firm(firm)),
        };
        let mut bought = 0.0;
        for flow in purchases(graph, firm, year) {
            bought += flow.amount;
            flags |= if flow.unpriced > 0 { Flag::UnpricedInputs.bit() } else { 0 };
        }
        if bought > 0.0 && revenue.is_none() {
            flags |= Flag::RevenueMissing.bit();
        }
        Self { revenue, ratio, bought, flags }
    }
}

/// Figures of the year; for lines without a year those of the latest.
fn figures(graph: &SupplyGraph, firm: FirmIx, year: Option<Year>) -> Option<&FirmYear> {
    let all = &graph.dataset().firm_years;
    let own = &all[all.partition_point(|entry| entry.firm < firm)..all.partition_point(|entry| entry.firm <= firm)];
    match year {
        Some(year) => own.iter().find(|entry| entry.year == year),
        None => own.last(),
    }
}

/// Value added of firms of the industry on average; a trader keeps nothing for certain but the least.
fn average(firm: &Firm) -> (f64, u8) {
    if firm.trader {
        return (LEAST_OWN, 0);
    }
    match firm.industry.as_deref().and_then(sector::value_added_ratio) {
        Some(ratio) => (ratio, Flag::SectorRatio.bit()),
        None => (sector::ECONOMY, Flag::EconomyRatio.bit()),
    }
}
