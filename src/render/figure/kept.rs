//! A diagram beside the last one: boxes, frames and lanes stay, new boxes take free places in their frame, frames grow only where
//! nothing stands below them, and lines go through the bands as they are.

use crate::render::figure::arrange::{Arrangement, Stage};
use crate::render::figure::card::Metrics;
use crate::render::figure::chain::{Chain, Segment};
use crate::render::figure::diagram::Diagram;
use crate::render::figure::place::{BOX_GAP, CLEAR, FRAME_GAP, FRAME_TAIL, Heights, Sizes, TRACK, Zone};
use crate::render::figure::positions::{LayerPosition, MapPositions};
use crate::render::figure::route::Routes;
use crate::render::figure::sides::Sides;
use crate::render::figure::track::Tracks;

/// Height of the head of a frame with a name of one line.
const LEAST_HEAD: f64 = 56.0;
/// Stands behind the id of a segment whose frame was full: its next frame.
const CONTINUED: char = '+';

/// The diagram; nothing where the last map has other positions, or was not drawn by this program.
pub(super) fn kept(chain: &mut Chain<'_>, metrics: Metrics, last: &MapPositions) -> Option<Diagram> {
    let stages = stages(chain, &last.layers)?;
    let width = last.layers.first().map(|layer| layer.right - layer.left)?;
    let metrics = metrics.with_width(&[&*chain], width);
    let sizes = metrics.sizes(chain);
    let mut places = Places::new(chain, last, &sizes, stages);
    places.fill(chain);
    let (arrangement, mut placed) = places.finish(chain);
    let routes = Routes::fixed(chain, &arrangement, &placed, &sizes);
    make_room_below(&mut placed, &routes);
    let tracks = Tracks::new(chain, &arrangement, &placed, &sizes, &routes);
    let lanes: Vec<(f64, f64)> = last.layers.iter().map(|layer| (layer.left, layer.right)).collect();
    let sides = Sides::kept(&arrangement, &lanes, &tracks);
    Some(Diagram::of(chain, &metrics, (&arrangement, &placed), (&routes, &tracks, &sides)))
}

/// Stages with their lanes; nothing unless every position of the chain has one and lanes are of one width, left to right.
fn stages(chain: &Chain<'_>, layers: &[LayerPosition]) -> Option<Vec<Stage>> {
    let mut stages: Vec<Stage> = Vec::new();
    for run in layers.chunk_by(|a, b| a.column == b.column) {
        let id = run[0].column.rsplit_once('/')?.0;
        let column = chain.columns.iter().position(|(known, _)| *known == id)?;
        let first_lane = stages.last().map_or(0, |stage| stage.first_lane + stage.lanes);
        stages.push(Stage { column, first_lane, lanes: run.len(), segments: Vec::new() });
    }
    let all = (0..chain.columns.len()).all(|column| stages.iter().any(|stage| stage.column == column));
    let width = |layer: &LayerPosition| layer.right - layer.left;
    let alike = layers.iter().all(|layer| (width(layer) - width(&layers[0])).abs() < 0.01 && width(layer) > 50.0);
    let apart = layers.windows(2).all(|pair| pair[0].right < pair[1].left);
    (all && alike && apart && stages.is_sorted_by_key(|stage| stage.column)).then_some(stages)
}

/// Bands below everything grow with their tracks, which moves no box.
fn make_room_below(placed: &mut Heights, routes: &Routes) {
    let zones = placed.zones.iter().enumerate().filter_map(|(lane, zones)| Some((lane, zones.len().checked_sub(1)?)));
    let need = |(lane, zone): (usize, usize)| {
        let tracks = routes.nets.get(&(lane, zone)).map_or(0, std::collections::BTreeMap::len);
        let tracks = f64::from(u32::try_from(tracks).unwrap_or(u32::MAX));
        placed.zones[lane][zone].top + if tracks > 0.0 { 2.0 * CLEAR + TRACK * (tracks + 1.0) } else { 0.0 }
    };
    let bottom = zones.map(need).fold(placed.bottom, f64::max);
    placed.bottom = bottom;
    placed.zones.iter_mut().filter_map(|lane| lane.last_mut()).for_each(|zone| zone.bottom = bottom);
}

/// Frames and boxes under way.
struct Places<'s> {
    sizes: &'s Sizes,
    stages: Vec<Stage>,
    /// By segment: its stage, upper and lower side; nothing for one that is new.
    frames: Vec<Option<(usize, f64, f64)>>,
    /// By box: its lane and upper side; nothing for one that is new.
    boxes: Vec<Option<(usize, f64)>>,
}

impl<'s> Places<'s> {
    fn new(chain: &mut Chain<'_>, last: &MapPositions, sizes: &'s Sizes, stages: Vec<Stage>) -> Self {
        let stage_of = |layer: usize| {
            stages.iter().position(|stage| (stage.first_lane..stage.first_lane + stage.lanes).contains(&layer))
        };
        let mut frames: Vec<Option<(usize, f64, f64)>> = Vec::new();
        let mut boxes: Vec<Option<(usize, f64)>> = vec![None; chain.items.len()];
        let mut segment = 0;
        // Frames that continue others are appended while we go.
        while segment < chain.segments.len() {
            let frame = last.frames.get(&chain.segments[segment].id).and_then(|frame| {
                let stage = stage_of(frame.layer).filter(|&at| stages[at].column == chain.segments[segment].column)?;
                let meets =
                    |other: &(usize, f64, f64)| other.0 == stage && frame.top < other.2 && other.1 < frame.bottom;
                (!frames.iter().flatten().any(meets)).then_some((stage, frame.top, frame.bottom))
            });
            frames.push(frame);
            let Some((stage, top, bottom)) = frame else {
                segment += 1;
                continue;
            };
            let mut elsewhere = Vec::new();
            for &item in &chain.segments[segment].items {
                let Some(place) = last.boxes.get(&chain.items[item].data.id) else { continue };
                let bottom_of = |item: usize, top: f64| top + sizes.cards[item];
                let inside = place.top >= top + sizes.head.min(LEAST_HEAD) && bottom_of(item, place.top) <= bottom;
                let meets = |(other, at): (usize, &Option<(usize, f64)>)| {
                    let near = |(lane, y): (usize, f64)| {
                        lane == place.layer && y < bottom_of(item, place.top) && place.top < bottom_of(other, y)
                    };
                    at.is_some_and(near)
                };
                let inside = inside && !boxes.iter().enumerate().any(meets);
                if inside && stage_of(place.layer) == Some(stage) {
                    boxes[item] = Some((place.layer, place.top));
                } else {
                    elsewhere.push(item);
                }
            }
            if last.frames.contains_key(&continued(&chain.segments[segment].id)) && !elsewhere.is_empty() {
                split(chain, segment, &elsewhere);
            }
            segment += 1;
        }
        Places { sizes, stages, frames, boxes }
    }

    /// Gives every box and frame that is new a place.
    fn fill(&mut self, chain: &mut Chain<'_>) {
        let mut segment = 0;
        // A part that continues another stands behind it, so its turn comes later.
        while segment < chain.segments.len() {
            let new: Vec<usize> =
                chain.segments[segment].items.iter().copied().filter(|&item| self.boxes[item].is_none()).collect();
            match self.frames[segment] {
                None => self.append(chain, segment),
                Some(_) => {
                    let full: Vec<usize> = new.into_iter().filter(|&item| !self.insert(chain, segment, item)).collect();
                    if !full.is_empty() && split(chain, segment, &full) {
                        self.frames.push(None);
                    }
                }
            }
            segment += 1;
        }
    }

    /// Frames of a stage, top to bottom.
    fn frames_of(&self, stage: usize) -> Vec<(usize, f64, f64)> {
        let mut frames: Vec<(usize, f64, f64)> = (self.frames.iter().enumerate())
            .filter_map(|(segment, frame)| {
                frame.filter(|frame| frame.0 == stage).map(|(_, top, bottom)| (segment, top, bottom))
            })
            .collect();
        frames.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        frames
    }

    /// Puts a box into the first free place of its frame, which may grow where nothing stands below; whether there was one.
    fn insert(&mut self, chain: &Chain<'_>, segment: usize, item: usize) -> bool {
        let Some((stage, top, bottom)) = self.frames[segment] else { return false };
        let below = self.frames_of(stage).into_iter().map(|frame| frame.1).find(|other| *other > top);
        let most = below.map_or(f64::INFINITY, |below| below - FRAME_GAP).max(bottom);
        let (first, count) = (self.stages[stage].first_lane, self.stages[stage].lanes);
        let height = self.sizes.cards[item];
        let mut best: Option<(f64, usize)> = None;
        for lane in first..first + count {
            let mut taken: Vec<(f64, f64)> = (chain.segments[segment].items.iter())
                .filter_map(|&other| {
                    self.boxes[other].filter(|place| place.0 == lane).map(|place| (place.1, self.sizes.cards[other]))
                })
                .collect();
            taken.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut y = top + self.sizes.head;
            for (other, other_height) in taken {
                if y + height + BOX_GAP <= other {
                    break;
                }
                y = y.max(other + other_height + BOX_GAP);
            }
            if y + height + FRAME_TAIL <= most && best.is_none_or(|(least, _)| y < least) {
                best = Some((y, lane));
            }
        }
        let Some((y, lane)) = best else { return false };
        self.boxes[item] = Some((lane, y));
        self.frames[segment] = Some((stage, top, bottom.max(y + height + FRAME_TAIL)));
        true
    }

    /// Puts a new frame below all others of the last stage of its position.
    fn append(&mut self, chain: &Chain<'_>, segment: usize) {
        let column = chain.segments[segment].column;
        let Some(stage) = self.stages.iter().rposition(|stage| stage.column == column) else { return };
        let lowest = self.frames_of(stage).into_iter().map(|frame| frame.2).fold(f64::NEG_INFINITY, f64::max);
        let top = if lowest.is_finite() { lowest + FRAME_GAP } else { 0.0 };
        self.frames[segment] = Some((stage, top, top + self.sizes.head + FRAME_TAIL));
        for &item in &chain.segments[segment].items {
            self.boxes[item] = None;
            self.insert(chain, segment, item);
        }
    }

    /// Lanes and heights of everything that has its place now.
    fn finish(&self, chain: &Chain<'_>) -> (Arrangement, Heights) {
        let mut arrangement = Arrangement {
            stages: self.stages.clone(),
            stage_of: Vec::new(),
            slots: Vec::new(),
            lane_of: self.boxes.iter().map(|place| place.map_or(0, |place| place.0)).collect(),
        };
        let mut placed = Heights {
            top: self.boxes.iter().map(|place| place.map_or(0.0, |place| place.1)).collect(),
            frames: Vec::new(),
            zones: Vec::new(),
            bottom: self.frames.iter().flatten().map(|frame| frame.2).fold(0.0, f64::max),
        };
        for at in 0..self.stages.len() {
            let frames = self.frames_of(at);
            let stage = &mut arrangement.stages[at];
            stage.segments = frames.iter().map(|frame| frame.0).collect();
            placed.frames.push(frames.iter().map(|frame| (frame.1, frame.2)).collect());
            arrangement.stage_of.extend(std::iter::repeat_n(at, stage.lanes));
            for lane in stage.first_lane..stage.first_lane + stage.lanes {
                let slots: Vec<Vec<usize>> =
                    stage.segments.iter().map(|&segment| self.slot(chain, segment, lane)).collect();
                placed.zones.push(self.zones(&frames, &slots, lane == stage.first_lane, placed.bottom));
                arrangement.slots.push(slots);
            }
        }
        (arrangement, placed)
    }

    /// Boxes of a segment in a lane, top to bottom.
    fn slot(&self, chain: &Chain<'_>, segment: usize, lane: usize) -> Vec<usize> {
        let top = |item: usize| self.boxes[item].filter(|place| place.0 == lane).map(|place| place.1);
        let mut slot: Vec<(f64, usize)> =
            chain.segments[segment].items.iter().filter_map(|&item| Some((top(item)?, item))).collect();
        slot.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        slot.into_iter().map(|(_, item)| item).collect()
    }

    /// Bands of one lane between frames and boxes, in the order of `place`.
    fn zones(&self, frames: &[(usize, f64, f64)], slots: &[Vec<usize>], holds_name: bool, lowest: f64) -> Vec<Zone> {
        let mut zones = Vec::new();
        let mut y = 0.0;
        let band = |top: f64, bottom: f64| Zone { top, bottom: bottom.max(top) };
        for (&(_, top, bottom), slot) in frames.iter().zip(slots) {
            zones.push(band(y, top));
            y = if holds_name { top + self.sizes.head } else { top };
            for &item in slot {
                let box_top = self.boxes[item].map_or(y, |place| place.1);
                zones.push(band(y, box_top));
                y = box_top + self.sizes.cards[item];
            }
            zones.push(band(y, bottom));
            y = bottom;
        }
        zones.push(band(y, lowest));
        zones
    }
}

fn continued(id: &str) -> String {
    format!("{id}{CONTINUED}")
}

/// Takes boxes of a segment into the one that continues it; whether that had to be made.
fn split(chain: &mut Chain<'_>, segment: usize, items: &[usize]) -> bool {
    let of = &mut chain.segments[segment];
    of.items.retain(|item| !items.contains(item));
    let (id, name, column) = (continued(&of.id), of.name, of.column);
    let known = chain.segments.iter().position(|of| of.id == id);
    let at = known.unwrap_or(chain.segments.len());
    if known.is_none() {
        chain.segments.push(Segment { id, name, caption: "", column, items: Vec::new() });
    }
    chain.segments[at].items.extend(items);
    for &item in items {
        chain.items[item].segment = at;
    }
    known.is_none()
}
