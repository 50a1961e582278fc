//! The development path: weak products at the left, what is to answer them beside them, and an axis of time with projects
//! and targets, chain by chain.

use crate::render::figure::FigureError;
use crate::render::figure::colour::{ACCENT, FRAME, Ink, PAPER, RISK, RULE, look};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::render::figure::layout::MARGIN;
use crate::render::figure::piece::{badge_key, badges, line, lines, number};
use crate::render::figure::scene::{Body, Group, Key, Pencil, SAMPLE, Scene, Shape};
use crate::report::figure::{BoxState, PathLane, PathMap, PathProject, PathSign, PathTarget};

/// Columns: weak product, project or target, then the axis.
const GAP: f64 = 232.0;
const WHAT: f64 = 430.0;
/// Room on the axis for values before its first year and behind its last.
const BEFORE: f64 = 96.0;
const BEHIND: f64 = 150.0;
/// Width of a year: what the shape of paper wants, between these.
const YEAR: (f64, f64) = (64.0, 300.0);
const ROW: f64 = 46.0;
const LANE_HEAD: f64 = 40.0;
const LANE_GAP: f64 = 12.0;
const AXIS: f64 = 74.0;
const PAD: f64 = 10.0;
/// Height of a bar of time.
const BAR: f64 = 8.0;
/// How long the way to a day that nobody tells is drawn, in years.
const OPEN: f64 = 0.7;
const ASIDE_LINES: usize = 3;

const HEADING: Type = Type::bold(17.0, Ink::Accent);
const TICK: Type = Type::bold(15.0, Ink::Text);
const LANE: Type = Type::bold(18.0, Ink::Accent);
const NAME: Type = Type::bold(14.0, Ink::Text);
const DETAIL: Type = Type::regular(12.0, Ink::Soft);
const VALUE: Type = Type::bold(13.0, Ink::Accent);
const WAITING: Type = Type::regular(13.0, Ink::State(BoxState::Gap));

/// Draws it.
///
/// # Errors
/// When the embedded font is refused or the sheet is too large.
pub fn svg(map: &PathMap) -> Result<String, FigureError> {
    scene(map).svg(&map.head)
}

/// Lays it out.
pub fn scene(map: &PathMap) -> Scene {
    let keys = keys(map);
    Scene::framed(&map.head, Axis::new(map, &keys).body(map), &keys)
}

fn keys(map: &PathMap) -> Vec<Key> {
    let signs = map.signs.iter().map(|(sign, text)| {
        let (middle, begin, end) = ((SAMPLE.0 / 2.0, SAMPLE.1 / 2.0), 2.0, SAMPLE.0 - 2.0);
        let sample = match sign {
            PathSign::Past => past(begin, end, middle.1),
            PathSign::Planned => planned(begin, end, middle.1),
            PathSign::Open => open(begin, end, middle.1),
            sign => mark(*sign, middle),
        };
        Key { sample, text: text.clone() }
    });
    signs.chain(map.types.iter().map(|(sign, text)| badge_key(sign, text))).collect()
}

/// The axis of time.
struct Axis {
    first: u16,
    last: u16,
    /// Width of a year.
    year: f64,
}

impl Axis {
    /// Years as wide as the shape of paper wants them.
    fn new(map: &PathMap, keys: &[Key]) -> Axis {
        let (first, last) = (map.years.0.min(map.years.1), map.years.1.max(map.years.0));
        let years = f64::from(last - first) + 1.0;
        let fixed = GAP + WHAT + BEFORE + BEHIND + 2.0 * MARGIN;
        // Title and legend of a sheet about as wide.
        let body = Body { groups: Vec::new(), width: 1_500.0, height: height(map) };
        let height = Scene::framed(&map.head, body, keys).height;
        let year = ((height * std::f64::consts::SQRT_2 - fixed) / years).clamp(YEAR.0, YEAR.1).round();
        Axis { first, last, year }
    }

    fn left() -> f64 {
        GAP + WHAT + BEFORE
    }

    fn right(&self) -> f64 {
        self.x(f64::from(self.last) + 1.0)
    }

    fn width(&self) -> f64 {
        self.right() + BEHIND
    }

    /// Where a time stands; what lies beyond the axis stands at its end.
    fn x(&self, time: f64) -> f64 {
        let begin = f64::from(self.first);
        let inside = if time.is_finite() { time.clamp(begin, f64::from(self.last) + 1.0) } else { begin };
        Self::left() + (inside - begin) * self.year
    }

    fn body(&self, map: &PathMap) -> Body {
        let bottom = height(map) - aside_height(map);
        let mut groups = Vec::new();
        let mut top = AXIS;
        for lane in &map.lanes {
            groups.extend(self.lane(lane, map, top));
            top += lane_height(lane) + LANE_GAP;
        }
        // Grid lines lie on the grounds of the lanes and below everything else.
        let grounds = groups.iter().filter(|group| group.tip.is_empty()).cloned();
        let rest = groups.iter().filter(|group| !group.tip.is_empty()).cloned();
        let grid = Group::plain(self.grid(map, bottom));
        let mut all: Vec<Group> = grounds.chain([grid]).chain(rest).collect();
        all.push(Group::plain(self.aside(map, bottom + 6.0)));
        Body { groups: all, width: self.width(), height: height(map) }
    }

    /// Headings, years, and the date of the data.
    fn grid(&self, map: &PathMap, bottom: f64) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let places = [(0.0, GAP), (GAP, WHAT), (Self::left(), self.right() - Self::left())];
        for (text, (left, width)) in map.headings.iter().zip(places) {
            shapes.extend(line(text, (left + PAD, 0.0), width - PAD, HEADING));
            shapes.push(Shape::rect(&Rect::new(left + PAD, 25.0, width - 2.0 * PAD, 3.0), ACCENT));
        }
        let years = usize::from(self.last - self.first) + 1;
        // Where years are narrow not every one is named.
        let every = if self.year < 44.0 { 2 } else { 1 };
        for at in 0..=years {
            let x = Self::left() + number(at) * self.year;
            shapes.push(Shape::Line(vec![(x, AXIS - 12.0), (x, bottom - LANE_GAP)], Pencil::solid(RULE, 0.9)));
            if at < years && at % every == 0 {
                let text = (usize::from(self.first) + at).to_string();
                shapes.push(Shape::Text(Label::new(text, (x + self.year / 2.0, 34.0), Anchor::Middle, TICK)));
            }
        }
        if let Some((time, text)) = &map.now {
            let x = self.x(*time);
            let dashed = Pencil { colour: RISK, width: 1.6, dashes: &[6.0, 4.0] };
            shapes.push(Shape::Line(vec![(x, AXIS - 8.0), (x, bottom - LANE_GAP)], dashed));
            let text = fit(text, 200.0, DETAIL);
            let half = DETAIL.width(&text) / 2.0;
            let middle = x.clamp(half.min(self.width() / 2.0), (self.width() - half).max(half));
            shapes.push(Shape::Text(Label::new(
                text,
                (middle, 53.0),
                Anchor::Middle,
                Type { ink: Ink::Accent, ..DETAIL },
            )));
        }
        shapes
    }

    fn lane(&self, lane: &PathLane, map: &PathMap, top: f64) -> Vec<Group> {
        let rect = Rect::new(0.0, top, self.width(), lane_height(lane));
        let ground = Shape::rounded(&rect, 8.0, Some(FRAME), Some(Pencil::solid(RULE, 0.8)));
        let mut shapes = vec![Shape::rect(&Rect::new(PAD, top + 11.0, 4.0, 20.0), ACCENT)];
        shapes.extend(line(&lane.name, (PAD + 12.0, top + 11.0), GAP - PAD - 16.0, LANE));
        shapes.extend(cleared(line(&lane.waiting, (GAP + PAD, top + 14.0), self.width() - GAP - 2.0 * PAD, WAITING)));
        let tip = format!("{} {}", lane.name, lane.waiting);
        let mut groups = vec![Group::plain(vec![ground]), Group { shapes, tip, ..Group::default() }];
        let mut y = top + LANE_HEAD;
        let now = map.now.as_ref().map(|(time, _)| *time);
        for project in &lane.projects {
            groups.push(self.project(project, now, y));
            y += ROW;
        }
        for target in &lane.targets {
            groups.push(self.target(target, y));
            y += ROW;
        }
        groups
    }

    fn project(&self, project: &PathProject, now: Option<f64>, top: f64) -> Group {
        let middle = top + ROW / 2.0 - 2.0;
        let state = if project.types.is_empty() { BoxState::Made } else { BoxState::Gap };
        let card = Rect::new(PAD, top + 1.0, GAP - PAD - 18.0, ROW - 8.0);
        let (face, edge) =
            (look(state).fill, Pencil { colour: look(state).line, width: 1.2, dashes: look(state).dashes });
        let mut shapes = vec![Shape::rounded(&card, 5.0, Some(face), Some(edge))];
        let (signs, end) = badges(&project.types, (card.left + 70.0, card.right - 8.0), middle - 9.0);
        shapes.extend(signs);
        shapes.extend(line(&project.gap, (card.left + 10.0, middle - 8.5), end - card.left - 16.0, NAME));
        let link = vec![(card.right, middle), (GAP + PAD - 5.0, middle)];
        shapes.push(Shape::Line(link, Pencil::solid(ACCENT, 1.6)));
        shapes.extend(line(&project.name, (GAP + PAD, top + 2.0), WHAT - 2.0 * PAD, NAME));
        shapes.extend(line(&project.detail, (GAP + PAD, top + 22.0), WHAT - 2.0 * PAD, DETAIL));
        shapes.extend(self.course(project, now, middle));
        let tip = format!("{} \u{B7} {} \u{B7} {} {}", project.gap, project.name, project.detail, project.until);
        Group { shapes, tip, found: Some((project.id.clone(), None)), ..Group::default() }
    }

    /// What is over as a solid bar, what is planned hatched, what nobody tells dashed; then the marks.
    fn course(&self, project: &PathProject, now: Option<f64>, y: f64) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let (Some(first), Some(last)) = (project.marks.first(), project.marks.last()) else { return shapes };
        let today = now.unwrap_or(last.0);
        let over = if project.open { today.max(last.0) } else { today.min(last.0) };
        let (begin, over, end) = (self.x(first.0), self.x(over.max(first.0)), self.x(last.0));
        if over > begin {
            shapes.extend(past(begin, over, y));
        }
        if project.open {
            let runs = (over + OPEN * self.year).min(self.right() + BEHIND / 3.0);
            shapes.extend(open(over, runs, y));
        } else if end > over {
            shapes.extend(planned(over, end, y));
        }
        shapes.extend(project.marks.iter().flat_map(|(time, sign)| mark(*sign, (self.x(*time), y))));
        shapes.extend(cleared(line(&project.until, (end + 12.0, y - 6.5), self.width() - end - 16.0, DETAIL)));
        shapes
    }

    fn target(&self, target: &PathTarget, top: f64) -> Group {
        let middle = top + ROW / 2.0 - 2.0;
        let mut shapes = Vec::new();
        shapes.extend(line(&target.name, (PAD + 12.0, top + 2.0), GAP + WHAT - 3.0 * PAD, NAME));
        shapes.extend(line(&target.detail, (PAD + 12.0, top + 22.0), GAP + WHAT - 3.0 * PAD, DETAIL));
        let end = self.x(target.target.0);
        let begin = target.base.as_ref().map_or(end, |(time, _)| self.x(*time));
        let way = Pencil { colour: ACCENT, width: 1.4, dashes: &[2.0, 3.0] };
        if begin < end {
            shapes.push(Shape::Line(vec![(begin, middle), (end, middle)], way));
        }
        if let Some((_, text)) = target.base.as_ref().filter(|_| begin < end) {
            shapes.push(Shape::Disc { centre: (begin, middle), radius: 4.0, fill: Some(ACCENT), line: None });
            let text = fit(text, begin - GAP - WHAT - 14.0, VALUE);
            if !text.is_empty() {
                shapes.push(Shape::Text(Label::new(text, (begin - 9.0, middle - 7.0), Anchor::End, VALUE)));
            }
        }
        if let Some(time) = target.now {
            shapes.extend(mark(PathSign::Now, (self.x(time), middle)));
        }
        shapes.extend(mark(PathSign::Target, (end, middle)));
        shapes.extend(line(&target.target.1, (end + 18.0, middle - 7.0), self.width() - end - 22.0, VALUE));
        Group { shapes, tip: format!("{} \u{B7} {}", target.name, target.detail), ..Group::default() }
    }

    /// Projects without a place on the axis.
    fn aside(&self, map: &PathMap, top: f64) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let mut y = top;
        for (title, names) in &map.aside {
            shapes.push(Shape::Mark(BoxState::Fragile, Rect::new(PAD, y, 14.0, 14.0)));
            shapes.extend(line(title, (PAD + 20.0, y - 0.5), GAP + 40.0 - PAD - 20.0, NAME));
            let left = GAP + 60.0;
            shapes.extend(lines(
                names,
                (left, y),
                (aside_width(), ASIDE_LINES),
                (Type::regular(13.0, Ink::Text), 18.0),
            ));
            y += 18.0 * number(aside_rows(names)) + 10.0;
        }
        shapes
    }
}

/// Text on a ground of its own, so that no line of the axis runs through it.
fn cleared(text: Option<Shape>) -> Vec<Shape> {
    let ground = match &text {
        Some(Shape::Text(label)) => Some(Shape::rect(&label.rect(), FRAME)),
        _ => None,
    };
    ground.into_iter().chain(text).collect()
}

fn aside_width() -> f64 {
    WHAT + BEFORE + YEAR.0 + BEHIND - 70.0
}

fn aside_rows(names: &str) -> usize {
    wrap(names, &[aside_width(); ASIDE_LINES], Type::regular(13.0, Ink::Text)).len().max(1)
}

fn aside_height(map: &PathMap) -> f64 {
    map.aside.iter().map(|(_, names)| 18.0 * number(aside_rows(names)) + 10.0).sum::<f64>() + 6.0
}

fn lane_height(lane: &PathLane) -> f64 {
    LANE_HEAD + ROW * number(lane.projects.len() + lane.targets.len()) + 4.0
}

fn height(map: &PathMap) -> f64 {
    let lanes: f64 = map.lanes.iter().map(|lane| lane_height(lane) + LANE_GAP).sum();
    AXIS + lanes + aside_height(map)
}

fn bar(from: f64, to: f64, y: f64) -> Rect {
    Rect::new(from, y - BAR / 2.0, to - from, BAR)
}

fn past(from: f64, to: f64, y: f64) -> Vec<Shape> {
    vec![Shape::rect(&bar(from, to, y), look(BoxState::Made).line)]
}

fn planned(from: f64, to: f64, y: f64) -> Vec<Shape> {
    let (rect, colour) = (bar(from, to, y), look(BoxState::Made).line);
    vec![
        Shape::rect(&rect, PAPER),
        Shape::Hatch(rect, Pencil::solid(colour, 1.1), 5.0),
        Shape::rounded(&rect, 0.0, None, Some(Pencil::solid(colour, 1.2))),
    ]
}

/// A dashed line with a head.
fn open(from: f64, to: f64, y: f64) -> Vec<Shape> {
    let colour = look(BoxState::Fragile).line;
    let dashed = Pencil { colour, width: 2.4, dashes: &[6.0, 4.0] };
    let head = vec![(to, y), (to - 9.0, y - 5.0), (to - 9.0, y + 5.0)];
    vec![
        Shape::Line(vec![(from, y), ((to - 8.0).max(from), y)], dashed),
        Shape::Area { points: head, fill: Some(colour), line: None },
    ]
}

/// Signs differ in shape: ring, half disc, disc, flag, diamond.
fn mark(sign: PathSign, (x, y): Point) -> Vec<Shape> {
    let radius = 7.0;
    let line = Pencil::solid(ACCENT, 2.0);
    let disc = |fill| Shape::Disc { centre: (x, y), radius, fill: Some(fill), line: Some(line) };
    match sign {
        PathSign::Signed => vec![disc(PAPER)],
        PathSign::Started => {
            let turn = |step: u8| std::f64::consts::PI * f64::from(step) / 12.0;
            let half = (0..=12).map(|step| (x - radius * turn(step).sin(), y - radius * turn(step).cos()));
            vec![disc(PAPER), Shape::Area { points: half.collect(), fill: Some(ACCENT), line: None }]
        }
        PathSign::Opened => vec![disc(ACCENT)],
        PathSign::Target => {
            let flag = vec![(x, y - 13.0), (x + 13.0, y - 8.5), (x, y - 4.0)];
            vec![
                Shape::Line(vec![(x, y + 8.0), (x, y - 13.0)], Pencil::solid(ACCENT, 2.2)),
                Shape::Area { points: flag, fill: Some(ACCENT), line: None },
            ]
        }
        PathSign::Now => {
            let points = vec![(x, y - 7.0), (x + 7.0, y), (x, y + 7.0), (x - 7.0, y)];
            vec![Shape::Area { points, fill: Some(PAPER), line: Some(line) }]
        }
        PathSign::Past | PathSign::Planned | PathSign::Open => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Axis, scene};
    use crate::render::figure::scene::tests::assert_readable;
    use crate::report::figure::{Head, PathLane, PathMap, PathProject, PathSign, PathTarget};

    fn map(lanes: usize, rows: usize, hostile: bool) -> PathMap {
        let long = |text: &str| if hostile { format!("<i>{}\u{200F}", text.repeat(90)) } else { text.to_owned() };
        let time = |at: usize| {
            if hostile && at % 5 == 4 { f64::NAN } else { 2023.0 + f64::from(u32::try_from(at % 9).unwrap()) / 2.0 }
        };
        let project = |at: usize| PathProject {
            id: format!("p{at}"),
            gap: long("轴承钢"),
            types: if at.is_multiple_of(3) { Vec::new() } else { vec!["补".into(), "固".into()] },
            name: long("轴承钢示例项目"),
            detail: long("建设开工 · 产能 120,000 万元"),
            marks: (0..at % 4)
                .map(|mark| (time(at + mark), [PathSign::Signed, PathSign::Started, PathSign::Opened][mark % 3]))
                .collect(),
            until: if at % 4 == 3 { long("2026-06") } else { String::new() },
            open: at % 4 != 3,
        };
        let target = |at: usize| PathTarget {
            name: long("轴承近地化配套率"),
            detail: long("现状 53.8%"),
            base: (!at.is_multiple_of(3)).then(|| (time(at), long("53.8%"))),
            now: at.is_multiple_of(2).then(|| time(at + 1)),
            target: (time(at + 2), long("65.0%")),
        };
        let lane = |_| PathLane {
            name: long("轴承"),
            projects: (0..rows).map(project).collect(),
            targets: (0..rows).map(target).collect(),
            waiting: long("尚无项目 3 种"),
        };
        PathMap {
            head: Head { key: "path".into(), title: "发展路径图".into(), ..Head::default() },
            years: if hostile { (2027, 2023) } else { (2023, 2027) },
            now: Some((2025.25, long("数据日期 2025-03-31"))),
            headings: ["薄弱产品", "项目", "时间"].map(str::to_owned),
            lanes: (0..lanes).map(lane).collect(),
            aside: vec![(long("逾期"), long("示例项目、").repeat(rows.max(1)))],
            signs: [
                PathSign::Signed,
                PathSign::Past,
                PathSign::Planned,
                PathSign::Open,
                PathSign::Target,
                PathSign::Now,
            ]
            .map(|sign| (sign, long("含义")))
            .into(),
            types: vec![("补".into(), "补链".into())],
        }
    }

    #[test]
    fn paths_of_any_size_are_readable() {
        for (lanes, rows) in [(0, 0), (1, 0), (1, 1), (3, 4), (9, 3), (2, 20)] {
            for hostile in [false, true] {
                let of = map(lanes, rows, hostile);
                let scene = scene(&of);
                assert_readable(&scene);
                assert_eq!(scene.svg(&of.head).unwrap(), super::svg(&of).unwrap());
            }
        }
    }

    #[test]
    fn time_runs_to_the_right_and_stays_on_the_axis() {
        let axis = Axis::new(&map(9, 3, false), &[]);
        assert!(axis.x(2023.0) < axis.x(2024.5) && axis.x(2024.5) < axis.x(2028.0));
        assert_eq!((axis.x(1000.0), axis.x(9999.0), axis.x(f64::NAN)), (Axis::left(), axis.right(), Axis::left()));
    }
}
