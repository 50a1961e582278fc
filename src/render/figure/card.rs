//! Inside of a product box: mark and name, rate with its bar, firms with badges, leaders. All boxes keep the same rows,
//! filled or not, so that one more firm moves nothing (needs E10).

use crate::render::figure::chain::{Chain, Segment};
use crate::render::figure::colour::Ink;
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, ELLIPSIS, Label, Type, fit, wrap};
use crate::render::figure::place::Sizes;
use crate::report::figure::{BoxState, PanoramaBox};

const NAME: Type = Type::bold(15.0, Ink::Text);
/// Name of a segment.
pub(super) const SEGMENT: Type = Type::bold(16.0, Ink::Accent);
/// Caption of a segment.
pub(super) const CAPTION: Type = Type::regular(12.0, Ink::Soft);
/// From one line of a segment's name to the next.
pub(super) const SEGMENT_STEP: f64 = 20.0;
/// Height of the head of a frame without its name.
const HEAD: f64 = 36.0;
const RATE: Type = Type::bold(13.0, Ink::Text);
const DETAIL: Type = Type::regular(12.0, Ink::Soft);
/// Letters on badges.
pub(super) const BADGE: Type = Type::bold(11.0, Ink::Paper);
const NAME_LINES: usize = 2;
const LEADER_LINES: usize = 2;
const NARROWEST: f64 = 180.0;
const WIDEST: f64 = 220.0;
/// From the left side of a box to its text, past the stripe.
const INDENT: f64 = 15.0;
/// From the left side to the name, past the mark.
const NAME_INDENT: f64 = 36.0;
const PAD: f64 = 10.0;
const TOP: f64 = 9.0;
const NAME_STEP: f64 = 19.0;
const ROW: f64 = 19.0;
const LEADER_STEP: f64 = 16.0;
const FOOT: f64 = 8.0;
const MARK: f64 = 14.0;
const BADGE_SIDE: f64 = 16.0;
/// Stands between names of firms.
const BETWEEN: char = '\u{3001}';
/// A bar keeps this length even beside a long interval.
const SHORTEST_BAR: f64 = 36.0;
/// Stands where there is no rate.
const NO_RATE: &str = "\u{2013}";

/// Extents that all boxes of a figure share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Metrics {
    pub(super) width: f64,
    /// Lines that the longest name of a segment needs.
    head_lines: usize,
    rate: f64,
    has_rates: bool,
    has_firms: bool,
    leader_lines: usize,
}

/// A badge: a short label on a dark ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Badge {
    /// Ground.
    pub rect: Rect,
    /// Letters.
    pub label: Label,
}

/// The bar under a name: full length is 100 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Whole length.
    pub rect: Rect,
    /// Sure part and possible part, as fractions.
    pub range: Option<(f64, f64)>,
}

/// A product box with everything in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Id in the panorama.
    pub id: String,
    /// Outline.
    pub rect: Rect,
    /// State, told by fill, outline, stripe and mark.
    pub state: BoxState,
    /// Marked essential: a corner in the accent colour.
    pub essential: bool,
    /// Round mark before the name.
    pub mark: Rect,
    /// All text but the badges.
    pub labels: Vec<Label>,
    /// Types of weak links.
    pub badges: Vec<Badge>,
    /// Rate as a bar.
    pub bar: Option<Bar>,
}

impl Card {
    /// Moves the box with everything in it.
    pub(super) fn shift(&mut self, dx: f64, dy: f64) {
        let shift = |rect: &mut Rect| *rect = Rect::new(rect.left + dx, rect.top + dy, rect.width(), rect.height());
        let badges = self.badges.iter_mut().map(|badge| {
            shift(&mut badge.rect);
            &mut badge.label
        });
        for label in self.labels.iter_mut().chain(badges) {
            label.x += dx;
            label.baseline += dy;
        }
        shift(&mut self.rect);
        shift(&mut self.mark);
        if let Some(bar) = &mut self.bar {
            shift(&mut bar.rect);
        }
    }
}

impl Metrics {
    /// Wide enough for most names on one line.
    pub(super) fn new(chain: &Chain<'_>) -> Metrics {
        let boxes = || chain.items.iter().map(|item| item.data);
        let mut names: Vec<f64> = boxes().map(|data| NAME.width(&data.name)).collect();
        names.sort_by(f64::total_cmp);
        let usual = names.get(names.len() * 9 / 10).copied().unwrap_or(0.0);
        // Captions stand above the first lane of their frame, so they count too.
        let captions = chain.segments.iter().map(|segment| CAPTION.width(segment.caption)).fold(0.0, f64::max);
        let width = (usual + NAME_INDENT + PAD + 2.0).max(captions - 4.0).clamp(NARROWEST, WIDEST).round();
        let rate = boxes().filter_map(|data| data.rate.as_deref()).map(|rate| RATE.width(rate)).fold(0.0, f64::max);
        let head = |segment: &Segment<'_>| segment_name(segment.name, width).len();
        Metrics {
            width,
            head_lines: chain.segments.iter().map(head).max().unwrap_or(1).max(1),
            rate: rate.min(width - INDENT - PAD - SHORTEST_BAR - 8.0),
            has_rates: boxes().any(|data| data.rate.is_some() || data.bar.is_some()),
            has_firms: boxes().any(|data| !data.firms.is_empty() || !data.types.is_empty()),
            leader_lines: if boxes().any(|data| !data.leaders.is_empty() || !data.more.is_empty()) {
                LEADER_LINES
            } else {
                0
            },
        }
    }

    /// Lines of the name, about equally long: a last line of one character looks like a mistake.
    fn name(&self, data: &PanoramaBox) -> Vec<String> {
        let mut width = self.width - NAME_INDENT - PAD;
        let mut lines = wrap(&data.name, &[width; NAME_LINES], NAME);
        while lines.len() > 1 && width > NAME.size {
            width -= NAME.size / 2.0;
            let narrower = wrap(&data.name, &[width; NAME_LINES], NAME);
            if narrower.concat().len() != lines.concat().len() || narrower.len() != lines.len() || is_cut(&narrower) {
                break;
            }
            lines = narrower;
        }
        lines
    }

    /// Heights of all boxes and of the heads of frames.
    pub(super) fn sizes(&self, chain: &Chain<'_>) -> Sizes {
        let cards = chain.items.iter().map(|item| self.height(item.data)).collect();
        let lines = u32::try_from(self.head_lines).unwrap_or(u32::MAX);
        Sizes { cards, head: HEAD + SEGMENT_STEP * f64::from(lines) }
    }

    /// Height of a box; it depends on the name and on nothing that changes with the data.
    fn height(&self, data: &PanoramaBox) -> f64 {
        let lines = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let rows = lines(usize::from(self.has_rates) + usize::from(self.has_firms));
        let names = lines(self.name(data).len().max(1));
        TOP + names * NAME_STEP + rows * ROW + lines(self.leader_lines) * LEADER_STEP + FOOT
    }

    /// The box of `data` with its upper left corner at the point.
    pub(super) fn card(&self, data: &PanoramaBox, (left, top): (f64, f64)) -> Card {
        let rect = Rect::new(left, top, self.width, self.height(data));
        let mut card = Card {
            id: data.id.clone(),
            rect,
            state: data.state,
            essential: data.essential,
            mark: Rect::new(left + INDENT, top + TOP + 0.5, MARK, MARK),
            labels: Vec::new(),
            badges: Vec::new(),
            bar: None,
        };
        let mut y = top + TOP;
        for line in self.name(data) {
            card.labels.push(Label::new(line, (left + NAME_INDENT, y), Anchor::Start, NAME));
            y += NAME_STEP;
        }
        y = y.max(top + TOP + NAME_STEP) + 3.0;
        if self.has_rates {
            self.rate_row(&mut card, data, y);
            y += ROW;
        }
        if self.has_firms {
            self.firm_row(&mut card, data, y);
            y += ROW;
        }
        for line in self.leaders(data) {
            card.labels.push(Label::new(line, (left + INDENT, y), Anchor::Start, DETAIL));
            y += LEADER_STEP;
        }
        card
    }

    fn rate_row(&self, card: &mut Card, data: &PanoramaBox, y: f64) {
        let (left, right) = (card.rect.left + INDENT, card.rect.right - PAD);
        let range = data.bar.filter(|(low, high)| low.is_finite() && high.is_finite());
        let range = range.map(|(low, high)| (low.min(high).clamp(0.0, 1.0), low.max(high).clamp(0.0, 1.0)));
        let length = right - left - if self.rate > 0.0 { self.rate + 8.0 } else { 0.0 };
        if range.is_some() {
            card.bar = Some(Bar { rect: Rect::new(left, y + 4.0, length, 5.0), range });
        }
        let text = fit(data.rate.as_deref().unwrap_or(NO_RATE), self.rate.max(8.0), RATE);
        let face = if data.rate.is_some() { RATE } else { Type { ink: Ink::Soft, ..RATE } };
        if !text.is_empty() {
            card.labels.push(Label::new(text, (right, y), Anchor::End, face));
        }
    }

    fn firm_row(&self, card: &mut Card, data: &PanoramaBox, y: f64) {
        let (left, mut right) = (card.rect.left + INDENT, card.rect.right - PAD);
        for kind in data.types.iter().rev() {
            // Half of the row at most, or the count of firms would have no room.
            let text = fit(kind, (right - left) * 0.4, BADGE);
            if text.is_empty() {
                continue;
            }
            let badge = badge(text, right, y - 2.0);
            if badge.rect.left < left + self.width * 0.35 {
                break;
            }
            right = badge.rect.left - 3.0;
            card.badges.insert(0, badge);
        }
        let text = fit(&data.firms, right - left - 3.0, DETAIL);
        if !text.is_empty() {
            card.labels.push(Label::new(text, (left, y), Anchor::Start, DETAIL));
        }
    }

    /// Leaders, as many as fit on the lines, and what was left out at the end.
    fn leaders(&self, data: &PanoramaBox) -> Vec<String> {
        let width = self.width - INDENT - PAD;
        if self.leader_lines == 0 {
            return Vec::new();
        }
        let more = fit(&data.more, width, DETAIL);
        let mut names = String::new();
        for leader in data.leaders.iter().filter(|leader| !leader.trim().is_empty()) {
            if !names.is_empty() {
                names.push(BETWEEN);
            }
            names.push_str(leader.trim());
        }
        let last = width - if more.is_empty() { 0.0 } else { DETAIL.width(&more) + 5.0 };
        let mut widths = vec![width; LEADER_LINES];
        if let Some(end) = widths.last_mut() {
            *end = last;
        }
        let mut lines = wrap(&names, &widths, DETAIL);
        if !more.is_empty() {
            match lines.last_mut() {
                Some(line) if DETAIL.width(line) <= last => {
                    line.push(' ');
                    line.push_str(&more);
                }
                _ => lines.push(more),
            }
        }
        lines
    }
}

/// Name of a segment, in the width of the lane above which it stands.
pub(super) fn segment_name(name: &str, lane: f64) -> Vec<String> {
    wrap(name, &[lane - 12.0; 2], SEGMENT)
}

fn is_cut(lines: &[String]) -> bool {
    lines.last().is_some_and(|line| line.ends_with(ELLIPSIS))
}

/// A badge whose right side is at `right`.
pub(super) fn badge(text: String, right: f64, top: f64) -> Badge {
    badge_of(text, (right, top), BADGE)
}

/// The same with letters of another size.
pub(super) fn badge_of(text: String, (right, top): (f64, f64), face: Type) -> Badge {
    let height = BADGE_SIDE + face.size - BADGE.size;
    let width = (face.width(&text) + 5.0).max(height);
    let rect = Rect::new(right - width, top, width, height);
    let label = Label::new(text, (f64::midpoint(rect.left, rect.right), top + 2.5), Anchor::Middle, face);
    Badge { rect, label }
}
