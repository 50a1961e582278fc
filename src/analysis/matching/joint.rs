//! 集中互采: what local buyers could buy together, and who could buy from whom in turn (methods §3.4).

use super::answer::{Mutual, Pool, PoolBuyer, PoolVerdict};
use super::trade::Side;
use crate::analysis::split::{Market, ProductName, product_name, yuan};
use crate::model::{FirmIx, Product, ProductIx};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One product as the meeting knows it.
pub(super) struct Book {
    pub(super) product: ProductIx,
    /// Local makers with spare, fen.
    pub(super) sellers: Vec<Side>,
    /// Needs from outside, fen.
    pub(super) buyers: Vec<Side>,
    /// What no spare serves, fen.
    pub(super) open: i64,
}

/// A purchase to pool, when at least two buy the product outside.
pub(super) fn pool(market: &Market<'_>, book: &Book) -> Option<Pool> {
    let mut buyers: Vec<&Side> = book.buyers.iter().filter(|side| side.units > 0).collect();
    let item = market.graph.dataset().product(book.product);
    // Lines that name no product have nothing in common.
    if buyers.len() < 2 || item.id.as_str() == Product::UNKNOWN {
        return None;
    }
    buyers.sort_by_key(|side| (std::cmp::Reverse(side.units), side.firm));
    let pooled = yuan(buyers.iter().fold(0i64, |sum, side| sum.saturating_add(side.units)));
    let open = yuan(book.open);
    let scale = item.minimum_scale.filter(|scale| *scale > 0.0);
    let verdict = match scale {
        _ if book.open == 0 => PoolVerdict::Introduce,
        None => PoolVerdict::ScaleUnknown,
        Some(scale) if open >= scale => PoolVerdict::Plant,
        Some(scale) if pooled >= scale => PoolVerdict::MatchFirst,
        Some(_) => PoolVerdict::BuyTogether,
    };
    let part = |side: &&Side| PoolBuyer { buyer: market.name(side.firm), outside: yuan(side.units) };
    Some(Pool {
        product: product_name(market.graph, book.product),
        shared_suppliers: shared_suppliers(market, &buyers),
        buyers: buyers.iter().map(part).collect(),
        pooled,
        open,
        minimum_scale: scale,
        ratio: scale.map(|scale| pooled / scale),
        open_ratio: scale.map(|scale| open / scale),
        verdict,
    })
}

/// Named suppliers from outside of at least two of the buyers: with them a common price can be asked.
fn shared_suppliers(market: &Market<'_>, buyers: &[&Side]) -> usize {
    let mut clients: BTreeMap<FirmIx, BTreeSet<FirmIx>> = BTreeMap::new();
    for side in buyers {
        for flow in market.outside_flows(&market.needs[side.need as usize]) {
            if let Some(supplier) = market.graph.supplier_firm(flow) {
                clients.entry(supplier).or_default().insert(side.firm);
            }
        }
    }
    clients.values().filter(|clients| clients.len() > 1).count()
}

/// Pairs of firms that are listed, the greatest: among thousands of like firms everybody could trade with everybody.
pub(super) const MOST_MUTUAL: usize = 1000;

/// Firms looked at before the list is cut again.
const CHUNK: usize = 256;

/// Where a firm stands on one side: books and units.
type Stalls = BTreeMap<FirmIx, Vec<(usize, i64)>>;

/// The smaller side, the larger side, the two firms.
type Found = (i64, i64, FirmIx, FirmIx);

/// Who could buy from whom in turn.
struct Fair<'a> {
    market: &'a Market<'a>,
    books: &'a [&'a Book],
    selling: Stalls,
    buying: Stalls,
    /// Firms that do both.
    both: BTreeSet<FirmIx>,
}

/// Pairs of firms that could buy from each other, by the smaller side, then the larger, then ids.
pub(super) fn mutual(market: &Market<'_>, books: &[&Book]) -> Vec<Mutual> {
    let (selling, buying) = (stalls(books, |book| &book.sellers), stalls(books, |book| &book.buyers));
    let both: BTreeSet<FirmIx> = selling.keys().copied().filter(|firm| buying.contains_key(firm)).collect();
    let firms: Vec<FirmIx> = both.iter().copied().collect();
    let fair = Fair { market, books, selling, buying, both };
    let mut found: Vec<Found> = Vec::new();
    for chunk in firms.chunks(CHUNK) {
        found.par_extend(chunk.par_iter().flat_map_iter(|&first| fair.partners(first)));
        found.par_sort_unstable_by(|a, b| (b.0, b.1, a.2, a.3).cmp(&(a.0, a.1, b.2, b.3)));
        found.truncate(MOST_MUTUAL);
    }
    found.into_iter().map(|found| fair.row(found)).collect()
}

fn stalls(books: &[&Book], side: impl Fn(&Book) -> &Vec<Side>) -> Stalls {
    let mut stalls = Stalls::new();
    for (at, book) in books.iter().enumerate() {
        for entry in side(book).iter().filter(|entry| entry.units > 0) {
            stalls.entry(entry.firm).or_default().push((at, entry.units));
        }
    }
    stalls
}

impl Fair<'_> {
    /// The firms of greater number that could both sell to a firm and buy from it.
    fn partners(&self, first: FirmIx) -> Vec<Found> {
        let met = |other: &&Side| other.units > 0 && other.firm > first && self.both.contains(&other.firm);
        let mut inward: BTreeMap<FirmIx, i64> = BTreeMap::new();
        for &(book, need) in &self.buying[&first] {
            for seller in self.books[book].sellers.iter().filter(met) {
                if self.market.rank(seller.firm, first).is_some() {
                    let sum = inward.entry(seller.firm).or_default();
                    *sum = sum.saturating_add(seller.units.min(need));
                }
            }
        }
        let mut outward: BTreeMap<FirmIx, i64> = BTreeMap::new();
        for &(book, spare) in &self.selling[&first] {
            for buyer in self.books[book].buyers.iter().filter(met) {
                if inward.contains_key(&buyer.firm) && self.market.rank(first, buyer.firm).is_some() {
                    let sum = outward.entry(buyer.firm).or_default();
                    *sum = sum.saturating_add(buyer.units.min(spare));
                }
            }
        }
        let found =
            |(second, there): (FirmIx, i64)| (there.min(inward[&second]), there.max(inward[&second]), first, second);
        outward.into_iter().map(found).collect()
    }

    /// What one could sell the other, and in all.
    fn sales(&self, seller: FirmIx, buyer: FirmIx) -> (Vec<ProductName>, f64) {
        let needs: BTreeMap<usize, i64> = self.buying[&buyer].iter().copied().collect();
        let shared =
            self.selling[&seller].iter().filter_map(|&(book, spare)| Some((book, spare.min(*needs.get(&book)?))));
        let mut sum = 0i64;
        let add = |(book, units): (usize, i64)| {
            sum = sum.saturating_add(units);
            product_name(self.market.graph, self.books[book].product)
        };
        (shared.map(add).collect(), yuan(sum))
    }

    fn row(&self, (least, _, first, second): Found) -> Mutual {
        let (first_products, first_sells) = self.sales(first, second);
        let (second_products, second_sells) = self.sales(second, first);
        let (first, second) = (self.market.name(first), self.market.name(second));
        Mutual { first, second, first_sells, second_sells, mutual: yuan(least), first_products, second_products }
    }
}
