//! Use cases (L7), shared by every front end: open a data set, answer, write whole files.
//!
//! Below this line there is no environment variable, clock or random seed except as an argument.

pub mod decide;
pub mod error;
#[cfg(feature = "library")]
pub mod library;
pub mod output;
pub mod run;
pub mod session;

pub use error::Error;
pub use session::{Outcome, Session};
