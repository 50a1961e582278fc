//! Whose failure hurts most?

pub mod cascade;
pub mod essential;
pub mod network;
