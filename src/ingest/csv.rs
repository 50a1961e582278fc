//! Delimited text to [`Sheet`]: whatever encoding, delimiter and quoting the office's software wrote.
//!
//! The encoding is told by the byte-order mark, else by zero bytes (UTF-16), else by validity (UTF-8), else it is
//! GB18030 or Big5. Bytes that fit none become U+FFFD with an issue. The delimiter is the one of comma, tab,
//! semicolon and bar that splits the first lines most evenly; a line `sep=;` settles it.
//!
//! Rows are counted as a spreadsheet shows them: a quoted line break adds no row, a blank line is a row.
//! The scanner is our own because cells are pieces of the decoded file (nothing is copied) and because a quote
//! that is never closed must cost one row, not the rest of the ledger.

use crate::ingest::sheet::{Sheet, clean, column_letter, hexadecimal};
use crate::issue::{Code, Issue, Origin};
use std::path::Path;
use std::sync::Arc;

/// Why a text file cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The bytes are no text.
    #[error("`{path}` is not text but {what}; hint: give it its own ending, or save it as csv")]
    NotText {
        /// What was asked for.
        path: String,
        /// What the bytes look like.
        what: &'static str,
    },
}

/// Reads the bytes of a text file as one sheet named after the file's stem; `shown` is what errors call it.
///
/// # Errors
/// When the bytes are not text.
pub fn read_text_bytes(shown: &str, file: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, TextError> {
    let name = Path::new(file).file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
    let not_text = |what| TextError::NotText { path: shown.to_owned(), what };
    text_sheet(file, &name, bytes).map(|sheet| vec![sheet]).map_err(not_text)
}

/// Reads the bytes of a text file; the error says what the bytes are instead of text.
pub(super) fn text_sheet(file: &str, name: &str, bytes: Vec<u8>) -> Result<Sheet, &'static str> {
    let (sha256, content) = checked(bytes);
    let mut sheet = Sheet::new(file, name, sha256);
    sheet.delimited = true;
    let Decoded { mut text, start, damaged } = decode(content)?;
    if let Some(what) = markup(&text[start..]) {
        return Err(what);
    }
    let (start, delimiter) = delimiter(&text, start);
    let extra = Scanner { sheet: &mut sheet, text: &text, delimiter, damaged, extra: String::new() }.run(start);
    text.push_str(&extra);
    sheet.adopt(text);
    Ok(sheet)
}

/// The SHA-256 of the bytes, and the text that they are when all of them are UTF-8.
///
/// Piece by piece, so that the check finds in the processor's cache what was hashed. The text is a copy, since only a check
/// ten times slower could make the bytes themselves a text.
fn checked(bytes: Vec<u8>) -> (String, Result<String, Vec<u8>>) {
    use sha2::Digest;
    const PIECE: usize = 128 * 1024;
    let mut hash = sha2::Sha256::new();
    let mut text = Some(String::with_capacity(bytes.len()));
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let whole = if rest.len() > PIECE { PIECE - begun(&rest[..PIECE]) } else { rest.len() };
        let (piece, after) = rest.split_at(whole);
        hash.update(piece);
        text = text.and_then(|mut text| {
            text.push_str(simdutf8::basic::from_utf8(piece).ok()?);
            Some(text)
        });
        rest = after;
    }
    (hexadecimal(&hash.finalize()), text.ok_or(bytes))
}

/// Count of bytes at the end that begin a character of UTF-8 and do not end it.
fn begun(bytes: &[u8]) -> usize {
    let length = |byte: u8| match byte {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xFF => 4,
        _ => 1,
    };
    let lead = bytes.iter().rev().take(3).position(|byte| *byte >= 0xC0).map_or(0, |back| back + 1);
    if lead > 0 && length(bytes[bytes.len() - lead]) > lead { lead } else { 0 }
}

/// A page or an XML document that is called a table in text.
fn markup(text: &str) -> Option<&'static str> {
    let head: String = text.trim_start().chars().take(1000).collect::<String>().to_ascii_lowercase();
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        return Some("an XML spreadsheet of 2003");
    }
    let page = ["<html", "<table", "<!doctype html", "<meta", "mime-version:"].iter().any(|tag| head.starts_with(tag))
        || (head.starts_with("<?xml") && head.contains("<html"));
    page.then_some("a web page")
}

// ---- Encoding ----

struct Decoded {
    text: String,
    /// Where the text begins: behind the byte-order mark.
    start: usize,
    /// Whether bytes had to be replaced.
    damaged: bool,
}

fn decode(content: Result<String, Vec<u8>>) -> Result<Decoded, &'static str> {
    let bytes = content.as_ref().map_or_else(Vec::as_slice, String::as_bytes);
    if let Some(what) = binary(bytes) {
        return Err(what);
    }
    let encoding = encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| {
        // A stray zero byte makes no other encoding of Chinese text that is UTF-8 throughout.
        utf16(bytes).filter(|_| !content.as_ref().is_ok_and(|text| !text.is_ascii()))
    });
    if let Some(encoding) = encoding.filter(|encoding| *encoding != encoding_rs::UTF_8) {
        return Ok(decode_as(encoding, bytes));
    }
    if bytes.iter().take(SAMPLE).filter(|byte| **byte == 0).count() > 8 {
        return Err("binary data");
    }
    match content {
        Ok(text) => {
            let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            Ok(Decoded { text, start, damaged: false })
        }
        Err(bytes) => Ok(decode_as(if mostly_utf8(&bytes) { encoding_rs::UTF_8 } else { legacy(&bytes) }, &bytes)),
    }
}

/// Bytes looked at when guessing.
const SAMPLE: usize = 64 * 1024;

fn decode_as(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Decoded {
    let (text, _, damaged) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), start: 0, damaged }
}

/// File kinds that people rename to csv.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "a workbook or zip archive"),
        (b"\xD0\xCF\x11\xE0", "an old workbook (.xls)"),
        (b"%PDF-", "a PDF file"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"PAR1", "a Parquet file"),
        (b"SQLite format 3", "a database"),
        (b"\x1F\x8B", "a compressed file"),
        (b"Rar!", "a compressed file"),
        (b"7z\xBC\xAF", "a compressed file"),
    ];
    KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}

/// UTF-16 without a byte-order mark: the high bytes of delimiters, digits and line breaks are zero.
fn utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut even, mut odd) = (0_usize, 0_usize);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    // Two zero bytes in fifty pairs: fewer delimiters than that no table has.
    let many = |count: usize| count >= 1 && count * 50 >= sample.len() / 2;
    if many(odd) && even * 10 <= odd {
        Some(encoding_rs::UTF_16LE)
    } else if many(even) && odd * 10 <= even {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// Whether all but a few characters are UTF-8: then the few are damage, not another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 20 * bad
}

/// GB18030, which the law demands of Chinese software, unless the detector finds Big5 and reading it as GB18030
/// gives characters that nobody uses.
fn legacy(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let odd = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}');
    let is_big5 = guess == encoding_rs::BIG5 && encoding_rs::GB18030.decode(sample).0.contains(odd);
    if is_big5 { guess } else { encoding_rs::GB18030 }
}

// ---- Delimiter ----

/// Where the table begins and what separates its cells.
fn delimiter(text: &str, start: usize) -> (usize, u8) {
    let first = text[start..].lines().next().unwrap_or_default();
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', mark, rest @ ..] = first.as_bytes()
        && mark.is_ascii()
        && rest.iter().all(u8::is_ascii_whitespace)
    {
        // Spreadsheets do not show this line, hence it is no row.
        let after = start + first.len();
        let line_break = text.as_bytes()[after..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n'));
        return (after + line_break.count(), *mark);
    }
    let best = [b'|', b';', b'\t', b','].into_iter().max_by_key(|mark| evenness(text.as_bytes(), start, *mark));
    (start, best.unwrap_or(b','))
}

/// How evenly `mark` splits the first records: records of the commonest width times its columns,
/// halved when the first record that any mark splits has another width (the decimal comma of `1,5;2,5`).
fn evenness(bytes: &[u8], start: usize, mark: u8) -> usize {
    const RECORDS: usize = 30;
    let mut widths = Vec::new();
    let (mut at, mut width, mut blank) = (start, 1, true);
    while at < bytes.len() && widths.len() < RECORDS && at < start + SAMPLE {
        let field = scan(bytes, at, mark);
        blank &= field.start == field.end;
        at = field.next;
        if field.last {
            if !(blank && width == 1) {
                widths.push(width);
            }
            (width, blank) = (0, true);
        }
        width += 1;
    }
    let occurrences = |wanted: usize| widths.iter().filter(|width| **width == wanted).count();
    let common = widths.iter().copied().max_by_key(|width| (occurrences(*width), *width)).unwrap_or(1);
    // Lists inside cells (`宿州市;淮北市`) are of all lengths: a mark that splits most records differently is none.
    let is_even = 2 * occurrences(common) >= widths.len();
    let score = if is_even { 2 * occurrences(common) * (common - 1) } else { 0 };
    let header = bytes[start..].split(|byte| *byte == b'\n').find(|line| line.iter().any(|b| b",;\t|".contains(b)));
    if header.is_some_and(|line| line.contains(&mark)) { score } else { score / 2 }
}

// ---- Records ----

/// A cell as it lies in the file.
struct Field {
    start: usize,
    end: usize,
    /// Where the next cell begins.
    next: usize,
    /// Whether the record ends here.
    last: bool,
    /// Whether doubled quotes have to be made single, or text follows the closing quote.
    rewrite: bool,
    /// Whether the quoting is broken.
    broken: bool,
}

/// Finds the cell that begins at `at`.
#[inline]
fn scan(bytes: &[u8], at: usize, mark: u8) -> Field {
    if bytes.get(at).is_some_and(|first| !matches!(first, b'"' | b' ')) {
        return plain(bytes, at, mark);
    }
    quoted(bytes, at, mark)
}

fn quoted(bytes: &[u8], at: usize, mark: u8) -> Field {
    let blanks = bytes[at..].iter().take_while(|byte| **byte == b' ' && mark != b' ').count();
    let open = at + blanks;
    if bytes.get(open) != Some(&b'"') {
        return plain(bytes, at, mark);
    }
    let Some((close, doubled)) = closing_quote(bytes, open + 1) else {
        // Nothing closes the quote before the end of the file: it is a mark of inches or a slip.
        return Field { broken: true, ..plain(bytes, at, mark) };
    };
    let rest = plain(bytes, close + 1, mark);
    if bytes[close + 1..rest.end].iter().all(u8::is_ascii_whitespace) {
        let span = if doubled { open..close + 1 } else { open + 1..close };
        return Field { start: span.start, end: span.end, rewrite: doubled, ..rest };
    }
    if bytes[open..close].contains(&b'\n') {
        // Text follows the closing quote, and lines lie between: the quote opened nothing.
        return Field { broken: true, ..plain(bytes, at, mark) };
    }
    Field { start: open, rewrite: true, broken: true, ..rest }
}

#[inline]
fn plain(bytes: &[u8], at: usize, mark: u8) -> Field {
    let end = stop(bytes, at, mark);
    let (next, last) = match bytes.get(end) {
        None => (end, true),
        Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => (end + 2, true),
        Some(b'\r' | b'\n') if mark != bytes[end] => (end + 1, true),
        Some(_) => (end + 1, false),
    };
    Field { start: at, end, next, last, rewrite: false, broken: false }
}

/// Where the cell ends that begins at `at`: at a mark or a line break. Eight bytes at a time.
#[inline]
fn stop(bytes: &[u8], mut at: usize, mark: u8) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // Of the high bits left the lowest stands in the first byte that is the mark or a control character (below 0x10, as
    // line breaks are); higher ones may be false.
    let marks = ONES * u64::from(mark);
    while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*word);
        let differs = word ^ marks;
        let mut found = (differs.wrapping_sub(ONES) & !differs) | (word.wrapping_sub(ONES * 0x10) & !word);
        found &= HIGH;
        if found != 0 {
            let end = at + found.trailing_zeros() as usize / 8;
            if bytes[end] == mark || matches!(bytes[end], b'\n' | b'\r') {
                return end;
            }
            at = end + 1;
        } else {
            at += 8;
        }
    }
    let rest = bytes[at..].iter().position(|byte| *byte == mark || *byte == b'\n' || *byte == b'\r');
    rest.map_or(bytes.len(), |rest| at + rest)
}

/// The quote that closes a cell whose text begins at `at`, and whether doubled quotes lie before it.
fn closing_quote(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let mut doubled = false;
    loop {
        at += bytes[at..].iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some((at, doubled));
        }
        doubled = true;
        at += 2;
    }
}

struct Scanner<'a> {
    sheet: &'a mut Sheet,
    text: &'a str,
    delimiter: u8,
    damaged: bool,
    /// Cells that differ from the file's bytes; they go behind the file in the arena.
    extra: String,
}

impl Scanner<'_> {
    fn run(mut self, start: usize) -> String {
        let bytes = self.text.as_bytes();
        let (mut at, mut row, mut column) = (start, 1_u32, 0);
        while at < bytes.len() {
            let field = scan(bytes, at, self.delimiter);
            self.push(&field, row, column);
            at = field.next;
            column += 1;
            if field.last {
                self.sheet.end_row_unless_blank(row);
                (row, column) = (row.saturating_add(1), 0);
            }
        }
        self.sheet.end_row_unless_blank(row);
        self.extra
    }

    #[inline]
    fn push(&mut self, field: &Field, row: u32, column: usize) {
        let raw = &self.text[field.start..field.end];
        if field.broken {
            self.issue(Code::RaggedRow, raw, row, column);
        }
        if field.rewrite {
            let at = self.text.len() + self.extra.len();
            let text = unquoted(raw);
            let kept = kept_as_text(clean(&text));
            self.sheet.push_piece(at, kept);
            self.extra.push_str(kept);
            return;
        }
        let kept = kept_as_text(clean(raw));
        if self.damaged && kept.contains('\u{fffd}') {
            self.issue(Code::BadBytes, kept, row, column);
        }
        let at = kept.as_ptr().addr() - self.text.as_ptr().addr();
        self.sheet.push_piece(at, kept);
    }

    fn issue(&mut self, code: Code, text: &str, row: u32, column: usize) {
        const SHOWN: usize = 200;
        let origin = Origin {
            file: self.sheet.file.clone(),
            sheet: self.sheet.name.clone(),
            row: Some(row),
            column: Some(Arc::from(column_letter(column))),
            cell: Some(Arc::from(format!("{}{row}", column_letter(column)))),
        };
        self.sheet.issues.push(Issue::new(code, origin, text.chars().take(SHOWN).collect::<String>()));
    }
}

/// Exports write `="0123"` so that spreadsheets keep the digits of a code.
fn kept_as_text(cell: &str) -> &str {
    cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).map_or(cell, clean)
}

/// Text of a quoted cell: outer quotes off, doubled quotes single; what follows the closing quote stays.
fn unquoted(raw: &str) -> String {
    let Some(inner) = raw.strip_prefix('"') else {
        return raw.replace("\"\"", "\"");
    };
    match closing_quote(inner.as_bytes(), 0) {
        Some((close, _)) => inner[..close].replace("\"\"", "\"") + &inner[close + 1..],
        None => inner.replace("\"\"", "\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::sheet::CellRef;

    fn sheet(bytes: &[u8]) -> Sheet {
        text_sheet("采购.csv", "采购", bytes.to_vec()).unwrap()
    }

    /// Rows as `number: cell|cell`.
    fn shown(sheet: &Sheet) -> Vec<String> {
        (0..sheet.row_count())
            .map(|row| {
                let cells: Vec<_> = sheet.cells(row).map(|cell| cell.to_text()).collect();
                format!("{}: {}", sheet.row_number(row), cells.join("|"))
            })
            .collect()
    }

    const LEDGER: &str = "采购方,产品,采购额\r\n安徽甲公司,轴承,3000\r\n";
    const ROWS: [&str; 2] = ["1: 采购方|产品|采购额", "2: 安徽甲公司|轴承|3000"];

    #[test]
    fn every_usual_encoding_gives_the_same_cells() {
        let wide = |order: fn(u16) -> [u8; 2]| LEDGER.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        let files = [
            LEDGER.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", LEDGER.as_bytes()].concat(),
            encoding_rs::GB18030.encode(LEDGER).0.into_owned(),
            [b"\xFF\xFE", &little[..]].concat(),
            [b"\xFE\xFF", &big[..]].concat(),
            little,
            big,
        ];
        for (at, file) in files.iter().enumerate() {
            let sheet = sheet(file);
            assert_eq!(shown(&sheet), ROWS, "file {at}");
            assert!(sheet.issues.is_empty(), "file {at}");
        }
    }

    #[test]
    fn gb18030_of_four_bytes_and_big5_are_told_apart() {
        let rare = "采购方,产品\n㐀䶮有限公司,轴承𠀀\n";
        let (bytes, _, _) = encoding_rs::GB18030.encode(rare);
        assert_eq!(shown(&sheet(&bytes))[1], "2: 㐀䶮有限公司|轴承𠀀");
        let taiwan = "採購方,產品,金額\n臺灣積體電路製造股份有限公司,軸承與齒輪箱總成,三千萬元\n".repeat(5);
        let (bytes, _, _) = encoding_rs::BIG5.encode(&taiwan);
        assert_eq!(shown(&sheet(&bytes))[1], "2: 臺灣積體電路製造股份有限公司|軸承與齒輪箱總成|三千萬元");
    }

    #[test]
    fn a_damaged_byte_is_replaced_and_reported_with_its_cell() {
        let mut bytes = "采购方,产品\n".repeat(20).into_bytes();
        bytes.extend_from_slice("甲公司,轴\u{627f}".as_bytes());
        let at = bytes.len() - 1;
        bytes[at] = b'\n';
        let sheet = sheet(&bytes);
        assert_eq!(shown(&sheet)[20], "21: 甲公司|轴\u{fffd}");
        assert_eq!((sheet.issues[0].code, sheet.issues[0].origin.cell.as_deref()), (Code::BadBytes, Some("B21")));
    }

    #[test]
    fn delimiters_are_found_and_quoted_ones_left_alone() {
        for (mark, file) in
            [(",", "a,b\n1,2\n"), ("\t", "a\tb\n1\t2\n"), (";", "a;b\n1,5;2,5\n1,6;2,7\n"), ("|", "a|b\n1|2")]
        {
            let sheet = sheet(file.as_bytes());
            assert_eq!(sheet.width(0), 2, "{mark:?}");
        }
        assert_eq!(shown(&sheet(b"sep=;\na;b,c\n")), ["1: a|b,c"]);
        assert_eq!(shown(&sheet("名称,别名\n甲,a;b;c\n".as_bytes())), ["1: 名称|别名", "2: 甲|a;b;c"]);
        let lists = "合成数据 (synthetic; invented)\n区域,行政区划\n皖北,a;b;c;d;e\n淮海,a;b;c;d;e;f;g;h\n";
        assert_eq!(shown(&sheet(lists.as_bytes()))[2], "3: 皖北|a;b;c;d;e");
        assert_eq!(shown(&sheet("甲,\"乙,丙\",\"说\"\"丁\"\"\"\n".as_bytes())), ["1: 甲|乙,丙|说\"丁\""]);
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let file = "采购方,产品\n\n\"甲\n公司\",轴承\n,,\n乙公司,齿轮";
        assert_eq!(shown(&sheet(file.as_bytes())), ["1: 采购方|产品", "3: 甲\n公司|轴承", "5: 乙公司|齿轮"]);
        assert_eq!(shown(&sheet(b"a,b\rc,d\r")), ["1: a|b", "2: c|d"]);
    }

    #[test]
    fn an_unclosed_quote_costs_no_other_row() {
        let file = "采购方,产品\n甲,\"轴承\n乙,\"齿轮\"\n丙,5\" 管\n丁,\"末\n";
        let sheet = sheet(file.as_bytes());
        assert_eq!(
            shown(&sheet),
            ["1: 采购方|产品", "2: 甲|\"轴承", "3: 乙|齿轮", "4: 丙|5\" 管", "5: 丁|\"末"],
            "each row keeps its number"
        );
        let rows: Vec<_> = sheet.issues.iter().map(|issue| (issue.code, issue.origin.row)).collect();
        assert_eq!(rows, [(Code::RaggedRow, Some(2)), (Code::RaggedRow, Some(5))]);
    }

    #[test]
    fn odd_quoting_keeps_its_text() {
        assert_eq!(shown(&sheet("\"甲\"公司, \"乙,丙\" ,=\"00123\"\n".as_bytes())), ["1: 甲公司|乙,丙|00123"]);
        assert_eq!(shown(&sheet(b"\"\"\"\",\"\",x")), ["1: \"||x"]);
    }

    #[test]
    fn files_that_are_no_text_are_named() {
        assert_eq!(text_sheet("a.csv", "a", b"PK\x03\x04....".to_vec()).err(), Some("a workbook or zip archive"));
        assert_eq!(text_sheet("a.csv", "a", vec![0; 100]).err(), Some("binary data"));
        assert_eq!(sheet(b"").row_count(), 0);
        assert_eq!(sheet(b"\xEF\xBB\xBF").row_count(), 0);
    }

    #[test]
    fn pieces_are_split_between_characters() {
        assert_eq!(
            [begun(b"ab"), begun("中".as_bytes()), begun(&"中".as_bytes()[..2]), begun(b"\xF0\x9F")],
            [0, 0, 2, 2]
        );
        for shift in 0..4 {
            // Longer than a piece, with characters across its borders wherever those lie.
            let text = "a".repeat(shift) + &"采购方,产品\n甲😀,轴承\n".repeat(20_000);
            let (sha256, content) = checked(text.clone().into_bytes());
            assert!(content.as_deref() == Ok(text.as_str()));
            assert_eq!(sha256, crate::ingest::sheet::sha256_hex(text.as_bytes()));
            let mut broken = text.into_bytes();
            broken[200_000] = 0xFF;
            assert!(checked(broken.clone()).1 == Err(broken.clone()));
            broken.truncate(150_000 + shift);
            assert!(checked(broken.clone()).1 == String::from_utf8(broken.clone()).map_err(|_| broken));
        }
    }

    #[test]
    fn hostile_bytes_never_panic() {
        let pieces: [&[u8]; 8] = [b"\"", b",", b"\n", b"\r", b"\xFF", b"\0", "中".as_bytes(), b"=\""];
        for seed in 0..8_usize.pow(4) {
            let mut bytes = Vec::new();
            let mut rest = seed;
            for _ in 0..4 {
                bytes.extend_from_slice(pieces[rest % 8]);
                rest /= 8;
            }
            if let Ok(sheet) = text_sheet("a.csv", "a", bytes) {
                let _ = shown(&sheet);
            }
        }
        assert_eq!(CellRef::Empty.to_text(), "");
    }
}
