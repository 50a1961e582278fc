//! Charts of a workbook as data: a few columns of the reports' tables, numbers only.
//!
//! A chart draws points, so an interval or a missing figure leaves a gap in it and is never nought; columns and rows
//! without a single point are left out, and so are charts.

use crate::report::pick::{ALL_BUYERS, CITY, LATEST, Pick, printed};
use crate::report::table::{Cell, Column, Table, Unit};
use crate::report::words::{Lang, chart as words};
use crate::report::{Block, Report};
use std::collections::BTreeSet;

/// How the numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Upright, side by side.
    Columns,
    /// Lying, side by side: for long names.
    Bars,
    /// Lying, one on the other: parts of a whole, for several wholes.
    Stacked,
    /// A ring: parts of one whole.
    Parts,
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// How it is drawn.
    pub shape: Shape,
    /// Title; the first column names what is measured, the others are series in one unit.
    pub table: Table,
}

struct Spec {
    shape: Shape,
    title: words::Title,
    pick: Pick,
}

const SPECS: [Spec; 6] = [
    Spec {
        shape: Shape::Columns,
        title: words::Title::RateByTier,
        pick: Pick::of("rate_total", &["tier", "rate_value", "rate_lo", "rate_hi"]).only(&[LATEST]),
    },
    Spec {
        shape: Shape::Bars,
        title: words::Title::RateByChain,
        pick: Pick::of("rate_chain", &["name", "rate_value"]).only(&[LATEST, CITY, ALL_BUYERS]).rows(16),
    },
    Spec {
        shape: Shape::Parts,
        title: words::Title::Split,
        pick: Pick::of("split_total", &["supplied", "bridgeable", "to_recruit"]),
    },
    Spec {
        shape: Shape::Stacked,
        title: words::Title::SplitByProduct,
        pick: Pick::of("split_product", &["name", "supplied", "bridgeable", "to_recruit"]).rows(12),
    },
    Spec { shape: Shape::Bars, title: words::Title::Gaps, pick: Pick::of("gap", &["product", "outside"]).rows(24) },
    Spec { shape: Shape::Bars, title: words::Title::Risks, pick: Pick::of("risk", &["name", "loss"]).rows(15) },
];

/// Categories of a chart: more names cannot be read beside their bars.
const MOST: usize = 16;

/// The charts that the reports give.
pub fn charts(reports: &[Report], lang: Lang) -> Vec<Chart> {
    let table = |key: &str| {
        reports.iter().flat_map(|report| &report.blocks).find_map(|block| match block {
            Block::Table(table) if table.key == key => Some(table),
            _ => None,
        })
    };
    let chart = |spec: &Spec| {
        let chosen = printed(table(spec.pick.table)?, &spec.pick, lang);
        let table = if spec.shape == Shape::Parts { parts(&chosen, lang)? } else { chosen };
        let table = points(table)?;
        Some(Chart { shape: spec.shape, table: Table { title: words::title(spec.title, lang).to_owned(), ..table } })
    };
    SPECS.iter().filter_map(chart).collect()
}

/// The first row on its side: a name and a number for each column.
fn parts(table: &Table, lang: Lang) -> Option<Table> {
    let (row, unit) = (table.rows.first()?, table.columns.first()?.unit);
    let rows = table.columns.iter().zip(row).map(|(column, cell)| vec![Cell::text(&*column.heading), cell.clone()]);
    let column = |key, heading: &str, unit| Column { key, heading: heading.to_owned(), unit, detail: false };
    let columns = vec![column("part", words::part(lang), Unit::None), column("amount", words::amount(lang), unit)];
    Some(Table { columns, rows: rows.collect(), ..table.clone() })
}

/// Only what has a point; `None` where nothing has.
fn points(mut table: Table) -> Option<Table> {
    let is_point = |cell: &Cell| matches!(cell, Cell::Integer(_)) || matches!(cell, Cell::Number(n) if n.is_finite());
    let series = |at: &usize| *at == 0 || table.rows.iter().any(|row| is_point(&row[*at]));
    let kept: Vec<usize> = (0..table.columns.len()).filter(series).collect();
    // A product of two chains has two rows with the same figures.
    let mut named = BTreeSet::new();
    let rows = table.rows.iter().filter(|row| {
        let Some(Cell::Text(name)) = row.first() else { return false };
        row.iter().any(is_point) && named.insert(name.clone())
    });
    let pointed = |cell: &Cell| if is_point(cell) { cell.clone() } else { Cell::Missing(super::Reason::NotApplicable) };
    let row = |row: &Vec<Cell>| {
        let first = row[..1].iter().cloned();
        first.chain(kept[1..].iter().map(|&at| pointed(&row[at]))).collect()
    };
    table.rows = rows.take(MOST).map(row).collect();
    table.columns = kept.iter().map(|&at| table.columns[at].clone()).collect();
    (table.columns.len() > 1 && !table.rows.is_empty()).then_some(table)
}

#[cfg(test)]
mod tests {
    use super::{Shape, charts, points};
    use crate::report::table::{Cell, Column, Reason, Table, Unit};
    use crate::report::{Context, Lang, fixture, present};

    #[test]
    fn rates_split_gaps_and_risks_are_drawn() {
        let reports: Vec<_> = fixture::answers().iter().map(|answer| present(answer, &Context::default())).collect();
        let charts = charts(&reports, Lang::Zh);
        let shapes: Vec<Shape> = charts.iter().map(|chart| chart.shape).collect();
        use Shape::{Bars, Columns, Parts, Stacked};
        assert_eq!(shapes, [Columns, Bars, Parts, Stacked, Bars, Bars]);
        for chart in &charts {
            let unit = chart.table.columns[1].unit;
            assert!(chart.table.columns[1..].iter().all(|column| column.unit == unit), "{}", chart.table.title);
            assert!(chart.table.rows.iter().all(|row| matches!(row[0], Cell::Text(_))));
        }
        let parts: Vec<&Cell> = charts[2].table.rows.iter().map(|row| &row[0]).collect();
        assert_eq!(parts, [&Cell::text("已配套"), &Cell::text("可牵线"), &Cell::text("须招引")]);
    }

    #[test]
    fn an_interval_is_a_gap_and_a_row_of_gaps_is_none() {
        let column = |key, unit| Column { key, heading: key.into(), unit, detail: false };
        let interval = Cell::Interval { lo: 0.1, hi: 0.9, lo_open: false, hi_open: false };
        let row = |name: &str, cell: &Cell| vec![Cell::text(name), cell.clone(), Cell::Missing(Reason::Unknown)];
        let table = Table {
            key: "t",
            title: String::new(),
            columns: vec![column("name", Unit::None), column("a", Unit::Share), column("b", Unit::Share)],
            rows: vec![row("x", &interval), row("y", &Cell::Number(0.5)), row("y", &Cell::Number(0.5))],
            note: None,
        };
        let drawn = points(table.clone()).unwrap();
        assert_eq!((drawn.columns.len(), drawn.rows), (2, vec![vec![Cell::text("y"), Cell::Number(0.5)]]));
        assert_eq!(points(Table { rows: vec![row("x", &interval)], ..table }), None);
    }
}
