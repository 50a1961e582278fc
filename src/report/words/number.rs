//! Numbers to words: the only place that rounds.
//!
//! It stands among the words because figure captions and sentences are text already in a report; cells stay unrounded
//! until `render`, which calls the same functions under its own name.
//!
//! A number is rounded on its shortest decimal text, not on its binary value, and halves go away from zero: 0.125 with two
//! decimals gives 0.13, and the fraction 0.138 gives 13.8%. Shifts (fraction to percent, yuan to 万元) move the point of that
//! text, so they add no error. A negative number that rounds to zero loses its sign. A share or an amount that is positive
//! but too small to show prints as `<0.1%` or `<0.01`, and a share just below one as `>99.9%`, because nought and all are
//! statements of their own.

use crate::report::table::{Cell, Reason, Unit};
use crate::report::words::{self, Lang};

/// How the numbers of a unit are printed.
struct Form {
    /// Places by which the decimal point moves to the right.
    shift: i32,
    /// Decimals at most.
    decimals: usize,
    /// Whether trailing zeros go.
    trimmed: bool,
    /// Whether thousands are separated.
    grouped: bool,
    /// Whether a positive number carries its sign.
    signed: bool,
    /// What follows every number.
    suffix: &'static str,
}

const PLAIN: Form = Form { shift: 0, decimals: 4, trimmed: true, grouped: true, signed: false, suffix: "" };

fn form(unit: Unit) -> Form {
    match unit {
        Unit::None => Form { grouped: false, ..PLAIN },
        Unit::Count => Form { decimals: 2, ..PLAIN },
        Unit::Yuan => Form { shift: -4, decimals: 2, ..PLAIN },
        Unit::Share => Form { shift: 2, decimals: 1, trimmed: false, suffix: "%", ..PLAIN },
        Unit::Points => Form { shift: 2, decimals: 2, trimmed: false, signed: true, ..PLAIN },
        Unit::Kilometre => Form { decimals: 1, trimmed: false, ..PLAIN },
        Unit::Number => PLAIN,
    }
}

/// A cell as people read it below a heading that carries the unit.
///
/// ```
/// use liantu::report::words::number::cell;
/// use liantu::report::{Cell, Lang, Unit};
/// assert_eq!(cell(&Cell::Number(0.413), Unit::Share, Lang::Zh), "41.3%");
/// assert_eq!(cell(&Cell::Number(30_000_000.0), Unit::Yuan, Lang::Zh), "3,000");
/// let half_open = Cell::Interval { lo: 0.0, hi: 0.4, lo_open: true, hi_open: false };
/// assert_eq!(cell(&half_open, Unit::Share, Lang::En), "(0, 40.0%]");
/// ```
pub fn cell(cell: &Cell, unit: Unit, lang: Lang) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Integer(integer) => print(&integer.to_string(), &form(unit)),
        Cell::Number(number) => match text_of(*number) {
            Some(text) => mark_extremes(*number, unit, print(&text, &form(unit))),
            None => words::missing(Reason::Unknown, lang),
        },
        Cell::Interval { lo, hi, lo_open, hi_open } => match (text_of(*lo), text_of(*hi)) {
            (Some(lo), Some(hi)) => interval(&lo, &hi, (*lo_open, *hi_open), &form(unit)),
            _ => words::missing(Reason::Unknown, lang),
        },
        Cell::Flag(flag) => words::flag(*flag, lang).to_owned(),
        Cell::Missing(reason) => words::missing(*reason, lang),
    }
}

/// A cell as people read it on its own, with its unit.
pub fn with_unit(value: &Cell, unit: Unit, lang: Lang) -> String {
    let text = cell(value, unit, lang);
    match (value, words::unit(unit, lang)) {
        (Cell::Number(_) | Cell::Integer(_) | Cell::Interval { .. }, Some(unit)) => format!("{text} {unit}"),
        _ => text,
    }
}

/// An amount in the unit that keeps it short, for pictures: `26.79 亿元`, `3,412 万元`, `CNY 2.68 bn`.
///
/// ```
/// use liantu::report::Lang;
/// use liantu::report::words::number::money;
/// assert_eq!(money(2_679_113_400.0, Lang::Zh), "26.79 亿元");
/// assert_eq!(money(34_121_500.0, Lang::Zh), "3,412 万元");
/// assert_eq!(money(5_300.0, Lang::Zh), "0.53 万元");
/// assert_eq!(money(34_121_500.0, Lang::En), "CNY 34.1 m");
/// assert_eq!(money(f64::NAN, Lang::En), "unknown");
/// ```
pub fn money(yuan: f64, lang: Lang) -> String {
    let Some(text) = text_of(yuan) else { return words::reason(Reason::Unknown, lang).to_owned() };
    let size = yuan.abs();
    let (shift, decimals, unit) = match lang {
        Lang::Zh if size >= 1e8 => (-8, 2, "亿元"),
        Lang::Zh if size >= 1e6 => (-4, 0, "万元"),
        Lang::Zh => (-4, 2, "万元"),
        Lang::En if size >= 1e9 => (-9, 2, "bn"),
        Lang::En if size >= 1e6 => (-6, 1, "m"),
        Lang::En => (-6, 3, "m"),
    };
    let printed = print(&text, &Form { shift, decimals, trimmed: size < 1e6, ..PLAIN });
    let printed = if yuan > 0.0 && printed == "0" { lang.pick("<0.01", "<0.001").to_owned() } else { printed };
    match lang {
        Lang::Zh => format!("{printed} {unit}"),
        Lang::En => format!("CNY {printed} {unit}"),
    }
}

/// An amount without its unit, short enough for a cell: 万元 in Chinese, millions in English.
///
/// ```
/// use liantu::report::Lang;
/// use liantu::report::words::number::short_money;
/// assert_eq!(short_money(34_121_500.0, Lang::Zh), "3,412");
/// assert_eq!(short_money(53_000.0, Lang::Zh), "5.3");
/// assert_eq!(short_money(34_121_500.0, Lang::En), "34.1");
/// ```
pub fn short_money(yuan: f64, lang: Lang) -> String {
    let Some(text) = text_of(yuan) else { return words::reason(Reason::Unknown, lang).to_owned() };
    let decimals = match lang {
        Lang::Zh => usize::from(yuan.abs() < 1e6),
        Lang::En => 1 + usize::from(yuan.abs() < 1e6),
    };
    let printed = print(&text, &Form { shift: if lang == Lang::Zh { -4 } else { -6 }, decimals, ..PLAIN });
    if yuan > 0.0 && printed == "0" { lang.pick("<0.1", "<0.01").to_owned() } else { printed }
}

/// A share on its own, such as `41.3%`.
pub fn percent(share: f64) -> String {
    cell(&Cell::Number(share), Unit::Share, Lang::Zh)
}

/// A count with separators.
pub fn count(count: usize) -> String {
    print(&count.to_string(), &form(Unit::Count))
}

/// The shortest text that reads back as the same number; `None` for what is no number, which files leave empty.
pub fn exact(number: f64) -> Option<String> {
    text_of(number)
}

/// Seventeen significant digits, as statistical programs write what must come back bit for bit; zeros at the end go. Numbers
/// below 0.0001 and from 1e17 on bear an exponent. `None` for what is no number.
///
/// ```
/// use liantu::report::words::number::seventeen_digits;
/// assert_eq!(seventeen_digits(0.1).as_deref(), Some("0.10000000000000001"));
/// assert_eq!(seventeen_digits(5e-7).as_deref(), Some("4.9999999999999998e-07"));
/// ```
pub fn seventeen_digits(number: f64) -> Option<String> {
    if !number.is_finite() {
        return None;
    }
    let written = format!("{:.16e}", number + 0.0);
    let (mantissa, exponent) = written.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let short = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if !(-4..17).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return Some(format!("{}e{sign}{:02}", short(mantissa), exponent.abs()));
    }
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let digits = digits.replace('.', "");
    let plain = match usize::try_from(exponent) {
        Ok(exponent) => format!("{}.{}", &digits[..=exponent], &digits[exponent + 1..]),
        Err(_) => format!("0.{}{digits}", "0".repeat(exponent.unsigned_abs() as usize - 1)),
    };
    Some(format!("{sign}{}", short(&plain)))
}

/// Two decimals of a percentage, for widths and offsets in pictures and pages, such as `41.3` for 0.413.
pub fn percent_of_width(fraction: f64) -> String {
    let form = Form { shift: 2, decimals: 2, grouped: false, ..PLAIN };
    text_of(fraction.clamp(0.0, 1.0)).map_or_else(|| "0".to_owned(), |text| print(&text, &form))
}

/// Rust prints the shortest decimal that reads back equal, without exponent; minus zero loses its sign.
fn text_of(number: f64) -> Option<String> {
    number.is_finite().then(|| (number + 0.0).to_string())
}

/// Keeps what is nearly nothing, or nearly all, apart from nothing and all.
fn mark_extremes(number: f64, unit: Unit, printed: String) -> String {
    match unit {
        Unit::Share if number > 0.0 && printed == "0.0%" => "<0.1%".to_owned(),
        Unit::Share if number < 1.0 && printed == "100.0%" => ">99.9%".to_owned(),
        Unit::Yuan if number > 0.0 && printed == "0" => "<0.01".to_owned(),
        Unit::Number if number > 0.0 && printed == "0" => "<0.0001".to_owned(),
        _ => printed,
    }
}

fn interval(lo: &str, hi: &str, open: (bool, bool), form: &Form) -> String {
    let zero_or = |text: &str| if text == "0" { "0".to_owned() } else { print(text, form) };
    if open.0 || open.1 {
        let (left, right) = (if open.0 { '(' } else { '[' }, if open.1 { ')' } else { ']' });
        return format!("{left}{}, {}{right}", zero_or(lo), zero_or(hi));
    }
    let (first, last) = (print(lo, form), print(hi, form));
    if first == last {
        return last;
    }
    let first = first.strip_suffix(form.suffix).unwrap_or(&first);
    // A dash between numbers that carry signs of their own needs air.
    let dash = if first.starts_with(['-', '+']) || last.starts_with(['-', '+']) { " – " } else { "–" };
    format!("{first}{dash}{last}")
}

/// Prints the text of a number (`-12.5`) in a form.
fn print(text: &str, form: &Form) -> String {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = round(text, form.shift, form.decimals);
    let fraction = if form.trimmed { fraction.trim_end_matches('0') } else { &fraction };
    let is_zero = whole == "0" && fraction.bytes().all(|digit| digit == b'0');
    let sign = match (is_zero, negative) {
        (false, true) => "-",
        (false, false) if form.signed => "+",
        _ => "",
    };
    let whole = if form.grouped { grouped(&whole) } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}{}", form.suffix)
}

/// Moves the point of an unsigned decimal text and rounds halves up; gives the digits before and after the point.
fn round(text: &str, shift: i32, decimals: usize) -> (String, String) {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let padding = usize::try_from(shift.unsigned_abs()).unwrap_or(0);
    let mut point = whole.len();
    if shift < 0 {
        digits.splice(0..0, std::iter::repeat_n(b'0', padding));
    } else {
        digits.extend(std::iter::repeat_n(b'0', padding));
        point += padding;
    }
    digits.resize(digits.len().max(point + decimals), b'0');
    let keep = point + decimals;
    let up = digits.get(keep).is_some_and(|digit| *digit >= b'5');
    digits.truncate(keep);
    if up {
        point += carry(&mut digits);
    }
    let text = |digits: &[u8]| digits.iter().map(|digit| char::from(*digit)).collect::<String>();
    let whole = text(&digits[..point]);
    let whole = whole.trim_start_matches('0');
    (if whole.is_empty() { "0".to_owned() } else { whole.to_owned() }, text(&digits[point..]))
}

/// Adds one to the last digit; gives the count of digits that this put in front.
fn carry(digits: &mut Vec<u8>) -> usize {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return 0;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
    1
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{cell, percent_of_width, with_unit};
    use crate::report::table::{Cell, Reason, Unit};
    use crate::report::words::Lang;

    fn number(value: f64, unit: Unit) -> String {
        cell(&Cell::Number(value), unit, Lang::Zh)
    }

    #[test]
    fn halves_go_away_from_zero_on_the_decimal_text() {
        // 0.138 * 100 is 13.800000000000002 in binary and 0.575 lies below its half; the text decides.
        for (value, text) in [(0.138, "13.8%"), (0.1375, "13.8%"), (0.9995, ">99.9%"), (1.0, "100.0%"), (2.0, "200.0%")]
        {
            assert_eq!(number(value, Unit::Share), text);
        }
        assert_eq!(number(1250.0, Unit::Yuan), "0.13");
        assert_eq!(number(26_750.0, Unit::Yuan), "2.68");
        assert_eq!(number(-1250.0, Unit::Yuan), "-0.13");
        assert_eq!(number(0.05, Unit::Kilometre), "0.1");
        assert_eq!(number(999.95, Unit::Kilometre), "1,000.0");
    }

    #[test]
    fn money_is_trimmed_and_grouped() {
        for (yuan, text) in [
            (30_000_000.0, "3,000"),
            (5_000.0, "0.5"),
            (123_456.0, "12.35"),
            (0.0, "0"),
            (-0.0, "0"),
            (30.0, "<0.01"),
            (-30.0, "0"),
            (12_345_678_900.0, "1,234,567.89"),
        ] {
            assert_eq!(number(yuan, Unit::Yuan), text);
        }
        assert_eq!(number(1e24, Unit::Yuan).len(), "100,000,000,000,000,000,000".len());
    }

    #[test]
    fn small_and_nearly_whole_shares_stay_apart() {
        assert_eq!(number(0.0, Unit::Share), "0.0%");
        assert_eq!(number(0.0004, Unit::Share), "<0.1%");
        assert_eq!(number(-0.0004, Unit::Share), "0.0%");
        assert_eq!(number(0.99999, Unit::Share), ">99.9%");
        assert_eq!(number(5e-324, Unit::Number), "<0.0001");
    }

    #[test]
    fn intervals_follow_their_bounds() {
        let interval = |lo, hi, lo_open, hi_open| Cell::Interval { lo, hi, lo_open, hi_open };
        let share = |cell_: Cell| cell(&cell_, Unit::Share, Lang::Zh);
        assert_eq!(share(interval(0.367, 0.533, false, false)), "36.7–53.3%");
        assert_eq!(share(interval(0.0, 0.4, true, false)), "(0, 40.0%]");
        assert_eq!(share(interval(0.25, 1.0, false, true)), "[25.0%, 100.0%)");
        assert_eq!(share(interval(0.4, 0.4, false, false)), "40.0%");
        assert_eq!(cell(&interval(-0.01, 0.02, false, false), Unit::Points, Lang::Zh), "-1.00 – +2.00");
        assert_eq!(cell(&interval(1e7, 2e7, false, false), Unit::Yuan, Lang::Zh), "1,000–2,000");
    }

    #[test]
    fn units_stand_beside_lone_numbers() {
        assert_eq!(with_unit(&Cell::Number(0.0167), Unit::Points, Lang::Zh), "+1.67 个百分点");
        assert_eq!(with_unit(&Cell::Number(0.0167), Unit::Points, Lang::En), "+1.67 pp");
        assert_eq!(with_unit(&Cell::Number(3e7), Unit::Yuan, Lang::En), "3,000 CNY 10k");
        assert_eq!(with_unit(&Cell::Integer(1234), Unit::Count, Lang::Zh), "1,234");
        assert_eq!(with_unit(&Cell::Missing(Reason::NoPurchases), Unit::Yuan, Lang::Zh), "—（无采购）");
    }

    #[test]
    fn years_carry_no_separator_and_missing_is_never_zero() {
        assert_eq!(cell(&Cell::Integer(2024), Unit::None, Lang::Zh), "2024");
        assert_eq!(cell(&Cell::Integer(i64::MIN), Unit::Count, Lang::Zh), "-9,223,372,036,854,775,808");
        assert_eq!(number(f64::NAN, Unit::Share), "—（未知）");
        assert_eq!(number(f64::INFINITY, Unit::Yuan), "—（未知）");
        assert_eq!(cell(&Cell::Missing(Reason::NoPurchases), Unit::Share, Lang::En), "— (no purchases)");
    }

    #[test]
    fn widths_are_plain_numbers() {
        assert_eq!((percent_of_width(0.413), percent_of_width(7.0)), ("41.3".into(), "100".into()));
    }
}
