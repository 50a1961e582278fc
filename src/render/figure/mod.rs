//! Figures to svg, png and pdf.
//!
//! [`svg`] lays the figure out, draws it with plotters and puts the glyphs used into the document; [`Drawn`] reads that
//! svg once and makes pixels or pages of it with the embedded font, so they never differ. All give the same bytes for
//! the same figure.

mod arrange;
mod bands;
pub mod card;
mod chain;
pub mod colour;
pub mod diagram;
pub mod flow;
mod font;
pub mod heat;
pub mod innovation;
mod kept;
pub mod label;
pub mod layout;
pub mod legend;
mod order;
pub mod overview;
mod panorama;
mod parsed;
pub mod path;
pub mod pdf;
mod piece;
mod place;
pub mod places;
mod png;
pub mod positions;
mod route;
pub mod scene;
mod shape;
mod sides;
mod svg;
#[cfg(test)]
mod tests;
pub mod tiers;
mod track;
pub mod tree;

pub use crate::render::geometry;
use crate::report::figure::Figure;
pub use parsed::Drawn;

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
        Figure::Panorama(panorama) => panorama::svg(panorama, None).map(|(svg, _)| svg),
        Figure::Chains(chains) => bands::svg(chains),
        Figure::Overview(overview) => overview::svg(overview, None).map(|(svg, _)| svg),
        Figure::CountyMap(map) => places::map::svg(map),
        Figure::CountyTiles(map) => places::tiles::svg(map),
        Figure::CountySupply(map) => places::supply::svg(map),
        Figure::Tree(tree) => tree::svg(tree),
        Figure::Innovation(map) => innovation::svg(map),
        Figure::Path(map) => path::svg(map),
        Figure::Tiers(map) => tiers::scene(map).svg(&map.head),
        Figure::Flows(flows) => flow::scene(flows).svg(&flows.head),
        Figure::Heat(heat) => heat::scene(heat).svg(&heat.head),
    }
}

/// The figure as [`svg`] draws it, but with boxes where they were on the last map of its key, as far as its kind keeps
/// positions; the positions are then those of this map.
pub fn svg_beside(figure: &Figure, positions: &mut positions::Positions) -> Result<String, FigureError> {
    font::ready()?;
    let last = positions.maps.get(figure.key());
    let (svg, map) = match figure {
        Figure::Overview(overview) => overview::svg(overview, last)?,
        Figure::Panorama(panorama) => panorama::svg(panorama, last)?,
        _ => return svg(figure),
    };
    positions.maps.insert(figure.key().to_owned(), map);
    Ok(svg)
}

/// A drawn svg as a png, `scale` pixels to the unit: 1 for a screen, 2 to 4 for print.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, FigureError> {
    Drawn::read(svg)?.png(f64::from(scale))
}
