//! Legal forms of firms, by the words that end (or, abroad, begin) a name.

/// What kind of legal person a name ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The name says none: a short name, or a brand.
    None,
    /// 有限公司, 有限责任公司; Co., Ltd.
    Limited,
    /// 股份有限公司.
    Stock,
    /// 公司, without more.
    Company,
    /// 总公司.
    Head,
    /// 厂.
    Works,
    /// 合伙企业（普通合伙）.
    Partnership,
    /// 合伙企业（有限合伙）.
    LimitedPartnership,
    /// 个体工商户.
    Sole,
    /// A foreign form: Inc, GmbH …; its place in `FOREIGN`.
    Foreign(u8),
}

/// Endings with their form and whether they say 集团; the longest that fits rules.
const ENDINGS: [(&str, Form, bool); 20] = [
    ("集团股份有限责任公司", Form::Stock, true),
    ("集团股份有限公司", Form::Stock, true),
    ("集团有限责任公司", Form::Limited, true),
    ("集团有限公司", Form::Limited, true),
    ("集团股份公司", Form::Stock, true),
    ("集团总公司", Form::Head, true),
    ("集团股份", Form::Stock, true),
    ("集团公司", Form::Company, true),
    ("集团", Form::None, true),
    ("股份有限责任公司", Form::Stock, false),
    ("股份有限公司", Form::Stock, false),
    ("有限责任公司", Form::Limited, false),
    ("责任有限公司", Form::Limited, false),
    ("股份公司", Form::Stock, false),
    ("有限公司", Form::Limited, false),
    ("合伙企业", Form::Partnership, false),
    ("个体工商户", Form::Sole, false),
    ("总公司", Form::Head, false),
    ("公司", Form::Company, false),
    ("厂", Form::Works, false),
];

/// Endings of a part of a firm.
const BRANCHES: [&str; 12] =
    ["分公司", "子公司", "分厂", "分店", "分行", "支行", "分院", "办事处", "代表处", "营业部", "事业部", "项目部"];

/// Forms in the middle of a name; what follows is a part of the firm.
const MIDDLES: [&str; 4] = ["有限责任公司", "股份有限公司", "有限公司", "股份公司"];

/// Forms of other countries, word by word; those that mean the same share a number.
const FOREIGN: [(&[&str], u8); 40] = [
    (&["company", "limited"], 0),
    (&["co", "limited"], 0),
    (&["company", "ltd"], 0),
    (&["co", "ltd"], 0),
    (&["private", "limited"], 1),
    (&["pvt", "ltd"], 1),
    (&["pte", "ltd"], 1),
    (&["pty", "ltd"], 1),
    (&["sdn", "bhd"], 2),
    (&["gmbh", "co", "kg"], 3),
    (&["sp", "z", "o", "o"], 4),
    (&["s", "p", "a"], 5),
    (&["s", "r", "l"], 6),
    (&["s", "r", "o"], 7),
    (&["s", "a"], 8),
    (&["a", "g"], 9),
    (&["b", "v"], 10),
    (&["n", "v"], 11),
    (&["k", "k"], 12),
    (&["limited"], 0),
    (&["ltd"], 0),
    (&["incorporated"], 13),
    (&["inc"], 13),
    (&["corporation"], 14),
    (&["corp"], 14),
    (&["company"], 15),
    (&["co"], 15),
    (&["llc"], 16),
    (&["plc"], 17),
    (&["gmbh"], 18),
    (&["ag"], 9),
    (&["sa"], 8),
    (&["spa"], 5),
    (&["srl"], 6),
    (&["bv"], 10),
    (&["nv"], 11),
    (&["oyj"], 19),
    (&["oy"], 19),
    (&["ab"], 20),
    (&["pt"], 21),
];

/// Foreign forms that stand before the name: PT Astra.
const LEADING: [&str; 3] = ["pt", "cv", "ooo"];

/// The rest of a name before its ending, the form, and whether it says 集团; the rest is never empty.
pub(super) fn ending(text: &str) -> (&str, Form, bool) {
    let fits = |(ending, form, group): &(&'static str, Form, bool)| {
        let rest = text.strip_suffix(ending).filter(|rest| !rest.is_empty())?;
        Some((rest, *form, *group))
    };
    // Longest first: 集团有限公司 before 有限公司.
    ENDINGS.iter().filter_map(fits).min_by_key(|(rest, _, _)| rest.len()).unwrap_or((text, Form::None, false))
}

/// A name that names a part of a firm: the firm, and the part.
pub(super) fn branch(text: &str) -> (&str, &str) {
    let ends = |middle: &&str| {
        let at = text.find(middle)?;
        Some(at + middle.len()).filter(|end| at > 0 && *end < text.len())
    };
    if let Some(end) = MIDDLES.iter().filter_map(ends).min() {
        return text.split_at(end);
    }
    let Some(word) = BRANCHES.iter().find(|word| text.ends_with(**word)) else { return (text, "") };
    let head = text.len() - word.len();
    match text[..head].find("公司").map(|at| at + "公司".len()) {
        Some(end) => text.split_at(end),
        None if head > 0 => text.split_at(head),
        None => (text, ""),
    }
}

/// Strips the foreign form of a name in words; never all of it.
pub(super) fn foreign(mut words: &[String]) -> (&[String], Form) {
    let mut form = Form::None;
    if let [first, rest @ ..] = words
        && !rest.is_empty()
        && LEADING.contains(&first.as_str())
    {
        (words, form) = (rest, Form::Foreign(21));
    }
    let ends = |ending: &[&str]| {
        words.len() > ending.len() && words.iter().rev().zip(ending.iter().rev()).all(|(a, b)| a == b)
    };
    match FOREIGN.iter().filter(|(ending, _)| ends(ending)).max_by_key(|(ending, _)| ending.len()) {
        Some((ending, 0)) => (&words[..words.len() - ending.len()], Form::Limited),
        Some((ending, number)) => (&words[..words.len() - ending.len()], Form::Foreign(*number)),
        None => (words, form),
    }
}

/// What the words in brackets say of the form.
pub(super) fn bracketed(text: &str) -> Option<Form> {
    match text {
        "有限合伙" => Some(Form::LimitedPartnership),
        "普通合伙" | "特殊普通合伙" => Some(Form::Partnership),
        "个体工商户" | "个体" => Some(Form::Sole),
        "有限公司" | "有限责任公司" => Some(Form::Limited),
        "股份有限公司" => Some(Form::Stock),
        _ => None,
    }
}
