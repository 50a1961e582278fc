//! The schematic map: counties as discs, arrows between them, boxes for what lies beyond.

use crate::analysis::county::{County, CountyRow, Place, PlaceFlow, PlaceKind};
use crate::report::Context;
use crate::report::county::{code, has_stars, rate};
use crate::report::figure::{CountyMap, Degrees, Head, OutsideBox, PlaceArrow, PlaceDisc};
use crate::report::words::{Lang, county as words, term};
use std::collections::BTreeMap;

/// Arrows drawn between counties.
const ARROWS: usize = 30;
/// Places beyond that have a box of their own.
const OUTSIDE: usize = 8;

pub(super) fn map(county: &County, context: &Context) -> Option<CountyMap> {
    let lang = context.lang;
    let busy = |row: &&CountyRow| row.place.kind == PlaceKind::Unit;
    let places: Vec<PlaceDisc> = county.rows.iter().filter(busy).map(|row| disc(row, lang)).collect();
    let arrows = arrows(county);
    let drawn: Vec<PlaceArrow> = arrows.iter().take(ARROWS).map(|flow| arrow(flow, lang)).collect();
    let area = county.focus.as_ref().map(|area| area.name.clone()).unwrap_or_default();
    (!places.is_empty() && county.total.firms > 0).then(|| CountyMap {
        head: Head {
            key: "county-map".to_owned(),
            title: words::map_title(&area, county.level, lang),
            subtitle: context.subtitle_of(county.year, &county.tier),
            notes: notes(county, drawn.len(), arrows.len(), lang),
        },
        area,
        places,
        outside: outside(county, lang),
        flows: drawn,
        parts: words::parts(county.level, lang),
        scales: scales(county, &arrows, lang),
    })
}

fn notes(county: &County, drawn: usize, all: usize, lang: Lang) -> Vec<String> {
    let bought = &county.total.bought;
    let mut notes = vec![
        words::schematic(lang).to_owned(),
        words::map_rule(county.level, lang),
        words::covered(bought.lines, bought.unpriced_lines, lang),
    ];
    notes.push(words::local_rule(&term::tier_meaning(&county.tier.to_string(), lang), lang));
    notes.extend(has_stars(county).then(|| words::star(lang).to_owned()));
    notes.extend((drawn < all).then(|| words::arrows_left(all - drawn, lang)));
    notes.extend(county.left_out.as_ref().map(|left_out| term::left_out(left_out, lang)));
    notes
}

/// Flows between two counties, the largest first; those without an amount last.
fn arrows(county: &County) -> Vec<&PlaceFlow> {
    let unit = |place: &Place| place.kind == PlaceKind::Unit;
    let between = |flow: &&PlaceFlow| unit(&flow.from) && unit(&flow.to) && flow.from != flow.to;
    let mut flows: Vec<&PlaceFlow> = county.flows.iter().filter(between).collect();
    flows.sort_by(|a, b| b.amount.unwrap_or(-1.0).total_cmp(&a.amount.unwrap_or(-1.0)));
    flows
}

fn arrow(flow: &PlaceFlow, lang: Lang) -> PlaceArrow {
    PlaceArrow {
        from: code(&flow.from),
        to: code(&flow.to),
        amount: flow.amount,
        label: words::amount(flow.amount, lang),
        tip: words::flow(flow, lang),
    }
}

fn degrees(place: &Place) -> Option<Degrees> {
    place.centroid().map(|point| (point.lon, point.lat))
}

fn disc(row: &CountyRow, lang: Lang) -> PlaceDisc {
    let figures = &row.figures;
    let bought = &figures.bought;
    let captions = if figures.firms == 0 && bought.lines == 0 {
        vec![words::no_firms(lang).to_owned()]
    } else {
        let rate = (bought.lines > 0).then(|| words::rate_caption(&rate(&figures.rate, lang).words, lang));
        let rest = [words::bought_caption(bought, lang), words::firms_caption(figures.firms, figures.leaders, lang)];
        rate.into_iter().chain(rest).collect()
    };
    PlaceDisc {
        id: code(&row.place),
        name: row.place.name.clone(),
        at: degrees(&row.place),
        amount: bought.amount.filter(|amount| *amount > 0.0),
        parts: [bought.own, bought.inside, bought.outside, bought.unknown],
        tip: words::tip(row, &captions, lang),
        captions,
    }
}

/// What is bought from a place beyond and sold to it.
#[derive(Default, Clone)]
struct Beyond {
    bought: Option<f64>,
    sold: Option<f64>,
    places: usize,
}

impl Beyond {
    fn total(&self) -> f64 {
        self.bought.unwrap_or(0.0) + self.sold.unwrap_or(0.0)
    }

    fn add(&mut self, other: &Beyond) {
        let sum = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b).or(a).or(b);
        self.bought = sum(self.bought, other.bought);
        self.sold = sum(self.sold, other.sold);
        self.places += 1;
    }
}

/// Boxes beyond the frame: the largest places, then the rest in one.
fn outside(county: &County, lang: Lang) -> Vec<OutsideBox> {
    let mut sums: BTreeMap<&Place, Beyond> = BTreeMap::new();
    let unit = |place: &Place| place.kind == PlaceKind::Unit;
    for flow in &county.flows {
        let one = |bought, sold| Beyond { bought, sold, places: 0 };
        match (unit(&flow.from), unit(&flow.to)) {
            (false, true) => sums.entry(&flow.from).or_default().add(&one(flow.amount, None)),
            (true, false) => sums.entry(&flow.to).or_default().add(&one(None, flow.amount)),
            _ => {}
        }
    }
    let mut order: Vec<(&Place, Beyond)> = sums.into_iter().collect();
    order.sort_by(|a, b| b.1.total().total_cmp(&a.1.total()).then(a.0.cmp(b.0)));
    let rest = order.split_off(OUTSIDE.min(order.len()));
    let mut boxes: Vec<OutsideBox> = order
        .iter()
        .map(|(place, sum)| beyond((&code(place), &words::place(place, lang)), degrees(place), sum, lang))
        .collect();
    if !rest.is_empty() {
        let mut sum = Beyond::default();
        rest.iter().for_each(|(_, other)| sum.add(other));
        boxes.push(beyond(("rest", &words::other_places(sum.places, lang)), None, &sum, lang));
    }
    boxes
}

fn beyond((id, name): (&str, &str), at: Option<Degrees>, sum: &Beyond, lang: Lang) -> OutsideBox {
    let captions = words::beyond_captions(sum.bought, sum.sold, lang);
    OutsideBox {
        id: format!("outside:{id}"),
        name: name.to_owned(),
        at,
        bought: sum.bought,
        sold: sum.sold,
        tip: words::named_tip(name, &captions, lang),
        captions,
    }
}

fn scales(county: &County, arrows: &[&PlaceFlow], lang: Lang) -> [String; 4] {
    let most = county.rows.iter().filter_map(|row| row.figures.bought.amount).fold(0.0, f64::max);
    let widest = arrows.iter().filter_map(|flow| flow.amount).fold(0.0, f64::max);
    [
        words::disc_scale(most, lang),
        words::arrow_scale(widest, lang),
        words::beyond_arrow(lang).to_owned(),
        words::disc_without(lang).to_owned(),
    ]
}
