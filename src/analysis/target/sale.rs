//! What named outside suppliers sell to local buyers.

use crate::analysis::split::{Need, fen};
use crate::graph::matrix::Csr;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{FirmIx, Nearness, ProductIx, Tier, Year};
use std::collections::BTreeMap;

/// What a named outside supplier sells to one local buyer of one product.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sale {
    pub(super) firm: FirmIx,
    pub(super) product: ProductIx,
    /// Position among the product's needs.
    pub(super) at: usize,
    pub(super) buyer: FirmIx,
    /// Sum of the priced lines; 0 when none is priced.
    pub(super) fen: i64,
    pub(super) priced: u32,
    pub(super) unpriced: u32,
    /// Whether the buyer has no other supplier of the product.
    pub(super) sole: bool,
    pub(super) here_already: bool,
}

/// What named outside suppliers sell here.
pub(super) struct Sales {
    /// By product, firm and need.
    list: Vec<Sale>,
    /// Positions of the first sale of each product.
    starts: Vec<usize>,
    /// By need: bought from suppliers without a name, fen; and lines from outside without an amount.
    pub(super) unnamed: Vec<i64>,
    pub(super) unpriced: Vec<u32>,
}

impl Sales {
    pub(super) fn collect(
        graph: &SupplyGraph,
        tier: &Tier,
        year: Option<Year>,
        (needs, by_product): (&[Need], &Csr),
    ) -> Self {
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

    pub(super) fn of_product(&self, product: ProductIx) -> &[Sale] {
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
pub(super) fn priced<'s>(sales: impl IntoIterator<Item = &'s Sale>) -> Option<i128> {
    let mut sum = None;
    for sale in sales.into_iter().filter(|sale| sale.priced > 0) {
        sum = Some(sum.unwrap_or(0) + i128::from(sale.fen));
    }
    sum
}
