//! A sheet as shapes and labels in drawing order: what a figure is laid out into before it is drawn.
//!
//! A kind of figure makes a [`Body`] with its own origin and the [`Key`]s of its legend; [`Scene::framed`] sets title,
//! legend and notes around it, and [`Scene::svg`] draws it. Tests ask [`Scene::texts`] whether labels lie upon each other.

use plotters::style::RGBColor;

use crate::render::figure::FigureError;
use crate::render::figure::colour::{self, Ink, PAPER, look};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label, Type, wrap};
use crate::render::figure::layout::{MARGIN, scale};
use crate::render::figure::panorama::{mark, stripe};
use crate::render::figure::shape::{Circle, hatch, rounded};
use crate::render::figure::svg::{Pen, Sheet, Stroke, escape};
use crate::report::figure::{BoxState, Head};

/// Narrowest sheet: a title needs some room.
const NARROWEST: f64 = 900.0;
/// Round corners of boxes.
const CORNER: f64 = 5.0;
/// Extent of the sample of a legend's entry.
pub const SAMPLE: (f64, f64) = (36.0, 18.0);
/// Width of an entry of the legend with its sample, and room between two.
const CELL: f64 = 262.0;
const CELL_GAP: f64 = 18.0;
const TEXT: Type = Type::regular(13.0, Ink::Text);
const NOTE: Type = Type::regular(13.0, Ink::Soft);
const STEP: f64 = 18.0;
const ENTRY_GAP: f64 = 9.0;
/// Most lines of an entry and of a note.
const ENTRY_LINES: usize = 3;
const NOTE_LINES: usize = 4;
/// Narrowest block of notes beside the entries.
const NOTES: f64 = 380.0;

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pencil {
    /// Colour.
    pub colour: RGBColor,
    /// Width.
    pub width: f64,
    /// Drawn, left out, and so on; solid when empty.
    pub dashes: &'static [f64],
}

impl Pencil {
    /// A solid line.
    pub const fn solid(colour: RGBColor, width: f64) -> Pencil {
        Pencil { colour, width, dashes: &[] }
    }
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A closed outline.
    Area {
        /// Corners.
        points: Vec<Point>,
        /// Inside.
        fill: Option<RGBColor>,
        /// Around it.
        line: Option<Pencil>,
    },
    /// A line.
    Line(Vec<Point>, Pencil),
    /// A disc or a ring.
    Disc {
        /// Middle.
        centre: Point,
        /// Radius.
        radius: f64,
        /// Inside.
        fill: Option<RGBColor>,
        /// Around it.
        line: Option<Pencil>,
    },
    /// Slanting lines over a rectangle, so far apart.
    Hatch(Rect, Pencil, f64),
    /// The stripe of a state at the left side of a box.
    Stripe(BoxState, Rect),
    /// The round mark of a state.
    Mark(BoxState, Rect),
    /// Text.
    Text(Label),
}

impl Shape {
    /// A rectangle with round corners.
    pub fn rounded(rect: &Rect, radius: f64, fill: Option<RGBColor>, line: Option<Pencil>) -> Shape {
        Shape::Area { points: rounded(rect, radius), fill, line }
    }

    /// A rectangle.
    pub fn rect(rect: &Rect, fill: RGBColor) -> Shape {
        let points =
            vec![(rect.left, rect.top), (rect.right, rect.top), (rect.right, rect.bottom), (rect.left, rect.bottom)];
        Shape::Area { points, fill: Some(fill), line: None }
    }

    /// A box in the look of a state: told by stripe, outline and mark, never by colour alone. Text begins right of x + 30.
    pub fn state_box(rect: &Rect, state: BoxState) -> Vec<Shape> {
        let look = look(state);
        let line = Pencil { colour: look.line, width: look.weight, dashes: look.dashes };
        vec![
            Shape::rounded(rect, CORNER, Some(look.fill), None),
            Shape::Stripe(state, *rect),
            Shape::rounded(rect, CORNER, None, Some(line)),
            Shape::Mark(state, Rect::new(rect.left + 12.0, rect.top + 7.0, 14.0, 14.0)),
        ]
    }

    /// The same elsewhere.
    pub fn shifted(mut self, dx: f64, dy: f64) -> Shape {
        let moved = |point: &mut Point| *point = (point.0 + dx, point.1 + dy);
        let slide = |rect: &mut Rect| *rect = Rect::new(rect.left + dx, rect.top + dy, rect.width(), rect.height());
        match &mut self {
            Shape::Area { points, .. } | Shape::Line(points, _) => points.iter_mut().for_each(moved),
            Shape::Disc { centre, .. } => moved(centre),
            Shape::Hatch(rect, ..) | Shape::Stripe(_, rect) | Shape::Mark(_, rect) => slide(rect),
            Shape::Text(label) => {
                label.x += dx;
                label.baseline += dy;
            }
        }
        self
    }

    fn dashes(&self) -> &'static [f64] {
        match self {
            Shape::Line(_, pencil) => pencil.dashes,
            Shape::Area { line: Some(pencil), .. } | Shape::Disc { line: Some(pencil), .. } => pencil.dashes,
            _ => &[],
        }
    }
}

/// Shapes that a viewer takes for one thing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// In drawing order.
    pub shapes: Vec<Shape>,
    /// What a viewer shows when the pointer rests on it: names that were cut are whole here.
    pub tip: String,
    /// Id by which a page finds it, with the state by which it filters.
    pub found: Option<(String, Option<BoxState>)>,
    /// How much of what lies below shows through: 0 nothing, 1 all.
    pub clear: f64,
}

impl Group {
    /// Shapes without a tip.
    pub fn plain(shapes: Vec<Shape>) -> Group {
        Group { shapes, ..Group::default() }
    }
}

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Drawn within [`SAMPLE`], upper left corner at 0, 0.
    pub sample: Vec<Shape>,
    /// Meaning.
    pub text: String,
}

impl Key {
    /// A filled area.
    pub fn area(fill: RGBColor, text: &str) -> Key {
        let rect = Rect::new(0.0, 2.0, SAMPLE.0, SAMPLE.1 - 4.0);
        Key { sample: vec![Shape::rect(&rect, fill)], text: text.to_owned() }
    }

    /// A line.
    pub fn line(pencil: Pencil, text: &str) -> Key {
        let ends = vec![(0.0, SAMPLE.1 / 2.0), (SAMPLE.0, SAMPLE.1 / 2.0)];
        Key { sample: vec![Shape::Line(ends, pencil)], text: text.to_owned() }
    }

    /// A state, as [`Shape::state_box`] draws it.
    pub fn state(state: BoxState, text: &str) -> Key {
        let rect = Rect::new(0.0, 0.0, SAMPLE.0, SAMPLE.1);
        let mut sample = Shape::state_box(&rect, state);
        sample.pop();
        sample.push(Shape::Mark(state, Rect::new(13.0, 2.0, 14.0, 14.0)));
        Key { sample, text: text.to_owned() }
    }
}

/// What stands between title and legend.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// In drawing order; the upper left corner is 0, 0.
    pub groups: Vec<Group>,
    /// Extent in x.
    pub width: f64,
    /// Extent in y.
    pub height: f64,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Extent in x.
    pub width: f64,
    /// Extent in y.
    pub height: f64,
    /// In drawing order.
    pub groups: Vec<Group>,
}

impl Scene {
    /// Title above the body, legend and notes below it.
    pub fn framed(head: &Head, body: Body, keys: &[Key]) -> Scene {
        let width = body.width.max(NARROWEST) + 2.0 * MARGIN;
        let mut scene = Scene { width, ..Scene::default() };
        let top = scene.title(head);
        let dx = MARGIN + (width - 2.0 * MARGIN - body.width) / 2.0;
        for mut group in body.groups {
            group.shapes = group.shapes.into_iter().map(|shape| shape.shifted(dx, top)).collect();
            scene.groups.push(group);
        }
        let bottom = scene.legend(keys, &head.notes, top + body.height);
        scene.height = (bottom + MARGIN - 12.0).ceil();
        scene
    }

    /// How badly a body of this extent prints with its title and legend on A-series paper, either way round: the smaller
    /// the longer side, the larger the print. Of two that print alike the wide one is better, for screens are wide.
    pub fn cost(head: &Head, (width, height): (f64, f64), keys: &[Key]) -> f64 {
        let sheet = Scene::framed(head, Body { groups: Vec::new(), width, height }, keys);
        let shape = std::f64::consts::SQRT_2;
        let (landscape, portrait) = (sheet.width.max(sheet.height * shape), sheet.height.max(sheet.width * shape));
        landscape.ln().min(portrait.ln() + 0.04)
    }

    /// Every piece of text.
    pub fn texts(&self) -> impl Iterator<Item = &Label> {
        let shapes = self.groups.iter().flat_map(|group| &group.shapes);
        shapes.filter_map(|shape| if let Shape::Text(label) = shape { Some(label) } else { None })
    }

    /// Draws it.
    ///
    /// # Errors
    /// When the embedded font is refused or the sheet is too large.
    pub fn svg(&self, head: &Head) -> Result<String, FigureError> {
        let mut sheet = Sheet::new(self.width, self.height);
        for group in &self.groups {
            // plotters knows no dashes: neighbours that share theirs make one element.
            for run in group.shapes.chunk_by(|a, b| a.dashes() == b.dashes()) {
                sheet.group(&attributes(group, run), &group.tip, |pen| {
                    run.iter().try_for_each(|shape| draw(pen, shape))
                })?;
            }
        }
        let description: Vec<&str> = std::iter::once(&head.subtitle).chain(&head.notes).map(String::as_str).collect();
        sheet.finish(&head.key, &head.title, &description.join(" "))
    }

    /// Title and subtitle; returns where the body begins.
    fn title(&mut self, head: &Head) -> f64 {
        let scale = scale(self.width);
        let large = Type::bold((36.0 * scale).round(), Ink::Accent);
        let small = Type::regular((16.0 * scale).round(), Ink::Soft);
        let width = self.width - 2.0 * MARGIN;
        let mut shapes = Vec::new();
        let mut y = MARGIN - 6.0;
        for (text, face) in [(&head.title, large), (&head.subtitle, small)] {
            for line in wrap(text, &[width; 2], face) {
                shapes.push(Shape::Text(Label::new(line, (MARGIN, y), Anchor::Start, face)));
                y += (face.size * 1.3).round();
            }
            y += (4.0 * scale).round();
        }
        self.groups.push(Group::plain(shapes));
        y + (14.0 * scale).round()
    }

    /// Entries in columns, notes beside them where there is room, else below; returns where they end.
    fn legend(&mut self, keys: &[Key], notes: &[String], bottom: f64) -> f64 {
        let width = self.width - 2.0 * MARGIN;
        let top = bottom + 54.0;
        let mut shapes = vec![Shape::rect(&Rect::new(MARGIN, bottom + 34.0, width, 1.0), colour::RULE)];
        let (columns, rows) = columns(keys.len(), width, !notes.is_empty());
        let mut lowest = top;
        for (column, keys) in keys.chunks(rows.max(1)).enumerate() {
            let x = MARGIN + number(column) * (CELL + CELL_GAP);
            let mut y = top;
            for key in keys {
                shapes.extend(key.sample.iter().cloned().map(|shape| shape.shifted(x, y)));
                let indent = SAMPLE.0 + 12.0;
                let lines = wrap(&key.text, &[CELL - indent; ENTRY_LINES], TEXT);
                for line in &lines {
                    shapes.push(Shape::Text(Label::new(line.clone(), (x + indent, y + 2.5), Anchor::Start, TEXT)));
                    y += STEP;
                }
                y += ENTRY_GAP;
            }
            lowest = lowest.max(y);
        }
        let used = number(columns) * (CELL + CELL_GAP) + 22.0;
        let beside = columns > 0 && width - used >= NOTES;
        let (x, mut y) = if beside { (MARGIN + used, top) } else { (MARGIN, lowest) };
        // Long lines are hard to read: about sixty characters at most.
        let room = (self.width - MARGIN - x).min(64.0 * NOTE.size);
        for note in notes {
            for line in wrap(note, &[room; NOTE_LINES], NOTE) {
                shapes.push(Shape::Text(Label::new(line, (x, y + 2.5), Anchor::Start, NOTE)));
                y += STEP + 1.0;
            }
            y += 4.0;
        }
        self.groups.push(Group::plain(shapes));
        lowest.max(y)
    }
}

/// Columns and rows of so many entries: as flat as leaves the notes their place beside them.
fn columns(count: usize, width: f64, notes: bool) -> (usize, usize) {
    let fits = |columns: usize| {
        let used = number(columns) * (CELL + CELL_GAP);
        used - CELL_GAP <= width && (!notes || width - used - 22.0 >= NOTES)
    };
    let most = (1..=count).rev().find(|&columns| fits(columns)).unwrap_or(usize::from(count > 0));
    let rows = count.div_ceil(most.max(1)).max(3.min(count));
    (if rows == 0 { 0 } else { count.div_ceil(rows) }, rows)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn attributes(group: &Group, run: &[Shape]) -> String {
    let mut attributes = vec!["stroke-linejoin=\"round\"".to_owned()];
    if let Some((id, state)) = &group.found {
        attributes.push(format!("data-box=\"{}\"", escape(id)));
        attributes.extend(state.map(|state| format!("data-state=\"{}\"", state.as_str())));
    }
    let dashes: Vec<String> =
        run.first().map_or(&[][..], Shape::dashes).iter().map(|dash| format!("{:.0}", dash * 10.0)).collect();
    if !dashes.is_empty() {
        attributes.push(format!("stroke-dasharray=\"{}\"", dashes.join(" ")));
    }
    if group.clear > 0.0 {
        attributes.push(format!("opacity=\"{:.2}\"", 1.0 - group.clear));
    }
    attributes.join(" ")
}

fn draw(pen: &mut Pen<'_, '_>, shape: &Shape) -> Result<(), FigureError> {
    let stroke = |pencil: &Pencil| Stroke { colour: pencil.colour, width: pencil.width };
    match shape {
        Shape::Area { points, fill, line } => {
            fill.map_or(Ok(()), |fill| pen.fill(points, fill))?;
            let closed: Vec<Point> = points.iter().chain(points.first()).copied().collect();
            line.as_ref().map_or(Ok(()), |pencil| pen.line(&closed, stroke(pencil)))
        }
        Shape::Line(points, pencil) => pen.line(points, stroke(pencil)),
        Shape::Disc { centre, radius, fill, line } => {
            let circle = Circle { centre: *centre, radius: *radius };
            fill.map_or(Ok(()), |fill| pen.disc(circle, fill))?;
            line.as_ref().map_or(Ok(()), |pencil| pen.ring(circle, stroke(pencil)))
        }
        Shape::Hatch(rect, pencil, step) => {
            hatch(rect, *step).iter().try_for_each(|line| pen.line(line, stroke(pencil)))
        }
        Shape::Stripe(state, rect) => stripe(pen, rect, &look(*state)),
        Shape::Mark(state, rect) => mark(pen, rect, &look(*state)),
        Shape::Text(label) => pen.text(label),
    }
}

/// White around a line or a box, so that what crosses reads as a bridge.
pub fn casing(points: Vec<Point>, width: f64) -> Shape {
    Shape::Line(points, Pencil::solid(PAPER, width + 2.8))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Panics where two labels lie upon each other or one leaves the sheet.
    pub(crate) fn assert_readable(scene: &Scene) {
        let texts: Vec<&Label> = scene.texts().filter(|label| !label.text.is_empty()).collect();
        let sheet = Rect::new(0.0, 0.0, scene.width, scene.height);
        for (at, a) in texts.iter().enumerate() {
            assert!(sheet.contains(&a.rect()), "{} leaves the sheet", a.text);
            for b in &texts[at + 1..] {
                assert!(!a.rect().overlaps(&b.rect()), "{} lies upon {}", a.text, b.text);
            }
        }
    }

    #[test]
    fn a_legend_of_any_length_stays_readable() {
        for count in [0, 1, 2, 5, 9, 30] {
            for width in [10.0, 900.0, 2400.0] {
                let keys: Vec<Key> =
                    (0..count).map(|at| Key::state(BoxState::ALL[at % 7], &"长".repeat(at * 9))).collect();
                let head = Head {
                    key: "k".into(),
                    title: "题".repeat(120),
                    subtitle: "2024 年".into(),
                    notes: vec!["口径".repeat(90); count.min(4)],
                };
                let scene = Scene::framed(&head, Body { groups: Vec::new(), width, height: 50.0 }, &keys);
                assert_readable(&scene);
                assert!(scene.svg(&head).unwrap().ends_with("</svg>\n"));
            }
        }
    }
}
