//! Words of embodied local content (全链本地含量).

use crate::analysis::rate::{Flag, Traced};
use crate::report::words::Lang;

/// Title of the table of figures.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("全链本地含量（追溯到上游供应商）", "Embodied local content, traced to suppliers' suppliers")
}

/// Title of the table of what is wanting.
pub fn wanting_title(lang: Lang) -> &'static str {
    lang.pick("全链追溯需补的数据", "What suppliers should still tell for the trace")
}

/// What a figure rests on.
pub fn flag(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::RevenueMissing => {
            lang.pick("上游企业缺营业收入，按已知购销推算", "revenue of a supplier missing, inferred from known trade")
        }
        Flag::CostExceedsRevenue => {
            lang.pick("上游企业采购额大于营业收入，已按比例缩小", "a supplier buys more than its revenue, scaled down")
        }
        Flag::SectorRatio => lang.pick("增加值率取行业平均", "value added by average of the industry"),
        Flag::EconomyRatio => {
            lang.pick("行业不明，增加值率取全国平均", "industry unknown, value added by average of the economy")
        }
        Flag::UnpricedInputs => lang.pick("上游采购缺金额", "purchases of a supplier without amount"),
        Flag::UnnamedSupplier => lang.pick("供应商未具名，无法再追溯", "supplier unnamed, not traced further"),
        Flag::Unsettled => {
            lang.pick("上游互供循环未收敛，以上下限为准", "circle of suppliers not settled, only the bounds stand")
        }
    }
}

/// A figure in words.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Firm.
    pub name: &'a str,
    /// Year.
    pub year: &'a str,
    /// Tier of nearness.
    pub tier: &'a str,
    /// Rate of the first tier.
    pub first: &'a str,
    /// Embodied figure.
    pub value: &'a str,
    /// Its bounds.
    pub bounds: &'a str,
    /// Share whose origin is not known.
    pub untraced: &'a str,
    /// Whether the bounds are close enough for the figure to stand.
    pub is_close: bool,
}

/// What a chief can read aloud.
pub fn sentence(told: &Told<'_>, lang: Lang) -> String {
    let Told { name, year, tier, first, value, bounds, untraced, is_close } = told;
    match (lang, is_close) {
        (Lang::Zh, true) => format!(
            "{name}账面{tier}配套率 {first}（{year}），追溯到上游供应商后，真正留在{tier}的价值约 {value}（上下限 {bounds}，{untraced} 追溯不到来源）。"
        ),
        (Lang::Zh, false) => format!(
            "{name}账面{tier}配套率 {first}（{year}），追溯到上游供应商后，真正留在{tier}的价值在 {bounds} 之间（{untraced} 追溯不到来源；只按已登记的采购计为 {value}）。"
        ),
        (Lang::En, true) => format!(
            "{name} buys {first} nearby on paper ({tier}, {year}); traced to its suppliers' suppliers, about {value} of the \
             value stems from there (bounds {bounds}; origin of {untraced} unknown)."
        ),
        (Lang::En, false) => format!(
            "{name} buys {first} nearby on paper ({tier}, {year}); traced to its suppliers' suppliers, {bounds} of the value \
             stems from there (origin of {untraced} unknown; {value} by recorded purchases alone)."
        ),
    }
}

/// Rules that hold for embodied figures.
pub fn notes(buyers: Traced, lang: Lang) -> Vec<String> {
    let whose = match buyers {
        Traced::All | Traced::Auto => {
            lang.pick("全链本地含量已对全部采购企业计算。", "Embodied local content is computed for every buyer.")
        }
        Traced::Leaders => lang.pick(
            "采购企业较多或按要求，全链本地含量只对链主计算；加 --embodied=all 对全部采购企业计算。",
            "Embodied local content is computed for chain leaders only; --embodied=all computes it for every buyer.",
        ),
    };
    let rule = lang.pick(
        "全链本地含量：把每笔采购的价值分给供应商自身、供应商的供应商……，看其中多少在范围内产生。企业未登记的投入在点值中算作自身增加值，\
         在上下限中算作来源不明；增加值取企业营业收入减营业成本，缺数时取 2011 年投入产出表的行业平均，所以上下限之差就是追溯质量。不得脱离上下限引用。",
        "Embodied local content shares the value of each purchase among the supplier, its suppliers and so on, and asks how \
         much arises nearby. Inputs that a firm does not record count as its own value added in the point and as of unknown \
         origin in the bounds; value added is revenue less operating cost, else the average of the industry in the \
         input-output table of 2011, so that the width of the bounds tells how well purchases are traced. Never quote it without its bounds.",
    );
    vec![whose.to_owned(), rule.to_owned()]
}
