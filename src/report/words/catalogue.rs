//! Words of the catalogue of base products (重点领域基础产品需求目录).

use crate::model::BaseClass;
use crate::report::words::{Lang, chain};

/// Title of the report and of its list.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("重点领域基础产品需求目录", "Base products in demand")
}

/// Title of the table of classes.
pub fn class_title(lang: Lang) -> &'static str {
    lang.pick("五基分类汇总", "The five bases")
}

/// A class, or that there is none.
pub fn class(class: Option<BaseClass>, lang: Lang) -> &'static str {
    class.map_or(lang.pick("未归类", "unclassified"), |class| chain::base_class(class, lang))
}

/// Labels of the key figures: products, demand, sole sources, imports.
pub fn labels(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Zh => ["目录产品数", "目录产品采购额", "独家来源产品数", "进口占比（来源已知部分）"],
        Lang::En => {
            ["Products listed", "Their purchases", "Products with a sole source", "Import share, where located"]
        }
    }
}

/// What is listed.
pub fn products_note(lang: Lang) -> &'static str {
    lang.pick("本地企业有采购的产品，每种只计一次", "products that local firms buy, each counted once")
}

/// What a sole source is.
pub fn sole_note(lang: Lang) -> &'static str {
    lang.pick("全部本地采购依赖同一家供应商", "one supplier serves all local buyers")
}

/// What imports are a share of.
pub fn imports_note(lang: Lang) -> &'static str {
    lang.pick("境外来源占已计价且来源已知采购的比重", "from abroad, of what is priced and located")
}

/// Notes below the tables.
pub fn notes(lang: Lang) -> Vec<String> {
    let notes = match lang {
        Lang::Zh => [
            "五基类别取自产业链表或链谱；没有类别的产品单列为未归类，不并入任何一类。",
            "分类汇总只计已计价的采购；缺金额的采购行另列行数，此时金额是下限。汇总的配套率没有上下限，只用于类别之间比较。",
            "唯一供应商一列空缺，表示供应商未具名，可能不止一家，不计入独家来源。",
        ],
        Lang::En => [
            "Classes come from the sheet of chains or from the templates; products without one stand apart and in none of the five.",
            "Sums hold priced purchases; lines without an amount are counted beside them, and sums are lower bounds then. The rate of a class has no bounds and serves to compare classes.",
            "Where the supplier is unnamed there may be several: such a product is not counted as having a sole source.",
        ],
    };
    notes.map(str::to_owned).into()
}
