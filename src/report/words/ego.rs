//! Words of what surrounds a firm: tiers of suppliers and customers, and those it cannot do without.

use crate::analysis::ego::Course;
use crate::analysis::risk::chokepoint::{Feasible, Reach};
use crate::report::words::{Lang, chokepoint, number, term};

/// Title of the report and of its map.
pub fn title(firm: Option<&str>, lang: Lang) -> String {
    match (firm, lang) {
        (Some(firm), Lang::Zh) => format!("{firm}：上下游层级与卡点"),
        (Some(firm), Lang::En) => format!("{firm}: suppliers, customers and chokepoints by tier"),
        (None, _) => lang.pick("企业上下游层级与卡点", "Suppliers, customers and chokepoints of a firm").to_owned(),
    }
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "ego_tiers" => lang.pick("各级概况", "Tiers"),
        "ego_members" => lang.pick("上下游企业", "Suppliers and customers"),
        "ego_points" => lang.pick("单点清单：一家停产即令其断供", "Single points: who stops it alone"),
        _ => lang.pick("供应关系", "Supplies"),
    }
}

/// A tier, and what stands in its column: suppliers above 0, customers below.
pub fn tier(tier: i32, lang: Lang) -> String {
    let steps = usize::try_from(tier.unsigned_abs()).unwrap_or(usize::MAX);
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let level = digits.get(steps).map_or_else(|| number::count(steps), |digit| (*digit).to_owned());
    match (tier.signum(), steps, lang) {
        (0, _, _) => lang.pick("本企业", "The firm").to_owned(),
        (1, _, Lang::Zh) => format!("{level}级供应商"),
        (1, _, Lang::En) => format!("Suppliers, tier {steps}"),
        (_, 1, Lang::Zh) => "客户".to_owned(),
        (_, _, Lang::Zh) => format!("{level}级客户"),
        (_, 1, Lang::En) => "Customers".to_owned(),
        (_, _, Lang::En) => format!("Customers, tier {steps}"),
    }
}

/// What stands below the heading of a column: firms, sources without a name, yuan.
pub fn tier_note(firms: usize, unnamed: usize, amount: Option<&str>, lang: Lang) -> String {
    let (count, sources) = (number::count(firms), number::count(unnamed));
    let firms = match lang {
        Lang::Zh => format!("企业 {count} 家"),
        Lang::En => format!("firms: {count}"),
    };
    let unnamed = (unnamed > 0).then(|| match lang {
        Lang::Zh => format!("未具名来源 {sources} 处"),
        Lang::En => format!("unnamed: {sources}"),
    });
    let parts = std::iter::once(firms).chain(unnamed).chain(amount.map(str::to_owned));
    parts.collect::<Vec<_>>().join(" · ")
}

/// What a member sells towards the firm, or buys from it.
pub fn trade(supplies: bool, amount: &str, unpriced: u32, lang: Lang) -> String {
    let what = if supplies { lang.pick("供货", "sells") } else { lang.pick("采购", "buys") };
    let more = number::count(unpriced as usize);
    match (unpriced, lang) {
        (0, _) => format!("{what} {amount}"),
        (_, Lang::Zh) => format!("{what} {amount}，另 {more} 行无金额"),
        (_, Lang::En) => format!("{what} {amount}, lines unpriced: {more}"),
    }
}

/// A member of whose trade nothing is priced.
pub fn unpriced(lines: u32, lang: Lang) -> String {
    let lines = number::count(lines as usize);
    match lang {
        Lang::Zh => format!("金额不详（{lines} 行）"),
        Lang::En => format!("amount unknown (lines: {lines})"),
    }
}

/// What the firm itself buys and sells, as far as the map knows.
pub fn total(bought: bool, amount: &str, lang: Lang) -> String {
    match (bought, lang) {
        (true, Lang::Zh) => format!("已知采购 {amount}"),
        (true, Lang::En) => format!("buys {amount}"),
        (false, Lang::Zh) => format!("已知销售 {amount}"),
        (false, Lang::En) => format!("sells {amount}"),
    }
}

/// Firms that share a box.
pub fn others(count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("其余 {count} 家"),
        Lang::En => format!("{count} others"),
    }
}

/// Firms that share a box and a product.
pub fn others_of(product: &str, count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("{product}：其余 {count} 家"),
        Lang::En => format!("{product}: {count} others"),
    }
}

/// A badge, by its key.
pub fn badge(key: Badge, lang: Lang) -> &'static str {
    match key {
        Badge::Stops => lang.pick("单点", "stops it"),
        Badge::Hidden => lang.pick("隐性", "hidden"),
        Badge::Sole => lang.pick("独家", "sole"),
    }
}

/// What is wrong with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Badge {
    /// The firm cannot work without it.
    Stops,
    /// It stops the firm although the inputs have several suppliers.
    Hidden,
    /// It alone sells something to a member that depends on it.
    Sole,
}

/// What a badge means.
pub fn badge_meaning(key: Badge, lang: Lang) -> &'static str {
    match key {
        Badge::Stops => lang.pick("它一家停产，本企业即断供", "the firm cannot work without it"),
        Badge::Hidden => lang.pick("看似有多家供应商，其实都靠它", "several suppliers, all of which rest on this one"),
        Badge::Sole => lang.pick("有买方的必需投入只向它采购", "some buyer has an essential input from it alone"),
    }
}

/// Meaning of a place of a box: in the focus area, outside, unknown, several firms.
pub fn places(focused: bool, lang: Lang) -> [&'static str; 4] {
    let outside = if focused {
        lang.pick("外地企业", "firm outside")
    } else {
        lang.pick("产地已知（未指定研究区域）", "firm of known place (no focus area)")
    };
    [
        lang.pick("本地企业", "firm here"),
        outside,
        lang.pick("产地不明", "place unknown"),
        lang.pick("多家合并，明细见表", "several firms; the tables list them"),
    ]
}

/// Meaning of the lines: usual, sole source, unknown amount.
pub fn lines(widest: Option<&str>, lang: Lang) -> [String; 3] {
    let usual = match (widest, lang) {
        (Some(widest), Lang::Zh) => format!("供货，自左向右；宽度按金额，最宽 {widest}"),
        (Some(widest), Lang::En) => format!("supplies, left to right; width by amount, widest {widest}"),
        (None, _) => lang.pick("供货，自左向右", "supplies, left to right").to_owned(),
    };
    let sole = lang.pick("独家供应必需投入", "sole source of an essential input");
    [usual, sole.to_owned(), lang.pick("金额不详", "amount unknown").to_owned()]
}

/// Tip of a line.
pub fn edge(from: &str, to: &str, products: &str, amount: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{from} → {to}：{products}，{amount}"),
        Lang::En => format!("{from} → {to}: {products}, {amount}"),
    }
}

/// How a flow runs.
pub fn course(course: Course, lang: Lang) -> &'static str {
    match course {
        Course::Along => lang.pick("逐级供货", "tier to tier"),
        Course::Within => lang.pick("同级之间", "within a tier"),
        Course::Aside => lang.pick("跨级或回流", "across tiers"),
    }
}

/// Nobody to show.
pub fn nobody(lang: Lang) -> &'static str {
    lang.pick(
        "数据中没有采购记录，无从展开；用企业名称指定一家企业。",
        "There is no purchase to start from; name a firm.",
    )
}

/// Label and note of the key figure about direct suppliers: firms, of which local, sources without a name.
pub fn suppliers(local: Option<usize>, unnamed: usize, lang: Lang) -> (&'static str, String) {
    let note = match (local.map(number::count), lang) {
        (Some(local), Lang::Zh) => format!("其中本地 {local} 家；"),
        (Some(local), Lang::En) => format!("of them here: {local}; "),
        (None, _) => String::new(),
    };
    let unnamed = number::count(unnamed);
    let note = match lang {
        Lang::Zh => format!("{note}另有未具名来源 {unnamed} 处"),
        Lang::En => format!("{note}sources without a name: {unnamed}"),
    };
    (lang.pick("一级供应商", "direct suppliers"), note)
}

/// Label of the key figure about single points.
pub fn points_label(lang: Lang) -> &'static str {
    lang.pick("一家停产即令其断供的企业", "firms that stop it by themselves")
}

/// What is known of the single points: hidden ones, those off the map, and who could step in.
pub fn points_note(hidden: usize, beyond: usize, reach: Reach, lang: Lang) -> String {
    let (hidden, beyond) = (number::count(hidden), number::count(beyond));
    let reach = match reach {
        Reach::Any => lang.pick("数据中能供货者均可替补", "anybody in the data who sells or makes it may step in"),
        Reach::Present => lang.pick("只算当年已供货者", "only the suppliers of the year count"),
    };
    match lang {
        Lang::Zh => format!("隐性 {hidden} 家，所列各级之外 {beyond} 家；{reach}"),
        Lang::En => format!("hidden: {hidden}, beyond the tiers: {beyond}; {reach}"),
    }
}

/// Label and note of the key figure about sole sources.
pub fn sole(lang: Lang) -> (&'static str, &'static str) {
    (
        lang.pick("独家供应必需投入的企业", "sole sources of essential inputs"),
        lang.pick(
            "各级之中，有买方只向它采购某种必需投入",
            "among the tiers, some buyer has an essential input from it alone",
        ),
    )
}

/// Why no single point can be told.
pub fn unjudged(feasible: Option<&Feasible>, lang: Lang) -> Option<String> {
    match feasible {
        None => Some(
            lang.pick(
                "数据中没有它的必需投入，无从判断单点。",
                "No essential input of it is known, so no single point can be told.",
            )
            .to_owned(),
        ),
        Some(feasible) if !feasible.incumbent => Some(chokepoint::works(feasible, lang).to_owned()),
        Some(_) => None,
    }
}

/// How tiers are counted.
pub fn rule(lang: Lang) -> &'static str {
    lang.pick(
        "口径：级数为到本企业的最短购销步数；每家企业只出现一次，列在最近的一级（既供货又采购的，列在供应一侧）；自供不计",
        "Definition: tiers count the fewest purchases to the firm; each firm stands once, at its nearest tier (as a supplier where it is both); self-supply left out",
    )
}

/// Who can be traced further: of the members of a tier so many.
pub fn traced(tier_name: &str, traced: usize, all: usize, lang: Lang) -> String {
    let (traced, rest) = (number::count(traced), number::count(all.saturating_sub(traced)));
    match lang {
        Lang::Zh => format!("{tier_name}中 {traced} 家有采购记录，其余 {rest} 家上游未知，不等于没有供应商"),
        Lang::En => format!(
            "{tier_name}: purchases known of {traced}; of the other {rest} nobody knows the suppliers, which is not the same as none"
        ),
    }
}

/// A side without anybody.
pub fn none_known(suppliers: bool, lang: Lang) -> &'static str {
    match suppliers {
        true => lang.pick("数据中没有它的采购记录，供应商未知", "No purchase of it is known, so its suppliers are not"),
        false => lang.pick(
            "数据中没有企业填报向它采购，客户未知",
            "Nobody in the data buys from it, so its customers are not known",
        ),
    }
}

/// What is not drawn.
pub fn left_out(grouped: usize, aside: usize, lang: Lang) -> Option<String> {
    let (firms, flows) = (number::count(grouped), number::count(aside));
    let grouped = (grouped > 0).then(|| match lang {
        Lang::Zh => format!("{firms} 家并入“其余”，先留卡点，再按金额"),
        Lang::En => format!("Together as others: {firms}; chokepoints, then large amounts, stand alone"),
    });
    let aside = (aside > 0).then(|| match lang {
        Lang::Zh => format!("同级、跨级或回流的供应 {flows} 条不画，见表"),
        Lang::En => format!("In the tables only: {flows} supplies within or across tiers"),
    });
    let parts: Vec<String> = grouped.into_iter().chain(aside).collect();
    (!parts.is_empty()).then(|| term::clauses(&parts, lang))
}

/// How to read it.
pub fn caution(lang: Lang) -> &'static str {
    lang.pick(
        "只看数据中的供应关系，不看库存；单点与独家只对必需投入判断",
        "Relations in the data alone, no stocks; single points and sole sources are judged for essential inputs only",
    )
}
