//! Words of the local supply rate (近地化配套率).

use crate::analysis::rate::Card;
use crate::model::{Measure, Ring};
use crate::report::table::{Cell, Unit};
use crate::report::words::column::{self, Head};
use crate::report::words::{Lang, number, term};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("近地化配套率", "Local supply rate")
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "rate_total" => lang.pick("总体配套率", "Rates of all local buyers"),
        "rate_chain" => lang.pick("各产业链配套率", "Rates by chain"),
        "rate_segment" => lang.pick("各环节配套率", "Rates by segment"),
        "rate_product" => lang.pick("各产品配套率（按采购额排列）", "Rates by product, largest purchases first"),
        "rate_county" => lang.pick("各县区配套率", "Rates by county"),
        "rate_firm" => lang.pick("各采购企业配套率（链主在前）", "Rates by buying firm, chain leaders first"),
        "rings" => lang.pick("采购来源圈层", "Where purchases come from"),
        "trend" => lang.pick("配套率变化及其来源", "Change of rates and what it comes from"),
        "self_supply" => lang.pick("自供与纵向一体化（不计入配套率）", "Self-supply (outside every rate)"),
        "sales" => lang.pick("本地消纳率（销售侧）", "Local sales share (seller side)"),
        "completeness" => lang.pick("产业链完整度", "Completeness of chains"),
        "parts_ratio" => lang.pick("整零比", "Parts for each yuan of assembly"),
        _ => lang.pick("口径卡", "Definition cards"),
    }
}

/// Label of the rate of all local buyers by amount, such as `市域近地化配套率（2024 年）`.
pub fn amount_label(tier: &str, year: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{tier}近地化配套率（{year}）"),
        Lang::En => format!("local supply rate, {tier} ({year})"),
    }
}

/// Label of the same by suppliers.
pub fn count_label(tier: &str, year: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{tier}供应商家数配套率（{year}）"),
        Lang::En => format!("local share of suppliers, {tier} ({year})"),
    }
}

/// Label of the rate of a chain's leaders.
pub fn leaders_label(chain: &str, tier: &str, year: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{chain}链主{tier}配套率（{year}）"),
        Lang::En => format!("{chain}, chain leaders: local supply rate, {tier} ({year})"),
    }
}

/// Basis, bounds, coverage and unpriced lines of a rate by amount, in one line.
pub fn amount_note(measure: &Measure, shown: &Cell, interval: Option<Cell>, unpriced: u32, lang: Lang) -> String {
    let mut parts = vec![lang.pick("金额口径", "by amount").to_owned()];
    let share = |cell: &Cell| number::cell(cell, Unit::Share, lang);
    match (shown, interval, measure.value) {
        // The bounds stand in the figure itself, so the note says what the known lines alone give.
        (Cell::Interval { .. } | Cell::Missing(_), _, Some(value)) => {
            parts.push(format!("{} {}", lang.pick("仅按已知行", "known lines alone"), number::percent(value)));
        }
        (Cell::Number(_), Some(interval), _) => {
            parts.push(format!("{} {}", lang.pick("上下限", "bounds"), share(&interval)));
        }
        _ => {}
    }
    if let Some(coverage) = measure.coverage {
        parts.push(format!("{} {}", lang.pick("数据覆盖率", "coverage"), number::percent(coverage)));
    }
    parts.push(term::unpriced(unpriced, lang));
    term::clauses(&parts, lang)
}

/// Label of a rate that only the known lines give.
pub fn known_label(label: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{label}·仅按已知行"),
        Lang::En => format!("{label}, known lines alone"),
    }
}

/// Why such a rate has no bounds.
pub fn known_note(unpriced: u32, lang: Lang) -> String {
    let unpriced = term::unpriced(unpriced, lang);
    match lang {
        Lang::Zh => format!("金额口径；{unpriced}，部分无采购总额可推算，上下限无法判定；不宜用于考核排名"),
        Lang::En => {
            format!("by amount; {unpriced}, some with no declared total to infer from, so no bounds; not for ranking")
        }
    }
}

/// Basis and number of suppliers.
pub fn count_note(suppliers: usize, lang: Lang) -> String {
    let suppliers = number::count(suppliers);
    match lang {
        Lang::Zh => format!("家数口径；供应商 {suppliers} 家，每家只计一次"),
        Lang::En => format!("by suppliers; suppliers counted once each: {suppliers}"),
    }
}

/// Column of a ring.
pub fn ring(ring: Ring) -> Head {
    match ring {
        Ring::County => column::RING_COUNTY,
        Ring::RestOfCity => column::RING_CITY,
        Ring::RestOfProvince => column::RING_PROVINCE,
        Ring::RestOfRegion => column::RING_REGION,
        Ring::RestOfChina => column::RING_CHINA,
        Ring::Abroad => column::RING_ABROAD,
        Ring::Unlocated => column::RING_UNLOCATED,
    }
}

/// Basis of a card.
pub fn basis(basis: &str, lang: Lang) -> &str {
    match basis {
        "amount" => lang.pick("金额", "amount"),
        "count" => lang.pick("家数", "suppliers"),
        "coverage" => lang.pick("品类", "products"),
        "embodied" => lang.pick("全链含量", "embodied content"),
        other => other,
    }
}

/// Which lines a card counts.
pub fn card_lines(lines: &str, lang: Lang) -> &str {
    match lines {
        "external" => lang.pick("全部外部采购", "all external purchases"),
        "chain" => lang.pick("本链产品的外部采购", "external purchases of the products concerned"),
        other => other,
    }
}

/// What a card does with related parties.
pub fn related(related: &str, lang: Lang) -> &str {
    match related {
        "included" => lang.pick("计入", "included"),
        "excluded" => lang.pick("不计入", "excluded"),
        other => other,
    }
}

/// A definition card in full sentences.
pub fn card(card: &Card, lang: Lang) -> String {
    let near = term::tier_meaning(&card.tier, lang);
    let (lines, related) = (card_lines(&card.lines, lang), related(&card.related, lang));
    let divided = divided(card, lang);
    let traders = traders(&card.traders, lang);
    match lang {
        Lang::Zh => format!(
            "{divided}“范围内”指{near}。统计对象为{lines}；企业自供在分子、分母中均不计；关联企业之间的交易{related}。\
             供货地先看采购行注明的发货地，再看供应商生产地，均不明时才用注册地；{traders}。缺金额的行不按零处理，由上下限反映；\
             地点不明的供应商单列，不计入分子。"
        ),
        Lang::En => format!(
            "{divided} Near means that {near}. It counts {lines}; self-supply enters neither side; trade between related \
             parties is {related}. The place is that of the shipment, else of the supplier's plant, and its registered \
             office only when nothing else is known; {traders}. A line without amount is not zero: the bounds show it; suppliers of \
             unknown place stand apart and are not counted as near."
        ),
    }
}

/// Where a card takes the goods of traders to come from.
fn traders(traders: &str, lang: Lang) -> &str {
    match traders {
        "unknown" => lang.pick(
            "贸易商的货未写产地的，按产地不明处理",
            "goods of traders are of unknown place unless a line names it",
        ),
        "trader" => lang.pick(
            "贸易商的货未写产地的，以贸易商所在地为产地",
            "goods of traders come from the trader's place unless a line names another",
        ),
        other => other,
    }
}

fn divided(card: &Card, lang: Lang) -> String {
    let threshold: Option<f64> = card.threshold.parse().ok().filter(|threshold| *threshold > 0.0);
    match card.basis.as_str() {
        "amount" => lang.pick(
            "金额口径：范围内供应商的采购额除以供货地已知的采购额。",
            "By amount: purchases from near suppliers, divided by purchases whose place is known.",
        ),
        "count" => lang.pick(
            "家数口径：范围内供应商家数除以供货地已知的供应商家数，同一供应商只计一次。",
            "By suppliers: near suppliers, divided by suppliers whose place is known, each counted once.",
        ),
        "embodied" => lang.pick(
            "全链含量口径：采购的价值中追溯到范围内产生的部分，除以能确定产地的部分；一级供应商、其供应商及更上游都算，未登记的投入由上下限反映。",
            "Embodied: the value of purchases that arises nearby, at the supplier, its suppliers and further up, divided by the \
             value whose place is known; inputs on no record show in the bounds.",
        ),
        _ => lang.pick(
            "品类口径：有范围内供货的产品种数除以采购的产品种数。",
            "By products: products with a near source, divided by products bought.",
        ),
    }
    .to_owned()
        + &threshold.map_or_else(String::new, |threshold| threshold_sentence(&card.basis, threshold, lang))
}

fn threshold_sentence(basis: &str, threshold: f64, lang: Lang) -> String {
    let yuan = || number::with_unit(&Cell::Number(threshold), Unit::Yuan, lang);
    match (basis, lang) {
        ("count", Lang::Zh) => format!("只计年供货额不低于 {} 的供应商。", yuan()),
        ("count", Lang::En) => format!(" Only suppliers that sell at least {} a year count.", yuan()),
        (_, Lang::Zh) => format!("范围内份额超过 {} 的产品才算有范围内供货。", number::percent(threshold)),
        (_, Lang::En) => format!(" A product counts when its near share exceeds {}.", number::percent(threshold)),
    }
}

/// Rules that hold for every figure of the report.
pub fn notes(lang: Lang) -> Vec<String> {
    let notes: [(&str, &str); 6] = [
        (
            "没有脱离口径的“本地配套率”：每个数字都对应一张口径卡，口径不同的数字不能相互比较或排名。",
            "There is no local supply rate without its definition: figures with different cards must not be compared or ranked.",
        ),
        (
            "上下限由缺失数据决定，不是抽样误差。上下限相差超过 10 个百分点时只给区间，不给点值；“已知行点值”一列只反映有金额、来源已知的行，仅供核对。",
            "Bounds come from missing data, not from sampling. Where they are more than 10 percentage points apart, the interval stands instead of the point; the point value of known lines, those with amount and place, serves checking only.",
        ),
        (
            "带圆括号的一端取不到：缺金额的采购大于零，但金额未知。",
            "A bound in a round bracket is not reached: an unpriced purchase is more than nothing, but nobody knows how much.",
        ),
        ("汇总数是合计之比，不是各企业配套率的平均。", "Figures of a group are ratios of sums, never means of ratios."),
        (
            "公里圈不受行政区划限制，其配套率可能高于省域。",
            "A circle cuts across boundaries: its rate may exceed that of the province.",
        ),
        (
            "变化分解：各产品配套率变化、采购结构变化、产品进出三项之和等于总变化；“两年均有数据企业的变化”排除了企业增减填报的影响。",
            "The change is the sum of three parts: within products, between products, entry and exit. The change of buyers in both years leaves out firms that began or ceased to report.",
        ),
    ];
    notes.iter().map(|(zh, en)| lang.pick(zh, en).to_owned()).collect()
}

/// Buyers left out because their place is unknown.
pub fn unlocated_buyers<T: AsRef<str>>(names: &[T], lang: Lang) -> String {
    const SHOWN: usize = 10;
    let list = term::list(&names[..names.len().min(SHOWN)], lang);
    let count = number::count(names.len());
    match lang {
        Lang::Zh => {
            let more = if names.len() > SHOWN { "等" } else { "" };
            format!("有 {count} 家采购企业所在地不明，未计入本地数字：{list}{more}。")
        }
        Lang::En => {
            let more = if names.len() > SHOWN { " and others" } else { "" };
            format!("Left out of local figures because their place is unknown: {count} buyers, {list}{more}.")
        }
    }
}
