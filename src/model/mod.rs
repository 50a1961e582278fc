//! The nouns (L1): firms, products, chains, places, supply links and the data set that holds them.
//!
//! | Chinese | here | note |
//! |---|---|---|
//! | 产业链 | [`Chain`] | an industrial chain; not one buyer's supply chain |
//! | 环节 | [`Segment`] | ordered within a chain |
//! | 链主 | [`Role::Leader`] | the firm that leads a chain; 链长 is an official and never scored |
//! | 龙头 | [`Role::Major`] | large, but not the chain's leader |
//! | 产品 | [`Product`] | what is bought and sold |
//! | 采购 | [`SupplyLink`] | goods flow supplier → buyer |
//! | 采购总额 | [`DeclaredTotal`] | what a buyer says it bought in all |
//! | 产能 | [`Capability`] | a firm's product with output, capacity and spare |
//! | 近地化配套率 | [`Measure`] | share of purchases from nearby, with bounds and coverage |
//! | 项目 | [`Project`] | an investment; one [`ProjectSnapshot`] for each date at which it was looked at |
//! | 人才 | [`Talent`] | a person, a team or an institution |
//! | 集群 | [`Cluster`] | declared by an authority; not computed from trade |
//! | 指标 | [`Indicator`] | a figure of a place, chain or cluster in a year |
//! | 目标 | [`Target`] | a figure to be reached |
//! | 园区 | [`Zone`] | without a GB/T 2260 code |
//! | 区域 | [`Region`] | a named list of code prefixes |
//! | 裸网络 | [`BareNetwork`] | firms, flows and classes without names or places, for comparison with other programs |
//!
//! Invariant: a [`Dataset`] has no dangling index, no duplicate key and no unit but yuan, kilometre and fraction
//! (indicators, targets, land and energy name theirs).

pub mod bare;
pub mod boundary;
pub mod chain;
pub mod cluster;
pub mod dataset;
pub mod date;
pub mod division;
pub mod firm;
pub mod history;
pub mod id;
pub mod indicator;
pub mod measure;
pub mod naming;
pub mod nearness;
pub mod place;
pub mod plan;
pub mod product;
pub mod project;
pub mod quantity;
pub mod region;
pub mod sector;
pub mod short_text;
pub mod supply;
pub mod talent;
pub mod target;
pub mod template;

pub use bare::{BareFirm, BareFlow, BareNetwork, BareNote, BareScenario, BareShock, BareWeights, Need};
pub use boundary::{Boundaries, Boundary};
pub use chain::{Chain, ChainProduct, Input, Position, Segment};
pub use cluster::{Cluster, ClusterLevel, Provision, Support};
pub use dataset::{About, AmountColumn, Dataset, RowBalance, RowRef, SetAside, Source, Withdrawn};
pub use date::Date;
pub use firm::{Firm, FirmSize, FirmYear, Qualification, Role};
pub use id::{FirmId, FirmIx, ProductId, ProductIx, ProjectId};
pub use indicator::Indicator;
pub use measure::{Measure, Status};
pub use naming::{Evidence, Naming, ProductText};
pub use nearness::{Ring, Tier};
pub use place::{AreaCode, Level, Location, LocationBasis, Nearness, Point, Region, Zone};
pub use plan::{CostEntry, MeasureEntry, MeasureKind, PanelEntry, PreferenceEntry, ProjectEntry, ScenarioEntry};
pub use product::{BaseClass, Product};
pub use project::{Project, ProjectKind, ProjectSnapshot, ProjectStage};
pub use quantity::{Amount, Quantity, Unit, Year};
pub use short_text::ShortText;
pub use supply::{Capability, CapabilityFigure, DeclaredTotal, LinkSource, SupplyLink};
pub use talent::{Talent, TalentKind};
pub use target::{Metric, Target};
pub use template::ChainTemplate;
