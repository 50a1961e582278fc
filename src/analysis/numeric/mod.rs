//! Numbers without domain words: assignment, flow, fronts, random numbers, ranks.

pub mod assignment;
pub mod flow;
pub mod front;
pub mod random;
pub mod mincost;
pub mod rank;
