//! Which plants to recruit against failures: the same choice as of measures, where a plant may make several products.

use super::optimise::{Choice, Problem, choose};
use super::step::Step;
use super::trial::Trial;
use super::{CASCADE, LAY, Over, WORK, optimise, singles, threat};
use crate::analysis::Error;
use crate::analysis::numeric::limit::Limit;
use crate::analysis::risk::system::System;
use crate::analysis::risk::world::{Shipping, World};
use crate::analysis::risk::{Model, RiskOptions, scenario};
use crate::graph::SupplyGraph;
use crate::model::{Location, ProductIx};

/// A plant that would take over purchases of local buyers.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Plant {
    /// Yuan a year of each product.
    pub(in crate::analysis) takes: Vec<(ProductIx, f64)>,
    pub(in crate::analysis) at: Location,
    pub(in crate::analysis) cost: f64,
}

/// Which plants, and what the loss is taken over.
pub(in crate::analysis) struct Recruited {
    pub(in crate::analysis) choice: Choice,
    pub(in crate::analysis) over: Over,
    /// Scenarios, or firms that fail.
    pub(in crate::analysis) scenarios: usize,
}

/// Chooses plants within a budget and what else is limited, against the scenarios of the options or the failure of each firm.
///
/// # Errors
/// When the options name what the data do not have.
pub(in crate::analysis) fn recruit(
    graph: &SupplyGraph,
    options: &RiskOptions,
    plants: &[Plant],
    budget: Option<f64>,
    beside: Vec<Limit>,
) -> Result<Recruited, Error> {
    let system = System::collect(graph, options)?;
    let model = scenario::model(&Model::pair(options, system.nodes()).0, options);
    let shipping = Shipping::new(&system);
    let world = World::new(&system, &shipping, &model);
    let (over, threat, scenarios) = threat(&system, options, &world, &singles(&system, &world, &model))?;
    let steps = plants.iter().flat_map(steps).collect();
    let trial = Trial { world: &world, scope: &options.scope, rules: model.rules(), threat, steps };
    let costs: Vec<f64> = plants.iter().map(|plant| plant.cost).collect();
    let problem = Problem {
        budget: budget.unwrap_or_else(|| costs.iter().sum()),
        costs,
        beside,
        most_sets: (WORK / (scenarios * CASCADE + world.flows.len() * LAY).max(1)).min(1 << optimise::EXACT),
        harmless: false,
    };
    let spread = |set: &[bool]| -> Vec<bool> {
        set.iter().zip(plants).flat_map(|(is_in, plant)| vec![*is_in; plant.takes.len()]).collect()
    };
    let choice = choose(&problem, &mut |set| trial.expected(&spread(set)));
    Ok(Recruited { choice, over, scenarios })
}

/// What a plant does: it takes a part of what local buyers have of each product.
fn steps(plant: &Plant) -> impl Iterator<Item = Step> + '_ {
    plant.takes.iter().map(|(product, yuan)| Step::Source {
        product: product.0,
        buyer: None,
        only_local: true,
        share: 1.0,
        most: Some(*yuan),
        at: plant.at.clone(),
    })
}
