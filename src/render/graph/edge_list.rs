//! Edges and nodes as two tables of comma-separated values.

use super::text;
use crate::render::csv::{BYTE_ORDER_MARK, guarded};
use crate::report::graph::{Attribute, GraphDocument};
use crate::report::table::Cell;

/// The edges.
pub(super) fn edges(document: &GraphDocument) -> Vec<u8> {
    let rows = document.edges.iter().map(|edge| ([&edge.source, &edge.target], edge.values.as_slice()));
    table(["source", "target"], &document.edge_attributes, rows)
}

/// The nodes.
pub(super) fn nodes(document: &GraphDocument) -> Vec<u8> {
    let rows = document.nodes.iter().map(|node| ([&node.id, &node.label], node.values.as_slice()));
    table(["id", "label"], &document.node_attributes, rows)
}

fn table<'a>(
    keys: [&str; 2],
    attributes: &[Attribute],
    rows: impl Iterator<Item = ([&'a String; 2], &'a [Cell])>,
) -> Vec<u8> {
    let mut writer = ::csv::Writer::from_writer(BYTE_ORDER_MARK.to_vec());
    let mut write = |record: Vec<String>| writer.write_record(record).expect("a vector takes every byte");
    write(keys.iter().copied().chain(attributes.iter().map(|attribute| attribute.key)).map(str::to_owned).collect());
    for (names, values) in rows {
        let value = |cell: &Cell| match cell {
            Cell::Text(text) => guarded(text),
            other => text(other).unwrap_or_default(),
        };
        write(names.iter().map(|name| guarded(name)).chain(values.iter().map(value)).collect());
    }
    writer.into_inner().expect("a vector takes every byte")
}
