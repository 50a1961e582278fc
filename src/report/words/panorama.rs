//! Words of the panorama (产业链全景图).

use crate::analysis::gap::GapType;
use crate::model::Position;
use crate::report::figure::BoxState;
use crate::report::words::name::chain_stem;
use crate::report::words::{Lang, number, term};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("产业链全景图", "Chain panoramas")
}

/// Title of one map, such as `宿州市轴承产业链全景图`.
pub fn map_title(place: Option<&str>, chain: &str, lang: Lang) -> String {
    let place = place.unwrap_or_default();
    match lang {
        Lang::Zh => format!("{place}{}产业链全景图", chain_stem(chain)),
        Lang::En if place.is_empty() => format!("{chain}: chain panorama"),
        Lang::En => format!("{chain}: chain panorama, {place}"),
    }
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "segment_links" => lang.pick("环节间采购", "Purchases between segments"),
        "segment_makers" => lang.pick("各环节本地企业分布", "Local makers of the segments by place"),
        "panorama" => lang.pick("全景图产品一览", "Products on the maps"),
        _ => lang.pick("全景图投入关系", "Inputs on the maps"),
    }
}

/// Heading of a column of the map.
pub fn heading(position: Position, lang: Lang) -> &'static str {
    match (position, lang) {
        (_, Lang::Zh) => term::position(position, lang),
        (Position::Upstream, Lang::En) => "Upstream",
        (Position::Midstream, Lang::En) => "Midstream",
        (Position::Downstream, Lang::En) => "Downstream",
        (Position::Service, Lang::En) => "Services",
    }
}

/// Firms and rate of a segment in one line; no rate where nothing is priced and located.
pub fn caption(firms: usize, rate: Option<f64>, lang: Lang) -> String {
    let firms = number::count(firms);
    let mut caption = match lang {
        Lang::Zh => format!("本地 {firms} 家"),
        Lang::En => format!("local: {firms}"),
    };
    if let Some(rate) = rate {
        caption.push_str(&format!(" · {} {}", lang.pick("配套率", "rate"), number::percent(rate)));
    }
    caption
}

/// Firms of a product: local ones, plants under construction, makers of unknown place.
pub fn firms(local: usize, pipeline: usize, possible: usize, lang: Lang) -> String {
    let mut parts = Vec::new();
    let mut push = |count: usize, zh: &str, en: &str| {
        let count = number::count(count);
        parts.push(match lang {
            Lang::Zh => format!("{zh} {count} 家"),
            Lang::En => format!("{count} {en}"),
        });
    };
    if local > 0 || (pipeline == 0 && possible == 0) {
        push(local, "本地", "local");
    }
    if pipeline > 0 {
        push(pipeline, "在建", "being built");
    }
    if possible > 0 {
        push(possible, "待核", "to verify");
    }
    parts.join(" · ")
}

/// What the names shown leave out; nothing when they are all.
pub fn more(shown: usize, total: usize, lang: Lang) -> String {
    match lang {
        _ if shown >= total => String::new(),
        Lang::Zh => format!("等 {} 家", number::count(total)),
        Lang::En => format!("and {} more", number::count(total - shown)),
    }
}

/// A rate that is at most, or at least, so much: shorter in a box than a half-open interval.
pub fn one_sided(at_most: bool, bound: f64) -> String {
    format!("{}{}", if at_most { '≤' } else { '≥' }, number::percent(bound))
}

/// Stands for a rate that the data leave open.
pub fn open_rate(lang: Lang) -> &'static str {
    lang.pick("未判定", "open")
}

/// A state in one word.
pub fn state(state: BoxState, lang: Lang) -> &'static str {
    match state {
        BoxState::Made => lang.pick("在产", "made here"),
        BoxState::Weak => lang.pick("待强", "weak"),
        BoxState::Fragile => lang.pick("待固", "fragile"),
        BoxState::Gap => lang.pick("待补", "gap"),
        BoxState::Extend => lang.pick("可延", "room to extend"),
        BoxState::Absent => lang.pick("空白", "absent"),
        BoxState::Unknown => lang.pick("待核", "unknown"),
    }
}

/// A state and its meaning.
pub fn state_meaning(of: BoxState, lang: Lang) -> String {
    let meaning = match of {
        BoxState::Made => lang.pick("本地有企业生产，未发现短板", "no weakness found"),
        BoxState::Weak => lang
            .pick("本地有企业生产，但产能不足、闲置或配套率偏低", "made here, but short, idle or below the reference"),
        BoxState::Fragile => {
            lang.pick("本地有企业生产，但来源集中或依赖进口", "made here, but on one source or region, or imported")
        }
        BoxState::Gap => lang.pick("本地有需求，无企业生产", "wanted here, made by nobody here"),
        BoxState::Extend => lang.pick(
            "无采购无生产，相邻产品本地有产并外销",
            "neither bought nor made here, a neighbour is made here and sold outside",
        ),
        BoxState::Absent => {
            lang.pick("无采购无生产，暂无延伸基础", "neither bought nor made here, nothing to build on yet")
        }
        BoxState::Unknown => lang.pick("生产企业所在地不明，待核实", "makers of unknown place, to be verified"),
    };
    format!("{}{}{meaning}", state(of, lang), lang.pick("：", ": "))
}

/// Meaning of solid and of dashed edges.
pub fn edges(lang: Lang) -> (String, String) {
    let solid = lang.pick("实线：必需投入", "solid: required input");
    let dashed = lang.pick("虚线：可选或可替代投入", "dashed: optional or replaceable input");
    (solid.to_owned(), dashed.to_owned())
}

/// Meaning of the bar in a box.
pub fn bar(lang: Lang) -> &'static str {
    lang.pick("配套率：实心为确定部分，斜纹为可能部分", "local supply rate: solid is certain, hatched is possible")
}

/// Meaning of the corner of essential products.
pub fn essential(lang: Lang) -> &'static str {
    lang.pick("关键产品（模板或用户标注）", "essential product (as marked by template or user)")
}

/// Meaning of a type's label.
pub fn type_meaning(of: GapType, lang: Lang) -> &'static str {
    match of {
        GapType::Fill => lang.pick("补链：本地缺失，需引进", "fill: missing here"),
        GapType::Strengthen => lang.pick("强链：本地有基础，需做强", "strengthen: made here, not enough"),
        GapType::Secure => lang.pick("固链：来源单一或集中，需稳固", "secure: on one source or region"),
        GapType::Extend => lang.pick("延链：相邻产品有基础，可延伸", "extend: a neighbour is made here"),
    }
}

/// Definition of the rates on the map.
pub fn definition(tier: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("口径：{tier}，金额口径，自供不计；环节配套率只按已计价且来源已知的采购计算"),
        Lang::En => {
            format!(
                "Definition: {tier}, by amount, without self-supply; rates of segments are of priced and located purchases"
            )
        }
    }
}

/// Year and date of the data.
pub fn dates(year: &str, as_of: Option<&str>, lang: Lang) -> String {
    let date = as_of.map_or_else(String::new, |date| format!("{}{}", lang.pick("；", "; "), term::as_of(date, lang)));
    match lang {
        Lang::Zh => format!("年份：{year}{date}"),
        Lang::En => format!("Year: {year}{date}"),
    }
}

/// How much of the purchases the map rests on.
pub fn coverage(demand: &str, located: Option<f64>, unpriced: u32, lang: Lang) -> String {
    let mut parts = vec![format!("{} {demand}", lang.pick("本链已计价采购额", "Priced purchases of the chain"))];
    if let Some(located) = located {
        parts.push(format!("{} {}", lang.pick("来源已知", "located"), number::percent(located)));
    }
    parts.push(term::unpriced(unpriced, lang));
    term::clauses(&parts, lang)
}

/// What the bars show; pictures say it with a sample of their own.
pub fn bar_meaning(lang: Lang) -> &'static str {
    lang.pick(
        "图中条形为配套率，区间为缺失数据造成的上下限；“未判定”指缺金额使上下限无从推算",
        "Bars are rates; an interval shows the bounds that missing data leave; open means that nothing bounds the rate",
    )
}

/// What to keep in mind.
pub fn caution(lang: Lang) -> &'static str {
    lang.pick(
        "状态由采购与产能数据计算，非人工填报；数据缺失不等于没有企业",
        "States are computed from purchases and capacities, never typed in; missing data do not mean missing firms",
    )
}

/// Title of a map on which changes are marked.
pub fn changed_title(map: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{map}：项目前后变化"),
        Lang::En => format!("{map}: what projects change"),
    }
}

/// Title of a map with only what the chosen projects change.
pub fn chosen_title(map: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{map}：入选项目前后变化"),
        Lang::En => format!("{map}: what the chosen projects change"),
    }
}

/// What is marked as changed.
pub fn changed(lang: Lang) -> &'static str {
    lang.pick(
        "加框与粗线：项目建成后有变化（图示为项目后），其余淡显",
        "framed, thick: other than before the projects (shown as after); the rest is faded",
    )
}

/// What the ways of losses are.
pub fn risks(lang: Lang) -> &'static str {
    lang.pick("断供传导路径（须固链企业，编号在起点）", "ways of losses from firms to secure (number at the start)")
}

/// A way of a loss.
pub fn risk_way(firm: &str, end: &str, loss: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{firm}停产，传至{end}，他企年损失 {loss}"),
        Lang::En => format!("{firm} stops, down to {end}: others lose {loss} a year"),
    }
}
