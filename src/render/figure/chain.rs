//! A panorama indexed by number: boxes, segments, and inputs that lead somewhere.

use std::collections::BTreeMap;

use crate::report::figure::{Panorama, PanoramaBox};

/// A panorama with its ids resolved.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    /// Ids and headings of the positions.
    pub(super) columns: Vec<(&'a str, &'a str)>,
    pub(super) segments: Vec<Segment<'a>>,
    pub(super) items: Vec<Item<'a>>,
    pub(super) links: Vec<Link>,
    /// Yuan of the widest line.
    pub(super) most: f64,
}

/// A segment that has boxes.
#[derive(Debug)]
pub(super) struct Segment<'a> {
    /// Unique; a part that continues another has its id with a sign behind.
    pub(super) id: String,
    pub(super) name: &'a str,
    pub(super) caption: &'a str,
    pub(super) column: usize,
    pub(super) items: Vec<usize>,
}

/// A box.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) data: &'a PanoramaBox,
    pub(super) segment: usize,
}

/// An input from a box to a box, by index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) required: bool,
    pub(super) amount: Option<f64>,
}

impl<'a> Chain<'a> {
    /// Indexes `panorama`. Columns and segments without boxes are left out, as are edges with an unknown end; of boxes
    /// with the same id the first counts; edges between the same two boxes become one.
    pub(super) fn new(panorama: &'a Panorama) -> Chain<'a> {
        let mut chain =
            Chain { columns: Vec::new(), segments: Vec::new(), items: Vec::new(), links: Vec::new(), most: 0.0 };
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for column in &panorama.columns {
            let before = chain.segments.len();
            for segment in &column.segments {
                let first = chain.items.len();
                for data in &segment.boxes {
                    if !known.contains_key(data.id.as_str()) {
                        known.insert(&data.id, chain.items.len());
                        chain.items.push(Item { data, segment: chain.segments.len() });
                    }
                }
                let items: Vec<usize> = (first..chain.items.len()).collect();
                if !items.is_empty() {
                    let at = chain.columns.len();
                    let id = format!("{}/{}", column.id, segment.id);
                    let (name, caption) = (segment.name.as_str(), segment.caption.as_str());
                    chain.segments.push(Segment { id, name, caption, column: at, items });
                }
            }
            if chain.segments.len() > before {
                chain.columns.push((&column.id, &column.heading));
            }
        }
        chain.links = links(panorama, &known);
        chain.most = chain.links.iter().filter_map(|link| link.amount).fold(0.0, f64::max);
        chain
    }

    /// Column of a box.
    pub(super) fn column(&self, item: usize) -> usize {
        self.segments[self.items[item].segment].column
    }
}

fn links(panorama: &Panorama, known: &BTreeMap<&str, usize>) -> Vec<Link> {
    let mut merged: BTreeMap<(usize, usize), Link> = BTreeMap::new();
    for edge in &panorama.edges {
        let (Some(&from), Some(&to)) = (known.get(edge.from.as_str()), known.get(edge.to.as_str())) else { continue };
        let amount = edge.amount.filter(|amount| amount.is_finite() && *amount > 0.0);
        merged
            .entry((from, to))
            .and_modify(|link| {
                link.required |= edge.required;
                link.amount = match (link.amount, amount) {
                    (Some(a), Some(b)) => Some(a + b),
                    (a, b) => a.or(b),
                };
            })
            .or_insert(Link { from, to, required: edge.required, amount });
    }
    merged.into_values().collect()
}

/// Longest-path layers of the nodes `0..count`. Cycles are cut where the fewest edges break, earliest node first, so
/// this ends on every input and gives the same answer each time.
pub(super) fn layers(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut waiting = vec![0_usize; count];
    let mut after = vec![Vec::new(); count];
    for &(from, to) in edges.iter().filter(|(from, to)| from != to) {
        waiting[to] += 1;
        after[from].push(to);
    }
    let mut layer = vec![0; count];
    let mut open: Vec<usize> = (0..count).collect();
    while let Some((at, _)) = open.iter().enumerate().min_by_key(|&(_, &node)| (waiting[node], node)) {
        let node = open.remove(at);
        for &next in &after[node] {
            if open.contains(&next) {
                waiting[next] -= 1;
                layer[next] = layer[next].max(layer[node] + 1);
            }
        }
    }
    layer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_longest_paths() {
        assert_eq!(layers(4, &[(0, 1), (1, 2), (0, 2), (3, 2)]), [0, 1, 2, 0]);
    }

    #[test]
    fn cycles_end() {
        assert_eq!(layers(3, &[(0, 1), (1, 2), (2, 0), (1, 1)]), [0, 1, 2]);
        assert_eq!(layers(0, &[]), Vec::<usize>::new());
    }
}
