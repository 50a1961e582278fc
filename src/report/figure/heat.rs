//! A matrix as shades.

use super::Head;

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
