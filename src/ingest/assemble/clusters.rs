//! 集群: what an authority has declared, and the six things each is to have.

use crate::ingest::field;
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name::key;
use crate::issue::Code;
use crate::model::{Cluster, ClusterLevel, Date, Provision};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Job;
use super::cells;
use super::log::{RowAt, rows_of};
use super::repeats::{Join, unite};

/// Columns of 六个一, in the order of [`Support::ALL`](crate::model::Support::ALL).
const SIX_ONES: [Field; 6] =
    [Field::Official, Field::TaskForce, Field::RecruitmentTeam, Field::Plan, Field::Leaders, Field::Policy];

/// A cluster as read, its places by number.
#[derive(Clone, PartialEq)]
struct Draft {
    name: Arc<str>,
    level: Option<ClusterLevel>,
    chains: Vec<Arc<str>>,
    scope: Vec<u32>,
    square_km: Option<f64>,
    recognised: Option<Date>,
    provisions: [Provision; 6],
}

/// Reads the clusters, each once.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: BTreeMap<String, Vec<(RowAt<'_>, Draft)>> = BTreeMap::new();
    for at in rows_of(job.tables, SheetKind::Clusters) {
        if let Some(draft) = draft(job, at) {
            rows.entry(key(&draft.name)).or_default().push((at, draft));
        }
    }
    for rows in rows.into_values() {
        let Some((at, draft)) = unite(&mut job.log, rows, join) else { continue };
        let cluster = cluster(job, at, draft);
        job.clusters.push(cluster);
    }
    job.clusters.sort_by(|a, b| a.name.cmp(&b.name));
}

fn draft(job: &mut Job<'_>, at: RowAt<'_>) -> Option<Draft> {
    let Some(name) = at.text(Field::Name) else {
        job.log.set_aside(at, at.issue(Field::Name, Code::MissingCell));
        return None;
    };
    let mut chains = cells::names(at, Field::Chain);
    chains.sort();
    chains.dedup();
    Some(Draft {
        name: Arc::from(name.as_ref()),
        level: cells::choice(at, Field::ClusterLevel, cells::cluster_level, &mut job.log),
        chains,
        scope: job.locator.places_of(at, Field::Scope, job.year(at.source), &mut job.log),
        square_km: cells::size_of(at, Field::SquareKm, &mut job.log),
        recognised: cells::date(at, Field::Recognised, &mut job.log),
        provisions: SIX_ONES.map(|field| provision(job, at, field)),
    })
}

/// Yes, no, or what the cell says of it; blank and withheld are unknown.
fn provision(job: &mut Job<'_>, at: RowAt<'_>, field: Field) -> Provision {
    match field::flag(at.cell(field)) {
        Ok(Some(true)) => Provision::Present,
        Ok(Some(false)) => Provision::Absent,
        Ok(None) => Provision::Unknown,
        Err(Code::CellError) => {
            job.log.raise(at.issue(field, Code::CellError));
            Provision::Unknown
        }
        Err(_) => Provision::Described(Arc::from(at.cell(field).to_text())),
    }
}

fn join(join: &mut Join<'_, '_>, kept: &mut Draft, new: Draft) {
    join.field(Field::ClusterLevel, &mut kept.level, new.level);
    join.list(&mut kept.chains, new.chains);
    for place in new.scope {
        if !kept.scope.contains(&place) {
            kept.scope.push(place);
        }
    }
    join.field(Field::SquareKm, &mut kept.square_km, new.square_km);
    join.field(Field::Recognised, &mut kept.recognised, new.recognised);
    for ((field, kept), new) in SIX_ONES.into_iter().zip(&mut kept.provisions).zip(new.provisions) {
        let said = |provision: Provision| (provision != Provision::Unknown).then_some(provision);
        let mut known = said(std::mem::take(kept));
        join.field(field, &mut known, said(new));
        *kept = known.unwrap_or_default();
    }
}

fn cluster(job: &Job<'_>, at: RowAt<'_>, mut draft: Draft) -> Cluster {
    draft.scope.sort_by(|a, b| job.locator.place(*a).cmp(job.locator.place(*b)));
    Cluster {
        name: draft.name,
        level: draft.level,
        chains: draft.chains,
        scope: draft.scope.into_iter().map(|place| job.locator.stated_location(Some(place))).collect(),
        square_km: draft.square_km,
        recognised: draft.recognised,
        provisions: draft.provisions,
        row: at.row_ref(),
    }
}
