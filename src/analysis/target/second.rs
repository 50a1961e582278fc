//! The second tier: who supplies the local leaders' outside suppliers?
//!
//! ```text
//! value_j = Σ_s ω_s A[j,s]      ω_s = min(1, sales of s to local leaders / revenue of s)
//! ```
//!
//! What j sells to s enters what s sells to local leaders in the proportion ω_s. Where the revenue of s is unknown its recorded
//! sales stand in, so that ω_s is an upper bound. Local buyers stand in for leaders where the data name no leader.

use super::Party;
use super::candidate::Kept;
use super::group::whole;
use super::origin::Origins;
use super::sale::Sales;
use crate::analysis::split::{FirmName, fen, firm_name};
use crate::graph::Flow;
use crate::model::{FirmIx, Location};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A supplier of suppliers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SecondRow {
    /// Rank, from 1.
    pub rank: usize,
    /// Who.
    pub firm: FirmName,
    /// Position of its class in [`Target::origins`](super::Target::origins).
    pub origin: usize,
    /// Yuan a year that end in what local leaders buy outside.
    pub value: f64,
    /// Through whom, the most first.
    pub through: Vec<Through>,
    /// Whether it is a candidate of its own as well.
    pub candidate: bool,
}

/// An outside supplier of local leaders that buys from a supplier of suppliers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Through {
    /// Who.
    pub firm: Party,
    /// What it buys, yuan.
    pub bought: f64,
    /// Share of its sales that goes to local leaders.
    pub share: f64,
    /// Whether the share is of its revenue; of recorded sales otherwise, and then at most so much.
    pub of_revenue: bool,
}

pub(super) fn tier(
    kept: &Kept<'_>,
    sales: &Sales,
    (leaders, revenues): (&BTreeSet<FirmIx>, &BTreeMap<FirmIx, f64>),
    is_outside: &impl Fn(&Location) -> bool,
    (origins, excluded): (&Origins, &BTreeSet<FirmIx>),
) -> Vec<SecondRow> {
    let (graph, year) = (kept.graph, kept.year());
    let dataset = graph.dataset();
    let mut first: BTreeMap<FirmIx, i128> = BTreeMap::new();
    for sale in sales.list().iter().filter(|sale| leaders.is_empty() || leaders.contains(&sale.buyer)) {
        *first.entry(sale.firm).or_default() += i128::from(sale.fen);
    }
    let flows = |positions: &[u32]| -> Vec<&Flow> {
        let flows = positions.iter().map(|&at| &graph.flows()[at as usize]);
        flows.filter(|flow| flow.year == year && !graph.is_self_supply(flow) && flow.amount > 0.0).collect()
    };
    let suits = |firm: FirmIx| {
        let entry = dataset.firm(firm);
        !entry.trader && !excluded.contains(&firm) && is_outside(&entry.location)
    };
    let mut found: BTreeMap<FirmIx, Vec<(f64, Through)>> = BTreeMap::new();
    for (&supplier, &to_leaders) in
        first.iter().filter(|(supplier, fen)| **fen > 0 && is_outside(&dataset.firm(**supplier).location))
    {
        let recorded: i128 = flows(graph.sales_of(supplier.0)).iter().map(|flow| i128::from(fen(flow.amount))).sum();
        let revenue = revenues.get(&supplier).copied();
        let share = (whole(to_leaders) / revenue.unwrap_or(whole(recorded))).min(1.0);
        let mut bought: BTreeMap<FirmIx, i128> = BTreeMap::new();
        for flow in flows(graph.purchases_of(supplier)) {
            if let Some(firm) = graph.supplier_firm(flow).filter(|firm| suits(*firm)) {
                *bought.entry(firm).or_default() += i128::from(fen(flow.amount));
            }
        }
        for (firm, fen) in bought.into_iter().filter(|(_, fen)| *fen > 0) {
            let through =
                Through { firm: kept.party(supplier), bought: whole(fen), share, of_revenue: revenue.is_some() };
            found.entry(firm).or_default().push((share * whole(fen), through));
        }
    }
    let candidates: BTreeSet<FirmIx> =
        kept.products.iter().flat_map(|found| found.offers.iter().map(|offer| offer.firm)).collect();
    let row = |(firm, mut through): (FirmIx, Vec<(f64, Through)>)| {
        through.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.firm.cmp(&b.1.firm)));
        SecondRow {
            rank: 0,
            firm: firm_name(graph, firm),
            origin: origins.of(&dataset.firm(firm).location),
            value: through.iter().map(|(value, _)| value).sum(),
            through: through.into_iter().map(|(_, through)| through).collect(),
            candidate: candidates.contains(&firm),
        }
    };
    let mut rows: Vec<SecondRow> = found.into_iter().map(row).collect();
    rows.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.firm.id.cmp(&b.firm.id)));
    for (rank, row) in (1..).zip(&mut rows) {
        row.rank = rank;
    }
    rows
}
