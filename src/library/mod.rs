//! The library (L2): what was imported, when, and what it said, in one SQLite file.
//!
//! ```text
//! source files ─► content, chunk ─┐                    ┌─► files of any revision ─► read again like a folder
//! import, undo ─► revision, file ─┴► one transaction ──┤
//! rows for people ─► firm, firm_name, … (temporal) ────┘─► differences between any two revisions
//! ```
//!
//! - The files themselves are the truth; the tables are derived from them for people, who may open the file with any
//!   SQLite browser, and for differences. An analysis reads the files again, so it says what it says of the folder.
//! - Nothing is deleted: undoing is a revision too. A row of a table is valid from a revision until before another.
//! - A change is one transaction with a rollback journal: broken off at any moment, the library is the old one or the
//!   new one. Readers need no right to write, unless a change was broken off just before.
//! - This module knows files and rows, not what is in them: `app` reads the files and gives it the rows.

mod content;
mod difference;
mod error;
mod history;
mod open;
mod record;
mod table;

pub use content::{Measured, measure};
pub use difference::{Change, Count, Edit};
pub use error::Error;
pub use history::{Action, Revision, State, StoredFile, check_name};
pub use open::is_library;
pub use record::{Column, Holds, Kind, Place, Record, Value};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::io::Read;
use std::path::Path;

/// An opened library.
#[derive(Debug)]
pub struct Library {
    connection: Connection,
    path: String,
}

/// A change on its way; dropped, it never was.
#[derive(Debug)]
pub struct Draft<'a> {
    transaction: Transaction<'a>,
    path: &'a str,
    /// The revision that it will be.
    pub revision: u32,
}

impl Library {
    /// Opens a library for reading only.
    ///
    /// # Errors
    /// When there is none, it is something else, damaged, of a newer version, or held by another process.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self { connection: open::read_only(path)?, path: path.display().to_string() })
    }

    /// Opens a library for changes; makes one where there is none.
    ///
    /// # Errors
    /// As [`Library::open`], or when the place cannot be written to.
    pub fn edit(path: &Path) -> Result<Self, Error> {
        Ok(Self { connection: open::read_write(path)?, path: path.display().to_string() })
    }

    /// What errors call it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Every revision, the first one first.
    ///
    /// # Errors
    /// When the library is damaged or held by another process.
    pub fn revisions(&self) -> Result<Vec<Revision>, Error> {
        history::revisions(&self.connection).map_err(|error| self.fault(&error))
    }

    /// The last revision; 0 before the first one.
    ///
    /// # Errors
    /// As [`Library::revisions`].
    pub fn last(&self) -> Result<u32, Error> {
        Ok(self.revisions()?.last().map_or(0, |revision| revision.id))
    }

    /// The files that count after a revision; revision 0 has none.
    ///
    /// # Errors
    /// When there is no such revision; as [`Library::revisions`].
    pub fn state(&self, at: u32) -> Result<State, Error> {
        let revisions = self.known(at)?;
        Ok(history::state(&history::standing(&revisions, at), &self.files()?))
    }

    /// The files that would count now if an import did not.
    ///
    /// # Errors
    /// When it is no import that counts now; as [`Library::revisions`].
    pub fn state_without(&self, import: u32) -> Result<State, Error> {
        let revisions = self.revisions()?;
        let mut standing = history::standing(&revisions, u32::MAX);
        let before = standing.len();
        standing.retain(|revision| revision.id != import);
        if standing.len() == before {
            return Err(Error::NotUndoable { path: self.path.clone(), revision: Some(import) });
        }
        Ok(history::state(&standing, &self.files()?))
    }

    /// The last import that counts.
    ///
    /// # Errors
    /// When there is none; as [`Library::revisions`].
    pub fn last_import(&self) -> Result<u32, Error> {
        let revisions = self.revisions()?;
        let last = history::standing(&revisions, u32::MAX).last().map(|revision| revision.id);
        last.ok_or_else(|| Error::NotUndoable { path: self.path.clone(), revision: None })
    }

    /// Files that each import brought, by revision.
    ///
    /// # Errors
    /// As [`Library::revisions`].
    pub fn files(&self) -> Result<std::collections::BTreeMap<u32, Vec<StoredFile>>, Error> {
        history::files(&self.connection).map_err(|error| self.fault(&error))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When they are not those that were stored.
    pub fn bytes(&self, file: &StoredFile) -> Result<Vec<u8>, Error> {
        content::load(&self.connection, &self.path, file.content)
    }

    /// The rows of a kind after a revision, with the revision since which each is as it is, sorted by key.
    ///
    /// # Errors
    /// When there is no such revision; as [`Library::revisions`].
    pub fn rows(&self, kind: Kind, at: u32) -> Result<Vec<(Record, u32)>, Error> {
        self.known(at)?;
        table::rows(&self.connection, &self.path, kind, at)
    }

    /// What differs between two revisions, by kind and key.
    ///
    /// # Errors
    /// When there is no such revision; as [`Library::revisions`].
    pub fn difference(&self, from: u32, to: u32) -> Result<Vec<Change>, Error> {
        self.known(from.max(to))?;
        difference::between(&self.connection, &self.path, from, to)
    }

    /// Rows added, changed and removed by a revision, of each kind.
    ///
    /// # Errors
    /// As [`Library::revisions`].
    pub fn counts(&self, revision: u32) -> Result<Vec<(Kind, Count)>, Error> {
        difference::counts(&self.connection, revision).map_err(|error| self.fault(&error))
    }

    /// Begins a change; nobody else can until it ends, and readers see the old state.
    ///
    /// # Errors
    /// When another process is changing the library, or the place cannot be written to.
    pub fn draft(&self) -> Result<Draft<'_>, Error> {
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let transaction = begun.map_err(|error| self.fault(&error))?;
        Ok(Draft { transaction, path: &self.path, revision: self.last()? + 1 })
    }

    /// Revisions, provided that `at` is one of them.
    fn known(&self, at: u32) -> Result<Vec<Revision>, Error> {
        let revisions = self.revisions()?;
        let last = revisions.last().map_or(0, |revision| revision.id);
        if at > last {
            return Err(Error::UnknownRevision { path: self.path.clone(), revision: at, last });
        }
        Ok(revisions)
    }

    fn fault(&self, error: &rusqlite::Error) -> Error {
        Error::of(&self.path, error)
    }
}

impl Draft<'_> {
    /// Notes what is done; [`Revision::id`] must be this draft's.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn note(&self, revision: &Revision) -> Result<(), Error> {
        let (action, undoes) = match revision.action {
            Action::Import => ("import", None),
            Action::Undo(import) => ("undo", Some(import)),
        };
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let [read, used, aside] = revision.rows.map(count);
        let [notes, warnings, errors] = revision.issues.map(count);
        let sql = "INSERT INTO revision (id, action, undoes, data_set, whole, time, as_of, program, fingerprint, rows_read, \
                   rows_used, rows_set_aside, notes, warnings, errors) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
        let program = env!("CARGO_PKG_VERSION");
        let values = params![
            revision.id,
            action,
            undoes,
            revision.data_set,
            revision.whole,
            revision.time,
            revision.as_of,
            program,
            revision.fingerprint,
            read,
            used,
            aside,
            notes,
            warnings,
            errors
        ];
        self.transaction.execute(sql, values).map_err(|error| Error::of(self.path, &error))?;
        Ok(())
    }

    /// Stores a file that the noted import brings.
    ///
    /// # Errors
    /// When its bytes are not those that were measured, or the library cannot be written to.
    pub fn store(&self, name: &str, source: &Measured<'_>, bytes: &mut dyn Read) -> Result<(), Error> {
        let content = content::store(&self.transaction, self.path, source, bytes)?;
        let sql = "INSERT INTO file (revision, name, content) VALUES (?1, ?2, ?3)";
        let stored = self.transaction.execute(sql, params![self.revision, name, content]);
        stored.map(|_| ()).map_err(|error| Error::of(self.path, &error))
    }

    /// Makes `rows` the rows of a kind: new ones begin, changed ones end and begin, missing ones end.
    ///
    /// # Errors
    /// When the library cannot be written to.
    pub fn replace(&self, kind: Kind, rows: &[Record]) -> Result<(), Error> {
        table::replace(&self.transaction, kind, self.revision, rows).map_err(|error| Error::of(self.path, &error))
    }

    /// Makes the change stand.
    ///
    /// # Errors
    /// When the library cannot be written to, or readers hold it; nothing was changed then.
    pub fn commit(self) -> Result<(), Error> {
        let path = self.path;
        self.transaction.commit().map_err(|error| Error::of(path, &error))
    }
}

/// Bytes as hexadecimal digits.
fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes what is written");
    }
    text
}
