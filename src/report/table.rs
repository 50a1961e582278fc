//! Tables with typed, unrounded cells.

/// A table; a column is declared once, so heading and value cannot drift apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Stable key: file name of its csv, name of its sheet in English.
    pub key: &'static str,
    /// Title in the reader's language.
    pub title: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// A line below the table.
    pub note: Option<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Stable key: header in csv.
    pub key: &'static str,
    /// Heading in the reader's language, without unit.
    pub heading: String,
    /// Unit of its numbers.
    pub unit: Unit,
    /// Left out on a screen, where twenty columns cannot be read; files hold it.
    pub detail: bool,
}

/// Unit of a column's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Text or flags.
    None,
    /// A count.
    Count,
    /// Yuan; people read it in 万元 (zh) or CNY 10k (en), csv and json keep yuan.
    Yuan,
    /// Fraction; people read percent.
    Share,
    /// Percentage points, stored as a fraction.
    Points,
    /// Kilometres.
    Kilometre,
    /// A plain number.
    Number,
}

/// A cell: typed, never rounded.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A count or year.
    Integer(i64),
    /// A number in its column's unit.
    Number(f64),
    /// Bounds in the column's unit; `lo_open`/`hi_open` when the bound is not attained.
    Interval {
        /// Lower bound.
        lo: f64,
        /// Upper bound.
        hi: f64,
        /// Lower bound excluded.
        lo_open: bool,
        /// Upper bound excluded.
        hi_open: bool,
    },
    /// Yes or no.
    Flag(bool),
    /// Nothing, and why.
    Missing(Reason),
}

/// Why a cell is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Nothing to divide by: no purchases.
    NoPurchases,
    /// Something was bought, and nothing of it from outside.
    NothingOutside,
    /// The data identify no figure.
    NotIdentified,
    /// The data do not say.
    Unknown,
    /// Withheld by the source.
    Undisclosed,
    /// Does not apply to this row.
    NotApplicable,
    /// No earlier year to compare with.
    NoEarlierYear,
    /// It could be computed, but was not asked for.
    NotComputed,
    /// Nothing, or not published; which of them is not told.
    Withheld,
}

impl Cell {
    /// Text cell.
    pub fn text(text: impl Into<String>) -> Self {
        Cell::Text(text.into())
    }

    /// Count cell.
    pub fn count(count: usize) -> Self {
        Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Number, or the reason for its absence.
    pub fn number_or(value: Option<f64>, reason: Reason) -> Self {
        value.map_or(Cell::Missing(reason), Cell::Number)
    }

    /// Text, or the reason for its absence.
    pub fn text_or(value: Option<impl Into<String>>, reason: Reason) -> Self {
        value.map_or(Cell::Missing(reason), |text| Cell::Text(text.into()))
    }
}
