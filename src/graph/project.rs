//! Projections: products, counties, and the mixed graph of leaders, suppliers, products and counties.
//!
//! Analyses do not run on the mixed graph; it is made for export and for maps.

use super::{Flow, SupplyGraph};
use crate::model::{AreaCode, FirmIx, ProductIx, Role, Year};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;

/// Sum of flows between two groups.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sum {
    /// Priced amounts, yuan.
    pub amount: f64,
    /// Lines without a price.
    pub unpriced: u32,
    /// Lines in all.
    pub lines: u32,
}

impl Sum {
    fn add(&mut self, flow: &Flow) {
        self.amount += flow.amount;
        self.unpriced += flow.unpriced;
        self.lines += flow.priced + flow.unpriced;
    }
}

/// Supplier division → buyer division, self-supply left out; `None` stands for unlocated or abroad.
///
/// Sums run over flows in their sorted order, so the projection keeps the total amount exactly as the flows add up.
pub fn counties(graph: &SupplyGraph, year: Option<Year>) -> BTreeMap<(Option<AreaCode>, Option<AreaCode>), Sum> {
    let mut sums = BTreeMap::new();
    for flow in external(graph, year) {
        let ends = (graph.place(flow).area, graph.buyer_place(flow).area);
        sums.entry(ends).or_insert_with(Sum::default).add(flow);
    }
    sums
}

/// Bought product → product that the buyer makes: what goes into what, seen in purchases.
pub fn products(graph: &SupplyGraph, year: Option<Year>) -> BTreeMap<(ProductIx, ProductIx), Sum> {
    let mut made: BTreeMap<FirmIx, Vec<ProductIx>> = BTreeMap::new();
    for capability in &graph.dataset().capabilities {
        let list = made.entry(capability.firm).or_default();
        if !list.contains(&capability.product) {
            list.push(capability.product);
        }
    }
    let mut sums = BTreeMap::new();
    for flow in external(graph, year) {
        for &product in made.get(&flow.buyer).into_iter().flatten() {
            sums.entry((flow.product, product)).or_insert_with(Sum::default).add(flow);
        }
    }
    sums
}

/// A node of the mixed graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MixedNode {
    /// 链主.
    Leader(FirmIx),
    /// Any other firm.
    Firm(FirmIx),
    /// Product.
    Product(ProductIx),
    /// Division at the level known.
    Area(AreaCode),
}

/// An edge of the mixed graph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MixedEdge {
    /// Firm → firm: sells, summed over products.
    Supplies(Sum),
    /// Firm → product: makes.
    Makes,
    /// Firm → product: buys.
    Buys(Sum),
    /// Product → product: goes into.
    GoesInto,
    /// Firm → division: stands in.
    LocatedIn,
}

/// The mixed graph of leaders, suppliers, products and divisions.
pub fn mixed(graph: &SupplyGraph, year: Option<Year>) -> DiGraph<MixedNode, MixedEdge> {
    let mut builder = Mixed::default();
    let mut supplies: BTreeMap<(FirmIx, FirmIx), Sum> = BTreeMap::new();
    let mut buys: BTreeMap<(FirmIx, ProductIx), Sum> = BTreeMap::new();
    for flow in external(graph, year) {
        buys.entry((flow.buyer, flow.product)).or_default().add(flow);
        if let Some(supplier) = graph.supplier_firm(flow) {
            supplies.entry((supplier, flow.buyer)).or_default().add(flow);
        }
    }
    let dataset = graph.dataset();
    let firm = |ix: FirmIx| match dataset.firm(ix).role {
        Some(Role::Leader) => MixedNode::Leader(ix),
        _ => MixedNode::Firm(ix),
    };
    for (at, entry) in dataset.firms.iter().enumerate() {
        let node = firm(FirmIx::from(at));
        builder.node(node);
        if let Some(area) = entry.location.area {
            builder.edge(node, MixedNode::Area(area), MixedEdge::LocatedIn);
        }
    }
    for (&(from, to), &sum) in &supplies {
        builder.edge(firm(from), firm(to), MixedEdge::Supplies(sum));
    }
    for (&(buyer, product), &sum) in &buys {
        builder.edge(firm(buyer), MixedNode::Product(product), MixedEdge::Buys(sum));
    }
    let mut makes: Vec<_> = dataset.capabilities.iter().map(|made| (made.firm, made.product)).collect();
    makes.sort_unstable();
    makes.dedup();
    for (maker, product) in makes {
        builder.edge(firm(maker), MixedNode::Product(product), MixedEdge::Makes);
    }
    for input in &dataset.inputs {
        builder.edge(MixedNode::Product(input.input), MixedNode::Product(input.product), MixedEdge::GoesInto);
    }
    builder.graph
}

#[derive(Default)]
struct Mixed {
    graph: DiGraph<MixedNode, MixedEdge>,
    known: BTreeMap<MixedNode, NodeIndex>,
}

impl Mixed {
    fn node(&mut self, node: MixedNode) -> NodeIndex {
        *self.known.entry(node).or_insert_with(|| self.graph.add_node(node))
    }

    fn edge(&mut self, from: MixedNode, to: MixedNode, edge: MixedEdge) {
        let (from, to) = (self.node(from), self.node(to));
        self.graph.add_edge(from, to, edge);
    }
}

fn external(graph: &SupplyGraph, year: Option<Year>) -> impl Iterator<Item = &Flow> {
    graph.flows().iter().filter(move |flow| !graph.is_self_supply(flow) && (year.is_none() || flow.year == year))
}
