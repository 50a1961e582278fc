//! Graphs to files that other programs open: GraphML and GEXF (Gephi, NetworkX), DOT (Graphviz), node-link JSON (D3, NetworkX), CSV.

mod dot;
mod edge_list;
mod gexf;
mod graphml;
mod look;
mod node_link;

use crate::report::graph::GraphDocument;
use crate::report::table::Cell;
use look::Looks;
use std::fmt;
use std::str::FromStr;

/// A graph format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GraphFormat {
    /// GraphML.
    GraphMl,
    /// GEXF 1.3.
    Gexf,
    /// Graphviz.
    Dot,
    /// Node-link JSON.
    Json,
    /// Edges as comma-separated values; nodes go to a second file.
    Csv,
}

impl GraphFormat {
    /// Every format.
    pub const ALL: [GraphFormat; 5] =
        [GraphFormat::Json, GraphFormat::GraphMl, GraphFormat::Gexf, GraphFormat::Dot, GraphFormat::Csv];

    /// Its name and extension.
    pub const fn as_str(self) -> &'static str {
        match self {
            GraphFormat::GraphMl => "graphml",
            GraphFormat::Gexf => "gexf",
            GraphFormat::Dot => "dot",
            GraphFormat::Json => "json",
            GraphFormat::Csv => "csv",
        }
    }
}

impl fmt::Display for GraphFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for GraphFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.to_ascii_lowercase();
        let known = GraphFormat::ALL.into_iter().find(|format| format.as_str() == text);
        known.ok_or_else(|| format!("`{text}` is no graph format; use json, graphml, gexf, dot or csv"))
    }
}

/// Files of a graph in one format, as [`render_all`] writes them.
pub fn render(document: &GraphDocument, format: GraphFormat) -> Vec<(&'static str, Vec<u8>)> {
    render_all(document, &[format]).into_iter().map(|(_, suffix, bytes)| (suffix, bytes)).collect()
}

/// Files of a graph, laid out once for all formats: the format, what to append to the file's stem (empty for the main
/// file), and the bytes.
pub fn render_all(document: &GraphDocument, formats: &[GraphFormat]) -> Vec<(GraphFormat, &'static str, Vec<u8>)> {
    let drawn = formats.iter().any(|format| *format != GraphFormat::Csv);
    let looks = if drawn { Looks::new(document) } else { Looks { nodes: Vec::new(), widths: Vec::new() } };
    let of = |format: &GraphFormat| {
        let files = one(document, &looks, *format);
        files.into_iter().map(|(suffix, bytes)| (*format, suffix, bytes)).collect::<Vec<_>>()
    };
    formats.iter().flat_map(of).collect()
}

fn one(document: &GraphDocument, looks: &Looks, format: GraphFormat) -> Vec<(&'static str, Vec<u8>)> {
    match format {
        GraphFormat::GraphMl => vec![("", graphml::graphml(document, looks))],
        GraphFormat::Gexf => vec![("", gexf::gexf(document, looks))],
        GraphFormat::Dot => vec![("", dot::dot(document, looks))],
        GraphFormat::Json => vec![("", node_link::node_link(document, looks))],
        GraphFormat::Csv => vec![("", edge_list::edges(document)), ("-nodes", edge_list::nodes(document))],
    }
}

/// A value as text; `None` when missing.
fn text(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) => Some(clean(text)),
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Number(number) => Some(number.to_string()),
        Cell::Flag(flag) => Some(flag.to_string()),
        Cell::Interval { .. } | Cell::Missing(_) => None,
    }
}

/// Leaves out what XML cannot hold: control characters other than tab and line breaks, and non-characters.
fn clean(text: &str) -> String {
    let allowed = |c: &char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    };
    text.chars().filter(allowed).collect()
}
