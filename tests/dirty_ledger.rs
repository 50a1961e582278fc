//! A dirty ledger is the clean ledger (acceptance scenario E6): three hands, one graph, and no question asked twice.
#![cfg(feature = "excel")]
#![allow(clippy::unwrap_used, missing_docs)]

use assert_cmd::Command;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Lower case, full width, three names under one code, two firms of one name, a wrong check digit, a street called 山西.
const FIRMS: &str = "统一社会信用代码,企业名称,生产地,角色
91350100m000100y43,安徽甲轴承有限公司,灵璧县,链主
９１３５０１００Ｍ０００１００Ｙ４３,甲轴承,安徽省宿州市灵璧县,
91350100M000100Y43,安徽甲轴承（集团）有限责任公司,341323,
91330100799655058b,宏达机械厂,泗县,
9144030071526726XG,宏达机械厂,砀山县,
914403001922038216,宿州乙钢管有限公司,萧县,
914403001922038217,宿州乙钢管有限公司,萧县,
,宿州丁铸造厂,宿州市埇桥区山西路１２号,
";

const PURCHASES: &str = "采购方,供应商,产品,采购额（万元）,年份
甲轴承,乙钢管,轴承钢管,３，０００,2024
安徽甲轴承（集团）有限责任公司,宿州丁铸造厂,铸件,0.12亿,２０２４年
安徽甲轴承有限公司,91330100799655058b,夹具,\"1,500.50\",2024
91350100M000100Y43,9144030071526726XG,刀具,2000000元,2024
安徽甲軸承有限公司,宿州丁铸造厂,铸件,5,2024
";

const CLEAN_FIRMS: &str = "统一社会信用代码,企业名称,别名,生产地,角色
91350100M000100Y43,安徽甲轴承（集团）有限责任公司,安徽甲轴承有限公司;甲轴承,安徽省宿州市灵璧县,链主
91330100799655058B,宏达机械厂,,安徽省宿州市泗县,
9144030071526726XG,宏达机械厂,,安徽省宿州市砀山县,
914403001922038216,宿州乙钢管有限公司,乙钢管,安徽省宿州市萧县,
,宿州丁铸造厂,,安徽省宿州市埇桥区,
";

const CLEAN_PURCHASES: &str = "采购方,供应商,产品,采购额(万元),年份
91350100M000100Y43,914403001922038216,轴承钢管,3000,2024
91350100M000100Y43,宿州丁铸造厂,铸件,1200,2024
91350100M000100Y43,宿州丁铸造厂,铸件,5,2024
91350100M000100Y43,91330100799655058B,夹具,1500.5,2024
91350100M000100Y43,9144030071526726XG,刀具,200,2024
";

fn run(args: &[&str]) -> Vec<u8> {
    let run = Command::cargo_bin("liantu").unwrap().args(args).args(["--quiet", "--lang", "zh"]).output().unwrap();
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

/// The graph as three files: firms with all they are called, products, counties.
fn graph(data: &Path) -> Vec<Vec<u8>> {
    let data = data.display().to_string();
    let ends = ["graphml", "gexf", "json"];
    let file = |end: &&str| {
        let to = tempfile::tempdir().unwrap().keep().join(format!("graph.{end}"));
        run(&["export", &data, "--to", &to.display().to_string()]);
        let bytes = fs::read(&to).unwrap();
        fs::remove_dir_all(to.parent().unwrap()).unwrap();
        bytes
    };
    ends.iter().map(file).collect()
}

fn issues(data: &Path) -> Vec<(String, String, String)> {
    let check: Value =
        serde_json::from_slice(&run(&["check", &data.display().to_string(), "--format", "json"])).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |issue: &Value| (text(&issue["code"]), text(&issue["origin"]["file"]), text(&issue["origin"]["cell"]));
    check["issues"].as_array().unwrap().iter().map(one).collect()
}

fn questions(data: &Path) -> Vec<String> {
    let answer: Value =
        serde_json::from_slice(&run(&["decide", &data.display().to_string(), "--format", "json"])).unwrap();
    let list = answer["questions"].as_array().unwrap();
    list.iter().map(|question| question["id"].as_str().unwrap().to_owned()).collect()
}

/// The office's files: GBK.
fn gbk(folder: &Path) -> PathBuf {
    let data = folder.join("gbk");
    fs::create_dir(&data).unwrap();
    for (name, text) in [("企业库.csv", FIRMS), ("采购.csv", PURCHASES)] {
        fs::write(data.join(name), encoding_rs::GBK.encode(text).0).unwrap();
    }
    data
}

/// The same as a workbook under a title and a merged header of two rows.
fn workbook(folder: &Path) -> PathBuf {
    let mut book = Workbook::new();
    let merged = Format::new();
    for (name, text, title) in [("企业库", FIRMS, "基本情况"), ("采购", PURCHASES, "采购情况")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        let last = u16::try_from(rows[0].len() - 1).unwrap();
        sheet.merge_range(0, 0, 1, 0, &rows[0][0], &merged).unwrap();
        sheet.merge_range(0, 1, 0, last, title, &merged).unwrap();
        for column in 1..=last {
            sheet.write_string(1, column, &rows[0][usize::from(column)]).unwrap();
        }
        for (row, cells) in (2..).zip(&rows[1..]) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    let data = folder.join("workbook");
    fs::create_dir(&data).unwrap();
    book.save(data.join("台账.xlsx")).unwrap();
    data
}

fn clean(folder: &Path) -> PathBuf {
    let data = folder.join("clean");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("企业.csv"), CLEAN_FIRMS).unwrap();
    fs::write(data.join("采购.csv"), CLEAN_PURCHASES).unwrap();
    data
}

#[test]
fn a_dirty_ledger_is_the_clean_one_and_asks_each_question_once() {
    let folder = tempfile::tempdir().unwrap();
    let (gbk, workbook, clean) = (gbk(folder.path()), workbook(folder.path()), clean(folder.path()));
    let asked = questions(&gbk);
    assert_eq!(asked.len(), 1, "is 乙钢管 the firm 宿州乙钢管有限公司? {asked:?}");
    assert_eq!(asked, questions(&workbook), "a question has one id in every file");
    run(&["decide", &gbk.display().to_string(), "--answer", &format!("{}=same", asked[0])]);
    assert_eq!(questions(&gbk), Vec::<String>::new());
    // The decisions of one machine hold on another one.
    fs::copy(gbk.join("decisions.toml"), workbook.join("decisions.toml")).unwrap();
    assert_eq!(questions(&workbook), Vec::<String>::new());
    let graphs = graph(&clean);
    assert!(graph(&gbk) == graphs, "GBK text");
    assert!(graph(&workbook) == graphs, "workbook");
}

#[test]
fn the_dirty_rows_are_told_by_the_users_own_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let told = issues(&gbk(folder.path()));
    for (code, file, cell) in [
        ("repaired-credit-code", "企业库.csv", "A2"),
        ("repaired-credit-code", "企业库.csv", "A3"),
        ("former-name", "企业库.csv", "B2"),
        ("bad-credit-code", "企业库.csv", "A8"),
        ("merged-firm", "企业库.csv", "B8"),
        ("doubtful-firm", "采购.csv", "B2"),
    ] {
        assert!(told.contains(&(code.into(), file.into(), cell.into())), "{code} {cell}: {told:?}");
    }
    // Two header rows: everything stands one row lower.
    let told = issues(&workbook(folder.path()));
    for (code, cell) in [("bad-credit-code", "A9"), ("merged-firm", "B9"), ("doubtful-firm", "B3")] {
        assert!(told.contains(&(code.into(), "台账.xlsx".into(), cell.into())), "{code} {cell}: {told:?}");
    }
}

#[test]
fn two_firms_of_one_name_stay_two_and_a_street_is_no_province() {
    let folder = tempfile::tempdir().unwrap();
    let data = gbk(folder.path());
    let json: Value = serde_json::from_slice(&graph(&data)[2]).unwrap();
    let named = |name: &str| {
        let nodes = json["nodes"].as_array().unwrap();
        nodes.iter().filter(|node| node.to_string().contains(name)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(named("宏达机械厂").len(), 2);
    assert_eq!(named("甲轴承").len(), 1, "three names, a traditional character and a code are one firm");
    let foundry = &named("丁铸造厂")[0].to_string();
    assert!(foundry.contains("341302") && !foundry.contains("山西"), "{foundry}");
}
