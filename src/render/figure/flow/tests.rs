//! What holds for every picture of flows, of any size and with any names.

use super::*;
use crate::render::figure::scene::tests::assert_readable;
use crate::report::figure::{FlowNode, Head, Ribbon};

/// A linear congruential generator: the same pictures on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }
}

fn name(dice: &mut Dice) -> String {
    match dice.below(6) {
        0 => "<script>alert(\"1\")</script>".to_owned(),
        1 => "\u{202E}反\u{0}向\t".repeat(9),
        2 => "高精度角接触球轴承".repeat(1 + dice.below(40)),
        3 => String::new(),
        _ => "轴承钢管".to_owned(),
    }
}

/// Nodes of each column; every node of a middle column passes on what it gets.
fn flows(sizes: &[usize], seed: u64) -> Flows {
    let mut dice = Dice(seed);
    let hues = [Hue::Step(0), Hue::Step(9), Hue::Kind(11), Hue::Plain, Hue::Unknown];
    let column = |(column, size): (usize, &usize)| {
        let node = |at: usize| FlowNode {
            id: format!("{column}/{at}"),
            name: name(&mut Dice(seed + at as u64)),
            lines: vec!["26.79 亿元 · 市内 34.6%".to_owned(), name(&mut Dice(at as u64))],
            badges: vec!["补".to_owned(); at % 5],
            hue: Some(hues[at % 5]),
            rest: at == 3,
        };
        FlowColumn { heading: name(&mut Dice(seed)), nodes: (0..*size).map(node).collect(), ordered: column % 2 == 0 }
    };
    let columns: Vec<FlowColumn> = sizes.iter().enumerate().map(column).collect();
    let mut ribbons = Vec::new();
    let mut gets: Vec<f64> =
        (0..sizes.first().copied().unwrap_or(0)).map(|_| (1 + dice.below(90_000)) as f64).collect();
    for (column, pair) in sizes.windows(2).enumerate() {
        let mut next = vec![0.0; pair[1]];
        for (at, amount) in gets.iter().enumerate().filter(|(_, amount)| **amount > 0.0) {
            let parts: Vec<usize> = (0..1 + dice.below(5)).map(|_| dice.below(pair[1])).collect();
            for to in &parts {
                let amount = amount / parts.len() as f64;
                if pair[1] > 0 {
                    next[*to] += amount;
                    let (from, to) = (format!("{column}/{at}"), format!("{}/{to}", column + 1));
                    ribbons.push(Ribbon { from, to, amount, hue: hues[at % 5], text: "甲 → 乙".to_owned() });
                }
            }
        }
        gets = next;
    }
    let head = Head { key: "rings".into(), title: "采购来源".repeat(20), ..Head::default() };
    Flows {
        head,
        columns,
        ribbons,
        keys: vec![(Hue::Unknown, "来源不明".into())],
        badges: vec![("补".into(), "补链".into())],
    }
}

const SIZES: [&[usize]; 9] = [&[], &[0], &[1], &[0, 3], &[1, 1], &[5, 7], &[9, 27, 7], &[8, 19, 6], &[2, 40, 1, 12]];

#[test]
fn labels_never_overlap_and_cards_stand_apart() {
    for (seed, sizes) in SIZES.iter().enumerate() {
        let flows = flows(sizes, seed as u64);
        assert_readable(&scene(&flows));
        let laid = layout(&flows);
        for (at, a) in laid.cards.iter().enumerate() {
            assert!(Rect::new(0.0, 0.0, laid.width, laid.height).contains(&a.rect), "{sizes:?}");
            assert!(laid.cards[at + 1..].iter().all(|b| !a.rect.overlaps(&b.rect)), "{sizes:?}");
        }
    }
}

#[test]
fn what_enters_a_node_leaves_it_and_bands_are_full() {
    for (seed, sizes) in SIZES.iter().enumerate() {
        let flows = flows(sizes, 31 + seed as u64);
        let laid = layout(&flows);
        assert_eq!(laid.strips.len(), flows.ribbons.len());
        for card in &laid.cards {
            let node = &flows.columns[card.node.0].nodes[card.node.1];
            let mut out: Vec<&Strip> =
                laid.strips.iter().filter(|strip| flows.ribbons[strip.ribbon].from == node.id).collect();
            let mut into: Vec<&Strip> =
                laid.strips.iter().filter(|strip| flows.ribbons[strip.ribbon].to == node.id).collect();
            out.sort_by(|a, b| a.from.1.total_cmp(&b.from.1));
            into.sort_by(|a, b| a.to.1.total_cmp(&b.to.1));
            // Ribbons of a side lie one below the other, from the upper end of the band to the lower.
            for (side, tops) in [
                (0, into.iter().map(|strip| (strip.to.1, strip.height)).collect::<Vec<_>>()),
                (1, out.iter().map(|strip| (strip.from.1, strip.height)).collect()),
            ] {
                let (top, height) = card.bands[side];
                let mut y = top;
                for (at, height) in tops {
                    assert!((at - y).abs() < 1e-6, "{sizes:?} {node:?}");
                    y += height;
                }
                assert!((y - top - height).abs() < 1e-6 && height <= card.rect.height() + 1e-6);
            }
            let middle = card.node.0 > 0 && card.node.0 + 1 < sizes.len();
            if middle {
                assert!((card.bands[0].1 - card.bands[1].1).abs() < 1e-6, "{node:?} {:?}", card.bands);
            }
        }
    }
}

#[test]
fn order_lets_less_cross_and_keeps_what_it_must() {
    for (seed, sizes) in SIZES.iter().enumerate() {
        let flows = flows(sizes, 7 + seed as u64);
        let links = links(&flows);
        let order = order::order(&flows.columns, &links);
        let given: Vec<Vec<usize>> = sizes
            .iter()
            .zip(&flows.columns)
            .map(|(size, column)| {
                let mut given: Vec<usize> = (0..*size).collect();
                given.sort_by_key(|at| !column.ordered && column.nodes[*at].rest);
                given
            })
            .collect();
        assert!(order::crossings(&order, &links) <= order::crossings(&given, &links));
        for (column, order) in flows.columns.iter().zip(&order) {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert!(sorted.iter().copied().eq(0..column.nodes.len()));
            assert!(!column.ordered || sorted == *order);
            let rest = order.iter().position(|at| column.nodes[*at].rest);
            assert!(column.ordered || rest.is_none_or(|place| place + 1 == order.len()));
        }
    }
}

#[test]
fn drawing_twice_gives_the_same_bytes_and_nothing_runs_off() {
    let flows = flows(&[9, 27, 7], 5);
    let svg = scene(&flows).svg(&flows.head).unwrap();
    assert_eq!(svg, scene(&flows).svg(&flows.head).unwrap());
    assert!(!svg.contains("<script") && !svg.contains("NaN"));
}

#[test]
fn ribbons_that_cannot_be_are_left_out() {
    let mut flows = flows(&[2, 2], 1);
    let of = flows.ribbons[0].clone();
    for amount in [f64::NAN, f64::INFINITY, 0.0, -3.0] {
        flows.ribbons.push(Ribbon { amount, ..of.clone() });
    }
    flows.ribbons.push(Ribbon { to: "nobody".into(), ..of.clone() });
    flows.ribbons.push(Ribbon { from: of.to.clone(), to: of.from.clone(), ..of });
    let laid = layout(&flows);
    assert_eq!(laid.strips.len() + 6, flows.ribbons.len());
    assert!(laid.cards.iter().all(|card| card.rect.height().is_finite() && card.rect.height() > 0.0));
}
