//! The map of all segments: positions as columns, chains as lanes, a box for each segment, lines as wide as what is bought.
//!
//! Every box has the same extent and the same rows, filled or not, so that one more firm changes a number and nothing else;
//! with the positions of the last map even new segments and lines move no box.

mod draw;
mod segment;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::render::figure::colour::Ink;
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::render::figure::layout::{Frame, Layout, MARGIN, scale};
use crate::render::figure::legend::LegendBlock;
use crate::render::figure::overview::segment::{SegmentCard, Size};
use crate::render::figure::positions::{BoxPosition, LanePosition, LayerPosition, MapPositions};
use crate::render::layered::{self, Edge, Graph, Kept, Node, Options, Route};
use crate::report::figure::Overview;

pub use draw::svg;

/// Width of a line: the widest, and the least that is drawn.
const WIDEST: f64 = 14.0;
const THINNEST: f64 = 0.9;
/// Room for the names of lanes.
const LANE_NAME: f64 = 140.0;
const LANE: Type = Type::bold(19.0, Ink::Accent);
const LANE_STEP: f64 = 25.0;
/// Between a lane's band and its boxes.
const LANE_PAD: f64 = 14.0;
const NARROWEST: f64 = 900.0;
/// A-series landscape.
const SHAPE: f64 = std::f64::consts::SQRT_2;
/// Layouts tried in search of the shape of paper.
const TRIED: usize = 4;

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
        self.sheet.texts().chain(self.cards.iter().flat_map(|card| &card.labels))
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
        None => best(overview, &graph),
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

fn options(most: usize) -> Options {
    Options {
        node_gap: 24.0,
        line_gap: 5.0,
        gutter: 110.0,
        lane_gap: 2.0 * LANE_PAD + 16.0,
        most_per_layer: Some(most),
        bundle: false,
        sweeps: 24,
    }
}

/// The layout that prints best among a few limits of boxes in a layer.
fn best(overview: &Overview, graph: &Graph) -> layered::Layout {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    graph.nodes.iter().for_each(|node| *counts.entry(node.column.unwrap_or(0)).or_default() += 1);
    let tallest = counts.values().copied().max().unwrap_or(1).max(1);
    let of = graph.nodes.first().map_or((1.0, 1.0), |node| (node.width, node.height));
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    // How much higher a layer is than its boxes: lines pass between them. Told by each layout for the next try.
    let mut room = 1.35;
    let mut best: Option<(f64, layered::Layout)> = None;
    let mut tried = Vec::new();
    for _ in 0..TRIED {
        let rough = |most: &usize| {
            let layers: usize = counts.values().map(|count| count.div_ceil(*most)).sum();
            cost(overview, number(layers) * (of.0 + 150.0), number(*most) * (of.1 + 24.0) * room)
        };
        let Some(most) = (1..=tallest).min_by(|a, b| rough(a).total_cmp(&rough(b))) else { break };
        if tried.contains(&most) {
            break;
        }
        tried.push(most);
        let laid = layered::layout(graph, &options(most));
        room = laid.height / (number(most) * (of.1 + 24.0));
        let price = cost(overview, laid.width, laid.height);
        if best.as_ref().is_none_or(|(least, _)| price < *least) {
            best = Some((price, laid));
        }
    }
    best.map(|(_, laid)| laid).unwrap_or_default()
}

/// How badly a diagram of this extent prints on A-series paper.
fn cost(overview: &Overview, width: f64, height: f64) -> f64 {
    let width = width.max(NARROWEST);
    let legend = LegendBlock::new(&overview.legend, &[], (0.0, 0.0), width).height;
    let (width, height) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN + legend + 190.0 * scale(width));
    width.max(height * SHAPE).ln() + 0.1 * (width / height / SHAPE).ln().abs()
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
    layered::layout_beside(graph, &options(usize::MAX), &places, &frame)
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
        out.cards.push(size.card(of, (rect.left + origin.0, rect.top + origin.1)));
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
            let left = MARGIN + 12.0;
            let rows = ((bottom - top - 16.0) / LANE_STEP).clamp(1.0, 6.0);
            let lines = (1..=6_u8).filter(|row| f64::from(*row) <= rows).map(|_| LANE_NAME - 30.0);
            let lines = wrap(&band.text, &lines.collect::<Vec<f64>>(), LANE);
            let mut labels = Vec::new();
            let mut y = top + 11.0;
            for line in lines {
                labels.push(Label::new(line, (left + 11.0, y), Anchor::Start, LANE));
                y += LANE_STEP;
            }
            self.sheet.frames.push(Frame { rect, accent: Rect::new(left, top + 11.0, 4.0, 19.0), labels });
        }
    }
}
