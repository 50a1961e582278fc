//! What the rate, the split and the weak links say before and after, where they differ.

use crate::analysis::gap::{Gap, GapRow, GapType, Trigger};
use crate::analysis::key::FigureKey;
use crate::analysis::rate::{Basis, BuyerScope, Rate, RateLevel, RateRow};
use crate::analysis::split::{FirmName, ProductName, Split, SplitRow};
use crate::model::{Measure, Role};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Sums that differ by less than this part are the same: moved lines are added in another order.
const SAME: f64 = 1e-9;

/// A rate that changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RateChange {
    /// Key of the figure before; `None` for a plant that is new.
    pub figure: Option<FigureKey>,
    /// Level.
    pub level: RateLevel,
    /// Stable id at its level.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Role, for a firm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Whose purchases.
    pub scope: BuyerScope,
    /// Now.
    pub before: Measure,
    /// With the projects.
    pub after: Measure,
    /// After − before, a fraction; `None` where one of them is not known.
    pub change: Option<f64>,
}

/// A buyer's purchases of a product, split.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct SplitSide {
    /// Priced purchases, yuan.
    pub demand: f64,
    /// 已配套.
    pub supplied: f64,
    /// 可牵线.
    pub bridgeable: f64,
    /// 须招引.
    pub to_recruit: f64,
    /// From an unknown place.
    pub unlocated: f64,
}

/// A row of the split that changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SplitChange {
    /// Key of its figures before, less the measure; `None` for a plant that is new.
    pub figure: Option<FigureKey>,
    /// Who buys.
    pub buyer: FirmName,
    /// What.
    pub product: ProductName,
    /// Now; `None` where it is not bought.
    pub before: Option<SplitSide>,
    /// With the projects.
    pub after: Option<SplitSide>,
}

/// What is said of a weak link.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapSide {
    /// Eligible types.
    pub types: Vec<GapType>,
    /// What triggered them.
    pub triggers: Vec<Trigger>,
    /// Firms here that make it.
    pub local_makers: usize,
    /// Suppliers that it is as if there were; `None` where nothing is priced.
    pub effective: Option<f64>,
}

/// A product whose weakness changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapChange {
    /// Key of its figures, less the measure.
    pub figure: FigureKey,
    /// Product.
    pub product: ProductName,
    /// Chain's name; `None` outside all chains.
    pub chain: Option<Arc<str>>,
    /// Now.
    pub before: GapSide,
    /// With the projects.
    pub after: GapSide,
}

fn differs(a: f64, b: f64) -> bool {
    (a - b).abs() > SAME * a.abs().max(b.abs())
}

/// Rates by amount that change, and those of new buyers.
pub(super) fn rates(before: &Rate, after: &Rate) -> Vec<RateChange> {
    let key = |row: &RateRow| (row.level, row.id.clone(), row.scope);
    let asked = |rate: &'_ Rate| -> BTreeMap<_, RateRow> {
        let rows = rate.rows.iter().filter(|row| row.basis == Basis::Amount && row.level != RateLevel::Segment);
        rows.map(|row| (key(row), row.clone())).collect()
    };
    let (before, after) = (asked(before), asked(after));
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).cloned().collect();
    let row = |key| {
        let (old, new) = (before.get(&key), after.get(&key));
        let any = old.or(new)?;
        let measure = |row: Option<&RateRow>| {
            row.map_or_else(|| Measure::empty(any.measure.card.clone()), |row| row.measure.clone())
        };
        let (before, after) = (measure(old), measure(new));
        let parts = |measure: &Measure| [measure.numerator, measure.denominator].map(|part| part.unwrap_or(0.0));
        let moved = parts(&before).into_iter().zip(parts(&after)).any(|(a, b)| differs(a, b));
        let change = after.value.zip(before.value).map(|(after, before)| after - before);
        let same = change.is_some_and(|change| change.abs() <= SAME);
        (moved && !same).then(|| RateChange {
            figure: old.map(|row| row.figure.clone()),
            level: any.level,
            id: any.id.clone(),
            name: any.name.clone(),
            role: any.role,
            scope: any.scope,
            change,
            before,
            after,
        })
    };
    keys.into_iter().filter_map(row).collect()
}

/// Rows of the split of which an amount changes.
pub(super) fn splits(before: &Split, after: &Split) -> Vec<SplitChange> {
    let key = |row: &SplitRow| (row.buyer.id.clone(), row.product.id.clone());
    let by_key =
        |split: &'_ Split| -> BTreeMap<_, SplitRow> { split.rows.iter().map(|row| (key(row), row.clone())).collect() };
    let (before, after) = (by_key(before), by_key(after));
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).cloned().collect();
    let row = |key| {
        let (old, new) = (before.get(&key), after.get(&key));
        let any = old.or(new)?;
        let (before, after) = (old.and_then(side), new.and_then(side));
        let parts = |side: Option<SplitSide>| side.map_or([0.0; 5], SplitSide::parts);
        let moved = parts(before).into_iter().zip(parts(after)).any(|(a, b)| differs(a, b));
        moved.then(|| SplitChange {
            figure: old.map(|row| row.figure.clone()),
            buyer: any.buyer.clone(),
            product: any.product.clone(),
            before,
            after,
        })
    };
    keys.into_iter().filter_map(row).collect()
}

/// The amounts of a row; `None` where no line has one.
fn side(row: &SplitRow) -> Option<SplitSide> {
    Some(SplitSide {
        demand: row.demand?,
        supplied: row.supplied?,
        bridgeable: row.bridgeable?,
        to_recruit: row.to_recruit?,
        unlocated: row.unlocated?,
    })
}

impl SplitSide {
    fn parts(self) -> [f64; 5] {
        [self.demand, self.supplied, self.bridgeable, self.to_recruit, self.unlocated]
    }
}

/// Products whose types or triggers change.
pub(super) fn gaps(before: &Gap, after: &Gap) -> Vec<GapChange> {
    let key = |row: &GapRow| (row.chain.clone(), row.product.id.clone());
    let after: BTreeMap<_, &GapRow> = after.rows.iter().map(|row| (key(row), row)).collect();
    let side = |row: &GapRow| GapSide {
        types: row.types.clone(),
        triggers: row.triggers.clone(),
        local_makers: row.evidence.local_makers,
        effective: row.evidence.concentration.effective,
    };
    let change = |row: &GapRow| {
        let (before, after) = (side(row), side(after.get(&key(row))?));
        let moved = (&before.types, &before.triggers, before.local_makers)
            != (&after.types, &after.triggers, after.local_makers);
        moved.then(|| GapChange {
            figure: row.figure.clone(),
            product: row.product.clone(),
            chain: row.chain.clone(),
            before,
            after,
        })
    };
    let mut changes: Vec<GapChange> = before.rows.iter().filter_map(change).collect();
    changes.sort_by(|a, b| (&a.chain, &a.product.id).cmp(&(&b.chain, &b.product.id)));
    changes
}
