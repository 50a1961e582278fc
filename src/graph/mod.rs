//! Data set to supply graph (L3): a firm–firm multigraph by product and year on petgraph, with compressed views.
//!
//! Goods flow supplier → buyer: predecessors are upstream. Nodes are numbered in sorted order of their stable codes,
//! so permuting input rows cannot change an output. petgraph stays inside this module; analyses walk the compressed
//! views, which are an order of magnitude faster (128 against 1.6 ms a breadth-first search on 600,000 links).

mod build;
pub mod matrix;
pub mod project;

pub use petgraph;

use crate::model::{Dataset, FirmIx, Location, ProductIx, Year};
use matrix::Csr;
use petgraph::graph::DiGraph;
use std::ops::Range;
use std::sync::Arc;

/// A node: a firm, or somebody unnamed of whom only the place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A firm; its node index equals its firm index.
    Firm(FirmIx),
    /// An unnamed supplier: one for each place and product, as position in [`SupplyGraph::places`].
    Unnamed {
        /// Where it is, as far as known.
        place: u32,
        /// What it sells.
        product: ProductIx,
    },
}

/// Everything one supplier sold one buyer of one product in one year from one place: the sum of its lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Who sells: a node index.
    pub supplier: u32,
    /// Who buys.
    pub buyer: FirmIx,
    /// What.
    pub product: ProductIx,
    /// When; `None` when the lines do not say.
    pub year: Option<Year>,
    /// Shipping place, position in [`SupplyGraph::places`].
    pub place: u32,
    /// Sum of the priced lines, yuan; 0 when none is priced.
    pub amount: f64,
    /// Least and greatest amount, where sources disagree; equal to `amount` otherwise.
    pub range: (f64, f64),
    /// Priced lines.
    pub priced: u32,
    /// Lines whose amount is missing or undisclosed.
    pub unpriced: u32,
    /// The lines, as positions in [`Dataset::links`].
    pub lines: Range<u32>,
}

/// Where goods come from that a trader sells and whose producing place no line names (methods §0.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TraderOrigin {
    /// From an unknown place.
    #[default]
    Unknown,
    /// From the trader's own place.
    Trader,
}

/// The supply graph of a data set.
#[derive(Debug)]
pub struct SupplyGraph {
    dataset: Arc<Dataset>,
    traders: TraderOrigin,
    places: Vec<Location>,
    nodes: Vec<Node>,
    flows: Vec<Flow>,
    by_buyer: Csr,
    by_supplier: Csr,
    by_product: Csr,
    graph: DiGraph<Node, u32>,
}

impl SupplyGraph {
    /// Builds the graph; cost O(links log links).
    ///
    /// ```
    /// use liantu::{graph::SupplyGraph, model::Dataset};
    /// let graph = SupplyGraph::build(std::sync::Arc::new(Dataset::default()));
    /// assert_eq!(graph.flows().len(), 0);
    /// ```
    pub fn build(dataset: Arc<Dataset>) -> Self {
        build::build(dataset, TraderOrigin::Unknown)
    }

    /// The same data with every trader's goods coming from where the trader stands; cost as [`SupplyGraph::build`].
    #[must_use]
    pub fn with_traders_as_origin(&self) -> Self {
        build::build(self.dataset.clone(), TraderOrigin::Trader)
    }

    /// Where traders' goods come from in this graph.
    pub fn trader_origin(&self) -> TraderOrigin {
        self.traders
    }

    /// The data set behind the graph.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// Nodes: the firms in their order, then unnamed suppliers.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// All flows, self-supply included, sorted by buyer, product, year, supplier and place.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// Locations that flows and nodes refer to.
    pub fn places(&self) -> &[Location] {
        &self.places
    }

    /// Shipping place of a flow.
    pub fn place(&self, flow: &Flow) -> &Location {
        &self.places[flow.place as usize]
    }

    /// Where the buyer of a flow stands.
    pub fn buyer_place(&self, flow: &Flow) -> &Location {
        &self.dataset.firm(flow.buyer).location
    }

    /// The firm that supplies, when named.
    pub fn supplier_firm(&self, flow: &Flow) -> Option<FirmIx> {
        match self.nodes[flow.supplier as usize] {
            Node::Firm(firm) => Some(firm),
            Node::Unnamed { .. } => None,
        }
    }

    /// Whether a firm buys from itself; excluded from every supply rate.
    pub fn is_self_supply(&self, flow: &Flow) -> bool {
        self.supplier_firm(flow) == Some(flow.buyer)
    }

    /// Whether a trader supplies: a firm that does not make what it sells.
    pub fn is_traded(&self, flow: &Flow) -> bool {
        self.supplier_firm(flow).is_some_and(|supplier| self.dataset.firm(supplier).trader)
    }

    /// Whether both ends belong to one group.
    pub fn is_related(&self, flow: &Flow) -> bool {
        let Some(supplier) = self.supplier_firm(flow) else { return false };
        let group = &self.dataset.firm(supplier).group;
        group.is_some() && *group == self.dataset.firm(flow.buyer).group
    }

    /// Flows into a firm: positions in [`SupplyGraph::flows`].
    pub fn purchases_of(&self, buyer: FirmIx) -> &[u32] {
        self.by_buyer.row(buyer.index())
    }

    /// Flows out of a node.
    pub fn sales_of(&self, node: u32) -> &[u32] {
        self.by_supplier.row(node as usize)
    }

    /// Flows of a product.
    pub fn flows_of(&self, product: ProductIx) -> &[u32] {
        self.by_product.row(product.index())
    }

    /// Years that occur, sorted; `None` first when some lines have no year.
    pub fn years(&self) -> Vec<Option<Year>> {
        let mut years: Vec<Option<Year>> = Vec::new();
        // Few years, many flows: nearly every flow's year is known already.
        for flow in &self.flows {
            if let Err(at) = years.binary_search(&flow.year) {
                years.insert(at, flow.year);
            }
        }
        years
    }

    /// The latest year that occurs; `None` when no line has a year.
    pub fn latest_year(&self) -> Option<Year> {
        self.flows.iter().filter_map(|flow| flow.year).max()
    }

    /// The petgraph graph: node weights as [`SupplyGraph::nodes`], edge weights are positions in [`SupplyGraph::flows`].
    pub fn as_petgraph(&self) -> &DiGraph<Node, u32> {
        &self.graph
    }
}
