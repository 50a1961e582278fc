//! The data set with the plants built: a pure function of the data, the plants and what they take.
//!
//! A plant that no local firm runs is a firm of its own. It takes lines over from suppliers, and with them the same part of
//! each supplier's purchases (its recipe), revenue, cost and declared totals: sizes are moved, never made. Lines without an
//! amount stay where they are.

use super::capture::{Plant, Taken};
use super::renumber::Numbers;
use crate::analysis::risk::network::Beyond;
use crate::analysis::risk::system::System;
use crate::graph::{Flow, Node, SupplyGraph, TraderOrigin};
use crate::model::{Amount, Dataset, FirmIx, LinkSource, Location, LocationBasis, ProductIx, RowRef, SupplyLink, Year};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The plants with what they are called and what they take of the data.
pub(super) struct Build<'a> {
    pub(super) graph: &'a SupplyGraph,
    pub(super) system: &'a System<'a>,
    /// What is known of the firms beyond their flows, under the rules of the question.
    pub(super) beyond: &'a Beyond,
    pub(super) plants: &'a [Plant],
    /// Id and name of the firm that each plant is, where it is a new one; and where it was read.
    pub(super) names: &'a [(Arc<str>, Arc<str>, RowRef)],
    pub(super) taken: &'a [Taken],
}

/// The data set after, and who is who in it.
pub(super) struct After {
    pub(super) dataset: Dataset,
    /// The firm of each plant.
    pub(super) firms: Vec<FirmIx>,
    /// What each plant buys.
    pub(super) bought: Vec<Bought>,
    /// Of what each plant takes, the yuan of which the data tell what goes into them.
    pub(super) known_recipe: Vec<f64>,
}

/// A purchase of a plant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bought {
    pub(super) plant: usize,
    /// The supplier whose purchase it was; `None` where the project says what it buys.
    pub(super) from: Option<FirmIx>,
    pub(super) supplier: Option<Seller>,
    pub(super) product: ProductIx,
    pub(super) amount: f64,
    /// Where the goods come from.
    pub(super) place: Location,
}

/// Who sells while the data set is being built: a firm of before, or a plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seller {
    Firm(FirmIx),
    Plant(usize),
}

/// A line while the data set is being built.
struct Line {
    link: SupplyLink,
    buyer: Seller,
    supplier: Option<Seller>,
    /// Taken whole.
    gone: bool,
    /// Not of the data.
    new: bool,
}

/// Part of a supplier's business that goes over to each plant.
pub(super) type Parts = BTreeMap<FirmIx, BTreeMap<usize, f64>>;

impl Build<'_> {
    pub(super) fn after(&self) -> After {
        let parts = self.parts();
        let mut lines = self.sales();
        let bought = self.purchases(&mut lines, &parts);
        let mut dataset = self.graph.dataset().clone();
        let numbers = Numbers::enter(&mut dataset, self);
        put_lines(&mut dataset, lines, &numbers);
        self.figures(&mut dataset, &parts, &numbers);
        self.totals(&mut dataset, &parts, &bought, &numbers);
        super::able::capabilities(&mut dataset, self, &numbers);
        dataset.fingerprint = Arc::default();
        let known_recipe = (0..self.plants.len()).map(|plant| self.known_recipe(plant)).collect();
        let firms = (0..self.plants.len()).map(|plant| numbers.of(self.seller(plant))).collect();
        After { dataset, firms, bought, known_recipe }
    }

    fn flow(&self, at: u32) -> &Flow {
        &self.graph.flows()[at as usize]
    }

    pub(super) fn year(&self) -> Option<Year> {
        self.system.year
    }

    /// What a plant takes, by supplier, yuan.
    pub(super) fn taken_of(&self, plant: usize) -> BTreeMap<u32, f64> {
        let mut sums = BTreeMap::new();
        for taken in self.taken.iter().filter(|taken| taken.plant == plant) {
            *sums.entry(self.flow(taken.flow).supplier).or_insert(0.0) += taken.amount;
        }
        sums
    }

    /// Who sells what a plant makes.
    pub(super) fn seller(&self, plant: usize) -> Seller {
        self.plants[plant].firm.map_or(Seller::Plant(plant), Seller::Firm)
    }

    /// The part of each firm's business that each plant takes.
    fn parts(&self) -> Parts {
        let mut parts = Parts::new();
        for plant in 0..self.plants.len() {
            for (node, yuan) in self.taken_of(plant) {
                if let Node::Firm(firm) = self.graph.nodes()[node as usize] {
                    parts.entry(firm).or_default().insert(plant, yuan / self.business(node));
                }
            }
        }
        parts
    }

    /// The size of a node, at least what it sells in the data.
    fn business(&self, node: u32) -> f64 {
        let of_year = self.graph.sales_of(node).iter().map(|at| self.flow(*at));
        let sold = of_year.filter(|flow| flow.year == self.year() && !self.graph.is_self_supply(flow));
        self.system.size[node as usize].0.max(sold.map(|flow| flow.amount).sum())
    }

    /// What a node buys in the data, yuan.
    pub(super) fn buys(&self, firm: FirmIx) -> f64 {
        let of_year = self.graph.purchases_of(firm).iter().map(|at| self.flow(*at));
        let bought = of_year.filter(|flow| flow.year == self.year() && !self.graph.is_self_supply(flow));
        bought.map(|flow| flow.amount).sum()
    }

    /// Of what a plant takes, the yuan of which the data, or the project, tell what goes into them.
    fn known_recipe(&self, plant: usize) -> f64 {
        let told = self.plants[plant].recipe.is_some();
        let is_known = |node: u32| match self.graph.nodes()[node as usize] {
            Node::Firm(firm) => self.buys(firm) > 0.0,
            Node::Unnamed { .. } => false,
        };
        self.taken_of(plant).into_iter().filter(|(node, _)| told || is_known(*node)).map(|(_, yuan)| yuan).sum()
    }

    /// The lines with the sales moved.
    fn sales(&self) -> Vec<Line> {
        let line = |link: &SupplyLink| Line {
            buyer: Seller::Firm(link.buyer),
            supplier: link.supplier.map(Seller::Firm),
            link: link.clone(),
            gone: false,
            new: false,
        };
        let mut lines: Vec<Line> = self.graph.dataset().links.iter().map(line).collect();
        for of_flow in self.taken.chunk_by(|a, b| a.flow == b.flow) {
            let flow = self.flow(of_flow[0].flow);
            let rest = of_flow.iter().fold(flow.amount, |rest, taken| rest - taken.amount).max(0.0);
            let first = flow.lines.clone().find(|at| lines[*at as usize].link.amount.known().is_some());
            let Some(first) = first.map(|at| lines[at as usize].link.clone()) else { continue };
            let is_range = flow.range != (flow.amount, flow.amount);
            for taken in of_flow {
                let share = taken.amount / flow.amount;
                let range = is_range.then_some((flow.range.0 * share, flow.range.1 * share));
                let origin = self.origin(taken.plant);
                let link = SupplyLink { amount: Amount::Known(taken.amount), range, origin, ..estimate(&first) };
                let supplier = Some(self.seller(taken.plant));
                lines.push(Line { buyer: Seller::Firm(flow.buyer), supplier, link, gone: false, new: true });
            }
            for at in flow.lines.clone() {
                lines[at as usize].shrink(rest / flow.amount);
            }
        }
        lines
    }

    /// Where a plant ships from, when its firm stands elsewhere too.
    fn origin(&self, plant: usize) -> Option<Arc<Location>> {
        let firm = self.plants[plant].firm?;
        let (stands, at) = (&self.graph.dataset().firm(firm).location, &self.plants[plant].at);
        ((stands.area, stands.zone) != (at.area, at.zone)).then(|| Arc::new(at.clone()))
    }

    /// Gives each plant its purchases: those of whom it displaces, in proportion, or by its own recipe.
    fn purchases(&self, lines: &mut Vec<Line>, parts: &Parts) -> Vec<Bought> {
        let mut released: Vec<(usize, Line, Option<FirmIx>)> = Vec::new();
        for line in lines.iter_mut() {
            let Seller::Firm(buyer) = line.buyer else { continue };
            let Some((of_buyer, amount)) = parts.get(&buyer).zip(line.link.amount.known()) else { continue };
            if line.link.year != self.year() || line.supplier == Some(line.buyer) || line.gone {
                continue;
            }
            let whole: f64 = of_buyer.values().sum();
            for (plant, part) in of_buyer {
                let range = line.link.range.map(|(lo, hi)| (lo * part, hi * part));
                let amount = Amount::Known(amount * part);
                let link = SupplyLink { amount, range, ..estimate(&line.link) };
                let (buyer_now, supplier) = (self.seller(*plant), line.supplier);
                let line = Line { buyer: buyer_now, supplier, link, gone: false, new: true };
                released.push((*plant, line, Some(buyer)));
            }
            line.shrink((1.0 - whole).max(0.0));
        }
        for plant in (0..self.plants.len()).filter(|plant| self.plants[*plant].recipe.is_some()) {
            let told = self.by_recipe(plant, lines, &released);
            released.retain(|(of, ..)| *of != plant);
            released.extend(told.into_iter().map(|line| (plant, line, None)));
        }
        let bought = released.iter().map(|(plant, line, from)| self.bought(*plant, line, *from)).collect();
        lines.extend(released.into_iter().map(|(_, line, _)| line));
        bought
    }

    /// A plant's purchases by its own recipe: of each input from those who sell it to whom it displaces, else from those who
    /// sell it to anybody in the data, in proportion; else nobody knows from whom.
    fn by_recipe(&self, plant: usize, lines: &[Line], released: &[(usize, Line, Option<FirmIx>)]) -> Vec<Line> {
        let sales: f64 = self.taken_of(plant).values().sum();
        let me = self.seller(plant);
        let mut told = Vec::new();
        for (product, share) in self.plants[plant].recipe.iter().flatten() {
            let wanted = sales * share;
            if wanted <= 0.0 {
                continue;
            }
            let is_meant = |line: &&Line| {
                let link = &line.link;
                link.product == *product && link.year == self.year() && !line.gone && line.supplier != Some(me)
            };
            let own = released.iter().filter(|(of, ..)| *of == plant).map(|(_, line, _)| line);
            let own: Vec<&Line> = own.filter(is_meant).collect();
            let mix = if own.is_empty() { lines.iter().filter(is_meant).collect() } else { own };
            let mut sums: BTreeMap<(Option<Seller>, PlaceKey), (f64, &Line)> = BTreeMap::new();
            for line in mix {
                let Some(amount) = line.link.amount.known().filter(|amount| *amount > 0.0) else { continue };
                let key = (line.supplier, line.link.origin.as_deref().map(place_key).unwrap_or_default());
                sums.entry(key).or_insert((0.0, line)).0 += amount;
            }
            let whole: f64 = sums.values().map(|(amount, _)| amount).sum();
            told.extend(sums.into_values().map(|(amount, line)| {
                let link = SupplyLink {
                    amount: Amount::Known(wanted * (amount / whole)),
                    range: None,
                    ..estimate(&line.link)
                };
                Line { buyer: me, supplier: line.supplier, link, gone: false, new: true }
            }));
            if whole <= 0.0 {
                told.push(self.anywhere(plant, *product, wanted));
            }
        }
        told
    }

    /// A purchase of which nobody knows from whom.
    fn anywhere(&self, plant: usize, product: ProductIx, amount: f64) -> Line {
        let link = SupplyLink {
            buyer: FirmIx(0),
            supplier: None,
            product,
            amount: Amount::Known(amount),
            year: self.year(),
            origin: None,
            source: LinkSource::Estimate,
            contract: None,
            range: None,
            row: self.names[plant].2,
        };
        Line { buyer: self.seller(plant), supplier: None, link, gone: false, new: true }
    }

    fn bought(&self, plant: usize, line: &Line, from: Option<FirmIx>) -> Bought {
        let of_seller = || match line.supplier? {
            Seller::Firm(firm) => {
                let seller = self.graph.dataset().firm(firm);
                let made_here = self.graph.trader_origin() == TraderOrigin::Trader || !seller.trader;
                made_here.then(|| seller.location.clone())
            }
            Seller::Plant(plant) => Some(self.plants[plant].at.clone()),
        };
        let place = line.link.origin.as_ref().filter(|origin| origin.is_known()).map(|origin| (**origin).clone());
        Bought {
            plant,
            from,
            supplier: line.supplier,
            product: line.link.product,
            amount: line.link.amount.known().unwrap_or(0.0),
            place: place.or_else(of_seller).unwrap_or(Location::UNKNOWN),
        }
    }
}

impl Line {
    /// Leaves this share of it; a line without an amount stays.
    fn shrink(&mut self, share: f64) {
        if let Amount::Known(amount) = &mut self.link.amount {
            *amount *= share;
            self.link.range = self.link.range.map(|(lo, hi)| (lo * share, hi * share));
            self.gone |= share <= 0.0;
        }
    }
}

/// A line like another one, made up.
fn estimate(link: &SupplyLink) -> SupplyLink {
    SupplyLink { source: LinkSource::Estimate, contract: None, ..link.clone() }
}

/// What tells places apart.
type PlaceKey = Vec<(Option<u32>, Option<u32>, Option<(u64, u64)>, Option<Arc<str>>, LocationBasis)>;

fn place_key(place: &Location) -> PlaceKey {
    let bits = |place: &Location| place.point.map(|point| (point.lon.to_bits(), point.lat.to_bits()));
    let key =
        |place: &Location| (place.area.map(|area| area.0), place.zone, bits(place), place.abroad.clone(), place.basis);
    place.each().iter().map(key).collect()
}

/// Lines in their order; what comes from one place stands together.
fn put_lines(dataset: &mut Dataset, lines: Vec<Line>, numbers: &Numbers) {
    let mut links: Vec<(SupplyLink, bool)> = (lines.into_iter().filter(|line| !line.gone))
        .map(|line| {
            let buyer = numbers.of(line.buyer);
            let supplier = line.supplier.map(|supplier| numbers.of(supplier));
            (SupplyLink { buyer, supplier, ..line.link }, line.new)
        })
        .collect();
    let key = |link: &SupplyLink| (link.buyer, link.product, link.year, link.supplier);
    links.sort_by_key(|(link, _)| key(link));
    for group in links.chunk_by_mut(|(a, _), (b, _)| key(a) == key(b)) {
        if group.iter().any(|(_, new)| *new) {
            group.sort_by_cached_key(|(link, _)| link.origin.as_deref().map(place_key));
        }
    }
    dataset.links = links.into_iter().map(|(link, _)| link).collect();
}
