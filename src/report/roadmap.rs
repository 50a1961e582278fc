//! The way of recruitment: a picture of origins, segments and places, and a table of every product.

use crate::analysis::gap::GapType;
use crate::analysis::roadmap::{Landing, Reach, Roadmap, RoadmapRow};
use crate::report::columns::{Columns, lines};
use crate::report::figure::{FlowColumn, FlowNode, Flows, Head, Hue, Ribbon};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::name::short_name;
use crate::report::words::roadmap as words;
use crate::report::words::{
    Lang, bracketed, gap as gap_words, number, panorama as map_words, rings as ring_words, target as target_words, term,
};
use crate::report::{Block, Context, Figure, Report, title};
use std::collections::{BTreeMap, BTreeSet};

/// Segments with room of their own.
const SHOWN: usize = 18;
/// Names told on a card and in a cell.
const NAMED: usize = 2;

pub(super) fn present(roadmap: &Roadmap, context: &Context) -> Report {
    let lang = context.lang;
    let figure = map(roadmap, context).map(|map| Block::Figure(Figure::Flows(Box::new(map))));
    let sentence = sentence(roadmap, lang).map(Block::Paragraph);
    Report {
        title: title(roadmap.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(roadmap.year, &roadmap.tier),
        key_figures: Vec::new(),
        blocks: sentence.into_iter().chain(figure).chain([Block::Table(table(roadmap, lang))]).collect(),
        notes: vec![definition(roadmap, lang), words::rule(lang).to_owned()],
    }
}

fn definition(roadmap: &Roadmap, lang: Lang) -> String {
    words::definition(&term::tier(&roadmap.tier.to_string(), lang), lang)
}

/// What a chief reads aloud: the widest way.
fn sentence(roadmap: &Roadmap, lang: Lang) -> Option<String> {
    let ways = roadmap.rows.iter().flat_map(|row| {
        let place = row.landing.first();
        row.reach.iter().filter_map(move |reach| Some((row, reach, reach.value.filter(|yuan| *yuan > 0.0)?, place?)))
    });
    // Rows stand by what is to be recruited; of equals the first counts.
    let widest = ways.reduce(|best, way| if way.2 > best.2 { way } else { best });
    let (row, reach, yuan, place) = widest?;
    let origin = target_words::origin(&roadmap.origins[reach.origin], lang);
    Some(words::sentence(&origin, &row.product.name, yuan, &place.area.name, lang))
}

/// A segment of a chain, or what no chain holds.
type Place = (Option<String>, Option<String>);

/// What a segment comes to.
#[derive(Default)]
struct Segment<'r> {
    rows: Vec<&'r RoadmapRow>,
    /// As drawn: what origins bring, and what nobody does.
    amount: f64,
}

/// An amount on its way: origin (beyond the last: nobody known), segment, place.
struct Way {
    origin: usize,
    node: usize,
    area: Option<String>,
    amount: f64,
}

fn map(roadmap: &Roadmap, context: &Context) -> Option<Flows> {
    let lang = context.lang;
    let mut segments: BTreeMap<Place, Segment<'_>> = BTreeMap::new();
    for row in &roadmap.rows {
        let text = |name: &Option<std::sync::Arc<str>>| name.as_deref().map(str::to_owned);
        let segment = segments.entry((text(&row.chain), text(&row.segment))).or_default();
        segment.rows.push(row);
        segment.amount += parts(row, roadmap.origins.len()).map(|(_, amount)| amount).sum::<f64>();
    }
    let mut segments: Vec<(Place, Segment<'_>)> = segments.into_iter().collect();
    segments.retain(|(_, segment)| segment.amount > 0.0);
    if segments.is_empty() {
        return None;
    }
    // They stand sorted by name, so equals keep that order.
    segments.sort_by(|a, b| b.1.amount.total_cmp(&a.1.amount));
    let shown = if segments.len() > SHOWN + 1 { SHOWN } else { segments.len() };
    let mut ways = Vec::new();
    for (at, (_, segment)) in segments.iter().enumerate() {
        for row in &segment.rows {
            let area = row.landing.first().map(|landing| landing.area.name.clone());
            let way = |(origin, amount)| Way { origin, node: at.min(shown), area: area.clone(), amount };
            ways.extend(parts(row, roadmap.origins.len()).map(way));
        }
    }
    let nodes = segment_nodes(&segments, shown, lang);
    let places = place_nodes(roadmap, &ways, lang);
    let origins = origin_nodes(roadmap, &ways, lang);
    let ribbons = ribbons(&ways, (&origins, &nodes, &places), lang);
    let [first, second, third] = words::headings(lang).map(str::to_owned);
    let column = |heading, nodes, ordered| FlowColumn { heading, nodes, ordered };
    Some(Flows {
        head: map_head(roadmap, &ways, context),
        columns: vec![column(first, origins, true), column(second, nodes, false), column(third, places, false)],
        ribbons,
        keys: [Hue::Kind(0), Hue::Plain, Hue::Unknown].into_iter().zip(words::hues(lang).map(str::to_owned)).collect(),
        badges: badges(&segments, lang),
    })
}

/// What each origin brings of a product, and what nobody does: the part beyond all origins.
fn parts(row: &RoadmapRow, nobody: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
    let known = row.reach.iter().map(|reach| (reach.origin, reach.value.unwrap_or(0.0)));
    known.chain(row.open.map(|open| (nobody, open))).filter(|(_, amount)| *amount > 0.0)
}

fn map_head(roadmap: &Roadmap, ways: &[Way], context: &Context) -> Head {
    let lang = context.lang;
    let sum = |of: fn(&RoadmapRow) -> Option<f64>| roadmap.rows.iter().filter_map(of).sum::<f64>();
    let (wanted, brought) = (sum(|row| row.to_recruit), sum(|row| row.value));
    let drawn: f64 = ways.iter().map(|way| way.amount).sum();
    let overlap = drawn - wanted;
    let overlap = if overlap > wanted * 1e-9 { overlap } else { 0.0 };
    let unknown = roadmap.rows.iter().filter(|row| row.to_recruit.is_none()).count();
    let chains: BTreeSet<Option<&str>> = roadmap.rows.iter().map(|row| row.chain.as_deref()).collect();
    let one = if let [Some(chain)] = Vec::from_iter(chains)[..] { Some(chain) } else { None };
    let year = term::year(roadmap.year, lang);
    let mut notes = vec![definition(roadmap, lang), words::totals(wanted, brought, overlap, lang)];
    notes.extend((unknown > 0).then(|| words::unpriced(unknown, lang)));
    notes.push(words::rule(lang).to_owned());
    notes.push(map_words::dates(&year, context.as_of.as_deref(), lang));
    Head {
        key: "roadmap".to_owned(),
        title: words::map_title(roadmap.focus.as_ref().map(|area| area.name.as_str()), one, lang),
        subtitle: context.subtitle_of(roadmap.year, &roadmap.tier),
        notes,
    }
}

fn origin_nodes(roadmap: &Roadmap, ways: &[Way], lang: Lang) -> Vec<FlowNode> {
    let nobody = roadmap.origins.len();
    let brings = |at: usize| ways.iter().filter(|way| way.origin == at).map(|way| way.amount).sum::<f64>();
    let node = |at: usize| {
        let amount = brings(at);
        if at == nobody {
            let lines = vec![number::money(amount, lang)];
            let (name, hue) = (words::open(lang).to_owned(), Some(Hue::Unknown));
            return FlowNode { id: format!("origin/{at}"), name, lines, hue, rest: true, ..FlowNode::default() };
        }
        let mut firms: BTreeMap<(&str, &str), f64> = BTreeMap::new();
        let reach = roadmap.rows.iter().flat_map(|row| row.reach.iter().filter(|reach| reach.origin == at));
        for leaf in reach.flat_map(|reach| &reach.candidates) {
            *firms.entry((&leaf.firm.id, &leaf.firm.name)).or_default() += leaf.value.unwrap_or(0.0);
        }
        let mut names: Vec<(&str, f64)> = firms.iter().map(|((_, name), yuan)| (*name, *yuan)).collect();
        names.sort_by(|a, b| b.1.total_cmp(&a.1));
        let first: Vec<&str> = names.iter().take(NAMED).map(|(name, _)| short_name(name)).collect();
        FlowNode {
            id: format!("origin/{at}"),
            name: target_words::origin(&roadmap.origins[at], lang),
            lines: std::iter::once(words::origin_line(amount, firms.len(), lang))
                .chain(first.into_iter().map(str::to_owned))
                .collect(),
            hue: Some(Hue::Kind(at)),
            ..FlowNode::default()
        }
    };
    (0..=nobody).filter(|at| brings(*at) > 0.0).map(node).collect()
}

fn segment_nodes(segments: &[(Place, Segment<'_>)], shown: usize, lang: Lang) -> Vec<FlowNode> {
    let node = |(at, (place, segment)): (usize, &(Place, Segment<'_>))| FlowNode {
        id: format!("segment/{at}"),
        name: segment_name(place, lang),
        badges: types(&segment.rows).into_iter().map(|of| gap_words::short_type(of, lang).to_owned()).collect(),
        lines: {
            let rows = segment.rows.as_slice();
            vec![gap_line(rows, lang), words::candidates(&first_firms(rows), lang)]
        },
        ..FlowNode::default()
    };
    let mut nodes: Vec<FlowNode> = segments[..shown].iter().enumerate().map(node).collect();
    if shown < segments.len() {
        let rows: Vec<&RoadmapRow> =
            segments[shown..].iter().flat_map(|(_, segment)| segment.rows.iter().copied()).collect();
        nodes.push(FlowNode {
            id: format!("segment/{shown}"),
            name: words::rest(segments.len() - shown, lang),
            lines: vec![gap_line(&rows, lang)],
            rest: true,
            ..FlowNode::default()
        });
    }
    nodes
}

fn segment_name((chain, segment): &Place, lang: Lang) -> String {
    match (chain, segment) {
        (Some(chain), Some(segment)) => format!("{segment}{}", bracketed(chain, lang)),
        _ => ring_words::outside(lang).to_owned(),
    }
}

fn gap_line(rows: &[&RoadmapRow], lang: Lang) -> String {
    let unknown = rows.iter().filter(|row| row.to_recruit.is_none()).count();
    words::segment_line(rows.iter().filter_map(|row| row.to_recruit).sum(), rows.len(), unknown, lang)
}

fn types(rows: &[&RoadmapRow]) -> BTreeSet<GapType> {
    rows.iter().flat_map(|row| row.types.iter().copied()).collect()
}

/// Firms that bring most, each once.
fn first_firms<'r>(rows: &[&'r RoadmapRow]) -> Vec<&'r str> {
    let mut firms: BTreeMap<(&str, &'r str), f64> = BTreeMap::new();
    for leaf in rows.iter().flat_map(|row| row.reach.iter().flat_map(|reach| &reach.candidates)) {
        *firms.entry((&leaf.firm.id, &leaf.firm.name)).or_default() += leaf.value.unwrap_or(0.0);
    }
    let mut firms: Vec<(&'r str, f64)> = firms.into_iter().map(|((_, name), yuan)| (name, yuan)).collect();
    firms.sort_by(|a, b| b.1.total_cmp(&a.1));
    firms.into_iter().take(NAMED).map(|(name, _)| short_name(name)).collect()
}

fn place_nodes(roadmap: &Roadmap, ways: &[Way], lang: Lang) -> Vec<FlowNode> {
    let mut amounts: BTreeMap<Option<&str>, f64> = BTreeMap::new();
    ways.iter().for_each(|way| *amounts.entry(way.area.as_deref()).or_default() += way.amount);
    let mut order: Vec<(Option<&str>, f64)> = amounts.into_iter().collect();
    order.sort_by(|a, b| a.0.is_none().cmp(&b.0.is_none()).then(b.1.total_cmp(&a.1)));
    let node = |(area, amount): (Option<&str>, f64)| {
        let lands = |row: &&RoadmapRow| row.landing.first().map(|first| first.area.name.as_str()) == area;
        let drawn = |row: &&RoadmapRow| parts(row, roadmap.origins.len()).next().is_some();
        let rows: Vec<&RoadmapRow> = roadmap.rows.iter().filter(lands).filter(drawn).collect();
        let names: Vec<&str> = rows.iter().take(NAMED).map(|row| &*row.product.name).collect();
        let mut lines = vec![words::place_line(amount, rows.len(), lang), words::mainly(&names, lang)];
        // Rows stand by what is to be recruited, so the first zone is that of the most.
        let mut zones: Vec<&str> = Vec::new();
        for zone in rows.iter().filter_map(|row| row.landing.first()?.zone.as_deref()) {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        lines.extend(zones.first().map(|first| words::zones(first, zones.len(), lang)));
        FlowNode {
            id: format!("place/{}", area.unwrap_or_default()),
            name: area.map_or_else(|| words::nowhere(lang).to_owned(), str::to_owned),
            lines,
            hue: area.is_none().then_some(Hue::Unknown),
            rest: area.is_none(),
            ..FlowNode::default()
        }
    };
    order.into_iter().map(node).collect()
}

fn ribbons(ways: &[Way], (origins, nodes, places): (&[FlowNode], &[FlowNode], &[FlowNode]), lang: Lang) -> Vec<Ribbon> {
    let mut first: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut second: BTreeMap<(usize, Option<&str>), f64> = BTreeMap::new();
    for way in ways {
        *first.entry((way.origin, way.node)).or_default() += way.amount;
        *second.entry((way.node, way.area.as_deref())).or_default() += way.amount;
    }
    let find = |nodes: &[FlowNode], id: &str| nodes.iter().find(|node| node.id == id).cloned().unwrap_or_default();
    let ribbon = |from: &FlowNode, to: &FlowNode, amount: f64, hue: Hue| Ribbon {
        from: from.id.clone(),
        to: to.id.clone(),
        amount,
        hue,
        text: ring_words::ribbon(&from.name, &to.name, amount, lang),
    };
    let left = first.into_iter().map(|((origin, node), amount)| {
        let from = find(origins, &format!("origin/{origin}"));
        ribbon(&from, &nodes[node], amount, from.hue.unwrap_or(Hue::Plain))
    });
    let right = second.into_iter().map(|((node, area), amount)| {
        let to = find(places, &format!("place/{}", area.unwrap_or_default()));
        ribbon(&nodes[node], &to, amount, to.hue.unwrap_or(Hue::Plain))
    });
    left.chain(right).collect()
}

/// Types that occur, with their meaning.
fn badges(segments: &[(Place, Segment<'_>)], lang: Lang) -> Vec<(String, String)> {
    let rows: Vec<&RoadmapRow> = segments.iter().flat_map(|(_, segment)| segment.rows.iter().copied()).collect();
    let told = |of| (gap_words::short_type(of, lang).to_owned(), map_words::type_meaning(of, lang).to_owned());
    types(&rows).into_iter().map(told).collect()
}

fn table(roadmap: &Roadmap, lang: Lang) -> Table {
    let text = |name: &Option<std::sync::Arc<str>>| Cell::text_or(name.as_deref(), Reason::NotApplicable);
    Columns::new(lang)
        .with(head::PRODUCT_NAME, |row: &RoadmapRow| Cell::text(&*row.product.name))
        .with(head::CHAIN, move |row| text(&row.chain))
        .with(head::SEGMENT, move |row| text(&row.segment))
        .with(head::TYPES, move |row| {
            let types: Vec<&str> = row.types.iter().map(|of| gap_words::gap_type(*of, lang)).collect();
            Cell::text_or((!types.is_empty()).then(|| term::list(&types, lang)), Reason::NotApplicable)
        })
        .with(head::TO_RECRUIT, |row| Cell::number_or(row.to_recruit, Reason::NotIdentified))
        .with(head::TOGETHER, |row| Cell::number_or(row.value, Reason::NotIdentified))
        .with(head::NOBODY_BRINGS, |row| Cell::number_or(row.open, Reason::NotIdentified))
        .with(head::FROM_WHERE, move |row| {
            let told: Vec<String> = row.reach.iter().map(|reach| reached(roadmap, reach, lang)).collect();
            Cell::text_or((!told.is_empty()).then(|| told.join("; ")), Reason::Unknown)
        })
        .with(head::LANDING, move |row| landed(row.landing.first(), lang))
        .with(head::LANDING_ZONE, move |row| {
            Cell::text_or(row.landing.first().and_then(|first| first.zone.as_deref()), Reason::Unknown)
        })
        .with(head::LANDING_NEXT, move |row| landed(row.landing.get(1), lang))
        .with(head::UNPRICED, |row| lines(row.unpriced_lines))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .with(head::FIGURE, |row| Cell::text(row.figure.to_string()))
        .table("roadmap", words::table_title(lang), &roadmap.rows)
}

fn reached(roadmap: &Roadmap, reach: &Reach, lang: Lang) -> String {
    let names: Vec<&str> = reach.candidates.iter().take(NAMED).map(|leaf| &*leaf.firm.name).collect();
    words::reach(&target_words::origin(&roadmap.origins[reach.origin], lang), reach.value, &names, lang)
}

fn landed(landing: Option<&Landing>, lang: Lang) -> Cell {
    let told = landing.map(|landing| {
        let bought = landing.bought.map(|yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang));
        words::landing(&landing.area.name, bought.as_deref(), landing.buyers, landing.neighbours, lang)
    });
    Cell::text_or(told, Reason::Unknown)
}
