//! A matrix as shades: rows in groups, blocks of them side by side so that the sheet has the shape of paper, the value in each cell.

use crate::render::figure::colour::{self, Ink, PAPER, SCALE, look};
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::render::figure::layout::MARGIN;
use crate::render::figure::scene::{Body, Group, Key, Pencil, SAMPLE, Scene, Shape};
use crate::report::figure::{BoxState, Heat, HeatCell, HeatLook};

/// A-series landscape.
const PAPER_SHAPE: f64 = std::f64::consts::SQRT_2;
/// About the height of title, legend and margins.
const AROUND: f64 = 330.0;
const NAME: f64 = 200.0;
/// Narrowest and widest cell.
const CELL: (f64, f64) = (84.0, 132.0);
const ROW_HEIGHT: f64 = 30.0;
/// Between two cells.
const GAP: f64 = 3.0;
/// Between two blocks.
const BLOCK_GAP: f64 = 46.0;
/// Most blocks side by side.
const BLOCKS: usize = 5;
const HEADING: Type = Type::bold(15.0, Ink::Accent);
const COLUMN: Type = Type::bold(14.0, Ink::Text);
const COLUMN_LINES: usize = 2;
const ROW: Type = Type::regular(14.5, Ink::Text);
const VALUE: f64 = 14.0;
const LEGEND_VALUE: f64 = 11.0;

/// How full a block must be for a group that does not fit to begin the next one.
const FULL: f64 = 0.8;

/// One line of a block: the heading of a group, or a row.
#[derive(Clone, Copy)]
enum Line {
    Heading(usize),
    Row(usize, usize),
}

/// Blocks and the width of their cells.
struct Plan {
    blocks: Vec<Vec<Line>>,
    cell: f64,
    /// Width of a block.
    width: f64,
}

/// The picture.
pub fn scene(heat: &Heat) -> Scene {
    let plan = plan(heat);
    let head = 1.35 * COLUMN.size * lines(heat, plan.cell) + 8.0;
    let count = plan.blocks.len();
    let width = plan.width * number(count) + BLOCK_GAP * number(count.saturating_sub(1));
    let mut body = Body { width, ..Body::default() };
    for (at, block) in plan.blocks.iter().enumerate() {
        let left = number(at) * (plan.width + BLOCK_GAP);
        body.groups.push(columns(heat, &plan, left, head));
        for (nth, line) in block.iter().enumerate() {
            let top = head + number(nth) * ROW_HEIGHT;
            match *line {
                Line::Heading(group) => body.groups.push(heading(heat, group, &plan, (left, top))),
                Line::Row(group, row) => body.groups.extend(cells(heat, (group, row), plan.cell, (left, top))),
            }
        }
        body.height = body.height.max(head + number(block.len()) * ROW_HEIGHT);
    }
    Scene::framed(&heat.head, body, &keys(heat))
}

/// As many blocks as come nearest to the shape of paper with cells of some width, and that width.
fn plan(heat: &Heat) -> Plan {
    let all: usize = heat.groups.iter().map(|group| group.rows.len() + 1).sum();
    let columns = number(heat.columns.len());
    let width = |cell: f64| NAME + columns * cell;
    let height = |blocks: usize| number(all.div_ceil(blocks)) * ROW_HEIGHT + AROUND;
    let cell = |blocks: usize| {
        let block = (height(blocks) * PAPER_SHAPE - 2.0 * MARGIN) / number(blocks) - BLOCK_GAP;
        ((block - NAME) / columns.max(1.0)).clamp(CELL.0, CELL.1)
    };
    let miss = |blocks: &usize| {
        let wide = number(*blocks) * (width(cell(*blocks)) + BLOCK_GAP) + 2.0 * MARGIN;
        (wide / height(*blocks) / PAPER_SHAPE).ln().abs()
    };
    let count = (1..=BLOCKS).min_by(|a, b| miss(a).total_cmp(&miss(b))).unwrap_or(1);
    Plan { blocks: blocks(heat, all.div_ceil(count).max(2), count), cell: cell(count), width: width(cell(count)) }
}

/// Lines that the longest heading of a column needs.
fn lines(heat: &Heat, cell: f64) -> f64 {
    let lines = heat.columns.iter().map(|text| wrap(text, &[cell - GAP; COLUMN_LINES], COLUMN).len());
    number(lines.max().unwrap_or(1))
}

/// Groups in blocks of about `most` lines; a group that is parted repeats its heading.
fn blocks(heat: &Heat, most: usize, count: usize) -> Vec<Vec<Line>> {
    let mut blocks: Vec<Vec<Line>> = vec![Vec::new()];
    for (group, rows) in heat.groups.iter().map(|group| group.rows.len()).enumerate() {
        for row in 0..rows {
            let used = blocks.last().map_or(0, Vec::len);
            let whole = row == 0 && used + rows + 1 > most && number(used) >= FULL * number(most);
            // No heading stands at the foot of a block, and no block begins without one; the last takes what is left.
            let next = (whole || used + usize::from(row == 0) * 2 > most) && blocks.len() < count && used > 0;
            if next {
                blocks.push(Vec::new());
            }
            let Some(block) = blocks.last_mut() else { continue };
            if row == 0 || next {
                block.push(Line::Heading(group));
            }
            block.push(Line::Row(group, row));
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn columns(heat: &Heat, plan: &Plan, left: f64, bottom: f64) -> Group {
    let mut shapes = Vec::new();
    for (at, text) in heat.columns.iter().enumerate() {
        let middle = left + NAME + (number(at) + 0.5) * plan.cell - GAP / 2.0;
        let lines = wrap(text, &[plan.cell - GAP; COLUMN_LINES], COLUMN);
        let mut top = bottom - 8.0 - number(lines.len()) * 1.35 * COLUMN.size;
        for line in lines {
            shapes.push(Shape::Text(Label::new(line, (middle, top), Anchor::Middle, COLUMN)));
            top += 1.35 * COLUMN.size;
        }
    }
    shapes.push(Shape::rect(&Rect::new(left, bottom - 4.0, plan.width - GAP, 1.5), colour::ACCENT));
    Group::plain(shapes)
}

fn heading(heat: &Heat, group: usize, plan: &Plan, (left, top): (f64, f64)) -> Group {
    let text = fit(&heat.groups[group].heading, plan.width - GAP, HEADING);
    let mut shapes = vec![Shape::Text(Label::new(text, (left, top + 9.0), Anchor::Start, HEADING))];
    shapes.push(Shape::rect(&Rect::new(left, top + ROW_HEIGHT - 1.5, plan.width - GAP, 1.0), colour::RULE));
    Group::plain(shapes)
}

fn cells(heat: &Heat, (group, row): (usize, usize), cell: f64, (left, top): (f64, f64)) -> Vec<Group> {
    let row = &heat.groups[group].rows[row];
    let name = fit(&row.name, NAME - 12.0, ROW);
    let label = Label::new(name, (left + 8.0, top + (ROW_HEIGHT - ROW.size) / 2.0), Anchor::Start, ROW);
    let mut groups = vec![Group { tip: row.name.clone(), ..Group::plain(vec![Shape::Text(label)]) }];
    for (at, of) in row.cells.iter().take(heat.columns.len()).enumerate() {
        let rect = Rect::new(left + NAME + number(at) * cell, top + GAP / 2.0, cell - GAP, ROW_HEIGHT - GAP);
        let found = (of.look != HeatLook::Empty).then(|| (format!("{}/{at}", row.id), None));
        groups.push(Group { shapes: shapes(of, &rect, VALUE), tip: of.tip.clone(), found, clear: 0.0 });
    }
    groups
}

fn shapes(cell: &HeatCell, rect: &Rect, size: f64) -> Vec<Shape> {
    let (ground, ink) = match cell.look {
        HeatLook::Empty => (None, Ink::Soft),
        HeatLook::Shade(at) => {
            let at = at.min(SCALE.len() - 1);
            (Some(SCALE[at]), if at < 3 { Ink::Text } else { Ink::Paper })
        }
        HeatLook::Unknown => (Some(colour::UNKNOWN.0), Ink::Text),
        HeatLook::Wanted => (Some(PAPER), Ink::State(BoxState::Gap)),
    };
    let mut shapes: Vec<Shape> = ground.map(|ground| Shape::rect(rect, ground)).into_iter().collect();
    let face = Type { size, bold: cell.look == HeatLook::Wanted, ink };
    let text = fit(&cell.text, rect.width() - 6.0, face);
    let middle = f64::midpoint(rect.left, rect.right);
    let label = Label::new(text, (middle, rect.middle() - size * 0.54), Anchor::Middle, face);
    match cell.look {
        HeatLook::Empty => {
            shapes.push(Shape::rect(&Rect::new(middle - 3.0, rect.middle() - 0.5, 6.0, 1.0), colour::RULE))
        }
        HeatLook::Unknown => {
            shapes.push(Shape::Hatch(*rect, Pencil::solid(colour::UNKNOWN.1, 0.7), 7.0));
            let text = label.rect();
            let ground = Rect::new(text.left - 3.0, text.top, text.width() + 6.0, text.height() + 1.0);
            shapes.push(Shape::rounded(&ground, 3.0, Some(colour::UNKNOWN.0), None));
        }
        HeatLook::Wanted => {
            let inner = Rect::new(rect.left + 1.0, rect.top + 1.0, rect.width() - 2.0, rect.height() - 2.0);
            let gap = look(BoxState::Gap);
            shapes.push(Shape::rounded(
                &inner,
                3.0,
                None,
                Some(Pencil { colour: gap.line, width: 1.3, dashes: gap.dashes }),
            ));
        }
        HeatLook::Shade(_) => {}
    }
    if !label.text.is_empty() {
        shapes.push(Shape::Text(label));
    }
    shapes
}

fn keys(heat: &Heat) -> Vec<Key> {
    let key = |look: HeatLook, text: &String| {
        let cell = HeatCell { look, ..HeatCell::default() };
        let rect = Rect::new(0.0, 1.0, SAMPLE.0, SAMPLE.1 - 2.0);
        (!text.is_empty()).then(|| Key { sample: shapes(&cell, &rect, LEGEND_VALUE), text: text.clone() })
    };
    let classes = heat.classes.iter().filter_map(|(at, text)| key(HeatLook::Shade(*at), text));
    let others = [(HeatLook::Unknown, &heat.unknown), (HeatLook::Wanted, &heat.wanted)];
    classes.chain(others.into_iter().filter_map(|(look, text)| key(look, text))).collect()
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::figure::scene::tests::assert_readable;
    use crate::report::figure::{Head, HeatGroup, HeatRow};

    const LOOKS: [HeatLook; 5] =
        [HeatLook::Empty, HeatLook::Shade(0), HeatLook::Shade(9), HeatLook::Unknown, HeatLook::Wanted];

    fn heat(groups: &[usize], columns: usize) -> Heat {
        let name = |at: usize| match at % 4 {
            0 => "高精度角接触球轴承套圈".repeat(1 + at % 30),
            1 => "<script>\u{202E}".to_owned(),
            2 => String::new(),
            _ => "原材料".to_owned(),
        };
        let cell = |at: usize| HeatCell {
            look: LOOKS[at % 5],
            text: ["3,412", "36.7–53.3%", "未知"][at % 3].repeat(1 + at % 7 / 5),
            tip: name(at),
        };
        let row = |at: usize| HeatRow {
            id: at.to_string(),
            name: name(at),
            cells: (0..columns).map(|c| cell(at * 3 + c)).collect(),
        };
        let group = |(at, rows): (usize, &usize)| HeatGroup { heading: name(at), rows: (0..*rows).map(row).collect() };
        Heat {
            head: Head { key: "heat-rate".into(), title: "热力图".repeat(30), ..Head::default() },
            columns: (0..columns).map(name).collect(),
            groups: groups.iter().enumerate().map(group).collect(),
            classes: (0..5).map(|at| (at, "不足 500 万元".to_owned())).collect(),
            unknown: "斜纹".into(),
            wanted: String::new(),
        }
    }

    #[test]
    fn labels_never_overlap_in_matrices_of_any_size() {
        for groups in [&[][..], &[0], &[1], &[1, 60, 2], &[7; 9], &[30, 30, 30, 30]] {
            for columns in [0, 1, 5, 9, 18] {
                let heat = heat(groups, columns);
                let scene = scene(&heat);
                assert_readable(&scene);
                let svg = scene.svg(&heat.head).unwrap();
                assert!(!svg.contains("<script") && !svg.contains("NaN"));
            }
        }
    }

    #[test]
    fn every_row_stands_once_below_a_heading() {
        for groups in [&[1, 60, 2][..], &[7; 9], &[30, 30, 30, 30], &[3]] {
            let blocks = plan(&heat(groups, 5)).blocks;
            let rows: Vec<(usize, usize)> = blocks
                .iter()
                .flatten()
                .filter_map(|line| if let Line::Row(group, row) = line { Some((*group, *row)) } else { None })
                .collect();
            let all: Vec<(usize, usize)> =
                groups.iter().enumerate().flat_map(|(group, rows)| (0..*rows).map(move |row| (group, row))).collect();
            assert_eq!(rows, all);
            for block in &blocks {
                assert!(matches!(block.first(), Some(Line::Heading(_))) && matches!(block.last(), Some(Line::Row(..))));
            }
        }
    }

    #[test]
    fn values_are_read_on_every_shade() {
        let luminance = |colour: plotters::style::RGBColor| {
            let linear = |part: u8| (f64::from(part) / 255.0).powf(2.2);
            0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
        };
        let mut before = f64::INFINITY;
        for (at, shade) in SCALE.into_iter().enumerate() {
            let ink = if at < 3 { Ink::Text } else { Ink::Paper }.rgb();
            let (a, b) = (luminance(shade), luminance(ink));
            assert!((a.max(b) + 0.05) / (a.min(b) + 0.05) > 4.5, "{shade:?}");
            // In grey the shades keep their order.
            assert!(a < before);
            before = a;
        }
    }
}
