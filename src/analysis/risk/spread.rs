//! How the loss of one firm's failure spreads: step by step, who loses how much, and through whom it came.
//!
//! Each firm's loss has one way, that of its larger direction, so that the ways form a tree in each direction and what a
//! branch carries is its own loss and those of all behind it: along the tree nothing is counted twice or lost. A firm that
//! passes losses on in one direction and loses more in the other stands in both; only one of them bears its loss.

use super::cascade::Workspace;
use super::effect::{Hit, NodeName, Traced, hits};
use super::path::{Branch as Place, Direction, Trace};
use super::start::Start;
use super::system::System;
use super::{Model, RiskOptions, RiskRow};
use crate::analysis::split::{ProductName, product_name};
use crate::analysis::{Error, named};
use crate::model::ProductIx;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Branches that are told, those first that carry most.
pub const BRANCHES: usize = 300;

/// A firm that a loss comes to in one direction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Branch {
    /// Who.
    #[serde(flatten)]
    pub firm: NodeName,
    /// By supplies or by sales.
    pub direction: Direction,
    /// Steps from the firm that stops.
    pub step: usize,
    /// Through whom it comes.
    pub before: NodeName,
    /// The product that no longer comes; `None` for sales.
    pub product: Option<ProductName>,
    /// Supplies: what that supplier delivers of the firm's input of it. Sales: what that customer takes of the firm's sales.
    pub share: f64,
    /// What the firm loses in this direction: a share of its output.
    pub total: f64,
    /// Its own loss, yuan a year; `None` where it loses more in the other direction and only passes on here.
    pub loss: Option<f64>,
    /// Its own loss and those that come through it, yuan a year.
    pub carried: f64,
    /// Firms that lose these.
    pub firms: usize,
}

/// What is lost at one step in one direction; each firm counts once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpreadStep {
    /// By supplies or by sales.
    pub direction: Direction,
    /// Steps from the firm that stops.
    pub step: usize,
    /// Firms.
    pub firms: usize,
    /// Yuan a year.
    pub loss: f64,
}

/// How the loss of one firm's failure spreads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// Who stops.
    pub firm: NodeName,
    /// Its rank among the firms; `None` when it has no size and trades nothing.
    pub rank: Option<usize>,
    /// Its own size, yuan a year.
    pub own: f64,
    /// What the others lose, yuan a year.
    pub others: f64,
    /// Others that lose something.
    pub reached: usize,
    /// Losses by direction and step; all of them.
    pub steps: Vec<SpreadStep>,
    /// By direction (supplies first), then steps from it, then what it carries, the largest first.
    pub branches: Vec<Branch>,
    /// Branches beyond [`BRANCHES`].
    pub left_out: usize,
    /// Losses that no way leads to, yuan a year: rounding at the edge of what still spreads.
    pub untraced_loss: f64,
    /// Firms that have these.
    pub untraced_firms: usize,
}

/// The spread of the firm asked for, else of the first of the list.
///
/// # Errors
/// When nobody is called so.
pub(super) fn spread(
    system: &System<'_>,
    options: &RiskOptions,
    model: &Model,
    rows: &[RiskRow],
) -> Result<Option<Spread>, Error> {
    let node = match &options.firm {
        Some(name) => named::firm(system.graph, name)?,
        None => match rows.first().filter(|row| row.loss > row.own) {
            Some(row) => row.firm.node,
            None => return Ok(None),
        },
    };
    let network = system.network(model);
    let mut workspace = Workspace::new(&network);
    workspace.run(&network, &model.rules(), &Start::stopped(node));
    let hits = hits(system, &workspace);
    let others: Vec<&Hit> = hits.iter().filter(|hit| hit.node != node).collect();
    let nothing = Start::default();
    let trace = Trace::new(&Traced { network: &network, start: &nothing }, &workspace, &system.size);
    let (mut places, untraced) = trace.branches(&others, &BTreeSet::from([node]));
    let steps = summed(&places);
    let left_out = keep_largest(&mut places);
    let name = |node| NodeName::of(system, &options.scope, node);
    let names: BTreeMap<u32, NodeName> =
        places.iter().flat_map(|place| [place.node, place.before]).map(|node| (node, name(node))).collect();
    let branch = |place: Place| Branch {
        firm: names[&place.node].clone(),
        direction: place.direction,
        step: place.step,
        before: names[&place.before].clone(),
        product: place.product.map(|product| product_name(system.graph, ProductIx(product))),
        share: place.share,
        total: place.total,
        loss: place.own,
        carried: place.carried.0,
        firms: place.carried.1,
    };
    Ok(Some(Spread {
        firm: name(node),
        rank: rows.iter().find(|row| row.firm.node == node).map(|row| row.rank),
        own: system.size[node as usize].0,
        others: others.iter().map(|hit| hit.loss).sum(),
        reached: others.len(),
        steps,
        branches: places.into_iter().map(branch).collect(),
        left_out,
        untraced_loss: untraced.0,
        untraced_firms: untraced.1,
    }))
}

fn summed(places: &[Place]) -> Vec<SpreadStep> {
    let mut steps: BTreeMap<(Direction, usize), (f64, usize)> = BTreeMap::new();
    for place in places {
        let Some(own) = place.own else { continue };
        let sum = steps.entry((place.direction, place.step)).or_default();
        *sum = (sum.0 + own, sum.1 + 1);
    }
    let step = |((direction, step), (loss, firms))| SpreadStep { direction, step, firms, loss };
    steps.into_iter().map(step).collect()
}

/// Keeps the branches that carry most, none without the one it comes from, in the order of the answer.
fn keep_largest(places: &mut Vec<Place>) -> usize {
    let left_out = places.len().saturating_sub(BRANCHES);
    // Who passes a loss on carries at least as much and stands nearer.
    places.sort_by(|a, b| b.carried.0.total_cmp(&a.carried.0).then((a.step, a.node).cmp(&(b.step, b.node))));
    places.truncate(BRANCHES);
    let amount = |place: &Place| Reverse(place.carried.0.to_bits());
    places.sort_by_key(|place| (place.direction, place.step, amount(place), place.node));
    left_out
}
