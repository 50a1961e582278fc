//! The library: the same answers as from the files, history, and nothing lost whatever happens.
#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(feature = "cli")]

use assert_cmd::Command;
use liantu::app::library::{ImportOptions, difference, files, import, log, read, tables, undo};
use liantu::app::run::{RunOptions, run};
use liantu::app::session::Policy;
use liantu::app::{Error, Moment, Session};
use liantu::ingest::{self, ReadOptions};
use liantu::library::{Error as Fault, Library};
use liantu::report::library::{Datum, OutcomeView};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

const FIRMS: &str = "企业名称,统一社会信用代码,生产地,角色,别名\n\
    甲车桥,,安徽省宿州市泗县,链主,甲桥;甲\n灵璧轴承,,灵璧县,配套,\n";
const LEDGER: &str = "采购方,采购方所在地,供应商,来源地,产品,采购额(万元),年份\n\
    甲车桥,安徽省宿州市泗县,灵璧轴承,灵璧县,轮毂轴承,3000,2023\n\
    甲车桥,安徽省宿州市泗县,无锡钢管,无锡市,轴承钢管,2000,2023\n\
    甲车桥,安徽省宿州市泗县,宁国密封,宁国市,密封件,,2023\n";
const ABOUT: &str = "项,值\n标题,一月\n本地范围,宿州市\n数据日期,2024-01-31\n";
const PROJECTS: &str = "项目,编号,快照日期,阶段,投资额(万元),落地\n轴承二期,P1,2024-01-31,招引签约,5000,泗县\n";
const TALENTS: &str = "名称,类别,领域,所在地\n示例轴承研究所,机构,轴承,合肥市\n";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A place with one data set called 数据.
    fn with_data() -> Self {
        let place = Self::new();
        let sheets = [("企业", FIRMS), ("采购", LEDGER), ("说明", ABOUT), ("项目", PROJECTS), ("人才", TALENTS)];
        for (name, text) in sheets {
            place.write(&format!("数据/{name}.csv"), text);
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn library(&self) -> PathBuf {
        self.path("宿州.liantu")
    }

    fn import(&self, name: &str) -> OutcomeView {
        import(&self.path(name), &self.library(), &options(None)).unwrap()
    }

    fn liantu(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::cargo_bin("liantu")
            .unwrap()
            .current_dir(self.folder.path())
            .env("LC_ALL", "zh_CN.UTF-8")
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// The rows that count in a table now, by key, and its whole content as SQL sees it.
    fn dump(&self) -> String {
        dump(&self.library())
    }
}

fn options(name: Option<&str>) -> ImportOptions {
    let now = Moment { time: "2024-02-01 08:00:00".into(), date: "2024-02-01".into() };
    ImportOptions { name: name.map(str::to_owned), as_of: None, now }
}

/// Everything that a library says, whatever its pages look like.
fn dump(library: &Path) -> String {
    let connection = Connection::open_with_flags(library, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
    let broken: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!(broken, 0);
    let tables =
        ["revision", "content", "chunk", "file", "firm", "firm_name", "firm_year", "purchase", "project", "talent"];
    let mut text = String::new();
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY rowid")).unwrap();
        let names: Vec<String> = statement.column_names().iter().map(|name| (*name).to_owned()).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let told = |(at, name): (usize, &String)| {
                // The time of day is the only thing that two runs may tell differently.
                let value = if name == "time" { String::new() } else { format!("{:?}", row.get_ref(at).unwrap()) };
                format!("{name}={value}")
            };
            let cells: Vec<String> = names.iter().enumerate().map(told).collect();
            text += &format!("{table}: {}\n", cells.join(" "));
        }
    }
    text
}

fn fault(error: Error) -> Fault {
    match error {
        Error::Library(fault) => fault,
        other => panic!("{other}"),
    }
}

fn session(path: &Path) -> Session {
    Session::open(path, &ReadOptions::default(), &Policy::default()).unwrap()
}

/// Every file of a run.
fn results(path: &Path) -> BTreeMap<String, Vec<u8>> {
    run(&session(path), &RunOptions { png_scale: 0.2, ..RunOptions::default() }).unwrap()
}

/// The answers that a run writes, without drawing anything.
fn answers(path: &Path) -> Vec<Vec<u8>> {
    let session = session(path);
    let requests = liantu::app::run::requests(&session, &RunOptions::default());
    let json = |request| session.json(request, &session.answer(request).unwrap(), None, liantu::report::Lang::Zh);
    requests.iter().map(json).collect()
}

#[test]
fn a_library_gives_the_same_bytes_as_its_files() {
    let place = Place::with_data();
    place.import("数据");
    for question in ["rate", "split", "gap", "check"] {
        for format in ["json", "csv", "md"] {
            let ask = |data: &str| place.liantu(&[question, data, "--format", format, "--quiet"]);
            let (from_files, from_library) = (ask("数据"), ask("宿州.liantu"));
            assert_eq!(from_files.0, 0, "{}", from_files.2);
            assert_eq!(from_files, from_library, "{question} {format}");
        }
    }
    let (from_files, from_library) = (results(&place.path("数据")), results(&place.library()));
    assert!(from_files.contains_key("index.html") && from_files == from_library);
    let same = read(&place.library(), None, &ReadOptions::default()).unwrap();
    assert_eq!(same, ingest::read(&place.path("数据"), &ReadOptions::default()).unwrap());
}

#[test]
fn a_library_is_known_by_its_bytes() {
    let place = Place::with_data();
    place.import("数据");
    fs::rename(place.library(), place.path("宿州.dat")).unwrap();
    assert_eq!(session(&place.path("宿州.dat")).dataset().firms.len(), 4);
}

#[test]
fn a_workbook_is_kept_as_it_is() {
    let place = Place::new();
    fs::write(place.path("表.xlsx"), ingest::template::template().unwrap()).unwrap();
    place.import("表.xlsx");
    let kept = files(&place.library(), None).unwrap();
    assert_eq!(kept["表.xlsx/表.xlsx"], fs::read(place.path("表.xlsx")).unwrap());
    let answer = |data: &str| place.liantu(&["check", data, "--format", "json", "--quiet"]);
    assert_eq!(answer("表.xlsx"), answer("宿州.liantu"));
}

#[test]
fn importing_the_same_again_changes_no_byte() {
    let place = Place::with_data();
    assert_eq!(place.import("数据").revision, Some(1));
    let before = fs::read(place.library()).unwrap();
    let again = place.import("数据");
    assert_eq!(again.revision, None);
    assert!(again.files.iter().all(|file| file.fate == "same"));
    assert_eq!(before, fs::read(place.library()).unwrap());
    let (code, out, _) = place.liantu(&["import", "数据", "--library", "宿州.liantu"]);
    assert!(code == 0 && out.contains("未作改动"), "{out}");
}

#[test]
fn another_version_of_a_file_replaces_it_and_says_what_changes() {
    let place = Place::with_data();
    place.import("数据");
    let corrected = FIRMS.replace("灵璧轴承,,灵璧县,配套", "灵璧轴承,,灵璧县,龙头").replace("甲桥;甲", "甲桥")
        + "泗县铸造,,泗县,配套,\n";
    place.write("数据/企业.csv", &corrected);
    place.write("数据/采购.csv", &LEDGER.replace("2000", "2500"));
    fs::remove_file(place.path("数据/人才.csv")).unwrap();
    let outcome = place.import("数据");
    let fate = |name: &str| outcome.files.iter().find(|file| file.name == name).unwrap().fate;
    assert_eq!([fate("企业.csv"), fate("说明.csv"), fate("人才.csv")], ["replaced", "same", "gone"]);
    let told: Vec<(&str, &str, &str)> =
        (outcome.difference.changes.iter()).map(|change| (change.table, change.edit, change.name.as_str())).collect();
    for expected in [
        ("firm", "added", "泗县铸造"),
        ("firm", "changed", "灵璧轴承"),
        ("firm_name", "removed", "甲"),
        ("purchase", "changed", "甲车桥"),
        ("talent", "removed", "示例轴承研究所"),
    ] {
        assert!(told.contains(&expected), "{expected:?} in {told:?}");
    }
    let role = outcome.difference.changes.iter().find(|change| change.table == "firm" && change.edit == "changed");
    let field = &role.unwrap().fields[0];
    assert_eq!((field.column, &field.old), ("role", &Datum::Text("supporting".into())));
    assert_eq!(field.new, Datum::Text("major".into()));
    let year = &outcome.difference.purchases[0];
    assert_eq!((year.year, year.before, year.after), (Some(2023), Some(5e7), Some(5.5e7)));
    assert_eq!(difference(&place.library(), None, None).unwrap(), outcome.difference);
    let back = difference(&place.library(), Some(2), Some(1)).unwrap();
    assert!(back.changes.iter().any(|change| change.edit == "removed" && change.name == "泗县铸造"));
    assert_eq!(
        read(&place.library(), None, &ReadOptions::default()).unwrap(),
        ingest::read(&place.path("数据"), &ReadOptions::default()).unwrap()
    );
}

#[test]
fn provenance_leads_from_a_firm_to_its_row_and_import() {
    let place = Place::with_data();
    place.import("数据");
    place.write("数据/企业.csv", &FIRMS.replace("灵璧县,配套", "灵璧县,龙头"));
    place.import("数据");
    let connection = Connection::open(place.library()).unwrap();
    let sql = "SELECT firm.role, firm.file, firm.sheet, firm.row, firm.valid_from, firm.valid_to, content.sha256 FROM firm \
               JOIN file ON file.revision = firm.valid_from AND file.name = firm.file JOIN content ON content.id = file.content \
               WHERE firm.name = '灵璧轴承' ORDER BY firm.valid_from";
    let mut statement = connection.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let text = |at: usize| row.get::<_, String>(at).unwrap();
        found.push((
            text(0),
            text(1),
            text(2),
            row.get::<_, i64>(3).unwrap(),
            row.get(4).unwrap(),
            row.get(5).unwrap(),
            text(6),
        ));
    }
    let hash = |text: &str| liantu::library::measure(text.as_bytes()).unwrap().0;
    let row = |role: &str, from: i64, to: Option<i64>, text: &str| {
        (role.to_owned(), "企业.csv".to_owned(), "企业".to_owned(), 3, from, to, hash(text))
    };
    let now = FIRMS.replace("灵璧县,配套", "灵璧县,龙头");
    assert_eq!(found, [row("supporting", 1, Some(2), FIRMS), row("major", 2, None, &now)]);
}

#[test]
fn projects_and_talents_have_their_tables_and_snapshots_add_up() {
    let place = Place::with_data();
    place.import("数据");
    let later = PROJECTS.to_owned() + "轴承二期,P1,2024-06-30,建设开工,5500,泗县\n";
    place.write("数据/项目.csv", &later);
    let outcome = place.import("数据");
    let projects: Vec<_> = outcome.difference.changes.iter().filter(|change| change.table == "project").collect();
    assert!(projects.iter().any(|change| change.edit == "added"), "{projects:?}");
    let (tables, revision) = tables(&place.library(), None).unwrap();
    let count = |name: &str| tables.iter().find(|table| table.table == name).unwrap().rows.len();
    assert_eq!((revision, count("project"), count("talent"), count("firm")), (2, 2, 1, 4));
    assert_eq!(log(&place.library()).unwrap()[0].as_of.as_deref(), Some("2024-01-31"), "the date of 说明");
}

#[test]
fn two_data_sets_add_up_and_each_keeps_its_own_unit_and_year() {
    let place = Place::new();
    place.write("一县/说明.csv", "项,值\n标题,一县\n本地范围,宿州市\n金额单位,亿元\n年份,2023\n");
    place.write("一县/采购.csv", "采购方,采购方所在地,来源地,产品,采购额\n甲,泗县,泗县,轴承,1\n");
    place.write("二县/说明.csv", "项,值\n标题,二县\n年份,2024\n");
    place.write("二县/采购.csv", "采购方,采购方所在地,来源地,产品,采购额\n乙,灵璧县,泗县,轴承,1\n");
    place.import("一县");
    place.import("二县");
    let read = read(&place.library(), None, &ReadOptions::default()).unwrap();
    let dataset = &read.dataset;
    let lines: Vec<_> = (dataset.links.iter())
        .map(|link| (dataset.firm(link.buyer).name.as_ref(), link.year.unwrap().0, link.amount.known().unwrap()))
        .collect();
    assert_eq!(lines, [("乙", 2024, 1e4), ("甲", 2023, 1e8)]);
    let names: Vec<&str> = dataset.sources.iter().map(|source| source.file.as_ref()).collect();
    assert_eq!(names, ["一县/说明.csv", "二县/说明.csv", "一县/采购.csv", "二县/采购.csv"]);
    assert_eq!(dataset.about.title.as_deref(), Some("二县"), "the last import rules");
    let codes: Vec<_> = read.issues.iter().map(|issue| (issue.code.as_str(), issue.text.as_str())).collect();
    assert!(codes.contains(&("conflicting-about", "一县")), "{codes:?}");
    let alone = ingest::read(&place.path("一县"), &ReadOptions::default()).unwrap();
    undo(&place.library(), None, &Moment::default()).unwrap();
    let left = liantu::app::library::read(&place.library(), None, &ReadOptions::default()).unwrap();
    assert_eq!(left, alone, "with one data set left, origins are those of the files");
}

#[test]
fn a_lone_file_replaces_its_namesake_only() {
    let place = Place::with_data();
    place.import("数据");
    let ledger = place.write("新/采购.csv", &LEDGER.replace("3000", "3600"));
    let outcome = import(&ledger, &place.library(), &options(Some("数据"))).unwrap();
    assert_eq!(outcome.files.len(), 1);
    place.write("数据/采购.csv", &LEDGER.replace("3000", "3600"));
    let whole = ingest::read(&place.path("数据"), &ReadOptions::default()).unwrap();
    assert_eq!(read(&place.library(), None, &ReadOptions::default()).unwrap(), whole);
}

#[test]
fn undoing_gives_every_answer_of_before_and_redoing_that_of_after() {
    let place = Place::with_data();
    place.import("数据");
    let (first, first_tables) = (answers(&place.library()), tables(&place.library(), None).unwrap().0);
    place.write("数据/采购.csv", &LEDGER.replace("3000", "900"));
    place.import("数据");
    let second = answers(&place.library());
    assert!(first != second);
    let undone = undo(&place.library(), None, &Moment::default()).unwrap();
    assert_eq!((undone.revision, undone.undoes), (Some(3), Some(2)));
    assert!(first == answers(&place.library()));
    let keys = |tables: &[liantu::report::library::TableView]| -> Vec<(String, Vec<Datum>)> {
        tables.iter().flat_map(|table| &table.rows).map(|row| (row.key.clone(), row.values.clone())).collect()
    };
    assert_eq!(keys(&first_tables), keys(&tables(&place.library(), None).unwrap().0));
    assert!(difference(&place.library(), Some(1), Some(3)).unwrap().changes.is_empty());
    assert_eq!(place.import("数据").revision, Some(4), "an undone import can be made again");
    assert!(second == answers(&place.library()));
    let log = log(&place.library()).unwrap();
    assert_eq!((log[1].undone_by, log[2].undoes), (Some(3), Some(2)));
    let at = read(&place.library(), Some(1), &ReadOptions::default()).unwrap();
    assert_eq!(at.dataset.fingerprint.as_ref(), log[0].fingerprint);
    let (code, out, _) = place.liantu(&["rate", "宿州.liantu", "--at", "1", "--format", "json", "--quiet"]);
    assert!(code == 0 && out.contains(&log[0].fingerprint));
}

#[test]
fn an_earlier_import_can_be_undone_and_everything_too() {
    let place = Place::with_data();
    place.import("数据");
    let more = place.write("补充.csv", &LEDGER.replace("甲车桥", "乙机床"));
    place.import("补充.csv");
    undo(&place.library(), Some(1), &Moment::default()).unwrap();
    let alone = ingest::read(&more, &ReadOptions::default()).unwrap();
    assert_eq!(read(&place.library(), None, &ReadOptions::default()).unwrap(), alone);
    assert!(matches!(
        fault(undo(&place.library(), Some(1), &Moment::default()).unwrap_err()),
        Fault::NotUndoable { .. }
    ));
    undo(&place.library(), None, &Moment::default()).unwrap();
    assert!(matches!(fault(read(&place.library(), None, &ReadOptions::default()).unwrap_err()), Fault::Empty { .. }));
    assert!(matches!(fault(undo(&place.library(), None, &Moment::default()).unwrap_err()), Fault::NotUndoable { .. }));
    let (tables, _) = tables(&place.library(), None).unwrap();
    assert!(tables.iter().all(|table| table.rows.is_empty()));
    assert!(matches!(
        fault(difference(&place.library(), Some(9), None).unwrap_err()),
        Fault::UnknownRevision { revision: 9, last: 4, .. }
    ));
}

#[test]
fn originals_are_exported_byte_for_byte_and_tables_as_a_workbook() {
    let place = Place::with_data();
    // GB18030, as old programs write it: nothing is recoded on the way.
    let (bytes, _, _) = encoding_rs::GB18030.encode(FIRMS);
    fs::write(place.path("数据/企业.csv"), &bytes).unwrap();
    place.import("数据");
    let (code, _, err) = place.liantu(&["library", "export", "宿州.liantu", "--files", "原件", "-o", "企业库.xlsx"]);
    assert_eq!(code, 0, "{err}");
    for entry in fs::read_dir(place.path("数据")).unwrap() {
        let path = entry.unwrap().path();
        let copy = place.path("原件/数据").join(path.file_name().unwrap());
        assert_eq!(fs::read(&path).unwrap(), fs::read(copy).unwrap());
    }
    let whole = |data: &str| ingest::read(&place.path(data), &ReadOptions::default()).unwrap();
    assert_eq!(whole("数据"), whole("原件/数据"));
    assert_eq!(import(&place.path("原件/数据"), &place.library(), &options(None)).unwrap().revision, None);
    use calamine::Reader;
    let book: calamine::Xlsx<_> = calamine::open_workbook(place.path("企业库.xlsx")).unwrap();
    let names = book.sheet_names();
    assert!(["企业库", "项目库", "人才库"].iter().all(|name| names.iter().any(|sheet| sheet == name)), "{names:?}");
    assert_eq!(place.liantu(&["library", "export", "宿州.liantu", "-o", "表"]).0, 0);
    assert!(place.path("表/library_firms.csv").exists());
}

#[test]
fn the_log_and_the_differences_speak_every_format() {
    let place = Place::with_data();
    place.import("数据");
    place.write("数据/采购.csv", &LEDGER.replace("2000", "2500"));
    place.import("数据");
    for command in ["log", "diff", "export"] {
        for format in ["table", "json", "csv", "md", "html"] {
            let (code, out, err) = place.liantu(&["library", command, "宿州.liantu", "--format", format]);
            assert!(code == 0 && !out.is_empty(), "{command} {format}: {err}");
            if format == "json" {
                let json: Value = serde_json::from_str(&out).unwrap();
                assert!(json["schema"].as_str().unwrap().starts_with("liantu/library"));
            }
        }
    }
    let (_, out, _) = place.liantu(&["library", "diff", "宿州.liantu", "1", "2", "--format", "csv"]);
    assert!(out.contains("甲车桥") && out.contains("2,500") || out.contains("5,500"), "{out}");
}

#[test]
fn decisions_travel_with_the_data() {
    let place = Place::with_data();
    place.import("数据");
    let decided =
        "version = 1\n\n[[firm]]\nanswer = \"same\"\na = { name = \"灵璧轴承\" }\nb = { name = \"灵璧轴承厂\" }\n";
    place.write("数据/decisions.toml", decided);
    let outcome = place.import("数据");
    assert_eq!(outcome.revision, Some(2), "decisions are part of the content");
    assert!(outcome.files.iter().any(|file| file.name == "decisions.toml" && file.fate == "new"));
    let whole = ingest::read(&place.path("数据"), &ReadOptions::default()).unwrap();
    assert_eq!(read(&place.library(), None, &ReadOptions::default()).unwrap(), whole);
    assert_eq!(files(&place.library(), None).unwrap()["数据/decisions.toml"], decided.as_bytes());
    place.write("另一/采购.csv", &LEDGER.replace("甲车桥", "乙机床"));
    place.write("另一/decisions.toml", &decided.replace("same", "different"));
    place.import("另一");
    let issues = read(&place.library(), None, &ReadOptions::default()).unwrap().issues;
    let conflict = issues.iter().find(|issue| issue.code.as_str() == "conflicting-decision").unwrap();
    assert_eq!((conflict.origin.file.as_ref(), &conflict.details[0]), ("另一/decisions.toml", &"different".to_owned()));
    let answers = place.write("回复/decisions.toml", decided);
    import(&answers, &place.library(), &options(None)).unwrap();
    let issues = read(&place.library(), None, &ReadOptions::default()).unwrap().issues;
    let conflict =
        issues.iter().find(|issue| issue.code.as_str() == "conflicting-decision" && issue.details[0] == "same");
    assert!(conflict.is_some(), "answers alone can be imported, and the last one rules");
    assert!(import(&answers, &place.path("新.liantu"), &options(None)).is_err() && !place.path("新.liantu").exists());
    place.write("数据/decisions.toml", "version = 1\nnonsense");
    let refused = import(&place.path("数据"), &place.library(), &options(None));
    assert!(matches!(refused, Err(Error::Ingest(ingest::Error::Decisions { .. }))), "{refused:?}");
}

#[test]
fn answers_to_a_librarys_questions_are_kept_in_the_library() {
    let place = Place::with_data();
    let ledger = LEDGER.replace("无锡钢管", "灵璧轴承厂");
    place.write("数据/采购.csv", &ledger);
    place.import("数据");
    let questions = |data: &str| {
        let (_, out, _) = place.liantu(&["decide", data, "--format", "json", "--quiet"]);
        out
    };
    let asked = questions("宿州.liantu");
    assert_eq!(asked, questions("数据"));
    let session = session(&place.library());
    let Some(question) = session.questions.first() else { panic!("nothing is asked: {asked}") };
    let before = read(&place.library(), None, &ReadOptions::default()).unwrap().dataset;
    let (code, _, err) = place.liantu(&["decide", "宿州.liantu", "--answer", &format!("{}=same", question.id)]);
    assert_eq!(code, 0, "{err}");
    assert!(!place.path("decisions.toml").exists());
    let after = read(&place.library(), None, &ReadOptions::default()).unwrap().dataset;
    assert_eq!(after.firms.len() + 1, before.firms.len());
    assert_eq!(log(&place.library()).unwrap()[1].data_set, "decisions.toml");
    let (code, _, err) = place.liantu(&["decide", "宿州.liantu", "--undo", &question.id]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(read(&place.library(), None, &ReadOptions::default()).unwrap().dataset, before);
}

#[test]
fn data_that_cannot_be_read_leave_no_library_and_change_none() {
    let place = Place::with_data();
    let bad = place.write("坏.csv", "这不是台账\n");
    assert!(import(&bad, &place.library(), &options(None)).is_err());
    assert!(!place.library().exists());
    place.import("数据");
    let before = fs::read(place.library()).unwrap();
    assert!(import(&place.write("坏.xlsx", "PK\u{3}\u{4}"), &place.library(), &options(None)).is_err());
    assert_eq!(before, fs::read(place.library()).unwrap());
    let refused = import(&place.library(), &place.path("另.liantu"), &options(None)).unwrap_err();
    assert!(matches!(fault(refused), Fault::IsALibrary { .. }));
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let place = Place::with_data();
    for name in ["", "..", "a/b", "a\\b", "a\nb", " a", "C:"] {
        let refused = import(&place.path("数据"), &place.library(), &options(Some(name))).unwrap_err();
        assert!(matches!(fault(refused), Fault::BadName { .. }), "{name:?}");
    }
    place.import("数据");
    let connection = Connection::open(place.library()).unwrap();
    connection.execute("UPDATE file SET name = '../../逃.csv' WHERE name = '采购.csv'", []).unwrap();
    assert!(matches!(fault(files(&place.library(), None).unwrap_err()), Fault::BadName { .. }));
}

#[test]
fn what_is_no_library_is_named_and_never_overwritten() {
    let place = Place::with_data();
    let foreign = place.path("别家.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (a); PRAGMA application_id = 7").unwrap();
    place.write("文本.liantu", "采购方,产品\n");
    place.write("短.liantu", "SQLite format 3\0");
    for (name, part) in [("别家.db", "其他程序的数据库"), ("文本.liantu", "不是库文件"), ("短.liantu", "已损坏")]
    {
        let before = fs::read(place.path(name)).unwrap();
        let (code, _, err) = place.liantu(&["import", "数据", "--library", name]);
        assert!(code == 1 && err.contains(part) && err.contains("改法"), "{name}: {err}");
        let (code, _, err) = place.liantu(&["rate", name]);
        assert!(code == 1 && err.contains(part), "{name}: {err}");
        assert_eq!(before, fs::read(place.path(name)).unwrap(), "{name}");
    }
    place.write("空.liantu", "");
    drop(Library::edit(&place.path("未完.liantu")).unwrap());
    for arguments in [["rate", "空.liantu"], ["check", "空.liantu"], ["rate", "未完.liantu"]] {
        let (code, _, err) = place.liantu(&arguments);
        assert!(code == 1 && err.contains("没有数据"), "{err}");
    }
    assert_eq!(place.liantu(&["library", "log", "没有.liantu"]).0, 1);
    assert_eq!(place.liantu(&["library", "undo", "没有.liantu"]).0, 1);
    assert!(!place.path("没有.liantu").exists(), "asking makes no library");
    assert_eq!(
        place.liantu(&["import", "数据", "--library", "空.liantu"]).0,
        0,
        "an import that never began leaves this"
    );
}

#[test]
fn damage_is_told_wherever_it_is() {
    let place = Place::with_data();
    place.import("数据");
    let whole = fs::read(place.library()).unwrap();
    fs::write(place.library(), &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(fault(read(&place.library(), None, &ReadOptions::default()).unwrap_err()), Fault::Damaged { .. }));
    assert!(place.liantu(&["rate", "宿州.liantu"]).2.contains("已损坏"));
    fs::write(place.library(), &whole).unwrap();
    Connection::open(place.library()).unwrap().execute("UPDATE chunk SET bytes = x'00' WHERE content = 1", []).unwrap();
    assert!(matches!(fault(read(&place.library(), None, &ReadOptions::default()).unwrap_err()), Fault::Damaged { .. }));
    for at in (100..whole.len()).step_by(997) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        fs::write(place.library(), &bytes).unwrap();
        // Whatever a flipped byte hits, it ends as an answer or an error; contents are checked by their hash.
        let _ = read(&place.library(), None, &ReadOptions::default());
        let _ = tables(&place.library(), None);
        let _ = log(&place.library());
    }
}

#[test]
fn a_newer_library_asks_for_a_newer_program() {
    let place = Place::with_data();
    place.import("数据");
    Connection::open(place.library()).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    for arguments in [&["rate", "宿州.liantu"][..], &["import", "数据", "--library", "宿州.liantu"]] {
        let (code, _, err) = place.liantu(arguments);
        assert!(code == 1 && err.contains("结构版本 99") && err.contains("请升级程序"), "{err}");
    }
}

#[test]
fn a_library_of_the_first_schema_is_still_read() {
    let place = Place::new();
    fs::copy("tests/data/library/schema1.liantu", place.library()).unwrap();
    let log = log(&place.library()).unwrap();
    let read = read(&place.library(), None, &ReadOptions::default()).unwrap();
    assert_eq!((log.len(), read.dataset.firms.len(), read.dataset.projects.len()), (2, 5, 1));
    assert_eq!(difference(&place.library(), None, None).unwrap().purchases[0].after, Some(5.5e7));
}

#[test]
fn readers_write_nothing() {
    let place = Place::with_data();
    place.import("数据");
    let before = (fs::read(place.library()).unwrap(), fs::metadata(place.library()).unwrap().modified().unwrap());
    let mut permissions = fs::metadata(place.library()).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(place.library(), permissions).unwrap();
    for arguments in
        [&["rate", "宿州.liantu"][..], &["library", "log", "宿州.liantu"], &["library", "diff", "宿州.liantu"]]
    {
        let (code, _, err) = place.liantu(arguments);
        assert_eq!(code, 0, "{err}");
    }
    let after = (fs::read(place.library()).unwrap(), fs::metadata(place.library()).unwrap().modified().unwrap());
    assert_eq!(before, after);
    assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 2, "no journal, no lock file");
}

#[test]
fn while_one_changes_the_library_others_are_told_and_readers_see_the_old_state() {
    let place = Place::with_data();
    place.import("数据");
    let before = answers(&place.library());
    let holder = Library::edit(&place.library()).unwrap();
    let draft = holder.draft().unwrap();
    assert!(before == answers(&place.library()), "readers go on while a change is prepared");
    place.write("数据/采购.csv", &LEDGER.replace("3000", "900"));
    let (code, _, err) = place.liantu(&["import", "数据", "--library", "宿州.liantu"]);
    assert!(code == 1 && err.contains("正被另一个程序修改") && err.contains("再试"), "{err}");
    drop(draft);
    drop(holder);
    let exclusive = Connection::open(place.library()).unwrap();
    exclusive.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let (code, _, err) = place.liantu(&["rate", "宿州.liantu", "--lang", "en"]);
    assert!(code == 1 && err.contains("is in use: another process is changing it"), "{err}");
    exclusive.execute_batch("ROLLBACK").unwrap();
    assert_eq!(place.import("数据").revision, Some(2));
}

#[test]
fn two_imports_at_once_are_one_after_the_other() {
    let place = Place::with_data();
    place.write("二.csv", &LEDGER.replace("甲车桥", "乙机床"));
    let start = |data: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_liantu"))
            .current_dir(place.folder.path())
            .args(["import", data, "--library", "宿州.liantu", "--quiet"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let done = [start("数据"), start("二.csv")].map(|mut child| child.wait().unwrap().success());
    let count = done.iter().filter(|done| **done).count();
    assert!(count >= 1);
    assert_eq!(log(&place.library()).unwrap().len(), count);
    place.import("数据");
    place.import("二.csv");
    assert_eq!(log(&place.library()).unwrap().len(), 2);
    place.dump();
}

/// Killed at whatever moment, the library is the old one or the new one.
#[test]
fn a_killed_import_leaves_the_old_library_or_the_new_one() {
    let place = Place::with_data();
    // Some megabytes that do not compress, so that there is something to interrupt.
    let mut state = 1_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut ledger = LEDGER.to_owned();
    for _ in 0..2000 {
        let (a, b, c) = (random(), random(), random());
        ledger += &format!("甲车桥,安徽省宿州市泗县,供应{a}{b},灵璧县,轮毂轴承,{},2023\n", c % 100_000);
    }
    place.import("数据");
    let old_bytes = fs::read(place.library()).unwrap();
    let old = place.dump();
    place.write("数据/采购.csv", &ledger);
    let spawn = || {
        std::process::Command::new(env!("CARGO_BIN_EXE_liantu"))
            .current_dir(place.folder.path())
            .args(["import", "数据", "--library", "宿州.liantu", "--quiet"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let begun = std::time::Instant::now();
    assert!(spawn().wait().unwrap().success());
    let whole = begun.elapsed();
    let new = place.dump();
    assert!(old != new);
    let mut seen = [0, 0];
    for step in 0..18_u32 {
        fs::write(place.library(), &old_bytes).unwrap();
        let mut child = spawn();
        // Most of the work is reading; the moments that matter lie at the end.
        let moment = whole.mul_f64(if step % 3 == 0 { f64::from(step) / 18.0 } else { 0.7 + f64::from(step) / 45.0 });
        std::thread::sleep(moment);
        let _ = child.kill();
        child.wait().unwrap();
        // The first to come is a reader: it must find one of the two states, even after a broken commit.
        let first = log(&place.library()).unwrap().len();
        let now = place.dump();
        assert!(now == old || now == new, "at step {step} neither the old nor the new library");
        assert_eq!(first, if now == old { 1 } else { 2 });
        seen[usize::from(now == new)] += 1;
        let _ = fs::remove_file(place.path("宿州.liantu-journal"));
    }
    assert!(seen[0] > 0, "every kill came too late: {seen:?}");
}

/// The state that a kill in the middle of writing pages leaves: pages of the new state, and the journal of the old.
#[test]
fn a_journal_left_behind_is_rolled_back_by_the_next_reader() {
    let place = Place::with_data();
    place.import("数据");
    let old = place.dump();
    let connection = Connection::open(place.library()).unwrap();
    // Pages reach the file before the end when the cache is too small for them.
    connection.execute_batch("PRAGMA cache_size = 2; PRAGMA cache_spill = 1; BEGIN IMMEDIATE").unwrap();
    connection.execute_batch("UPDATE firm SET name = name || 'x'; UPDATE content SET size = 0").unwrap();
    connection
        .execute_batch(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) \
             INSERT INTO content (sha256, size) SELECT hex(randomblob(32)), i FROM n",
        )
        .unwrap();
    let copy = Place::new();
    fs::copy(place.library(), copy.library()).unwrap();
    fs::copy(place.path("宿州.liantu-journal"), copy.path("宿州.liantu-journal")).unwrap();
    assert!(fs::metadata(copy.path("宿州.liantu-journal")).unwrap().len() > 0);
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let plain = Connection::open_with_flags(copy.library(), flags).unwrap();
    let refused = plain.query_row("SELECT count(*) FROM firm", [], |row| row.get::<_, i64>(0)).unwrap_err();
    let code = refused.sqlite_error().unwrap().extended_code;
    assert_eq!(code, rusqlite::ffi::SQLITE_READONLY_ROLLBACK, "a mere reader could not go on");
    drop(plain);
    assert_eq!(log(&copy.library()).unwrap().len(), 1);
    assert_eq!(copy.dump(), old);
    assert!(!copy.path("宿州.liantu-journal").exists());
    drop(connection);
}

/// The date of a data set is its own, else the day of its import; never that of another data set.
#[test]
fn a_date_is_not_borrowed_from_another_data_set() {
    let place = Place::with_data();
    place.import("数据");
    place.write("别处/采购.csv", LEDGER);
    import(&place.path("别处"), &place.library(), &options(None)).unwrap();
    let log = log(&place.library()).unwrap();
    let dates: BTreeSet<Option<&str>> = log.iter().map(|entry| entry.as_of.as_deref()).collect();
    assert_eq!(dates, BTreeSet::from([Some("2024-01-31"), Some("2024-02-01")]));
}
