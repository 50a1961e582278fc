//! Three-way split (三分): of every yuan bought, what is supplied nearby, what could local firms supply today, what must be recruited?
//!
//! ```text
//! supplied    已配套  Σ priced purchases whose supplier is near
//! bridgeable  可牵线  maximum flow from spare capacity to purchases from outside, product by product
//! to_recruit  须招引  purchases from outside − bridgeable
//! rate    = supplied / (supplied + outside)
//! ceiling = (supplied + bridgeable) / (supplied + outside)       without any investment
//! ```
//!
//! Symbols: amounts in yuan of one year; spare capacity in yuan a year at delivered price ([`Capability::spare`]).
//!
//! Conventions. The flow is exact, in whole fen (分), so spare is never promised twice and never exceeds a need. A firm is
//! not introduced to itself, and spare that is unknown is not spare: its maker is listed as a candidate to be asked.
//! Purchases whose origin is unknown stand apart, in neither side. Lines without an amount have no yuan to split; they are counted.
//! Pairs of one county are preferred, then the nearer, but never at the expense of the total.
//!
//! Reading: the ceiling says what introductions alone can reach; it assumes that quality, price and certificates fit.
//!
//! Complexity O(sellers × buyers) a product; products run in parallel and are collected in order. Source: methods §3.4 [MA-1], needs E2.
//!
//! [`Capability::spare`]: crate::model::Capability::spare

use super::Error;
use super::key::{self, FigureKey, Names, Question};
use super::numeric::flow;
use super::scope::{AreaName, LeftOut, Scope, TierName};
use crate::graph::matrix::Csr;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{AreaCode, Capability, FirmIx, Location, Nearness, ProductIx, Tier, Year};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SplitOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
}

/// A firm by id and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FirmName {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Place in words of the gazetteer; empty when unknown.
    pub place: Arc<str>,
    /// Contact, when the data have one.
    pub contact: Option<Arc<str>>,
}

/// A product by id and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ProductName {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
}

/// Split of one buyer's purchases of one product, in yuan; `demand = supplied + bridgeable + to_recruit + unlocated`.
///
/// All five are `None` where no line has an amount: unknown, not zero.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SplitRow {
    /// Key of its figures, less the measure.
    pub figure: FigureKey,
    /// Who buys.
    pub buyer: FirmName,
    /// What.
    pub product: ProductName,
    /// Priced purchases.
    pub demand: Option<f64>,
    /// 已配套.
    pub supplied: Option<f64>,
    /// 可牵线.
    pub bridgeable: Option<f64>,
    /// 须招引.
    pub to_recruit: Option<f64>,
    /// Bought from an unknown place.
    pub unlocated: Option<f64>,
    /// Lines without an amount.
    pub unpriced_lines: u32,
}

/// Totals of the split, in yuan.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SplitTotal {
    /// Priced purchases.
    pub demand: f64,
    /// 已配套.
    pub supplied: f64,
    /// 可牵线.
    pub bridgeable: f64,
    /// 须招引.
    pub to_recruit: f64,
    /// Bought from an unknown place.
    pub unlocated: f64,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// `supplied / located demand`; `None` without located purchases.
    pub rate: Option<f64>,
    /// `(supplied + bridgeable) / located demand`.
    pub ceiling: Option<f64>,
}

/// An introduction to make: a line of the meeting sheet (对接表).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Meeting {
    /// Who buys.
    pub buyer: FirmName,
    /// Who could sell.
    pub seller: FirmName,
    /// What.
    pub product: ProductName,
    /// Yuan a year.
    pub amount: f64,
    /// What the buyer buys of it from outside, yuan.
    pub need: f64,
    /// What the seller can spare of it, yuan.
    pub spare: f64,
    /// Whether the seller already sells to the buyer.
    pub already_supplies: bool,
}

/// A local maker or seller whose spare capacity is unknown although buyers still look outside: ask it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// Who makes it.
    pub seller: FirmName,
    /// What.
    pub product: ProductName,
    /// What local buyers would still have to recruit of it, yuan.
    pub open_need: f64,
}

/// Answer: the split, the meeting sheet and whom to ask.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Split {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// Rows, sorted by buyer and product.
    pub rows: Vec<SplitRow>,
    /// Totals.
    pub total: SplitTotal,
    /// Meetings, sorted by product, buyer and seller.
    pub matches: Vec<Meeting>,
    /// Makers to ask, sorted by open need, then product and id.
    pub candidates: Vec<Candidate>,
    /// Buyers left out because their place is unknown.
    pub unlocated_buyers: usize,
    /// What such buyers buy in the year; `None` when every buyer has its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
}

/// Splits the purchases of local buyers.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn split(graph: &SupplyGraph, options: &SplitOptions) -> Result<Split, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    let scope = &options.scope;
    let year = scope.single_year(graph)?;
    let tier = local_tier(graph, scope, options.tier.as_ref());
    let needs = needs(graph, scope, &tier, year)?;
    let market = Market::new(graph, scope, &tier, year, &needs);
    let products = graph.dataset().products.len();
    let by_product = Csr::group(products, needs.iter().map(|need| need.product.index()));
    let solved: Vec<Solved> =
        (0..products).into_par_iter().map(|at| market.solve(ProductIx::from(at), by_product.row(at))).collect();
    let mut bridged = vec![0i64; needs.len()];
    for &(_, need, units) in solved.iter().flat_map(|solved| &solved.pairs) {
        bridged[need as usize] += units;
    }
    let chain = scope.chain(graph)?;
    let external = |flow: &Flow| scope.is_asked(graph, chain, flow);
    let left_out = scope.left_out(graph, external).into_iter().find(|sum| sum.year == year);
    let names = Names::new(graph);
    let row = |(need, units): (&Need, i64)| {
        let parts = [names.firm(need.buyer), names.product(need.product)];
        market.row(need, units, key::local_stem(&parts, year, &tier, &options.tier))
    };
    let mut rows: Vec<SplitRow> = needs.iter().zip(bridged).map(row).collect();
    rows.sort_by(|a, b| (&a.buyer.id, &a.product.id).cmp(&(&b.buyer.id, &b.product.id)));
    let mut candidates: Vec<Candidate> = solved.iter().flat_map(|solved| market.candidates(solved)).collect();
    candidates.sort_by(|a, b| {
        let by_need = b.open_need.total_cmp(&a.open_need);
        by_need.then_with(|| (&a.product.id, &a.seller.id).cmp(&(&b.product.id, &b.seller.id)))
    });
    Ok(Split {
        focus: scope.focus.map(AreaName::of),
        year,
        total: total(&rows),
        rows,
        matches: solved.iter().flat_map(|solved| market.meetings(solved)).collect(),
        candidates,
        unlocated_buyers: scope.unlocated_buyers(graph).len(),
        left_out,
        tier,
    })
}

/// The tier that counts as local: the one asked for, else the focus area, else the buyer's city.
pub(super) fn local_tier(graph: &SupplyGraph, scope: &Scope, tier: Option<&TierName>) -> Tier {
    let asked = tier.and_then(|tier| tier.resolve(&graph.dataset().regions));
    asked.unwrap_or_else(|| scope.focus.map_or(Tier::City, Tier::Area))
}

/// The spare capacity of a firm for a product in a year: the row of that year, else the latest before it, else undated.
pub(super) fn spare_of<'a>(rows: impl Iterator<Item = &'a Capability>, year: Option<Year>) -> Option<&'a Capability> {
    rows.filter(|made| year.is_none() || made.year.is_none() || made.year <= year).max_by_key(|made| made.year)
}

/// Name, place and contact of a firm.
pub(super) fn firm_name(graph: &SupplyGraph, ix: FirmIx) -> FirmName {
    named(graph, ix, &mut BTreeMap::new())
}

/// As [`firm_name`], with the words for places met before.
fn named<'a>(graph: &'a SupplyGraph, ix: FirmIx, places: &mut BTreeMap<PlaceWords<'a>, Arc<str>>) -> FirmName {
    let firm = graph.dataset().firm(ix);
    let at = &firm.location;
    let words = || Arc::from(place_words(graph, at));
    let place = match at.plants {
        Some(_) => words(),
        None => places.entry((at.area, at.zone, &at.abroad)).or_insert_with(words).clone(),
    };
    FirmName { id: firm.id.0.clone(), name: firm.name.clone(), place, contact: firm.contact.clone() }
}

/// What the words for a place depend on: division, zone, country.
type PlaceWords<'a> = (Option<AreaCode>, Option<u32>, &'a Option<Arc<str>>);

/// A place in words of the gazetteer; empty when unknown.
pub(super) fn place_words(graph: &SupplyGraph, at: &Location) -> String {
    if let Some(plants) = &at.plants {
        return plants.iter().map(|plant| place_words(graph, plant)).collect::<Vec<_>>().join("; ");
    }
    let zone = at.zone.and_then(|zone| graph.dataset().zones.get(zone as usize));
    let area = at.area.map(crate::model::division::path).unwrap_or_default();
    match (zone, &at.abroad) {
        (_, Some(country)) => country.to_string(),
        (Some(zone), None) => format!("{area} {}", zone.name).trim().to_owned(),
        (None, None) => area,
    }
}

/// Id and name of a product.
pub(super) fn product_name(graph: &SupplyGraph, ix: ProductIx) -> ProductName {
    let product = graph.dataset().product(ix);
    ProductName { id: product.id.0.clone(), name: product.name.clone() }
}

/// One buyer's purchases of one product.
pub(super) struct Need {
    pub(super) buyer: FirmIx,
    pub(super) product: ProductIx,
    pub(super) near: f64,
    pub(super) outside: f64,
    pub(super) unlocated: f64,
    pub(super) unpriced: u32,
    /// Its flows, first and last; self-supply may stand among them.
    pub(super) flows: (u32, u32),
}

/// What local buyers buy in the year, in the order of flows: by buyer, then product.
pub(super) fn needs(graph: &SupplyGraph, scope: &Scope, tier: &Tier, year: Option<Year>) -> Result<Vec<Need>, Error> {
    let chain = scope.chain(graph)?;
    let mut needs: Vec<Need> = Vec::new();
    for (at, flow) in (0..).zip(graph.flows()) {
        if flow.year != year || !scope.holds(graph, chain, flow) {
            continue;
        }
        let (buyer, product) = (flow.buyer, flow.product);
        if needs.last().is_none_or(|need| (need.buyer, need.product) != (buyer, product)) {
            let [near, outside, unlocated] = [0.0; 3];
            needs.push(Need { buyer, product, near, outside, unlocated, unpriced: 0, flows: (at, at) });
        }
        let Some(need) = needs.last_mut() else { continue };
        need.flows.1 = at;
        need.unpriced += flow.unpriced;
        match tier.near(graph.place(flow), graph.buyer_place(flow)) {
            Nearness::Near => need.near += flow.amount,
            Nearness::Far => need.outside += flow.amount,
            Nearness::Unknown => need.unlocated += flow.amount,
        }
    }
    Ok(needs)
}

/// Local makers and local needs, product by product.
pub(super) struct Market<'a> {
    pub(super) graph: &'a SupplyGraph,
    tier: &'a Tier,
    pub(super) year: Option<Year>,
    pub(super) needs: &'a [Need],
    /// Capabilities of each product.
    makers: Csr,
    /// Firms that buy or make something here, by firm.
    names: Vec<Option<FirmName>>,
    local: Vec<bool>,
    ranks: Ranks,
}

/// The split of one product.
pub(super) struct Solved {
    product: ProductIx,
    /// Seller with its spare, need, whole fen.
    pub(super) pairs: Vec<((FirmIx, f64), u32, i64)>,
    /// Makers whose spare is unknown, and what remains to be recruited.
    unknown: Vec<FirmIx>,
    open: f64,
}

impl<'a> Market<'a> {
    pub(super) fn new(
        graph: &'a SupplyGraph,
        scope: &Scope,
        tier: &'a Tier,
        year: Option<Year>,
        needs: &'a [Need],
    ) -> Self {
        let dataset = graph.dataset();
        let local: Vec<bool> =
            dataset.firms.iter().map(|firm| scope.is_local(&firm.location) == Nearness::Near).collect();
        let mut concerned = vec![false; dataset.firms.len()];
        for firm in needs.iter().map(|need| need.buyer).chain(dataset.capabilities.iter().map(|made| made.firm)) {
            concerned[firm.index()] = local[firm.index()];
        }
        let ranks = Ranks::new(graph, tier, &concerned);
        let mut places = BTreeMap::new();
        let name = |(at, concerned): (usize, bool)| concerned.then(|| named(graph, FirmIx::from(at), &mut places));
        let names = concerned.into_iter().enumerate().map(name).collect();
        let makers = Csr::group(dataset.products.len(), dataset.capabilities.iter().map(|made| made.product.index()));
        Self { graph, tier, year, needs, makers, names, local, ranks }
    }

    /// Local makers of a product with their spare capacity, known or not.
    pub(super) fn makers(&self, product: ProductIx) -> Vec<(FirmIx, Option<f64>)> {
        let capabilities = &self.graph.dataset().capabilities;
        let made: Vec<&Capability> =
            self.makers.row(product.index()).iter().map(|&at| &capabilities[at as usize]).collect();
        let spare = |rows: &[&Capability]| {
            let made = spare_of(rows.iter().copied(), self.year).filter(|made| !made.under_construction)?;
            Some((made.firm, made.spare()))
        };
        let of_firms = made.chunk_by(|a, b| a.firm == b.firm);
        of_firms.filter(|rows| self.local[rows[0].firm.index()]).filter_map(spare).collect()
    }

    /// Local firms that sell the product here although no row tells what they can make.
    pub(super) fn sellers_without_capacity(&self, needs: &[u32], makers: &[(FirmIx, Option<f64>)]) -> BTreeSet<FirmIx> {
        let flows = needs.iter().flat_map(|&at| {
            let (first, last) = self.needs[at as usize].flows;
            &self.graph.flows()[first as usize..=last as usize]
        });
        let sellers = flows.filter_map(|flow| self.graph.supplier_firm(flow));
        let makes = |firm: &FirmIx| self.local[firm.index()] && !self.graph.dataset().firm(*firm).trader;
        let is_new = |firm: &FirmIx| makes(firm) && makers.iter().all(|(maker, _)| maker != firm);
        sellers.filter(is_new).collect()
    }

    /// Who can sell more of a product, and how much, yuan a year.
    pub(super) fn sellers(&self, product: ProductIx) -> Vec<(FirmIx, f64)> {
        with_spare(&self.makers(product))
    }

    pub(super) fn solve(&self, product: ProductIx, needs: &[u32]) -> Solved {
        let makers = if needs.is_empty() { Vec::new() } else { self.makers(product) };
        let need = |at: usize| &self.needs[needs[at] as usize];
        let sellers = with_spare(&makers);
        let supply: Vec<i64> = sellers.iter().map(|&(_, spare)| fen(spare)).collect();
        let demand: Vec<i64> = (0..needs.len()).map(|at| fen(need(at).outside)).collect();
        let rank = |seller: usize, at: usize| self.rank(sellers[seller].0, need(at).buyer);
        let pairs = flow::assign(&supply, &demand, rank);
        let mut bridged = vec![0i64; needs.len()];
        for &(_, at, units) in &pairs {
            bridged[at] += units;
        }
        let open: f64 = bridged.iter().enumerate().map(|(at, &units)| need(at).split(units).1).sum();
        let meets = |firm: &FirmIx| needs.iter().any(|&at| self.rank(*firm, self.needs[at as usize].buyer).is_some());
        let unstated = makers.iter().filter(|(_, spare)| spare.is_none()).map(|(firm, _)| *firm);
        let unknown = unstated.chain(self.sellers_without_capacity(needs, &makers)).filter(|_| open > 0.0);
        Solved {
            product,
            unknown: unknown.filter(meets).collect(),
            pairs: pairs.iter().map(|&(seller, at, units)| (sellers[seller], needs[at], units)).collect(),
            open,
        }
    }

    /// Flows of a need in the year.
    pub(super) fn flows(&self, need: &Need) -> impl Iterator<Item = &'a Flow> {
        let (flows, year) = (self.graph.flows(), self.year);
        flows[need.flows.0 as usize..=need.flows.1 as usize].iter().filter(move |flow| flow.year == year)
    }

    /// Those that come from outside.
    pub(super) fn outside_flows(&self, need: &Need) -> impl Iterator<Item = &'a Flow> {
        let (graph, tier) = (self.graph, self.tier);
        let is_far = move |flow: &&Flow| tier.near(graph.place(flow), graph.buyer_place(flow)) == Nearness::Far;
        self.flows(need).filter(is_far)
    }

    /// Preference of a pair: one county first, then by distance in steps of 10 km; `None` when it may not meet.
    pub(super) fn rank(&self, seller: FirmIx, buyer: FirmIx) -> Option<usize> {
        if buyer == seller {
            return None;
        }
        self.ranks.get(seller, buyer).unwrap_or_else(|| {
            let dataset = self.graph.dataset();
            rank(self.tier, &dataset.firm(seller).location, &dataset.firm(buyer).location)
        })
    }

    pub(super) fn name(&self, firm: FirmIx) -> FirmName {
        self.names[firm.index()].clone().unwrap_or_else(|| firm_name(self.graph, firm))
    }

    fn row(&self, need: &Need, units: i64, stem: Arc<str>) -> SplitRow {
        let (bridgeable, to_recruit) = need.split(units);
        let demand = need.near + need.outside + need.unlocated;
        let known = |yuan: f64| (demand > 0.0 || need.unpriced == 0).then_some(yuan);
        SplitRow {
            figure: FigureKey::new(Question::Split, &stem, &Arc::default()),
            buyer: self.name(need.buyer),
            product: product_name(self.graph, need.product),
            demand: known(demand),
            supplied: known(need.near),
            bridgeable: known(bridgeable),
            to_recruit: known(to_recruit),
            unlocated: known(need.unlocated),
            unpriced_lines: need.unpriced,
        }
    }

    fn meetings<'s>(&'s self, solved: &'s Solved) -> impl Iterator<Item = Meeting> + 's {
        solved.pairs.iter().map(|&((seller, spare), need, units)| {
            let need = &self.needs[need as usize];
            let sells = |flow| self.graph.supplier_firm(flow) == Some(seller);
            Meeting {
                buyer: self.name(need.buyer),
                seller: self.name(seller),
                product: product_name(self.graph, solved.product),
                amount: yuan(units),
                need: need.outside,
                spare,
                already_supplies: self.flows(need).any(sells),
            }
        })
    }

    fn candidates<'s>(&'s self, solved: &'s Solved) -> impl Iterator<Item = Candidate> + 's {
        solved.unknown.iter().map(|&firm| Candidate {
            seller: self.name(firm),
            product: product_name(self.graph, solved.product),
            open_need: solved.open,
        })
    }
}

/// The makers that have spare capacity, with how much.
fn with_spare(makers: &[(FirmIx, Option<f64>)]) -> Vec<(FirmIx, f64)> {
    makers.iter().filter_map(|&(firm, spare)| Some((firm, spare.filter(|spare| *spare > 0.0)?))).collect()
}

impl Need {
    /// Of what is bought outside: what introductions serve, and what remains.
    fn split(&self, units: i64) -> (f64, f64) {
        let bridgeable = yuan(units).min(self.outside);
        (bridgeable, self.outside - bridgeable)
    }
}

/// Preference between two places: one county first, then by distance; `None` where they are not near.
pub(super) fn rank(tier: &Tier, from: &Location, to: &Location) -> Option<usize> {
    if tier.near(from, to) != Nearness::Near {
        return None;
    }
    if Tier::County.near(from, to) == Nearness::Near {
        return Some(0);
    }
    let steps = from.point.zip(to.point).map(|(a, b)| (a.distance_km(b) / 10.0) as usize);
    Some(steps.map_or(usize::MAX, |steps| steps + 1))
}

/// What nearness and distance of a firm depend on: many firms share it; one with several plants shares it with none.
pub(super) type PlaceKey<'a> = (Option<AreaCode>, Option<u32>, Option<(u64, u64)>, &'a Option<Arc<str>>, Option<usize>);

/// The key of the place of the firm of that number.
pub(super) fn place_key(firm: usize, place: &Location) -> PlaceKey<'_> {
    let point = place.point.map(|point| (point.lon.to_bits(), point.lat.to_bits()));
    (place.area, place.zone, point, &place.abroad, place.plants.as_ref().map(|_| firm))
}

/// Ranks between the distinct locations of the firms concerned: many firms are placed by their county alone.
struct Ranks {
    /// Number of each firm's location.
    classes: Vec<u32>,
    count: usize,
    /// Rank of each pair of locations; empty when there are too many.
    table: Vec<Option<usize>>,
}

impl Ranks {
    /// Locations up to which a table pays.
    const MOST: usize = 256;

    fn new(graph: &SupplyGraph, tier: &Tier, concerned: &[bool]) -> Self {
        let firms = &graph.dataset().firms;
        let mut classes = vec![0; firms.len()];
        let mut known = BTreeMap::new();
        let mut locations: Vec<&Location> = Vec::new();
        for (at, firm) in firms.iter().enumerate().filter(|(at, _)| concerned[*at]) {
            classes[at] = *known.entry(place_key(at, &firm.location)).or_insert_with(|| {
                locations.push(&firm.location);
                locations.len() as u32 - 1
            });
            if locations.len() > Self::MOST {
                return Self { classes, count: 0, table: Vec::new() };
            }
        }
        let pairs = locations.iter().flat_map(|from| locations.iter().map(|to| rank(tier, from, to)));
        Self { classes, count: locations.len(), table: pairs.collect() }
    }

    /// The rank of a pair, when the table has it.
    fn get(&self, seller: FirmIx, buyer: FirmIx) -> Option<Option<usize>> {
        let (from, to) = (self.classes[seller.index()] as usize, self.classes[buyer.index()] as usize);
        self.table.get(from * self.count + to).copied()
    }
}

/// Sums of rows, with the rate and the ceiling that they give.
pub(super) fn total<'r>(rows: impl IntoIterator<Item = &'r SplitRow>) -> SplitTotal {
    let mut total = SplitTotal::default();
    for row in rows {
        total.demand += row.demand.unwrap_or(0.0);
        total.supplied += row.supplied.unwrap_or(0.0);
        total.bridgeable += row.bridgeable.unwrap_or(0.0);
        total.to_recruit += row.to_recruit.unwrap_or(0.0);
        total.unlocated += row.unlocated.unwrap_or(0.0);
        total.unpriced_lines += row.unpriced_lines;
    }
    let located = total.supplied + total.bridgeable + total.to_recruit;
    if located > 0.0 {
        total.rate = Some(total.supplied / located);
        total.ceiling = Some((total.supplied + total.bridgeable) / located);
    }
    total
}

/// Whole fen, rounded down so that a promise never exceeds what there is.
pub(super) fn fen(yuan: f64) -> i64 {
    // A tenth of a fen of tolerance keeps 3000.10 yuan at 300 010 fen although binary floats hold a little less.
    (yuan * 100.0 + 0.1).floor() as i64
}

/// Yuan of whole fen.
pub(super) fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}
