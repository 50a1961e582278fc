//! Words of a weighted order.

use crate::analysis::priority::{Direction, Variant};
use crate::report::words::{Lang, number};

/// Name of a criterion, by its key.
pub fn criterion(key: &'static str, lang: Lang) -> &'static str {
    match key {
        "convertible" => lang.pick("外购额", "bought outside"),
        "at_stake" => lang.pick("断供损失", "loss at stake"),
        "relatedness" => lang.pick("与本地产业的关联度", "relatedness to what is made here"),
        "shortfall" => lang.pick("产能缺口占比", "capacity shortfall"),
        "concentration" => lang.pick("来源集中度", "concentration of sources"),
        "leaders" => lang.pick("涉及链主数", "leaders concerned"),
        "capturable" => lang.pick("可带回金额", "capturable"),
        "buyers" => lang.pick("本地采购企业数", "local buyers"),
        "sole_sources" => lang.pick("替代独家来源数", "sole sources replaced"),
        "dependency" => lang.pick("本地销售占其营收", "share of its revenue sold here"),
        "distance" => lang.pick("距本地采购重心", "distance to local demand"),
        "origin" => lang.pick("来源区域优先次序", "preference of its origin"),
        "captured" => lang.pick("单独实施承接额", "taken alone"),
        "investment" => lang.pick("投资额", "investment"),
        "land" => lang.pick("用地（亩）", "land (mu)"),
        "energy" => lang.pick("用能（吨标准煤）", "energy (tonnes of standard coal)"),
        _ => key,
    }
}

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Scores and ranks.
    Scores,
    /// What each criterion adds.
    Contributions,
    /// The criteria.
    Criteria,
    /// Where the order turns.
    Swaps,
    /// Other ways to combine.
    Agreement,
}

/// Title of a table.
pub fn table_title(part: Part, lang: Lang) -> &'static str {
    match part {
        Part::Scores => lang.pick("综合排序", "Weighted order"),
        Part::Contributions => lang.pick("各指标的贡献", "What each criterion adds"),
        Part::Criteria => lang.pick("指标、权重与标杆值", "Criteria, weights and goalposts"),
        Part::Swaps => lang.pick("换位权重", "Where the order turns"),
        Part::Agreement => lang.pick("换一种合成方法", "Combined in other ways"),
    }
}

/// Which values come first.
pub fn direction(direction: Direction, lang: Lang) -> &'static str {
    match direction {
        Direction::More => lang.pick("越大越优先", "more comes first"),
        Direction::Less => lang.pick("越小越优先", "less comes first"),
    }
}

/// Which way a weight goes.
pub fn rises(rises: bool, lang: Lang) -> &'static str {
    if rises { lang.pick("升至此值以上", "above it") } else { lang.pick("降至此值以下", "below it") }
}

/// Another way to combine.
pub fn variant(variant: Variant, lang: Lang) -> String {
    match (variant, lang) {
        (Variant::Without(key), Lang::Zh) => format!("去掉{}", criterion(key, lang)),
        (Variant::Without(key), Lang::En) => format!("without {}", criterion(key, lang)),
        (Variant::Geometric, _) => lang.pick("几何平均", "geometric mean").to_owned(),
        (Variant::ExpectedRank, _) => lang.pick("按随机权重的平均位次", "by mean rank over random weights").to_owned(),
    }
}

/// What would make another come first.
pub fn turn(name: &str, criterion: &str, rises: bool, weight: &str, lang: Lang) -> String {
    match (rises, lang) {
        (true, Lang::Zh) => format!("“{criterion}”的权重一旦超过 {weight}，“{name}”即反超"),
        (false, Lang::Zh) => format!("“{criterion}”的权重一旦低于 {weight}，“{name}”即反超"),
        (true, Lang::En) => format!("but {name} overtakes as soon as {criterion} weighs more than {weight}"),
        (false, Lang::En) => format!("but {name} overtakes as soon as {criterion} weighs less than {weight}"),
    }
}

/// Who is first, in what share of weight vectors, and what would change that.
pub fn sentence(first: &str, share: &str, turn: Option<&str>, lang: Lang) -> String {
    match (turn, lang) {
        (Some(turn), Lang::Zh) => {
            format!("综合排序“{first}”居首；{turn}。任意取权重时，它在 {share} 的情形中居首。")
        }
        (Some(turn), Lang::En) => {
            format!("{first} comes first, {turn}. With any weights it does so in {share} of cases.")
        }
        (None, Lang::Zh) => {
            format!(
                "综合排序“{first}”居首，单改一个指标的权重不会使前列的其他各项反超。任意取权重时，它在 {share} 的情形中居首。"
            )
        }
        (None, Lang::En) => {
            format!(
                "{first} comes first, and no change of a single weight makes another of the first ranks overtake. With any weights it does so in {share} of cases."
            )
        }
    }
}

/// Rules of the composite: draws and seed.
pub fn notes((draws, seed): (u32, u64), lang: Lang) -> Vec<String> {
    let drawn = match lang {
        Lang::Zh => format!(
            "居首比例、平均位次和位次区间取自 {} 组在全部权重中均匀随机抽取的权重（随机种子 {seed}），位次区间舍去两端各二十分之一。",
            number::count(draws as usize)
        ),
        Lang::En => format!(
            "How often a row comes first, its mean rank and its band of ranks are taken over {} weight vectors drawn evenly from all there are (seed {seed}); the band leaves out one twentieth at either end.",
            number::count(draws as usize)
        ),
    };
    let notes: [(&str, &str); 3] = [
        (
            "综合得分是各指标得分的加权平均：指标得分为数值除以标杆值，在零到一之间。标杆值未给定时取本次全部行中的最大值；要与别的年份或名单比较，须先给定标杆值。",
            "A score is the weighted mean of the scores of the criteria: the value by its goalpost, within 0 to 1. A goalpost that is not given is the largest value of all rows; to compare with another year or list, give goalposts.",
        ),
        (
            "缺数据的指标不填补：该行没有得分，只有上下限，按上下限的中点排列，抽取权重时其值也在可能范围内随机抽取。",
            "A missing value is not filled in: such a row has bounds instead of a score, ranks by their middle, and its value is drawn over what it can be with each weight vector.",
        ),
        (
            "换位权重：只改这一个指标的权重、其余保持比例时，两项得分相等的权重。",
            "Where the order turns: the weight at which two score the same when that weight alone changes and the others keep their proportions.",
        ),
    ];
    notes.iter().map(|(zh, en)| lang.pick(zh, en).to_owned()).chain([drawn]).collect()
}

/// Criteria of which too little is known to compare by them.
pub fn left_out(criteria: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("数据不足、因此未用于分层和综合排序的指标：{criteria}。"),
        Lang::En => format!("Left out of fronts and weighted order, since too little is known of it: {criteria}."),
    }
}
