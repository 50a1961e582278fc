//! Numbers without domain words: assignment, eigenvalues, flow, fronts, random numbers, ranks.

pub mod assignment;
pub mod eigen;
pub mod flow;
pub mod front;
pub mod limit;
pub mod mincost;
pub mod random;
pub mod rank;
