//! Paper: how large a picture becomes on it, and which size lets its smallest type be read.

use std::fmt;
use std::str::FromStr;

use crate::render::geometry::Rect;

/// Points to the millimetre.
const MILLIMETRE: f64 = 72.0 / 25.4;
/// Points to the unit of an svg where paper sets no size: 96 units to the inch, as browsers have it.
const UNIT: f64 = 0.75;
/// Longest side of a page that every reader of pdf opens: 200 inches.
const LONGEST: f64 = 14_400.0;
/// Type smaller than this, in points, is not read on paper.
pub const LEGIBLE: f64 = 6.0;

/// Size of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm.
    A3,
    /// 420 × 594 mm.
    A2,
    /// 594 × 841 mm.
    A1,
    /// 841 × 1189 mm.
    A0,
    /// As large as the picture, without a margin.
    Fit,
}

impl Paper {
    /// Every size, the smallest sheet first.
    pub const ALL: [Paper; 6] = [Paper::A4, Paper::A3, Paper::A2, Paper::A1, Paper::A0, Paper::Fit];

    /// Its name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::A3 => "a3",
            Paper::A2 => "a2",
            Paper::A1 => "a1",
            Paper::A0 => "a0",
            Paper::Fit => "fit",
        }
    }

    /// Short and long side and the margin, in millimetres; `None` where the picture sets them.
    ///
    /// Office printers leave 5 mm white, plotters of rolls up to 17 mm at the ends.
    const fn sides(self) -> Option<(f64, f64, f64)> {
        match self {
            Paper::A4 => Some((210.0, 297.0, 10.0)),
            Paper::A3 => Some((297.0, 420.0, 10.0)),
            Paper::A2 => Some((420.0, 594.0, 20.0)),
            Paper::A1 => Some((594.0, 841.0, 20.0)),
            Paper::A0 => Some((841.0, 1189.0, 20.0)),
            Paper::Fit => None,
        }
    }
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Paper {
    type Err = String;

    fn from_str(text: &str) -> Result<Paper, String> {
        let name = text.to_ascii_lowercase();
        let known = Paper::ALL.into_iter().find(|paper| paper.as_str() == name);
        known.ok_or_else(|| format!("`{text}` is no paper; use a4, a3, a2, a1, a0 or fit"))
    }
}

/// What is to be printed, in units of its svg.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Extent in x.
    pub width: f64,
    /// Extent in y.
    pub height: f64,
    /// Around all that is drawn: what is white at the sides of a picture is part of the margin of the page.
    pub ink: Rect,
    /// Size of the smallest type; `None` where there is no text.
    pub smallest: Option<f64>,
}

/// Where a picture stands on its page; lengths in points of 1/72 inch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Printed {
    /// The sheet.
    pub paper: Paper,
    /// Width of the page.
    pub width: f64,
    /// Height of the page.
    pub height: f64,
    /// From the left side of the page to that of the picture; negative where its own margin is wider than needed.
    pub left: f64,
    /// From the upper side of the page to that of the picture.
    pub top: f64,
    /// Points to the unit of the svg.
    pub scale: f64,
    /// Size of the smallest type; `None` where there is no text.
    pub smallest: Option<f64>,
}

impl Printed {
    /// Whether even the smallest type can be read.
    pub fn is_legible(&self) -> bool {
        // What prints as 6.00 is 6.
        self.smallest.is_none_or(|size| size >= LEGIBLE - 0.005)
    }
}

/// Puts a picture on `paper`, as large as its margins allow, upright or across by its shape, in the middle. Without a
/// paper it gets the smallest of A4 to A0 on which its smallest type can be read, or A0.
///
/// ```
/// use liantu::render::paper::{Extent, Paper, print};
/// use liantu::render::geometry::Rect;
/// let ink = Rect::new(0.0, 0.0, 2_000.0, 1_000.0);
/// let map = Extent { width: 2_000.0, height: 1_000.0, ink, smallest: Some(12.0) };
/// assert_eq!(print(&map, None).paper, Paper::A3);
/// assert!(print(&map, Some(Paper::A4)).smallest.unwrap() < 6.0);
/// ```
pub fn print(picture: &Extent, paper: Option<Paper>) -> Printed {
    let sheets = Paper::ALL.into_iter().filter(|paper| paper.sides().is_some());
    let chosen = || sheets.map(|sheet| on(picture, sheet)).find(Printed::is_legible);
    match paper {
        Some(paper) => on(picture, paper),
        None => chosen().unwrap_or_else(|| on(picture, Paper::A0)),
    }
}

fn on(picture: &Extent, paper: Paper) -> Printed {
    // A picture has an extent: `svg` refuses to draw one without.
    let whole = Rect::new(0.0, 0.0, picture.width.max(1.0), picture.height.max(1.0));
    let of = |ink: &Rect, (width, height): (f64, f64), margin: f64| {
        let scale = ((width - 2.0 * margin) / ink.width()).min((height - 2.0 * margin) / ink.height());
        Printed {
            paper,
            width,
            height,
            left: width / 2.0 - scale * f64::midpoint(ink.left, ink.right),
            top: height / 2.0 - scale * ink.middle(),
            scale,
            smallest: picture.smallest.map(|size| size * scale),
        }
    };
    let Some((short, long, margin)) = paper.sides() else {
        let scale = UNIT.min(LONGEST / whole.width().max(whole.height()));
        return of(&whole, (whole.width() * scale, whole.height() * scale), 0.0);
    };
    let ink = if picture.ink.width() > 0.0 && picture.ink.height() > 0.0 { picture.ink } else { whole };
    let (short, long, margin) = (short * MILLIMETRE, long * MILLIMETRE, margin * MILLIMETRE);
    let page = if ink.width() > ink.height() { (long, short) } else { (short, long) };
    of(&ink, page, margin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(width: f64, height: f64, smallest: Option<f64>) -> Extent {
        Extent { width, height, ink: Rect::new(0.0, 0.0, width, height), smallest }
    }

    #[test]
    fn all_ink_lies_within_the_margins_of_every_paper_and_in_the_middle() {
        let bordered = Extent { ink: Rect::new(40.0, 60.0, 900.0, 400.0), ..extent(1_000.0, 800.0, None) };
        let pictures = [bordered, extent(3_000.0, 1_000.0, None), extent(1.0, 90_000.0, None)];
        assert!(print(&extent(0.0, 0.0, None), None).scale.is_finite());
        for paper in Paper::ALL {
            assert_eq!(paper.as_str().parse::<Paper>().as_ref(), Ok(&paper));
            for picture in &pictures {
                let printed = print(picture, Some(paper));
                let margin = paper.sides().map_or(0.0, |sides| sides.2) * MILLIMETRE - 1e-6;
                let (left, top) =
                    (printed.left + picture.ink.left * printed.scale, printed.top + picture.ink.top * printed.scale);
                let right = printed.width - printed.left - picture.ink.right * printed.scale;
                let bottom = printed.height - printed.top - picture.ink.bottom * printed.scale;
                assert!([left, top, right, bottom].into_iter().all(|side| side >= margin), "{paper} {printed:?}");
                assert!(paper == Paper::Fit || (left - right).abs() < 1e-6 && (top - bottom).abs() < 1e-6);
                assert!(printed.width.max(printed.height) <= LONGEST + 1e-6);
            }
        }
        assert!("a5".parse::<Paper>().is_err());
    }

    #[test]
    fn a_wide_picture_lies_across_and_a_high_one_stands() {
        let wide = print(&extent(2.0, 1.0, None), Some(Paper::A0));
        let high = print(&extent(1.0, 2.0, None), Some(Paper::A0));
        assert!(wide.width > wide.height && high.width < high.height);
    }

    #[test]
    fn the_smallest_sheet_is_chosen_on_which_all_type_is_read() {
        for (width, expected) in [(500.0, Paper::A4), (1_900.0, Paper::A3), (5_000.0, Paper::A0), (1e5, Paper::A0)] {
            let printed = print(&extent(width, width * 0.7, Some(11.0)), None);
            assert_eq!(printed.paper, expected, "{width}");
            assert_eq!(printed.is_legible(), width < 1e5);
        }
        assert_eq!(print(&extent(1e5, 1e5, None), None).paper, Paper::A4, "no text, nothing to read");
    }
}
