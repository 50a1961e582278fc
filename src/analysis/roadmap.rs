//! The way of recruitment (招商路线图): from where could which gap be filled, and where in the area would it land?
//!
//! ```text
//! reach_o,k  = what the candidates of origin o bring of product k together, yuan a year      [target, gaps]
//! open_k     = to recruit of k − what all candidates bring of it together, yuan a year        nobody is known to bring it
//! bought_c,k = Σ purchases of k by buyers in c from outside, yuan
//! near_c,k   = firms in c that make an input of k, or what k goes into
//! landing_k  = the place with most bought_c,k; then most near_c,k; then the smaller code
//! ```
//!
//! Candidates and amounts are those of [`target`](super::target()), types those of [`gap`](super::gap()): nothing is estimated
//! twice. Origins overlap where their candidates could take over the same purchases, so `Σ_o reach_o,k` may exceed what all bring
//! together. A place is a county; where the focus is a province, or there is none, a city. Firms whose place is known no closer
//! count nowhere. Without a focus only places of buyers count, since everything is then here.
//!
//! Reading: where customers and neighbours are, not whether there is land, energy or a permit.
//!
//! Complexity O(lines + capacities × inputs). Source: methods §3.1, the 招商路线图 of provincial practice.

use super::gap::{Gap, GapType};
use super::key::FigureKey;
use super::scope::{AreaName, Scope, TierName};
use super::split::{ProductName, product_name};
use super::target::{Leaf, OriginClass, ProductGap, Target, TargetOptions};
use super::{Error, GapOptions};
use crate::graph::SupplyGraph;
use crate::model::{AreaCode, FirmIx, Level, Location, Nearness, ProductIx, Tier, Year, division};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Places told for each product.
const PLACES: usize = 3;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RoadmapOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
    /// As [`TargetOptions::origins`].
    pub origins: Vec<String>,
}

/// What one origin could bring of a product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reach {
    /// Position of the class in [`Roadmap::origins`].
    pub origin: usize,
    /// What its candidates bring together, yuan a year; `None` when unknown.
    pub value: Option<f64>,
    /// Candidates, the most first.
    pub candidates: Vec<Leaf>,
}

/// A place where a product could be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Landing {
    /// County, or city.
    pub area: AreaName,
    /// Zone of most of these firms; `None` where none is named.
    pub zone: Option<Arc<str>>,
    /// Bought there from outside, yuan; `None` when no line has an amount.
    pub bought: Option<f64>,
    /// Firms that buy it there from outside.
    pub buyers: usize,
    /// Firms there that make an input of it, or what it goes into.
    pub neighbours: usize,
}

/// A product to be recruited.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoadmapRow {
    /// Key of the figures of `gap` about the product, less the measure.
    pub figure: FigureKey,
    /// What.
    pub product: ProductName,
    /// First chain that holds it; `None` outside all chains.
    pub chain: Option<Arc<str>>,
    /// Its segment there.
    pub segment: Option<Arc<str>>,
    /// Types of its weakness.
    pub types: Vec<GapType>,
    /// To be recruited, yuan a year; this and what follows are `None` when nothing of it has an amount.
    pub to_recruit: Option<f64>,
    /// What all candidates bring together, yuan a year.
    pub value: Option<f64>,
    /// Of what is to be recruited, what no candidate is known to bring, yuan a year.
    pub open: Option<f64>,
    /// Lines bought outside without an amount.
    pub unpriced_lines: u32,
    /// By origin, first choice first.
    pub reach: Vec<Reach>,
    /// Places to land, the best first.
    pub landing: Vec<Landing>,
}

/// Answer: from where to where.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Roadmap {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// Classes of origins, first choice first.
    pub origins: Vec<OriginClass>,
    /// Products to be recruited, most first.
    pub rows: Vec<RoadmapRow>,
}

/// Finds from where gaps could be filled, and where that would land.
///
/// # Errors
/// When the options name a chain, a year or a place that the data set does not have.
pub fn roadmap(graph: &SupplyGraph, options: &RoadmapOptions) -> Result<Roadmap, Error> {
    let RoadmapOptions { scope, tier, trader_as_origin, origins } = options.clone();
    let asked = TargetOptions {
        scope: scope.clone(),
        tier: tier.clone(),
        trader_as_origin,
        origins,
        shown: Some(0),
        ..TargetOptions::default()
    };
    let target = super::target(graph, &asked)?;
    let simulate = Some(false);
    let gap = super::gap(graph, &GapOptions { scope, tier, trader_as_origin, simulate, ..GapOptions::default() })?;
    let placed = trader_as_origin.then(|| graph.with_traders_as_origin());
    of(placed.as_ref().unwrap_or(graph), &options.scope, &target, &gap)
}

/// The same from answers to the same scope that are at hand.
///
/// # Errors
/// When the scope names a chain that the data set does not have.
pub fn of(graph: &SupplyGraph, scope: &Scope, target: &Target, gap: &Gap) -> Result<Roadmap, Error> {
    let types: BTreeMap<&str, &[GapType]> = gap.rows.iter().map(|row| (&*row.product.id, &*row.types)).collect();
    let mut reach = reach(target);
    let mut places = Places::collect(graph, scope, (&target.tier, target.year))?;
    let wanted = |gap: &&ProductGap| gap.to_recruit.is_none_or(|yuan| yuan > 0.0);
    let row = |gap: &ProductGap| RoadmapRow {
        figure: gap.figure.clone(),
        product: gap.product.clone(),
        chain: gap.chain.clone(),
        segment: gap.segment.clone(),
        types: types.get(&*gap.product.id).map(|types| types.to_vec()).unwrap_or_default(),
        to_recruit: gap.to_recruit,
        value: gap.value,
        open: gap.to_recruit.zip(gap.value).map(|(wanted, brought)| (wanted - brought).max(0.0)),
        unpriced_lines: gap.unpriced_lines,
        reach: reach.remove(&gap.product).unwrap_or_default(),
        landing: places.remove(&gap.product),
    };
    Ok(Roadmap {
        focus: target.focus.clone(),
        year: target.year,
        tier: target.tier.clone(),
        origins: target.origins.clone(),
        rows: target.gaps.iter().filter(wanted).map(row).collect(),
    })
}

/// By product, what each origin brings; a product of two chains stands in the tree twice and counts once.
fn reach(target: &Target) -> BTreeMap<ProductName, Vec<Reach>> {
    let mut reach: BTreeMap<ProductName, Vec<Reach>> = BTreeMap::new();
    for group in &target.tree {
        let products = group.chains.iter().flat_map(|chain| chain.leaders.iter().flat_map(|leader| &leader.products));
        for found in products {
            let known = reach.entry(found.product.clone()).or_default();
            if known.last().is_none_or(|last| last.origin != group.origin) {
                known.push(Reach { origin: group.origin, value: found.value, candidates: found.candidates.clone() });
            }
        }
    }
    reach
}

/// What is known of a product in a place.
#[derive(Default)]
struct Spot {
    bought: f64,
    priced: bool,
    buyers: BTreeSet<FirmIx>,
    neighbours: BTreeSet<FirmIx>,
}

/// Places by product.
struct Places<'a> {
    graph: &'a SupplyGraph,
    spots: BTreeMap<ProductName, BTreeMap<AreaCode, Spot>>,
}

impl<'a> Places<'a> {
    fn collect(graph: &'a SupplyGraph, scope: &Scope, (tier, year): (&Tier, Option<Year>)) -> Result<Self, Error> {
        let chain = scope.chain(graph)?;
        let unit = |place: &Location| unit(place, scope.focus);
        let mut spots: BTreeMap<ProductIx, BTreeMap<AreaCode, Spot>> = BTreeMap::new();
        for flow in graph.flows().iter().filter(|flow| flow.year == year && scope.holds(graph, chain, flow)) {
            let to = graph.buyer_place(flow);
            let Some(area) = unit(to).filter(|_| tier.near(graph.place(flow), to) == Nearness::Far) else { continue };
            let spot = spots.entry(flow.product).or_default().entry(area).or_default();
            spot.bought += flow.amount;
            spot.priced |= flow.priced > 0;
            spot.buyers.insert(flow.buyer);
        }
        let makers = makers(graph, scope);
        let mut join = |product: ProductIx, other: ProductIx| {
            let Some(spots) = spots.get_mut(&product) else { return };
            for &firm in makers.get(&other).into_iter().flatten() {
                let Some(area) = unit(&graph.dataset().firm(firm).location) else { continue };
                if scope.focus.is_some() || spots.contains_key(&area) {
                    spots.entry(area).or_default().neighbours.insert(firm);
                }
            }
        };
        for input in &graph.dataset().inputs {
            join(input.product, input.input);
            join(input.input, input.product);
        }
        let spots = spots.into_iter().map(|(product, spots)| (product_name(graph, product), spots)).collect();
        Ok(Self { graph, spots })
    }

    /// The best places for a product.
    fn remove(&mut self, product: &ProductName) -> Vec<Landing> {
        let mut spots: Vec<(AreaCode, Spot)> = self.spots.remove(product).unwrap_or_default().into_iter().collect();
        spots.sort_by(|(a, left), (b, right)| {
            let near = right.neighbours.len().cmp(&left.neighbours.len());
            right.bought.total_cmp(&left.bought).then(near).then(a.cmp(b))
        });
        let landing = |(area, spot): (AreaCode, Spot)| Landing {
            area: AreaName::of(area),
            zone: self.zone(&spot),
            bought: (spot.priced || spot.buyers.is_empty()).then_some(spot.bought),
            buyers: spot.buyers.len(),
            neighbours: spot.neighbours.len(),
        };
        spots.into_iter().take(PLACES).map(landing).collect()
    }

    /// The zone in which most of these firms stand; of several the first by name.
    fn zone(&self, spot: &Spot) -> Option<Arc<str>> {
        let mut counts: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
        for firm in spot.buyers.union(&spot.neighbours) {
            let zone = self.graph.dataset().firm(*firm).location.zone;
            if let Some(zone) = zone.and_then(|zone| self.graph.dataset().zones.get(zone as usize)) {
                *counts.entry(&zone.name).or_default() += 1;
            }
        }
        let most = counts.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        most.map(|(name, _)| (*name).clone())
    }
}

/// Local firms that make each product, plants under construction left out.
fn makers(graph: &SupplyGraph, scope: &Scope) -> BTreeMap<ProductIx, BTreeSet<FirmIx>> {
    let mut makers: BTreeMap<ProductIx, BTreeSet<FirmIx>> = BTreeMap::new();
    for row in graph.dataset().capabilities.iter().filter(|row| !row.under_construction) {
        if scope.is_local(&graph.dataset().firm(row.firm).location) == Nearness::Near {
            makers.entry(row.product).or_default().insert(row.firm);
        }
    }
    makers
}

/// The county of a place, or its city where the focus is a province or there is none; `None` where it is known no closer.
fn unit(place: &Location, focus: Option<AreaCode>) -> Option<AreaCode> {
    let area = place.area.filter(|_| place.abroad.is_none())?;
    match focus.map(AreaCode::level) {
        Some(Level::Prefecture | Level::County) => (area.level() == Level::County).then_some(area),
        _ if area.is_province() => None,
        _ => Some(AreaCode(area.0 / 100 * 100)).filter(|city| division::find(*city).is_some()).or(Some(area)),
    }
}
