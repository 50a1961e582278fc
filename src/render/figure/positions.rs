//! Where boxes were, kept in a file beside the map, so that the next map has them in the same place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Version of the file.
const SCHEMA: &str = "liantu/positions/1";

/// Positions of all maps that were drawn, by the key of the figure.
///
/// ```
/// use liantu::render::figure::positions::Positions;
/// let kept = Positions::default();
/// assert_eq!(Positions::read(&kept.bytes()), Some(kept));
/// assert_eq!(Positions::read(b"{}"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Positions {
    schema: String,
    /// By key of the figure.
    pub maps: BTreeMap<String, MapPositions>,
}

/// Positions of one map, in units of its svg.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct MapPositions {
    /// Width of the sheet for which its large type was chosen.
    pub width: f64,
    /// Where the diagram begins on the sheet: the origin of all that follows.
    pub origin: (f64, f64),
    /// Layers, left to right.
    pub layers: Vec<LayerPosition>,
    /// Lanes, top to bottom.
    pub lanes: Vec<LanePosition>,
    /// Boxes by id.
    pub boxes: BTreeMap<String, BoxPosition>,
    /// Frames of segments by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub frames: BTreeMap<String, FramePosition>,
}

/// A frame around boxes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FramePosition {
    /// Its first layer.
    pub layer: usize,
    /// Upper side.
    pub top: f64,
    /// Lower side.
    pub bottom: f64,
}

/// A layer of boxes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerPosition {
    /// Left end.
    pub left: f64,
    /// Right end.
    pub right: f64,
    /// Id of the column it belongs to.
    pub column: String,
}

/// A lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LanePosition {
    /// Id.
    pub id: String,
    /// Upper end.
    pub top: f64,
    /// Lower end.
    pub bottom: f64,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoxPosition {
    /// Left side.
    pub left: f64,
    /// Upper side.
    pub top: f64,
    /// Its layer, counted from the left.
    pub layer: usize,
}

impl Default for Positions {
    fn default() -> Positions {
        Positions { schema: SCHEMA.to_owned(), maps: BTreeMap::new() }
    }
}

impl Positions {
    /// Reads the file; nothing where it is none, or holds numbers that cannot be places.
    pub fn read(bytes: &[u8]) -> Option<Positions> {
        let positions: Positions = serde_json::from_slice(bytes).ok()?;
        let sound = positions.schema == SCHEMA && positions.maps.values().all(MapPositions::is_sound);
        sound.then_some(positions)
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("text keys and finite numbers only");
        bytes.push(b'\n');
        bytes
    }
}

impl MapPositions {
    /// A user may have edited the file: layers stand side by side, and nothing lies farther out than a sheet is wide.
    fn is_sound(&self) -> bool {
        let within = |value: f64| value.is_finite() && value.abs() < 1e6;
        let numbers = [self.width, self.origin.0, self.origin.1];
        let layers = self.layers.iter().flat_map(|layer| [layer.left, layer.right]);
        let lanes = self.lanes.iter().flat_map(|lane| [lane.top, lane.bottom]);
        let boxes = self.boxes.values().flat_map(|of| [of.left, of.top]);
        let frames = self.frames.values().flat_map(|of| [of.top, of.bottom]);
        numbers.into_iter().chain(frames).chain(layers.clone()).chain(lanes.clone()).chain(boxes).all(within)
            && layers.is_sorted()
            && lanes.is_sorted()
            && self.boxes.values().all(|of| of.layer < self.layers.len() && of.top >= 0.0)
            && self.frames.values().all(|of| of.layer < self.layers.len() && of.top >= 0.0 && of.top <= of.bottom)
    }
}
