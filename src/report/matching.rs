//! Meetings in words: by buyer, by seller, by round; what expansion would bring, whom to ask, what to buy together.

use crate::analysis::matching::{
    Expansion, Introduction, Market, Matching, Mutual, Offer, OpenNeed, Pair, Pool, Round, Stable, StableRow,
};
use crate::analysis::split::{FirmName, ProductName};
use crate::report::columns::{self, Columns};
use crate::report::split::contact;
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, explain, matching as words, number, term};
use crate::report::{Block, Context, KeyFigure, Report, title};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Tables of the meeting workbook (对接表): the sheets that go along to the meeting.
const MEETING: [&str; 3] = ["match_by_buyer", "match_by_seller", "match_pairs"];

/// Buyers of a pooled purchase that a cell names; the answer names all.
const NAMED: usize = 5;

pub(super) fn present(answer: &Matching, context: &Context) -> Report {
    let lang = context.lang;
    let mut tables = vec![
        total(answer, lang),
        products(&answer.products, lang),
        by_firm("match_by_buyer", &answer.meetings, lang),
        by_firm("match_by_seller", &answer.meetings, lang),
        pairs(&answer.pairs, lang),
        rounds(&answer.rounds, lang),
        expansions(&answer.expansions, lang),
        offers(&answer.offers, lang),
        pooled(&answer.pooled, lang),
        mutual(&answer.mutual, lang),
    ];
    tables.extend(answer.stable.as_ref().map(|stable| stable_table(stable, lang)));
    let mut notes = words::notes(answer.lot, answer.share_cap, lang);
    if let Some(stable) = &answer.stable {
        notes.push(words::stable_note(stable, lang));
    }
    if answer.unlocated_buyers > 0 {
        notes.push(crate::report::words::split::unlocated_buyers(answer.unlocated_buyers, lang));
    }
    Report {
        title: title(answer.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(answer.year, &answer.tier),
        key_figures: key_figures(answer, lang),
        blocks: tables.into_iter().map(Block::Table).collect(),
        notes,
    }
}

/// The meeting workbook of a report on meetings: by buyer, by seller, by round, with the notes; `None` for any other report.
pub fn meeting(report: &Report) -> Option<Report> {
    let belongs = |block: &&Block| matches!(block, Block::Table(table) if MEETING.contains(&table.key));
    let blocks: Vec<Block> = report.blocks.iter().filter(belongs).cloned().collect();
    let (title, subtitle, notes) = (report.title.clone(), report.subtitle.clone(), report.notes.clone());
    (!blocks.is_empty()).then(|| Report { title, subtitle, blocks, notes, ..Report::default() })
}

fn key_figures(answer: &Matching, lang: Lang) -> Vec<KeyFigure> {
    let total = &answer.total;
    let figure = |label: &str, value, unit, note| KeyFigure { label: label.to_owned(), value, unit, note };
    let known = |yuan: f64| Cell::number_or(total.need.map(|_| yuan), Reason::NotIdentified);
    let mut figures = vec![
        figure(
            words::matched_label(lang),
            known(total.matched),
            Unit::Yuan,
            words::matched_note(total, answer.lot, lang),
        ),
        figure(
            words::pairs_label(lang),
            Cell::count(answer.pairs.len()),
            Unit::Count,
            words::pairs_note(answer.rounds.iter().map(|round| round.pairs).sum(), answer.rounds.len(), lang),
        ),
        figure(words::open_label(lang), known(total.open), Unit::Yuan, words::open_note(answer.offers.len(), lang)),
    ];
    if let Some(first) = answer.expansions.first() {
        let note = words::expansion_note(&first.seller.name, &first.product.name, lang);
        figures.push(figure(words::expansion_label(lang), Cell::Number(first.room), Unit::Yuan, note));
    }
    figures
}

/// What a chief reads aloud.
pub(super) fn sentences(answer: &Matching, lang: Lang) -> Vec<String> {
    let yuan = |yuan: f64| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang);
    if answer.pairs.is_empty() {
        return Vec::new();
    }
    let mut sentences =
        vec![words::meetings(&yuan(answer.total.matched), answer.pairs.len(), answer.rounds.len(), lang)];
    if let Some(first) = answer.expansions.first() {
        sentences.push(words::expand(&first.seller.name, &first.product.name, &yuan(first.room), lang));
    }
    vec![sentences.join(lang.pick("", " "))]
}

fn total(answer: &Matching, lang: Lang) -> Table {
    let (tier, year) = (answer.tier.to_string(), answer.year);
    let place = term::place(answer.focus.as_ref(), lang);
    let total = &answer.total;
    let known = move |yuan: f64| Cell::number_or(total.need.map(|_| yuan), Reason::NotIdentified);
    let counted = move |count: usize| total.need.map_or(Cell::Missing(Reason::NotIdentified), |_| Cell::count(count));
    Columns::new(lang)
        .with(head::NAME, move |_: &Matching| Cell::text(&place))
        .with(head::YEAR, move |_| columns::year(year))
        .with(head::TIER, move |_| Cell::text(term::tier(&tier, lang)))
        .with(head::OUTSIDE_NEED, |_| Cell::number_or(total.need, Reason::NotIdentified))
        .with(head::LOCAL_SPARE, |_| Cell::Number(total.spare))
        .with(head::MATCHED_AMOUNT, move |_| known(total.matched))
        .with(head::STILL_OPEN, move |_| known(total.open))
        .with(head::STILL_IDLE, |_| Cell::Number(total.idle))
        .with(head::NEEDS, move |_| counted(total.needs))
        .with(head::SERVED, move |_| counted(total.served))
        .with(head::MEAN_KM, |_| Cell::number_or(total.kilometres, Reason::Unknown))
        .with(head::UNPRICED, |_| columns::lines(total.unpriced_lines))
        .table("match_total", words::table_title("match_total", lang), [answer])
}

fn products(markets: &[Market], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::PRODUCT, |row: &Market| Cell::text(&*row.product.name))
        .with(head::OUTSIDE_NEED, |row| Cell::Number(row.need))
        .with(head::LOCAL_SPARE, |row| Cell::Number(row.spare))
        .with(head::MATCHED_AMOUNT, |row| Cell::Number(row.matched))
        .with(head::STILL_OPEN, |row| Cell::Number(row.open))
        .with(head::STILL_IDLE, |row| Cell::Number(row.idle))
        .with(head::BINDING, move |row| Cell::text(words::binding(row.binding, lang)))
        .with(head::BUYERS, |row| Cell::count(row.buyers))
        .with(head::SERVED, |row| Cell::count(row.served))
        .with(head::SELLERS, |row| Cell::count(row.sellers))
        .with(head::FIRST_LOTS, |row| Cell::Number(row.first_lots))
        .with(head::MEAN_KM, |row| Cell::number_or(row.kilometres, mean_absence(row)))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("match_product", words::table_title("match_product", lang), markets)
}

fn mean_absence(market: &Market) -> Reason {
    if market.matched > 0.0 { Reason::Unknown } else { Reason::NotApplicable }
}

/// The meetings grouped by one side: the side with most money first, then its partners.
fn by_firm(key: &'static str, meetings: &[Introduction], lang: Lang) -> Table {
    let by_buyer = key == "match_by_buyer";
    let side = |row: &Introduction| if by_buyer { row.buyer.id.clone() } else { row.seller.id.clone() };
    let mut sums: BTreeMap<Arc<str>, f64> = BTreeMap::new();
    for row in meetings {
        *sums.entry(side(row)).or_default() += row.amount;
    }
    let mut rows: Vec<(f64, &Introduction)> = meetings.iter().map(|row| (sums[&side(row)], row)).collect();
    rows.sort_by(|(a_sum, a), (b_sum, b)| {
        let groups = b_sum.total_cmp(a_sum).then_with(|| side(a).cmp(&side(b)));
        let key = |row: &Introduction| (row.product.id.clone(), row.buyer.id.clone(), row.seller.id.clone());
        groups.then(b.amount.total_cmp(&a.amount)).then_with(|| key(a).cmp(&key(b)))
    });
    type Row<'r> = (f64, &'r Introduction);
    let columns = Columns::new(lang);
    let columns = match by_buyer {
        true => buyer_columns(columns).with(head::BUYER_SUM, |row: &Row<'_>| Cell::Number(row.0)),
        false => seller_columns(columns).with(head::SELLER_SUM, |row: &Row<'_>| Cell::Number(row.0)),
    };
    let columns = columns.with(head::PRODUCT, |row| Cell::text(&*row.1.product.name));
    let columns = if by_buyer { seller_columns(columns) } else { buyer_columns(columns) };
    let columns = columns
        .with(head::MEETING, |row| Cell::Number(row.1.amount))
        .with(head::NEED, |row| Cell::Number(row.1.need))
        .with(head::SPARE, |row| Cell::Number(row.1.spare))
        .with(head::KM, |row| Cell::number_or(row.1.kilometres, Reason::Unknown))
        .with(head::ALREADY, |row| Cell::Flag(row.1.already_supplies))
        .with(head::ROUND, |row| round(row.1.round))
        .with(head::BUYER_ID, |row| Cell::text(&*row.1.buyer.id))
        .with(head::SELLER_ID, |row| Cell::text(&*row.1.seller.id))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.1.product.id))
        .with(head::FIGURE, |row| Cell::text(row.1.figure.to_string()));
    let note = rows.first().map(|row| explain::example(&row.1.figure.measure("demand"), lang));
    Table { note, ..columns.table(key, words::table_title(key, lang), &rows) }
}

fn buyer_columns<'a, 'r: 'a>(columns: Columns<'a, (f64, &'r Introduction)>) -> Columns<'a, (f64, &'r Introduction)> {
    columns
        .with(head::BUYER, |row: &(f64, &Introduction)| Cell::text(&*row.1.buyer.name))
        .with(head::BUYER_CONTACT, |row| contact(&row.1.buyer))
        .with(head::BUYER_PLACE, |row| columns::known(&row.1.buyer.place))
}

fn seller_columns<'a, 'r: 'a>(columns: Columns<'a, (f64, &'r Introduction)>) -> Columns<'a, (f64, &'r Introduction)> {
    columns
        .with(head::SELLER, |row: &(f64, &Introduction)| Cell::text(&*row.1.seller.name))
        .with(head::SELLER_CONTACT, |row| contact(&row.1.seller))
        .with(head::SELLER_PLACE, |row| columns::known(&row.1.seller.place))
}

/// A round; what comes after the tables of the meeting are full has none.
fn round(round: Option<u32>) -> Cell {
    round.map_or(Cell::Missing(Reason::NotApplicable), columns::lines)
}

fn pairs(pairs: &[Pair], lang: Lang) -> Table {
    let mut rows: Vec<&Pair> = pairs.iter().collect();
    // Within a round, and beyond the rounds, the order of the answer stands: most money first.
    rows.sort_by_key(|row| row.round.unwrap_or(u32::MAX));
    Columns::new(lang)
        .with(head::ROUND, |row: &&Pair| round(row.round))
        .with(head::BUYER, |row| Cell::text(&*row.buyer.name))
        .with(head::BUYER_CONTACT, |row| contact(&row.buyer))
        .with(head::SELLER, |row| Cell::text(&*row.seller.name))
        .with(head::SELLER_CONTACT, |row| contact(&row.seller))
        .with(head::MEETING, |row| Cell::Number(row.amount))
        .with(head::PRODUCT_NAMES, move |row| names(&row.products, lang))
        .with(head::BUYER_ID, |row| Cell::text(&*row.buyer.id))
        .with(head::SELLER_ID, |row| Cell::text(&*row.seller.id))
        .table("match_pairs", words::table_title("match_pairs", lang), &rows)
}

fn names(products: &[ProductName], lang: Lang) -> Cell {
    let names: Vec<&str> = products.iter().map(|product| &*product.name).collect();
    Cell::text(term::list(&names, lang))
}

fn rounds(rounds: &[Round], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::ROUND, |row: &Round| columns::lines(row.number))
        .with(head::PAIRS, |row| Cell::count(row.pairs))
        .with(head::MEETING, |row| Cell::Number(row.amount))
        .table("match_rounds", words::table_title("match_rounds", lang), rounds)
}

/// Buyers with their open needs.
fn leading(needs: &[OpenNeed], lang: Lang) -> Cell {
    let one = |need: &OpenNeed| words::firm_with(&need.buyer.name, &yuan(need.open, lang), lang);
    Cell::text(term::list(&needs.iter().map(one).collect::<Vec<_>>(), lang))
}

fn yuan(yuan: f64, lang: Lang) -> String {
    number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang)
}

fn expansions(rows: &[Expansion], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::SELLER, |row: &Expansion| Cell::text(&*row.seller.name))
        .with(head::SELLER_CONTACT, |row| contact(&row.seller))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::SPARE, |row| Cell::Number(row.spare))
        .with(head::CAPACITY_MARGINAL, |row| Cell::Number(row.marginal))
        .with(head::ROOM, |row| Cell::Number(row.room))
        .with(head::GAINERS, |row| Cell::count(row.buyers))
        .with(head::LEADING, move |row| leading(&row.leading, lang))
        .with(head::SELLER_ID, |row| Cell::text(&*row.seller.id))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("match_expansions", words::table_title("match_expansions", lang), rows)
}

fn offers(rows: &[Offer], lang: Lang) -> Table {
    let known = |yuan: Option<f64>| Cell::number_or(yuan, Reason::Unknown);
    Columns::new(lang)
        .with(head::SELLER, |row: &Offer| Cell::text(&*row.seller.name))
        .with(head::SELLER_CONTACT, |row| contact(&row.seller))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::BEST_SALES, move |row| known(row.best))
        .with(head::CURRENT_SALES, move |row| known(row.current))
        .with(head::OFFER_CAP, move |row| known(row.cap))
        .with(head::OFFERED, move |row| known(row.amount))
        .with(head::OPEN_NEED, |row| Cell::Number(row.open_need))
        .with(head::ASKED_BY, move |row| leading(&row.leading, lang))
        .with(head::SELLER_ID, |row| Cell::text(&*row.seller.id))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("match_offers", words::table_title("match_offers", lang), rows)
}

fn pooled(rows: &[Pool], lang: Lang) -> Table {
    let ratio = |ratio: Option<f64>| Cell::number_or(ratio, Reason::Unknown);
    let buyers = move |row: &Pool| {
        let one = |part: &crate::analysis::matching::PoolBuyer| {
            words::firm_with(&part.buyer.name, &yuan(part.outside, lang), lang)
        };
        Cell::text(term::list(&row.buyers.iter().take(NAMED).map(one).collect::<Vec<_>>(), lang))
    };
    Columns::new(lang)
        .with(head::PRODUCT, |row: &Pool| Cell::text(&*row.product.name))
        .with(head::POOLED, |row| Cell::Number(row.pooled))
        .with(head::BUYERS, |row| Cell::count(row.buyers.len()))
        .with(head::STILL_OPEN, |row| Cell::Number(row.open))
        .with(head::MINIMUM_SCALE, move |row| ratio(row.minimum_scale))
        .with(head::POOL_RATIO, move |row| ratio(row.ratio))
        .with(head::OPEN_RATIO, move |row| ratio(row.open_ratio))
        .with(head::POOL_VERDICT, move |row| Cell::text(words::verdict(row.verdict, lang)))
        .with(head::SHARED_SUPPLIERS, |row| Cell::count(row.shared_suppliers))
        .with(head::POOL_BUYERS, buyers)
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("match_pooled", words::table_title("match_pooled", lang), rows)
}

fn mutual(rows: &[Mutual], lang: Lang) -> Table {
    let name = |firm: &FirmName| Cell::text(&*firm.name);
    Columns::new(lang)
        .with(head::FIRST_FIRM, move |row: &Mutual| name(&row.first))
        .with(head::FIRST_CONTACT, |row| contact(&row.first))
        .with(head::SECOND_FIRM, move |row| name(&row.second))
        .with(head::SECOND_CONTACT, |row| contact(&row.second))
        .with(head::MUTUAL, |row| Cell::Number(row.mutual))
        .with(head::FIRST_SELLS, |row| Cell::Number(row.first_sells))
        .with(head::FIRST_PRODUCTS, move |row| names(&row.first_products, lang))
        .with(head::SECOND_SELLS, |row| Cell::Number(row.second_sells))
        .with(head::SECOND_PRODUCTS, move |row| names(&row.second_products, lang))
        .with(head::FIRST_ID, |row| Cell::text(&*row.first.id))
        .with(head::SECOND_ID, |row| Cell::text(&*row.second.id))
        .table("match_mutual", words::table_title("match_mutual", lang), rows)
}

fn stable_table(stable: &Stable, lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::PRODUCT, |row: &StableRow| Cell::text(&*row.product.name))
        .with(head::BUYER, |row| Cell::text(&*row.buyer.name))
        .with(head::BUYER_CONTACT, |row| contact(&row.buyer))
        .with(head::SELLER, |row| Cell::text(&*row.seller.name))
        .with(head::SELLER_CONTACT, |row| contact(&row.seller))
        .with(head::MEETING, |row| Cell::Number(row.amount))
        .with(head::BUYER_RANK, |row| columns::lines(row.buyer_rank))
        .with(head::SELLER_RANK, |row| columns::lines(row.seller_rank))
        .with(head::BUYER_ID, |row| Cell::text(&*row.buyer.id))
        .with(head::SELLER_ID, |row| Cell::text(&*row.seller.id))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("match_stable", words::table_title("match_stable", lang), &stable.rows)
}

#[cfg(test)]
mod tests {
    use super::{meeting, present, sentences};
    use crate::report::table::Cell;
    use crate::report::words::Lang;
    use crate::report::{Block, Context, Table, fixture};

    fn table(key: &str) -> Table {
        let report = present(&fixture::matching(), &Context::default());
        let found = report.blocks.into_iter().find_map(|block| match block {
            Block::Table(table) if table.key == key => Some(table),
            _ => None,
        });
        found.unwrap()
    }

    #[test]
    fn groups_with_most_money_come_first_and_stay_together() {
        let firsts = |key: &str| table(key).rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>();
        assert_eq!(firsts("match_by_buyer"), ["甲车桥", "甲车桥", "乙公司"].map(Cell::text));
        assert_eq!(firsts("match_by_seller"), ["灵璧某厂", "灵璧某厂", "丁厂"].map(Cell::text));
    }

    #[test]
    fn the_workbook_of_the_meeting_has_a_sheet_for_each_side_and_one_for_the_rounds() {
        let report = present(&fixture::matching(), &Context::default());
        let book = meeting(&report).unwrap();
        let titles: Vec<&str> = (book.blocks.iter())
            .map(|block| if let Block::Table(table) = block { table.title.as_str() } else { panic!("only tables") })
            .collect();
        assert_eq!(titles, ["按采购方", "按供应方", "对接会场次安排"]);
    }

    #[test]
    fn a_sentence_names_who_should_expand() {
        let text = sentences(&fixture::matching(), Lang::Zh).join("");
        assert!(text.contains("3 对") && text.contains("2 场") && text.contains("灵璧某厂"), "{text}");
    }
}
