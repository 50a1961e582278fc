//! Change between two years, decomposed exactly: [TR-1].
//!
//! ```text
//! within      Σ_k ½ (w_k0 + w_k1)(r_k1 − r_k0)       products in both years: their rates moved
//! between     Σ_k (w_k1 − w_k0) · ½ (r_k0 + r_k1)    products in both years: the mix moved
//! entry_exit  Σ_entering w_k1 r_k1 − Σ_leaving w_k0 r_k0
//! ```
//!
//! `w_k` is product k's share of located purchases, `r_k` its local rate; the three add up to the change of the rate.

use super::group::Group;
use super::{BuyerScope, Plan, RateLevel};
use crate::model::{Nearness, ProductIx, Role, Year};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Change of one amount rate between two years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrendRow {
    /// Level.
    pub level: RateLevel,
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Whose purchases.
    pub scope: BuyerScope,
    /// Tier.
    pub tier: Arc<str>,
    /// Earlier year.
    pub from: Year,
    /// Later year.
    pub to: Year,
    /// Rate of the earlier year.
    pub rate_from: Option<f64>,
    /// Rate of the later year.
    pub rate_to: Option<f64>,
    /// Change, as a fraction; `None` when a rate is.
    pub change: Option<f64>,
    /// Because rates moved.
    pub within: Option<f64>,
    /// Because the mix of products moved.
    pub between: Option<f64>,
    /// Because products came or went.
    pub entry_exit: Option<f64>,
    /// Change among buyers that report in both years only.
    pub matched_change: Option<f64>,
    /// Theil–Sen slope a year over all years up to the later one, when there are at least four.
    pub slope: Option<f64>,
}

/// Located purchases by product: near and all, yuan.
pub type Located = BTreeMap<ProductIx, (f64, f64)>;

/// The decomposition of a change: change, within, between, entry and exit.
///
/// Example 3 of the methods: k1 weighs 100 → 200 at 20 → 30 %, k2 100 → 100 at 60 → 50 %.
/// ```
/// use liantu::analysis::rate::decompose;
/// use liantu::model::ProductIx;
/// let before = [(ProductIx(1), (20.0, 100.0)), (ProductIx(2), (60.0, 100.0))].into();
/// let after = [(ProductIx(1), (60.0, 200.0)), (ProductIx(2), (50.0, 100.0))].into();
/// let [change, within, between, entry_exit] = decompose(&before, &after).unwrap();
/// assert!((within - 0.016_667).abs() < 1e-6 && (between + 0.05).abs() < 1e-12);
/// assert!((within + between + entry_exit - change).abs() < 1e-12);
/// ```
pub fn decompose(before: &Located, after: &Located) -> Option<[f64; 4]> {
    let whole = |side: &Located| side.values().map(|(_, all)| all).sum::<f64>();
    let (whole_0, whole_1) = (whole(before), whole(after));
    if whole_0 <= 0.0 || whole_1 <= 0.0 {
        return None;
    }
    // A product without located purchases in a year has no rate there: it is absent.
    let get = |side: &Located, whole: f64, product: &ProductIx| {
        side.get(product).filter(|(_, all)| *all > 0.0).map(|(near, all)| (all / whole, near / all))
    };
    let products: BTreeSet<ProductIx> = before.keys().chain(after.keys()).copied().collect();
    let [mut within, mut between, mut entry_exit] = [0.0; 3];
    for product in &products {
        match (get(before, whole_0, product), get(after, whole_1, product)) {
            (Some((w0, r0)), Some((w1, r1))) => {
                within += 0.5 * (w0 + w1) * (r1 - r0);
                between += (w1 - w0) * 0.5 * (r0 + r1);
            }
            (None, Some((w1, r1))) => entry_exit += w1 * r1,
            (Some((w0, r0)), None) => entry_exit -= w0 * r0,
            (None, None) => {}
        }
    }
    let near = |side: &Located| side.values().map(|(near, _)| near).sum::<f64>();
    let change = near(after) / whole_1 - near(before) / whole_0;
    Some([change, within, between, entry_exit])
}

/// Theil–Sen slope: the median of the slopes between all pairs of years.
///
/// ```
/// use liantu::analysis::rate::theil_sen;
/// let slope = theil_sen(&[(2020, 0.20), (2021, 0.24), (2022, 0.31), (2023, 0.30)]).unwrap();
/// assert!((slope - 0.036_667).abs() < 1e-6);
/// assert_eq!(theil_sen(&[(2020, 0.2), (2021, 0.3), (2022, 0.4)]), None);
/// ```
pub fn theil_sen(points: &[(u16, f64)]) -> Option<f64> {
    if points.len() < 4 {
        return None;
    }
    let mut slopes = Vec::new();
    for (at, (year, rate)) in points.iter().enumerate() {
        for (later, other) in &points[at + 1..] {
            slopes.push((other - rate) / (f64::from(*later) - f64::from(*year)));
        }
    }
    slopes.sort_by(f64::total_cmp);
    let middle = slopes.len() / 2;
    Some(if slopes.len() % 2 == 1 { slopes[middle] } else { 0.5 * (slopes[middle - 1] + slopes[middle]) })
}

/// Changes of totals, counties, chains and leaders, tier by tier, between neighbouring years.
pub(super) fn trend(plan: &Plan<'_>, groups: &[Group]) -> Vec<TrendRow> {
    let mut series: BTreeMap<(RateLevel, &str, BuyerScope), Vec<&Group>> = BTreeMap::new();
    for group in groups.iter().filter(|group| group.year.is_some() && is_followed(group)) {
        series.entry((group.level, &group.id, group.scope)).or_default().push(group);
    }
    let mut rows = Vec::new();
    // One year alone has no change, and most data have one year.
    for groups in series.values().filter(|groups| groups.len() > 1) {
        for tier in 0..plan.tiers.len() {
            rows.extend(changes(plan, groups, tier));
        }
    }
    rows
}

fn is_followed(group: &Group) -> bool {
    match group.level {
        RateLevel::Total | RateLevel::County | RateLevel::Chain => true,
        RateLevel::Firm => group.role == Some(Role::Leader),
        RateLevel::Segment | RateLevel::Product => false,
    }
}

fn changes(plan: &Plan<'_>, groups: &[&Group], tier: usize) -> Vec<TrendRow> {
    let located: Vec<Located> = groups.iter().map(|group| located(plan, group, tier, |_| true)).collect();
    let rates: Vec<(u16, f64)> =
        (groups.iter().zip(&located)).filter_map(|(group, side)| Some((group.year?.0, rate_of(side)?))).collect();
    let mut rows = Vec::new();
    for at in 1..groups.len() {
        let (Some(from), Some(to)) = (groups[at - 1].year, groups[at].year) else { continue };
        let parts = decompose(&located[at - 1], &located[at]);
        let upto: Vec<(u16, f64)> = rates.iter().copied().filter(|(year, _)| *year <= to.0).collect();
        rows.push(TrendRow {
            level: groups[at].level,
            id: groups[at].id.clone(),
            name: groups[at].name.clone(),
            scope: groups[at].scope,
            tier: plan.tier_names[tier].clone(),
            from,
            to,
            rate_from: rate_of(&located[at - 1]),
            rate_to: rate_of(&located[at]),
            change: parts.map(|parts| parts[0]),
            within: parts.map(|parts| parts[1]),
            between: parts.map(|parts| parts[2]),
            entry_exit: parts.map(|parts| parts[3]),
            matched_change: matched(plan, groups[at - 1], groups[at], tier),
            slope: theil_sen(&upto),
        });
    }
    rows
}

fn matched(plan: &Plan<'_>, before: &Group, after: &Group, tier: usize) -> Option<f64> {
    let buyers = |group: &Group| -> BTreeSet<u32> {
        group.flows.iter().map(|&at| plan.graph.flows()[at as usize].buyer.0).collect()
    };
    let both: BTreeSet<u32> = buyers(before).intersection(&buyers(after)).copied().collect();
    let rate = |group: &Group| rate_of(&located(plan, group, tier, |buyer| both.contains(&buyer)));
    Some(rate(after)? - rate(before)?)
}

fn located(plan: &Plan<'_>, group: &Group, tier: usize, counts: impl Fn(u32) -> bool) -> Located {
    let mut sums = Located::new();
    for &at in &group.flows {
        let flow = &plan.graph.flows()[at as usize];
        let side = plan.sides(at)[tier];
        if side == Nearness::Unknown || !counts(flow.buyer.0) {
            continue;
        }
        let sum = sums.entry(flow.product).or_default();
        sum.1 += flow.amount;
        if side == Nearness::Near {
            sum.0 += flow.amount;
        }
    }
    sums
}

fn rate_of(located: &Located) -> Option<f64> {
    let near: f64 = located.values().map(|(near, _)| near).sum();
    let all: f64 = located.values().map(|(_, all)| all).sum();
    (all > 0.0).then(|| near / all)
}
