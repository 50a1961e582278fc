//! A sheet as read: cells with positions, whatever the file was.

use std::sync::Arc;

/// A cell as read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellRef<'a> {
    /// Blank, or nothing but white space.
    Empty,
    /// Text, trimmed of white space at both ends, otherwise untouched.
    Text(&'a str),
    /// A number typed as a number (percent cells come as fractions).
    Number(f64),
    /// A date as `2024-09-30`.
    Date(&'a str),
    /// A truth value.
    Flag(bool),
    /// A spreadsheet error such as `#REF!`.
    Error(&'a str),
}

/// One sheet of a workbook, or one text file.
///
/// Texts lie in one arena, so that a ledger of millions of lines costs no allocation per cell.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// File name without folders.
    pub file: Arc<str>,
    /// Sheet name; for a text file its stem.
    pub name: Arc<str>,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: Arc<str>,
    arena: String,
    cells: Vec<Stored>,
    /// Row number as the user sees it, and where the row's cells end.
    rows: Vec<(u32, usize)>,
}

#[derive(Debug, Clone, Copy)]
enum Stored {
    Empty,
    Text(usize, u32),
    Number(f64),
    Date(usize, u32),
    Flag(bool),
    Error(usize, u32),
}

impl Sheet {
    /// An empty sheet.
    pub fn new(file: impl Into<Arc<str>>, name: impl Into<Arc<str>>, sha256: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), name: name.into(), sha256: sha256.into(), ..Self::default() }
    }

    /// Appends a cell to the row being built.
    pub fn push(&mut self, cell: CellRef<'_>) {
        let stored = match cell {
            CellRef::Empty => Stored::Empty,
            CellRef::Text(text) if text.trim().is_empty() => Stored::Empty,
            CellRef::Text(text) => {
                let (at, len) = self.keep(text.trim());
                Stored::Text(at, len)
            }
            CellRef::Number(number) => Stored::Number(number),
            CellRef::Date(text) => {
                let (at, len) = self.keep(text);
                Stored::Date(at, len)
            }
            CellRef::Flag(flag) => Stored::Flag(flag),
            CellRef::Error(text) => {
                let (at, len) = self.keep(text);
                Stored::Error(at, len)
            }
        };
        self.cells.push(stored);
    }

    /// Ends the row being built; `number` is the row number that the user sees (the first row of a sheet is 1).
    pub fn end_row(&mut self, number: u32) {
        self.rows.push((number, self.cells.len()));
    }

    /// Count of rows held.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Row number that the user sees.
    pub fn row_number(&self, row: usize) -> u32 {
        self.rows[row].0
    }

    /// Count of cells in a row.
    pub fn width(&self, row: usize) -> usize {
        self.rows[row].1 - self.row_start(row)
    }

    /// A cell; blank beyond the row's end.
    pub fn cell(&self, row: usize, column: usize) -> CellRef<'_> {
        if column >= self.width(row) {
            return CellRef::Empty;
        }
        match self.cells[self.row_start(row) + column] {
            Stored::Empty => CellRef::Empty,
            Stored::Text(at, len) => CellRef::Text(self.text(at, len)),
            Stored::Number(number) => CellRef::Number(number),
            Stored::Date(at, len) => CellRef::Date(self.text(at, len)),
            Stored::Flag(flag) => CellRef::Flag(flag),
            Stored::Error(at, len) => CellRef::Error(self.text(at, len)),
        }
    }

    fn row_start(&self, row: usize) -> usize {
        if row == 0 { 0 } else { self.rows[row - 1].1 }
    }

    fn keep(&mut self, text: &str) -> (usize, u32) {
        let at = self.arena.len();
        self.arena.push_str(text);
        (at, u32::try_from(text.len()).expect("a cell holds less than 4 GB"))
    }

    fn text(&self, at: usize, len: u32) -> &str {
        &self.arena[at..at + len as usize]
    }
}

impl CellRef<'_> {
    /// The cell as the user would retype it.
    pub fn to_text(&self) -> String {
        match self {
            CellRef::Empty => String::new(),
            CellRef::Text(text) | CellRef::Date(text) | CellRef::Error(text) => (*text).to_owned(),
            CellRef::Number(number) => number.to_string(),
            CellRef::Flag(flag) => (if *flag { "是" } else { "否" }).to_owned(),
        }
    }
}

/// Column letter(s) of a zero-based column, as spreadsheets show them.
///
/// ```
/// use liantu::ingest::sheet::column_letter;
/// assert_eq!((column_letter(0), column_letter(25), column_letter(26)), ("A".into(), "Z".into(), "AA".into()));
/// ```
pub fn column_letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).expect("below 26"));
        rest /= 26;
    }
    letters.reverse();
    String::from_utf8(letters).expect("ascii")
}
