//! Maps on paper, from the command line: one document or a file each, on the sheet and at the density asked for.
#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command as Program;

use assert_cmd::Command;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use liantu::app::map::MapKind;
use liantu::app::run::{RunOptions, run};
use liantu::app::{Session, session::Policy};
use liantu::ingest::ReadOptions;
use ttf_parser::Face;

fn map(output: &Path, more: &[&str]) -> (i32, String) {
    let run = Command::cargo_bin("liantu")
        .unwrap()
        .env("LC_ALL", "zh_CN.UTF-8")
        .args(["map", "examples/suzhou", "-o", output.to_str().unwrap()])
        .args(more)
        .output()
        .unwrap();
    (run.status.code().unwrap(), String::from_utf8_lossy(&run.stderr).into_owned())
}

/// Names of the files in a folder, but for the list of them.
fn names(folder: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "manifest.json").collect()
}

fn endings(folder: &Path) -> BTreeSet<String> {
    names(folder).iter().map(|name| name.rsplit('.').next().unwrap().to_owned()).collect()
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{c}').collect()
}

/// The fonts inside an svg, the regular one first.
fn fonts(svg: &str) -> Vec<Vec<u8>> {
    let parts = svg.split("base64,").skip(1);
    parts.map(|part| STANDARD.decode(&part[..part.find(')').unwrap()]).unwrap()).collect()
}

/// Labels of an svg; each character has a glyph in the font that the svg carries, and none is a box of a missing one.
fn labels(svg: &str) -> Vec<String> {
    let fonts = fonts(svg);
    let faces: Vec<Face<'_>> = fonts.iter().map(|font| Face::parse(font, 0).unwrap()).collect();
    let tree = roxmltree::Document::parse(svg).unwrap();
    let mut labels = Vec::new();
    for node in tree.descendants().filter(|node| node.has_tag_name("text")) {
        let label = node.text().unwrap_or_default();
        let face = if node.attribute("font-weight") == Some("bold") { faces.last() } else { faces.first() }.unwrap();
        for c in label.chars().filter(|c| !c.is_whitespace()) {
            let glyph = face.glyph_index(c).unwrap_or_else(|| panic!("no glyph for {c:?} of {label}"));
            assert!(glyph.0 != 0 && face.glyph_bounding_box(glyph).is_some() && c != '□', "{label}");
        }
        labels.push(label.to_owned());
    }
    labels
}

#[test]
fn every_kind_of_map_says_on_paper_what_its_picture_says() {
    let kinds: Vec<&str> = MapKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let folder = tempfile::tempdir().unwrap();
    let (code, told) = map(folder.path(), &["--kind", &kinds.join(","), "--format", "svg,pdf"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(endings(folder.path()), ["pdf", "svg"].map(str::to_owned).into());
    let reader = Program::new("pdftotext").arg("-v").output().is_ok();
    if !reader {
        eprintln!("NOT TESTED: no pdftotext here, so nobody else has read the pdf");
    }
    for name in names(folder.path()).iter().filter_map(|name| name.strip_suffix(".svg")) {
        let file = |ending: &str| folder.path().join(format!("{name}.{ending}"));
        let labels = labels(&fs::read_to_string(file("svg")).unwrap());
        assert!(labels.len() > 5, "{name}");
        if reader {
            let read = Program::new("pdftotext").arg("-raw").arg(file("pdf")).arg("-").output().unwrap();
            let read = without_space(&String::from_utf8_lossy(&read.stdout));
            let lost: Vec<&String> = labels.iter().filter(|label| !read.contains(&without_space(label))).collect();
            assert!(lost.is_empty(), "{name}: {lost:?}");
        }
    }
}

#[test]
fn all_maps_make_one_document_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert_eq!(map(&at("first.pdf"), &[]).0, 0);
    assert_eq!(map(&at("second.pdf"), &["--threads", "1"]).0, 0);
    let bytes = fs::read(at("first.pdf")).unwrap();
    assert!(bytes == fs::read(at("second.pdf")).unwrap());
    assert_eq!(String::from_utf8_lossy(&bytes).matches("/Type/Page/").count(), 9);
}

#[test]
fn a_run_binds_all_its_maps() {
    let session = Session::open(Path::new("examples/suzhou"), &ReadOptions::default(), &Policy::default()).unwrap();
    let files = run(&session, &RunOptions { png_scale: 0.1, ..RunOptions::default() }).unwrap();
    let maps = files.keys().filter(|name| name.starts_with("maps/") && name.ends_with(".svg")).count();
    let book = String::from_utf8_lossy(&files["图册.pdf"]);
    assert_eq!((book.matches("/Type/Page/").count(), book.matches("/Dest[").count()), (maps, maps));
    assert!(maps > 9);
}

/// Width and height in pixels, and pixels to the metre.
fn header(png: &[u8]) -> (u32, u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    let density = png.windows(4).position(|four| four == b"pHYs").unwrap();
    (number(16), number(20), number(density + 4))
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["--chain", "轴承"], more].concat()
}

#[test]
fn sheet_density_and_formats_are_those_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert_eq!(map(&at("usual"), &with(&[])).0, 0);
    assert_eq!(endings(&at("usual")), ["pdf", "png", "svg"].map(str::to_owned).into());
    assert_eq!(map(&at("page"), &with(&["--format", "html,pdf"])).0, 0);
    assert_eq!(names(&at("page")), ["index.html", "panorama-bearing.pdf"].map(str::to_owned).into());
    assert_eq!(map(&at("wall.pdf"), &with(&["--paper", "a0"])).0, 0);
    let text = String::from_utf8_lossy(&fs::read(at("wall.pdf")).unwrap()).into_owned();
    assert!(text.contains("3370.3938") && text.contains("2383.937"), "A0 in points");
    let (_, told) = map(&at("small.pdf"), &with(&["--paper", "a4"]));
    assert!(told.contains("A4") && told.contains("不到 6 磅"), "{told}");
    // Between the margins of A4 there are 190 by 277 mm, and one side of the map fills them; its white border comes on top.
    assert_eq!(map(&at("print.png"), &with(&["--paper", "a4", "--dpi", "150"])).0, 0);
    let (width, height, density) = header(&fs::read(at("print.png")).unwrap());
    let fills = |pixels: u32| (1_122..1_300).contains(&pixels) || (1_636..1_850).contains(&pixels);
    assert!(density == 5_906 && (fills(width) || fills(height)), "{width} {height} {density}");
    for (output, more) in
        [("x.pdf", "--format=svg"), ("x.png", "--paper=a7"), ("x.png", "--dpi=0"), ("x", "--format=gif")]
    {
        assert_eq!(map(&at(output), &with(&[more])).0, 2, "{more}");
        assert!(!at(output).exists());
    }
    let (code, told) = map(&at("two.svg"), &[]);
    assert!(code == 1 && told.contains("图册.pdf"), "{told}");
}
