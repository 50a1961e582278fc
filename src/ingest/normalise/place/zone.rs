//! Development zones by the several ways of writing one name.

use super::parse::{Parser, Step};
use crate::ingest::normalise::name;
use crate::model::{AreaCode, Zone, division};

/// Long names of the kinds of zone and the short ones in use; the first that fits is taken.
const KINDS: [(&str, &str); 17] = [
    ("国家级", ""),
    ("省级", ""),
    ("国家高新", "高新"),
    ("国家经济", "经济"),
    ("省高新", "高新"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("高新技术产业区", "高新区"),
    ("高新产业开发区", "高新区"),
    ("高新开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("经济技术开发", "经开区"),
    ("工业园区", "工业园"),
    ("产业园区", "产业园"),
    ("示范园区", "示范园"),
];

/// Words that begin or end the name of a zone.
const WORDS: [&str; 16] = [
    "经济",
    "经开",
    "高新",
    "高技术",
    "工业",
    "开发",
    "产业",
    "科技",
    "科学",
    "保税",
    "新区",
    "园区",
    "出口加工",
    "综合",
    "自贸",
    "自由贸易",
];

/// Whether `text` begins like the name of a zone once its place is taken off.
pub(super) fn begins(text: &str) -> bool {
    WORDS.iter().any(|word| text.starts_with(word))
}

/// Whether `text` speaks of a zone anywhere.
pub(super) fn mentioned(text: &str) -> bool {
    ["开发区", "园区", "产业园", "工业园", "科技园", "合作区", "高新区", "经开区"]
        .iter()
        .any(|word| text.contains(word))
}

/// What the name of a zone ends with, long before short.
const ENDS: [&str; 16] = [
    "高新技术产业开发区",
    "高新技术开发区",
    "经济技术开发区",
    "经济开发区",
    "开发区",
    "高新区",
    "经开区",
    "保税区",
    "合作区",
    "工业园区",
    "产业园区",
    "科技园区",
    "工业园",
    "产业园",
    "科技园",
    "园区",
];

/// Whether a text holds the name of a kind of zone at all, which most addresses do not.
pub(super) fn has_kind(text: &str) -> bool {
    ENDS.iter().any(|end| text.contains(end))
}

/// The most characters that the name of a zone has before its kind: 苏滁现代产业园, 长江经济带临港开发区.
const STEM: usize = 8;

/// The name of a zone at the beginning of what follows a division; towns and streets have none.
pub(super) fn leading(rest: &str) -> Option<&str> {
    let (at, end) = (rest.char_indices().take(STEM + 1))
        .find_map(|(at, _)| Some((at, ENDS.iter().find(|end| rest[at..].starts_with(**end))?)))?;
    let stem = &rest[..at];
    let lower =
        stem.contains(['路', '街', '镇', '乡', '村', '号', '区', '县', '市']) || stem.chars().any(char::is_numeric);
    // 合肥高新区望江西路 is in the zone, 合肥高新区路 is not.
    let whole = ends_name(&rest[at + end.len()..]);
    (!lower && whole).then(|| &rest[..at + end.len()])
}

/// The zones of the data set, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub(super) struct ZoneIndex {
    forms: Vec<Forms>,
}

/// The spellings of one zone.
#[derive(Debug, Clone)]
struct Forms {
    zone: u32,
    /// Key of the name as given.
    exact: String,
    area: Option<AreaCode>,
    /// The division that the name begins with, and the rest in short words.
    within: Option<(AreaCode, String)>,
    /// The whole name in short words, with and without 市 and 县.
    whole: Vec<String>,
}

/// A zone that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ZoneMatch {
    pub(super) zone: u32,
    pub(super) area: Option<AreaCode>,
}

impl ZoneIndex {
    pub(super) fn new(zones: &[Zone], parser: &Parser) -> Self {
        let forms = zones.iter().enumerate().map(|(at, zone)| Forms::new(at as u32, zone, parser)).collect();
        Self { forms }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The zone named in `text`, whose divisions end at `steps` (the first step being the beginning of the text).
    ///
    /// The longest spelling wins; two zones that share it are told apart by the exact name, else none is taken.
    pub(super) fn find(&self, text: &str, steps: &[Step]) -> Option<ZoneMatch> {
        let mut best: Vec<(usize, &Forms)> = Vec::new();
        for step in steps {
            let rest = shorten(&text[step.at..]);
            for forms in &self.forms {
                let Some(length) = forms.matched(&rest, step.area) else { continue };
                best.push((step.at + length, forms));
            }
        }
        let longest = best.iter().map(|(length, _)| *length).max()?;
        best.retain(|(length, _)| *length == longest);
        best.dedup_by_key(|(_, forms)| forms.zone);
        let exact = best.iter().find(|(_, forms)| forms.exact == text);
        let (_, forms) =
            exact.or_else(|| best.first().filter(|first| best.iter().all(|b| b.1.zone == first.1.zone)))?;
        Some(ZoneMatch { zone: forms.zone, area: forms.area })
    }
}

impl Forms {
    fn new(at: u32, zone: &Zone, parser: &Parser) -> Self {
        let text = super::clean(&name::key(&zone.name));
        let mut whole = vec![shorten(&text)];
        let mut within = None;
        let leaf = parser.best(&text).into_iter().find(|leaf| {
            leaf.single().is_some_and(|area| zone.area.is_none_or(|own| own.is_in(area) || area.is_in(own)))
        });
        if let Some((leaf, area)) = leaf.as_ref().and_then(|leaf| Some((leaf, leaf.single()?))) {
            let rest = shorten(&text[leaf.at()..]);
            if let Some(place) = division::find(area).filter(|_| rest.chars().count() > 1) {
                whole.push(format!("{}{rest}", place.name));
                whole.push(format!("{}{rest}", division::short_name(place.name)));
                within = Some((area, rest));
            }
        }
        let area = zone.area.or(within.as_ref().map(|(area, _)| *area));
        Self { zone: at, exact: text, area, within, whole }
    }

    /// Bytes of `rest` that spell this zone, after a text that led to `area`.
    fn matched(&self, rest: &str, area: Option<AreaCode>) -> Option<usize> {
        let compatible = match (self.area, area) {
            (Some(own), Some(area)) => own.is_in(area) || area.is_in(own),
            _ => true,
        };
        let whole = self.whole.iter().filter(|_| compatible);
        let within = self.within.iter().filter(|(own, _)| Some(*own) == area).map(|(_, form)| form);
        whole
            .chain(within)
            .filter(|form| !form.is_empty() && rest.strip_prefix(form.as_str()).is_some_and(ends_name))
            .map(String::len)
            .max()
    }
}

/// Whether a zone's name may end before `rest`: `城东` is not named by `城东路`.
fn ends_name(rest: &str) -> bool {
    !super::parse::is_road(rest)
}

/// A text with the kinds of zone in short words.
pub(super) fn shorten(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((long, word)) = KINDS.iter().find(|(long, _)| rest.starts_with(long)) {
            short.push_str(word);
            rest = &rest[long.len()..];
        } else {
            short.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    short.replace("高新技术产业开发区", "高新区").replace("经济技术开发区", "经开区")
}
