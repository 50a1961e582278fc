//! The shapes and the text of a drawn svg as marks on a page.

use std::collections::BTreeSet;
use std::mem;

use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Name, Rect, Str};
use resvg::tiny_skia::{PathSegment, Transform};
use resvg::usvg::{self, BlendMode, FillRule, LineCap, LineJoin, Opacity, PaintOrder, TextAnchor};

use super::SETTINGS;
use super::face::{FaceName, drawn};
use crate::render::figure::FigureError;
use crate::render::figure::font;
use crate::render::paper::Printed;

/// Weight of type from which the bold face is taken.
const BOLD: u16 = 600;

/// How far fills and lines let what is below shine through, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alpha {
    fill: u16,
    stroke: u16,
}

impl Alpha {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "opacities are from 0 to 1")]
    fn new(fill: Opacity, stroke: Opacity) -> Alpha {
        let thousandths = |opacity: Opacity| (opacity.get() * 1000.0).round() as u16;
        Alpha { fill: thousandths(fill), stroke: thousandths(stroke) }
    }

    fn is_opaque(self) -> bool {
        self == Alpha { fill: 1000, stroke: 1000 }
    }

    /// Name on the page.
    pub(super) fn name(self) -> String {
        format!("A{}-{}", self.fill, self.stroke)
    }

    pub(super) fn fill(self) -> f32 {
        f32::from(self.fill) / 1000.0
    }

    pub(super) fn stroke(self) -> f32 {
        f32::from(self.stroke) / 1000.0
    }
}

/// Name of a group on the page.
pub(super) fn group_name(at: usize) -> String {
    format!("G{at}")
}

/// A page under way.
pub(super) struct Painter {
    pub(super) content: Content,
    pub(super) groups: Vec<(Rect, Content)>,
    pub(super) alphas: BTreeSet<Alpha>,
    pub(super) used: [BTreeSet<char>; 2],
}

impl Default for Painter {
    fn default() -> Painter {
        Painter {
            content: Content::with_settings(SETTINGS),
            groups: Vec::new(),
            alphas: BTreeSet::new(),
            used: [BTreeSet::new(), BTreeSet::new()],
        }
    }
}

impl Painter {
    /// Paints the whole picture where it stands on its page; pages count upwards, pictures downwards.
    pub(super) fn paint(&mut self, root: &usvg::Group, printed: &Printed) -> Result<(), FigureError> {
        let place = [printed.scale, 0.0, 0.0, -printed.scale, printed.left, printed.height - printed.top];
        #[expect(clippy::cast_possible_truncation, reason = "points of a page, at most 14,400")]
        self.content.transform(place.map(|value| value as f32));
        self.group(root)
    }

    fn group(&mut self, group: &usvg::Group) -> Result<(), FigureError> {
        let plain = group.clip_path().is_none()
            && group.mask().is_none()
            && group.filters().is_empty()
            && group.blend_mode() == BlendMode::Normal;
        if !plain {
            return Err(FigureError::Drawing);
        }
        let moved = group.transform() != Transform::identity();
        if moved {
            let by = group.transform();
            self.content.save_state().transform([by.sx, by.ky, by.kx, by.sy, by.tx, by.ty]);
        }
        if group.opacity() == Opacity::ONE {
            self.children(group)?;
        } else {
            self.faded(group)?;
        }
        if moved {
            self.content.restore_state();
        }
        Ok(())
    }

    fn children(&mut self, group: &usvg::Group) -> Result<(), FigureError> {
        group.children().iter().try_for_each(|node| match node {
            usvg::Node::Group(group) => self.group(group),
            usvg::Node::Path(path) => self.path(path),
            usvg::Node::Text(text) => self.text(text),
            usvg::Node::Image(_) => Err(FigureError::Drawing),
        })
    }

    /// What fades together is drawn together first: a box that fades does not show its outline through its filling.
    fn faded(&mut self, group: &usvg::Group) -> Result<(), FigureError> {
        let outer = mem::replace(&mut self.content, Content::with_settings(SETTINGS));
        self.children(group)?;
        let inner = mem::replace(&mut self.content, outer);
        let bounds = group.layer_bounding_box();
        let bounds = Rect::new(bounds.left(), bounds.top(), bounds.right(), bounds.bottom());
        let name = group_name(self.groups.len());
        self.groups.push((bounds, inner));
        self.through(Alpha::new(group.opacity(), group.opacity()), |content| {
            content.x_object(Name(name.as_bytes()));
        });
        Ok(())
    }

    /// Draws with `alpha`.
    fn through(&mut self, alpha: Alpha, draw: impl FnOnce(&mut Content)) {
        if alpha.is_opaque() {
            return draw(&mut self.content);
        }
        self.alphas.insert(alpha);
        self.content.save_state().set_parameters(Name(alpha.name().as_bytes()));
        draw(&mut self.content);
        self.content.restore_state();
    }

    fn path(&mut self, path: &usvg::Path) -> Result<(), FigureError> {
        if !path.is_visible() {
            return Ok(());
        }
        let fill = path.fill().map(|fill| Ok((rgb(fill.paint())?, fill.rule(), fill.opacity()))).transpose()?;
        let stroke = path.stroke().map(|stroke| Ok((rgb(stroke.paint())?, stroke))).transpose()?;
        let opacity = |of: Option<Opacity>| of.unwrap_or(Opacity::ONE);
        let alpha = Alpha::new(opacity(fill.map(|fill| fill.2)), opacity(stroke.map(|(_, stroke)| stroke.opacity())));
        let first_line = path.paint_order() == PaintOrder::StrokeAndFill;
        self.through(alpha, |content| {
            let fill = |content: &mut Content| {
                if let Some((colour, rule, _)) = fill {
                    outline(content, path);
                    content.set_fill_rgb(colour[0], colour[1], colour[2]);
                    match rule {
                        FillRule::NonZero => content.fill_nonzero(),
                        FillRule::EvenOdd => content.fill_even_odd(),
                    };
                }
            };
            if !first_line {
                fill(content);
            }
            if let Some((colour, stroke)) = stroke {
                pen(content, stroke);
                outline(content, path);
                content.set_stroke_rgb(colour[0], colour[1], colour[2]).stroke();
            }
            if first_line {
                fill(content);
            }
        });
        Ok(())
    }

    /// Labels as they were written: each in one piece, from where it was anchored, as wide as its glyphs are.
    fn text(&mut self, text: &usvg::Text) -> Result<(), FigureError> {
        for chunk in text.chunks() {
            let (Some(x), Some(y)) = (chunk.x(), chunk.y()) else { return Err(FigureError::Drawing) };
            let piece =
                |span: &usvg::TextSpan| chunk.text().get(span.start()..span.end()).unwrap_or_default().to_owned();
            let extent = |span: &usvg::TextSpan| {
                let bold = span.font().weight() >= BOLD;
                font::width(&piece(span), f64::from(span.font_size().get()), bold)
            };
            let whole: f64 = chunk.spans().iter().map(extent).sum();
            let before = match chunk.anchor() {
                TextAnchor::Start => 0.0,
                TextAnchor::Middle => whole / 2.0,
                TextAnchor::End => whole,
            };
            let mut at = f64::from(x) - before;
            for span in chunk.spans() {
                self.span(span, &piece(span), (at, f64::from(y)))?;
                at += extent(span);
            }
        }
        Ok(())
    }

    fn span(&mut self, span: &usvg::TextSpan, text: &str, (x, y): (f64, f64)) -> Result<(), FigureError> {
        let Some(fill) = span.fill().filter(|_| span.is_visible() && !text.is_empty()) else { return Ok(()) };
        let colour = rgb(fill.paint())?;
        let face = FaceName::of(text, span.font().weight() >= BOLD);
        let mut codes = Vec::with_capacity(2 * text.len());
        for (code, c) in text.chars().map(drawn) {
            codes.extend(code.to_be_bytes());
            self.used[face.at()].insert(c);
        }
        #[expect(clippy::cast_possible_truncation, reason = "within the drawing; a hundredth of its fine unit")]
        let [x, y] = [x, y].map(|value| ((value * 100.0).round() / 100.0) as f32);
        self.through(Alpha::new(fill.opacity(), Opacity::ONE), |content| {
            content.set_fill_rgb(colour[0], colour[1], colour[2]);
            content.begin_text().set_font(face.name(), span.font_size().get());
            content.set_text_matrix([1.0, 0.0, 0.0, -1.0, x, y]).show(Str(&codes)).end_text();
        });
        Ok(())
    }
}

/// The one kind of paint that figures use.
fn rgb(paint: &usvg::Paint) -> Result<[f32; 3], FigureError> {
    match paint {
        usvg::Paint::Color(colour) => Ok([colour.red, colour.green, colour.blue].map(|part| f32::from(part) / 255.0)),
        _ => Err(FigureError::Drawing),
    }
}

fn pen(content: &mut Content, stroke: &usvg::Stroke) {
    content.set_line_width(stroke.width().get());
    content.set_line_cap(match stroke.linecap() {
        LineCap::Butt => LineCapStyle::ButtCap,
        LineCap::Round => LineCapStyle::RoundCap,
        LineCap::Square => LineCapStyle::ProjectingSquareCap,
    });
    content.set_line_join(match stroke.linejoin() {
        LineJoin::Miter | LineJoin::MiterClip => LineJoinStyle::MiterJoin,
        LineJoin::Round => LineJoinStyle::RoundJoin,
        LineJoin::Bevel => LineJoinStyle::BevelJoin,
    });
    content.set_miter_limit(stroke.miterlimit().get());
    content.set_dash_pattern(stroke.dasharray().unwrap_or_default().iter().copied(), stroke.dashoffset());
}

fn outline(content: &mut Content, path: &usvg::Path) {
    let mut last = (0.0, 0.0);
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                content.move_to(to.x, to.y);
                last = (to.x, to.y);
            }
            PathSegment::LineTo(to) => {
                content.line_to(to.x, to.y);
                last = (to.x, to.y);
            }
            PathSegment::QuadTo(by, to) => {
                // The same curve with two handles: each lies two thirds of the way to the one.
                let handle = |end: (f32, f32)| (end.0 + (by.x - end.0) / 1.5, end.1 + (by.y - end.1) / 1.5);
                let (a, b) = (handle(last), handle((to.x, to.y)));
                content.cubic_to(a.0, a.1, b.0, b.1, to.x, to.y);
                last = (to.x, to.y);
            }
            PathSegment::CubicTo(a, b, to) => {
                content.cubic_to(a.x, a.y, b.x, b.y, to.x, to.y);
                last = (to.x, to.y);
            }
            PathSegment::Close => {
                content.close_path();
            }
        }
    }
}
