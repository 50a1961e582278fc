//! Use cases (L7), shared by every front end: open a data set, answer, write whole files.
//!
//! Below this line there is no environment variable, clock or random seed except as an argument.

pub mod bare;
pub mod decide;
pub mod error;
#[cfg(feature = "library")]
pub mod library;
#[cfg(feature = "figures")]
pub mod map;
pub mod output;
#[cfg(feature = "figures")]
pub mod picture;
pub mod plan;
#[cfg(feature = "figures")]
pub mod public;
pub mod run;
pub mod session;

pub use error::Error;
pub use session::{Outcome, Session};

/// When something is done, as the front end tells; below it there is no clock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moment {
    /// Date and time, for the log.
    pub time: String,
    /// Date, as `2024-09-30`.
    pub date: String,
}
