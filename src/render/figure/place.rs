//! Heights: where frames, boxes and the bands between them lie. A band ("zone") is free of boxes and text for its whole
//! width, so that edges may run through it; it grows with the number of tracks wanted in it.

use crate::render::figure::arrange::Arrangement;
use crate::render::figure::chain::Chain;

/// Between two boxes of a lane.
pub(super) const BOX_GAP: f64 = 18.0;
/// Between two frames of a stage.
pub(super) const FRAME_GAP: f64 = 26.0;
/// Most room added between two frames of a short stage.
const MORE_GAP: f64 = 56.0;
/// Between the last box and the lower side of its frame.
pub(super) const FRAME_TAIL: f64 = 12.0;
/// Between two tracks of a zone.
pub(super) const TRACK: f64 = 8.0;
/// From the side of a zone to its first track.
pub(super) const CLEAR: f64 = 5.0;

/// Heights that do not depend on where things stand.
#[derive(Debug, Clone)]
pub(super) struct Sizes {
    /// Of each box.
    pub(super) cards: Vec<f64>,
    /// Of name and caption of a segment, above its boxes.
    pub(super) head: f64,
}

/// A band of one lane through which edges may run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Zone {
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// Heights of everything in the diagram.
#[derive(Debug, Clone)]
pub(super) struct Heights {
    /// Top of each box.
    pub(super) top: Vec<f64>,
    /// By stage, then by segment: top and bottom of the frame.
    pub(super) frames: Vec<Vec<(f64, f64)>>,
    /// By lane, top to bottom.
    pub(super) zones: Vec<Vec<Zone>>,
    /// Lower end of the diagram.
    pub(super) bottom: f64,
}

/// Tracks wanted, by lane and zone; missing ones are none.
pub(super) type Demand = Vec<Vec<usize>>;

/// Height that `tracks` need.
fn need(tracks: usize) -> f64 {
    if tracks == 0 { 0.0 } else { 2.0 * CLEAR + TRACK * f64::from(u32::try_from(tracks).unwrap_or(u32::MAX)) }
}

/// Counts through the zones of one lane.
struct Counter<'a> {
    demand: Option<&'a Vec<usize>>,
    at: usize,
}

impl Counter<'_> {
    fn next(&mut self) -> f64 {
        self.at += 1;
        need(self.demand.and_then(|lane| lane.get(self.at - 1)).copied().unwrap_or(0))
    }
}

/// Places everything below 0, with the sizes given. Short stages get more room between their frames.
pub(super) fn heights(chain: &Chain<'_>, arrangement: &Arrangement, sizes: &Sizes, demand: &Demand) -> Heights {
    let tight = spaced(chain, arrangement, sizes, (demand, &[]));
    let end = |frames: &Vec<(f64, f64)>| frames.last().map_or(0.0, |frame| frame.1);
    let lowest = tight.frames.iter().map(end).fold(0.0, f64::max);
    let more = |frames: &Vec<(f64, f64)>| {
        let gaps = u32::try_from(frames.len().saturating_sub(1)).unwrap_or(u32::MAX);
        if gaps == 0 { 0.0 } else { ((lowest - end(frames)) / f64::from(gaps)).clamp(0.0, MORE_GAP).floor() }
    };
    let more: Vec<f64> = tight.frames.iter().map(more).collect();
    spaced(chain, arrangement, sizes, (demand, &more))
}

/// Places everything with `more` room between the frames of each stage.
fn spaced(chain: &Chain<'_>, arrangement: &Arrangement, sizes: &Sizes, (demand, more): (&Demand, &[f64])) -> Heights {
    let top = 0.0;
    let mut out = Heights {
        top: vec![0.0; chain.items.len()],
        frames: Vec::new(),
        zones: vec![Vec::new(); arrangement.lanes()],
        bottom: top,
    };
    // All stages begin at one height, so the first band is as high as the busiest of them.
    let first = demand.iter().filter_map(|lane| lane.first()).copied().max().unwrap_or(0);
    let mut below: f64 = 0.0;
    for (at, stage) in arrangement.stages.iter().enumerate() {
        let more = more.get(at).copied().unwrap_or(0.0);
        let lanes: Vec<usize> = (stage.first_lane..stage.first_lane + stage.lanes).collect();
        let mut counters: Vec<Counter<'_>> =
            lanes.iter().map(|&lane| Counter { demand: demand.get(lane), at: 0 }).collect();
        let mut frames = Vec::new();
        let mut y = top;
        for place in 0..stage.segments.len() {
            let wanted = counters.iter_mut().map(Counter::next).fold(0.0, f64::max);
            let gap = if place == 0 { need(first) } else { wanted.max(FRAME_GAP) + more };
            let frame_top = y + gap;
            let mut bottom = frame_top + sizes.head;
            for (&lane, counter) in lanes.iter().zip(&mut counters) {
                out.zones[lane].push(Zone { top: y, bottom: frame_top });
                let slot = &arrangement.slots[lane][place];
                bottom = bottom.max(out.fill(slot, sizes, (lane, lane == lanes[0], frame_top), counter));
            }
            for &lane in &lanes {
                // The last zone of each lane reaches down to the side of the frame.
                if let Some(zone) = out.zones[lane].last_mut() {
                    zone.bottom = bottom;
                }
            }
            frames.push((frame_top, bottom));
            y = bottom;
        }
        for (&lane, counter) in lanes.iter().zip(&mut counters) {
            let wanted = counter.next();
            out.zones[lane].push(Zone { top: y, bottom: y });
            below = below.max(y + wanted);
        }
        out.bottom = out.bottom.max(y);
        out.frames.push(frames);
    }
    out.bottom = out.bottom.max(below);
    for zone in out.zones.iter_mut().filter_map(|lane| lane.last_mut()) {
        zone.bottom = out.bottom;
    }
    out
}

impl Heights {
    /// Places the boxes of one lane in one frame; returns how far down the frame must reach.
    fn fill(
        &mut self,
        slot: &[usize],
        sizes: &Sizes,
        (lane, holds_name, frame_top): (usize, bool, f64),
        counter: &mut Counter<'_>,
    ) -> f64 {
        // The first lane of a frame holds its name; in the others the same band is free.
        let mut y = if holds_name { frame_top + sizes.head } else { frame_top };
        for (at, &item) in slot.iter().enumerate() {
            let wanted = counter.next();
            let least = match (at, holds_name) {
                (0, true) => 0.0,
                (0, false) => sizes.head,
                _ => BOX_GAP,
            };
            let box_top = y + wanted.max(least);
            self.zones[lane].push(Zone { top: y, bottom: box_top });
            self.top[item] = box_top;
            y = box_top + sizes.cards[item];
        }
        let wanted = counter.next();
        self.zones[lane].push(Zone { top: y, bottom: y });
        y + wanted.max(FRAME_TAIL)
    }
}
