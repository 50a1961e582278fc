//! The library in words: its log, differences between revisions, its tables.

use crate::report::table::{Cell, Column, Reason, Table, Unit};
use crate::report::words::{Lang, library as words, number};
use crate::report::{Block, Report};
use serde::Serialize;

/// A cell of the library.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Datum {
    /// Nothing is said.
    Missing,
    /// A yes or no.
    Flag(bool),
    /// A count or year.
    Integer(i64),
    /// A number in its column's unit, money in yuan.
    Number(f64),
    /// Words, or the stable code of a term.
    Text(String),
    /// Withheld.
    #[serde(serialize_with = "withheld")]
    Undisclosed,
}

fn withheld<S: serde::Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("*")
}

/// A revision in the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogView {
    /// 1, 2, 3 …
    pub revision: u32,
    /// `import` or `undo`.
    pub action: &'static str,
    /// Of an undo: the import it took back.
    pub undoes: Option<u32>,
    /// Of an import: the undo that took it back.
    pub undone_by: Option<u32>,
    /// When it was done.
    pub time: String,
    /// Date of the data.
    pub as_of: Option<String>,
    /// To which data set.
    pub data_set: String,
    /// Files brought.
    pub files: Vec<String>,
    /// Rows of these files: read, used, set aside.
    pub rows: [u64; 3],
    /// Issues in these files: notes, warnings, errors.
    pub issues: [u64; 3],
    /// Rows added, changed and removed in each table.
    pub counts: Vec<CountView>,
    /// Fingerprint of the library's data set afterwards.
    pub fingerprint: String,
}

/// How many rows of a table differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountView {
    /// The table.
    pub table: &'static str,
    /// Rows that were not there before.
    pub added: u64,
    /// Rows with other values.
    pub changed: u64,
    /// Rows no longer there.
    pub removed: u64,
}

/// What differs between two revisions.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DifferenceView {
    /// The one; 0 is the library before its first import.
    pub from: u32,
    /// The other.
    pub to: u32,
    /// Rows that differ, by table.
    pub counts: Vec<CountView>,
    /// What all buyers bought, by year, where it differs.
    pub purchases: Vec<PurchaseView>,
    /// Each row that differs.
    pub changes: Vec<ChangeView>,
}

/// Purchases of a year before and after, in yuan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PurchaseView {
    /// The year, when told.
    pub year: Option<i64>,
    /// Lines before.
    pub lines_before: i64,
    /// Lines after.
    pub lines_after: i64,
    /// Sum of the known amounts before.
    pub before: Option<f64>,
    /// Sum of the known amounts after.
    pub after: Option<f64>,
}

/// A row that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeView {
    /// Its table.
    pub table: &'static str,
    /// `added`, `changed` or `removed`.
    pub edit: &'static str,
    /// Names the same thing through time.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Values that differ, of a changed row.
    pub fields: Vec<FieldView>,
    /// Where it was read: data set, file, sheet, row.
    pub place: PlaceView,
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldView {
    /// Its column.
    pub column: &'static str,
    /// Before.
    pub old: Datum,
    /// After.
    pub new: Datum,
}

/// Where a row was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PlaceView {
    /// Data set.
    pub data_set: String,
    /// File.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Row as the user's spreadsheet shows it.
    pub row: Option<u32>,
}

impl PlaceView {
    fn text(&self) -> String {
        let row = self.row.map(|row| row.to_string());
        let parts = [Some(self.file.clone()), Some(self.sheet.clone()), row];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" › ")
    }
}

/// What an import or undo did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeView {
    /// `import` or `undo`.
    pub action: &'static str,
    /// The revision that it became; none when everything was there already.
    pub revision: Option<u32>,
    /// Of an undo: the import it took back.
    pub undoes: Option<u32>,
    /// The data set.
    pub data_set: String,
    /// Date of the data.
    pub as_of: Option<String>,
    /// Its files, and what becomes of each.
    pub files: Vec<FileView>,
    /// Rows of the import's own files: read, used, set aside.
    pub rows: [u64; 3],
    /// Issues in the import's own files: notes, warnings, errors.
    pub issues: [u64; 3],
    /// What it changed.
    pub difference: DifferenceView,
}

/// A file of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// Its name.
    pub name: String,
    /// `new`, `same`, `replaced` (by another version) or `gone` (no longer among the data set's files).
    pub fate: &'static str,
    /// SHA-256 of what the library held before.
    pub before: Option<String>,
    /// SHA-256 of what it holds now.
    pub after: Option<String>,
    /// Bytes of the version that it holds now, else of the one before.
    pub size: u64,
}

/// A table of the library as it is after a revision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableView {
    /// The table.
    pub table: &'static str,
    /// Names of its columns, as in the database.
    pub columns: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<RowView>,
}

/// A row of the library.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowView {
    /// Names the same thing through time.
    pub key: String,
    /// As many as the table has columns.
    pub values: Vec<Datum>,
    /// Where it was read.
    pub place: PlaceView,
    /// The revision since which it is so.
    pub since: u32,
}

/// Every revision, the last one first.
pub fn log(entries: &[LogView], library: &str, lang: Lang) -> Report {
    let row = |entry: &LogView| {
        let count = |number: u64| Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let mut cells = vec![
            Cell::Integer(i64::from(entry.revision)),
            Cell::text(words::action(entry.action, entry.undoes, lang)),
            Cell::text(words::standing(entry.action, entry.undone_by, lang)),
            Cell::text(&entry.time),
            Cell::text_or(entry.as_of.as_deref(), Reason::Unknown),
            Cell::text(&entry.data_set),
            Cell::text(entry.files.join(lang.pick("、", ", "))),
        ];
        cells.extend(entry.rows.map(count));
        for table in LOGGED {
            let found = entry.counts.iter().find(|counts| counts.table == table);
            let counts = found.map_or([0; 3], |counts| [counts.added, counts.changed, counts.removed]);
            cells.extend(counts.map(count));
        }
        let [notes, warnings, errors] = entry.issues;
        cells.extend([errors, warnings, notes].map(count));
        cells
    };
    let table = Table {
        key: "library_log",
        title: words::log_title(lang).to_owned(),
        columns: words::log_columns(lang),
        rows: entries.iter().rev().map(row).collect(),
        note: None,
    };
    Report {
        title: words::log_title(lang).to_owned(),
        subtitle: library.to_owned(),
        blocks: vec![Block::Table(table)],
        notes: vec![words::log_note(library, lang)],
        ..Report::default()
    }
}

/// The tables that a log counts.
const LOGGED: [&str; 3] = ["firm", "project", "talent"];

/// What differs between two revisions.
pub fn difference(difference: &DifferenceView, library: &str, lang: Lang) -> Report {
    Report {
        title: words::difference_title(difference.from, difference.to, lang),
        subtitle: library.to_owned(),
        blocks: difference_blocks(difference, lang),
        ..Report::default()
    }
}

fn difference_blocks(difference: &DifferenceView, lang: Lang) -> Vec<Block> {
    let counts = difference.counts.iter().map(|counts| {
        let count = |number: u64| Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let name = Cell::text(words::table(counts.table, lang));
        vec![name, count(counts.added), count(counts.changed), count(counts.removed)]
    });
    let purchases = difference.purchases.iter().map(|year| {
        let change = year.after.unwrap_or_default() - year.before.unwrap_or_default();
        let known = year.before.is_some() || year.after.is_some();
        vec![
            year.year.map_or(Cell::Missing(Reason::Unknown), Cell::Integer),
            Cell::Integer(year.lines_before),
            Cell::Integer(year.lines_after),
            Cell::number_or(year.before, Reason::NoPurchases),
            Cell::number_or(year.after, Reason::NoPurchases),
            Cell::number_or(Some(change).filter(|_| known), Reason::NoPurchases),
        ]
    });
    let changes = difference.changes.iter().flat_map(|change| change_rows(change, lang));
    [
        ("library_counts", words::counts_title(lang), words::counts_columns(lang), counts.collect::<Vec<_>>()),
        ("library_purchases", words::purchases_title(lang), words::purchases_columns(lang), purchases.collect()),
        ("library_changes", words::changes_title(lang), words::changes_columns(lang), changes.collect()),
    ]
    .map(|(key, title, columns, rows)| Block::Table(Table { key, title: title.to_owned(), columns, rows, note: None }))
    .into()
}

fn change_rows(change: &ChangeView, lang: Lang) -> Vec<Vec<Cell>> {
    let row = |column: Cell, old: Cell, new: Cell| {
        vec![
            Cell::text(words::table(change.table, lang)),
            Cell::text(words::edit(change.edit, lang)),
            Cell::text(&change.name),
            Cell::text(&change.key),
            column,
            old,
            new,
            Cell::text(change.place.text()),
            Cell::text(&change.place.data_set),
        ]
    };
    if change.fields.is_empty() {
        return vec![row(Cell::text(""), Cell::text(""), Cell::text(""))];
    }
    let of = |field: &FieldView| {
        let head = words::column(change.table, field.column);
        let spoken = |datum: &Datum| match cell(datum, field.column, lang) {
            number @ (Cell::Number(_) | Cell::Integer(_)) => Cell::text(number::with_unit(&number, head.unit, lang)),
            other => other,
        };
        row(Cell::text(lang.pick(head.zh, head.en)), spoken(&field.old), spoken(&field.new))
    };
    change.fields.iter().map(of).collect()
}

fn cell(datum: &Datum, column: &str, lang: Lang) -> Cell {
    match datum {
        Datum::Missing => Cell::Missing(Reason::Unknown),
        Datum::Undisclosed => Cell::Missing(Reason::Undisclosed),
        Datum::Flag(flag) => Cell::Flag(*flag),
        Datum::Integer(number) => Cell::Integer(*number),
        Datum::Number(number) => Cell::Number(*number),
        Datum::Text(text) => Cell::text(words::value(column, text, lang)),
    }
}

/// What an import or undo did: files, rows, differences.
pub fn outcome(outcome: &OutcomeView, library: &str, lang: Lang) -> Report {
    let row = |file: &FileView| {
        let hash = |hash: &Option<String>| Cell::text_or(hash.as_deref(), Reason::NotApplicable);
        vec![
            Cell::text(&file.name),
            Cell::text(words::fate(file.fate, lang)),
            Cell::Integer(i64::try_from(file.size).unwrap_or(i64::MAX)),
            hash(&file.before),
            hash(&file.after),
        ]
    };
    let files = Table {
        key: "library_files",
        title: words::files_title(lang).to_owned(),
        columns: words::files_columns(lang),
        rows: outcome.files.iter().map(row).collect(),
        note: None,
    };
    let title = match outcome.revision {
        None => words::unchanged(&outcome.data_set, library, lang),
        Some(revision) => words::done(outcome.action, revision, outcome.undoes, &outcome.data_set, lang),
    };
    let mut blocks = vec![Block::Table(files)];
    if outcome.revision.is_some() {
        blocks.extend(difference_blocks(&outcome.difference, lang));
    }
    Report { title, subtitle: library.to_owned(), blocks, ..Report::default() }
}

/// The tables of the library.
pub fn tables(tables: &[TableView], library: &str, revision: u32, lang: Lang) -> Report {
    let table = |view: &TableView| {
        let mut columns: Vec<Column> =
            view.columns.iter().map(|column| words::column(view.table, column).column(lang)).collect();
        columns.extend(words::origin_columns(lang));
        let row = |row: &RowView| {
            let own = view.columns.iter().zip(&row.values).map(|(column, datum)| cell(datum, column, lang));
            let place = &row.place;
            let line = place.row.map_or(Cell::Missing(Reason::NotApplicable), |row| Cell::Integer(i64::from(row)));
            let origin = [Cell::text(&place.data_set), Cell::text(&place.file), Cell::text(&place.sheet), line];
            own.chain(origin).chain([Cell::Integer(i64::from(row.since))]).collect()
        };
        let rows = view.rows.iter().map(row).collect();
        let title = words::table(view.table, lang).to_owned();
        Block::Table(Table { key: words::table_key(view.table), title, columns, rows, note: None })
    };
    Report {
        title: words::tables_title(revision, lang),
        subtitle: library.to_owned(),
        blocks: tables.iter().map(table).collect(),
        notes: vec![words::tables_note(lang).to_owned()],
        ..Report::default()
    }
}

/// Unit of a column, for tests that every column has its words.
pub fn unit(table: &str, column: &str) -> Unit {
    words::column(table, column).unit
}
