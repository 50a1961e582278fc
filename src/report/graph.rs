//! A graph for other programs: nodes and edges with typed attributes, format-neutral.

use crate::analysis::Network;
use crate::analysis::network::NetworkNode;
use crate::model::{AreaCode, Nearness, nearness};
use crate::report::table::{Cell, Reason};

/// A directed graph with attributes declared once.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphDocument {
    /// Title.
    pub title: String,
    /// Attributes of nodes, in the order of [`GraphNode::values`].
    pub node_attributes: Vec<Attribute>,
    /// Attributes of edges, in the order of [`GraphEdge::values`].
    pub edge_attributes: Vec<Attribute>,
    /// Nodes.
    pub nodes: Vec<GraphNode>,
    /// Edges.
    pub edges: Vec<GraphEdge>,
}

/// An attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// Stable key.
    pub key: &'static str,
    /// Type of its values.
    pub kind: AttributeKind,
}

/// Type of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeKind {
    /// Text.
    Text,
    /// Whole number.
    Integer,
    /// Number.
    Number,
}

/// What a node is, for its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeRole {
    /// Leading firm 链主.
    Leader,
    /// Firm in the focus area; any firm where there is none.
    Here,
    /// Firm elsewhere.
    Elsewhere,
    /// Firm of unknown place.
    Unplaced,
    /// Supplier without a name.
    Unnamed,
    /// Product.
    Product,
    /// County, city or province.
    Area,
}

impl NodeRole {
    /// Every role.
    pub const ALL: [NodeRole; 7] = [
        NodeRole::Leader,
        NodeRole::Here,
        NodeRole::Elsewhere,
        NodeRole::Unplaced,
        NodeRole::Unnamed,
        NodeRole::Product,
        NodeRole::Area,
    ];

    fn of(node: &NetworkNode, focus: Option<AreaCode>) -> NodeRole {
        match (node.kind, focus) {
            ("leader", _) => NodeRole::Leader,
            ("product", _) => NodeRole::Product,
            ("area", _) => NodeRole::Area,
            ("unnamed", _) => NodeRole::Unnamed,
            (_, None) => NodeRole::Here,
            (_, Some(focus)) => match node.area.as_deref().and_then(|code| code.parse().ok()).map(AreaCode) {
                None => NodeRole::Unplaced,
                Some(area) if nearness::within(area, focus) == Nearness::Near => NodeRole::Here,
                Some(area) if nearness::within(area, focus) == Nearness::Far => NodeRole::Elsewhere,
                Some(_) => NodeRole::Unplaced,
            },
        }
    }
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphNode {
    /// Unique id.
    pub id: String,
    /// Label.
    pub label: String,
    /// What it is.
    pub role: NodeRole,
    /// Values; [`Cell::Missing`] is left out of files, never written as 0.
    pub values: Vec<Cell>,
}

/// An edge, by position of its nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphEdge {
    /// Id of the node it leaves.
    pub source: String,
    /// Id of the node it enters.
    pub target: String,
    /// Values.
    pub values: Vec<Cell>,
}

/// The document of a network; `focus` tells firms here from those elsewhere.
pub fn document(network: &Network, title: &str, focus: Option<AreaCode>) -> GraphDocument {
    use AttributeKind::{Integer, Number, Text};
    let attribute = |(key, kind)| Attribute { key, kind };
    let text = |value: &Option<String>| Cell::text_or(value.clone(), Reason::Unknown);
    let whole = |value: Option<u32>| value.map_or(Cell::Missing(Reason::NotApplicable), |n| Cell::Integer(n.into()));
    GraphDocument {
        title: title.to_owned(),
        node_attributes: [("kind", Text), ("area", Text), ("place", Text)].map(attribute).to_vec(),
        edge_attributes: [
            ("kind", Text),
            ("product", Text),
            ("year", Integer),
            ("amount", Number),
            ("lines", Integer),
            ("unpriced_lines", Integer),
        ]
        .map(attribute)
        .to_vec(),
        nodes: (network.nodes.iter())
            .map(|node| GraphNode {
                id: node.id.clone(),
                label: node.label.clone(),
                role: NodeRole::of(node, focus),
                values: vec![Cell::text(node.kind), text(&node.area), text(&node.place)],
            })
            .collect(),
        edges: (network.edges.iter())
            .map(|edge| GraphEdge {
                source: edge.source.clone(),
                target: edge.target.clone(),
                values: vec![
                    Cell::text(edge.kind),
                    text(&edge.product),
                    whole(edge.year.map(|year| year.0.into())),
                    Cell::number_or(edge.amount, Reason::Unknown),
                    whole(edge.lines),
                    whole(edge.unpriced_lines),
                ],
            })
            .collect(),
    }
}
