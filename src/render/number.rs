//! Numbers to words, as the renderers call them; the rounding itself stands in [`words::number`](crate::report::words::number).

pub use crate::report::words::number::{cell, count, exact, percent_of_width, seventeen_digits, with_unit};
