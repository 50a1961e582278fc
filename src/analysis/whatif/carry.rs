//! What goes over with sales beside lines: revenue, output, cost and declared totals.

use super::after::{Bought, Build, Parts, Seller};
use super::renumber::Numbers;
use crate::graph::Node;
use crate::model::{Amount, Dataset, DeclaredTotal, FirmIx, FirmYear, ProductIx, Year};
use std::collections::BTreeMap;

impl Build<'_> {
    /// Revenue, output and cost go over in part.
    pub(super) fn figures(&self, dataset: &mut Dataset, parts: &Parts, numbers: &Numbers) {
        let is_asked = |entry: &FirmYear| self.year().is_none_or(|year| entry.year == year);
        for entry in dataset.firm_years.iter_mut().filter(|entry| is_asked(entry)) {
            let Some(of_firm) = numbers.before(entry.firm).and_then(|firm| parts.get(&firm)) else { continue };
            let rest = (1.0 - of_firm.values().sum::<f64>()).max(0.0);
            for figure in [&mut entry.revenue, &mut entry.output, &mut entry.cost] {
                *figure = figure.map(|yuan| yuan * rest);
            }
        }
        let latest = dataset.firm_years.iter().map(|entry| entry.year).max();
        for plant in 0..self.plants.len() {
            let (size, cost) = self.carried(plant, parts);
            let firm = numbers.of(self.seller(plant));
            if self.plants[plant].firm.is_some() {
                for entry in dataset.firm_years.iter_mut().filter(|entry| entry.firm == firm && is_asked(entry)) {
                    entry.revenue = entry.revenue.map(|yuan| yuan + size);
                    entry.output = entry.output.map(|yuan| yuan + size);
                    entry.cost = entry.cost.map(|yuan| yuan + cost.unwrap_or(0.0));
                }
            } else if let Some(year) = self.year().or(latest) {
                let blank = self.blank_year(plant, firm, year);
                dataset.firm_years.push(FirmYear { revenue: Some(size), output: Some(size), cost, ..blank });
            }
        }
        dataset.firm_years.sort_by_key(|entry| (entry.firm, entry.year));
    }

    fn blank_year(&self, plant: usize, firm: FirmIx, year: Year) -> FirmYear {
        FirmYear {
            firm,
            year,
            revenue: None,
            output: None,
            cost: None,
            research: None,
            employees: None,
            patents: None,
            tax: None,
            land: None,
            energy: None,
            row: self.names[plant].2,
        }
    }

    /// Size and cost that go over to a plant, yuan; no cost where no supplier's is known but by its trade.
    fn carried(&self, plant: usize, parts: &Parts) -> (f64, Option<f64>) {
        let (mut size, mut cost, mut known) = (0.0, 0.0, false);
        for (node, yuan) in self.taken_of(plant) {
            let Node::Firm(firm) = self.graph.nodes()[node as usize] else {
                size += yuan;
                continue;
            };
            let part = parts[&firm][&plant];
            size += self.system.size[node as usize].0 * part;
            let of_firm = self.beyond.cost.get(node as usize).copied().flatten();
            known |= of_firm.is_some();
            cost += of_firm.unwrap_or_else(|| self.buys(firm)) * part;
        }
        (size, Some(cost).filter(|cost| known && *cost > 0.0))
    }

    /// What buyers say they bought in all goes over in part, input by input.
    pub(super) fn totals(&self, dataset: &mut Dataset, parts: &Parts, bought: &[Bought], numbers: &Numbers) {
        let is_asked = |total: &DeclaredTotal| total.year.is_none() || total.year == self.year();
        for total in dataset.totals.iter_mut().filter(|total| is_asked(total)) {
            let Some(buyer) = numbers.before(total.buyer) else { continue };
            let rest = 1.0 - parts.get(&buyer).map_or(0.0, |parts| parts.values().sum());
            let here = bought.iter().filter(|entry| self.seller(entry.plant) == Seller::Firm(buyer));
            let more: f64 = here
                .filter(|entry| total.product.is_none_or(|product| product == entry.product))
                .map(|entry| entry.amount)
                .sum();
            total.total = match total.total {
                Amount::Known(yuan) => Amount::Known(yuan * rest.max(0.0) + more),
                unknown => unknown,
            };
        }
        dataset.totals.extend(self.declared(bought, numbers));
        dataset.totals.sort_by_key(|total| (total.buyer, total.product, total.year));
    }

    /// What new firms would declare, of inputs of which those whom they displace do.
    fn declared(&self, bought: &[Bought], numbers: &Numbers) -> Vec<DeclaredTotal> {
        let mut classes: BTreeMap<(usize, ProductIx), Class> = BTreeMap::new();
        for entry in bought.iter().filter(|entry| self.plants[entry.plant].firm.is_none()) {
            let Some(from) = entry.from else { continue };
            let known = self.beyond.recorded_of(from.0, entry.product.0);
            let buys = self.buys(from);
            let cost = self.beyond.cost.get(from.index()).copied().flatten().unwrap_or(0.0);
            classes.entry((entry.plant, entry.product)).or_default().add(entry.amount, known, buys / cost.max(buys));
        }
        let told =
            classes.into_iter().filter(|(_, class)| class.is_known).map(|((plant, product), class)| DeclaredTotal {
                buyer: numbers.of(self.seller(plant)),
                product: Some(product),
                year: self.year(),
                total: Amount::Known(class.whole),
                complete: None,
                row: self.names[plant].2,
            });
        told.collect()
    }
}

/// What a plant buys of one product in all.
#[derive(Debug, Default)]
struct Class {
    whole: f64,
    is_known: bool,
}

impl Class {
    /// `known` is the share that the data hold of the supplier's purchases of this product, else `ratio` that of all.
    fn add(&mut self, amount: f64, known: Option<f64>, ratio: f64) {
        let share = known.unwrap_or(ratio);
        self.whole += if share > 0.0 { amount / share } else { amount };
        self.is_known |= known.is_some();
    }
}
