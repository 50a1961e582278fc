//! Revisions, and which files count after each of them.

use super::Error;
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet};

/// What a revision did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Brought the files of a data set.
    Import,
    /// Took back the import of this number.
    Undo(u32),
}

/// One change of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// 1, 2, 3 …
    pub id: u32,
    /// What was done.
    pub action: Action,
    /// To which data set.
    pub data_set: String,
    /// Whether the import was a folder, which stands for its whole data set; a lone file replaces its namesake only.
    pub whole: bool,
    /// When, as the front end told.
    pub time: String,
    /// Date of the data, as `2024-09-30`.
    pub as_of: Option<String>,
    /// Fingerprint of the library's data set afterwards.
    pub fingerprint: String,
    /// Rows of the import's own files: read, used, set aside.
    pub rows: [u64; 3],
    /// Issues in the import's own files: notes, warnings, errors.
    pub issues: [u64; 3],
}

/// A source file that the library keeps.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredFile {
    /// Name without folders.
    pub name: String,
    /// The data set it belongs to.
    pub data_set: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Count of its bytes.
    pub size: u64,
    /// The import that brought it.
    pub revision: u32,
    /// Number of its content.
    pub(super) content: i64,
}

/// The files that count, sorted by name and data set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The files.
    pub files: Vec<StoredFile>,
    /// The last import of each data set that counts.
    pub latest: BTreeMap<String, u32>,
}

impl State {
    /// What origins call a file: its name, with the data set before it where two data sets have the name.
    pub fn label(&self, file: &StoredFile) -> String {
        let shared = self.files.iter().any(|other| other.name == file.name && other.data_set != file.data_set);
        if shared { format!("{}/{}", file.data_set, file.name) } else { file.name.clone() }
    }

    /// Names and hashes of the files of a data set, sorted.
    pub fn of(&self, data_set: &str) -> Vec<(&str, &str)> {
        let own = self.files.iter().filter(|file| file.data_set == data_set);
        own.map(|file| (file.name.as_str(), file.sha256.as_str())).collect()
    }
}

/// Every revision, the first one first.
pub(super) fn revisions(connection: &Connection) -> rusqlite::Result<Vec<Revision>> {
    let sql = "SELECT id, undoes, data_set, whole, time, as_of, fingerprint, rows_read, rows_used, rows_set_aside, \
               notes, warnings, errors FROM revision ORDER BY id";
    connection.prepare(sql)?.query_map([], revision)?.collect()
}

fn revision(row: &Row<'_>) -> rusqlite::Result<Revision> {
    let count = |column: usize| row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or(0));
    Ok(Revision {
        id: row.get(0)?,
        action: row.get::<_, Option<u32>>(1)?.map_or(Action::Import, Action::Undo),
        data_set: row.get(2)?,
        whole: row.get(3)?,
        time: row.get(4)?,
        as_of: row.get(5)?,
        fingerprint: row.get(6)?,
        rows: [count(7)?, count(8)?, count(9)?],
        issues: [count(10)?, count(11)?, count(12)?],
    })
}

/// Files by the import that brought them, sorted by name.
pub(super) fn files(connection: &Connection) -> rusqlite::Result<BTreeMap<u32, Vec<StoredFile>>> {
    let sql = "SELECT file.name, revision.data_set, content.sha256, content.size, revision.id, content.id \
               FROM file JOIN revision ON revision.id = file.revision JOIN content ON content.id = file.content \
               ORDER BY revision.id, file.name";
    let mut statement = connection.prepare(sql)?;
    let file = |row: &Row<'_>| {
        Ok(StoredFile {
            name: row.get(0)?,
            data_set: row.get(1)?,
            sha256: row.get(2)?,
            size: u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
            revision: row.get(4)?,
            content: row.get(5)?,
        })
    };
    let mut all: BTreeMap<u32, Vec<StoredFile>> = BTreeMap::new();
    for file in statement.query_map([], file)? {
        let file = file?;
        all.entry(file.revision).or_default().push(file);
    }
    Ok(all)
}

/// The imports that count after revision `at`, the first one first.
pub(super) fn standing(revisions: &[Revision], at: u32) -> Vec<&Revision> {
    let past = || revisions.iter().filter(|revision| revision.id <= at);
    let undone: BTreeSet<u32> = past()
        .filter_map(|revision| match revision.action {
            Action::Undo(import) => Some(import),
            Action::Import => None,
        })
        .collect();
    past().filter(|revision| revision.action == Action::Import && !undone.contains(&revision.id)).collect()
}

/// The files that count when these imports do: in each data set a folder begins anew, a lone file replaces its namesake.
pub(super) fn state(imports: &[&Revision], files: &BTreeMap<u32, Vec<StoredFile>>) -> State {
    let mut sets: BTreeMap<&str, BTreeMap<&str, &StoredFile>> = BTreeMap::new();
    let mut latest = BTreeMap::new();
    for import in imports {
        let set = sets.entry(&import.data_set).or_default();
        if import.whole {
            set.clear();
        }
        let brought = files.get(&import.id).into_iter().flatten();
        set.extend(brought.map(|file| (file.name.as_str(), file)));
        latest.insert(import.data_set.clone(), import.id);
    }
    let mut files: Vec<StoredFile> = sets.values().flat_map(BTreeMap::values).map(|file| (*file).clone()).collect();
    files.sort();
    State { files, latest }
}

/// Makes sure that a name can become a file or folder again, without leaving the folder it is put into.
///
/// # Errors
/// When it is empty, a step in a path, or holds a separator or control character.
pub fn check_name(name: &str) -> Result<(), Error> {
    let odd =
        |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{fffd}');
    let fits = !matches!(name, "" | "." | "..") && name.len() <= 255 && !name.contains(odd) && name.trim() == name;
    if fits { Ok(()) } else { Err(Error::BadName { name: name.to_owned() }) }
}
