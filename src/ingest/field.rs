//! Cells to values: one function per kind of field; causes are bare, the caller adds the place.
//!
//! Decided once, for all kinds:
//! - `*`, `—`, `--`, `/`, `保密`, `涉密`, `未公开` mean *undisclosed*; blank, `不详`, `未知`, `n/a` mean *missing*; `0` is zero;
//! - `无` and `没有` are refused as an amount: they may mean zero or unknown, and only the office can tell which;
//! - `约`, `≈` and `左右` are taken off: an estimate is still the office's figure;
//! - a range (`100-200`), a bound (`500以上`) and `NaN` are refused.
//!
//! Decimals are scaled exactly before they become binary, so `0.1` 万元 is 1000 yuan to the bit, and a number typed
//! in a workbook (taken at the fifteen digits that spreadsheets keep) equals the same number in a text file.

use crate::ingest::normalise::name::key;
use crate::ingest::sheet::CellRef;
use crate::ingest::table::MoneyUnit;
use crate::issue::Code;
use crate::model::{Amount, Year};

mod calendar;
mod figure;
mod quantity;

use calendar::{calendar, western, year_of};
use figure::{Mark, Read, figure, mark, power_of_ten};

pub use quantity::quantity;

/// What a money cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MoneyCell {
    /// Yuan, missing or undisclosed.
    pub amount: Amount,
    /// Whether neither cell nor heading gave a unit, so that the default ruled.
    pub default_unit: bool,
}

/// Reads a money cell: `1.2亿`, `3,000万元`, `1亿2000万`, `(1,234)`, full-width digits, `*` and `保密` as undisclosed,
/// blank as missing. The unit in the cell rules, then `column`, then `default`.
///
/// # Errors
/// `bad-number` for text that is no amount or an amount beyond 10¹⁵ yuan, `foreign-currency` for dollars and the like,
/// `cell-error` for a spreadsheet error.
///
/// ```
/// use liantu::ingest::{field::money, sheet::CellRef, table::MoneyUnit};
/// use liantu::model::Amount;
/// let read = money(CellRef::Text("3,000.1万元"), None, MoneyUnit::YUAN).unwrap();
/// assert_eq!(read.amount, Amount::Known(30_001_000.0));
/// ```
pub fn money(cell: CellRef<'_>, column: Option<MoneyUnit>, default: MoneyUnit) -> Result<MoneyCell, Code> {
    let figure = match figure(cell)? {
        Read::Missing => return Ok(MoneyCell { amount: Amount::Missing, default_unit: false }),
        Read::Undisclosed => return Ok(MoneyCell { amount: Amount::Undisclosed, default_unit: false }),
        Read::Figure(figure) => figure,
    };
    let unit = column.unwrap_or(default);
    if figure.foreign || (unit.is_foreign() && !figure.yuan && !figure.renminbi) {
        return Err(Code::ForeignCurrency);
    }
    // A sign of the currency is a unit only where the heading says none.
    let plain_yuan = figure.renminbi && column.is_none_or(MoneyUnit::is_foreign);
    let own_unit = figure.yuan || plain_yuan || figure.scale >= 4;
    let exponent = match (own_unit, figure.scale) {
        (true, _) => 0,
        (false, 0) => power_of_ten(unit)?,
        // `5千` in a column of 万元 may be five thousand yuan or fifty million.
        (false, _) if unit == MoneyUnit::YUAN => 0,
        (false, _) => return Err(Code::BadNumber),
    };
    if figure.percent || figure.measured {
        return Err(Code::BadNumber);
    }
    let yuan = figure.decimal.value(exponent);
    if yuan.abs() > LARGEST {
        return Err(Code::BadNumber);
    }
    let default_unit = !own_unit && column.is_none() && figure.decimal.digits != 0;
    Ok(MoneyCell { amount: Amount::Known(yuan), default_unit })
}

/// More yuan than the product of the whole country in a year seven times over, more persons or tonnes than there are:
/// a slip of the unit, or figures whose sum would end in infinity.
const LARGEST: f64 = 1e15;

/// Reads a plain number (persons, mu, tonnes, degrees); `None` when blank or undisclosed.
/// Thousands separators, `万` and a trailing measure word are understood.
///
/// # Errors
/// `bad-number`, `cell-error`.
pub fn number(cell: CellRef<'_>) -> Result<Option<f64>, Code> {
    match figure(cell)? {
        Read::Missing | Read::Undisclosed => Ok(None),
        Read::Figure(figure) if figure.percent || figure.foreign || figure.yuan || figure.renminbi => {
            Err(Code::BadNumber)
        }
        Read::Figure(figure) => Some(figure.decimal.value(0))
            .filter(|value| value.abs() <= LARGEST)
            .map_or(Err(Code::BadNumber), |value| Ok(Some(value))),
    }
}

/// Reads a share: `35%`, `0.35`, `35` in a column whose heading says percent (`percent`).
///
/// # Errors
/// `bad-number` for what is no number or lies outside 0 to 1, `cell-error`.
pub fn share(cell: CellRef<'_>, percent: bool) -> Result<Option<f64>, Code> {
    let figure = match figure(cell)? {
        Read::Missing | Read::Undisclosed => return Ok(None),
        Read::Figure(figure) => figure,
    };
    if figure.foreign || figure.yuan || figure.renminbi || figure.measured || figure.scale > 0 {
        return Err(Code::BadNumber);
    }
    let value = figure.decimal.value(if figure.percent || percent { -2 } else { 0 });
    if (0.0..=1.0).contains(&value) { Ok(Some(value)) } else { Err(Code::BadNumber) }
}

/// Reads a year: `2024`, `2024年`, `2024年度`, `2024-09-30`, `202409`, `２０２４`, `二〇二四年`, a date cell; 1949 to 2100.
/// Two years in one cell (`2023-2024`) are refused.
///
/// # Errors
/// `bad-year`, `cell-error`.
pub fn year(cell: CellRef<'_>) -> Result<Option<Year>, Code> {
    match cell {
        CellRef::Empty => Ok(None),
        CellRef::Error(_) => Err(Code::CellError),
        CellRef::Flag(_) => Err(Code::BadYear),
        CellRef::Number(number) => year_of(&number.to_string()).map(Some).ok_or(Code::BadYear),
        CellRef::Text(text) | CellRef::Date(text) => {
            let text = key(text);
            match mark(&text) {
                Some(Mark::Missing | Mark::Undisclosed) => Ok(None),
                Some(Mark::Error) => Err(Code::CellError),
                None => year_of(&western(&text)).map(Some).ok_or(Code::BadYear),
            }
        }
    }
}

/// Reads a date as `2024-09-30`; a month or a year alone stays as precise as it is (`2024-09`, `2024`).
///
/// # Errors
/// `bad-date`, `cell-error`.
pub fn date(cell: CellRef<'_>) -> Result<Option<String>, Code> {
    match cell {
        CellRef::Empty => Ok(None),
        CellRef::Error(_) => Err(Code::CellError),
        CellRef::Flag(_) => Err(Code::BadDate),
        CellRef::Date(text) => Ok(Some(text.to_owned())),
        CellRef::Number(number) => calendar(&number.to_string()).map(Some).ok_or(Code::BadDate),
        CellRef::Text(text) => {
            let day = key(text.split_once([' ', 'T']).map_or(text, |(day, _)| day));
            match mark(&day) {
                Some(Mark::Missing | Mark::Undisclosed) => Ok(None),
                Some(Mark::Error) => Err(Code::CellError),
                None => calendar(&western(&day)).map(Some).ok_or(Code::BadDate),
            }
        }
    }
}

const YES: &[&str] = &[
    "是", "有", "对", "已", "y", "yes", "t", "true", "1", "√", "✓", "✔", "☑", "v", "是的", "关键", "必需", "完整",
    "在建",
];
const NO: &[&str] =
    &["否", "无", "非", "未", "没有", "不是", "n", "no", "f", "false", "0", "×", "x", "✗", "✘", "╳", "不完整"];

/// Reads yes or no: 是/否, 有/无, y/n, 1/0, √/×, true/false; `None` when blank, `不详` or undisclosed.
///
/// # Errors
/// `bad-flag`, `cell-error`.
pub fn flag(cell: CellRef<'_>) -> Result<Option<bool>, Code> {
    match cell {
        CellRef::Empty => Ok(None),
        CellRef::Flag(flag) => Ok(Some(flag)),
        CellRef::Error(_) => Err(Code::CellError),
        CellRef::Date(_) => Err(Code::BadFlag),
        CellRef::Number(_) | CellRef::Text(_) => {
            let text = key(&cell.to_text());
            match text.as_str() {
                text if YES.contains(&text) => Ok(Some(true)),
                text if NO.contains(&text) => Ok(Some(false)),
                text => match mark(text) {
                    Some(Mark::Missing | Mark::Undisclosed) => Ok(None),
                    Some(Mark::Error) => Err(Code::CellError),
                    None => Err(Code::BadFlag),
                },
            }
        }
    }
}

/// Splits a list cell at `;`, `；`, `、`, `,`, `，`, `/`, `|` and line breaks outside brackets; trims, drops blanks.
pub fn list(cell: CellRef<'_>) -> Vec<String> {
    let text = cell.to_text();
    let mut depth = 0_usize;
    let parts = text.split(|c: char| {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // A bracket that is never closed must not swallow the following lines.
        c == '\n' || c == '\r' || (depth == 0 && matches!(c, ';' | '；' | '、' | ',' | '，' | '/' | '|'))
    });
    parts.map(crate::ingest::sheet::clean).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether a cell holds a figure or a mark that stands for one, as the cells of a total row do.
pub(super) fn is_figure(cell: CellRef<'_>) -> bool {
    !matches!(cell, CellRef::Date(_)) && !matches!(figure(cell), Err(Code::BadNumber))
}

#[cfg(test)]
mod tests {
    use super::*;
    use CellRef::{Date, Empty, Error, Flag, Number, Text};
    use figure::Decimal;

    /// Yuan of a text in a column of 万元.
    fn yuan(text: &str) -> f64 {
        let read = money(Text(text), Some(MoneyUnit::TEN_THOUSAND), MoneyUnit::YUAN);
        read.ok().and_then(|read| read.amount.known()).unwrap_or_else(|| panic!("{text}: {read:?}"))
    }

    #[test]
    #[allow(clippy::float_cmp)]
    fn amounts_are_exact() {
        let cases = [
            ("0.1", 1000.0),
            ("3000.1", 30_001_000.0),
            ("3,000.10", 30_001_000.0),
            ("３，０００．１", 30_001_000.0),
            ("1.2亿", 1.2e8),
            ("3,000万元", 3e7),
            ("1亿2000万", 1.2e8),
            ("1亿2000万元整", 1.2e8),
            ("1亿2000元", 100_002_000.0),
            ("3千万", 3e7),
            ("5千元", 5000.0),
            ("3000元", 3000.0),
            ("¥3,000", 3e7),
            ("￥ 3 000", 3e7),
            ("¥3,000元", 3000.0),
            ("RMB 5 million", 5e6),
            ("人民币5百万元", 5e6),
            ("约1.2亿元", 1.2e8),
            ("1.2亿元左右", 1.2e8),
            ("(1,234)", -12_340_000.0),
            ("（1,234）", -12_340_000.0),
            ("-12.5", -125_000.0),
            ("−12.5", -125_000.0),
            ("1.5E+3", 15_000_000.0),
            ("0", 0.0),
            ("-0", 0.0),
            ("007", 70_000.0),
            ("0.30000000000000000000001", 3000.0),
        ];
        for (text, expected) in cases {
            assert_eq!(yuan(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sign_of_the_currency_is_a_unit_only_without_one_in_the_heading() {
        let read = money(Text("¥3,000"), None, MoneyUnit::TEN_THOUSAND).unwrap();
        assert_eq!(read, MoneyCell { amount: Amount::Known(3000.0), default_unit: false });
    }

    #[test]
    fn text_and_workbook_numbers_are_one_to_the_bit() {
        for value in [3000.1, 0.1, 0.07, 1234.5678, 98_765.432_1, 1e-4, 2_345_678.9, 0.1 + 0.2, 33.333_333_333_333_3] {
            let shown = Decimal::of(value).unwrap().value(0).to_string();
            for unit in [MoneyUnit::YUAN, MoneyUnit::TEN_THOUSAND, MoneyUnit::HUNDRED_MILLION] {
                let typed = money(Number(value), Some(unit), unit).unwrap().amount.known().map(f64::to_bits);
                let text = money(Text(&shown), Some(unit), unit).unwrap().amount.known().map(f64::to_bits);
                assert_eq!(typed, text, "{value} as {shown}");
            }
        }
    }

    #[test]
    fn undisclosed_missing_and_zero_are_three_things() {
        let read = |text| money(Text(text), None, MoneyUnit::TEN_THOUSAND).unwrap();
        for text in [
            "*",
            "**",
            "＊",
            "—",
            "——",
            "--",
            "-",
            "/",
            "保密",
            "涉密",
            "不便透露",
            "未公开",
            "XXX",
            "×××",
            "*亿元",
            "**万",
        ] {
            assert_eq!(read(text).amount, Amount::Undisclosed, "{text}");
        }
        for text in ["不详", "未知", "N/A", "?", "暂无"] {
            assert_eq!(read(text).amount, Amount::Missing, "{text}");
        }
        assert_eq!(money(Empty, None, MoneyUnit::YUAN).unwrap().amount, Amount::Missing);
        assert_eq!(read("0"), MoneyCell { amount: Amount::Known(0.0), default_unit: false });
        assert_eq!(read("5"), MoneyCell { amount: Amount::Known(50_000.0), default_unit: true });
        assert_eq!(read("5元"), MoneyCell { amount: Amount::Known(5.0), default_unit: false });
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        let read = |cell, unit| money(cell, Some(unit), MoneyUnit::TEN_THOUSAND).unwrap_err();
        let bad = [
            "无",
            "没有",
            "NaN",
            "inf",
            "-inf",
            "1e400",
            "1e999999999999",
            "100-200",
            "500以上",
            "1,5",
            "1,2000",
            "1.2.3",
            "12%",
            "三千",
            "1亿2000",
            "2万1亿",
            "5千",
            "3人",
            "2024-09-30",
            "()",
            "-",
            "约",
            "¥",
            ".",
            "1.",
            "99999999999999999999999999",
        ];
        for text in bad.iter().filter(|text| **text != "-") {
            assert_eq!(read(Text(text), MoneyUnit::TEN_THOUSAND), Code::BadNumber, "{text}");
        }
        for number in [f64::NAN, f64::INFINITY, 1e300, 1.1e11] {
            assert_eq!(read(Number(number), MoneyUnit::TEN_THOUSAND), Code::BadNumber, "{number}");
        }
        for text in ["$5m", "5万美元", "USD 3,000", "€5", "3000日元", "-$5"] {
            assert_eq!(read(Text(text), MoneyUnit::TEN_THOUSAND), Code::ForeignCurrency, "{text}");
        }
        assert_eq!(read(Text("5万"), MoneyUnit::FOREIGN), Code::ForeignCurrency);
        assert_eq!(read(Error("#REF!"), MoneyUnit::YUAN), Code::CellError);
        assert_eq!(read(Text("#N/A"), MoneyUnit::YUAN), Code::CellError);
        assert_eq!(read(Date("2024-09-30"), MoneyUnit::YUAN), Code::BadNumber);
        assert_eq!(read(Flag(true), MoneyUnit::YUAN), Code::BadNumber);
    }

    #[test]
    #[allow(clippy::float_cmp)]
    fn numbers_and_shares() {
        assert_eq!(number(Text("1,200人")), Ok(Some(1200.0)));
        assert_eq!(number(Text("1.2万")), Ok(Some(12_000.0)));
        assert_eq!(number(Text("116.964°")), Ok(Some(116.964)));
        assert_eq!(number(Number(33.646)), Ok(Some(33.646)));
        assert_eq!(number(Text("保密")), Ok(None));
        assert_eq!(number(Text("5公顷")), Err(Code::BadNumber));
        assert_eq!(number(Text("35%")), Err(Code::BadNumber));
        assert_eq!(number(Text("1e308")), Err(Code::BadNumber));
        assert_eq!(share(Text("35%"), false), Ok(Some(0.35)));
        assert_eq!(share(Text("35％"), true), Ok(Some(0.35)));
        assert_eq!(share(Number(0.35), false), Ok(Some(0.35)));
        assert_eq!(share(Number(35.0), true), Ok(Some(0.35)));
        assert_eq!(share(Text("12.5"), true), Ok(Some(0.125)));
        assert_eq!(share(Number(35.0), false), Err(Code::BadNumber));
        assert_eq!(share(Text("-5%"), false), Err(Code::BadNumber));
    }

    #[test]
    fn years_and_dates() {
        let good = [
            "2024",
            "2024年",
            "2024年度",
            "2024-09-30",
            "2024/9/30",
            "２０２４",
            "二〇二四年",
            "202409",
            "20240930",
            "FY2024",
            "2024年1-9月",
        ];
        for text in good {
            assert_eq!(year(Text(text)), Ok(Some(Year(2024))), "{text}");
        }
        assert_eq!(year(Number(2024.0)), Ok(Some(Year(2024))));
        assert_eq!(year(Date("2024-09-30")), Ok(Some(Year(2024))));
        assert_eq!(year(Text("/")), Ok(None));
        for text in ["24年", "2023-2024", "1905-07-16", "99999", "-2024", "去年", "二零", "2024.5.6.2023"] {
            assert_eq!(year(Text(text)), Err(Code::BadYear), "{text}");
        }
        assert_eq!(year(Number(45_565.0)), Err(Code::BadYear));
        for text in [
            "2024-9-30",
            "2024/09/30",
            "2024.9.30",
            "2024年9月30日",
            "20240930",
            "2024-09-30 00:00:00",
            "二〇二四年九月30日",
        ] {
            assert_eq!(date(Text(text)), Ok(Some("2024-09-30".into())), "{text}");
        }
        assert_eq!(date(Text("2024年9月")), Ok(Some("2024-09".into())));
        assert_eq!(date(Text("2023-02-29")), Err(Code::BadDate));
        assert_eq!(date(Text("年月日")), Err(Code::BadDate));
    }

    #[test]
    fn flags_and_lists() {
        for cell in [Text("是"), Text("Ｙ"), Text("√"), Text("TRUE"), Number(1.0), Flag(true)] {
            assert_eq!(flag(cell), Ok(Some(true)), "{cell:?}");
        }
        for cell in [Text("否"), Text("无"), Text("×"), Number(0.0), Text("No")] {
            assert_eq!(flag(cell), Ok(Some(false)), "{cell:?}");
        }
        assert_eq!((flag(Text("也许")), flag(Text("不详")), flag(Empty)), (Err(Code::BadFlag), Ok(None), Ok(None)));
        assert_eq!(list(Text("单项冠军；小巨人、 专精特新\n上市 , ;")), ["单项冠军", "小巨人", "专精特新", "上市"]);
        assert_eq!(list(Text("轴承(深沟球/圆锥)/齿轮")), ["轴承(深沟球/圆锥)", "齿轮"]);
        assert_eq!(list(Text("甲(未闭合/乙\n丙/丁")), ["甲(未闭合/乙", "丙/丁"]);
        assert!(list(Empty).is_empty());
    }

    #[test]
    fn hostile_cells_never_panic() {
        let pieces =
            ["1", "亿", "-", "(", ")", ",", ".", "e", "元", "%", "$", "约", "二", "年", "é", "9999999999999999999"];
        let count = pieces.len();
        for seed in 0..count.pow(4) {
            let text: String = (0..4_u32).map(|at| pieces[seed / count.pow(at) % count]).collect();
            let cell = Text(&text);
            let _ =
                (money(cell, None, MoneyUnit::TEN_THOUSAND), number(cell), share(cell, true), year(cell), date(cell));
        }
    }
}
