//! Chokepoints

#![allow(dead_code, unused_imports)]
mod circular;
mod critical;
mod cut;
mod program;
mod removal;
#[cfg(test)]
mod tests;
