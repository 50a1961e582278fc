//! Whom to recruit (以商招商): which outside firms would bring home most of what is still bought outside, and who can introduce them?
//!
//! ```text
//! capturable_f = Σ_k V_k({f})        yuan a year that f's move adds beyond what introductions could serve   [gaps]
//! sold_f       = Σ purchases of local buyers from f, from outside                                           [RT-1]
//! dependency_f = sold_f / revenue_f
//! fit_f        = Σ_k min(to recruit of k, capacity of f in k)     products that f makes                     [RT-3]
//! size_f       = share of the other candidates for its first product whose revenue is smaller               [RT-4]
//! nearness_f   = exp(−d / d0)        d km from f to the centre of demand, d0 the median supplier            [RT-5]
//! related_k    = density of what the area makes around k                                                    [RT-7, RD-3]
//! second tier  = Σ_s ω_s A[j,s]      ω_s = sales of s to local leaders / revenue of s
//! p*           = cost / yearly benefit                                    probability at which an approach pays
//! ```
//!
//! Candidates: (a) named outside firms that sell to local buyers today; (b) outside firms that make a product to be recruited
//! and sell none of it here; (c) apart, who supplies the local leaders' outside suppliers. Outside is what [`split`](super::split())
//! takes for outside. A supplier whose product local firms with spare capacity could deliver is left out for that product and
//! listed with them; where they could deliver part of it, only the rest counts. Traders make nothing, and a local firm that
//! ships from elsewhere is here already: both are left out, as are excluded firms. Suppliers without a name cannot be called.
//!
//! Order: capturable yuan, then number of local buyers, then id; firms without a known amount come after those with one.
//! Pareto fronts stand beside the order, a weighted one when it is asked for ([`priority`](super::priority)).
//! Makers are ordered by fit, apart. A group is worth what it takes over together (`gaps`), so that two candidates for one gap
//! never count twice. The one-to-one list is a best assignment of the first candidates to products.
//!
//! Reading: what a firm sells here is sure, that it comes is not; nobody knows the probability, so p* is given where a cost is.
//!
//! Complexity O(lines log lines), and for each product O(sellers × buyers); where a tier bars some pairs, a maximum flow for each
//! supplier that introductions compete with. Source: methods §3.1, needs E7.

mod candidate;
mod feature;
mod gaps;
mod group;
mod hunt;
mod order;
mod origin;
mod referrer;
mod row;
mod sale;
mod second;

pub use feature::{Absence, Feature, Peers};
pub use group::{Assigned, ChainGroup, LeaderGroup, Leaf, OriginGroup, ProductGap, ProductGroup};
pub use order::{COMPARED, CRITERIA, WeighedTargets};
pub use origin::{OriginClass, OriginKind, USUAL};
pub use referrer::{Referrer, Relation};
pub use second::{SecondRow, Through};

use super::Error;
use super::key::FigureKey;
use super::priority::{CompositeRow, PriorityOptions};
use super::scope::{AreaName, Scope, TierName};
use super::split::{FirmName, ProductName};
use crate::graph::SupplyGraph;
use crate::model::{CostEntry, Qualification, Tier, Year};
use serde::Serialize;
use std::sync::Arc;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TargetOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
    /// Regions, divisions or countries to look to first, in order, such as rank alike joined by `+`; empty: those of the data set,
    /// else [`USUAL`].
    pub origins: Vec<String>,
    /// What it costs to approach a firm.
    pub costs: Vec<CostEntry>,
    /// Names or ids of firms that must not be approached.
    pub exclude: Vec<String>,
    /// Candidates whose referrers are worked out and that are assigned one to one; [`SHOWN`] by default.
    pub shown: Option<usize>,
    /// Whether and how to weigh the suppliers' criteria; the Pareto fronts need none of it.
    pub order: PriorityOptions,
}

/// Candidates worked out in detail unless asked otherwise.
pub const SHOWN: usize = 50;

/// Somebody or something by id and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Party {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
}

/// What a candidate is to local buyers today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// It sells to them.
    Supplier,
    /// It makes what they buy from others.
    Maker,
}

/// A product for which a firm is a candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetProduct {
    /// Key of the figures of `gap` about the product, less the measure.
    pub figure: FigureKey,
    /// What.
    pub product: ProductName,
    /// First chain that holds it; `None` outside all chains.
    pub chain: Option<Arc<str>>,
    /// Its segment there.
    pub segment: Option<Arc<str>>,
    /// Local firm that buys most of it, leaders before others.
    pub leader: Option<Party>,
    /// Whether the firm sells it here today.
    pub kind: TargetKind,
    /// What the firm sells of it to local buyers from outside, yuan; `None` when no line has an amount, or it sells none.
    pub sold: Option<f64>,
    /// Of this what introductions could not serve, yuan.
    pub capturable: Option<f64>,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// Local buyers it sells to.
    pub buyers: usize,
    /// Of these, buyers to which it is the only supplier of the product.
    pub sole_sources: usize,
    /// What it can make, yuan a year.
    pub capacity: Feature,
    /// Of this what is to be recruited, yuan [RT-3].
    pub fit: Option<f64>,
    /// Share of the other candidates for the product whose revenue is smaller [RT-4].
    pub size: Feature,
    /// Kilometres from the centre of local demand [RT-5].
    pub distance: Feature,
    /// exp(−distance / typical distance), from 0 to 1.
    pub nearness: Feature,
    /// How near the product is to what is made here already, from 0 to 1 [RT-7].
    pub related: Feature,
}

/// A candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetRow {
    /// Rank among its kind, from 1.
    pub rank: usize,
    /// What it is to local buyers today.
    pub kind: TargetKind,
    /// Who.
    pub firm: FirmName,
    /// Position of its class in [`Target::origins`] [RT-6].
    pub origin: usize,
    /// Yuan a year that its move adds beyond what introductions could serve; `None` when no line has an amount.
    pub capturable: Option<f64>,
    /// All that local buyers buy from it from outside, yuan, bridgeable products included [RT-1].
    pub sold: Option<f64>,
    /// `sold / revenue`.
    pub dependency: Feature,
    /// Lines without an amount: what they are worth comes on top.
    pub unpriced_lines: u32,
    /// Local buyers of the products that count.
    pub buyers: usize,
    /// Of these, leaders.
    pub leaders: usize,
    /// Products of a buyer that have no other supplier.
    pub sole_sources: usize,
    /// Yuan a year of what is to be recruited that it could make; `None` where no capacity is known [RT-3].
    pub fit: Option<f64>,
    /// Sales to leaders elsewhere [RT-2].
    pub peers: Peers,
    /// As of its first product [RT-4].
    pub size: Feature,
    /// As of its first product, kilometres [RT-5].
    pub distance: Feature,
    /// As of its first product.
    pub nearness: Feature,
    /// As of its first product [RT-7].
    pub related: Feature,
    /// Plants begun outside its home city in the last three years [RT-8].
    pub expansions: Feature,
    /// Titles, sorted.
    pub qualifications: Vec<Qualification>,
    /// Pareto front among the first [`COMPARED`] suppliers, from 1; `None` of makers and beyond.
    pub front: Option<usize>,
    /// The weighted order, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub composite: Option<CompositeRow>,
    /// Products, the most capturable first.
    pub products: Vec<TargetProduct>,
    /// Who can introduce it; `None` beyond those worked out in detail.
    pub referrers: Option<Vec<Referrer>>,
    /// What an approach costs, yuan.
    pub cost: Option<f64>,
    /// Probability of coming at which the approach pays within a year; above 1 it never does.
    pub break_even: Feature,
}

/// Why a supplier is no candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// Local firms could deliver the product: introduce them first.
    Bridgeable,
    /// It makes nothing.
    Trader,
    /// It is here already and ships from elsewhere.
    HereAlready,
    /// It must not be approached.
    Excluded,
}

/// A supplier left out for a product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOutSupplier {
    /// Who.
    pub firm: FirmName,
    /// What it sells.
    pub product: ProductName,
    /// Why it is left out.
    pub why: Unfit,
    /// What it sells of it to local buyers, yuan; `None` when no line has an amount.
    pub sold: Option<f64>,
    /// Local firms that could deliver it to its buyers.
    pub sellers: Vec<Party>,
}

/// What all candidates could bring together, yuan a year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TargetTotal {
    /// Bought from near.
    pub near: f64,
    /// Bought from nobody knows where.
    pub unlocated: f64,
    /// Bought outside.
    pub outside: f64,
    /// Of this, introductions could serve.
    pub bridgeable: f64,
    /// Of this, to be recruited.
    pub to_recruit: f64,
    /// Bought outside from suppliers without a name.
    pub unnamed: f64,
    /// Sum over the suppliers, each alone.
    pub single: f64,
    /// What all suppliers take over together.
    pub suppliers: f64,
    /// What suppliers and makers take over together.
    pub all: f64,
    /// Of what is to be recruited, what no supplier that can be called brings.
    pub uncovered: f64,
    /// Lines without an amount wherever they come from, as [`split`](super::split()) counts them.
    pub unpriced_lines: u32,
    /// Of these, lines known to be bought outside.
    pub unpriced_outside: u32,
}

/// Answer: whom to recruit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// Classes of origins, first choice first.
    pub origins: Vec<OriginClass>,
    /// Local buyers.
    pub buyers: usize,
    /// Of these, leaders; none where the data name no roles.
    pub leaders: usize,
    /// What all bring together.
    pub total: TargetTotal,
    /// Outside firms that sell here, by rank.
    pub suppliers: Vec<TargetRow>,
    /// Keys of criteria that fronts and composite leave out: fewer than half of the suppliers compared have a value.
    pub hardly_known: Vec<&'static str>,
    /// What was weighed, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighed: Option<WeighedTargets>,
    /// Outside firms that make what is to be recruited, by rank.
    pub makers: Vec<TargetRow>,
    /// Who supplies the leaders' outside suppliers.
    pub second_tier: Vec<SecondRow>,
    /// Origin, chain, leader, product, candidates.
    pub tree: Vec<OriginGroup>,
    /// Products to be recruited, most first.
    pub gaps: Vec<ProductGap>,
    /// One candidate for each product, of those worked out in detail: the most that can be brought one to one.
    pub assignment: Vec<Assigned>,
    /// Suppliers left out, with who could replace them.
    pub left_out: Vec<LeftOutSupplier>,
    /// Names to be excluded that the data do not have.
    pub unknown_exclusions: Vec<String>,
    /// Buyers left out because their place is unknown.
    pub unlocated_buyers: usize,
}

/// Finds whom to recruit.
///
/// # Errors
/// When the options name a chain, a year, a place, a firm or a product that the data set does not have.
pub fn target(graph: &SupplyGraph, options: &TargetOptions) -> Result<Target, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    candidate::answer(graph, options)
}
