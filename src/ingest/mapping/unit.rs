//! Units in headings and title rows.

use crate::ingest::mapping::brackets;
use crate::ingest::normalise::name::key;
use crate::ingest::table::MoneyUnit;

/// Spellings of money units, folded; the longest comes first where one ends in another.
const MONEY: &[(&str, f64)] = &[
    ("十亿元", 1e9),
    ("千万元", 1e7),
    ("百万元", 1e6),
    ("十万元", 1e5),
    ("亿元", 1e8),
    ("億元", 1e8),
    ("万元", 1e4),
    ("萬元", 1e4),
    ("千元", 1e3),
    ("元", 1.0),
    ("百万", 1e6),
    ("千万", 1e7),
    ("亿", 1e8),
    ("万", 1e4),
    ("100millionyuan", 1e8),
    ("10thousandyuan", 1e4),
    ("10,000yuan", 1e4),
    ("10000yuan", 1e4),
    ("10kyuan", 1e4),
    ("billionyuan", 1e9),
    ("millionyuan", 1e6),
    ("thousandyuan", 1e3),
    ("wanyuan", 1e4),
    ("yiyuan", 1e8),
    ("yuan", 1.0),
    ("100million", 1e8),
    ("10thousand", 1e4),
    ("10,000", 1e4),
    ("10000", 1e4),
    ("10k", 1e4),
    ("100m", 1e8),
    ("billion", 1e9),
    ("million", 1e6),
    ("thousand", 1e3),
    ("'000", 1e3),
    ("000", 1e3),
    ("bn", 1e9),
    ("mn", 1e6),
    ("m", 1e6),
    ("k", 1e3),
    ("wan", 1e4),
    ("yi", 1e8),
];

const FOREIGN: &[&str] = &[
    "美元",
    "美金",
    "usd",
    "us$",
    "欧元",
    "eur",
    "英镑",
    "gbp",
    "日元",
    "jpy",
    "港元",
    "港币",
    "hkd",
    "韩元",
    "krw",
    "卢布",
    "新台币",
    "台币",
    "twd",
    "澳元",
    "加元",
    "新加坡元",
    "外币",
    "dollar",
    "$",
    "€",
    "£",
];

/// Measures that are not money, with the multiples they come in.
const MEASURES: &[&str] = &[
    "件",
    "套",
    "台",
    "吨",
    "t",
    "个",
    "只",
    "辆",
    "米",
    "m2",
    "平方米",
    "立方米",
    "m3",
    "公斤",
    "千克",
    "kg",
    "片",
    "块",
    "瓦",
    "kw",
    "mw",
    "gw",
    "kwh",
    "千瓦",
    "千瓦时",
    "度",
    "升",
    "支",
    "条",
    "根",
    "组",
    "箱",
    "瓶",
    "头",
    "亩",
    "公顷",
    "平方公里",
    "km2",
    "人",
    "名",
    "家",
    "项",
    "吨标准煤",
    "吨标煤",
    "tce",
    "%",
    "‰",
    "安时",
    "ah",
    "颗",
    "枚",
    "卷",
    "张",
    "副",
    "双",
    "万支",
    "套件",
    "件套",
];

/// The money unit that a folded heading names in brackets, behind a separator or at its end.
pub(in crate::ingest) fn money_unit(heading: &str) -> Option<MoneyUnit> {
    let (outside, inside) = brackets(heading);
    if FOREIGN.iter().any(|word| word.len() > 1 && outside.contains(word)) {
        return Some(MoneyUnit::FOREIGN);
    }
    let parts = inside.iter().flat_map(|part| part.split([',', ';', '、', ':', '/']).chain([part.as_str()]));
    let separated = outside.split(['/', ':', ',', '、', ';', '_', '-']).skip(1);
    let mut units = parts.chain(separated).filter_map(parse);
    units.next().or_else(|| parse(&outside[without_unit(&outside).len()..]))
}

/// The money unit that a folded text is, and nothing else: `亿元`, `万美元`; not `亿` and `m`, which count other things too,
/// and not `元/吨`.
pub(in crate::ingest) fn plain_money(text: &str) -> Option<MoneyUnit> {
    let named = ["元", "圆", "yuan", "rmb", "cny", "¥", "美金", "usd", "eur", "hkd", "jpy", "gbp"];
    named.iter().any(|word| text.contains(word)).then(|| parse(text)).flatten()
}

/// The unit that a heading of figures names in brackets and that is no money of ours: `数值(家)`, `目标值(万美元)`.
pub(in crate::ingest) fn figure_unit(heading: &str) -> Option<String> {
    let (_, inside) = brackets(&key(heading));
    inside.into_iter().find(|part| {
        let foreign = plain_money(part).is_some_and(MoneyUnit::is_foreign);
        foreign || (part != "%" && physical(&format!("({part})")).is_some())
    })
}

/// The money unit that title rows name for the whole sheet: `单位：万元`, `2024年采购情况（亿元）`; `None` when two are named.
pub(in crate::ingest) fn sheet_unit(titles: &[&str]) -> Option<MoneyUnit> {
    let mut found: Vec<MoneyUnit> = Vec::new();
    for title in titles {
        let text = key(title);
        let (_, inside) = brackets(&text);
        let after_word = text.match_indices("单位").map(|(at, word)| &text[at + word.len()..]);
        let after_word = after_word.chain(text.match_indices("unit").map(|(at, word)| &text[at + word.len()..]));
        let stated = after_word.flat_map(|rest| {
            rest.trim_start_matches(['s', ':', '为']).split([',', '、', ';', '/', '(', ')', '】', ']', '。']).take(3)
        });
        let bracketed = inside.iter().flat_map(|part| part.split([',', '、', ';', '/']));
        for unit in stated.chain(bracketed).map(without_year).filter_map(parse) {
            if !found.contains(&unit) {
                found.push(unit);
            }
        }
    }
    if found.len() == 1 { found.pop() } else { None }
}

/// A folded heading without the money unit at its end: `采购额万元` → `采购额`, `采购额/亿元` → `采购额`.
pub(super) fn without_unit(text: &str) -> &str {
    let suffix = MONEY.iter().filter(|(word, _)| word.ends_with('元') || word.ends_with("yuan"));
    let stem = suffix.filter_map(|(word, _)| text.strip_suffix(word)).min_by_key(|stem| stem.len());
    let stem = stem.map(|stem| stem.strip_suffix("人民币").unwrap_or(stem)).unwrap_or(text);
    stem.trim_end_matches(['/', ':', ',', '、', ';', '_', '-'])
}

/// The physical measure in a folded heading's brackets or behind its slash.
pub(super) fn physical(heading: &str) -> Option<&str> {
    let bracketed = heading
        .split(['(', '[', '{', '【', '〔'])
        .skip(1)
        .map(|part| part.split([')', ']', '}', '】', '〕']).next().unwrap_or_default());
    bracketed.chain(heading.split('/').skip(1)).map(per_year).find(|part| {
        let stem = part.trim_start_matches(['万', '千', '百', '亿', '十']);
        MEASURES.contains(part) || MEASURES.contains(&stem)
    })
}

/// Whether two spellings mean one measure.
pub(super) fn same(measure: &str, unit: &str) -> bool {
    const SAME: &[&[&str]] = &[&["人", "名"], &["吨标准煤", "吨标煤", "tce"], &["项", "件", "个"], &["°", "度"]];
    measure == unit || SAME.iter().any(|group| group.contains(&measure) && group.contains(&unit))
}

fn per_year(part: &str) -> &str {
    ["/年", "每年", "/a", "/year", "年"]
        .iter()
        .find_map(|word| part.strip_suffix(word))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(part)
}

/// A part of a title without the year beside the unit: `亿元2023年` and `2023年度亿元` → `亿元`.
fn without_year(part: &str) -> &str {
    let before = part.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    if !before.is_empty() {
        return before;
    }
    let year = part.trim_start_matches(|c: char| c.is_ascii_digit());
    year.strip_prefix("年度").or_else(|| year.strip_prefix('年')).unwrap_or(part)
}

/// Reads a text that is nothing but a unit.
fn parse(part: &str) -> Option<MoneyUnit> {
    let mut part = per_year(part.trim_matches(['单', '位', ':', '：']));
    let foreign = |text: &str| FOREIGN.contains(&text.trim_start_matches(['万', '亿', '千', '百']));
    if foreign(part) {
        return Some(MoneyUnit::FOREIGN);
    }
    let mut named = false;
    for word in ["人民币", "rmb", "cny", "¥"] {
        if let Some(rest) = part.strip_prefix(word).or_else(|| part.strip_suffix(word)) {
            (part, named) = (rest, true);
        }
    }
    if part.is_empty() {
        return named.then_some(MoneyUnit::YUAN);
    }
    MONEY.iter().find(|(word, _)| *word == part).map(|(_, yuan)| MoneyUnit { yuan: *yuan })
}
