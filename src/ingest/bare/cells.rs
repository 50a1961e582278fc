//! Cells to numbers, bit for bit as the other program wrote them.
//!
//! Ledgers round to the fifteen digits that spreadsheets keep; here every binary number must come back.

use super::FaultKind;
use crate::ingest::field;
use crate::ingest::normalise::name::key;
use crate::ingest::sheet::CellRef;

/// Sums of as many numbers as memory holds stay finite.
const LARGEST: f64 = 1e30;

/// What a cell is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A number at least zero.
    Number,
    /// The same, or nothing where it is not known.
    KnownNumber,
    /// A share from 0 to 1.
    Share,
}

impl Wanted {
    /// What the cell says.
    pub(super) fn read(self, cell: CellRef<'_>) -> Result<Option<f64>, FaultKind> {
        let value = if self == Wanted::Share { share(cell)? } else { number(cell)? };
        match value {
            None if self == Wanted::KnownNumber => Ok(None),
            None if cell.is_empty() => Err(FaultKind::Blank),
            None => Err(FaultKind::NoNumber),
            value => Ok(value),
        }
    }
}

/// A number at least zero; `None` where it is not known.
fn number(cell: CellRef<'_>) -> Result<Option<f64>, FaultKind> {
    match plain(cell, separated)? {
        Some(value) if value < 0.0 => Err(FaultKind::Negative),
        Some(value) if value > LARGEST => Err(FaultKind::TooLarge),
        value => Ok(value),
    }
}

/// Digits with separators or of full width. Words such as 万 are refused: nobody says what the other cells count in.
fn separated(cell: CellRef<'_>) -> Result<Option<f64>, FaultKind> {
    let CellRef::Text(text) = cell else { return Err(FaultKind::NoNumber) };
    let figures = key(text).bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'-'));
    Some(cell)
        .filter(|_| figures)
        .map_or(Err(FaultKind::NoNumber), |cell| field::number(cell).map_err(|_| FaultKind::NoNumber))
}

/// A share from 0 to 1, also written `35%`.
fn share(cell: CellRef<'_>) -> Result<Option<f64>, FaultKind> {
    match plain(cell, |cell| field::share(cell, false).map_err(|_| FaultKind::NotAShare))? {
        Some(value) if !(0.0..=1.0).contains(&value) => Err(FaultKind::NotAShare),
        value => Ok(value),
    }
}

/// What programs write for a number that is not there.
const NOT_THERE: [&str; 4] = ["nan", "na", "null", "none"];

/// A number as programs write it, else as `other` understands the cell.
fn plain(
    cell: CellRef<'_>,
    other: impl Fn(CellRef<'_>) -> Result<Option<f64>, FaultKind>,
) -> Result<Option<f64>, FaultKind> {
    let value = match cell {
        CellRef::Empty => return Ok(None),
        CellRef::Number(value) => value,
        CellRef::Text(text) if NOT_THERE.iter().any(|word| text.eq_ignore_ascii_case(word)) => return Ok(None),
        CellRef::Text(text) => match text.parse::<f64>() {
            Ok(value) => value,
            Err(_) => return other(cell),
        },
        CellRef::Date(_) | CellRef::Flag(_) | CellRef::Error(_) => return Err(FaultKind::NoNumber),
    };
    match value {
        value if value.is_nan() => Ok(None),
        value if value.is_infinite() => Err(FaultKind::NoNumber),
        // Adding zero takes the sign off minus zero.
        value => Ok(Some(value + 0.0)),
    }
}
