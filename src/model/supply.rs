//! Supply: who sells what to whom. Goods flow supplier → buyer; upstream = predecessors.

use super::{Amount, FirmIx, Location, ProductIx, RowRef, ShortText, Year};
use serde::Serialize;
use std::sync::Arc;

/// Where a line's amount comes from, most reliable first (methods §0.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkSource {
    /// 发票.
    Invoice,
    /// 合同.
    Contract,
    /// 采购方.
    BuyerReport,
    /// 供应方.
    SellerReport,
    /// 估算.
    Estimate,
    /// Not said.
    Unstated,
}

/// A purchase line.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplyLink {
    /// Who buys.
    pub buyer: FirmIx,
    /// Who sells, when named.
    pub supplier: Option<FirmIx>,
    /// What; [`Product::UNKNOWN`](super::Product::UNKNOWN) when not named.
    pub product: ProductIx,
    /// For how much.
    pub amount: Amount,
    /// When.
    pub year: Option<Year>,
    /// Where the goods come from, as far as the line itself says; otherwise the supplier's location rules.
    pub origin: Option<Arc<Location>>,
    /// Kind of evidence.
    pub source: LinkSource,
    /// Contract or invoice number.
    pub contract: Option<ShortText>,
    /// Bounds in yuan when sources disagree by more than a factor of two.
    pub range: Option<(f64, f64)>,
    /// Where it was read.
    pub row: RowRef,
}

/// What a buyer says it bought in all.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredTotal {
    /// Who.
    pub buyer: FirmIx,
    /// Of which product; `None` for all products.
    pub product: Option<ProductIx>,
    /// When.
    pub year: Option<Year>,
    /// How much.
    pub total: Amount,
    /// 清单完整: whether every supplier is on the list.
    pub complete: Option<bool>,
    /// Where it was read.
    pub row: RowRef,
}

/// A firm's ability to make a product.
#[derive(Debug, Clone, PartialEq)]
pub struct Capability {
    /// Who.
    pub firm: FirmIx,
    /// What.
    pub product: ProductIx,
    /// When.
    pub year: Option<Year>,
    /// 产量产值, yuan a year.
    pub output: Option<f64>,
    /// 产能, yuan a year.
    pub capacity: Option<f64>,
    /// 富余产能 as stated, yuan a year; see [`Capability::spare`].
    pub stated_spare: Option<f64>,
    /// 外销承诺, yuan a year.
    pub committed: Option<f64>,
    /// 在建: not producing yet.
    pub under_construction: bool,
    /// Where it was read.
    pub row: RowRef,
}

/// A figure that a capability states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CapabilityFigure {
    /// 产量产值.
    Output,
    /// 产能.
    Capacity,
    /// 富余产能.
    Spare,
    /// 外销承诺.
    Committed,
}

impl CapabilityFigure {
    /// All of them, in the order of [`Source::made`](super::Source::made).
    pub const ALL: [Self; 4] = [Self::Output, Self::Capacity, Self::Spare, Self::Committed];
}

impl Capability {
    /// A figure as stated, yuan a year; `None` when its cell says nothing.
    pub fn figure(&self, figure: CapabilityFigure) -> Option<f64> {
        match figure {
            CapabilityFigure::Output => self.output,
            CapabilityFigure::Capacity => self.capacity,
            CapabilityFigure::Spare => self.stated_spare,
            CapabilityFigure::Committed => self.committed,
        }
    }

    /// Spare capacity in yuan a year: as stated, else capacity − output when both are known, else unknown.
    ///
    /// Never assumed from output alone: that would force "no spare" (methods §2.1). Under construction is no spare yet.
    pub fn spare(&self) -> Option<f64> {
        if self.under_construction {
            return None;
        }
        self.stated_spare.or_else(|| Some(self.capacity? - self.output?)).map(|spare| spare.max(0.0))
    }
}
