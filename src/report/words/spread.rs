//! Words of the risk map: how one failure spreads, step by step.

use crate::analysis::risk::{Direction, Model};
use crate::report::words::{Lang, number, risk};

/// Title of the map.
pub fn title(firm: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{firm}停产的风险传导图"),
        Lang::En => format!("How a stop of {firm} spreads"),
    }
}

/// Title of a table, by its key.
pub fn table_title(key: &str, firm: &str, lang: Lang) -> String {
    match (key, lang) {
        ("risk_steps", Lang::Zh) => format!("逐步损失：{firm}停产"),
        ("risk_steps", Lang::En) => format!("Losses step by step if {firm} stops"),
        (_, Lang::Zh) => format!("逐家传导：{firm}停产"),
        (_, Lang::En) => format!("Losses firm by firm if {firm} stops"),
    }
}

/// Heading of a column.
pub fn step(direction: Direction, step: usize, lang: Lang) -> String {
    let way = risk::direction(direction, lang);
    match lang {
        Lang::Zh => format!("{way}第 {step} 步"),
        Lang::En => format!("Through {way}, step {step}"),
    }
}

/// Heading of the column in the middle.
pub fn middle(lang: Lang) -> &'static str {
    lang.pick("停产企业", "Who stops")
}

/// What several firms lose.
pub fn lost(loss: &str, lang: Lang) -> String {
    format!("{} {loss}", lang.pick("损失", "lose"))
}

/// Firms that lose, and how much.
pub fn sum(firms: usize, loss: &str, lang: Lang) -> String {
    let firms = number::count(firms);
    match lang {
        Lang::Zh => format!("{firms} 家，损失 {loss}"),
        Lang::En => format!("firms: {firms}, loss {loss}"),
    }
}

/// What a firm loses, and what part of its output that is.
pub fn loss(loss: &str, share: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("损失 {loss}（{share}）"),
        Lang::En => format!("loses {loss} ({share})"),
    }
}

/// A firm that passes on here and loses more in the other direction.
pub fn passes_only(lang: Lang) -> &'static str {
    lang.pick("此处仅传导，损失计在另一方向", "passes on only; its loss counts on the other side")
}

/// How the loss comes.
pub fn cause(product: Option<&str>, share: &str, lang: Lang) -> String {
    match (product, lang) {
        (Some(product), Lang::Zh) => format!("断供 {product}（占 {share}）"),
        (Some(product), Lang::En) => format!("lacks {product} ({share} of it)"),
        (None, Lang::Zh) => format!("失去订单（占销售 {share}）"),
        (None, Lang::En) => format!("loses orders ({share} of sales)"),
    }
}

/// What comes through a firm beyond its own loss.
pub fn passed(firms: usize, loss: &str, lang: Lang) -> String {
    let firms = number::count(firms);
    match lang {
        Lang::Zh => format!("经它再传 {loss}（{firms} 家）"),
        Lang::En => format!("passes on {loss} (firms: {firms})"),
    }
}

/// The firm in the middle: its own size.
pub fn own(own: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("自身规模 {own}"),
        Lang::En => format!("own size {own}"),
    }
}

/// The firm in the middle: what the others lose.
pub fn others(firms: usize, loss: &str, lang: Lang) -> String {
    let firms = number::count(firms);
    match lang {
        Lang::Zh => format!("波及 {firms} 家，损失 {loss}"),
        Lang::En => format!("hits {firms} firms, {loss}"),
    }
}

/// Its place in the risk list.
pub fn rank(rank: usize, lang: Lang) -> String {
    let rank = number::count(rank);
    match lang {
        Lang::Zh => format!("风险第 {rank} 位"),
        Lang::En => format!("risk no. {rank}"),
    }
}

/// The badge of a firm that loses more than half, and its meaning.
pub fn stopped(lang: Lang) -> (&'static str, &'static str) {
    (lang.pick("停产过半", "over half"), lang.pick("损失超过产出的一半", "loses more than half of its output"))
}

/// Meaning of the lines: supplies, then sales.
pub fn lines(lang: Lang) -> [&'static str; 2] {
    [
        lang.pick("断供：供应商缺货，损失向右传", "supplies fail: losses run to the right"),
        lang.pick("失单：客户减购，损失向左传", "sales fail: losses run to the left"),
    ]
}

/// What the width of a line says.
pub fn width(widest: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("线宽按经此传导的损失，最宽 {widest}"),
        Lang::En => format!("Widths tell the loss that comes this way, the widest {widest}"),
    }
}

/// Meaning of the bar.
pub fn bar(lang: Lang) -> &'static str {
    lang.pick("损失占其产出的比重", "share of its output that is lost (in brackets)")
}

/// Tip of a line.
pub fn edge(from: &str, to: &str, cause: &str, loss: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{from} → {to}：{cause}，经此传导的损失 {loss}"),
        Lang::En => format!("{from} → {to}: {cause}; losses that come this way {loss}"),
    }
}

/// How losses are told once.
pub fn rule(lang: Lang) -> &'static str {
    lang.pick(
        "口径：每家企业的损失只计一次，归入损失较大的方向，沿影响最大的一条路径画出；线宽逐级相加不重不漏",
        "Definition: each loss counts once, in its larger direction and along the way that does most; widths add up from step to step",
    )
}

/// The rules of the model in one line.
pub fn model(model: &Model, lang: Lang) -> String {
    let rules = risk::rules(model, lang);
    let join = |(rule, value): &(&str, String)| format!("{rule}{}{value}", lang.pick("：", ": "));
    let [preset, least, replace, ..] = &rules;
    [preset, least, replace].map(join).join(lang.pick("；", "; "))
}

/// What is assumed.
pub fn caution(lang: Lang) -> &'static str {
    lang.pick(
        "假设它全年停产，其他企业不重建、不涨价、不动库存：短期压力情景，不是预测",
        "It stops for a year; nobody rebuilds, no price moves, no stock is drawn down: a stress, not a forecast",
    )
}

/// What is not drawn.
pub fn left_out(firms: usize, loss: &str, lang: Lang) -> String {
    let firms = number::count(firms);
    match lang {
        Lang::Zh => format!("损失较小或更远的 {firms} 家（{loss}）并入“其余”或其上一步"),
        Lang::En => {
            format!("Smaller or farther losses of {firms} firms ({loss}) stand with the others or with the step before")
        }
    }
}

/// Losses no way leads to.
pub fn untraced(firms: usize, loss: &str, lang: Lang) -> String {
    let firms = number::count(firms);
    match lang {
        Lang::Zh => format!("另有 {firms} 家、{loss} 的零星损失无法归入单一路径"),
        Lang::En => format!("Small losses without a single way: {firms} firms, {loss}"),
    }
}
