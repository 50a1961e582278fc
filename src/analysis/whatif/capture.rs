//! Which purchases a plant takes, and from whom.
//!
//! Lots are the priced flows that a plant may take; they go class by class, and within a class in proportion, so that no
//! name decides. Whole fen: nothing is taken twice, and what is taken whole leaves nothing.

use super::Mode;
use crate::analysis::scope::Scope;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{AreaCode, FirmIx, Location, Nearness, Point, ProductIx, Tier, Year, division};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Rounds in which a class is shared out in proportion before the last fen go in the order of the lots.
const ROUNDS: usize = 64;

/// What a project builds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plant {
    /// The firm that sells, when it stands here already.
    pub(super) firm: Option<FirmIx>,
    /// The firm elsewhere whose own sales move here first.
    pub(super) parent: Option<FirmIx>,
    /// What it makes, sorted.
    pub(super) products: Vec<ProductIx>,
    /// Yuan a year of all products together; `None`: as much as is needed.
    pub(super) capacity: Option<f64>,
    /// Where it stands.
    pub(super) at: Location,
    /// Yuan of each input for a yuan of sales.
    pub(super) recipe: Option<Vec<(ProductIx, f64)>>,
}

/// What a plant takes of one flow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Taken {
    /// Position of the plant.
    pub(super) plant: usize,
    /// Position of the flow in the graph.
    pub(super) flow: u32,
    /// Yuan.
    pub(super) amount: f64,
}

/// Why a plant takes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nothing {
    /// Nobody says what it makes.
    NoProduct,
    /// No buyer here buys what it makes.
    NotBought,
    /// Lines tell that it is bought, and none tells for how much.
    NoAmount,
    /// Its place leaves open whether any buyer is near, or none is.
    NotNear,
    /// Everything is bought nearby already, or from the firm itself.
    AllNear,
    /// It has no capacity.
    NoCapacity,
    /// Other projects take all of it, or the cap leaves nothing.
    NoRoom,
}

/// What the plants of one question look at.
pub(super) struct Buying<'a> {
    pub(super) graph: &'a SupplyGraph,
    pub(super) scope: &'a Scope,
    pub(super) tier: &'a Tier,
    pub(super) year: Option<Year>,
    pub(super) mode: Mode,
    /// Largest share of a buyer's purchases of a product that one plant may come to have.
    pub(super) cap: Option<f64>,
}

/// Order of classes: own sales first, then by the mode.
type Class = (u8, Reverse<u64>);

/// A buyer's purchases of a product.
type Slot = (FirmIx, ProductIx);

/// A flow as some plants may take it; the same flow may be a lot of its own firm's plant first and of others after.
struct Lot {
    flow: u32,
    class: Class,
    slot: Slot,
    plants: Vec<usize>,
}

/// What is left to give out.
struct Left {
    /// Of each plant; the largest number where it has no limit.
    plants: Vec<i64>,
    caps: BTreeMap<(usize, Slot), i64>,
    /// Of each flow, fen.
    flows: BTreeMap<u32, i64>,
}

impl Buying<'_> {
    /// Whether a flow is a purchase that is asked about.
    pub(super) fn counts(&self, flow: &Flow) -> bool {
        // What is bought of a product outside the chain asked for is bought all the same.
        flow.year == self.year && self.scope.holds(self.graph, None, flow)
    }

    /// How near a flow's goods come from.
    pub(super) fn nearness(&self, flow: &Flow) -> Nearness {
        self.tier.near(self.graph.place(flow), self.graph.buyer_place(flow))
    }

    /// What each plant takes, by flow and plant.
    pub(super) fn taken(&self, plants: &[Plant]) -> Vec<Taken> {
        let sums = self.sums(plants);
        let mut lots = self.lots(plants, &sums);
        lots.sort_by_key(|lot| (lot.class, lot.flow));
        let mut left = Left {
            plants: plants.iter().map(|plant| plant.capacity.map_or(i64::MAX, fen)).collect(),
            caps: self.caps(plants, &lots, &sums),
            flows: lots.iter().map(|lot| (lot.flow, fen(self.flow(lot.flow).amount))).collect(),
        };
        let mut given: BTreeMap<(u32, usize), i64> = BTreeMap::new();
        for class in lots.chunk_by(|a, b| a.class == b.class) {
            share_out(class, &mut left, &mut given);
        }
        self.amounts(&given)
    }

    /// Priced purchases of each slot: in all, by supplier.
    fn sums(&self, plants: &[Plant]) -> BTreeMap<Slot, BTreeMap<u32, f64>> {
        let products: BTreeSet<ProductIx> = plants.iter().flat_map(|plant| plant.products.iter().copied()).collect();
        let mut sums: BTreeMap<Slot, BTreeMap<u32, f64>> = BTreeMap::new();
        for flow in products.iter().flat_map(|product| self.graph.flows_of(*product)).map(|at| self.flow(*at)) {
            if self.counts(flow) && flow.priced > 0 {
                let suppliers = sums.entry((flow.buyer, flow.product)).or_default();
                *suppliers.entry(flow.supplier).or_insert(0.0) += flow.amount;
            }
        }
        sums
    }

    fn flow(&self, at: u32) -> &Flow {
        &self.graph.flows()[at as usize]
    }

    fn lots(&self, plants: &[Plant], sums: &BTreeMap<Slot, BTreeMap<u32, f64>>) -> Vec<Lot> {
        let mut lots = Vec::new();
        let products: BTreeSet<ProductIx> = plants.iter().flat_map(|plant| plant.products.iter().copied()).collect();
        for &at in products.iter().flat_map(|product| self.graph.flows_of(*product)) {
            let flow = self.flow(at);
            if fen(flow.amount) <= 0 || !self.counts(flow) {
                continue;
            }
            let slot = (flow.buyer, flow.product);
            let serves = |plant: &usize| self.serves(&plants[*plant], flow);
            let (own, others): (Vec<usize>, Vec<usize>) =
                (0..plants.len()).filter(serves).partition(|plant| self.is_own(&plants[*plant], flow));
            // What a firm sells itself goes to its plant; what that cannot make may still go to another one.
            if !own.is_empty() {
                lots.push(Lot { flow: at, class: (0, Reverse(0)), slot, plants: own });
            }
            if let Some(class) = self.class(flow, &sums[&slot]).filter(|_| !others.is_empty()) {
                lots.push(Lot { flow: at, class, slot, plants: others });
            }
        }
        lots
    }

    /// Whether a plant could deliver what a flow does.
    fn serves(&self, plant: &Plant, flow: &Flow) -> bool {
        let seller = self.graph.supplier_firm(flow);
        plant.products.binary_search(&flow.product).is_ok()
            && plant.firm != Some(flow.buyer)
            && (plant.firm.is_none() || plant.firm != seller)
            && self.tier.near(&plant.at, self.graph.buyer_place(flow)) == Nearness::Near
    }

    /// Whether a flow is a sale from elsewhere of the firm that builds the plant.
    fn is_own(&self, plant: &Plant, flow: &Flow) -> bool {
        plant.parent.is_some()
            && plant.parent == self.graph.supplier_firm(flow)
            && self.nearness(flow) != Nearness::Near
    }

    fn class(&self, flow: &Flow, suppliers: &BTreeMap<u32, f64>) -> Option<Class> {
        match self.mode {
            Mode::ImportFirst => {
                let is_far = self.nearness(flow) == Nearness::Far;
                let km = distance(self.graph.place(flow), self.graph.buyer_place(flow));
                is_far.then(|| (1, Reverse(ordered(km))))
            }
            Mode::RiskFirst => {
                let whole: f64 = suppliers.values().sum();
                Some((1, Reverse(ordered(suppliers[&flow.supplier] / whole))))
            }
            Mode::Proportional => Some((1, Reverse(0))),
        }
    }

    /// What each plant may still sell to each buyer, where there is a cap; own sales that move count, and always move.
    fn caps(
        &self,
        plants: &[Plant],
        lots: &[Lot],
        sums: &BTreeMap<Slot, BTreeMap<u32, f64>>,
    ) -> BTreeMap<(usize, Slot), i64> {
        let Some(cap) = self.cap else { return BTreeMap::new() };
        let room = |plant: usize, slot: &Slot| {
            let suppliers = &sums[slot];
            let sold = plants[plant].firm.and_then(|firm| suppliers.get(&firm.0)).copied().unwrap_or(0.0);
            fen((cap * suppliers.values().sum::<f64>() - sold).max(0.0))
        };
        let pairs = lots.iter().flat_map(|lot| lot.plants.iter().map(|plant| (*plant, lot.slot)));
        pairs.map(|(plant, slot)| ((plant, slot), room(plant, &slot))).collect()
    }

    fn amounts(&self, given: &BTreeMap<(u32, usize), i64>) -> Vec<Taken> {
        let entries: Vec<((u32, usize), i64)> = given.iter().map(|(key, units)| (*key, *units)).collect();
        let mut taken = Vec::with_capacity(entries.len());
        for of_flow in entries.chunk_by(|a, b| a.0.0 == b.0.0) {
            let ((at, _), _) = of_flow[0];
            let whole = self.flow(at).amount;
            let is_all = of_flow.iter().map(|(_, units)| units).sum::<i64>() == fen(whole);
            let mut rest = whole;
            for (position, ((flow, plant), units)) in of_flow.iter().enumerate() {
                // The last one that takes from a flow taken whole leaves no part of a fen behind.
                let is_last = is_all && position + 1 == of_flow.len();
                let amount = if is_last { rest } else { (*units as f64 / 100.0).min(rest) };
                rest -= amount;
                taken.push(Taken { plant: *plant, flow: *flow, amount });
            }
        }
        taken
    }

    /// Why a plant took nothing.
    pub(super) fn nothing(&self, plant: &Plant) -> Nothing {
        let bought = plant.products.iter().flat_map(|product| self.graph.flows_of(*product)).map(|at| self.flow(*at));
        let bought: Vec<&Flow> = bought.filter(|flow| self.counts(flow)).collect();
        let priced = || bought.iter().filter(|flow| flow.amount > 0.0);
        if plant.products.is_empty() {
            Nothing::NoProduct
        } else if bought.is_empty() {
            Nothing::NotBought
        } else if priced().next().is_none() {
            if bought.iter().any(|flow| flow.unpriced > 0) { Nothing::NoAmount } else { Nothing::NotBought }
        } else if plant.capacity.is_some_and(|capacity| fen(capacity) <= 0) {
            Nothing::NoCapacity
        } else if !priced().any(|flow| self.tier.near(&plant.at, self.graph.buyer_place(flow)) == Nearness::Near) {
            Nothing::NotNear
        } else if !priced().any(|flow| self.serves(plant, flow) && self.nearness(flow) == Nearness::Far) {
            Nothing::AllNear
        } else {
            Nothing::NoRoom
        }
    }
}

/// Gives a class out: in proportion as long as that moves anything, then what rounding left.
fn share_out(lots: &[Lot], left: &mut Left, given: &mut BTreeMap<(u32, usize), i64>) {
    for _ in 0..ROUNDS {
        let mut moved = false;
        for (lot, plant, want) in wants(lots, left) {
            moved |= left.grant(&lots[lot], plant, want.floor() as i64, given);
        }
        if !moved {
            break;
        }
    }
    for lot in lots {
        for plant in &lot.plants {
            left.grant(lot, *plant, i64::MAX, given);
        }
    }
}

/// What each plant would take of each lot, in fen, within all limits.
fn wants(lots: &[Lot], left: &Left) -> Vec<(usize, usize, f64)> {
    let all: f64 = lots.iter().map(|lot| left.flows[&lot.flow] as f64).sum();
    let weight = |plant: usize| (left.plants[plant] as f64).min(all);
    let mut wants = Vec::new();
    for (at, lot) in lots.iter().enumerate() {
        let open = |plant: &&usize| left.plants[**plant] > 0 && left.cap(lot, **plant) > 0;
        let sum: f64 = lot.plants.iter().filter(open).map(|plant| weight(*plant)).sum();
        let rest = left.flows[&lot.flow];
        let plants = lot.plants.iter().filter(open).filter(|_| sum > 0.0 && rest > 0);
        wants.extend(plants.map(|plant| (at, *plant, rest as f64 * weight(*plant) / sum)));
    }
    let mut by_plant: BTreeMap<usize, f64> = BTreeMap::new();
    for (_, plant, want) in &wants {
        *by_plant.entry(*plant).or_insert(0.0) += want;
    }
    for (_, plant, want) in &mut wants {
        *want *= (left.plants[*plant] as f64 / by_plant[plant]).min(1.0);
    }
    let mut by_slot: BTreeMap<(usize, Slot), f64> = BTreeMap::new();
    for (lot, plant, want) in &wants {
        *by_slot.entry((*plant, lots[*lot].slot)).or_insert(0.0) += want;
    }
    for (lot, plant, want) in &mut wants {
        let whole = by_slot[&(*plant, lots[*lot].slot)];
        *want *= (left.cap(&lots[*lot], *plant) as f64 / whole).min(1.0);
    }
    wants
}

impl Left {
    /// What the cap leaves; own sales know none.
    fn cap(&self, lot: &Lot, plant: usize) -> i64 {
        match lot.class.0 {
            0 => i64::MAX,
            _ => self.caps.get(&(plant, lot.slot)).copied().unwrap_or(i64::MAX),
        }
    }

    /// Gives a plant so much of a lot, or as much as there is; whether that is anything.
    fn grant(&mut self, lot: &Lot, plant: usize, want: i64, given: &mut BTreeMap<(u32, usize), i64>) -> bool {
        let open = self.flows[&lot.flow];
        let units = want.min(open).min(self.plants[plant]).min(self.cap(lot, plant));
        if units <= 0 {
            return false;
        }
        self.flows.insert(lot.flow, open - units);
        if self.plants[plant] != i64::MAX {
            self.plants[plant] -= units;
        }
        if let Some(cap) = self.caps.get_mut(&(plant, lot.slot)) {
            *cap = (*cap - units).max(0);
        }
        *given.entry((lot.flow, plant)).or_insert(0) += units;
        true
    }
}

/// Whole fen, rounded down; a tenth of a fen of tolerance, as in the split.
fn fen(yuan: f64) -> i64 {
    (yuan * 100.0 + 0.1).floor() as i64
}

/// A number not below zero as one that is ordered alike.
fn ordered(number: f64) -> u64 {
    number.max(0.0).to_bits()
}

/// Kilometres; abroad is farthest, and what no coordinates tell is nearest.
fn distance(from: &Location, to: &Location) -> f64 {
    if from.each().iter().any(|place| place.abroad.is_some()) {
        return f64::INFINITY;
    }
    let pairs = from.each().iter().flat_map(|from| to.each().iter().map(move |to| (from, to)));
    let known = pairs.filter_map(|(from, to)| Some(point(from)?.distance_km(point(to)?)));
    known.reduce(f64::min).unwrap_or(0.0)
}

/// Coordinates of a place, of its division where it has none.
pub(super) fn point(place: &Location) -> Option<Point> {
    let centroid = |area: AreaCode| division::find(area).and_then(|division| division.centroid);
    place.point.or_else(|| centroid(place.area?))
}
