//! `plan`: a portfolio of projects.

use super::args::{Data, ObjectiveName, Output, PoolName, Portfolio};
use super::command::{Front, Outcome, Usage};
use crate::analysis::plan::{Limits, Objective, Pool};
use crate::analysis::project::ProjectChoice;
use crate::analysis::{PlanOptions, Request};
use crate::app;
use crate::report::words::fault;

/// 万元, mu or tonnes that a limit may be: far more than there is, and still printed in full.
pub(super) const MOST: f64 = 1e12;

/// Yuan of 万元.
const TEN_THOUSAND: f64 = 1e4;

impl Front {
    pub(super) fn plan_projects(&self, data: &Data, asked: &Portfolio, output: &Output) -> Outcome {
        let is_loss = asked.objective == ObjectiveName::Loss;
        let has_scenarios = !asked.scenarios.is_empty() || !asked.scenario_files.is_empty();
        if has_scenarios && !is_loss {
            return Err(Usage(fault::scenarios_without_loss(self.lang).to_owned()).into());
        }
        if [asked.budget, asked.land, asked.energy].into_iter().flatten().any(|most| most > MOST) {
            return Err(Usage(fault::limit_too_large(self.lang).to_owned()).into());
        }
        let entries = asked.projects.as_deref().map(app::plan::projects).transpose()?;
        let options = PlanOptions {
            tier: asked.tier.clone(),
            trader_as_origin: asked.trader_as_origin,
            objective: match asked.objective {
                ObjectiveName::Rate => Objective::Rate,
                ObjectiveName::Net => Objective::Net,
                ObjectiveName::Loss => Objective::Loss,
            },
            of: match asked.of {
                PoolName::Projects => Pool::Projects,
                PoolName::Gaps => Pool::Gaps,
            },
            choice: ProjectChoice { entries, names: asked.names.clone() },
            limits: Limits {
                at_most: asked.at_most,
                budget: asked.budget.map(|wan| wan * TEN_THOUSAND),
                land: asked.land,
                energy: asked.energy,
            },
            scenarios: self.scenarios(&asked.scenarios, &asked.scenario_files)?,
            nodes: asked.nodes.map(|nodes| nodes as usize),
            priority: asked.order.options()?,
            map: asked.map,
            ..PlanOptions::default()
        };
        self.answer_in(data, output, |scope| Request::Plan(PlanOptions { scope, ..options.clone() }))
    }
}
