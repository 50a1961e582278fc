//! Names: the key under which two spellings of one name meet, and the parts of a firm's name.

mod form;
mod generic;
mod parts;
mod script;

pub use form::Form;
pub(crate) use generic::own_length;
pub use parts::{NameParts, parts};
pub(crate) use script::simplified;

/// Key of a name: NFKC width, brackets unified, white space and invisible marks removed, lower case. Nothing else: `甲公司` and `甲厂` stay apart.
///
/// ```
/// use liantu::ingest::normalise::name::key;
/// assert_eq!(key(" 安徽甲轴承（集团） 有限公司"), key("安徽甲轴承(集团)有限公司"));
/// ```
pub fn key(name: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    // Most names are ideographs and digits, which are their own key.
    if name.chars().all(is_own_key) {
        return name.to_owned();
    }
    // So are the ids of firms and products but for their capitals.
    if name.chars().all(|c| is_own_key(c) || c.is_ascii_uppercase()) {
        return name.to_ascii_lowercase();
    }
    let visible = name.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c));
    let key: String = visible.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    // What was taken out may have kept marks from the letter that they now belong to.
    if key.chars().any(is_combining_mark) { key.nfkc().filter(|c| !c.is_whitespace()).collect() } else { key }
}

/// Whether a text holds marks that nobody sees; of two spellings the one without is the name.
pub(crate) fn has_invisible(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_invisible)
}

/// Characters that copying from web pages leaves and that nobody sees: marks of direction, joiners, controls.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether normalising leaves the character as it is, whatever stands beside it.
fn is_own_key(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}') || (c.is_ascii_graphic() && !c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::{is_own_key, key};
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn the_short_way_gives_the_same_key() {
        for c in ('\0'..='\u{FFFF}').filter(|c| is_own_key(*c)) {
            let long: String = c.to_string().nfkc().flat_map(char::to_lowercase).collect();
            assert_eq!(key(&c.to_string()), long);
        }
    }
}
