//! Every format shows the same values, and no name in the data becomes code.

#![cfg(feature = "excel")]

use calamine::{Data, Reader, Xlsx};
use liantu::issue::{Code, Issue, Origin};
use liantu::render::{Error, Format, Pictures, Style, csv, html, render, xlsx};
use liantu::report::issues::{RejectRow, RejectSheetView, issues_table, summary_table};
use liantu::report::{Block, Cell, Column, KeyFigure, Lang, Reason, Report, Table, Unit};
use std::io::Cursor;

const HOSTILE: [&str; 8] = [
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "\"><img src=http://evil.example/x onerror=alert(1)>",
    "甲\u{202e}乙\u{200f}丙",
    "first\nsecond\r\nthird",
    "a|b`c*d_e\u{1b}[31m\u{0}",
    "@SUM(1+1)",
];

fn column(key: &'static str, heading: &str, unit: Unit) -> Column {
    Column { key, heading: heading.to_owned(), unit, detail: false }
}

/// One row per kind of cell and per hostile name.
fn sample() -> Report {
    let columns = vec![
        column("name", "企业", Unit::None),
        column("year", "年份", Unit::None),
        column("firm_count", "企业数", Unit::Count),
        column("amount", "采购额", Unit::Yuan),
        column("rate", "配套率", Unit::Share),
        column("change", "变化", Unit::Points),
        column("distance", "距离", Unit::Kilometre),
        column("esri", "风险", Unit::Number),
        column("is_leader", "链主", Unit::None),
    ];
    let interval = Cell::Interval { lo: 0.0, hi: 0.4, lo_open: true, hi_open: false };
    let known = |name: &str, rate: Cell| {
        let (amount, change) = (Cell::Number(30_000_000.0), Cell::Number(0.0167));
        let numbers = [Cell::Integer(2024), Cell::Integer(1_234), amount, rate, change];
        let rest = [Cell::Number(12.34), Cell::Number(0.123_456_789), Cell::Flag(true)];
        [Cell::text(name)].into_iter().chain(numbers).chain(rest).collect::<Vec<_>>()
    };
    let mut rows = vec![known("安徽甲轴承有限公司", Cell::Number(0.413)), known("乙厂", interval)];
    let reasons = [
        Reason::NotApplicable,
        Reason::Unknown,
        Reason::Undisclosed,
        Reason::NoPurchases,
        Reason::NoEarlierYear,
        Reason::NotIdentified,
        Reason::Unknown,
        Reason::NotApplicable,
    ];
    rows.push([Cell::text("空")].into_iter().chain(reasons.map(Cell::Missing)).collect());
    rows.extend(HOSTILE.map(|name| known(name, Cell::Number(0.0))));
    rows.push(known(&"长".repeat(300), Cell::Number(1.0)));
    rows.push(known(&"x".repeat(40_000), Cell::Number(0.5)));
    let title = format!("[各企业]*近地化/配套率?:{}", HOSTILE[2]);
    let table = Table { key: "rate", title, columns, rows, note: Some(HOSTILE[2].to_owned()) };
    let label = format!("市域近地化配套率 {}", HOSTILE[2]);
    let figure = KeyFigure { label, value: Cell::Number(0.413), unit: Unit::Share, note: HOSTILE[0].to_owned() };
    Report {
        title: HOSTILE[2].to_owned(),
        subtitle: HOSTILE[3].to_owned(),
        key_figures: vec![figure],
        blocks: vec![
            Block::Heading(HOSTILE[2].to_owned()),
            Block::Paragraph(HOSTILE[3].to_owned()),
            Block::Table(table.clone()),
            Block::Table(table),
        ],
        notes: vec![HOSTILE[2].to_owned()],
    }
}

fn workbook(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("a readable workbook")
}

fn number(data: &Data) -> f64 {
    match data {
        Data::Float(number) => *number,
        other => panic!("{other:?} is no number"),
    }
}

#[test]
fn every_format_is_written_twice_with_the_same_bytes() {
    for lang in [Lang::Zh, Lang::En] {
        let style = Style { lang, ..Style::default() };
        for &format in Format::ALL {
            let (first, second) = (render(&sample(), format, &style), render(&sample(), format, &style));
            if format == Format::Json {
                assert!(matches!(first, Err(Error::NotFromReport(Format::Json))));
                continue;
            }
            let first = first.unwrap();
            assert!(!first.is_empty() && first == second.unwrap(), "{format}");
        }
    }
}

#[test]
fn an_empty_report_is_written_in_every_format() {
    let table = Table { key: "t", title: String::new(), columns: Vec::new(), rows: Vec::new(), note: None };
    for report in [Report::default(), Report { blocks: vec![Block::Table(table)], ..Report::default() }] {
        for format in [Format::Table, Format::Csv, Format::Xlsx, Format::Markdown, Format::Html] {
            render(&report, format, &Style { width: Some(20), ..Style::default() }).unwrap();
        }
    }
}

#[test]
fn the_workbook_holds_the_values_as_numbers_and_text() {
    let mut book = workbook(render(&sample(), Format::Xlsx, &Style::default()).unwrap());
    let names = book.sheet_names();
    let expected = [
        "关键数字",
        "各企业近地化配套率<script>alert(1)<scri…",
        "各企业近地化配套率<script>alert(1)<… (2)",
        "口径与来源",
    ];
    assert_eq!(names, expected);
    let sheet = book.worksheet_range(&names[1]).unwrap();
    let header: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let expected = [
        "企业",
        "年份",
        "企业数",
        "采购额（万元）",
        "配套率",
        "配套率 下限",
        "配套率 上限",
        "变化（个百分点）",
        "距离（公里）",
        "风险",
        "链主",
    ];
    assert_eq!(header, expected);
    let row: Vec<&Data> = sheet.rows().nth(1).unwrap().iter().collect();
    let numbers: Vec<f64> = row[1..10].iter().map(|data| number(data)).collect();
    assert_eq!(numbers, [2024.0, 1234.0, 3000.0, 0.413, 0.413, 0.413, 0.0167 * 100.0, 12.34, 0.123_456_789]);
    assert_eq!(row[10], &Data::String("是".into()));
    let bounded: Vec<&Data> = sheet.rows().nth(2).unwrap().iter().collect();
    assert_eq!(bounded[4], &Data::String("(0, 40.0%]".into()));
    assert_eq!((number(bounded[5]), number(bounded[6])), (0.0, 0.4));
    let missing: Vec<&Data> = sheet.rows().nth(3).unwrap().iter().collect();
    assert_eq!(missing[4], &Data::String("—（无采购）".into()));
    assert_eq!(missing[5], &Data::Empty);
}

#[test]
fn names_in_a_workbook_are_text_to_the_letter() {
    let mut book = workbook(render(&sample(), Format::Xlsx, &Style::default()).unwrap());
    let name = book.sheet_names()[1].clone();
    assert!(book.worksheet_formula(&name).unwrap().is_empty(), "no name became a formula");
    let sheet = book.worksheet_range(&name).unwrap();
    for (row, hostile) in (4..).zip(HOSTILE) {
        let Some(Data::String(text)) = sheet.get((row, 0)) else { panic!("text expected in row {row}") };
        assert_eq!(
            text.replace("_x001B_", "\u{1b}").replace("_x0000_", "\0").replace("\r\n", "\n"),
            hostile.replace("\r\n", "\n")
        );
    }
    let Some(Data::String(long)) = sheet.get((13, 0)) else { panic!("text expected") };
    assert!(long.chars().count() == 32_767 && long.ends_with('…'));
}

#[test]
fn csv_reads_back_with_full_precision() {
    let tables = csv::csv_tables(&sample());
    assert_eq!(tables.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["rate", "rate-2"]);
    let bytes = tables[0].1.strip_prefix(b"\xef\xbb\xbf").expect("a byte-order mark");
    let mut reader = ::csv::Reader::from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let expected = [
        "name",
        "year",
        "firm_count",
        "amount",
        "rate",
        "rate_lo",
        "rate_hi",
        "change",
        "distance",
        "esri",
        "is_leader",
    ];
    assert_eq!(header, expected[..]);
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(
        rows[0].iter().skip(1).collect::<Vec<_>>().join(" "),
        "2024 1234 30000000 0.413 0.413 0.413 0.0167 12.34 0.123456789 true"
    );
    assert_eq!((&rows[1][4], &rows[1][5], &rows[1][6]), ("", "0", "0.4"));
    assert!(rows[2].iter().skip(1).all(str::is_empty), "missing is never zero");
    for (row, hostile) in rows[3..].iter().zip(HOSTILE) {
        assert_eq!(row[0].trim_start_matches('\''), hostile);
        assert!(!row[0].starts_with(['=', '+', '-', '@', '\t', '\r']));
    }
}

#[test]
fn the_page_is_self_contained_and_escaped() {
    let style = Style::default();
    let page = html::page(&[sample(), sample()], &Pictures::new(), &style);
    assert!(page.contains("default-src 'none'") && page.contains("<html lang=\"zh-CN\">"));
    // The page's own data and its own script, nothing of the data set.
    assert!(page.matches("<script").count() == 2 && page.matches("</script").count() == 2);
    assert!(!page.contains("<script>alert") && !page.contains("<img") && !page.contains("<link"));
    for outside in ["src=\"http", "href=\"http", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains('\u{202e}'));
    for text in ["41.3%", "(0, 40.0%]", "—（无采购）", "+1.67", "3,000", "1,234", "12.3"] {
        assert!(page.contains(text), "{text}");
    }
    let unique: std::collections::BTreeSet<&str> =
        page.split(" id=\"").skip(1).filter_map(|p| p.split('"').next()).collect();
    assert_eq!(unique.len(), page.matches(" id=\"").count(), "ids are unique");
}

#[test]
fn text_and_markdown_show_the_same_words_on_clean_lines() {
    for format in [Format::Table, Format::Markdown] {
        let text = String::from_utf8(render(&sample(), format, &Style::default()).unwrap()).unwrap();
        for value in ["41.3%", "—（无采购）", "+1.67", "3,000", "1,234", "采购额（万元）", "12.3"] {
            assert!(text.contains(value), "{format}: {value}");
        }
        assert!(!text.contains(|c: char| c.is_control() && c != '\n') && !text.contains('\u{202e}'), "{format}");
    }
    let markdown = String::from_utf8(render(&sample(), Format::Markdown, &Style::default()).unwrap()).unwrap();
    assert!(!markdown.contains("<script"));
    let separators = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(markdown.lines().filter(|line| line.starts_with('|')).all(|line| separators(line) == 10));
}

#[test]
fn english_words_follow_the_language() {
    let style = Style { lang: Lang::En, ..Style::default() };
    let text = String::from_utf8(render(&sample(), Format::Table, &style).unwrap()).unwrap();
    assert!(text.contains("采购额 (CNY 10k)") && text.contains("— (no purchases)") && text.contains("yes"));
}

#[test]
fn rejected_rows_keep_their_columns_and_read_again() {
    let row = |number, cells: &[&str]| RejectRow {
        number,
        codes: vec![Code::MissingCell, Code::BadNumber],
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    };
    let sheet = |file: &str| RejectSheetView {
        file: file.into(),
        sheet: "采购".into(),
        header: vec!["采购方".into(), "采购额(万元)".into()],
        rows: vec![row(5, &["91341300MA2N000000", "=1+1", "多出"]), row(9, &["甲"])],
    };
    let sheets = [sheet("a.xlsx"), sheet("b.xlsx")];
    let bytes = xlsx::rejects(&sheets).unwrap();
    assert_eq!(bytes, xlsx::rejects(&sheets).unwrap());
    let mut book = workbook(bytes);
    assert_eq!(book.sheet_names(), ["采购", "采购 (2)"]);
    let range = book.worksheet_range("采购").unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[0], ["采购方", "采购额(万元)", "", "问题代码/issue", "原行号/row"]);
    let codes = "missing-cell 必填单元格为空; bad-number 无法读取的数字".to_owned();
    assert_eq!(rows[1], ["91341300MA2N000000", "=1+1", "多出", &codes, "5"]);
    assert_eq!(rows[2], ["甲", "", "", &codes, "9"]);
    workbook(xlsx::rejects(&[]).unwrap());
}

#[test]
fn text_that_looks_like_a_formula_is_quoted() {
    let quoted = |text: &str| {
        let rows = vec![RejectRow { number: 2, codes: vec![Code::BadNumber], cells: vec![text.to_owned()] }];
        let sheet =
            RejectSheetView { file: "a.csv".into(), sheet: "采购".into(), header: vec!["采购方".into()], rows };
        let mut archive = zip::ZipArchive::new(Cursor::new(xlsx::rejects(&[sheet]).unwrap())).unwrap();
        std::io::read_to_string(archive.by_name("xl/styles.xml").unwrap()).unwrap().contains("quotePrefix=\"1\"")
    };
    for text in ["=1+1", "+1", "-1", "@SUM(1)"] {
        assert!(quoted(text), "{text}");
    }
    assert!(!quoted("甲=1"));
}

#[test]
fn issues_become_a_csv_in_both_languages() {
    let origin = Origin { file: "采购.xlsx".into(), sheet: "采购".into(), row: Some(5), ..Origin::default() };
    let issues: Vec<Issue> = Code::ALL.iter().map(|code| Issue::new(*code, origin.clone(), "=x")).collect();
    let report = Report { blocks: vec![Block::Table(issues_table(&issues))], ..Report::default() };
    let (key, bytes) = csv::csv_tables(&report).remove(0);
    assert_eq!(key, "issues");
    let mut reader = ::csv::Reader::from_reader(&bytes[3..]);
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let expected = "severity code file sheet row column cell text message_zh hint_zh message_en hint_en";
    assert_eq!(header.join(" "), expected);
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), Code::ALL.len());
    assert!(
        rows.iter().all(|row| &row[4] == "5" && &row[7] == "'=x" && row.iter().skip(8).all(|text| !text.is_empty()))
    );
    assert_eq!(summary_table(&issues, Lang::En).rows.len(), Code::ALL.len());
}
