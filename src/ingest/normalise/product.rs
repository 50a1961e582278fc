//! Product texts of ledgers to the products of the chains, where one name alone does not settle it.
//!
//! Chinese compounds end with their head: `圆锥滚子轴承` is a `轴承`, while `轴承座` and `轴承钢管切割机` are none. So
//!
//! ```text
//! *轴承*第三代轮毂轴承单元(左) DAC3055    category of an invoice, modifier, term, bracket, model number
//!           └────┬───┘└────┬────┘
//!              term       plain: says nothing of what the thing is        → strong
//! 轮毂轴承单元螺栓          the rest after the term is the head             → no match
//! 轮毂轴承单元毛坯          the rest may or may not change the thing       → weak: a question
//! 轮毂轴承、油封            two products                                    → a question
//! ```
//!
//! Of two terms one inside the other the longer stands. An exclusion word in the text rules its product out, unless it is
//! part of the very term. Width, case, traditional characters and white space are folded.

use crate::ingest::hash::FastMap;
use crate::model::Evidence;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

mod lists;
mod tail;

use tail::{Tail, idle, plain};

/// A longer text is a sentence, not the name of a product.
const LONGEST: usize = 80;

/// A product as the vocabulary knows it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Number of the product, returned with a match.
    pub product: u32,
    /// Its name.
    pub name: &'a str,
    /// Other names.
    pub synonyms: &'a [&'a str],
    /// Words that rule it out.
    pub exclude: &'a [&'a str],
}

/// The names by which products may be met.
#[derive(Debug, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// Terms by their first character, longest first.
    first: FastMap<char, Vec<u32>>,
    /// Exclusion words by product.
    exclude: FastMap<u32, Vec<String>>,
}

/// A name or synonym.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Term {
    text: String,
    /// The products that bear it, sorted; of several none is meant.
    products: Vec<u32>,
    /// What the name says before a synonym that is its end: `接线盒` of `光伏接线盒` lacks `光伏`.
    lacks: Option<String>,
}

/// How sure a match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The term is the head of the text, and nothing speaks against it.
    Strong,
    /// To be asked.
    Weak,
}

/// A product that a text may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Number of the product.
    pub product: u32,
    /// The name found in the text, folded.
    pub term: String,
    /// Where it begins, in characters of the folded text.
    pub position: usize,
    /// How sure.
    pub strength: Strength,
    /// Why.
    pub evidence: Evidence,
}

/// A term found in a text, in characters.
#[derive(Debug, Clone, Copy)]
struct Found {
    from: usize,
    to: usize,
    term: u32,
}

/// A part of a text between separators or within brackets.
#[derive(Debug, Clone, Copy)]
struct Part {
    from: usize,
    to: usize,
    bracket: bool,
    /// A comma or slash stands before or after it: an item of a list.
    listed: bool,
}

impl Vocabulary {
    /// The vocabulary of these products; their order does not matter.
    pub fn new<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let mut terms: BTreeMap<String, Term> = BTreeMap::new();
        let mut exclude: FastMap<u32, Vec<String>> = FastMap::default();
        for entry in entries {
            let name = bare(entry.name);
            for text in std::iter::once(entry.name).chain(entry.synonyms.iter().copied()) {
                let text = bare(text);
                if !is_telling(&text) {
                    continue;
                }
                let lacks = name.strip_suffix(text.as_str()).filter(|rest| !rest.is_empty()).map(str::to_owned);
                let term = terms.entry(text.clone()).or_insert(Term { text, products: Vec::new(), lacks });
                if let Err(at) = term.products.binary_search(&entry.product) {
                    term.products.insert(at, entry.product);
                }
            }
            exclude.entry(entry.product).or_default().extend(entry.exclude.iter().map(|word| bare(word)));
        }
        let mut terms: Vec<Term> = terms.into_values().collect();
        terms.sort_by(|a, b| b.text.chars().count().cmp(&a.text.chars().count()).then_with(|| a.cmp(b)));
        let mut first: FastMap<char, Vec<u32>> = FastMap::default();
        for (term, at) in terms.iter().zip(0..) {
            if let Some(c) = term.text.chars().next() {
                first.entry(c).or_default().push(at);
            }
        }
        Self { terms, first, exclude }
    }

    /// What the text may mean, likeliest first. It is settled only when the first match is strong; then it is the only one.
    ///
    /// Products in `refused` are never proposed, nor is what stands inside their names.
    ///
    /// ```
    /// use liantu::ingest::normalise::product::{Entry, Strength, Vocabulary};
    /// let bearing = Entry { product: 7, name: "轮毂轴承", synonyms: &["轮毂轴承单元"], exclude: &[] };
    /// let words = Vocabulary::new([bearing]);
    /// let found = words.read("*轴承*第三代轮毂轴承单元(左) DAC3055", &[]);
    /// assert_eq!((found[0].product, found[0].strength), (7, Strength::Strong));
    /// assert!(words.read("轮毂轴承螺栓", &[]).is_empty());
    /// ```
    pub fn read(&self, text: &str, refused: &[u32]) -> Vec<Match> {
        let text = fold(text);
        let chars: Vec<char> = without_category(&text).chars().collect();
        if chars.len() > LONGEST {
            return Vec::new();
        }
        let found = self.find(&chars);
        let parts = parts(&chars, &found);
        Reading { words: self, found, parts, chars: &chars, refused }.matches()
    }

    /// The longest terms of a text: none lies inside another.
    fn find(&self, chars: &[char]) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for (from, c) in chars.iter().enumerate() {
            let fits = |term: &u32| {
                let text = &self.terms[*term as usize].text;
                let to = from + text.chars().count();
                let same = text.chars().eq(chars.iter().skip(from).take(to - from).copied());
                (same && is_apart(chars, from, to)).then_some(Found { from, to, term: *term })
            };
            let longest = self.first.get(c).and_then(|terms| terms.iter().find_map(fits));
            found.extend(longest.filter(|new| found.last().is_none_or(|last| new.to > last.to)));
        }
        found
    }

    fn is_excluded(&self, product: u32, term: &str, text: &str) -> bool {
        let words = self.exclude.get(&product).map(Vec::as_slice).unwrap_or_default();
        words.iter().any(|word| !term.contains(word.as_str()) && text.contains(word.as_str()))
    }
}

/// A text being read.
struct Reading<'a> {
    words: &'a Vocabulary,
    found: Vec<Found>,
    parts: Vec<Part>,
    chars: &'a [char],
    refused: &'a [u32],
}

impl Reading<'_> {
    fn matches(&self) -> Vec<Match> {
        let mut matches: Vec<Match> = self.parts.iter().flat_map(|part| self.part(*part)).collect();
        matches.sort_by(|a, b| {
            let key = |found: &Match| (found.strength, found.evidence, std::cmp::Reverse(found.term.chars().count()));
            key(a).cmp(&key(b)).then_with(|| (a.position, a.product).cmp(&(b.position, b.product)))
        });
        let mut seen = BTreeSet::new();
        matches.retain(|found| seen.insert(found.product));
        let strong = matches.iter().filter(|found| found.strength == Strength::Strong).count();
        match strong {
            1 => matches.truncate(1),
            _ => matches.iter_mut().for_each(|found| found.strength = Strength::Weak),
        }
        matches
    }

    /// What one part of the text says, the others being what surrounds it.
    fn part(&self, part: Part) -> Vec<Match> {
        let inside: Vec<Found> =
            self.found.iter().copied().filter(|found| found.from >= part.from && found.to <= part.to).collect();
        let Some(last) = inside.last() else { return Vec::new() };
        let tail = self.tail(last.to, part.to, last.term);
        inside
            .iter()
            .flat_map(|found| self.one(*found, part, if found.to == last.to { tail } else { Tail::Other }))
            .collect()
    }

    /// What the rest after a term does to it; a rest with which the product's own name ends does nothing.
    fn tail(&self, from: usize, to: usize, term: u32) -> Tail {
        let rest = &self.chars[from..to];
        let rest_text: String = rest.iter().collect();
        let products = &self.words.terms[term as usize].products;
        let own =
            |other: &Term| other.text.ends_with(&rest_text) && other.products.iter().any(|one| products.contains(one));
        if rest.len() > 1 && self.words.terms.iter().any(own) { Tail::Plain } else { plain(rest) }
    }

    fn one(&self, found: Found, part: Part, tail: Tail) -> Vec<Match> {
        let term = &self.words.terms[found.term as usize];
        let text: String = self.chars.iter().filter(|c| !c.is_whitespace()).collect();
        let allowed =
            |product: &&u32| !self.refused.contains(product) && !self.words.is_excluded(**product, &term.text, &text);
        let products: Vec<u32> = term.products.iter().filter(allowed).copied().collect();
        // A word that rules one bearer out tells which other is meant.
        let Some(evidence) = self.evidence(found, part, tail, term) else { return Vec::new() };
        let sure = matches!(evidence, Evidence::Whole | Evidence::Head) && products.len() == 1;
        let strength = if sure { Strength::Strong } else { Strength::Weak };
        let one = |product| Match { product, term: term.text.clone(), position: found.from, strength, evidence };
        products.into_iter().map(one).collect()
    }

    /// What speaks for or against a term; `None` when the text surely means another thing.
    fn evidence(&self, found: Found, part: Part, tail: Tail, term: &Term) -> Option<Evidence> {
        match tail {
            Tail::Other => return None,
            Tail::Open => return Some(Evidence::Tail),
            Tail::Plain => {}
        }
        let before = self.before(found, part);
        let beside = self.beside(part)?;
        if beside || part.bracket {
            return Some(Evidence::Beside);
        }
        if tail::says_nothing(&before) {
            return Some(Evidence::Whole);
        }
        let lacking = term.lacks.as_ref().is_some_and(|lacks| !before.contains(lacks.as_str()));
        Some(if lacking || tail::turns(&before) { Evidence::Modifier } else { Evidence::Head })
    }

    /// The words that narrow a term: what stands before it in its part and in the parts before that no comma parts off.
    fn before(&self, found: Found, part: Part) -> String {
        let open = self.parts.iter().filter(|other| !other.bracket && !other.listed && other.to <= part.from);
        let mut text: String = open.flat_map(|other| &self.chars[other.from..other.to]).collect();
        text.extend(&self.chars[part.from..found.from]);
        text
    }

    /// Whether another part names something beside this one; `None` when what follows is surely the thing itself.
    fn beside(&self, part: Part) -> Option<bool> {
        let mut beside = false;
        for other in self.parts.iter().filter(|other| other.from != part.from) {
            let named = self.found.iter().any(|found| found.from >= other.from && found.to <= other.to);
            let chars = &self.chars[other.from..other.to];
            let after = other.from > part.from;
            match plain(chars) {
                _ if idle(chars) => {}
                // 动力电池(壳体).
                Tail::Other if other.bracket => beside |= after && !named,
                _ if other.bracket => {}
                // 轮毂轴承 防尘盖.
                Tail::Other if after && !named && !other.listed => return None,
                _ if named || after || other.listed => beside |= !self.is_same(part, *other),
                _ => {}
            }
        }
        Some(beside)
    }

    /// Whether the other part says the same product once more: 电控/电机控制器.
    fn is_same(&self, part: Part, other: Part) -> bool {
        let head = |part: Part| {
            let found = self.found.iter().rev().find(|found| found.from >= part.from && found.to <= part.to)?;
            let plain = plain(&self.chars[found.to..part.to]) == Tail::Plain;
            plain.then(|| &self.words.terms[found.term as usize].products)
        };
        head(part).is_some_and(|products| head(other) == Some(products))
    }
}

/// The text cut at separators and brackets that no term holds.
fn parts(chars: &[char], found: &[Found]) -> Vec<Part> {
    let inside = |at: usize| found.iter().any(|found| found.from <= at && at < found.to);
    let mut parts = Vec::new();
    let (mut from, mut depth, mut listed) = (0, 0_usize, false);
    for (at, c) in chars.iter().enumerate() {
        let after_term = found.iter().any(|found| found.to == at);
        let Some(cut) = Cut::of(*c, after_term).filter(|_| !inside(at)) else { continue };
        parts.push(Part { from, to: at, bracket: depth > 0, listed: listed || cut == Cut::List });
        listed = cut == Cut::List;
        from = at + 1;
        depth = match cut {
            Cut::Open => depth + 1,
            Cut::Close => depth.saturating_sub(1),
            Cut::Loose | Cut::List => depth,
        };
    }
    parts.push(Part { from, to: chars.len(), bracket: depth > 0, listed });
    parts.retain(|part| part.from < part.to);
    parts
}

/// What parts a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// A blank or hyphen: what follows may only describe.
    Loose,
    /// A comma or slash: what follows is another item.
    List,
    Open,
    Close,
}

impl Cut {
    fn of(c: char, after_term: bool) -> Option<Self> {
        match c {
            ' ' | '-' | '_' | '—' | ':' | '·' | '~' => Some(Cut::Loose),
            '、' | ',' | ';' | '/' | '|' | '+' | '&' | '\\' | '。' => Some(Cut::List),
            '及' | '与' | '和' | '或' if after_term => Some(Cut::List),
            '(' | '[' | '{' | '【' | '《' | '〔' | '<' | '「' => Some(Cut::Open),
            ')' | ']' | '}' | '】' | '》' | '〕' | '>' | '」' => Some(Cut::Close),
            _ => None,
        }
    }
}

/// Whether letters and digits at the ends of a term are not the middle of a longer word: `PA6` is not in `PA66`.
fn is_apart(chars: &[char], from: usize, to: usize) -> bool {
    let joined = |a: Option<&char>, b: Option<&char>| {
        a.is_some_and(char::is_ascii_alphanumeric) && b.is_some_and(char::is_ascii_alphanumeric)
    };
    let before = from.checked_sub(1).and_then(|at| chars.get(at));
    // A number before it makes it a unit: 100 PCS.
    let gap = from.checked_sub(2).and_then(|at| chars.get(at)).filter(|_| before == Some(&' '));
    let counted = gap.is_some_and(char::is_ascii_digit) && chars[from..to].iter().all(char::is_ascii_alphabetic);
    !counted && !joined(before, chars.get(from)) && !joined(chars.get(to - 1), chars.get(to))
}

/// Whether a term says enough to be looked for inside a text: one ideograph or a bare number does not.
fn is_telling(text: &str) -> bool {
    text.chars().count() > 1 && text.chars().any(char::is_alphabetic)
}

/// `*轴承*轮毂轴承单元`: invoices put the tax category before the name.
fn without_category(text: &str) -> &str {
    let rest = text.strip_prefix('*').and_then(|text| text.split_once('*'));
    rest.map(|(_, name)| name.trim()).filter(|name| !name.is_empty()).unwrap_or(text)
}

/// Width, case and traditional characters folded, white space to single blanks.
fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String =
        text.nfkc().filter(|c| !c.is_control() || c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    simplified(&words.join(" "))
}

/// A name as a term: folded, without white space.
fn bare(text: &str) -> String {
    fold(text).replace(' ', "")
}

/// Traditional characters to simplified ones.
fn simplified(text: &str) -> String {
    static SCRIPT: OnceLock<Option<ferrous_opencc::OpenCC>> = OnceLock::new();
    let script =
        SCRIPT.get_or_init(|| ferrous_opencc::OpenCC::from_config(ferrous_opencc::config::BuiltinConfig::T2s).ok());
    script.as_ref().map_or_else(|| text.to_owned(), |script| script.convert(text))
}

#[cfg(test)]
mod tests;
