//! Bytes to files to a data set, for the fuzz targets.

use liantu::ingest::{self, Ingested, ReadOptions};
use std::io::{Cursor, Write};
use std::path::PathBuf;

/// Sheets of a folder, in the order of their parts in the input.
const SHEETS: [&str; 10] =
    ["采购", "企业", "产能", "投入", "采购总额", "园区", "区域", "说明", "企业年度", "产业链"];

/// Parsers that are not ours panic on some files; the reader catches it, hence the panic must not end the process before.
pub fn let_panics_be_caught() {
    std::panic::set_hook(Box::new(|info| {
        if std::env::var_os("FUZZ_SHOW_PANICS").is_some() {
            eprintln!("{info}");
        }
    }));
}

/// What the bytes are as files: the first bytes tell, as they do for the reader.
///
/// A workbook's parts are packed, which random bytes never survive; so a first byte of 1 or 2 begins the parts of an
/// `.xlsx` or `.ods` unpacked, and a first byte of 3 the text files of a folder. Parts are parted by a byte of 0x1E.
pub fn read(bytes: &[u8]) -> Option<Result<Ingested, ingest::Error>> {
    let (first, rest) = bytes.split_first()?;
    let parts = || rest.split(|byte| *byte == 0x1e);
    match first {
        1 => Some(read_file("xlsx", &xlsx(parts()))),
        2 => Some(read_file("ods", &ods(rest))),
        3 => Some(read_folder(parts())),
        b'P' if bytes.starts_with(b"PK") => Some(read_file("xlsx", bytes)),
        b'P' if bytes.starts_with(b"PAR1") => Some(read_file("parquet", bytes)),
        0xd0 => Some(read_file("xls", bytes)),
        _ => Some(read_file("csv", bytes)),
    }
}

fn scratch() -> PathBuf {
    std::env::temp_dir().join(format!("liantu-fuzz-{}", std::process::id()))
}

fn read_file(ending: &str, bytes: &[u8]) -> Result<Ingested, ingest::Error> {
    let folder = scratch();
    let path = folder.join(format!("数据.{ending}"));
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written to");
    std::fs::write(&path, bytes).expect("the temporary folder can be written to");
    ingest::read(&path, &ReadOptions::default())
}

fn read_folder<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Result<Ingested, ingest::Error> {
    let folder = scratch().join("folder");
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written to");
    for (name, part) in SHEETS.iter().zip(parts.map(Some).chain(std::iter::repeat(None))) {
        let path = folder.join(format!("{name}.csv"));
        match part {
            Some(part) if !part.is_empty() => {
                std::fs::write(&path, part).expect("the temporary folder can be written to");
            }
            _ => {
                // The file of an earlier input, if any.
                let _ = std::fs::remove_file(&path);
            }
        }
    }
    ingest::read(&folder, &ReadOptions::default())
}

fn zipped<'a>(parts: impl Iterator<Item = (&'a str, Vec<u8>)>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in parts {
        archive.start_file(name, stored).expect("names differ");
        archive.write_all(&part).expect("a vector takes every byte");
    }
    archive.finish().expect("a vector takes every byte").into_inner()
}

const PACKAGE: [(&str, &str); 4] = [
    ("[Content_Types].xml", "<Types/>"),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="采购" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];

/// Sheet, then table of texts, then styles.
fn xlsx<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let names = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"];
    let fixed = PACKAGE.iter().map(|(name, part)| (*name, part.as_bytes().to_vec()));
    zipped(fixed.chain(names.into_iter().zip(parts.map(<[u8]>::to_vec))))
}

fn ods(content: &[u8]) -> Vec<u8> {
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let parts = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("META-INF/manifest.xml", manifest.as_bytes().to_vec()),
        ("content.xml", content.to_vec()),
    ];
    zipped(parts.into_iter())
}
