//! GraphML, as NetworkX, Gephi and yEd read it: places and colours stand twice, for yEd knows its own elements only.

use super::look::{BOX, LINK, Look, Looks, length};
use super::{clean, text};
use crate::report::graph::{Attribute, AttributeKind, GraphDocument};
use crate::report::table::Cell;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// What a node looks like, under the names that Gephi knows; the colour once more as one text.
const LOOK: [(&str, AttributeKind); 7] = [
    ("x", AttributeKind::Number),
    ("y", AttributeKind::Number),
    ("size", AttributeKind::Number),
    ("r", AttributeKind::Integer),
    ("g", AttributeKind::Integer),
    ("b", AttributeKind::Integer),
    ("color", AttributeKind::Text),
];
/// Keys of the elements of yEd.
const NODE_GRAPHICS: &str = "graphics";
const EDGE_GRAPHICS: &str = "line";

/// Writes GraphML; every node has its name under `label`.
pub(super) fn graphml(document: &GraphDocument, looks: &Looks) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new_with_indent(&mut bytes, b' ', 1);
    write(&mut writer, document, looks).expect("a vector takes every byte");
    bytes.push(b'\n');
    bytes
}

fn write(writer: &mut Writer<&mut Vec<u8>>, document: &GraphDocument, looks: &Looks) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let spaces = [("xmlns", "http://graphml.graphdrawing.org/xmlns"), ("xmlns:y", "http://www.yworks.com/xml/graphml")];
    let root = writer.create_element("graphml").with_attributes(spaces);
    root.write_inner_content(|writer| {
        key(writer, "label", "node", ("label", AttributeKind::Text))?;
        for (name, kind) in LOOK {
            key(writer, name, "node", (name, kind))?;
        }
        key(writer, "thickness", "edge", ("thickness", AttributeKind::Number))?;
        for (id, kind, domain) in [(NODE_GRAPHICS, "nodegraphics", "node"), (EDGE_GRAPHICS, "edgegraphics", "edge")] {
            let attributes = [("id", id), ("for", domain), ("yfiles.type", kind)];
            writer.create_element("key").with_attributes(attributes).write_empty()?;
        }
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
            body(writer, document, looks)
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

fn body(writer: &mut Writer<&mut Vec<u8>>, document: &GraphDocument, looks: &Looks) -> io::Result<()> {
    for (node, look) in document.nodes.iter().zip(&looks.nodes) {
        writer.create_element("node").with_attribute(("id", clean(&node.id).as_str())).write_inner_content(
            |writer| {
                // First what is for yEd: NetworkX takes places from there too, until the next replaces them.
                shape(writer, look, &clean(&node.label))?;
                data(writer, "label", &clean(&node.label))?;
                values(writer, "n_", &document.node_attributes, &node.values)?;
                drawn(writer, look)
            },
        )?;
    }
    for (at, (edge, width)) in document.edges.iter().zip(&looks.widths).enumerate() {
        let (id, source, target) = (format!("e{at}"), clean(&edge.source), clean(&edge.target));
        let attributes = [("id", id.as_str()), ("source", &source), ("target", &target)];
        writer.create_element("edge").with_attributes(attributes).write_inner_content(|writer| {
            values(writer, "e_", &document.edge_attributes, &edge.values)?;
            data(writer, "thickness", &length(*width))?;
            line(writer, &length(*width))
        })?;
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

/// Gephi counts upwards.
fn drawn(writer: &mut Writer<&mut Vec<u8>>, look: &Look) -> io::Result<()> {
    let [red, green, blue] = look.colour.map(|part| part.to_string());
    let values = [length(look.x), length(-look.y), length(look.size), red, green, blue, look.hex()];
    LOOK.iter().zip(values).try_for_each(|((key, _), value)| data(writer, key, &value))
}

/// yEd counts downwards, from the upper left corner of a box.
fn shape(writer: &mut Writer<&mut Vec<u8>>, look: &Look, label: &str) -> io::Result<()> {
    let (x, y) = (length(look.x - BOX.0 / 2.0), length(look.y - BOX.1 / 2.0));
    let (width, height) = (length(BOX.0), length(BOX.1));
    let place = [("x", x.as_str()), ("y", &y), ("width", &width), ("height", &height)];
    writer.create_element("data").with_attribute(("key", NODE_GRAPHICS)).write_inner_content(|writer| {
        writer.create_element("y:ShapeNode").write_inner_content(|writer| {
            writer.create_element("y:Geometry").with_attributes(place).write_empty()?;
            let fill = [("color", look.hex()), ("transparent", "false".to_owned())];
            let fill = fill.iter().map(|(key, value)| (*key, value.as_str()));
            writer.create_element("y:Fill").with_attributes(fill).write_empty()?;
            writer.create_element("y:NodeLabel").write_text_content(BytesText::new(label))?;
            writer.create_element("y:Shape").with_attribute(("type", "roundrectangle")).write_empty()?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn line(writer: &mut Writer<&mut Vec<u8>>, width: &str) -> io::Result<()> {
    writer.create_element("data").with_attribute(("key", EDGE_GRAPHICS)).write_inner_content(|writer| {
        writer.create_element("y:PolyLineEdge").write_inner_content(|writer| {
            let style = [("color", LINK), ("type", "line"), ("width", width)];
            writer.create_element("y:LineStyle").with_attributes(style).write_empty()?;
            writer
                .create_element("y:Arrows")
                .with_attributes([("source", "none"), ("target", "standard")])
                .write_empty()?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}
