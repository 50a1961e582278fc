//! Figures that may be of any kind: money, a share, a count of whatever is counted.

use super::figure::{Decimal, Figure, Read, figure, power_of_ten};
use super::{LARGEST, number};
use crate::ingest::mapping::plain_money;
use crate::ingest::normalise::name::key;
use crate::ingest::sheet::CellRef;
use crate::ingest::table::MoneyUnit;
use crate::issue::Code;
use crate::model::{Amount, Quantity, Unit};
use std::sync::Arc;

/// What a heading or a unit column says of the figure.
enum Stated {
    Nothing,
    Yuan(MoneyUnit),
    Percent,
    Named(Arc<str>),
}

/// Reads a figure with its unit: `13.8亿元`, `15%`, `186家`, `5000万美元`; else the unit column's text rules, then the
/// heading's money unit or percent sign. Money comes in yuan and percent as a fraction; every other unit stays as written.
///
/// # Errors
/// `bad-number` for what is no single number or beyond 10¹⁵ yuan, `cell-error` for a spreadsheet error.
///
/// ```
/// use liantu::ingest::{field::quantity, sheet::CellRef};
/// use liantu::model::{Amount, Unit};
/// let read = |text, unit| quantity(CellRef::Text(text), unit, None, false).unwrap();
/// assert_eq!(read("13.8", Some("亿元")).value, Amount::Known(1.38e9));
/// assert_eq!(read("15%", None).unit, Some(Unit::Share));
/// assert_eq!(read("186家", None).unit, Some(Unit::Named("家".into())));
/// assert_eq!(read("*亿元", None).value, Amount::Undisclosed);
/// ```
pub fn quantity(
    cell: CellRef<'_>,
    unit: Option<&str>,
    heading: Option<MoneyUnit>,
    percent: bool,
) -> Result<Quantity, Code> {
    let stated = match (unit.map(stated), heading) {
        (Some(stated), _) => stated,
        (None, Some(unit)) if !unit.is_foreign() => Stated::Yuan(unit),
        (None, _) if percent => Stated::Percent,
        (None, _) => Stated::Nothing,
    };
    match figure(cell) {
        Ok(Read::Missing) => Ok(Quantity { value: Amount::Missing, unit: unit_of(stated) }),
        Ok(Read::Undisclosed) => Ok(Quantity { value: Amount::Undisclosed, unit: unit_of(stated) }),
        Ok(Read::Figure(figure)) if figure.percent => known(figure.decimal, -2, Some(Unit::Share)),
        Ok(Read::Figure(figure)) if figure.yuan && !figure.foreign => known(figure.decimal, 0, Some(Unit::Yuan)),
        Ok(Read::Figure(figure)) if !figure.foreign && !figure.measured => plain(&figure, stated),
        Ok(Read::Figure(_)) | Err(Code::BadNumber) => named(cell),
        Err(code) => Err(code),
    }
}

/// A number without a unit of its own.
fn plain(figure: &Figure, stated: Stated) -> Result<Quantity, Code> {
    let shift = match &stated {
        // `1.2亿` in a column of 万元 is said in full.
        Stated::Yuan(unit) if figure.scale == 0 => power_of_ten(*unit)?,
        Stated::Percent => -2,
        Stated::Yuan(_) | Stated::Named(_) | Stated::Nothing => 0,
    };
    known(figure.decimal, shift, unit_of(stated))
}

fn known(decimal: Decimal, shift: i32, unit: Option<Unit>) -> Result<Quantity, Code> {
    let value = decimal.value(shift);
    let slipped = unit == Some(Unit::Yuan) && value.abs() > LARGEST;
    if slipped || !value.is_finite() {
        return Err(Code::BadNumber);
    }
    Ok(Quantity { value: Amount::Known(value), unit })
}

/// A number and a unit that no list holds: `186 所`, `5000万美元`.
fn named(cell: CellRef<'_>) -> Result<Quantity, Code> {
    // A bound or a range is no figure, and a text with further digits says more than one number.
    const OPEN: [char; 14] = ['以', '多', '余', '至', '到', '约', '不', '±', '+', '-', '~', '—', '～', '－'];
    const LONGEST: usize = 24;
    let CellRef::Text(text) = cell else { return Err(Code::BadNumber) };
    let text = key(text);
    let text = text.strip_prefix('约').unwrap_or(&text);
    let text = text.strip_suffix("左右").unwrap_or(text);
    let at =
        text.char_indices().find(|(at, c)| !(c.is_ascii_digit() || matches!(c, '.' | ',') || (*at == 0 && *c == '-')));
    let (digits, unit) = text.split_at(at.map_or(text.len(), |(at, _)| at));
    if unit.is_empty() || unit.len() > LONGEST || unit.contains(OPEN) || unit.contains(|c: char| c.is_numeric()) {
        return Err(Code::BadNumber);
    }
    let value = number(CellRef::Text(digits))?.ok_or(Code::BadNumber)?;
    Ok(Quantity { value: Amount::Known(value), unit: Some(Unit::Named(Arc::from(unit))) })
}

fn stated(unit: &str) -> Stated {
    let text = key(unit);
    match plain_money(&text) {
        Some(unit) if !unit.is_foreign() => Stated::Yuan(unit),
        _ if matches!(text.as_str(), "%" | "百分比" | "百分之" | "percent") => Stated::Percent,
        _ => Stated::Named(Arc::from(unit)),
    }
}

fn unit_of(stated: Stated) -> Option<Unit> {
    match stated {
        Stated::Nothing => None,
        Stated::Yuan(_) => Some(Unit::Yuan),
        Stated::Percent => Some(Unit::Share),
        Stated::Named(unit) => Some(Unit::Named(unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, unit: Option<&str>) -> Result<(f64, Option<Unit>), Code> {
        let quantity = quantity(CellRef::Text(text), unit, None, false)?;
        Ok((quantity.value.known().unwrap_or(f64::NAN), quantity.unit))
    }

    #[test]
    fn units_are_found_in_the_cell_then_in_the_column() {
        let named = |unit: &str| Some(Unit::Named(unit.into()));
        let cases = [
            ("13.8亿元", None, 1.38e9, Some(Unit::Yuan)),
            ("13.8", Some("亿元"), 1.38e9, Some(Unit::Yuan)),
            ("1.2亿", Some("万元"), 1.2e8, Some(Unit::Yuan)),
            ("1亿2000万元", None, 1.2e8, Some(Unit::Yuan)),
            ("15％", Some("亿元"), 0.15, Some(Unit::Share)),
            ("15", Some("%"), 0.15, Some(Unit::Share)),
            ("0.5", None, 0.5, None),
            ("1.2亿", None, 1.2e8, None),
            ("186家", None, 186.0, named("家")),
            ("约186 所", None, 186.0, named("所")),
            ("1.2万人", None, 1.2, named("万人")),
            ("5000万美元", None, 5000.0, named("万美元")),
            ("5000", Some("万美元"), 5000.0, named("万美元")),
            ("42", Some("元/吨"), 42.0, named("元/吨")),
            ("42", Some("m"), 42.0, named("m")),
            ("-3.5", Some("个百分点"), -3.5, named("个百分点")),
        ];
        for (text, unit, value, expected) in cases {
            assert_eq!(read(text, unit), Ok((value, expected)), "{text} {unit:?}");
        }
    }

    #[test]
    fn what_is_no_single_figure_is_refused() {
        for text in [
            "50家以上",
            "100多家",
            "10-20",
            "10到20家",
            "翻一番",
            "2024年比2020年翻一番",
            "家",
            "1e400",
            "99999999亿元",
        ] {
            assert_eq!(read(text, None), Err(Code::BadNumber), "{text}");
        }
        assert_eq!(quantity(CellRef::Error("#REF!"), None, None, false), Err(Code::CellError));
        let masked = quantity(CellRef::Text("*"), Some("亿元"), None, false).unwrap();
        assert_eq!(masked, Quantity { value: Amount::Undisclosed, unit: Some(Unit::Yuan) });
    }
}
