//! The data set with the plants built: a pure function of the data, the plants and what they take.
//!
//! A plant that no local firm runs is a firm of its own. It takes lines over from suppliers, and with them the same part of
//! each supplier's purchases (its recipe), revenue, cost and declared totals: sizes are moved, never made. Lines without an
//! amount stay where they are.

use super::capture::{Plant, Taken};
use crate::analysis::risk::network::Beyond;
use crate::analysis::risk::system::System;
use crate::graph::{Flow, Node, SupplyGraph, TraderOrigin};
use crate::model::{
    Amount, Dataset, DeclaredTotal, Firm, FirmId, FirmIx, FirmYear, LinkSource, Location, LocationBasis, ProductIx,
    RowRef, SupplyLink, Year,
};
use std::collections::{BTreeMap, BTreeSet};
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
type Parts = BTreeMap<FirmIx, BTreeMap<usize, f64>>;

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
    fn taken_of(&self, plant: usize) -> BTreeMap<u32, f64> {
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
    fn buys(&self, firm: FirmIx) -> f64 {
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
                told.push(self.from_anywhere(plant, *product, wanted));
            }
        }
        told
    }

    /// A purchase of which nobody knows from whom.
    fn from_anywhere(&self, plant: usize, product: ProductIx, amount: f64) -> Line {
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

    /// Revenue, output and cost go over in part.
    fn figures(&self, dataset: &mut Dataset, parts: &Parts, numbers: &Numbers) {
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
    fn totals(&self, dataset: &mut Dataset, parts: &Parts, bought: &[Bought], numbers: &Numbers) {
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
        dataset.totals.extend(told);
        dataset.totals.sort_by_key(|total| (total.buyer, total.product, total.year));
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

/// Numbers of the firms after.
pub(super) struct Numbers {
    /// Of the firms before.
    firms: Vec<FirmIx>,
    /// Of the plants that are new firms.
    plants: BTreeMap<usize, FirmIx>,
    /// Which firm each one was.
    back: Vec<Option<FirmIx>>,
}

impl Numbers {
    /// Puts the new firms among the others, in the order of ids.
    fn enter(dataset: &mut Dataset, build: &Build<'_>) -> Self {
        let mut known: BTreeSet<FirmId> = dataset.firms.iter().map(|firm| firm.id.clone()).collect();
        let count = known.len();
        let mut entries: Vec<(Seller, Firm)> =
            dataset.firms.drain(..).enumerate().map(|(at, firm)| (Seller::Firm(FirmIx::from(at)), firm)).collect();
        for plant in (0..build.plants.len()).filter(|plant| build.plants[*plant].firm.is_none()) {
            let firm = super::able::firm(build, plant, &known);
            known.insert(firm.id.clone());
            entries.push((Seller::Plant(plant), firm));
        }
        entries.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let mut firms = vec![FirmIx(0); count];
        let (mut plants, mut back) = (BTreeMap::new(), Vec::with_capacity(entries.len()));
        for (at, (who, firm)) in entries.into_iter().enumerate() {
            match who {
                Seller::Firm(before) => firms[before.index()] = FirmIx::from(at),
                Seller::Plant(plant) => _ = plants.insert(plant, FirmIx::from(at)),
            }
            back.push(match who {
                Seller::Firm(before) => Some(before),
                Seller::Plant(_) => None,
            });
            dataset.firms.push(firm);
        }
        let numbers = Self { firms, plants, back };
        numbers.renumber(dataset);
        numbers
    }

    pub(super) fn of(&self, who: Seller) -> FirmIx {
        match who {
            Seller::Firm(firm) => self.firms[firm.index()],
            Seller::Plant(plant) => self.plants[&plant],
        }
    }

    /// Who a firm was; `None` for a plant.
    fn before(&self, firm: FirmIx) -> Option<FirmIx> {
        self.back[firm.index()]
    }

    /// New numbers grow with the old ones, so that sorted lists stay sorted.
    fn renumber(&self, dataset: &mut Dataset) {
        let firm = |ix: &mut FirmIx| *ix = self.firms[ix.index()];
        dataset.firm_years.iter_mut().for_each(|entry| firm(&mut entry.firm));
        dataset.capabilities.iter_mut().for_each(|entry| firm(&mut entry.firm));
        dataset.totals.iter_mut().for_each(|entry| firm(&mut entry.buyer));
        for withdrawn in &mut dataset.withdrawn {
            firm(&mut withdrawn.link.buyer);
            withdrawn.link.supplier.iter_mut().for_each(firm);
        }
        for snapshot in dataset.projects.iter_mut().flat_map(|project| &mut project.snapshots) {
            snapshot.firm.iter_mut().for_each(firm);
        }
        for talent in &mut dataset.talents {
            talent.firm.iter_mut().for_each(firm);
        }
    }
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
