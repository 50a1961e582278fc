//! Who knows what along the chains.

use crate::report::figure::{BoxState, Head};

/// 创新与人才图: chains as lanes, a card for each segment, upstream first.
#[derive(Debug, Clone, PartialEq)]
pub struct InnovationMap {
    /// Key, title, notes.
    pub head: Head,
    /// Chains.
    pub lanes: Vec<InnovationLane>,
    /// Signs of titles and their meaning, highest first.
    pub titles: Vec<(String, String)>,
    /// Meaning of the signs of talents: here, elsewhere, of unknown place, none listed.
    pub talents: [String; 4],
    /// Share of revenue that fills the bar of R&D, and its meaning.
    pub research: (f64, String),
    /// Marks of weak products for which nobody is listed, and their meaning.
    pub unserved: Vec<(BoxState, String)>,
}

/// A chain.
#[derive(Debug, Clone, PartialEq)]
pub struct InnovationLane {
    /// Name.
    pub name: String,
    /// Its firms, patents and R&D, a line each.
    pub lines: Vec<String>,
    /// Segments, upstream first.
    pub cards: Vec<InnovationCard>,
    /// How many segments are not shown, in words; empty when none.
    pub more: String,
}

/// A segment.
#[derive(Debug, Clone, PartialEq)]
pub struct InnovationCard {
    /// Chain and segment.
    pub id: String,
    /// Position: cards of one stand together below it.
    pub position: String,
    /// Name.
    pub name: String,
    /// Firms in words.
    pub firms: String,
    /// How many firms bear each title, in the order of [`InnovationMap::titles`].
    pub titles: Vec<usize>,
    /// Stands where no firm has a title.
    pub untitled: String,
    /// R&D intensity and its text; `None` where no firm reports it.
    pub research: Option<(f64, String)>,
    /// Stands where none does; empty without firms.
    pub unknown: String,
    /// R&D is reported by some firms only.
    pub partial: bool,
    /// Patents in words.
    pub patents: String,
    /// Talents here, elsewhere, of unknown place; `None` where none is listed.
    pub talents: Option<[usize; 3]>,
    /// Their names, or that none is listed.
    pub who: String,
    /// Weak products for which nobody is listed, in words; empty when none.
    pub unserved: String,
    /// Whether such a product is to be filled (a gap) or weak otherwise; `None` when there is none.
    pub state: Option<BoxState>,
    /// All of it, for the pointer.
    pub tip: String,
}
