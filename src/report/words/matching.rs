//! Words of the meetings (产能对接).

use crate::analysis::matching::{Binding, MarketTotal, PoolVerdict, Stable};
use crate::report::table::{Cell, Unit};
use crate::report::words::{Lang, number};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("产销对接方案", "Meetings of local buyers and sellers")
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "match_total" => lang.pick("对接总表", "Meetings in all"),
        "match_product" => lang.pick("分产品对接", "Meetings by product"),
        "match_by_buyer" => lang.pick("按采购方", "By buyer"),
        "match_by_seller" => lang.pick("按供应方", "By seller"),
        "match_pairs" => lang.pick("对接会场次安排", "Who meets in which round"),
        "match_rounds" => lang.pick("各场次合计", "Rounds in all"),
        "match_expansions" => lang.pick("哪家企业最该扩产", "Which plant should expand"),
        "match_offers" => lang.pick("产能待核实、可先联系的企业", "Makers to ask: spare capacity unknown"),
        "match_pooled" => lang.pick("可集中采购的产品", "Products to buy together"),
        "match_mutual" => lang.pick("可互采的企业", "Firms that could buy from each other"),
        _ => lang.pick("按双方意向的稳定对接", "Meetings that both sides prefer"),
    }
}

/// What keeps more from being matched.
pub fn binding(binding: Binding, lang: Lang) -> &'static str {
    match binding {
        Binding::NoSpare => lang.pick("本地无已知富余产能", "no known local spare"),
        Binding::Capacity => lang.pick("富余产能已用尽", "all spare is used"),
        Binding::Demand => lang.pick("外购需求已全部对接", "all needs are met"),
        Binding::Reach => lang.pick(
            "余下的供需双方不能对接（范围、份额上限或同一企业）",
            "those left may not meet (tier, cap on shares, one firm)",
        ),
    }
}

/// What to make of a pooled purchase.
pub fn verdict(verdict: PoolVerdict, lang: Lang) -> &'static str {
    match verdict {
        PoolVerdict::Introduce => lang.pick("本地产能可全部承接，先牵线", "local spare serves all of it: introduce"),
        PoolVerdict::Plant => lang.pick("够建一座厂，转入招引", "carries a plant: recruit one"),
        PoolVerdict::MatchFirst => {
            lang.pick("先用本地产能，余量不够建厂", "use local spare first; the rest carries no plant")
        }
        PoolVerdict::BuyTogether => lang.pick("不够建厂，宜联合采购", "too little for a plant: buy together"),
        PoolVerdict::ScaleUnknown => {
            lang.pick("未填最小经济规模，先联合采购", "no minimum scale given: buy together for now")
        }
    }
}

/// A firm with an amount.
pub fn firm_with(name: &str, yuan: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}（{yuan}）"),
        Lang::En => format!("{name} ({yuan})"),
    }
}

/// Label of what introductions can serve.
pub fn matched_label(lang: Lang) -> &'static str {
    lang.pick("可对接金额", "amount to introduce")
}

/// Of what, and how many get something: a first lot where one is asked for.
pub fn matched_note(total: &MarketTotal, lot: f64, lang: Lang) -> String {
    let unpriced = number::count(total.unpriced_needs);
    if total.need.is_none() {
        return match lang {
            Lang::Zh => format!("采购方与产品的需求 {unpriced} 项均缺金额，无法计算"),
            Lang::En => format!("needs of a buyer for a product: {unpriced}, all without an amount"),
        };
    }
    let (served, needs) = (number::count(total.served), number::count(total.needs));
    let gets = match (lot > 0.0, lang) {
        (true, _) => lang.pick("至少得到首批供货", "with at least a first lot"),
        (false, _) => lang.pick("可得到供货", "served at least in part"),
    };
    let apart = match (total.unpriced_needs, lang) {
        (0, _) => String::new(),
        (_, Lang::Zh) => format!("；另有 {unpriced} 项缺金额"),
        (_, Lang::En) => format!("; without an amount, not counted: {unpriced}"),
    };
    match lang {
        Lang::Zh => format!("采购方与产品的外购需求共 {needs} 项，其中 {served} 项{gets}{apart}"),
        Lang::En => format!("needs of a buyer for a product: {needs}; {gets}: {served}{apart}"),
    }
}

/// Label of the pairs.
pub fn pairs_label(lang: Lang) -> &'static str {
    lang.pick("对接企业对数", "pairs to introduce")
}

/// How many of them sit together in how many rounds.
pub fn pairs_note(seated: usize, rounds: usize, lang: Lang) -> String {
    let (seated, rounds) = (number::count(seated), number::count(rounds));
    match lang {
        Lang::Zh => format!("金额较大的 {seated} 对排入对接会，分 {rounds} 场，每家企业每场只见一家"),
        Lang::En => format!("seated: the {seated} largest, in {rounds} rounds; nobody sits at two tables at once"),
    }
}

/// Label of what remains.
pub fn open_label(lang: Lang) -> &'static str {
    lang.pick("对接后仍缺金额", "still open after meetings")
}

/// Whom to ask about it.
pub fn open_note(offers: usize, lang: Lang) -> String {
    let offers = number::count(offers);
    match lang {
        Lang::Zh => format!("另有 {offers} 项本地产能待核实，未计入"),
        Lang::En => format!("local capacities still to be asked, not counted: {offers}"),
    }
}

/// Label of the best expansion.
pub fn expansion_label(lang: Lang) -> &'static str {
    lang.pick("扩产首选企业最多可多对接", "most that the best expansion would add")
}

/// Who, of what.
pub fn expansion_note(seller: &str, product: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{seller}，产品{product}；每新增一万元产能多对接一万元，至此为止"),
        Lang::En => format!("{seller}, {product}; each yuan of capacity adds a yuan up to that"),
    }
}

/// The meetings in a sentence.
pub fn meetings(yuan: &str, pairs: usize, rounds: usize, lang: Lang) -> String {
    let (pairs, rounds) = (number::count(pairs), number::count(rounds));
    match lang {
        Lang::Zh => format!("可牵线的 {yuan}落实到 {pairs} 对企业，对接会 {rounds} 场可依次见完金额较大的各对。"),
        Lang::En => {
            format!("The {yuan} to be introduced are {pairs} pairs of firms; {rounds} rounds seat the larger ones.")
        }
    }
}

/// Who should expand, in a sentence.
pub fn expand(seller: &str, product: &str, yuan: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("最该扩产的是{seller}（{product}）：最多可再承接 {yuan}。"),
        Lang::En => format!("{seller} should expand first ({product}): up to {yuan} more."),
    }
}

/// Rules of the meetings.
pub fn notes(lot: f64, share_cap: Option<f64>, lang: Lang) -> Vec<String> {
    let rest: [(&str, &str); 6] = [
        (
            "富余产能不重复承诺；场次按各产品合计安排，每场都取金额最大的一对一组合，只排金额最大的三百对。",
            "Spare is promised once. Rounds are of all products together, each the best one-to-one assignment of those who have not met; the three hundred largest pairs are seated.",
        ),
        (
            "扩产表：每新增一万元产能能多对接多少万元，直接供给或替换出其他供应方均计入；最多可多对接是产能不受限时的增量，各行不可相加。",
            "Expansion: what a further yuan of capacity would add, by serving or by freeing another seller; the most it could add is without any bound of capacity. Rows do not add up.",
        ),
        (
            "产能待核实的企业按历年最高销售额减当年销售额估计，只作联系线索，不计入任何合计。",
            "Makers of unknown spare are put at their best year's sales less this year's: a lead to follow, in no total.",
        ),
        (
            "集中采购列出至少两家本地企业外购的产品，并与最小经济规模（产业链表填写）比较；对接后余额仍达到规模的才建议建厂。",
            "Products that at least two local firms buy outside are compared with the minimum scale given in the sheet of chains; a plant is proposed only where what remains after meetings carries it.",
        ),
        (
            "互采金额是两个方向可供金额中较小者，单独估计，不与其他对接合计；最多列一千对。",
            "Mutual purchases are the smaller of what each could sell the other, pair by pair, not to be added to the meetings; at most a thousand pairs are listed.",
        ),
        (
            "只比对产品、地点和产能；资质、价格、质量不在数据中，须由双方对接时确认。",
            "Only product, place and capacity are compared; certificates, prices and quality are not in the data and for the two sides to settle.",
        ),
    ];
    let rest = rest.iter().map(|(zh, en)| lang.pick(zh, en).to_owned());
    [aims(lot, lang), cap(share_cap, lang)].into_iter().chain(rest).collect()
}

/// The aims in turn, with the first lot where one is asked for.
fn aims(lot: f64, lang: Lang) -> String {
    if lot <= 0.0 {
        let two = lang.pick(
            "按产品逐一求解，两个目标依次满足、互不加权：先是对接金额最大，再是金额乘距离最小（直线距离取整公里，地点不明按最远计）。",
            "Each product is solved by itself, two aims in turn, never weighted: most money; then least money times distance (straight lines in whole kilometres, unknown places as the farthest).",
        );
        return two.to_owned();
    }
    let lot = number::with_unit(&Cell::Number(lot), Unit::Yuan, lang);
    match lang {
        Lang::Zh => format!(
            "按产品逐一求解，三个目标依次满足、互不加权：先是对接金额最大，再是尽量多的采购方得到首批供货（外购额与 {lot}中较小者，按首批金额合计），最后是金额乘距离最小（直线距离取整公里，地点不明按最远计）。"
        ),
        Lang::En => format!(
            "Each product is solved by itself, three aims in turn, never weighted: most money; then most first lots (the smaller of a need and {lot}, in yuan of first lots); then least money times distance (straight lines in whole kilometres, unknown places as the farthest)."
        ),
    }
}

/// What one seller may take, and how the total compares with the split.
fn cap(share: Option<f64>, lang: Lang) -> String {
    let Some(share) = share.map(number::percent) else {
        let none = lang.pick(
            "未设份额上限，合计等于三分中的可牵线金额；具体配对可与三分不同：三分先配同县、再配较近的，这里使全部距离合计最短。会上以本表为准。",
            "Without a cap on shares the total is what the split calls bridgeable; the pairs may be others: the split takes those of one county first and then the nearer, here the distance in whole is shortest. Take this list to the meeting.",
        );
        return none.to_owned();
    };
    match lang {
        Lang::Zh => format!(
            "同一供应方至多占一家采购方该产品采购额的 {share}（含现有供货），以保留第二来源，故合计可能小于三分中的可牵线金额。"
        ),
        Lang::En => format!(
            "One seller takes at most {share} of what a buyer buys of a product, what it delivers already included, to keep a second source; the total may be less than what the split calls bridgeable."
        ),
    }
}

/// What the stable meetings are, and how many preferences led to nothing.
pub fn stable_note(stable: &Stable, lang: Lang) -> String {
    let yuan = number::with_unit(&Cell::Number(stable.matched), Unit::Yuan, lang);
    let unused = number::count(stable.unused);
    match lang {
        Lang::Zh => format!(
            "稳定对接共 {yuan}：只在双方都列了名次的企业之间安排，没有哪一对会同时宁愿换成对方；未用上的意向 {unused} 条（仅一方填写、无需求或无富余产能）。"
        ),
        Lang::En => format!(
            "Meetings that both sides prefer: {yuan}, only between firms that ranked each other, and no two would both rather have each other; preferences without effect: {unused} (one side only, no need, or no spare)."
        ),
    }
}
