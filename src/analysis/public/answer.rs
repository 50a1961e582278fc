//! What is published, as it is told: bands, places, chains, and nobody but leading firms.

use super::ladder::Band;
use super::protect;
use crate::analysis::overview::SegmentId;
use crate::analysis::scope::AreaName;
use crate::model::{Position, Ring, Role, Tier, Year};
use serde::Serialize;
use std::sync::Arc;

/// Figures of one thing; `None` is either nothing or withheld.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// Priced purchases of local buyers, yuan.
    pub amount: Option<Band>,
    /// Share of them from nearby.
    pub rate: Option<Band>,
    /// Whether `rate` holds all that missing amounts and places leave open; else it is of priced and located purchases.
    pub rate_bounded: bool,
    /// Local makers; one and two are one band.
    pub makers: Band,
}

/// A county, in a province a city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicCounty {
    /// Place.
    pub area: AreaName,
    /// Purchases of its buyers; its makers.
    #[serde(flatten)]
    pub figures: Figures,
}

/// A chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicChain {
    /// Stable id.
    pub id: Arc<str>,
    /// Name; `None` where it would name a firm that is not published.
    pub name: Option<Arc<str>>,
    /// English name, when known.
    pub name_en: Option<Arc<str>>,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Segments, upstream first.
    pub segments: Vec<PublicSegment>,
    /// Inputs within the chain, by product id: what goes into what, and whether it must.
    pub inputs: Vec<(Arc<str>, Arc<str>, bool)>,
}

/// A segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicSegment {
    /// Stable id within the chain.
    pub id: Arc<str>,
    /// Name; `None` where it would name a firm that is not published.
    pub name: Option<Arc<str>>,
    /// English name, when known.
    pub name_en: Option<Arc<str>>,
    /// Position.
    pub position: Position,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Leading local firms that make something of it.
    pub leaders: Vec<Arc<str>>,
    /// Products, in the order of the map.
    pub products: Vec<PublicProduct>,
}

/// What may be said of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PublicState {
    /// Made here.
    Made,
    /// Bought here by at least three firms, and made by nobody here.
    Gap,
    /// Neither is published.
    Untold,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicProduct {
    /// Stable id.
    pub id: Arc<str>,
    /// Name; `None` where it would name a firm that is not published.
    pub name: Option<Arc<str>>,
    /// Whether the map marks it essential.
    pub essential: bool,
    /// State.
    pub state: PublicState,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Leading local firms that make it.
    pub leaders: Vec<Arc<str>>,
}

/// A segment in a county; only where something is published of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicCell {
    /// Place of buyers and makers.
    pub area: AreaName,
    /// Segment.
    pub segment: SegmentId,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// Purchases by origin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicRing {
    /// Origin, seen from each buyer.
    pub ring: Ring,
    /// Yuan.
    pub amount: Option<Band>,
}

/// Purchases from one segment by another; only where they are published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicLink {
    /// Where the goods are made.
    pub from: SegmentId,
    /// What they go into.
    pub to: SegmentId,
    /// Yuan.
    pub amount: Band,
    /// Share from nearby.
    pub rate: Option<Band>,
}

/// A leading firm (链主, 龙头).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicLeader {
    /// Name.
    pub name: Arc<str>,
    /// Role.
    pub role: Role,
    /// County, when known.
    pub area: Option<AreaName>,
    /// Chains of which it makes something, by id.
    pub chains: Vec<Arc<str>>,
}

/// How much is published, of the figures that the data give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Extent {
    /// Amounts that the data give.
    pub amounts: usize,
    /// Amounts published.
    pub amounts_published: usize,
    /// Shares that the data give.
    pub rates: usize,
    /// Shares published.
    pub rates_published: usize,
    /// Figures in a band wider than their own, so that withheld ones cannot be worked out.
    pub widened: usize,
}

/// What rules the edition.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// Fewest buyers, and fewest suppliers, behind a figure.
    pub fewest: usize,
    /// Greatest share that one of them may hold.
    pub dominant: f64,
    /// How far from its value, as a share of it, both ends of what can be worked out of a withheld amount are at least.
    pub protection: f64,
}

impl Rule {
    /// The rule of every edition.
    pub const USUAL: Rule =
        Rule { fewest: protect::FEWEST, dominant: protect::DOMINANT, protection: protect::PROTECTION };
}

/// Answer: all that is published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Public {
    /// Title of the data set; `None` where there is none, or it would name a firm that is not published.
    pub title: Option<Arc<str>>,
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counts as nearby.
    pub tier: Tier,
    /// What rules the edition.
    pub rule: Rule,
    /// Everything local buyers buy; all makers of the chains.
    pub total: Figures,
    /// Counties, by code.
    pub counties: Vec<PublicCounty>,
    /// Chains asked for, by id.
    pub chains: Vec<PublicChain>,
    /// Segments in counties.
    pub cells: Vec<PublicCell>,
    /// Purchases by origin.
    pub rings: Vec<PublicRing>,
    /// Purchases between segments.
    pub links: Vec<PublicLink>,
    /// Leading firms, by name.
    pub leaders: Vec<PublicLeader>,
    /// How much is published.
    pub extent: Extent,
}
