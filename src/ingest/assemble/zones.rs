//! 园区 and 区域: areas that GB/T 2260 does not know.

use crate::ingest::check;
use crate::ingest::field;
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name;
use crate::ingest::normalise::place::zone_key;
use crate::issue::{Code, Issue};
use crate::model::{AreaCode, Level, Region, Year, Zone, division, region};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Job;
use super::cells;
use super::locator::Locator;
use super::log::{RowAt, Tables, rows_of};

/// Reads the zones, adds those that only firms name, and gives the locator all of them.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: Vec<RowAt<'_>> = rows_of(job.tables, SheetKind::Zones).collect();
    rows.sort_by_cached_key(|at| {
        let text = |field| at.cell(field).to_text();
        ([Field::Name, Field::County, Field::Longitude, Field::Latitude].map(text), at.row_ref())
    });
    let mut zones: BTreeMap<String, Zone> = BTreeMap::new();
    for at in rows {
        if let Some(zone) = zone(job, at, &zones) {
            zones.insert(name::key(&zone.name), zone);
        }
    }
    let mut zones: Vec<Zone> = zones.into_values().collect();
    zones.sort_by(|a, b| a.name.cmp(&b.name));
    job.locator = Locator::new(zones.clone());
    let more = unlisted(job.tables, &mut job.locator, job.about.year);
    if !more.is_empty() {
        zones.extend(more);
        zones.sort_by(|a, b| a.name.cmp(&b.name));
        job.locator = Locator::new(zones);
    }
}

fn zone(job: &mut Job<'_>, at: RowAt<'_>, known: &BTreeMap<String, Zone>) -> Option<Zone> {
    let Some(text) = at.text(Field::Name) else {
        job.log.set_aside(at, at.issue(Field::Name, Code::MissingCell));
        return None;
    };
    if known.contains_key(&name::key(&text)) {
        job.log.set_aside(at, at.row_issue(Code::DuplicateRow));
        return None;
    }
    job.log.used(at);
    let county = job.locator.locate(at, Field::County, job.year(at.source), &mut job.log);
    Some(Zone {
        name: Arc::from(text.as_ref()),
        area: county.and_then(|place| job.locator.place(place).area),
        point: check::coordinate(at, &mut job.log),
        neighbours: cells::names(at, Field::Neighbours),
    })
}

/// Zones that only firms name: a name of no known place (its members are known, its division is open), or a division
/// and a zone in it, as an address has them.
fn unlisted(tables: Tables<'_>, locator: &mut Locator, year: Option<Year>) -> Vec<Zone> {
    let mut zones: BTreeMap<String, Zone> = BTreeMap::new();
    for at in rows_of(tables, SheetKind::Firms) {
        for field in [Field::Zone, Field::ProducedAt, Field::CountedAt, Field::RegisteredAt] {
            let Some(text) = at.text(field) else { continue };
            let Some((area, name)) = named_zone(locator, &text, field, year) else { continue };
            let zone = Zone { name: Arc::from(name), area, point: None, neighbours: Vec::new() };
            let known = zones.entry(zone_key(&zone.name)).or_insert_with(|| zone.clone());
            // Of two spellings, and of two divisions, the smaller: the order of rows must not decide.
            known.name = known.name.clone().min(zone.name);
            known.area = known.area.min(zone.area);
        }
    }
    zones.into_values().collect()
}

fn named_zone(
    locator: &mut Locator,
    text: &str,
    field: Field,
    year: Option<Year>,
) -> Option<(Option<AreaCode>, String)> {
    if locator.zone(text).is_some() {
        return None;
    }
    if let Some((area, name)) = locator.unlisted_zone(text, year) {
        return Some((Some(area), name));
    }
    let finding = locator.find(text, year);
    (field == Field::Zone && !locator.is_known(finding)).then(|| (None, text.to_owned()))
}

/// Reads the regions, the user's before the shipped ones.
pub(super) fn read_regions(job: &mut Job<'_>) {
    let mut own: BTreeMap<String, (Arc<str>, BTreeSet<Arc<str>>)> = BTreeMap::new();
    for at in rows_of(job.tables, SheetKind::Regions) {
        let Some(text) = at.text(Field::Name) else {
            job.log.set_aside(at, at.issue(Field::Name, Code::MissingCell));
            continue;
        };
        job.log.used(at);
        let prefixes = prefixes(job, at);
        let spelling: Arc<str> = Arc::from(text.as_ref());
        let entry = own.entry(name::key(&text)).or_insert_with(|| (spelling.clone(), BTreeSet::new()));
        entry.0 = entry.0.clone().min(spelling);
        entry.1.extend(prefixes);
    }
    let shipped = region::shipped().into_iter().filter(|region| !own.contains_key(&name::key(&region.name)));
    let mut regions: Vec<Region> = own
        .values()
        .map(|(name, prefixes)| Region { name: name.clone(), prefixes: prefixes.iter().cloned().collect() })
        .collect();
    regions.sort_by(|a, b| a.name.cmp(&b.name));
    regions.extend(shipped);
    job.regions = regions;
}

/// Codes, prefixes of codes, and names of divisions.
fn prefixes(job: &mut Job<'_>, at: RowAt<'_>) -> Vec<Arc<str>> {
    let mut found = Vec::new();
    for text in field::list(at.cell(Field::Codes)) {
        let digits = matches!(text.len(), 2 | 4) && text.bytes().all(|byte| byte.is_ascii_digit());
        let area = if digits {
            format!("{text:0<6}").parse().ok().map(AreaCode).filter(|area| division::find(*area).is_some())
        } else {
            let finding = job.locator.find(&text, job.year(at.source));
            job.locator.plain_area(finding)
        };
        match area {
            Some(area) => found.push(prefix(area)),
            None => {
                let code = if digits { Code::UnknownCode } else { Code::UnknownPlace };
                job.log.raise(Issue { text, ..at.issue(Field::Codes, code) });
            }
        }
    }
    found
}

fn prefix(area: AreaCode) -> Arc<str> {
    let digits = area.to_string();
    let length = match area.level() {
        Level::Province => 2,
        Level::Prefecture => 4,
        Level::County => 6,
    };
    Arc::from(&digits[..length])
}
