//! The legend below the diagram: what states, edges, bars and badges mean, then definition, date and coverage.

use crate::render::figure::card::{Badge, Bar, badge_of};
use crate::render::figure::colour::Ink;
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::report::figure::{BoxState, Legend, RiskWay};

const TEXT: Type = Type::regular(13.0, Ink::Text);
/// Letters on badges: as large as the other text, which a wall asks for.
const BADGE: Type = Type::bold(13.0, Ink::Paper);
const NOTE: Type = Type::regular(13.0, Ink::Soft);
const STEP: f64 = 18.0;
/// Width of one entry with its sample.
const CELL: f64 = 262.0;
const SAMPLE_WIDTH: f64 = 36.0;
const WIDEST_SAMPLE: f64 = 90.0;
const SAMPLE_GAP: f64 = 12.0;
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
    /// A box that changed.
    Changed(Rect),
    /// A way of a loss.
    Way(Rect),
    /// The number at the start of a way.
    Start {
        /// The number.
        sign: String,
        /// Room.
        rect: Rect,
    },
    /// A bar with a sure and a possible part.
    Bar(Bar),
    /// A badge.
    Badge(Badge),
    /// The sign of a firm.
    Sign(Badge),
    /// The strip of projects under way.
    Strip(Rect),
    /// A faded box.
    Faded(Rect),
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
    Changed,
    Way,
    Start(&'a str),
    Bar,
    Badge(&'a str),
    Sign(&'a str),
    Strip,
    Faded,
}

impl Kind<'_> {
    fn width(&self) -> f64 {
        match self {
            Kind::Badge(text) | Kind::Sign(text) => {
                badge_of(fit(text, WIDEST_SAMPLE - 5.0, BADGE), (0.0, 0.0), BADGE).rect.width()
            }
            _ => SAMPLE_WIDTH,
        }
    }
}

type Entry<'a> = (Kind<'a>, &'a str);

impl LegendBlock {
    /// Sets the legend into `width` with its upper left corner at the point, about as flat as it can be.
    pub(super) fn new(legend: &Legend, risks: &[RiskWay], corner: (f64, f64), width: f64) -> LegendBlock {
        let mut groups = groups(legend, risks);
        // A narrow sheet has fewer columns: neighbours that are shortest together share one.
        while groups.len() > 1 && room(groups.len()) > width {
            let together = |at: &usize| groups[*at].len() + groups[at + 1].len();
            let at = (0..groups.len() - 1).min_by_key(together).unwrap_or(0);
            let next = groups.remove(at + 1);
            groups[at].extend(next);
        }
        let mut lengths: Vec<usize> = groups.iter().map(Vec::len).collect();
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        let longest = lengths.first().copied().unwrap_or(1);
        // Only the longest group is split into columns: pairs such as solid and dashed stay together.
        let least = lengths.get(1).copied().unwrap_or(1);
        let blocks = (least..=longest).filter_map(|rows| {
            let columns: Vec<&[Entry<'_>]> = groups.iter().flat_map(|group| group.chunks(rows)).collect();
            // Where nothing fits side by side, the tallest way is taken all the same.
            (rows >= longest || room(columns.len()) <= width).then(|| Self::set(&columns, legend, corner, width))
        });
        blocks.min_by(|a, b| a.height.total_cmp(&b.height)).unwrap_or_default()
    }

    fn set(columns: &[&[Entry<'_>]], legend: &Legend, (left, top): (f64, f64), width: f64) -> LegendBlock {
        let mut block = LegendBlock::default();
        for (column, entries) in columns.iter().enumerate() {
            block.column(entries, (left + room(column + 1) - CELL, top));
        }
        let used = room(columns.len()) + BLOCK_GAP;
        let notes = if columns.is_empty() {
            Rect::new(left, top, width, 0.0)
        } else if width - used >= NOTES {
            Rect::new(left + used, top, width - used, 0.0)
        } else {
            Rect::new(left, top + block.height + ENTRY_GAP, width, 0.0)
        };
        block.notes(&legend.lines, &notes, top);
        block
    }

    fn column(&mut self, entries: &[Entry<'_>], (x, top): (f64, f64)) {
        let mut y = top;
        // Badges of other languages are words: their column makes room.
        let widest = entries.iter().map(|(kind, _)| kind.width()).fold(SAMPLE_WIDTH, f64::max);
        let indent = widest + SAMPLE_GAP;
        for (kind, text) in entries {
            self.samples.push(sample(kind, (x, y), widest));
            for line in wrap(text, &[CELL - indent; ENTRY_LINES], TEXT) {
                self.labels.push(Label::new(line, (x + indent, y + 2.5), Anchor::Start, TEXT));
                y += STEP;
            }
            y += ENTRY_GAP;
        }
        self.height = self.height.max(y - top);
    }

    fn notes(&mut self, lines: &[String], place: &Rect, top: f64) {
        let mut y = place.top;
        // Long lines are hard to read: about sixty characters at most.
        let width = place.width().min(64.0 * NOTE.size);
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

/// States, other signs, types, ways of losses: each group begins a column.
fn groups<'a>(legend: &'a Legend, risks: &'a [RiskWay]) -> Vec<Vec<Entry<'a>>> {
    let states = legend.states.iter().map(|(state, text)| (Kind::State(*state), text.as_str())).collect();
    let signs = vec![
        (Kind::Edge(true), legend.edges.0.as_str()),
        (Kind::Edge(false), legend.edges.1.as_str()),
        (Kind::Bar, legend.bar.as_str()),
        (Kind::Essential, legend.essential.as_str()),
        (Kind::Changed, legend.changes.as_str()),
        (Kind::Faded, legend.faded.as_str()),
    ];
    let types = legend.types.iter().map(|(short, text)| (Kind::Badge(short), text.as_str())).collect();
    let marks = legend.marks.iter().map(|(sign, text)| (Kind::Sign(sign), text.as_str()));
    let firms = marks.chain([(Kind::Strip, legend.project.as_str())]).collect();
    let heading = (!risks.is_empty()).then_some((Kind::Way, legend.risks.as_str()));
    let ways = heading.into_iter().chain(risks.iter().map(|risk| (Kind::Start(&risk.sign), risk.text.as_str())));
    let mut groups: Vec<Vec<Entry<'_>>> = vec![states, signs, types, firms, ways.collect()];
    for group in &mut groups {
        group.retain(|(_, text)| !text.trim().is_empty());
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn sample(kind: &Kind<'_>, (x, y): (f64, f64), widest: f64) -> Sample {
    let rect = Rect::new(x, y, SAMPLE_WIDTH, 18.0);
    match kind {
        Kind::State(state) => Sample::State(*state, rect),
        Kind::Edge(required) => Sample::Edge { required: *required, rect },
        Kind::Essential => Sample::Essential(rect),
        Kind::Changed => Sample::Changed(rect),
        Kind::Way => Sample::Way(rect),
        Kind::Start(sign) => Sample::Start { sign: (*sign).to_owned(), rect },
        Kind::Bar => Sample::Bar(Bar { rect: Rect::new(x, y + 6.5, SAMPLE_WIDTH, 5.0), range: Some((0.45, 0.75)) }),
        Kind::Badge(text) | Kind::Sign(text) => {
            let text = fit(text, WIDEST_SAMPLE - 5.0, BADGE);
            let mut badge = badge_of(text, (x + f64::midpoint(widest, kind.width()), y), BADGE);
            if matches!(kind, Kind::Badge(_)) {
                return Sample::Badge(badge);
            }
            badge.label.face.ink = Ink::Accent;
            Sample::Sign(badge)
        }
        Kind::Strip => Sample::Strip(Rect::new(x, y + 1.0, SAMPLE_WIDTH, 16.0)),
        Kind::Faded => Sample::Faded(rect),
    }
}
