//! Weak links: where is the chain weak, and is the remedy 补 (fill), 强 (strengthen), 延 (extend) or 固 (secure)?
//!
//! ```text
//! D_k   priced purchases of product k by local buyers, yuan a year
//! A_k   Σ max(0, capacity − sales committed elsewhere) of local makers, yuan a year
//! CS_k  max(0, D_k − A_k) / D_k                                        [WL-5]
//! U_k   min(max(0, A_k − bought nearby), bought outside)               [WL-6]
//! HHI_k Σ sh², N_eff = 1 / HHI, sh: supplier shares                    [WL-3]
//!
//! fill        no local maker and D_k > 0, or absent between two neighbours made here
//! strengthen  local makers and (CS_k > 0, or U_k > 0, or r_k,hi below the reference)
//! extend      no local maker, D_k = 0, and a direct neighbour on one side is made here and sold outside
//! secure      supplied, and single source, or N_eff < 2, or one outside region above half, or imported,
//!             or a single firm without which a leader cannot have it and stops                  [WL-8]
//! ```
//!
//! Conventions. A supplier that ships from here counts as a maker here, though no capacity was handed in: a product
//! bought nearby is never one that nobody makes (a trader who is not marked as one looks the same). Capacity unknown for any
//! local maker leaves `CS` unidentified, and `U` at least what is known to be spare: never assumed equal to output. A
//! maker whose place is unknown is possible, not local. A plant under construction is in the pipeline, not a maker.
//! `U_k` takes off what local makers already sell nearby; without that, used capacity would be promised again (a
//! deliberate narrowing of [WL-6]). The primary type is the one whose remedy brings most value added, simulated in
//! `stakes`; where nothing was simulated or nothing brings anything it follows the order of ties 补 › 强 › 固 › 延.
//!
//! Reading: rows are ranked by Pareto front over natural units (yuan bought outside, yuan bought from a single source,
//! leaders concerned), then by yuan bought outside, then by relatedness [RD-3] for what nobody buys yet. No weights; a
//! composite with weights stands beside it when it is asked for (`priority`).
//!
//! Complexity O(lines + products²). Source: methods §2.1, §2.2, §2.6, §2.7.

pub(super) mod evidence;
pub(super) mod explain;
mod order;
mod stakes;

pub use evidence::{Capacity, Concentration, Evidence, Origins, SinglePoint};
pub use order::{CRITERIA, Weighed};
pub use stakes::{Benefit, Stakes, SupplierLoss};

use super::Error;
use super::capability::{Panel, relatedness};
use super::key::{self, FigureKey, Names, Question};
use super::priority::{CompositeRow, PriorityOptions};
use super::risk::chokepoint::weak::critical_products;
use super::scope::{AreaName, Scope, TierName};
use super::split::{ProductName, local_tier, product_name};
use crate::graph::SupplyGraph;
use crate::model::{ProductIx, Tier, Year};
use evidence::Facts;
use order::Order;
use serde::Serialize;
use stakes::Simulation;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GapOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// [WL-4]: a local rate whose upper bound is below this is weak; without it the rate only ranks.
    pub reference: Option<f64>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
    /// Whether to simulate what is at stake; by default where the year has at most 50,000 flows.
    pub simulate: Option<bool>,
    /// Probability that a supplier stops within a year, for what securing brings; 1 % by default.
    pub stop_probability: Option<f64>,
    /// Who makes what elsewhere, for how near a product is to what is made here; by default as the data set has it.
    pub panel: Option<Panel>,
    /// Whether and how to weigh criteria against each other.
    pub order: PriorityOptions,
}

impl GapOptions {
    fn probability(&self) -> f64 {
        self.stop_probability.unwrap_or(0.01)
    }
}

/// Type of a remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GapType {
    /// 补链.
    Fill,
    /// 强链.
    Strengthen,
    /// 固链.
    Secure,
    /// 延链.
    Extend,
}

/// What made a product eligible for a type; the numbers are in the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Bought here, made by nobody here.
    NoLocalMaker,
    /// Bought here and from nobody here; the data set has no capacities at all, so makers who do not sell here are unseen.
    NoLocalSupplier,
    /// Bought here, made by nobody here; the amount bought is unknown.
    NoLocalMakerDemandUnknown,
    /// Absent between two neighbours of the chain that are made here (断点).
    BrokenLink,
    /// Demand exceeds available local capacity.
    CapacityShort,
    /// Local capacity stands idle while buyers buy outside: introduce first.
    CapacityUnused,
    /// The local rate is below the reference, even at its upper bound.
    RateBelowReference,
    /// Local output of an input leaves the area unprocessed.
    ForwardOpen,
    /// It would feed a product that is made here and sold outside.
    BackwardOpen,
    /// One supplier serves all local buyers.
    SingleSource,
    /// Fewer than two effective suppliers.
    Concentrated,
    /// One outside region holds more than half of the supply.
    OneRegion,
    /// Part of it is imported.
    Imported,
    /// A leader stops when one firm does, because this cannot be had without that firm.
    Chokepoint,
}

impl Trigger {
    /// The type it makes a product eligible for.
    pub fn gap_type(self) -> GapType {
        match self {
            Trigger::NoLocalMaker
            | Trigger::NoLocalSupplier
            | Trigger::NoLocalMakerDemandUnknown
            | Trigger::BrokenLink => GapType::Fill,
            Trigger::CapacityShort | Trigger::CapacityUnused | Trigger::RateBelowReference => GapType::Strengthen,
            Trigger::ForwardOpen | Trigger::BackwardOpen => GapType::Extend,
            Trigger::SingleSource
            | Trigger::Concentrated
            | Trigger::OneRegion
            | Trigger::Imported
            | Trigger::Chokepoint => GapType::Secure,
        }
    }
}

/// Place in the order, in natural units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Priority {
    /// Rank, from 1.
    pub rank: usize,
    /// Pareto front, from 1: nothing is better on every criterion.
    pub front: usize,
    /// Yuan bought outside that could be bought here.
    pub convertible: f64,
    /// Yuan bought by buyers that have one supplier only.
    pub single_sourced: f64,
    /// Leaders that buy it.
    pub leaders: usize,
}

/// A product of a chain with its weakness; a product of two chains has two rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapRow {
    /// Key of its figures, less the measure.
    pub figure: FigureKey,
    /// Product.
    pub product: ProductName,
    /// Segment's name; `None` outside all chains.
    pub segment: Option<Arc<str>>,
    /// Chain's name; `None` outside all chains.
    pub chain: Option<Arc<str>>,
    /// Eligible types, in the order of ties.
    pub types: Vec<GapType>,
    /// The one that brings most, simulated; the first of them where nothing is known to bring anything.
    pub primary: Option<GapType>,
    /// What triggered them.
    pub triggers: Vec<Trigger>,
    /// The numbers.
    pub evidence: Evidence,
    /// [WL-9] and what each remedy brings; `None` where nothing is listed or nothing was simulated.
    pub stakes: Option<Stakes>,
    /// Place in the order; `None` when no type applies.
    pub priority: Option<Priority>,
    /// [RD-3]: how near it is to what is made here already, 0 to 1; `None` when it cannot be told.
    pub relatedness: Option<f64>,
    /// The composite; `None` when it was not asked for, or no type applies.
    pub composite: Option<CompositeRow>,
}

/// Answer: every product of the chains, and every product bought, with its weakness.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// Reference rate, when given.
    pub reference: Option<f64>,
    /// Probability that a supplier stops within a year; `None` when nothing was simulated.
    pub stop_probability: Option<f64>,
    /// Rows: by rank, then chain and product; those without a weakness last.
    pub rows: Vec<GapRow>,
    /// Count of products by primary type.
    pub counts: BTreeMap<GapType, usize>,
    /// What the composite weighs and how firm it is, when it was asked for.
    pub weighed: Option<Weighed>,
    /// Completeness of each chain [LR-8].
    pub completeness: Vec<super::rate::Completeness>,
}

/// Finds the weak links.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn gap(graph: &SupplyGraph, options: &GapOptions) -> Result<Gap, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    let scope = &options.scope;
    let year = scope.single_year(graph)?;
    let tier = local_tier(graph, scope, options.tier.as_ref());
    let rates = super::rate::product_rates(graph, scope, &tier, year)?;
    let facts = Facts::collect(graph, scope, &tier, year)?;
    let related = relatedness(graph, scope, options.panel.as_ref())?;
    let critical = critical_products(graph, scope)?;
    let mut weak: BTreeMap<ProductIx, Weakness> = BTreeMap::new();
    for product in products(graph, scope, &facts)? {
        let mut evidence = facts.evidence(graph, product, rates.get(&graph.dataset().product(product).id.0));
        let points = critical.get(&product).into_iter().flatten();
        evidence.single_points = points.map(|point| SinglePoint::of(graph, point)).collect();
        let triggers = triggers(&evidence, options.reference);
        weak.insert(product, Weakness { triggers, evidence, relatedness: related.get(&product).copied() });
    }
    let simulated = options.simulate.unwrap_or_else(|| is_small(graph, year));
    let stakes = if simulated { stakes(graph, options, year, &weak)? } else { BTreeMap::new() };
    let order = Order::new(graph, options, &weak, &stakes)?;
    let names = Names::new(graph);
    let stem = |product| key::local_stem(&[names.product(product)], year, &tier, &options.tier);
    let found = Found { weak: &weak, order: &order, stakes: &stakes };
    let rows = rows(graph, scope, &found, stem)?;
    let mut counts: BTreeMap<GapType, usize> = BTreeMap::new();
    for (product, weakness) in &weak {
        if let Some(primary) = primary(&weakness.triggers, stakes.get(product)) {
            *counts.entry(primary).or_insert(0) += 1;
        }
    }
    Ok(Gap {
        focus: scope.focus.map(AreaName::of),
        year,
        tier,
        reference: options.reference,
        stop_probability: simulated.then(|| options.probability()),
        rows,
        counts,
        weighed: order.weighed,
        completeness: super::rate::chain::completeness(graph, scope)?,
    })
}

/// Whether simulating everything takes no time worth asking for.
pub(super) fn is_small(graph: &SupplyGraph, year: Option<Year>) -> bool {
    graph.flows().iter().filter(|flow| flow.year == year).count() <= stakes::SIMULATED_FLOWS
}

/// What is at stake with every product that some trigger lists.
fn stakes(
    graph: &SupplyGraph,
    options: &GapOptions,
    year: Option<Year>,
    weak: &BTreeMap<ProductIx, Weakness>,
) -> Result<BTreeMap<ProductIx, Stakes>, Error> {
    let listed = weak.iter().filter(|(_, weakness)| !weakness.triggers.is_empty());
    let listed: Vec<(ProductIx, &[Trigger], &Evidence)> =
        listed.map(|(product, weakness)| (*product, weakness.triggers.as_slice(), &weakness.evidence)).collect();
    let products: Vec<ProductIx> = listed.iter().map(|(product, ..)| *product).collect();
    let simulation = Simulation::new(graph, &options.scope, year, options.probability(), &products)?;
    Ok(products.into_iter().zip(simulation.stakes(&listed)).collect())
}

/// Step 2 of methods §2.7: the eligible type that brings most.
fn primary(triggers: &[Trigger], stakes: Option<&Stakes>) -> Option<GapType> {
    stakes.map_or_else(|| types(triggers).first().copied(), Stakes::primary)
}

/// Products of the chains looked at, and every product that local buyers buy.
fn products(graph: &SupplyGraph, scope: &Scope, facts: &Facts) -> Result<BTreeSet<ProductIx>, Error> {
    let asked = scope.chain(graph)?;
    let unknown = crate::model::Product::UNKNOWN;
    let chains = graph.dataset().chains.iter().filter(|chain| asked.is_none_or(|asked| asked.id == chain.id));
    let mapped = chains.flat_map(|chain| chain.products.iter().map(|entry| entry.product));
    let all = mapped.chain(facts.bought());
    Ok(all.filter(|&product| graph.dataset().product(product).id.as_str() != unknown).collect())
}

/// Step 1 of methods §2.7: every trigger that applies.
fn triggers(evidence: &Evidence, reference: Option<f64>) -> Vec<Trigger> {
    let mut triggers = Vec::new();
    let mut when = |applies: bool, trigger| {
        if applies {
            triggers.push(trigger);
        }
    };
    let bought = evidence.lines > 0;
    let priced = evidence.demand.is_some_and(|demand| demand > 0.0);
    // A purchase of zero is no demand; a purchase without a price is.
    let wanted = priced || evidence.unpriced_lines > 0;
    if evidence.local_makers == 0 {
        when(priced && evidence.makers_told, Trigger::NoLocalMaker);
        when(priced && !evidence.makers_told, Trigger::NoLocalSupplier);
        when(bought && !priced && wanted, Trigger::NoLocalMakerDemandUnknown);
        when(!wanted && evidence.made_before && evidence.made_after, Trigger::BrokenLink);
        let one_side = !wanted && evidence.made_before != evidence.made_after;
        when(one_side && evidence.input_sold_outside, Trigger::ForwardOpen);
        when(one_side && evidence.output_sold_outside, Trigger::BackwardOpen);
    } else {
        let capacity = &evidence.capacity;
        when(capacity.shortfall.is_some_and(|share| share > 0.0), Trigger::CapacityShort);
        when(capacity.unused_match.is_some_and(|yuan| yuan > 0.0), Trigger::CapacityUnused);
        let below = evidence.rate.as_ref().and_then(|rate| Some(rate.hi? < reference?));
        when(below == Some(true), Trigger::RateBelowReference);
    }
    when(evidence.concentration.single_source == Some(true), Trigger::SingleSource);
    when(evidence.concentration.effective.is_some_and(|count| count < 2.0), Trigger::Concentrated);
    when(evidence.origins.largest_share_of_all.is_some_and(|share| share > 0.5), Trigger::OneRegion);
    when(evidence.origins.import_share.is_some_and(|share| share > 0.0), Trigger::Imported);
    when(!evidence.single_points.is_empty(), Trigger::Chokepoint);
    triggers
}

/// Types of a list of triggers, in the order of ties.
fn types(triggers: &[Trigger]) -> Vec<GapType> {
    let set: BTreeSet<GapType> = triggers.iter().map(|trigger| trigger.gap_type()).collect();
    set.into_iter().collect()
}

/// What is weak about a product, and why.
struct Weakness {
    triggers: Vec<Trigger>,
    evidence: Evidence,
    relatedness: Option<f64>,
}

/// What was found of each product.
struct Found<'a> {
    weak: &'a BTreeMap<ProductIx, Weakness>,
    order: &'a Order,
    stakes: &'a BTreeMap<ProductIx, Stakes>,
}

fn rows(
    graph: &SupplyGraph,
    scope: &Scope,
    found: &Found<'_>,
    stem: impl Fn(ProductIx) -> Arc<str>,
) -> Result<Vec<GapRow>, Error> {
    let asked = scope.chain(graph)?;
    let mut rows = Vec::new();
    for (&product, Weakness { triggers, evidence, relatedness }) in found.weak {
        let types = types(triggers);
        let figure = FigureKey::new(Question::Gap, &stem(product), &Arc::default());
        let row = |chain: Option<Arc<str>>, segment: Option<Arc<str>>| GapRow {
            figure: figure.clone(),
            product: product_name(graph, product),
            segment,
            chain,
            primary: primary(triggers, found.stakes.get(&product)),
            types: types.clone(),
            triggers: triggers.clone(),
            evidence: evidence.clone(),
            stakes: found.stakes.get(&product).cloned(),
            priority: found.order.priorities.get(&product).copied(),
            relatedness: *relatedness,
            composite: found.order.composites.get(&product).cloned(),
        };
        let chains = graph.dataset().chains.iter().filter(|chain| asked.is_none_or(|asked| asked.id == chain.id));
        let before = rows.len();
        for chain in chains {
            if let Some(place) = chain.place_of(product) {
                let segment = &chain.segments[place.segment as usize];
                rows.push(row(Some(chain.name.clone()), Some(segment.name.clone())));
            }
        }
        if rows.len() == before {
            rows.push(row(None, None));
        }
    }
    let rank = |row: &GapRow| row.priority.map_or(usize::MAX, |priority| priority.rank);
    rows.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| (&a.product.id, &a.chain).cmp(&(&b.product.id, &b.chain))));
    Ok(rows)
}
