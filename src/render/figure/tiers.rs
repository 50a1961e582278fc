//! Firms in columns with lines between: the surroundings of a firm, or how a loss spreads.
//!
//! Boxes are as high as their text and their lines need, `render::layered` orders them so that few lines cross, and lines
//! that run to the left are laid out as if they ran to the right.

mod stand;

use std::collections::BTreeMap;

use crate::render::figure::colour::{ACCENT, FRAME, Ink, PAPER, RISK, RULE, TRACK, WIRES};
use crate::render::figure::font;
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::render::figure::scene::{Body, Group, Key, Pencil, SAMPLE, Scene, Shape, casing};
use crate::render::layered::{Edge, Graph, Layer, Layout, Node, Options};
use crate::report::figure::{TierBox, TierEdge, TierLook, TierSign, Tiers, Tone};

/// Width of a box, of the stripe at its left side, and from its sides to the text.
const WIDTH: f64 = 218.0;
const STRIPE: f64 = 6.0;
const PAD: f64 = 9.0;
const CORNER: f64 = 5.0;
const NAME_STEP: f64 = 18.0;
const STEP: f64 = 16.0;
const BADGE: Type = Type::bold(11.0, Ink::Paper);
const BADGE_HEIGHT: f64 = 16.0;
const BAR: f64 = 5.0;
/// Lines of a name and of a detail.
const NAME_LINES: usize = 2;
const DETAIL_LINES: usize = 2;
/// Width of a line: the widest, the least, and the least of a weak one.
const WIDEST: f64 = 16.0;
const THINNEST: f64 = 1.2;
const WEAK: f64 = 2.8;
/// How far lines run level at either side of a box: heads lie on it.
const RUN: f64 = 16.0;
/// Between two boxes, and between two columns: least and most.
const NODE_GAP: f64 = 14.0;
const GUTTER: (f64, f64) = (72.0, 330.0);
/// A-series landscape, less what title and legend take of the height.
const SHAPE: f64 = 1.25;
/// Between two lines at the side of a box.
const LINE_GAP: f64 = 9.0;
const CHORDS: u8 = 28;
const HEADING: Type = Type::bold(18.0, Ink::Accent);
const NOTE: Type = Type::regular(12.5, Ink::Soft);
const HEADING_HEIGHT: f64 = 74.0;
const UNKNOWN_DASH: &[f64] = &[5.0, 4.0];
/// Fill of a box in the focus area.
const HERE: plotters::style::RGBColor = plotters::style::RGBColor(0xD3, 0xE4, 0xF3);

/// The map as a sheet.
pub fn scene(map: &Tiers) -> Scene {
    let widths = widths(map);
    let cards = Cards::new(map);
    let graph = graph(map, &widths, &cards);
    let laid = stand::stand(&graph, &options(&graph));
    let mut body = Body { groups: Vec::new(), width: laid.width, height: laid.height + HEADING_HEIGHT };
    body.groups.push(Group::plain(headings(map, &laid)));
    lines(map, &widths, &laid, &mut body);
    for (of, rect) in map.boxes.iter().zip(&laid.nodes) {
        let (shapes, _) = cards.card(of, rect.height());
        let at = |shape: Shape| shape.shifted(rect.left + RUN, rect.top + HEADING_HEIGHT);
        let shapes = shapes.into_iter().map(at).collect();
        body.groups.push(Group { shapes, tip: of.tip.clone(), found: Some((of.id.clone(), None)), clear: 0.0 });
    }
    let keys: Vec<Key> = map.signs.iter().map(|(sign, text)| key(sign, text)).collect();
    Scene::framed(&map.head, body, &keys)
}

fn options(graph: &Graph) -> Options {
    let mut columns: BTreeMap<usize, f64> = BTreeMap::new();
    for node in &graph.nodes {
        *columns.entry(node.column.unwrap_or(0)).or_default() += node.height + NODE_GAP;
    }
    let gutters = f64::from(u32::try_from(columns.len()).unwrap_or(u32::MAX)) - 1.0;
    let height = columns.values().copied().fold(0.0, f64::max);
    // Few columns of many boxes stand farther apart, so that the sheet lies on its side.
    let gutter = (height * SHAPE - (gutters + 1.0) * (WIDTH + 2.0 * RUN)) / gutters.max(1.0);
    Options {
        node_gap: NODE_GAP,
        line_gap: LINE_GAP,
        gutter: gutter.clamp(GUTTER.0, GUTTER.1),
        // Every column is one layer.
        most_per_layer: Some(usize::MAX),
        bundle: false,
        sweeps: 32,
        ..Options::default()
    }
}

/// Width of each line as drawn.
fn widths(map: &Tiers) -> Vec<f64> {
    let known = |edge: &TierEdge| edge.amount.filter(|amount| amount.is_finite() && *amount > 0.0);
    let most = map.edges.iter().filter_map(known).fold(0.0, f64::max);
    let width = |edge: &TierEdge| {
        let least = if edge.tone == Tone::Danger { WEAK } else { THINNEST };
        known(edge).map_or(least, |amount| (WIDEST * (amount / most)).max(least))
    };
    map.edges.iter().map(width).collect()
}

/// Ends of each line from left to right, by index; `usize::MAX` where there is no such box.
fn ends(map: &Tiers) -> Vec<(usize, usize)> {
    let known: BTreeMap<&str, usize> =
        map.boxes.iter().enumerate().rev().map(|(at, of)| (of.id.as_str(), at)).collect();
    let at = |id: &String| known.get(id.as_str()).copied().unwrap_or(usize::MAX);
    let column = |at: usize| map.boxes.get(at).map_or(0, |of| of.column);
    let ends = |edge: &TierEdge| {
        let (from, to) = (at(&edge.from), at(&edge.to));
        if column(from) > column(to) { (to, from) } else { (from, to) }
    };
    map.edges.iter().map(ends).collect()
}

fn graph(map: &Tiers, widths: &[f64], cards: &Cards) -> Graph {
    let ends = ends(map);
    let mut sides = vec![(0.0_f64, 0.0_f64); map.boxes.len()];
    for (&(from, to), width) in ends.iter().zip(widths) {
        let room = width + LINE_GAP / 2.0;
        sides.get_mut(from).into_iter().for_each(|side| side.1 += room);
        sides.get_mut(to).into_iter().for_each(|side| side.0 += room);
    }
    let node = |(of, (left, right)): (&TierBox, (f64, f64))| Node {
        width: WIDTH + 2.0 * RUN,
        height: cards.card(of, 0.0).1.max(left.max(right) + 2.0 * PAD),
        column: Some(of.column),
        lane: 0,
    };
    let edge = |(&(from, to), &width): (&(usize, usize), &f64)| Edge { from, to, width };
    Graph { nodes: map.boxes.iter().zip(sides).map(node).collect(), edges: ends.iter().zip(widths).map(edge).collect() }
}

fn headings(map: &Tiers, laid: &Layout) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for Layer { left, right, column } in &laid.layers {
        let Some(of) = map.columns.get(*column) else { continue };
        let (left, width) = (&(left + RUN), right - left - 2.0 * RUN);
        let heading = fit(&of.heading, width, HEADING);
        shapes.push(Shape::Text(Label::new(heading, (*left, 0.0), Anchor::Start, HEADING)));
        shapes.push(Shape::rect(&Rect::new(*left, 24.0, width, 3.0), ACCENT));
        for (row, line) in wrap(&of.note, &[width; 2], NOTE).into_iter().enumerate() {
            let top = if row == 0 { 33.0 } else { 33.0 + STEP };
            shapes.push(Shape::Text(Label::new(line, (*left, top), Anchor::Start, NOTE)));
        }
    }
    shapes
}

/// Lines from the widest to the thinnest, weak ones last.
fn lines(map: &Tiers, widths: &[f64], laid: &Layout, body: &mut Body) {
    let ends = ends(map);
    let mut order: Vec<usize> = (0..map.edges.len()).filter(|at| !laid.routes[*at].pieces.is_empty()).collect();
    let weak = |at: usize| map.edges[at].tone == Tone::Danger;
    order.sort_by(|&a, &b| weak(a).cmp(&weak(b)).then(widths[b].total_cmp(&widths[a])).then(a.cmp(&b)));
    for at in order {
        let edge = &map.edges[at];
        let mut points = laid.routes[at].shifted((0.0, HEADING_HEIGHT)).points(CHORDS);
        if let (Some(&(left, out)), Some(&(right, into))) = (points.first(), points.last()) {
            points.insert(0, (left - RUN, out));
            points.push((right + RUN, into));
        }
        if map.boxes.get(ends[at].0).is_some_and(|left| left.id != edge.from) {
            points.reverse();
        }
        body.groups.push(Group {
            shapes: line(points, widths[at], edge.tone, edge.amount.is_none()),
            tip: edge.text.clone(),
            ..Group::default()
        });
    }
}

/// A line with its head; a weak one has a white core, one of unknown amount is dashed.
fn line(mut points: Vec<Point>, width: f64, tone: Tone, unknown: bool) -> Vec<Shape> {
    let colour = match (tone, unknown) {
        (Tone::Danger | Tone::Loss, _) => RISK,
        (Tone::Plain, false) => WIRES[0],
        (Tone::Plain, true) => WIRES[1],
    };
    let length = 6.0 + width * 0.5;
    let head = head(&points, length, width / 2.0 + 2.4);
    if let [.., before, last] = points.as_mut_slice() {
        let left = (last.0 - before.0).abs();
        last.0 -= (last.0 - before.0).signum() * (length * 0.8).min(left);
    }
    let dashes = if unknown { UNKNOWN_DASH } else { &[] };
    let mut shapes = vec![casing(points.clone(), width)];
    shapes.push(Shape::Line(points.clone(), Pencil { colour, width, dashes }));
    if tone == Tone::Danger {
        shapes.push(Shape::Line(points, Pencil::solid(PAPER, (width * 0.25).max(0.8))));
    }
    shapes.push(Shape::Area { points: head, fill: Some(colour), line: None });
    shapes
}

/// A head in the direction in which the line ends, which is level.
fn head(points: &[Point], length: f64, half: f64) -> Vec<Point> {
    let Some(&tip) = points.last() else { return Vec::new() };
    let before = points.iter().rev().find(|point| (point.0 - tip.0).abs() > 1e-9).map_or(tip.0 - 1.0, |point| point.0);
    let back = tip.0 + (before - tip.0).signum() * length;
    vec![tip, (back, tip.1 - half), (back, tip.1 + half)]
}

/// How names are set.
struct Cards {
    /// Whether the bold weight has the characters of all names: names in two weights would look like two kinds of firms.
    bold: bool,
}

impl Cards {
    fn new(map: &Tiers) -> Cards {
        Cards { bold: map.boxes.iter().all(|of| font::bold_has(&font::clean(&of.name))) }
    }

    /// A box of this height or as high as its text, its upper left corner at 0, 0; and the height of its text with the
    /// padding.
    fn card(&self, of: &TierBox, height: f64) -> (Vec<Shape>, f64) {
        let (text, wanted) = self.inside(of);
        let height = height.max(wanted);
        let mut shapes = ground(of.look, &Rect::new(0.0, 0.0, WIDTH, height));
        let dy = (height - wanted) / 2.0;
        shapes.extend(text.into_iter().map(|shape| shape.shifted(0.0, dy)));
        (shapes, wanted)
    }

    /// Name, badges, details and bar, and how high they are with the padding.
    fn inside(&self, of: &TierBox) -> (Vec<Shape>, f64) {
        let ink = |usual| if of.look == TierLook::Centre { Ink::Paper } else { usual };
        let name = Type { size: 15.0, bold: self.bold, ink: ink(Ink::Text) };
        let detail = Type::regular(12.0, ink(Ink::Soft));
        let left = STRIPE + PAD;
        let room = WIDTH - left - PAD;
        let mut shapes = Vec::new();
        let mut y = PAD - 1.0;
        for line in wrap(&of.name, &[room; NAME_LINES], name) {
            shapes.push(Shape::Text(Label::new(line, (left, y), Anchor::Start, name)));
            y += NAME_STEP;
        }
        if !of.badges.is_empty() {
            badges(of, (left, y + 1.0), room, &mut shapes);
            y += BADGE_HEIGHT + 5.0;
        }
        for text in &of.lines {
            for line in wrap(text, &[room; DETAIL_LINES], detail) {
                shapes.push(Shape::Text(Label::new(line, (left, y + 1.0), Anchor::Start, detail)));
                y += STEP;
            }
        }
        if let Some(share) = of.bar {
            let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
            shapes.push(Shape::rect(&Rect::new(left, y + 3.0, room, BAR), TRACK));
            shapes.push(Shape::rect(&Rect::new(left, y + 3.0, (room * share).max(1.0), BAR), RISK));
            y += BAR + 5.0;
        }
        (shapes, y + PAD - 2.0)
    }
}
/// Where a firm stands is told by stripe and outline, not by colour alone.
fn ground(look: TierLook, rect: &Rect) -> Vec<Shape> {
    let (fill, line) = match look {
        TierLook::Centre => (ACCENT, Pencil::solid(ACCENT, 1.6)),
        TierLook::Here => (HERE, Pencil::solid(WIRES[0], 1.2)),
        TierLook::Outside => (PAPER, Pencil::solid(WIRES[1], 1.2)),
        TierLook::Unknown => (FRAME, Pencil { colour: WIRES[1], width: 1.2, dashes: UNKNOWN_DASH }),
        TierLook::Several => (FRAME, Pencil::solid(RULE, 1.2)),
    };
    let mut shapes = Vec::new();
    if look == TierLook::Several {
        let below = Rect { left: rect.left + 4.0, top: rect.top + 4.0, right: rect.right, bottom: rect.bottom };
        shapes.push(Shape::rounded(&below, CORNER, Some(PAPER), Some(line)));
    }
    let front = match look {
        TierLook::Several => Rect { right: rect.right - 4.0, bottom: rect.bottom - 4.0, ..*rect },
        _ => *rect,
    };
    shapes.push(Shape::rounded(&front, CORNER, Some(fill), None));
    let stripe = Rect { right: front.left + STRIPE, top: front.top + 2.5, bottom: front.bottom - 2.5, ..front };
    match look {
        TierLook::Here => shapes.push(Shape::rect(&stripe, ACCENT)),
        TierLook::Outside => shapes.push(Shape::Hatch(stripe, Pencil::solid(WIRES[1], 1.1), 5.0)),
        TierLook::Centre | TierLook::Unknown | TierLook::Several => {}
    }
    shapes.push(Shape::rounded(&front, CORNER, None, Some(line)));
    shapes
}

/// As many as fit on one line.
fn badges(of: &TierBox, (left, top): Point, room: f64, shapes: &mut Vec<Shape>) {
    let mut x = left;
    for (tone, text) in &of.badges {
        let text = fit(text, room - 10.0, BADGE);
        let width = BADGE.width(&text) + 10.0;
        if text.is_empty() || x + width > left + room + 0.01 {
            break;
        }
        shapes.extend(badge(
            (*tone, of.look == TierLook::Centre),
            text,
            BADGE.size,
            &Rect::new(x, top, width, BADGE_HEIGHT),
        ));
        x += width + 5.0;
    }
}

/// Weak points on a dark ground, facts in an outline.
fn badge((tone, on_dark): (Tone, bool), text: String, size: f64, rect: &Rect) -> Vec<Shape> {
    let loud = tone != Tone::Plain;
    let (fill, ink) = match (loud, on_dark) {
        (true, _) => (Some(RISK), Ink::Paper),
        (false, true) => (None, Ink::Paper),
        (false, false) => (Some(PAPER), Ink::Accent),
    };
    let line = Pencil::solid(
        if on_dark {
            PAPER
        } else if loud {
            RISK
        } else {
            ACCENT
        },
        1.0,
    );
    let face = Type { ink, size, ..BADGE };
    let label =
        Label::new(text, (f64::midpoint(rect.left, rect.right), rect.middle() - size * 0.53), Anchor::Middle, face);
    vec![Shape::rounded(rect, 3.0, fill, Some(line)), Shape::Text(label)]
}

fn key(sign: &TierSign, text: &str) -> Key {
    let middle = SAMPLE.1 / 2.0;
    let ends = vec![(0.0, middle), (SAMPLE.0, middle)];
    let plain = |sample: Vec<Shape>| Key { sample, text: text.to_owned() };
    match sign {
        TierSign::Box(look) => plain(ground(*look, &Rect::new(0.0, 1.0, SAMPLE.0, SAMPLE.1 - 2.0))),
        TierSign::Badge(tone, name) => {
            let rect = Rect::new(0.0, 1.0, SAMPLE.0, BADGE_HEIGHT);
            let size = (BADGE.size * (SAMPLE.0 - 5.0) / BADGE.width(name).max(1.0)).clamp(6.5, BADGE.size);
            plain(badge((*tone, false), fit(name, SAMPLE.0 - 2.0, Type { size, ..BADGE }), size, &rect))
        }
        TierSign::Line(tone) => plain(line(ends, 5.0, *tone, false)),
        TierSign::UnknownLine => plain(line(ends, THINNEST, Tone::Plain, true)),
        TierSign::Bar => {
            let rect = Rect::new(0.0, middle - BAR / 2.0, SAMPLE.0, BAR);
            let part = Rect { right: SAMPLE.0 * 0.6, ..rect };
            plain(vec![Shape::rect(&rect, TRACK), Shape::rect(&part, RISK)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::figure::scene::tests::assert_readable;
    use crate::report::figure::{Head, TierColumn};

    const NAMES: [&str; 6] = [
        "<script>alert(1)</script>",
        "\u{202E}司公例示",
        "灵璧县示例轴承",
        "A&B \"Quoted\" 'Works' Ltd with a name that goes on and on for longer than any box is wide",
        "",
        "=HYPERLINK(\"x\")\u{0}\u{7}",
    ];

    fn name(at: usize) -> String {
        if at % 7 == 6 { "长".repeat(300) } else { NAMES[at % NAMES.len()].to_owned() }
    }

    fn of(at: usize, column: usize) -> TierBox {
        let looks = [TierLook::Here, TierLook::Outside, TierLook::Unknown, TierLook::Several, TierLook::Centre];
        TierBox {
            id: format!("b{at}"),
            column,
            name: name(at),
            look: looks[at % looks.len()],
            badges: (0..at % 5).map(|more| ([Tone::Danger, Tone::Plain][more % 2], name(at + more))).collect(),
            lines: (0..at % 4).map(|more| name(at * 3 + more)).collect(),
            bar: [None, Some(0.0), Some(0.4), Some(f64::NAN)][at % 4],
            tip: name(at),
        }
    }

    /// A map of so many columns and boxes in each, lines between neighbours in both directions.
    fn map(columns: usize, count: usize) -> Tiers {
        let edge = |at: usize| {
            let column = at % columns.saturating_sub(1).max(1);
            let ends = (column * count + at % count.max(1), (column + 1) * count + (at * 5 + 1) % count.max(1));
            let (from, to) = if at.is_multiple_of(3) { (ends.1, ends.0) } else { ends };
            let amount = [Some(1e308), Some(5.0), None, Some(f64::INFINITY), Some(-3.0)][at % 5];
            let tone = [Tone::Danger, Tone::Loss, Tone::Plain][at % 3];
            TierEdge { from: format!("b{from}"), to: format!("b{to}"), amount, tone, text: name(at) }
        };
        let head =
            Head { key: "ego".to_owned(), title: name(6), subtitle: name(2), notes: vec!["口径".repeat(60); 4] };
        Tiers {
            head,
            columns: (0..columns).map(|at| TierColumn { heading: name(at), note: name(at + 1) }).collect(),
            boxes: (0..columns * count).map(|at| of(at, at / count)).collect(),
            edges: (0..columns * count * 2).map(edge).collect(),
            signs: vec![
                (TierSign::Box(TierLook::Here), name(2)),
                (TierSign::Badge(Tone::Danger, name(3)), name(3)),
                (TierSign::Line(Tone::Danger), name(1)),
                (TierSign::UnknownLine, name(0)),
                (TierSign::Bar, name(5)),
            ],
        }
    }

    /// What a group covers without its text.
    fn extent(group: &Group) -> Rect {
        let points = group.shapes.iter().filter_map(|shape| match shape {
            Shape::Area { points, .. } => Some(points.as_slice()),
            _ => None,
        });
        let start = Rect { left: f64::MAX, top: f64::MAX, right: f64::MIN, bottom: f64::MIN };
        points.flatten().fold(start, |rect, &(x, y)| Rect {
            left: rect.left.min(x),
            top: rect.top.min(y),
            right: rect.right.max(x),
            bottom: rect.bottom.max(y),
        })
    }

    #[test]
    fn any_map_is_readable_and_its_text_stays_in_its_box() {
        for (columns, count) in [(0, 0), (1, 0), (1, 1), (2, 1), (3, 4), (5, 12), (9, 6)] {
            let map = map(columns, count);
            let scene = scene(&map);
            assert_readable(&scene);
            let boxes: Vec<&Group> = scene.groups.iter().filter(|group| group.found.is_some()).collect();
            assert_eq!(boxes.len(), columns * count);
            for (at, group) in boxes.iter().enumerate() {
                let rect = extent(group);
                assert!(boxes[..at].iter().all(|other| !extent(other).overlaps(&rect)));
                for shape in &group.shapes {
                    if let Shape::Text(label) = shape {
                        assert!(rect.contains(&label.rect()), "{} leaves its box", label.text);
                    }
                }
            }
            let drawn = scene.svg(&map.head).unwrap();
            assert_eq!(drawn, self::scene(&map).svg(&map.head).unwrap());
            assert!(!drawn.contains("<script") && !drawn.contains("NaN"));
        }
    }

    #[test]
    fn lines_run_between_their_boxes_in_the_direction_meant() {
        let mut map = map(2, 3);
        map.edges.truncate(1);
        map.edges[0].text = "way".to_owned();
        for (from, to, rises) in [("b0", "b4", true), ("b4", "b0", false)] {
            (map.edges[0].from, map.edges[0].to) = (from.to_owned(), to.to_owned());
            let scene = scene(&map);
            let shapes = scene.groups.iter().filter(|group| group.tip == "way").flat_map(|group| &group.shapes);
            let lines = shapes.filter_map(|shape| match shape {
                Shape::Line(points, _) => Some((points.first()?.0, points.last()?.0)),
                _ => None,
            });
            let lines: Vec<(f64, f64)> = lines.collect();
            assert!(!lines.is_empty() && lines.iter().all(|(start, end)| (end > start) == rises));
        }
    }

    #[test]
    fn width_tells_the_amount() {
        let mut map = map(2, 2);
        map.edges.truncate(3);
        for (edge, amount) in map.edges.iter_mut().zip([Some(100.0), Some(50.0), None]) {
            (edge.amount, edge.tone) = (amount, Tone::Plain);
        }
        assert_eq!(widths(&map), [WIDEST, WIDEST / 2.0, THINNEST]);
    }
}
