//! Where the numbers come from: the data set, its files and their fingerprints.

use crate::analysis::scope::AreaName;
use crate::model::Dataset;
use crate::model::dataset::Source;
use crate::report::columns::Columns;
use crate::report::table::{Cell, Reason};
use crate::report::words::{Lang, column as head, number, source as words};
use crate::report::{Block, Context, Report};

/// The data set in a few sentences and its files in a table.
pub fn sources(dataset: &Dataset, context: &Context) -> Report {
    let lang = context.lang;
    let sum = |count: fn(&crate::model::RowBalance) -> usize| dataset.balance.iter().map(count).sum::<usize>();
    let rows = [sum(|table| table.read), sum(|table| table.used), sum(|table| table.set_aside)].map(number::count);
    let focus = dataset.about.focus.map(|focus| AreaName::of(focus).name);
    let sentences = [
        words::rows(&rows, lang),
        words::focus(focus.as_deref(), lang),
        words::fingerprint(&dataset.fingerprint, lang),
    ];
    Report {
        title: words::title(lang).to_owned(),
        subtitle: context.subtitle(&[]),
        blocks: sentences.map(Block::Paragraph).into_iter().chain([Block::Table(files(dataset, lang))]).collect(),
        ..Report::default()
    }
}

fn files(dataset: &Dataset, lang: Lang) -> crate::report::Table {
    let amount =
        |source: &Source| source.amount.as_ref().map(|column| words::column(&column.heading, &column.letter, lang));
    Columns::new(lang)
        .with(head::SOURCE_FILE, |source: &Source| Cell::text(&*source.file))
        .with(head::SOURCE_SHEET, |source| Cell::text(&*source.sheet))
        .with(head::SOURCE_AMOUNT, move |source| Cell::text_or(amount(source), Reason::NotApplicable))
        .with(head::FILE_HASH, |source| Cell::text(&*source.sha256))
        .table("sources", words::table_title(lang), &dataset.sources)
}

#[cfg(test)]
mod tests {
    use super::sources;
    use crate::model::{Dataset, RowBalance};
    use crate::report::{Block, Context};

    #[test]
    fn rows_read_used_and_set_aside_are_told_in_one_sentence() {
        let balance = RowBalance { file: "a.csv".into(), sheet: "a".into(), read: 1_200, used: 1_190, set_aside: 10 };
        let dataset = Dataset { balance: vec![balance], fingerprint: "ab12".into(), ..Dataset::default() };
        let report = sources(&dataset, &Context::default());
        let Block::Paragraph(rows) = &report.blocks[0] else { panic!("a sentence") };
        assert_eq!(rows, "共读入 1,200 行，使用 1,190 行，搁置 10 行。");
        assert!(matches!(&report.blocks[2], Block::Paragraph(text) if text.contains("ab12")));
    }
}
