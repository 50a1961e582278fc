//! Counties of the focus area (县区配套): what each sells and buys, how much of it at home, and who supplies whom.
//!
//! ```text
//! bought_c = own_c + inside_c + outside_c + unknown_c        sold_c likewise, by where the buyer stands       (yuan)
//! own rate of c     K_near / (K_near + K_far), near = shipped from c itself                                    [LR-1]
//! local rate of c   the same with near = shipped from the focus area (or the tier asked for)                   [LR-1]
//! cell (c, s)       the same sums and rates of the products of segment s alone
//! ```
//!
//! Symbols. `c` a unit of the focus area: a county of a city, a city of a province (a county governed by its province stands
//! beside the cities), a province where there is no focus and buyers stand in several. `K` as in [`rate`](super::rate()),
//! whose rules give every rate here with its bounds and coverage; nothing is estimated twice.
//!
//! Conventions. The shipping plant decides where goods come from, the buyer's plant where they go. Self-supply is in neither
//! sum nor rate and stands apart. What lies in the focus area, in which unit nobody knows, is a row of its own and no
//! county's. A product of two segments counts in both, so a row of the matrix may exceed the county's total; products of no
//! segment stand in a column of their own. Lines without an amount are counted beside the sums, never as zero.
//!
//! Reading. Sales are those that ledgers tell of: a county whose customers keep no books here sells more than is shown.
//! Complexity: O(flows log flows + cells). Source: methods §1.2–1.5.
//!
//! ```
//! use liantu::analysis::county::{CountyOptions, county};
//! use liantu::graph::SupplyGraph;
//! let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
//! assert!(county(&graph, &CountyOptions::default()).unwrap().rows.is_empty());
//! ```

mod flow;
mod matrix;
mod outline;
mod unit;

pub use flow::{PlaceFlow, ProductAmount};
pub use matrix::{Matrix, MatrixCell, SegmentName};
pub use outline::{Outlined, UnitOutline};
pub use unit::{Place, PlaceKind};

use super::Error;
use super::rate::{Purchases, rates_of};
use super::scope::{AreaName, LeftOut, Scope, TierName, is_member};
use crate::graph::{Flow, SupplyGraph};
use crate::model::{Boundaries, Chain, FirmIx, Level, Measure, Point, Role, Tier, Year};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unit::{Units, Whereabouts};

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CountyOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local beside the unit itself; the focus area when none is given.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
    /// Outlines to colour by rate; tiles without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boundaries: Option<Arc<Boundaries>>,
}

/// What is traded, by where the other side stands.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Traded {
    /// Priced lines, yuan; `None` when no line is priced.
    pub amount: Option<f64>,
    /// Of `amount`, with the unit itself.
    pub own: f64,
    /// Of `amount`, with the rest of the focus area.
    pub inside: f64,
    /// Of `amount`, with places outside.
    pub outside: f64,
    /// Of `amount`, with places that nobody knows.
    pub unknown: f64,
    /// Lines, with and without an amount.
    pub lines: u32,
    /// Lines without an amount.
    pub unpriced_lines: u32,
}

/// What firms of a place make for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct OwnSupply {
    /// Priced lines, yuan; `None` when no line is priced.
    pub amount: Option<f64>,
    /// Lines without an amount.
    pub unpriced_lines: u32,
}

/// A firm that leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeadingFirm {
    /// Firm id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// 链主 or 龙头.
    pub role: Role,
}

/// Figures of a unit, or of all of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Firms that stand here; of a chain, those that belong to it, make or trade its products.
    pub firms: usize,
    /// Of them 链主.
    pub leaders: usize,
    /// 链主, then 龙头, each by recorded sales.
    pub leading: Vec<LeadingFirm>,
    /// Firms here that buy from others.
    pub buyers: usize,
    /// Firms that ship to others from here; unnamed suppliers are not among them.
    pub sellers: usize,
    /// Purchases of the firms here.
    pub bought: Traded,
    /// What is shipped from here.
    pub sold: Traded,
    /// Self-supply of the firms here.
    pub own_supply: OwnSupply,
    /// Share of purchases that comes from the unit itself.
    pub own_rate: Measure,
    /// Share of purchases that counts as local.
    pub rate: Measure,
}

/// A unit with its figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountyRow {
    /// The unit.
    pub place: Place,
    /// Schematic centroid.
    pub centroid: Option<Point>,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// Answer: units of the focus area, what flows between them and beyond, and what each does in each segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct County {
    /// The area that is divided; `None` when buyers stand in several provinces and no focus was given.
    pub focus: Option<AreaName>,
    /// Year; `None` for lines without one.
    pub year: Option<Year>,
    /// Level of the units.
    pub level: Level,
    /// Tier of [`Figures::own_rate`].
    pub own_tier: Tier,
    /// Tier of [`Figures::rate`].
    pub tier: Tier,
    /// All together; `own` is then what stays in the unit of its buyer.
    pub total: Figures,
    /// Units by code, those without any firm among them; last what lies in an unknown unit, if anything does.
    pub rows: Vec<CountyRow>,
    /// Flows with at least one end in the focus area, self-supply left out, sorted by their ends.
    pub flows: Vec<PlaceFlow>,
    /// Unit by segment.
    pub matrix: Matrix,
    /// Purchases whose buyer's place is unknown: in no unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// Outlines of the units, when they were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlined: Option<Outlined>,
}

/// Computes figures, flows and matrix.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have, or no outline given is that of a unit.
pub fn county(graph: &SupplyGraph, options: &CountyOptions) -> Result<County, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    let year = options.scope.single_year(graph)?;
    let chain = options.scope.chain(graph)?;
    let units = Units::new(graph, options.scope.focus);
    let tier = options.tier.as_ref().and_then(|tier| tier.resolve(&graph.dataset().regions));
    let tier = tier.unwrap_or_else(|| units.focus.map_or_else(|| units.tier(), Tier::Area));
    let survey = Survey::new(graph, &options.scope, chain, year, &units);
    let mut matrix = matrix::collect(graph, chain, &survey);
    // Rates of rows, the total and the cells come from one reading of the ledgers.
    let partial = chain.is_some();
    let mut sets: Vec<Purchases> = survey.drafts.values().map(|draft| draft.purchases(partial)).collect();
    sets.push(Purchases { partial, flows: survey.all.clone() });
    sets.extend(matrix.iter_mut().map(|(_, flows)| Purchases { partial: true, flows: std::mem::take(flows) }));
    let mut rates = rates_of(graph, &options.scope, vec![units.tier(), tier.clone()], &sets)?.into_iter();
    let mut rows = Vec::with_capacity(survey.drafts.len());
    for (place, draft) in &survey.drafts {
        let figures = draft.figures(graph, &survey.sales, rates.next());
        rows.push(CountyRow { centroid: place.centroid(), place: place.clone(), figures });
    }
    let total = survey.total().figures(graph, &survey.sales, rates.next());
    let cells = matrix.into_iter().zip(rates).map(|((cell, _), rates)| cell.rated(rates)).collect();
    let outlined = options.boundaries.as_ref().map(|given| outline::find(given, &rows)).transpose()?;
    Ok(County {
        outlined,
        focus: units.focus.map(AreaName::of),
        year,
        level: units.level,
        own_tier: units.tier(),
        tier,
        total,
        rows,
        flows: flow::flows(graph, &survey),
        matrix: Matrix { segments: matrix::segments(graph, chain), cells },
        left_out: survey.left_out(graph, year),
    })
}

/// A flow that counts, with where its ends stand.
#[derive(Clone, Copy)]
struct Leg {
    /// Position in the graph's flows.
    at: u32,
    from: u32,
    to: u32,
}

/// What is known before any rate: places, flows, firms.
struct Survey<'a> {
    places: &'a Whereabouts,
    /// Purchases from others of the products asked for, wherever they run.
    legs: Vec<Leg>,
    /// Those of buyers in the focus area.
    all: Vec<u32>,
    drafts: BTreeMap<Place, Draft>,
    /// Recorded sales of each firm, yuan.
    sales: BTreeMap<FirmIx, f64>,
    /// Firms of the chain asked for; all without one.
    members: BTreeSet<FirmIx>,
}

/// A row under way.
#[derive(Clone, Default)]
struct Draft {
    firms: Vec<FirmIx>,
    buyers: BTreeSet<FirmIx>,
    sellers: BTreeSet<FirmIx>,
    bought: Traded,
    sold: Traded,
    own_supply: OwnSupply,
    flows: Vec<u32>,
}

impl<'a> Survey<'a> {
    fn new(
        graph: &SupplyGraph,
        scope: &Scope,
        chain: Option<&Chain>,
        year: Option<Year>,
        units: &'a Units,
    ) -> Survey<'a> {
        let places = &units.places;
        let drafts = units.all.iter().map(|unit| (unit.clone(), Draft::default())).collect();
        let mut survey = Survey {
            places,
            legs: Vec::new(),
            all: Vec::new(),
            drafts,
            sales: BTreeMap::new(),
            members: BTreeSet::new(),
        };
        for (at, flow) in (0..).zip(graph.flows()).filter(|(_, flow)| flow.year == year) {
            if scope.is_asked(graph, chain, flow) {
                survey.trade(graph, at, flow);
            } else if graph.is_self_supply(flow) && chain.is_none_or(|chain| chain.place_of(flow.product).is_some()) {
                survey.own_supply(flow);
            }
        }
        survey.firms(graph, chain);
        survey
    }

    fn draft(&mut self, place: u32) -> Option<&mut Draft> {
        let place = self.places.get(place);
        place.is_here().then(|| self.drafts.entry(place.clone()).or_default())
    }

    fn trade(&mut self, graph: &SupplyGraph, at: u32, flow: &Flow) {
        let (from, to) = (self.places.of_place[flow.place as usize], self.places.of_firm[flow.buyer.index()]);
        self.legs.push(Leg { at, from, to });
        let supplier = graph.supplier_firm(flow);
        if let Some(firm) = supplier {
            *self.sales.entry(firm).or_insert(0.0) += flow.amount;
        }
        let (source, target) = (self.places.get(from).clone(), self.places.get(to).clone());
        if let Some(draft) = self.draft(to) {
            draft.bought.add(flow, &target, &source);
            draft.buyers.insert(flow.buyer);
            draft.flows.push(at);
            self.all.push(at);
        }
        if let Some(draft) = self.draft(from) {
            draft.sold.add(flow, &source, &target);
            draft.sellers.extend(supplier);
        }
    }

    fn own_supply(&mut self, flow: &Flow) {
        if let Some(draft) = self.draft(self.places.of_firm[flow.buyer.index()]) {
            let own = &mut draft.own_supply;
            own.unpriced_lines += flow.unpriced;
            if flow.priced > 0 {
                own.amount = Some(own.amount.unwrap_or(0.0) + flow.amount);
            }
        }
    }

    /// Firms by the place where they stand; of a chain those that have to do with it.
    fn firms(&mut self, graph: &SupplyGraph, chain: Option<&Chain>) {
        let all = (0..graph.dataset().firms.len()).map(FirmIx::from);
        self.members = match chain {
            None => all.collect(),
            Some(chain) => {
                let makes = graph.dataset().capabilities.iter();
                let makes = makes.filter(|made| chain.place_of(made.product).is_some()).map(|made| made.firm);
                let flows = self.legs.iter().map(|leg| &graph.flows()[leg.at as usize]);
                let trade = flows.flat_map(|flow| graph.supplier_firm(flow).into_iter().chain([flow.buyer]));
                all.filter(|&firm| is_member(graph, chain, firm)).chain(makes).chain(trade).collect()
            }
        };
        for firm in self.members.clone() {
            if let Some(draft) = self.draft(self.places.of_firm[firm.index()]) {
                draft.firms.push(firm);
            }
        }
    }

    /// All rows together.
    fn total(&self) -> Draft {
        let mut total = Draft::default();
        for draft in self.drafts.values() {
            total.firms.extend(&draft.firms);
            total.buyers.extend(&draft.buyers);
            total.sellers.extend(&draft.sellers);
            total.bought.merge(&draft.bought);
            total.sold.merge(&draft.sold);
            total.own_supply.amount = sum(total.own_supply.amount, draft.own_supply.amount);
            total.own_supply.unpriced_lines += draft.own_supply.unpriced_lines;
        }
        total
    }

    fn left_out(&self, graph: &SupplyGraph, year: Option<Year>) -> Option<LeftOut> {
        let mut left = LeftOut { year, buyers: 0, lines: 0, unpriced_lines: 0, amount: None };
        let mut buyers = BTreeSet::new();
        for leg in self.legs.iter().filter(|leg| self.places.get(leg.to).kind == PlaceKind::Unknown) {
            let flow = &graph.flows()[leg.at as usize];
            buyers.insert(flow.buyer);
            left.lines += flow.priced + flow.unpriced;
            left.unpriced_lines += flow.unpriced;
            left.amount = sum(left.amount, (flow.priced > 0).then_some(flow.amount));
        }
        left.buyers = buyers.len();
        (left.buyers > 0).then_some(left)
    }
}

/// The sum of what is known.
fn sum(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (one, other) => one.or(other),
    }
}

impl Traded {
    /// One more flow of a place; `other` is where its other end stands.
    fn add(&mut self, flow: &Flow, place: &Place, other: &Place) {
        self.lines += flow.priced + flow.unpriced;
        self.unpriced_lines += flow.unpriced;
        if flow.priced == 0 {
            return;
        }
        self.amount = sum(self.amount, Some(flow.amount));
        let part = match other.kind {
            PlaceKind::Unit if place == other => &mut self.own,
            PlaceKind::Unit | PlaceKind::Inside => &mut self.inside,
            PlaceKind::Unknown => &mut self.unknown,
            _ => &mut self.outside,
        };
        *part += flow.amount;
    }

    fn merge(&mut self, other: &Traded) {
        self.amount = sum(self.amount, other.amount);
        self.own += other.own;
        self.inside += other.inside;
        self.outside += other.outside;
        self.unknown += other.unknown;
        self.lines += other.lines;
        self.unpriced_lines += other.unpriced_lines;
    }
}

/// Own rate and local rate of a set of purchases.
type Rates = Vec<Measure>;

/// The two rates of a set; nothing to divide by where the set was not asked for.
fn pair(rates: Option<Rates>) -> (Measure, Measure) {
    let mut rates = rates.unwrap_or_default().into_iter();
    let mut next = || rates.next().unwrap_or_else(|| Measure::empty(""));
    (next(), next())
}

impl Draft {
    fn purchases(&self, partial: bool) -> Purchases {
        Purchases { partial, flows: self.flows.clone() }
    }

    fn figures(&self, graph: &SupplyGraph, sales: &BTreeMap<FirmIx, f64>, rates: Option<Rates>) -> Figures {
        let (own_rate, rate) = pair(rates);
        let role = |firm: &FirmIx| graph.dataset().firm(*firm).role;
        let mut leading: Vec<(Role, f64, FirmIx)> = Vec::new();
        for &firm in &self.firms {
            if let Some(role @ (Role::Leader | Role::Major)) = role(&firm) {
                leading.push((role, sales.get(&firm).copied().unwrap_or(0.0), firm));
            }
        }
        leading.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let named = |(role, _, firm): (Role, f64, FirmIx)| {
            let firm = graph.dataset().firm(firm);
            LeadingFirm { id: firm.id.0.clone(), name: firm.name.clone(), role }
        };
        Figures {
            firms: self.firms.len(),
            leaders: self.firms.iter().filter(|firm| role(firm) == Some(Role::Leader)).count(),
            leading: leading.into_iter().map(named).collect(),
            buyers: self.buyers.len(),
            sellers: self.sellers.len(),
            bought: self.bought,
            sold: self.sold,
            own_supply: self.own_supply,
            own_rate,
            rate,
        }
    }
}
