//! Figures to be reached.

use super::{Quantity, RowRef, Year};
use std::sync::Arc;

/// A figure that a subject is to reach by a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Place, chain, cluster or firm, as written.
    pub subject: Arc<str>,
    /// What is measured, as written.
    pub metric: Arc<str>,
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
