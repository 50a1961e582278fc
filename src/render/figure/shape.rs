//! Shapes as lists of points: round corners, arrow heads, stripes.

use crate::render::figure::geometry::{Point, Rect};

/// Chords to a quarter of a circle.
const CHORDS: u8 = 5;

/// A circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Circle {
    pub(super) centre: Point,
    pub(super) radius: f64,
}

impl Circle {
    /// The circle inside a square.
    pub(super) fn inside(rect: &Rect) -> Circle {
        Circle { centre: (f64::midpoint(rect.left, rect.right), rect.middle()), radius: rect.width() / 2.0 }
    }
}

/// A rectangle with round corners, clockwise from the upper left.
pub(super) fn rounded(rect: &Rect, radius: f64) -> Vec<Point> {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let centres = [
        ((rect.left + radius, rect.top + radius), 2.0),
        ((rect.right - radius, rect.top + radius), 3.0),
        ((rect.right - radius, rect.bottom - radius), 0.0),
        ((rect.left + radius, rect.bottom - radius), 1.0),
    ];
    let quarter = std::f64::consts::FRAC_PI_2;
    let corner = |((x, y), turn): (Point, f64)| {
        (0..=CHORDS).map(move |chord| {
            let angle = quarter * (turn + f64::from(chord) / f64::from(CHORDS));
            (x + radius * angle.cos(), y + radius * angle.sin())
        })
    };
    centres.into_iter().flat_map(corner).collect()
}

/// A line along `corners` whose turns are quarter circles, or less where the pieces are short.
pub(super) fn bent(corners: &[Point], radius: f64) -> Vec<Point> {
    let mut points = Vec::with_capacity(corners.len() * usize::from(CHORDS));
    for (at, &corner) in corners.iter().enumerate() {
        let (Some(before), Some(after)) = (at.checked_sub(1).map(|at| corners[at]), corners.get(at + 1)) else {
            points.push(corner);
            continue;
        };
        let radius = radius.min(distance(before, corner) / 2.0).min(distance(corner, *after) / 2.0);
        let (start, end) = (towards(corner, before, radius), towards(corner, *after, radius));
        for chord in 0..=CHORDS {
            // A quadratic curve with the corner as its handle.
            let t = f64::from(chord) / f64::from(CHORDS);
            let mix = |a: f64, b: f64, c: f64| (1.0 - t).powi(2) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
            points.push((mix(start.0, corner.0, end.0), mix(start.1, corner.1, end.1)));
        }
    }
    points
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

fn towards(from: Point, to: Point, length: f64) -> Point {
    let whole = distance(from, to);
    if whole <= 0.0 {
        return from;
    }
    (from.0 + (to.0 - from.0) * length / whole, from.1 + (to.1 - from.1) * length / whole)
}

/// How far two lines run together from their common start.
pub(super) fn shared_length(a: &[Point], b: &[Point]) -> f64 {
    let (mut at_a, mut at_b, mut length) = (1, 1, 0.0);
    let (Some(&from), Some(&other)) = (a.first(), b.first()) else { return 0.0 };
    let mut here = from;
    if distance(here, other) > 1e-6 {
        return 0.0;
    }
    while let (Some(&next_a), Some(&next_b)) = (a.get(at_a), b.get(at_b)) {
        let (left_a, left_b) = (distance(here, next_a), distance(here, next_b));
        let step = left_a.min(left_b);
        let (reached, other) = (towards(here, next_a, step), towards(here, next_b, step));
        if distance(reached, other) > 1e-6 {
            break;
        }
        length += step;
        here = reached;
        at_a += usize::from(left_a - step < 1e-6);
        at_b += usize::from(left_b - step < 1e-6);
    }
    length
}

/// The line from so far behind its start on.
pub(super) fn without_start(line: &[Point], mut length: f64) -> Vec<Point> {
    for (at, pair) in line.windows(2).enumerate() {
        let piece = distance(pair[0], pair[1]);
        if length < piece {
            let mut rest = vec![towards(pair[0], pair[1], length)];
            rest.extend(&line[at + 1..]);
            return rest;
        }
        length -= piece;
    }
    line.last().copied().into_iter().collect()
}

/// A small head that points to the right, its tip at `tip`.
pub(super) fn arrow(tip: Point, length: f64) -> [Point; 3] {
    let half = length * 0.42;
    [tip, (tip.0 - length, tip.1 - half), (tip.0 - length, tip.1 + half)]
}

/// Slanting lines over a rectangle, `step` apart in y.
pub(super) fn hatch(rect: &Rect, step: f64) -> Vec<[Point; 2]> {
    let mut lines = Vec::new();
    let mut y = rect.top + step / 2.0;
    while y < rect.bottom + rect.width() {
        // From the left side at y upwards to the right, cut at both ends of the rectangle.
        let start = if y <= rect.bottom { (rect.left, y) } else { (rect.left + (y - rect.bottom), rect.bottom) };
        let end = if y - rect.width() >= rect.top {
            (rect.right, y - rect.width())
        } else {
            (rect.left + (y - rect.top), rect.top)
        };
        if end.0 > start.0 {
            lines.push([start, end]);
        }
        y += step;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_stay_inside() {
        let rect = Rect::new(10.0, 20.0, 8.0, 90.0);
        let inside = |&(x, y): &Point| rect.contains(&Rect::new(x, y, 0.0, 0.0));
        assert!(rounded(&rect, 6.0).iter().all(inside));
        assert!(hatch(&rect, 6.0).iter().flatten().all(inside));
    }

    #[test]
    fn lines_part_where_one_turns() {
        let a = [(0.0, 0.0), (10.0, 0.0), (10.0, 20.0), (30.0, 20.0)];
        let b = [(0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (30.0, 5.0)];
        assert!((shared_length(&a, &b) - 15.0).abs() < 1e-9);
        assert_eq!(without_start(&a, 15.0), [(10.0, 5.0), (10.0, 20.0), (30.0, 20.0)]);
        assert!((shared_length(&a, &a) - 50.0).abs() < 1e-9);
    }

    #[test]
    fn bends_keep_the_ends() {
        let line = bent(&[(0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (20.0, 4.0)], 5.0);
        assert_eq!(line.first(), Some(&(0.0, 0.0)));
        assert_eq!(line.last(), Some(&(20.0, 4.0)));
        assert!(line.iter().all(|p| (0.0..=20.0).contains(&p.0) && (0.0..=4.0).contains(&p.1)));
    }
}
