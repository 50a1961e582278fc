//! Portfolio.
pub mod choose;
mod market;
#[cfg(test)]
mod tests;
