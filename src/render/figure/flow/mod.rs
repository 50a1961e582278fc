//! Amounts that run from column to column: cards with bands at their sides, and ribbons as wide as what they carry.
//!
//! A card is as high as its text or as its amount, whichever is more, so that no label lies upon another; the ribbons of a side
//! fill its band without a gap and in the order of what they lead to.

mod card;
mod order;
#[cfg(test)]
mod tests;

use crate::render::figure::colour::{self, Ink, PAPER};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label, Type, fit};
use crate::render::figure::layout::MARGIN;
use crate::render::figure::scene::{Body, Group, Key, Pencil, SAMPLE, Scene, Shape};
use crate::report::figure::{FlowColumn, Flows, Hue};
use card::Text;
use plotters::style::RGBColor;
use std::collections::BTreeMap;

/// A-series landscape.
const SHAPE: f64 = std::f64::consts::SQRT_2;
/// Narrowest and flattest body.
const LEAST: (f64, f64) = (1250.0, 700.0);
/// About the height of title, headings, legend and margins.
const AROUND: f64 = 350.0;
/// Between two cards of a column.
const GAP: f64 = 9.0;
/// A column that needs less room spreads no further than this.
const WIDEST_GAP: f64 = 34.0;
/// Least room for ribbons between two columns.
const RIBBONS: f64 = 210.0;
/// How much higher than its cards alone the tallest column may become.
const SWELL: f64 = 1.22;
/// Thinnest ribbon that is drawn.
const THINNEST: f64 = 0.7;
/// Thinnest ribbon that is hatched.
const THINNEST_HATCH: f64 = 3.0;
/// Width of the band at the side of a card.
const BAND: f64 = 7.0;
const CHORDS: u8 = 40;
const HEADING: Type = Type::bold(19.0, Ink::Accent);
const HEADING_ROOM: f64 = 48.0;

/// A node at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Column and position in [`Flows::columns`].
    pub node: (usize, usize),
    /// Outline.
    pub rect: Rect,
    /// Bands on the left and right side, top and height; as high as what enters and leaves.
    pub bands: [(f64, f64); 2],
    text: Text,
}

/// A ribbon at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// Position in [`Flows::ribbons`].
    pub ribbon: usize,
    /// Where it leaves: its upper corner.
    pub from: Point,
    /// Where it arrives.
    pub to: Point,
    /// Height at both ends.
    pub height: f64,
}

/// Where everything is; the upper left corner is 0, 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Laid {
    /// Nodes, column by column, from top to bottom.
    pub cards: Vec<Card>,
    /// Ribbons that are drawn.
    pub strips: Vec<Strip>,
    /// Left and right side of each column.
    pub columns: Vec<(f64, f64)>,
    /// Extent.
    pub width: f64,
    /// Extent.
    pub height: f64,
}

/// The picture.
pub fn scene(flows: &Flows) -> Scene {
    let laid = layout(flows);
    let mut body = Body { width: laid.width, height: laid.height, ..Body::default() };
    let mut strips: Vec<&Strip> = laid.strips.iter().collect();
    // Thin ones lie upon wide ones.
    strips.sort_by(|a, b| b.height.total_cmp(&a.height).then(a.ribbon.cmp(&b.ribbon)));
    body.groups.extend(strips.into_iter().map(|strip| ribbon(flows, strip)));
    for (column, &(left, right)) in flows.columns.iter().zip(&laid.columns) {
        body.groups.push(heading(column, left, right));
    }
    body.groups.extend(laid.cards.iter().map(|card| drawn(flows, card)));
    Scene::framed(&flows.head, body, &keys(flows))
}

/// Ribbons that can be drawn: between neighbouring columns, of a known amount. Ends as column and position.
pub(super) fn links(flows: &Flows) -> Vec<Link> {
    let mut known: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (column, nodes) in flows.columns.iter().map(|column| &column.nodes).enumerate() {
        for (at, node) in nodes.iter().enumerate() {
            known.entry(&node.id).or_insert((column, at));
        }
    }
    let link = |(ribbon, of): (usize, &crate::report::figure::Ribbon)| {
        let (from, to) = (*known.get(of.from.as_str())?, *known.get(of.to.as_str())?);
        let drawn = of.amount.is_finite() && of.amount > 0.0 && from.0 + 1 == to.0;
        drawn.then_some(Link { ribbon, from, to, amount: of.amount })
    };
    flows.ribbons.iter().enumerate().filter_map(link).collect()
}

/// A ribbon between two nodes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) ribbon: usize,
    pub(super) from: (usize, usize),
    pub(super) to: (usize, usize),
    pub(super) amount: f64,
}

/// Lays the picture out; always ends, and gives the same answer each time.
pub fn layout(flows: &Flows) -> Laid {
    let links = links(flows);
    let order = order::order(&flows.columns, &links);
    let count = flows.columns.len();
    let sets = card::sets(flows);
    let text =
        |(column, set): (&FlowColumn, &card::Set)| column.nodes.iter().map(|node| Text::new(node, set)).collect();
    let texts: Vec<Vec<Text>> = flows.columns.iter().zip(&sets).map(text).collect();
    let widths: Vec<f64> = sets.iter().map(|set| set.width).collect();
    let sides = sides(flows, &links);
    let flat = |column: &usize| -> f64 {
        let heights = texts[*column].iter().map(|text| text.height + GAP);
        heights.sum::<f64>() - GAP
    };
    let tallest = (0..count).map(|column| flat(&column)).fold(0.0, f64::max);
    let height = (tallest * SWELL).max(LEAST.1);
    let cards: f64 = widths.iter().sum();
    let width = ((height + AROUND) * SHAPE - 2.0 * MARGIN).max(LEAST.0).max(cards + number(count.max(1) - 1) * RIBBONS);
    let scale = scale(&texts, &sides, height);
    let mut laid = Laid { width, height: height + HEADING_ROOM, ..Laid::default() };
    let between = if count > 1 { (width - cards) / number(count - 1) } else { 0.0 };
    let mut left = 0.0;
    for (column, order) in order.iter().enumerate() {
        laid.columns.push((left, left + widths[column]));
        let of = |at: usize| (sides[column][at].map(|amount| amount * scale), &texts[column][at]);
        let tall = |at: &usize| card_height(of(*at));
        let used: f64 = order.iter().map(tall).sum();
        let gaps = number(order.len().saturating_sub(1));
        let gap = if gaps > 0.0 { ((height - used) / gaps).clamp(GAP, WIDEST_GAP) } else { 0.0 };
        let mut top = HEADING_ROOM + ((height - used - gap * gaps) / 2.0).max(0.0);
        for &at in order {
            let (amounts, text) = of(at);
            let rect = Rect::new(left, top, widths[column], tall(&at));
            let bands = amounts.map(|amount| (rect.middle() - amount / 2.0, amount));
            laid.cards.push(Card { node: (column, at), rect, bands, text: text.clone() });
            top += rect.height() + gap;
        }
        left += widths[column] + between;
    }
    laid.strips = strips(&links, &laid.cards, scale);
    laid
}

fn card_height((bands, text): ([f64; 2], &Text)) -> f64 {
    bands.into_iter().fold(text.height, f64::max)
}

/// What enters and what leaves each node.
fn sides(flows: &Flows, links: &[Link]) -> Vec<Vec<[f64; 2]>> {
    let mut sides: Vec<Vec<[f64; 2]>> = flows.columns.iter().map(|column| vec![[0.0; 2]; column.nodes.len()]).collect();
    for link in links {
        sides[link.from.0][link.from.1][1] += link.amount;
        sides[link.to.0][link.to.1][0] += link.amount;
    }
    sides
}

/// Units to the yuan, the most at which every column fits.
fn scale(texts: &[Vec<Text>], sides: &[Vec<[f64; 2]>], height: f64) -> f64 {
    let most: f64 = sides.iter().flatten().flatten().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return 0.0;
    }
    let fits = |scale: f64| {
        texts.iter().zip(sides).all(|(texts, sides)| {
            let cards = sides.iter().zip(texts).map(|(of, text)| card_height((of.map(|amount| amount * scale), text)));
            cards.sum::<f64>() + GAP * number(texts.len().saturating_sub(1)) <= height
        })
    };
    // No card is higher than its column.
    let (mut low, mut high) = (0.0, height / most);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

/// Ribbons side by side in the bands, in the order of what they lead to.
fn strips(links: &[Link], cards: &[Card], scale: f64) -> Vec<Strip> {
    let place: BTreeMap<(usize, usize), &Card> = cards.iter().map(|card| (card.node, card)).collect();
    let top = |node: &(usize, usize)| place.get(node).map_or(0.0, |card| card.rect.top);
    let mut sorted: Vec<&Link> = links.iter().collect();
    let by = |a: f64, b: f64| a.total_cmp(&b);
    let mut starts: BTreeMap<usize, Point> = BTreeMap::new();
    let mut used: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    sorted.sort_by(|a, b| by(top(&a.to), top(&b.to)).then(a.ribbon.cmp(&b.ribbon)));
    for link in &sorted {
        let Some(card) = place.get(&link.from) else { continue };
        let used = used.entry(link.from).or_default();
        starts.insert(link.ribbon, (card.rect.right, card.bands[1].0 + *used));
        *used += link.amount * scale;
    }
    used.clear();
    sorted.sort_by(|a, b| by(top(&a.from), top(&b.from)).then(a.ribbon.cmp(&b.ribbon)));
    let mut strips = Vec::with_capacity(links.len());
    for link in sorted {
        let (Some(card), Some(&from)) = (place.get(&link.to), starts.get(&link.ribbon)) else { continue };
        let used = used.entry(link.to).or_default();
        let height = link.amount * scale;
        strips.push(Strip { ribbon: link.ribbon, from, to: (card.rect.left, card.bands[0].0 + *used), height });
        *used += height;
    }
    strips
}

/// Points of the upper side, from left to right.
fn course(strip: &Strip) -> Vec<Point> {
    let (from, to) = (strip.from, strip.to);
    let point = |chord: u8| {
        let t = f64::from(chord) / f64::from(CHORDS);
        // Level at both ends.
        let bend = t * t * (3.0 - 2.0 * t);
        (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * bend)
    };
    (0..=CHORDS).map(point).collect()
}

fn ribbon(flows: &Flows, strip: &Strip) -> Group {
    let of = &flows.ribbons[strip.ribbon];
    let upper = course(strip);
    let height = strip.height.max(THINNEST);
    let points: Vec<Point> = upper.iter().copied().chain(upper.iter().rev().map(|&(x, y)| (x, y + height))).collect();
    let hatched = of.hue == Hue::Unknown && height > THINNEST_HATCH;
    // A thread has no room for strokes: it takes their colour.
    let ground = if of.hue == Hue::Unknown && !hatched { colour::UNKNOWN.1 } else { fill(of.hue) };
    let mut shapes = vec![Shape::Area { points, fill: Some(ground), line: None }];
    if hatched {
        let pencil = Pencil::solid(colour::UNKNOWN.1, 0.9);
        // Each stroke runs from the lower side up to the upper one a little further on.
        let strokes = upper.windows(2).map(|pair| vec![(pair[0].0, pair[0].1 + height), pair[1]]);
        shapes.extend(strokes.map(|stroke| Shape::Line(stroke, pencil)));
    }
    let clear = if of.hue == Hue::Plain { 0.45 } else { 0.25 };
    Group { shapes, tip: of.text.clone(), clear, ..Group::default() }
}

fn fill(hue: Hue) -> RGBColor {
    match hue {
        Hue::Step(at) => colour::STEPS[at.min(colour::STEPS.len() - 1)],
        Hue::Kind(at) => colour::KINDS[at % colour::KINDS.len()],
        Hue::Plain => colour::PLAIN,
        Hue::Unknown => colour::UNKNOWN.0,
    }
}

fn heading(column: &FlowColumn, left: f64, right: f64) -> Group {
    let text = fit(&column.heading, right - left, HEADING);
    Group::plain(vec![
        Shape::Text(Label::new(text, (left, 0.0), Anchor::Start, HEADING)),
        Shape::rect(&Rect::new(left, HEADING.size * 1.4, right - left, 3.0), colour::ACCENT),
    ])
}

fn drawn(flows: &Flows, card: &Card) -> Group {
    let node = &flows.columns[card.node.0].nodes[card.node.1];
    let dashes: &'static [f64] = if node.rest { &[5.0, 3.0] } else { &[] };
    let mut shapes = vec![
        Shape::rounded(&card.rect, 4.0, Some(PAPER), None),
        Shape::rounded(&card.rect, 4.0, None, Some(Pencil { colour: colour::RULE, width: 1.1, dashes })),
    ];
    for (side, (top, height)) in card.bands.into_iter().enumerate() {
        if height > 0.0 {
            let left = if side == 0 { card.rect.left } else { card.rect.right - BAND };
            let rect = Rect::new(left, top, BAND, height.max(THINNEST));
            shapes.extend(sample(node.hue, &rect));
        }
    }
    shapes.extend(card.text.shapes(&card.rect));
    let tip: Vec<&str> = std::iter::once(&node.name).chain(&node.lines).map(String::as_str).collect();
    Group { shapes, tip: tip.join(" \u{B7} "), found: Some((node.id.clone(), None)), clear: 0.0 }
}

/// A patch in a hue; in the accent colour without one.
fn sample(hue: Option<Hue>, rect: &Rect) -> Vec<Shape> {
    let mut shapes = vec![Shape::rect(rect, hue.map_or(colour::ACCENT, fill))];
    if hue == Some(Hue::Unknown) {
        shapes.push(Shape::Hatch(*rect, Pencil::solid(colour::UNKNOWN.1, 0.9), 5.0));
    }
    shapes
}

fn keys(flows: &Flows) -> Vec<Key> {
    let area = |(hue, text): &(Hue, String)| Key {
        sample: sample(Some(*hue), &Rect::new(0.0, 2.0, SAMPLE.0, SAMPLE.1 - 4.0)),
        text: text.clone(),
    };
    let badges = flows.badges.iter().map(|(short, text)| Key { sample: card::badge_sample(short), text: text.clone() });
    flows.keys.iter().map(area).chain(badges).collect()
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
