//! Cells of any text: what a parser reads, written out, reads as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liantu::ingest::field::{date, flag, list, money, number, share, year};
use liantu::ingest::mapping::{self, SHEETS, sheet_kind};
use liantu::ingest::normalise::code::{CreditCode, credit_code, industry};
use liantu::ingest::sheet::CellRef::{self, Date, Number, Text};
use liantu::ingest::table::MoneyUnit;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let text = text.trim();
    cell(Text(text));
    cell(Date(text));
    if let Ok(number) = text.parse() {
        cell(Number(number));
    }
    codes(text);
    let _ = sheet_kind(text);
    for spec in SHEETS {
        if let Some(heading) = mapping::field(spec.kind, text) {
            assert!(heading.unit.is_none_or(|unit| unit.yuan.is_finite() && unit.yuan >= 0.0));
        }
    }
});

fn cell(cell: CellRef<'_>) {
    for unit in [MoneyUnit::YUAN, MoneyUnit::TEN_THOUSAND, MoneyUnit::HUNDRED_MILLION, MoneyUnit::FOREIGN] {
        let Ok(read) = money(cell, Some(unit), MoneyUnit::YUAN) else { continue };
        let Some(yuan) = read.amount.known() else { continue };
        assert!(yuan.abs() <= 1e15);
        let again = money(Text(&format!("{yuan}元")), None, MoneyUnit::TEN_THOUSAND).expect("an amount in yuan");
        same(again.amount.known(), Some(yuan));
    }
    if let Ok(Some(value)) = number(cell) {
        assert!(value.is_finite());
        same(number(Text(&value.to_string())).expect("a number"), Some(value));
    }
    for percent in [false, true] {
        if let Ok(Some(value)) = share(cell, percent) {
            assert!((0.0..=1.0).contains(&value));
            same(share(Text(&value.to_string()), false).expect("a share"), Some(value));
        }
    }
    if let Ok(Some(read)) = year(cell) {
        assert!((1949..=2100).contains(&read.0));
        assert_eq!(year(Text(&read.0.to_string())), Ok(Some(read)));
    }
    if let (Text(_), Ok(Some(read))) = (cell, date(cell)) {
        assert_eq!(date(Text(&read)), Ok(Some(read.clone())));
    }
    let _ = flag(cell);
    let entries = list(cell);
    assert_eq!(list(Text(&entries.join("\n"))), entries);
}

/// The same number, but for the sign of nought.
fn same(read: Option<f64>, value: Option<f64>) {
    assert!(read.map(|read| (read + 0.0).to_bits()) == value.map(|value| (value + 0.0).to_bits()), "{read:?} {value:?}");
}

fn codes(text: &str) {
    match credit_code(text) {
        CreditCode::Valid(code) | CreditCode::Repaired(code) => {
            assert_eq!(credit_code(&code), CreditCode::Valid(code.clone()));
        }
        CreditCode::Invalid => {}
    }
    let _ = (industry(text), MoneyUnit::parse(text));
}
