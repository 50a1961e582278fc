//! Words of the written report (报告.docx).

use crate::report::words::Lang;

/// A chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chapter {
    /// Key figures and what they say.
    Overview,
    /// The maps.
    Panorama,
    /// Local supply rates.
    Rates,
    /// What local firms could supply today.
    Supply,
    /// Weak links.
    Gaps,
    /// The risk list.
    Risks,
    /// Products of the five bases.
    Catalogue,
    /// Whom to recruit.
    Recruitment,
    /// What to build.
    Projects,
    /// What has no chapter of its own.
    Others,
    /// How it was computed.
    Methods,
    /// What the data are like.
    Data,
}

/// Title of a chapter.
pub fn title(chapter: Chapter, lang: Lang) -> &'static str {
    match chapter {
        Chapter::Overview => lang.pick("概述", "Overview"),
        Chapter::Panorama => lang.pick("产业链全景", "Chain panoramas"),
        Chapter::Rates => lang.pick("近地化配套率", "Local supply rates"),
        Chapter::Supply => lang.pick("供需对接", "Introductions of local firms"),
        Chapter::Gaps => lang.pick("薄弱环节与补强固延", "Weak links and their remedies"),
        Chapter::Risks => lang.pick("重点领域和风险清单", "Risk list"),
        Chapter::Catalogue => lang.pick("重点领域基础产品需求目录", "Base products in demand"),
        Chapter::Recruitment => lang.pick("招商方向与清单", "Recruitment"),
        Chapter::Projects => lang.pick("项目建议", "Project proposals"),
        Chapter::Others => lang.pick("其他分析", "Further analyses"),
        Chapter::Methods => lang.pick("方法与口径", "Methods and definitions"),
        Chapter::Data => lang.pick("数据来源与数据问题", "Sources and data issues"),
    }
}

/// What a chapter tells and how to read it.
pub fn lead(chapter: Chapter, lang: Lang) -> &'static str {
    match chapter {
        Chapter::Overview => lang.pick(
            "本章列出可供汇报的主要数字。每个数字的口径、覆盖面和依据行见“方法与口径”一章及随附工作簿；缺数据的不按零处理。",
            "The figures to report first. Their definitions, coverage and rows stand in the chapter on methods and in the workbook; what is missing is not taken for zero.",
        ),
        Chapter::Panorama => lang.pick(
            "每条产业链一张全景图：列为上中下游，框为产品，状态由数据计算得出；完整度为图谱产品中本地已有的比重。",
            "One map for each chain: columns are positions, boxes are products, and their states are computed. Completeness is the share of mapped products that are made here.",
        ),
        Chapter::Rates => lang.pick(
            "近地化配套率是范围内供应商的采购额占供货地已知采购额的比重。缺金额、缺产地的采购由上下限反映，区间过宽的数字不宜用于考核排名。",
            "The local supply rate is the share of located purchases that comes from nearby. Missing amounts and places show in the bounds; wide intervals are unfit for ranking.",
        ),
        Chapter::Supply => lang.pick(
            "本地企业有富余产能、而采购方仍在外购的，列为可牵线；对接以质量、价格、认证合适为前提。",
            "Purchases from outside that idle local capacity could serve today, provided that quality, price and certificates fit.",
        ),
        Chapter::Gaps => lang.pick(
            "薄弱环节按补链、强链、固链、延链分列，依据见各行；位次先看外购额、单一来源采购额和涉及的链主数。",
            "Weak links by remedy, each with its evidence; ranked by purchases from outside, purchases from a single source and leaders concerned.",
        ),
        Chapter::Risks => lang.pick(
            "按单家企业停产给全网造成的年损失排列。这是逐家推演的情形，不是对其会停产的判断。",
            "Firms by what the network would lose in a year if each of them stopped. These are what-if cases and no forecast that anybody will.",
        ),
        Chapter::Catalogue => lang.pick(
            "本地企业采购的每种产品按五基归类，列出需求、本地供应、独家来源和进口情况；未归类的单列。",
            "Every product that local firms buy, by the five bases: demand, local supply, sole sources and imports; unclassified ones stand apart.",
        ),
        Chapter::Recruitment => lang.pick(
            "本地现有已知产能无法承接的采购是招商的方向，按须招引金额排列。",
            "Purchases that no known local capacity can serve show whom to recruit; ranked by amount.",
        ),
        Chapter::Projects => lang.pick(
            "项目的影响按同一套数据前后对比推算，未考虑需求增长和价格变化。",
            "What projects would change, by comparing the same data before and after; growth and prices stay as they are.",
        ),
        Chapter::Others => "",
        Chapter::Methods => lang.pick(
            "以下为各章数字的定义、算法要点和使用限制。引用数字时须同时说明口径、范围和年份。",
            "Definitions, methods and limits of the figures. Whoever quotes a figure should give its definition, area and year.",
        ),
        Chapter::Data => lang.pick(
            "读入的每一行要么使用、要么搁置，两者之和等于读入行数；问题逐条见随附清单。",
            "Every row that was read is used or set aside, and both add up; the full list of issues goes with this report.",
        ),
    }
}

/// Title of the report.
pub fn document_title(place: Option<&str>, lang: Lang) -> String {
    match (lang, place) {
        (Lang::Zh, place) => format!("{}产业集群建设方案（数据分析篇）", place.unwrap_or_default()),
        (Lang::En, Some(place)) => format!("Cluster development plan of {place}: data and analysis"),
        (Lang::En, None) => "Cluster development plan: data and analysis".to_owned(),
    }
}

/// Says that a printed table is an extract.
pub fn cut(shown: &str, total: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("本表摘录 {shown} 行（全表 {total} 行）的主要列，全表见随附工作簿。"),
        Lang::En => format!("{shown} of {total} rows and the main columns; the workbook holds the whole table."),
    }
}

/// Number of a chapter before its title: `一、` or `1. `.
pub fn chapter_number(nth: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}、", numeral(nth)),
        Lang::En => format!("{nth}. "),
    }
}

/// Number of a section before its title: `（一）` or `1.1 `.
pub fn section_number(chapter: usize, nth: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（{}）", numeral(nth)),
        Lang::En => format!("{chapter}.{nth} "),
    }
}

/// A count from 1 to 99 in Chinese; beyond, in digits.
fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..=9, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

/// What the caption of a table begins with; it names the counter of the word processor, too.
pub fn table_label(lang: Lang) -> &'static str {
    lang.pick("表", "Table")
}

/// What the caption of a picture begins with.
pub fn figure_label(lang: Lang) -> &'static str {
    lang.pick("图", "Figure")
}

/// Before the line that tells year, area and date of a table or picture.
pub fn basis(lang: Lang) -> &'static str {
    lang.pick("口径与日期：", "Basis and date: ")
}

/// Foot of a page: before the page's number, between it and the count, after the count.
pub fn page_foot(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Zh => ["第 ", " 页 共 ", " 页"],
        Lang::En => ["page ", " of ", ""],
    }
}

/// What a picture shows, for those who cannot see it.
pub fn picture_of(title: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{title}（图中各框的数字见随附工作簿）"),
        Lang::En => format!("{title} (the workbook holds the numbers of its boxes)"),
    }
}

#[cfg(test)]
mod tests {
    use super::{chapter_number, section_number};
    use crate::report::Lang;

    #[test]
    fn chapters_count_in_chinese() {
        let numbers: Vec<String> = [1, 10, 11, 20, 21, 99].map(|nth| chapter_number(nth, Lang::Zh)).into();
        assert_eq!(numbers, ["一、", "十、", "十一、", "二十、", "二十一、", "九十九、"]);
        assert_eq!(section_number(2, 3, Lang::En), "2.3 ");
        assert_eq!(section_number(2, 3, Lang::Zh), "（三）");
    }
}
