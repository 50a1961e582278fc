//! Rates of the counties in classes: tiles, or the outlines that the user gave.

use crate::analysis::county::{County, CountyRow, Outlined, PlaceKind, UnitOutline};
use crate::model::Point;
use crate::report::Context;
use crate::report::county::{code, grid, rate};
use crate::report::figure::{CountyTiles, Degrees, Head, Outline, PlaceTile};
use crate::report::words::{Lang, county as words, term};

/// Lower ends of the classes from the second on: the same for every area and year, so that maps can be compared.
pub(super) const CLASSES: [f64; 4] = [0.2, 0.4, 0.6, 0.8];

pub(super) fn tiles(county: &County, context: &Context) -> Option<CountyTiles> {
    let lang = context.lang;
    let units = county.rows.iter().filter(|row| row.place.kind == PlaceKind::Unit);
    let units: Vec<&CountyRow> = units.collect();
    let at: Vec<Option<Degrees>> = units.iter().map(|row| row.centroid.map(|point| (point.lon, point.lat))).collect();
    let cells = grid::tiles(&at);
    let places: Vec<PlaceTile> = units.iter().zip(cells).map(|(row, cell)| tile(row, cell, lang)).collect();
    let area = county.focus.as_ref().map(|area| area.name.clone()).unwrap_or_default();
    let tier = term::tier_meaning(&county.tier.to_string(), lang);
    let bought = &county.total.bought;
    let outlined = county.outlined.as_ref();
    let mut notes = vec![words::tiles_rule(&tier, lang)];
    notes.extend(outlined.map(|of| words::outlined(&of.file, lang)));
    notes.extend(outlined.and_then(|of| words::without_outline(&of.missing, lang)));
    notes.extend(outlined.is_none().then(|| words::tile_layout(lang).to_owned()));
    notes.push(words::covered(bought.lines, bought.unpriced_lines, lang));
    (!places.is_empty() && county.total.firms > 0).then(|| CountyTiles {
        head: Head {
            key: "county-tiles".to_owned(),
            title: words::tiles_title(&area, county.level, lang),
            subtitle: context.subtitle_of(county.year, &county.tier),
            notes,
        },
        places,
        outlines: outlined.map(outlines).unwrap_or_default(),
        approval: outlined.map(|of| words::approval(&of.map_number, lang)).unwrap_or_default(),
        classes: words::classes(&CLASSES),
        marks: words::rate_marks(lang),
    })
}

fn outlines(outlined: &Outlined) -> Vec<Outline> {
    let polygon = |rings: &Vec<Vec<Point>>| -> Vec<Vec<Degrees>> {
        rings.iter().map(|ring| ring.iter().map(|point| (point.lon, point.lat)).collect()).collect()
    };
    let of = |unit: &UnitOutline| Outline {
        id: unit.code.to_string(),
        polygons: unit.polygons.iter().map(polygon).collect(),
    };
    outlined.outlines.iter().map(of).collect()
}

fn tile(row: &CountyRow, cell: (usize, usize), lang: Lang) -> PlaceTile {
    let figures = &row.figures;
    let told = rate(&figures.rate, lang);
    let captions = if figures.firms == 0 && figures.bought.lines == 0 {
        vec![words::no_firms(lang).to_owned()]
    } else {
        let own = || words::own_caption(&rate(&figures.own_rate, lang).words, lang);
        let rest =
            [words::bought_caption(&figures.bought, lang), words::firms_caption(figures.firms, figures.leaders, lang)];
        (figures.bought.lines > 0).then(own).into_iter().chain(rest).collect()
    };
    PlaceTile {
        id: code(&row.place),
        name: row.place.name.clone(),
        cell,
        class: told.value.map(|value| CLASSES.iter().filter(|least| value >= **least).count()),
        certain: told.certain,
        tip: words::tip(row, &captions, lang),
        rate: told.words,
        captions,
    }
}
