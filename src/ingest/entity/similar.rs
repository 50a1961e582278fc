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

/// Figures: never a slip for anything else.
const FIGURES: &str = "〇零一二三四五六七八九十百千万壹贰叁两";

/// Characters that tell firms apart on purpose, one against another: counting signs, directions, sizes, metals.
const TELLING: &str = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥\
                       东南西北中上下左右前后内外大小新老古高低长短金银铜铁铝锌钢木水火土石";

/// Characters that firms like to be called by, one against another: 宏达 and 宏远 are two.
const CHOSEN: &str = "达远兴盛昌隆发丰通顺利泰恒瑞祥安康诚信德";

/// Characters of a name, without its legal form, of which one replaced is a slip: 金牛机械, 金午机械.
const LONG: usize = 4;

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

/// Hashes of the core and of the core without each of its characters; of the whole stem too, for the slip may be in
/// the place, which is then none.
fn traces(at: usize, entry: &Entry) -> Vec<(u64, usize)> {
    let parts = &entry.parts;
    let mut traces = Vec::new();
    let hash = |before: &str, after: &str| {
        let mut hasher = FastHasher::default();
        // Both halves in one run: where the deletion was must not matter.
        let text = [before, after].concat();
        hasher.write(text.as_bytes());
        hasher.write(parts.branch.as_bytes());
        hasher.write_u8(u8::from(parts.group));
        hasher.finish()
    };
    for text in [&parts.core, &parts.stem].into_iter().filter(|text| text.chars().nth(LONG - 1).is_some()) {
        traces.push((hash(text, ""), at));
        for (from, c) in text.char_indices().filter(|(_, c)| !is_figure(*c)) {
            traces.push((hash(&text[..from], &text[from + c.len_utf8()..]), at));
        }
    }
    traces.sort_unstable();
    traces.dedup();
    traces
}

fn is_figure(c: char) -> bool {
    c.is_numeric() || FIGURES.contains(c)
}

fn pair(a: &Entry, b: &Entry, subjects: &[Subject<'_>]) -> Option<Pair> {
    let (one, other) = (&a.parts, &b.parts);
    let apart = a.subject != b.subject && subjects[a.subject].may_be(&subjects[b.subject]);
    let fits = apart
        && one.seat == other.seat
        && one.group == other.group
        && one.branch == other.branch
        && !subjects[a.subject].is_elsewhere(&subjects[b.subject]);
    if !fits {
        return None;
    }
    let forms = one.form == other.form || one.form == Form::None || other.form == Form::None;
    let places = one.place == other.place || one.place.is_empty() || other.place.is_empty();
    let likeness = if forms && places { similarity(&one.core, &other.core) } else { 0.0 };
    if likeness >= LIKE && Difference::of(&one.core, &other.core).is_some_and(|found| found.is_slip()) {
        return Some(Pair { similarity: likeness, ..Pair::new(a, b, Reason::SimilarCore) });
    }
    let formal = one.form == other.form && one.form != Form::None && !one.is_elsewhere(other);
    let replaced = formal && Difference::of(&one.stem, &other.stem).is_some_and(|found| found.is_replacement());
    replaced.then(|| Pair::new(a, b, Reason::SimilarCore))
}

/// Where two texts differ.
struct Difference {
    a: Vec<char>,
    b: Vec<char>,
    /// Characters that both begin with.
    before: usize,
    /// Characters that both end with.
    after: usize,
    /// Characters of either that are the firm's own word.
    own: [usize; 2],
}

impl Difference {
    /// `None` when they are equal.
    fn of(one: &str, other: &str) -> Option<Self> {
        let [a, b]: [Vec<char>; 2] = [one, other].map(|text| text.chars().collect());
        let before = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
        let after = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
        let after = after.min(a.len().min(b.len()) - before);
        (one != other).then(|| Self { a, b, before, after, own: [own_length(one), own_length(other)] })
    }

    fn rests(&self) -> [&[char]; 2] {
        [&self.a, &self.b].map(|text| &text[self.before..text.len() - self.after])
    }

    /// Whether it may be a slip: not in figures and the like, not a single Latin letter, and not half of a word of two
    /// characters that is all the firm's own.
    fn is_slip(&self) -> bool {
        let shorter = self.own[0].min(self.own[1]);
        let in_trade = self.before >= shorter && shorter > 0;
        !self.tells() && !self.is_of_letters() && (in_trade || shorter >= 3)
    }

    /// Whether one character was taken for another, in all else that the names say: not one usual word for another.
    fn is_replacement(&self) -> bool {
        let [[a], [b]] = self.rests() else { return false };
        let chosen = CHOSEN.contains(*a) && CHOSEN.contains(*b);
        let trades = self.own.iter().all(|own| (1..=self.before).contains(own));
        self.a.len() >= LONG && !self.tells() && !self.is_of_letters() && !chosen && !trades
    }

    /// Whether the difference tells firms apart on purpose: a figure, or one counting sign or direction for another.
    fn tells(&self) -> bool {
        let [a, b] = self.rests();
        let all = || a.iter().chain(b);
        let telling = all().filter(|c| TELLING.contains(**c)).count();
        let replaced = a.len() == 1 && b.len() == 1;
        all().any(|c| is_figure(*c)) || telling > usize::from(replaced)
    }

    fn is_of_letters(&self) -> bool {
        let latin = |c: &&char| c.is_ascii_alphabetic();
        let [a, b] = self.rests();
        a.iter().chain(b).any(|c| latin(&c)) && self.a.iter().filter(latin).count() < 6
    }
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
