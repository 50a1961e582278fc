//! Questions about names as a table: both parties, where each was read, why it is asked.

use crate::issue::Origin;
use crate::model::{AreaCode, division};
use crate::report::table::{Cell, Column, Reason, Table, Unit};
use crate::report::words::{Lang, decide as words};
use crate::report::{Block, Report};
use std::sync::Arc;

/// A firm in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyView {
    /// Name.
    pub name: Arc<str>,
    /// Credit code, when known.
    pub code: Option<Arc<str>>,
    /// Where it stands, when known.
    pub place: Option<AreaCode>,
    /// Where it was first read.
    pub row: Origin,
}

/// Are these two one firm?
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionView {
    /// What an answer names.
    pub id: String,
    /// The parties.
    pub parties: [PartyView; 2],
    /// Stable word for why it is asked.
    pub reason: &'static str,
    /// From 0 to 1.
    pub similarity: f64,
    /// Whether the decisions file has it already.
    pub recorded: bool,
}

/// The open questions, most alike first.
pub fn questions(questions: &[QuestionView], path: &str, lang: Lang) -> Report {
    let unit = |key: &str| if key == "similarity" { Unit::Share } else { Unit::None };
    let keys = [
        "id",
        "a",
        "b",
        "reason",
        "similarity",
        "row_a",
        "row_b",
        "place_a",
        "place_b",
        "code_a",
        "code_b",
        "recorded",
    ];
    let column = |key: &'static str| Column {
        key,
        heading: words::heading(key, lang).to_owned(),
        unit: unit(key),
        detail: matches!(key, "place_a" | "place_b" | "code_a" | "code_b" | "recorded"),
    };
    let mut order: Vec<&QuestionView> = questions.iter().collect();
    order.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then_with(|| a.id.cmp(&b.id)));
    let table = Table {
        key: "questions",
        title: words::title(lang).to_owned(),
        columns: keys.map(column).to_vec(),
        rows: order.into_iter().map(|question| row(question, lang)).collect(),
        note: (!questions.is_empty()).then(|| words::how(path, lang)),
    };
    Report { title: words::title(lang).to_owned(), blocks: vec![Block::Table(table)], ..Report::default() }
}

fn row(question: &QuestionView, lang: Lang) -> Vec<Cell> {
    let [a, b] = &question.parties;
    let place = |party: &PartyView| Cell::text_or(party.place.map(division::path), Reason::Unknown);
    let code = |party: &PartyView| Cell::text_or(party.code.as_deref(), Reason::Unknown);
    vec![
        Cell::text(&question.id),
        Cell::text(&*a.name),
        Cell::text(&*b.name),
        Cell::text(words::reason(question.reason, lang)),
        Cell::Number(question.similarity),
        Cell::text(a.row.to_string()),
        Cell::text(b.row.to_string()),
        place(a),
        place(b),
        code(a),
        code(b),
        Cell::Flag(question.recorded),
    ]
}
