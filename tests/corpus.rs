//! The defect corpus: every file under `tests/data/ingest` is named by what is wrong with it and read to the letter of
//! its `.expected` (its README says how to read one and how to add one).
#![cfg(feature = "excel")]
#![allow(clippy::unwrap_used, missing_docs)]

use calamine::{Data, DataType, Reader, Sheets, Xlsx};
use liantu::app::run::rejects;
use liantu::app::session::{Policy, Session};
use liantu::ingest::RejectSheet;
use liantu::ingest::{self, Ingested, ReadOptions};
use liantu::issue::{Code, Issue, Origin, Severity};
use liantu::model::{Amount, Dataset, Date, FirmIx, Location, ProductIx, Quantity, SupplyLink, division};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// Codes that no file of the corpus raises, each with the reason.
const WITHOUT_FILE: [(Code, &str); 1] =
    [(Code::ConflictingDecision, "members of a library contradict each other, which no file alone can")];

/// Codes that go without saying in a lone ledger: counted in an `.expected`, not listed.
const COUNTED: [Code; 2] = [Code::UnlistedFirm, Code::UnlistedProduct];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ingest")
}

/// The defects: files, and folders where a defect needs several sheets; sorted by name.
fn defects() -> Vec<PathBuf> {
    let is_defect = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let is_fixture = name(path).starts_with('.') || name(path).ends_with("_kinds.parquet");
        !is_fixture && !matches!(ending, "expected" | "md" | "py")
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(is_defect);
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn expected(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}.expected", path.file_stem().unwrap().to_string_lossy()))
}

fn read(path: &Path) -> Result<Ingested, ingest::Error> {
    ingest::read(path, &ReadOptions::default())
}

// ---- What was read, in words ----

/// A text on one line: what cannot be seen is escaped, what is long is cut.
fn shown(text: &str) -> String {
    const SHOWN: usize = 60;
    let length = text.chars().count();
    let cut: String = text.chars().take(SHOWN).collect();
    let invisible = |c: char| {
        c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{a0}')
    };
    let escaped: String =
        cut.chars().map(|c| if invisible(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect();
    if length > SHOWN { format!("{escaped}… ({length} characters)") } else { escaped }
}

fn line(issue: &Issue) -> String {
    let origin = &issue.origin;
    let place = match (&origin.cell, origin.row) {
        (Some(cell), _) => format!("{cell} {}", shown(origin.column.as_deref().unwrap_or_default())),
        (None, Some(row)) => format!("row {row}"),
        (None, None) => "whole sheet".to_owned(),
    };
    let severity = match issue.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let details: Vec<String> = issue.details.iter().map(|detail| shown(detail)).collect();
    let details = if details.is_empty() { String::new() } else { format!(" → {}", details.join("; ")) };
    let Origin { file, sheet, .. } = origin;
    format!("{severity} {} | {file} | {sheet} | {place} | {}{details}", issue.code, shown(&issue.text))
}

fn place(location: &Location) -> String {
    let area = location.area.map(division::path).unwrap_or_default();
    let zone = location.zone.map(|zone| format!(" zone {zone}")).unwrap_or_default();
    let place = format!("{area}{zone}{}", location.abroad.as_deref().unwrap_or_default());
    if place.is_empty() { "?".to_owned() } else { place }
}

fn yuan(amount: Amount) -> String {
    match amount {
        Amount::Known(yuan) => format!("{yuan} yuan"),
        Amount::Missing => "missing".to_owned(),
        Amount::Undisclosed => "undisclosed".to_owned(),
    }
}

fn purchase(dataset: &Dataset, link: &SupplyLink) -> String {
    let firm = |firm: FirmIx| shown(&dataset.firm(firm).name);
    let year = link.year.map_or("no year".to_owned(), |year| year.0.to_string());
    let supplier = link.supplier.map_or("?".to_owned(), firm);
    let product = shown(&dataset.product(link.product).name);
    let origin = link.origin.as_deref().map(|origin| format!(" from {}", place(origin))).unwrap_or_default();
    format!("{} ← {supplier}: {product}, {}, {year}{origin}", firm(link.buyer), yuan(link.amount))
}

/// What of the rows became data.
fn facts(dataset: &Dataset) -> Vec<String> {
    let mut lines = Vec::new();
    for firm in dataset.firms.iter().filter(|firm| firm.listed) {
        let code = firm.credit_code.as_deref().unwrap_or("no code");
        lines.push(format!("firm {}, {code}, {}", shown(&firm.name), place(&firm.location)));
    }
    lines.extend(dataset.links.iter().map(|link| format!("purchase {}", purchase(dataset, link))));
    for total in &dataset.totals {
        lines.push(format!("total of {}: {}", dataset.firm(total.buyer).name, yuan(total.total)));
    }
    for input in dataset.inputs.iter().filter(|input| input.cost_share.is_some()) {
        let [product, part] = [input.product, input.input].map(|product| dataset.product(product).name.to_string());
        lines.push(format!("input {part} of {product}: {:?}", input.cost_share));
    }
    for made in &dataset.capabilities {
        let (firm, product) = (&dataset.firm(made.firm).name, &dataset.product(made.product).name);
        lines.push(format!("capacity of {firm} for {product}: {:?} yuan", made.capacity));
    }
    for row in &dataset.firm_years {
        lines.push(format!("year {} of {}: {:?} yuan", row.year.0, dataset.firm(row.firm).name, row.revenue));
    }
    lines.extend(plans(dataset));
    for zone in &dataset.zones {
        lines.push(format!("zone {}: {}", zone.name, zone.area.map_or("?".to_owned(), division::path)));
    }
    lines
}

/// Projects, talents, clusters, indicators and targets.
fn plans(dataset: &Dataset) -> Vec<String> {
    let mut lines = Vec::new();
    let products = |list: &[ProductIx]| list.iter().map(|at| shown(&dataset.product(*at).name)).collect::<Vec<_>>();
    for project in &dataset.projects {
        for seen in &project.snapshots {
            let date = |date: Option<Date>| date.map_or("?".to_owned(), |date| date.to_string());
            let dates = [seen.signed, seen.started, seen.opened].map(date).join(" ");
            let what = format!("{:?}, {}, {}", seen.stage, place(&seen.location), yuan(seen.investment));
            lines.push(format!("project {} {} at {}: {what}, {dates}", project.id, project.name, date(seen.date)));
        }
    }
    for talent in &dataset.talents {
        let (products, place) = (products(&talent.products), place(&talent.location));
        lines.push(format!("talent {}, {place}, {products:?}, employer {:?}", talent.name, talent.employer));
    }
    for cluster in &dataset.clusters {
        let scope: Vec<String> = cluster.scope.iter().map(place).collect();
        let what = format!("{:?}, {:?} km², {scope:?}", cluster.level, cluster.square_km);
        lines.push(format!("cluster {}: {what}, {:?}", cluster.name, cluster.provisions));
    }
    let amount = |figure: &Quantity| format!("{:?} {:?}", figure.value, figure.unit);
    for row in &dataset.indicators {
        lines.push(format!("indicator {} {} {}: {}", row.subject, row.indicator, row.year.0, amount(&row.value)));
    }
    for row in &dataset.targets {
        let (base, target) = (amount(&row.base), amount(&row.target));
        lines.push(format!("target {} {} {}: {target} from {base}", row.subject, row.metric, row.target_year.0));
    }
    lines
}

/// All that an `.expected` says, but for its remarks.
fn told(path: &Path) -> String {
    let read = match read(path) {
        Ok(read) => read,
        Err(error) => {
            let message = error.to_string().replace(&path.display().to_string(), &name(path));
            return format!("cannot be read: {}\n", shown_whole(&message));
        }
    };
    // That no buyer at all has a place goes without saying in a lone ledger.
    let is_usual = |issue: &&Issue| issue.code == Code::MissingPlace && issue.origin.row.is_none();
    let listed = read.issues.iter().filter(|issue| !COUNTED.contains(&issue.code) && !is_usual(issue));
    let mut lines: Vec<String> = listed.map(line).collect();
    for code in COUNTED {
        let count = read.issues.iter().filter(|issue| issue.code == code).count();
        if count > 0 {
            lines.push(format!("note {code} ×{count}"));
        }
    }
    for table in &read.dataset.balance {
        let (file, sheet) = (&table.file, &table.sheet);
        lines.push(format!(
            "rows of {file} {sheet}: {} = {} used + {} set aside",
            table.read, table.used, table.set_aside
        ));
    }
    lines.extend(facts(&read.dataset));
    lines.join("\n") + "\n"
}

fn shown_whole(message: &str) -> String {
    message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

// ---- The tests ----

#[test]
fn every_defect_is_read_as_expected() {
    let mut wrong = Vec::new();
    for path in defects() {
        let told = told(&path);
        let file = expected(&path);
        let text = fs::read_to_string(&file).unwrap_or_default();
        let remarks: String =
            text.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
        if text == format!("{remarks}{told}") {
            continue;
        }
        // Only an explicit wish writes; the difference is then read in the version control.
        if std::env::var_os("CORPUS_UPDATE").is_some() {
            fs::write(&file, format!("{remarks}{told}")).unwrap();
        } else {
            wrong.push(format!("== {}\n-- expected\n{text}-- read\n{told}", name(&path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_defect_has_its_expectation_and_every_expectation_its_defect() {
    let defects = defects();
    assert!(defects.len() >= 60, "{}", defects.len());
    let with: BTreeSet<PathBuf> = defects.iter().map(|path| expected(path)).collect();
    assert_eq!(with.len(), defects.len(), "two defects share a stem");
    let there: BTreeSet<PathBuf> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "expected"))
        .collect();
    assert_eq!(there, with);
    for path in &there {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.starts_with("# "), "{} does not say what is wrong with its file", name(path));
    }
    for path in defects.iter().filter(|path| path.is_file()) {
        let size = fs::metadata(path).unwrap().len();
        assert!(size <= 10 * 1024, "{} has {size} bytes", name(path));
    }
}

#[test]
fn every_row_is_used_or_set_aside_for_a_reason_and_no_figure_is_nonsense() {
    for path in defects() {
        let Ok(read) = read(&path) else { continue };
        for table in &read.dataset.balance {
            assert_eq!(table.read, table.used + table.set_aside, "{}", name(&path));
        }
        for (row, codes, _) in read.rejects.iter().flat_map(|sheet| &sheet.rows) {
            assert!(!codes.is_empty(), "{} row {row}", name(&path));
        }
        let amounts = read.dataset.links.iter().filter_map(|link| link.amount.known());
        assert!(amounts.clone().all(f64::is_finite), "{}", name(&path));
    }
}

#[test]
fn every_code_has_a_file() {
    let mut met: BTreeSet<Code> = BTreeSet::new();
    for read in defects().iter().filter_map(|path| read(path).ok()) {
        met.extend(read.issues.iter().map(|issue| issue.code));
    }
    let excused = |code: &Code| WITHOUT_FILE.iter().any(|(other, _)| other == code);
    let without: Vec<&Code> = Code::ALL.iter().filter(|code| !met.contains(code) && !excused(code)).collect();
    assert!(without.is_empty(), "no file of the corpus raises {without:?}");
    assert!(!met.iter().any(excused), "a code with a file needs no excuse");
}

/// An unreadable file says what to do.
#[test]
fn every_error_has_a_remedy() {
    for path in defects() {
        if let Err(error) = read(&path) {
            assert!(error.to_string().contains("hint: "), "{error}");
        }
    }
}

// ---- Addresses ----

/// The cells of a table as another reader sees them, by file, sheet and address.
fn cells(path: &Path) -> Option<BTreeMap<(String, String), String>> {
    let bytes = fs::read(path).unwrap();
    let mut cells = BTreeMap::new();
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xD0\xCF") {
        let mut book: Sheets<_> = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
        for sheet in book.sheet_names() {
            let range = book.worksheet_range(&sheet).ok()?;
            let (row, column) = range.start().unwrap_or_default();
            for (down, right, value) in range.used_cells() {
                let at = address(row as usize + down, column as usize + right);
                let text = if let Data::DateTime(_) = value { value.as_date()?.to_string() } else { value.to_string() };
                cells.insert((sheet.clone(), at), text);
            }
        }
        return Some(cells);
    }
    // A spreadsheet shows a plain text file line by line; quotes and other marks are the reader's own affair.
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains(['"', '\r', ';', '|', '\t', '\u{feff}']))?;
    for (row, record) in text.lines().enumerate() {
        for (column, cell) in record.split(',').enumerate() {
            let sheet = path.file_stem().unwrap().to_string_lossy().into_owned();
            cells.insert((sheet, address(row, column)), cell.to_owned());
        }
    }
    Some(cells)
}

/// `C17` of the cell in row 16 and column 2, both from zero.
fn address(row: usize, column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap()));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

#[test]
fn the_cell_that_an_issue_names_holds_the_text_that_it_quotes() {
    let mut compared = 0;
    for path in defects() {
        let files = if path.is_dir() {
            fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect()
        } else {
            vec![path.clone()]
        };
        let Ok(read) = read(&path) else { continue };
        for file in files {
            let Some(cells) = cells(&file) else { continue };
            for issue in read.issues.iter().filter(|issue| *issue.origin.file == *name(&file)) {
                // A heading may take two cells; a truth value and a percentage are shown, the other reader gives what is stored.
                let is_shown_otherwise =
                    issue.code == Code::UnknownColumn || issue.text == "是" || issue.text.ends_with('%');
                let Some(cell) = issue.origin.cell.as_ref().filter(|_| !is_shown_otherwise) else { continue };
                let there = cells.get(&(issue.origin.sheet.to_string(), cell.to_string()));
                let there = there.map(String::as_str).unwrap_or_default();
                let folded = |text: &str| text.split_whitespace().collect::<String>();
                let quoted = folded(&issue.text).chars().take(100).collect::<String>();
                assert!(folded(there).contains(&quoted), "{}: {there} at {}", line(issue), cell);
                compared += usize::from(!quoted.is_empty());
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

// ---- Rejects ----

/// Rows that another row replaces: to correct them is to delete them.
const REPLACED: [Code; 3] = [Code::DuplicateRow, Code::ConflictingAmount, Code::ConflictingTotal];

/// A value that a cell under this heading may hold.
fn good_value(heading: &str, row: u32) -> String {
    if heading.contains('年') {
        "2024".to_owned()
    } else if heading.contains(['额', '額', '值']) {
        row.to_string()
    } else {
        format!("补填{row}")
    }
}

/// Position of a cell's column, from zero.
fn column(cell: &str) -> usize {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
    letters.fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1) - 1
}

/// What an office does with a sheet of rejects: repairs the cells that the issues name, deletes what is told twice.
fn correct(rows: &mut Vec<Vec<String>>, reject: &RejectSheet, issues: &[Issue]) {
    let of_sheet = |issue: &&Issue| issue.origin.file == reject.file && issue.origin.sheet == reject.sheet;
    for issue in issues.iter().filter(of_sheet).filter(|issue| issue.code == Code::MissingColumn) {
        rows[0].push(issue.details[0].clone());
        rows.iter_mut().skip(1).for_each(|row| row.push("补填".to_owned()));
    }
    for (at, (number, codes, _)) in reject.rows.iter().enumerate() {
        let row = &mut rows[at + 1];
        if codes.contains(&Code::RaggedRow) {
            // The comma of thousands that nobody quoted.
            let rest = row.remove(4);
            row[3] += &rest;
            row.insert(5, String::new());
        }
        for issue in issues.iter().filter(of_sheet).filter(|issue| issue.origin.row == Some(*number)) {
            if let Some(cell) = issue.origin.cell.as_deref().filter(|_| codes.contains(&issue.code)) {
                row[column(cell)] = good_value(&reject.header[column(cell)], *number);
            }
        }
    }
    let mut rejected = reject.rows.iter();
    let mut is_header = true;
    rows.retain(|_| {
        let told_twice = !is_header && rejected.next().unwrap().1.iter().all(|code| REPLACED.contains(code));
        is_header = false;
        !told_twice
    });
}

/// The workbook of rejects with its faults corrected, and the count of its rows.
fn corrected(session: &Session) -> (Vec<u8>, usize) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(rejects(session).unwrap())).unwrap();
    let mut new = rust_xlsxwriter::Workbook::new();
    let mut count = 0;
    for (reject, name) in session.rejects.iter().zip(book.sheet_names()) {
        let range = book.worksheet_range(&name).unwrap();
        let mut rows: Vec<Vec<String>> =
            range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        assert_eq!(rows.len(), reject.rows.len() + 1, "{name}");
        correct(&mut rows, reject, &session.issues);
        count += rows.len() - 1;
        let sheet = new.add_worksheet().set_name(&name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write_string(row as u32, column as u16, cell).unwrap();
            }
        }
    }
    (new.save_to_buffer().unwrap(), count)
}

#[test]
fn rejects_once_corrected_are_read_whole() {
    let mut tried = 0;
    for path in defects() {
        let Ok(session) = Session::open(&path, &ReadOptions::default(), &Policy::default()) else { continue };
        let (bytes, count) = corrected(&session);
        if count == 0 {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rejects.xlsx");
        fs::write(&file, bytes).unwrap();
        let again = read(&file).unwrap_or_else(|error| panic!("{}: {error}", name(&path)));
        let used: usize = again.dataset.balance.iter().map(|table| table.used).sum();
        assert_eq!((used, &again.rejects), (count, &Vec::new()), "{}: {:#?}", name(&path), again.issues);
        tried += 1;
    }
    assert!(tried >= 20, "{tried}");
}
