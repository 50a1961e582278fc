//! Points and rectangles in figure units (one unit is one pixel at scale 1).

/// A point: x to the right, y downwards.
pub type Point = (f64, f64);

/// Two things touch only if they share more than this.
const TOUCH: f64 = 0.01;

/// A rectangle parallel to the axes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Smallest x.
    pub left: f64,
    /// Smallest y.
    pub top: f64,
    /// Largest x.
    pub right: f64,
    /// Largest y.
    pub bottom: f64,
}

impl Rect {
    /// From the upper left corner and the extent.
    pub fn new(left: f64, top: f64, width: f64, height: f64) -> Rect {
        Rect { left, top, right: left + width, bottom: top + height }
    }

    /// Extent in x.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Extent in y.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Height of the middle.
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.top, self.bottom)
    }

    /// Whether the two share an area, not merely an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.left + TOUCH < other.right
            && other.left + TOUCH < self.right
            && self.top + TOUCH < other.bottom
            && other.top + TOUCH < self.bottom
    }

    /// Whether a stroke parallel to an axis runs through the inside.
    pub fn crossed_by(&self, from: Point, to: Point) -> bool {
        let stroke = Rect {
            left: from.0.min(to.0) - TOUCH,
            top: from.1.min(to.1) - TOUCH,
            right: from.0.max(to.0) + TOUCH,
            bottom: from.1.max(to.1) + TOUCH,
        };
        self.overlaps(&stroke)
    }

    /// Whether `inner` lies inside.
    pub fn contains(&self, inner: &Rect) -> bool {
        self.left <= inner.left + TOUCH
            && self.top <= inner.top + TOUCH
            && inner.right <= self.right + TOUCH
            && inner.bottom <= self.bottom + TOUCH
    }
}
