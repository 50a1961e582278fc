//! Reports as GitHub Markdown.

use crate::render::{Style, is_numeric, number, one_line, shown};
use crate::report::table::Table;
use crate::report::words::{self, Word};
use crate::report::{Block, Report};

/// Reports one below the other.
pub fn markdown(reports: &[Report], style: &Style) -> String {
    let mut parts = Vec::new();
    for report in reports {
        push_report(&mut parts, report, style);
    }
    parts.join("\n\n") + "\n"
}

fn push_report(parts: &mut Vec<String>, report: &Report, style: &Style) {
    let lang = style.lang;
    if !report.title.is_empty() {
        parts.push(format!("# {}", escaped(&report.title)));
    }
    if !report.subtitle.is_empty() {
        parts.push(escaped(&report.subtitle));
    }
    let figures = report.key_figures.iter().map(|figure| {
        let value = escaped(&number::with_unit(&figure.value, figure.unit, lang));
        format!("- {}: **{value}** {}", escaped(&figure.label), escaped(&figure.note)).trim_end().to_owned()
    });
    push_list(parts, figures.collect());
    for block in &report.blocks {
        match block {
            Block::Heading(heading) => parts.push(format!("## {}", escaped(heading))),
            Block::Paragraph(paragraph) => parts.push(escaped(paragraph)),
            Block::Table(table) => push_table(parts, table, style),
            Block::Figure(figure) => {
                let (key, title) = (figure.key(), figure.title());
                parts.push(format!("![{}](maps/{key}.svg)", escaped(title)));
            }
        }
    }
    if !report.notes.is_empty() {
        parts.push(format!("## {}", words::word(Word::Notes, lang)));
        push_list(parts, report.notes.iter().map(|note| format!("- {}", escaped(note))).collect());
    }
}

fn push_list(parts: &mut Vec<String>, items: Vec<String>) {
    if !items.is_empty() {
        parts.push(items.join("\n"));
    }
}

fn push_table(parts: &mut Vec<String>, table: &Table, style: &Style) {
    let lang = style.lang;
    let (count, cut) = shown(table, style.rows, lang);
    if !table.title.is_empty() {
        parts.push(format!("### {}", escaped(&table.title)));
    }
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let rule = |column: usize| if is_numeric(table, column) { "---:" } else { "---" }.to_owned();
    let mut lines = vec![
        line(table.columns.iter().map(|column| escaped(&words::heading(column, lang))).collect()),
        line((0..table.columns.len()).map(rule).collect()),
    ];
    lines.extend(table.rows.iter().take(count).map(|row| {
        let cells = table.columns.iter().zip(row);
        line(cells.map(|(column, cell)| escaped(&number::cell(cell, column.unit, lang))).collect())
    }));
    parts.push(lines.join("\n"));
    parts.extend(cut.map(|cut| escaped(&cut)));
    if let Some(note) = &table.note {
        parts.push(format!("{}{}", words::word(Word::NotePrefix, lang), escaped(note)));
    }
}

/// Text that means nothing to Markdown or to HTML, on one line.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{escaped, markdown};
    use crate::render::Style;
    use crate::report::table::{Cell, Column, Table, Unit};
    use crate::report::{Block, Report};

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escaped("a|b\nc"), "a\\|b c");
        assert_eq!(
            escaped("<script>x</script> & [l](http://x)"),
            "&lt;script&gt;x&lt;/script&gt; &amp; \\[l\\](http://x)"
        );
    }

    #[test]
    fn a_table_has_its_alignment_row() {
        let column = |key, unit| Column { key, heading: key.to_owned(), unit, detail: false };
        let columns = vec![column("name", Unit::None), column("rate", Unit::Share)];
        let rows = vec![vec![Cell::text("甲|乙"), Cell::Number(0.5)]];
        let table = Table { key: "t", title: "T".into(), columns, rows, note: None };
        let report = Report { title: "R".into(), blocks: vec![Block::Table(table)], ..Report::default() };
        let expected = "# R\n\n### T\n\n| name | rate |\n| --- | ---: |\n| 甲\\|乙 | 50.0% |\n";
        assert_eq!(markdown(&[report], &Style::default()), expected);
    }
}
