//! `risk` of a data set.

use super::args::{BareNetwork, Data, Look, Output, RiskDetail, RiskRules, RiskStress};
use super::command::{Front, Outcome, Usage};
use crate::analysis::risk::{PlanOptions, Scenario, WeightBasis};
use crate::analysis::{Request, RiskOptions};
use crate::app;
use crate::report::words::{document, fault};
use std::path::{Path, PathBuf};

/// 万元 that a budget may be: far more than there is, and still printed in full.
const MOST: f64 = 1e12;

impl Front {
    pub(super) fn risk(
        &self,
        (path, look): (Option<&Path>, &Look),
        bare: &BareNetwork,
        (rules, detail, stress): (&RiskRules, &RiskDetail, &RiskStress),
        output: &Output,
    ) -> Outcome {
        let Some(path) = path else { return Err(Usage(document::no_data(self.lang).to_owned()).into()) };
        let options = RiskOptions {
            preset: rules.preset.into(),
            epsilon: rules.epsilon,
            replaceability: rules.replaceability.map(Into::into),
            weights: self.weights(&rules.weights)?,
            hold_back: rules.hold_back,
            rest_of_market: detail.rest_of_market.clone(),
            table: bare.essentiality.as_deref().map(app::bare::table).transpose()?.unwrap_or_default(),
            reach: detail.reach.into(),
            shown: detail.shown,
            firm: detail.firm.clone(),
            scenarios: self.scenarios(&stress.scenarios, &stress.scenario_files)?,
            plan: self.plan(stress)?,
            ..RiskOptions::default()
        };
        let data = Data { path: path.to_owned(), look: look.clone() };
        self.answer(&data, output, false, |scope| Request::Risk(RiskOptions { scope, ..options.clone() }))
    }

    /// The weight of a data set: one of the bases, or none said.
    fn weights(&self, names: &[String]) -> Result<Option<WeightBasis>, Usage> {
        let all = WeightBasis::ALL;
        match names {
            [] => Ok(None),
            [name] if let Some(basis) = all.into_iter().find(|basis| basis.as_str() == name) => Ok(Some(basis)),
            _ => {
                let known = all.map(WeightBasis::as_str).join(", ");
                Err(Usage(fault::unknown_weights(&names.join(","), &known, self.lang)))
            }
        }
    }

    /// Scenarios as typed, then those of the files.
    pub(super) fn scenarios(
        &self,
        typed: &[String],
        files: &[PathBuf],
    ) -> Result<Vec<Scenario>, Box<dyn std::error::Error>> {
        let parse = |text: &String| text.parse().map_err(|fault| Usage(fault::scenario(&fault, self.lang)));
        let mut scenarios: Vec<Scenario> = typed.iter().map(parse).collect::<Result<_, _>>()?;
        for file in files {
            scenarios.extend(app::plan::scenarios(file)?);
        }
        match app::plan::repeated_name(&scenarios) {
            Some(fault) => Err(Usage(fault::scenario(&fault, self.lang)).into()),
            None => Ok(scenarios),
        }
    }

    /// A plan is asked for by a budget, or by measures.
    fn plan(&self, stress: &RiskStress) -> Result<Option<PlanOptions>, Box<dyn std::error::Error>> {
        if stress.budget.is_none() && stress.measures.is_none() {
            return Ok(None);
        }
        if stress.budget.is_some_and(|budget| budget > MOST) {
            return Err(Usage(fault::budget_too_large(self.lang).to_owned()).into());
        }
        let measures = stress.measures.as_deref().map(app::plan::measures).transpose()?;
        Ok(Some(PlanOptions { budget: stress.budget, measures }))
    }
}
