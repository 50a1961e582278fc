//! A chain as a tree.

use crate::report::figure::{BoxState, Head};

/// 树状图: chain → position → segment → product, each with its state, firms and rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// Key, title, notes.
    pub head: Head,
    /// Name of the chain.
    pub name: String,
    /// What stands below the name: products, those made here, rate.
    pub caption: String,
    /// Segments, upstream first.
    pub branches: Vec<Branch>,
    /// Meaning of the states, in order of display.
    pub states: Vec<(BoxState, String)>,
    /// Short labels of remedies and their meaning.
    pub types: Vec<(String, String)>,
    /// Meaning of the bar.
    pub bar: String,
}

/// A segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Position: branches of one stand together below it.
    pub position: String,
    /// Name.
    pub name: String,
    /// Firms and rate in one line.
    pub caption: String,
    /// Products.
    pub leaves: Vec<Leaf>,
    /// How many products are not shown, in words; empty when none.
    pub more: String,
}

/// A product.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Id, the same as on the panorama.
    pub id: String,
    /// Name.
    pub name: String,
    /// State.
    pub state: BoxState,
    /// Short labels of its remedies.
    pub types: Vec<String>,
    /// Count of firms in words.
    pub firms: String,
    /// Rate in words; `None` where nobody buys it.
    pub rate: Option<String>,
    /// Rate as fractions: sure and possible.
    pub bar: Option<(f64, f64)>,
}
