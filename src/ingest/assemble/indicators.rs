//! 指标: figures of places, chains and clusters.

use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name::key;
use crate::issue::{Code, Issue, Severity};
use crate::model::{Amount, Indicator, Quantity, Year};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Job;
use super::cells;
use super::log::{Log, RowAt, rows_of};
use super::repeats::unite;

#[derive(Clone, PartialEq)]
struct Draft {
    subject: Arc<str>,
    indicator: Arc<str>,
    year: Year,
    value: Quantity,
}

/// Reads the indicators, one for each subject, indicator and year.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: BTreeMap<(String, String, Year), Vec<(RowAt<'_>, Draft)>> = BTreeMap::new();
    for at in rows_of(job.tables, SheetKind::Indicators) {
        match draft(job, at) {
            Ok(draft) => {
                let key = (key(&draft.subject), key(&draft.indicator), draft.year);
                rows.entry(key).or_default().push((at, draft));
            }
            Err(fault) => refuse(&mut job.log, at, fault),
        }
    }
    for rows in rows.into_values() {
        let united = unite(&mut job.log, rows, |join, kept, new| {
            join.quantity(Field::Figure, &mut kept.value, new.value);
        });
        let Some((at, Draft { subject, indicator, year, value })) = united else { continue };
        job.indicators.push(Indicator { subject, indicator, year, value, row: at.row_ref() });
    }
    job.indicators.sort_by(|a, b| (&a.subject, &a.indicator, a.year).cmp(&(&b.subject, &b.indicator, b.year)));
}

fn draft(job: &Job<'_>, at: RowAt<'_>) -> Result<Draft, (Field, Code)> {
    Ok(Draft {
        subject: needed_text(at, Field::Subject)?,
        indicator: needed_text(at, Field::Indicator)?,
        year: cells::year(at, Field::Figure, job.year(at.source))
            .and_then(|year| year.ok_or(Code::MissingCell))
            .map_err(|code| (Field::Year, code))?,
        value: needed_figure(at, Field::Figure)?,
    })
}

/// The text of a cell that must not be blank.
pub(super) fn needed_text(at: RowAt<'_>, field: Field) -> Result<Arc<str>, (Field, Code)> {
    at.text(field).map(|text| Arc::from(text.as_ref())).ok_or((field, Code::MissingCell))
}

/// The figure of a cell that must not be blank; it may be withheld.
pub(super) fn needed_figure(at: RowAt<'_>, field: Field) -> Result<Quantity, (Field, Code)> {
    match cells::quantity(at, field) {
        Ok(quantity) if quantity.value == Amount::Missing => Err((field, Code::MissingCell)),
        Ok(quantity) => Ok(quantity),
        Err(code) => Err((field, code)),
    }
}

/// Sets a row aside for a fault in a cell.
pub(super) fn refuse(log: &mut Log, at: RowAt<'_>, (field, code): (Field, Code)) {
    log.set_aside(at, Issue { severity: Severity::Error, ..at.issue(field, code) });
}
