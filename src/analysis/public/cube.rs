//! Purchases of one year cut into the finest parts that published figures tell apart, and the sums over them.

use super::counts::Makers;
use super::protect::{Contribution, Family, Part, Sums};
use crate::analysis::overview::{Finder, SegmentId};
use crate::analysis::rate::chain::makers;
use crate::analysis::scope::Scope;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{AreaCode, Chain, FirmIx, Location, Nearness, Product, ProductIx, Ring, Tier, Year};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A published figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Everything.
    Total,
    /// Buyers, or makers, of a county.
    County(AreaCode),
    /// A chain.
    Chain(Arc<str>),
    /// A segment.
    Segment(SegmentId),
    /// A product of a chain.
    Product(ProductIx),
    /// A segment in a county.
    Cell(AreaCode, SegmentId),
    /// Origin, seen from each buyer.
    Ring(Ring),
    /// From the segment of what is bought to that of what the buyer makes of it.
    Link(SegmentId, SegmentId),
}

/// What tells parts apart.
type PartKey = (Option<AreaCode>, ProductIx, Ring, Nearness, Option<(SegmentId, SegmentId)>);

/// Purchases by part, and the sums published of them.
#[derive(Debug, Default)]
pub(super) struct Purchases {
    pub(super) keys: BTreeMap<Key, u32>,
    pub(super) sums: Sums,
}

/// Firms by product and place, and the numbers published of them.
#[derive(Debug, Default)]
pub(super) struct Firms {
    pub(super) keys: BTreeMap<Key, u32>,
    pub(super) makers: Makers,
    /// Local makers of each product, certain and possible.
    pub(super) of_product: BTreeMap<ProductIx, (BTreeSet<FirmIx>, BTreeSet<FirmIx>)>,
}

/// What both tables need to know.
pub(super) struct Ground<'a> {
    pub(super) graph: &'a SupplyGraph,
    pub(super) scope: &'a Scope,
    pub(super) tier: &'a Tier,
    pub(super) year: Option<Year>,
    pub(super) chains: Vec<&'a Chain>,
}

impl Ground<'_> {
    /// The row of a place: its county, in a province its city.
    pub(super) fn county(&self, place: &Location) -> Option<AreaCode> {
        let area = place.area?;
        let is_wide = self.scope.focus.is_some_and(|focus| focus.is_province() && area.city() != focus.city());
        Some(if is_wide && area.0 / 100 % 100 != 90 { AreaCode(area.0 / 100 * 100) } else { area })
    }

    /// Chains and segments of a product.
    fn homes(&self, product: ProductIx) -> Vec<SegmentId> {
        let home = |chain: &&Chain| {
            let at = chain.place_of(product)?.segment;
            let segment = chain.segments.get(usize::try_from(at).ok()?)?;
            Some(SegmentId { chain: chain.id.clone(), segment: segment.id.clone() })
        };
        self.chains.iter().filter_map(home).collect()
    }

    /// Figures that count a product in a place.
    fn keys(&self, county: Option<AreaCode>, product: ProductIx) -> BTreeSet<Key> {
        let homes = self.homes(product);
        let mut keys: BTreeSet<Key> = [Key::Total].into();
        keys.extend(county.map(Key::County));
        if !homes.is_empty() && self.graph.dataset().product(product).id.as_str() != Product::UNKNOWN {
            keys.insert(Key::Product(product));
        }
        for home in homes {
            keys.insert(Key::Chain(home.chain.clone()));
            keys.extend(county.map(|county| Key::Cell(county, home.clone())));
            keys.insert(Key::Segment(home));
        }
        keys
    }

    /// Cuts the purchases of local buyers; O(flows log flows).
    pub(super) fn purchases(&self, shares: &BTreeMap<Key, (f64, f64)>) -> Purchases {
        let finder = Finder::new(self.graph, &self.chains, self.year);
        let entities = Entities::new(self.graph);
        let mut parts: BTreeMap<PartKey, Part> = BTreeMap::new();
        for flow in self.flows() {
            let key = self.part(flow, &finder);
            let part = parts.entry(key).or_insert_with_key(|key| Part { side: key.3, contributions: Vec::new() });
            let (buyer, supplier) = entities.ends(flow);
            part.contributions.push(Contribution { buyer, supplier, amount: flow.amount });
        }
        let mut members: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
        for (at, (county, product, ring, _, link)) in parts.keys().enumerate() {
            let mut keys = self.keys(*county, *product);
            keys.insert(Key::Ring(*ring));
            // What a segment buys of itself stands on no map.
            keys.extend(link.clone().filter(|(from, to)| from != to).map(|(from, to)| Key::Link(from, to)));
            keys.into_iter().for_each(|key| members.entry(key).or_default().push(at as u32));
        }
        let keys: BTreeMap<Key, u32> = members.keys().cloned().zip(0..).collect();
        let sums = Sums {
            parts: parts.into_values().collect(),
            members: members.values().cloned().collect(),
            families: families(&keys, |product| self.homes(product)),
            shares: members.keys().map(|key| shares.get(key).copied()).collect(),
        };
        Purchases { keys, sums }
    }

    fn flows(&self) -> impl Iterator<Item = &Flow> {
        let holds = |flow: &&Flow| flow.year == self.year && self.scope.holds(self.graph, None, flow);
        self.graph.flows().iter().filter(holds)
    }

    fn part(&self, flow: &Flow, finder: &Finder<'_>) -> PartKey {
        let (from, to) = (self.graph.place(flow), self.graph.buyer_place(flow));
        (self.county(to), flow.product, Ring::of(from, to, None), self.tier.near(from, to), finder.ends(flow))
    }

    /// Counts the makers of what the chains hold.
    pub(super) fn firms(&self) -> Firms {
        let of_product = makers(self.graph, self.scope);
        let mut made: BTreeMap<FirmIx, BTreeSet<(Option<AreaCode>, ProductIx)>> = BTreeMap::new();
        for (&product, (certain, _)) in of_product.iter().filter(|(product, _)| !self.homes(**product).is_empty()) {
            for &firm in certain {
                let county = self.county(&self.graph.dataset().firm(firm).location);
                made.entry(firm).or_default().insert((county, product));
            }
        }
        let parts: BTreeSet<(Option<AreaCode>, ProductIx)> = made.values().flatten().copied().collect();
        let counted: Vec<BTreeSet<Key>> = parts.iter().map(|(county, product)| self.keys(*county, *product)).collect();
        let all: BTreeSet<Key> = counted.iter().flatten().cloned().collect();
        let keys: BTreeMap<Key, u32> = all.into_iter().zip(0..).collect();
        let at: BTreeMap<(Option<AreaCode>, ProductIx), u32> = parts.into_iter().zip(0..).collect();
        let place = |firm: &FirmIx| self.county(&self.graph.dataset().firm(*firm).location).map_or(0, |area| area.0);
        let makers = Makers {
            places: made.keys().map(place).collect(),
            makes: made.values().map(|made| made.iter().map(|part| at[part]).collect()).collect(),
            sums: counted.iter().map(|counted| counted.iter().map(|key| keys[key]).collect()).collect(),
            numbers: keys.len(),
        };
        Firms { keys, makers, of_product }
    }
}

/// Which figures are sums of which: by product, by place, by ring, by what it goes into.
fn families(keys: &BTreeMap<Key, u32>, homes: impl Fn(ProductIx) -> Vec<SegmentId>) -> Vec<Family> {
    let mut families: BTreeMap<(u8, u32), Vec<u32>> = BTreeMap::new();
    let mut belongs = |kind: u8, whole: Key, part: u32| {
        if let Some(whole) = keys.get(&whole) {
            families.entry((kind, *whole)).or_default().push(part);
        }
    };
    for (key, &at) in keys {
        match key {
            Key::Total => {}
            Key::County(_) => belongs(1, Key::Total, at),
            Key::Chain(_) => belongs(0, Key::Total, at),
            Key::Segment(id) => belongs(0, Key::Chain(id.chain.clone()), at),
            Key::Product(product) => homes(*product).into_iter().for_each(|id| belongs(0, Key::Segment(id), at)),
            Key::Cell(county, id) => {
                belongs(1, Key::County(*county), at);
                belongs(1, Key::Segment(id.clone()), at);
            }
            Key::Ring(_) => belongs(2, Key::Total, at),
            Key::Link(from, _) => belongs(3, Key::Segment(from.clone()), at),
        }
    }
    families.into_iter().map(|((kind, whole), parts)| Family { kind, whole, parts }).collect()
}

/// Who counts as one: firms of one group, and unnamed suppliers of one place.
struct Entities<'a> {
    graph: &'a SupplyGraph,
    firms: Vec<u32>,
    places: BTreeMap<(Option<AreaCode>, Option<Arc<str>>), u32>,
}

impl<'a> Entities<'a> {
    fn new(graph: &'a SupplyGraph) -> Self {
        let mut groups: BTreeMap<&str, u32> = BTreeMap::new();
        let firms = graph.dataset().firms.iter().zip(0..).map(|(firm, at)| match &firm.group {
            Some(group) => *groups.entry(group).or_insert(at),
            None => at,
        });
        let firms: Vec<u32> = firms.collect();
        let first = firms.len() as u32;
        let known: BTreeSet<_> = graph.places().iter().map(|place| (place.area, place.abroad.clone())).collect();
        Self { graph, firms, places: known.into_iter().zip(first..).collect() }
    }

    fn ends(&self, flow: &Flow) -> (u32, u32) {
        let place = self.graph.place(flow);
        let supplier = match self.graph.supplier_firm(flow) {
            Some(firm) => self.firms[firm.index()],
            None => self.places[&(place.area, place.abroad.clone())],
        };
        (self.firms[flow.buyer.index()], supplier)
    }
}
