//! Words of the counties (县区配套).

use crate::analysis::county::{County, Place, PlaceKind};
use crate::model::Level;
use crate::report::words::column::{self, Head};
use crate::report::words::{Lang, number};

/// What a unit is called: a county, a city or a province.
pub fn unit(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::County => lang.pick("县区", "county"),
        Level::Prefecture => lang.pick("地市", "city"),
        Level::Province => lang.pick("省份", "province"),
    }
}

/// Heading of the first column.
pub fn unit_head(level: Level) -> Head {
    match level {
        Level::County => column::AREA_NAME,
        Level::Prefecture => column::CITY_NAME,
        Level::Province => column::PROVINCE_NAME,
    }
}

/// Title of the report.
pub fn title(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::County => lang.pick("县区配套", "Counties: supply among them and beyond"),
        Level::Prefecture => lang.pick("各市配套", "Cities: supply among them and beyond"),
        Level::Province => lang.pick("各省配套", "Provinces: supply among them and beyond"),
    }
}

/// Title of a table, by its key.
pub fn table_title(key: &str, level: Level, lang: Lang) -> String {
    let unit = unit(level, lang);
    match (key, lang) {
        ("county", Lang::Zh) => format!("各{unit}产销与配套率"),
        ("county", Lang::En) => format!("Sales, purchases and rates by {unit}"),
        ("county_flows", _) => {
            lang.pick("地区间供应（金额大者在前）", "Supply between places, largest first").to_owned()
        }
        (_, Lang::Zh) => format!("{unit}与环节"),
        (_, Lang::En) => format!("By {unit} and segment"),
    }
}

/// A place: its name, or what is known of it.
pub fn place(place: &Place, lang: Lang) -> String {
    let text = match place.kind {
        PlaceKind::Inside => lang.pick("本地（县区不明）", "here, county unknown"),
        PlaceKind::Outside => lang.pick("外地（几处之一）", "outside, one of several places"),
        PlaceKind::Abroad => lang.pick("境外", "abroad"),
        PlaceKind::Unknown => lang.pick("地点不明", "unknown place"),
        PlaceKind::Unit | PlaceKind::County | PlaceKind::City | PlaceKind::Province => &place.name,
    };
    text.to_owned()
}

/// Products of no segment.
pub fn rest(lang: Lang) -> &'static str {
    lang.pick("未列入产业链的产品", "products of no chain")
}

/// Label of the number of units with firms.
pub fn units_label(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::County => lang.pick("有企业的县区数", "counties with firms"),
        Level::Prefecture => lang.pick("有企业的地市数", "cities with firms"),
        Level::Province => lang.pick("有企业的省份数", "provinces with firms"),
    }
}

/// How many units there are, and how many firms.
pub fn units_note(county: &County, lang: Lang) -> String {
    let units = county.rows.iter().filter(|row| row.place.kind == PlaceKind::Unit).count();
    let (units, firms) = (number::count(units), number::count(county.total.firms));
    let unit = unit(county.level, lang);
    match lang {
        Lang::Zh => format!("共 {units} 个{unit}，企业 {firms} 家"),
        Lang::En => format!("of {units}, with {firms} firms"),
    }
}

/// Label of what local buyers bought.
pub fn bought_label(lang: Lang) -> &'static str {
    lang.pick("本地企业采购额", "purchases of local firms")
}

/// Label of a rate, such as `县域近地化配套率`.
pub fn rate_label(tier: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{tier}近地化配套率"),
        Lang::En => format!("local supply rate, {tier}"),
    }
}

/// What the own rate says.
pub fn own_note(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::County => lang.pick("采购中购自本县区的比重", "share of purchases from the buyer's own county"),
        Level::Prefecture => lang.pick("采购中购自本市的比重", "share of purchases from the buyer's own city"),
        Level::Province => lang.pick("采购中购自本省的比重", "share of purchases from the buyer's own province"),
    }
}

/// Rules of the question.
pub fn notes(level: Level, lang: Lang) -> Vec<String> {
    let unit = unit(level, lang);
    match lang {
        Lang::Zh => vec![
            format!("采购计入采购方所在{unit}，销售计入发货地所在{unit}；自供不计入采购、销售和配套率，另列一栏。"),
            "配套率与“近地化配套率”同一算法和口径：购自范围内占供货地已知采购额的比重，缺金额、缺产地者以上下限反映。".to_owned(),
            format!("销售额只含账面可见的部分：客户在外地且没有账目的，销售额会偏小。{unit}不明的单列一行，不摊入任何{unit}。"),
            "同一产品列入两个环节的，在两处各计一次，各环节之和可以大于合计。".to_owned(),
        ],
        Lang::En => vec![
            format!("Purchases belong to the {unit} of the buyer, sales to that of the shipping plant; self-supply is in neither and in no rate, and stands apart."),
            "Rates are those of the local supply rate: what comes from nearby of all purchases whose origin is known; missing amounts and places show in the bounds.".to_owned(),
            format!("Sales are those that ledgers tell of, so those to customers without books here are missing. What lies in an unknown {unit} stands in a row of its own."),
            "A product of two segments counts in both: segments may add up to more than the total.".to_owned(),
        ],
    }
}
