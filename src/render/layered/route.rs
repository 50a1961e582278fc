//! Lines as curves: they leave and enter boxes level, run level through the layers they pass, and bend only in the gutters
//! between layers, where no box is.

use std::collections::BTreeMap;

use crate::render::geometry::Point;
use crate::render::layered::ladder::{Ladder, Way};
use crate::render::layered::{Edge, Layout, Options};

/// From the corner of a box to its outermost line.
const CORNER: f64 = 6.0;

/// A cubic curve from where the last one ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cubic {
    /// First handle.
    pub first: Point,
    /// Second handle.
    pub second: Point,
    /// End.
    pub end: Point,
}

/// A line as drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// Where it leaves its box.
    pub start: Point,
    /// Its pieces; none for an edge without both ends.
    pub pieces: Vec<Cubic>,
}

impl Route {
    /// As straight pieces, `chords` to each curve.
    pub fn points(&self, chords: u8) -> Vec<Point> {
        let mut points = vec![self.start];
        let mut from = self.start;
        for piece in &self.pieces {
            let is_level = (from.1 - piece.end.1).abs() < 1e-9 && (from.1 - piece.first.1).abs() < 1e-9;
            let chords = if is_level && (piece.first.0 - from.0) * (piece.end.0 - from.0) >= 0.0 { 1 } else { chords };
            for chord in 1..=chords {
                let t = f64::from(chord) / f64::from(chords);
                let mix = |a: f64, b: f64, c: f64, d: f64| {
                    let s = 1.0 - t;
                    s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
                };
                points.push((
                    mix(from.0, piece.first.0, piece.second.0, piece.end.0),
                    mix(from.1, piece.first.1, piece.second.1, piece.end.1),
                ));
            }
            from = piece.end;
        }
        points
    }

    /// The same line elsewhere.
    #[must_use]
    pub fn shifted(&self, (dx, dy): Point) -> Route {
        let shift = |point: Point| (point.0 + dx, point.1 + dy);
        let piece =
            |piece: &Cubic| Cubic { first: shift(piece.first), second: shift(piece.second), end: shift(piece.end) };
        Route { start: shift(self.start), pieces: self.pieces.iter().map(piece).collect() }
    }

    fn to(&mut self, first: Point, second: Point, end: Point) {
        self.pieces.push(Cubic { first, second, end });
    }

    /// Level to `x`.
    fn level(&mut self, x: f64) {
        let (from, y) = self.tip();
        if (from - x).abs() > 1e-9 {
            let third = (x - from) / 3.0;
            self.to((from + third, y), (x - third, y), (x, y));
        }
    }

    /// An S through a gutter.
    fn bend(&mut self, end: Point) {
        let (x, y) = self.tip();
        let middle = f64::midpoint(x, end.0);
        self.to((middle, y), (middle, end.1), end);
    }

    /// A C into the gutter and back.
    fn turn(&mut self, y: f64, reach: f64) {
        let (x, from) = self.tip();
        self.to((x + reach, from), (x + reach, y), (x, y));
    }

    fn tip(&self) -> Point {
        self.pieces.last().map_or(self.start, |piece| piece.end)
    }
}

/// Which side of a box: left or right.
type End = (usize, bool);

/// A line, or several that leave together, at one side of a box.
struct Port {
    /// Height at which the line goes on.
    towards: f64,
    /// First waypoint of lines that leave together; `usize::MAX` for others.
    net: usize,
    width: f64,
    /// Edges, and whether they begin here.
    edges: Vec<(usize, bool)>,
}

pub(super) struct Router<'a> {
    pub(super) laid: &'a Layout,
    pub(super) edges: &'a [Edge],
    pub(super) ladder: &'a Ladder,
    pub(super) middles: &'a [f64],
    pub(super) options: &'a Options,
}

impl Router<'_> {
    pub(super) fn routes(&self) -> Vec<Route> {
        let mut heights = vec![(0.0, 0.0); self.edges.len()];
        for ((node, _), mut ports) in self.sides() {
            ports.sort_by(|a, b| a.towards.total_cmp(&b.towards).then(a.edges.cmp(&b.edges)));
            for (port, y) in ports.iter().zip(self.spread(node, &ports)) {
                for &(edge, begins) in &port.edges {
                    *(if begins { &mut heights[edge].0 } else { &mut heights[edge].1 }) = y;
                }
            }
        }
        (0..self.edges.len()).map(|edge| self.route(edge, heights[edge])).collect()
    }

    fn layer(&self, node: usize) -> usize {
        self.laid.layer_of[node]
    }

    /// Whether an edge leaves its box to the right, and whether it enters the other one from the right.
    fn directions(&self, edge: &Edge) -> (bool, bool) {
        let (from, to) = (self.layer(edge.from), self.layer(edge.to));
        (to >= from, to <= from)
    }

    /// Ports of all sides of all boxes.
    fn sides(&self) -> BTreeMap<End, Vec<Port>> {
        let mut sides: BTreeMap<End, Vec<Port>> = BTreeMap::new();
        for (at, edge) in self.edges.iter().enumerate() {
            let (leaves_right, enters_right) = self.directions(edge);
            let (first, last, net) = match self.ladder.ways[at] {
                Way::Through { first, count } if count > 0 => {
                    (self.middles[first], self.middles[first + count - 1], first)
                }
                Way::Above => (0.0, 0.0, usize::MAX),
                _ => (self.middles[edge.to], self.middles[edge.from], usize::MAX),
            };
            let leaving = sides.entry((edge.from, leaves_right)).or_default();
            match leaving.iter_mut().find(|port| port.net == net && net != usize::MAX) {
                Some(port) => {
                    port.width = port.width.max(edge.width);
                    port.edges.push((at, true));
                }
                None => leaving.push(Port { towards: first, net, width: edge.width, edges: vec![(at, true)] }),
            }
            let port = Port { towards: last, net: usize::MAX, width: edge.width, edges: vec![(at, false)] };
            sides.entry((edge.to, enters_right)).or_default().push(port);
        }
        sides
    }

    /// Heights of the ports of one side, side by side around the middle, closer where there is little room.
    fn spread(&self, node: usize, ports: &[Port]) -> Vec<f64> {
        let rect = &self.laid.nodes[node];
        let gap = self.options.line_gap / 2.0;
        let wanted: f64 = ports.iter().map(|port| port.width + gap).sum::<f64>() - gap;
        let room = (rect.height() - 2.0 * CORNER).max(rect.height() * 0.2);
        let scale = (room / wanted.max(1e-9)).min(1.0);
        let mut y = rect.middle() - wanted * scale / 2.0;
        let mut heights = Vec::with_capacity(ports.len());
        for port in ports {
            heights.push(y + port.width * scale / 2.0);
            y += (port.width + gap) * scale;
        }
        heights
    }

    fn route(&self, at: usize, (from_y, to_y): (f64, f64)) -> Route {
        let edge = &self.edges[at];
        let (from, to) = (&self.laid.nodes[edge.from], &self.laid.nodes[edge.to]);
        let (here, there) = (self.layer(edge.from), self.layer(edge.to));
        let (leaves_right, enters_right) = self.directions(edge);
        let side = |right: bool, layer: usize| {
            let layer = &self.laid.layers[layer];
            if right { layer.right } else { layer.left }
        };
        let mut route =
            Route { start: (if leaves_right { from.right } else { from.left }, from_y), pieces: Vec::new() };
        route.level(side(leaves_right, here));
        match self.ladder.ways[at] {
            Way::Flat => route.turn(to_y, self.options.gutter * 0.55),
            Way::Through { first, count } => {
                for waypoint in first..first + count {
                    let layer = self.ladder.layer[waypoint];
                    route.bend((side(!leaves_right, layer), self.middles[waypoint]));
                    route.level(side(leaves_right, layer));
                }
                route.bend((side(enters_right, there), to_y));
            }
            Way::Above => {
                let next = if leaves_right { here + 1 } else { here - 1 };
                let before = if leaves_right { there - 1 } else { there + 1 };
                route.bend((side(!leaves_right, next), self.options.line_gap));
                route.level(side(leaves_right, before));
                route.bend((side(enters_right, there), to_y));
            }
        }
        route.level(if enters_right { to.right } else { to.left });
        route
    }
}
