//! Words for how product texts found their products.

use super::Lang;
use crate::model::{Evidence, Naming};

/// Title of the coverage table.
pub fn coverage_title(lang: Lang) -> &'static str {
    lang.pick("产品归类覆盖率", "Coverage of product names")
}

/// Title of the review list.
pub fn texts_title(lang: Lang) -> &'static str {
    lang.pick("产品归类", "Product names")
}

/// Title of the questions.
pub fn questions_title(lang: Lang) -> &'static str {
    lang.pick("待定：是否这种产品", "To decide: is it this product?")
}

/// How many questions are open, and where to see them: one line.
pub fn open(count: usize, data: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("有 {count} 处产品归类待定：liantu decide {data}"),
        Lang::En => format!("{count} text(s) may mean a product; see and answer: liantu decide {data}"),
    }
}

/// What the review list is for.
pub fn note(lang: Lang) -> &'static str {
    lang.pick(
        "自动归类会有错：请先核对金额大的行；待确认的用 `liantu decide` 回答，要改正或补充，在数据旁的 decisions.toml 中加一条 product（text、product、answer = same 或 different）",
        "automatic matches can be wrong: look at the largest first; answer what is open with `liantu decide`; to correct or add one, write a product entry (text, product, answer = same or different) into decisions.toml beside the data",
    )
}

/// A row of the coverage table, by its stable key.
pub fn kind(key: &str, lang: Lang) -> &'static str {
    match key {
        "total" => lang.pick("全部采购", "all purchases"),
        "in_segment" => lang.pick("已归入环节", "in a segment"),
        "outside" => lang.pick("未归入环节", "in no segment"),
        "exact" => lang.pick("其中：与名称相同", "of these: by name"),
        "synonym" => lang.pick("其中：与同义词相同", "of these: by another name"),
        "decided" => lang.pick("其中：人工决定", "of these: decided by people"),
        "matched" => lang.pick("其中：自动归类", "of these: matched automatically"),
        "asked" => how(Naming::Asked, lang),
        _ => how(Naming::Blank, lang),
    }
}

/// How a text came to its product.
pub fn how(naming: Naming, lang: Lang) -> &'static str {
    match naming {
        Naming::Exact => lang.pick("与名称相同", "by name"),
        Naming::Synonym => lang.pick("与同义词相同", "by another name"),
        Naming::Decided => lang.pick("人工决定", "decided by people"),
        Naming::Matched => lang.pick("自动归类", "matched automatically"),
        Naming::Asked => lang.pick("待确认", "to be confirmed"),
        Naming::Unmatched => lang.pick("未归类", "unmatched"),
        Naming::Blank => lang.pick("产品为空", "no product given"),
    }
}

/// What speaks for or against the name found in a text.
pub fn evidence(evidence: Evidence, term: &str, lang: Lang) -> String {
    let (zh, en) = match evidence {
        Evidence::Whole => ("除规格型号外即为", "but for sizes and models it is"),
        Evidence::Head => ("中心词是", "its head is"),
        Evidence::Tail => ("之后还有别的词：", "other words follow"),
        Evidence::Modifier => ("之前的词可能改变含义：", "words before it may change the meaning of"),
        Evidence::Beside => ("还写有别的东西，除了", "it names something else beside"),
    };
    match lang {
        Lang::Zh => format!("{zh}“{term}”"),
        Lang::En => format!("{en} `{term}`"),
    }
}
