//! Tables from rows: each column is declared once, with what its cells show, so heading and value cannot drift apart.

use crate::report::table::{Cell, Column, Reason, Table};
use crate::report::words::Lang;
use crate::report::words::column::Head;

/// What a column's cells show.
type Accessor<'a, R> = Box<dyn Fn(&R) -> Cell + 'a>;

/// Columns over rows of one kind.
pub(super) struct Columns<'a, R> {
    lang: Lang,
    columns: Vec<Column>,
    cells: Vec<Accessor<'a, R>>,
}

impl<'a, R> Columns<'a, R> {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, columns: Vec::new(), cells: Vec::new() }
    }

    /// One more column on the right.
    pub(super) fn with(mut self, head: Head, cell: impl Fn(&R) -> Cell + 'a) -> Self {
        self.columns.push(head.column(self.lang));
        self.cells.push(Box::new(cell));
        self
    }

    /// The table of these rows.
    pub(super) fn table<'r>(
        self,
        key: &'static str,
        title: impl Into<String>,
        rows: impl IntoIterator<Item = &'r R>,
    ) -> Table
    where
        R: 'r,
    {
        let row = |row: &R| self.cells.iter().map(|cell| cell(row)).collect();
        let rows = rows.into_iter().map(row).collect();
        Table { key, title: title.into(), columns: self.columns, rows, note: None }
    }
}

/// A year; a line without one says so.
pub(super) fn year(year: Option<crate::model::Year>) -> Cell {
    year.map_or(Cell::Missing(Reason::Unknown), |year| Cell::Integer(i64::from(year.0)))
}

/// A count that the answer holds as a small number.
pub(super) fn lines(count: u32) -> Cell {
    Cell::Integer(i64::from(count))
}

/// Text that is empty when unknown.
pub(super) fn known(text: &str) -> Cell {
    Cell::text_or(Some(text).filter(|text| !text.is_empty()), Reason::Unknown)
}
