//! The first page: key figures of every answer and a few sentences a chief can read aloud.

use crate::analysis::Answer;
use crate::analysis::gap::Gap;
use crate::analysis::rate::{Basis, Completeness, Rate, RateLevel, RateRow};
use crate::analysis::scope::AreaName;
use crate::analysis::split::Split;
use crate::report::table::{Cell, Unit};
use crate::report::words::{Lang, gap as gap_words, number, summary as words, term};
use crate::report::{
    Block, Context, Report, development, embodied, gap, innovation, matching, measure, plan, rate, risk, split, target,
    title, whatif,
};

/// The headline figures of all answers and what they say in plain sentences; figures of single chains stand in the reports.
pub fn summary(answers: &[Answer], context: &Context) -> Report {
    let lang = context.lang;
    let key_figures = answers.iter().flat_map(|answer| match answer {
        Answer::Rate(rate) => rate::headlines(rate, lang),
        Answer::Split(split) => split::key_figures(split, lang),
        Answer::Gap(gap) => gap::headlines(gap, lang),
        Answer::Risk(risk) => risk::headlines(risk, lang),
        Answer::Target(target) => target::headline(target, lang).into_iter().collect(),
        Answer::Plan(plan) => plan::headlines(plan, lang),
        Answer::WhatIf(answer) => whatif::headlines(answer, lang),
        // What can be introduced stands in the split already. The maps and the catalogue show what the weak links tell, counties what the rates do; the size of a graph
        // and the rows behind a figure are no findings.
        Answer::Match(_) | Answer::Capability(_) | Answer::Catalogue(_) | Answer::Panorama(_) => Vec::new(),
        Answer::Innovation(_) | Answer::Development(_) => Vec::new(),
        // Its amounts are those of the recruitment.
        Answer::Roadmap(_) => Vec::new(),
        Answer::County(_) | Answer::Network(_) | Answer::Explain(_) => Vec::new(),
        Answer::Ego(_) => Vec::new(),
    });
    let sentences = answers.iter().flat_map(|answer| match answer {
        Answer::Rate(rate) => of_rate(rate, lang).into_iter().chain(embodied::sentences(rate, lang).take(1)).collect(),
        Answer::Split(split) => of_split(split, lang).into_iter().collect(),
        Answer::Gap(gap) => of_gap(gap, lang),
        Answer::Risk(risk) => risk::sentences(risk, lang),
        Answer::Target(target) => target::sentence(target, lang).into_iter().collect(),
        Answer::Match(answer) => matching::sentences(answer, lang),
        Answer::Plan(plan) => plan::sentences(plan, lang),
        Answer::WhatIf(answer) => whatif::sentences(answer, lang),
        Answer::Innovation(answer) => innovation::sentence(answer, lang).into_iter().collect(),
        Answer::Development(answer) => development::sentence(answer, lang).into_iter().collect(),
        Answer::Capability(_)
        | Answer::Catalogue(_)
        | Answer::Roadmap(_)
        | Answer::County(_)
        | Answer::Panorama(_)
        | Answer::Ego(_)
        | Answer::Network(_)
        | Answer::Explain(_) => Vec::new(),
    });
    let caution = answers.iter().find_map(|answer| caution(answer, lang));
    Report {
        title: title(answers.iter().find_map(focus), words::title(lang), lang),
        subtitle: context.subtitle(&[]),
        key_figures: key_figures.collect(),
        blocks: sentences.chain(caution).map(Block::Paragraph).collect(),
        notes: Vec::new(),
    }
}

fn focus(answer: &Answer) -> Option<&AreaName> {
    match answer {
        Answer::Rate(rate) => rate.focus.as_ref(),
        Answer::Split(split) => split.focus.as_ref(),
        Answer::Gap(gap) => gap.focus.as_ref(),
        Answer::Risk(risk) => risk.focus.as_ref(),
        Answer::Target(target) => target.focus.as_ref(),
        Answer::Roadmap(roadmap) => roadmap.focus.as_ref(),
        Answer::Match(answer) => answer.focus.as_ref(),
        Answer::Plan(plan) => plan.focus.as_ref(),
        Answer::WhatIf(whatif) => whatif.focus.as_ref(),
        Answer::Catalogue(catalogue) => catalogue.focus.as_ref(),
        Answer::County(county) => county.focus.as_ref(),
        Answer::Capability(capability) => capability.focus.as_ref(),
        Answer::Panorama(panorama) => panorama.focus.as_ref(),
        Answer::Innovation(answer) => answer.focus.as_ref(),
        Answer::Development(answer) => answer.focus.as_ref(),
        Answer::Ego(ego) => ego.focus.as_ref(),
        Answer::Network(_) | Answer::Explain(_) => None,
    }
}

/// Totals by amount in the latest year, tier by tier.
fn totals(rate: &Rate) -> impl Iterator<Item = &RateRow> {
    let year = rate::latest(rate);
    rate.rows.iter().filter(move |row| row.year == year && row.level == RateLevel::Total && row.basis == Basis::Amount)
}

fn of_rate(rate: &Rate, lang: Lang) -> Option<String> {
    let (place, year) = (term::place(rate.focus.as_ref(), lang), term::year(rate::latest(rate), lang));
    let tier = |row: &RateRow| term::tier(&row.tier, lang);
    let known = |row: &RateRow| Some((tier(row), number::percent(measure::known_lines(&row.measure)?)));
    if let Some(rates) = totals(rate).map(known).collect::<Option<Vec<_>>>().filter(|rates| !rates.is_empty()) {
        return Some(words::known_rates(&place, &year, &rates, lang));
    }
    let shown = |row: &RateRow| {
        let figure = number::cell(&measure::figure(&row.measure), Unit::Share, lang);
        (tier(row), figure)
    };
    let rates: Vec<(String, String)> = totals(rate).map(shown).collect();
    (!rates.is_empty()).then(|| words::rates(&place, &year, &rates, lang))
}

fn of_split(split: &Split, lang: Lang) -> Option<String> {
    let total = &split.total;
    let parts = [total.demand, total.supplied, total.bridgeable, total.to_recruit];
    let parts = parts.map(|yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang));
    let mut sentences = vec![words::split(&term::tier(&split.tier.to_string(), lang), &parts, lang)];
    if let (Some(rate), Some(ceiling)) = (total.rate, total.ceiling.filter(|_| total.bridgeable > 0.0)) {
        sentences.push(words::ceiling(&number::percent(rate), &number::percent(ceiling), lang));
    }
    (total.demand > 0.0).then(|| sentences.join(lang.pick("", " ")))
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
    let buyers = Some(rate.unlocated_buyers.len()).filter(|count| *count > 0).map(number::count);
    Some(words::caution(&term::unpriced(unpriced, lang), buyers.as_deref(), lang))
}

#[cfg(test)]
mod tests {
    use super::summary;
    use crate::analysis::Answer;
    use crate::model::measure::Status;
    use crate::report::table::Cell;
    use crate::report::{Block, Context, fixture};

    #[test]
    fn a_few_sentences_can_be_read_aloud() {
        let report = summary(&fixture::answers(), &Context::default());
        let sentences: Vec<&str> = (report.blocks.iter())
            .map(|block| if let Block::Paragraph(text) = block { text.as_str() } else { panic!("only sentences") })
            .collect();
        assert_eq!(sentences[0], "宿州市近地化配套率（2024 年，金额口径）：县域 41.0%，市域 41.0%。");
        let ceiling = "不新增投资、只做对接，来源已知采购的配套率最高可由 40.0% 提高到 55.0%。";
        assert!(sentences[1].ends_with(ceiling), "{}", sentences[1]);
        assert_eq!(sentences.len(), 13);
        assert!(sentences[4].contains("光伏（80.0%）") && sentences[12].contains("缺金额 1 行"), "{sentences:#?}");
        assert!(sentences.iter().any(|sentence| sentence.contains("建议实施 1 个项目：甲")), "{sentences:#?}");
        let recruit =
            "招商首选乙公司（长三角）：供货 1 家链主中的 1 家，可带回 4,000 万元，替代 1 个独家来源，可请甲车桥引荐。";
        assert!(sentences.contains(&recruit), "{sentences:#?}");
        assert!(sentences[5].starts_with("一旦丙公司（规模 100 万元）停产"), "{}", sentences[5]);
        assert!(sentences[5].ends_with("受其影响停产过半的链主：甲车桥。"), "{}", sentences[5]);
        assert!(
            sentences.iter().any(|s| s.ends_with("最该扩产的是灵璧某厂（轴承钢管）：最多可再承接 4,500 万元。")),
            "{sentences:#?}"
        );
    }

    #[test]
    fn a_rate_without_bounds_is_told_as_one_of_known_lines() {
        let mut rate = fixture::rate();
        for row in &mut rate.rows {
            (row.measure.lo, row.measure.hi, row.measure.status) = (None, None, Status::NotIdentified);
        }
        let report = summary(&[Answer::Rate(Box::new(rate))], &Context::default());
        let figure = &report.key_figures[0];
        assert_eq!(
            (figure.label.as_str(), &figure.value),
            ("县域近地化配套率（2024 年）·仅按已知行", &Cell::Number(0.41))
        );
        assert!(figure.note.contains("缺金额 1 行"), "{}", figure.note);
        let Block::Paragraph(text) = &report.blocks[0] else { panic!("a sentence") };
        assert!(text.contains("仅按已知行") && text.contains("上下限无法判定"), "{text}");
    }
}
