//! Embodied local content: of what is bought, how much value really stems from nearby once suppliers' suppliers are seen?
//!
//! ```text
//! LC⁽¹⁾ = Σ_j ω_j g_j                      the amount rate where everything is priced and located
//! LC    = Σ_j ω_j λ_j ,  ω_j = purchases from j / all purchases                          [MT-4], λ see `content`
//! LC    = Σ_m (what the m-th tier of suppliers adds)                                     [MT-5]
//! [LC_lo, LC_hi] from what is traced to near and to far places; LC_hi − LC_lo = untraced share [MT-6]
//! ```
//!
//! Near is relative to each buyer, as in the amount rate: a supplier's supplier counts when it is near the *buyer asked
//! about*. Buyers of one county, city or point share a pass over the suppliers; a group is the ratio of sums over them.
//!
//! Conventions. A purchase of unknown place is in neither side of the value and open in the bounds. What a declared total
//! leaves over may stem from anywhere, unless the list is complete and it is the price of the only purchase without one.
//! An unpriced line may be worth anything up to its cap; of a supplier's own unpriced
//! lines nothing is known, so they stay untraced. Related parties further up always count. Arm's length and the chain
//! asked for restrict the first tier only.
//!
//! Cost O(inputs × tiers of suppliers) for each tier and area; areas in parallel.

mod content;
mod explain;
mod mean;
mod sum;
mod table;
mod upstream;

pub(super) use explain::of_embodied;
pub(super) use table::Table;
pub use upstream::Flag;

use super::group::Group;
use super::{Basis, BuyerScope, Card, Plan, RateLevel, RateRow, card};
use crate::analysis::key::{self, FigureKey};
use crate::graph::SupplyGraph;
use crate::model::{FirmIx, Measure, Role, Year};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use sum::figure;

/// Buyers up to which all are traced unless asked otherwise.
const FEW_BUYERS: usize = 200;

/// Whose purchases are traced to the suppliers' suppliers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Traced {
    /// All buyers where they are at most 200, else the leaders.
    Auto,
    /// Chain leaders.
    Leaders,
    /// Every buyer.
    All,
}

/// What one tier of suppliers adds to an embodied figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Layer {
    /// 1: the suppliers themselves; 4: the fourth tier and all beyond.
    pub tier: u8,
    /// Near value that it adds, as a share of located purchases; the layers add up to the figure.
    pub near: Option<f64>,
    /// Share of purchases whose origin is traced in it.
    pub traced: Option<f64>,
}

/// An embodied figure and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EmbodiedRow {
    /// Key of the figure.
    pub figure: FigureKey,
    /// Level.
    pub level: RateLevel,
    /// Id, as in [`RateRow::id`].
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Role, for a firm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Whose purchases.
    pub scope: BuyerScope,
    /// Year; `None` for lines without one.
    pub year: Option<Year>,
    /// Tier of nearness.
    pub tier: Arc<str>,
    /// LC⁽¹⁾, the rate by amount.
    pub first: Option<f64>,
    /// LC⁽∞⁾ with its bounds.
    pub measure: Measure,
    /// Share of purchases whose origin nobody knows: upper less lower bound.
    pub untraced: Option<f64>,
    /// What the first three tiers of suppliers add, and all beyond.
    pub layers: [Layer; 4],
    /// What it rests on, sorted.
    pub flags: Vec<Flag>,
}

/// A supplier whose books would make embodied figures closer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Wanting {
    /// Year.
    pub year: Option<Year>,
    /// Firm id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// What is the matter.
    pub flag: Flag,
}

/// Buyers traced: all, or leaders only.
pub(super) fn buyers(plan: &Plan<'_>, groups: &[Group], asked: Traced) -> (Traced, BTreeSet<FirmIx>) {
    let firms = groups.iter().filter(|group| group.level == RateLevel::Firm);
    let all: BTreeSet<FirmIx> = firms.clone().map(|group| buyer(plan.graph, group.flows[0])).collect();
    let resolved = match asked {
        Traced::Auto if all.len() <= FEW_BUYERS => Traced::All,
        Traced::Auto => Traced::Leaders,
        asked => asked,
    };
    if resolved == Traced::All {
        return (resolved, all);
    }
    let leaders = firms.filter(|group| group.role == Some(Role::Leader));
    (resolved, leaders.map(|group| buyer(plan.graph, group.flows[0])).collect())
}

fn buyer(graph: &SupplyGraph, flow: u32) -> FirmIx {
    graph.flows()[flow as usize].buyer
}

/// Second half of the key of an embodied figure.
pub(super) fn tail(tier: &str) -> Arc<str> {
    key::stem(&[tier, Basis::Embodied.as_str()])
}

/// Puts the embodied figures among the rates, each after those of its group and tier.
pub(super) fn insert(
    plan: &Plan<'_>,
    groups: &[Group],
    table: &Table,
    rows: Vec<RateRow>,
) -> (Vec<RateRow>, Vec<EmbodiedRow>) {
    let tiers = plan.tiers.len();
    let found: Vec<Vec<(RateRow, EmbodiedRow)>> = groups
        .par_iter()
        .map(|group| match table.covers(group) {
            true => (0..tiers).map(|tier| figure(plan, group, tier, table)).collect(),
            false => Vec::new(),
        })
        .collect();
    let mut all = Vec::with_capacity(rows.len() + found.iter().map(Vec::len).sum::<usize>());
    let mut embodied = Vec::new();
    let mut rows = rows.into_iter();
    for of_group in found {
        let mut of_group = of_group.into_iter();
        for _ in 0..tiers {
            let from = all.len();
            all.extend(rows.by_ref().take(Basis::COUNTED.len()));
            if let Some((rate, row)) = of_group.next() {
                let first = all[from..].iter().find(|row| row.basis == Basis::Amount).and_then(|row| row.measure.value);
                all.push(rate);
                embodied.push(EmbodiedRow { first, ..row });
            }
        }
    }
    (all, embodied)
}

/// Definition cards of embodied figures.
pub(super) fn cards(plan: &Plan<'_>) -> Vec<Card> {
    let of_tier = |tier| [false, true].map(|chain| card(tier, Basis::Embodied, plan.options, chain));
    plan.tier_names.iter().flat_map(of_tier).collect()
}
