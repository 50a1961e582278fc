//! The parts of a firm's name: place, own word, legal form, group, branch.

use super::form::{self, Form};
use super::script::simplified;
use crate::ingest::normalise::place::leading_division;
use crate::model::AreaCode;
use unicode_normalization::UnicodeNormalization;

/// A firm's name taken apart; every part in simplified characters, without brackets, punctuation and white space.
///
/// ```
/// use liantu::ingest::normalise::name::{Form, parts};
/// let name = parts("安徽省宿州市甲軸承（集團）有限責任公司");
/// assert_eq!((name.place.as_str(), name.core.as_str()), ("安徽省宿州市", "甲轴承"));
/// assert_eq!((name.form, name.group), (Form::Limited, true));
/// assert_eq!(parts("苏州有限公司").core, "苏州");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameParts {
    /// The places it begins with, and those in brackets: 安徽省宿州市, 中国.
    pub place: String,
    /// What the place in brackets may be, else the deepest of the places before; empty when there is none, or only 中国.
    pub areas: Vec<AreaCode>,
    /// The division in brackets: 甲（苏州）有限公司 is seldom 甲有限公司.
    pub seat: String,
    /// What is left: own word and trade; empty only when the name holds no letter and no digit.
    pub core: String,
    /// Place and core as written, the bracketed ones where they stand.
    pub stem: String,
    /// Legal form.
    pub form: Form,
    /// Whether it says 集团.
    pub group: bool,
    /// The part of the firm that is named behind it, such as 苏州分公司.
    pub branch: String,
    /// Whether characters are masked (甲**公司): such a name is like many.
    pub masked: bool,
}

/// Takes a firm's name apart.
pub fn parts(name: &str) -> NameParts {
    let folded: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let text = simplified(&folded);
    if text.chars().any(is_ideograph) { chinese(&text) } else { foreign(&text) }
}

impl NameParts {
    /// Whether two names are one legal name, written otherwise: width, brackets, script, 有限公司 for 有限责任公司.
    pub fn is_same_name(&self, other: &Self) -> bool {
        (&self.stem, self.form, self.group, &self.branch) == (&other.stem, other.form, other.group, &other.branch)
    }

    /// Whether it names a place and nothing else.
    pub fn is_place(&self) -> bool {
        only_place(&self.stem).is_some()
    }

    /// Whether the places in the names exclude that they are one firm's: 苏州 and 宿州.
    pub fn is_elsewhere(&self, other: &Self) -> bool {
        let meets = |a: &AreaCode| other.areas.iter().any(|b| a.is_in(*b) || b.is_in(*a));
        !self.areas.is_empty() && !other.areas.is_empty() && !self.areas.iter().any(meets)
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character tells names apart; brackets, dots, quotes and hyphens do not.
fn tells(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '&' | '+' | '#')
}

fn is_mask(c: char) -> bool {
    matches!(c, '*' | '×' | '✕' | '某' | '?' | '□')
}

/// Text outside brackets and in them, in order; a bracket that is not closed ends with the name.
fn segments(text: &str) -> Vec<(bool, String)> {
    let mut segments = vec![(false, String::new())];
    let mut dropped = false;
    for c in text.chars() {
        let inside = segments.last().is_some_and(|(inside, _)| *inside);
        match c {
            '(' | '[' | '{' | '<' | '〔' | '【' | '〈' | '《' | '「' | '『' if !inside => {
                segments.push((true, String::new()))
            }
            ')' | ']' | '}' | '>' | '〕' | '】' | '〉' | '》' | '」' | '』' if inside => {
                segments.push((false, String::new()))
            }
            c if tells(c) => {
                if let Some((_, segment)) = segments.last_mut() {
                    if dropped && ends_in_digit(segment) && c.is_numeric() {
                        segment.push('-');
                    }
                    segment.push(c);
                }
            }
            _ => {
                dropped = true;
                continue;
            }
        }
        dropped = false;
    }
    segments.retain(|(_, segment)| !segment.is_empty());
    segments
}

/// 1-1 is not 11.
fn ends_in_digit(text: &str) -> bool {
    text.ends_with(char::is_numeric)
}

fn chinese(text: &str) -> NameParts {
    let masked = text.chars().any(is_mask);
    // What stands in brackets and names a place, as bytes of `whole`; it is no part of the core.
    let (mut whole, mut inner): (String, Vec<(usize, usize)>) = (String::new(), Vec::new());
    let mut said = None;
    for (bracketed, segment) in segments(text) {
        if bracketed && let Some(form) = form::bracketed(&segment) {
            said = Some(form);
        } else {
            if bracketed && only_place(&segment).is_some() {
                inner.push((whole.len(), whole.len() + segment.len()));
            }
            whole.push_str(&segment);
        }
    }
    let (head, branch) = form::branch(&whole);
    let (stem, ended, says_group) = form::ending(head);
    let form = said.filter(|_| matches!(ended, Form::None | Form::Partnership)).unwrap_or(ended);
    let (stem, group) = without_group(stem, says_group, form);
    let (prefix, mut areas) = places(stem);
    let (mut place, mut seat) = (stem[..prefix].to_owned(), String::new());
    let mut core = String::new();
    for (at, c) in stem[prefix..].char_indices().map(|(at, c)| (at + prefix, c)) {
        if !inner.iter().any(|(from, to)| (*from..*to).contains(&at)) {
            core.push(c);
        }
    }
    for (from, to) in inner.iter().filter(|(from, to)| *from >= prefix && *to <= stem.len()) {
        let text = &stem[*from..*to];
        place.push_str(text);
        if let Some(found) = only_place(text).filter(|found| !found.is_empty()) {
            (areas, seat) = (found, text.to_owned());
        }
    }
    if core.is_empty() {
        (core, place, areas, seat) = (stem.to_owned(), String::new(), Vec::new(), String::new());
    }
    NameParts { place, areas, seat, core, stem: stem.to_owned(), form, group, branch: branch.to_owned(), masked }
}

/// 集团 before a form that stands in brackets, or twice.
fn without_group(stem: &str, group: bool, form: Form) -> (&str, bool) {
    match stem.strip_suffix("集团").filter(|rest| !rest.is_empty() && form != Form::None) {
        Some(rest) => (rest, true),
        None => (stem, group),
    }
}

/// Bytes of the places that a stem begins with, never all of it, and what the deepest may be.
fn places(stem: &str) -> (usize, Vec<AreaCode>) {
    let mut at = if stem.len() > "中国".len() && stem.starts_with("中国") { "中国".len() } else { 0 };
    let mut areas: Vec<AreaCode> = Vec::new();
    while let Some((length, found)) = leading_division(&stem[at..], &areas) {
        (at, areas) = (at + length, found);
    }
    (at, areas)
}

/// The divisions that a text in brackets names and nothing else; empty for 中国.
fn only_place(text: &str) -> Option<Vec<AreaCode>> {
    if matches!(text, "中国" | "全国" | "国际" | "大陆" | "亚太" | "亚洲") {
        return Some(Vec::new());
    }
    // A character behind the place makes it a prefix.
    let padded = format!("{text}甲乙");
    let (length, areas) = places(&padded);
    (length == text.len() && !areas.is_empty()).then_some(areas)
}

fn foreign(text: &str) -> NameParts {
    let masked = text.chars().any(is_mask);
    let words: Vec<String> =
        text.split(|c: char| !tells(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let (rest, form) = form::foreign(&words);
    let mut core = String::new();
    for word in rest {
        if ends_in_digit(&core) && word.starts_with(char::is_numeric) {
            core.push('-');
        }
        core.push_str(word);
    }
    NameParts {
        place: String::new(),
        areas: Vec::new(),
        seat: String::new(),
        stem: core.clone(),
        core,
        form,
        group: false,
        branch: String::new(),
        masked,
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, parts};

    #[test]
    fn names_fall_into_their_parts() {
        for (name, place, core, form, group, branch) in [
            ("安徽甲轴承有限公司", "安徽", "甲轴承", Form::Limited, false, ""),
            ("安徽甲轴承（集团）有限责任公司", "安徽", "甲轴承", Form::Limited, true, ""),
            ("安徽甲轴承集团股份有限公司", "安徽", "甲轴承", Form::Stock, true, ""),
            ("甲集团", "", "甲", Form::None, true, ""),
            ("甲(集团)", "", "甲", Form::None, true, ""),
            ("中国甲总公司", "中国", "甲", Form::Head, false, ""),
            ("泗县甲轴承厂", "泗县", "甲轴承", Form::Works, false, ""),
            ("甲（苏州）有限公司", "苏州", "甲", Form::Limited, false, ""),
            ("甲(中国)有限公司", "中国", "甲", Form::Limited, false, ""),
            ("苏州有限公司", "", "苏州", Form::Limited, false, ""),
            ("中国公司", "", "中国", Form::Company, false, ""),
            ("安徽省宿州市公司", "安徽省", "宿州市", Form::Company, false, ""),
            ("甲轴承有限公司苏州分公司", "", "甲轴承", Form::Limited, false, "苏州分公司"),
            ("甲轴承公司第一分公司", "", "甲轴承", Form::Company, false, "第一分公司"),
            ("宿州甲乙合伙企业（有限合伙）", "宿州", "甲乙", Form::LimitedPartnership, false, ""),
            ("公司", "", "公司", Form::None, false, ""),
            ("厂", "", "厂", Form::None, false, ""),
            ("轴承", "", "轴承", Form::None, false, ""),
            ("ABC Co., Ltd.", "", "abc", Form::Limited, false, ""),
            ("PT. ABC Indonesia", "", "abcindonesia", Form::Foreign(21), false, ""),
            ("Cisco", "", "cisco", Form::None, false, ""),
            ("ＡＢＣ ＧｍｂＨ", "", "abc", Form::Foreign(18), false, ""),
            ("GmbH", "", "gmbh", Form::None, false, ""),
            ("()", "", "", Form::None, false, ""),
        ] {
            let found = parts(name);
            let shown = (found.place.as_str(), found.core.as_str(), found.form, found.group, found.branch.as_str());
            assert_eq!(shown, (place, core, form, group, branch), "{name}");
        }
    }

    #[test]
    fn suzhou_is_not_suzhou() {
        let [a, b, c] = ["苏州甲轴承有限公司", "宿州甲轴承有限公司", "江苏甲轴承有限公司"].map(parts);
        assert!(a.is_elsewhere(&b) && !a.is_elsewhere(&c));
        let [a, d, e] = ["青岛甲乙（宿州）有限公司", "青岛甲乙（宿迁）有限公司", "青岛甲乙有限公司"].map(parts);
        assert!(a.is_elsewhere(&d) && a.is_elsewhere(&e));
        assert!(!a.is_same_name(&b));
    }

    #[test]
    fn one_legal_name_in_several_spellings() {
        for (a, b) in [
            ("安徽甲轴承（集团）有限责任公司", "安徽甲轴承(集团)有限公司"),
            ("安徽甲轴承（集团）有限公司", "安徽甲轴承集团有限公司"),
            ("臺灣積體電路製造股份有限公司", "台湾积体电路制造股份有限公司"),
            ("A.B.C. Co.,Ltd", "ABC CO LTD"),
        ] {
            assert!(parts(a).is_same_name(&parts(b)), "{a} {b}");
        }
        for (a, b) in [
            ("甲轴承有限公司", "甲轴承股份有限公司"),
            ("甲轴承有限公司", "甲轴承集团有限公司"),
            ("甲轴承有限公司", "甲轴承有限公司苏州分公司"),
            ("甲轴承厂", "甲轴承有限公司"),
            ("甲厂1-1号", "甲厂11号"),
            ("Plant 1-1", "Plant 11"),
        ] {
            assert!(!parts(a).is_same_name(&parts(b)), "{a} {b}");
        }
    }
}
