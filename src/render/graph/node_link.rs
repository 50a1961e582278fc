//! Node-link JSON, as D3 and NetworkX (`node_link_graph`) read it.

use super::look::Looks;
use crate::report::graph::{Attribute, GraphDocument};
use crate::report::table::Cell;
use serde_json::{Map, Value, json};

/// Writes node-link JSON; missing values are `null`. Places are those of the middle of a node, y downwards.
pub(super) fn node_link(document: &GraphDocument, looks: &Looks) -> Vec<u8> {
    let node = |(node, look): (&crate::report::graph::GraphNode, &super::look::Look)| {
        let mut map = values(&document.node_attributes, &node.values);
        map.insert("id".into(), json!(node.id));
        map.insert("label".into(), json!(node.label));
        for (key, value) in [("x", look.x), ("y", look.y), ("size", look.size)] {
            map.insert(key.into(), json!((value * 100.0).round() / 100.0));
        }
        map.insert("color".into(), json!(look.hex()));
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
        "nodes": document.nodes.iter().zip(&looks.nodes).map(node).collect::<Vec<_>>(),
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
