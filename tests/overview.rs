//! The map of all segments at the size of needs E10: it comes in seconds, the same each time, and stays where it was.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "common/e10.rs"]
mod e10;

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn map(data: &Path, output: &Path, more: &[&str]) -> (i32, String) {
    let run = Command::cargo_bin("liantu")
        .unwrap()
        .env("LC_ALL", "zh_CN.UTF-8")
        .args([
            "map",
            data.to_str().unwrap(),
            "--focus",
            "合肥市",
            "--kind",
            "overview",
            "-o",
            output.to_str().unwrap(),
        ])
        .args(more)
        .output()
        .unwrap();
    (run.status.code().unwrap(), String::from_utf8_lossy(&run.stderr).into_owned())
}

/// Upper left corners of the boxes, by id.
fn boxes(positions: &Path) -> BTreeMap<String, (f64, f64)> {
    let value: serde_json::Value = serde_json::from_slice(&fs::read(positions).unwrap()).unwrap();
    let map = &value["maps"]["overview"];
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let origin = (number(&map["origin"][0]), number(&map["origin"][1]));
    let boxes = map["boxes"].as_object().unwrap().iter();
    boxes.map(|(id, at)| (id.clone(), (origin.0 + number(&at["left"]), origin.1 + number(&at["top"])))).collect()
}

#[test]
fn a_region_fits_on_one_map_and_one_more_firm_moves_no_box() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    e10::write(&at("before"), 0);
    e10::write(&at("after"), 1);
    let kept = ["--positions", &at("kept.json").to_string_lossy()].map(str::to_owned);
    let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
    let (code, told) = map(&at("before"), &at("first.svg"), &kept);
    assert_eq!(code, 0, "{told}");
    let first = boxes(&at("kept.json"));
    assert_eq!(first.len(), 120);
    // Twice the same, also with the positions of itself, and on one thread.
    assert_eq!(map(&at("before"), &at("again.svg"), &["--threads", "1"]).0, 0);
    assert_eq!(fs::read(at("first.svg")).unwrap(), fs::read(at("again.svg")).unwrap());
    // One firm more, which sells and buys: nothing moves, and the picture is another.
    assert_eq!(map(&at("after"), &at("second.svg"), &kept).0, 0);
    assert_eq!(boxes(&at("kept.json")), first);
    let svg = fs::read_to_string(at("second.svg")).unwrap();
    assert_ne!(svg, fs::read_to_string(at("first.svg")).unwrap());
    for text in ["环节供需总图", "汽车基础轴承环节", "瑶海", "上游", "配套服务", "线宽与采购额成正比"]
    {
        assert!(svg.contains(text), "{text}");
    }
    assert!(svg.len() < 4_000_000, "{} bytes", svg.len());
    // On A0, with a margin of ten millimetres, the smallest type has eight points.
    let attribute = |name: &str| {
        let values = svg.match_indices(name).map(|(at, _)| svg[at + name.len()..].split('"').next().unwrap());
        values.filter_map(|value| value.parse::<f64>().ok()).collect::<Vec<f64>>()
    };
    let (width, height) =
        (attribute("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")[0], attribute(" height=\"")[0]);
    let points = ((1189.0 - 20.0) / width).min((841.0 - 20.0) / height) / 25.4 * 72.0;
    let smallest = attribute(" font-size=\"").into_iter().fold(f64::INFINITY, f64::min) / 10.0;
    assert!(smallest * points >= 8.0, "{smallest} units of {points} points on {width} x {height}");
    // Without the positions of the first map the one more firm moves nothing either.
    assert_eq!(map(&at("after"), &at("third.svg"), &["--positions", &at("other.json").to_string_lossy()]).0, 0);
    assert_eq!(boxes(&at("other.json")), first);
}

#[test]
fn a_file_that_holds_something_else_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    e10::write(&folder.path().join("data"), 0);
    let mine = folder.path().join("mine.json");
    fs::write(&mine, "{\"mine\": 1}").unwrap();
    let more = ["--positions", mine.to_str().unwrap()];
    let (code, told) = map(&folder.path().join("data"), &folder.path().join("map.svg"), &more);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("mine.json"), "{told}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "{\"mine\": 1}");
    assert!(!folder.path().join("map.svg").exists());
}
