//! Whose failure hurts most? (prototype of the module)

pub mod bare;
pub mod cascade;
pub mod network;
