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
    if figure.foreign || (unit.is_foreign() && !figure.yuan) {
        return Err(Code::ForeignCurrency);
    }
    let own_unit = figure.yuan || figure.scale >= 4;
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
    if yuan.abs() > LARGEST_YUAN {
        return Err(Code::BadNumber);
    }
    let default_unit = !own_unit && column.is_none() && figure.decimal.digits != 0;
    Ok(MoneyCell { amount: Amount::Known(yuan), default_unit })
}

/// More than the product of the whole country in a year seven times over: a slip of the unit.
const LARGEST_YUAN: f64 = 1e15;

/// Reads a plain number (persons, mu, tonnes, degrees); `None` when blank or undisclosed.
/// Thousands separators, `万` and a trailing measure word are understood.
///
/// # Errors
/// `bad-number`, `cell-error`.
pub fn number(cell: CellRef<'_>) -> Result<Option<f64>, Code> {
    match figure(cell)? {
        Read::Missing | Read::Undisclosed => Ok(None),
        Read::Figure(figure) if figure.percent || figure.foreign || figure.yuan => Err(Code::BadNumber),
        Read::Figure(figure) => Some(figure.decimal.value(0))
            .filter(|value| value.is_finite())
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
    if figure.foreign || figure.yuan || figure.measured || figure.scale > 0 {
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

/// Reads yes or no: 是/否, 有/无, y/n, 1/0, √/×, true/false; `None` when blank, `不详` or undisclosed.
///
/// # Errors
/// `bad-flag`, `cell-error`.
pub fn flag(cell: CellRef<'_>) -> Result<Option<bool>, Code> {
    const YES: &[&str] = &[
        "是", "有", "对", "已", "y", "yes", "t", "true", "1", "√", "✓", "✔", "☑", "v", "是的", "关键", "必需", "完整",
        "在建",
    ];
    const NO: &[&str] =
        &["否", "无", "非", "未", "没有", "不是", "n", "no", "f", "false", "0", "×", "x", "✗", "✘", "╳", "不完整"];
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

// ---- Marks ----

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Missing,
    Undisclosed,
    Error,
}

/// What a folded text without a value says.
fn mark(text: &str) -> Option<Mark> {
    const UNDISCLOSED: &[&str] = &[
        "保密",
        "涉密",
        "商业秘密",
        "商业机密",
        "企业保密",
        "保密信息",
        "不便透露",
        "不便公开",
        "不便提供",
        "不愿提供",
        "拒绝提供",
        "不公开",
        "不予公开",
        "未公开",
        "不披露",
        "未披露",
        "xx",
        "xxx",
        "xxxx",
        "confidential",
        "undisclosed",
        "withheld",
        "secret",
    ];
    const MISSING: &[&str] = &[
        "不详",
        "未知",
        "待定",
        "待补",
        "待补充",
        "待核",
        "待核实",
        "暂缺",
        "缺",
        "缺失",
        "暂无",
        "暂无数据",
        "未填",
        "未统计",
        "空",
        "n/a",
        "na",
        "null",
        "none",
        "unknown",
        "tbd",
        "?",
        "??",
    ];
    const ERRORS: &[&str] =
        &["#ref!", "#n/a", "#div/0!", "#value!", "#name?", "#null!", "#num!", "#spill!", "#calc!", "#getting_data"];
    let dashes =
        |c: char| matches!(c, '*' | '-' | '–' | '—' | '―' | '─' | '━' | 'ー' | '_' | '/' | '\\' | '×' | '✕' | '※');
    if text.is_empty() || MISSING.contains(&text) {
        Some(Mark::Missing)
    } else if text.chars().all(dashes) || UNDISCLOSED.contains(&text) {
        Some(Mark::Undisclosed)
    } else if text.starts_with('#') && ERRORS.contains(&text) {
        Some(Mark::Error)
    } else {
        None
    }
}

// ---- Figures ----

enum Read {
    Missing,
    Undisclosed,
    Figure(Figure),
}

/// A number with what stands around it.
#[derive(Debug, Default)]
struct Figure {
    decimal: Decimal,
    /// Power of ten of the largest word in the cell (万 = 4), already in `decimal`.
    scale: i32,
    /// 元 or RMB stands in the cell.
    yuan: bool,
    /// A foreign currency stands in the cell.
    foreign: bool,
    percent: bool,
    /// A measure word such as 人 or 亩 stands in the cell.
    measured: bool,
}

/// `digits × 10^exponent`, negated or not.
#[derive(Debug, Default, Clone, Copy)]
struct Decimal {
    negative: bool,
    digits: u64,
    exponent: i32,
}

impl Decimal {
    /// The nearest binary number to the decimal times ten to the `shift`.
    fn value(self, shift: i32) -> f64 {
        /// Powers of ten up to this one are exact in binary, so one multiplication rounds once.
        const EXACT: i32 = 22;
        const LEAST: i32 = -EXACT;
        const EXACT_DIGITS: u64 = 1 << 53;
        let exponent = self.exponent + shift;
        let magnitude = match (self.digits, exponent) {
            (0, _) => return 0.0,
            (digits, 0..=EXACT) if digits <= EXACT_DIGITS => digits as f64 * 10_f64.powi(exponent),
            (digits, LEAST..0) if digits <= EXACT_DIGITS => digits as f64 / 10_f64.powi(-exponent),
            (digits, _) => format!("{digits}e{exponent}").parse().unwrap_or(f64::INFINITY),
        };
        if self.negative { -magnitude } else { magnitude }
    }

    fn plus(self, other: Decimal) -> Option<Decimal> {
        let exponent = self.exponent.min(other.exponent);
        let aligned = |part: Decimal| {
            let shift = u32::try_from(part.exponent - exponent).ok()?;
            part.digits.checked_mul(10_u64.checked_pow(shift)?)
        };
        Some(Decimal { negative: self.negative, digits: aligned(self)?.checked_add(aligned(other)?)?, exponent })
    }

    /// A number of a workbook, at the fifteen significant digits that spreadsheets keep and show.
    fn of(number: f64) -> Option<Decimal> {
        if !number.is_finite() {
            return None;
        }
        let text = format!("{:.14e}", number.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let digits: u64 = mantissa.replace('.', "").parse().ok()?;
        let exponent = exponent.parse::<i32>().ok()? - 14;
        Some(Decimal { negative: number < 0.0, digits, exponent }.shortened())
    }

    /// Trailing zeros moved to the exponent, so that equal decimals take the same way to binary.
    fn shortened(mut self) -> Decimal {
        while self.digits != 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.exponent += 1;
        }
        self
    }
}

fn power_of_ten(unit: MoneyUnit) -> Result<i32, Code> {
    (0..=12).find(|power| (10_f64.powi(*power) - unit.yuan).abs() < 1e-9).ok_or(Code::BadNumber)
}

fn figure(cell: CellRef<'_>) -> Result<Read, Code> {
    match cell {
        CellRef::Empty => Ok(Read::Missing),
        CellRef::Error(_) => Err(Code::CellError),
        CellRef::Date(_) | CellRef::Flag(_) => Err(Code::BadNumber),
        CellRef::Number(number) => {
            let decimal = Decimal::of(number).ok_or(Code::BadNumber)?;
            Ok(Read::Figure(Figure { decimal, ..Figure::default() }))
        }
        CellRef::Text(text) => {
            if let Some(decimal) = plain_digits(text) {
                return Ok(Read::Figure(Figure { decimal, ..Figure::default() }));
            }
            let text = key(text);
            match mark(&text) {
                Some(Mark::Missing) => Ok(Read::Missing),
                Some(Mark::Undisclosed) => Ok(Read::Undisclosed),
                Some(Mark::Error) => Err(Code::CellError),
                None => parse(&text).map(Read::Figure).ok_or(Code::BadNumber),
            }
        }
    }
}

/// The fast way for what nearly every cell holds: ASCII digits with at most one point and a sign.
fn plain_digits(text: &str) -> Option<Decimal> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let usable = digits.len() <= 18 && digits.starts_with(|c: char| c.is_ascii_digit()) && !digits.ends_with('.');
    if !usable {
        return None;
    }
    let mut decimal = Decimal { negative, ..Decimal::default() };
    let mut point = false;
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                decimal.digits = decimal.digits * 10 + u64::from(byte - b'0');
                decimal.exponent -= i32::from(point);
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    Some(decimal.shortened())
}

/// Reads a folded text: prefixes, sign, numbers with their words, suffixes.
fn parse(text: &str) -> Option<Figure> {
    let mut figure = Figure::default();
    let mut rest = prefixes(text, &mut figure);
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        // Accountants write losses in brackets.
        negative = true;
        rest = prefixes(inner, &mut figure);
    } else if let Some(inner) = rest.strip_prefix(['-', '−', '﹣']) {
        negative = true;
        rest = prefixes(inner, &mut figure);
    } else if let Some(inner) = rest.strip_prefix('+') {
        rest = inner;
    }
    let rest = parts(rest, &mut figure)?;
    suffixes(rest, &mut figure).then_some(())?;
    figure.decimal = Decimal { negative, ..figure.decimal }.shortened();
    Some(figure)
}

const YUAN: &[&str] = &["人民币", "rmb", "cny", "cn¥", "¥"];
const FOREIGN: &[&str] = &[
    "美元",
    "美金",
    "us$",
    "usd",
    "$",
    "欧元",
    "eur",
    "€",
    "英镑",
    "gbp",
    "£",
    "日元",
    "日圆",
    "jpy",
    "港元",
    "港币",
    "hk$",
    "hkd",
    "韩元",
    "krw",
    "卢布",
    "rub",
    "新台币",
    "台币",
    "nt$",
    "twd",
    "澳元",
    "aud",
    "加元",
    "cad",
    "新加坡元",
    "sgd",
    "瑞士法郎",
    "chf",
    "外币",
    "dollars",
    "dollar",
    "euros",
    "euro",
];

/// Takes off what may stand before a number.
fn prefixes<'a>(mut text: &'a str, figure: &mut Figure) -> &'a str {
    const ABOUT: &[&str] = &["大约", "约为", "约", "≈", "~"];
    loop {
        if let Some(rest) = ABOUT.iter().find_map(|word| text.strip_prefix(word)) {
            text = rest;
        } else if let Some(rest) = FOREIGN.iter().find_map(|word| text.strip_prefix(word)) {
            (text, figure.foreign) = (rest, true);
        } else if let Some(rest) = YUAN.iter().find_map(|word| text.strip_prefix(word)) {
            (text, figure.yuan) = (rest, true);
        } else {
            return text;
        }
    }
}

/// Words of magnitude, longest first.
const WORDS: &[(&str, i32)] = &[
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("亿", 8),
    ("億", 8),
    ("万", 4),
    ("萬", 4),
    ("千", 3),
    ("百", 2),
    ("billion", 9),
    ("million", 6),
    ("thousand", 3),
    ("bn", 9),
    ("mn", 6),
    ("m", 6),
    ("k", 3),
];

/// Reads `1亿2000万`: numbers whose words fall in size; gives what follows.
fn parts<'a>(text: &'a str, figure: &mut Figure) -> Option<&'a str> {
    let (mut rest, mut last, mut bare) = (text, i32::MAX, false);
    let mut first = true;
    while first || rest.starts_with(|c: char| c.is_ascii_digit()) {
        let (decimal, after) = decimal(rest)?;
        let (word, after) = WORDS
            .iter()
            .find_map(|(word, power)| after.strip_prefix(word).map(|after| (*power, after)))
            .unwrap_or((0, after));
        if word >= last {
            return None;
        }
        let scaled = Decimal { exponent: decimal.exponent + word, ..decimal };
        figure.decimal = if first { scaled } else { figure.decimal.plus(scaled)? };
        figure.scale = figure.scale.max(word);
        bare = !first && word == 0;
        (rest, last, first) = (after, word, false);
    }
    // `1亿2000` may mean 2000 yuan or 2000 万; with 元 behind it the former.
    let settled = !bare || rest.starts_with(['元', '圆']);
    settled.then_some(rest)
}

/// Takes off what may stand behind a number; whether nothing else stands there.
fn suffixes(mut text: &str, figure: &mut Figure) -> bool {
    const CLOSING: &[&str] = &["元整", "元正", "元", "圆整", "圆", "yuan", "人民币", "rmb", "cny"];
    const MEASURES: &[&str] = &[
        "人",
        "名",
        "亩",
        "吨标准煤",
        "吨标煤",
        "tce",
        "吨",
        "项",
        "件",
        "个",
        "家",
        "台",
        "套",
        "辆",
        "平方公里",
        "km2",
        "°",
        "度",
        "年",
    ];
    text = text.strip_suffix("左右").unwrap_or(text);
    if let Some(rest) = FOREIGN.iter().find_map(|word| text.strip_prefix(word)) {
        (text, figure.foreign) = (rest, true);
    } else if let Some(rest) = CLOSING.iter().find_map(|word| text.strip_prefix(word)) {
        (text, figure.yuan) = (rest, true);
    } else if let Some(rest) = text.strip_prefix('%') {
        (text, figure.percent) = (rest, true);
    } else if let Some(rest) = MEASURES.iter().find_map(|word| text.strip_prefix(word)) {
        (text, figure.measured) = (rest, true);
    }
    // A currency may follow the unit once more: `5百万元人民币`.
    text = YUAN.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    text.is_empty()
}

/// Reads digits with thousands separators, a point and an exponent.
fn decimal(text: &str) -> Option<(Decimal, &str)> {
    let length = text.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.')).count();
    let (mantissa, mut rest) = text.split_at(length);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let separated =
        groups.len() == 1 || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
    if whole.is_empty() || !separated || fraction.contains([',', '.']) || mantissa.ends_with('.') {
        return None;
    }
    let mut decimal = Decimal::default();
    for (place, byte) in
        whole.bytes().filter(u8::is_ascii_digit).map(|byte| (0, byte)).chain(fraction.bytes().map(|b| (1, b)))
    {
        match decimal.digits.checked_mul(10).and_then(|digits| digits.checked_add(u64::from(byte - b'0'))) {
            Some(digits) => {
                decimal.digits = digits;
                decimal.exponent -= place;
            }
            // Digits beyond the nineteenth of a fraction cannot be seen in the result; whole ones are beyond any amount.
            None if place == 1 => break,
            None => return None,
        }
    }
    if let Some((power, after)) = exponent(rest) {
        decimal.exponent += power;
        rest = after;
    }
    Some((decimal, rest))
}

/// Reads `e+07`.
fn exponent(text: &str) -> Option<(i32, &str)> {
    let rest = text.strip_prefix('e')?;
    let sign = usize::from(rest.starts_with(['+', '-']));
    let length = sign + rest[sign..].bytes().take_while(u8::is_ascii_digit).count();
    let power: i32 = rest[..length].parse().ok()?;
    (power.abs() <= 30).then(|| (power, &rest[length..]))
}

// ---- Years and dates ----

/// Chinese digits as they stand in years and dates, made western: `二〇二四年` → `2024年`.
fn western(text: &str) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if !text.contains(DIGITS) && !text.contains('零') {
        return text.to_owned();
    }
    let digit = |c: char| match c {
        '零' | '○' => Some(0),
        c => DIGITS.iter().position(|digit| *digit == c),
    };
    text.chars().map(|c| digit(c).and_then(|d| char::from_digit(u32::try_from(d).ok()?, 10)).unwrap_or(c)).collect()
}

fn year_of(text: &str) -> Option<Year> {
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let first = *groups.first()?;
    if text.starts_with('-') || groups[1..].iter().any(|group| group.len() > 2) || !matches!(first.len(), 4 | 6 | 8) {
        return None;
    }
    if text.contains('.') && !first.is_empty() && groups.len() == 2 && text.parse::<f64>().is_ok() && first.len() != 4 {
        return None;
    }
    if !text.starts_with(first) && !text.starts_with("fy") && !text.starts_with("公元") {
        return None;
    }
    first[..4].parse().ok().filter(|year| (1949..=2100).contains(year)).map(Year)
}

/// `2024-09-30` from the usual ways to write it, as precise as it is written.
fn calendar(text: &str) -> Option<String> {
    let mut groups: Vec<&str> =
        text.split(['-', '/', '.', '年', '月', '日', '号']).filter(|group| !group.is_empty()).collect();
    if groups.len() == 1 && matches!(groups[0].len(), 6 | 8) && groups[0].is_ascii() {
        let all = groups[0];
        groups = vec![&all[..4], &all[4..6], &all[6..]];
        groups.retain(|group| !group.is_empty());
    }
    if groups.len() > 3 || groups.iter().any(|group| !group.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let year: u32 = groups.first().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: Option<u32> = groups.get(1).map(|month| month.parse()).transpose().ok()?;
    let day: Option<u32> = groups.get(2).map(|day| day.parse()).transpose().ok()?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        Some(2) => 28 + u32::from(leap),
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    let possible = (1900..=2200).contains(&year)
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=longest).contains(&day));
    possible.then(|| match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => year.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use CellRef::{Date, Empty, Error, Flag, Number, Text};

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
            ("¥3,000", 3000.0),
            ("￥ 3 000", 3000.0),
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
        for text in ["*", "**", "＊", "—", "——", "--", "-", "/", "保密", "涉密", "不便透露", "未公开", "XXX", "×××"]
        {
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
