//! From lines to candidates: who sells what to local buyers from outside, who else makes it, and what each would bring.

use super::feature::{Absence, Distances, Elsewhere, Expansions, Feature, outside, revenues};
use super::gaps::{Gap, Taken};
use super::group::{self, whole};
use super::order;
use super::origin::Origins;
use super::referrer::Referrers;
use super::second;
use super::{
    LeftOutSupplier, Party, SHOWN, Target, TargetKind, TargetOptions, TargetProduct, TargetRow, TargetTotal, Unfit,
};
use crate::analysis::Error;
use crate::analysis::key::{self, FigureKey, Names, Question};
use crate::analysis::named::{self, plain};
use crate::analysis::scope::AreaName;
use crate::analysis::split::{
    Market, Need, ProductName, fen, firm_name, local_tier, needs as local_needs, product_name, spare_of,
};
use crate::graph::matrix::Csr;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{Capability, Chain, FirmIx, Nearness, Product, ProductIx, Role, Tier, Year};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a named outside supplier sells to one local buyer of one product.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sale {
    pub(super) firm: FirmIx,
    pub(super) product: ProductIx,
    /// Position among the product's needs.
    at: usize,
    pub(super) buyer: FirmIx,
    /// Sum of the priced lines; 0 when none is priced.
    pub(super) fen: i64,
    priced: u32,
    unpriced: u32,
    /// Whether the buyer has no other supplier of the product.
    sole: bool,
    here_already: bool,
}

/// What a candidate offers of one product.
pub(super) struct Offer {
    pub(super) firm: FirmIx,
    pub(super) kind: TargetKind,
    pub(super) origin: usize,
    /// What it brings alone, fen; `None` when unknown.
    pub(super) value: Option<i128>,
    sold: Option<i128>,
    unpriced: u32,
    buyers: Vec<FirmIx>,
    sole: usize,
    capacity: Feature,
    fit: Option<i128>,
    taken: Taken,
}

/// Candidates for one product, in order of their ids.
pub(super) struct OfProduct {
    pub(super) product: ProductIx,
    pub(super) offers: Vec<Offer>,
    left_out: Vec<(FirmIx, Unfit, Option<i128>, Vec<FirmIx>)>,
    /// To be recruited, bridgeable, bought from suppliers without a name, fen.
    pub(super) open: i128,
    pub(super) served: i128,
    pub(super) unnamed: i128,
    pub(super) unpriced: u32,
    /// What the candidates of each class of origins bring together, all suppliers, and all candidates; fen.
    pub(super) by_origin: Vec<i128>,
    suppliers: i128,
    pub(super) all: i128,
}

/// What answers share.
pub(super) struct Kept<'a> {
    pub(super) graph: &'a SupplyGraph,
    pub(super) chain: Option<&'a Chain>,
    pub(super) products: Vec<OfProduct>,
    leaders: BTreeMap<ProductIx, FirmIx>,
    names: Names<'a>,
    year: Option<Year>,
    tier: &'a Tier,
    options: &'a TargetOptions,
}

impl Kept<'_> {
    pub(super) fn year(&self) -> Option<Year> {
        self.year
    }

    pub(super) fn party(&self, firm: FirmIx) -> Party {
        party(self.graph, firm)
    }

    pub(super) fn product(&self, product: ProductIx) -> ProductName {
        product_name(self.graph, product)
    }

    /// The local firm that buys most of a product, leaders before others.
    pub(super) fn leader(&self, product: ProductIx) -> Option<Party> {
        self.leaders.get(&product).map(|firm| self.party(*firm))
    }

    pub(super) fn figure(&self, product: ProductIx) -> FigureKey {
        let stem = key::local_stem(&[self.names.product(product)], self.year, self.tier, &self.options.tier);
        FigureKey::new(Question::Gap, &stem, &Arc::default())
    }
}

/// Id and name of a firm.
pub(super) fn party(graph: &SupplyGraph, firm: FirmIx) -> Party {
    let firm = graph.dataset().firm(firm);
    Party { id: firm.id.0.clone(), name: firm.name.clone() }
}

pub(super) fn answer(graph: &SupplyGraph, options: &TargetOptions) -> Result<Target, Error> {
    let scope = &options.scope;
    let year = scope.single_year(graph)?;
    let tier = local_tier(graph, scope, options.tier.as_ref());
    let origins = Origins::new(graph, &options.origins)?;
    let needs = local_needs(graph, scope, &tier, year)?;
    let buyers: BTreeSet<FirmIx> = needs.iter().map(|need| need.buyer).collect();
    let is_leader = |firm: &FirmIx| graph.dataset().firm(*firm).role == Some(Role::Leader);
    let leaders: BTreeSet<FirmIx> = buyers.iter().copied().filter(is_leader).collect();
    let (excluded, unknown_exclusions) = excluded(graph, &options.exclude);
    let by_product = Csr::group(graph.dataset().products.len(), needs.iter().map(|need| need.product.index()));
    let sales = Sales::collect(graph, &tier, year, (&needs, &by_product));
    let is_outside = outside(graph, scope, &tier, &buyers);
    let market = Market::new(graph, scope, &tier, year, &needs);
    let hunt = Hunt {
        graph,
        year,
        needs: &needs,
        by_product: &by_product,
        market: &market,
        makers: makers(graph, &is_outside, &excluded),
        revenues: revenues(graph, year),
        origins: &origins,
        excluded: &excluded,
    };
    let count = graph.dataset().products.len();
    let products: Vec<OfProduct> = (0..count)
        .into_par_iter()
        .filter(|&at| !by_product.row(at).is_empty())
        .map(|at| hunt.product(ProductIx::from(at), &sales))
        .collect();
    let kept = Kept {
        graph,
        chain: scope.chain(graph)?,
        products,
        leaders: most(graph, &needs),
        names: Names::new(graph),
        year,
        tier: &tier,
        options,
    };
    let rows = Rows {
        kept: &kept,
        hunt: &hunt,
        distances: Distances::new(graph, &needs, |need| flows_of(graph, need)),
        elsewhere: Elsewhere::new(graph, year, &leaders, &is_outside),
        expansions: Expansions::new(graph, year),
        sold: sales.by_firm(),
        leaders: &leaders,
    };
    let (mut suppliers, mut makers) = rows.all(&costs(graph, options)?);
    let shown = options.shown.unwrap_or(SHOWN);
    let referrers = Referrers { graph, scope, tier: &tier, year, buyers: &buyers };
    for row in suppliers.iter_mut().take(shown).chain(makers.iter_mut().take(shown)) {
        row.1.referrers = Some(referrers.of(row.0));
    }
    let (suppliers, makers): (Vec<_>, Vec<_>) =
        (suppliers.into_iter().map(|(_, row)| row).collect(), makers.into_iter().map(|(_, row)| row).collect());
    let mut suppliers: Vec<TargetRow> = suppliers;
    let weighed = order::judge(&mut suppliers, &origins.classes, &options.order)?;
    let second_tier = second::tier(&kept, &sales, (&leaders, &hunt.revenues), &is_outside, (&origins, &excluded));
    let shown = |rows: &'_ [TargetRow]| rows.len().min(shown);
    let assignment = group::assignment(suppliers[..shown(&suppliers)].iter().chain(&makers[..shown(&makers)]));
    Ok(Target {
        focus: scope.focus.map(AreaName::of),
        year,
        buyers: buyers.len(),
        leaders: leaders.len(),
        total: total(&kept.products),
        tree: group::tree(&kept, origins.classes.len()),
        gaps: group::gaps(&kept),
        left_out: left_out(&kept),
        assignment,
        suppliers,
        weighed,
        makers,
        second_tier,
        unknown_exclusions,
        unlocated_buyers: scope.unlocated_buyers(graph).len(),
        origins: origins.classes.clone(),
        tier: tier.clone(),
    })
}

/// Positions of the flows of a need.
fn flows_of(graph: &SupplyGraph, need: &Need) -> Vec<u32> {
    let own = |at: &u32| !graph.is_self_supply(&graph.flows()[*at as usize]);
    (need.flows.0..=need.flows.1).filter(own).collect()
}

/// Firms of these names, other names, ids or credit codes, and the names that nobody bears.
fn excluded(graph: &SupplyGraph, names: &[String]) -> (BTreeSet<FirmIx>, Vec<String>) {
    if names.is_empty() {
        return Default::default();
    }
    let mut bearers: BTreeMap<String, Vec<FirmIx>> = BTreeMap::new();
    for (at, firm) in graph.dataset().firms.iter().enumerate() {
        let called = [firm.id.as_str(), &firm.name].into_iter().chain(firm.credit_code.as_deref());
        for name in called.chain(firm.aliases.iter().map(|alias| &**alias)) {
            bearers.entry(plain(name)).or_default().push(FirmIx::from(at));
        }
    }
    let (mut excluded, mut unknown) = (BTreeSet::new(), Vec::new());
    for name in names {
        match bearers.get(&plain(name)) {
            // Of several of one name each is excluded: a list of this kind must not be outwitted by a namesake.
            Some(firms) => excluded.extend(firms),
            None => unknown.push(name.clone()),
        }
    }
    (excluded, unknown)
}

/// What approaching a firm costs, and of which products; all of them where one entry names none.
type Costs = BTreeMap<FirmIx, (f64, Option<BTreeSet<ProductIx>>)>;

fn costs(graph: &SupplyGraph, options: &TargetOptions) -> Result<Costs, Error> {
    let mut costs = Costs::new();
    for entry in &options.costs {
        let firm = FirmIx::from(named::firm(graph, &entry.firm)? as usize);
        let product = entry.product.as_deref().map(|name| named::product(graph, name)).transpose()?;
        let (cost, products) = costs.entry(firm).or_insert_with(|| (0.0, Some(BTreeSet::new())));
        *cost += entry.cost;
        match (product, products.as_mut()) {
            (Some(product), Some(products)) => {
                products.insert(product);
            }
            (None, _) => *products = None,
            (Some(_), None) => {}
        }
    }
    Ok(costs)
}

/// The local firm that buys most of each product, leaders before others.
fn most(graph: &SupplyGraph, needs: &[Need]) -> BTreeMap<ProductIx, FirmIx> {
    let mut most: BTreeMap<ProductIx, (bool, f64, FirmIx)> = BTreeMap::new();
    for need in needs {
        let leads = graph.dataset().firm(need.buyer).role == Some(Role::Leader);
        let (demand, buyer) = (need.near + need.outside + need.unlocated, need.buyer);
        let best = most.entry(need.product).or_insert((leads, demand, buyer));
        if (leads, demand) > (best.0, best.1) {
            *best = (leads, demand, buyer);
        }
    }
    most.into_iter().map(|(product, (_, _, buyer))| (product, buyer)).collect()
}

/// Capabilities of outside firms that may be approached, by product.
fn makers<'a>(
    graph: &'a SupplyGraph,
    is_outside: &(impl Fn(&crate::model::Location) -> bool + Sync),
    excluded: &BTreeSet<FirmIx>,
) -> BTreeMap<ProductIx, Vec<&'a Capability>> {
    let dataset = graph.dataset();
    let mut makers: BTreeMap<ProductIx, Vec<&Capability>> = BTreeMap::new();
    for rows in dataset.capabilities.chunk_by(|a, b| a.firm == b.firm) {
        let firm = dataset.firm(rows[0].firm);
        if !firm.trader && !excluded.contains(&rows[0].firm) && is_outside(&firm.location) {
            for made in rows {
                makers.entry(made.product).or_default().push(made);
            }
        }
    }
    makers
}

/// What named outside suppliers sell here.
pub(super) struct Sales {
    /// By product, firm and need.
    list: Vec<Sale>,
    /// Positions of the first sale of each product.
    starts: Vec<usize>,
    /// By need: bought from suppliers without a name, fen; and lines from outside without an amount.
    unnamed: Vec<i64>,
    unpriced: Vec<u32>,
}

impl Sales {
    fn collect(graph: &SupplyGraph, tier: &Tier, year: Option<Year>, (needs, by_product): (&[Need], &Csr)) -> Self {
        let mut place = vec![0; needs.len()];
        for product in 0..by_product.rows() {
            for (at, &need) in by_product.row(product).iter().enumerate() {
                place[need as usize] = at;
            }
        }
        let mut sales = Self { list: Vec::new(), starts: Vec::new(), unnamed: Vec::new(), unpriced: Vec::new() };
        for (need, at) in needs.iter().zip(place) {
            sales.of_need(graph, tier, year, (need, at));
        }
        sales.list.sort_by_key(|sale| (sale.product, sale.firm, sale.at));
        let products = 0..=by_product.rows();
        sales.starts = products.map(|at| sales.list.partition_point(|sale| sale.product.index() < at)).collect();
        sales
    }

    fn of_need(&mut self, graph: &SupplyGraph, tier: &Tier, year: Option<Year>, (need, at): (&Need, usize)) {
        let flows = &graph.flows()[need.flows.0 as usize..=need.flows.1 as usize];
        let counts = |flow: &&Flow| flow.year == year && !graph.is_self_supply(flow);
        let flows: Vec<&Flow> = flows.iter().filter(counts).collect();
        let sole = flows.iter().all(|flow| flow.supplier == flows[0].supplier);
        let (mut unnamed, mut unpriced) = (0, 0);
        let here = &graph.dataset().firm(need.buyer).location;
        for flow in flows.iter().filter(|flow| tier.near(graph.place(flow), here) == Nearness::Far) {
            unpriced += flow.unpriced;
            let Some(firm) = graph.supplier_firm(flow) else {
                unnamed += fen(flow.amount);
                continue;
            };
            let (product, buyer) = (need.product, need.buyer);
            if self.list.last().is_none_or(|last| (last.firm, last.product, last.buyer) != (firm, product, buyer)) {
                let here_already = tier.near(&graph.dataset().firm(firm).location, here) == Nearness::Near;
                let nothing = Sale { firm, product, at, buyer, fen: 0, priced: 0, unpriced: 0, sole, here_already };
                self.list.push(nothing);
            }
            let Some(sale) = self.list.last_mut() else { continue };
            sale.fen += fen(flow.amount);
            sale.priced += flow.priced;
            sale.unpriced += flow.unpriced;
        }
        self.unnamed.push(unnamed);
        self.unpriced.push(unpriced);
    }

    fn of_product(&self, product: ProductIx) -> &[Sale] {
        &self.list[self.starts[product.index()]..self.starts[product.index() + 1]]
    }

    /// Sales by firm, then product and need.
    pub(super) fn by_firm(&self) -> BTreeMap<FirmIx, Vec<Sale>> {
        let mut sold: BTreeMap<FirmIx, Vec<Sale>> = BTreeMap::new();
        for sale in &self.list {
            sold.entry(sale.firm).or_default().push(*sale);
        }
        sold
    }

    pub(super) fn list(&self) -> &[Sale] {
        &self.list
    }
}

/// Priced sales, fen; `None` when none has an amount.
fn priced<'s>(sales: impl IntoIterator<Item = &'s Sale>) -> Option<i128> {
    let mut sum = None;
    for sale in sales.into_iter().filter(|sale| sale.priced > 0) {
        sum = Some(sum.unwrap_or(0) + i128::from(sale.fen));
    }
    sum
}

/// What is looked at for each product.
struct Hunt<'a> {
    graph: &'a SupplyGraph,
    year: Option<Year>,
    needs: &'a [Need],
    by_product: &'a Csr,
    market: &'a Market<'a>,
    makers: BTreeMap<ProductIx, Vec<&'a Capability>>,
    revenues: BTreeMap<FirmIx, f64>,
    origins: &'a Origins,
    excluded: &'a BTreeSet<FirmIx>,
}

impl Hunt<'_> {
    fn product(&self, product: ProductIx, sales: &Sales) -> OfProduct {
        let rows = self.by_product.row(product.index());
        let solved = self.market.solve(product, rows);
        let own = sales.of_product(product);
        let mut sold: Vec<i64> = rows.iter().map(|&at| sales.unnamed[at as usize]).collect();
        for sale in own {
            sold[sale.at] += sale.fen;
        }
        let gap = Gap::new((self.market, product), (self.needs, rows), (&solved, &sold));
        let mut found = OfProduct {
            product,
            offers: Vec::new(),
            left_out: Vec::new(),
            open: gap.open(),
            served: gap.served(),
            unnamed: rows.iter().map(|&at| i128::from(sales.unnamed[at as usize])).sum(),
            unpriced: rows.iter().map(|&at| sales.unpriced[at as usize]).sum(),
            by_origin: Vec::new(),
            suppliers: 0,
            all: 0,
        };
        for sales in own.chunk_by(|a, b| a.firm == b.firm) {
            self.supplier(&gap, sales, &mut found);
        }
        self.add_makers(&gap, own, &mut found);
        found.offers.sort_by_key(|offer| offer.firm);
        let value = |fits: &dyn Fn(&Offer) -> bool| together(&gap, found.offers.iter().filter(|offer| fits(offer)));
        let by_origin = (0..self.origins.classes.len()).map(|origin| value(&|offer| offer.origin == origin));
        let by_origin: Vec<i128> = by_origin.collect();
        let (suppliers, all) = (value(&|offer| offer.kind == TargetKind::Supplier), value(&|_| true));
        OfProduct { by_origin, suppliers, all, ..found }
    }

    /// One supplier with its sales of the product: a candidate, or left out.
    fn supplier(&self, gap: &Gap<'_>, sales: &[Sale], found: &mut OfProduct) {
        let firm = sales[0].firm;
        let unfit = match self.graph.dataset().firm(firm) {
            _ if self.excluded.contains(&firm) => Some(Unfit::Excluded),
            _ if sales.iter().all(|sale| sale.here_already) => Some(Unfit::HereAlready),
            supplier if supplier.trader => Some(Unfit::Trader),
            _ => None,
        };
        let (sold, unpriced) = (priced(sales), sales.iter().map(|sale| sale.unpriced).sum());
        let sales: Vec<&Sale> = sales.iter().filter(|sale| unfit.is_some() || !sale.here_already).collect();
        let taken: Taken = sales.iter().map(|sale| (sale.at, sale.fen)).filter(|&(_, fen)| fen > 0).collect();
        let value = gap.value(&taken, 0);
        let nothing = sold.is_none_or(|sold| sold <= 0);
        if nothing && unpriced == 0 {
            return;
        }
        let bridgeable = !nothing && value <= 0;
        if let Some(why) = unfit.or(bridgeable.then_some(Unfit::Bridgeable)) {
            found.left_out.push((firm, why, sold, gap.sellers_to(&taken)));
            return;
        }
        let capacity = self.capacity(firm, found.product);
        found.offers.push(Offer {
            firm,
            kind: TargetKind::Supplier,
            origin: self.origin(firm, &sales),
            value: (!nothing).then_some(value),
            sold,
            unpriced,
            buyers: sales.iter().map(|sale| sale.buyer).collect(),
            sole: sales.iter().filter(|sale| sale.sole).count(),
            fit: capacity.value.map(|yuan| i128::from(fen(yuan)).min(gap.open())),
            capacity,
            taken,
        });
    }

    /// The class of a firm's place; of the shipping place of its largest sale where nobody knows its own.
    fn origin(&self, firm: FirmIx, sales: &[&Sale]) -> usize {
        let home = &self.graph.dataset().firm(firm).location;
        let largest = sales.iter().max_by_key(|sale| (sale.fen, std::cmp::Reverse(sale.at)));
        let shipped = largest.filter(|_| !home.is_known()).and_then(|sale| {
            let flows = self.graph.sales_of(firm.0).iter().map(|&at| &self.graph.flows()[at as usize]);
            let is_it =
                |flow: &&Flow| flow.buyer == sale.buyer && flow.product == sale.product && flow.year == self.year;
            flows.filter(is_it).map(|flow| self.graph.place(flow)).next()
        });
        self.origins.of(shipped.unwrap_or(home))
    }

    /// Outside firms that make the product and sell none of it here.
    fn add_makers(&self, gap: &Gap<'_>, own: &[Sale], found: &mut OfProduct) {
        let product = found.product;
        let wanted = found.open > 0 || found.unpriced > 0;
        if !wanted || self.graph.dataset().product(product).id.as_str() == Product::UNKNOWN {
            return;
        }
        for rows in self.makers.get(&product).into_iter().flat_map(|rows| rows.chunk_by(|a, b| a.firm == b.firm)) {
            let firm = rows[0].firm;
            let made = spare_of(rows.iter().copied(), self.year).filter(|made| !made.under_construction);
            if made.is_none() || own.binary_search_by_key(&firm, |sale| sale.firm).is_ok() {
                continue;
            }
            let capacity = self.capacity(firm, product);
            let fit = capacity.value.map(|yuan| gap.value(&[], fen(yuan).into()));
            found.offers.push(Offer {
                firm,
                kind: TargetKind::Maker,
                origin: self.origin(firm, &[]),
                value: fit,
                sold: None,
                unpriced: 0,
                buyers: Vec::new(),
                sole: 0,
                capacity,
                fit,
                taken: Taken::new(),
            });
        }
    }

    /// What a firm can make of a product, yuan a year: capacity, else output, else its revenue when it makes nothing else.
    fn capacity(&self, firm: FirmIx, product: ProductIx) -> Feature {
        let capabilities = &self.graph.dataset().capabilities;
        let from = capabilities.partition_point(|made| made.firm < firm);
        let to = capabilities.partition_point(|made| made.firm <= firm);
        let rows = &capabilities[from..to];
        let of_product = rows.iter().filter(|made| made.product == product);
        let made = spare_of(of_product, self.year).filter(|made| !made.under_construction);
        let only = rows.iter().all(|made| made.product == product);
        let revenue = || self.revenues.get(&firm).copied().filter(|_| only);
        let known = made.and_then(|made| made.capacity.or(made.output).or_else(revenue));
        Feature::or(known, Absence::NoCapacity)
    }
}

/// What candidates for a product bring together, fen.
fn together<'o>(gap: &Gap<'_>, offers: impl Iterator<Item = &'o Offer>) -> i128 {
    let (mut taken, mut capacity): (BTreeMap<usize, i64>, i128) = Default::default();
    for offer in offers {
        for &(at, fen) in &offer.taken {
            *taken.entry(at).or_insert(0) += fen;
        }
        if offer.kind == TargetKind::Maker {
            capacity += offer.capacity.value.map_or(0, |yuan| i128::from(fen(yuan)));
        }
    }
    gap.value(&taken.into_iter().collect::<Vec<_>>(), capacity)
}

/// Rows of candidates from what they offer.
struct Rows<'k> {
    kept: &'k Kept<'k>,
    hunt: &'k Hunt<'k>,
    distances: Distances,
    elsewhere: Elsewhere,
    expansions: Expansions<'k>,
    sold: BTreeMap<FirmIx, Vec<Sale>>,
    leaders: &'k BTreeSet<FirmIx>,
}

/// A row with its firm.
type Placed = (FirmIx, TargetRow);

impl Rows<'_> {
    /// Suppliers and makers, by rank.
    fn all(&self, costs: &Costs) -> (Vec<Placed>, Vec<Placed>) {
        let mut offers: BTreeMap<FirmIx, Vec<(&OfProduct, &Offer)>> = BTreeMap::new();
        for found in &self.kept.products {
            for offer in &found.offers {
                offers.entry(offer.firm).or_default().push((found, offer));
            }
        }
        let sizes = self.sizes();
        let row =
            |(firm, offers): (&FirmIx, &Vec<(&OfProduct, &Offer)>)| (*firm, self.row(*firm, offers, &sizes, costs));
        let rows: Vec<Placed> = offers.iter().map(row).collect();
        let (mut suppliers, mut makers): (Vec<Placed>, Vec<Placed>) =
            rows.into_iter().partition(|(_, row)| row.kind == TargetKind::Supplier);
        suppliers.sort_by(|(a, left), (b, right)| {
            let yuan = |row: &TargetRow| row.capturable.unwrap_or(-1.0);
            let by_yuan = yuan(right).total_cmp(&yuan(left));
            by_yuan.then(right.buyers.cmp(&left.buyers)).then(a.cmp(b))
        });
        makers.sort_by(|(a, left), (b, right)| {
            let yuan = |row: &TargetRow| row.fit.unwrap_or(-1.0);
            yuan(right).total_cmp(&yuan(left)).then(a.cmp(b))
        });
        for rows in [&mut suppliers, &mut makers] {
            for (rank, (_, row)) in (1..).zip(rows) {
                row.rank = rank;
            }
        }
        (suppliers, makers)
    }

    /// Known revenues of the candidates for each product, sorted.
    fn sizes(&self) -> BTreeMap<ProductIx, Vec<f64>> {
        let of = |found: &OfProduct| {
            let known = found.offers.iter().filter_map(|offer| self.hunt.revenues.get(&offer.firm).copied());
            let mut sizes: Vec<f64> = known.collect();
            sizes.sort_by(f64::total_cmp);
            (found.product, sizes)
        };
        self.kept.products.iter().map(of).collect()
    }

    fn size(&self, firm: FirmIx, others: &[f64]) -> Feature {
        let Some(&own) = self.hunt.revenues.get(&firm) else { return Feature::absent(Absence::NoRevenue) };
        if others.len() < 2 {
            return Feature::absent(Absence::OnlyCandidate);
        }
        let smaller = others.partition_point(|other| *other < own);
        let equal = others.partition_point(|other| *other <= own) - smaller - 1;
        Feature::known((smaller as f64 + equal as f64 / 2.0) / (others.len() - 1) as f64)
    }

    fn row(
        &self,
        firm: FirmIx,
        offers: &[(&OfProduct, &Offer)],
        sizes: &BTreeMap<ProductIx, Vec<f64>>,
        costs: &Costs,
    ) -> TargetRow {
        let graph = self.kept.graph;
        let home = &graph.dataset().firm(firm).location;
        let mut products: Vec<TargetProduct> =
            offers.iter().map(|(found, offer)| self.product(found, offer, &sizes[&found.product])).collect();
        products.sort_by(|a, b| {
            let value = |product: &TargetProduct| product.value().unwrap_or(-1.0);
            a.kind.cmp(&b.kind).then(value(b).total_cmp(&value(a))).then_with(|| a.product.id.cmp(&b.product.id))
        });
        let supplies = || offers.iter().map(|(_, offer)| offer).filter(|offer| offer.kind == TargetKind::Supplier);
        let buyers: BTreeSet<FirmIx> = supplies().flat_map(|offer| offer.buyers.iter().copied()).collect();
        let sold = priced(self.sold.get(&firm).into_iter().flatten()).map(whole);
        let revenue = self.hunt.revenues.get(&firm).copied();
        let dependency = revenue.map_or(Feature::absent(Absence::NoRevenue), |revenue| {
            Feature::or(sold.map(|sold| sold / revenue), Absence::NoAmount)
        });
        let (cost, break_even) = break_even(firm, offers, costs);
        TargetRow {
            rank: 0,
            kind: supplies().next().map_or(TargetKind::Maker, |offer| offer.kind),
            firm: firm_name(graph, firm),
            origin: offers.iter().map(|(_, offer)| offer.origin).min().unwrap_or(0),
            capturable: sum(supplies().map(|offer| offer.value)),
            sold,
            dependency,
            unpriced_lines: supplies().map(|offer| offer.unpriced).sum(),
            leaders: buyers.intersection(self.leaders).count(),
            buyers: buyers.len(),
            sole_sources: supplies().map(|offer| offer.sole).sum(),
            fit: sum(offers.iter().map(|(_, offer)| offer.fit)),
            peers: self.elsewhere.of(graph, firm),
            size: products[0].size,
            distance: products[0].distance,
            nearness: products[0].nearness,
            expansions: self.expansions.of(firm, home),
            qualifications: graph.dataset().firm(firm).qualifications.clone(),
            front: None,
            composite: None,
            products,
            referrers: None,
            cost,
            break_even,
        }
    }

    fn product(&self, found: &OfProduct, offer: &Offer, sizes: &[f64]) -> TargetProduct {
        let (kept, graph) = (self.kept, self.kept.graph);
        let place = kept.places(found.product).into_iter().next();
        let home = &graph.dataset().firm(offer.firm).location;
        let (distance, nearness) = self.distances.of(graph, found.product, home);
        TargetProduct {
            figure: kept.figure(found.product),
            product: kept.product(found.product),
            chain: place.as_ref().map(|(chain, _)| graph.dataset().chains[*chain].name.clone()),
            segment: place.map(|(_, segment)| segment),
            leader: kept.leader(found.product),
            kind: offer.kind,
            sold: offer.sold.map(whole),
            capturable: offer.value.filter(|_| offer.kind == TargetKind::Supplier).map(whole),
            unpriced_lines: offer.unpriced,
            buyers: offer.buyers.len(),
            sole_sources: offer.sole,
            capacity: offer.capacity,
            fit: offer.fit.map(whole),
            size: self.size(offer.firm, sizes),
            distance,
            nearness,
        }
    }
}

/// What is known of amounts, yuan; `None` when nothing is.
fn sum(amounts: impl Iterator<Item = Option<i128>>) -> Option<f64> {
    let mut known = amounts.flatten().peekable();
    known.peek()?;
    Some(whole(known.sum()))
}

/// What an approach costs, and the probability at which it pays within a year.
fn break_even(firm: FirmIx, offers: &[(&OfProduct, &Offer)], costs: &Costs) -> (Option<f64>, Feature) {
    let Some((cost, products)) = costs.get(&firm) else { return (None, Feature::absent(Absence::NoCost)) };
    let concerned =
        offers.iter().filter(|(found, _)| products.as_ref().is_none_or(|list| list.contains(&found.product)));
    let benefit = sum(concerned.map(|(_, offer)| offer.value)).filter(|yuan| *yuan > 0.0);
    (Some(*cost), Feature::or(benefit.map(|yuan| cost / yuan), Absence::NoAmount))
}

impl TargetProduct {
    /// What the firm brings of the product alone, yuan: what it sells, or of a maker what it could make.
    pub(super) fn value(&self) -> Option<f64> {
        match self.kind {
            TargetKind::Supplier => self.capturable,
            TargetKind::Maker => self.fit,
        }
    }
}

fn total(products: &[OfProduct]) -> TargetTotal {
    let fen = |of: &dyn Fn(&OfProduct) -> i128| whole(products.iter().map(of).sum());
    let alone = |found: &OfProduct| -> i128 {
        let suppliers = found.offers.iter().filter(|offer| offer.kind == TargetKind::Supplier);
        suppliers.filter_map(|offer| offer.value).sum()
    };
    TargetTotal {
        outside: fen(&|found| found.open + found.served),
        bridgeable: fen(&|found| found.served),
        to_recruit: fen(&|found| found.open),
        unnamed: fen(&|found| found.unnamed),
        single: fen(&alone),
        suppliers: fen(&|found| found.suppliers),
        all: fen(&|found| found.all),
        unpriced_lines: products.iter().map(|found| found.unpriced).sum(),
    }
}

fn left_out(kept: &Kept<'_>) -> Vec<LeftOutSupplier> {
    let mut rows: Vec<LeftOutSupplier> = Vec::new();
    for found in &kept.products {
        for (firm, why, sold, sellers) in &found.left_out {
            rows.push(LeftOutSupplier {
                firm: firm_name(kept.graph, *firm),
                product: kept.product(found.product),
                why: *why,
                sold: sold.map(whole),
                sellers: sellers.iter().map(|seller| kept.party(*seller)).collect(),
            });
        }
    }
    rows.sort_by(|a, b| {
        let yuan = |row: &LeftOutSupplier| row.sold.unwrap_or(-1.0);
        let by_yuan = yuan(b).total_cmp(&yuan(a));
        by_yuan.then_with(|| (&a.firm.id, &a.product.id).cmp(&(&b.firm.id, &b.product.id)))
    });
    rows
}
