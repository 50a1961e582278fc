//! The answer from its parts: what is looked at, and what all of it comes to.

use super::feature::{Distances, Elsewhere, Expansions, outside, revenues};
use super::group::{self, whole};
use super::hunt::{Hunt, OfProduct, makers};
use super::order;
use super::origin::Origins;
use super::referrer::Referrers;
use super::row::{Rows, costs};
use super::sale::Sales;
use super::second;
use super::{LeftOutSupplier, Party, SHOWN, Target, TargetKind, TargetOptions, TargetTotal};
use crate::analysis::Error;
use crate::analysis::capability::relatedness;
use crate::analysis::key::{self, FigureKey, Names, Question};
use crate::analysis::named::plain;
use crate::analysis::scope::AreaName;
use crate::analysis::split::{
    Market, Need, ProductName, fen as yuan_to_fen, firm_name, local_tier, needs as local_needs, product_name,
};
use crate::graph::SupplyGraph;
use crate::graph::matrix::Csr;
use crate::model::{Chain, FirmIx, ProductIx, Role, Tier, Year};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    let kept = Kept {
        graph,
        chain: scope.chain(graph)?,
        products: hunt.all(&sales),
        leaders: most(graph, &needs),
        names: Names::new(graph),
        year,
        tier: &tier,
        options,
    };
    let rows = Rows {
        kept: &kept,
        revenues: &hunt.revenues,
        distances: Distances::new(graph, &needs, |need| flows_of(graph, need)),
        elsewhere: Elsewhere::new(graph, year, &leaders, &is_outside),
        expansions: Expansions::new(graph, year),
        related: relatedness(graph, scope, None)?,
        sold: sales.by_firm(),
        leaders: &leaders,
    };
    let shown = options.shown.unwrap_or(SHOWN);
    let referrers = Referrers { graph, scope, tier: &tier, year, buyers: &buyers, sellers: Default::default() };
    let (mut suppliers, makers) = rows.all(&costs(graph, options)?, (&referrers, shown));
    let (hardly_known, weighed) = order::judge(&mut suppliers, &origins.classes, &options.order)?;
    let second_tier = second::tier(&kept, &sales, (&leaders, &hunt.revenues), &is_outside, (&origins, &excluded));
    let assignment = group::assignment(suppliers.iter().take(shown).chain(makers.iter().take(shown)));
    Ok(Target {
        focus: scope.focus.map(AreaName::of),
        year,
        buyers: buyers.len(),
        leaders: leaders.len(),
        total: total(&kept.products, &needs),
        tree: group::tree(&kept, origins.classes.len()),
        gaps: group::gaps(&kept),
        left_out: left_out(&kept),
        assignment,
        suppliers,
        hardly_known,
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

fn total(products: &[OfProduct], needs: &[Need]) -> TargetTotal {
    let fen = |of: &dyn Fn(&OfProduct) -> i128| whole(products.iter().map(of).sum());
    let bought = |of: fn(&Need) -> f64| whole(needs.iter().map(|need| i128::from(yuan_to_fen(of(need)))).sum());
    let alone = |found: &OfProduct| -> i128 {
        let suppliers = found.offers.iter().filter(|offer| offer.kind == TargetKind::Supplier);
        suppliers.filter_map(|offer| offer.value).sum()
    };
    TargetTotal {
        near: bought(|need| need.near),
        unlocated: bought(|need| need.unlocated),
        outside: fen(&|found| found.open + found.served),
        bridgeable: fen(&|found| found.served),
        to_recruit: fen(&|found| found.open),
        unnamed: fen(&|found| found.unnamed),
        single: fen(&alone),
        suppliers: fen(&|found| found.suppliers),
        all: fen(&|found| found.all),
        uncovered: fen(&|found| (found.open - found.suppliers).max(0)),
        unpriced_lines: needs.iter().map(|need| need.unpriced).sum(),
        unpriced_outside: products.iter().map(|found| found.unpriced).sum(),
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
