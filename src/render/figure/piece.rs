//! Small things that figures share: bars of rates, badges, lines of text.

use plotters::style::RGBColor;

use crate::render::figure::card::{BADGE, badge};
use crate::render::figure::colour::{ACCENT, PAPER, TRACK};
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::render::figure::scene::{Key, Pencil, SAMPLE, Shape};

/// A line of text that is never wider than `width`; nothing where not even an ellipsis fits.
pub(super) fn line(text: &str, at: (f64, f64), width: f64, face: Type) -> Option<Shape> {
    let text = fit(text, width, face);
    (!text.is_empty()).then(|| Shape::Text(Label::new(text, at, Anchor::Start, face)))
}

/// Lines of text below each other, each within `width`.
pub(super) fn lines(
    text: &str,
    (x, top): (f64, f64),
    (width, most): (f64, usize),
    (face, step): (Type, f64),
) -> Vec<Shape> {
    let mut y = top;
    let line = |text: String| {
        let label = Label::new(text, (x, y), Anchor::Start, face);
        y += step;
        Shape::Text(label)
    };
    wrap(text, &vec![width; most], face).into_iter().map(line).collect()
}

/// A bar whose full length is 1: the sure part solid, the possible part hatched and closed, so that no colour is needed.
pub(super) fn rate_bar(rect: &Rect, range: Option<(f64, f64)>, colour: RGBColor) -> Vec<Shape> {
    let mut shapes = vec![Shape::rect(rect, TRACK)];
    let Some((low, high)) = range.filter(|(low, high)| low.is_finite() && high.is_finite()) else { return shapes };
    let (low, high) = (low.min(high).clamp(0.0, 1.0), low.max(high).clamp(0.0, 1.0));
    let part = |from: f64, to: f64| Rect {
        left: rect.left + rect.width() * from,
        right: rect.left + rect.width() * to,
        ..*rect
    };
    if low > 0.0 {
        shapes.push(Shape::rect(&part(0.0, low), colour));
    }
    if high - low > 0.004 {
        let possible = part(low, high);
        shapes.push(Shape::rect(&possible, PAPER));
        shapes.push(Shape::Hatch(possible, Pencil::solid(colour, 0.9), 3.0));
        shapes.push(Shape::rounded(&possible, 0.0, None, Some(Pencil::solid(colour, 0.8))));
    }
    shapes
}

/// The sample of such a bar in a legend.
pub(super) fn bar_key(colour: RGBColor, text: &str) -> Key {
    let rect = Rect::new(0.0, SAMPLE.1 / 2.0 - 2.5, SAMPLE.0, 5.0);
    Key { sample: rate_bar(&rect, Some((0.45, 0.75)), colour), text: text.to_owned() }
}

/// Badges side by side that end at `right` and begin no further left than `left`; returns where they begin.
pub(super) fn badges(texts: &[String], (left, right): (f64, f64), top: f64) -> (Vec<Shape>, f64) {
    let (mut shapes, mut end) = (Vec::new(), right);
    for text in texts.iter().rev() {
        let text = fit(text, (right - left) * 0.6, BADGE);
        let badge = badge(text, end, top);
        if badge.label.text.is_empty() || badge.rect.left < left {
            break;
        }
        end = badge.rect.left - 3.0;
        shapes.push(Shape::rounded(&badge.rect, 3.0, Some(ACCENT), None));
        shapes.push(Shape::Text(badge.label));
    }
    (shapes, end)
}

/// The sample of a badge in a legend; a word too long for it is told by the meaning alone.
pub(super) fn badge_key(text: &str, meaning: &str) -> Key {
    let text = if BADGE.width(text) + 5.0 > SAMPLE.0 { "" } else { text };
    let badge = badge(fit(text, SAMPLE.0, BADGE), SAMPLE.0, 1.0);
    let ground = if badge.label.text.is_empty() { Rect { left: 4.0, ..badge.rect } } else { badge.rect };
    let mut sample = vec![Shape::rounded(&ground, 3.0, Some(ACCENT), None)];
    sample.extend((!badge.label.text.is_empty()).then_some(Shape::Text(badge.label)));
    Key { sample, text: meaning.to_owned() }
}

/// A count as a length.
pub(super) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
