//! Counties where they lie, in the colour of their rate, and as suppliers of each other.

use crate::report::figure::Head;

/// Degrees east and north.
pub type Degrees = (f64, f64);

/// Counties as discs where they lie, arrows between them, and boxes for what lies beyond.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CountyMap {
    /// Key, title, notes.
    pub head: Head,
    /// Name of the area, for its frame; empty when it has none.
    pub area: String,
    /// Counties.
    pub places: Vec<PlaceDisc>,
    /// Places beyond, most important first.
    pub outside: Vec<OutsideBox>,
    /// Between counties.
    pub flows: Vec<PlaceArrow>,
    /// Meaning of the parts of a disc: own, other counties, outside, unknown.
    pub parts: [String; 4],
    /// Meaning of the extent of a disc, of an arrow within and from beyond, and of a disc without amounts.
    pub scales: [String; 4],
}

/// A county as a disc.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceDisc {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Where it lies; `None` when nobody knows.
    pub at: Option<Degrees>,
    /// Purchases in yuan, for the extent; `None` when there are none, or none is priced.
    pub amount: Option<f64>,
    /// Of them from the county itself, other counties, outside, unknown places; yuan.
    pub parts: [f64; 4],
    /// Lines below the name.
    pub captions: Vec<String>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// A place beyond the map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OutsideBox {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Where it lies, for its side; `None` for what lies nowhere on a map.
    pub at: Option<Degrees>,
    /// Yuan bought from there; `None` when nothing is known to be.
    pub bought: Option<f64>,
    /// Yuan sold to there; `None` when nothing is known to be.
    pub sold: Option<f64>,
    /// Lines below the name.
    pub captions: Vec<String>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// Supply from one county to another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceArrow {
    /// Id of the county that sells.
    pub from: String,
    /// Id of the county that buys.
    pub to: String,
    /// Yuan, for the width; `None` when no line is priced.
    pub amount: Option<f64>,
    /// The amount in words.
    pub label: String,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// Counties in the colour of their rate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CountyTiles {
    /// Key, title, notes.
    pub head: Head,
    /// Counties.
    pub places: Vec<PlaceTile>,
    /// Outlines that the user gave; tiles where there are none.
    pub outlines: Vec<Outline>,
    /// 审图号 of the outlines in words, which stands on the map; empty without outlines.
    pub approval: String,
    /// Meaning of the classes, lowest rate first.
    pub classes: Vec<String>,
    /// Meaning of the mark of a rate that is not certain, and of no rate.
    pub marks: [String; 2],
}

/// A county with its rate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceTile {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Column and row of its tile.
    pub cell: (usize, usize),
    /// Position in [`CountyTiles::classes`]; `None` without a rate.
    pub class: Option<usize>,
    /// Whether the rate is certain enough to stand as a point.
    pub certain: bool,
    /// The rate in words.
    pub rate: String,
    /// Lines below it.
    pub captions: Vec<String>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// The outline of a place: outer rings and holes alike, in degrees.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Id of the place; empty for one that is no county of the answer.
    pub id: String,
    /// Polygons: first the outer ring, then its holes.
    pub polygons: Vec<Vec<Vec<Degrees>>>,
}

/// Which county supplies which: a table of amounts, and a card for each county.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CountySupply {
    /// Key, title, notes.
    pub head: Head,
    /// Heading of the rows and of the columns.
    pub axes: (String, String),
    /// Names of rows, then of columns, top to bottom and left to right.
    pub names: (Vec<String>, Vec<String>),
    /// Cells row by row, as long as the columns.
    pub cells: Vec<Vec<SupplyCell>>,
    /// Counties.
    pub cards: Vec<SupplyCard>,
    /// Meaning of the parts of a bar: own, other counties, outside, unknown.
    pub parts: [String; 4],
    /// Meaning of the shades, lightest first, and of a dash.
    pub shades: Vec<String>,
}

/// What runs from a row to a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SupplyCell {
    /// The amount in words; empty where nothing runs.
    pub text: String,
    /// Position in [`CountySupply::shades`]; `None` where nothing is priced.
    pub shade: Option<usize>,
    /// Whether it stays within one county.
    pub own: bool,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// A county with what it makes and trades.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SupplyCard {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Firms in one line.
    pub firms: String,
    /// Rate and purchases in one line.
    pub rate: String,
    /// Purchases from the county itself, other counties, outside, unknown places; yuan.
    pub parts: [f64; 4],
    /// Heading and lines, list by list.
    pub lists: Vec<(String, Vec<String>)>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}
