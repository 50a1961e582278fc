//! Words of chokepoints: single points, pairs, hidden ones, circles.

use crate::analysis::risk::chokepoint::{Feasible, Reach};
use crate::report::words::{Lang, number};

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "chokepoints" => lang.pick("单点清单：一家停产即令链主断供", "Single points: who stops a leader alone"),
        "chokepoint_hidden" => {
            lang.pick("隐性卡点：看似多源，实则一家", "Hidden chokepoints: several sources that are one")
        }
        "chokepoint_pairs" => lang.pick("最小组合：两家同时停产才断供", "Minimal pairs: who stops a leader together"),
        "chokepoint_loops" => lang.pick("循环依赖：互为必需投入的企业", "Circles: firms that need each other's goods"),
        _ => lang.pick("链主断供条件", "What it takes to stop each leader"),
    }
}

/// Some names of many.
pub fn and_more(names: &str, count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("{names}等 {count} 项"),
        Lang::En => format!("{names} … {count} in all"),
    }
}

/// An input that several firms supply.
pub fn dual(product: &str, suppliers: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{product}（{suppliers}）"),
        Lang::En => format!("{product} ({suppliers})"),
    }
}

/// Whether a target works.
pub fn works(feasible: &Feasible, lang: Lang) -> &'static str {
    match (feasible.all, feasible.incumbent) {
        (true, _) => lang.pick("可开工", "works"),
        (false, true) => lang.pick("仅靠已在运转的循环开工", "works through a circle that runs already"),
        (false, false) => lang.pick("循环依赖未解，无法判断", "waits for a circle, not judged"),
    }
}

/// Whether all pairs are known.
pub fn pairs_note(complete: bool, lang: Lang) -> &'static str {
    match complete {
        true => lang.pick("最小组合已全部找出。", "All minimal pairs were found."),
        false => lang.pick(
            "最小组合未必找全：网络过大或存在循环时，先检验替补最少的产品。",
            "Perhaps not all minimal pairs were found: in a large network, or one with circles, products with the fewest makers are tried first.",
        ),
    }
}

/// How many are listed.
pub fn some_note(shown: usize, count: usize, lang: Lang) -> String {
    let (shown, count) = (number::count(shown), number::count(count));
    match lang {
        Lang::Zh => format!("共 {count} 项，此处列出居前的 {shown} 项。"),
        Lang::En => format!("The first {shown} of {count} are listed."),
    }
}

/// How the judgement is made.
pub fn targets_note(reach: Reach, lang: Lang) -> &'static str {
    match reach {
        Reach::Any => lang.pick(
            "只看供应关系，不看数量和库存；数据中凡卖过或能生产该产品的企业都视为可以替补。最低断供代价以每家企业计一；注明不是确切值的是上限。",
            "Structure alone, neither amounts nor stocks; whoever in the data sold a product or can make it may step in. The cheapest way to stop a leader counts each firm as one; where it is not exact it is an upper bound.",
        ),
        Reach::Present => lang.pick(
            "只看供应关系，不看数量和库存；只有当年已供货的企业算供应方，无人替补。最低断供代价以每家企业计一；注明不是确切值的是上限。",
            "Structure alone, neither amounts nor stocks; only the suppliers of the year count and nobody steps in. The cheapest way to stop a leader counts each firm as one; where it is not exact it is an upper bound.",
        ),
    }
}
