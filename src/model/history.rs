//! Former divisions: codes and names of GB/T 2260 since 1981, each with what became of it by the end of 2024.
//!
//! The table has one row per code and name that ended. Where a code lives on but gave up part of its land, the table
//! names the receiver with the year in brackets (`120113[2020]`); such transfers are not followed: the unit that kept
//! the code and most of the land is what the text means.

use crate::model::{AreaCode, Level, Year, division};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// A division that no longer exists under this code and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// Code at the time.
    pub code: AreaCode,
    /// Name at the time.
    pub name: &'static str,
    /// Level at the time.
    pub level: Level,
    /// First year; 1981 also when it is older.
    pub from: u16,
    /// Year in which it ended.
    pub to: u16,
    /// Codes it passed to, themselves perhaps former; empty for a prefecture whose counties tell.
    pub targets: Vec<AreaCode>,
}

impl Former {
    /// Whether it existed in some part of `year`.
    pub fn in_force(&self, year: Year) -> bool {
        (self.from..=self.to).contains(&year.0)
    }

    /// The divisions of 2024 that it has become, sorted by code.
    ///
    /// A prefecture becomes the prefectures that its counties of `year` (by default its last) belong to today.
    ///
    /// ```
    /// use liantu::model::{AreaCode, history};
    /// let suxian = &history::of_code(AreaCode(342223))[0];
    /// assert_eq!(suxian.successors(None), [AreaCode(341302)]);
    /// let laiwu = &history::of_code(AreaCode(371200))[0];
    /// assert_eq!(laiwu.successors(None), [AreaCode(370100)]);
    /// ```
    pub fn successors(&self, year: Option<Year>) -> Vec<AreaCode> {
        let mut found = BTreeSet::new();
        self.collect(year, &mut Vec::new(), &mut found);
        found.into_iter().collect()
    }

    fn collect(&self, year: Option<Year>, seen: &mut Vec<(AreaCode, u16)>, found: &mut BTreeSet<AreaCode>) {
        let key = (self.code, self.from);
        if seen.contains(&key) {
            return;
        }
        seen.push(key);
        if self.targets.is_empty() {
            self.collect_members(year, seen, found);
        }
        for &target in &self.targets {
            let rows = of_code(target);
            let next = rows.iter().find(|row| row.from <= self.to && self.to < row.to);
            match next.or_else(|| rows.last().filter(|_| division::find(target).is_none())) {
                Some(row) => row.collect(None, seen, found),
                None => {
                    found.insert(target);
                }
            }
        }
        seen.pop();
    }

    /// What the counties of a prefecture have become, raised to the level of a prefecture.
    fn collect_members(&self, year: Option<Year>, seen: &mut Vec<(AreaCode, u16)>, found: &mut BTreeSet<AreaCode>) {
        let last = self.to.saturating_sub(1);
        let at = year.map_or(last, |year| year.0.min(last)).max(self.from);
        let mut counties = BTreeSet::new();
        for row in members(self.code) {
            if row.from <= at && at < row.to {
                row.collect(None, seen, &mut counties);
            }
        }
        for county in division::children(self.code) {
            let renamed = of_code(county.code).iter().any(|row| row.from <= at && at < row.to);
            if !renamed && since(county.code) <= at {
                counties.insert(county.code);
            }
        }
        found.extend(counties.into_iter().map(at_prefecture));
        if found.is_empty() && division::find(self.code).is_some() {
            found.insert(self.code);
        }
    }
}

/// The division of prefecture rank that holds `code`: its prefecture, its municipality, or itself when governed by its province.
fn at_prefecture(code: AreaCode) -> AreaCode {
    match division::find(code).and_then(|division| division.parent) {
        Some(parent) if code.level() == Level::County && (parent.is_prefecture() || parent.city().is_some()) => parent,
        _ => code,
    }
}

/// All former divisions, sorted by code and first year.
pub fn all() -> &'static [Former] {
    static FORMER: OnceLock<Vec<Former>> = OnceLock::new();
    FORMER.get_or_init(|| {
        let table = include_str!("../../assets/codes/admin_code_changes_1981_2024.csv");
        let mut rows: Vec<Former> = table.lines().skip(1).filter_map(parse).collect();
        rows.sort_by_key(|row| (row.code, row.from));
        rows
    })
}

/// The former divisions that bore `code`, oldest first.
pub fn of_code(code: AreaCode) -> &'static [Former] {
    let start = all().partition_point(|row| row.code < code);
    let end = all().partition_point(|row| row.code <= code);
    &all()[start..end]
}

/// The former counties coded under a prefecture.
fn members(prefecture: AreaCode) -> &'static [Former] {
    let start = all().partition_point(|row| row.code <= prefecture);
    let end = all().partition_point(|row| row.code.0 < prefecture.0 + 100);
    &all()[start..end]
}

/// The year since when a division of 2024 has its code and name, as far as the changes tell; 0 when they do not.
///
/// ```
/// use liantu::model::{AreaCode, history};
/// assert_eq!(history::since(AreaCode(341300)), 1998);
/// assert_eq!(history::since(AreaCode(110101)), 0); // It took in 崇文区 in 2010 but is older.
/// ```
pub fn since(code: AreaCode) -> u16 {
    static SINCE: OnceLock<BTreeMap<AreaCode, u16>> = OnceLock::new();
    SINCE.get_or_init(years_of_beginning).get(&code).copied().unwrap_or(0)
}

fn years_of_beginning() -> BTreeMap<AreaCode, u16> {
    let mut years: BTreeMap<AreaCode, u16> = BTreeMap::new();
    let mut moved: BTreeMap<AreaCode, u16> = BTreeMap::new();
    for row in all() {
        let Some(young) = renewed(row) else { continue };
        let year = years.entry(young).or_default();
        *year = row.to.max(*year);
        if row.code.0 / 100 != young.0 / 100 {
            let year = moved.entry(young).or_default();
            *year = row.to.max(*year);
        }
    }
    for area in division::all().iter().filter(|area| area.level == Level::Prefecture) {
        let renamed = of_code(area.code).last().map(|row| row.to);
        // A prefecture is no older than the first county that came to its digits.
        let founded = division::children(area.code).map(|county| moved.get(&county.code).copied().unwrap_or(0)).min();
        years.insert(area.code, renamed.or(founded).unwrap_or(0));
    }
    years
}

/// The county that began when `row` ended: the same land under a new code or name, not a neighbour that took it in.
fn renewed(row: &Former) -> Option<AreaCode> {
    let [target] = row.targets[..] else { return None };
    let name = division::find(target)?.name;
    let same_land = row.code == target
        || row.code.0 / 100 != target.0 / 100
        || division::short_name(row.name) == division::short_name(name);
    same_land.then_some(target)
}

fn parse(line: &'static str) -> Option<Former> {
    let fields: Vec<&'static str> = line.split(',').collect();
    let [code, name, _, _, level, from, to, targets] = fields[..] else { return None };
    let level = match level {
        "省级" => Level::Province,
        "地级" => Level::Prefecture,
        _ => Level::County,
    };
    // A row without an end only tells of land given away: the division itself still stands.
    let to = to.parse().ok()?;
    let targets = targets.split(';').filter_map(|target| target.parse().ok().map(AreaCode)).collect();
    Some(Former { code: AreaCode(code.parse().ok()?), name, level, from: from.parse().ok()?, to, targets })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_former_division_has_successors_of_2024() {
        let mut split = 0;
        for row in all() {
            let now = row.successors(None);
            assert!(!now.is_empty(), "{} {} has no successor", row.code, row.name);
            assert!(now.iter().all(|&code| division::find(code).is_some()), "{} {}: {now:?}", row.code, row.name);
            split += usize::from(now.len() > 1);
        }
        // 3,885 rows, of which 275 have no end.
        assert_eq!(all().len(), 3_610);
        assert_eq!(split, SPLIT);
    }

    /// Former divisions whose land lies in several divisions of 2024.
    const SPLIT: usize = 418;

    #[test]
    fn changes_are_followed_to_the_end() {
        let now =
            |code, at: usize| of_code(AreaCode(code))[at].successors(None).iter().map(|c| c.0).collect::<Vec<_>>();
        assert_eq!(now(342223, 0), [341302]);
        assert_eq!(now(342201, 0), [341302]);
        assert_eq!(now(342200, 0), [341300]);
        assert_eq!(now(341281, 0), [341602]);
        assert_eq!(now(341400, 0), [340100, 340200, 340500]);
        assert_eq!(now(510200, 0), [500000]);
        assert_eq!(now(222202, 0), [220600]);
    }
}
