//! Reports to bytes (L6). Knows formats, not analyses; only [`number`] rounds.

pub mod csv;
#[cfg(feature = "word")]
pub mod docx;
#[cfg(feature = "figures")]
pub mod figure;
pub mod geometry;
pub mod graph;
pub mod grid;
pub mod html;
pub mod layered;
pub mod markdown;
pub mod number;
pub mod paper;
pub mod text;
#[cfg(feature = "excel")]
pub mod xlsx;

use crate::report::table::{Cell, Table, Unit};
use crate::report::words::{self, Lang};
use crate::report::{Block, Report};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Drawn pictures by the key of their figure, as svg text; given to [`html::page`] so that it needs no drawing itself.
pub type Pictures = BTreeMap<String, String>;

/// A format of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Aligned text for a terminal.
    #[default]
    Table,
    /// The answer itself, unrounded; written from the answer, not from a report.
    Json,
    /// Comma-separated values under stable keys.
    Csv,
    /// A workbook.
    Xlsx,
    /// Markdown tables.
    Markdown,
    /// A page.
    Html,
}

impl Format {
    /// Every format, in the order of the help text.
    pub const ALL: &'static [Format] =
        &[Format::Table, Format::Json, Format::Csv, Format::Xlsx, Format::Markdown, Format::Html];

    /// The name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Markdown => "md",
            Format::Html => "html",
        }
    }

    /// The extension of its files.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Table => "txt",
            other => other.as_str(),
        }
    }

    /// The format that a file's extension asks for.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        Format::ALL.iter().copied().find(|format| format.extension() == extension)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = if text == "markdown" { "md" } else { text };
        let known = Format::ALL.iter().copied().find(|format| format.as_str() == name);
        known.ok_or_else(|| Error::UnknownFormat { name: text.to_owned() })
    }
}

/// How a report is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Language of units, reasons and fixed phrases; the report itself is already worded.
    pub lang: Lang,
    /// Width of the terminal in columns; `None` lets lines be as long as they are.
    pub width: Option<usize>,
    /// Whether a terminal that shows colours reads it.
    pub colour: bool,
    /// Rows of a table that a screen shows; `None` shows all. Files for programs (csv, xlsx) always hold all.
    pub rows: Option<usize>,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The name belongs to no format.
    #[error("unknown format `{name}`; hint: use one of table, json, csv, xlsx, md, html")]
    UnknownFormat {
        /// What was asked for.
        name: String,
    },
    /// The format is not made from reports.
    #[error("`{0}` is written from the answer itself, not from a report")]
    NotFromReport(Format),
    /// The build lacks the format.
    #[error("this build cannot write `{0}`; hint: build with the feature `excel`")]
    NotBuilt(Format),
    /// The workbook could not be written.
    #[cfg(feature = "excel")]
    #[error("cannot write the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The Word document could not be written.
    #[cfg(feature = "word")]
    #[error("cannot write the Word document: {0}")]
    Document(#[from] zip::result::ZipError),
}

/// Writes one report without pictures.
///
/// # Errors
/// For [`Format::Json`], which is written from the answer; for a workbook that cannot be built.
pub fn render(report: &Report, format: Format, style: &Style) -> Result<Vec<u8>, Error> {
    render_all(std::slice::from_ref(report), &Pictures::new(), format, style)
}

/// Writes several reports into one document; `pictures` are used by the page.
///
/// # Errors
/// As [`render`].
pub fn render_all(reports: &[Report], pictures: &Pictures, format: Format, style: &Style) -> Result<Vec<u8>, Error> {
    match format {
        Format::Table => Ok(text::text(reports, style).into_bytes()),
        Format::Json => Err(Error::NotFromReport(format)),
        Format::Csv => Ok(csv::joined(reports)),
        #[cfg(feature = "excel")]
        Format::Xlsx => xlsx::workbook(reports, style.lang),
        #[cfg(not(feature = "excel"))]
        Format::Xlsx => Err(Error::NotBuilt(format)),
        Format::Markdown => Ok(markdown::markdown(reports, style).into_bytes()),
        Format::Html => Ok(html::page(reports, pictures, style).into_bytes()),
    }
}

/// How many rows to show, and the line that says what was left out.
fn shown(table: &Table, rows: Option<usize>, lang: Lang) -> (usize, Option<String>) {
    let total = table.rows.len();
    match rows.filter(|most| *most < total) {
        Some(most) => (most, Some(words::shortened(&number::count(most), &number::count(total), lang))),
        None => (total, None),
    }
}

/// The first rows of a table as a screen shows them: without the columns that only files need.
fn on_screen(table: &Table, count: usize) -> Table {
    let kept = |column: &usize| !table.columns[*column].detail;
    let kept: Vec<usize> = (0..table.columns.len()).filter(kept).collect();
    let row = |row: &Vec<Cell>| kept.iter().map(|&column| row[column].clone()).collect();
    Table {
        key: table.key,
        title: table.title.clone(),
        columns: kept.iter().map(|&column| table.columns[column].clone()).collect(),
        rows: table.rows.iter().take(count).map(row).collect(),
        note: table.note.clone(),
    }
}

/// The tables of a report in order.
fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Heading(_) | Block::Paragraph(_) | Block::Figure(_) => None,
    })
}

/// Whether a column is read as numbers, hence set to the right.
fn is_numeric(table: &Table, column: usize) -> bool {
    if table.columns[column].unit != Unit::None {
        return true;
    }
    let mut cells =
        table.rows.iter().filter_map(|row| row.get(column)).filter(|cell| !matches!(cell, Cell::Missing(_)));
    let number = |cell: &Cell| matches!(cell, Cell::Integer(_) | Cell::Number(_) | Cell::Interval { .. });
    cells.next().is_some_and(number) && cells.all(number)
}

/// Whether a column holds bounds that no other column gives, so that files give it two more columns.
fn has_interval(table: &Table, column: usize) -> bool {
    let lower = format!("{}_lo", table.columns[column].key);
    if table.columns.iter().any(|other| other.key == lower) {
        return false;
    }
    table.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Interval { .. })))
}

/// The bounds of a cell; a known number bounds itself on both sides.
fn bounds(cell: &Cell) -> Option<(Cell, Cell)> {
    match cell {
        Cell::Interval { lo, hi, .. } => Some((Cell::Number(*lo), Cell::Number(*hi))),
        Cell::Number(_) | Cell::Integer(_) => Some((cell.clone(), cell.clone())),
        Cell::Text(_) | Cell::Flag(_) | Cell::Missing(_) => None,
    }
}

/// One line without what could move the cursor or turn the reading direction: for formats that have no escape for it.
fn one_line(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let clean: String = text.chars().filter(|c| !turns(c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.trim().to_owned()
}

/// UTF-16 units of a spreadsheet cell's text. What is longer, a spreadsheet that opens a text file breaks into a further
/// cell, which could begin with the sign of a formula.
const LONGEST_TEXT: usize = 32_767;

/// At most so many UTF-16 units, the last an ellipsis when something was cut; a character is never cut in two.
fn shortened(text: &str, longest: usize) -> String {
    if text.encode_utf16().count() <= longest {
        return text.to_owned();
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < longest
    });
    kept.chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::{Error, Format, one_line};

    #[test]
    fn names_and_extensions_lead_back_to_the_format() {
        for &format in Format::ALL {
            assert_eq!(format.as_str().parse::<Format>().unwrap(), format);
            assert_eq!(Format::from_extension(format.extension()), Some(format));
        }
        assert_eq!(Format::from_extension("XLSX"), Some(Format::Xlsx));
        assert!(matches!("pdf".parse::<Format>(), Err(Error::UnknownFormat { .. })));
    }

    #[test]
    fn escape_codes_and_direction_marks_vanish() {
        assert_eq!(one_line("a\u{1b}[31m\nb\u{202e}c "), "a [31m bc");
    }
}
