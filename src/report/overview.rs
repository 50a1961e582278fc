//! The map of all segments: segments as boxes, purchases between them as lines; and the same as a table.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::gap::GapType;
use crate::analysis::overview::{Links, SegmentId, SegmentLink};
use crate::analysis::panorama::{AreaMakers, ChainPanorama, Panorama, PanoramaSegment};
use crate::analysis::scope::AreaName;
use crate::model::division;
use crate::report::Context;
use crate::report::columns::{self, Columns};
use crate::report::figure::{Band, BoxState, Legend, Overview, OverviewBox, OverviewEdge};
use crate::report::panorama::{GAP_TYPES, POSITIONS, box_state, chain_name, named};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::name::short_name;
use crate::report::words::{Lang, gap as gap_words, number, overview as words, panorama as map_words, term};

/// Most lines of the map: more cannot be told apart on a wall.
const LINES: usize = 80;
/// Most divisions whose makers a box tells.
const PLACES: usize = 10;
/// Firms named in a box.
const NAMED: usize = 3;

/// The map; nothing where links were not asked for, or there are fewer than two segments.
pub(super) fn map(panorama: &Panorama, context: &Context) -> Option<Overview> {
    let links = panorama.links.as_ref()?;
    let lang = context.lang;
    let all = || panorama.chains.iter().flat_map(|chain| &chain.segments);
    if all().count() < 2 {
        return None;
    }
    let used: Vec<_> = POSITIONS.into_iter().filter(|at| all().any(|segment| segment.position == *at)).collect();
    let column = |segment: &PanoramaSegment| used.iter().position(|at| *at == segment.position).unwrap_or(0);
    let boxes = panorama
        .chains
        .iter()
        .enumerate()
        .flat_map(|(lane, chain)| in_reading_order(chain).into_iter().map(move |segment| (lane, chain, segment)));
    let names = names(panorama, lang);
    let (areas, _) = areas(panorama);
    let place = panorama.focus.as_ref().map(|area| area.name.as_str());
    Some(Overview {
        key: "overview".to_owned(),
        title: words::title(place, lang),
        subtitle: context.subtitle_of(panorama.year, &panorama.tier),
        columns: used.iter().map(|&at| band(&format!("{at:?}"), map_words::heading(at, lang))).collect(),
        lanes: panorama.chains.iter().map(|chain| band(&chain.id, chain_name(chain, lang))).collect(),
        places: areas.iter().map(|area| division::short_name(&area.name).to_owned()).collect(),
        boxes: boxes
            .map(|(lane, chain, segment)| segment_box(chain, segment, (column(segment), lane, &areas), lang))
            .collect(),
        edges: shown(links).map(|link| edge(&names, link, lang)).collect(),
        legend: legend(panorama, links, context),
    })
}

fn band(id: &str, text: &str) -> Band {
    Band { id: id.to_owned(), text: text.to_owned() }
}

fn box_id(chain: &str, segment: &str) -> String {
    format!("{chain}/{segment}")
}

fn segment_box(
    chain: &ChainPanorama,
    segment: &PanoramaSegment,
    (column, lane, areas): (usize, usize, &[AreaName]),
    lang: Lang,
) -> OverviewBox {
    let rate = (segment.located > 0.0).then(|| segment.near / segment.located);
    let firms = largest(segment);
    let makers = |area: &AreaName| {
        let mut of = segment.makers_by_area.iter();
        of.find(|makers| makers.area == *area).map_or(0, |makers| makers.makers)
    };
    OverviewBox {
        id: box_id(&chain.id, &segment.id),
        name: named(&segment.name, segment.name_en.as_deref(), lang).to_owned(),
        column,
        lane,
        caption: map_words::caption(segment.firm_count, rate, lang),
        state: state_of_most(segment),
        bar: rate.map(|rate| (rate, rate)),
        makers: areas.iter().map(makers).collect(),
        types: types(segment, lang),
        states: states(segment),
        more: map_words::more(firms.len(), segment.firm_count, lang),
        firms,
    }
}

/// States of the products with their numbers.
fn states(segment: &PanoramaSegment) -> Vec<(BoxState, String)> {
    let count = |state| segment.products.iter().filter(|product| box_state(product.state) == state).count();
    let some = BoxState::ALL.into_iter().map(|state| (state, count(state))).filter(|(_, count)| *count > 0);
    some.map(|(state, count)| (state, number::count(count))).collect()
}

/// The state of most products; of states that are as many, the one that asks most for something to be done.
fn state_of_most(segment: &PanoramaSegment) -> BoxState {
    const URGENT_LAST: [BoxState; 7] = [
        BoxState::Absent,
        BoxState::Made,
        BoxState::Extend,
        BoxState::Unknown,
        BoxState::Weak,
        BoxState::Fragile,
        BoxState::Gap,
    ];
    let count = |of: &BoxState| segment.products.iter().filter(|product| box_state(product.state) == *of).count();
    URGENT_LAST.into_iter().max_by_key(count).unwrap_or(BoxState::Unknown)
}

/// Types of weak links with the number of products each.
fn types(segment: &PanoramaSegment, lang: Lang) -> Vec<String> {
    let of = |kind: GapType| {
        let count = segment.products.iter().filter(|product| product.types.contains(&kind)).count();
        (count > 0).then(|| format!("{} {}", gap_words::short_type(kind, lang), number::count(count)))
    };
    GAP_TYPES.into_iter().filter_map(of).collect()
}

/// Divisions that hold makers, by code; where they are too many, those with most. With the number of those left out.
fn areas(panorama: &Panorama) -> (Vec<AreaName>, usize) {
    let mut makers: BTreeMap<&AreaName, usize> = BTreeMap::new();
    for segment in panorama.chains.iter().flat_map(|chain| &chain.segments) {
        segment.makers_by_area.iter().for_each(|of| *makers.entry(&of.area).or_default() += of.makers);
    }
    let mut areas: Vec<(&AreaName, usize)> = makers.into_iter().collect();
    areas.sort_by_key(|&(area, makers)| (std::cmp::Reverse(makers), area));
    let left_out = areas.len().saturating_sub(PLACES);
    areas.truncate(PLACES);
    let mut areas: Vec<AreaName> = areas.into_iter().map(|(area, _)| area.clone()).collect();
    areas.sort();
    (areas, left_out)
}

/// Segments of a chain, each behind those that feed it as the inputs of its products say, else in the order of the chain.
/// Purchases are not asked: one more must not move a box.
fn in_reading_order(chain: &ChainPanorama) -> Vec<&PanoramaSegment> {
    let mut home: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, segment) in chain.segments.iter().enumerate() {
        segment.products.iter().for_each(|product| home.entry(&product.id).or_default().push(at));
    }
    let of = |id: &str| home.get(id).into_iter().flatten().copied();
    let mut depth = vec![0; chain.segments.len()];
    // As many rounds as there are segments suffice where nothing feeds itself.
    for _ in 0..chain.segments.len() {
        for input in &chain.inputs {
            for (from, to) in of(&input.input).flat_map(|from| of(&input.product).map(move |to| (from, to))) {
                if from != to && depth[to] <= depth[from] && depth[from] + 1 < chain.segments.len() {
                    depth[to] = depth[from] + 1;
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..chain.segments.len()).collect();
    order.sort_by_key(|&at| (depth[at], at));
    order.into_iter().map(|at| &chain.segments[at]).collect()
}

/// The first firms of each product in turn: they stand leaders first, then by what they sold.
fn largest(segment: &PanoramaSegment) -> Vec<String> {
    let longest = segment.products.iter().map(|product| product.firms.len()).max().unwrap_or(0);
    let mut seen = BTreeSet::new();
    let in_turn = (0..longest).flat_map(|at| segment.products.iter().filter_map(move |product| product.firms.get(at)));
    in_turn.filter(|firm| seen.insert((*firm).clone())).take(NAMED).map(|firm| short_name(firm).to_owned()).collect()
}

/// Links that are drawn: between segments, and the largest where they are more than a reader can follow.
fn shown(links: &Links) -> impl Iterator<Item = &SegmentLink> {
    let amount = |link: &SegmentLink| link.amount.unwrap_or(0.0);
    let between = || links.links.iter().filter(|link| link.from != link.to);
    let mut order: Vec<&SegmentLink> = between().collect();
    // Links stand sorted by their ends, so equals keep that order.
    order.sort_by(|a, b| amount(b).total_cmp(&amount(a)));
    let ends = |link: &SegmentLink| (link.from.clone(), link.to.clone());
    let drawn: BTreeSet<(SegmentId, SegmentId)> = order.into_iter().take(LINES).map(ends).collect();
    between().filter(move |link| drawn.contains(&ends(link)))
}

/// Names of chain and segment.
type Names<'a> = BTreeMap<SegmentId, (&'a str, &'a str)>;

fn names(panorama: &Panorama, lang: Lang) -> Names<'_> {
    let mut names = BTreeMap::new();
    for chain in &panorama.chains {
        for segment in &chain.segments {
            let text = (chain_name(chain, lang), named(&segment.name, segment.name_en.as_deref(), lang));
            names.insert(SegmentId { chain: chain.id.clone(), segment: segment.id.clone() }, text);
        }
    }
    names
}

fn edge(names: &Names<'_>, link: &SegmentLink, lang: Lang) -> OverviewEdge {
    let name = |id: &SegmentId| names.get(id).map_or("", |name| name.1);
    let amount = number::with_unit(&Cell::number_or(link.amount, Reason::NotIdentified), Unit::Yuan, lang);
    OverviewEdge {
        from: box_id(&link.from.chain, &link.from.segment),
        to: box_id(&link.to.chain, &link.to.segment),
        amount: link.amount.filter(|amount| *amount > 0.0),
        near: link.amount.is_some_and(|amount| amount > 0.0 && link.near * 2.0 >= amount),
        text: words::edge(name(&link.from), name(&link.to), &amount, link.pairs, lang),
    }
}

fn legend(panorama: &Panorama, links: &Links, context: &Context) -> Legend {
    let lang = context.lang;
    let (areas, left_out) = areas(panorama);
    let shown: Vec<&SegmentLink> = shown(links).collect();
    let between = links.links.iter().filter(|link| link.from != link.to);
    let (count_all, all) = between.fold((0_usize, 0.0), |(n, sum), link| (n + 1, sum + link.amount.unwrap_or(0.0)));
    let drawn: f64 = shown.iter().filter_map(|link| link.amount).sum();
    let most = shown.iter().filter_map(|link| link.amount).filter(|amount| *amount > 0.0).reduce(f64::max);
    let most = most.map(|most| number::with_unit(&Cell::Number(most), Unit::Yuan, lang));
    let count = |of: fn(&SegmentLink) -> u32| shown.iter().map(|link| of(link)).sum::<u32>();
    Legend {
        states: BoxState::ALL.map(|state| (state, map_words::state_meaning(state, lang))).into(),
        edges: words::edges(lang),
        bar: words::bar(lang).to_owned(),
        types: GAP_TYPES
            .map(|kind| (gap_words::short_type(kind, lang).to_owned(), map_words::type_meaning(kind, lang).to_owned()))
            .into(),
        lines: vec![
            words::boxes(!areas.is_empty(), left_out, lang),
            map_words::definition(&term::tier(&panorama.tier.to_string(), lang), lang),
            words::rule(lang).to_owned(),
            map_words::dates(&term::year(panorama.year, lang), context.as_of.as_deref(), lang),
            words::width(most.as_deref(), lang),
            words::drawn((shown.len(), count_all), (all > 0.0).then(|| drawn / all), lang),
            words::coverage(count(|link| link.lines), count(|link| link.unpriced_lines), links.for_use.lines, lang),
            map_words::caution(lang).to_owned(),
        ],
        ..Legend::default()
    }
}

/// Local makers of each segment by division.
pub(super) fn makers(panorama: &Panorama, lang: Lang) -> Table {
    let mut rows: Vec<(&ChainPanorama, &PanoramaSegment, &AreaMakers)> = Vec::new();
    for chain in &panorama.chains {
        for segment in &chain.segments {
            rows.extend(segment.makers_by_area.iter().map(|makers| (chain, segment, makers)));
        }
    }
    Columns::new(lang)
        .with(head::CHAIN, move |(chain, ..): &(&ChainPanorama, &PanoramaSegment, &AreaMakers)| {
            Cell::text(chain_name(chain, lang))
        })
        .with(head::SEGMENT, move |(_, segment, _)| Cell::text(named(&segment.name, segment.name_en.as_deref(), lang)))
        .with(head::AREA, |(.., makers)| Cell::text(&makers.area.name))
        .with(head::MAKERS, |(.., makers)| Cell::count(makers.makers))
        .table("segment_makers", map_words::table_title("segment_makers", lang), &rows)
}

/// Every link, those within a segment too.
pub(super) fn table(panorama: &Panorama, links: &Links, lang: Lang) -> Table {
    let names = names(panorama, lang);
    let name = |id: &SegmentId| names.get(id).copied().unwrap_or_default();
    let text = |text: &str| Cell::text(text);
    Columns::new(lang)
        .with(head::FROM_SEGMENT, |link: &SegmentLink| text(name(&link.from).1))
        .with(head::FROM_CHAIN, |link| text(name(&link.from).0))
        .with(head::TO_SEGMENT, |link| text(name(&link.to).1))
        .with(head::TO_CHAIN, |link| text(name(&link.to).0))
        .with(head::LINK_AMOUNT, |link| Cell::number_or(link.amount, Reason::NotIdentified))
        .with(head::NEAR, |link| Cell::number_or(link.amount.map(|_| link.near), Reason::NotIdentified))
        .with(head::SEGMENT_PAIRS, |link| columns::lines(link.pairs))
        .with(head::LINES, |link| columns::lines(link.lines))
        .with(head::UNPRICED, |link| columns::lines(link.unpriced_lines))
        .table("segment_links", map_words::table_title("segment_links", lang), &links.links)
}
