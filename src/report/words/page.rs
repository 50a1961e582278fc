//! Words of the page one can search, filter and turn to the rows behind.

use crate::report::words::{Lang, number};

/// Title of the map of the whole network.
pub fn network_title(place: Option<&str>, lang: Lang) -> String {
    match (place, lang) {
        (Some(place), Lang::Zh) => format!("{place}供应网络图"),
        (None, Lang::Zh) => "供应网络图".to_owned(),
        (Some(place), Lang::En) => format!("Supply network, {place}"),
        (None, Lang::En) => "Supply network".to_owned(),
    }
}

/// How to read the map of the whole network, and what was left out of it.
pub fn network_note(left_out: usize, lang: Lang) -> String {
    let mut note = lang
        .pick(
            "列为产业链位置，行为所在地；企业按其销售额最大的产品归位；货物从右侧流出、由左侧流入，线宽按金额。缩小时显示汇总的供应流向，放大后显示每家企业及其供应关系。逐笔数据见 graph 目录与各表。",
            "Columns are positions in the chain, rows are places; a firm stands where the product lies that it sells most; goods leave on the right and enter on the left, wider for larger amounts. Seen from afar flows are bundled, seen closely each firm and supply is shown. All of it is in the folder graph and in the tables.",
        )
        .to_owned();
    if left_out > 0 {
        let count = number::count(left_out);
        note.push_str(&match lang {
            Lang::Zh => format!("另有金额较小的 {count} 条供应关系未画出。"),
            Lang::En => format!(" {count} supplies of small amounts are not drawn."),
        });
    }
    note
}

/// Column of those that deal in no product of a chain.
pub fn no_column(lang: Lang) -> &'static str {
    lang.pick("链外", "Outside the chains")
}

/// Lane of the province of the focus area.
pub fn rest_of_province(lang: Lang) -> &'static str {
    lang.pick("同省其他市", "rest of province")
}

/// Lane of the country.
pub fn rest_of_china(lang: Lang) -> &'static str {
    lang.pick("国内其他地区", "rest of China")
}

/// Lane of other countries.
pub fn abroad(lang: Lang) -> &'static str {
    lang.pick("境外", "abroad")
}

/// Lane of those of whom no place is known.
pub fn unknown_place(lang: Lang) -> &'static str {
    lang.pick("所在地不明", "unknown place")
}

/// Heading of the lanes.
pub fn lane(lang: Lang) -> &'static str {
    lang.pick("所在地", "place")
}

/// A supplier without a name.
pub fn unnamed(place: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("未具名供应商（{place}）"),
        Lang::En => format!("unnamed supplier ({place})"),
    }
}

/// What stands on the controls of the page, by the name that its script knows; `{n}` is a count.
pub fn controls(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let words = [
        ("toolbar", "查找与筛选", "Find and filter"),
        ("search", "查找企业、产品、环节", "find a firm, product or segment"),
        ("none", "没有找到", "nothing found"),
        ("year", "年份", "year"),
        ("chain", "产业链", "chain"),
        ("area", "地区", "place"),
        ("state", "状态", "state"),
        ("all", "全部", "all"),
        ("reset", "清除筛选", "clear filters"),
        ("theme", "明暗", "light or dark"),
        ("firm", "企业", "firm"),
        ("product", "产品", "product"),
        ("segment", "环节", "segment"),
        ("text", "在各表中查找", "find in the tables"),
        ("rows", "符合 {n} 行", "{n} rows match"),
        ("rowsShown", "符合 {n} 行，显示前 {m} 行", "{n} rows match, the first {m} are shown"),
        ("more", "显示更多", "show more"),
        ("zoomIn", "放大", "zoom in"),
        ("zoomOut", "缩小", "zoom out"),
        ("fit", "全图", "whole picture"),
        (
            "mapHelp",
            "拖动平移；按住 Ctrl 滚动或按 + − 缩放，0 全图；方向键选择，回车查看依据",
            "drag to move; Ctrl and wheel, + or − to zoom, 0 for the whole; arrows select, Enter shows the evidence",
        ),
        ("close", "关闭", "close"),
        ("evidence", "依据", "Evidence"),
        ("inTables", "表中的记录", "Rows of the tables"),
        ("flows", "供应关系", "Supplies"),
        ("sales", "销售给", "sells to"),
        ("purchases", "采购自", "buys from"),
        ("amount", "金额（万元）", "amount (CNY 10k)"),
        ("source", "数据出处", "where it stands"),
        ("goTo", "转到表", "go to the table"),
        ("onMap", "在图中显示", "show on the map"),
        ("figure", "数字代号", "figure key"),
        ("behind", "查看构成该数字的行", "rows behind this figure"),
        ("notHere", "本页没有逐行依据，可运行", "its rows are not on this page; run"),
        ("noFlows", "没有符合筛选的供应关系", "no supplies match the filters"),
        ("firms", "{n} 家", "{n} firms"),
        ("shown", "{n} 条供应关系", "{n} supplies"),
        ("drawn", "显示 {m} / {n} 条供应关系，放大可看全", "{m} of {n} supplies shown; zoom in to see all"),
        ("filtered", "筛选", "filters"),
    ];
    words.map(|(key, zh, en)| (key, lang.pick(zh, en))).to_vec()
}
