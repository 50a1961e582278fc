//! 说明: keys and values that describe the whole data set.

use crate::ingest::field;
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name;
use crate::ingest::normalise::place::PlaceMatch;
use crate::ingest::table::MoneyUnit;
use crate::ingest::{Error, ReadOptions};
use crate::issue::{Code, Issue};
use crate::model::{AreaCode, division};
use std::sync::Arc;

use super::Job;
use super::cells;
use super::log::{RowAt, rows_of};

/// Reads what must be known before anything else; the focus waits until zones and regions are known.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: Vec<RowAt<'_>> = rows_of(job.tables, SheetKind::About).collect();
    rows.sort_by_cached_key(|at| (at.cell(Field::Key).to_text(), at.cell(Field::Value).to_text(), at.row_ref()));
    for at in rows {
        job.log.used(at);
        if let Some(key) = at.text(Field::Key) {
            entry(job, at, &name::key(&key));
        }
    }
    let options = job.options.chains.iter().map(|chain| (Arc::from(chain.as_str()), None));
    job.named_chains.extend(options);
}

fn entry<'a>(job: &mut Job<'a>, at: RowAt<'a>, key: &str) {
    let text = at.text(Field::Value).map(|text| Arc::<str>::from(text.as_ref()));
    match key {
        "标题" | "title" | "名称" => job.about.title = job.about.title.take().or(text),
        "本地范围" | "本地" | "focus" | "focusarea" | "focus_area" => job.focus = job.focus.or(text.map(|_| at)),
        "产业链" | "chain" | "chains" => {
            job.named_chains.extend(cells::names(at, Field::Value).into_iter().map(|chain| (chain, Some(at))));
        }
        "数据日期" | "as_of" | "asof" | "as-of" | "date" => match field::date(at.cell(Field::Value)) {
            Ok(date) => job.about.as_of = job.about.as_of.take().or(date.map(Arc::from)),
            Err(code) => job.log.raise(at.issue(Field::Value, code)),
        },
        "金额单位" | "unit" | "money_unit" | "moneyunit" | "currency" => unit(job, at, text),
        "年份" | "year" => match field::year(at.cell(Field::Value)) {
            Ok(year) => job.about.year = job.about.year.or(year),
            Err(code) => job.log.raise(at.issue(Field::Value, code)),
        },
        _ => job.log.raise(at.issue(Field::Key, Code::UnknownColumn)),
    }
}

/// The default unit; a foreign one is refused, for its rate is unknown.
fn unit(job: &mut Job<'_>, at: RowAt<'_>, text: Option<Arc<str>>) {
    let Some(text) = text.filter(|_| !job.units.stated) else { return };
    match MoneyUnit::parse(&text).filter(|unit| !unit.is_foreign()) {
        Some(unit) => {
            job.units.default = unit;
            job.units.name = text;
            job.units.stated = true;
        }
        None => job.log.raise(at.issue(Field::Value, Code::BadChoice)),
    }
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
    let key = name::key(text);
    job.regions.iter().any(|region| name::key(&region.name) == key)
}

fn no_focus(text: &str, areas: &[AreaCode]) -> Error {
    Error::UnknownFocus {
        text: text.to_owned(),
        candidates: areas.iter().map(|area| division::path(*area)).collect::<Vec<_>>().join(", "),
    }
}
