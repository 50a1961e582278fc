//! Words of the development path (发展路径图).

use crate::analysis::development::{Stated, StatedUnit, Timing};
use crate::model::{ProjectKind, ProjectStage};
use crate::report::figure::PathSign;
use crate::report::table::{Cell, Unit};
use crate::report::words::{Lang, number, term};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("发展路径", "Development path")
}

/// Title of the map.
pub fn map_title(place: Option<&str>, lang: Lang) -> String {
    let place = place.unwrap_or_default();
    match lang {
        Lang::Zh => format!("{place}产业链发展路径图"),
        Lang::En if place.is_empty() => "Development path: gaps, projects, targets".to_owned(),
        Lang::En => format!("Development path: gaps, projects, targets, {place}"),
    }
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "development" => lang.pick("薄弱环节与对应项目", "Weak links and their projects"),
        "development_projects" => lang.pick("项目进程", "Projects in time"),
        _ => lang.pick("目标与现状", "Targets and where they stand"),
    }
}

/// Headings of the map: gap, project, axis.
pub fn headings(lang: Lang) -> [String; 3] {
    match lang {
        Lang::Zh => ["薄弱产品", "对应项目 / 声明目标", "时间进程与目标年"],
        Lang::En => ["Weak product", "Project, or declared target", "Course and target year"],
    }
    .map(str::to_owned)
}

/// Name of the lane for what belongs to no chain.
pub fn outside(lang: Lang) -> &'static str {
    lang.pick("县区与其他", "Counties and others")
}

/// Kind of a project.
pub fn kind(kind: ProjectKind, lang: Lang) -> &'static str {
    match kind {
        ProjectKind::Fill => lang.pick("补链", "fill"),
        ProjectKind::Strengthen => lang.pick("强链", "strengthen"),
        ProjectKind::Extend => lang.pick("延链", "extend"),
        ProjectKind::Secure => lang.pick("固链", "secure"),
        ProjectKind::Upgrade => lang.pick("技改", "upgrade"),
    }
}

/// Stage of a project.
pub fn stage(stage: ProjectStage, lang: Lang) -> &'static str {
    match stage {
        ProjectStage::Planned => lang.pick("谋划储备", "planned"),
        ProjectStage::Signed => lang.pick("招引签约", "signed"),
        ProjectStage::Started => lang.pick("建设开工", "under construction"),
        ProjectStage::Producing => lang.pick("竣工投产", "producing"),
    }
}

/// Where a project stands in time.
pub fn timing(timing: Timing, due: Option<ProjectStage>, lang: Lang) -> String {
    let text = match timing {
        Timing::Done => lang.pick("已投产", "producing"),
        Timing::Planned => lang.pick("按计划推进", "on its way"),
        Timing::Open => lang.pick("推进中，投产日期未填", "on its way, no day of opening told"),
        Timing::Overdue => lang.pick("逾期", "overdue"),
        Timing::Undated => lang.pick("日期均未填", "no date told"),
        Timing::Contradictory => lang.pick("日期先后矛盾", "dates run backwards"),
    };
    match (due, lang) {
        (None, _) => text.to_owned(),
        (Some(due), Lang::Zh) => format!("{text}（{}）", stage(due, lang)),
        (Some(due), Lang::En) => format!("{text} ({})", stage(due, lang)),
    }
}

/// Why projects have no place on the axis.
pub fn aside(timing: Timing, lang: Lang) -> &'static str {
    match timing {
        Timing::Overdue => lang.pick("逾期：应到的阶段未到", "Overdue"),
        Timing::Undated => lang.pick("日期均未填，无法入轴", "No date told"),
        Timing::Contradictory => lang.pick("日期先后矛盾，待核", "Dates run backwards"),
        Timing::Done | Timing::Planned | Timing::Open => lang.pick("年份在时间轴之外", "Beyond the axis"),
    }
}

/// Name of a project in such a list, with the stage that is overdue.
pub fn named(name: &str, due: Option<ProjectStage>, lang: Lang) -> String {
    match (due, lang) {
        (None, _) => name.to_owned(),
        (Some(due), Lang::Zh) => format!("{name}（应{}）", stage(due, lang)),
        (Some(due), Lang::En) => format!("{name} ({} due)", stage(due, lang)),
    }
}

/// A figure as stated.
pub fn stated(of: &Stated, lang: Lang) -> String {
    let Some(value) = of.value else {
        return lang
            .pick(
                if of.undisclosed { "未披露" } else { "未知" },
                if of.undisclosed { "undisclosed" } else { "unknown" },
            )
            .to_owned();
    };
    amount(value, &of.unit, lang)
}

/// A figure in the unit of another.
pub fn amount(value: f64, unit: &StatedUnit, lang: Lang) -> String {
    match unit {
        StatedUnit::Yuan => number::money(value, lang),
        StatedUnit::Share => number::cell(&Cell::Number(value), Unit::Share, lang),
        StatedUnit::Named(name) => {
            format!("{} {name}", number::cell(&Cell::Number(value), Unit::Count, lang))
        }
        StatedUnit::Unsaid => number::cell(&Cell::Number(value), Unit::Count, lang),
    }
}

/// What is still to go; of shares in percentage points.
pub fn to_go(value: f64, unit: &StatedUnit, lang: Lang) -> String {
    match unit {
        StatedUnit::Share => {
            let points = number::with_unit(&Cell::Number(value), Unit::Points, lang);
            points.trim_start_matches('+').to_owned()
        }
        _ => amount(value, unit, lang),
    }
}

/// Where a present value comes from.
pub fn source(computed: bool, lang: Lang) -> &'static str {
    if computed { lang.pick("台账测算", "computed") } else { lang.pick("指标表", "reported") }
}

/// What there is now.
pub fn now(value: &str, year: &str, computed: bool, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("现状 {value}（{year}，{}）", source(computed, lang)),
        Lang::En => format!("now {value} ({year}, {})", source(computed, lang)),
    }
}

/// Nothing tells what there is now.
pub fn no_now(lang: Lang) -> &'static str {
    lang.pick("现状无数据", "no present value")
}

/// A rate of which unpriced lines leave the bounds open.
pub fn known_lines(value: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已知行 {value}"),
        Lang::En => format!("known lines {value}"),
    }
}

/// With the open projects built.
pub fn built(value: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("项目全建成 {value}"),
        Lang::En => format!("with all projects {value}"),
    }
}

/// Still to go.
pub fn still(value: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("距目标 {value}"),
        Lang::En => format!("to go {value}"),
    }
}

/// The target is met.
pub fn reached(lang: Lang) -> &'static str {
    lang.pick("已达目标", "target met")
}

/// Ahead of a straight line or behind it.
pub fn pace(ahead: bool, lang: Lang) -> &'static str {
    if ahead {
        lang.pick("不慢于直线进度", "on pace")
    } else {
        lang.pick("慢于直线进度", "behind the straight line")
    }
}

/// Subject and metric.
pub fn target(subject: &str, metric: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{subject}{metric}"),
        Lang::En => format!("{subject}: {metric}"),
    }
}

/// Capacity and investment of a project.
pub fn detail(stage: Option<&str>, capacity: Option<&str>, investment: Option<&str>, lang: Lang) -> String {
    let parts = [
        stage.map(str::to_owned),
        capacity.map(|text| format!("{} {text}", lang.pick("产能", "capacity"))),
        investment.map(|text| format!("{} {text}", lang.pick("投资", "investment"))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Weak links without a project.
pub fn waiting(names: &[&str], all: usize, lang: Lang) -> String {
    let listed = term::list(names, lang);
    match (names.len() == all, lang) {
        _ if all == 0 => String::new(),
        (true, Lang::Zh) => format!("尚无项目 {} 种：{listed}", number::count(all)),
        (false, Lang::Zh) => format!("尚无项目 {} 种：{listed}等", number::count(all)),
        (true, Lang::En) => format!("without a project, {}: {listed}", number::count(all)),
        (false, Lang::En) => format!("without a project, {}: {listed} …", number::count(all)),
    }
}

/// Names beyond those shown.
pub fn others(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("其余 {} 个", number::count(count)),
        Lang::En => format!("{} more", number::count(count)),
    }
}

/// What a map of this extent leaves out.
pub fn hidden(projects: usize, targets: usize, lang: Lang) -> Option<String> {
    let (all, projects, targets) = (projects + targets, number::count(projects), number::count(targets));
    (all > 0).then(|| match lang {
        Lang::Zh => format!("另有项目 {projects} 个、目标 {targets} 项未画出，见表"),
        Lang::En => format!("Not drawn, but in the tables: {projects} projects, {targets} targets"),
    })
}

/// Meaning of a sign.
pub fn sign(of: PathSign, lang: Lang) -> &'static str {
    match of {
        PathSign::Signed => lang.pick("签约", "signed"),
        PathSign::Started => lang.pick("开工", "construction begins"),
        PathSign::Opened => {
            lang.pick("投产（数据日期之后为计划）", "production begins (planned, if after the date of the data)")
        }
        PathSign::Past => lang.pick("已推进的时间", "time gone by"),
        PathSign::Planned => lang.pick("计划中的时间", "time planned"),
        PathSign::Open => lang.pick("投产日期未填", "day of opening not told"),
        PathSign::Target => lang.pick("声明目标（年末）", "declared target (end of the year)"),
        PathSign::Now => lang.pick("现状值（年末）", "present value (end of the year)"),
    }
}

/// Labels of the key figures: weak links, of them with a project, overdue projects, targets.
pub fn labels(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Zh => ["薄弱产品", "其中已有项目对应", "逾期项目", "声明目标"],
        Lang::En => ["Weak products", "Of them with a project", "Projects overdue", "Declared targets"],
    }
}

/// Against what date projects are overdue.
pub fn against(date: Option<&str>, lang: Lang) -> String {
    match (date, lang) {
        (Some(date), Lang::Zh) => format!("对照日期 {date}"),
        (Some(date), Lang::En) => format!("dates held against {date}"),
        (None, _) => lang.pick("数据没有日期，无从判断", "the data have no date to hold them against").to_owned(),
    }
}

/// Notes below map and tables.
pub fn notes(definition: String, against: String, lang: Lang) -> Vec<String> {
    let notes = match lang {
        Lang::Zh => [
            "薄弱产品为补、强、固、延任一类；项目取最近一次快照，按所填产品对应，不代表建成后即消除薄弱",
            "项目全建成：全部未投产项目同时建成、优先替代外地供应时的测算值，不是对目标年的预测；其余度量取指标表最近一年",
            "只有单位相同的数才比较；日期缺失、矛盾或逾期的项目只列名，不入轴",
        ],
        Lang::En => [
            "Weak products are those to fill, strengthen, secure or extend; projects by their latest snapshot, joined by the product they name, which does not say that they end the weakness",
            "With all projects: as if all open projects stood now and displaced suppliers outside first; no forecast for the target year; other metrics are the latest reported",
            "Figures compare in one unit only; projects whose dates are missing, contradictory or overdue are named and have no place on the axis",
        ],
    };
    std::iter::once(definition).chain([against]).chain(notes.map(str::to_owned)).collect()
}

/// What a chief reads.
pub fn sentence(weak: usize, answered: usize, overdue: usize, lang: Lang) -> String {
    let [weak, answered, overdue] = [weak, answered, overdue].map(number::count);
    match lang {
        Lang::Zh => format!("{weak} 种薄弱产品中，{answered} 种已有项目对应；逾期项目 {overdue} 个。"),
        Lang::En => format!("Of {weak} weak products, {answered} have a project; {overdue} projects are overdue."),
    }
}
