//! What candidates bring together: by origin, chain, leader and product; and one to one.

use super::candidate::Kept;
use super::hunt::OfProduct;
use super::{Party, TargetKind, TargetRow};
use crate::analysis::key::FigureKey;
use crate::analysis::numeric::assignment::assign_max;
use crate::analysis::split::{ProductName, yuan};
use crate::model::ProductIx;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Candidates of one class of origins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OriginGroup {
    /// Position of the class in [`Target::origins`](super::Target::origins).
    pub origin: usize,
    /// Firms.
    pub candidates: usize,
    /// What they bring one by one, yuan a year.
    pub single: f64,
    /// What they bring together, yuan a year.
    pub value: f64,
    /// By chain; a product of two chains stands in both and counts once above.
    pub chains: Vec<ChainGroup>,
}

/// Candidates for the products of one chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainGroup {
    /// Name; `None` for products outside all chains.
    pub chain: Option<Arc<str>>,
    /// What they bring together, yuan a year.
    pub value: f64,
    /// By the local firm that buys most of the product.
    pub leaders: Vec<LeaderGroup>,
}

/// Candidates for the products of which one local firm buys most.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeaderGroup {
    /// Who.
    pub leader: Option<Party>,
    /// What they bring together, yuan a year.
    pub value: f64,
    /// By product, the most to be brought first.
    pub products: Vec<ProductGroup>,
}

/// Candidates for one product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductGroup {
    /// What.
    pub product: ProductName,
    /// Its segment in the chain.
    pub segment: Option<Arc<str>>,
    /// What is to be recruited of it in all, yuan a year; `None` when nothing bought outside has an amount.
    pub to_recruit: Option<f64>,
    /// What these candidates bring together, yuan a year.
    pub value: Option<f64>,
    /// Suppliers before makers, the most first.
    pub candidates: Vec<Leaf>,
}

/// A candidate for a product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leaf {
    /// Who.
    pub firm: Party,
    /// Whether it sells the product here today.
    pub kind: TargetKind,
    /// What it brings alone, yuan a year; `None` when unknown.
    pub value: Option<f64>,
}

/// A product of which something is bought outside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductGap {
    /// Key of the figures of `gap` about the product, less the measure.
    pub figure: FigureKey,
    /// What.
    pub product: ProductName,
    /// First chain that holds it.
    pub chain: Option<Arc<str>>,
    /// Its segment there.
    pub segment: Option<Arc<str>>,
    /// Local firm that buys most of it.
    pub leader: Option<Party>,
    /// Bought outside, yuan; this and what follows are `None` when nothing of it has an amount.
    pub outside: Option<f64>,
    /// Of this, introductions could serve, yuan.
    pub bridgeable: Option<f64>,
    /// Of this, to be recruited, yuan.
    pub to_recruit: Option<f64>,
    /// Bought outside from suppliers without a name, yuan.
    pub unnamed: Option<f64>,
    /// Lines bought outside without an amount.
    pub unpriced_lines: u32,
    /// Candidates that sell it here.
    pub suppliers: usize,
    /// Candidates that make it and sell none here.
    pub makers: usize,
    /// What all candidates bring together, yuan a year.
    pub value: Option<f64>,
}

/// A candidate assigned to a product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assigned {
    /// What.
    pub product: ProductName,
    /// Who.
    pub firm: Party,
    /// What it sells here today.
    pub kind: TargetKind,
    /// What it brings of the product, yuan a year.
    pub value: f64,
}

/// The tree of all candidates.
pub(super) fn tree(kept: &Kept<'_>, classes: usize) -> Vec<OriginGroup> {
    let groups = (0..classes).map(|origin| of_origin(kept, origin));
    groups.filter(|group| group.candidates > 0).collect()
}

fn of_origin(kept: &Kept<'_>, origin: usize) -> OriginGroup {
    let here: Vec<&OfProduct> =
        kept.products.iter().filter(|found| found.offers.iter().any(|offer| offer.origin == origin)).collect();
    let offers = || here.iter().flat_map(|found| &found.offers).filter(|offer| offer.origin == origin);
    let mut firms: Vec<_> = offers().map(|offer| offer.firm).collect();
    firms.sort_unstable();
    firms.dedup();
    let mut chains: BTreeMap<(bool, usize), Vec<&OfProduct>> = BTreeMap::new();
    for found in &here {
        let places = kept.places(found.product);
        if places.is_empty() {
            chains.entry((true, 0)).or_default().push(found);
        }
        for (chain, _) in places {
            chains.entry((false, chain)).or_default().push(found);
        }
    }
    let chain = |((beyond, chain), found): ((bool, usize), Vec<&OfProduct>)| {
        of_chain(kept, origin, (!beyond).then_some(chain), &found)
    };
    let mut chains: Vec<ChainGroup> = chains.into_iter().map(chain).collect();
    chains.sort_by(|a, b| {
        let beyond = a.chain.is_none().cmp(&b.chain.is_none());
        beyond.then(b.value.total_cmp(&a.value)).then_with(|| a.chain.cmp(&b.chain))
    });
    OriginGroup {
        origin,
        candidates: firms.len(),
        single: whole(offers().map(|offer| offer.value.unwrap_or(0)).sum()),
        value: whole(here.iter().map(|found| found.by_origin[origin]).sum()),
        chains,
    }
}

fn of_chain(kept: &Kept<'_>, origin: usize, chain: Option<usize>, found: &[&OfProduct]) -> ChainGroup {
    let mut leaders: BTreeMap<Option<Party>, Vec<&OfProduct>> = BTreeMap::new();
    for product in found {
        leaders.entry(kept.leader(product.product)).or_default().push(product);
    }
    let value = |found: &[&OfProduct]| whole(found.iter().map(|product| product.by_origin[origin]).sum());
    let group = |(leader, found): (Option<Party>, Vec<&OfProduct>)| {
        let mut products: Vec<ProductGroup> =
            found.iter().map(|product| of_product(kept, origin, chain, product)).collect();
        let value_of = |product: &ProductGroup| product.value.unwrap_or(-1.0);
        products.sort_by(|a, b| value_of(b).total_cmp(&value_of(a)).then_with(|| a.product.id.cmp(&b.product.id)));
        LeaderGroup { leader, value: value(&found), products }
    };
    let mut leaders: Vec<LeaderGroup> = leaders.into_iter().map(group).collect();
    leaders.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.leader.cmp(&b.leader)));
    ChainGroup { chain: chain.map(|at| kept.chain_name(at)), value: value(found), leaders }
}

fn of_product(kept: &Kept<'_>, origin: usize, chain: Option<usize>, found: &OfProduct) -> ProductGroup {
    let offers = found.offers.iter().filter(|offer| offer.origin == origin);
    let mut candidates: Vec<Leaf> = offers
        .map(|offer| Leaf { firm: kept.party(offer.firm), kind: offer.kind, value: offer.value.map(whole) })
        .collect();
    candidates.sort_by(|a, b| {
        let value = |leaf: &Leaf| leaf.value.unwrap_or(-1.0);
        a.kind.cmp(&b.kind).then(value(b).total_cmp(&value(a))).then_with(|| a.firm.cmp(&b.firm))
    });
    let segment = kept.places(found.product).into_iter().find(|(at, _)| Some(*at) == chain);
    ProductGroup {
        product: kept.product(found.product),
        segment: segment.map(|(_, segment)| segment),
        to_recruit: found.known(found.open),
        value: found.known(found.by_origin[origin]),
        candidates,
    }
}

/// Products to be recruited, most first.
pub(super) fn gaps(kept: &Kept<'_>) -> Vec<ProductGap> {
    let wanted = |found: &&OfProduct| found.open > 0 || found.unpriced > 0 || !found.offers.is_empty();
    let gap = |found: &OfProduct| {
        let place = kept.places(found.product).into_iter().next();
        let count = |kind| found.offers.iter().filter(|offer| offer.kind == kind).count();
        ProductGap {
            figure: kept.figure(found.product),
            product: kept.product(found.product),
            chain: place.as_ref().map(|(chain, _)| kept.chain_name(*chain)),
            segment: place.map(|(_, segment)| segment),
            leader: kept.leader(found.product),
            outside: found.known(found.open + found.served),
            bridgeable: found.known(found.served),
            to_recruit: found.known(found.open),
            unnamed: found.known(found.unnamed),
            unpriced_lines: found.unpriced,
            suppliers: count(TargetKind::Supplier),
            makers: count(TargetKind::Maker),
            value: found.known(found.all),
        }
    };
    let mut gaps: Vec<ProductGap> = kept.products.iter().filter(wanted).map(gap).collect();
    let open = |gap: &ProductGap| gap.to_recruit.unwrap_or(-1.0);
    gaps.sort_by(|a, b| open(b).total_cmp(&open(a)).then_with(|| a.product.id.cmp(&b.product.id)));
    gaps
}

/// One product for each candidate and one candidate for each product, worth most in all.
pub(super) fn assignment<'r>(rows: impl Iterator<Item = &'r TargetRow>) -> Vec<Assigned> {
    let mut rows: Vec<&TargetRow> = rows.collect();
    rows.sort_by(|a, b| a.firm.id.cmp(&b.firm.id));
    let mut products: Vec<&ProductName> =
        rows.iter().flat_map(|row| row.products.iter().map(|product| &product.product)).collect();
    products.sort();
    products.dedup();
    let values: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| {
            let mut values = vec![0.0; products.len()];
            for product in &row.products {
                if let Ok(at) = products.binary_search(&&product.product) {
                    values[at] = product.value().unwrap_or(0.0);
                }
            }
            values
        })
        .collect();
    let chosen = assign_max(&values);
    let pairs = chosen.into_iter().zip(rows.iter().zip(&values));
    let assigned = pairs.filter_map(|(product, (row, values))| {
        let at = product?;
        let kind = row.products.iter().find(|entry| entry.product == *products[at])?.kind;
        let firm = Party { id: row.firm.id.clone(), name: row.firm.name.clone() };
        Some(Assigned { product: products[at].clone(), firm, kind, value: values[at] })
    });
    let mut assigned: Vec<Assigned> = assigned.collect();
    assigned.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.product.id.cmp(&b.product.id)));
    assigned
}

/// Whole fen in yuan.
pub(super) fn whole(fen: i128) -> f64 {
    match i64::try_from(fen) {
        Ok(fen) => yuan(fen),
        Err(_) => fen as f64 / 100.0,
    }
}

impl OfProduct {
    /// Yuan, known unless nothing of what is bought outside has an amount.
    fn known(&self, fen: i128) -> Option<f64> {
        (self.open + self.served > 0 || self.unpriced == 0).then(|| whole(fen))
    }
}

impl Kept<'_> {
    /// Chains that hold a product, of those asked about, with its segment in each.
    pub(super) fn places(&self, product: ProductIx) -> Vec<(usize, Arc<str>)> {
        let chains = self.graph.dataset().chains.iter().enumerate();
        let asked = chains.filter(|(_, chain)| self.chain.is_none_or(|asked| asked.id == chain.id));
        asked
            .filter_map(|(at, chain)| {
                let place = chain.place_of(product)?;
                Some((at, chain.segments[place.segment as usize].name.clone()))
            })
            .collect()
    }

    fn chain_name(&self, at: usize) -> Arc<str> {
        self.graph.dataset().chains[at].name.clone()
    }
}
