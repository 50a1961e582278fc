//! Some columns and some rows of a table: what a page or a picture has room for.

use crate::analysis::rate::{BuyerScope, RateLevel};
use crate::report::table::{Cell, Column, Table};
use crate::report::words::{Lang, chapter as words, number, term};

/// Rows of a table on paper that nobody chose otherwise for.
pub(super) const ROWS: usize = 30;
/// Columns of such a table: more cannot be read on a page.
const COLUMNS: usize = 9;

/// A table, its columns in order (the first ones when none is named), its first rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pick {
    pub(super) table: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) rows: usize,
    pub(super) filters: &'static [Filter],
}

impl Pick {
    pub(super) const fn of(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, rows: ROWS, filters: &[] }
    }

    pub(super) const fn only(mut self, filters: &'static [Filter]) -> Self {
        self.filters = filters;
        self
    }

    pub(super) const fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }
}

/// Which rows, where a table holds several views of the same thing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Filter {
    /// Those of the largest number of the column, such as the latest year.
    Latest(&'static str),
    /// Those with one of these words in the column.
    Only(&'static str, fn(Lang) -> Vec<String>),
}

/// The latest year.
pub(super) const LATEST: Filter = Filter::Latest("year");
/// The city as what is near.
pub(super) const CITY: Filter = Filter::Only("tier", |lang| vec![term::tier("city", lang)]);
/// Purchases of everybody.
pub(super) const ALL_BUYERS: Filter = Filter::Only("scope", |lang| vec![term::scope(BuyerScope::All, lang).to_owned()]);
/// Whole and chains, no parts of them.
pub(super) const WHOLE: Filter = Filter::Only("level", |lang| {
    [RateLevel::Total, RateLevel::Chain].map(|level| term::level(level, lang).to_owned()).to_vec()
});

/// The chosen columns and the first of the chosen rows, with a note of what was left out.
pub(super) fn printed(table: &Table, pick: &Pick, lang: Lang) -> Table {
    let position = |key: &&str| table.columns.iter().position(|column| column.key == *key);
    let mut columns: Vec<usize> = pick.columns.iter().filter_map(position).collect();
    if columns.is_empty() {
        columns = (0..table.columns.len()).filter(|&at| !table.columns[at].detail).take(COLUMNS).collect();
    }
    let rows = pick.filters.iter().fold(table.rows.iter().collect(), |rows, filter| kept(table, rows, filter, lang));
    let shown = rows.len().min(pick.rows);
    let row = |row: &&Vec<Cell>| columns.iter().map(|&at| row[at].clone()).collect();
    let cut = (shown < rows.len() || rows.len() < table.rows.len() || columns.len() < table.columns.len())
        .then(|| words::cut(&number::count(shown), &number::count(table.rows.len()), lang));
    let notes: Vec<&str> = table.note.as_deref().into_iter().chain(cut.as_deref()).collect();
    Table {
        key: table.key,
        title: table.title.clone(),
        columns: columns.iter().map(|&at| Column { detail: false, ..table.columns[at].clone() }).collect(),
        rows: rows[..shown].iter().map(row).collect(),
        note: (!notes.is_empty()).then(|| notes.join("\n")),
    }
}

/// Rows that pass; all of them where none does, since a filter chooses among views of the same thing.
fn kept<'a>(table: &Table, rows: Vec<&'a Vec<Cell>>, filter: &Filter, lang: Lang) -> Vec<&'a Vec<Cell>> {
    let column = |key: &str| table.columns.iter().position(|column| column.key == key);
    let Some((at, wanted)) = (match filter {
        Filter::Latest(key) => column(key).and_then(|at| Some((at, vec![latest(&rows, at)?]))),
        Filter::Only(key, words) => column(key).map(|at| (at, words(lang).into_iter().map(Cell::Text).collect())),
    }) else {
        return rows;
    };
    let passing: Vec<&Vec<Cell>> = rows.iter().copied().filter(|row| wanted.contains(&row[at])).collect();
    if passing.is_empty() { rows } else { passing }
}

/// The largest count or year of a column.
fn latest(rows: &[&Vec<Cell>], at: usize) -> Option<Cell> {
    let whole = |row: &&Vec<Cell>| if let Cell::Integer(number) = row[at] { Some(number) } else { None };
    rows.iter().filter_map(whole).max().map(Cell::Integer)
}

#[cfg(test)]
mod tests {
    use super::{Filter, Pick, kept, printed};
    use crate::report::Lang;
    use crate::report::table::{Cell, Column, Table, Unit};

    #[test]
    fn a_table_on_paper_says_what_it_leaves_out() {
        let column = |key| Column { key, heading: key.into(), unit: Unit::None, detail: false };
        let row = |year, tier: &str| vec![Cell::Integer(year), Cell::text(tier)];
        let table = Table {
            key: "t",
            title: String::new(),
            columns: vec![column("year"), column("tier")],
            rows: vec![row(2023, "a"), row(2024, "a"), row(2024, "b")],
            note: Some("n".into()),
        };
        let pick = Pick { filters: &[Filter::Latest("year")], rows: 1, ..Pick::of("t", &["tier"]) };
        let printed = printed(&table, &pick, Lang::En);
        assert_eq!((printed.rows, printed.columns.len()), (vec![vec![Cell::text("a")]], 1));
        assert!(printed.note.is_some_and(|note| note.starts_with("n\n1 of 3 rows")));
        let none = Filter::Only("tier", |_| vec!["c".into()]);
        assert_eq!(kept(&table, table.rows.iter().collect(), &none, Lang::En).len(), 3);
    }
}
