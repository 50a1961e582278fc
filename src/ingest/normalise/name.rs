//! Names: the key under which two spellings of one name meet.

/// Key of a name: NFKC width, brackets unified, white space removed, lower case. Nothing else: `甲公司` and `甲厂` stay apart.
///
/// ```
/// use liantu::ingest::normalise::name::key;
/// assert_eq!(key(" 安徽甲轴承（集团） 有限公司"), key("安徽甲轴承(集团)有限公司"));
/// ```
pub fn key(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    name.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
