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
//! | 园区 | [`Zone`] | without a GB/T 2260 code |
//! | 区域 | [`Region`] | a named list of code prefixes |
//!
//! Invariant: a [`Dataset`] has no dangling index, no duplicate key and no unit but yuan, kilometre and fraction.

pub mod chain;
pub mod dataset;
pub mod division;
pub mod firm;
pub mod history;
pub mod id;
pub mod measure;
pub mod nearness;
pub mod place;
pub mod product;
pub mod quantity;
pub mod region;
pub mod short_text;
pub mod supply;
pub mod template;

pub use chain::{Chain, ChainProduct, Input, Position, Segment};
pub use dataset::{About, Dataset, RowBalance, RowRef, Source};
pub use firm::{Firm, FirmSize, FirmYear, Qualification, Role};
pub use id::{FirmId, FirmIx, ProductId, ProductIx};
pub use measure::{Measure, Status};
pub use nearness::{Ring, Tier};
pub use place::{AreaCode, Level, Location, LocationBasis, Nearness, Point, Region, Zone};
pub use product::{BaseClass, Product};
pub use quantity::{Amount, Year};
pub use short_text::ShortText;
pub use supply::{Capability, DeclaredTotal, LinkSource, SupplyLink};
pub use template::ChainTemplate;
