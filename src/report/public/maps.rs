//! Maps of the public edition: the usual figures, filled with bands and leading firms alone.

use super::{chain_name, product_name, segment_name};
use crate::analysis::public::{Band, Public, PublicChain, PublicLink, PublicProduct, PublicSegment, PublicState};
use crate::model::Position;
use crate::report::figure::{
    self, Band as Strip, BoxState, Figure, Legend, Overview, OverviewBox, OverviewEdge, Panorama, PanoramaBox,
    PanoramaColumn, PanoramaEdge, PanoramaFirm,
};
use crate::report::panorama::{POSITIONS, keys_of};
use crate::report::words::name::short_name;
use crate::report::words::{Lang, number, overview as overview_words, panorama as map_words, public as words, term};
use crate::report::{Block, Context};
use std::collections::BTreeMap;

/// Leading firms named in a box of a product, and of a segment.
const NAMED: (usize, usize) = (2, 3);
/// Most lines between segments.
const LINES: usize = 80;
/// States of products that are published, in the order of the legend.
const STATES: [BoxState; 3] = [BoxState::Made, BoxState::Gap, BoxState::Unknown];

/// A map of each chain, and one of all segments where there are several.
pub(super) fn maps(public: &Public, context: &Context) -> Vec<Block> {
    let keys = keys_of(public.chains.iter().map(|chain| &*chain.id));
    let mut figures: Vec<Figure> = (public.chains.iter().zip(keys))
        .map(|(chain, key)| Figure::Panorama(Box::new(panorama(public, chain, key, context))))
        .collect();
    figures.extend(overview(public, context).map(|map| Figure::Overview(Box::new(map))));
    figures.into_iter().map(Block::Figure).collect()
}

fn panorama(public: &Public, chain: &PublicChain, key: String, context: &Context) -> Panorama {
    let lang = context.lang;
    let column = |position: Position| PanoramaColumn {
        id: format!("{position:?}"),
        heading: map_words::heading(position, lang).to_owned(),
        segments: (chain.segments.iter())
            .filter(|segment| segment.position == position && !segment.products.is_empty())
            .map(|segment| frame(segment, lang))
            .collect(),
    };
    let amounts: BTreeMap<&str, Option<Band>> =
        chain.segments.iter().flat_map(|s| &s.products).map(|product| (&*product.id, product.figures.amount)).collect();
    let place = public.focus.as_ref().map(|area| area.name.as_str());
    let title = map_words::map_title(place, chain_name(chain, lang), lang);
    Panorama {
        key,
        title: words::map_title(&title, lang),
        subtitle: context.subtitle_of(public.year, &public.tier),
        columns: POSITIONS.map(column).into_iter().filter(|column| !column.segments.is_empty()).collect(),
        edges: (chain.inputs.iter())
            .map(|(from, to, required)| PanoramaEdge {
                from: from.to_string(),
                to: to.to_string(),
                required: *required,
                amount: amounts.get(&**from).copied().flatten().map(|band| band.middle()),
            })
            .collect(),
        risks: Vec::new(),
        changes: None,
        present: None,
        legend: Legend {
            bar: words::bar(lang).to_owned(),
            essential: map_words::essential(lang).to_owned(),
            edges: map_words::edges(lang),
            ..legend(public, context)
        },
    }
}

fn frame(segment: &PublicSegment, lang: Lang) -> figure::PanoramaSegment {
    figure::PanoramaSegment {
        id: segment.id.to_string(),
        name: segment_name(segment, lang).to_owned(),
        caption: words::caption(segment.figures.makers, segment.figures.rate, lang),
        boxes: segment.products.iter().map(|product| product_box(product, lang)).collect(),
    }
}

fn product_box(product: &PublicProduct, lang: Lang) -> PanoramaBox {
    let rate = product.figures.rate;
    PanoramaBox {
        id: product.id.to_string(),
        name: product_name(product, lang).to_owned(),
        state: box_state(product.state),
        types: Vec::new(),
        rate: rate.map(words::share),
        bar: rate.map(|band| (band.lo, band.hi.unwrap_or(1.0))),
        firms: words::local(product.figures.makers, lang),
        leaders: product.leaders.iter().take(NAMED.0).map(|name| leader(name)).collect(),
        more: String::new(),
        project: String::new(),
        essential: product.essential,
    }
}

/// A leading firm by its name alone: its size is its own.
fn leader(name: &str) -> PanoramaFirm {
    PanoramaFirm { name: short_name(name).to_owned(), ..PanoramaFirm::default() }
}

fn box_state(state: PublicState) -> BoxState {
    match state {
        PublicState::Made => BoxState::Made,
        PublicState::Gap => BoxState::Gap,
        PublicState::Untold => BoxState::Unknown,
    }
}

fn overview(public: &Public, context: &Context) -> Option<Overview> {
    let lang = context.lang;
    let all = || public.chains.iter().flat_map(|chain| &chain.segments).filter(|segment| !segment.products.is_empty());
    if all().count() < 2 {
        return None;
    }
    let used: Vec<Position> = POSITIONS.into_iter().filter(|at| all().any(|segment| segment.position == *at)).collect();
    let strip = |id: &str, text: &str| Strip { id: id.to_owned(), text: text.to_owned() };
    let mut boxes = Vec::new();
    for (lane, chain) in public.chains.iter().enumerate() {
        for segment in chain.segments.iter().filter(|segment| !segment.products.is_empty()) {
            let column = used.iter().position(|at| *at == segment.position).unwrap_or(0);
            boxes.push(segment_box(chain, segment, (column, lane), lang));
        }
    }
    let place = public.focus.as_ref().map(|area| area.name.as_str());
    Some(Overview {
        key: "overview".to_owned(),
        title: words::map_title(&overview_words::title(place, lang), lang),
        subtitle: context.subtitle_of(public.year, &public.tier),
        columns: used.iter().map(|&at| strip(&format!("{at:?}"), map_words::heading(at, lang))).collect(),
        lanes: public.chains.iter().map(|chain| strip(&chain.id, chain_name(chain, lang))).collect(),
        // Makers by county would be counts below the least that may be told.
        places: Vec::new(),
        edges: edges(public, &boxes, lang),
        boxes,
        legend: Legend { edges: words::edges(lang), ..legend(public, context) },
    })
}

fn box_id(chain: &str, segment: &str) -> String {
    format!("{chain}/{segment}")
}

fn segment_box(
    chain: &PublicChain,
    segment: &PublicSegment,
    (column, lane): (usize, usize),
    lang: Lang,
) -> OverviewBox {
    let count = |state: BoxState| segment.products.iter().filter(|product| box_state(product.state) == state).count();
    let states = STATES.into_iter().map(|state| (state, count(state))).filter(|(_, count)| *count > 0);
    let most = STATES.into_iter().max_by_key(|state| count(*state)).unwrap_or(BoxState::Unknown);
    OverviewBox {
        id: box_id(&chain.id, &segment.id),
        name: segment_name(segment, lang).to_owned(),
        column,
        lane,
        state: most,
        bar: segment.figures.rate.map(|band| (band.lo, band.hi.unwrap_or(1.0))),
        makers: Vec::new(),
        types: Vec::new(),
        caption: words::caption(segment.figures.makers, segment.figures.rate, lang),
        states: states.map(|(state, count)| (state, number::count(count))).collect(),
        firms: segment.leaders.iter().take(NAMED.1).map(|name| short_name(name).to_owned()).collect(),
        more: String::new(),
    }
}

fn edges(public: &Public, boxes: &[OverviewBox], lang: Lang) -> Vec<OverviewEdge> {
    let names: BTreeMap<&str, &str> = boxes.iter().map(|of| (of.id.as_str(), of.name.as_str())).collect();
    let edge = |link: &PublicLink| {
        let (from, to) = (box_id(&link.from.chain, &link.from.segment), box_id(&link.to.chain, &link.to.segment));
        let text = words::link(names.get(&*from)?, names.get(&*to)?, &words::amount(link.amount, lang), lang);
        let near = link.rate.is_some_and(|rate| rate.lo >= 0.5);
        Some(OverviewEdge { from, to, amount: Some(link.amount.middle()), near, text })
    };
    // Links stand sorted by their ends, so equals keep that order.
    let mut links: Vec<&PublicLink> = public.links.iter().collect();
    links.sort_by(|a, b| b.amount.middle().total_cmp(&a.amount.middle()));
    links.into_iter().take(LINES).filter_map(edge).collect()
}

fn legend(public: &Public, context: &Context) -> Legend {
    let lang = context.lang;
    Legend {
        states: STATES.map(|state| (state, words::state_meaning(state, lang).to_owned())).into(),
        lines: vec![
            words::definition(&term::tier(&public.tier.to_string(), lang), lang),
            words::dates(&term::year(public.year, lang), context.as_of.as_deref(), lang),
            words::width(lang).to_owned(),
            words::notice(&public.rule, lang),
        ],
        ..Legend::default()
    }
}
