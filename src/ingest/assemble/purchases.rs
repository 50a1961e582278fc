//! 采购: rows to purchase lines. This loop sees most of the data, hence the columns looked up once and the last cells remembered.

use crate::ingest::field;
use crate::ingest::hash::{FastHasher, FastMap};
use crate::ingest::mapping::{Field, SheetKind, is_serial};
use crate::ingest::normalise::name;
use crate::ingest::sheet::CellRef;
use crate::ingest::table::{RawTable, TableColumn};
use crate::issue::{Code, Issue, Origin, Severity};
use crate::model::{Amount, LinkSource, LocationBasis, ShortText, Year};
use std::borrow::Cow;
use std::fmt::Write;
use std::hash::Hasher;

use super::Job;
use super::cells;
use super::firm_book::FirmMatch;
use super::log::{self, RowAt};
use crate::ingest::clean::Line;

/// Columns that no field reads but that tell two rows apart, with the hash of their heading.
///
/// A column that only numbers the rows does not: two rows that differ in their number alone are the same row twice.
fn others(table: &RawTable) -> Vec<(usize, u64)> {
    let tells_apart = |column: &TableColumn| match column.field {
        None => !is_serial(&column.heading),
        Some(field) => matches!(field, Field::BuyerPlace | Field::SupplierPlace),
    };
    let columns = table.columns.iter().enumerate().filter(|(_, column)| tells_apart(column));
    columns.map(|(at, column)| (at, hash(&name::key(&column.heading), 0))).collect()
}

fn hash(text: &str, seed: u64) -> u64 {
    let mut hasher = FastHasher::default();
    hasher.write_u64(seed);
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// What a firm cell says.
enum FirmCell<'a> {
    Blank,
    Known(u32),
    New(Cow<'a, str>),
}

/// Reads all ledgers.
pub(super) fn read(job: &mut Job<'_>) {
    let tables = job.tables;
    for (table, source) in tables.of(SheetKind::Purchases) {
        if !table.has(Field::Amount) && !table.rows.is_empty() {
            let (file, sheet) = (table.sheet.file.clone(), table.sheet.name.clone());
            job.log.raise(Issue::new(Code::MissingAmount, Origin { file, sheet, ..Origin::default() }, ""));
        }
        job.lines.reserve(table.rows.len());
        let mut ledger = Ledger {
            others: others(table),
            usual: cells::stated_year(table, Field::Amount).or(job.about.year),
            job,
            years: FastMap::default(),
            number: None,
            buffer: String::new(),
        };
        for row in 0..table.rows.len() {
            ledger.row(RowAt { table, source, row });
        }
    }
}

/// One ledger being read.
struct Ledger<'j, 'a> {
    job: &'j mut Job<'a>,
    others: Vec<(usize, u64)>,
    /// Year of the rows that give none.
    usual: Option<Year>,
    /// Texts of year cells met so far, and the number met last.
    years: FastMap<&'a str, Option<Year>>,
    number: Option<(u64, Option<Year>)>,
    buffer: String,
}

impl<'a> Ledger<'_, 'a> {
    fn row(&mut self, at: RowAt<'a>) {
        // Everything that can set the row aside comes first, so that a row set aside leaves no firm or product behind.
        let mut faults = Vec::new();
        let buyer = self.firm(at, Field::Buyer, &mut faults);
        let supplier = self.firm(at, Field::Supplier, &mut faults);
        let amount = self.amount(at, &mut faults);
        let year = self.year(at, &mut faults);
        if matches!(buyer, FirmCell::Blank) && faults.is_empty() {
            faults.push(fault(at, Field::Buyer, Code::MissingCell));
        }
        if !faults.is_empty() {
            return self.job.log.set_aside_for(at, faults);
        }
        let Some(buyer) = self.enter(at, buyer, Field::Buyer) else { return };
        let supplier = self.enter(at, supplier, Field::Supplier);
        self.mention_amount(at, amount);
        if supplier == Some(buyer) {
            self.job.log.raise(at.issue(Field::Supplier, Code::SelfSupply));
        }
        let line = Line {
            buyer,
            supplier,
            product: self.product(at),
            year,
            amount: amount.unwrap_or(Amount::Missing),
            contract: at.text(Field::Contract).map(|text| ShortText::from(text.as_ref())),
            source: self.source(at),
            place: self.place(at, buyer, supplier, year),
            day: self.day(at),
            rest: self.rest(at),
            at: (at.source, u32::try_from(at.row).expect("rows are numbered in 32 bits")),
            row: at.table.row_number(at.row),
        };
        self.job.log.used(at);
        self.job.lines.push(line);
    }

    fn firm(&mut self, at: RowAt<'a>, field: Field, faults: &mut Vec<Issue>) -> FirmCell<'a> {
        let cell = at.cell(field);
        let Some(text) = log::text(cell) else {
            if matches!(cell, CellRef::Error(_)) {
                faults.push(fault(at, field, Code::CellError));
            }
            return FirmCell::Blank;
        };
        match self.job.firms.find(&text) {
            FirmMatch::Known(firm) => FirmCell::Known(firm),
            FirmMatch::New => FirmCell::New(text),
            FirmMatch::Ambiguous(several) => {
                let details = self.job.firms.names(&several);
                faults.push(Issue { details, ..fault(at, field, Code::AmbiguousFirm) });
                FirmCell::Blank
            }
        }
    }

    fn enter(&mut self, at: RowAt<'a>, firm: FirmCell<'a>, field: Field) -> Option<u32> {
        match firm {
            FirmCell::Blank => None,
            FirmCell::Known(firm) => Some(firm),
            FirmCell::New(text) => Some(self.job.enter_firm(&text, at, field)),
        }
    }

    /// The amount; `None` when it is unknown for a reason that is already told.
    fn amount(&mut self, at: RowAt<'a>, faults: &mut Vec<Issue>) -> Option<Amount> {
        let read = cells::amount(at, Field::Amount, &mut self.job.units, &mut self.job.log);
        read.unwrap_or_else(|code| {
            faults.push(fault(at, Field::Amount, code));
            None
        })
    }

    fn mention_amount(&mut self, at: RowAt<'a>, amount: Option<Amount>) {
        let code = match amount {
            None => return,
            Some(Amount::Known(yuan)) if yuan > 0.0 => return,
            Some(Amount::Known(yuan)) if yuan < 0.0 => Code::NegativeAmount,
            Some(Amount::Known(_)) => Code::ZeroAmount,
            // A ledger without the column has one issue for all its rows.
            Some(Amount::Missing) if !at.table.has(Field::Amount) => return,
            Some(Amount::Missing) => Code::MissingAmount,
            Some(Amount::Undisclosed) => Code::UndisclosedAmount,
        };
        self.job.log.raise(at.issue(Field::Amount, code));
    }

    fn year(&mut self, at: RowAt<'a>, faults: &mut Vec<Issue>) -> Option<Year> {
        let cell = at.cell(Field::Year);
        let known = match cell {
            CellRef::Empty => return self.usual,
            CellRef::Text(text) => self.years.get(text).copied(),
            CellRef::Number(number) => self.number.filter(|(bits, _)| *bits == number.to_bits()).map(|(_, year)| year),
            _ => None,
        };
        if let Some(year) = known {
            return year.or(self.usual);
        }
        match field::year(cell) {
            Ok(year) => {
                match cell {
                    CellRef::Text(text) => drop(self.years.insert(text, year)),
                    CellRef::Number(number) => self.number = Some((number.to_bits(), year)),
                    _ => {}
                }
                year.or(self.usual)
            }
            Err(code) => {
                faults.push(fault(at, Field::Year, code));
                None
            }
        }
    }

    fn product(&mut self, at: RowAt<'a>) -> u32 {
        let Some(text) = at.text(Field::Product) else {
            self.job.log.raise(at.issue(Field::Product, Code::BlankProduct));
            return self.job.unknown_product();
        };
        match self.job.products.find(&text) {
            Some(known) => known,
            None => self.job.product(at, Field::Product),
        }
    }

    fn source(&mut self, at: RowAt<'a>) -> LinkSource {
        match at.cell(Field::LinkSource) {
            CellRef::Empty => LinkSource::Unstated,
            _ => cells::choice(at, Field::LinkSource, cells::link_source, &mut self.job.log)
                .unwrap_or(LinkSource::Unstated),
        }
    }

    /// The place that the line itself names: 来源地, else 供应商所在地 of a supplier that nothing else locates.
    fn place(&mut self, at: RowAt<'a>, buyer: u32, supplier: Option<u32>, year: Option<Year>) -> Option<u32> {
        if self.job.firms.is_unplaced(buyer)
            && let Some(place) = self.locate(at, Field::BuyerPlace, year)
        {
            self.job.firms.see(buyer, place);
        }
        let named = self.locate(at, Field::OriginPlace, year);
        let named = named.filter(|place| !self.is_coarser(*place, supplier));
        if supplier.is_some_and(|supplier| !self.job.firms.is_unplaced(supplier)) {
            return named;
        }
        let stands = self.locate(at, Field::SupplierPlace, year);
        if let (Some(supplier), Some(place)) = (supplier, stands) {
            self.job.firms.see(supplier, place);
        }
        named.or(stands)
    }

    fn locate(&mut self, at: RowAt<'a>, field: Field, year: Option<Year>) -> Option<u32> {
        let text = at.text(field)?;
        let finding = self.job.locator.find(&text, year);
        self.job.locator.place_of(finding, at, field, &mut self.job.log)
    }

    /// Whether the place only repeats, less exactly, where the supplier produces.
    fn is_coarser(&self, place: u32, supplier: Option<u32>) -> bool {
        let Some(supplier) = supplier else { return false };
        let location = &self.job.firms.drafts[supplier as usize].firm.location;
        let place = self.job.locator.place(place);
        location.basis < LocationBasis::Registered
            && place.zone.is_none()
            && location.area.zip(place.area).is_some_and(|(own, named)| own.is_in(named))
    }

    /// A day in the year column tells two lines apart; a year alone does not.
    fn day(&self, at: RowAt<'a>) -> u64 {
        match at.cell(Field::Year) {
            CellRef::Text(text) | CellRef::Date(text) if text.len() > "2024年".len() => hash(text, 1),
            _ => 0,
        }
    }

    /// What the other columns say, in any order of columns.
    fn rest(&mut self, at: RowAt<'a>) -> u64 {
        let mut sum: u64 = 0;
        for (column, heading) in &self.others {
            let cell = at.table.sheet.cell(at.table.rows[at.row], *column);
            let text = match cell {
                CellRef::Empty => continue,
                CellRef::Text(text) | CellRef::Date(text) | CellRef::Error(text) => text,
                CellRef::Number(number) => {
                    self.buffer.clear();
                    // Writing to a string cannot fail.
                    let _ = write!(self.buffer, "{number}");
                    self.buffer.as_str()
                }
                CellRef::Flag(flag) => {
                    if flag {
                        "是"
                    } else {
                        "否"
                    }
                }
            };
            sum = sum.wrapping_add(hash(text, *heading));
        }
        sum
    }
}

fn fault(at: RowAt<'_>, field: Field, code: Code) -> Issue {
    let mut issue = at.issue(field, code);
    issue.severity = Severity::Error;
    issue
}
