//! A data set opened once: its graph, its issues, and answers with their context.

use super::Error;
use crate::analysis::scope::{AreaName, Scope};
use crate::analysis::{Answer, Request};
use crate::graph::{Flow, SupplyGraph};
use crate::ingest::decisions::ProductDecision;
use crate::ingest::{self, Ingested, Question, ReadOptions, RejectSheet};
use crate::issue::{Code, Issue};
use crate::model::{Dataset, Nearness};
use crate::report::issues::{IssueView, view};
use crate::report::words::Lang;
use crate::report::{Context, Report};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// An opened data set.
#[derive(Debug)]
pub struct Session {
    /// Its graph; the data set is behind it.
    pub graph: SupplyGraph,
    /// Issues that were not silenced.
    pub issues: Vec<Issue>,
    /// Rows set aside.
    pub rejects: Vec<RejectSheet>,
    /// Pairs of firms that may be one.
    pub questions: Vec<Question>,
    /// Texts that may mean a product and that nobody has decided.
    pub product_questions: Vec<ProductDecision>,
    /// Pairs of firms that were taken for one.
    pub merges: Vec<Question>,
}

/// Which kinds of issue stop the work and which are not shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Kinds that stop it.
    pub deny: Vec<Code>,
    /// Kinds that are silenced.
    pub allow: Vec<Code>,
}

/// Why figures may be empty or local to something unexpected, although every row was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// No purchase line was used.
    NoPurchases,
    /// No buyer stands in the focus area of this name.
    NoLocalBuyer(String),
    /// No focus area was given.
    NoFocus,
}

/// An answer with everything a reader of the file needs (contract of the JSON).
#[derive(Debug, Serialize)]
pub struct Outcome<'a> {
    /// `liantu/<question>/<version>`.
    pub schema: String,
    /// Options as understood.
    pub request: &'a Request,
    /// The data set.
    pub dataset: DatasetView,
    /// The answer.
    pub answer: &'a Answer,
    /// The rows behind its figures, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<&'a Answer>,
    /// Issues.
    pub issues: Vec<IssueView>,
}

/// The data set in the JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DatasetView {
    /// Title, when given.
    pub title: Option<Arc<str>>,
    /// As-of date, when given.
    pub as_of: Option<Arc<str>>,
    /// Focus area, when given.
    pub focus: Option<AreaName>,
    /// Fingerprint of the content.
    pub fingerprint: Arc<str>,
    /// Data rows read.
    pub rows_read: usize,
    /// Data rows used.
    pub rows_used: usize,
    /// Data rows set aside.
    pub rows_set_aside: usize,
}

impl Session {
    /// Reads a data set, checks that its rows balance, applies the policy and builds the graph.
    ///
    /// # Errors
    /// When the data cannot be read, rows do not balance, or an issue of a denied kind occurs.
    pub fn open(path: &Path, options: &ReadOptions, policy: &Policy) -> Result<Self, Error> {
        Self::new(read(path, options)?, policy)
    }

    /// As [`Session::open`], of a library as it was after a revision.
    ///
    /// # Errors
    /// As [`Session::open`]; when the path is no library, or has no such revision.
    #[cfg(feature = "library")]
    pub fn open_at(path: &Path, revision: u32, options: &ReadOptions, policy: &Policy) -> Result<Self, Error> {
        Self::new(super::library::read(path, Some(revision), options)?, policy)
    }

    fn new(ingested: Ingested, policy: &Policy) -> Result<Self, Error> {
        for &code in &policy.deny {
            let mut denied = ingested.issues.iter().filter(|issue| issue.code == code);
            if let Some(first) = denied.next() {
                return Err(Error::Denied { code, count: denied.count() + 1, first: first.origin.to_string() });
            }
        }
        let issues = ingested.issues.into_iter().filter(|issue| !policy.allow.contains(&issue.code)).collect();
        let graph = SupplyGraph::build(Arc::new(ingested.dataset));
        let (questions, product_questions) = (ingested.questions, ingested.product_questions);
        Ok(Self { graph, issues, rejects: ingested.rejects, questions, product_questions, merges: ingested.merges })
    }

    /// The data set.
    pub fn dataset(&self) -> &Dataset {
        self.graph.dataset()
    }

    /// What a reader of the figures should know first.
    pub fn remark(&self) -> Option<Remark> {
        let Some(focus) = self.dataset().about.focus else {
            return Some(if self.graph.flows().is_empty() { Remark::NoPurchases } else { Remark::NoFocus });
        };
        let scope = self.scope(None, None);
        let is_local = |flow: &Flow| scope.is_local(self.graph.buyer_place(flow)) == Nearness::Near;
        if self.graph.flows().is_empty() {
            Some(Remark::NoPurchases)
        } else if self.graph.flows().iter().any(is_local) {
            None
        } else {
            Some(Remark::NoLocalBuyer(AreaName::of(focus).name))
        }
    }

    /// Focus of the data set with the chain and year asked for.
    pub fn scope(&self, chain: Option<String>, year: Option<crate::model::Year>) -> Scope {
        Scope { focus: self.dataset().about.focus, chain, year }
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When the question names something that the data set does not have.
    pub fn answer(&self, request: &Request) -> Result<Answer, Error> {
        Ok(request.run(&self.graph)?)
    }

    /// What reports need to know of the data set.
    pub fn context(&self, lang: Lang) -> Context {
        let about = &self.dataset().about;
        Context {
            lang,
            title: about.title.as_deref().unwrap_or_default().to_owned(),
            as_of: about.as_of.as_deref().map(str::to_owned),
        }
    }

    /// The answer in words.
    pub fn report(&self, answer: &Answer, lang: Lang) -> Report {
        crate::report::present(answer, &self.context(lang))
    }

    /// The answer as JSON on one line: a rate answer of a city has some twenty thousand rows.
    pub fn json(&self, request: &Request, answer: &Answer, evidence: Option<&Answer>, lang: Lang) -> Vec<u8> {
        let outcome = Outcome {
            schema: format!("liantu/{}/1", request.name()),
            request,
            dataset: self.view(),
            answer,
            evidence,
            issues: self.issues.iter().map(|issue| view(issue, lang)).collect(),
        };
        let mut bytes = serde_json::to_vec(&outcome).expect("answers hold text keys and finite numbers only");
        bytes.push(b'\n');
        bytes
    }

    /// The data set as the JSON shows it.
    pub fn view(&self) -> DatasetView {
        let dataset = self.dataset();
        let sum = |count: fn(&crate::model::RowBalance) -> usize| dataset.balance.iter().map(count).sum();
        DatasetView {
            title: dataset.about.title.clone(),
            as_of: dataset.about.as_of.clone(),
            focus: dataset.about.focus.map(AreaName::of),
            fingerprint: dataset.fingerprint.clone(),
            rows_read: sum(|table| table.read),
            rows_used: sum(|table| table.used),
            rows_set_aside: sum(|table| table.set_aside),
        }
    }
}

/// Reads files, or the files that a library keeps.
fn read(path: &Path, options: &ReadOptions) -> Result<Ingested, Error> {
    #[cfg(feature = "library")]
    if super::library::is_library(path) {
        return super::library::read(path, None, options);
    }
    Ok(ingest::read(path, options)?)
}

/// Options of reading from what was typed.
pub fn read_options(focus: &Option<String>, chains: &[String]) -> ReadOptions {
    ReadOptions { focus: focus.clone(), chains: chains.to_vec(), decisions: None }
}

/// Issues and balance as JSON.
pub fn check_json(session: &Session, lang: Lang) -> Vec<u8> {
    #[derive(Serialize)]
    struct Check<'a> {
        schema: &'static str,
        dataset: DatasetView,
        balance: &'a [crate::model::RowBalance],
        products: crate::report::naming::Naming<'a>,
        issues: Vec<IssueView>,
    }
    let check = Check {
        schema: "liantu/check/1",
        dataset: session.view(),
        balance: &session.dataset().balance,
        products: crate::report::naming::view(session.dataset()),
        issues: session.issues.iter().map(|issue| view(issue, lang)).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&check).expect("text and counts always serialise");
    bytes.push(b'\n');
    bytes
}
