//! A path to tables: a workbook, a text or Parquet file, or a folder of them.

use crate::ingest::Error;
use crate::ingest::csv;
use crate::ingest::sheet::Sheet;
use crate::ingest::table::{RawTable, Reading, read_table};
use crate::issue::{Code, Issue};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Tables, and what was noticed in sheets that became none.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Tables, by file name and then in the order of sheets.
    pub(super) tables: Vec<RawTable>,
    /// Whether the table lacks a required column, so that none of its rows is read.
    pub(super) lacking: Vec<bool>,
    /// Issues of no table.
    pub(super) issues: Vec<Issue>,
}

/// What a file's ending promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Workbook,
    Text,
    Parquet,
}

fn kind(path: &Path) -> Option<Kind> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        // `.et` is what WPS writes; inside it is a workbook of one of the other kinds.
        "xlsx" | "xlsm" | "xls" | "ods" | "et" => Some(Kind::Workbook),
        "csv" | "tsv" | "txt" => Some(Kind::Text),
        "parquet" => Some(Kind::Parquet),
        _ => None,
    }
}

/// Reads every table at the path.
///
/// # Errors
/// When a file cannot be opened, a folder holds no table, or no sheet is understood.
pub(super) fn read(path: &Path) -> Result<Files, Error> {
    let shown = path.display().to_string();
    let unreadable = |cause: std::io::Error| Error::Unreadable {
        path: shown.clone(),
        cause: format!("{cause}; hint: check that it exists and may be read"),
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    let paths = if metadata.is_dir() { folder(path).map_err(unreadable)? } else { vec![path.to_owned()] };
    if paths.is_empty() {
        return Err(Error::NoTables { path: shown });
    }
    let mut files = Files::default();
    for path in &paths {
        for sheet in sheets(path)? {
            files.add(sheet)?;
        }
    }
    let blank = files.issues.iter().any(|issue| issue.code == Code::EmptySheet);
    // A form that nobody has filled in yet is a data set; a file about something else is none.
    if files.lacking.iter().all(|lacking| *lacking) && !blank {
        return Err(Error::NotUnderstood { path: shown, sheets: files.reasons() });
    }
    Ok(files)
}

/// The files of a folder that may hold tables, sorted by name; hidden files and those that office programs keep open are none.
fn folder(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        let hidden = path.file_name().is_none_or(|name| {
            let name = name.to_string_lossy();
            name.starts_with(['.', '~']) || name.eq_ignore_ascii_case("readme.txt")
        });
        if !hidden && kind(&path).is_some() && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn sheets(path: &Path) -> Result<Vec<Sheet>, Error> {
    // A lone file of unknown ending is tried as text: ledgers come as `.dat` or with no ending at all.
    match seen(path).or_else(|| kind(path)).unwrap_or(Kind::Text) {
        Kind::Workbook => workbook(path),
        Kind::Text => Ok(csv::read_text(path)?),
        Kind::Parquet => parquet(path),
    }
}

/// What the file's first bytes say where they are sure: endings are changed in good faith, and export programs call
/// plain text `.xls`.
fn seen(path: &Path) -> Option<Kind> {
    let mut head = Vec::new();
    // A file that cannot be opened is named by the reader of its ending.
    std::fs::File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    match head.as_slice() {
        [b'P', b'A', b'R', b'1', ..] => Some(Kind::Parquet),
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(Kind::Workbook),
        head if kind(path) == Some(Kind::Workbook) && csv::is_plain(head) => Some(Kind::Text),
        _ => None,
    }
}

/// Bytes that tell a file's kind.
const HEAD: u64 = 2048;

#[cfg(feature = "excel")]
fn workbook(path: &Path) -> Result<Vec<Sheet>, Error> {
    Ok(crate::ingest::workbook::read_workbook(path)?)
}

#[cfg(not(feature = "excel"))]
fn workbook(path: &Path) -> Result<Vec<Sheet>, Error> {
    let cause = "this build reads no workbooks; hint: save each sheet as csv in one folder".into();
    Err(Error::Unreadable { path: path.display().to_string(), cause })
}

#[cfg(feature = "parquet")]
fn parquet(path: &Path) -> Result<Vec<Sheet>, Error> {
    Ok(crate::ingest::parquet::read_parquet(path)?)
}

#[cfg(not(feature = "parquet"))]
fn parquet(path: &Path) -> Result<Vec<Sheet>, Error> {
    let cause = "this build reads no Parquet files; hint: save each table as csv in one folder".into();
    Err(Error::Unreadable { path: path.display().to_string(), cause })
}

impl Files {
    fn add(&mut self, sheet: Sheet) -> Result<(), Error> {
        let (table, lacks) = match read_table(sheet)? {
            Reading::Table(table) => (table, false),
            Reading::SetAside(table) => (table, true),
            Reading::NotRead { issues, .. } => {
                self.issues.extend(issues);
                return Ok(());
            }
        };
        self.tables.push(table);
        self.lacking.push(lacks);
        Ok(())
    }

    /// What keeps each sheet from being read.
    fn reasons(&self) -> String {
        let of_tables = self.tables.iter().flat_map(|table| &table.issues);
        let wrong = |issue: &&Issue| matches!(issue.code, Code::UnknownSheet | Code::MissingColumn);
        let reason = |issue: &Issue| {
            let details = issue.details.join(" ");
            format!("`{}` {} {details}", issue.origin, issue.code).trim().to_owned()
        };
        self.issues.iter().chain(of_tables).filter(wrong).map(reason).collect::<Vec<_>>().join("; ")
    }
}
