//! What a file really is, and whether unpacking it is safe.

use crate::ingest::workbook::Fault;
use std::io::{BufReader, Cursor, Read};

mod chains;
mod repeats;

/// Most that a workbook may unpack to.
const LARGEST_CONTENT: u64 = 2 << 30;
/// No byte of deflated data gives more than this many.
const HIGHEST_RATIO: u64 = 1032;

/// A kind of workbook.
pub(super) enum Kind {
    Xlsx {
        /// Whether some sheet has merged cells; looking for them costs a pass over the sheet.
        merges: bool,
    },
    Xls,
    Ods,
}

/// Tells the kind of workbook by its bytes.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Fault> {
    if bytes.starts_with(b"PK") {
        return zip_kind(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let word: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        // Only the directory names it, but a plain search is enough: no other workbook holds the word in UTF-16.
        if bytes.windows(word.len()).any(|window| window == word) {
            return Err(Fault::Protected);
        }
        if is_locked(bytes) {
            return Err(Fault::Protected);
        }
        chains::check(bytes)?;
        return check_dimensions(bytes).map(|()| Kind::Xls);
    }
    let (what, remedy) = other(bytes);
    Err(Fault::NotAWorkbook(what, remedy))
}

/// Whether a stream of records begins with the one that tells of a password; the parser knows some of its kinds only.
fn is_locked(bytes: &[u8]) -> bool {
    const FIRST: &[u8] = &[0x09, 0x08, 0x10, 0x00];
    const WRITE_PROTECT: &[u8] = &[0x86, 0x00, 0x00, 0x00];
    const PASSWORD: &[u8] = &[0x2F, 0x00];
    // Streams begin at sectors.
    bytes
        .chunks(512)
        .filter_map(|sector| sector.strip_prefix(FIRST)?.get(16..))
        .any(|next| next.strip_prefix(WRITE_PROTECT).unwrap_or(next).starts_with(PASSWORD))
}

/// The parser makes room for the rectangle that a sheet claims to fill; no `.xls` has more than 65,536 rows.
fn check_dimensions(bytes: &[u8]) -> Result<(), Fault> {
    const RECORD: &[u8] = &[0x00, 0x02, 0x0E, 0x00];
    let wide = bytes.windows(RECORD.len() + 14).filter(|window| window.starts_with(RECORD)).any(|window| {
        let rows = u32::from_le_bytes([window[8], window[9], window[10], window[11]]);
        let columns = u16::from_le_bytes([window[14], window[15]]);
        let reserved = window[16] == 0 && window[17] == 0;
        reserved && (rows > 65_536 || columns > 256)
    });
    if wide { Err(Fault::Damaged("a sheet claims more rows than its kind can hold".into())) } else { Ok(()) }
}

/// What a file is that is called a workbook and is none.
fn other(bytes: &[u8]) -> (&'static str, &'static str) {
    const SAVE: &str = "open it in a spreadsheet program and save it as xlsx";
    const KINDS: &[(&[u8], &str, &str)] = &[
        (b"%PDF-", "a PDF file", "ask for the table itself"),
        (b"\x89PNG", "a picture", "ask for the table itself"),
        (b"\xFF\xD8\xFF", "a picture", "ask for the table itself"),
        (b"PAR1", "a Parquet file", "give it its own ending, or save it as csv"),
        (b"Rar!", "an archive", "unpack it first"),
        (b"7z\xBC\xAF", "an archive", "unpack it first"),
        (b"\x1F\x8B", "an archive", "unpack it first"),
        (b"\x09\x00", "a workbook of Excel 2 to 4", SAVE),
        (b"\x09\x02", "a workbook of Excel 2 to 4", SAVE),
        (b"\x09\x04", "a workbook of Excel 2 to 4", SAVE),
        (b"\x09\x08", "a workbook of Excel 5 or earlier", SAVE),
    ];
    if bytes.is_empty() {
        return ("an empty file", "copy it again; the transfer may have failed");
    }
    if let Some((_, what, remedy)) = KINDS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return (what, remedy);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).replace('\0', "").to_lowercase();
    let head = head.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start();
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        ("an XML spreadsheet of 2003", SAVE)
    } else if head.starts_with("mime-version")
        || ["<html", "<table", "<!doctype html", "<meta"].iter().any(|tag| head.contains(tag))
    {
        ("a web page", SAVE)
    } else if bytes.iter().take(2048).any(|byte| *byte == 0) {
        ("unknown data", SAVE)
    } else {
        ("text", "change its ending to .csv")
    }
}

fn zip_kind(bytes: &[u8]) -> Result<Kind, Fault> {
    let damaged = |error: zip::result::ZipError| Fault::Damaged(format!("its archive cannot be opened ({error})"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut parts = Vec::with_capacity(archive.len());
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_lowercase();
        parts.push(Part { name, packed: part.compressed_size(), size: part.size() });
    }
    let total = parts.iter().fold(0_u64, |total, part| total.saturating_add(part.size));
    if total > LARGEST_CONTENT {
        return Err(too_large(total));
    }
    let has = |name: &str| parts.iter().any(|part| part.name.trim_start_matches('/') == name);
    if has("xl/workbook.bin") {
        return Err(Fault::NotAWorkbook(
            "a binary workbook (.xlsb)",
            "open it in a spreadsheet program and save it as xlsx",
        ));
    }
    if has("[content_types].xml")
        && parts.iter().any(|part| part.name.contains("worksheets/") || part.name.ends_with("workbook.xml"))
    {
        let merges = check_parts(&mut archive, &parts)?;
        return Ok(Kind::Xlsx { merges });
    }
    if has("content.xml") && has("mimetype") {
        check_parts(&mut archive, &parts)?;
        let content = archive.by_name("content.xml").map_err(damaged)?;
        repeats::check(BufReader::new(content))?;
        return Ok(Kind::Ods);
    }
    let what = if has("[content_types].xml") || has("mimetype") { "another document" } else { "an archive" };
    Err(Fault::NotAWorkbook(what, "unpack it first, or ask for the table itself"))
}

struct Part {
    name: String,
    packed: u64,
    size: u64,
}

fn too_large(total: u64) -> Fault {
    let what = format!("it unpacks to {} MB, the limit is {} MB", total >> 20, LARGEST_CONTENT >> 20);
    Fault::TooLarge(what, "save the ledger as csv, which has no limit")
}

/// Unpacks the parts that could be larger than they claim, and finds out whether any sheet has merged cells.
fn check_parts(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, parts: &[Part]) -> Result<bool, Fault> {
    let mut merges = false;
    for (at, part) in parts.iter().enumerate() {
        let is_sheet = part.name.contains("worksheets/") && part.name.ends_with(".xml");
        let may_lie = part.packed.saturating_mul(HIGHEST_RATIO) > LARGEST_CONTENT;
        if !is_sheet && !may_lie && !part.name.ends_with("sharedstrings.xml") {
            continue;
        }
        let Ok(mut content) = archive.by_index(at) else { continue };
        if part.name.ends_with("sharedstrings.xml") && !may_lie {
            let mut head = Vec::new();
            let _ = (&mut content).take(2048).read_to_end(&mut head);
            check_count(&head, part)?;
        } else {
            merges |= unpack(&mut content, part)?;
        }
    }
    Ok(merges)
}

/// Reads a part to its end without keeping it; whether merged cells are mentioned.
fn unpack(content: &mut impl Read, part: &Part) -> Result<bool, Fault> {
    const MERGE: &[u8] = b"mergeCell ";
    let mut buffer = vec![0_u8; 1 << 16];
    let (mut size, mut kept, mut merges, mut first) = (0_u64, 0, false, true);
    loop {
        let read = match content.read(&mut buffer[kept..]) {
            Ok(0) => return Ok(merges),
            Ok(read) => read,
            Err(error) => return Err(Fault::Damaged(format!("`{}` cannot be unpacked ({error})", part.name))),
        };
        size += read as u64;
        if size > part.size {
            return Err(Fault::Damaged(format!("`{}` is larger than it claims", part.name)));
        }
        let filled = kept + read;
        if first && part.name.ends_with("sharedstrings.xml") {
            check_count(&buffer[..filled], part)?;
        }
        first = false;
        // The word is looked for only where the letter stands: sheets are mostly digits and tags of one letter.
        merges = merges || find(&buffer[..filled], MERGE);
        kept = filled.min(MERGE.len() - 1);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

fn find(text: &[u8], word: &[u8]) -> bool {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == word[0]) {
        if rest[at..].starts_with(word) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// The parser makes room for as many texts as the table of texts claims to hold; five bytes are the least for one.
fn check_count(head: &[u8], part: &Part) -> Result<(), Fault> {
    let text = String::from_utf8_lossy(head);
    let claimed = text.split("uniqueCount").nth(1).map(|rest| {
        let digits: String =
            rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        digits.parse::<u64>().unwrap_or(u64::MAX)
    });
    if claimed.is_some_and(|claimed| claimed > part.size / 5 + 1) {
        return Err(Fault::Damaged("its table of texts claims more than it holds".into()));
    }
    Ok(())
}
