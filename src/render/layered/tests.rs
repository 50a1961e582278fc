//! Laws of every layout: no box upon a box, no line through a box, columns and lanes kept, the same answer each time.

use proptest::prelude::*;

use crate::render::geometry::{Point, Rect};
use crate::render::layered::{Edge, Frame, Graph, Kept, Layout, Node, Options, layout, layout_beside};

/// Random numbers from a seed, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    fn length(&mut self, low: u32, high: u32) -> f64 {
        f64::from(low + u32::try_from(self.roll((high - low) as usize)).unwrap())
    }
}

fn random(seed: u64, count: usize, edges: usize, (columns, lanes): (usize, usize)) -> Graph {
    let mut dice = Dice(seed);
    let node = |dice: &mut Dice| Node {
        width: dice.length(40, 120),
        height: dice.length(20, 60),
        column: (columns > 0 && dice.roll(5) > 0).then(|| dice.roll(columns)),
        lane: dice.roll(lanes),
    };
    let nodes = (0..count).map(|_| node(&mut dice)).collect();
    // Loops, doubles, cycles and an end that is no node are among them.
    let edge = |dice: &mut Dice| Edge { from: dice.roll(count), to: dice.roll(count + 1), width: dice.length(1, 5) };
    Graph { nodes, edges: (0..edges).map(|_| edge(&mut dice)).collect() }
}

fn crossed(rect: &Rect, line: &[Point]) -> bool {
    line.windows(2).any(|pair| {
        let (a, b) = (pair[0], pair[1]);
        let (low, high) = (a.0.min(b.0).max(rect.left + 0.1), a.0.max(b.0).min(rect.right - 0.1));
        let at = |x: f64| if (a.0 - b.0).abs() < 1e-9 { a.1 } else { a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0) };
        low < high && at(low).max(at(high)) > rect.top + 0.1 && at(low).min(at(high)) < rect.bottom - 0.1
    })
}

fn check(graph: &Graph, laid: &Layout) {
    let sheet = Rect::new(0.0, 0.0, laid.width, laid.height);
    assert_eq!((laid.nodes.len(), laid.routes.len()), (graph.nodes.len(), graph.edges.len()));
    for (at, rect) in laid.nodes.iter().enumerate() {
        let node = &graph.nodes[at];
        assert!(sheet.contains(rect), "{rect:?} outside of {sheet:?}");
        assert!((rect.width() - node.width).abs() < 1e-6 && (rect.height() - node.height).abs() < 1e-6);
        assert!(laid.nodes[..at].iter().all(|other| !other.overlaps(rect)), "{at} lies upon another box");
        let layer = &laid.layers[laid.layer_of[at]];
        assert!(layer.left <= rect.left + 0.01 && rect.right <= layer.right + 0.01);
        assert!(node.column.is_none_or(|column| column == layer.column), "{at} left its column");
        assert!(laid.layers.windows(2).all(|pair| pair[0].right < pair[1].left));
    }
    for (edge, route) in graph.edges.iter().zip(&laid.routes) {
        if edge.to >= graph.nodes.len() {
            assert!(route.pieces.is_empty());
            continue;
        }
        let line = route.points(12);
        let (from, to) = (&laid.nodes[edge.from], &laid.nodes[edge.to]);
        let touches = |rect: &Rect, p: Point| {
            ((p.0 - rect.left).abs() < 0.01 || (p.0 - rect.right).abs() < 0.01) && p.1 > rect.top && p.1 < rect.bottom
        };
        assert!(touches(from, line[0]) && touches(to, line[line.len() - 1]), "{edge:?} {line:?}");
        for (at, rect) in laid.nodes.iter().enumerate() {
            assert!(!crossed(rect, &line), "{edge:?} runs through {at} {rect:?}: {line:?}");
        }
    }
}

fn in_lanes(graph: &Graph, laid: &Layout) {
    for (node, rect) in graph.nodes.iter().zip(&laid.nodes) {
        let (top, bottom) = laid.lanes[node.lane];
        assert!(top <= rect.top + 0.01 && rect.bottom <= bottom + 0.01, "{rect:?} outside of {top}..{bottom}");
    }
}

#[test]
fn a_tree_has_no_crossings_and_a_chain_is_straight() {
    let node = Node { width: 50.0, height: 20.0, column: None, lane: 0 };
    let edge = |(from, to): (usize, usize)| Edge { from, to, width: 1.0 };
    let mut edges: Vec<Edge> = (1..31).map(|at| edge(((at - 1) / 2, at))).collect();
    let tree = Graph { nodes: vec![node; 31], edges: edges.clone() };
    assert_eq!(layout(&tree, &Options::default()).crossings, 0);
    edges = (1..9).map(|at| edge((at - 1, at))).collect();
    edges.push(edge((0, 8)));
    let chain = Graph { nodes: vec![node; 9], edges };
    let laid = layout(&chain, &Options::default());
    check(&chain, &laid);
    let middles: Vec<f64> = laid.nodes.iter().map(Rect::middle).collect();
    assert!(middles[1..8].windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1e-6), "{middles:?}");
}

#[test]
fn known_crossings_are_found() {
    // The complete bipartite graph of three and three crosses nine times, however it is drawn in two layers.
    let edges = (0..3).flat_map(|from| (3..6).map(move |to| Edge { from, to, width: 1.0 })).collect();
    let graph = Graph { nodes: vec![Node { width: 9.0, height: 9.0, column: None, lane: 0 }; 6], edges };
    assert_eq!(layout(&graph, &Options::default()).crossings, 9);
}

#[test]
fn long_lines_run_straight_between_their_bends() {
    let graph = random(4, 60, 90, (0, 1));
    let laid = layout(&graph, &Options { bundle: false, ..Options::default() });
    let bends = laid.routes.iter().map(|route| {
        let mut from = route.start;
        let steps = route.pieces.iter().map(|piece| {
            let step = (piece.end.1 - std::mem::replace(&mut from, piece.end).1).abs();
            usize::from(step > 0.01)
        });
        steps.sum::<usize>()
    });
    // Straight between first and last waypoint: at most two bends, but where two long lines cross.
    let bends: Vec<usize> = bends.collect();
    let straight = bends.iter().filter(|bends| **bends <= 2).count();
    assert!(straight * 10 >= bends.len() * 9, "{bends:?}");
}

#[test]
fn nothing_and_little() {
    for (count, edges) in [(0, 0), (1, 0), (1, 2), (2, 5)] {
        let graph = random(1, count, if count == 0 { 0 } else { edges }, (0, 1));
        check(&graph, &layout(&graph, &Options::default()));
    }
}

#[test]
fn a_long_chain_with_long_lines_ends() {
    let count = 6000;
    let node = Node { width: 10.0, height: 10.0, column: None, lane: 0 };
    let chain = (1..count).map(|at| Edge { from: at - 1, to: at, width: 1.0 });
    let long = (0..count / 2).map(|at| Edge { from: at, to: at + count / 2, width: 1.0 });
    let graph = Graph { nodes: vec![node; count], edges: chain.chain(long).collect() };
    let laid = layout(&graph, &Options { sweeps: 1, ..Options::default() });
    assert_eq!(laid.layers.len(), count);
    assert!(laid.nodes.windows(2).all(|pair| pair[0].right < pair[1].left));
}

fn kept(laid: &Layout) -> (Vec<Option<Kept>>, Frame) {
    let places = laid.nodes.iter().zip(&laid.layer_of);
    let kept = places.map(|(rect, &layer)| Some(Kept { left: rect.left, top: rect.top, layer })).collect();
    (kept, Frame { layers: laid.layers.clone(), lanes: laid.lanes.clone() })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold_for_any_graph(
        seed in any::<u64>(), count in 1_usize..50, density in 0_usize..4,
        columns in 0_usize..5, lanes in 1_usize..4, most in proptest::option::of(1_usize..6), bundle in any::<bool>(),
    ) {
        let graph = random(seed, count, count * density, (columns, lanes));
        let options = Options { most_per_layer: most, bundle, ..Options::default() };
        let laid = layout(&graph, &options);
        check(&graph, &laid);
        in_lanes(&graph, &laid);
        prop_assert_eq!(&laid, &layout(&graph, &options));
    }

    #[test]
    fn what_was_there_stays_where_it_was(
        seed in any::<u64>(), count in 2_usize..40, density in 0_usize..4, columns in 0_usize..5, lanes in 1_usize..4,
    ) {
        let after = random(seed, count, count * density, (columns, lanes));
        let before = Graph { nodes: after.nodes[..count - 1].to_vec(), edges: after.edges.clone() };
        let options = Options::default();
        let first = layout(&before, &options);
        let (mut places, frame) = kept(&first);
        places.push(None);
        let second = layout_beside(&after, &options, &places, &frame);
        check(&after, &second);
        prop_assert_eq!(&second.nodes[..count - 1], &first.nodes[..]);
        prop_assert_eq!(&second, &layout_beside(&after, &options, &places, &frame));
    }
}
