//! DOT, as Graphviz reads it. Nodes are pinned where the layout put them, so `dot`, `neato` and `fdp` all draw that map.

use super::look::{BOX, Colour, LINK, Look, Looks, length};
use super::text;
use crate::report::graph::{Attribute, GraphDocument};
use crate::report::table::Cell;
use std::fmt::Write;

/// Points to the inch, in which Graphviz measures boxes.
const INCH: f64 = 72.0;

/// Writes DOT; names are quoted, and a list of fonts with Chinese glyphs is suggested.
pub(super) fn dot(document: &GraphDocument, looks: &Looks) -> Vec<u8> {
    let mut out = String::from("digraph G {\n");
    let fonts = "Noto Sans CJK SC,Microsoft YaHei,SimHei,sans-serif";
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "  graph [label={}, charset=\"UTF-8\", layout=neato, inputscale=72, outputorder=edgesfirst];",
        quote(&document.title)
    );
    let (width, height) = (length(BOX.0 / INCH), length(BOX.1 / INCH));
    let style = "shape=box, style=\"filled,rounded\", penwidth=0, fontsize=10";
    let _ = writeln!(out, "  node [fontname=\"{fonts}\", {style}, width={width}, height={height}];");
    let _ = writeln!(out, "  edge [fontname=\"{fonts}\", color=\"{LINK}\", arrowsize=0.5];");
    for (node, look) in document.nodes.iter().zip(&looks.nodes) {
        let rest = values(&document.node_attributes, &node.values);
        let _ = writeln!(out, "  {} [label={}{}{rest}];", quote(&node.id), quote(&node.label), drawn(look));
    }
    for (edge, width) in document.edges.iter().zip(&looks.widths) {
        let rest = values(&document.edge_attributes, &edge.values);
        let (source, target) = (quote(&edge.source), quote(&edge.target));
        let _ = writeln!(out, "  {source} -> {target} [penwidth={}{rest}];", length(*width));
    }
    out.push_str("}\n");
    out.into_bytes()
}

/// Place and colours; Graphviz counts upwards, and the mark pins the node.
fn drawn(look: &Look) -> String {
    let (x, y) = (length(look.x), length(-look.y));
    let text = if is_dark(look.colour) { "#FFFFFF" } else { "#1B2733" };
    format!(", pos=\"{x},{y}!\", fillcolor=\"{}\", fontcolor=\"{text}\"", look.hex())
}

fn is_dark([red, green, blue]: Colour) -> bool {
    u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue) < 1_500
}

fn values(attributes: &[Attribute], values: &[Cell]) -> String {
    let pair = |(attribute, value): (&Attribute, &Cell)| Some(format!(", {}={}", attribute.key, quote(&text(value)?)));
    attributes.iter().zip(values).filter_map(pair).collect()
}

fn quote(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ");
    format!("\"{escaped}\"")
}
