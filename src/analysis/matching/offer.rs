//! Local makers whose spare nobody stated: what their best year suggests (methods §3.4, edge cases).

use super::answer::{Offer, OpenNeed};
use super::trade::{Side, Terms, clear};
use crate::analysis::split::{fen, product_name, yuan};
use crate::model::{FirmIx, ProductIx, Year};
use std::collections::BTreeMap;

/// Sales of a product by a firm, yuan.
struct Past {
    /// This year; nothing sold is zero, a line without an amount leaves it unknown.
    current: Option<f64>,
    best: Option<f64>,
}

impl Past {
    /// What it could once do more.
    fn cap(&self) -> Option<f64> {
        let more = self.best? - self.current?;
        Some(more).filter(|more| *more > 0.0)
    }
}

/// What the firms without a stated spare could take of the open needs; together they take no more than is open.
pub(super) fn offers(
    terms: &Terms<'_>,
    product: ProductIx,
    unknown: &[FirmIx],
    open: &[Side],
    leading: usize,
) -> Vec<Offer> {
    let market = terms.market;
    let pasts: Vec<Past> = unknown.iter().map(|&firm| past(terms, product, firm)).collect();
    let side = |(&firm, past): (&FirmIx, &Past)| Side { firm, need: 0, units: past.cap().map_or(0, fen) };
    let sellers: Vec<Side> = unknown.iter().zip(&pasts).map(side).collect();
    let trade = clear(terms, &sellers, open);
    let open_need = yuan(open.iter().fold(0i64, |sum, side| sum.saturating_add(side.units)));
    let offer = |(at, (&firm, past)): (usize, (&FirmIx, &Past))| {
        let meets = |side: &&Side| side.units > 0 && market.rank(firm, side.firm).is_some();
        let mut buyers: Vec<&Side> = open.iter().filter(meets).collect();
        buyers.sort_by_key(|side| (std::cmp::Reverse(side.units), side.firm));
        buyers.truncate(leading);
        let need = |side: &&Side| OpenNeed { buyer: market.name(side.firm), open: yuan(side.units) };
        let offer = Offer {
            seller: market.name(firm),
            product: product_name(market.graph, product),
            current: past.current,
            best: past.best,
            cap: past.cap(),
            amount: past.cap().map(|_| yuan(trade.given[at])),
            open_need,
            leading: buyers.iter().map(need).collect(),
        };
        // Whom it may meet nobody needs to be told of.
        Some(offer).filter(|offer| !offer.leading.is_empty())
    };
    unknown.iter().zip(&pasts).enumerate().filter_map(offer).collect()
}

/// Sales to others by year: this year's, and the most of any year, of the priced lines.
fn past(terms: &Terms<'_>, product: ProductIx, firm: FirmIx) -> Past {
    let (graph, this) = (terms.market.graph, terms.market.year);
    let mut years: BTreeMap<Option<Year>, f64> = BTreeMap::new();
    let mut unpriced = 0;
    let flows = graph.sales_of(firm.0).iter().map(|&at| &graph.flows()[at as usize]);
    for flow in flows.filter(|flow| flow.product == product && !graph.is_self_supply(flow)) {
        if flow.priced > 0 {
            *years.entry(flow.year).or_default() += flow.amount;
        }
        unpriced += if flow.year == this { flow.unpriced } else { 0 };
    }
    let best = years.values().copied().max_by(f64::total_cmp);
    let current = years.get(&this).copied().unwrap_or(0.0);
    Past { current: (unpriced == 0).then_some(current), best }
}
