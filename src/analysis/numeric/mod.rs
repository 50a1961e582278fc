//! Numbers without domain words: flow, fronts.

pub mod flow;
pub mod front;
