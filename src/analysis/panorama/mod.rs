//! Panorama (产业链全景图): what a map of one chain shows, box by box; states are computed, never typed in.
//!
//! ```text
//! gap      no local maker, and bought here or absent between two neighbours made here
//! weak     made here, and short of capacity, idle while buyers buy outside, or below the reference rate
//! fragile  made here, no such weakness, but one source, one region above half, or imported
//! made     made here, none of these
//! extend   neither made nor bought here, but a neighbour is made here
//! unknown  neither certain maker nor purchase, but makers whose place is unknown
//! absent   nothing of all that
//! ```
//!
//! Conventions: the numbers and types are those of [`gap`](super::gap()); firms named are local makers, leaders first, then
//! by what they make of the product a year (产量产值, else recorded sales). An input carries what its local buyers buy for that
//! product: a purchase counts once, for what the buyer sells most of among its products with this input. Of one county the map
//! shows firms, rates and amounts of the county, and the states of the whole area. Complexity: that of `gap` plus
//! O(products × makers).

mod county;
mod purchases;
mod under_way;
mod uses;

pub use purchases::{Purchase, PurchaseTree, Purchaser, Rest, SegmentName, Supplier, Use};
pub use under_way::UnderWay;

use super::gap::{GapOptions, GapRow, GapType, gap};
use super::overview::{Finder, Links, links};
use super::rate::chain::makers;
use super::risk::{Direction, Risk, RiskOptions, RiskRow, risk};
use super::scope::AreaName;
use super::scope::Scope;
use super::split::spare_of;
use super::{Error, scope::products_of};
use crate::graph::SupplyGraph;
use crate::model::{
    AreaCode, Chain, Dataset, FirmIx, Measure, Position, ProductIx, Role, Segment, Tier, Year, division,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Ways of losses on one map: more are no picture any more.
const RISKS: usize = 3;

/// Flows up to which ways of losses are worked out without being asked for.
const MARKED_FLOWS: usize = 50_000;

/// What to compute: as for the weak links.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PanoramaOptions {
    /// Focus, chain, year, tier, reference.
    #[serde(flatten)]
    pub gap: GapOptions,
    /// Whether to work out the ways of the largest losses; by default where the data have at most 50,000 flows.
    pub risks: Option<bool>,
    /// Whether to work out who supplies whom between the segments of all chains.
    pub links: bool,
    /// Chains by name or id; empty: that of the scope, else all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chains: Vec<String>,
    /// Whether the chains go on one sheet.
    #[serde(skip_serializing_if = "is_not")]
    pub together: bool,
    /// Only what a county of the focus area has of the chains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub county: Option<String>,
    /// In place of the chains what this firm buys, directly and through its suppliers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader: Option<String>,
}

/// State of a product on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProductState {
    /// Made here; no weakness found.
    Made,
    /// Made here, but short, idle or below the reference.
    Weak,
    /// Made here, but depends on one source or region.
    Fragile,
    /// Wanted here and not made here.
    Gap,
    /// Room to extend.
    Extend,
    /// Not here.
    Absent,
    /// The data do not tell.
    Unknown,
}

/// What a local maker is; one for each of [`PanoramaProduct::firms`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Maker {
    /// Role, when the user says.
    pub role: Option<Role>,
    /// What it makes of the product, yuan a year: 产量产值 as stated, else recorded sales; `None` when neither is known.
    pub amount: Option<f64>,
}

/// A product on the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanoramaProduct {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Whether the map marks it essential.
    pub essential: bool,
    /// State.
    pub state: ProductState,
    /// Types of remedy.
    pub types: Vec<GapType>,
    /// Local supply rate; `None` when nobody buys it.
    pub rate: Option<Measure>,
    /// Priced purchases of local buyers, yuan.
    pub demand: Option<f64>,
    /// Local makers by name, leaders first, then by what they make of it.
    pub firms: Vec<Arc<str>>,
    /// What each of them is.
    pub makers: Vec<Maker>,
    /// On the map of a county: local makers elsewhere in the focus area.
    #[serde(skip_serializing_if = "is_none")]
    pub elsewhere: usize,
    /// Projects here that are to make it and do not produce yet, the furthest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<UnderWay>,
    /// Names of other chains whose products it goes into.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feeds: Vec<Arc<str>>,
    /// Local plants under construction.
    pub in_pipeline: usize,
    /// Makers whose place leaves open whether they are local.
    pub possible_makers: usize,
    /// Whether it is other than on the map it was compared with: see [`Panorama::mark_changes`].
    #[serde(skip_serializing_if = "is_not")]
    pub changed: bool,
}

/// Makers of one division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaMakers {
    /// Where.
    #[serde(flatten)]
    pub area: AreaName,
    /// Distinct firms.
    pub makers: usize,
}

/// A segment on the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanoramaSegment {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// English name, when known.
    pub name_en: Option<Arc<str>>,
    /// Position in the chain.
    pub position: Position,
    /// Products, in the order of the map.
    pub products: Vec<PanoramaProduct>,
    /// Distinct local makers in the segment.
    pub firm_count: usize,
    /// The same by division directly inside the focus area, sorted by code; a firm with plants in several counts in each,
    /// one of unknown division in none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub makers_by_area: Vec<AreaMakers>,
    /// Yuan bought nearby and yuan bought with known origin, over its products.
    pub near: f64,
    /// See `near`.
    pub located: f64,
}

/// An input between two products of the chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanoramaInput {
    /// Product id of the input.
    pub input: Arc<str>,
    /// Product id of what is made.
    pub product: Arc<str>,
    /// Required; `true` where the map does not say.
    pub required: bool,
    /// Priced purchases of the input by local buyers for this product, yuan; `None` when there are none.
    pub amount: Option<f64>,
    /// Whether more or less of it is bought, or comes from nearby, than on the map it was compared with.
    #[serde(skip_serializing_if = "is_not")]
    pub changed: bool,
}

fn is_not(flag: &bool) -> bool {
    !flag
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

/// A way of a loss through the chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanoramaRisk {
    /// Who stops.
    pub firm: Arc<str>,
    /// What the others lose, yuan a year.
    pub loss: f64,
    /// Who loses most, at the end of the way.
    pub end: Arc<str>,
    /// Product ids along the way, each an input of the next; the last may be what the firm at the end makes of it.
    pub products: Vec<Arc<str>>,
}

/// One chain on the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainPanorama {
    /// Chain id.
    pub id: Arc<str>,
    /// Chain name.
    pub name: Arc<str>,
    /// English name, when known.
    pub name_en: Option<Arc<str>>,
    /// Segments, upstream first.
    pub segments: Vec<PanoramaSegment>,
    /// Inputs within the chain.
    pub inputs: Vec<PanoramaInput>,
    /// Products with at least one local maker / products on the map.
    pub completeness: Measure,
    /// Yuan bought nearby over all products of the chain.
    pub near: f64,
    /// Yuan bought with known origin.
    pub located: f64,
    /// Priced purchases, yuan.
    pub demand: f64,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// Ways of the largest losses, as far as they were computed: see [`Panorama::mark`].
    pub risks: Vec<PanoramaRisk>,
}

/// Answer: the maps of the chains asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panorama {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// Chains, sorted by id; those without products are left out.
    pub chains: Vec<ChainPanorama>,
    /// Whether they go on one sheet.
    #[serde(skip_serializing_if = "is_not")]
    pub together: bool,
    /// The county whose firms, rates and amounts these are; states are those of the focus area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub county: Option<AreaName>,
    /// What a firm buys, in place of the chains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchases: Option<Box<PurchaseTree>>,
    /// Purchases between segments, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
}

impl Panorama {
    /// Marks the ways of the largest losses: of firms to secure, those whose failure costs the others most.
    pub fn mark(&mut self, risk: &Risk) {
        let mut rows: Vec<&RiskRow> = risk.firms.iter().filter(|row| row.secure && row.effect.is_some()).collect();
        rows.sort_by(|a, b| (b.loss_down - b.own).total_cmp(&(a.loss_down - a.own)).then(a.rank.cmp(&b.rank)));
        for chain in &mut self.chains {
            chain.risks = rows.iter().filter_map(|row| way(chain, row)).take(RISKS).collect();
        }
    }
}

impl Panorama {
    /// Marks what is other than on another map of the same chains: products, and inputs of which another amount is bought or
    /// comes from nearby.
    pub fn mark_changes(&mut self, before: &Panorama) {
        for chain in &mut self.chains {
            let Some(old) = before.chains.iter().find(|old| old.id == chain.id) else { continue };
            let known: BTreeMap<Arc<str>, &PanoramaProduct> =
                old.products().map(|product| (product.id.clone(), product)).collect();
            let mut moved: BTreeSet<Arc<str>> = BTreeSet::new();
            for product in chain.segments.iter_mut().flat_map(|segment| &mut segment.products) {
                let old = known.get(&product.id);
                if old.is_none_or(|old| product.trade_differs(old)) {
                    moved.insert(product.id.clone());
                }
                product.changed = old.is_none_or(|old| product.differs(old));
            }
            for input in &mut chain.inputs {
                input.changed = moved.contains(&input.input);
            }
        }
    }

    /// Whether anything is marked as changed.
    pub fn has_changes(&self) -> bool {
        self.chains.iter().any(|chain| chain.products().any(|product| product.changed))
    }
}

impl PanoramaProduct {
    /// Whether what is bought, or bought nearby, differs by more than the order of adding.
    fn trade_differs(&self, other: &Self) -> bool {
        let near = |product: &Self| product.rate.as_ref().and_then(|rate| rate.numerator).unwrap_or(0.0);
        let demand = |product: &Self| product.demand.unwrap_or(0.0);
        let differs = |a: f64, b: f64| (a - b).abs() > 1e-9 * a.abs().max(b.abs());
        differs(near(self), near(other)) || differs(demand(self), demand(other))
    }

    fn differs(&self, other: &Self) -> bool {
        let shown =
            |product: &Self| (product.state, product.types.clone(), product.in_pipeline, product.possible_makers);
        let firms = |product: &Self| product.firms.iter().cloned().collect::<BTreeSet<Arc<str>>>();
        shown(self) != shown(other) || firms(self) != firms(other) || self.trade_differs(other)
    }
}

/// The first way along the goods whose products lie in the chain.
fn way(chain: &ChainPanorama, row: &RiskRow) -> Option<PanoramaRisk> {
    let paths = &row.effect.as_ref()?.paths;
    let path = paths.iter().find(|path| path.direction == Direction::Down)?;
    let names: Vec<Arc<str>> = path.steps.iter().filter_map(|step| Some(step.product.as_ref()?.id.clone())).collect();
    let placed = |id: &&Arc<str>| chain.products().any(|product| product.id == **id);
    let mut products: Vec<Arc<str>> = names.iter().skip_while(|id| !placed(id)).take_while(placed).cloned().collect();
    let end = &path.steps.last()?.firm.name;
    if let Some(made) = products.last().and_then(|last| chain.made_of(last, end)) {
        products.push(made);
    }
    let loss = row.loss - row.own;
    (!products.is_empty()).then(|| PanoramaRisk { firm: row.firm.name.clone(), loss, end: end.clone(), products })
}

impl ChainPanorama {
    /// All products on the map.
    pub fn products(&self) -> impl Iterator<Item = &PanoramaProduct> {
        self.segments.iter().flat_map(|segment| &segment.products)
    }

    /// What a firm makes of an input, as the map has it.
    fn made_of(&self, input: &Arc<str>, firm: &Arc<str>) -> Option<Arc<str>> {
        let made = self.products().filter(|product| product.firms.contains(firm));
        let fed = |product: &&PanoramaProduct| {
            self.inputs.iter().any(|line| line.input == *input && line.product == product.id)
        };
        made.filter(fed).map(|product| product.id.clone()).next()
    }
}

/// Lays out what the maps show.
///
/// # Errors
/// When the options name a chain, a year, a county or a firm that the data set does not have, or a county outside the focus area.
pub fn panorama(graph: &SupplyGraph, options: &PanoramaOptions) -> Result<Panorama, Error> {
    let placed = options.gap.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    let asked = asked(graph, options)?;
    if let Some(leader) = &options.leader {
        return purchases::of(graph, options, leader);
    }
    let mut panorama = of_area(graph, &options.gap, &asked)?;
    panorama.together = options.together;
    if let Some(county) = &options.county {
        return county::narrowed(graph, options, &asked, (county, panorama));
    }
    let scope = &options.gap.scope;
    panorama.links = options.links.then(|| links(graph, scope, only(&asked), panorama.year));
    if options.risks.unwrap_or_else(|| graph.flows().len() <= MARKED_FLOWS) {
        // A loss does not stop at the border of a chain.
        let scope = Scope { chain: None, ..scope.clone() };
        panorama.mark(&risk(graph, &RiskOptions { scope, ..RiskOptions::default() })?);
    }
    Ok(panorama)
}

/// Chains asked for; empty: all.
fn asked<'g>(graph: &'g SupplyGraph, options: &PanoramaOptions) -> Result<Vec<&'g Chain>, Error> {
    let scope = &options.gap.scope;
    if options.chains.is_empty() {
        return Ok(scope.chain(graph)?.into_iter().collect());
    }
    let of = |name: &String| Scope { chain: Some(name.clone()), ..scope.clone() }.chain(graph);
    Ok(options.chains.iter().map(of).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// The one chain asked for, if it is one.
fn only<'g>(asked: &[&'g Chain]) -> Option<&'g Chain> {
    if let [only] = asked { Some(only) } else { None }
}

/// The maps of the chains, without ways of losses and links.
fn of_area(graph: &SupplyGraph, options: &GapOptions, asked: &[&Chain]) -> Result<Panorama, Error> {
    let chain = only(asked).map(|chain| chain.id.to_string());
    let options = GapOptions { scope: Scope { chain, ..options.scope.clone() }, ..options.clone() };
    let scope = &options.scope;
    // Weaknesses are those of all purchases: a product of two chains looks the same on both maps.
    // The map shows types and triggers; what remedies bring stands in the list.
    let weak = gap(graph, &GapOptions { simulate: Some(false), ..options.clone() })?;
    let rows: BTreeMap<&str, &GapRow> = weak.rows.iter().map(|row| (row.product.id.as_ref(), row)).collect();
    let painter = Painter {
        graph,
        scope,
        rows,
        makers: makers(graph, scope),
        made: made(graph, weak.year),
        projects: under_way::projects(graph, scope),
        finder: Finder::new(graph, &[], weak.year),
        areas: scope.focus.map(|focus| division::children(focus).map(|area| area.code).collect()).unwrap_or_default(),
    };
    let is_asked = |chain: &&Chain| asked.is_empty() || asked.iter().any(|asked| asked.id == chain.id);
    let chains = graph.dataset().chains.iter().filter(is_asked).filter(|chain| !chain.products.is_empty());
    Ok(Panorama {
        chains: chains.map(|chain| painter.chain(chain, &weak)).collect(),
        focus: weak.focus.clone(),
        year: weak.year,
        tier: weak.tier.clone(),
        together: false,
        county: None,
        purchases: None,
        links: None,
    })
}

/// Recorded sales of each firm and product, yuan.
pub(super) fn sales(graph: &SupplyGraph, year: Option<Year>) -> BTreeMap<(ProductIx, FirmIx), f64> {
    let mut sales = BTreeMap::new();
    for flow in graph.flows().iter().filter(|flow| flow.year == year) {
        if let Some(firm) = graph.supplier_firm(flow) {
            *sales.entry((flow.product, firm)).or_insert(0.0) += flow.amount;
        }
    }
    sales
}

/// What each firm makes of each product, yuan a year: as stated, else as sold.
fn made(graph: &SupplyGraph, year: Option<Year>) -> BTreeMap<(ProductIx, FirmIx), f64> {
    let mut made = sales(graph, year);
    let rows = graph.dataset().capabilities.chunk_by(|a, b| (a.firm, a.product) == (b.firm, b.product));
    for rows in rows {
        if let Some((row, output)) = spare_of(rows.iter(), year).and_then(|row| Some((row, row.output?))) {
            made.insert((row.product, row.firm), output);
        }
    }
    made
}

struct Painter<'a> {
    graph: &'a SupplyGraph,
    scope: &'a Scope,
    rows: BTreeMap<&'a str, &'a GapRow>,
    makers: BTreeMap<ProductIx, (BTreeSet<FirmIx>, BTreeSet<FirmIx>)>,
    made: BTreeMap<(ProductIx, FirmIx), f64>,
    projects: BTreeMap<ProductIx, Vec<UnderWay>>,
    finder: Finder<'a>,
    /// Divisions directly inside the focus area.
    areas: Vec<AreaCode>,
}

impl Painter<'_> {
    fn by_area(&self, firms: &BTreeSet<FirmIx>) -> Vec<AreaMakers> {
        let mut makers: BTreeMap<AreaCode, usize> = BTreeMap::new();
        for &firm in firms {
            let places = self.graph.dataset().firm(firm).location.each();
            let inside = |area: AreaCode| self.areas.iter().copied().find(|of| area.is_in(*of));
            let areas: BTreeSet<AreaCode> = places.iter().filter_map(|place| inside(place.area?)).collect();
            areas.into_iter().for_each(|area| *makers.entry(area).or_default() += 1);
        }
        makers.into_iter().map(|(area, makers)| AreaMakers { area: AreaName::of(area), makers }).collect()
    }

    fn chain(&self, chain: &Chain, weak: &super::Gap) -> ChainPanorama {
        let segments: Vec<PanoramaSegment> =
            (0..chain.segments.len()).map(|at| self.segment(chain, at)).filter(|s| !s.products.is_empty()).collect();
        let inside = |product: ProductIx| chain.place_of(product).is_some();
        let id = |product: ProductIx| self.graph.dataset().product(product).id.0.clone();
        let inputs = self.graph.dataset().inputs.iter().filter(|input| inside(input.input) && inside(input.product));
        let uses = uses::uses(self.graph, self.scope, (&self.finder, chain), weak.year);
        let evidence: Vec<_> =
            chain.products.iter().filter_map(|entry| Some(&self.rows.get(&*id(entry.product))?.evidence)).collect();
        ChainPanorama {
            id: chain.id.clone(),
            name: chain.name.clone(),
            name_en: chain.name_en.clone(),
            near: segments.iter().map(|segment| segment.near).sum(),
            located: segments.iter().map(|segment| segment.located).sum(),
            segments,
            inputs: inputs
                .map(|input| PanoramaInput {
                    input: id(input.input),
                    product: id(input.product),
                    required: input.required.unwrap_or(true),
                    amount: uses.get(&(input.input, input.product)).copied(),
                    changed: false,
                })
                .collect(),
            completeness: (weak.completeness.iter())
                .find(|entry| entry.chain == chain.id)
                .map_or_else(|| Measure::empty("completeness/products"), |entry| entry.products.clone()),
            demand: evidence.iter().filter_map(|evidence| evidence.demand).sum(),
            unpriced_lines: evidence.iter().map(|evidence| evidence.unpriced_lines).sum(),
            risks: Vec::new(),
        }
    }

    fn segment(&self, chain: &Chain, at: usize) -> PanoramaSegment {
        let segment = &chain.segments[at];
        let mut products = products_of(chain, at);
        products.sort_by_key(|&product| (chain.place_of(product).and_then(|place| place.order), product));
        let mut firms: BTreeSet<FirmIx> = BTreeSet::new();
        for product in &products {
            firms.extend(self.makers.get(product).into_iter().flat_map(|(certain, _)| certain));
        }
        let origins = |product: &ProductIx| {
            let row = self.rows.get(self.graph.dataset().product(*product).id.as_str())?;
            Some(&row.evidence.origins)
        };
        let near: f64 = products.iter().filter_map(origins).map(|origins| origins.near).sum();
        let outside: f64 = products.iter().filter_map(origins).map(|origins| origins.outside).sum();
        PanoramaSegment {
            id: segment.id.clone(),
            name: segment.name.clone(),
            name_en: segment.name_en.clone(),
            position: segment.position.unwrap_or_else(|| position(self.graph.dataset(), &products)),
            products: products.iter().map(|&product| self.product(chain, product)).collect(),
            firm_count: firms.len(),
            makers_by_area: self.by_area(&firms),
            near,
            located: near + outside,
        }
    }

    fn product(&self, chain: &Chain, product: ProductIx) -> PanoramaProduct {
        let entry = self.graph.dataset().product(product);
        let row = self.rows.get(entry.id.as_str());
        let types = row.map(|row| row.types.clone()).unwrap_or_default();
        let firms = self.firms(product);
        PanoramaProduct {
            id: entry.id.0.clone(),
            name: entry.name.clone(),
            essential: chain.place_of(product).and_then(|place| place.essential).unwrap_or(false),
            state: row.map_or(ProductState::Absent, |row| state(row)),
            types,
            rate: row.and_then(|row| row.evidence.rate.clone()),
            demand: row.and_then(|row| row.evidence.demand),
            firms: firms.iter().map(|&firm| self.graph.dataset().firm(firm).name.clone()).collect(),
            makers: firms.iter().map(|&firm| self.maker(product, firm)).collect(),
            elsewhere: 0,
            projects: self.projects.get(&product).cloned().unwrap_or_default(),
            feeds: self.feeds(chain, product),
            in_pipeline: row.map_or(0, |row| row.evidence.in_pipeline),
            possible_makers: row.map_or(0, |row| row.evidence.possible_makers),
            changed: false,
        }
    }

    fn firms(&self, product: ProductIx) -> Vec<FirmIx> {
        let Some((makers, _)) = self.makers.get(&product) else { return Vec::new() };
        let mut firms: Vec<FirmIx> = makers.iter().copied().collect();
        let made = |firm: &FirmIx| self.made.get(&(product, *firm)).copied().unwrap_or(0.0);
        let role = |firm: &FirmIx| self.graph.dataset().firm(*firm).role.unwrap_or(Role::Supporting);
        firms.sort_by(|a, b| role(a).cmp(&role(b)).then(made(b).total_cmp(&made(a))).then(a.cmp(b)));
        firms
    }

    fn maker(&self, product: ProductIx, firm: FirmIx) -> Maker {
        let amount = self.made.get(&(product, firm)).copied().filter(|yuan| *yuan > 0.0);
        Maker { role: self.graph.dataset().firm(firm).role, amount }
    }

    /// Other chains whose products it goes into, in the order of the data set.
    fn feeds(&self, chain: &Chain, product: ProductIx) -> Vec<Arc<str>> {
        let dataset = self.graph.dataset();
        let into: BTreeSet<ProductIx> =
            dataset.inputs.iter().filter(|input| input.input == product).map(|input| input.product).collect();
        let is_fed = |other: &&Chain| other.products.iter().any(|entry| into.contains(&entry.product));
        let others = dataset.chains.iter().filter(|other| other.id != chain.id && other.place_of(product).is_none());
        others.filter(is_fed).map(|other| other.name.clone()).collect()
    }
}

/// Position of each segment of a chain.
pub(super) fn positions(dataset: &Dataset, chain: &Chain) -> Vec<Position> {
    let of = |(at, segment): (usize, &Segment)| {
        segment.position.unwrap_or_else(|| position(dataset, &products_of(chain, at)))
    };
    chain.segments.iter().enumerate().map(of).collect()
}

/// Where the user gave no position: what only feeds others is upstream, what nothing is made of is downstream.
fn position(dataset: &Dataset, products: &[ProductIx]) -> Position {
    let fed = products.iter().any(|product| dataset.inputs.iter().any(|input| input.product == *product));
    let feeds = products.iter().any(|product| dataset.inputs.iter().any(|input| input.input == *product));
    match (fed, feeds) {
        (false, true) => Position::Upstream,
        (true, false) => Position::Downstream,
        _ => Position::Midstream,
    }
}

fn state(row: &GapRow) -> ProductState {
    let has = |gap_type| row.types.contains(&gap_type);
    if row.evidence.local_makers > 0 {
        if has(GapType::Strengthen) {
            ProductState::Weak
        } else if has(GapType::Secure) {
            ProductState::Fragile
        } else {
            ProductState::Made
        }
    } else if has(GapType::Fill) {
        ProductState::Gap
    } else if row.evidence.possible_makers > 0 {
        ProductState::Unknown
    } else if has(GapType::Extend) {
        ProductState::Extend
    } else {
        ProductState::Absent
    }
}
