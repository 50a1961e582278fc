//! Which products go together because their makers trade with each other (methods §3.3).

use crate::graph::SupplyGraph;
use crate::model::{Product, ProductIx, Year};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// φ_io by product: the others that its makers trade with, the smaller share of both ways.
pub(super) struct Traded {
    phi: Vec<BTreeMap<ProductIx, f64>>,
}

impl Traded {
    /// Makers are those of the sheet 产能 and those who sold a product, traders apart.
    pub(super) fn new(graph: &SupplyGraph, year: Option<Year>) -> Self {
        let (firms, products) = (&graph.dataset().firms, graph.dataset().products.len());
        let mut makes: Vec<Vec<ProductIx>> = vec![Vec::new(); firms.len()];
        let mut partners: Vec<Vec<usize>> = vec![Vec::new(); firms.len()];
        for row in graph.dataset().capabilities.iter().filter(|row| !row.under_construction) {
            makes[row.firm.index()].push(row.product);
        }
        let is_known = |product: ProductIx| graph.dataset().product(product).id.as_str() != Product::UNKNOWN;
        let flows = graph.flows().iter().filter(|flow| flow.year == year && !graph.is_self_supply(flow));
        for (flow, supplier) in flows.filter_map(|flow| Some((flow, graph.supplier_firm(flow)?))) {
            let (supplier, buyer) = (supplier.index(), flow.buyer.index());
            if !firms[supplier].trader && is_known(flow.product) {
                makes[supplier].push(flow.product);
            }
            partners[supplier].push(buyer);
            partners[buyer].push(supplier);
        }
        makes.iter_mut().for_each(sort);
        partners.iter_mut().for_each(sort);
        let reach = |partners: &Vec<usize>| {
            let mut reached: Vec<ProductIx> =
                partners.iter().flat_map(|partner| makes[*partner].iter().copied()).collect();
            sort(&mut reached);
            reached
        };
        let reached: Vec<Vec<ProductIx>> = partners.par_iter().map(reach).collect();
        let mut makers: Vec<Vec<usize>> = vec![Vec::new(); products];
        for (firm, products) in makes.iter().enumerate() {
            products.iter().for_each(|product| makers[product.index()].push(firm));
        }
        let share = |makers: &Vec<usize>| {
            let mut counts: BTreeMap<ProductIx, f64> = BTreeMap::new();
            for product in makers.iter().flat_map(|maker| &reached[*maker]) {
                *counts.entry(*product).or_insert(0.0) += 1.0;
            }
            counts.values_mut().for_each(|count| *count /= makers.len() as f64);
            counts
        };
        let shares: Vec<BTreeMap<ProductIx, f64>> = makers.par_iter().map(share).collect();
        let both = |product: usize| {
            let back = |other: &ProductIx| shares[other.index()].get(&ProductIx::from(product)).copied();
            let others = shares[product].iter().filter(|(other, _)| other.index() != product);
            others.filter_map(|(other, share)| Some((*other, share.min(back(other)?)))).collect()
        };
        Self { phi: (0..products).map(both).collect() }
    }

    /// As [RD-3], for an area that is specialised in some products; `None` for a product whose makers trade with no others.
    pub(super) fn density(&self, product: ProductIx, specialised: &[ProductIx]) -> Option<f64> {
        let near = &self.phi[product.index()];
        let whole: f64 = near.values().sum();
        let made: f64 = specialised.iter().filter_map(|other| near.get(other)).sum();
        (whole > 0.0).then(|| made / whole)
    }
}

fn sort<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
