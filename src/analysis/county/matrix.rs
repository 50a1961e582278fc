//! Unit by segment: who makes what where, what is sold and bought of it, and how much of that at home.

use super::unit::Place;
use super::{Rates, Survey, Traded, pair};
use crate::graph::SupplyGraph;
use crate::model::{Chain, FirmIx, Measure, Position, ProductIx};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A segment of a chain by ids and names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentName {
    /// Chain id.
    pub chain: Arc<str>,
    /// Chain name.
    pub chain_name: Arc<str>,
    /// Its English name, when known.
    pub chain_name_en: Option<Arc<str>>,
    /// Segment id within the chain.
    pub segment: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// English name, when known.
    pub name_en: Option<Arc<str>>,
    /// Position; `None` when nobody gave one.
    pub position: Option<Position>,
}

/// Unit by segment.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Matrix {
    /// Columns: segments with a product, chain by chain.
    pub segments: Vec<Arc<SegmentName>>,
    /// Cells in which somebody makes, sells or buys something, sorted by unit, then by column; products of no segment last.
    pub cells: Vec<MatrixCell>,
}

/// What the firms of a unit do in a segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatrixCell {
    /// Unit, or what lies in an unknown one.
    pub place: Place,
    /// Segment; `None` for products of no segment.
    pub segment: Option<Arc<SegmentName>>,
    /// Firms here that make a product of the segment: by their capability, or because they ship it and are no traders.
    pub makers: usize,
    /// Firms that ship its products to others from here.
    pub sellers: usize,
    /// Firms here that buy its products.
    pub buyers: usize,
    /// What is shipped of it from here.
    pub sold: Traded,
    /// What the firms here buy of it.
    pub bought: Traded,
    /// Share of that which comes from the unit itself.
    pub own_rate: Measure,
    /// Share of that which counts as local.
    pub rate: Measure,
}

impl MatrixCell {
    pub(super) fn rated(mut self, rates: Rates) -> Self {
        (self.own_rate, self.rate) = pair(Some(rates));
        self
    }
}

/// Columns of the chain asked for, or of all chains.
fn columns(graph: &SupplyGraph, asked: Option<&Chain>) -> Vec<(Arc<SegmentName>, Vec<ProductIx>)> {
    let chains = graph.dataset().chains.iter().filter(|chain| asked.is_none_or(|asked| asked.id == chain.id));
    let column = |(chain, at): (&Chain, usize)| {
        let segment = &chain.segments[at];
        let name = SegmentName {
            chain: chain.id.clone(),
            chain_name: chain.name.clone(),
            chain_name_en: chain.name_en.clone(),
            segment: segment.id.clone(),
            name: segment.name.clone(),
            name_en: segment.name_en.clone(),
            position: segment.position,
        };
        (Arc::new(name), crate::analysis::scope::products_of(chain, at))
    };
    let all = chains.flat_map(|chain| (0..chain.segments.len()).map(move |at| (chain, at))).map(column);
    all.filter(|(_, products)| !products.is_empty()).collect()
}

/// Names of the columns.
pub(super) fn segments(graph: &SupplyGraph, asked: Option<&Chain>) -> Vec<Arc<SegmentName>> {
    columns(graph, asked).into_iter().map(|(name, _)| name).collect()
}

#[derive(Default)]
struct Draft {
    makers: BTreeSet<FirmIx>,
    sellers: BTreeSet<FirmIx>,
    buyers: BTreeSet<FirmIx>,
    sold: Traded,
    bought: Traded,
    flows: Vec<u32>,
}

/// Cells without their rates, each with the purchases that these are of.
pub(super) fn collect(graph: &SupplyGraph, asked: Option<&Chain>, survey: &Survey<'_>) -> Vec<(MatrixCell, Vec<u32>)> {
    let columns = columns(graph, asked);
    let mut of_product: Vec<Vec<usize>> = vec![Vec::new(); graph.dataset().products.len()];
    for (at, (_, products)) in columns.iter().enumerate() {
        products.iter().for_each(|product| of_product[product.index()].push(at));
    }
    // Products of no segment stand in one more column, unless a chain was asked for.
    let rest = [columns.len()];
    let of = |product: ProductIx| match of_product[product.index()].as_slice() {
        [] if asked.is_none() => &rest[..],
        columns => columns,
    };
    let mut drafts: BTreeMap<(Place, usize), Draft> = BTreeMap::new();
    let made = graph.dataset().capabilities.iter().filter(|made| !made.under_construction);
    for made in made {
        let place = survey.places.get(survey.places.of_firm[made.firm.index()]);
        for &at in of(made.product).iter().filter(|_| place.is_here()) {
            drafts.entry((place.clone(), at)).or_default().makers.insert(made.firm);
        }
    }
    for leg in &survey.legs {
        let flow = &graph.flows()[leg.at as usize];
        let (from, to) = (survey.places.get(leg.from), survey.places.get(leg.to));
        let supplier = graph.supplier_firm(flow);
        for &at in of(flow.product) {
            if from.is_here() {
                let draft = drafts.entry((from.clone(), at)).or_default();
                draft.sold.add(flow, from, to);
                draft.sellers.extend(supplier);
                let delivers = flow.amount > 0.0 || flow.unpriced > 0;
                draft.makers.extend(supplier.filter(|_| delivers && !graph.is_traded(flow)));
            }
            if to.is_here() {
                let draft = drafts.entry((to.clone(), at)).or_default();
                draft.bought.add(flow, to, from);
                draft.buyers.insert(flow.buyer);
                draft.flows.push(leg.at);
            }
        }
    }
    let cell = |((place, at), draft): ((Place, usize), Draft)| {
        let cell = MatrixCell {
            place,
            segment: columns.get(at).map(|(name, _)| name.clone()),
            makers: draft.makers.len(),
            sellers: draft.sellers.len(),
            buyers: draft.buyers.len(),
            sold: draft.sold,
            bought: draft.bought,
            own_rate: Measure::empty(""),
            rate: Measure::empty(""),
        };
        (cell, draft.flows)
    };
    drafts.into_iter().map(cell).collect()
}
