//! Texts to canonical things: names, places, codes.

pub mod code;
pub mod name;
pub mod place;
