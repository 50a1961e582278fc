//! The first page: key figures of every answer and a few sentences a chief can read aloud.

use crate::analysis::Answer;
use crate::analysis::gap::Gap;
use crate::analysis::rate::{Basis, Completeness, Rate, RateLevel, RateRow};
use crate::analysis::split::Split;
use crate::report::table::{Cell, Unit};
use crate::report::words::{Lang, gap as gap_words, number, summary as words, term};
use crate::report::{Block, Context, KeyFigure, Report, gap, measure, present, rate, title};

/// Key figures of all answers, each once, and what they say in plain sentences.
pub fn summary(answers: &[Answer], context: &Context) -> Report {
    let lang = context.lang;
    let mut key_figures: Vec<KeyFigure> = Vec::new();
    let mut sentences = Vec::new();
    let mut focus = None;
    for answer in answers {
        let figures = match answer {
            // The size of an exported graph is no finding.
            Answer::Network(_) => continue,
            Answer::Rate(rate) => {
                focus = rate.focus.as_ref().or(focus);
                sentences.extend(of_rate(rate, lang));
                present(answer, context).key_figures
            }
            Answer::Split(split) => {
                focus = split.focus.as_ref().or(focus);
                sentences.extend(of_split(split, lang));
                present(answer, context).key_figures
            }
            Answer::Gap(gap) => {
                focus = gap.focus.as_ref().or(focus);
                sentences.extend(of_gap(gap, lang));
                present(answer, context).key_figures
            }
            Answer::Panorama(_) => present(answer, context).key_figures,
        };
        for figure in figures {
            // Weak links and panoramas both tell how complete a chain is.
            if key_figures.iter().all(|known| known.label != figure.label) {
                key_figures.push(figure);
            }
        }
    }
    sentences.extend(answers.iter().find_map(|answer| caution(answer, lang)));
    Report {
        title: title(focus, words::title(lang), lang),
        subtitle: context.subtitle(&[]),
        key_figures,
        blocks: sentences.into_iter().map(Block::Paragraph).collect(),
        notes: Vec::new(),
    }
}

/// Totals by amount in the latest year, tier by tier.
fn totals(rate: &Rate) -> impl Iterator<Item = &RateRow> {
    let year = rate::latest(rate);
    rate.rows.iter().filter(move |row| row.year == year && row.level == RateLevel::Total && row.basis == Basis::Amount)
}

fn of_rate(rate: &Rate, lang: Lang) -> Option<String> {
    let share = |row: &RateRow| {
        let shown = number::cell(&measure::figure(&row.measure), Unit::Share, lang);
        (term::tier(&row.tier, lang), shown)
    };
    let rates: Vec<(String, String)> = totals(rate).map(share).collect();
    let (place, year) = (term::place(rate.focus.as_ref(), lang), term::year(rate::latest(rate), lang));
    (!rates.is_empty()).then(|| words::rates(&place, &year, &rates, lang))
}

fn of_split(split: &Split, lang: Lang) -> Vec<String> {
    let total = &split.total;
    let mut sentences = Vec::new();
    if total.demand > 0.0 {
        let parts = [total.demand, total.supplied, total.bridgeable, total.to_recruit];
        let parts = parts.map(|yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang));
        sentences.push(words::split(&term::tier(&split.tier.to_string(), lang), &parts, lang));
    }
    if let (Some(rate), Some(ceiling)) = (total.rate, total.ceiling.filter(|_| total.bridgeable > 0.0)) {
        sentences.push(words::ceiling(&number::percent(rate), &number::percent(ceiling), lang));
    }
    sentences
}

fn of_gap(gap: &Gap, lang: Lang) -> Vec<String> {
    let mut sentences = Vec::new();
    let count = |kind| gap.counts.get(kind).map(|count| (number::count(*count), gap_words::gap_type(*kind, lang)));
    let counts: Vec<(String, &str)> = gap_words::TYPES.iter().filter_map(|(kind, _)| count(kind)).collect();
    if !counts.is_empty() {
        sentences.push(words::counts(&counts, lang));
    }
    if let Some(row) = gap.rows.first().filter(|row| row.priority.is_some()) {
        let outside = gap::outside(&row.evidence);
        let outside = matches!(outside, Cell::Number(_)).then(|| number::with_unit(&outside, Unit::Yuan, lang));
        sentences.push(words::top(&row.product.name, outside.as_deref(), &gap::why(row, None, lang), lang));
    }
    sentences.extend(extremes(&gap.completeness, lang));
    sentences
}

/// The most and the least complete chain, where there are two that differ.
fn extremes(chains: &[Completeness], lang: Lang) -> Option<String> {
    let by_value = |a: &&Completeness, b: &&Completeness| {
        let value = |entry: &Completeness| entry.products.value.unwrap_or(0.0);
        value(a).total_cmp(&value(b)).then_with(|| b.chain.cmp(&a.chain))
    };
    let known = || chains.iter().filter(|entry| entry.products.value.is_some());
    let (most, least) = (known().max_by(by_value)?, known().min_by(by_value)?);
    let text = |entry: &Completeness| number::cell(&measure::figure(&entry.products), Unit::Share, lang);
    (most.products.value > least.products.value)
        .then(|| words::completeness((&most.name, &text(most)), (&least.name, &text(least)), lang))
}

/// Lines and buyers that the figures leave out.
fn caution(answer: &Answer, lang: Lang) -> Option<String> {
    let Answer::Rate(rate) = answer else { return None };
    let unpriced = totals(rate).find_map(|row| row.amounts).map_or(0, |amounts| amounts.unpriced_lines);
    let buyers = number::count(rate.unlocated_buyers.len());
    Some(words::caution(&term::unpriced(unpriced, lang), &buyers, lang))
}
