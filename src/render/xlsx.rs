//! Reports as a workbook: key figures and charts first, one sheet per table, definitions and sources last.
//!
//! Numbers are true numbers with number formats; text is always written as text, so that no name becomes a formula or a
//! link, neither here nor when its cell is edited. The same reports give the same bytes: the creation date is fixed.

mod chart;

use crate::issue::Code;
use crate::render::{Error, LONGEST_TEXT, bounds, has_interval, is_numeric, number, one_line, shortened, tables};
use crate::report::issues::RejectSheetView;
use crate::report::table::{Cell, Table, Unit};
use crate::report::words::{self, Lang, REJECT_HEADINGS, Word};
use crate::report::{Block, Report, chart::charts};
use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ConditionalFormatType, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Workbook, Worksheet,
};
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

/// Data rows of a sheet below its header.
const MOST_ROWS: usize = 1_048_575;
/// UTF-16 units of a sheet's name.
const LONGEST_NAME: usize = 31;
/// Widest column, in characters; longer text is read in the cell or by widening the column.
const WIDEST: usize = 48;
/// Rows that are measured for the column widths.
const MEASURED_ROWS: usize = 500;

/// A workbook of every table of the reports.
///
/// # Errors
/// When the writer refuses a value that this module should have shortened.
pub fn workbook(reports: &[Report], lang: Lang) -> Result<Vec<u8>, Error> {
    let mut book = new_book()?;
    let mut names = Names::default();
    let mut notes = Sheet::new([Word::Sheet, Word::Item, Word::Explanation].map(|word| text(words::word(word, lang))));
    if let Some(sheet) = key_figures(reports, lang) {
        write_sheet(&mut book, &names.take(words::word(Word::KeyFigures, lang)), &sheet)?;
    }
    let drawn = charts(reports, lang);
    if !drawn.is_empty() {
        chart::write(&mut book, &names.take(words::word(Word::Charts, lang)), &drawn, lang)?;
    }
    // The name is taken before any table asks for it, so that the sheet is found under it.
    let notes_name = names.take(words::word(Word::NotesAndDefinitions, lang));
    for report in reports {
        explain_report(&mut notes, report, lang);
        for table in tables(report) {
            let name = names.take(if table.title.trim().is_empty() { table.key } else { &table.title });
            explain_table(&mut notes, &name, table, lang);
            write_sheet(&mut book, &name, &Sheet::of_table(table, lang))?;
        }
    }
    write_sheet(&mut book, &notes_name, &notes)?;
    Ok(book.save_to_buffer()?)
}

/// A workbook of the rows that were set aside: the user's columns in their order, then issue codes in words and row number.
///
/// # Errors
/// As [`workbook`].
pub fn rejects(sheets: &[RejectSheetView]) -> Result<Vec<u8>, Error> {
    let mut book = new_book()?;
    let mut names = Names::default();
    for reject in sheets {
        let width = reject.rows.iter().map(|row| row.cells.len()).chain([reject.header.len()]).max().unwrap_or(0);
        let padded = |cells: &[String]| {
            let blanks = std::iter::repeat_n(String::new(), width - cells.len());
            cells.iter().cloned().chain(blanks).map(Value::Text).collect::<Vec<_>>()
        };
        let mut header = padded(&reject.header);
        header.extend(REJECT_HEADINGS.map(text));
        let mut sheet = Sheet::new(header);
        for row in &reject.rows {
            let reason = |code: &Code| format!("{} {}", code.as_str(), words::issue::title(*code, Lang::Zh));
            let codes: Vec<String> = row.codes.iter().map(reason).collect();
            let mut cells = padded(&row.cells);
            cells.push(text(codes.join("; ")));
            cells.push(Value::Number(f64::from(row.number), Shape::Plain));
            sheet.rows.push(cells);
        }
        write_sheet(&mut book, &names.take(&reject.sheet), &sheet)?;
    }
    if sheets.is_empty() {
        write_sheet(&mut book, "rejects", &Sheet::new(REJECT_HEADINGS.map(text)))?;
    }
    Ok(book.save_to_buffer()?)
}

/// A workbook whose creation date is that of no run.
fn new_book() -> Result<Workbook, Error> {
    let mut book = Workbook::new();
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_author("liantu").set_creation_datetime(&date));
    Ok(book)
}

/// How a number is shown; the value beneath stays unrounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    Count,
    Money,
    Share,
    Points,
    Kilometre,
    Decimal,
}

impl Shape {
    fn of(unit: Unit) -> Self {
        match unit {
            Unit::None => Shape::Plain,
            Unit::Count => Shape::Count,
            Unit::Yuan => Shape::Money,
            Unit::Share => Shape::Share,
            Unit::Points => Shape::Points,
            Unit::Kilometre => Shape::Kilometre,
            Unit::Number => Shape::Decimal,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Shape::Plain => "General",
            Shape::Count => "#,##0",
            Shape::Money => "#,##0.00",
            Shape::Share => "0.0%",
            Shape::Points => "+0.00;-0.00;0.00",
            Shape::Kilometre => "#,##0.0",
            Shape::Decimal => "#,##0.0000",
        }
    }

    /// The number in the unit of the heading.
    fn scaled(self, number: f64) -> f64 {
        match self {
            Shape::Money => number / 10_000.0,
            Shape::Points => number * 100.0,
            Shape::Plain | Shape::Count | Shape::Share | Shape::Kilometre | Shape::Decimal => number,
        }
    }
}

/// A value as it goes into a cell.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    /// Words in a column of numbers: bounds, or why there is no number.
    Remark(String),
    Number(f64, Shape),
    Blank,
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn value(cell: &Cell, unit: Unit, lang: Lang) -> Value {
    let shape = Shape::of(unit);
    match cell {
        Cell::Text(words) => text(words),
        Cell::Flag(_) => text(number::cell(cell, unit, lang)),
        #[expect(clippy::cast_precision_loss, reason = "a workbook holds nothing but 64-bit floats")]
        Cell::Integer(integer) => Value::Number(shape.scaled(*integer as f64), shape),
        Cell::Number(number) if number.is_finite() => Value::Number(shape.scaled(*number + 0.0), shape),
        // A blank would count as nought in a formula; words do not.
        Cell::Number(_) | Cell::Interval { .. } | Cell::Missing(_) => Value::Remark(number::cell(cell, unit, lang)),
    }
}

/// What the bars of a column stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bar {
    Share,
    Amount,
}

/// A sheet before it is written.
struct Sheet {
    header: Vec<Value>,
    right: Vec<bool>,
    /// What bars stand for; shorter than the header where there are none.
    bars: Vec<Option<Bar>>,
    rows: Vec<Vec<Value>>,
}

impl Sheet {
    fn new(header: impl Into<Vec<Value>>) -> Self {
        let header = header.into();
        Self { right: vec![false; header.len()], header, bars: Vec::new(), rows: Vec::new() }
    }

    fn of_table(table: &Table, lang: Lang) -> Self {
        let mut sheet = Self::new([]);
        let bounded: Vec<bool> = (0..table.columns.len()).map(|column| has_interval(table, column)).collect();
        for (at, column) in table.columns.iter().enumerate() {
            let heading = words::heading(column, lang);
            let mut headings = vec![heading.clone()];
            if bounded[at] {
                let suffix = |word| format!("{heading} {}", words::word(word, lang));
                headings.extend([suffix(Word::LowerBound), suffix(Word::UpperBound)]);
            }
            sheet.right.extend(headings.iter().map(|_| is_numeric(table, at)));
            let bar = match column.unit {
                _ if column.detail => None,
                Unit::Share => Some(Bar::Share),
                // One column of amounts: bars in each would be a wall.
                Unit::Yuan if !sheet.bars.contains(&Some(Bar::Amount)) => Some(Bar::Amount),
                _ => None,
            };
            sheet.bars.push(bar);
            sheet.bars.resize(sheet.right.len(), None);
            sheet.header.extend(headings.into_iter().map(Value::Text));
        }
        for row in table.rows.iter().take(MOST_ROWS) {
            let mut values = Vec::with_capacity(sheet.header.len());
            for ((cell, column), bounded) in row.iter().zip(&table.columns).zip(&bounded) {
                values.push(value(cell, column.unit, lang));
                if *bounded {
                    let part = |cell: Cell| value(&cell, column.unit, lang);
                    let (lo, hi) = bounds(cell).map_or((Value::Blank, Value::Blank), |(lo, hi)| (part(lo), part(hi)));
                    values.extend([lo, hi]);
                }
            }
            sheet.rows.push(values);
        }
        sheet
    }
}

fn key_figures(reports: &[Report], lang: Lang) -> Option<Sheet> {
    let headings = [Word::Report, Word::Figure, Word::Value, Word::Unit, Word::Remark];
    let mut sheet = Sheet::new(headings.map(|word| text(words::word(word, lang))));
    sheet.right[2] = true;
    for report in reports {
        for figure in &report.key_figures {
            let unit = match figure.unit {
                // The cell carries the percent sign by its format; the words say it again for whoever copies the number.
                Unit::Share => words::word(Word::Percent, lang),
                unit => words::unit(unit, lang).unwrap_or(""),
            };
            let value = value(&figure.value, figure.unit, lang);
            sheet.rows.push(vec![text(&report.title), text(&figure.label), value, text(unit), text(&figure.note)]);
        }
    }
    (!sheet.rows.is_empty()).then_some(sheet)
}

fn explain_report(notes: &mut Sheet, report: &Report, lang: Lang) {
    let mut push = |item: Word, explanation: &str| {
        if !explanation.is_empty() {
            notes.rows.push(vec![Value::Blank, text(words::word(item, lang)), text(explanation)]);
        }
    };
    push(Word::Report, &report.title);
    push(Word::Remark, &report.subtitle);
    for block in &report.blocks {
        if let Block::Paragraph(paragraph) = block {
            push(Word::Notes, paragraph);
        }
    }
    for note in &report.notes {
        push(Word::Notes, note);
    }
}

fn explain_table(notes: &mut Sheet, name: &str, table: &Table, lang: Lang) {
    let mut push = |item: String, explanation: String| notes.rows.push(vec![text(name), text(item), text(explanation)]);
    push(words::word(Word::Title, lang).to_owned(), table.title.clone());
    if let Some(note) = &table.note {
        push(words::word(Word::Notes, lang).to_owned(), note.clone());
    }
    if table.rows.len() > MOST_ROWS {
        let full = words::sheet_full(&number::count(MOST_ROWS), &number::count(table.rows.len()), lang);
        push(words::word(Word::Notes, lang).to_owned(), full);
    }
    for column in &table.columns {
        push(
            words::heading(column, lang),
            format!("{} {}/{}", words::word(Word::ColumnKey, lang), table.key, column.key),
        );
    }
}

fn write_sheet(book: &mut Workbook, name: &str, content: &Sheet) -> Result<(), Error> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    for (at, value) in (0..).zip(&content.header) {
        let format = heading_format(content.right[usize::from(at)]);
        write_value(sheet, 0, at, value, &if looks_computed(value) { format.set_quote_prefix() } else { format })?;
    }
    let formats = Formats::new();
    for (row, values) in (1..).zip(&content.rows) {
        for (column, value) in (0..).zip(values) {
            write_value(sheet, row, column, value, formats.of(value))?;
        }
    }
    add_bars(sheet, content)?;
    finish(sheet, content)
}

fn heading_format(right: bool) -> Format {
    let align = if right { FormatAlign::Right } else { FormatAlign::Left };
    let format = Format::new().set_bold().set_background_color(Color::RGB(0x00DD_E7F0)).set_align(align);
    format.set_align(FormatAlign::VerticalCenter).set_text_wrap().set_border_bottom(FormatBorder::Thin)
}

/// Bars behind the numbers that are compared most; words in the same column have none.
fn add_bars(sheet: &mut Worksheet, content: &Sheet) -> Result<(), Error> {
    let last = u32::try_from(content.rows.len()).unwrap_or(u32::MAX);
    if last < 2 {
        return Ok(());
    }
    for (at, bar) in (0..).zip(&content.bars) {
        let colour = match bar {
            Some(Bar::Share) => Color::RGB(0x00A9_C8DE),
            Some(Bar::Amount) => Color::RGB(0x00D9_DEE3),
            None => continue,
        };
        let format = ConditionalFormatDataBar::new().set_fill_color(colour).set_solid_fill(true).set_border_off(true);
        let format = format.set_minimum(ConditionalFormatType::Number, 0);
        // A share is a share of one; an amount, of the largest.
        let format =
            if *bar == Some(Bar::Share) { format.set_maximum(ConditionalFormatType::Number, 1) } else { format };
        sheet.add_conditional_format(1, at, last, at, &format)?;
    }
    Ok(())
}

/// The formats of a sheet's cells, made once.
struct Formats {
    text: Format,
    quoted: Format,
    remark: Format,
    numbers: Vec<(Shape, Format)>,
}

impl Formats {
    fn new() -> Self {
        let shapes =
            [Shape::Plain, Shape::Count, Shape::Money, Shape::Share, Shape::Points, Shape::Kilometre, Shape::Decimal];
        Self {
            text: Format::new().set_num_format("@"),
            quoted: Format::new().set_num_format("@").set_quote_prefix(),
            remark: Format::new().set_align(FormatAlign::Right).set_font_color(Color::RGB(0x0060_6060)),
            numbers: shapes.map(|shape| (shape, Format::new().set_num_format(shape.code()))).into(),
        }
    }

    fn of(&self, value: &Value) -> &Format {
        match value {
            Value::Text(_) if looks_computed(value) => &self.quoted,
            Value::Text(_) | Value::Blank => &self.text,
            Value::Remark(_) => &self.remark,
            Value::Number(_, shape) => {
                self.numbers.iter().find(|(known, _)| known == shape).map_or(&self.text, |(_, format)| format)
            }
        }
    }
}

/// Whether a spreadsheet would take the text for a formula once its cell is edited or pasted elsewhere.
fn looks_computed(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.starts_with(['=', '+', '-', '@']))
}

fn write_value(sheet: &mut Worksheet, row: u32, column: u16, value: &Value, format: &Format) -> Result<(), Error> {
    match value {
        Value::Text(text) | Value::Remark(text) => {
            sheet.write_string_with_format(row, column, shortened(text, LONGEST_TEXT), format)?;
        }
        Value::Number(number, _) => {
            sheet.write_number_with_format(row, column, *number, format)?;
        }
        Value::Blank => {}
    }
    Ok(())
}

/// Frozen header, filter, widths, and a print set-up that keeps every column on the page.
fn finish(sheet: &mut Worksheet, content: &Sheet) -> Result<(), Error> {
    sheet.set_freeze_panes(1, 0)?;
    let last_row = u32::try_from(content.rows.len()).unwrap_or(u32::MAX);
    if let Some(last_column) = content.header.len().checked_sub(1) {
        let last_column = u16::try_from(last_column).unwrap_or(u16::MAX);
        if last_row > 0 {
            sheet.autofilter(0, 0, last_row, last_column)?;
        }
        sheet.set_repeat_rows(0, 0)?;
    }
    for (at, heading) in (0..).zip(&content.header) {
        let cells = content.rows.iter().take(MEASURED_ROWS).filter_map(|row| row.get(usize::from(at)));
        // Three more for the filter's button beside the heading.
        let widest = cells.map(measured).chain([measured(heading) + 3]).max().unwrap_or(0);
        sheet.set_column_width(at, u32::try_from(widest.clamp(6, WIDEST) + 2).unwrap_or(0))?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn measured(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Remark(text) => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
        Value::Number(number, Shape::Plain) => number::exact(*number).map_or(0, |text| text.len()),
        // Separators, sign and the decimals of the format.
        Value::Number(number, _) => number::exact(number.trunc()).map_or(0, |text| text.len() * 4 / 3 + 5),
        Value::Blank => 0,
    }
}

/// Names of sheets that are taken; Excel compares them without case.
#[derive(Debug, Default)]
struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A name that Excel accepts and that no earlier sheet has, made from the wish in the same way on every run.
    fn take(&mut self, wish: &str) -> String {
        let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
        let clean: String = one_line(wish).chars().filter(allowed).collect();
        let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        // Excel keeps this name for its own change log.
        let base = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "sheet" } else { clean };
        let mut name = shortened(base, LONGEST_NAME);
        let mut nth = 1;
        while !self.taken.insert(name.to_lowercase()) {
            nth += 1;
            let suffix = format!(" ({nth})");
            name = format!("{}{suffix}", shortened(base, LONGEST_NAME - suffix.len()));
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, shortened};

    #[test]
    fn names_of_sheets_are_legal_and_unique() {
        let mut names = Names::default();
        assert_eq!(names.take("a/b:c*[d]?\\"), "abcd");
        assert_eq!(names.take("ABCD"), "ABCD (2)");
        assert_eq!(names.take("'quoted'"), "quoted");
        assert_eq!(names.take("History"), "sheet");
        assert_eq!(names.take("\u{202e}\n"), "sheet (2)");
        for _ in 0..12 {
            let name = names.take(&"很长的表名".repeat(20));
            assert!(name.encode_utf16().count() <= 31 && !name.is_empty(), "{name}");
        }
        assert!(names.take(&"很长的表名".repeat(20)).ends_with("… (13)"));
    }

    #[test]
    fn text_is_cut_between_characters() {
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("abcd", 3), "ab…");
        assert_eq!(shortened("😀😀", 3), "😀…");
    }
}
