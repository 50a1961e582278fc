//! Calendar dates, as precise as they were written.

use serde::{Serialize, Serializer};
use std::fmt;

/// A day, a month or a year; ordered by year, month and day, the less precise first.
///
/// ```
/// use liantu::model::Date;
/// let march = Date::parse("2024-03").unwrap();
/// assert_eq!(march.to_string(), "2024-03");
/// assert!(Date::parse("2024-02-29").unwrap().is_before(march));
/// assert!(!march.is_before(Date::parse("2024-03-15").unwrap()), "it may be the same day");
/// assert_eq!(Date::parse("2023-02-30"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year of the common era.
    pub year: u16,
    /// Month, 1 to 12, when it is known.
    pub month: Option<u8>,
    /// Day of the month, when it is known.
    pub day: Option<u8>,
}

impl Date {
    /// The date written as `2024-09-30`, `2024-09` or `2024`; `None` for anything else and for days that never were.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        let mut parts = text.split('-');
        let year = parts.next().filter(|part| digits(part, 4))?.parse().ok()?;
        let mut part = || match parts.next() {
            None => Some(None),
            Some(part) if digits(part, 2) => part.parse::<u8>().ok().map(Some),
            Some(_) => None,
        };
        let date = Self { year, month: part()?, day: part()? };
        let possible = date.month.is_none_or(|month| (1..=12).contains(&month))
            && date.day.is_none_or(|day| (1..=date.longest()).contains(&day));
        (possible && parts.next().is_none()).then_some(date)
    }

    /// Whether every day that `self` may mean lies before every day that `other` may mean.
    pub fn is_before(self, other: Self) -> bool {
        let last = (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31));
        let first = (other.year, other.month.unwrap_or(1), other.day.unwrap_or(1));
        last < first
    }

    /// Days of the month.
    fn longest(self) -> u8 {
        let leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            Some(2) => 28 + u8::from(leap),
            Some(4 | 6 | 9 | 11) => 30,
            _ => 31,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
