//! Words of projects built: what they take and from whom, what changes, and how sure that is.

use crate::analysis::whatif::{Mode, Nothing, Runs, Verdict};
use crate::report::words::Lang;

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("项目前后对比", "What projects would change")
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "whatif" => lang.pick("各项目的作用", "What each project does"),
        "whatif_total" => lang.pick("前后对比总表", "Before and after"),
        "whatif_alone" => lang.pick("各项目单独实施", "Each project by itself"),
        "whatif_rates" => lang.pick("有变化的配套率", "Rates that change"),
        "whatif_split" => lang.pick("有变化的采购三分", "Rows of the split that change"),
        "whatif_gaps" => lang.pick("有变化的薄弱环节", "Weak links that change"),
        "whatif_crowding" => lang.pick("被挤出的本地供应方", "Local suppliers crowded out"),
        "whatif_displaced" => lang.pick("被替代的外部供应方", "Suppliers elsewhere that are displaced"),
        "whatif_purchases" => lang.pick("项目自身的采购", "What the projects buy"),
        _ => lang.pick("停产损失的变化", "Failures that cost more or less"),
    }
}

/// Label of the rate after.
pub fn rate_label(lang: Lang) -> &'static str {
    lang.pick("项目后配套率（现有采购）", "local rate with the projects, of present purchases")
}

/// What it was, and what it is with the plants' own purchases.
pub fn rate_note(before: &str, change: &str, after: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("项目前 {before}，变化 {change}；计入项目自身采购后为 {after}"),
        Lang::En => format!("{before} before, {change}; {after} with what the plants buy themselves"),
    }
}

/// Label of what is taken from outside.
pub fn outside_label(lang: Lang) -> &'static str {
    lang.pick("替代外部供应", "taken from suppliers outside")
}

/// What the plants sell in all, net of their own purchases, and what of it idle plants here could have served.
pub fn outside_note(sold: &str, net: &str, idle: Option<&str>, lang: Lang) -> String {
    let idle = match (idle, lang) {
        (None, _) => String::new(),
        (Some(idle), Lang::Zh) => format!("，其中 {idle}本地富余产能本可承接（可牵线减少）"),
        (Some(idle), Lang::En) => {
            format!(", of which {idle} could have come from spare capacity here (the bridgeable falls)")
        }
    };
    match lang {
        Lang::Zh => format!("项目承接本地采购 {sold}{idle}；扣除项目自身外部采购，净增本地采购 {net}"),
        Lang::En => format!("the plants sell {sold} here{idle}; net of what they buy outside: {net}"),
    }
}

/// A net that tells nothing.
pub fn inputs_unknown(net: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{net}（项目投入构成不明，只能给出区间）"),
        Lang::En => format!("{net} (what goes into the plants' products is unknown)"),
    }
}

/// Why the plants take what idle plants could serve, and where they do not.
pub fn before_spare(lang: Lang) -> &'static str {
    lang.pick(
        "项目直接承接采购，不等本地富余产能先对接，故部分可牵线的采购也由项目承接；项目组合测算先由本地富余产能承接、余下的才给项目，两处金额因此不同。",
        "The plants sell without waiting for spare capacity here to be introduced first, so they take part of what is bridgeable too; plan gives that spare the first go and the plants the rest, so the two differ.",
    )
}

/// Label of what is taken from local suppliers.
pub fn crowding_label(lang: Lang) -> &'static str {
    lang.pick("挤出本地供应", "taken from suppliers here")
}

/// How many suppliers that are.
pub fn crowding_note(firms: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("涉及本地供应方 {firms} 家"),
        Lang::En => format!("suppliers here: {firms}"),
    }
}

/// Label of the expected loss avoided, or added.
pub fn avoided_label(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Worse => lang.pick("年均增加的停产损失", "expected yearly loss added"),
        Verdict::Better | Verdict::Same => lang.pick("年均减少的停产损失", "expected yearly loss avoided"),
    }
}

/// Before, after, and what the probability is.
pub fn avoided_note(verdict: Verdict, before: &str, after: &str, lang: Lang) -> String {
    let verdict = self::verdict(verdict, lang);
    match lang {
        Lang::Zh => format!("{verdict}：由 {before} 变为 {after}"),
        Lang::En => format!("{verdict}: from {before} to {after}"),
    }
}

/// What the change of the expected loss says.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Better => lang.pick("总体风险下降", "less risk over all"),
        Verdict::Worse => lang.pick("总体风险上升", "more risk over all"),
        Verdict::Same => lang.pick("总体风险不变", "as much risk over all"),
    }
}

/// The sentence that can be read aloud.
pub fn sentence(projects: &str, outside: &str, rates: [&str; 2], risk: Option<&str>, lang: Lang) -> String {
    let [before, after] = rates;
    let risk = risk.map_or(String::new(), |risk| match lang {
        Lang::Zh => format!("，{risk}"),
        Lang::En => format!("; {risk}"),
    });
    match lang {
        Lang::Zh => {
            format!("{projects}建成后可替代外部供应 {outside}，现有采购的配套率由 {before} 变为 {after}{risk}。")
        }
        Lang::En => format!(
            "With {projects} built, {outside} would no longer come from outside, and the local rate of present purchases would go from {before} to {after}{risk}."
        ),
    }
}

/// What is said of nothing.
pub fn no_change(projects: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{projects}不改变任何采购关系，原因见表。"),
        Lang::En => format!("With {projects} built nothing would be bought otherwise; the table says why."),
    }
}

/// So many projects.
pub fn projects(count: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 个项目"),
        Lang::En => format!("{count} project(s)"),
    }
}

/// No project was asked about.
pub fn none(lang: Lang) -> &'static str {
    lang.pick(
        "没有可推演的项目：项目表为空，或所列项目均已投产。",
        "There is no project to build: the sheet of projects is empty, or all of them produce already.",
    )
}

/// Before or after.
pub fn when(after: bool, lang: Lang) -> &'static str {
    if after { lang.pick("项目后", "after") } else { lang.pick("项目前", "before") }
}

/// Who runs the plant.
pub fn runs(runs: Runs, lang: Lang) -> &'static str {
    match runs {
        Runs::New => lang.pick("新企业", "a new firm"),
        Runs::Moves => lang.pick("外地企业来建厂", "a firm from elsewhere builds here"),
        Runs::Expands => lang.pick("本地企业扩产", "a local firm expands"),
    }
}

/// Why a project changes nothing.
pub fn nothing(nothing: Nothing, lang: Lang) -> &'static str {
    match nothing {
        Nothing::NoProduct => lang.pick("未注明产品", "nobody says what it makes"),
        Nothing::NotBought => lang.pick("本地无人采购该产品", "nobody here buys it"),
        Nothing::NoAmount => lang.pick("采购行均缺金额", "no line of it has an amount"),
        Nothing::NotNear => lang.pick(
            "落地位置不在采购方的本地范围内，或位置不详",
            "its place is not near any buyer, or not known well enough",
        ),
        Nothing::AllNear => lang.pick("本地采购已在范围内解决", "all of it is bought nearby already"),
        Nothing::NoCapacity => lang.pick("产能为零", "it has no capacity"),
        Nothing::NoRoom => {
            lang.pick("已由其他项目承接，或受份额上限限制", "other projects take it, or the cap leaves nothing")
        }
    }
}

/// Whom the plants displace.
fn mode(mode: Mode, lang: Lang) -> &'static str {
    match mode {
        Mode::ImportFirst => lang.pick(
            "项目先替代最远的外部供应方，不替代范围内的供应方",
            "The plants take from suppliers outside, farthest first, and from nobody nearby",
        ),
        Mode::RiskFirst => lang.pick(
            "项目先替代占采购方份额最大的供应方，不论远近",
            "The plants take the largest shares of buyers' purchases first, near or far",
        ),
        Mode::Proportional => lang.pick(
            "项目按同一比例替代所有供应方，不论远近",
            "The plants take the same part of every supplier, near or far",
        ),
    }
}

/// How the comparison is to be read; `cap` is the largest share of one plant, `probability` that of a stop within a year.
pub fn notes(of: Mode, cap: Option<&str>, probability: Option<(&str, bool)>, lang: Lang) -> Vec<String> {
    let cap = match (cap, lang) {
        (Some(cap), Lang::Zh) => format!("；一个项目在一家采购方的份额不超过 {cap}（保留双来源）"),
        (Some(cap), Lang::En) => format!("; one plant has at most {cap} of a buyer's purchases of a product"),
        (None, _) => String::new(),
    };
    let stop = lang.pick("。", ".");
    let mut notes = vec![
        format!("{}{cap}{stop}", mode(of, lang)),
        lang.pick(
            "承接额不超过本地采购方的现有采购，也不超过项目产能；缺金额的采购行不动。外地供应方来建厂的，先转移其自身的供应，不重复计算。",
            "A plant takes at most what buyers here buy and what it can make; lines without an amount stay. A supplier from elsewhere that builds here moves its own sales first, so nothing is counted twice.",
        )
        .to_owned(),
        lang.pick(
            "项目未填投入构成的，按被替代供应方的采购构成推算；被替代方的采购和规模按同一比例转给项目，总规模不变。净增本地采购为替代外部供应减项目自身外部采购，投入构成不明的给出区间。",
            "Where a project does not say what it buys, it buys as those whom it displaces; their purchases and sizes go over in the same part, so sizes are moved and not made. Net local purchases are what is taken from outside less what the plant buys outside; where its inputs are unknown they are an interval.",
        )
        .to_owned(),
    ];
    if let Some((probability, given)) = probability {
        notes.push(
            lang.pick(
                "被全部替代的供应方不再算作可顶替的来源：项目成为唯一来源时，总体风险会上升；给份额设上限（保留双来源）可以压低。",
                "Whoever is displaced wholly no longer counts as one who could make good: where a plant becomes the only source, there is more risk; a cap on its share keeps two sources.",
            )
            .to_owned(),
        );
        notes.push(match (given, lang) {
            (true, Lang::Zh) => format!("停产损失按每家企业年停产概率 {probability} 计算，含项目自身停产；只有自身未受损的同行才能顶替。"),
            (true, Lang::En) => format!(
                "Losses are expected with a probability of {probability} that a firm stops within a year, the new plants too; only competitors that lose nothing themselves make good."
            ),
            (false, Lang::Zh) => format!(
                "未给出停产概率，各企业一律按每年 {probability} 计算，含项目自身停产：结果只用于比较，不是预测；只有自身未受损的同行才能顶替。"
            ),
            (false, Lang::En) => format!(
                "Nobody gave probabilities: every firm stops with {probability} a year, the new plants too, which is good for an order, no forecast; only competitors that lose nothing themselves make good."
            ),
        });
    }
    notes.push(
        lang.pick(
            "静态推演：不考虑价格变化、需求增长和被替代方的反应；质量、认证须另行确认。项目后的数字没有原始行，代号指项目前的数字。",
            "A static comparison: no prices, no growth, no reaction of those displaced; quality and certificates are to be settled. Figures after have no rows behind them; keys name the figures before.",
        )
        .to_owned(),
    );
    notes
}
