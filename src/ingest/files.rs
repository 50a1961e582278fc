//! Files to tables: a workbook, a text or Parquet file, or a folder of them, on the disk or in memory.

use crate::ingest::Error;
use crate::ingest::csv;
use crate::ingest::sheet::Sheet;
use crate::ingest::table::{RawTable, Reading, read_table};
use crate::issue::{Code, Issue};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Name that origins show; its ending tells the kind, a text file's stem its sheet.
    pub name: String,
    /// What errors call it, usually its path.
    pub shown: String,
    /// The data set it belongs to, where several are read together: unit and year of a 说明 rule its own data set alone,
    /// and where two of them contradict each other (title, focus, date), the one of the higher number rules.
    pub group: u32,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Tables, and what was noticed in sheets that became none.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Tables, by file name and then in the order of sheets.
    pub(super) tables: Vec<RawTable>,
    /// Whether the table lacks a required column, so that none of its rows is read.
    pub(super) lacking: Vec<bool>,
    /// The data set to which the table belongs; see [`SourceFile::group`].
    pub(super) groups: Vec<u32>,
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

/// The files that a path stands for: itself, or the tables of a folder, sorted by name.
///
/// # Errors
/// When the path cannot be opened, or is a folder that holds no table.
pub(super) fn list(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let shown = path.display().to_string();
    let unreadable = |cause: std::io::Error| Error::Unreadable {
        path: shown.clone(),
        cause: format!("{cause}; hint: check that it exists and may be read"),
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    let paths = if metadata.is_dir() { folder(path).map_err(unreadable)? } else { vec![path.to_owned()] };
    if paths.is_empty() { Err(Error::NoTables { path: shown }) } else { Ok(paths) }
}

/// Takes a file into memory.
///
/// # Errors
/// When it cannot be opened, or is larger than a file of its kind may be.
pub(super) fn load(path: &Path) -> Result<SourceFile, Error> {
    let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let shown = path.display().to_string();
    let unreadable = |cause: std::io::Error| Error::Unreadable {
        path: shown.clone(),
        cause: format!("{cause}; hint: check that the file exists and is not open in another program"),
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let mut bytes = Vec::new();
    (&mut file).take(HEAD as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    check_size(told(&bytes, &name), size, &shown)?;
    bytes.reserve(usize::try_from(size).unwrap_or_default().saturating_sub(bytes.len()));
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(SourceFile { name, shown, group: 0, bytes })
}

/// Reads every table of the files; each file is let go before the next one is asked for.
///
/// # Errors
/// When a file cannot be had or read, or no sheet is understood.
pub(super) fn read<E: From<Error>>(
    shown: &str,
    sources: impl IntoIterator<Item = Result<SourceFile, E>>,
) -> Result<Files, E> {
    let mut files = Files::default();
    for source in sources {
        let source = source?;
        let group = source.group;
        for sheet in sheets(source)? {
            files.add(sheet, group)?;
        }
    }
    let blank = files.issues.iter().any(|issue| issue.code == Code::EmptySheet);
    // A form that nobody has filled in yet is a data set; a file about something else is none.
    if files.lacking.iter().all(|lacking| *lacking) && !blank {
        return Err(Error::NotUnderstood { path: shown.to_owned(), sheets: files.reasons() }.into());
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

/// The sheets of a file.
///
/// # Errors
/// When it is not what its ending says, or broken.
pub(super) fn sheets(source: SourceFile) -> Result<Vec<Sheet>, Error> {
    let SourceFile { name, shown, bytes, .. } = source;
    match told(&bytes[..bytes.len().min(HEAD)], &name) {
        Kind::Workbook => read_workbook(&shown, &name, bytes),
        Kind::Text => Ok(csv::read_text_bytes(&shown, &name, bytes)?),
        Kind::Parquet => read_parquet(&shown, &name, bytes),
    }
}

/// Bytes that tell a file's kind.
const HEAD: usize = 2048;

/// What a file is: what its ending says. A file that is something else is refused by the reader of its ending, with its
/// true kind and the remedy: somebody thinks that it is another file. Without a known ending the first bytes tell, and
/// what they do not tell is tried as text: ledgers come as `.dat` or with no ending at all.
fn told(head: &[u8], name: &str) -> Kind {
    kind(Path::new(name)).unwrap_or(match head {
        [b'P', b'A', b'R', b'1', ..] => Kind::Parquet,
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => Kind::Workbook,
        _ => Kind::Text,
    })
}

#[cfg(feature = "excel")]
fn check_size(kind: Kind, size: u64, shown: &str) -> Result<(), Error> {
    if kind == Kind::Workbook { Ok(crate::ingest::workbook::check_size(size, shown)?) } else { Ok(()) }
}

#[cfg(feature = "excel")]
fn read_workbook(shown: &str, name: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, Error> {
    Ok(crate::ingest::workbook::read_workbook_bytes(shown, name, bytes)?)
}

#[cfg(not(feature = "excel"))]
fn check_size(_: Kind, _: u64, _: &str) -> Result<(), Error> {
    Ok(())
}

#[cfg(not(feature = "excel"))]
fn read_workbook(shown: &str, _: &str, _: Vec<u8>) -> Result<Vec<Sheet>, Error> {
    let cause = "this build reads no workbooks; hint: save each sheet as csv in one folder".into();
    Err(Error::Unreadable { path: shown.to_owned(), cause })
}

#[cfg(feature = "parquet")]
fn read_parquet(shown: &str, name: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, Error> {
    Ok(crate::ingest::parquet::read_parquet_bytes(shown, name, bytes)?)
}

#[cfg(not(feature = "parquet"))]
fn read_parquet(shown: &str, _: &str, _: Vec<u8>) -> Result<Vec<Sheet>, Error> {
    let cause = "this build reads no Parquet files; hint: save each table as csv in one folder".into();
    Err(Error::Unreadable { path: shown.to_owned(), cause })
}

impl Files {
    fn add(&mut self, sheet: Sheet, group: u32) -> Result<(), Error> {
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
        self.groups.push(group);
        Ok(())
    }

    /// What keeps each sheet from being read.
    fn reasons(&self) -> Vec<Issue> {
        let of_tables = self.tables.iter().flat_map(|table| &table.issues);
        let wrong = |issue: &&Issue| matches!(issue.code, Code::UnknownSheet | Code::MissingColumn);
        self.issues.iter().chain(of_tables).filter(wrong).cloned().collect()
    }
}
