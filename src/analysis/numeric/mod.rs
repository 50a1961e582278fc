//! Numbers without domain words: flow, fronts, ranks.

pub mod flow;
pub mod front;
pub mod limit;
pub mod rank;
