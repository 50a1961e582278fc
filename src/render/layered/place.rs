//! From layers and heights to rectangles and routes.

use crate::render::geometry::Rect;
use crate::render::layered::ladder::{Ladder, Way};
use crate::render::layered::layer::Layers;
use crate::render::layered::route::Router;
use crate::render::layered::{Edge, Graph, Layer, Layout, Node, Options, Route};

/// A gutter is at most so many times as wide as asked for.
const WIDEST: f64 = 2.5;
/// Steepness up to which a gutter need not grow.
const STEEP: f64 = 6.0;

/// Puts everything in its place; `middles` are the heights of all vertices of the ladder.
pub(super) fn place(graph: &Graph, layers: &Layers, (ladder, middles): (&Ladder, &[f64]), options: &Options) -> Layout {
    let extents = extents(graph, layers, (ladder, middles), options);
    let rect = |(at, node): (usize, &Node)| {
        let layer = extents[layers.of[at]];
        let left = f64::midpoint(layer.left, layer.right) - node.width / 2.0;
        Rect::new(left, middles[at] - node.height / 2.0, node.width, node.height)
    };
    let mut laid = Layout {
        nodes: graph.nodes.iter().enumerate().map(rect).collect(),
        layer_of: layers.of.clone(),
        layers: extents,
        ..Layout::default()
    };
    let bottoms = middles.iter().zip(&ladder.height).map(|(y, height)| y + height / 2.0);
    laid.height = bottoms.fold(0.0, f64::max);
    laid.lanes = lanes(ladder, middles, laid.height);
    laid.finish(graph, (ladder, middles), options);
    laid
}

/// Left and right end of each layer; gutters grow where lines are steep.
fn extents(graph: &Graph, layers: &Layers, (ladder, middles): (&Ladder, &[f64]), options: &Options) -> Vec<Layer> {
    let mut widths = vec![0.0_f64; layers.columns.len()];
    for (node, &layer) in graph.nodes.iter().zip(&layers.of) {
        widths[layer] = widths[layer].max(node.width);
    }
    let mut rise = vec![(0.0, 0.0); widths.len()];
    for vertex in 0..ladder.separators {
        for &(next, weight) in ladder.right.of(vertex) {
            let (sum, count) = &mut rise[ladder.layer[vertex]];
            *sum += f64::from(weight) * (middles[next] - middles[vertex]).abs();
            *count += f64::from(weight);
        }
    }
    let mut x = 0.0;
    let mut extents = Vec::with_capacity(widths.len());
    for ((width, column), (sum, count)) in widths.into_iter().zip(&layers.columns).zip(rise) {
        extents.push(Layer { left: x, right: x + width, column: *column });
        let mean = if count > 0.0 { sum / count } else { 0.0 };
        x += width + options.gutter * (mean / (STEEP * options.gutter)).sqrt().clamp(1.0, WIDEST);
    }
    extents
}

/// Bands between the separators.
fn lanes(ladder: &Ladder, middles: &[f64], height: f64) -> Vec<(f64, f64)> {
    let mut lanes = Vec::new();
    let mut top = 0.0;
    // Separators of one lane follow each other, one for each layer, all at one height.
    for separator in (ladder.separators..ladder.len()).step_by(ladder.depth.max(1)) {
        let half = ladder.height[separator] / 2.0;
        lanes.push((top, middles[separator] - half));
        top = middles[separator] + half;
    }
    lanes.push((top, height));
    lanes
}

impl Layout {
    /// Adds the routes and the room that those beyond the boxes take.
    pub(super) fn finish(&mut self, graph: &Graph, (ladder, middles): (&Ladder, &[f64]), options: &Options) {
        let has_both = |edge: &&Edge| edge.from < graph.nodes.len() && edge.to < graph.nodes.len();
        let edges: Vec<Edge> = graph.edges.iter().filter(has_both).copied().collect();
        let above = ladder.ways.iter().filter(|way| **way == Way::Above).count();
        let head = if above > 0 { options.lane_gap } else { 0.0 };
        let middles: Vec<f64> = middles.iter().map(|y| y + head).collect();
        for rect in &mut self.nodes {
            (rect.top, rect.bottom) = (rect.top + head, rect.bottom + head);
        }
        self.lanes.iter_mut().for_each(|lane| *lane = (lane.0 + head, lane.1 + head));
        self.height += head;
        let mut routes = Router { laid: self, edges: &edges, ladder, middles: &middles, options }.routes().into_iter();
        self.routes = graph
            .edges
            .iter()
            .map(|edge| if has_both(&edge) { routes.next().unwrap_or_default() } else { Route::default() })
            .collect();
        let last = self.layers.len().saturating_sub(1);
        let bulges = edges.iter().any(|edge| self.layer_of[edge.from] == last && self.layer_of[edge.to] == last);
        let right = self.layers.iter().map(|layer| layer.right).fold(0.0, f64::max);
        self.width = right + if bulges { options.gutter / 2.0 } else { 0.0 };
    }

    /// Total length of the lines.
    pub fn length(&self) -> f64 {
        let length = |route: &Route| {
            let points = route.points(8);
            points.windows(2).map(|p| (p[0].0 - p[1].0).hypot(p[0].1 - p[1].1)).sum::<f64>()
        };
        self.routes.iter().map(length).sum()
    }
}
