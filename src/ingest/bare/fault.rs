//! What cannot be meant, and where.

use crate::issue::{Code, Issue, Origin};

/// Faults told one by one; the others are counted.
const TOLD: usize = 5;
/// Characters of a cell that a fault shows.
const SHOWN: usize = 80;

/// Why a bare network cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BareError {
    /// A file without rows.
    #[error("`{path}` has no rows; hint: the first row names the columns, the rows below hold the data")]
    NoRows {
        /// The file.
        path: String,
    },
    /// One heading twice.
    #[error("`{place}` has two columns `{heading}`; hint: rename the one that is not meant")]
    TwoColumns {
        /// File, sheet and header row.
        place: Origin,
        /// The heading.
        heading: String,
    },
    /// Headings that name different units.
    #[error("`{first}` and `{second}` are in different units; hint: give all amounts in one unit")]
    TwoUnits {
        /// A heading of the list of flows.
        first: String,
        /// A heading of the list of firms.
        second: String,
    },
    /// A column of weights that is not there.
    #[error("`{path}` has no column `{name}`; hint: its columns are {known}")]
    UnknownWeight {
        /// The file.
        path: String,
        /// What was asked for.
        name: String,
        /// Headings of the file.
        known: String,
    },
    /// Cells that cannot be meant.
    #[error("{}; hint: {}", told(faults, *more), faults.first().map_or("", |fault| fault.kind.remedy()))]
    Faults {
        /// The first ones.
        faults: Vec<Fault>,
        /// How many there are besides.
        more: usize,
    },
}

/// A cell that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Origin,
    /// The cell's text, shortened, on one line.
    pub text: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Bytes of another encoding.
    BadBytes,
    /// More cells than headings, or a broken quote.
    Ragged,
    /// Nothing where something must be.
    Blank,
    /// No number, or none that is finite.
    NoNumber,
    /// Below zero.
    Negative,
    /// Beyond 1e30.
    TooLarge,
    /// Outside 0 to 1.
    NotAShare,
    /// Neither 0, 1 nor 2.
    NotANeed,
    /// A firm that the list of firms lacks.
    UnknownFirm,
    /// The same as in this row of the file.
    Repeated(u32),
}

impl FaultKind {
    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            FaultKind::BadBytes => "bad-bytes",
            FaultKind::Ragged => "ragged-row",
            FaultKind::Blank => "blank",
            FaultKind::NoNumber => "no-number",
            FaultKind::Negative => "negative",
            FaultKind::TooLarge => "too-large",
            FaultKind::NotAShare => "not-a-share",
            FaultKind::NotANeed => "not-a-need",
            FaultKind::UnknownFirm => "unknown-firm",
            FaultKind::Repeated(_) => "repeated",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            FaultKind::BadBytes => "save the file as UTF-8",
            FaultKind::Ragged => "put double quotes around a value with a comma",
            FaultKind::Blank => "fill in the cell, or delete the row",
            FaultKind::NoNumber => "type a plain number such as 3000 or 1.5e6",
            FaultKind::Negative => "net returns against sales before; amounts and weights are at least 0",
            FaultKind::TooLarge => "choose a larger unit; the largest number is 1e30",
            FaultKind::NotAShare => "type a share from 0 (nothing is lost) to 1 (the firm stops)",
            FaultKind::NotANeed => "type 2 (essential), 1 (not essential) or 0 (negligible)",
            FaultKind::UnknownFirm => "add the firm to the file of firms, or correct its id",
            FaultKind::Repeated(_) => "keep one of the two rows",
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Fault { place, text, kind } = self;
        match kind {
            FaultKind::BadBytes => write!(f, "`{place}`: `{text}` holds bytes of another encoding"),
            FaultKind::Ragged => write!(f, "`{place}`: more cells than headings, or a broken quote"),
            FaultKind::Blank => write!(f, "`{place}` is blank"),
            FaultKind::NoNumber => write!(f, "`{place}`: `{text}` is not a number"),
            FaultKind::Negative => write!(f, "`{place}`: `{text}` is below zero"),
            FaultKind::TooLarge => write!(f, "`{place}`: `{text}` is too large"),
            FaultKind::NotAShare => write!(f, "`{place}`: `{text}` is no share from 0 to 1"),
            FaultKind::NotANeed => write!(f, "`{place}`: `{text}` is neither 2, 1 nor 0"),
            FaultKind::UnknownFirm => write!(f, "`{place}`: firm `{text}` is not in the file of firms"),
            FaultKind::Repeated(first) => write!(f, "`{place}`: `{text}` stands in row {first} already"),
        }
    }
}

fn told(faults: &[Fault], more: usize) -> String {
    let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{}{rest}", told.join("; "))
}

/// The faults of a file.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<Fault>,
    more: usize,
}

impl Faults {
    /// Faults of the text itself.
    pub(super) fn of(issues: &[Issue]) -> Self {
        let mut faults = Self::default();
        for issue in issues {
            let kind = if issue.code == Code::BadBytes { FaultKind::BadBytes } else { FaultKind::Ragged };
            faults.add(issue.origin.clone(), &issue.text, kind);
        }
        faults
    }

    pub(super) fn add(&mut self, place: Origin, text: &str, kind: FaultKind) {
        if self.told.len() == TOLD {
            self.more += 1;
            return;
        }
        let plain = |c: char| if c.is_control() || c == '`' { ' ' } else { c };
        let mut shown: String = text.chars().take(SHOWN).map(plain).collect();
        shown.extend(text.chars().nth(SHOWN).map(|_| '…'));
        self.told.push(Fault { place, text: shown, kind });
    }

    /// The error, when there was a fault.
    pub(super) fn end(self) -> Result<(), BareError> {
        if self.told.is_empty() { Ok(()) } else { Err(BareError::Faults { faults: self.told, more: self.more }) }
    }
}
