//! Words of the three-way split (三分).

use crate::report::words::{Lang, number, term};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("采购三分：已配套、可牵线、须招引", "Three-way split of purchases")
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "split_total" => lang.pick("三分总表", "Split of all purchases"),
        "split_product" => lang.pick("分产品三分（按须招引排列）", "Split by product, most to recruit first"),
        "split_buyer" => lang.pick("分采购企业三分（按须招引排列）", "Split by buyer, most to recruit first"),
        "split" => lang.pick("采购企业与产品明细", "Split by buyer and product"),
        "matches" => lang.pick("产销对接表", "Meeting sheet"),
        _ => lang.pick("待核实产能的本地企业", "Local makers whose capacity is to be asked"),
    }
}

/// Label of the rate; it holds for located purchases, and says so.
pub fn rate_label(lang: Lang) -> &'static str {
    lang.pick("配套率（来源已知部分）", "local supply rate of located purchases")
}

/// Tier of the rate and what it leaves out.
pub fn rate_note(tier: &str, unlocated: Option<&str>, unpriced: u32, lang: Lang) -> String {
    let basis = lang.pick("金额口径", "by amount").to_owned();
    let unlocated = unlocated.map(|yuan| match lang {
        Lang::Zh => format!("来源不明 {yuan}"),
        Lang::En => format!("{yuan} from unknown places"),
    });
    let parts = [Some(tier.to_owned()), Some(basis), unlocated, Some(term::unpriced(unpriced, lang))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("；", "; "))
}

/// Label of what local firms could supply today.
pub fn bridgeable_label(lang: Lang) -> &'static str {
    lang.pick("可牵线金额", "bridgeable")
}

/// What it means, and how many introductions it takes.
pub fn bridgeable_note(meetings: usize, lang: Lang) -> String {
    let meetings = number::count(meetings);
    match lang {
        Lang::Zh => format!("本地企业有富余产能而采购方仍在外购；对接 {meetings} 对"),
        Lang::En => format!("local firms have the capacity while buyers look outside; introductions: {meetings}"),
    }
}

/// Label of what must be recruited.
pub fn recruit_label(lang: Lang) -> &'static str {
    lang.pick("须招引金额", "to recruit")
}

/// What it means, and whom to ask first.
pub fn recruit_note(candidates: usize, lang: Lang) -> String {
    let known = lang.pick("本地现有已知产能无法承接", "beyond the known local capacity");
    if candidates == 0 {
        return known.to_owned();
    }
    let candidates = number::count(candidates);
    match lang {
        Lang::Zh => format!("{known}；另有 {candidates} 项本地产能待核实"),
        Lang::En => format!("{known}; local capacities still to be asked: {candidates}"),
    }
}

/// Label of the ceiling.
pub fn ceiling_label(lang: Lang) -> &'static str {
    lang.pick("零投资上限", "ceiling without investment")
}

/// What the ceiling means.
pub fn ceiling_note(lang: Lang) -> &'static str {
    lang.pick(
        "全部可牵线金额对接成功时的配套率，以质量、价格、认证均合适为前提",
        "the rate if every introduction succeeds, provided that quality, price and certificates fit",
    )
}

/// Rules of the split.
pub fn notes(lang: Lang) -> Vec<String> {
    let notes: [(&str, &str); 5] = [
        (
            "采购额＝已配套＋可牵线＋须招引＋来源不明；配套率与零投资上限只按来源已知的采购计算。",
            "Purchases = supplied + bridgeable + to recruit + unknown place; rate and ceiling are of located purchases.",
        ),
        (
            "可牵线按产品逐一求最大匹配：富余产能不重复承诺，对接金额不超过外购额；在不减少总额的前提下先同县、再就近。",
            "Bridgeable is a maximum flow for each product: spare capacity is promised once and never exceeds a need; pairs of one county come first, then the nearer, but never at the expense of the total.",
        ),
        (
            "产能未知不当作有富余：这类企业列入待核实名单，核实后可牵线金额只会增加。",
            "Unknown capacity is not spare: its makers are listed to be asked, and asking can only raise the bridgeable amount.",
        ),
        (
            "缺金额的采购行无法拆分金额，只计行数；企业自供不计。",
            "Lines without an amount have no yuan to split and are counted only; self-supply is left out.",
        ),
        (
            "只比对产品和产能，质量、价格、认证须由双方对接时确认。",
            "Only product and capacity are compared; quality, price and certificates are for the two sides to settle.",
        ),
    ];
    notes.iter().map(|(zh, en)| lang.pick(zh, en).to_owned()).collect()
}

/// How many buyers were left out because their place is unknown.
pub fn unlocated_buyers(count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("有 {count} 家采购企业所在地不明，未计入。"),
        Lang::En => format!("Buyers left out because their place is unknown: {count}."),
    }
}
