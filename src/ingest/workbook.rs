//! Workbooks to [`Sheet`]s: `.xlsx`, `.xls` and `.ods`, told by their bytes and not by their ending.
//!
//! - Row numbers are the user's: the first row of the sheet is 1, wherever the cells begin.
//! - Formulas are never evaluated; the value that the spreadsheet program stored is taken.
//! - Hidden sheets are read like any other; charts and macro sheets are not sheets of data.
//! - A percent cell of an `.xlsx` comes as the text it shows (`35%`); the older kinds do not tell, there it is a fraction.
//! - Cells are streamed, so a stray cell in the last row or column costs nothing; what a small file claims to unpack
//!   to is checked before it is unpacked.

use crate::ingest::sheet::{CellRef, Merge, Sheet, column_letter, sha256_hex};
use crate::issue::{Code, Issue, Origin};
use calamine::{Data, DataRef, Dimensions, Ods, OdsError, Reader, SheetType, Xls, XlsError, Xlsx, XlsxError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

mod container;

/// Largest file that is taken into memory.
const LARGEST_FILE: u64 = 1 << 30;
/// Columns beyond this one hold no table that an office filled in.
const WIDEST: u32 = 500;
/// Cells of a workbook, blanks between cells included: a million rows of sixty columns.
const MOST_CELLS: usize = 64_000_000;

/// Why a workbook cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkbookError {
    /// The file cannot be opened.
    #[error("cannot read `{path}`: {cause}; hint: check that the file exists and is not open in another program")]
    Unreadable {
        /// What was asked for.
        path: String,
        /// Why.
        cause: String,
    },
    /// The bytes are no workbook, whatever the ending says.
    #[error("`{path}` is not a workbook but {what}; hint: {remedy}")]
    NotAWorkbook {
        /// What was asked for.
        path: String,
        /// What the bytes look like.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A password is needed.
    #[error(
        "`{path}` is protected by a password; hint: open it, remove the password (file › info › protect) and save a copy"
    )]
    Protected {
        /// What was asked for.
        path: String,
    },
    /// The file is cut short or broken.
    #[error("`{path}` is damaged: {cause}; hint: open it in a spreadsheet program and save it under a new name")]
    Damaged {
        /// What was asked for.
        path: String,
        /// Why, with the sheet where it is known.
        cause: String,
    },
    /// The file holds more than any table of purchases.
    #[error("`{path}` is too large: {what}; hint: {remedy}")]
    TooLarge {
        /// What was asked for.
        path: String,
        /// What exceeds which limit.
        what: String,
        /// What to do.
        remedy: &'static str,
    },
}

/// Reads every sheet of a workbook, in the workbook's order.
///
/// # Errors
/// When the file cannot be opened, is no workbook, is protected, damaged or too large.
pub fn read_workbook(path: &Path) -> Result<Vec<Sheet>, WorkbookError> {
    let file = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let shown = path.display().to_string();
    let unreadable =
        |cause: std::io::Error| WorkbookError::Unreadable { path: shown.clone(), cause: cause.to_string() };
    check_size(std::fs::metadata(path).map_err(unreadable)?.len(), &shown)?;
    read_workbook_bytes(&shown, &file, std::fs::read(path).map_err(unreadable)?)
}

/// Reads a workbook that is in memory already; `shown` is what errors call it.
///
/// # Errors
/// When the bytes are no workbook, or it is protected, damaged or too large.
pub fn read_workbook_bytes(shown: &str, file: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, WorkbookError> {
    workbook_sheets(file, bytes).map_err(|fault| fault.at(shown.to_owned()))
}

/// Refuses a workbook that is too large to be taken into memory.
pub(super) fn check_size(size: u64, shown: &str) -> Result<(), WorkbookError> {
    if size <= LARGEST_FILE {
        return Ok(());
    }
    let what = format!("{} MB, the limit is {} MB", size >> 20, LARGEST_FILE >> 20);
    let remedy = "save the ledger as csv, which has no limit";
    Err(WorkbookError::TooLarge { path: shown.to_owned(), what, remedy })
}

/// What is wrong with a workbook, before the path is known.
#[derive(Debug)]
enum Fault {
    NotAWorkbook(&'static str, &'static str),
    Protected,
    Damaged(String),
    TooLarge(String, &'static str),
}

impl Fault {
    fn at(self, path: String) -> WorkbookError {
        match self {
            Fault::NotAWorkbook(what, remedy) => WorkbookError::NotAWorkbook { path, what, remedy },
            Fault::Protected => WorkbookError::Protected { path },
            Fault::Damaged(cause) => WorkbookError::Damaged { path, cause },
            Fault::TooLarge(what, remedy) => WorkbookError::TooLarge { path, what, remedy },
        }
    }

    fn in_sheet(self, name: &str) -> Fault {
        match self {
            Fault::Damaged(cause) => Fault::Damaged(format!("sheet `{name}`: {cause}")),
            Fault::TooLarge(what, remedy) => Fault::TooLarge(format!("sheet `{name}`: {what}"), remedy),
            other => other,
        }
    }
}

impl From<XlsxError> for Fault {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::Password => Fault::Protected,
            other => Fault::Damaged(other.to_string()),
        }
    }
}

impl From<XlsError> for Fault {
    fn from(error: XlsError) -> Self {
        match error {
            XlsError::Password => Fault::Protected,
            other => Fault::Damaged(other.to_string()),
        }
    }
}

impl From<OdsError> for Fault {
    fn from(error: OdsError) -> Self {
        match error {
            OdsError::Password => Fault::Protected,
            other => Fault::Damaged(other.to_string()),
        }
    }
}

fn workbook_sheets(file: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, Fault> {
    let kind = container::kind(&bytes)?;
    let sha256: Arc<str> = Arc::from(sha256_hex(&bytes));
    let file: Arc<str> = Arc::from(file);
    let start = |name: &str| Sheet::new(file.clone(), name, sha256.clone());
    // The parsers are not ours: whatever a hostile file makes them do, it ends as an error.
    let read = catch_unwind(AssertUnwindSafe(|| match kind {
        container::Kind::Xlsx { merges } => xlsx(bytes, merges, &start),
        container::Kind::Xls => xls(bytes, &start),
        container::Kind::Ods => ods(bytes, &start),
    }));
    read.unwrap_or_else(|_| Err(Fault::Damaged("its structure makes no sense".into())))
}

// ---- Kinds ----

fn xlsx(bytes: Vec<u8>, merges: bool, start: &dyn Fn(&str) -> Sheet) -> Result<Vec<Sheet>, Fault> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let names = names(book.sheets_metadata());
    let mut sheets = Vec::with_capacity(names.len());
    let mut room = MOST_CELLS;
    for name in names {
        let mut sheet = start(&name);
        if merges {
            sheet.merges = merged(&book.merge_cells_by_sheet_name(&name).unwrap_or_default());
        }
        stream(&mut book, &name, &mut sheet, room).map_err(|fault| fault.in_sheet(&name))?;
        room -= sheet.cell_count();
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn stream(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str, sheet: &mut Sheet, room: usize) -> Result<(), Fault> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let percent: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|format| shows_percent(&format.format_code)))
        .collect();
    let mut rows = Rows::new(sheet, room);
    loop {
        let (cell, style) = match reader.next_cell_with_style_id() {
            Ok(Some(next)) => next,
            Ok(None) => break,
            Err(XlsxError::CellError(text)) => {
                // Newer programs know errors that the parser does not (`#SPILL!`); its place is lost, its row nearly known.
                rows.report_lost_error(&text);
                continue;
            }
            Err(other) => return Err(other.into()),
        };
        let (row, column) = cell.get_position();
        match cell.get_value() {
            DataRef::Float(number) if percent.get(style) == Some(&true) => {
                rows.put(row, column, CellRef::Text(&as_percent(*number)))?;
            }
            DataRef::Empty => {}
            DataRef::String(text) => rows.put(row, column, CellRef::Text(text))?,
            DataRef::SharedString(text) => rows.put(row, column, CellRef::Text(text))?,
            value => rows.put_data(row, column, &Data::from(value.clone()))?,
        }
    }
    rows.finish();
    Ok(())
}

fn xls(bytes: Vec<u8>, start: &dyn Fn(&str) -> Sheet) -> Result<Vec<Sheet>, Fault> {
    let mut book = Xls::new(Cursor::new(bytes))?;
    let names = names(book.sheets_metadata());
    dense(&names, start, |name| {
        let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        Ok((book.worksheet_range(name)?, merges))
    })
}

fn ods(bytes: Vec<u8>, start: &dyn Fn(&str) -> Sheet) -> Result<Vec<Sheet>, Fault> {
    let mut book = Ods::new(Cursor::new(bytes))?;
    let names = names(book.sheets_metadata());
    dense(&names, start, |name| Ok((book.worksheet_range(name)?, Vec::new())))
}

/// Sheets that the parser holds as whole rectangles.
fn dense(
    names: &[String],
    start: &dyn Fn(&str) -> Sheet,
    mut range: impl FnMut(&str) -> Result<(calamine::Range<Data>, Vec<Dimensions>), Fault>,
) -> Result<Vec<Sheet>, Fault> {
    let mut sheets = Vec::with_capacity(names.len());
    let mut room = MOST_CELLS;
    for name in names {
        let (range, merges) = range(name).map_err(|fault| fault.in_sheet(name))?;
        let mut sheet = start(name);
        sheet.merges = merged(&merges);
        sheet.fractions = true;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut rows = Rows::new(&mut sheet, room);
        for (row, column, value) in range.used_cells() {
            let at = |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            rows.put_data(at(first_row, row), at(first_column, column), value).map_err(|fault| fault.in_sheet(name))?;
        }
        rows.finish();
        room -= sheet.cell_count();
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn names(sheets: &[calamine::Sheet]) -> Vec<String> {
    sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
}

fn merged(regions: &[Dimensions]) -> Vec<Merge> {
    let merge = |region: &Dimensions| Merge {
        first_row: region.start.0.saturating_add(1),
        last_row: region.end.0.saturating_add(1),
        first_column: region.start.1,
        last_column: region.end.1,
    };
    regions.iter().map(merge).collect()
}

// ---- Cells ----

/// Takes cells in reading order and builds the rows of a sheet.
struct Rows<'a> {
    sheet: &'a mut Sheet,
    /// Row and column where the next cell may stand at the earliest, from zero.
    next: (u32, u32),
    room: usize,
}

impl<'a> Rows<'a> {
    fn new(sheet: &'a mut Sheet, room: usize) -> Self {
        Self { sheet, next: (0, 0), room }
    }

    fn put_data(&mut self, row: u32, column: u32, value: &Data) -> Result<(), Fault> {
        match value {
            Data::Empty => Ok(()),
            Data::String(text) => self.put(row, column, CellRef::Text(text)),
            Data::Float(number) => self.put(row, column, CellRef::Number(*number)),
            Data::Int(number) => self.put(row, column, CellRef::Number(*number as f64)),
            Data::Bool(flag) => self.put(row, column, CellRef::Flag(*flag)),
            Data::Error(error) => self.put(row, column, CellRef::Error(&error.to_string())),
            Data::DateTimeIso(text) => self.put(row, column, CellRef::Date(text.split('T').next().unwrap_or(text))),
            Data::DurationIso(text) => self.put(row, column, CellRef::Text(text)),
            // A time of day or a duration is no date.
            Data::DateTime(time) if time.is_duration() || time.as_f64() < 1.0 => {
                self.put(row, column, CellRef::Number(time.as_f64()))
            }
            Data::DateTime(time) => {
                let (year, month, day, ..) = time.to_ymd_hms_milli();
                self.put(row, column, CellRef::Date(&format!("{year:04}-{month:02}-{day:02}")))
            }
        }
    }

    fn put(&mut self, row: u32, column: u32, cell: CellRef<'_>) -> Result<(), Fault> {
        if matches!(cell, CellRef::Text(text) if crate::ingest::sheet::clean(text).is_empty()) {
            return Ok(());
        }
        if (row, column) < self.next {
            return Err(Fault::Damaged(format!(
                "cell {}{} comes after later cells",
                column_letter(column as usize),
                row + 1
            )));
        }
        if column >= WIDEST {
            let what = format!("cell {}{} stands beyond column {WIDEST}", column_letter(column as usize), row + 1);
            return Err(Fault::TooLarge(what, "delete the stray columns, or move the sheet to a workbook of its own"));
        }
        if row > self.next.0 {
            self.finish();
            self.next = (row, 0);
        }
        for _ in self.next.1..column {
            self.sheet.push(CellRef::Empty);
        }
        self.sheet.push(cell);
        self.next.1 = column + 1;
        if self.sheet.cell_count() > self.room {
            let what = format!("more than {MOST_CELLS} cells");
            return Err(Fault::TooLarge(what, "save the ledger as csv, which has no limit"));
        }
        Ok(())
    }

    /// Ends the row being built.
    fn finish(&mut self) {
        self.sheet.end_row_unless_blank(self.next.0.saturating_add(1));
    }

    fn report_lost_error(&mut self, text: &str) {
        let origin = Origin {
            file: self.sheet.file.clone(),
            sheet: self.sheet.name.clone(),
            row: Some(self.next.0.saturating_add(1)),
            ..Origin::default()
        };
        self.sheet.issues.push(Issue::new(Code::CellError, origin, text));
    }
}

/// Whether a number format multiplies by a hundred: a percent sign outside quotes and not escaped.
fn shows_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    format.chars().any(|c| {
        let plain = !quoted && !escaped;
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && plain;
        c == '%' && plain
    })
}

/// A fraction as a spreadsheet shows it in percent, at its fifteen digits.
fn as_percent(fraction: f64) -> String {
    let rounded: f64 = format!("{:.14e}", fraction * 100.0).parse().unwrap_or(fraction * 100.0);
    format!("{rounded}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::mapping::Field;
    use crate::ingest::table::{Reading, read_table};
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    use std::io::Write;

    fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, WorkbookError> {
        workbook_sheets("a.xlsx", bytes).map_err(|fault| fault.at("a.xlsx".into()))
    }

    /// Cells as `C4=text`.
    fn shown(sheet: &Sheet) -> Vec<String> {
        let row = |row| {
            let number = sheet.row_number(row);
            sheet
                .cells(row)
                .enumerate()
                .filter(|(_, cell)| !cell.is_empty())
                .map(move |(column, cell)| format!("{}{number}={}", column_letter(column), cell.to_text()))
        };
        (0..sheet.row_count()).flat_map(row).collect()
    }

    fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn cells_of_every_kind_keep_their_place() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("采购").unwrap();
        let date = Format::new().set_num_format("yyyy/m/d");
        sheet.write(2, 1, " 采购方\u{3000}").unwrap();
        sheet.write(2, 3, 3000.1).unwrap();
        sheet.write_with_format(4, 1, ExcelDateTime::from_ymd(2024, 9, 30).unwrap(), &date).unwrap();
        sheet.write_with_format(4, 2, 0.07, &Format::new().set_num_format("0.00%")).unwrap();
        sheet.write_with_format(4, 3, 35.0, &Format::new().set_num_format("0\"%\"")).unwrap();
        sheet.write(4, 4, true).unwrap();
        sheet.write_formula(4, 5, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_formula(4, 6, rust_xlsxwriter::Formula::new("=6*7").set_result("42")).unwrap();
        sheet.write(4, 7, "  ").unwrap();
        sheet.write_with_format(1_048_575, 0, "", &date).unwrap();
        book.add_worksheet().set_name("隐藏").unwrap().set_hidden(true).write(0, 0, "甲").unwrap();
        let sheets = read(book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(
            shown(&sheets[0]),
            ["B3=采购方", "D3=3000.1", "B5=2024-09-30", "C5=7%", "D5=35", "E5=是", "F5=#DIV/0!", "G5=42"]
        );
        assert_eq!(sheets[0].cell(1, 1), CellRef::Date("2024-09-30"));
        assert_eq!((&*sheets[1].name, shown(&sheets[1])), ("隐藏", vec!["A1=甲".to_owned()]));
    }

    #[test]
    fn merged_headers_and_merged_buyers() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("Sheet1").unwrap();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 4, "采购明细表（单位：亿元）", &plain).unwrap();
        sheet.merge_range(1, 0, 2, 0, "采购方", &plain).unwrap();
        sheet.merge_range(1, 1, 1, 2, "供应商", &plain).unwrap();
        sheet.merge_range(1, 3, 2, 3, "产品", &plain).unwrap();
        sheet.merge_range(1, 4, 2, 4, "采购额", &plain).unwrap();
        sheet.write_row(2, 1, ["名称", "所在地"]).unwrap();
        sheet.merge_range(3, 0, 4, 0, "甲公司", &plain).unwrap();
        sheet.write_row(3, 1, ["乙公司", "灵璧县", "轴承"]).unwrap();
        sheet.write_row(4, 1, ["丙公司", "泗县", "齿轮"]).unwrap();
        sheet.merge_range(3, 4, 4, 4, "", &plain).unwrap();
        sheet.write(3, 4, 1.5).unwrap();
        let sheets = read(book.save_to_buffer().unwrap()).unwrap();
        let Ok(Reading::Table(table)) = read_table(sheets.into_iter().next().unwrap()) else { panic!("a table") };
        let fields = [Field::Buyer, Field::Supplier, Field::SupplierPlace, Field::Product, Field::Amount];
        let rows: Vec<_> = (0..2).map(|row| fields.map(|field| table.cell(row, field).to_text())).collect();
        assert_eq!(rows, [["甲公司", "乙公司", "灵璧县", "轴承", "1.5"], ["甲公司", "丙公司", "泗县", "齿轮", ""]]);
        assert_eq!(table.column(Field::Amount).unwrap().unit.unwrap().yuan.to_bits(), 1e8_f64.to_bits());
    }

    #[test]
    fn an_old_workbook_reads_like_a_new_one() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ingest/offset_dates_merged.xls");
        let sheets = read_workbook(&path).unwrap();
        assert_eq!((&*sheets[0].file, &*sheets[1].name, sheets[1].row_count()), ("offset_dates_merged.xls", "空", 0));
        let Ok(Reading::Table(table)) = read_table(sheets.into_iter().next().unwrap()) else { panic!("a table") };
        assert_eq!((table.row_number(0), table.row_number(1)), (5, 6));
        assert_eq!(table.cell(0, Field::Amount), CellRef::Number(3000.1));
        assert_eq!(table.cell(0, Field::Year), CellRef::Date("2024-09-30"));
        assert_eq!(table.cell(1, Field::Buyer), CellRef::Text("甲公司"), "merged downwards");
        assert_eq!(table.cell(1, Field::Amount), CellRef::Flag(true));
    }

    #[test]
    fn an_open_document_reads_like_a_workbook() {
        let content = r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="采购"><table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>采购方</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="3000.1"><text:p>3000.1</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2024-09-30T00:00:00"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
        let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
        let bytes = zipped(&[
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", content),
        ]);
        let sheets = read(bytes).unwrap();
        assert_eq!(shown(&sheets[0]), ["B3=采购方", "C3=3000.1", "D3=2024-09-30"]);
    }

    #[test]
    fn what_is_no_workbook_is_named() {
        let cases: [(&[u8], &str); 9] = [
            (b"", "`a.xlsx` is not a workbook but an empty file; hint: copy it again; the transfer may have failed"),
            ("采购方,产品\n".as_bytes(), "`a.xlsx` is not a workbook but text; hint: change its ending to .csv"),
            (
                b"<html><table>",
                "`a.xlsx` is not a workbook but a web page; hint: open it in a spreadsheet program and save it as xlsx",
            ),
            (b"%PDF-1.7", "`a.xlsx` is not a workbook but a PDF file; hint: ask for the table itself"),
            (
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                "`a.xlsx` is not a workbook but an XML spreadsheet of 2003; hint: open it in a spreadsheet program and save it as xlsx",
            ),
            (
                &zipped(&[("a.txt", "x")]),
                "`a.xlsx` is not a workbook but an archive; hint: unpack it first, or ask for the table itself",
            ),
            (
                &zipped(&[("[Content_Types].xml", "x"), ("word/document.xml", "x")]),
                "`a.xlsx` is not a workbook but another document; hint: unpack it first, or ask for the table itself",
            ),
            (
                &zipped(&[("[Content_Types].xml", "x"), ("xl/workbook.bin", "x")]),
                "`a.xlsx` is not a workbook but a binary workbook (.xlsb); hint: open it in a spreadsheet program and save it as xlsx",
            ),
            (
                b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
                "`a.xlsx` is protected by a password; hint: open it, remove the password (file › info › protect) and save a copy",
            ),
        ];
        for (bytes, message) in cases {
            assert_eq!(read(bytes.to_vec()).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn truncated_and_mutilated_workbooks_are_damaged() {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "采购方").unwrap();
        let good = book.save_to_buffer().unwrap();
        let old =
            std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ingest/offset_dates_merged.xls"))
                .unwrap();
        std::panic::set_hook(Box::new(|_| {}));
        for file in [&good, &old] {
            for cut in (8..file.len()).step_by(file.len() / 40) {
                let _ = read(file[..cut].to_vec());
                let mut mutilated = file.clone();
                for byte in &mut mutilated[cut..(cut + 3).min(file.len())] {
                    *byte ^= 0x55;
                }
                let _ = read(mutilated);
            }
        }
        let _ = std::panic::take_hook();
        assert!(matches!(read(good[..good.len() / 2].to_vec()), Err(WorkbookError::Damaged { .. })));
        assert!(matches!(read(old[..600].to_vec()), Err(WorkbookError::Damaged { .. })));
    }

    const PACKAGE: [(&str, &str); 4] = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="采购" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
    ];

    fn package(extra: &[(&str, &str)]) -> Vec<u8> {
        let parts: Vec<_> = PACKAGE.iter().chain(extra).copied().collect();
        zipped(&parts)
    }

    #[test]
    fn a_stray_cell_far_away_costs_nothing_and_one_too_far_is_named() {
        let sheet = |cells: &str| format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
        let far =
            sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="SF1048576"><v>2</v></c></row>"#);
        let sheets = read(package(&[("xl/worksheets/sheet1.xml", &far)])).unwrap();
        assert_eq!(shown(&sheets[0]), ["A1=1", "SF1048576=2"]);
        let wide = sheet(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#);
        let error = read(package(&[("xl/worksheets/sheet1.xml", &wide)])).unwrap_err().to_string();
        assert_eq!(
            error,
            "`a.xlsx` is too large: sheet `采购`: cell XFD1 stands beyond column 500; hint: delete the stray columns, or move the sheet to a workbook of its own"
        );
        let twisted = sheet(r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#);
        assert!(matches!(read(package(&[("xl/worksheets/sheet1.xml", &twisted)])), Err(WorkbookError::Damaged { .. })));
        let new_error = sheet(r#"<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1"><v>1</v></c></row>"#);
        let sheets = read(package(&[("xl/worksheets/sheet1.xml", &new_error)])).unwrap();
        assert_eq!((shown(&sheets[0]), sheets[0].issues[0].code), (vec!["B1=1".to_owned()], Code::CellError));
    }

    #[test]
    fn claims_that_would_exhaust_memory_are_refused() {
        let sheet = ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>");
        let strings = ("xl/sharedStrings.xml", r#"<sst uniqueCount="99999999999999"></sst>"#);
        let error = read(package(&[sheet, strings])).unwrap_err().to_string();
        assert!(error.contains("claims more than it holds"), "{error}");
        let mut tall =
            std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ingest/offset_dates_merged.xls"))
                .unwrap();
        let at = tall.windows(4).position(|window| window == [0x00, 0x02, 0x0E, 0x00]).unwrap();
        tall[at + 8..at + 12].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(matches!(read(tall), Err(WorkbookError::Damaged { .. })));
        let mut bomb = package(&[sheet]);
        // The central directory's record of the last part: its unpacked size, made to claim 4 GB.
        let at = bomb.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        bomb[at + 24..at + 28].copy_from_slice(&[0xF0, 0xFF, 0xFF, 0xFF]);
        assert!(matches!(read(bomb), Err(WorkbookError::TooLarge { .. })));
        let mut liar = package(&[sheet]);
        let at = liar.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        liar[at + 24..at + 28].copy_from_slice(&[3, 0, 0, 0]);
        assert!(matches!(read(liar), Err(WorkbookError::Damaged { .. })));
    }

    #[test]
    fn percent_formats() {
        assert!(shows_percent("0.00%") && shows_percent("0\"x\"%"));
        assert!(!shows_percent("0\"%\"") && !shows_percent("0\\%") && !shows_percent("General"));
        assert_eq!((as_percent(0.07), as_percent(0.35), as_percent(1.0)), ("7%".into(), "35%".into(), "100%".into()));
    }
}
