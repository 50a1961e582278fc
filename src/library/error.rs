//! Why a library cannot be opened, read or changed.

/// Why a library cannot be opened, read or changed; unless said otherwise nothing of it was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is something else; it is never overwritten.
    #[error(
        "`{path}` is not a library but {what}, and was left alone; hint: name another file; `liantu import DATA --library FILE` makes a library"
    )]
    NotALibrary {
        /// What was asked for.
        path: String,
        /// What the bytes look like.
        what: &'static str,
    },
    /// A library was to be imported into a library.
    #[error(
        "`{path}` is a library itself; hint: write its files with `liantu library export {path} --files DIR` and import those"
    )]
    IsALibrary {
        /// What was asked for.
        path: String,
    },
    /// A later version of the program wrote it.
    #[error("`{path}` was written by a newer version (schema {found}, this one knows {known}); hint: update liantu")]
    Newer {
        /// What was asked for.
        path: String,
        /// Version of its schema.
        found: i64,
        /// Latest schema known here.
        known: i64,
    },
    /// The file is cut short or its bytes were altered.
    #[error("`{path}` is damaged: {cause}; hint: restore a copy, or import the files into a new library")]
    Damaged {
        /// What was asked for.
        path: String,
        /// What does not fit.
        cause: String,
    },
    /// Another process is writing.
    #[error("`{path}` is in use: another process is changing it; hint: wait until it has finished and try again")]
    Busy {
        /// What was asked for.
        path: String,
    },
    /// A change was broken off, and the place cannot be written to, so that the old state cannot be restored.
    #[error(
        "an import into `{path}` was broken off and its place is read-only; hint: make file and folder writable once, or copy both `{path}` and `{path}-journal` to a folder that is"
    )]
    Interrupted {
        /// What was asked for.
        path: String,
    },
    /// An older version wrote the library, and its place cannot be written to.
    #[error(
        "`{path}` is of an older version and read-only; hint: make it writable once, it is then brought up to date"
    )]
    Outdated {
        /// What was asked for.
        path: String,
    },
    /// Nothing was imported, or everything was undone.
    #[error("`{path}` holds no data; hint: `liantu import DATA --library {path}`")]
    Empty {
        /// What was asked for.
        path: String,
    },
    /// There is no such revision.
    #[error("`{path}` has no revision {revision}, the last is {last}; hint: `liantu library log {path}`")]
    UnknownRevision {
        /// The library.
        path: String,
        /// What was asked for.
        revision: u32,
        /// The latest.
        last: u32,
    },
    /// Nothing is left to undo, or the revision is no import that still counts.
    #[error("{} cannot be undone in `{path}`: it is no import that still counts; hint: `liantu library log {path}`", .revision.map_or("an import".into(), |revision| format!("revision {revision}")))]
    NotUndoable {
        /// The library.
        path: String,
        /// What was asked for; `None` for the last import.
        revision: Option<u32>,
    },
    /// A source file changed while it was read.
    #[error("`{file}` changed while it was imported; hint: close the program that writes it and import again")]
    Changed {
        /// The file.
        file: String,
    },
    /// A name that would not survive being written to a folder again.
    #[error("`{name}` cannot name a file or data set; hint: rename it, or give a name with --name")]
    BadName {
        /// The name.
        name: String,
    },
    /// The file system refuses.
    #[error("cannot read `{path}`: {cause}; hint: check that it exists and may be read")]
    Unreadable {
        /// What was asked for.
        path: String,
        /// Why.
        cause: String,
    },
    /// The file system refuses a change.
    #[error("cannot write `{path}`: {cause}; hint: check the folder, its permissions and the room on the disk")]
    Unwritable {
        /// What was asked for.
        path: String,
        /// Why.
        cause: String,
    },
}

impl Error {
    /// What a fault of the database means for the library at `path`.
    pub(super) fn of(path: &str, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase, PermissionDenied,
            ReadOnly, SystemIoFailure,
        };
        let (path, cause) = (path.to_owned(), error.to_string());
        match error.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => Error::Busy { path },
            Some(CannotOpen) => Error::Unreadable { path, cause },
            Some(PermissionDenied | ReadOnly | DiskFull | SystemIoFailure) => Error::Unwritable { path, cause },
            Some(NotADatabase | DatabaseCorrupt) => Error::Damaged { path, cause },
            // Whatever else happens, the tables are not as this program writes them.
            _ => Error::Damaged { path, cause },
        }
    }
}
