//! Capability in words: what areas here lack, nearest first; products and areas of the panel; the panel itself.

use crate::analysis::Capability;
use crate::analysis::capability::{AreaRow, Neighbour, OptionRow, PanelSize, ProductRow};
use crate::report::columns::Columns;
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, capability as words, number, term};
use crate::report::{Block, Context, KeyFigure, Report, title};

pub(super) fn present(capability: &Capability, context: &Context) -> Report {
    let lang = context.lang;
    let tables = [
        options(&capability.options, lang),
        products(&capability.products, lang),
        areas(&capability.areas, lang),
        panel(capability, lang),
    ];
    let year = capability.year.map(|year| term::year(Some(year), lang));
    Report {
        title: title(capability.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle(&year.into_iter().collect::<Vec<_>>()),
        key_figures: key_figures(capability, lang),
        blocks: tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table).collect(),
        notes: notes(capability, lang),
    }
}

fn key_figures(capability: &Capability, lang: Lang) -> Vec<KeyFigure> {
    let source = words::source(capability.source.is_some(), capability.counted, lang);
    let areas = KeyFigure {
        label: words::areas_label(lang).to_owned(),
        value: Cell::count(capability.panel.areas),
        unit: Unit::Count,
        note: words::areas_note(&source, capability.panel.products, capability.panel.small, lang),
    };
    let lacking = capability.options.iter().find(|row| !row.made && row.relatedness.is_some());
    let nearest = lacking.map(|row| KeyFigure {
        label: words::nearest_label(&row.area.name, &row.product.name, lang),
        value: Cell::number_or(row.relatedness, Reason::NotIdentified),
        unit: Unit::Share,
        note: words::nearest_note(&neighbours(&row.nearest, lang), lang),
    });
    std::iter::once(areas).chain(nearest).collect()
}

fn notes(capability: &Capability, lang: Lang) -> Vec<String> {
    let mut notes = words::notes(capability.threshold, capability.self_included, lang);
    if capability.panel.small {
        notes.push(words::small(lang).to_owned());
    }
    if capability.focus.is_none() {
        notes.push(words::no_focus(lang).to_owned());
    }
    notes.push(words::identified(capability.panel.identified, lang).to_owned());
    notes
}

/// Names with their proximity.
fn neighbours(nearest: &[Neighbour], lang: Lang) -> String {
    let one = |near: &Neighbour| words::neighbour(&near.product.name, &number::percent(near.proximity), lang);
    term::list(&nearest.iter().map(one).collect::<Vec<_>>(), lang)
}

fn options(rows: &[OptionRow], lang: Lang) -> Table {
    let number = |value: Option<f64>| Cell::number_or(value, Reason::NotIdentified);
    Columns::new(lang)
        .with(head::AREA_NAME, |row: &OptionRow| Cell::text(&row.area.name))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::RELATEDNESS, move |row| number(row.relatedness))
        .with(head::TRADED, move |row| number(row.traded))
        .with(head::NEAR_PRODUCTS, move |row| {
            Cell::text_or(Some(neighbours(&row.nearest, lang)).filter(|text| !text.is_empty()), Reason::NotApplicable)
        })
        .with(head::IS_MADE, |row| Cell::Flag(row.made))
        .with(head::ADVANTAGE, |row| Cell::Number(row.advantage))
        .with(head::PCI, move |row| number(row.pci))
        .with(head::OUTLOOK_GAIN, move |row| number(row.gain))
        .with(head::IN_DATA, |row| Cell::Flag(row.in_data))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("capability_options", words::table_title("capability_options", lang), rows)
}

fn products(rows: &[ProductRow], lang: Lang) -> Table {
    let number = |value: Option<f64>| Cell::number_or(value, Reason::NotIdentified);
    Columns::new(lang)
        .with(head::PRODUCT_NAME, |row: &ProductRow| Cell::text(&*row.product.name))
        .with(head::UBIQUITY, |row| Cell::count(row.ubiquity))
        .with(head::PCI, move |row| number(row.pci))
        .with(head::CONNECTED, |row| Cell::Flag(row.connected))
        .with(head::IN_DATA, |row| Cell::Flag(row.in_data))
        .with(head::ID, |row| Cell::text(&*row.product.id))
        .table("capability_products", words::table_title("capability_products", lang), rows)
}

fn areas(rows: &[AreaRow], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::AREA_NAME, |row: &AreaRow| Cell::text(&row.area.name))
        .with(head::IS_LOCAL, |row| Cell::Flag(row.here))
        .with(head::DIVERSITY, |row| Cell::count(row.diversity))
        .with(head::ECI, |row| Cell::number_or(row.eci, Reason::NotIdentified))
        .with(head::OUTLOOK, |row| {
            let why = if row.here { Reason::NotIdentified } else { Reason::NotApplicable };
            Cell::number_or(row.outlook, why)
        })
        .with(head::CONNECTED, |row| Cell::Flag(row.connected))
        .with(head::ID, |row| Cell::text_or(row.area.code.map(|code| code.to_string()), Reason::Unknown))
        .table("capability_areas", words::table_title("capability_areas", lang), rows)
}

fn panel(capability: &Capability, lang: Lang) -> Table {
    let source = words::source(capability.source.is_some(), capability.counted, lang);
    let file = capability.source.clone();
    let names = move |names: &[String]| {
        Cell::text_or(Some(term::list(names, lang)).filter(|_| !names.is_empty()), Reason::NotApplicable)
    };
    Columns::new(lang)
        .with(head::PANEL_SOURCE, move |_: &PanelSize| Cell::text(&source))
        .with(head::FILE, move |_| Cell::text_or(file.clone(), Reason::NotApplicable))
        .with(head::PANEL_AREAS, |panel| Cell::count(panel.areas))
        .with(head::PRODUCTS, |panel| Cell::count(panel.products))
        .with(head::SMALL_PANEL, |panel| Cell::Flag(panel.small))
        .with(head::SECOND_EIGENVALUE, |panel| Cell::number_or(panel.second, Reason::NotIdentified))
        .with(head::THIRD_EIGENVALUE, |panel| Cell::number_or(panel.third, Reason::NotIdentified))
        .with(head::LEFT_MAKERS, |panel| Cell::count(panel.left_out))
        .with(head::DROPPED_AREAS, move |panel| names(&panel.dropped_areas))
        .with(head::DROPPED_PRODUCTS, move |panel| names(&panel.dropped_products))
        .with(head::UNRESOLVED_AREAS, move |panel| names(&panel.unresolved_areas))
        .table("capability_panel", words::table_title("capability_panel", lang), [&capability.panel])
}

#[cfg(test)]
mod tests {
    use super::present;
    use crate::report::fixture;
    use crate::report::table::{Cell, Reason};
    use crate::report::{Block, Context};

    #[test]
    fn what_is_nearest_leads_and_what_nobody_knows_says_so() {
        let report = present(&fixture::capability(), &Context::default());
        assert_eq!(report.key_figures[1].value, Cell::Number(0.6));
        let Block::Table(table) = &report.blocks[0] else { panic!("the options are a table") };
        assert_eq!((table.key, &table.rows[1][2]), ("capability_options", &Cell::Missing(Reason::NotIdentified)));
    }
}
