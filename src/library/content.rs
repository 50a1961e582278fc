//! Bytes of source files: in pieces, compressed, each content once, checked on the way out.

use super::{Error, hexadecimal};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};

/// Bytes of a piece before compression: one mebibyte.
const PIECE: usize = 1 << 20;
/// No piece unpacks to more than so many times its own bytes, so that a small library cannot fill the memory; what would
/// compress further is stored as it is.
const DENSEST: usize = 64;

/// SHA-256, hexadecimal, and count of the bytes that come.
///
/// # Errors
/// When they cannot be read.
pub fn measure(mut bytes: impl Read) -> io::Result<(String, u64)> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    let mut size = 0;
    loop {
        match bytes.read(&mut piece)? {
            0 => return Ok((hexadecimal(&hash.finalize()), size)),
            count => {
                hash.update(&piece[..count]);
                size += count as u64;
            }
        }
    }
}

/// A source file of which hash and size are known.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// What errors call it.
    pub shown: &'a str,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: &'a str,
    /// Count of its bytes.
    pub size: u64,
}

/// Stores what comes, unless its content is there already; gives the content's number.
pub(super) fn store(
    connection: &Connection,
    path: &str,
    source: &Measured<'_>,
    bytes: &mut dyn Read,
) -> Result<i64, Error> {
    let &Measured { shown: file, sha256, size } = source;
    let fault = |error: rusqlite::Error| Error::of(path, &error);
    let known = connection
        .query_row("SELECT id FROM content WHERE sha256 = ?1", [sha256], |row| row.get(0))
        .optional()
        .map_err(fault)?;
    if let Some(known) = known {
        return Ok(known);
    }
    let size = i64::try_from(size).map_err(|_| Error::Changed { file: file.to_owned() })?;
    connection.execute("INSERT INTO content (sha256, size) VALUES (?1, ?2)", params![sha256, size]).map_err(fault)?;
    let content = connection.last_insert_rowid();
    let mut insert =
        connection.prepare("INSERT INTO chunk (content, position, bytes) VALUES (?1, ?2, ?3)").map_err(fault)?;
    let unreadable = |cause: io::Error| Error::Unreadable { path: file.to_owned(), cause: cause.to_string() };
    let mut hash = Sha256::new();
    for position in 0_i64.. {
        let mut piece = Vec::with_capacity(PIECE);
        bytes.take(PIECE as u64).read_to_end(&mut piece).map_err(unreadable)?;
        if piece.is_empty() {
            break;
        }
        hash.update(&piece);
        insert.execute(params![content, position, compressed(&piece)]).map_err(fault)?;
    }
    if hexadecimal(&hash.finalize()) == sha256 { Ok(content) } else { Err(Error::Changed { file: file.to_owned() }) }
}

fn compressed(piece: &[u8]) -> Vec<u8> {
    let at = |level| {
        let mut encoder = ZlibEncoder::new(Vec::new(), level);
        encoder.write_all(piece).and_then(|()| encoder.finish()).expect("writing to memory never fails")
    };
    let dense = at(Compression::default());
    if piece.len() <= DENSEST * dense.len() { dense } else { at(Compression::none()) }
}

/// The bytes of a content; damaged when they are not those that were stored.
pub(super) fn load(connection: &Connection, path: &str, content: i64) -> Result<Vec<u8>, Error> {
    let fault = |error: rusqlite::Error| Error::of(path, &error);
    let (sha256, size): (String, i64) = connection
        .query_row("SELECT sha256, size FROM content WHERE id = ?1", [content], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(fault)?;
    let damaged = || Error::Damaged { path: path.to_owned(), cause: format!("the bytes of file {sha256} do not fit") };
    let size = usize::try_from(size).map_err(|_| damaged())?;
    let mut pieces =
        connection.prepare("SELECT bytes FROM chunk WHERE content = ?1 ORDER BY position").map_err(fault)?;
    let mut rows = pieces.query([content]).map_err(fault)?;
    // A size that lies must not reserve all memory: room is made as pieces come.
    let mut bytes = Vec::new();
    while let Some(row) = rows.next().map_err(fault)? {
        let piece = row.get_ref(0).map_err(fault)?.as_blob().map_err(|_| damaged())?;
        let most = PIECE.min(DENSEST.saturating_mul(piece.len())).min(size.saturating_sub(bytes.len()));
        bytes.reserve(most);
        let before = bytes.len();
        // One byte more than there may be shows that there is too much.
        ZlibDecoder::new(piece).take(most as u64 + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() - before > most {
            return Err(damaged());
        }
    }
    let whole = bytes.len() == size && hexadecimal(&Sha256::digest(&bytes)) == sha256;
    if whole { Ok(bytes) } else { Err(damaged()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(include_str!("schema/1.sql")).unwrap();
        connection
    }

    fn stored(connection: &Connection, bytes: &[u8]) -> Result<i64, Error> {
        let (sha256, size) = measure(bytes).unwrap();
        store(connection, "memory", &Measured { shown: "file", sha256: &sha256, size }, &mut &bytes[..])
    }

    #[test]
    fn every_content_comes_back_byte_for_byte_and_is_kept_once() {
        let connection = library();
        let noise: Vec<u8> = (0..3 * PIECE as u64).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for bytes in [&[][..], b"x", &noise[..PIECE], &noise[..PIECE + 1], &noise, &vec![b'0'; 2 * PIECE + 7]] {
            let content = stored(&connection, bytes).unwrap();
            assert!(load(&connection, "memory", content).unwrap() == bytes, "{} bytes", bytes.len());
            assert_eq!(stored(&connection, bytes).unwrap(), content);
        }
    }

    #[test]
    fn bytes_that_are_not_those_measured_are_refused() {
        let connection = library();
        let (sha256, size) = measure(&b"before"[..]).unwrap();
        let source = Measured { shown: "file", sha256: &sha256, size };
        let changed = store(&connection, "memory", &source, &mut &b"after!"[..]);
        assert!(matches!(changed, Err(Error::Changed { .. })));
    }

    #[test]
    fn a_piece_that_unpacks_too_far_is_damage() {
        let connection = library();
        let content = stored(&connection, &vec![b'0'; PIECE]).unwrap();
        let mut bomb = ZlibEncoder::new(Vec::new(), Compression::best());
        bomb.write_all(&vec![b'0'; PIECE]).unwrap();
        connection.execute("UPDATE chunk SET bytes = ?1", [bomb.finish().unwrap()]).unwrap();
        assert!(matches!(load(&connection, "memory", content), Err(Error::Damaged { .. })));
    }
}
