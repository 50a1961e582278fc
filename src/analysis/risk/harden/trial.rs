//! The expected loss of a set of measures: the oracle that the choice asks.

use super::step::Step;
use crate::analysis::risk::cascade::Rules;
use crate::analysis::risk::index::{Weights, indices};
use crate::analysis::risk::network::{Flow, LossNetwork};
use crate::analysis::risk::scenario::YEAR;
use crate::analysis::risk::scenario::strike::Strike;
use crate::analysis::risk::start::Start;
use crate::analysis::risk::world::{Key, World};
use crate::analysis::scope::Scope;
use std::collections::BTreeMap;

/// A scenario with its weight.
pub(super) struct Case {
    pub(super) strike: Strike,
    /// What is lost of each flow of the data.
    pub(super) cuts: BTreeMap<Key, f64>,
    pub(super) days: f64,
    /// Probability a year times the share of a year that it lasts.
    pub(super) weight: f64,
}

/// What may happen.
pub(super) enum Threat {
    /// These scenarios.
    Cases(Vec<Case>),
    /// Each of these nodes alone, and each added one, with this probability.
    Singles(Vec<u32>, f64),
}

/// The world, what may happen to it, and what could be done.
pub(super) struct Trial<'s, 'a> {
    pub(super) world: &'s World<'a>,
    pub(super) scope: &'s Scope,
    pub(super) rules: Rules,
    pub(super) threat: Threat,
    pub(super) steps: Vec<Step>,
}

impl<'a> Trial<'_, 'a> {
    /// Yuan a year that are to be expected with these measures.
    pub(super) fn expected(&self, set: &[bool]) -> f64 {
        let world = self.with(set);
        match &self.threat {
            Threat::Singles(nodes, weight) => {
                let (network, _) = world.network(YEAR, |_| 0.0);
                let added = world.first_added() as u32..world.nodes() as u32;
                let starts: Vec<Start> = nodes.iter().copied().chain(added).map(Start::stopped).collect();
                weight * losses(&network, &world, &self.rules, &starts).iter().sum::<f64>()
            }
            Threat::Cases(cases) => self.cases(&world, cases),
        }
    }

    /// The world with these measures.
    pub(super) fn with(&self, set: &[bool]) -> World<'a> {
        let mut world = self.world.clone();
        for (step, _) in self.steps.iter().zip(set).filter(|(_, is_in)| **is_in) {
            step.apply(&mut world, self.scope);
        }
        world
    }

    fn cases(&self, world: &World<'_>, cases: &[Case]) -> f64 {
        // Scenarios that cut nothing share a network, or with stock in it one for each count of days.
        let mut shared: BTreeMap<u64, Vec<&Case>> = BTreeMap::new();
        let mut sum = 0.0;
        for case in cases {
            if case.strike.has_cuts() {
                let (network, start) = world.network(case.days, |flow| case.lost(world, flow));
                let start = start.with(case.strike.shocks(world));
                sum += case.weight * losses(&network, world, &self.rules, &[start])[0];
            } else {
                let days = if world.stocks.is_empty() { YEAR } else { case.days };
                shared.entry(days.to_bits()).or_default().push(case);
            }
        }
        for (days, cases) in shared {
            let (network, _) = world.network(f64::from_bits(days), |_| 0.0);
            let starts: Vec<Start> = cases.iter().map(|case| Start::new(case.strike.shocks(world))).collect();
            let lost = losses(&network, world, &self.rules, &starts);
            sum += cases.iter().zip(lost).map(|(case, lost)| case.weight * lost).sum::<f64>();
        }
        sum
    }
}

impl Case {
    /// What is lost of a flow; flows that measures made are asked anew.
    fn lost(&self, world: &World<'_>, flow: &Flow) -> f64 {
        let first = world.first_added() as u32;
        if flow.supplier >= first || flow.buyer >= first {
            return self.strike.flow(world, flow).lost;
        }
        self.cuts.get(&(flow.supplier, flow.buyer, flow.product)).copied().unwrap_or(0.0)
    }
}

/// Yuan that each start costs.
pub(super) fn losses(network: &LossNetwork, world: &World<'_>, rules: &Rules, starts: &[Start]) -> Vec<f64> {
    let size: f64 = world.size.iter().sum();
    let Some(weights) = Weights::new(network, &world.size) else { return vec![0.0; starts.len()] };
    let outcomes = indices(network, rules, std::slice::from_ref(&weights), starts);
    outcomes.iter().map(|outcome| outcome.indices[0].both * size).collect()
}
