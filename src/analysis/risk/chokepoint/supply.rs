//! From the supply graph to the and–or program behind the targets.
//!
//! Nodes keep their numbers: firms in their order, then unnamed suppliers. Only what lies behind a target is collected:
//! its essential inputs of the year, whoever can deliver them, their essential inputs, and so on. Whether a line has an
//! amount does not matter, a purchase of zero is none, and nobody supplies itself. Unnamed suppliers, and firms
//! of whose purchases the data hold none, need nothing: they are where the goods come from.

use super::Reach;
use super::program::{Program, Standing};
use crate::analysis::Error;
use crate::analysis::gap::evidence::is_source;
use crate::analysis::scope::{Scope, is_member};
use crate::analysis::split::spare_of;
use crate::graph::matrix::Csr;
use crate::graph::{Flow, Node, SupplyGraph};
use crate::model::{Capability, Chain, FirmIx, Nearness, Product, ProductIx, Role, Year};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a product is essential for a buyer.
pub type Essential<'a> = dyn Fn(ProductIx, FirmIx) -> bool + Sync + 'a;

/// The flows that count.
#[derive(Clone, Copy)]
pub(super) struct Flows<'g> {
    pub(super) graph: &'g SupplyGraph,
    pub(super) scope: &'g Scope,
    pub(super) year: Option<Year>,
    chain: Option<&'g Chain>,
}

impl<'g> Flows<'g> {
    /// # Errors
    /// When the scope names a chain or a year that the data set does not have.
    pub(super) fn new(graph: &'g SupplyGraph, scope: &'g Scope) -> Result<Self, Error> {
        Ok(Self { graph, scope, year: scope.single_year(graph)?, chain: scope.chain(graph)? })
    }

    fn counts(&self, flow: &Flow) -> bool {
        flow.year == self.year && is_source(flow) && self.scope.is_asked(self.graph, self.chain, flow)
    }

    fn of(&self, positions: &'g [u32]) -> impl Iterator<Item = &'g Flow> {
        let flows = *self;
        positions.iter().map(move |at| &flows.graph.flows()[*at as usize]).filter(move |flow| flows.counts(flow))
    }

    /// Who sells what; the same firm and product may come several times.
    pub(super) fn sold(&self) -> impl Iterator<Item = (FirmIx, ProductIx)> {
        let flows = self.graph.flows().iter().filter(|flow| flow.year == self.year);
        let asked = flows.filter(|flow| self.chain.is_none_or(|chain| chain.place_of(flow.product).is_some()));
        asked.filter_map(|flow| Some((self.graph.supplier_firm(flow)?, flow.product)))
    }

    /// Where a node stands.
    pub(super) fn place(&self, node: u32) -> Nearness {
        match self.graph.nodes()[node as usize] {
            Node::Firm(firm) => self.scope.is_local(&self.graph.dataset().firm(firm).location),
            Node::Unnamed { place, .. } => self.scope.is_local(&self.graph.places()[place as usize]),
        }
    }

    /// Who sells a product to a firm, sorted.
    pub(super) fn suppliers(&self, buyer: u32, product: ProductIx) -> Vec<u32> {
        let all = self.graph.purchases_of(FirmIx(buyer));
        // A firm's flows are sorted by product.
        let from = all.partition_point(|at| self.graph.flows()[*at as usize].product < product);
        let to = all.partition_point(|at| self.graph.flows()[*at as usize].product <= product);
        let suppliers: BTreeSet<u32> = self.of(&all[from..to]).map(|flow| flow.supplier).collect();
        suppliers.into_iter().collect()
    }

    /// Yuan that a firm buys.
    pub(super) fn bought(&self, buyer: u32) -> f64 {
        self.of(self.graph.purchases_of(FirmIx(buyer))).map(|flow| flow.amount).sum()
    }

    /// Whether a node traded in a year.
    pub(super) fn traded(&self, node: u32, year: Option<Year>) -> bool {
        let any = |positions: &[u32]| {
            let mut flows = positions.iter().map(|at| &self.graph.flows()[*at as usize]);
            flows.any(|flow| flow.year == year && is_source(flow) && !self.graph.is_self_supply(flow))
        };
        let buys = matches!(self.graph.nodes()[node as usize], Node::Firm(firm) if any(self.graph.purchases_of(firm)));
        buys || any(self.graph.sales_of(node))
    }

    /// Leaders here, sorted; without any, the buyers here that sell nothing. Whether they are leaders comes with them.
    pub(super) fn targets(&self) -> (Vec<u32>, bool) {
        let leaders = self.leaders();
        if !leaders.is_empty() {
            return (leaders, true);
        }
        let last = |firm: &u32| {
            self.of(self.graph.purchases_of(FirmIx(*firm))).next().is_some()
                && !self.graph.sales_of(*firm).iter().any(|at| {
                    let flow = &self.graph.flows()[*at as usize];
                    flow.year == self.year && is_source(flow) && !self.graph.is_self_supply(flow)
                })
                && self.place(*firm) == Nearness::Near
        };
        ((0..self.graph.dataset().firms.len() as u32).filter(last).collect(), false)
    }

    /// Leaders here: with a chain asked for, its members and those that buy of it.
    pub(super) fn leaders(&self) -> Vec<u32> {
        let firms = &self.graph.dataset().firms;
        let of_chain = |at: u32| {
            self.chain.is_none_or(|chain| {
                is_member(self.graph, chain, FirmIx(at))
                    || self.of(self.graph.purchases_of(FirmIx(at))).next().is_some()
            })
        };
        let is_leader = |at: &u32| firms[*at as usize].role == Some(Role::Leader);
        let here = |at: &u32| self.place(*at) == Nearness::Near && of_chain(*at);
        (0..firms.len() as u32).filter(|at| is_leader(at) && here(at)).collect()
    }
}

/// The program behind the targets.
pub(super) struct Supply {
    pub(super) program: Program,
    /// The product of each pool.
    pub(super) products: Vec<ProductIx>,
    /// Nodes behind the targets, themselves included; sorted.
    pub(super) behind: Vec<u32>,
}

/// What tells pools apart: the product, and for present suppliers the buyer before it.
type PoolKey = (u32, ProductIx);

impl Supply {
    pub(super) fn collect(flows: Flows<'_>, reach: Reach, essential: &Essential<'_>, targets: &[u32]) -> Self {
        let graph = flows.graph;
        let makers = Makers::new(flows);
        let mut pools: BTreeMap<PoolKey, Vec<u32>> = BTreeMap::new();
        let mut needs: Vec<(u32, PoolKey)> = Vec::new();
        let mut seen = vec![false; graph.nodes().len()];
        targets.iter().for_each(|target| seen[*target as usize] = true);
        let mut open = targets.to_vec();
        let mut behind = targets.to_vec();
        while let Some(node) = open.pop() {
            for product in flows.needs(node, essential) {
                let key = if reach == Reach::Any { (0, product) } else { (node, product) };
                needs.push((node, key));
                if pools.contains_key(&key) {
                    continue;
                }
                let who = if reach == Reach::Any { makers.of(product) } else { flows.suppliers(node, product) };
                for maker in &who {
                    if !std::mem::replace(&mut seen[*maker as usize], true) {
                        open.push(*maker);
                        behind.push(*maker);
                    }
                }
                pools.insert(key, who);
            }
        }
        behind.sort_unstable();
        let numbers: BTreeMap<PoolKey, u32> = pools.keys().copied().zip(0..).collect();
        let needs = needs.into_iter().map(|(node, key)| (node, numbers[&key])).collect();
        let makes = pools.values().zip(0..).flat_map(|(who, pool)| who.iter().map(move |maker| (*maker, pool)));
        let program = Program::new(graph.nodes().len(), pools.len(), needs, makes.collect());
        Self { program, products: pools.keys().map(|key| key.1).collect(), behind }
    }

    /// Everybody as derived from scratch.
    pub(super) fn standing_from_scratch(&self) -> Vec<Standing> {
        vec![Standing::Derived; self.program.firms()]
    }
}

impl Flows<'_> {
    /// Essential inputs that a node buys, sorted; of a firm outside too, as far as the data hold its purchases.
    fn needs(&self, node: u32, essential: &Essential<'_>) -> Vec<ProductIx> {
        let Node::Firm(firm) = self.graph.nodes()[node as usize] else { return Vec::new() };
        let mut products: Vec<ProductIx> = self.of(self.graph.purchases_of(firm)).map(|flow| flow.product).collect();
        products.dedup();
        let known = |product: &ProductIx| self.graph.dataset().product(*product).id.as_str() != Product::UNKNOWN;
        products.retain(|product| known(product) && essential(*product, firm));
        products
    }
}

/// Who can deliver a product: whoever sells it to anybody in the year, or is able to make it.
struct Makers<'g> {
    flows: Flows<'g>,
    /// Capabilities by product.
    able: Csr,
}

impl<'g> Makers<'g> {
    fn new(flows: Flows<'g>) -> Self {
        let dataset = flows.graph.dataset();
        let able = Csr::group(dataset.products.len(), dataset.capabilities.iter().map(|able| able.product.index()));
        Self { flows, able }
    }

    fn of(&self, product: ProductIx) -> Vec<u32> {
        let graph = self.flows.graph;
        let mut makers: Vec<u32> = self.flows.of(graph.flows_of(product)).map(|flow| flow.supplier).collect();
        let rows: Vec<&Capability> =
            self.able.row(product.index()).iter().map(|at| &graph.dataset().capabilities[*at as usize]).collect();
        for rows in rows.chunk_by(|a, b| a.firm == b.firm) {
            let row = spare_of(rows.iter().copied(), self.flows.year);
            makers.extend(row.filter(|row| !row.under_construction).map(|row| row.firm.0));
        }
        makers.sort_unstable();
        makers.dedup();
        makers
    }
}
