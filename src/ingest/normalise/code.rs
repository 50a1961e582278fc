//! Codes: credit code (GB 32100) and industry code (GB/T 4754-2017).

use crate::ingest::normalise::name;
use crate::model::{AreaCode, division, history};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a credit-code cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreditCode {
    /// Valid as written.
    Valid(String),
    /// Valid after folding width and case and removing white space, hyphens and the apostrophe in front.
    Repaired(String),
    /// Not a valid code.
    Invalid,
}

/// The characters of a credit code by value; I, O, S, V and Z are left out because they look like digits or each other.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Checks a unified social credit code: 18 characters of the standard's alphabet, check character by weights of powers of 3 modulo 31.
///
/// ```
/// use liantu::ingest::normalise::code::{CreditCode, credit_code};
/// let code = "91350100M000100Y43";
/// assert_eq!(credit_code(code), CreditCode::Valid(code.into()));
/// assert_eq!(credit_code("91350100m000100y43"), CreditCode::Repaired(code.into()));
/// assert_eq!(credit_code("91350100M000100Y44"), CreditCode::Invalid);
/// ```
pub fn credit_code(text: &str) -> CreditCode {
    let text = text.trim();
    if is_credit_code(text) {
        return CreditCode::Valid(text.to_owned());
    }
    // The apostrophe in front is how spreadsheets are told to keep the digits.
    let folded = name::key(text).trim_start_matches(['\'', '‘', '’']).replace('-', "").to_uppercase();
    if is_credit_code(&folded) { CreditCode::Repaired(folded) } else { CreditCode::Invalid }
}

/// The division of the authority that registered the firm (characters 3 to 8 of a valid code) when no table of divisions
/// since 1981 has it; `None` when all is well.
///
/// `100000` is the national registry. Development zones register under numbers of their own inside a prefecture
/// (`340162`), which are well as long as the prefecture is.
///
/// ```
/// use liantu::ingest::normalise::code::unknown_registry;
/// assert_eq!(unknown_registry("91350100M000100Y43"), None);
/// assert_eq!(unknown_registry("91100000100003962T"), None);
/// assert_eq!(unknown_registry("919999007495321040"), Some("999900"));
/// ```
pub fn unknown_registry(code: &str) -> Option<&str> {
    let digits = code.get(2..8)?;
    let known = |code: u32| division::find(AreaCode(code)).is_some() || !history::of_code(AreaCode(code)).is_empty();
    let number = digits.parse::<u32>().ok();
    let well = number.is_some_and(|number| number == 100_000 || known(number) || known(number / 100 * 100));
    (!well).then_some(digits)
}

fn is_credit_code(text: &str) -> bool {
    let Some(values) = text.chars().map(|c| ALPHABET.find(c)).collect::<Option<Vec<usize>>>() else { return false };
    let [body @ .., check] = &values[..] else { return false };
    body.len() == 17 && check_value(body) == *check
}

/// The value that makes the weighted sum of all eighteen characters a multiple of 31, the last having weight 1.
fn check_value(body: &[usize]) -> usize {
    let (sum, _) = body.iter().fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
    (31 - sum % 31) % 31
}

/// The industry class of a code such as `C3451` or `3451`; `None` when GB/T 4754-2017 has no such code.
///
/// Sections, divisions and groups (`C`, `34`, `345`) are found as well. A section letter must be the right one.
///
/// ```
/// use liantu::ingest::normalise::code::industry;
/// assert_eq!(industry("C3451"), Some("滚动轴承制造"));
/// assert_eq!(industry("3451"), industry("C3451"));
/// assert_eq!(industry("D3451"), None);
/// ```
pub fn industry(code: &str) -> Option<&'static str> {
    static CLASSES: OnceLock<BTreeMap<&str, (&str, &str)>> = OnceLock::new();
    let classes = CLASSES.get_or_init(|| {
        let table = include_str!("../../../assets/codes/gbt4754_2017.csv");
        table.lines().skip(1).filter_map(parse_industry).collect()
    });
    let code = name::key(code).to_uppercase();
    // A spreadsheet that took the code for a number may write 3451.0.
    let code = code.strip_suffix(".0").unwrap_or(&code);
    let (section, digits) = code.split_at(code.find(|c: char| c.is_ascii_digit()).unwrap_or(0));
    let (own, name) = classes.get(if digits.is_empty() { section } else { digits })?;
    (section.is_empty() || section == *own).then_some(*name)
}

/// Digits (of a section its letter), then section and name.
fn parse_industry(line: &'static str) -> Option<(&'static str, (&'static str, &'static str))> {
    let mut fields = line.split(',');
    let (code, name) = (fields.next()?, fields.next()?);
    let (section, digits) = code.split_at_checked(1)?;
    Some(if digits.is_empty() { (code, ("", name)) } else { (digits, (section, name)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_in_public_registers_are_valid() {
        for code in ["91350100M000100Y43", "91330100799655058B", "9144030071526726XG", "914403001922038216"] {
            assert_eq!(credit_code(code), CreditCode::Valid(code.into()), "{code}");
        }
    }

    #[test]
    fn width_case_and_gaps_are_repaired_and_nothing_else() {
        let code = || CreditCode::Repaired("91350100M000100Y43".into());
        assert_eq!(credit_code("９１３５０１００Ｍ０００１００Ｙ４３"), code());
        assert_eq!(credit_code("91350100 M000100Y 43"), code());
        assert_eq!(credit_code("91350100-M000100Y4-3"), code());
        assert_eq!(credit_code("'91350100M000100Y43"), code());
        // The letter O is not in the alphabet and is not taken for a zero.
        assert_eq!(credit_code("9135O100M000100Y43"), CreditCode::Invalid);
        for text in ["", "9135", "91350100M000100Y4", "91350100M000100Y433", "安徽甲轴承有限公司"] {
            assert_eq!(credit_code(text), CreditCode::Invalid, "{text}");
        }
    }

    #[test]
    fn every_industry_code_is_found_with_and_without_its_section() {
        for line in include_str!("../../../assets/codes/gbt4754_2017.csv").lines().skip(1) {
            let (code, rest) = line.split_once(',').unwrap();
            let name = rest.split(',').next();
            assert_eq!(industry(code), name, "{code}");
            if code.len() > 1 {
                assert_eq!(industry(&code[1..]), name, "{code}");
            }
        }
        assert_eq!(industry("3451.0"), Some("滚动轴承制造"));
        assert_eq!(industry("ｃ3451"), Some("滚动轴承制造"));
        assert_eq!(industry("c"), Some("制造业"));
        for code in ["", "9999", "C", "34510", "轴承", "3451C"] {
            assert_eq!(industry(code).is_some(), code == "C", "{code}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_noticed(at in 0usize..18, value in 0usize..31) {
            let mut code: Vec<char> = "91350100M000100Y43".chars().collect();
            let other = ALPHABET.chars().nth(value).unwrap_or('0');
            prop_assume!(code[at] != other);
            code[at] = other;
            prop_assert_eq!(credit_code(&code.iter().collect::<String>()), CreditCode::Invalid);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = (credit_code(&text), industry(&text));
        }
    }
}
