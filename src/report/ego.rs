//! What surrounds a firm in words: its tiers, its members, their supplies, who stops it; and the map.

mod map;

use crate::analysis::ego::{Ego, EgoFlow, EgoMember, EgoTier};
use crate::analysis::risk::chokepoint::SinglePoint;
use crate::analysis::split::ProductName;
use crate::report::columns::{Columns, known, lines};
use crate::report::risk::{name, route};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, ego as words, term};
use crate::report::{Block, Context, Figure, KeyFigure, Report};

pub(super) fn present(ego: &Ego, context: &Context) -> Report {
    let lang = context.lang;
    let firm = ego.firm.as_ref().map(|firm| name(firm, lang));
    let map = map::map(ego, context).map(|map| Block::Figure(Figure::Tiers(Box::new(map))));
    let silent = match ego.firm {
        None => Some(words::nobody(lang).to_owned()),
        Some(_) => words::unjudged(ego.feasible.as_ref(), lang),
    };
    let tables = [tiers(&ego.tiers, lang), points(ego, lang), members(&ego.members, lang), flows(&ego.flows, lang)];
    let tables = tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table);
    Report {
        title: words::title(firm.as_deref(), lang),
        subtitle: context.subtitle(&[term::year(ego.year, lang)]),
        key_figures: if ego.firm.is_some() { key_figures(ego, lang) } else { Vec::new() },
        blocks: silent.map(Block::Paragraph).into_iter().chain(map).chain(tables).collect(),
        notes: map::notes(ego, lang),
    }
}

fn key_figures(ego: &Ego, lang: Lang) -> Vec<KeyFigure> {
    let direct = ego.tiers.iter().find(|tier| tier.tier == 1);
    let (label, note) =
        words::suppliers(direct.and_then(|tier| tier.local), direct.map_or(0, |tier| tier.unnamed), lang);
    let count = |label: &str, count: usize, note: String| KeyFigure {
        label: label.to_owned(),
        value: Cell::count(count),
        unit: Unit::Count,
        note,
    };
    let hidden = ego.members.iter().filter(|member| member.hidden).count();
    let judged = ego.feasible.is_some_and(|feasible| feasible.incumbent);
    let points = count(
        words::points_label(lang),
        ego.point_count,
        words::points_note(hidden, ego.points_beyond, ego.reach, lang),
    );
    let value = if judged { points.value.clone() } else { Cell::Missing(Reason::NotIdentified) };
    let sole = ego.members.iter().filter(|member| !member.sole.is_empty()).count();
    let (sole_label, sole_note) = words::sole(lang);
    vec![
        count(label, direct.map_or(0, |tier| tier.firms), note),
        KeyFigure { value, ..points },
        count(sole_label, sole, sole_note.to_owned()),
    ]
}

fn tiers(rows: &[EgoTier], lang: Lang) -> Table {
    let members = |row: &EgoTier| row.firms + row.unnamed;
    Columns::new(lang)
        .with(head::EGO_TIER, move |row: &EgoTier| Cell::text(words::tier(row.tier, lang)))
        .with(head::EGO_FIRMS, |row| Cell::count(row.firms))
        .with(head::EGO_UNNAMED, |row| Cell::count(row.unnamed))
        .with(head::EGO_LOCAL, |row| row.local.map_or(Cell::Missing(Reason::NotApplicable), Cell::count))
        .with(head::EGO_UNLOCATED, |row| Cell::count(row.unlocated))
        .with(head::EGO_TRACED, |row| Cell::count(row.traced))
        .with(head::EGO_STOPS, |row| Cell::count(row.stops))
        .with(head::EGO_AMOUNT, move |row| {
            let none = if row.tier == 0 || members(row) == 0 { Reason::NotApplicable } else { Reason::NotIdentified };
            Cell::number_or(row.amount, none)
        })
        .with(head::UNPRICED, |row| lines(row.unpriced_lines))
        .with(head::EGO_STEP, |row| Cell::Integer(i64::from(row.tier)))
        .table("ego_tiers", words::table_title("ego_tiers", lang), rows)
}

fn list(products: &[ProductName], lang: Lang) -> Cell {
    let names: Vec<&str> = products.iter().map(|product| &*product.name).collect();
    Cell::text_or(Some(term::list(&names, lang)).filter(|_| !names.is_empty()), Reason::NotApplicable)
}

fn members(rows: &[EgoMember], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::EGO_TIER, move |row: &EgoMember| Cell::text(words::tier(row.tier, lang)))
        .with(head::EGO_WHO, move |row| Cell::text(name(&row.firm, lang)))
        .with(head::ROLE, move |row| Cell::text_or(row.role.map(|role| term::role(role, lang)), Reason::NotApplicable))
        .with(head::PLACE, |row| known(&row.firm.place))
        .with(head::PRODUCT, move |row| list(&row.products, lang))
        .with(head::EGO_AMOUNT, |row| {
            Cell::number_or(row.amount, if row.tier == 0 { Reason::NotApplicable } else { Reason::NotIdentified })
        })
        .with(head::UNPRICED, |row| lines(row.unpriced_lines))
        .with(head::SOLE, move |row| list(&row.sole, lang))
        .with(head::EGO_IS_POINT, |row| Cell::Flag(row.stops))
        .with(head::EGO_IS_HIDDEN, |row| Cell::Flag(row.hidden))
        .with(head::EGO_IS_TRACED, |row| Cell::Flag(row.traced))
        .with(head::EGO_ALSO, |row| Cell::count(row.also))
        .with(head::IS_LOCAL, |row| row.firm.local.map_or(Cell::Missing(Reason::Unknown), Cell::Flag))
        .with(head::EGO_STEP, |row| Cell::Integer(i64::from(row.tier)))
        .with(head::NODE_ID, |row| Cell::text(&*row.firm.id))
        .table("ego_members", words::table_title("ego_members", lang), rows)
}

fn flows(rows: &[EgoFlow], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::SELLER, move |row: &EgoFlow| Cell::text(name(&row.supplier, lang)))
        .with(head::BUYER, move |row| Cell::text(name(&row.buyer, lang)))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::AMOUNT, |row| Cell::number_or(row.amount, Reason::NotIdentified))
        .with(head::UNPRICED, |row| lines(row.unpriced_lines))
        .with(head::EGO_SHARE, |row| Cell::number_or(row.share, Reason::NotIdentified))
        .with(head::EGO_SOLE, |row| Cell::Flag(row.sole))
        .with(head::EGO_ESSENTIAL, |row| Cell::Flag(row.essential))
        .with(head::EGO_COURSE, move |row| Cell::text(words::course(row.course, lang)))
        .with(head::EGO_SELLER_TIER, move |row| Cell::text(words::tier(row.supplier_tier, lang)))
        .with(head::EGO_BUYER_TIER, move |row| Cell::text(words::tier(row.buyer_tier, lang)))
        .with(head::SELLER_ID, |row| Cell::text(&*row.supplier.id))
        .with(head::BUYER_ID, |row| Cell::text(&*row.buyer.id))
        .table("ego_flows", words::table_title("ego_flows", lang), rows)
}

fn points(ego: &Ego, lang: Lang) -> Table {
    let centre = ego.firm.as_ref().map(|firm| name(firm, lang)).unwrap_or_default();
    let table = Columns::new(lang)
        .with(head::SINGLE_POINT, move |row: &SinglePoint| Cell::text(name(&row.firm, lang)))
        .with(head::POINT_TIER, |row| Cell::count(row.tier))
        .with(head::PLACE, |row| known(&row.firm.place))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::WAY, move |row| Cell::text(route(&centre, &row.route, lang)))
        .with(head::IS_LOCAL, |row| row.firm.local.map_or(Cell::Missing(Reason::Unknown), Cell::Flag))
        .with(head::NODE_ID, |row| Cell::text(&*row.firm.id))
        .table("ego_points", words::table_title("ego_points", lang), &ego.single_points);
    let listed = ego.single_points.len();
    let note =
        (ego.point_count > listed).then(|| crate::report::words::chokepoint::some_note(listed, ego.point_count, lang));
    Table { note, ..table }
}
