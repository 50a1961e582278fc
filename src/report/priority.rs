//! A weighted order in words: scores, what each criterion adds, where the order would turn, how firm it is.

use crate::analysis::priority::{self, Agreement, Comparison, CompositeRow, Contribution, Swap, Used};
use crate::report::Block;
use crate::report::columns::Columns;
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column::{self as head, Head};
use crate::report::words::{Lang, number, priority as words, term};
use std::sync::Arc;

/// Keys of the tables of a question.
pub(super) struct Keys {
    pub(super) rows: &'static str,
    pub(super) contributions: &'static str,
    pub(super) criteria: &'static str,
    pub(super) swaps: &'static str,
    pub(super) agreement: &'static str,
}

/// A row with its names.
pub(super) struct Shown<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    /// Rank without weights; `None` when there is none.
    pub(super) plain: Option<usize>,
    pub(super) composite: &'a CompositeRow,
}

/// What was weighed.
pub(super) struct Weighing<'a> {
    pub(super) criteria: &'a [Used],
    pub(super) left_out: &'a [&'static str],
    /// By name.
    pub(super) comparison: Comparison<Arc<str>>,
}

/// The sentence and the tables; rows in the order of their ids, `name` heads their names.
pub(super) fn blocks(
    mut rows: Vec<Shown<'_>>,
    weighing: &Weighing<'_>,
    name: Head,
    keys: &Keys,
    lang: Lang,
) -> Vec<Block> {
    rows.sort_by_key(|row| row.composite.rank);
    let tables = [
        scores(&rows, name, keys.rows, lang),
        contributions(&rows, weighing.criteria, name, keys.contributions, lang),
        criteria(weighing.criteria, keys.criteria, lang),
        swaps(&weighing.comparison.swaps, keys.swaps, lang),
        agreement(&weighing.comparison.agreement, keys.agreement, lang),
    ];
    let tables = tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table);
    sentence(&rows, weighing, lang).map(Block::Paragraph).into_iter().chain(tables).collect()
}

/// Rules of the composite.
pub(super) fn notes(weighing: &Weighing<'_>, lang: Lang) -> Vec<String> {
    let mut notes = words::notes((weighing.comparison.draws, weighing.comparison.seed), lang);
    notes.extend(left_out(weighing.left_out, lang));
    notes
}

/// Criteria that are not compared, by their keys.
pub(super) fn left_out(keys: &[&'static str], lang: Lang) -> Option<String> {
    let names: Vec<&str> = keys.iter().map(|key| words::criterion(key, lang)).collect();
    (!names.is_empty()).then(|| words::left_out(&term::list(&names, lang), lang))
}

/// Who is first, how often, and what would change that.
fn sentence(rows: &[Shown<'_>], weighing: &Weighing<'_>, lang: Lang) -> Option<String> {
    let first = rows.first()?;
    let swaps = weighing.comparison.swaps.iter().filter(|swap| &*swap.ahead == first.name);
    let change = |swap: &&Swap<Arc<str>>| (swap.weight - swap.now).abs();
    let nearest = swaps.min_by(|a, b| change(a).total_cmp(&change(b)));
    let turn = nearest.map(|swap| {
        let criterion = words::criterion(swap.criterion, lang);
        words::turn(&swap.behind, criterion, swap.weight > swap.now, &number::percent(swap.weight), lang)
    });
    Some(words::sentence(first.name, &number::percent(first.composite.first), turn.as_deref(), lang))
}

/// A natural value with its unit.
fn natural(value: Option<f64>, unit: priority::Unit, lang: Lang) -> Cell {
    let unit = match unit {
        priority::Unit::Yuan => Unit::Yuan,
        priority::Unit::Share => Unit::Share,
        priority::Unit::Count => Unit::Number,
        priority::Unit::Kilometres => Unit::Kilometre,
    };
    Cell::text_or(value.map(|value| number::with_unit(&Cell::Number(value), unit, lang)), Reason::Unknown)
}

/// The score, or its bounds where a value is missing.
fn score(row: &CompositeRow) -> Cell {
    let bounds = Cell::Interval { lo: row.low, hi: row.high, lo_open: false, hi_open: false };
    row.score.map_or(bounds, Cell::Number)
}

fn scores(rows: &[Shown<'_>], name: Head, key: &'static str, lang: Lang) -> Table {
    let missing = move |row: &Shown<'_>| {
        let parts = row.composite.contributions.iter().filter(|part| part.natural.is_none());
        let names: Vec<&str> = parts.map(|part| words::criterion(part.criterion, lang)).collect();
        Cell::text_or(Some(term::list(&names, lang)).filter(|_| !names.is_empty()), Reason::NotApplicable)
    };
    Columns::new(lang)
        .with(name, |row: &Shown<'_>| Cell::text(row.name))
        .with(head::WEIGHED_RANK, |row| Cell::count(row.composite.rank))
        .with(head::SCORE, |row| score(row.composite))
        .with(head::SCORE_LOW, |row| Cell::Number(row.composite.low))
        .with(head::SCORE_HIGH, |row| Cell::Number(row.composite.high))
        .with(head::COMES_FIRST, |row| Cell::Number(row.composite.first))
        .with(head::EXPECTED_RANK, |row| Cell::Number(row.composite.expected_rank))
        .with(head::BEST_RANK, |row| Cell::count(row.composite.best_rank))
        .with(head::WORST_RANK, |row| Cell::count(row.composite.worst_rank))
        .with(head::UNKNOWN_CRITERIA, missing)
        .with(head::PLAIN_RANK, |row| row.plain.map_or(Cell::Missing(Reason::NotApplicable), Cell::count))
        .with(head::ID, |row| Cell::text(row.id))
        .table(key, words::table_title(words::Part::Scores, lang), rows)
}

/// [PR-2]: one row for each row and criterion.
fn contributions(rows: &[Shown<'_>], used: &[Used], name: Head, key: &'static str, lang: Lang) -> Table {
    type Part<'a> = (&'a Shown<'a>, &'a Contribution, &'a Used);
    let parts: Vec<Part<'_>> = (rows.iter())
        .flat_map(|row| row.composite.contributions.iter().zip(used).map(move |(part, used)| (row, part, used)))
        .collect();
    let number = |value: Option<f64>| Cell::number_or(value, Reason::NotIdentified);
    Columns::new(lang)
        .with(name, |part: &Part<'_>| Cell::text(part.0.name))
        .with(head::CRITERION, move |part| Cell::text(words::criterion(part.1.criterion, lang)))
        .with(head::NATURAL, move |part| natural(part.1.natural, part.2.unit, lang))
        .with(head::CRITERION_SCORE, move |part| number(part.1.score))
        .with(head::WEIGHT, |part| Cell::Number(part.2.weight))
        .with(head::ADDS, move |part| number(part.1.adds))
        .with(head::RANK_WITHOUT, |part| part.1.rank_without.map_or(Cell::Missing(Reason::NotApplicable), Cell::count))
        .with(head::ID, |part| Cell::text(part.0.id))
        .table(key, words::table_title(words::Part::Contributions, lang), &parts)
}

fn criteria(used: &[Used], key: &'static str, lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::CRITERION, move |used: &Used| Cell::text(words::criterion(used.key, lang)))
        .with(head::DIRECTION, move |used| Cell::text(words::direction(used.direction, lang)))
        .with(head::WEIGHT, |used| Cell::Number(used.weight))
        .with(head::GOALPOST, move |used| natural(Some(used.goalpost), used.unit, lang))
        .with(head::FROZEN, |used| Cell::Flag(used.frozen))
        .with(head::KNOWN_ROWS, |used| Cell::count(used.known))
        .with(head::CRITERION_KEY, |used| Cell::text(used.key))
        .table(key, words::table_title(words::Part::Criteria, lang), used)
}

fn swaps(swaps: &[Swap<Arc<str>>], key: &'static str, lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::AHEAD, |swap: &Swap<Arc<str>>| Cell::text(&*swap.ahead))
        .with(head::BEHIND, |swap| Cell::text(&*swap.behind))
        .with(head::CRITERION, move |swap| Cell::text(words::criterion(swap.criterion, lang)))
        .with(head::WEIGHT, |swap| Cell::Number(swap.now))
        .with(head::SWAP_WEIGHT, |swap| Cell::Number(swap.weight))
        .with(head::RISES, move |swap| Cell::text(words::rises(swap.weight > swap.now, lang)))
        .table(key, words::table_title(words::Part::Swaps, lang), swaps)
}

fn agreement(agreement: &[Agreement<Arc<str>>], key: &'static str, lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::VARIANT, move |row: &Agreement<Arc<str>>| Cell::text(words::variant(row.variant, lang)))
        .with(head::TAU, |row| Cell::number_or(row.tau, Reason::NotIdentified))
        .with(head::VARIANT_FIRST, move |row| {
            Cell::text_or(Some(term::list(&row.first, lang)).filter(|first| !first.is_empty()), Reason::NotApplicable)
        })
        .table(key, words::table_title(words::Part::Agreement, lang), agreement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_missing_value_leaves_bounds_of_the_score() {
        let row = fixture::priority::row();
        assert_eq!(score(&row), Cell::Interval { lo: 0.25, hi: 0.75, lo_open: false, hi_open: false });
        assert_eq!(score(&CompositeRow { score: Some(0.5), ..row }), Cell::Number(0.5));
    }
}
