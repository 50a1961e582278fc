//! x
mod space;
