//! Which lane each box stands in. A position (column) is split into stages, so that inputs inside the position still
//! run to the right; a stage has one lane or several; each segment of a stage spans all its lanes.

use crate::render::figure::chain::{Chain, layers};

/// Most stages one position is split into.
const MAX_STAGES: usize = 3;

/// Segments of one position that stand above each other.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    pub(super) column: usize,
    pub(super) first_lane: usize,
    pub(super) lanes: usize,
    /// Top to bottom.
    pub(super) segments: Vec<usize>,
}

/// Lanes of all positions, left to right.
#[derive(Debug, Clone)]
pub(super) struct Arrangement {
    pub(super) stages: Vec<Stage>,
    /// Stage of each lane.
    pub(super) stage_of: Vec<usize>,
    /// By lane, then by place of the segment in its stage: boxes, top to bottom.
    pub(super) slots: Vec<Vec<Vec<usize>>>,
    /// Lane of each box.
    pub(super) lane_of: Vec<usize>,
}

impl Arrangement {
    /// Arranges all positions with about `lanes[column]` lanes each.
    pub(super) fn new(chain: &Chain<'_>, lanes: &[usize]) -> Arrangement {
        let mut arrangement = Arrangement {
            stages: Vec::new(),
            stage_of: Vec::new(),
            slots: Vec::new(),
            lane_of: vec![0; chain.items.len()],
        };
        for (column, &lanes) in lanes.iter().enumerate() {
            for (segments, lanes) in stages(chain, column, lanes) {
                arrangement.push_stage(chain, column, segments, lanes);
            }
        }
        arrangement
    }

    fn push_stage(&mut self, chain: &Chain<'_>, column: usize, segments: Vec<usize>, lanes: usize) {
        let first_lane = self.slots.len();
        let mut slots = vec![Vec::with_capacity(segments.len()); lanes];
        for &segment in &segments {
            for (lane, boxes) in spread(chain, segment, lanes).into_iter().enumerate() {
                for &item in &boxes {
                    self.lane_of[item] = first_lane + lane;
                }
                slots[lane].push(boxes);
            }
        }
        self.stage_of.extend(std::iter::repeat_n(self.stages.len(), lanes));
        self.stages.push(Stage { column, first_lane, lanes, segments });
        self.slots.extend(slots);
    }

    /// Number of lanes.
    pub(super) fn lanes(&self) -> usize {
        self.slots.len()
    }

    /// Inputs inside a position that cannot run to the right.
    pub(super) fn turned(&self, chain: &Chain<'_>) -> usize {
        let inside = chain.links.iter().filter(|link| chain.column(link.from) == chain.column(link.to));
        inside.filter(|link| self.lane_of[link.from] >= self.lane_of[link.to]).count()
    }
}

/// Stages of a position with their number of lanes.
fn stages(chain: &Chain<'_>, column: usize, lanes: usize) -> Vec<(Vec<usize>, usize)> {
    let segments: Vec<usize> = (0..chain.segments.len()).filter(|&s| chain.segments[s].column == column).collect();
    let layer = segment_layers(chain, &segments);
    let depth = layer.iter().max().map_or(0, |deepest| deepest + 1);
    let count = depth.min(lanes).clamp(1, MAX_STAGES);
    let mut stages = vec![Vec::new(); count];
    for (&segment, &layer) in segments.iter().zip(&layer) {
        stages[layer * count / depth.max(1)].push(segment);
    }
    stages.retain(|stage| !stage.is_empty());
    let loads: Vec<usize> = stages
        .iter()
        .map(|stage| stage.iter().map(|&s| chain.segments[s].items.len()).sum::<usize>() + stage.len())
        .collect();
    let widest = stages.iter().map(|stage| stage.iter().map(|&s| chain.segments[s].items.len()).max().unwrap_or(1));
    let shares = share(&loads, &widest.collect::<Vec<_>>(), lanes);
    stages.into_iter().zip(shares).collect()
}

/// Layers of segments inside their position, by the majority of the inputs between two of them.
fn segment_layers(chain: &Chain<'_>, segments: &[usize]) -> Vec<usize> {
    let place = |segment: usize| segments.iter().position(|&s| s == segment);
    let mut count = vec![vec![0_usize; segments.len()]; segments.len()];
    for link in &chain.links {
        let ends = (place(chain.items[link.from].segment), place(chain.items[link.to].segment));
        if let (Some(from), Some(to)) = ends {
            count[from][to] += 1;
        }
    }
    let mut edges = Vec::new();
    for (from, row) in count.iter().enumerate() {
        for (to, &there) in row.iter().enumerate() {
            let back = count[to][from];
            if there > back || (there == back && there > 0 && from < to) {
                edges.push((from, to));
            }
        }
    }
    layers(segments.len(), &edges)
}

/// Shares `lanes` among parts: one each, then always to the part with the most load a lane, up to its limit.
fn share(loads: &[usize], limits: &[usize], lanes: usize) -> Vec<usize> {
    let mut shares = vec![1_usize; loads.len()];
    for _ in loads.len()..lanes {
        let open = (0..loads.len()).filter(|&part| shares[part] < limits[part]);
        // Loads are compared as fractions by cross-multiplication; ties go to the first part.
        let most =
            open.reduce(|best, part| if loads[part] * shares[best] > loads[best] * shares[part] { part } else { best });
        if let Some(part) = most {
            shares[part] += 1;
        }
    }
    shares
}

/// The boxes of a segment over the lanes of its stage, inputs of each other from left to right.
fn spread(chain: &Chain<'_>, segment: usize, lanes: usize) -> Vec<Vec<usize>> {
    let items = &chain.segments[segment].items;
    let local = |item: usize| items.binary_search(&item).ok();
    let edges: Vec<(usize, usize)> =
        chain.links.iter().filter_map(|link| Some((local(link.from)?, local(link.to)?))).collect();
    let layer = layers(items.len(), &edges);
    // Boxes that lead out of the segment stand at the right, next to where their edges go.
    let leads_out = |at: usize| chain.links.iter().any(|link| link.from == items[at] && local(link.to).is_none());
    let is_joined = |at: usize| edges.iter().any(|&(from, to)| from != to && (from == at || to == at));
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&at| (layer[at], leads_out(at), at));
    let even = chunks(&order, lanes);
    let (joined, free): (Vec<usize>, Vec<usize>) = order.iter().partition(|&&at| is_joined(at));
    let mut layered = by_layer(&joined, &layer, lanes);
    for at in free {
        // A box without partners here fills the shortest lane, on the side where its edges go.
        let shortest =
            (0..lanes).min_by_key(|&lane| (layered[lane].len(), if leads_out(at) { lanes - lane } else { lane }));
        layered[shortest.unwrap_or(0)].push(at);
    }
    let tallest = |parts: &[Vec<usize>]| parts.iter().map(Vec::len).max().unwrap_or(0);
    let chosen = if !joined.is_empty() && tallest(&layered) <= tallest(&even) + 1 { layered } else { even };
    chosen
        .into_iter()
        .map(|mut lane| {
            lane.sort_unstable();
            lane.into_iter().map(|at| items[at]).collect()
        })
        .collect()
}

/// Even parts, the first ones longer.
fn chunks(order: &[usize], parts: usize) -> Vec<Vec<usize>> {
    let mut rest = order;
    (0..parts)
        .map(|part| {
            let (head, tail) = rest.split_at(rest.len().div_ceil(parts - part));
            rest = tail;
            head.to_vec()
        })
        .collect()
}

/// Whole layers to lanes of their own; always `lanes` parts.
fn by_layer(order: &[usize], layer: &[usize], lanes: usize) -> Vec<Vec<usize>> {
    let depth = order.iter().map(|&at| layer[at]).max().map_or(1, |deepest| deepest + 1);
    let groups = depth.min(lanes);
    let mut members = vec![Vec::new(); groups];
    for &at in order {
        members[layer[at] * groups / depth].push(at);
    }
    let loads: Vec<usize> = members.iter().map(Vec::len).collect();
    let shares = share(&loads, &vec![usize::MAX; groups], lanes);
    members.iter().zip(shares).flat_map(|(group, share)| chunks(group, share)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_loads() {
        assert_eq!(share(&[10, 2], &[9, 9], 4), [3, 1]);
        assert_eq!(share(&[10, 2], &[2, 9], 4), [2, 2]);
        assert_eq!(share(&[1, 1], &[1, 1], 5), [1, 1]);
    }

    #[test]
    fn chunks_are_even() {
        assert_eq!(chunks(&[1, 2, 3, 4, 5], 2), [vec![1, 2, 3], vec![4, 5]]);
        assert_eq!(chunks(&[1], 3), [vec![1], vec![], vec![]]);
    }
}
