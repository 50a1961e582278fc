//! The svg as pixels, drawn with the embedded font alone.

use resvg::{tiny_skia, usvg};

use crate::render::figure::FigureError;
use crate::render::figure::font::{self, FAMILY};

/// Most pixels of a picture: A0 at about 150 to the inch, 400 MB while it is drawn.
const MOST_PIXELS: u64 = 100_000_000;

/// Most pixels of a picture among many that nobody asked for one by one: 100 MB while it is drawn.
const MANY_PIXELS: f32 = 25e6;

/// Draws `svg`, `scale` pixels to the unit, or as many as leave a picture among many at a handy size.
pub(super) fn fitting(svg: &str, scale: f32) -> Result<Vec<u8>, FigureError> {
    let tree = tree(svg)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    draw(&tree, scale.min((MANY_PIXELS / (width * height)).sqrt()))
}

/// Draws `svg`, `scale` pixels to the unit.
pub(super) fn png(svg: &str, scale: f32) -> Result<Vec<u8>, FigureError> {
    draw(&tree(svg)?, scale)
}

fn tree(svg: &str) -> Result<usvg::Tree, FigureError> {
    let options =
        usvg::Options { fontdb: font::database(), font_family: FAMILY.to_owned(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).map_err(|_| FigureError::Drawing)
}

fn draw(tree: &usvg::Tree, scale: f32) -> Result<Vec<u8>, FigureError> {
    let size = tree.size().to_int_size().scale_by(scale).ok_or(FigureError::Size)?;
    if u64::from(size.width()) * u64::from(size.height()) > MOST_PIXELS {
        return Err(FigureError::Size);
    }
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).ok_or(FigureError::Size)?;
    pixels.fill(tiny_skia::Color::WHITE);
    resvg::render(tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| FigureError::Drawing)
}
