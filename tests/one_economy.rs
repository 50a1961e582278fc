//! One small economy, with every sheet of the data format, as workbook, text, Parquet and library: one data set.
#![cfg(all(feature = "excel", feature = "parquet", feature = "library"))]
#![allow(clippy::unwrap_used, missing_docs)]

use assert_cmd::Command;
use liantu::ingest::{self, Ingested, ReadOptions};
use liantu::issue::{Code, Issue};
use liantu::model::Dataset;
use std::path::{Path, PathBuf};

const FORMS: [&str; 8] =
    ["csv", "csv_bom", "csv_gb18030", "csv_utf16", "economy.ods", "economy.xls", "economy.xlsx", "parquet"];

fn form(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/economy").join(name)
}

fn read(name: &str) -> Ingested {
    ingest::read(&form(name), &ReadOptions::default()).unwrap()
}

/// The data set without what differs by nature: names and hashes of files.
fn content(mut dataset: Dataset) -> Dataset {
    for source in &mut dataset.sources {
        (source.file, source.sha256) = ("".into(), "".into());
    }
    for balance in &mut dataset.balance {
        balance.file = "".into();
    }
    dataset
}

/// Code, sheet, row and cell of every issue, whatever the file is called.
fn told(issues: &[Issue]) -> Vec<(Code, String, Option<u32>, Option<String>)> {
    let one = |issue: &Issue| {
        let origin = &issue.origin;
        (issue.code, origin.sheet.to_string(), origin.row, origin.cell.as_deref().map(str::to_owned))
    };
    let mut told: Vec<_> = issues.iter().map(one).collect();
    told.sort();
    told
}

#[test]
fn every_sheet_is_in_the_economy() {
    let dataset = read("csv").dataset;
    assert!(dataset.balance.iter().all(|table| table.read > 0 && table.set_aside == 0), "{:?}", dataset.balance);
    let kinds = [
        dataset.firms.len(),
        dataset.firm_years.len(),
        dataset.chains.len(),
        dataset.inputs.len(),
        dataset.capabilities.len(),
        dataset.links.len(),
        dataset.totals.len(),
        dataset.projects.len(),
        dataset.talents.len(),
        dataset.clusters.len(),
        dataset.indicators.len(),
        dataset.targets.len(),
    ];
    assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
    assert_eq!(dataset.projects[0].snapshots.len(), 2);
    assert!(dataset.zones.len() == 1 && dataset.regions.iter().any(|region| &*region.name == "合成区域"));
}

#[test]
fn every_kind_of_file_gives_the_same_data_set() {
    let csv = read("csv");
    for name in FORMS {
        let other = read(name);
        assert_eq!(told(&other.issues), told(&csv.issues), "{name}");
        assert_eq!(other.dataset.fingerprint, csv.dataset.fingerprint, "{name}");
        assert_eq!(content(other.dataset), content(csv.dataset.clone()), "{name}");
    }
}

#[test]
fn a_library_gives_the_bytes_of_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let stdout = |args: &[&str]| {
        let run = Command::cargo_bin("liantu").unwrap().args(args).args(["--quiet", "--lang", "zh"]).output().unwrap();
        assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
        run.stdout
    };
    for (at, name) in FORMS.iter().enumerate() {
        let data = form(name).display().to_string();
        let library = folder.path().join(format!("{at}.liantu")).display().to_string();
        stdout(&["import", &data, "--library", &library]);
        for question in ["check", "rate", "split", "gap"] {
            let ask = |data: &str| stdout(&[question, data, "--format", "json"]);
            assert!(ask(&data) == ask(&library), "{question} of {name}");
        }
    }
}
