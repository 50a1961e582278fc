//! Columns of every kind to cells.

use super::Fault;
use super::text::{TextColumn, ToCell};
use crate::ingest::sheet::{CellRef, Sheet, Stored, hexadecimal};
use crate::issue::{Code, Issue, Origin};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::page::PageReader;
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{BoolType, DataType, DoubleType, FloatType, Int32Type, Int64Type, Int96Type};
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor};
use std::sync::Arc;

/// A column being read.
pub(super) trait Column {
    /// Appends cells until there are `most` or the column ends.
    fn read(&mut self, most: usize, sheet: &mut Sheet, cells: &mut Vec<Stored>) -> Result<(), Fault>;
}

/// Opens a column; `None` for one whose cells hold lists, which no cell of a sheet can.
pub(super) fn open(
    about: &ColumnDescPtr,
    pages: impl FnOnce() -> Result<Box<dyn PageReader>, Fault>,
) -> Result<Option<Box<dyn Column>>, Fault> {
    if about.max_rep_level() > 0 {
        return Ok(None);
    }
    let (meaning, pages) = (Meaning::of(about), pages()?);
    let column: Box<dyn Column> = match about.physical_type() {
        Type::BOOLEAN => typed::<BoolType, _>(about, pages, |_, flag| Stored::Flag(*flag)),
        Type::INT32 => typed::<Int32Type, _>(about, pages, move |sheet, number| match meaning {
            Meaning::Unsigned => Stored::Number(f64::from(number.cast_unsigned())),
            Meaning::Plain => Stored::Number(f64::from(*number)),
            meaning => meaning.cell(sheet, (*number).into()),
        }),
        Type::INT64 => typed::<Int64Type, _>(about, pages, move |sheet, number| match meaning {
            Meaning::Unsigned => integer(sheet, number.cast_unsigned().into()),
            meaning => meaning.cell(sheet, *number),
        }),
        Type::INT96 => typed::<Int96Type, _>(about, pages, |sheet, time| {
            let &[low, high, day] = time.data() else { return Stored::Empty };
            // Days are counted from the year 4713 before Christ; 2,440,588 is the first of January 1970.
            let nanoseconds = (i64::from(high) << 32) | i64::from(low);
            let day = i64::from(day) - 2_440_588 + (nanoseconds + EIGHT_HOURS).div_euclid(NANOSECONDS);
            sheet_day(sheet, day)
        }),
        Type::FLOAT => typed::<FloatType, _>(about, pages, |_, number| {
            // The shortest decimal that is this number: 0.1 stays 0.1.
            Stored::Number(number.to_string().parse().unwrap_or_else(|_| f64::from(*number)))
        }),
        Type::DOUBLE => typed::<DoubleType, _>(about, pages, |_, number| Stored::Number(*number)),
        Type::BYTE_ARRAY => texts(about, pages, None, meaning),
        Type::FIXED_LEN_BYTE_ARRAY => {
            let length =
                usize::try_from(about.type_length()).map_err(|_| Fault::Damaged("a negative length".into()))?;
            texts(about, pages, Some(length), meaning)
        }
    };
    Ok(Some(column))
}

const NANOSECONDS: i64 = 86_400_000_000_000;
/// China's time is this much ahead of the clock that instants are kept in.
const EIGHT_HOURS: i64 = NANOSECONDS / 3;

/// What the numbers of a column mean.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meaning {
    Plain,
    Unsigned,
    /// Days since 1970.
    Day,
    /// Time since 1970, so much to a day; `instant` when kept in universal time, else as the clock on the wall showed.
    Time {
        day: i64,
        instant: bool,
    },
    /// Time of day, so much to a second.
    Clock(i64),
    /// So many digits behind the point.
    Decimal(usize),
}

impl Meaning {
    fn of(about: &ColumnDescriptor) -> Meaning {
        let second = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        };
        let time = |second: i64, instant| Meaning::Time { day: 86_400 * second, instant };
        // More digits than a number of any kind has are a slip.
        let decimal = |scale: i32| usize::try_from(scale).ok().filter(|scale| *scale <= 76).map(Meaning::Decimal);
        let meaning = match about.logical_type_ref() {
            Some(LogicalType::Date) => Some(Meaning::Day),
            Some(LogicalType::Timestamp(kind)) => Some(time(second(&kind.unit), kind.is_adjusted_to_u_t_c)),
            Some(LogicalType::Time(kind)) => Some(Meaning::Clock(second(&kind.unit))),
            Some(LogicalType::Decimal(kind)) => decimal(kind.scale),
            Some(LogicalType::Integer(kind)) if !kind.is_signed => Some(Meaning::Unsigned),
            Some(_) => None,
            None => match about.converted_type() {
                ConvertedType::DATE => Some(Meaning::Day),
                ConvertedType::TIMESTAMP_MILLIS => Some(time(1_000, true)),
                ConvertedType::TIMESTAMP_MICROS => Some(time(1_000_000, true)),
                ConvertedType::TIME_MILLIS => Some(Meaning::Clock(1_000)),
                ConvertedType::TIME_MICROS => Some(Meaning::Clock(1_000_000)),
                ConvertedType::DECIMAL => decimal(about.type_scale()),
                ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                    Some(Meaning::Unsigned)
                }
                _ => None,
            },
        };
        meaning.unwrap_or(Meaning::Plain)
    }

    fn cell(self, sheet: &mut Sheet, number: i64) -> Stored {
        match self {
            Meaning::Plain | Meaning::Unsigned => integer(sheet, number.into()),
            Meaning::Day => sheet_day(sheet, number),
            // Eight hours are a third of a day.
            Meaning::Time { day, instant: true } => sheet_day(sheet, number.saturating_add(day / 3).div_euclid(day)),
            Meaning::Time { day, instant: false } => sheet_day(sheet, number.div_euclid(day)),
            Meaning::Clock(second) => {
                let seconds = number.div_euclid(second).rem_euclid(86_400);
                let text = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
                sheet.stored(CellRef::Text(&text))
            }
            Meaning::Decimal(scale) => sheet.stored(CellRef::Text(&decimal(number.into(), scale))),
        }
    }
}

/// A whole number; one beyond what a spreadsheet's numbers hold exactly is a code, hence a text.
fn integer(sheet: &mut Sheet, number: i128) -> Stored {
    const EXACT: i128 = 1 << 53;
    if number.abs() <= EXACT { Stored::Number(number as f64) } else { sheet.stored(CellRef::Text(&number.to_string())) }
}

/// A day as a date; beyond the years that a date can show it is the bare number.
fn sheet_day(sheet: &mut Sheet, day: i64) -> Stored {
    match date(day) {
        Some(text) => sheet.stored(CellRef::Date(&text)),
        None => sheet.stored(CellRef::Text(&day.to_string())),
    }
}

/// The date of a day counted from 1970, for the years 1 to 9999.
fn date(day: i64) -> Option<String> {
    // Years that begin in March put the leap day last; 400 of them have 146,097 days.
    let day = day.checked_add(719_468)?;
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + 400 * era + i64::from(month <= 2);
    (1..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A number with `scale` digits behind the point.
fn decimal(number: i128, scale: usize) -> String {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if number < 0 { "-" } else { "" };
    if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

// ---- Byte strings ----

fn texts(
    about: &ColumnDescriptor,
    pages: Box<dyn PageReader>,
    fixed: Option<usize>,
    meaning: Meaning,
) -> Box<dyn Column> {
    let is_text = |kind: Option<&LogicalType>| {
        matches!(kind, None | Some(LogicalType::String | LogicalType::Enum | LogicalType::Json))
    };
    let to_cell: ToCell = match meaning {
        Meaning::Decimal(scale) => Box::new(move |sheet, bytes| match big_endian(bytes) {
            Some(number) => sheet.stored(CellRef::Text(&decimal(number, scale))),
            None => sheet.stored(CellRef::Text(&hexadecimal(bytes))),
        }),
        // Many writers leave texts unmarked; only what is certainly none is shown as bytes.
        _ if fixed.is_none() && is_text(about.logical_type_ref()) => {
            let heading: Arc<str> = Arc::from(about.path().parts().join("."));
            Box::new(move |sheet, bytes| match std::str::from_utf8(bytes) {
                Ok(text) => sheet.stored(CellRef::Text(text)),
                Err(_) => damaged(sheet, &heading, bytes),
            })
        }
        _ => Box::new(|sheet, bytes| sheet.stored(CellRef::Text(&hexadecimal(bytes)))),
    };
    let full = u32::try_from(about.max_def_level()).unwrap_or(0);
    Box::new(TextColumn::new(pages, full, fixed, to_cell))
}

/// A text with bytes that are none; one entry of a dictionary may stand in many rows, hence no row is named.
fn damaged(sheet: &mut Sheet, heading: &Arc<str>, bytes: &[u8]) -> Stored {
    let text = String::from_utf8_lossy(bytes);
    let (file, name) = (sheet.file.clone(), sheet.name.clone());
    let origin = Origin { file, sheet: name, column: Some(heading.clone()), ..Origin::default() };
    sheet.issues.push(Issue::new(Code::BadBytes, origin, &*text));
    sheet.stored(CellRef::Text(&text))
}

/// A signed number, highest byte first; `None` for more than sixteen bytes that mean something.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let filling = if negative { 0xFF } else { 0 };
    let (over, kept) = bytes.split_at(bytes.len().saturating_sub(16));
    let mut whole = [filling; 16];
    whole[16 - kept.len()..].copy_from_slice(kept);
    let number = i128::from_be_bytes(whole);
    (over.iter().all(|byte| *byte == filling) && (number < 0) == negative).then_some(number)
}

impl Column for TextColumn {
    fn read(&mut self, most: usize, sheet: &mut Sheet, cells: &mut Vec<Stored>) -> Result<(), Fault> {
        TextColumn::read(self, most, sheet, cells)
    }
}

// ---- Numbers ----

struct Typed<T: DataType, F> {
    reader: ColumnReaderImpl<T>,
    /// Level at which a value is there.
    full: i16,
    levels: Vec<i16>,
    values: Vec<T::T>,
    to_cell: F,
}

fn typed<T: DataType, F: Fn(&mut Sheet, &T::T) -> Stored + 'static>(
    about: &ColumnDescPtr,
    pages: Box<dyn PageReader>,
    to_cell: F,
) -> Box<dyn Column> {
    let (levels, values) = (Vec::new(), Vec::new());
    let full = about.max_def_level();
    Box::new(Typed::<T, F> { reader: ColumnReaderImpl::new(about.clone(), pages), full, levels, values, to_cell })
}

impl<T: DataType, F: Fn(&mut Sheet, &T::T) -> Stored> Column for Typed<T, F> {
    fn read(&mut self, most: usize, sheet: &mut Sheet, cells: &mut Vec<Stored>) -> Result<(), Fault> {
        while cells.len() < most {
            self.levels.clear();
            self.values.clear();
            let wanted = most - cells.len();
            let (records, ..) = self.reader.read_records(wanted, Some(&mut self.levels), None, &mut self.values)?;
            if records == 0 {
                return Ok(());
            }
            let mut values = self.values.iter();
            let mut value = || values.next().ok_or_else(|| Fault::Damaged("values are missing".into()));
            for at in 0..records {
                let there = self.full == 0 || self.levels.get(at) == Some(&self.full);
                cells.push(if there { (self.to_cell)(sheet, value()?) } else { Stored::Empty });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_decimals() {
        let dates = [(0, "1970-01-01"), (19_723, "2024-01-01"), (19_782, "2024-02-29"), (-1, "1969-12-31")];
        for (day, text) in dates {
            assert_eq!(date(day).as_deref(), Some(text));
        }
        assert_eq!((date(3_000_000), date(i64::MAX), date(i64::MIN)), (None, None, None));
        assert_eq!(date(2_932_896).as_deref(), Some("9999-12-31"));
        assert_eq!([decimal(300_010, 2), decimal(-5, 3), decimal(7, 0)], ["3000.10", "-0.005", "7"]);
        assert_eq!(big_endian(&[0xFF, 0x38]), Some(-200));
        assert_eq!(big_endian(&[0; 20]), Some(0));
        assert_eq!((big_endian(&[1; 17]), big_endian(&[])), (None, Some(0)));
    }
}
