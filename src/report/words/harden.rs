//! Words of the hardening plan: measures, budget, what it saves, how sure that is.

use crate::analysis::risk::Plan;
use crate::analysis::risk::harden::optimise::Method;
use crate::analysis::risk::harden::{CostUnit, Empty, Over};
use crate::model::MeasureKind;
use crate::report::words::{Lang, number};

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "plan" => lang.pick("固链措施", "Hardening measures"),
        _ => lang.pick("投入与剩余损失", "What each step saves"),
    }
}

/// The loss that a plan is about: to be expected only where probabilities were given.
pub fn loss(over: Over, lang: Lang) -> &'static str {
    match over {
        Over::Scenarios => lang.pick("年期望损失", "expected yearly loss"),
        Over::AlikeScenarios => lang.pick("各情景平均损失", "mean loss of the scenarios"),
        Over::EachFirm => lang.pick("每次停产的平均损失", "mean loss of a failure"),
    }
}

/// Label of what projects save of the loss.
pub fn saved(over: Over, lang: Lang) -> String {
    let loss = loss(over, lang);
    match lang {
        Lang::Zh => format!("项目组合减少的{loss}"),
        Lang::En => format!("{loss} that the portfolio saves"),
    }
}

/// Label of the key figure.
pub fn label(over: Over, lang: Lang) -> String {
    let loss = loss(over, lang);
    match lang {
        Lang::Zh => format!("固链方案减少的{loss}"),
        Lang::En => format!("{loss} that the plan saves"),
    }
}

/// How the choice was made.
pub fn method(method: Method, tried: usize, lang: Lang) -> String {
    let tried = number::count(tried);
    match (method, lang) {
        (Method::Exact, Lang::Zh) => format!("精确：没有更好的组合；试算 {tried} 种组合"),
        (Method::Exact, Lang::En) => format!("exact: no affordable set does better; sets tried: {tried}"),
        (Method::Heuristic, Lang::Zh) => format!("启发式：可能还有更好的组合；试算 {tried} 种组合"),
        (Method::Heuristic, Lang::En) => format!("heuristic: a better set may exist; sets tried: {tried}"),
    }
}

/// So many measures.
pub fn count(count: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 项措施"),
        Lang::En => format!("{count} measure(s)"),
    }
}

/// The sentence about the plan; `losses` are those before and after.
pub fn sentence(
    budget: Option<&str>,
    cost: &str,
    chosen: &[String],
    (over, losses): (Over, &[String; 2]),
    lang: Lang,
) -> String {
    let ([before, after], loss) = (losses, loss(over, lang));
    match lang {
        Lang::Zh => {
            let within = budget.map_or("不限预算".to_owned(), |budget| format!("预算 {budget}以内"));
            let chosen = chosen.join("；");
            format!("固链方案：{within}，投入 {cost}，{loss}由 {before} 降至 {after}。措施：{chosen}。")
        }
        Lang::En => {
            let within = budget.map_or("without a limit".to_owned(), |budget| format!("within {budget}"));
            let chosen = chosen.join("; ");
            format!(
                "Hardening plan: {within}, at {cost}, the {loss} falls from {before} to {after}. Measures: {chosen}."
            )
        }
    }
}

/// How sure the choice is, and what no plan can beat.
pub fn bound(method: Method, all: Option<&str>, lang: Lang) -> String {
    let is_exact = method == Method::Exact;
    match (lang, all) {
        (Lang::Zh, Some(all)) => format!(
            "结果为{}；全部措施都实施时剩余 {all}，试算过的组合都不低于它。",
            if is_exact { "精确解" } else { "启发式解" }
        ),
        (Lang::Zh, None) => format!(
            "结果为{}；有的措施会带来新的风险，全部实施反而不是最好，因此没有统一的下限。",
            if is_exact { "精确解" } else { "启发式解" }
        ),
        (Lang::En, Some(all)) => format!(
            "This is {}; with all measures {all} remains, and no set that was tried leaves less.",
            if is_exact { "exact" } else { "heuristic" }
        ),
        (Lang::En, None) => format!(
            "This is {}; some measures bring risks of their own, so that all of them together are not the best and no bound is known.",
            if is_exact { "exact" } else { "heuristic" }
        ),
    }
}

/// Why nothing is chosen.
pub fn empty(empty: Empty, budget: Option<&str>, (over, before): (Over, &str), lang: Lang) -> String {
    let (budget, loss) = (budget.unwrap_or_default(), loss(over, lang));
    match (empty, lang) {
        (Empty::NoMeasure, Lang::Zh) => {
            format!("固链方案：没有可选的措施（数据中没有独家来源，或所列措施都没有费用）；{loss} {before}。")
        }
        (Empty::NoMeasure, Lang::En) => format!(
            "Hardening plan: there is no measure to choose (no sole source in the data, or no measure with a cost); the {loss} is {before}."
        ),
        (Empty::BudgetTooSmall, Lang::Zh) => {
            format!("固链方案：预算 {budget} 不够最便宜的一项措施，不选任何措施；{loss} {before}。")
        }
        (Empty::BudgetTooSmall, Lang::En) => format!(
            "Hardening plan: the budget of {budget} is below the cheapest measure; nothing is chosen, the {loss} is {before}."
        ),
        (Empty::NoGain, Lang::Zh) => {
            format!("固链方案：负担得起的措施都不能明显降低损失，不选任何措施；{loss} {before}。")
        }
        (Empty::NoGain, Lang::En) => format!(
            "Hardening plan: no affordable measure lowers the loss to speak of; nothing is chosen, the {loss} is {before}."
        ),
    }
}

/// A kind of measure.
pub fn kind(kind: MeasureKind, lang: Lang) -> &'static str {
    match kind {
        MeasureKind::SecondSource => lang.pick("第二来源", "second source"),
        MeasureKind::Expand => lang.pick("扩产", "expansion"),
        MeasureKind::Recruit => lang.pick("招引", "recruitment"),
        MeasureKind::Stock => lang.pick("储备", "stock"),
    }
}

/// A measure without a name.
pub fn measure(kind: MeasureKind, product: &str, buyer: Option<&str>, firm: Option<&str>, lang: Lang) -> String {
    match (kind, lang) {
        (MeasureKind::SecondSource, Lang::Zh) => {
            let buyer = buyer.map_or(String::new(), |buyer| format!("为{buyer}"));
            format!("{buyer}增加{product}第二来源")
        }
        (MeasureKind::SecondSource, Lang::En) => {
            let buyer = buyer.map_or(String::new(), |buyer| format!(" for {buyer}"));
            format!("second source of {product}{buyer}")
        }
        (MeasureKind::Expand, Lang::Zh) => format!("{}扩产{product}", firm.unwrap_or_default()),
        (MeasureKind::Expand, Lang::En) => format!("{} expands {product}", firm.unwrap_or_default()),
        (MeasureKind::Recruit, Lang::Zh) => format!("招引{product}企业"),
        (MeasureKind::Recruit, Lang::En) => format!("recruit a maker of {product}"),
        (MeasureKind::Stock, Lang::Zh) => format!("{}储备{product}", buyer.unwrap_or_default()),
        (MeasureKind::Stock, Lang::En) => {
            let buyer = buyer.map_or(String::new(), |buyer| format!(" at {buyer}"));
            format!("stock of {product}{buyer}")
        }
    }
}

/// How a plan is to be read.
pub fn notes(plan: &Plan, lang: Lang) -> Vec<String> {
    let count = number::count(plan.scenarios);
    let over = match (plan.over, lang) {
        (Over::Scenarios, Lang::Zh) => format!("期望损失按所给 {count} 个情景的年概率和天数加权。"),
        (Over::Scenarios, Lang::En) => {
            format!("The expected loss weighs the {count} scenarios by their probabilities and days.")
        }
        (Over::AlikeScenarios, Lang::Zh) => {
            format!(
                "所给 {count} 个情景未全部注明概率，不计概率，取各情景损失的平均数（给出天数的按天数折算）：结果只用于排序，不是预测。"
            )
        }
        (Over::AlikeScenarios, Lang::En) => format!(
            "Not all of the {count} scenarios have a probability, so none counts, and the loss is their mean (over the days where given): good for an order, no forecast."
        ),
        (Over::EachFirm, Lang::Zh) => format!(
            "没有给出情景，按 {count} 家企业和未具名来源各自停产一次、同等看待（新增来源也会停产），损失取每次停产的平均数：结果只用于排序，不是预测。"
        ),
        (Over::EachFirm, Lang::En) => format!(
            "Without scenarios each of {count} firms and unnamed sources stops once, all alike, new sources too, and the loss is the mean of a failure: good for an order, no forecast."
        ),
    };
    let mut notes = vec![over];
    if plan.unit == CostUnit::Measures {
        notes.push(
            lang.pick(
                "措施没有费用，每项按一计，预算即措施项数。",
                "The measures have no costs: each counts as one, and the budget is a count of measures.",
            )
            .to_owned(),
        );
    }
    if plan.made_up {
        notes.push(left_out(plan.left_out, lang));
    }
    notes.push(
        lang.pick(
            "新增来源承接一部分采购，并按比例承接原供应方的投入结构和规模：与原供应方依赖同一薄弱来源的，不计分散风险的功劳。储备只覆盖其天数之内的停供。扩产只在可替代性按富余产能计算时起作用。",
            "A new source takes over a share of the purchases and with it the same part of the present supplier's inputs and size: where it needs the same weak supplier it earns no credit for that. Stock covers a stop for its days. An expansion counts only where replaceability goes by spare capacity.",
        )
        .to_owned(),
    );
    notes
}

fn left_out(left_out: usize, lang: Lang) -> String {
    let left_out = number::count(left_out);
    match lang {
        Lang::Zh => format!(
            "措施由本工具列出：为每个独家来源的必需投入增加第二来源，承接一半；只取独家来源停产损失最大的，另有 {left_out} 项未列。"
        ),
        Lang::En => format!(
            "The measures are made up: a second source with half of the purchases for each essential input with a sole source, of those whose failure costs most; not listed: {left_out}."
        ),
    }
}
