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
        && own_length(&parts.core) > 0
        && !parts.is_place()
}

fn short_name(short: &Entry, subjects: &[Subject<'_>], texts: &[(&str, &Entry)]) -> Option<ShortName> {
    let stem = short.parts.stem.as_str();
    let from = texts.partition_point(|(text, _)| *text < stem);
    let mut longer: Vec<Longer> = Vec::new();
    for (at, (text, entry)) in texts[from..].iter().take_while(|(text, _)| text.starts_with(stem)).enumerate() {
        if at >= MANY {
            return None;
        }
        let apart = entry.subject != short.subject && subjects[entry.subject].may_be(&subjects[short.subject]);
        if apart && ends_word(stem, &text[stem.len()..]) && !short.parts.is_same_name(&entry.parts) {
            let similarity = similarity(stem, &entry.parts.stem);
            longer.push(Longer { subject: entry.subject, fit: fit(short, entry), similarity });
        }
    }
    longer.sort_by(|a, b| (a.subject, a.fit).cmp(&(b.subject, b.fit)));
    longer.dedup_by_key(|longer| longer.subject);
    (!longer.is_empty()).then_some(ShortName { subject: short.subject, length: stem.chars().count(), longer })
}

/// Whether what follows begins a new word; letters and digits that go on make another one.
fn ends_word(stem: &str, rest: &str) -> bool {
    !(stem.ends_with(|c: char| c.is_ascii_alphanumeric()) && rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn fit(short: &Entry, long: &Entry) -> Fit {
    let (short, long) = (&short.parts, &long.parts);
    let plain = matches!(long.form, Form::Limited | Form::Stock) && long.branch.is_empty() && short.group == long.group;
    if long.form == Form::None && !long.group {
        Fit::Shared
    } else if plain && short.stem == long.stem {
        Fit::Whole
    } else if plain && short.stem == long.core {
        Fit::WithoutPlace
    } else {
        Fit::Beginning
    }
}
