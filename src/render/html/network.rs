//! The whole network for a canvas: where everything lies is decided here, the script only draws.
//!
//! Positions of the chain are columns, places are lanes; in the cell where they cross the firms stand in a grid, ordered by
//! chain, segment and product, so that the picture is the same on every run and whoever makes the same stands together.

use super::data::clean;
use crate::render::number;
use crate::report::atlas::{Atlas, Link};
use crate::report::table::{Cell, Unit};
use crate::report::words::{self, Lang, Word, page};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Box of a firm, in units of the drawing.
const BOX: (usize, usize) = (132, 24);
/// From one box to the next.
const PITCH: (usize, usize) = (144, 32);
/// Inside a cell, around its boxes; above them stands its heading.
const PADDING: (usize, usize) = (14, 36);
/// Between columns there is room for the bundles of flows, between lanes for the eye.
const GAP: (usize, usize) = (230, 46);
/// Left of the first column and above the first lane, for the headings.
const MARGIN: (usize, usize) = (270, 24);
/// Boxes side by side for each box below another, so that a cell is about one and a half times as wide as high.
const BREADTH: f64 = 1.5;

/// What the script draws and looks up; parallel lists, since names of fields would be most of the text.
#[derive(Serialize)]
pub(super) struct Network {
    size: (usize, usize),
    /// Width and height of a box.
    node: (usize, usize),
    columns: Vec<Band>,
    lanes: Vec<Band>,
    cells: Vec<CellBox>,
    chains: Vec<(String, Vec<String>)>,
    goods: Goods,
    nodes: Nodes,
    links: Links,
    years: Vec<u16>,
    sources: Vec<String>,
}

/// A column or a lane.
#[derive(Serialize)]
struct Band {
    name: String,
    from: usize,
    to: usize,
}

/// Where a column and a lane cross.
#[derive(Serialize)]
struct CellBox {
    column: usize,
    lane: usize,
    x: usize,
    y: usize,
    w: usize,
    h: usize,
    count: usize,
}

#[derive(Serialize)]
struct Goods {
    id: Vec<String>,
    name: Vec<String>,
    /// Chain and segment, by position.
    places: Vec<Vec<(usize, usize)>>,
}

#[derive(Serialize)]
struct Nodes {
    name: Vec<String>,
    short: Vec<String>,
    about: Vec<String>,
    /// 1 for a firm, 0 for an unnamed supplier.
    named: Vec<u8>,
    cell: Vec<usize>,
    x: Vec<usize>,
    y: Vec<usize>,
}

#[derive(Serialize)]
struct Links {
    from: Vec<usize>,
    to: Vec<usize>,
    good: Vec<usize>,
    year: Vec<Option<u16>>,
    /// As people read it, without its unit.
    amount: Vec<String>,
    /// Table and row number of each line.
    rows: Vec<Vec<(u32, u32)>>,
}

/// Lays the atlas out.
pub(super) fn network(atlas: &Atlas, lang: Lang) -> Network {
    let cells = cells(atlas);
    let grid = Grid::new(atlas, &cells);
    let mut nodes = Nodes {
        name: atlas.nodes.iter().map(|node| clean(&node.name)).collect(),
        short: atlas.nodes.iter().map(|node| clean(&node.short)).collect(),
        about: atlas.nodes.iter().map(|node| clean(&node.about)).collect(),
        named: atlas.nodes.iter().map(|node| u8::from(node.named)).collect(),
        cell: vec![0; atlas.nodes.len()],
        x: vec![0; atlas.nodes.len()],
        y: vec![0; atlas.nodes.len()],
    };
    let mut boxes = Vec::with_capacity(cells.len());
    for (&(lane, column), members) in &cells {
        let (x, y) = (grid.columns[column].0, grid.lanes[lane].0);
        for (at, &node) in members.iter().enumerate() {
            let (across, down) = (at % across(members.len()), at / across(members.len()));
            nodes.cell[node] = boxes.len();
            nodes.x[node] = x + PADDING.0 + across * PITCH.0;
            nodes.y[node] = y + PADDING.1 + down * PITCH.1;
        }
        let (w, h) = size(members.len());
        boxes.push(CellBox { column, lane, x, y, w, h, count: members.len() });
    }
    Network {
        size: grid.size,
        node: BOX,
        columns: bands(&atlas.columns, &grid.columns),
        lanes: bands(&atlas.lanes, &grid.lanes),
        cells: boxes,
        chains: (atlas.chains.iter())
            .map(|chain| (clean(&chain.name), chain.segments.iter().map(|segment| clean(segment)).collect()))
            .collect(),
        goods: Goods {
            id: atlas.goods.iter().map(|good| clean(&good.id)).collect(),
            name: atlas.goods.iter().map(|good| clean(&good.name)).collect(),
            places: atlas.goods.iter().map(|good| good.places.clone()).collect(),
        },
        nodes,
        links: links(&atlas.links, lang),
        years: atlas.years.clone(),
        sources: atlas.sources.iter().map(|source| clean(source)).collect(),
    }
}

/// Nodes of each cell that has any, by lane and column, in the order in which they stand.
fn cells(atlas: &Atlas) -> BTreeMap<(usize, usize), Vec<usize>> {
    let mut cells: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, node) in atlas.nodes.iter().enumerate() {
        cells.entry((node.lane, node.column)).or_default().push(at);
    }
    let place = |main: Option<usize>| main.and_then(|main| Some((atlas.goods.get(main)?.places.first()?, main)));
    for members in cells.values_mut() {
        members.sort_by_key(|&at| (place(atlas.nodes[at].main), at));
    }
    cells
}

/// Boxes side by side in a cell.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a small count"
)]
fn across(count: usize) -> usize {
    let ratio = BREADTH * PITCH.1 as f64 / PITCH.0 as f64;
    ((count as f64 * ratio).sqrt().ceil() as usize).max(1)
}

/// Width and height of a cell with so many boxes.
fn size(count: usize) -> (usize, usize) {
    let across = across(count);
    let down = count.div_ceil(across);
    let gaps = (PITCH.0 - BOX.0, PITCH.1 - BOX.1);
    (2 * PADDING.0 + across * PITCH.0 - gaps.0, PADDING.1 + PADDING.0 + down * PITCH.1 - gaps.1)
}

/// From where to where each column and lane goes.
struct Grid {
    columns: Vec<(usize, usize)>,
    lanes: Vec<(usize, usize)>,
    size: (usize, usize),
}

impl Grid {
    fn new(atlas: &Atlas, cells: &BTreeMap<(usize, usize), Vec<usize>>) -> Self {
        let mut widths = vec![BOX.0; atlas.columns.len()];
        let mut heights = vec![PADDING.1; atlas.lanes.len()];
        for (&(lane, column), members) in cells {
            let (width, height) = size(members.len());
            widths[column] = widths[column].max(width);
            heights[lane] = heights[lane].max(height);
        }
        let columns = spread(&widths, MARGIN.0, GAP.0);
        let lanes = spread(&heights, MARGIN.1, GAP.1);
        let end = |bands: &[(usize, usize)], margin: usize| bands.last().map_or(margin, |band| band.1) + GAP.1;
        let size = (end(&columns, MARGIN.0), end(&lanes, MARGIN.1));
        Self { columns, lanes, size }
    }
}

/// One band after the other, with a gap between.
fn spread(sizes: &[usize], start: usize, gap: usize) -> Vec<(usize, usize)> {
    let mut from = start;
    let band = |&size: &usize| {
        let band = (from, from + size);
        from += size + gap;
        band
    };
    sizes.iter().map(band).collect()
}

fn bands(names: &[String], places: &[(usize, usize)]) -> Vec<Band> {
    names.iter().zip(places).map(|(name, &(from, to))| Band { name: clean(name), from, to }).collect()
}

fn links(links: &[Link], lang: Lang) -> Links {
    let amount = |link: &Link| match link.amount {
        Cell::Missing(_) => String::new(),
        ref known => number::cell(known, Unit::Yuan, lang),
    };
    Links {
        from: links.iter().map(|link| link.from).collect(),
        to: links.iter().map(|link| link.to).collect(),
        good: links.iter().map(|link| link.good).collect(),
        year: links.iter().map(|link| link.year).collect(),
        amount: links.iter().map(amount).collect(),
        rows: links.iter().map(|link| link.rows.clone()).collect(),
    }
}

/// The network without a script: how many firms and suppliers stand in each cell.
pub(super) fn table(atlas: &Atlas, lang: Lang) -> String {
    let cells = cells(atlas);
    let mut html = format!("<table>\n<thead><tr><th scope=\"col\">{}</th>", super::escaped(page::lane(lang)));
    for column in &atlas.columns {
        let _ = write!(html, "<th scope=\"col\" class=\"n\">{}</th>", super::escaped(column));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for (lane, name) in atlas.lanes.iter().enumerate() {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", super::escaped(name));
        for column in 0..atlas.columns.len() {
            let count = cells.get(&(lane, column)).map_or(0, Vec::len);
            let _ = write!(html, "<td class=\"n\">{}</td>", number::count(count));
        }
        html.push_str("</tr>\n");
    }
    let summary = super::escaped(words::word(Word::NetworkTable, lang));
    format!("<details><summary>{summary}</summary>\n<div class=\"scroll\">{html}</tbody>\n</table></div></details>\n")
}

#[cfg(test)]
mod tests {
    use super::network;
    use crate::report::atlas::{Atlas, Node};
    use crate::report::words::Lang;

    fn atlas(nodes: usize) -> Atlas {
        let node = |at: usize| Node {
            name: format!("{at}"),
            short: String::new(),
            about: String::new(),
            named: true,
            // Uneven on purpose: most stand in one cell.
            column: if at.is_multiple_of(3) { at % 5 } else { 0 },
            lane: at % 7 % 4,
            main: None,
        };
        Atlas {
            columns: (0..5).map(|at| format!("c{at}")).collect(),
            lanes: (0..4).map(|at| format!("l{at}")).collect(),
            nodes: (0..nodes).map(node).collect(),
            ..Atlas::default()
        }
    }

    #[test]
    fn no_box_lies_on_another_and_each_lies_in_its_cell() {
        let drawn = network(&atlas(500), Lang::Zh);
        let (w, h) = drawn.node;
        let at = |node: usize| (drawn.nodes.x[node], drawn.nodes.y[node]);
        for node in 0..500 {
            let (x, y) = at(node);
            let cell = &drawn.cells[drawn.nodes.cell[node]];
            assert!(x > cell.x && y > cell.y && x + w < cell.x + cell.w && y + h < cell.y + cell.h);
            for other in 0..node {
                let (ox, oy) = at(other);
                assert!(x.abs_diff(ox) >= w || y.abs_diff(oy) >= h, "{node} and {other}");
            }
        }
        for (at, cell) in drawn.cells.iter().enumerate() {
            assert!(cell.x + cell.w <= drawn.columns[cell.column].to && cell.y + cell.h <= drawn.lanes[cell.lane].to);
            for other in &drawn.cells[..at] {
                let across = cell.x + cell.w <= other.x || other.x + other.w <= cell.x;
                assert!(across || cell.y + cell.h <= other.y || other.y + other.h <= cell.y);
            }
        }
        assert!(drawn.columns.windows(2).all(|pair| pair[0].to < pair[1].from) && drawn.size.0 > drawn.columns[4].to);
    }

    #[test]
    fn nothing_to_show_is_no_fault() {
        assert!(network(&Atlas::default(), Lang::En).cells.is_empty());
    }
}
