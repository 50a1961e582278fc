//! Figures to svg and png.
//!
//! [`svg`] lays the figure out, draws it with plotters and puts the glyphs used into the document; [`png`] turns that
//! svg into pixels with the embedded font, so the two never differ. Both give the same bytes for the same figure.

mod arrange;
pub mod card;
mod chain;
pub mod colour;
pub mod diagram;
mod font;
pub mod label;
pub mod layout;
pub mod legend;
mod order;
pub mod overview;
mod panorama;
mod place;
mod png;
pub mod positions;
mod route;
pub mod scene;
mod shape;
mod sides;
mod svg;
#[cfg(test)]
mod tests;
mod track;

pub use crate::render::geometry;
use crate::report::figure::Figure;

/// Why a figure could not be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// The embedded font was refused: a fault of the build, not of the data.
    #[error("the embedded font cannot be read")]
    Font,
    /// The drawing itself failed: a fault of the program.
    #[error("the figure cannot be drawn")]
    Drawing,
    /// The picture is empty or has too many pixels: a smaller scale helps.
    #[error("the picture is too large; choose a smaller scale, or take the svg, which prints at any size")]
    Size,
}

/// The figure as an svg document with its font inside; text stays text.
pub fn svg(figure: &Figure) -> Result<String, FigureError> {
    font::ready()?;
    match figure {
        Figure::Panorama(panorama) => panorama::svg(panorama),
        Figure::Overview(overview) => overview::svg(overview, None).map(|(svg, _)| svg),
    }
}

/// The figure as [`svg`] draws it, but with boxes where they were on the last map of its key, as far as its kind keeps
/// positions; the positions are then those of this map.
pub fn svg_beside(figure: &Figure, positions: &mut positions::Positions) -> Result<String, FigureError> {
    font::ready()?;
    let Figure::Overview(overview) = figure else { return svg(figure) };
    let (svg, map) = overview::svg(overview, positions.maps.get(figure.key()))?;
    positions.maps.insert(figure.key().to_owned(), map);
    Ok(svg)
}

/// A drawn svg as a png, `scale` pixels to the unit: 1 for a screen, 2 to 4 for print.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, FigureError> {
    font::ready()?;
    png::png(svg, scale)
}

/// As [`png`], of a picture among many: one that would pass 25 million pixels gets fewer to the unit.
pub fn fitting_png(svg: &str, scale: f32) -> Result<Vec<u8>, FigureError> {
    font::ready()?;
    png::fitting(svg, scale)
}
