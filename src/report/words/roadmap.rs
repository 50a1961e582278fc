//! Words of the way of recruitment (招商路线图).

use crate::report::words::{Lang, number, term};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("招商路线图", "Way of recruitment")
}

/// Title of the picture, such as `宿州市轴承产业链招商路线图`.
pub fn map_title(place: Option<&str>, chain: Option<&str>, lang: Lang) -> String {
    let (place, chain) = (place.unwrap_or_default(), chain.unwrap_or_default());
    match lang {
        Lang::Zh => format!("{place}{chain}{}", title(lang)),
        Lang::En => {
            let about: Vec<&str> = [chain, place].into_iter().filter(|text| !text.is_empty()).collect();
            if about.is_empty() { title(lang).to_owned() } else { format!("{}: {}", title(lang), about.join(", ")) }
        }
    }
}

/// Title of the table.
pub fn table_title(lang: Lang) -> &'static str {
    lang.pick("招商路线：来源区域、缺口产品、落地建议", "From where, which gap, and where it would land")
}

/// Headings of the columns, from left to right.
pub fn headings(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Zh => ["招商来源区域", "须招引的环节", "落地建议"],
        Lang::En => ["Origin", "Segment to recruit", "Place to land"],
    }
}

/// Origin of what no candidate is known to bring.
pub fn open(lang: Lang) -> &'static str {
    lang.pick("暂无候选企业", "no candidate known")
}

/// Place of what nobody can tell where to land.
pub fn nowhere(lang: Lang) -> &'static str {
    lang.pick("落地待定", "place to be decided")
}

/// What an origin brings, and how many candidates.
pub fn origin_line(yuan: f64, firms: usize, lang: Lang) -> String {
    let (amount, firms) = (number::money(yuan, lang), number::count(firms));
    match lang {
        Lang::Zh => format!("可带回 {amount} · 候选 {firms} 家"),
        Lang::En => format!("{amount} · candidates: {firms}"),
    }
}

/// The gap of a segment, and how many products.
pub fn segment_line(yuan: f64, products: usize, unknown: usize, lang: Lang) -> String {
    let (amount, products) = (number::money(yuan, lang), number::count(products));
    let mut line = match lang {
        Lang::Zh => format!("缺口 {amount} · {products} 种产品"),
        Lang::En => format!("gap {amount} · products: {products}"),
    };
    if unknown > 0 {
        let unknown = number::count(unknown);
        line.push_str(&match lang {
            Lang::Zh => format!("（{unknown} 种金额未知）"),
            Lang::En => format!(" ({unknown} of unknown amount)"),
        });
    }
    line
}

/// First candidates.
pub fn candidates(names: &[&str], lang: Lang) -> String {
    match (names.is_empty(), lang) {
        (true, _) => open(lang).to_owned(),
        (false, Lang::Zh) => format!("首选：{}", term::list(names, lang)),
        (false, Lang::En) => format!("first: {}", term::list(names, lang)),
    }
}

/// What would land in a place.
pub fn place_line(yuan: f64, products: usize, lang: Lang) -> String {
    let (amount, products) = (number::money(yuan, lang), number::count(products));
    match lang {
        Lang::Zh => format!("可承接 {amount} · {products} 种产品"),
        Lang::En => format!("{amount} · products: {products}"),
    }
}

/// Most important segments of a place.
pub fn mainly(names: &[&str], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("主要：{}", term::list(names, lang)),
        Lang::En => format!("mainly {}", term::list(names, lang)),
    }
}

/// Zones where customers and neighbours stand: the first, and how many there are.
pub fn zones(first: &str, count: usize, lang: Lang) -> String {
    let more = number::count(count);
    match (count > 1, lang) {
        (false, Lang::Zh) => format!("园区：{first}"),
        (true, Lang::Zh) => format!("园区：{first}等 {more} 个"),
        (false, Lang::En) => format!("zone: {first}"),
        (true, Lang::En) => format!("zones: {first} and {} more", number::count(count - 1)),
    }
}

/// A place to land and why.
pub fn landing(place: &str, bought: Option<&str>, buyers: usize, neighbours: usize, lang: Lang) -> String {
    let (buyers, neighbours) = (number::count(buyers), number::count(neighbours));
    let bought = match (bought, lang) {
        (Some(yuan), Lang::Zh) => format!("当地 {buyers} 家外购 {yuan}"),
        (None, Lang::Zh) => format!("当地 {buyers} 家外购，金额未知"),
        (Some(yuan), Lang::En) => format!("{buyers} buyers there, {yuan} from outside"),
        (None, Lang::En) => format!("{buyers} buyers there, amount unknown"),
    };
    match lang {
        Lang::Zh => format!("{place}（{bought}；上下游企业 {neighbours} 家）"),
        Lang::En => format!("{place} ({bought}; neighbours in the chain: {neighbours})"),
    }
}

/// What one origin brings.
pub fn reach(origin: &str, yuan: Option<f64>, names: &[&str], lang: Lang) -> String {
    let amount =
        yuan.map_or_else(|| lang.pick("金额未知", "amount unknown").to_owned(), |yuan| number::money(yuan, lang));
    let names = term::list(names, lang);
    match lang {
        Lang::Zh => format!("{origin} {amount}（{names}）"),
        Lang::En => format!("{origin} {amount} ({names})"),
    }
}

/// Meaning of the hues.
pub fn hues(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Zh => [
            "左侧彩带：该区域候选企业合计可带回的采购额",
            "右侧浅带：按采购所在地给出的落地建议",
            "斜纹：尚无候选企业或落地待定",
        ],
        Lang::En => [
            "coloured ribbons: what the candidates of an origin bring together",
            "pale ribbons: where it would land, by where it is bought",
            "hatched: no candidate known, or no place to tell",
        ],
    }
}

/// What is counted, and how.
pub fn definition(tier: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "口径：须招引为购自{tier}以外、本地富余产能又接不住的采购额；可带回为候选企业把现供本地的业务迁入后新增的供应"
        ),
        Lang::En => format!(
            "Definition: bought from beyond {tier}, less what idle local capacity could serve; what candidates bring is what they sell here today and would then make here"
        ),
    }
}

/// How places are chosen.
pub fn rule(lang: Lang) -> &'static str {
    lang.pick(
        "落地建议取外购该产品最多的县区，金额相同看上下游企业数；未考虑用地、能耗和环境容量",
        "A place to land is where most of the product is bought from outside, then where most neighbours in the chain are; land, energy and permits are not considered",
    )
}

/// Totals, and by how much origins overlap.
pub fn totals(to_recruit: f64, brought: f64, overlap: f64, lang: Lang) -> String {
    let [wanted, brought, over] = [to_recruit, brought, overlap].map(|yuan| number::money(yuan, lang));
    let mut text = match lang {
        Lang::Zh => format!("须招引 {wanted}，候选企业合计可带回 {brought}"),
        Lang::En => format!("To recruit: {wanted}; all candidates together bring {brought}"),
    };
    if overlap > 0.0 {
        text.push_str(&match lang {
            Lang::Zh => format!("；同一缺口可由多个区域承接，图中各区域相加多出 {over}"),
            Lang::En => format!("; origins compete for the same gaps, so their ribbons add up to {over} more"),
        });
    }
    text
}

/// Products without an amount.
pub fn unpriced(products: usize, lang: Lang) -> String {
    let products = number::count(products);
    match lang {
        Lang::Zh => format!("另有 {products} 种产品外购金额未知，未画出带宽，见表"),
        Lang::En => format!("Products whose amount is unknown have no ribbon and stand in the table: {products}"),
    }
}

/// Segments without room of their own.
pub fn rest(count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("其余 {count} 个环节"),
        Lang::En => format!("{count} more segments"),
    }
}

/// The finding in one sentence.
pub fn sentence(origin: &str, segment: &str, yuan: f64, place: &str, lang: Lang) -> String {
    let amount = number::money(yuan, lang);
    match lang {
        Lang::Zh => format!("最大的一条招商路线：由{origin}引进{segment}企业，落在{place}，可带回采购 {amount}。"),
        Lang::En => format!("The widest way of recruitment: {segment} from {origin} to {place}, {amount}."),
    }
}
