//! Which county supplies which: a shaded table of amounts, and below it a card for each county.

use crate::render::figure::FigureError;
use crate::render::figure::colour::{self, Ink, PAPER};
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit};
use crate::render::figure::places::{alike, bar, number, part_keys, shares};
use crate::render::figure::scene::{Body, Group, Key, Pencil, Scene, Shape};
use crate::report::figure::{CountySupply, SupplyCard, SupplyCell};

/// A cell of the table, and the names at its left.
const CELL: (f64, f64) = (112.0, 40.0);
const NAMES: f64 = 132.0;
const HEADING: Type = Type::bold(14.0, Ink::Accent);
const NAME: Type = Type::bold(14.5, Ink::Text);
const AMOUNT: f64 = 13.0;
/// A card and what is on it.
const CARD: f64 = 372.0;
const CARD_GAP: f64 = 18.0;
const PAD: f64 = 16.0;
const CARD_NAME: Type = Type::bold(20.0, Ink::Accent);
const LINE: Type = Type::regular(13.0, Ink::Text);
const SOFT: Type = Type::regular(13.0, Ink::Soft);
const STEP: f64 = 19.5;
/// Between the table and the cards.
const APART: f64 = 34.0;

/// The map as an svg document.
///
/// # Errors
/// When the embedded font is refused or the sheet is too large.
pub fn svg(map: &CountySupply) -> Result<String, FigureError> {
    scene(map).svg(&map.head)
}

/// Lays the map out.
pub fn scene(map: &CountySupply) -> Scene {
    let columns = columns(&map.cards);
    let cards_width = number(columns) * (CARD + CARD_GAP) - CARD_GAP;
    let table_width = NAMES + number(map.names.1.len()) * CELL.0;
    let width = cards_width.max(table_width);
    let mut groups = vec![];
    let bottom = table(map, (width - table_width) / 2.0, &mut groups);
    let mut top = bottom + APART;
    let left = (width - cards_width) / 2.0;
    let name = alike(map.cards.iter().map(|of| of.name.as_str()), CARD_NAME);
    for row in map.cards.chunks(columns.max(1)) {
        let height = row.iter().map(height).fold(0.0, f64::max);
        for (at, of) in row.iter().enumerate() {
            groups.push(card(of, name, Rect::new(left + number(at) * (CARD + CARD_GAP), top, CARD, height)));
        }
        top += height + CARD_GAP;
    }
    let body = Body { groups, width, height: (top - CARD_GAP).max(bottom) };
    Scene::framed(&map.head, body, &keys(map))
}

/// Columns of cards that make a sheet of paper's shape and leave little of the last row empty.
fn columns(cards: &[SupplyCard]) -> usize {
    let price = |columns: &usize| {
        let rows = cards.chunks(*columns);
        let empty = number(rows.len() * columns - cards.len()) / number(*columns);
        let high: f64 = rows.map(|row| row.iter().map(height).fold(0.0, f64::max) + CARD_GAP).sum();
        // The table stands above, and a table with many rows is high.
        let high = high + CELL.1 * number(cards.len() + 3);
        let shape = number(*columns) * (CARD + CARD_GAP) / high.max(1.0) / std::f64::consts::SQRT_2;
        shape.ln().abs() + 0.6 * empty
    };
    (1..=cards.len().max(1)).min_by(|a, b| price(a).total_cmp(&price(b))).unwrap_or(1)
}

fn table(map: &CountySupply, left: f64, groups: &mut Vec<Group>) -> f64 {
    let mut shapes = Vec::new();
    let text = |text: String, at: (f64, f64), anchor, face| Shape::Text(Label::new(text, at, anchor, face));
    let (rows, columns) = &map.names;
    let across = number(columns.len()) * CELL.0;
    let (down, over) = &map.axes;
    let face = alike(rows.iter().chain(columns).map(String::as_str), NAME);
    shapes.push(text(fit(over, across, HEADING), (left + NAMES + across / 2.0, 0.0), Anchor::Middle, HEADING));
    shapes.push(text(fit(down, NAMES - 12.0, HEADING), (left, 24.0), Anchor::Start, HEADING));
    for (at, name) in columns.iter().enumerate() {
        let x = left + NAMES + (number(at) + 0.5) * CELL.0;
        shapes.push(text(fit(name, CELL.0 - 8.0, face), (x, 24.0), Anchor::Middle, face));
    }
    let top = 46.0;
    for (row, name) in rows.iter().enumerate() {
        let y = top + number(row) * CELL.1;
        shapes.push(text(fit(name, NAMES - 12.0, face), (left, y + 12.0), Anchor::Start, face));
    }
    groups.push(Group::plain(shapes));
    for (row, cells) in map.cells.iter().enumerate() {
        for (column, of) in cells.iter().enumerate() {
            let at = (left + NAMES + number(column) * CELL.0, top + number(row) * CELL.1);
            groups.push(cell(of, Rect::new(at.0 + 1.5, at.1 + 1.5, CELL.0 - 3.0, CELL.1 - 3.0)));
        }
    }
    top + number(rows.len()) * CELL.1
}

fn cell(of: &SupplyCell, rect: Rect) -> Group {
    let shade = of.shade.map(|shade| shade.min(colour::SCALE.len() - 1));
    let (fill, ink) = match shade {
        Some(shade) => (colour::SCALE[shade], if shade >= 3 { Ink::Paper } else { Ink::Text }),
        None => (colour::FRAME, Ink::Soft),
    };
    let mut shapes = vec![Shape::rounded(&rect, 3.0, Some(fill), None)];
    if of.own {
        shapes.push(Shape::rounded(&rect, 3.0, None, Some(Pencil::solid(colour::ACCENT, 2.0))));
    }
    let face = Type::regular(AMOUNT, ink);
    let text = fit(&of.text, rect.width() - 6.0, face);
    if !text.is_empty() {
        let at = (f64::midpoint(rect.left, rect.right), rect.middle() - AMOUNT * 0.53);
        shapes.push(Shape::Text(Label::new(text, at, Anchor::Middle, face)));
    }
    Group { shapes, tip: of.tip.clone(), ..Group::default() }
}

/// Lines of the lists on a card.
fn lines(of: &SupplyCard) -> Vec<(String, Type)> {
    let mut lines = Vec::new();
    for (heading, entries) in &of.lists {
        lines.push((fit(heading, CARD - 2.0 * PAD, HEADING), HEADING));
        for entry in entries {
            lines.push((fit(entry, CARD - 2.0 * PAD - 10.0, LINE), LINE));
        }
    }
    lines
}

fn height(of: &SupplyCard) -> f64 {
    let headings = number(of.lists.len());
    2.0 * PAD + 30.0 + 2.0 * STEP + 26.0 + number(lines(of).len()) * STEP + headings * 9.0
}

fn card(of: &SupplyCard, name: Type, rect: Rect) -> Group {
    let line = Some(Pencil::solid(colour::RULE, 1.2));
    let mut shapes = vec![
        Shape::rounded(&rect, 8.0, Some(PAPER), line),
        Shape::rect(&Rect::new(rect.left + PAD, rect.top + PAD + 1.0, 4.0, 20.0), colour::ACCENT),
    ];
    let inner = CARD - 2.0 * PAD;
    let mut text = |text: String, x: f64, y: f64, face: Type| {
        if !text.is_empty() {
            shapes.push(Shape::Text(Label::new(text, (rect.left + PAD + x, y), Anchor::Start, face)));
        }
    };
    let mut y = rect.top + PAD;
    text(fit(&of.name, inner - 12.0, name), 12.0, y, name);
    y += 30.0;
    text(fit(&of.rate, inner, LINE), 0.0, y, LINE);
    y += STEP;
    text(fit(&of.firms, inner, SOFT), 0.0, y, SOFT);
    y += STEP + 4.0;
    let band = Rect::new(rect.left + PAD, y, inner, 13.0);
    y += 22.0;
    for (line, face) in lines(of) {
        let indent = if face == HEADING { 0.0 } else { 10.0 };
        y += if face == HEADING { 9.0 } else { 0.0 };
        text(line, indent, y, face);
        y += STEP;
    }
    shapes.extend(
        shares(&of.parts).map_or_else(|| vec![Shape::rect(&band, colour::TRACK)], |shares| bar(&band, &shares)),
    );
    Group { shapes, tip: of.tip.clone(), found: Some((of.id.clone(), None)), clear: 0.0 }
}

fn keys(map: &CountySupply) -> Vec<Key> {
    let mut keys = part_keys(&map.parts);
    keys.extend(map.shades.iter().zip(colour::SCALE).map(|(text, fill)| Key::area(fill, text)));
    keys
}
