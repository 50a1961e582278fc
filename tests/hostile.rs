//! What hostile files hold comes out of every output as text: no formula, no link, no macro, no tag.
#![cfg(feature = "excel")]
#![allow(clippy::unwrap_used, missing_docs)]

use calamine::{Data, Reader, Xlsx};
use liantu::app::output::Files;
use liantu::app::run::{RunOptions, run};
use liantu::app::session::{Policy, Session};
use liantu::ingest::ReadOptions;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::LazyLock;

/// Corpus files whose texts a careless program would run, show as a page, or choke on.
const HOSTILE: [&str; 9] = [
    "formula_in_text.csv",
    "formula_cells.xlsx",
    "macros.xlsm",
    "external_link.xlsx",
    "error_cells.xlsx",
    "text_script_tags.csv",
    "text_control_characters.csv",
    "text_marks_of_direction.csv",
    "text_of_40000_characters.xlsx",
];

fn outputs(name: &str) -> Files {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ingest").join(name);
    let options =
        ReadOptions { focus: Some("宿州市".into()), chains: vec!["轴承".into()], ..ReadOptions::default() };
    let session = Session::open(&path, &options, &Policy::default()).unwrap();
    run(&session, &RunOptions { png_scale: 0.2, ..RunOptions::default() }).unwrap()
}

/// Every output with this ending, of every hostile file.
fn each(ending: &str, mut check: impl FnMut(&str, &[u8])) {
    static OUTPUTS: LazyLock<Vec<Files>> = LazyLock::new(|| HOSTILE.iter().map(|name| outputs(name)).collect());
    for (name, outputs) in HOSTILE.iter().zip(OUTPUTS.iter()) {
        let mut met = 0;
        for (output, bytes) in outputs.iter().filter(|(output, _)| output.ends_with(ending)) {
            check(&format!("{name} → {output}"), bytes);
            met += 1;
        }
        assert!(met > 0, "{name} has no {ending}");
    }
}

#[test]
fn workbooks_hold_text_and_numbers_and_nothing_that_runs() {
    each(".xlsx", |output, bytes| {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let name = part.name().unwrap().into_owned();
            assert!(
                !name.contains("vba") && !name.contains("external") && !name.contains("connections"),
                "{output} {name}"
            );
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            for tag in ["<f>", "<f ", "hyperlink", "TargetMode=\"External\"", "<ddeLink"] {
                assert!(name.ends_with("sharedStrings.xml") || !text.contains(tag), "{output} {name}: {tag}");
            }
        }
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        for sheet in book.sheet_names() {
            for (_, _, cell) in book.worksheet_range(&sheet).unwrap().used_cells() {
                match cell {
                    Data::String(text) => assert!(text.encode_utf16().count() <= 32_767, "{output} {sheet}"),
                    Data::Float(number) => assert!(number.is_finite()),
                    other => panic!("{output} {sheet}: {other:?}"),
                }
            }
        }
    });
}

/// What Excel and WPS take for a formula: one of these signs in front, white space and quotes or not.
fn is_formula(cell: &str) -> bool {
    let cell = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '"');
    cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && cell.parse::<f64>().is_err()
}

#[test]
fn text_tables_hold_no_formula_and_numbers_stay_numbers() {
    let mut negative = 0;
    each(".csv", |output, bytes| {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap();
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(!is_formula(cell), "{output}: {cell}");
                assert!(
                    cell.encode_utf16().count() <= 32_767,
                    "{output}: a spreadsheet would break a longer cell in two"
                );
                negative += usize::from(cell == "-5");
            }
        }
    });
    assert!(negative > 0, "the text -5 of an amount is a number and wears no apostrophe");
}

/// A page less its own script and its data, and these apart; svg and markdown have none.
fn parts(page: &str) -> (String, Vec<&str>) {
    let mut rest = String::new();
    let mut own = Vec::new();
    for (at, piece) in page.split("<script").enumerate() {
        match piece.split_once("</script>").filter(|_| at > 0) {
            Some((script, after)) => {
                own.push(script);
                rest.push_str(after);
            }
            None => rest.push_str(piece),
        }
    }
    (rest, own)
}

#[test]
fn pages_hold_no_tag_of_the_data() {
    for ending in [".html", ".svg", ".md"] {
        let mut scripts: Vec<String> = Vec::new();
        each(ending, |output, bytes| {
            let page = std::str::from_utf8(bytes).unwrap();
            let (rest, own) = parts(page);
            assert_eq!(own.len(), if ending == ".html" { 2 } else { 0 }, "{output}");
            if let [data, script] = own.as_slice() {
                let json = data.strip_prefix(" type=\"application/json\" id=\"liantu-data\">").unwrap();
                assert!(serde_json::from_str::<serde_json::Value>(json).is_ok() && !json.contains('<'), "{output}");
                scripts.push((*script).to_owned());
            }
            let text = rest.to_lowercase();
            for tag in ["<img", "onerror=alert(1)>", "<b>200", "javascript:"] {
                assert!(!text.contains(tag), "{output}: {tag}");
            }
            assert!(!page.contains(['\u{202e}', '\u{1b}', '\u{7}', '\0']), "{output}");
        });
        scripts.dedup();
        assert!(scripts.len() <= 1, "the script is the same whatever the data say");
    }
}

#[test]
fn answers_and_graphs_are_well_formed() {
    each(".json", |output, bytes| {
        assert!(serde_json::from_slice::<serde_json::Value>(bytes).is_ok(), "{output}");
    });
    for ending in [".graphml", ".gexf", ".svg"] {
        each(ending, |output, bytes| {
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(roxmltree::Document::parse(text).is_ok(), "{output}");
        });
    }
}
