//! The data set: everything read, checked once, complete.

use super::{
    AreaCode, Capability, CapabilityFigure, Chain, Cluster, DeclaredTotal, Firm, FirmIx, FirmYear, Indicator, Input,
    Product, ProductIx, ProductText, Project, Region, SupplyLink, Talent, Target, Year, Zone,
};
use crate::issue::{Code, Origin};
use serde::Serialize;
use std::sync::Arc;

/// A table that was read: one sheet of a workbook or one text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// File name without folders.
    pub file: Arc<str>,
    /// Sheet name; for a text file its stem.
    pub sheet: Arc<str>,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: Arc<str>,
    /// Column of the amount that figures rest on; `None` where the table has none.
    pub amount: Option<AmountColumn>,
    /// Columns of what firms can make, in the order of [`CapabilityFigure::ALL`]; `None` where the table has none.
    pub made: [Option<AmountColumn>; 4],
}

/// A column as the user's spreadsheet shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountColumn {
    /// Heading as the user wrote it.
    pub heading: Arc<str>,
    /// Letter, such as `F`.
    pub letter: Arc<str>,
}

/// Where a record was read: a source and a row as the user sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef {
    /// Position in [`Dataset::sources`].
    pub source: u32,
    /// Row number as shown, the header row counted.
    pub row: u32,
}

/// A purchase line that was read, and counts only through another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Withdrawn {
    /// The line; of a credit note, the part that was taken off the other line, as a negative amount.
    pub link: SupplyLink,
    /// Why: [`Code::DuplicateRow`], [`Code::ConflictingAmount`] (a better source stands) or [`Code::NegativeAmount`] (netted).
    pub code: Code,
    /// The row that stands: the one repeated, of the better source, or reduced.
    pub stands: RowRef,
}

/// A row of a ledger that could not be read; whose purchase it tells of is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetAside {
    /// Where it stands.
    pub row: RowRef,
    /// The first reason.
    pub code: Code,
}

/// What the 说明 sheet says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// 标题.
    pub title: Option<Arc<str>>,
    /// 本地范围.
    pub focus: Option<AreaCode>,
    /// 产业链, by name.
    pub chains: Vec<Arc<str>>,
    /// 数据日期, as `2024-09-30`.
    pub as_of: Option<Arc<str>>,
    /// 年份.
    pub year: Option<Year>,
    /// 优先地区, first choice first: names of regions, or codes of divisions; such as rank alike joined by `+`.
    pub origins: Vec<Arc<str>>,
}

/// Rows of one table: `used + set_aside = read` always holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowBalance {
    /// File name.
    pub file: Arc<str>,
    /// Sheet name.
    pub sheet: Arc<str>,
    /// Data rows met (titles, headers, totals, notes and blank rows are not data).
    pub read: usize,
    /// Rows used, with or without an issue.
    pub used: usize,
    /// Rows set aside, each with an issue.
    pub set_aside: usize,
}

/// Everything known, with keys unique, references resolved and units canonical.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dataset {
    /// Title, focus, date.
    pub about: About,
    /// Firms, sorted by id.
    pub firms: Vec<Firm>,
    /// Firm-years, sorted by firm and year, each once.
    pub firm_years: Vec<FirmYear>,
    /// Products, sorted by id.
    pub products: Vec<Product>,
    /// Chains, sorted by id.
    pub chains: Vec<Chain>,
    /// Inputs, sorted by product and input, each once.
    pub inputs: Vec<Input>,
    /// Capabilities, sorted by firm, product and year.
    pub capabilities: Vec<Capability>,
    /// Purchase lines after cleaning, sorted by buyer, product, year, supplier, then the rest; row order never matters.
    pub links: Vec<SupplyLink>,
    /// Lines that cleaning withdrew, in the same order; together with `links` they are every line that could be read.
    pub withdrawn: Vec<Withdrawn>,
    /// Ledger rows set aside, sorted by row.
    pub set_aside: Vec<SetAside>,
    /// Declared totals, sorted by buyer, product and year, each once.
    pub totals: Vec<DeclaredTotal>,
    /// Projects, sorted by id, each once; the snapshots of a project by date, each date once.
    pub projects: Vec<Project>,
    /// Talents, sorted by name, employer and the rest; a name is no key, for two people may bear it.
    pub talents: Vec<Talent>,
    /// Clusters, sorted by name, each once.
    pub clusters: Vec<Cluster>,
    /// Indicators, sorted by subject, indicator and year, each once.
    pub indicators: Vec<Indicator>,
    /// Targets, sorted by subject, metric and target year, each once.
    pub targets: Vec<Target>,
    /// How the product texts of the ledgers found their products, sorted by text.
    pub product_texts: Vec<ProductText>,
    /// Zones, sorted by name.
    pub zones: Vec<Zone>,
    /// Named regions of the user, sorted by name, then the shipped ones he did not redefine.
    pub regions: Vec<Region>,
    /// Tables read, in reading order.
    pub sources: Vec<Source>,
    /// Rows of each table.
    pub balance: Vec<RowBalance>,
    /// SHA-256 over the content, hexadecimal; equal content gives equal fingerprints whatever the file kind.
    pub fingerprint: Arc<str>,
}

impl Dataset {
    /// The firm at `ix`.
    pub fn firm(&self, ix: FirmIx) -> &Firm {
        &self.firms[ix.index()]
    }

    /// The product at `ix`.
    pub fn product(&self, ix: ProductIx) -> &Product {
        &self.products[ix.index()]
    }

    /// Where a record was read.
    pub fn origin(&self, row: RowRef) -> Origin {
        let source = self.sources.get(row.source as usize);
        Origin {
            file: source.map(|s| s.file.clone()).unwrap_or_default(),
            sheet: source.map(|s| s.sheet.clone()).unwrap_or_default(),
            row: Some(row.row),
            ..Origin::default()
        }
    }

    /// Where the amount of a record was read: the cell, when the table has a column for it.
    pub fn amount_origin(&self, row: RowRef) -> Origin {
        let column = self.sources.get(row.source as usize).and_then(|source| source.amount.as_ref());
        Origin {
            column: column.map(|column| column.heading.clone()),
            cell: column.map(|column| Arc::from(format!("{}{}", column.letter, row.row))),
            ..self.origin(row)
        }
    }

    /// Where figures of a capability were read of which some are added and, where `true`, some taken off.
    ///
    /// The address is such as `E15−D15`, and so are the headings.
    pub fn capability_origin(&self, row: RowRef, terms: &[(CapabilityFigure, bool)]) -> Origin {
        let source = self.sources.get(row.source as usize);
        let (mut heading, mut cell) = (String::new(), String::new());
        for &(figure, taken_off) in terms {
            let Some(column) = source.and_then(|source| source.made[figure as usize].as_ref()) else { continue };
            let sign = match (taken_off, cell.is_empty()) {
                (true, _) => "−",
                (false, false) => "+",
                (false, true) => "",
            };
            heading += &format!("{sign}{}", column.heading);
            cell += &format!("{sign}{}{}", column.letter, row.row);
        }
        let said = |text: String| Some(text).filter(|text| !text.is_empty()).map(Arc::from);
        Origin { column: said(heading), cell: said(cell), ..self.origin(row) }
    }
}
