//! Several chains on one sheet: a band for each, in one or more columns side by side; positions stand below each other.

use std::collections::BTreeMap;

use crate::render::figure::FigureError;
use crate::render::figure::card::Metrics;
use crate::render::figure::chain::Chain;
use crate::render::figure::colour::Ink;
use crate::render::figure::diagram::Diagram;
use crate::render::figure::geometry::Rect;
use crate::render::figure::label::{Anchor, Label, Type, fit};
use crate::render::figure::layout::{Layout, MARGIN, cost, heights_by_lanes, scale, within};
use crate::render::figure::panorama::{diagram, frame_of};
use crate::render::figure::svg::Sheet;
use crate::report::figure::{Chains, Legend};

/// Most columns of bands side by side.
const MOST_COLUMNS: usize = 4;
/// Heights of bands that are tried.
const TRIED: usize = 24;
/// Between two columns of bands.
const COLUMN_GAP: f64 = 90.0;
/// Between two bands.
const BAND_GAP: f64 = 46.0;
/// Height of the headings of positions above a column of bands, about.
const HEADS: f64 = 60.0;
const NAME: f64 = 24.0;
const CAPTION: f64 = 14.0;

/// The sheet laid out.
#[derive(Debug, Default)]
pub(super) struct Bands {
    /// Title, headings, names of bands, legend.
    pub(super) sheet: Layout,
    /// One for each chain.
    pub(super) bands: Vec<Layout>,
}

/// The sheet as an svg document.
pub(super) fn svg(chains: &Chains) -> Result<String, FigureError> {
    let laid = layout(chains);
    let mut sheet = Sheet::new(laid.sheet.width, laid.sheet.height);
    for (band, map) in laid.bands.iter().zip(&chains.maps) {
        diagram(&mut sheet, band, map)?;
    }
    sheet.group("", "", |pen| crate::render::figure::panorama::ground(pen, &laid.sheet))?;
    frame_of(&mut sheet, &laid.sheet)?;
    let head = &chains.head;
    let description: Vec<&str> = std::iter::once(&head.subtitle).chain(&head.notes).map(String::as_str).collect();
    sheet.finish(&head.key, &head.title, &description.join(" "))
}

/// Lays out the sheet; always ends, and gives the same answer each time.
pub(super) fn layout(chains: &Chains) -> Bands {
    let mut indexed: Vec<Chain<'_>> = chains.maps.iter().map(Chain::new).collect();
    let most = indexed.iter().map(|chain| chain.most).fold(0.0, f64::max);
    indexed.iter_mut().for_each(|chain| chain.most = most);
    let metrics = Metrics::new(&indexed.iter().collect::<Vec<_>>());
    let plan = best_plan(&indexed, &metrics);
    let diagrams: Vec<Diagram> =
        indexed.iter().zip(&plan.lanes).map(|(chain, lanes)| Diagram::new(chain, &metrics, lanes)).collect();
    set(chains, &indexed, diagrams, &plan.columns)
}

/// How many lanes each position of each chain has, and which chains stand in which column.
struct Plan {
    lanes: Vec<Vec<usize>>,
    columns: Vec<usize>,
}

/// The plan that prints best, as far as extents can be told without laying everything out.
fn best_plan(chains: &[Chain<'_>], metrics: &Metrics) -> Plan {
    let heights: Vec<Vec<Vec<f64>>> = chains.iter().map(|chain| heights_by_lanes(chain, metrics)).collect();
    let mut limits: Vec<f64> = heights.iter().flatten().flatten().copied().collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup();
    let step = limits.len().div_ceil(TRIED).max(1);
    let mut best: Option<(f64, Plan)> = None;
    for limit in limits.into_iter().rev().step_by(step) {
        let lanes: Vec<Vec<usize>> = heights.iter().map(|by| within(by, limit)).collect();
        let extents: Vec<(f64, f64, usize)> =
            chains.iter().zip(&lanes).map(|(chain, lanes)| Diagram::estimate(chain, metrics, lanes)).collect();
        for count in 1..=MOST_COLUMNS.min(chains.len()) {
            let columns = dealt(&extents.iter().map(|of| of.1 + NAME + BAND_GAP).collect::<Vec<_>>(), count);
            let price = cost(extent(chains, &lanes, (&extents, &columns)));
            if best.as_ref().is_none_or(|(least, _)| price < *least) {
                best = Some((price, Plan { lanes: lanes.clone(), columns }));
            }
        }
    }
    best.map_or(
        Plan {
            lanes: chains.iter().map(|chain| vec![1; chain.columns.len()]).collect(),
            columns: vec![0; chains.len()],
        },
        |(_, plan)| plan,
    )
}

/// Column of each band: in their order, all columns about equally high.
fn dealt(heights: &[f64], count: usize) -> Vec<usize> {
    let whole: f64 = heights.iter().sum();
    let each = whole / f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let mut columns = Vec::with_capacity(heights.len());
    let (mut column, mut used) = (0, 0.0);
    for (at, height) in heights.iter().enumerate() {
        let left = heights.len() - at;
        let end = each * f64::from(u32::try_from(column + 1).unwrap_or(u32::MAX));
        // A band goes to the column that holds its larger part; every column gets one.
        let must = left < count - column;
        if column + 1 < count && columns.contains(&column) && (must || used + height / 2.0 > end) {
            column += 1;
        }
        used += height;
        columns.push(column);
    }
    columns
}

/// About how wide and high the sheet would be, with positions below each other.
fn extent(
    chains: &[Chain<'_>],
    lanes: &[Vec<usize>],
    (bands, columns): (&[(f64, f64, usize)], &[usize]),
) -> (f64, f64, usize) {
    let last = columns.last().copied().unwrap_or(0);
    let count = |lanes: usize| f64::from(u32::try_from(lanes).unwrap_or(u32::MAX));
    let (mut width, mut height, mut turned) = (0.0, 0.0_f64, 0);
    for column in 0..=last {
        let members: Vec<usize> = (0..bands.len()).filter(|&at| columns[at] == column).collect();
        // Lanes of each position where it needs most.
        let mut most: BTreeMap<&str, usize> = BTreeMap::new();
        for &member in &members {
            for ((id, _), &lanes) in chains[member].columns.iter().zip(&lanes[member]) {
                let wide = most.entry(id).or_default();
                *wide = lanes.max(*wide);
            }
        }
        let own = |member: usize| count(lanes[member].iter().sum::<usize>().max(1));
        let each = members.iter().map(|&member| bands[member].0 / own(member)).fold(0.0, f64::max);
        width += each * count(most.values().sum()) + if column > 0 { COLUMN_GAP } else { 0.0 };
        height = height.max(members.iter().map(|&at| bands[at].1 + NAME + BAND_GAP).sum::<f64>() + HEADS);
        turned += members.iter().map(|&at| bands[at].2).sum::<usize>();
    }
    (width, height, turned)
}

/// Sets diagrams into their columns, with title, headings and legend around them.
fn set(chains: &Chains, indexed: &[Chain<'_>], mut diagrams: Vec<Diagram>, columns: &[usize]) -> Bands {
    let count = columns.last().map_or(0, |last| last + 1);
    let mut widths = Vec::with_capacity(count);
    let mut heads: Vec<Vec<(&str, (f64, f64))>> = Vec::with_capacity(count);
    for column in 0..count {
        let members: Vec<usize> = (0..diagrams.len()).filter(|&at| columns[at] == column).collect();
        heads.push(align(indexed, &mut diagrams, &members));
        widths.push(members.iter().map(|&at| diagrams[at].width).fold(0.0, f64::max));
    }
    let gaps = COLUMN_GAP * f64::from(u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX));
    let width = (widths.iter().sum::<f64>() + gaps).max(900.0) + 2.0 * MARGIN;
    let mut out = Bands { sheet: Layout { width, ..Layout::default() }, bands: Vec::new() };
    let top = out.sheet.title((&chains.head.title, &chains.head.subtitle), width);
    let (mut lowest, mut x, mut y) = (top, MARGIN, top);
    let mut column = None;
    for (at, diagram) in diagrams.into_iter().enumerate() {
        if column != Some(columns[at]) {
            x = column.map_or(MARGIN, |before: usize| x + widths[before] + COLUMN_GAP);
            column = Some(columns[at]);
            y = out.sheet.heads(&heads[columns[at]], (x, top), width) + 6.0;
        } else {
            out.sheet.rules.push(Rect::new(x, y + BAND_GAP * 0.45, widths[columns[at]], 1.0));
            y += BAND_GAP * 0.9;
        }
        y = out.sheet.name((&chains.maps[at].title, &chains.maps[at].subtitle), (x, y), widths[columns[at]]);
        let mut band = Layout { width, ..Layout::default() };
        let height = diagram.height;
        band.diagram(&indexed[at], diagram, (x, y));
        out.bands.push(band);
        y += height;
        lowest = lowest.max(y);
    }
    let legend = Legend { lines: chains.head.notes.clone(), ..chains.legend.clone() };
    out.sheet.legend((&legend, &[]), lowest);
    out
}

impl Layout {
    /// Name of a band with its caption beside it; returns where they end.
    fn name(&mut self, (name, caption): (&str, &str), (x, y): (f64, f64), width: f64) -> f64 {
        let grown = scale(self.width).sqrt();
        let face = Type::bold((NAME * grown).round(), Ink::Accent);
        let small = Type::regular((CAPTION * grown).round(), Ink::Soft);
        let text = fit(name, width, face);
        let from = x + face.width(&text) + 18.0;
        self.labels.push(Label::new(text, (x, y), Anchor::Start, face));
        let beside = fit(caption, x + width - from, small);
        if !beside.is_empty() {
            self.labels.push(Label::new(beside, (from, y + (face.size - small.size) * 0.85), Anchor::Start, small));
        }
        (y + face.size * 1.2 + 8.0).round()
    }
}

/// Moves the positions of these diagrams below each other; returns their headings with both ends.
fn align<'a>(chains: &[Chain<'a>], diagrams: &mut [Diagram], members: &[usize]) -> Vec<(&'a str, (f64, f64))> {
    let order = merged(chains, members);
    let mut starts: Vec<f64> = vec![0.0; order.len()];
    let place = |chain: &Chain<'a>, at: usize| order.iter().position(|(id, _)| *id == chain.columns[at].0).unwrap_or(0);
    // A position begins where the one that needs most room before it lets it.
    for at in 0..order.len() {
        for &member in members {
            let (chain, diagram) = (&chains[member], &diagrams[member]);
            let Some(own) = (0..chain.columns.len()).find(|&own| place(chain, own) == at) else { continue };
            let left = diagram.columns[own].0;
            let least = match own.checked_sub(1) {
                None => left,
                Some(before) => starts[place(chain, before)] + left - diagram.columns[before].0,
            };
            starts[at] = starts[at].max(least);
        }
        // A position that only other chains have keeps its room as well.
        starts[at] = starts[at].max(at.checked_sub(1).map_or(0.0, |before| starts[before]));
    }
    let mut ends = starts.clone();
    for &member in members {
        let chain = &chains[member];
        let own: Vec<f64> = (0..chain.columns.len()).map(|at| starts[place(chain, at)]).collect();
        diagrams[member].stretch(&own);
        for (at, column) in diagrams[member].columns.iter().enumerate() {
            let end = &mut ends[place(chain, at)];
            *end = end.max(column.1);
        }
    }
    order.into_iter().map(|(_, heading)| heading).zip(starts.into_iter().zip(ends)).collect()
}

/// Positions of all of them in one order.
fn merged<'a>(chains: &[Chain<'a>], members: &[usize]) -> Vec<(&'a str, &'a str)> {
    let mut order: Vec<(&str, &str)> = Vec::new();
    for &member in members {
        let mut next = 0;
        for &column in &chains[member].columns {
            match order.iter().position(|known| known.0 == column.0) {
                Some(at) => next = at + 1,
                None => {
                    order.insert(next, column);
                    next += 1;
                }
            }
        }
    }
    order
}
