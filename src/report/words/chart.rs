//! Words of the charts.

use crate::report::words::Lang;

/// A chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Title {
    /// Rates by what counts as near.
    RateByTier,
    /// Rates by chain.
    RateByChain,
    /// The split of all purchases.
    Split,
    /// The split by product.
    SplitByProduct,
    /// Weak links.
    Gaps,
    /// The risk list.
    Risks,
}

/// Its title.
pub fn title(title: Title, lang: Lang) -> &'static str {
    match title {
        Title::RateByTier => lang.pick("各范围近地化配套率（最近一年）", "Local supply rate by tier (latest year)"),
        Title::RateByChain => {
            lang.pick("各产业链市域配套率（最近一年）", "Local supply rate by chain, city (latest year)")
        }
        Title::Split => lang.pick("采购三分：已配套、可牵线、须招引", "Purchases: supplied, bridgeable, to recruit"),
        Title::SplitByProduct => {
            lang.pick("须招引最多的产品（采购三分）", "Products with most to recruit, and their split")
        }
        Title::Gaps => lang.pick("首要薄弱环节的外购额（按位次）", "First weak links: bought outside (by rank)"),
        Title::Risks => lang.pick("风险清单前列企业停产的全网年损失", "Risk list: yearly loss if the firm stops"),
    }
}

/// Heading of the names of parts.
pub fn part(lang: Lang) -> &'static str {
    lang.pick("部分", "part")
}

/// Heading of what a part comes to.
pub fn amount(lang: Lang) -> &'static str {
    lang.pick("金额", "amount")
}
