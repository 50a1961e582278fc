//! Firms in tiers: what surrounds one of them, or how a loss spreads from it.

use crate::report::figure::Head;

/// Firms in columns, lines from each to the next.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tiers {
    /// Key, title, notes.
    pub head: Head,
    /// Columns from left to right.
    pub columns: Vec<TierColumn>,
    /// Firms, and what stands for several of them.
    pub boxes: Vec<TierBox>,
    /// Lines; their ends stand in neighbouring columns.
    pub edges: Vec<TierEdge>,
    /// What signs mean, in the order of the legend.
    pub signs: Vec<(TierSign, String)>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierColumn {
    /// Heading.
    pub heading: String,
    /// How many firms, how much; empty when there is nothing to say.
    pub note: String,
}

/// A firm, or several.
#[derive(Debug, Clone, PartialEq)]
pub struct TierBox {
    /// Unique id.
    pub id: String,
    /// Position in [`Tiers::columns`].
    pub column: usize,
    /// Name.
    pub name: String,
    /// What kind of firm.
    pub look: TierLook,
    /// What to beware of, then what it is, in a word or two.
    pub badges: Vec<(Tone, String)>,
    /// Details, a line each.
    pub lines: Vec<String>,
    /// Share of its output that is lost, for a bar.
    pub bar: Option<f64>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// What kind of firm a box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TierLook {
    /// The firm that the map is about.
    Centre,
    /// In the focus area.
    Here,
    /// Outside it.
    Outside,
    /// Nobody knows where.
    Unknown,
    /// Several firms.
    Several,
}

/// How loud a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// A weak point.
    Danger,
    /// A loss on its way.
    Loss,
    /// A fact.
    Plain,
}

/// A line from a box to a box.
#[derive(Debug, Clone, PartialEq)]
pub struct TierEdge {
    /// Id of the box it leaves.
    pub from: String,
    /// Id of the box it enters.
    pub to: String,
    /// Yuan, for the width; `None` when unknown, drawn thin and dashed.
    pub amount: Option<f64>,
    /// How it is drawn.
    pub tone: Tone,
    /// What a viewer shows when the pointer rests on it.
    pub text: String,
}

/// An entry of the legend of [`Tiers`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TierSign {
    /// A box.
    Box(TierLook),
    /// A badge with its text.
    Badge(Tone, String),
    /// A line.
    Line(Tone),
    /// A line of unknown amount.
    UnknownLine,
    /// The bar of what is lost.
    Bar,
}
