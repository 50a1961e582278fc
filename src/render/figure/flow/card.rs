//! Inside of a node's card: name with its badges, then lines, in the middle of the card.

use super::BAND;
use crate::render::figure::card::{BADGE, badge};
use crate::render::figure::colour::{self, Ink};
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::render::figure::scene::{SAMPLE, Shape};
use crate::report::figure::{FlowColumn, FlowNode, Flows};

/// A column of so few nodes has large type.
const FEW: usize = 10;
const PAD: (f64, f64) = (13.0, 8.0);
const BADGE_GAP: f64 = 4.0;
/// Between a name and what stands at the other end of its line.
const APART: f64 = 18.0;

/// How the cards of a column are set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Set {
    /// Width of the cards.
    pub(super) width: f64,
    name: Type,
    line: Type,
    /// Whether the first line may stand at the other end of the name.
    beside: bool,
}

/// How each column is set: many nodes in wide and flat cards, few ones beside them in type that leads.
pub(super) fn sets(flows: &Flows) -> Vec<Set> {
    let many = |column: &FlowColumn| column.nodes.len() > FEW;
    let crowded = flows.columns.iter().any(many);
    let set = |column: &FlowColumn| {
        let (width, name, line) = match (many(column), crowded) {
            (true, _) => (490.0, 17.0, 14.5),
            (false, true) => (312.0, 25.0, 17.0),
            (false, false) => (252.0, 18.0, 13.5),
        };
        let (name, line) = (Type::bold(name, Ink::Text), Type::regular(line, Ink::Soft));
        Set { width, name, line, beside: many(column) }
    };
    flows.columns.iter().map(set).collect()
}

/// Text of a card, its lines from the top.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    rows: Vec<(String, Type)>,
    /// At the right end of the first row.
    beside: Option<(String, Type)>,
    badges: Vec<String>,
    /// Least height of the card.
    pub(super) height: f64,
}

fn step(face: Type) -> f64 {
    (face.size * 1.32).round()
}

impl Text {
    pub(super) fn new(node: &FlowNode, set: &Set) -> Text {
        let room = set.width - 2.0 * (PAD.0 + BAND);
        let badges: Vec<String> = node.badges.iter().map(|text| fit(text, room / 3.0, BADGE)).collect();
        let taken: f64 = badges.iter().map(|text| badge_width(text) + BADGE_GAP).sum::<f64>() + 8.0;
        // Badges that leave the name no room go without.
        let (badges, taken) = if badges.is_empty() || taken > room * 0.6 { (Vec::new(), 0.0) } else { (badges, taken) };
        let first = node.lines.first().filter(|_| set.beside).map(|line| fit(line, room, set.line));
        let left = |line: &String| room - taken - set.line.width(line) - APART;
        let one = |line: &String| wrap(&node.name, &[left(line).max(1.0), 1.0], set.name);
        let whole = |line: &String| one(line).len() == 1 && fit(&node.name, room, set.name) == one(line)[0];
        let beside = first.filter(|line| left(line) > 0.0 && whole(line));
        let names = wrap(&node.name, &[room - taken, room], set.name);
        let rows = names.into_iter().map(|name| (name, set.name));
        let lines =
            node.lines.iter().skip(usize::from(beside.is_some())).map(|line| (fit(line, room, set.line), set.line));
        let rows: Vec<(String, Type)> = rows.chain(lines.filter(|(line, _)| !line.is_empty())).collect();
        let height = rows.iter().map(|(_, face)| step(*face)).sum::<f64>() + 2.0 * PAD.1 - 3.0;
        Text { rows, beside: beside.map(|line| (line, set.line)), badges, height }
    }

    /// Labels and badges inside a card.
    pub(super) fn shapes(&self, card: &Rect) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let left = card.left + BAND + PAD.0;
        let mut y = card.middle() - self.height / 2.0 + PAD.1;
        for (at, (text, face)) in self.rows.iter().enumerate() {
            let label = Label::new(text.clone(), (left, y), Anchor::Start, *face);
            if at == 0 {
                shapes.extend(self.first_row(label.rect().right, card.right - BAND - PAD.0, &label));
            }
            shapes.push(Shape::Text(label));
            y += step(*face);
        }
        shapes
    }

    /// What stands in the row of the name: badges behind it, a line at the other end, on the same baseline.
    fn first_row(&self, name: f64, end: f64, label: &Label) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let mut right = name + 8.0;
        for text in &self.badges {
            right += badge_width(text);
            shapes.extend(badge_shapes(text, right, label.rect().middle() - 7.5));
            right += BADGE_GAP;
        }
        if let Some((line, face)) = &self.beside {
            let mut line = Label::new(line.clone(), (end, 0.0), Anchor::End, *face);
            line.baseline = label.baseline;
            shapes.push(Shape::Text(line));
        }
        shapes
    }
}

fn badge_width(text: &str) -> f64 {
    badge(text.to_owned(), 0.0, 0.0).rect.width()
}

fn badge_shapes(text: &str, right: f64, top: f64) -> [Shape; 2] {
    let badge = badge(text.to_owned(), right, top);
    [Shape::rounded(&badge.rect, 3.0, Some(colour::ACCENT), None), Shape::Text(badge.label)]
}

/// A badge as the legend shows it.
pub(super) fn badge_sample(text: &str) -> Vec<Shape> {
    let text = fit(text, SAMPLE.0 - 5.0, BADGE);
    badge_shapes(&text, f64::midpoint(SAMPLE.0, badge_width(&text)), 1.0).into()
}
