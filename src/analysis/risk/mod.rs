//! Whose failure hurts most?

pub mod cascade;
pub mod chokepoint;
pub mod essential;
pub mod network;
