//! Places moved apart: footprints near their true positions, none upon another; and tiles assigned to them.

use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::places::number;
use crate::report::figure::Degrees;

/// Between two footprints.
const GAP: f64 = 16.0;
/// Rounds of pushing before the field grows.
const ROUNDS: usize = 240;
/// How often the field grows before places stand in rows.
const GROWTHS: usize = 14;

/// Degrees on a plane: y downwards, both axes in the same length.
pub fn plane(places: &[Option<Degrees>]) -> Vec<Option<Point>> {
    let sound = |at: &Degrees| at.0.is_finite() && at.1.is_finite();
    let known = || places.iter().flatten().filter(|at| sound(at));
    let (low, high) = known().fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at.1), high.max(at.1)));
    let squeeze = ((low + high) / 2.0).to_radians().cos().max(0.1);
    places.iter().map(|at| at.filter(sound).map(|(lon, lat)| (lon * squeeze, -lat))).collect()
}

/// The smallest rectangle around points; `None` without any.
pub fn bounds(points: impl Iterator<Item = Point>) -> Option<Rect> {
    points.fold(None, |rect: Option<Rect>, (x, y)| {
        let rect = rect.unwrap_or(Rect { left: x, top: y, right: x, bottom: y });
        Some(Rect {
            left: rect.left.min(x),
            top: rect.top.min(y),
            right: rect.right.max(x),
            bottom: rect.bottom.max(y),
        })
    })
}

/// Upper left corners of footprints of these extents, and the extent of the field; places of unknown position stand last.
pub fn spread(places: &[Option<Degrees>], sizes: &[(f64, f64)]) -> (Vec<Point>, (f64, f64)) {
    let points = plane(places);
    let area: f64 = sizes.iter().map(|(width, height)| (width + GAP) * (height + GAP)).sum();
    let shape = bounds(points.iter().flatten().copied())
        .map_or(1.4, |rect| (if rect.height() > 0.0 { rect.width() / rect.height() } else { 1.6 }).clamp(0.9, 1.7));
    let widest = sizes.iter().map(|size| size.0).fold(0.0, f64::max);
    let tallest = sizes.iter().map(|size| size.1).fold(0.0, f64::max);
    let mut width = (area * 2.4 * shape).sqrt().max(widest + 2.0 * GAP);
    let mut height = (width / shape).max(tallest + 2.0 * GAP);
    for _ in 0..GROWTHS {
        if let Some(corners) = pushed(&points, sizes, (width, height)) {
            return (corners, (width, height));
        }
        (width, height) = (width * 1.1, height * 1.1);
    }
    rows(sizes, (widest, tallest), shape)
}

/// Footprints in the field, pushed apart until none lies upon another; `None` when some still do.
fn pushed(points: &[Option<Point>], sizes: &[(f64, f64)], field: (f64, f64)) -> Option<Vec<Point>> {
    let mut rects = placed(points, sizes, field);
    for _ in 0..ROUNDS {
        let mut moved = false;
        for at in 0..rects.len() {
            for other in at + 1..rects.len() {
                moved |= part(&mut rects, (at, other), field);
            }
        }
        if !moved {
            return Some(rects.iter().map(|rect| (rect.left, rect.top)).collect());
        }
    }
    None
}

/// Where footprints would stand if none were in the way; unknown positions in the lower left corner.
fn placed(points: &[Option<Point>], sizes: &[(f64, f64)], field: (f64, f64)) -> Vec<Rect> {
    let around = bounds(points.iter().flatten().copied()).unwrap_or_default();
    let widest = sizes.iter().map(|size| size.0).fold(0.0, f64::max) + GAP;
    let tallest = sizes.iter().map(|size| size.1).fold(0.0, f64::max) + GAP;
    let share = |value: f64, from: f64, extent: f64| if extent > 0.0 { (value - from) / extent } else { 0.5 };
    let rect = |(point, size): (&Option<Point>, &(f64, f64))| {
        let (x, y) = point.map_or((0.0, 1.0), |point| {
            (share(point.0, around.left, around.width()), share(point.1, around.top, around.height()))
        });
        let centre = (widest / 2.0 + x * (field.0 - widest), tallest / 2.0 + y * (field.1 - tallest));
        Rect::new(centre.0 - size.0 / 2.0, centre.1 - size.1 / 2.0, size.0, size.1)
    };
    points.iter().zip(sizes).map(rect).collect()
}

/// Pushes two footprints apart along the axis that takes less, and back into the field; whether it had to.
fn part(rects: &mut [Rect], (at, other): (usize, usize), field: (f64, f64)) -> bool {
    let (a, b) = (rects[at], rects[other]);
    let across = (a.right.min(b.right) - a.left.max(b.left)) + GAP;
    let down = (a.bottom.min(b.bottom) - a.top.max(b.top)) + GAP;
    if across <= 0.01 || down <= 0.01 {
        return false;
    }
    let sign = |ahead: bool| if ahead { -1.0 } else { 1.0 };
    // Of two at one point the first goes left.
    let (dx, dy) = if across < down {
        (sign(a.left + a.right <= b.left + b.right) * across / 2.0, 0.0)
    } else {
        (0.0, sign(a.middle() <= b.middle()) * down / 2.0)
    };
    rects[at] = inside(&a, (dx, dy), field);
    rects[other] = inside(&b, (-dx, -dy), field);
    true
}

fn inside(rect: &Rect, (dx, dy): Point, field: (f64, f64)) -> Rect {
    let hold = |value: f64, most: f64| value.min(most - GAP).max(GAP);
    let left = hold(rect.left + dx, field.0 - rect.width());
    let top = hold(rect.top + dy, field.1 - rect.height());
    Rect::new(left, top, rect.width(), rect.height())
}

/// Footprints in rows, in the order given: what is left when nothing else fits.
fn rows(sizes: &[(f64, f64)], (widest, tallest): (f64, f64), shape: f64) -> (Vec<Point>, (f64, f64)) {
    let (step, row) = (widest + GAP, tallest + GAP);
    let count = number(sizes.len());
    let columns = (count * shape * row / step).sqrt().ceil().clamp(1.0, count.max(1.0));
    let corner = |at: usize| {
        let at = number(at);
        (GAP + (at % columns) * step, GAP + (at / columns).floor() * row)
    };
    let corners = (0..sizes.len()).map(corner).collect();
    (corners, (columns * step + GAP, (count / columns).ceil() * row + GAP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_lies_upon_anything_and_neighbours_keep_their_sides() {
        for count in [0_u32, 1, 2, 9, 16, 38] {
            for crowd in [0.0, 0.01, 1.0] {
                let places: Vec<Option<Degrees>> = (0..count)
                    .map(|at| {
                        (at % 7 != 6)
                            .then(|| (117.0 + crowd * f64::from(at * 7 % 10), 33.0 + crowd * f64::from(at * 3 % 11)))
                    })
                    .collect();
                let sizes: Vec<(f64, f64)> = (0..count).map(|at| (60.0 + f64::from(at % 5) * 40.0, 90.0)).collect();
                let (corners, field) = spread(&places, &sizes);
                let rects: Vec<Rect> =
                    corners.iter().zip(&sizes).map(|(at, size)| Rect::new(at.0, at.1, size.0, size.1)).collect();
                let sheet = Rect::new(0.0, 0.0, field.0, field.1);
                for (at, a) in rects.iter().enumerate() {
                    assert!(sheet.contains(a), "{count} {crowd} {a:?} {field:?}");
                    assert!(rects[at + 1..].iter().all(|b| !a.overlaps(b)), "{count} {crowd}");
                }
            }
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let places = [Some((116.37, 34.44)), Some((117.91, 33.48))];
        let (corners, _) = spread(&places, &[(80.0, 80.0); 2]);
        assert!(corners[0].0 < corners[1].0 && corners[0].1 < corners[1].1, "{corners:?}");
    }
}
