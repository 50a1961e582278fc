//! Bare networks from files to bytes: recorded cases, an oracle written from the formulas, and what files can get wrong.
#![allow(clippy::unwrap_used, clippy::result_large_err, missing_docs)]

use assert_cmd::Command;
use liantu::analysis::risk::Preset;
use liantu::analysis::risk::bare::{BareOptions, BareRisk};
use liantu::analysis::risk::cascade::Replaceability;
use liantu::app::Error;
use liantu::app::bare::{BarePaths, bare, csv, json};
use liantu::report::words::Lang;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NAMES: [&str; 5] = ["firms", "edges", "ess", "psi", "psi_up"];

/// The files of a folder that are there, with this ending.
fn asked(folder: &Path, ending: &str, options: &BareOptions) -> Result<BareRisk, Error> {
    let files = NAMES.map(|name| folder.join(format!("{name}.{ending}")));
    let there = |at: usize| Some(files[at].as_path()).filter(|file| file.exists());
    let paths =
        BarePaths { firms: &files[0], edges: &files[1], essentiality: there(2), shocks: there(3), shocks_up: there(4) };
    bare(&paths, options)
}

fn scratch(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn cells(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}

fn paper() -> BareOptions {
    BareOptions { preset: Preset::Paper, ..BareOptions::default() }
}

// ---- Recorded cases ----

fn cases() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/esri");
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 14);
    folders
}

/// The options of a recorded case.
fn recorded(folder: &Path) -> BareOptions {
    let rows = cells(&fs::read_to_string(folder.join("options.csv")).unwrap());
    let option = |key: &str| rows.iter().find(|row| row[0] == key).unwrap()[1].clone();
    let replaceability = if option("substitution") == "TRUE" { Replaceability::Paper } else { Replaceability::Off };
    BareOptions { epsilon: Some(number(&option("eps"))), replaceability: Some(replaceability), ..paper() }
}

#[test]
fn every_recorded_case_agrees_through_the_files() {
    for folder in cases() {
        let risk = asked(&folder, "csv", &recorded(&folder)).unwrap();
        let text = String::from_utf8(csv(&risk)).unwrap();
        let rows = cells(&text);
        let weights = (rows[0].len() - 2) / 3;
        let heads = match weights {
            1 => "scenario,esri,esri_down,esri_up,steps",
            _ => "scenario,esri_1,esri_down_1,esri_up_1,esri_2,esri_down_2,esri_up_2,steps",
        };
        assert_eq!(rows[0].join(","), heads, "{}", folder.display());
        assert!(rows[1..].iter().flatten().all(|cell| number(cell).is_finite()));
        // The other program fails on markets coarser than classes, hence nothing is recorded of that case.
        let Ok(recorded) = fs::read_to_string(folder.join("esri.csv")) else { continue };
        let expected = cells(&recorded);
        assert_eq!(rows.len(), expected.len());
        for (row, expected) in rows.iter().zip(&expected).skip(1) {
            assert_eq!((&row[0], row.last()), (&expected[0], expected.last()), "{}", folder.display());
            for at in 1..=3 * weights {
                let difference = (number(&row[at]) - number(&expected[at])).abs();
                assert!(difference < 1e-12, "{} {}: {difference}", folder.display(), row[0]);
            }
        }
    }
}

#[test]
fn csv_and_json_give_back_every_bit() {
    let folder = &cases()[0];
    let risk = asked(folder, "csv", &recorded(folder)).unwrap();
    let rows = cells(&String::from_utf8(csv(&risk)).unwrap());
    let told = String::from_utf8(json(&risk, Lang::En)).unwrap();
    for (row, own) in rows[1..].iter().zip(&risk.rows) {
        let index = own.indices[0].unwrap();
        let mut rest = told.split_once(&format!("{{\"scenario\":\"{}\"", row[0])).unwrap().1;
        for (at, (key, value)) in
            [("esri", index.both), ("esri_down", index.down), ("esri_up", index.up)].iter().enumerate()
        {
            assert_eq!(number(&row[at + 1]).to_bits(), value.to_bits());
            rest = rest.strip_prefix(&format!(",\"{key}\":")).unwrap();
            let written = &rest[..rest.find(',').unwrap()];
            assert_eq!(number(written).to_bits(), value.to_bits());
            rest = &rest[written.len()..];
        }
        assert!(rest.starts_with(&format!(",\"steps\":{},\"settled\":true}}", row[4])), "{rest:.60}");
    }
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    for folder in
        cases().iter().filter(|folder| ["n200_mixed", "n200_psi_up"].iter().any(|name| folder.ends_with(name)))
    {
        let bytes = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| csv(&asked(folder, "csv", &recorded(folder)).unwrap()))
        };
        assert_eq!(bytes(1), bytes(2));
    }
}

/// A file of the same table with rows from last to first and columns likewise; a matrix keeps its first column.
fn turned(text: &str, keep: usize) -> String {
    let mut rows = cells(text);
    rows[1..].reverse();
    for row in &mut rows {
        row[keep..].reverse();
    }
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

#[test]
fn the_order_of_rows_and_columns_is_not_to_be_seen() {
    for folder in cases().iter().filter(|folder| !folder.ends_with("toy6_linear")) {
        let scratch = scratch(&[]);
        for name in NAMES.iter().filter(|name| folder.join(format!("{name}.csv")).exists()) {
            let text = fs::read_to_string(folder.join(format!("{name}.csv"))).unwrap();
            fs::write(scratch.path().join(format!("{name}.csv")), turned(&text, usize::from(*name == "ess"))).unwrap();
        }
        let options = recorded(folder);
        let [whole, other] = [folder.as_path(), scratch.path()].map(|path| csv(&asked(path, "csv", &options).unwrap()));
        assert!(whole == other, "{}", folder.display());
    }
}

#[cfg(feature = "parquet")]
mod columns {
    use super::*;
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use std::sync::Arc;

    /// The table of a csv file as another program would write it: whole numbers, numbers, texts.
    fn write(text: &str, file: &Path) {
        let rows = cells(text);
        let kind = |at: usize| {
            let all = |test: fn(&str) -> bool| rows[1..].iter().all(|row| test(&row[at]));
            match () {
                () if all(|cell| cell.parse::<i64>().is_ok()) => "int64",
                () if all(|cell| cell.parse::<f64>().is_ok()) => "double",
                () => "binary",
            }
        };
        let fields: String = rows[0].iter().enumerate().fold(String::new(), |fields, (at, name)| {
            let text = if kind(at) == "binary" { " (UTF8)" } else { "" };
            fields + &format!("required {} {name}{text}; ", kind(at))
        });
        let schema = Arc::new(parse_message_type(&format!("message table {{ {fields}}}")).unwrap());
        let properties = Arc::new(WriterProperties::builder().build());
        let mut out = SerializedFileWriter::new(fs::File::create(file).unwrap(), schema, properties).unwrap();
        let mut group = out.next_row_group().unwrap();
        for at in 0..rows[0].len() {
            let mut column = group.next_column().unwrap().unwrap();
            let cells = rows[1..].iter().map(|row| row[at].as_str());
            match kind(at) {
                "int64" => {
                    let values: Vec<i64> = cells.map(|cell| cell.parse().unwrap()).collect();
                    column.typed::<Int64Type>().write_batch(&values, None, None).unwrap();
                }
                "double" => {
                    let values: Vec<f64> = cells.map(number).collect();
                    column.typed::<DoubleType>().write_batch(&values, None, None).unwrap();
                }
                _ => {
                    let values: Vec<ByteArray> = cells.map(ByteArray::from).collect();
                    column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
                }
            }
            column.close().unwrap();
        }
        group.close().unwrap();
        out.close().unwrap();
    }

    #[test]
    fn parquet_gives_the_bytes_that_csv_gives() {
        for folder in cases() {
            let scratch = scratch(&[]);
            for name in NAMES.iter().filter(|name| folder.join(format!("{name}.csv")).exists()) {
                let text = fs::read_to_string(folder.join(format!("{name}.csv"))).unwrap();
                write(&text, &scratch.path().join(format!("{name}.parquet")));
            }
            let options = recorded(&folder);
            let from_csv = csv(&asked(&folder, "csv", &options).unwrap());
            assert!(from_csv == csv(&asked(scratch.path(), "parquet", &options).unwrap()), "{}", folder.display());
        }
    }
}

// ---- Headings and ids in Chinese ----

#[test]
fn chinese_headings_ids_and_encodings_are_read() {
    let files = [
        ("firms.csv", "产品类别,企业,市场,营业收入（元）\n轴承,甲厂,轴承,60\n主机,乙厂,主机,\n"),
        ("edges.csv", "采购方,供应商,金额（元）\n乙厂,甲厂,\"1,234.5\"\n"),
        ("psi.csv", "情景,企业,冲击\n洪水,甲厂,50%\n"),
    ];
    let utf8 = scratch(&files);
    let gbk = scratch(&[]);
    for (name, text) in files {
        fs::write(gbk.path().join(name), encoding_rs::GB18030.encode(text).0).unwrap();
    }
    let bytes = [&utf8, &gbk].map(|folder| csv(&asked(folder.path(), "csv", &BareOptions::default()).unwrap()));
    assert_eq!(bytes[0], bytes[1]);
    // Chinese needs the mark, by which spreadsheets know it; 甲 weighs 60, 乙 its purchases.
    let half = "\u{feff}scenario,esri,esri_down,esri_up,steps\n洪水,0.5,0.5,0.0231749710";
    let text = String::from_utf8(bytes[0].clone()).unwrap();
    assert!(text.starts_with(half), "{text}");
}

// ---- The formulas, dense and slow ----

/// A network for the oracle.
#[derive(Debug, Clone)]
struct Dense {
    class: Vec<usize>,
    market: Vec<usize>,
    amounts: Vec<Vec<f64>>,
    /// By supplying and buying class.
    needs: Vec<Vec<u8>>,
    paper: bool,
}

impl Dense {
    /// [ES-3] to [ES-7] with matrices, as they stand in the methods; the losses `(down, up)` and the steps.
    fn spread(&self, stopped: usize, epsilon: f64) -> (Vec<f64>, Vec<f64>, u32) {
        let n = self.class.len();
        let sold: Vec<f64> = (0..n).map(|i| self.amounts[i].iter().sum()).collect();
        let bought: Vec<f64> = (0..n).map(|i| (0..n).map(|j| self.amounts[j][i]).sum()).collect();
        let of_class =
            |k: usize, i: usize| (0..n).filter(|j| self.class[*j] == k).map(|j| self.amounts[j][i]).sum::<f64>();
        let shock = |i: usize| f64::from(u8::from(i == stopped));
        let (mut down, mut up): (Vec<f64>, Vec<f64>) = ((0..n).map(shock).collect(), (0..n).map(shock).collect());
        for step in 1.. {
            let sigma = |j: usize| {
                let left: f64 =
                    (0..n).filter(|l| self.market[*l] == self.market[j]).map(|l| sold[l] * (1.0 - down[l])).sum();
                if !self.paper || left <= 0.0 { 1.0 } else { (sold[j] / left).min(1.0) }
            };
            let lost: Vec<f64> = (0..n).map(|j| sigma(j) * down[j]).collect();
            let next_down: Vec<f64> = (0..n)
                .map(|i| {
                    let mut worst = shock(i);
                    for k in 0..self.needs.len() {
                        let sum = |kind: u8, total: f64| -> f64 {
                            let from = (0..n).filter(|j| self.needs[self.class[*j]][self.class[i]] == kind);
                            from.filter(|j| kind == 1 || self.class[*j] == k)
                                .map(|j| if total > 0.0 { self.amounts[j][i] / total * lost[j] } else { 0.0 })
                                .sum()
                        };
                        worst = worst.max(sum(2, of_class(k, i))).max(sum(1, bought[i]));
                    }
                    worst.min(1.0)
                })
                .collect();
            let next_up: Vec<f64> = (0..n)
                .map(|i| {
                    let sum: f64 =
                        (0..n).map(|j| if sold[i] > 0.0 { self.amounts[i][j] / sold[i] * up[j] } else { 0.0 }).sum();
                    sum.max(shock(i)).min(1.0)
                })
                .collect();
            let fall = (0..n).map(|i| (next_down[i] - down[i]).max(next_up[i] - up[i])).fold(0.0, f64::max);
            (down, up) = (next_down, next_up);
            if fall <= epsilon {
                return (down, up, step);
            }
        }
        unreachable!("losses cannot grow for ever");
    }

    fn write(&self, folder: &Path) {
        let firms = self.class.iter().zip(&self.market).enumerate();
        let firms: String = firms.map(|(at, (class, market))| format!("{at},c{class},m{market}\n")).collect();
        fs::write(folder.join("firms.csv"), format!("firm,sector,market\n{firms}")).unwrap();
        let mut edges = String::from("supplier,buyer,amount\n");
        for (supplier, row) in self.amounts.iter().enumerate() {
            for (buyer, amount) in row.iter().enumerate().filter(|(_, amount)| **amount > 0.0) {
                edges += &format!("{supplier},{buyer},{amount}\n");
            }
        }
        fs::write(folder.join("edges.csv"), edges).unwrap();
        let heads: String = (0..self.needs.len()).map(|class| format!(",c{class}")).collect();
        let mut ess = format!("class{heads}\n");
        for (class, row) in self.needs.iter().enumerate() {
            ess += &format!("c{class}{}\n", row.iter().map(|need| format!(",{need}")).collect::<String>());
        }
        fs::write(folder.join("ess.csv"), ess).unwrap();
    }
}

/// Numbers that look like chance, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

#[test]
fn the_formulas_written_out_give_the_same_also_where_a_class_has_several_markets() {
    let mut dice = Dice(7);
    for case in 0..40 {
        let (n, classes) = (4 + dice.below(8) as usize, 1 + dice.below(4) as usize);
        let class: Vec<usize> = (0..n).map(|_| dice.below(classes as u64) as usize).collect();
        // Neither finer nor coarser than classes: any firm may be in any market.
        let market: Vec<usize> = (0..n).map(|_| dice.below(3) as usize).collect();
        let mut amounts = vec![vec![0.0; n]; n];
        for _ in 0..2 * n {
            let (from, to) = (dice.below(n as u64) as usize, dice.below(n as u64) as usize);
            amounts[from][to] += 1.0 + dice.below(1000) as f64 / 7.0;
        }
        let needs = (0..classes).map(|_| (0..classes).map(|_| dice.below(3) as u8).collect()).collect();
        let dense = Dense { class, market, amounts, needs, paper: case % 3 != 0 };
        let folder = scratch(&[]);
        dense.write(folder.path());
        let mode = if dense.paper { Replaceability::Paper } else { Replaceability::Off };
        let options = BareOptions { epsilon: Some(1e-6), replaceability: Some(mode), ..paper() };
        let risk = asked(folder.path(), "csv", &options).unwrap();
        let sold: Vec<f64> = dense.amounts.iter().map(|row| row.iter().sum()).collect();
        let whole: f64 = sold.iter().sum();
        for (stopped, row) in risk.rows.iter().enumerate() {
            let (down, up, steps) = dense.spread(stopped, 1e-6);
            let sum = |of: &dyn Fn(usize) -> f64| (0..n).map(|i| sold[i] / whole * of(i)).sum::<f64>();
            let index = row.indices[0].unwrap();
            let expected = [sum(&|i| down[i].max(up[i])), sum(&|i| down[i]), sum(&|i| up[i])];
            for (found, expected) in [index.both, index.down, index.up].iter().zip(expected) {
                assert!((found - expected).abs() < 1e-11, "case {case} firm {stopped}: {found} {expected} {dense:?}");
            }
            assert_eq!(row.steps, steps, "case {case} firm {stopped}");
        }
    }
}

// ---- Choices ----

const FIRMS: &str = "firm,sector,revenue\n1,a,100\n2,b,50\n3,b,\n";
const EDGES: &str = "supplier,buyer,amount\n1,2,10\n1,3,30\n2,2,5\n";

#[test]
fn presets_choose_and_options_choose_otherwise() {
    let folder = scratch(&[("firms.csv", FIRMS), ("edges.csv", EDGES)]);
    let run = |options: &BareOptions| asked(folder.path(), "csv", options).unwrap();
    let ours = run(&BareOptions::default());
    // 3 has no revenue: the larger of sales and purchases.
    let weight = |risk: &BareRisk| format!("{} {}", risk.model.weights[0].name, risk.model.weights[0].total);
    assert_eq!((weight(&ours), ours.model.epsilon, ours.model.self_loops), ("revenue 180".into(), 1e-4, "removed"));
    let theirs = run(&paper());
    assert_eq!((weight(&theirs), theirs.model.epsilon, theirs.model.self_loops), ("sales 45".into(), 0.01, "kept"));
    let weights = ["strength", "revenue"].map(str::to_owned).to_vec();
    let own = run(&BareOptions { epsilon: Some(0.5), weights, hold_back: 0.1, ..paper() });
    assert_eq!((weight(&own), own.model.epsilon, own.model.hold_back), ("strength 85".into(), 0.5, 0.1));
    assert!(String::from_utf8(csv(&own)).unwrap().starts_with("scenario,esri_1,esri_down_1,esri_up_1,esri_2,"));
    // Revenue 100 against sales of 40: what 2 and 3 no longer buy is 10 % and 30 % of what 1 sells.
    assert!((theirs.rows[2].indices[0].unwrap().up - 0.3 * 40.0 / 45.0).abs() < 1e-15);
}

#[test]
fn flows_may_name_their_products() {
    // 1 sells two products: what 3 needs of `x` comes from 1 and 2, and `y` from 1 alone.
    let files = [
        ("firms.csv", "firm,sector,market\n1,a,m\n2,a,m\n3,b,m\n"),
        ("edges.csv", "supplier,buyer,product,amount\n1,3,x,10\n2,3,x,30\n1,3,y,5\n"),
        ("ess.csv", "product,b\nx,2\ny,0\n"),
    ];
    let folder = scratch(&files);
    let risk = asked(folder.path(), "csv", &paper()).unwrap();
    assert_eq!(risk.model.markets, "product");
    // σ of 1 is 10/30, of its quarter of the input x.
    let weights = BareOptions { weights: vec!["strength".into()], ..paper() };
    let lost = asked(folder.path(), "csv", &weights).unwrap().rows[0].indices[0].unwrap().down;
    let expected = (15.0 + 45.0 * 10.0 / 40.0 * 10.0 / 30.0) / 90.0;
    assert!((lost - expected).abs() < 1e-15, "{lost} {expected}");
}

#[test]
fn spare_capacity_replaces_where_it_is_known() {
    let firms = |spare: &str| format!("firm,sector,spare\n1,a,\n2,a,{spare}\n3,b,\n");
    let down = |spare: &str| {
        let edges = "supplier,buyer,amount\n1,3,10\n2,3,30\n";
        let folder = scratch(&[("firms.csv", &firms(spare)), ("edges.csv", edges)]);
        let options = BareOptions { replaceability: Some(Replaceability::Capacity), ..BareOptions::default() };
        let risk = asked(folder.path(), "csv", &options).unwrap();
        (risk.rows[0].indices[0].unwrap().down, liantu::app::bare::notes(&risk, Lang::En).len())
    };
    // 1 stops with sales of 10 of 80 in all; 3 loses a quarter of its input but for what 2 makes up.
    assert_eq!(down("10"), (10.0 / 80.0, 1));
    assert!((down("5").0 - (10.0 + 40.0 / 8.0) / 80.0).abs() < 1e-15);
    assert_eq!(down(""), ((10.0 + 40.0 / 4.0) / 80.0, 2));
}

// ---- Networks that are barely one ----

#[test]
fn networks_that_are_barely_one_have_an_answer() {
    let firms = "firm,sector\n1,a\n2,b\n";
    let cases = [
        // One firm that sells to nobody: no weight, no index.
        ("firm,sector\n1,a\n", "supplier,buyer,amount\n", "1,,,,1\n"),
        ("firm,sector,revenue\n1,a,5\n", "supplier,buyer,amount\n", "1,1,1,1,1\n"),
        // A firm that sells to itself alone: removed, hence nothing.
        ("firm,sector\n1,a\n", "supplier,buyer,amount\n1,1,3\n", "1,,,,1\n"),
        // An isolated firm weighs nothing.
        ("firm,sector\n1,a\n2,b\n3,a\n", "supplier,buyer,amount\n1,2,4\n", "1,1,1,0.5,2\n2,1,0.5,1,2\n3,0,0,0,1\n"),
        // Amounts from 1e-9 to 1e15.
        (firms, "supplier,buyer,amount\n1,2,1e-9\n2,1,1e15\n", "1,1,1,1,2\n2,1,1,1,2\n"),
        // Circles.
        (firms, "supplier,buyer,amount\n1,2,5\n2,1,5\n", "1,1,1,1,2\n2,1,1,1,2\n"),
    ];
    for (firms, edges, expected) in cases {
        let folder = scratch(&[("firms.csv", firms), ("edges.csv", edges)]);
        let risk = asked(folder.path(), "csv", &BareOptions::default()).unwrap();
        let text = String::from_utf8(csv(&risk)).unwrap();
        assert_eq!(text.split_once('\n').unwrap().1, expected, "{firms}{edges}");
        assert!(!String::from_utf8(json(&risk, Lang::En)).unwrap().contains("NaN"));
    }
}

#[test]
fn without_weight_json_says_null_and_why() {
    let folder = scratch(&[("firms.csv", "firm,sector\n1,a\n"), ("edges.csv", "supplier,buyer,amount\n")]);
    let risk = asked(folder.path(), "csv", &BareOptions::default()).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&json(&risk, Lang::Zh)).unwrap();
    assert_eq!(told["schema"], "liantu/risk-network/1");
    assert!(told["answer"]["rows"][0]["esri"].is_null() && told["answer"]["rows"][0]["steps"] == 1);
    assert_eq!(told["answer"]["model"]["weights"][0]["reason"], "zero-total");
    let notes: Vec<&str> = told["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    assert!(notes.iter().any(|note| note.contains("权重 `strength` 合计为 0")), "{notes:?}");
}

// ---- What files can get wrong ----

const GOOD_FIRMS: &str = "firm,sector,market\n1,a,a\n2,b,b\n";
const GOOD_EDGES: &str = "supplier,buyer,amount\n1,2,3\n";

/// Replaces a file of a good network, and tells the error in both languages.
fn wrong(name: &str, text: &str) -> [String; 2] {
    let mut files = BTreeMap::from([("firms.csv", GOOD_FIRMS), ("edges.csv", GOOD_EDGES)]);
    files.insert(name, text);
    let folder = scratch(&files.into_iter().collect::<Vec<_>>());
    let error = asked(folder.path(), "csv", &BareOptions::default()).unwrap_err();
    [Lang::Zh, Lang::En].map(|lang| error.worded(lang).replace(&format!("{}/", folder.path().display()), ""))
}

#[test]
fn every_fault_is_told_with_its_place_and_remedy() {
    let ess = "class,a,b\na,2,2\nb,2,";
    let cases = [
        (
            "edges.csv",
            "supplier,buyer,amount\n1,9,3\n",
            "`edges.csv › edges › B2`：企业 `9` 不在企业表中",
            "`edges.csv › edges › B2`: firm `9` is not in",
        ),
        ("edges.csv", "supplier,buyer,amount\n1,2,-3\n", "C2`：`-3` 小于 0", "C2`: `-3` is below zero"),
        ("edges.csv", "supplier,buyer,amount\n1,2,NaN\n", "C2`：`NaN` 不是数字", "C2`: `NaN` is not a number"),
        ("edges.csv", "supplier,buyer,amount\n1,2,inf\n", "C2`：`inf` 不是数字", "C2`: `inf` is not a number"),
        ("edges.csv", "supplier,buyer,amount\n1,2,many\n", "C2`：`many` 不是数字", "C2`: `many` is not a number"),
        ("edges.csv", "supplier,buyer,amount\n1,2,1e308\n", "C2`：`1e308` 过大", "C2`: `1e308` is too large"),
        ("edges.csv", "supplier,buyer,amount\n1,2,\n", "C2` 是空的", "C2` is blank"),
        ("edges.csv", "supplier,buyer,amount\n1,2,3,000\n", "D2`：单元格多于表头", "D2`: more cells than headings"),
        ("edges.csv", "supplier,buyer\n1,2\n", "缺少必需的列：金额 (amount)", "no column for 金额 (amount)"),
        ("edges.csv", "supplier,buyer,buyer,amount\n1,2,2,3\n", "有两列 `buyer`", "two columns `buyer`"),
        ("edges.csv", "supplier,buyer,amount\n1,2,3万\n", "C2`：`3万` 不是数字", "C2`: `3万` is not a number"),
        ("edges.csv", "", "`edges.csv` 没有数据行", "`edges.csv` has no rows"),
        ("firms.csv", "firm,sector\n", "`firms.csv` 没有数据行", "`firms.csv` has no rows"),
        ("firms.csv", "firm,sector\n1,a\n2,b\n1,b\n", "A4`：`1` 在第 2 行已经有了", "A4`: `1` stands in row 2 already"),
        ("firms.csv", "firm,sector\n1,a\n2,\n", "B3` 是空的", "B3` is blank"),
        ("firms.csv", "firm,sector,revenue\n1,a,-5\n2,b,1\n", "C2`：`-5` 小于 0", "C2`: `-5` is below zero"),
        ("firms.csv", "firm,sector,w1\n1,a,1\n2,b,\n", "C3` 是空的", "C3` is blank"),
        ("ess.csv", ess, "C3` 是空的", "C3` is blank"),
        ("ess.csv", "class,a,b\na,2,3\nb,2,1\n", "C2`：`3` 不是 2、1 或 0", "C2`: `3` is neither 2, 1 nor 0"),
        ("ess.csv", "class,a,b\na,2,2\na,2,1\n", "A3`：`a` 在第 2 行已经有了", "A3`: `a` stands in row 2 already"),
        ("psi.csv", "scenario,firm,shock\n1,1,1.5\n", "C2`：`1.5` 不是 0 到 1 的比例", "C2`: `1.5` is no share"),
        ("psi.csv", "scenario,firm,shock\n1,1,-0.1\n", "C2`：`-0.1` 不是 0 到 1 的比例", "C2`: `-0.1` is no share"),
        ("psi.csv", "scenario,firm,shock\n1,7,1\n", "B2`：企业 `7` 不在企业表中", "B2`: firm `7` is not in"),
        (
            "psi.csv",
            "scenario,firm,shock\n1,1,1\n1,1,0.5\n",
            "B3`：`1` 在第 2 行已经有了",
            "B3`: `1` stands in row 2 already",
        ),
        ("psi_up.csv", "scenario,firm,shock\n", "`psi_up.csv` 没有数据行", "`psi_up.csv` has no rows"),
    ];
    for (name, text, zh, en) in cases {
        let told = wrong(name, text);
        assert!(told[0].contains(zh) && told[1].contains(en), "{text}: {told:?}");
        assert!(told.iter().all(|told| told.contains("; hint:")), "{text}: {told:?}");
    }
}

#[test]
fn amounts_in_two_units_are_refused() {
    let firms = "企业,行业,营业收入(万元)\n1,a,5\n2,b,6\n";
    let folder = scratch(&[("firms.csv", firms), ("edges.csv", "供应商,采购方,金额(元)\n1,2,3\n")]);
    let error = asked(folder.path(), "csv", &BareOptions::default()).unwrap_err();
    assert!(error.to_string().starts_with("`金额(元)` and `营业收入(万元)` are in different units; hint:"), "{error}");
    assert!(error.worded(Lang::Zh).starts_with("`金额(元)` 与 `营业收入(万元)` 单位不同; hint:"));
}

#[test]
fn a_weight_that_is_not_there_names_the_columns() {
    let folder = scratch(&[("firms.csv", GOOD_FIRMS), ("edges.csv", GOOD_EDGES)]);
    let options = BareOptions { weights: vec!["size".into()], ..BareOptions::default() };
    let error = asked(folder.path(), "csv", &options).unwrap_err();
    assert!(error.to_string().ends_with("has no column `size`; hint: its columns are firm, sector, market"), "{error}");
}

// ---- The command ----

fn liantu(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("liantu").unwrap().current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_writes_data_to_stdout_and_notes_to_stderr() {
    let folder = scratch(&[("firms.csv", FIRMS), ("edges.csv", EDGES)]);
    let files = ["risk", "--edges", "edges.csv", "--firms", "firms.csv", "--lang", "en"];
    let run = |more: &[&str]| liantu(folder.path(), &[&files, more].concat());
    let (code, out, err) = run(&["--preset", "paper", "--format", "csv", "--epsilon", "0.01"]);
    assert_eq!((code, out.lines().next()), (0, Some("scenario,esri,esri_down,esri_up,steps")));
    assert!(err.contains("every input counts as essential"), "{err}");
    let threads = ["1", "2"].map(|threads| run(&["--format", "json", "--threads", threads, "--quiet"]));
    assert!(threads[0] == threads[1] && threads[0].2.is_empty());
    let (code, out, _) = run(&[]);
    assert!(code == 0 && out.contains("Systemic risk of a bare network") && out.contains("firm that stops"), "{out}");
    let (code, _, err) = run(&["--focus", "泗县"]);
    assert!(code == 2 && err.contains("cannot be used with"), "{err}");
    let (code, _, err) = liantu(folder.path(), &["risk", "--lang", "en"]);
    assert!(code == 2 && err.contains("<DATA>"), "{err}");
    let (code, _, err) = run(&["--format", "csv", "--epsilon", "2"]);
    assert!(code == 2 && err.contains("is no share"), "{err}");
    assert_eq!(run(&["-o", "out.xlsx"]).0, 0);
    assert!(folder.path().join("out.xlsx").exists());
}

#[test]
fn a_data_set_has_weights_of_its_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (weights, told) in [("w1", "no weight `w1`"), ("revenue,tax", "no weight `revenue,tax`")] {
        let (code, _, err) = liantu(root, &["risk", "tests/data/risk/e3", "--weights", weights, "--lang", "en"]);
        assert!(code == 2 && err.contains(told), "{err}");
    }
}

#[test]
fn hostile_ids_run_nothing_and_stay_apart() {
    let firms = "firm,sector\n\"=cmd|' /C calc'!A0\",a\n<b>,b\n\"x\ny\",b\n";
    let folder = scratch(&[("firms.csv", firms), ("edges.csv", "supplier,buyer,amount\n<b>,\"x\ny\",1\n")]);
    let text = String::from_utf8(csv(&asked(folder.path(), "csv", &BareOptions::default()).unwrap())).unwrap();
    assert!(text.contains("\n'=cmd|") && text.contains("\"x\ny\""), "{text}");
}
