//! Places in x: the sides of lanes, and the tracks in the gutters between them.

use crate::render::figure::arrange::Arrangement;
use crate::render::figure::track::Tracks;

/// From the side of a frame to its boxes.
pub(super) const FRAME_PAD: f64 = 12.0;
/// Between two upright tracks.
pub(super) const TRACK_STEP: f64 = 6.0;
/// From the side of a frame, or of a box inside one, to the nearest track.
pub(super) const TRACK_PAD: f64 = 12.0;
/// More room between two positions.
pub(super) const COLUMN_GAP: f64 = 28.0;

/// Places in x.
pub(super) struct Sides {
    pub(super) left: Vec<f64>,
    pub(super) right: Vec<f64>,
    /// Where the tracks of each gutter begin, and how far they lie apart.
    tracks: Vec<(f64, f64)>,
    pub(super) width: f64,
}

impl Sides {
    pub(super) fn new(arrangement: &Arrangement, card: f64, tracks: &Tracks) -> Sides {
        let lanes = arrangement.lanes();
        let mut sides = Sides { left: Vec::new(), right: Vec::new(), tracks: Vec::new(), width: 0.0 };
        let mut x = 0.0;
        for gutter in 0..=lanes {
            let before = gutter.checked_sub(1).map(|lane| arrangement.stage_of[lane]);
            let after = arrangement.stage_of.get(gutter).copied();
            let levels = f64::from(u32::try_from(tracks.levels(gutter)).unwrap_or(u32::MAX));
            let framed = before != after;
            let column = |stage: Option<usize>| stage.map(|stage| arrangement.stages[stage].column);
            let between = before.is_some() && after.is_some() && column(before) != column(after);
            let pad = if framed { FRAME_PAD } else { 0.0 };
            let outer = before.is_none() || after.is_none();
            let middle = match (levels > 0.0, outer) {
                (true, _) => 2.0 * TRACK_PAD + (levels - 1.0) * TRACK_STEP,
                (false, true) => 0.0,
                (false, false) => 1.5 * TRACK_PAD,
            } + if between { COLUMN_GAP } else { 0.0 };
            let near = if before.is_some() { pad } else { 0.0 };
            let far = if after.is_some() { pad } else { 0.0 };
            sides.tracks.push((x + near + (middle - (levels - 1.0).max(0.0) * TRACK_STEP) / 2.0, TRACK_STEP));
            x += near + middle + far;
            if gutter < lanes {
                sides.left.push(x);
                x += card;
                sides.right.push(x);
            }
        }
        sides.width = x;
        sides
    }

    /// Sides of lanes that stay where they are; tracks lie closer where there are more of them than before.
    pub(super) fn kept(arrangement: &Arrangement, lanes: &[(f64, f64)], tracks: &Tracks) -> Sides {
        let (left, right): (Vec<f64>, Vec<f64>) = lanes.iter().copied().unzip();
        let mut sides = Sides { left, right, tracks: Vec::new(), width: 0.0 };
        for gutter in 0..=lanes.len() {
            let before = gutter.checked_sub(1).map(|lane| arrangement.stage_of[lane]);
            let after = arrangement.stage_of.get(gutter).copied();
            let pad = if before == after { 0.0 } else { FRAME_PAD };
            let levels = f64::from(u32::try_from(tracks.levels(gutter)).unwrap_or(u32::MAX));
            let wide = (levels - 1.0).max(0.0) * TRACK_STEP;
            let from = gutter.checked_sub(1).map_or(0.0, |lane| lanes[lane].1 + pad);
            // Right of everything there is room for any number.
            let to = lanes.get(gutter).map_or(from + wide + 2.0 * TRACK_PAD, |lane| lane.0 - pad);
            let step = if levels > 1.0 { TRACK_STEP.min((to - from) / (levels + 1.0)) } else { TRACK_STEP };
            sides.tracks.push((f64::midpoint(from, to) - (levels - 1.0).max(0.0) * step / 2.0, step));
            if gutter == lanes.len() {
                sides.width = if levels > 0.0 { to } else { from };
            }
        }
        sides
    }

    /// The upright track of a level in a gutter.
    pub(super) fn track(&self, gutter: usize, level: usize) -> f64 {
        let (first, step) = self.tracks[gutter];
        first + f64::from(u32::try_from(level).unwrap_or(u32::MAX)) * step
    }
}
