//! Words of the weak links: 补链, 强链, 固链, 延链.

use crate::analysis::gap::{GapType, Trigger};
use crate::report::words::{Lang, number};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("产业链薄弱环节（补强固延）", "Weak links: fill, strengthen, secure, extend")
}

/// Every type, in the order of ties, with the key of its table.
pub const TYPES: [(GapType, &str); 4] = [
    (GapType::Fill, "gap_fill"),
    (GapType::Strengthen, "gap_strengthen"),
    (GapType::Secure, "gap_secure"),
    (GapType::Extend, "gap_extend"),
];

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "gap_fill" => lang.pick("补链清单", "To fill"),
        "gap_strengthen" => lang.pick("强链清单", "To strengthen"),
        "gap_secure" => lang.pick("固链清单", "To secure"),
        "gap_extend" => lang.pick("延链清单", "To extend"),
        _ => lang.pick("全部产品的薄弱环节", "Weak links of all products"),
    }
}

/// A type in full.
pub fn gap_type(gap_type: GapType, lang: Lang) -> &'static str {
    match gap_type {
        GapType::Fill => lang.pick("补链", "fill"),
        GapType::Strengthen => lang.pick("强链", "strengthen"),
        GapType::Secure => lang.pick("固链", "secure"),
        GapType::Extend => lang.pick("延链", "extend"),
    }
}

/// A type in one sign, for boxes and lists.
pub fn short_type(gap_type: GapType, lang: Lang) -> &'static str {
    match gap_type {
        GapType::Fill => lang.pick("补", "fill"),
        GapType::Strengthen => lang.pick("强", "strengthen"),
        GapType::Secure => lang.pick("固", "secure"),
        GapType::Extend => lang.pick("延", "extend"),
    }
}

/// What made a product eligible, without the numbers: they have columns of their own.
pub fn trigger(trigger: Trigger, lang: Lang) -> &'static str {
    match trigger {
        Trigger::NoLocalMaker => lang.pick("本地有采购，无企业生产", "bought here, made by nobody here"),
        Trigger::NoLocalSupplier => lang.pick(
            "本地有采购，未见本地供应（缺产能表，是否有企业生产待核）",
            "bought here, from nobody here (no capacities given, makers to be verified)",
        ),
        Trigger::NoLocalMakerDemandUnknown => {
            lang.pick("本地有采购，无企业生产，采购额未知", "bought here, made by nobody here, amount unknown")
        }
        Trigger::BrokenLink => {
            lang.pick("上下游本地均有，唯独此产品缺失（断点）", "missing between two neighbours made here")
        }
        Trigger::CapacityShort => lang.pick("本地产能不足以满足采购", "demand exceeds local capacity"),
        Trigger::CapacityUnused => lang.pick(
            "本地有闲置产能而采购方仍在外购，宜先牵线",
            "local capacity stands idle while buyers buy outside: introduce first",
        ),
        Trigger::RateBelowReference => {
            lang.pick("配套率上限仍低于参照值", "the rate is below the reference even at its upper bound")
        }
        Trigger::ForwardOpen => lang
            .pick("本地投入品未经加工即外销，可向下延伸", "a local input leaves the area unprocessed: extend forward"),
        Trigger::BackwardOpen => lang.pick(
            "可为本地已有并外销的产品配套，可向上延伸",
            "would feed a product made here and sold outside: extend backward",
        ),
        Trigger::SingleSource => lang.pick("全部采购依赖一家供应商", "one supplier serves all local buyers"),
        Trigger::Concentrated => lang.pick("等效供应商不足两家", "fewer than two effective suppliers"),
        Trigger::OneRegion => lang.pick("过半依赖同一个外部地区", "one outside region holds more than half"),
        Trigger::Imported => lang.pick("部分依赖进口", "partly imported"),
        Trigger::Chokepoint => lang.pick("存在卡点企业，其停产即令链主断供", "a leader stops when one firm does"),
    }
}

/// Label of the count of products of a primary type.
pub fn count_label(gap_type: GapType, lang: Lang) -> &'static str {
    match gap_type {
        GapType::Fill => lang.pick("以补链为主的产品", "products to fill"),
        GapType::Strengthen => lang.pick("以强链为主的产品", "products to strengthen"),
        GapType::Secure => lang.pick("以固链为主的产品", "products to secure"),
        GapType::Extend => lang.pick("以延链为主的产品", "products to extend"),
    }
}

/// What a type means.
pub fn type_meaning(gap_type: GapType, lang: Lang) -> &'static str {
    match gap_type {
        GapType::Fill => lang.pick("本地需要而无企业生产", "wanted here, made by nobody here"),
        GapType::Strengthen => lang
            .pick("本地有企业生产，但产能不足、闲置或配套率偏低", "made here, but short, idle or below the reference"),
        GapType::Secure => lang.pick(
            "来源过于集中、存在卡点企业或依赖进口",
            "supplied by too few sources or through a chokepoint, or imported",
        ),
        GapType::Extend => lang.pick(
            "本地尚无采购和生产，但相邻产品本地有生产并外销",
            "neither bought nor made here, but a neighbour is made here and sold outside",
        ),
    }
}

/// Label of the completeness of a chain.
pub fn completeness_label(chain: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{chain}产业链完整度"),
        Lang::En => format!("completeness of the chain {chain}"),
    }
}

/// Products made here and on the map.
pub fn completeness_note(made: usize, mapped: usize, lang: Lang) -> String {
    let (made, mapped) = (number::count(made), number::count(mapped));
    match lang {
        Lang::Zh => format!("图谱 {mapped} 种产品中，本地已有 {made} 种"),
        Lang::En => format!("{made} of {mapped} products on the map are made here"),
    }
}

/// Label of the first weak link.
pub fn top_label(product: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("首位薄弱环节：{product}（外购额）"),
        Lang::En => format!("first weak link: {product} (bought outside)"),
    }
}

/// Rules of the classes and of the order.
pub fn notes(reference: Option<f64>, stop_probability: Option<f64>, lang: Lang) -> Vec<String> {
    let rule = match (reference, lang) {
        (Some(reference), Lang::Zh) => format!("配套率参照值为 {}：上限低于它才算偏低。", number::percent(reference)),
        (Some(reference), Lang::En) => {
            format!(
                "The reference rate is {}: a rate is low when its upper bound is below.",
                number::percent(reference)
            )
        }
        (None, Lang::Zh) => "未给出配套率参照值，因此配套率高低只用于参考，不触发强链。".to_owned(),
        (None, Lang::En) => {
            "No reference rate was given, so a low rate alone makes no product one to strengthen.".to_owned()
        }
    };
    let notes: [(&str, &str); 8] = [
        (
            "该产品断供时的损失只断这一种产品；最要害供应商的损失是它整厂停产，连同它的其他产品和自身产出，因此可以更大。",
            "The loss if nobody delivers a product cuts that product alone; that of the supplier whose failure costs most stops the whole firm, its other products and its own output too, and can be larger.",
        ),
        (
            "一种产品可同时属于几类；属于两条链的产品列两行，计数只计一次。",
            "A product may be of several types. A product of two chains has two rows and counts once.",
        ),
        (
            "位次不用人为权重：先按外购额、单一来源采购额、涉及链主数三项作帕累托分层，同层再按外购额排列。",
            "The order uses no weights: Pareto fronts over yuan bought outside, yuan single-sourced and leaders concerned, then yuan bought outside.",
        ),
        (
            "与本地产业的关联度只作参考：外购额相同的产品（例如都还没有采购的延链产品）按它排列。它取自各县区的产品分布，参与对比的地区或产品不足十个时不给，可另给全省的地区产品数据。",
            "Relatedness is a secondary criterion: it orders products of which the same is bought outside, such as those to extend the chain that nobody buys yet. It comes from who makes what by county, and is not given with fewer than ten areas or products; a panel of the province can be given.",
        ),
        (
            "任何一家本地企业产能未知，产能缺口和闲置产能就不作判断，不以产量代替产能。",
            "Where the capacity of any local maker is unknown, shortfall and idle capacity stay open; output is never taken for capacity.",
        ),
        (
            "地点待核的生产企业不算本地企业，在建项目不算已有产能。",
            "A maker of unknown place is not local, and a plant under construction is no capacity yet.",
        ),
        (
            "等效供应商数是集中度指数的倒数：相当于几家规模相等的供应商。外购额不含来源不明和缺金额的采购。",
            "Effective suppliers are the inverse of the concentration index: as if so many equal suppliers. Yuan bought outside hold neither unknown places nor lines without amount.",
        ),
        (
            "卡点企业只按供应关系判断：数据中凡卖过或能生产该产品的企业都视为可以替补，仍缺其不可、链主随之断供的才列出；不计数量和库存，数据之外的替补企业也看不到。",
            "Chokepoints are judged by structure: whoever in the data sold the product or can make it may step in, and only a firm without which a leader still stops is named; amounts, stocks and makers that the data do not hold are not seen.",
        ),
    ];
    notes.iter().map(|(zh, en)| lang.pick(zh, en).to_owned()).chain([rule, primary(stop_probability, lang)]).collect()
}

/// How the primary type was chosen.
fn primary(stop_probability: Option<f64>, lang: Lang) -> String {
    match (stop_probability, lang) {
        (Some(share), Lang::Zh) => format!(
            "主类型取模拟带来的年增加值最多的一类：补链、强链按由外购转为本地采购的金额（扣除新企业自身外购）乘行业增加值率，固链按增设第二来源后年均避免的本地增加值损失，每家供应商的年停产概率一律取 {}；都算不出时按补、强、固、延的顺序。",
            number::percent(share)
        ),
        (Some(share), Lang::En) => format!(
            "The primary type is the one that brings most value added a year, simulated: to fill and to strengthen, what turns from outside to local purchases (less what the newcomer buys outside) by the sector's ratio of value added; to secure, the loss of local value added that a second source avoids, each supplier stopping with a yearly probability of {}. Where nothing can be told, the first of fill, strengthen, secure, extend.",
            number::percent(share)
        ),
        (None, Lang::Zh) => "数据量大，未作效益模拟，主类型按补、强、固、延的顺序取第一个。".to_owned(),
        (None, Lang::En) => {
            "Nothing was simulated, so the primary type is the first of fill, strengthen, secure, extend.".to_owned()
        }
    }
}
