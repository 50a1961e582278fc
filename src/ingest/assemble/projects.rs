//! 项目: investments, each with a snapshot for every date at which it was looked at.

use crate::ingest::field;
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name::key;
use crate::ingest::sheet::CellRef;
use crate::ingest::table::{Implied, RawTable};
use crate::issue::{Code, Issue, Severity};
use crate::model::{
    Amount, Date, FirmIx, ProductIx, Project, ProjectId, ProjectKind, ProjectSnapshot, ProjectStage, Year,
};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Job;
use super::cells;
use super::firm_book::FirmMatch;
use super::log::{RowAt, rows_of};
use super::repeats::{Join, content, unite};

/// What tells a row's project and date.
struct Head<'a> {
    at: RowAt<'a>,
    name: Arc<str>,
    number: Option<Arc<str>>,
    date: Option<Date>,
}

/// A snapshot as read, with firms, products and places by the order in which they were met.
#[derive(Clone, PartialEq)]
struct Draft {
    name: Option<Arc<str>>,
    number: Option<Arc<str>>,
    kind: Option<ProjectKind>,
    stage: Option<ProjectStage>,
    firm: Option<u32>,
    products: Vec<u32>,
    place: Option<u32>,
    origin: Option<u32>,
    enclave: Option<bool>,
    investment: Amount,
    paid_in: Amount,
    land: Option<f64>,
    energy: Option<f64>,
    capacity: Amount,
    signed: Option<Date>,
    started: Option<Date>,
    opened: Option<Date>,
    counted: Option<bool>,
    responsible: Option<Arc<str>>,
}

/// The numbers that each name bears, by their keys as they are spelled.
type Numbers = BTreeMap<String, BTreeMap<String, Arc<str>>>;

/// Rows of one project by date.
type Snapshots<'a> = BTreeMap<Option<Date>, Vec<(RowAt<'a>, Draft)>>;

/// Reads the projects.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: Vec<RowAt<'_>> = rows_of(job.tables, SheetKind::Projects).collect();
    // A firm is entered as the first row spells it, which must not be the row that happens to stand first.
    rows.sort_by_cached_key(|at| (content(*at), at.row_ref()));
    let heads: Vec<Head<'_>> = rows.into_iter().filter_map(|at| head(job, at)).collect();
    let mut numbers = Numbers::new();
    for head in &heads {
        let known = numbers.entry(key(&head.name)).or_default();
        if let Some(number) = &head.number {
            let spelling = known.entry(key(number)).or_insert_with(|| number.clone());
            *spelling = spelling.clone().min(number.clone());
        }
    }
    let mut projects: BTreeMap<String, Snapshots<'_>> = BTreeMap::new();
    for head in heads {
        // Everything that can set the row aside comes first, so that a row set aside leaves no firm or product behind.
        let Some(identity) = identity(job, &head, &numbers) else { continue };
        let draft = draft(job, &head);
        projects.entry(identity).or_default().entry(head.date).or_default().push((head.at, draft));
    }
    let mut projects: Vec<Project> = projects.into_values().filter_map(|snapshots| project(job, snapshots)).collect();
    projects.sort_by(|a, b| a.id.cmp(&b.id));
    job.projects = projects;
}

fn head<'a>(job: &mut Job<'_>, at: RowAt<'a>) -> Option<Head<'a>> {
    let Some(name) = at.text(Field::Name) else {
        job.log.set_aside(at, at.issue(Field::Name, Code::MissingCell));
        return None;
    };
    let date = match cells::day(at, Field::SnapshotDate) {
        Ok(date) => date.or_else(|| usual_date(job, at.table, at.source)),
        Err(code) => {
            // Another date would be a guess, and would overwrite what was true then.
            let issue = at.issue(Field::SnapshotDate, code);
            job.log.set_aside(at, Issue { severity: Severity::Error, ..issue });
            return None;
        }
    };
    let number = at.text(Field::ProjectNumber).map(|text| Arc::from(text.as_ref()));
    Some(Head { at, name: Arc::from(name.as_ref()), number, date })
}

/// The day or month in the name of the sheet, else of the file: `项目_8月`, `项目_20240930`.
fn stated_date(table: &RawTable, usual: Option<Year>) -> Option<Date> {
    let year = table.stated_year.or(usual);
    [&table.sheet.name, &table.sheet.file].into_iter().find_map(|name| month_in(name, year))
}

/// The date of the rows that give none, for the rejects, which do not bear the file's name.
pub(super) fn implied_date(job: &Job<'_>, table: &RawTable, source: u32) -> Option<Implied> {
    let date = usual_date(job, table, source).filter(|_| table.kind == SheetKind::Projects)?;
    Some(Implied { field: Field::SnapshotDate, heading: "快照日期", value: date.to_string() })
}

/// The date of rows that give none: that of the sheet or file, else that of the data set.
fn usual_date(job: &Job<'_>, table: &RawTable, source: u32) -> Option<Date> {
    stated_date(table, job.year(source)).or_else(|| Date::parse(job.as_of(source)?))
}

fn month_in(name: &str, usual: Option<Year>) -> Option<Date> {
    let mut year = usual;
    let mut rest = name;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[start..].bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest[start..].split_at(digits);
        if matches!(digits, 6 | 8)
            && let Ok(Some(text)) = field::date(CellRef::Text(number))
        {
            return Date::parse(&text);
        }
        match after.chars().next() {
            Some('年') => year = field::year(CellRef::Text(number)).ok().flatten().or(year),
            Some('月') => return Date::parse(&format!("{}-{number:0>2}", year?.0)),
            _ => {}
        }
        rest = after;
    }
    None
}

/// The key of a row's project: its number, else the one number that bears its name, else its name.
fn identity(job: &mut Job<'_>, head: &Head<'_>, numbers: &Numbers) -> Option<String> {
    if let Some(number) = &head.number {
        return Some(key(number));
    }
    let name = key(&head.name);
    let known: Vec<(&String, &Arc<str>)> = numbers.get(&name).into_iter().flatten().collect();
    match known[..] {
        [] => Some(name),
        [(one, _)] => Some(one.clone()),
        _ => {
            let details = known.into_iter().map(|(_, spelling)| spelling.to_string()).collect();
            let issue = head.at.issue(Field::Name, Code::AmbiguousProject);
            job.log.set_aside(head.at, Issue { details, ..issue });
            None
        }
    }
}

fn draft(job: &mut Job<'_>, head: &Head<'_>) -> Draft {
    let at = head.at;
    let year = head.date.map(|date| Year(date.year)).or(job.year(at.source));
    let firm = investor(job, at);
    let products = job.products_of(at, Field::Product);
    let [place, origin] =
        [Field::Place, Field::OriginPlace].map(|field| job.locator.locate(at, field, year, &mut job.log));
    let [investment, paid_in, capacity] = [Field::Investment, Field::PaidIn, Field::Capacity]
        .map(|field| cells::sum(at, field, &mut job.units, &mut job.log));
    let [signed, started, opened] =
        [Field::Signed, Field::Started, Field::Opened].map(|field| cells::date(at, field, &mut job.log));
    let [land, energy] = [Field::Land, Field::Energy].map(|field| cells::size_of(at, field, &mut job.log));
    Draft {
        name: Some(head.name.clone()),
        number: head.number.clone(),
        kind: cells::choice(at, Field::ProjectKind, cells::project_kind, &mut job.log),
        stage: cells::choice(at, Field::Stage, cells::project_stage, &mut job.log),
        firm,
        products,
        place,
        origin,
        enclave: cells::flag(at, Field::Enclave, &mut job.log),
        investment,
        paid_in,
        land,
        energy,
        capacity,
        signed,
        started,
        opened,
        counted: cells::flag(at, Field::Counted, &mut job.log),
        responsible: at.text(Field::Responsible).map(|text| Arc::from(text.as_ref())),
    }
}

/// The firm that invests; a project stands without it.
fn investor(job: &mut Job<'_>, at: RowAt<'_>) -> Option<u32> {
    for field in [Field::CreditCode, Field::FirmId] {
        if let Some(FirmMatch::Known(firm)) = at.text(field).map(|text| job.firms.find_settled(&text)) {
            return Some(firm);
        }
    }
    let fields = [Field::Firm, Field::CreditCode, Field::FirmId];
    let (field, text) = fields.into_iter().find_map(|field| Some((field, at.text(field)?)))?;
    match job.firms.find_settled(&text) {
        FirmMatch::Known(firm) => Some(firm),
        FirmMatch::New => Some(job.enter_firm(&text, at, field)),
        FirmMatch::Ambiguous(several) => {
            let details = job.firms.names(&several);
            job.log.raise(Issue { details, ..at.issue(field, Code::AmbiguousFirm) });
            None
        }
    }
}

/// A project of its rows. It bears the name of its latest snapshot; another one is told.
fn project(job: &mut Job<'_>, snapshots: Snapshots<'_>) -> Option<Project> {
    let spellings = || snapshots.values().flatten().map(|(_, draft)| draft);
    let number = spellings().filter_map(|draft| draft.number.clone()).min();
    let own_name = spellings().filter_map(|draft| draft.name.clone()).min()?;
    let mut united: Vec<(RowAt<'_>, Option<Date>, Draft)> = Vec::new();
    for (date, rows) in snapshots {
        let Some((at, draft)) = unite(&mut job.log, rows, join) else { continue };
        check_dates(job, at, date, &draft);
        united.push((at, date, draft));
    }
    let (latest, _, last) = united.last()?;
    let name = last.name.clone()?;
    for (at, ..) in &united {
        if at.text(Field::Name).is_some_and(|text| key(&text) != key(&name)) {
            let issue = at.issue(Field::Name, Code::ConflictingRecord);
            job.log.raise(issue.with(name.as_ref()).with(latest.origin(None).to_string()));
        }
    }
    let id = ProjectId(number.clone().unwrap_or(own_name));
    let snapshots = united.into_iter().map(|(at, date, draft)| snapshot(job, at, date, draft)).collect();
    Some(Project { id, name, number, snapshots })
}

fn snapshot(job: &Job<'_>, at: RowAt<'_>, date: Option<Date>, draft: Draft) -> ProjectSnapshot {
    ProjectSnapshot {
        date,
        kind: draft.kind,
        stage: draft.stage,
        firm: draft.firm.map(FirmIx),
        products: draft.products.into_iter().map(ProductIx).collect(),
        location: job.locator.stated_location(draft.place),
        origin: job.locator.stated_location(draft.origin),
        enclave: draft.enclave,
        investment: draft.investment,
        paid_in: draft.paid_in,
        land: draft.land,
        energy: draft.energy,
        capacity: draft.capacity,
        signed: draft.signed,
        started: draft.started,
        opened: draft.opened,
        counted: draft.counted,
        responsible: draft.responsible,
        row: at.row_ref(),
    }
}

fn join(join: &mut Join<'_, '_>, kept: &mut Draft, new: Draft) {
    // Two spellings of one name, or of one number, are no conflict.
    if kept.name.as_deref().map(key) != new.name.as_deref().map(key) {
        join.field(Field::Name, &mut kept.name, new.name);
    }
    kept.number = kept.number.take().or(new.number);
    join.field(Field::ProjectKind, &mut kept.kind, new.kind);
    join.field(Field::Stage, &mut kept.stage, new.stage);
    join.field(Field::Firm, &mut kept.firm, new.firm);
    join.list(&mut kept.products, new.products);
    join.field(Field::Place, &mut kept.place, new.place);
    join.field(Field::OriginPlace, &mut kept.origin, new.origin);
    join.field(Field::Enclave, &mut kept.enclave, new.enclave);
    join.amount(Field::Investment, &mut kept.investment, new.investment);
    join.amount(Field::PaidIn, &mut kept.paid_in, new.paid_in);
    join.field(Field::Land, &mut kept.land, new.land);
    join.field(Field::Energy, &mut kept.energy, new.energy);
    join.amount(Field::Capacity, &mut kept.capacity, new.capacity);
    join.field(Field::Signed, &mut kept.signed, new.signed);
    join.field(Field::Started, &mut kept.started, new.started);
    join.field(Field::Opened, &mut kept.opened, new.opened);
    join.field(Field::Counted, &mut kept.counted, new.counted);
    join.field(Field::Responsible, &mut kept.responsible, new.responsible);
}

/// Dates against each other, and the stage against the dates that had passed at the snapshot.
fn check_dates(job: &mut Job<'_>, at: RowAt<'_>, snapshot: Option<Date>, draft: &Draft) {
    let steps = [
        (Field::Signed, draft.signed, ProjectStage::Signed),
        (Field::Started, draft.started, ProjectStage::Started),
        (Field::Opened, draft.opened, ProjectStage::Producing),
    ];
    let heading = |field: Field| at.table.column(field).map(|column| column.heading.to_string()).unwrap_or_default();
    let mut contradictions = Vec::new();
    for (later, (field, date, stage)) in steps.iter().enumerate() {
        let Some(date) = date else { continue };
        let earlier = steps[..later].iter().filter_map(|(field, other, _)| Some((*field, (*other)?)));
        for (other, due) in earlier.filter(|(_, due)| date.is_before(*due)) {
            let mut issue = at.issue(*field, Code::DateOrder).with(heading(other)).with(due.to_string());
            if issue.text.is_empty() {
                // Another row of the same day told it.
                issue.text = date.to_string();
            }
            contradictions.push(issue);
        }
        let (Some(reached), Some(seen)) = (draft.stage, snapshot) else { continue };
        // A date to come is a plan; one that has passed says how far the project is.
        if (reached < *stage && date.is_before(seen)) || (reached >= *stage && seen.is_before(*date)) {
            contradictions.push(at.issue(Field::Stage, Code::DateOrder).with(heading(*field)).with(date.to_string()));
        }
    }
    for issue in contradictions {
        job.log.raise(issue);
    }
}

#[cfg(test)]
mod tests {
    use super::month_in;
    use crate::model::Year;

    #[test]
    fn sheets_and_files_may_name_the_month() {
        let month = |name| month_in(name, Some(Year(2024))).map(|date| date.to_string());
        let cases = [
            ("项目_8月", Some("2024-08")),
            ("2023年12月项目台账", Some("2023-12")),
            ("项目20240930.csv", Some("2024-09-30")),
            ("项目_202409.xlsx", Some("2024-09")),
            ("1-9月项目", Some("2024-09")),
            ("项目", None),
            ("项目_13月", None),
            ("亿元以上项目3批", None),
        ];
        for (name, expected) in cases {
            assert_eq!(month(name).as_deref(), expected, "{name}");
        }
        assert_eq!(month_in("项目_8月", None), None);
    }
}
