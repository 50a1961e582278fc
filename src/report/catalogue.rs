//! Base products in demand in words: the five classes, then every product.

use crate::analysis::catalogue::{Catalogue, CatalogueRow, ClassRow, imported};
use crate::report::columns::{Columns, lines};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, catalogue as words, explain, term};
use crate::report::{Block, Context, KeyFigure, Report, gap, measure, title};

pub(super) fn present(catalogue: &Catalogue, context: &Context) -> Report {
    let lang = context.lang;
    let note = catalogue.rows.first().map(|row| explain::example(&row.figure.measure("outside"), lang));
    let tables = [classes(catalogue, lang), Table { note, ..products(catalogue, lang) }];
    Report {
        title: title(catalogue.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(catalogue.year, &catalogue.tier),
        key_figures: key_figures(&catalogue.total, lang),
        blocks: tables.map(Block::Table).to_vec(),
        notes: words::notes(lang),
    }
}

/// What is bought, and how much of it rests on one source or comes from abroad.
fn key_figures(total: &ClassRow, lang: Lang) -> Vec<KeyFigure> {
    let note = term::unpriced(total.unpriced_lines, lang);
    let figure = |label: &str, value, unit, note: &str| KeyFigure {
        label: label.to_owned(),
        value,
        unit,
        note: note.to_owned(),
    };
    let [products, demand, sole, imports] = words::labels(lang);
    vec![
        figure(products, Cell::count(total.products), Unit::Count, words::products_note(lang)),
        figure(demand, Cell::number_or(total.demand, absence(total)), Unit::Yuan, &note),
        figure(sole, Cell::count(total.sole_sources), Unit::Count, words::sole_note(lang)),
        figure(imports, Cell::number_or(total.import_share, absence(total)), Unit::Share, words::imports_note(lang)),
    ]
}

fn absence(row: &ClassRow) -> Reason {
    if row.products == 0 { Reason::NoPurchases } else { Reason::NotIdentified }
}

fn classes(catalogue: &Catalogue, lang: Lang) -> Table {
    let amount = |row: &ClassRow, of: Option<f64>| Cell::number_or(of, absence(row));
    Columns::new(lang)
        .with(head::BASE_CLASS, move |row: &ClassRow| Cell::text(words::class(row.class, lang)))
        .with(head::BASE_PRODUCTS, |row| Cell::count(row.products))
        .with(head::DEMAND, move |row| amount(row, row.demand))
        .with(head::LOCAL_SUPPLY, move |row| amount(row, row.near))
        .with(head::OUTSIDE, move |row| amount(row, row.outside))
        .with(head::UNLOCATED, move |row| amount(row, row.unlocated))
        .with(head::UNPRICED, |row| lines(row.unpriced_lines))
        .with(head::RATE_VALUE, move |row| amount(row, row.rate))
        .with(head::NOT_MADE, |row| Cell::count(row.not_made))
        .with(head::SOLE_PRODUCTS, |row| Cell::count(row.sole_sources))
        .with(head::SINGLE_AMOUNT, move |row| amount(row, row.single_sourced))
        .with(head::IMPORTED, move |row| amount(row, row.imported))
        .with(head::IMPORTS, move |row| amount(row, row.import_share))
        .table("catalogue_class", words::class_title(lang), &catalogue.classes)
}

fn products(catalogue: &Catalogue, lang: Lang) -> Table {
    let amount = |row: &CatalogueRow, of: Option<f64>| {
        Cell::number_or(of.filter(|_| row.evidence.demand.is_some()), Reason::NotIdentified)
    };
    let chains = move |row: &CatalogueRow| {
        let names: Vec<&str> = row.chains.iter().map(|name| &**name).collect();
        Cell::text_or(Some(term::list(&names, lang)).filter(|_| !names.is_empty()), Reason::NotApplicable)
    };
    Columns::new(lang)
        .with(head::BASE_CLASS, move |row: &CatalogueRow| Cell::text(words::class(row.class, lang)))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::CHAIN, chains)
        .with(head::DEMAND, move |row| amount(row, row.evidence.demand))
        .with(head::LOCAL_SUPPLY, move |row| amount(row, Some(row.evidence.origins.near)))
        .with(head::OUTSIDE, |row| gap::outside(&row.evidence))
        .with(head::UNPRICED, |row| lines(row.evidence.unpriced_lines))
        .with(head::RATE, |row| row.evidence.rate.as_ref().map_or(Cell::Missing(Reason::NoPurchases), measure::figure))
        .with(head::BUYERS, |row| Cell::count(row.evidence.buyers))
        .with(head::MAKERS, |row| Cell::count(row.evidence.local_makers))
        .with(head::SINGLE, |row| {
            let single = row.evidence.concentration.single_source;
            single.map_or(Cell::Missing(Reason::NotIdentified), Cell::Flag)
        })
        .with(head::IMPORTED, move |row| {
            amount(row, row.evidence.origins.import_share.map(|_| imported(&row.evidence)))
        })
        .with(head::IMPORTS, move |row| amount(row, row.evidence.origins.import_share))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .with(head::FIGURE, |row| Cell::text(row.figure.to_string()))
        .table("catalogue", words::title(lang), &catalogue.rows)
}
