//! Words of the sources.

use crate::report::words::Lang;

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("数据来源", "Sources")
}

/// Title of the table of files.
pub fn table_title(lang: Lang) -> &'static str {
    lang.pick("来源文件", "Source files")
}

/// Rows read, used and set aside.
pub fn rows([read, used, aside]: &[String; 3], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共读入 {read} 行，使用 {used} 行，搁置 {aside} 行。"),
        Lang::En => format!("{read} rows were read, {used} used and {aside} set aside."),
    }
}

/// What counts as here.
pub fn focus(place: Option<&str>, lang: Lang) -> String {
    match (place, lang) {
        (Some(place), Lang::Zh) => format!("本地范围：{place}。"),
        (Some(place), Lang::En) => format!("Focus area: {place}."),
        (None, _) => {
            lang.pick("未指定本地范围，按全部采购方计算。", "No focus area was given; all buyers count.").to_owned()
        }
    }
}

/// By which the data set can be told from another.
pub fn fingerprint(fingerprint: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("数据指纹：{fingerprint}；同一指纹的数据得出同样的数字。"),
        Lang::En => format!("Fingerprint of the data: {fingerprint}; the same one gives the same figures."),
    }
}

/// A column by its heading and letter.
pub fn column(heading: &str, letter: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{heading}（{letter} 列）"),
        Lang::En => format!("{heading} (column {letter})"),
    }
}
