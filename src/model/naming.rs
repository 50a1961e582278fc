//! How the product texts of the ledgers found their products: the review list.

use super::ProductIx;
use serde::Serialize;
use std::sync::Arc;

/// How a text came to its product, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Naming {
    /// It is the product's id or name.
    Exact,
    /// It is another name of the product.
    Synonym,
    /// People decided it.
    Decided,
    /// A name of the product is the head of the text; applied without asking.
    Matched,
    /// It may mean one of several products, or perhaps none: a question. Until it is answered the text is a product of its own.
    Asked,
    /// It names none; it is a product of its own.
    Unmatched,
    /// There is no text; such lines count in totals but for no product.
    Blank,
}

/// What speaks for or against a product that a text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The text is the name but for sizes, model numbers, packing and the like.
    Whole,
    /// The name is the head; words before it only narrow it.
    Head,
    /// Words after the name may change the thing.
    Tail,
    /// A word before the name may change the thing (`废旧`, `维修`), or the synonym lacks what the name says.
    Modifier,
    /// The text names something else beside it.
    Beside,
}

/// A product text of the ledgers, as typed.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductText {
    /// The text.
    pub text: Arc<str>,
    /// The product that its lines count for; one of its own when asked or unmatched.
    pub product: ProductIx,
    /// How it came to it.
    pub naming: Naming,
    /// The name found in the text, folded; of a question that of the first candidate.
    pub term: Option<Arc<str>>,
    /// What speaks for or against it.
    pub evidence: Option<Evidence>,
    /// Products that a question offers, likeliest first.
    pub candidates: Vec<ProductIx>,
    /// Purchase lines after cleaning.
    pub lines: usize,
    /// Of these, lines without a known amount.
    pub unpriced: usize,
    /// Yuan of the others.
    pub amount: f64,
}
