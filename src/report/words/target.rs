//! Words of recruitment (以商招商).

use crate::analysis::target::{OriginClass, OriginKind, Referrer, Relation, TargetKind, Unfit};
use crate::model::Qualification;
use crate::report::words::{Lang, issue, library, number, term};

/// Names told in one note.
const UNMATCHED: usize = 20;

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("以商招商目标企业", "Whom to recruit")
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "target" => lang.pick("已供货的外地企业（按可带回金额排列）", "Outside suppliers, most capturable first"),
        "target_makers" => {
            lang.pick("能生产缺口产品的外地企业（尚未向本地供货）", "Outside makers of what is to be recruited")
        }
        "target_tree" => lang.pick("招商目录：区域、产业、龙头、细分", "Targets by origin, chain, leader and product"),
        "target_origins" => lang.pick("分来源区域", "By origin"),
        "target_gaps" => lang.pick("须招引产品与候选企业", "Products to be recruited and their candidates"),
        "target_assignment" => lang.pick("一企一品最优搭配", "Best assignment, one firm for each product"),
        "target_referrers" => lang.pick("引荐企业", "Who can introduce them"),
        "target_second" => {
            lang.pick("二级供应商（本地龙头的外地供应商的供应商）", "Second tier: suppliers of outside suppliers")
        }
        "target_unmatched" => lang.pick("排除名单中数据里没有的名称", "Names to be excluded that the data do not have"),
        _ => lang.pick("未列入的外地供应商", "Outside suppliers left out"),
    }
}

/// Label of what all suppliers bring together.
pub fn value_label(lang: Lang) -> &'static str {
    lang.pick("外地供应商全部迁入可带回", "brought home if all outside suppliers came")
}

/// Amounts of the headline, as text.
pub struct Told {
    /// To be recruited.
    pub to_recruit: String,
    /// What the single amounts add up to; `None` when nothing has an amount.
    pub single: Option<String>,
    /// Of what is to be recruited, what no supplier that can be called brings; `None` when that is nothing.
    pub uncovered: Option<String>,
    /// Bought from nobody knows where; `None` when that is nothing.
    pub unlocated: Option<String>,
}

/// Of how much, what the single amounts add up to, and how many lines have no amount: all, and known to come from outside.
pub fn value_note(told: &Told, (unpriced, outside): (u32, u32), lang: Lang) -> String {
    let to_recruit = &told.to_recruit;
    let mut first = match lang {
        Lang::Zh => format!("须招引 {to_recruit}"),
        Lang::En => format!("to recruit: {to_recruit}"),
    };
    if let Some(yuan) = &told.uncovered {
        first.push_str(&match lang {
            Lang::Zh => format!("，其中 {yuan}没有可招引的具名供应商"),
            Lang::En => format!(", of which {yuan} has no named supplier to recruit"),
        });
    }
    let single = told.single.as_ref().map(|yuan| match lang {
        Lang::Zh => format!("各家单独之和 {yuan}，重叠部分只计一次"),
        Lang::En => format!("one by one {yuan}, what overlaps counts once"),
    });
    let unlocated = told.unlocated.as_ref().map(|yuan| match lang {
        Lang::Zh => format!("来源不明 {yuan}，未计入"),
        Lang::En => format!("{yuan} from unknown places, not counted"),
    });
    let mut lines = term::unpriced(unpriced, lang);
    if unpriced > outside {
        let outside = number::count(outside as usize);
        lines.push_str(&match lang {
            Lang::Zh => format!("，其中确知购自外地 {outside} 行"),
            Lang::En => format!(", of these known to be bought outside: {outside}"),
        });
    }
    let parts: Vec<String> = [Some(first), single, unlocated, Some(lines)].into_iter().flatten().collect();
    term::clauses(&parts, lang)
}

/// Label of the number of candidates.
pub fn count_label(lang: Lang) -> &'static str {
    lang.pick("可招引的外地供应商", "outside suppliers to recruit")
}

/// How many others there are.
pub fn count_note(makers: usize, second: usize, left_out: usize, lang: Lang) -> String {
    let [makers, second, left_out] = [makers, second, left_out].map(number::count);
    match lang {
        Lang::Zh => format!("另有能生产缺口产品的 {makers} 家、二级供应商 {second} 家；未列入 {left_out} 项"),
        Lang::En => format!("makers of what is to be recruited: {makers}; second tier: {second}; left out: {left_out}"),
    }
}

/// Label of the first candidate.
pub fn first_label(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("首选招引企业：{name}"),
        Lang::En => format!("first to recruit: {name}"),
    }
}

/// Whom a candidate serves, what it brings, and for whom it is the only source.
pub fn why(leaders: (usize, usize), buyers: usize, yuan: Option<&str>, soles: usize, lang: Lang) -> String {
    let (served, of) = (number::count(leaders.0), number::count(leaders.1));
    let buyers = number::count(buyers);
    let serves = match (leaders.1 > 0 && leaders.0 > 0, lang) {
        (true, Lang::Zh) => format!("供货 {of} 家链主中的 {served} 家"),
        (true, Lang::En) => format!("serves {served} of {of} leaders"),
        (false, Lang::Zh) => format!("供货 {buyers} 家本地企业"),
        (false, Lang::En) => format!("serves {buyers} local firms"),
    };
    let brings = match (yuan, lang) {
        (Some(yuan), Lang::Zh) => format!("可带回 {yuan}"),
        (Some(yuan), Lang::En) => format!("brings {yuan}"),
        (None, Lang::Zh) => "金额未知".to_owned(),
        (None, Lang::En) => "amount unknown".to_owned(),
    };
    let soles = (soles > 0).then(|| match lang {
        Lang::Zh => format!("替代 {} 个独家来源", number::count(soles)),
        Lang::En => format!("replaces sole sources: {}", number::count(soles)),
    });
    let parts = [Some(serves), Some(brings), soles];
    parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("，", ", "))
}

/// What a maker could serve.
pub fn could(yuan: Option<&str>, products: &str, lang: Lang) -> String {
    match (yuan, lang) {
        (Some(yuan), Lang::Zh) => format!("能生产{products}，产能可覆盖缺口 {yuan}"),
        (Some(yuan), Lang::En) => format!("makes {products}, could serve {yuan} of the gap"),
        (None, Lang::Zh) => format!("能生产{products}，产能未知"),
        (None, Lang::En) => format!("makes {products}, capacity unknown"),
    }
}

/// The sentence of the summary.
pub fn sentence(name: &str, origin: &str, why: &str, referrer: Option<&str>, lang: Lang) -> String {
    let referrer = referrer.map(|firm| match lang {
        Lang::Zh => format!("，可请{firm}引荐"),
        Lang::En => format!("; {firm} can introduce it"),
    });
    let referrer = referrer.unwrap_or_default();
    match lang {
        Lang::Zh => format!("招商首选{name}（{origin}）：{why}{referrer}。"),
        Lang::En => format!("First to recruit is {name} ({origin}): {why}{referrer}."),
    }
}

/// A class of origins.
pub fn origin(class: &OriginClass, lang: Lang) -> String {
    match (&class.name, class.kind) {
        (Some(name), _) => name.to_string(),
        (None, OriginKind::Elsewhere) => lang.pick("国内其他地区", "elsewhere in China").to_owned(),
        (None, OriginKind::Abroad) => lang.pick("境外", "abroad").to_owned(),
        (None, OriginKind::Listed | OriginKind::Unlocated) => lang.pick("地区待核", "region unknown").to_owned(),
    }
}

/// What a candidate is.
pub fn kind(kind: TargetKind, lang: Lang) -> &'static str {
    match kind {
        TargetKind::Supplier => lang.pick("已供货", "supplies here"),
        TargetKind::Maker => lang.pick("能生产", "could supply"),
    }
}

/// Why a supplier is left out.
pub fn unfit(why: Unfit, lang: Lang) -> &'static str {
    match why {
        Unfit::Bridgeable => {
            lang.pick("本地企业有富余产能可承接，先牵线", "local firms could deliver: introduce them first")
        }
        Unfit::Trader => lang.pick("贸易商，不生产", "a trader makes nothing"),
        Unfit::HereAlready => lang.pick("已在本地，从外地工厂发货", "is here already and ships from elsewhere"),
        Unfit::Excluded => lang.pick("在排除名单上", "on the list of exclusions"),
    }
}

/// What justifies an introduction; the amount comes as text.
pub fn relation(referrer: &Referrer, amount: Option<&str>, lang: Lang) -> String {
    match (&referrer.relation, amount, lang) {
        (Relation::Customer { .. }, Some(yuan), Lang::Zh) => format!("向其采购 {yuan}"),
        (Relation::Customer { .. }, Some(yuan), Lang::En) => format!("buys {yuan} from it"),
        (Relation::Customer { .. }, None, Lang::Zh) => "向其采购，金额未知".to_owned(),
        (Relation::Customer { .. }, None, Lang::En) => "buys from it, amount unknown".to_owned(),
        (Relation::SharedCustomers { count: 1, customer }, _, Lang::Zh) => format!("同为{}供货", customer.name),
        (Relation::SharedCustomers { count: 1, customer }, _, Lang::En) => format!("sells to {} too", customer.name),
        (Relation::SharedCustomers { count, customer }, _, Lang::Zh) => {
            format!("同为{}等 {} 家企业供货", customer.name, number::count(*count))
        }
        (Relation::SharedCustomers { count, customer }, _, Lang::En) => {
            format!("sells to the same buyers ({}, first {})", number::count(*count), customer.name)
        }
        (Relation::SameGroup { group }, _, Lang::Zh) => format!("同属{group}"),
        (Relation::SameGroup { group }, _, Lang::En) => format!("same group: {group}"),
    }
}

/// A title of a firm.
pub fn qualification(title: Qualification, lang: Lang) -> String {
    let code = match title {
        Qualification::Champion => "champion",
        Qualification::LittleGiant => "little_giant",
        Qualification::Specialised => "specialised",
        Qualification::Innovative => "innovative",
        Qualification::HighTech => "high_tech",
        Qualification::Listed => "listed",
    };
    library::value("qualifications", code, lang)
}

/// An intermediary of the second tier with what goes through it.
pub fn through(name: &str, bought: &str, share: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}（采购 {bought}，其 {share} 供本地）"),
        Lang::En => format!("{name} (buys {bought}, of which {share} comes here)"),
    }
}

/// Rules.
pub fn notes(lang: Lang) -> Vec<String> {
    let notes: [(&str, &str); 8] = [
        (
            "可带回金额＝企业迁入并保住现有本地客户时，比“只做对接”多出的本地配套额；本地富余产能能承接的部分不算，部分可承接的只算余额。",
            "Capturable is what the firm's move, keeping its local customers, adds beyond what introductions alone could serve; of what local spare capacity could serve in part, only the rest counts.",
        ),
        (
            "排位先看可带回金额，再看本地采购企业数，再看代码；金额未知的排在后面，不当作零。",
            "Ranked by what is capturable, then by the number of local buyers, then by id; unknown amounts come last and are not zero.",
        ),
        (
            "一组企业的合计按最大流计算：两家争同一缺口不重复计，多一家不会更少。",
            "A group is worth its maximum flow: two candidates for one gap never count twice, and one more never lowers it.",
        ),
        (
            "来源区域以企业所在地为准，按优先地区的先后归入第一个符合的；只知到省、无法判定的列为地区待核。",
            "The origin is where the firm stands, in the first region of the list that holds it; what is known too coarsely is of unknown region.",
        ),
        (
            "龙头是采购该产品最多的本地企业，链主优先；一个产品属两条产业链时两处都列，合计只计一次。",
            "The leader is the local firm that buys most of the product, leaders first; a product of two chains stands in both and counts once.",
        ),
        (
            "距离是到该产品本地采购重心的直线距离，只知到区县或城市的按当地示意中心点计，只知到省的不算；规模位次是同一产品候选企业中营业收入比它小的占比。",
            "Distance is the straight line to the centre of local demand, from the schematic centre of a place known to its county or city, and unknown of one known to its province alone; size is the share of other candidates for the product with smaller revenue.",
        ),
        (
            "二级供应商的金额按“外地供应商销给本地龙头的占比”折算；该供应商无营业收入数据时以已登记销售代替，结果为上限。",
            "Second-tier amounts are weighted by the share of the outside supplier's sales that goes to local leaders; recorded sales stand in for an unknown revenue, an upper bound.",
        ),
        (
            "落地与否无法预知：填了费用的给出保本概率，即一年内收回费用所需的落地概率；超过百分之百说明一年收不回。",
            "Nobody knows who will come: where a cost is given, the break-even probability is what pays it back within a year; above 100 % it does not.",
        ),
    ];
    notes.iter().map(|(zh, en)| lang.pick(zh, en).to_owned()).collect()
}

/// Names to be excluded that the data do not have; `None` when there are none. A misspelt one excludes nobody.
pub fn unknown_exclusions(names: &[String], lang: Lang) -> Option<String> {
    let told: Vec<String> = names.iter().take(UNMATCHED).map(|name| issue::quotable(name)).collect();
    let (told, count) = (term::list(&told, lang), number::count(names.len()));
    let more = names.len() > UNMATCHED;
    (!names.is_empty()).then(|| match lang {
        Lang::Zh => format!(
            "排除名单中有 {count} 个名称数据里没有，未能排除任何企业，请核对写法：{told}{}。",
            if more { "等" } else { "" }
        ),
        Lang::En => format!(
            "Names to be excluded that the data do not have, so that they exclude nobody (check the spelling): {count}: {told}{}.",
            if more { " and others" } else { "" }
        ),
    })
}
