//! Words of the heat maps of counties by segment (县区环节热力图).

use crate::model::Level;
use crate::report::words::county::unit;
use crate::report::words::{Lang, number};

/// What a heat map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// How many firms make something of the segment.
    Makers,
    /// What is bought of it.
    Bought,
    /// How much of that counts as local.
    Rate,
}

/// Title, such as `宿州市县区环节布局图（生产企业家数）`.
pub fn title(shown: Shown, place: Option<&str>, level: Level, lang: Lang) -> String {
    let (place, unit) = (place.unwrap_or_default(), unit(level, lang));
    match lang {
        Lang::Zh => {
            let what = match shown {
                Shown::Makers => "布局热力图：谁在做什么",
                Shown::Bought => "采购热力图：谁在买什么",
                Shown::Rate => "配套热力图：买的有多少在本地",
            };
            format!("{place}{unit}与环节{what}")
        }
        Lang::En => {
            let what = match shown {
                Shown::Makers => "Makers",
                Shown::Bought => "Purchases",
                Shown::Rate => "Local supply rate",
            };
            let place = if place.is_empty() { String::new() } else { format!(", {place}") };
            format!("{what} by {unit} and segment{place}")
        }
    }
}

/// What the number in a cell is.
pub fn definition(shown: Shown, tier: &str, lang: Lang) -> String {
    match (shown, lang) {
        (Shown::Makers, Lang::Zh) => {
            "格中数字：当地生产该环节产品的企业家数（按产能，或按从当地发货且非贸易商；在建不计）".to_owned()
        }
        (Shown::Makers, Lang::En) => {
            "In the cells: firms that make products of the segment there, by capacity or because they ship them and are no traders; plants under construction do not count".to_owned()
        }
        (Shown::Bought, Lang::Zh) => "格中数字：当地企业采购该环节产品的已计价金额（万元），企业自供不计".to_owned(),
        (Shown::Bought, Lang::En) => {
            "In the cells: priced purchases of the segment's products by the firms there, millions of yuan, without self-supply".to_owned()
        }
        (Shown::Rate, Lang::Zh) => {
            format!("格中数字：当地企业采购该环节产品，购自{tier}的比重（占供货地已知的采购额），自供不计")
        }
        (Shown::Rate, Lang::En) => format!(
            "In the cells: share of priced and located purchases of the segment's products that comes from {tier}, without self-supply"
        ),
    }
}

/// What counts twice.
pub fn twice(lang: Lang) -> &'static str {
    lang.pick("同一产品列入两个环节的，在两处各计一次", "A product of two segments counts in both")
}

/// What has no room.
pub fn left_out(rows: usize, columns: usize, lang: Lang) -> Option<String> {
    let (rows_text, columns_text) = (number::count(rows), number::count(columns));
    match (rows + columns, lang) {
        (0, _) => None,
        (_, Lang::Zh) => Some(format!("另有 {rows_text} 个环节、{columns_text} 个地区未列入，见表")),
        (_, Lang::En) => Some(format!("In the table only: segments {rows_text}, places {columns_text}")),
    }
}

/// Nothing is bought or made.
pub fn empty(lang: Lang) -> &'static str {
    lang.pick("空白格：数据中没有", "empty cells: nothing in the data")
}

/// Meaning of hatched cells.
pub fn unknown(shown: Shown, lang: Lang) -> &'static str {
    match shown {
        Shown::Rate => lang.pick(
            "斜纹：缺金额或缺产地，只能给出区间，或无从判定",
            "hatched: amounts or places are missing, so only an interval or nothing can be told",
        ),
        _ => lang.pick("斜纹：有采购，金额未知", "hatched: bought, nobody knows for how much"),
    }
}

/// Meaning of framed cells.
pub fn wanted(lang: Lang) -> &'static str {
    lang.pick("当地有采购，无企业生产", "bought there, made by nobody there")
}

/// What stands in a framed cell.
pub fn gap(lang: Lang) -> &'static str {
    lang.pick("缺", "gap")
}

/// What stands in a hatched cell without any number.
pub fn question(lang: Lang) -> &'static str {
    lang.pick("未知", "?")
}

/// A class of numbers from `from` up to below `to`.
pub fn class(shown: Shown, from: Option<f64>, to: Option<f64>, lang: Lang) -> String {
    let print = |value: f64| match shown {
        Shown::Makers => number::count(value as usize),
        Shown::Bought => number::money(value, lang),
        Shown::Rate => number::percent(value),
    };
    let unit = if shown == Shown::Makers { lang.pick(" 家", " firms") } else { "" };
    match (from.map(print), to, lang) {
        (None, None, _) => String::new(),
        (Some(from), None, Lang::Zh) => format!("{from}{unit}及以上"),
        (Some(from), None, Lang::En) => format!("{from}{unit} and more"),
        // Counts are whole, so a class of them ends with its last one.
        (Some(from), Some(to), _) if shown == Shown::Makers => {
            let last = number::count(to as usize - 1);
            if last == from { format!("{from}{unit}") } else { format!("{from}–{last}{unit}") }
        }
        (None, Some(to), _) if shown == Shown::Makers => {
            let last = number::count(to as usize - 1);
            if last == "1" { format!("1{unit}") } else { format!("1–{last}{unit}") }
        }
        (Some(from), Some(to), Lang::Zh) => format!("{from} 至不足 {}", print(to)),
        (Some(from), Some(to), Lang::En) => format!("{from} to below {}", print(to)),
        (None, Some(to), Lang::Zh) => format!("不足 {}", print(to)),
        (None, Some(to), Lang::En) => format!("below {}", print(to)),
    }
}

/// What a cell says.
pub fn tip(place: &str, segment: &str, text: &str, lang: Lang) -> String {
    format!("{place} · {segment}{}{text}", lang.pick("：", ": "))
}
