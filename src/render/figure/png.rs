//! The svg as pixels, drawn with the embedded font alone.

use resvg::{tiny_skia, usvg};

use crate::render::figure::FigureError;
use crate::render::figure::font::{self, FAMILY};

/// Most pixels of a picture: A0 at about 150 to the inch, 400 MB while it is drawn.
const MOST_PIXELS: u64 = 100_000_000;

/// Draws `svg`, `scale` pixels to the unit.
pub(super) fn png(svg: &str, scale: f32) -> Result<Vec<u8>, FigureError> {
    let options =
        usvg::Options { fontdb: font::database(), font_family: FAMILY.to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|_| FigureError::Drawing)?;
    let size = tree.size().to_int_size().scale_by(scale).ok_or(FigureError::Size)?;
    if u64::from(size.width()) * u64::from(size.height()) > MOST_PIXELS {
        return Err(FigureError::Size);
    }
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).ok_or(FigureError::Size)?;
    pixels.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| FigureError::Drawing)
}
