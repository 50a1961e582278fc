//! Opening: is it a library, of which version, and is anyone else at it?

use super::Error;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// Marks the file as a library among all SQLite files: `lian`.
pub(super) const APPLICATION_ID: u32 = 0x6c69_616e;
/// Versions of the schema, each fixed once it was released.
const VERSIONS: &[M<'static>] = &[M::up(include_str!("schema/1.sql"))];
/// The latest.
pub(super) const LATEST: i64 = VERSIONS.len() as i64;
/// How long another process may hold the file before we say so.
const PATIENCE: Duration = Duration::from_secs(4);
/// Ending of library files, by which even an empty one is known.
const ENDING: &str = "liantu";
/// How every SQLite file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Whether the path is to be opened as a library: a file that is a database, or is called like a library.
///
/// The database itself is asked, here as everywhere: where locks belong to the process (POSIX), closing a file that was
/// opened beside it would take away the lock of a change going on in the same process.
///
/// ```
/// use liantu::library::is_library;
/// assert!(is_library("missing.liantu".as_ref()) && !is_library("missing.csv".as_ref()));
/// ```
pub fn is_library(path: &Path) -> bool {
    let named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING));
    let is_file = || std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0);
    let is_database = || {
        match connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|connection| identity(&connection)) {
            Ok(found) => !matches!(found, Found::Blank),
            // A database that cannot be asked just now is one nevertheless.
            Err(error) => !matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::CannotOpen)),
        }
    };
    !path.is_dir() && (named || (is_file() && is_database()))
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, rusqlite::Error> {
    Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// Whose database it is.
enum Found {
    /// Nobody's yet: an import into it was never finished.
    Blank,
    /// A library of this schema.
    Ours(i64),
    /// Another program's.
    Foreign,
}

fn identity(connection: &Connection) -> Result<Found, rusqlite::Error> {
    let ask = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    if ask("page_count")? == 0 {
        return Ok(Found::Blank);
    }
    let is_ours = ask("application_id")? == i64::from(APPLICATION_ID);
    if is_ours { Ok(Found::Ours(ask("user_version")?)) } else { Ok(Found::Foreign) }
}

/// What a fault in opening means; a file that is no database may be a piece of one.
fn fault(path: &Path, error: &rusqlite::Error) -> Error {
    let shown = path.display().to_string();
    if error.sqlite_error_code() != Some(ErrorCode::NotADatabase) {
        return Error::of(&shown, error);
    }
    let mut head = Vec::new();
    // Nobody can hold a lock on what is no database, so it may be opened.
    let read = File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut head));
    match read {
        Ok(_) if head == MAGIC => Error::Damaged { path: shown, cause: "its first page makes no sense".into() },
        _ if head.starts_with(b"PK\x03\x04") => Error::NotALibrary { path: shown, what: "a workbook or zip archive" },
        _ => Error::NotALibrary { path: shown, what: "another kind of file" },
    }
}

/// Refuses folders, for which the database would find stranger words.
fn check_file(path: &Path) -> Result<(), Error> {
    if path.is_dir() {
        return Err(Error::NotALibrary { path: path.display().to_string(), what: "a folder" });
    }
    Ok(())
}

/// Opens for reading only; what an interrupted change left behind is put right first, and an old schema brought up to date.
pub(super) fn read_only(path: &Path) -> Result<Connection, Error> {
    check_file(path)?;
    let shown = path.display().to_string();
    std::fs::metadata(path).map_err(|cause| Error::Unreadable { path: shown.clone(), cause: cause.to_string() })?;
    let reader = || -> Result<(Connection, Found), rusqlite::Error> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        prepare(&connection)?;
        let found = identity(&connection)?;
        Ok((connection, found))
    };
    let mended = |refused: fn(String) -> Error| -> Result<(Connection, Found), Error> {
        read_write(path).map_err(|error| match error {
            Error::Unwritable { path, .. } | Error::Unreadable { path, .. } => refused(path),
            other => other,
        })?;
        reader().map_err(|error| fault(path, &error))
    };
    let (connection, found) = match reader() {
        // The rollback is the database's own; any opening for writing does it.
        Err(error) if needs_rollback(&error) => mended(|path| Error::Interrupted { path })?,
        Ok((connection, Found::Ours(found))) if found < LATEST => {
            drop(connection);
            mended(|path| Error::Outdated { path })?
        }
        other => other.map_err(|error| fault(path, &error))?,
    };
    match found {
        Found::Ours(found) if found > LATEST => Err(Error::Newer { path: shown, found, known: LATEST }),
        Found::Ours(_) => Ok(connection),
        Found::Blank => Err(Error::Empty { path: shown }),
        Found::Foreign => Err(Error::NotALibrary { path: shown, what: OTHERS }),
    }
}

/// What a database of another program is called.
const OTHERS: &str = "a database of another program";

/// Whether a journal waits to be rolled back, which a reader may not do.
fn needs_rollback(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|error| error.extended_code);
    extended.is_some_and(|code| {
        [rusqlite::ffi::SQLITE_READONLY_ROLLBACK, rusqlite::ffi::SQLITE_READONLY_RECOVERY].contains(&code)
    })
}

/// Opens for changes, making the file when there is none, and brings the schema up to date.
pub(super) fn read_write(path: &Path) -> Result<Connection, Error> {
    check_file(path)?;
    let shown = path.display().to_string();
    let fault = |error: rusqlite::Error| match fault(path, &error) {
        Error::Unreadable { path, cause } => Error::Unwritable { path, cause },
        other => other,
    };
    let mut connection =
        connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE).map_err(fault)?;
    prepare(&connection).map_err(fault)?;
    let found = match identity(&connection).map_err(fault)? {
        Found::Foreign => return Err(Error::NotALibrary { path: shown, what: OTHERS }),
        Found::Ours(found) if found > LATEST => return Err(Error::Newer { path: shown, found, known: LATEST }),
        Found::Ours(found) => found,
        Found::Blank => 0,
    };
    // Readers are kept out while pages reach the file, so they do that at the very end, all at once.
    connection
        .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA cache_spill = OFF")
        .map_err(fault)?;
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    if found < LATEST {
        migrate(&mut connection, &shown)?;
    }
    Ok(connection)
}

fn migrate(connection: &mut Connection, path: &str) -> Result<(), Error> {
    let Err(error) = Migrations::from_slice(VERSIONS).to_latest(connection) else { return Ok(()) };
    // Another process may have been first.
    if version(connection).is_ok_and(|found| found == LATEST) {
        return Ok(());
    }
    Err(match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => Error::of(path, &err),
        other => Error::Damaged { path: path.to_owned(), cause: other.to_string() },
    })
}

/// Settings of every connection: a file from elsewhere is not trusted to run anything.
fn prepare(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON")
}

fn version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("SELECT user_version FROM pragma_user_version", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_valid_and_says_whose_it_is() {
        Migrations::from_slice(VERSIONS).validate().unwrap();
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, "memory").unwrap();
        let id: u32 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).unwrap();
        assert_eq!((id, version(&connection).unwrap()), (APPLICATION_ID, LATEST));
    }

    #[test]
    fn a_released_schema_stays_as_it_is() {
        use sha2::Digest;
        let sums = ["3b39ba9644b1f373075466622169739bba9fd52b27ad8ad3127e45dc8031e5e5"];
        let texts = [include_str!("schema/1.sql")];
        for (text, sum) in texts.iter().zip(sums) {
            let found: String = sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, sum, "add a new version instead");
        }
        assert_eq!(texts.len(), VERSIONS.len());
    }
}
