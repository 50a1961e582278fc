//! Innovation and talent in words: the map, and the same by chain, segment, product and talent.

use crate::analysis::gap::GapType;
use crate::analysis::innovation::{
    ChainKnowledge, Innovation, ProductKnowledge, Reported, SegmentKnowledge, Strength, TITLES, TalentCount, TalentRow,
};
use crate::model::{Nearness, Qualification};
use crate::report::columns::Columns;
use crate::report::figure::{BoxState, Figure, Head, InnovationCard, InnovationLane, InnovationMap};
use crate::report::panorama::named;
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, gap as gap_words, innovation as words, number, panorama as map_words, term};
use crate::report::{Block, Context, KeyFigure, Report, title};
use std::collections::{BTreeMap, BTreeSet};

/// Most cards and most lanes of the map.
const CARDS: usize = 80;
const LANES: usize = 40;
/// Products and talents named on a card.
const NAMED: usize = 3;
/// R&D for a yuan of revenue that fills its bar.
const FULL: f64 = 0.08;

pub(super) fn present(answer: &Innovation, context: &Context) -> Report {
    let lang = context.lang;
    let mut blocks = Vec::new();
    if !answer.chains.is_empty() {
        blocks.push(Block::Figure(Figure::Innovation(Box::new(map(answer, context)))));
    }
    let tables = [
        chains(answer, lang),
        segments(answer, lang),
        products(&answer.products, lang),
        talents(&answer.talents, lang),
    ];
    blocks.extend(tables.map(Block::Table));
    Report {
        title: title(answer.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(answer.year, &answer.tier),
        key_figures: key_figures(answer, lang),
        blocks,
        notes: notes(answer, lang),
    }
}

fn notes(answer: &Innovation, lang: Lang) -> Vec<String> {
    let year = answer.figures_year.map(|year| term::year(Some(year), lang));
    words::notes(year.as_deref(), lang)
}

/// Weak products, and those of them for which nobody is listed; each once, in the order of chains.
fn weak(answer: &Innovation) -> (usize, Vec<&ProductKnowledge>) {
    let mut seen = BTreeSet::new();
    let weak: Vec<&ProductKnowledge> =
        (answer.products.iter()).filter(|row| row.primary.is_some() && seen.insert(row.product.id.clone())).collect();
    (weak.len(), weak.into_iter().filter(|row| row.talents.is_empty()).collect())
}

fn key_figures(answer: &Innovation, lang: Lang) -> Vec<KeyFigure> {
    let (weak, unserved) = weak(answer);
    let here = answer.talents.iter().filter(|row| row.here == Nearness::Near).count();
    let [listed, of_them, open] = words::labels(lang);
    // Without a sheet of talents nothing is known of them, which is not none.
    let told = |count| if answer.talents.is_empty() { Cell::Missing(Reason::Unknown) } else { Cell::count(count) };
    let figure = |label: &str, value, note| KeyFigure { label: label.to_owned(), value, unit: Unit::Count, note };
    vec![
        figure(listed, told(answer.talents.len()), words::without_product(answer.without_product, lang)),
        figure(of_them, told(here), String::new()),
        figure(open, Cell::count(unserved.len()), words::of_weak(weak, lang)),
    ]
}

/// What a chief reads; nothing where nobody told of any talent.
pub(super) fn sentence(answer: &Innovation, lang: Lang) -> Option<String> {
    let (weak, unserved) = weak(answer);
    let first: Vec<&str> = unserved.iter().take(NAMED).map(|row| &*row.product.name).collect();
    (!answer.talents.is_empty() && !first.is_empty()).then(|| words::sentence(weak, unserved.len(), &first, lang))
}

fn map(answer: &Innovation, context: &Context) -> InnovationMap {
    let lang = context.lang;
    let place = answer.focus.as_ref().map(|area| area.name.as_str());
    let all = || answer.chains.iter().flat_map(|chain| &chain.segments);
    let shown = answer.chains.len().min(LANES);
    let room = if all().count() <= CARDS { usize::MAX } else { (CARDS / shown.max(1)).max(1) };
    let knowers = knowers(answer);
    let mut lanes: Vec<InnovationLane> = Vec::new();
    for chain in answer.chains.iter().take(shown) {
        let kept = kept(chain, room);
        let cards = kept.iter().map(|segment| card(chain, segment, &knowers, lang));
        lanes.push(InnovationLane {
            name: named(&chain.name, chain.name_en.as_deref(), lang).to_owned(),
            lines: lines(&chain.strength, lang),
            cards: cards.collect(),
            more: words::more(chain.segments.len() - kept.len(), lang),
        });
    }
    let rest = answer.chains.len() - shown;
    lanes.extend((rest > 0).then(|| InnovationLane {
        name: words::more_chains(rest, lang),
        lines: Vec::new(),
        cards: Vec::new(),
        more: String::new(),
    }));
    InnovationMap {
        head: Head {
            key: "innovation".to_owned(),
            title: words::map_title(place, lang),
            subtitle: context.subtitle_of(answer.year, &answer.tier),
            notes: notes(answer, lang),
        },
        lanes,
        titles: TITLES
            .map(|title| (words::sign(title, lang).to_owned(), words::sign_meaning(title, lang).to_owned()))
            .into(),
        talents: words::talents(lang),
        research: (FULL, words::research(&number::percent(FULL), lang)),
        unserved: [BoxState::Gap, BoxState::Weak]
            .map(|state| (state, words::unserved_meaning(state == BoxState::Gap, lang).to_owned()))
            .into(),
    }
}

/// The segments of a chain that are shown: those with most weak products without anybody, then with most titled firms.
fn kept(chain: &ChainKnowledge, room: usize) -> Vec<&SegmentKnowledge> {
    let mut order: Vec<usize> = (0..chain.segments.len()).collect();
    let weight = |at: &usize| {
        let segment = &chain.segments[*at];
        std::cmp::Reverse((segment.unserved.len(), segment.strength.titled, segment.strength.firms))
    };
    order.sort_by_key(weight);
    order.truncate(room);
    order.sort_unstable();
    let kept = order.into_iter().map(|at| &chain.segments[at]);
    let mut kept: Vec<&SegmentKnowledge> = kept.collect();
    kept.sort_by_key(|segment| segment.position);
    kept
}

/// Names of talents by chain and segment, by name.
type Knowers<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<&'a str>>;

fn knowers(answer: &Innovation) -> Knowers<'_> {
    let mut knowers: Knowers<'_> = BTreeMap::new();
    for row in &answer.products {
        let names = row.talents.iter().map(|name| &**name);
        knowers.entry((&row.chain, &row.segment)).or_default().extend(names);
    }
    knowers
}

fn lines(strength: &Strength, lang: Lang) -> Vec<String> {
    let told = |text: String, figure: &Reported| words::told(&text, figure.told, figure.of, lang);
    let mut lines = vec![words::firms_of_chain(strength.firms, strength.titled, lang)];
    if strength.firms > 0 {
        lines.push(told(words::patents(strength.patents.value, lang), &strength.patents));
        lines.push(told(words::research_of(strength.research.value, lang), &strength.research));
    }
    lines.push(words::talents_of_chain(strength.talents.map(places), lang));
    lines
}

fn places(count: TalentCount) -> [usize; 3] {
    [count.here, count.elsewhere, count.unplaced]
}

fn card(chain: &ChainKnowledge, segment: &SegmentKnowledge, knowers: &Knowers<'_>, lang: Lang) -> InnovationCard {
    let strength = &segment.strength;
    let names: Vec<&str> = segment.unserved.iter().map(|open| &*open.product.name).collect();
    let name = named(&segment.name, segment.name_en.as_deref(), lang);
    let who: Vec<&str> = knowers.get(&(&*chain.name, &*segment.name)).into_iter().flatten().copied().collect();
    let research = strength.research;
    let mut tip = vec![name.to_owned(), words::firms_of_chain(strength.firms, strength.titled, lang)];
    tip.push(words::told(
        &words::patents(strength.patents.value, lang),
        strength.patents.told,
        strength.patents.of,
        lang,
    ));
    tip.push(words::told(&words::research_of(research.value, lang), research.told, research.of, lang));
    tip.push(if who.is_empty() { words::none_listed(lang).to_owned() } else { term::list(&who, lang) });
    tip.push(words::unserved(&names, names.len(), lang));
    tip.retain(|part| !part.is_empty());
    InnovationCard {
        id: format!("{}/{}", chain.id, segment.id),
        position: map_words::heading(segment.position, lang).to_owned(),
        name: name.to_owned(),
        firms: words::firms(strength.firms, lang),
        titles: TITLES.iter().map(|title| strength.titles.get(title).copied().unwrap_or(0)).collect(),
        untitled: words::untitled(strength.firms, lang).to_owned(),
        research: research.value.map(|value| (value, words::research_of(Some(value), lang))),
        unknown: if strength.firms > 0 { words::research_of(None, lang) } else { String::new() },
        partial: research.told < research.of,
        patents: if strength.firms > 0 { words::patents(strength.patents.value, lang) } else { String::new() },
        talents: strength.talents.map(places),
        who: if who.is_empty() { words::none_listed(lang).to_owned() } else { term::list(&who, lang) },
        unserved: words::unserved(&names[..names.len().min(NAMED)], names.len(), lang),
        state: segment.unserved.first().map(|open| match open.primary {
            GapType::Fill => BoxState::Gap,
            GapType::Strengthen | GapType::Secure | GapType::Extend => BoxState::Weak,
        }),
        tip: term::clauses(&tip, lang),
    }
}

/// Sums in the columns that chains and segments share.
fn strength_columns<'a, R: 'a>(columns: Columns<'a, R>, of: impl Fn(&R) -> &Strength + Copy + 'a) -> Columns<'a, R> {
    let titled =
        move |title: Qualification| move |row: &R| Cell::count(of(row).titles.get(&title).copied().unwrap_or(0));
    let reported = |figure: Reported| {
        Cell::number_or(figure.value, if figure.of == 0 { Reason::NotApplicable } else { Reason::Unknown })
    };
    let coverage = |figure: Reported| Cell::number_or(figure.coverage(), Reason::NotApplicable);
    let listed = move |row: &R, pick: fn(TalentCount) -> usize| match of(row).talents {
        Some(count) => Cell::count(pick(count)),
        None => Cell::Missing(Reason::Unknown),
    };
    columns
        .with(head::FIRMS, move |row| Cell::count(of(row).firms))
        .with(head::TITLED, move |row| Cell::count(of(row).titled))
        .with(head::CHAMPIONS, titled(Qualification::Champion))
        .with(head::LITTLE_GIANTS, titled(Qualification::LittleGiant))
        .with(head::SPECIALISED, titled(Qualification::Specialised))
        .with(head::HIGH_TECH, titled(Qualification::HighTech))
        .with(head::PATENTS, move |row| reported(of(row).patents))
        .with(head::PATENTS_TOLD, move |row| coverage(of(row).patents))
        .with(head::RESEARCH, move |row| reported(of(row).research))
        .with(head::RESEARCH_TOLD, move |row| coverage(of(row).research))
        .with(head::TALENTS_HERE, move |row| listed(row, |count| count.here))
        .with(head::TALENTS_ELSEWHERE, move |row| listed(row, |count| count.elsewhere))
        .with(head::TALENTS_UNPLACED, move |row| listed(row, |count| count.unplaced))
}

fn chains(answer: &Innovation, lang: Lang) -> Table {
    let columns = Columns::new(lang)
        .with(head::CHAIN_NAME, move |row: &ChainKnowledge| Cell::text(named(&row.name, row.name_en.as_deref(), lang)));
    let title = words::table_title("innovation_chains", lang);
    strength_columns(columns, |row| &row.strength).table("innovation_chains", title, &answer.chains)
}

fn segments(answer: &Innovation, lang: Lang) -> Table {
    type Row<'a> = (&'a ChainKnowledge, &'a SegmentKnowledge);
    let rows: Vec<Row<'_>> =
        answer.chains.iter().flat_map(|chain| chain.segments.iter().map(move |segment| (chain, segment))).collect();
    let columns = Columns::new(lang)
        .with(head::SEGMENT, move |(_, row): &Row<'_>| Cell::text(named(&row.name, row.name_en.as_deref(), lang)))
        .with(head::CHAIN, move |(chain, _)| Cell::text(named(&chain.name, chain.name_en.as_deref(), lang)))
        .with(head::POSITION, move |(_, row)| Cell::text(term::position(row.position, lang)))
        .with(head::PRODUCTS, |(_, row)| Cell::count(row.products));
    strength_columns(columns, |row: &Row<'_>| &row.1.strength)
        .with(head::WEAK_PRODUCTS, |(_, row)| Cell::count(row.weak))
        .with(head::UNSERVED, |(_, row)| Cell::count(row.unserved.len()))
        .with(head::UNSERVED_NAMES, move |(_, row)| {
            let names: Vec<&str> = row.unserved.iter().map(|open| &*open.product.name).collect();
            list(&names, Reason::NotApplicable, lang)
        })
        .table("innovation", words::table_title("innovation", lang), &rows)
}

fn list<T: AsRef<str>>(names: &[T], none: Reason, lang: Lang) -> Cell {
    Cell::text_or((!names.is_empty()).then(|| term::list(names, lang)), none)
}

fn products(rows: &[ProductKnowledge], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::PRODUCT, |row: &ProductKnowledge| Cell::text(&*row.product.name))
        .with(head::CHAIN, |row| Cell::text(&*row.chain))
        .with(head::SEGMENT, |row| Cell::text(&*row.segment))
        .with(head::PRIMARY, move |row| {
            Cell::text_or(row.primary.map(|kind| gap_words::short_type(kind, lang)), Reason::NotApplicable)
        })
        .with(head::FIRMS, |row| Cell::count(row.firms))
        .with(head::KNOWN_BY, move |row| list(&row.talents, Reason::Unknown, lang))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("innovation_products", words::table_title("innovation_products", lang), rows)
}

fn talents(rows: &[TalentRow], lang: Lang) -> Table {
    let text = |text: &Option<std::sync::Arc<str>>| Cell::text_or(text.as_deref(), Reason::Unknown);
    Columns::new(lang)
        .with(head::TALENT_NAME, |row: &TalentRow| Cell::text(&*row.name))
        .with(head::TALENT_KIND, move |row| {
            Cell::text_or(row.kind.map(|kind| words::kind(kind, lang)), Reason::Unknown)
        })
        .with(head::CATEGORY, move |row| text(&row.category))
        .with(head::FIELD, move |row| text(&row.field))
        .with(head::PRODUCT_NAMES, move |row| {
            let names: Vec<&str> = row.products.iter().map(|product| &*product.name).collect();
            list(&names, Reason::Unknown, lang)
        })
        .with(head::WEAK_KNOWN, |row| Cell::count(row.weak))
        .with(head::CHAIN, move |row| list(&row.chains, Reason::NotApplicable, lang))
        .with(head::PLACE, |row| Cell::text_or(Some(&*row.place).filter(|place| !place.is_empty()), Reason::Unknown))
        .with(head::IN_AREA, |row| match row.here {
            Nearness::Near => Cell::Flag(true),
            Nearness::Far => Cell::Flag(false),
            Nearness::Unknown => Cell::Missing(Reason::Unknown),
        })
        .with(head::EMPLOYER, move |row| text(&row.employer))
        .table("innovation_talents", words::table_title("innovation_talents", lang), rows)
}
