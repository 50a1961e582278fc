//! Content of every purchase of the buyers asked about, tier by tier of nearness.

use super::content::Purchase;
use super::upstream::{Flag, Upstream};
use super::{Wanting, buyer};
use crate::analysis::rate::Plan;
use crate::analysis::rate::group::Group;
use crate::model::{AreaCode, FirmIx, Location, Nearness, Tier, Year};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Content of every purchase of the buyers traced.
pub(in crate::analysis::rate) struct Table {
    /// The purchases, sorted.
    flows: Vec<u32>,
    /// Content of each in each tier of nearness.
    purchases: Vec<Purchase>,
    /// Flags of each.
    flags: Vec<u8>,
    tiers: usize,
    /// Suppliers whose books are wanting, sorted.
    pub(in crate::analysis::rate) wanting: Vec<Wanting>,
}

impl Table {
    /// Traces the purchases of the groups whose buyers are all among `traced`.
    pub(in crate::analysis::rate) fn new<'g>(
        plan: &Plan<'_>,
        groups: impl IntoIterator<Item = &'g Group>,
        traced: &BTreeSet<FirmIx>,
    ) -> Self {
        let is_traced = |at: &u32| traced.contains(&buyer(plan.graph, *at));
        let groups = groups.into_iter();
        let mut flows: Vec<u32> = groups.flat_map(|group| group.flows.iter().copied().filter(is_traced)).collect();
        flows.sort_unstable();
        flows.dedup();
        let tiers = plan.tiers.len();
        let (purchases, flags) = (vec![Purchase::default(); flows.len() * tiers], vec![0; flows.len()]);
        let mut table = Self { flows, purchases, flags, tiers, wanting: Vec::new() };
        let mut years: BTreeMap<Option<Year>, Vec<usize>> = BTreeMap::new();
        for (at, &flow) in table.flows.iter().enumerate() {
            years.entry(plan.graph.flows()[flow as usize].year).or_default().push(at);
        }
        for (year, places) in years {
            table.trace(plan, year, &places);
        }
        table.wanting.sort();
        table
    }

    /// Traces the purchases of one year, given by their positions in the table.
    fn trace(&mut self, plan: &Plan<'_>, year: Option<Year>, at: &[usize]) {
        let graph = plan.graph;
        let flow = |at: usize| &graph.flows()[self.flows[at] as usize];
        let mut buyers: Vec<FirmIx> = at.iter().map(|&at| flow(at).buyer).collect();
        buyers.dedup();
        let upstream = Upstream::new(graph, year, &buyers);
        let areas = self.areas(plan, at);
        let found: Vec<(Vec<Purchase>, bool)> =
            areas.par_iter().map(|(tier, at)| self.of_area(plan, &upstream, *tier, at)).collect();
        let flags: Vec<u8> = at.iter().map(|&at| upstream.flags(flow(at).supplier)).collect();
        for (&at, flags) in at.iter().zip(flags) {
            self.flags[at] = flags;
        }
        for ((tier, at), (purchases, settled)) in areas.iter().zip(found) {
            for (&at, purchase) in at.iter().zip(purchases) {
                self.purchases[at * self.tiers + tier] = purchase;
                self.flags[at] |= if settled { 0 } else { Flag::Unsettled.bit() };
            }
        }
        self.wanting.extend(upstream.wanting.into_iter().map(|(firm, flag)| {
            let firm = graph.dataset().firm(firm);
            Wanting { year, id: firm.id.0.clone(), name: firm.name.clone(), flag }
        }));
    }

    /// Purchases by tier of nearness and area of the buyer.
    fn areas(&self, plan: &Plan<'_>, at: &[usize]) -> Vec<(usize, Vec<usize>)> {
        let flow = |at: usize| &plan.graph.flows()[self.flows[at] as usize];
        let mut areas: BTreeMap<(usize, AreaKey), Vec<usize>> = BTreeMap::new();
        for run in at.chunk_by(|&a, &b| flow(a).buyer == flow(b).buyer) {
            let place = plan.graph.buyer_place(flow(run[0]));
            for (tier, kind) in plan.tiers.iter().enumerate() {
                areas.entry((tier, area_key(kind, place))).or_default().extend(run);
            }
        }
        areas.into_iter().map(|((tier, _), at)| (tier, at)).collect()
    }

    /// Content of the purchases of one area, and whether its series settled.
    fn of_area(&self, plan: &Plan<'_>, upstream: &Upstream, tier: usize, at: &[usize]) -> (Vec<Purchase>, bool) {
        let graph = plan.graph;
        let flow = |at: usize| &graph.flows()[self.flows[at] as usize];
        let here = graph.buyer_place(flow(at[0]));
        let near: Vec<Nearness> = graph.places().iter().map(|place| plan.tiers[tier].near(place, here)).collect();
        let content = upstream.makers.content(&near);
        let purchase = |&at: &usize| {
            let flow = flow(at);
            upstream.makers.purchase(&content, upstream.number(flow.supplier), near[flow.place as usize])
        };
        (at.iter().map(purchase).collect(), content.settled)
    }

    /// Whether every purchase of a group was traced.
    pub(in crate::analysis::rate) fn covers(&self, group: &Group) -> bool {
        group.flows.iter().all(|flow| self.flows.binary_search(flow).is_ok())
    }

    /// Content and flags of a purchase that was traced.
    pub(in crate::analysis::rate) fn purchase(&self, flow: u32, tier: usize) -> (Purchase, u8) {
        match self.flows.binary_search(&flow) {
            Ok(at) => (self.purchases[at * self.tiers + tier], self.flags[at]),
            Err(_) => (Purchase::default(), 0),
        }
    }
}

/// What tells two buyers' areas apart in a tier, plant by plant.
type AreaKey = Vec<[u64; 3]>;

fn area_key(tier: &Tier, place: &Location) -> AreaKey {
    let code = |area: Option<AreaCode>| area.map_or(u64::MAX, |area| u64::from(area.0));
    let of_plant = |plant: &Location| match tier {
        Tier::Region(_) | Tier::Area(_) => [0; 3],
        Tier::Circle(_) => plant.point.map_or([u64::MAX; 3], |point| [point.lon.to_bits(), point.lat.to_bits(), 0]),
        Tier::Zone => [plant.zone.map_or(u64::MAX, u64::from), code(plant.area), 0],
        Tier::Province => [plant.area.map_or(u64::MAX, |area| u64::from(area.province())), 0, 0],
        Tier::County => [code(plant.area), 0, 0],
        Tier::City => match plant.area.and_then(AreaCode::city) {
            Some(city) => [0, u64::from(city), 0],
            None => [1, code(plant.area), 0],
        },
    };
    place.each().iter().map(of_plant).collect()
}
