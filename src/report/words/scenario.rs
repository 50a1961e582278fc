//! Words of scenarios: what is struck, what it costs, who is to come back first.

use crate::analysis::risk::scenario::Back;
use crate::report::words::{Lang, number};

pub use super::risk::{direction, elsewhere};

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "scenarios" => lang.pick("情景推演", "Scenarios"),
        "scenario_recovery" => lang.pick("恢复先后", "Who is to recover first"),
        "scenario_leaders" => lang.pick("链主状态", "State of the leaders"),
        "scenario_struck" => lang.pick("直接受冲击企业", "Firms struck"),
        "scenario_cut" => lang.pick("切断的供应关系", "Flows cut"),
        "scenario_firms" => lang.pick("受波及企业", "Firms hit"),
        "scenario_paths" => lang.pick("情景传导路径", "Paths of losses in the scenarios"),
        "scenario_transmitters" => lang.pick("情景关键传导企业", "Firms that pass losses on in the scenarios"),
        "scenario_areas" => lang.pick("情景损失：按地区", "Losses by place in the scenarios"),
        _ => lang.pick("情景损失：按产业链", "Losses by chain in the scenarios"),
    }
}

/// Label of a scenario's key figure: over its days where they are known, else over a year.
pub fn label(name: &str, days: Option<&str>, lang: Lang) -> String {
    match (days, lang) {
        (None, Lang::Zh) => format!("情景“{name}”的全网年损失"),
        (None, Lang::En) => format!("scenario `{name}`: yearly loss of all"),
        (Some(days), Lang::Zh) => format!("情景“{name}”停 {days} 天的全网损失"),
        (Some(days), Lang::En) => format!("scenario `{name}`: loss of all over {days} days"),
    }
}

/// What the key figure says beside its yuan; the loss of a year where the figure is over days.
pub fn costs(
    year: Option<&str>,
    [direct, indirect]: &[String; 2],
    stopped: usize,
    slowed: usize,
    lang: Lang,
) -> String {
    let (stopped, slowed) = (number::count(stopped), number::count(slowed));
    match lang {
        Lang::Zh => {
            let year = year.map_or(String::new(), |year| format!("若持续一年 {year}，其中"));
            format!("{year}直接 {direct}，波及 {indirect}；停产 {stopped} 家，减产 {slowed} 家")
        }
        Lang::En => {
            let year = year.map_or(String::new(), |year| format!("{year} if it lasts a year: "));
            format!("{year}direct {direct}, indirect {indirect}; firms stopped: {stopped}, slowed: {slowed}")
        }
    }
}

/// The sentence about a scenario: its loss over its days where they are known, who is struck and what that costs them, what
/// is cut, and what it costs all and the others in a year.
pub fn sentence(
    name: &str,
    struck: Option<(usize, String)>,
    cut: Option<(usize, String)>,
    (days, [loss, indirect]): (Option<&(String, String)>, &[String; 2]),
    lang: Lang,
) -> String {
    let days = days.map(|(days, loss)| match lang {
        Lang::Zh => format!("停 {days} 天全网损失 {loss}。若持续一年，"),
        Lang::En => format!("{loss} is lost over {days} days. If it lasts a year, "),
    });
    let struck = struck.map(|(firms, direct)| match (number::count(firms), lang) {
        (firms, Lang::Zh) => format!("{firms} 家企业受冲击，直接损失 {direct}"),
        (firms, Lang::En) => format!("firms struck: {firms}, direct loss {direct}"),
    });
    let cut = cut.map(|(flows, amount)| match (number::count(flows), lang) {
        (flows, Lang::Zh) => format!("{flows} 条供应关系被切断，涉及采购额 {amount}"),
        (flows, Lang::En) => format!("flows cut: {flows}, purchases {amount}"),
    });
    let what: Vec<String> = struck.into_iter().chain(cut).collect();
    let year = match (&days, lang) {
        (None, Lang::Zh) => "若持续一年，",
        (None, Lang::En) => "if it lasts a year, ",
        (Some(_), _) => "",
    };
    let days = days.unwrap_or_default();
    match lang {
        Lang::Zh => {
            format!("情景“{name}”：{days}{}；{year}波及其他损失 {indirect}，全网损失合计 {loss}。", what.join("；"))
        }
        Lang::En => format!(
            "Scenario `{name}`: {days}{}; {year}beyond that {indirect} is lost, {loss} in all.",
            what.join("; ")
        ),
    }
}

/// How many stop and slow.
pub fn stops(stopped: usize, slowed: usize, lang: Lang) -> String {
    let (stopped, slowed) = (number::count(stopped), number::count(slowed));
    match lang {
        Lang::Zh => format!("产出不足一半的企业 {stopped} 家，减产的 {slowed} 家。"),
        Lang::En => format!("Firms left with less than half of their output: {stopped}; others that lose: {slowed}."),
    }
}

/// A scenario without effect.
pub fn strikes_nobody(name: &str, unlocated: usize, lang: Lang) -> String {
    let unlocated = number::count(unlocated);
    match lang {
        Lang::Zh => format!("情景“{name}”没有冲击到数据中的任何企业或供应关系；地点不明、未计入的有 {unlocated} 项。"),
        Lang::En => format!(
            "Scenario `{name}` strikes no firm and no flow of the data; of unknown place, and not counted: {unlocated}."
        ),
    }
}

/// Leaders that stop.
pub fn leaders_stopped(leaders: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("停产的链主：{leaders}。"),
        Lang::En => format!("Leaders that stop: {leaders}."),
    }
}

/// Whose return saves most; the yuan are those of a year, which is said where the scenario has days.
pub fn first_back(firm: &str, saved: &str, has_days: bool, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            let year = if has_days { "（按一年计）" } else { "" };
            format!("最应先恢复{firm}：仅它恢复即可减少损失 {saved}{year}。")
        }
        Lang::En => {
            let year = if has_days { " a year" } else { "" };
            format!("The first to recover is {firm}: its return alone saves {saved}{year}.")
        }
    }
}

/// How a firm comes back.
pub fn back(back: Back, lang: Lang) -> &'static str {
    match back {
        Back::Struck => lang.pick("复工", "works again"),
        Back::Supplier => lang.pick("恢复供货", "delivers again"),
        Back::Hit => lang.pick("保住生产", "keeps its output"),
    }
}

/// How a firm fares.
pub fn state(struck: bool, stopped: bool, lang: Lang) -> &'static str {
    match (struck, stopped) {
        (true, true) => lang.pick("受冲击停产", "struck, stopped"),
        (true, false) => lang.pick("受冲击减产", "struck, slowed"),
        (false, true) => lang.pick("停产", "stopped"),
        (false, false) => lang.pick("减产", "slowed"),
    }
}

/// How scenarios are to be read.
pub fn notes(lang: Lang) -> Vec<String> {
    let notes = [
        (
            "情景假设冲击持续一年：没有恢复、涨价，也没有可替代性规则之外的改道采购，库存只在措施中计入，是短期压力上限一类的推演。给出天数的按天数折算。",
            "A scenario lasts a year: nobody recovers, no price moves, nobody turns to another supplier but by the rule of replaceability, stock counts in measures only: a short-run stress of the upper kind. With days given, their share of a year counts.",
        ),
        (
            "直接损失是受冲击企业自身的产出（规模乘停产比例），波及损失是其余部分，两者相加为合计。多个厂区的企业按厂区个数均分；地点不明的不计入冲击，另列个数。",
            "The direct loss is what the struck firms make themselves (size times the share that stops), the indirect loss is the rest. Plants of one firm count alike; what lies nobody knows where is not struck, and counted.",
        ),
        (
            "情景默认只由未受影响的同类企业替代：同因受损的企业不能互相顶替。断供切断来自该地（不含本地）的全部供货，该地内部的供货照旧，切断部分无人顶替。",
            "By default only unharmed competitors make good in a scenario: those hit by one cause cannot stand in for each other. A block cuts all deliveries from that place without the focus area; what stays inside it still flows, and nobody makes good for what is cut.",
        ),
        (
            "恢复先后：逐一假设只有这一家恢复（复工、恢复供货或保住生产），重新推演后减少的损失；各家之间不可相加。",
            "Who is to recover first: the loss that goes when this one alone is back (works again, delivers again, keeps its output), computed anew; these do not add up.",
        ),
        (
            "“必需投入仍有来源”按现有供应关系逐级推断：每种必需投入至少还有一家能生产的现有供应商；原本就因循环依赖无法推断的留空。",
            "Essential inputs still have a source: each of them has at least one present supplier left that can work itself; left blank where a closed loop leaves it open even without the scenario.",
        ),
    ];
    notes.iter().map(|(zh, en)| lang.pick(zh, en).to_owned()).collect()
}
