//! From the supply graph to a network on which losses travel: nodes, flows, weights, what is known beyond the flows.
//!
//! Numbers of nodes and products are those of the supply graph: firms in their order, then unnamed suppliers, each the
//! sum of what one place sells of one product. Flows are the priced ones of one year; what has no amount cannot be
//! weighed and is counted. Conventions of methods §2.4.3.

use super::effect::chains_of;
use super::essential::{Dependence, Layer};
use super::network::{Beyond, Essentiality, Flow, LossNetwork, Recorded, Spare};
use super::{Model, RiskOptions, WeightBasis};
use crate::analysis::Error;
use crate::graph::{self, Node, SupplyGraph};
use crate::model::{Capability, FirmIx, FirmYear, Location, Product, ProductIx, Year};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where a firm's size was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SizeBasis {
    /// 营业收入 of the year.
    Revenue,
    /// 产值 of the year, where no revenue is known.
    Output,
    /// The larger of its recorded sales and purchases: at least so much.
    Trades,
}

/// A flow and who said how much its buyer depends on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    pub(super) flow: Flow,
    pub(super) layer: Layer,
}

/// Everything that a cascade needs, whatever its rules.
#[derive(Debug)]
pub struct System<'a> {
    /// The graph behind it.
    pub graph: &'a SupplyGraph,
    /// Year of the flows.
    pub year: Option<Year>,
    /// Flows by supplier, buyer and product, self-supply included.
    pub(super) links: Vec<Link>,
    /// Flows without an amount, and lines of them.
    pub unpriced: (usize, u32),
    /// Size of each node, yuan a year, and where it was taken from.
    pub size: Vec<(f64, SizeBasis)>,
    revenue: Vec<Option<f64>>,
    cost: Vec<Option<f64>>,
    outside: Vec<f64>,
    spare: Vec<Spare>,
    recorded: Vec<Recorded>,
    figures: BTreeMap<FirmIx, &'a FirmYear>,
    /// Positions of the chains of each node, and the sizes of each chain's firms in all, yuan.
    pub(super) chains: Vec<Vec<u32>>,
    pub(super) chain_sizes: Vec<f64>,
    /// What each node alone sells to buyers that depend on it: product and these buyers.
    pub(super) sole: BTreeMap<u32, Vec<(ProductIx, Vec<FirmIx>)>>,
    /// Products that one node alone sells in the data, to anybody.
    pub(super) only_maker: BTreeSet<(u32, ProductIx)>,
}

impl<'a> System<'a> {
    /// Collects the flows of the year.
    ///
    /// # Errors
    /// When the options name a chain, a year or a product that the data set does not have.
    pub fn collect(graph: &'a SupplyGraph, options: &RiskOptions) -> Result<Self, Error> {
        let scope = &options.scope;
        let year = scope.single_year(graph)?;
        let chain = scope.chain(graph)?;
        let asked =
            |flow: &&graph::Flow| flow.year == year && chain.is_none_or(|chain| chain.place_of(flow.product).is_some());
        let flows: Vec<&graph::Flow> = graph.flows().iter().filter(asked).collect();
        let dependence = dependence(graph, year, options);
        let links = links(&flows, &dependence);
        let lost = flows.iter().filter(|flow| flow.unpriced > 0);
        let unpriced = (lost.clone().filter(|flow| flow.priced == 0).count(), lost.map(|flow| flow.unpriced).sum());
        let figures = figures(graph, year);
        let mut system = Self {
            graph,
            year,
            links,
            unpriced,
            size: Vec::new(),
            revenue: Vec::new(),
            cost: Vec::new(),
            outside: outside(graph, options)?,
            spare: spare(graph, year),
            recorded: Vec::new(),
            figures,
            chains: Vec::new(),
            chain_sizes: vec![0.0; graph.dataset().chains.len()],
            sole: sole(&flows, &dependence),
            only_maker: only_makers(&flows),
        };
        system.weigh();
        system.recorded = recorded(&system);
        system.chains = chains_of(&system);
        for (node, chains) in system.chains.iter().enumerate() {
            for &chain in chains {
                system.chain_sizes[chain as usize] += system.size[node].0;
            }
        }
        Ok(system)
    }

    /// Who depends on what, as the options have it.
    pub(super) fn dependence<'o>(&self, options: &'o RiskOptions) -> Dependence<'o>
    where
        'a: 'o,
    {
        dependence(self.graph, self.year, options)
    }

    /// Firms and unnamed suppliers.
    pub fn nodes(&self) -> usize {
        self.graph.nodes().len()
    }

    /// Where a node stands.
    pub fn place_of(&self, node: u32) -> &'a Location {
        match self.graph.nodes()[node as usize] {
            Node::Firm(firm) => &self.graph.dataset().firm(firm).location,
            Node::Unnamed { place, .. } => &self.graph.places()[place as usize],
        }
    }

    /// Whether a node trades, or has a size of its own.
    pub(in crate::analysis) fn takes_part(&self, node: u32) -> bool {
        self.size[node as usize].0 > 0.0
    }

    /// Products that a node sells.
    pub(super) fn sold_by(&self, node: u32) -> impl Iterator<Item = ProductIx> {
        let from = self.links.partition_point(|link| link.flow.supplier < node);
        let sold: BTreeSet<ProductIx> = (self.links[from..].iter())
            .take_while(|link| link.flow.supplier == node)
            .filter(|link| link.flow.buyer != node)
            .map(|link| ProductIx(link.flow.product))
            .collect();
        sold.into_iter()
    }

    /// Figures of a firm in the year.
    pub(super) fn figures_of(&self, node: u32) -> Option<&'a FirmYear> {
        matches!(self.graph.nodes()[node as usize], Node::Firm(_)).then(|| self.figures.get(&FirmIx(node)).copied())?
    }

    /// A product by its id.
    pub(super) fn product(&self, id: &str) -> Option<ProductIx> {
        let products = &self.graph.dataset().products;
        products.binary_search_by(|product| product.id.as_str().cmp(id)).ok().map(ProductIx::from)
    }

    /// The network under some rules.
    pub(in crate::analysis) fn network(&self, model: &Model) -> LossNetwork {
        let (flows, beyond) = self.parts(model);
        LossNetwork::new(self.nodes(), self.graph.dataset().products.len(), flows, &beyond)
    }

    /// Flows and what is known beyond them, under some rules.
    pub(in crate::analysis) fn parts(&self, model: &Model) -> (Vec<Flow>, Beyond) {
        let kept = self.links.iter().filter(|link| model.self_supply || link.flow.supplier != link.flow.buyer);
        let essential = |mut flow: Flow| {
            if model.all_essential {
                flow.essentiality = Essentiality::Essential;
            }
            flow
        };
        let flows = kept.map(|link| essential(link.flow)).collect();
        let beyond = match model.guards {
            true => Beyond {
                revenue: self.revenue.clone(),
                cost: self.cost.clone(),
                outside: self.outside.clone(),
                spare: self.spare.clone(),
                recorded: self.recorded.clone(),
                ..Beyond::default()
            },
            false => Beyond { spare: self.spare.clone(), ..Beyond::default() },
        };
        (flows, beyond)
    }

    /// The weight of each node: zero where its figure is not known.
    pub fn weights(&self, basis: WeightBasis, network: &LossNetwork) -> Vec<f64> {
        let of_year = |node: usize, figure: fn(&FirmYear) -> Option<f64>| {
            let firm = matches!(self.graph.nodes()[node], Node::Firm(_)).then(|| FirmIx::from(node));
            firm.and_then(|firm| self.figures.get(&firm)).and_then(|year| figure(year)).unwrap_or(0.0).max(0.0)
        };
        let each = |weight: &dyn Fn(usize) -> f64| (0..self.nodes()).map(weight).collect();
        match basis {
            WeightBasis::Revenue => each(&|node| self.size[node].0),
            WeightBasis::Sales => network.sold.clone(),
            WeightBasis::Output => each(&|node| of_year(node, |year| year.output)),
            WeightBasis::Employees => each(&|node| of_year(node, |year| year.employees)),
            WeightBasis::Tax => each(&|node| of_year(node, |year| year.tax)),
        }
    }

    fn weigh(&mut self) {
        let nodes = self.nodes();
        let (mut sold, mut bought) = (vec![0.0; nodes], vec![0.0; nodes]);
        for Link { flow, .. } in self.links.iter().filter(|link| link.flow.supplier != link.flow.buyer) {
            sold[flow.supplier as usize] += flow.amount;
            bought[flow.buyer as usize] += flow.amount;
        }
        let known = |amount: Option<f64>| amount.filter(|amount| *amount > 0.0);
        let year = |node: usize| self.figures.get(&FirmIx::from(node)).copied();
        let firms = self.graph.dataset().firms.len();
        let figure = |node: usize, figure: fn(&FirmYear) -> Option<f64>| {
            (node < firms).then(|| year(node)).flatten().and_then(|year| known(figure(year)))
        };
        let totals = declared(self.graph, self.year);
        for node in 0..nodes {
            let revenue = figure(node, |year| year.revenue);
            let trades = f64::max(sold[node], bought[node]);
            let size = match (revenue, figure(node, |year| year.output)) {
                (Some(revenue), _) => (revenue, SizeBasis::Revenue),
                (None, Some(output)) => (output, SizeBasis::Output),
                (None, None) => (trades, SizeBasis::Trades),
            };
            self.size.push(size);
            self.revenue.push(revenue);
            let declared = totals.get(&FirmIx::from(node)).copied().filter(|_| node < firms);
            self.cost.push(figure(node, |year| year.cost).or(declared));
        }
    }
}

fn dependence<'a>(graph: &'a SupplyGraph, year: Option<Year>, options: &'a RiskOptions) -> Dependence<'a> {
    let flows = graph.flows().iter().filter(|flow| flow.year == year);
    let sold = flows.filter_map(|flow| Some((graph.supplier_firm(flow)?, flow.product)));
    Dependence::new(graph.dataset(), sold, &options.table, &options.survey)
}

/// One flow for each supplier, buyer and product, whatever the place.
fn links(flows: &[&graph::Flow], dependence: &Dependence<'_>) -> Vec<Link> {
    let mut sums: BTreeMap<(u32, u32, u32), f64> = BTreeMap::new();
    for flow in flows.iter().filter(|flow| flow.amount > 0.0) {
        *sums.entry((flow.supplier, flow.buyer.0, flow.product.0)).or_insert(0.0) += flow.amount;
    }
    let link = |((supplier, buyer, product), amount)| {
        let (essentiality, layer) = dependence.of(ProductIx(product), FirmIx(buyer));
        Link { flow: Flow { supplier, buyer, product, amount, essentiality }, layer }
    };
    sums.into_iter().map(link).collect()
}

/// Figures of each firm: of the year, or of its last year where the flows have none.
fn figures(graph: &SupplyGraph, year: Option<Year>) -> BTreeMap<FirmIx, &FirmYear> {
    let years = graph.dataset().firm_years.iter();
    years.filter(|entry| year.is_none_or(|year| entry.year == year)).map(|entry| (entry.firm, entry)).collect()
}

/// What each buyer says it bought in all, yuan.
fn declared(graph: &SupplyGraph, year: Option<Year>) -> BTreeMap<FirmIx, f64> {
    let totals = graph.dataset().totals.iter();
    totals
        .filter(|total| total.product.is_none() && total.year == year)
        .filter_map(|total| Some((total.buyer, total.total.known().filter(|amount| *amount > 0.0)?)))
        .collect()
}

/// What the flows hold of a buyer's purchases of a product: of the total it declares, or all where it says its list is whole.
fn recorded(system: &System<'_>) -> Vec<Recorded> {
    let mut bought: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for Link { flow, .. } in system.links.iter().filter(|link| link.flow.supplier != link.flow.buyer) {
        *bought.entry((flow.buyer, flow.product)).or_insert(0.0) += flow.amount;
    }
    let totals = system.graph.dataset().totals.iter().filter(|total| total.year == system.year);
    let mut shares: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for total in totals {
        let is_whole = total.complete == Some(true);
        let of_buyer = bought.range((total.buyer.0, 0)..=(total.buyer.0, u32::MAX));
        let asked = of_buyer.filter(|((_, product), _)| total.product.is_none_or(|asked| asked.0 == *product));
        for (key, amount) in asked {
            match (total.product, total.total.known()) {
                (Some(_), Some(declared)) if !is_whole => _ = shares.insert(*key, amount / declared.max(*amount)),
                _ if is_whole => _ = shares.entry(*key).or_insert(1.0),
                _ => {}
            }
        }
    }
    let share = |((buyer, product), share)| Recorded { buyer, product, share };
    shares.into_iter().map(share).collect()
}

/// What competitors outside the data sell of each product, yuan a year.
fn outside(graph: &SupplyGraph, options: &RiskOptions) -> Result<Vec<f64>, Error> {
    let dataset = graph.dataset();
    let mut outside = vec![0.0; dataset.products.len()];
    for (name, amount) in &options.rest_of_market {
        let named = |product: &&Product| {
            *product.name == **name
                || product.id.as_str() == name
                || product.synonyms.iter().any(|other| **other == **name)
        };
        let Some(product) = dataset.products.iter().find(named) else {
            return Err(Error::UnknownProduct { name: name.clone() });
        };
        let at = dataset.products.iter().position(|other| other.id == product.id);
        outside[at.expect("found in this list")] += amount;
    }
    Ok(outside)
}

/// Spare capacity as stated or computed; of the year, or stated without one.
fn spare(graph: &SupplyGraph, year: Option<Year>) -> Vec<Spare> {
    let of_year = graph.dataset().capabilities.iter().filter(|able| able.year.is_none() || able.year == year);
    let spare = |able: &Capability| Some(Spare { firm: able.firm.0, product: able.product.0, amount: able.spare()? });
    of_year.filter_map(spare).collect()
}

/// Who alone sells what to a buyer that depends on it; a line without an amount tells of a second supplier too.
fn sole(flows: &[&graph::Flow], dependence: &Dependence<'_>) -> BTreeMap<u32, Vec<(ProductIx, Vec<FirmIx>)>> {
    let mut suppliers: BTreeMap<(FirmIx, ProductIx), BTreeSet<u32>> = BTreeMap::new();
    for flow in flows.iter().filter(|flow| flow.amount > 0.0 || flow.unpriced > 0) {
        suppliers.entry((flow.buyer, flow.product)).or_default().insert(flow.supplier);
    }
    let mut sole: BTreeMap<(u32, ProductIx), Vec<FirmIx>> = BTreeMap::new();
    for ((buyer, product), suppliers) in suppliers {
        let only = suppliers.first().copied().filter(|only| suppliers.len() == 1 && *only != buyer.0);
        if let Some(only) = only.filter(|_| dependence.of(product, buyer).0 == Essentiality::Essential) {
            sole.entry((only, product)).or_default().push(buyer);
        }
    }
    let mut by_node: BTreeMap<u32, Vec<(ProductIx, Vec<FirmIx>)>> = BTreeMap::new();
    for ((node, product), buyers) in sole {
        by_node.entry(node).or_default().push((product, buyers));
    }
    by_node
}

/// Who alone sells a product in the data.
fn only_makers(flows: &[&graph::Flow]) -> BTreeSet<(u32, ProductIx)> {
    let mut makers: BTreeMap<ProductIx, BTreeSet<u32>> = BTreeMap::new();
    for flow in flows.iter().filter(|flow| flow.amount > 0.0 || flow.unpriced > 0) {
        makers.entry(flow.product).or_default().insert(flow.supplier);
    }
    let only = |(product, nodes): (ProductIx, BTreeSet<u32>)| {
        nodes.first().copied().filter(|_| nodes.len() == 1).map(|node| (node, product))
    };
    makers.into_iter().filter_map(only).collect()
}
