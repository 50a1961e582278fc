//! Arrows between discs: bent to the right of their way, so that two that run to and fro stay apart.

use crate::render::figure::colour::{self, PAPER};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::scene::{Pencil, Shape};

/// Pieces of a curve.
const PIECES: u8 = 60;
/// Bends tried, as shares of the distance.
const BENDS: [f64; 7] = [0.16, 0.26, 0.38, 0.5, -0.2, -0.34, -0.48];

/// A disc that arrows begin and end at, with all that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Middle of the disc.
    pub centre: Point,
    /// Radius of the disc.
    pub radius: f64,
    /// Disc and text.
    pub rect: Rect,
    /// Text below the disc.
    pub plate: Rect,
}

/// The course of an arrow from one stop to another: the bend that crosses the least of the others and stays in the field.
pub fn course(from: usize, to: usize, stops: &[Stop], field: &Rect) -> Vec<Point> {
    let bent = |bend: &f64| curve(&stops[from], &stops[to], *bend);
    let price = |bend: &f64| {
        let points = bent(bend);
        let crossed = |stop: &Stop| points.iter().filter(|point| within(&stop.rect, **point)).count();
        let others = stops.iter().enumerate().filter(|(at, _)| *at != from && *at != to);
        let crossed: usize = others.map(|(_, stop)| crossed(stop)).sum();
        let beyond = points.iter().filter(|point| !within(field, **point)).count();
        // Its own text is a place to cross only when nothing else is free.
        let own = points.iter().filter(|point| within(&stops[from].rect, **point) || within(&stops[to].rect, **point));
        super::number(crossed * 3 + beyond * 6 + own.count()) / 3.0 + bend.abs() * 6.0
    };
    let best = BENDS.iter().min_by(|a, b| price(a).total_cmp(&price(b))).copied().unwrap_or(0.0);
    curve(&stops[from], &stops[to], best)
}

fn within(rect: &Rect, (x, y): Point) -> bool {
    rect.left < x && x < rect.right && rect.top < y && y < rect.bottom
}

/// A quadratic curve between the rims of two discs.
fn curve(from: &Stop, to: &Stop, bend: f64) -> Vec<Point> {
    let (a, b) = (from.centre, to.centre);
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let handle = (f64::midpoint(a.0, b.0) - dy * bend, f64::midpoint(a.1, b.1) + dx * bend);
    let at = |piece: u8| {
        let t = f64::from(piece) / f64::from(PIECES);
        let mix = |a: f64, b: f64, c: f64| (1.0 - t).powi(2) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
        (mix(a.0, handle.0, b.0), mix(a.1, handle.1, b.1))
    };
    let points: Vec<Point> = (0..=PIECES).map(at).collect();
    // It begins where it leaves disc and text for good, and ends where it first comes to those of the other.
    let first = points.iter().rposition(|point| from.covers(*point)).map_or(0, |at| at + 1);
    let last = points.iter().position(|point| to.covers(*point)).unwrap_or(points.len());
    // Where the two are too close for that, the arrow runs straight from rim to rim.
    match points.get(first..last) {
        Some(free) if free.len() >= 4 => free.to_vec(),
        _ => {
            let (start, end) = (towards(a, b, from.radius + 3.0), towards(b, a, to.radius + 4.0));
            (0..=4_u8).map(|piece| between(start, end, f64::from(piece) / 4.0)).collect()
        }
    }
}

fn between(from: Point, to: Point, share: f64) -> Point {
    (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
}

impl Stop {
    /// Whether disc or text lies upon a point, or nearly so.
    fn covers(&self, point: Point) -> bool {
        let near = (point.0 - self.centre.0).hypot(point.1 - self.centre.1) < self.radius + 4.0;
        near || within(&self.plate, point)
    }
}

fn towards(from: Point, to: Point, length: f64) -> Point {
    let whole = (to.0 - from.0).hypot(to.1 - from.1);
    if whole <= 1e-9 {
        return (from.0 + length, from.1);
    }
    (from.0 + (to.0 - from.0) * length / whole, from.1 + (to.1 - from.1) * length / whole)
}

/// Line and head of an arrow along its course, with white around it.
pub fn shapes(course: &[Point], pencil: Pencil) -> Vec<Shape> {
    let (Some(&tip), Some(&before)) = (course.last(), course.iter().rev().nth(3)) else { return Vec::new() };
    let length = 8.0 + pencil.width * 1.3;
    let half = 3.2 + pencil.width * 0.75;
    let base = towards(tip, before, length);
    let (dx, dy) = ((tip.0 - base.0) / length, (tip.1 - base.1) / length);
    let mut line: Vec<Point> = course.to_vec();
    // The line ends inside the head, not before its tip.
    while line.len() > 2 && line.last().is_some_and(|point| (point.0 - tip.0).hypot(point.1 - tip.1) < length * 0.8) {
        line.pop();
    }
    line.push(towards(tip, before, length * 0.8));
    let head = vec![tip, (base.0 - dy * half, base.1 + dx * half), (base.0 + dy * half, base.1 - dx * half)];
    vec![
        Shape::Line(line.clone(), Pencil::solid(PAPER, pencil.width + 2.4)),
        Shape::Line(line, pencil),
        Shape::Area { points: head, fill: Some(pencil.colour), line: None },
    ]
}

/// Colour of arrows between counties.
pub const WITHIN: plotters::style::RGBColor = colour::STEPS[1];
/// Colour of arrows from and to places beyond.
pub const BEYOND: plotters::style::RGBColor = colour::STEPS[4];
