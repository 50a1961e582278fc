//! Where boxes stand: in the order that crosses few lines, near what they are joined with, and no column higher than the
//! highest needs to be.

use crate::render::layered::{Edge, Frame, Graph, Kept, Layer, Layout, Options, layout, layout_beside};

/// Rounds in which boxes move towards their neighbours, there and back.
const ROUNDS: usize = 12;

/// Lays out a graph whose columns are one layer each.
pub(super) fn stand(graph: &Graph, options: &Options) -> Layout {
    let laid = layout(graph, options);
    if graph.nodes.is_empty() {
        return laid;
    }
    let mut columns = Columns::new(graph, &laid, options.node_gap);
    for _ in 0..ROUNDS {
        (0..columns.members.len()).for_each(|column| columns.settle(column));
        (0..columns.members.len()).rev().for_each(|column| columns.settle(column));
    }
    let layers = layers(&laid, options.gutter);
    let kept = |(node, layer): (usize, &usize)| {
        let top = columns.middle[node] - graph.nodes[node].height / 2.0;
        Some(Kept { left: layers[*layer].left, top: top.max(0.0), layer: *layer })
    };
    let kept: Vec<Option<Kept>> = laid.layer_of.iter().enumerate().map(kept).collect();
    let frame = Frame { layers: layers.clone(), lanes: vec![(0.0, columns.height)] };
    layout_beside(graph, options, &kept, &frame)
}

/// The layers side by side with one gutter between any two.
fn layers(laid: &Layout, gutter: f64) -> Vec<Layer> {
    let mut left = 0.0;
    let mut layers = laid.layers.clone();
    for layer in &mut layers {
        let width = layer.right - layer.left;
        (layer.left, layer.right) = (left, left + width);
        left += width + gutter;
    }
    layers
}

struct Columns {
    /// Boxes of each column from top to bottom.
    members: Vec<Vec<usize>>,
    /// Neighbours of each box, with the width of the line.
    near: Vec<Vec<(usize, f64)>>,
    size: Vec<f64>,
    middle: Vec<f64>,
    /// Of the highest column.
    height: f64,
    gap: f64,
}

impl Columns {
    fn new(graph: &Graph, laid: &Layout, gap: f64) -> Columns {
        let mut members = vec![Vec::new(); laid.layers.len()];
        laid.layer_of.iter().enumerate().for_each(|(node, layer)| members[*layer].push(node));
        for column in &mut members {
            column.sort_by(|a, b| laid.nodes[*a].top.total_cmp(&laid.nodes[*b].top).then(a.cmp(b)));
        }
        let size: Vec<f64> = graph.nodes.iter().map(|node| node.height).collect();
        let needs = |column: &Vec<usize>| column.iter().map(|node| size[*node] + gap).sum::<f64>() - gap;
        let height = members.iter().map(needs).fold(0.0, f64::max);
        let mut near = vec![Vec::new(); size.len()];
        for Edge { from, to, width } in graph.edges.iter().filter(|edge| edge.from.max(edge.to) < size.len()) {
            near[*from].push((*to, *width));
            near[*to].push((*from, *width));
        }
        let middle = laid.nodes.iter().map(|rect| rect.middle().min(height)).collect();
        Columns { members, near, size, middle, height, gap }
    }

    /// Moves the boxes of a column as near to their neighbours as order, gaps and height allow, in the sense of least
    /// squares: neighbours in the way of each other share a mean place.
    fn settle(&mut self, column: usize) {
        let members = &self.members[column];
        // Offsets of the middles when all stand side by side: places less offsets must not fall.
        let mut offset = 0.0;
        let mut offsets = Vec::with_capacity(members.len());
        for (at, node) in members.iter().enumerate() {
            let half = self.size[*node] / 2.0;
            offset += if at == 0 { half } else { half + self.gap };
            offsets.push(offset);
            offset += half;
        }
        let slack = (self.height - offset).max(0.0);
        let mut blocks: Vec<(f64, usize)> = Vec::new();
        for (node, offset) in members.iter().zip(&offsets) {
            blocks.push((self.wish(*node) - offset, 1));
            while let [.., (above, over), (below, under)] = blocks[..]
                && above > below
            {
                let count = over + under;
                let share = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
                let mean = (above * share(over) + below * share(under)) / share(count);
                blocks.truncate(blocks.len() - 2);
                blocks.push((mean, count));
            }
        }
        let places = blocks.into_iter().flat_map(|(place, count)| std::iter::repeat_n(place.clamp(0.0, slack), count));
        for ((node, offset), place) in members.iter().zip(offsets).zip(places) {
            self.middle[*node] = place + offset;
        }
    }

    /// Mean height of the neighbours, wide lines counting more; where it is when it has none.
    fn wish(&self, node: usize) -> f64 {
        let near = &self.near[node];
        let all: f64 = near.iter().map(|(_, width)| width).sum();
        let sum: f64 = near.iter().map(|(other, width)| self.middle[*other] * width).sum();
        if all > 0.0 { sum / all } else { self.middle[node] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::layered::Node;

    #[test]
    fn no_column_is_higher_than_the_highest_must_be_and_nothing_overlaps() {
        let options = Options { node_gap: 10.0, most_per_layer: Some(usize::MAX), bundle: false, ..Options::default() };
        for counts in [vec![1], vec![3, 1], vec![12, 7, 12, 1], vec![2, 12, 12, 1, 5]] {
            let (mut nodes, mut edges, mut first) = (Vec::new(), Vec::new(), 0);
            for (column, count) in counts.iter().enumerate() {
                for at in 0..*count {
                    let height = [40.0, 70.0, 55.0][at % 3];
                    nodes.push(Node { width: 100.0, height, column: Some(column), lane: 0 });
                    if let Some(next) = counts.get(column + 1) {
                        edges.push(Edge { from: first + at, to: first + count + at * 5 % next, width: 1.0 });
                    }
                }
                first += count;
            }
            let graph = Graph { nodes, edges };
            let laid = stand(&graph, &options);
            let needs = |column: usize| {
                let of = graph.nodes.iter().filter(|node| node.column == Some(column));
                of.map(|node| node.height + 10.0).sum::<f64>() - 10.0
            };
            let most = (0..counts.len()).map(needs).fold(0.0, f64::max);
            assert!(laid.nodes.iter().all(|rect| rect.top >= 0.0 && rect.bottom <= most + 0.01), "{counts:?}");
            for (at, rect) in laid.nodes.iter().enumerate() {
                assert_eq!(Some(laid.layers[laid.layer_of[at]].column), graph.nodes[at].column);
                assert!(laid.nodes[..at].iter().all(|other| !other.overlaps(rect)));
            }
            assert!(laid.routes.iter().all(|route| !route.pieces.is_empty()));
        }
    }
}
