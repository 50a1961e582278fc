//! Sentences that a chief can read aloud; numbers come in as text.

use crate::report::words::Lang;

/// Title of the summary.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("产业链要点", "Industrial chains in brief")
}

/// Rates by tier, each with its tier in words.
pub fn rates(place: &str, year: &str, rates: &[(String, String)], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{place}近地化配套率（{year}，金额口径）：{}。", tiers(rates, lang)),
        Lang::En => format!("Local supply rate of {place} ({year}, by amount): {}.", tiers(rates, lang)),
    }
}

/// The same where only the known lines give a rate and nothing bounds it.
pub fn known_rates(place: &str, year: &str, rates: &[(String, String)], lang: Lang) -> String {
    let rates = tiers(rates, lang);
    match lang {
        Lang::Zh => {
            format!("{place}近地化配套率（{year}，金额口径，仅按已知行）：{rates}；因部分采购缺金额，上下限无法判定。")
        }
        Lang::En => format!(
            "Local supply rate of {place} ({year}, by amount, known lines alone): {rates}; some purchases have no amount, \
             so there are no bounds."
        ),
    }
}

fn tiers(rates: &[(String, String)], lang: Lang) -> String {
    let parts: Vec<String> = rates.iter().map(|(tier, rate)| format!("{tier} {rate}")).collect();
    parts.join(lang.pick("，", ", "))
}

/// The split in yuan: purchases, supplied, bridgeable, to recruit.
pub fn split(tier: &str, [demand, supplied, bridgeable, recruit]: &[String; 4], lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("以{tier}计，已计价采购 {demand}，其中已配套 {supplied}，可牵线 {bridgeable}，须招引 {recruit}。")
        }
        Lang::En => format!(
            "Counting {tier} as near, of priced purchases of {demand}, {supplied} are supplied, {bridgeable} could be \
             supplied by local firms today, and {recruit} must be recruited."
        ),
    }
}

/// What introductions alone can reach.
pub fn ceiling(rate: &str, ceiling: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("不新增投资、只做对接，来源已知采购的配套率最高可由 {rate} 提高到 {ceiling}。"),
        Lang::En => {
            format!(
                "Without any investment, introductions alone could lift the rate of located purchases from {rate} to {ceiling}."
            )
        }
    }
}

/// Products by primary type.
pub fn counts(counts: &[(String, &str)], lang: Lang) -> String {
    let parts: Vec<String> = counts
        .iter()
        .map(|(count, kind)| match lang {
            Lang::Zh => format!("{kind} {count} 种"),
            Lang::En => format!("{kind} {count}"),
        })
        .collect();
    match lang {
        Lang::Zh => format!("薄弱产品按主类型分：{}。", parts.join("，")),
        Lang::En => format!("Weak products by primary type: {}.", parts.join(", ")),
    }
}

/// The first weak link and why.
pub fn top(product: &str, outside: Option<&str>, why: &str, lang: Lang) -> String {
    match (outside, lang) {
        (Some(yuan), Lang::Zh) => format!("首位薄弱环节是{product}，外购额 {yuan}：{why}。"),
        (None, Lang::Zh) => format!("首位薄弱环节是{product}：{why}。"),
        (Some(yuan), Lang::En) => format!("The first weak link is {product}, {yuan} bought outside: {why}."),
        (None, Lang::En) => format!("The first weak link is {product}: {why}."),
    }
}

/// Most and least complete chain, each with its figure.
pub fn completeness(most: (&str, &str), least: (&str, &str), lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("产品最全的产业链是{}（{}），缺得最多的是{}（{}）。", most.0, most.1, least.0, least.1),
        Lang::En => format!("The most complete chain is {} ({}), the least {} ({}).", most.0, most.1, least.0, least.1),
    }
}

/// What the figures leave out.
pub fn caution(unpriced: &str, buyers: Option<&str>, lang: Lang) -> String {
    let left_out = match (buyers, lang) {
        (None, _) => String::new(),
        (Some(buyers), Lang::Zh) => format!("，另有 {buyers} 家采购企业所在地不明、未计入"),
        (Some(buyers), Lang::En) => format!("; buyers left out for unknown place: {buyers}"),
    };
    match lang {
        Lang::Zh => format!("数据提示：{unpriced}{left_out}；引用配套率须同时说明口径。"),
        Lang::En => format!("Mind the data: {unpriced}{left_out}; quote a rate only with its definition."),
    }
}
