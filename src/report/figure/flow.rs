//! Amounts that run from column to column, and places by segment.

use crate::report::figure::Head;

/// Amounts that run from column to column, each as wide as it is large: what enters a node leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Flows {
    /// What it says of itself.
    pub head: Head,
    /// Columns, first to last.
    pub columns: Vec<FlowColumn>,
    /// Amounts between nodes of neighbouring columns.
    pub ribbons: Vec<Ribbon>,
    /// Hues and their meaning.
    pub keys: Vec<(Hue, String)>,
    /// Short label of each badge and its meaning.
    pub badges: Vec<(String, String)>,
}

/// A column of nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowColumn {
    /// Heading.
    pub heading: String,
    /// Nodes.
    pub nodes: Vec<FlowNode>,
    /// Whether the order of the nodes says something; else they are ordered so that few ribbons cross.
    pub ordered: bool,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FlowNode {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Amount and what else is worth a line; the tip holds what a line has no room for.
    pub lines: Vec<String>,
    /// Short labels, such as those of weak-link types.
    pub badges: Vec<String>,
    /// Colour of what runs through it, where that is its own.
    pub hue: Option<Hue>,
    /// Stands for what has no room of its own: it comes last.
    pub rest: bool,
}

/// An amount between two nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Ribbon {
    /// Id of the node it leaves.
    pub from: String,
    /// Id of the node it enters.
    pub to: String,
    /// Yuan, above zero.
    pub amount: f64,
    /// Colour.
    pub hue: Hue,
    /// What a viewer shows when the pointer rests on it.
    pub text: String,
}

/// Colour of a ribbon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hue {
    /// Step of a scale from near (0) to far.
    Step(usize),
    /// One of several kinds without an order.
    Kind(usize),
    /// No colour of its own.
    Plain,
    /// Nobody knows: hatched.
    Unknown,
}

/// A matrix of values as shades, each value printed in its cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// What it says of itself.
    pub head: Head,
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// Rows, in groups.
    pub groups: Vec<HeatGroup>,
    /// Classes, least first: the meaning of each shade that occurs.
    pub classes: Vec<(usize, String)>,
    /// Meaning of hatched cells; empty when there are none.
    pub unknown: String,
    /// Meaning of framed cells; empty when there are none.
    pub wanted: String,
}

/// Rows under one heading.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatGroup {
    /// Heading.
    pub heading: String,
    /// Rows.
    pub rows: Vec<HeatRow>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// As many as there are columns.
    pub cells: Vec<HeatCell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeatCell {
    /// How it looks.
    pub look: HeatLook,
    /// What is printed in it.
    pub text: String,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeatLook {
    /// Nothing is there.
    #[default]
    Empty,
    /// Shade of a class, from 0 (light) to 4 (dark).
    Shade(usize),
    /// Something is there, nobody knows how much: hatched.
    Unknown,
    /// Wanted there, and nobody has it: framed.
    Wanted,
}
