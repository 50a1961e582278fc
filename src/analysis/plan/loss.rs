//! Projects against failures: which of them leave the smallest expected loss (methods §6.2, [HD-1])?
//!
//! A project takes over, of each product, what it would capture alone, as a new source does in `risk --budget`: sizes are moved,
//! not made, and what it depends on counts. Gains may complement each other or be harm, so this is another choice than that
//! of markets: exact where every set can be tried, else heuristic.

use super::choose::Choice;
use super::offer::Offer;
use super::{PlanOptions, Resource};
use crate::analysis::Error;
use crate::analysis::numeric::limit::Limit;
use crate::analysis::risk::RiskOptions;
use crate::analysis::risk::harden::optimise::Method;
use crate::analysis::risk::harden::{Over, Plant, recruit};
use crate::graph::SupplyGraph;
use crate::model::Location;
use serde::Serialize;

/// What the chosen projects save of the loss to be expected.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LossSaved {
    /// What the expected loss is taken over.
    pub over: Over,
    /// Scenarios, or firms that fail.
    pub scenarios: usize,
    /// Expected loss now, yuan a year.
    pub before: f64,
    /// With the chosen projects.
    pub after: f64,
    /// With all projects that could be chosen, whatever they need.
    pub all: f64,
}

/// The choice, in fen saved, and what led to it.
pub(super) struct Loss {
    pub(super) choice: Choice,
    /// Fen that each project saves alone; `None` where it takes part in nothing.
    pub(super) alone: Vec<Option<f64>>,
    pub(super) saved: LossSaved,
    /// Sets by cost, from nothing to the choice; of each the fen saved.
    pub(super) curve: Vec<Choice>,
}

pub(super) fn choose(graph: &SupplyGraph, options: &PlanOptions, offer: &Offer) -> Result<Loss, Error> {
    let usable = offer.usable();
    let members: Vec<usize> = (0..usable.len()).filter(|at| usable[*at] && !offer.takes(*at).is_empty()).collect();
    let here = |at: usize| offer.candidates[at].location.clone();
    let plant = |at: &usize| Plant {
        takes: offer.takes(*at),
        at: if offer.candidates[*at].location.is_known() { here(*at) } else { Location::UNKNOWN },
        cost: offer.cost(*at),
    };
    let plants: Vec<Plant> = members.iter().map(plant).collect();
    let beside = [Resource::Projects, Resource::Land, Resource::Energy].into_iter();
    let beside: Vec<Limit> = beside
        .filter_map(|resource| offer.limit(&options.limits, resource))
        .map(|limit| Limit { costs: members.iter().map(|at| limit.costs[*at]).collect(), most: limit.most })
        .collect();
    let asked =
        RiskOptions { scope: options.scope.clone(), scenarios: options.scenarios.clone(), ..RiskOptions::default() };
    let found = recruit(graph, &asked, &plants, options.limits.budget, beside)?;
    let (choice, is_exact) = (&found.choice, found.choice.method == Method::Exact);
    let fen = |loss: f64| (choice.before - loss) * 100.0;
    let of = |set: &[usize], remaining: f64| Choice {
        set: set.iter().map(|at| members[*at]).collect(),
        worth: fen(remaining),
        bound: if is_exact { fen(choice.after) } else { f64::INFINITY },
        is_exact,
        nodes: choice.tried,
    };
    let mut alone = vec![None; usable.len()];
    for (at, saved) in members.iter().zip(&choice.alone) {
        alone[*at] = Some(saved * 100.0);
    }
    Ok(Loss {
        curve: choice.curve.iter().map(|point| of(&point.set, point.remaining)).collect(),
        choice: of(&choice.chosen, choice.after),
        alone,
        saved: LossSaved {
            over: found.over,
            scenarios: found.scenarios,
            before: choice.before,
            after: choice.after,
            all: choice.all,
        },
    })
}
