//! The tree of each chain, and its segments as a table.

use crate::analysis::gap::GapType;
use crate::analysis::panorama::{ChainPanorama, Panorama, PanoramaProduct, PanoramaSegment};
use crate::report::Context;
use crate::report::columns::Columns;
use crate::report::figure::{BoxState, Branch, Head, Leaf, Tree};
use crate::report::panorama::{POSITIONS, bar, box_state, chain_name, keys, named, priced, rate_text};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, gap as gap_words, number, panorama as map_words, term, tree as words};
use std::collections::BTreeSet;

/// Most products of a tree.
const LEAVES: usize = 80;
/// Most segments of a tree.
const BRANCHES: usize = 40;

/// A tree for each chain.
pub(super) fn maps(panorama: &Panorama, context: &Context) -> Vec<Tree> {
    let keys = keys(&panorama.chains).into_iter().map(|key| key.replacen("panorama", "tree", 1));
    panorama.chains.iter().zip(keys).map(|(chain, key)| map(panorama, chain, key, context)).collect()
}

fn map(panorama: &Panorama, chain: &ChainPanorama, key: String, context: &Context) -> Tree {
    let lang = context.lang;
    let place = panorama.focus.as_ref().map(|area| area.name.as_str());
    let all: Vec<&PanoramaProduct> = chain.products().collect();
    let made = all.iter().filter(|product| !product.firms.is_empty()).count();
    let rate = (chain.located > 0.0).then(|| chain.near / chain.located);
    let shown = shown(chain);
    let hidden = all.len() > shown.len();
    Tree {
        head: Head {
            key,
            title: words::title(place, chain_name(chain, lang), lang),
            subtitle: context.subtitle_of(panorama.year, &panorama.tier),
            notes: notes(panorama, chain, hidden, context),
        },
        name: chain_name(chain, lang).to_owned(),
        caption: words::caption(all.len(), made, rate, lang),
        branches: branches(chain, &shown, lang),
        states: BoxState::ALL.map(|state| (state, map_words::state_meaning(state, lang))).into(),
        types: [GapType::Fill, GapType::Strengthen, GapType::Secure, GapType::Extend]
            .map(|kind| (gap_words::short_type(kind, lang).to_owned(), map_words::type_meaning(kind, lang).to_owned()))
            .into(),
        bar: map_words::bar(lang).to_owned(),
    }
}

fn notes(panorama: &Panorama, chain: &ChainPanorama, hidden: bool, context: &Context) -> Vec<String> {
    let lang = context.lang;
    let reason = if chain.unpriced_lines > 0 { Reason::NotIdentified } else { Reason::NoPurchases };
    let demand = number::with_unit(&Cell::number_or(priced(Some(chain.demand)), reason), Unit::Yuan, lang);
    let located = (chain.demand > 0.0).then(|| chain.located / chain.demand);
    let mut notes = vec![
        map_words::definition(&term::tier(&panorama.tier.to_string(), lang), lang),
        map_words::dates(&term::year(panorama.year, lang), context.as_of.as_deref(), lang),
        map_words::coverage(&demand, located, chain.unpriced_lines, lang),
    ];
    notes.extend(hidden.then(|| words::chosen(lang).to_owned()));
    notes.push(map_words::caution(lang).to_owned());
    notes
}

/// Ids of the products that are shown: of each segment in turn the one bought most.
fn shown(chain: &ChainPanorama) -> BTreeSet<&str> {
    let mut orders: Vec<Vec<&PanoramaProduct>> = Vec::new();
    for segment in chain.segments.iter().take(BRANCHES) {
        let mut order: Vec<&PanoramaProduct> = segment.products.iter().collect();
        // Products stand in the order of the map, so equals keep it.
        order.sort_by(|a, b| b.demand.unwrap_or(-1.0).total_cmp(&a.demand.unwrap_or(-1.0)));
        orders.push(order);
    }
    let longest = orders.iter().map(Vec::len).max().unwrap_or(0);
    let in_turn = (0..longest).flat_map(|at| orders.iter().filter_map(move |order| order.get(at)));
    in_turn.take(LEAVES).map(|product| &*product.id).collect()
}

fn branches(chain: &ChainPanorama, shown: &BTreeSet<&str>, lang: Lang) -> Vec<Branch> {
    let branch = |segment: &PanoramaSegment| {
        let leaves = segment.products.iter().filter(|product| shown.contains(&*product.id));
        let leaves: Vec<Leaf> = leaves.map(|product| leaf(product, lang)).collect();
        Branch {
            position: map_words::heading(segment.position, lang).to_owned(),
            name: named(&segment.name, segment.name_en.as_deref(), lang).to_owned(),
            caption: map_words::caption(segment.firm_count, rate(segment), lang),
            more: words::more(segment.products.len() - leaves.len(), lang),
            leaves,
        }
    };
    let kept = || chain.segments.iter().take(BRANCHES);
    let of = |position| kept().filter(move |segment| segment.position == position);
    let mut branches: Vec<Branch> = POSITIONS.into_iter().flat_map(of).map(branch).collect();
    if let Some(rest) = chain.segments.len().checked_sub(BRANCHES).filter(|rest| *rest > 0) {
        let products = chain.segments.iter().skip(BRANCHES).map(|segment| segment.products.len()).sum();
        let name = words::more_segments(rest, lang);
        let more = words::more(products, lang);
        branches.push(Branch { position: String::new(), name, caption: String::new(), leaves: Vec::new(), more });
    }
    branches
}

fn rate(segment: &PanoramaSegment) -> Option<f64> {
    (segment.located > 0.0).then(|| segment.near / segment.located)
}

fn leaf(product: &PanoramaProduct, lang: Lang) -> Leaf {
    Leaf {
        id: product.id.to_string(),
        name: product.name.to_string(),
        state: box_state(product.state),
        types: product.types.iter().map(|kind| gap_words::short_type(*kind, lang).to_owned()).collect(),
        firms: map_words::firms(product.firms.len(), product.in_pipeline, product.possible_makers, lang),
        rate: product.rate.as_ref().and_then(|rate| rate_text(rate, lang)),
        bar: product.rate.as_ref().and_then(bar),
    }
}

/// Every segment with its sums.
pub(super) fn table(chains: &[ChainPanorama], lang: Lang) -> Table {
    let rows: Vec<(&ChainPanorama, &PanoramaSegment)> =
        chains.iter().flat_map(|chain| chain.segments.iter().map(move |segment| (chain, segment))).collect();
    let made = |segment: &PanoramaSegment| segment.products.iter().filter(|product| !product.firms.is_empty()).count();
    let states = move |segment: &PanoramaSegment| {
        let count = |state| segment.products.iter().filter(|product| box_state(product.state) == state).count();
        let some = BoxState::ALL.into_iter().map(|state| (state, count(state))).filter(|(_, count)| *count > 0);
        let texts: Vec<String> =
            some.map(|(state, count)| format!("{} {}", map_words::state(state, lang), number::count(count))).collect();
        Cell::text(term::list(&texts, lang))
    };
    let bought =
        |segment: &PanoramaSegment, value: f64| Cell::number_or(rate(segment).map(|_| value), Reason::NotIdentified);
    Columns::new(lang)
        .with(head::SEGMENT, move |(_, segment): &(&ChainPanorama, &PanoramaSegment)| {
            Cell::text(named(&segment.name, segment.name_en.as_deref(), lang))
        })
        .with(head::CHAIN, move |(chain, _)| Cell::text(chain_name(chain, lang)))
        .with(head::POSITION, move |(_, segment)| Cell::text(term::position(segment.position, lang)))
        .with(head::PRODUCTS, |(_, segment)| Cell::count(segment.products.len()))
        .with(head::MADE, move |(_, segment)| Cell::count(made(segment)))
        .with(head::STATES, move |(_, segment)| states(segment))
        .with(head::FIRMS, |(_, segment)| Cell::count(segment.firm_count))
        .with(head::SEGMENT_RATE, |(_, segment)| Cell::number_or(rate(segment), Reason::NotIdentified))
        .with(head::NEAR, move |(_, segment)| bought(segment, segment.near))
        .with(head::LOCATED, move |(_, segment)| bought(segment, segment.located))
        .table("panorama_segments", words::table_title(lang), &rows)
}
