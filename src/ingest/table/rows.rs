//! Which rows below the header are data.

use crate::ingest::field;
use crate::ingest::mapping::{self, ColumnSpec, SheetKind, SheetSpec};
use crate::ingest::normalise::name::key;
use crate::ingest::sheet::{CellRef, Sheet, column_letter};
use crate::ingest::table::{RawTable, TableColumn, header::Header, row_text, sheet_origin};
use crate::issue::{Code, Issue, Severity};
use std::sync::Arc;

/// How the template marks its example rows.
pub(in crate::ingest) const EXAMPLE: &str = "示例：";

enum RowKind {
    Data,
    /// Set aside: more cells than the header.
    Ragged,
    Total,
    Note,
    Example,
    /// Nothing but its number in the list.
    Blank,
}

/// Sorts the rows below the header and reports those that are no data; whether an example row was met.
pub(super) fn sort_out(table: &mut RawTable, header: &Header, spec: &'static SheetSpec) -> bool {
    let sorter = Sorter::new(table, header, spec);
    let mut example = false;
    let mut beyond = Beyond::new(table);
    for row in header.end()..table.sheet.row_count() {
        let kind = if sorter.is_plainly_data(&table.sheet, row) { RowKind::Data } else { sorter.kind(table, row) };
        let code = match kind {
            RowKind::Data => {
                table.rows.push(row);
                beyond.note(table, row);
                continue;
            }
            RowKind::Blank => continue,
            RowKind::Ragged => {
                table.set_aside.push(row);
                Code::RaggedRow
            }
            RowKind::Total => Code::TotalRow,
            RowKind::Note | RowKind::Example => Code::NoteRow,
        };
        let number = table.sheet.row_number(row);
        let mut issue = Issue::new(code, sheet_origin(&table.sheet, Some(number)), row_text(&table.sheet, row));
        if matches!(kind, RowKind::Ragged) {
            // A comma too many shifts every cell behind it; a wrong figure is worse than none.
            issue.severity = Severity::Error;
        }
        example |= matches!(kind, RowKind::Example);
        table.issues.push(issue);
    }
    report_beyond(table, &beyond.met, header);
    example
}

/// Columns without a heading that is understood, and whether they hold something in a data row.
struct Beyond {
    /// Columns of the header that no field reads.
    unread: Vec<usize>,
    headed: usize,
    met: Vec<bool>,
}

impl Beyond {
    fn new(table: &RawTable) -> Self {
        let unread = (0..table.columns.len()).filter(|at| table.columns[*at].field.is_none()).collect();
        Self { unread, headed: table.columns.len(), met: vec![false; table.columns.len()] }
    }

    fn note(&mut self, table: &RawTable, row: usize) {
        let width = table.sheet.width(row);
        if width > self.met.len() {
            self.met.resize(width, false);
        }
        for column in self.unread.iter().copied().chain(self.headed..width) {
            if !self.met[column] {
                self.met[column] = !table.sheet.cell(row, column).is_empty();
            }
        }
    }
}

fn report_beyond(table: &mut RawTable, beyond: &[bool], header: &Header) {
    let unheaded = |column: usize| column >= header.width() || header.text(column).is_empty();
    for column in (0..beyond.len()).filter(|column| beyond[*column] && unheaded(*column)) {
        while table.columns.len() <= column {
            let heading = Arc::from(column_letter(table.columns.len()));
            table.columns.push(TableColumn { heading, field: None, unit: None, percent: false, year: None });
        }
        let origin = table.origin_at(header.number(&table.sheet), Some(column));
        table.issues.push(Issue::new(Code::UnknownColumn, origin, ""));
    }
}

struct Sorter {
    kind: SheetKind,
    /// Columns of the header; a text row with more is broken.
    width: usize,
    delimited: bool,
    /// Position of the first row below the header, where an English echo of the header may stand.
    first: usize,
    headings: Vec<String>,
    assigned: Vec<Option<&'static ColumnSpec>>,
    /// Positions of columns that were recognised.
    known: Vec<usize>,
    /// Whether each column of the header was recognised.
    is_known: Vec<bool>,
    required: Vec<usize>,
    /// Positions of columns that number the rows.
    serial: Vec<usize>,
    spec: &'static SheetSpec,
}

impl Sorter {
    fn new(table: &RawTable, header: &Header, spec: &'static SheetSpec) -> Self {
        let assigned: Vec<_> = header.assign(spec).into_iter().map(|found| found.map(|(column, _)| column)).collect();
        let positions = |test: &dyn Fn(usize) -> bool| (0..header.width()).filter(|at| test(*at)).collect();
        Self {
            kind: spec.kind,
            width: header.width(),
            delimited: table.sheet.delimited && header.first.is_some(),
            first: header.end(),
            headings: (0..header.width()).map(|column| header.text(column)).collect(),
            is_known: assigned.iter().map(Option::is_some).collect(),
            known: positions(&|at| assigned[at].is_some()),
            required: positions(&|at| assigned[at].is_some_and(|column| column.required)),
            serial: positions(&|at| mapping::is_serial(&header.text(at))),
            assigned,
            spec,
        }
    }

    /// Whether the ends of the cells alone show that no rule for other rows can apply, as in nearly every row of a ledger.
    fn is_plainly_data(&self, sheet: &Sheet, row: usize) -> bool {
        if row == self.first || (self.delimited && sheet.width(row) > self.width) {
            return false;
        }
        let (mut known, mut first) = (false, true);
        for (at, cell) in sheet.cells(row).enumerate() {
            known |= self.is_known.get(at) == Some(&true) && !cell.is_empty();
            let CellRef::Text(text) = cell else { continue };
            let special = may_be_total(text) || self.headings.get(at).is_some_and(|heading| heading == text);
            if special || (first && may_lead(text)) {
                return false;
            }
            first = false;
        }
        known
    }

    fn kind(&self, table: &RawTable, row: usize) -> RowKind {
        let sheet = &table.sheet;
        let Some((at, first)) =
            (0..sheet.width(row)).map(|at| (at, sheet.cell(row, at))).find(|(_, cell)| !cell.is_empty())
        else {
            return RowKind::Blank;
        };
        if self.is_example(table, row) {
            return RowKind::Example;
        }
        if self.repeats_header(table, row) {
            return RowKind::Note;
        }
        if self.is_total(table, row) {
            return RowKind::Total;
        }
        if self.is_note(table, row, at, first) {
            return RowKind::Note;
        }
        if self.delimited && sheet.width(row) > self.width {
            return RowKind::Ragged;
        }
        if self.known.iter().all(|column| sheet.cell(row, *column).is_empty()) {
            let numbered = (0..sheet.width(row)).all(|at| sheet.cell(row, at).is_empty() || self.serial.contains(&at));
            return if numbered { RowKind::Blank } else { RowKind::Note };
        }
        RowKind::Data
    }

    fn is_example(&self, table: &RawTable, row: usize) -> bool {
        // The mark stands in the first cell of the row, which a user's own column of numbers may have pushed right.
        let mut texts = table.sheet.cells(row).filter_map(|cell| match cell {
            CellRef::Text(text) => Some(text),
            _ => None,
        });
        texts.next().is_some_and(|text| text.starts_with(EXAMPLE) || text.starts_with("示例:"))
    }

    /// Printed pages repeat the header; bilingual ones give it once more in English below.
    fn repeats_header(&self, table: &RawTable, row: usize) -> bool {
        let (mut texts, mut same) = (0, 0);
        for (column, heading) in self.headings.iter().enumerate() {
            let CellRef::Text(text) = table.sheet.cell(row, column) else { continue };
            texts += 1;
            let echo = || {
                let meant = mapping::matching(self.spec, text).map(|(column, _)| column);
                meant.zip(self.assigned[column]).is_some_and(|(meant, own)| std::ptr::eq(meant, own))
            };
            same += usize::from(text == heading || (row == self.first && echo()));
        }
        same >= 2 && 2 * same >= texts
    }

    /// 合计, 小计 and the like: in the first text cell with only figures elsewhere, or alone in a cell with only figures
    /// to its right (declared totals may name 合计 as their product).
    fn is_total(&self, table: &RawTable, row: usize) -> bool {
        let sheet = &table.sheet;
        let width = sheet.width(row);
        let figures = |mut cells: std::ops::Range<usize>| cells.all(|at| field::is_figure(sheet.cell(row, at)));
        (0..width).any(|at| {
            let CellRef::Text(text) = sheet.cell(row, at) else { return false };
            let (ends, whole) = total_word(text);
            let first = || figures(0..at) || (whole && self.kind != SheetKind::PurchaseTotals);
            ends && figures(at + 1..width) && first()
        })
    }

    fn is_note(&self, table: &RawTable, row: usize, at: usize, first: CellRef<'_>) -> bool {
        let CellRef::Text(text) = first else { return false };
        // Signatures stand side by side: `制表：张三`, `审核：李四`.
        let idle = |cell: CellRef<'_>| cell.is_empty() || matches!(cell, CellRef::Text(text) if begins_note(text));
        let others_idle = || self.required.iter().all(|column| *column == at || idle(table.sheet.cell(row, *column)));
        // With one required column the rest of the row decides.
        let rest_idle = || self.required.len() > 1 || table.sheet.cells(row).skip(at + 1).all(idle);
        begins_note(text) && others_idle() && rest_idle()
    }
}

/// Whether the last byte is that of an ending of [`total_word`] or of what it takes off.
#[inline]
fn may_be_total(text: &str) -> bool {
    // `计 計 ｌ ） ： ideographic space` end in these bytes of UTF-8.
    matches!(
        text.as_bytes().last(),
        Some(0xA1 | 0x88 | 0x8C | 0x89 | 0x9A | 0x80 | b'l' | b'L' | b'm' | b'M' | b')' | b':' | b' ')
    )
}

/// Whether the first text of a row may be that of an example or a note.
#[inline]
fn may_lead(text: &str) -> bool {
    text.starts_with('示') || text.starts_with(leads_note)
}

/// Whether a text ends in a word for a total, and whether it is nothing else.
fn total_word(text: &str) -> (bool, bool) {
    const WORDS: &[&str] = &[
        "合计",
        "总计",
        "小计",
        "累计",
        "共计",
        "总合计",
        "合計",
        "總計",
        "小計",
        "total",
        "subtotal",
        "grandtotal",
        "sum",
    ];
    // Most cells are names of firms and products: a look at the last character spares them the folding.
    let last = text.trim_end_matches([':', '：', ' ', '\u{3000}']).chars().next_back();
    if text.len() > 60 || !matches!(last, Some('计' | '計' | 'l' | 'L' | 'm' | 'M' | 'ｌ' | ')' | '）')) {
        return (false, false);
    }
    let (text, _) = mapping::brackets(&key(text));
    let text = text.trim_end_matches(':');
    (WORDS.iter().any(|word| text.ends_with(word) && (!word.is_ascii() || text == *word)), WORDS.contains(&text))
}

#[inline]
fn leads_note(c: char) -> bool {
    matches!(
        c,
        '备' | '说'
            | '注'
            | '附'
            | '填'
            | '制'
            | '审'
            | '复'
            | '负'
            | '单'
            | '联'
            | '资'
            | '数'
            | '来'
            | '盖'
            | '日'
            | '报'
            | '（'
            | '('
            | '*'
            | '※'
            | 'n'
            | 'N'
            | 's'
            | 'S'
            | 'r'
            | 'R'
            | 'p'
            | 'P'
            | 'Ｎ'
    )
}

/// Whether a text begins as notes and signatures below a table do.
fn begins_note(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "备注",
        "说明",
        "注释",
        "附注",
        "填表人",
        "填报人",
        "制表",
        "审核",
        "复核",
        "负责人",
        "单位负责人",
        "联系人",
        "联系电话",
        "填表日期",
        "填报日期",
        "资料来源",
        "数据来源",
        "来源",
        "填报单位",
        "单位(盖章",
        "盖章",
        "日期",
        "报送",
        "note",
        "notes",
        "source",
        "remark",
        "remarks",
        "prepared",
    ];
    if !text.starts_with(leads_note) {
        return false;
    }
    let text = key(text);
    let text = text.trim_start_matches(['(', '*', '※']);
    if let Some(rest) = text.strip_prefix('注') {
        return rest.starts_with([':', '1', '2', '3', '4', '5', '.', '、', '一', ')']) || rest.is_empty();
    }
    WORDS.iter().any(|word| {
        text.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.contains(':') || rest.starts_with([')', '.', '、', '1']))
    })
}
