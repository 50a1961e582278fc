//! The local supply rate in words: key figures, one table per level, rings, trend, sales, completeness and cards.

use crate::analysis::rate::{
    Amounts, Basis, BuyerScope, Card, Completeness, PartsRatio, Rate, RateLevel, RateRow, RingRow, Sales, SelfSupply,
    TrendRow,
};
use crate::model::{Measure, Ring, Role, Year};
use crate::report::columns::{self, Columns};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column::{self as head, Head};
use crate::report::words::{Lang, embodied as embodied_words, explain, rate as words, term};
use crate::report::{Block, Context, Figure, KeyFigure, Report, embodied, measure, rings, title};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Table key and first column of each level, in the order of the report.
const LEVELS: [(RateLevel, &str, Head); 6] = [
    (RateLevel::Total, "rate_total", head::NAME),
    (RateLevel::Chain, "rate_chain", head::CHAIN_NAME),
    (RateLevel::Segment, "rate_segment", head::SEGMENT_NAME),
    (RateLevel::Product, "rate_product", head::PRODUCT_NAME),
    (RateLevel::County, "rate_county", head::AREA_NAME),
    (RateLevel::Firm, "rate_firm", head::FIRM_NAME),
];

pub(super) fn present(rate: &Rate, context: &Context) -> Report {
    let lang = context.lang;
    let years: Vec<String> = rate.years.iter().map(|&year| term::year(year, lang)).collect();
    let mut tables: Vec<Table> =
        LEVELS.iter().map(|&(level, key, first)| level_table(rate, level, key, first, lang)).collect();
    if rate.embodied_buyers.is_some() {
        tables.push(embodied::table(rate, lang));
    }
    if !rate.wanting.is_empty() {
        tables.push(embodied::wanting(&rate.wanting, lang));
    }
    tables.push(rings(rate, lang));
    tables.push(trend(&rate.trend, lang));
    tables.push(self_supply(&rate.self_supply, lang));
    tables.push(sales(&rate.sales, lang));
    tables.push(completeness("completeness", &rate.completeness, lang));
    tables.push(parts_ratio(&rate.parts_ratio, lang));
    tables.push(cards(&rate.cards, lang));
    let mut notes = words::notes(lang);
    if let Some(buyers) = rate.embodied_buyers {
        notes.extend(embodied_words::notes(buyers, lang));
    }
    if !rate.unlocated_buyers.is_empty() {
        let names: Vec<_> = rate.unlocated_buyers.iter().map(|(_, name)| name).collect();
        notes.push(words::unlocated_buyers(&names, lang));
    }
    let figures = rings::figures(rate, context).into_iter();
    Report {
        title: title(rate.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle(&[term::list(&years, lang)]),
        key_figures: key_figures(rate, lang),
        blocks: embodied::sentences(rate, lang)
            .take(embodied::SENTENCES)
            .map(Block::Paragraph)
            .chain(figures.map(|flows| Block::Figure(Figure::Flows(Box::new(flows)))))
            .chain(tables.into_iter().map(Block::Table))
            .collect(),
        notes,
    }
}

/// The latest year of the answer.
pub(super) fn latest(rate: &Rate) -> Option<Year> {
    rate.years.iter().copied().max().flatten()
}

/// The city where it was asked for, else the first tier: the one that headlines use.
pub(super) fn main_tier(rate: &Rate) -> Option<String> {
    let names: Vec<String> = rate.tiers.iter().map(ToString::to_string).collect();
    names.iter().find(|name| *name == "city").or(names.first()).cloned()
}

fn key_figures(rate: &Rate, lang: Lang) -> Vec<KeyFigure> {
    let mut figures = headlines(rate, lang);
    let (year, main) = (latest(rate), main_tier(rate));
    let leads = |row: &&RateRow| {
        let concerned = (row.level, row.scope, row.basis) == (RateLevel::Chain, BuyerScope::Leaders, Basis::Amount);
        concerned && row.year == year && Some(row.tier.as_ref()) == main.as_deref()
    };
    figures.extend(rate.rows.iter().filter(leads).map(|row| {
        let tier = term::tier(&row.tier, lang);
        amount_figure(words::leaders_label(&row.name, &tier, &term::year(year, lang), lang), row, lang)
    }));
    figures
}

/// Rates of all local buyers in the latest year: by amount at every tier, by suppliers at the main one.
pub(super) fn headlines(rate: &Rate, lang: Lang) -> Vec<KeyFigure> {
    let (year, main) = (latest(rate), main_tier(rate));
    let in_year = term::year(year, lang);
    let mut figures = Vec::new();
    for row in rate.rows.iter().filter(|row| row.year == year && row.level == RateLevel::Total) {
        let tier = term::tier(&row.tier, lang);
        match row.basis {
            Basis::Amount => {
                let mut figure = amount_figure(words::amount_label(&tier, &in_year, lang), row, lang);
                if let Some(left_out) = rate.left_out.iter().find(|left_out| left_out.year == year) {
                    figure.note = term::clauses(&[figure.note, term::left_out(left_out, lang)], lang);
                }
                figures.push(figure);
            }
            Basis::Count if Some(row.tier.as_ref()) == main.as_deref() => {
                let note = words::count_note(row.measure.n, lang);
                figures.push(figure(words::count_label(&tier, &in_year, lang), measure::figure(&row.measure), note));
            }
            Basis::Count | Basis::Coverage | Basis::Embodied => {}
        }
    }
    figures
}

fn amount_figure(label: String, row: &RateRow, lang: Lang) -> KeyFigure {
    let unpriced = row.amounts.map_or(0, |amounts| amounts.unpriced_lines);
    if let Some(known) = measure::known_lines(&row.measure) {
        let note = words::known_note(unpriced, lang);
        return figure(words::known_label(&label, lang), Cell::Number(known), note);
    }
    let shown = measure::figure(&row.measure);
    let note = words::amount_note(&row.measure, &shown, measure::interval(&row.measure), unpriced, lang);
    figure(label, shown, note)
}

fn figure(label: String, value: Cell, note: String) -> KeyFigure {
    KeyFigure { label, value, unit: Unit::Share, note }
}

/// The rates of one object, year and tier on every basis.
struct Line<'a> {
    row: &'a RateRow,
    amount: Option<&'a Measure>,
    amounts: Option<Amounts>,
    count: Option<&'a Measure>,
    coverage: Option<&'a Measure>,
}

impl<'a> Line<'a> {
    /// From neighbouring rows of one object, year and tier.
    fn new(rows: &'a [RateRow]) -> Self {
        let of = |basis| rows.iter().find(|row| row.basis == basis);
        Self {
            row: &rows[0],
            amount: of(Basis::Amount).map(|row| &row.measure),
            amounts: of(Basis::Amount).and_then(|row| row.amounts),
            count: of(Basis::Count).map(|row| &row.measure),
            coverage: of(Basis::Coverage).map(|row| &row.measure),
        }
    }

    fn priced(&self) -> f64 {
        self.amounts.map_or(0.0, |amounts| amounts.near + amounts.far + amounts.unlocated)
    }
}

/// Lines of a level: latest year first; products and firms by size, leaders before other firms; tiers stay in order.
fn lines(rate: &Rate, level: RateLevel) -> Vec<Line<'_>> {
    let same_object = |a: &RateRow, b: &RateRow| (a.level, &a.id, a.scope, a.year) == (b.level, &b.id, b.scope, b.year);
    let mut objects: Vec<Vec<Line<'_>>> = (rate.rows.chunk_by(same_object))
        .filter(|rows| rows[0].level == level)
        .map(|rows| rows.chunk_by(|a, b| a.tier == b.tier).map(Line::new).collect())
        .collect();
    let by_size = matches!(level, RateLevel::Product | RateLevel::Firm);
    let size = |object: &[Line<'_>]| if by_size { object[0].priced() } else { 0.0 };
    objects.sort_by(|a, b| {
        let place = |object: &[Line<'_>]| (Reverse(object[0].row.year), object[0].row.role != Some(Role::Leader));
        place(a).cmp(&place(b)).then_with(|| size(b).total_cmp(&size(a)))
    });
    objects.into_iter().flatten().collect()
}

fn level_table(rate: &Rate, level: RateLevel, key: &'static str, first: Head, lang: Lang) -> Table {
    let chains: BTreeMap<&str, &str> = (rate.rows.iter())
        .filter(|row| row.level == RateLevel::Chain)
        .map(|row| (row.id.as_ref(), row.name.as_ref()))
        .collect();
    let mut columns = Columns::new(lang).with(first, move |line: &Line<'_>| name(line.row, lang));
    columns = match level {
        RateLevel::Segment => columns.with(head::CHAIN, move |line| chain_of(line.row, &chains)),
        RateLevel::Chain => columns.with(head::SCOPE, move |line| Cell::text(term::scope(line.row.scope, lang))),
        RateLevel::Firm => columns.with(head::ROLE, move |line| {
            Cell::text_or(line.row.role.map(|role| term::role(role, lang)), Reason::Unknown)
        }),
        RateLevel::Total | RateLevel::County | RateLevel::Product => columns,
    };
    let lines = lines(rate, level);
    let note = lines.first().map(|line| explain::example(&line.row.figure.to_string(), lang));
    Table { note, ..rate_columns(columns, lang).table(key, words::table_title(key, lang), &lines) }
}

fn rate_columns<'a, 'r>(columns: Columns<'a, Line<'r>>, lang: Lang) -> Columns<'a, Line<'r>> {
    let columns = columns
        .with(head::YEAR, |line| columns::year(line.row.year))
        .with(head::TIER, move |line| Cell::text(term::tier(&line.row.tier, lang)))
        .with(head::RATE, |line| of(line.amount, measure::figure))
        .with(head::RATE_LO, |line| of(line.amount, measure::lo))
        .with(head::RATE_HI, |line| of(line.amount, measure::hi))
        .with(head::RATE_VALUE, |line| of(line.amount, measure::value))
        .with(head::COVERAGE, |line| of(line.amount, measure::coverage))
        .with(head::UNPRICED, |line| {
            line.amounts.map_or(Cell::Missing(Reason::Unknown), |amounts| columns::lines(amounts.unpriced_lines))
        })
        .with(head::NEAR, |line| yuan(line, |amounts| amounts.near))
        .with(head::FAR, |line| yuan(line, |amounts| amounts.far))
        .with(head::UNLOCATED, |line| yuan(line, |amounts| amounts.unlocated))
        .with(head::RESIDUAL, |line| yuan(line, |amounts| amounts.residual));
    columns
        .with(head::COUNT_RATE, |line| of(line.count, measure::bounded))
        .with(head::SUPPLIERS, |line| of(line.count, |measure| Cell::count(measure.n)))
        .with(head::PRODUCT_RATE, |line| of(line.coverage, measure::bounded))
        .with(head::PRODUCTS, |line| of(line.coverage, |measure| Cell::count(measure.n)))
        .with(head::LINES, |line| of(line.amount, |measure| Cell::count(measure.n)))
        .with(head::STATUS, move |line| of(line.amount, |measure| Cell::text(term::status(measure.status, lang))))
        .with(head::ID, |line| Cell::text(&*line.row.id))
        // Rows of one line differ in their basis; the first is that by amount.
        .with(head::FIGURE, |line| Cell::text(line.row.figure.to_string()))
        .with(head::CARD, |line| of(line.amount, |measure| Cell::text(&*measure.card)))
}

fn of(measure: Option<&Measure>, cell: impl Fn(&Measure) -> Cell) -> Cell {
    measure.map_or(Cell::Missing(Reason::Unknown), cell)
}

fn yuan(line: &Line<'_>, part: impl Fn(&Amounts) -> f64) -> Cell {
    Cell::number_or(line.amounts.as_ref().map(part), Reason::Unknown)
}

/// The name; a total without focus has none of its own.
fn name(row: &RateRow, lang: Lang) -> Cell {
    object_name(row.level, &row.id, &row.name, lang)
}

pub(super) fn object_name(level: RateLevel, id: &str, name: &str, lang: Lang) -> Cell {
    Cell::text(if level == RateLevel::Total && id == "all" { term::all_buyers(lang) } else { name })
}

/// The chain of a segment, whose id begins with that of its chain.
fn chain_of(row: &RateRow, chains: &BTreeMap<&str, &str>) -> Cell {
    let chain = chains.iter().rev().find(|(id, _)| row.id.strip_prefix(**id).is_some_and(|rest| rest.starts_with('/')));
    Cell::text_or(chain.map(|(_, name)| *name), Reason::Unknown)
}

fn rings(rate: &Rate, lang: Lang) -> Table {
    let same = |a: &RingRow, b: &RingRow| (a.level, &a.id, a.scope, a.year) == (b.level, &b.id, b.scope, b.year);
    let objects: Vec<&[RingRow]> = rate.rings.chunk_by(same).collect();
    let mut columns = Columns::new(lang)
        .with(head::LEVEL, move |rings: &&[RingRow]| Cell::text(term::level(rings[0].level, lang)))
        .with(head::NAME, move |rings| object_name(rings[0].level, &rings[0].id, &rings[0].name, lang))
        .with(head::SCOPE, move |rings| Cell::text(term::scope(rings[0].scope, lang)))
        .with(head::YEAR, |rings| columns::year(rings[0].year))
        .with(head::AMOUNT, |rings| Cell::Number(rings.iter().map(|ring| ring.amount).sum()));
    for ring in Ring::ALL {
        columns = columns.with(words::ring(ring), move |rings| share_of(rings, ring));
    }
    columns
        .with(head::UNPRICED, |rings| columns::lines(rings.iter().map(|ring| ring.unpriced_lines).sum()))
        .with(head::ID, |rings| Cell::text(&*rings[0].id))
        .with(head::FIGURE, |rings| Cell::text(rings[0].figure.row()))
        .table("rings", words::table_title("rings", lang), &objects)
}

fn share_of(rings: &[RingRow], ring: Ring) -> Cell {
    // Purchases without any price are purchases all the same.
    let unpriced = rings.iter().any(|ring| ring.unpriced_lines > 0);
    let reason = if unpriced { Reason::NotIdentified } else { Reason::NoPurchases };
    Cell::number_or(rings.iter().find(|row| row.ring == ring).and_then(|row| row.share), reason)
}

fn trend(rows: &[TrendRow], lang: Lang) -> Table {
    let part = |value: Option<f64>| Cell::number_or(value, Reason::NotIdentified);
    let year = |year: Year| Cell::Integer(i64::from(year.0));
    Columns::new(lang)
        .with(head::LEVEL, move |row: &TrendRow| Cell::text(term::level(row.level, lang)))
        .with(head::NAME, move |row| object_name(row.level, &row.id, &row.name, lang))
        .with(head::SCOPE, move |row| Cell::text(term::scope(row.scope, lang)))
        .with(head::TIER, move |row| Cell::text(term::tier(&row.tier, lang)))
        .with(head::FROM, move |row| year(row.from))
        .with(head::TO, move |row| year(row.to))
        .with(head::RATE_FROM, move |row| Cell::number_or(row.rate_from, Reason::NotIdentified))
        .with(head::RATE_TO, move |row| part(row.rate_to))
        .with(head::CHANGE, move |row| part(row.change))
        .with(head::WITHIN, move |row| part(row.within))
        .with(head::BETWEEN, move |row| part(row.between))
        .with(head::ENTRY_EXIT, move |row| part(row.entry_exit))
        .with(head::MATCHED, move |row| part(row.matched_change))
        // Fewer than four years give no slope.
        .with(head::SLOPE, move |row| Cell::number_or(row.slope, Reason::NotApplicable))
        .with(head::ID, |row| Cell::text(&*row.id))
        .table("trend", words::table_title("trend", lang), rows)
}

fn self_supply(rows: &[SelfSupply], lang: Lang) -> Table {
    let priced = |row: &SelfSupply, yuan: f64| {
        Cell::number_or(Some(yuan).filter(|yuan| *yuan > 0.0 || row.unpriced_lines == 0), Reason::NotIdentified)
    };
    Columns::new(lang)
        .with(head::FIRM_NAME, |row: &SelfSupply| Cell::text(&*row.name))
        .with(head::YEAR, |row| columns::year(row.year))
        .with(head::INTEGRATION, |row| Cell::number_or(row.ratio, Reason::NotIdentified))
        .with(head::OWN, move |row| priced(row, row.own))
        .with(head::EXTERNAL, |row| Cell::Number(row.external))
        .with(head::UNPRICED, |row| columns::lines(row.unpriced_lines))
        .with(head::ID, |row| Cell::text(&*row.id))
        .table("self_supply", words::table_title("self_supply", lang), rows)
}

fn sales(rows: &[Sales], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::AREA_NAME, |row: &Sales| Cell::text(&row.name))
        .with(head::YEAR, |row| columns::year(row.year))
        .with(head::SALES_SHARE, |row| Cell::number_or(row.share, Reason::NotIdentified))
        .with(head::LOCAL_SALES, |row| Cell::Number(row.local))
        .with(head::TOTAL_SALES, |row| Cell::Number(row.total))
        .with(head::ID, |row| Cell::text(row.id.to_string()))
        .table("sales", words::table_title("sales", lang), rows)
}

/// Completeness of chains; two questions show it, each under its own key.
pub(super) fn completeness(key: &'static str, rows: &[Completeness], lang: Lang) -> Table {
    let count = |number: Option<f64>| Cell::number_or(number, Reason::NotApplicable);
    let share = |measure: &Measure, cell: fn(&Measure) -> Cell| match cell(measure) {
        // A map without products is no purchase that is missing.
        Cell::Missing(Reason::NoPurchases) => Cell::Missing(Reason::NotApplicable),
        cell => cell,
    };
    Columns::new(lang)
        .with(head::CHAIN_NAME, |row: &Completeness| Cell::text(&*row.name))
        .with(head::AREA, move |row| Cell::text(term::place(row.area.as_ref(), lang)))
        .with(head::COMPLETE, move |row| share(&row.products, measure::figure))
        .with(head::COMPLETE_LO, move |row| share(&row.products, measure::lo))
        .with(head::COMPLETE_HI, move |row| share(&row.products, measure::hi))
        .with(head::MADE, move |row| count(row.products.numerator))
        .with(head::MAPPED, move |row| count(row.products.denominator))
        .with(head::COMPLETE_SEGMENTS, move |row| share(&row.segments, measure::bounded))
        .with(head::UNDECIDED, |row| Cell::count(row.undecided_firms))
        .with(head::MISSING, move |row| {
            let list = term::list(&row.missing, lang);
            Cell::text_or(Some(list).filter(|list| !list.is_empty()), Reason::NotApplicable)
        })
        .with(head::VERSION, |row| Cell::text_or(row.version.as_deref(), Reason::NotApplicable))
        .with(head::ID, |row| Cell::text(&*row.chain))
        .table(key, words::table_title("completeness", lang), rows)
}

fn parts_ratio(rows: &[PartsRatio], lang: Lang) -> Table {
    // No revenue at all means that nobody reported any.
    let revenue = |sum: f64| Cell::number_or(Some(sum).filter(|sum| *sum > 0.0), Reason::Unknown);
    Columns::new(lang)
        .with(head::CHAIN_NAME, |row: &PartsRatio| Cell::text(&*row.name))
        .with(head::YEAR, |row| columns::year(Some(row.year)))
        .with(head::RATIO, |row| Cell::number_or(row.ratio, Reason::NotIdentified))
        .with(head::ASSEMBLY, move |row| revenue(row.assembly))
        .with(head::PARTS, move |row| revenue(row.parts))
        .with(head::REVENUE_COVERAGE, |row| Cell::number_or(row.coverage, Reason::NotApplicable))
        .with(head::ID, |row| Cell::text(&*row.chain))
        .table("parts_ratio", words::table_title("parts_ratio", lang), rows)
}

fn cards(cards: &[Card], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::CARD, |card: &Card| Cell::text(&*card.id))
        .with(head::BASIS, move |card| Cell::text(words::basis(&card.basis, lang)))
        .with(head::TIER, move |card| Cell::text(term::tier(&card.tier, lang)))
        .with(head::CARD_LINES, move |card| Cell::text(words::card_lines(&card.lines, lang)))
        .with(head::RELATED, move |card| Cell::text(words::related(&card.related, lang)))
        .with(head::DEFINITION, move |card| Cell::text(words::card(card, lang)))
        .table("cards", words::table_title("cards", lang), cards)
}

#[cfg(test)]
mod tests {
    use super::present;
    use crate::analysis::rate::Rate;
    use crate::analysis::scope::LeftOut;
    use crate::model::Year;
    use crate::report::fixture;
    use crate::report::table::{Cell, Reason, Table};
    use crate::report::{Block, Context, Lang, Report};

    fn report() -> Report {
        present(&fixture::rate(), &Context::default())
    }

    fn table<'a>(report: &'a Report, key: &str) -> &'a Table {
        let tables =
            report.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
        tables.into_iter().find(|table| table.key == key).unwrap()
    }

    fn cell<'a>(table: &'a Table, row: usize, key: &str) -> &'a Cell {
        &table.rows[row][table.columns.iter().position(|column| column.key == key).unwrap()]
    }

    #[test]
    fn the_latest_year_comes_first_and_points_give_way_to_wide_intervals() {
        let report = report();
        let total = table(&report, "rate_total");
        assert_eq!((cell(total, 0, "year"), cell(total, 0, "rate")), (&Cell::Integer(2024), &Cell::Number(0.41)));
        let open = Cell::Interval { lo: 0.0, hi: 0.4, lo_open: true, hi_open: false };
        assert_eq!((cell(total, 2, "year"), cell(total, 2, "rate")), (&Cell::Integer(2023), &open));
        assert_eq!((cell(total, 2, "rate_lo"), cell(total, 2, "rate_hi")), (&Cell::Number(0.0), &Cell::Number(0.4)));
        assert_eq!(cell(total, 2, "rate_value"), &Cell::Number(0.4));
        assert_eq!(cell(total, 0, "product_rate"), &Cell::Missing(Reason::NoPurchases));
    }

    #[test]
    fn large_products_and_leaders_come_first_with_their_tiers_in_order() {
        let report = report();
        assert_eq!(cell(table(&report, "rate_product"), 0, "name"), &Cell::text("轴承钢管"));
        let firms = table(&report, "rate_firm");
        assert_eq!((cell(firms, 0, "name"), cell(firms, 0, "tier")), (&Cell::text("甲公司"), &Cell::text("县域")));
        assert_eq!((cell(firms, 1, "role"), cell(firms, 1, "tier")), (&Cell::text("链主"), &Cell::text("市域")));
    }

    #[test]
    fn a_segment_names_its_chain_and_nothing_missing_is_zero() {
        let report = report();
        assert_eq!(cell(table(&report, "rate_segment"), 0, "chain"), &Cell::text("轴承"));
        assert_eq!(cell(table(&report, "sales"), 0, "share"), &Cell::Missing(Reason::NotIdentified));
        assert_eq!(cell(table(&report, "parts_ratio"), 0, "assembly"), &Cell::Missing(Reason::Unknown));
        assert_eq!(cell(table(&report, "rings"), 0, "name"), &Cell::text("全部采购方"));
    }

    #[test]
    fn key_figures_say_basis_bounds_coverage_and_unpriced_lines() {
        let report = report();
        let labels: Vec<&str> = report.key_figures.iter().map(|figure| figure.label.as_str()).collect();
        assert_eq!(labels[0], "县域近地化配套率（2024 年）");
        assert_eq!(labels[2..], ["市域供应商家数配套率（2024 年）", "轴承链主市域配套率（2024 年）"]);
        assert_eq!(report.key_figures[0].note, "金额口径；上下限 38.0–43.0%；数据覆盖率 95.0%；缺金额 1 行");
    }

    #[test]
    fn the_headline_says_what_is_left_out_because_its_buyer_has_no_place() {
        let year = Some(Year(2024));
        let left_out = LeftOut { year, buyers: 2, lines: 4, unpriced_lines: 1, amount: Some(1.8e8) };
        let mut rate = Rate { left_out: vec![left_out], ..fixture::rate() };
        let note =
            |rate: &Rate, lang| present(rate, &Context { lang, ..Context::default() }).key_figures[0].note.clone();
        let said = note(&rate, Lang::Zh);
        assert!(said.ends_with("；另有 2 家、18,000 万元、缺金额 1 行的采购方所在地不明，未计入"), "{said}");
        let said = note(&rate, Lang::En);
        assert!(said.contains("the place of the buyer is unknown: 2 buyers, "), "{said}");
        rate.left_out[0].year = Some(Year(2023));
        assert!(!note(&rate, Lang::Zh).contains("未计入"), "the figure is of another year");
    }

    #[test]
    fn cards_are_full_sentences() {
        let report = present(&fixture::rate(), &Context { lang: Lang::En, ..Context::default() });
        let Cell::Text(card) = cell(table(&report, "cards"), 0, "definition") else { panic!("a card is text") };
        assert!(card.starts_with("By amount: ") && card.contains("Near means that the supplier ships from"), "{card}");
    }
}
