//! Rates of places in classes: equal tiles near true positions, or the outlines that the user gave.

use crate::render::figure::FigureError;
use crate::render::figure::colour::{self, Ink, PAPER};
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit};
use crate::render::figure::places::{alike, number, outline};
use crate::render::figure::scene::{Body, Group, Key, Pencil, SAMPLE, Scene, Shape};
use crate::report::figure::{CountyTiles, PlaceTile};
use plotters::style::RGBColor;

/// Extent of a tile, and room between two.
const TILE: (f64, f64) = (232.0, 164.0);
const GAP: f64 = 12.0;
const PAD: f64 = 15.0;
/// Width of the hatched strip of an uncertain rate.
const STRIP: f64 = 20.0;
const NAME: f64 = 19.0;
const RATE: f64 = 30.0;
const CAPTION: f64 = 12.5;

/// The map as an svg document.
///
/// # Errors
/// When the embedded font is refused or the sheet is too large.
pub fn svg(map: &CountyTiles) -> Result<String, FigureError> {
    scene(map).svg(&map.head)
}

/// Lays the map out.
pub fn scene(map: &CountyTiles) -> Scene {
    let body = if map.outlines.is_empty() { grid(map) } else { outline::body(map) };
    Scene::framed(&map.head, body, &keys(map))
}

/// Colour of a place, and the ink that is read on it.
pub(super) fn look(of: &PlaceTile) -> (RGBColor, Ink) {
    match of.class.map(|class| class.min(colour::SCALE.len() - 1)) {
        Some(class) => (colour::SCALE[class], if class >= 3 { Ink::Paper } else { Ink::Text }),
        None => (PAPER, Ink::Text),
    }
}

fn grid(map: &CountyTiles) -> Body {
    let mut groups = Vec::new();
    let bold = alike(map.places.iter().map(|of| of.name.as_str()), Type::bold(NAME, Ink::Text)).bold;
    let (mut columns, mut rows) = (0, 0);
    for of in &map.places {
        let (column, row) = of.cell;
        (columns, rows) = (columns.max(column + 1), rows.max(row + 1));
        let at = (number(column) * (TILE.0 + GAP), number(row) * (TILE.1 + GAP));
        groups.push(tile(of, bold, Rect::new(at.0, at.1, TILE.0, TILE.1)));
    }
    let extent = |count: usize, side: f64| (number(count) * (side + GAP) - GAP).max(0.0);
    Body { groups, width: extent(columns, TILE.0), height: extent(rows, TILE.1) }
}

fn tile(of: &PlaceTile, bold: bool, rect: Rect) -> Group {
    let (fill, ink) = look(of);
    let mut shapes = vec![Shape::rounded(&rect, 8.0, Some(fill), Some(rim(of)))];
    if !of.certain && of.class.is_some() {
        let strip = Rect::new(rect.right - STRIP, rect.top + 8.0, STRIP - 8.0, rect.height() - 16.0);
        shapes.push(Shape::Hatch(strip, Pencil::solid(ink.rgb(), 1.3), 7.0));
    }
    let inner = TILE.0 - PAD - STRIP - 4.0;
    let mut y = rect.top + PAD - 3.0;
    let mut line = |text: &str, face: Type, step: f64| {
        let text = fit(text, inner, face);
        if !text.is_empty() {
            shapes.push(Shape::Text(Label::new(text, (rect.left + PAD, y), Anchor::Start, face)));
        }
        y += step;
    };
    line(&of.name, Type { size: NAME, bold, ink }, 28.0);
    // A long rate takes smaller type rather than being cut.
    let large = Type::bold(RATE, ink);
    let size = (RATE * inner / large.width(&of.rate).max(1.0)).clamp(CAPTION, RATE).floor();
    line(&of.rate, Type::bold(size, ink), 42.0);
    for caption in of.captions.iter().take(4) {
        line(caption, Type::regular(CAPTION, ink), 18.0);
    }
    Group { shapes, tip: of.tip.clone(), found: Some((of.id.clone(), None)), clear: 0.0 }
}

/// Around a tile: dashed where nothing is known.
pub(super) fn rim(of: &PlaceTile) -> Pencil {
    match of.class {
        Some(_) => Pencil::solid(colour::SCALE[4], 1.2),
        None => Pencil { colour: colour::UNKNOWN.1, width: 1.4, dashes: &[6.0, 4.0] },
    }
}

fn keys(map: &CountyTiles) -> Vec<Key> {
    let sample = |fill: RGBColor, line: Pencil| {
        let rect = Rect::new(0.0, 1.0, SAMPLE.0, SAMPLE.1 - 2.0);
        vec![Shape::rounded(&rect, 3.0, Some(fill), Some(line))]
    };
    let thin = Pencil::solid(colour::SCALE[4], 1.0);
    let mut keys: Vec<Key> = map
        .classes
        .iter()
        .zip(colour::SCALE)
        .map(|(text, fill)| Key { sample: sample(fill, thin), text: text.clone() })
        .collect();
    let [uncertain, none] = &map.marks;
    if map.places.iter().any(|of| !of.certain && of.class.is_some()) {
        let mut shapes = sample(colour::SCALE[1], thin);
        let strip = Rect::new(3.0, 3.0, SAMPLE.0 - 6.0, SAMPLE.1 - 6.0);
        shapes.push(Shape::Hatch(strip, Pencil::solid(Ink::Text.rgb(), 1.2), 6.0));
        keys.push(Key { sample: shapes, text: uncertain.clone() });
    }
    if map.places.iter().any(|of| of.class.is_none()) {
        let dashed = Pencil { colour: colour::UNKNOWN.1, width: 1.4, dashes: &[6.0, 4.0] };
        keys.push(Key { sample: sample(PAPER, dashed), text: none.clone() });
    }
    keys
}
