//! 采购: rows to purchase lines. This loop sees most of the data, hence the columns looked up once and the last cells remembered.

use crate::ingest::field;
use crate::ingest::hash::{FastHasher, FastMap};
use crate::ingest::mapping::{Field, SheetKind, is_serial};
use crate::ingest::normalise::name;
use crate::ingest::sheet::CellRef;
use crate::ingest::table::{RawTable, TableColumn};
use crate::issue::{Code, Issue, Origin, Severity};
use crate::model::{Amount, LinkSource, Location, LocationBasis, ShortText, Year};
use std::borrow::Cow;
use std::fmt::Write;
use std::hash::Hasher;

use super::Job;
use super::cells;
use super::firm_book::FirmMatch;
use super::locator::Place;
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
    /// A further spelling of a known firm.
    Spelt(u32, Cow<'a, str>),
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
            usual: cells::stated_year(table, Field::Amount).or(job.year(source)),
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
        let text = self.product_text(at);
        let line = Line {
            buyer,
            supplier,
            product: self.job.texts.product(text),
            text,
            wording: self.job.texts.wording(text),
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
        match self.job.firms.look(&text) {
            (FirmMatch::Known(firm), false) => FirmCell::Known(firm),
            (FirmMatch::Known(firm), true) => FirmCell::Spelt(firm, text),
            (FirmMatch::New, _) => FirmCell::New(text),
            (FirmMatch::Ambiguous(several), _) => {
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
            FirmCell::Spelt(firm, text) => {
                self.job.firms.spell(firm, &text);
                Some(firm)
            }
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

    /// The number of the product's text.
    fn product_text(&mut self, at: RowAt<'a>) -> u32 {
        let Some(text) = at.text(Field::Product) else {
            self.job.log.raise(at.issue(Field::Product, Code::BlankProduct));
            return self.job.blank_product();
        };
        self.job.product_text(at, Field::Product, &text)
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
        if self.job.firms.is_unplaced(buyer) {
            match self.locate(at, Field::BuyerPlace, year) {
                Some(place) => self.job.firms.see(buyer, place),
                None if at.text(Field::BuyerPlace).is_some() => {
                    self.job.firms.drafts[buyer as usize].unread_place = true;
                }
                None => {}
            }
        }
        let named = self.locate(at, Field::OriginPlace, year);
        let named = named.filter(|place| supplier.is_none_or(|firm| !is_coarser(self.job, *place, firm)));
        if let Some(supplier) = supplier.filter(|supplier| !self.job.firms.is_unplaced(*supplier)) {
            return named.or_else(|| self.plant(at, supplier, year));
        }
        let stands = self.locate(at, Field::SupplierPlace, year);
        if let (Some(supplier), Some(place)) = (supplier, stands) {
            self.job.firms.see(supplier, place);
        }
        // Where a trader stands is not where its goods are made.
        named.or(stands.filter(|_| supplier.is_none_or(|supplier| !is_trader(self.job, supplier))))
    }

    /// The plant of a firm with several that 供应商所在地 names, if it names one of them alone.
    fn plant(&mut self, at: RowAt<'a>, supplier: u32, year: Option<Year>) -> Option<u32> {
        if !self.job.firms.has_plants(supplier) {
            return None;
        }
        let stands = self.locate(at, Field::SupplierPlace, year)?;
        let area = self.job.locator.place(stands).area?;
        let plants = self.job.firms.drafts[supplier as usize].firm.location.each();
        let is_meant = |plant: &&Location| plant.area.is_some_and(|own| own.is_in(area) || area.is_in(own));
        let mut meant = plants.iter().filter(is_meant);
        let (Some(plant), None) = (meant.next(), meant.next()) else { return None };
        let place = Place { area: plant.area, zone: plant.zone, abroad: None };
        Some(self.job.locator.number(place))
    }

    fn locate(&mut self, at: RowAt<'a>, field: Field, year: Option<Year>) -> Option<u32> {
        let text = at.text(field)?;
        let finding = self.job.locator.find(&text, year);
        self.job.locator.place_of(finding, at, field, &mut self.job.log)
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

fn is_trader(job: &Job<'_>, firm: u32) -> bool {
    job.firms.drafts[firm as usize].firm.trader
}

/// Whether the place only repeats, less exactly, where the supplier produces.
fn is_coarser(job: &Job<'_>, place: u32, supplier: u32) -> bool {
    let location = &job.firms.drafts[supplier as usize].firm.location;
    let place = job.locator.place(place);
    !is_trader(job, supplier)
        && location.basis < LocationBasis::Registered
        && place.zone.is_none()
        && location.area.zip(place.area).is_some_and(|(own, named)| own.is_in(named))
}

/// Gives the lines of firms that proved to be another one to that firm, as if the ledger had named it so.
pub(super) fn relocate(job: &mut Job<'_>, united: &[(u32, u32)]) {
    if united.is_empty() {
        return;
    }
    let mut into: Vec<u32> = (0..).take(job.firms.drafts.len()).collect();
    for (gone, kept) in united {
        into[*gone as usize] = *kept;
    }
    let mut lines = std::mem::take(&mut job.lines);
    for line in &mut lines {
        let buyer = into[line.buyer as usize];
        let supplier = line.supplier.map(|supplier| into[supplier as usize]);
        if (buyer, supplier) == (line.buyer, line.supplier) {
            continue;
        }
        let at = job.tables.at(line.at.0, line.at.1 as usize);
        let stands_apart = |firm: &u32| !job.firms.is_unplaced(*firm) || is_trader(job, *firm);
        if let Some(firm) = supplier.filter(|firm| line.supplier != Some(*firm) && stands_apart(firm)) {
            // The ledger said already whatever is wrong with the cell.
            let mut told = log::Log::new(0);
            let named = job.locator.locate(at, Field::OriginPlace, line.year, &mut told);
            line.place = named.filter(|place| !is_coarser(job, *place, firm));
        }
        if supplier == Some(buyer) && line.supplier != Some(line.buyer) {
            job.log.raise(at.issue(Field::Supplier, Code::SelfSupply));
        }
        (line.buyer, line.supplier) = (buyer, supplier);
    }
    job.lines = lines;
}

fn fault(at: RowAt<'_>, field: Field, code: Code) -> Issue {
    let mut issue = at.issue(field, code);
    issue.severity = Severity::Error;
    issue
}
