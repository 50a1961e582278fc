//! Quantities: years and amounts of money.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Year(pub u16);

/// An amount as reported: known, missing, or withheld. Money is in yuan; a [`Quantity`] says another unit.
///
/// Missing and undisclosed are different facts and neither is zero.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Amount {
    /// Yuan, current prices, without value-added tax, unless a [`Quantity`] says otherwise.
    Known(f64),
    /// The cell is blank.
    Missing,
    /// The cell says that the figure is withheld (`*`, `保密`, `—`, `/`).
    Undisclosed,
}

impl Amount {
    /// The yuan, when known.
    ///
    /// ```
    /// use liantu::model::Amount;
    /// assert_eq!(Amount::Known(3.0e7).known(), Some(3.0e7));
    /// assert_eq!(Amount::Missing.known(), None);
    /// ```
    pub fn known(self) -> Option<f64> {
        match self {
            Amount::Known(yuan) => Some(yuan),
            Amount::Missing | Amount::Undisclosed => None,
        }
    }
}

/// Unit of a figure that may be anything: money and shares are canonical, everything else stays as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Yuan, whatever multiple was written.
    Yuan,
    /// A fraction of one, whatever was written in percent.
    Share,
    /// Any other unit, as written: 家, 项, 万美元.
    Named(Arc<str>),
}

/// A figure with its unit, as indicators and targets state it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// How much, in `unit`.
    pub value: Amount,
    /// Of what; `None` when nothing says.
    pub unit: Option<Unit>,
}
