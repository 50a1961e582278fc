//! Candidates with all that is known of them, by rank.

use super::candidate::Kept;
use super::feature::{Absence, Distances, Elsewhere, Expansions, Feature};
use super::group::whole;
use super::hunt::{OfProduct, Offer};
use super::referrer::Referrers;
use super::sale::{Sale, priced};
use super::{Party, TargetKind, TargetOptions, TargetProduct, TargetRow};
use crate::analysis::Error;
use crate::analysis::key::FigureKey;
use crate::analysis::named;
use crate::analysis::split::{ProductName, firm_name};
use crate::graph::SupplyGraph;
use crate::model::{FirmIx, ProductIx};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rows of candidates from what they offer.
pub(super) struct Rows<'k> {
    pub(super) kept: &'k Kept<'k>,
    pub(super) revenues: &'k BTreeMap<FirmIx, f64>,
    pub(super) distances: Distances,
    pub(super) elsewhere: Elsewhere,
    pub(super) expansions: Expansions<'k>,
    pub(super) related: BTreeMap<ProductIx, f64>,
    pub(super) sold: BTreeMap<FirmIx, Vec<Sale>>,
    pub(super) leaders: &'k BTreeSet<FirmIx>,
}

/// What all candidates for a product share.
struct Common {
    figure: FigureKey,
    product: ProductName,
    chain: Option<Arc<str>>,
    segment: Option<Arc<str>>,
    leader: Option<Party>,
    /// Their known revenues, sorted.
    sizes: Vec<f64>,
}

/// A row with its firm.
type Placed = (FirmIx, TargetRow);

impl Rows<'_> {
    /// Suppliers and makers, by rank; the first so many of each with their referrers.
    pub(super) fn all(
        &self,
        costs: &Costs,
        (referrers, shown): (&Referrers<'_>, usize),
    ) -> (Vec<TargetRow>, Vec<TargetRow>) {
        let (suppliers, makers) = self.ranked(costs);
        let told = |rows: Vec<Placed>| {
            let rows = rows.into_iter().enumerate();
            rows.map(|(at, (firm, row))| TargetRow { referrers: (at < shown).then(|| referrers.of(firm)), ..row })
                .collect()
        };
        (told(suppliers), told(makers))
    }

    /// Suppliers and makers, by rank.
    fn ranked(&self, costs: &Costs) -> (Vec<Placed>, Vec<Placed>) {
        let mut offers: BTreeMap<FirmIx, Vec<(&OfProduct, &Offer)>> = BTreeMap::new();
        for found in &self.kept.products {
            for offer in &found.offers {
                offers.entry(offer.firm).or_default().push((found, offer));
            }
        }
        let common = self.kept.products.iter().map(|found| (found.product, self.common(found))).collect();
        let row =
            |(firm, offers): (&FirmIx, &Vec<(&OfProduct, &Offer)>)| (*firm, self.row(*firm, offers, &common, costs));
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

    fn common(&self, found: &OfProduct) -> Common {
        let kept = self.kept;
        let place = kept.places(found.product).into_iter().next();
        let known = found.offers.iter().filter_map(|offer| self.revenues.get(&offer.firm).copied());
        let mut sizes: Vec<f64> = known.collect();
        sizes.sort_by(f64::total_cmp);
        Common {
            figure: kept.figure(found.product),
            product: kept.product(found.product),
            chain: place.as_ref().map(|(chain, _)| kept.graph.dataset().chains[*chain].name.clone()),
            segment: place.map(|(_, segment)| segment),
            leader: kept.leader(found.product),
            sizes,
        }
    }

    fn size(&self, firm: FirmIx, others: &[f64]) -> Feature {
        let Some(&own) = self.revenues.get(&firm) else { return Feature::absent(Absence::NoRevenue) };
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
        common: &BTreeMap<ProductIx, Common>,
        costs: &Costs,
    ) -> TargetRow {
        let graph = self.kept.graph;
        let home = &graph.dataset().firm(firm).location;
        let mut products: Vec<TargetProduct> =
            offers.iter().map(|(found, offer)| self.product(found, offer, &common[&found.product])).collect();
        products.sort_by(|a, b| {
            let value = |product: &TargetProduct| product.value().unwrap_or(-1.0);
            a.kind.cmp(&b.kind).then(value(b).total_cmp(&value(a))).then_with(|| a.product.id.cmp(&b.product.id))
        });
        let supplies = || offers.iter().map(|(_, offer)| offer).filter(|offer| offer.kind == TargetKind::Supplier);
        let buyers: BTreeSet<FirmIx> = supplies().flat_map(|offer| offer.buyers.iter().copied()).collect();
        let sold = priced(self.sold.get(&firm).into_iter().flatten()).map(whole);
        let revenue = self.revenues.get(&firm).copied();
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
            related: products[0].related,
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

    fn product(&self, found: &OfProduct, offer: &Offer, common: &Common) -> TargetProduct {
        let graph = self.kept.graph;
        let home = &graph.dataset().firm(offer.firm).location;
        let (distance, nearness) = self.distances.of(graph, found.product, home);
        TargetProduct {
            figure: common.figure.clone(),
            product: common.product.clone(),
            chain: common.chain.clone(),
            segment: common.segment.clone(),
            leader: common.leader.clone(),
            kind: offer.kind,
            sold: offer.sold.map(whole),
            capturable: offer.value.filter(|_| offer.kind == TargetKind::Supplier).map(whole),
            unpriced_lines: offer.unpriced,
            buyers: offer.buyers.len(),
            sole_sources: offer.sole,
            capacity: offer.capacity,
            fit: offer.fit.map(whole),
            size: self.size(offer.firm, &common.sizes),
            distance,
            nearness,
            related: Feature::or(self.related.get(&found.product).copied(), Absence::NoPanel),
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

/// What approaching a firm costs, and of which products; all of them where one entry names none.
pub(super) type Costs = BTreeMap<FirmIx, (f64, Option<BTreeSet<ProductIx>>)>;

pub(super) fn costs(graph: &SupplyGraph, options: &TargetOptions) -> Result<Costs, Error> {
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
