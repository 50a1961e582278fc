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
    /// Keys of criteria of which too few suppliers have a value.
    pub left_out: Vec<&'static str>,
    /// Where the order would turn, and other ways to combine.
    pub comparison: Comparison<Party>,
}

/// Gives the suppliers, which come by rank, their fronts and composites; with the keys of the criteria left out of both.
pub(super) fn judge(
    suppliers: &mut [TargetRow],
    origins: &[OriginClass],
    options: &PriorityOptions,
) -> Result<(Vec<&'static str>, Option<WeighedTargets>), Error> {
    let mut order: Vec<usize> = (0..suppliers.len().min(COMPARED)).collect();
    order.sort_by(|&a, &b| suppliers[a].firm.id.cmp(&suppliers[b].firm.id));
    let mut rows: Vec<Vec<Scored>> = order.iter().map(|&at| scored(&suppliers[at], origins)).collect();
    blank_hardly_known(&mut rows, options);
    let found = prioritise(&CRITERIA, &rows, options)?;
    for (&at, front) in order.iter().zip(&found.fronts) {
        suppliers[at].front = Some(*front);
    }
    let Some(composite) = found.composite else { return Ok((found.left_out, None)) };
    for (&at, row) in order.iter().zip(composite.rows) {
        suppliers[at].composite = Some(row);
    }
    let name = |at: &usize| {
        let firm = &suppliers[order[*at]].firm;
        Party { id: firm.id.clone(), name: firm.name.clone() }
    };
    let comparison = composite.comparison.named(name);
    let left_out = found.left_out.clone();
    Ok((found.left_out, Some(WeighedTargets { criteria: found.criteria, left_out, comparison })))
}

/// Takes away what tells fewer than half of the rows apart, or has its scale from a single row: an unknown value never loses a
/// comparison, so that such a criterion would put everybody on the first front. What nobody knows is left out.
fn blank_hardly_known(rows: &mut [Vec<Scored>], options: &PriorityOptions) {
    for (at, criterion) in CRITERIA.iter().enumerate() {
        let known = rows.iter().filter(|row| row[at].value().is_some()).count();
        let scaled = criterion.unit == Unit::Share || options.goalposts.contains_key(criterion.key);
        if known * 2 < rows.len() || (known == 1 && rows.len() > 1 && !scaled) {
            rows.iter_mut().for_each(|row| row[at] = Scored::of(None));
        }
    }
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
