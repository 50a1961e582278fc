//! Inside of a segment's box: name, firms and rate, largest firms, and how many products are in which state.

use crate::render::figure::colour::Ink;
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::report::figure::{BoxState, Overview, OverviewBox};

const NAME: Type = Type::bold(16.0, Ink::Accent);
const CAPTION: Type = Type::regular(12.0, Ink::Soft);
const FIRMS: Type = Type::regular(12.0, Ink::Text);
const COUNT: Type = Type::bold(12.0, Ink::Text);
const WIDTH: f64 = 212.0;
const PAD: f64 = 11.0;
const NAME_STEP: f64 = 20.0;
const STEP: f64 = 16.5;
const MARK: f64 = 13.0;
const NAME_LINES: usize = 2;
const FIRM_LINES: usize = 2;
/// Stands between names of firms.
const BETWEEN: char = '\u{3001}';

/// Extent of all boxes of a map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
    name_lines: u8,
}

/// A segment with everything in it.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentCard {
    /// Id.
    pub id: String,
    /// Outline.
    pub rect: Rect,
    /// All text.
    pub labels: Vec<Label>,
    /// States that occur, with the place of their mark.
    pub marks: Vec<(BoxState, Rect)>,
}

impl Size {
    /// High enough for the longest name, and for firms whether there are any or not.
    pub(super) fn new(overview: &Overview) -> Size {
        let needs_two = |of: &OverviewBox| names(&of.name).len() > 1;
        let name_lines = if overview.boxes.iter().any(needs_two) { 2 } else { 1 };
        let rows = 1.0 + f64::from(u8::try_from(FIRM_LINES).unwrap_or(u8::MAX));
        let height = 2.0 * PAD + NAME_STEP * f64::from(name_lines) + STEP * rows + 20.0;
        Size { width: WIDTH, height, name_lines }
    }

    /// The box of a segment, with its upper left corner at the point.
    pub(super) fn card(&self, of: &OverviewBox, (left, top): (f64, f64)) -> SegmentCard {
        let rect = Rect::new(left, top, self.width, self.height);
        let mut card = SegmentCard { id: of.id.clone(), rect, labels: Vec::new(), marks: Vec::new() };
        let mut y = top + PAD - 2.0;
        for (row, line) in names(&of.name).into_iter().enumerate() {
            let at = f64::from(u8::try_from(row).unwrap_or(u8::MAX));
            card.push(line, (left + PAD, y + NAME_STEP * at), NAME);
        }
        y += NAME_STEP * f64::from(self.name_lines) + 2.0;
        card.push(fit(&of.caption, inner(), CAPTION), (left + PAD, y), CAPTION);
        y += STEP;
        for line in firms(of) {
            card.push(line, (left + PAD, y), FIRMS);
            y += STEP;
        }
        card.states(&of.states, rect.bottom - PAD - MARK + 2.0);
        card
    }
}

impl SegmentCard {
    fn push(&mut self, text: String, at: (f64, f64), face: Type) {
        if !text.is_empty() {
            self.labels.push(Label::new(text, at, Anchor::Start, face));
        }
    }

    /// Mark and number of each state, as many as there is room for.
    fn states(&mut self, states: &[(BoxState, String)], top: f64) {
        let mut x = self.rect.left + PAD;
        for (state, count) in states {
            let width = COUNT.width(count);
            if x + MARK + 4.0 + width > self.rect.right - PAD {
                break;
            }
            self.marks.push((*state, Rect::new(x, top, MARK, MARK)));
            self.push(count.clone(), (x + MARK + 4.0, top + 0.5), COUNT);
            x += MARK + 4.0 + width + 10.0;
        }
    }
}

fn inner() -> f64 {
    WIDTH - 2.0 * PAD
}

fn names(name: &str) -> Vec<String> {
    wrap(name, &[inner(); NAME_LINES], NAME)
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
