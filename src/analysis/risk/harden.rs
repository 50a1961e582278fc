//! What to do about it: which measures leave the smallest expected loss within a budget (methods §6.2).
//!
//! ```text
//! E(A) = Σ_s π_s Loss_s(A) days_s / 365                                                   [HD-1]
//! ```
//!
//! Conventions. The scenarios are those asked for, π_s as given; where one has no probability all count alike. Without
//! scenarios every firm and every unnamed source stops once, all alike, the new plants too: E is then the mean loss of a
//! failure, good for an order, no forecast. Losses are those of all firms. Only competitors that lose nothing themselves make
//! good for a loss unless another rule is asked for, so that a newcomer which shares the incumbent's weak supplier earns no
//! credit for it. Without a file of measures a second source for each sole source of an essential input is one, at a cost of
//! one each: what they cost nobody said, and the budget is a count.
//!
//! Example 7 of the methods: a newcomer with 60 of 150 lowers the index of the incumbent from 0.4643 to 0.2786 and leaves that
//! of the supplier whom both need at 0.1018.

pub mod optimise;
mod recruit;
mod step;
mod trial;

use super::effect::NodeName;
use super::network::Essentiality;
use super::scenario::strike::Strike;
use super::scenario::{Scenario, YEAR};
use super::start::Start;
use super::system::System;
use super::world::{Shipping, World};
use super::{Model, RiskOptions};
use crate::analysis::Error;
use crate::analysis::split::{ProductName, product_name};
use crate::model::{MeasureEntry, MeasureKind, ProductIx};
use optimise::{Choice, Method, Problem, choose};
pub(in crate::analysis) use recruit::{Plant, recruit};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use step::Step;
use trial::{Case, Threat, Trial, losses};

/// Measures made up where none are given: the sole sources whose failure costs most.
const CANDIDATES: usize = 40;

/// Failures of single firms weighed: those that cost most.
const SINGLES: usize = 2_000;

/// Yuan of the unit in which budgets are typed.
const TEN_THOUSAND: f64 = 1e4;

/// Work that trying every set may take: cascades and flows laid out.
const WORK: usize = 4_000_000_000;
/// Work of one cascade of average reach.
const CASCADE: usize = 500;
/// Work of laying a flow out.
const LAY: usize = 40;

/// What to plan with.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PlanOptions {
    /// 万元, or a count of measures where they have no costs; `None`: no limit.
    pub budget: Option<f64>,
    /// Measures to choose from; `None`: a second source for each sole source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measures: Option<Vec<MeasureEntry>>,
}

/// In what costs and budget are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CostUnit {
    /// Yuan.
    Yuan,
    /// Measures: what they cost nobody said.
    Measures,
}

/// What the expected loss is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// The scenarios asked for, with their probabilities.
    Scenarios,
    /// The scenarios asked for, all alike, since one at least has no probability.
    AlikeScenarios,
    /// The failure of each firm alone, all alike.
    EachFirm,
}

/// Why nothing is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Empty {
    /// There is no measure with a cost.
    NoMeasure,
    /// The budget is below the cheapest.
    BudgetTooSmall,
    /// None that is affordable lowers the expected loss.
    NoGain,
}

/// A measure and what it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureRow {
    /// Its name; empty when it has none.
    pub name: String,
    /// Kind.
    pub kind: MeasureKind,
    /// The product.
    pub product: ProductName,
    /// The buyer it is for; `None`: all, of a recruited plant all local ones.
    pub buyer: Option<NodeName>,
    /// Who expands, or of a measure made up the sole source that it backs up.
    pub firm: Option<NodeName>,
    /// Share of the purchases that it takes over.
    pub share: Option<f64>,
    /// Days of stock.
    pub days: Option<f64>,
    /// Purchases or capacity that it is about, yuan a year.
    pub amount: f64,
    /// Cost in the unit of the plan; `None` where others have one and this has none.
    pub cost: Option<f64>,
    /// What it takes off the expected loss alone, yuan a year; below zero it does harm. `None` without a cost.
    pub gain: Option<f64>,
    /// Gain for each yuan, or for each measure; `None` where it is free or has no cost.
    pub gain_per_cost: Option<f64>,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A point of the budget curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurvePoint {
    /// What is spent.
    pub cost: f64,
    /// Expected loss that remains, yuan a year.
    pub remaining: f64,
    /// Expected loss saved since the point before, for each yuan or measure more; `None` for the first and for free ones.
    pub marginal: Option<f64>,
    /// Measures, as positions in the list of measures.
    pub measures: Vec<usize>,
}

/// What to do about the risks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// How sure the choice is.
    pub method: Method,
    /// Unit of costs and budget.
    pub unit: CostUnit,
    /// Whether the measures were made up.
    pub made_up: bool,
    /// Sole sources of which no measure was made up, since others cost more.
    pub left_out: usize,
    /// What the expected loss is taken over.
    pub over: Over,
    /// Scenarios, or firms that fail.
    pub scenarios: usize,
    /// Who replaces whom.
    pub replaceability: super::cascade::Replaceability,
    /// What may be spent; `None`: no limit.
    pub budget: Option<f64>,
    /// What the chosen measures cost.
    pub cost: f64,
    /// Expected loss now, yuan a year.
    pub before: f64,
    /// Expected loss with the chosen measures.
    pub after: f64,
    /// Expected loss with all measures.
    pub all: f64,
    /// Whether no set that was tried does better than all measures.
    pub all_is_bound: bool,
    /// Sets of measures tried.
    pub tried: usize,
    /// Why nothing is chosen.
    pub empty: Option<Empty>,
    /// Measures: the chosen ones first, then by gain.
    pub measures: Vec<MeasureRow>,
    /// From nothing to the choice.
    pub curve: Vec<CurvePoint>,
}

/// A measure before it is tried.
struct Draft {
    entry: MeasureEntry,
    step: Step,
    buyer: Option<u32>,
    firm: Option<u32>,
}

/// Plans, when that was asked for.
///
/// # Errors
/// When a measure names what the data do not have, or lacks what its kind needs.
pub(super) fn plan(system: &System<'_>, options: &RiskOptions, model: &Model) -> Result<Option<Plan>, Error> {
    let Some(asked) = &options.plan else { return Ok(None) };
    let shipping = Shipping::new(system);
    let world = World::new(system, &shipping, model);
    let singles = singles(system, &world, model);
    let (drafts, left_out) = match &asked.measures {
        Some(entries) => (given(system, options, entries)?, 0),
        None => made_up(system, options, &singles)?,
    };
    let unit = if drafts.iter().any(|draft| draft.entry.cost.is_some()) { CostUnit::Yuan } else { CostUnit::Measures };
    let (over, threat, count) = threat(system, options, &world, &singles)?;
    let cost = |draft: &Draft| if unit == CostUnit::Yuan { draft.entry.cost } else { Some(1.0) };
    let (costed, uncosted): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|draft| cost(draft).is_some());
    let costs: Vec<f64> = costed.iter().filter_map(cost).collect();
    let steps = costed.iter().map(|draft| draft.step.clone()).collect();
    let trial = Trial { world: &world, scope: &options.scope, rules: model.rules(), threat, steps };
    let scale = if unit == CostUnit::Yuan { TEN_THOUSAND } else { 1.0 };
    let budget = asked.budget.map(|budget| budget * scale);
    let problem = Problem {
        budget: budget.unwrap_or_else(|| costs.iter().sum()),
        beside: Vec::new(),
        most_sets: (WORK / (count * CASCADE + world.flows.len() * LAY).max(1)).min(1 << optimise::EXACT),
        harmless: costed.iter().all(|draft| draft.step.is_harmless()),
        costs,
    };
    let choice = choose(&problem, &mut |set| trial.expected(set));
    let rows = Rows { system, options, world: &world, problem: &problem, choice: &choice };
    let (measures, position) = rows.measures(&costed, &uncosted);
    Ok(Some(Plan {
        method: choice.method,
        unit,
        made_up: asked.measures.is_none(),
        left_out,
        over,
        scenarios: count,
        replaceability: model.replaceability,
        budget,
        cost: choice.cost,
        before: choice.before,
        after: choice.after,
        all: choice.all,
        all_is_bound: choice.is_bound,
        tried: choice.tried,
        empty: empty(&problem, &choice),
        measures,
        curve: curve(&choice, &position),
    }))
}

/// Why nothing is chosen; `None` where something is.
fn empty(problem: &Problem, choice: &Choice) -> Option<Empty> {
    if !choice.chosen.is_empty() {
        None
    } else if problem.costs.is_empty() {
        Some(Empty::NoMeasure)
    } else if problem.costs.iter().all(|cost| *cost > problem.budget) {
        Some(Empty::BudgetTooSmall)
    } else {
        Some(Empty::NoGain)
    }
}

/// The points of the curve, measures by their place in the list.
fn curve(choice: &Choice, position: &[usize]) -> Vec<CurvePoint> {
    let mut points: Vec<CurvePoint> = Vec::new();
    for point in &choice.curve {
        let marginal = points.last().and_then(|last| {
            let more = point.cost - last.cost;
            (more > 0.0).then(|| (last.remaining - point.remaining) / more)
        });
        let measures: BTreeSet<usize> = point.set.iter().map(|at| position[*at]).collect();
        let measures = measures.into_iter().collect();
        points.push(CurvePoint { cost: point.cost, remaining: point.remaining, marginal, measures });
    }
    points
}

/// Nodes by what their failure alone costs, most first.
fn singles(system: &System<'_>, world: &World<'_>, model: &Model) -> Vec<(f64, u32)> {
    let nodes: Vec<u32> = (0..world.nodes() as u32).filter(|node| system.takes_part(*node)).collect();
    let starts: Vec<Start> = nodes.iter().copied().map(Start::stopped).collect();
    let (network, _) = world.network(YEAR, |_| 0.0);
    let lost = losses(&network, world, &model.rules(), &starts);
    let mut order: Vec<(f64, u32)> = lost.into_iter().zip(nodes).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order
}

/// What may happen, and how many things that are.
fn threat(
    system: &System<'_>,
    options: &RiskOptions,
    world: &World<'_>,
    singles: &[(f64, u32)],
) -> Result<(Over, Threat, usize), Error> {
    if options.scenarios.is_empty() {
        let nodes: Vec<u32> = singles.iter().take(SINGLES).map(|(_, node)| *node).collect();
        let (count, weight) = (nodes.len(), 1.0 / nodes.len().max(1) as f64);
        return Ok((Over::EachFirm, Threat::Singles(nodes, weight), count));
    }
    let scenarios = &options.scenarios;
    let known = scenarios.iter().all(|scenario| scenario.probability.is_some());
    let alike = 1.0 / scenarios.len() as f64;
    let case = |scenario: &Scenario| -> Result<Case, Error> {
        let strike = Strike::new(system, options.scope.focus, scenario)?;
        let days = scenario.days.unwrap_or(YEAR);
        let probability = scenario.probability.filter(|_| known).unwrap_or(alike);
        Ok(Case { cuts: strike.flows(world), strike, days, weight: probability * days / YEAR })
    };
    let cases: Result<Vec<Case>, Error> = scenarios.iter().map(case).collect();
    let over = if known { Over::Scenarios } else { Over::AlikeScenarios };
    Ok((over, Threat::Cases(cases?), scenarios.len()))
}

fn given(system: &System<'_>, options: &RiskOptions, entries: &[MeasureEntry]) -> Result<Vec<Draft>, Error> {
    let draft = |entry: &MeasureEntry| {
        let step = Step::new(system, &options.scope, entry)?;
        let (buyer, firm) = match &step {
            Step::Source { buyer, .. } | Step::Stock { buyer, .. } => (*buyer, None),
            Step::Expand(spare) => (None, Some(spare.firm)),
        };
        Ok(Draft { entry: entry.clone(), step, buyer, firm })
    };
    entries.iter().map(draft).collect()
}

/// A second source for each sole source of an essential input, those whose failure costs most; and how many were left out.
fn made_up(system: &System<'_>, options: &RiskOptions, singles: &[(f64, u32)]) -> Result<(Vec<Draft>, usize), Error> {
    let loss: BTreeMap<u32, f64> = singles.iter().map(|(loss, node)| (*node, *loss)).collect();
    let mut suppliers: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    // A line without an amount tells of a second supplier too.
    let of_year = system.graph.flows().iter().filter(|flow| flow.year == system.year);
    for flow in of_year.filter(|flow| flow.amount > 0.0 || flow.unpriced > 0) {
        suppliers.entry((flow.buyer.0, flow.product.0)).or_default().insert(flow.supplier);
    }
    let mut soles = Vec::new();
    for flow in system.links.iter().map(|link| link.flow) {
        let is_sole = suppliers.get(&(flow.buyer, flow.product)).is_some_and(|suppliers| suppliers.len() == 1);
        if is_sole && flow.supplier != flow.buyer && flow.essentiality == Essentiality::Essential {
            soles.push((loss.get(&flow.supplier).copied().unwrap_or(0.0), flow));
        }
    }
    soles.sort_by(|(a_loss, a), (b_loss, b)| {
        let key = |flow: &super::network::Flow| (flow.supplier, flow.buyer, flow.product);
        b_loss.total_cmp(a_loss).then(b.amount.total_cmp(&a.amount)).then(key(a).cmp(&key(b)))
    });
    let left_out = soles.len().saturating_sub(CANDIDATES);
    let graph = system.graph;
    let draft = |(_, flow): &(f64, super::network::Flow)| -> Result<Draft, Error> {
        let entry = MeasureEntry {
            place: String::new(),
            name: String::new(),
            kind: MeasureKind::SecondSource,
            product: graph.dataset().product(ProductIx(flow.product)).id.as_str().to_owned(),
            buyer: Some(NodeName::of(system, &options.scope, flow.buyer).id.to_string()),
            firm: None,
            share: None,
            amount: None,
            days: None,
            at: None,
            cost: None,
        };
        let step = Step::new(system, &options.scope, &entry)?;
        Ok(Draft { entry, step, buyer: Some(flow.buyer), firm: Some(flow.supplier) })
    };
    let drafts: Result<Vec<Draft>, Error> = soles.iter().take(CANDIDATES).map(draft).collect();
    Ok((drafts?, left_out))
}

/// The measures as the answer lists them.
struct Rows<'s, 'a> {
    system: &'s System<'a>,
    options: &'s RiskOptions,
    world: &'s World<'a>,
    problem: &'s Problem,
    choice: &'s Choice,
}

impl Rows<'_, '_> {
    /// The chosen ones first, then by gain; and where each of the costed ones went.
    fn measures(&self, costed: &[Draft], uncosted: &[Draft]) -> (Vec<MeasureRow>, Vec<usize>) {
        let mut order: Vec<usize> = (0..costed.len()).collect();
        let is_chosen = |at: usize| self.choice.chosen.contains(&at);
        order.sort_by(|&a, &b| {
            let gains = self.choice.alone[b].total_cmp(&self.choice.alone[a]);
            is_chosen(b).cmp(&is_chosen(a)).then(gains).then(a.cmp(&b))
        });
        let mut position = vec![0; costed.len()];
        for (place, at) in order.iter().enumerate() {
            position[*at] = place;
        }
        let rows = order.iter().map(|at| self.row(&costed[*at], Some(*at)));
        (rows.chain(uncosted.iter().map(|draft| self.row(draft, None))).collect(), position)
    }

    fn row(&self, draft: &Draft, at: Option<usize>) -> MeasureRow {
        let name = |node| NodeName::of(self.system, &self.options.scope, node);
        let (product, share, days) = match &draft.step {
            Step::Source { product, share, .. } => (*product, Some(*share), None),
            Step::Expand(spare) => (spare.product, None, None),
            Step::Stock { product, days, .. } => (*product, None, Some(*days)),
        };
        let (cost, gain) = (at.map(|at| self.problem.costs[at]), at.map(|at| self.choice.alone[at]));
        MeasureRow {
            name: draft.entry.name.clone(),
            kind: draft.entry.kind,
            product: product_name(self.system.graph, ProductIx(product)),
            buyer: draft.buyer.map(name),
            firm: draft.firm.map(name),
            share,
            days,
            amount: draft.step.touched(self.world, &self.options.scope),
            cost,
            gain,
            gain_per_cost: cost.zip(gain).filter(|(cost, _)| *cost > 0.0).map(|(cost, gain)| gain / cost),
            chosen: at.is_some_and(|at| self.choice.chosen.contains(&at)),
        }
    }
}
