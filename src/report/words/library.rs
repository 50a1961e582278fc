//! Words of the library: its tables, their columns and terms, its log.

use super::Lang;
use super::column::Head;
use crate::report::table::{Column, Unit};

/// A table of the library.
pub fn table(table: &str, lang: Lang) -> &'static str {
    match table {
        "firm" => lang.pick("企业库", "Firms"),
        "firm_name" => lang.pick("企业名称", "Names of firms"),
        "firm_year" => lang.pick("企业年度", "Years of firms"),
        "purchase" => lang.pick("采购汇总", "Purchases by buyer"),
        "project" => lang.pick("项目库", "Projects"),
        "talent" => lang.pick("人才库", "Talents"),
        _ => lang.pick("其他", "Others"),
    }
}

/// File name of a table.
pub fn table_key(table: &str) -> &'static str {
    match table {
        "firm" => "library_firms",
        "firm_name" => "library_firm_names",
        "firm_year" => "library_firm_years",
        "purchase" => "library_purchases_by_buyer",
        "project" => "library_projects",
        "talent" => "library_talents",
        _ => "library_others",
    }
}

const fn head(key: &'static str, zh: &'static str, en: &'static str, unit: Unit) -> Head {
    Head { key, zh, en, unit, detail: false }
}

const fn detail(key: &'static str, zh: &'static str, en: &'static str) -> Head {
    Head { key, zh, en, unit: Unit::None, detail: true }
}

/// A column of a table; one without words goes by no name, which a test forbids.
pub fn column(table: &str, name: &str) -> Head {
    let plain = |key, zh, en| head(key, zh, en, Unit::None);
    let yuan = |key, zh, en| head(key, zh, en, Unit::Yuan);
    let number = |key, zh, en| head(key, zh, en, Unit::Number);
    match (table, name) {
        ("firm", "name") | ("firm_year" | "firm_name" | "purchase", "name") => plain("name", "企业名称", "firm"),
        ("project", "name") => plain("name", "项目", "project"),
        ("project", "kind") => plain("kind", "类型", "kind"),
        ("project", "firm_name") => plain("firm_name", "企业", "firm"),
        ("project", "counted") => plain("counted", "列统", "in the statistics"),
        ("talent", "name") => plain("name", "名称", "name"),
        ("project" | "talent", "place") => plain("place", "所在地", "place"),
        ("purchase", "amount") => yuan("amount", "采购额", "purchases"),
        (_, "credit_code") => plain("credit_code", "统一社会信用代码", "credit code"),
        (_, "area") => detail("area", "行政区划代码", "division code"),
        (_, "place") => plain("place", "生产地", "place of production"),
        (_, "zone") => plain("zone", "园区", "zone"),
        (_, "abroad") => detail("abroad", "境外", "abroad"),
        (_, "basis") => detail("basis", "地点依据", "basis of place"),
        (_, "registered_at") => detail("registered_at", "注册地代码", "registered at"),
        (_, "counted_at") => detail("counted_at", "统计地代码", "counted at"),
        (_, "role") => plain("role", "角色", "role"),
        (_, "size") => plain("size", "规模", "size"),
        (_, "qualifications") => plain("qualifications", "资质", "qualifications"),
        (_, "chains") => plain("chains", "产业链", "chains"),
        (_, "industry") => plain("industry", "行业代码", "industry"),
        (_, "group") => detail("group", "集团", "group"),
        (_, "contact") => plain("contact", "联系人", "contact"),
        (_, "listed") => detail("listed", "在企业表中", "has a firm row"),
        (_, "firm") => detail("firm", "企业代码", "firm id"),
        (_, "status") => plain("status", "名称类别", "kind of name"),
        (_, "year") => plain("year", "年份", "year"),
        (_, "revenue") => yuan("revenue", "营业收入", "revenue"),
        (_, "output") => yuan("output", "产值", "output"),
        (_, "cost") => yuan("cost", "营业成本", "cost"),
        (_, "research") => yuan("research", "研发费用", "research"),
        (_, "employees") => number("employees", "从业人员", "employees"),
        (_, "patents") => number("patents", "发明专利", "patents"),
        (_, "tax") => yuan("tax", "税收", "tax"),
        (_, "land") => number("land", "用地（亩）", "land, mu"),
        (_, "energy") => number("energy", "用能（吨标准煤）", "energy, tonnes of standard coal"),
        (_, "lines") => head("lines", "采购行数", "lines", Unit::Count),
        (_, "priced") => head("priced", "有金额行数", "lines with amount", Unit::Count),
        (_, "project") => detail("project", "项目代码", "project id"),
        (_, "date") => plain("date", "快照日期", "snapshot"),
        (_, "stage") => plain("stage", "阶段", "stage"),
        (_, "products") => plain("products", "产品", "products"),
        (_, "from_place") => plain("from_place", "来源地", "comes from"),
        (_, "enclave") => plain("enclave", "飞地", "enclave"),
        (_, "investment") => yuan("investment", "投资额", "investment"),
        (_, "paid_in") => yuan("paid_in", "到位资金", "paid in"),
        (_, "capacity") => yuan("capacity", "产能", "capacity"),
        (_, "signed") => plain("signed", "签约日期", "signed"),
        (_, "started") => plain("started", "开工日期", "started"),
        (_, "opened") => plain("opened", "投产日期", "opened"),
        (_, "responsible") => plain("responsible", "责任人", "responsible"),
        (_, "category") => plain("category", "类别", "category"),
        (_, "field") => plain("field", "领域", "field"),
        (_, "employer") => plain("employer", "单位", "employer"),
        _ => plain("", "", ""),
    }
}

/// The words of a term by its stable code, also of several parted by `;`; any other text stays as it is.
///
/// ```
/// use liantu::report::Lang;
/// use liantu::report::words::library::value;
/// assert_eq!(value("qualifications", "champion;listed", Lang::Zh), "单项冠军、上市企业");
/// assert_eq!(value("name", "champion", Lang::Zh), "champion");
/// ```
pub fn value(column: &str, text: &str, lang: Lang) -> String {
    match column {
        "role" | "size" | "qualifications" | "basis" | "kind" | "stage" | "status" => {
            let words: Vec<&str> = text.split(';').map(|code| term(code, lang).unwrap_or(code)).collect();
            words.join(lang.pick("、", ", "))
        }
        "chains" | "products" => text.replace(';', lang.pick("、", ", ")),
        _ => text.to_owned(),
    }
}

fn term(code: &str, lang: Lang) -> Option<&'static str> {
    Some(match code {
        "leader" => lang.pick("链主", "chain leader"),
        "major" => lang.pick("龙头", "leading firm"),
        "supporting" => lang.pick("配套", "supporting"),
        "large" => lang.pick("大型", "large"),
        "medium" => lang.pick("中型", "medium"),
        "small" => lang.pick("小型", "small"),
        "micro" => lang.pick("微型", "micro"),
        "champion" => lang.pick("单项冠军", "champion"),
        "little_giant" => lang.pick("小巨人", "little giant"),
        "specialised" => lang.pick("专精特新", "specialised"),
        "innovative" => lang.pick("创新型中小企业", "innovative"),
        "high_tech" => lang.pick("高新技术企业", "high-tech"),
        "listed" => lang.pick("上市企业", "listed"),
        "line" => lang.pick("该行填报", "stated in the row"),
        "produced" => lang.pick("生产地", "place of production"),
        "zone" => lang.pick("园区", "zone"),
        "counted" => lang.pick("统计地", "place of statistics"),
        "registered" => lang.pick("注册地", "registered office"),
        "unknown" => lang.pick("未知", "unknown"),
        "fill" => lang.pick("补链", "fill"),
        "strengthen" => lang.pick("强链", "strengthen"),
        "extend" => lang.pick("延链", "extend"),
        "secure" => lang.pick("固链", "secure"),
        "upgrade" => lang.pick("技改", "upgrade"),
        "planned" => lang.pick("谋划储备", "planned"),
        "signed" => lang.pick("招引签约", "signed"),
        "started" => lang.pick("建设开工", "started"),
        "producing" => lang.pick("竣工投产", "producing"),
        "current" => lang.pick("现名", "current"),
        "former" => lang.pick("曾用名", "former"),
        "alias" => lang.pick("别名", "alias"),
        _ => return None,
    })
}

fn columns(heads: &[Head], lang: Lang) -> Vec<Column> {
    heads.iter().map(|head| head.column(lang)).collect()
}

/// Where a row of a table was read and since when it is so.
pub fn origin_columns(lang: Lang) -> Vec<Column> {
    let heads = [
        detail("data_set", "数据集", "data set"),
        head("file", "文件", "file", Unit::None),
        detail("sheet", "工作表", "sheet"),
        head("row", "行", "row", Unit::None),
        detail("since", "自版本", "since revision"),
    ];
    columns(&heads, lang)
}

/// Title of the tables.
pub fn tables_title(revision: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("企业库、项目库、人才库（版本 {revision}）"),
        Lang::En => format!("Firms, projects and talents (revision {revision})"),
    }
}

/// What the last columns of the tables mean.
pub fn tables_note(lang: Lang) -> &'static str {
    lang.pick(
        "文件、工作表和行，是该行内容从“自版本”所指的那次导入起出现的位置；此后内容未变",
        "file, sheet and row tell where a row stood in the revision since which it is as it is",
    )
}

/// Title of the log.
pub fn log_title(lang: Lang) -> &'static str {
    lang.pick("库的导入记录", "Log of the library")
}

/// How to see more.
pub fn log_note(library: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("两个版本的差异：liantu library diff {library} 版本 版本；撤销：liantu library undo {library}")
        }
        Lang::En => {
            format!(
                "what differs between two: liantu library diff {library} A B; take back: liantu library undo {library}"
            )
        }
    }
}

/// Columns of the log.
pub fn log_columns(lang: Lang) -> Vec<Column> {
    let plain = |key, zh, en| head(key, zh, en, Unit::None);
    let count = |key, zh, en| head(key, zh, en, Unit::Count);
    let hidden = |key, zh, en| Head { detail: true, ..head(key, zh, en, Unit::Count) };
    let heads = [
        plain("revision", "版本", "revision"),
        plain("action", "操作", "action"),
        plain("state", "状态", "state"),
        plain("time", "时间", "time"),
        plain("as_of", "数据日期", "as of"),
        plain("data_set", "数据集", "data set"),
        detail("files", "文件", "files"),
        count("rows_read", "读入行", "rows read"),
        hidden("rows_used", "使用行", "rows used"),
        count("rows_set_aside", "搁置行", "rows set aside"),
        count("firms_added", "企业新增", "firms added"),
        count("firms_changed", "企业变更", "firms changed"),
        count("firms_removed", "企业删除", "firms removed"),
        count("projects_added", "项目新增", "projects added"),
        count("projects_changed", "项目变更", "projects changed"),
        count("projects_removed", "项目删除", "projects removed"),
        count("talents_added", "人才新增", "talents added"),
        count("talents_changed", "人才变更", "talents changed"),
        count("talents_removed", "人才删除", "talents removed"),
        count("errors", "错误", "errors"),
        count("warnings", "警告", "warnings"),
        hidden("notes", "提示", "notes"),
    ];
    columns(&heads, lang)
}

/// What a revision did.
pub fn action(action: &str, undoes: Option<u32>, lang: Lang) -> String {
    match (action, undoes, lang) {
        ("undo", Some(import), Lang::Zh) => format!("撤销版本 {import}"),
        ("undo", Some(import), Lang::En) => format!("undo of {import}"),
        _ => lang.pick("导入", "import").to_owned(),
    }
}

/// Whether an import still counts.
pub fn standing(action: &str, undone_by: Option<u32>, lang: Lang) -> String {
    match (action, undone_by, lang) {
        ("undo", ..) => String::new(),
        (_, None, _) => lang.pick("有效", "counts").to_owned(),
        (_, Some(undo), Lang::Zh) => format!("已由版本 {undo} 撤销"),
        (_, Some(undo), Lang::En) => format!("undone by {undo}"),
    }
}

/// Title of a difference.
pub fn difference_title(from: u32, to: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("版本 {from} 与版本 {to} 的差异"),
        Lang::En => format!("Difference between revisions {from} and {to}"),
    }
}

/// Title of the counts.
pub fn counts_title(lang: Lang) -> &'static str {
    lang.pick("各库变化", "Rows that differ")
}

/// Columns of the counts.
pub fn counts_columns(lang: Lang) -> Vec<Column> {
    let heads = [
        head("table", "库", "table", Unit::None),
        head("added", "新增", "added", Unit::Count),
        head("changed", "变更", "changed", Unit::Count),
        head("removed", "删除", "removed", Unit::Count),
    ];
    columns(&heads, lang)
}

/// Title of the purchases.
pub fn purchases_title(lang: Lang) -> &'static str {
    lang.pick("采购总额变化", "Purchases that differ")
}

/// Columns of the purchases.
pub fn purchases_columns(lang: Lang) -> Vec<Column> {
    let heads = [
        head("year", "年份", "year", Unit::None),
        head("lines_before", "原采购行数", "lines before", Unit::Count),
        head("lines_after", "现采购行数", "lines after", Unit::Count),
        head("before", "原采购额", "purchases before", Unit::Yuan),
        head("after", "现采购额", "purchases after", Unit::Yuan),
        head("change", "变化", "change", Unit::Yuan),
    ];
    columns(&heads, lang)
}

/// Title of the changes.
pub fn changes_title(lang: Lang) -> &'static str {
    lang.pick("逐条变化", "Each row that differs")
}

/// Columns of the changes.
pub fn changes_columns(lang: Lang) -> Vec<Column> {
    let plain = |key, zh, en| head(key, zh, en, Unit::None);
    let heads = [
        plain("table", "库", "table"),
        plain("edit", "变化", "edit"),
        plain("name", "名称", "name"),
        plain("key", "代码", "key"),
        plain("column", "内容", "column"),
        plain("old", "原值", "before"),
        plain("new", "现值", "after"),
        plain("origin", "出处", "origin"),
        detail("data_set", "数据集", "data set"),
    ];
    columns(&heads, lang)
}

/// How a row differs.
pub fn edit(edit: &str, lang: Lang) -> &'static str {
    match edit {
        "added" => lang.pick("新增", "added"),
        "removed" => lang.pick("删除", "removed"),
        _ => lang.pick("变更", "changed"),
    }
}

/// Title of an import's files.
pub fn files_title(lang: Lang) -> &'static str {
    lang.pick("文件", "Files")
}

/// Columns of an import's files.
pub fn files_columns(lang: Lang) -> Vec<Column> {
    let heads = [
        head("file", "文件", "file", Unit::None),
        head("fate", "处理", "what becomes of it", Unit::None),
        head("size", "字节", "bytes", Unit::Count),
        detail("before", "原文件校验和", "hash before"),
        detail("after", "现文件校验和", "hash after"),
    ];
    columns(&heads, lang)
}

/// What becomes of a file.
pub fn fate(fate: &str, lang: Lang) -> &'static str {
    match fate {
        "new" => lang.pick("新增", "new"),
        "same" => lang.pick("内容相同", "same content"),
        "replaced" => lang.pick("替换旧版", "replaces the older version"),
        _ => lang.pick("不再计入（旧版仍在历史中）", "no longer counts (kept in the history)"),
    }
}

/// Nothing was to be done.
pub fn unchanged(data_set: &str, library: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{data_set} 与 {library} 中已有的内容完全相同，未作改动"),
        Lang::En => format!("{library} holds exactly this {data_set} already; nothing was changed"),
    }
}

/// What was done.
pub fn done(action: &str, revision: u32, undoes: Option<u32>, data_set: &str, lang: Lang) -> String {
    match (action, undoes, lang) {
        ("undo", Some(import), Lang::Zh) => format!("已撤销版本 {import}（{data_set}），成为版本 {revision}"),
        ("undo", Some(import), Lang::En) => format!("Revision {import} ({data_set}) undone, as revision {revision}"),
        (_, _, Lang::Zh) => format!("已导入 {data_set}，成为版本 {revision}"),
        (_, _, Lang::En) => format!("{data_set} imported as revision {revision}"),
    }
}

/// How many files were written again.
pub fn files_written(count: usize, folder: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已把 {count} 个原始文件写到 {folder}"),
        Lang::En => format!("{count} original files written to {folder}"),
    }
}
