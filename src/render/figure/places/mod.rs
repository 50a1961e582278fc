//! Figures of places: counties as discs with what flows between them, as tiles or in their outlines, and as cards.

pub mod arrow;
pub mod map;
mod outline;
pub mod spread;
pub mod supply;
#[cfg(test)]
mod tests;
pub mod tiles;

use crate::render::figure::colour::{self, PAPER};
use crate::render::figure::font;
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::Type;
use crate::render::figure::scene::{Key, Pencil, SAMPLE, Shape};
use plotters::style::RGBColor;

/// Fill of each part of purchases: own, other counties, outside, unknown; the last is hatched too.
pub(super) const PARTS: [RGBColor; 4] = [colour::STEPS[0], colour::STEPS[1], colour::STEPS[3], colour::UNKNOWN.0];
/// Lines over what is unknown or uncertain.
pub(super) const HATCH: Pencil = Pencil::solid(colour::UNKNOWN.1, 0.9);
/// Between hatched lines.
pub(super) const HATCH_STEP: f64 = 6.0;

/// Spokes of a whole disc of unknown parts.
const SPOKES: u8 = 48;

/// Entries of the legend for the parts of purchases.
pub(super) fn part_keys(parts: &[String; 4]) -> Vec<Key> {
    let mut keys: Vec<Key> = parts.iter().zip(PARTS).map(|(text, fill)| Key::area(fill, text)).collect();
    if let Some(unknown) = keys.last_mut() {
        unknown.sample.push(Shape::Hatch(Rect::new(0.0, 2.0, SAMPLE.0, SAMPLE.1 - 4.0), HATCH, HATCH_STEP));
    }
    keys
}

/// Parts as shares of their sum, those below nothing taken for nothing; `None` when there is no sum.
pub(super) fn shares(parts: &[f64; 4]) -> Option<[f64; 4]> {
    let parts = parts.map(|part| if part.is_finite() && part > 0.0 { part } else { 0.0 });
    let most = parts.iter().copied().fold(0.0, f64::max);
    // Divided first: the sum of amounts near the largest number would be no number.
    let scaled = parts.map(|part| if most > 0.0 { part / most } else { 0.0 });
    let sum: f64 = scaled.iter().sum();
    (sum > 0.0).then(|| scaled.map(|part| part / sum))
}

/// A disc in sectors clockwise from the top, as shapes.
pub(super) fn pie(centre: Point, radius: f64, shares: &[f64; 4]) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let mut from = 0.0;
    for (part, (share, fill)) in shares.iter().zip(PARTS).enumerate() {
        if *share >= 1.0 - 1e-9 {
            shapes.push(Shape::Disc { centre, radius, fill: Some(fill), line: None });
        } else if *share > 0.0 {
            shapes.push(Shape::Area {
                points: sector(centre, radius, (from, from + share)),
                fill: Some(fill),
                line: None,
            });
        }
        if part == 3 {
            let spokes = (1..SPOKES).map(|spoke| f64::from(spoke) / f64::from(SPOKES)).filter(|turn| *turn < *share);
            let ends = |turn: f64| [0.35, 1.0].map(|out| on_circle(centre, radius * out, from + turn)).to_vec();
            shapes.extend(spokes.map(|turn| Shape::Line(ends(turn), HATCH)));
        }
        from += share;
    }
    // White between the sectors, so that they stay apart in grey.
    let mut at = 0.0;
    if shares.iter().filter(|share| **share > 0.0).count() > 1 {
        for share in shares.iter().filter(|share| **share > 0.0) {
            shapes.push(Shape::Line(vec![centre, on_circle(centre, radius, at)], Pencil::solid(PAPER, 1.4)));
            at += share;
        }
    }
    shapes.push(Shape::Disc { centre, radius, fill: None, line: Some(Pencil::solid(colour::ACCENT, 1.4)) });
    shapes
}

/// A point on a circle, by turns clockwise from the top.
pub(super) fn on_circle(centre: Point, radius: f64, turn: f64) -> Point {
    let angle = turn * std::f64::consts::TAU;
    (centre.0 + radius * angle.sin(), centre.1 - radius * angle.cos())
}

fn sector(centre: Point, radius: f64, (from, to): (f64, f64)) -> Vec<Point> {
    // A chord for each 64th of a turn.
    let chords = (1..=64_u8).find(|chords| f64::from(*chords) >= (to - from) * 64.0).unwrap_or(64);
    let step = (to - from) / f64::from(chords);
    let rim = (0..=chords).map(|chord| on_circle(centre, radius, from + step * f64::from(chord)));
    std::iter::once(centre).chain(rim).collect()
}

/// A bar in parts, as shapes.
pub(super) fn bar(rect: &Rect, shares: &[f64; 4]) -> Vec<Shape> {
    let mut shapes = vec![Shape::rect(rect, colour::TRACK)];
    let mut x = rect.left;
    for (at, (share, fill)) in shares.iter().zip(PARTS).enumerate() {
        let width = rect.width() * share;
        if width > 0.0 {
            let part = Rect::new(x, rect.top, width, rect.height());
            shapes.push(Shape::rect(&part, fill));
            if at == 3 {
                shapes.push(Shape::Hatch(part, HATCH, HATCH_STEP));
            }
        }
        x += width;
    }
    shapes
}

/// The face in which all of these names can be set: bold only when the bold weight has every character of them.
pub(super) fn alike<'a>(mut names: impl Iterator<Item = &'a str>, face: Type) -> Type {
    Type { bold: names.all(|name| font::bold_has(&font::clean(name))), ..face }
}

/// A whole number of things as a length.
pub(super) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
