//! What `match` answers.

use crate::analysis::key::FigureKey;
use crate::analysis::scope::{AreaName, LeftOut};
use crate::analysis::split::{FirmName, ProductName};
use crate::model::{Tier, Year};
use serde::Serialize;

/// Answer: who should meet whom, in which order, and what stands in the way of more.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matching {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// Share of a buyer's purchases of a product that one seller may take; `None`: no cap.
    pub share_cap: Option<f64>,
    /// First lot, yuan: see [`Market::served`].
    pub lot: f64,
    /// Sums of `products`.
    pub total: MarketTotal,
    /// Products bought from outside, most matched first.
    pub products: Vec<Market>,
    /// Who sells what to whom, by product, buyer and seller.
    pub meetings: Vec<Introduction>,
    /// The same summed over products, most first, with the round in which the two meet.
    pub pairs: Vec<Pair>,
    /// Rounds of the meeting: nobody sits at two tables at once.
    pub rounds: Vec<Round>,
    /// Sellers whose capacity binds, most room first.
    pub expansions: Vec<Expansion>,
    /// Local makers whose spare is unknown, with what their past sales suggest; in no total.
    pub offers: Vec<Offer>,
    /// Products that several local buyers buy from outside, most first.
    pub pooled: Vec<Pool>,
    /// Local firms that could buy from each other, most first.
    pub mutual: Vec<Mutual>,
    /// What both sides prefer, where preferences were given; in no total, for its sum may be less than `matched`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stable: Option<Stable>,
    /// Buyers left out because their place is unknown.
    pub unlocated_buyers: usize,
    /// What such buyers buy in the year; `None` when every buyer has its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
}

/// Sums over products, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct MarketTotal {
    /// Bought from outside; `None` where nothing of it has an amount.
    pub need: Option<f64>,
    /// Known spare capacity of local makers of what is bought outside.
    pub spare: f64,
    /// What introductions can serve: the 可牵线 of the split.
    pub matched: f64,
    /// Need that no known spare serves.
    pub open: f64,
    /// Spare that serves no need.
    pub idle: f64,
    /// Buyer–product needs with an amount.
    pub needs: usize,
    /// Needs that get anything, and at least their first lot where one is asked for.
    pub served: usize,
    /// Lines from outside or of unknown place without an amount: they have no yuan to match.
    pub unpriced_lines: u32,
    /// Buyer–product needs that may come from outside and of which no amount is known; not in `needs`.
    pub unpriced_needs: usize,
    /// Mean of whole kilometres of a matched yuan, of pairs whose distance is known.
    pub kilometres: Option<f64>,
}

/// What keeps more from being matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Binding {
    /// No local maker has known spare.
    NoSpare,
    /// All spare is used, needs remain.
    Capacity,
    /// All needs are met.
    Demand,
    /// Both remain, but those who have do not reach those who need: tier, cap on shares, or a firm's own need.
    Reach,
}

/// The market of one product, in yuan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Market {
    /// What.
    pub product: ProductName,
    /// Buyers who buy it from outside.
    pub buyers: usize,
    /// What they buy outside.
    pub need: f64,
    /// Local makers with known spare above zero.
    pub sellers: usize,
    /// Their spare.
    pub spare: f64,
    /// Matched.
    pub matched: f64,
    /// Need that remains.
    pub open: f64,
    /// Spare that remains.
    pub idle: f64,
    /// Buyers who get at least their first lot: the smaller of their need and the lot.
    pub served: usize,
    /// Yuan of first lots that are met: what comes second after `matched`.
    pub first_lots: f64,
    /// Mean of whole kilometres of a matched yuan, of pairs whose distance is known: what comes third.
    pub kilometres: Option<f64>,
    /// What keeps more from being matched.
    pub binding: Binding,
}

/// An introduction to make.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Introduction {
    /// Key of the split's figures of this buyer and product, less the measure.
    pub figure: FigureKey,
    /// Who buys.
    pub buyer: FirmName,
    /// Who could sell.
    pub seller: FirmName,
    /// What.
    pub product: ProductName,
    /// Yuan a year.
    pub amount: f64,
    /// What the buyer buys of it from outside, yuan.
    pub need: f64,
    /// What the seller can spare of it, yuan.
    pub spare: f64,
    /// Great-circle distance, kilometres; `None` where a place has no point.
    pub kilometres: Option<f64>,
    /// Whether the seller already sells it to the buyer.
    pub already_supplies: bool,
    /// Round of the meeting; `None` beyond the pairs that are scheduled.
    pub round: Option<u32>,
}

/// Two firms to introduce, all products together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// Who buys.
    pub buyer: FirmName,
    /// Who could sell.
    pub seller: FirmName,
    /// Yuan a year.
    pub amount: f64,
    /// What.
    pub products: Vec<ProductName>,
    /// Round of the meeting; `None` beyond the pairs that are scheduled.
    pub round: Option<u32>,
}

/// A round of the meeting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Round {
    /// From 1.
    pub number: u32,
    /// Tables.
    pub pairs: usize,
    /// Yuan a year at stake.
    pub amount: f64,
}

/// A seller whose capacity binds: what expansion would bring.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expansion {
    /// Who.
    pub seller: FirmName,
    /// What.
    pub product: ProductName,
    /// Its spare, yuan.
    pub spare: f64,
    /// Yuan matched for each yuan of further capacity: the dual of its spare.
    pub marginal: f64,
    /// Up to how much: what would be matched beyond today if its capacity knew no bound, yuan.
    pub room: f64,
    /// Buyers whose open needs it would serve, directly or because another seller is freed for them.
    pub buyers: usize,
    /// Those with the largest open needs.
    pub leading: Vec<OpenNeed>,
}

/// A buyer with what it would still buy outside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpenNeed {
    /// Who.
    pub buyer: FirmName,
    /// Yuan.
    pub open: f64,
}

/// A local maker or seller whose spare is unknown although buyers still look outside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offer {
    /// Who.
    pub seller: FirmName,
    /// What.
    pub product: ProductName,
    /// What it sells of it in the year, by the ledgers, yuan; `None` where a line has no amount.
    pub current: Option<f64>,
    /// The most it sold of it in any year, yuan.
    pub best: Option<f64>,
    /// `best − current` where that is above zero: what it could once do more; `None` where the past does not tell.
    pub cap: Option<f64>,
    /// What of the open needs it could serve up to `cap`, together with the others here, yuan; not confirmed, in no total.
    pub amount: Option<f64>,
    /// What local buyers would still have to recruit of it, yuan.
    pub open_need: f64,
    /// Buyers with the largest open needs that it may meet.
    pub leading: Vec<OpenNeed>,
}

/// What to make of a pooled purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolVerdict {
    /// Known local spare serves all of it.
    Introduce,
    /// What remains after introductions carries a plant.
    Plant,
    /// The pooled need would carry a plant, but local spare serves so much that the rest does not.
    MatchFirst,
    /// Too little for a plant: buy together.
    BuyTogether,
    /// Nobody said how large a plant must be.
    ScaleUnknown,
}

/// A product that several local buyers buy from outside (集中采购).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pool {
    /// What.
    pub product: ProductName,
    /// Who buys it outside, with how much, most first.
    pub buyers: Vec<PoolBuyer>,
    /// What they buy outside together, yuan.
    pub pooled: f64,
    /// Of this what no known local spare serves, yuan.
    pub open: f64,
    /// Named outside suppliers that at least two of them share.
    pub shared_suppliers: usize,
    /// 最小经济规模, yuan a year.
    pub minimum_scale: Option<f64>,
    /// `pooled / minimum_scale`.
    pub ratio: Option<f64>,
    /// `open / minimum_scale`.
    pub open_ratio: Option<f64>,
    /// What to make of it.
    pub verdict: PoolVerdict,
}

/// A buyer's part of a pooled purchase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PoolBuyer {
    /// Who.
    pub buyer: FirmName,
    /// What it buys outside, yuan.
    pub outside: f64,
}

/// Two local firms that could buy from each other (互采), in yuan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mutual {
    /// The firm of smaller id.
    pub first: FirmName,
    /// The other.
    pub second: FirmName,
    /// What the first could sell the second: Σ over products of the smaller of spare and need.
    pub first_sells: f64,
    /// What the second could sell the first.
    pub second_sells: f64,
    /// The smaller of the two.
    pub mutual: f64,
    /// What the first could sell.
    pub first_products: Vec<ProductName>,
    /// What the second could sell.
    pub second_products: Vec<ProductName>,
}

/// A stable set of introductions: no buyer and seller would both rather have each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stable {
    /// By product, buyer and seller.
    pub rows: Vec<StableRow>,
    /// Sum, yuan.
    pub matched: f64,
    /// Preferences of one side alone, or that no need, spare or nearness stands behind.
    pub unused: usize,
}

/// An introduction of the stable set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StableRow {
    /// Who buys.
    pub buyer: FirmName,
    /// Who sells.
    pub seller: FirmName,
    /// What.
    pub product: ProductName,
    /// Yuan a year.
    pub amount: f64,
    /// Place of the seller on the buyer's list, from 1.
    pub buyer_rank: u32,
    /// Place of the buyer on the seller's list, from 1.
    pub seller_rank: u32,
}
