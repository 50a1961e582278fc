//! Recruitment in words: candidates, the tree of the recruitment plan, who can introduce them, who is left out.

use crate::analysis::target::{
    Absence, Assigned, Feature, LeaderGroup, Leaf, LeftOutSupplier, OriginGroup, ProductGap, ProductGroup, Referrer,
    Relation, SecondRow, Target, TargetKind, TargetRow, TargetTotal,
};
use crate::report::columns::{Columns, known, lines};
use crate::report::priority::{Keys, Shown, Weighing};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, explain, number, target as words, term};
use crate::report::{Block, Context, KeyFigure, Report, priority, title};
use std::sync::Arc;

/// Products, referrers and intermediaries named in one cell.
const NAMED: usize = 3;

pub(super) fn present(target: &Target, context: &Context) -> Report {
    let lang = context.lang;
    let tables = [
        candidates("target", &target.suppliers, target, lang),
        tree(target, lang),
        origins(target, lang),
        gaps(&target.gaps, lang),
        assignment(&target.assignment, lang),
        candidates("target_makers", &target.makers, target, lang),
        referrers(target, lang),
        second(target, lang),
        left_out(&target.left_out, lang),
        unmatched(&target.unknown_exclusions, lang),
    ];
    let mut notes = words::notes(lang);
    notes.extend(words::unknown_exclusions(&target.unknown_exclusions, lang));
    // A weighted order names them among its own rules.
    let hardly_known = target.weighed.is_none().then(|| priority::left_out(&target.hardly_known, lang));
    notes.extend(hardly_known.flatten());
    if target.unlocated_buyers > 0 {
        notes.push(crate::report::words::split::unlocated_buyers(target.unlocated_buyers, lang));
    }
    let weighing = weighing(target);
    let weighed = weighing.as_ref().map(|weighing| weighed(target, weighing, lang)).into_iter().flatten();
    let rules = weighing.as_ref().map(|weighing| priority::notes(weighing, lang)).into_iter().flatten();
    let filled = |table: &Table| table.key == "target" || !table.rows.is_empty();
    Report {
        title: title(target.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(target.year, &target.tier),
        key_figures: key_figures(target, lang),
        blocks: tables.into_iter().filter(filled).map(Block::Table).chain(weighed).collect(),
        notes: notes.into_iter().chain(rules).collect(),
    }
}

fn weighing(target: &Target) -> Option<Weighing<'_>> {
    let weighed = target.weighed.as_ref()?;
    let comparison = weighed.comparison.named(|firm| firm.name.clone());
    Some(Weighing { criteria: &weighed.criteria, left_out: &weighed.left_out, comparison })
}

fn weighed(target: &Target, weighing: &Weighing<'_>, lang: Lang) -> Vec<Block> {
    const KEYS: Keys = Keys {
        rows: "target_priority",
        contributions: "target_contributions",
        criteria: "target_criteria",
        swaps: "target_swaps",
        agreement: "target_agreement",
    };
    let shown = target.suppliers.iter().filter_map(|row| {
        let composite = row.composite.as_ref()?;
        Some(Shown { id: &row.firm.id, name: &row.firm.name, plain: Some(row.rank), composite })
    });
    priority::blocks(shown.collect(), weighing, head::FIRM_NAME, &KEYS, lang)
}

fn in_yuan(yuan: f64, lang: Lang) -> String {
    number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang)
}

pub(super) fn key_figures(target: &Target, lang: Lang) -> Vec<KeyFigure> {
    let total = &target.total;
    let told = |yuan: f64| Some(yuan).filter(|yuan| *yuan > 0.0).map(|yuan| in_yuan(yuan, lang));
    let figure = |label: String, value, unit, note| KeyFigure { label, value, unit, note };
    let bought = total.outside > 0.0;
    let known = |yuan: f64| Cell::number_or(bought.then_some(yuan), absence(total));
    let amounts = words::Told {
        to_recruit: number::with_unit(&known(total.to_recruit), Unit::Yuan, lang),
        single: bought.then(|| in_yuan(total.single, lang)),
        uncovered: told(total.uncovered),
        unlocated: told(total.unlocated),
    };
    let mut figures = vec![figure(
        words::value_label(lang).to_owned(),
        known(total.suppliers),
        Unit::Yuan,
        words::value_note(&amounts, (total.unpriced_lines, total.unpriced_outside), lang),
    )];
    figures.extend(headline(target, lang));
    figures.push(figure(
        words::count_label(lang).to_owned(),
        Cell::count(target.suppliers.len()),
        Unit::Count,
        words::count_note(target.makers.len(), target.second_tier.len(), target.left_out.len(), lang),
    ));
    figures
}

/// Why no amount is bought outside: unknown is not zero, and what is all bought here is not nothing.
fn absence(total: &TargetTotal) -> Reason {
    if total.unpriced_lines > 0 || total.unlocated > 0.0 {
        Reason::NotIdentified
    } else if total.near > 0.0 {
        Reason::NothingOutside
    } else {
        Reason::NoPurchases
    }
}

/// The first candidate.
pub(super) fn headline(target: &Target, lang: Lang) -> Option<KeyFigure> {
    let first = target.suppliers.first()?;
    Some(KeyFigure {
        label: words::first_label(&first.firm.name, lang),
        value: Cell::number_or(first.capturable, Reason::NotIdentified),
        unit: Unit::Yuan,
        note: why(first, target, lang),
    })
}

/// What a chief reads aloud.
pub(super) fn sentence(target: &Target, lang: Lang) -> Option<String> {
    let first = target.suppliers.first()?;
    let referrer = first.referrers.iter().flatten().next().map(|referrer| &*referrer.firm.name);
    let origin = words::origin(&target.origins[first.origin], lang);
    Some(words::sentence(&first.firm.name, &origin, &why(first, target, lang), referrer, lang))
}

/// Why a firm is a candidate, in one line.
fn why(row: &TargetRow, target: &Target, lang: Lang) -> String {
    match row.kind {
        TargetKind::Supplier => {
            let yuan = row.capturable.map(|yuan| in_yuan(yuan, lang));
            words::why((row.leaders, target.leaders), row.buyers, yuan.as_deref(), row.sole_sources, lang)
        }
        TargetKind::Maker => {
            let yuan = row.fit.map(|yuan| in_yuan(yuan, lang));
            words::could(yuan.as_deref(), &products(row, lang), lang)
        }
    }
}

fn products(row: &TargetRow, lang: Lang) -> String {
    let names: Vec<&str> = row.products.iter().map(|product| &*product.product.name).collect();
    term::list(&names, lang)
}

fn feature(feature: Feature) -> Cell {
    let reason = match feature.absent {
        Some(Absence::OnlyCandidate | Absence::NoCost) => Reason::NotApplicable,
        Some(Absence::NoAmount) => Reason::NotIdentified,
        _ => Reason::Unknown,
    };
    Cell::number_or(feature.value, reason)
}

fn whole(feature_of: Feature) -> Cell {
    match feature_of.value {
        Some(count) => Cell::Integer(count as i64),
        None => feature(feature_of),
    }
}

fn candidates(key: &'static str, rows: &[TargetRow], target: &Target, lang: Lang) -> Table {
    let supplies = key == "target";
    let columns = Columns::new(lang)
        .with(head::RANK, |row: &TargetRow| Cell::count(row.rank))
        .with(head::FIRM_NAME, |row| Cell::text(&*row.firm.name))
        .with(head::ORIGIN, move |row| Cell::text(words::origin(&target.origins[row.origin], lang)))
        .with(head::PLACE, |row| known(&row.firm.place));
    let columns = if supplies {
        columns
            .with(head::CAPTURABLE, |row| Cell::number_or(row.capturable, Reason::NotIdentified))
            .with(head::SOLD_HERE, |row| Cell::number_or(row.sold, Reason::NotIdentified))
    } else {
        columns.with(head::FIT, |row| Cell::number_or(row.fit, Reason::Unknown))
    };
    let columns = columns
        .with(head::WHY, move |row| Cell::text(why(row, target, lang)))
        .with(head::TARGET_PRODUCTS, move |row| Cell::text(products(row, lang)))
        .with(head::REFERRED, move |row| match &row.referrers {
            None => Cell::Missing(Reason::NotComputed),
            Some(list) => {
                let told: Vec<String> = list.iter().take(NAMED).map(|referrer| introduced(referrer, lang)).collect();
                Cell::text_or((!told.is_empty()).then(|| term::list(&told, lang)), Reason::NotApplicable)
            }
        });
    let columns = if supplies { served(columns) } else { columns };
    known_of(columns, lang).table(key, words::table_title(key, lang), rows)
}

/// Whom a supplier serves.
fn served(columns: Columns<'_, TargetRow>) -> Columns<'_, TargetRow> {
    columns
        .with(head::LEADERS, |row| Cell::count(row.leaders))
        .with(head::BUYERS, |row| Cell::count(row.buyers))
        .with(head::SOLE_SOURCES, |row| Cell::count(row.sole_sources))
        .with(head::UNPRICED, |row| lines(row.unpriced_lines))
        .with(head::DEPENDENCY, |row| feature(row.dependency))
        .with(head::GAP_FIT, |row| Cell::number_or(row.fit, Reason::Unknown))
        .with(head::FRONT, |row| row.front.map_or(Cell::Missing(Reason::NotComputed), Cell::count))
}

/// What else is known of a candidate.
fn known_of<'a>(columns: Columns<'a, TargetRow>, lang: Lang) -> Columns<'a, TargetRow> {
    columns
        .with(head::SIZE_SHARE, |row| feature(row.size))
        .with(head::DISTANCE, |row| feature(row.distance))
        .with(head::NEARNESS_SCORE, |row| feature(row.nearness))
        .with(head::RELATED_HERE, |row| feature(row.related))
        .with(head::PEER_SALES, |row| Cell::number_or(row.peers.amount, Reason::Unknown))
        .with(head::PEERS, |row| row.peers.count.map_or(Cell::Missing(Reason::Unknown), Cell::count))
        .with(head::EXPANSIONS, |row| whole(row.expansions))
        .with(head::QUALIFICATIONS, move |row| {
            let titles: Vec<String> =
                row.qualifications.iter().map(|title| words::qualification(*title, lang)).collect();
            Cell::text_or((!titles.is_empty()).then(|| term::list(&titles, lang)), Reason::Unknown)
        })
        .with(head::APPROACH_COST, |row| Cell::number_or(row.cost, Reason::NotApplicable))
        .with(head::BREAK_EVEN_LANDING, |row| feature(row.break_even))
        .with(head::CONTACT, |row| Cell::text_or(row.firm.contact.as_deref(), Reason::Unknown))
        .with(head::ID, |row| Cell::text(&*row.firm.id))
}

/// A referrer with what justifies the introduction.
fn introduced(referrer: &Referrer, lang: Lang) -> String {
    format!("{}{}", referrer.firm.name, crate::report::words::bracketed(&relation(referrer, lang), lang))
}

fn relation(referrer: &Referrer, lang: Lang) -> String {
    let amount = match &referrer.relation {
        Relation::Customer { amount } => amount.map(|yuan| in_yuan(yuan, lang)),
        Relation::SharedCustomers { .. } | Relation::SameGroup { .. } => None,
    };
    words::relation(referrer, amount.as_deref(), lang)
}

/// A leaf with all that stands above it.
struct Branch<'t> {
    origin: &'t OriginGroup,
    chain: Option<&'t Arc<str>>,
    leader: &'t LeaderGroup,
    product: &'t ProductGroup,
    leaf: &'t Leaf,
}

fn tree(target: &Target, lang: Lang) -> Table {
    let mut rows: Vec<Branch<'_>> = Vec::new();
    for origin in &target.tree {
        for chain in &origin.chains {
            for leader in &chain.leaders {
                for product in &leader.products {
                    let chain = chain.chain.as_ref();
                    rows.extend(product.candidates.iter().map(|leaf| Branch { origin, chain, leader, product, leaf }));
                }
            }
        }
    }
    let text = |name: Option<&Arc<str>>| Cell::text_or(name.map(|name| &**name), Reason::NotApplicable);
    Columns::new(lang)
        .with(head::ORIGIN, move |row: &Branch<'_>| Cell::text(words::origin(&target.origins[row.origin.origin], lang)))
        .with(head::CHAIN, move |row| text(row.chain))
        .with(head::LEADER_FIRM, move |row| text(row.leader.leader.as_ref().map(|leader| &leader.name)))
        .with(head::SEGMENT, move |row| text(row.product.segment.as_ref()))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.product.name))
        .with(head::TO_RECRUIT, |row| Cell::number_or(row.product.to_recruit, Reason::NotIdentified))
        .with(head::TOGETHER, |row| Cell::number_or(row.product.value, Reason::NotIdentified))
        .with(head::CANDIDATE, |row| Cell::text(&*row.leaf.firm.name))
        .with(head::CANDIDATE_KIND, move |row| Cell::text(words::kind(row.leaf.kind, lang)))
        .with(head::ALONE, |row| Cell::number_or(row.leaf.value, Reason::Unknown))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.product.id))
        .with(head::ID, |row| Cell::text(&*row.leaf.firm.id))
        .table("target_tree", words::table_title("target_tree", lang), &rows)
}

fn origins(target: &Target, lang: Lang) -> Table {
    let to_recruit = target.total.to_recruit;
    Columns::new(lang)
        .with(head::ORIGIN, move |row: &OriginGroup| Cell::text(words::origin(&target.origins[row.origin], lang)))
        .with(head::ORIGIN_RANK, move |row| Cell::count(target.origins[row.origin].rank))
        .with(head::CANDIDATE_FIRMS, |row| Cell::count(row.candidates))
        .with(head::TOGETHER, |row| Cell::Number(row.value))
        .with(head::OF_RECRUIT, move |row| {
            Cell::number_or((to_recruit > 0.0).then(|| row.value / to_recruit), Reason::NotIdentified)
        })
        .with(head::SINGLE_SUM, |row| Cell::Number(row.single))
        .table("target_origins", words::table_title("target_origins", lang), &target.tree)
}

fn gaps(rows: &[ProductGap], lang: Lang) -> Table {
    let text = |name: Option<&Arc<str>>| Cell::text_or(name.map(|name| &**name), Reason::NotApplicable);
    let table = Columns::new(lang)
        .with(head::PRODUCT_NAME, |row: &ProductGap| Cell::text(&*row.product.name))
        .with(head::CHAIN, move |row| text(row.chain.as_ref()))
        .with(head::SEGMENT, move |row| text(row.segment.as_ref()))
        .with(head::LEADER_FIRM, move |row| text(row.leader.as_ref().map(|leader| &leader.name)))
        .with(head::OUTSIDE, |row| Cell::number_or(row.outside, Reason::NotIdentified))
        .with(head::BRIDGEABLE, |row| Cell::number_or(row.bridgeable, Reason::NotIdentified))
        .with(head::TO_RECRUIT, |row| Cell::number_or(row.to_recruit, Reason::NotIdentified))
        .with(head::TOGETHER, |row| Cell::number_or(row.value, Reason::NotIdentified))
        .with(head::UNNAMED, |row| Cell::number_or(row.unnamed, Reason::NotIdentified))
        .with(head::UNPRICED, |row| lines(row.unpriced_lines))
        .with(head::CANDIDATE_SUPPLIERS, |row| Cell::count(row.suppliers))
        .with(head::CANDIDATE_MAKERS, |row| Cell::count(row.makers))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .with(head::FIGURE, |row| Cell::text(row.figure.to_string()))
        .table("target_gaps", words::table_title("target_gaps", lang), rows);
    Table { note: rows.first().map(|row| explain::example(&row.figure.measure("outside"), lang)), ..table }
}

fn assignment(rows: &[Assigned], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::PRODUCT_NAME, |row: &Assigned| Cell::text(&*row.product.name))
        .with(head::CANDIDATE, |row| Cell::text(&*row.firm.name))
        .with(head::CANDIDATE_KIND, move |row| Cell::text(words::kind(row.kind, lang)))
        .with(head::ALONE, |row| Cell::Number(row.value))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .with(head::ID, |row| Cell::text(&*row.firm.id))
        .table("target_assignment", words::table_title("target_assignment", lang), rows)
}

fn referrers(target: &Target, lang: Lang) -> Table {
    let of = |row| -> Vec<(&TargetRow, &Referrer)> {
        let row: &TargetRow = row;
        row.referrers.iter().flatten().map(move |referrer| (row, referrer)).collect()
    };
    let rows: Vec<(&TargetRow, &Referrer)> = target.suppliers.iter().chain(&target.makers).flat_map(of).collect();
    Columns::new(lang)
        .with(head::CANDIDATE, |row: &(&TargetRow, &Referrer)| Cell::text(&*row.0.firm.name))
        .with(head::REFERRER, |row| Cell::text(&*row.1.firm.name))
        .with(head::RELATION, move |row| Cell::text(relation(row.1, lang)))
        .with(head::PLACE, |row| known(&row.1.firm.place))
        .with(head::CONTACT, |row| Cell::text_or(row.1.firm.contact.as_deref(), Reason::Unknown))
        .with(head::ID, |row| Cell::text(&*row.0.firm.id))
        .with(head::REFERRER_ID, |row| Cell::text(&*row.1.firm.id))
        .table("target_referrers", words::table_title("target_referrers", lang), &rows)
}

fn second(target: &Target, lang: Lang) -> Table {
    let through = move |row: &SecondRow| {
        let one = |via: &crate::analysis::target::Through| {
            words::through(&via.firm.name, &in_yuan(via.bought, lang), &number::percent(via.share), lang)
        };
        let told: Vec<String> = row.through.iter().take(NAMED).map(one).collect();
        Cell::text(term::list(&told, lang))
    };
    Columns::new(lang)
        .with(head::RANK, |row: &SecondRow| Cell::count(row.rank))
        .with(head::FIRM_NAME, |row| Cell::text(&*row.firm.name))
        .with(head::ORIGIN, move |row| Cell::text(words::origin(&target.origins[row.origin], lang)))
        .with(head::PLACE, |row| known(&row.firm.place))
        .with(head::INDIRECT_SALES, |row| Cell::Number(row.value))
        .with(head::THROUGH, through)
        .with(head::ALSO_CANDIDATE, |row| Cell::Flag(row.candidate))
        .with(head::CONTACT, |row| Cell::text_or(row.firm.contact.as_deref(), Reason::Unknown))
        .with(head::ID, |row| Cell::text(&*row.firm.id))
        .table("target_second", words::table_title("target_second", lang), &target.second_tier)
}

fn left_out(rows: &[LeftOutSupplier], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::FIRM_NAME, |row: &LeftOutSupplier| Cell::text(&*row.firm.name))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::WHY_LEFT_OUT, move |row| Cell::text(words::unfit(row.why, lang)))
        .with(head::SOLD_HERE, |row| Cell::number_or(row.sold, Reason::NotIdentified))
        .with(head::REPLACERS, move |row| {
            let names: Vec<&str> = row.sellers.iter().map(|seller| &*seller.name).collect();
            Cell::text_or((!names.is_empty()).then(|| term::list(&names, lang)), Reason::NotApplicable)
        })
        .with(head::PLACE, |row| known(&row.firm.place))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .with(head::ID, |row| Cell::text(&*row.firm.id))
        .table("target_left_out", words::table_title("target_left_out", lang), rows)
}

/// Names to be excluded that nobody bears, every one of them.
fn unmatched(names: &[String], lang: Lang) -> Table {
    Columns::new(lang).with(head::FIRM_NAME, |name: &String| Cell::text(name)).table(
        "target_unmatched",
        words::table_title("target_unmatched", lang),
        names,
    )
}
