//! Chain templates as reports: the list, and one with its segments, products, inputs and sources.

use crate::model::template::ChainTemplate;
use crate::report::table::{Cell, Column, Reason, Table, Unit};
use crate::report::words::{Lang, chain as words, term};
use crate::report::{Block, Report};

/// All templates.
pub fn list(templates: &[ChainTemplate], lang: Lang) -> Report {
    let keys = [
        ("id", Unit::None),
        ("name", Unit::None),
        ("name_en", Unit::None),
        ("aliases", Unit::None),
        ("version", Unit::None),
        ("segments", Unit::Count),
        ("products", Unit::Count),
        ("inputs", Unit::Count),
    ];
    let row = |template: &ChainTemplate| {
        vec![
            Cell::text(&template.id),
            Cell::text(&template.name),
            Cell::text(&template.name_en),
            joined(&template.aliases, lang),
            Cell::text(&template.version),
            Cell::count(template.segments.len()),
            Cell::count(template.products.len()),
            Cell::count(template.inputs.len()),
        ]
    };
    let rows = templates.iter().map(row).collect();
    Report {
        title: words::list_title(lang).to_owned(),
        blocks: vec![Block::Table(table("chains", words::list_title(lang), &keys, rows, lang))],
        notes: vec![words::list_note(lang).to_owned()],
        ..Report::default()
    }
}

/// One template.
pub fn show(template: &ChainTemplate, lang: Lang) -> Report {
    let [segments, products, inputs, sources] = words::table_titles(lang);
    Report {
        title: words::title(lang.pick(&template.name, &template.name_en), lang),
        subtitle: template.version.clone(),
        blocks: vec![
            Block::Table(segment_table(template, segments, lang)),
            Block::Table(product_table(template, products, lang)),
            Block::Table(input_table(template, inputs, lang)),
            Block::Table(source_table(template, sources, lang)),
        ],
        notes: template.note.iter().cloned().collect(),
        ..Report::default()
    }
}

fn segment_table(template: &ChainTemplate, title: &str, lang: Lang) -> Table {
    let keys = [
        ("id", Unit::None),
        ("name", Unit::None),
        ("name_en", Unit::None),
        ("position", Unit::None),
        ("products", Unit::Count),
    ];
    let rows = template.segments.iter().map(|segment| {
        let position = segment.position.map(|position| term::position(position, lang));
        let count = template.products.iter().filter(|product| product.segment == segment.id).count();
        vec![
            Cell::text(&segment.id),
            Cell::text(&segment.name),
            Cell::text_or(segment.name_en.as_deref(), Reason::Unknown),
            Cell::text_or(position, Reason::Unknown),
            Cell::count(count),
        ]
    });
    table("segments", title, &keys, rows.collect(), lang)
}

fn product_table(template: &ChainTemplate, title: &str, lang: Lang) -> Table {
    let keys = [
        ("id", Unit::None),
        ("name", Unit::None),
        ("name_en", Unit::None),
        ("segment", Unit::None),
        ("essential", Unit::None),
        ("base_class", Unit::None),
        ("industry", Unit::None),
        ("synonyms", Unit::None),
        ("exclude", Unit::None),
    ];
    let segment = |id: &str| template.segments.iter().find(|segment| segment.id == id);
    let rows = template.products.iter().map(|product| {
        vec![
            Cell::text(&product.id),
            Cell::text(&product.name),
            Cell::text_or(product.name_en.as_deref(), Reason::Unknown),
            Cell::text_or(segment(&product.segment).map(|segment| segment.name.as_str()), Reason::Unknown),
            product.essential.map_or(Cell::Missing(Reason::Unknown), Cell::Flag),
            Cell::text_or(product.base_class.map(|class| words::base_class(class, lang)), Reason::NotApplicable),
            joined(&product.industry, lang),
            joined(&product.synonyms, lang),
            joined(&product.exclude, lang),
        ]
    });
    table("products", title, &keys, rows.collect(), lang)
}

fn input_table(template: &ChainTemplate, title: &str, lang: Lang) -> Table {
    let keys = [("product", Unit::None), ("input", Unit::None), ("required", Unit::None)];
    let name = |id: &str| {
        let found = template.products.iter().find(|product| product.id == id);
        Cell::text(found.map_or(id, |product| product.name.as_str()))
    };
    let rows = template.inputs.iter().map(|input| {
        let required = input.required.map_or(Cell::Missing(Reason::Unknown), Cell::Flag);
        vec![name(&input.product), name(&input.input), required]
    });
    table("inputs", title, &keys, rows.collect(), lang)
}

fn source_table(template: &ChainTemplate, title: &str, lang: Lang) -> Table {
    let keys = [("document", Unit::None), ("title", Unit::None), ("clause", Unit::None), ("quote", Unit::None)];
    let filled =
        |text: &Option<String>| Cell::text_or(text.clone().filter(|text| !text.is_empty()), Reason::NotApplicable);
    let rows = template.sources.iter().map(|source| {
        vec![filled(&source.document), filled(&source.title), filled(&source.clause), filled(&source.quote)]
    });
    table("sources", title, &keys, rows.collect(), lang)
}

fn table(key: &'static str, title: &str, keys: &[(&'static str, Unit)], rows: Vec<Vec<Cell>>, lang: Lang) -> Table {
    let column = |&(key, unit): &(&'static str, Unit)| Column {
        key,
        heading: words::heading(key, lang).to_owned(),
        unit,
        detail: false,
    };
    Table { key, title: title.to_owned(), columns: keys.iter().map(column).collect(), rows, note: None }
}

fn joined(texts: &[String], lang: Lang) -> Cell {
    if texts.is_empty() {
        return Cell::Missing(Reason::NotApplicable);
    }
    Cell::text(texts.join(lang.pick("、", ", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::template::templates;

    #[test]
    fn every_row_of_every_template_is_as_long_as_its_header() {
        for lang in [Lang::Zh, Lang::En] {
            let reports = templates().iter().map(|template| show(template, lang)).chain([list(templates(), lang)]);
            for block in reports.flat_map(|report| report.blocks) {
                let Block::Table(table) = block else { continue };
                assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.key);
                assert!(!table.rows.is_empty(), "{} of a template", table.key);
                assert!(table.columns.iter().all(|column| column.heading != words::heading("?", lang)));
            }
        }
    }
}
