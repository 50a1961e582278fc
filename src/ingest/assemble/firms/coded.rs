//! Firms that no firm row describes but other sheets give a credit code: known before a bare name asks which is meant.

use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::code::{CreditCode, credit_code};
use crate::ingest::normalise::name;
use crate::issue::Code;
use crate::model::{Firm, FirmId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::Job;
use super::super::firm_book::unlisted;
use super::super::log::{RowAt, rows_of};

/// Enters them. The code goes to the listed firm of the name when that has none and no other code claims the name.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: BTreeMap<String, Vec<(Arc<str>, RowAt<'_>)>> = BTreeMap::new();
    for kind in [SheetKind::Makes, SheetKind::FirmYears, SheetKind::PurchaseTotals] {
        for at in rows_of(job.tables, kind) {
            let Some((text, name)) = at.text(Field::CreditCode).zip(at.text(Field::Firm)) else { continue };
            if let CreditCode::Valid(code) | CreditCode::Repaired(code) = credit_code(&text)
                && job.firms.with_id(&code).is_none()
            {
                rows.entry(code).or_default().push((Arc::from(name.as_ref()), at));
            }
        }
    }
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    for named in rows.values() {
        let keys: BTreeSet<String> = named.iter().map(|(name, _)| name::key(name)).collect();
        for key in keys {
            *claims.entry(key).or_default() += 1;
        }
    }
    // Names are looked up before the first firm is entered, so that the order of codes decides nothing.
    let bearer = |named: &[(Arc<str>, RowAt<'_>)]| {
        let sole = |name: &&Arc<str>| claims.get(&name::key(name)) == Some(&1);
        let found: BTreeSet<u32> =
            named.iter().map(|(name, _)| name).filter(sole).filter_map(|name| job.firms.codeless(name)).collect();
        found.first().copied().filter(|_| found.len() == 1)
    };
    let bearers: Vec<Option<u32>> = rows.values().map(|named| bearer(named)).collect();
    for ((code, mut named), bearer) in rows.into_iter().zip(bearers) {
        named.sort_by_key(|(name, at)| (Reverse(name.chars().count()), name.clone(), at.row_ref()));
        match bearer {
            Some(firm) => job.firms.adopt(firm, &code),
            None => enter(job, &code, &named),
        }
    }
}

fn enter(job: &mut Job<'_>, code: &str, named: &[(Arc<str>, RowAt<'_>)]) {
    let Some((name, at)) = named.first() else { return };
    let mut aliases: Vec<Arc<str>> = named[1..].iter().map(|(name, _)| name.clone()).collect();
    aliases.sort();
    aliases.dedup();
    aliases.retain(|alias| alias != name);
    let code: Arc<str> = Arc::from(code);
    let firm = Firm { id: FirmId(code.clone()), aliases, ..unlisted(name, Some(code), at.row_ref()) };
    let issue = job.log.issues.len();
    job.log.raise(at.issue(Field::Firm, Code::UnlistedFirm));
    let draft = job.firms.enter(firm, &[], false);
    job.firms.drafts[draft as usize].issue = Some(issue);
}
