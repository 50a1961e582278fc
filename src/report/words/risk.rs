//! Words of systemic risk: who stops, what it costs, by which way.

use crate::analysis::risk::cascade::Replaceability;
use crate::analysis::risk::essential::Layer;
use crate::analysis::risk::{Direction, Model, Preset, Tells, WeightBasis};
use crate::report::words::{Lang, number};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("产业链系统性风险与卡点（固链）", "Systemic risk and chokepoints")
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "risk" => lang.pick("风险清单", "Risk list"),
        "risk_paths" => lang.pick("传导路径", "Paths of losses"),
        "risk_areas" => lang.pick("损失分布：按地区", "Losses by place"),
        "risk_chains" => lang.pick("损失分布：按产业链", "Losses by chain"),
        "risk_transmitters" => lang.pick("关键传导企业", "Firms that pass losses on"),
        "risk_sources" => lang.pick("断供风险：未具名来源", "Sources without a name that may fail"),
        "risk_evidence" => lang.pick("风险清单依据行", "Rows behind the risks"),
        "risk_ground" => lang.pick("必需性依据", "Who says what is essential"),
        _ => lang.pick("计算口径", "Rules of the computation"),
    }
}

/// An unnamed supplier.
pub fn unnamed(place: &str, product: &str, lang: Lang) -> String {
    match (place.is_empty(), lang) {
        (false, Lang::Zh) => format!("{place}供应商（{product}）"),
        (false, Lang::En) => format!("suppliers in {place} ({product})"),
        (true, Lang::Zh) => format!("来源不明供应商（{product}）"),
        (true, Lang::En) => format!("suppliers of unknown place ({product})"),
    }
}

/// The type of a risk that others have from supplies.
pub fn secure(lang: Lang) -> &'static str {
    lang.pick("固链", "secure")
}

/// A product that buyers have from one supplier only.
pub fn sole(product: &str, buyers: usize, lang: Lang) -> String {
    let buyers = number::count(buyers);
    match lang {
        Lang::Zh => format!("{product}（{buyers} 家）"),
        Lang::En => format!("{product} (buyers: {buyers})"),
    }
}

/// Which way a loss runs.
pub fn direction(direction: Direction, lang: Lang) -> &'static str {
    match direction {
        Direction::Down => lang.pick("断供", "supplies"),
        Direction::Up => lang.pick("失单", "sales"),
    }
}

/// A step of a way: what it comes by, how much of it, and to whom.
pub fn step(product: Option<&str>, share: &str, to: &str, lang: Lang) -> String {
    match (product, lang) {
        (Some(product), Lang::Zh) => format!(" →〔{product}，占 {share}〕→ {to}"),
        (Some(product), Lang::En) => format!(" → [{product}, {share} of it] → {to}"),
        (None, Lang::Zh) => format!(" →〔订单，占 {share}〕→ {to}"),
        (None, Lang::En) => format!(" → [orders, {share} of sales] → {to}"),
    }
}

/// Label of the first key figure.
pub fn top_label(firm: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("首位风险：{firm}停产的全网年损失"),
        Lang::En => format!("first risk: yearly loss of all if {firm} stops"),
    }
}

/// What the first key figure says beside its yuan.
pub fn top_note(share: &str, own: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("占全部企业规模的 {share}；其自身规模 {own}"),
        Lang::En => format!("{share} of the size of all firms; its own size is {own}"),
    }
}

/// Label of the count of sole sources.
pub fn sole_label(lang: Lang) -> &'static str {
    lang.pick("需固链的独家供应企业", "sole sources to secure")
}

/// What a sole source is.
pub fn sole_note(lang: Lang) -> &'static str {
    lang.pick(
        "有采购方只从这一家采购某种必需投入",
        "some buyer has an input that it cannot do without from this firm alone",
    )
}

/// Label of the count of single points.
pub fn points_label(lang: Lang) -> &'static str {
    lang.pick("一家停产即停住链主的单点企业", "firms that stop a leader by themselves")
}

/// How many of them nobody sees from the first tier.
pub fn points_note(hidden: usize, lang: Lang) -> String {
    let hidden = number::count(hidden);
    match lang {
        Lang::Zh => format!("其中隐性卡点 {hidden} 处：看似有两家以上供应商，其实都靠同一家上游"),
        Lang::En => {
            format!("hidden ones among them: {hidden} (inputs of two or more suppliers that rest on one firm upstream)")
        }
    }
}

/// Label of the agreement of the two presets.
pub fn agreement_label(lang: Lang) -> &'static str {
    lang.pick("两种口径的位次相关系数", "rank correlation of the two presets")
}

/// How to read it.
pub fn agreement_note(lang: Lang) -> &'static str {
    lang.pick("越接近一，排位越不依赖口径的选择", "the closer to one, the less the order depends on the preset")
}

/// The sentence a chief reads aloud about the first risk.
pub fn top_sentence(firm: &str, own: &str, others: &str, share: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("一旦{firm}（规模 {own}）停产，其他企业一年将少产出 {others}，全网损失合计占 {share}，居风险首位。")
        }
        Lang::En => format!(
            "If {firm} stops, with a size of {own}, the others lose {others} of output a year; all in all {share} of the network, the first of all risks."
        ),
    }
}

/// The sentence about a firm that is small beside what it brings down: what it alone sells, leaders it stops, sizes.
pub fn hidden_sentence(firm: &str, products: &str, (stops, own, others): (usize, &str, &str), lang: Lang) -> String {
    let leaders = number::count(stops);
    let why = match (products.is_empty(), stops, lang) {
        (false, 0, Lang::Zh) => format!("数据中只有它供应{products}"),
        (false, _, Lang::Zh) => format!("数据中只有它供应{products}，停产即停住 {leaders} 家链主"),
        (true, _, Lang::Zh) => format!("它一家停产即停住 {leaders} 家链主"),
        (false, 0, Lang::En) => format!("it alone sells {products} in the data"),
        (false, _, Lang::En) => {
            format!("it alone sells {products} in the data, and leaders that stop with it: {leaders}")
        }
        (true, _, Lang::En) => format!("leaders that stop with it alone: {leaders}"),
    };
    match lang {
        Lang::Zh => {
            format!("最须固链的是{firm}（规模或数据内购销额 {own}）：{why}；一旦停产，其他企业一年将少产出 {others}。")
        }
        Lang::En => format!(
            "The first to secure is {firm} (size, or trade in the data, {own}): {why}; if it stops, the others lose {others} of output a year."
        ),
    }
}

/// There is no priced flow.
pub fn no_flows(unpriced: u32, lang: Lang) -> String {
    let lines = number::count(unpriced as usize);
    match lang {
        Lang::Zh => format!(
            "没有一笔带金额的供应关系（缺金额 {lines} 行），无法计算损失如何传导；下面各企业的损失只是其自身规模，卡点只看供应关系、不需要金额。"
        ),
        Lang::En => format!(
            "No supply has an amount (lines without: {lines}), so how losses spread cannot be told; the losses below are the firms' own sizes, and chokepoints rest on relations alone."
        ),
    }
}

/// The weight asked for is nowhere known.
pub fn no_weights(basis: WeightBasis, lang: Lang) -> String {
    let basis = weights(basis, lang);
    match lang {
        Lang::Zh => format!("没有一家企业有{basis}数据，指数无从加权；位次按年损失金额排。"),
        Lang::En => format!(
            "No firm has a figure of {basis}, so nothing weighs in the index; the order is that of yearly loss."
        ),
    }
}

/// By which way the first risk comes.
pub fn way_sentence(way: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("主要传导路径：{way}。"),
        Lang::En => format!("The main way: {way}."),
    }
}

/// Leaders that the first risk stops.
pub fn leaders_sentence(leaders: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("受其影响停产过半的链主：{leaders}。"),
        Lang::En => format!("Leaders that lose more than half of their output: {leaders}."),
    }
}

/// A preset.
pub fn preset(preset: Preset, lang: Lang) -> &'static str {
    match preset {
        Preset::Default => lang.pick("本工具默认", "default"),
        Preset::Paper => lang.pick("论文原式", "as published"),
    }
}

/// Items of the table of rules, each with the text of one model.
pub fn rules(model: &Model, lang: Lang) -> [(&'static str, String); 7] {
    let yes = |yes: bool| lang.pick(if yes { "是" } else { "否" }, if yes { "yes" } else { "no" }).to_owned();
    [
        (lang.pick("口径", "preset"), preset(model.preset, lang).to_owned()),
        (
            lang.pick("不再传导的最小降幅", "falls no longer passed on"),
            number::exact(model.epsilon * 100.0).map_or_else(String::new, |percent| format!("{percent}%")),
        ),
        (lang.pick("可替代性", "replaceability"), replaceability(model.replaceability, lang).to_owned()),
        (lang.pick("权重", "weights"), weights(model.weights, lang).to_owned()),
        (lang.pick("数据外的购销视为不受影响", "trade beyond the data taken as unharmed"), yes(model.guards)),
        (lang.pick("保留自供", "self-supply kept"), yes(model.self_supply)),
        (
            lang.pick("近似（暂缓的增量）", "approximation (increments held back)"),
            if model.hold_back > 0.0 {
                lang.pick("是，结果为下限", "yes, results are lower bounds").to_owned()
            } else {
                lang.pick("否，精确", "no, exact").to_owned()
            },
        ),
    ]
}

/// Who makes good for a loss.
pub(super) fn replaceability(rule: Replaceability, lang: Lang) -> &'static str {
    match rule {
        Replaceability::Paper => lang.pick("按全部同类企业的市场份额", "by market shares of all competitors"),
        Replaceability::Conservative => {
            lang.pick("按未受影响同类企业的市场份额", "by market shares of unharmed competitors")
        }
        Replaceability::Off => lang.pick("不可替代", "none"),
        Replaceability::Capacity => lang.pick("按同类企业的富余产能", "by spare capacity of competitors"),
    }
}

fn weights(basis: WeightBasis, lang: Lang) -> &'static str {
    match basis {
        WeightBasis::Revenue => lang.pick("营业收入", "revenue"),
        WeightBasis::Sales => lang.pick("数据内销售额", "sales inside the data"),
        WeightBasis::Output => lang.pick("产值", "output value"),
        WeightBasis::Employees => lang.pick("从业人员", "employees"),
        WeightBasis::Tax => lang.pick("税收", "tax"),
    }
}

/// Who says how essential an input is.
pub fn layer(layer: Layer, lang: Lang) -> &'static str {
    match layer {
        Layer::Map => lang.pick("投入表注明", "the sheet of inputs"),
        Layer::Table => lang.pick("用户的行业必需性表", "the user's table"),
        Layer::Survey => lang.pick("行业调查表", "a survey's table"),
        Layer::Rule => lang.pick("规则：货物对货物生产者必需", "rule: goods for makers of goods"),
        Layer::Unknown => lang.pick("行业不明，按非必需", "industry unknown, not essential"),
    }
}

/// What a row behind a risk tells.
pub fn tells(tells: Tells, lang: Lang) -> &'static str {
    match tells {
        Tells::Size => lang.pick("自身规模", "its own size"),
        Tells::Sole => lang.pick("独家供应", "sole source"),
        Tells::Way => lang.pick("传导路径", "path of the loss"),
    }
}

/// A losing area of unknown name.
pub fn elsewhere(lang: Lang) -> &'static str {
    lang.pick("地点不明或境外", "unknown or abroad")
}

/// How the figures are to be read.
pub fn notes(unpriced_lines: u32, from_trades: usize, lang: Lang) -> Vec<String> {
    let (lines, firms) = (number::count(unpriced_lines as usize), number::count(from_trades));
    let gaps = match lang {
        Lang::Zh => format!(
            "缺金额的 {lines} 行采购无法计入传导；{firms} 家企业没有营收或产值，以数据内购销额的较大者为规模，实际只会更大。"
        ),
        Lang::En => format!(
            "Lines without amount, which cannot pass losses on: {lines}. Firms without revenue or output, whose size is the larger of their recorded sales and purchases and can only be larger: {firms}."
        ),
    };
    let notes = [
        (
            "假设一家企业全年停产，其他企业不重建、不涨价、不动库存，除按可替代性规则外无人顶上：这是短期压力上限一类的情景，不是预测。",
            "One firm stops for a year; nobody rebuilds, no price moves, no stock is drawn down, nobody steps in but by the rule of replaceability: a short-run stress, not a forecast.",
        ),
        (
            "断供向下游传导：必需投入缺多少，产出降多少；非必需投入按其占采购的比重降低产出。失单向上游传导：客户少买多少，销售少多少。两者取其大。",
            "Supplies: output falls as an essential input falls, and by their share of purchases for other inputs. Sales: a supplier loses what its customers no longer buy. The larger of the two counts.",
        ),
        (
            "指数上限假定所有投入都不可缺，任何必需性表的结果都不会超过它。",
            "The upper bound takes every input as essential; no table of dependence gives more.",
        ),
        (
            "固链：有采购方的某种必需投入只来自这一家（括号内是这样的采购方家数，别的采购方可能另有来源），或它一家停产就停住链主。标“未推演”的行不是没有影响，只是未逐一展开。未具名来源是同一地区同一产品全部未具名供应商之和，另表列示。",
            "Secure: some buyer has an essential input from this firm alone (in brackets, how many; others may have other sources), or it stops a leader by itself. Rows marked as not worked out are not without effect. Sources without a name are the sum of all of one place and product and stand apart.",
        ),
    ];
    let gaps = (unpriced_lines > 0 || from_trades > 0).then_some(gaps);
    notes.iter().map(|(zh, en)| lang.pick(zh, en).to_owned()).chain(gaps).collect()
}
