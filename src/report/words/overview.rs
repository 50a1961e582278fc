//! Words of the map of all segments (环节供需总图).

use crate::report::words::{Lang, number, term};

/// Title, such as `宿州市产业链环节供需总图`.
pub fn title(place: Option<&str>, lang: Lang) -> String {
    let place = place.unwrap_or_default();
    match lang {
        Lang::Zh => format!("{place}产业链环节供需总图"),
        Lang::En if place.is_empty() => "Supply between segments".to_owned(),
        Lang::En => format!("Supply between segments, {place}"),
    }
}

/// Meaning of solid and of dashed lines.
pub fn edges(lang: Lang) -> (String, String) {
    let solid = lang.pick("实线：一半以上（含）采购额来自本地", "solid: at least half is bought here");
    let dashed =
        lang.pick("虚线：过半来自外地、来源不明或无金额", "dashed: most from outside, of unknown origin or unpriced");
    (solid.to_owned(), dashed.to_owned())
}

/// What the width of a line says.
pub fn width(most: Option<&str>, lang: Lang) -> String {
    match (most, lang) {
        (Some(most), Lang::Zh) => format!("线宽与采购额成正比，最宽 {most}；小额与无金额者取最细线"),
        (Some(most), Lang::En) => {
            format!("Widths are in proportion to purchases, the widest {most}; small and unpriced ones are thinnest")
        }
        (None, Lang::Zh) => "采购均无金额，线宽一致".to_owned(),
        (None, Lang::En) => "No purchase is priced: all lines are of one width".to_owned(),
    }
}

/// How many of the links between segments are drawn, and their share of the amount.
pub fn drawn((shown, all): (usize, usize), share: Option<f64>, lang: Lang) -> String {
    let (shown, all) = (number::count(shown), number::count(all));
    let text = match lang {
        Lang::Zh => format!("画出环节间供需 {shown} 条（共 {all} 条，金额大者优先）"),
        Lang::En => format!("Links between segments drawn: {shown} of {all}, the largest first"),
    };
    let share = share.map(|share| match lang {
        Lang::Zh => format!("占环节间采购额 {}", number::percent(share)),
        Lang::En => format!("{} of the purchases between segments", number::percent(share)),
    });
    term::clauses(&std::iter::once(text).chain(share).collect::<Vec<_>>(), lang)
}

/// How many purchases the map holds, and how many it does not.
pub fn coverage(lines: u32, unpriced: u32, for_use: u32, lang: Lang) -> String {
    let shown = match lang {
        Lang::Zh => format!("图中采购 {lines} 行"),
        Lang::En => format!("Purchase lines on the map: {lines}"),
    };
    let left = match lang {
        Lang::Zh => format!("采购方不生产链上产品、未入图 {for_use} 行"),
        Lang::En => format!("not on it, as their buyers make nothing of the chains: {for_use}"),
    };
    term::clauses(&[shown, term::unpriced(unpriced, lang), left], lang)
}

/// Purchases from one segment by another.
pub fn edge(from: &str, to: &str, amount: &str, pairs: u32, lang: Lang) -> String {
    let pairs = number::count(usize::try_from(pairs).unwrap_or(usize::MAX));
    match lang {
        Lang::Zh => format!("{from} → {to}：{amount}，供需 {pairs} 对"),
        Lang::En => format!("{from} → {to}: {amount}, {pairs} pairs of supplier and buyer"),
    }
}

/// What a purchase runs between.
pub fn rule(lang: Lang) -> &'static str {
    lang.pick(
        "采购由所购产品的环节指向采购方以其生产之产品的环节；采购方多产时取投入关系相符、销售额最大者",
        "A purchase runs from the segment of what is bought to that of what the buyer makes of it; of several, the one it sells most of",
    )
}

/// Meaning of the bar in a box.
pub fn bar(lang: Lang) -> &'static str {
    lang.pick("配套率：满格为 100%", "local supply rate: the whole length is 100%")
}

/// What the look of a box and the small columns in it say; `left_out` places have no column.
pub fn boxes(columns: bool, left_out: usize, lang: Lang) -> String {
    let look = lang.pick(
        "方框颜色与边线：环节内多数产品的状态，并列取较弱者",
        "Look of a box: state of most of its products, the weaker of two",
    );
    let makers = lang.pick(
        "小柱：各地本地生产企业家数，全图同一比例，跨地设厂者各计一次，所在地不明者不计",
        "columns: local makers by place, on one scale, those with several plants in each, those of unknown place in none",
    );
    let rest = match lang {
        Lang::Zh => format!("企业较少的 {} 地未画", number::count(left_out)),
        Lang::En => format!("{} places with fewer makers have no column", number::count(left_out)),
    };
    let parts = [(true, look.to_owned()), (columns, makers.to_owned()), (columns && left_out > 0, rest)];
    term::clauses(&parts.into_iter().filter(|part| part.0).map(|part| part.1).collect::<Vec<_>>(), lang)
}
