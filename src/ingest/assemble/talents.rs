//! 人才: persons, teams and institutions.

use crate::ingest::mapping::{Field, SheetKind};
use crate::issue::{Code, Issue};
use crate::model::{FirmIx, ProductIx, Talent};
use std::sync::Arc;

use super::Job;
use super::firm_book::FirmMatch;
use super::log::{RowAt, rows_of};
use super::repeats::content;

/// Reads the talents. Two people may bear one name, so only a row that repeats another in full is left out.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: Vec<RowAt<'_>> = rows_of(job.tables, SheetKind::Talents).collect();
    rows.sort_by_cached_key(|at| (content(*at), at.row_ref()));
    let mut last: Option<RowAt<'_>> = None;
    for at in rows {
        match last {
            Some(twin) if content(twin) == content(at) => {
                job.log.set_aside(at, at.row_issue(Code::DuplicateRow).with(twin.origin(None).to_string()));
            }
            _ => {
                let talent = talent(job, at);
                last = talent.is_some().then_some(at);
                job.talents.extend(talent);
            }
        }
    }
}

fn talent(job: &mut Job<'_>, at: RowAt<'_>) -> Option<Talent> {
    let Some(name) = at.text(Field::Name) else {
        job.log.set_aside(at, at.issue(Field::Name, Code::MissingCell));
        return None;
    };
    job.log.used(at);
    let place = job.locator.locate(at, Field::Place, job.year(at.source), &mut job.log);
    let text = |field| at.text(field).map(|text| Arc::from(text.as_ref()));
    Some(Talent {
        name: Arc::from(name.as_ref()),
        category: text(Field::Category),
        field: text(Field::Specialty),
        products: job.products_of(at, Field::Product).into_iter().map(ProductIx).collect(),
        location: job.locator.stated_location(place),
        employer: text(Field::Employer),
        firm: employer(job, at).map(FirmIx),
        row: at.row_ref(),
    })
}

/// The employer, when it is a known firm; a university is none and stays a text.
fn employer(job: &mut Job<'_>, at: RowAt<'_>) -> Option<u32> {
    match job.firms.find_settled(&at.text(Field::Employer)?) {
        FirmMatch::Known(firm) => Some(firm),
        FirmMatch::New => None,
        FirmMatch::Ambiguous(several) => {
            let details = job.firms.names(&several);
            job.log.raise(Issue { details, ..at.issue(Field::Employer, Code::AmbiguousFirm) });
            None
        }
    }
}
