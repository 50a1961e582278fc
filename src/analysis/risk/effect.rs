//! What one cascade does: who loses how much, where, in which chain, who stops, and by which way it came.

use super::cascade::Workspace;
use super::network::LossNetwork;
use super::path::{Names, Passed, Path, Trace, Transmitter, transmitters};
use super::start::Start;
use super::system::System;
use crate::analysis::scope::{AreaName, Scope};
use crate::graph::{Node, SupplyGraph};
use crate::model::{AreaCode, FirmIx, Location, Nearness, ProductIx, Role, division};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Output below which a firm counts as stopped [SC].
const STOPPED: f64 = 0.5;

/// Paths given for one cascade.
const PATHS: usize = 5;

/// Firms and areas given for one cascade.
const LISTED: usize = 10;

/// A firm or an unnamed supplier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NodeName {
    /// Its number in the supply graph.
    #[serde(skip)]
    pub(crate) node: u32,
    /// Stable id; of an unnamed supplier its place and product.
    pub id: Arc<str>,
    /// Name; of an unnamed supplier empty.
    pub name: Arc<str>,
    /// Place in words; empty when unknown.
    pub place: Arc<str>,
    /// Its product, for an unnamed supplier.
    pub unnamed: Option<Arc<str>>,
    /// Whether it leads a chain.
    pub leader: bool,
    /// Whether it stands in the focus area; `None` when nobody knows.
    pub local: Option<bool>,
}

impl NodeName {
    pub(in crate::analysis) fn of(system: &System<'_>, scope: &Scope, node: u32) -> Self {
        Self::at(system.graph, scope, node)
    }

    /// The name of a node of the graph.
    pub(in crate::analysis) fn at(graph: &SupplyGraph, scope: &Scope, node: u32) -> Self {
        let local = |place: &Location| match scope.is_local(place) {
            Nearness::Near => Some(true),
            Nearness::Far => Some(false),
            Nearness::Unknown => None,
        };
        match graph.nodes()[node as usize] {
            Node::Firm(firm) => {
                let name = crate::analysis::split::firm_name(graph, firm);
                let entry = graph.dataset().firm(firm);
                Self {
                    node,
                    id: name.id,
                    name: name.name,
                    place: name.place,
                    unnamed: None,
                    leader: entry.role == Some(Role::Leader),
                    local: local(&entry.location),
                }
            }
            Node::Unnamed { place, product } => {
                let at = &graph.places()[place as usize];
                let product = graph.dataset().product(product);
                let words: Arc<str> = Arc::from(crate::analysis::split::place_words(graph, at));
                Self {
                    node,
                    id: Arc::from(format!("{words}/{}", product.id)),
                    name: Arc::default(),
                    place: words,
                    unnamed: Some(product.name.clone()),
                    leader: false,
                    local: local(at),
                }
            }
        }
    }
}

/// Loss of the firms of one area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaLoss {
    /// County, or as far as the place is known; `None` for firms of unknown place and abroad.
    pub area: Option<AreaName>,
    /// Yuan a year.
    pub loss: f64,
    /// Firms that lose.
    pub firms: usize,
}

/// Loss of the firms of one chain; a firm of two chains counts in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainLoss {
    /// Chain id.
    pub chain: Arc<str>,
    /// Chain name.
    pub name: Arc<str>,
    /// Yuan a year.
    pub loss: f64,
    /// Share of the sizes of the chain's firms; `None` when they have none.
    pub share: Option<f64>,
}

/// A firm and what it loses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirmLoss {
    /// Who.
    pub firm: NodeName,
    /// Share of its output.
    pub share: f64,
    /// From supplies.
    pub share_down: f64,
    /// From sales.
    pub share_up: f64,
    /// Yuan a year.
    pub loss: f64,
}

/// What a cascade does, in yuan a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// Firms and unnamed suppliers that lose something, the shocked ones included.
    pub reached: usize,
    /// Firms left with less than half of their output, the shocked ones included.
    pub stopped: usize,
    /// Leaders among them, the shocked ones left out.
    pub leaders_stopped: Vec<NodeName>,
    /// Who loses most, the shocked ones left out; the largest ones only.
    pub firms: Vec<FirmLoss>,
    /// Losses by county, largest first; all of them.
    pub areas: Vec<AreaLoss>,
    /// Losses by chain, largest first.
    pub chains: Vec<ChainLoss>,
    /// The ways to those who lose most.
    pub paths: Vec<Path>,
    /// Who passes most on.
    pub transmitters: Vec<Transmitter>,
}

/// A loss of a node at the end of a cascade.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) node: u32,
    pub(super) down: f64,
    pub(super) up: f64,
    /// Yuan.
    pub(super) loss: f64,
}

/// A network with its sales by slot, and what was cut in it.
pub(super) struct Traced<'a> {
    pub(super) network: &'a LossNetwork,
    pub(super) start: &'a Start,
}

/// Who loses something, the largest loss first.
pub(super) fn hits(system: &System<'_>, workspace: &Workspace) -> Vec<Hit> {
    let mut hits: Vec<Hit> = (workspace.losses())
        .map(|(node, down, up)| Hit { node, down, up, loss: down.max(up) * system.size[node as usize].0 })
        .filter(|hit| hit.down.max(hit.up) > 0.0)
        .collect();
    hits.sort_by(|a, b| b.loss.total_cmp(&a.loss).then(a.node.cmp(&b.node)));
    hits
}

/// Reads the end of a cascade out of a workspace; `struck` are the nodes it began with.
pub(super) fn effect(
    system: &System<'_>,
    scope: &Scope,
    traced: &Traced<'_>,
    workspace: &Workspace,
    struck: &BTreeSet<u32>,
) -> (Effect, Passed) {
    let hits = hits(system, workspace);
    let stopped = |hit: &&Hit| 1.0 - hit.down.max(hit.up) < STOPPED;
    let name = |node| NodeName::of(system, scope, node);
    let others: Vec<&Hit> = hits.iter().filter(|hit| !struck.contains(&hit.node)).collect();
    let mut leaders: Vec<NodeName> =
        others.iter().copied().filter(stopped).map(|hit| name(hit.node)).filter(|name| name.leader).collect();
    leaders.sort();
    let trace = Trace::new(traced, workspace, &system.size);
    let product = |product| crate::analysis::split::product_name(system.graph, ProductIx(product));
    let (paths, passed) = trace.follow(&others, PATHS, struck, &Names { node: &name, product: &product });
    let firm = |hit: &&Hit| FirmLoss {
        firm: name(hit.node),
        share: hit.down.max(hit.up),
        share_down: hit.down,
        share_up: hit.up,
        loss: hit.loss,
    };
    let effect = Effect {
        reached: hits.len(),
        stopped: hits.iter().filter(stopped).count(),
        leaders_stopped: leaders,
        firms: others.iter().take(LISTED).map(firm).collect(),
        areas: by_area(system, &hits),
        chains: by_chain(system, &hits),
        paths,
        transmitters: transmitters(&passed, &name),
    };
    (effect, passed)
}

fn by_area(system: &System<'_>, hits: &[Hit]) -> Vec<AreaLoss> {
    let mut sums: BTreeMap<Option<AreaCode>, (f64, usize)> = BTreeMap::new();
    for hit in hits {
        let place = system.place_of(hit.node);
        // Plants in several counties agree on what they share.
        let codes: Option<Vec<AreaCode>> = place.each().iter().map(|plant| plant.area).collect();
        let area = codes.filter(|_| place.abroad.is_none()).and_then(|codes| division::common(&codes));
        let sum = sums.entry(area).or_insert((0.0, 0));
        *sum = (sum.0 + hit.loss, sum.1 + 1);
    }
    let mut areas: Vec<AreaLoss> = (sums.into_iter())
        .map(|(area, (loss, firms))| AreaLoss { area: area.map(AreaName::of), loss, firms })
        .collect();
    areas.sort_by(|a, b| b.loss.total_cmp(&a.loss).then_with(|| a.area.cmp(&b.area)));
    areas
}

fn by_chain(system: &System<'_>, hits: &[Hit]) -> Vec<ChainLoss> {
    let mut lost: BTreeMap<u32, f64> = BTreeMap::new();
    for hit in hits {
        for &chain in &system.chains[hit.node as usize] {
            *lost.entry(chain).or_insert(0.0) += hit.loss;
        }
    }
    let chains = &system.graph.dataset().chains;
    let mut losses: Vec<ChainLoss> = (lost.into_iter())
        .map(|(at, loss)| {
            let (chain, size) = (&chains[at as usize], system.chain_sizes[at as usize]);
            ChainLoss {
                chain: chain.id.clone(),
                name: chain.name.clone(),
                loss,
                share: (size > 0.0).then(|| loss / size),
            }
        })
        .collect();
    losses.sort_by(|a, b| b.loss.total_cmp(&a.loss).then_with(|| a.chain.cmp(&b.chain)));
    losses
}

/// Chains of each node: those it names, else those of which it makes or sells a product, else those it buys for.
pub(super) fn chains_of(system: &System<'_>) -> Vec<Vec<u32>> {
    let dataset = system.graph.dataset();
    let mut sold: Vec<BTreeSet<ProductIx>> = vec![BTreeSet::new(); system.nodes()];
    let mut bought = sold.clone();
    for link in &system.links {
        sold[link.flow.supplier as usize].insert(ProductIx(link.flow.product));
        bought[link.flow.buyer as usize].insert(ProductIx(link.flow.product));
    }
    for able in dataset.capabilities.iter().filter(|able| !able.under_construction) {
        sold[able.firm.index()].insert(able.product);
    }
    let with = |products: &BTreeSet<ProductIx>| -> Vec<u32> {
        let holds = |at: &u32| {
            let chain = &dataset.chains[*at as usize];
            products.iter().any(|product| chain.place_of(*product).is_some())
        };
        (0..dataset.chains.len() as u32).filter(holds).collect()
    };
    let named = |node: usize| -> Vec<u32> {
        if node >= dataset.firms.len() {
            return Vec::new();
        }
        let member = |at: &u32| {
            crate::analysis::scope::is_member(system.graph, &dataset.chains[*at as usize], FirmIx::from(node))
        };
        (0..dataset.chains.len() as u32).filter(member).collect()
    };
    let of = |node: usize| {
        [named(node), with(&sold[node]), with(&bought[node])].into_iter().find(|chains| !chains.is_empty())
    };
    (0..system.nodes()).map(|node| of(node).unwrap_or_default()).collect()
}
