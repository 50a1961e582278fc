//! Inside of a segment's box: name, firms and rate, local makers by place, largest firms, and how many products are in which
//! state. Names are set as large as the longest of them lets: they are what a reader three metres off must see.

use crate::render::figure::card::{Badge, Bar, badge_of as badge};
use crate::render::figure::colour::Ink;
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::report::figure::{BoxState, Overview, OverviewBox};

const CAPTION: Type = Type::regular(16.0, Ink::Text);
const FIRMS: Type = Type::regular(14.0, Ink::Soft);
const COUNT: Type = Type::bold(15.0, Ink::Text);
const PLACE: Type = Type::regular(13.0, Ink::Soft);
const BADGE: Type = Type::bold(13.0, Ink::Paper);
const MAKERS: Type = Type::bold(13.0, Ink::Text);
const WIDTH: f64 = 306.0;
/// From the left side to the text, past the stripe of the state.
const INDENT: f64 = 18.0;
const PAD: f64 = 12.0;
const CAPTION_STEP: f64 = 21.0;
const BAR: f64 = 7.0;
const STEP: f64 = 18.0;
const MARK: f64 = 16.0;
const NAME_LINES: usize = 2;
/// Sizes of names, in the order in which they are tried.
const NAMES: [f64; 6] = [36.0, 34.0, 32.0, 30.0, 28.0, 25.0];
const FIRM_LINES: usize = 2;
/// Highest column of makers, and a column of one maker.
const TALLEST: f64 = 22.0;
const SHORTEST: f64 = 2.0;
/// Room of the columns with their numbers and places.
const COLUMNS: f64 = TALLEST + 40.0;
/// Stands between names of firms.
const BETWEEN: char = '\u{3001}';

/// Extent of all boxes of a map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
    name: f64,
    name_lines: usize,
    has_places: bool,
    /// Most makers of one place.
    most: usize,
}

/// A segment with everything in it.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentCard {
    /// Id.
    pub id: String,
    /// Outline.
    pub rect: Rect,
    /// All text but the badges.
    pub labels: Vec<Label>,
    /// States that occur, with the place of their mark.
    pub marks: Vec<(BoxState, Rect)>,
    /// The rate.
    pub bar: Option<Bar>,
    /// Columns of makers, and the line on which they stand.
    pub columns: Vec<Rect>,
    /// Types of weak links.
    pub badges: Vec<Badge>,
}

impl Size {
    /// High enough for the longest name, and for firms and places whether there are any or not.
    pub(super) fn new(overview: &Overview) -> Size {
        let lines = |size: f64| overview.boxes.iter().map(|of| names(&of.name, size).len()).max().unwrap_or(1).max(1);
        let least = NAMES[NAMES.len() - 1];
        let name = NAMES.into_iter().find(|&size| lines(size) == 1).unwrap_or(least);
        let name_lines = lines(name);
        let has_places = !overview.places.is_empty();
        let rows = number(name_lines) * name * 1.2 + CAPTION_STEP + BAR + number(FIRM_LINES) * STEP + MARK;
        let height = (2.0 * PAD + rows + 20.0 + if has_places { COLUMNS } else { 0.0 }).round();
        let most = overview.boxes.iter().flat_map(|of| &of.makers).copied().max().unwrap_or(0);
        Size { width: WIDTH, height, name, name_lines, has_places, most }
    }

    /// The box of a segment, with its upper left corner at the point.
    pub(super) fn card(&self, overview: &Overview, of: &OverviewBox, (left, top): (f64, f64)) -> SegmentCard {
        let rect = Rect::new(left, top, self.width, self.height);
        let mut card = SegmentCard {
            id: of.id.clone(),
            rect,
            labels: Vec::new(),
            marks: Vec::new(),
            bar: None,
            columns: Vec::new(),
            badges: Vec::new(),
        };
        let x = left + INDENT;
        let face = name_face(self.name);
        let mut y = top + PAD - 2.0;
        for line in names(&of.name, self.name) {
            card.push(line, (x, y), face);
            y += (self.name * 1.2).round();
        }
        y = top + PAD + (self.name * 1.2).round() * number(self.name_lines);
        card.push(fit(&of.caption, inner(), CAPTION), (x, y), CAPTION);
        y += CAPTION_STEP;
        card.bar = of.bar.map(|range| Bar { rect: Rect::new(x, y, inner(), BAR), range: Some(range) });
        y += BAR + 7.0;
        if self.has_places {
            self.columns(&mut card, (overview, of), (x, y));
            y += COLUMNS;
        }
        for line in firms(of) {
            card.push(line, (x, y), FIRMS);
            y += STEP;
        }
        let foot = rect.bottom - PAD - MARK + 3.0;
        let right = card.badges(&of.types, foot);
        card.states(&of.states, (foot, right));
        card
    }

    /// A column of makers over the name of each place.
    fn columns(&self, card: &mut SegmentCard, (overview, of): (&Overview, &OverviewBox), (left, top): (f64, f64)) {
        let step = inner() / number(overview.places.len()).max(1.0);
        let foot = top + PLACE.size + 3.0 + TALLEST;
        for ((at, place), &makers) in overview.places.iter().enumerate().zip(&of.makers) {
            let x = left + step * number(at);
            let width = (step - 10.0).clamp(4.0, 18.0);
            let middle = x + step / 2.0;
            if makers > 0 {
                let height = (TALLEST * number(makers) / number(self.most)).max(SHORTEST);
                card.columns.push(Rect::new(middle - width / 2.0, foot - height, width, height));
                let text = fit(&makers.to_string(), step - 2.0, MAKERS);
                card.middle(text, (middle, foot - height - MAKERS.size - 1.5), MAKERS);
            }
            card.middle(fit(place, step - 2.0, PLACE), (middle, foot + 3.0), PLACE);
        }
        card.columns.push(Rect::new(left, foot, inner(), 1.0));
    }
}

impl SegmentCard {
    fn push(&mut self, text: String, at: (f64, f64), face: Type) {
        if !text.is_empty() {
            self.labels.push(Label::new(text, at, Anchor::Start, face));
        }
    }

    fn middle(&mut self, text: String, at: (f64, f64), face: Type) {
        if !text.is_empty() {
            self.labels.push(Label::new(text, at, Anchor::Middle, face));
        }
    }

    /// Types of weak links from the right, as many as leave the first state its room; returns where they begin.
    fn badges(&mut self, types: &[String], top: f64) -> f64 {
        let mut right = self.rect.right - PAD;
        for text in types.iter().rev() {
            let badge = badge(fit(text, inner() / 3.0, BADGE), (right, top), BADGE);
            if badge.rect.left < self.rect.left + inner() * 0.3 {
                break;
            }
            right = badge.rect.left - 5.0;
            self.badges.push(badge);
        }
        right
    }

    /// Mark and number of each state, as many as there is room for.
    fn states(&mut self, states: &[(BoxState, String)], (top, right): (f64, f64)) {
        let mut x = self.rect.left + INDENT;
        for (state, count) in states {
            let width = COUNT.width(count);
            if x + MARK + 4.0 + width > right {
                break;
            }
            self.marks.push((*state, Rect::new(x, top, MARK, MARK)));
            self.push(count.clone(), (x + MARK + 4.0, top + 0.5), COUNT);
            x += MARK + 4.0 + width + 9.0;
        }
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn inner() -> f64 {
    WIDTH - INDENT - PAD
}

fn name_face(size: f64) -> Type {
    Type::bold(size, Ink::Accent)
}

fn names(name: &str, size: f64) -> Vec<String> {
    wrap(name, &[inner(); NAME_LINES], name_face(size))
}

/// Largest firms on their lines, and what was left out at the end.
fn firms(of: &OverviewBox) -> Vec<String> {
    let mut text = String::new();
    for firm in of.firms.iter().map(|firm| firm.trim()).filter(|firm| !firm.is_empty()) {
        if !text.is_empty() {
            text.push(BETWEEN);
        }
        text.push_str(firm);
    }
    let more = fit(&of.more, inner() / 2.0, FIRMS);
    let last = inner() - if more.is_empty() { 0.0 } else { FIRMS.width(&more) + 5.0 };
    let mut widths = [inner(); FIRM_LINES];
    widths[FIRM_LINES - 1] = last;
    let mut lines = wrap(&text, &widths, FIRMS);
    if let Some(line) = lines.last_mut().filter(|line| FIRMS.width(line) <= last) {
        *line = format!("{line} {more}").trim_end().to_owned();
    } else if lines.len() < FIRM_LINES {
        lines.push(more);
    }
    lines
}
