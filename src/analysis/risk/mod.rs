//! Whose failure hurts most? (prototype of the module)

pub mod cascade;
pub mod index;
mod layout;
mod market;
pub mod network;
pub mod start;
