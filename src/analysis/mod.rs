//! Questions and answers (L4): one file per question, pure functions of a supply graph.
//!
//! An answer is a plain struct with public fields; it is serialised as it stands and is the JSON payload.
//! Nothing here rounds, prints, reads a clock or knows a language; what cannot be computed is `None` with a reason.

pub mod gap;
pub mod network;
pub mod numeric;
pub mod panorama;
pub mod rate;
pub mod risk;
pub mod scope;
pub mod split;

pub use gap::{Gap, GapOptions, gap};
pub use network::{Network, NetworkOptions, Projection, network};
pub use panorama::{Panorama, PanoramaOptions, panorama};
pub use rate::{Rate, RateOptions, rate};
pub use split::{Split, SplitOptions, split};

use crate::graph::SupplyGraph;
use serde::Serialize;

/// Every question this crate can answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Request {
    /// How much is bought nearby?
    Rate(RateOptions),
    /// What could local firms supply today?
    Split(SplitOptions),
    /// Where is the chain weak?
    Gap(GapOptions),
    /// What does the chain look like?
    Panorama(PanoramaOptions),
    /// The graph itself.
    Network(NetworkOptions),
}

/// The answers, in the order of the questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// To [`Request::Rate`].
    Rate(Box<Rate>),
    /// To [`Request::Split`].
    Split(Box<Split>),
    /// To [`Request::Gap`].
    Gap(Box<Gap>),
    /// To [`Request::Panorama`].
    Panorama(Box<Panorama>),
    /// To [`Request::Network`].
    Network(Box<Network>),
}

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A chain that the data set does not have.
    #[error("no chain `{name}` in the data set; it has {}; hint: `liantu chain list` names templates", if known.is_empty() { "none" } else { known })]
    UnknownChain {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A year without any line.
    #[error("no purchase line of {year}; there are: {known}")]
    UnknownYear {
        /// What was asked for.
        year: u16,
        /// What there is.
        known: String,
    },
}

impl Request {
    /// Name of the question: the subcommand, the schema and the file of its answer.
    pub fn name(&self) -> &'static str {
        match self {
            Request::Rate(_) => "rate",
            Request::Split(_) => "split",
            Request::Gap(_) => "gap",
            Request::Panorama(_) => "panorama",
            Request::Network(_) => "network",
        }
    }

    /// Answers the question.
    ///
    /// # Errors
    /// When the request names a chain or a year that the data set does not have.
    pub fn run(&self, graph: &SupplyGraph) -> Result<Answer, Error> {
        Ok(match self {
            Request::Rate(options) => Answer::Rate(Box::new(rate(graph, options)?)),
            Request::Split(options) => Answer::Split(Box::new(split(graph, options)?)),
            Request::Gap(options) => Answer::Gap(Box::new(gap(graph, options)?)),
            Request::Panorama(options) => Answer::Panorama(Box::new(panorama(graph, options)?)),
            Request::Network(options) => Answer::Network(Box::new(network(graph, options)?)),
        })
    }
}
