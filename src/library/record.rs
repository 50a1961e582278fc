//! What the tables for people hold: kinds of rows, their columns, values as they lie in the database.

use rusqlite::types::{ToSqlOutput, ValueRef};
use sha2::{Digest, Sha256};

/// A kind of rows, each in a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 企业库: firms.
    Firm,
    /// Names of firms: the current one and others by which it is known.
    FirmName,
    /// Figures of firms by year.
    FirmYear,
    /// What a buyer bought in a year, in all.
    Purchase,
    /// 项目库: projects at their snapshot dates.
    Project,
    /// 人才库: people, teams and institutions.
    Talent,
}

/// A column of a kind, besides origin and history that all have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in the database.
    pub name: &'static str,
    /// What its cells hold.
    pub holds: Holds,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words; lists are parted by `;`.
    Text,
    /// A count or year.
    Integer,
    /// A number in the unit that the column's words tell.
    Number,
    /// Yuan.
    Yuan,
    /// Yes or no.
    Flag,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing is said.
    Missing,
    /// Said to be withheld; a different fact from missing.
    Undisclosed,
    /// Words.
    Text(String),
    /// A count or year.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// A row of a kind: one thing as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Names the same thing through time.
    pub key: String,
    /// As many as the kind has columns, in their order.
    pub values: Vec<Value>,
    /// Where it was read.
    pub place: Place,
}

/// Where a record was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Data set.
    pub data_set: String,
    /// File, as origins show it.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Row as the user's spreadsheet shows it.
    pub row: Option<u32>,
}

macro_rules! columns {
    ($($name:literal $holds:ident),+ $(,)?) => { &[$(Column { name: $name, holds: Holds::$holds }),+] };
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: &'static [Kind] =
        &[Kind::Firm, Kind::FirmName, Kind::FirmYear, Kind::Purchase, Kind::Project, Kind::Talent];

    /// Its table.
    pub const fn table(self) -> &'static str {
        match self {
            Kind::Firm => "firm",
            Kind::FirmName => "firm_name",
            Kind::FirmYear => "firm_year",
            Kind::Purchase => "purchase",
            Kind::Project => "project",
            Kind::Talent => "talent",
        }
    }

    /// Its columns.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Kind::Firm => columns![
                "name" Text, "credit_code" Text, "area" Text, "place" Text, "zone" Text, "abroad" Text, "basis" Text,
                "registered_at" Text, "counted_at" Text, "role" Text, "size" Text, "qualifications" Text, "chains" Text,
                "industry" Text, "group" Text, "contact" Text, "listed" Flag,
            ],
            Kind::FirmName => columns!["firm" Text, "name" Text, "status" Text],
            Kind::FirmYear => columns![
                "firm" Text, "name" Text, "year" Integer, "revenue" Yuan, "output" Yuan, "cost" Yuan, "research" Yuan,
                "employees" Number, "patents" Number, "tax" Yuan, "land" Number, "energy" Number,
            ],
            Kind::Purchase => columns![
                "firm" Text, "name" Text, "year" Integer, "lines" Integer, "priced" Integer, "amount" Yuan,
            ],
            Kind::Project => columns![
                "project" Text, "name" Text, "date" Text, "kind" Text, "stage" Text, "firm" Text, "firm_name" Text,
                "products" Text, "area" Text, "place" Text, "zone" Text, "from_place" Text, "enclave" Flag,
                "investment" Yuan, "paid_in" Yuan, "land" Number, "energy" Number, "capacity" Yuan, "signed" Text,
                "started" Text, "opened" Text, "counted" Flag, "responsible" Text,
            ],
            Kind::Talent => columns![
                "name" Text, "category" Text, "field" Text, "products" Text, "area" Text, "place" Text, "zone" Text,
                "employer" Text, "firm" Text,
            ],
        }
    }

    /// The column that names a row for people.
    pub fn name_column(self) -> usize {
        self.columns().iter().position(|column| column.name == "name").expect("every kind has a name")
    }
}

/// How an undisclosed amount lies in the database.
const WITHHELD: &str = "*";

impl Value {
    /// Text, or nothing.
    pub fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Value::Missing, |text| Value::Text(text.into()))
    }

    /// A number, or nothing; what is no number is nothing too.
    pub fn number(number: Option<f64>) -> Self {
        number.filter(|number| number.is_finite()).map_or(Value::Missing, Value::Number)
    }

    /// Yes, no, or nothing.
    pub fn flag(flag: Option<bool>) -> Self {
        flag.map_or(Value::Missing, Value::Flag)
    }

    /// The value of a cell of the database; `None` when it is not of the column's kind.
    pub(super) fn read(cell: ValueRef<'_>, holds: Holds) -> Option<Self> {
        Some(match (cell, holds) {
            (ValueRef::Null, _) => Value::Missing,
            (ValueRef::Text(text), Holds::Text) => Value::Text(std::str::from_utf8(text).ok()?.to_owned()),
            (ValueRef::Text(text), Holds::Yuan) if text == WITHHELD.as_bytes() => Value::Undisclosed,
            (ValueRef::Integer(number), Holds::Integer) => Value::Integer(number),
            (ValueRef::Integer(flag @ (0 | 1)), Holds::Flag) => Value::Flag(flag == 1),
            (ValueRef::Real(number), Holds::Number | Holds::Yuan) if number.is_finite() => Value::Number(number),
            _ => return None,
        })
    }

    /// The value as a canonical text that no other value has.
    fn canon(&self) -> String {
        match self {
            Value::Missing => "-".into(),
            Value::Undisclosed => "*".into(),
            Value::Text(text) => format!("t{}:{text}", text.len()),
            Value::Integer(number) => format!("i{number};"),
            // Zero has two signs and one meaning.
            Value::Number(number) => format!("n{:016x}", (number + 0.0).to_bits()),
            Value::Flag(flag) => format!("f{}", u8::from(*flag)),
        }
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Missing => ValueRef::Null,
            Value::Undisclosed => ValueRef::Text(WITHHELD.as_bytes()),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Number(number) => ValueRef::Real(*number),
            Value::Flag(flag) => ValueRef::Integer(i64::from(*flag)),
        }))
    }
}

impl Record {
    /// SHA-256 over the values, hexadecimal; where it was read does not count.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for value in &self.values {
            hash.update(value.canon());
        }
        super::hexadecimal(&hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_never_run_together() {
        let hash =
            |values: &[Value]| Record { key: String::new(), values: values.to_vec(), place: Place::default() }.hash();
        let text = |text: &str| Value::Text(text.into());
        assert_ne!(hash(&[text("甲"), text("乙丙")]), hash(&[text("甲乙"), text("丙")]));
        assert_ne!(hash(&[Value::Missing]), hash(&[Value::Undisclosed]));
        assert_ne!(hash(&[text("*")]), hash(&[Value::Undisclosed]));
        assert_ne!(hash(&[Value::Integer(1)]), hash(&[Value::Flag(true)]));
        assert_eq!(hash(&[Value::Number(0.0)]), hash(&[Value::Number(-0.0)]));
    }
}
