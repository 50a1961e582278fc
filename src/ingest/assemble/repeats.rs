//! Rows that tell of one thing: what one leaves blank another fills in; where two speak and differ, an issue says so.

use crate::ingest::mapping::{self, Field};
use crate::issue::{Code, Issue};
use crate::model::{Amount, Quantity};

use super::log::{Log, RowAt};

/// Joins rows of one key, in the order of their contents so that the order in the sheet never decides.
///
/// Gives the record and the row that stands first; rows that repeat each other are set aside.
pub(super) fn unite<'a, T: PartialEq + Clone>(
    log: &mut Log,
    mut rows: Vec<(RowAt<'a>, T)>,
    join: impl Fn(&mut Join<'_, 'a>, &mut T, T),
) -> Option<(RowAt<'a>, T)> {
    rows.sort_by_cached_key(|(at, _)| (content(*at), at.row_ref()));
    let mut rows = rows.into_iter();
    let (first, mut record) = rows.next()?;
    log.used(first);
    let mut last = (first, record.clone());
    for (other, row) in rows {
        if row == last.1 {
            log.set_aside(other, other.row_issue(Code::DuplicateRow).with(last.0.origin(None).to_string()));
            continue;
        }
        log.used(other);
        last = (other, row.clone());
        join(&mut Join { log, first, other }, &mut record, row);
    }
    Some((first, record))
}

/// The known cells of a row, in the order of the data format.
pub(super) fn content(at: RowAt<'_>) -> Vec<String> {
    let columns = mapping::spec(at.table.kind).map_or(&[][..], |spec| spec.columns);
    columns.iter().map(|column| at.cell(column.field).to_text()).collect()
}

/// A further row being joined to the first.
pub(super) struct Join<'l, 'a> {
    log: &'l mut Log,
    first: RowAt<'a>,
    other: RowAt<'a>,
}

impl Join<'_, '_> {
    /// Keeps what is known; of two values the first.
    pub(super) fn field<T: PartialEq>(&mut self, field: Field, kept: &mut Option<T>, new: Option<T>) {
        if kept.is_some() && new.is_some() && *kept != new {
            self.tell(field);
        }
        *kept = kept.take().or(new);
    }

    /// Keeps a known amount before one that is withheld, and that before none.
    pub(super) fn amount(&mut self, field: Field, kept: &mut Amount, new: Amount) {
        if *kept != new && *kept != Amount::Missing && new != Amount::Missing {
            self.tell(field);
        }
        if said(new) > said(*kept) {
            *kept = new;
        }
    }

    /// As [`Join::amount`], with the unit.
    pub(super) fn quantity(&mut self, field: Field, kept: &mut Quantity, new: Quantity) {
        if *kept != new && kept.value != Amount::Missing && new.value != Amount::Missing {
            self.tell(field);
        }
        if said(new.value) > said(kept.value) {
            *kept = new;
        }
    }

    /// Keeps the entries of both.
    pub(super) fn list<T: Ord>(&mut self, kept: &mut Vec<T>, new: Vec<T>) {
        kept.extend(new);
        kept.sort();
        kept.dedup();
    }

    fn tell(&mut self, field: Field) {
        let stands = self.first.cell(field).to_text();
        let spot = if stands.is_empty() { String::new() } else { self.first.origin(None).to_string() };
        let issue = self.other.issue(field, Code::ConflictingRecord);
        self.log.raise(Issue { details: vec![stands, spot], ..issue });
    }
}

/// How much an amount says.
fn said(amount: Amount) -> u8 {
    match amount {
        Amount::Missing => 0,
        Amount::Undisclosed => 1,
        Amount::Known(_) => 2,
    }
}
