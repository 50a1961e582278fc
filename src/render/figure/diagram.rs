//! The diagram alone, with its own origin: boxes, frames, gutters and edges.

use crate::render::figure::arrange::Arrangement;
use crate::render::figure::card::{Card, Metrics};
use crate::render::figure::chain::Chain;
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::order::order;
use crate::render::figure::place::{Heights, heights};
use crate::render::figure::positions::{BoxPosition, FramePosition, LayerPosition, MapPositions};
use crate::render::figure::route::Routes;
use crate::render::figure::sides::{COLUMN_GAP, FRAME_PAD, Sides, TRACK_PAD, TRACK_STEP};
use crate::render::figure::track::Tracks;

/// Narrowest edge, and the widest: tracks lie six units apart.
const THIN: f64 = 1.2;
const WIDEST: f64 = 4.6;

/// An edge as drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Wire {
    /// Index of the box it leaves.
    pub from: usize,
    /// Index of the box it enters.
    pub to: usize,
    /// Dashed when false.
    pub required: bool,
    /// Width of the line.
    pub width: f64,
    /// Which of the tones.
    pub tone: usize,
    /// Corners, parallel to the axes in turn; drawn rounded.
    pub points: Vec<Point>,
}

/// Everything between the headings and the legend.
#[derive(Debug, Clone, Default)]
pub(super) struct Diagram {
    pub(super) cards: Vec<Card>,
    /// Frame of each segment, by its index in the chain, with the width of its first lane.
    pub(super) frames: Vec<(usize, Rect)>,
    pub(super) wires: Vec<Wire>,
    /// Sides of each lane, and its stage.
    pub(super) lanes: Vec<(f64, f64, usize)>,
    /// Left and right end of each position.
    pub(super) columns: Vec<(f64, f64)>,
    pub(super) width: f64,
    pub(super) height: f64,
    /// Edges inside positions that could not run to the right.
    pub(super) turned: usize,
}

impl Diagram {
    /// Lays out everything with about `lanes[column]` lanes in each position.
    pub(super) fn new(chain: &Chain<'_>, metrics: &Metrics, lanes: &[usize]) -> Diagram {
        let sizes = &metrics.sizes(chain);
        let arrangement = order(chain, Arrangement::new(chain, lanes), sizes);
        let mut placed = heights(chain, &arrangement, sizes, &Vec::new());
        // Bands grow with the tracks in them, which moves the boxes: the second round sees the boxes where they will be.
        let mut routes = Routes::new(chain, &arrangement, &placed, sizes);
        placed = heights(chain, &arrangement, sizes, &routes.demand(&placed));
        routes = Routes::new(chain, &arrangement, &placed, sizes);
        placed = heights(chain, &arrangement, sizes, &routes.demand(&placed));
        let tracks = Tracks::new(chain, &arrangement, &placed, sizes, &routes);
        let sides = Sides::new(&arrangement, metrics.width, &tracks);
        Diagram::of(chain, metrics, (&arrangement, &placed), (&routes, &tracks, &sides))
    }

    /// Everything at its place.
    pub(super) fn of(
        chain: &Chain<'_>,
        metrics: &Metrics,
        (arrangement, placed): (&Arrangement, &Heights),
        (routes, tracks, sides): (&Routes, &Tracks, &Sides),
    ) -> Diagram {
        let lanes = sides.left.iter().zip(&sides.right).zip(&arrangement.stage_of);
        Diagram {
            cards: cards(chain, metrics, arrangement, placed, sides),
            frames: frames(arrangement, placed, sides),
            wires: wires(chain, arrangement, routes, tracks, sides),
            lanes: lanes.map(|((left, right), stage)| (*left, *right, *stage)).collect(),
            columns: columns(chain, arrangement, sides),
            width: sides.width,
            height: placed.bottom,
            turned: arrangement.turned(chain),
        }
    }

    /// Where everything is, for the next map; `width` is that for which the sheet chose its large type.
    pub(super) fn positions(&self, chain: &Chain<'_>, (width, origin): (f64, Point)) -> MapPositions {
        let layer_at = |x: f64| self.lanes.iter().position(|lane| (lane.0 - x).abs() < 0.01).unwrap_or(0);
        let column = |left: f64| {
            let at = self.columns.iter().position(|&(from, to)| from <= left && left <= to).unwrap_or(0);
            chain.columns.get(at).map_or("", |column| column.0)
        };
        let layer = |&(left, right, stage): &(f64, f64, usize)| LayerPosition {
            left,
            right,
            column: format!("{}/{stage}", column(left)),
        };
        let place =
            |card: &Card| BoxPosition { left: card.rect.left, top: card.rect.top, layer: layer_at(card.rect.left) };
        let frame = |&(segment, rect): &(usize, Rect)| {
            let layer = layer_at(rect.left + FRAME_PAD);
            (chain.segments[segment].id.clone(), FramePosition { layer, top: rect.top, bottom: rect.bottom })
        };
        MapPositions {
            width,
            origin,
            layers: self.lanes.iter().map(layer).collect(),
            lanes: Vec::new(),
            boxes: self.cards.iter().map(|card| (card.id.clone(), place(card))).collect(),
            frames: self.frames.iter().map(frame).collect(),
        }
    }

    /// Moves each position to its new left end and stretches the lines between them; ends do not decrease.
    pub(super) fn stretch(&mut self, starts: &[f64]) {
        let old: Vec<f64> = self.columns.iter().map(|column| column.0).collect();
        let shift = |x: f64| {
            let at = old.iter().rposition(|left| *left <= x).unwrap_or(0);
            starts.get(at).zip(old.get(at)).map_or(0.0, |(new, old)| new - old)
        };
        self.cards.iter_mut().for_each(|card| card.shift(shift(card.rect.left), 0.0));
        for (_, rect) in &mut self.frames {
            let dx = shift(rect.left);
            (rect.left, rect.right) = (rect.left + dx, rect.right + dx);
        }
        for wire in &mut self.wires {
            wire.points.iter_mut().for_each(|point| point.0 += shift(point.0));
        }
        self.lanes.iter_mut().for_each(|lane| (lane.0, lane.1) = (lane.0 + shift(lane.0), lane.1 + shift(lane.0)));
        self.width += shift(self.width);
        for column in &mut self.columns {
            let dx = shift(column.0);
            (column.0, column.1) = (column.0 + dx, column.1 + dx);
        }
    }

    /// Height of one position.
    pub(super) fn column_height(chain: &Chain<'_>, metrics: &Metrics, column: usize, lanes: &[usize]) -> f64 {
        let sizes = &metrics.sizes(chain);
        let arrangement = Arrangement::new(chain, lanes);
        let placed = heights(chain, &arrangement, sizes, &Vec::new());
        let stages = arrangement.stages.iter().zip(&placed.frames).filter(|(stage, _)| stage.column == column);
        stages.filter_map(|(_, frames)| frames.last()).map(|frame| frame.1).fold(0.0, f64::max)
    }

    /// About how wide and high the diagram would be, and how many inputs inside positions could not run to the right.
    pub(super) fn estimate(chain: &Chain<'_>, metrics: &Metrics, lanes: &[usize]) -> (f64, f64, usize) {
        let sizes = &metrics.sizes(chain);
        let arrangement = Arrangement::new(chain, lanes);
        let placed = heights(chain, &arrangement, sizes, &Vec::new());
        let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let gutter = 2.0 * TRACK_PAD + TRACK_STEP * (count(chain.links.len()) / 8.0).min(8.0);
        let width = count(arrangement.lanes()) * (metrics.width + gutter)
            + count(arrangement.stages.len()) * 2.0 * FRAME_PAD
            + count(chain.columns.len()) * COLUMN_GAP;
        (width, placed.bottom, arrangement.turned(chain))
    }
}

fn cards(
    chain: &Chain<'_>,
    metrics: &Metrics,
    arrangement: &Arrangement,
    placed: &Heights,
    sides: &Sides,
) -> Vec<Card> {
    let place = |item: usize| (sides.left[arrangement.lane_of[item]], placed.top[item]);
    chain.items.iter().enumerate().map(|(item, of)| metrics.card(of.data, place(item))).collect()
}

fn frames(arrangement: &Arrangement, placed: &Heights, sides: &Sides) -> Vec<(usize, Rect)> {
    let mut frames = Vec::new();
    for (stage, heights) in arrangement.stages.iter().zip(&placed.frames) {
        let left = sides.left[stage.first_lane] - FRAME_PAD;
        for (place, (&segment, &(top, bottom))) in stage.segments.iter().zip(heights).enumerate() {
            // A small segment does not draw its frame around lanes it leaves empty at the right.
            let lanes = stage.first_lane..stage.first_lane + stage.lanes;
            let last = lanes.rev().find(|&lane| !arrangement.slots[lane][place].is_empty()).unwrap_or(stage.first_lane);
            let right = sides.right[last] + FRAME_PAD;
            frames.push((segment, Rect { left, top, right, bottom }));
        }
    }
    frames
}

fn columns(chain: &Chain<'_>, arrangement: &Arrangement, sides: &Sides) -> Vec<(f64, f64)> {
    let mut columns = vec![(f64::INFINITY, f64::NEG_INFINITY); chain.columns.len()];
    for stage in &arrangement.stages {
        let (left, right) = &mut columns[stage.column];
        *left = left.min(sides.left[stage.first_lane] - FRAME_PAD);
        *right = right.max(sides.right[stage.first_lane + stage.lanes - 1] + FRAME_PAD);
    }
    columns
}

fn wires(chain: &Chain<'_>, arrangement: &Arrangement, routes: &Routes, tracks: &Tracks, sides: &Sides) -> Vec<Wire> {
    let most = chain.most;
    let mut wires = Vec::with_capacity(chain.links.len());
    let mut tone = 0;
    let mut net = None;
    // Links come sorted by their source, so each net is one run.
    for (at, link) in chain.links.iter().enumerate() {
        if net.replace(link.from).is_some_and(|before| before != link.from) {
            tone += 1;
        }
        let share = link.amount.map_or(0.0, |amount| if most > 0.0 { amount / most } else { 0.0 });
        let lanes = (arrangement.lane_of[link.from], arrangement.lane_of[link.to]);
        let points = tracks.corners((at, link), lanes, &routes.hops[at], sides);
        let width = (WIDEST * share).max(THIN);
        wires.push(Wire { from: link.from, to: link.to, required: link.required, width, tone, points });
    }
    wires
}
