//! Innovation and talent: chains as lanes, in each a card for each segment below its position, all cards of one extent.

use crate::render::figure::FigureError;
use crate::render::figure::card::{BADGE, badge};
use crate::render::figure::colour::{ACCENT, FRAME, Ink, PAPER, RULE, TRACK, look};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label, Type, fit};
use crate::render::figure::piece::{line, lines, number};
use crate::render::figure::scene::{Body, Group, Key, Pencil, SAMPLE, Scene, Shape};
use crate::report::figure::{BoxState, InnovationCard, InnovationLane, InnovationMap};

const CARD: (f64, f64) = (266.0, 124.0);
const GAP: f64 = 10.0;
/// Around the cards of a lane.
const PAD: f64 = 12.0;
/// Between two lanes.
const LANE_GAP: f64 = 14.0;
/// Room for what is said of a chain.
const SIDE: f64 = 236.0;
/// Height of the positions above a row of cards.
const HEADING: f64 = 26.0;
/// Radius of the sign of a talent, and from one to the next.
const DOT: f64 = 5.5;
const STEP: f64 = 14.0;
/// Most signs of talents on a card.
const DOTS: usize = 5;
const BAR: f64 = 64.0;

const COLUMN: Type = Type::bold(14.0, Ink::Accent);
const LANE: Type = Type::bold(20.0, Ink::Accent);
const LANE_STEP: f64 = 26.0;
const NAME: Type = Type::bold(15.0, Ink::Text);
const DETAIL: Type = Type::regular(12.0, Ink::Soft);
const FIGURE: Type = Type::regular(12.0, Ink::Text);

/// Draws it.
///
/// # Errors
/// When the embedded font is refused or the sheet is too large.
pub fn svg(map: &InnovationMap) -> Result<String, FigureError> {
    scene(map).svg(&map.head)
}

/// Lays it out.
pub fn scene(map: &InnovationMap) -> Scene {
    let keys = keys(map);
    Scene::framed(&map.head, Grid::best(map, &keys).body(map), &keys)
}

fn keys(map: &InnovationMap) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for (sign, text) in &map.titles {
        let (sample, _) = chip(sign, 1, (0.0, 0.0));
        keys.push(Key { sample, text: text.clone() });
    }
    for (at, text) in map.talents.iter().take(3).enumerate() {
        keys.push(Key { sample: vec![dot(at, (SAMPLE.0 / 2.0, SAMPLE.1 / 2.0))], text: text.clone() });
    }
    let none = Shape::Line(vec![(SAMPLE.0 / 2.0 - 8.0, 9.0), (SAMPLE.0 / 2.0 + 8.0, 9.0)], NONE);
    keys.push(Key { sample: vec![none], text: map.talents[3].clone() });
    let bar = Rect::new(0.0, 5.0, SAMPLE.0, 7.0);
    keys.push(Key { sample: research(&bar, 0.5, true), text: map.research.1.clone() });
    for (state, text) in &map.unserved {
        let sample = vec![Shape::Mark(*state, Rect::new(11.0, 2.0, 14.0, 14.0))];
        keys.push(Key { sample, text: text.clone() });
    }
    keys
}

const NONE: Pencil = Pencil { colour: RULE, width: 2.0, dashes: &[4.0, 3.0] };

/// So many cards side by side in every lane.
struct Grid {
    across: usize,
}

impl Grid {
    /// The grid that prints largest.
    fn best(map: &InnovationMap, keys: &[Key]) -> Grid {
        let most = map.lanes.iter().map(|lane| lane.cards.len()).max().unwrap_or(1).max(1);
        let grids = (1..=most).map(|across| Grid { across });
        let priced = grids.map(|grid| (Scene::cost(&map.head, (grid.width(), grid.body_height(map)), keys), grid));
        priced.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(Grid { across: 1 }, |(_, grid)| grid)
    }

    fn width(&self) -> f64 {
        SIDE + PAD + number(self.across) * (CARD.0 + GAP) - GAP + PAD
    }

    fn height(&self, lane: &InnovationLane) -> f64 {
        let rows = lane.cards.len().div_ceil(self.across);
        let side = 44.0 + 19.0 * number(lane.lines.len() + usize::from(!lane.more.is_empty())) + LANE_STEP;
        (number(rows) * (HEADING + CARD.1 + GAP) - GAP).max(side) + 2.0 * PAD
    }

    fn body_height(&self, map: &InnovationMap) -> f64 {
        let lanes: f64 = map.lanes.iter().map(|lane| self.height(lane) + LANE_GAP).sum();
        (lanes - LANE_GAP).max(1.0)
    }

    fn body(&self, map: &InnovationMap) -> Body {
        let mut groups = Vec::new();
        let mut top = 0.0;
        for lane in &map.lanes {
            let rect = Rect::new(0.0, top, self.width(), self.height(lane));
            groups.push(band(lane, &rect));
            for (row, cards) in lane.cards.chunks(self.across).enumerate() {
                let y = top + PAD + number(row) * (HEADING + CARD.1 + GAP);
                groups.push(Group::plain(headings(cards, y)));
                for (at, card) in cards.iter().enumerate() {
                    groups.push(segment(map, card, (left(at), y + HEADING)));
                }
            }
            top = rect.bottom + LANE_GAP;
        }
        Body { groups, width: self.width(), height: self.body_height(map) }
    }
}

/// Left side of a card.
fn left(at: usize) -> f64 {
    SIDE + PAD + number(at) * (CARD.0 + GAP)
}

/// The positions above the cards of a row, each as wide as its cards.
fn headings(cards: &[InnovationCard], top: f64) -> Vec<Shape> {
    let (mut shapes, mut at) = (Vec::new(), 0);
    for run in cards.chunk_by(|a, b| a.position == b.position) {
        let width = number(run.len()) * (CARD.0 + GAP) - GAP;
        shapes.extend(line(run.first().map_or("", |card| &card.position), (left(at), top - 2.0), width, COLUMN));
        shapes.push(Shape::rect(&Rect::new(left(at), top + 17.0, width, 2.4), ACCENT));
        at += run.len();
    }
    shapes
}

/// The ground of a chain with what is said of it.
fn band(lane: &InnovationLane, rect: &Rect) -> Group {
    let mut shapes = vec![Shape::rounded(rect, 8.0, Some(FRAME), Some(Pencil::solid(RULE, 0.8)))];
    let (x, width) = (rect.left + PAD + 4.0, SIDE - PAD - 14.0);
    shapes.push(Shape::rect(&Rect::new(rect.left + PAD - 4.0, rect.top + PAD + 1.0, 4.0, 22.0), ACCENT));
    let name = lines(&lane.name, (x + 2.0, rect.top + PAD + 1.0), (width, 2), (LANE, LANE_STEP));
    let mut y = rect.top + PAD + 8.0 + LANE_STEP * number(name.len());
    shapes.extend(name);
    for text in &lane.lines {
        shapes.extend(line(text, (x + 2.0, y), width, DETAIL));
        y += 19.0;
    }
    shapes.extend(line(&lane.more, (x + 2.0, y), width, FIGURE));
    let tip = std::iter::once(&lane.name).chain(&lane.lines).map(String::as_str).collect::<Vec<_>>().join(" \u{B7} ");
    Group { shapes, tip, ..Group::default() }
}

/// A chip: the sign of a title on dark ground, and how many firms bear it.
fn chip(sign: &str, count: usize, (x, y): Point) -> (Vec<Shape>, f64) {
    let mark = badge(fit(sign, 30.0, BADGE), x, y + 1.0);
    let by = mark.rect.width();
    let text = count.to_string();
    let right = x + by + 5.0 + NAME.width(&text);
    let shapes = vec![
        Shape::rounded(&mark.rect, 3.0, Some(ACCENT), None).shifted(by, 0.0),
        Shape::Text(mark.label).shifted(by, 0.0),
        Shape::Text(Label::new(text, (x + by + 4.0, y + 1.5), Anchor::Start, NAME)),
    ];
    (shapes, right)
}

/// The sign of a talent: here filled, elsewhere a ring, of unknown place a ring with a point.
fn dot(place: usize, centre: Point) -> Shape {
    let line = Pencil::solid(ACCENT, 1.6);
    match place {
        0 => Shape::Disc { centre, radius: DOT, fill: Some(ACCENT), line: None },
        1 => Shape::Disc { centre, radius: DOT - 0.8, fill: Some(PAPER), line: Some(line) },
        _ => Shape::Disc {
            centre,
            radius: DOT - 0.8,
            fill: Some(TRACK),
            line: Some(Pencil { dashes: &[2.0, 2.0], ..line }),
        },
    }
}

/// The bar of R&D; where some firms do not report, its outline is open.
fn research(rect: &Rect, filled: f64, partial: bool) -> Vec<Shape> {
    let colour = look(BoxState::Made).line;
    let inner = Rect::new(rect.left + 1.5, rect.top + 1.5, rect.width() - 3.0, rect.height() - 3.0);
    let part = Rect { right: inner.left + inner.width() * filled.clamp(0.0, 1.0), ..inner };
    let line = if partial { Pencil { colour, width: 1.0, dashes: &[3.0, 2.0] } } else { Pencil::solid(colour, 1.0) };
    let mut shapes = vec![Shape::rect(rect, PAPER)];
    shapes.extend((part.width() > 0.0).then(|| Shape::rect(&part, colour)));
    shapes.push(Shape::rounded(rect, 1.0, None, Some(line)));
    shapes
}

fn segment(map: &InnovationMap, card: &InnovationCard, (left, top): Point) -> Group {
    let rect = Rect::new(left, top, CARD.0, CARD.1);
    let edge = match card.state {
        Some(BoxState::Gap) => Pencil::solid(look(BoxState::Gap).line, 1.6),
        _ => Pencil::solid(RULE, 1.2),
    };
    let mut shapes = vec![Shape::rounded(&rect, 5.0, Some(PAPER), Some(edge))];
    let (x, right) = (left + 11.0, rect.right - 11.0);
    let firms = fit(&card.firms, 84.0, DETAIL);
    let room = right - x - DETAIL.width(&firms) - 8.0;
    shapes.extend(line(&card.name, (x, top + 8.0), room, NAME));
    if !firms.is_empty() {
        shapes.push(Shape::Text(Label::new(firms, (right, top + 10.0), Anchor::End, DETAIL)));
    }
    shapes.extend(titles(map, card, (x, top + 31.0), right));
    shapes.extend(figures(map, card, (x, top + 55.0), right));
    shapes.extend(talents(card, (x, top + 77.0), right));
    if let Some(state) = card.state {
        let face = Type { ink: if state == BoxState::Gap { Ink::State(state) } else { Ink::Text }, ..FIGURE };
        shapes.push(Shape::Mark(state, Rect::new(x, top + 99.0, 14.0, 14.0)));
        shapes.extend(line(&card.unserved, (x + 20.0, top + 100.0), right - x - 20.0, face));
    }
    Group { shapes, tip: card.tip.clone(), found: Some((card.id.clone(), card.state)), ..Group::default() }
}

fn titles(map: &InnovationMap, card: &InnovationCard, (mut x, y): Point, right: f64) -> Vec<Shape> {
    let held = map.titles.iter().zip(&card.titles).filter(|(_, count)| **count > 0);
    let mut shapes = Vec::new();
    for ((sign, _), &count) in held {
        let (chip, end) = chip(sign, count, (x, y));
        if end > right {
            break;
        }
        shapes.extend(chip);
        x = end + 10.0;
    }
    if shapes.is_empty() {
        shapes.extend(line(&card.untitled, (x, y + 3.0), right - x, DETAIL));
    }
    shapes
}

fn figures(map: &InnovationMap, card: &InnovationCard, (x, y): Point, right: f64) -> Vec<Shape> {
    let patents = fit(&card.patents, 96.0, FIGURE);
    let end = right - FIGURE.width(&patents) - 8.0;
    let mut shapes = Vec::new();
    match &card.research {
        Some((value, text)) => {
            shapes.extend(research(&Rect::new(x, y + 3.0, BAR, 7.0), value / map.research.0, card.partial));
            shapes.extend(line(text, (x + BAR + 7.0, y), end - x - BAR - 7.0, FIGURE));
        }
        None => shapes.extend(line(&card.unknown, (x, y), end - x, DETAIL)),
    }
    if !patents.is_empty() {
        shapes.push(Shape::Text(Label::new(patents, (right, y), Anchor::End, FIGURE)));
    }
    shapes
}

fn talents(card: &InnovationCard, (mut x, y): Point, right: f64) -> Vec<Shape> {
    let Some(counts) = card.talents else {
        let dash = Shape::Line(vec![(x, y + 6.0), (x + 16.0, y + 6.0)], NONE);
        return std::iter::once(dash).chain(line(&card.who, (x + 22.0, y), right - x - 22.0, DETAIL)).collect();
    };
    let each = counts.iter().enumerate().flat_map(|(place, &count)| std::iter::repeat_n(place, count.min(DOTS)));
    let mut shapes = Vec::new();
    for place in each.take(DOTS) {
        shapes.push(dot(place, (x + DOT, y + 6.5)));
        x += STEP;
    }
    shapes.extend(line(&card.who, (x + 4.0, y), right - x - 4.0, FIGURE));
    shapes
}

#[cfg(test)]
mod tests {
    use super::scene;
    use crate::render::figure::scene::tests::assert_readable;
    use crate::report::figure::{BoxState, Head, InnovationCard, InnovationLane, InnovationMap};

    fn map(lanes: usize, cards: usize, hostile: bool) -> InnovationMap {
        let long = |text: &str| if hostile { format!("<b>{}\u{202E}", text.repeat(90)) } else { text.to_owned() };
        let card = |at: usize| InnovationCard {
            id: format!("c/{at}"),
            position: long(["上游", "中游", "下游", "配套服务"][at * 4 / cards.max(1)]),
            name: long("成品轴承"),
            firms: long("本地 12 家"),
            titles: if at.is_multiple_of(3) {
                vec![0; 4]
            } else {
                vec![at, 1234, 5, if hostile { usize::MAX } else { 8 }]
            },
            untitled: long("无上述资质企业"),
            research: at.is_multiple_of(2).then(|| (if hostile { f64::NAN } else { 0.032 }, long("研发 3.2%"))),
            unknown: long("研发 未知"),
            partial: at.is_multiple_of(4),
            patents: long("专利 120"),
            talents: (!at.is_multiple_of(3)).then_some([1, if hostile { 4000 } else { 2 }, 1]),
            who: long("示例专家甲"),
            unserved: if at.is_multiple_of(2) { long("未列人才：轴承钢") } else { String::new() },
            state: [Some(BoxState::Gap), None, Some(BoxState::Weak), None][at % 4],
            tip: long("提示"),
        };
        let lane = |_| InnovationLane {
            name: long("轴承"),
            lines: vec![long("本地 23 家，有资质 11 家"); 4],
            cards: (0..cards).map(card).collect(),
            more: long("其余 3 个环节见表"),
        };
        InnovationMap {
            head: Head { key: "innovation".into(), title: "创新与人才图".into(), ..Head::default() },
            lanes: (0..lanes).map(lane).collect(),
            titles: ["冠", "巨", "精", "高"].map(|sign| (sign.to_owned(), long("企业数"))).into(),
            talents: ["本地", "外地", "不明", "未列"].map(str::to_owned),
            research: (0.08, long("研发")),
            unserved: vec![(BoxState::Gap, long("未列")), (BoxState::Weak, long("未列"))],
        }
    }

    #[test]
    fn maps_of_any_size_are_readable_and_shaped_like_paper() {
        for (lanes, cards) in [(0, 0), (1, 0), (1, 1), (1, 7), (9, 6), (4, 20), (40, 2)] {
            for hostile in [false, true] {
                let of = map(lanes, cards, hostile);
                let scene = scene(&of);
                assert_readable(&scene);
                assert_eq!(scene.svg(&of.head).unwrap(), super::svg(&of).unwrap());
                if lanes > 1 && lanes < 20 {
                    assert!((0.5..2.4).contains(&(scene.width / scene.height)), "{lanes} {cards}");
                }
            }
        }
    }
}
