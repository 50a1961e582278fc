//! Questions about names, in words.

use super::Lang;

/// Why two names are taken for one, or asked about, by the stable word; one that is new stays as it is.
pub fn reason(code: &str, lang: Lang) -> &str {
    match code {
        "decided" => lang.pick("已有决定", "decided"),
        "mistyped-code" => lang.pick("名称相同，信用代码疑有笔误", "equal names, a mistyped credit code"),
        "equal-name" => lang.pick("法定名称相同，仅写法不同", "one legal name, written otherwise"),
        "short-name" => lang.pick("简称", "short name"),
        "namesake" => lang.pick("同名", "namesakes"),
        "same-core" => lang.pick("字号行业相同", "equal but for legal form or place"),
        "group-member" => lang.pick("集团与成员", "group and member"),
        "similar-core" => lang.pick("一字之差", "one character apart"),
        "similar-name" => lang.pick("名称相近", "similar names"),
        other => other,
    }
}
