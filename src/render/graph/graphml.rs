//! GraphML, as NetworkX and Gephi read it.

use super::{clean, text};
use crate::report::graph::{Attribute, AttributeKind, GraphDocument};
use crate::report::table::Cell;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// Writes GraphML; every node has its name under `label`.
pub(super) fn graphml(document: &GraphDocument) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new_with_indent(&mut bytes, b' ', 1);
    write(&mut writer, document).expect("a vector takes every byte");
    bytes.push(b'\n');
    bytes
}

fn write(writer: &mut Writer<&mut Vec<u8>>, document: &GraphDocument) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = writer.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
    root.write_inner_content(|writer| {
        key(writer, "label", "node", ("label", AttributeKind::Text))?;
        for attribute in &document.node_attributes {
            key(writer, &format!("n_{}", attribute.key), "node", (attribute.key, attribute.kind))?;
        }
        for attribute in &document.edge_attributes {
            key(writer, &format!("e_{}", attribute.key), "edge", (attribute.key, attribute.kind))?;
        }
        let title = clean(&document.title);
        let graph = writer.create_element("graph").with_attributes([("id", "G"), ("edgedefault", "directed")]);
        graph.write_inner_content(|writer| {
            writer.create_element("desc").write_text_content(BytesText::new(&title))?;
            body(writer, document)
        })?;
        Ok(())
    })?;
    Ok(())
}

fn key(
    writer: &mut Writer<&mut Vec<u8>>,
    id: &str,
    domain: &str,
    (name, kind): (&str, AttributeKind),
) -> io::Result<()> {
    let kind = match kind {
        AttributeKind::Text => "string",
        AttributeKind::Integer => "long",
        AttributeKind::Number => "double",
    };
    let attributes = [("id", id), ("for", domain), ("attr.name", name), ("attr.type", kind)];
    writer.create_element("key").with_attributes(attributes).write_empty()?;
    Ok(())
}

fn body(writer: &mut Writer<&mut Vec<u8>>, document: &GraphDocument) -> io::Result<()> {
    for node in &document.nodes {
        writer.create_element("node").with_attribute(("id", clean(&node.id).as_str())).write_inner_content(
            |writer| {
                data(writer, "label", &clean(&node.label))?;
                values(writer, "n_", &document.node_attributes, &node.values)
            },
        )?;
    }
    for (at, edge) in document.edges.iter().enumerate() {
        let (id, source, target) = (format!("e{at}"), clean(&edge.source), clean(&edge.target));
        let attributes = [("id", id.as_str()), ("source", &source), ("target", &target)];
        writer
            .create_element("edge")
            .with_attributes(attributes)
            .write_inner_content(|writer| values(writer, "e_", &document.edge_attributes, &edge.values))?;
    }
    Ok(())
}

fn values(
    writer: &mut Writer<&mut Vec<u8>>,
    prefix: &str,
    attributes: &[Attribute],
    values: &[Cell],
) -> io::Result<()> {
    for (attribute, value) in attributes.iter().zip(values) {
        if let Some(text) = text(value) {
            data(writer, &format!("{prefix}{}", attribute.key), &text)?;
        }
    }
    Ok(())
}

fn data(writer: &mut Writer<&mut Vec<u8>>, key: &str, value: &str) -> io::Result<()> {
    writer.create_element("data").with_attribute(("key", key)).write_text_content(BytesText::new(value))?;
    Ok(())
}
