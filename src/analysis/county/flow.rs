//! What flows between units and beyond.

use super::unit::Place;
use super::{Survey, sum};
use crate::graph::SupplyGraph;
use crate::model::{FirmIx, ProductIx};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Products named of a flow.
const PRODUCTS: usize = 3;

/// Purchases of the firms of one place from another, or from the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceFlow {
    /// Where the goods come from.
    pub from: Place,
    /// Where they go.
    pub to: Place,
    /// Priced lines, yuan; `None` when no line is priced.
    pub amount: Option<f64>,
    /// Lines, with and without an amount.
    pub lines: u32,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// Distinct pairs of supplier and buyer.
    pub pairs: usize,
    /// The products of the largest amounts, at most three.
    pub products: Vec<ProductAmount>,
}

/// A product with what was bought of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductAmount {
    /// Product id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Yuan.
    pub amount: f64,
}

#[derive(Default)]
struct Sum {
    amount: Option<f64>,
    lines: u32,
    unpriced: u32,
    pairs: BTreeSet<(u32, FirmIx)>,
    products: BTreeMap<ProductIx, f64>,
}

/// Flows with an end in the focus area, sorted by their ends.
pub(super) fn flows(graph: &SupplyGraph, survey: &Survey<'_>) -> Vec<PlaceFlow> {
    let here: Vec<bool> = (0..survey.places.len() as u32).map(|at| survey.places.get(at).is_here()).collect();
    let mut sums: BTreeMap<(u32, u32), Sum> = BTreeMap::new();
    for leg in survey.legs.iter().filter(|leg| here[leg.from as usize] || here[leg.to as usize]) {
        let flow = &graph.flows()[leg.at as usize];
        let total = sums.entry((leg.from, leg.to)).or_default();
        total.lines += flow.priced + flow.unpriced;
        total.unpriced += flow.unpriced;
        total.pairs.insert((flow.supplier, flow.buyer));
        if flow.priced > 0 {
            total.amount = sum(total.amount, Some(flow.amount));
            *total.products.entry(flow.product).or_insert(0.0) += flow.amount;
        }
    }
    let row = |((from, to), sum): ((u32, u32), Sum)| PlaceFlow {
        from: survey.places.get(from).clone(),
        to: survey.places.get(to).clone(),
        amount: sum.amount,
        lines: sum.lines,
        unpriced_lines: sum.unpriced,
        pairs: sum.pairs.len(),
        products: largest(graph, sum.products),
    };
    let mut flows: Vec<PlaceFlow> = sums.into_iter().map(row).collect();
    flows.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    flows
}

fn largest(graph: &SupplyGraph, products: BTreeMap<ProductIx, f64>) -> Vec<ProductAmount> {
    let mut products: Vec<(ProductIx, f64)> = products.into_iter().collect();
    products.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let named = |(product, amount): (ProductIx, f64)| {
        let product = graph.dataset().product(product);
        ProductAmount { id: product.id.0.clone(), name: product.name.clone(), amount }
    };
    products.into_iter().take(PRODUCTS).map(named).collect()
}
