//! The purchase tree of a firm in words: a map with a column for each tier, and its products and uses as tables.

use crate::analysis::panorama::{Panorama, Purchase, PurchaseTree, Supplier, Use};
use crate::model::Nearness;
use crate::report::columns::{Columns, lines};
use crate::report::figure::{
    self, BoxState, Figure, Legend, PanoramaBox, PanoramaColumn, PanoramaEdge, PanoramaFirm, PanoramaSegment,
};
use crate::report::panorama::{NAMED, bar, box_state, named, priced, rate_text, stem};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::name::short_name;
use crate::report::words::{Lang, gap as gap_words, panorama as words, term};
use crate::report::{Block, Context, KeyFigure, Report, measure};
use std::collections::BTreeMap;

pub(super) fn present(panorama: &Panorama, tree: &PurchaseTree, context: &Context) -> Report {
    let lang = context.lang;
    let firm = short_name(&tree.firm.name);
    let figure = map(panorama, tree, context);
    Report {
        title: words::tree_title(firm, lang),
        subtitle: context.subtitle_of(panorama.year, &panorama.tier),
        key_figures: vec![KeyFigure {
            label: firm.to_owned(),
            value: measure::figure(&tree.firm.rate),
            unit: Unit::Share,
            note: words::buys(tree.products.iter().filter(|row| row.tier == 1).count(), tree.firm.amount, lang),
        }],
        notes: figure.legend.lines.clone(),
        blocks: vec![
            Block::Figure(Figure::Panorama(Box::new(figure))),
            Block::Table(products(tree, lang)),
            Block::Table(uses(tree, lang)),
        ],
    }
}

fn map(panorama: &Panorama, tree: &PurchaseTree, context: &Context) -> figure::Panorama {
    let lang = context.lang;
    let deepest = tree.products.iter().map(|row| row.tier).max().unwrap_or(0);
    let mut columns: Vec<PanoramaColumn> = (1..=deepest).rev().map(|tier| column(tree, tier, lang)).collect();
    columns.push(own_column(tree, lang));
    let own = own_id(tree);
    let edge = |of: &Use| PanoramaEdge {
        from: of.input.to_string(),
        to: of.product.as_ref().map_or_else(|| own.clone(), ToString::to_string),
        required: true,
        amount: priced(of.amount),
    };
    figure::Panorama {
        key: format!("purchases-{}", stem(&tree.firm.id)),
        title: words::tree_title(short_name(&tree.firm.name), lang),
        subtitle: context.subtitle_of(panorama.year, &panorama.tier),
        columns,
        edges: tree.uses.iter().map(edge).collect(),
        risks: Vec::new(),
        changes: None,
        present: None,
        legend: legend(panorama, tree, context),
    }
}

/// No product has this id: ids of products hold no such mark.
fn own_id(tree: &PurchaseTree) -> String {
    format!("firm:{}", tree.firm.id)
}

/// Chain and segment of what is bought, and the rows of it.
type Frame<'a> = (Option<(&'a str, &'a str)>, Vec<&'a Purchase>);

/// A tier: frames by segment, in the order of their largest product.
fn column(tree: &PurchaseTree, tier: u8, lang: Lang) -> PanoramaColumn {
    let mut frames: Vec<Frame<'_>> = Vec::new();
    for row in tree.products.iter().filter(|row| row.tier == tier) {
        let key = row.segment.as_ref().map(|at| (&*at.chain, &*at.segment));
        match frames.iter_mut().find(|(other, _)| *other == key) {
            Some((_, rows)) => rows.push(row),
            None => frames.push((key, vec![row])),
        }
    }
    PanoramaColumn {
        id: tier.to_string(),
        heading: words::tree_heading(tier, lang).to_owned(),
        segments: frames.into_iter().map(|(key, rows)| frame(tier, key, &rows, lang)).collect(),
    }
}

fn frame(tier: u8, key: Option<(&str, &str)>, rows: &[&Purchase], lang: Lang) -> PanoramaSegment {
    let (chain, segment) = key.unwrap_or_default();
    let at = rows.first().and_then(|row| row.segment.as_ref());
    let name = at.map(|at| named(&at.name, at.name_en.as_deref(), lang));
    let amounts = rows.iter().filter_map(|row| row.amount);
    let sum = |of: fn(&Purchase) -> Option<f64>| rows.iter().filter_map(|row| of(row)).sum::<f64>();
    let (near, located) = (sum(|row| row.rate.numerator), sum(|row| row.rate.denominator));
    PanoramaSegment {
        id: format!("{tier}/{chain}/{segment}"),
        name: name.unwrap_or(words::outside_chains(lang)).to_owned(),
        caption: words::tree_caption(amounts.reduce(|a, b| a + b), (located > 0.0).then(|| near / located), lang),
        boxes: rows.iter().map(|row| product_box(row, lang)).collect(),
    }
}

fn product_box(row: &Purchase, lang: Lang) -> PanoramaBox {
    PanoramaBox {
        id: row.id.to_string(),
        name: row.name.to_string(),
        state: box_state(row.state),
        types: row.types.iter().map(|kind| gap_words::short_type(*kind, lang).to_owned()).collect(),
        rate: rate_text(&row.rate, lang),
        bar: bar(&row.rate),
        firms: words::bought(row.suppliers.len(), row.amount, lang),
        leaders: row.suppliers.iter().take(NAMED).map(|supplier| seller(supplier, lang)).collect(),
        more: String::new(),
        project: String::new(),
        essential: false,
    }
}

fn seller(supplier: &Supplier, lang: Lang) -> PanoramaFirm {
    let mark = match supplier.nearness {
        Nearness::Near => words::mark(supplier.role, lang),
        side => words::outside_mark(side == Nearness::Far, lang),
    };
    PanoramaFirm {
        mark: mark.to_owned(),
        name: supplier_name(supplier, lang),
        amount: priced(supplier.amount).map(|yuan| crate::report::words::number::money(yuan, lang)).unwrap_or_default(),
    }
}

fn supplier_name(supplier: &Supplier, lang: Lang) -> String {
    match &supplier.name {
        Some(name) => short_name(name).to_owned(),
        None => words::unnamed(&supplier.division, lang),
    }
}

fn own_column(tree: &PurchaseTree, lang: Lang) -> PanoramaColumn {
    let firm = &tree.firm;
    let line = |name: &std::sync::Arc<str>| PanoramaFirm { name: name.to_string(), ..PanoramaFirm::default() };
    let of = PanoramaBox {
        id: own_id(tree),
        name: short_name(&firm.name).to_owned(),
        state: BoxState::Made,
        types: Vec::new(),
        rate: rate_text(&firm.rate, lang),
        bar: bar(&firm.rate),
        firms: words::buys(tree.products.iter().filter(|row| row.tier == 1).count(), firm.amount, lang),
        leaders: firm.makes.iter().take(NAMED).map(line).collect(),
        more: String::new(),
        project: String::new(),
        essential: false,
    };
    PanoramaColumn {
        id: "0".into(),
        heading: words::tree_heading(0, lang).to_owned(),
        segments: vec![PanoramaSegment {
            id: "0".into(),
            name: firm.role.map_or_else(|| words::tree_heading(0, lang), |role| term::role(role, lang)).to_owned(),
            caption: firm.place.to_string(),
            boxes: vec![of],
        }],
    }
}

fn legend(panorama: &Panorama, tree: &PurchaseTree, context: &Context) -> Legend {
    let lang = context.lang;
    let widest = tree.uses.iter().filter_map(|of| priced(of.amount)).reduce(f64::max);
    let mut lines = vec![
        words::definition(&term::tier(&panorama.tier.to_string(), lang), lang),
        words::dates(&term::year(panorama.year, lang), context.as_of.as_deref(), lang),
        words::tree_rule(lang).to_owned(),
        words::tree_width(widest, lang),
        term::unpriced(tree.firm.unpriced_lines, lang),
    ];
    lines.extend(tree.rest.iter().map(|rest| words::tree_rest(rest.tier, rest.products, rest.amount, lang)));
    Legend { edges: words::tree_edges(lang), marks: words::tree_marks(lang), lines, ..super::signs(lang) }
}

fn products(tree: &PurchaseTree, lang: Lang) -> Table {
    let list = |list: String| Cell::text_or(Some(list).filter(|list| !list.is_empty()), Reason::NotApplicable);
    let types = move |row: &Purchase| {
        let types: Vec<&str> = row.types.iter().map(|kind| gap_words::short_type(*kind, lang)).collect();
        list(term::list(&types, lang))
    };
    let segment = move |row: &Purchase| {
        let name = row.segment.as_ref().map(|at| named(&at.name, at.name_en.as_deref(), lang).to_owned());
        Cell::text_or(name, Reason::NotApplicable)
    };
    let chain = move |row: &Purchase| {
        let name = row.segment.as_ref().map(|at| named(&at.chain_name, at.chain_name_en.as_deref(), lang).to_owned());
        Cell::text_or(name, Reason::NotApplicable)
    };
    let sellers = move |row: &Purchase| {
        let names: Vec<String> = row.suppliers.iter().map(|supplier| supplier_name(supplier, lang)).collect();
        list(term::list(&names, lang))
    };
    Columns::new(lang)
        .with(head::PRODUCT, |row: &Purchase| Cell::text(&*row.name))
        .with(head::PURCHASE_TIER, |row| lines(u32::from(row.tier)))
        .with(head::CHAIN, chain)
        .with(head::SEGMENT, segment)
        .with(head::STATE, move |row| Cell::text(words::state(box_state(row.state), lang)))
        .with(head::TYPES, types)
        .with(head::BOUGHT, |row| Cell::number_or(priced(row.amount), Reason::NotIdentified))
        .with(head::RATE, |row| measure::figure(&row.rate))
        .with(head::RATE_LO, |row| measure::lo(&row.rate))
        .with(head::RATE_HI, |row| measure::hi(&row.rate))
        .with(head::SUPPLIERS, |row| Cell::count(row.suppliers.len()))
        .with(head::SOLD_BY, sellers)
        .with(head::LINES, |row| lines(row.lines))
        .with(head::UNPRICED, |row| lines(row.unpriced_lines))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.id))
        .table("purchase_tree", words::table_title("purchase_tree", lang), &tree.products)
}

fn uses(tree: &PurchaseTree, lang: Lang) -> Table {
    let names: BTreeMap<&str, &str> = tree.products.iter().map(|row| (&*row.id, &*row.name)).collect();
    let name = |id: &str| names.get(id).copied().unwrap_or(id).to_owned();
    let own = &tree.firm;
    Columns::new(lang)
        .with(head::INPUT, |of: &Use| Cell::text(name(&of.input)))
        .with(head::BOUGHT_FOR_PRODUCT, |of| {
            Cell::text(of.product.as_ref().map_or_else(|| own.name.to_string(), |id| name(id)))
        })
        .with(head::LINK_AMOUNT, |of| Cell::number_or(priced(of.amount), Reason::NotIdentified))
        .with(head::ID, |of| Cell::text(&*of.input))
        .with(head::PRODUCT_ID, |of| Cell::text(of.product.as_ref().map_or_else(|| own_id(tree), ToString::to_string)))
        .table("purchase_tree_uses", words::table_title("purchase_tree_uses", lang), &tree.uses)
}
