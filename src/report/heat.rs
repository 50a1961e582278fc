//! Counties by segment as shades: who makes what, who buys what, and how much of that at home.

use crate::analysis::county::{County, MatrixCell, Place, SegmentName};
use crate::report::Context;
use crate::report::county::segment_names;
use crate::report::figure::{Head, Heat, HeatCell, HeatGroup, HeatLook, HeatRow};
use crate::report::measure;
use crate::report::table::{Cell, Unit};
use crate::report::words::heat::{self as words, Shown};
use crate::report::words::{Lang, county as county_words, number, panorama as map_words, term};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most rows and columns; the table holds all.
const ROWS: usize = 130;
const COLUMNS: usize = 18;
/// Shades.
const CLASSES: usize = 5;
/// Bounds of the classes of firms.
const FIRMS: [f64; CLASSES - 1] = [2.0, 5.0, 10.0, 20.0];
/// Bounds of the classes of rates.
const RATES: [f64; CLASSES - 1] = [0.2, 0.4, 0.6, 0.8];

/// The pictures of an answer; none where the data name no segment.
pub(super) fn figures(county: &County, context: &Context) -> Vec<Heat> {
    [Shown::Makers, Shown::Bought, Shown::Rate].into_iter().filter_map(|shown| figure(shown, county, context)).collect()
}

/// A row of the matrix: a segment, or what belongs to none.
type Row<'a> = Option<&'a Arc<SegmentName>>;

/// Cells by row and place, with rows and places in order.
struct Grid<'a> {
    rows: Vec<Row<'a>>,
    places: Vec<&'a Place>,
    cells: BTreeMap<(usize, &'a Place), &'a MatrixCell>,
    /// Rows and places without room.
    left_out: (usize, usize),
}

impl<'a> Grid<'a> {
    fn new(county: &'a County) -> Option<Self> {
        let mut rows: Vec<Row<'a>> = county.matrix.segments.iter().map(Some).collect();
        if rows.is_empty() {
            return None;
        }
        rows.push(None);
        let id = |row: Row<'a>| row.map(|name| (name.chain.clone(), name.segment.clone()));
        let at: BTreeMap<_, usize> = rows.iter().enumerate().map(|(at, row)| (id(*row), at)).collect();
        let find = |cell: &'a MatrixCell| Some(((*at.get(&id(cell.segment.as_ref()))?, &cell.place), cell));
        let cells: BTreeMap<(usize, &Place), &MatrixCell> = county.matrix.cells.iter().filter_map(find).collect();
        let used: BTreeSet<usize> = cells.keys().map(|(row, _)| *row).collect();
        let has = |place: &Place| cells.keys().any(|(_, at)| *at == place);
        let mut places: Vec<&Place> = county.rows.iter().map(|row| &row.place).filter(|place| has(place)).collect();
        let left_out = (used.len().saturating_sub(ROWS), places.len().saturating_sub(COLUMNS));
        let traded = |cell: &MatrixCell| cell.bought.amount.unwrap_or(0.0) + cell.sold.amount.unwrap_or(0.0);
        let size = |holds: &dyn Fn(usize, &Place) -> bool| -> f64 {
            cells.iter().filter(|((row, place), _)| holds(*row, place)).map(|(_, cell)| traded(cell)).sum()
        };
        let mut kept: Vec<usize> = used.into_iter().collect();
        if left_out.0 > 0 {
            kept = busiest(&kept, ROWS, |row| size(&|at, _| at == *row));
        }
        if left_out.1 > 0 {
            places = busiest(&places, COLUMNS, |place| size(&|_, at| at == *place));
        }
        let cells = cells
            .iter()
            .filter_map(|((row, place), cell)| Some(((kept.binary_search(row).ok()?, *place), *cell)))
            .collect();
        Some(Self { rows: kept.iter().map(|at| rows[*at]).collect(), places, cells, left_out })
    }
}

/// The largest items, in their order.
fn busiest<T: Copy>(items: &[T], most: usize, size: impl Fn(&T) -> f64) -> Vec<T> {
    let sizes: Vec<f64> = items.iter().map(size).collect();
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|a, b| sizes[*b].total_cmp(&sizes[*a]));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|at| items[at]).collect()
}

fn figure(shown: Shown, county: &County, context: &Context) -> Option<Heat> {
    let lang = context.lang;
    let grid = Grid::new(county)?;
    let values: Vec<f64> = grid.cells.values().filter_map(|cell| value(shown, cell)).collect();
    let bounds = bounds(shown, values);
    let mut rows: Vec<(String, HeatRow)> = Vec::new();
    for (at, row) in grid.rows.iter().enumerate() {
        let (chain, name) = row.map_or(("", county_words::rest(lang)), |row| segment_names(row, lang));
        let cell = |place: &&Place| {
            let cell = grid.cells.get(&(at, *place))?;
            let told = told(shown, cell, &bounds, lang)?;
            let tip = words::tip(&county_words::place(place, lang), name, &told.tip, lang);
            Some(HeatCell { tip, ..told })
        };
        let id = row.map_or_else(|| "rest".to_owned(), |row| format!("{}/{}", row.chain, row.segment));
        let cells = grid.places.iter().map(|place| cell(place).unwrap_or_default()).collect();
        rows.push((chain.to_owned(), HeatRow { id, name: name.to_owned(), cells }));
    }
    rows.retain(|(_, row)| row.cells.iter().any(|cell| cell.look != HeatLook::Empty));
    if rows.is_empty() {
        return None;
    }
    let looks: Vec<HeatLook> = rows.iter().flat_map(|(_, row)| row.cells.iter().map(|cell| cell.look)).collect();
    let groups = rows
        .chunk_by(|a, b| a.0 == b.0)
        .map(|rows| HeatGroup { heading: rows[0].0.clone(), rows: rows.iter().map(|(_, row)| row.clone()).collect() });
    let class =
        |at: usize| (at, words::class(shown, at.checked_sub(1).map(|at| bounds[at]), bounds.get(at).copied(), lang));
    let when = |look: HeatLook, text: &str| if looks.contains(&look) { text.to_owned() } else { String::new() };
    Some(Heat {
        head: head(shown, county, &grid, context),
        columns: grid.places.iter().map(|place| county_words::place(place, lang)).collect(),
        groups: groups.collect(),
        classes: (0..=bounds.len()).filter(|at| looks.contains(&HeatLook::Shade(*at))).map(class).collect(),
        unknown: when(HeatLook::Unknown, words::unknown(shown, lang)),
        wanted: when(HeatLook::Wanted, words::wanted(lang)),
    })
}

fn head(shown: Shown, county: &County, grid: &Grid<'_>, context: &Context) -> Head {
    let lang = context.lang;
    let key = match shown {
        Shown::Makers => "heat-makers",
        Shown::Bought => "heat-bought",
        Shown::Rate => "heat-rate",
    };
    let place = county.focus.as_ref().map(|area| area.name.as_str());
    let mut notes = vec![
        words::definition(shown, &term::tier(&county.tier.to_string(), lang), lang),
        term::clauses(&[words::empty(lang).to_owned(), words::twice(lang).to_owned()], lang),
    ];
    notes.extend(words::left_out(grid.left_out.0, grid.left_out.1, lang));
    let unpriced = county.total.bought.unpriced_lines;
    let dates = map_words::dates(&term::year(county.year, lang), context.as_of.as_deref(), lang);
    notes.push(term::clauses(&[dates, term::unpriced(unpriced, lang)], lang));
    Head {
        key: key.to_owned(),
        title: words::title(shown, place, county.level, lang),
        subtitle: context.subtitle_of(county.year, &county.tier),
        notes,
    }
}

/// What is classed: firms, yuan or a certain rate.
fn value(shown: Shown, cell: &MatrixCell) -> Option<f64> {
    match shown {
        Shown::Makers => (cell.makers > 0).then(|| f64::from(u32::try_from(cell.makers).unwrap_or(u32::MAX))),
        Shown::Bought => cell.bought.amount.filter(|_| cell.bought.lines > 0),
        Shown::Rate => match measure::figure(&cell.rate) {
            Cell::Number(rate) if cell.bought.lines > 0 => Some(rate),
            _ => None,
        },
    }
}

/// A cell without its tip's beginning; nothing where nothing is there.
fn told(shown: Shown, cell: &MatrixCell, bounds: &[f64], lang: Lang) -> Option<HeatCell> {
    let with = |look, text: String, tip: String| Some(HeatCell { look, text, tip });
    let bought = || match cell.bought.amount {
        Some(yuan) => number::money(yuan, lang),
        None => words::question(lang).to_owned(),
    };
    let Some(value) = value(shown, cell) else {
        return match shown {
            _ if cell.bought.lines == 0 => None,
            Shown::Makers => with(HeatLook::Wanted, words::gap(lang).to_owned(), bought()),
            Shown::Bought => with(
                HeatLook::Unknown,
                words::question(lang).to_owned(),
                term::unpriced(cell.bought.unpriced_lines, lang),
            ),
            Shown::Rate => {
                let figure = measure::figure(&cell.rate);
                let tip = number::cell(&figure, Unit::Share, lang);
                let text = if matches!(figure, Cell::Interval { .. }) {
                    tip.clone()
                } else {
                    words::question(lang).to_owned()
                };
                with(HeatLook::Unknown, text, tip)
            }
        };
    };
    let look = HeatLook::Shade(bounds.partition_point(|bound| *bound <= value));
    match shown {
        Shown::Makers => with(look, number::count(cell.makers), number::count(cell.makers)),
        Shown::Bought => with(look, number::short_money(value, lang), number::money(value, lang)),
        Shown::Rate => with(look, number::percent(value), number::percent(value)),
    }
}

/// Bounds of the classes, rising. Those of yuan hold about as many cells each, at round numbers.
fn bounds(shown: Shown, mut values: Vec<f64>) -> Vec<f64> {
    match shown {
        Shown::Makers => return FIRMS.to_vec(),
        Shown::Rate => return RATES.to_vec(),
        Shown::Bought => values.sort_by(f64::total_cmp),
    }
    let cut = |part: usize| values.get(values.len() * part / CLASSES).map(|value| round(*value));
    let mut bounds: Vec<f64> = (1..CLASSES).filter_map(cut).filter(|bound| *bound > 0.0).collect();
    bounds.dedup();
    bounds
}

/// The nearest of 1, 2 and 5 at its power of ten, above zero.
fn round(value: f64) -> f64 {
    if !(value.is_finite() && value > 0.0) {
        return 0.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let nearest = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .min_by(|a, b| (value / power - a).abs().total_cmp(&(value / power - b).abs()));
    nearest.unwrap_or(1.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Answer;
    use crate::report::fixture;

    fn county() -> County {
        let county = |answer| if let Answer::County(county) = answer { Some(*county) } else { None };
        fixture::answers().into_iter().find_map(county).unwrap()
    }

    #[test]
    fn classes_are_round_rising_and_hold_every_value() {
        let values: Vec<f64> = (1..200).map(|at| f64::from(at * at) * 1.37e4).collect();
        let bounds = bounds(Shown::Bought, values.clone());
        assert!(bounds.len() == CLASSES - 1 && bounds.is_sorted(), "{bounds:?}");
        let sizes: Vec<usize> = (0..CLASSES)
            .map(|class| values.iter().filter(|value| bounds.partition_point(|b| b <= value) == class).count())
            .collect();
        assert!(sizes.iter().all(|size| *size > 5), "{sizes:?}");
        assert_eq!(super::bounds(Shown::Bought, vec![0.0, 3e6, 3e6]), [2e6]);
        assert!(super::bounds(Shown::Bought, Vec::new()).is_empty());
    }

    #[test]
    fn unknown_is_hatched_and_wanted_is_framed_and_neither_is_zero() {
        let mut county = county();
        let [first, second] = county.matrix.cells.as_mut_slice() else { panic!("cells") };
        first.bought.amount = None;
        second.makers = 0;
        let [makers, bought, _] = figures(&county, &Context::default()).try_into().unwrap();
        let looks = |heat: &Heat| -> Vec<HeatLook> {
            heat.groups
                .iter()
                .flat_map(|group| &group.rows)
                .flat_map(|row| row.cells.iter().map(|cell| cell.look))
                .collect()
        };
        assert!(looks(&bought).contains(&HeatLook::Unknown) && !bought.unknown.is_empty());
        assert!(looks(&makers).contains(&HeatLook::Wanted) && !makers.wanted.is_empty());
        assert!(makers.unknown.is_empty());
        let texts = |heat: &Heat| {
            heat.groups
                .iter()
                .flat_map(|group| &group.rows)
                .flat_map(|row| row.cells.clone())
                .all(|cell| cell.text != "0")
        };
        assert!(texts(&makers) && texts(&bought));
    }

    #[test]
    fn without_segments_there_is_no_picture() {
        let mut county = county();
        county.matrix.segments.clear();
        assert!(figures(&county, &Context::default()).is_empty());
    }
}
