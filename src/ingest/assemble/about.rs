//! 说明: keys and values that describe the whole data set.

use crate::ingest::field;
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name;
use crate::ingest::normalise::place::PlaceMatch;
use crate::ingest::table::MoneyUnit;
use crate::ingest::{Error, ReadOptions};
use crate::issue::{Code, Issue};
use crate::model::{AreaCode, division};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Job;
use super::cells;
use super::log::{RowAt, rows_of};

/// What a row of 说明 tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Title,
    Focus,
    AsOf,
    Unit,
    Year,
    Origins,
}

impl Key {
    fn of(text: &str) -> Option<Self> {
        Some(match text {
            "标题" | "title" | "名称" => Key::Title,
            "本地范围" | "本地" | "focus" | "focusarea" | "focus_area" => Key::Focus,
            "数据日期" | "as_of" | "asof" | "as-of" | "date" => Key::AsOf,
            "金额单位" | "unit" | "money_unit" | "moneyunit" | "currency" => Key::Unit,
            "年份" | "year" => Key::Year,
            "优先地区" | "招商优先地区" | "origins" | "priority_regions" | "priorityregions" => Key::Origins,
            _ => return None,
        })
    }

    /// Whether it rules the tables of its own data set, rather than all.
    fn is_own(self) -> bool {
        matches!(self, Key::Unit | Key::Year)
    }
}

/// Rows that stand, by key and, where it rules its own data set alone, by data set.
type Standing<'a> = BTreeMap<(Key, Option<u32>), RowAt<'a>>;

/// Reads what must be known before anything else; the focus waits until zones and regions are known.
///
/// Where rows contradict each other, that of the higher data set rules; within one data set the first in order of
/// content, so that the order in the sheet never decides.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: Vec<RowAt<'_>> = rows_of(job.tables, SheetKind::About).collect();
    let group = |at: &RowAt<'_>| job.tables.groups[at.source as usize];
    rows.sort_by_cached_key(|at| {
        (std::cmp::Reverse(group(at)), at.cell(Field::Key).to_text(), at.cell(Field::Value).to_text(), at.row_ref())
    });
    let mut standing = Standing::new();
    for at in rows {
        job.log.used(at);
        let Some(text) = at.text(Field::Key) else { continue };
        let key = name::key(&text);
        match Key::of(&key) {
            Some(key) => entry(job, at, key, &mut standing),
            None if matches!(key.as_str(), "产业链" | "chain" | "chains") => {
                job.named_chains.extend(cells::names(at, Field::Value).into_iter().map(|chain| (chain, Some(at))));
            }
            None => job.log.raise(at.issue(Field::Key, Code::UnknownColumn)),
        }
    }
    let options = job.options.chains.iter().map(|chain| (Arc::from(chain.as_str()), None));
    job.named_chains.extend(options);
}

fn entry<'a>(job: &mut Job<'a>, at: RowAt<'a>, key: Key, standing: &mut Standing<'a>) {
    let Some(text) = at.text(Field::Value).map(|text| Arc::<str>::from(text.as_ref())) else { return };
    let group = job.tables.groups[at.source as usize];
    let place = (key, key.is_own().then_some(group));
    if let Some(other) = standing.get(&place) {
        let stands = other.cell(Field::Value).to_text();
        // The date of a data set is its own even where another one's stands for all.
        if key == Key::AsOf && group != job.tables.groups[other.source as usize] {
            date(job, at, group);
        }
        if stands.as_str() != text.as_ref() {
            let issue = at.issue(Field::Value, Code::ConflictingAbout);
            job.log.raise(issue.with(stands).with(other.origin(None).to_string()));
        }
        return;
    }
    let is_read = match key {
        Key::Title => {
            job.about.title = Some(text);
            true
        }
        Key::Focus => {
            job.focus = Some(at);
            true
        }
        Key::AsOf => date(job, at, group),
        Key::Unit => unit(job, at, group, &text),
        Key::Year => year(job, at, group),
        Key::Origins => {
            job.origins = Some(at);
            true
        }
    };
    if is_read {
        standing.insert(place, at);
    }
}

fn date(job: &mut Job<'_>, at: RowAt<'_>, group: u32) -> bool {
    match field::date(at.cell(Field::Value)) {
        Ok(date) => {
            let date: Option<Arc<str>> = date.map(Arc::from);
            job.about.as_of = job.about.as_of.take().or(date.clone());
            let own = job.own.entry(group).or_default();
            own.as_of = own.as_of.take().or(date);
            own.as_of.is_some()
        }
        Err(code) => {
            job.log.raise(at.issue(Field::Value, code));
            false
        }
    }
}

fn year(job: &mut Job<'_>, at: RowAt<'_>, group: u32) -> bool {
    match field::year(at.cell(Field::Value)) {
        Ok(year) => {
            job.about.year = job.about.year.or(year);
            job.own.entry(group).or_default().year = year;
            year.is_some()
        }
        Err(code) => {
            job.log.raise(at.issue(Field::Value, code));
            false
        }
    }
}

/// The default unit; a foreign one is refused, for its rate is unknown.
fn unit(job: &mut Job<'_>, at: RowAt<'_>, group: u32, text: &Arc<str>) -> bool {
    let Some(unit) = MoneyUnit::parse(text).filter(|unit| !unit.is_foreign()) else {
        job.log.raise(at.issue(Field::Value, Code::BadChoice));
        return false;
    };
    for (source, _) in job.tables.groups.iter().enumerate().filter(|(_, other)| **other == group) {
        job.units.state(source, unit, text);
    }
    true
}

/// Resolves the focus: the option's, else that of 说明.
///
/// # Errors
/// When the option names no single division; a wrong focus in the sheet is an issue.
pub(super) fn focus(job: &mut Job<'_>, options: &ReadOptions) -> Result<(), Error> {
    if let Some(text) = &options.focus {
        job.about.focus = match job.locator.ask(text, job.about.year) {
            PlaceMatch::Found { area: Some(area), .. } => Some(area),
            PlaceMatch::Found { zone: Some(zone), .. } => job.locator.zones[zone as usize].area,
            PlaceMatch::Ambiguous { candidates, .. } | PlaceMatch::Split { candidates, .. } => {
                return Err(no_focus(text, &candidates));
            }
            _ if is_region(job, text) => None,
            _ => return Err(no_focus(text, &[])),
        };
        return Ok(());
    }
    let Some(at) = job.focus else { return Ok(()) };
    let text = at.cell(Field::Value).to_text();
    let finding = job.locator.find(&text, job.about.year);
    if job.locator.is_known(finding) || !is_region(job, &text) {
        let place = job.locator.place_of(finding, at, Field::Value, &mut job.log);
        job.about.focus = place.and_then(|place| job.locator.place(place).area);
    } else {
        // A region is no division, so it cannot be kept as the focus; to drop it in silence would be worse.
        job.log.raise(Issue { details: vec![text], ..at.issue(Field::Value, Code::UnknownPlace) });
    }
    Ok(())
}

fn is_region(job: &Job<'_>, text: &str) -> bool {
    region(job, text).is_some()
}

fn region(job: &Job<'_>, text: &str) -> Option<Arc<str>> {
    let key = name::key(text);
    job.regions.iter().find(|region| name::key(&region.name) == key).map(|region| region.name.clone())
}

/// Resolves 优先地区: an entry of which no part is known is dropped, and every part that is not known is told.
pub(super) fn origins(job: &mut Job<'_>) {
    let Some(at) = job.origins else { return };
    let entries = field::list(at.cell(Field::Value));
    for entry in entries.iter().flat_map(|entry| entry.split(['>', '＞', '›', '→'])) {
        let alike: Vec<Arc<str>> = entry.split(['+', '＋']).filter_map(|text| origin(job, at, text.trim())).collect();
        if !alike.is_empty() {
            job.about.origins.push(Arc::from(alike.join("+")));
        }
    }
}

/// The stable name of one of 优先地区: a region's, a division's code, or abroad.
fn origin(job: &mut Job<'_>, at: RowAt<'_>, text: &str) -> Option<Arc<str>> {
    if text.is_empty() {
        return None;
    }
    if let Some(region) = region(job, text) {
        return Some(region);
    }
    match job.locator.ask(text, job.about.year) {
        PlaceMatch::Found { area: Some(area), zone: None, .. } => Some(area.to_string().into()),
        PlaceMatch::Abroad(country) => Some(country),
        _ => {
            job.log.raise(Issue { details: vec![text.into()], ..at.issue(Field::Value, Code::UnknownPlace) });
            None
        }
    }
}

fn no_focus(text: &str, areas: &[AreaCode]) -> Error {
    Error::UnknownFocus {
        text: text.to_owned(),
        candidates: areas.iter().map(|area| division::path(*area)).collect::<Vec<_>>().join(", "),
    }
}
