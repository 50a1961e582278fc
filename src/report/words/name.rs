//! Names made short enough for boxes.

/// Endings that say the legal form, longest first.
const FORMS: [&str; 14] = [
    "集团股份有限公司",
    "集团有限责任公司",
    "（集团）有限公司",
    "(集团)有限公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "（集团）",
    "(集团)",
    "集团公司",
    "总公司",
    "集团",
    "公司",
];

/// A firm's name without its legal form, for display only; the full name stays in the tables.
///
/// ```
/// use liantu::report::words::name::short_name;
/// assert_eq!(short_name("灵璧县示例轴承有限公司"), "灵璧县示例轴承");
/// assert_eq!(short_name("安徽甲轴承（集团）有限责任公司"), "安徽甲轴承");
/// assert_eq!(short_name("集团公司"), "集团公司");
/// ```
pub fn short_name(name: &str) -> &str {
    let name = name.trim();
    let Some(form) = FORMS.iter().find(|form| name.ends_with(*form)) else { return name };
    let rest = name[..name.len() - form.len()].trim_end();
    // What is left must still be a name.
    if rest.chars().count() < 2 || FORMS.contains(&rest) { name } else { short_name(rest) }
}

/// A chain's name without the word chain, so that titles do not say it twice: 轴承 for 轴承产业链.
pub fn chain_stem(name: &str) -> &str {
    let stem = name.strip_suffix("产业链").or_else(|| name.strip_suffix("产业")).unwrap_or(name);
    if stem.is_empty() { name } else { stem }
}
