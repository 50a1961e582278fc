//! 产能, 企业年度 and 采购总额: figures of a firm.

use crate::ingest::mapping::{Field, SheetKind};
use crate::issue::{Code, Issue};
use crate::model::{Amount, Capability, DeclaredTotal, FirmIx, FirmYear, ProductIx, Year};
use std::collections::BTreeMap;

use super::Job;
use super::cells;
use super::log::{RowAt, rows_of};

/// All that a capability says, figures as bits: two rows repeat each other only when they are equal to the last digit.
type CapabilityKey = (u32, u32, Option<Year>, [Option<u64>; 4], bool);

/// Buyer, product and year of a total.
type TotalKey = (u32, Option<u32>, Option<Year>);

/// Reads what firms can make.
pub(super) fn read_capabilities(job: &mut Job<'_>) {
    for at in rows_of(job.tables, SheetKind::Makes) {
        if let Some(row) = capability(job, at) {
            job.capability_rows.push((row, at));
        }
    }
}

/// Joins the rows of each firm, now that it is known which firms are one.
pub(super) fn settle(job: &mut Job<'_>) {
    settle_capabilities(job);
    settle_years(job);
    settle_totals(job);
}

/// Of rows that repeat each other in full one is kept.
fn settle_capabilities(job: &mut Job<'_>) {
    let mut seen: BTreeMap<CapabilityKey, u32> = BTreeMap::new();
    for (mut row, at) in std::mem::take(&mut job.capability_rows) {
        row.firm = FirmIx(job.firms.root(row.firm.0));
        let figures =
            [row.output, row.capacity, row.stated_spare, row.committed].map(|figure| figure.map(f64::to_bits));
        let key = (row.firm.0, row.product.0, row.year, figures, row.under_construction);
        if let Some(twin) = seen.get(&key) {
            job.log.set_aside(at, at.row_issue(Code::DuplicateRow).with(twin.to_string()));
            continue;
        }
        seen.insert(key, row.row.row);
        job.log.used(at);
        job.capabilities.push(row);
    }
}

fn capability(job: &mut Job<'_>, at: RowAt<'_>) -> Option<Capability> {
    let year = match cells::year(at, Field::Output, job.year(at.source)) {
        Ok(year) => year,
        Err(code) => {
            job.log.set_aside(at, at.issue(Field::Year, code));
            return None;
        }
    };
    if at.text(Field::Product).is_none() {
        job.log.set_aside(at, at.issue(Field::Product, Code::MissingCell));
        return None;
    }
    let firm = job.firm_of(at)?;
    let product = job.product(at, Field::Product);
    let mut money = |field| cells::money(at, field, &mut job.units, &mut job.log);
    Some(Capability {
        firm: FirmIx(firm),
        product: ProductIx(product),
        year,
        output: money(Field::Output),
        capacity: money(Field::Capacity),
        stated_spare: money(Field::Spare),
        committed: money(Field::Committed),
        under_construction: cells::flag(at, Field::UnderConstruction, &mut job.log).unwrap_or(false),
        row: at.row_ref(),
    })
}

/// Reads the yearly figures.
pub(super) fn read_years(job: &mut Job<'_>) {
    for at in rows_of(job.tables, SheetKind::FirmYears) {
        if let Some(row) = firm_year(job, at) {
            job.year_rows.push((row, at));
        }
    }
}

/// Rows of one firm and year complete each other.
fn settle_years(job: &mut Job<'_>) {
    let mut years: BTreeMap<(u32, Year), Vec<(FirmYear, RowAt<'_>)>> = BTreeMap::new();
    for (mut row, at) in std::mem::take(&mut job.year_rows) {
        row.firm = FirmIx(job.firms.root(row.firm.0));
        years.entry((row.firm.0, row.year)).or_default().push((row, at));
    }
    for mut rows in years.into_values() {
        rows.sort_by(|(a, at), (b, other)| bits(a).cmp(&bits(b)).then(at.row_ref().cmp(&other.row_ref())));
        let mut rows = rows.into_iter();
        let Some((mut first, at)) = rows.next() else { continue };
        job.log.used(at);
        for (row, other) in rows {
            if bits(&row) == bits(&first) {
                job.log.set_aside(other, other.row_issue(Code::DuplicateRow).with(at.row_ref().row.to_string()));
            } else {
                job.log.used(other);
                complete(job, &mut first, at, row, other);
            }
        }
        job.firm_years.push(first);
    }
}

fn firm_year(job: &mut Job<'_>, at: RowAt<'_>) -> Option<FirmYear> {
    let year = match cells::year(at, Field::Revenue, job.year(at.source)) {
        Ok(Some(year)) => year,
        Ok(None) => {
            job.log.set_aside(at, at.issue(Field::Year, Code::MissingCell));
            return None;
        }
        Err(code) => {
            job.log.set_aside(at, at.issue(Field::Year, code));
            return None;
        }
    };
    let firm = job.firm_of(at)?;
    let mut money = |field| cells::money(at, field, &mut job.units, &mut job.log);
    let [revenue, output, cost, research, tax] =
        [Field::Revenue, Field::Output, Field::Cost, Field::Research, Field::Tax].map(&mut money);
    let mut number = |field| cells::number(at, field, &mut job.log);
    let [employees, patents, land, energy] =
        [Field::Employees, Field::Patents, Field::Land, Field::Energy].map(&mut number);
    let row = at.row_ref();
    Some(FirmYear {
        firm: FirmIx(firm),
        year,
        revenue,
        output,
        cost,
        research,
        employees,
        patents,
        tax,
        land,
        energy,
        row,
    })
}

const YEAR_FIELDS: [Field; 9] = [
    Field::Revenue,
    Field::Output,
    Field::Cost,
    Field::Research,
    Field::Employees,
    Field::Patents,
    Field::Tax,
    Field::Land,
    Field::Energy,
];

fn figures(row: &mut FirmYear) -> [&mut Option<f64>; 9] {
    [
        &mut row.revenue,
        &mut row.output,
        &mut row.cost,
        &mut row.research,
        &mut row.employees,
        &mut row.patents,
        &mut row.tax,
        &mut row.land,
        &mut row.energy,
    ]
}

fn bits(row: &FirmYear) -> [Option<u64>; 9] {
    figures(&mut row.clone()).map(|figure| figure.map(f64::to_bits))
}

/// Fills the blanks of the first row; where both speak and differ, the first stands and an issue says so.
fn complete(job: &mut Job<'_>, first: &mut FirmYear, at: RowAt<'_>, mut row: FirmYear, other: RowAt<'_>) {
    for ((field, kept), new) in YEAR_FIELDS.into_iter().zip(figures(first)).zip(figures(&mut row)) {
        if kept.map(f64::to_bits) != new.map(f64::to_bits) && kept.is_some() && new.is_some() {
            let issue = other.issue(field, Code::ConflictingFirm);
            job.log.raise(issue.with(at.cell(field).to_text()).with(at.row_ref().row.to_string()));
        }
        *kept = kept.or(*new);
    }
}

/// Reads the declared totals.
pub(super) fn read_totals(job: &mut Job<'_>) {
    for at in rows_of(job.tables, SheetKind::PurchaseTotals) {
        if let Some(total) = total(job, at) {
            job.total_rows.push((total, at));
        }
    }
}

/// Keeps one total for each buyer, product and year.
fn settle_totals(job: &mut Job<'_>) {
    let mut totals: BTreeMap<TotalKey, Vec<(DeclaredTotal, RowAt<'_>)>> = BTreeMap::new();
    for (mut total, at) in std::mem::take(&mut job.total_rows) {
        total.buyer = FirmIx(job.firms.root(total.buyer.0));
        let key = (total.buyer.0, total.product.map(|product| product.0), total.year);
        totals.entry(key).or_default().push((total, at));
    }
    for mut rows in totals.into_values() {
        // The larger stands: a total that is too large widens the bounds, one that is too small would narrow them falsely.
        let yuan = |total: &DeclaredTotal| total.total.known().unwrap_or(f64::NEG_INFINITY);
        rows.sort_by(|(a, at), (b, other)| {
            yuan(b).total_cmp(&yuan(a)).then(b.complete.cmp(&a.complete)).then(at.row_ref().cmp(&other.row_ref()))
        });
        let mut rows = rows.into_iter();
        let Some((first, at)) = rows.next() else { continue };
        job.log.used(at);
        for (row, other) in rows {
            let same = row.total == first.total && row.complete == first.complete;
            let code = if same { Code::DuplicateRow } else { Code::ConflictingTotal };
            let texts = [at, other].map(|row| row.cell(Field::Total).to_text());
            let issue = Issue { details: texts.to_vec(), ..other.issue(Field::Total, code) };
            job.log.set_aside(other, issue.with(at.row_ref().row.to_string()));
        }
        job.totals.push(first);
    }
}

fn total(job: &mut Job<'_>, at: RowAt<'_>) -> Option<DeclaredTotal> {
    let amount = match cells::amount(at, Field::Total, &mut job.units, &mut job.log) {
        // A negative total has no reading: it cannot be what was bought.
        Ok(Some(Amount::Known(yuan))) if yuan < 0.0 => Err((Field::Total, Code::BadNumber)),
        Ok(amount) => Ok(amount),
        Err(code) => Err((Field::Total, code)),
    };
    let year = || cells::year(at, Field::Total, job.year(at.source)).map_err(|code| (Field::Year, code));
    let (total, year) = match amount.and_then(|amount| Ok((amount, year()?))) {
        Ok(read) => read,
        Err((field, code)) => {
            job.log.set_aside(at, at.issue(field, code));
            return None;
        }
    };
    match total {
        Some(Amount::Missing) => job.log.raise(at.issue(Field::Total, Code::MissingAmount)),
        Some(Amount::Undisclosed) => job.log.raise(at.issue(Field::Total, Code::UndisclosedAmount)),
        // What is not known for another reason was told by the reader of the cell.
        Some(Amount::Known(_)) | None => {}
    }
    let buyer = job.buyer_of(at)?;
    let product = at.text(Field::Product).map(|_| ProductIx(job.product(at, Field::Product)));
    let complete = cells::flag(at, Field::Complete, &mut job.log);
    let total = total.unwrap_or(Amount::Missing);
    Some(DeclaredTotal { buyer: FirmIx(buyer), product, year, total, complete, row: at.row_ref() })
}
