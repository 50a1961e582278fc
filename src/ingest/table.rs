//! Sheet to table: finds the header among title rows, joins two-row and merged headers, leaves out totals and notes.

use super::mapping::{Field, SheetKind};
use super::sheet::{CellRef, Sheet};
use crate::issue::{Issue, Origin};
use std::sync::Arc;

/// Unit of a money column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MoneyUnit {
    /// Yuan per typed unit, a power of ten (万元 = 10 000); zero for a foreign currency, whose rate is unknown.
    pub yuan: f64,
}

impl MoneyUnit {
    /// 元.
    pub const YUAN: MoneyUnit = MoneyUnit { yuan: 1.0 };
    /// 万元, the default of data that name no unit.
    pub const TEN_THOUSAND: MoneyUnit = MoneyUnit { yuan: 1e4 };
    /// 亿元.
    pub const HUNDRED_MILLION: MoneyUnit = MoneyUnit { yuan: 1e8 };
    /// A foreign currency.
    pub const FOREIGN: MoneyUnit = MoneyUnit { yuan: 0.0 };

    /// Whether the currency is foreign.
    pub fn is_foreign(self) -> bool {
        self.yuan <= 0.0
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// Heading as the user wrote it (both rows joined by a space), without line breaks.
    pub heading: Arc<str>,
    /// Its field, when the heading is known and the first of its kind.
    pub field: Option<Field>,
    /// Unit in the heading.
    pub unit: Option<MoneyUnit>,
}

/// A table: a sheet whose header was understood.
#[derive(Debug)]
pub struct RawTable {
    /// The sheet behind it.
    pub sheet: Sheet,
    /// Its kind.
    pub kind: SheetKind,
    /// Columns, by position in the sheet.
    pub columns: Vec<TableColumn>,
    /// Positions in the sheet of the data rows (titles, headers, totals, notes and blank rows left out).
    pub rows: Vec<usize>,
    /// What was noticed: title, total and note rows, unknown columns.
    pub issues: Vec<Issue>,
}

impl RawTable {
    /// Whether the table has a column for the field.
    pub fn has(&self, field: Field) -> bool {
        self.position(field).is_some()
    }

    /// Position of the field's column.
    pub fn position(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field == Some(field))
    }

    /// The cell of a field in a data row (`row` counts data rows).
    pub fn cell(&self, row: usize, field: Field) -> CellRef<'_> {
        self.position(field).map_or(CellRef::Empty, |column| self.sheet.cell(self.rows[row], column))
    }

    /// Row number that the user sees.
    pub fn row_number(&self, row: usize) -> u32 {
        self.sheet.row_number(self.rows[row])
    }

    /// Where a field of a data row stands, for an issue.
    pub fn origin(&self, row: usize, field: Option<Field>) -> Origin {
        let column = field.and_then(|field| self.position(field));
        let number = self.row_number(row);
        Origin {
            file: self.sheet.file.clone(),
            sheet: self.sheet.name.clone(),
            row: Some(number),
            column: column.map(|at| self.columns[at].heading.clone()),
            cell: column.map(|at| Arc::from(format!("{}{number}", super::sheet::column_letter(at)))),
        }
    }
}
