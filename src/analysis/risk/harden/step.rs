//! What a measure does to the network.
//!
//! A new source is a node of its own. It takes a share of what the buyers have from each supplier now, and with it the same
//! part of that supplier's purchases (its recipe), size, revenue and cost: a newcomer that needs the incumbent's weak supplier
//! depends on it as the incumbent does. Nothing is added to the whole: sizes are moved, not made.

use crate::analysis::Error;
use crate::analysis::named;
use crate::analysis::risk::network::{Flow, Recorded, Spare};
use crate::analysis::risk::system::System;
use crate::analysis::risk::world::{Stock, World};
use crate::analysis::scope::Scope;
use crate::analysis::spot::Spot;
use crate::model::{Location, LocationBasis, MeasureEntry, MeasureKind, Nearness};
use std::collections::{BTreeMap, BTreeSet};

/// Share that a second source takes over where nobody says.
pub(super) const USUAL_SHARE: f64 = 0.5;

/// A measure whose names are resolved.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis::risk) enum Step {
    Source {
        product: u32,
        /// `None`: all buyers, or all local ones.
        buyer: Option<u32>,
        only_local: bool,
        share: f64,
        /// Yuan a year at most.
        most: Option<f64>,
        at: Location,
    },
    Expand(Spare),
    Stock {
        product: u32,
        buyer: Option<u32>,
        days: f64,
    },
}

impl Step {
    /// Finds what the names mean.
    ///
    /// # Errors
    /// When a name means nothing in the data, or the measure lacks what its kind needs.
    pub(super) fn new(system: &System<'_>, scope: &Scope, entry: &MeasureEntry) -> Result<Self, Error> {
        let lacks = |what: &'static str| Error::IncompleteMeasure { place: entry.place.clone(), what };
        let product = named::product(system.graph, &entry.product)?.0;
        let buyer = entry.buyer.as_deref().map(|name| named::firm(system.graph, name)).transpose()?;
        let at = entry.at.as_deref().map(|name| Spot::find(system.graph, name)).transpose()?.map(|spot| spot.plant());
        let share = entry.share.unwrap_or(USUAL_SHARE);
        Ok(match entry.kind {
            MeasureKind::SecondSource => {
                let at = at.unwrap_or(Location::UNKNOWN);
                Step::Source { product, buyer, only_local: false, share, most: entry.amount, at }
            }
            MeasureKind::Recruit => {
                let here = Location { area: scope.focus, basis: LocationBasis::Produced, ..Location::UNKNOWN };
                // A plant of a stated capacity takes what that allows; one without, the usual share.
                let share = entry.share.unwrap_or(if entry.amount.is_some() { 1.0 } else { USUAL_SHARE });
                let at = at.unwrap_or(here);
                Step::Source { product, buyer, only_local: buyer.is_none(), share, most: entry.amount, at }
            }
            MeasureKind::Expand => {
                let firm = named::firm(system.graph, entry.firm.as_deref().ok_or_else(|| lacks("firm"))?)?;
                Step::Expand(Spare { firm, product, amount: entry.amount.ok_or_else(|| lacks("amount"))? })
            }
            MeasureKind::Stock => Step::Stock { product, buyer, days: entry.days.ok_or_else(|| lacks("days"))? },
        })
    }

    /// Whether the step can only lower losses: more stock and more spare capacity can, a new source can fail itself.
    pub(super) fn is_harmless(&self) -> bool {
        !matches!(self, Step::Source { .. })
    }

    /// Yuan a year of what it is about: purchases that it touches now.
    pub(super) fn touched(&self, world: &World<'_>, scope: &Scope) -> f64 {
        match self {
            Step::Expand(spare) => spare.amount,
            _ => self.picked(world, scope).iter().map(|at| world.flows[*at].amount).sum(),
        }
    }

    /// Positions of the flows that it is about.
    fn picked(&self, world: &World<'_>, scope: &Scope) -> Vec<usize> {
        let (product, buyer, only_local) = match self {
            Step::Source { product, buyer, only_local, .. } => (*product, *buyer, *only_local),
            Step::Stock { product, buyer, .. } => (*product, *buyer, false),
            Step::Expand(_) => return Vec::new(),
        };
        let is_here = |node: u32| !only_local || scope.is_local(world.place(node)) == Nearness::Near;
        let is_meant = |flow: &Flow| {
            flow.product == product
                && flow.supplier != flow.buyer
                && buyer.is_none_or(|buyer| buyer == flow.buyer)
                && is_here(flow.buyer)
        };
        (0..world.flows.len()).filter(|at| is_meant(&world.flows[*at])).collect()
    }

    /// Changes the world.
    pub(in crate::analysis::risk) fn apply(&self, world: &mut World<'_>, scope: &Scope) {
        match self {
            Step::Expand(spare) => world.beyond.spare.push(*spare),
            Step::Stock { product, days, .. } => {
                let buyers: BTreeSet<u32> = self.picked(world, scope).iter().map(|at| world.flows[*at].buyer).collect();
                let stock = |buyer| Stock { buyer, product: *product, days: *days };
                world.stocks.extend(buyers.into_iter().map(stock));
            }
            Step::Source { share, most, at, .. } => {
                let picked = self.picked(world, scope);
                let demand: f64 = picked.iter().map(|at| world.flows[*at].amount).sum();
                let share = most.map_or(*share, |most| share.min(most / demand)).clamp(0.0, 1.0);
                if demand > 0.0 && share > 0.0 {
                    add_source(world, &picked, share, at.clone());
                }
            }
        }
    }
}

/// A node that takes a share of these flows over.
fn add_source(world: &mut World<'_>, picked: &[usize], share: f64, at: Location) {
    let new = world.nodes() as u32;
    let mut moved: BTreeMap<u32, f64> = BTreeMap::new();
    for flow in picked.iter().map(|at| world.flows[*at]) {
        *moved.entry(flow.supplier).or_insert(0.0) += flow.amount * share;
    }
    let sold = sums(&world.flows, &moved, |flow| flow.supplier);
    let bought = sums(&world.flows, &moved, |flow| flow.buyer);
    // Part of each supplier's business that goes over.
    let part: BTreeMap<u32, f64> = (moved.iter())
        .map(|(supplier, yuan)| (*supplier, yuan / world.size[*supplier as usize].max(sold[supplier])))
        .collect();
    let mut taken = Vec::new();
    for at in picked {
        let flow = &mut world.flows[*at];
        taken.push(Flow { supplier: new, amount: flow.amount * share, ..*flow });
        flow.amount *= 1.0 - share;
    }
    taken.extend(copy_recipe(world, new, &part, &bought));
    world.flows.extend(taken);
    world.flows.retain(|flow| flow.amount > 0.0);
    let (mut size, mut revenue, mut cost) = (0.0, 0.0, 0.0);
    for (supplier, part) in &part {
        let node = *supplier as usize;
        size += take(&mut world.size[node], *part);
        revenue += world.beyond.revenue[node].as_mut().map_or(moved[supplier], |of| take(of, *part));
        cost += world.beyond.cost[node].as_mut().map_or(bought[supplier] * part, |of| take(of, *part));
    }
    world.size.push(size);
    world.beyond.revenue.push(Some(revenue));
    world.beyond.cost.push(Some(cost));
    world.added.push(at);
}

/// What these nodes sell, or buy, in all.
fn sums(flows: &[Flow], of: &BTreeMap<u32, f64>, end: impl Fn(&Flow) -> u32) -> BTreeMap<u32, f64> {
    let mut sums: BTreeMap<u32, f64> = of.keys().map(|node| (*node, 0.0)).collect();
    for flow in flows {
        if let Some(sum) = sums.get_mut(&end(flow)) {
            *sum += flow.amount;
        }
    }
    sums
}

/// The part of the suppliers' purchases that goes over with their business.
fn copy_recipe(world: &mut World<'_>, new: u32, part: &BTreeMap<u32, f64>, bought: &BTreeMap<u32, f64>) -> Vec<Flow> {
    let mut taken = Vec::new();
    let mut classes: BTreeMap<u32, Class> = BTreeMap::new();
    for flow in &mut world.flows {
        if let Some(part) = part.get(&flow.buyer) {
            let amount = flow.amount * part;
            let known = world.beyond.recorded_of(flow.buyer, flow.product);
            let cost = world.beyond.cost[flow.buyer as usize].unwrap_or(0.0);
            let bought = bought[&flow.buyer];
            classes.entry(flow.product).or_default().add(amount, known, bought / cost.max(bought));
            taken.push(Flow { buyer: new, amount, ..*flow });
            flow.amount *= 1.0 - part;
        }
    }
    let class = |(product, class): (u32, Class)| Some(Recorded { buyer: new, product, share: class.share()? });
    world.beyond.recorded.extend(classes.into_iter().filter_map(class));
    taken
}

/// What a new source buys of one product: in the flows, and in all.
#[derive(Debug, Default)]
struct Class {
    recorded: f64,
    whole: f64,
    is_known: bool,
}

impl Class {
    /// `known` is the share that the flows hold of the supplier's purchases of this product, else `ratio` that of all.
    fn add(&mut self, amount: f64, known: Option<f64>, ratio: f64) {
        let share = known.unwrap_or(ratio);
        self.recorded += amount;
        self.whole += if share > 0.0 { amount / share } else { amount };
        self.is_known |= known.is_some();
    }

    fn share(&self) -> Option<f64> {
        (self.is_known && self.whole > 0.0).then(|| (self.recorded / self.whole).min(1.0))
    }
}

/// Takes a part of a number away and gives it.
fn take(from: &mut f64, part: f64) -> f64 {
    let taken = *from * part;
    *from -= taken;
    taken
}
