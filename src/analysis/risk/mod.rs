//! Whose failure hurts most?

pub mod cascade;
pub mod essential;
pub mod index;
mod layout;
mod market;
pub mod network;
pub mod start;
