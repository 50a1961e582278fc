//! The graph itself, as nodes and edges that other programs read.
//!
//! Four projections: `firms` (the multigraph by product and year), `products` (what goes into what, seen in purchases),
//! `counties` (where goods come from and go to) and `mixed` (leaders, firms, products and divisions as typed nodes).
//! Amounts are yuan; an edge without a priced line has no amount, never zero. Complexity O(lines).

use super::Error;
use super::scope::Scope;
use super::split::firm_name;
use crate::graph::project::{self, MixedEdge, MixedNode, Sum};
use crate::graph::{Flow, Node, SupplyGraph};
use crate::model::{AreaCode, FirmIx, ProductIx, Role, Year, division};
use petgraph::visit::EdgeRef;
use serde::Serialize;
use std::collections::BTreeMap;

/// What to export.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NetworkOptions {
    /// Focus, chain, year; only the year and chain filter edges.
    #[serde(flatten)]
    pub scope: Scope,
    /// Which projection.
    pub projection: Projection,
}

/// Which nodes and edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Projection {
    /// Firm → firm, by product and year.
    #[default]
    Firms,
    /// Product → product.
    Products,
    /// Division → division.
    Counties,
    /// Leaders, firms, products and divisions.
    Mixed,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NetworkNode {
    /// Unique id, prefixed by its kind: `firm:…`, `product:…`, `area:…`, `unnamed:…`.
    pub id: String,
    /// Name.
    pub label: String,
    /// `leader`, `firm`, `unnamed`, `product` or `area`.
    pub kind: &'static str,
    /// Division code, when known.
    pub area: Option<String>,
    /// Place in words, when known.
    pub place: Option<String>,
}

/// An edge, in the direction of goods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NetworkEdge {
    /// Id of the node it leaves.
    pub source: String,
    /// Id of the node it enters.
    pub target: String,
    /// `supplies`, `buys`, `makes`, `goes_into` or `located_in`.
    pub kind: &'static str,
    /// Product's name, for a firm–firm link.
    pub product: Option<String>,
    /// Year.
    pub year: Option<Year>,
    /// Priced amount, yuan; `None` when no line is priced.
    pub amount: Option<f64>,
    /// Lines in all.
    pub lines: Option<u32>,
    /// Lines without an amount.
    pub unpriced_lines: Option<u32>,
}

/// Answer: nodes and edges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Network {
    /// Which projection.
    pub projection: Projection,
    /// Nodes, sorted by kind and id.
    pub nodes: Vec<NetworkNode>,
    /// Edges, sorted by source, target and the rest.
    pub edges: Vec<NetworkEdge>,
}

/// Projects the supply graph.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn network(graph: &SupplyGraph, options: &NetworkOptions) -> Result<Network, Error> {
    let scope = &options.scope;
    scope.years(graph)?;
    let chain = scope.chain(graph)?;
    let mut network = match options.projection {
        Projection::Firms => firms(graph, |flow| {
            scope.year.is_none_or(|year| flow.year == Some(year))
                && chain.is_none_or(|chain| chain.place_of(flow.product).is_some())
        }),
        Projection::Products => products(graph, scope.year),
        Projection::Counties => counties(graph, scope.year),
        Projection::Mixed => mixed(graph, scope.year),
    };
    network.nodes.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    network.nodes.dedup_by(|a, b| a.id == b.id);
    network.edges.sort_by(|a, b| {
        (&a.source, &a.target, a.kind, &a.product, a.year).cmp(&(&b.source, &b.target, b.kind, &b.product, b.year))
    });
    Ok(network)
}

fn firm_node(graph: &SupplyGraph, firm: FirmIx) -> NetworkNode {
    let name = firm_name(graph, firm);
    let entry = graph.dataset().firm(firm);
    NetworkNode {
        id: format!("firm:{}", name.id),
        label: name.name.to_string(),
        kind: if entry.role == Some(Role::Leader) { "leader" } else { "firm" },
        area: entry.location.area.map(|area| area.to_string()),
        place: Some(name.place.to_string()).filter(|place| !place.is_empty()),
    }
}

fn area_node(area: Option<AreaCode>) -> NetworkNode {
    let code = area.map(|area| area.to_string());
    NetworkNode {
        id: format!("area:{}", code.as_deref().unwrap_or("?")),
        label: area.map_or_else(|| "?".to_owned(), division::name),
        kind: "area",
        place: area.map(division::path),
        area: code,
    }
}

fn product_node(graph: &SupplyGraph, product: ProductIx) -> NetworkNode {
    let product = graph.dataset().product(product);
    NetworkNode {
        id: format!("product:{}", product.id),
        label: product.name.to_string(),
        kind: "product",
        area: None,
        place: None,
    }
}

fn source_node(graph: &SupplyGraph, flow: &Flow) -> NetworkNode {
    match graph.nodes()[flow.supplier as usize] {
        Node::Firm(firm) => firm_node(graph, firm),
        Node::Unnamed { product, .. } => {
            let place = graph.place(flow);
            let area = place.area.map(|area| area.to_string());
            let name = match (&place.abroad, place.area) {
                (Some(country), _) => country.to_string(),
                (None, Some(area)) => division::path(area),
                (None, None) => "?".to_owned(),
            };
            NetworkNode {
                id: format!("unnamed:{name}:{}", graph.dataset().product(product).id),
                label: name.clone(),
                kind: "unnamed",
                area,
                place: Some(name),
            }
        }
    }
}

fn edge(source: &str, target: &str, kind: &'static str, sum: Option<Sum>) -> NetworkEdge {
    NetworkEdge {
        source: source.to_owned(),
        target: target.to_owned(),
        kind,
        product: None,
        year: None,
        amount: sum.filter(|sum| sum.lines > sum.unpriced).map(|sum| sum.amount),
        lines: sum.map(|sum| sum.lines),
        unpriced_lines: sum.map(|sum| sum.unpriced),
    }
}

fn firms(graph: &SupplyGraph, holds: impl Fn(&Flow) -> bool) -> Network {
    let mut nodes: Vec<NetworkNode> =
        (0..graph.dataset().firms.len()).map(|at| firm_node(graph, FirmIx::from(at))).collect();
    let mut edges = Vec::new();
    for flow in graph.flows().iter().filter(|flow| holds(flow)) {
        let source = source_node(graph, flow);
        let target = format!("firm:{}", graph.dataset().firm(flow.buyer).id);
        let sum = Sum { amount: flow.amount, unpriced: flow.unpriced, lines: flow.priced + flow.unpriced };
        edges.push(NetworkEdge {
            product: Some(graph.dataset().product(flow.product).name.to_string()),
            year: flow.year,
            ..edge(&source.id, &target, "supplies", Some(sum))
        });
        if source.kind == "unnamed" {
            nodes.push(source);
        }
    }
    Network { projection: Projection::Firms, nodes, edges }
}

fn products(graph: &SupplyGraph, year: Option<Year>) -> Network {
    let all = (0..graph.dataset().products.len()).map(ProductIx::from);
    let nodes: Vec<NetworkNode> = all.map(|product| product_node(graph, product)).collect();
    let id = |product: ProductIx| nodes[product.index()].id.clone();
    let edges = project::products(graph, year)
        .into_iter()
        .map(|((input, product), sum)| edge(&id(input), &id(product), "goes_into", Some(sum)))
        .collect();
    Network { projection: Projection::Products, edges, nodes }
}

fn counties(graph: &SupplyGraph, year: Option<Year>) -> Network {
    let mut nodes: BTreeMap<Option<AreaCode>, NetworkNode> = BTreeMap::new();
    let mut edges = Vec::new();
    for ((from, to), sum) in project::counties(graph, year) {
        for area in [from, to] {
            nodes.entry(area).or_insert_with(|| area_node(area));
        }
        edges.push(edge(&nodes[&from].id, &nodes[&to].id, "supplies", Some(sum)));
    }
    Network { projection: Projection::Counties, nodes: nodes.into_values().collect(), edges }
}

fn mixed(graph: &SupplyGraph, year: Option<Year>) -> Network {
    let mixed = project::mixed(graph, year);
    let node = |node: &MixedNode| match *node {
        MixedNode::Leader(firm) | MixedNode::Firm(firm) => firm_node(graph, firm),
        MixedNode::Product(product) => product_node(graph, product),
        MixedNode::Area(area) => area_node(Some(area)),
    };
    let nodes: Vec<NetworkNode> = mixed.node_weights().map(node).collect();
    let edges = mixed.edge_references().map(|entry| {
        let (source, target) = (&nodes[entry.source().index()].id, &nodes[entry.target().index()].id);
        match *entry.weight() {
            MixedEdge::Supplies(sum) => edge(source, target, "supplies", Some(sum)),
            MixedEdge::Buys(sum) => edge(source, target, "buys", Some(sum)),
            MixedEdge::Makes => edge(source, target, "makes", None),
            MixedEdge::GoesInto => edge(source, target, "goes_into", None),
            MixedEdge::LocatedIn => edge(source, target, "located_in", None),
        }
    });
    let edges = edges.collect();
    Network { projection: Projection::Mixed, nodes, edges }
}
