//! Which layer each box stands in: its column's layers, left to right along the edges. Where layers may hold only so many
//! boxes, there are as few of them as that needs.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::render::layered::cycle::ranks;
use crate::render::layered::{Edge, Node};

/// Rounds in which boxes move towards their neighbours.
const ROUNDS: usize = 12;

/// Layers of all boxes.
#[derive(Debug, Clone, Default)]
pub(super) struct Layers {
    /// Layer of each box.
    pub(super) of: Vec<usize>,
    /// Column of each layer.
    pub(super) columns: Vec<usize>,
}

/// Assigns layers. Boxes without a column take that of the nearest box that has one, or all share one.
pub(super) fn layers(nodes: &[Node], edges: &[Edge], most: Option<usize>) -> Layers {
    let columns = columns(nodes, edges);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, &column) in columns.iter().enumerate() {
        members.entry(column).or_default().push(node);
    }
    let mut inside: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    let mut local = vec![0; nodes.len()];
    for boxes in members.values() {
        boxes.iter().enumerate().for_each(|(at, &node)| local[node] = at);
    }
    for edge in edges.iter().filter(|edge| columns[edge.from] == columns[edge.to] && edge.from != edge.to) {
        inside.entry(columns[edge.from]).or_default().push((local[edge.from], local[edge.to]));
    }
    let mut layers = Layers { of: vec![0; nodes.len()], columns: Vec::new() };
    for (column, boxes) in members {
        let edges = inside.remove(&column).unwrap_or_default();
        let found = Block::new(boxes.len(), &edges, most).layers();
        let first = layers.columns.len();
        let depth = found.iter().max().map_or(0, |deepest| deepest + 1);
        boxes.iter().zip(found).for_each(|(&node, layer)| layers.of[node] = first + layer);
        layers.columns.extend(std::iter::repeat_n(column, depth));
    }
    layers
}

/// Column of each box: given, or that of the nearest box with one, the leftmost where several are as near.
pub(super) fn columns(nodes: &[Node], edges: &[Edge]) -> Vec<usize> {
    let mut near = vec![Vec::new(); nodes.len()];
    for edge in edges {
        near[edge.from].push(edge.to);
        near[edge.to].push(edge.from);
    }
    let mut columns: Vec<Option<usize>> = nodes.iter().map(|node| node.column).collect();
    let mut given: Vec<usize> = (0..nodes.len()).filter(|&node| columns[node].is_some()).collect();
    given.sort_by_key(|&node| (columns[node], node));
    let mut open: VecDeque<usize> = given.into();
    while let Some(node) = open.pop_front() {
        for &next in &near[node] {
            if columns[next].is_none() {
                columns[next] = columns[node];
                open.push_back(next);
            }
        }
    }
    columns.into_iter().map(|column| column.unwrap_or(0)).collect()
}

/// The boxes of one column, with cycles cut.
struct Block {
    after: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    /// Boxes, each behind all that feed it.
    order: Vec<usize>,
    most: Option<usize>,
}

impl Block {
    fn new(count: usize, edges: &[(usize, usize)], most: Option<usize>) -> Block {
        let rank = ranks(count, edges);
        let (mut after, mut before) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for &(from, to) in edges {
            let (from, to) = if rank[from] < rank[to] { (from, to) } else { (to, from) };
            after[from].push(to);
            before[to].push(from);
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|&node| rank[node]);
        Block { after, before, order, most: most.map(|most| most.max(1)) }
    }

    fn layers(&self) -> Vec<usize> {
        let mut layer = vec![0_usize; self.order.len()];
        for &node in &self.order {
            layer[node] = self.before[node].iter().map(|&from| layer[from] + 1).max().unwrap_or(0);
        }
        match self.most {
            Some(most) => self.chunks(&layer, most),
            None => {
                self.shorten(&mut layer);
                layer
            }
        }
    }

    /// As few layers as hold all boxes, filled evenly along the edges; what then feeds each other in one layer stays there.
    fn chunks(&self, layer: &[usize], most: usize) -> Vec<usize> {
        let mut depth = vec![0_usize; self.order.len()];
        for &node in self.order.iter().rev() {
            depth[node] = self.after[node].iter().map(|&next| depth[next] + 1).max().unwrap_or(0);
        }
        // Boxes that feed others go before boxes that feed nobody.
        let mut order = self.order.clone();
        order.sort_by_key(|&node| (layer[node], std::cmp::Reverse(depth[node]), node));
        let count = order.len().div_ceil(most).max(1);
        let mut chunked = vec![0; order.len()];
        let mut rest = order.as_slice();
        for chunk in 0..count {
            let (head, tail) = rest.split_at(rest.len().div_ceil(count - chunk));
            head.iter().for_each(|&node| chunked[node] = chunk);
            rest = tail;
        }
        chunked
    }

    /// Moves boxes towards the side with more of their edges, alone or with the boxes that stand in the way.
    fn shorten(&self, layer: &mut [usize]) {
        for _ in 0..ROUNDS {
            let mut moved = false;
            for &node in self.order.iter().rev() {
                moved |= self.slide(node, layer, true);
            }
            for &node in &self.order {
                moved |= self.slide(node, layer, false);
            }
            moved |= self.push_groups(layer);
            if !moved {
                break;
            }
        }
    }

    /// Moves one box as far as its neighbours allow, where that makes its edges shorter.
    fn slide(&self, node: usize, layer: &mut [usize], to_right: bool) -> bool {
        let (ahead, behind) = if to_right { (&self.after, &self.before) } else { (&self.before, &self.after) };
        if ahead[node].len() <= behind[node].len() {
            return false;
        }
        let near = ahead[node].iter().map(|&other| layer[other]);
        let there = if to_right { near.min().map(|next| next - 1) } else { near.max().map(|from| from + 1) };
        let here = layer[node];
        layer[node] = there.unwrap_or(here);
        layer[node] != here
    }

    /// Moves groups of boxes one layer to the right where the edges together become shorter: a box and all that then stand
    /// in its way (N. Nikolov, A. Tarassov: Graph layering by promotion of nodes, 2006, in our direction).
    fn push_groups(&self, layer: &mut [usize]) -> bool {
        let last = layer.iter().max().copied().unwrap_or(0);
        let mut moved = false;
        for &node in self.order.iter().rev() {
            if self.after[node].is_empty() {
                continue;
            }
            let Some(group) = self.group(node, layer, last) else { continue };
            let inside = |other: &&usize| !group.contains(*other);
            let gain: usize = group.iter().map(|&one| self.after[one].iter().filter(inside).count()).sum();
            let loss: usize = group.iter().map(|&one| self.before[one].iter().filter(inside).count()).sum();
            if gain > loss {
                group.iter().for_each(|&one| layer[one] += 1);
                moved = true;
            }
        }
        moved
    }

    /// A box and all that must move with it; nothing where that is too many, or beyond the last layer.
    fn group(&self, node: usize, layer: &[usize], last: usize) -> Option<BTreeSet<usize>> {
        /// Larger groups gain little for the time they take.
        const LARGEST: usize = 64;
        let mut group = BTreeSet::from([node]);
        let mut open = vec![node];
        while let Some(one) = open.pop() {
            if layer[one] >= last {
                return None;
            }
            for &next in self.after[one].iter().filter(|&&next| layer[next] == layer[one] + 1) {
                if group.insert(next) {
                    open.push(next);
                }
            }
            if group.len() > LARGEST {
                return None;
            }
        }
        Some(group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge((from, to): (usize, usize)) -> Edge {
        Edge { from, to, width: 1.0 }
    }

    fn nodes(columns: &[Option<usize>]) -> Vec<Node> {
        columns.iter().map(|&column| Node { width: 10.0, height: 10.0, column, lane: 0 }).collect()
    }

    #[test]
    fn edges_run_to_the_right_and_are_short() {
        let edges = [(0, 1), (1, 2), (3, 2), (0, 4)].map(edge);
        let found = layers(&nodes(&[None; 5]), &edges, None);
        assert_eq!(found.of, [0, 1, 2, 1, 1]);
        assert_eq!(found.columns, [0, 0, 0]);
    }

    #[test]
    fn columns_bind_and_spread_to_neighbours() {
        let found = layers(&nodes(&[Some(3), Some(7), None, Some(3)]), &[(0, 1), (1, 2), (3, 0)].map(edge), None);
        assert_eq!(found.columns, [3, 3, 7, 7]);
        assert_eq!(found.of, [1, 2, 3, 0]);
    }

    #[test]
    fn no_layer_holds_more_than_it_may() {
        let found = layers(&nodes(&[None; 7]), &[(0, 1)].map(edge), Some(2));
        let fill = |layer| found.of.iter().filter(|at| **at == layer).count();
        assert!((0..found.columns.len()).all(|layer| (1..=2).contains(&fill(layer))), "{found:?}");
        assert!(found.of[0] < found.of[1]);
    }
}
