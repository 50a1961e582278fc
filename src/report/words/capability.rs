//! Words of capability: 比较优势, 关联度, 复杂度.

use crate::analysis::capability::{Counted, Identified};
use crate::report::words::{Lang, number};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("产业能力与延链方向", "Capability, and where the chain could extend")
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "capability_options" => lang.pick("本地所缺产品（按关联度）", "What areas here lack, nearest first"),
        "capability_products" => lang.pick("产品复杂度", "Complexity of products"),
        "capability_areas" => lang.pick("地区复杂度", "Complexity of areas"),
        _ => lang.pick("对比数据", "The panel"),
    }
}

/// What the panel counts.
pub fn source(is_file: bool, counted: Counted, lang: Lang) -> String {
    let what = match (is_file, counted) {
        (true, _) => lang.pick("另给的地区产品数据", "a file of areas and products"),
        (false, Counted::Firms) => lang.pick("产能表中的企业家数", "makers of the sheet of capacities"),
        (false, Counted::Output) => lang.pick("产能表中的产量产值", "output in the sheet of capacities"),
    };
    what.to_owned()
}

/// Label of the count of areas.
pub fn areas_label(lang: Lang) -> &'static str {
    lang.pick("参与对比的地区数", "areas compared")
}

/// What was compared.
pub fn areas_note(source: &str, products: usize, small: bool, lang: Lang) -> String {
    let products = number::count(products);
    let caution = if small {
        lang.pick("；对比范围偏小，只供参考", "; a small panel, to be read with care")
    } else {
        ""
    };
    match lang {
        Lang::Zh => format!("依据{source}，共 {products} 种产品{caution}"),
        Lang::En => format!("{source}, {products} products{caution}"),
    }
}

/// Label of the nearest product that is lacking.
pub fn nearest_label(area: &str, product: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{area}最接近现有产业的缺失产品：{product}（关联度）"),
        Lang::En => format!("nearest product that {area} lacks: {product} (relatedness)"),
    }
}

/// What it lies near to.
pub fn nearest_note(neighbours: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("与本地已有优势的产品相近：{neighbours}"),
        Lang::En => format!("near to what is made here: {neighbours}"),
    }
}

/// A product with its proximity.
pub fn neighbour(name: &str, share: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}（{share}）"),
        Lang::En => format!("{name} ({share})"),
    }
}

/// Fewer than ten areas or products.
pub fn small(lang: Lang) -> &'static str {
    lang.pick(
        "对比的地区或产品不足十个，各项数值只供参考；宜另给全省或全国各县区的数据作对比。",
        "Fewer than ten areas or products are compared, so the figures are to be read with care; a panel of all counties of the province serves better.",
    )
}

/// No focus area.
pub fn no_focus(lang: Lang) -> &'static str {
    lang.pick("未指定本地范围，因此不列本地所缺产品。", "No focus area was given, so what it lacks is not listed.")
}

/// How far complexity can be told.
pub fn identified(identified: Identified, lang: Lang) -> &'static str {
    match identified {
        Identified::Ok => lang.pick(
            "地区复杂度以各地区平均数为零、标准差为一；与最大连通部分不相连的地区和产品不给复杂度。",
            "Complexity of areas has mean 0 and deviation 1; what is not connected with the largest component has none.",
        ),
        Identified::TooFew => lang.pick(
            "相互连通的地区或产品不足两个，无法计算复杂度。",
            "Fewer than two areas or products hang together, so that there is no complexity.",
        ),
        Identified::NotApart => lang.pick(
            "第二、第三特征值几乎相等或第二特征值为零，复杂度无法判定。",
            "The second and third eigenvalue are the same or the second is zero, so complexity is not identified.",
        ),
        Identified::NoOrder => lang.pick(
            "各地区复杂度相同，或与产品种数无关，高低方向无法判定。",
            "All areas are alike, or their order has nothing to do with how many products they make: which end is up is not identified.",
        ),
    }
}

/// Rules of the figures.
pub fn notes(threshold: f64, self_included: bool, lang: Lang) -> Vec<String> {
    let threshold = number::exact(threshold).unwrap_or_default();
    let rule = match lang {
        Lang::Zh => format!(
            "比较优势是某产品在该地区的比重与在全部对比地区的比重之比，达到 {threshold} 即为优势产品；本地范围按其各县区之和计。"
        ),
        Lang::En => format!(
            "The advantage is the share of a product in the area by its share in all areas compared; from {threshold} on the area is specialised in it. The focus area is the sum of its counties."
        ),
    };
    let own = if self_included {
        lang.pick("计算关联度时产品自身也计入。", "A product counts for its own relatedness.")
    } else {
        lang.pick("计算关联度时产品自身不计入。", "A product does not count for its own relatedness.")
    };
    let notes = [
        lang.pick(
            "两种产品的邻近度是同时在两者上有优势的地区数，除以两者中较多的地区数；关联度是该产品全部邻近度中，落在本地优势产品上的比重。",
            "The proximity of two products is the number of areas specialised in both by the larger number specialised in either; relatedness is the share of a product's proximities that falls on what the area is specialised in.",
        ),
        own,
        lang.pick(
            "按交易的关联度把邻近度换成“生产两种产品的企业相互有买卖的比例”。与前者差距大，说明同在一地而未成交，可以牵线。",
            "Relatedness by trade takes the share of makers that trade with makers of the other product instead. Where the two differ, firms stand side by side without trading: something to introduce.",
        ),
        lang.pick(
            "关联度和复杂度只看产业分布，不说明供需关系，只作延链的辅助指标。",
            "Relatedness and complexity look at who makes what, not at who supplies whom: a secondary criterion for extending the chain.",
        ),
    ];
    std::iter::once(rule).chain(notes.map(str::to_owned)).collect()
}
