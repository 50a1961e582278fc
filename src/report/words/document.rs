//! Titles and file names of a run, and the lines a terminal shows.

use super::{Lang, number};
use crate::report::table::{Cell, Unit};

/// File of the whole report in markdown.
pub const REPORT_FILE: &str = "报告.md";

/// File of the report in chapters.
pub const WORD_FILE: &str = "报告.docx";

/// File of all maps.
pub const BOOK_FILE: &str = "图册.pdf";

/// File of the meeting sheet alone.
pub const MEETING_FILE: &str = "对接表.xlsx";

/// Title of the list of issues.
pub fn issues_title(lang: Lang) -> &'static str {
    lang.pick("数据问题", "Data issues")
}

/// Rows read, used and set aside, and issues by severity: one line.
pub fn balance(rows: [usize; 3], issues: [usize; 3], lang: Lang) -> String {
    let [read, used, aside] = rows;
    let [notes, warnings, errors] = issues;
    match lang {
        Lang::Zh => format!(
            "读入 {read} 行 = 使用 {used} 行 + 搁置 {aside} 行；问题：错误 {errors}、警告 {warnings}、提示 {notes}"
        ),
        Lang::En => format!(
            "{read} rows read = {used} used + {aside} set aside; issues: {errors} errors, {warnings} warnings, {notes} notes"
        ),
    }
}

/// Points to the full list of issues of the data at the path.
pub fn more_issues(path: &str, lang: Lang) -> String {
    let path = if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path.to_owned() };
    format!("{}liantu check {path} --format csv", lang.pick("逐条清单：", "full list: "))
}

/// No purchase line was used: there is nothing to compute.
pub fn no_purchases(lang: Lang) -> &'static str {
    lang.pick(
        "注意：没有可用的采购记录，配套率无从计算；请在“采购”表中填写",
        "note: no purchase line was used, so there is no rate to compute; fill in the sheet 采购 (purchases)",
    )
}

/// No buyer stands in the focus area.
pub fn no_local_buyer(focus: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("注意：本地范围 {focus} 内没有采购方，结果为空；请核对本地范围和采购方所在地"),
        Lang::En => {
            format!("note: no buyer stands in {focus}, so results are empty; check the focus and the buyers' places")
        }
    }
}

/// No focus area was given.
pub fn no_focus(lang: Lang) -> &'static str {
    lang.pick(
        "注意：未指定本地范围，按全部采购方、以各自所在的县、市、省计算；用 --focus 或“说明”表的“本地范围”指定",
        "note: no focus was given; all buyers count, each in its own county, city and province; give one with --focus or in the sheet 说明",
    )
}

/// A workbook was asked for on the screen.
pub fn not_for_screen(lang: Lang) -> &'static str {
    lang.pick(
        "xlsx 不能显示在屏幕上; hint: 用 -o 文件.xlsx 写入文件",
        "a workbook is nothing for the screen; hint: write it to a file with -o FILE.xlsx",
    )
}

/// What a run wrote.
pub fn wrote(count: usize, folder: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已写出 {count} 个文件到 {folder}，请打开 {folder}/index.html"),
        Lang::En => format!("{count} files written to {folder}; open {folder}/index.html"),
    }
}

/// What a question wrote to a folder.
pub fn wrote_tables(count: usize, folder: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已写出 {count} 个文件到 {folder}"),
        Lang::En => format!("{count} files written to {folder}"),
    }
}

/// What long work is doing.
pub fn reading(lang: Lang) -> &'static str {
    lang.pick("正在读取数据", "reading data")
}

/// What long work is doing.
pub fn computing(lang: Lang) -> &'static str {
    lang.pick("正在计算与绘图", "computing and drawing")
}

/// Several chains were named where one can be meant.
pub fn one_chain(lang: Lang) -> &'static str {
    lang.pick(
        "此命令只能指定一条产业链; hint: --chain 只写一次；多条产业链同图请用 liantu map",
        "this command takes one chain; hint: give --chain once; `liantu map` puts several on one sheet",
    )
}

/// One picture file was asked for, but there are several maps.
pub fn several_maps(ending: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!(
                "有多幅图，无法写入一个 {ending} 文件; hint: 用 --chain 指定一条产业链，或用 -o 图册.pdf（每图一页），或用 -o 指定文件夹"
            )
        }
        Lang::En => format!(
            "several maps cannot go into one {ending} file; hint: choose one chain with --chain, or give -o FILE.pdf (a page each), or a folder with -o"
        ),
    }
}

/// Title of all maps in one document.
pub fn book(title: Option<&str>, lang: Lang) -> String {
    let name = lang.pick("产业链图册", "Maps of the chains");
    title.map_or_else(|| name.to_owned(), |title| format!("{title} · {name}"))
}

/// The smallest type of a map is too small to be read on its paper.
pub fn faint(title: &str, paper: &str, points: f64, lang: Lang) -> String {
    let points = number::cell(&Cell::Number(points), Unit::Count, lang);
    match lang {
        Lang::Zh => format!(
            "注意：“{title}”印在 {paper} 上最小字号为 {points} 磅，不到 6 磅；请选更大的纸（--paper），或用 --chain 只画一条链"
        ),
        Lang::En => format!(
            "note: on {paper} the smallest type of \"{title}\" has {points} points, less than 6; choose larger paper (--paper), or one chain (--chain)"
        ),
    }
}

/// There is no chain to draw.
pub fn no_chain(lang: Lang) -> &'static str {
    lang.pick(
        "无图可画：数据中没有产业链，或没有这种图所需的采购、地点、项目等; hint: 填写“产业链”表，或在“说明”中写明产业链，或用 --chain 指定模板（liantu chain list）；并用 liantu check 看哪些行没有用上",
        "nothing to draw: the data set has no chain, or lacks the purchases, places or projects that this map needs; hint: fill in the sheet 产业链, name a chain in 说明, or name a template with --chain (liantu chain list); `liantu check` tells which rows were not used",
    )
}

/// A question about data was asked without any.
pub fn no_data(lang: Lang) -> &'static str {
    lang.pick(
        "请给出数据集（工作簿、文件夹或库文件），或用 --edges 给出裸网络",
        "name a data set (workbook, folder or library), or a bare network by --edges",
    )
}
