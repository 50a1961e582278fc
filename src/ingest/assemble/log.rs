//! What happened to each row: used, or set aside with an issue.

use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::sheet::CellRef;
use crate::ingest::table::RawTable;
use crate::issue::{Code, Issue, Origin, Severity};
use crate::model::RowRef;
use std::borrow::Cow;

/// A data row of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowAt<'a> {
    /// The table.
    pub(crate) table: &'a RawTable,
    /// Position of the table among the sources.
    pub(crate) source: u32,
    /// Position of the row among the table's data rows.
    pub(crate) row: usize,
}

impl<'a> RowAt<'a> {
    /// The cell of a field; blank when the table has no such column.
    #[inline]
    pub(crate) fn cell(&self, field: Field) -> CellRef<'a> {
        self.table.cell(self.row, field)
    }

    /// The text of a field's cell; `None` when it is blank, a dash or a spreadsheet error.
    #[inline]
    pub(crate) fn text(&self, field: Field) -> Option<Cow<'a, str>> {
        text(self.cell(field))
    }

    /// Where the record was read.
    pub(crate) fn row_ref(&self) -> RowRef {
        RowRef { source: self.source, row: self.table.row_number(self.row) }
    }

    /// Where a field of the row stands.
    pub(crate) fn origin(&self, field: Option<Field>) -> Origin {
        self.table.origin(self.row, field)
    }

    /// An issue with a field of the row, holding the cell's text.
    pub(crate) fn issue(&self, field: Field, code: Code) -> Issue {
        Issue::new(code, self.origin(Some(field)), self.cell(field).to_text())
    }

    /// An issue with the row as a whole.
    pub(crate) fn row_issue(&self, code: Code) -> Issue {
        Issue::new(code, self.origin(None), "")
    }
}

/// The text of a cell; `None` when it is blank, a dash, a star or a spreadsheet error.
#[inline]
pub(crate) fn text(cell: CellRef<'_>) -> Option<Cow<'_, str>> {
    match cell {
        CellRef::Empty | CellRef::Error(_) => None,
        CellRef::Text(text) | CellRef::Date(text) => (!says_nothing(text)).then_some(Cow::Borrowed(text)),
        CellRef::Number(_) | CellRef::Flag(_) => Some(Cow::Owned(cell.to_text())),
    }
}

/// Whether a text stands for "no text": dashes, stars and slashes alone, or a word such as 保密.
#[inline]
pub(crate) fn says_nothing(text: &str) -> bool {
    // A long text is a name; only short ones are compared.
    text.len() <= 12 && is_empty_word(text)
}

fn is_empty_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["保密", "未知", "不详", "无", "暂无", "未填", "n/a", "N/A", "NA"];
    let dash = |c| matches!(c, '*' | '＊' | '-' | '－' | '—' | '–' | '―' | '/' | '／' | '…' | '.');
    text.chars().all(dash) || WORDS.contains(&text)
}

/// What happened to the rows of one table.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Rows used.
    pub(crate) used: usize,
    /// Rows set aside with the codes that did it, to be written to the rejects.
    pub(crate) rejects: Vec<(usize, Vec<Code>)>,
    /// Rows whose structure is broken; the table itself holds them and their issues.
    pub(crate) broken: usize,
}

/// Issues and tallies.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Issues, in the order met.
    pub(crate) issues: Vec<Issue>,
    /// One tally per table.
    pub(crate) tallies: Vec<Tally>,
}

impl Log {
    /// A log for this many tables.
    pub(crate) fn new(tables: usize) -> Self {
        Self { issues: Vec::new(), tallies: (0..tables).map(|_| Tally::default()).collect() }
    }

    /// Counts the row as used.
    pub(crate) fn used(&mut self, at: RowAt<'_>) {
        self.tallies[at.source as usize].used += 1;
    }

    /// Keeps an issue of a row that is used.
    pub(crate) fn raise(&mut self, mut issue: Issue) {
        if issue.severity == Severity::Error {
            issue.severity = Severity::Warning;
        }
        self.issues.push(issue);
    }

    /// Counts the row as set aside, for the reason given.
    pub(crate) fn set_aside(&mut self, at: RowAt<'_>, issue: Issue) {
        self.tallies[at.source as usize].rejects.push((at.row, vec![issue.code]));
        self.issues.push(issue);
    }

    /// Counts the row as set aside, for all the reasons given.
    pub(crate) fn set_aside_for(&mut self, at: RowAt<'_>, issues: Vec<Issue>) {
        let codes = issues.iter().map(|issue| issue.code).collect();
        self.tallies[at.source as usize].rejects.push((at.row, codes));
        self.issues.extend(issues);
    }

    /// Sets aside a row that was counted as used until another row proved the better one.
    pub(crate) fn withdraw(&mut self, at: RowAt<'_>, issue: Issue) {
        self.tallies[at.source as usize].used -= 1;
        self.set_aside(at, issue);
    }
}

/// The tables of the data set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tables<'a> {
    /// All of them, in reading order.
    pub(crate) all: &'a [RawTable],
    /// Those that lack a required column, by position; none of their rows is read.
    pub(crate) lacking: &'a [bool],
    /// The data set to which each belongs; the higher number rules where two contradict each other.
    pub(crate) groups: &'a [u32],
}

impl<'a> Tables<'a> {
    /// A data row.
    pub(crate) fn at(&self, source: u32, row: usize) -> RowAt<'a> {
        RowAt { table: &self.all[source as usize], source, row }
    }

    /// The tables of one kind that have every required column.
    pub(crate) fn of(self, kind: SheetKind) -> impl Iterator<Item = (&'a RawTable, u32)> {
        let whole = |(source, lacks): (u32, &bool)| (!lacks).then_some(source);
        let sources = (0..).zip(self.lacking).filter_map(whole);
        sources.map(move |source| (&self.all[source as usize], source)).filter(move |(table, _)| table.kind == kind)
    }
}

/// The rows of all tables of one kind.
pub(crate) fn rows_of<'a>(tables: Tables<'a>, kind: SheetKind) -> impl Iterator<Item = RowAt<'a>> {
    let rows =
        |(table, source): (&'a RawTable, u32)| (0..table.rows.len()).map(move |row| RowAt { table, source, row });
    tables.of(kind).flat_map(rows)
}
