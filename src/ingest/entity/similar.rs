//! Names one slip of the pen apart: found as those that are equal after one deletion, weighed by rapidfuzz.

use super::equal::CHOICES;
use super::{Entry, Pair, Reason, Subject, similarity};
use crate::ingest::hash::FastHasher;
use crate::ingest::normalise::name::{Form, own_length};
use rayon::prelude::*;
use std::hash::Hasher;

/// Cores less like each other are not asked about.
const LIKE: f64 = 0.8;

/// Names in one block beyond which the difference is a pattern and no slip: 甲一厂, 甲二厂, 甲三厂.
const PATTERN: usize = 12;

/// Characters that tell firms apart on purpose: figures, counting signs, directions, sizes.
const TELLING: &str = "〇零一二三四五六七八九十百千万壹贰叁两甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥\
                       东南西北中上下左右前后内外大小新老古高低长短金银铜铁铝锌钢木水火土石";

/// Pairs of subjects whose cores are one slip apart.
pub(super) fn pairs(subjects: &[Subject<'_>], entries: &[Entry]) -> Vec<Pair> {
    let mut blocks: Vec<(u64, usize)> =
        entries.par_iter().enumerate().map(|(at, entry)| traces(at, entry)).flatten_iter().collect();
    blocks.par_sort_unstable();
    let mut found = Vec::new();
    for block in blocks.chunk_by(|a, b| a.0 == b.0).filter(|block| (2..=PATTERN).contains(&block.len())) {
        for (at, (_, a)) in block.iter().enumerate() {
            for (_, b) in &block[at + 1..] {
                found.extend(pair(&entries[*a], &entries[*b], subjects));
            }
        }
    }
    found.sort_by_key(|pair| (pair.a, pair.b));
    found.dedup_by_key(|pair| (pair.a, pair.b));
    few_each(found)
}

/// Hashes of the core and of the core without each of its characters.
fn traces(at: usize, entry: &Entry) -> Vec<(u64, usize)> {
    let parts = &entry.parts;
    let mut traces = Vec::new();
    if parts.core.chars().nth(3).is_none() {
        return traces;
    }
    let hash = |before: &str, after: &str| {
        let mut hasher = FastHasher::default();
        // Both halves in one run: where the deletion was must not matter.
        let core = [before, after].concat();
        hasher.write(core.as_bytes());
        hasher.write(parts.branch.as_bytes());
        hasher.write_u8(u8::from(parts.group));
        hasher.finish()
    };
    traces.push((hash(&parts.core, ""), at));
    for (from, c) in parts.core.char_indices().filter(|(_, c)| !tells_apart(*c)) {
        traces.push((hash(&parts.core[..from], &parts.core[from + c.len_utf8()..]), at));
    }
    traces.sort_unstable();
    traces.dedup();
    traces
}

fn tells_apart(c: char) -> bool {
    c.is_ascii_digit() || c.is_numeric() || TELLING.contains(c)
}

fn pair(a: &Entry, b: &Entry, subjects: &[Subject<'_>]) -> Option<Pair> {
    let (one, other) = (&a.parts, &b.parts);
    let forms = one.form == other.form || one.form == Form::None || other.form == Form::None;
    let places = one.place == other.place || one.place.is_empty() || other.place.is_empty();
    let apart = a.subject != b.subject && subjects[a.subject].may_be(&subjects[b.subject]);
    let fits = apart && forms && places && one.core != other.core && one.seat == other.seat;
    let fits = fits
        && one.group == other.group
        && one.branch == other.branch
        && !subjects[a.subject].is_elsewhere(&subjects[b.subject]);
    let likeness = if fits { similarity(&one.core, &other.core) } else { 0.0 };
    (likeness >= LIKE && is_slip(&one.core, &other.core))
        .then(|| Pair { similarity: likeness, ..Pair::new(a, b, Reason::SimilarCore) })
}

/// Whether the difference may be a slip: not in figures and the like, not a single Latin letter, and not half of a
/// word of two characters that is all the firm's own.
fn is_slip(a: &str, b: &str) -> bool {
    let [a_chars, b_chars]: [Vec<char>; 2] = [a, b].map(|text| text.chars().collect());
    let before = a_chars.iter().zip(&b_chars).take_while(|(a, b)| a == b).count();
    let after = a_chars.iter().rev().zip(b_chars.iter().rev()).take_while(|(a, b)| a == b).count();
    let shorter = a_chars.len().min(b_chars.len());
    let after = after.min(shorter - before);
    let [a_rest, b_rest] = [&a_chars[before..a_chars.len() - after], &b_chars[before..b_chars.len() - after]];
    let latin = |c: &char| c.is_ascii_alphabetic();
    let telling = a_rest.iter().chain(b_rest).any(|c| tells_apart(*c));
    let letters = a_rest.iter().chain(b_rest).any(latin) && a_chars.iter().filter(|c| latin(c)).count() < 6;
    let [own_a, own_b] = [own_length(a), own_length(b)];
    let in_trade = before >= own_a.min(own_b) && own_a.min(own_b) > 0;
    !telling && !letters && (in_trade || own_a.min(own_b) >= 3)
}

/// A name that is like many is like them by habit.
fn few_each(mut pairs: Vec<Pair>) -> Vec<Pair> {
    let mut ends: Vec<usize> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
    ends.sort_unstable();
    let count =
        |subject: usize| ends.partition_point(|end| *end <= subject) - ends.partition_point(|end| *end < subject);
    pairs.retain(|pair| count(pair.a) <= CHOICES && count(pair.b) <= CHOICES);
    pairs
}
