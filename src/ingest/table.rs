//! Sheet to table: finds the header among title rows, joins two-row and merged headers, leaves out totals and notes.
//!
//! Rows that are not data (titles, repeated headers, totals, notes, the template's example) are reported one by one
//! and never read. A cell merged downwards holds for all its rows, except figures: an amount merged over three rows
//! is one amount, not three.

use crate::ingest::mapping::{self, ColumnKind, ColumnSpec, Field, SheetKind, SheetSpec};
use crate::ingest::normalise::name::key;
use crate::ingest::sheet::{CellRef, Sheet, column_letter};
use crate::issue::{Code, Issue, Origin, Severity};
use crate::model::Year;
use std::sync::Arc;

mod header;
mod rows;

use header::Header;
#[cfg(feature = "excel")]
pub(super) use rows::EXAMPLE;

/// Unit of a money column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MoneyUnit {
    /// Yuan per typed unit, a power of ten (万元 = 10 000); zero for a foreign currency, whose rate is unknown.
    pub yuan: f64,
}

impl MoneyUnit {
    /// 元.
    pub const YUAN: MoneyUnit = MoneyUnit { yuan: 1.0 };
    /// 万元, the default of data that name no unit.
    pub const TEN_THOUSAND: MoneyUnit = MoneyUnit { yuan: 1e4 };
    /// 亿元.
    pub const HUNDRED_MILLION: MoneyUnit = MoneyUnit { yuan: 1e8 };
    /// A foreign currency.
    pub const FOREIGN: MoneyUnit = MoneyUnit { yuan: 0.0 };

    /// Its Chinese name, the same for all foreign currencies; `None` for units that no heading can name.
    pub fn name(self) -> Option<&'static str> {
        const NAMES: [(f64, &str); 9] = [
            (0.0, "外币"),
            (1.0, "元"),
            (1e3, "千元"),
            (1e4, "万元"),
            (1e5, "十万元"),
            (1e6, "百万元"),
            (1e7, "千万元"),
            (1e8, "亿元"),
            (1e9, "十亿元"),
        ];
        NAMES.iter().find(|(yuan, _)| yuan.total_cmp(&self.yuan).is_eq()).map(|(_, name)| *name)
    }

    /// Whether the currency is foreign.
    pub fn is_foreign(self) -> bool {
        self.yuan <= 0.0
    }

    /// Reads a unit by itself, as in the cell beside 金额单位: `万元`, `亿元`, `CNY`, `万美元`.
    ///
    /// ```
    /// use liantu::ingest::table::MoneyUnit;
    /// assert_eq!(MoneyUnit::parse(" 人民币万元 "), Some(MoneyUnit::TEN_THOUSAND));
    /// assert_eq!(MoneyUnit::parse("斤"), None);
    /// ```
    pub fn parse(text: &str) -> Option<MoneyUnit> {
        mapping::money_unit(&format!("({})", key(text)))
    }
}

/// What a sheet turned out to be.
#[derive(Debug)]
pub enum Reading {
    /// A table to read.
    Table(RawTable),
    /// A table without a required column: all its rows are set aside, for the reason that its issues give.
    SetAside(RawTable),
    /// Nothing to read: blank, of no known kind, or the template's instructions.
    NotRead {
        /// The sheet.
        sheet: Sheet,
        /// Why; empty for a blank sheet without a name and for the instructions.
        issues: Vec<Issue>,
    },
}

/// Why reading cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The ledger has no column for the buyer or the product.
    #[error(
        "`{}` has no column for {}; hint: give the heading one of these names: {}",
        place,
        columns.join(", "),
        remedies.join("; ")
    )]
    MissingColumn {
        /// File, sheet and header row.
        place: Origin,
        /// The missing columns, as `采购方 (buyer)`.
        columns: Vec<String>,
        /// Names that would be understood, one text per column.
        remedies: Vec<String>,
    },
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// Heading as the user wrote it (both rows joined by a space), without line breaks; the letter where there is none.
    pub heading: Arc<str>,
    /// Its field, when the heading is known and the first of its kind.
    pub field: Option<Field>,
    /// Unit in the heading, else in the title rows.
    pub unit: Option<MoneyUnit>,
    /// Whether the heading says percent.
    pub percent: bool,
    /// Year in the heading of a money column (`2024年采购额`); it holds for rows without a year of their own.
    pub year: Option<Year>,
}

/// What holds for every row of a table that leaves the field blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implied {
    /// The field.
    pub field: Field,
    /// Heading of a column for it.
    pub heading: &'static str,
    /// The text of its cells.
    pub value: String,
}

/// A table: a sheet whose header was understood.
#[derive(Debug)]
pub struct RawTable {
    /// The sheet behind it.
    pub sheet: Sheet,
    /// Its kind.
    pub kind: SheetKind,
    /// Columns, by position in the sheet.
    pub columns: Vec<TableColumn>,
    /// Positions in the sheet of the data rows (titles, headers, totals, notes and blank rows left out).
    pub rows: Vec<usize>,
    /// Positions in the sheet of data rows that cannot be trusted (`ragged-row`): read, but set aside.
    pub set_aside: Vec<usize>,
    /// The one year that title rows or the sheet's name give; it holds for rows without a year of their own.
    pub stated_year: Option<Year>,
    /// What was noticed: title, total and note rows, unknown columns.
    pub issues: Vec<Issue>,
    /// Column of each field, by the field's place in [`Field::ALL`].
    positions: Vec<Option<usize>>,
    /// Per column, first and last row of the cells merged downwards; sorted, empty where nothing is merged.
    spans: Vec<Vec<(u32, u32)>>,
}

impl RawTable {
    /// Whether the table has a column for the field.
    pub fn has(&self, field: Field) -> bool {
        self.position(field).is_some()
    }

    /// Position of the field's column.
    pub fn position(&self, field: Field) -> Option<usize> {
        self.positions[field as usize]
    }

    /// The field's column.
    pub fn column(&self, field: Field) -> Option<&TableColumn> {
        self.position(field).map(|at| &self.columns[at])
    }

    /// The cell of a field in a data row (`row` counts data rows).
    #[inline]
    pub fn cell(&self, row: usize, field: Field) -> CellRef<'_> {
        let Some(column) = self.positions[field as usize] else { return CellRef::Empty };
        let cell = self.sheet.cell(self.rows[row], column);
        if cell.is_empty() && !self.spans[column].is_empty() { self.merged(self.rows[row], column) } else { cell }
    }

    /// Row number that the user sees.
    pub fn row_number(&self, row: usize) -> u32 {
        self.sheet.row_number(self.rows[row])
    }

    /// Where a field of a data row stands, for an issue.
    pub fn origin(&self, row: usize, field: Option<Field>) -> Origin {
        let column = field.and_then(|field| self.position(field));
        self.origin_at(Some(self.row_number(row)), column)
    }

    /// Heading and letter of a field's column.
    pub fn address(&self, field: Field) -> Option<(Arc<str>, String)> {
        let at = self.position(field)?;
        Some((self.columns[at].heading.clone(), column_letter(at)))
    }

    /// Headings for the rejects. What title rows, names or 说明 say of unit, year and date moves into columns: rejects have
    /// neither a title nor the file's name.
    pub fn texts_header(&self, default: MoneyUnit, implied: Option<&Implied>) -> Vec<String> {
        let is_money = |field: Option<Field>| {
            let spec = mapping::spec(self.kind).map_or(&[][..], |spec| spec.columns);
            spec.iter().any(|column| Some(column.field) == field && column.kind == ColumnKind::Money)
        };
        let heading = |column: &TableColumn| {
            let heading = self.readable_heading(column);
            let named = mapping::money_unit(&key(&heading)).is_some();
            let usual = Some(default).filter(|_| is_money(column.field));
            let unit = column.unit.or(usual).and_then(MoneyUnit::name).filter(|_| !named);
            unit.map_or_else(|| heading.clone(), |unit| format!("{heading}({unit})"))
        };
        let added = implied.filter(|implied| !self.has(implied.field)).map(|implied| implied.heading.to_owned());
        self.columns.iter().map(heading).chain(added).collect()
    }

    /// A heading that one row is enough for: the whole where it is known, else its end, else the name of its field. The year
    /// of a group that is left out stays.
    fn readable_heading(&self, column: &TableColumn) -> String {
        let whole = &*column.heading;
        let Some(field) = column.field else { return whole.to_owned() };
        let codes = [Field::CreditCode, Field::FirmId];
        let means = |text: &&str| {
            let found = mapping::field(self.kind, text).map(|heading| heading.field);
            found.is_some_and(|found| found == field || (field == Field::Firm && codes.contains(&found)))
        };
        let named = || {
            let columns = mapping::spec(self.kind).map_or(&[][..], |spec| spec.columns);
            columns.iter().find(|column| column.field == field).map_or(whole, |column| column.heading)
        };
        let ends = whole.match_indices(' ').map(|(at, _)| &whole[at + 1..]);
        let heading = std::iter::once(whole).chain(ends).find(means).unwrap_or_else(named);
        match column.year {
            Some(year) if mapping::years(heading).is_empty() => format!("{}年{heading}", year.0),
            _ => heading.to_owned(),
        }
    }

    /// Cells of a row of the sheet as text, one per column, for the rejects; merged cells are filled in.
    pub fn texts(&self, sheet_row: usize, implied: Option<&Implied>) -> Vec<String> {
        // A column of its own must not be pushed aside by a row that is too long: such a row has stray cells anyway.
        let added = implied.filter(|implied| !self.has(implied.field));
        let whole = self.columns.len().max(self.sheet.width(sheet_row));
        let width = if added.is_some() { self.columns.len() } else { whole };
        let text = |column: usize| {
            let cell = self.sheet.cell(sheet_row, column);
            let is_merged = cell.is_empty() && self.spans.get(column).is_some_and(|spans| !spans.is_empty());
            let text = if is_merged { self.merged(sheet_row, column).to_text() } else { cell.to_text() };
            let fills = |implied: &&Implied| text.is_empty() && self.position(implied.field) == Some(column);
            implied.filter(fills).map_or_else(|| text.clone(), |implied| implied.value.clone())
        };
        (0..width).map(text).chain(added.map(|implied| implied.value.clone())).collect()
    }

    /// The year that title rows or the sheet's name give, else the `usual` one of the data set, unless headings give their own.
    pub(super) fn implied_year(&self, usual: Option<Year>) -> Option<Implied> {
        let knows_years =
            mapping::spec(self.kind).is_some_and(|spec| spec.columns.iter().any(|column| column.field == Field::Year));
        let headed = self.columns.iter().any(|column| column.year.is_some());
        let year = self.stated_year.or(usual).filter(|_| knows_years && !headed)?;
        Some(Implied { field: Field::Year, heading: "年份", value: year.0.to_string() })
    }

    fn origin_at(&self, row: Option<u32>, column: Option<usize>) -> Origin {
        let heading = column.and_then(|at| self.columns.get(at));
        Origin {
            file: self.sheet.file.clone(),
            sheet: self.sheet.name.clone(),
            row,
            column: heading.map(|column| column.heading.clone()),
            cell: column.zip(row).map(|(at, row)| Arc::from(format!("{}{row}", column_letter(at)))),
        }
    }

    /// The value of a blank cell that is merged with the cells above it.
    fn merged(&self, sheet_row: usize, column: usize) -> CellRef<'_> {
        let spans = &self.spans[column];
        let number = self.sheet.row_number(sheet_row);
        let at = spans.partition_point(|(first, _)| *first <= number);
        let first = at.checked_sub(1).map(|at| spans[at]).filter(|(_, last)| number <= *last).map(|(first, _)| first);
        first.and_then(|first| self.sheet.row_at(first)).map_or(CellRef::Empty, |row| self.sheet.cell(row, column))
    }
}

/// Reads a sheet's structure: kind, header, columns, and which rows are data.
///
/// # Errors
/// When a ledger (采购) has no column for the buyer or the product.
pub fn read_table(mut sheet: Sheet) -> Result<Reading, TableError> {
    let mut issues = std::mem::take(&mut sheet.issues);
    if key(&sheet.name).ends_with(&key(mapping::GUIDE)) {
        return Ok(Reading::NotRead { sheet, issues });
    }
    let named = mapping::named_spec(&sheet.name);
    if sheet.row_count() == 0 {
        if named.is_some() {
            issues.push(Issue::new(Code::EmptySheet, sheet_origin(&sheet, None), ""));
        }
        return Ok(Reading::NotRead { sheet, issues });
    }
    match header::find(&sheet, named) {
        Ok((spec, header)) => build(sheet, spec, header, issues),
        Err(nearest) => {
            let mut issue = Issue::new(Code::UnknownSheet, sheet_origin(&sheet, None), &*sheet.name);
            if let Some((spec, missing)) = nearest {
                let missing: Vec<&str> = missing.iter().map(|column| column.heading).collect();
                issue = issue.with(spec.name).with(missing.join("、"));
            }
            issues.push(issue);
            Ok(Reading::NotRead { sheet, issues })
        }
    }
}

fn build(sheet: Sheet, spec: &'static SheetSpec, header: Header, issues: Vec<Issue>) -> Result<Reading, TableError> {
    let mut table = RawTable {
        kind: spec.kind,
        columns: Vec::new(),
        rows: Vec::new(),
        set_aside: Vec::new(),
        stated_year: None,
        issues,
        positions: vec![None; Field::ALL.len()],
        spans: Vec::new(),
        sheet,
    };
    let titles = table.titles(&header);
    let assigned = header.assign(spec);
    table.columns =
        columns(&header, &assigned, mapping::sheet_unit(&titles.iter().map(String::as_str).collect::<Vec<_>>()));
    table.place_fields(&assigned);
    table.stated_year = stated_year(&titles, &table.sheet.name);
    let missing = mapping::missing(spec, &assigned.iter().flatten().map(|(column, _)| *column).collect::<Vec<_>>());
    if !missing.is_empty() && spec.kind == SheetKind::Purchases {
        return Err(missing_column(table.origin_at(header.number(&table.sheet), None), &missing));
    }
    table.note_unknown_columns(&header, &assigned, spec);
    let example = rows::sort_out(&mut table, &header, spec);
    table.spans = spans(&table, &assigned);
    table.tell_fractions();
    if table.rows.is_empty() && table.set_aside.is_empty() {
        table.note_empty(example);
        return Ok(Reading::NotRead { sheet: table.sheet, issues: table.issues });
    }
    if missing.is_empty() {
        return Ok(Reading::Table(table));
    }
    for column in missing {
        let origin = table.origin_at(header.number(&table.sheet), None);
        table.issues.push(Issue::new(Code::MissingColumn, origin, "").with(column.heading).with(names(column)));
    }
    Ok(Reading::SetAside(table))
}

/// What a column was recognised as, by position in the sheet.
type Assigned = Vec<Option<(&'static ColumnSpec, mapping::Heading)>>;

fn columns(header: &Header, assigned: &Assigned, sheet_unit: Option<MoneyUnit>) -> Vec<TableColumn> {
    let column = |(at, found): (usize, &Option<(&'static ColumnSpec, mapping::Heading)>)| {
        let text = header.text(at);
        let heading = if text.is_empty() { Arc::from(column_letter(at)) } else { Arc::from(text.as_str()) };
        let Some((spec, found)) = found else {
            return TableColumn { heading, field: None, unit: None, percent: false, year: None };
        };
        let is_money = spec.kind == ColumnKind::Money;
        // Figures of all kinds share a column of that name: what a title says of money says nothing of them.
        let stated = found.unit.or_else(|| mapping::money_unit(&key(&text)));
        let unit = match spec.kind {
            ColumnKind::Money => stated.or(sheet_unit),
            ColumnKind::Figure => stated,
            _ => None,
        };
        let years = mapping::years(&text);
        let year = found.year.or(if years.len() == 1 { Some(years[0].1) } else { None });
        TableColumn { heading, field: Some(found.field), unit, percent: found.percent, year: year.filter(|_| is_money) }
    };
    assigned.iter().enumerate().map(column).collect()
}

/// Rows of the cells merged downwards in columns that hold no figures.
fn spans(table: &RawTable, assigned: &Assigned) -> Vec<Vec<(u32, u32)>> {
    let mut spans = vec![Vec::new(); table.columns.len()];
    for merge in table.sheet.merges.iter().filter(|merge| merge.last_row > merge.first_row) {
        let column = merge.first_column as usize;
        let figures =
            |kind| matches!(kind, ColumnKind::Money | ColumnKind::Number(_) | ColumnKind::Share | ColumnKind::Figure);
        if assigned.get(column).and_then(Option::as_ref).is_some_and(|(spec, _)| !figures(spec.kind)) {
            spans[column].push((merge.first_row, merge.last_row));
        }
    }
    for column in &mut spans {
        column.sort_unstable();
    }
    spans
}

fn stated_year(titles: &[String], name: &str) -> Option<Year> {
    let mut years: Vec<Year> =
        titles.iter().map(String::as_str).chain([name]).flat_map(mapping::years).map(|(_, year)| year).collect();
    years.sort_unstable();
    years.dedup();
    if years.len() == 1 { years.pop() } else { None }
}

impl RawTable {
    /// Texts of the rows above the header, each reported.
    fn titles(&mut self, header: &Header) -> Vec<String> {
        let titles: Vec<String> = (0..header.first.unwrap_or(0)).map(|row| row_text(&self.sheet, row)).collect();
        for (row, title) in titles.iter().enumerate() {
            let number = self.sheet.row_number(row);
            self.issues.push(Issue::new(Code::TitleRow, sheet_origin(&self.sheet, Some(number)), title));
        }
        titles
    }

    fn place_fields(&mut self, assigned: &Assigned) {
        for (at, (column, _)) in assigned.iter().enumerate().filter_map(|(at, found)| Some((at, found.as_ref()?))) {
            self.positions[column.field as usize].get_or_insert(at);
        }
        if matches!(self.kind, SheetKind::FirmYears | SheetKind::Makes) && !self.has(Field::Firm) {
            // A code names the firm as well as its name would.
            let code = self.position(Field::CreditCode).or(self.position(Field::FirmId));
            self.positions[Field::Firm as usize] = code;
            if let Some(code) = code {
                let replaced = self.columns[code].field.replace(Field::Firm);
                self.positions[replaced.expect("the column was recognised") as usize] = None;
            }
        }
    }

    fn note_unknown_columns(&mut self, header: &Header, assigned: &Assigned, spec: &'static SheetSpec) {
        for at in (0..assigned.len()).filter(|at| assigned[*at].is_none()) {
            let text = header.text(at);
            if text.is_empty() || mapping::is_serial(&text) {
                continue;
            }
            let origin = self.origin_at(header.number(&self.sheet), Some(at));
            let mut issue = Issue::new(Code::UnknownColumn, origin, text.as_str());
            // A second column for one field: the detail names the column that was read.
            let first = header.candidates(spec, at).into_iter().find_map(|(column, _)| {
                assigned.iter().position(|found| found.as_ref().is_some_and(|(other, _)| std::ptr::eq(*other, column)))
            });
            if let Some(first) = first {
                issue = issue.with(&*self.columns[first].heading);
            }
            self.issues.push(issue);
        }
    }

    /// Under a heading in percent, numbers that are all fractions are percent cells of a file kind that does not tell.
    fn tell_fractions(&mut self) {
        let fraction = |cell| !matches!(cell, CellRef::Number(number) if number.abs() > 1.0);
        for at in (0..self.columns.len()).filter(|_| self.sheet.fractions) {
            self.columns[at].percent &= !self.rows.iter().all(|row| fraction(self.sheet.cell(*row, at)));
        }
    }

    fn note_empty(&mut self, example: bool) {
        let mut issue = Issue::new(Code::EmptySheet, sheet_origin(&self.sheet, None), "");
        if example {
            // A sheet of the template that was left alone on purpose.
            issue.severity = Severity::Note;
        }
        self.issues.push(issue);
    }
}

fn missing_column(place: Origin, missing: &[&'static ColumnSpec]) -> TableError {
    TableError::MissingColumn {
        place,
        columns: missing.iter().map(|column| format!("`{}` ({})", column.heading, column.english)).collect(),
        remedies: missing.iter().map(|column| names(column)).collect(),
    }
}

/// The names that a user would most likely recognise.
fn names(column: &ColumnSpec) -> String {
    let names = [column.heading, column.english].into_iter().chain(column.synonyms.iter().copied().take(6));
    names.collect::<Vec<_>>().join("、")
}

fn sheet_origin(sheet: &Sheet, row: Option<u32>) -> Origin {
    Origin { file: sheet.file.clone(), sheet: sheet.name.clone(), row, ..Origin::default() }
}

/// A row's cells joined by spaces, cut where no one reads on.
fn row_text(sheet: &Sheet, row: usize) -> String {
    const SHOWN: usize = 200;
    let cells: Vec<String> = sheet.cells(row).filter(|cell| !cell.is_empty()).map(|cell| cell.to_text()).collect();
    cells.join(" ").replace(['\r', '\n'], " ").chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::csv::text_sheet;

    fn read(name: &str, text: &str) -> Result<Reading, TableError> {
        read_table(text_sheet(&format!("{name}.csv"), name, text.as_bytes().to_vec()).unwrap())
    }

    fn table(name: &str, text: &str) -> RawTable {
        match read(name, text) {
            Ok(Reading::Table(table)) => table,
            other => panic!("{other:?}"),
        }
    }

    /// Issues as `code@row: text`.
    fn shown(issues: &[Issue]) -> Vec<String> {
        let row = |issue: &Issue| issue.origin.row.map_or("-".to_owned(), |row| row.to_string());
        issues.iter().map(|issue| format!("{}@{}: {}", issue.code, row(issue), issue.text)).collect()
    }

    fn texts(table: &RawTable, field: Field) -> Vec<String> {
        (0..table.rows.len()).map(|row| table.cell(row, field).to_text()).collect()
    }

    fn numbers(table: &RawTable) -> Vec<u32> {
        (0..table.rows.len()).map(|row| table.row_number(row)).collect()
    }

    #[test]
    fn a_ledger_as_offices_send_it() {
        let table = table(
            "Sheet1",
            "2024年采购情况表,,,,\n单位：万元,,,,\n\n序号,需方,供方,物料名称,金额,备注\n1,甲公司,乙公司,轴承,\"3,000\",急\n2,甲公司,丙公司,齿轮,200,\n,甲公司,小计,,3200,\n\n序号,需方,供方,物料名称,金额,备注\n3,丁公司,,轴承,*,\n4,,,,,\n,合计,,,3200,\n注：金额不含税,,,,\n制表人：张三,,,审核：李四,\n",
        );
        assert_eq!(table.kind, SheetKind::Purchases);
        assert_eq!(numbers(&table), [5, 6, 10]);
        assert_eq!(texts(&table, Field::Amount), ["3,000", "200", "*"]);
        assert_eq!(table.column(Field::Amount).unwrap().unit, Some(MoneyUnit::TEN_THOUSAND));
        assert_eq!(table.stated_year, Some(Year(2024)));
        assert_eq!(
            shown(&table.issues),
            [
                "title-row@1: 2024年采购情况表",
                "title-row@2: 单位：万元",
                "unknown-column@4: 备注",
                "total-row@7: 甲公司 小计 3200",
                "note-row@9: 序号 需方 供方 物料名称 金额 备注",
                "total-row@12: 合计 3200",
                "note-row@13: 注：金额不含税",
                "note-row@14: 制表人：张三 审核：李四",
            ]
        );
        assert_eq!(table.origin(0, Some(Field::Amount)).to_string(), "Sheet1.csv › Sheet1 › E5");
    }

    #[test]
    fn headers_of_two_rows_are_joined() {
        let table = table(
            "采购",
            "采购方,,供应商,,产品,采购金额(万元),\n名称,所在地,名称,所在地,,2023,2024\n甲公司,灵璧县,乙公司,埇桥区,轴承,10,20\n",
        );
        assert_eq!(numbers(&table), [3]);
        let row =
            [Field::Buyer, Field::BuyerPlace, Field::Supplier, Field::SupplierPlace, Field::Product, Field::Amount];
        assert_eq!(
            row.map(|field| table.cell(0, field).to_text()),
            ["甲公司", "灵璧县", "乙公司", "埇桥区", "轴承", "10"]
        );
        let amount = table.column(Field::Amount).unwrap();
        assert_eq!(
            (&*amount.heading, amount.year, amount.unit),
            ("采购金额(万元) 2023", Some(Year(2023)), Some(MoneyUnit::TEN_THOUSAND))
        );
        assert_eq!(shown(&table.issues), ["unknown-column@1: 采购金额(万元) 2024"]);
        assert_eq!(table.issues[0].details, ["采购金额(万元) 2023"], "the second amount names the first");
    }

    #[test]
    fn a_group_row_above_a_full_header_and_a_unit_row_below() {
        let grouped = table("企业", "企业信息,,其他,\n企业名称,注册地,规模,产业链\n甲公司,灵璧县,大,轴承\n");
        assert_eq!((numbers(&grouped), texts(&grouped, Field::Firm)), (vec![3], vec!["甲公司".to_owned()]));
        let units = table("采购", "采购方,产品,采购额\n,,（亿元）\n甲公司,轴承,3\n");
        assert_eq!(units.column(Field::Amount).unwrap().unit, Some(MoneyUnit::HUNDRED_MILLION));
        assert_eq!(numbers(&units), [3]);
        let bilingual = table("采购", "采购方,产品,采购额\nbuyer,product,amount\n甲公司,轴承,3\n");
        assert_eq!(
            (numbers(&bilingual), shown(&bilingual.issues)),
            (vec![3], vec!["note-row@2: buyer product amount".to_owned()])
        );
    }

    #[test]
    fn the_first_row_of_texts_is_no_second_header() {
        let table = table("采购", "采购方,供应商,产品,备用\n甲公司,乙公司,轴承,保密\n丙公司,,齿轮,\n");
        assert_eq!(numbers(&table), [2, 3]);
    }

    #[test]
    fn general_headings_yield_to_particular_ones() {
        let table = table("采购", "企业名称,采购方,产品,地区,供应商所在地,金额,采购额\n某局,甲公司,轴承,皖,灵璧,1,2\n");
        assert_eq!(table.cell(0, Field::Buyer), CellRef::Text("甲公司"));
        assert_eq!(table.cell(0, Field::SupplierPlace), CellRef::Text("灵璧"));
        assert_eq!(table.cell(0, Field::Amount), CellRef::Text("2"));
        assert_eq!(
            shown(&table.issues),
            ["unknown-column@1: 企业名称", "unknown-column@1: 地区", "unknown-column@1: 金额"]
        );
    }

    #[test]
    fn a_row_with_a_cell_too_many_is_set_aside() {
        let table = table("采购", "采购方,产品,采购额,年份\n甲公司,轴承,3,000,2024\n乙公司,齿轮,5,2024,,,\n");
        assert_eq!((numbers(&table), table.set_aside.clone()), (vec![3], vec![1]));
        assert_eq!(shown(&table.issues), ["ragged-row@2: 甲公司 轴承 3 000 2024"]);
        assert_eq!(table.issues[0].severity, Severity::Error);
        assert_eq!(table.texts(1, table.implied_year(None).as_ref()), ["甲公司", "轴承", "3", "000", "2024"]);
    }

    #[test]
    fn a_column_without_a_heading_is_reported_by_its_letter() {
        let table = table("采购", "采购方,产品,,采购额\n甲公司,轴承,某,3\n");
        assert_eq!(shown(&table.issues), ["unknown-column@1: "]);
        assert_eq!(table.issues[0].origin.column.as_deref(), Some("C"));
    }

    #[test]
    fn missing_columns() {
        let Err(error) = read("采购", "采购方,金额\n甲公司,3\n") else { panic!("a ledger needs products") };
        assert_eq!(
            error.to_string(),
            "`采购.csv › 采购 › 1` has no column for `产品` (product); hint: give the heading one of these names: \
             产品、product、产品名称、产品名、零部件、零部件名称、部件名称、零件名称"
        );
        let Ok(Reading::SetAside(table)) = read("产能", "产品,产能\n轴承,3\n") else { panic!("set aside") };
        assert_eq!((shown(&table.issues), table.rows.len()), (vec!["missing-column@1: ".to_owned()], 1));
        assert_eq!(table.issues[0].details[0], "企业名称");
        let Ok(Reading::Table(table)) = read("产能", "统一社会信用代码,产品,产能\n91,轴承,3\n") else {
            panic!("a code names the firm")
        };
        assert_eq!(table.cell(0, Field::Firm), CellRef::Text("91"));
        assert!(!table.has(Field::CreditCode));
    }

    #[test]
    fn sheets_that_are_not_read_say_why() {
        let not_read = |name, text| match read(name, text) {
            Ok(Reading::NotRead { issues, .. }) => shown(&issues),
            other => panic!("{other:?}"),
        };
        assert_eq!(not_read("采购", ""), ["empty-sheet@-: "]);
        assert_eq!(not_read("采购", "采购方,产品,采购额\n"), ["empty-sheet@-: "]);
        assert_eq!(not_read("Sheet2", ""), [""; 0]);
        assert_eq!(not_read("通讯录", "姓名,电话\n张三,1\n"), ["unknown-sheet@-: 通讯录"]);
        assert_eq!(not_read("填表说明", "随便,什么\n"), [""; 0]);
        let Ok(Reading::NotRead { issues, .. }) = read("Sheet1", "供应商,金额\n乙,3\n") else {
            panic!("no buyer")
        };
        assert_eq!(issues[0].details, ["采购", "采购方、产品"], "the nearest sheet and what it lacks");
    }

    #[test]
    fn keys_and_values_need_no_header() {
        let about = table("说明", "标题,轴承产业链\n年份,2024\n");
        assert_eq!(
            (texts(&about, Field::Key), texts(&about, Field::Value)),
            (vec!["标题".into(), "年份".into()], vec!["轴承产业链".to_owned(), "2024".into()])
        );
        let headed = table("说明", "项目,内容\n标题,轴承产业链\n");
        assert_eq!(numbers(&headed), [2]);
    }

    #[test]
    fn declared_totals_may_be_of_all_products() {
        let table = table("采购总额", "采购方,产品,采购总额\n甲公司,合计,5000\n合计,,5000\n");
        assert_eq!((numbers(&table), shown(&table.issues)), (vec![2], vec!["total-row@3: 合计 5000".to_owned()]));
    }

    #[test]
    fn firms_whose_names_look_like_totals_or_notes_are_firms() {
        let table = table(
            "采购",
            "采购方,产品,采购额\n宿州设计总院会计,轴承,3\n说明书印刷厂,齿轮,4\n注塑机公司,模具,5\n备件公司,,6\n",
        );
        assert_eq!(numbers(&table), [2, 3, 4, 5]);
    }

    #[test]
    fn the_example_row_of_the_template_is_no_data() {
        let table = table("采购", "采购方,产品,采购额\n示例：甲公司,轴承,3\n乙公司,轴承,4\n");
        assert_eq!(
            (numbers(&table), shown(&table.issues)),
            (vec![3], vec!["note-row@2: 示例：甲公司 轴承 3".to_owned()])
        );
    }

    #[test]
    fn the_other_sheets_are_known_by_name_and_by_headings() {
        assert_eq!(table("项目台账", "名称,总投资(万元),阶段\n某项目,3,签约\n").kind, SheetKind::Projects);
        assert_eq!(table("Sheet1", "项目名称,总投资(万元),阶段\n某项目,3,签约\n").kind, SheetKind::Projects);
        assert_eq!(table("Sheet1", "姓名,研究领域,工作单位\n某,轴承,某所\n").kind, SheetKind::Talents);
        assert_eq!(table("Sheet1", "名称,所在地,产品\n甲公司,泗县,轴承\n").kind, SheetKind::Makes);
    }

    #[test]
    fn a_name_gives_way_to_headings_that_contradict_it() {
        assert_eq!(table("企业", "采购方,供应商,产品,采购额\n甲,乙,轴承,3\n").kind, SheetKind::Purchases);
        assert_eq!(table("2024年度各企业", "企业名称,年份,营业收入\n甲,2024,3\n").kind, SheetKind::FirmYears);
    }

    #[test]
    fn a_ledger_without_buyers_is_not_taken_for_a_list_of_makers() {
        for text in ["供应商,产品,采购额\n乙,轴承,3\n", "甲方单位,供应商,产品,金额合计\n甲,乙,轴承,3\n"]
        {
            let error = read("采购", text).unwrap_err().to_string();
            assert!(error.contains("采购方"), "{error}");
        }
        assert_eq!(table("产能", "供应商,产品,产能\n乙,轴承,3\n").kind, SheetKind::Makes);
    }

    #[test]
    fn merged_cells_hold_for_all_their_rows_except_figures() {
        let mut sheet = Sheet::new("a.xlsx", "采购", "");
        let rows = [["采购方", "产品", "采购额"], ["甲公司", "轴承", "3"], ["", "齿轮", ""], ["乙公司", "轴承", "4"]];
        for (number, row) in (1..).zip(rows) {
            row.iter().for_each(|text| sheet.push(CellRef::Text(text)));
            sheet.end_row(number);
        }
        let merge = |first_column| crate::ingest::sheet::Merge {
            first_row: 2,
            last_row: 3,
            first_column,
            last_column: first_column,
        };
        sheet.merges = vec![merge(2), merge(0)];
        let Ok(Reading::Table(table)) = read_table(sheet) else { panic!("a table") };
        assert_eq!(texts(&table, Field::Buyer), ["甲公司", "甲公司", "乙公司"]);
        assert_eq!(texts(&table, Field::Amount), ["3", "", "4"]);
    }

    #[test]
    fn hostile_tables_never_panic() {
        let pieces = [
            "采购方",
            "产品",
            "采购额(万元)",
            "2024",
            "合计",
            "注：",
            "示例：",
            "",
            "甲",
            "项目",
            "内容",
            "名称",
            "\"",
            "企业ID",
            "年份",
        ];
        // A small linear congruence: no randomness without a seed.
        let mut state = 7_usize;
        let mut next = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % bound
        };
        for name in ["采购", "企业", "说明", "产能", "区域", "项目", "x"].into_iter().cycle().take(350) {
            let mut text = String::new();
            for _ in 0..next(6) {
                let cells: Vec<&str> = (0..next(6)).map(|_| pieces[next(pieces.len())]).collect();
                text += &(cells.join(",") + "\n");
            }
            if let Ok(Reading::Table(table) | Reading::SetAside(table)) = read(name, &text) {
                for row in 0..table.rows.len() {
                    for field in Field::ALL {
                        let _ = (table.cell(row, *field), table.origin(row, Some(*field)));
                    }
                    let _ = table.texts(table.rows[row], None);
                }
            }
        }
    }
}
