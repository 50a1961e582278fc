//! Laws of reading: the order of rows, the number of files, their encoding and their kind change neither the data nor an answer.
#![cfg(feature = "excel")]
#![allow(clippy::unwrap_used, missing_docs)]

use liantu::analysis::Answer;
use liantu::app::run::{RunOptions, requests};
use liantu::app::session::{Policy, Session};
use liantu::ingest::ReadOptions;
use liantu::issue::Origin;
use proptest::prelude::*;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

const HEADER: [&str; 9] =
    ["采购方", "供应商", "产品", "采购额(万元)", "年份", "来源地", "合同号", "来源", "采购方所在地"];

/// What offices write into each column: good cells and dirt, the same thing spelt in several ways.
const CELLS: [&[&str]; 9] = [
    &["甲厂", "甲 厂", "乙厂", "丙（集团）公司", "丙(集团)公司", "", "—", "合计"],
    &["乙厂", "丁厂", "戊厂", "甲厂", "", "不详", "己\u{200b}厂", "己厂"],
    &["轴承钢", "深沟球轴承", "铸件", "", "=1+1", "密封件, 橡胶"],
    &["100", "3000.1", "0.1", "1.2亿", "*", "", "坏", "-50", "3,000", "３００", "$5m", "0", "7", "(20)"],
    &["2024", "2024年", "二〇二三年", "2023", "", "去年", "2024-09-30"],
    &["泗县", "灵璧县", "苏州市", "朝阳区", "德国", "", "假县", "341324"],
    &["A-1", "A-2", "", ""],
    &["发票", "合同", "采购方", "供应方", "", "道听途说"],
    &["泗县", "安徽省宿州市泗县", "萧县", ""],
];

const FIRMS: &str = "企业名称,生产地,角色\n甲厂,泗县,链主\n乙厂,灵璧县,配套\n丁厂,无锡市,配套\n";

type Row = Vec<&'static str>;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let cells: Vec<_> = CELLS.iter().map(|column| prop::sample::select(column.to_vec())).collect();
    prop::collection::vec(cells, 1..25)
}

// ---- Writing a ledger ----

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn delimited(rows: &[Row], mark: &str) -> String {
    let line = |row: &[&str]| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(mark) + "\r\n";
    line(&HEADER) + &rows.iter().map(|row| line(row)).collect::<String>()
}

/// As a spreadsheet program stores them: figures as figures, the rest as text.
fn xlsx(rows: &[Row]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("采购").unwrap();
    sheet.write_row(0, 0, HEADER).unwrap();
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(figure) => sheet.write_number(row, column, figure).unwrap(),
                Err(_) => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn ods(rows: &[Row]) -> Vec<u8> {
    let cell = |text: &str| match text.parse::<f64>() {
        Ok(figure) => format!(r#"<table:table-cell office:value-type="float" office:value="{figure}"/>"#),
        Err(_) => format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#),
    };
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|text| cell(text)).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let body: String = row(&HEADER) + &rows.iter().map(|cells| row(cells)).collect::<String>();
    let spaces = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0""#;
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="采购">{body}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(part.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

// ---- Reading it ----

/// Everything that must not change: the data's fingerprint, how many rows were used, and the answers.
#[derive(Debug, PartialEq)]
struct Outcome {
    fingerprint: String,
    used: usize,
    set_aside: usize,
    answers: Vec<String>,
}

fn outcome(files: &[(&str, &[u8])]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    fs::write(folder.path().join("企业.csv"), FIRMS).unwrap();
    read(folder.path())
}

fn read(path: &Path) -> Outcome {
    let options =
        ReadOptions { focus: Some("宿州市".into()), chains: vec!["轴承".into()], ..ReadOptions::default() };
    let session = Session::open(path, &options, &Policy::default()).unwrap();
    let view = session.view();
    assert_eq!(view.rows_read, view.rows_used + view.rows_set_aside);
    let requests = requests(&session, &RunOptions::default());
    // Where a row stands may change; what it says may not.
    let placeless = |mut answer: Answer| {
        if let Answer::Risk(risk) = &mut answer {
            risk.evidence.iter_mut().for_each(|row| row.origin = Origin::default());
        }
        answer
    };
    let answers =
        requests.iter().map(|request| serde_json::to_string(&placeless(session.answer(request).unwrap())).unwrap());
    Outcome {
        fingerprint: view.fingerprint.to_string(),
        used: view.rows_used,
        set_aside: view.rows_set_aside,
        answers: answers.collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_changes_nothing(rows in rows(), seed in any::<u64>()) {
        let mut turned = rows.clone();
        // Any order that the seed leads to; equal keys keep theirs.
        turned.sort_by_cached_key(|row| {
            row.iter().flat_map(|cell| cell.bytes()).fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
        });
        prop_assert_eq!(
            outcome(&[("采购.csv", delimited(&rows, ",").as_bytes())]),
            outcome(&[("采购.csv", delimited(&turned, ",").as_bytes())])
        );
    }

    #[test]
    fn one_file_or_two_change_nothing(rows in rows(), at in any::<prop::sample::Index>()) {
        let (first, second) = rows.split_at(at.index(rows.len() + 1));
        prop_assert_eq!(
            outcome(&[("采购.csv", delimited(&rows, ",").as_bytes())]),
            outcome(&[
                ("采购 甲.csv", delimited(first, ",").as_bytes()),
                ("采购 乙.csv", delimited(second, ",").as_bytes()),
            ])
        );
    }

    #[test]
    fn the_encoding_changes_nothing(rows in rows()) {
        let text = delimited(&rows, ",");
        let plain = outcome(&[("采购.csv", text.as_bytes())]);
        let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let encoded = [
            ("marked UTF-8", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            ("GB18030", encoding_rs::GB18030.encode(&text).0.into_owned()),
            ("marked UTF-16, low byte first", [b"\xFF\xFE", &wide(u16::to_le_bytes)[..]].concat()),
            ("UTF-16, low byte first", wide(u16::to_le_bytes)),
            ("UTF-16, high byte first", wide(u16::to_be_bytes)),
        ];
        for (encoding, bytes) in &encoded {
            prop_assert_eq!(&outcome(&[("采购.csv", bytes)]), &plain, "{}", encoding);
        }
    }

    #[test]
    fn the_kind_of_file_changes_nothing(rows in rows()) {
        let plain = outcome(&[("采购.csv", delimited(&rows, ",").as_bytes())]);
        let kinds = [
            ("采购.tsv", delimited(&rows, "\t").into_bytes()),
            ("采购.txt", delimited(&rows, "|").into_bytes()),
            ("采购.csv", delimited(&rows, ";").into_bytes()),
            ("数据.xlsx", xlsx(&rows)),
            ("数据.ods", ods(&rows)),
        ];
        for (name, bytes) in &kinds {
            prop_assert_eq!(&outcome(&[(name, bytes)]), &plain, "{}", name);
        }
    }
}
