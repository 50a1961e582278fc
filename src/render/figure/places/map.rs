//! The schematic map: discs where counties lie, moved apart; arrows between them; boxes beyond the frame on the side where
//! what they stand for lies.

use crate::render::figure::FigureError;
use crate::render::figure::colour::{self, Ink, PAPER};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label, Type, fit};
use crate::render::figure::places::arrow::{self, BEYOND, Stop, WITHIN};
use crate::render::figure::places::spread::{plane, spread};
use crate::render::figure::places::{alike, number, part_keys, pie, shares};
use crate::render::figure::scene::{Body, Group, Key, Pencil, SAMPLE, Scene, Shape};
use crate::report::figure::{CountyMap, OutsideBox, PlaceDisc};
use std::collections::BTreeMap;

const NAME: Type = Type::bold(18.0, Ink::Accent);
const CAPTION: Type = Type::regular(12.5, Ink::Text);
const AREA: Type = Type::bold(20.0, Ink::Soft);
const AMOUNT: Type = Type::regular(11.5, Ink::Text);
const BOX_NAME: Type = Type::bold(15.0, Ink::Text);
const BOX_CAPTION: Type = Type::regular(12.0, Ink::Soft);
const NAME_STEP: f64 = 23.0;
const CAPTION_STEP: f64 = 16.5;
/// Widest text below a disc.
const TEXT: f64 = 190.0;
/// Radius of the least disc, and of one without an amount.
const LEAST: f64 = 11.0;
/// Width of the widest arrow, and of the least.
const WIDEST: f64 = 26.0;
const THINNEST: f64 = 1.3;
/// Arrows that bear their amount.
const NAMED: usize = 12;
/// Extent of a box beyond the frame, and its distances.
const BOX: (f64, f64) = (178.0, 62.0);
const BOX_GAP: f64 = 16.0;
const GUTTER: f64 = 96.0;
/// Above the discs, for the name of the area.
const HEADING: f64 = 40.0;

/// The map as an svg document.
///
/// # Errors
/// When the embedded font is refused or the sheet is too large.
pub fn svg(map: &CountyMap) -> Result<String, FigureError> {
    scene(map).svg(&map.head)
}

/// Lays the map out.
pub fn scene(map: &CountyMap) -> Scene {
    let most = map.places.iter().filter_map(amount).fold(0.0, f64::max);
    let largest = match map.places.len() {
        0..=6 => 64.0,
        7..=12 => 52.0,
        13..=20 => 42.0,
        _ => 32.0,
    };
    let radius = |of: &PlaceDisc| {
        let share = amount(of).map_or(0.0, |amount| if most > 0.0 { amount / most } else { 0.0 });
        (largest * share.sqrt()).max(LEAST)
    };
    let name = alike(map.places.iter().map(|of| of.name.as_str()), NAME);
    let texts: Vec<Vec<(String, Type)>> = map.places.iter().map(|of| texts(of, name)).collect();
    let sizes: Vec<(f64, f64)> = map.places.iter().zip(&texts).map(|(of, text)| footprint(radius(of), text)).collect();
    let at: Vec<_> = map.places.iter().map(|of| of.at).collect();
    let (corners, (width, height)) = spread(&at, &sizes);
    let sides = Sides::new(map);
    let rows = number(sides.left.len().max(sides.right.len()));
    let high = (height + HEADING).max(rows * (BOX.1 + BOX_GAP) + BOX_GAP);
    let margin = if map.outside.is_empty() { 0.0 } else { BOX.0 + GUTTER };
    let frame = Rect::new(margin, 0.0, width.max(560.0), high);
    let origin = (frame.left + (frame.width() - width) / 2.0, HEADING + (high - HEADING - height) / 2.0);
    let stop = |(((corner, size), of), text): (((&Point, &(f64, f64)), &PlaceDisc), &Vec<(String, Type)>)| {
        let rect = Rect::new(corner.0 + origin.0, corner.1 + origin.1, size.0, size.1);
        let radius = radius(of);
        let centre = (f64::midpoint(rect.left, rect.right), rect.top + radius + 4.0);
        let widest = text.iter().map(|(text, face)| face.width(text)).fold(0.0, f64::max) + 8.0;
        let top = centre.1 + radius + 3.0;
        let plate = Rect::new(centre.0 - widest / 2.0, top, widest, rect.bottom - top);
        Stop { centre, radius, rect, plate }
    };
    let stops: Vec<Stop> = corners.iter().zip(&sizes).zip(&map.places).zip(&texts).map(stop).collect();
    let mut drawing = Drawing { map, stops, frame, widest: widest(map), groups: Vec::new(), taken: Vec::new() };
    drawing.ground();
    drawing.beyond(&sides);
    drawing.flows();
    for (place, text) in texts.into_iter().enumerate() {
        drawing.disc(place, text);
    }
    drawing.amounts();
    let body = Body { groups: drawing.groups, width: frame.right + margin, height: frame.height() };
    Scene::framed(&map.head, body, &keys(map))
}

fn amount(of: &PlaceDisc) -> Option<f64> {
    of.amount.filter(|amount| amount.is_finite() && *amount > 0.0)
}

fn texts(of: &PlaceDisc, name: Type) -> Vec<(String, Type)> {
    let captions = of.captions.iter().map(|text| (fit(text, TEXT, CAPTION), CAPTION));
    std::iter::once((fit(&of.name, TEXT, name), name)).chain(captions).filter(|(text, _)| !text.is_empty()).collect()
}

/// Extent of a disc with its text below.
fn footprint(radius: f64, text: &[(String, Type)]) -> (f64, f64) {
    let widest = text.iter().map(|(text, face)| face.width(text)).fold(2.0 * radius, f64::max);
    let captions = number(text.len().saturating_sub(1));
    (widest + 12.0, 2.0 * radius + 8.0 + NAME_STEP + captions * CAPTION_STEP + 4.0)
}

/// The largest amount that any arrow stands for.
fn widest(map: &CountyMap) -> f64 {
    let beyond = map.outside.iter().flat_map(|of| [of.bought, of.sold]);
    let all = map.flows.iter().map(|flow| flow.amount).chain(beyond).flatten();
    all.filter(|amount| amount.is_finite()).fold(0.0, f64::max)
}

/// Boxes at the left and right, top to bottom, by index.
struct Sides {
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Sides {
    /// West of the middle goes left, the rest right, north above south; what lies nowhere fills the shorter side.
    fn new(map: &CountyMap) -> Sides {
        let places: Vec<_> = map.places.iter().map(|of| of.at).chain(map.outside.iter().map(|of| of.at)).collect();
        let points = plane(&places);
        let (own, beyond) = points.split_at(map.places.len());
        let count = number(own.iter().flatten().count()).max(1.0);
        let middle = own.iter().flatten().map(|point| point.0).sum::<f64>() / count;
        let mut known: Vec<(usize, Point)> =
            beyond.iter().enumerate().filter_map(|(at, point)| Some((at, (*point)?))).collect();
        known.sort_by(|a, b| a.1.1.total_cmp(&b.1.1).then(a.0.cmp(&b.0)));
        let mut sides = Sides { left: Vec::new(), right: Vec::new() };
        for (at, point) in known {
            let side = if point.0 < middle { &mut sides.left } else { &mut sides.right };
            side.push(at);
        }
        sides.balance(&points[map.places.len()..]);
        for at in (0..map.outside.len()).filter(|at| beyond[*at].is_none()) {
            let side = if sides.left.len() <= sides.right.len() { &mut sides.left } else { &mut sides.right };
            side.push(at);
        }
        sides
    }

    /// Moves what lies nearest to the middle over from a side that has far more.
    fn balance(&mut self, points: &[Option<Point>]) {
        let x = |at: usize| points[at].map_or(0.0, |point| point.0);
        let y = |at: usize| points[at].map_or(0.0, |point| point.1);
        while self.left.len().abs_diff(self.right.len()) > 3 {
            let from_left = self.left.len() > self.right.len();
            let (from, to) =
                if from_left { (&mut self.left, &mut self.right) } else { (&mut self.right, &mut self.left) };
            let price = |at: usize| if from_left { -x(at) } else { x(at) };
            let Some(least) = (0..from.len()).min_by(|a, b| price(from[*a]).total_cmp(&price(from[*b]))) else {
                return;
            };
            to.push(from.remove(least));
            to.sort_by(|a, b| y(*a).total_cmp(&y(*b)).then(a.cmp(b)));
        }
    }
}

struct Drawing<'a> {
    map: &'a CountyMap,
    stops: Vec<Stop>,
    frame: Rect,
    widest: f64,
    groups: Vec<Group>,
    /// Courses of arrows with their index, and then what their labels must keep off.
    taken: Vec<(usize, Vec<Point>)>,
}

impl Drawing<'_> {
    fn ground(&mut self) {
        let line = Some(Pencil::solid(colour::RULE, 1.2));
        let mut shapes = vec![Shape::rounded(&self.frame, 14.0, Some(colour::FRAME), line)];
        let text = fit(&self.map.area, self.frame.width() - 40.0, AREA);
        if !text.is_empty() {
            let at = (self.frame.left + 18.0, self.frame.top + 13.0);
            shapes.push(Shape::Text(Label::new(text, at, Anchor::Start, AREA)));
        }
        self.groups.push(Group::plain(shapes));
    }

    fn width(&self, amount: Option<f64>) -> f64 {
        let share = amount.filter(|amount| amount.is_finite() && self.widest > 0.0).map_or(0.0, |a| a / self.widest);
        (WIDEST * share).max(THINNEST)
    }

    fn beyond(&mut self, sides: &Sides) {
        for (side, left) in [(&sides.left, true), (&sides.right, false)] {
            let free = self.frame.height() - number(side.len()) * BOX.1;
            let gap = free / number(side.len() + 1);
            for (row, &at) in side.iter().enumerate() {
                let top = self.frame.top + gap * number(row + 1) + BOX.1 * number(row);
                let x = if left { self.frame.left - GUTTER - BOX.0 } else { self.frame.right + GUTTER };
                self.outside(&self.map.outside[at], Rect::new(x, top, BOX.0, BOX.1), left);
            }
        }
    }

    fn outside(&mut self, of: &OutsideBox, rect: Rect, left: bool) {
        let (rim, edge) = if left { (rect.right, self.frame.left) } else { (rect.left, self.frame.right) };
        let mut shapes = Vec::new();
        let middle = rect.middle();
        let both = of.bought.is_some() && of.sold.is_some();
        let lift = if both { 14.0 } else { 0.0 };
        if of.bought.is_some() {
            let pencil = Pencil::solid(BEYOND, self.width(of.bought));
            shapes.extend(arrow::shapes(&straight((rim, middle - lift), (edge, middle - lift)), pencil));
        }
        if of.sold.is_some() {
            let pencil = Pencil::solid(WITHIN, self.width(of.sold));
            shapes.extend(arrow::shapes(&straight((edge, middle + lift), (rim, middle + lift)), pencil));
        }
        let line = Some(Pencil::solid(colour::RULE, 1.2));
        shapes.push(Shape::rounded(&rect, 6.0, Some(PAPER), line));
        let captions = of.captions.iter().take(2).map(|text| (text, BOX_CAPTION, 15.5));
        let mut y = rect.middle() - (18.0 + 15.5 * number(captions.len())) / 2.0;
        for (text, face, step) in std::iter::once((&of.name, BOX_NAME, 20.0)).chain(captions) {
            let text = fit(text, BOX.0 - 20.0, face);
            shapes.push(Shape::Text(Label::new(text, (rect.left + 10.0, y), Anchor::Start, face)));
            y += step;
        }
        self.groups.push(Group { shapes, tip: of.tip.clone(), found: Some((of.id.clone(), None)), clear: 0.0 });
    }

    /// Arrows between discs, the widest first.
    fn flows(&mut self) {
        let stops: BTreeMap<&str, usize> =
            self.map.places.iter().enumerate().rev().map(|(at, of)| (of.id.as_str(), at)).collect();
        for (at, flow) in self.map.flows.iter().enumerate() {
            let (Some(&from), Some(&to)) = (stops.get(flow.from.as_str()), stops.get(flow.to.as_str())) else {
                continue;
            };
            if from == to {
                continue;
            }
            let course = arrow::course(from, to, &self.stops, &self.frame);
            let dashes: &[f64] = if flow.amount.is_some() { &[] } else { &[5.0, 4.0] };
            let pencil = Pencil { colour: WITHIN, width: self.width(flow.amount), dashes };
            let shapes = arrow::shapes(&course, pencil);
            self.groups.push(Group { shapes, tip: flow.tip.clone(), found: None, clear: 0.12 });
            self.taken.push((at, course));
        }
    }

    fn disc(&mut self, place: usize, texts: Vec<(String, Type)>) {
        let (of, stop) = (&self.map.places[place], self.stops[place]);
        let mut shapes = Vec::new();
        // White below the text, so that no arrow runs through it.
        shapes.push(Shape::rounded(&stop.plate, 4.0, Some(colour::FRAME), None));
        match amount(of).and_then(|_| shares(&of.parts)) {
            Some(shares) => {
                shapes.push(Shape::Disc {
                    centre: stop.centre,
                    radius: stop.radius + 3.0,
                    fill: Some(PAPER),
                    line: None,
                });
                shapes.extend(pie(stop.centre, stop.radius, &shares));
            }
            None => {
                let line = Pencil { colour: colour::UNKNOWN.1, width: 1.4, dashes: &[4.0, 3.0] };
                shapes.push(Shape::Disc {
                    centre: stop.centre,
                    radius: stop.radius,
                    fill: Some(PAPER),
                    line: Some(line),
                });
            }
        }
        let mut y = stop.plate.top + 2.0;
        for (text, face) in texts {
            let step = if face.size >= NAME.size { NAME_STEP } else { CAPTION_STEP };
            shapes.push(Shape::Text(Label::new(text, (stop.centre.0, y), Anchor::Middle, face)));
            y += step;
        }
        self.groups.push(Group { shapes, tip: of.tip.clone(), found: Some((of.id.clone(), None)), clear: 0.0 });
    }

    /// Amounts of the largest flows, each on its arrow where there is room for it.
    fn amounts(&mut self) {
        let mut used: Vec<Rect> = self.stops.iter().map(|stop| stop.rect).collect();
        used.push(Rect::new(self.frame.left, self.frame.top, self.frame.width(), HEADING));
        let mut shapes = Vec::new();
        for (at, course) in self.taken.iter().take(NAMED) {
            let flow = &self.map.flows[*at];
            let text = fit(&flow.label, TEXT, AMOUNT);
            let room = |share: &f64| {
                let (x, y) = course[(share * number(course.len() - 1)).round() as usize];
                let width = AMOUNT.width(&text) + 8.0;
                let rect = Rect::new(x - width / 2.0, y - 8.5, width, 17.0);
                let free = self.frame.contains(&rect) && used.iter().all(|other| !other.overlaps(&rect));
                free.then_some(rect)
            };
            let Some(rect) = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74].iter().find_map(room) else { continue };
            if flow.amount.is_none() || text.is_empty() {
                continue;
            }
            shapes.push(Shape::rounded(&rect, 4.0, Some(PAPER), Some(Pencil::solid(colour::RULE, 0.8))));
            let at = (f64::midpoint(rect.left, rect.right), rect.top + 2.8);
            shapes.push(Shape::Text(Label::new(text, at, Anchor::Middle, AMOUNT)));
            used.push(rect);
        }
        self.groups.push(Group::plain(shapes));
    }
}

fn straight(from: Point, to: Point) -> Vec<Point> {
    let at = |piece: u8| {
        let t = f64::from(piece) / 8.0;
        (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t)
    };
    (0..=8).map(at).collect()
}

fn keys(map: &CountyMap) -> Vec<Key> {
    let mut keys = part_keys(&map.parts);
    let [disc, arrow, beyond, without] = &map.scales;
    let centre = (SAMPLE.0 / 2.0, SAMPLE.1 / 2.0);
    keys.push(Key { sample: pie(centre, 8.5, &[0.3, 0.2, 0.5, 0.0]), text: disc.clone() });
    keys.push(Key {
        sample: arrow::shapes(&straight((0.0, centre.1), (SAMPLE.0, centre.1)), Pencil::solid(WITHIN, 4.0)),
        text: arrow.clone(),
    });
    if map.outside.iter().any(|of| of.bought.is_some()) {
        let course = straight((0.0, centre.1), (SAMPLE.0, centre.1));
        keys.push(Key { sample: arrow::shapes(&course, Pencil::solid(BEYOND, 4.0)), text: beyond.clone() });
    }
    if map.places.iter().any(|of| amount(of).is_none()) {
        let line = Pencil { colour: colour::UNKNOWN.1, width: 1.4, dashes: &[4.0, 3.0] };
        let ring = Shape::Disc { centre, radius: 8.0, fill: Some(PAPER), line: Some(line) };
        keys.push(Key { sample: vec![ring], text: without.clone() });
    }
    keys
}
