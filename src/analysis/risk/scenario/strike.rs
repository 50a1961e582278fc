//! What a scenario strikes in a network: firms that stop, wholly or in part, and flows that are cut.

use super::{Event, Scenario};
use crate::analysis::Error;
use crate::analysis::named;
use crate::analysis::risk::network::Flow;
use crate::analysis::risk::start::Shock;
use crate::analysis::risk::system::System;
use crate::analysis::risk::world::{Key, World};
use crate::analysis::spot::{Spot, Within};
use crate::model::AreaCode;
use std::collections::BTreeMap;

/// A scenario whose names are resolved.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis::risk) struct Strike {
    firms: BTreeMap<u32, f64>,
    places: Vec<(Spot, f64)>,
    cuts: Vec<(Cut, f64)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Cut {
    Product { product: u32, from: Option<Spot> },
    Block(Spot),
    Link { supplier: u32, buyer: u32, product: Option<u32> },
}

/// A flow that there is.
fn link(system: &System<'_>, [from, to]: [&str; 2], product: Option<&str>) -> Result<Cut, Error> {
    let (supplier, buyer) = (named::node(system.graph, from)?, named::firm(system.graph, to)?);
    let found = product.map(|name| named::product(system.graph, name)).transpose()?.map(|product| product.0);
    let of_year = system.graph.flows().iter().filter(|flow| flow.year == system.year && flow.amount > 0.0);
    let mut between = of_year.filter(|flow| (flow.supplier, flow.buyer.0) == (supplier, buyer));
    if between.any(|flow| found.is_none_or(|product| product == flow.product.0)) {
        return Ok(Cut::Link { supplier, buyer, product: found });
    }
    Err(Error::NoFlow {
        supplier: from.to_owned(),
        buyer: to.to_owned(),
        product: product.map(str::to_owned),
        year: system.year.map(|year| year.0),
    })
}

/// Shares of what was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(in crate::analysis::risk) struct Struck {
    /// Share that is lost.
    pub(in crate::analysis::risk) lost: f64,
    /// Whether more would be lost if places were known that are not.
    pub(in crate::analysis::risk) open: bool,
}

impl Struck {
    fn of(within: Within, share: f64) -> Self {
        Self { lost: within.near * share, open: within.unknown > 0.0 && share > 0.0 }
    }

    /// Of several causes the worst counts.
    fn or(self, other: Self) -> Self {
        Self { lost: self.lost.max(other.lost), open: self.open || other.open }
    }
}

impl Strike {
    /// Finds what the names mean. An outside block leaves out what lies in the focus: 长三角 holds the city that asks.
    ///
    /// # Errors
    /// When a name means nothing in the data, or several things, or what is to be cut cannot be: a block within the focus, a
    /// flow that there is not.
    pub(in crate::analysis::risk) fn new(
        system: &System<'_>,
        focus: Option<AreaCode>,
        scenario: &Scenario,
    ) -> Result<Self, Error> {
        let mut strike = Self { firms: BTreeMap::new(), places: Vec::new(), cuts: Vec::new() };
        for event in &scenario.events {
            match event {
                Event::Firm { name, share } => {
                    let lost = strike.firms.entry(named::node(system.graph, name)?).or_insert(0.0);
                    *lost = lost.max(*share);
                }
                Event::Area { place, share } => strike.places.push((Spot::find(system.graph, place)?, *share)),
                Event::Circle { km, place, share } => {
                    strike.places.push((Spot::circle(system.graph, *km, place)?, *share));
                }
                Event::Product { name, place, share } => {
                    let product = named::product(system.graph, name)?.0;
                    let from = place.as_deref().map(|place| Spot::find(system.graph, place)).transpose()?;
                    strike.cuts.push((Cut::Product { product, from }, *share));
                }
                Event::From { place, share } => {
                    let spot = Spot::find(system.graph, place)?;
                    if focus.is_some_and(|focus| spot.lies_in(focus)) {
                        return Err(Error::BlockInside { place: place.clone() });
                    }
                    strike.cuts.push((Cut::Block(spot.without(focus)), *share));
                }
                Event::Link { supplier, buyer, product, share } => {
                    let cut = link(system, [supplier, buyer], product.as_deref())?;
                    strike.cuts.push((cut, *share));
                }
            }
        }
        Ok(strike)
    }

    /// Whether flows are cut, so that the network is another one.
    pub(in crate::analysis::risk) fn has_cuts(&self) -> bool {
        !self.cuts.is_empty()
    }

    /// What a node loses of its own capacity.
    pub(in crate::analysis::risk) fn node(&self, world: &World<'_>, node: u32) -> Struck {
        let own = Struck { lost: self.firms.get(&node).copied().unwrap_or(0.0), open: false };
        let place = |(spot, share): &(Spot, f64)| Struck::of(spot.holds(world.place(node)), *share);
        self.places.iter().map(place).fold(own, Struck::or)
    }

    /// What is lost of a flow.
    pub(in crate::analysis::risk) fn flow(&self, world: &World<'_>, flow: &Flow) -> Struck {
        let shipped = |spot: &Spot| {
            let mut sum = Within::default();
            for (place, part) in world.shipped(flow) {
                let within = spot.holds(place);
                sum = Within { near: sum.near + part * within.near, unknown: sum.unknown + part * within.unknown };
            }
            sum
        };
        let all = Within { near: 1.0, unknown: 0.0 };
        let cut = |(cut, share): &(Cut, f64)| {
            let within = match cut {
                Cut::Product { product, .. } if *product != flow.product => Within::default(),
                Cut::Product { from, .. } => from.as_ref().map_or(all, &shipped),
                // What stays inside the block still flows.
                Cut::Block(spot) if spot.holds(world.place(flow.buyer)).near >= 1.0 => Within::default(),
                Cut::Block(spot) => shipped(spot),
                Cut::Link { supplier, buyer, product } => {
                    let meant = (flow.supplier, flow.buyer) == (*supplier, *buyer);
                    if meant && product.is_none_or(|product| product == flow.product) { all } else { Within::default() }
                }
            };
            Struck::of(within, *share)
        };
        self.cuts.iter().map(cut).fold(Struck::default(), Struck::or)
    }

    /// What is lost of each flow of the data; flows that lose nothing are not among them.
    pub(in crate::analysis::risk) fn flows(&self, world: &World<'_>) -> BTreeMap<Key, f64> {
        if self.cuts.is_empty() {
            return BTreeMap::new();
        }
        let cut = |flow: &Flow| ((flow.supplier, flow.buyer, flow.product), self.flow(world, flow).lost);
        world.flows.iter().map(cut).filter(|(_, lost)| *lost > 0.0).collect()
    }

    /// The shocks, by node.
    pub(in crate::analysis::risk) fn shocks(&self, world: &World<'_>) -> Vec<Shock> {
        let nodes = (0..world.nodes() as u32).map(|node| (node, self.node(world, node).lost));
        nodes.filter(|(_, lost)| *lost > 0.0).map(|(firm, lost)| Shock { firm, down: lost, up: lost }).collect()
    }
}
