//! Introductions that last: where both sides say whom they prefer, no buyer and seller would both rather have each other.
//!
//! Deferred acceptance with capacities, buyers proposing: a buyer offers what it still needs to the seller it likes best
//! among those that have not refused it; a seller holds the offers of the buyers it likes best up to its spare and refuses
//! the rest. The result is stable, the best that every buyer can have in any stable set, and the same in whatever order
//! they speak. Only pairs that both sides ranked are made. Complexity O(ranked pairs × log) a product.
//!
//! Sources: Gale & Shapley, Amer. Math. Monthly 69 (1962) 9–15; Baïou & Balinski, Math. Oper. Res. 27 (2002) 485–503 for amounts.

use super::answer::{Stable, StableRow};
use super::joint::Book;
use crate::analysis::Error;
use crate::analysis::named;
use crate::analysis::split::{Market, product_name, yuan};
use crate::model::{FirmIx, PreferenceEntry, ProductIx};
use std::collections::{BTreeMap, BTreeSet};

/// Whom a preference joins: product (`None`: any), buyer, seller.
type Key = (Option<ProductIx>, FirmIx, FirmIx);

/// Places on the buyer's and on the seller's list, from 1.
type Ranks = (Option<u32>, Option<u32>);

/// The stable introductions.
///
/// # Errors
/// When a preference names somebody or something that the data do not have.
pub(super) fn stable(market: &Market<'_>, books: &[&Book], entries: &[PreferenceEntry]) -> Result<Stable, Error> {
    let preferences = resolved(market, entries)?;
    let mut used: BTreeSet<Key> = BTreeSet::new();
    let mut rows = Vec::new();
    let mut matched = 0i64;
    for book in books {
        let pairs = pairs(market, book, &preferences, &mut used);
        for ((buyer, seller), units) in accepted(book, &pairs) {
            let (buyer_rank, seller_rank) = pairs[&(buyer, seller)];
            matched = matched.saturating_add(units);
            rows.push(StableRow {
                buyer: market.name(book.buyers[buyer].firm),
                seller: market.name(book.sellers[seller].firm),
                product: product_name(market.graph, book.product),
                amount: yuan(units),
                buyer_rank,
                seller_rank,
            });
        }
    }
    Ok(Stable { rows, matched: yuan(matched), unused: preferences.keys().filter(|key| !used.contains(key)).count() })
}

/// What both sides said, joined; of two places on one list the better counts.
fn resolved(market: &Market<'_>, entries: &[PreferenceEntry]) -> Result<BTreeMap<Key, Ranks>, Error> {
    let graph = market.graph;
    let better = |old: Option<u32>, new: Option<u32>| old.into_iter().chain(new).min();
    let mut preferences: BTreeMap<Key, Ranks> = BTreeMap::new();
    for entry in entries {
        let product = entry.product.as_deref().map(|name| named::product(graph, name)).transpose()?;
        let (buyer, seller) = (named::firm(graph, &entry.buyer)?, named::firm(graph, &entry.seller)?);
        let ranks = preferences.entry((product, FirmIx(buyer), FirmIx(seller))).or_default();
        *ranks = (better(ranks.0, entry.buyer_rank), better(ranks.1, entry.seller_rank));
    }
    Ok(preferences)
}

/// Places on both lists of the pairs that may be made, by positions of buyer and seller; what is said of the product goes first.
fn pairs(
    market: &Market<'_>,
    book: &Book,
    preferences: &BTreeMap<Key, Ranks>,
    used: &mut BTreeSet<Key>,
) -> BTreeMap<(usize, usize), (u32, u32)> {
    let buyers: BTreeMap<FirmIx, usize> = book.buyers.iter().zip(0..).map(|(side, at)| (side.firm, at)).collect();
    let sellers: BTreeMap<FirmIx, usize> = book.sellers.iter().zip(0..).map(|(side, at)| (side.firm, at)).collect();
    let mut found: BTreeMap<(usize, usize), (u32, u32)> = BTreeMap::new();
    let concerns = |key: &&Key| key.0.is_none_or(|product| product == book.product);
    for &(product, buyer, seller) in preferences.keys().filter(concerns) {
        let (Some(&b), Some(&s)) = (buyers.get(&buyer), sellers.get(&seller)) else { continue };
        let said = |product| preferences.get(&(product, buyer, seller)).copied().unwrap_or_default();
        let (own, any) = (said(Some(book.product)), said(None));
        let both = own.0.or(any.0).zip(own.1.or(any.1));
        let Some(ranks) = both.filter(|_| market.rank(seller, buyer).is_some()) else { continue };
        found.insert((b, s), ranks);
        used.insert((product, buyer, seller));
    }
    found
}

/// What a seller holds: by its rank of the buyer and the buyer's position, the worst last.
type Held = BTreeMap<(u32, usize), i64>;

/// Deferred acceptance; units by buyer and seller.
fn accepted(book: &Book, pairs: &BTreeMap<(usize, usize), (u32, u32)>) -> BTreeMap<(usize, usize), i64> {
    let mut lists: BTreeMap<usize, Vec<(u32, usize)>> = BTreeMap::new();
    for (&(buyer, seller), &(rank, _)) in pairs {
        lists.entry(buyer).or_default().push((rank, seller));
    }
    lists.values_mut().for_each(|list| list.sort_unstable());
    let mut open: BTreeMap<usize, i64> = lists.keys().map(|&buyer| (buyer, book.buyers[buyer].units)).collect();
    // The seller that each buyer asks next: those before it have refused.
    let mut next: BTreeMap<usize, usize> = BTreeMap::new();
    let mut held: BTreeMap<usize, Held> = BTreeMap::new();
    let mut refused: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut asking: Vec<usize> = lists.keys().rev().copied().collect();
    while let Some(buyer) = asking.pop() {
        let at = next.entry(buyer).or_default();
        let list = &lists[&buyer];
        while list.get(*at).is_some_and(|&(_, seller)| refused.contains(&(buyer, seller))) {
            *at += 1;
        }
        let Some(&(_, seller)) = list.get(*at) else { continue };
        let units = open.insert(buyer, 0).unwrap_or(0);
        if units == 0 {
            continue;
        }
        let offers = held.entry(seller).or_default();
        *offers.entry((pairs[&(buyer, seller)].1, buyer)).or_default() += units;
        for (out, units) in turn_down(offers, book.sellers[seller].units) {
            refused.insert((out, seller));
            *open.entry(out).or_default() += units;
            asking.push(out);
        }
    }
    let by_pair = |(seller, offers): (usize, Held)| {
        offers.into_iter().filter(|(_, units)| *units > 0).map(move |((_, buyer), units)| ((buyer, seller), units))
    };
    held.into_iter().flat_map(by_pair).collect()
}

/// Takes what is beyond the spare from the buyers liked least; who loses how much.
fn turn_down(offers: &mut Held, spare: i64) -> Vec<(usize, i64)> {
    let mut excess = offers.values().fold(0i64, |sum, units| sum.saturating_add(*units)).saturating_sub(spare);
    let mut out = Vec::new();
    while excess > 0 {
        let Some(mut worst) = offers.last_entry() else { break };
        let units = excess.min(*worst.get());
        out.push((worst.key().1, units));
        *worst.get_mut() -= units;
        if *worst.get() == 0 {
            worst.remove();
        }
        excess -= units;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Book, accepted};
    use crate::analysis::matching::trade::Side;
    use crate::model::{FirmIx, ProductIx};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn book(needs: &[i64], spares: &[i64]) -> Book {
        let side = |(at, &units): (usize, &i64)| Side { firm: FirmIx::from(at), need: 0, units };
        let sides = |units: &[i64]| units.iter().enumerate().map(side).collect();
        Book { product: ProductIx(0), sellers: sides(spares), buyers: sides(needs), open: 0 }
    }

    /// Gale and Shapley, Example 1: three of each, everyone a different taste; proposing buyers get their first choices.
    #[test]
    fn the_proposing_side_gets_what_it_likes_best() {
        let buyer = [[1, 2, 3], [3, 1, 2], [2, 3, 1]];
        let seller = [[3, 2, 1], [1, 3, 2], [2, 1, 3]];
        let ranks: BTreeMap<(usize, usize), (u32, u32)> = (0..3)
            .flat_map(|b| (0..3).map(move |s| (b, s)))
            .map(|(b, s)| ((b, s), (buyer[b][s], seller[s][b])))
            .collect();
        let found = accepted(&book(&[1, 1, 1], &[1, 1, 1]), &ranks);
        assert_eq!(found.into_keys().collect::<Vec<_>>(), [(0, 0), (1, 1), (2, 2)]);
    }

    proptest! {
        #[test]
        fn no_two_would_rather_have_each_other(
            needs in prop::collection::vec(1i64..6, 1..5),
            spares in prop::collection::vec(1i64..6, 1..5),
            ranks in prop::collection::vec(prop::option::weighted(0.8, (0u32..9, 0u32..9)), 16),
        ) {
            // Distinct ranks, so that nobody is indifferent: the position decides.
            let ranked = |b: usize, s: usize| Some((ranks[b * 4 + s]?.0 * 4 + s as u32, ranks[b * 4 + s]?.1 * 4 + b as u32));
            let all = (0..needs.len()).flat_map(|b| (0..spares.len()).map(move |s| (b, s)));
            let pairs: BTreeMap<_, _> = all.filter_map(|(b, s)| Some(((b, s), ranked(b, s)?))).collect();
            let found = accepted(&book(&needs, &spares), &pairs);
            let sum = |of: &dyn Fn(&(usize, usize)) -> bool| -> i64 { found.iter().filter(|(pair, _)| of(pair)).map(|(_, units)| units).sum() };
            for (b, &need) in needs.iter().enumerate() {
                prop_assert!(sum(&|pair| pair.0 == b) <= need);
            }
            for (s, &spare) in spares.iter().enumerate() {
                prop_assert!(sum(&|pair| pair.1 == s) <= spare);
            }
            for (&(b, s), &(buyer_rank, seller_rank)) in &pairs {
                let buyer_would = sum(&|pair| pair.0 == b) < needs[b]
                    || found.keys().any(|pair| pair.0 == b && pairs[pair].0 > buyer_rank);
                let seller_would = sum(&|pair| pair.1 == s) < spares[s]
                    || found.keys().any(|pair| pair.1 == s && pairs[pair].1 > seller_rank);
                prop_assert!(!(buyer_would && seller_would), "{b} and {s} would leave for each other");
            }
        }
    }
}
