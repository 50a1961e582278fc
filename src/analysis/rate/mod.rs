//! Local supply rate (近地化配套率): how much of what is bought comes from nearby?
//!
//! ```text
//! amount    r = K_near / (K_near + K_far), bounds and coverage      [LR-1] … [LR-4]
//! count     n_near / n_located, suppliers counted once              [LR-5], at or above a link size [LR-6]
//! coverage  products with any (or mainly) local source / products   [LR-7]
//! segments  chain products made in the area / chain products        [LR-8]
//! 整零比     revenue of parts firms / revenue of assembly firms       [LR-9]
//! embodied  near value / purchases, suppliers' suppliers seen        [MT-1] … [MT-6], on request
//! trend     within + between + entry and exit = change of r         [TR-1]
//! ```
//!
//! Symbols: `K` priced purchases in yuan, by side of the tier (near, far, unlocated); `B` a declared total; see `bounds`.
//!
//! Conventions. Self-supply is in neither numerator nor denominator. Related parties count unless asked otherwise. The
//! shipping plant decides nearness, the registered office only when nothing else is known. A missing amount counts for
//! counts and coverage and widens the bounds of the amount rate; it is never zero. Figures of a group are ratios of sums,
//! never means of ratios. A supplier known by place and product only counts as one supplier for each.
//!
//! Reading: 0 to 1; two rates with different cards are different questions. A circle cuts across boundaries: its rate may
//! exceed the province's. A rate may rise only because a far buyer stopped reporting: see the matched change.
//!
//! Cost: O(lines × tiers); groups run in parallel and are collected in order.
//!
//! Source: methods §1; regional purchase coefficient (Stevens, Treyz, Ehrlich & Bower 1983) for the product level.
//!
//! ```
//! use liantu::analysis::{RateOptions, rate};
//! use liantu::graph::SupplyGraph;
//! let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
//! assert!(rate(&graph, &RateOptions::default()).unwrap().rows.is_empty());
//! ```

mod bounds;
pub(crate) mod chain;
mod embodied;
pub(super) mod explain;
mod group;
mod own;
mod ring;
mod seen;
mod trend;

pub use chain::{Completeness, PartsRatio};
pub use embodied::{EmbodiedRow, Flag, Layer, Traced, Wanting};
pub(super) use group::Purchases;
pub use own::SelfSupply;
pub use ring::{RingRow, Sales};
pub use trend::{Located, TrendRow, decompose, theil_sen};

use super::Error;
use super::key::{self, FigureKey};
use super::scope::{AreaName, LeftOut, Scope, TierName, default_tiers};
use crate::graph::{Flow, SupplyGraph, TraderOrigin};
use crate::model::{Measure, Nearness, Region, Role, Tier, Year};
use serde::Serialize;
use std::sync::Arc;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RateOptions {
    /// Focus, chain, year.
    #[serde(flatten)]
    pub scope: Scope,
    /// Tiers; empty for the usual ones.
    pub tiers: Vec<TierName>,
    /// Leave out links between firms of one group.
    pub arms_length: bool,
    /// [LR-6]: count only suppliers that sell the group at least so many yuan a year.
    pub min_link: Option<f64>,
    /// [LR-7]: a product counts as covered when its local share exceeds this; 0 means any local source.
    pub coverage_threshold: f64,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
    /// Trace purchases to the suppliers' suppliers: embodied figures of these buyers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embodied: Option<Traced>,
}

/// Level of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RateLevel {
    /// All local buyers.
    Total,
    /// Buyers of one county.
    County,
    /// A chain.
    Chain,
    /// A segment of a chain.
    Segment,
    /// A product.
    Product,
    /// A buying firm.
    Firm,
}

/// Whose purchases a chain figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BuyerScope {
    /// 链主 only.
    Leaders,
    /// Every member of the chain in the area, gross of all tiers.
    Members,
    /// Every local buyer.
    All,
}

/// What is divided by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Yuan.
    Amount,
    /// Suppliers.
    Count,
    /// Products.
    Coverage,
    /// Value, traced to the suppliers' suppliers.
    Embodied,
}

impl Basis {
    /// What every group has, in the order of rows; embodied figures come after them, where asked for.
    pub const COUNTED: [Basis; 3] = [Basis::Amount, Basis::Count, Basis::Coverage];

    /// Its name in keys and cards.
    pub const fn as_str(self) -> &'static str {
        match self {
            Basis::Amount => "amount",
            Basis::Count => "count",
            Basis::Coverage => "coverage",
            Basis::Embodied => "embodied",
        }
    }
}

/// Amounts behind an amount rate, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Amounts {
    /// Priced and near.
    pub near: f64,
    /// Priced and far.
    pub far: f64,
    /// Priced, place unknown.
    pub unlocated: f64,
    /// Declared but not itemised.
    pub residual: f64,
    /// Lines without an amount.
    pub unpriced_lines: u32,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RateRow {
    /// Key of the figure.
    pub figure: FigureKey,
    /// Level.
    pub level: RateLevel,
    /// Stable id at its level: firm id, product id, `chain/segment`, chain id, division code, or `all`.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Role, for a firm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Whose purchases.
    pub scope: BuyerScope,
    /// Year; `None` for lines without one.
    pub year: Option<Year>,
    /// Tier.
    pub tier: Arc<str>,
    /// Basis.
    pub basis: Basis,
    /// The figure.
    pub measure: Measure,
    /// Amounts behind it, for the amount basis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amounts: Option<Amounts>,
}

/// Definition card (口径卡): what a figure means; figures with different cards are not comparable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Card {
    /// Id, as in [`Measure::card`].
    pub id: Arc<str>,
    /// Basis: `amount`, `count`, `coverage`, `embodied`.
    pub basis: String,
    /// Tier.
    pub tier: Arc<str>,
    /// Which lines: `external` (all) or `chain` (products of the chain).
    pub lines: String,
    /// Related parties: `included` or `excluded`.
    pub related: String,
    /// Goods of traders whose origin no line names: `unknown` or `trader` (taken as coming from the trader's place).
    pub traders: String,
    /// Link-size or coverage threshold, as text; empty when none.
    pub threshold: String,
}

/// Answer: every rate by level × year × tier × basis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rate {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Years reported.
    pub years: Vec<Option<Year>>,
    /// Tiers reported.
    pub tiers: Vec<Tier>,
    /// Figures, sorted by level, id, scope, year; then tiers in order; then basis.
    pub rows: Vec<RateRow>,
    /// Exclusive rings, sorted like rows.
    pub rings: Vec<RingRow>,
    /// The region that follows the province in the rings; `None` where no tier is a region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ring_region: Option<Arc<str>>,
    /// Vertical integration of firms that buy from themselves.
    pub self_supply: Vec<SelfSupply>,
    /// Local sales share (本地消纳率) by county.
    pub sales: Vec<Sales>,
    /// Change between years, decomposed.
    pub trend: Vec<TrendRow>,
    /// Segment completeness of chains.
    pub completeness: Vec<Completeness>,
    /// 整零比 of chains.
    pub parts_ratio: Vec<PartsRatio>,
    /// Definition cards, sorted by id.
    pub cards: Vec<Card>,
    /// Buyers left out of local figures because their place is unknown: id and name.
    pub unlocated_buyers: Vec<(Arc<str>, Arc<str>)>,
    /// What such buyers buy in the years reported; none when every buyer has its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// Whose purchases were traced to the suppliers' suppliers; `None` when it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embodied_buyers: Option<Traced>,
    /// Embodied figures with what each tier of suppliers adds, sorted like rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub embodied: Vec<EmbodiedRow>,
    /// Suppliers whose books would make embodied figures closer, sorted by year and id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wanting: Vec<Wanting>,
}

/// Computes every rate.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn rate(graph: &SupplyGraph, options: &RateOptions) -> Result<Rate, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    let scope = &options.scope;
    let years = scope.years(graph)?;
    let plan = Plan::new(graph, options)?;
    let groups = group::groups(&plan, &years);
    let mut rows = group::rows(&plan, &groups);
    let mut cards: Vec<Card> = plan.cards.values().flatten().cloned().collect();
    let (mut embodied_buyers, mut embodied, mut wanting) = (None, Vec::new(), Vec::new());
    if let Some(asked) = options.embodied {
        let (resolved, buyers) = embodied::buyers(&plan, &groups, asked);
        let table = embodied::Table::new(&plan, &groups, &buyers);
        (rows, embodied) = embodied::insert(&plan, &groups, &table, rows);
        cards.extend(embodied::cards(&plan));
        (embodied_buyers, wanting) = (Some(resolved), table.wanting);
    }
    cards.sort();
    cards.dedup();
    let mut left_out = scope.left_out(graph, |flow| plan.counts(flow));
    left_out.retain(|sum| years.contains(&sum.year));
    let name = |firm| {
        let firm = graph.dataset().firm(firm);
        (firm.id.0.clone(), firm.name.clone())
    };
    Ok(Rate {
        focus: scope.focus.map(AreaName::of),
        rows,
        rings: ring::rings(&plan, &groups),
        ring_region: plan.region.as_ref().map(|region| region.name.clone()),
        self_supply: own::self_supply(&plan, &years),
        sales: ring::sales(&plan, &years),
        trend: trend::trend(&plan, &groups),
        completeness: chain::completeness(graph, scope)?,
        parts_ratio: chain::parts_ratio(graph, scope)?,
        cards,
        unlocated_buyers: scope.unlocated_buyers(graph).into_iter().map(name).collect(),
        left_out,
        embodied_buyers,
        embodied,
        wanting,
        tiers: plan.tiers,
        years,
    })
}

/// Amount rate of every product that local buyers buy, by product id, for one tier and year.
pub(super) fn product_rates(
    graph: &SupplyGraph,
    scope: &Scope,
    tier: &Tier,
    year: Option<Year>,
) -> Result<std::collections::BTreeMap<Arc<str>, Measure>, Error> {
    let trader_as_origin = graph.trader_origin() == TraderOrigin::Trader;
    let options = RateOptions { scope: scope.clone(), trader_as_origin, ..RateOptions::default() };
    let plan = Plan::with_tiers(graph, &options, vec![tier.clone()])?;
    Ok(group::product_rates(&plan, year))
}

/// Amount rate of each set of purchases in each tier: the rules of every other rate, whoever asks.
pub(super) fn rates_of(
    graph: &SupplyGraph,
    scope: &Scope,
    tiers: Vec<Tier>,
    sets: &[Purchases],
) -> Result<Vec<Vec<Measure>>, Error> {
    let trader_as_origin = graph.trader_origin() == TraderOrigin::Trader;
    let options = RateOptions { scope: scope.clone(), trader_as_origin, ..RateOptions::default() };
    Ok(group::rates_of(&Plan::with_tiers(graph, &options, tiers)?, sets))
}

/// What all groups share: tiers, cards and the nearness of every flow.
struct Plan<'a> {
    graph: &'a SupplyGraph,
    options: &'a RateOptions,
    chain: Option<&'a crate::model::Chain>,
    tiers: Vec<Tier>,
    tier_names: Vec<Arc<str>>,
    /// Side of each flow in each tier, flow by flow.
    sides: Vec<Nearness>,
    /// Years that occur.
    years: Vec<Option<Year>>,
    /// The region that follows the province in the rings.
    region: Option<Region>,
    benchmarks: group::Benchmarks,
    /// Second half of the keys of figures, by tier, then basis.
    tails: Vec<Arc<str>>,
    /// Cards by whether lines are restricted to a chain; by tier, then basis.
    cards: std::collections::BTreeMap<bool, Vec<Card>>,
}

impl<'a> Plan<'a> {
    fn new(graph: &'a SupplyGraph, options: &'a RateOptions) -> Result<Self, Error> {
        let regions = &graph.dataset().regions;
        let tiers: Vec<Tier> = match options.tiers.as_slice() {
            [] => default_tiers(graph, &options.scope),
            asked => asked.iter().filter_map(|tier| tier.resolve(regions)).collect(),
        };
        Self::with_tiers(graph, options, tiers)
    }

    fn with_tiers(graph: &'a SupplyGraph, options: &'a RateOptions, tiers: Vec<Tier>) -> Result<Self, Error> {
        let tier_names: Vec<Arc<str>> = tiers.iter().map(|tier| Arc::from(tier.to_string())).collect();
        let region = tiers.iter().find_map(|tier| match tier {
            Tier::Region(region) => Some(region.as_ref().clone()),
            _ => None,
        });
        let mut sides = Vec::with_capacity(graph.flows().len() * tiers.len());
        for flow in graph.flows() {
            let (from, to) = (graph.place(flow), graph.buyer_place(flow));
            sides.extend(tiers.iter().map(|tier| tier.near(from, to)));
        }
        let years = graph.years();
        let cards = [false, true].map(|chain| (chain, cards(&tier_names, options, chain))).into();
        let benchmarks = group::Benchmarks::new(graph, &years);
        let chain = options.scope.chain(graph)?;
        let bases = Basis::COUNTED.map(Basis::as_str);
        let tails = tier_names.iter().flat_map(|tier| bases.map(|basis| key::stem(&[tier, basis]))).collect();
        Ok(Self { graph, options, chain, tiers, tier_names, sides, years, region, benchmarks, tails, cards })
    }

    /// Whether a flow is an external purchase that was asked for, wherever its buyer stands.
    fn counts(&self, flow: &Flow) -> bool {
        let related = self.options.arms_length && self.graph.is_related(flow);
        !related && self.options.scope.is_asked(self.graph, self.chain, flow)
    }

    /// Sides of a flow, one for each tier.
    fn sides(&self, flow: u32) -> &[Nearness] {
        let tiers = self.tiers.len();
        &self.sides[flow as usize * tiers..][..tiers]
    }

    fn tail(&self, tier: usize, basis: Basis) -> &Arc<str> {
        &self.tails[tier * 3 + basis as usize]
    }

    fn card(&self, chain_lines: bool, tier: usize, basis: Basis) -> Arc<str> {
        self.cards[&chain_lines][tier * 3 + basis as usize].id.clone()
    }
}

fn cards(tiers: &[Arc<str>], options: &RateOptions, chain: bool) -> Vec<Card> {
    tiers.iter().flat_map(|tier| Basis::COUNTED.map(|basis| card(tier, basis, options, chain))).collect()
}

fn card(tier: &Arc<str>, basis: Basis, options: &RateOptions, chain: bool) -> Card {
    let lines = if chain { "chain" } else { "external" };
    let related = if options.arms_length { "excluded" } else { "included" };
    let threshold = match basis {
        Basis::Amount | Basis::Embodied => String::new(),
        Basis::Count => options.min_link.map(|yuan| yuan.to_string()).unwrap_or_default(),
        Basis::Coverage => options.coverage_threshold.to_string(),
    };
    let basis = basis.as_str();
    let mut id = format!("{basis}/{tier}/{lines}/related-{related}/plant");
    if options.trader_as_origin {
        id += "/trader-as-origin";
    }
    if !threshold.is_empty() {
        id = format!("{id}/over-{threshold}");
    }
    Card {
        id: id.into(),
        basis: basis.to_owned(),
        tier: tier.clone(),
        lines: lines.to_owned(),
        related: related.to_owned(),
        traders: if options.trader_as_origin { "trader" } else { "unknown" }.to_owned(),
        threshold,
    }
}
