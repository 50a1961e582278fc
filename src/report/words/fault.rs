//! What stops the work, in Chinese; English is the errors' own wording. `; hint:` parts the sentence from its remedy.

use super::Lang;
use crate::analysis::Named;
use crate::analysis::risk::scenario::ScenarioFault;

/// Mark between a sentence and its remedy.
pub(super) const HINT: &str = "; hint:";

/// An input that cannot be opened.
pub fn unreadable(path: &str, cause: &str) -> String {
    format!("无法读取 `{path}`：{}{HINT} 请检查路径是否正确、文件是否正被其他程序打开", system(cause))
}

/// A file of positions that is none.
pub fn no_positions(path: &str) -> String {
    format!("“{path}”不是地图位置文件; hint: 请删除该文件，或另指定文件名")
}

/// Outlines of which none is that of a place asked about.
pub fn no_outlines(file: &str, code: &str, name: &str) -> String {
    format!("`{file}` 中没有本地区域的轮廓，例如 {code} {name}{HINT} 各要素须有 adcode（六位代码）或 name（名称）")
}

/// Outlines that are too many.
pub fn large_outlines(path: &str, what: &str) -> String {
    let what = match what {
        "bytes" => "文件过大",
        "outlines" => "要素过多",
        _ => "坐标点过多",
    };
    format!("`{path}` {what}{HINT} 请先简化，或只保留本地范围内的区域（至多 32 MB、20,000 个要素、1,500,000 个坐标点）")
}

/// A file that is no GeoJSON of outlines.
pub fn no_geojson(path: &str) -> String {
    format!(
        "`{path}` 不是可用的 GeoJSON{HINT} 应为 FeatureCollection，要素为 Polygon 或 MultiPolygon，并有 adcode 或 name"
    )
}

/// Outlines that are not in degrees.
pub fn projected(path: &str) -> String {
    format!("`{path}` 的坐标不是经纬度{HINT} 请以 EPSG:4326 或 CGCS2000 经纬度（EPSG:4490）重新导出")
}

/// Outlines without the number of their map.
pub fn no_map_number(path: &str) -> String {
    format!(
        "`{path}` 没有审图号，不能上图{HINT} 在文件中加入成员“审图号”，或用 --map-number 'GS(2024)0650号' 注明；没有审图号时不加 --geo，用方格图代替"
    )
}

/// A number of a map that is none.
pub fn bad_map_number(text: &str) -> String {
    format!("“{text}”不是审图号{HINT} 形如 GS(2024)0650号、皖S(2023)12号")
}

/// Formats were asked for beside a file whose ending tells another one.
pub fn formats_of_folder(lang: Lang) -> &'static str {
    lang.pick(
        "--format 用于文件夹，与输出文件的扩展名不一致; hint: 去掉 --format，或用 -o 指定文件夹",
        "--format is for a folder, and the file's ending tells another one; hint: leave it out, or give a folder with -o",
    )
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

/// A name of a scenario or a measure that the data do not have.
pub fn unknown_name(kind: Named, name: &str, nearest: &str) -> String {
    let kind = named(kind);
    let hint = match nearest {
        "" => format!("请按数据中的{kind}名称或代码填写"),
        nearest => format!("最接近的名称：{nearest}"),
    };
    format!("数据中没有{kind} `{name}`{HINT} {hint}")
}

/// A name that several bear.
pub fn ambiguous_name(kind: Named, name: &str, candidates: &str) -> String {
    format!("`{name}` 可以指不止一个{}{HINT} 请写明是哪一个，例如 {candidates}", named(kind))
}

/// A centre of a circle without coordinates.
pub fn no_centre(name: &str) -> String {
    format!("不知道 `{name}` 在哪里，无法以它为圆心{HINT} 请改用县区名称，或在园区表填写经纬度")
}

/// A county of which no map of the focus area can show anything.
pub fn outside_focus(county: &str, focus: &str) -> String {
    format!("“{county}”不在图所示的{focus}内{HINT} 改用其下辖的县（市、区），或用 --focus 换本地范围")
}

/// A block within the focus area.
pub fn block_inside(place: &str) -> String {
    format!(
        "`断供:{place}` 在本地范围之内，断供不切断本地企业的供货，因此不会有任何影响{HINT} 要推演当地停产请写 `地区:{place}`，或用 --focus 改变本地范围"
    )
}

/// A link that there is not.
pub fn no_flow(supplier: &str, buyer: &str, product: Option<&str>, year: Option<u16>) -> String {
    let year = year.map_or(String::new(), |year| format!("{year} 年"));
    let product = product.map_or(String::new(), |product| format!(" `{product}` 的"));
    format!(
        "{year}没有 `{supplier}` 向 `{buyer}` 供应{product}有金额的记录{HINT} 链路写成 供应方>采购方，请核对方向、产品和年份"
    )
}

/// A measure without what its kind needs.
pub fn incomplete_measure(place: &str, what: &str) -> String {
    format!("`{place}` 的措施缺少{}{HINT} 扩产要填企业和规模，储备要填天数", heading_name(what))
}

/// What is wrong with the text of a scenario.
pub fn scenario(fault: &ScenarioFault, lang: Lang) -> String {
    use ScenarioFault as Fault;
    if lang == Lang::En {
        return fault.to_string();
    }
    match fault {
        Fault::NoEvent => format!("情景没有事件{HINT} 至少写一个，如 企业:名称 或 地区:名称"),
        Fault::UnknownKind(text) => {
            format!("`{text}` 开头不是事件{HINT} 用 企业、地区、半径、产品、断供、链路、天数、概率、名称 之一加冒号")
        }
        Fault::NoName(text) => format!("`{text}` 缺少名称"),
        Fault::BadShare(text) => format!("`{text}` 不是比例{HINT} 写成 0.5 或 50%，最大为 1"),
        Fault::BadDays(text) => format!("`{text}` 不是天数{HINT} 写大于 0、不超过 365 的数"),
        Fault::BadProbability(text) => format!("`{text}` 不是年概率{HINT} 写 0 到 1 之间的数"),
        Fault::BadCircle(text) => format!("`{text}` 不是半径{HINT} 写成 半径:50km@地名"),
        Fault::RepeatedName(name) => {
            format!("有两个情景都叫 `{name}`{HINT} 请各取不同的名称，或删去重复的一个")
        }
        Fault::BadLink(text) => format!("`{text}` 不是链路{HINT} 写成 链路:供应方>采购方 或 链路:供应方>采购方:产品"),
    }
}

/// A fault at its place.
pub fn at(place: &str, what: &str) -> String {
    format!("`{place}`：{what}")
}

/// A form without rows.
pub fn no_entries(path: &str, form: &str, headings: &str) -> String {
    let form = match form {
        "scenario" => "情景",
        "project" => "项目",
        "preference" => "意向",
        "goalpost" => "标杆值",
        "panel" => "地区产品数据",
        _ => "措施",
    };
    format!("`{path}` 中没有{form}{HINT} 表头为 {headings}，其下每行一条")
}

/// A heading that means nothing in a form.
pub fn unknown_heading(place: &str, heading: &str, headings: &str) -> String {
    format!("`{place}`：不认识的表头 `{heading}`，或有重复{HINT} 表头为 {headings}")
}

/// A cell that must not be blank.
pub fn blank_cell(place: &str, heading: &str) -> String {
    format!("`{place}` 缺少{}", heading_name(heading))
}

/// A cell that its column cannot hold.
pub fn bad_cell(place: &str, text: &str, heading: &str) -> String {
    let hint = match heading {
        "days" => "写大于 0 的天数",
        "probability" | "share" => "写 0 到 1 之间的数，或百分数",
        "cost" | "amount" | "capacity" | "investment" => "写不小于 0 的万元数，或注明单位",
        "land" | "energy" => "写不小于 0 的数，用地按亩，用能按吨标准煤",
        "criterion" => "每个指标按代号写一次",
        "goalpost" => "写大于 0 的数，金额以元计或注明单位，其余按各自的计量",
        "value" => "写不小于 0 的数",
        "buyer_rank" | "seller_rank" => "写从 1 起的整数，最中意的为 1",
        "recipe" => "写各投入品占销售额的比例，如 钢 45%；合金 20%，合计不超过 100%；没有外购写 无",
        _ => "写 第二来源、扩产、招引 或 储备",
    };
    format!("`{place}`：`{text}` 不是{}{HINT} {hint}", heading_name(heading))
}

/// A form in TOML that is none; `what` with its remedy.
pub fn bad_form(path: &str, what: &str) -> String {
    format!("无法理解 `{path}`：{what}")
}

/// A form in another encoding.
pub fn form_not_utf8() -> String {
    format!("编码不是 UTF-8{HINT} 请另存为 UTF-8 编码")
}

/// A form that is no TOML, and the line that shows it.
pub fn form_syntax(line: Option<usize>) -> String {
    let line = line.map_or(String::new(), |line| format!("，错在第 {line} 行"));
    format!("不是规范的 TOML{line}{HINT} 文字加引号，每行写一个 键 = 值；或改用表格")
}

/// A key beside the entries of a form.
pub fn form_section(form: &str, key: &str) -> String {
    format!("不认识的键 `{key}`{HINT} 每条以 [[{form}]] 开头，或改用表格")
}

/// What should be the entries of a form is no list of them.
pub fn form_no_list(form: &str) -> String {
    format!("`{form}` 不是由条目组成的列表{HINT} 每条以 [[{form}]] 开头，或改用表格")
}

/// A key of an entry that means nothing.
pub fn form_key(form: &str, key: &str, keys: &[&str]) -> String {
    format!("[[{form}]] 中有不认识的键 `{key}`{HINT} 可用的键：{}", keys.join("、"))
}

/// A key of an entry that is there twice.
pub fn form_twice(form: &str, key: &str, number: u32) -> String {
    format!("第 {number} 条 [[{form}]] 中 `{key}` 出现两次{HINT} 同一项只写一次，中英文键名不要并用")
}

/// A value that is neither text nor number.
pub fn form_value(form: &str, key: &str, number: u32) -> String {
    format!("第 {number} 条 [[{form}]] 中 `{key}` 既不是文字也不是数{HINT} 写成加引号的文字或数；事件也可写成一列文字")
}

/// A budget beyond all measure.
pub fn budget_too_large(lang: Lang) -> &'static str {
    lang.pick(
        "--budget 过大：不能超过 1,000,000,000,000 万元; hint: 预算以万元计，请写实际可用的数；不限预算就不写 --budget，只写 --measures",
        "--budget is beyond all measure: at most 1,000,000,000,000 万元; hint: it counts 万元; without a limit give --measures alone",
    )
}

/// Scenarios of a portfolio that is not about losses.
pub fn scenarios_without_loss(lang: Lang) -> &'static str {
    lang.pick(
        "--scenario、--scenario-file 只用于 --objective loss; hint: 加上 --objective loss，或去掉情景",
        "--scenario and --scenario-file serve --objective loss alone; hint: add --objective loss, or leave them out",
    )
}

/// A limit of projects that nobody can have.
pub fn limit_too_large(lang: Lang) -> &'static str {
    lang.pick(
        "--budget、--land、--energy 不能超过 1,000,000,000,000; hint: 分别以万元、亩、吨标准煤计；不限就不写",
        "--budget, --land and --energy may be at most 1,000,000,000,000; hint: they count 万元, mu and tonnes of standard coal; leave out what is not limited",
    )
}

fn heading_name(heading: &str) -> &'static str {
    match heading {
        "events" => "事件",
        "days" => "天数",
        "probability" => "概率",
        "share" => "比例",
        "cost" => "费用",
        "amount" => "规模",
        "product" => "产品",
        "firm" => "企业",
        "products" => "产品",
        "capacity" => "产能",
        "investment" => "投资额",
        "land" => "用地",
        "energy" => "用能",
        "recipe" => "投入",
        "buyer" => "采购方",
        "seller" => "供应方",
        "buyer_rank" => "名次",
        "seller_rank" => "供应方名次",
        "criterion" => "指标",
        "goalpost" => "标杆值",
        "area" => "地区",
        "value" => "数值",
        _ => "措施类型",
    }
}

fn named(kind: Named) -> &'static str {
    match kind {
        Named::Firm => "企业",
        Named::Product => "产品",
        Named::Project => "项目",
        Named::Place => "地点",
    }
}

/// A weight or goalpost of a criterion that the question does not have.
pub fn unknown_criterion(key: &str, known: &str) -> String {
    format!("没有指标 `{key}`{HINT} 可用的指标：{known}")
}

/// A weight or goalpost that is no such number.
pub fn bad_criterion(key: &str, number: &str) -> String {
    format!("指标 `{key}` 不能取 `{number}`{HINT} 权重不小于 0，标杆值大于 0（金额以元计，其余按各自的计量）")
}

/// Weights that are all zero.
pub fn no_weight(known: &str) -> String {
    format!("有数据的指标权重都是 0{HINT} 给其中一个以权重：{known}")
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
