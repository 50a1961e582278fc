//! Exclusive rings around the buyers, and the seller's side: local sales share.

use super::group::Group;
use super::{BuyerScope, Plan, RateLevel};
use crate::analysis::key::{FigureKey, Question};
use crate::model::{AreaCode, Chain, Nearness, Ring, Tier, Year, division};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One ring of one group; the shares of a group sum to one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RingRow {
    /// Key of the figure.
    pub figure: FigureKey,
    /// Level.
    pub level: RateLevel,
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Of a product, the first chain that holds it: its name; `None` outside all chains, and of other levels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<Arc<str>>,
    /// Of a product, its segment in that chain: the segment's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<Arc<str>>,
    /// Whose purchases.
    pub scope: BuyerScope,
    /// Year.
    pub year: Option<Year>,
    /// Ring.
    pub ring: Ring,
    /// Priced purchases, yuan.
    pub amount: f64,
    /// Share of the group's priced purchases; `None` when there are none.
    pub share: Option<f64>,
    /// Lines without a price.
    pub unpriced_lines: u32,
}

/// Local sales share (本地消纳率) of the sellers of a county.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sales {
    /// Division.
    pub id: AreaCode,
    /// Name.
    pub name: String,
    /// Year.
    pub year: Option<Year>,
    /// Recorded sales to buyers of the same city, yuan.
    pub local: f64,
    /// Recorded sales whose buyer's place is known, yuan.
    pub total: f64,
    /// `local / total`; `None` when nothing is sold.
    pub share: Option<f64>,
}

pub(super) fn rings(plan: &Plan<'_>, groups: &[Group]) -> Vec<RingRow> {
    let graph = plan.graph;
    let ring = |flow| Ring::of(graph.place(flow), graph.buyer_place(flow), plan.region.as_ref());
    let of_flow: Vec<Ring> = graph.flows().iter().map(ring).collect();
    let tails = Ring::ALL.map(|ring| Arc::from(key(ring)));
    let mut rows = Vec::with_capacity(groups.len() * Ring::ALL.len());
    for group in groups {
        rows.extend(rings_of(|at| of_flow[at as usize], plan, group, &tails));
    }
    rows
}

/// Last part of a ring's key.
pub(super) fn key(ring: Ring) -> &'static str {
    match ring {
        Ring::County => "county",
        Ring::RestOfCity => "rest_of_city",
        Ring::RestOfProvince => "rest_of_province",
        Ring::RestOfRegion => "rest_of_region",
        Ring::RestOfChina => "rest_of_china",
        Ring::Abroad => "abroad",
        Ring::Unlocated => "unlocated",
    }
}

/// The rings of one group, given that of each flow.
pub(super) fn rings_of(
    ring_of: impl Fn(u32) -> Ring,
    plan: &Plan<'_>,
    group: &Group,
    tails: &[Arc<str>; Ring::ALL.len()],
) -> [RingRow; Ring::ALL.len()] {
    let mut sums = [(0.0, 0); Ring::ALL.len()];
    for &at in &group.flows {
        let flow = &plan.graph.flows()[at as usize];
        let sum = &mut sums[ring_of(at) as usize];
        sum.0 += flow.amount;
        sum.1 += flow.unpriced;
    }
    let total: f64 = sums.iter().map(|(amount, _)| amount).sum();
    let (chain, segment) = place_of(plan, group).unzip();
    let row = |ring: Ring| {
        let (amount, unpriced_lines) = sums[ring as usize];
        RingRow {
            figure: FigureKey::new(Question::Ring, &group.key, &tails[ring as usize]),
            level: group.level,
            id: group.id.clone(),
            name: group.name.clone(),
            chain: chain.clone(),
            segment: segment.clone(),
            scope: group.scope,
            year: group.year,
            ring,
            amount,
            share: (total > 0.0).then(|| amount / total),
            unpriced_lines,
        }
    };
    Ring::ALL.map(row)
}

/// First chain that holds the product of a group, with its segment there.
fn place_of(plan: &Plan<'_>, group: &Group) -> Option<(Arc<str>, Arc<str>)> {
    let first = group.flows.first().filter(|_| group.level == RateLevel::Product)?;
    let product = plan.graph.flows()[*first as usize].product;
    let asked = |chain: &&Chain| plan.chain.is_none_or(|asked| asked.id == chain.id);
    plan.graph.dataset().chains.iter().filter(asked).find_map(|chain| {
        let place = chain.place_of(product)?;
        Some((chain.name.clone(), chain.segments[place.segment as usize].name.clone()))
    })
}

/// Sellers of each local division: how much of their recorded sales stays in the city.
pub(super) fn sales(plan: &Plan<'_>, years: &[Option<Year>]) -> Vec<Sales> {
    let mut sums: BTreeMap<(AreaCode, Option<Year>), (f64, f64)> = BTreeMap::new();
    for flow in plan.graph.flows().iter().filter(|flow| years.contains(&flow.year)) {
        let (place, buyer) = (plan.graph.place(flow), plan.graph.buyer_place(flow));
        let local_seller = plan.options.scope.is_local(place) == Nearness::Near;
        let outside_chain = plan.chain.is_some_and(|chain| chain.place_of(flow.product).is_none());
        let Some(area) = place.area.filter(|_| local_seller && !outside_chain) else { continue };
        if plan.graph.is_self_supply(flow) {
            continue;
        }
        let sum = sums.entry((area, flow.year)).or_default();
        match Tier::City.near(place, buyer) {
            Nearness::Near => *sum = (sum.0 + flow.amount, sum.1 + flow.amount),
            Nearness::Far => sum.1 += flow.amount,
            Nearness::Unknown => {}
        }
    }
    let row = |((id, year), (local, total))| Sales {
        id,
        name: division::name(id),
        year,
        local,
        total,
        share: (total > 0.0).then(|| local / total),
    };
    sums.into_iter().map(row).collect()
}
