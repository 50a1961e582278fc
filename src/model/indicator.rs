//! Figures of a place, a chain or a cluster.

use super::{Quantity, RowRef, Year};
use std::sync::Arc;

/// A figure of a subject in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Place, chain, cluster or firm, as written.
    pub subject: Arc<str>,
    /// What is measured, as written.
    pub indicator: Arc<str>,
    /// When.
    pub year: Year,
    /// How much; known or withheld, never missing.
    pub value: Quantity,
    /// Where it was read.
    pub row: RowRef,
}
