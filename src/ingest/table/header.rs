//! Where the header is, and what its one or two rows say.

use crate::ingest::field;
use crate::ingest::mapping::{self, ColumnSpec, Heading, SHEETS, SheetKind, SheetSpec};
use crate::ingest::normalise::name::key;
use crate::ingest::sheet::{CellRef, Sheet};
use crate::ingest::table::Assigned;

/// Rows among which the header is looked for.
const SEARCHED: usize = 15;

/// A header of one or two rows.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// Position in the sheet of its first row; `None` for a sheet of keys and values without a header.
    pub(super) first: Option<usize>,
    /// Whether a second row belongs to it.
    double: bool,
    /// Per column, the group above and the heading itself.
    columns: Vec<(String, String)>,
}

/// A sheet's specification and the required columns that were not found.
pub(super) type Nearest = Option<(&'static SheetSpec, Vec<&'static ColumnSpec>)>;

/// The header that fits best, and the sheet it belongs to; else the sheet that comes nearest.
///
/// A sheet's own name decides when its required headings are there under names of their own;
/// else the sheet that knows most headings does, the named one first, whatever it lacks.
pub(super) fn find(
    sheet: &Sheet,
    named: Option<(&'static SheetSpec, bool)>,
) -> Result<(&'static SheetSpec, Header), Nearest> {
    if let Some((spec, _)) = named.filter(|(spec, _)| spec.kind == SheetKind::About) {
        return Ok((spec, about(sheet, spec)));
    }
    let by_name = named.map(|(spec, exact)| (best(sheet, spec), exact));
    if let Some((found, true)) = &by_name
        && found.sure
    {
        return Ok((found.spec, found.header.clone()));
    }
    let all: Vec<Found> = SHEETS.iter().map(|spec| best(sheet, spec)).collect();
    let rank = |found: &Found| mapping::standing(found.spec, found.known);
    let told =
        |found: &&Found| found.missing.is_empty() && mapping::is_told_by_headings(found.spec, found.known, found.sure);
    let by_headings = all.iter().filter(told).max_by_key(|found| rank(found));
    let chosen = match (&by_name, by_headings) {
        // A ledger without its buyers is a ledger with a fault, not a list of makers.
        (Some((name, exact)), Some(other)) if (*exact || name.missing.is_empty()) && name.known >= other.known => name,
        (_, Some(other)) => other,
        (Some((name, true)), None) => name,
        (Some((name, false)), None) if name.missing.is_empty() || name.known >= 2 => name,
        _ => {
            let nearest = all.iter().filter(|found| found.known >= 2).max_by_key(|found| rank(found));
            return Err(nearest.map(|found| (found.spec, found.missing.clone())));
        }
    };
    Ok((chosen.spec, chosen.header.clone()))
}

struct Found {
    spec: &'static SheetSpec,
    header: Header,
    known: usize,
    missing: Vec<&'static ColumnSpec>,
    /// Whether every required column goes by a name of its own.
    sure: bool,
}

/// The best header for a sheet of this kind: most headings known, then the upper, then the single row.
fn best(sheet: &Sheet, spec: &'static SheetSpec) -> Found {
    let mut best: Option<Found> = None;
    for row in 0..sheet.row_count().min(SEARCHED) {
        let single = weigh(spec, Header::single(sheet, row));
        let double = Header::double(sheet, row).map(|header| weigh(spec, header)).filter(|double| {
            let below = weigh(spec, Header::single(sheet, row + 1)).known;
            let more = double.known > single.known && double.known > below;
            more || (double.known >= single.known && single.known >= 2 && is_unit_row(sheet, row + 1))
        });
        let found = double.unwrap_or(single);
        if best.as_ref().is_none_or(|best| found.known > best.known) {
            best = Some(found);
        }
    }
    best.unwrap_or_else(|| weigh(spec, Header { first: Some(0), double: false, columns: Vec::new() }))
}

fn weigh(spec: &'static SheetSpec, header: Header) -> Found {
    let assigned = header.assign(spec);
    let columns: Vec<&'static ColumnSpec> = assigned.iter().flatten().map(|(column, _)| *column).collect();
    let missing = mapping::missing(spec, &columns);
    let general = assigned.iter().flatten().any(|(column, heading)| column.required && heading.rank > 0);
    Found { spec, known: mapping::known(&columns), sure: missing.is_empty() && !general, missing, header }
}

/// Whether a row holds nothing but units: `(万元)`, `万元`, `%`.
fn is_unit_row(sheet: &Sheet, row: usize) -> bool {
    let mut cells = sheet.cells(row).filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| matches!(cell, CellRef::Text(text) if is_unit(text)))
}

fn is_unit(text: &str) -> bool {
    let text = key(text);
    let (outside, inside) = mapping::brackets(&text);
    matches!(text.as_str(), "%" | "亩" | "人" | "项" | "年" | "°")
        || (outside.is_empty() && !inside.is_empty())
        || mapping::money_unit(&format!("({text})")).is_some()
}

/// Keys and values: with headings 项目 and 内容 in the first rows, or without any.
fn about(sheet: &Sheet, spec: &'static SheetSpec) -> Header {
    let found = best(sheet, spec);
    if found.missing.is_empty() {
        return found.header;
    }
    let columns = spec.columns.iter().map(|column| (String::new(), column.heading.to_owned())).collect();
    Header { first: None, double: false, columns }
}

impl Header {
    fn single(sheet: &Sheet, row: usize) -> Header {
        let width = declared(sheet, row);
        let columns = (0..width).map(|column| (String::new(), heading_text(sheet.cell(row, column)))).collect();
        Header { first: Some(row), double: false, columns }
    }

    /// The header of `row` as groups and the row below as headings; `None` when the row below is data.
    fn double(sheet: &Sheet, row: usize) -> Option<Header> {
        let below = row + 1;
        let follows = below < sheet.row_count() && sheet.row_number(below) == sheet.row_number(row) + 1;
        let heads = |cell: CellRef<'_>| match cell {
            CellRef::Text(text) => !field::is_figure(cell) || is_unit(text) || field::year(cell).is_ok(),
            CellRef::Number(_) => field::year(cell).is_ok(),
            CellRef::Empty => true,
            _ => false,
        };
        if !follows || !sheet.cells(below).all(heads) {
            return None;
        }
        let width = declared(sheet, row).max(declared(sheet, below));
        let mut columns = Vec::with_capacity(width);
        let mut group = String::new();
        for column in 0..width {
            let (upper, lower) = (heading_text(sheet.cell(row, column)), heading_text(sheet.cell(below, column)));
            if !upper.is_empty() {
                group.clone_from(&upper);
            } else if lower.is_empty() {
                group.clear();
            }
            // A group reaches over the blanks to its right under which headings stand.
            columns.push((group.clone(), lower));
        }
        Some(Header { first: Some(row), double: true, columns })
    }

    /// Position in the sheet of the first row below the header.
    pub(super) fn end(&self) -> usize {
        self.first.map_or(0, |first| first + 1 + usize::from(self.double))
    }

    /// Row number of the header that the user sees.
    pub(super) fn number(&self, sheet: &Sheet) -> Option<u32> {
        self.first.filter(|first| *first < sheet.row_count()).map(|first| sheet.row_number(first))
    }

    /// Count of columns.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// A column's heading, both rows joined by a space.
    pub(super) fn text(&self, column: usize) -> String {
        let (group, own) = &self.columns[column];
        match (group.is_empty(), own.is_empty()) {
            (true, _) => own.clone(),
            (_, true) => group.clone(),
            _ => format!("{group} {own}"),
        }
    }

    /// What a column may be, likeliest first: both rows joined, the lower row, the group above a year or a unit.
    pub(super) fn candidates(&self, spec: &'static SheetSpec, column: usize) -> Vec<(&'static ColumnSpec, Heading)> {
        let (group, own) = &self.columns[column];
        let mut texts = vec![self.text(column)];
        if !group.is_empty() && !own.is_empty() {
            texts.push(own.clone());
            if is_unit(own) || field::year(CellRef::Text(own)).is_ok_and(|year| year.is_some()) {
                texts.push(group.clone());
            }
        }
        texts.iter().filter_map(|text| mapping::matching(spec, text)).collect()
    }

    /// What each column is: names of their own first, each field once, from the left.
    pub(super) fn assign(&self, spec: &'static SheetSpec) -> Assigned {
        let candidates: Vec<_> = (0..self.width()).map(|column| self.candidates(spec, column)).collect();
        let mut assigned: Assigned = vec![None; self.width()];
        let mut taken: Vec<&'static ColumnSpec> = Vec::new();
        let choices = candidates.iter().map(Vec::len).max().unwrap_or(0);
        for (rank, choice) in [0, 1].into_iter().flat_map(|rank| (0..choices).map(move |choice| (rank, choice))) {
            for (column, found) in candidates.iter().enumerate() {
                let Some((spec, heading)) = found.get(choice).filter(|(_, heading)| heading.rank == rank) else {
                    continue;
                };
                if assigned[column].is_none() && !taken.iter().any(|other| std::ptr::eq(*other, *spec)) {
                    assigned[column] = Some((*spec, *heading));
                    taken.push(*spec);
                }
            }
        }
        assigned
    }
}

/// Columns of a header row: a text file's trailing blank headings count, a workbook's do not.
fn declared(sheet: &Sheet, row: usize) -> usize {
    if sheet.delimited { sheet.declared_width(row) } else { sheet.width(row) }
}

/// A heading's text without line breaks; figures and dates are none, except years.
fn heading_text(cell: CellRef<'_>) -> String {
    match cell {
        CellRef::Text(text) => {
            text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
        }
        CellRef::Number(_) if field::year(cell).is_ok() => cell.to_text(),
        _ => String::new(),
    }
}
