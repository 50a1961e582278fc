//! Answers in words (L5): an [`Answer`](crate::analysis::Answer) becomes a format-neutral [`Report`].
//!
//! Cells are typed and unrounded; only `render` rounds. Chinese output lives in [`words`] alone.

pub mod chain;
pub mod figure;
pub mod graph;
pub mod issues;
pub mod table;
pub mod words;

pub use figure::Figure;
pub use table::{Cell, Column, Reason, Table, Unit};
pub use words::Lang;

/// A document of figures, tables and notes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Title.
    pub title: String,
    /// Data set, date, focus: one line.
    pub subtitle: String,
    /// The few numbers a chief reads first.
    pub key_figures: Vec<KeyFigure>,
    /// The body.
    pub blocks: Vec<Block>,
    /// Method and caution, below the body.
    pub notes: Vec<String>,
}

/// A number a chief reads first.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyFigure {
    /// What it is, such as 市域近地化配套率.
    pub label: String,
    /// The number.
    pub value: Cell,
    /// Unit of the number.
    pub unit: Unit,
    /// Definition and coverage in one line.
    pub note: String,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Heading.
    Heading(String),
    /// Paragraph.
    Paragraph(String),
    /// Table.
    Table(Table),
    /// Picture.
    Figure(Figure),
}
