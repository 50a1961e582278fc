//! Inside of a product box: mark and name, rate with its bar, count of firms with badges, firms by role and size, projects under
//! way. All boxes have the same rows, filled or not, and their width follows from names alone: one more firm moves nothing
//! (needs E10).

use crate::render::figure::chain::Chain;
use crate::render::figure::colour::Ink;
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, ELLIPSIS, Label, Type, fit, wrap};
use crate::render::figure::place::Sizes;
use crate::report::figure::{BoxState, PanoramaBox, PanoramaFirm};

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
/// Letters of the sign before a firm.
const SIGN: Type = Type::bold(10.0, Ink::Accent);
/// A firm that leads or is large.
const LEADER: Type = Type::regular(12.0, Ink::Text);
/// Chains that a product goes into.
const MORE: Type = Type::regular(12.0, Ink::Accent);
/// A project under way.
const PROJECT: Type = Type::bold(11.0, Ink::Text);
const NAME_LINES: usize = 2;
/// Lines for firms, remark and projects.
const LINES: usize = 3;
/// A name of ten characters stands beside its sign and its size.
const NARROWEST: f64 = 224.0;
const WIDEST: f64 = 246.0;
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
const SIGN_SIDE: f64 = 13.0;
/// Widest sign of a firm.
const WIDEST_SIGN: f64 = 24.0;
/// A name of a firm keeps so much room, even beside a long amount.
const SHORTEST_FIRM: f64 = 60.0;
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
    /// Signs of firms, outlined.
    pub signs: Vec<Badge>,
    /// Hatched strip with projects under way.
    pub strip: Option<Badge>,
}

impl Card {
    /// Moves the box with everything in it.
    pub(super) fn shift(&mut self, dx: f64, dy: f64) {
        let shift = |rect: &mut Rect| *rect = Rect::new(rect.left + dx, rect.top + dy, rect.width(), rect.height());
        let badges = self.badges.iter_mut().chain(&mut self.signs).chain(&mut self.strip).map(|badge| {
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
    pub(super) fn new(chains: &[&Chain<'_>]) -> Metrics {
        let boxes = || chains.iter().flat_map(|chain| &chain.items).map(|item| item.data);
        let mut names: Vec<f64> = boxes().map(|data| NAME.width(&data.name)).collect();
        names.sort_by(f64::total_cmp);
        let usual = names.get(names.len() * 9 / 10).copied().unwrap_or(0.0);
        let width = (usual + NAME_INDENT + PAD + 2.0).clamp(NARROWEST, WIDEST).round();
        Metrics { width, head_lines: 1, rate: 0.0 }.with_width(chains, width)
    }

    /// As wide as boxes were on the last map.
    pub(super) fn with_width(self, chains: &[&Chain<'_>], width: f64) -> Metrics {
        let rates = chains.iter().flat_map(|chain| &chain.items).filter_map(|item| item.data.rate.as_deref());
        let rate = rates.map(|rate| RATE.width(rate)).fold(0.0, f64::max);
        let names =
            chains.iter().flat_map(|chain| &chain.segments).map(|segment| segment_name(segment.name, width).len());
        Metrics {
            width,
            head_lines: names.max().unwrap_or(1).max(1),
            rate: rate.min(width - INDENT - PAD - SHORTEST_BAR - 8.0),
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
        let names = lines(self.name(data).len().max(1));
        TOP + names * NAME_STEP + 2.0 * ROW + lines(LINES) * LEADER_STEP + FOOT
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
            signs: Vec::new(),
            strip: None,
        };
        let mut y = top + TOP;
        for line in self.name(data) {
            card.labels.push(Label::new(line, (left + NAME_INDENT, y), Anchor::Start, NAME));
            y += NAME_STEP;
        }
        y = y.max(top + TOP + NAME_STEP) + 3.0;
        self.rate_row(&mut card, data, y);
        self.firm_row(&mut card, data, y + ROW);
        self.lines(&mut card, data, y + 2.0 * ROW);
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

    /// Firms, then the remark, then projects under way: the last two keep a line each where there is something to say.
    fn lines(&self, card: &mut Card, data: &PanoramaBox, mut y: f64) {
        let (left, right) = (card.rect.left + INDENT, card.rect.right - PAD);
        let says = |text: &str| usize::from(!text.trim().is_empty());
        let room = LINES - says(&data.more) - says(&data.project);
        for firm in data.leaders.iter().filter(|firm| !firm.name.trim().is_empty()).take(room) {
            Self::firm(card, firm, (left, right, y));
            y += LEADER_STEP;
        }
        let more = fit(&data.more, right - left, MORE);
        if !more.is_empty() {
            card.labels.push(Label::new(more, (left, y), Anchor::Start, MORE));
            y += LEADER_STEP;
        }
        let text = fit(&data.project, right - left - 8.0, PROJECT);
        if !text.is_empty() {
            let rect = Rect::new(left, y - 1.0, right - left, LEADER_STEP);
            card.strip = Some(Badge { rect, label: Label::new(text, (left + 4.0, y + 1.5), Anchor::Start, PROJECT) });
        }
    }

    /// One firm: its sign, its name, its size at the right.
    fn firm(card: &mut Card, firm: &PanoramaFirm, (left, right, y): (f64, f64, f64)) {
        let mut x = left;
        let sign = fit(&firm.mark, WIDEST_SIGN - 3.0, SIGN);
        if !sign.is_empty() {
            let rect = Rect::new(x, y - 0.5, (SIGN.width(&sign) + 3.0).max(SIGN_SIDE), SIGN_SIDE);
            let label = Label::new(sign, (f64::midpoint(rect.left, rect.right), y + 1.0), Anchor::Middle, SIGN);
            x = rect.right + 3.0;
            card.signs.push(Badge { rect, label });
        }
        let mut end = right;
        let amount = fit(&firm.amount, right - x, DETAIL);
        if !amount.is_empty() && amount == firm.amount && right - DETAIL.width(&amount) - 6.0 - x >= SHORTEST_FIRM {
            end = right - DETAIL.width(&amount) - 6.0;
            card.labels.push(Label::new(amount, (right, y), Anchor::End, DETAIL));
        }
        let face = if firm.mark.is_empty() { DETAIL } else { LEADER };
        let name = fit(&firm.name, end - x, face);
        if !name.is_empty() {
            card.labels.push(Label::new(name, (x, y), Anchor::Start, face));
        }
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
