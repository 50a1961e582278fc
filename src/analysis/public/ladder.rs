//! The bands in which figures are published: fixed edges, the same for everybody and every year.

use serde::Serialize;

/// A published range: at least `lo`, below `hi`; where a share is whole, it may be `hi` itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// Lower edge, in the unit of the figure (yuan, fraction, firms).
    pub lo: f64,
    /// Upper edge; `None` above the last one.
    pub hi: Option<f64>,
}

impl Band {
    /// A number for the width of a line: between the edges, told by them alone.
    pub fn middle(&self) -> f64 {
        match self.hi {
            Some(hi) if self.lo > 0.0 => (self.lo * hi).sqrt(),
            Some(hi) => hi / 2.0,
            None => self.lo,
        }
    }
}

/// Edges of one kind of figure, rising; the first is the least value there is.
#[derive(Debug, PartialEq)]
pub(super) struct Ladder {
    edges: &'static [f64],
    /// Whether no value lies above the last edge, so that it belongs to the last band.
    ends: bool,
    /// Bands that may be published as one; a figure that would need more is withheld.
    widest: usize,
}

/// Amounts, yuan: 1, 2 and 5 of every power of ten, from a million.
pub(super) const AMOUNTS: Ladder = Ladder {
    edges: &[
        0.0, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9, 2e9, 5e9, 1e10, 2e10, 5e10, 1e11, 2e11, 5e11, 1e12,
        2e12, 5e12, 1e13,
    ],
    ends: false,
    widest: 3,
};

/// Shares: quarters.
pub(super) const SHARES: Ladder = Ladder { edges: &[0.0, 0.25, 0.5, 0.75, 1.0], ends: true, widest: 3 };

/// Firms: none, fewer than three, and wider bands above.
pub(super) const FIRMS: Ladder = Ladder {
    edges: &[0.0, 1.0, 3.0, 6.0, 11.0, 21.0, 51.0, 101.0, 201.0, 501.0, 1001.0, 2001.0, 5001.0, 10001.0],
    ends: false,
    widest: usize::MAX,
};

/// Neighbouring bands of a ladder, published as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    first: usize,
    last: usize,
}

impl Ladder {
    /// The bands from that of `lo` to that of `hi`; `None` where they are too many to tell anything.
    pub(super) fn span(&self, lo: f64, hi: f64) -> Option<Span> {
        self.narrow(Span { first: self.step(lo), last: self.step(hi) })
    }

    /// One more band on the side of a value outside the span; `None` where they become too many.
    pub(super) fn widened(&self, span: Span, value: f64) -> Option<Span> {
        let step = self.step(value);
        let wider = if step < span.first {
            Span { first: span.first - 1, ..span }
        } else {
            Span { last: (span.last + 1).min(self.steps() - 1), ..span }
        };
        self.narrow(wider).filter(|wider| *wider != span)
    }

    pub(super) fn holds(&self, span: Span, value: f64) -> bool {
        let edge = |at: usize| self.edges.get(at).copied();
        let below = match edge(span.last + 1) {
            Some(hi) if self.ends && span.last + 2 == self.edges.len() => value <= hi,
            Some(hi) => value < hi,
            None => true,
        };
        edge(span.first).is_some_and(|lo| value >= lo) && below
    }

    pub(super) fn band(&self, span: Span) -> Band {
        Band { lo: self.edges.get(span.first).copied().unwrap_or(0.0), hi: self.edges.get(span.last + 1).copied() }
    }

    fn narrow(&self, span: Span) -> Option<Span> {
        (span.last - span.first < self.widest).then_some(span)
    }

    /// Bands there are: the last edge begins one where values lie above it.
    fn steps(&self) -> usize {
        self.edges.len() - usize::from(self.ends)
    }

    fn step(&self, value: f64) -> usize {
        let above = self.edges.partition_point(|edge| *edge <= value);
        above.saturating_sub(1).min(self.steps() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{AMOUNTS, Band, FIRMS, SHARES};

    #[test]
    fn a_value_lies_in_its_band_and_edges_belong_to_the_band_above() {
        let band = |value| AMOUNTS.band(AMOUNTS.span(value, value).unwrap());
        assert_eq!(band(0.0), Band { lo: 0.0, hi: Some(1e6) });
        assert_eq!(band(1e6), Band { lo: 1e6, hi: Some(2e6) });
        assert_eq!(band(1e308), Band { lo: 1e13, hi: None });
        assert_eq!(FIRMS.band(FIRMS.span(2.0, 2.0).unwrap()), Band { lo: 1.0, hi: Some(3.0) });
        let all = SHARES.span(1.0, 1.0).unwrap();
        assert_eq!(SHARES.band(all), Band { lo: 0.75, hi: Some(1.0) });
        assert!(SHARES.holds(all, 1.0) && !SHARES.holds(all, 0.74));
    }

    #[test]
    fn spans_widen_towards_a_value_until_they_tell_nothing() {
        let span = AMOUNTS.span(3e8, 3e8).unwrap();
        assert_eq!(AMOUNTS.band(AMOUNTS.widened(span, 6e8).unwrap()), Band { lo: 2e8, hi: Some(1e9) });
        assert_eq!(AMOUNTS.band(AMOUNTS.widened(span, 1e8).unwrap()), Band { lo: 1e8, hi: Some(5e8) });
        let two = AMOUNTS.widened(span, 1e8).unwrap();
        let three = AMOUNTS.widened(two, 9e8).unwrap();
        assert_eq!(AMOUNTS.widened(three, 9e9), None);
        assert_eq!(SHARES.span(0.1, 0.9), None);
        assert_eq!(AMOUNTS.widened(AMOUNTS.span(1e14, 1e14).unwrap(), 1e15), None);
    }
}
