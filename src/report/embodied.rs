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

/// The figures: latest year first, then leaders, the total, chains, counties, other firms, segments and products.
pub(super) fn table(rate: &Rate, lang: Lang) -> Table {
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
    let rows: Vec<&EmbodiedRow> = objects.into_iter().flatten().collect();
    let note = rows.first().map(|row| explain::example(&row.figure.to_string(), lang));
    let share = |value: Option<f64>| Cell::number_or(value, Reason::NotIdentified);
    let columns = Columns::new(lang)
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
        .with(head::EMBODIED_VALUE, |row| measure::value(&row.measure));
    let near = |at: usize| move |row: &&EmbodiedRow| share(row.layers[at].near);
    let traced = |at: usize| move |row: &&EmbodiedRow| share(row.layers[at].traced);
    let table = columns
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
        .table("embodied", words::title(lang), &rows);
    Table { note, ..table }
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
