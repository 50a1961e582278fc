//! The graph in words: nodes and edges as tables.

use crate::analysis::network::{Network, NetworkEdge, NetworkNode};
use crate::report::columns::{self, Columns};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, network as words};
use crate::report::{Block, Context, KeyFigure, Report};

pub(super) fn present(network: &Network, context: &Context) -> Report {
    let lang = context.lang;
    let count = |label: &str, count| KeyFigure {
        label: label.to_owned(),
        value: Cell::count(count),
        unit: Unit::Count,
        note: String::new(),
    };
    Report {
        title: words::title(network.projection, lang).to_owned(),
        subtitle: context.subtitle(&[]),
        key_figures: vec![
            count(words::nodes(lang), network.nodes.len()),
            count(words::edges(lang), network.edges.len()),
        ],
        blocks: vec![Block::Table(nodes(&network.nodes, lang)), Block::Table(edges(&network.edges, lang))],
        notes: words::notes(lang),
    }
}

fn nodes(nodes: &[NetworkNode], lang: Lang) -> Table {
    // Products stand nowhere; firms may stand at an unknown place.
    let absence = |node: &NetworkNode| if node.kind == "product" { Reason::NotApplicable } else { Reason::Unknown };
    Columns::new(lang)
        .with(head::ID, |node: &NetworkNode| Cell::text(&node.id))
        .with(head::LABEL, |node| Cell::text(&node.label))
        .with(head::KIND, move |node| Cell::text(words::kind(node.kind, lang)))
        .with(head::AREA, move |node| Cell::text_or(node.area.as_deref(), absence(node)))
        .with(head::PLACE, move |node| Cell::text_or(node.place.as_deref(), absence(node)))
        .table("nodes", words::nodes(lang), nodes)
}

fn edges(edges: &[NetworkEdge], lang: Lang) -> Table {
    // Only trade has yuan and lines; where a plant stands has neither.
    let amount = |edge: &NetworkEdge| match edge.lines {
        Some(_) => Cell::number_or(edge.amount, Reason::NotIdentified),
        None => Cell::number_or(edge.amount, Reason::NotApplicable),
    };
    let lines = |count: Option<u32>| count.map_or(Cell::Missing(Reason::NotApplicable), columns::lines);
    Columns::new(lang)
        .with(head::SOURCE, |edge: &NetworkEdge| Cell::text(&edge.source))
        .with(head::TARGET, |edge| Cell::text(&edge.target))
        .with(head::KIND, move |edge| Cell::text(words::kind(edge.kind, lang)))
        .with(head::PRODUCT, |edge| Cell::text_or(edge.product.as_deref(), Reason::NotApplicable))
        .with(head::YEAR, |edge| match (edge.year, edge.lines) {
            (None, None) => Cell::Missing(Reason::NotApplicable),
            (year, _) => columns::year(year),
        })
        .with(head::LINK_AMOUNT, amount)
        .with(head::LINES, move |edge| lines(edge.lines))
        .with(head::UNPRICED, move |edge| lines(edge.unpriced_lines))
        .table("edges", words::edges(lang), edges)
}
