//! Words of chain templates, positions and balances.

use super::Lang;
use crate::model::BaseClass;

/// One of the five bases.
pub fn base_class(class: BaseClass, lang: Lang) -> &'static str {
    match class {
        BaseClass::Components => lang.pick("核心基础零部件及元器件", "core components"),
        BaseClass::Software => lang.pick("基础软件", "basic software"),
        BaseClass::Materials => lang.pick("基础材料", "basic materials"),
        BaseClass::Process => lang.pick("基础工艺", "basic processes"),
        BaseClass::Technology => lang.pick("产业技术基础", "technological base"),
    }
}

/// Title of the list of templates.
pub fn list_title(lang: Lang) -> &'static str {
    lang.pick("产业链模板", "Chain templates")
}

/// How to use one.
pub fn list_note(lang: Lang) -> &'static str {
    lang.pick(
        "用法：在“说明”表的“产业链”一行写模板名称，或用 --chain 名称；查看内容用 liantu chain show 名称",
        "use one by its name in the row `产业链` of sheet 说明, or with --chain NAME; see it with liantu chain show NAME",
    )
}

/// Title of a template.
pub fn title(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("产业链模板：{name}"),
        Lang::En => format!("Chain template: {name}"),
    }
}

/// Titles of a template's tables: segments, products, inputs, sources.
pub fn table_titles(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Zh => ["环节", "产品", "投入关系", "来源"],
        Lang::En => ["Segments", "Products", "Inputs", "Sources"],
    }
}

/// A heading by its stable key.
pub fn heading(key: &str, lang: Lang) -> &'static str {
    match key {
        "id" => lang.pick("编号", "id"),
        "name" => lang.pick("名称", "name"),
        "name_en" => lang.pick("英文名", "English name"),
        "aliases" => lang.pick("别名", "aliases"),
        "version" => lang.pick("版本", "version"),
        "segments" => lang.pick("环节数", "segments"),
        "products" => lang.pick("产品数", "products"),
        "inputs" => lang.pick("投入关系数", "inputs"),
        "position" => lang.pick("位置", "position"),
        "segment" => lang.pick("环节", "segment"),
        "essential" => lang.pick("关键", "essential"),
        "base_class" => lang.pick("五基类别", "base class"),
        "industry" => lang.pick("行业代码", "industry codes"),
        "synonyms" => lang.pick("同义词", "synonyms"),
        "exclude" => lang.pick("排除词", "exclusion words"),
        "product" => lang.pick("产品", "product"),
        "input" => lang.pick("投入品", "input"),
        "required" => lang.pick("必需", "required"),
        "document" => lang.pick("文件", "document"),
        "title" => lang.pick("标题", "title"),
        "clause" => lang.pick("条款", "clause"),
        "quote" => lang.pick("原文", "quote"),
        "file" => lang.pick("文件", "file"),
        "sheet" => lang.pick("工作表", "sheet"),
        "read" => lang.pick("读入行", "rows read"),
        "used" => lang.pick("使用行", "rows used"),
        "set_aside" => lang.pick("搁置行", "rows set aside"),
        _ => lang.pick("其他", "other"),
    }
}

/// Title of the balance of rows.
pub fn balance_title(lang: Lang) -> &'static str {
    lang.pick("行数核对（使用 + 搁置 = 读入）", "Rows (used + set aside = read)")
}
