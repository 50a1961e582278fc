//! The new firms, and what the plants can make.

use super::after::{Build, Seller};
use super::capture::point;
use super::renumber::Numbers;
use crate::graph::Node;
use crate::model::{Capability, Dataset, Firm, FirmId, FirmIx, Location, LocationBasis, ProductIx};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The firm that a plant is; of the industry of whom it displaces most.
pub(super) fn firm(build: &Build<'_>, plant: usize, known: &BTreeSet<FirmId>) -> Firm {
    let dataset = build.graph.dataset();
    let (id, name, row) = &build.names[plant];
    let mut id = FirmId(id.clone());
    while known.contains(&id) {
        id = FirmId(format!("{id}+").into());
    }
    let entry = &build.plants[plant];
    let parent = entry.parent.map(|parent| dataset.firm(parent));
    let makes = |chain: &&crate::model::Chain| entry.products.iter().any(|made| chain.place_of(*made).is_some());
    let location = Location { point: point(&entry.at), basis: LocationBasis::Produced, ..entry.at.clone() };
    Firm {
        id,
        credit_code: None,
        name: name.clone(),
        aliases: Vec::new(),
        location,
        registered_at: None,
        counted_at: None,
        role: None,
        chains: dataset.chains.iter().filter(makes).map(|chain| chain.name.clone()).collect(),
        qualifications: Vec::new(),
        trader: false,
        size: None,
        industry: parent.and_then(|parent| parent.industry.clone()).or_else(|| industry(build, plant)),
        group: parent.and_then(|parent| parent.group.clone()),
        contact: parent.and_then(|parent| parent.contact.clone()),
        row: *row,
        listed: true,
    }
}

/// The industry of whom a plant displaces most.
fn industry(build: &Build<'_>, plant: usize) -> Option<Arc<str>> {
    let mut sums: BTreeMap<FirmIx, f64> = BTreeMap::new();
    for taken in build.taken.iter().filter(|taken| taken.plant == plant) {
        let supplier = build.graph.flows()[taken.flow as usize].supplier;
        if let Node::Firm(firm) = build.graph.nodes()[supplier as usize] {
            *sums.entry(firm).or_insert(0.0) += taken.amount;
        }
    }
    let dataset = build.graph.dataset();
    let made = sums.into_iter().filter(|(firm, _)| !dataset.firm(*firm).trader);
    let known = made.filter_map(|(firm, yuan)| Some((yuan, dataset.firm(firm).industry.clone()?)));
    known.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, industry)| industry)
}

/// Enters what the plants make, sell and could still sell. A plant that was under construction stands now.
pub(super) fn capabilities(dataset: &mut Dataset, build: &Build<'_>, numbers: &Numbers) {
    for (at, plant) in build.plants.iter().enumerate() {
        let firm = numbers.of(build.seller(at));
        let builders: Vec<FirmIx> =
            plant.parent.iter().chain(&plant.firm).map(|firm| numbers.of(Seller::Firm(*firm))).collect();
        let is_built = |made: &Capability| {
            made.under_construction && builders.contains(&made.firm) && plant.products.contains(&made.product)
        };
        dataset.capabilities.retain(|made| !is_built(made));
        for (product, sold, spare) in shares(build, at) {
            let earlier = (dataset.capabilities.iter_mut())
                .filter(|made| made.firm == firm && made.product == product)
                .filter(|made| made.year.is_none() || build.year().is_none() || made.year <= build.year())
                .max_by_key(|made| made.year);
            let known_spare = earlier.as_ref().and_then(|made| made.spare());
            match earlier {
                Some(made) => {
                    made.output = made.output.map(|yuan| yuan + sold);
                    made.capacity = made.capacity.map(|yuan| yuan + sold + spare);
                    made.stated_spare = known_spare.map(|yuan| yuan + spare);
                }
                None => dataset.capabilities.push(Capability {
                    firm,
                    product,
                    year: build.year(),
                    // Of a firm that stands here already nobody knows what it made before.
                    output: plant.firm.is_none().then_some(sold),
                    capacity: plant.firm.is_none().then_some(sold + spare),
                    stated_spare: Some(spare),
                    committed: None,
                    under_construction: false,
                    row: build.names[at].2,
                }),
            }
        }
    }
    dataset.capabilities.sort_by_key(|made| (made.firm, made.product, made.year));
}

/// Of each product of a plant: what it sells here, and what it could still sell, yuan. What is left of the capacity is shared
/// out as what is sold, so that it is promised once.
fn shares(build: &Build<'_>, plant: usize) -> Vec<(ProductIx, f64, f64)> {
    let entry = &build.plants[plant];
    let mut sold: BTreeMap<ProductIx, f64> = entry.products.iter().map(|product| (*product, 0.0)).collect();
    for taken in build.taken.iter().filter(|taken| taken.plant == plant) {
        *sold.entry(build.graph.flows()[taken.flow as usize].product).or_insert(0.0) += taken.amount;
    }
    let whole: f64 = sold.values().sum();
    let left = entry.capacity.map_or(0.0, |capacity| (capacity - whole).max(0.0));
    let part = |yuan: f64| if whole > 0.0 { left * (yuan / whole) } else { 0.0 };
    sold.into_iter().filter(|(_, yuan)| *yuan > 0.0).map(|(product, yuan)| (product, yuan, part(yuan))).collect()
}
