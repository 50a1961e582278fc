//! A sheet as read: cells with positions, whatever the file was.

use crate::issue::Issue;
use std::sync::Arc;

/// A cell as read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellRef<'a> {
    /// Blank, or nothing but white space.
    Empty,
    /// Text, trimmed of white space at both ends, otherwise untouched.
    Text(&'a str),
    /// A number typed as a number. A percent cell is the text it shows where the file tells (`.xlsx`), else a fraction.
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
/// Texts lie in one arena, so that a ledger of millions of lines costs no allocation per cell; the arena of a
/// text file is the file itself, so that reading it copies nothing.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// File name without folders.
    pub file: Arc<str>,
    /// Sheet name; for a text file its stem.
    pub name: Arc<str>,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: Arc<str>,
    /// Whether the file is delimited text: a cell too many then means a broken row, not a note beside the table.
    pub delimited: bool,
    /// Whether percent cells come as bare fractions, because the file kind does not tell them from other numbers.
    pub fractions: bool,
    /// What was noticed while reading: broken bytes, broken quoting.
    pub issues: Vec<Issue>,
    /// Merged regions, rows as the user sees them.
    pub merges: Vec<Merge>,
    arena: String,
    cells: Vec<Stored>,
    /// Blank cells met since the last cell of the row being built; a row's trailing blanks are never stored.
    pending: usize,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    /// As the user sees it.
    number: u32,
    /// Cells of the row in the file, trailing blanks counted.
    declared: u32,
    /// Where the row's cells end.
    end: usize,
}

/// A merged region; its value stands in its first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row, as the user sees it.
    pub first_row: u32,
    /// Last row, as the user sees it.
    pub last_row: u32,
    /// First column, from zero.
    pub first_column: u32,
    /// Last column, from zero.
    pub last_column: u32,
}

/// A piece of the arena: 48 bits of position and 32 of length, so that a stored cell takes 16 bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    high: u16,
    low: u32,
    len: u32,
}

/// A cell as it is kept; its texts lie in the arena of the sheet that made it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stored {
    Empty,
    Text(Piece),
    Number(f64),
    Date(Piece),
    Flag(bool),
    Error(Piece),
}

impl Sheet {
    /// An empty sheet.
    pub fn new(file: impl Into<Arc<str>>, name: impl Into<Arc<str>>, sha256: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), name: name.into(), sha256: sha256.into(), ..Self::default() }
    }

    /// Appends a cell to the row being built.
    pub fn push(&mut self, cell: CellRef<'_>) {
        let stored = self.stored(cell);
        self.store(stored);
    }

    /// Keeps a cell's text without placing the cell: one text can then stand in many cells.
    pub(super) fn stored(&mut self, cell: CellRef<'_>) -> Stored {
        match cell {
            CellRef::Empty => Stored::Empty,
            CellRef::Text(text) => match clean(text) {
                "" => Stored::Empty,
                text => Stored::Text(self.keep(text)),
            },
            CellRef::Number(number) => Stored::Number(number),
            CellRef::Date(text) => Stored::Date(self.keep(text)),
            CellRef::Flag(flag) => Stored::Flag(flag),
            CellRef::Error(text) => Stored::Error(self.keep(text)),
        }
    }

    /// Appends a cell that this sheet keeps.
    #[cfg(feature = "parquet")]
    pub(super) fn push_stored(&mut self, cell: Stored) {
        self.store(cell);
    }

    /// Appends a text cell that lies at `at` in the arena to be adopted; `text` is already clean.
    pub(super) fn push_piece(&mut self, at: usize, text: &str) {
        self.store(if text.is_empty() { Stored::Empty } else { Stored::Text(Piece::new(at, text.len())) });
    }

    /// Takes `text` for the arena to which [`Sheet::push_piece`] referred.
    pub(super) fn adopt(&mut self, text: String) {
        debug_assert!(self.arena.is_empty(), "pieces refer to one arena only");
        self.arena = text;
    }

    /// Ends the row being built; `number` is the row number that the user sees (the first row of a sheet is 1).
    pub fn end_row(&mut self, number: u32) {
        let start = self.rows.last().map_or(0, |row| row.end);
        let declared = u32::try_from(self.cells.len() - start + self.pending).unwrap_or(u32::MAX);
        self.pending = 0;
        self.rows.push(Row { number, declared, end: self.cells.len() });
    }

    /// Ends the row being built unless it is blank, in which case nothing is stored.
    pub(super) fn end_row_unless_blank(&mut self, number: u32) {
        if self.cells.len() > self.rows.last().map_or(0, |row| row.end) {
            self.end_row(number);
        }
        self.pending = 0;
    }

    /// Count of rows held.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Count of cells held, blanks between cells included.
    #[cfg(any(feature = "excel", feature = "parquet"))]
    pub(super) fn cell_count(&self) -> usize {
        self.cells.len()
    }

    /// Row number that the user sees.
    pub fn row_number(&self, row: usize) -> u32 {
        self.rows[row].number
    }

    /// Position of the row that the user sees under `number`; rows stand in ascending order.
    pub fn row_at(&self, number: u32) -> Option<usize> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok()
    }

    /// Count of cells in a row up to the last that is not blank.
    pub fn width(&self, row: usize) -> usize {
        self.rows[row].end - self.row_start(row)
    }

    /// Count of cells that the file gives a row, trailing blanks counted.
    pub(super) fn declared_width(&self, row: usize) -> usize {
        self.rows[row].declared as usize
    }

    /// A cell; blank beyond the row's end.
    #[inline]
    pub fn cell(&self, row: usize, column: usize) -> CellRef<'_> {
        let start = self.row_start(row);
        if column >= self.rows[row].end - start {
            return CellRef::Empty;
        }
        self.shown(self.cells[start + column])
    }

    #[inline]
    fn shown(&self, cell: Stored) -> CellRef<'_> {
        match cell {
            Stored::Empty => CellRef::Empty,
            Stored::Text(piece) => CellRef::Text(self.text(piece)),
            Stored::Number(number) => CellRef::Number(number),
            Stored::Date(piece) => CellRef::Date(self.text(piece)),
            Stored::Flag(flag) => CellRef::Flag(flag),
            Stored::Error(piece) => CellRef::Error(self.text(piece)),
        }
    }

    /// The cells of a row up to the last that is not blank.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = CellRef<'_>> {
        self.cells[self.row_start(row)..self.rows[row].end].iter().map(|cell| self.shown(*cell))
    }

    #[inline]
    fn row_start(&self, row: usize) -> usize {
        if row == 0 { 0 } else { self.rows[row - 1].end }
    }

    #[inline]
    fn store(&mut self, stored: Stored) {
        if matches!(stored, Stored::Empty) {
            self.pending += 1;
            return;
        }
        if self.pending > 0 {
            self.cells.resize(self.cells.len() + self.pending, Stored::Empty);
            self.pending = 0;
        }
        self.cells.push(stored);
    }

    fn keep(&mut self, text: &str) -> Piece {
        let piece = Piece::new(self.arena.len(), text.len());
        self.arena.push_str(text);
        piece
    }

    #[inline]
    fn text(&self, piece: Piece) -> &str {
        &self.arena[piece.at()..piece.at() + piece.len as usize]
    }
}

impl Piece {
    fn new(at: usize, len: usize) -> Self {
        let low = u32::try_from(at & 0xFFFF_FFFF).expect("masked to 32 bits");
        let high = u16::try_from(at >> 32).expect("no machine holds an arena of 256 TB");
        Self { high, low, len: u32::try_from(len).expect("a cell holds less than 4 GB") }
    }

    fn at(self) -> usize {
        (usize::from(self.high) << 32) | self.low as usize
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

    /// Whether the cell is blank.
    pub fn is_empty(&self) -> bool {
        matches!(self, CellRef::Empty)
    }
}

/// Trims white space and the invisible marks that copying from web pages and chat windows leaves.
#[inline]
pub(super) fn clean(text: &str) -> &str {
    // Nearly every cell begins and ends with a visible ASCII character or an ideograph (U+4000 to U+9FFF).
    let ideograph = |lead: &u8| (0xE4..=0xE9).contains(lead);
    let visible = |byte: &u8| (0x21..0x7F).contains(byte);
    let last_is_plain = match text.as_bytes() {
        [.., last] if visible(last) => true,
        [.., lead, _, _] => ideograph(lead),
        rest => rest.is_empty(),
    };
    if last_is_plain && text.as_bytes().first().is_none_or(|first| visible(first) || ideograph(first)) {
        return text;
    }
    text.trim_matches(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}')
    })
}

/// SHA-256 in hexadecimal.
#[cfg(any(test, feature = "excel", feature = "parquet"))]
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest;
    hexadecimal(&sha2::Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes what is written");
    }
    text
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_takes_sixteen_bytes() {
        assert_eq!(std::mem::size_of::<Stored>(), 16);
    }

    #[test]
    fn blanks_between_cells_are_kept_and_trailing_ones_are_not() {
        let mut sheet = Sheet::new("a.csv", "a", "");
        for text in ["", "甲", " ", "\u{3000}乙\u{feff}", "", ""] {
            sheet.push(CellRef::Text(text));
        }
        sheet.end_row(7);
        sheet.push(CellRef::Number(1.5));
        sheet.end_row(9);
        assert_eq!((sheet.row_count(), sheet.width(0), sheet.row_number(1), sheet.row_at(9)), (2, 4, 9, Some(1)));
        let cells: Vec<_> = sheet.cells(0).collect();
        assert_eq!(cells, [CellRef::Empty, CellRef::Text("甲"), CellRef::Empty, CellRef::Text("乙")]);
        assert_eq!(sheet.cell(1, 0), CellRef::Number(1.5));
        assert_eq!(sheet.cell(1, 5), CellRef::Empty);
    }

    #[test]
    fn the_short_way_trims_the_same() {
        let ends =
            ["a", "中", "\u{3000}", "\u{feff}", " ", "\t", "é", "㐀", "\u{e4}", "\u{200b}", "😀", "", "鿿", "\u{a000}"];
        for first in ends {
            for last in ends {
                let text = format!("{first}x{last}");
                let long =
                    |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}');
                assert_eq!(clean(&text), text.trim_matches(long));
                assert_eq!(clean(first), first.trim_matches(long));
            }
        }
    }

    #[test]
    fn pieces_reach_beyond_four_gigabytes() {
        assert_eq!(Piece::new(0x0123_4567_89AB, 3).at(), 0x0123_4567_89AB);
    }
}
