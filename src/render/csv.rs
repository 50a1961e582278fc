//! Tables as comma-separated values: stable keys, full precision, yuan and fractions.
//!
//! A column with bounds is followed by `key_lo` and `key_hi`; a known number bounds itself. Whether a bound is attained is
//! not told here but in the JSON answer. A missing value is an empty cell, never a zero. Text that a spreadsheet would take
//! for a formula carries an apostrophe in front.

use crate::render::{LONGEST_TEXT, bounds, has_interval, number, one_line, shortened, tables};
use crate::report::Report;
use crate::report::table::{Cell, Table};

/// Tells Excel and WPS that the file is UTF-8.
pub(in crate::render) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Each table as a file of its own: its key, made unique within the report, and its bytes with a byte-order mark.
pub fn csv_tables(report: &Report) -> Vec<(String, Vec<u8>)> {
    keyed(std::slice::from_ref(report)).map(|(key, table)| (key, [BYTE_ORDER_MARK, &csv(table)].concat())).collect()
}

/// The tables one below the other: a single one bare, several each below a line `# key` and apart by a blank line.
pub fn joined(reports: &[Report]) -> Vec<u8> {
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    let several = reports.iter().flat_map(tables).nth(1).is_some();
    for (at, (key, table)) in keyed(reports).enumerate() {
        if several {
            let gap = if at > 0 { "\n" } else { "" };
            bytes.extend_from_slice(format!("{gap}# {key}\n").as_bytes());
        }
        bytes.extend(csv(table));
    }
    bytes
}

/// The tables with their keys; the second table of a key becomes `key-2`.
fn keyed(reports: &[Report]) -> impl Iterator<Item = (String, &Table)> {
    let mut seen: Vec<&str> = Vec::new();
    reports.iter().flat_map(tables).map(move |table| {
        seen.push(table.key);
        match seen.iter().filter(|key| **key == table.key).count() {
            1 => (table.key.to_owned(), table),
            nth => (format!("{}-{nth}", table.key), table),
        }
    })
}

/// One table, without byte-order mark.
fn csv(table: &Table) -> Vec<u8> {
    let with_bounds: Vec<bool> = (0..table.columns.len()).map(|column| has_interval(table, column)).collect();
    let mut header = Vec::new();
    for (column, bounded) in table.columns.iter().zip(&with_bounds) {
        header.push(column.key.to_owned());
        if *bounded {
            header.extend([format!("{}_lo", column.key), format!("{}_hi", column.key)]);
        }
    }
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut write = |record: &[String]| writer.write_record(record).expect("a vector takes every byte");
    write(&header);
    for row in &table.rows {
        let mut record = Vec::with_capacity(header.len());
        for (cell, bounded) in row.iter().zip(&with_bounds) {
            record.push(field(cell));
            if *bounded {
                let (lo, hi) = bounds(cell).map_or_else(Default::default, |(lo, hi)| (field(&lo), field(&hi)));
                record.extend([lo, hi]);
            }
        }
        write(&record);
    }
    writer.into_inner().expect("a vector takes every byte")
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        Cell::Integer(integer) => integer.to_string(),
        Cell::Number(number) => number::exact(*number).unwrap_or_default(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Interval { .. } | Cell::Missing(_) => String::new(),
    }
}

/// Text that cannot become a formula; the full-width signs count because Excel folds them in Chinese locales.
///
/// An apostrophe is put in front rather than the text into quotes: Excel and WPS drop quotes before they look for signs.
pub(in crate::render) fn guarded(text: &str) -> String {
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let bare = one_line(text);
    let bare = bare.trim_start_matches(|c: char| c == '"' || c.is_whitespace());
    let is_guarded = !is_negative(text) && (bare.starts_with(starts) || text.starts_with(starts));
    let text = shortened(text, LONGEST_TEXT - usize::from(is_guarded));
    if is_guarded { format!("'{text}") } else { text }
}

/// Whether the text is a plain negative number, which runs nothing.
fn is_negative(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|digits| {
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
    })
}

#[cfg(test)]
mod tests {
    use super::{csv_tables, field, guarded, joined};
    use crate::report::table::{Cell, Column, Reason, Table, Unit};
    use crate::report::{Block, Report};

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        let column = |key, unit| Column { key, heading: "列".into(), unit, detail: false };
        let columns = vec![column("name", Unit::None), column("rate", Unit::Share)];
        Table { key: "rate", title: "率".into(), columns, rows, note: None }
    }

    #[test]
    fn bounds_take_two_more_columns() {
        let interval = Cell::Interval { lo: 0.0, hi: 0.4, lo_open: true, hi_open: false };
        let rows = vec![
            vec![Cell::text("a"), interval],
            vec![Cell::text("b"), Cell::Number(0.1 + 0.2)],
            vec![Cell::text("c"), Cell::Missing(Reason::NoPurchases)],
        ];
        let report = Report { blocks: vec![Block::Table(table(rows))], ..Report::default() };
        let expected = "\u{feff}name,rate,rate_lo,rate_hi\na,,0,0.4\n\
                        b,0.30000000000000004,0.30000000000000004,0.30000000000000004\nc,,,\n";
        assert_eq!(String::from_utf8(joined(std::slice::from_ref(&report))).unwrap(), expected);
        assert_eq!(csv_tables(&report), [("rate".to_owned(), expected.as_bytes().to_vec())]);
    }

    #[test]
    fn several_tables_are_told_apart() {
        let block = Block::Table(table(vec![vec![Cell::text("a"), Cell::Integer(1)]]));
        let report = Report { blocks: vec![block.clone(), block], ..Report::default() };
        let text = String::from_utf8(joined(std::slice::from_ref(&report))).unwrap();
        assert_eq!(text, "\u{feff}# rate\nname,rate\na,1\n\n# rate-2\nname,rate\na,1\n");
        assert_eq!(csv_tables(&report)[1].0, "rate-2");
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        for text in ["=1+1", "+86", "-", "@x", "\tx", "\r=x", " =cmd|' /C calc'!A0", "\u{200e}=x", "\u{ff1d}1"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["a=b", "-5", "-0.25", ""] {
            assert_eq!(guarded(text), text);
        }
        assert_eq!(guarded("-5-cmd"), "'-5-cmd");
        assert_eq!(guarded("\"=x"), "'\"=x");
        let long = guarded(&format!("={}", "x".repeat(40_000)));
        assert!(long.starts_with("'=x") && long.ends_with('…') && long.chars().count() == 32_767);
        assert_eq!(field(&Cell::Number(-1.5)), "-1.5");
        assert_eq!(field(&Cell::Number(-0.0)), "0");
        assert_eq!(field(&Cell::Number(f64::NAN)), "");
    }
}
