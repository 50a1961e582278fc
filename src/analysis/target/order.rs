//! Which suppliers first when several things count: Pareto fronts, and a composite when it is asked for (methods §2.6).

use super::{OriginClass, OriginKind, Party, TargetRow};
use crate::analysis::Error;
use crate::analysis::priority::{Comparison, Criterion, PriorityOptions, Scored, Unit, Used, prioritise};
use serde::Serialize;

/// What is compared.
pub const CRITERIA: [Criterion; 6] = [
    // Yuan a year that its move adds.
    Criterion::more("capturable", Unit::Yuan),
    // Local buyers.
    Criterion::more("buyers", Unit::Count),
    // Sole sources replaced.
    Criterion::more("sole_sources", Unit::Count),
    // Share of its revenue sold here.
    Criterion::more("dependency", Unit::Share),
    // Kilometres to local demand.
    Criterion::less("distance", Unit::Kilometres),
    // Rank of its origin, from 1.
    Criterion::less("origin", Unit::Count),
];

/// Suppliers compared, the first by rank: comparing each with each takes the square of their number.
pub const COMPARED: usize = 5_000;

/// The composite: what was weighed, and how firm the order is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeighedTargets {
    /// The criteria with goalposts and weights.
    pub criteria: Vec<Used>,
    /// Keys of criteria that no supplier has a value of.
    pub left_out: Vec<&'static str>,
    /// Where the order would turn, and other ways to combine.
    pub comparison: Comparison<Party>,
}

/// Gives the suppliers, which come by rank, their fronts and composites.
pub(super) fn judge(
    suppliers: &mut [TargetRow],
    origins: &[OriginClass],
    options: &PriorityOptions,
) -> Result<Option<WeighedTargets>, Error> {
    let mut order: Vec<usize> = (0..suppliers.len().min(COMPARED)).collect();
    order.sort_by(|&a, &b| suppliers[a].firm.id.cmp(&suppliers[b].firm.id));
    let rows: Vec<Vec<Scored>> = order.iter().map(|&at| scored(&suppliers[at], origins)).collect();
    let found = prioritise(&CRITERIA, &rows, options)?;
    for (&at, front) in order.iter().zip(&found.fronts) {
        suppliers[at].front = Some(*front);
    }
    let Some(composite) = found.composite else { return Ok(None) };
    for (&at, row) in order.iter().zip(composite.rows) {
        suppliers[at].composite = Some(row);
    }
    let name = |at: &usize| {
        let firm = &suppliers[order[*at]].firm;
        Party { id: firm.id.clone(), name: firm.name.clone() }
    };
    let comparison = composite.comparison.named(name);
    Ok(Some(WeighedTargets { criteria: found.criteria, left_out: found.left_out, comparison }))
}

/// Natural values of a supplier, in the order of [`CRITERIA`].
fn scored(row: &TargetRow, origins: &[OriginClass]) -> Vec<Scored> {
    let last = origins.iter().map(|class| class.rank).max().unwrap_or(1) as f64;
    let origin = &origins[row.origin];
    let rank = (origin.kind != OriginKind::Unlocated).then_some(origin.rank as f64);
    vec![
        // Lines without an amount come on top: of them nobody knows how much.
        Scored::within(row.capturable, Some(0.0), None),
        Scored::known(row.buyers as f64),
        Scored::known(row.sole_sources as f64),
        Scored::within(row.dependency.value.map(|share| share.min(1.0)), Some(0.0), Some(1.0)),
        Scored::within(row.distance.value, Some(0.0), None),
        Scored::within(rank, Some(1.0), Some(last)),
    ]
}
