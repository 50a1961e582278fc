//! Draws a panorama that was laid out: frames, then edges, then boxes, so that an edge is never upon a box.

use std::collections::BTreeSet;

use plotters::style::RGBColor;

use crate::render::figure::FigureError;
use crate::render::figure::card::{Badge, Bar, Card};
use crate::render::figure::colour::{self, ACCENT, Ink, Look, Mark, PAPER, Stripe, look};
use crate::render::figure::diagram::Wire;
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label, Type};
use crate::render::figure::layout::{Frame, Layout, layout_beside};
use crate::render::figure::legend::Sample;
use crate::render::figure::positions::MapPositions;
use crate::render::figure::shape::{Circle, arrow, bent, hatch, rounded, shared_length, without_start};
use crate::render::figure::svg::{Pen, Sheet, Stroke, escape};
use crate::report::figure::{BoxState, Changes, Panorama, RiskWay};

const CORNER: f64 = 5.0;
const BEND: f64 = 6.0;
const ARROW: f64 = 8.0;
/// White at both sides of an edge, so that crossings read as bridges.
const CASING: f64 = 1.4;
pub(super) const OPTIONAL_DASH: &str = "stroke-dasharray=\"60 40\"";
/// Radius of the number where a way of a loss begins.
const START: f64 = 8.5;
const SIGN: Type = Type::bold(12.0, Ink::Paper);
const ROUND: &str = "stroke-linejoin=\"round\"";
/// Of what is as before, where changes are shown.
const FADED: &str = "opacity=\"0.3\"";
/// Width of the frame of a box with a type of weak link.
const FRAMED: f64 = 2.2;
/// From a changed box to the line around it.
const AROUND: f64 = 4.0;

/// The panorama as an svg document, with boxes where they were on the last map, and where they are now.
pub(super) fn svg(panorama: &Panorama, last: Option<&MapPositions>) -> Result<(String, MapPositions), FigureError> {
    let (laid, positions) = layout_beside(panorama, last);
    let mut sheet = Sheet::new(laid.width, laid.height);
    diagram(&mut sheet, &laid, panorama)?;
    frame_of(&mut sheet, &laid)?;
    let mut description = vec![panorama.subtitle.as_str()];
    description.extend(panorama.legend.lines.iter().map(String::as_str));
    Ok((sheet.finish(&panorama.key, &panorama.title, &description.join(" "))?, positions))
}

/// Frames, lines and boxes.
pub(super) fn diagram(sheet: &mut Sheet, laid: &Layout, panorama: &Panorama) -> Result<(), FigureError> {
    sheet.group("", "", |pen| ground(pen, laid))?;
    wires(sheet, laid, panorama)?;
    changed_wires(sheet, laid, panorama.changes.as_ref())?;
    ways(sheet, laid, &panorama.risks)?;
    for card in &laid.cards {
        draw_card(sheet, card, panorama)?;
    }
    starts(sheet, laid, &panorama.risks)
}

/// Text around the diagram, and the legend.
pub(super) fn frame_of(sheet: &mut Sheet, laid: &Layout) -> Result<(), FigureError> {
    sheet.group("", "", |pen| laid.labels.iter().try_for_each(|label| pen.text(label)))?;
    laid.samples.iter().try_for_each(|sample| draw_sample(sheet, sample))
}

/// Whether a box is faded beside those that the map is about.
fn is_faded(panorama: &Panorama, id: &String) -> bool {
    let is_out = |shown: Option<&BTreeSet<String>>| shown.is_some_and(|shown| !shown.contains(id));
    is_out(panorama.changes.as_ref().map(|changes| &changes.boxes)) || is_out(panorama.present.as_ref())
}

pub(super) fn corners(rect: &Rect) -> [Point; 4] {
    [(rect.left, rect.top), (rect.right, rect.top), (rect.right, rect.bottom), (rect.left, rect.bottom)]
}

pub(super) fn ground(pen: &mut Pen<'_, '_>, laid: &Layout) -> Result<(), FigureError> {
    for frame in &laid.frames {
        draw_frame(pen, frame)?;
    }
    for rule in &laid.rules {
        pen.fill(&corners(rule), colour::RULE)?;
    }
    laid.bars.iter().try_for_each(|bar| pen.fill(&corners(bar), ACCENT))
}

fn draw_frame(pen: &mut Pen<'_, '_>, frame: &Frame) -> Result<(), FigureError> {
    pen.fill(&rounded(&frame.rect, 8.0), colour::FRAME)?;
    pen.outline(&frame.rect, 8.0, Stroke { colour: colour::RULE, width: 0.8 })?;
    pen.fill(&corners(&frame.accent), ACCENT)?;
    frame.labels.iter().try_for_each(|label| pen.text(label))
}

/// Net by net: first the white casing of all its edges, then the edges, optional ones first. Where changes are shown all are faded;
/// where a map is about some boxes, those that do not join two of them.
fn wires(sheet: &mut Sheet, laid: &Layout, panorama: &Panorama) -> Result<(), FigureError> {
    let is_out = |wire: &Wire| {
        let ends = [wire.from, wire.to].map(|at| is_faded(panorama, &laid.cards[at].id));
        panorama.changes.is_some() || ends.contains(&true)
    };
    // Faded ones first, so that none lies upon another.
    for faded in [true, false] {
        for net in laid.wires.chunk_by(|a, b| a.from == b.from) {
            let net: Vec<&Wire> = net.iter().filter(|wire| is_out(wire) == faded).collect();
            draw_net(sheet, &net, faded)?;
        }
    }
    Ok(())
}

fn draw_net(sheet: &mut Sheet, net: &[&Wire], faded: bool) -> Result<(), FigureError> {
    if net.is_empty() {
        return Ok(());
    }
    let plain = if faded { FADED } else { "" };
    let round = if faded { format!("{ROUND} {FADED}") } else { ROUND.to_owned() };
    let lines: Vec<(&Wire, Vec<Point>)> = net.iter().map(|wire| (*wire, bent(&wire.points, BEND))).collect();
    sheet.group(&round, "", |pen| {
        let mut each = lines.iter();
        each.try_for_each(|(wire, line)| pen.line(line, Stroke { colour: PAPER, width: wire.width + 2.0 * CASING }))
    })?;
    // Where an optional edge runs with a required one, the solid line stands for both.
    let solid: Vec<&[Point]> = net.iter().filter(|wire| wire.required).map(|wire| wire.points.as_slice()).collect();
    let own = |wire: &Wire| {
        let shared = solid.iter().map(|line| shared_length(&wire.points, line)).fold(0.0, f64::max);
        bent(&without_start(&wire.points, shared), BEND)
    };
    for required in [false, true] {
        let part = lines.iter().filter(|(wire, _)| wire.required == required);
        let part: Vec<(&Wire, Vec<Point>)> =
            part.map(|(wire, line)| (*wire, if required { line.clone() } else { own(wire) })).collect();
        if !part.is_empty() {
            let dash = if required { String::new() } else { format!(" {OPTIONAL_DASH}") };
            sheet.group(&format!("{round}{dash}"), "", |pen| {
                part.iter().try_for_each(|(wire, line)| pen.line(shaft(line).as_slice(), stroke(wire)))
            })?;
        }
    }
    sheet.group(plain, "", |pen| {
        let mut tips = net.iter().filter_map(|wire| Some((wire, *wire.points.last()?)));
        tips.try_for_each(|(wire, tip)| pen.fill(&arrow(tip, head(wire)), stroke(wire).colour))
    })
}

/// Length of an arrow head: it is wider than its line.
fn head(wire: &Wire) -> f64 {
    ARROW.max(wire.width * 2.6)
}

/// Inputs that changed, over the others: thick, so that they are told without colour.
fn changed_wires(sheet: &mut Sheet, laid: &Layout, changes: Option<&Changes>) -> Result<(), FigureError> {
    let Some(changes) = changes else { return Ok(()) };
    let is_changed = |wire: &&Wire| {
        let ends = (laid.cards[wire.from].id.clone(), laid.cards[wire.to].id.clone());
        changes.edges.contains(&ends)
    };
    for wire in laid.wires.iter().filter(is_changed) {
        let line = bent(&wire.points, BEND);
        let dash = if wire.required { String::new() } else { format!(" {OPTIONAL_DASH}") };
        let stroke = Stroke { colour: colour::CHANGE, width: wire.width + 1.6 };
        sheet.group(&format!("{ROUND}{dash}"), "", |pen| pen.line(shaft(&line).as_slice(), stroke))?;
        sheet.group("", "", |pen| {
            wire.points.last().into_iter().try_for_each(|tip| pen.fill(&arrow(*tip, ARROW * 1.4), colour::CHANGE))
        })?;
    }
    Ok(())
}

/// Ways of losses over the edges they take: thick, with marks across, so that they are told without colour.
fn ways(sheet: &mut Sheet, laid: &Layout, risks: &[RiskWay]) -> Result<(), FigureError> {
    for risk in risks {
        let box_at = |id: &String| laid.cards.iter().position(|card| card.id == *id);
        let steps = risk.boxes.windows(2).filter_map(|pair| Some((box_at(&pair[0])?, box_at(&pair[1])?)));
        let lines: Vec<&Wire> =
            steps.filter_map(|(from, to)| laid.wires.iter().find(|wire| wire.from == from && wire.to == to)).collect();
        sheet.group(ROUND, &risk.text, |pen| {
            for wire in &lines {
                let line = bent(&wire.points, BEND);
                pen.line(&line, Stroke { colour: PAPER, width: wire.width + 6.0 })?;
                pen.line(shaft(&line).as_slice(), Stroke { colour: colour::RISK, width: wire.width + 2.6 })?;
            }
            Ok(())
        })?;
        sheet.group("stroke-dasharray=\"14 46\" stroke-linecap=\"butt\"", "", |pen| {
            lines.iter().try_for_each(|wire| {
                let line = bent(&wire.points, BEND);
                pen.line(shaft(&line).as_slice(), Stroke { colour: PAPER, width: (wire.width + 2.6) * 0.45 })
            })
        })?;
        sheet.group("", "", |pen| {
            let mut tips = lines.iter().filter_map(|wire| wire.points.last());
            tips.try_for_each(|tip| pen.fill(&arrow(*tip, ARROW * 1.5), colour::RISK))
        })?;
    }
    Ok(())
}

/// The number of each way at the corner of the box where it begins; ways from one box stand side by side.
fn starts(sheet: &mut Sheet, laid: &Layout, risks: &[RiskWay]) -> Result<(), FigureError> {
    sheet.group("", "", |pen| {
        for (at, risk) in risks.iter().enumerate() {
            let Some(card) = risk.boxes.first().and_then(|id| laid.cards.iter().find(|card| card.id == *id)) else {
                continue;
            };
            let before = risks[..at].iter().filter(|other| other.boxes.first() == risk.boxes.first()).count();
            let x = card.rect.left + 2.0 * START * f64::from(u32::try_from(before).unwrap_or(0));
            numbered(pen, (x, card.rect.top), &risk.sign)?;
        }
        Ok(())
    })
}

fn numbered(pen: &mut Pen<'_, '_>, centre: Point, sign: &str) -> Result<(), FigureError> {
    pen.disc(Circle { centre, radius: START + 1.5 }, PAPER)?;
    pen.disc(Circle { centre, radius: START }, colour::RISK)?;
    pen.text(&Label::new(sign.to_owned(), (centre.0, centre.1 - SIGN.size * 0.62), Anchor::Middle, SIGN))
}

/// The line without its last bit, which the arrow head covers.
fn shaft(line: &[Point]) -> Vec<Point> {
    let mut line = line.to_vec();
    if let Some(last) = line.last_mut() {
        last.0 -= ARROW * 0.7;
    }
    line
}

fn stroke(wire: &Wire) -> Stroke {
    Stroke { colour: colour::WIRES[wire.tone % colour::WIRES.len()], width: wire.width }
}

fn draw_card(sheet: &mut Sheet, card: &Card, panorama: &Panorama) -> Result<(), FigureError> {
    let look = look(card.state);
    let changed = panorama.changes.as_ref().map(|changes| changes.boxes.contains(&card.id));
    let fade = if is_faded(panorama, &card.id) { FADED } else { "" };
    let meaning = panorama.legend.states.iter().find(|(state, _)| *state == card.state);
    // Names cut for want of room are whole in the tip.
    let of = panorama.columns.iter().flat_map(|column| &column.segments).flat_map(|segment| &segment.boxes);
    let of = of.into_iter().find(|of| of.id == card.id);
    let (name, project) = of.map_or(("", ""), |of| (of.name.as_str(), of.project.as_str()));
    let told = [name, meaning.map_or("", |(_, meaning)| meaning.as_str()), project];
    let tip = told.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" \u{B7} ");
    if changed == Some(true) {
        sheet.group("", "", |pen| around(pen, &card.rect))?;
    }
    // A page finds the box by these.
    let found = format!("data-box=\"{}\" data-state=\"{}\" {fade}", escape(&card.id), card.state.as_str());
    sheet.group(found.trim_end(), &tip, |pen| {
        pen.fill(&rounded(&card.rect, CORNER), look.fill)?;
        stripe(pen, &card.rect, &look)?;
        if card.essential {
            essential(pen, &card.rect)?;
        }
        Ok(())
    })?;
    // What is to be filled, strengthened, secured or extended has a heavy frame, which carries its type.
    let weight = if card.badges.is_empty() { look.weight } else { look.weight.max(FRAMED) };
    outline(sheet, &card.rect, &Look { weight, ..look }, fade)?;
    sheet.group(found.trim_end(), "", |pen| {
        mark(pen, &card.mark, &look)?;
        card.bar.iter().try_for_each(|bar| draw_bar(pen, bar, &look))?;
        for (at, badge) in card.badges.iter().enumerate() {
            draw_badge(pen, badge, if at == 0 { darker(look.line) } else { ACCENT })?;
        }
        card.signs.iter().try_for_each(|sign| draw_sign(pen, sign))?;
        if let Some(strip) = &card.strip {
            draw_strip(pen, &strip.rect, strip.label.rect().right + 4.0)?;
            pen.text(&strip.label)?;
        }
        card.labels.iter().try_for_each(|label| pen.text(label))
    })
}

/// The tone of a frame as a ground for white letters.
fn darker(colour: RGBColor) -> RGBColor {
    let part = |part: u8| u8::try_from(u16::from(part) * 4 / 5).unwrap_or(part);
    RGBColor(part(colour.0), part(colour.1), part(colour.2))
}

fn draw_sign(pen: &mut Pen<'_, '_>, sign: &Badge) -> Result<(), FigureError> {
    pen.fill(&rounded(&sign.rect, 3.0), PAPER)?;
    pen.outline(&sign.rect, 3.0, Stroke { colour: ACCENT, width: 1.0 })?;
    pen.text(&sign.label)
}

/// A strip with a building-site hatch where it holds no text.
fn draw_strip(pen: &mut Pen<'_, '_>, rect: &Rect, text_end: f64) -> Result<(), FigureError> {
    pen.fill(&rounded(rect, 2.0), PAPER)?;
    let bare = Rect { left: text_end.min(rect.right), ..*rect };
    for line in hatch(&bare, 5.0) {
        pen.line(&line, Stroke { colour: colour::SITE, width: 1.6 })?;
    }
    pen.outline(rect, 2.0, Stroke { colour: colour::SITE, width: 1.2 })
}

/// A second line around a box.
fn around(pen: &mut Pen<'_, '_>, rect: &Rect) -> Result<(), FigureError> {
    let by = AROUND;
    let outer = Rect::new(rect.left - by, rect.top - by, rect.width() + 2.0 * by, rect.height() + 2.0 * by);
    pen.outline(&outer, CORNER + by, Stroke { colour: colour::CHANGE, width: 3.0 })
}

pub(super) fn outline(sheet: &mut Sheet, rect: &Rect, look: &Look, fade: &str) -> Result<(), FigureError> {
    let dashes: Vec<String> = look.dashes.iter().map(|dash| format!("{:.0}", dash * 10.0)).collect();
    let dashes = if dashes.is_empty() { String::new() } else { format!("stroke-dasharray=\"{}\"", dashes.join(" ")) };
    let attributes = format!("{dashes} {fade}");
    sheet
        .group(attributes.trim(), "", |pen| pen.outline(rect, CORNER, Stroke { colour: look.line, width: look.weight }))
}

pub(super) fn stripe(pen: &mut Pen<'_, '_>, rect: &Rect, look: &Look) -> Result<(), FigureError> {
    let stripe = Rect::new(rect.left, rect.top + CORNER, 7.0, rect.height() - 2.0 * CORNER);
    let stroke = Stroke { colour: look.line, width: 1.4 };
    let steps = |step: f64| {
        let mut y = stripe.top + step / 2.0;
        std::iter::from_fn(move || {
            let at = y;
            y += step;
            (at < stripe.bottom).then_some(at)
        })
    };
    match look.stripe {
        Stripe::Empty => Ok(()),
        Stripe::Full => {
            let whole = Rect::new(rect.left, rect.top, 7.0, rect.height());
            let mut points = rounded(&whole, CORNER);
            // The right side of the stripe is straight.
            points.iter_mut().for_each(|point| {
                if point.0 > rect.left + CORNER {
                    point.0 = whole.right
                }
            });
            pen.fill(&points, look.line)
        }
        Stripe::Half => pen.fill(&corners(&Rect::new(rect.left, stripe.top, 3.0, stripe.height())), look.line),
        Stripe::Bars => steps(7.0)
            .try_for_each(|y| pen.line(&[(stripe.left, y), (stripe.right, y)], Stroke { width: 2.6, ..stroke })),
        Stripe::Hatch => hatch(&stripe, 5.0).iter().try_for_each(|line| pen.line(line, stroke)),
        Stripe::Dots => {
            steps(6.0).try_for_each(|y| pen.disc(Circle { centre: (stripe.left + 4.5, y), radius: 1.3 }, look.line))
        }
    }
}

fn essential(pen: &mut Pen<'_, '_>, rect: &Rect) -> Result<(), FigureError> {
    let side = 11.0;
    pen.fill(&[(rect.right - side, rect.top), (rect.right, rect.top), (rect.right, rect.top + side)], ACCENT)
}

pub(super) fn mark(pen: &mut Pen<'_, '_>, rect: &Rect, look: &Look) -> Result<(), FigureError> {
    let circle = Circle::inside(rect);
    let (x, y) = circle.centre;
    let r = circle.radius;
    let line = Stroke { colour: look.line, width: 1.5 };
    let white = Stroke { colour: PAPER, width: 1.8 };
    let ring = Circle { radius: r - 0.75, ..circle };
    match look.mark {
        Mark::Tick => {
            pen.disc(circle, look.line)?;
            pen.line(&[(x - 3.4, y + 0.2), (x - 0.9, y + 2.8), (x + 3.6, y - 2.6)], white)
        }
        Mark::HalfDisc => {
            let half: Vec<Point> = (0..=16_u8)
                .map(|step| std::f64::consts::PI * f64::from(step) / 16.0)
                .map(|angle| (x + ring.radius * angle.cos(), y + ring.radius * angle.sin()))
                .collect();
            pen.fill(&half, look.line)?;
            pen.ring(ring, line)
        }
        Mark::Warning => {
            let triangle = [(x, y - r), (x + r, y + r * 0.85), (x - r, y + r * 0.85)];
            pen.fill(&triangle, look.line)?;
            pen.line(&[(x, y - 2.6), (x, y + 1.6)], white)?;
            pen.disc(Circle { centre: (x, y + 3.8), radius: 1.0 }, PAPER)
        }
        Mark::Cross => {
            pen.disc(circle, look.line)?;
            pen.line(&[(x - 2.8, y - 2.8), (x + 2.8, y + 2.8)], white)?;
            pen.line(&[(x - 2.8, y + 2.8), (x + 2.8, y - 2.8)], white)
        }
        Mark::Plus => {
            pen.disc(circle, PAPER)?;
            pen.ring(ring, line)?;
            pen.line(&[(x - 3.4, y), (x + 3.4, y)], line)?;
            pen.line(&[(x, y - 3.4), (x, y + 3.4)], line)
        }
        Mark::Minus => {
            pen.ring(ring, line)?;
            pen.line(&[(x - 3.2, y), (x + 3.2, y)], line)
        }
        Mark::Dot => {
            pen.ring(ring, line)?;
            pen.disc(Circle { centre: (x, y), radius: 2.2 }, look.line)
        }
    }
}

pub(super) fn draw_bar(pen: &mut Pen<'_, '_>, bar: &Bar, look: &Look) -> Result<(), FigureError> {
    let part = |from: f64, to: f64| {
        let width = bar.rect.width();
        Rect { left: bar.rect.left + width * from, right: bar.rect.left + width * to, ..bar.rect }
    };
    pen.fill(&corners(&bar.rect), colour::TRACK)?;
    let Some((low, high)) = bar.range else { return Ok(()) };
    pen.fill(&corners(&part(0.0, low)), look.line)?;
    if high - low > 0.004 {
        // The possible part is hatched and closed by a tick, so that it is told from the sure part without colour.
        let possible = part(low, high);
        pen.fill(&corners(&possible), PAPER)?;
        for line in hatch(&possible, 3.0) {
            pen.line(&line, Stroke { colour: look.line, width: 0.9 })?;
        }
        pen.outline(&possible, 0.0, Stroke { colour: look.line, width: 0.8 })?;
    }
    Ok(())
}

pub(super) fn draw_badge(pen: &mut Pen<'_, '_>, badge: &Badge, ground: RGBColor) -> Result<(), FigureError> {
    pen.fill(&rounded(&badge.rect, 3.0), ground)?;
    pen.text(&badge.label)
}

pub(super) fn draw_sample(sheet: &mut Sheet, sample: &Sample) -> Result<(), FigureError> {
    match sample {
        Sample::State(state, rect) => {
            let look = look(*state);
            sheet.group("", "", |pen| {
                pen.fill(&rounded(rect, 3.0), look.fill)?;
                stripe(pen, rect, &look)
            })?;
            outline(sheet, rect, &look, "")?;
            let place = Rect::new(rect.left + 15.0, rect.top + 2.0, 14.0, 14.0);
            sheet.group("", "", |pen| mark(pen, &place, &look))
        }
        Sample::Edge { required, rect } => edge_sample(sheet, *required, rect),
        Sample::Essential(rect) => sheet.group("", "", |pen| {
            pen.fill(&rounded(rect, 3.0), PAPER)?;
            pen.outline(rect, 3.0, Stroke { colour: look(BoxState::Unknown).line, width: 0.9 })?;
            essential(pen, rect)
        }),
        Sample::Changed(rect) => sheet.group("", "", |pen| {
            let by = AROUND;
            let inner = Rect::new(rect.left + by, rect.top + by, rect.width() - 2.0 * by, rect.height() - 2.0 * by);
            pen.outline(&inner, 2.0, Stroke { colour: look(BoxState::Unknown).line, width: 0.9 })?;
            around(pen, &inner)
        }),
        Sample::Bar(bar) => sheet.group("", "", |pen| draw_bar(pen, bar, &look(BoxState::Made))),
        Sample::Way(rect) => sheet.group("", "", |pen| {
            let ends = [(rect.left, rect.middle()), (rect.right, rect.middle())];
            pen.line(&shaft(&ends), Stroke { colour: colour::RISK, width: 4.4 })?;
            pen.line(
                &[(rect.left + 5.0, rect.middle()), (rect.left + 7.0, rect.middle())],
                Stroke { colour: PAPER, width: 2.0 },
            )?;
            pen.line(
                &[(rect.left + 13.0, rect.middle()), (rect.left + 15.0, rect.middle())],
                Stroke { colour: PAPER, width: 2.0 },
            )?;
            pen.fill(&arrow(ends[1], ARROW * 1.5), colour::RISK)
        }),
        Sample::Start { sign, rect } => {
            sheet.group("", "", |pen| numbered(pen, (f64::midpoint(rect.left, rect.right), rect.middle()), sign))
        }
        Sample::Badge(badge) => sheet.group("", "", |pen| draw_badge(pen, badge, ACCENT)),
        Sample::Sign(sign) => sheet.group("", "", |pen| draw_sign(pen, sign)),
        Sample::Strip(rect) => sheet.group("", "", |pen| draw_strip(pen, rect, rect.left)),
        Sample::Faded(rect) => sheet.group(FADED, "", |pen| {
            let look = look(BoxState::Made);
            pen.fill(&rounded(rect, 3.0), look.fill)?;
            pen.outline(rect, 3.0, Stroke { colour: look.line, width: look.weight })
        }),
    }
}

fn edge_sample(sheet: &mut Sheet, required: bool, rect: &Rect) -> Result<(), FigureError> {
    let stroke = Stroke { colour: colour::WIRES[0], width: 1.8 };
    let ends = [(rect.left, rect.middle()), (rect.right, rect.middle())];
    sheet.group(if required { "" } else { OPTIONAL_DASH }, "", |pen| pen.line(&shaft(&ends), stroke))?;
    sheet.group("", "", |pen| pen.fill(&arrow(ends[1], ARROW), stroke.colour))
}
