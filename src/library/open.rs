//! Opening: is it a library, of which version, and is anyone else at it?

use super::Error;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
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

/// Whether the path is to be opened as a library: a file that begins as a database, or is called like a library.
///
/// ```
/// use liantu::library::is_library;
/// assert!(is_library("missing.liantu".as_ref()) && !is_library("missing.csv".as_ref()));
/// ```
pub fn is_library(path: &Path) -> bool {
    let named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING));
    !path.is_dir() && (named || head(path).is_ok_and(|head| head.starts_with(MAGIC)))
}

/// The first hundred bytes, or fewer.
fn head(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(100).read_to_end(&mut head)?;
    Ok(head)
}

/// What a file is, by its first bytes.
enum Found {
    /// Nothing yet: an import into it was never finished.
    Blank,
    Ours,
}

fn examine(path: &Path, shown: &str) -> Result<Found, Error> {
    let unreadable = |cause: std::io::Error| Error::Unreadable { path: shown.to_owned(), cause: cause.to_string() };
    if path.is_dir() {
        return Err(Error::NotALibrary { path: shown.to_owned(), what: "a folder" });
    }
    let head = head(path).map_err(unreadable)?;
    let not = |what| Err(Error::NotALibrary { path: shown.to_owned(), what });
    if head.is_empty() {
        return Ok(Found::Blank);
    }
    if !head.starts_with(MAGIC) {
        return not(if head.starts_with(b"PK\x03\x04") { "a workbook or zip archive" } else { "another kind of file" });
    }
    match head.get(68..72).and_then(|id| id.try_into().ok()).map(u32::from_be_bytes) {
        None => Err(Error::Damaged { path: shown.to_owned(), cause: "its first page is cut short".into() }),
        Some(APPLICATION_ID) => Ok(Found::Ours),
        Some(_) => not("a database of another program"),
    }
}

/// Opens for reading only; what an interrupted change left behind is put right first, and an old schema brought up to date.
pub(super) fn read_only(path: &Path) -> Result<Connection, Error> {
    let shown = path.display().to_string();
    if let Found::Blank = examine(path, &shown)? {
        return Err(Error::Empty { path: shown });
    }
    let reader = || -> Result<(Connection, i64), rusqlite::Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        prepare(&connection)?;
        let version = version(&connection)?;
        Ok((connection, version))
    };
    match reader() {
        Ok((connection, LATEST)) => Ok(connection),
        Ok((_, found)) if found > LATEST => Err(Error::Newer { path: shown, found, known: LATEST }),
        Ok((connection, found)) => {
            drop(connection);
            read_write(path).map_err(|error| match error {
                Error::Unwritable { path, .. } | Error::Unreadable { path, .. } => Error::Outdated { path, found },
                other => other,
            })?;
            Ok(reader().map_err(|error| Error::of(&shown, &error))?.0)
        }
        Err(error) if needs_rollback(&error) => {
            // The rollback is the database's own; any opening for writing does it.
            read_write(path).map_err(|error| match error {
                Error::Unwritable { path, .. } | Error::Unreadable { path, .. } => Error::Interrupted { path },
                other => other,
            })?;
            if let Found::Blank = examine(path, &shown)? {
                return Err(Error::Empty { path: shown });
            }
            Ok(reader().map_err(|error| Error::of(&shown, &error))?.0)
        }
        Err(error) => Err(Error::of(&shown, &error)),
    }
}

/// Whether a journal waits to be rolled back, which a reader may not do.
fn needs_rollback(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|error| error.extended_code);
    extended.is_some_and(|code| {
        [rusqlite::ffi::SQLITE_READONLY_ROLLBACK, rusqlite::ffi::SQLITE_READONLY_RECOVERY].contains(&code)
    })
}

/// Opens for changes, making the file when there is none, and brings the schema up to date.
pub(super) fn read_write(path: &Path) -> Result<Connection, Error> {
    let shown = path.display().to_string();
    if path.exists() {
        examine(path, &shown)?;
    }
    let fault = |error: rusqlite::Error| match Error::of(&shown, &error) {
        Error::Unreadable { path, cause } => Error::Unwritable { path, cause },
        other => other,
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(fault)?;
    prepare(&connection).map_err(fault)?;
    // Readers are kept out while pages reach the file, so they do that at the very end, all at once.
    connection
        .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA cache_spill = OFF")
        .map_err(fault)?;
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    let found = version(&connection).map_err(fault)?;
    if found > LATEST {
        return Err(Error::Newer { path: shown, found, known: LATEST });
    }
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
