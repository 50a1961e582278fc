//! A bare network in words: for people a table of each weight, for programs one row a scenario.

use crate::analysis::risk::bare::{BareModel, BareRemark, BareRisk, BareRow};
use crate::analysis::risk::index::Index;
use crate::model::BareNote;
use crate::report::table::{Cell, Column, Reason, Table, Unit};
use crate::report::words::{Lang, bare as words};
use crate::report::{Block, KeyFigure, Report};

/// Rows for programs: headings made of what was asked, numbers unrounded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// Headings.
    pub header: Vec<String>,
    /// Rows, each as long as the header.
    pub rows: Vec<Vec<Cell>>,
}

/// The answer for people: largest first.
pub fn present(risk: &BareRisk, lang: Lang) -> Report {
    let count = |key: &str, count: usize| KeyFigure {
        label: words::label(key, lang).to_owned(),
        value: Cell::count(count),
        unit: Unit::Count,
        note: String::new(),
    };
    let size = &risk.network;
    let tables = (0..risk.model.weights.len()).map(|weight| Block::Table(table(risk, weight, lang)));
    Report {
        title: words::title(lang).to_owned(),
        subtitle: model(&risk.model, lang),
        key_figures: vec![count("firms", size.firms), count("flows", size.flows), count("scenarios", size.scenarios)],
        blocks: tables.collect(),
        notes: notes(risk, lang),
    }
}

fn model(model: &BareModel, lang: Lang) -> String {
    let (table, loops) = (model.essentiality == "table", model.self_loops == "kept");
    words::model(model.epsilon, model.replaceability, table, loops, lang)
}

/// What a reader of the figures should know, one sentence each.
pub fn notes(risk: &BareRisk, lang: Lang) -> Vec<String> {
    risk.notes.iter().map(|note| sentence(note, lang)).collect()
}

fn sentence(note: &BareRemark, lang: Lang) -> String {
    match note {
        BareRemark::File(BareNote::UnknownColumns { file, headings }) => words::unknown_columns(file, headings, lang),
        BareRemark::File(BareNote::NoFlow(count)) => words::no_flow(*count, lang),
        BareRemark::File(BareNote::Summed(count)) => words::summed(*count, lang),
        BareRemark::File(BareNote::UnknownClasses(classes)) => {
            let classes: Vec<&str> = classes.iter().map(|class| &**class).collect();
            words::unknown_classes(&classes, lang)
        }
        BareRemark::File(BareNote::MarketsUnused) => words::markets_unused(lang).to_owned(),
        BareRemark::AllEssential => words::all_essential(lang).to_owned(),
        BareRemark::SelfLoopsRemoved(count) => words::self_loops(*count, lang),
        BareRemark::ZeroWeight(name) => words::zero_weight(name, lang),
        BareRemark::NotSettled(count) => words::not_settled(*count, lang),
        BareRemark::HeldBack => words::held_back(lang).to_owned(),
        BareRemark::NoSpare => words::no_spare(lang).to_owned(),
    }
}

/// The scenarios by one weight, largest loss first.
fn table(risk: &BareRisk, weight: usize, lang: Lang) -> Table {
    let column = |(key, unit): (&'static str, Unit)| Column {
        key,
        heading: words::heading(key, lang).to_owned(),
        unit,
        detail: false,
    };
    let columns = [
        ("rank", Unit::None),
        ("scenario", Unit::None),
        ("esri", Unit::Number),
        ("esri_down", Unit::Number),
        ("esri_up", Unit::Number),
        ("steps", Unit::Count),
    ];
    let size = |row: &BareRow| row.indices[weight].map_or(0.0, |index| index.both);
    let mut order: Vec<&BareRow> = risk.rows.iter().collect();
    // Rows of one size stay in the order of ids.
    order.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let row = |(at, row): (usize, &BareRow)| {
        let mut cells = vec![Cell::count(at + 1), Cell::text(&*row.scenario)];
        cells.extend(figures(row.indices[weight]));
        cells.push(Cell::Integer(i64::from(row.steps)));
        cells
    };
    Table {
        key: "risk_network",
        title: words::table(&risk.model.weights[weight].name, lang),
        columns: columns.map(column).to_vec(),
        rows: order.into_iter().enumerate().map(row).collect(),
        note: None,
    }
}

fn figures(index: Option<Index>) -> [Cell; 3] {
    let parts = index.map_or([None; 3], |index| [index.both, index.down, index.up].map(Some));
    parts.map(|part| Cell::number_or(part, Reason::NotApplicable))
}

/// The headings of the figures: plain with one weight, numbered with several.
pub fn figure_keys(weights: usize) -> Vec<String> {
    let one = |ending: String| ["esri", "esri_down", "esri_up"].map(|key| format!("{key}{ending}"));
    match weights {
        1 => one(String::new()).to_vec(),
        _ => (1..=weights).flat_map(|weight| one(format!("_{weight}"))).collect(),
    }
}

/// The answer for programs: one row a scenario, in the order of ids.
pub fn grid(risk: &BareRisk) -> Grid {
    let header = std::iter::once("scenario".to_owned())
        .chain(figure_keys(risk.model.weights.len()))
        .chain(["steps".to_owned()])
        .collect();
    let row = |row: &BareRow| {
        std::iter::once(Cell::text(&*row.scenario))
            .chain(row.indices.iter().flat_map(|index| figures(*index)))
            .chain([Cell::Integer(i64::from(row.steps))])
            .collect()
    };
    Grid { header, rows: risk.rows.iter().map(row).collect() }
}
