//! Panoramas in words: one map per chain or one sheet of several, and the same boxes and inputs as tables.

mod purchases;

use crate::analysis::gap::GapType;
use crate::analysis::panorama::{
    ChainPanorama, Maker, Panorama, PanoramaInput, PanoramaProduct, PanoramaRisk, PanoramaSegment, ProductState,
};
use crate::model::{Measure, Position};
use crate::report::columns::Columns;
use crate::report::figure::{
    self, BoxState, Chains, Changes, Figure, Head, Legend, PanoramaBox, PanoramaColumn, PanoramaEdge, PanoramaFirm,
};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::name::{chain_stem, short_name};
use crate::report::words::{Lang, gap as gap_words, number, panorama as words, term};
use crate::report::{Block, Context, Report, gap, measure, overview, title, tree};
use std::collections::{BTreeMap, BTreeSet};

/// Firms named in a box.
const NAMED: usize = 3;
/// Longest chain id that becomes a file name as it stands.
const LONGEST_ID: usize = 40;

pub(super) const POSITIONS: [Position; 4] =
    [Position::Upstream, Position::Midstream, Position::Downstream, Position::Service];

/// Types of weak links in the order of the legend.
pub(super) const GAP_TYPES: [GapType; 4] = [GapType::Fill, GapType::Strengthen, GapType::Secure, GapType::Extend];

pub(super) fn present(panorama: &Panorama, context: &Context) -> Report {
    if let Some(tree) = &panorama.purchases {
        return purchases::present(panorama, tree, context);
    }
    let lang = context.lang;
    let maps = maps(panorama, context);
    let mut blocks: Vec<Block> = match panorama.together && maps.len() > 1 {
        true => vec![Block::Figure(Figure::Chains(Box::new(sheet(panorama, maps, context))))],
        false => maps.into_iter().map(|map| Block::Figure(Figure::Panorama(Box::new(map)))).collect(),
    };
    blocks.extend(overview::map(panorama, context).map(|map| Block::Figure(Figure::Overview(Box::new(map)))));
    blocks.extend(tree::maps(panorama, context).into_iter().map(|map| Block::Figure(Figure::Tree(Box::new(map)))));
    blocks.push(Block::Table(products(panorama, lang)));
    blocks.push(Block::Table(tree::table(&panorama.chains, lang)));
    blocks.push(Block::Table(inputs(&panorama.chains, lang)));
    if let Some(links) = &panorama.links {
        blocks.push(Block::Table(overview::table(panorama, links, lang)));
        blocks.push(Block::Table(overview::makers(panorama, lang)));
    }
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

fn maps(panorama: &Panorama, context: &Context) -> Vec<figure::Panorama> {
    let county = panorama.county.as_ref().map_or_else(String::new, |county| format!("-{}", county.code));
    let maps = panorama.chains.iter().zip(keys(&panorama.chains));
    maps.map(|(chain, key)| map(panorama, chain, format!("{key}{county}"), context)).collect()
}

/// Several chains on one sheet: what stands in the titles of their own maps heads their bands.
fn sheet(panorama: &Panorama, mut maps: Vec<figure::Panorama>, context: &Context) -> Chains {
    let lang = context.lang;
    for (map, chain) in maps.iter_mut().zip(&panorama.chains) {
        map.title = words::band(chain_name(chain, lang), lang);
        map.subtitle = band_caption(chain, lang);
        for (of, product) in boxes(map).zip(chain.products()) {
            let chains: Vec<&str> = product.feeds.iter().map(|name| chain_stem(name)).collect();
            let feeds = words::feeds(&chains, lang);
            let parts = [std::mem::take(&mut of.more), feeds];
            of.more = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" \u{B7} ");
        }
    }
    let place = place_of(panorama);
    let mut legend = legend(panorama, &panorama.chains, context);
    let mut notes = std::mem::take(&mut legend.lines);
    notes.push(words::feeds_meaning(lang).to_owned());
    legend.risks = String::new();
    let head = Head {
        key: format!(
            "chains{}",
            panorama.county.as_ref().map_or_else(String::new, |county| format!("-{}", county.code))
        ),
        title: words::sheet_title(place, maps.len(), lang),
        subtitle: context.subtitle_of(panorama.year, &panorama.tier),
        notes,
    };
    maps.iter_mut().for_each(|map| map.risks.clear());
    Chains { head, maps, legend }
}

/// The county of a map of one, else the focus area.
fn place_of(panorama: &Panorama) -> Option<&str> {
    panorama.county.as_ref().or(panorama.focus.as_ref()).map(|area| area.name.as_str())
}

fn boxes(map: &mut figure::Panorama) -> impl Iterator<Item = &mut PanoramaBox> {
    map.columns.iter_mut().flat_map(|column| &mut column.segments).flat_map(|segment| &mut segment.boxes)
}

fn band_caption(chain: &ChainPanorama, lang: Lang) -> String {
    let of = |part: Option<f64>| part.map(|count| count as usize);
    let made = of(chain.completeness.numerator).zip(of(chain.completeness.denominator));
    let rate = (chain.located > 0.0).then(|| chain.near / chain.located);
    let demand = match priced(Some(chain.demand)) {
        Some(yuan) => number::money(yuan, lang),
        None => number::cell(&Cell::Missing(no_amount(chain.unpriced_lines > 0)), Unit::Yuan, lang),
    };
    words::band_caption(made, rate, &demand, lang)
}

/// Ascii file name stems, one for each chain, the same on every run.
pub(super) fn keys(chains: &[ChainPanorama]) -> Vec<String> {
    keys_of(chains.iter().map(|chain| &*chain.id))
}

/// The same by the ids of the chains.
pub(super) fn keys_of<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut key = |id: &str| {
        let mut key = format!("panorama-{}", stem(id));
        // Two ids with one fingerprint are next to impossible, yet must not overwrite each other's file.
        while !used.insert(key.clone()) {
            key.push_str("-2");
        }
        key
    };
    ids.map(&mut key).collect()
}

/// An id as part of a file name.
fn stem(id: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let plain = id.bytes().all(safe) && !id.is_empty() && id.len() <= LONGEST_ID;
    if plain { id.to_owned() } else { format!("{:016x}", fingerprint(id)) }
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
    let of_county = panorama.county.is_some();
    let column = |position: Position| PanoramaColumn {
        id: format!("{position:?}"),
        heading: words::heading(position, lang).to_owned(),
        segments: (chain.segments.iter())
            .filter(|segment| segment.position == position)
            .map(|segment| frame(segment, of_county, lang))
            .collect(),
    };
    let is_present = |product: &&PanoramaProduct| {
        !product.firms.is_empty() || !product.projects.is_empty() || product.in_pipeline > 0
    };
    let present = || chain.products().filter(is_present).map(|product| product.id.to_string()).collect();
    figure::Panorama {
        key,
        title: match &panorama.county {
            Some(county) => words::county_title(&county.name, place, chain_name(chain, lang), lang),
            None => words::map_title(place, chain_name(chain, lang), lang),
        },
        subtitle: context.subtitle_of(panorama.year, &panorama.tier),
        columns: POSITIONS.map(column).into_iter().filter(|column| !column.segments.is_empty()).collect(),
        edges: chain.inputs.iter().map(edge).collect(),
        risks: chain.risks.iter().enumerate().map(|(at, risk)| risk_way(at, risk, lang)).collect(),
        changes: None,
        present: of_county.then(present),
        legend: legend(panorama, std::slice::from_ref(chain), context),
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
        // The map shows them built.
        boxes(&mut figure).for_each(|of| of.project.clear());
        figure.legend.project.clear();
        Block::Figure(Figure::Panorama(Box::new(figure)))
    };
    let chains = panorama.chains.iter().zip(keys(&panorama.chains));
    chains.filter(|(chain, _)| marked(chain)).map(draw).collect()
}

fn frame(segment: &PanoramaSegment, of_county: bool, lang: Lang) -> figure::PanoramaSegment {
    let rate = (segment.located > 0.0).then(|| segment.near / segment.located);
    figure::PanoramaSegment {
        id: segment.id.to_string(),
        name: named(&segment.name, segment.name_en.as_deref(), lang).to_owned(),
        caption: match of_county {
            true => words::county_caption(segment.firm_count, rate, lang),
            false => words::caption(segment.firm_count, rate, lang),
        },
        boxes: segment.products.iter().map(|product| product_box(product, of_county, lang)).collect(),
    }
}

fn product_box(product: &PanoramaProduct, of_county: bool, lang: Lang) -> PanoramaBox {
    let leader = |(name, maker): (&std::sync::Arc<str>, &Maker)| PanoramaFirm {
        mark: words::mark(maker.role, lang).to_owned(),
        name: short_name(name).to_owned(),
        amount: maker.amount.map(|yuan| number::money(yuan, lang)).unwrap_or_default(),
    };
    let first = product.projects.first();
    PanoramaBox {
        id: product.id.to_string(),
        name: product.name.to_string(),
        state: box_state(product.state),
        types: product.types.iter().map(|kind| gap_words::short_type(*kind, lang).to_owned()).collect(),
        rate: product.rate.as_ref().and_then(|rate| rate_text(rate, lang)),
        bar: product.rate.as_ref().and_then(bar),
        firms: match of_county {
            true => words::firms_of_county(product.firms.len(), product.elsewhere, product.in_pipeline, lang),
            false => words::firms(product.firms.len(), product.in_pipeline, product.possible_makers, lang),
        },
        leaders: product.firms.iter().zip(&product.makers).take(NAMED).map(leader).collect(),
        more: match priced(product.demand) {
            Some(yuan) if product.firms.is_empty() => words::wanted(yuan, of_county, lang),
            _ => String::new(),
        },
        project: first.map(|row| words::project(&row.name, row, product.projects.len(), lang)).unwrap_or_default(),
        essential: product.essential,
    }
}

/// The rate as text; nothing when nobody buys the product.
pub(super) fn rate_text(rate: &Measure, lang: Lang) -> Option<String> {
    match measure::figure(rate) {
        Cell::Missing(Reason::NoPurchases) => None,
        Cell::Missing(_) => Some(words::open_rate(lang).to_owned()),
        Cell::Interval { lo_open: true, hi, .. } => Some(words::one_sided(true, hi)),
        Cell::Interval { hi_open: true, lo, .. } => Some(words::one_sided(false, lo)),
        cell => Some(number::cell(&cell, Unit::Share, lang)),
    }
}

pub(super) fn bar(rate: &Measure) -> Option<(f64, f64)> {
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
pub(super) fn priced(amount: Option<f64>) -> Option<f64> {
    amount.filter(|yuan| *yuan > 0.0)
}

fn legend(panorama: &Panorama, chains: &[ChainPanorama], context: &Context) -> Legend {
    let lang = context.lang;
    let sum = |of: fn(&ChainPanorama) -> f64| chains.iter().map(of).sum::<f64>();
    let (demand, located) = (sum(|chain| chain.demand), sum(|chain| chain.located));
    let unpriced = chains.iter().map(|chain| chain.unpriced_lines).sum();
    let priced_demand = Cell::number_or(priced(Some(demand)), no_amount(unpriced > 0));
    let located = (demand > 0.0).then(|| located / demand);
    let inputs = chains.iter().flat_map(|chain| &chain.inputs);
    let widest = inputs.filter_map(|input| priced(input.amount)).reduce(f64::max);
    let mut lines = vec![
        words::definition(&term::tier(&panorama.tier.to_string(), lang), lang),
        words::dates(&term::year(panorama.year, lang), context.as_of.as_deref(), lang),
        words::coverage(&number::with_unit(&priced_demand, Unit::Yuan, lang), located, unpriced, lang),
        words::width(widest, lang),
    ];
    let area = panorama.focus.as_ref().map(|area| area.name.as_str());
    lines.extend(panorama.county.as_ref().map(|county| words::county_rule(&county.name, area, lang)));
    lines.push(words::caution(lang).to_owned());
    let under_way = chains.iter().flat_map(ChainPanorama::products).any(|product| !product.projects.is_empty());
    let risks = if panorama.county.is_some() { "" } else { words::risks(lang) };
    Legend {
        faded: panorama.county.as_ref().map(|_| words::county_faded(lang).to_owned()).unwrap_or_default(),
        project: if under_way { words::project_meaning(lang).to_owned() } else { String::new() },
        marks: words::marks(lang),
        edges: words::edges(lang),
        essential: words::essential(lang).to_owned(),
        risks: risks.to_owned(),
        lines,
        ..signs(lang)
    }
}

/// What every map of boxes explains: states, bars, types.
fn signs(lang: Lang) -> Legend {
    Legend {
        states: BoxState::ALL.map(|state| (state, words::state_meaning(state, lang))).into(),
        bar: words::bar(lang).to_owned(),
        types: GAP_TYPES
            .map(|kind| (gap_words::short_type(kind, lang).to_owned(), words::type_meaning(kind, lang).to_owned()))
            .into(),
        ..Legend::default()
    }
}

fn no_amount(bought: bool) -> Reason {
    if bought { Reason::NotIdentified } else { Reason::NoPurchases }
}

/// A product with the chain and segment that hold it.
type Placed<'a> = (&'a ChainPanorama, &'a PanoramaSegment, &'a PanoramaProduct);

/// Projects under way with stage and year, all of them.
fn under_way(product: &PanoramaProduct, lang: Lang) -> String {
    let rows: Vec<String> = product.projects.iter().map(|row| words::project(&row.name, row, 1, lang)).collect();
    term::list(&rows, lang)
}

fn products(panorama: &Panorama, lang: Lang) -> Table {
    let chains = &panorama.chains;
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
    let columns = Columns::new(lang)
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
        .with(head::FIRM_NAMES, move |(.., product)| list(term::list(&product.firms, lang)));
    // Only the map of a county tells its own firms from the others.
    let columns = match panorama.county.is_some() {
        true => columns.with(head::ELSEWHERE, |(.., product)| Cell::count(product.elsewhere)),
        false => columns,
    };
    columns
        .with(head::PIPELINE, |(.., product)| Cell::count(product.in_pipeline))
        .with(head::UNDER_WAY, move |(.., product)| list(under_way(product, lang)))
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
        .with(head::BOUGHT_FOR, |(.., input)| Cell::number_or(priced(input.amount), Reason::NoPurchases))
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
        let firms: Vec<String> = hub.leaders.iter().map(|f| format!("{}{} {}", f.mark, f.name, f.amount)).collect();
        assert_eq!(firms, ["主灵璧县示例轴承 3.20 亿元", "龙宿州乙轴承 5,000 万元", "泗县丙轴承 "]);
        assert_eq!(tube.project, "2024开工、2026投产 轴承钢管示例项目等 2 项");
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
