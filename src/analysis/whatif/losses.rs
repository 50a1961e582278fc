//! What the failure of each firm costs before and after, and what that makes in a year.

use crate::analysis::Error;
use crate::analysis::risk::cascade::Replaceability;
use crate::analysis::risk::index::{Outcome, Weights, indices};
use crate::analysis::risk::start::Start;
use crate::analysis::risk::system::System;
use crate::analysis::risk::{COUNTY, Model, NodeName, Preset, RiskOptions};
use crate::graph::SupplyGraph;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Probability that a firm stops within a year where nobody says.
const USUAL_PROBABILITY: f64 = 0.01;

/// A loss that changes by less than this part of the whole has not changed.
const SAME: f64 = 1e-9;

/// What a failure costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NodeLoss {
    /// Share of the whole size that is lost.
    pub esri: f64,
    /// From supplies alone.
    pub esri_down: f64,
    /// From sales alone.
    pub esri_up: f64,
    /// Yuan a year, its own output included.
    pub loss: f64,
    /// Its own size, yuan a year.
    pub own: f64,
}

/// A failure that costs more or less than before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LossChange {
    /// Who stops.
    #[serde(flatten)]
    pub firm: NodeName,
    /// Now; `None` for a new plant.
    pub before: Option<NodeLoss>,
    /// With the projects; `None` for whom they displace wholly.
    pub after: Option<NodeLoss>,
    /// After − before, yuan a year: below zero the failure has become less costly.
    pub change: f64,
}

/// Whether the expected loss falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Less is to be expected to be lost.
    Better,
    /// More is.
    Worse,
    /// Neither.
    Same,
}

/// [WI-3], over the failure of each firm and each unnamed source alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Expected {
    /// Probability that each of them stops within a year.
    pub probability: f64,
    /// Whether somebody gave it; otherwise the figures are good for an order, no forecast.
    pub given: bool,
    /// Failures weighed before.
    pub cases: usize,
    /// Failures weighed after.
    pub cases_after: usize,
    /// Yuan a year.
    pub before: f64,
    /// With the projects.
    pub after: f64,
    /// Before − after.
    pub avoided: f64,
    /// What that says.
    pub verdict: Verdict,
}

/// What each failure costs, by id; unnamed sources of places that are called alike are told apart by their order.
pub(super) struct Losses {
    nodes: BTreeMap<(Arc<str>, usize), (NodeName, NodeLoss)>,
    whole: f64,
}

/// The rules: ours, and replaced conservatively.
pub(super) fn model(epsilon: Option<f64>, nodes: usize) -> Model {
    let model = Model { replaceability: Replaceability::Conservative, ..Model::of(Preset::Default) };
    let usual = if nodes > COUNTY { model.epsilon.max(1e-2) } else { model.epsilon };
    Model { epsilon: epsilon.unwrap_or(usual), ..model }
}

/// Lets each firm and each unnamed source stop once.
pub(super) fn losses(graph: &SupplyGraph, options: &RiskOptions, model: &Model) -> Result<Losses, Error> {
    let system = System::collect(graph, options)?;
    let network = system.network(model);
    let size: Vec<f64> = system.size.iter().map(|size| size.0).collect();
    let whole: f64 = size.iter().sum();
    let Some(weights) = Weights::new(&network, &size) else { return Ok(Losses { nodes: BTreeMap::new(), whole: 0.0 }) };
    let nodes: Vec<u32> = (0..system.nodes() as u32).filter(|node| system.takes_part(*node)).collect();
    let starts: Vec<Start> = nodes.iter().map(|node| Start::stopped(*node)).collect();
    let outcomes = indices(&network, &model.rules(), &[weights], &starts);
    let mut met: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let loss = |(node, outcome): (u32, Outcome)| {
        let index = outcome.indices[0];
        let (esri, esri_down, esri_up) = (index.both, index.down, index.up);
        let name = NodeName::of(&system, &options.scope, node);
        let loss = NodeLoss { esri, esri_down, esri_up, loss: esri * whole, own: size[node as usize] };
        let count = met.entry(name.id.clone()).or_insert(0);
        *count += 1;
        ((name.id.clone(), *count), (name, loss))
    };
    Ok(Losses { nodes: nodes.into_iter().zip(outcomes).map(loss).collect(), whole })
}

/// Failures that change, most first; and what that makes in a year.
pub(super) fn compare(before: &Losses, after: &Losses, probability: Option<f64>) -> (Vec<LossChange>, Expected) {
    let ids: BTreeSet<&(Arc<str>, usize)> = before.nodes.keys().chain(after.nodes.keys()).collect();
    let least = SAME * before.whole.max(after.whole);
    let change = |id: &(Arc<str>, usize)| {
        let (old, new) = (before.nodes.get(id), after.nodes.get(id));
        let firm = old.or(new)?.0.clone();
        let (before, after) = (old.map(|entry| entry.1), new.map(|entry| entry.1));
        let loss = |side: Option<NodeLoss>| side.map_or(0.0, |side| side.loss);
        let change = loss(after) - loss(before);
        let is_new = before.is_none() || after.is_none();
        (is_new || change.abs() > least).then_some(LossChange { firm, before, after, change })
    };
    let mut changes: Vec<LossChange> = ids.into_iter().filter_map(change).collect();
    changes.sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()).then(a.firm.id.cmp(&b.firm.id)));
    (changes, expected(before, after, probability))
}

fn expected(before: &Losses, after: &Losses, given: Option<f64>) -> Expected {
    let probability = given.unwrap_or(USUAL_PROBABILITY);
    let sum = |losses: &Losses| losses.nodes.values().map(|(_, loss)| loss.loss).sum::<f64>();
    let (old, new) = (sum(before), sum(after));
    let avoided = old - new;
    let verdict = match avoided {
        _ if avoided.abs() <= SAME * old.max(new) => Verdict::Same,
        _ if avoided > 0.0 => Verdict::Better,
        _ => Verdict::Worse,
    };
    Expected {
        probability,
        given: given.is_some(),
        cases: before.nodes.len(),
        cases_after: after.nodes.len(),
        before: probability * old,
        after: probability * new,
        avoided: probability * avoided,
        verdict,
    }
}
