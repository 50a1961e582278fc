//! 采购: rows to purchase lines. This loop sees most of the data, hence the columns looked up once and the last cells remembered.

use crate::ingest::field;
use crate::ingest::hash::{FastHasher, FastMap};
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name;
use crate::ingest::sheet::CellRef;
use crate::ingest::table::{MoneyUnit, RawTable};
use crate::issue::{Code, Issue, Origin, Severity};
use crate::model::{Amount, LinkSource, LocationBasis, Year};
use std::borrow::Cow;
use std::fmt::Write;
use std::hash::Hasher;
use std::sync::Arc;

use super::Job;
use super::cells;
use super::firm_book::FirmMatch;
use super::log::{self, RowAt};
use crate::ingest::clean::Line;

/// Positions of the columns of a ledger.
struct Columns {
    buyer: Option<usize>,
    supplier: Option<usize>,
    product: Option<usize>,
    amount: Option<usize>,
    unit: Option<MoneyUnit>,
    year: Option<usize>,
    contract: Option<usize>,
    source: Option<usize>,
    origin: Option<usize>,
    buyer_place: Option<usize>,
    supplier_place: Option<usize>,
    /// Columns that no field reads but that tell two rows apart, with the hash of their heading.
    others: Vec<(usize, u64)>,
}

impl Columns {
    fn of(table: &RawTable) -> Self {
        let at = |field| table.position(field);
        let tells_apart = |heading: &str, field: Option<Field>| match field {
            None => !is_serial(heading),
            Some(field) => matches!(field, Field::BuyerPlace | Field::SupplierPlace),
        };
        let others = table.columns.iter().enumerate().filter(|(_, column)| tells_apart(&column.heading, column.field));
        Self {
            buyer: at(Field::Buyer),
            supplier: at(Field::Supplier),
            product: at(Field::Product),
            amount: at(Field::Amount),
            unit: at(Field::Amount).and_then(|column| table.columns[column].unit),
            year: at(Field::Year),
            contract: at(Field::Contract),
            source: at(Field::LinkSource),
            origin: at(Field::OriginPlace),
            buyer_place: at(Field::BuyerPlace),
            supplier_place: at(Field::SupplierPlace),
            others: others.map(|(at, column)| (at, hash(&name::key(&column.heading), 0))).collect(),
        }
    }
}

/// Whether a column only numbers the rows; two rows that differ in their number alone are the same row twice.
fn is_serial(heading: &str) -> bool {
    matches!(name::key(heading).as_str(), "序号" | "编号" | "行号" | "no" | "no." | "#" | "id" | "index" | "")
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
        let columns = Columns::of(table);
        if columns.amount.is_none() && !table.rows.is_empty() {
            let (file, sheet) = (table.sheet.file.clone(), table.sheet.name.clone());
            job.log.raise(Issue::new(Code::MissingAmount, Origin { file, sheet, ..Origin::default() }, ""));
        }
        job.lines.reserve(table.rows.len());
        let usual = cells::year_in(&table.sheet.name).or(job.about.year);
        let mut ledger = Ledger { job, columns, usual, years: FastMap::default(), buffer: String::new() };
        for row in 0..table.rows.len() {
            ledger.row(RowAt { table, source, row });
        }
    }
}

/// One ledger being read.
struct Ledger<'j, 'a> {
    job: &'j mut Job<'a>,
    columns: Columns,
    /// Year of the rows that give none.
    usual: Option<Year>,
    /// Texts of year cells met so far.
    years: FastMap<&'a str, Option<Year>>,
    buffer: String,
}

impl<'a> Ledger<'_, 'a> {
    fn row(&mut self, at: RowAt<'a>) {
        // Everything that can set the row aside comes first, so that a row set aside leaves no firm or product behind.
        let mut faults = Vec::new();
        let buyer = self.firm(at, self.columns.buyer, Field::Buyer, &mut faults);
        let supplier = self.firm(at, self.columns.supplier, Field::Supplier, &mut faults);
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
            amount,
            contract: self.text(at, self.columns.contract).map(|text| Arc::from(text.as_ref())),
            source: self.source(at),
            place: self.place(at, buyer, supplier, year),
            day: self.day(at),
            rest: self.rest(at),
            at: (at.source, at.row),
            row: at.table.row_number(at.row),
        };
        self.job.log.used(at);
        self.job.lines.push(line);
    }

    fn cell(&self, at: RowAt<'a>, column: Option<usize>) -> CellRef<'a> {
        column.map_or(CellRef::Empty, |column| at.table.sheet.cell(at.table.rows[at.row], column))
    }

    fn text(&self, at: RowAt<'a>, column: Option<usize>) -> Option<Cow<'a, str>> {
        log::text(self.cell(at, column))
    }

    fn firm(&mut self, at: RowAt<'a>, column: Option<usize>, field: Field, faults: &mut Vec<Issue>) -> FirmCell<'a> {
        let cell = self.cell(at, column);
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

    fn amount(&mut self, at: RowAt<'a>, faults: &mut Vec<Issue>) -> Amount {
        let cell = self.cell(at, self.columns.amount);
        match field::money(cell, self.columns.unit, self.job.units.default) {
            Ok(read) => {
                if read.default_unit && !self.job.units.stated && matches!(read.amount, Amount::Known(_)) {
                    self.job.units.mention(at, Field::Amount, &mut self.job.log);
                }
                read.amount
            }
            Err(code) => {
                let issue = at.issue(Field::Amount, code);
                // Some causes, such as a foreign currency, leave a purchase of unknown amount.
                if issue.severity == Severity::Error {
                    faults.push(issue)
                } else {
                    self.job.log.raise(issue)
                }
                Amount::Missing
            }
        }
    }

    fn mention_amount(&mut self, at: RowAt<'a>, amount: Amount) {
        let code = match amount {
            Amount::Known(yuan) if yuan > 0.0 => return,
            Amount::Known(yuan) if yuan < 0.0 => Code::NegativeAmount,
            Amount::Known(_) => Code::ZeroAmount,
            // A ledger without the column has one issue for all its rows.
            Amount::Missing if self.columns.amount.is_none() => return,
            Amount::Missing => Code::MissingAmount,
            Amount::Undisclosed => Code::UndisclosedAmount,
        };
        self.job.log.raise(at.issue(Field::Amount, code));
    }

    fn year(&mut self, at: RowAt<'a>, faults: &mut Vec<Issue>) -> Option<Year> {
        let cell = self.cell(at, self.columns.year);
        let known = match cell {
            CellRef::Empty => return self.usual,
            CellRef::Text(text) => self.years.get(text).copied(),
            _ => None,
        };
        if let Some(year) = known {
            return year.or(self.usual);
        }
        match field::year(cell) {
            Ok(year) => {
                if let CellRef::Text(text) = cell {
                    self.years.insert(text, year);
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
        let Some(text) = self.text(at, self.columns.product) else {
            self.job.log.raise(at.issue(Field::Product, Code::BlankProduct));
            return self.job.unknown_product();
        };
        match self.job.products.find(&text) {
            Some(known) => known,
            None => self.job.product(at, Field::Product),
        }
    }

    fn source(&mut self, at: RowAt<'a>) -> LinkSource {
        match self.cell(at, self.columns.source) {
            CellRef::Empty => LinkSource::Unstated,
            _ => cells::choice(at, Field::LinkSource, cells::link_source, &mut self.job.log)
                .unwrap_or(LinkSource::Unstated),
        }
    }

    /// The place that the line itself names: 来源地, else 供应商所在地 of a supplier that nothing else locates.
    fn place(&mut self, at: RowAt<'a>, buyer: u32, supplier: Option<u32>, year: Option<Year>) -> Option<u32> {
        if self.job.firms.is_unplaced(buyer)
            && let Some(place) = self.locate(at, self.columns.buyer_place, Field::BuyerPlace, year)
        {
            self.job.firms.see(buyer, place);
        }
        let named = self.locate(at, self.columns.origin, Field::OriginPlace, year);
        let named = named.filter(|place| !self.is_coarser(*place, supplier));
        if supplier.is_some_and(|supplier| !self.job.firms.is_unplaced(supplier)) {
            return named;
        }
        let stands = self.locate(at, self.columns.supplier_place, Field::SupplierPlace, year);
        if let (Some(supplier), Some(place)) = (supplier, stands) {
            self.job.firms.see(supplier, place);
        }
        named.or(stands)
    }

    fn locate(&mut self, at: RowAt<'a>, column: Option<usize>, field: Field, year: Option<Year>) -> Option<u32> {
        let text = self.text(at, column)?;
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
        match self.cell(at, self.columns.year) {
            CellRef::Text(text) | CellRef::Date(text) if text.len() > "2024年".len() => hash(text, 1),
            _ => 0,
        }
    }

    /// What the other columns say, in any order of columns.
    fn rest(&mut self, at: RowAt<'a>) -> u64 {
        let mut sum: u64 = 0;
        for (column, heading) in &self.columns.others {
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
