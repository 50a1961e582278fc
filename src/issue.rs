//! What is imperfect in the data, and where (L0).
//!
//! An [`Issue`] never stops the work: it travels beside the value.
//! Its sentence and remedy are worded in [`crate::report::words`], in Chinese and English, from [`Code`] and `details`.

use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// How much an issue matters to the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the row was read as meant.
    Note,
    /// The row was used, but a figure is wider or thinner for it; or it gave way to another row that says the same.
    Warning,
    /// The row was set aside and waits to be corrected.
    Error,
}

/// A place in what the user handed in, as the user's spreadsheet shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Origin {
    /// File name without folders.
    pub file: Arc<str>,
    /// Sheet name; for a text file its stem.
    pub sheet: Arc<str>,
    /// Row number as shown, the header row counted; `None` for a whole sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Heading of the column, or its letter where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<Arc<str>>,
    /// Cell address such as `C17`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<Arc<str>>,
}

impl fmt::Display for Origin {
    /// Writes `links.xlsx › 采购 › C17`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.sheet.is_empty() {
            write!(f, " › {}", self.sheet)?;
        }
        match (&self.cell, self.row) {
            (Some(cell), _) => write!(f, " › {cell}"),
            (None, Some(row)) => write!(f, " › {row}"),
            (None, None) => Ok(()),
        }
    }
}

/// One imperfection of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// What kind; stable and documented.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub origin: Origin,
    /// The offending cell's text, untouched; empty when a cell is missing.
    pub text: String,
    /// Values for the sentence: candidates, the other row, the unit assumed.
    pub details: Vec<String>,
}

impl Issue {
    /// An issue with the severity usual for its code.
    pub fn new(code: Code, origin: Origin, text: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), origin, text: text.into(), details: Vec::new() }
    }

    /// Adds a value for the sentence.
    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident;)+) => {
        /// The closed list of issue codes; each is stable, worded in `report/words.rs` and listed in `docs/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// Every code, in documentation order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The stable text used in files and on the command line.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)+ }
            }

            /// The usual severity.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// A heading belongs to no known column; the column was not read.
    UnknownColumn = "unknown-column", Note;
    /// A sheet belongs to no known kind; it was not read.
    UnknownSheet = "unknown-sheet", Note;
    /// A sheet has a header but no rows, or nothing at all.
    EmptySheet = "empty-sheet", Warning;
    /// A required column is missing in a sheet that can be left out; the sheet was set aside.
    MissingColumn = "missing-column", Error;
    /// Rows above the header were taken for a title.
    TitleRow = "title-row", Note;
    /// A total or subtotal row was not read as data.
    TotalRow = "total-row", Note;
    /// A note below the table was not read as data.
    NoteRow = "note-row", Note;
    /// Neither heading nor cells carry a unit; the data set's default was used.
    DefaultUnit = "default-unit", Warning;
    /// A number could not be read; the row was kept without it or set aside.
    BadNumber = "bad-number", Error;
    /// An amount in a foreign currency: no exchange rate is known, so the row was kept without it.
    ForeignCurrency = "foreign-currency", Warning;
    /// A date could not be read.
    BadDate = "bad-date", Warning;
    /// A year could not be read.
    BadYear = "bad-year", Error;
    /// A yes/no cell could not be read.
    BadFlag = "bad-flag", Warning;
    /// A cell is outside its closed list.
    BadChoice = "bad-choice", Warning;
    /// A cell holds a spreadsheet error such as `#REF!`.
    CellError = "cell-error", Error;
    /// A required cell is blank; the row was set aside.
    MissingCell = "missing-cell", Error;
    /// The amount is blank.
    MissingAmount = "missing-amount", Warning;
    /// The amount is marked undisclosed.
    UndisclosedAmount = "undisclosed-amount", Warning;
    /// The amount is zero.
    ZeroAmount = "zero-amount", Note;
    /// The amount is negative; it is netted within its link and year.
    NegativeAmount = "negative-amount", Warning;
    /// Negative amounts exceed the rest of a link's year; the link was set to zero.
    NegativeLink = "negative-link", Warning;
    /// The place is unknown.
    UnknownPlace = "unknown-place", Warning;
    /// A firm has no place at all; nothing can be near it or far from it.
    MissingPlace = "missing-place", Warning;
    /// The place could be several; the candidates are named.
    AmbiguousPlace = "ambiguous-place", Warning;
    /// A place was understood in part: what follows its division is no division inside it.
    PartialPlace = "partial-place", Warning;
    /// A former code or name was mapped to its division of 2024.
    FormerPlace = "former-place", Note;
    /// A former division was split; which part is meant is open.
    SplitPlace = "split-place", Warning;
    /// A division code that exists neither now nor before.
    UnknownCode = "unknown-code", Warning;
    /// Coordinates outside the Earth or outside China's frame.
    BadCoordinate = "bad-coordinate", Warning;
    /// A firm is named that no firm row describes; it was taken from the ledger.
    UnlistedFirm = "unlisted-firm", Note;
    /// A name could be several firms.
    AmbiguousFirm = "ambiguous-firm", Error;
    /// Two names were taken for one firm.
    MergedFirm = "merged-firm", Note;
    /// Two names may be one firm; nobody has decided yet.
    DoubtfulFirm = "doubtful-firm", Note;
    /// Decisions contradict each other or a credit code; none of them was followed.
    ContradictoryDecision = "contradictory-decision", Warning;
    /// A decision names a product that no chain and no row has; it was not followed.
    UnknownDecision = "unknown-decision", Warning;
    /// Two rows give one firm id different names or places.
    ConflictingFirm = "conflicting-firm", Warning;
    /// Rows of one credit code bear different names; the longest stands, the others are its other names.
    FormerName = "former-name", Note;
    /// The credit code does not pass the check of GB 32100.
    BadCreditCode = "bad-credit-code", Warning;
    /// The credit code was repaired (width, case).
    RepairedCreditCode = "repaired-credit-code", Note;
    /// The registering authority's division in a credit code exists neither now nor before.
    UnknownRegistry = "unknown-registry", Note;
    /// A product in no chain of the data set.
    UnlistedProduct = "unlisted-product", Note;
    /// A text was taken for a product because it ends with one of its names.
    MatchedProduct = "matched-product", Note;
    /// A text may mean one of several products, or none of them; it was not guessed.
    AmbiguousProduct = "ambiguous-product", Warning;
    /// A product is blank.
    BlankProduct = "blank-product", Warning;
    /// The same row twice; one was kept.
    DuplicateRow = "duplicate-row", Warning;
    /// Two sources disagree on one link; the better source was used.
    ConflictingAmount = "conflicting-amount", Warning;
    /// Two declared totals for one buyer, product and year.
    ConflictingTotal = "conflicting-total", Warning;
    /// Two rows describe one project at a date, cluster, indicator or target differently; the first stands.
    ConflictingRecord = "conflicting-record", Warning;
    /// A project is named without a number, and several numbers bear the name.
    AmbiguousProject = "ambiguous-project", Error;
    /// The dates of a project, or its stage and its dates, contradict each other.
    DateOrder = "date-order", Warning;
    /// The itemised purchases exceed the declared total.
    TotalExceeded = "total-exceeded", Warning;
    /// The list is declared complete, yet the total exceeds it and no amount is missing.
    TotalUnexplained = "total-unexplained", Warning;
    /// A firm buys from itself; kept apart as vertical integration.
    SelfSupply = "self-supply", Note;
    /// A firm produces in several places; which of them a purchase comes from is open unless its line says so.
    SeveralPlants = "several-plants", Note;
    /// A plant stands where its firm is registered only because nothing better is known.
    HeadquartersPlace = "headquarters-place", Note;
    /// A trader sells without a producing place in its lines; where the goods come from is unknown.
    TraderOriginUnknown = "trader-origin-unknown", Warning;
    /// A supplier's name reads like a trader's, but nothing says that it is one; it counts as a maker.
    PossibleTrader = "possible-trader", Note;
    /// Products form a circle in the inputs.
    CircularInputs = "circular-inputs", Warning;
    /// An industry code that GB/T 4754-2017 does not have.
    UnknownIndustry = "unknown-industry", Warning;
    /// A chain named in the data set is neither in its sheet nor among the templates.
    UnknownChain = "unknown-chain", Warning;
    /// A row has more cells than the header, or broken quoting.
    RaggedRow = "ragged-row", Warning;
    /// Bytes that are not valid in the detected encoding.
    BadBytes = "bad-bytes", Warning;
    /// Two rows of 说明 contradict each other.
    ConflictingAbout = "conflicting-about", Warning;
    /// Two decisions about one question contradict each other; the later one was used.
    ConflictingDecision = "conflicting-decision", Warning;
    /// A leader has no purchase line; its rate has no denominator.
    BuyerWithoutPurchases = "buyer-without-purchases", Note;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl std::str::FromStr for Code {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text).ok_or_else(|| {
            let known: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
            format!("`{text}` is not an issue code; the codes are {}", known.join(", "))
        })
    }
}
