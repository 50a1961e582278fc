//! The atlas in words: what a page looks up, in the reader's language.

use crate::analysis::atlas::{Atlas as Answer, AtlasFlow, AtlasNode, AtlasSource, Lane};
use crate::model::{Position, Year};
use crate::report::table::{Cell, Reason};
use crate::report::words::name::short_name;
use crate::report::words::{Lang, page as words, panorama, term};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Columns of the map, those of the chains in the direction of goods.
const POSITIONS: [Option<Position>; 5] =
    [Some(Position::Upstream), Some(Position::Midstream), Some(Position::Downstream), Some(Position::Service), None];

/// Everything to look up, and where it lies on the map of the whole network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Atlas {
    /// Title of the map.
    pub title: String,
    /// How to read it, and what was left out.
    pub note: String,
    /// Headings of the columns, upstream first.
    pub columns: Vec<String>,
    /// Headings of the lanes.
    pub lanes: Vec<String>,
    /// Chains.
    pub chains: Vec<AtlasChain>,
    /// Products.
    pub goods: Vec<Good>,
    /// Firms and unnamed suppliers.
    pub nodes: Vec<Node>,
    /// Flows.
    pub links: Vec<Link>,
    /// Years that occur, sorted.
    pub years: Vec<u16>,
    /// File, sheet and column of each table; a row number makes it the address of a cell.
    pub sources: Vec<String>,
}

/// A chain and its segments.
#[derive(Debug, Clone, PartialEq)]
pub struct AtlasChain {
    /// Name.
    pub name: String,
    /// Names of the segments.
    pub segments: Vec<String>,
}

/// A product.
#[derive(Debug, Clone, PartialEq)]
pub struct Good {
    /// Stable id, as in the boxes of the maps.
    pub id: String,
    /// Name.
    pub name: String,
    /// Chain and segment, by position.
    pub places: Vec<(usize, usize)>,
}

/// A firm or an unnamed supplier.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Full name; of an unnamed supplier its place.
    pub name: String,
    /// Name for a small box.
    pub short: String,
    /// Place and role in words.
    pub about: String,
    /// Whether it is a firm.
    pub named: bool,
    /// Column, by position.
    pub column: usize,
    /// Lane, by position.
    pub lane: usize,
    /// What places it, as a position in the goods.
    pub main: Option<usize>,
}

/// What one sold another.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Who sells, by position.
    pub from: usize,
    /// Who buys.
    pub to: usize,
    /// What.
    pub good: usize,
    /// When.
    pub year: Option<u16>,
    /// Yuan, or why there are none.
    pub amount: Cell,
    /// Table and row number of each line.
    pub rows: Vec<(u32, u32)>,
}

/// The atlas in words.
///
/// ```
/// use liantu::analysis::atlas::{AtlasOptions, atlas};
/// use liantu::graph::SupplyGraph;
/// use liantu::report::{Lang, atlas::present};
/// let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
/// let answer = atlas(&graph, &AtlasOptions::default()).unwrap();
/// assert_eq!(present(&answer, Lang::Zh).title, "供应网络图");
/// ```
pub fn present(atlas: &Answer, lang: Lang) -> Atlas {
    let used: BTreeSet<&Lane> = atlas.nodes.iter().map(|node| &node.lane).collect();
    let lanes: Vec<&Lane> = used.into_iter().collect();
    let columns: Vec<Option<Position>> =
        POSITIONS.into_iter().filter(|at| atlas.nodes.iter().any(|node| node.position == *at)).collect();
    let years: BTreeSet<Year> = atlas.flows.iter().filter_map(|flow| flow.year).collect();
    Atlas {
        title: words::network_title(atlas.focus.as_ref().map(|area| area.name.as_str()), lang),
        note: words::network_note(atlas.left_out, lang),
        columns: columns.iter().map(|at| column(*at, lang).to_owned()).collect(),
        lanes: lanes.iter().map(|at| lane(at, lang)).collect(),
        chains: (atlas.chains.iter())
            .map(|chain| AtlasChain {
                name: named(&chain.name, lang),
                segments: chain.segments.iter().map(|segment| named(segment, lang)).collect(),
            })
            .collect(),
        goods: (atlas.products.iter())
            .map(|good| Good { id: good.id.to_string(), name: good.name.to_string(), places: good.places.clone() })
            .collect(),
        nodes: atlas.nodes.iter().map(|of| node(of, &columns, &lanes, lang)).collect(),
        links: atlas.flows.iter().map(link).collect(),
        years: years.into_iter().map(|year| year.0).collect(),
        sources: atlas.sources.iter().map(source).collect(),
    }
}

fn named((zh, en): &(Arc<str>, Option<Arc<str>>), lang: Lang) -> String {
    lang.pick(zh, en.as_deref().unwrap_or(zh)).to_owned()
}

fn column(position: Option<Position>, lang: Lang) -> &'static str {
    position.map_or(words::no_column(lang), |position| panorama::heading(position, lang))
}

fn lane(lane: &Lane, lang: Lang) -> String {
    match lane {
        Lane::Area(area) => area.name.clone(),
        Lane::RestOfProvince => words::rest_of_province(lang).to_owned(),
        Lane::RestOfChina => words::rest_of_china(lang).to_owned(),
        Lane::Abroad => words::abroad(lang).to_owned(),
        Lane::Unknown => words::unknown_place(lang).to_owned(),
    }
}

fn node(of: &AtlasNode, columns: &[Option<Position>], lanes: &[&Lane], lang: Lang) -> Node {
    let place = if of.place.is_empty() { words::unknown_place(lang) } else { &of.place };
    let name = match &of.firm {
        Some((_, name)) => name.to_string(),
        None => words::unnamed(place, lang),
    };
    let role = of.role.map(|role| term::role(role, lang));
    Node {
        short: if of.firm.is_some() { short_name(&name).to_owned() } else { name.clone() },
        name,
        about: [Some(place), role].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        named: of.firm.is_some(),
        column: columns.iter().position(|at| *at == of.position).unwrap_or(0),
        lane: lanes.iter().position(|at| **at == of.lane).unwrap_or(0),
        main: of.main,
    }
}

fn link(flow: &AtlasFlow) -> Link {
    Link {
        from: flow.from,
        to: flow.to,
        good: flow.product,
        year: flow.year.map(|year| year.0),
        amount: Cell::number_or(flow.amount, Reason::Unknown),
        rows: flow.rows.iter().map(|row| (row.source, row.row)).collect(),
    }
}

/// The address of a cell less its row number, as `采购.csv › 采购 › E`.
fn source(source: &AtlasSource) -> String {
    let mut parts = vec![&*source.file];
    parts.extend(Some(&*source.sheet).filter(|sheet| !sheet.is_empty()));
    format!("{} › {}", parts.join(" › "), source.column.as_deref().unwrap_or_default())
}
