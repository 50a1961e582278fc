//! Panoramas in words: one map per chain, and the same boxes and inputs as tables.

use crate::analysis::gap::GapType;
use crate::analysis::panorama::{
    ChainPanorama, Panorama, PanoramaInput, PanoramaProduct, PanoramaRisk, PanoramaSegment, ProductState,
};
use crate::model::{Measure, Position};
use crate::report::columns::Columns;
use crate::report::figure::{self, BoxState, Changes, Figure, Legend, PanoramaBox, PanoramaColumn, PanoramaEdge};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::name::short_name;
use crate::report::words::{Lang, gap as gap_words, number, panorama as words, term};
use crate::report::{Block, Context, Report, gap, measure, overview, title};
use std::collections::{BTreeMap, BTreeSet};

/// Firms named in a box.
const NAMED: usize = 2;
/// Longest chain id that becomes a file name as it stands.
const LONGEST_ID: usize = 40;

pub(super) const POSITIONS: [Position; 4] =
    [Position::Upstream, Position::Midstream, Position::Downstream, Position::Service];

pub(super) fn present(panorama: &Panorama, context: &Context) -> Report {
    let lang = context.lang;
    let keys = keys(&panorama.chains);
    let figures = panorama.chains.iter().zip(keys).map(|(chain, key)| {
        let figure = map(panorama, chain, key, context);
        Block::Figure(Figure::Panorama(Box::new(figure)))
    });
    let mut blocks: Vec<Block> = figures.collect();
    blocks.extend(overview::map(panorama, context).map(|map| Block::Figure(Figure::Overview(Box::new(map)))));
    blocks.push(Block::Table(products(&panorama.chains, lang)));
    blocks.push(Block::Table(inputs(&panorama.chains, lang)));
    blocks.extend(panorama.links.as_ref().map(|links| Block::Table(overview::table(panorama, links, lang))));
    Report {
        title: title(panorama.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(panorama.year, &panorama.tier),
        key_figures: (panorama.chains.iter())
            .map(|chain| gap::completeness(chain_name(chain, lang), &chain.completeness, lang))
            .collect(),
        blocks,
        notes: std::iter::once(words::definition(&term::tier(&panorama.tier.to_string(), lang), lang))
            .chain([words::bar_meaning(lang).to_owned(), words::caution(lang).to_owned()])
            .collect(),
    }
}

/// Ascii file name stems, one for each chain, the same on every run.
fn keys(chains: &[ChainPanorama]) -> Vec<String> {
    keys_of(chains.iter().map(|chain| &*chain.id))
}

/// The same by the ids of the chains.
pub(super) fn keys_of<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut key = |id: &str| {
        let safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let plain = id.bytes().all(safe) && !id.is_empty() && id.len() <= LONGEST_ID;
        let stem = if plain { id.to_owned() } else { format!("{:016x}", fingerprint(id)) };
        let mut key = format!("panorama-{stem}");
        // Two ids with one fingerprint are next to impossible, yet must not overwrite each other's file.
        while !used.insert(key.clone()) {
            key.push_str("-2");
        }
        key
    };
    ids.map(&mut key).collect()
}

/// FNV-1a, 64 bits: names a chain whose id cannot be a file name on every system.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

pub(super) fn chain_name(chain: &ChainPanorama, lang: Lang) -> &str {
    named(&chain.name, chain.name_en.as_deref(), lang)
}

pub(super) fn named<'a>(zh: &'a str, en: Option<&'a str>, lang: Lang) -> &'a str {
    lang.pick(zh, en.unwrap_or(zh))
}

fn map(panorama: &Panorama, chain: &ChainPanorama, key: String, context: &Context) -> figure::Panorama {
    let lang = context.lang;
    let place = panorama.focus.as_ref().map(|area| area.name.as_str());
    let column = |position: Position| PanoramaColumn {
        heading: words::heading(position, lang).to_owned(),
        segments: (chain.segments.iter())
            .filter(|segment| segment.position == position)
            .map(|segment| frame(segment, lang))
            .collect(),
    };
    figure::Panorama {
        key,
        title: words::map_title(place, chain_name(chain, lang), lang),
        subtitle: context.subtitle_of(panorama.year, &panorama.tier),
        columns: POSITIONS.map(column).into_iter().filter(|column| !column.segments.is_empty()).collect(),
        edges: chain.inputs.iter().map(edge).collect(),
        risks: chain.risks.iter().enumerate().map(|(at, risk)| risk_way(at, risk, lang)).collect(),
        changes: None,
        legend: legend(panorama, chain, context),
    }
}

/// The maps on which something is marked as changed, with everything else faded.
///
/// `question` begins their keys, and `titled` makes the title of a map that of its changes.
pub(super) fn changed(
    panorama: &Panorama,
    question: &str,
    titled: fn(&str, Lang) -> String,
    context: &Context,
) -> Vec<Block> {
    let lang = context.lang;
    let marked = |chain: &&ChainPanorama| chain.products().any(|product| product.changed);
    let draw = |(chain, key): (&ChainPanorama, String)| {
        let mut figure = map(panorama, chain, key.replacen("panorama", question, 1), context);
        let ends = |input: &PanoramaInput| (input.input.to_string(), input.product.to_string());
        figure.changes = Some(Changes {
            boxes: chain.products().filter(|product| product.changed).map(|product| product.id.to_string()).collect(),
            edges: chain.inputs.iter().filter(|input| input.changed).map(ends).collect(),
        });
        figure.title = titled(&figure.title, lang);
        figure.legend.changes = words::changed(lang).to_owned();
        Block::Figure(Figure::Panorama(Box::new(figure)))
    };
    let chains = panorama.chains.iter().zip(keys(&panorama.chains));
    chains.filter(|(chain, _)| marked(chain)).map(draw).collect()
}

fn frame(segment: &PanoramaSegment, lang: Lang) -> figure::PanoramaSegment {
    let rate = (segment.located > 0.0).then(|| segment.near / segment.located);
    figure::PanoramaSegment {
        name: named(&segment.name, segment.name_en.as_deref(), lang).to_owned(),
        caption: words::caption(segment.firm_count, rate, lang),
        boxes: segment.products.iter().map(|product| product_box(product, lang)).collect(),
    }
}

fn product_box(product: &PanoramaProduct, lang: Lang) -> PanoramaBox {
    let leaders: Vec<String> = product.firms.iter().take(NAMED).map(|name| short_name(name).to_owned()).collect();
    PanoramaBox {
        id: product.id.to_string(),
        name: product.name.to_string(),
        state: box_state(product.state),
        types: product.types.iter().map(|kind| gap_words::short_type(*kind, lang).to_owned()).collect(),
        rate: product.rate.as_ref().and_then(|rate| rate_text(rate, lang)),
        bar: product.rate.as_ref().and_then(bar),
        firms: words::firms(product.firms.len(), product.in_pipeline, product.possible_makers, lang),
        more: words::more(leaders.len(), product.firms.len(), lang),
        leaders,
        essential: product.essential,
    }
}

/// The rate as text; nothing when nobody buys the product.
fn rate_text(rate: &Measure, lang: Lang) -> Option<String> {
    match measure::figure(rate) {
        Cell::Missing(Reason::NoPurchases) => None,
        Cell::Missing(_) => Some(words::open_rate(lang).to_owned()),
        Cell::Interval { lo_open: true, hi, .. } => Some(words::one_sided(true, hi)),
        Cell::Interval { hi_open: true, lo, .. } => Some(words::one_sided(false, lo)),
        cell => Some(number::cell(&cell, Unit::Share, lang)),
    }
}

fn bar(rate: &Measure) -> Option<(f64, f64)> {
    match measure::figure(rate) {
        Cell::Number(value) => Some((value, value)),
        Cell::Interval { lo, hi, .. } => Some((lo, hi)),
        _ => None,
    }
}

pub(super) fn box_state(state: ProductState) -> BoxState {
    match state {
        ProductState::Made => BoxState::Made,
        ProductState::Weak => BoxState::Weak,
        ProductState::Fragile => BoxState::Fragile,
        ProductState::Gap => BoxState::Gap,
        ProductState::Extend => BoxState::Extend,
        ProductState::Absent => BoxState::Absent,
        ProductState::Unknown => BoxState::Unknown,
    }
}

fn edge(input: &PanoramaInput) -> PanoramaEdge {
    PanoramaEdge {
        from: input.input.to_string(),
        to: input.product.to_string(),
        required: input.required,
        amount: priced(input.amount),
    }
}

fn risk_way(at: usize, risk: &PanoramaRisk, lang: Lang) -> figure::RiskWay {
    let loss = number::with_unit(&Cell::Number(risk.loss), Unit::Yuan, lang);
    figure::RiskWay {
        sign: (at + 1).to_string(),
        boxes: risk.products.iter().map(ToString::to_string).collect(),
        text: words::risk_way(short_name(&risk.firm), short_name(&risk.end), &loss, lang),
    }
}

/// Yuan, unless no line behind them has an amount.
fn priced(amount: Option<f64>) -> Option<f64> {
    amount.filter(|yuan| *yuan > 0.0)
}

fn legend(panorama: &Panorama, chain: &ChainPanorama, context: &Context) -> Legend {
    let lang = context.lang;
    let demand = Cell::number_or(priced(Some(chain.demand)), no_amount(chain.unpriced_lines > 0));
    let located = (chain.demand > 0.0).then(|| chain.located / chain.demand);
    let mut lines = vec![
        words::definition(&term::tier(&panorama.tier.to_string(), lang), lang),
        words::dates(&term::year(panorama.year, lang), context.as_of.as_deref(), lang),
        words::coverage(&number::with_unit(&demand, Unit::Yuan, lang), located, chain.unpriced_lines, lang),
    ];
    lines.push(words::caution(lang).to_owned());
    Legend {
        states: BoxState::ALL.map(|state| (state, words::state_meaning(state, lang))).into(),
        edges: words::edges(lang),
        bar: words::bar(lang).to_owned(),
        essential: words::essential(lang).to_owned(),
        risks: words::risks(lang).to_owned(),
        changes: String::new(),
        types: [GapType::Fill, GapType::Strengthen, GapType::Secure, GapType::Extend]
            .map(|kind| (gap_words::short_type(kind, lang).to_owned(), words::type_meaning(kind, lang).to_owned()))
            .into(),
        lines,
    }
}

fn no_amount(bought: bool) -> Reason {
    if bought { Reason::NotIdentified } else { Reason::NoPurchases }
}

/// A product with the chain and segment that hold it.
type Placed<'a> = (&'a ChainPanorama, &'a PanoramaSegment, &'a PanoramaProduct);

fn products(chains: &[ChainPanorama], lang: Lang) -> Table {
    let mut rows: Vec<Placed<'_>> = Vec::new();
    for chain in chains {
        for segment in &chain.segments {
            rows.extend(segment.products.iter().map(|product| (chain, segment, product)));
        }
    }
    let rate = |product: &PanoramaProduct, cell: fn(&Measure) -> Cell| {
        product.rate.as_ref().map_or(Cell::Missing(Reason::NoPurchases), cell)
    };
    let list = |list: String| Cell::text_or(Some(list).filter(|list| !list.is_empty()), Reason::NotApplicable);
    let types = move |product: &PanoramaProduct| {
        let types: Vec<&str> = product.types.iter().map(|kind| gap_words::short_type(*kind, lang)).collect();
        list(term::list(&types, lang))
    };
    Columns::new(lang)
        .with(head::PRODUCT, |(.., product): &Placed<'_>| Cell::text(&*product.name))
        .with(head::CHAIN, move |(chain, ..)| Cell::text(chain_name(chain, lang)))
        .with(head::POSITION, move |(_, segment, _)| Cell::text(term::position(segment.position, lang)))
        .with(head::SEGMENT, move |(_, segment, _)| Cell::text(named(&segment.name, segment.name_en.as_deref(), lang)))
        .with(head::STATE, move |(.., product)| Cell::text(words::state(box_state(product.state), lang)))
        .with(head::TYPES, move |(.., product)| types(product))
        .with(head::RATE, move |(.., product)| rate(product, measure::figure))
        .with(head::RATE_LO, move |(.., product)| rate(product, measure::lo))
        .with(head::RATE_HI, move |(.., product)| rate(product, measure::hi))
        .with(head::DEMAND, |(.., product)| {
            Cell::number_or(priced(product.demand), no_amount(product.demand.is_some()))
        })
        .with(head::FIRMS, |(.., product)| Cell::count(product.firms.len()))
        .with(head::FIRM_NAMES, move |(.., product)| list(term::list(&product.firms, lang)))
        .with(head::PIPELINE, |(.., product)| Cell::count(product.in_pipeline))
        .with(head::POSSIBLE, |(.., product)| Cell::count(product.possible_makers))
        .with(head::ESSENTIAL, |(.., product)| Cell::Flag(product.essential))
        .with(head::PRODUCT_ID, |(.., product)| Cell::text(&*product.id))
        .table("panorama", words::table_title("panorama", lang), &rows)
}

fn inputs(chains: &[ChainPanorama], lang: Lang) -> Table {
    let mut rows: Vec<(&str, &str, &ChainPanorama, &PanoramaInput)> = Vec::new();
    for chain in chains {
        let products = chain.segments.iter().flat_map(|segment| &segment.products);
        let names: BTreeMap<&str, &str> = products.map(|product| (&*product.id, &*product.name)).collect();
        let name = |id: &std::sync::Arc<str>| names.get(&**id).copied();
        for input in &chain.inputs {
            if let (Some(from), Some(to)) = (name(&input.input), name(&input.product)) {
                rows.push((from, to, chain, input));
            }
        }
    }
    Columns::new(lang)
        .with(head::INPUT, |(from, ..): &(&str, &str, &ChainPanorama, &PanoramaInput)| Cell::text(*from))
        .with(head::PRODUCT, |(_, to, ..)| Cell::text(*to))
        .with(head::CHAIN, move |(_, _, chain, _)| Cell::text(chain_name(chain, lang)))
        .with(head::REQUIRED, |(.., input)| Cell::Flag(input.required))
        .with(head::DEMAND, |(.., input)| Cell::number_or(priced(input.amount), no_amount(input.amount.is_some())))
        .with(head::ID, |(.., input)| Cell::text(&*input.input))
        .with(head::PRODUCT_ID, |(.., input)| Cell::text(&*input.product))
        .table("panorama_inputs", words::table_title("panorama_inputs", lang), &rows)
}

#[cfg(test)]
mod tests {
    use super::present;
    use crate::report::figure::{self, BoxState, Figure};
    use crate::report::{Block, Context, fixture};

    fn maps() -> Vec<figure::Panorama> {
        let context = Context { as_of: Some("2024-09-30".into()), ..Context::default() };
        let blocks = present(&fixture::panorama(), &context).blocks.into_iter();
        blocks
            .filter_map(|block| if let Block::Figure(Figure::Panorama(map)) = block { Some(*map) } else { None })
            .collect()
    }

    #[test]
    fn keys_are_ascii_unique_and_plain_where_the_id_is() {
        let keys: Vec<String> = maps().into_iter().map(|map| map.key).collect();
        assert_eq!((keys[0].as_str(), keys[2].as_str()), ("panorama-bearing", "panorama-bearing-2"));
        assert!(keys[1].is_ascii() && keys[1].len() == "panorama-".len() + 16, "{}", keys[1]);
    }

    #[test]
    fn boxes_say_what_is_known() {
        let map = &maps()[0];
        assert_eq!(map.title, "宿州市轴承产业链全景图");
        let headings: Vec<&str> = map.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(headings, ["上游", "中游", "配套服务"]);
        assert_eq!(map.columns[0].segments[0].caption, "本地 12 家 · 配套率 41.3%");
        let [tube, hub, test] = [0, 1, 2].map(|at| &map.columns[at].segments[0].boxes[0]);
        assert_eq!((tube.rate.as_deref(), tube.bar), (Some("≤40.0%"), Some((0.0, 0.4))));
        assert_eq!((tube.firms.as_str(), tube.types.join("")), ("在建 1 家", "补固".to_owned()));
        assert_eq!((hub.leaders.join("、"), hub.more.as_str()), ("灵璧县示例轴承、宿州乙轴承".to_owned(), "等 3 家"));
        assert_eq!((test.rate.as_deref(), test.bar, test.state), (None, None, BoxState::Absent));
        assert_eq!(map.edges[0].from, tube.id);
    }

    #[test]
    fn the_legend_gives_definition_date_and_coverage() {
        let lines = &maps()[0].legend.lines;
        assert!(lines[0].starts_with("口径：市域"), "{lines:?}");
        assert_eq!(lines[1], "年份：2024 年；数据日期 2024-09-30");
        assert_eq!(lines[2], "本链已计价采购额 10,000 万元；来源已知 95.0%；缺金额 3 行");
    }
}
