//! liantu (链图): local supply rates, weak links and panorama maps of industrial chains, computed from purchase data.
//!
//! ```text
//! read        normalise       graph        analyse        report        render
//! files ─► ingest ─► model::Dataset ─► graph::SupplyGraph ─► analysis::Answer ─► report::Report ─► bytes
//! ```
//!
//! Each stage returns a finished value and nothing reaches back; `app` strings them together, `cli` calls only `app`.

pub mod analysis;
pub mod app;
#[cfg(feature = "cli")]
pub mod cli;
pub mod graph;
pub mod ingest;
pub mod issue;
#[cfg(feature = "library")]
pub mod library;
pub mod model;
pub mod render;
pub mod report;
