//! The library's use cases: import, read, log, diff, undo, export.
//!
//! The library keeps the files themselves; whatever is asked of it, they are read again as a folder would be. Of every
//! state the tables for people are derived anew, and only what differs is written.

mod members;
mod rows;
mod view;

use super::output::Files;
use super::{Error, Moment};
use crate::ingest::decisions::{Decisions, FILE};
use crate::ingest::{self, Ingested, ReadOptions};
use crate::issue::Severity;
use crate::library::{self, Action, Draft, Library, Revision};
use crate::report::library::{DifferenceView, FileView, LogView, OutcomeView, TableView};
use members::Member;
use std::collections::BTreeMap;
use std::path::Path;

pub use crate::library::is_library;

/// How to import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportOptions {
    /// Name of the data set; that of the folder or file by default. What bears the name of a data set replaces it.
    pub name: Option<String>,
    /// Date of the data; by default that of 说明, else today.
    pub as_of: Option<String>,
    /// Now.
    pub now: Moment,
}

/// Imports a workbook, a folder or a lone file into a library, which is made when there is none.
///
/// # Errors
/// When the data cannot be read, or the library cannot be changed; it is as before then.
pub fn import(data: &Path, library: &Path, options: &ImportOptions) -> Result<OutcomeView, Error> {
    if is_library(data) {
        return Err(library::Error::IsALibrary { path: data.display().to_string() }.into());
    }
    let data_set = match &options.name {
        Some(name) => name.clone(),
        None => name_of(data),
    };
    library::check_name(&data_set)?;
    let members = members::found(data, &data_set)?;
    let shown = data.display().to_string();
    keep(library, Brought { data_set, members, whole: data.is_dir(), shown }, options)
}

/// Records decisions in a library, as a data set of its own that is called like the file.
///
/// # Errors
/// When the library cannot be changed; it is as before then.
pub(super) fn record(library: &Path, decisions: &Decisions, now: &Moment) -> Result<OutcomeView, Error> {
    let data_set = FILE.to_owned();
    let members = vec![members::deciding(decisions, &data_set)];
    let brought = Brought { shown: data_set.clone(), data_set, members, whole: false };
    keep(library, brought, &ImportOptions { now: now.clone(), ..ImportOptions::default() })
}

/// The decisions that [`record`] recorded, and those of all data sets as one.
///
/// # Errors
/// When the library cannot be opened or is damaged.
pub(super) fn decisions(library: &Path) -> Result<(Decisions, Decisions), Error> {
    members::decisions(&Library::open(library)?, FILE)
}

/// What an import brings.
struct Brought {
    data_set: String,
    members: Vec<Member>,
    whole: bool,
    /// What errors call it.
    shown: String,
}

fn keep(library: &Path, brought: Brought, options: &ImportOptions) -> Result<OutcomeView, Error> {
    let Brought { data_set, members: brought, whole, shown } = brought;
    // Data that cannot be read must not leave an empty library behind, so a new one is made only afterwards.
    let is_new = std::fs::metadata(library).is_ok_and(|found| found.len() == 0) || !library.exists();
    let first = match is_new {
        true if !members::has_tables(&brought) => return Err(ingest::Error::NoTables { path: shown }.into()),
        true => Some(members::read(None, &brought, &shown, &ReadOptions::default())?),
        false => None,
    };
    let library = Library::edit(library)?;
    let draft = library.draft()?;
    let before = members::kept(&library.state(draft.revision - 1)?);
    let files = fates(&before, &brought, &data_set, whole);
    if files.iter().all(|file| file.fate == "same") {
        return Ok(unchanged(data_set, files));
    }
    let members = members::merged(before, brought.clone(), whole, draft.revision);
    let ingested = match first.filter(|_| draft.revision == 1) {
        Some(first) => first,
        None => members::read(Some(&library), &members, library.path(), &ReadOptions::default())?,
    };
    let own = tally(&ingested, &brought, &members);
    // Its own 说明 rules, not that of another data set: what is brought is the last one.
    let last = ingested.dates.last().filter(|_| members::has_tables(&brought));
    let about = last.and_then(|date| date.as_deref().map(str::to_owned));
    let revision = Revision {
        id: draft.revision,
        action: Action::Import,
        data_set,
        whole,
        time: options.now.time.clone(),
        as_of: Some(options.as_of.clone().or(about).unwrap_or_else(|| options.now.date.clone())),
        fingerprint: ingested.dataset.fingerprint.to_string(),
        rows: own.0,
        issues: own.1,
    };
    draft.note(&revision)?;
    brought.iter().try_for_each(|member| member.store(&draft))?;
    finish(&library, draft, Next { ingested, members, revision, files })
}

/// Takes an import back, the last one that counts by default; it stays in the log.
///
/// # Errors
/// When there is no such import, or the library cannot be changed; it is as before then.
pub fn undo(path: &Path, import: Option<u32>, now: &Moment) -> Result<OutcomeView, Error> {
    // Making a library in order to undo nothing would be odd.
    drop(Library::open(path)?);
    let library = Library::edit(path)?;
    let draft = library.draft()?;
    let import = match import {
        Some(import) => import,
        None => library.last_import()?,
    };
    let state = library.state_without(import)?;
    let before = members::kept(&library.state(draft.revision - 1)?);
    let members = members::kept(&state);
    let ingested = members::read(Some(&library), &members, library.path(), &ReadOptions::default())?;
    let undone = library.revisions()?.into_iter().find(|revision| revision.id == import);
    let data_set = undone.map(|revision| revision.data_set).unwrap_or_default();
    let own: Vec<Member> = members.iter().filter(|member| member.data_set == data_set).cloned().collect();
    let files = fates(&before, &own, &data_set, true);
    let revision = Revision {
        id: draft.revision,
        action: Action::Undo(import),
        data_set,
        whole: false,
        time: now.time.clone(),
        as_of: None,
        fingerprint: ingested.dataset.fingerprint.to_string(),
        rows: [0; 3],
        issues: [0; 3],
    };
    draft.note(&revision)?;
    finish(&library, draft, Next { ingested, members, revision, files })
}

/// What the library is to be.
struct Next {
    ingested: Ingested,
    members: Vec<Member>,
    revision: Revision,
    files: Vec<FileView>,
}

/// Derives the tables, makes the change stand, and tells what it changed.
fn finish(library: &Library, draft: Draft<'_>, next: Next) -> Result<OutcomeView, Error> {
    let Next { ingested, members, revision, files } = next;
    for (kind, rows) in rows::records(&ingested.dataset, &members::data_sets(&members)) {
        draft.replace(kind, &rows)?;
    }
    draft.commit()?;
    let (action, undoes) = view::action(revision.action);
    Ok(OutcomeView {
        action,
        revision: Some(revision.id),
        undoes,
        difference: view::difference(library, revision.id - 1, revision.id)?,
        data_set: revision.data_set,
        as_of: revision.as_of,
        files,
        rows: revision.rows,
        issues: revision.issues,
    })
}

fn unchanged(data_set: String, files: Vec<FileView>) -> OutcomeView {
    OutcomeView {
        action: "import",
        revision: None,
        undoes: None,
        data_set,
        as_of: None,
        files,
        rows: [0; 3],
        issues: [0; 3],
        difference: DifferenceView::default(),
    }
}

/// The last part of the path, as it is really called: `.` is a folder with a name too.
fn name_of(data: &Path) -> String {
    let real = std::fs::canonicalize(data).unwrap_or_else(|_| data.to_owned());
    real.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned())
}

/// What becomes of each file of a data set.
fn fates(before: &[Member], after: &[Member], data_set: &str, whole: bool) -> Vec<FileView> {
    let own = |members: &[Member]| -> BTreeMap<String, Member> {
        let own = members.iter().filter(|member| member.data_set == data_set);
        own.map(|member| (member.name.clone(), member.clone())).collect()
    };
    let (old, new) = (own(before), own(after));
    let view = |name: &String| {
        let (old, new) = (old.get(name), new.get(name));
        let fate = match (old, new) {
            (None, _) => "new",
            (Some(_), None) => "gone",
            (Some(old), Some(new)) if old.sha256 == new.sha256 => "same",
            _ => "replaced",
        };
        FileView {
            name: name.clone(),
            fate,
            before: old.map(|member| member.sha256.clone()),
            after: new.map(|member| member.sha256.clone()),
            size: new.or(old).map_or(0, |member| member.size),
        }
    };
    let names: std::collections::BTreeSet<&String> =
        if whole { old.keys().chain(new.keys()).collect() } else { new.keys().collect() };
    names.into_iter().map(view).collect()
}

/// Rows (read, used, set aside) and issues (notes, warnings, errors) of some of the files.
fn tally(ingested: &Ingested, own: &[Member], members: &[Member]) -> ([u64; 3], [u64; 3]) {
    let sets = members::data_sets(members);
    let Some(data_set) = own.first().map(|member| &member.data_set) else { return ([0; 3], [0; 3]) };
    let is_own = |file: &str| {
        let name = file.rsplit('/').next().unwrap_or(file);
        sets.get(file) == Some(data_set) && own.iter().any(|member| member.name == name)
    };
    let mut rows = [0; 3];
    for table in ingested.dataset.balance.iter().filter(|table| is_own(&table.file)) {
        for (sum, count) in rows.iter_mut().zip([table.read, table.used, table.set_aside]) {
            *sum += count as u64;
        }
    }
    let mut issues = [0; 3];
    for issue in ingested.issues.iter().filter(|issue| is_own(&issue.origin.file)) {
        issues[match issue.severity {
            Severity::Note => 0,
            Severity::Warning => 1,
            Severity::Error => 2,
        }] += 1;
    }
    (rows, issues)
}

/// Reads the library as a data set, after its last revision or an earlier one.
///
/// # Errors
/// When it cannot be opened or read, or holds no data.
pub fn read(path: &Path, at: Option<u32>, options: &ReadOptions) -> Result<Ingested, Error> {
    let library = Library::open(path)?;
    let at = at.map_or_else(|| library.last(), Ok)?;
    let members = members::kept(&library.state(at)?);
    if !members::has_tables(&members) {
        return Err(library::Error::Empty { path: library.path().to_owned() }.into());
    }
    members::read(Some(&library), &members, library.path(), options)
}

/// Every revision, the first one first.
///
/// # Errors
/// When the library cannot be opened.
pub fn log(path: &Path) -> Result<Vec<LogView>, Error> {
    Ok(view::log(&Library::open(path)?)?)
}

/// What differs between two revisions: by default between the last two; between the last and `from` when only that is told.
///
/// # Errors
/// When the library cannot be opened, or has no such revision.
pub fn difference(path: &Path, from: Option<u32>, to: Option<u32>) -> Result<DifferenceView, Error> {
    let library = Library::open(path)?;
    let last = library.last()?;
    let to = to.unwrap_or(last);
    Ok(view::difference(&library, from.unwrap_or(to.saturating_sub(1)), to)?)
}

/// The tables after a revision, the last one by default, and the revision.
///
/// # Errors
/// When the library cannot be opened, or has no such revision.
pub fn tables(path: &Path, at: Option<u32>) -> Result<(Vec<TableView>, u32), Error> {
    let library = Library::open(path)?;
    let at = at.map_or_else(|| library.last(), Ok)?;
    Ok((view::tables(&library, at)?, at))
}

/// The source files after a revision, byte for byte, as `data set/file`.
///
/// # Errors
/// When the library cannot be opened or is damaged, or has no such revision.
pub fn files(path: &Path, at: Option<u32>) -> Result<Files, Error> {
    let library = Library::open(path)?;
    let at = at.map_or_else(|| library.last(), Ok)?;
    let mut files = Files::new();
    for file in library.state(at)?.files {
        // A library from elsewhere may hold any names; none of them leads out of the folder.
        library::check_name(&file.data_set)?;
        library::check_name(&file.name)?;
        files.insert(format!("{}/{}", file.data_set, file.name), library.bytes(&file)?);
    }
    Ok(files)
}

/// An answer of the library as JSON.
pub fn json<T: serde::Serialize>(question: &str, answer: &T) -> Vec<u8> {
    #[derive(serde::Serialize)]
    struct Outcome<'a, T> {
        schema: String,
        answer: &'a T,
    }
    let outcome = Outcome { schema: format!("liantu/{question}/1"), answer };
    let mut bytes = serde_json::to_vec(&outcome).expect("text keys and finite numbers only");
    bytes.push(b'\n');
    bytes
}
