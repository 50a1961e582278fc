//! Talents: people, teams and institutions that a chain can call on.

use super::{FirmIx, Location, ProductIx, RowRef};
use serde::Serialize;
use std::sync::Arc;

/// What a talent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TalentKind {
    /// One person.
    Person,
    /// A team (团队).
    Team,
    /// A research institution, a university, a laboratory, a centre or a platform.
    Institution,
}

/// A person, a team or an institution.
#[derive(Debug, Clone, PartialEq)]
pub struct Talent {
    /// Name; no key, for two people may bear it.
    pub name: Arc<str>,
    /// 类别, as the user calls it.
    pub category: Option<Arc<str>>,
    /// What the category, else the name, says that it is; `None` when neither does.
    pub kind: Option<TalentKind>,
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
