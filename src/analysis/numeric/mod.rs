//! Numbers without domain words: flow, fronts, random numbers, ranks.

pub mod flow;
pub mod front;
pub mod random;
pub mod rank;
