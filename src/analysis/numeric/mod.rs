//! Numbers without domain words: assignments, flow, fronts, ranks.

pub mod assignment;
pub mod flow;
pub mod front;
pub mod mincost;
pub mod rank;
