//! What stops the work, in Chinese; English is the errors' own wording. `; hint:` parts the sentence from its remedy.

use super::Lang;

/// Mark between a sentence and its remedy.
pub(super) const HINT: &str = "; hint:";

/// An input that cannot be opened.
pub fn unreadable(path: &str, cause: &str) -> String {
    format!("无法读取 `{path}`：{}{HINT} 请检查路径是否正确、文件是否正被其他程序打开", system(cause))
}

/// An output that cannot be written.
pub fn unwritable(path: &str, cause: &str) -> String {
    format!("无法写入 `{path}`：{}{HINT} 请换一个可写的位置，或关闭正在打开该文件的程序", system(cause))
}

/// A folder without tables.
pub fn no_tables(path: &str) -> String {
    format!("`{path}` 中没有表格{HINT} 请放入工作簿（.xlsx、.xls、.ods）、文本表（.csv、.tsv、.txt）或 .parquet 文件")
}

/// Files without a sheet that is understood; `sheets` says of each why.
pub fn not_understood(path: &str, sheets: &str) -> String {
    let what = if sheets.is_empty() { "其中没有数据".to_owned() } else { sheets.to_owned() };
    format!("`{path}` 中没有可识别的工作表；{what}{HINT} 用 `liantu template -o 模板.xlsx` 生成带表头的空白模板")
}

/// What a file's ending promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A workbook.
    Workbook,
    /// A table in text.
    Text,
    /// A Parquet file.
    Parquet,
}

/// Something that is called a workbook, a text file or a Parquet file and is none.
pub fn not_a(wanted: Wanted, path: &str, what: &str, remedy: &str) -> String {
    let kind = match wanted {
        Wanted::Workbook => "工作簿",
        Wanted::Text => "文本表",
        Wanted::Parquet => " Parquet 文件",
    };
    format!("`{path}` 不是{kind}，而是{}{HINT} {}", phrase(what), phrase(remedy))
}

/// A workbook with a password.
pub fn protected(path: &str) -> String {
    format!("`{path}` 设有打开密码{HINT} 打开后取消密码（文件 › 信息 › 保护工作簿），另存一份再读")
}

/// A broken workbook.
pub fn damaged(path: &str) -> String {
    format!("`{path}` 已损坏或不完整{HINT} 用表格软件打开并另存为新文件；打不开则请重新传送")
}

/// A Parquet file written with what is not understood.
pub fn unsupported(path: &str, what: &str, remedy: &str) -> String {
    let what = what
        .strip_prefix("the compression ")
        .map_or_else(|| phrase(what).to_owned(), |codec| format!("压缩方式 {codec}"));
    format!("`{path}` 使用了不支持的{what}{HINT} {}", phrase(remedy))
}

/// A broken Parquet file.
pub fn damaged_parquet(path: &str) -> String {
    format!("`{path}` 已损坏或不完整{HINT} 请重新导出，或另存为 csv")
}

/// A file beyond all measure.
pub fn too_large(path: &str, what: &str, remedy: &str) -> String {
    format!("`{path}` 过大（{}）{HINT} {}", measure(what), phrase(remedy))
}

/// A ledger without a required column; `columns` and `remedies` as the reader gives them.
pub fn missing_column(place: &str, columns: &[String], remedies: &[String]) -> String {
    let (columns, remedies) = (columns.join("、"), remedies.join("；"));
    format!("`{place}` 缺少必需的列：{columns}{HINT} 把表头改为下列名称之一：{remedies}")
}

/// A focus that is no single place.
pub fn unknown_focus(text: &str, candidates: &str) -> String {
    let could = if candidates.is_empty() { String::new() } else { format!("：可能是 {candidates}") };
    format!("`{text}` 不能确定为一个地点{could}{HINT} 请填六位行政区划代码，或从省写起的全称")
}

/// A chain that the data set does not have.
pub fn unknown_chain(name: &str, known: &str) -> String {
    let known =
        if known.is_empty() { "数据中没有产业链".to_owned() } else { format!("数据中有：{known}") };
    format!("没有产业链 `{name}`；{known}{HINT} `liantu chain list` 列出可直接使用的模板")
}

/// A weight that a data set does not have.
pub fn unknown_weights(typed: &str, known: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("没有权重 `{typed}`{HINT} 数据集可用其一：{known}"),
        Lang::En => format!("no weight `{typed}`; hint: of a data set one of {known}"),
    }
}

/// A product that the data do not have.
pub fn unknown_product(name: &str) -> String {
    format!("数据中没有产品 `{name}`{HINT} 请按数据中的产品名称或代码填写")
}

/// A year without any line.
pub fn unknown_year(year: u16, known: &str) -> String {
    format!("{year} 年没有采购记录；有记录的年份：{known}")
}

/// A key that no figure has.
pub fn unknown_figure(key: &str, nearest: &str) -> String {
    format!("没有数字 `{key}`{HINT} 最接近的代号：{nearest}")
}

/// A key that several figures share.
pub fn ambiguous_figure(key: &str, count: usize, candidates: &str) -> String {
    format!("`{key}` 可以指 {count} 个数字{HINT} 请写明是哪一个，例如 {candidates}")
}

/// A denied kind of issue.
pub fn denied(count: usize, code: &str, title: &str, first: &str) -> String {
    format!(
        "出现 {count} 个不允许的数据问题 `{code}`（{title}），首个在 {first}{HINT} `liantu check` 列出全部问题和改法；未写出任何结果"
    )
}

/// A name that no chain template has.
pub fn unknown_template(name: &str, known: &str) -> String {
    format!("没有产业链模板 `{name}`；现有模板：{known}")
}

/// Something that this build left out.
pub fn not_built(what: &str) -> String {
    format!("此版本未包含 {what}{HINT} 用默认选项重新编译")
}

/// Rows that got lost.
pub fn unbalanced(table: &str, read: usize, used: usize, aside: usize) -> String {
    format!("`{table}` 行数不符：读入 {read} 行，使用 {used} 行，搁置 {aside} 行；这是程序缺陷，请报告")
}

/// A picture beyond all measure.
pub fn picture(cause: &str) -> String {
    format!("无法绘图：{}", phrase(cause))
}

/// A file that was to be a library and is something else.
pub fn not_a_library(path: &str, what: &str) -> String {
    format!(
        "`{path}` 不是库文件，而是{}{HINT} 请换一个文件名；库由 `liantu import 数据 --library 文件` 生成；原文件未改动",
        phrase(what)
    )
}

/// A library that was to be imported.
pub fn is_a_library(path: &str) -> String {
    format!("`{path}` 本身就是库文件{HINT} 用 `liantu library export {path} --files 文件夹` 写出原始文件，再导入")
}

/// A library of a later version.
pub fn newer_library(path: &str, found: i64, known: i64) -> String {
    format!("`{path}` 由更新版本的程序写成（结构版本 {found}，本程序认识到 {known}）{HINT} 请升级程序")
}

/// A broken library.
pub fn damaged_library(path: &str) -> String {
    format!("库文件 `{path}` 已损坏或不完整{HINT} 请用备份恢复，或把原始文件导入一个新的库")
}

/// A library that somebody else is changing.
pub fn busy_library(path: &str) -> String {
    format!("库文件 `{path}` 正被另一个程序修改{HINT} 等它完成后再试")
}

/// A change that was broken off where nothing can be written.
pub fn interrupted_library(path: &str) -> String {
    format!(
        "`{path}` 上次导入被中断，而所在位置只读，无法恢复原状{HINT} 让文件和文件夹可写一次，或把 `{path}` 和 `{path}-journal` 一起复制到可写的文件夹"
    )
}

/// An old library where nothing can be written.
pub fn outdated_library(path: &str) -> String {
    format!("`{path}` 由旧版本的程序写成且只读{HINT} 让它可写一次，程序会自动升级")
}

/// A library without data.
pub fn empty_library(path: &str) -> String {
    format!("库文件 `{path}` 中没有数据{HINT} 先导入：`liantu import 数据 --library {path}`")
}

/// A revision that is not there.
pub fn unknown_revision(path: &str, revision: u32, last: u32) -> String {
    format!("`{path}` 没有版本 {revision}，最后一个是 {last}{HINT} `liantu library log {path}` 列出全部版本")
}

/// Nothing to undo.
pub fn not_undoable(path: &str, revision: Option<u32>) -> String {
    let what = revision.map_or("没有可撤销的导入".to_owned(), |revision| {
        format!("版本 {revision} 不是仍然有效的导入，不能撤销")
    });
    format!("`{path}` 中{what}{HINT} `liantu library log {path}` 列出全部版本")
}

/// A source file that changed while it was read.
pub fn changed_meanwhile(file: &str) -> String {
    format!("`{file}` 在导入过程中被修改{HINT} 关闭正在写它的程序，再导入一次")
}

/// A name that no file can have everywhere.
pub fn bad_name(name: &str) -> String {
    format!("`{name}` 不能作为文件或数据集的名称{HINT} 请改名，或用 --name 指定名称")
}

/// An output file whose ending is that of no format.
pub fn unknown_ending(ending: &str, known: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("不认识的输出文件类型 `.{ending}`{HINT} 可用：{known}；或用 --format 指定格式"),
        Lang::En => format!("no format goes by the ending `.{ending}`{HINT} use one of {known}, or say --format"),
    }
}

/// A decisions file that is not understood, and where.
pub fn decisions(path: &str, line: usize, column: usize, what: &str) -> String {
    format!("`{path}` 第 {line} 行第 {column} 字：{what}{HINT} 请改正该行，或把文件移走")
}

/// A text in which names are written the wrong way; the parser speaks English only.
pub fn not_toml(message: &str) -> String {
    // What the format's own reader says is English; the answer is what people get wrong.
    let answer = message.contains("unknown variant");
    let what = if answer { "answer 只能是 same、different 或 open" } else { "不是规范的 TOML" };
    format!("写法有误（{what}）")
}

/// A decisions file of another version.
pub fn decisions_version(found: Option<i64>, known: i64) -> String {
    match found {
        Some(found) => format!("不认识的版本 {found}，本程序读取版本 {known}"),
        None => format!("缺少 `version = {known}`"),
    }
}

/// Two questions with one id.
pub fn repeated_id(id: &str) -> String {
    format!("有两个问题的 id 都是 `{id}`")
}

/// An id that is none.
pub fn bad_id(id: &str) -> String {
    format!("`{id}` 不能作 id，只能用字母和数字，也可以不写")
}

/// A credit code that fails its check.
pub fn bad_code(code: &str) -> String {
    format!("`{code}` 不是有效的统一社会信用代码")
}

/// A place that is none.
pub fn bad_place(place: &str) -> String {
    format!("`{place}` 不是六位行政区划代码")
}

/// A name that is blank.
pub const EMPTY_TEXT: &str = "名称为空";

/// A similarity beyond its range.
pub const BAD_SIMILARITY: &str = "相似度应在 0 与 1 之间";

/// What the operating system says, by the number it gives.
fn system(cause: &str) -> String {
    let number = cause.rsplit_once("os error ").and_then(|(_, rest)| rest.trim_end_matches(')').parse::<u32>().ok());
    let known = match number {
        Some(2 | 3) => "文件或文件夹不存在",
        Some(5 | 13 | 30) => "没有权限",
        Some(17) => "已有同名文件",
        Some(20) => "路径中有一段不是文件夹",
        Some(21) => "这是一个文件夹",
        Some(28 | 112) => "磁盘已满",
        Some(32 | 33) => "文件正被其他程序打开",
        _ if cause.contains("readonly") => "没有写入权限",
        _ if cause.contains("disk is full") => "磁盘已满",
        _ if cause.contains("malformed") => "文件已损坏",
        _ => return cause.to_owned(),
    };
    known.to_owned()
}

/// By how much a file is too large, in the words of the readers.
fn measure(what: &str) -> String {
    let mut said =
        what.replace("it unpacks to ", "解压后 ").replace("the limit is ", "上限 ").replace("a page of ", "一页 ");
    said = said.replace(", ", "，").replace("sheet `", "工作表 `").replace("`: cell ", "`：单元格 ");
    match said.split_once(" stands beyond column ") {
        Some((cell, column)) => format!("{cell} 超出第 {column} 列"),
        None => said,
    }
}

/// Phrases that the readers of files put into their errors; one that is new stays as it is.
fn phrase(text: &str) -> &str {
    const PHRASES: &[(&str, &str)] = &[
        ("a folder", "文件夹"),
        ("a database of another program", "其他程序的数据库"),
        ("another kind of file", "其他类型的文件"),
        ("a PDF file", " PDF 文件"),
        ("a picture", "图片"),
        ("an archive", "压缩包"),
        ("a workbook of Excel 2 to 4", " Excel 2–4 的旧式工作簿"),
        ("a workbook of Excel 5 or earlier", " Excel 5 以前的旧式工作簿"),
        ("an empty file", "空文件"),
        ("an XML spreadsheet of 2003", " 2003 版 XML 表格"),
        ("a web page", "网页"),
        ("a Parquet file", " Parquet 文件"),
        ("an Arrow file", " Arrow 文件"),
        ("an ORC file", " ORC 文件"),
        ("encryption", "加密"),
        ("write it without encryption", "导出时不要加密"),
        ("write it with snappy or zstd, or save it as csv", "导出时选用 snappy 或 zstd 压缩，或另存为 csv"),
        ("unknown data", "无法识别的数据"),
        ("text", "文本"),
        ("another document", "其他文档"),
        ("a binary workbook (.xlsb)", "二进制工作簿（.xlsb）"),
        ("a workbook or zip archive", "工作簿或压缩包"),
        ("binary data", "二进制数据"),
        ("open it in a spreadsheet program and save it as xlsx", "用表格软件打开，另存为 xlsx"),
        ("ask for the table itself", "请索取表格原件"),
        ("unpack it first", "请先解压"),
        ("unpack it first, or ask for the table itself", "请先解压，或索取表格原件"),
        ("copy it again; the transfer may have failed", "请重新复制，可能传送时出错"),
        ("change its ending to .csv", "把扩展名改为 .csv"),
        ("give it its own ending, or save it as csv", "改回其原来的扩展名，或另存为 csv"),
        ("save the ledger as csv, which has no limit", "把台账另存为 csv，行数不限"),
        (
            "delete the stray columns, or move the sheet to a workbook of its own",
            "删除多余的列，或把该表移到单独的工作簿",
        ),
        ("the embedded font cannot be read", "内嵌字体无法读取"),
        ("the figure cannot be drawn", "图形无法生成"),
        (
            "the picture is too large; choose a smaller scale, or take the svg, which prints at any size",
            "图片过大，请减小 --png-scale，或使用可任意放大的 svg",
        ),
    ];
    PHRASES.iter().find(|(english, _)| *english == text).map_or(text, |(_, chinese)| chinese)
}
