//! Bare networks, in words.

use super::Lang;
use crate::analysis::risk::cascade::Replaceability;
use crate::report::words::fault::HINT;
use crate::report::words::risk::replaceability;

/// Title of the answer.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("系统性风险：裸网络", "Systemic risk of a bare network")
}

/// Title of the table of one weight.
pub fn table(weight: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("停产损失占全网比重（权重：{weight}），由大到小"),
        Lang::En => format!("Share of the whole lost (weight: {weight}), largest first"),
    }
}

/// Headings of the columns by their keys.
pub fn heading(key: &str, lang: Lang) -> &'static str {
    match key {
        "rank" => lang.pick("位次", "rank"),
        "scenario" => lang.pick("停产企业或情景", "firm that stops, or scenario"),
        "esri" => lang.pick("系统性风险指数", "ESRI"),
        "esri_down" => lang.pick("其中断供传导", "downstream"),
        "esri_up" => lang.pick("其中失单传导", "upstream"),
        _ => lang.pick("步数", "steps"),
    }
}

/// Labels of the key figures.
pub fn label(key: &str, lang: Lang) -> &'static str {
    match key {
        "firms" => lang.pick("企业数", "firms"),
        "flows" => lang.pick("供货关系数", "flows"),
        _ => lang.pick("情景数", "scenarios"),
    }
}

/// The model in one line; `table` and `loops` say whether a table tells what is essential, and whether self-supply was kept.
pub fn model(epsilon: f64, mode: Replaceability, table: bool, loops: bool, lang: Lang) -> String {
    let mode = replaceability(mode, lang);
    let table = match table {
        true => lang.pick("按给定的表", "by the table given"),
        false => lang.pick("全部投入视为必需", "every input"),
    };
    let loops = if loops { lang.pick("保留", "kept") } else { lang.pick("剔除", "removed") };
    match lang {
        Lang::Zh => format!("可替代性：{mode}；必需投入：{table}；降幅不超过 {epsilon} 不再传导；自供：{loops}"),
        Lang::En => format!(
            "replaceability: {mode}; essential: {table}; falls up to {epsilon} are not passed on; self-loops: {loops}"
        ),
    }
}

// ---- What a reader should know ----

/// Columns that nothing was read from.
pub fn unknown_columns(file: &str, headings: &[String], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("`{file}` 中的列 `{}` 不是已知的列，未读取", headings.join("`、`")),
        Lang::En => format!("columns `{}` of `{file}` are not known and were not read", headings.join("`, `")),
    }
}

/// Rows of nought.
pub fn no_flow(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 行供货金额为 0，未计入"),
        Lang::En => format!("{count} rows of flows have amount 0 and were left out"),
    }
}

/// Rows of one flow.
pub fn summed(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 行与前面的行同为一条供货关系，金额已合并"),
        Lang::En => format!("{count} rows belong to a flow that another row began; they were added up"),
    }
}

/// Classes that the table of essentiality lacks.
pub fn unknown_classes(classes: &[&str], lang: Lang) -> String {
    const SHOWN: usize = 10;
    let shown = classes[..classes.len().min(SHOWN)].join(lang.pick("`、`", "`, `"));
    let count = classes.len();
    let more = if count > SHOWN { lang.pick("` 等", "` and others") } else { "`" };
    match lang {
        Lang::Zh => {
            format!("必需投入表缺少 {count} 个类别（`{shown}{more}），涉及的投入按必需计；请在表中补上其行和列")
        }
        Lang::En => format!(
            "the table of essentiality lacks {count} classes (`{shown}{more}); such inputs count as essential; add their rows and columns"
        ),
    }
}

/// Markets of the firms that were not used.
pub fn markets_unused(lang: Lang) -> &'static str {
    lang.pick(
        "供货关系写明了产品，按产品划分市场；企业表的市场列未使用",
        "flows name their products, so each product is a market; the market column of the firms was not used",
    )
}

/// No table of essentiality.
pub fn all_essential(lang: Lang) -> &'static str {
    lang.pick(
        "没有必需投入表，全部投入按必需计，结果是任何一张表的上限；用 --essentiality 给出",
        "no table of essentiality: every input counts as essential, an upper bound for any table; give one with --essentiality",
    )
}

/// Flows of firms to themselves.
pub fn self_loops(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 条自己供给自己的关系已剔除；--preset paper 保留"),
        Lang::En => format!("{count} flows of firms to themselves were removed; --preset paper keeps them"),
    }
}

/// A weight that sums to nothing.
pub fn zero_weight(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("权重 `{name}` 合计为 0，没有比重可算，指数留空；用 --weights 换一种权重"),
        Lang::En => {
            format!("weight `{name}` adds up to 0, so there is no share and no index; choose another with --weights")
        }
    }
}

/// Cascades that went on at the cap.
pub fn not_settled(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 个情景到步数上限仍未稳定，指数是下限；加大 --epsilon"),
        Lang::En => {
            format!("{count} scenarios had not settled at the cap on steps; theirs are lower bounds; raise --epsilon")
        }
    }
}

/// Losses held back.
pub fn held_back(lang: Lang) -> &'static str {
    lang.pick(
        "小于 --hold-back 的损失攒够才传导，所有指数都是下限",
        "losses below --hold-back were held back until they added up; every index is a lower bound",
    )
}

/// No spare capacity.
pub fn no_spare(lang: Lang) -> &'static str {
    lang.pick(
        "企业表没有富余产能列，按没有企业能替代计；增加 `富余产能` 列",
        "the file of firms has no spare capacity, so nobody replaces anybody; add a column `spare`",
    )
}

// ---- What stops the work, in Chinese ----

/// A file without rows.
pub fn no_rows(path: &str) -> String {
    format!("`{path}` 没有数据行{HINT} 第一行写列名，其下每行一条数据")
}

/// One heading twice.
pub fn two_columns(place: &str, heading: &str) -> String {
    format!("`{place}` 有两列 `{heading}`{HINT} 给不用的那一列改名")
}

/// Headings that name different units.
pub fn two_units(first: &str, second: &str) -> String {
    format!("`{first}` 与 `{second}` 单位不同{HINT} 把所有金额换成同一单位")
}

/// A column of weights that is not there.
pub fn unknown_weight(path: &str, name: &str, known: &str) -> String {
    format!("`{path}` 没有列 `{name}`{HINT} 该文件的列有：{known}")
}

/// One cell that cannot be meant, by the stable name of the fault; `first` is the row that says the same.
pub fn fault(code: &str, place: &str, text: &str, first: Option<u32>) -> String {
    match (code, first) {
        ("bad-bytes", _) => format!("`{place}`：`{text}` 的编码有误"),
        ("ragged-row", _) => format!("`{place}`：单元格多于表头，或引号不成对"),
        ("blank", _) => format!("`{place}` 是空的"),
        ("negative", _) => format!("`{place}`：`{text}` 小于 0"),
        ("too-large", _) => format!("`{place}`：`{text}` 过大"),
        ("not-a-share", _) => format!("`{place}`：`{text}` 不是 0 到 1 的比例"),
        ("not-a-need", _) => format!("`{place}`：`{text}` 不是 2、1 或 0"),
        ("unknown-firm", _) => format!("`{place}`：企业 `{text}` 不在企业表中"),
        ("repeated", Some(first)) => format!("`{place}`：`{text}` 在第 {first} 行已经有了"),
        _ => format!("`{place}`：`{text}` 不是数字"),
    }
}

/// The faults of a file together, with the remedy of the first.
pub fn faults(told: &[String], more: usize, code: &str) -> String {
    let rest = if more > 0 { format!("；另有 {more} 处") } else { String::new() };
    format!("{}{rest}{HINT} {}", told.join("；"), remedy(code))
}

fn remedy(code: &str) -> &'static str {
    match code {
        "bad-bytes" => "把文件另存为 UTF-8 编码",
        "ragged-row" => "含逗号的内容请加英文双引号",
        "blank" => "填写该单元格，或删除该行",
        "negative" => "先用退货冲减销售；金额和权重不小于 0",
        "too-large" => "换用更大的单位；最大可填 1e30",
        "not-a-share" => "填 0（无损失）到 1（完全停产）之间的数",
        "not-a-need" => "填 2（必需）、1（非必需）或 0（可忽略）",
        "unknown-firm" => "在企业表中补上该企业，或改正其代码",
        "repeated" => "两行只留一行",
        _ => "只填数字，如 3000 或 1.5e6",
    }
}
