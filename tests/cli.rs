//! The binary from end to end: files in, figures, files, messages and exit codes out.
#![allow(clippy::unwrap_used, missing_docs)]

use assert_cmd::Command;
use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What the binary did: exit code, stdout, stderr.
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn liantu(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::cargo_bin("liantu")
        .unwrap()
        .current_dir(folder)
        .env("LC_ALL", "zh_CN.UTF-8")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let run = liantu(folder, &[arguments, &["--format", "json", "--quiet"]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&run.out).unwrap()
}

fn scratch(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Acceptance scenario E1 with the suppliers' names.
const E1: &str = "采购方,采购方所在地,供应商,来源地,产品,采购额(万元),年份
甲车桥,安徽省宿州市泗县,灵璧轴承,灵璧县,轮毂轴承,3000,2023
甲车桥,安徽省宿州市泗县,无锡钢管,无锡市,轴承钢管,2000,2023
甲车桥,安徽省宿州市泗县,泗县铸造,泗县,铸件,1000,2023
甲车桥,安徽省宿州市泗县,宁国密封,宁国市,密封件,,2023
甲车桥,安徽省宿州市泗县,苏州电控,苏州市,电控,4000,2023
";
const E1_TOTAL: &str = "采购方,年份,采购总额(万元),清单完整\n甲车桥,2023,10500,是\n";
const E2_FIRMS: &str =
    "企业名称,生产地,联系人\n灵璧某厂,灵璧县,李四 0557\n甲车桥,安徽省宿州市泗县,张三\n乙机床,安徽省宿州市泗县,\n";
const E2_SPARE: &str = "企业名称,产品,富余产能(万元)\n灵璧某厂,轴承钢管,1500\n";

/// E1 without the suppliers' names, as questionnaires come.
fn unnamed() -> String {
    let drop = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        [&cells[..2], &cells[3..]].concat().join(",") + "\n"
    };
    E1.lines().map(drop).collect()
}

/// Value and bounds of the buyer's rate, in percent to two digits.
fn rate(answer: &Value, tier: &str, basis: &str) -> [Option<f64>; 3] {
    let rows = answer["answer"]["rows"].as_array().unwrap();
    let is_it = |row: &&Value| row["level"] == "firm" && row["tier"] == tier && row["basis"] == basis;
    let measure = &rows.iter().find(is_it).unwrap_or_else(|| panic!("no {tier} {basis}"))["measure"];
    ["value", "lo", "hi"].map(|key| measure[key].as_f64().map(|share| (share * 1e4).round() / 100.0))
}

#[test]
fn e1_from_files_gives_its_figures_with_names_and_without() {
    let (named, bare) = (E1.to_owned(), unnamed());
    for ledger in [named, bare] {
        let folder = scratch(&[
            ("open/采购.csv", &ledger),
            ("total/采购.csv", &ledger),
            ("total/采购总额.csv", E1_TOTAL),
            ("loose/采购.csv", &ledger),
            ("loose/采购总额.csv", &E1_TOTAL.replace('是', "否")),
        ]);
        let read = |data| json(folder.path(), &["rate", data, "--focus", "宿州市"]);
        let exact = |percent: f64| [Some(percent); 3];
        let open = read("open");
        assert_eq!(rate(&open, "county", "amount"), [Some(10.0), Some(0.0), Some(10.0)]);
        assert_eq!(rate(&open, "city", "amount"), [Some(40.0), Some(0.0), Some(40.0)]);
        assert_eq!(rate(&open, "province", "amount"), [Some(40.0), Some(40.0), Some(100.0)]);
        assert_eq!(rate(&open, "region:长三角", "amount"), exact(100.0));
        assert_eq!(rate(&open, "city", "count"), exact(40.0), "苏州 is never 宿州");
        let total = read("total");
        assert_eq!(rate(&total, "county", "amount"), exact(9.52));
        assert_eq!(rate(&total, "city", "amount"), exact(38.10));
        assert_eq!(rate(&total, "province", "amount"), exact(42.86));
        let loose = read("loose");
        assert_eq!(rate(&loose, "city", "amount"), [Some(40.0), Some(38.10), Some(42.86)]);
    }
}

#[test]
fn e2_from_files_gives_its_figures_and_promises_no_spare_twice() {
    let second = format!("{E1}乙机床,安徽省宿州市泗县,无锡钢管,无锡市,轴承钢管,1000,2023\n");
    let folder = scratch(&[
        ("one/采购.csv", E1),
        ("one/产能.csv", E2_SPARE),
        ("one/企业.csv", E2_FIRMS),
        ("two/采购.csv", &second),
        ("two/产能.csv", E2_SPARE),
        ("two/企业.csv", E2_FIRMS),
    ]);
    let one = &json(folder.path(), &["split", "one", "--focus", "宿州"])["answer"];
    let wan = |key: &str| one["total"][key].as_f64().unwrap() / 1e4;
    let split = ["supplied", "bridgeable", "to_recruit"].map(|key| wan(key).round() as i64);
    assert_eq!(split, [4000, 1500, 4500]);
    assert_eq!(one["total"]["ceiling"], 0.55);
    let matched = &one["matches"][0];
    assert_eq!((&matched["buyer"]["contact"], &matched["seller"]["contact"]), (&"张三".into(), &"李四 0557".into()));
    assert_eq!(matched["amount"], 1.5e7);
    let two = &json(folder.path(), &["split", "two", "--focus", "宿州"])["answer"];
    let promised: f64 =
        two["matches"].as_array().unwrap().iter().map(|matched| matched["amount"].as_f64().unwrap()).sum();
    assert_eq!(promised.to_bits(), 1.5e7_f64.to_bits());
    // What is bought here is made here, though nobody filled in the capacity.
    let gap = &json(folder.path(), &["gap", "one", "--focus", "宿州"])["answer"];
    let filled = gap["rows"].as_array().unwrap().iter().filter(|row| row["primary"] == "fill");
    assert_eq!(filled.map(|row| row["product"]["name"].as_str().unwrap()).collect::<Vec<_>>(), ["电控", "密封件"]);
}

#[test]
fn e2_from_files_becomes_a_meeting_workbook_with_a_sheet_for_each_side() {
    let preferences = "采购方,供应商,产品,名次,供应方名次\n甲车桥,灵璧某厂,轴承钢管,1,1\n";
    let folder = scratch(&[
        ("一/采购.csv", E1),
        ("一/产能.csv", E2_SPARE),
        ("一/企业.csv", E2_FIRMS),
        ("意向.csv", preferences),
    ]);
    let asked = ["match", "一", "--focus", "宿州"];
    let answer = &json(folder.path(), &[&asked[..], &["--preferences", "意向.csv"]].concat())["answer"];
    assert_eq!((&answer["total"]["matched"], &answer["stable"]["matched"]), (&1.5e7.into(), &1.5e7.into()));
    let meeting = &answer["meetings"][0];
    assert_eq!((&meeting["seller"]["contact"], &meeting["round"]), (&"李四 0557".into(), &1.into()));
    let run = liantu(folder.path(), &[&asked[..], &["-o", "对接"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let files = contents(&folder.path().join("对接"));
    assert!(files.contains_key(Path::new("match.json")) && files.contains_key(Path::new("tables/match_pairs.csv")));
    let mut book: calamine::Xlsx<_> =
        calamine::Reader::new(std::io::Cursor::new(files[Path::new("对接表.xlsx")].clone())).unwrap();
    let sheets = calamine::Reader::sheet_names(&book);
    for name in ["按采购方", "按供应方", "对接会场次安排"] {
        assert!(sheets.contains(&name.to_owned()), "{sheets:?}");
    }
    let sheet = calamine::Reader::worksheet_range(&mut book, "按采购方").unwrap();
    let row: Vec<String> = sheet.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    assert!(row.contains(&"张三".to_owned()) && row.contains(&"1500".to_owned()), "{row:?}");
    // A format or an ending asks for one file.
    let run = liantu(folder.path(), &[&asked[..], &["-o", "对接.xlsx"]].concat());
    assert_eq!((run.code, folder.path().join("对接.xlsx").is_file()), (0, true));
    let run = liantu(folder.path(), &[&asked[..], &["--preferences", "一/采购.csv"]].concat());
    assert_eq!(run.code, 1, "{}", run.err);
}

/// Every file of a folder, by path relative to it.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn a_run_writes_the_whole_folder_and_a_second_one_with_other_threads_the_same_bytes() {
    let about = "项目,内容\n标题,试验\n本地范围,宿州市\n产业链,轴承\n年份,2023\n";
    let folder = scratch(&[
        ("数据/采购.csv", E1),
        ("数据/产能.csv", E2_SPARE),
        ("数据/企业.csv", E2_FIRMS),
        ("数据/说明.csv", about),
    ]);
    let run = |out: &str, threads: &str| {
        let run = liantu(folder.path(), &["run", "数据", "-o", out, "--png-scale", "0.5", "--threads", threads]);
        assert_eq!(run.code, 0, "{}", run.err);
        contents(&folder.path().join(out))
    };
    let (first, second) = (run("深/一", "1"), run("二", "2"));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(*bytes == second[path], "{} differs between runs", path.display());
    }
    for name in [
        "index.html",
        "issues.csv",
        "rejects.xlsx",
        "liantu.xlsx",
        "对接表.xlsx",
        "报告.md",
        "报告.docx",
        "answers/rate.json",
    ] {
        assert!(first.contains_key(Path::new(name)), "{name}");
    }
    assert!(first.keys().any(|path| path.starts_with("maps") && path.extension().is_some_and(|end| end == "svg")));
    let page = String::from_utf8(first[Path::new("index.html")].clone()).unwrap();
    for reference in ["src=\"http", "href=\"http", "url(http", "@import", "<script src", "<link"] {
        assert!(!page.contains(reference), "the page reaches outside: {reference}");
    }
    for (path, bytes) in first.iter().filter(|(path, _)| path.starts_with("answers") || path.starts_with("tables")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("NaN") && !text.contains("inf,"), "{}", path.display());
    }
}

#[test]
fn nothing_to_read_is_told_with_a_remedy_in_both_languages() {
    let folder =
        scratch(&[("文件.csv", ""), ("空/.keep", ""), ("网页.xls", "<html><table><tr><td>1</td></tr></table>")]);
    for data in ["空", "没有.xlsx", "文件.csv", "网页.xls"] {
        let zh = liantu(folder.path(), &["rate", data]);
        assert_eq!(zh.code, 1, "{data}");
        assert!(zh.err.starts_with("错误: ") && zh.err.contains("\n改法：") && zh.err.contains(data), "{}", zh.err);
        let en = liantu(folder.path(), &["rate", data, "--lang", "en"]);
        assert_eq!(en.code, 1, "{data}");
        assert!(en.err.starts_with("error: ") && en.err.contains("\nhint: "), "{}", en.err);
        assert!(zh.out.is_empty() && en.out.is_empty());
    }
}

#[test]
fn a_ledger_without_buyers_names_the_headings_that_would_do() {
    let folder = scratch(&[("采购.csv", "供应商,产品,采购额\n乙,铸件,1\n")]);
    let run = liantu(folder.path(), &["rate", "采购.csv"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("采购.csv › 采购 › 1") && run.err.contains("采购单位"), "{}", run.err);
}

#[test]
fn what_cannot_be_meant_is_a_usage_error() {
    let folder = scratch(&[("采购.csv", E1)]);
    for arguments in [
        &["rat", "采购.csv"][..],
        &["rate"],
        &["run", "采购.csv"],
        &["rate", "采购.csv", "--tier", "street"],
        &["rate", "采购.csv", "--deny", "no-such-code"],
        &["rate", "采购.csv", "-o", "表.docx"],
        &["template", "-o", "模板.csv"],
        &["export", "采购.csv", "--to", "图.pdf"],
    ] {
        let run = liantu(folder.path(), arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(!run.err.is_empty() && run.out.is_empty());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is written");
}

#[test]
fn a_denied_issue_stops_the_work_and_writes_nothing() {
    let folder = scratch(&[("采购.csv", E1)]);
    for arguments in [&["run", "采购.csv", "-o", "out"][..], &["rate", "采购.csv", "-o", "out/rate.csv"]] {
        let run = liantu(folder.path(), &[arguments, &["--deny", "missing-amount"]].concat());
        assert_eq!(run.code, 1);
        assert!(run.err.contains("missing-amount") && run.err.contains("F5"), "{}", run.err);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "not even a folder");
}

#[test]
fn a_focus_that_explains_empty_or_odd_figures_is_remarked() {
    let folder = scratch(&[("采购.csv", E1), ("空/采购.csv", E1.lines().next().unwrap())]);
    let remark = |arguments: &[&str]| liantu(folder.path(), arguments).err;
    assert!(remark(&["rate", "采购.csv"]).contains("未指定本地范围"));
    assert!(remark(&["rate", "采购.csv", "--focus", "苏州"]).contains("苏州市 内没有采购方"));
    assert!(remark(&["rate", "空"]).contains("没有可用的采购记录"));
    assert!(!remark(&["rate", "采购.csv", "--focus", "宿州"]).contains("注意"));
    let names = liantu(folder.path(), &["rate", "采购.csv", "--focus", "朝阳"]);
    assert!(names.code == 1 && names.err.contains("辽宁省朝阳市") && names.err.contains("北京市朝阳区"));
}

#[test]
fn issues_cite_the_row_and_column_that_the_spreadsheet_shows() {
    let text = format!("2023年采购情况表,,,,,,\n单位：万元,,,,,,\n\n{}", E1.replace("采购额(万元)", "采购额"));
    let folder = scratch(&[("采购.csv", &text)]);
    let run = liantu(folder.path(), &["check", "采购.csv", "--format", "csv"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("读入 5 行 = 使用 5 行 + 搁置 0 行"), "{}", run.err);
    let cited = "warning,missing-amount,采购.csv,采购,8,采购额,F8,";
    assert!(run.out.lines().any(|line| line.starts_with(cited)), "{}", run.out);
}

#[test]
fn a_text_that_may_be_a_product_is_listed_asked_and_decided() {
    let ledger = "采购方,采购方所在地,来源地,产品,采购额(万元)\n甲,泗县,泗县,轴承钢球半成品,1\n甲,泗县,泗县,圆锥滚子轴承30206,2\n";
    let folder = scratch(&[("采购.csv", ledger), ("说明.csv", "项目,内容\n产业链,轴承\n")]);
    let check = liantu(folder.path(), &["check", "."]);
    assert!(check.out.contains("中心词") || check.out.contains("除规格型号外即为"), "{}", check.out);
    assert!(check.err.contains("有 1 处产品归类待定"), "{}", check.err);
    let csv = liantu(folder.path(), &["check", ".", "--format", "csv"]).out;
    assert!(
        csv.contains("# product_coverage") && csv.contains("圆锥滚子轴承30206,1,20000,自动归类,圆锥滚子轴承,"),
        "{csv}"
    );
    let asked = json(folder.path(), &["decide", "."]);
    let question = &asked["products"][0];
    assert_eq!((&question["text"], &question["product"]), (&"轴承钢球半成品".into(), &"轴承钢球".into()));
    let answer = format!("{}=same", question["id"].as_str().unwrap());
    assert_eq!(liantu(folder.path(), &["decide", ".", "--answer", &answer]).code, 0);
    let check = json(folder.path(), &["check", "."]);
    assert_eq!(check["products"]["coverage"][1]["lines"], 2, "{check}");
    let decided = check["products"]["texts"].as_array().unwrap().iter().find(|text| text["how"] == "decided").unwrap();
    assert_eq!(decided["product"], "轴承钢球");
}

#[test]
fn rejects_keep_unit_and_year_and_are_read_again_once_corrected() {
    let text = "2023年采购情况表,,,,\n单位：亿元,,,,\n采购方,采购方所在地,来源地,产品,采购额\n甲,泗县,泗县,轴承,1\n甲,泗县,灵璧县,钢管,约莫\n";
    let folder = scratch(&[("采购.csv", text)]);
    let run = liantu(folder.path(), &["check", "采购.csv", "--rejects", "改/rejects.xlsx"]);
    assert!(run.code == 0 && run.err.contains("读入 2 行 = 使用 1 行 + 搁置 1 行"), "{}", run.err);
    let mut book: Xlsx<_> = open_workbook(folder.path().join("改/rejects.xlsx")).unwrap();
    let (name, sheet) = book.worksheets().remove(0);
    let cell = |cell: &Data| cell.to_string().replace("约莫", "2");
    let corrected: String = sheet.rows().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\n").collect();
    fs::write(folder.path().join(format!("{name}.csv")), &corrected).unwrap();
    let again = json(folder.path(), &["rate", "采购.csv", "--tier", "city"]);
    assert_eq!(again["dataset"]["rows_used"], 1, "{corrected}");
    let row = again["answer"]["rows"].as_array().unwrap().iter().find(|row| row["level"] == "firm").unwrap();
    assert_eq!((&row["year"], &row["measure"]["denominator"]), (&2023.into(), &2e8.into()), "2 亿元, not 2 万元");
}

/// Cells without sense, the same on every run.
fn noise(rows: usize) -> String {
    const CELLS: [&str; 24] = [
        "",
        "甲",
        "乙公司",
        "宿州市",
        "泗县",
        "朝阳",
        "-5",
        "1e9",
        "0",
        "3000",
        "1.2亿",
        "*",
        "2023",
        "2024-09-30",
        "NaN",
        "<script>",
        "=cmd|' /C calc'!A0",
        "\u{202e}右",
        "😀",
        "\"引,号\"",
        "合计",
        "无",
        "%",
        "#REF!",
    ];
    let mut state = 20_240_930_u64;
    let mut text = E1.lines().next().unwrap().to_owned() + "\n";
    for _ in 0..rows {
        let cells = (0..7).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            CELLS[usize::try_from(state >> 59).unwrap() % CELLS.len()]
        });
        text += &(cells.collect::<Vec<_>>().join(",") + "\n");
    }
    text
}

#[test]
fn noise_is_answered_without_panic_and_every_row_is_accounted_for() {
    let folder = scratch(&[("采购.csv", &noise(3000))]);
    for question in ["rate", "split", "gap"] {
        let answer = json(folder.path(), &[question, "采购.csv", "--focus", "宿州市"]);
        let rows = |key: &str| answer["dataset"][key].as_u64().unwrap();
        assert_eq!(rows("rows_read"), rows("rows_used") + rows("rows_set_aside"));
        assert!(rows("rows_read") > 2000 && rows("rows_set_aside") > 0);
    }
    let page = liantu(folder.path(), &["rate", "采购.csv", "--format", "html", "--quiet"]);
    // One script is the page's own.
    assert!(page.code == 0 && page.out.matches("<script>").count() == 1 && !page.out.contains('\u{202e}'));
}

#[test]
fn a_doubtful_name_is_asked_about_once() {
    let ledger = "采购方,供应商,产品,采购额(万元)\n己采购方,安徽甲乙轴承有限公司,轴承,1\n己采购方,安徽甲乙轴承股份有限公司,轴承,2\n";
    let folder = scratch(&[("data/采购.csv", ledger)]);
    let here = folder.path();
    let file = here.join("data/decisions.toml");
    let questions = || json(here, &["decide", "data"])["questions"].as_array().unwrap().clone();
    let [question] = &questions()[..] else { panic!("one question") };
    let id = question["id"].as_str().unwrap().to_owned();
    assert_eq!((question["reason"].as_str(), question["recorded"].as_bool()), (Some("same-core"), Some(false)));
    let shown = liantu(here, &["decide", "data", "--rows", "0"]);
    assert!(shown.out.contains(&id) && shown.out.contains("采购.csv › 采购 › B3"), "{}", shown.out);
    assert!(!file.exists(), "listing writes nothing");
    assert!(liantu(here, &["check", "data"]).err.contains("liantu decide data"));
    let asked = liantu(here, &["check", "data", "--focus", "泗县", "--chain", "轴承"]).err;
    assert!(asked.contains("liantu decide data --focus 泗县 --chain 轴承"), "{asked}");

    assert!(liantu(here, &["decide", "data", "--write"]).err.contains("新增 1 问"));
    assert!(liantu(here, &["decide", "data", "--write"]).err.contains("新增 0 问"));
    assert_eq!(questions()[0]["recorded"], true);

    let answer = format!("{}=same", &id[..6]);
    assert_eq!(liantu(here, &["decide", "data", "--answer", &answer]).code, 0);
    assert!(questions().is_empty() && fs::read_to_string(&file).unwrap().contains("answer = \"same\""));
    assert!(!liantu(here, &["check", "data"]).err.contains("liantu decide"));

    assert_eq!(liantu(here, &["decide", "data", "--undo", &id]).code, 0);
    assert_eq!(questions().len(), 1);
    let unknown = liantu(here, &["decide", "data", "--answer", "zzz=same"]);
    assert!(unknown.code == 1 && unknown.err.contains("zzz"), "{} {}", unknown.code, unknown.err);
    assert_eq!(liantu(here, &["decide", "data", "--answer", "maybe"]).code, 2);
    assert_eq!(liantu(here, &["decide", "data", "-o", "all.toml"]).code, 0);
    assert!(fs::read_to_string(here.join("all.toml")).unwrap().contains(&id));

    fs::write(&file, "version = 1\n[[firm]]\nanswer = \"vielleicht\"\n").unwrap();
    let wrong = liantu(here, &["check", "data"]);
    assert!(wrong.code == 1 && wrong.err.contains("第 3 行"), "{}", wrong.err);
}

#[test]
fn related_parties_are_found_however_the_group_is_written() {
    let firms =
        "企业名称,生产地,集团\n己车桥有限公司,泗县,庚集团\n辛钢管有限公司,泗县,庚集团有限公司\n庚集团有限公司,泗县,\n";
    let ledger = "采购方,供应商,来源地,产品,采购额(万元),年份\n\
                  己车桥有限公司,辛钢管有限公司,泗县,钢管,10,2023\n\
                  己车桥有限公司,庚集团有限公司,泗县,铸件,20,2023\n\
                  己车桥有限公司,壬电控有限公司,苏州市,电控,30,2023\n";
    let folder = scratch(&[("data/企业.csv", firms), ("data/采购.csv", ledger)]);
    let county = |arguments: &[&str]| {
        let command = [&["rate", "data", "--focus", "泗县", "--tier", "county"], arguments].concat();
        rate(&json(folder.path(), &command), "county", "amount")[0]
    };
    assert_eq!(county(&[]), Some(50.0));
    assert_eq!(county(&["--arms-length"]), Some(0.0), "only the stranger is left");
}

/// 甲公司 buys 60 of 100 next door from 乙公司, who buys most of it elsewhere.
const HOLLOW: [(&str, &str); 3] = [
    (
        "采购.csv",
        "采购企业,供应企业,产品,采购额(万元),年份\n甲公司,乙公司,桥壳,60,2024\n甲公司,丁公司,轮毂,40,2024\n乙公司,丙公司,铸件,70,2024\n",
    ),
    (
        "企业.csv",
        "企业名称,生产地,角色,行业代码\n甲公司,泗县,链主,C3670\n乙公司,泗县,配套,C3670\n丙公司,张家港市,配套,C3391\n丁公司,张家港市,配套,C3670\n",
    ),
    (
        "企业年度.csv",
        "企业名称,年份,营业收入(万元),营业成本(万元)\n乙公司,2024,120,72\n丙公司,2024,70,5\n丁公司,2024,40,3\n",
    ),
];

#[test]
fn a_hollow_rate_is_told_with_its_bounds_on_screen_in_the_run_and_row_by_row() {
    let folder = scratch(&HOLLOW);
    let sentence = "甲公司账面市域配套率 60.0%（2024 年），追溯到上游供应商后，真正留在市域的价值约 25.0%（上下限 24.0–30.5%，6.5% 追溯不到来源）。";
    let plain = liantu(folder.path(), &["rate", ".", "--focus", "宿州市", "--tier", "city"]);
    assert!(!plain.out.contains("全链"), "{}", plain.out);
    let traced = liantu(folder.path(), &["rate", ".", "--focus", "宿州市", "--tier", "city", "--embodied"]);
    assert!(traced.out.contains(sentence), "{}", traced.out);
    let row = traced.out.lines().find(|line| line.contains("链主") && line.contains("24.0%")).unwrap();
    for figure in ["60.0%", "25.0%", "24.0%", "30.5%", "6.5%"] {
        assert!(row.contains(figure), "{row}");
    }
    assert_eq!(liantu(folder.path(), &["run", ".", "-o", "out", "--focus", "宿州市"]).code, 0);
    assert!(fs::read_to_string(folder.path().join("out/index.html")).unwrap().contains(sentence));
    let table = fs::read_to_string(folder.path().join("out/tables/embodied.csv")).unwrap();
    assert!(table.contains("rate/firm/甲公司/2024/city/embodied"), "{table}");
    let english =
        liantu(folder.path(), &["rate", ".", "--focus", "宿州市", "--tier", "city", "--embodied", "--lang", "en"]);
    assert!(english.out.contains("about 25.0% of the value stems from there (bounds 24.0–30.5%"), "{}", english.out);
    let figure = json(folder.path(), &["explain", ".", "rate/甲公司/市/全链", "--focus", "宿州市"]);
    let figure = &figure["answer"]["figures"][0];
    assert_eq!((figure["re_adds"]["agrees"].as_bool(), figure["rows"].as_array().unwrap().len()), (Some(true), 2));
}

#[test]
fn whose_purchases_are_traced_can_be_said() {
    let folder = scratch(&HOLLOW);
    let buyers = |option: &str| {
        let answer = json(folder.path(), &["rate", ".", "--tier", "city", option]);
        let rows = answer["answer"]["embodied"].as_array().unwrap().clone();
        let firms = rows.iter().filter(|row| row["level"] == "firm").count();
        (answer["answer"]["embodied_buyers"].as_str().unwrap().to_owned(), firms)
    };
    assert_eq!(buyers("--embodied"), ("all".to_owned(), 2));
    assert_eq!(buyers("--embodied=leaders"), ("leaders".to_owned(), 1));
    assert_eq!(buyers("--embodied=all"), ("all".to_owned(), 2));
    assert_eq!(liantu(folder.path(), &["rate", ".", "--embodied=some"]).code, 2);
}
