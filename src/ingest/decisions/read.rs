//! Text to decisions; whatever is not understood is an error with its line.

use super::{Decisions, FirmDecision, Party, ProductDecision, Ruling, VERSION, firm_id, product_id};
use crate::ingest::normalise::code::{CreditCode, credit_code};
use crate::ingest::normalise::name;
use crate::model::AreaCode;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// A place in the file that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {fault}")]
pub struct Error {
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong in a decisions file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No such file format: what the parser says.
    Syntax(String),
    /// The version is missing or one that this program does not know.
    Version(Option<i64>),
    /// Two questions have this id.
    RepeatedId(String),
    /// An id is empty or holds more than letters and digits.
    BadId(String),
    /// A name, text or product is empty.
    Empty,
    /// Not a valid credit code.
    BadCode(String),
    /// Not the six digits of a division.
    BadPlace(String),
    /// Not from 0 to 1.
    BadSimilarity,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Syntax(message) => f.write_str(message),
            Fault::Version(Some(found)) => {
                write!(f, "version {found} is unknown; this program reads version {VERSION}")
            }
            Fault::Version(None) => write!(f, "there is no `version = {VERSION}`"),
            Fault::RepeatedId(id) => write!(f, "two questions have the id `{id}`"),
            Fault::BadId(id) => write!(f, "`{id}` is no id; it has letters and digits only, or is left out"),
            Fault::Empty => f.write_str("the text is empty"),
            Fault::BadCode(code) => write!(f, "`{code}` is no valid credit code"),
            Fault::BadPlace(place) => write!(f, "`{place}` is no six-digit code of a division"),
            Fault::BadSimilarity => f.write_str("a similarity lies between 0 and 1"),
        }
    }
}

#[derive(Deserialize)]
struct Head {
    version: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: i64,
    #[serde(default)]
    firm: Vec<FirmEntry>,
    #[serde(default)]
    product: Vec<ProductEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirmEntry {
    id: Option<Spanned<String>>,
    answer: Ruling,
    a: PartyEntry,
    b: PartyEntry,
    #[serde(default)]
    reason: String,
    similarity: Option<Spanned<f64>>,
    #[serde(default)]
    rows: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyEntry {
    code: Option<Spanned<String>>,
    name: Spanned<String>,
    place: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductEntry {
    id: Option<Spanned<String>>,
    text: Spanned<String>,
    product: Spanned<String>,
    answer: Ruling,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    rows: Vec<String>,
}

/// Reads the text of a decisions file, with or without a byte-order mark.
///
/// # Errors
/// At the first place that is not understood: no TOML, another version, an unknown key or answer, a repeated id.
///
/// ```
/// use liantu::ingest::decisions::{Ruling, parse};
/// let text = "version = 1\n[[firm]]\nanswer = 'same'\na = { name = '甲轴承' }\nb = { name = '安徽甲轴承有限公司' }\n";
/// let decisions = parse(text).unwrap();
/// assert_eq!(decisions.firms[0].answer, Ruling::Same);
/// assert_eq!(parse(&decisions.to_text()).unwrap(), decisions);
/// assert_eq!(parse("version = 1\nfrim = []").unwrap_err().line, 2);
/// ```
pub fn parse(text: &str) -> Result<Decisions, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let place = Place { text };
    let syntax = |error: toml::de::Error| {
        place.error(error.span().unwrap_or_default(), Fault::Syntax(error.message().trim().to_owned()))
    };
    let head: Head = toml::from_str(text).map_err(syntax)?;
    match head.version {
        None => return Err(place.error(0..0, Fault::Version(None))),
        Some(version) if *version.get_ref() != VERSION => {
            return Err(place.error(version.span(), Fault::Version(Some(*version.get_ref()))));
        }
        Some(_) => {}
    }
    let file: File = toml::from_str(text).map_err(syntax)?;
    let mut ids = BTreeSet::new();
    let mut decisions = Decisions::default();
    for entry in file.firm {
        decisions.firms.push(place.firm(entry, &mut ids)?);
    }
    for entry in file.product {
        decisions.products.push(place.product(entry, &mut ids)?);
    }
    decisions.sort();
    Ok(decisions)
}

/// Reads the bytes of a decisions file, which must be UTF-8.
///
/// # Errors
/// As [`parse`], and at the first byte that is not UTF-8.
pub fn parse_bytes(bytes: &[u8]) -> Result<Decisions, Error> {
    std::str::from_utf8(bytes)
        .map_err(|error| {
            let text = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let fault = Fault::Syntax("the file is not UTF-8".to_owned());
            Place { text: &text }.error(text.len()..text.len(), fault)
        })
        .and_then(parse)
}

/// The text, to tell lines.
#[derive(Clone, Copy)]
struct Place<'a> {
    text: &'a str,
}

impl Place<'_> {
    fn error(self, span: Range<usize>, fault: Fault) -> Error {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Error { line, column, fault }
    }

    fn firm(self, entry: FirmEntry, ids: &mut BTreeSet<String>) -> Result<FirmDecision, Error> {
        let at = entry.a.name.span();
        let (a, b) = (self.party(entry.a)?, self.party(entry.b)?);
        let similarity = match entry.similarity {
            Some(value) if !(0.0..=1.0).contains(value.get_ref()) => {
                return Err(self.error(value.span(), Fault::BadSimilarity));
            }
            value => value.map(Spanned::into_inner),
        };
        let id = self.id(entry.id, firm_id(&a, &b), at, ids)?;
        Ok(FirmDecision { id, answer: entry.answer, a, b, reason: entry.reason, similarity, rows: entry.rows })
    }

    fn product(self, entry: ProductEntry, ids: &mut BTreeSet<String>) -> Result<ProductDecision, Error> {
        let at = entry.text.span();
        let (text, product) = (self.text(entry.text)?, self.text(entry.product)?);
        let id = self.id(entry.id, product_id(&text, &product), at, ids)?;
        Ok(ProductDecision { id, answer: entry.answer, text, product, reason: entry.reason, rows: entry.rows })
    }

    fn party(self, entry: PartyEntry) -> Result<Party, Error> {
        let code = match entry.code {
            None => None,
            Some(code) => match credit_code(code.get_ref()) {
                CreditCode::Valid(valid) | CreditCode::Repaired(valid) => Some(Arc::from(valid)),
                CreditCode::Invalid => return Err(self.error(code.span(), Fault::BadCode(code.into_inner()))),
            },
        };
        let place = match entry.place {
            None => None,
            Some(place) => match digits(place.get_ref()) {
                Some(area) => Some(area),
                None => return Err(self.error(place.span(), Fault::BadPlace(place.into_inner()))),
            },
        };
        Ok(Party { code, name: self.text(entry.name)?, place })
    }

    fn text(self, text: Spanned<String>) -> Result<Arc<str>, Error> {
        if name::key(text.get_ref()).is_empty() {
            return Err(self.error(text.span(), Fault::Empty));
        }
        Ok(Arc::from(text.into_inner()))
    }

    /// The id given, else the one of the content; no two questions share one.
    fn id(
        self,
        given: Option<Spanned<String>>,
        own: String,
        at: Range<usize>,
        ids: &mut BTreeSet<String>,
    ) -> Result<String, Error> {
        let (id, at) = match given {
            None => (own, at),
            Some(given) => {
                let at = given.span();
                let id = given.into_inner();
                if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric()) {
                    return Err(self.error(at, Fault::BadId(id)));
                }
                (id, at)
            }
        };
        if !ids.insert(id.clone()) {
            return Err(self.error(at, Fault::RepeatedId(id)));
        }
        Ok(id)
    }
}

fn digits(text: &str) -> Option<AreaCode> {
    let six = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| six).map(AreaCode)
}

#[cfg(test)]
mod tests {
    use super::{Error, Fault, parse};

    const FIRM: &str = "version = 1\n[[firm]]\nanswer = \"same\"\na = { name = \"甲\" }\n";

    fn error(text: &str) -> Error {
        parse(text).unwrap_err()
    }

    #[test]
    fn what_is_not_understood_is_told_with_its_place() {
        for (text, line) in [
            ("", 1),
            ("version = 2\nanything = 3\n", 1),
            ("version = \"1\"", 1),
            ("version = 1\nfirms = []", 2),
            ("version = 1\n[[firm]]\nanswer = \"perhaps\"", 3),
            ("version = 1\n[[firm]]\nanswer = \"same\"\nb = { name = \"甲\" }", 2),
            ("version = 1\n\n[[firm]", 3),
            ("version = 1\n\0", 2),
        ] {
            assert_eq!(error(text).line, line, "{text}: {}", error(text));
        }
        for (rest, line, fault) in [
            ("b = { name = \" \" }", 5, Fault::Empty),
            ("b = { name = \"乙\", code = \"123\" }", 5, Fault::BadCode("123".into())),
            ("b = { name = \"乙\", place = \"34\" }", 5, Fault::BadPlace("34".into())),
            ("b = { name = \"乙\" }\nsimilarity = nan", 6, Fault::BadSimilarity),
            ("b = { name = \"乙\" }\nid = \"a b\"", 6, Fault::BadId("a b".into())),
        ] {
            let error = error(&format!("{FIRM}{rest}"));
            assert_eq!((error.line, error.fault), (line, fault));
        }
    }

    #[test]
    fn an_id_belongs_to_one_question() {
        let one = "[[product]]\nid = \"a1\"\ntext = \"轴承\"\nproduct = \"深沟球轴承\"\nanswer = \"same\"\n";
        let error = error(&format!("version = 1\n{one}{one}"));
        assert_eq!((error.line, error.fault), (8, Fault::RepeatedId("a1".into())));
    }

    #[test]
    fn byte_order_mark_and_line_ends_do_not_matter() {
        let text = format!("{FIRM}b = {{ name = \"乙\" }}\n");
        let marked = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(parse(&text).unwrap(), parse(&marked).unwrap());
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("version = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(error(&deep).line, 1);
    }
}
