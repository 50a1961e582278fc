//! 目标: figures to be reached.

use crate::ingest::field;
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name::key;
use crate::issue::Code;
use crate::model::{Amount, Metric, Quantity, Target, Year};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Job;
use super::cells;
use super::indicators::{needed_figure, needed_text, refuse};
use super::log::{Log, RowAt, rows_of};
use super::repeats::{Join, unite};

#[derive(Clone, PartialEq)]
struct Draft {
    subject: Arc<str>,
    metric: Arc<str>,
    base_year: Option<Year>,
    base: Quantity,
    target_year: Year,
    target: Quantity,
    clause: Option<Arc<str>>,
}

/// Reads the targets, one for each subject, metric and target year.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: BTreeMap<(String, String, Year), Vec<(RowAt<'_>, Draft)>> = BTreeMap::new();
    for at in rows_of(job.tables, SheetKind::Targets) {
        match draft(&mut job.log, at) {
            Ok(draft) => {
                let key = (key(&draft.subject), key(&draft.metric), draft.target_year);
                rows.entry(key).or_default().push((at, draft));
            }
            Err(fault) => refuse(&mut job.log, at, fault),
        }
    }
    for rows in rows.into_values() {
        let Some((at, draft)) = unite(&mut job.log, rows, join) else { continue };
        let Draft { subject, metric, base_year, base, target_year, target, clause } = draft;
        let (row, known) = (at.row_ref(), known(&metric));
        job.targets.push(Target { subject, metric, known, base_year, base, target_year, target, clause, row });
    }
    job.targets.sort_by(|a, b| (&a.subject, &a.metric, a.target_year).cmp(&(&b.subject, &b.metric, b.target_year)));
}

/// Ways to write the rate of the local area by amount; one of a county, a province or by firms is another figure.
const LOCAL_RATE: [&str; 9] = [
    "近地化配套率",
    "本地配套率",
    "本地化配套率",
    "配套率",
    "主导产品近地化配套率",
    "主导产业近地化配套率",
    "产业链近地化配套率",
    "localsupplyrate",
    "localrate",
];

fn known(metric: &str) -> Option<Metric> {
    let plain: String = metric.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    LOCAL_RATE.contains(&plain.as_str()).then_some(Metric::LocalRate)
}

fn draft(log: &mut Log, at: RowAt<'_>) -> Result<Draft, (Field, Code)> {
    let (subject, metric) = (needed_text(at, Field::Subject)?, needed_text(at, Field::Indicator)?);
    let target_year = field::year(at.cell(Field::TargetYear)).and_then(|year| year.ok_or(Code::MissingCell));
    let target_year = target_year.map_err(|code| (Field::TargetYear, code))?;
    let target = needed_figure(at, Field::Target)?;
    let base_year = field::year(at.cell(Field::BaseYear)).unwrap_or_else(|code| {
        log.raise(at.issue(Field::BaseYear, code));
        None
    });
    let base = cells::quantity(at, Field::Base).unwrap_or_else(|code| {
        log.raise(at.issue(Field::Base, code));
        Quantity { value: Amount::Missing, unit: None }
    });
    let clause = at.text(Field::Clause).map(|text| Arc::from(text.as_ref()));
    Ok(Draft { subject, metric, base_year, base, target_year, target, clause })
}

fn join(join: &mut Join<'_, '_>, kept: &mut Draft, new: Draft) {
    join.field(Field::BaseYear, &mut kept.base_year, new.base_year);
    join.quantity(Field::Base, &mut kept.base, new.base);
    join.quantity(Field::Target, &mut kept.target, new.target);
    join.field(Field::Clause, &mut kept.clause, new.clause);
}

#[cfg(test)]
mod tests {
    use super::known;
    use crate::model::Metric;

    #[test]
    fn only_the_rate_of_the_local_area_is_known() {
        assert_eq!(known(" 近地化 配套率"), Some(Metric::LocalRate));
        assert_eq!(known("Local supply rate"), Some(Metric::LocalRate));
        assert_eq!([known("县域近地化配套率"), known("产值"), known("")], [None; 3]);
    }
}
