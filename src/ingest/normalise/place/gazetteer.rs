//! The names of all divisions, now and before, with the short forms in use; built once.

use crate::model::{AreaCode, Level, Year, division, history};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Names that no rule gives.
const ALIASES: [(u32, &str); 9] = [
    (150_000, "内蒙"),
    (150_223, "达茂旗"),
    (710_000, "taiwan"),
    (710_000, "chinesetaipei"),
    (810_000, "hongkong"),
    (810_000, "香港特区"),
    (820_000, "macao"),
    (820_000, "macau"),
    (820_000, "澳门特区"),
];

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// A division of 2024.
    Now(AreaCode),
    /// A former division, by position in [`history::all`].
    Then(usize),
}

/// One reading of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) unit: Unit,
    /// Whether the word for the kind (市, 县 …) is part of the name.
    pub(super) full: bool,
    /// Whether it is a district (区).
    pub(super) district: bool,
}

impl Entry {
    /// Code under which the division is or was known.
    pub(super) fn code(&self) -> AreaCode {
        match self.unit {
            Unit::Now(code) => code,
            Unit::Then(at) => history::all()[at].code,
        }
    }

    /// Whether the division existed in some part of `year`, as far as is known.
    fn in_force(&self, year: Year) -> bool {
        match self.unit {
            Unit::Now(code) => history::since(code) <= year.0,
            Unit::Then(at) => history::all()[at].in_force(year),
        }
    }
}

/// A name with its readings.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) entries: Vec<Entry>,
}

/// All names, by first character, the longest first.
#[derive(Debug)]
pub(super) struct Gazetteer {
    by_first: BTreeMap<char, Vec<Name>>,
    successors: Vec<Vec<AreaCode>>,
}

impl Gazetteer {
    /// The one gazetteer.
    pub(super) fn get() -> &'static Self {
        static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
        GAZETTEER.get_or_init(Self::build)
    }

    fn build() -> Self {
        let mut names: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for area in division::all() {
            add(&mut names, Unit::Now(area.code), area.name, area.level);
        }
        for (code, alias) in ALIASES {
            let entry = Entry { unit: Unit::Now(AreaCode(code)), full: true, district: false };
            names.entry(alias.to_owned()).or_default().push(entry);
        }
        for (at, former) in history::all().iter().enumerate() {
            add(&mut names, Unit::Then(at), former.name, former.level);
        }
        let mut by_first: BTreeMap<char, Vec<Name>> = BTreeMap::new();
        for (text, entries) in names {
            if let Some(first) = text.chars().next() {
                by_first.entry(first).or_default().push(Name { text, entries });
            }
        }
        for bucket in by_first.values_mut() {
            bucket.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then_with(|| a.text.cmp(&b.text)));
        }
        Self { by_first, successors: history::all().iter().map(|former| former.successors(None)).collect() }
    }

    /// Names with which `text` begins, the longest first.
    pub(super) fn names_at<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a Name> {
        let bucket = text.chars().next().and_then(|first| self.by_first.get(&first));
        bucket.into_iter().flatten().filter(move |name| text.starts_with(&name.text))
    }

    /// The divisions of 2024 that a unit is or has become.
    pub(super) fn areas(&self, unit: Unit) -> Vec<AreaCode> {
        match unit {
            Unit::Now(code) => vec![code],
            Unit::Then(at) => self.successors[at].clone(),
        }
    }

    /// Whether any part of a unit lies strictly below one of `areas` today.
    pub(super) fn is_below(&self, unit: Unit, areas: &[AreaCode]) -> bool {
        let below = |code: AreaCode| areas.iter().any(|&area| code != area && code.is_in(area));
        match unit {
            Unit::Now(code) => below(code),
            Unit::Then(at) => self.successors[at].iter().any(|&code| below(code)),
        }
    }
}

fn add(names: &mut BTreeMap<String, Vec<Entry>>, unit: Unit, name: &str, level: Level) {
    let short = division::short_name(name);
    let district = level == Level::County && name.ends_with('区');
    let mut forms = vec![(name.to_owned(), true)];
    for (kind, spoken) in [("自治区", "自治区"), ("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")]
    {
        if name.ends_with(kind) {
            forms.push((format!("{short}{spoken}"), true));
            forms.push((format!("{short}{kind}"), true));
        }
    }
    if short != name {
        forms.push((short.to_owned(), false));
    }
    forms.sort();
    forms.dedup_by(|b, a| a.0 == b.0);
    for (form, full) in forms {
        // 西沙、南沙、中沙群岛 and texts lose their punctuation alike.
        names.entry(super::clean(&form)).or_default().push(Entry { unit, full, district });
    }
}

/// The readings that hold in `year`: a division of today goes before a former one of the same name, unless in that
/// year the former one existed and that of today did not.
pub(super) fn of_year(entries: &[Entry], year: Option<Year>) -> Vec<Entry> {
    let (now, then): (Vec<Entry>, Vec<Entry>) = entries.iter().partition(|entry| matches!(entry.unit, Unit::Now(_)));
    let Some(year) = year else { return if now.is_empty() { then } else { now } };
    let then_valid: Vec<Entry> = then.iter().copied().filter(|entry| entry.in_force(year)).collect();
    if now.iter().any(|entry| entry.in_force(year)) || then_valid.is_empty() && !now.is_empty() {
        now
    } else if then_valid.is_empty() {
        then
    } else {
        then_valid
    }
}
