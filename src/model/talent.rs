//! Talents: people, teams and institutions that a chain can call on.

use super::{FirmIx, Location, ProductIx, RowRef};
use std::sync::Arc;

/// A person, a team or an institution.
#[derive(Debug, Clone, PartialEq)]
pub struct Talent {
    /// Name; no key, for two people may bear it.
    pub name: Arc<str>,
    /// 类别, as the user calls it.
    pub category: Option<Arc<str>>,
    /// 领域, as the user calls it.
    pub field: Option<Arc<str>>,
    /// Products it knows about, sorted, each once.
    pub products: Vec<ProductIx>,
    /// 所在地.
    pub location: Location,
    /// 单位, as written.
    pub employer: Option<Arc<str>>,
    /// The employer, when it is a firm of the data set.
    pub firm: Option<FirmIx>,
    /// Where it was read.
    pub row: RowRef,
}
