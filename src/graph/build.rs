//! Data set → supply graph.

use super::matrix::Csr;
use super::{Flow, Node, SupplyGraph, TraderOrigin};
use crate::model::{Dataset, FirmIx, Location, ProductIx, SupplyLink};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn build(dataset: Arc<Dataset>, traders: TraderOrigin) -> SupplyGraph {
    let mut sources = Sources::new(&dataset, traders);
    let keyed = sources.resolve(&dataset);
    let flows = merge(&dataset, &keyed);
    let Sources { places, nodes, .. } = sources;
    let by_buyer = Csr::group(dataset.firms.len(), flows.iter().map(|flow| flow.buyer.index()));
    let by_supplier = Csr::group(nodes.len(), flows.iter().map(|flow| flow.supplier as usize));
    let by_product = Csr::group(dataset.products.len(), flows.iter().map(|flow| flow.product.index()));
    let graph = as_petgraph(&nodes, &flows);
    SupplyGraph { dataset, traders, places, nodes, flows, by_buyer, by_supplier, by_product, graph }
}

/// Locations and nodes met so far, each once.
struct Sources {
    traders: TraderOrigin,
    places: Vec<Location>,
    known: BTreeMap<PlaceKey, u32>,
    nodes: Vec<Node>,
    unnamed: BTreeMap<(u32, ProductIx), u32>,
    /// Place of each firm, resolved on first use.
    of_firm: Vec<Option<u32>>,
}

/// What tells two locations apart, plant by plant.
type PlaceKey = Vec<PlantKey>;

/// What tells two plants apart; coordinates by their bits.
type PlantKey = (Option<u32>, Option<u32>, Option<(u64, u64)>, Option<Arc<str>>, u8);

/// A line with its resolved ends, ready to be merged: node and place.
type Ends = (u32, u32);

impl Sources {
    fn new(dataset: &Dataset, traders: TraderOrigin) -> Self {
        let nodes = (0..dataset.firms.len()).map(|at| Node::Firm(FirmIx::from(at))).collect();
        let of_firm = vec![None; dataset.firms.len()];
        Self { traders, places: Vec::new(), known: BTreeMap::new(), nodes, unnamed: BTreeMap::new(), of_firm }
    }

    /// Resolves the ends of every line. Unnamed suppliers are numbered by sorted place and product afterwards,
    /// so that their numbers do not depend on the order of lines.
    fn resolve(&mut self, dataset: &Dataset) -> Vec<Ends> {
        let shipped: Vec<u32> = dataset.links.iter().map(|link| self.shipping_place(dataset, link)).collect();
        let mut unnamed: Vec<(u32, ProductIx)> = dataset
            .links
            .iter()
            .zip(&shipped)
            .filter(|(link, _)| link.supplier.is_none())
            .map(|(link, &place)| (place, link.product))
            .collect();
        unnamed.sort_unstable();
        unnamed.dedup();
        for key @ (place, product) in unnamed {
            self.unnamed.insert(key, self.nodes.len() as u32);
            self.nodes.push(Node::Unnamed { place, product });
        }
        let node = |(link, &place): (&SupplyLink, &u32)| match link.supplier {
            Some(firm) => (firm.0, place),
            None => (self.unnamed[&(place, link.product)], place),
        };
        dataset.links.iter().zip(&shipped).map(node).collect()
    }

    /// The line's own origin rules where it is known; otherwise the supplier's plant. A trader has none.
    fn shipping_place(&mut self, dataset: &Dataset, link: &SupplyLink) -> u32 {
        if let Some(origin) = link.origin.as_ref().filter(|origin| origin.is_known()) {
            return self.intern(origin);
        }
        let Some(firm) = link.supplier else { return self.intern(&Location::UNKNOWN) };
        if let Some(place) = self.of_firm[firm.index()] {
            return place;
        }
        let seller = dataset.firm(firm);
        let made_elsewhere = seller.trader && self.traders == TraderOrigin::Unknown;
        let place = self.intern(if made_elsewhere { &Location::UNKNOWN } else { &seller.location });
        self.of_firm[firm.index()] = Some(place);
        place
    }

    fn intern(&mut self, location: &Location) -> u32 {
        let key: PlaceKey = location.each().iter().map(plant_key).collect();
        let places = &mut self.places;
        *self.known.entry(key).or_insert_with(|| {
            places.push(location.clone());
            places.len() as u32 - 1
        })
    }
}

fn plant_key(plant: &Location) -> PlantKey {
    (
        plant.area.map(|area| area.0),
        plant.zone,
        plant.point.map(|point| (point.lon.to_bits(), point.lat.to_bits())),
        plant.abroad.clone(),
        plant.basis as u8,
    )
}

/// Sums the lines of one supplier, buyer, product, year and place; the data set holds them in sorted order.
fn merge(dataset: &Dataset, ends: &[Ends]) -> Vec<Flow> {
    let mut flows: Vec<Flow> = Vec::new();
    for (at, (link, &(supplier, place))) in dataset.links.iter().zip(ends).enumerate() {
        let at = u32::try_from(at).expect("fewer than 2^32 lines");
        let continues = flows.last().is_some_and(|flow| {
            flow.supplier == supplier
                && flow.place == place
                && flow.buyer == link.buyer
                && flow.product == link.product
                && flow.year == link.year
        });
        if !continues {
            flows.push(Flow {
                supplier,
                buyer: link.buyer,
                product: link.product,
                year: link.year,
                place,
                amount: 0.0,
                range: (0.0, 0.0),
                priced: 0,
                unpriced: 0,
                lines: at..at,
            });
        }
        let flow = flows.last_mut().expect("pushed above when there was none");
        flow.lines.end = at + 1;
        match link.amount.known() {
            Some(amount) => {
                let (lo, hi) = link.range.unwrap_or((amount, amount));
                flow.amount += amount;
                flow.range = (flow.range.0 + lo, flow.range.1 + hi);
                flow.priced += 1;
            }
            None => flow.unpriced += 1,
        }
    }
    flows
}

fn as_petgraph(nodes: &[Node], flows: &[Flow]) -> DiGraph<Node, u32> {
    let mut graph = DiGraph::with_capacity(nodes.len(), flows.len());
    for &node in nodes {
        graph.add_node(node);
    }
    for (at, flow) in flows.iter().enumerate() {
        graph.add_edge(NodeIndex::new(flow.supplier as usize), NodeIndex::new(flow.buyer.index()), at as u32);
    }
    graph
}
