//! Keys of figures: every published figure has one, and it can be typed to ask where the figure comes from.
//!
//! ```text
//! rate/total/2024/city/amount                  rate/firm/甲车桥/2024/city/amount      rate/chain/轴承/leaders/2024/city/amount
//! ring/firm/甲车桥/2024/rest_of_city           split/total/2024/ceiling               split/甲车桥/轴承钢管/2024/to_recruit
//! split/buyer/甲车桥/2024/supplied             gap/轴承钢管/2024/local_rate
//! ```
//!
//! A key is a question and then parts in a fixed order: what it is about, the year, the tier, the measure. A firm or
//! product may be given by name, alias or id; the key itself has the name where it is nobody else's, else the id, with
//! `／` for a `/` in it. What is usual (amounts, all buyers, the only year, the tier of the question) goes without saying;
//! any other part may be left out as long as one figure is nearest to what is said.

use super::Error;
use super::scope::TierName;
use crate::graph::SupplyGraph;
use crate::model::{FirmIx, ProductIx, Tier, Year};
use rapidfuzz::fuzz;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

/// Keys that an error names.
const NAMED: usize = 8;

/// Least likeness of two words, from 0 to 1, that may mean the same.
const ALIKE: f64 = 0.5;

/// The key of a figure, or of a row of figures whose measure is still to be added.
///
/// Rows of one object share the first half, all objects share the second, so that a key costs nothing to keep.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureKey {
    question: Question,
    stem: Arc<str>,
    tail: Arc<str>,
}

impl FigureKey {
    pub(crate) fn new(question: Question, stem: &Arc<str>, tail: &Arc<str>) -> Self {
        Self { question, stem: stem.clone(), tail: tail.clone() }
    }

    /// The key of its row, less the tier and measure.
    pub fn row(&self) -> String {
        format!("{}/{}", self.question.as_str(), self.stem)
    }

    /// The key of one measure of the row.
    pub fn measure(&self, measure: &str) -> String {
        format!("{self}/{measure}")
    }
}

impl fmt::Display for FigureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.question.as_str())?;
        for half in [&self.stem, &self.tail].into_iter().filter(|half| !half.is_empty()) {
            write!(f, "/{half}")?;
        }
        Ok(())
    }
}

impl Serialize for FigureKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// First part of a key: which answer the figure stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// Local supply rates.
    Rate,
    /// Rings of the local supply rate.
    Ring,
    /// Three-way split.
    Split,
    /// Weak links.
    Gap,
}

impl Question {
    /// The first part of its keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Question::Rate => "rate",
            Question::Ring => "ring",
            Question::Split => "split",
            Question::Gap => "gap",
        }
    }

    /// The question of a key.
    ///
    /// # Errors
    /// When the first part names none.
    pub(super) fn of(key: &str) -> Result<Self, Error> {
        match parts(key).next().unwrap_or_default() {
            "rate" | "配套率" | "近地化配套率" => Ok(Question::Rate),
            "ring" | "rings" | "圈层" => Ok(Question::Ring),
            "split" | "三分" => Ok(Question::Split),
            "gap" | "薄弱环节" => Ok(Question::Gap),
            _ => {
                let nearest = "rate/total/city/amount, ring/total/county, split/total/ceiling, gap/PRODUCT/local_rate";
                Err(Error::UnknownFigure { key: key.to_owned(), nearest: nearest.to_owned() })
            }
        }
    }
}

/// The parts of a key.
pub(super) fn parts(key: &str) -> impl Iterator<Item = &str> {
    key.split('/').map(str::trim).filter(|part| !part.is_empty())
}

/// A name as a part of a key.
pub(super) fn part(name: &str) -> Cow<'_, str> {
    let name = name.trim();
    if name.contains('/') { Cow::Owned(name.replace('/', "／")) } else { Cow::Borrowed(name) }
}

/// Parts joined to a stem.
pub(super) fn stem(parts: &[&str]) -> Arc<str> {
    let parts: Vec<Cow<'_, str>> = parts.iter().map(|text| part(text)).filter(|part| !part.is_empty()).collect();
    parts.join("/").into()
}

/// A stem with one more part, unless that is empty.
pub(super) fn longer(stem: &Arc<str>, last: &str) -> Arc<str> {
    if last.is_empty() { stem.clone() } else { format!("{stem}/{}", part(last)).into() }
}

/// The stem of a figure of one year and tier; a tier goes without saying unless it was asked for.
pub(super) fn local_stem(parts: &[&str], at: Option<Year>, tier: &Tier, asked: &Option<TierName>) -> Arc<str> {
    let (at, tier) = (year(at), tier.to_string());
    let tier = if asked.is_some() { &tier } else { "" };
    stem(&[parts, &[&at, tier]].concat())
}

/// A year as a part; empty where the lines give none.
pub(super) fn year(year: Option<Year>) -> String {
    year.map(|year| year.0.to_string()).unwrap_or_default()
}

/// The year that a part of the key is.
pub(super) fn year_in(key: &str) -> Option<Year> {
    let year = |part: &str| part.strip_suffix('年').unwrap_or(part).trim().parse().ok();
    parts(key).skip(1).filter_map(year).find(|year| (1949..=2100).contains(year)).map(Year)
}

/// What firms and products are called in keys: by name where the name is nobody else's.
pub(super) struct Names<'a> {
    graph: &'a SupplyGraph,
    firms: HashMap<&'a str, u32>,
    products: HashMap<&'a str, u32>,
}

impl<'a> Names<'a> {
    pub(super) fn new(graph: &'a SupplyGraph) -> Self {
        let (firms, products) = (&graph.dataset().firms, &graph.dataset().products);
        let of_firms = firms.iter().map(|firm| (firm.id.as_str(), &*firm.name, firm.aliases.as_slice()));
        let of_products = products.iter().map(|item| (item.id.as_str(), &*item.name, item.synonyms.as_slice()));
        Self { graph, firms: bearers(of_firms), products: bearers(of_products) }
    }

    pub(super) fn firm(&self, firm: FirmIx) -> &'a str {
        let firm = self.graph.dataset().firm(firm);
        if self.firms.get(&*firm.name) == Some(&1) { &firm.name } else { firm.id.as_str() }
    }

    pub(super) fn product(&self, product: ProductIx) -> &'a str {
        let product = self.graph.dataset().product(product);
        if self.products.get(&*product.name) == Some(&1) { &product.name } else { product.id.as_str() }
    }
}

/// How many bear each name, alias or id.
fn bearers<'a>(all: impl Iterator<Item = (&'a str, &'a str, &'a [Arc<str>])>) -> HashMap<&'a str, u32> {
    let mut bearers = HashMap::new();
    for (id, name, aliases) in all {
        let aliases = || aliases.iter().map(|alias| &**alias);
        let mut seen = vec![id];
        for text in std::iter::once(name).chain(aliases()) {
            if !seen.contains(&text) {
                seen.push(text);
            }
        }
        seen.into_iter().for_each(|text| *bearers.entry(text).or_insert(0) += 1);
    }
    bearers
}

/// A place in a key, with everything that may stand there.
pub(super) struct Slot<'a> {
    spellings: Vec<Cow<'a, str>>,
    /// Whether it goes without saying.
    usual: bool,
}

impl<'a> Slot<'a> {
    pub(super) fn new(spellings: &[&'a str]) -> Self {
        Self { spellings: spellings.iter().map(|text| part(text)).collect(), usual: false }
    }

    pub(super) fn firm(graph: &'a SupplyGraph, firm: FirmIx) -> Self {
        let firm = graph.dataset().firm(firm);
        let mut slot = Self::new(&[&firm.name, firm.id.as_str()]);
        slot.spellings.extend(firm.aliases.iter().map(|alias| part(alias)));
        slot
    }

    pub(super) fn product(graph: &'a SupplyGraph, product: ProductIx) -> Self {
        let product = graph.dataset().product(product);
        let mut slot = Self::new(&[&product.name, product.id.as_str()]);
        slot.spellings.extend(product.synonyms.iter().map(|synonym| part(synonym)));
        slot
    }

    pub(super) fn year(year: Option<Year>) -> Self {
        let spellings = match year {
            Some(year) => vec![year.0.to_string().into(), format!("{}年", year.0).into()],
            None => vec!["undated".into(), "未注明".into()],
        };
        Self { spellings, usual: year.is_none() }
    }

    pub(super) fn tier(tier: &Tier) -> Self {
        let chinese: &[&str] = match tier {
            Tier::County => &["县", "县域"],
            Tier::City => &["市", "市域"],
            Tier::Province => &["省", "省域"],
            Tier::Zone => &["园区"],
            Tier::Region(_) | Tier::Circle(_) | Tier::Area(_) => &[],
        };
        let spellings = chinese.iter().map(|text| Cow::Borrowed(*text)).chain([Cow::Owned(tier.to_string())]);
        Self { spellings: spellings.collect(), usual: false }
    }

    /// Marks it as going without saying.
    pub(super) fn usual(mut self, usual: bool) -> Self {
        self.usual |= usual;
        self
    }

    fn holds(&self, part: &str) -> bool {
        self.spellings.iter().any(|spelling| spelling.eq_ignore_ascii_case(part))
    }

    fn likeness(&self, part: &str) -> f64 {
        // Years are as near as they are in time, not as their digits are alike.
        let year = |text: &str| text.parse::<u16>().ok().filter(|year| (1949..=2100).contains(year));
        let asked = year(part);
        if let Some((a, b)) = asked.zip(self.spellings.iter().find_map(|spelling| year(spelling))) {
            return 1.0 / (1.0 + f64::from(a.abs_diff(b)) / 10.0);
        }
        let like = |spelling: &Cow<'_, str>| fuzz::ratio(spelling.chars(), part.chars());
        // Chance likeness must not order the keys.
        self.spellings.iter().map(like).filter(|like| *like >= ALIKE).fold(0.0, f64::max)
    }
}

/// A stem or a tail that keys may have.
pub(super) struct Entry<'a> {
    /// As the key has it.
    pub(super) key: Arc<str>,
    /// Its places in order.
    pub(super) slots: Vec<Slot<'a>>,
}

impl Entry<'_> {
    /// The parts that remain after those of the entry, and how many that do not go without saying were left out.
    fn take<'p, 'k>(&self, mut parts: &'p [&'k str]) -> (&'p [&'k str], usize) {
        let mut missing = 0;
        for slot in &self.slots {
            match parts.split_first() {
                Some((first, rest)) if slot.holds(first) => parts = rest,
                _ => missing += usize::from(!slot.usual),
            }
        }
        (parts, missing)
    }

    fn holds(&self, part: &str) -> bool {
        self.slots.iter().any(|slot| slot.holds(part))
    }

    fn likeness(&self, parts: &[&str]) -> f64 {
        let best = |part: &&str| self.slots.iter().map(|slot| slot.likeness(part)).fold(0.0, f64::max);
        parts.iter().map(best).sum()
    }
}

/// The stem and the tail that a key means, by position.
///
/// # Errors
/// When no figure has the key, or several do.
pub(super) fn find(
    question: Question,
    asked: &str,
    stems: &[Entry<'_>],
    tails: &[Entry<'_>],
) -> Result<(usize, usize), Error> {
    let parts: Vec<&str> = parts(asked).skip(1).collect();
    let key = |&(stem, tail): &(usize, usize)| FigureKey::new(question, &stems[stem].key, &tails[tail].key).to_string();
    let said = format!("{}/{}", question.as_str(), parts.join("/"));
    // By how many parts they leave to be guessed.
    let mut hits: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (stem, entry) in stems.iter().enumerate() {
        let (rest, missing) = entry.take(&parts);
        for (tail, entry) in tails.iter().enumerate() {
            let (rest, further) = entry.take(rest);
            if rest.is_empty() {
                hits.entry(missing + further).or_default().push((stem, tail));
            }
        }
    }
    if let Some(&exact) = hits.get(&0).and_then(|hits| hits.iter().find(|hit| key(hit) == said)) {
        return Ok(exact);
    }
    match hits.values().next().map(Vec::as_slice) {
        Some(&[only]) => Ok(only),
        Some(several) => {
            let candidates = several.iter().take(NAMED).map(key).collect::<Vec<_>>().join(", ");
            Err(Error::AmbiguousFigure { key: asked.to_owned(), count: several.len(), candidates })
        }
        None => {
            let nearest = nearest(&parts, stems, tails).iter().map(key).collect::<Vec<_>>().join(", ");
            Err(Error::UnknownFigure { key: asked.to_owned(), nearest })
        }
    }
}

/// Figures whose keys are most like the parts: the best stems, each with its best tail, and the best stem with others.
fn nearest(parts: &[&str], stems: &[Entry<'_>], tails: &[Entry<'_>]) -> Vec<(usize, usize)> {
    let ranked = |entries: &[Entry<'_>], others: &[Entry<'_>]| {
        let held = |entries: &[Entry<'_>], part: &str| entries.iter().any(|entry| entry.holds(part));
        // What is a part of the other half of the key resembles this one by chance only.
        let parts: Vec<&str> =
            parts.iter().copied().filter(|part| held(entries, part) || !held(others, part)).collect();
        let mut ranked: Vec<(usize, f64)> =
            entries.iter().enumerate().map(|(at, entry)| (at, entry.likeness(&parts))).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    };
    let (stems, tails) = (ranked(stems, tails), ranked(tails, stems));
    let mut nearest: Vec<(usize, usize)> = Vec::new();
    if let (Some(stem), Some(tail)) = (stems.first(), tails.first()) {
        nearest.extend(tails.iter().take(NAMED / 2).map(|tail| (stem.0, tail.0)));
        nearest.extend(stems.iter().skip(1).take(NAMED / 2).map(|stem| (stem.0, tail.0)));
    }
    nearest
}
