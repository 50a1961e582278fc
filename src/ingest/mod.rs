//! Files to [`Dataset`] (L2): read, normalise, check. Nothing is dropped in silence and nothing stops at the first fault.

pub mod bare;
pub mod csv;
pub mod decisions;
pub mod entity;
pub mod field;
pub mod form;
pub mod geo;
pub mod mapping;
pub mod normalise;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod sheet;
pub mod table;
#[cfg(feature = "excel")]
pub mod template;
#[cfg(feature = "excel")]
pub mod workbook;

mod assemble;
mod check;
mod clean;
mod files;
mod fingerprint;
mod hash;

pub use files::SourceFile;

use crate::issue::{Issue, Origin};
use crate::model::Dataset;
use crate::model::template::templates;
use decisions::{Decisions, FirmDecision, Party, ProductDecision, Ruling};
use entity::Reason;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What reading gives: the data set and everything imperfect about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ingested {
    /// The data set.
    pub dataset: Dataset,
    /// Issues, sorted by file, sheet, row, column and code.
    pub issues: Vec<Issue>,
    /// Rows set aside, in their original columns.
    pub rejects: Vec<RejectSheet>,
    /// Pairs of firms that may be one and that nobody has decided, sorted by id.
    pub questions: Vec<Question>,
    /// Texts that may mean a product and that nobody has decided, sorted by id, each open.
    pub product_questions: Vec<ProductDecision>,
    /// Pairs of firms that were taken for one, sorted by id; a decision can part those not decided.
    pub merges: Vec<Question>,
    /// The 数据日期 of each data set read, in the order of [`SourceFile::group`]; `None` where it gives none.
    pub dates: Vec<Option<Arc<str>>>,
}

/// Are these two one firm?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// Id of the pair, the same on every machine.
    pub id: String,
    /// The party better known.
    pub a: Party,
    /// The other.
    pub b: Party,
    /// Why it is asked, or why they were taken for one.
    pub reason: Reason,
    /// How like the names are, from 0 to 1.
    pub similarity: f64,
    /// Where each party is first met.
    pub rows: [Origin; 2],
    /// Whether the decisions file has the pair already.
    pub recorded: bool,
}

impl Question {
    /// The pair as an entry of the decisions file.
    pub fn decision(&self, answer: Ruling) -> FirmDecision {
        FirmDecision {
            id: self.id.clone(),
            answer,
            a: self.a.clone(),
            b: self.b.clone(),
            reason: self.reason.to_string(),
            similarity: Some(self.similarity),
            rows: self.rows.iter().map(Origin::to_string).collect(),
        }
    }
}

/// Rows of one table that were set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectSheet {
    /// File name.
    pub file: Arc<str>,
    /// Sheet name.
    pub sheet: Arc<str>,
    /// Headings as the user wrote them.
    pub header: Vec<String>,
    /// Row number as shown, codes of the issues that set it aside, cells as text.
    pub rows: Vec<(u32, Vec<crate::issue::Code>, Vec<String>)>,
}

/// How to read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadOptions {
    /// Division code or name that counts as here; overrides 说明.
    pub focus: Option<String>,
    /// Chains by name, added to those of 说明.
    pub chains: Vec<String>,
    /// What people decided about names; `None` reads the `decisions.toml` beside the data, when there is one.
    pub decisions: Option<Decisions>,
}

/// Why reading cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file or folder cannot be opened, or is not what its ending says.
    #[error("cannot read `{path}`: {cause}")]
    Unreadable {
        /// What was asked for.
        path: String,
        /// Why.
        cause: String,
    },
    /// A folder without a single table.
    #[error(
        "no table in `{path}`; hint: put the workbook (.xlsx, .xls, .ods) or text files (.csv, .tsv, .txt) or .parquet files there"
    )]
    NoTables {
        /// What was asked for.
        path: String,
    },
    /// Files were read, but no sheet is of a known kind.
    #[error(
        "no sheet of `{path}` could be understood: {}; hint: `liantu template -o 模板.xlsx` writes a workbook with the headings",
        told(.sheets)
    )]
    NotUnderstood {
        /// What was asked for.
        path: String,
        /// The sheets met, and what each lacks: `unknown-sheet`, `missing-column`.
        sheets: Vec<Issue>,
    },
    /// A text file cannot be read.
    #[error(transparent)]
    Text(#[from] csv::TextError),
    /// A workbook cannot be read.
    #[cfg(feature = "excel")]
    #[error(transparent)]
    Workbook(#[from] workbook::WorkbookError),
    /// A Parquet file cannot be read.
    #[cfg(feature = "parquet")]
    #[error(transparent)]
    Parquet(#[from] parquet::ParquetError),
    /// A ledger lacks a required column.
    #[error(transparent)]
    Table(#[from] table::TableError),
    /// A form beside the data, of scenarios or measures, is not understood.
    #[error(transparent)]
    Form(#[from] form::FormError),
    /// A bare network cannot be read.
    #[error(transparent)]
    Bare(#[from] bare::BareError),
    /// The decisions file is not understood.
    #[error("`{path}` is not understood: {cause}; hint: mend that line, or move the file away")]
    Decisions {
        /// The file.
        path: String,
        /// What is wrong, and where.
        cause: decisions::Error,
    },
    /// The focus asked for is no single place.
    #[error("`{text}` is no single place{}; hint: give the six-digit code or the path from the province", listed(.candidates))]
    UnknownFocus {
        /// What was asked for.
        text: String,
        /// The divisions it could be.
        candidates: String,
    },
    /// Rows were lost, which is a fault of the program.
    #[error(
        "{read} rows of `{file}` `{sheet}` were read, but {used} used and {set_aside} set aside; please report this fault"
    )]
    Unbalanced {
        /// File name.
        file: String,
        /// Sheet name.
        sheet: String,
        /// Rows read.
        read: usize,
        /// Rows used.
        used: usize,
        /// Rows set aside.
        set_aside: usize,
    },
}

/// Each sheet, the kind it comes nearest to and the columns it lacks.
fn told(sheets: &[Issue]) -> String {
    let one = |issue: &Issue| match &issue.details[..] {
        [] => format!("`{}`", issue.origin),
        [kind] => format!("`{}` comes nearest to `{kind}`", issue.origin),
        [kind, lacks @ ..] => {
            format!("`{}` comes nearest to `{kind}` but lacks `{}`", issue.origin, lacks.join("`, `"))
        }
    };
    if sheets.is_empty() {
        "there is nothing in it".to_owned()
    } else {
        sheets.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

fn listed(candidates: &str) -> String {
    if candidates.is_empty() { String::new() } else { format!(": it could be {candidates}") }
}

/// Reads a workbook, a folder of workbooks and text files, or a lone ledger.
///
/// # Errors
/// When the path cannot be opened, or no sheet in it can be understood.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Ingested, Error> {
    let paths = list(path)?;
    let decisions = match &options.decisions {
        Some(given) => given.clone(),
        None => decisions_beside(path)?,
    };
    let options = ReadOptions { decisions: Some(decisions), ..options.clone() };
    read_files(&path.display().to_string(), paths.iter().map(|path| load(path)), &options)
}

/// The files that [`read`] reads, in its order.
///
/// # Errors
/// When the path cannot be opened, or is a folder that holds no table.
pub fn list(path: &Path) -> Result<Vec<PathBuf>, Error> {
    files::list(path)
}

/// Takes one of them into memory.
///
/// # Errors
/// When it cannot be opened, or is larger than a file of its kind may be.
pub fn load(path: &Path) -> Result<SourceFile, Error> {
    files::load(path)
}

/// Reads files from wherever they come, one after the other; `shown` is what errors call them together.
/// Decisions are those of the options, none by default.
///
/// ```
/// use liantu::ingest::{Error, ReadOptions, SourceFile, read_files};
/// let bytes = "采购方,来源地,产品,采购额(万元)\n甲,泗县,轴承,3000\n".into();
/// let file = SourceFile { name: "采购.csv".into(), shown: "采购.csv".into(), group: 0, bytes };
/// let read = read_files("memory", [Ok::<_, Error>(file)], &ReadOptions::default()).unwrap();
/// assert_eq!(read.dataset.links[0].amount.known(), Some(3.0e7));
/// ```
///
/// # Errors
/// When a file cannot be had, or no sheet in them can be understood.
pub fn read_files<E: From<Error>>(
    shown: &str,
    files: impl IntoIterator<Item = Result<SourceFile, E>>,
    options: &ReadOptions,
) -> Result<Ingested, E> {
    let read = files::read(shown, files)?;
    Ok(assemble::assemble(&read, templates(), options)?)
}

/// Puts issues into their order: by file, sheet, row, column and code.
pub fn sort_issues(issues: &mut [Issue]) {
    assemble::sort(issues);
}

/// The path of the decisions file that belongs to the data: inside a folder, beside a lone file.
pub fn decisions_path(data: &Path) -> PathBuf {
    if data.is_dir() { data.join(decisions::FILE) } else { data.with_file_name(decisions::FILE) }
}

/// The decisions that belong to the data; none when there is no such file.
///
/// # Errors
/// When the file cannot be read or is not understood.
pub fn decisions_beside(data: &Path) -> Result<Decisions, Error> {
    let file = decisions_path(data);
    let path = file.display().to_string();
    match std::fs::read(&file) {
        Ok(bytes) => decisions::parse_bytes(&bytes).map_err(|cause| Error::Decisions { path, cause }),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(Decisions::default()),
        Err(cause) => Err(Error::Unreadable { path, cause: cause.to_string() }),
    }
}
