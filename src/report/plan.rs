//! The portfolio of projects in words: what to build, what it brings, the next best, what a little more would bring.

use crate::analysis::plan::{BudgetPoint, Margin, Plan, PlanProduct, PlanRow, PlanSale, Portfolio, Resource};
use crate::analysis::project::ProjectName;
use crate::report::columns::{self, Columns};
use crate::report::priority::{Keys, Shown, Weighing};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::panorama as panorama_words;
use crate::report::words::{
    Lang, harden as harden_words, number, plan as words, project as project_words, split as split_words, term,
};
use crate::report::{Block, Context, KeyFigure, Report, panorama, priority, title};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names of projects that a sentence holds.
const NAMES: usize = 8;

pub(super) fn present(plan: &Plan, context: &Context) -> Report {
    let lang = context.lang;
    let tables = [
        sets(plan, lang),
        projects(plan, lang),
        limits(plan, lang),
        budget(plan, lang),
        products(plan, lang),
        sales(plan, lang),
    ];
    let tables = tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table);
    let mut notes = words::notes(plan.objective, plan.of, lang);
    notes.splice(0..0, project_words::assumed(plan.projects.iter().map(|row| &row.project), lang));
    if plan.left_out_gaps > 0 {
        notes.push(words::left_out_gaps(plan.left_out_gaps, lang));
    }
    if plan.unlocated_buyers > 0 {
        notes.push(split_words::unlocated_buyers(plan.unlocated_buyers, lang));
    }
    let maps = plan.map.iter().flat_map(|map| panorama::changed(map, "plan", panorama_words::chosen_title, context));
    if plan.map.is_some() {
        notes.push(words::map(lang).to_owned());
    }
    if plan.weighed.is_some() {
        notes.push(words::plain_rank(lang).to_owned());
    }
    let weighing = weighing(plan);
    let weighed = weighing.as_ref().map(|weighing| weighed(plan, weighing, lang)).into_iter().flatten();
    let rules = weighing.as_ref().map(|weighing| priority::notes(weighing, lang)).into_iter().flatten();
    Report {
        title: title(plan.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(plan.year, &plan.tier),
        key_figures: headlines(plan, lang),
        blocks: sentences(plan, lang)
            .into_iter()
            .map(Block::Paragraph)
            .chain(maps)
            .chain(tables)
            .chain(weighed)
            .collect(),
        notes: notes.into_iter().chain(rules).collect(),
    }
}

fn weighing(plan: &Plan) -> Option<Weighing<'_>> {
    let weighed = plan.weighed.as_ref()?;
    let comparison = weighed.comparison.named(|project| project.name.clone());
    Some(Weighing { criteria: &weighed.criteria, left_out: &weighed.left_out, comparison })
}

fn weighed(plan: &Plan, weighing: &Weighing<'_>, lang: Lang) -> Vec<Block> {
    const KEYS: Keys = Keys {
        rows: "plan_priority",
        contributions: "plan_contributions",
        criteria: "plan_criteria",
        swaps: "plan_swaps",
        agreement: "plan_agreement",
    };
    let shown = plan.projects.iter().enumerate().filter_map(|(at, row)| {
        let composite = row.composite.as_ref()?;
        Some(Shown { id: &row.project.id, name: &row.project.name, plain: Some(at + 1), composite })
    });
    priority::blocks(shown.collect(), weighing, head::PLAN_PROJECT, &KEYS, lang)
}

pub(super) fn headlines(plan: &Plan, lang: Lang) -> Vec<KeyFigure> {
    if plan.empty.is_some() {
        return Vec::new();
    }
    let tier = term::tier(&plan.tier.to_string(), lang);
    let [now, before] = [plan.before.rate, plan.before.ceiling].map(|rate| rate.map(number::percent));
    let investment = plan.best.used.investment.map(|sum| yuan(sum, lang));
    let saved = plan.loss.as_ref().map(|loss| KeyFigure {
        label: harden_words::saved(loss.over, lang),
        value: Cell::Number(loss.before - loss.after),
        unit: Unit::Yuan,
        note: method(&plan.best, lang),
    });
    let figures = [
        KeyFigure {
            label: words::rate_label(lang).to_owned(),
            value: Cell::number_or(plan.best.rate, Reason::NoPurchases),
            unit: Unit::Share,
            note: words::rate_note(&tier, [now.as_deref(), before.as_deref()], &method(&plan.best, lang), lang),
        },
        KeyFigure {
            label: words::captured_label(lang).to_owned(),
            value: Cell::Number(plan.best.captured),
            unit: Unit::Yuan,
            note: words::captured_note(plan.best.used.projects, investment.as_deref(), lang),
        },
    ];
    saved.into_iter().chain(figures).collect()
}

fn yuan(sum: f64, lang: Lang) -> String {
    number::with_unit(&Cell::Number(sum), Unit::Yuan, lang)
}

fn method(best: &Portfolio, lang: Lang) -> String {
    let Some(bound) = best.bound else { return words::no_bound(lang).to_owned() };
    let gap = if bound > 0.0 { (bound - best.worth) / bound } else { 0.0 };
    words::method(best.is_exact, &yuan(bound, lang), &number::percent(gap), lang)
}

/// What to build, how sure that is, and what else could be done; of nothing, why.
pub(super) fn sentences(plan: &Plan, lang: Lang) -> Vec<String> {
    if let Some(empty) = plan.empty {
        return vec![words::empty(empty, lang).to_owned()];
    }
    let limits: Vec<String> = Resource::ALL
        .into_iter()
        .filter_map(|resource| Some(words::limit(resource, &amount(resource, plan.limits.of(resource)?, lang), lang)))
        .collect();
    let limits = if limits.is_empty() { words::no_limit(lang).to_owned() } else { term::list(&limits, lang) };
    let names = Names::new(plan);
    let rates = plan.before.ceiling.zip(plan.best.rate).map(|(a, b)| (number::percent(a), number::percent(b)));
    let rates = rates.as_ref().map(|(before, with)| (before.as_str(), with.as_str()));
    let chosen = names.shown(plan.best.chosen.iter(), lang);
    let chosen = (plan.best.chosen.len(), chosen.as_str());
    let mut parts = vec![words::sentence(&limits, chosen, &yuan(plan.best.captured, lang), rates, lang)];
    parts.extend(plan.loss.as_ref().map(|loss| {
        words::loss(harden_words::loss(loss.over, lang), &yuan(loss.before, lang), &yuan(loss.after, lang), lang)
    }));
    parts.extend(plan.next.as_ref().map(|next| {
        let less = |a: &[Arc<str>], b: &[Arc<str>]| names.shown(a.iter().filter(|id| !b.contains(id)), lang);
        let (out, into) = (less(&plan.best.chosen, &next.chosen), less(&next.chosen, &plan.best.chosen));
        words::next(&out, &into, &yuan(plan.best.worth - next.worth, lang), lang)
    }));
    let margin = |margin: &Margin| {
        let gain = Some(margin.gain).filter(|gain| *gain > 0.0).map(|gain| yuan(gain, lang));
        words::margin(&amount(margin.resource, margin.more, lang), margin.resource, gain.as_deref(), lang)
    };
    let margins: Vec<String> = plan.margins.iter().map(margin).collect();
    if !margins.is_empty() {
        parts.push(words::margins(&margins, lang));
    }
    vec![parts.join(lang.pick("", " "))]
}

/// An amount of something that projects use, as people read it.
fn amount(resource: Resource, sum: f64, lang: Lang) -> String {
    let text = match resource {
        Resource::Investment => yuan(sum, lang),
        Resource::Projects => number::cell(&Cell::Number(sum), Unit::Count, lang),
        Resource::Land | Resource::Energy => number::cell(&Cell::Number(sum), Unit::Number, lang),
    };
    words::amount(resource, &text, lang)
}

/// Names of the projects by id; those that share a name carry their id behind it.
struct Names<'a>(BTreeMap<&'a str, String>);

impl<'a> Names<'a> {
    fn new(plan: &'a Plan) -> Self {
        let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &plan.projects {
            *bearers.entry(&row.project.name).or_insert(0) += 1;
        }
        let name = |project: &ProjectName| match bearers[&*project.name] {
            1 => project.name.to_string(),
            _ => format!("{} {}", project.name, project.id),
        };
        Self(plan.projects.iter().map(|row| (&*row.project.id, name(&row.project))).collect())
    }

    fn of(&self, id: &str) -> String {
        self.0.get(id).cloned().unwrap_or_default()
    }

    /// The first names, and how many there are.
    fn shown<'i>(&self, ids: impl Iterator<Item = &'i Arc<str>>, lang: Lang) -> String {
        let mut names: Vec<String> = ids.map(|id| self.of(id)).collect();
        let others = names.split_off(names.len().min(NAMES)).len();
        words::names(&names, others, lang)
    }

    fn list(&self, ids: &[Arc<str>], lang: Lang) -> Cell {
        let names: Vec<String> = ids.iter().map(|id| self.of(id)).collect();
        Cell::text_or((!names.is_empty()).then(|| names.join(lang.pick("；", "; "))), Reason::NotApplicable)
    }
}

/// The columns of a set.
fn of_set<'a, R>(columns: Columns<'a, R>, set: impl Fn(&R) -> &Portfolio + Copy + 'a) -> Columns<'a, R> {
    columns
        .with(head::PLAN_CAPTURED, move |row| Cell::Number(set(row).captured))
        .with(head::PLAN_RATE, move |row| Cell::number_or(set(row).rate, Reason::NoPurchases))
        .with(head::PLAN_NET, move |row| Cell::number_or(set(row).net, Reason::Unknown))
        .with(head::PLAN_COUNT, move |row| Cell::count(set(row).used.projects))
        .with(head::PLAN_INVESTMENT, move |row| Cell::number_or(set(row).used.investment, Reason::Unknown))
        .with(head::PLAN_LAND, move |row| Cell::number_or(set(row).used.land, Reason::Unknown))
        .with(head::PLAN_ENERGY, move |row| Cell::number_or(set(row).used.energy, Reason::Unknown))
        .with(head::PLAN_EXACT, move |row| Cell::Flag(set(row).is_exact))
        .with(head::PLAN_BOUND, move |row| Cell::number_or(set(row).bound, Reason::Unknown))
}

fn sets(plan: &Plan, lang: Lang) -> Table {
    let names = Names::new(plan);
    let rows: Vec<(bool, &Portfolio)> =
        std::iter::once((true, &plan.best)).chain(plan.next.as_ref().map(|next| (false, next))).collect();
    let columns = Columns::new(lang)
        .with(head::PLAN_SET, move |(is_best, _): &(bool, &Portfolio)| Cell::text(words::set(*is_best, lang)));
    of_set(columns, |(_, set)| set).with(head::PLAN_MEMBERS, move |(_, set)| names.list(&set.chosen, lang)).table(
        "plan_sets",
        words::table_title("plan_sets", lang),
        &rows,
    )
}

fn projects(plan: &Plan, lang: Lang) -> Table {
    let unknown = |value: Option<f64>| Cell::number_or(value, Reason::Unknown);
    let names = Names::new(plan);
    Columns::new(lang)
        .with(head::PLAN_PROJECT, move |row: &PlanRow| Cell::text(names.of(&row.project.id)))
        .with(head::CHOSEN, |row| Cell::Flag(row.chosen))
        .with(head::PLAN_REASON, move |row| {
            Cell::text_or(row.reason.map(|reason| words::reason(reason, lang)), Reason::NotApplicable)
        })
        .with(head::PLAN_ALONE, move |row| unknown(row.alone))
        .with(head::PLAN_WORTH, move |row| unknown(row.worth))
        .with(head::PLAN_ADDS, move |row| unknown(row.adds))
        .with(head::PLAN_IRREPLACEABLE, |row| Cell::number_or(row.irreplaceable, Reason::NotApplicable))
        .with(head::PLAN_PER_INVESTMENT, move |row| unknown(row.per_investment))
        .with(head::PLAN_MAKES, move |row| {
            let names: Vec<&str> = row.project.products.iter().map(|product| &*product.name).collect();
            columns::known(&term::list(&names, lang))
        })
        .with(head::PLAN_FRONT, |row| Cell::count(row.front))
        .with(head::PLAN_CAPACITY, move |row| unknown(row.project.capacity))
        .with(head::PLAN_INVESTMENT, move |row| unknown(row.project.investment))
        .with(head::PLAN_LAND, move |row| unknown(row.project.land))
        .with(head::PLAN_ENERGY, move |row| unknown(row.project.energy))
        .with(head::PLAN_FIRM, |row| Cell::text_or(row.project.firm.as_deref(), Reason::Unknown))
        .with(head::PLAN_SITE, |row| columns::known(&row.project.place))
        .with(head::PLAN_PROJECT_ID, |row| Cell::text(&*row.project.id))
        .table("plan_projects", words::table_title("plan_projects", lang), &plan.projects)
}

fn limits(plan: &Plan, lang: Lang) -> Table {
    let names = Names::new(plan);
    Columns::new(lang)
        .with(head::PLAN_LIMIT, move |row: &Margin| Cell::text(words::resource_name(row.resource, lang)))
        .with(head::PLAN_MOST, move |row| Cell::text(amount(row.resource, row.most, lang)))
        .with(head::PLAN_MORE, move |row| Cell::text(amount(row.resource, row.more, lang)))
        .with(head::PLAN_GAIN, |row| Cell::Number(row.gain))
        .with(head::PLAN_RATE_GAIN, |row| Cell::number_or(row.rate_gain, Reason::NoPurchases))
        .with(head::PLAN_EXACT, |row| Cell::Flag(row.portfolio.is_exact))
        .with(head::PLAN_MEMBERS, move |row| names.list(&row.portfolio.chosen, lang))
        .table("plan_limits", words::table_title("plan_limits", lang), &plan.margins)
}

fn budget(plan: &Plan, lang: Lang) -> Table {
    let names = Names::new(plan);
    let columns = Columns::new(lang)
        .with(head::PLAN_BUDGET, |row: &BudgetPoint| Cell::Number(row.budget))
        .with(head::PLAN_MARGINAL, |row| Cell::number_or(row.marginal, Reason::NotApplicable));
    of_set(columns, |row| &row.portfolio)
        .with(head::PLAN_MEMBERS, move |row| names.list(&row.portfolio.chosen, lang))
        .table("plan_budget", words::table_title("plan_budget", lang), &plan.curve)
}

fn products(plan: &Plan, lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::PRODUCT, |row: &PlanProduct| Cell::text(&*row.product.name))
        .with(head::TO_RECRUIT, |row| Cell::Number(row.to_recruit))
        .with(head::PLAN_CAPTURED, |row| Cell::Number(row.captured))
        .with(head::PLAN_REMAINING, |row| Cell::Number((row.to_recruit - row.captured).max(0.0)))
        .with(head::PLAN_CANDIDATES, |row| Cell::count(row.projects))
        .with(head::PLAN_TAKEN, |row| Cell::count(row.chosen))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("plan_products", words::table_title("plan_products", lang), &plan.products)
}

fn sales(plan: &Plan, lang: Lang) -> Table {
    let names = Names::new(plan);
    Columns::new(lang)
        .with(head::PLAN_PROJECT, move |row: &PlanSale| Cell::text(names.of(&row.project)))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::PLAN_SOLD, |row| Cell::Number(row.amount))
        .with(head::PLAN_SERVED, |row| Cell::count(row.buyers))
        .with(head::PLAN_PROJECT_ID, |row| Cell::text(&*row.project))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("plan_sales", words::table_title("plan_sales", lang), &plan.sales)
}

#[cfg(test)]
mod tests {
    use super::present;
    use crate::analysis::plan::{Empty, Plan};
    use crate::report::table::Cell;
    use crate::report::{Block, Context, fixture};

    #[test]
    fn the_choice_reads_aloud() {
        let report = present(&fixture::plan(), &Context::default());
        let Block::Paragraph(text) = &report.blocks[0] else { panic!("a sentence comes first") };
        let expected = "在项目数不超过 1 个、投资不超过 5,000 万元的条件下，建议实施 1 个项目：甲；承接外购 3,000 万元，\
                        对接全部成功时的配套率由 55.0% 提高到 85.0%。次优组合以乙代替甲，价值少 1,000 万元。\
                        项目数再增加 1 个，最优组合的价值可多 1,500 万元；投资再增加 500 万元，没有更好的组合。";
        assert_eq!(text, expected);
        assert_eq!(report.key_figures[0].value, Cell::Number(0.85));
        assert!(report.key_figures[0].note.ends_with("只做对接 55.0%；已证明没有更好的组合"));
    }

    #[test]
    fn nothing_chosen_says_why() {
        let plan = Plan { empty: Some(Empty::LimitsTooTight), ..fixture::plan() };
        let report = present(&plan, &Context::default());
        assert!(report.key_figures.is_empty());
        let Block::Paragraph(text) = &report.blocks[0] else { panic!("a sentence comes first") };
        assert!(text.contains("超出所给限额"), "{text}");
    }

    #[test]
    fn what_is_not_proven_says_how_far_it_may_be() {
        let mut plan = fixture::plan();
        (plan.best.is_exact, plan.best.bound) = (false, Some(3.2e7));
        let note = present(&plan, &Context::default()).key_figures[0].note.clone();
        assert!(note.ends_with("启发式：任何组合不超过 3,200 万元，差距至多 6.3%"), "{note}");
    }
}
