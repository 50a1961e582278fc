//! The svg document: groups drawn by plotters, then finished with a title, a description and the glyphs used.
//!
//! plotters draws on whole numbers, so drawings are made ten times as large and the view box brings them back: no
//! coordinate needs more than one decimal.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{PathElement, Polygon};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle, TextStyle};

use crate::render::figure::FigureError;
use crate::render::figure::font::{self, FAMILY};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label};
use crate::render::figure::shape::{Circle, rounded};

/// Units of the drawing to one unit of the figure.
const FINE: f64 = 10.0;
/// What plotters writes for text that stands on its baseline; taken out again, for viewers disagree on `ex`.
const PLOTTERS_SHIFT: &str = " dy=\"-0.5ex\"";

/// A drawing under way.
pub(super) struct Sheet {
    width: f64,
    height: f64,
    body: String,
    /// Characters used in regular and in bold text.
    used: [BTreeSet<char>; 2],
}

/// One group of a drawing.
pub(super) struct Pen<'a, 'b> {
    area: DrawingArea<SVGBackend<'b>, Shift>,
    used: &'a mut [BTreeSet<char>; 2],
}

/// A line.
#[derive(Clone, Copy)]
pub(super) struct Stroke {
    pub(super) colour: RGBColor,
    pub(super) width: f64,
}

impl Sheet {
    pub(super) fn new(width: f64, height: f64) -> Sheet {
        Sheet { width, height, body: String::new(), used: [BTreeSet::new(), BTreeSet::new()] }
    }

    /// Draws one group; `attributes` are those that plotters does not know, such as dashes, and `tip` is what a viewer
    /// shows when the pointer rests on it.
    pub(super) fn group(
        &mut self,
        attributes: &str,
        tip: &str,
        draw: impl FnOnce(&mut Pen<'_, '_>) -> Result<(), FigureError>,
    ) -> Result<(), FigureError> {
        let mut drawn = String::new();
        {
            let area = SVGBackend::with_string(&mut drawn, (fine_size(self.width)?, fine_size(self.height)?));
            let mut pen = Pen { area: area.into_drawing_area(), used: &mut self.used };
            draw(&mut pen)?;
            pen.area.present().map_err(|_| FigureError::Drawing)?;
        }
        let inside = drawn.lines().skip(1).filter(|line| *line != "</svg>");
        self.body.push_str("<g");
        if !attributes.is_empty() {
            self.body.push(' ');
            self.body.push_str(attributes);
        }
        self.body.push_str(">\n");
        if !tip.is_empty() {
            let _ = writeln!(self.body, "<title>{}</title>", escape(tip));
        }
        for line in inside {
            finish_line(&mut self.body, line);
        }
        self.body.push_str("</g>\n");
        Ok(())
    }

    /// The document. `key` tells its ids from those of other figures on one page.
    pub(super) fn finish(self, key: &str, title: &str, description: &str) -> Result<String, FigureError> {
        let key: String = key.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
        let (width, height) = (self.width, self.height);
        let mut svg = String::with_capacity(self.body.len() + 400_000);
        let _ = writeln!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{key}-title {key}-desc\" \
             font-family=\"'{FAMILY}', 'Noto Sans SC', 'Microsoft YaHei', sans-serif\">\n\
             <title id=\"{key}-title\">{}</title>\n<desc id=\"{key}-desc\">{}</desc>",
            fine_size(width)?,
            fine_size(height)?,
            escape(title),
            escape(description),
        );
        svg.push_str("<style>\n");
        for (used, bold) in self.used.iter().zip([false, true]) {
            if let Some(cut) = font::cut(used, bold)? {
                let weight = if bold { "bold" } else { "normal" };
                let data = STANDARD.encode(cut);
                let _ = writeln!(
                    svg,
                    "@font-face{{font-family:\"{FAMILY}\";font-weight:{weight};\
                     src:url(data:font/ttf;base64,{data}) format(\"truetype\")}}"
                );
            }
        }
        // A browser would otherwise round the advances to whole pixels and drift from what was measured.
        svg.push_str("text{text-rendering:geometricPrecision}\n</style>\n");
        let _ = writeln!(svg, "<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>");
        svg.push_str(&self.body);
        svg.push_str("</svg>\n");
        Ok(svg)
    }
}

impl Pen<'_, '_> {
    /// A filled outline.
    pub(super) fn fill(&mut self, points: &[Point], colour: RGBColor) -> Result<(), FigureError> {
        let points: Vec<(i32, i32)> = points.iter().copied().map(fine).collect();
        self.area.draw(&Polygon::new(points, colour.filled())).map_err(refused)
    }

    /// A line through the points.
    pub(super) fn line(&mut self, points: &[Point], stroke: Stroke) -> Result<(), FigureError> {
        let points: Vec<(i32, i32)> = points.iter().copied().map(fine).collect();
        self.area.draw(&PathElement::new(points, shape(stroke))).map_err(refused)
    }

    /// The outline of a box with round corners; closed, so that its dashes run around.
    pub(super) fn outline(&mut self, rect: &Rect, radius: f64, stroke: Stroke) -> Result<(), FigureError> {
        let mut points = rounded(rect, radius);
        points.extend(points.first().copied());
        self.line(&points, stroke)
    }

    /// A filled disc.
    pub(super) fn disc(&mut self, circle: Circle, colour: RGBColor) -> Result<(), FigureError> {
        let at = fine(circle.centre);
        let dot = plotters::element::Circle::new(at, whole(circle.radius), colour.filled());
        self.area.draw(&dot).map_err(refused)
    }

    /// A ring.
    pub(super) fn ring(&mut self, circle: Circle, stroke: Stroke) -> Result<(), FigureError> {
        let at = fine(circle.centre);
        let ring = plotters::element::Circle::new(at, whole(circle.radius), shape(stroke));
        self.area.draw(&ring).map_err(refused)
    }

    /// A line of text.
    pub(super) fn text(&mut self, label: &Label) -> Result<(), FigureError> {
        self.used[usize::from(label.face.bold)].extend(label.text.chars());
        let across = match label.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let face = font::description(label.face.size * FINE, label.face.bold);
        let ink = label.face.ink.rgb();
        let style = TextStyle::from(face).color(&ink).pos(Pos::new(across, VPos::Bottom));
        self.area.draw_text(&label.text, &style, fine((label.x, label.baseline))).map_err(refused)
    }
}

fn refused<E: std::error::Error + Send + Sync>(_: DrawingAreaErrorKind<E>) -> FigureError {
    FigureError::Drawing
}

fn shape(stroke: Stroke) -> ShapeStyle {
    stroke.colour.stroke_width(u32::try_from(whole(stroke.width)).unwrap_or(1))
}

#[expect(clippy::cast_possible_truncation, reason = "sizes were checked by `fine_size`; the cast saturates")]
fn whole(length: f64) -> i32 {
    (length * FINE).round() as i32
}

fn fine((x, y): Point) -> (i32, i32) {
    (whole(x), whole(y))
}

/// A side of the drawing; one that does not fit the whole numbers of plotters is refused.
fn fine_size(length: f64) -> Result<u32, FigureError> {
    let length = whole(length);
    if length <= 0 || length == i32::MAX {
        Err(FigureError::Size)
    } else {
        u32::try_from(length).map_err(|_| FigureError::Size)
    }
}

/// One line of plotters' svg without what is said once for all, and with the text in one piece.
fn finish_line(body: &mut String, line: &str) {
    let is_tag = line.starts_with('<');
    let mut line = line.to_owned();
    if is_tag {
        line = line.replace(" opacity=\"1\"", "").replace(" \"/>", "\"/>");
    }
    if line.starts_with("<text ") {
        line = line.replace(PLOTTERS_SHIFT, "").replace(" text-anchor=\"start\"", "");
        line = line.replace(&format!(" font-family=\"{FAMILY}\""), "");
        line = two_decimals(&line, " font-size=\"");
    }
    body.push_str(&line);
    // Text stands between its tags without line breaks, which would count as spaces at its ends.
    if is_tag && !line.starts_with("<text ") {
        body.push('\n');
    }
}

/// Rounds the number behind `name`: plotters writes every digit of its division.
fn two_decimals(line: &str, name: &str) -> String {
    let Some((head, rest)) = line.split_once(name) else { return line.to_owned() };
    let Some((number, tail)) = rest.split_once('"') else { return line.to_owned() };
    let Ok(number) = number.parse::<f64>() else { return line.to_owned() };
    let number = format!("{number:.2}");
    let number = number.trim_end_matches('0').trim_end_matches('.');
    format!("{head}{name}{number}\"{tail}")
}

/// Text as content of an element or an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in font::clean(text).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_finished() {
        let mut body = String::new();
        finish_line(
            &mut body,
            "<text x=\"1\" dy=\"-0.5ex\" text-anchor=\"start\" font-family=\"Liantu Sans SC\" font-size=\"130.00000000000003\" opacity=\"1\" fill=\"#000000\">",
        );
        finish_line(&mut body, "a dy=&quot;");
        finish_line(&mut body, "</text>");
        assert_eq!(body, "<text x=\"1\" font-size=\"130\" fill=\"#000000\">a dy=&quot;</text>\n");
    }

    #[test]
    fn content_is_escaped() {
        assert_eq!(escape("<script>&\"'\u{0}"), "&lt;script&gt;&amp;&quot;&apos;");
    }
}
