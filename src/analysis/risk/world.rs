//! The network as it is, or as it would be with other flows: what scenarios strike and measures change.

use super::Model;
use super::network::{Beyond, Cover, Flow, LossNetwork};
use super::start::Start;
use super::system::System;
use crate::model::Location;
use std::collections::BTreeMap;

/// Supplier, buyer and product.
pub(super) type Key = (u32, u32, u32);

/// Shipping places of each flow of the data: position of the place and share of the flow's amount.
#[derive(Debug)]
pub(super) struct Shipping(BTreeMap<Key, Vec<(u32, f64)>>);

impl Shipping {
    pub(super) fn new(system: &System<'_>) -> Self {
        let mut amounts: BTreeMap<Key, BTreeMap<u32, f64>> = BTreeMap::new();
        let of_year = system.graph.flows().iter().filter(|flow| flow.year == system.year && flow.amount > 0.0);
        for flow in of_year {
            let places = amounts.entry((flow.supplier, flow.buyer.0, flow.product.0)).or_default();
            *places.entry(flow.place).or_insert(0.0) += flow.amount;
        }
        let shares = |places: BTreeMap<u32, f64>| {
            let sum: f64 = places.values().sum();
            places.into_iter().map(|(place, amount)| (place, amount / sum)).collect()
        };
        Self(amounts.into_iter().map(|(key, places)| (key, shares(places))).collect())
    }
}

/// What stock a buyer keeps of an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stock {
    pub(super) buyer: u32,
    pub(super) product: u32,
    pub(super) days: f64,
}

/// Flows, sizes and places of all nodes; those from [`World::first_added`] on are no firms of the data.
#[derive(Debug, Clone)]
pub(super) struct World<'a> {
    pub(super) system: &'a System<'a>,
    shipping: &'a Shipping,
    pub(super) flows: Vec<Flow>,
    pub(super) beyond: Beyond,
    /// Yuan a year.
    pub(super) size: Vec<f64>,
    /// Where the added nodes stand.
    pub(super) added: Vec<Location>,
    pub(super) stocks: Vec<Stock>,
}

impl<'a> World<'a> {
    /// As the data have it, under some rules.
    pub(super) fn new(system: &'a System<'a>, shipping: &'a Shipping, model: &Model) -> Self {
        let (flows, mut beyond) = system.parts(model);
        beyond.revenue.resize(system.nodes(), None);
        beyond.cost.resize(system.nodes(), None);
        let size = system.size.iter().map(|size| size.0).collect();
        Self { system, shipping, flows, beyond, size, added: Vec::new(), stocks: Vec::new() }
    }

    pub(super) fn nodes(&self) -> usize {
        self.size.len()
    }

    /// Number of the first node that is none of the data.
    pub(super) fn first_added(&self) -> usize {
        self.nodes() - self.added.len()
    }

    pub(super) fn place(&self, node: u32) -> &Location {
        match (node as usize).checked_sub(self.first_added()) {
            Some(added) => &self.added[added],
            None => self.system.place_of(node),
        }
    }

    /// Where a flow is shipped from, with the share of each place.
    pub(super) fn shipped(&self, flow: &Flow) -> Vec<(&Location, f64)> {
        match self.shipping.0.get(&(flow.supplier, flow.buyer, flow.product)) {
            Some(places) => {
                places.iter().map(|(place, share)| (&self.system.graph.places()[*place as usize], *share)).collect()
            }
            None => vec![(self.place(flow.supplier), 1.0)],
        }
    }

    /// A node that loses nothing, whatever happens around it.
    pub(super) fn spare_node(&mut self, node: u32) {
        self.beyond.revenue[node as usize] = Some(f64::INFINITY);
        self.beyond.cost[node as usize] = Some(f64::INFINITY);
        self.beyond.recorded.retain(|entry| entry.buyer != node);
    }

    /// The network with a share of each flow cut, for a stop of so many days; and what the cuts lose at once.
    pub(super) fn network(&self, days: f64, cut: impl Fn(&Flow) -> f64) -> (LossNetwork, Start) {
        let products = self.system.graph.dataset().products.len();
        if self.stocks.is_empty() {
            return LossNetwork::cut_in_part(self.nodes(), products, self.flows.clone(), &self.beyond, cut);
        }
        let beyond = Beyond { cover: self.cover(days), ..self.beyond.clone() };
        LossNetwork::cut_in_part(self.nodes(), products, self.flows.clone(), &beyond, cut)
    }

    /// For which share of the stop each stock lasts.
    fn cover(&self, days: f64) -> Vec<Cover> {
        let mut sums: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for stock in &self.stocks {
            *sums.entry((stock.buyer, stock.product)).or_insert(0.0) += stock.days;
        }
        let share = |stock: f64| if stock < days { stock / days } else { 1.0 };
        sums.into_iter().map(|((buyer, product), stock)| Cover { buyer, product, share: share(stock) }).collect()
    }
}
