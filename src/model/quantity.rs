//! Quantities: years and amounts of money.

use serde::{Deserialize, Serialize};

/// A calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Year(pub u16);

/// An amount of money as reported: known in yuan, missing, or withheld.
///
/// Missing and undisclosed are different facts and neither is zero.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Amount {
    /// Yuan, current prices, without value-added tax.
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
