//! Text to place: codes, names, paths, addresses, zones; with the code changes since 1981.
//!
//! The rules, in the order in which they apply:
//!
//! 1. Six digits, or nine or twelve digits of the statistical codes, are a code. A code that was in force in the
//!    data's year means what it meant then; one that is in force today and not told otherwise means what it means today.
//! 2. A text is read from the left as a path of divisions, each inside the one before. The reading that uses most of
//!    the text wins. `安徽省`, `宿州市`, `灵璧县` may lose the word for their kind, but not before a street word:
//!    `山西路` is no province. What follows the deepest division (town, street, number) is not read.
//! 3. A name of today goes before a former one, unless in the data's year the former division existed and today's did
//!    not. The former division is followed to what it has become; where it was divided, the answer is a split.
//! 4. Several readings are ambiguous, and nothing is guessed. These are not several readings:
//!    * a province without its kind: 海南, 吉林 and 河南 are always the provinces, as Chinese statistics cite them so;
//!    * readings inside one another: 恩施 is the prefecture, which holds the city;
//!    * a prefecture against a district (区) of its short name: 西安 is 西安市 and not a district of 牡丹江,
//!      since districts are not named without kind or city. Only the municipalities' districts are so named:
//!      朝阳 stays ambiguous, for 朝阳区 of 北京.
//!
//!    An ambiguous name is settled by a place after it: `鼓楼区(南京市)`.
//! 5. A zone of the data set is found in the spellings `宿州市经济技术开发区`, `宿州经济开发区`, `宿州经开区`, and after a path.
//!    Any other zone leaves the division before it, at whatever level the text names; [`Places::unlisted_zone`] gives
//!    its name, under which the firms of the data set make it known.
//! 6. Six digits before a name are its code when they lie in what it names, and a postcode otherwise.
//! 7. Two places that are not inside one another are ambiguous: `江苏、浙江`, and a joint zone such as
//!    `苏州宿迁工业园区`, which may lie in either unless the text says 宿迁市 before it.
//! 8. Countries are abroad. 全国, 省外, 长三角 and the like name no division and are unknown.

mod abroad;
mod gazetteer;
mod parse;
mod zone;

use crate::ingest::normalise::name;
use crate::model::{AreaCode, Level, Year, Zone, division, history};
use gazetteer::Unit;
use parse::{Leaf, Parser, Step};
use std::sync::Arc;
use zone::ZoneIndex;

/// What a text says about a place.
#[derive(Debug, Clone, PartialEq)]
pub enum PlaceMatch {
    /// One division of 2024, at whatever level the text reaches, and the zone when it names one.
    Found {
        /// The division; `None` when only a zone of unknown division is named.
        area: Option<AreaCode>,
        /// Position in the zones given to [`Places::new`].
        zone: Option<u32>,
        /// The former code or name, when the text used one.
        former: Option<String>,
    },
    /// Abroad: the country, or `境外` when only that is said. Hong Kong, Macao and Taiwan are divisions of China, not abroad.
    Abroad(Arc<str>),
    /// Several divisions fit.
    Ambiguous {
        /// The divisions, sorted by code.
        candidates: Vec<AreaCode>,
        /// The deepest division that holds them all; known whichever is meant.
        common: Option<AreaCode>,
    },
    /// A former division that was divided among several of 2024.
    Split {
        /// Its parts, sorted by code: counties for a county, prefectures for a prefecture.
        candidates: Vec<AreaCode>,
        /// The deepest division that holds them all; known whichever is meant.
        common: Option<AreaCode>,
    },
    /// Digits of a code's length that are no code, now or before.
    UnknownCode,
    /// Nothing fits (also `全国`, `国内`, `省外`: known not to say where).
    Unknown,
}

impl PlaceMatch {
    /// The division that is certain: the one found, or the one that holds all candidates.
    pub fn known_area(&self) -> Option<AreaCode> {
        match self {
            Self::Found { area, .. } => *area,
            Self::Ambiguous { common, .. } | Self::Split { common, .. } => *common,
            Self::Abroad(_) | Self::UnknownCode | Self::Unknown => None,
        }
    }

    fn found(area: AreaCode) -> Self {
        Self::Found { area: Some(area), zone: None, former: None }
    }

    fn ambiguous(mut candidates: Vec<AreaCode>) -> Self {
        candidates.sort_unstable();
        candidates.dedup();
        let common = division::common(&candidates);
        Self::Ambiguous { candidates, common }
    }

    /// One division, or the parts of a former one.
    fn of(areas: Vec<AreaCode>, former: Option<String>) -> Self {
        match areas[..] {
            [] => Self::Unknown,
            [area] => Self::Found { area: Some(area), zone: None, former },
            _ => Self::Split { common: division::common(&areas), candidates: areas },
        }
    }
}

/// Looks up places.
#[derive(Debug, Clone)]
pub struct Places {
    zones: ZoneIndex,
}

/// Bytes of the division that a firm's name begins with, inside one of `above` when there are any, and what it may be.
///
/// A name without the word for its kind counts for provinces, prefectures and counties, not for districts, and only
/// when two characters follow: 东方 is no place in 东方红. Nothing is found that would leave nothing of the text.
pub(crate) fn leading_division(text: &str, above: &[AreaCode]) -> Option<(usize, Vec<AreaCode>)> {
    gazetteer::Gazetteer::get().names_at(text).find_map(|found| {
        let rest = &text[found.text.len()..];
        let meant = |entry: &gazetteer::Entry| {
            let Unit::Now(area) = entry.unit else { return None };
            let said = if entry.full { !rest.is_empty() } else { !entry.district && rest.chars().nth(1).is_some() };
            let inside = above.is_empty() || above.iter().any(|above| area != *above && area.is_in(*above));
            (said && inside).then_some(area)
        };
        let mut areas: Vec<AreaCode> = found.entries.iter().filter_map(meant).collect();
        areas.sort_unstable();
        areas.dedup();
        (!areas.is_empty()).then_some((found.text.len(), areas))
    })
}

impl Places {
    /// A gazetteer that also knows these zones.
    pub fn new(zones: &[Zone]) -> Self {
        Self { zones: ZoneIndex::new(zones, &Parser::new(None)) }
    }

    /// What `text` says; `year` is the data's year, which decides whether a former code or name was valid.
    ///
    /// ```
    /// use liantu::ingest::normalise::place::{PlaceMatch, Places};
    /// use liantu::model::AreaCode;
    /// let places = Places::new(&[]);
    /// assert_eq!(places.locate("安徽省宿州市灵璧县", None).known_area(), Some(AreaCode(341323)));
    /// assert_eq!(places.locate("苏州", None).known_area(), Some(AreaCode(320500)));
    /// assert!(matches!(places.locate("朝阳区", None), PlaceMatch::Ambiguous { .. }));
    /// ```
    pub fn locate(&self, text: &str, year: Option<Year>) -> PlaceMatch {
        let key = name::key(text);
        if let Some(code) = digits(&key) {
            return if matches!(code.len(), 6 | 9 | 12) { by_code(code, year) } else { PlaceMatch::Unknown };
        }
        let text_key = clean(&key);
        let number = text_key.len() - text_key.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if number == 6 {
            return self.by_code_and_text(&text_key[..6], &text_key[6..], year);
        }
        let parser = Parser::new(year);
        let leaves = parser.best(&text_key);
        if let Some(found) = self.by_zone(&text_key, &leaves) {
            return found;
        }
        if leaves.is_empty() {
            return abroad::country(&text_key, text.trim()).map_or(PlaceMatch::Unknown, PlaceMatch::Abroad);
        }
        choose(&parser, &text_key, leaves, year)
    }

    /// The zone that an address names beside a division although no list has it: the division, and the name with it.
    ///
    /// ```
    /// use liantu::ingest::normalise::place::Places;
    /// use liantu::model::AreaCode;
    /// let zone = Places::new(&[]).unlisted_zone("宿州经济技术开发区金海大道1号", None);
    /// assert_eq!(zone, Some((AreaCode(341300), "宿州市经济技术开发区".to_owned())));
    /// assert_eq!(Places::new(&[]).unlisted_zone("宿州市金海大道1号", None), None);
    /// ```
    pub fn unlisted_zone(&self, text: &str, year: Option<Year>) -> Option<(AreaCode, String)> {
        let spoken = clean(&name::key(text));
        if !zone::has_kind(&spoken) {
            return None;
        }
        let PlaceMatch::Found { area: Some(area), zone: None, .. } = self.locate(text, year) else { return None };
        let [leaf] = &Parser::new(year).best(&spoken)[..] else { return None };
        // Where a county follows the zone's name the division found is that county, but the name stands before it.
        let own = leaf.single().filter(|own| *own == area || area.is_in(*own))?;
        let zone = zone::leading(&spoken[leaf.at()..])?;
        (own.level() > Level::Province).then(|| (area, format!("{}{zone}", division::name(own))))
    }

    /// What an address names behind `area`, the division found for it, as if it were one inside, although there is
    /// none of that name.
    ///
    /// ```
    /// use liantu::ingest::normalise::place::Places;
    /// use liantu::model::AreaCode;
    /// let rest = Places::new(&[]).unread("安徽省假县中心路", AreaCode(340000), None);
    /// assert_eq!(rest.as_deref(), Some("假县"));
    /// assert_eq!(Places::new(&[]).unread("安徽省泗县中心路", AreaCode(341324), None), None);
    /// ```
    pub fn unread(&self, text: &str, area: AreaCode, year: Option<Year>) -> Option<String> {
        if area.level() == Level::County {
            return None;
        }
        let spoken = clean(&name::key(text));
        let [leaf] = &Parser::new(year).best(&spoken)[..] else { return None };
        let rest = parse::like_division(&spoken[leaf.at()..])?;
        (leaf.single() == Some(area)).then(|| rest.to_owned())
    }

    /// `341324 泗县` and `234000 安徽省宿州市`: six digits that agree with the text may say more than it; others are a postcode.
    fn by_code_and_text(&self, code: &str, text: &str, year: Option<Year>) -> PlaceMatch {
        let named = self.locate(text, year);
        match (named.known_area(), by_code(code, year)) {
            (Some(area), coded) if coded.known_area().is_some_and(|own| own != area && own.is_in(area)) => coded,
            (None, coded) if matches!(named, PlaceMatch::Ambiguous { .. }) => {
                let fits = |own: &AreaCode| matches!(&named, PlaceMatch::Ambiguous { candidates, .. } if candidates.contains(own));
                if coded.known_area().as_ref().is_some_and(fits) { coded } else { named }
            }
            _ => named,
        }
    }

    fn by_zone(&self, text: &str, leaves: &[Leaf]) -> Option<PlaceMatch> {
        if self.zones.is_empty() {
            return None;
        }
        let start = [Step { area: None, at: 0 }];
        let steps = match leaves {
            [leaf] => &leaf.steps[..],
            _ => &start,
        };
        let found = self.zones.find(text, steps)?;
        let (named, former) = match leaves {
            [leaf] => (leaf.single(), leaf.former.clone()),
            _ => (None, None),
        };
        // The path may say more than the zone's own division, as when a zone of the city lies in a county.
        let deeper = named.filter(|named| found.area.is_none_or(|area| named.is_in(area)));
        Some(PlaceMatch::Found { area: deeper.or(found.area), zone: Some(found.zone), former })
    }
}

/// The key under which the spellings of one zone meet.
///
/// ```
/// use liantu::ingest::normalise::place::zone_key;
/// assert_eq!(zone_key("宿州市经济技术开发区"), zone_key("宿州市经济开发区"));
/// ```
pub fn zone_key(name: &str) -> String {
    zone::shorten(&clean(&name::key(name)))
}

/// A text without white space and punctuation.
fn clean(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The digits of a text that is a number, as spreadsheets write it.
fn digits(key: &str) -> Option<&str> {
    let whole = key.trim_start_matches('\'');
    let whole =
        whole.split_once('.').map_or(whole, |(whole, rest)| if rest.bytes().all(|b| b == b'0') { whole } else { key });
    (!whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit())).then_some(whole)
}

fn by_code(text: &str, year: Option<Year>) -> PlaceMatch {
    let Some(code) = text.get(..6).and_then(|six| six.parse().ok()).map(AreaCode) else {
        return PlaceMatch::UnknownCode;
    };
    let rows = history::of_code(code);
    // In the year of a change both codes were in use; today's is then the better reading.
    let then = year.and_then(|year| rows.iter().find(|row| row.from <= year.0 && year.0 < row.to));
    if then.is_none() && division::find(code).is_some() {
        return PlaceMatch::found(code);
    }
    let in_year = || year.and_then(|year| rows.iter().find(|row| row.in_force(year)));
    let Some(row) = then.or_else(in_year).or(rows.last()) else { return PlaceMatch::UnknownCode };
    let areas = row.successors(year);
    let former = (areas != [code]).then(|| code.to_string());
    PlaceMatch::of(areas, former)
}

/// Settles the readings of a text.
fn choose(parser: &Parser, text: &str, leaves: Vec<Leaf>, year: Option<Year>) -> PlaceMatch {
    let rest = without_and(parser, leaves.first().map_or("", |leaf| &text[leaf.at()..]));
    if ["外", "以外", "之外", "除外", "周边", "附近"].contains(&rest) {
        return PlaceMatch::Unknown;
    }
    let after = if rest.is_empty() { Vec::new() } else { parser.best(rest) };
    let leaf = match settle(leaves) {
        Ok(leaf) => leaf,
        Err(candidates) => return narrow(candidates, &after),
    };
    if let (Some(area), Some(other)) = (leaf.single(), another(parser, &leaf, rest, &after)) {
        return PlaceMatch::ambiguous(vec![area, other]);
    }
    if let Some(county) = leaf.single().and_then(|area| parser.county_after_zone(area, rest)) {
        return PlaceMatch::of(vec![county], leaf.former);
    }
    PlaceMatch::of(as_of(&leaf, year), leaf.former)
}

/// The one reading meant (rule 4), or the divisions between which the text leaves open.
fn settle(mut leaves: Vec<Leaf>) -> Result<Leaf, Vec<AreaCode>> {
    if let Some(at) = leaves.iter().position(|leaf| leaf.single().is_some_and(AreaCode::is_province)) {
        return Ok(leaves.swap_remove(at));
    }
    let is_prefecture = |leaf: &Leaf| leaf.single().is_some_and(AreaCode::is_prefecture);
    if leaves.iter().any(is_prefecture) {
        let rivals = |leaf: &Leaf| {
            let municipal = leaf.areas.iter().any(|area| matches!(area.province(), 11 | 12 | 31 | 50));
            leaf.full || !leaf.district || municipal
        };
        leaves.retain(|leaf| is_prefecture(leaf) || rivals(leaf));
    }
    let areas: Vec<AreaCode> = leaves.iter().flat_map(|leaf| leaf.areas.iter().copied()).collect();
    let holds_all = |leaf: &Leaf| leaf.single().is_some_and(|own| areas.iter().all(|area| area.is_in(own)));
    match leaves.iter().position(holds_all) {
        Some(at) => Ok(leaves.swap_remove(at)),
        None if leaves.len() == 1 => Ok(leaves.swap_remove(0)),
        None => Err(areas),
    }
}

/// The candidates, or the one that the place after them holds: `鼓楼区(南京市)`.
fn narrow(candidates: Vec<AreaCode>, after: &[Leaf]) -> PlaceMatch {
    if let Some(above) = after.first().filter(|_| after.len() == 1).and_then(Leaf::single) {
        let mut inside = candidates.iter().filter(|candidate| candidate.is_in(above));
        if let (Some(&one), None) = (inside.next(), inside.next()) {
            return PlaceMatch::found(one);
        }
    }
    PlaceMatch::ambiguous(candidates)
}

/// A second place that the text names beside the first: `江苏、浙江`, or the partner of a joint zone (`苏州宿迁工业园区`).
fn another(parser: &Parser, leaf: &Leaf, rest: &str, after: &[Leaf]) -> Option<AreaCode> {
    let [second] = after else { return None };
    let (area, other) = (leaf.single()?, second.single()?);
    if !matches!(second.unit, Some(Unit::Now(_))) || area.is_in(other) || other.is_in(area) {
        return None;
    }
    let above_county = area.level() < Level::County && other.level() < Level::County;
    // 绍兴滨海新区 is a zone and not the district of 天津.
    let plain = second.full && !division::name(other).ends_with("新区");
    let listed = (above_county || plain) && only_places(parser, &rest[second.at()..]);
    let joint = !leaf.full && !second.district && area.level() > Level::Province && zone::mentioned(rest);
    (listed || joint).then_some(other)
}

/// Whether `text` is nothing but names of places.
fn only_places(parser: &Parser, text: &str) -> bool {
    let mut rest = without_and(parser, text);
    while let Some(leaf) = parser.best(rest).first() {
        rest = without_and(parser, &rest[leaf.at()..]);
    }
    rest.is_empty()
}

/// A text without a leading 与, 及 or 和; 和县 keeps its name.
fn without_and<'a>(parser: &Parser, text: &'a str) -> &'a str {
    match ["以及", "与", "及", "和"].iter().find_map(|word| text.strip_prefix(word)) {
        Some(rest) if parser.best(text).is_empty() => rest,
        _ => text,
    }
}

/// The divisions meant in `year`: a former prefecture has the counties of that year.
fn as_of(leaf: &Leaf, year: Option<Year>) -> Vec<AreaCode> {
    match (leaf.unit, year) {
        (Some(Unit::Then(at)), Some(year)) if history::all()[at].in_force(year) => {
            history::all()[at].successors(Some(year))
        }
        _ => leaf.areas.clone(),
    }
}

#[cfg(test)]
mod tests;
