//! Which county supplies which: amounts by pair, and a card for each county.

use crate::analysis::county::{County, CountyRow, MatrixCell, Place, PlaceFlow, PlaceKind};
use crate::report::Context;
use crate::report::county::{code, has_stars, rate, segment_names};
use crate::report::figure::{CountySupply, Head, SupplyCard, SupplyCell};
use crate::report::words::{Lang, county as words, term};

/// Lines of a list on a card.
const LINES: usize = 4;
/// Steps of shade.
const SHADES: usize = 4;

pub(super) fn supply(county: &County, context: &Context) -> Option<CountySupply> {
    let lang = context.lang;
    let units: Vec<&CountyRow> = county.rows.iter().filter(|row| row.place.kind == PlaceKind::Unit).collect();
    let area = county.focus.as_ref().map(|area| area.name.clone()).unwrap_or_default();
    let names: Vec<String> = units.iter().map(|row| row.place.name.clone()).collect();
    let beyond = words::beyond(lang).to_owned();
    let with_beyond = || names.iter().cloned().chain([beyond.clone()]).collect::<Vec<String>>();
    let most = county
        .flows
        .iter()
        .filter(|flow| is_between(flow) && flow.from != flow.to)
        .filter_map(|flow| flow.amount)
        .fold(0.0, f64::max);
    let ends: Vec<Option<&Place>> = units.iter().map(|row| Some(&row.place)).chain([None]).collect();
    let row = |from: &Option<&Place>| ends.iter().map(|to| cell(county, (*from, *to), most, lang)).collect();
    let bought = &county.total.bought;
    let mut notes = vec![
        words::supply_rule(county.level, lang),
        words::local_rule(&term::tier_meaning(&county.tier.to_string(), lang), lang),
        words::covered(bought.lines, bought.unpriced_lines, lang),
    ];
    notes.extend(has_stars(county).then(|| words::star(lang).to_owned()));
    (!units.is_empty() && county.total.firms > 0).then(|| CountySupply {
        head: Head {
            key: "county-supply".to_owned(),
            title: words::supply_title(&area, county.level, lang),
            subtitle: context.subtitle_of(county.year, &county.tier),
            notes,
        },
        axes: words::axes(lang),
        names: (with_beyond(), with_beyond()),
        cells: ends.iter().map(row).collect(),
        cards: units.iter().map(|row| card(county, row, lang)).collect(),
        parts: words::parts(county.level, lang),
        shades: words::shades(most, SHADES, lang),
    })
}

fn is_between(flow: &PlaceFlow) -> bool {
    flow.from.kind == PlaceKind::Unit && flow.to.kind == PlaceKind::Unit
}

/// What runs from one county to another; `None` stands for everything that is no county.
fn cell(county: &County, (from, to): (Option<&Place>, Option<&Place>), most: f64, lang: Lang) -> SupplyCell {
    let is = |place: &Place, asked: Option<&Place>| match asked {
        Some(asked) => place == asked,
        None => place.kind != PlaceKind::Unit,
    };
    let runs: Vec<&PlaceFlow> = county.flows.iter().filter(|flow| is(&flow.from, from) && is(&flow.to, to)).collect();
    if runs.is_empty() || (from.is_none() && to.is_none()) {
        return SupplyCell::default();
    }
    let priced: Vec<f64> = runs.iter().filter_map(|flow| flow.amount).collect();
    let amount = (!priced.is_empty()).then(|| priced.iter().sum::<f64>());
    let between = from.is_some() && to.is_some();
    let step = |amount: f64| ((amount / most * SHADES as f64) as usize).min(SHADES - 1);
    let name = |place: Option<&Place>| place.map_or(words::beyond(lang), |place| place.name.as_str()).to_owned();
    let tip = match runs.as_slice() {
        [only] if between => words::flow(only, lang),
        _ => words::between(&name(from), &name(to), amount, lang),
    };
    SupplyCell {
        text: words::short_amount(amount, lang),
        shade: amount.filter(|amount| between && from != to && most > 0.0 && *amount > 0.0).map(step),
        own: between && from == to,
        tip,
    }
}

fn card(county: &County, row: &CountyRow, lang: Lang) -> SupplyCard {
    let figures = &row.figures;
    let bought = &figures.bought;
    let rate = rate(&figures.rate, lang).words;
    let made = segments(county, &row.place, lang);
    let to = flows(county, (|flow| &flow.from, |flow| &flow.to), &row.place, lang);
    let from = flows(county, (|flow| &flow.to, |flow| &flow.from), &row.place, lang);
    let [heading_made, heading_to, heading_from] = words::card_headings(county.level, lang);
    SupplyCard {
        id: code(&row.place),
        name: row.place.name.clone(),
        firms: words::firms_caption(figures.firms, figures.leaders, lang),
        rate: words::card_rate(&rate, bought, lang),
        parts: [bought.own, bought.inside, bought.outside, bought.unknown],
        lists: vec![(heading_made.to_owned(), made), (heading_to.to_owned(), to), (heading_from.to_owned(), from)],
        tip: words::tip(row, &[], lang),
    }
}

/// Segments in which the county makes most: by recorded sales, then by makers.
fn segments(county: &County, place: &Place, lang: Lang) -> Vec<String> {
    let made = |cell: &&MatrixCell| cell.place == *place && cell.makers > 0 && cell.segment.is_some();
    let mut cells: Vec<&MatrixCell> = county.matrix.cells.iter().filter(made).collect();
    let sold = |cell: &MatrixCell| cell.sold.amount.unwrap_or(-1.0);
    cells.sort_by(|a, b| sold(b).total_cmp(&sold(a)).then(b.makers.cmp(&a.makers)));
    let line = |cell: &MatrixCell| {
        let (chain, segment) = cell.segment.as_deref().map_or(("", ""), |segment| segment_names(segment, lang));
        words::made(chain, segment, cell.makers, cell.sold.amount, lang)
    };
    listed(cells.len(), cells.into_iter().map(line), lang)
}

/// One end of a flow.
type Side = fn(&PlaceFlow) -> &Place;

/// Largest flows of a county with other counties; `own` tells its side of a flow.
fn flows(county: &County, (own, other): (Side, Side), place: &Place, lang: Lang) -> Vec<String> {
    let mut flows: Vec<&PlaceFlow> =
        county.flows.iter().filter(|flow| is_between(flow) && flow.from != flow.to && own(flow) == place).collect();
    flows.sort_by(|a, b| b.amount.unwrap_or(-1.0).total_cmp(&a.amount.unwrap_or(-1.0)));
    listed(flows.len(), flows.into_iter().map(|flow| words::partner(&other(flow).name, flow, lang)), lang)
}

/// The first lines, and how many are left.
fn listed(count: usize, lines: impl Iterator<Item = String>, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = lines.take(LINES).collect();
    lines.extend((count > LINES).then(|| words::more(count - LINES, lang)));
    if lines.is_empty() {
        lines.push(words::none(lang).to_owned());
    }
    lines
}
