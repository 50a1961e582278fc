//! Figures: marks that stand for one, exact decimals, and numbers with the words around them.

use crate::ingest::normalise::name::key;
use crate::ingest::sheet::CellRef;
use crate::ingest::table::MoneyUnit;
use crate::issue::Code;

pub(super) enum Read {
    Missing,
    Undisclosed,
    Figure(Figure),
}

/// A number with what stands around it.
#[derive(Debug, Default)]
pub(super) struct Figure {
    pub(super) decimal: Decimal,
    /// Power of ten of the largest word in the cell (万 = 4), already in `decimal`.
    pub(super) scale: i32,
    /// 元 stands behind the figure: its unit.
    pub(super) yuan: bool,
    /// ¥ or RMB stands before it: its currency, which spreadsheets show whatever the unit of the column.
    pub(super) renminbi: bool,
    /// A foreign currency stands in the cell.
    pub(super) foreign: bool,
    pub(super) percent: bool,
    /// A measure word such as 人 or 亩 stands in the cell.
    pub(super) measured: bool,
}

/// `digits × 10^exponent`, negated or not.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    pub(super) digits: u64,
    pub(super) exponent: i32,
}

impl Decimal {
    /// The nearest binary number to the decimal times ten to the `shift`.
    pub(super) fn value(self, shift: i32) -> f64 {
        let exponent = self.exponent + shift;
        let power = POWERS.get(exponent.unsigned_abs() as usize).filter(|_| self.digits <= EXACT_DIGITS);
        // Both factors are exact, so one operation rounds once.
        let magnitude = match (self.digits, power) {
            (0, _) => return 0.0,
            (digits, Some(power)) if exponent >= 0 => digits as f64 * power,
            (digits, Some(power)) => digits as f64 / power,
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
    pub(super) fn of(number: f64) -> Option<Decimal> {
        if !number.is_finite() {
            return None;
        }
        Decimal::short(number).or_else(|| Decimal::long(number))
    }

    /// The short way for numbers typed with few decimals: the decimal of at most fifteen digits whose nearest binary
    /// number this is. There is only one, hence it is what the long way finds.
    fn short(number: f64) -> Option<Decimal> {
        const LARGEST: f64 = 1e15;
        let magnitude = number.abs();
        for (exponent, power) in (0..).zip(&POWERS[..=6]) {
            let scaled = (magnitude * power).round();
            if scaled >= LARGEST {
                return None;
            }
            if (scaled / power).to_bits() == magnitude.to_bits() {
                let decimal = Decimal { negative: number < 0.0, digits: scaled as u64, exponent: -exponent };
                return Some(decimal.shortened());
            }
        }
        None
    }

    fn long(number: f64) -> Option<Decimal> {
        let text = format!("{:.14e}", number.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let digits: u64 = mantissa.replace('.', "").parse().ok()?;
        let exponent = exponent.parse::<i32>().ok()? - 14;
        Some(Decimal { negative: number < 0.0, digits, exponent }.shortened())
    }

    /// Trailing zeros moved to the exponent, so that equal decimals take the same way to binary.
    fn shortened(mut self) -> Decimal {
        while self.digits != 0 && self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.exponent += 1;
        }
        self
    }
}

/// The powers of ten that are exact in binary.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];
/// Whole numbers up to this one are exact in binary.
const EXACT_DIGITS: u64 = 1 << 53;

pub(super) fn power_of_ten(unit: MoneyUnit) -> Result<i32, Code> {
    let power = (0..=12).zip(POWERS).find(|(_, yuan)| (yuan - unit.yuan).abs() < 1e-9);
    power.map(|(power, _)| power).ok_or(Code::BadNumber)
}

pub(super) fn figure(cell: CellRef<'_>) -> Result<Read, Code> {
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
            if is_several(text) {
                return Err(Code::BadNumber);
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

/// Whether white space parts figures instead of thousands: `3 000` is one figure, two lines are two.
fn is_several(text: &str) -> bool {
    let mut before = "";
    text.split(char::is_whitespace).any(|piece| {
        let digits = |piece: &str| piece.chars().take_while(|c| c.is_numeric()).count();
        let follows = before.ends_with(char::is_numeric) && piece.starts_with(char::is_numeric);
        let is_group = digits(piece) == 3 && !text.contains(['\n', '\r', '\t']);
        before = piece;
        follows && !is_group
    })
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
            (text, figure.renminbi) = (rest, true);
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Missing,
    Undisclosed,
    Error,
}

/// Whether stars stand where the digits would, with the unit left in sight: `*亿元`, `**%`.
fn is_masked(text: &str) -> bool {
    const UNITS: [char; 13] = ['亿', '万', '千', '百', '元', '%', '家', '个', '项', '亩', '人', '名', '吨'];
    let stars = text.trim_end_matches(UNITS);
    stars.len() < text.len() && !stars.is_empty() && stars.chars().all(|c| matches!(c, '*' | '×' | '※'))
}

/// What a folded text without a value says.
pub(super) fn mark(text: &str) -> Option<Mark> {
    let dashes =
        |c: char| matches!(c, '*' | '-' | '–' | '—' | '―' | '─' | '━' | 'ー' | '_' | '/' | '\\' | '×' | '✕' | '※');
    if text.is_empty() || MISSING.contains(&text) {
        Some(Mark::Missing)
    } else if text.chars().all(dashes) || UNDISCLOSED.contains(&text) || is_masked(text) {
        Some(Mark::Undisclosed)
    } else if text.starts_with('#') && ERRORS.contains(&text) {
        Some(Mark::Error)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_gives_the_same_decimal() {
        let mut seed = 42_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            seed >> 11
        };
        let same = |number: f64| {
            let shown = |decimal: Option<Decimal>| decimal.map(|d| (d.negative, d.digits, d.exponent));
            if let Some(short) = Decimal::short(number).filter(|short| short.digits != 0) {
                assert_eq!(shown(Some(short)), shown(Decimal::long(number)), "{number:e}");
            }
        };
        for _ in 0..50_000 {
            let (digits, places) = (next() % 10_u64.pow((next() % 17) as u32), (next() % 9) as usize);
            same(digits as f64 / POWERS[places]);
            same(-(digits as f64) / POWERS[places] * 1.000_000_1);
            same(f64::from_bits((next() << 11) | (next() % 2048)));
            same(digits as f64 * POWERS[places]);
        }
        for number in [0.0, -0.0, 0.1 + 0.2, 1e15, 1e15 - 1.0, 999_999_999_999_999.0, 5e-324, f64::MAX, 0.000_000_1] {
            same(number);
        }
    }
}
