//! Answers in words (L5): an [`Answer`](crate::analysis::Answer) becomes a format-neutral [`Report`].
//!
//! ```text
//! Answer ─► present(&answer, &context) ─► Report { key figures, tables, figures, notes }
//! ```
//!
//! One file per question, named as in `analysis`; a column is declared once with what its cells show. Cells are typed and
//! unrounded: renderers round them. Captions of figures and sentences of a summary are text already, so they call the one
//! place that rounds, [`words::number`], themselves. What is missing says why and is never zero. A rate stands as a point
//! only where its bounds are at most ten percentage points apart, else as the interval. Chinese output lives in [`words`]
//! alone; names of firms, products and places stay as they are in either language.
//!
//! ```
//! use liantu::analysis::{Request, RateOptions};
//! use liantu::graph::SupplyGraph;
//! use liantu::report::{Context, present};
//! let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
//! let answer = Request::Rate(RateOptions::default()).run(&graph).unwrap();
//! assert_eq!(present(&answer, &Context::default()).title, "近地化配套率");
//! ```

pub mod chain;
mod columns;
pub mod figure;
mod gap;
pub mod graph;
pub mod issues;
mod measure;
mod network;
mod panorama;
mod rate;
mod split;
mod summary;
pub mod table;
pub mod words;

pub use figure::Figure;
pub use summary::summary;
pub use table::{Cell, Column, Reason, Table, Unit};
pub use words::Lang;

use crate::analysis::Answer;
use crate::analysis::scope::AreaName;
use crate::model::Year;

/// What a report says of itself beside the answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// Language of the report.
    pub lang: Lang,
    /// Title of the data set; empty when it has none.
    pub title: String,
    /// Date of the data, as `2024-09-30`.
    pub as_of: Option<String>,
}

impl Context {
    /// Data set, year or tier, date: one line.
    fn subtitle(&self, parts: &[String]) -> String {
        let date = self.as_of.as_ref().map(|date| words::term::as_of(date, self.lang));
        let all = std::iter::once(&self.title).chain(parts).chain(&date).filter(|part| !part.is_empty());
        all.cloned().collect::<Vec<_>>().join(" · ")
    }

    /// Subtitle of a question about one year and tier.
    fn subtitle_of(&self, year: Option<Year>, tier: &crate::model::Tier) -> String {
        self.subtitle(&[words::term::year(year, self.lang), words::term::tier(&tier.to_string(), self.lang)])
    }
}

/// The answer in words.
pub fn present(answer: &Answer, context: &Context) -> Report {
    match answer {
        Answer::Rate(rate) => rate::present(rate, context),
        Answer::Split(split) => split::present(split, context),
        Answer::Gap(gap) => gap::present(gap, context),
        Answer::Panorama(panorama) => panorama::present(panorama, context),
        Answer::Network(network) => network::present(network, context),
    }
}

/// Title of a report about the focus area, when there is one.
fn title(focus: Option<&AreaName>, what: &str, lang: Lang) -> String {
    words::term::title(focus.map(|area| area.name.as_str()), what, lang)
}

/// A document of figures, tables and notes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Title.
    pub title: String,
    /// Data set, date, focus: one line.
    pub subtitle: String,
    /// The few numbers a chief reads first.
    pub key_figures: Vec<KeyFigure>,
    /// The body.
    pub blocks: Vec<Block>,
    /// Method and caution, below the body.
    pub notes: Vec<String>,
}

/// A number a chief reads first.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyFigure {
    /// What it is, such as 市域近地化配套率.
    pub label: String,
    /// The number.
    pub value: Cell,
    /// Unit of the number.
    pub unit: Unit,
    /// Definition and coverage in one line.
    pub note: String,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Heading.
    Heading(String),
    /// Paragraph.
    Paragraph(String),
    /// Table.
    Table(Table),
    /// Picture.
    Figure(Figure),
}
