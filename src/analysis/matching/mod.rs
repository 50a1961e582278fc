//! Meetings (产能对接): which local firms should meet, in which order, and what stands in the way of more?
//!
//! ```text
//! [MA-1] product by product   maximise   Σ x_sg                                        x_sg: yuan that seller s gives need g
//!                             then       Σ_g min(Σ_s x_sg, lot_g)                      lot_g = min(need_g, lot)
//!                             then       −Σ km_sg · x_sg
//!                             subject to Σ_g x_sg ≤ spare_s,  Σ_s x_sg ≤ need_g,  0 ≤ x_sg ≤ θ·D_g − already_sg   (θ given)
//! ```
//!
//! Symbols: `need` what a buyer buys of a product from outside, `spare` as in [`split`](crate::analysis::split()), both yuan of
//! one year; `km` great-circle kilometres, rounded to whole ones; `D_g` all that the buyer buys of the product, `already` what it buys from that seller.
//!
//! Conventions. The three aims are taken in turn, never weighted: no kilometre is saved at the cost of a yuan. A buyer counts as
//! served as far as its first lot is met (or its need when that is less), so scarce spare goes to many before much of it goes to one;
//! the aim counts yuan of first lots, for counting heads exactly would be a knapsack. By default the lot is zero and the aim silent:
//! it would scatter meetings that are worth no journey. The flow is exact, in whole
//! fen; without θ its total is the 可牵线 of the split. A pair of unknown distance counts as the farthest there can be. Ties go by id.
//! Only product, place and capacity are compared: certificates and prices are not in the data.
//!
//! The dual of a seller's spare says which plant should expand: 1 where a further yuan of its capacity would be matched, directly or
//! by freeing another seller, else 0; `room` says up to how much. Spare that nobody stated is offered apart, up to the best year's
//! sales less this year's, and is in no total.
//!
//! Rounds: pairs summed over products meet one-to-one, the best assignment first. 集中采购 pools what several buy outside and compares it with
//! the least economical scale; 互采 lists pairs that could buy from each other, `m_ij = min(Σ_k min(spare_ik, need_jk), Σ_k min(spare_jk, need_ik))`.
//!
//! Complexity: firms of one place are one node, so a product costs about distances × places²; products run in parallel and are
//! collected in order. Source: methods §3.4.

mod answer;
mod joint;
mod offer;
mod rounds;
mod stable;
mod trade;

pub use answer::{
    Binding, Expansion, Introduction, Market, MarketTotal, Matching, Mutual, Offer, OpenNeed, Pair, Pool, PoolBuyer,
    PoolVerdict, Round, Stable, StableRow,
};

use super::Error;
use super::key::{self, FigureKey, Names, Question};
use super::scope::{AreaName, Scope, TierName};
use super::split::{self, local_tier, product_name, yuan};
use crate::graph::SupplyGraph;
use crate::graph::matrix::Csr;
use crate::model::{FirmIx, PreferenceEntry, ProductIx, Tier};
use joint::Book;
use rayon::prelude::*;
use rounds::Couple;
use serde::Serialize;
use std::collections::BTreeMap;
use trade::{Deal, Margin, Side, Terms, Trade};

/// Buyers named beside an expansion or an offer.
const LEADING: usize = 5;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MatchOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
    /// Share θ of a buyer's purchases of a product that one seller may take, fraction; below 1 it keeps a second source.
    pub share_cap: Option<f64>,
    /// First lot, yuan; without one nobody is served before others for being many.
    pub lot: Option<f64>,
    /// Whom buyers and sellers prefer; none: the stable variant is not computed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preferences: Vec<PreferenceEntry>,
}

/// One product, cleared.
struct Cleared {
    book: Book,
    trade: Trade,
    margins: BTreeMap<usize, Margin>,
    offers: Vec<Offer>,
}

/// Finds the meetings of local buyers and local makers.
///
/// # Errors
/// When the options name a chain, a year, a firm or a product that the data set does not have.
///
/// ```
/// use liantu::analysis::{MatchOptions, matching};
/// use liantu::graph::SupplyGraph;
/// let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
/// let answer = matching(&graph, &MatchOptions::default()).unwrap();
/// assert_eq!((answer.total.need, answer.meetings.len()), (Some(0.0), 0));
/// ```
pub fn matching(graph: &SupplyGraph, options: &MatchOptions) -> Result<Matching, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    let scope = &options.scope;
    let year = scope.single_year(graph)?;
    let tier = local_tier(graph, scope, options.tier.as_ref());
    let needs = split::needs(graph, scope, &tier, year)?;
    let market = split::Market::new(graph, scope, &tier, year, &needs);
    let lot = options.lot.unwrap_or(0.0);
    let terms = Terms { market: &market, share_cap: options.share_cap, lot: split::fen(lot) };
    let products = graph.dataset().products.len();
    let by_product = Csr::group(products, needs.iter().map(|need| need.product.index()));
    let clear = |at| cleared(&terms, ProductIx::from(at), by_product.row(at));
    let cleared: Vec<Cleared> = (0..products).into_par_iter().filter_map(clear).collect();
    let chain = scope.chain(graph)?;
    let left_out = scope.left_out(graph, |flow| scope.is_asked(graph, chain, flow));
    let (pairs, rounds, seats) = schedule(&market, &cleared);
    let figures = Figures { names: Names::new(graph), tier: &tier, options };
    let products = sorted_markets(cleared.iter().map(|cleared| cleared.row(&market)).collect());
    let haul = cleared.iter().fold(Haul::default(), |haul, one| haul.and(&one.haul(&market)));
    let books: Vec<&Book> = cleared.iter().map(|cleared| &cleared.book).collect();
    let asked = Some(&options.preferences).filter(|entries| !entries.is_empty());
    let stable = asked.map(|entries| stable::stable(&market, &books, entries)).transpose()?;
    Ok(Matching {
        focus: scope.focus.map(AreaName::of),
        year,
        share_cap: options.share_cap,
        lot,
        total: total(&needs, &products, &haul),
        products,
        meetings: cleared.iter().flat_map(|cleared| cleared.meetings(&market, &figures, &seats)).collect(),
        pairs,
        rounds,
        expansions: expansions(&market, &cleared),
        pooled: pools(&market, &books),
        mutual: joint::mutual(&market, &books),
        stable,
        offers: offers(cleared),
        unlocated_buyers: scope.unlocated_buyers(graph).len(),
        left_out: left_out.into_iter().find(|sum| sum.year == year),
        tier,
    })
}

/// The market of one product; `None` where nobody buys it outside.
fn cleared(terms: &Terms<'_>, product: ProductIx, needs: &[u32]) -> Option<Cleared> {
    let market = terms.market;
    let need = |&at: &u32| {
        let need = &market.needs[at as usize];
        Side { firm: need.buyer, need: at, units: split::fen(need.outside) }
    };
    let buyers: Vec<Side> = needs.iter().map(need).filter(|side| side.units > 0).collect();
    if buyers.is_empty() {
        return None;
    }
    let makers = market.makers(product);
    let side = |&(firm, spare): &(FirmIx, Option<f64>)| Some(Side { firm, need: 0, units: split::fen(spare?) });
    let sellers: Vec<Side> = makers.iter().filter_map(side).filter(|side| side.units > 0).collect();
    let trade = trade::clear(terms, &sellers, &buyers);
    let open = |(at, side): (usize, &Side)| Side { units: side.units - trade.taken[at], ..*side };
    let open: Vec<Side> = buyers.iter().enumerate().map(open).collect();
    let unstated = makers.iter().filter(|(_, spare)| spare.is_none()).map(|(firm, _)| *firm);
    let unknown: Vec<FirmIx> = unstated.chain(market.sellers_without_capacity(needs, &makers)).collect();
    let left = open.iter().fold(0i64, |sum, side| sum.saturating_add(side.units));
    let offers = if left > 0 { offer::offers(terms, product, &unknown, &open, LEADING) } else { Vec::new() };
    let margins = if left > 0 { trade.margins(&buyers) } else { BTreeMap::new() };
    Some(Cleared { book: Book { product, sellers, buyers, open: left }, trade, margins, offers })
}

/// What the keys of the split's figures are made of.
struct Figures<'a> {
    names: Names<'a>,
    tier: &'a Tier,
    options: &'a MatchOptions,
}

impl Figures<'_> {
    fn of(&self, market: &split::Market<'_>, buyer: FirmIx, product: ProductIx) -> FigureKey {
        let parts = [self.names.firm(buyer), self.names.product(product)];
        let stem = key::local_stem(&parts, market.year, self.tier, &self.options.tier);
        FigureKey::new(Question::Split, &stem, &Default::default())
    }
}

impl Cleared {
    fn sides(&self, deal: &Deal) -> (&Side, &Side) {
        (&self.book.sellers[deal.seller], &self.book.buyers[deal.buyer])
    }

    fn meetings<'c>(
        &'c self,
        market: &'c split::Market<'_>,
        figures: &'c Figures<'_>,
        seats: &'c Seats,
    ) -> impl Iterator<Item = Introduction> + 'c {
        let mut deals: Vec<&Deal> = self.trade.deals.iter().collect();
        deals.sort_by_key(|deal| (deal.buyer, deal.seller));
        deals.into_iter().map(|deal| {
            let (seller, buyer) = self.sides(deal);
            let supplies = |flow| market.graph.supplier_firm(flow) == Some(seller.firm);
            Introduction {
                figure: figures.of(market, buyer.firm, self.book.product),
                buyer: market.name(buyer.firm),
                seller: market.name(seller.firm),
                product: product_name(market.graph, self.book.product),
                amount: yuan(deal.units),
                need: yuan(buyer.units),
                spare: yuan(seller.units),
                kilometres: trade::kilometres(market, seller.firm, buyer.firm),
                already_supplies: market.flows(&market.needs[buyer.need as usize]).any(supplies),
                round: seats.get(&(buyer.firm, seller.firm)).copied(),
            }
        })
    }

    fn row(&self, market: &split::Market<'_>) -> Market {
        let sum = |units: &mut dyn Iterator<Item = i64>| units.fold(0i64, i64::saturating_add);
        let need = sum(&mut self.book.buyers.iter().map(|side| side.units));
        let spare = sum(&mut self.book.sellers.iter().map(|side| side.units));
        let matched = sum(&mut self.trade.taken.iter().copied());
        let (open, idle) = (self.book.open, spare.saturating_sub(matched));
        let lots = || {
            self.book.buyers.iter().zip(&self.trade.taken).map(|(side, &taken)| (side.units.min(self.trade.lot), taken))
        };
        Market {
            product: product_name(market.graph, self.book.product),
            buyers: self.book.buyers.len(),
            need: yuan(need),
            sellers: self.book.sellers.len(),
            spare: yuan(spare),
            matched: yuan(matched),
            open: yuan(open),
            idle: yuan(idle),
            served: lots().filter(|&(lot, taken)| taken > 0 && taken >= lot).count(),
            first_lots: yuan(sum(&mut lots().map(|(lot, taken)| lot.min(taken)))),
            kilometres: self.haul(market).mean(),
            binding: match (spare, open, idle) {
                (0, ..) => Binding::NoSpare,
                (_, 0, _) => Binding::Demand,
                (_, _, 0) => Binding::Capacity,
                _ => Binding::Reach,
            },
        }
    }

    fn haul(&self, market: &split::Market<'_>) -> Haul {
        let mut haul = Haul::default();
        for deal in &self.trade.deals {
            let (seller, buyer) = self.sides(deal);
            if let Some(km) = trade::kilometres(market, seller.firm, buyer.firm) {
                haul.units += i128::from(deal.units);
                haul.kilometres += i128::from(deal.units) * km.round() as i128;
            }
        }
        haul
    }
}

/// Units whose distance is known, and units times whole kilometres: exact, so that names and order change nothing.
#[derive(Default)]
struct Haul {
    units: i128,
    kilometres: i128,
}

impl Haul {
    fn mean(&self) -> Option<f64> {
        (self.units > 0).then(|| self.kilometres as f64 / self.units as f64)
    }

    fn and(self, other: &Self) -> Self {
        Self { units: self.units + other.units, kilometres: self.kilometres + other.kilometres }
    }
}

/// The round in which a buyer and a seller sit together.
type Seats = BTreeMap<(FirmIx, FirmIx), u32>;

/// Pairs over all products, most first, their rounds, and the round of each pair.
fn schedule(market: &split::Market<'_>, cleared: &[Cleared]) -> (Vec<Pair>, Vec<Round>, Seats) {
    let mut sums: BTreeMap<(FirmIx, FirmIx), (i64, Vec<ProductIx>)> = BTreeMap::new();
    for (one, deal) in cleared.iter().flat_map(|one| one.trade.deals.iter().map(move |deal| (one, deal))) {
        let (seller, buyer) = one.sides(deal);
        let sum = sums.entry((buyer.firm, seller.firm)).or_default();
        sum.0 = sum.0.saturating_add(deal.units);
        sum.1.push(one.book.product);
    }
    let mut couples: Vec<(Couple, Vec<ProductIx>)> = (sums.into_iter())
        .map(|((buyer, seller), (units, products))| (Couple { buyer, seller, units }, products))
        .collect();
    couples.sort_by_key(|(couple, _)| (std::cmp::Reverse(couple.units), couple.buyer, couple.seller));
    let rounds = rounds::schedule(&couples.iter().map(|(couple, _)| *couple).collect::<Vec<_>>());
    let mut seats = Seats::new();
    let mut tables: BTreeMap<u32, (usize, i64)> = BTreeMap::new();
    for ((couple, _), round) in couples.iter().zip(&rounds) {
        let Some(round) = *round else { continue };
        seats.insert((couple.buyer, couple.seller), round);
        let table = tables.entry(round).or_default();
        *table = (table.0 + 1, table.1.saturating_add(couple.units));
    }
    let pair = |((couple, products), round): (&(Couple, Vec<ProductIx>), &Option<u32>)| Pair {
        buyer: market.name(couple.buyer),
        seller: market.name(couple.seller),
        amount: yuan(couple.units),
        products: products.iter().map(|&product| product_name(market.graph, product)).collect(),
        round: *round,
    };
    let pairs = couples.iter().zip(&rounds).map(pair).collect();
    let round = |(number, (pairs, units))| Round { number, pairs, amount: yuan(units) };
    (pairs, tables.into_iter().map(round).collect(), seats)
}

fn sorted_markets(mut markets: Vec<Market>) -> Vec<Market> {
    markets.sort_by(|a, b| {
        let by_yuan = b.matched.total_cmp(&a.matched).then(b.need.total_cmp(&a.need));
        by_yuan.then_with(|| a.product.id.cmp(&b.product.id))
    });
    markets
}

fn total(needs: &[split::Need], markets: &[Market], haul: &Haul) -> MarketTotal {
    let sum = |part: fn(&Market) -> f64| markets.iter().map(part).sum::<f64>();
    let unpriced_lines = needs.iter().map(|need| need.unpriced).sum();
    let priced = needs.iter().any(|need| need.near + need.outside + need.unlocated > 0.0);
    MarketTotal {
        need: (priced || unpriced_lines == 0).then(|| sum(|market| market.need)),
        spare: sum(|market| market.spare),
        matched: sum(|market| market.matched),
        open: sum(|market| market.open),
        idle: sum(|market| market.idle),
        needs: markets.iter().map(|market| market.buyers).sum(),
        served: markets.iter().map(|market| market.served).sum(),
        unpriced_lines,
        unpriced_needs: needs.iter().filter(|need| need.unpriced > 0 && split::fen(need.outside) == 0).count(),
        kilometres: haul.mean(),
    }
}

/// Sellers whose capacity binds, most room first.
fn expansions(market: &split::Market<'_>, cleared: &[Cleared]) -> Vec<Expansion> {
    let of_product = |one: &Cleared| -> Vec<Expansion> {
        let open = |&at: &usize| OpenNeed {
            buyer: market.name(one.book.buyers[at].firm),
            open: yuan(one.book.buyers[at].units - one.trade.taken[at]),
        };
        let row = |(&at, margin): (&usize, &Margin)| Expansion {
            seller: market.name(one.book.sellers[at].firm),
            product: product_name(market.graph, one.book.product),
            spare: yuan(one.book.sellers[at].units),
            marginal: margin.gain as f64,
            room: yuan(margin.room),
            buyers: margin.buyers.len(),
            leading: margin.buyers.iter().take(LEADING).map(open).collect(),
        };
        one.margins.iter().map(row).collect()
    };
    let mut rows: Vec<Expansion> = cleared.iter().flat_map(of_product).collect();
    rows.sort_by(|a, b| {
        let key = |row: &Expansion| (row.product.id.clone(), row.seller.id.clone());
        b.room.total_cmp(&a.room).then_with(|| key(a).cmp(&key(b)))
    });
    rows
}

/// Products to buy together, most first.
fn pools(market: &split::Market<'_>, books: &[&Book]) -> Vec<Pool> {
    let mut pools: Vec<Pool> = books.iter().filter_map(|book| joint::pool(market, book)).collect();
    pools.sort_by(|a, b| b.pooled.total_cmp(&a.pooled).then_with(|| a.product.id.cmp(&b.product.id)));
    pools
}

/// Offers, those that could serve most first.
fn offers(cleared: Vec<Cleared>) -> Vec<Offer> {
    let mut offers: Vec<Offer> = cleared.into_iter().flat_map(|cleared| cleared.offers).collect();
    offers.sort_by(|a, b| {
        let amount = |offer: &Offer| offer.amount.unwrap_or(-1.0);
        let by_yuan = amount(b).total_cmp(&amount(a)).then(b.open_need.total_cmp(&a.open_need));
        by_yuan.then_with(|| (&a.product.id, &a.seller.id).cmp(&(&b.product.id, &b.seller.id)))
    });
    offers
}
