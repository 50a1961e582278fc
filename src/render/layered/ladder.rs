//! The layered graph: boxes, waypoints of lines that pass layers, and separators of lanes, joined only between neighbouring
//! layers.
//!
//! Lines that leave one box to one side share their waypoints (one to a layer), so there are at most boxes × layers of
//! them, not edges × layers. Where even that is too many, the longest lines get none and run above everything.

use std::collections::BTreeMap;

use crate::render::layered::layer::Layers;
use crate::render::layered::{Edge, Node, Options};

/// How much more a crossing counts where a line passes layers: there it shall run straight, and a crossing bends it.
const STRAIGHT: u32 = 2;
/// Most waypoints; beyond, lines run above everything.
const MOST_WAYPOINTS: usize = 3_000_000;

/// Neighbours of each vertex on one side, with the weight of each link: the number of its edges, or more.
#[derive(Debug, Clone, Default)]
pub(super) struct Side {
    start: Vec<usize>,
    list: Vec<(usize, u32)>,
}

impl Side {
    fn new(count: usize, links: impl Iterator<Item = (usize, usize, u32)> + Clone) -> Side {
        let mut start = vec![0; count + 1];
        links.clone().for_each(|(of, ..)| start[of + 1] += 1);
        (0..count).for_each(|at| start[at + 1] += start[at]);
        let mut next = start.clone();
        let mut list = vec![(0, 0); start[count]];
        for (of, other, weight) in links {
            list[next[of]] = (other, weight);
            next[of] += 1;
        }
        Side { start, list }
    }

    /// Neighbours of `vertex` with weights.
    pub(super) fn of(&self, vertex: usize) -> &[(usize, u32)] {
        &self.list[self.start[vertex]..self.start[vertex + 1]]
    }
}

/// How an edge runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Way {
    /// Through waypoints: the first, and how many; the next ones are numbered consecutively.
    Through { first: usize, count: usize },
    /// Inside one layer, or from a box to itself.
    Flat,
    /// Above everything.
    Above,
}

/// The layered graph.
#[derive(Debug, Clone)]
pub(super) struct Ladder {
    /// Boxes come first, then waypoints, then separators.
    pub(super) boxes: usize,
    /// First separator.
    pub(super) separators: usize,
    /// Layer of each vertex.
    pub(super) layer: Vec<usize>,
    /// Twice the lane of boxes and waypoints; separators lie between, at odd numbers.
    pub(super) lane: Vec<usize>,
    /// Extent in y of each vertex.
    pub(super) height: Vec<f64>,
    /// Neighbours in the layer before.
    pub(super) left: Side,
    /// Neighbours in the layer behind.
    pub(super) right: Side,
    /// Way of each edge.
    pub(super) ways: Vec<Way>,
    /// Number of layers.
    pub(super) depth: usize,
}

/// Edges that share their waypoints: those of a box to one side, or one edge where lines are not bundled.
type Nets = BTreeMap<(usize, bool, usize), Vec<usize>>;

impl Ladder {
    pub(super) fn new(nodes: &[Node], edges: &[Edge], layers: &Layers, options: &Options) -> Ladder {
        let depth = layers.columns.len();
        let span = |edge: &Edge| layers.of[edge.from].abs_diff(layers.of[edge.to]);
        let mut nets = Nets::new();
        for (at, edge) in edges.iter().enumerate().filter(|(_, edge)| span(edge) > 0) {
            let own = if options.bundle { 0 } else { at + 1 };
            nets.entry((edge.from, layers.of[edge.to] > layers.of[edge.from], own)).or_default().push(at);
        }
        let longest = longest(&nets, edges, span, depth);
        let mut build = Build {
            layer: layers.of.clone(),
            lane: nodes.iter().map(|node| node.lane * 2).collect(),
            height: nodes.iter().map(|node| node.height).collect(),
            links: Vec::new(),
            ways: vec![Way::Flat; edges.len()],
        };
        for (&(from, to_right, _), net) in &nets {
            let (through, above): (Vec<usize>, Vec<usize>) = net.iter().partition(|&&at| span(&edges[at]) <= longest);
            above.into_iter().for_each(|at| build.ways[at] = Way::Above);
            build.net((from, to_right), &through, edges);
        }
        let separators = build.layer.len();
        build.separators(nodes.iter().map(|node| node.lane).max().unwrap_or(0), depth, options.lane_gap);
        let count = build.layer.len();
        let links = build.links.iter().copied();
        Ladder {
            boxes: nodes.len(),
            separators,
            left: Side::new(count, links.clone().map(|(left, right, weight)| (right, left, weight))),
            right: Side::new(count, links),
            layer: build.layer,
            lane: build.lane,
            height: build.height,
            ways: build.ways,
            depth,
        }
    }

    /// Number of vertices.
    pub(super) fn len(&self) -> usize {
        self.layer.len()
    }

    /// How many edges a link stands for.
    pub(super) fn edges(&self, left: usize, right: usize, weight: u32) -> u32 {
        if self.is_box(left) || self.is_box(right) { weight } else { weight / STRAIGHT }
    }

    /// Whether `vertex` is a box.
    pub(super) fn is_box(&self, vertex: usize) -> bool {
        vertex < self.boxes
    }

    /// Whether `vertex` is a separator.
    pub(super) fn is_separator(&self, vertex: usize) -> bool {
        vertex >= self.separators
    }
}

/// The longest span for which the waypoints of all nets stay below the limit.
fn longest(nets: &Nets, edges: &[Edge], span: impl Fn(&Edge) -> usize, depth: usize) -> usize {
    let mut longest = depth;
    loop {
        let within = |net: &Vec<usize>| {
            let spans = net.iter().map(|&at| span(&edges[at])).filter(|span| *span <= longest);
            spans.max().unwrap_or(1) - 1
        };
        if longest <= 1 || nets.values().map(within).sum::<usize>() <= MOST_WAYPOINTS {
            return longest;
        }
        longest /= 2;
    }
}

struct Build {
    layer: Vec<usize>,
    lane: Vec<usize>,
    height: Vec<f64>,
    links: Vec<(usize, usize, u32)>,
    ways: Vec<Way>,
}

impl Build {
    /// One net: a trunk of waypoints, from which each edge leaves before its target.
    fn net(&mut self, (from, to_right): (usize, bool), net: &[usize], edges: &[Edge]) {
        let here = self.layer[from];
        let span = |build: &Build, at: usize| build.layer[edges[at].to].abs_diff(here);
        let most = net.iter().map(|&at| span(self, at)).max().unwrap_or(0);
        let first = self.layer.len();
        let mut before = from;
        for step in 1..most {
            let waypoint = self.layer.len();
            self.layer.push(if to_right { here + step } else { here - step });
            self.lane.push(self.lane[from]);
            // Lines that run together lie upon each other: the widest shows.
            let passing = net.iter().filter(|&&at| span(self, at) > step);
            let (count, width) = passing.fold((0, 0.0_f64), |(n, w), &at| (n + 1, w.max(edges[at].width)));
            self.height.push(width);
            self.link(before, waypoint, to_right, if step > 1 { STRAIGHT * count } else { count });
            before = waypoint;
        }
        for &at in net {
            let count = span(self, at) - 1;
            let last = if count == 0 { from } else { first + count - 1 };
            self.link(last, edges[at].to, to_right, 1);
            self.ways[at] = Way::Through { first, count };
        }
    }

    fn link(&mut self, from: usize, to: usize, to_right: bool, weight: u32) {
        self.links.push(if to_right { (from, to, weight) } else { (to, from, weight) });
    }

    /// Between each two lanes, a chain through all layers.
    fn separators(&mut self, last_lane: usize, depth: usize, gap: f64) {
        for lane in 0..last_lane {
            for layer in 0..depth {
                let separator = self.layer.len();
                self.layer.push(layer);
                self.lane.push(2 * lane + 1);
                self.height.push(gap);
                if layer > 0 {
                    self.links.push((separator - 1, separator, 0));
                }
            }
        }
    }
}
