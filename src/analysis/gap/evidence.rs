//! The numbers behind a weak link: [WL-1] to [WL-8].

use crate::analysis::Error;
use crate::analysis::risk::chokepoint::weak::Critical;
use crate::analysis::scope::Scope;
use crate::analysis::split::{FirmName, firm_name, spare_of};
use crate::graph::{Node, SupplyGraph};
use crate::model::{Capability, FirmIx, Location, Measure, Nearness, ProductIx, Role, Tier, Year, division};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of a product in the area and year; amounts in yuan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Priced purchases of local buyers; `None` when no line is priced.
    pub demand: Option<f64>,
    /// Lines in all.
    pub lines: u32,
    /// Lines without an amount; the demand is larger than stated when there are any.
    pub unpriced_lines: u32,
    /// Local buyers.
    pub buyers: usize,
    /// Leaders among them.
    pub leaders: usize,
    /// Local makers: those of the sheet 产能 and suppliers that ship from nearby, named or not.
    pub local_makers: usize,
    /// Whether the data set tells who makes what at all (sheet 产能); otherwise only sellers are seen.
    pub makers_told: bool,
    /// Makers whose place leaves open whether they are local.
    pub possible_makers: usize,
    /// Local plants under construction.
    pub in_pipeline: usize,
    /// Local supply rate; `None` when nobody buys it.
    pub rate: Option<Measure>,
    /// Suppliers and their shares.
    pub concentration: Concentration,
    /// Capacity of local makers.
    pub capacity: Capacity,
    /// Where it comes from.
    pub origins: Origins,
    /// An input of it is made here.
    pub made_before: bool,
    /// A product it goes into is made here.
    pub made_after: bool,
    /// An input that is made here is also sold outside: it leaves unprocessed.
    pub input_sold_outside: bool,
    /// A product that it goes into is made here and sold outside: it would feed a growing use.
    pub output_sold_outside: bool,
    /// Firms without which it cannot be had, so that a leader stops; sorted by id.
    pub single_points: Vec<SinglePoint>,
}

/// [WL-8]: a firm without which a product cannot be had by anybody, whoever else in the data steps in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SinglePoint {
    /// Who.
    pub firm: FirmName,
    /// Leaders that stop with it.
    pub leaders: usize,
}

impl SinglePoint {
    pub(super) fn of(graph: &SupplyGraph, point: &Critical) -> Self {
        Self { firm: firm_name(graph, point.firm), leaders: point.leaders }
    }
}

/// [WL-2] and [WL-3].
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Concentration {
    /// Distinct suppliers that serve local buyers.
    pub suppliers: usize,
    /// Whether one supplier serves all; `None` when an unnamed supplier leaves it open.
    pub single_source: Option<bool>,
    /// Yuan bought by buyers that have one supplier only.
    pub single_sourced: f64,
    /// The same as a share of demand.
    pub single_sourced_share: Option<f64>,
    /// Herfindahl–Hirschman index, 0 to 1.
    pub hhi: Option<f64>,
    /// `1 / hhi`: as if so many equal suppliers.
    pub effective: Option<f64>,
    /// The index with firms of one group taken as one.
    pub hhi_groups: Option<f64>,
}

/// [WL-5] and [WL-6]; `None` when the capacity of any local maker is unknown and no spare is known.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Capacity {
    /// Capacity of local makers, yuan a year; a lower bound when some is unknown.
    pub known: f64,
    /// Local makers whose capacity is unknown.
    pub unknown_makers: usize,
    /// Capacity − committed sales.
    pub available: Option<f64>,
    /// Share of demand beyond what is available.
    pub shortfall: Option<f64>,
    /// Yuan that idle local capacity could serve; a lower bound, from the spare that is known, when some capacity is not.
    pub unused_match: Option<f64>,
}

/// [WL-7].
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Origins {
    /// Priced purchases from nearby.
    pub near: f64,
    /// Priced purchases from outside: what could be converted.
    pub outside: f64,
    /// Priced purchases from an unknown place.
    pub unlocated: f64,
    /// Imported share of located purchases.
    pub import_share: Option<f64>,
    /// Province or country that supplies most among the outside ones.
    pub largest: Option<String>,
    /// Its share of purchases from outside.
    pub largest_share: Option<f64>,
    /// Its share of located purchases.
    pub largest_share_of_all: Option<f64>,
    /// Concentration over outside provinces and countries, 0 to 1.
    pub hhi: Option<f64>,
}

/// Everything collected in one pass over flows and capabilities.
pub(super) struct Facts {
    /// By product.
    bought: Vec<Bought>,
    made: BTreeMap<ProductIx, Made>,
    sold_outside: BTreeSet<ProductIx>,
}

#[derive(Default)]
struct Bought {
    lines: u32,
    unpriced: u32,
    near: f64,
    outside: f64,
    unlocated: f64,
    /// Buyer, supplier and yuan of each flow that is a source.
    sales: Vec<(FirmIx, u32, f64)>,
    unnamed: bool,
    /// Nodes that ship from nearby.
    near_suppliers: BTreeSet<u32>,
    by_region: BTreeMap<Region, f64>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Region {
    Province(u32),
    Abroad(Arc<str>),
}

impl Region {
    /// Province or country of a place; `None` when neither is known.
    pub(super) fn of(place: &Location) -> Option<Self> {
        match (&place.abroad, place.area) {
            (Some(country), _) => Some(Region::Abroad(country.clone())),
            (None, area) => area.map(|area| Region::Province(area.province())),
        }
    }

    pub(super) fn name(&self) -> String {
        match self {
            Region::Province(prefix) => division::name(crate::model::AreaCode(prefix * 10_000)),
            Region::Abroad(country) => country.to_string(),
        }
    }
}

#[derive(Default)]
struct Made {
    makers: BTreeSet<FirmIx>,
    possible: BTreeSet<FirmIx>,
    pipeline: BTreeSet<FirmIx>,
    capacity: f64,
    committed: f64,
    unknown: usize,
    /// Spare capacity as far as it is known.
    spare: f64,
    /// Unnamed suppliers that ship from nearby: somebody makes it there.
    unnamed: usize,
}

impl Facts {
    pub(super) fn collect(graph: &SupplyGraph, scope: &Scope, tier: &Tier, year: Option<Year>) -> Result<Self, Error> {
        let chain = scope.chain(graph)?;
        let mut bought: Vec<Bought> = graph.dataset().products.iter().map(|_| Bought::default()).collect();
        let mut sold_outside = BTreeSet::new();
        for flow in graph.flows().iter().filter(|flow| flow.year == year) {
            let seller_is_local = scope.is_local(graph.place(flow)) == Nearness::Near;
            let buyer_is_outside = scope.is_local(graph.buyer_place(flow)) == Nearness::Far;
            if seller_is_local && buyer_is_outside {
                sold_outside.insert(flow.product);
            }
            if scope.holds(graph, chain, flow) {
                let side = tier.near(graph.place(flow), graph.buyer_place(flow));
                bought[flow.product.index()].add(graph, flow, side);
            }
        }
        let buyers = bought.iter().flat_map(|bought| bought.sales.iter().map(|sale| sale.0));
        let here = Here::of(graph, scope, tier, buyers);
        let mut made = made(graph, &here, year, &mut sold_outside);
        for (product, bought) in bought.iter().enumerate().filter(|(_, bought)| !bought.near_suppliers.is_empty()) {
            made.entry(ProductIx::from(product)).or_default().add_suppliers(graph, &bought.near_suppliers);
        }
        Ok(Self { bought, made, sold_outside })
    }

    /// Products that local buyers buy.
    pub(super) fn bought(&self) -> impl Iterator<Item = ProductIx> + '_ {
        (0..self.bought.len()).filter(|at| self.bought[*at].lines > 0).map(ProductIx::from)
    }

    pub(super) fn evidence(&self, graph: &SupplyGraph, product: ProductIx, rate: Option<&Measure>) -> Evidence {
        let bought = &self.bought[product.index()];
        let made = self.made.get(&product);
        let is_made = |other: &ProductIx| self.made.get(other).is_some_and(|made| made.count() > 0);
        let inputs = &graph.dataset().inputs;
        let before: Vec<ProductIx> =
            inputs.iter().filter(|input| input.product == product).map(|input| input.input).collect();
        let after: Vec<ProductIx> =
            inputs.iter().filter(|input| input.input == product).map(|input| input.product).collect();
        let leaves = |other: &ProductIx| is_made(other) && self.sold_outside.contains(other);
        let demand = bought.near + bought.outside + bought.unlocated;
        let is_leader = |firm: &&FirmIx| graph.dataset().firm(**firm).role == Some(Role::Leader);
        let pairs = bought.pairs();
        let buyers: Vec<FirmIx> = pairs.chunk_by(|a, b| a.0 == b.0).map(|run| run[0].0).collect();
        Evidence {
            demand: (bought.lines > bought.unpriced).then_some(demand),
            lines: bought.lines,
            unpriced_lines: bought.unpriced,
            buyers: buyers.len(),
            leaders: buyers.iter().filter(is_leader).count(),
            makers_told: !graph.dataset().capabilities.is_empty(),
            local_makers: made.map_or(0, Made::count),
            possible_makers: made.map_or(0, |made| made.possible.len()),
            in_pipeline: made.map_or(0, |made| made.pipeline.len()),
            rate: rate.cloned(),
            concentration: bought.concentration(graph, &pairs, demand),
            capacity: made.map(|made| made.capacity(bought, demand)).unwrap_or_default(),
            origins: bought.origins(),
            made_before: before.iter().any(is_made),
            made_after: after.iter().any(is_made),
            input_sold_outside: before.iter().any(leaves),
            output_sold_outside: after.iter().any(leaves),
            single_points: Vec::new(),
        }
    }
}

/// Where a maker is local: in the focus area, or without one near a buyer as the tier has it.
pub(super) enum Here<'a> {
    Focus(&'a Scope),
    Buyers(&'a Tier, Vec<&'a Location>),
}

impl<'a> Here<'a> {
    pub(super) fn of(
        graph: &'a SupplyGraph,
        scope: &'a Scope,
        tier: &'a Tier,
        buyers: impl Iterator<Item = FirmIx>,
    ) -> Self {
        if scope.focus.is_some() {
            return Here::Focus(scope);
        }
        let buyers: BTreeSet<FirmIx> = buyers.collect();
        let mut places: Vec<&Location> = Vec::new();
        for buyer in buyers {
            let place = &graph.dataset().firm(buyer).location;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        Here::Buyers(tier, places)
    }

    pub(super) fn holds(&self, maker: &Location) -> Nearness {
        match self {
            Here::Focus(scope) => scope.is_local(maker),
            Here::Buyers(tier, places) => {
                let sides = || places.iter().map(|place| tier.near(maker, place));
                if sides().any(|side| side == Nearness::Near) {
                    Nearness::Near
                } else if places.is_empty() || sides().any(|side| side == Nearness::Unknown) {
                    Nearness::Unknown
                } else {
                    Nearness::Far
                }
            }
        }
    }
}

fn made(
    graph: &SupplyGraph,
    here: &Here<'_>,
    year: Option<Year>,
    sold_outside: &mut BTreeSet<ProductIx>,
) -> BTreeMap<ProductIx, Made> {
    let mut made: BTreeMap<ProductIx, Made> = BTreeMap::new();
    let rows = &graph.dataset().capabilities;
    let mut from = 0;
    while from < rows.len() {
        let key = (rows[from].firm, rows[from].product);
        let to = from + rows[from..].partition_point(|row| (row.firm, row.product) == key);
        let entry = made.entry(key.1).or_default();
        let location = &graph.dataset().firm(key.0).location;
        match (here.holds(location), spare_of(rows[from..to].iter(), year)) {
            (Nearness::Near, Some(row)) if row.under_construction => _ = entry.pipeline.insert(key.0),
            (Nearness::Near, row) => {
                entry.makers.insert(key.0);
                entry.spare += row.and_then(Capability::spare).unwrap_or(0.0);
                let committed = row.and_then(|row| row.committed).unwrap_or(0.0);
                match row.and_then(available) {
                    Some(available) => entry.capacity += available,
                    None => entry.unknown += 1,
                }
                entry.committed += committed;
                if committed > 0.0 {
                    sold_outside.insert(key.1);
                }
            }
            (Nearness::Unknown, _) => _ = entry.possible.insert(key.0),
            (Nearness::Far, _) => {}
        }
        from = to;
    }
    made
}

/// Capacity less what is promised elsewhere, yuan a year.
pub(super) fn available(made: &Capability) -> Option<f64> {
    // A stated spare beside an output says the capacity as well as a capacity would.
    let capacity = made.capacity.or_else(|| Some(made.output? + made.stated_spare?))?;
    Some((capacity - made.committed.unwrap_or(0.0)).max(0.0))
}

/// Whether a flow is a source of supply: a purchase of zero is none, one without a price is.
pub(in crate::analysis) fn is_source(flow: &crate::graph::Flow) -> bool {
    flow.amount > 0.0 || flow.unpriced > 0
}

impl Made {
    /// Local makers, named or not.
    fn count(&self) -> usize {
        self.makers.len() + self.unnamed
    }

    /// Who ships from nearby makes nearby, whether or not the sheet 产能 knows of it; the capacity stays unknown.
    fn add_suppliers(&mut self, graph: &SupplyGraph, nodes: &BTreeSet<u32>) {
        for &node in nodes {
            let new = match graph.nodes()[node as usize] {
                Node::Firm(firm) if graph.dataset().firm(firm).trader => false,
                Node::Firm(firm) => self.makers.insert(firm),
                Node::Unnamed { .. } => {
                    self.unnamed += 1;
                    true
                }
            };
            self.unknown += usize::from(new);
        }
    }

    fn capacity(&self, bought: &Bought, demand: f64) -> Capacity {
        let available = (self.unknown == 0 && self.count() > 0).then_some(self.capacity);
        let idle = available.map(|most| (most - bought.near).max(0.0)).or((self.spare > 0.0).then_some(self.spare));
        Capacity {
            known: self.capacity + self.committed,
            unknown_makers: self.unknown,
            available,
            shortfall: available.filter(|_| demand > 0.0).map(|most| (demand - most).max(0.0) / demand),
            unused_match: idle.map(|idle| idle.min(bought.outside)),
        }
    }
}

impl Bought {
    fn add(&mut self, graph: &SupplyGraph, flow: &crate::graph::Flow, side: Nearness) {
        self.lines += flow.priced + flow.unpriced;
        self.unpriced += flow.unpriced;
        match side {
            Nearness::Near => self.near += flow.amount,
            Nearness::Far => {
                self.outside += flow.amount;
                if let Some(region) = Region::of(graph.place(flow)) {
                    *self.by_region.entry(region).or_insert(0.0) += flow.amount;
                }
            }
            Nearness::Unknown => self.unlocated += flow.amount,
        }
        if is_source(flow) {
            self.unnamed |= graph.supplier_firm(flow).is_none();
            self.sales.push((flow.buyer, flow.supplier, flow.amount));
            if side == Nearness::Near {
                self.near_suppliers.insert(flow.supplier);
            }
        }
    }

    /// Yuan from each supplier to each buyer, sorted; sums run in the order of flows.
    fn pairs(&self) -> Vec<(FirmIx, u32, f64)> {
        let mut sales = self.sales.clone();
        sales.sort_by_key(|(buyer, supplier, _)| (*buyer, *supplier));
        merged(&sales, |a, b| (a.0, a.1) == (b.0, b.1)).map(|(first, sum)| (first.0, first.1, sum)).collect()
    }

    fn concentration(&self, graph: &SupplyGraph, pairs: &[(FirmIx, u32, f64)], demand: f64) -> Concentration {
        let mut single_sourced = 0.0;
        for suppliers in pairs.chunk_by(|a, b| a.0 == b.0) {
            if let [(_, _, amount)] = suppliers {
                single_sourced += amount;
            }
        }
        let mut sales = pairs.to_vec();
        sales.sort_by_key(|(_, supplier, _)| *supplier);
        let by_supplier: Vec<(u32, f64)> =
            merged(&sales, |a, b| a.1 == b.1).map(|(first, sum)| (first.1, sum)).collect();
        let named = by_supplier.iter().filter(|(node, _)| (*node as usize) < graph.dataset().firms.len()).count();
        let single_source = match (named, self.unnamed) {
            (0, false) => None,
            (0 | 1, true) => None,
            (count, _) => Some(count == 1),
        };
        let mut by_group: BTreeMap<&Arc<str>, f64> = BTreeMap::new();
        let mut alone = Vec::new();
        for &(node, amount) in &by_supplier {
            match graph.dataset().firms.get(node as usize).and_then(|firm| firm.group.as_ref()) {
                Some(group) => *by_group.entry(group).or_insert(0.0) += amount,
                None => alone.push(amount),
            }
        }
        let hhi = hhi(by_supplier.iter().map(|(_, amount)| amount));
        Concentration {
            suppliers: by_supplier.len(),
            single_source,
            single_sourced,
            single_sourced_share: (demand > 0.0).then(|| single_sourced / demand),
            hhi,
            effective: hhi.map(|hhi| 1.0 / hhi),
            hhi_groups: self::hhi(by_group.values().chain(&alone)),
        }
    }

    fn origins(&self) -> Origins {
        let located = self.near + self.outside;
        let imported: f64 = (self.by_region.iter())
            .filter(|(region, _)| matches!(region, Region::Abroad(_)))
            .map(|(_, amount)| amount)
            .sum();
        let largest = self.by_region.iter().max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0)));
        let largest = largest.filter(|(_, amount)| **amount > 0.0);
        Origins {
            near: self.near,
            outside: self.outside,
            unlocated: self.unlocated,
            import_share: (located > 0.0).then(|| imported / located),
            largest: largest.map(|(region, _)| region.name()),
            largest_share: largest.map(|(_, amount)| amount / self.outside),
            largest_share_of_all: largest.map(|(_, amount)| amount / located),
            hhi: hhi(self.by_region.values()),
        }
    }
}

/// Runs of sales that belong together: the first of each and the yuan of all.
fn merged<'a>(
    sales: &'a [(FirmIx, u32, f64)],
    same: impl FnMut(&(FirmIx, u32, f64), &(FirmIx, u32, f64)) -> bool + 'a,
) -> impl Iterator<Item = ((FirmIx, u32), f64)> + 'a {
    sales.chunk_by(same).map(|run| ((run[0].0, run[0].1), run.iter().fold(0.0, |sum, (_, _, amount)| sum + amount)))
}

/// Σ (x / Σ x)²; `None` when nothing is priced.
///
/// Shares 0.5/0.3/0.2 give 0.38, as if there were 2.63 equal suppliers (methods §2.2).
fn hhi<'a>(amounts: impl Iterator<Item = &'a f64> + Clone) -> Option<f64> {
    let total: f64 = amounts.clone().sum();
    (total > 0.0).then(|| amounts.map(|amount| (amount / total) * (amount / total)).sum())
}

#[cfg(test)]
mod tests {
    use super::hhi;

    #[test]
    fn concentration_of_the_methods_examples() {
        let check = |shares: &[f64], index: f64, effective: f64| {
            let hhi = hhi(shares.iter()).unwrap();
            assert!((hhi - index).abs() < 1e-12 && (1.0 / hhi - effective).abs() < 5e-3, "{hhi}");
        };
        check(&[0.5, 0.3, 0.2], 0.38, 2.63);
        check(&[0.7, 0.3], 0.58, 1.72);
        check(&[7.0], 1.0, 1.0);
        assert_eq!(hhi([].iter()), None);
    }
}
