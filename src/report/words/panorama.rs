//! Words of the panorama (产业链全景图).

use crate::analysis::gap::GapType;
use crate::analysis::panorama::UnderWay;
use crate::model::{Position, ProjectStage, Role};
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
        "purchase_tree" => lang.pick("采购树产品一览", "Products of the purchase tree"),
        "purchase_tree_uses" => lang.pick("采购树投入关系", "Uses in the purchase tree"),
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

/// As [`firms`], of one county: local ones, those elsewhere in the area, plants under construction.
pub fn firms_of_county(local: usize, elsewhere: usize, pipeline: usize, lang: Lang) -> String {
    let part = |count: usize, zh: &str, en: &str| match lang {
        Lang::Zh => format!("{zh} {} 家", number::count(count)),
        Lang::En => format!("{} {en}", number::count(count)),
    };
    let mut parts = vec![part(local, "本县", "here")];
    if elsewhere > 0 {
        parts.push(part(elsewhere, "外县", "elsewhere"));
    }
    if pipeline > 0 {
        parts.push(part(pipeline, "在建", "being built"));
    }
    parts.join(" · ")
}

/// Sign of a role in a box; nothing for firms that are neither leader nor large.
pub fn mark(role: Option<Role>, lang: Lang) -> &'static str {
    match role {
        Some(Role::Leader) => lang.pick("主", "L"),
        Some(Role::Major) => lang.pick("龙", "M"),
        Some(Role::Trader) => lang.pick("贸", "T"),
        Some(Role::Supporting) | None => "",
    }
}

/// Signs of roles and their meaning.
pub fn marks(lang: Lang) -> Vec<(String, String)> {
    let meaning = [
        (Role::Leader, lang.pick("链主企业", "chain leader")),
        (
            Role::Major,
            lang.pick(
                "龙头企业；企业按角色、再按该产品产值（无则销售额）排列",
                "leading firm; firms stand by role, then by output of the product (else sales)",
            ),
        ),
    ];
    meaning.map(|(role, text)| (mark(Some(role), lang).to_owned(), text.to_owned())).into()
}

/// Projects under way in one line: stage and year of the furthest, and how many more.
pub fn project(name: &str, row: &UnderWay, count: usize, lang: Lang) -> String {
    let stage = match row.stage {
        Some(ProjectStage::Planned) => lang.pick("谋划", "planned"),
        Some(ProjectStage::Signed) => lang.pick("签约", "signed"),
        Some(ProjectStage::Started) => lang.pick("开工", "started"),
        Some(ProjectStage::Producing) => lang.pick("投产", "producing"),
        None => lang.pick("阶段未填", "stage unknown"),
    };
    let stage = match (row.since, lang) {
        (Some(year), Lang::Zh) => format!("{year}{stage}"),
        (Some(year), Lang::En) => format!("{stage} {year}"),
        (None, _) => stage.to_owned(),
    };
    let opens = match (row.opens, lang) {
        (Some(year), Lang::Zh) => format!("、{year}投产"),
        (Some(year), Lang::En) => format!(", opens {year}"),
        (None, _) => String::new(),
    };
    let more = match (count, lang) {
        (..=1, _) => String::new(),
        (_, Lang::Zh) => format!("等 {count} 项"),
        (_, Lang::En) => format!(" and {} more", count - 1),
    };
    format!("{stage}{opens} {name}{more}")
}

/// Meaning of the hatched strip.
pub fn project_meaning(lang: Lang) -> &'static str {
    lang.pick("在谈在建项目（未投产）：阶段与年份", "project under way, not producing yet: stage and year")
}

/// What the width of a line says.
pub fn width(most: Option<f64>, lang: Lang) -> String {
    match (most, lang) {
        (Some(most), Lang::Zh) => {
            format!(
                "线宽与本地企业为该产品采购此投入品的金额成正比，最宽 {}；小额与无金额者取最细线",
                number::money(most, lang)
            )
        }
        (Some(most), Lang::En) => format!(
            "Widths are in proportion to what local firms buy of the input for the product, the widest {}; small and unpriced ones are thinnest",
            number::money(most, lang)
        ),
        (None, Lang::Zh) => "投入品采购均无金额，线宽一致".to_owned(),
        (None, Lang::En) => "No purchase of an input is priced: all lines are of one width".to_owned(),
    }
}

/// What is bought of a product that nobody here makes.
pub fn wanted(yuan: f64, of_county: bool, lang: Lang) -> String {
    let zh = if of_county { "本县年采购" } else { "本地年采购" };
    format!("{} {}", lang.pick(zh, "bought here:"), number::money(yuan, lang))
}

/// As [`caption`], of one county.
pub fn county_caption(firms: usize, rate: Option<f64>, lang: Lang) -> String {
    let caption = caption(firms, rate, lang);
    match lang {
        Lang::Zh => caption.replacen("本地", "本县", 1),
        Lang::En => caption.replacen("local", "here", 1),
    }
}

/// Chains that a product goes into, below its firms.
pub fn feeds(chains: &[&str], lang: Lang) -> String {
    let names = term::list(chains, lang);
    match lang {
        _ if chains.is_empty() => String::new(),
        Lang::Zh => format!("供 {names}"),
        Lang::En => format!("into {names}"),
    }
}

/// What that line means.
pub fn feeds_meaning(lang: Lang) -> &'static str {
    lang.pick(
        "“供 ××”：也是其他产业链的投入品；链间投入不画线",
        "“into …”: an input of other chains too; inputs between chains are not drawn",
    )
}

/// Title of a sheet with several chains, such as `宿州市重点产业链全景图（9 条）`.
pub fn sheet_title(place: Option<&str>, chains: usize, lang: Lang) -> String {
    let place = place.unwrap_or_default();
    match lang {
        Lang::Zh => format!("{place}产业链全景图（{chains} 条链）"),
        Lang::En if place.is_empty() => format!("Panorama of {chains} chains"),
        Lang::En => format!("Panorama of {chains} chains, {place}"),
    }
}

/// Heading of a chain's band.
pub fn band(chain: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}产业链", chain_stem(chain)),
        Lang::En => chain.to_owned(),
    }
}

/// What stands beside that heading: products made here of all, rate, purchases.
pub fn band_caption(made: Option<(usize, usize)>, rate: Option<f64>, demand: &str, lang: Lang) -> String {
    let mut parts = Vec::new();
    if let Some((made, all)) = made {
        parts.push(match lang {
            Lang::Zh => format!("{all} 种产品中本地可产 {made} 种"),
            Lang::En => format!("{made} of {all} products made here"),
        });
    }
    parts.extend(rate.map(|rate| format!("{} {}", lang.pick("配套率", "rate"), number::percent(rate))));
    parts.push(format!("{} {demand}", lang.pick("采购额", "purchases")));
    parts.join(" · ")
}

/// Title of the map of a county, such as `灵璧县在宿州市轴承产业链中的位置`.
pub fn county_title(county: &str, place: Option<&str>, chain: &str, lang: Lang) -> String {
    let within = place.unwrap_or_default();
    match lang {
        Lang::Zh => format!("{county}在{within}{}产业链中的位置", chain_stem(chain)),
        Lang::En if within.is_empty() => format!("{chain}: what {county} has of it"),
        Lang::En => format!("{chain}: what {county} has of it within {within}"),
    }
}

/// Whose figures stand on the map of a county.
pub fn county_rule(county: &str, place: Option<&str>, lang: Lang) -> String {
    let area = place.unwrap_or(lang.pick("全部数据", "all data"));
    match lang {
        Lang::Zh => format!("企业数、配套率、采购额、项目为{county}；状态与补强延固类型按{area}判定"),
        Lang::En => {
            format!("Firms, rates, amounts and projects are those of {county}; states and types those of {area}")
        }
    }
}

/// What is faded on the map of a county.
pub fn county_faded(lang: Lang) -> &'static str {
    lang.pick("淡显：本县无企业生产、无在建项目", "faded: no maker and no project under way in this county")
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

/// Title of the purchase tree of a firm.
pub fn tree_title(firm: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{firm}采购树"),
        Lang::En => format!("What {firm} buys, and its suppliers for it"),
    }
}

/// Heading of a tier of purchases.
pub fn tree_heading(tier: u8, lang: Lang) -> &'static str {
    match tier {
        0 => lang.pick("采购企业", "The firm"),
        1 => lang.pick("一级采购", "Tier 1"),
        2 => lang.pick("二级采购", "Tier 2"),
        _ => lang.pick("三级采购", "Tier 3"),
    }
}

/// Frame of products that no chain has.
pub fn outside_chains(lang: Lang) -> &'static str {
    lang.pick("链外产品", "outside the chains")
}

/// Amount and rate of a frame of purchases.
pub fn tree_caption(amount: Option<f64>, rate: Option<f64>, lang: Lang) -> String {
    let mut caption = match amount {
        Some(yuan) => format!("{} {}", lang.pick("采购", "bought"), number::money(yuan, lang)),
        None => lang.pick("采购无金额", "no amount").to_owned(),
    };
    if let Some(rate) = rate {
        caption.push_str(&format!(" · {} {}", lang.pick("配套率", "rate"), number::percent(rate)));
    }
    caption
}

/// Suppliers and amount of a product.
pub fn bought(suppliers: usize, amount: Option<f64>, lang: Lang) -> String {
    let amount = amount.map_or_else(|| lang.pick("无金额", "no amount").to_owned(), |yuan| number::money(yuan, lang));
    match lang {
        Lang::Zh => format!("{amount} · {} 家供应", number::count(suppliers)),
        Lang::En => format!("{amount} · {} suppliers", number::count(suppliers)),
    }
}

/// Products and amount of the firm.
pub fn buys(products: usize, amount: Option<f64>, lang: Lang) -> String {
    let amount = amount.map_or_else(|| lang.pick("无金额", "no amount").to_owned(), |yuan| number::money(yuan, lang));
    match lang {
        Lang::Zh => format!("{amount} · 采购 {} 种", number::count(products)),
        Lang::En => format!("{amount} · {} products", number::count(products)),
    }
}

/// A supplier without a name, by its place.
pub fn unnamed(place: &str, lang: Lang) -> String {
    match lang {
        _ if place.is_empty() => lang.pick("未具名供应商", "unnamed supplier").to_owned(),
        Lang::Zh => format!("{place}（未具名）"),
        Lang::En => format!("{place} (unnamed)"),
    }
}

/// Sign of a supplier that ships from outside, and of one of unknown place.
pub fn outside_mark(is_known: bool, lang: Lang) -> &'static str {
    if is_known { lang.pick("外", "out") } else { "?" }
}

/// Signs on a purchase tree and their meaning.
pub fn tree_marks(lang: Lang) -> Vec<(String, String)> {
    let meaning = [
        (mark(Some(Role::Leader), lang), lang.pick("本地链主企业供应", "supplied by a local chain leader")),
        (mark(Some(Role::Major), lang), lang.pick("本地龙头企业供应", "supplied by a local leading firm")),
        (outside_mark(true, lang), lang.pick("外地供应商", "supplier from outside")),
        (outside_mark(false, lang), lang.pick("供货地不明", "place of supply unknown")),
    ];
    meaning.map(|(sign, text)| (sign.to_owned(), text.to_owned())).into()
}

/// Meaning of the lines of a purchase tree.
pub fn tree_edges(lang: Lang) -> (String, String) {
    let solid = lang.pick("采购：由投入品指向其所用于的产品", "bought: from what is bought to what it goes into");
    (solid.to_owned(), String::new())
}

/// What the tree shows.
pub fn tree_rule(lang: Lang) -> &'static str {
    lang.pick(
        "一级为本企业直接采购，二级、三级为其供应商、供应商的供应商为生产上一级产品所购投入品的全部金额，不按其对本企业的销售分摊；同一产品只列在最近一级",
        "Tier 1 is bought by the firm; tiers 2 and 3 are all that its suppliers, and theirs, buy to make the product before, not only the part for this firm; a product stands at its nearest tier",
    )
}

/// What the width of a line of the tree says.
pub fn tree_width(most: Option<f64>, lang: Lang) -> String {
    match (most, lang) {
        (Some(most), Lang::Zh) => {
            format!("线宽与采购额成正比，最宽 {}；小额与无金额者取最细线", number::money(most, lang))
        }
        (Some(most), Lang::En) => {
            format!(
                "Widths are in proportion to purchases, the widest {}; small and unpriced ones are thinnest",
                number::money(most, lang)
            )
        }
        (None, Lang::Zh) => "采购均无金额，线宽一致".to_owned(),
        (None, Lang::En) => "No purchase is priced: all lines are of one width".to_owned(),
    }
}

/// What was left off the tree.
pub fn tree_rest(tier: u8, products: usize, amount: f64, lang: Lang) -> String {
    let (products, amount) = (number::count(products), number::money(amount, lang));
    match lang {
        Lang::Zh => format!("{tier} 级另有 {products} 种产品未画出，共 {amount}"),
        Lang::En => format!("Left off tier {tier}: {products} products, {amount} in all"),
    }
}

/// What a firm makes, below its name.
pub fn makes(lang: Lang) -> &'static str {
    lang.pick("生产：", "makes: ")
}
