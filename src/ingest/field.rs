//! Cells to values: one function per kind of field; causes are bare, the caller adds the place.

use super::sheet::CellRef;
use super::table::MoneyUnit;
use crate::issue::Code;
use crate::model::{Amount, Year};

/// What a money cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MoneyCell {
    /// Yuan, missing or undisclosed.
    pub amount: Amount,
    /// Whether neither cell nor heading gave a unit, so that the default ruled.
    pub default_unit: bool,
}

/// Reads a money cell: `1.2亿`, `3,000万元`, `$5m`, full-width digits, `*` and `保密` as undisclosed, blank as missing.
/// The unit in the cell rules, then `column`, then `default`.
///
/// # Errors
/// `bad-number` for text that is no amount, `cell-error` for a spreadsheet error.
pub fn money(cell: CellRef<'_>, column: Option<MoneyUnit>, default: MoneyUnit) -> Result<MoneyCell, Code> {
    let _ = (cell, column, default);
    Err(Code::BadNumber)
}

/// Reads a plain number (persons, mu, tonnes, degrees); `None` when blank or undisclosed.
///
/// # Errors
/// `bad-number`, `cell-error`.
pub fn number(cell: CellRef<'_>) -> Result<Option<f64>, Code> {
    let _ = cell;
    Err(Code::BadNumber)
}

/// Reads a share: `35%`, `0.35`, `35` in a column whose heading says percent (`percent`).
///
/// # Errors
/// `bad-number`, `cell-error`.
pub fn share(cell: CellRef<'_>, percent: bool) -> Result<Option<f64>, Code> {
    let _ = (cell, percent);
    Err(Code::BadNumber)
}

/// Reads a year: `2024`, `2024年`, `2024-09-30`, `２０２４`, a date cell; 1949 to 2100.
///
/// # Errors
/// `bad-year`, `cell-error`.
pub fn year(cell: CellRef<'_>) -> Result<Option<Year>, Code> {
    let _ = cell;
    Err(Code::BadYear)
}

/// Reads yes or no: 是/否, 有/无, y/n, 1/0, √/×, true/false; `None` when blank.
///
/// # Errors
/// `bad-flag`.
pub fn flag(cell: CellRef<'_>) -> Result<Option<bool>, Code> {
    let _ = cell;
    Err(Code::BadFlag)
}

/// Splits a list cell at `;`, `；`, `、`, `,`, `，`, `/` and line breaks; trims, drops blanks.
pub fn list(cell: CellRef<'_>) -> Vec<String> {
    let _ = cell;
    Vec::new()
}
