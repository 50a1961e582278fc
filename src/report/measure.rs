//! Measures as cells (methods §1.3): a point only where its bounds are close, else the interval; never a bare zero.

use crate::model::Measure;
use crate::model::measure::{Side, Status};
use crate::report::table::{Cell, Reason};

/// Widest interval, as a fraction, beside which a point may stand: ten percentage points (project convention).
const WIDEST: f64 = 0.10;

/// The figure as people should read it: the point, the interval instead of it, or why there is neither.
pub(super) fn figure(measure: &Measure) -> Cell {
    match (measure.value, interval(measure)) {
        (_, None) => Cell::Missing(absence(measure)),
        (Some(value), Some(_))
            if measure.open.is_none() && measure.width().is_some_and(is_narrow) && is_within(measure, value) =>
        {
            Cell::Number(value)
        }
        (_, Some(interval)) => interval,
    }
}

/// The point of the known lines alone, where unpriced lines leave no bounds: methods §1.3 has it printed beside their count.
pub(super) fn known_lines(measure: &Measure) -> Option<f64> {
    measure.value.filter(|_| measure.status == Status::NotIdentified)
}

/// The bounds where they differ, else the point: for figures whose bounds have no columns of their own.
pub(super) fn bounded(measure: &Measure) -> Cell {
    match interval(measure) {
        Some(Cell::Interval { lo, hi, .. }) if lo.total_cmp(&hi).is_eq() => Cell::Number(lo),
        Some(interval) => interval,
        None => Cell::Missing(absence(measure)),
    }
}

/// Lower bound.
pub(super) fn lo(measure: &Measure) -> Cell {
    Cell::number_or(measure.lo, absence(measure))
}

/// Upper bound.
pub(super) fn hi(measure: &Measure) -> Cell {
    Cell::number_or(measure.hi, absence(measure))
}

/// The point value, whatever its bounds.
pub(super) fn value(measure: &Measure) -> Cell {
    Cell::number_or(measure.value, absence(measure))
}

/// Coverage.
pub(super) fn coverage(measure: &Measure) -> Cell {
    Cell::number_or(measure.coverage, absence(measure))
}

/// Both bounds as one cell, when there are both.
pub(super) fn interval(measure: &Measure) -> Option<Cell> {
    let (lo, hi) = measure.lo.zip(measure.hi)?;
    let open = |side| measure.open == Some(side);
    Some(Cell::Interval { lo, hi, lo_open: open(Side::Lo), hi_open: open(Side::Hi) })
}

/// Why a part of the figure is absent.
pub(super) fn absence(measure: &Measure) -> Reason {
    match measure.status {
        Status::EmptyDenominator => Reason::NoPurchases,
        Status::Suppressed => Reason::Undisclosed,
        Status::Ok | Status::BoundedOnly | Status::NotIdentified | Status::Conflict => Reason::NotIdentified,
    }
}

/// Whether the bounds hold the point; under a complete list the rate of the priced lines alone may lie outside them.
fn is_within(measure: &Measure, value: f64) -> bool {
    let (lo, hi) = (measure.lo.unwrap_or(value), measure.hi.unwrap_or(value));
    (lo - 1e-12..=hi + 1e-12).contains(&value)
}

/// Binary floats hold 0.53 − 0.43 as a little more than 0.1, so the limit gives way by a hair.
fn is_narrow(width: f64) -> bool {
    width <= WIDEST + 1e-9
}

#[cfg(test)]
mod tests {
    use super::{bounded, figure, known_lines};
    use crate::model::Measure;
    use crate::model::measure::{Side, Status};
    use crate::report::table::{Cell, Reason};

    fn measure(value: Option<f64>, bounds: Option<(f64, f64)>, open: Option<Side>, status: Status) -> Measure {
        let (lo, hi) = (bounds.map(|b| b.0), bounds.map(|b| b.1));
        Measure { value, lo, hi, open, status, ..Measure::empty("card") }
    }

    #[test]
    fn a_point_stands_only_beside_close_bounds() {
        let close = measure(Some(0.48), Some((0.43, 0.53)), None, Status::Ok);
        assert_eq!(figure(&close), Cell::Number(0.48));
        let outside = measure(Some(0.4), Some((0.43, 0.53)), None, Status::Ok);
        assert_eq!(figure(&outside), Cell::Interval { lo: 0.43, hi: 0.53, lo_open: false, hi_open: false });
        let wide = measure(Some(0.4), Some((0.3, 0.5)), None, Status::Ok);
        assert_eq!(figure(&wide), Cell::Interval { lo: 0.3, hi: 0.5, lo_open: false, hi_open: false });
    }

    #[test]
    fn an_unpriced_far_line_gives_a_half_open_interval() {
        let open = measure(Some(0.4), Some((0.0, 0.4)), Some(Side::Lo), Status::BoundedOnly);
        assert_eq!(figure(&open), Cell::Interval { lo: 0.0, hi: 0.4, lo_open: true, hi_open: false });
    }

    #[test]
    fn what_is_not_identified_is_not_zero() {
        let unknown = measure(Some(0.4), None, None, Status::NotIdentified);
        assert_eq!(figure(&unknown), Cell::Missing(Reason::NotIdentified));
        assert_eq!((known_lines(&unknown), known_lines(&Measure::empty("card"))), (Some(0.4), None));
        assert_eq!(figure(&Measure::empty("card")), Cell::Missing(Reason::NoPurchases));
        assert_eq!(bounded(&measure(Some(0.4), Some((0.4, 0.4)), None, Status::Ok)), Cell::Number(0.4));
    }
}
