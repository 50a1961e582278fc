//! What is known of a candidate beside its sales here: size, distance, customers elsewhere, plants built [RT-2, RT-4, RT-5, RT-8].

use crate::analysis::scope::Scope;
use crate::analysis::split::Need;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{Date, FirmIx, Location, Point, ProductIx, ProjectSnapshot, Role, Year, division};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A figure, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Feature {
    /// The figure.
    pub value: Option<f64>,
    /// Why it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<Absence>,
}

/// Why a figure is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// No revenue of the year.
    NoRevenue,
    /// Neither capacity nor output is known, nor a revenue from this product alone.
    NoCapacity,
    /// No other candidate of known size.
    OnlyCandidate,
    /// Its place is known too coarsely.
    NoPlace,
    /// The places of the buyers are known too coarsely.
    NoDemandPlace,
    /// The data name no leader elsewhere in the same chain that buys.
    NoPeers,
    /// The data hold no project with an investor and a year.
    NoProjects,
    /// Without a focus area, or with capacities of too few areas and products, nothing is related.
    NoPanel,
    /// Nobody said what an approach costs.
    NoCost,
    /// Nothing it could bring has an amount.
    NoAmount,
}

impl Feature {
    pub(super) fn known(value: f64) -> Self {
        Self { value: Some(value), absent: None }
    }

    pub(super) fn absent(why: Absence) -> Self {
        Self { value: None, absent: Some(why) }
    }

    pub(super) fn or(value: Option<f64>, why: Absence) -> Self {
        value.map_or(Self::absent(why), Self::known)
    }

    pub(super) fn map(self, change: impl FnOnce(f64) -> f64) -> Self {
        Self { value: self.value.map(change), ..self }
    }
}

/// Sales to leaders elsewhere that belong to a chain of a local leader or make what one makes [RT-2].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Peers {
    /// Yuan, of the lines that have an amount; `None` where there are such leaders and no line to one has an amount.
    pub amount: Option<f64>,
    /// How many of them it supplies; `None` where the data name none.
    pub count: Option<usize>,
}

/// Revenues of a year by firm; the latest of each firm where the lines have no year.
pub(super) fn revenues(graph: &SupplyGraph, year: Option<Year>) -> BTreeMap<FirmIx, f64> {
    let entries = graph.dataset().firm_years.iter().filter(|entry| year.is_none_or(|year| entry.year == year));
    // Sorted by firm and year: the last one stays.
    entries.filter_map(|entry| Some((entry.firm, entry.revenue.filter(|yuan| *yuan > 0.0)?))).collect()
}

/// Where local buyers of each product stand, and how far their suppliers are.
pub(super) struct Distances {
    centres: BTreeMap<ProductIx, Point>,
    typical: BTreeMap<ProductIx, f64>,
    of_chains: Vec<Option<f64>>,
    of_all: Option<f64>,
}

impl Distances {
    pub(super) fn new(graph: &SupplyGraph, needs: &[Need], flows_of: impl Fn(&Need) -> Vec<u32>) -> Self {
        let dataset = graph.dataset();
        let mut centres: BTreeMap<ProductIx, Vec<(Point, f64)>> = BTreeMap::new();
        let mut lengths: BTreeMap<ProductIx, Vec<(f64, f64)>> = BTreeMap::new();
        for need in needs {
            let Some(to) = spot(&dataset.firm(need.buyer).location) else { continue };
            centres.entry(need.product).or_default().push((to, need.near + need.outside + need.unlocated));
            for at in flows_of(need) {
                let flow = &graph.flows()[at as usize];
                if let Some(from) = spot(graph.place(flow)).filter(|_| flow.amount > 0.0) {
                    lengths.entry(need.product).or_default().push((from.distance_km(to), flow.amount));
                }
            }
        }
        let median_of = |product: ProductIx| lengths.get(&product).into_iter().flatten().copied();
        let of_chain = |chain: &crate::model::Chain| {
            median(chain.products.iter().flat_map(|entry| median_of(entry.product)).collect())
        };
        Self {
            of_chains: dataset.chains.iter().map(of_chain).collect(),
            of_all: median(lengths.values().flatten().copied().collect()),
            centres: centres.into_iter().map(|(product, points)| (product, centre(&points))).collect(),
            typical: lengths.iter().filter_map(|(product, list)| Some((*product, median(list.clone())?))).collect(),
        }
    }

    /// Kilometres from a firm to the centre of demand for a product, and exp(−distance / typical).
    pub(super) fn of(&self, graph: &SupplyGraph, product: ProductIx, from: &Location) -> (Feature, Feature) {
        let Some(centre) = self.centres.get(&product) else { return both(Feature::absent(Absence::NoDemandPlace)) };
        let Some(point) = spot(from) else { return both(Feature::absent(Absence::NoPlace)) };
        let distance = Feature::known(point.distance_km(*centre));
        let chains = &graph.dataset().chains;
        let chain = chains.iter().position(|chain| chain.place_of(product).is_some());
        let of_chain = chain.and_then(|at| self.of_chains[at]);
        match self.typical.get(&product).copied().or(of_chain).or(self.of_all) {
            // Suppliers next door give no scale; a kilometre does.
            Some(typical) => (distance, distance.map(|km| (-km / if typical > 0.0 { typical } else { 1.0 }).exp())),
            None => (distance, Feature::absent(Absence::NoPlace)),
        }
    }
}

fn both(feature: Feature) -> (Feature, Feature) {
    (feature, feature)
}

/// Where a location is on the map: a place known to its county or city stands at the schematic centroid of that.
fn spot(location: &Location) -> Option<Point> {
    let centroid = || division::find(location.area.filter(|area| area.city().is_some())?)?.centroid;
    location.point.or_else(centroid)
}

/// Mean of points by weight; where none weighs anything all weigh alike. Degrees are near enough to a plane for one country.
fn centre(points: &[(Point, f64)]) -> Point {
    let total: f64 = points.iter().map(|(_, weight)| weight).sum();
    let weight = |own: f64| if total > 0.0 { own / total } else { 1.0 / points.len() as f64 };
    let mean = |of: fn(&Point) -> f64| points.iter().map(|(point, own)| of(point) * weight(*own)).sum();
    Point { lon: mean(|point| point.lon), lat: mean(|point| point.lat) }
}

/// The value up to which half of the weight lies.
fn median(mut values: Vec<(f64, f64)>) -> Option<f64> {
    values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let half = values.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut below = 0.0;
    values.into_iter().find_map(|(value, weight)| {
        below += weight;
        (below >= half).then_some(value)
    })
}

/// Leaders elsewhere.
pub(super) struct Elsewhere {
    peers: Vec<bool>,
    any: bool,
    year: Option<Year>,
}

impl Elsewhere {
    pub(super) fn new(
        graph: &SupplyGraph,
        year: Option<Year>,
        leaders: &BTreeSet<FirmIx>,
        outside: impl Fn(&Location) -> bool,
    ) -> Self {
        let dataset = graph.dataset();
        let chains: BTreeSet<&str> =
            leaders.iter().flat_map(|leader| dataset.firm(*leader).chains.iter().map(|name| &**name)).collect();
        let made = |of: &dyn Fn(FirmIx) -> bool| -> BTreeSet<(FirmIx, ProductIx)> {
            dataset.capabilities.iter().filter(|made| of(made.firm)).map(|made| (made.firm, made.product)).collect()
        };
        let here: BTreeSet<ProductIx> =
            made(&|firm| leaders.contains(&firm)).into_iter().map(|(_, item)| item).collect();
        let alike: BTreeSet<FirmIx> =
            dataset.capabilities.iter().filter(|made| here.contains(&made.product)).map(|made| made.firm).collect();
        let buys =
            |at: usize| graph.purchases_of(FirmIx::from(at)).iter().any(|&at| graph.flows()[at as usize].year == year);
        let is_peer = |(at, firm): (usize, &crate::model::Firm)| {
            firm.role == Some(Role::Leader)
                && (alike.contains(&FirmIx::from(at)) || firm.chains.iter().any(|name| chains.contains(&**name)))
                && outside(&firm.location)
                && buys(at)
        };
        let peers: Vec<bool> = dataset.firms.iter().enumerate().map(is_peer).collect();
        Self { any: peers.contains(&true), peers, year }
    }

    pub(super) fn of(&self, graph: &SupplyGraph, firm: FirmIx) -> Peers {
        if !self.any {
            return Peers { amount: None, count: None };
        }
        let is_peer = |flow: &&Flow| flow.year == self.year && self.peers[flow.buyer.index()];
        let sales = graph.sales_of(firm.0).iter().map(|&at| &graph.flows()[at as usize]).filter(is_peer);
        let (mut amount, mut buyers) = (None, BTreeSet::new());
        for flow in sales {
            buyers.insert(flow.buyer);
            if flow.priced > 0 {
                amount = Some(amount.unwrap_or(0.0) + flow.amount);
            }
        }
        Peers { amount: amount.or(buyers.is_empty().then_some(0.0)), count: Some(buyers.len()) }
    }
}

/// Projects by investor, with the years in which they began and where.
pub(super) struct Expansions<'a> {
    by_firm: BTreeMap<FirmIx, Vec<&'a ProjectSnapshot>>,
    last: Option<u16>,
}

impl<'a> Expansions<'a> {
    /// Years that count, the last one included.
    const YEARS: u16 = 3;

    pub(super) fn new(graph: &'a SupplyGraph, year: Option<Year>) -> Self {
        let dataset = graph.dataset();
        let as_of = dataset.about.as_of.as_deref().and_then(|date| date.get(..4)?.parse().ok());
        let mut by_firm: BTreeMap<FirmIx, Vec<&ProjectSnapshot>> = BTreeMap::new();
        for latest in dataset.projects.iter().filter_map(|project| project.latest()) {
            if let Some(firm) = latest.firm.filter(|_| begun(latest).is_some()) {
                by_firm.entry(firm).or_default().push(latest);
            }
        }
        Self { by_firm, last: as_of.or(year.map(|year| year.0)) }
    }

    /// How many it began outside its home city.
    pub(super) fn of(&self, firm: FirmIx, home: &Location) -> Feature {
        let Some(last) = self.last.filter(|_| !self.by_firm.is_empty()) else {
            return Feature::absent(Absence::NoProjects);
        };
        let Some(city) = home.area.and_then(|area| area.city()) else { return Feature::absent(Absence::NoPlace) };
        let recent = |year: u16| year <= last && year + Self::YEARS > last;
        let counts = |project: &&&ProjectSnapshot| {
            let away = project.location.area.and_then(|area| area.city()).is_some_and(|other| other != city);
            away && begun(project).is_some_and(recent)
        };
        let projects = self.by_firm.get(&firm).into_iter().flatten();
        Feature::known(projects.filter(counts).count() as f64)
    }
}

/// The year in which a project was begun, or else signed.
fn begun(project: &ProjectSnapshot) -> Option<u16> {
    let dates: [&Option<Date>; 3] = [&project.started, &project.opened, &project.signed];
    dates.into_iter().flatten().map(|date| date.year).next()
}

/// Whether a location lies outside what is local to every local buyer.
pub(super) fn outside<'s>(
    graph: &'s SupplyGraph,
    scope: &'s Scope,
    tier: &'s crate::model::Tier,
    buyers: &BTreeSet<FirmIx>,
) -> impl Fn(&Location) -> bool + Sync + 's {
    let mut places: BTreeMap<String, &Location> = BTreeMap::new();
    for buyer in buyers {
        let place = &graph.dataset().firm(*buyer).location;
        let key = format!("{:?}", (place.area, place.zone, place.point, place.plants.as_ref()));
        places.entry(key).or_insert(place);
    }
    let places: Vec<&Location> = places.into_values().collect();
    move |location: &Location| {
        use crate::model::Nearness;
        let apart = scope.focus.is_none() || scope.is_local(location) == Nearness::Far;
        apart && location.is_known() && places.iter().all(|place| tier.near(location, place) == Nearness::Far)
    }
}
