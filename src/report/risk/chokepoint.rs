//! Chokepoints in words: what stops each leader, by whom, by which two, behind whose back, and in which circle.

use super::name;
use crate::analysis::risk::NodeName;
use crate::analysis::risk::chokepoint::{
    Chokepoint, Chokepoints, Hidden, HiddenInput, Loop, Pair, Step, Stopped, Target,
};
use crate::analysis::split::ProductName;
use crate::report::columns::{Columns, known};
use crate::report::table::{Cell, Reason, Table};
use crate::report::words::column as head;
use crate::report::words::{Lang, chokepoint as words, term};

/// Names in a cell; files hold the lists of json.
const NAMED: usize = 8;

/// The tables of chokepoints; those without rows included.
pub(super) fn tables(found: &Chokepoints, lang: Lang) -> [Table; 5] {
    let pairs = Some(words::pairs_note(found.pairs_complete, lang).to_owned());
    let some = |shown: usize, count: usize| (count > shown).then(|| words::some_note(shown, count, lang));
    let points = some(found.points.len(), found.point_count);
    let hidden = some(found.hidden.len(), found.hidden_count);
    let pairs = match some(found.pairs.len(), found.pair_count) {
        Some(note) => Some(note + lang.pick("", " ") + words::pairs_note(found.pairs_complete, lang)),
        None => pairs,
    };
    [
        Table { note: points, ..self::points(&found.points, lang) },
        Table { note: hidden, ..self::hidden(&found.hidden, lang) },
        Table { note: pairs, ..self::pairs(&found.pairs, lang) },
        loops(&found.loops, lang),
        Table { note: Some(words::targets_note(found.reach, lang).to_owned()), ..targets(&found.targets, lang) },
    ]
}

/// Names in a row, the first few of many.
fn list(names: impl IntoIterator<Item = String>, count: usize, lang: Lang) -> String {
    let names: Vec<String> = names.into_iter().take(NAMED).collect();
    let listed = term::list(&names, lang);
    if count > names.len() { words::and_more(&listed, count, lang) } else { listed }
}

fn firms(nodes: &[NodeName], lang: Lang) -> String {
    list(nodes.iter().map(|node| name(node, lang)), nodes.len(), lang)
}

fn stopped(targets: &[Stopped], count: usize, lang: Lang) -> String {
    list(targets.iter().map(|target| target.name.to_string()), count, lang)
}

fn products(products: &[ProductName], lang: Lang) -> String {
    list(products.iter().map(|product| product.name.to_string()), products.len(), lang)
}

fn text(text: String) -> Cell {
    Cell::text_or(Some(text).filter(|text| !text.is_empty()), Reason::NotApplicable)
}

/// A way upstream in one line: `L ← k3 ← {f1、f2} ← k1 ← x`.
pub(in crate::report) fn way(target: &str, route: &[Step], lang: Lang) -> String {
    let mut way = target.to_owned();
    for step in route {
        let suppliers = list(step.suppliers.iter().map(|node| name(node, lang)), step.count, lang);
        way += &format!(" ← {} ← ", step.product.name);
        way += &if step.count > 1 { format!("{{{suppliers}}}") } else { suppliers };
    }
    way
}

fn points(rows: &[Chokepoint], lang: Lang) -> Table {
    let route = move |row: &Chokepoint| way(&row.nearest.name, &row.route, lang);
    Columns::new(lang)
        .with(head::SINGLE_POINT, move |row: &Chokepoint| Cell::text(name(&row.firm, lang)))
        .with(head::PLACE, |row| known(&row.firm.place))
        .with(head::TARGETS_STOPPED, |row| Cell::count(row.target_count))
        .with(head::STOPPED_TARGETS, move |row| text(stopped(&row.targets, row.target_count, lang)))
        .with(head::POINT_PRODUCTS, move |row| text(products(&row.products, lang)))
        .with(head::POINT_TIER, |row| Cell::count(row.tier))
        .with(head::WAY, move |row| Cell::text(route(row)))
        .with(head::STOPS_TOO, |row| Cell::count(row.stops))
        .with(head::IS_LOCAL, |row| row.firm.local.map_or(Cell::Missing(Reason::Unknown), Cell::Flag))
        .with(head::NODE_ID, |row| Cell::text(&*row.firm.id))
        .table("chokepoints", words::table_title("chokepoints", lang), rows)
}

fn hidden(rows: &[Hidden], lang: Lang) -> Table {
    let inputs = move |row: &Hidden| {
        let input = |input: &HiddenInput| words::dual(&input.product.name, &firms(&input.suppliers, lang), lang);
        term::clauses(&row.inputs.iter().map(input).collect::<Vec<_>>(), lang)
    };
    let ways = move |row: &Hidden| {
        let of = |input: &HiddenInput| way(&name(&row.target, lang), &input.route, lang);
        term::clauses(&row.inputs.iter().map(of).collect::<Vec<_>>(), lang)
    };
    Columns::new(lang)
        .with(head::STOPPED_TARGET, move |row: &Hidden| Cell::text(name(&row.target, lang)))
        .with(head::HIDDEN_FIRM, move |row| Cell::text(name(&row.firm, lang)))
        .with(head::PLACE, |row| known(&row.firm.place))
        .with(head::DUAL_INPUTS, move |row| text(inputs(row)))
        .with(head::WAY, move |row| text(ways(row)))
        .with(head::IS_DIRECT, |row| Cell::Flag(row.direct))
        .with(head::NODE_ID, |row| Cell::text(&*row.firm.id))
        .table("chokepoint_hidden", words::table_title("chokepoint_hidden", lang), rows)
}

fn pairs(rows: &[Pair], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::PAIR_FIRST, move |row: &Pair| Cell::text(name(&row.firms[0], lang)))
        .with(head::PAIR_SECOND, move |row| Cell::text(name(&row.firms[1], lang)))
        .with(head::TARGETS_STOPPED, |row| Cell::count(row.target_count))
        .with(head::STOPPED_TARGETS, move |row| text(stopped(&row.targets, row.target_count, lang)))
        .table("chokepoint_pairs", words::table_title("chokepoint_pairs", lang), rows)
}

fn loops(rows: &[Loop], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::LOOP_FIRMS, move |row: &Loop| Cell::text(firms(&row.firms, lang)))
        .with(head::LOOP_COUNT, |row| Cell::count(row.firms.len()))
        .with(head::LOOP_PRODUCTS, move |row| text(products(&row.products, lang)))
        .with(head::LOOP_RUNS, |row| Cell::Flag(row.runs))
        .with(head::LOOP_OPERATED, |row| Cell::count(row.operated))
        .with(head::LOOP_TARGETS, move |row| text(firms(&row.targets, lang)))
        .table("chokepoint_loops", words::table_title("chokepoint_loops", lang), rows)
}

fn targets(rows: &[Target], lang: Lang) -> Table {
    // Of what does not work nothing is judged.
    let judged = |row: &Target, cell: Cell| match row.feasible.incumbent {
        true => cell,
        false => Cell::Missing(Reason::NotIdentified),
    };
    let singles =
        move |row: &Target| list(row.single_points.iter().map(|point| name(&point.firm, lang)), row.single_count, lang);
    Columns::new(lang)
        .with(head::STOPPED_TARGET, move |row: &Target| Cell::text(name(&row.firm, lang)))
        .with(head::TARGET_WORKS, move |row| Cell::text(words::works(&row.feasible, lang)))
        .with(head::TARGET_INPUTS, |row| Cell::count(row.inputs))
        .with(head::TARGET_SINGLES, move |row| judged(row, Cell::count(row.single_count)))
        .with(head::NEAREST_SINGLES, move |row| text(singles(row)))
        .with(head::TARGET_PAIRS, move |row| judged(row, Cell::count(row.pair_count)))
        .with(head::CUT_COST, |row| Cell::number_or(row.cut.as_ref().map(|cut| cut.cost), Reason::NotApplicable))
        .with(head::CUT_EXACT, |row| {
            row.cut.as_ref().map_or(Cell::Missing(Reason::NotApplicable), |cut| Cell::Flag(cut.exact))
        })
        .with(head::CUT_FIRMS, move |row| text(row.cut.as_ref().map_or(String::new(), |cut| firms(&cut.firms, lang))))
        .with(head::CUT_RECURSION, |row| {
            Cell::number_or(row.cut.as_ref().map(|cut| cut.recursion), Reason::NotApplicable)
        })
        .with(head::WORKS_LOCALLY, |row| row.feasible.local.map_or(Cell::Missing(Reason::NotApplicable), Cell::Flag))
        .with(head::OUTSIDE_ONLY, move |row| text(products(row.outside_only.as_deref().unwrap_or_default(), lang)))
        .with(head::WAITS_FOR, move |row| text(products(&row.waits_for, lang)))
        .with(head::NODE_ID, |row| Cell::text(&*row.firm.id))
        .table("chokepoint_targets", words::table_title("chokepoint_targets", lang), rows)
}

#[cfg(test)]
mod tests {
    use super::{tables, way};
    use crate::report::fixture;
    use crate::report::table::Cell;
    use crate::report::words::Lang;

    #[test]
    fn a_hidden_chokepoint_is_told_in_one_line() {
        let found = fixture::structure();
        let input = &found.hidden[0].inputs[0];
        assert_eq!(way("甲", &input.route, Lang::Zh), "甲 ← 轴承钢 ← {乙公司、丙公司} ← 轴承钢 ← 丁厂");
    }

    #[test]
    fn what_cannot_work_has_no_count_of_single_points() {
        let mut found = fixture::structure();
        found.targets[0].feasible.incumbent = false;
        let [.., targets] = tables(&found, Lang::En);
        assert!(matches!(targets.rows[0][3], Cell::Missing(_)), "{:?}", targets.rows[0]);
    }
}
