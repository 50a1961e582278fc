//! Provenance: which cells of the user's spreadsheets does a figure come from, and what was left out of it?
//!
//! ```text
//! figure = numerator / denominator        or the numerator alone, or 1 / denominator
//! numerator = Σ over roles of Σ over buyers (and products) of Σ over flows of Σ over lines      denominator likewise
//! ```
//!
//! Every row says what it adds to each side. The sums are taken in the order in which the figures themselves are
//! computed (lines, then flows, then buyers, then roles in the order of [`Role`]), so that rates, rings and amounts re-add
//! to the last bit; figures that subtract or that add up introductions may differ in the last binary digits.
//!
//! A part of what a declared total leaves over stands in the row of that total. A cell reduced by a credit note has its
//! reduced amount here, and the credit note is listed as netted. Rows that could not be read at all belong to nobody:
//! they are listed once for the whole answer.
//!
//! Cost: as the question itself, and O(lines) for each figure.

mod book;
mod split;

pub(super) use book::{Book, Sheet, Term, spare_terms};

use super::Error;
use super::key::{self, Question};
use super::rate::{BuyerScope, RateOptions};
use super::scope::TierName;
use crate::graph::{Flow, SupplyGraph};
use crate::issue::{Code, Origin};
use crate::model::measure::Side;
use crate::model::{Nearness, Tier, Year};
use serde::Serialize;
use std::sync::Arc;

/// What to explain.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ExplainOptions {
    /// Options of the question that the figure answers; splits and weak links use the first tier.
    #[serde(flatten)]
    pub question: RateOptions,
    /// Which figures.
    pub figures: Figures,
}

/// Which figures to explain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Figures {
    /// Those of these keys.
    Keys(Vec<String>),
    /// The amount figures that the answer to a question leads with, in its latest year.
    Shown(Question),
    /// The total and the chain leaders, by amount.
    Leading,
}

impl Default for Figures {
    fn default() -> Self {
        Figures::Keys(Vec::new())
    }
}

/// Figures wanted of one question.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted<'a> {
    Keys(&'a [&'a str]),
    Shown { leading: bool },
}

impl Wanted<'_> {
    /// The parts of all keys.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        let keys = match self {
            Wanted::Keys(keys) => keys,
            Wanted::Shown { .. } => &[][..],
        };
        keys.iter().flat_map(|asked| key::parts(asked).skip(1))
    }
}

/// What a row is in a figure. The order is that of summation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Bought nearby; or within the ring, region or group asked about.
    Near,
    /// Bought outside it.
    Far,
    /// Bought from an unknown place.
    Unlocated,
    /// What a declared total leaves over: known to have been bought, not itemised.
    Declared,
    /// Spare capacity that an introduction would use.
    Introduced,
    /// Capacity of a local maker, less what it has promised elsewhere.
    Capacity,
    /// What the formula cuts off, or fills up to nought: it stands in no row of a spreadsheet.
    Limit,
}

/// A row as the user's spreadsheet shows it, and what it was read as.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Line {
    /// File, sheet, row; column and cell of the amount.
    pub origin: Origin,
    /// Year.
    pub year: Option<Year>,
    /// Name of the buyer, where there is one.
    pub buyer: Option<Arc<str>>,
    /// Name of the supplier or maker; `None` when unnamed.
    pub supplier: Option<Arc<str>>,
    /// Name of the product; `None` for all of a buyer's products.
    pub product: Option<Arc<str>>,
    /// Shipping place in words; empty when unknown.
    pub place: Arc<str>,
    /// Yuan, after netting; `None` when the row has no amount.
    pub amount: Option<f64>,
}

/// A row that a figure rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What it is in the figure.
    pub role: Role,
    /// The row.
    #[serde(flatten)]
    pub line: Line,
    /// Whether it is near, in the tier of the figure.
    pub nearness: Option<Nearness>,
    /// What it adds to the numerator, in the unit of the figure.
    pub numerator: f64,
    /// What it adds to the denominator.
    pub denominator: f64,
    /// Buyer (and product), flow and line: the order of summation.
    #[serde(skip)]
    pub order: [u32; 3],
}

/// Why a row is not in a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It has no amount; the bounds allow for it.
    AmountMissing,
    /// Its amount is withheld; the bounds allow for it.
    AmountUndisclosed,
    /// The place that it ships from is not known well enough; the bounds allow for it.
    PlaceUnknown,
    /// The buyer's place is not known well enough to say what is near; the bounds allow for it.
    BuyerPlaceUnknown,
    /// Neither place is; the bounds allow for it.
    PlacesUnknown,
    /// A trader sold it and no line names where it was made; the bounds allow for it.
    TraderOrigin,
    /// Declared in a total but not itemised; the bounds allow for it.
    NotItemised,
    /// It repeats another row.
    Duplicate,
    /// A better source tells of the same purchase.
    BetterSource,
    /// A credit note, taken off another row.
    Netted,
    /// The firm supplies itself.
    SelfSupply,
    /// Both ends belong to one group, and arm's length was asked for.
    Related,
    /// Its amount is zero: no source of supply.
    Zero,
    /// The supplier sells less than the least that counts.
    BelowThreshold,
    /// It names no product.
    ProductUnknown,
    /// Whether its buyer belongs to the area looked at is unknown.
    BuyerUnplaced,
    /// It belongs to another year.
    OtherYear,
    /// Its product is not of the chain asked for.
    OtherChain,
    /// It does not say the capacity, or the spare of it, that the figure asks for.
    CapacityUnknown,
}

impl Reason {
    /// Why it is unknown whether a flow is near: a place that is known well enough is near itself.
    pub(super) fn of_place(tier: &Tier, graph: &SupplyGraph, flow: &Flow) -> Self {
        let is_known = |place| tier.near(place, place) != Nearness::Unknown;
        match (is_known(graph.place(flow)), is_known(graph.buyer_place(flow))) {
            (true, _) => Reason::BuyerPlaceUnknown,
            (false, true) => Reason::PlaceUnknown,
            (false, false) => match tier {
                // The buyer's place is not asked for.
                Tier::Region(_) | Tier::Area(_) => Reason::PlaceUnknown,
                _ => Reason::PlacesUnknown,
            },
        }
    }
}

/// A row, or a number of rows, that a figure leaves out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// Why.
    pub reason: Reason,
    /// The row; without a row number it stands for several of one sheet.
    #[serde(flatten)]
    pub line: Line,
    /// Rows.
    pub lines: u32,
    /// Where it stands for several rows: the numbers of the first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first_rows: Vec<u32>,
    /// The row that stands instead.
    pub stands: Option<Origin>,
}

/// A ledger row that could not be read, and therefore belongs to no figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unread {
    /// Where it stands.
    pub origin: Origin,
    /// The issue that set it aside.
    pub code: Code,
}

/// How the two sides make the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Numerator ÷ denominator.
    Ratio,
    /// The numerator alone.
    Sum,
    /// 1 ÷ denominator.
    Inverse,
}

/// Unit of what the rows add.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Yuan.
    Yuan,
    /// Suppliers or products.
    Count,
    /// Squared shares.
    Share,
}

/// What the rows add up to, beside what was published.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReAdded {
    /// Sum of what the rows add to the numerator, the limit among them.
    pub numerator: f64,
    /// Sum of what they add to the denominator.
    pub denominator: f64,
    /// The numerator without the limit; `None` when no limit bites.
    pub before_limit: Option<f64>,
    /// Whether they, and what they make, are what was published; `None` when there is no figure to compare with.
    pub agrees: Option<bool>,
}

/// A figure with the rows behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Its key.
    pub figure: String,
    /// The answer it stands in.
    pub question: Question,
    /// What it is about: `total`, `county`, `chain`, `segment`, `product`, `firm`, `buyer` or `pair`.
    pub level: &'static str,
    /// Names of what it is about; empty for a total.
    pub names: Vec<Arc<str>>,
    /// Whose purchases.
    pub scope: BuyerScope,
    /// Year.
    pub year: Option<Year>,
    /// Tier; `None` for a ring.
    pub tier: Option<Arc<str>>,
    /// Last part of the key.
    pub measure: &'static str,
    /// Formula of the methods.
    pub method: &'static str,
    /// How the two sides make the figure.
    pub form: Form,
    /// Unit of both sides.
    pub unit: Unit,
    /// The figure: a fraction, a count or yuan; `None` when it is not identified.
    pub value: Option<f64>,
    /// Its lower bound, where it has bounds.
    pub lo: Option<f64>,
    /// Its upper bound.
    pub hi: Option<f64>,
    /// A bound that is approached but never reached.
    pub open: Option<Side>,
    /// Numerator as published.
    pub numerator: Option<f64>,
    /// Denominator as published.
    pub denominator: Option<f64>,
    /// Least and greatest numerator that the formula allows; what is beyond has a row of its own ([`Role::Limit`]).
    pub limits: Option<(f64, f64)>,
    /// The check.
    pub re_adds: ReAdded,
    /// Rows used, by role, then file, sheet and row.
    pub rows: Vec<Row>,
    /// Rows left out, by reason, then file, sheet and row.
    pub left_out: Vec<LeftOut>,
}

impl Explanation {
    /// A figure of which only key and question are known yet.
    pub(crate) fn new(figure: String, question: Question) -> Self {
        Self {
            figure,
            question,
            level: "",
            names: Vec::new(),
            scope: BuyerScope::All,
            year: None,
            tier: None,
            measure: "",
            method: "",
            form: Form::Ratio,
            unit: Unit::Yuan,
            value: None,
            lo: None,
            hi: None,
            open: None,
            numerator: None,
            denominator: None,
            limits: None,
            re_adds: ReAdded { numerator: 0.0, denominator: 0.0, before_limit: None, agrees: None },
            rows: Vec::new(),
            left_out: Vec::new(),
        }
    }
}

/// Answer: figures with the rows behind them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explain {
    /// In the order asked for.
    pub figures: Vec<Explanation>,
    /// Ledger rows that could not be read: any of them may belong to any figure.
    pub unread: Vec<Unread>,
}

/// Explains figures.
///
/// ```
/// use liantu::analysis::{ExplainOptions, explain};
/// use liantu::graph::SupplyGraph;
/// let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
/// assert!(explain(&graph, &ExplainOptions::default()).unwrap().figures.is_empty());
/// ```
///
/// # Errors
/// When a key names no figure or several, or the options name a chain or a year that the data set does not have.
pub fn explain(graph: &SupplyGraph, options: &ExplainOptions) -> Result<Explain, Error> {
    let placed = options.question.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    let question = &RateOptions { trader_as_origin: false, ..options.question.clone() };
    let figures = match &options.figures {
        Figures::Keys(keys) => by_keys(graph, question, keys)?,
        Figures::Shown(shown) => of(graph, question, *shown, Wanted::Shown { leading: false })?,
        Figures::Leading => of(graph, question, Question::Rate, Wanted::Shown { leading: true })?,
    };
    let dataset = graph.dataset();
    let unread = dataset.set_aside.iter().map(|aside| Unread { origin: dataset.origin(aside.row), code: aside.code });
    Ok(Explain { figures, unread: unread.collect() })
}

/// Rates of one graph share their work, so their keys are asked for together.
fn by_keys(graph: &SupplyGraph, options: &RateOptions, keys: &[String]) -> Result<Vec<Explanation>, Error> {
    let mut found: Vec<(usize, Explanation)> = Vec::new();
    for question in [Question::Rate, Question::Ring, Question::Split, Question::Gap] {
        let mut wanted: Vec<(usize, &str)> = Vec::new();
        for (at, asked) in keys.iter().enumerate() {
            if Question::of(asked)? == question {
                wanted.push((at, asked));
            }
        }
        let keys: Vec<&str> = wanted.iter().map(|(_, asked)| *asked).collect();
        if !keys.is_empty() {
            let figures = of(graph, options, question, Wanted::Keys(&keys))?;
            found.extend(wanted.iter().map(|(at, _)| *at).zip(figures));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    Ok(found.into_iter().map(|(_, explanation)| explanation).collect())
}

fn of(
    graph: &SupplyGraph,
    options: &RateOptions,
    question: Question,
    wanted: Wanted<'_>,
) -> Result<Vec<Explanation>, Error> {
    match question {
        Question::Rate => super::rate::explain::explain(graph, options, wanted, false),
        Question::Ring => super::rate::explain::explain(graph, options, wanted, true),
        Question::Split => each(options, wanted, |options, wanted| split::explain(graph, options, wanted)),
        Question::Gap => each(options, wanted, |options, wanted| super::gap::explain::explain(graph, options, wanted)),
    }
}

/// Splits and weak links look at one year and one tier, which a key may name.
fn each(
    options: &RateOptions,
    wanted: Wanted<'_>,
    explain: impl Fn(&RateOptions, Wanted<'_>) -> Result<Vec<Explanation>, Error>,
) -> Result<Vec<Explanation>, Error> {
    let Wanted::Keys(keys) = wanted else { return explain(options, wanted) };
    let named = |asked: &str| {
        let tier = key::parts(asked).skip(1).find_map(|part| part.parse::<TierName>().ok());
        (key::year_in(asked), tier)
    };
    let mut all = Vec::with_capacity(keys.len());
    for keys in keys.chunk_by(|a, b| named(a) == named(b)) {
        let mut options = options.clone();
        let (year, tier) = named(keys[0]);
        options.scope.year = year.or(options.scope.year);
        options.tiers = tier.map_or(options.tiers, |tier| vec![tier]);
        all.extend(explain(&options, Wanted::Keys(keys))?);
    }
    Ok(all)
}
