//! Words of the tree of a chain (树状图).

use crate::report::words::name::chain_stem;
use crate::report::words::{Lang, number};

/// Title of one tree, such as `宿州市轴承产业链树状图`.
pub fn title(place: Option<&str>, chain: &str, lang: Lang) -> String {
    let place = place.unwrap_or_default();
    match lang {
        Lang::Zh => format!("{place}{}产业链树状图", chain_stem(chain)),
        Lang::En if place.is_empty() => format!("{chain}: tree of the chain"),
        Lang::En => format!("{chain}: tree of the chain, {place}"),
    }
}

/// Products, those made here, and the rate of the chain.
pub fn caption(products: usize, made: usize, rate: Option<f64>, lang: Lang) -> String {
    let (products, made) = (number::count(products), number::count(made));
    let mut text = match lang {
        Lang::Zh => format!("产品 {products} 种 · 本地有产 {made} 种"),
        Lang::En => format!("products: {products} · made here: {made}"),
    };
    if let Some(rate) = rate {
        text.push_str(&format!(" · {} {}", lang.pick("配套率", "rate"), number::percent(rate)));
    }
    text
}

/// Products of a segment that are not shown.
pub fn more(count: usize, lang: Lang) -> String {
    match (count, lang) {
        (0, _) => String::new(),
        (_, Lang::Zh) => format!("其余 {} 种产品见表", number::count(count)),
        (_, Lang::En) => format!("{} more products in the table", number::count(count)),
    }
}

/// Segments that are not shown.
pub fn more_segments(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("其余 {} 个环节", number::count(count)),
        Lang::En => format!("{} more segments", number::count(count)),
    }
}

/// Title of the table of segments.
pub fn table_title(lang: Lang) -> &'static str {
    lang.pick("产业链环节一览", "Segments of the chains")
}

/// Which products are shown where there are too many.
pub fn chosen(lang: Lang) -> &'static str {
    lang.pick("产品多时，各环节先列采购额大者", "Where products are many, those bought most of are shown")
}
