//! Amount rate with identification bounds: [LR-1] to [LR-4].
//!
//! ```text
//! point     r    = K_near / (K_near + K_far)                                   [LR-1]
//! lower     r_lo = (K_near + ρ_near) / M                                       [LR-2]
//! upper     r_hi = (K_near + K_unl + ρ_any) / M                                [LR-3]
//! coverage  κ    = (K_near + K_far) / M                                        [LR-4]
//! K = K_near + K_far + K_unl    M = max(B, K)    Rsd = M − K       (yuan)
//! ```
//!
//! Where a complete list and the declared total leave one rate only (r_lo = r_hi), that rate is the point (needs E1).
//! Otherwise the point is that of the priced lines alone and, under a complete list, may lie outside the bounds, as in
//! Example 1 of the methods: the bounds then stand in its place wherever people read it.
//!
//! Where no total is declared, an unpriced line may be worth anything, so the side it lies on rules: all far gives
//! (0, r], all near gives [r, 1), anything else identifies nothing. A product's unpriced lines are capped by what the
//! buyer's overall total leaves over. All three are one formula with a free amount per side that may be infinite inside
//! this module and never leaves it.

use crate::model::measure::Side;
use crate::model::{Measure, Nearness, Status};
use std::sync::Arc;

/// Amounts of one side in yuan: as reported, and the least and greatest where sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Span {
    point: f64,
    lo: f64,
    hi: f64,
}

impl Span {
    fn add(&mut self, other: Span) {
        self.point += other.point;
        self.lo += other.lo;
        self.hi += other.hi;
    }
}

/// A declared total.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Benchmark {
    /// Yuan.
    pub(super) total: f64,
    /// Whether the supplier list is declared complete.
    pub(super) complete: bool,
}

/// Lines of one buyer (or one buyer and product), by side.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Sides {
    near: Span,
    far: Span,
    unlocated: Span,
    unpriced: [u32; 3],
    lines: u32,
}

impl Sides {
    /// Adds a flow.
    pub(super) fn add(&mut self, side: Nearness, flow: &crate::graph::Flow) {
        let span = Span { point: flow.amount, lo: flow.range.0, hi: flow.range.1 };
        match side {
            Nearness::Near => self.near.add(span),
            Nearness::Far => self.far.add(span),
            Nearness::Unknown => self.unlocated.add(span),
        }
        self.unpriced[side as usize] += flow.unpriced;
        self.lines += flow.priced + flow.unpriced;
    }

    /// Priced purchases K, yuan.
    pub(super) fn known(&self) -> f64 {
        self.near.point + self.far.point + self.unlocated.point
    }

    fn unpriced_count(&self) -> u32 {
        self.unpriced.iter().sum()
    }

    /// What is known of the whole, with a declared total.
    pub(super) fn with_total(self, benchmark: Benchmark) -> Part {
        let residual = (benchmark.total - self.known()).max(0.0);
        let [near, far, unknown] = self.unpriced;
        let complete = benchmark.complete && self.unpriced_count() > 0;
        let (must_near, may_near) = match (complete, near, far, unknown) {
            (true, _, 0, 0) => (residual, residual),
            (true, 0, _, 0) => (0.0, 0.0),
            _ => (0.0, residual),
        };
        let conflict = benchmark.complete && self.unpriced_count() == 0 && residual > 0.0;
        Part { sides: self, residual, must_near, may_near, conflict, benchmarked: true, ..Part::default() }
    }

    /// What is known of the whole, without a total of its own: each unpriced line is worth at most `cap` yuan.
    pub(super) fn without_total(self, cap: f64) -> Part {
        let free = self.unpriced.map(|count| if count == 0 { 0.0 } else { cap });
        Part { sides: self, free, ..Part::default() }
    }
}

/// Lines of one buyer with what may be missing; parts of a group add up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Part {
    sides: Sides,
    residual: f64,
    must_near: f64,
    may_near: f64,
    /// Greatest unpriced amount that is near, far, unlocated; infinite without a total.
    free: [f64; 3],
    conflict: bool,
    benchmarked: bool,
}

impl Part {
    /// Adds another part of the group.
    pub(super) fn add(&mut self, other: &Part) {
        self.sides.near.add(other.sides.near);
        self.sides.far.add(other.sides.far);
        self.sides.unlocated.add(other.sides.unlocated);
        for side in 0..3 {
            self.sides.unpriced[side] += other.sides.unpriced[side];
            self.free[side] += other.free[side];
        }
        self.sides.lines += other.sides.lines;
        self.residual += other.residual;
        self.must_near += other.must_near;
        self.may_near += other.may_near;
        self.conflict |= other.conflict;
        self.benchmarked |= other.benchmarked;
    }

    /// The published figure.
    pub(super) fn measure(&self, card: Arc<str>) -> Measure {
        let Sides { near, far, lines, .. } = self.sides;
        let whole = self.sides.known() + self.residual;
        let (lo, hi) = self.bounds();
        let located = near.point + far.point;
        let mut measure = Measure {
            value: (located > 0.0).then(|| near.point / located),
            lo,
            hi,
            numerator: (located > 0.0).then_some(near.point),
            denominator: (located > 0.0).then_some(located),
            coverage: self.coverage(located, whole),
            n: lines as usize,
            status: Status::Ok,
            card,
            open: self.open_side(),
        };
        // The declared total and a complete list leave exactly one rate: it replaces that of the known rows alone.
        let identified = lo.zip(hi).filter(|(lo, hi)| lo.total_cmp(hi).is_eq() && self.residual > 0.0);
        if let Some((rate, _)) = identified {
            measure.value = Some(rate);
            measure.numerator = Some(near.point + self.must_near);
            measure.denominator = Some(whole);
        }
        measure.status = self.status(&measure, whole);
        measure
    }

    /// Amounts in yuan that a table may show beside the rate: near, far, unlocated, residual, and unpriced lines.
    pub(super) fn amounts(&self) -> ([f64; 4], u32) {
        let Sides { near, far, unlocated, .. } = self.sides;
        ([near.point, far.point, unlocated.point, self.residual], self.sides.unpriced_count())
    }

    /// What the declared total leaves over, and how much of it must be near; yuan.
    pub(super) fn declared(&self) -> (f64, f64) {
        (self.residual, self.must_near)
    }

    fn bounds(&self) -> (Option<f64>, Option<f64>) {
        let Sides { near, far, unlocated, .. } = self.sides;
        let [free_near, free_far, free_either] = self.free;
        let lower = near.lo + self.must_near;
        let lower_whole = near.lo + far.hi + unlocated.hi + self.residual + free_far + free_either;
        let upper = near.hi + unlocated.hi + self.may_near + free_near + free_either;
        let upper_whole = near.hi + far.lo + unlocated.hi + self.residual + free_near + free_either;
        let lo = share(lower, lower_whole, 0.0);
        let hi = share(upper, upper_whole, 1.0);
        match (lower_whole.is_infinite(), upper_whole.is_infinite()) {
            (true, true) => (None, None),
            // Unpriced lines alone, all on one side, still fix the rate at that end.
            (true, false) => (lo, hi.or(Some(0.0))),
            (false, true) => (lo.or(Some(1.0)), hi),
            (false, false) => (lo, hi),
        }
    }

    fn open_side(&self) -> Option<Side> {
        let [near, far, either] = self.free.map(f64::is_infinite);
        let near_known = self.sides.near.point > 0.0;
        let far_known = self.sides.far.point > 0.0;
        match (near, far, either) {
            (false, true, false) if near_known => Some(Side::Lo),
            (true, false, false) if far_known => Some(Side::Hi),
            _ => None,
        }
    }

    fn coverage(&self, located: f64, whole: f64) -> Option<f64> {
        let most = whole + self.free.iter().sum::<f64>();
        (most > 0.0 && most.is_finite()).then(|| located / most)
    }

    fn status(&self, measure: &Measure, whole: f64) -> Status {
        let unpriced = self.sides.unpriced_count() > 0;
        if whole <= 0.0 && !unpriced {
            return Status::EmptyDenominator;
        }
        match (measure.lo, measure.hi) {
            (Some(_), Some(_)) if self.conflict => Status::Conflict,
            (Some(_), Some(_)) if measure.value.is_none() || measure.open.is_some() => Status::BoundedOnly,
            (Some(_), Some(_)) => Status::Ok,
            _ => Status::NotIdentified,
        }
    }
}

/// `part / whole`; `limit` when the whole is unbounded; `None` when it is empty.
fn share(part: f64, whole: f64, limit: f64) -> Option<f64> {
    if whole.is_infinite() { Some(limit) } else { (whole > 0.0).then(|| part / whole) }
}
