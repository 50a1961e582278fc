//! Where nodes stand and what they look like, so that a graph opens in other programs as a map and not as a heap.
//!
//! Goods run from left to right, as in the maps: the layered layout decides, the same on every run. Whoever has no link
//! stands below. Beyond [`MOST`] nodes the search for few crossings would outlast everything else; they stand in rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::render::layered::{self, Edge, Graph, Options};
use crate::report::graph::{GraphDocument, NodeRole};
use crate::report::table::Cell;

/// Extent of a node with its label, in units of the drawing.
pub(super) const BOX: (f64, f64) = (150.0, 30.0);
/// From one layer to the next, and from one box to that below.
const PITCH: (f64, f64) = (300.0, 44.0);
/// From one column of a layer to the next.
const COLUMN: f64 = 170.0;
/// Nodes and links up to which crossings are avoided.
const MOST: (usize, usize) = (20_000, 60_000);
/// Nodes up to which they are avoided with care.
const CAREFUL: usize = 1_000;
/// Width of the link with the largest amount, and of the thinnest.
const WIDEST: f64 = 4.0;
const THINNEST: f64 = 0.5;
/// Colour of links, four tenths opaque: thousands lie upon each other.
pub(super) const LINK: &str = "#8A939E66";

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// A node as drawn; the middle of its box, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) x: f64,
    pub(super) y: f64,
    /// Diameter where a program draws dots.
    pub(super) size: f64,
    pub(super) colour: Colour,
}

impl Look {
    /// The colour as `#RRGGBB`.
    pub(super) fn hex(&self) -> String {
        let [red, green, blue] = self.colour;
        format!("#{red:02X}{green:02X}{blue:02X}")
    }
}

/// Looks of all nodes and widths of all links, in the order of the document.
pub(super) struct Looks {
    pub(super) nodes: Vec<Look>,
    pub(super) widths: Vec<f64>,
}

impl Looks {
    pub(super) fn new(document: &GraphDocument) -> Looks {
        let links = links(document);
        let small = document.nodes.len() <= MOST.0 && links.len() <= MOST.1;
        let places = if small { layers(document, &links) } else { rows(document.nodes.len(), 0.0) };
        let look = |(node, (x, y)): (&crate::report::graph::GraphNode, (f64, f64))| {
            let (colour, size) = of_role(node.role);
            Look { x, y, size, colour }
        };
        Looks { nodes: document.nodes.iter().zip(places).map(look).collect(), widths: widths(document) }
    }
}

/// Colour and diameter of a role: the hues of the maps' accent and lines, for a firm's role is no state.
pub(super) const fn of_role(role: NodeRole) -> (Colour, f64) {
    match role {
        NodeRole::Leader => ([0x12, 0x3A, 0x63], 26.0),
        NodeRole::Here => ([0x4A, 0x6F, 0x96], 14.0),
        NodeRole::Elsewhere => ([0x8A, 0x93, 0x9E], 12.0),
        NodeRole::Unplaced | NodeRole::Unnamed => ([0xC9, 0xD3, 0xDE], 10.0),
        NodeRole::Product => ([0x7E, 0x78, 0xA3], 16.0),
        NodeRole::Area => ([0x3F, 0x86, 0x84], 20.0),
    }
}

/// Who is linked to whom, each pair once, none with itself.
fn links(document: &GraphDocument) -> BTreeSet<(usize, usize)> {
    let places: BTreeMap<&str, usize> = document.nodes.iter().enumerate().map(|(at, node)| (&*node.id, at)).collect();
    let ends =
        |edge: &crate::report::graph::GraphEdge| Some((*places.get(&*edge.source)?, *places.get(&*edge.target)?));
    document.edges.iter().filter_map(ends).filter(|(from, to)| from != to).collect()
}

/// Middles of the boxes, goods running from left to right; those without a link in rows below.
fn layers(document: &GraphDocument, links: &BTreeSet<(usize, usize)>) -> Vec<(f64, f64)> {
    let linked: BTreeSet<usize> = links.iter().flat_map(|(from, to)| [*from, *to]).collect();
    let numbers: BTreeMap<usize, usize> = linked.iter().enumerate().map(|(number, &at)| (at, number)).collect();
    let graph = Graph {
        nodes: vec![layered::Node { width: BOX.0, height: BOX.1, column: None, lane: 0 }; linked.len()],
        edges: links.iter().map(|(from, to)| Edge { from: numbers[from], to: numbers[to], width: 1.0 }).collect(),
    };
    let options = Options {
        node_gap: PITCH.1 - BOX.1,
        line_gap: 3.0,
        gutter: PITCH.0 - BOX.0,
        sweeps: if linked.len() <= CAREFUL { 12 } else { 2 },
        ..Options::default()
    };
    let (places, (width, height)) = folded(&layered::layout(&graph, &options));
    let mut alone = rows(document.nodes.len() - linked.len(), width).into_iter();
    let below = height + 2.0 * PITCH.1;
    let place = |at: usize| match numbers.get(&at) {
        Some(&number) => places[number],
        None => alone.next().map_or((0.0, below), |(x, y)| (x, y + below)),
    };
    (0..document.nodes.len()).map(place).collect()
}

/// Layers of firms are far higher than wide: each is folded into columns, in which the order from top to bottom stays.
/// Middles of the boxes, and the extent of all.
fn folded(laid: &layered::Layout) -> (Vec<(f64, f64)>, (f64, f64)) {
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); laid.layers.len()];
    for (at, &layer) in laid.layer_of.iter().enumerate() {
        layers[layer].push(at);
    }
    let down = high(laid.nodes.len());
    let tallest = layers.iter().map(|layer| layer.len().min(down)).max().unwrap_or(0);
    let mut places = vec![(0.0, 0.0); laid.nodes.len()];
    let mut left = 0.0;
    for layer in &mut layers {
        layer.sort_by(|&a, &b| laid.nodes[a].top.total_cmp(&laid.nodes[b].top).then(a.cmp(&b)));
        let across = layer.len().div_ceil(down).max(1);
        let top = number(tallest - layer.len().div_ceil(across)) / 2.0;
        for (rank, &at) in layer.iter().enumerate() {
            let (column, row) = (number(rank % across), top + number(rank / across));
            places[at] = (left + BOX.0 / 2.0 + column * COLUMN, BOX.1 / 2.0 + row * PITCH.1);
        }
        left += PITCH.0 + (number(across) - 1.0) * COLUMN;
    }
    (places, (left, number(tallest) * PITCH.1))
}

/// Boxes above each other for a sheet about half as high as wide.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a square root of a count")]
fn high(count: usize) -> usize {
    ((number(count) * COLUMN / PITCH.1 / 2.0).sqrt().ceil() as usize).max(8)
}

#[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 boxes")]
fn number(count: usize) -> f64 {
    count as f64
}

/// Rows of boxes on a sheet as wide as asked, or at least about twice as wide as high.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a square root of a count, or a width of so many boxes"
)]
fn rows(count: usize, width: f64) -> Vec<(f64, f64)> {
    let usual = (2.0 * number(count) * PITCH.1 / COLUMN).sqrt();
    let across = usual.max((width - PITCH.0) / COLUMN).ceil().max(1.0) as usize;
    let place = |at: usize| {
        let (column, row) = (number(at % across), number(at / across));
        (BOX.0 / 2.0 + column * COLUMN, BOX.1 / 2.0 + row * PITCH.1)
    };
    (0..count).map(place).collect()
}

/// Widths by amount, areas being compared: a link without an amount is as thin as the smallest, never absent.
fn widths(document: &GraphDocument) -> Vec<f64> {
    let at = document.edge_attributes.iter().position(|attribute| attribute.key == "amount");
    let amount = |edge: &crate::report::graph::GraphEdge| match edge.values.get(at?) {
        Some(Cell::Number(amount)) if amount.is_finite() && *amount > 0.0 => Some(*amount),
        _ => None,
    };
    let largest = document.edges.iter().filter_map(amount).fold(0.0, f64::max);
    let width = |amount: f64| THINNEST + (WIDEST - THINNEST) * (amount / largest).sqrt();
    document.edges.iter().map(|edge| amount(edge).map_or(THINNEST, width)).collect()
}

/// A length with two decimals, without a sign of nought.
pub(super) fn length(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::graph::{GraphEdge, GraphNode};

    fn document(count: usize, links: &[(usize, usize)]) -> GraphDocument {
        let node = |at: usize| GraphNode {
            id: format!("n{at}"),
            label: String::new(),
            role: NodeRole::Here,
            values: Vec::new(),
        };
        let edge = |&(from, to): &(usize, usize)| GraphEdge {
            source: format!("n{from}"),
            target: format!("n{to}"),
            values: Vec::new(),
        };
        GraphDocument {
            title: String::new(),
            node_attributes: Vec::new(),
            edge_attributes: Vec::new(),
            nodes: (0..count).map(node).collect(),
            edges: links.iter().map(edge).collect(),
        }
    }

    #[test]
    fn goods_run_to_the_right_and_no_box_lies_on_another() {
        let looks = Looks::new(&document(9, &[(0, 1), (1, 2), (0, 2), (3, 1), (2, 2), (4, 9), (0, 1)]));
        assert!(looks.nodes[0].x < looks.nodes[1].x && looks.nodes[1].x < looks.nodes[2].x);
        for (at, a) in looks.nodes.iter().enumerate() {
            for b in &looks.nodes[at + 1..] {
                assert!((a.x - b.x).abs() >= BOX.0 || (a.y - b.y).abs() >= BOX.1, "{a:?} {b:?}");
            }
        }
        // Whoever has no link stands below those who have one.
        assert!(looks.nodes[5].y > looks.nodes[..4].iter().map(|look| look.y).fold(0.0, f64::max));
        assert!(Looks::new(&document(0, &[])).nodes.is_empty());
    }

    #[test]
    fn more_than_can_be_laid_out_stand_in_rows() {
        let looks = Looks::new(&document(MOST.0 + 1, &[(0, 1)]));
        let places: BTreeSet<(i64, i64)> = looks.nodes.iter().map(|look| (look.x as i64, look.y as i64)).collect();
        assert_eq!(places.len(), MOST.0 + 1);
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!(
            ["0", "-0.001", "12.50", "-3.456"].map(|text| length(text.parse().unwrap())),
            ["0", "0", "12.5", "-3.46"]
        );
    }

    #[cfg(feature = "figures")]
    #[test]
    fn colours_are_those_of_the_maps() {
        use crate::render::figure::colour;
        let theme = colour::graph_colours();
        for role in NodeRole::ALL {
            assert!(theme.contains(&of_role(role).0), "{role:?}");
        }
    }
}
