//! Reports to bytes (L6). Knows formats, not analyses; [`number`] is the only place that rounds.

#[cfg(feature = "figures")]
pub mod figure;
