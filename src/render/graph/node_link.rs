//! Node-link JSON, as D3 and NetworkX (`node_link_graph`) read it.

use crate::report::graph::{Attribute, GraphDocument};
use crate::report::table::Cell;
use serde_json::{Map, Value, json};

/// Writes node-link JSON; missing values are `null`.
pub(super) fn node_link(document: &GraphDocument) -> Vec<u8> {
    let node = |node: &crate::report::graph::GraphNode| {
        let mut map = values(&document.node_attributes, &node.values);
        map.insert("id".into(), json!(node.id));
        map.insert("label".into(), json!(node.label));
        Value::Object(map)
    };
    let edge = |(at, edge): (usize, &crate::report::graph::GraphEdge)| {
        let mut map = values(&document.edge_attributes, &edge.values);
        map.insert("source".into(), json!(edge.source));
        map.insert("target".into(), json!(edge.target));
        map.insert("key".into(), json!(at));
        Value::Object(map)
    };
    let value = json!({
        "directed": true,
        "multigraph": true,
        "graph": { "title": document.title },
        "nodes": document.nodes.iter().map(node).collect::<Vec<_>>(),
        "links": document.edges.iter().enumerate().map(edge).collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&value).expect("text keys and finite numbers always serialise");
    bytes.push(b'\n');
    bytes
}

fn values(attributes: &[Attribute], values: &[Cell]) -> Map<String, Value> {
    let pair = |(attribute, value): (&Attribute, &Cell)| {
        let value = match value {
            Cell::Text(text) => json!(text),
            Cell::Integer(number) => json!(number),
            Cell::Number(number) => json!(number),
            Cell::Flag(flag) => json!(flag),
            Cell::Interval { .. } | Cell::Missing(_) => Value::Null,
        };
        (attribute.key.to_owned(), value)
    };
    attributes.iter().zip(values).map(pair).collect()
}
