//! Draws the map of all segments: bands, then lines from the widest to the thinnest, then boxes.

use crate::render::figure::FigureError;
use crate::render::figure::colour::{self, Look, PAPER, look};
use crate::render::figure::geometry::Point;
use crate::render::figure::overview::segment::SegmentCard;
use crate::render::figure::overview::{Line, OverviewLayout, layout};
use crate::render::figure::panorama::{
    OPTIONAL_DASH, corners, draw_badge, draw_bar, draw_sample, ground, mark, outline, stripe,
};
use crate::render::figure::positions::MapPositions;
use crate::render::figure::shape::rounded;
use crate::render::figure::svg::{Pen, Sheet, Stroke, escape};
use crate::report::figure::{BoxState, Overview};

const CORNER: f64 = 6.0;
const CHORDS: u8 = 14;
/// White at both sides of a line, so that crossings read as bridges.
const CASING: f64 = 1.0;
const ROUND: &str = "stroke-linejoin=\"round\"";

/// The map as an svg document, and the positions for the next one.
///
/// # Errors
/// When the embedded font is refused or the sheet is too large.
pub fn svg(overview: &Overview, kept: Option<&MapPositions>) -> Result<(String, MapPositions), FigureError> {
    let laid = layout(overview, kept);
    let mut sheet = Sheet::new(laid.sheet.width, laid.sheet.height);
    sheet.group("", "", |pen| ground(pen, &laid.sheet))?;
    let mut lines: Vec<&Line> = laid.lines.iter().collect();
    lines.sort_by(|a, b| b.width.total_cmp(&a.width).then(a.edge.cmp(&b.edge)));
    for line in lines {
        draw_line(&mut sheet, line, overview)?;
    }
    for card in &laid.cards {
        draw_card(&mut sheet, card, overview)?;
    }
    sheet.group("", "", |pen| laid.sheet.labels.iter().try_for_each(|label| pen.text(label)))?;
    for sample in &laid.sheet.samples {
        draw_sample(&mut sheet, sample)?;
    }
    let mut description = vec![overview.subtitle.as_str()];
    description.extend(overview.legend.lines.iter().map(String::as_str));
    let svg = sheet.finish(&overview.key, &overview.title, &description.join(" "))?;
    let OverviewLayout { positions, .. } = laid;
    Ok((svg, positions))
}

fn draw_line(sheet: &mut Sheet, line: &Line, overview: &Overview) -> Result<(), FigureError> {
    let edge = &overview.edges[line.edge];
    let points = line.route.points(CHORDS);
    let head = 5.0 + line.width * 0.8;
    let shaft = shortened(&points, head * 0.7);
    let colour = colour::WIRES[line.from % colour::WIRES.len()];
    sheet.group(ROUND, "", |pen| pen.line(&shaft, Stroke { colour: PAPER, width: line.width + 2.0 * CASING }))?;
    let dash = if edge.near { ROUND.to_owned() } else { format!("{ROUND} {OPTIONAL_DASH}") };
    sheet.group(&dash, &edge.text, |pen| pen.line(&shaft, Stroke { colour, width: line.width }))?;
    sheet.group("", "", |pen| points.last().map_or(Ok(()), |&tip| pen.fill(&arrow(&points, tip, head), colour)))
}

/// The line without its last bit, which the arrow head covers; lines end level.
fn shortened(points: &[Point], by: f64) -> Vec<Point> {
    let mut points = points.to_vec();
    if let [.., before, last] = points.as_mut_slice() {
        let left = (last.0 - before.0).abs();
        last.0 -= (last.0 - before.0).signum() * by.min(left);
    }
    points
}

/// A head in the direction in which the line ends.
fn arrow(points: &[Point], tip: Point, length: f64) -> [Point; 3] {
    let before = points.iter().rev().find(|point| (point.0 - tip.0).abs() > 1e-9).map_or(tip.0 - 1.0, |point| point.0);
    let back = (before - tip.0).signum() * length;
    [tip, (tip.0 + back, tip.1 - length * 0.5), (tip.0 + back, tip.1 + length * 0.5)]
}

fn draw_card(sheet: &mut Sheet, card: &SegmentCard, overview: &Overview) -> Result<(), FigureError> {
    let of = overview.boxes.iter().find(|of| of.id == card.id);
    // Names cut for want of room are whole in the tip.
    let tip = of.map_or(String::new(), |of| {
        let types = of.types.join(" ");
        format!("{} \u{B7} {} \u{B7} {} {} {types}", of.name, of.caption, of.firms.join("\u{3001}"), of.more)
    });
    let state = of.map_or(BoxState::Unknown, |of| of.state);
    let look = look(state);
    // A page finds the box by these.
    let found = format!("data-box=\"{}\" data-state=\"{}\"", escape(&card.id), state.as_str());
    sheet.group(&found, tip.trim(), |pen| {
        pen.fill(&rounded(&card.rect, CORNER), look.fill)?;
        stripe(pen, &card.rect, &look)
    })?;
    outline(sheet, &card.rect, &look, "")?;
    sheet.group(&found, "", |pen| inside(pen, card, &look))
}

fn inside(pen: &mut Pen<'_, '_>, card: &SegmentCard, of: &Look) -> Result<(), FigureError> {
    card.bar.iter().try_for_each(|bar| draw_bar(pen, bar, of))?;
    card.columns.iter().try_for_each(|column| pen.fill(&corners(column), colour::ACCENT))?;
    card.badges.iter().try_for_each(|badge| draw_badge(pen, badge, colour::ACCENT))?;
    for (state, rect) in &card.marks {
        mark(pen, rect, &look(*state))?;
    }
    card.labels.iter().try_for_each(|label| pen.text(label))
}
