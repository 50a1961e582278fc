//! What if these stop at once: a firm, a county, a circle, a product, a block outside, a link (methods §6.1).
//!
//! ```text
//! ψ_i        share of i's capacity in the struck place; its plants count alike           [SC-1], [SC-2]
//! cut flows  lost wholly or in part and at once; nobody makes good for them              [SC-3] to [SC-5]
//! direct     Σ ψ_i X_i, yuan a year: what the struck make themselves
//! indirect   loss − direct
//! days       loss × days / 365
//! ```
//!
//! Conventions. Only competitors that lose nothing themselves make good for a loss, unless another rule is asked for: those
//! hit by one cause cannot stand in for each other. What lies nobody knows where is not struck, and is counted. An outside
//! block (断供) is a place without the focus area; what stays inside it still flows.
//!
//! Reading: a short-run stress. Nobody recovers, no price moves, no stock is drawn down, nobody turns to a new supplier but
//! by the rule of replaceability.

mod event;
mod feasible;
mod recovery;
pub(super) mod strike;

pub use event::{Event, Scenario, ScenarioFault};

use super::cascade::{Replaceability, Workspace};
use super::effect::{Effect, NodeName, Traced, effect};
use super::network::Flow;
use super::system::System;
use super::world::{Key, Shipping, World};
use super::{Model, RiskOptions};
use crate::analysis::Error;
use crate::analysis::split::{ProductName, product_name};
use crate::graph::Node;
use crate::model::{FirmIx, Nearness, ProductIx, Role};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use strike::Strike;

/// Days of a year.
pub(super) const YEAR: f64 = 365.0;

/// Struck firms and cut flows given for one scenario.
const LISTED: usize = 10;

/// Firms given whose return saves most.
const BACK: usize = 10;

/// Hit firms of which it is tried what their return saves.
const HIT: usize = 15;

/// A firm that a scenario strikes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StruckFirm {
    /// Who.
    pub firm: NodeName,
    /// Share of its capacity that is lost.
    pub share: f64,
    /// Yuan a year: its own size times this share.
    pub direct: f64,
}

/// A flow that a scenario cuts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CutFlow {
    /// Who supplied.
    pub supplier: NodeName,
    /// Who bought.
    pub buyer: NodeName,
    /// What.
    pub product: ProductName,
    /// Share that is lost.
    pub share: f64,
    /// Yuan a year that are lost.
    pub amount: f64,
}

/// How a leader fares.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeaderState {
    /// Who.
    pub firm: NodeName,
    /// Whether the scenario strikes it itself.
    pub struck: bool,
    /// Share of its output that it loses.
    pub loss_share: f64,
    /// Yuan a year.
    pub loss: f64,
    /// Whether less than half of its output is left.
    pub stopped: bool,
    /// Whether each of its essential inputs has a supplier left that can work itself; `None` where not even today.
    pub feasible: Option<bool>,
}

/// In which way a firm comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Back {
    /// It was struck, and works again as far as others let it.
    Struck,
    /// Its cut deliveries run again.
    Supplier,
    /// It was hit, and loses nothing any more.
    Hit,
}

/// What the return of one firm saves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recovery {
    /// Who.
    pub firm: NodeName,
    /// How.
    pub back: Back,
    /// Loss that remains, yuan a year.
    pub remaining: f64,
    /// Loss that it saves, yuan a year.
    pub saved: f64,
}

/// What a scenario strikes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Strikes {
    /// Firms and unnamed suppliers that are struck.
    pub struck: usize,
    /// The largest of them.
    pub struck_firms: Vec<StruckFirm>,
    /// Firms and unnamed suppliers of which nobody knows whether they lie in the struck place; not struck.
    pub unlocated: usize,
    /// Flows that are cut, wholly or in part.
    pub cut_flows: usize,
    /// Yuan a year that they lose.
    pub cut_amount: f64,
    /// The largest of them.
    pub cut: Vec<CutFlow>,
    /// Flows of which nobody knows whether they come from the place that is cut; not cut.
    pub unlocated_flows: usize,
}

/// What a scenario costs, yuan a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// What the struck firms lose themselves.
    pub direct: f64,
    /// What it costs beyond that.
    pub indirect: f64,
    /// Both.
    pub loss: f64,
    /// Loss as a share of the sizes of all firms; `None` when they have none.
    pub share: Option<f64>,
    /// Direct loss of firms in the focus area; `None` without a focus.
    pub direct_here: Option<f64>,
    /// Loss of firms in the focus area; `None` without a focus.
    pub loss_here: Option<f64>,
    /// Loss over the days of the stop, yuan; `None` when nobody said how long.
    pub loss_in_days: Option<f64>,
    /// That, or the loss of a year, times the probability; `None` without a probability.
    pub expected: Option<f64>,
}

/// What one scenario does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioRow {
    /// The scenario.
    #[serde(flatten)]
    pub scenario: Scenario,
    /// Who replaces whom.
    pub replaceability: Replaceability,
    /// What it strikes.
    #[serde(flatten)]
    pub strikes: Strikes,
    /// What it costs.
    #[serde(flatten)]
    pub cost: Cost,
    /// Firms that lose something and keep at least half of their output.
    pub slowed: usize,
    /// Steps until the cascade settled.
    pub steps: u32,
    /// Whether it settled before the cap on steps.
    pub settled: bool,
    /// Leaders that lose something or lack an essential input; by loss.
    pub leaders: Vec<LeaderState>,
    /// Who loses how much by which way.
    pub effect: Effect,
    /// Whose return saves most.
    pub recovery: Vec<Recovery>,
}

/// The rules of scenarios: those that rank, but only the unharmed make good for others unless something else was asked for.
pub(super) fn model(base: &Model, options: &RiskOptions) -> Model {
    let replaceability = options.replaceability.unwrap_or(Replaceability::Conservative);
    Model { replaceability, ..base.clone() }
}

/// What each scenario of the options does.
pub(super) fn scenarios(system: &System<'_>, options: &RiskOptions, model: &Model) -> Result<Vec<ScenarioRow>, Error> {
    if options.scenarios.is_empty() {
        return Ok(Vec::new());
    }
    let shipping = Shipping::new(system);
    let world = World::new(system, &shipping, model);
    let strikes: Result<Vec<Strike>, Error> =
        options.scenarios.iter().map(|scenario| Strike::new(system, options.scope.focus, scenario)).collect();
    let strikes = strikes?;
    let works = feasible::working(world.nodes(), &world.flows, &vec![false; world.nodes()], |_| false);
    let study = Study { system, options, model, world: &world, works };
    Ok(options.scenarios.iter().zip(&strikes).map(|(scenario, strike)| study.row(scenario, strike)).collect())
}

/// What all scenarios share.
struct Study<'s, 'a> {
    system: &'s System<'a>,
    options: &'s RiskOptions,
    model: &'s Model,
    world: &'s World<'a>,
    /// Nodes that work without any scenario.
    works: Vec<bool>,
}

impl Study<'_, '_> {
    fn row(&self, scenario: &Scenario, strike: &Strike) -> ScenarioRow {
        let cuts = strike.flows(self.world);
        let lost = |flow: &Flow| cuts.get(&recovery::key(flow)).copied().unwrap_or(0.0);
        let (network, start) = self.world.network(YEAR, lost);
        let start = start.with(strike.shocks(self.world));
        let rules = self.model.rules();
        let mut workspace = Workspace::new(&network);
        let ended = workspace.run(&network, &rules, &start);
        let struck: BTreeMap<u32, f64> = start.shocks().iter().map(|shock| (shock.firm, shock.down)).collect();
        let traced = Traced { network: &network, start: &start };
        let nodes: BTreeSet<u32> = struck.keys().copied().collect();
        let (effect, passed) = effect(self.system, &self.options.scope, &traced, &workspace, &nodes);
        let cost = self.cost(scenario, &workspace, &struck);
        let setting = recovery::Setting {
            world: self.world,
            rules: &rules,
            network: &network,
            start: &start,
            cuts: &cuts,
            hit: hit(&workspace, self.world, &nodes, &passed),
            loss: cost.loss,
        };
        ScenarioRow {
            scenario: scenario.clone(),
            replaceability: self.model.replaceability,
            strikes: self.strikes(strike, &struck, &cuts),
            slowed: effect.reached - effect.stopped,
            steps: ended.steps,
            settled: ended.settled,
            leaders: self.leaders(&workspace, &struck, &cuts),
            recovery: setting.rank(|node| self.name(node)),
            cost,
            effect,
        }
    }

    fn cost(&self, scenario: &Scenario, workspace: &Workspace, struck: &BTreeMap<u32, f64>) -> Cost {
        let size = |node: u32| self.world.size[node as usize];
        let sum = |local: bool| -> [f64; 2] {
            let counts = |node: u32| !local || self.is_here(node);
            let direct = struck.iter().filter(|(node, _)| counts(**node)).map(|(node, share)| share * size(*node));
            let lost = workspace.losses().filter(|(node, ..)| counts(*node));
            [direct.sum(), lost.map(|(node, down, up)| down.max(up) * size(node)).sum()]
        };
        let [direct, loss] = sum(false);
        let here = self.options.scope.focus.map(|_| sum(true));
        let whole: f64 = self.world.size.iter().sum();
        let over = loss * scenario.days.unwrap_or(YEAR) / YEAR;
        Cost {
            direct,
            // What is lost to rounding is no gain.
            indirect: (loss - direct).max(0.0),
            loss,
            share: (whole > 0.0).then(|| loss / whole),
            direct_here: here.map(|[direct, _]| direct),
            loss_here: here.map(|[_, loss]| loss),
            loss_in_days: scenario.days.map(|_| over),
            expected: scenario.probability.map(|probability| probability * over),
        }
    }

    fn strikes(&self, strike: &Strike, struck: &BTreeMap<u32, f64>, cuts: &BTreeMap<Key, f64>) -> Strikes {
        let lost = |flow: &Flow| cuts.get(&recovery::key(flow)).copied().unwrap_or(0.0);
        let nodes = (0..self.world.nodes() as u32).filter(|node| self.system.takes_part(*node));
        Strikes {
            struck: struck.len(),
            struck_firms: self.struck_firms(struck),
            unlocated: nodes.filter(|node| strike.node(self.world, *node).open).count(),
            cut_flows: cuts.len(),
            cut_amount: self.world.flows.iter().map(|flow| flow.amount * lost(flow)).sum(),
            cut: self.cut(cuts),
            unlocated_flows: self.world.flows.iter().filter(|flow| strike.flow(self.world, flow).open).count(),
        }
    }

    fn name(&self, node: u32) -> NodeName {
        NodeName::of(self.system, &self.options.scope, node)
    }

    fn is_here(&self, node: u32) -> bool {
        self.options.scope.is_local(self.system.place_of(node)) == Nearness::Near
    }

    fn struck_firms(&self, struck: &BTreeMap<u32, f64>) -> Vec<StruckFirm> {
        let mut order: Vec<(f64, u32, f64)> =
            struck.iter().map(|(node, share)| (share * self.world.size[*node as usize], *node, *share)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let row = |(direct, node, share)| StruckFirm { firm: self.name(node), share, direct };
        order.into_iter().take(LISTED).map(row).collect()
    }

    fn cut(&self, cuts: &BTreeMap<Key, f64>) -> Vec<CutFlow> {
        let gone = |flow: &Flow| Some((*flow, *cuts.get(&recovery::key(flow))?));
        let mut order: Vec<(Flow, f64)> = self.world.flows.iter().filter_map(gone).collect();
        order.sort_by(|(a, a_share), (b, b_share)| {
            let amounts = (b.amount * b_share).total_cmp(&(a.amount * a_share));
            amounts.then_with(|| recovery::key(a).cmp(&recovery::key(b)))
        });
        let row = |(flow, share): (Flow, f64)| CutFlow {
            supplier: self.name(flow.supplier),
            buyer: self.name(flow.buyer),
            product: product_name(self.system.graph, ProductIx(flow.product)),
            share,
            amount: flow.amount * share,
        };
        order.into_iter().take(LISTED).map(row).collect()
    }

    fn leaders(
        &self,
        workspace: &Workspace,
        struck: &BTreeMap<u32, f64>,
        cuts: &BTreeMap<Key, f64>,
    ) -> Vec<LeaderState> {
        let stopped: Vec<bool> =
            (0..self.world.nodes() as u32).map(|node| struck.get(&node).is_some_and(|share| *share >= 1.0)).collect();
        let gone = |flow: &Flow| cuts.get(&recovery::key(flow)).is_some_and(|share| *share >= 1.0);
        let works = feasible::working(self.world.nodes(), &self.world.flows, &stopped, gone);
        let is_leader = |node: &u32| match self.system.graph.nodes()[*node as usize] {
            Node::Firm(firm) => self.system.graph.dataset().firm(FirmIx::from(firm.index())).role == Some(Role::Leader),
            Node::Unnamed { .. } => false,
        };
        let state = |node: u32| {
            let share = workspace.down(node).max(workspace.up(node));
            LeaderState {
                firm: self.name(node),
                struck: struck.contains_key(&node),
                loss_share: share,
                loss: share * self.world.size[node as usize],
                stopped: 1.0 - share < 0.5,
                feasible: self.works[node as usize].then_some(works[node as usize]),
            }
        };
        let all = (0..self.world.nodes() as u32).filter(is_leader).map(state);
        let mut leaders: Vec<LeaderState> =
            all.filter(|leader| leader.loss_share > 0.0 || leader.feasible == Some(false)).collect();
        leaders.sort_by(|a, b| b.loss.total_cmp(&a.loss).then_with(|| a.firm.cmp(&b.firm)));
        leaders
    }
}

/// Those not struck who lose most or pass most on.
fn hit(workspace: &Workspace, world: &World<'_>, struck: &BTreeSet<u32>, passed: &super::path::Passed) -> Vec<u32> {
    let loss = |node: u32, share: f64| share * world.size[node as usize];
    let all = workspace.losses().filter(|(node, ..)| !struck.contains(node));
    let mut by_loss: Vec<(f64, u32)> = all.map(|(node, down, up)| (loss(node, down.max(up)), node)).collect();
    let mut by_passed: Vec<(f64, u32)> = passed.iter().map(|(node, (yuan, _))| (*yuan, *node)).collect();
    for order in [&mut by_loss, &mut by_passed] {
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.truncate(HIT);
    }
    let both: BTreeSet<u32> = by_loss.iter().chain(&by_passed).map(|(_, node)| *node).collect();
    both.into_iter().collect()
}
