//! The next drawing beside the last one: boxes that were there stay where they were, new ones go where there is room, and
//! lines find their way between the boxes.

use crate::render::geometry::Rect;
use crate::render::layered::ladder::Ladder;
use crate::render::layered::layer::{Layers, columns};
use crate::render::layered::order::length;
use crate::render::layered::weave::weave;
use crate::render::layered::{Edge, Graph, Layer, Layout, Node, Options};

/// What a step against the direction of an edge costs, in units of height.
const BACKWARDS: f64 = 400.0;

/// Where a box was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kept {
    /// Left end.
    pub left: f64,
    /// Top.
    pub top: f64,
    /// Layer.
    pub layer: usize,
}

/// What else was drawn: [`Layout::layers`] and [`Layout::lanes`] of the last drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frame {
    /// Layers.
    pub layers: Vec<Layer>,
    /// Lanes.
    pub lanes: Vec<(f64, f64)>,
}

/// Lays out `graph` beside a drawing that had the boxes `kept` (one entry for each node). Boxes stay where they were if
/// their column and lane are the same and they do not outgrow their place; the others, and new ones, go to the nearest free
/// place of their column and lane, or below everything.
pub fn layout_beside(graph: &Graph, options: &Options, kept: &[Option<Kept>], frame: &Frame) -> Layout {
    let edges: Vec<Edge> = (graph.edges.iter().copied())
        .filter(|edge| edge.from < graph.nodes.len() && edge.to < graph.nodes.len())
        .collect();
    let mut sheet = Sheet::new(graph, &edges, frame, options);
    for (node, kept) in kept.iter().enumerate().take(graph.nodes.len()) {
        if let Some(kept) = kept {
            sheet.keep(node, kept);
        }
    }
    for node in 0..graph.nodes.len() {
        if sheet.places[node].is_none() {
            sheet.add(node);
        }
    }
    sheet.finish(&edges)
}

struct Sheet<'a> {
    graph: &'a Graph,
    options: &'a Options,
    columns: Vec<usize>,
    layers: Vec<Layer>,
    lanes: Vec<(f64, f64)>,
    places: Vec<Option<(Rect, usize)>>,
    /// Boxes of each layer by their top.
    stacks: Vec<Vec<Rect>>,
    near: Vec<Vec<(usize, bool)>>,
}

impl<'a> Sheet<'a> {
    fn new(graph: &'a Graph, edges: &[Edge], frame: &Frame, options: &'a Options) -> Sheet<'a> {
        let mut near = vec![Vec::new(); graph.nodes.len()];
        for edge in edges.iter().filter(|edge| edge.from != edge.to) {
            near[edge.from].push((edge.to, true));
            near[edge.to].push((edge.from, false));
        }
        Sheet {
            graph,
            options,
            columns: columns(&graph.nodes, edges),
            layers: frame.layers.clone(),
            lanes: if frame.lanes.is_empty() { vec![(0.0, 0.0)] } else { frame.lanes.clone() },
            places: vec![None; graph.nodes.len()],
            stacks: vec![Vec::new(); frame.layers.len()],
            near,
        }
    }

    fn put(&mut self, node: usize, rect: Rect, layer: usize) {
        let stack = &mut self.stacks[layer];
        stack.insert(stack.partition_point(|other| other.top < rect.top), rect);
        self.places[node] = Some((rect, layer));
    }

    /// Leaves a box where it was, if it still belongs there.
    fn keep(&mut self, node: usize, kept: &Kept) {
        let Node { width, height, column, lane } = self.graph.nodes[node];
        let rect = Rect::new(kept.left, kept.top, width, height);
        let Some(layer) = self.layers.get(kept.layer) else { return };
        let in_layer = rect.left + 0.01 >= layer.left && rect.right <= layer.right + 0.01;
        let in_column = column.is_none_or(|column| column == layer.column);
        let is_free = self.stacks[kept.layer].iter().all(|other| !other.overlaps(&rect));
        let in_lane = self.band(lane).is_some_and(|(top, bottom)| rect.top + 0.01 >= top && rect.top <= bottom);
        // Its lane was full when it came: it stands below everything, and may stay there.
        let in_none = self.lanes.iter().all(|&(top, bottom)| rect.bottom <= top || rect.top >= bottom);
        if in_layer && in_column && is_free && (in_lane || in_none) {
            self.put(node, rect, kept.layer);
        }
    }

    /// Where boxes of a lane may stand; the last lane ends nowhere.
    fn band(&self, lane: usize) -> Option<(f64, f64)> {
        let &(top, bottom) = self.lanes.get(lane)?;
        Some((top, if lane + 1 == self.lanes.len() { f64::INFINITY } else { bottom }))
    }

    fn bottom(&self) -> f64 {
        let boxes = self.stacks.iter().flatten().map(|rect| rect.bottom);
        boxes.chain(self.lanes.iter().map(|lane| lane.1)).fold(0.0, f64::max)
    }

    /// Finds a place for a new box.
    fn add(&mut self, node: usize) {
        let Node { width, height, lane, .. } = self.graph.nodes[node];
        while self.lanes.len() <= lane {
            let top = self.bottom() + self.options.lane_gap;
            self.lanes.push((top, top));
        }
        let column = self.columns[node];
        if !self.layers.iter().any(|layer| layer.column == column && layer.right - layer.left + 0.01 >= width) {
            let left = self.layers.last().map_or(0.0, |layer| layer.right + self.options.gutter);
            self.layers.push(Layer { left, right: left + width, column });
            self.stacks.push(Vec::new());
        }
        let band = self.band(lane).unwrap_or((0.0, f64::INFINITY));
        let wish = self.wish(node).unwrap_or(band.0 + height / 2.0);
        let holds = |layer: &Layer| layer.column == column && layer.right - layer.left + 0.01 >= width;
        let open = || (0..self.layers.len()).filter(|&layer| holds(&self.layers[layer]));
        let places = open().filter_map(|layer| {
            let top = self.free(layer, band, (wish - height / 2.0, height))?;
            Some(((top + height / 2.0 - wish).abs() + self.backwards(node, layer), layer, top))
        });
        let best = places.min_by(|a, b| a.0.total_cmp(&b.0));
        let (layer, top) = best.map_or_else(
            // Its lane is full: below everything.
            || {
                let last = open().next_back().unwrap_or(0);
                (last, self.bottom() + self.options.lane_gap)
            },
            |(_, layer, top)| (layer, top),
        );
        let middle = f64::midpoint(self.layers[layer].left, self.layers[layer].right);
        self.put(node, Rect::new(middle - width / 2.0, top, width, height), layer);
    }

    /// Mean height of the neighbours that have a place.
    fn wish(&self, node: usize) -> Option<f64> {
        let near: Vec<f64> =
            self.near[node].iter().filter_map(|&(other, _)| Some(self.places[other]?.0.middle())).collect();
        (!near.is_empty()).then(|| near.iter().sum::<f64>() / length(near.len()))
    }

    fn backwards(&self, node: usize, layer: usize) -> f64 {
        let against = |&&(other, ahead): &&(usize, bool)| {
            self.places[other].is_some_and(|(_, there)| if ahead { there <= layer } else { there >= layer })
        };
        BACKWARDS * length(self.near[node].iter().filter(against).count())
    }

    /// The free top nearest to `wish`.
    fn free(&self, layer: usize, (top, bottom): (f64, f64), (wish, height): (f64, f64)) -> Option<f64> {
        let gap = self.options.node_gap;
        let mut best: Option<f64> = None;
        let mut from = top;
        let ends = self.stacks[layer].iter().map(|rect| (rect.top - gap, rect.bottom + gap));
        for (until, next) in ends.chain([(bottom, bottom)]) {
            let last = until.min(bottom) - height;
            if from <= last {
                let at = wish.clamp(from, last);
                if best.is_none_or(|best| (at - wish).abs() < (best - wish).abs()) {
                    best = Some(at);
                }
            }
            from = from.max(next);
        }
        best
    }

    fn finish(self, edges: &[Edge]) -> Layout {
        let places: Vec<(Rect, usize)> = self.places.iter().map(|place| place.unwrap_or_default()).collect();
        let layers = Layers {
            of: places.iter().map(|place| place.1).collect(),
            columns: self.layers.iter().map(|layer| layer.column).collect(),
        };
        let ladder = Ladder::new(&self.graph.nodes, edges, &layers, self.options);
        let middles = weave((&ladder, edges), &places, (&self.stacks, self.bottom()), self.options);
        let mut laid = Layout {
            height: self.bottom(),
            nodes: places.into_iter().map(|place| place.0).collect(),
            layer_of: layers.of,
            layers: self.layers,
            lanes: self.lanes,
            ..Layout::default()
        };
        // The last lane ends with its own boxes; those whose lane was full may stand below it.
        let last = laid.lanes.len().saturating_sub(1);
        let own = self.graph.nodes.iter().zip(&laid.nodes).filter(|(node, _)| node.lane == last);
        let lowest = own.map(|(_, rect)| rect.bottom).fold(0.0, f64::max);
        if let Some(lane) = laid.lanes.last_mut() {
            lane.1 = lane.1.max(lowest);
        }
        laid.finish(self.graph, (&ladder, &middles), self.options);
        laid
    }
}
