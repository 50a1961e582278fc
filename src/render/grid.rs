//! Rows for programs as comma-separated values: numbers at seventeen significant digits, so that each comes back bit for bit.
//!
//! The byte-order mark, by which spreadsheets know Chinese, stands only where there is something to know: statistical programs
//! take it for a part of the first heading. Text that a spreadsheet would take for a formula carries an apostrophe in front.

use crate::render::csv::{BYTE_ORDER_MARK, guarded};
use crate::render::number;
use crate::report::bare::Grid;
use crate::report::table::Cell;

/// The grid as csv.
///
/// ```
/// use liantu::report::{Cell, bare::Grid};
/// let grid = Grid { header: vec!["scenario".into(), "esri".into()], rows: vec![vec![Cell::text("7"), Cell::Number(0.1)]] };
/// assert_eq!(liantu::render::grid::csv(&grid), b"scenario,esri\n7,0.10000000000000001\n");
/// ```
pub fn csv(grid: &Grid) -> Vec<u8> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut write = |record: Vec<String>| writer.write_record(record).expect("a vector takes every byte");
    write(grid.header.clone());
    for row in &grid.rows {
        write(row.iter().map(field).collect());
    }
    let bytes = writer.into_inner().expect("a vector takes every byte");
    if bytes.is_ascii() { bytes } else { [BYTE_ORDER_MARK, &bytes].concat() }
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        Cell::Integer(integer) => integer.to_string(),
        Cell::Number(number) => number::seventeen_digits(*number).unwrap_or_default(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Interval { .. } | Cell::Missing(_) => String::new(),
    }
}
