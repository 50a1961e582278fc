//! The hardening plan in words: what to do within the budget, what it saves, and how sure that is.

use crate::analysis::risk::harden::{CostUnit, CurvePoint, MeasureRow, Over};
use crate::analysis::risk::{Plan, Risk};
use crate::report::columns::Columns;
use crate::report::risk::name;
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, harden as words, number};
use crate::report::{Block, KeyFigure};

pub(super) fn headline(risk: &Risk, lang: Lang) -> Option<KeyFigure> {
    let plan = risk.plan.as_ref()?;
    Some(KeyFigure {
        label: words::label(plan.over, lang),
        value: Cell::Number(plan.before - plan.after),
        unit: Unit::Yuan,
        note: words::method(plan.method, plan.tried, lang),
    })
}

pub(super) fn notes(risk: &Risk, lang: Lang) -> Vec<String> {
    risk.plan.as_ref().map_or_else(Vec::new, |plan| words::notes(plan, lang))
}

pub(super) fn blocks(risk: &Risk, lang: Lang) -> Vec<Block> {
    let Some(plan) = &risk.plan else { return Vec::new() };
    let tables = [measures(plan, lang), curve(plan, lang)];
    let tables = tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table);
    std::iter::once(Block::Paragraph(sentence(plan, lang))).chain(tables).collect()
}

/// Costs as people read them: 万元, or a count of measures.
fn cost(plan: &Plan, cost: f64, lang: Lang) -> String {
    match plan.unit {
        CostUnit::Yuan => number::with_unit(&Cell::Number(cost), Unit::Yuan, lang),
        CostUnit::Measures => words::count(&number::cell(&Cell::Number(cost), Unit::Count, lang), lang),
    }
}

fn sentence(plan: &Plan, lang: Lang) -> String {
    let yuan = |yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang);
    let budget = plan.budget.map(|budget| cost(plan, budget, lang));
    if let Some(empty) = plan.empty {
        return words::empty(empty, budget.as_deref(), (plan.over, &yuan(plan.before)), lang);
    }
    let chosen: Vec<String> = plan.measures.iter().filter(|row| row.chosen).map(|row| description(row, lang)).collect();
    let losses = [yuan(plan.before), yuan(plan.after)];
    let spent = cost(plan, plan.cost, lang);
    let mut text = words::sentence(budget.as_deref(), &spent, &chosen, (plan.over, &losses), lang);
    text.push_str(lang.pick("", " "));
    text.push_str(&words::bound(plan.method, plan.all_is_bound.then(|| yuan(plan.all)).as_deref(), lang));
    text
}

/// A measure by its name, or in words.
fn description(row: &MeasureRow, lang: Lang) -> String {
    if row.name.is_empty() {
        let buyer = row.buyer.as_ref().map(|buyer| name(buyer, lang));
        let firm = row.firm.as_ref().map(|firm| name(firm, lang));
        words::measure(row.kind, &row.product.name, buyer.as_deref(), firm.as_deref(), lang)
    } else {
        row.name.clone()
    }
}

fn measures(plan: &Plan, lang: Lang) -> Table {
    let node = move |node: &Option<crate::analysis::risk::NodeName>| {
        Cell::text_or(node.as_ref().map(|node| name(node, lang)), Reason::NotApplicable)
    };
    let [alone, per_yuan] = if plan.over == Over::Scenarios {
        [head::GAIN_ALONE, head::GAIN_PER_YUAN]
    } else {
        [head::MEAN_GAIN_ALONE, head::MEAN_GAIN_PER_YUAN]
    };
    let mut columns = Columns::new(lang)
        .with(head::MEASURE, move |row: &MeasureRow| Cell::text(description(row, lang)))
        .with(head::CHOSEN, |row| Cell::Flag(row.chosen));
    if plan.unit == CostUnit::Yuan {
        columns = columns.with(head::COST, |row| Cell::number_or(row.cost, Reason::Unknown));
    }
    columns = columns.with(alone, |row| Cell::number_or(row.gain, Reason::Unknown));
    if plan.unit == CostUnit::Yuan {
        columns = columns.with(per_yuan, |row| Cell::number_or(row.gain_per_cost, Reason::NotApplicable));
    }
    columns
        .with(head::MEASURE_KIND, move |row| Cell::text(words::kind(row.kind, lang)))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::BUYER, move |row| node(&row.buyer))
        .with(head::BACKED_UP, move |row| node(&row.firm))
        .with(head::TOUCHED, |row| Cell::Number(row.amount))
        .with(head::TAKEN_SHARE, |row| Cell::number_or(row.share, Reason::NotApplicable))
        .with(head::STOCK_DAYS, |row| Cell::number_or(row.days, Reason::NotApplicable))
        .table("plan", words::table_title("plan", lang), &plan.measures)
}

fn curve(plan: &Plan, lang: Lang) -> Table {
    let is_yuan = plan.unit == CostUnit::Yuan;
    let (spent, marginal) =
        if is_yuan { (head::SPENT, head::MARGINAL) } else { (head::SPENT_COUNT, head::MARGINAL_COUNT) };
    let remaining = if plan.over == Over::Scenarios { head::REMAINING_EXPECTED } else { head::REMAINING_MEAN };
    Columns::new(lang)
        .with(spent, |point: &CurvePoint| Cell::Number(point.cost))
        .with(remaining, |point| Cell::Number(point.remaining))
        .with(marginal, |point| Cell::number_or(point.marginal, Reason::NotApplicable))
        .with(head::MEASURES, move |point| {
            let names: Vec<String> = point.measures.iter().map(|at| description(&plan.measures[*at], lang)).collect();
            Cell::text_or((!names.is_empty()).then(|| names.join(lang.pick("；", "; "))), Reason::NotApplicable)
        })
        .table("plan_curve", words::table_title("plan_curve", lang), &plan.curve)
}
