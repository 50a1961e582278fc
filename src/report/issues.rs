//! Issues as tables: every one with its place and remedy, and a summary by code.

use crate::issue::{Code, Issue, Origin, Severity};
use crate::model::RowBalance;
use crate::report::table::{Cell, Column, Reason, Table, Unit};
use crate::report::words::{self, Lang};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Places named per code in a summary.
const PLACES_SHOWN: usize = 10;

/// An issue with its sentence and remedy, as JSON shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssueView {
    /// What kind.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub origin: Origin,
    /// The offending cell's text.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

/// The issue in words.
pub fn view(issue: &Issue, lang: Lang) -> IssueView {
    IssueView {
        code: issue.code,
        severity: issue.severity,
        origin: issue.origin.clone(),
        text: issue.text.clone(),
        message: words::issue::message(issue, lang),
        hint: words::issue::hint(issue.code, lang),
    }
}

/// Rows of one table that were set aside, in their original columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectSheetView {
    /// File name.
    pub file: Arc<str>,
    /// Sheet name.
    pub sheet: Arc<str>,
    /// Headings as the user wrote them.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<RejectRow>,
}

/// A row that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectRow {
    /// Row number as the user's spreadsheet shows it.
    pub number: u32,
    /// Codes of the issues that set it aside.
    pub codes: Vec<Code>,
    /// Its cells, as text.
    pub cells: Vec<String>,
}

/// Every issue, in the order given, in both languages: it goes into `issues.csv`.
pub fn issues_table(issues: &[Issue]) -> Table {
    let heading = words::issue::column_headings();
    let column = |(key, heading): (&'static str, String)| Column { key, heading, unit: Unit::None, detail: false };
    Table {
        key: "issues",
        title: words::issue::table_title(),
        columns: heading.into_iter().map(column).collect(),
        rows: issues.iter().map(issue_row).collect(),
        note: None,
    }
}

fn issue_row(issue: &Issue) -> Vec<Cell> {
    let origin = &issue.origin;
    let place = |part: &Option<Arc<str>>| Cell::text_or(part.as_deref(), Reason::NotApplicable);
    vec![
        Cell::text(words::severity(issue.severity, Lang::En)),
        Cell::text(issue.code.as_str()),
        Cell::text(&*origin.file),
        Cell::text(&*origin.sheet),
        origin.row.map_or(Cell::Missing(Reason::NotApplicable), |row| Cell::Integer(i64::from(row))),
        place(&origin.column),
        place(&origin.cell),
        Cell::text(&issue.text),
        Cell::text(words::issue::message(issue, Lang::Zh)),
        Cell::text(words::issue::hint(issue.code, Lang::Zh)),
        Cell::text(words::issue::message(issue, Lang::En)),
        Cell::text(words::issue::hint(issue.code, Lang::En)),
    ]
}

/// Issues by severity and code, gravest first, with their count and their first places.
pub fn summary_table(issues: &[Issue], lang: Lang) -> Table {
    let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, Code), Vec<&Issue>> = BTreeMap::new();
    for issue in issues {
        groups.entry((std::cmp::Reverse(issue.severity), issue.code)).or_default().push(issue);
    }
    let columns = words::issue::summary_headings(lang).into_iter().map(|(key, heading)| {
        let unit = if key == "count" { Unit::Count } else { Unit::None };
        Column { key, heading: heading.to_owned(), unit, detail: false }
    });
    let rows = groups.into_iter().map(|((severity, code), members)| {
        vec![
            Cell::text(words::severity(severity.0, lang)),
            Cell::text(code.as_str()),
            Cell::text(words::issue::title(code, lang)),
            Cell::count(members.len()),
            Cell::text(places(&members, lang)),
            Cell::text(words::issue::hint(code, lang)),
        ]
    });
    let title = words::issue::summary_title(lang).to_owned();
    Table { key: "issue-summary", title, columns: columns.collect(), rows: rows.collect(), note: None }
}

/// Rows of each table: read, used, set aside.
pub fn balance_table(balance: &[RowBalance], lang: Lang) -> Table {
    let keys = ["file", "sheet", "read", "used", "set_aside"];
    let columns = keys.map(|key| {
        let unit = if matches!(key, "file" | "sheet") { Unit::None } else { Unit::Count };
        Column { key, heading: words::chain::heading(key, lang).to_owned(), unit, detail: false }
    });
    let row = |table: &RowBalance| {
        let [read, used, aside] = [table.read, table.used, table.set_aside].map(Cell::count);
        vec![Cell::text(&*table.file), Cell::text(&*table.sheet), read, used, aside]
    };
    Table {
        key: "balance",
        title: words::chain::balance_title(lang).to_owned(),
        columns: columns.to_vec(),
        rows: balance.iter().map(row).collect(),
        note: None,
    }
}

/// The first places in the order given, and how many more there are.
fn places(issues: &[&Issue], lang: Lang) -> String {
    let shown: Vec<String> = issues.iter().take(PLACES_SHOWN).map(|issue| issue.origin.to_string()).collect();
    words::issue::places(&shown, issues.len(), lang)
}

#[cfg(test)]
mod tests {
    use super::{issues_table, summary_table, view};
    use crate::issue::{Code, Issue, Origin};
    use crate::report::table::Cell;
    use crate::report::words::Lang;

    fn issue(code: Code, row: u32) -> Issue {
        let cell = format!("C{row}");
        let origin = Origin {
            file: "采购.xlsx".into(),
            sheet: "采购".into(),
            row: Some(row),
            column: Some("采购额(万元)".into()),
            cell: Some(cell.as_str().into()),
        };
        Issue::new(code, origin, "abc")
    }

    #[test]
    fn every_issue_has_a_row_as_long_as_the_header() {
        let table = issues_table(&[issue(Code::BadNumber, 5), Issue::new(Code::UnknownSheet, Origin::default(), "")]);
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        assert_eq!(table.columns.len(), 12);
        assert_eq!(table.rows[0][4], Cell::Integer(5));
    }

    #[test]
    fn the_summary_names_ten_places_and_counts_the_rest() {
        let mut issues: Vec<Issue> = (2..14).map(|row| issue(Code::MissingAmount, row)).collect();
        issues.push(issue(Code::BadNumber, 99));
        let table = summary_table(&issues, Lang::Zh);
        assert_eq!(table.rows[0][1], Cell::text("bad-number"), "errors come first");
        assert_eq!(table.rows[1][3], Cell::Integer(12));
        let Cell::Text(places) = &table.rows[1][4] else { panic!("places are text") };
        assert!(places.contains("C11") && !places.contains("C12") && places.ends_with("等 12 处"), "{places}");
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    }

    #[test]
    fn json_has_the_agreed_keys() {
        let json = serde_json::to_value(view(&issue(Code::BadNumber, 5), Lang::En)).unwrap();
        let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["code", "hint", "message", "origin", "severity", "text"]);
        assert_eq!(json["message"], "`abc` in column `采购额(万元)` is not a number");
    }
}
