//! Provenance in words: the formula, the rows that re-add to it, the rows left out.

use crate::analysis::explain::{Explain, Explanation, Form, LeftOut, Line, Row, Unit as Adds, Unread};
use crate::issue::Origin;
use crate::report::columns::{self, Columns};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column::{self as head, Head};
use crate::report::words::{Lang, explain as words};
use crate::report::{Block, Context, KeyFigure, Report};

/// Tables of each unit of what rows add.
const UNITS: [(Adds, &str, &str, Unit); 3] = [
    (Adds::Yuan, "explained", "evidence", Unit::Yuan),
    (Adds::Count, "explained_count", "evidence_count", Unit::Count),
    (Adds::Share, "explained_share", "evidence_share", Unit::Number),
];

pub(super) fn present(explain: &Explain, context: &Context) -> Report {
    let lang = context.lang;
    let mut blocks = Vec::new();
    let mut key_figures = Vec::new();
    if let [only] = explain.figures.as_slice() {
        key_figures.push(key_figure(only, lang));
        blocks.push(Block::Paragraph(words::formula(only, lang)));
        blocks.push(Block::Paragraph(words::re_adds(only, lang)));
    }
    blocks.extend(tables(explain, lang).into_iter().map(Block::Table));
    Report {
        title: words::title(lang).to_owned(),
        subtitle: context.subtitle(&[]),
        key_figures,
        blocks,
        notes: words::notes(lang),
    }
}

fn key_figure(figure: &Explanation, lang: Lang) -> KeyFigure {
    KeyFigure {
        label: words::label(figure, lang),
        value: Cell::number_or(figure.value, Reason::NotIdentified),
        unit: unit_of(figure),
        note: figure.figure.clone(),
    }
}

/// Unit of the figure itself.
fn unit_of(figure: &Explanation) -> Unit {
    match (figure.form, figure.unit) {
        (Form::Ratio, _) => Unit::Share,
        (Form::Sum, Adds::Yuan) => Unit::Yuan,
        (Form::Sum | Form::Inverse, _) => Unit::Number,
    }
}

/// Evidence by unit, rows left out, and ledger rows that could not be read.
fn tables(explain: &Explain, lang: Lang) -> Vec<Table> {
    let several = explain.figures.len() > 1;
    let mut tables = Vec::new();
    for (adds, explained_key, evidence_key, unit) in UNITS {
        let figures: Vec<&Explanation> = explain.figures.iter().filter(|figure| figure.unit == adds).collect();
        if figures.is_empty() {
            continue;
        }
        if several {
            tables.push(explained(explained_key, &figures, unit, lang));
        }
        tables.push(evidence(evidence_key, &figures, unit, several, lang));
    }
    tables.push(left_out(&explain.figures, several, lang));
    if !explain.unread.is_empty() {
        tables.push(unread(&explain.unread, lang));
    }
    tables
}

fn explained(key: &'static str, figures: &[&Explanation], unit: Unit, lang: Lang) -> Table {
    let share = |figure: &Explanation| Some(figure.value?).filter(|_| figure.form == Form::Ratio);
    Columns::new(lang)
        .with(head::EXPLAINED, |figure: &&Explanation| Cell::text(&figure.figure))
        .with(head::NAME, move |figure| Cell::text(words::label(figure, lang)))
        .with(head::SHARE, move |figure| {
            let reason = if figure.form == Form::Ratio { Reason::NotIdentified } else { Reason::NotApplicable };
            Cell::number_or(share(figure), reason)
        })
        .with(Head { unit, ..head::NUMERATOR }, |figure| Cell::number_or(figure.numerator, Reason::NotApplicable))
        .with(Head { unit, ..head::DENOMINATOR }, |figure| Cell::number_or(figure.denominator, Reason::NotApplicable))
        .with(head::RE_ADDS, |figure| figure.re_adds.agrees.map_or(Cell::Missing(Reason::NotIdentified), Cell::Flag))
        .with(head::METHOD, |figure| Cell::text(figure.method))
        .with(head::FORMULA, move |figure| Cell::text(words::definition(figure, lang)))
        .table(key, words::table_title(key, lang), figures)
}

fn evidence(key: &'static str, figures: &[&Explanation], unit: Unit, several: bool, lang: Lang) -> Table {
    let rows: Vec<(&Explanation, &Row)> =
        figures.iter().flat_map(|figure| figure.rows.iter().map(move |row| (*figure, row))).collect();
    type Entry<'e> = (&'e Explanation, &'e Row);
    let columns = with_figure(Columns::new(lang), several, |(figure, _): &Entry<'_>| &figure.figure);
    let columns = columns.with(head::PART, move |(figure, row)| Cell::text(words::role(row.role, figure, lang)));
    let columns = place_and_goods(columns, |(_, row)| &row.line, |(_, row)| row.line.origin.to_string())
        .with(head::NEARNESS, move |(_, row)| {
            Cell::text_or(row.nearness.map(|side| words::nearness(side, lang)), Reason::NotApplicable)
        })
        .with(head::LINK_AMOUNT, |(_, row)| Cell::number_or(row.line.amount, unsaid(&row.line)))
        .with(Head { unit, ..head::ADDS_ABOVE }, |(_, row)| Cell::Number(row.numerator))
        .with(Head { unit, ..head::ADDS_BELOW }, |(_, row)| Cell::Number(row.denominator));
    address(columns, |(_, row)| &row.line.origin).table(key, words::table_title(key, lang), &rows)
}

fn left_out(figures: &[Explanation], several: bool, lang: Lang) -> Table {
    let rows: Vec<(&Explanation, &LeftOut)> =
        figures.iter().flat_map(|figure| figure.left_out.iter().map(move |row| (figure, row))).collect();
    type Entry<'e> = (&'e Explanation, &'e LeftOut);
    let columns = with_figure(Columns::new(lang), several, |(figure, _): &Entry<'_>| &figure.figure);
    let columns = columns.with(head::WHY_NOT, move |(_, row)| Cell::text(words::reason(row.reason, lang)));
    let columns = place_and_goods(columns, |(_, row)| &row.line, move |(_, row)| words::whereabouts(row, lang))
        .with(head::LINK_AMOUNT, |(_, row)| Cell::number_or(row.line.amount, Reason::Unknown))
        .with(head::LEFT_ROWS, |(_, row)| columns::lines(row.lines))
        .with(head::STANDS, |(_, row)| {
            Cell::text_or(row.stands.as_ref().map(ToString::to_string), Reason::NotApplicable)
        });
    address(columns, |(_, row)| &row.line.origin).table("left_out", words::table_title("left_out", lang), &rows)
}

fn unread(rows: &[Unread], lang: Lang) -> Table {
    let columns = Columns::new(lang)
        .with(head::WHERE, |row: &Unread| Cell::text(row.origin.to_string()))
        .with(head::WHY_NOT, move |row| Cell::text(words::set_aside(row.code, lang)));
    address(columns, |row| &row.origin).table("unread", words::table_title("unread", lang), rows)
}

/// The key in front, where a table is about several figures.
fn with_figure<'a, R: 'a>(columns: Columns<'a, R>, several: bool, key: impl Fn(&R) -> &String + 'a) -> Columns<'a, R> {
    if several { columns.with(head::EXPLAINED, move |row| Cell::text(key(row))) } else { columns }
}

/// Where the row stands and what it says.
fn place_and_goods<'a, R: 'a>(
    columns: Columns<'a, R>,
    line: impl Fn(&R) -> &Line + Copy + 'a,
    whereabouts: impl Fn(&R) -> String + 'a,
) -> Columns<'a, R> {
    let said = |text: Option<&str>, line: &Line| Cell::text_or(text.filter(|text| !text.is_empty()), unsaid(line));
    columns
        .with(head::WHERE, move |row| said(Some(&whereabouts(row)), line(row)))
        .with(head::BUYER, move |row| said(line(row).buyer.as_deref(), line(row)))
        .with(head::SELLER, move |row| said(line(row).supplier.as_deref(), line(row)))
        .with(head::PRODUCT, move |row| said(line(row).product.as_deref(), line(row)))
        .with(head::SHIPPED, move |row| said(Some(&line(row).place), line(row)))
}

/// Why a row does not say something: a limit stands in no sheet, and has nothing to say.
fn unsaid(line: &Line) -> Reason {
    if line.origin.file.is_empty() && line.origin.row.is_none() { Reason::NotApplicable } else { Reason::Unknown }
}

/// The address in parts, for those who sort and filter.
fn address<'a, R: 'a>(columns: Columns<'a, R>, origin: impl Fn(&R) -> &Origin + Copy + 'a) -> Columns<'a, R> {
    let text = |text: &Option<std::sync::Arc<str>>| Cell::text_or(text.as_deref(), Reason::NotApplicable);
    columns
        .with(head::FILE, move |row| Cell::text(&*origin(row).file))
        .with(head::SHEET, move |row| Cell::text(&*origin(row).sheet))
        .with(head::ROW, move |row| {
            origin(row).row.map_or(Cell::Missing(Reason::NotApplicable), |row| Cell::Integer(i64::from(row)))
        })
        .with(head::AMOUNT_COLUMN, move |row| text(&origin(row).column))
        .with(head::CELL, move |row| text(&origin(row).cell))
}

#[cfg(test)]
mod tests {
    use super::present;
    use crate::analysis::explain::{Explain, Explanation, LeftOut, Line, Reason, Role, Row, Unread};
    use crate::analysis::key::Question;
    use crate::issue::Code;
    use crate::model::{Nearness, Year};
    use crate::report::table::Cell;
    use crate::report::words::is_han;
    use crate::report::{Block, Context, Lang, Report, Table};

    fn figure(measure: &'static str) -> Explanation {
        let line = || Line { supplier: Some("B".into()), amount: Some(4e7), ..Line::default() };
        Explanation {
            level: "firm",
            names: vec!["A".into()],
            year: Some(Year(2024)),
            tier: Some("city".into()),
            measure,
            method: "LR-1",
            value: Some(0.4),
            numerator: Some(4e7),
            denominator: Some(1e8),
            rows: vec![Row {
                role: Role::Near,
                line: line(),
                nearness: Some(Nearness::Near),
                numerator: 4e7,
                denominator: 4e7,
                order: [0; 3],
            }],
            left_out: vec![LeftOut {
                reason: Reason::TraderOrigin,
                line: line(),
                lines: 1,
                first_rows: Vec::new(),
                stands: None,
            }],
            ..Explanation::new(format!("rate/firm/A/2024/city/{measure}"), Question::Rate)
        }
    }

    fn tables(report: &Report) -> Vec<&Table> {
        let table = |block: &'_ Block| matches!(block, Block::Table(_));
        let blocks = report.blocks.iter().filter(|block| table(block));
        blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
    }

    #[test]
    fn one_figure_is_a_formula_and_several_are_a_table() {
        let one = Explain { figures: vec![figure("amount")], unread: Vec::new() };
        let report = present(&one, &Context::default());
        let Block::Paragraph(formula) = &report.blocks[0] else { panic!("the formula comes first") };
        assert!(formula.ends_with("= 4,000 万元 ÷ 10,000 万元 = 40.0%"), "{formula}");
        assert_eq!(tables(&report).iter().map(|table| table.key).collect::<Vec<_>>(), ["evidence", "left_out"]);
        let unread = vec![Unread { origin: Default::default(), code: Code::BadNumber }];
        let two = Explain { figures: vec![figure("amount"), figure("amount")], unread };
        let report = present(&two, &Context::default());
        let keys: Vec<&str> = tables(&report).iter().map(|table| table.key).collect();
        assert_eq!(keys, ["explained", "evidence", "left_out", "unread"]);
        assert_eq!(tables(&report)[1].rows[0][0], Cell::text("rate/firm/A/2024/city/amount"));
    }

    #[test]
    fn sums_that_do_not_agree_are_called_a_fault_and_no_figure_agrees_with_nothing() {
        let check = |agrees| {
            let mut figure = figure("amount");
            figure.re_adds.agrees = agrees;
            let report = present(&Explain { figures: vec![figure], unread: Vec::new() }, &Context::default());
            let Block::Paragraph(check) = &report.blocks[1] else { panic!("the check comes second") };
            check.clone()
        };
        assert!(check(Some(false)).contains("程序缺陷"));
        assert!(check(None).contains("无数字可核") && !check(None).contains("一致"));
    }

    #[test]
    fn english_has_no_chinese() {
        let unread = vec![Unread { origin: Default::default(), code: Code::BadNumber }];
        let explain = Explain { figures: vec![figure("amount"), figure("count")], unread };
        let report = present(&explain, &Context { lang: Lang::En, ..Context::default() });
        let mut words: Vec<String> = report.notes.clone();
        for table in tables(&report) {
            words.push(table.title.clone());
            words.extend(table.columns.iter().map(|column| column.heading.clone()));
            words.extend(table.rows.iter().flatten().map(|cell| format!("{cell:?}")));
        }
        assert!(!words.iter().any(|text| text.chars().any(is_han)), "{words:#?}");
    }
}
