//! Atlas: what a reader looks up – every firm with its place in the chains, every flow with the rows behind it.
//!
//! ```text
//! node    a firm, or an unnamed supplier of one place and product
//! column  the position of the product that a firm sells most; else of the first one that it is able to make
//! lane    its county inside the focus area; outside it the rest of the province, the rest of the country, abroad
//! ```
//!
//! Conventions: sales are priced purchases of others, ties go to the smaller product id; a firm that neither sells nor makes
//! anything of a chain has no column. More than [`LANES`] counties make lanes of cities, more than that of provinces.
//! Unpriced flows stay, without an amount. Complexity: O(flows log flows + lines).

use super::Error;
use super::panorama::positions;
use super::scope::{AreaName, Scope};
use crate::graph::{Flow, Node, SupplyGraph};
use crate::model::{
    AreaCode, Chain, Dataset, FirmIx, Location, Position, ProductIx, Role, RowRef, Year, division, nearness,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Lanes of counties at most; more cannot be told apart at a glance.
pub const LANES: usize = 14;

/// What to look up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AtlasOptions {
    /// Focus, chain, year; only the year and the chain leave flows out.
    pub scope: Scope,
    /// Flows at most, the largest amounts first; `None` keeps all.
    pub most: Option<usize>,
}

/// Where a node lies, across the chains.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// In this division.
    Area(AreaName),
    /// In the province of the focus area, outside it.
    RestOfProvince,
    /// Elsewhere in the country.
    RestOfChina,
    /// Abroad.
    Abroad,
    /// Nobody says.
    Unknown,
}

/// A firm, or somebody unnamed.
#[derive(Debug, Clone, PartialEq)]
pub struct AtlasNode {
    /// The firm; `None` for an unnamed supplier.
    pub firm: Option<(Arc<str>, Arc<str>)>,
    /// Role of the firm, as far as the data say.
    pub role: Option<Role>,
    /// Division from the province down, or the country; empty when unknown.
    pub place: String,
    /// Row.
    pub lane: Lane,
    /// Column.
    pub position: Option<Position>,
    /// The product that decided the column.
    pub main: Option<usize>,
}

/// A product with where it lies in the chains.
#[derive(Debug, Clone, PartialEq)]
pub struct AtlasProduct {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Chain and segment, as positions in [`Atlas::chains`] and its segments.
    pub places: Vec<(usize, usize)>,
}

/// A chain with the names of its segments.
#[derive(Debug, Clone, PartialEq)]
pub struct AtlasChain {
    /// Name, and the English one when known.
    pub name: (Arc<str>, Option<Arc<str>>),
    /// Segments, in the same way.
    pub segments: Vec<(Arc<str>, Option<Arc<str>>)>,
}

/// What one sold another of one product in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct AtlasFlow {
    /// Who sells, as a position in [`Atlas::nodes`].
    pub from: usize,
    /// Who buys.
    pub to: usize,
    /// What, as a position in [`Atlas::products`].
    pub product: usize,
    /// When.
    pub year: Option<Year>,
    /// Priced amount, yuan; `None` when no line is priced.
    pub amount: Option<f64>,
    /// Rows behind it, in the order of the sum.
    pub rows: Vec<RowRef>,
}

/// A table of the data, for the addresses of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct AtlasSource {
    /// File name.
    pub file: Arc<str>,
    /// Sheet name.
    pub sheet: Arc<str>,
    /// Letter of the amount column, when there is one.
    pub column: Option<Arc<str>>,
}

/// Answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Atlas {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Nodes: firms by id, then unnamed suppliers by place and product.
    pub nodes: Vec<AtlasNode>,
    /// Products, by id.
    pub products: Vec<AtlasProduct>,
    /// Chains, by id.
    pub chains: Vec<AtlasChain>,
    /// Flows, by buyer, product, year, supplier.
    pub flows: Vec<AtlasFlow>,
    /// Flows that [`AtlasOptions::most`] left out.
    pub left_out: usize,
    /// Tables that rows stand in.
    pub sources: Vec<AtlasSource>,
}

/// Collects what can be looked up.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
///
/// ```
/// use liantu::analysis::atlas::{AtlasOptions, atlas};
/// use liantu::graph::SupplyGraph;
/// let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
/// assert!(atlas(&graph, &AtlasOptions::default()).unwrap().nodes.is_empty());
/// ```
pub fn atlas(graph: &SupplyGraph, options: &AtlasOptions) -> Result<Atlas, Error> {
    let scope = &options.scope;
    scope.years(graph)?;
    let asked = scope.chain(graph)?;
    let holds = |flow: &Flow| {
        scope.year.is_none_or(|year| flow.year == Some(year))
            && asked.is_none_or(|chain| chain.place_of(flow.product).is_some())
    };
    let mut flows: Vec<&Flow> = graph.flows().iter().filter(|flow| holds(flow)).collect();
    let left_out = keep_largest(&mut flows, options.most);
    let chains: Vec<&Chain> =
        graph.dataset().chains.iter().filter(|chain| asked.is_none_or(|asked| asked.id == chain.id)).collect();
    let nodes = members(graph, &flows, &chains, asked.is_some());
    let at: BTreeMap<u32, usize> = nodes.iter().enumerate().map(|(at, &node)| (node, at)).collect();
    let lanes = Lanes::new(graph, scope, &nodes);
    let mains = mains(graph, &chains);
    let positions: Vec<Vec<Position>> = chains.iter().map(|chain| positions(graph.dataset(), chain)).collect();
    let node = |&node: &u32| {
        let main = mains.get(&node).copied();
        let position = main.and_then(|product| place(&chains, product)).map(|(chain, at)| positions[chain][at]);
        AtlasNode { position, main: main.map(ProductIx::index), ..describe(graph, node, &lanes) }
    };
    Ok(Atlas {
        focus: scope.focus.map(AreaName::of),
        nodes: nodes.iter().map(node).collect(),
        products: products(graph.dataset(), &chains),
        chains: chains.iter().map(|chain| named(chain)).collect(),
        flows: flows.iter().map(|flow| traced(graph, flow, &at)).collect(),
        left_out,
        sources: (graph.dataset().sources.iter())
            .map(|source| AtlasSource {
                file: source.file.clone(),
                sheet: source.sheet.clone(),
                column: source.amount.as_ref().map(|amount| amount.letter.clone()),
            })
            .collect(),
    })
}

/// Keeps so many flows, the largest ones, in their order; returns how many went.
fn keep_largest(flows: &mut Vec<&Flow>, most: Option<usize>) -> usize {
    let Some(most) = most.filter(|most| *most < flows.len()) else { return 0 };
    let mut order: Vec<usize> = (0..flows.len()).collect();
    order.sort_by(|&a, &b| flows[b].amount.total_cmp(&flows[a].amount).then(a.cmp(&b)));
    order.truncate(most);
    order.sort_unstable();
    let left_out = flows.len() - most;
    *flows = order.into_iter().map(|at| flows[at]).collect();
    left_out
}

/// Nodes to show: of one chain only those that deal in it or could.
fn members(graph: &SupplyGraph, flows: &[&Flow], chains: &[&Chain], only_chain: bool) -> Vec<u32> {
    let mut members: BTreeSet<u32> = flows.iter().flat_map(|flow| [flow.supplier, node_of(flow.buyer)]).collect();
    let makers = graph.dataset().capabilities.iter();
    let able = makers.filter(|able| chains.iter().any(|chain| chain.place_of(able.product).is_some()));
    members.extend(able.map(|able| node_of(able.firm)));
    if !only_chain {
        members.extend((0..graph.dataset().firms.len()).map(|firm| node_of(FirmIx::from(firm))));
    }
    members.into_iter().collect()
}

/// Firms come first among the nodes, in their order.
fn node_of(firm: FirmIx) -> u32 {
    u32::try_from(firm.index()).expect("nodes are numbered by u32 and firms come first")
}

/// Chain and segment of a product, in the first chain that has it.
fn place(chains: &[&Chain], product: ProductIx) -> Option<(usize, usize)> {
    let of = |(at, chain): (usize, &&Chain)| Some((at, chain.place_of(product)?.segment as usize));
    chains.iter().enumerate().find_map(of)
}

/// The product that places each node: sold most, else made.
fn mains(graph: &SupplyGraph, chains: &[&Chain]) -> BTreeMap<u32, ProductIx> {
    let placed = |product: ProductIx| place(chains, product).is_some();
    let mut mains = BTreeMap::new();
    for able in graph.dataset().capabilities.iter().filter(|able| placed(able.product)) {
        mains.entry(node_of(able.firm)).or_insert(able.product);
    }
    let mut sales: BTreeMap<(u32, ProductIx), f64> = BTreeMap::new();
    for flow in graph.flows().iter().filter(|flow| placed(flow.product) && !graph.is_self_supply(flow)) {
        *sales.entry((flow.supplier, flow.product)).or_insert(0.0) += flow.amount;
    }
    let mut best: BTreeMap<u32, (f64, ProductIx)> = BTreeMap::new();
    for ((node, product), sold) in sales {
        let entry = best.entry(node).or_insert((sold, product));
        if sold > entry.0 {
            *entry = (sold, product);
        }
    }
    mains.extend(best.into_iter().map(|(node, (_, product))| (node, product)));
    mains
}

/// How lanes are cut.
struct Lanes {
    focus: Option<AreaCode>,
    /// What a code is divided and multiplied by: 1 for counties, 100 for cities, 10,000 for provinces.
    step: u32,
}

impl Lanes {
    fn new(graph: &SupplyGraph, scope: &Scope, nodes: &[u32]) -> Self {
        let areas: BTreeSet<AreaCode> = nodes
            .iter()
            .filter_map(|&node| location(graph, node).area)
            .filter(|area| {
                scope.focus.is_none_or(|focus| nearness::within(*area, focus) == crate::model::Nearness::Near)
            })
            .collect();
        let lanes = |step: u32| areas.iter().map(|area| area.0 / step).collect::<BTreeSet<u32>>().len();
        let step = [1, 100].into_iter().find(|step| lanes(*step) <= LANES).unwrap_or(10_000);
        Self { focus: scope.focus, step }
    }

    fn of(&self, location: &Location) -> Lane {
        if location.abroad.is_some() {
            return Lane::Abroad;
        }
        let Some(area) = location.area else { return Lane::Unknown };
        let inside = |focus: AreaCode| area.is_in(focus);
        match self.focus {
            Some(focus) if !inside(focus) && area.province() == focus.province() => Lane::RestOfProvince,
            Some(focus) if !inside(focus) => Lane::RestOfChina,
            _ => Lane::Area(AreaName::of(AreaCode(area.0 / self.step * self.step))),
        }
    }
}

fn location(graph: &SupplyGraph, node: u32) -> &Location {
    match graph.nodes()[node as usize] {
        Node::Firm(firm) => &graph.dataset().firm(firm).location,
        Node::Unnamed { place, .. } => &graph.places()[place as usize],
    }
}

fn describe(graph: &SupplyGraph, node: u32, lanes: &Lanes) -> AtlasNode {
    let location = location(graph, node);
    let firm = match graph.nodes()[node as usize] {
        Node::Firm(firm) => Some(graph.dataset().firm(firm)),
        Node::Unnamed { .. } => None,
    };
    AtlasNode {
        firm: firm.map(|firm| (firm.id.0.clone(), firm.name.clone())),
        role: firm.and_then(|firm| firm.role),
        place: match (&location.abroad, location.area) {
            (Some(country), _) => country.to_string(),
            (None, Some(area)) => division::path(area),
            (None, None) => String::new(),
        },
        lane: lanes.of(location),
        position: None,
        main: None,
    }
}

fn products(dataset: &Dataset, chains: &[&Chain]) -> Vec<AtlasProduct> {
    let places = |product: ProductIx| {
        let of = |(at, chain): (usize, &&Chain)| Some((at, chain.place_of(product)?.segment as usize));
        chains.iter().enumerate().filter_map(of).collect()
    };
    let entry = |at: usize| {
        let product = dataset.product(ProductIx::from(at));
        AtlasProduct { id: product.id.0.clone(), name: product.name.clone(), places: places(ProductIx::from(at)) }
    };
    (0..dataset.products.len()).map(entry).collect()
}

fn named(chain: &Chain) -> AtlasChain {
    AtlasChain {
        name: (chain.name.clone(), chain.name_en.clone()),
        segments: chain.segments.iter().map(|segment| (segment.name.clone(), segment.name_en.clone())).collect(),
    }
}

fn traced(graph: &SupplyGraph, flow: &Flow, at: &BTreeMap<u32, usize>) -> AtlasFlow {
    let lines = flow.lines.start as usize..flow.lines.end as usize;
    AtlasFlow {
        from: at[&flow.supplier],
        to: at[&node_of(flow.buyer)],
        product: flow.product.index(),
        year: flow.year,
        amount: (flow.priced > 0).then_some(flow.amount),
        rows: graph.dataset().links[lines].iter().map(|link| link.row).collect(),
    }
}
