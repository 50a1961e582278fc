//! The blank workbook that offices fill in, written from [`mapping::SHEETS`](crate::ingest::mapping::SHEETS):
//! whatever it offers, the reader understands.

use crate::ingest::mapping::{ColumnKind, ColumnSpec, Field, GUIDE, SHEETS, SheetKind, SheetSpec};
use crate::ingest::table::EXAMPLE;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, Note, Workbook,
    Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

/// The template could not be written; only a fault of the table of sheets can cause it.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the template: {0}")]
pub struct TemplateError(#[from] XlsxError);

/// The blank workbook as bytes of an `.xlsx` file; the same bytes every time.
///
/// # Errors
/// When the writer refuses a name or a text.
pub fn template() -> Result<Vec<u8>, TemplateError> {
    Ok(workbook()?.save_to_buffer()?)
}

/// Rows that get drop-down lists and text format.
const PREPARED_ROWS: u32 = 5000;

/// Instructions, Chinese and English.
const WORDS: &[(&str, &str)] = &[
    ("链图数据模板：填表说明", "liantu data template: how to fill it in"),
    (
        "只有“采购”表必填；其他表有多少填多少，不用的表可以删除。",
        "Only 采购 (purchases) is required; fill in what you have of the others, delete what you do not use.",
    ),
    (
        "深色表头为必填列；鼠标移到表头上可看英文名和说明。列的顺序可以改，表头文字请保留。",
        "Dark headings are required; hover over a heading for its English name and a note. Columns may be reordered; keep the headings.",
    ),
    ("灰色示例行不会被读取，可以删除，也可以保留。", "The grey example rows are never read; delete or keep them."),
    (
        "金额单位写在表头里，可改为 元、万元、亿元；单元格里也可以直接写“1.2亿”“3000元”。",
        "The unit of money stands in the heading and may be changed to 元, 万元 or 亿元; a cell may carry its own (1.2亿, 3000元).",
    ),
    (
        "保密的数字填 *，不知道的留空，确实没有的填 0：三者含义不同。",
        "Write * for a figure that is withheld, leave blank what is unknown, write 0 for none: three different facts.",
    ),
    ("一个单元格填多项时用分号隔开。", "Separate several items in one cell by a semicolon."),
    (
        "地点可填行政区划代码、全称或园区名；近地化配套率以实际生产地为准。",
        "A place may be a division code, a full name or a zone; the local supply rate goes by the place of production.",
    ),
    (
        "有下拉箭头的列请从选项中选；列表以外的内容读取时会逐条报告。",
        "Columns with an arrow hold a drop-down list; what is not on it is reported when the data are read.",
    ),
    (
        "项目每次调度另起一行，编号不变、快照日期不同；读取时按日期排成进度。",
        "Give a project a new row at each review, with the same number and another snapshot date; the dates make its progress.",
    ),
    (
        "合计行、备注行可以保留，读取时会跳过并逐行报告。",
        "Total and note rows may stay; they are left out and reported one by one.",
    ),
];

/// Keys of 说明 with what to write beside them.
const KEYS: &[(&str, &str)] = &[
    ("标题", "报告标题|title of the report"),
    ("本地范围", "作为“本地”的行政区划：代码或名称|division that counts as local: code or name"),
    ("产业链", "默认分析的产业链，多条用分号隔开|default chains, separated by ;"),
    ("数据日期", "数据截止日期，如 2024-09-30|as-of date of the data"),
    ("金额单位", "表头和单元格都没有单位时使用|unit where neither heading nor cell gives one"),
    ("年份", "没有年份列时使用|year of rows without a year"),
    ("优先地区", "招商优先地区，先后为序，分号隔开|where to look for investors first, in order, separated by ;"),
];

fn workbook() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // The writer would put the clock's time into the file; a template has no hour of birth.
    let written = ExcelDateTime::from_ymd(2024, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("链图数据模板").set_creation_datetime(&written));
    let styles = Styles::new();
    write_guide(book.add_worksheet().set_name(GUIDE)?, &styles)?;
    for spec in SHEETS {
        write_sheet(book.add_worksheet().set_name(spec.name)?, spec, &styles)?;
    }
    Ok(book)
}

struct Styles {
    title: Format,
    text: Format,
    required: Format,
    optional: Format,
    example: Format,
    /// Keeps the digits of codes.
    as_text: Format,
    date: Format,
}

impl Styles {
    fn new() -> Self {
        const DARK: Color = Color::RGB(0x1F_4E_79);
        const PALE: Color = Color::RGB(0xDD_EB_F7);
        const GREY: Color = Color::RGB(0x80_80_80);
        let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            required: heading.clone().set_background_color(DARK).set_font_color(Color::White),
            optional: heading.set_background_color(PALE),
            example: Format::new().set_italic().set_font_color(GREY),
            as_text: Format::new().set_num_format("@"),
            date: Format::new().set_num_format("yyyy-mm-dd"),
        }
    }
}

fn write_guide(sheet: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 64)?.set_column_width(1, 64)?;
    let mut row = 0;
    for (chinese, english) in WORDS {
        let style = if row == 0 { &styles.title } else { &styles.text };
        sheet.write_with_format(row, 0, *chinese, style)?.write_with_format(row, 1, *english, style)?;
        row += 1;
    }
    row += 1;
    for spec in SHEETS {
        sheet.write_with_format(row, 0, format!("{}：一行是{}", spec.name, spec.row), &styles.text)?;
        sheet.write_with_format(row, 1, format!("{}: one row is {}", spec.english, spec.row_english), &styles.text)?;
        row += 1;
    }
    Ok(())
}

fn write_sheet(sheet: &mut Worksheet, spec: &SheetSpec, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(spec.columns) {
        write_column(sheet, at, column, styles)?;
    }
    match spec.kind {
        SheetKind::About => write_keys(sheet, styles),
        _ => write_example(sheet, spec, styles),
    }
}

fn write_column(sheet: &mut Worksheet, at: u16, column: &ColumnSpec, styles: &Styles) -> Result<(), XlsxError> {
    let heading = heading(column);
    let style = if column.required { &styles.required } else { &styles.optional };
    sheet.write_with_format(0, at, &heading, style)?;
    sheet.insert_note(0, at, &Note::new(note(column)).set_author("liantu").add_author_prefix(false))?;
    let widest = heading.width().max(column.example.width()).clamp(8, 36);
    sheet.set_column_width(at, u32::try_from(widest).unwrap_or(8) + 3)?;
    if matches!(
        column.field,
        Field::CreditCode
            | Field::FirmId
            | Field::ProductId
            | Field::ProjectNumber
            | Field::Codes
            | Field::Scope
            | Field::Industry
            | Field::Contract
    ) || column.kind == ColumnKind::Place
    {
        sheet.set_column_format(at, &styles.as_text)?;
    } else if column.kind == ColumnKind::Date {
        sheet.set_column_format(at, &styles.date)?;
    }
    if !column.choices.is_empty() {
        // A warning and not a stop: what is not on the list is reported when the data are read.
        let list = DataValidation::new()
            .allow_list_strings(column.choices)?
            .set_error_style(DataValidationErrorStyle::Warning)
            .ignore_blank(true);
        sheet.add_data_validation(1, at, PREPARED_ROWS, at, &list)?;
    }
    Ok(())
}

/// Heading with the unit in brackets.
fn heading(column: &ColumnSpec) -> String {
    match column.kind {
        ColumnKind::Money => format!("{}(万元)", column.heading),
        ColumnKind::Number(unit) if !unit.is_empty() => format!("{}({unit})", column.heading),
        _ => column.heading.to_owned(),
    }
}

fn note(column: &ColumnSpec) -> String {
    let required = if column.required { "必填 required" } else { "选填 optional" };
    let kind = match column.kind {
        ColumnKind::Text => "",
        ColumnKind::List => "可填多项，用分号隔开 several, separated by ;",
        ColumnKind::Place => "代码、全称或园区 code, full name or zone",
        ColumnKind::Money => "保密填 *，不知道留空 * = withheld, blank = unknown",
        ColumnKind::Share => "0 到 1，或带 % from 0 to 1, or with %",
        ColumnKind::Number(_) => "数字 number",
        ColumnKind::Figure => "数字，保密填 * number, * = withheld",
        ColumnKind::Year => "如 2024 such as 2024",
        ColumnKind::Date => "如 2024-09-30 such as 2024-09-30",
        ColumnKind::Flag => "是 / 否 yes / no",
    };
    let mut lines = vec![format!("{} · {required}", column.english)];
    lines.extend(column.note.split('|').chain([kind]).filter(|line| !line.is_empty()).map(str::to_owned));
    if !column.choices.is_empty() && column.kind != ColumnKind::Flag {
        lines.push(column.choices.join(" / "));
    }
    lines.join("\n")
}

fn write_example(sheet: &mut Worksheet, spec: &SheetSpec, styles: &Styles) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(spec.columns) {
        match column.example.parse::<f64>() {
            _ if at == 0 => sheet.write_with_format(1, at, format!("{EXAMPLE}{}", column.example), &styles.example)?,
            Ok(number) if is_figure(column.kind) => sheet.write_with_format(1, at, number, &styles.example)?,
            _ => sheet.write_with_format(1, at, column.example, &styles.example)?,
        };
    }
    Ok(())
}

/// Whether numbers of this kind are typed as numbers.
fn is_figure(kind: ColumnKind) -> bool {
    use ColumnKind::{Figure, Money, Number, Share, Year};
    matches!(kind, Money | Number(_) | Share | Year | Figure)
}

fn write_keys(sheet: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 16)?.set_column_width(1, 40)?;
    sheet.write_with_format(1, 0, format!("{EXAMPLE}标题"), &styles.example)?;
    sheet.write_with_format(1, 1, "灵璧县轴承产业链近地化配套分析（虚构）", &styles.example)?;
    for (row, (key, about)) in (2..).zip(KEYS) {
        sheet.write(row, 0, *key)?;
        sheet.insert_note(
            row,
            0,
            &Note::new(about.replace('|', "\n")).set_author("liantu").add_author_prefix(false),
        )?;
        if *key == "金额单位" {
            let list = DataValidation::new().allow_list_strings(&["元", "万元", "亿元"])?.ignore_blank(true);
            sheet.add_data_validation(row, 1, row, 1, &list)?;
        } else {
            sheet.write_blank(row, 1, &styles.as_text)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::table::{Reading, read_table};
    use crate::ingest::workbook::read_workbook;
    use crate::issue::{Code, Severity};

    fn readings(bytes: &[u8]) -> Vec<(String, Reading)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("模板.xlsx");
        std::fs::write(&path, bytes).unwrap();
        let sheets = read_workbook(&path).unwrap();
        sheets.into_iter().map(|sheet| (sheet.name.to_string(), read_table(sheet).unwrap())).collect()
    }

    #[test]
    fn a_blank_template_has_no_data_and_no_unknown_column() {
        let readings = readings(&template().unwrap());
        assert_eq!(readings.len(), SHEETS.len() + 1);
        for (name, reading) in readings {
            match reading {
                Reading::NotRead { issues, .. } if name == GUIDE => assert!(issues.is_empty()),
                Reading::NotRead { issues, .. } => {
                    let codes: Vec<_> = issues.iter().map(|issue| (issue.code, issue.severity)).collect();
                    assert_eq!(codes, [(Code::NoteRow, Severity::Note), (Code::EmptySheet, Severity::Note)], "{name}");
                }
                Reading::Table(table) => assert_eq!((&*name, table.rows.len()), ("说明", KEYS.len())),
                Reading::SetAside(table) => panic!("{name}: {:?}", table.issues),
            }
        }
    }

    #[test]
    fn a_filled_template_is_read_whole() {
        let mut book = workbook().unwrap();
        for spec in SHEETS {
            let sheet = book.worksheet_from_name(spec.name).unwrap();
            for (at, column) in (0..).zip(spec.columns) {
                sheet.write(9, at, if column.example.is_empty() { "某" } else { column.example }).unwrap();
            }
        }
        for (name, reading) in readings(&book.save_to_buffer().unwrap()).into_iter().filter(|(name, _)| name != GUIDE) {
            let Reading::Table(table) = reading else { panic!("{name}: {reading:?}") };
            let spec = SHEETS.iter().find(|spec| spec.name == name).unwrap();
            assert_eq!(table.kind, spec.kind);
            assert_eq!(table.row_number(table.rows.len() - 1), 10, "{name}");
            let codes: Vec<_> = table.issues.iter().map(|issue| issue.code).collect();
            assert_eq!(codes, [Code::NoteRow], "{name}: {:?}", table.issues);
            for (column, read) in spec.columns.iter().zip(&table.columns) {
                assert_eq!(read.field, Some(column.field), "{name} › {}", column.heading);
                let money = column.kind == ColumnKind::Money;
                assert_eq!(
                    read.unit.map(|unit| unit.yuan > 9999.0),
                    money.then_some(true),
                    "{name} › {}",
                    column.heading
                );
            }
        }
    }

    /// The workbook with its own examples typed in as data, and every row of it read.
    fn filled() -> crate::ingest::Ingested {
        let mut book = workbook().unwrap();
        for spec in SHEETS.iter().filter(|spec| spec.kind != SheetKind::About) {
            let sheet = book.worksheet_from_name(spec.name).unwrap();
            for (at, column) in (0..).zip(spec.columns).filter(|(_, column)| !column.example.is_empty()) {
                match column.example.parse::<f64>() {
                    Ok(number) if is_figure(column.kind) => sheet.write(2, at, number).unwrap(),
                    _ => sheet.write(2, at, column.example).unwrap(),
                };
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("模板.xlsx");
        book.save(&path).unwrap();
        crate::ingest::read(&path, &crate::ingest::ReadOptions::default()).unwrap()
    }

    #[test]
    fn the_examples_are_data_without_fault() {
        let read = filled();
        let faults = read.issues.iter().filter(|issue| issue.severity != Severity::Note);
        assert_eq!(faults.collect::<Vec<_>>(), Vec::<&crate::issue::Issue>::new());
        let dataset = &read.dataset;
        let counts = [
            dataset.firm_years.len(),
            dataset.inputs.len(),
            dataset.capabilities.len(),
            dataset.links.len(),
            dataset.totals.len(),
            dataset.projects.len(),
            dataset.talents.len(),
            dataset.clusters.len(),
            dataset.indicators.len(),
            dataset.targets.len(),
        ];
        assert_eq!(counts, [1; 10]);
        let snapshot = dataset.projects[0].latest().unwrap();
        assert!(snapshot.stage.is_some() && snapshot.location.is_known() && snapshot.investment.known() == Some(5e8));
        assert!(!dataset.clusters[0].provisions.contains(&crate::model::Provision::Unknown));
    }

    #[test]
    fn every_choice_of_a_list_is_understood() {
        for spec in SHEETS {
            for column in spec.columns.iter().filter(|column| !column.choices.is_empty()) {
                for choice in column.choices {
                    let heading = spec.columns.iter().filter(|other| other.required && other.field != column.field);
                    let headings: Vec<&str> =
                        heading.clone().map(|other| other.heading).chain([column.heading]).collect();
                    let cells: Vec<&str> = heading.map(|other| other.example).chain([*choice]).collect();
                    let folder = tempfile::tempdir().unwrap();
                    let text = format!("{}\n{}\n", headings.join(","), cells.join(","));
                    std::fs::write(folder.path().join(format!("{}.csv", spec.name)), text).unwrap();
                    let read = crate::ingest::read(folder.path(), &crate::ingest::ReadOptions::default()).unwrap();
                    let refused = |code| matches!(code, Code::BadChoice | Code::BadFlag | Code::UnknownColumn);
                    assert!(!read.issues.iter().any(|issue| refused(issue.code)), "{} {}", column.heading, choice);
                }
            }
        }
    }

    #[test]
    fn closed_lists_have_their_drop_down() {
        // A list cell takes several entries, for which spreadsheets know no list.
        let closed = |kind| matches!(kind, ColumnKind::Flag);
        for column in SHEETS.iter().flat_map(|spec| spec.columns).filter(|column| closed(column.kind)) {
            assert_eq!(column.choices, ["是", "否"], "{}", column.heading);
        }
    }

    #[test]
    fn the_template_is_the_same_every_time() {
        assert!(template().unwrap() == template().unwrap());
    }

    #[test]
    fn examples_are_on_their_closed_lists() {
        for column in SHEETS.iter().flat_map(|spec| spec.columns) {
            let listed =
                column.choices.is_empty() || column.example.is_empty() || column.choices.contains(&column.example);
            assert!(listed, "{}", column.heading);
        }
    }
}
