//! Embodied local content in words: one table of figures with their bounds, one of what suppliers should still tell.

use crate::analysis::rate::{EmbodiedRow, Layer, Rate, RateLevel, Wanting};
use crate::model::Role;
use crate::report::columns::{self, Columns};
use crate::report::measure;
use crate::report::rate::{latest, main_tier, object_name};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, embodied as words, explain, number, term};
use std::cmp::Reverse;

/// Sentences that stand above the tables.
pub(super) const SENTENCES: usize = 3;

/// Greatest untraced share beside which a sentence still says something, as a fraction (convention).
const MOST_UNTRACED: f64 = 0.5;

/// Least difference from the rate of the first tier, as a fraction, that is worth a sentence.
const WORTH_TELLING: f64 = 0.005;

/// Latest year first, then leaders, the total, chains, counties, other firms, segments and products; large ones first.
fn ordered(rate: &Rate) -> Vec<&EmbodiedRow> {
    let same_object =
        |a: &EmbodiedRow, b: &EmbodiedRow| (a.level, &a.id, a.scope, a.year) == (b.level, &b.id, b.scope, b.year);
    let mut objects: Vec<&[EmbodiedRow]> = rate.embodied.chunk_by(same_object).collect();
    let place = |rows: &[EmbodiedRow]| {
        let level = match rows[0].level {
            RateLevel::Firm if rows[0].role == Some(Role::Leader) => 0,
            RateLevel::Total => 1,
            RateLevel::Chain => 2,
            RateLevel::County => 3,
            RateLevel::Firm => 4,
            RateLevel::Segment => 5,
            RateLevel::Product => 6,
        };
        (Reverse(rows[0].year), level)
    };
    let size = |rows: &[EmbodiedRow]| rows[0].measure.denominator.unwrap_or(0.0);
    objects.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| size(b).total_cmp(&size(a))));
    objects.into_iter().flatten().collect()
}

/// The figures, each with its bounds.
pub(super) fn table(rate: &Rate, lang: Lang) -> Table {
    let rows = ordered(rate);
    let note = rows.first().map(|row| explain::example(&row.figure.to_string(), lang));
    Table { note, ..sources(subjects(lang), lang).table("embodied", words::title(lang), &rows) }
}

fn share(value: Option<f64>) -> Cell {
    Cell::number_or(value, Reason::NotIdentified)
}

/// What a row is about, and its figure.
fn subjects<'a>(lang: Lang) -> Columns<'a, &'a EmbodiedRow> {
    Columns::new(lang)
        .with(head::LEVEL, move |row: &&EmbodiedRow| Cell::text(term::level(row.level, lang)))
        .with(head::NAME, move |row| object_name(row.level, &row.id, &row.name, lang))
        .with(head::ROLE, move |row| {
            let absent = if row.level == RateLevel::Firm { Reason::Unknown } else { Reason::NotApplicable };
            Cell::text_or(row.role.map(|role| term::role(role, lang)), absent)
        })
        .with(head::SCOPE, move |row| Cell::text(term::scope(row.scope, lang)))
        .with(head::YEAR, |row| columns::year(row.year))
        .with(head::TIER, move |row| Cell::text(term::tier(&row.tier, lang)))
        .with(head::FIRST_TIER, move |row| share(row.first))
        .with(head::EMBODIED, |row| measure::figure(&row.measure))
        .with(head::EMBODIED_LO, |row| measure::lo(&row.measure))
        .with(head::EMBODIED_HI, |row| measure::hi(&row.measure))
        .with(head::UNTRACED, move |row| share(row.untraced))
        .with(head::EMBODIED_VALUE, |row| measure::value(&row.measure))
}

/// What each tier adds, and what the figure rests on.
fn sources<'a>(columns: Columns<'a, &'a EmbodiedRow>, lang: Lang) -> Columns<'a, &'a EmbodiedRow> {
    let near = |at: usize| move |row: &&EmbodiedRow| share(row.layers[at].near);
    let traced = |at: usize| move |row: &&EmbodiedRow| share(row.layers[at].traced);
    columns
        .with(head::NEAR_1, near(0))
        .with(head::NEAR_2, near(1))
        .with(head::NEAR_3, move |row| share(beyond(&row.layers[2..], |layer| layer.near)))
        .with(head::TRACED_1, traced(0))
        .with(head::TRACED_2, traced(1))
        .with(head::TRACED_3, move |row| share(beyond(&row.layers[2..], |layer| layer.traced)))
        .with(head::FLAGS, move |row| {
            let flags: Vec<&str> = row.flags.iter().map(|flag| words::flag(*flag, lang)).collect();
            Cell::text_or(
                Some(flags.join(lang.pick("；", "; "))).filter(|text| !text.is_empty()),
                Reason::NotApplicable,
            )
        })
        .with(head::STATUS, move |row| Cell::text(term::status(row.measure.status, lang)))
        .with(head::ID, |row| Cell::text(&*row.id))
        .with(head::FIGURE, |row| Cell::text(row.figure.to_string()))
        .with(head::CARD, |row| Cell::text(&*row.measure.card))
}

/// What several tiers of suppliers add together.
fn beyond(layers: &[Layer], of: impl Fn(&Layer) -> Option<f64>) -> Option<f64> {
    layers.iter().map(of).sum()
}

/// Suppliers whose books would make the figures closer.
pub(super) fn wanting(rows: &[Wanting], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::FIRM_NAME, |row: &Wanting| Cell::text(&*row.name))
        .with(head::YEAR, |row| columns::year(row.year))
        .with(head::FLAGS, move |row| Cell::text(words::flag(row.flag, lang)))
        .with(head::ID, |row| Cell::text(&*row.id))
        .table("embodied_wanting", words::wanting_title(lang), rows)
}

/// What a chief can read aloud of firms whose suppliers' suppliers are on record: the hollowest leaders first.
pub(super) fn sentences(rate: &Rate, lang: Lang) -> impl Iterator<Item = String> {
    let (year, main) = (latest(rate), main_tier(rate));
    let is_told = |row: &&EmbodiedRow| {
        let differs =
            row.first.zip(row.measure.value).is_some_and(|(first, value)| (first - value).abs() >= WORTH_TELLING);
        let differs = differs && row.untraced.is_some_and(|untraced| untraced <= MOST_UNTRACED);
        let is_traced = beyond(&row.layers[1..], |layer| layer.traced).is_some_and(|share| share > 0.0);
        row.level == RateLevel::Firm
            && is_traced
            && row.year == year
            && Some(row.tier.as_ref()) == main.as_deref()
            && differs
    };
    let mut rows: Vec<&EmbodiedRow> = rate.embodied.iter().filter(is_told).collect();
    if rows.iter().any(|row| row.role == Some(Role::Leader)) {
        rows.retain(|row| row.role == Some(Role::Leader));
    }
    let fall = |row: &EmbodiedRow| row.first.unwrap_or(0.0) - row.measure.value.unwrap_or(0.0);
    let is_certain = |row: &EmbodiedRow| row.measure.hi.zip(row.first).is_some_and(|(hi, first)| hi < first);
    rows.sort_by(|a, b| {
        (is_certain(b).cmp(&is_certain(a))).then(fall(b).total_cmp(&fall(a))).then_with(|| a.id.cmp(&b.id))
    });
    rows.into_iter().filter_map(move |row| sentence(row, lang))
}

fn sentence(row: &EmbodiedRow, lang: Lang) -> Option<String> {
    let percent = |share: f64| number::percent(share);
    let bounds = number::cell(&measure::interval(&row.measure)?, Unit::Share, lang);
    Some(words::sentence(
        &words::Told {
            name: &row.name,
            year: &term::year(row.year, lang),
            tier: &term::tier(&row.tier, lang),
            first: &percent(row.first?),
            value: &percent(row.measure.value?),
            bounds: &bounds,
            untraced: &percent(row.untraced?),
            is_close: matches!(measure::figure(&row.measure), Cell::Number(_)),
        },
        lang,
    ))
}

#[cfg(test)]
mod tests {
    use super::{sentences, table};
    use crate::analysis::key::{FigureKey, Question};
    use crate::analysis::rate::{BuyerScope, EmbodiedRow, Flag, Layer, Rate, RateLevel, Traced};
    use crate::model::measure::Status;
    use crate::model::{Measure, Role, Year};
    use crate::report::fixture;
    use crate::report::table::Cell;
    use crate::report::words::Lang;

    fn row(name: &str, first: f64, (value, lo, hi): (f64, f64, f64)) -> EmbodiedRow {
        let layer = |tier| Layer { tier, near: Some(value / 4.0), traced: Some((1.0 - (hi - lo)) / 4.0) };
        let measure = Measure { value: Some(value), lo: Some(lo), hi: Some(hi), ..Measure::empty("card") };
        EmbodiedRow {
            figure: FigureKey::new(Question::Rate, &format!("firm/{name}/2024").into(), &"city/embodied".into()),
            level: RateLevel::Firm,
            id: name.into(),
            name: name.into(),
            role: Some(Role::Leader),
            scope: BuyerScope::All,
            year: Some(Year(2024)),
            tier: "city".into(),
            first: Some(first),
            measure: Measure { status: Status::Ok, ..measure },
            untraced: Some(hi - lo),
            layers: [1, 2, 3, 4].map(layer),
            flags: vec![Flag::SectorRatio, Flag::UnpricedInputs],
        }
    }

    fn rate(embodied: Vec<EmbodiedRow>) -> Rate {
        Rate { embodied, embodied_buyers: Some(Traced::Leaders), ..fixture::rate() }
    }

    #[test]
    fn the_hollowest_leader_whose_fall_is_certain_is_told_first() {
        let rows = vec![
            row("甲", 0.6, (0.2, 0.1, 0.55)),
            row("乙", 0.9, (0.3, 0.25, 0.7)),
            row("丙", 0.9, (0.1, 0.05, 0.5)),
            row("丁", 0.8, (0.1, 0.05, 0.95)),
            row("戊", 0.3, (0.301, 0.3, 0.32)),
        ];
        let told: Vec<String> = sentences(&rate(rows), Lang::Zh).collect();
        let names: Vec<&str> = told.iter().filter_map(|text| text.split("账面").next()).collect();
        assert_eq!(names, ["丙", "乙", "甲"], "丁 is hardly traced, 戊 is what it seems");
        assert_eq!(
            told[0],
            "丙账面市域配套率 90.0%（2024 年），追溯到上游供应商后，真正留在市域的价值在 5.0–50.0% 之间（45.0% 追溯不到来源；只按已登记的采购计为 10.0%）。"
        );
    }

    #[test]
    fn the_figure_gives_way_to_wide_bounds_and_never_stands_without_them() {
        let rate = rate(vec![row("甲", 0.6, (0.25, 0.2, 0.5)), row("乙", 0.6, (0.25, 0.24, 0.3))]);
        let table = table(&rate, Lang::Zh);
        let at = |key: &str| table.columns.iter().position(|column| column.key == key).unwrap();
        let cells = |row: usize| ["embodied", "embodied_lo", "embodied_hi"].map(|key| table.rows[row][at(key)].clone());
        let wide = Cell::Interval { lo: 0.2, hi: 0.5, lo_open: false, hi_open: false };
        assert_eq!(cells(0), [wide, Cell::Number(0.2), Cell::Number(0.5)]);
        assert_eq!(cells(1), [Cell::Number(0.25), Cell::Number(0.24), Cell::Number(0.3)]);
        assert!(["embodied_lo", "embodied_hi"].iter().all(|key| !table.columns[at(key)].detail));
        assert_eq!(table.rows[0][at("flags")], Cell::text("增加值率取行业平均；上游采购缺金额"));
    }
}
