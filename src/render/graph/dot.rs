//! DOT, as Graphviz reads it.

use super::text;
use crate::report::graph::{Attribute, GraphDocument};
use crate::report::table::Cell;
use std::fmt::Write;

/// Writes DOT; names are quoted, and a list of fonts with Chinese glyphs is suggested.
pub(super) fn dot(document: &GraphDocument) -> Vec<u8> {
    let mut out = String::from("digraph G {\n");
    let fonts = "Noto Sans CJK SC,Microsoft YaHei,SimHei,sans-serif";
    // Writing to a string cannot fail.
    let _ = writeln!(out, "  graph [label={}, charset=\"UTF-8\"];", quote(&document.title));
    let _ = writeln!(out, "  node [fontname=\"{fonts}\", shape=box];");
    let _ = writeln!(out, "  edge [fontname=\"{fonts}\"];");
    for node in &document.nodes {
        let rest = values(&document.node_attributes, &node.values);
        let _ = writeln!(out, "  {} [label={}{rest}];", quote(&node.id), quote(&node.label));
    }
    for edge in &document.edges {
        let rest = values(&document.edge_attributes, &edge.values);
        let rest = rest.strip_prefix(", ").unwrap_or(&rest);
        let _ = writeln!(out, "  {} -> {} [{rest}];", quote(&edge.source), quote(&edge.target));
    }
    out.push_str("}\n");
    out.into_bytes()
}

fn values(attributes: &[Attribute], values: &[Cell]) -> String {
    let pair = |(attribute, value): (&Attribute, &Cell)| Some(format!(", {}={}", attribute.key, quote(&text(value)?)));
    attributes.iter().zip(values).filter_map(pair).collect()
}

fn quote(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ");
    format!("\"{escaped}\"")
}
