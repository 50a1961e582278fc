//! Who supplies whom between the segments of all chains: what a map of the whole network shows when firms are too many to
//! draw. Firms become segments, purchases become one link for each pair of segments.
//!
//! A purchase runs from the segment of what is bought to the segment of what the buyer makes of it: of the buyer's products
//! in the same chain those with this input (投入), else all of them, else its products in other chains; of several, the one
//! that sells most. What no segment makes is bought for use and counted as such, never guessed.

use super::scope::Scope;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{Chain, FirmIx, Nearness, ProductIx, Year};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A segment by the ids of its chain and its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SegmentId {
    /// Chain.
    pub chain: Arc<str>,
    /// Segment.
    pub segment: Arc<str>,
}

/// Purchases between two segments, or within one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentLink {
    /// Where the goods are made.
    pub from: SegmentId,
    /// What they go into.
    pub to: SegmentId,
    /// Priced purchases of local buyers, yuan; `None` where no line is priced.
    pub amount: Option<f64>,
    /// Of `amount`, what came from the focus area.
    pub near: f64,
    /// Of `amount`, what came from a known place.
    pub located: f64,
    /// Lines.
    pub lines: u32,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// Distinct pairs of supplier and buyer.
    pub pairs: u32,
}

/// Purchases of goods of the chains by firms that make nothing of them.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ForUse {
    /// Yuan.
    pub amount: f64,
    /// Lines.
    pub lines: u32,
}

/// Answer: links of all segments, sorted by their ends.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Links {
    /// Links.
    pub links: Vec<SegmentLink>,
    /// What is not on the map because its buyer makes nothing in any chain.
    pub for_use: ForUse,
}

/// Links between the segments of the chain asked for, or of all chains. O(purchases × products of a buyer).
pub(super) fn links(graph: &SupplyGraph, scope: &Scope, asked: Option<&Chain>, year: Option<Year>) -> Links {
    let dataset = graph.dataset();
    let chains: Vec<&Chain> =
        dataset.chains.iter().filter(|chain| asked.is_none_or(|asked| asked.id == chain.id)).collect();
    let finder = Finder::new(graph, &chains, year);
    let mut sums: BTreeMap<(SegmentId, SegmentId), (SegmentLink, Pairs)> = BTreeMap::new();
    let mut for_use = ForUse::default();
    for flow in graph.flows().iter().filter(|flow| flow.year == year && scope.holds(graph, asked, flow)) {
        let Some((from, to)) = finder.ends(flow) else {
            if chains.iter().any(|chain| chain.place_of(flow.product).is_some()) {
                for_use.amount += flow.amount;
                for_use.lines += flow.priced + flow.unpriced;
            }
            continue;
        };
        let (link, pairs) =
            sums.entry((from.clone(), to.clone())).or_insert_with(|| (SegmentLink::new(from, to), Pairs::new()));
        link.add(flow, scope.is_local(graph.place(flow)));
        pairs.insert((flow.supplier, flow.buyer));
    }
    let finish = |(mut link, pairs): (SegmentLink, Pairs)| {
        link.pairs = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
        link
    };
    Links { links: sums.into_values().map(finish).collect(), for_use }
}

/// Suppliers with their buyers.
type Pairs = BTreeSet<(u32, FirmIx)>;

impl SegmentLink {
    fn new(from: SegmentId, to: SegmentId) -> SegmentLink {
        SegmentLink { from, to, amount: None, near: 0.0, located: 0.0, lines: 0, unpriced_lines: 0, pairs: 0 }
    }

    fn add(&mut self, flow: &Flow, origin: Nearness) {
        self.lines += flow.priced + flow.unpriced;
        self.unpriced_lines += flow.unpriced;
        if flow.priced > 0 {
            self.amount = Some(self.amount.unwrap_or(0.0) + flow.amount);
            self.near += if origin == Nearness::Near { flow.amount } else { 0.0 };
            self.located += if origin == Nearness::Unknown { 0.0 } else { flow.amount };
        }
    }
}

/// Products of each firm: what it can make, and what it sold without being a trader.
fn made(graph: &SupplyGraph) -> BTreeMap<FirmIx, BTreeSet<ProductIx>> {
    let mut made: BTreeMap<FirmIx, BTreeSet<ProductIx>> = BTreeMap::new();
    for capability in &graph.dataset().capabilities {
        made.entry(capability.firm).or_default().insert(capability.product);
    }
    for flow in graph.flows().iter().filter(|flow| !graph.is_traded(flow)) {
        if let Some(firm) = graph.supplier_firm(flow) {
            made.entry(firm).or_default().insert(flow.product);
        }
    }
    made
}

/// What each product goes into, as the data say.
fn inputs(graph: &SupplyGraph) -> BTreeSet<(ProductIx, ProductIx)> {
    graph.dataset().inputs.iter().map(|input| (input.input, input.product)).collect()
}

/// What firms make of what they buy.
pub(super) struct Finder<'a> {
    chains: &'a [&'a Chain],
    made: BTreeMap<FirmIx, BTreeSet<ProductIx>>,
    sales: BTreeMap<(ProductIx, FirmIx), f64>,
    inputs: BTreeSet<(ProductIx, ProductIx)>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(graph: &SupplyGraph, chains: &'a [&'a Chain], year: Option<Year>) -> Self {
        Finder { chains, made: made(graph), sales: super::panorama::sales(graph, year), inputs: inputs(graph) }
    }

    /// What the buyer makes in a chain with what it bought as an input; of several, what it sells most of.
    pub(super) fn use_in(&self, chain: &Chain, flow: &Flow) -> Option<ProductIx> {
        self.of_input(chain, self.made.get(&flow.buyer)?, flow)
    }

    fn of_input(&self, chain: &Chain, made: &BTreeSet<ProductIx>, flow: &Flow) -> Option<ProductIx> {
        let inside = made.iter().copied().filter(|&product| chain.place_of(product).is_some());
        let of_input = inside.filter(|&product| self.inputs.contains(&(flow.product, product)));
        of_input.reduce(|a, b| self.larger(flow.buyer, (a, b)))
    }

    /// The one that sells more; of equals the first: products stand in the order of their ids.
    fn larger(&self, firm: FirmIx, (a, b): (ProductIx, ProductIx)) -> ProductIx {
        let sold = |product: ProductIx| self.sales.get(&(product, firm)).copied().unwrap_or(0.0);
        if sold(b) > sold(a) { b } else { a }
    }

    /// Segments between which a purchase runs.
    pub(super) fn ends(&self, flow: &Flow) -> Option<(SegmentId, SegmentId)> {
        let made = self.made.get(&flow.buyer)?;
        let homes: Vec<&Chain> =
            self.chains.iter().copied().filter(|chain| chain.place_of(flow.product).is_some()).collect();
        // The chain in which the buyer makes something of it comes before the first one.
        let same = homes.iter().copied().find_map(|chain| Some((chain, self.target(chain, made, flow)?)));
        let (home, to) = match same {
            Some((home, product)) => (home, segment(home, product)?),
            None => {
                let mut others = self.chains.iter().copied();
                let to = others.find_map(|chain| segment(chain, self.target(chain, made, flow)?))?;
                (*homes.first()?, to)
            }
        };
        Some((segment(home, flow.product)?, to))
    }

    /// What the buyer makes in the chain of what it bought.
    fn target(&self, chain: &Chain, made: &BTreeSet<ProductIx>, flow: &Flow) -> Option<ProductIx> {
        self.of_input(chain, made, flow).or_else(|| {
            let inside = made.iter().copied().filter(|&product| chain.place_of(product).is_some());
            inside.filter(|&product| product != flow.product).reduce(|a, b| self.larger(flow.buyer, (a, b)))
        })
    }
}

fn segment(chain: &Chain, product: ProductIx) -> Option<SegmentId> {
    let place = chain.place_of(product)?;
    let segment = chain.segments.get(usize::try_from(place.segment).ok()?)?;
    Some(SegmentId { chain: chain.id.clone(), segment: segment.id.clone() })
}
