//! Figures to be reached.

use super::{Quantity, RowRef, Year};
use serde::Serialize;
use std::sync::Arc;

/// A metric of a target that can be computed from the ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// 近地化配套率 of the local area, by amount.
    LocalRate,
}

/// A figure that a subject is to reach by a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Place, chain, cluster or firm, as written.
    pub subject: Arc<str>,
    /// What is measured, as written.
    pub metric: Arc<str>,
    /// Which figure that is, where it can be computed.
    pub known: Option<Metric>,
    /// 基期.
    pub base_year: Option<Year>,
    /// 基期值.
    pub base: Quantity,
    /// 目标年.
    pub target_year: Year,
    /// 目标值; known or withheld, never missing.
    pub target: Quantity,
    /// 依据: document and clause.
    pub clause: Option<Arc<str>>,
    /// Where it was read.
    pub row: RowRef,
}
