//! GEXF 1.3, as Gephi and NetworkX read it.

use super::look::{Colour, Look, Looks, length};
use super::{clean, text};
use crate::report::graph::{Attribute, AttributeKind, GraphDocument};
use crate::report::table::Cell;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// Writes GEXF.
pub(super) fn gexf(document: &GraphDocument, looks: &Looks) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new_with_indent(&mut bytes, b' ', 1);
    write(&mut writer, (document, looks)).expect("a vector takes every byte");
    bytes.push(b'\n');
    bytes
}

fn write(writer: &mut Writer<&mut Vec<u8>>, (document, looks): (&GraphDocument, &Looks)) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let viz = ("xmlns:viz", "http://gexf.net/1.3/viz");
    let root = [("xmlns", "http://gexf.net/1.3"), viz, ("version", "1.3")];
    writer.create_element("gexf").with_attributes(root).write_inner_content(|writer| {
        let title = clean(&document.title);
        writer.create_element("meta").write_inner_content(|writer| {
            writer.create_element("description").write_text_content(BytesText::new(&title))?;
            Ok(())
        })?;
        let graph = [("defaultedgetype", "directed"), ("mode", "static")];
        writer.create_element("graph").with_attributes(graph).write_inner_content(|writer| {
            declare(writer, "node", &document.node_attributes)?;
            declare(writer, "edge", &document.edge_attributes)?;
            nodes(writer, document, looks)?;
            edges(writer, document, looks)
        })?;
        Ok(())
    })?;
    Ok(())
}

fn declare(writer: &mut Writer<&mut Vec<u8>>, class: &str, attributes: &[Attribute]) -> io::Result<()> {
    writer.create_element("attributes").with_attribute(("class", class)).write_inner_content(|writer| {
        for attribute in attributes {
            let kind = match attribute.kind {
                AttributeKind::Text => "string",
                AttributeKind::Integer => "long",
                AttributeKind::Number => "double",
            };
            let fields = [("id", attribute.key), ("title", attribute.key), ("type", kind)];
            writer.create_element("attribute").with_attributes(fields).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn nodes(writer: &mut Writer<&mut Vec<u8>>, document: &GraphDocument, looks: &Looks) -> io::Result<()> {
    writer.create_element("nodes").write_inner_content(|writer| {
        for (node, look) in document.nodes.iter().zip(&looks.nodes) {
            let (id, label) = (clean(&node.id), clean(&node.label));
            let fields = [("id", id.as_str()), ("label", &label)];
            writer.create_element("node").with_attributes(fields).write_inner_content(|writer| {
                values(writer, &document.node_attributes, &node.values)?;
                drawn(writer, look)
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn edges(writer: &mut Writer<&mut Vec<u8>>, document: &GraphDocument, looks: &Looks) -> io::Result<()> {
    writer.create_element("edges").write_inner_content(|writer| {
        for (at, (edge, width)) in document.edges.iter().zip(&looks.widths).enumerate() {
            let (id, source, target) = (at.to_string(), clean(&edge.source), clean(&edge.target));
            let fields = [("id", id.as_str()), ("source", &source), ("target", &target)];
            writer.create_element("edge").with_attributes(fields).write_inner_content(|writer| {
                values(writer, &document.edge_attributes, &edge.values)?;
                let link = [("r", "138"), ("g", "147"), ("b", "158"), ("a", "0.4")];
                writer.create_element("viz:color").with_attributes(link).write_empty()?;
                measure(writer, "viz:thickness", *width)
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn values(writer: &mut Writer<&mut Vec<u8>>, attributes: &[Attribute], values: &[Cell]) -> io::Result<()> {
    writer.create_element("attvalues").write_inner_content(|writer| {
        for (attribute, value) in attributes.iter().zip(values) {
            if let Some(text) = text(value) {
                let fields = [("for", attribute.key), ("value", &text)];
                writer.create_element("attvalue").with_attributes(fields).write_empty()?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// Place, colour and size, as Gephi shows them; Gephi counts upwards.
fn drawn(writer: &mut Writer<&mut Vec<u8>>, look: &Look) -> io::Result<()> {
    colour(writer, look.colour)?;
    let (x, y) = (length(look.x), length(-look.y));
    let place = [("x", x.as_str()), ("y", &y), ("z", "0")];
    writer.create_element("viz:position").with_attributes(place).write_empty()?;
    measure(writer, "viz:size", look.size)
}

fn colour(writer: &mut Writer<&mut Vec<u8>>, [red, green, blue]: Colour) -> io::Result<()> {
    let [red, green, blue] = [red, green, blue].map(|part| part.to_string());
    let parts = [("r", red.as_str()), ("g", &green), ("b", &blue)];
    writer.create_element("viz:color").with_attributes(parts).write_empty()?;
    Ok(())
}

fn measure(writer: &mut Writer<&mut Vec<u8>>, name: &str, value: f64) -> io::Result<()> {
    writer.create_element(name).with_attribute(("value", length(value).as_str())).write_empty()?;
    Ok(())
}
