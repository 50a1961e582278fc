//! The legend below the diagram: what states, edges, bars and badges mean, then definition, date and coverage.

use crate::render::figure::card::{BADGE, Badge, Bar, badge};
use crate::render::figure::colour::Ink;
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::report::figure::{BoxState, Legend};

const TEXT: Type = Type::regular(13.0, Ink::Text);
const NOTE: Type = Type::regular(13.0, Ink::Soft);
const STEP: f64 = 18.0;
/// Width of one entry with its sample.
const CELL: f64 = 262.0;
/// Width of a sample with the gap behind it.
const SAMPLE: f64 = 48.0;
const SAMPLE_WIDTH: f64 = 36.0;
const ENTRY_GAP: f64 = 9.0;
const ENTRY_LINES: usize = 3;
const NOTE_LINES: usize = 4;
/// Narrowest block of notes beside the entries.
const NOTES: f64 = 380.0;
const BLOCK_GAP: f64 = 40.0;

/// What an entry of the legend shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    /// A small box in the look of a state.
    State(BoxState, Rect),
    /// An edge, solid or dashed.
    Edge {
        /// Solid.
        required: bool,
        /// Room.
        rect: Rect,
    },
    /// A box with the corner of essential products.
    Essential(Rect),
    /// A bar with a sure and a possible part.
    Bar(Bar),
    /// A badge.
    Badge(Badge),
}

/// The legend at its place.
#[derive(Debug, Clone, Default)]
pub(super) struct LegendBlock {
    pub(super) samples: Vec<Sample>,
    pub(super) labels: Vec<Label>,
    pub(super) height: f64,
}

enum Kind<'a> {
    State(BoxState),
    Edge(bool),
    Essential,
    Bar,
    Badge(&'a str),
}

impl LegendBlock {
    /// Sets the legend into `width` with its upper left corner at the point.
    pub(super) fn new(legend: &Legend, (left, top): (f64, f64), width: f64) -> LegendBlock {
        let entries = entries(legend);
        let most = entries.len().div_ceil(3).max(1);
        let beside = |columns: usize| width - room(columns) - BLOCK_GAP >= NOTES;
        let fitting = (1..=most).rev().find(|&columns| beside(columns) && !legend.lines.is_empty());
        let columns = fitting.unwrap_or_else(|| (1..=most).rev().find(|&c| room(c) <= width).unwrap_or(1));
        let mut block = LegendBlock::default();
        block.entries(&entries, columns, (left, top));
        let notes = if entries.is_empty() {
            Rect::new(left, top, width, 0.0)
        } else if fitting.is_some() {
            Rect::new(left + room(columns) + BLOCK_GAP, top, width - room(columns) - BLOCK_GAP, 0.0)
        } else {
            Rect::new(left, top + block.height + ENTRY_GAP, width, 0.0)
        };
        block.notes(&legend.lines, &notes, top);
        block
    }

    /// Entries in columns, filled downwards.
    fn entries(&mut self, entries: &[(Kind<'_>, &str)], columns: usize, (left, top): (f64, f64)) {
        let rows = entries.len().div_ceil(columns).max(1);
        for (column, part) in entries.chunks(rows).enumerate() {
            let x = left + room(column + 1) - CELL;
            let mut y = top;
            for (kind, text) in part {
                self.samples.push(sample(kind, (x, y)));
                let lines = wrap(text, &[CELL - SAMPLE; ENTRY_LINES], TEXT);
                let count = lines.len().max(1);
                for line in lines {
                    self.labels.push(Label::new(line, (x + SAMPLE, y + 2.5), Anchor::Start, TEXT));
                    y += STEP;
                }
                y += ENTRY_GAP + if count == 1 { 2.0 } else { 0.0 };
            }
            self.height = self.height.max(y - top);
        }
    }

    fn notes(&mut self, lines: &[String], place: &Rect, top: f64) {
        let mut y = place.top;
        // Long lines are hard to read: about sixty characters at most.
        let width = place.width().min(60.0 * NOTE.size);
        for text in lines {
            for line in wrap(text, &[width; NOTE_LINES], NOTE) {
                self.labels.push(Label::new(line, (place.left, y + 2.5), Anchor::Start, NOTE));
                y += STEP + 1.0;
            }
            y += 4.0;
        }
        self.height = self.height.max(y - top);
    }
}

/// Width of so many columns of entries.
fn room(columns: usize) -> f64 {
    f64::from(u32::try_from(columns).unwrap_or(u32::MAX)) * (CELL + 18.0) - 18.0
}

fn entries(legend: &Legend) -> Vec<(Kind<'_>, &str)> {
    let mut entries: Vec<(Kind<'_>, &str)> = Vec::new();
    entries.extend(legend.states.iter().map(|(state, text)| (Kind::State(*state), text.as_str())));
    entries.push((Kind::Edge(true), &legend.edges.0));
    entries.push((Kind::Edge(false), &legend.edges.1));
    entries.push((Kind::Bar, &legend.bar));
    entries.push((Kind::Essential, &legend.essential));
    entries.extend(legend.types.iter().map(|(short, text)| (Kind::Badge(short), text.as_str())));
    entries.retain(|(_, text)| !text.trim().is_empty());
    entries
}

fn sample(kind: &Kind<'_>, (x, y): (f64, f64)) -> Sample {
    let rect = Rect::new(x, y, SAMPLE_WIDTH, 18.0);
    match kind {
        Kind::State(state) => Sample::State(*state, rect),
        Kind::Edge(required) => Sample::Edge { required: *required, rect },
        Kind::Essential => Sample::Essential(rect),
        Kind::Bar => Sample::Bar(Bar { rect: Rect::new(x, y + 6.5, SAMPLE_WIDTH, 5.0), range: Some((0.45, 0.75)) }),
        Kind::Badge(text) => {
            let text = fit(text, SAMPLE_WIDTH - 5.0, BADGE);
            let width = badge(text.clone(), 0.0, 0.0).rect.width();
            Sample::Badge(badge(text, x + f64::midpoint(SAMPLE_WIDTH, width), y + 1.0))
        }
    }
}
