//! Terms of the answers in words: tiers, levels, roles, states of the data, years and places.

use crate::analysis::rate::{BuyerScope, RateLevel};
use crate::analysis::scope::{AreaName, LeftOut};
use crate::model::measure::Status;
use crate::model::{AreaCode, Position, Role, Year, division};
use crate::report::table::{Cell, Unit};
use crate::report::words::{Lang, number};

/// A tier by its stable text, such as 市域 for `city` or `长三角（区域）` for `region:长三角`.
///
/// ```
/// use liantu::report::Lang;
/// use liantu::report::words::term::tier;
/// assert_eq!(tier("circle:100", Lang::Zh), "100 公里圈");
/// assert_eq!(tier("area:341300", Lang::Zh), "本地范围（宿州市）");
/// assert_eq!(tier("province", Lang::En), "province");
/// ```
pub fn tier(text: &str, lang: Lang) -> String {
    let (kind, name) = text.split_once(':').unwrap_or((text, ""));
    match (kind, lang) {
        ("county", _) => lang.pick("县域", "county").to_owned(),
        ("city", _) => lang.pick("市域", "city").to_owned(),
        ("province", _) => lang.pick("省域", "province").to_owned(),
        ("zone", _) => lang.pick("园区", "zone").to_owned(),
        ("region", Lang::Zh) => format!("{name}（区域）"),
        ("region", Lang::En) => format!("region {name}"),
        ("circle", Lang::Zh) => format!("{name} 公里圈"),
        ("circle", Lang::En) => format!("{name} km circle"),
        ("area", Lang::Zh) => format!("本地范围（{}）", area_name(name)),
        ("area", Lang::En) => format!("local area ({})", area_name(name)),
        _ => text.to_owned(),
    }
}

/// What a tier asks of supplier and buyer, as the middle of a sentence.
pub fn tier_meaning(text: &str, lang: Lang) -> String {
    let (kind, name) = text.split_once(':').unwrap_or((text, ""));
    match (kind, lang) {
        ("county", _) => {
            lang.pick("供货地与采购方在同一县（市、区）", "the supplier ships from the buyer's county").to_owned()
        }
        ("city", _) => lang.pick("供货地与采购方在同一地级市", "the supplier ships from the buyer's city").to_owned(),
        ("province", _) => {
            lang.pick("供货地与采购方在同一省份", "the supplier ships from the buyer's province").to_owned()
        }
        ("zone", _) => lang.pick("供货地与采购方在同一园区", "the supplier ships from the buyer's zone").to_owned(),
        ("region", Lang::Zh) => format!("供货地在{name}范围内"),
        ("region", Lang::En) => format!("the supplier ships from the region {name}"),
        ("circle", Lang::Zh) => format!("供货地距采购方直线距离不超过 {name} 公里（不受行政区划限制）"),
        ("circle", Lang::En) => format!("the supplier ships from at most {name} km away, whatever the boundaries"),
        ("area", Lang::Zh) => format!("供货地在{}范围内", area_name(name)),
        ("area", Lang::En) => format!("the supplier ships from {}", area_name(name)),
        _ => text.to_owned(),
    }
}

fn area_name(code: &str) -> String {
    code.parse().map_or_else(|_| code.to_owned(), |code| division::name(AreaCode(code)))
}

/// A year on its own, such as `2024 年`.
pub fn year(year: Option<Year>, lang: Lang) -> String {
    match (year, lang) {
        (Some(year), Lang::Zh) => format!("{} 年", year.0),
        (Some(year), Lang::En) => year.0.to_string(),
        (None, _) => lang.pick("年份未注明", "no year given").to_owned(),
    }
}

/// The focus area, or that there is none.
pub fn place(focus: Option<&AreaName>, lang: Lang) -> String {
    focus.map_or_else(|| all_buyers(lang).to_owned(), |area| area.name.clone())
}

/// Name of a total without focus area.
pub fn all_buyers(lang: Lang) -> &'static str {
    lang.pick("全部采购方", "all buyers")
}

/// Role of a firm.
pub fn role(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Leader => lang.pick("链主", "chain leader"),
        Role::Major => lang.pick("龙头", "leading firm"),
        Role::Supporting => lang.pick("配套", "supporting"),
        Role::Trader => lang.pick("贸易商", "trader"),
    }
}

/// Level of a figure.
pub fn level(level: RateLevel, lang: Lang) -> &'static str {
    match level {
        RateLevel::Total => lang.pick("总计", "total"),
        RateLevel::County => lang.pick("县区", "county"),
        RateLevel::Chain => lang.pick("产业链", "chain"),
        RateLevel::Segment => lang.pick("环节", "segment"),
        RateLevel::Product => lang.pick("产品", "product"),
        RateLevel::Firm => lang.pick("企业", "firm"),
    }
}

/// Whose purchases count.
pub fn scope(scope: BuyerScope, lang: Lang) -> &'static str {
    match scope {
        BuyerScope::Leaders => lang.pick("链主", "chain leaders"),
        BuyerScope::Members => lang.pick("本链企业", "members of the chain"),
        BuyerScope::All => lang.pick("全部采购方", "all buyers"),
    }
}

/// What a figure can claim.
pub fn status(status: Status, lang: Lang) -> &'static str {
    match status {
        Status::Ok => lang.pick("可用", "ok"),
        Status::BoundedOnly => lang.pick("仅有区间", "interval only"),
        Status::NotIdentified => lang.pick("上下限无法判定", "bounds not identified"),
        Status::EmptyDenominator => lang.pick("无采购", "no purchases"),
        Status::Suppressed => lang.pick("已隐去", "suppressed"),
        Status::Conflict => lang.pick("数据矛盾，已取宽口径", "data contradict, wider reading taken"),
    }
}

/// Position in a chain.
pub fn position(position: Position, lang: Lang) -> &'static str {
    match position {
        Position::Upstream => lang.pick("上游", "upstream"),
        Position::Midstream => lang.pick("中游", "midstream"),
        Position::Downstream => lang.pick("下游", "downstream"),
        Position::Service => lang.pick("配套服务", "services"),
    }
}

/// Names in a row.
pub fn list<T: AsRef<str>>(names: &[T], lang: Lang) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    names.join(lang.pick("、", ", "))
}

/// Clauses in a row.
pub fn clauses(parts: &[String], lang: Lang) -> String {
    parts.join(lang.pick("；", "; "))
}

/// Date of the data.
pub fn as_of(date: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("数据日期 {date}"),
        Lang::En => format!("data as of {date}"),
    }
}

/// How many lines have no amount.
pub fn unpriced(lines: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("缺金额 {lines} 行"),
        Lang::En => format!("{lines} {} without amount", if lines == 1 { "line" } else { "lines" }),
    }
}

/// Purchases that no local figure counts, because the place of their buyers is unknown.
pub fn left_out(left_out: &LeftOut, lang: Lang) -> String {
    let buyers = number::count(left_out.buyers);
    let yuan = left_out.amount.map(|yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang));
    let lines = Some(left_out.unpriced_lines).filter(|lines| *lines > 0).map(|lines| unpriced(lines, lang));
    let parts: Vec<String> = yuan.into_iter().chain(lines).collect();
    let parts = list(&parts, lang);
    match lang {
        Lang::Zh => format!("另有 {buyers} 家、{parts}的采购方所在地不明，未计入"),
        Lang::En => format!("left out because the place of the buyer is unknown: {buyers} buyers, {parts}"),
    }
}

/// Title of a report about a place, such as `宿州市近地化配套率`.
pub fn title(place: Option<&str>, what: &str, lang: Lang) -> String {
    match (place, lang) {
        (None, _) => what.to_owned(),
        (Some(place), Lang::Zh) => format!("{place}{what}"),
        (Some(place), Lang::En) => format!("{what}, {place}"),
    }
}
