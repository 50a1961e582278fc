//! Reports for a terminal: aligned columns, Chinese characters two columns wide, long cells wrapped.
//!
//! Rules are drawn with `-` because terminals of East Asia may show box-drawing characters two columns wide.

use crate::render::{Style, is_numeric, number, on_screen, one_line, shown};
use crate::report::table::{Cell, Table};
use crate::report::words::{self, Lang, Word};
use crate::report::{Block, KeyFigure, Report};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of text are not squeezed below this width; a table too wide even then is set in several parts.
const NARROWEST: usize = 10;
/// Spaces between columns.
const GAP: usize = 2;
/// Marks that do not begin a line: comma, stop, colon, semicolon, closing brackets and quotes, Chinese and English.
const CLOSING: &str = "\u{ff0c}\u{3002}\u{ff1a}\u{ff1b}\u{3001}\u{ff09}\u{300b}\u{300d}\u{201d}\u{ff1f}\u{ff01},.;:)]%";

/// Reports one below the other: key figures first, notes last.
pub fn text(reports: &[Report], style: &Style) -> String {
    let mut out = String::new();
    for report in reports {
        if !out.is_empty() {
            out.push('\n');
        }
        write_report(&mut out, report, style);
    }
    out
}

fn write_report(out: &mut String, report: &Report, style: &Style) {
    for (line, is_title) in [(&report.title, true), (&report.subtitle, false)] {
        if !line.is_empty() {
            write_line(out, &if is_title { bold(&one_line(line), style) } else { one_line(line) });
        }
    }
    write_key_figures(out, &report.key_figures, style);
    for block in &report.blocks {
        out.push('\n');
        match block {
            Block::Heading(heading) => write_line(out, &bold(&one_line(heading), style)),
            Block::Paragraph(paragraph) => {
                paragraph.lines().for_each(|line| write_wrapped(out, "", &one_line(line), style));
            }
            Block::Table(table) => write_table(out, table, style),
            Block::Figure(figure) => {
                let (key, title) = (figure.key(), figure.title());
                let line = format!(
                    "{}{}",
                    one_line(title),
                    words::bracketed(&words::picture_elsewhere(key, style.lang), style.lang)
                );
                write_line(out, &line);
            }
        }
    }
    if !report.notes.is_empty() {
        out.push('\n');
        write_line(out, &bold(words::word(Word::Notes, style.lang), style));
        for note in &report.notes {
            write_wrapped(out, "- ", &one_line(note), style);
        }
    }
}

fn write_key_figures(out: &mut String, figures: &[KeyFigure], style: &Style) {
    if figures.is_empty() {
        return;
    }
    out.push('\n');
    let printed: Vec<[String; 3]> = figures
        .iter()
        .map(|figure| {
            let value = number::with_unit(&figure.value, figure.unit, style.lang);
            [one_line(&figure.label), one_line(&value), one_line(&figure.note)]
        })
        .collect();
    let widest = |at: usize| printed.iter().map(|line| line[at].width()).max().unwrap_or(0);
    let (labels, values) = (widest(0), widest(1));
    for [label, value, note] in &printed {
        let start = format!("{}  {}", pad(label, labels, false), bold(&pad(value, values, true), style));
        let room = style.width.map(|width| width.saturating_sub(labels + values + 2 * GAP));
        let fits = room.is_none_or(|room| note.width() <= room);
        if fits {
            write_line(out, &format!("{start}  {note}"));
        } else {
            // A note beside the number would leave the line, so it goes below.
            write_line(out, &start);
            write_wrapped(out, "    ", note, style);
        }
    }
}

/// A table as printed cells.
struct Grid {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    right: Vec<bool>,
    natural: Vec<usize>,
    least: Vec<usize>,
}

impl Grid {
    fn new(table: &Table, lang: Lang) -> Self {
        let heads: Vec<String> = table.columns.iter().map(|column| one_line(&words::heading(column, lang))).collect();
        let print = |row: &Vec<Cell>| {
            let cells = table.columns.iter().zip(row);
            cells.map(|(column, cell)| one_line(&number::cell(cell, column.unit, lang))).collect::<Vec<_>>()
        };
        let rows: Vec<Vec<String>> = table.rows.iter().map(print).collect();
        let mut natural: Vec<usize> = heads.iter().map(|head| head.width()).collect();
        let mut least: Vec<usize> = natural.iter().map(|width| (*width).min(NARROWEST)).collect();
        for (row, cells) in rows.iter().zip(&table.rows) {
            for (at, text) in row.iter().enumerate() {
                let width = text.width();
                natural[at] = natural[at].max(width);
                // Words may be wrapped; a number broken over two lines would be misread.
                let wraps = matches!(cells[at], Cell::Text(_) | Cell::Missing(_));
                least[at] = least[at].max(if wraps { width.min(NARROWEST) } else { width });
            }
        }
        let right = (0..heads.len()).map(|column| is_numeric(table, column)).collect();
        Self { heads, rows, right, natural, least }
    }

    /// Columns side by side; every part repeats the first column, which says what a row is about.
    fn parts(&self, room: usize) -> Vec<Vec<usize>> {
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut part = Vec::new();
        let mut used = 0;
        for (column, least) in self.least.iter().enumerate() {
            let needs = least + GAP;
            if part.len() > 1 && used + needs > room + GAP {
                parts.push(std::mem::replace(&mut part, vec![0]));
                used = self.least[0] + GAP;
            }
            part.push(column);
            used += needs;
        }
        parts.push(part);
        parts
    }

    /// Widths that fit: the widest column gives way first.
    fn widths(&self, part: &[usize], room: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = part.iter().map(|column| self.natural[*column]).collect();
        let mut total = widths.iter().sum::<usize>() + GAP * part.len().saturating_sub(1);
        while total > room {
            let shrinkable = (0..part.len()).filter(|at| widths[*at] > self.least[part[*at]]);
            let Some(widest) = shrinkable.max_by_key(|at| widths[*at]) else { break };
            widths[widest] -= 1;
            total -= 1;
        }
        widths
    }
}

fn write_table(out: &mut String, table: &Table, style: &Style) {
    if table.rows.is_empty() {
        let title = one_line(&table.title);
        return write_line(out, format!("{title} {}", words::word(Word::NoRows, style.lang)).trim_start());
    }
    if !table.title.is_empty() {
        write_line(out, &bold(&one_line(&table.title), style));
    }
    let (count, cut) = shown(table, style.rows, style.lang);
    let grid = Grid::new(&on_screen(table, count), style.lang);
    let room = style.width.unwrap_or(usize::MAX - GAP);
    for (at, part) in grid.parts(room).iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let widths = grid.widths(part, room);
        write_row(out, &grid, &grid.heads, part, &widths);
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        write_line(out, &rule.join(&" ".repeat(GAP)));
        for row in &grid.rows {
            write_row(out, &grid, row, part, &widths);
        }
    }
    if let Some(cut) = cut {
        write_wrapped(out, "", &cut, style);
    }
    if let Some(note) = &table.note {
        write_wrapped(out, words::word(Word::NotePrefix, style.lang), &one_line(note), style);
    }
}

/// One row, on as many lines as its longest cell needs.
fn write_row(out: &mut String, grid: &Grid, row: &[String], part: &[usize], widths: &[usize]) {
    let cell = |(column, width): (&usize, &usize)| wrap(row.get(*column).map_or("", String::as_str), *width);
    let wrapped: Vec<Vec<String>> = part.iter().zip(widths).map(cell).collect();
    for line in 0..wrapped.iter().map(Vec::len).max().unwrap_or(0) {
        let mut text = String::new();
        for (at, lines) in wrapped.iter().enumerate() {
            if at > 0 {
                text.push_str(&" ".repeat(GAP));
            }
            text.push_str(&pad(lines.get(line).map_or("", String::as_str), widths[at], grid.right[part[at]]));
        }
        write_line(out, &text);
    }
}

/// Breaks at a space or before a bracket where the line has one near its end, else between any two characters, as Chinese
/// does; a closing mark takes the character before it along, so that no line begins with it.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > width && !line.is_empty() {
            let rest = line.split_off(break_at(&line, c, width));
            lines.push(line.trim_end().to_owned());
            line = rest.trim_start().to_owned();
            used = line.width();
        }
        if c != ' ' || !line.is_empty() {
            line.push(c);
            used += wide;
        }
    }
    lines.push(line);
    lines
}

/// Where a full line ends, in bytes, when `next` no longer fits.
fn break_at(line: &str, next: char, width: usize) -> usize {
    // A unit in brackets goes to the next line as a whole; a longer aside does not leave half a line empty.
    let near = |at: &usize| *at > 0 && line[*at..].width() <= (width * 2 / 3).min(16);
    if next == ' ' {
        return line.len();
    }
    let word = line.rfind(' ').filter(|at| *at > 0 && line[*at..].is_ascii() && next.is_ascii());
    let bracket = || line.rfind(['(', '\u{ff08}']).filter(near);
    let carried = || line.char_indices().next_back().map(|(at, _)| at).filter(|at| *at > 0 && CLOSING.contains(next));
    word.or_else(bracket).or_else(carried).unwrap_or(line.len())
}

fn pad(text: &str, width: usize, right: bool) -> String {
    let space = " ".repeat(width.saturating_sub(text.width()));
    if right { format!("{space}{text}") } else { format!("{text}{space}") }
}

fn bold(text: &str, style: &Style) -> String {
    if style.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

fn write_line(out: &mut String, line: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
}

/// A paragraph behind a mark, its later lines set in below the first.
fn write_wrapped(out: &mut String, mark: &str, paragraph: &str, style: &Style) {
    let room = style.width.map_or(usize::MAX, |width| width.saturating_sub(mark.width()).max(NARROWEST));
    for (at, line) in wrap(paragraph, room).iter().enumerate() {
        let start = if at == 0 { mark.to_owned() } else { " ".repeat(mark.width()) };
        write_line(out, &format!("{start}{line}"));
    }
}

#[cfg(test)]
mod tests {
    use super::{text, wrap};
    use crate::render::Style;
    use crate::report::table::{Cell, Column, Reason, Table, Unit};
    use crate::report::words::Lang;
    use crate::report::{Block, KeyFigure, Report};
    use unicode_width::UnicodeWidthStr;

    fn sample() -> Report {
        let column = |key, heading: &str, unit| Column { key, heading: heading.to_owned(), unit, detail: false };
        let table = Table {
            key: "rate",
            title: "各企业配套率".to_owned(),
            columns: vec![
                column("name", "企业", Unit::None),
                column("amount", "采购额", Unit::Yuan),
                column("rate", "配套率", Unit::Share),
            ],
            rows: vec![
                vec![Cell::text("安徽甲轴承有限公司"), Cell::Number(3e7), Cell::Number(0.413)],
                vec![Cell::text("乙 Bearings Co"), Cell::Number(5e3), Cell::Missing(Reason::NoPurchases)],
            ],
            note: Some("金额为不含税".to_owned()),
        };
        let figure = KeyFigure {
            label: "市域近地化配套率".into(),
            value: Cell::Number(0.413),
            unit: Unit::Share,
            note: "按金额".into(),
        };
        Report {
            title: "配套率".to_owned(),
            subtitle: "宿州市 2024".to_owned(),
            key_figures: vec![figure],
            blocks: vec![Block::Table(table)],
            notes: vec!["口径见手册".to_owned()],
        }
    }

    #[test]
    fn columns_line_up_by_display_width() {
        insta::assert_snapshot!(text(&[sample()], &Style::default()), @r"
        配套率
        宿州市 2024

        市域近地化配套率  41.3%  按金额

        各企业配套率
        企业                采购额（万元）       配套率
        ------------------  --------------  -----------
        安徽甲轴承有限公司           3,000        41.3%
        乙 Bearings Co                 0.5  —（无采购）
        注：金额为不含税

        说明
        - 口径见手册
        ");
    }

    #[test]
    fn no_line_leaves_the_terminal() {
        for width in [24, 32, 40, 80] {
            let style = Style { width: Some(width), ..Style::default() };
            for line in text(&[sample()], &style).lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn colour_comes_only_when_asked_for() {
        assert!(!text(&[sample()], &Style::default()).contains('\u{1b}'));
        assert!(text(&[sample()], &Style { colour: true, lang: Lang::En, ..Style::default() }).contains("\u{1b}[1m"));
    }

    #[test]
    fn words_stay_whole_and_chinese_breaks_anywhere() {
        assert_eq!(wrap("open the cell", 9), ["open the", "cell"]);
        assert_eq!(wrap("统一社会信用代码", 6), ["统一社", "会信用", "代码"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("不以零代替。", 10), ["不以零代", "替。"]);
        assert_eq!(wrap("采购额（万元）", 10), ["采购额", "（万元）"]);
    }
}
