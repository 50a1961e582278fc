//! A path to tables: a workbook, a text file, or a folder of them.

use crate::ingest::Error;
use crate::ingest::csv;
use crate::ingest::sheet::Sheet;
use crate::ingest::table::{RawTable, Reading, read_table};
use crate::issue::Issue;
use std::path::{Path, PathBuf};

/// Tables, and what was noticed in sheets that became none.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Tables, by file name and then in the order of sheets.
    pub(super) tables: Vec<RawTable>,
    /// Issues of no table.
    pub(super) issues: Vec<Issue>,
}

/// What a file's ending promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Workbook,
    Text,
}

fn kind(path: &Path) -> Option<Kind> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "xlsx" | "xlsm" | "xls" | "ods" => Some(Kind::Workbook),
        "csv" | "tsv" | "txt" => Some(Kind::Text),
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
    let mut strange = Vec::new();
    for path in &paths {
        for sheet in sheets(path)? {
            let name = format!("{} {}", sheet.file, sheet.name);
            if let Some(reason) = files.add(sheet)? {
                strange.push(format!("`{}` {reason}", name.trim()));
            }
        }
    }
    if files.tables.is_empty() {
        return Err(Error::NotUnderstood { path: shown, sheets: strange.join("; ") });
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
    let unreadable = |cause: String| Error::Unreadable { path: path.display().to_string(), cause };
    match kind(path) {
        Some(Kind::Workbook) => Err(unreadable("workbooks are not built in".into())),
        // A lone file of unknown ending is tried as text: ledgers come as `.dat` or with no ending at all.
        Some(Kind::Text) | None => csv::read_text(path).map_err(|cause| unreadable(cause.to_string())),
    }
}

impl Files {
    /// Adds the table of a sheet, or says why it is none.
    fn add(&mut self, sheet: Sheet) -> Result<Option<String>, Error> {
        match read_table(sheet)? {
            Reading::Table(table) | Reading::SetAside(table) => self.tables.push(table),
            Reading::NotRead { sheet, issues } => {
                let reason = if sheet.row_count() == 0 { "is empty" } else { "is of no known kind" };
                self.issues.extend(issues);
                return Ok(Some(reason.into()));
            }
        }
        Ok(None)
    }
}
