//! Texts to canonical things: names, places, codes, products.

pub mod code;
pub mod name;
pub mod place;
pub mod product;
