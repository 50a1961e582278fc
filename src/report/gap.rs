//! Weak links in words: the ranked list, one list per type, and what each chain lacks.

use crate::analysis::gap::{Evidence, Gap, GapRow, GapType, Stakes};
use crate::model::Measure;
use crate::report::columns::Columns;
use crate::report::priority::{Keys, Shown, Weighing};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, explain, gap as words, term};
use crate::report::{Block, Context, KeyFigure, Report, measure, priority, rate, title};
use std::collections::BTreeSet;

pub(super) fn present(gap: &Gap, context: &Context) -> Report {
    let lang = context.lang;
    let note = gap.rows.first().map(|row| explain::example(&row.figure.measure("outside"), lang));
    let mut tables = vec![Table { note, ..table("gap", &gap.rows, None, lang) }];
    for (gap_type, key) in words::TYPES {
        let rows = gap.rows.iter().filter(|row| row.types.contains(&gap_type));
        tables.push(table(key, rows, Some(gap_type), lang));
    }
    tables.push(rate::completeness("gap_completeness", &gap.completeness, lang));
    let weighing = weighing(gap);
    let weighed = weighing.as_ref().map(|weighing| weighed(gap, weighing, lang)).into_iter().flatten();
    let rules = weighing.as_ref().map(|weighing| priority::notes(weighing, lang)).into_iter().flatten();
    Report {
        title: title(gap.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(gap.year, &gap.tier),
        key_figures: key_figures(gap, lang),
        blocks: tables.into_iter().map(Block::Table).chain(weighed).collect(),
        notes: words::notes(gap.reference, gap.stop_probability, lang).into_iter().chain(rules).collect(),
    }
}

fn weighing(gap: &Gap) -> Option<Weighing<'_>> {
    let weighed = gap.weighed.as_ref()?;
    let comparison = weighed.comparison.named(|product| product.name.clone());
    Some(Weighing { criteria: &weighed.criteria, left_out: &weighed.left_out, comparison })
}

/// The weighted order: a product of several chains stands in it once.
fn weighed(gap: &Gap, weighing: &Weighing<'_>, lang: Lang) -> Vec<Block> {
    const KEYS: Keys = Keys {
        rows: "gap_priority",
        contributions: "gap_contributions",
        criteria: "gap_criteria",
        swaps: "gap_swaps",
        agreement: "gap_agreement",
    };
    let mut seen = BTreeSet::new();
    let shown = gap.rows.iter().filter(|row| seen.insert(&*row.product.id)).filter_map(|row| {
        let plain = row.priority.map(|priority| priority.rank);
        Some(Shown { id: &row.product.id, name: &row.product.name, plain, composite: row.composite.as_ref()? })
    });
    priority::blocks(shown.collect(), weighing, head::PRODUCT_NAME, &KEYS, lang)
}

fn key_figures(gap: &Gap, lang: Lang) -> Vec<KeyFigure> {
    let chains = gap.completeness.iter().map(|entry| completeness(&entry.name, &entry.products, lang));
    headlines(gap, lang).into_iter().chain(chains).collect()
}

/// Products by primary type, and the first weak link.
pub(super) fn headlines(gap: &Gap, lang: Lang) -> Vec<KeyFigure> {
    let mut figures: Vec<KeyFigure> = (words::TYPES.iter())
        .map(|(gap_type, _)| KeyFigure {
            label: words::count_label(*gap_type, lang).to_owned(),
            value: Cell::count(gap.counts.get(gap_type).copied().unwrap_or(0)),
            unit: Unit::Count,
            note: words::type_meaning(*gap_type, lang).to_owned(),
        })
        .collect();
    if let Some(row) = gap.rows.first().filter(|row| row.priority.is_some()) {
        figures.push(KeyFigure {
            label: words::top_label(&row.product.name, lang),
            value: outside(&row.evidence),
            unit: Unit::Yuan,
            note: format!("{}{}{}", types(row, lang), lang.pick("：", ": "), why(row, None, lang)),
        });
    }
    figures
}

/// Completeness of a chain as a key figure.
pub(super) fn completeness(chain: &str, products: &Measure, lang: Lang) -> KeyFigure {
    let (made, mapped) = (products.numerator.unwrap_or(0.0), products.denominator.unwrap_or(0.0));
    KeyFigure {
        label: words::completeness_label(crate::report::words::name::chain_stem(chain), lang),
        value: match measure::figure(products) {
            Cell::Missing(_) => Cell::Missing(Reason::NotApplicable),
            cell => cell,
        },
        unit: Unit::Share,
        note: words::completeness_note(made as usize, mapped as usize, lang),
    }
}

/// Types in short, such as `补、固`.
pub(super) fn types(row: &GapRow, lang: Lang) -> String {
    let types: Vec<&str> = row.types.iter().map(|gap_type| words::short_type(*gap_type, lang)).collect();
    term::list(&types, lang)
}

/// What triggered the types, or one type only.
pub(super) fn why(row: &GapRow, only: Option<GapType>, lang: Lang) -> String {
    let triggers = row.triggers.iter().filter(|trigger| only.is_none_or(|only| trigger.gap_type() == only));
    let parts: Vec<String> = triggers.map(|trigger| words::trigger(*trigger, lang).to_owned()).collect();
    term::clauses(&parts, lang)
}

/// Yuan bought outside; without a single amount, or without a single known origin, there is no yuan to show.
pub(super) fn outside(evidence: &Evidence) -> Cell {
    let origins = &evidence.origins;
    let located = origins.near + origins.outside > 0.0 || origins.unlocated <= 0.0;
    Cell::number_or((priced(evidence) && located).then_some(origins.outside), absence(evidence))
}

fn priced(evidence: &Evidence) -> bool {
    evidence.lines > evidence.unpriced_lines
}

/// Why a figure of purchases is absent.
fn absence(evidence: &Evidence) -> Reason {
    if evidence.lines == 0 { Reason::NoPurchases } else { Reason::NotIdentified }
}

/// Why a figure of local capacity is absent.
fn no_capacity(evidence: &Evidence) -> Reason {
    match evidence {
        Evidence { local_makers: 0, .. } => Reason::NotApplicable,
        Evidence { lines: 0, .. } => Reason::NoPurchases,
        _ => Reason::NotIdentified,
    }
}

fn table<'r>(
    key: &'static str,
    rows: impl IntoIterator<Item = &'r GapRow>,
    only: Option<GapType>,
    lang: Lang,
) -> Table {
    let text = |name: &Option<std::sync::Arc<str>>| Cell::text_or(name.as_deref(), Reason::NotApplicable);
    let columns = Columns::new(lang)
        .with(head::PRODUCT, |row: &GapRow| Cell::text(&*row.product.name))
        .with(head::RANK, |row| {
            row.priority.map_or(Cell::Missing(Reason::NotApplicable), |priority| Cell::count(priority.rank))
        })
        .with(head::CHAIN, move |row| text(&row.chain))
        .with(head::SEGMENT, move |row| text(&row.segment))
        .with(head::TYPES, move |row| {
            Cell::text_or(Some(types(row, lang)).filter(|types| !types.is_empty()), Reason::NotApplicable)
        })
        .with(head::PRIMARY, move |row| {
            Cell::text_or(row.primary.map(|primary| words::gap_type(primary, lang)), Reason::NotApplicable)
        })
        .with(head::WHY, move |row| {
            Cell::text_or(Some(why(row, only, lang)).filter(|why| !why.is_empty()), Reason::NotApplicable)
        });
    let columns = stakes(supply(demand(columns), lang), lang);
    columns
        .with(head::RELATEDNESS, |row| Cell::number_or(row.relatedness, Reason::NotIdentified))
        .with(head::FRONT, |row| {
            row.priority.map_or(Cell::Missing(Reason::NotApplicable), |priority| Cell::count(priority.front))
        })
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .with(head::FIGURE, |row| Cell::text(row.figure.to_string()))
        .table(key, words::table_title(key, lang), rows)
}

/// What is at stake and what remedies bring.
fn stakes(columns: Columns<'_, GapRow>, lang: Lang) -> Columns<'_, GapRow> {
    let number = |row: &GapRow, of: fn(&Stakes) -> Option<f64>| {
        Cell::number_or(row.stakes.as_ref().and_then(of), Reason::NotApplicable)
    };
    fn brings(stakes: &Stakes, remedy: GapType) -> Option<f64> {
        stakes.benefits.iter().find(|benefit| benefit.remedy == remedy)?.value
    }
    columns
        .with(head::AT_STAKE, move |row| number(row, |stakes| Some(stakes.loss)))
        .with(head::WORST, move |row| {
            let worst = row.stakes.as_ref().and_then(|stakes| stakes.worst.as_ref());
            Cell::text_or(worst.map(|worst| crate::report::risk::name(&worst.supplier, lang)), Reason::NotApplicable)
        })
        .with(head::WORST_LOSS, move |row| number(row, |stakes| Some(stakes.worst.as_ref()?.loss)))
        .with(head::BRINGS_FILL, move |row| number(row, |stakes| brings(stakes, GapType::Fill)))
        .with(head::BRINGS_STRENGTHEN, move |row| number(row, |stakes| brings(stakes, GapType::Strengthen)))
        .with(head::BRINGS_SECURE, move |row| number(row, |stakes| brings(stakes, GapType::Secure)))
        .with(head::RUNNER_UP, move |row| {
            let second = row.stakes.as_ref().and_then(|stakes| stakes.runner_up);
            Cell::text_or(second.map(|remedy| words::gap_type(remedy, lang)), Reason::NotApplicable)
        })
        .with(head::BREAK_EVEN, move |row| number(row, |stakes| stakes.break_even.filter(|share| *share <= 1.0)))
}

fn demand(columns: Columns<'_, GapRow>) -> Columns<'_, GapRow> {
    let rate = |row: &GapRow, cell: fn(&Measure) -> Cell| {
        row.evidence.rate.as_ref().map_or(Cell::Missing(Reason::NoPurchases), cell)
    };
    columns
        .with(head::DEMAND, |row| {
            let demand = row.evidence.demand.filter(|_| priced(&row.evidence));
            Cell::number_or(demand, absence(&row.evidence))
        })
        .with(head::OUTSIDE, |row| outside(&row.evidence))
        .with(head::UNPRICED, |row| crate::report::columns::lines(row.evidence.unpriced_lines))
        .with(head::RATE, move |row| rate(row, measure::figure))
        .with(head::RATE_LO, move |row| rate(row, measure::lo))
        .with(head::RATE_HI, move |row| rate(row, measure::hi))
        .with(head::BUYERS, |row| Cell::count(row.evidence.buyers))
        .with(head::LEADERS, |row| Cell::count(row.evidence.leaders))
}

/// Firms without which a leader cannot have the product.
fn chokepoints(evidence: &Evidence, lang: Lang) -> Cell {
    let names: Vec<&str> = evidence.single_points.iter().map(|point| &*point.firm.name).collect();
    Cell::text_or(Some(term::list(&names, lang)).filter(|_| !names.is_empty()), Reason::NotApplicable)
}

fn supply(columns: Columns<'_, GapRow>, lang: Lang) -> Columns<'_, GapRow> {
    let bought = |row: &GapRow, value: Option<f64>| Cell::number_or(value, absence(&row.evidence));
    let capacity = |row: &GapRow, value: Option<f64>| Cell::number_or(value, no_capacity(&row.evidence));
    let outer = |row: &GapRow| match absence(&row.evidence) {
        // All of it is bought nearby, so there is no outside region to name.
        _ if priced(&row.evidence) => Reason::NotApplicable,
        reason => reason,
    };
    columns
        .with(head::MAKERS, |row| Cell::count(row.evidence.local_makers))
        .with(head::POSSIBLE, |row| Cell::count(row.evidence.possible_makers))
        .with(head::PIPELINE, |row| Cell::count(row.evidence.in_pipeline))
        .with(head::SHORTFALL, move |row| capacity(row, row.evidence.capacity.shortfall))
        .with(head::UNUSED, move |row| capacity(row, row.evidence.capacity.unused_match))
        .with(head::SUPPLIERS, |row| Cell::count(row.evidence.concentration.suppliers))
        .with(head::EFFECTIVE, move |row| bought(row, row.evidence.concentration.effective))
        .with(head::SINGLE, |row| {
            row.evidence.concentration.single_source.map_or(Cell::Missing(absence(&row.evidence)), Cell::Flag)
        })
        .with(head::SINGLE_AMOUNT, move |row| {
            bought(row, Some(row.evidence.concentration.single_sourced).filter(|_| priced(&row.evidence)))
        })
        .with(head::SINGLE_SHARE, move |row| bought(row, row.evidence.concentration.single_sourced_share))
        .with(head::CHOKEPOINTS, move |row| chokepoints(&row.evidence, lang))
        .with(head::LARGEST, move |row| Cell::text_or(row.evidence.origins.largest.as_deref(), outer(row)))
        .with(head::LARGEST_SHARE, move |row| Cell::number_or(row.evidence.origins.largest_share, outer(row)))
        .with(head::IMPORTS, move |row| bought(row, row.evidence.origins.import_share))
}

#[cfg(test)]
mod tests {
    use super::{outside, present, why};
    use crate::analysis::gap::{Evidence, GapType, Origins};
    use crate::report::fixture;
    use crate::report::table::{Cell, Reason};
    use crate::report::{Block, Context, Lang};

    #[test]
    fn a_list_of_one_type_gives_the_reasons_of_that_type() {
        let gap = fixture::gap();
        let extend = why(&gap.rows[0], Some(GapType::Extend), Lang::En);
        assert_eq!(extend.matches(';').count(), 1, "{extend}");
        let report = present(&gap, &Context::default());
        let Block::Table(table) = &report.blocks[1] else { panic!("the list of fills is a table") };
        assert_eq!((table.key, table.rows.len()), ("gap_fill", 1));
        assert_eq!(table.rows[0][4], Cell::text("补、强、固、延"));
    }

    #[test]
    fn what_cannot_be_told_has_its_reason() {
        let evidence = fixture::evidence();
        assert_eq!(outside(&evidence), Cell::Number(2e7));
        let unpriced = Evidence { lines: 1, unpriced_lines: 1, ..evidence.clone() };
        assert_eq!(outside(&unpriced), Cell::Missing(Reason::NotIdentified));
        let mut nowhere = evidence.clone();
        nowhere.origins = Origins { unlocated: 5e6, ..Origins::default() };
        assert_eq!(outside(&nowhere), Cell::Missing(Reason::NotIdentified));
        assert_eq!(outside(&Evidence { lines: 0, unpriced_lines: 0, ..evidence }), Cell::Missing(Reason::NoPurchases));
    }
}
