//! Chains: segments, products in them, and what is made from what.

use super::ProductIx;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Position in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Position {
    /// 上游.
    Upstream,
    /// 中游.
    Midstream,
    /// 下游.
    Downstream,
    /// 配套服务.
    Service,
}

/// A segment (环节).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Stable id within its chain; the name where the user gave none.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// English name, when known.
    pub name_en: Option<Arc<str>>,
    /// Position; `None` when the user gave none.
    pub position: Option<Position>,
}

/// A product's place in a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainProduct {
    /// The product.
    pub product: ProductIx,
    /// Position of the segment in [`Chain::segments`].
    pub segment: u32,
    /// 层级, when the user gave one.
    pub order: Option<i32>,
    /// 关键.
    pub essential: Option<bool>,
}

/// Product → product: `input` goes into `product`.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// What is made.
    pub product: ProductIx,
    /// What goes into it.
    pub input: ProductIx,
    /// Share of cost, fraction.
    pub cost_share: Option<f64>,
    /// 必需: without it the product cannot be made; `None` when not said.
    pub required: Option<bool>,
}

/// An industrial chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// Stable id: the template's, else the name.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// English name, when known.
    pub name_en: Option<Arc<str>>,
    /// Segments, upstream first, then in the order given.
    pub segments: Vec<Segment>,
    /// Products, sorted by index, each once.
    pub products: Vec<ChainProduct>,
    /// Version of the template it comes from; `None` when the user's sheet alone describes it.
    pub template: Option<Arc<str>>,
}

impl Chain {
    /// The product's place in this chain.
    pub fn place_of(&self, product: ProductIx) -> Option<&ChainProduct> {
        self.products.binary_search_by_key(&product, |entry| entry.product).ok().map(|at| &self.products[at])
    }
}
