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
use super::numeric::flow;
use super::scope::{AreaName, Scope, TierName};
use crate::graph::SupplyGraph;
use crate::model::{Capability, FirmIx, Nearness, ProductIx, Tier, Year};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SplitOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
}

/// A firm by id and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FirmName {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Place in words of the gazetteer; empty when unknown.
    pub place: String,
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SplitRow {
    /// Who buys.
    pub buyer: FirmName,
    /// What.
    pub product: ProductName,
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

/// A local maker whose spare capacity is unknown although buyers still look outside: ask it.
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
}

/// Splits the purchases of local buyers.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn split(graph: &SupplyGraph, options: &SplitOptions) -> Result<Split, Error> {
    let scope = &options.scope;
    let year = scope.single_year(graph)?;
    let tier = local_tier(graph, options);
    let market = Market { graph, tier: &tier, year };
    let needs = market.needs(scope)?;
    let products: Vec<(ProductIx, Vec<Need>)> = needs.into_iter().collect();
    let solved: Vec<Solved> =
        products.par_iter().map(|(product, needs)| market.solve(scope, *product, needs)).collect();
    let mut rows: Vec<SplitRow> = solved.iter().flat_map(|solved| solved.rows.iter().cloned()).collect();
    rows.sort_by(|a, b| (&a.buyer.id, &a.product.id).cmp(&(&b.buyer.id, &b.product.id)));
    let mut candidates: Vec<Candidate> = solved.iter().flat_map(|solved| solved.candidates.iter().cloned()).collect();
    candidates.sort_by(|a, b| {
        let by_need = b.open_need.total_cmp(&a.open_need);
        by_need.then_with(|| (&a.product.id, &a.seller.id).cmp(&(&b.product.id, &b.seller.id)))
    });
    Ok(Split {
        focus: scope.focus.map(AreaName::of),
        year,
        total: total(&rows),
        rows,
        matches: solved.into_iter().flat_map(|solved| solved.matches).collect(),
        candidates,
        unlocated_buyers: scope.unlocated_buyers(graph).len(),
        tier,
    })
}

/// The tier that counts as local: the one asked for, else the focus area, else the buyer's city.
pub(super) fn local_tier(graph: &SupplyGraph, options: &SplitOptions) -> Tier {
    let asked = options.tier.as_ref().and_then(|tier| tier.resolve(&graph.dataset().regions));
    asked.unwrap_or_else(|| options.scope.focus.map_or(Tier::City, Tier::Area))
}

/// The spare capacity of a firm for a product in a year: the row of that year, else the latest before it, else undated.
pub(super) fn spare_of<'a>(rows: impl Iterator<Item = &'a Capability>, year: Option<Year>) -> Option<&'a Capability> {
    rows.filter(|made| year.is_none() || made.year.is_none() || made.year <= year).max_by_key(|made| made.year)
}

/// Name, place and contact of a firm.
pub(super) fn firm_name(graph: &SupplyGraph, ix: FirmIx) -> FirmName {
    let firm = graph.dataset().firm(ix);
    let zone = firm.location.zone.and_then(|zone| graph.dataset().zones.get(zone as usize));
    let area = firm.location.area.map(crate::model::division::path).unwrap_or_default();
    let place = match (zone, &firm.location.abroad) {
        (_, Some(country)) => country.to_string(),
        (Some(zone), None) => format!("{area} {}", zone.name).trim().to_owned(),
        (None, None) => area,
    };
    FirmName { id: firm.id.0.clone(), name: firm.name.clone(), place, contact: firm.contact.clone() }
}

/// Id and name of a product.
pub(super) fn product_name(graph: &SupplyGraph, ix: ProductIx) -> ProductName {
    let product = graph.dataset().product(ix);
    ProductName { id: product.id.0.clone(), name: product.name.clone() }
}

/// One buyer's purchases of one product.
#[derive(Default, Clone)]
struct Need {
    buyer: Option<FirmIx>,
    near: f64,
    outside: f64,
    unlocated: f64,
    unpriced: u32,
    suppliers: Vec<FirmIx>,
}

struct Market<'a> {
    graph: &'a SupplyGraph,
    tier: &'a Tier,
    year: Option<Year>,
}

struct Solved {
    rows: Vec<SplitRow>,
    matches: Vec<Meeting>,
    candidates: Vec<Candidate>,
}

impl Market<'_> {
    fn needs(&self, scope: &Scope) -> Result<BTreeMap<ProductIx, Vec<Need>>, Error> {
        let chain = scope.chain(self.graph)?;
        let mut needs: BTreeMap<ProductIx, BTreeMap<FirmIx, Need>> = BTreeMap::new();
        for flow in self.graph.flows().iter().filter(|flow| flow.year == self.year) {
            if !scope.holds(self.graph, chain, flow) {
                continue;
            }
            let need = needs.entry(flow.product).or_default().entry(flow.buyer).or_default();
            need.buyer = Some(flow.buyer);
            need.unpriced += flow.unpriced;
            need.suppliers.extend(self.graph.supplier_firm(flow));
            match self.tier.near(self.graph.place(flow), self.graph.buyer_place(flow)) {
                Nearness::Near => need.near += flow.amount,
                Nearness::Far => need.outside += flow.amount,
                Nearness::Unknown => need.unlocated += flow.amount,
            }
        }
        Ok(needs.into_iter().map(|(product, needs)| (product, needs.into_values().collect())).collect())
    }

    /// Local makers of a product with their spare capacity, known or not.
    fn makers(&self, scope: &Scope, product: ProductIx) -> Vec<(FirmIx, Option<f64>)> {
        let capabilities = &self.graph.dataset().capabilities;
        let mut firms: Vec<FirmIx> =
            capabilities.iter().filter(|made| made.product == product).map(|made| made.firm).collect();
        firms.dedup();
        let spare = |firm: FirmIx| {
            let rows = capabilities.iter().filter(|made| made.firm == firm && made.product == product);
            spare_of(rows, self.year).filter(|made| !made.under_construction).map(|made| (firm, made.spare()))
        };
        let is_local = |firm: &FirmIx| scope.is_local(&self.graph.dataset().firm(*firm).location) == Nearness::Near;
        firms.into_iter().filter(is_local).filter_map(spare).collect()
    }

    fn solve(&self, scope: &Scope, product: ProductIx, needs: &[Need]) -> Solved {
        let makers = self.makers(scope, product);
        let sellers: Vec<(FirmIx, f64)> =
            makers.iter().filter_map(|&(firm, spare)| Some((firm, spare.filter(|spare| *spare > 0.0)?))).collect();
        let supply: Vec<i64> = sellers.iter().map(|&(_, spare)| fen(spare)).collect();
        let demand: Vec<i64> = needs.iter().map(|need| fen(need.outside)).collect();
        let pairs = flow::assign(&supply, &demand, |seller, buyer| self.rank(sellers[seller].0, &needs[buyer]));
        let mut bridged = vec![0i64; needs.len()];
        for &(_, buyer, units) in &pairs {
            bridged[buyer] += units;
        }
        let rows: Vec<SplitRow> =
            needs.iter().zip(&bridged).map(|(need, &units)| self.row(product, need, units)).collect();
        let open: f64 = rows.iter().map(|row| row.to_recruit).sum();
        let unknown = makers.iter().filter(|(_, spare)| spare.is_none() && open > 0.0);
        Solved {
            matches: pairs
                .iter()
                .map(|&(seller, buyer, units)| self.meeting(product, sellers[seller], &needs[buyer], units))
                .collect(),
            candidates: unknown
                .map(|&(firm, _)| Candidate {
                    seller: firm_name(self.graph, firm),
                    product: product_name(self.graph, product),
                    open_need: open,
                })
                .collect(),
            rows,
        }
    }

    /// Preference of a pair: one county first, then by distance in steps of 10 km; `None` when it may not meet.
    fn rank(&self, seller: FirmIx, need: &Need) -> Option<usize> {
        let buyer = need.buyer.filter(|buyer| *buyer != seller)?;
        let dataset = self.graph.dataset();
        let (from, to) = (&dataset.firm(seller).location, &dataset.firm(buyer).location);
        if self.tier.near(from, to) != Nearness::Near {
            return None;
        }
        if Tier::County.near(from, to) == Nearness::Near {
            return Some(0);
        }
        let steps = from.point.zip(to.point).map(|(a, b)| (a.distance_km(b) / 10.0) as usize);
        Some(steps.map_or(usize::MAX, |steps| steps + 1))
    }

    fn row(&self, product: ProductIx, need: &Need, units: i64) -> SplitRow {
        let bridgeable = yuan(units).min(need.outside);
        SplitRow {
            buyer: firm_name(self.graph, need.buyer.expect("every need has a buyer")),
            product: product_name(self.graph, product),
            demand: need.near + need.outside + need.unlocated,
            supplied: need.near,
            bridgeable,
            to_recruit: need.outside - bridgeable,
            unlocated: need.unlocated,
            unpriced_lines: need.unpriced,
        }
    }

    fn meeting(&self, product: ProductIx, (seller, spare): (FirmIx, f64), need: &Need, units: i64) -> Meeting {
        Meeting {
            buyer: firm_name(self.graph, need.buyer.expect("every need has a buyer")),
            seller: firm_name(self.graph, seller),
            product: product_name(self.graph, product),
            amount: yuan(units),
            need: need.outside,
            spare,
            already_supplies: need.suppliers.contains(&seller),
        }
    }
}

fn total(rows: &[SplitRow]) -> SplitTotal {
    let mut total = SplitTotal::default();
    for row in rows {
        total.demand += row.demand;
        total.supplied += row.supplied;
        total.bridgeable += row.bridgeable;
        total.to_recruit += row.to_recruit;
        total.unlocated += row.unlocated;
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
fn fen(yuan: f64) -> i64 {
    // A tenth of a fen of tolerance keeps 3000.10 yuan at 300 010 fen although binary floats hold a little less.
    (yuan * 100.0 + 0.1).floor() as i64
}

fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}
