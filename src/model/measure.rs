//! A published figure with its evidence.

use serde::Serialize;
use std::sync::Arc;

/// What a figure can claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The value stands, within its bounds.
    Ok,
    /// Only the bounds stand; a value, if printed, describes the known rows alone.
    BoundedOnly,
    /// The data identify no bounds.
    NotIdentified,
    /// There is nothing to divide by.
    EmptyDenominator,
    /// Withheld to protect firms.
    Suppressed,
    /// The data contradict themselves; the wider reading was taken.
    Conflict,
}

/// A figure, its bounds and what it rests on (methods §0.2).
///
/// `value`, `lo` and `hi` are fractions or yuan as the card says, never rounded, and `None` when not identified: never 0, never NaN.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure {
    /// Point value.
    pub value: Option<f64>,
    /// Lower identification bound.
    pub lo: Option<f64>,
    /// Upper identification bound.
    pub hi: Option<f64>,
    /// What `value` divides, in the unit of the basis (yuan, suppliers, products).
    pub numerator: Option<f64>,
    /// What `value` divides by.
    pub denominator: Option<f64>,
    /// Share of the whole that is known on both sides of the question.
    pub coverage: Option<f64>,
    /// Rows behind the figure.
    pub n: usize,
    /// What the figure can claim.
    pub status: Status,
    /// Id of the definition card.
    pub card: Arc<str>,
    /// A bound that is approached but never reached (an unpriced purchase is more than nothing).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Side>,
}

/// A side of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The lower bound.
    Lo,
    /// The upper bound.
    Hi,
}

impl Measure {
    /// A figure that has nothing to divide by.
    pub fn empty(card: impl Into<Arc<str>>) -> Self {
        Self {
            value: None,
            lo: None,
            hi: None,
            numerator: None,
            denominator: None,
            coverage: None,
            n: 0,
            status: Status::EmptyDenominator,
            card: card.into(),
            open: None,
        }
    }

    /// Width of the interval, when there is one.
    pub fn width(&self) -> Option<f64> {
        Some(self.hi? - self.lo?)
    }
}
