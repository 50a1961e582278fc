//! Counties in words: figures of each, who supplies whom, and unit by segment.

mod grid;
mod map;
mod supply;
mod tiles;

use crate::analysis::county::{County, CountyRow, MatrixCell, Place, PlaceFlow, SegmentName, Traded};
use crate::report::columns::{Columns, lines};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, county as words, number, term};
use crate::report::{Block, Context, Figure, KeyFigure, Report, heat, measure, title};

pub(super) fn present(county: &County, context: &Context) -> Report {
    let lang = context.lang;
    let tables = [units(county, lang), flows(&county.flows, lang), segments(county, lang)];
    let figures = [
        map::map(county, context).map(|map| Figure::CountyMap(Box::new(map))),
        tiles::tiles(county, context).map(|map| Figure::CountyTiles(Box::new(map))),
        supply::supply(county, context).map(|map| Figure::CountySupply(Box::new(map))),
    ];
    let heats = heat::figures(county, context).into_iter().map(|map| Figure::Heat(Box::new(map)));
    let mut notes = words::notes(county.level, lang);
    notes.extend(county.left_out.as_ref().map(|left_out| term::left_out(left_out, lang)));
    Report {
        title: title(county.focus.as_ref(), words::title(county.level, lang), lang),
        subtitle: context.subtitle_of(county.year, &county.tier),
        key_figures: key_figures(county, lang),
        blocks: figures.into_iter().flatten().chain(heats).map(Block::Figure).chain(tables.map(Block::Table)).collect(),
        notes,
    }
}

/// Purchases, what stays in the unit, what stays in the area.
fn key_figures(county: &County, lang: Lang) -> Vec<KeyFigure> {
    let total = &county.total;
    let unpriced = term::unpriced(total.bought.unpriced_lines, lang);
    let figure = |label: String, value, unit, note: String| KeyFigure { label, value, unit, note };
    let at = |tier: &crate::model::Tier| term::tier(&tier.to_string(), lang);
    let busy = county.rows.iter().filter(|row| row.figures.firms > 0).count();
    vec![
        figure(
            words::units_label(county.level, lang).into(),
            Cell::count(busy),
            Unit::Count,
            words::units_note(county, lang),
        ),
        figure(words::bought_label(lang).into(), amount(&total.bought), Unit::Yuan, unpriced),
        figure(
            words::rate_label(&at(&county.own_tier), lang),
            measure::figure(&total.own_rate),
            Unit::Share,
            words::own_note(county.level, lang).to_owned(),
        ),
        figure(
            words::rate_label(&at(&county.tier), lang),
            measure::figure(&total.rate),
            Unit::Share,
            term::tier_meaning(&county.tier.to_string(), lang),
        ),
    ]
}

/// A rate as a picture tells it.
struct Told {
    words: String,
    /// What its class goes by; of uncertain rates that of the known lines.
    value: Option<f64>,
    /// Whether it may stand as a point.
    certain: bool,
}

fn rate(measure: &crate::model::Measure, lang: Lang) -> Told {
    let cell = measure::figure(measure);
    let printed = || number::cell(&cell, Unit::Share, lang);
    match (&cell, measure::known_lines(measure)) {
        (Cell::Number(value), _) => Told { words: printed(), value: Some(*value), certain: true },
        (Cell::Interval { .. }, _) => Told { words: printed(), value: measure.value, certain: false },
        (_, Some(value)) => {
            Told { words: words::known_rate(&number::percent(value), lang), value: Some(value), certain: false }
        }
        _ => Told { words: printed(), value: None, certain: false },
    }
}

/// Whether the picture of the counties shows a rate of known lines alone.
fn has_stars(county: &County) -> bool {
    county.rows.iter().any(|row| measure::known_lines(&row.figures.rate).is_some())
}

/// Id of a place on a picture.
fn code(place: &Place) -> String {
    place.code.map_or_else(|| format!("{:?}", place.kind), |code| code.to_string())
}

/// Yuan traded; where there are lines and none is priced, not zero but unknown.
pub(super) fn amount(traded: &Traded) -> Cell {
    Cell::number_or(traded.amount, absence(traded))
}

fn absence(traded: &Traded) -> Reason {
    if traded.lines > 0 { Reason::NotIdentified } else { Reason::NotApplicable }
}

/// A part of what is traded, known where any line is priced.
fn part(traded: &Traded, part: f64) -> Cell {
    Cell::number_or(traded.amount.map(|_| part), absence(traded))
}

fn units(county: &County, lang: Lang) -> Table {
    let leading = move |row: &CountyRow| {
        let names: Vec<&str> = row.figures.leading.iter().map(|firm| &*firm.name).collect();
        Cell::text_or(Some(term::list(&names, lang)).filter(|_| !names.is_empty()), Reason::NotApplicable)
    };
    let code = |row: &CountyRow| Cell::text_or(row.place.code.map(|code| code.to_string()), Reason::NotApplicable);
    Columns::new(lang)
        .with(words::unit_head(county.level), move |row: &CountyRow| Cell::text(words::place(&row.place, lang)))
        .with(head::FIRMS, |row| Cell::count(row.figures.firms))
        .with(head::UNIT_LEADERS, |row| Cell::count(row.figures.leaders))
        .with(head::UNIT_BOUGHT, |row| amount(&row.figures.bought))
        .with(head::OWN_RATE, |row| measure::figure(&row.figures.own_rate))
        .with(head::LOCAL_RATE, |row| measure::figure(&row.figures.rate))
        .with(head::BOUGHT_OWN, |row| part(&row.figures.bought, row.figures.bought.own))
        .with(head::BOUGHT_INSIDE, |row| part(&row.figures.bought, row.figures.bought.inside))
        .with(head::BOUGHT_OUTSIDE, |row| part(&row.figures.bought, row.figures.bought.outside))
        .with(head::BOUGHT_UNKNOWN, |row| part(&row.figures.bought, row.figures.bought.unknown))
        .with(head::UNPRICED, |row| lines(row.figures.bought.unpriced_lines))
        .with(head::UNIT_SOLD, |row| amount(&row.figures.sold))
        .with(head::SOLD_INSIDE, |row| part(&row.figures.sold, row.figures.sold.inside))
        .with(head::SOLD_OUTSIDE, |row| part(&row.figures.sold, row.figures.sold.outside))
        .with(head::OWN_SUPPLY, |row| {
            let own = row.figures.own_supply;
            Cell::number_or(
                own.amount,
                if own.unpriced_lines > 0 { Reason::NotIdentified } else { Reason::NotApplicable },
            )
        })
        .with(head::UNIT_BUYERS, |row| Cell::count(row.figures.buyers))
        .with(head::UNIT_SELLERS, |row| Cell::count(row.figures.sellers))
        .with(head::LEADING_FIRMS, leading)
        .with(head::COVERAGE, |row| measure::coverage(&row.figures.rate))
        .with(head::OWN_RATE_VALUE, |row| measure::value(&row.figures.own_rate))
        .with(head::LOCAL_RATE_VALUE, |row| measure::value(&row.figures.rate))
        .with(head::ID, code)
        .table("county", words::table_title("county", county.level, lang), &county.rows)
}

fn flows(flows: &[PlaceFlow], lang: Lang) -> Table {
    let products = move |flow: &PlaceFlow| {
        let names: Vec<&str> = flow.products.iter().map(|product| &*product.name).collect();
        Cell::text_or(Some(term::list(&names, lang)).filter(|_| !names.is_empty()), Reason::NotIdentified)
    };
    let code = |place: &Place| Cell::text_or(place.code.map(|code| code.to_string()), Reason::NotApplicable);
    let mut order: Vec<&PlaceFlow> = flows.iter().collect();
    // The largest first; they stand sorted by their ends, so equals keep that order.
    order.sort_by(|a, b| b.amount.unwrap_or(-1.0).total_cmp(&a.amount.unwrap_or(-1.0)));
    Columns::new(lang)
        .with(head::FLOW_FROM, move |flow: &PlaceFlow| Cell::text(words::place(&flow.from, lang)))
        .with(head::FLOW_TO, move |flow| Cell::text(words::place(&flow.to, lang)))
        .with(head::LINK_AMOUNT, |flow| Cell::number_or(flow.amount, Reason::NotIdentified))
        .with(head::SEGMENT_PAIRS, |flow| Cell::count(flow.pairs))
        .with(head::FLOW_PRODUCTS, products)
        .with(head::LINES, |flow| lines(flow.lines))
        .with(head::UNPRICED, |flow| lines(flow.unpriced_lines))
        .with(head::FLOW_FROM_ID, move |flow| code(&flow.from))
        .with(head::FLOW_TO_ID, move |flow| code(&flow.to))
        .table("county_flows", words::table_title("county_flows", crate::model::Level::County, lang), order)
}

/// Name of a segment's chain and its own in the reader's language.
pub(super) fn segment_names(segment: &SegmentName, lang: Lang) -> (&str, &str) {
    (
        lang.pick(&segment.chain_name, segment.chain_name_en.as_deref().unwrap_or(&segment.chain_name)),
        lang.pick(&segment.name, segment.name_en.as_deref().unwrap_or(&segment.name)),
    )
}

fn segments(county: &County, lang: Lang) -> Table {
    let chain = move |cell: &MatrixCell| {
        Cell::text_or(cell.segment.as_deref().map(|segment| segment_names(segment, lang).0), Reason::NotApplicable)
    };
    let segment = move |cell: &MatrixCell| {
        Cell::text(cell.segment.as_deref().map_or(words::rest(lang), |segment| segment_names(segment, lang).1))
    };
    Columns::new(lang)
        .with(words::unit_head(county.level), move |cell: &MatrixCell| Cell::text(words::place(&cell.place, lang)))
        .with(head::CHAIN, chain)
        .with(head::SEGMENT, segment)
        .with(head::CELL_MAKERS, |cell| Cell::count(cell.makers))
        .with(head::UNIT_SELLERS, |cell| Cell::count(cell.sellers))
        .with(head::UNIT_BUYERS, |cell| Cell::count(cell.buyers))
        .with(head::UNIT_SOLD, |cell| amount(&cell.sold))
        .with(head::UNIT_BOUGHT, |cell| amount(&cell.bought))
        .with(head::OWN_RATE, |cell| measure::figure(&cell.own_rate))
        .with(head::LOCAL_RATE, |cell| measure::figure(&cell.rate))
        .with(head::UNPRICED, |cell| lines(cell.bought.unpriced_lines))
        .with(head::OWN_RATE_VALUE, |cell| measure::value(&cell.own_rate))
        .with(head::LOCAL_RATE_VALUE, |cell| measure::value(&cell.rate))
        .with(head::ID, |cell| Cell::text_or(cell.place.code.map(|code| code.to_string()), Reason::NotApplicable))
        .table("county_segments", words::table_title("county_segments", county.level, lang), &county.matrix.cells)
}
