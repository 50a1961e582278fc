//! Public edition: what of the figures may leave the office, decided once for all tables and maps together.
//!
//! ```text
//! cube        purchases of local buyers of one year by county, product, ring, nearness and what they go into
//! sums        total, counties, chains, segments, products, county × segment, rings, segment → segment
//! protect     which sums stand in which band, so that none that is withheld can be worked out
//! counts      numbers of local makers in bands, one and two not told apart
//! ```
//!
//! Conventions. Everything published is named here and nowhere else: an answer holds bands, names of places, chains,
//! segments and products, and leading firms (链主, 龙头). An amount stands where at least three buyers and three suppliers are
//! behind it and none holds more than 75 %; a share where that holds of what comes from nearby and from elsewhere too; its
//! band holds the bounds of the rate where there are any, else it is that of priced and located purchases, and says so;
//! firms of one group count as one, unnamed suppliers of one place too. Whether a figure is nothing or withheld is not told.
//! `--chain` shows less of the same edition; it never computes another one. Rates are those of `rate`.
//!
//! Limits. The protection holds against whoever knows this edition alone. Two editions of one year with other data or another
//! focus can be compared, and a firm knows its own part. See docs/公开版.md.
//!
//! Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4, for the terms; the witness is our own.
//!
//! ```
//! use liantu::analysis::public::{PublicOptions, public};
//! use liantu::graph::SupplyGraph;
//! let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
//! assert_eq!(public(&graph, &PublicOptions::default()).unwrap().total.amount, None);
//! ```

mod answer;
mod counts;
mod cube;
mod edition;
mod ladder;
mod names;
mod protect;
#[cfg(test)]
mod tests;
mod trial;

pub use answer::{
    Extent, Figures, Public, PublicCell, PublicChain, PublicCounty, PublicLeader, PublicLink, PublicProduct,
    PublicRing, PublicSegment, PublicState, Rule,
};
pub use ladder::Band;

use super::Error;
use super::overview::SegmentId;
use super::rate::{Basis, BuyerScope, RateLevel, RateOptions, rate};
use super::scope::{Scope, TierName};
use super::split::local_tier;
use crate::graph::SupplyGraph;
use crate::model::{AreaCode, ProductIx, Tier};
use counts::bands;
use cube::{Ground, Key};
use edition::Edition;
use names::Names;
use protect::protect;
use serde::Serialize;
use std::collections::BTreeMap;

/// What to publish.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PublicOptions {
    /// Focus, year; a chain only limits what is shown.
    #[serde(flatten)]
    pub scope: Scope,
}

/// Decides what is published, and says it.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn public(graph: &SupplyGraph, options: &PublicOptions) -> Result<Public, Error> {
    let asked = options.scope.chain(graph)?;
    let year = options.scope.single_year(graph)?;
    // One edition whatever chain is asked for: two that differ could be compared.
    let scope = Scope { chain: None, year, ..options.scope.clone() };
    let tier = local_tier(graph, &scope, None);
    let chains = graph.dataset().chains.iter().filter(|chain| !chain.products.is_empty()).collect();
    let ground = Ground { graph, scope: &scope, tier: &tier, year, chains };
    let purchases = ground.purchases(&shares(graph, &scope, &tier)?);
    let firms = ground.firms();
    let edition = Edition {
        shown: protect(&purchases.sums),
        makers: bands(&firms.makers),
        names: Names::new(graph, &scope),
        ground: &ground,
        purchases,
        firms,
    };
    Ok(edition.answer(asked))
}

/// Bounds of the local supply rates, as the question about rates gives them.
fn shares(graph: &SupplyGraph, scope: &Scope, tier: &Tier) -> Result<BTreeMap<Key, (f64, f64)>, Error> {
    // Nearby is the focus area, or the city where there is none.
    let tiers = vec![if let Tier::Area(area) = tier { TierName::Area(*area) } else { TierName::City }];
    let found = rate(graph, &RateOptions { scope: scope.clone(), tiers, ..RateOptions::default() })?;
    let products: BTreeMap<&str, ProductIx> =
        graph.dataset().products.iter().enumerate().map(|(at, product)| (product.id.as_str(), at.into())).collect();
    let mut shares = BTreeMap::new();
    for row in found.rows.iter().filter(|row| row.basis == Basis::Amount && row.scope == BuyerScope::All) {
        let key = match row.level {
            RateLevel::Total => Some(Key::Total),
            RateLevel::County => row.id.parse().ok().map(|code| Key::County(AreaCode(code))),
            RateLevel::Chain => Some(Key::Chain(row.id.clone())),
            RateLevel::Segment => segment(&row.id, graph).map(Key::Segment),
            RateLevel::Product => products.get(&*row.id).copied().map(Key::Product),
            RateLevel::Firm => None,
        };
        if let Some((key, bounds)) = key.zip(row.measure.lo.zip(row.measure.hi)) {
            shares.insert(key, bounds);
        }
    }
    Ok(shares)
}

/// The segment of a row, whose id is that of the chain and its own with a `/` between, and either may hold more of them.
fn segment(id: &str, graph: &SupplyGraph) -> Option<SegmentId> {
    graph.dataset().chains.iter().find_map(|chain| {
        let own = id.strip_prefix(&*chain.id)?.strip_prefix('/')?;
        let segment = chain.segments.iter().find(|segment| *segment.id == *own)?;
        Some(SegmentId { chain: chain.id.clone(), segment: segment.id.clone() })
    })
}
