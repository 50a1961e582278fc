//! Maps on paper, from the command line: one document or a file each, on the sheet and at the density asked for.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command as Program;

use assert_cmd::Command;

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

#[test]
fn a_document_of_all_maps_says_what_the_pictures_say() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (code, told) = map(&at("first.pdf"), &[]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(map(&at("second.pdf"), &["--threads", "1"]).0, 0);
    assert!(fs::read(at("first.pdf")).unwrap() == fs::read(at("second.pdf")).unwrap());
    assert_eq!(map(&at("all"), &["--format", "svg"]).0, 0);
    assert_eq!(endings(&at("all")), ["svg"].map(str::to_owned).into());
    let maps = names(&at("all"));
    let text = String::from_utf8_lossy(&fs::read(at("first.pdf")).unwrap()).into_owned();
    assert_eq!(text.matches("/Type/Page/").count(), maps.len());
    let Ok(read) = Program::new("pdftotext").arg("-raw").arg(at("first.pdf")).arg("-").output() else {
        eprintln!("NOT TESTED: no pdftotext here, so nobody else has read the pdf");
        return;
    };
    let read = without_space(&String::from_utf8_lossy(&read.stdout));
    let mut labels = 0;
    for name in maps {
        let svg = fs::read_to_string(at("all").join(name)).unwrap();
        let tree = roxmltree::Document::parse(&svg).unwrap();
        for label in tree.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()) {
            assert!(read.contains(&without_space(label)), "{label}");
            labels += 1;
        }
    }
    assert!(labels > 500, "{labels}");
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
    assert!(text.contains("/MediaBox[0 0 3370.3938 2383.937]"));
    let (_, told) = map(&at("small.pdf"), &with(&["--paper", "a4"]));
    assert!(told.contains("A4") && told.contains("不到 6 磅"), "{told}");
    // 277 mm between the margins of A4, 150 pixels to the inch: the map with its own white border is a little wider.
    assert_eq!(map(&at("print.png"), &with(&["--paper", "a4", "--dpi", "150"])).0, 0);
    let (width, height, density) = header(&fs::read(at("print.png")).unwrap());
    assert!((1_636..1_800).contains(&width) && height < width && density == 5_906, "{width} {height} {density}");
    for (output, more) in
        [("x.pdf", "--format=svg"), ("x.png", "--paper=a7"), ("x.png", "--dpi=0"), ("x", "--format=gif")]
    {
        assert_eq!(map(&at(output), &with(&[more])).0, 2, "{more}");
        assert!(!at(output).exists());
    }
    let (code, told) = map(&at("two.svg"), &[]);
    assert!(code == 1 && told.contains("图册.pdf"), "{told}");
}
