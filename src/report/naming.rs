//! How the product texts of the ledgers found their products: coverage and the review list.

use crate::model::{Dataset, Naming as How, ProductIx, ProductText};
use crate::report::columns::{self, Columns};
use crate::report::table::{Cell, Reason, Table};
use crate::report::words::column as head;
use crate::report::words::naming as words;
use crate::report::words::{Lang, term};
use serde::Serialize;
use std::collections::BTreeMap;

/// Coverage and review list, as JSON shows them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Naming<'a> {
    /// Purchases by how their texts found a product.
    pub coverage: Vec<Share>,
    /// The texts, those to be looked at first.
    pub texts: Vec<TextView<'a>>,
}

/// A part of the purchases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Which: `total` = `in_segment` + `asked` + `outside` + `blank`; `in_segment` = `exact` + `synonym` + `decided` + `matched`.
    pub kind: &'static str,
    /// Distinct texts.
    pub texts: usize,
    /// Purchase lines after cleaning.
    pub lines: usize,
    /// Share of all lines, when there are any.
    pub lines_share: Option<f64>,
    /// Yuan, as far as known.
    pub amount: f64,
    /// Share of all known amounts, when there are any.
    pub amount_share: Option<f64>,
}

/// A text of the review list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextView<'a> {
    /// The text as typed.
    pub text: &'a str,
    /// Purchase lines after cleaning; 0 when only other sheets hold it.
    pub lines: usize,
    /// Yuan of the lines that have an amount; `None` when none has.
    pub amount: Option<f64>,
    /// Of the lines, those without a known amount.
    pub unpriced_lines: usize,
    /// Name of the product that the lines count for; `None` when they count for none of the chains.
    pub product: Option<&'a str>,
    /// Segments of the product, each with its chain.
    pub segments: Vec<SegmentOf<'a>>,
    /// How it was found.
    pub how: How,
    /// The name found in the text.
    pub term: Option<&'a str>,
    /// What speaks for or against it.
    pub evidence: Option<crate::model::Evidence>,
    /// Products that the question offers.
    pub candidates: Vec<&'a str>,
}

/// A segment of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentOf<'a> {
    /// Name of the chain.
    pub chain: &'a str,
    /// Name of the segment.
    pub segment: &'a str,
}

/// Does this text mean that product?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionView<'a> {
    /// What an answer names.
    pub id: &'a str,
    /// The text.
    pub text: &'a str,
    /// Name of the product.
    pub product: &'a str,
    /// Where the text was read.
    pub rows: &'a [String],
}

/// Coverage and review list of a data set.
pub fn view(dataset: &Dataset) -> Naming<'_> {
    Naming { coverage: coverage(dataset), texts: texts(dataset) }
}

/// Whether a text belongs in a row, by how it was named and whether a segment has its product.
type Belongs = fn(How, bool) -> bool;

/// The rows of the coverage table with what belongs in each.
const KINDS: [(&str, Belongs); 9] = [
    ("total", |_, _| true),
    ("in_segment", |_, inside| inside),
    ("exact", |how, inside| inside && how == How::Exact),
    ("synonym", |how, inside| inside && how == How::Synonym),
    ("decided", |how, inside| inside && how == How::Decided),
    ("matched", |how, inside| inside && how == How::Matched),
    ("asked", |how, inside| !inside && how == How::Asked),
    ("outside", |how, inside| !inside && !matches!(how, How::Asked | How::Blank)),
    ("blank", |how, inside| !inside && how == How::Blank),
];

fn coverage(dataset: &Dataset) -> Vec<Share> {
    let inside = |product: ProductIx| dataset.chains.iter().any(|chain| chain.place_of(product).is_some());
    let sorted: Vec<(&ProductText, bool)> =
        dataset.product_texts.iter().map(|text| (text, inside(text.product))).collect();
    let sum = |belongs: Belongs| {
        let members = sorted.iter().filter(|(text, inside)| belongs(text.naming, *inside));
        members.fold((0, 0, 0.0), |(texts, lines, amount), (text, _)| {
            (texts + usize::from(text.naming != How::Blank), lines + text.lines, amount + text.amount)
        })
    };
    let (_, all_lines, all_amount) = sum(KINDS[0].1);
    let row = |(kind, belongs): &(&'static str, Belongs)| {
        let (texts, lines, amount) = sum(*belongs);
        let lines_share = (all_lines > 0).then(|| lines as f64 / all_lines as f64);
        let amount_share = (all_amount > 0.0).then(|| amount / all_amount);
        Share { kind, texts, lines, lines_share, amount, amount_share }
    };
    KINDS.iter().map(row).collect()
}

fn texts(dataset: &Dataset) -> Vec<TextView<'_>> {
    let segments = segments(dataset);
    let mut texts: Vec<TextView<'_>> =
        dataset.product_texts.iter().map(|text| text_view(dataset, text, &segments)).collect();
    // What waits for an answer first, then what was guessed; within each the largest sums.
    let rank = |how: How| match how {
        How::Asked => 0,
        How::Unmatched => 1,
        How::Blank => 2,
        How::Matched => 3,
        How::Decided => 4,
        How::Synonym => 5,
        How::Exact => 6,
    };
    texts.sort_by(|a, b| {
        let order = rank(a.how)
            .cmp(&rank(b.how))
            .then(b.amount.unwrap_or(0.0).total_cmp(&a.amount.unwrap_or(0.0)))
            .then(b.lines.cmp(&a.lines));
        order.then_with(|| a.text.cmp(b.text))
    });
    texts
}

/// What the text's lines cost, as far as they say.
fn priced(text: &ProductText) -> Option<f64> {
    (text.lines > text.unpriced).then_some(text.amount)
}

fn text_view<'a>(
    dataset: &'a Dataset,
    text: &'a ProductText,
    segments: &BTreeMap<ProductIx, Vec<SegmentOf<'a>>>,
) -> TextView<'a> {
    let name = |product: ProductIx| dataset.product(product).name.as_ref();
    let own = matches!(text.naming, How::Asked | How::Unmatched | How::Blank);
    TextView {
        text: &text.text,
        lines: text.lines,
        amount: priced(text),
        unpriced_lines: text.unpriced,
        product: (!own).then(|| name(text.product)),
        segments: segments.get(&text.product).cloned().unwrap_or_default(),
        how: text.naming,
        term: text.term.as_deref(),
        evidence: text.evidence,
        candidates: text.candidates.iter().map(|product| name(*product)).collect(),
    }
}

fn segments(dataset: &Dataset) -> BTreeMap<ProductIx, Vec<SegmentOf<'_>>> {
    let mut segments: BTreeMap<ProductIx, Vec<SegmentOf<'_>>> = BTreeMap::new();
    for chain in &dataset.chains {
        for place in &chain.products {
            let segment = &chain.segments[place.segment as usize].name;
            segments.entry(place.product).or_default().push(SegmentOf { chain: &chain.name, segment });
        }
    }
    segments
}

/// The open questions about products, the largest sums first.
pub fn questions_table(dataset: &Dataset, questions: &[QuestionView<'_>], lang: Lang) -> Table {
    let texts: BTreeMap<&str, &ProductText> = dataset.product_texts.iter().map(|text| (&*text.text, text)).collect();
    let amount = |question: &QuestionView<'_>| texts.get(question.text).and_then(|text| priced(text));
    let mut order: Vec<&QuestionView<'_>> = questions.iter().collect();
    order.sort_by(|a, b| {
        amount(b).unwrap_or(0.0).total_cmp(&amount(a).unwrap_or(0.0)).then_with(|| (a.text, a.id).cmp(&(b.text, b.id)))
    });
    let columns = Columns::new(lang)
        .with(head::QUESTION, |row: &QuestionView<'_>| Cell::text(row.id))
        .with(head::TEXT, |row| Cell::text(row.text))
        .with(head::PRODUCT, |row| Cell::text(row.product))
        .with(head::AMOUNT, move |row| Cell::number_or(amount(row), Reason::Unknown))
        .with(head::ROWS, move |row| Cell::text(term::list(row.rows, lang)));
    columns.table("product_questions", words::questions_title(lang), order)
}

/// How much of the purchases found a segment, and how.
pub fn coverage_table(dataset: &Dataset, lang: Lang) -> Table {
    let columns = Columns::new(lang)
        .with(head::KIND, move |row: &Share| Cell::text(words::kind(row.kind, lang)))
        .with(head::TEXTS, |row| Cell::count(row.texts))
        .with(head::TEXT_LINES, |row| Cell::count(row.lines))
        .with(head::LINES_SHARE, |row| Cell::number_or(row.lines_share, Reason::NoPurchases))
        .with(head::AMOUNT, |row| Cell::Number(row.amount))
        .with(head::AMOUNT_SHARE, |row| Cell::number_or(row.amount_share, Reason::NoPurchases));
    columns.table("product_coverage", words::coverage_title(lang), &coverage(dataset))
}

/// The review list: each text with the product that it was taken for, and why.
///
/// On a screen `all` is false: what is a product's own name needs no look.
pub fn texts_table(dataset: &Dataset, all: bool, lang: Lang) -> Table {
    let names = |texts: Vec<&str>| match texts.is_empty() {
        true => Cell::Missing(Reason::NotApplicable),
        false => Cell::text(term::list(&texts, lang)),
    };
    let distinct = |pick: fn(&SegmentOf<'_>) -> String| {
        move |row: &TextView<'_>| {
            let mut all: Vec<String> = row.segments.iter().map(pick).collect();
            all.dedup();
            names(all.iter().map(String::as_str).collect())
        }
    };
    let evidence = move |row: &TextView<'_>| {
        let found = row.evidence.zip(row.term);
        Cell::text_or(found.map(|(evidence, term)| words::evidence(evidence, term, lang)), Reason::NotApplicable)
    };
    let columns = Columns::new(lang)
        .with(head::TEXT, |row: &TextView<'_>| columns::known(row.text))
        .with(head::TEXT_LINES, |row| Cell::count(row.lines))
        .with(head::AMOUNT, |row| Cell::number_or(row.amount, Reason::Unknown))
        .with(head::HOW, move |row| Cell::text(words::how(row.how, lang)))
        .with(head::PRODUCT, |row| Cell::text_or(row.product, Reason::NotApplicable))
        .with(head::SEGMENT, distinct(|place| place.segment.to_owned()))
        .with(head::CHAIN, distinct(|place| place.chain.to_owned()))
        .with(head::CANDIDATES, move |row| names(row.candidates.clone()))
        .with(head::EVIDENCE, evidence);
    let mut texts = texts(dataset);
    texts.retain(|text| all || !matches!(text.how, How::Exact | How::Synonym) || text.segments.is_empty());
    let table = columns.table("product_names", words::texts_title(lang), &texts);
    Table { note: Some(words::note(lang).to_owned()), ..table }
}
