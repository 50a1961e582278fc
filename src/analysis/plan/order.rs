//! Which projects first when several things count, limits and choice aside: Pareto fronts, and a composite when it is asked for
//! (methods §2.6).

use super::offer::Offer;
use crate::analysis::Error;
use crate::analysis::priority::{Comparison, CompositeRow, Criterion, PriorityOptions, Scored, Unit, Used, prioritise};
use serde::Serialize;
use std::sync::Arc;

/// What is compared.
pub const CRITERIA: [Criterion; 4] = [
    // Yuan a year that it captures alone.
    Criterion::more("captured", Unit::Yuan),
    // Yuan.
    Criterion::less("investment", Unit::Yuan),
    // Mu.
    Criterion::less("land", Unit::Count),
    // Tonnes of standard coal a year.
    Criterion::less("energy", Unit::Count),
];

/// A project by id and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PlanProject {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
}

/// The composite: what was weighed, and how firm the order is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeighedProjects {
    /// The criteria with goalposts and weights.
    pub criteria: Vec<Used>,
    /// Keys of criteria that no project has a value of.
    pub left_out: Vec<&'static str>,
    /// Where the order would turn, and other ways to combine.
    pub comparison: Comparison<PlanProject>,
}

/// The order of the projects, each by its number among the candidates.
pub(super) struct Order {
    pub(super) fronts: Vec<usize>,
    /// Empty where no composite was asked for.
    composites: Vec<CompositeRow>,
    pub(super) weighed: Option<WeighedProjects>,
}

impl Order {
    pub(super) fn new(offer: &Offer, options: &PriorityOptions) -> Result<Self, Error> {
        // Draws go by rows: the order of a file must not decide.
        let mut sorted: Vec<usize> = (0..offer.candidates.len()).collect();
        sorted.sort_by(|&a, &b| {
            let key = |at: usize| (&offer.candidates[at].name, &offer.candidates[at].products);
            let values = |at: usize| natural(offer, at).map(|value| value.map(f64::to_bits));
            key(a).cmp(&key(b)).then_with(|| values(a).cmp(&values(b)))
        });
        let row = |at: &usize| natural(offer, *at).map(|value| Scored::within(value, Some(0.0), None)).to_vec();
        let rows: Vec<Vec<Scored>> = sorted.iter().map(row).collect();
        let found = prioritise(&CRITERIA, &rows, options)?;
        let fronts = back(&sorted, found.fronts);
        let Some(composite) = found.composite else {
            return Ok(Self { fronts, composites: Vec::new(), weighed: None });
        };
        let name = |at: &usize| {
            let project = &offer.candidates[sorted[*at]];
            PlanProject { id: project.id.clone(), name: project.name.clone() }
        };
        let comparison = composite.comparison.named(name);
        let weighed = Some(WeighedProjects { criteria: found.criteria, left_out: found.left_out, comparison });
        Ok(Self { fronts, composites: back(&sorted, composite.rows), weighed })
    }

    pub(super) fn composite(&self, at: usize) -> Option<CompositeRow> {
        self.composites.get(at).cloned()
    }
}

/// Natural values of a project, in the order of [`CRITERIA`].
fn natural(offer: &Offer, at: usize) -> [Option<f64>; 4] {
    let project = &offer.candidates[at];
    [offer.captured_alone(at), project.investment, project.land, project.energy]
}

/// What was found of the sorted ones, in the order of the candidates.
fn back<T>(sorted: &[usize], found: Vec<T>) -> Vec<T> {
    let mut numbered: Vec<(usize, T)> = sorted.iter().copied().zip(found).collect();
    numbered.sort_by_key(|(at, _)| *at);
    numbered.into_iter().map(|(_, found)| found).collect()
}
