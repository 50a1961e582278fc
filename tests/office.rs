//! What office programs are given: the Word document and the workbook are whole, mean what they say, and open.

#![cfg(all(feature = "excel", feature = "figures", feature = "word"))]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod common;

use calamine::{Data, Reader, Xlsx};
use common::{Economy, at, wan};
use liantu::analysis::{Answer, GapOptions, PanoramaOptions, RateOptions, Request, RiskOptions, SplitOptions};
use liantu::render::{Format, Pictures, Style, docx, figure, render_all};
use liantu::report::{
    Asked, Block, Cell, Column, Context, Document, Lang, Report, Table, Unit, document, present, summary,
};
use roxmltree::{Document as Xml, Node};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"&'<w:t>",
    "甲\u{202e}乙\u{200f}",
    "x\u{0}\u{1b}[31m\u{fffe}y",
    "=HYPERLINK(\"http://evil.example\")",
];

/// Every question of a small city.
fn asked(lang: Lang) -> Vec<Asked> {
    let graph = Economy::default()
        .focus(341_300)
        .leader("甲车桥", at(341_302))
        .firm("乙轴承", at(341_323))
        .firm("丙钢厂", at(320_300))
        .buys_in("甲车桥", "乙轴承", "轴承", wan(4_000.0), Some(2024))
        .buys_in("甲车桥", "丙钢厂", "轴承", wan(6_000.0), Some(2024))
        .buys_in("乙轴承", "丙钢厂", "钢材", wan(2_000.0), Some(2024))
        .input("轴承", "钢材")
        .graph();
    let scope = liantu::analysis::scope::Scope { focus: graph.dataset().about.focus, ..Default::default() };
    let gap = GapOptions { scope: scope.clone(), ..GapOptions::default() };
    let requests = [
        Request::Rate(RateOptions { scope: scope.clone(), ..RateOptions::default() }),
        Request::Split(SplitOptions { scope: scope.clone(), ..SplitOptions::default() }),
        Request::Gap(gap.clone()),
        Request::Risk(RiskOptions { scope, ..RiskOptions::default() }),
        Request::Panorama(PanoramaOptions { gap, ..PanoramaOptions::default() }),
    ];
    let context = Context { lang, title: "试验".into(), as_of: Some("2025-03-31".into()) };
    let answers: Vec<Answer> = requests.iter().map(|request| request.run(&graph).unwrap()).collect();
    let first = Asked { question: "summary", report: summary(&answers, &context) };
    let rest = requests.iter().zip(&answers);
    let rest = rest.map(|(request, answer)| Asked { question: request.name(), report: present(answer, &context) });
    [first].into_iter().chain(rest).collect()
}

/// The pictures of all reports.
fn pictures(asked: &[Asked]) -> BTreeMap<String, Vec<u8>> {
    let figures = asked.iter().flat_map(|asked| &asked.report.blocks).filter_map(|block| match block {
        Block::Figure(drawn) => Some((drawn.key().to_owned(), figure::png(&figure::svg(drawn).unwrap(), 0.5).unwrap())),
        _ => None,
    });
    figures.collect()
}

fn written(document: &Document, pictures: &BTreeMap<String, Vec<u8>>, lang: Lang) -> Vec<u8> {
    docx::document(document, |key| pictures.get(key).map(Vec::as_slice), lang).unwrap()
}

fn city(lang: Lang) -> Vec<u8> {
    let asked = asked(lang);
    let context = Context { lang, title: "试验".into(), as_of: Some("2025-03-31".into()) };
    written(&document(&asked, Some("宿州市"), &context), &pictures(&asked), lang)
}

/// A document of one table whose every text is hostile.
fn hostile() -> Vec<u8> {
    let column = |key, heading: &str| Column { key, heading: heading.into(), unit: Unit::None, detail: false };
    let long = "长".repeat(40_000);
    let names = HOSTILE.iter().copied().chain([long.as_str()]);
    let table = Table {
        key: "t",
        title: HOSTILE[0].into(),
        columns: vec![column("a", HOSTILE[0]), column("b", HOSTILE[1])],
        rows: names.map(|name| vec![Cell::text(name), Cell::Number(1e308)]).collect(),
        note: Some(HOSTILE[3].into()),
    };
    let report = Report {
        title: HOSTILE[1].into(),
        subtitle: HOSTILE[2].into(),
        blocks: vec![Block::Heading(HOSTILE[0].into()), Block::Paragraph(HOSTILE.join("\n")), Block::Table(table)],
        ..Report::default()
    };
    let asked = [Asked { question: "summary", report }];
    let context = Context { title: HOSTILE[1].into(), ..Context::default() };
    written(&document(&asked, Some(HOSTILE[0]), &context), &BTreeMap::new(), Lang::Zh)
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut read = |name: &String| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    names.iter().map(|name| (name.clone(), read(name))).collect()
}

fn text_of(part: &[u8]) -> &str {
    std::str::from_utf8(part).unwrap()
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |child| child.has_tag_name((W, name)))
}

/// The letters of a part of the text.
fn letters(node: Node<'_, '_>) -> String {
    children(node, "t").filter_map(|text| text.text()).collect()
}

fn style<'a>(node: Node<'a, '_>) -> &'a str {
    children(node, "pStyle").next().and_then(|style| style.attribute((W, "val"))).unwrap_or_default()
}

#[test]
fn every_part_is_well_formed_and_every_link_leads_somewhere() {
    for bytes in [city(Lang::Zh), city(Lang::En), hostile()] {
        let parts = parts(&bytes);
        for (name, bytes) in parts.iter().filter(|(name, _)| !name.ends_with(".png")) {
            assert!(Xml::parse(text_of(bytes)).is_ok(), "{name}");
        }
        let types = text_of(&parts["[Content_Types].xml"]);
        assert!(
            parts
                .keys()
                .filter(|name| name.starts_with("word/") && name.ends_with(".xml"))
                .all(|name| types.contains(name))
        );
        let links = Xml::parse(text_of(&parts["word/_rels/document.xml.rels"])).unwrap();
        let links: BTreeMap<&str, &str> = (links.root_element().children())
            .filter_map(|link| Some((link.attribute("Id")?, link.attribute("Target")?)))
            .collect();
        assert!(links.values().all(|target| parts.contains_key(&format!("word/{target}"))), "{links:?}");
        let document = Xml::parse(text_of(&parts["word/document.xml"])).unwrap();
        let mut named = 0;
        for attribute in document.descendants().flat_map(|node| node.attributes()) {
            if attribute.namespace().is_some_and(|space| space.ends_with("/relationships")) {
                assert!(links.contains_key(attribute.value()), "{}", attribute.value());
                named += 1;
            }
        }
        assert!(named >= 2, "head and foot are named");
        let marks: Vec<_> =
            children(document.root(), "bookmarkStart").filter_map(|mark| mark.attribute((W, "name"))).collect();
        assert!(
            children(document.root(), "hyperlink").all(|link| marks.contains(&link.attribute((W, "anchor")).unwrap()))
        );
    }
}

#[test]
fn header_rows_repeat_and_no_row_breaks() {
    let parts = parts(&city(Lang::Zh));
    let document = Xml::parse(text_of(&parts["word/document.xml"])).unwrap();
    let mut tables = 0;
    for table in children(document.root(), "tbl") {
        tables += 1;
        let columns = children(table, "gridCol").count();
        let width: u32 =
            children(table, "gridCol").map(|column| column.attribute((W, "w")).unwrap().parse::<u32>().unwrap()).sum();
        assert!(width <= 14_418, "{width} is wider than a page");
        for (at, row) in children(table, "tr").enumerate() {
            assert_eq!(children(row, "cantSplit").count(), 1);
            assert_eq!(children(row, "tblHeader").count(), usize::from(at == 0));
            assert_eq!(children(row, "tc").count(), columns);
        }
        let caption = table.prev_sibling().unwrap();
        assert_eq!(style(caption), "Caption");
        assert!(letters(caption).starts_with(&format!("表 {tables}　")), "{}", letters(caption));
    }
    assert!(tables > 10, "{tables}");
}

#[test]
fn pictures_carry_title_definition_and_date() {
    for (lang, date) in [(Lang::Zh, "数据日期 2025-03-31"), (Lang::En, "2025-03-31")] {
        let parts = parts(&city(lang));
        let document = Xml::parse(text_of(&parts["word/document.xml"])).unwrap();
        let drawn: Vec<Node<'_, '_>> =
            children(document.root(), "p").filter(|node| style(*node) == "Picture").collect();
        assert!(!drawn.is_empty());
        assert_eq!(drawn.len(), parts.keys().filter(|name| name.ends_with(".png")).count());
        for picture in drawn {
            let caption = picture.next_sibling().unwrap();
            assert_eq!((style(caption), children(caption, "fldSimple").count()), ("Caption", 1));
            let told = letters(caption.next_sibling().unwrap());
            assert!(told.contains(date) && told.chars().count() > 60, "{told}");
        }
    }
}

#[test]
fn names_are_text_whatever_they_hold() {
    let parts = parts(&hostile());
    let document = Xml::parse(text_of(&parts["word/document.xml"])).unwrap();
    let cells: Vec<String> = children(document.root(), "tc").map(letters).collect();
    assert!(cells.contains(&HOSTILE[0].to_owned()) && cells.contains(&HOSTILE[4].to_owned()), "{cells:?}");
    assert!(cells.contains(&"x  [31my".to_owned()) && cells.contains(&"甲乙".to_owned()), "{cells:?}");
    assert!(cells.iter().all(|cell| cell.chars().count() <= 330), "a row must fit on a page");
    let instructions: Vec<&str> = children(document.root(), "instrText").filter_map(|field| field.text()).collect();
    assert!(instructions.iter().all(|field| field.starts_with(" TOC ") || field.starts_with(" PAGEREF _Toc")));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(city(Lang::Zh) == city(Lang::Zh));
    assert!(city(Lang::Zh) != city(Lang::En));
}

/// What a cell of the workbook must read back as; `None` where it says in words why there is no number.
fn expected(cell: &Cell, unit: Unit) -> Option<Data> {
    let scaled = |number: f64| match unit {
        Unit::Yuan => number / 10_000.0,
        Unit::Points => number * 100.0,
        _ => number,
    };
    match cell {
        Cell::Text(text) if text.is_empty() => Some(Data::Empty),
        Cell::Text(text) => Some(Data::String(text.clone())),
        Cell::Integer(number) => Some(Data::Float(scaled(f64::from(i32::try_from(*number).unwrap())))),
        Cell::Number(number) => Some(Data::Float(scaled(*number))),
        Cell::Interval { .. } | Cell::Flag(_) | Cell::Missing(_) => None,
    }
}

#[test]
fn the_workbook_reads_back_with_equal_values() {
    let reports: Vec<Report> = asked(Lang::Zh).into_iter().map(|asked| asked.report).collect();
    let bytes = render_all(&reports, &Pictures::new(), Format::Xlsx, &Style::default()).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    assert_eq!(
        (names[0].as_str(), names[1].as_str(), names.last().unwrap().as_str()),
        ("关键数字", "图表", "口径与来源")
    );
    let mut sheets = names[2..].iter();
    let mut compared = 0;
    for table in reports.iter().flat_map(|report| &report.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    }) {
        let sheet = book.worksheet_range(sheets.next().unwrap()).unwrap();
        let head: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
        for (at, column) in table.columns.iter().enumerate() {
            let heading = liantu::report::words::heading(column, Lang::Zh);
            let place = u32::try_from(head.iter().position(|text| *text == heading).unwrap()).unwrap();
            for (down, row) in (1..).zip(&table.rows) {
                let found = sheet.get_value((down, place)).unwrap_or(&Data::Empty);
                let Some(expected) = expected(&row[at], column.unit) else {
                    assert!(matches!(found, Data::String(text) if !text.is_empty()), "{}/{}", table.key, column.key);
                    continue;
                };
                assert_eq!(*found, expected, "{}/{} row {down}", table.key, column.key);
                compared += 1;
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn charts_point_at_the_numbers_beside_them() {
    let reports: Vec<Report> = asked(Lang::Zh).into_iter().map(|asked| asked.report).collect();
    let bytes = render_all(&reports, &Pictures::new(), Format::Xlsx, &Style::default()).unwrap();
    let parts = parts(&bytes);
    let charts: Vec<&str> =
        parts.iter().filter(|(name, _)| name.starts_with("xl/charts/chart")).map(|(_, part)| text_of(part)).collect();
    assert!(charts.len() >= 5, "{}", charts.len());
    assert!(charts.iter().all(|chart| chart.contains("图表!$A$") && chart.contains("<c:numCache>")), "{}", charts[0]);
    let sheets =
        parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")).map(|(_, part)| text_of(part));
    assert!(sheets.clone().filter(|sheet| sheet.contains("<dataBar>")).count() > 5);
    assert!(sheets.filter(|sheet| sheet.contains("<autoFilter") && sheet.contains("state=\"frozen\"")).count() > 5);
}

/// The text of a file as LibreOffice prints it; `None`, loudly, where it is not installed.
fn printed(folder: &Path, name: &str, bytes: &[u8]) -> Option<String> {
    let has = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !has("soffice") || !has("pdftotext") {
        eprintln!("NOT TESTED: no soffice or pdftotext here, so nothing opened {name}");
        return None;
    }
    fs::write(folder.join(name), bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to", "pdf", "--outdir"]).arg(folder).arg(folder.join(name));
    let output = office.output().unwrap();
    let pdf = folder.join(name).with_extension("pdf");
    assert!(pdf.exists(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let text = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().unwrap();
    Some(String::from_utf8_lossy(&text.stdout).into_owned())
}

#[test]
fn libreoffice_opens_both_and_prints_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    if let Some(text) = printed(folder.path(), "report.docx", &city(Lang::Zh)) {
        for words in ["产业集群建设方案", "重点领域和风险清单", "方法与口径", "甲车桥", "表 1", "图 1"]
        {
            assert!(text.contains(words), "{words} is not in print");
        }
    }
    if let Some(text) = printed(folder.path(), "hostile.docx", &hostile()) {
        assert!(text.contains("<script>alert(1)</script>"));
    }
    let reports: Vec<Report> = asked(Lang::En).into_iter().map(|asked| asked.report).collect();
    let style = Style { lang: Lang::En, ..Style::default() };
    let book = render_all(&reports, &Pictures::new(), Format::Xlsx, &style).unwrap();
    if let Some(text) = printed(folder.path(), "book.xlsx", &book) {
        assert!(text.contains("Local supply rate by tier") && text.contains("甲车桥"));
    }
}
