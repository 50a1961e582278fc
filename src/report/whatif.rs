//! What projects change, in words: what each does, before and after, whom it displaces, which failures cost more or less.

use crate::analysis::whatif::{
    Alone, Displaced, GapChange, GapSide, LossChange, Net, NodeLoss, ProjectEffect, Purchase, RateChange, SplitChange,
    SplitSide, Together, Verdict, WhatIf,
};
use crate::model::Nearness;
use crate::report::columns::{self, Columns};
use crate::report::risk::name;
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::panorama as panorama_words;
use crate::report::words::{Lang, explain, gap as gap_words, number, project as project_words, term, whatif as words};
use crate::report::{Block, Context, KeyFigure, Report, measure, panorama, title};
use std::sync::Arc;

pub(super) fn present(whatif: &WhatIf, context: &Context) -> Report {
    let lang = context.lang;
    let tables = [
        projects(whatif, lang),
        total(whatif, lang),
        alone(whatif, lang),
        rates(whatif, lang),
        split(whatif, lang),
        gaps(whatif, lang),
        displaced("whatif_crowding", whatif, |row| row.near == Nearness::Near, lang),
        displaced("whatif_displaced", whatif, |row| row.near != Nearness::Near, lang),
        purchases(whatif, lang),
        losses(whatif, lang),
    ];
    let tables = tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table);
    let maps =
        whatif.map.iter().flat_map(|map| panorama::changed(map, "whatif", panorama_words::changed_title, context));
    let expected = whatif.together.expected;
    let probability = expected.map(|expected| (number::percent(expected.probability), expected.given));
    let cap = whatif.cap.map(number::percent);
    let probability = probability.as_ref().map(|(text, given)| (text.as_str(), *given));
    Report {
        title: title(whatif.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(whatif.year, &whatif.tier),
        key_figures: key_figures(whatif, lang),
        blocks: sentences(whatif, lang).into_iter().map(Block::Paragraph).chain(maps).chain(tables).collect(),
        notes: notes(whatif, cap.as_deref(), probability, lang),
    }
}

fn yuan(yuan: f64, lang: Lang) -> String {
    number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang)
}

fn share(share: Option<f64>, lang: Lang) -> String {
    number::cell(&Cell::number_or(share, Reason::NoPurchases), Unit::Share, lang)
}

/// The point, else the interval.
fn net(net: &Net) -> Cell {
    let interval = Cell::Interval { lo: net.lo, hi: net.hi, lo_open: false, hi_open: false };
    net.value.map_or(interval, Cell::Number)
}

/// The net in words, and why it tells nothing where it is as wide as what is taken.
fn net_words(together: &Together, lang: Lang) -> String {
    let Together { net: sums, taken, .. } = together;
    let text = number::with_unit(&net(sums), Unit::Yuan, lang);
    let whole = taken.outside + taken.unknown;
    let tells_nothing = sums.value.is_none() && whole > 0.0 && sums.hi - sums.lo >= (1.0 - 1e-9) * whole;
    if tells_nothing { words::inputs_unknown(&text, lang) } else { text }
}

/// The rules, and what was assumed of the projects.
fn notes(whatif: &WhatIf, cap: Option<&str>, probability: Option<(&str, bool)>, lang: Lang) -> Vec<String> {
    let mut notes = project_words::assumed(whatif.projects.iter().map(|effect| &effect.project), lang);
    if whatif.together.was_bridgeable > 0.0 {
        notes.push(words::before_spare(lang).to_owned());
    }
    notes.extend(words::notes(whatif.mode, cap, probability, lang));
    notes
}

/// Whether anything is taken from anybody.
fn does_anything(whatif: &WhatIf) -> bool {
    whatif.together.sold > 0.0
}

pub(super) fn key_figures(whatif: &WhatIf, lang: Lang) -> Vec<KeyFigure> {
    if !does_anything(whatif) {
        return Vec::new();
    }
    let together = &whatif.together;
    let rate = &together.rate;
    let change = rate.captured.zip(rate.before).map(|(after, before)| after - before);
    let change = number::with_unit(&Cell::number_or(change, Reason::NoPurchases), Unit::Points, lang);
    let gain = net_words(together, lang);
    let idle = Some(together.was_bridgeable).filter(|idle| *idle > 0.0).map(|idle| yuan(idle, lang));
    let crowded: usize = whatif.displaced.iter().filter(|row| row.near == Nearness::Near).count();
    let mut figures = vec![
        KeyFigure {
            label: words::rate_label(lang).to_owned(),
            value: Cell::number_or(rate.captured, Reason::NoPurchases),
            unit: Unit::Share,
            note: words::rate_note(&share(rate.before, lang), &change, &share(rate.after, lang), lang),
        },
        KeyFigure {
            label: words::outside_label(lang).to_owned(),
            value: Cell::Number(together.taken.outside),
            unit: Unit::Yuan,
            note: words::outside_note(&yuan(together.sold, lang), &gain, idle.as_deref(), lang),
        },
        KeyFigure {
            label: words::crowding_label(lang).to_owned(),
            value: Cell::Number(together.taken.near),
            unit: Unit::Yuan,
            note: words::crowding_note(&number::count(crowded), lang),
        },
    ];
    figures.extend(together.expected.map(|expected| KeyFigure {
        label: words::avoided_label(expected.verdict, lang).to_owned(),
        value: Cell::Number(if expected.verdict == Verdict::Worse { -expected.avoided } else { expected.avoided }),
        unit: Unit::Yuan,
        note: words::avoided_note(expected.verdict, &yuan(expected.before, lang), &yuan(expected.after, lang), lang),
    }));
    figures
}

/// What a first page shows of it: nothing where there is no project.
pub(super) fn headlines(whatif: &WhatIf, lang: Lang) -> Vec<KeyFigure> {
    key_figures(whatif, lang).into_iter().take(1).collect()
}

pub(super) fn sentences(whatif: &WhatIf, lang: Lang) -> Vec<String> {
    let count = words::projects(&number::count(whatif.projects.len()), lang);
    let named: Vec<&str> = whatif.projects.iter().map(|project| &*project.project.name).collect();
    let who = if named.len() == 1 { named[0].to_owned() } else { count };
    if whatif.projects.is_empty() {
        return vec![words::none(lang).to_owned()];
    }
    if !does_anything(whatif) {
        return vec![words::no_change(&who, lang)];
    }
    let together = &whatif.together;
    let rates = [share(together.rate.before, lang), share(together.rate.captured, lang)];
    let verdict = together.expected.map(|expected| words::verdict(expected.verdict, lang));
    let outside = yuan(together.taken.outside, lang);
    vec![words::sentence(&who, &outside, [&rates[0], &rates[1]], verdict, lang)]
}

fn projects(whatif: &WhatIf, lang: Lang) -> Table {
    let made = move |row: &ProjectEffect| {
        let names: Vec<&str> = row.project.products.iter().map(|product| &*product.name).collect();
        columns::known(&term::list(&names, lang))
    };
    Columns::new(lang)
        .with(head::BUILT, |row: &ProjectEffect| Cell::text(&*row.project.name))
        .with(head::BUILT_PRODUCTS, made)
        .with(head::BUILT_BY, |row| Cell::text_or(row.project.firm.as_deref(), Reason::Unknown))
        .with(head::BUILT_HOW, move |row| Cell::text(words::runs(row.runs, lang)))
        .with(head::TAKES, |row| Cell::Number(row.sold))
        .with(head::TAKES_OUTSIDE, |row| Cell::Number(row.taken.outside))
        .with(head::TAKES_UNKNOWN, |row| Cell::Number(row.taken.unknown))
        .with(head::TAKES_NEAR, |row| Cell::Number(row.taken.near))
        .with(head::MOVES_OWN, |row| Cell::Number(row.moved))
        .with(head::BUYERS, |row| Cell::count(row.buyers))
        .with(head::CAPACITY_USED, |row| Cell::number_or(row.used, Reason::Unknown))
        .with(head::BUYS_OUTSIDE, |row| Cell::Number(row.bought.outside))
        .with(head::BUYS_NEAR, |row| Cell::Number(row.bought.near))
        .with(head::BUYS_UNKNOWN, |row| Cell::Number(row.bought.unknown))
        .with(head::RECIPE_KNOWN, |row| Cell::number_or(row.recipe_known, Reason::NotApplicable))
        .with(head::NET, |row| net(&row.net))
        .with(head::NET_LO, |row| Cell::Number(row.net.lo))
        .with(head::NET_HI, |row| Cell::Number(row.net.hi))
        .with(head::INVESTMENT, |row| Cell::number_or(row.project.investment, Reason::Unknown))
        .with(head::NET_PER, |row| Cell::number_or(row.net_per_investment, Reason::Unknown))
        .with(head::NOTHING, move |row| {
            Cell::text_or(row.nothing.map(|nothing| words::nothing(nothing, lang)), Reason::NotApplicable)
        })
        .with(head::CAPACITY, |row| Cell::number_or(row.project.capacity, Reason::Unknown))
        .with(head::BUILT_AT, |row| columns::known(&row.project.place))
        .with(head::BUILT_ID, |row| Cell::text(&*row.project.id))
        .table("whatif", words::table_title("whatif", lang), &whatif.projects)
}

fn total(whatif: &WhatIf, lang: Lang) -> Table {
    let side = |after: bool| {
        let split = &whatif.together.split;
        let expected = whatif.together.expected;
        let loss = expected.map(|expected| if after { expected.after } else { expected.before });
        (after, if after { &split.after } else { &split.before }, loss)
    };
    let rows = if whatif.projects.is_empty() { Vec::new() } else { vec![side(false), side(true)] };
    type Row<'a> = (bool, &'a crate::analysis::split::SplitTotal, Option<f64>);
    Columns::new(lang)
        .with(head::WHEN, move |(after, ..): &Row<'_>| Cell::text(words::when(*after, lang)))
        .with(head::DEMAND, |(_, total, _)| Cell::Number(total.demand))
        .with(head::SUPPLIED, |(_, total, _)| Cell::Number(total.supplied))
        .with(head::BRIDGEABLE, |(_, total, _)| Cell::Number(total.bridgeable))
        .with(head::TO_RECRUIT, |(_, total, _)| Cell::Number(total.to_recruit))
        .with(head::UNLOCATED, |(_, total, _)| Cell::Number(total.unlocated))
        .with(head::LOCATED_RATE, |(_, total, _)| Cell::number_or(total.rate, Reason::NoPurchases))
        .with(head::CEILING, |(_, total, _)| Cell::number_or(total.ceiling, Reason::NoPurchases))
        .with(head::EXPECTED_STOP, |(.., loss)| Cell::number_or(*loss, Reason::NotComputed))
        .table("whatif_total", words::table_title("whatif_total", lang), &rows)
}

fn alone(whatif: &WhatIf, lang: Lang) -> Table {
    let avoided = |does: &Together| does.expected.map(|expected| expected.avoided);
    Columns::new(lang)
        .with(head::BUILT, |row: &Alone| Cell::text(&*row.name))
        .with(head::TAKES, |row| Cell::Number(row.does.sold))
        .with(head::TAKES_OUTSIDE, |row| Cell::Number(row.does.taken.outside))
        .with(head::TAKES_NEAR, |row| Cell::Number(row.does.taken.near))
        .with(head::RATE_CAPTURED, |row| Cell::number_or(row.does.rate.captured, Reason::NoPurchases))
        .with(head::RATE_AFTER, |row| Cell::number_or(row.does.rate.after, Reason::NoPurchases))
        .with(head::NET, |row| net(&row.does.net))
        .with(head::AVOIDED, move |row| Cell::number_or(avoided(&row.does), Reason::NotComputed))
        .with(head::INVESTMENT, |row| Cell::number_or(row.does.investment, Reason::Unknown))
        .with(head::NET_PER, |row| Cell::number_or(row.does.net_per_investment, Reason::Unknown))
        .with(head::AVOIDED_PER, |row| Cell::number_or(row.does.avoided_per_investment, Reason::Unknown))
        .with(head::BUILT_ID, |row| Cell::text(&*row.id))
        .table("whatif_alone", words::table_title("whatif_alone", lang), &whatif.alone)
}

fn rates(whatif: &WhatIf, lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::LEVEL, move |row: &RateChange| Cell::text(term::level(row.level, lang)))
        .with(head::NAME, |row| Cell::text(&*row.name))
        .with(head::SCOPE, move |row| Cell::text(term::scope(row.scope, lang)))
        .with(head::RATE_BEFORE, |row| measure::figure(&row.before))
        .with(head::RATE_AFTER, |row| measure::figure(&row.after))
        .with(head::KNOWN_CHANGE, |row| Cell::number_or(row.change, Reason::NotApplicable))
        .with(head::KNOWN_BEFORE, |row| measure::value(&row.before))
        .with(head::KNOWN_AFTER, |row| measure::value(&row.after))
        .with(head::ID, |row| Cell::text(&*row.id))
        .with(head::FIGURE, |row| figure(row.figure.as_ref().map(ToString::to_string)))
        .table("whatif_rates", words::table_title("whatif_rates", lang), &whatif.rates)
}

/// The key of the figure before.
fn figure(key: Option<String>) -> Cell {
    Cell::text_or(key, Reason::NotApplicable)
}

fn split(whatif: &WhatIf, lang: Lang) -> Table {
    let yuan = |side: Option<SplitSide>, of: fn(SplitSide) -> f64| Cell::number_or(side.map(of), Reason::NoPurchases);
    Columns::new(lang)
        .with(head::BUYER, |row: &SplitChange| Cell::text(&*row.buyer.name))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::SUPPLIED_BEFORE, move |row| yuan(row.before, |side| side.supplied))
        .with(head::SUPPLIED_AFTER, move |row| yuan(row.after, |side| side.supplied))
        .with(head::BRIDGEABLE_BEFORE, move |row| yuan(row.before, |side| side.bridgeable))
        .with(head::BRIDGEABLE_AFTER, move |row| yuan(row.after, |side| side.bridgeable))
        .with(head::RECRUIT_BEFORE, move |row| yuan(row.before, |side| side.to_recruit))
        .with(head::RECRUIT_AFTER, move |row| yuan(row.after, |side| side.to_recruit))
        .with(head::BUYER_ID, |row| Cell::text(&*row.buyer.id))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .with(head::FIGURE, |row| figure(row.figure.as_ref().map(|figure| figure.measure("supplied"))))
        .table("whatif_split", words::table_title("whatif_split", lang), &whatif.splits)
}

fn gaps(whatif: &WhatIf, lang: Lang) -> Table {
    let list = |list: String| Cell::text_or(Some(list).filter(|list| !list.is_empty()), Reason::NotApplicable);
    let types = move |side: &GapSide| {
        let types: Vec<&str> = side.types.iter().map(|kind| gap_words::short_type(*kind, lang)).collect();
        list(term::list(&types, lang))
    };
    let only = move |of: &GapSide, without: &GapSide| {
        let triggers = of.triggers.iter().filter(|trigger| !without.triggers.contains(trigger));
        let parts: Vec<String> = triggers.map(|trigger| gap_words::trigger(*trigger, lang).to_owned()).collect();
        list(term::clauses(&parts, lang))
    };
    let effective = |side: &GapSide| Cell::number_or(side.effective, Reason::NoPurchases);
    Columns::new(lang)
        .with(head::PRODUCT, |row: &GapChange| Cell::text(&*row.product.name))
        .with(head::CHAIN, |row| Cell::text_or(row.chain.as_deref(), Reason::NotApplicable))
        .with(head::TYPES_BEFORE, move |row| types(&row.before))
        .with(head::TYPES_AFTER, move |row| types(&row.after))
        .with(head::RESOLVED, move |row| only(&row.before, &row.after))
        .with(head::ARISEN, move |row| only(&row.after, &row.before))
        .with(head::MAKERS_BEFORE, |row| Cell::count(row.before.local_makers))
        .with(head::MAKERS_AFTER, |row| Cell::count(row.after.local_makers))
        .with(head::EFFECTIVE_BEFORE, move |row| effective(&row.before))
        .with(head::EFFECTIVE_AFTER, move |row| effective(&row.after))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .with(head::FIGURE, |row| Cell::text(row.figure.to_string()))
        .table("whatif_gaps", words::table_title("whatif_gaps", lang), &whatif.gaps)
}

fn displaced(key: &'static str, whatif: &WhatIf, asked: impl Fn(&Displaced) -> bool, lang: Lang) -> Table {
    let project = |id: &Arc<str>| {
        let found = whatif.projects.iter().find(|project| project.project.id == *id);
        found.map_or_else(|| id.to_string(), |project| project.project.name.to_string())
    };
    let taken_by = move |row: &Displaced| {
        let names: Vec<String> = row.projects.iter().map(project).collect();
        Cell::text(term::list(&names, lang))
    };
    Columns::new(lang)
        .with(head::SELLER, move |row: &Displaced| Cell::text(name(&row.supplier, lang)))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::SALES_LOST, |row| Cell::Number(row.lost))
        .with(head::SALES_HERE, |row| Cell::Number(row.sold))
        .with(head::LOST_OF_SIZE, |row| Cell::number_or(row.share, Reason::Unknown))
        .with(head::NEARNESS, move |row| Cell::text(explain::nearness(row.near, lang)))
        .with(head::TAKEN_BY, taken_by)
        .with(head::SELLER_PLACE, |row| columns::known(&row.supplier.place))
        .with(head::SELLER_ID, |row| Cell::text(&*row.supplier.id))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table(key, words::table_title(key, lang), whatif.displaced.iter().filter(|row| asked(row)))
}

fn purchases(whatif: &WhatIf, lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::BUILT, |row: &Purchase| Cell::text(&*row.name))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::SELLER, |row| Cell::text_or(row.supplier.as_ref().map(|firm| &*firm.name), Reason::Unknown))
        .with(head::SHIPPED, |row| columns::known(&row.place))
        .with(head::NEARNESS, move |row| Cell::text(explain::nearness(row.near, lang)))
        .with(head::BOUGHT, |row| Cell::Number(row.amount))
        .with(head::BUILT_ID, |row| Cell::text(&*row.project))
        .table("whatif_purchases", words::table_title("whatif_purchases", lang), &whatif.purchases)
}

fn losses(whatif: &WhatIf, lang: Lang) -> Table {
    let of = |side: Option<NodeLoss>, of: fn(NodeLoss) -> f64| Cell::number_or(side.map(of), Reason::NotApplicable);
    Columns::new(lang)
        .with(head::WHO_STOPS, move |row: &LossChange| Cell::text(name(&row.firm, lang)))
        .with(head::LOSS_BEFORE, move |row| of(row.before, |side| side.loss))
        .with(head::LOSS_AFTER, move |row| of(row.after, |side| side.loss))
        .with(head::LOSS_CHANGE, |row| Cell::Number(row.change))
        .with(head::ESRI_BEFORE, move |row| of(row.before, |side| side.esri))
        .with(head::ESRI_AFTER, move |row| of(row.after, |side| side.esri))
        .with(head::PLACE, |row| columns::known(&row.firm.place))
        .with(head::NODE_ID, |row| Cell::text(&*row.firm.id))
        .table("whatif_losses", words::table_title("whatif_losses", lang), &whatif.losses)
}

#[cfg(test)]
mod tests {
    use super::{key_figures, present};
    use crate::analysis::whatif::{Net, Verdict};
    use crate::report::Context;
    use crate::report::fixture::whatif as fixture_whatif;
    use crate::report::table::Cell;
    use crate::report::words::Lang;

    #[test]
    fn what_idle_plants_could_have_served_is_said() {
        let figures = key_figures(&fixture_whatif(), Lang::Zh);
        assert!(figures[1].note.contains("其中 300 万元本地富余产能本可承接（可牵线减少）"), "{}", figures[1].note);
        let notes = present(&fixture_whatif(), &Context::default()).notes.join("");
        assert!(notes.contains("项目组合"), "{notes}");
    }

    #[test]
    fn a_loss_that_rises_is_no_negative_fall() {
        let mut answer = fixture_whatif();
        let expected = answer.together.expected.as_mut().unwrap();
        (expected.avoided, expected.verdict) = (-5e5, Verdict::Worse);
        let last = key_figures(&answer, Lang::Zh).pop().unwrap();
        assert_eq!((last.label.as_str(), last.value), ("年均增加的停产损失", Cell::Number(5e5)));
    }

    #[test]
    fn an_interval_as_wide_as_the_whole_says_why() {
        let mut answer = fixture_whatif();
        assert!(!key_figures(&answer, Lang::Zh)[1].note.contains("投入构成不明"));
        answer.together.net = Net { value: None, lo: 0.0, hi: 2e7 };
        assert!(key_figures(&answer, Lang::Zh)[1].note.contains("投入构成不明"));
    }

    #[test]
    fn what_is_assumed_of_a_project_is_said_with_its_name() {
        let mut answer = fixture_whatif();
        answer.projects[0].project.place_assumed = true;
        answer.projects[1].project.capacity = None;
        let notes = present(&answer, &Context::default()).notes;
        assert_eq!(notes[0], "未填落地，按在本地范围内计：甲。");
        assert_eq!(notes[1], "产能未填或无法读取，按需要多少计：乙。");
    }
}
