//! What a choice may use in all: money, land, energy, a count.

/// Rounding in sums of costs, as a share of what there is.
const ROUNDING: f64 = 1e-9;

/// Something that each chosen candidate uses a part of.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// What each candidate uses, none below zero.
    pub costs: Vec<f64>,
    /// What there is.
    pub most: f64,
}

impl Limit {
    /// Whether so much may be used.
    ///
    /// ```
    /// use liantu::analysis::numeric::limit::Limit;
    /// let limit = Limit { costs: vec![0.1, 0.2], most: 0.3 };
    /// assert!(limit.allows(0.1 + 0.2) && !limit.allows(0.31));
    /// ```
    pub fn allows(&self, used: f64) -> bool {
        used <= self.most + self.most.abs() * ROUNDING
    }

    /// What these candidates use.
    pub fn used(&self, set: &[usize]) -> f64 {
        set.iter().map(|at| self.costs[*at]).sum()
    }
}
