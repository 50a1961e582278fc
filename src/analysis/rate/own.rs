//! Vertical integration: what firms make for themselves, kept apart from every supply rate (methods §0.3).
//!
//! ```text
//! VI = self / (self + external)        external = max(declared total, itemised purchases)
//! ```

use super::Plan;
use crate::model::{FirmIx, Year};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A firm that buys from itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SelfSupply {
    /// Firm id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Year.
    pub year: Option<Year>,
    /// Priced supply from its own plants, yuan.
    pub own: f64,
    /// Purchases from others, yuan: the declared total where it is larger than the itemised ones.
    pub external: f64,
    /// Vertical-integration ratio; `None` while a line of self-supply has no amount, or nothing is priced.
    pub ratio: Option<f64>,
    /// Lines of self-supply without an amount.
    pub unpriced_lines: u32,
}

/// Firms with self-supply, sorted by id and year.
pub(super) fn self_supply(plan: &Plan<'_>, years: &[Option<Year>]) -> Vec<SelfSupply> {
    let mut sums: BTreeMap<(FirmIx, Option<Year>), (f64, u32)> = BTreeMap::new();
    for flow in plan.graph.flows().iter().filter(|flow| plan.graph.is_self_supply(flow) && years.contains(&flow.year)) {
        let sum = sums.entry((flow.buyer, flow.year)).or_default();
        *sum = (sum.0 + flow.amount, sum.1 + flow.unpriced);
    }
    let row = |((firm, year), (own, unpriced_lines))| {
        let purchases = plan.graph.purchases_of(firm).iter().map(|&at| &plan.graph.flows()[at as usize]);
        let bought = purchases.filter(|flow| flow.year == year && !plan.graph.is_self_supply(flow));
        let itemised: f64 = bought.map(|flow| flow.amount).sum();
        let external = plan.benchmarks.total(firm, year).map_or(itemised, |total| total.max(itemised));
        let entry = plan.graph.dataset().firm(firm);
        SelfSupply {
            id: entry.id.0.clone(),
            name: entry.name.clone(),
            year,
            own,
            external,
            ratio: (unpriced_lines == 0 && own + external > 0.0).then(|| own / (own + external)),
            unpriced_lines,
        }
    };
    sums.into_iter().map(row).collect()
}
