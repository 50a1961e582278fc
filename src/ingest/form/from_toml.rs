//! A form in TOML, read as a sheet.

use super::{FormError, Heading, is_called, on_one_line};
use crate::ingest::files::SourceFile;
use crate::ingest::sheet::{CellRef, Sheet};

/// Why TOML is no form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TomlFault {
    /// Another encoding.
    NotUtf8,
    /// No TOML.
    Syntax {
        /// What its reader says.
        message: String,
        /// Line, from 1.
        line: Option<usize>,
    },
    /// A key beside the entries.
    UnknownSection(String),
    /// What should be a list of entries is none.
    NoEntries,
    /// A key of an entry that means nothing.
    UnknownKey {
        /// The key.
        key: String,
        /// Those that are known.
        keys: Vec<&'static str>,
    },
    /// A key of an entry, by its names twice.
    Twice {
        /// The key.
        key: &'static str,
        /// Which entry, from 1.
        number: u32,
    },
    /// A value that is neither text nor number.
    BadValue {
        /// The key.
        key: &'static str,
        /// Which entry, from 1.
        number: u32,
    },
}

impl TomlFault {
    pub(super) fn told(&self, form: &str) -> String {
        match self {
            TomlFault::NotUtf8 => "not UTF-8; hint: save it as UTF-8".to_owned(),
            TomlFault::Syntax { message, line } => {
                let line = line.map_or(String::new(), |line| format!(" in line {line}"));
                format!("{message}{line}; hint: texts stand in quotes, one key = value a line")
            }
            TomlFault::UnknownSection(key) => format!("unknown key `{key}`; hint: begin each entry with [[{form}]]"),
            TomlFault::NoEntries => format!("`{form}` is no list; hint: begin each entry with [[{form}]]"),
            TomlFault::UnknownKey { key, keys } => {
                format!("unknown key `{key}` in [[{form}]]; hint: the keys are {}", keys.join(", "))
            }
            TomlFault::Twice { key, number } => {
                format!("`{key}` of [[{form}]] {number} is there twice; hint: write it once, by one of its names")
            }
            TomlFault::BadValue { key, number } => {
                format!(
                    "`{key}` of [[{form}]] {number} is neither text nor number; hint: write a text in quotes or a number, or events as a list of texts"
                )
            }
        }
    }
}

/// TOML as a sheet: one row for each entry, numbered from 1.
pub(super) fn sheets(source: SourceFile, form: &'static str, headings: &[Heading]) -> Result<Vec<Sheet>, FormError> {
    let path = source.shown.clone();
    sheet(source, form, headings).map(|sheet| vec![sheet]).map_err(|fault| FormError::Toml { path, form, fault })
}

fn sheet(source: SourceFile, form: &str, headings: &[Heading]) -> Result<Sheet, TomlFault> {
    let text = String::from_utf8(source.bytes).map_err(|_| TomlFault::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let table: toml::Table = toml::from_str(text).map_err(|error| TomlFault::Syntax {
        message: error.message().trim().to_owned(),
        line: error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1),
    })?;
    if let Some(other) = table.keys().find(|name| *name != form && *name != "version") {
        return Err(TomlFault::UnknownSection(on_one_line(other)));
    }
    let entries = match table.get(form) {
        None => &Vec::new(),
        Some(toml::Value::Array(entries)) => entries,
        Some(_) => return Err(TomlFault::NoEntries),
    };
    let mut sheet = Sheet::new(source.name, form, "");
    headings.iter().for_each(|heading| sheet.push(CellRef::Text(heading[0])));
    sheet.end_row(0);
    for (number, entry) in (1..).zip(entries) {
        push_entry(&mut sheet, number, entry.as_table().ok_or(TomlFault::NoEntries)?, headings)?;
    }
    Ok(sheet)
}

fn push_entry(sheet: &mut Sheet, number: u32, entry: &toml::Table, headings: &[Heading]) -> Result<(), TomlFault> {
    let names = |name: &str, heading: &Heading| is_called(&CellRef::Text(name), heading);
    if let Some(other) = entry.keys().find(|name| !headings.iter().any(|heading| names(name, heading))) {
        let keys = headings.iter().map(|heading| heading[0]).collect();
        return Err(TomlFault::UnknownKey { key: on_one_line(other), keys });
    }
    for heading in headings {
        let key = heading[0];
        let mut values = entry.iter().filter(|(name, _)| names(name, heading));
        push_value(sheet, values.next().map(|(_, value)| value)).ok_or(TomlFault::BadValue { key, number })?;
        if values.next().is_some() {
            return Err(TomlFault::Twice { key, number });
        }
    }
    sheet.end_row(number);
    Ok(())
}

/// A value as a cell; a list of texts joined as events are. `None` for any other value.
fn push_value(sheet: &mut Sheet, value: Option<&toml::Value>) -> Option<()> {
    match value {
        None => sheet.push(CellRef::Empty),
        Some(toml::Value::String(text)) => sheet.push(CellRef::Text(text)),
        Some(toml::Value::Integer(number)) => sheet.push(CellRef::Number(*number as f64)),
        Some(toml::Value::Float(number)) => sheet.push(CellRef::Number(*number)),
        Some(toml::Value::Array(parts)) => {
            let parts: Option<Vec<&str>> = parts.iter().map(toml::Value::as_str).collect();
            sheet.push(CellRef::Text(&parts?.join("+")));
        }
        Some(_) => return None,
    }
    Some(())
}
