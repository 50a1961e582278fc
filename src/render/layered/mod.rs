//! Layered layout of a directed graph: boxes in layers from left to right, lines between the layers.
//!
//! In stages, each deterministic and nearly linear: cycles are cut (`cycle`), boxes get layers (`layer`), long lines
//! become chains of waypoints (`ladder`), orders with few crossings are sought (`order`, counted by `cross`), heights
//! are assigned so that long lines run straight (`align`), and lines are drawn as curves that bend only between layers
//! (`route`). Whoever keeps the positions of a drawing (`keep`) gets the next one with everything in its place.
//!
//! Knows sizes and numbers only: no text, no colour, no report.

mod align;
mod cross;
mod cycle;
mod keep;
mod ladder;
mod layer;
mod order;
mod place;
mod pool;
mod relax;
mod route;
#[cfg(test)]
mod tests;
mod weave;

pub use keep::{Frame, Kept, layout_beside};
pub use route::{Cubic, Route};

use crate::render::geometry::Rect;

/// A box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Extent in x.
    pub width: f64,
    /// Extent in y.
    pub height: f64,
    /// Group of layers in which it must stand, counted from the left; free where `None`.
    pub column: Option<usize>,
    /// Horizontal band in which it must stand, counted from the top.
    pub lane: usize,
}

/// A line from a box to a box, by index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Box it leaves.
    pub from: usize,
    /// Box it enters.
    pub to: usize,
    /// Width of the line as drawn.
    pub width: f64,
}

/// What is to be laid out. Edges with an end that is no node are not drawn: their route is empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Graph {
    /// Boxes.
    pub nodes: Vec<Node>,
    /// Lines.
    pub edges: Vec<Edge>,
}

/// Distances, and how hard to try.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Between two boxes of a layer.
    pub node_gap: f64,
    /// Between a line and its neighbour, line or box.
    pub line_gap: f64,
    /// Least room between two layers.
    pub gutter: f64,
    /// Between two lanes.
    pub lane_gap: f64,
    /// Most boxes of a layer: a column then has as many layers as that needs, and lines within one layer turn back in the
    /// gutter. Without it a column has as many layers as its longest way has boxes.
    pub most_per_layer: Option<usize>,
    /// Whether lines that leave one box run together as long as they can.
    pub bundle: bool,
    /// Sweeps over all layers in search of fewer crossings.
    pub sweeps: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            node_gap: 18.0,
            line_gap: 6.0,
            gutter: 60.0,
            lane_gap: 40.0,
            most_per_layer: None,
            bundle: true,
            sweeps: 24,
        }
    }
}

/// A layer: where its boxes may stand, and the column it belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layer {
    /// Left end.
    pub left: f64,
    /// Right end.
    pub right: f64,
    /// Column, 0 where nodes are free.
    pub column: usize,
}

/// Where everything is. The upper left corner is 0, 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// Boxes, in the order of the nodes.
    pub nodes: Vec<Rect>,
    /// Layer of each box.
    pub layer_of: Vec<usize>,
    /// Layers from left to right.
    pub layers: Vec<Layer>,
    /// Top and bottom of each lane.
    pub lanes: Vec<(f64, f64)>,
    /// Lines, in the order of the edges.
    pub routes: Vec<Route>,
    /// Extent in x.
    pub width: f64,
    /// Extent in y.
    pub height: f64,
    /// Crossings of lines between the layers; where lines run together each counts.
    pub crossings: u64,
}

/// Lays out `graph`: always ends, no box upon a box, no line through a box, and the same answer each time.
///
/// ```
/// use liantu::render::layered::{Edge, Graph, Node, Options, layout};
/// let node = Node { width: 80.0, height: 30.0, column: None, lane: 0 };
/// let graph = Graph { nodes: vec![node; 2], edges: vec![Edge { from: 0, to: 1, width: 1.0 }] };
/// let laid = layout(&graph, &Options::default());
/// assert!(laid.nodes[0].right < laid.nodes[1].left);
/// ```
pub fn layout(graph: &Graph, options: &Options) -> Layout {
    let edges = known(graph);
    let layers = layer::layers(&graph.nodes, &edges, options.most_per_layer);
    let ladder = ladder::Ladder::new(&graph.nodes, &edges, &layers, options);
    let order = order::order(&ladder, options.sweeps);
    let mut middles = align::align(&ladder, &order, options);
    relax::relax(&ladder, &order, &mut middles, options);
    let mut laid = place::place(graph, &layers, (&ladder, &middles), options);
    laid.crossings = cross::crossings(&ladder, &order);
    laid
}

/// The edges that have both ends.
fn known(graph: &Graph) -> Vec<Edge> {
    graph.edges.iter().filter(|edge| edge.from < graph.nodes.len() && edge.to < graph.nodes.len()).copied().collect()
}
