//! Words of the portfolio of projects: what to build, what it brings, how sure that is.

use crate::analysis::plan::{Empty, Objective, Pool, Reason, Resource};
use crate::report::words::{Lang, number};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("项目组合", "Portfolio of projects")
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "plan_sets" => lang.pick("入选组合与次优组合", "Chosen and next best set"),
        "plan_projects" => lang.pick("备选项目（入选在前）", "Projects, the chosen ones first"),
        "plan_limits" => lang.pick("放宽限制的收益", "What a little more would bring"),
        "plan_budget" => lang.pick("投资预算与承接额", "Budget and what it brings"),
        "plan_products" => lang.pick("分产品：实施前后须招引", "Products: to recruit before and after"),
        _ => lang.pick("入选项目的承接明细", "What the chosen projects sell"),
    }
}

/// Label of the rate with the portfolio.
pub fn rate_label(lang: Lang) -> &'static str {
    lang.pick("对接与组合全部落实后的配套率", "local supply rate with introductions and portfolio")
}

/// Its tier, the rate before, and how sure.
pub fn rate_note(tier: &str, [now, before]: [Option<&str>; 2], method: &str, lang: Lang) -> String {
    let now = now.map(|rate| match lang {
        Lang::Zh => format!("目前 {rate}"),
        Lang::En => format!("{rate} today"),
    });
    let before = before.map(|rate| match lang {
        Lang::Zh => format!("只做对接 {rate}"),
        Lang::En => format!("{rate} by introductions alone"),
    });
    let parts = [Some(tier.to_owned()), now, before, Some(method.to_owned())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("；", "; "))
}

/// Label of what the portfolio captures.
pub fn captured_label(lang: Lang) -> &'static str {
    lang.pick("组合承接的外购额", "purchases that the portfolio takes from outside")
}

/// How many projects, and what they cost.
pub fn captured_note(projects: usize, investment: Option<&str>, lang: Lang) -> String {
    let projects = number::count(projects);
    match (investment, lang) {
        (Some(investment), Lang::Zh) => format!("{projects} 个项目，投资 {investment}"),
        (None, Lang::Zh) => format!("{projects} 个项目，投资不详"),
        (Some(investment), Lang::En) => format!("projects: {projects}, investment {investment}"),
        (None, Lang::En) => format!("projects: {projects}, investment unknown"),
    }
}

/// How sure the choice is; `bound` and `gap` where it is not proven.
pub fn method(is_exact: bool, bound: &str, gap: &str, lang: Lang) -> String {
    match (is_exact, lang) {
        (true, _) => lang.pick("已证明没有更好的组合", "proven: no set is better").to_owned(),
        (false, Lang::Zh) => format!("启发式：任何组合不超过 {bound}，差距至多 {gap}"),
        (false, Lang::En) => format!("heuristic: no set exceeds {bound}, a gap of at most {gap}"),
    }
}

/// Not proven, and no figure that no set can exceed.
pub fn no_bound(lang: Lang) -> &'static str {
    lang.pick("启发式：可能还有更好的组合", "heuristic: a better set may exist")
}

/// What the portfolio does to the loss to be expected.
pub fn loss(loss: &str, before: &str, after: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{loss}由 {before} 降至 {after}。"),
        Lang::En => format!("The {loss} falls from {before} to {after}."),
    }
}

/// A limit with what there is of it.
pub fn limit(resource: Resource, most: &str, lang: Lang) -> String {
    let name = resource_name(resource, lang);
    match lang {
        Lang::Zh => format!("{name}不超过 {most}"),
        Lang::En => format!("{name} at most {most}"),
    }
}

/// Something that projects use.
pub fn resource_name(resource: Resource, lang: Lang) -> &'static str {
    match resource {
        Resource::Projects => lang.pick("项目数", "projects"),
        Resource::Investment => lang.pick("投资", "investment"),
        Resource::Land => lang.pick("用地", "land"),
        Resource::Energy => lang.pick("用能", "energy"),
    }
}

/// An amount of something with its unit; money comes with its own.
pub fn amount(resource: Resource, number: &str, lang: Lang) -> String {
    match (resource, lang) {
        (Resource::Projects, Lang::Zh) => format!("{number} 个"),
        (Resource::Land, Lang::Zh) => format!("{number} 亩"),
        (Resource::Land, Lang::En) => format!("{number} mu"),
        (Resource::Energy, Lang::Zh) => format!("{number} 吨标准煤"),
        (Resource::Energy, Lang::En) => format!("{number} tonnes of standard coal"),
        (Resource::Investment, _) | (Resource::Projects, Lang::En) => number.to_owned(),
    }
}

/// No limit at all.
pub fn no_limit(lang: Lang) -> &'static str {
    lang.pick("不设限制", "no limits")
}

/// What to build, and what it brings: how many, their names, yuan, and the rates before and with it.
pub fn sentence(
    limits: &str,
    (count, names): (usize, &str),
    captured: &str,
    rates: Option<(&str, &str)>,
    lang: Lang,
) -> String {
    let count = number::count(count);
    let rates = rates.map_or_else(String::new, |(before, with)| match lang {
        Lang::Zh => format!("，对接全部成功时的配套率由 {before} 提高到 {with}"),
        Lang::En => format!(", and with every introduction made the rate rises from {before} to {with}"),
    });
    match lang {
        Lang::Zh => format!("在{limits}的条件下，建议实施 {count} 个项目：{names}；承接外购 {captured}{rates}。"),
        Lang::En => {
            format!("With {limits}, build these projects ({count}): {names}. They take {captured} from outside{rates}.")
        }
    }
}

/// The first names, of more than are listed.
pub fn names(shown: &[String], others: usize, lang: Lang) -> String {
    let names = shown.join(lang.pick("、", ", "));
    match (others, lang) {
        (0, _) => names,
        (_, Lang::Zh) => format!("{names}等 {} 个", number::count(shown.len() + others)),
        (_, Lang::En) => format!("{names} and {} more", number::count(others)),
    }
}

/// The next best set: what replaces what, and what it brings less.
pub fn next(out: &str, into: &str, less: &str, lang: Lang) -> String {
    match (!into.is_empty(), lang) {
        (true, Lang::Zh) => format!("次优组合以{into}代替{out}，价值少 {less}。"),
        (false, Lang::Zh) => format!("次优组合不含{out}，价值少 {less}。"),
        (true, Lang::En) => format!("The next best set has {into} instead of {out} and is worth {less} less."),
        (false, Lang::En) => format!("The next best set does without {out} and is worth {less} less."),
    }
}

/// What a little more of a limit would bring.
pub fn margin(more: &str, resource: Resource, gain: Option<&str>, lang: Lang) -> String {
    let name = resource_name(resource, lang);
    match (gain, lang) {
        (Some(gain), Lang::Zh) => format!("{name}再增加 {more}，最优组合的价值可多 {gain}"),
        (None, Lang::Zh) => format!("{name}再增加 {more}，没有更好的组合"),
        (Some(gain), Lang::En) => format!("{more} more ({name}) would bring {gain}"),
        (None, Lang::En) => format!("{more} more ({name}) would bring nothing"),
    }
}

/// The margins in a row.
pub fn margins(parts: &[String], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}。", parts.join("；")),
        Lang::En => format!("Of the limits: {}.", parts.join("; ")),
    }
}

/// Why nothing is chosen.
pub fn empty(empty: Empty, lang: Lang) -> &'static str {
    match empty {
        Empty::NoProject => lang.pick(
            "没有备选项目：项目表中没有尚未投产的项目，也没有另给项目文件。",
            "There is no project to choose from: the sheet has none that does not produce yet, and no file was given.",
        ),
        Empty::NothingUsable => lang.pick(
            "备选项目都缺少必需的信息（产品、落地、所限制的用量或投入），不选任何项目；缺什么见备选项目表。",
            "No project says what must be known (products, site, use of what is limited, inputs); nothing is chosen, and the table says what lacks.",
        ),
        Empty::LimitsTooTight => lang.pick(
            "有价值的备选项目即使只建一个也超出所给限额，不选任何项目；哪项限额见备选项目表。",
            "Each project that would bring something needs more than there is, even alone; nothing is chosen.",
        ),
        Empty::NoGain => lang.pick(
            "备选项目的产品没有须招引的外购，不选任何项目。",
            "No project makes what must be recruited; nothing is chosen.",
        ),
    }
}

/// Why a project is not chosen.
pub fn reason(reason: Reason, lang: Lang) -> String {
    let text = match reason {
        Reason::NoProduct => lang.pick("未填产品", "its products are unknown"),
        Reason::NoPlace => lang.pick("落地不明", "its site is unknown"),
        Reason::UnknownRecipe => lang.pick(
            "投入不明（没有配方，被替代企业的采购也不明）",
            "neither its inputs nor those of the displaced are known",
        ),
        Reason::NoBuyer => lang.pick(
            "其产品没有本地采购方外购，或落地对他们不算近",
            "no local buyer has its products from outside, or its site is near to none of them",
        ),
        Reason::Spared => lang.pick("本地富余产能已够，可先牵线", "local spare capacity suffices: introduce first"),
        Reason::NoNetGain => lang.pick("自身外购不少于承接额", "it buys from outside as much as it sells"),
        Reason::SavesNothing => lang.pick("不能明显降低期望损失", "it lowers no loss to speak of"),
        Reason::Covered => lang.pick("入选项目已能满足其采购方", "the chosen ones serve its buyers"),
        Reason::Beaten => lang.pick("同样的限额，其他项目带来更多", "others bring more for what it would use"),
        Reason::UnknownUse(resource) => {
            let name = resource_name(resource, lang);
            return match lang {
                Lang::Zh => format!("未填{name}，而{name}有限"),
                Lang::En => format!("its {name} is unknown, and limited"),
            };
        }
        Reason::TooLarge(resource) => {
            let name = resource_name(resource, lang);
            return match lang {
                Lang::Zh => format!("只建它也超出{name}限额"),
                Lang::En => format!("alone beyond the limit: {name}"),
            };
        }
    };
    text.to_owned()
}

/// Name of a set.
pub fn set(is_best: bool, lang: Lang) -> &'static str {
    if is_best { lang.pick("入选", "chosen") } else { lang.pick("次优", "next best") }
}

/// How the portfolio is to be read.
pub fn notes(objective: Objective, of: Pool, lang: Lang) -> Vec<String> {
    let mut notes = vec![
        lang.pick(
            "对接与组合全部落实后的配套率＝（已配套＋可牵线＋组合承接）÷（已配套＋可牵线＋须招引），只按来源已知、有金额的采购计算；已配套、可牵线、须招引与采购三分相同。它是上限：对接没有做成的部分要减去。",
            "Rate with the portfolio = (supplied + bridgeable + taken by it) / (supplied + bridgeable + to recruit), of located and priced purchases; the three parts are those of the split. It is a ceiling: what introductions fail comes off.",
        ),
        lang.pick(
            "组合承接按产品求最大匹配：先用本地富余产能，剩余的外购才由项目承接，同一笔外购不重复计算；项目只服务按所选范围算近的采购方，不服务自己。产能不明的，按需要多少计。",
            "What the set takes is a maximum flow: local spare capacity comes first, projects take what remains, no purchase twice; a project serves buyers to whom it is near under the tier, not itself. An unknown capacity is as much as is needed.",
        ),
        lang.pick(
            "受限的用量必须已知：没有填的项目不入选，并说明原因。价值相同的组合取投资较少的（有投资不明的，取项目较少的）。",
            "The use of what is limited must be known: a project that does not say is not chosen, with the reason. Of equal sets the cheaper stands (the smaller where an investment is unknown).",
        ),
        lang.pick(
            "次优组合是至少去掉一个入选项目的组合中最好的。放宽限制的收益是重新求解的结果，不是按比例推算。",
            "The next best set is the best of those that leave out at least one of the chosen. What a little more brings is solved anew, not a proportion.",
        ),
        lang.pick(
            "优先层按单独实施承接、投资、用地、用能比较，不设权重：没有别的项目样样不差而有一样更好的为第一层；缺数的按任何可能值比较。",
            "Fronts compare what a project takes alone, investment, land and energy without weights: of front 1 are those that no other equals in all and beats in one; what is unknown may be anything.",
        ),
        lang.pick(
            "假定采购方愿意改向项目采购，质量、价格、认证合适；项目投产时间不计。",
            "It is assumed that buyers would buy from the projects, and that quality, price and certificates fit; when they open is left out.",
        ),
    ];
    if objective == Objective::Net {
        notes.push(lang.pick(
            "净留本地＝承接额减去项目自身的外购投入：投入按项目所给配方，没有的按被替代企业的采购；每种投入的外购比例取本地采购方现在的比例，本地无人采购的全部算外购。",
            "Net = taken less the project's own inputs from outside: inputs by its recipe, else by the purchases of those displaced; each input comes from outside to the share of local buyers today, wholly where nobody here buys it.",
        ));
    }
    if objective == Objective::Loss {
        notes.push(lang.pick(
            "以期望损失为目标：项目按单独实施的承接额，从本地采购方现有的供应方（含本地供应方）等比例接过业务及其投入，规模只转移不新增；没有给出情景时各企业各停产一次、同等看待，只用于排序。不计算次优组合和放宽限制的收益。",
            "For the expected loss: a project takes over what it would take alone, in equal parts from all present suppliers of the local buyers, local ones too, and their inputs with it; sizes are moved, not made. Without scenarios each firm stops once, all alike: good for an order. There is no next best set and nothing on limits.",
        ));
    }
    if of == Pool::Gaps {
        notes.push(lang.pick(
            "备选项目由须招引的产品逐一假设：每种产品一个，产能按需要计，没有投资、用地、用能数据。",
            "The projects are made up: one for each product to recruit, as large as is needed, without data on investment, land or energy.",
        ));
    }
    notes.into_iter().map(str::to_owned).collect()
}

/// What the rank without weights is.
pub fn plain_rank(lang: Lang) -> &'static str {
    lang.pick(
        "不加权位次是备选项目表中的次序：先入选的，再按单独实施价值。综合排序只比较单个项目，不看限额，不改变入选组合。",
        "The rank without weights is the order of the projects: the chosen ones first, then by what each is worth alone. The weighted order compares single projects without limits and does not change the choice.",
    )
}

/// How the maps are to be read.
pub fn map(lang: Lang) -> &'static str {
    lang.pick(
        "变化图按组合承接额建成入选项目（每个项目每种产品一处），从较远的外地供应方起替代，项目自身的投入随之转移；与建成前不同的产品和投入关系突出显示。",
        "The maps show the chosen projects built as large as what they take (one plant for each project and product), in place of suppliers outside, farthest first, their inputs moving with them; products and inputs other than before stand out.",
    )
}

/// Products to recruit that no made-up project stands for.
pub fn left_out_gaps(count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("须招引金额较小的另外 {count} 种产品未列为备选。"),
        Lang::En => format!("Products with less to recruit that are not among the projects: {count}."),
    }
}
