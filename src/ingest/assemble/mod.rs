//! Tables to [`Dataset`]: one small file for each kind of sheet, joined here in the order in which they need each other.
//!
//! Records refer to firms and products by the order in which they were met until [`finish`] sorts both lists by id.
//! Wherever two rows disagree, rows are first put into an order of content, so that the order in the sheet never decides.
//!
//! `details` of the issues raised here (where none are listed, the cell's text says all):
//!
//! | code | details |
//! |---|---|
//! | `default-unit` | the unit assumed |
//! | `missing-column` | the heading, names that would be understood |
//! | `ambiguous-place`, `split-place` | paths of the candidates |
//! | `partial-place` | path of the division understood, the rest |
//! | `former-place` | the former code or name, the path of today |
//! | `ambiguous-firm` | candidates as `id name`, or the name where it is the id, sorted |
//! | `merged-firm`, `doubtful-firm` | the other name, where it stands, the reason, the id of the pair |
//! | `contradictory-decision` | the names (text: the ids of the decisions) |
//! | `unknown-decision` | the texts decided so, sorted (text: the product) |
//! | `conflicting-firm` | at a cell: the value that stands, its row; at a firm of the ledger: the places that contradict each other |
//! | `several-plants` | paths of the plants, sorted |
//! | `former-name` | the name that stands, its row |
//! | `repaired-credit-code` | the code as read |
//! | `unknown-registry` | the six digits |
//! | `bad-choice` | the entry of a list cell; for 产品ID the product that has it |
//! | `duplicate-row` | where the row kept stands; of two reports also what the kept and the other one tell, in yuan |
//! | `conflicting-amount` | where the better report stands, what it tells, what this one tells, in yuan |
//! | `conflicting-total` | the total kept, this one, the row of the one kept |
//! | `total-exceeded`, `total-unexplained` | sum of the items, declared total, in yuan (text: the buyer) |
//! | `matched-product` | name of the product, the name of it found in the text |
//! | `ambiguous-product` | names of the candidates, likeliest first |
//! | `conflicting-about` | the value that stands, where it stands |
//! | `conflicting-record` | the value of the row that stands, where that row is; both blank when a third row gave the value |
//! | `ambiguous-project` | the numbers it could be, sorted |
//! | `date-order` | heading of the other cell, its value |
//! | `circular-inputs` | names of the products on the circle, sorted |

mod about;
mod cells;
mod chain_book;
mod chains;
mod clusters;
mod finish;
mod firm_book;
mod firms;
mod indicators;
mod inputs;
mod locator;
pub(super) mod log;
mod makes;
mod product_book;
mod product_texts;
mod projects;
mod purchases;
mod repeats;
mod talents;
mod targets;
mod who;
mod zones;

use super::clean::Line;
use super::files::Files;
use super::mapping::Field;
use super::{Error, Ingested, Question, ReadOptions};
use crate::issue::{Code, Issue, Origin};
use crate::model::{
    About, Capability, ChainTemplate, Cluster, DeclaredTotal, FirmYear, Indicator, Project, Region, Talent, Target,
    Year,
};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use finish::sort;

use cells::Units;
use chain_book::ChainBook;
use firm_book::{FirmBook, FirmDraft, FirmMatch};
use inputs::InputBook;
use locator::Locator;
use log::{Log, RowAt, Tables};
use product_book::ProductBook;
use product_texts::TextBook;

/// Everything on its way from tables to a data set.
struct Job<'a> {
    tables: Tables<'a>,
    templates: &'a [ChainTemplate],
    options: &'a ReadOptions,
    log: Log,
    units: Units,
    about: About,
    /// Year and date of each data set, which rule its own tables alone.
    own: BTreeMap<u32, Own>,
    /// The 本地范围 row of 说明.
    focus: Option<RowAt<'a>>,
    /// The 优先地区 row of 说明.
    origins: Option<RowAt<'a>>,
    /// Chains named in 说明 and by the options, with their row.
    named_chains: Vec<(Arc<str>, Option<RowAt<'a>>)>,
    locator: Locator,
    regions: Vec<Region>,
    firms: FirmBook,
    products: ProductBook,
    texts: TextBook,
    chains: ChainBook,
    inputs: InputBook,
    /// Rows of a firm's figures, until it is known which firms are one.
    capability_rows: Vec<(Capability, RowAt<'a>)>,
    year_rows: Vec<(FirmYear, RowAt<'a>)>,
    total_rows: Vec<(DeclaredTotal, RowAt<'a>)>,
    capabilities: Vec<Capability>,
    firm_years: Vec<FirmYear>,
    totals: Vec<DeclaredTotal>,
    lines: Vec<Line>,
    projects: Vec<Project>,
    talents: Vec<Talent>,
    clusters: Vec<Cluster>,
    indicators: Vec<Indicator>,
    targets: Vec<Target>,
    questions: Vec<Question>,
    merges: Vec<Question>,
}

/// What the 说明 of a data set says of its own tables.
#[derive(Debug, Clone, Default)]
struct Own {
    year: Option<Year>,
    as_of: Option<Arc<str>>,
}

/// Puts the tables together.
///
/// # Errors
/// When the options name a focus that is no single place, or the row balance does not hold.
pub(super) fn assemble(files: &Files, templates: &[ChainTemplate], options: &ReadOptions) -> Result<Ingested, Error> {
    let tables = Tables { all: &files.tables, lacking: &files.lacking, groups: &files.groups };
    let mut job = Job::new(tables, templates, options);
    job.log.issues.extend(files.issues.iter().cloned());
    job.set_aside_sheets();
    about::read(&mut job);
    zones::read(&mut job);
    zones::read_regions(&mut job);
    about::focus(&mut job, options)?;
    about::origins(&mut job);
    firms::read(&mut job);
    chains::read(&mut job);
    product_texts::learn_rulings(&mut job);
    inputs::read(&mut job);
    product_texts::check_rulings(&mut job);
    product_texts::learn_words(&mut job);
    makes::read_capabilities(&mut job);
    makes::read_years(&mut job);
    purchases::read(&mut job);
    makes::read_totals(&mut job);
    who::settle(&mut job);
    makes::settle(&mut job);
    // Once the firms of the ledgers are settled: who invests must have no say in who sold what.
    projects::read(&mut job);
    talents::read(&mut job);
    clusters::read(&mut job);
    indicators::read(&mut job);
    targets::read(&mut job);
    finish::finish(job)
}

impl<'a> Job<'a> {
    fn new(tables: Tables<'a>, templates: &'a [ChainTemplate], options: &'a ReadOptions) -> Self {
        Self {
            tables,
            templates,
            options,
            log: Log::new(tables.all.len()),
            units: Units::usual(tables.all.len()),
            own: BTreeMap::new(),
            about: About::default(),
            focus: None,
            origins: None,
            named_chains: Vec::new(),
            locator: Locator::new(Vec::new()),
            regions: Vec::new(),
            firms: FirmBook::default(),
            products: ProductBook::default(),
            texts: TextBook::default(),
            chains: ChainBook::default(),
            inputs: InputBook::default(),
            capability_rows: Vec::new(),
            year_rows: Vec::new(),
            total_rows: Vec::new(),
            capabilities: Vec::new(),
            firm_years: Vec::new(),
            totals: Vec::new(),
            lines: Vec::new(),
            projects: Vec::new(),
            talents: Vec::new(),
            clusters: Vec::new(),
            indicators: Vec::new(),
            targets: Vec::new(),
            questions: Vec::new(),
            merges: Vec::new(),
        }
    }

    /// Rows that are not read: of sheets that lack a required column, and broken ones.
    fn set_aside_sheets(&mut self) {
        for ((table, tally), lacks) in self.tables.all.iter().zip(&mut self.log.tallies).zip(self.tables.lacking) {
            tally.broken = table.set_aside.len();
            if *lacks {
                tally.rejects.extend((0..table.rows.len()).map(|row| (row, vec![Code::MissingColumn])));
            }
        }
    }

    /// The year of rows that tell none.
    fn year(&self, source: u32) -> Option<Year> {
        self.own.get(&self.tables.groups[source as usize])?.year
    }

    /// The date of rows that tell none.
    fn as_of(&self, source: u32) -> Option<&str> {
        self.own.get(&self.tables.groups[source as usize])?.as_of.as_deref()
    }

    /// The firm of a cell, entered when no row describes it; `None` once the row is set aside.
    fn firm(&mut self, at: RowAt<'_>, field: Field) -> Option<u32> {
        let Some(text) = at.text(field) else {
            self.log.set_aside(at, at.issue(field, Code::MissingCell));
            return None;
        };
        match self.firms.find(&text) {
            FirmMatch::Known(firm) => Some(firm),
            FirmMatch::New => Some(self.enter_firm(&text, at, field)),
            FirmMatch::Ambiguous(several) => {
                let issue = at.issue(field, Code::AmbiguousFirm);
                self.log.set_aside(at, Issue { details: self.firms.names(&several), ..issue });
                None
            }
        }
    }

    fn enter_firm(&mut self, text: &str, at: RowAt<'_>, field: Field) -> u32 {
        // The row may have named it a cell before.
        if let Some(firm) = self.firms.remembered(text) {
            return firm;
        }
        let issue = self.log.issues.len();
        self.log.raise(at.issue(field, Code::UnlistedFirm));
        self.firms.enter_unlisted(text, at.row_ref(), issue)
    }

    /// Where a firm is first described or met.
    fn origin_of(&self, draft: &FirmDraft) -> Origin {
        if let Some(issue) = draft.issue {
            return self.log.issues[issue].origin.clone();
        }
        let table = &self.tables.all[draft.firm.row.source as usize];
        let (file, sheet) = (table.sheet.file.clone(), table.sheet.name.clone());
        Origin { file, sheet, row: Some(draft.firm.row.row), ..Origin::default() }
    }

    /// The firm of a row that may name it by code, id or name.
    fn firm_of(&mut self, at: RowAt<'_>) -> Option<u32> {
        for field in [Field::CreditCode, Field::FirmId] {
            if let Some(FirmMatch::Known(firm)) = at.text(field).map(|text| self.firms.find(&text)) {
                return Some(firm);
            }
        }
        let spoken =
            [Field::Firm, Field::CreditCode, Field::FirmId].into_iter().find(|field| at.text(*field).is_some());
        self.firm(at, spoken.unwrap_or(Field::Firm))
    }

    /// The buyer of a row; a sheet may call it simply the firm.
    fn buyer_of(&mut self, at: RowAt<'_>) -> Option<u32> {
        if at.table.has(Field::Buyer) { self.firm(at, Field::Buyer) } else { self.firm_of(at) }
    }
}
