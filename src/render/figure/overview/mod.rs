//! The map of all segments: positions as columns, chains as lanes, a box for each segment, lines as wide as what is bought.
//!
//! Boxes stand in a grid that segments alone decide (`grid`), have the same extent and the same rows, filled or not: one more
//! firm changes numbers and lines, and moves no box. With the positions of the last map even new segments move none.
//! Sizes are chosen for 120 segments on A0: the smallest type, 13 units, then prints at 8 points.

mod draw;
mod grid;
mod segment;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::render::figure::colour::Ink;
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::render::figure::layout::{Frame, Layout, MARGIN, scale};
use crate::render::figure::overview::grid::grid;
use crate::render::figure::overview::segment::{SegmentCard, Size};
use crate::render::figure::positions::{BoxPosition, LanePosition, LayerPosition, MapPositions};
use crate::render::layered::{self, Edge, Graph, Kept, Node, Options, Route};
use crate::report::figure::Overview;

pub use draw::svg;

/// Width of a line: the widest, and the least that is drawn.
const WIDEST: f64 = 15.0;
const THINNEST: f64 = 1.6;
/// Room for the names of lanes, which stand in a dark band, one character below the other where the script lets them.
const LANE_NAME: f64 = 84.0;
const LANE_BAND: f64 = 64.0;
/// Sizes of the names of lanes, in the order in which they are tried.
const LANES: [f64; 5] = [44.0, 38.0, 32.0, 26.0, 20.0];
/// From one character to the one below it, in ems.
const STACKED: f64 = 1.16;
/// Between a lane's band and its boxes.
const LANE_PAD: f64 = 14.0;
/// Between two lanes, two boxes of a lane, and two layers.
const LANE_GAP: f64 = 2.0 * LANE_PAD + 18.0;
const ROW_GAP: f64 = 36.0;
const GUTTER: f64 = 94.0;
const NARROWEST: f64 = 900.0;
/// A-series landscape.
const SHAPE: f64 = std::f64::consts::SQRT_2;

/// A line with its route on the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Index of the edge.
    pub edge: usize,
    /// Index of the box it leaves, for its tone.
    pub from: usize,
    /// Width as drawn.
    pub width: f64,
    /// Course.
    pub route: Route,
}

/// Where everything is.
#[derive(Debug, Clone, Default)]
pub struct OverviewLayout {
    /// Title, headings, lanes, legend.
    pub sheet: Layout,
    /// Segments.
    pub cards: Vec<SegmentCard>,
    /// Purchases.
    pub lines: Vec<Line>,
    /// For the next map.
    pub positions: MapPositions,
}

impl OverviewLayout {
    /// Every piece of text.
    pub fn texts(&self) -> impl Iterator<Item = &Label> {
        let badges = self.cards.iter().flat_map(|card| card.badges.iter().map(|badge| &badge.label));
        self.sheet.texts().chain(self.cards.iter().flat_map(|card| &card.labels)).chain(badges)
    }
}

/// Lays the map out, beside the positions of the last one where they are given.
pub fn layout(overview: &Overview, kept: Option<&MapPositions>) -> OverviewLayout {
    let size = Size::new(overview);
    let kept = kept.filter(|kept| !kept.layers.is_empty());
    let bands = Bands::new(overview, kept);
    let graph = graph(overview, &bands, &size);
    let laid = match kept {
        Some(kept) => beside(overview, &graph, &bands, kept),
        None => {
            let (places, frame) = grid(overview, &size);
            layered::layout_beside(&graph, &options(), &places, &frame)
        }
    };
    sheet(overview, &laid, &bands, (&size, kept))
}

/// Columns and lanes in the order of the layout: those of the last map first, then new ones.
struct Bands {
    columns: Vec<String>,
    lanes: Vec<String>,
}

impl Bands {
    fn new(overview: &Overview, kept: Option<&MapPositions>) -> Bands {
        let mut bands = Bands { columns: Vec::new(), lanes: Vec::new() };
        let add = |list: &mut Vec<String>, id: &String| {
            if !list.contains(id) {
                list.push(id.clone());
            }
        };
        if let Some(kept) = kept {
            kept.layers.iter().for_each(|layer| add(&mut bands.columns, &layer.column));
            kept.lanes.iter().for_each(|lane| add(&mut bands.lanes, &lane.id));
        }
        overview.columns.iter().for_each(|band| add(&mut bands.columns, &band.id));
        overview.lanes.iter().for_each(|band| add(&mut bands.lanes, &band.id));
        bands
    }

    fn column(&self, id: &str) -> usize {
        self.columns.iter().position(|column| column == id).unwrap_or(0)
    }

    fn lane(&self, id: &str) -> usize {
        self.lanes.iter().position(|lane| lane == id).unwrap_or(0)
    }
}

fn graph(overview: &Overview, bands: &Bands, size: &Size) -> Graph {
    let id =
        |list: &[crate::report::figure::Band], at: usize| list.get(at).map_or(String::new(), |band| band.id.clone());
    let node = |of: &crate::report::figure::OverviewBox| Node {
        width: size.width,
        height: size.height,
        column: Some(bands.column(&id(&overview.columns, of.column))),
        lane: bands.lane(&id(&overview.lanes, of.lane)),
    };
    let known: BTreeMap<&str, usize> =
        overview.boxes.iter().enumerate().rev().map(|(at, of)| (of.id.as_str(), at)).collect();
    let amount = |amount: Option<f64>| amount.filter(|amount| amount.is_finite() && *amount > 0.0).unwrap_or(0.0);
    let most = overview.edges.iter().map(|edge| amount(edge.amount)).fold(0.0, f64::max);
    let edges = overview.edges.iter().map(|edge| {
        // An end that is no box is no node either: the layout leaves such a line out.
        let at = |id: &String| known.get(id.as_str()).copied().unwrap_or(usize::MAX);
        let share = if most > 0.0 { amount(edge.amount) / most } else { 0.0 };
        Edge { from: at(&edge.from), to: at(&edge.to), width: (WIDEST * share).max(THINNEST) }
    });
    Graph { nodes: overview.boxes.iter().map(node).collect(), edges: edges.collect() }
}

fn options() -> Options {
    Options {
        node_gap: ROW_GAP,
        line_gap: 5.0,
        gutter: GUTTER,
        lane_gap: LANE_GAP,
        bundle: false,
        ..Options::default()
    }
}

fn beside(overview: &Overview, graph: &Graph, bands: &Bands, kept: &MapPositions) -> layered::Layout {
    let layer = |layer: &LayerPosition| layered::Layer {
        left: layer.left,
        right: layer.right,
        column: bands.column(&layer.column),
    };
    let frame = layered::Frame {
        layers: kept.layers.iter().map(layer).collect(),
        lanes: kept.lanes.iter().map(|lane| (lane.top, lane.bottom)).collect(),
    };
    let place = |of: &BoxPosition| Kept { left: of.left, top: of.top, layer: of.layer };
    let places: Vec<Option<Kept>> = overview.boxes.iter().map(|of| kept.boxes.get(&of.id).map(place)).collect();
    layered::layout_beside(graph, &options(), &places, &frame)
}

fn sheet(
    overview: &Overview,
    laid: &layered::Layout,
    bands: &Bands,
    (size, kept): (&Size, Option<&MapPositions>),
) -> OverviewLayout {
    let indent = if bands.lanes.len() > 1 { LANE_NAME } else { 0.0 };
    let width = (laid.width + indent + 2.0 * LANE_PAD).max(NARROWEST) + 2.0 * MARGIN;
    let mut out = OverviewLayout { sheet: Layout { width, ..Layout::default() }, ..OverviewLayout::default() };
    // Large type keeps the size it had, or it would push everything down.
    let type_width = kept.map_or(width, |kept| kept.width);
    let below_title = out.sheet.title((&overview.title, &overview.subtitle), type_width);
    let face = Type::bold((21.0 * scale(type_width)).round(), Ink::Accent);
    let top = kept.map_or(below_title + (face.size * 1.35).round() + 19.0 + LANE_PAD, |kept| kept.origin.1);
    let origin = (MARGIN + indent + LANE_PAD, top);
    out.headings(overview, laid, bands, (origin, face));
    if bands.lanes.len() > 1 {
        out.lanes(overview, laid, bands, origin);
    }
    for (of, rect) in overview.boxes.iter().zip(&laid.nodes) {
        out.cards.push(size.card(overview, of, (rect.left + origin.0, rect.top + origin.1)));
    }
    for (at, (edge, route)) in graph(overview, bands, size).edges.iter().zip(&laid.routes).enumerate() {
        if !route.pieces.is_empty() {
            out.lines.push(Line { edge: at, from: edge.from, width: edge.width, route: route.shifted(origin) });
        }
    }
    let lowest = out.lines.iter().flat_map(|line| line.route.points(1)).map(|point| point.1).fold(0.0, f64::max);
    out.sheet.legend((&overview.legend, &[]), (laid.height + origin.1).max(lowest) + LANE_PAD);
    out.positions = positions(overview, laid, bands, (type_width, origin));
    out
}

fn positions(
    overview: &Overview,
    laid: &layered::Layout,
    bands: &Bands,
    (width, origin): (f64, (f64, f64)),
) -> MapPositions {
    let layer = |layer: &layered::Layer| LayerPosition {
        left: layer.left,
        right: layer.right,
        column: bands.columns.get(layer.column).cloned().unwrap_or_default(),
    };
    let lane = |(id, &(top, bottom)): (&String, &(f64, f64))| LanePosition { id: id.clone(), top, bottom };
    let places = laid.nodes.iter().zip(&laid.layer_of);
    let boxes = overview
        .boxes
        .iter()
        .zip(places)
        .map(|(of, (rect, &layer))| (of.id.clone(), BoxPosition { left: rect.left, top: rect.top, layer }));
    MapPositions {
        width,
        origin,
        layers: laid.layers.iter().map(layer).collect(),
        lanes: bands.lanes.iter().zip(&laid.lanes).map(lane).collect(),
        boxes: boxes.collect(),
        frames: BTreeMap::new(),
    }
}

impl OverviewLayout {
    /// A heading over each run of layers of one column.
    fn headings(
        &mut self,
        overview: &Overview,
        laid: &layered::Layout,
        bands: &Bands,
        (origin, face): ((f64, f64), Type),
    ) {
        let top = origin.1 - LANE_PAD - 19.0 - (face.size * 1.35).round();
        for run in laid.layers.chunk_by(|a, b| a.column == b.column) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let id = bands.columns.get(first.column);
            let text = overview.columns.iter().find(|band| Some(&band.id) == id).map_or("", |band| band.text.as_str());
            let text = fit(text, last.right - first.left, face);
            if !text.is_empty() {
                let left = origin.0 + first.left;
                self.sheet.labels.push(Label::new(text, (left, top), Anchor::Start, face));
                self.sheet.bars.push(Rect::new(left, top + face.size * 1.35, last.right - first.left, 3.0));
            }
        }
    }

    /// A band behind each lane, with its name at the left.
    fn lanes(&mut self, overview: &Overview, laid: &layered::Layout, bands: &Bands, origin: (f64, f64)) {
        let right = self.sheet.width - MARGIN;
        for (id, &(top, bottom)) in bands.lanes.iter().zip(&laid.lanes) {
            let Some(band) = overview.lanes.iter().find(|band| band.id == *id) else { continue };
            if bottom <= top {
                continue;
            }
            let (top, bottom) = (top + origin.1 - LANE_PAD, bottom + origin.1 + LANE_PAD);
            let rect = Rect { left: MARGIN, top, right, bottom };
            let accent = Rect { right: MARGIN + LANE_BAND, ..rect };
            self.sheet.frames.push(Frame { rect, accent, labels: lane_name(&band.text, &accent) });
        }
    }
}

/// A lane's name in its band: characters below each other, or lines where they are words of letters.
fn lane_name(name: &str, band: &Rect) -> Vec<Label> {
    let stacked = |size: f64| {
        let face = Type::bold(size, Ink::Paper);
        let is_wide = |c: char| face.width(&c.to_string()) > size * 0.9;
        let count = name.chars().count();
        (count > 0 && name.chars().all(is_wide) && size * STACKED * number(count) <= band.height() - 16.0)
            .then(|| (face, name.chars().map(String::from).collect::<Vec<String>>()))
    };
    let face = Type::bold(18.0, Ink::Paper);
    let lines = || {
        let rows = ((band.height() - 16.0) / 22.0).floor().clamp(1.0, 12.0);
        let widths: Vec<f64> = (1..=12_u8).filter(|row| f64::from(*row) <= rows).map(|_| LANE_BAND - 10.0).collect();
        (face, wrap(name, &widths, face))
    };
    let (face, lines) = LANES.into_iter().find_map(stacked).unwrap_or_else(lines);
    let step = face.size * STACKED;
    let mut y = band.middle() - step * number(lines.len()) / 2.0;
    let mut labels = Vec::new();
    for line in lines {
        labels.push(Label::new(line, (f64::midpoint(band.left, band.right), y), Anchor::Middle, face));
        y += step;
    }
    labels
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
