//! liantu (链图): local supply rates, weak links and panorama maps of industrial chains.
pub mod analysis;
pub mod graph;
pub mod ingest;
pub mod issue;
pub mod model;
pub mod render;
pub mod report;
