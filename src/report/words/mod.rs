//! The only place with Chinese output: headings, phrases, issue sentences, in Chinese and English.

pub mod bare;
pub mod capability;
pub mod catalogue;
pub mod chain;
pub mod chapter;
pub mod chart;
pub mod chokepoint;
pub mod column;
pub mod county;
pub mod decide;
pub mod development;
pub mod document;
pub mod ego;
pub mod embodied;
pub mod explain;
pub mod fault;
pub mod gap;
pub mod harden;
pub mod heat;
pub mod innovation;
pub mod issue;
pub mod library;
pub mod matching;
pub mod name;
pub mod naming;
pub mod network;
pub mod number;
pub mod overview;
pub mod page;
pub mod panorama;
pub mod plan;
pub mod priority;
pub mod project;
pub mod public;
pub mod rate;
pub mod rings;
pub mod risk;
pub mod roadmap;
pub mod scenario;
pub mod source;
pub mod split;
pub mod spread;
pub mod summary;
pub mod target;
pub mod term;
pub mod tree;
pub mod whatif;

use crate::issue::Severity;
use crate::report::table::{Column, Reason, Unit};

/// Language of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Picks the phrase of this language.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The tag that web pages carry.
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }
}

/// Whether a character is Chinese, for tests of the language of words.
#[cfg(test)]
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// The unit as people read it; `None` where a bare number says enough or the cell itself carries the sign.
pub fn unit(unit: Unit, lang: Lang) -> Option<&'static str> {
    match unit {
        Unit::Yuan => Some(lang.pick("万元", "CNY 10k")),
        Unit::Points => Some(lang.pick("个百分点", "pp")),
        Unit::Kilometre => Some(lang.pick("公里", "km")),
        Unit::None | Unit::Count | Unit::Share | Unit::Number => None,
    }
}

/// The heading of a column with its unit, such as `采购额（万元）` or `amount (CNY 10k)`.
pub fn heading(column: &Column, lang: Lang) -> String {
    match unit(column.unit, lang) {
        Some(unit) => format!("{}{}", column.heading, bracketed(unit, lang)),
        None => column.heading.clone(),
    }
}

/// A text in the brackets of the language, with the space that English puts before them.
pub fn bracketed(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（{text}）"),
        Lang::En => format!(" ({text})"),
    }
}

/// Why a cell is empty, in few words.
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::NoPurchases => lang.pick("无采购", "no purchases"),
        Reason::NothingOutside => lang.pick("没有购自外地的", "nothing bought outside"),
        Reason::NotIdentified => lang.pick("数据不足以判定", "not identified"),
        Reason::Unknown => lang.pick("未知", "unknown"),
        Reason::Undisclosed => lang.pick("未披露", "undisclosed"),
        Reason::NotApplicable => lang.pick("不适用", "not applicable"),
        Reason::NoEarlierYear => lang.pick("无上年数据", "no earlier year"),
        Reason::NotComputed => lang.pick("未推演", "not worked out"),
        Reason::Withheld => lang.pick("无或不公开", "none or withheld"),
    }
}

/// An empty cell with its reason, such as `—（无采购）`.
pub fn missing(why: Reason, lang: Lang) -> String {
    format!("—{}", bracketed(reason(why, lang), lang))
}

/// Yes or no.
pub fn flag(flag: bool, lang: Lang) -> &'static str {
    if flag { lang.pick("是", "yes") } else { lang.pick("否", "no") }
}

/// How much an issue matters.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Note => lang.pick("提示", "note"),
        Severity::Warning => lang.pick("警告", "warning"),
        Severity::Error => lang.pick("错误", "error"),
    }
}

/// A fixed phrase of the renderers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Title of a page that holds several reports.
    PageTitle,
    /// Heading of the key figures.
    KeyFigures,
    /// Heading of the notes.
    Notes,
    /// Heading of the sheet that explains the others.
    NotesAndDefinitions,
    /// Heading of the sheet with charts.
    Charts,
    /// Table of contents.
    Contents,
    /// Column: the report a key figure belongs to.
    Report,
    /// Column: what a key figure is.
    Figure,
    /// Column: its value.
    Value,
    /// Column: its unit.
    Unit,
    /// Column: a remark.
    Remark,
    /// Column: name of a sheet.
    Sheet,
    /// Column: what is explained.
    Item,
    /// Column: the explanation.
    Explanation,
    /// Item: a title.
    Title,
    /// Suffix of a column with lower bounds.
    LowerBound,
    /// Suffix of a column with upper bounds.
    UpperBound,
    /// Percent, as the unit of a share.
    Percent,
    /// Stable key of a column.
    ColumnKey,
    /// Last line of a page.
    Footer,
    /// A table without rows.
    NoRows,
    /// Mark before the note of a table.
    NotePrefix,
    /// Summary of the table that says how many stand where on the map of the network.
    NetworkTable,
}

/// The phrase.
pub fn word(word: Word, lang: Lang) -> &'static str {
    match word {
        Word::PageTitle => lang.pick("产业链分析报告", "Industrial chain report"),
        Word::KeyFigures => lang.pick("关键数字", "Key figures"),
        Word::Notes => lang.pick("说明", "Notes"),
        Word::NotesAndDefinitions => lang.pick("口径与来源", "Definitions and sources"),
        Word::Charts => lang.pick("图表", "Charts"),
        Word::Contents => lang.pick("目录", "Contents"),
        Word::Report => lang.pick("报告", "report"),
        Word::Figure => lang.pick("指标", "figure"),
        Word::Value => lang.pick("数值", "value"),
        Word::Unit => lang.pick("单位", "unit"),
        Word::Remark => lang.pick("备注", "remark"),
        Word::Sheet => lang.pick("工作表", "sheet"),
        Word::Item => lang.pick("项目", "item"),
        Word::Explanation => lang.pick("内容", "explanation"),
        Word::Title => lang.pick("标题", "title"),
        Word::LowerBound => lang.pick("下限", "lower bound"),
        Word::UpperBound => lang.pick("上限", "upper bound"),
        Word::Percent => "%",
        Word::ColumnKey => lang.pick("csv 列名", "csv column"),
        Word::Footer => lang.pick("由链图 liantu 离线生成", "made offline by liantu (链图)"),
        Word::NoRows => lang.pick("（无记录）", "(no rows)"),
        Word::NotePrefix => lang.pick("注：", "note: "),
        Word::NetworkTable => lang.pick("图中各格的企业与供应商家数", "firms and suppliers in each cell of the map"),
    }
}

/// Says that a table shows only its first rows; the counts come as text, so that only the renderer formats numbers.
pub fn shortened(shown: &str, total: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("仅显示前 {shown} 行，共 {total} 行；其余见 csv 或 xlsx 文件"),
        Lang::En => format!("first {shown} of {total} rows shown; the rest is in the csv or xlsx file"),
    }
}

/// Says that a sheet ends before the table does, because workbooks hold no more rows.
pub fn sheet_full(shown: &str, total: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("工作表最多容纳 {shown} 行数据，本表共 {total} 行；其余见 csv 文件"),
        Lang::En => format!("a sheet holds {shown} rows and this table has {total}; the rest is in the csv file"),
    }
}

/// Stands where a picture could not be drawn into the page.
pub fn picture_elsewhere(key: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("图见文件 maps/{key}.svg"),
        Lang::En => format!("picture in file maps/{key}.svg"),
    }
}

/// A heading in both languages, for files that go to readers of either.
pub fn both(zh: &str, en: &str) -> String {
    format!("{zh}/{en}")
}

/// Headings of the last two columns of a sheet of rejected rows: issue codes and original row number.
pub const REJECT_HEADINGS: [&str; 2] = ["问题代码/issue", "原行号/row"];
