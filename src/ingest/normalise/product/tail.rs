//! What stands after and before the name of a product.

use super::lists::{DENYING, OPEN, PLAIN, THINGS, TURNING, UNITS};

/// What the rest after a term does to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Nothing: sizes, model numbers, packing, sides.
    Plain,
    /// It may change the thing.
    Open,
    /// It names another thing.
    Other,
}

/// What these characters do to the term before them.
pub(super) fn plain(chars: &[char]) -> Tail {
    let text: String = chars.iter().collect();
    let rest = leftover(&text);
    let Some(last) = rest.chars().rev().find(|c| is_word(*c)) else { return Tail::Plain };
    if OPEN.iter().any(|word| rest.ends_with(word)) {
        return Tail::Open;
    }
    if THINGS.contains(last) { Tail::Other } else { Tail::Open }
}

/// Whether a part of the text says nothing: a size, a side, the bag of `25kg/袋`.
pub(super) fn idle(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    UNITS.contains(&text.as_str()) || leftover(&text).is_empty()
}

/// Whether the text before a term leaves it as it is: nothing but sizes, model numbers and the like.
pub(super) fn says_nothing(text: &str) -> bool {
    leftover(text).is_empty()
}

/// Whether the text before a term makes the whole something else: 废旧, 维修, 非.
pub(super) fn turns(text: &str) -> bool {
    // 维修用 and 安装用 tell only what the thing is for.
    let turning = |word: &&str| text.match_indices(*word).any(|(at, _)| !text[at + word.len()..].starts_with('用'));
    TURNING.iter().any(turning) || text.chars().next_back().is_some_and(|c| DENYING.contains(&c))
}

/// The text from its first word that says something.
fn leftover(text: &str) -> &str {
    let mut rest = text;
    let mut number = false;
    loop {
        let Some(c) = rest.chars().next() else { return rest };
        if !is_word(c) {
            number = c.is_ascii_digit() || (number && !c.is_alphabetic());
            rest = &rest[c.len_utf8()..];
            continue;
        }
        // 三层, 一级.
        let counted = "一二三四五六七八九十两".contains(c).then(|| &rest[c.len_utf8()..]);
        let after = if number { without_unit(rest) } else { counted.and_then(without_unit) };
        let longest = PLAIN.iter().filter_map(|word| rest.strip_prefix(word)).min_by_key(|rest| rest.len());
        let Some(after) = after.or(longest) else { return rest };
        (rest, number) = (after, false);
    }
}

/// The text after the unit or counter that it begins with.
fn without_unit(text: &str) -> Option<&str> {
    UNITS.iter().find_map(|unit| text.strip_prefix(unit))
}

/// Whether a character belongs to a word of Chinese; letters, digits and signs are model numbers and sizes.
fn is_word(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
