//! Places in the outlines that the user gave: filled by class, uncertain ones hatched, names where there is room.

use crate::render::figure::colour::{self, Ink, PAPER};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label, Type, fit};
use crate::render::figure::places::spread::{bounds, plane};
use crate::render::figure::places::tiles::{look, rim};
use crate::render::figure::scene::{Body, Group, Pencil, Shape};
use crate::report::figure::{CountyTiles, Outline, PlaceTile};
use plotters::style::RGBColor;
use std::collections::BTreeMap;

/// Longest side of the map, and room around it for names.
const SIDE: f64 = 1080.0;
const AROUND: f64 = 96.0;
/// Points nearer than this are one.
const FINE: f64 = 0.6;
const NAME: Type = Type::bold(16.0, Ink::Text);
const RATE: Type = Type::regular(14.0, Ink::Text);
const HATCH_STEP: f64 = 9.0;
/// Widest name.
const TEXT: f64 = 210.0;

/// Rings of a place on the sheet, the largest polygon first; of each polygon the outer ring first.
type Polygons = Vec<Vec<Vec<Point>>>;

/// Lays the map out.
pub(super) fn body(map: &CountyTiles) -> Body {
    let (shapes, width, height) = projected(&map.outlines);
    let places: BTreeMap<&str, &PlaceTile> = map.places.iter().rev().map(|of| (of.id.as_str(), of)).collect();
    let mut order: Vec<(f64, usize)> = shapes.iter().enumerate().map(|(at, shape)| (area(shape), at)).collect();
    // What lies in the hole of another comes after it.
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut groups: Vec<Group> = Vec::new();
    for (_, at) in &order {
        groups.push(filled(&shapes[*at], places.get(map.outlines[*at].id.as_str()).copied()));
    }
    let mut names = Names { field: Rect::new(0.0, 0.0, width, height), taken: Vec::new(), left: Vec::new() };
    let mut texts = Vec::new();
    for (_, at) in &order {
        if let Some(place) = places.get(map.outlines[*at].id.as_str()) {
            texts.extend(names.name(place, inner_point(&shapes[*at])));
        }
    }
    let (rest, beside) = names.beside(width);
    texts.extend(rest);
    // The number of the map stands on the map, not only in its notes.
    let approval = fit(&map.approval, width + beside - 8.0, RATE);
    let at = (width + beside - 4.0, height + 4.0);
    texts.push(Shape::Text(Label::new(approval, at, Anchor::End, RATE)));
    groups.push(Group::plain(texts));
    Body { groups, width: width + beside, height: height + 24.0 }
}

/// Rings on the sheet, without points that nobody could tell apart.
fn projected(outlines: &[Outline]) -> (Vec<Polygons>, f64, f64) {
    let points: Vec<_> =
        outlines.iter().flat_map(|of| of.polygons.iter().flatten().flatten()).map(|at| Some(*at)).collect();
    let flat = plane(&points);
    let around = bounds(flat.iter().flatten().copied()).unwrap_or_default();
    let extent = around.width().max(around.height());
    let scale = if extent > 0.0 { SIDE / extent } else { 1.0 };
    let mut next = flat.into_iter();
    let mut ring = |ring: &Vec<(f64, f64)>| {
        let mut placed: Vec<Point> = Vec::with_capacity(ring.len());
        for point in next.by_ref().take(ring.len()).flatten() {
            let point = ((point.0 - around.left) * scale + AROUND, (point.1 - around.top) * scale + AROUND / 2.0);
            let near = |last: &Point| (last.0 - point.0).abs() < FINE && (last.1 - point.1).abs() < FINE;
            if !placed.last().is_some_and(near) {
                placed.push(point);
            }
        }
        placed
    };
    let mut shapes: Vec<Polygons> = Vec::new();
    for of in outlines {
        let mut polygons: Polygons = Vec::new();
        for polygon in &of.polygons {
            let rings: Vec<Vec<Point>> = polygon.iter().map(&mut ring).collect();
            if rings.first().is_some_and(|outer| outer.len() >= 3) {
                polygons.push(rings.into_iter().filter(|ring| ring.len() >= 3).collect());
            }
        }
        polygons.sort_by(|a, b| ring_area(&b[0]).total_cmp(&ring_area(&a[0])));
        shapes.push(polygons);
    }
    (shapes, around.width() * scale + 2.0 * AROUND, around.height() * scale + AROUND)
}

fn area(polygons: &Polygons) -> f64 {
    polygons.iter().map(|polygon| ring_area(&polygon[0])).sum()
}

fn ring_area(ring: &[Point]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    (pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0).abs()
}

fn filled(polygons: &Polygons, place: Option<&PlaceTile>) -> Group {
    let (fill, line, ink) = match place {
        Some(place) => (look(place).0, rim(place), look(place).1),
        None => (colour::FRAME, Pencil::solid(colour::RULE, 1.0), Ink::Text),
    };
    let mut shapes = Vec::new();
    for polygon in polygons {
        for (at, ring) in polygon.iter().enumerate() {
            let inside = if at == 0 { fill } else { PAPER };
            shapes.push(Shape::Area { points: ring.clone(), fill: Some(inside), line: Some(line) });
        }
    }
    if place.is_some_and(|place| !place.certain && place.class.is_some()) {
        shapes.extend(hatched(polygons, ink.rgb()));
    }
    let found = place.map(|place| (place.id.clone(), None));
    Group { shapes, tip: place.map(|place| place.tip.clone()).unwrap_or_default(), found, clear: 0.0 }
}

/// Slanting lines inside the outer rings and outside the holes.
fn hatched(polygons: &Polygons, colour: RGBColor) -> Vec<Shape> {
    let corners = || polygons.iter().flatten().flatten();
    let least = corners().map(|point| point.0 + point.1).fold(f64::MAX, f64::min);
    let most = corners().map(|point| point.0 + point.1).fold(f64::MIN, f64::max);
    let mut lines = Vec::new();
    let mut level = (least / HATCH_STEP).ceil() * HATCH_STEP;
    while level < most {
        let mut cuts: Vec<f64> = Vec::new();
        for ring in polygons.iter().flatten() {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let (from, to) = (a.0 + a.1 - level, b.0 + b.1 - level);
                if (from < 0.0) != (to < 0.0) {
                    cuts.push(a.0 + (b.0 - a.0) * from / (from - to));
                }
            }
        }
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.chunks_exact(2) {
            lines.push(Shape::Line(
                vec![(pair[0], level - pair[0]), (pair[1], level - pair[1])],
                Pencil::solid(colour, 0.7),
            ));
        }
        level += HATCH_STEP;
    }
    lines
}

/// A point well inside the largest polygon: the middle of the widest stretch on one of a few levels.
fn inner_point(polygons: &Polygons) -> Option<Point> {
    let ring = polygons.first()?.first()?;
    let around = bounds(ring.iter().copied())?;
    let mut best: Option<(f64, Point)> = None;
    for step in 1..16_u8 {
        let y = around.top + around.height() * f64::from(step) / 16.0;
        let mut cuts: Vec<f64> = Vec::new();
        for ring in &polygons[0] {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                if (a.1 < y) != (b.1 < y) {
                    cuts.push(a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1));
                }
            }
        }
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.chunks_exact(2) {
            // Near the middle of its height a stretch has more room above and below.
            let room = (pair[1] - pair[0]) * (1.0 - 0.6 * (f64::from(step) / 8.0 - 1.0).abs());
            if best.is_none_or(|(most, _)| room > most) {
                best = Some((room, (f64::midpoint(pair[0], pair[1]), y)));
            }
        }
    }
    best.map(|(_, point)| point)
}

/// Names already placed.
struct Names<'a> {
    field: Rect,
    taken: Vec<Rect>,
    left: Vec<&'a PlaceTile>,
}

impl<'a> Names<'a> {
    /// Name and rate at the point, or near it with a line to it; kept for the side where there is no room.
    fn name(&mut self, place: &'a PlaceTile, point: Option<Point>) -> Vec<Shape> {
        let Some(point) = point else {
            self.left.push(place);
            return Vec::new();
        };
        let (name, rate) = (fit(&place.name, TEXT, NAME), fit(&place.rate, TEXT, RATE));
        let width = NAME.width(&name).max(RATE.width(&rate)) + 12.0;
        let around = |x: f64, y: f64| Rect::new(point.0 + x - width / 2.0, point.1 + y - 22.0, width, 44.0);
        let free = |rect: &Rect| self.field.contains(rect) && self.taken.iter().all(|other| !other.overlaps(rect));
        let ring = |step: u8| (0..12_u8).map(move |turn| (step, turn));
        let shifted = (1..=9).flat_map(ring).map(|(step, turn)| {
            let angle = f64::from(turn) / 12.0 * std::f64::consts::TAU;
            let far = 30.0 * f64::from(step);
            around(far * angle.cos() * 1.4, far * angle.sin())
        });
        let Some(rect) = std::iter::once(around(0.0, 0.0)).chain(shifted).find(free) else {
            self.left.push(place);
            return Vec::new();
        };
        self.taken.push(rect);
        let mut shapes = Vec::new();
        let centre = (f64::midpoint(rect.left, rect.right), rect.middle());
        if (centre.0 - point.0).hypot(centre.1 - point.1) > 34.0 {
            shapes.push(Shape::Line(vec![point, centre], Pencil::solid(Ink::Soft.rgb(), 0.9)));
            shapes.push(Shape::Disc { centre: point, radius: 2.4, fill: Some(Ink::Soft.rgb()), line: None });
        }
        shapes.extend(plate(&rect, name, rate));
        shapes
    }

    /// Names without room on the map, in a column beside it, and how wide that is.
    fn beside(self, width: f64) -> (Vec<Shape>, f64) {
        if self.left.is_empty() {
            return (Vec::new(), 0.0);
        }
        let rows = ((self.field.height() / 50.0).floor().max(1.0)) as usize;
        let mut shapes = Vec::new();
        for (at, place) in self.left.iter().enumerate() {
            let (column, row) = (super::number(at / rows), super::number(at % rows));
            let rect = Rect::new(width + column * (TEXT + 24.0), row * 50.0, TEXT + 12.0, 44.0);
            shapes.extend(plate(&rect, fit(&place.name, TEXT, NAME), fit(&place.rate, TEXT, RATE)));
        }
        (shapes, super::number(self.left.len().div_ceil(rows)) * (TEXT + 24.0))
    }
}

/// Name and rate on white.
fn plate(rect: &Rect, name: String, rate: String) -> Vec<Shape> {
    let middle = f64::midpoint(rect.left, rect.right);
    let text = |text: String, top: f64, face: Type| Shape::Text(Label::new(text, (middle, top), Anchor::Middle, face));
    vec![
        Shape::rounded(rect, 5.0, Some(PAPER), Some(Pencil::solid(colour::RULE, 0.9))),
        text(name, rect.top + 4.0, NAME),
        text(rate, rect.top + 24.0, RATE),
    ]
}
