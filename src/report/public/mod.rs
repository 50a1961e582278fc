//! The public edition in words: reports of nothing but what its answer holds.

mod maps;

use crate::analysis::overview::SegmentId;
use crate::analysis::public::{
    Band, Figures, Public, PublicCell, PublicChain, PublicCounty, PublicLeader, PublicLink, PublicProduct, PublicRing,
    PublicSegment,
};
use crate::report::columns::Columns;
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::{Lang, column as head, public as words, term};
use crate::report::{Asked, Block, Chapter, Context, Document, KeyFigure, Report, title};
use std::collections::BTreeMap;

/// The reports of an edition, in the order in which they are read.
///
/// ```
/// use liantu::analysis::public::{PublicOptions, public};
/// use liantu::graph::SupplyGraph;
/// use liantu::report::{Context, public as report};
/// let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
/// let edition = public(&graph, &PublicOptions::default()).unwrap();
/// assert_eq!(report::present(&edition, &Context::default())[0].report.title, "产业链分析（公开版）");
/// ```
pub fn present(public: &Public, context: &Context) -> Vec<Asked> {
    let lang = context.lang;
    let subtitle = context.subtitle_of(public.year, &public.tier);
    let part = |question: &'static str, blocks: Vec<Block>| Asked {
        question,
        report: Report {
            title: words::part_title(question, lang).to_owned(),
            subtitle: subtitle.clone(),
            blocks,
            notes: vec![words::notice(&public.rule, lang)],
            ..Report::default()
        },
    };
    let tables = |tables: Vec<Table>| tables.into_iter().map(Block::Table).collect();
    let names = Names::new(public, lang);
    vec![
        summary(public, context),
        part("public_maps", maps::maps(public, context)),
        part("public_rates", tables(vec![chains(public, lang), rings(public, lang), links(public, &names, lang)])),
        part("public_products", tables(vec![segments(public, lang), products(public, lang)])),
        part("public_counties", tables(vec![counties(public, lang), cells(public, &names, lang)])),
        rules(public, &subtitle, lang),
    ]
}

/// The written report of an edition: a chapter for each part.
pub fn document(asked: &[Asked], public: &Public, context: &Context) -> Document {
    let chapter = |asked: &Asked| {
        let report = Report { notes: Vec::new(), ..asked.report.clone() };
        let lead = asked.report.notes.join(context.lang.pick("", " "));
        Chapter { title: report.title.clone(), lead, sections: vec![report] }
    };
    Document {
        title: title(public.focus.as_ref(), words::title(context.lang), context.lang),
        subtitle: context.subtitle_of(public.year, &public.tier),
        chapters: asked.iter().map(chapter).collect(),
    }
}

/// What reports may say of the data set.
pub fn context(public: &Public, as_of: Option<String>, lang: Lang) -> Context {
    Context { lang, title: public.title.as_deref().unwrap_or_default().to_owned(), as_of }
}

fn summary(public: &Public, context: &Context) -> Asked {
    let lang = context.lang;
    let notice = words::notice(&public.rule, lang);
    let definition = words::definition(&term::tier(&public.tier.to_string(), lang), lang);
    let figure = |key, value, unit| KeyFigure {
        label: words::label(key, lang).to_owned(),
        value,
        unit,
        note: if key == "rate" { words::rate_basis(public.total.rate_bounded, lang).to_owned() } else { String::new() },
    };
    let total = &public.total;
    let or_withheld = |text: Option<String>| text.unwrap_or_else(|| words::withheld(lang).to_owned());
    let told = [
        or_withheld(total.amount.map(|amount| words::amount(amount, lang))),
        or_withheld(total.rate.map(words::share)),
        words::firms(total.makers),
    ];
    let (place, year) = (term::place(public.focus.as_ref(), lang), term::year(public.year, lang));
    Asked {
        question: "public",
        report: Report {
            title: title(public.focus.as_ref(), words::title(lang), lang),
            subtitle: context.subtitle_of(public.year, &public.tier),
            key_figures: vec![
                figure("amount", amount(total), Unit::Yuan),
                figure("rate", rate(total), Unit::Share),
                figure("makers", makers(total), Unit::Count),
                figure("leaders", Cell::count(public.leaders.len()), Unit::Count),
            ],
            blocks: vec![
                Block::Paragraph(words::opening(&place, &year, &told, lang)),
                Block::Paragraph(definition),
                Block::Paragraph(notice),
                Block::Table(leaders(public, lang)),
            ],
            notes: Vec::new(),
        },
    }
}

fn rules(public: &Public, subtitle: &str, lang: Lang) -> Asked {
    let sentences = words::rules(&public.rule, lang).into_iter().chain([words::extent(&public.extent, lang)]);
    Asked {
        question: "public_rules",
        report: Report {
            title: words::part_title("public_rules", lang).to_owned(),
            subtitle: subtitle.to_owned(),
            blocks: sentences.map(Block::Paragraph).collect(),
            ..Report::default()
        },
    }
}

/// A band as a cell.
fn band(band: Option<Band>) -> Cell {
    match band {
        None => Cell::Missing(Reason::Withheld),
        Some(Band { lo, hi: Some(hi) }) => Cell::Interval { lo, hi, lo_open: false, hi_open: false },
        // Nothing bounds it from above; a number would say more than is published.
        Some(band @ Band { hi: None, .. }) => Cell::text(words::amount(band, Lang::Zh)),
    }
}

fn amount(figures: &Figures) -> Cell {
    band(figures.amount)
}

fn rate(figures: &Figures) -> Cell {
    band(figures.rate)
}

/// What the rate is of.
fn basis(figures: &Figures, lang: Lang) -> Cell {
    let basis = figures.rate.map(|_| words::rate_basis(figures.rate_bounded, lang));
    Cell::text_or(basis, Reason::NotApplicable)
}

fn makers(figures: &Figures) -> Cell {
    Cell::text(words::firms(figures.makers))
}

/// A name, or that it is withheld.
fn named<'a>(zh: Option<&'a str>, en: Option<&'a str>, lang: Lang) -> &'a str {
    let zh = zh.unwrap_or_else(|| words::unnamed(lang));
    lang.pick(zh, en.unwrap_or(zh))
}

fn chain_name(chain: &PublicChain, lang: Lang) -> &str {
    named(chain.name.as_deref(), chain.name_en.as_deref(), lang)
}

fn segment_name(segment: &PublicSegment, lang: Lang) -> &str {
    named(segment.name.as_deref(), segment.name_en.as_deref(), lang)
}

fn product_name(product: &PublicProduct, lang: Lang) -> &str {
    named(product.name.as_deref(), None, lang)
}

/// Names of chains and segments by their ids.
struct Names<'a>(BTreeMap<SegmentId, (&'a str, &'a str)>);

impl<'a> Names<'a> {
    fn new(public: &'a Public, lang: Lang) -> Self {
        let mut names = BTreeMap::new();
        for chain in &public.chains {
            for segment in &chain.segments {
                let id = SegmentId { chain: chain.id.clone(), segment: segment.id.clone() };
                names.insert(id, (chain_name(chain, lang), segment_name(segment, lang)));
            }
        }
        Names(names)
    }

    fn chain(&self, id: &SegmentId) -> Cell {
        Cell::text(self.0.get(id).map_or("", |names| names.0))
    }

    fn segment(&self, id: &SegmentId) -> Cell {
        Cell::text(self.0.get(id).map_or("", |names| names.1))
    }
}

fn table<'a, R: 'a>(
    columns: Columns<'_, R>,
    key: &'static str,
    rows: impl IntoIterator<Item = &'a R>,
    lang: Lang,
) -> Table {
    columns.table(key, words::table_title(key, lang), rows)
}

fn chains(public: &Public, lang: Lang) -> Table {
    let columns = Columns::new(lang)
        .with(head::CHAIN_NAME, move |chain: &PublicChain| Cell::text(chain_name(chain, lang)))
        .with(head::DEMAND, |chain| amount(&chain.figures))
        .with(head::RATE, |chain| rate(&chain.figures))
        .with(head::RATE_BASIS, move |chain| basis(&chain.figures, lang))
        .with(head::FIRMS, |chain| makers(&chain.figures));
    table(columns, "public_chain", &public.chains, lang)
}

fn rings(public: &Public, lang: Lang) -> Table {
    let columns = Columns::new(lang)
        .with(head::ORIGIN_NAME, move |row: &PublicRing| Cell::text(words::ring(row.ring, lang)))
        .with(head::DEMAND, |row| band(row.amount));
    table(columns, "public_ring", &public.rings, lang)
}

fn links(public: &Public, names: &Names<'_>, lang: Lang) -> Table {
    let columns = Columns::new(lang)
        .with(head::FROM_SEGMENT, |link: &PublicLink| names.segment(&link.from))
        .with(head::FROM_CHAIN, |link| names.chain(&link.from))
        .with(head::TO_SEGMENT, |link| names.segment(&link.to))
        .with(head::TO_CHAIN, |link| names.chain(&link.to))
        .with(head::LINK_AMOUNT, |link| band(Some(link.amount)))
        .with(head::LINK_RATE, |link| band(link.rate));
    table(columns, "public_link", &public.links, lang)
}

/// A segment with its chain.
type InChain<'a> = (&'a PublicChain, &'a PublicSegment);

fn segments(public: &Public, lang: Lang) -> Table {
    let rows: Vec<InChain<'_>> =
        public.chains.iter().flat_map(|chain| chain.segments.iter().map(move |segment| (chain, segment))).collect();
    let columns = Columns::new(lang)
        .with(head::CHAIN, move |(chain, _): &InChain<'_>| Cell::text(chain_name(chain, lang)))
        .with(head::SEGMENT_NAME, move |(_, segment)| Cell::text(segment_name(segment, lang)))
        .with(head::POSITION, move |(_, segment)| Cell::text(term::position(segment.position, lang)))
        .with(head::DEMAND, |(_, segment)| amount(&segment.figures))
        .with(head::RATE, |(_, segment)| rate(&segment.figures))
        .with(head::RATE_BASIS, move |(_, segment)| basis(&segment.figures, lang))
        .with(head::FIRMS, |(_, segment)| makers(&segment.figures))
        .with(head::NAMED_LEADERS, move |(_, segment)| list(&segment.leaders, lang));
    table(columns, "public_segment", &rows, lang)
}

/// A product with its chain and segment.
type InSegment<'a> = (&'a PublicChain, &'a PublicSegment, &'a PublicProduct);

fn products(public: &Public, lang: Lang) -> Table {
    let mut rows: Vec<InSegment<'_>> = Vec::new();
    for chain in &public.chains {
        for segment in &chain.segments {
            rows.extend(segment.products.iter().map(|product| (chain, segment, product)));
        }
    }
    let columns = Columns::new(lang)
        .with(head::PRODUCT, move |(.., product): &InSegment<'_>| Cell::text(product_name(product, lang)))
        .with(head::CHAIN, move |(chain, ..)| Cell::text(chain_name(chain, lang)))
        .with(head::SEGMENT, move |(_, segment, _)| Cell::text(segment_name(segment, lang)))
        .with(head::STATE, move |(.., product)| Cell::text(words::state(product.state, lang)))
        .with(head::DEMAND, |(.., product)| amount(&product.figures))
        .with(head::RATE, |(.., product)| rate(&product.figures))
        .with(head::RATE_BASIS, move |(.., product)| basis(&product.figures, lang))
        .with(head::FIRMS, |(.., product)| makers(&product.figures))
        .with(head::NAMED_LEADERS, move |(.., product)| list(&product.leaders, lang))
        .with(head::ESSENTIAL, |(.., product)| Cell::Flag(product.essential));
    table(columns, "public_product", &rows, lang)
}

fn counties(public: &Public, lang: Lang) -> Table {
    let columns = Columns::new(lang)
        .with(head::AREA_NAME, |row: &PublicCounty| Cell::text(&*row.area.name))
        .with(head::DEMAND, |row| amount(&row.figures))
        .with(head::RATE, |row| rate(&row.figures))
        .with(head::RATE_BASIS, move |row| basis(&row.figures, lang))
        .with(head::FIRMS, |row| makers(&row.figures));
    table(columns, "public_county", &public.counties, lang)
}

fn cells(public: &Public, names: &Names<'_>, lang: Lang) -> Table {
    let columns = Columns::new(lang)
        .with(head::AREA_NAME, |cell: &PublicCell| Cell::text(&*cell.area.name))
        .with(head::CHAIN, |cell| names.chain(&cell.segment))
        .with(head::SEGMENT, |cell| names.segment(&cell.segment))
        .with(head::DEMAND, |cell| amount(&cell.figures))
        .with(head::RATE, |cell| rate(&cell.figures))
        .with(head::RATE_BASIS, move |cell| basis(&cell.figures, lang))
        .with(head::FIRMS, |cell| makers(&cell.figures));
    table(columns, "public_cell", &public.cells, lang)
}

fn leaders(public: &Public, lang: Lang) -> Table {
    let names: BTreeMap<&str, &str> = public.chains.iter().map(|chain| (&*chain.id, chain_name(chain, lang))).collect();
    let columns = Columns::new(lang)
        .with(head::FIRM_NAME, |leader: &PublicLeader| Cell::text(&*leader.name))
        .with(head::ROLE, move |leader| Cell::text(term::role(leader.role, lang)))
        .with(head::PLACE, |leader| Cell::text_or(leader.area.as_ref().map(|area| area.name.clone()), Reason::Unknown))
        .with(head::CHAIN, |leader| {
            let chains: Vec<&str> = leader.chains.iter().filter_map(|id| names.get(&**id).copied()).collect();
            list(&chains, lang)
        });
    table(columns, "public_leader", &public.leaders, lang)
}

fn list<T: AsRef<str>>(names: &[T], lang: Lang) -> Cell {
    Cell::text_or(Some(term::list(names, lang)).filter(|list| !list.is_empty()), Reason::NotApplicable)
}
