//! Questions about names: list them, write them beside the data, record answers.

use super::output::write_file;
use super::{Error, Moment, Session};
use crate::ingest::decisions::{Decisions, FirmDecision, ProductDecision};
use crate::ingest::{Question, decisions_beside, decisions_path};
use crate::report::decide::{PartyView, QuestionView};
use crate::report::words::Lang;
use crate::report::{self, Block, Report, naming};
use serde::Serialize;
use std::path::{Path, PathBuf};

pub use crate::ingest::decisions::Ruling;

/// What to do with the decisions file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DecideOptions {
    /// Add every open question.
    pub write: bool,
    /// Answers by id, or by the beginning of an id that no other has.
    pub answers: Vec<(String, Ruling)>,
    /// Ids of questions to forget.
    pub undo: Vec<String>,
    /// Now, for the log of a library.
    pub now: Moment,
}

impl DecideOptions {
    /// Whether the file is to be changed.
    pub fn changes(&self) -> bool {
        self.write || !self.answers.is_empty() || !self.undo.is_empty()
    }
}

/// What was changed in the decisions file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changed {
    /// Questions added.
    pub added: usize,
    /// Answers recorded.
    pub answered: usize,
    /// Questions forgotten.
    pub forgotten: usize,
}

/// Changes the decisions: those beside the data at `path`, written to `file` when one is given, else where they were.
///
/// The file is written whole or not at all; comments in it are lost, answers are kept. A library keeps its decisions
/// itself: what changes becomes a revision of it, later than what came with the data sets.
///
/// # Errors
/// When the file is not understood or cannot be written, or no question has an id; nothing was changed then.
pub fn decide(session: &Session, path: &Path, file: Option<&Path>, options: &DecideOptions) -> Result<Changed, Error> {
    let Known { mut own, all } = known(path, file.is_some())?;
    let changed = apply(&mut own, &all, session, options)?;
    match file {
        Some(file) => write_file(file, own.to_text().as_bytes())?,
        #[cfg(feature = "library")]
        None if super::library::is_library(path) => {
            super::library::record(path, &own, &options.now)?;
        }
        None => write_file(&decisions_path(path), own.to_text().as_bytes())?,
    }
    Ok(changed)
}

/// Decisions to be changed, and all that rule.
struct Known {
    own: Decisions,
    all: Decisions,
}

/// Of a library only what was decided in it can be changed in it; a file is to hold everything.
fn known(path: &Path, to_file: bool) -> Result<Known, Error> {
    #[cfg(feature = "library")]
    if super::library::is_library(path) {
        let (own, all) = super::library::decisions(path)?;
        return Ok(Known { own: if to_file { all.clone() } else { own }, all });
    }
    #[cfg(not(feature = "library"))]
    let _ = to_file;
    let beside = decisions_beside(path)?;
    Ok(Known { own: beside.clone(), all: beside })
}

fn apply(own: &mut Decisions, all: &Decisions, session: &Session, options: &DecideOptions) -> Result<Changed, Error> {
    let mut changed = Changed::default();
    for id in &options.undo {
        let id = full_id(id, own, &[])?;
        changed.forgotten += usize::from(own.forget(&id));
    }
    let asked: Vec<&Question> = session.questions.iter().chain(&session.merges).collect();
    let products = &session.product_questions;
    let ids: Vec<&str> = asked
        .iter()
        .map(|question| &question.id)
        .chain(products.iter().map(|text| &text.id))
        .map(String::as_str)
        .collect();
    for (id, ruling) in &options.answers {
        let id = full_id(id, all, &ids)?;
        if !own.answer(&id, *ruling) {
            // What was asked just now, or decided elsewhere before.
            let decided = all.firms.iter().find(|decision| decision.id == id);
            let question = asked.iter().find(|question| question.id == id);
            if let Some(question) = question {
                own.add_firm(question.decision(*ruling));
            } else if let Some(decision) = decided {
                own.add_firm(FirmDecision { answer: *ruling, ..decision.clone() });
            }
            if let Some(text) = products.iter().chain(&all.products).find(|text| text.id == id) {
                own.add_product(ProductDecision { answer: *ruling, ..text.clone() });
            }
        }
        changed.answered += 1;
    }
    if options.write {
        let open = session.questions.iter().filter(|question| !question.recorded);
        changed.added = open.filter(|question| own.add_firm(question.decision(Ruling::Open))).count();
        changed.added += products.iter().filter(|question| own.add_product((*question).clone())).count();
    }
    Ok(changed)
}

/// Where the decisions of the data are: the file that belongs to them, or the library itself.
pub fn file(path: &Path) -> PathBuf {
    #[cfg(feature = "library")]
    if super::library::is_library(path) {
        return path.to_owned();
    }
    decisions_path(path)
}

/// The one id that begins so.
fn full_id(text: &str, decisions: &Decisions, asked: &[&str]) -> Result<String, Error> {
    let asked = asked.iter().copied().filter(|id| id.starts_with(text));
    let mut ids: Vec<&str> = decisions.ids_beginning(text).chain(asked).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids[..] {
        _ if text.is_empty() => Err(Error::UnknownQuestion { id: String::new(), several: false }),
        [only] => Ok(only.to_owned()),
        _ if ids.contains(&text) => Ok(text.to_owned()),
        _ => Err(Error::UnknownQuestion { id: text.to_owned(), several: !ids.is_empty() }),
    }
}

/// The open questions, as a report; `data` is how the command line names the data, options and all.
pub fn questions_report(session: &Session, data: &str, lang: Lang) -> Report {
    let views: Vec<QuestionView> = session.questions.iter().map(view).collect();
    let mut report = report::decide::questions(&views, data, lang);
    let products = product_views(session);
    if !products.is_empty() {
        report.blocks.push(Block::Table(naming::questions_table(session.dataset(), &products, lang)));
    }
    report
}

fn view(question: &Question) -> QuestionView {
    let party = |at: usize| {
        let party = [&question.a, &question.b][at];
        let (name, code) = (party.name.clone(), party.code.clone());
        PartyView { name, code, place: party.place, row: question.rows[at].clone() }
    };
    QuestionView {
        id: question.id.clone(),
        parties: [party(0), party(1)],
        reason: question.reason.as_str(),
        similarity: question.similarity,
        recorded: question.recorded,
    }
}

fn product_views(session: &Session) -> Vec<naming::QuestionView<'_>> {
    session.product_questions.iter().map(product_view).collect()
}

fn product_view(question: &ProductDecision) -> naming::QuestionView<'_> {
    let ProductDecision { id, text, product, rows, .. } = question;
    naming::QuestionView { id, text, product, rows }
}

/// The open questions and what was taken for one, as JSON.
pub fn questions_json(session: &Session) -> Vec<u8> {
    #[derive(Serialize)]
    struct Decide<'a> {
        schema: &'static str,
        questions: &'a [Question],
        merges: &'a [Question],
        products: Vec<naming::QuestionView<'a>>,
    }
    let (questions, merges) = (&session.questions, &session.merges);
    let decide = Decide { schema: "liantu/decide/1", questions, merges, products: product_views(session) };
    let mut bytes = serde_json::to_vec_pretty(&decide).expect("texts and finite numbers always serialise");
    bytes.push(b'\n');
    bytes
}
