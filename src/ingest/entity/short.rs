//! Short names: a name without legal form, and the longer names that begin with it.

use super::{Entry, Subject, similarity};
use crate::ingest::normalise::name::{Form, own_length};
use rayon::prelude::*;

/// Longer names looked at before a short name is taken for a word of the language.
const MANY: usize = 24;

/// A short name with the firms it may mean.
#[derive(Debug, PartialEq)]
pub(crate) struct ShortName {
    /// The subject that bears it.
    pub(crate) subject: usize,
    /// Its characters.
    pub(crate) length: usize,
    /// Whether it holds no word of the firm's own, only a place and a trade.
    pub(crate) generic: bool,
    /// What it may be short for, by subject.
    pub(crate) longer: Vec<Longer>,
}

/// A longer name that a short one may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Longer {
    /// The subject that bears it.
    pub(crate) subject: usize,
    /// How well the short name fits.
    pub(crate) fit: Fit,
    /// How like the names are, from 0 to 1.
    pub(crate) similarity: f64,
}

/// How a short name fits a longer one, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// All but the legal form.
    Whole,
    /// All but the legal form and the place.
    WithoutPlace,
    /// The beginning of it.
    Beginning,
    /// The longer name has no legal form either: it only shows that the word is shared.
    Shared,
}

/// All short names, by subject.
pub(super) fn names(subjects: &[Subject<'_>], entries: &[Entry]) -> Vec<ShortName> {
    let mut texts: Vec<(&str, &Entry)> = Vec::with_capacity(entries.len() * 2);
    for entry in entries {
        texts.push((&entry.parts.stem, entry));
        if entry.parts.core != entry.parts.stem {
            texts.push((&entry.parts.core, entry));
        }
    }
    texts.par_sort_by(|a, b| (a.0, a.1.subject).cmp(&(b.0, b.1.subject)));
    let short: Vec<&Entry> = entries.iter().filter(|entry| is_short(entry)).collect();
    short.par_iter().filter_map(|entry| short_name(entry, subjects, &texts)).collect()
}

fn is_short(entry: &Entry) -> bool {
    let parts = &entry.parts;
    let long_enough = if parts.stem.is_ascii() { parts.stem.len() > 3 } else { parts.stem.chars().nth(1).is_some() };
    parts.form == Form::None
        && parts.branch.is_empty()
        && long_enough
        && parts.stem.chars().any(|c| !c.is_ascii_digit())
        && (own_length(&parts.core) > 0 || !parts.place.is_empty())
        && !parts.is_place()
}

fn short_name(short: &Entry, subjects: &[Subject<'_>], texts: &[(&str, &Entry)]) -> Option<ShortName> {
    let stem = short.parts.stem.as_str();
    // 甲股份 means a 股份有限公司 and no other firm of the name.
    let stock = stem.strip_suffix("股份").filter(|rest| rest.chars().nth(1).is_some());
    let own = |entry: &Entry| {
        entry.subject != short.subject
            && subjects[entry.subject].may_be(&subjects[short.subject])
            && !short.parts.is_same_name(&entry.parts)
    };
    let begins = |sought: &str, only_stock: bool| -> Option<Vec<Longer>> {
        let fits = |text: &str, entry: &Entry| {
            let form = !only_stock || entry.parts.form == Form::Stock;
            form && own(entry) && ends_word(sought, &text[sought.len()..])
        };
        let found = beginning(texts, sought)?.filter(|(text, entry)| fits(text, entry));
        Some(found.map(|(_, entry)| longer(short, sought, entry)).collect())
    };
    let mut found = begins(stem, false)?;
    if let Some(rest) = stock.filter(|_| found.is_empty()) {
        found = begins(rest, true)?;
    }
    if found.is_empty() {
        found = spread(short, texts, own);
    }
    found.sort_by_key(|longer| (longer.subject, longer.fit));
    found.dedup_by_key(|longer| longer.subject);
    (!found.is_empty()).then_some(ShortName {
        subject: short.subject,
        length: stem.chars().count(),
        generic: own_length(&short.parts.core) == 0,
        longer: found,
    })
}

/// The texts that begin so; nothing when they are too many.
fn beginning<'t, 'e>(
    texts: &'t [(&'e str, &'e Entry)],
    sought: &str,
) -> Option<impl Iterator<Item = &'t (&'e str, &'e Entry)>> {
    let from = texts.partition_point(|(text, _)| *text < sought);
    let count = texts[from..].iter().take(MANY + 1).take_while(|(text, _)| text.starts_with(sought)).count();
    (count <= MANY).then(|| texts[from..from + count].iter())
}

/// Names that begin with the same two characters and hold the others in order: 甲乙医疗 in 甲乙生物医疗电子.
fn spread(short: &Entry, texts: &[(&str, &Entry)], own: impl Fn(&Entry) -> bool) -> Vec<Longer> {
    let stem = short.parts.stem.as_str();
    let plain = stem.chars().nth(3).is_some() && !stem.is_ascii() && !stem.contains(|c: char| c.is_ascii_digit());
    let head = stem.char_indices().nth(2).map_or(stem, |(at, _)| &stem[..at]);
    let Some(found) = beginning(texts, head).filter(|_| plain) else { return Vec::new() };
    let holds = |text: &str| {
        let mut rest = text.chars();
        stem.chars().all(|c| rest.any(|other| other == c))
    };
    let fits = |(text, entry): &&(&str, &Entry)| entry.parts.form != Form::None && own(entry) && holds(text);
    let spread = |entry: &Entry| Longer { fit: Fit::Beginning, ..longer(short, stem, entry) };
    found.filter(fits).map(|(_, entry)| spread(entry)).collect()
}

fn longer(short: &Entry, sought: &str, entry: &Entry) -> Longer {
    let similarity = similarity(&short.parts.stem, &entry.parts.stem);
    Longer { subject: entry.subject, fit: fit(short, sought, entry), similarity }
}

/// Whether what follows begins a new word; letters and digits that go on make another one.
fn ends_word(stem: &str, rest: &str) -> bool {
    !(stem.ends_with(|c: char| c.is_ascii_alphanumeric()) && rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn fit(short: &Entry, sought: &str, long: &Entry) -> Fit {
    let (short, long) = (&short.parts, &long.parts);
    let plain = matches!(long.form, Form::Limited | Form::Stock) && long.branch.is_empty() && short.group == long.group;
    if long.form == Form::None && !long.group {
        Fit::Shared
    } else if plain && sought == long.stem {
        Fit::Whole
    } else if plain && sought == long.core {
        Fit::WithoutPlace
    } else {
        Fit::Beginning
    }
}
