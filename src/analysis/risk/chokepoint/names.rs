//! Numbers of the program as firms and products by name.

use super::removal;
use super::supply::{Flows, Supply};
use super::{Step, Stopped};
use crate::analysis::risk::NodeName;
use crate::analysis::split::{ProductName, product_name};
use std::collections::BTreeMap;

/// Suppliers named in a step.
const NAMED: usize = 6;

/// Names met so far.
pub(super) struct Names<'a> {
    pub(super) flows: Flows<'a>,
    pub(super) supply: &'a Supply,
    met: BTreeMap<u32, NodeName>,
}

impl<'a> Names<'a> {
    pub(super) fn new(flows: Flows<'a>, supply: &'a Supply) -> Self {
        Self { flows, supply, met: BTreeMap::new() }
    }

    pub(super) fn node(&mut self, node: u32) -> NodeName {
        let flows = self.flows;
        self.met.entry(node).or_insert_with(|| NodeName::at(flows.graph, flows.scope, node)).clone()
    }

    pub(super) fn stopped(&mut self, target: u32) -> Stopped {
        let NodeName { id, name, .. } = self.node(target);
        Stopped { id, name }
    }

    pub(super) fn nodes(&mut self, nodes: impl IntoIterator<Item = u32>) -> Vec<NodeName> {
        nodes.into_iter().map(|node| self.node(node)).collect()
    }

    pub(super) fn product(&self, pool: u32) -> ProductName {
        product_name(self.flows.graph, self.supply.products[pool as usize])
    }

    /// Products of some pools, each once, sorted.
    pub(super) fn products(&self, pools: impl IntoIterator<Item = u32>) -> Vec<ProductName> {
        let mut products: Vec<_> = pools.into_iter().map(|pool| self.supply.products[pool as usize]).collect();
        products.sort_unstable();
        products.dedup();
        products.into_iter().map(|product| product_name(self.flows.graph, product)).collect()
    }

    pub(super) fn route(&mut self, route: &[removal::Step]) -> Vec<Step> {
        let step = |(pool, through): &removal::Step| {
            let makers = self.supply.program.makers.row(*pool);
            Step {
                product: self.product(*pool),
                suppliers: self.nodes(makers.iter().copied().take(NAMED)),
                count: makers.len(),
                through: self.node(*through),
            }
        };
        route.iter().map(step).collect()
    }
}
