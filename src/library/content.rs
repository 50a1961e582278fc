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

/// Stores what comes, unless its content is there already; gives the content's number.
pub(super) fn store(
    connection: &Connection,
    path: &str,
    file: &str,
    sha256: &str,
    size: u64,
    bytes: &mut dyn Read,
) -> Result<i64, Error> {
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
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(piece).and_then(|()| encoder.finish()).expect("writing to memory never fails")
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
        bytes.reserve(PIECE.min(size.saturating_sub(bytes.len())));
        let before = bytes.len();
        // One byte more than a piece may hold shows that it holds too much.
        ZlibDecoder::new(piece).take(PIECE as u64 + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() - before > PIECE || bytes.len() > size {
            return Err(damaged());
        }
    }
    let whole = bytes.len() == size && hexadecimal(&Sha256::digest(&bytes)) == sha256;
    if whole { Ok(bytes) } else { Err(damaged()) }
}
