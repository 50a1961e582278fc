//! The three-way split in words: key figures, totals, products, buyers, the meeting sheet and whom to ask.

use crate::analysis::split::{Candidate, FirmName, Meeting, Split, SplitRow, SplitTotal};
use crate::report::columns::{self, Columns};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, explain, number, split as words, term};
use crate::report::{Block, Context, KeyFigure, Report, title};
use std::collections::BTreeMap;

pub(super) fn present(split: &Split, context: &Context) -> Report {
    let lang = context.lang;
    let tables = [
        total(split, lang),
        summed("split_product", split, lang),
        summed("split_buyer", split, lang),
        matches(&split.matches, lang),
        candidates(&split.candidates, lang),
        rows(&split.rows, lang),
    ];
    let mut notes = words::notes(lang);
    if split.unlocated_buyers > 0 {
        notes.push(words::unlocated_buyers(split.unlocated_buyers, lang));
    }
    Report {
        title: title(split.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(split.year, &split.tier),
        key_figures: key_figures(split, lang),
        blocks: tables.map(Block::Table).into(),
        notes,
    }
}

pub(super) fn key_figures(split: &Split, lang: Lang) -> Vec<KeyFigure> {
    let total = &split.total;
    let unlocated = Some(total.unlocated).filter(|yuan| *yuan > 0.0);
    let unlocated = unlocated.map(|yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang));
    let figure = |label: String, value, unit, note| KeyFigure { label, value, unit, note };
    let tier = term::tier(&split.tier.to_string(), lang);
    let mut rate_note = vec![words::rate_note(&tier, unlocated.as_deref(), total.unpriced_lines, lang)];
    rate_note.extend(split.left_out.as_ref().map(|left_out| term::left_out(left_out, lang)));
    let rate_note = term::clauses(&rate_note, lang);
    vec![
        figure(words::rate_label(lang).to_owned(), share(total.rate, total), Unit::Share, rate_note),
        figure(
            words::bridgeable_label(lang).to_owned(),
            amount(total.bridgeable, total),
            Unit::Yuan,
            words::bridgeable_note(split.matches.len(), lang),
        ),
        figure(
            words::recruit_label(lang).to_owned(),
            amount(total.to_recruit, total),
            Unit::Yuan,
            words::recruit_note(split.candidates.len(), lang),
        ),
        figure(
            words::ceiling_label(lang).to_owned(),
            share(total.ceiling, total),
            Unit::Share,
            words::ceiling_note(lang).to_owned(),
        ),
    ]
}

/// Why yuan or a share of them are absent: nothing was bought, or nothing of it has an amount.
fn absence(unpriced_lines: u32) -> Reason {
    if unpriced_lines > 0 { Reason::NotIdentified } else { Reason::NoPurchases }
}

fn share(share: Option<f64>, total: &SplitTotal) -> Cell {
    let unsettled = total.unpriced_lines > 0 || total.unlocated > 0.0;
    Cell::number_or(share, if unsettled { Reason::NotIdentified } else { Reason::NoPurchases })
}

/// Yuan; where nothing is priced, not zero but unknown.
fn amount(yuan: f64, total: &SplitTotal) -> Cell {
    Cell::number_or((total.demand > 0.0).then_some(yuan), absence(total.unpriced_lines))
}

fn total(split: &Split, lang: Lang) -> Table {
    let (tier, year) = (split.tier.to_string(), split.year);
    let place = term::place(split.focus.as_ref(), lang);
    let columns = Columns::new(lang)
        .with(head::NAME, move |_: &SplitTotal| Cell::text(&place))
        .with(head::YEAR, move |_| columns::year(year))
        .with(head::TIER, move |_| Cell::text(term::tier(&tier, lang)));
    amounts(columns, |total| total)
        .with(head::LOCATED_RATE, |total| share(total.rate, total))
        .with(head::CEILING, |total| share(total.ceiling, total))
        .table("split_total", words::table_title("split_total", lang), [&split.total])
}

/// The columns in yuan, of whatever holds a total.
fn amounts<'a, R>(columns: Columns<'a, R>, total: impl Fn(&R) -> &SplitTotal + Copy + 'a) -> Columns<'a, R> {
    columns
        .with(head::DEMAND, move |row| amount(total(row).demand, total(row)))
        .with(head::SUPPLIED, move |row| amount(total(row).supplied, total(row)))
        .with(head::BRIDGEABLE, move |row| amount(total(row).bridgeable, total(row)))
        .with(head::TO_RECRUIT, move |row| amount(total(row).to_recruit, total(row)))
        .with(head::UNLOCATED, move |row| amount(total(row).unlocated, total(row)))
        .with(head::UNPRICED, move |row| columns::lines(total(row).unpriced_lines))
}

/// A product or a buyer with the sum of its rows.
struct Sum<'a> {
    id: &'a str,
    name: &'a str,
    rows: usize,
    total: SplitTotal,
}

/// Rows summed by product or by buyer, most to recruit first.
fn summed(key: &'static str, split: &Split, lang: Lang) -> Table {
    let by_product = key == "split_product";
    let mut sums: BTreeMap<&str, Sum<'_>> = BTreeMap::new();
    for row in &split.rows {
        let (id, name) =
            if by_product { (&row.product.id, &row.product.name) } else { (&row.buyer.id, &row.buyer.name) };
        let fresh = || Sum { id, name, rows: 0, total: SplitTotal::default() };
        let sum = sums.entry(id).or_insert_with(fresh);
        sum.rows += 1;
        add(&mut sum.total, row);
    }
    let mut sums: Vec<Sum<'_>> = sums.into_values().collect();
    sums.sort_by(|a, b| b.total.to_recruit.total_cmp(&a.total.to_recruit).then_with(|| a.id.cmp(b.id)));
    let (first, others) =
        if by_product { (head::PRODUCT_NAME, head::BUYERS) } else { (head::FIRM_NAME, head::PRODUCTS) };
    let columns = Columns::new(lang).with(first, |sum: &Sum<'_>| Cell::text(sum.name));
    amounts(columns, |sum| &sum.total)
        .with(others, |sum| Cell::count(sum.rows))
        .with(head::ID, |sum| Cell::text(sum.id))
        .table(key, words::table_title(key, lang), &sums)
}

fn add(total: &mut SplitTotal, row: &SplitRow) {
    total.demand += row.demand.unwrap_or(0.0);
    total.supplied += row.supplied.unwrap_or(0.0);
    total.bridgeable += row.bridgeable.unwrap_or(0.0);
    total.to_recruit += row.to_recruit.unwrap_or(0.0);
    total.unlocated += row.unlocated.unwrap_or(0.0);
    total.unpriced_lines += row.unpriced_lines;
}

fn rows(rows: &[SplitRow], lang: Lang) -> Table {
    let with_total = |row| {
        let mut total = SplitTotal::default();
        add(&mut total, row);
        (row, total)
    };
    let rows: Vec<(&SplitRow, SplitTotal)> = rows.iter().map(with_total).collect();
    let columns = Columns::new(lang)
        .with(head::BUYER, |(row, _): &(&SplitRow, SplitTotal)| Cell::text(&*row.buyer.name))
        .with(head::BUYER_PLACE, |(row, _)| columns::known(&row.buyer.place))
        .with(head::PRODUCT, |(row, _)| Cell::text(&*row.product.name));
    let columns = amounts(columns, |(_, total)| total)
        .with(head::BUYER_ID, |(row, _)| Cell::text(&*row.buyer.id))
        .with(head::PRODUCT_ID, |(row, _)| Cell::text(&*row.product.id))
        .with(head::FIGURE, |(row, _)| Cell::text(row.figure.to_string()));
    let note = rows.first().map(|(row, _)| explain::example(&row.figure.measure("to_recruit"), lang));
    Table { note, ..columns.table("split", words::table_title("split", lang), &rows) }
}

pub(super) fn contact(firm: &FirmName) -> Cell {
    Cell::text_or(firm.contact.as_deref(), Reason::Unknown)
}

fn matches(meetings: &[Meeting], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::PRODUCT, |row: &Meeting| Cell::text(&*row.product.name))
        .with(head::BUYER, |row| Cell::text(&*row.buyer.name))
        .with(head::BUYER_PLACE, |row| columns::known(&row.buyer.place))
        .with(head::BUYER_CONTACT, |row| contact(&row.buyer))
        .with(head::SELLER, |row| Cell::text(&*row.seller.name))
        .with(head::SELLER_PLACE, |row| columns::known(&row.seller.place))
        .with(head::SELLER_CONTACT, |row| contact(&row.seller))
        .with(head::MEETING, |row| Cell::Number(row.amount))
        .with(head::NEED, |row| Cell::Number(row.need))
        .with(head::SPARE, |row| Cell::Number(row.spare))
        .with(head::ALREADY, |row| Cell::Flag(row.already_supplies))
        .with(head::BUYER_ID, |row| Cell::text(&*row.buyer.id))
        .with(head::SELLER_ID, |row| Cell::text(&*row.seller.id))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("matches", words::table_title("matches", lang), meetings)
}

fn candidates(candidates: &[Candidate], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::SELLER, |row: &Candidate| Cell::text(&*row.seller.name))
        .with(head::SELLER_PLACE, |row| columns::known(&row.seller.place))
        .with(head::SELLER_CONTACT, |row| contact(&row.seller))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::OPEN_NEED, |row| Cell::Number(row.open_need))
        .with(head::SELLER_ID, |row| Cell::text(&*row.seller.id))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("candidates", words::table_title("candidates", lang), candidates)
}

#[cfg(test)]
mod tests {
    use super::present;
    use crate::report::fixture;
    use crate::report::table::{Cell, Reason};
    use crate::report::{Block, Context};

    #[test]
    fn the_example_of_the_needs_reads_as_expected() {
        let report = present(&fixture::split(), &Context::default());
        let values: Vec<&Cell> = report.key_figures.iter().map(|figure| &figure.value).collect();
        let expected = [0.4, 1.5e7, 4.5e7, 0.55].map(Cell::Number);
        assert_eq!(values, expected.iter().collect::<Vec<_>>());
        assert_eq!(report.key_figures[3].label, "零投资上限");
    }

    #[test]
    fn products_are_sorted_by_what_must_be_recruited_and_unpriced_ones_have_no_yuan() {
        let report = present(&fixture::split(), &Context::default());
        let Block::Table(table) = &report.blocks[1] else { panic!("products are a table") };
        let names: Vec<&Cell> = table.rows.iter().map(|row| &row[0]).collect();
        assert_eq!(names[..2], [&Cell::text("电控"), &Cell::text("轴承钢管")]);
        let seal = table.rows.iter().find(|row| row[0] == Cell::text("密封件")).unwrap();
        assert_eq!(seal[1], Cell::Missing(Reason::NotIdentified));
    }
}
