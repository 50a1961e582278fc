//! 企业: rows to firms, one for each identity.

mod coded;
mod groups;
mod related;

use crate::ingest::check;
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::code::{CreditCode, credit_code, unknown_registry};
use crate::ingest::normalise::name;
use crate::ingest::sheet::CellRef;
use crate::issue::{Code, Issue};
use crate::model::{Firm, FirmId, FirmSize, Location, LocationBasis, Point, Qualification, Role};
use std::cmp::Reverse;
use std::sync::Arc;

use super::Job;
use super::cells;
use super::locator::Place;
use super::log::{RowAt, rows_of};
use groups::Groups;

/// A firm row as read.
#[derive(Debug)]
struct Entry<'a> {
    at: RowAt<'a>,
    code: Option<Arc<str>>,
    firm_id: Option<Arc<str>>,
    /// 企业ID, and a credit code that fails its check: both find the firm.
    ids: Vec<String>,
    /// A credit code that fails its check.
    bad_code: Option<String>,
    /// Whether the row was found to be the firm's for another reason than its keys and name; an issue told of it.
    united: bool,
    name: Arc<str>,
    aliases: Vec<Arc<str>>,
    /// The first place of production.
    produced: Option<u32>,
    /// All of them, in the order met.
    plants: Vec<u32>,
    zone: Option<u32>,
    counted: Option<u32>,
    registered: Option<u32>,
    point: Option<Point>,
    role: Option<Role>,
    trader: bool,
    chains: Vec<Arc<str>>,
    qualifications: Vec<Qualification>,
    size: Option<FirmSize>,
    industry: Option<Arc<str>>,
    group: Option<Arc<str>>,
    contact: Option<Arc<str>>,
    /// All cells, to tell a repeated row from one that adds something.
    cells: String,
}

/// Reads all firm rows and enters the firms.
pub(super) fn read(job: &mut Job<'_>) {
    let rows = job.tables.of(SheetKind::Firms).map(|(table, _)| table.rows.len()).sum();
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(rows);
    for at in rows_of(job.tables, SheetKind::Firms) {
        entries.extend(entry(job, at));
    }
    // The order of rows must not choose a firm's name: the longest comes first, as legal names are.
    entries.sort_by(|a, b| {
        let key = |entry: &Entry<'_>| (entry.code.is_none(), entry.ids.is_empty(), Reverse(entry.name.chars().count()));
        key(a).cmp(&key(b)).then_with(|| (&a.name, &a.cells, a.at.row_ref()).cmp(&(&b.name, &b.cells, b.at.row_ref())))
    });
    let mut groups = Groups::default();
    // Rows with a key come first. They are united before a bare name asks which of them it means.
    let bare = entries.partition_point(|entry| entry.code.is_some() || !entry.ids.is_empty());
    let bare = entries.split_off(bare);
    for part in [entries, bare] {
        for entry in part {
            groups.place(job, entry);
        }
        groups.unite(job);
    }
    for group in groups.into_rows() {
        enter(job, group);
    }
    related::relate(&mut job.firms.drafts);
    coded::read(job);
}

fn entry<'a>(job: &mut Job<'a>, at: RowAt<'a>) -> Option<Entry<'a>> {
    let Some(name) = at.text(Field::Firm) else {
        job.log.set_aside(at, at.issue(Field::Firm, Code::MissingCell));
        return None;
    };
    let (code, mut ids) = codes(job, at);
    let bad_code = ids.first().cloned();
    let firm_id: Option<Arc<str>> = at.text(Field::FirmId).map(|id| Arc::from(id.as_ref()));
    ids.extend(firm_id.as_deref().map(str::to_owned));
    let year = job.year(at.source);
    let mut place = |field| job.locator.locate(at, field, year, &mut job.log);
    let (counted, registered) = (place(Field::CountedAt), place(Field::RegisteredAt));
    let plants = plants(job, at);
    let text = |field| at.text(field).map(|text| Arc::from(text.as_ref()));
    let roles = cells::choices(at, Field::Role, cells::role, &mut job.log);
    Some(Entry {
        at,
        code,
        firm_id,
        ids,
        bad_code,
        united: false,
        name: Arc::from(name.as_ref()),
        aliases: cells::names(at, Field::Aliases),
        produced: plants.first().copied(),
        plants,
        zone: zone(job, at),
        counted,
        registered,
        point: check::coordinate(at, &mut job.log),
        role: roles.first().copied(),
        trader: roles.contains(&Role::Trader),
        chains: cells::names(at, Field::Chain),
        qualifications: cells::choices(at, Field::Qualifications, cells::qualification, &mut job.log),
        size: cells::choice(at, Field::Size, cells::size, &mut job.log),
        industry: check::industries(at, &mut job.log).into_iter().next(),
        group: text(Field::Group),
        contact: text(Field::Contact),
        cells: cells_of(at),
    })
}

/// Places of production: semicolons and line breaks part several.
fn plants(job: &mut Job<'_>, at: RowAt<'_>) -> Vec<u32> {
    let Some(text) = at.text(Field::ProducedAt) else { return Vec::new() };
    let parts = text.split([';', '；', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let mut plants = Vec::new();
    for part in parts {
        let finding = job.locator.find(part, job.about.year);
        plants.extend(job.locator.place_of(finding, at, Field::ProducedAt, &mut job.log));
    }
    plants
}

/// All cells of a row, each ended by a mark that no cell holds.
fn cells_of(at: RowAt<'_>) -> String {
    let row = at.table.rows[at.row];
    let mut cells = String::with_capacity(64);
    for column in 0..at.table.columns.len() {
        match at.table.sheet.cell(row, column) {
            CellRef::Empty => {}
            CellRef::Text(text) => cells.push_str(text),
            other => cells.push_str(&other.to_text()),
        }
        cells.push('\u{1f}');
    }
    cells
}

/// The credit code when it holds, and the text of one that does not.
fn codes(job: &mut Job<'_>, at: RowAt<'_>) -> (Option<Arc<str>>, Vec<String>) {
    let Some(text) = at.text(Field::CreditCode) else { return (None, Vec::new()) };
    let code = match credit_code(&text) {
        CreditCode::Valid(code) => code,
        CreditCode::Repaired(code) => {
            job.log.raise(at.issue(Field::CreditCode, Code::RepairedCreditCode).with(code.as_str()));
            code
        }
        CreditCode::Invalid => {
            job.log.raise(at.issue(Field::CreditCode, Code::BadCreditCode));
            // A code that a spreadsheet took for a number lost its last digits: what is left of it is not one firm's.
            let is_cut = text.contains("E+") || matches!(at.cell(Field::CreditCode), CellRef::Number(_));
            return (None, if is_cut { Vec::new() } else { vec![text.into_owned()] });
        }
    };
    if let Some(digits) = unknown_registry(&code) {
        job.log.raise(at.issue(Field::CreditCode, Code::UnknownRegistry).with(digits));
    }
    (Some(Arc::from(code)), Vec::new())
}

/// The place of the zone cell: a zone by its name, else what the gazetteer says of the text.
fn zone(job: &mut Job<'_>, at: RowAt<'_>) -> Option<u32> {
    let text = at.text(Field::Zone)?;
    match job.locator.zone(&text) {
        Some(zone) => {
            let area = job.locator.zones[zone as usize].area;
            Some(job.locator.number(Place { area, zone: Some(zone), abroad: None }))
        }
        None => job.locator.locate(at, Field::Zone, job.year(at.source), &mut job.log),
    }
}

fn label(entry: &Entry<'_>) -> String {
    let id = entry.code.as_deref().or(entry.ids.first().map(String::as_str)).unwrap_or_default();
    if id == &*entry.name { id.to_owned() } else { format!("{id} {}", entry.name).trim().to_owned() }
}

/// Joins the rows of one firm and enters it.
fn enter(job: &mut Job<'_>, group: Vec<Entry<'_>>) {
    let mut rows = group.into_iter();
    let Some(mut first) = rows.next() else { return };
    job.log.used(first.at);
    let mut seen = vec![std::mem::take(&mut first.cells)];
    for row in rows {
        if seen.contains(&row.cells) {
            let twin = first.at.row_ref().row.to_string();
            job.log.set_aside(row.at, row.at.row_issue(Code::DuplicateRow).with(twin));
            continue;
        }
        job.log.used(row.at);
        seen.push(row.cells.clone());
        join(job, &mut first, row);
    }
    let location = location(job, &first);
    let id = free_id(job, &first);
    let area = |place: Option<u32>| job.locator.place(place?).area;
    let firm = Firm {
        id: FirmId(id),
        registered_at: area(first.registered),
        counted_at: area(first.counted),
        credit_code: first.code,
        name: first.name,
        aliases: first.aliases,
        location,
        role: first.role,
        // Section F of GB/T 4754 is trade: divisions 51 and 52.
        trader: first.trader || first.industry.as_ref().is_some_and(|code| code.starts_with('F')),
        chains: first.chains,
        qualifications: first.qualifications,
        size: first.size,
        industry: first.industry,
        group: first.group,
        contact: first.contact,
        row: first.at.row_ref(),
        listed: true,
    };
    job.firms.enter(firm, &first.ids, first.firm_id.is_some());
}

/// Credit code, else 企业ID, else name; the first that is no other firm's.
fn free_id(job: &mut Job<'_>, entry: &Entry<'_>) -> Arc<str> {
    let own = [entry.code.clone(), entry.firm_id.clone(), Some(entry.name.clone())].into_iter().flatten();
    let numbered = (2_u32..).map(|number| Arc::from(format!("{}#{number}", entry.name)));
    let mut taken: Option<u32> = None;
    let id = own.chain(numbered).find(|id| {
        let owner = job.firms.with_id(id);
        taken = taken.or(owner);
        owner.is_none()
    });
    if let Some(other) = taken {
        let stands = job.firms.drafts[other as usize].firm.name.to_string();
        let row = job.firms.drafts[other as usize].firm.row.row.to_string();
        job.log.raise(entry.at.issue(Field::Firm, Code::ConflictingFirm).with(stands).with(row));
    }
    id.unwrap_or_else(|| entry.name.clone())
}

/// What a further row of the firm adds; where both speak and differ, the first stands and an issue says so.
fn join(job: &mut Job<'_>, first: &mut Entry<'_>, other: Entry<'_>) {
    if name::key(&first.name) != name::key(&other.name) {
        if !other.united {
            // One credit code is one firm, whatever it calls itself; one 企业ID may be a slip.
            let is_renamed = first.code.is_some() && first.code == other.code;
            let code = if is_renamed { Code::FormerName } else { Code::ConflictingFirm };
            let issue = other.at.issue(Field::Firm, code);
            job.log.raise(issue.with(first.name.as_ref()).with(first.at.row_ref().row.to_string()));
        }
        first.aliases.push(other.name.clone());
    }
    first.plants.extend(other.plants);
    first.produced = first.produced.or(other.produced);
    let places = [
        (Field::Zone, &mut first.zone, other.zone),
        (Field::CountedAt, &mut first.counted, other.counted),
        (Field::RegisteredAt, &mut first.registered, other.registered),
    ];
    for (field, kept, new) in places {
        if kept.is_some() && new.is_some() && *kept != new {
            let issue = other.at.issue(field, Code::ConflictingFirm);
            let stands = first.at.cell(field).to_text();
            job.log.raise(issue.with(stands).with(first.at.row_ref().row.to_string()));
        }
        *kept = kept.or(new);
    }
    first.aliases.extend(other.aliases);
    first.aliases.sort();
    first.aliases.dedup();
    first.aliases.retain(|alias| *alias != first.name);
    for chain in other.chains {
        if !first.chains.contains(&chain) {
            first.chains.push(chain);
        }
    }
    first.qualifications.extend(other.qualifications);
    first.qualifications.sort_unstable();
    first.qualifications.dedup();
    first.ids.extend(other.ids);
    first.firm_id = first.firm_id.take().or(other.firm_id);
    first.point = first.point.or(other.point);
    first.role = first.role.or(other.role);
    first.trader |= other.trader;
    first.size = first.size.or(other.size);
    first.industry = first.industry.take().or(other.industry);
    first.group = first.group.take().or(other.group);
    first.contact = first.contact.take().or(other.contact);
}

/// Place of production, else zone, else where it is counted, else where it is registered.
fn location(job: &mut Job<'_>, entry: &Entry<'_>) -> Location {
    let known = [
        (entry.produced, LocationBasis::Produced),
        (entry.zone, LocationBasis::Zone),
        (entry.counted, LocationBasis::Counted),
        (entry.registered, LocationBasis::Registered),
    ];
    let Some((number, basis)) = known.into_iter().find_map(|(place, basis)| Some((place?, basis))) else {
        job.log.raise(entry.at.row_issue(Code::MissingPlace));
        return Location { point: entry.point, ..Location::UNKNOWN };
    };
    if basis == LocationBasis::Registered {
        job.log.raise(entry.at.issue(Field::RegisteredAt, Code::HeadquartersPlace));
    }
    let plants = distinct(job, &entry.plants);
    if basis == LocationBasis::Produced && plants.len() > 1 {
        let paths = plants.iter().map(|place| job.locator.label(place)).collect();
        job.log.raise(Issue { details: paths, ..entry.at.issue(Field::ProducedAt, Code::SeveralPlants) });
        // Coordinates would be those of one plant, nobody knows which.
        let locations = plants.iter().map(|place| job.locator.location(&in_zone(job, entry, place), basis, None));
        return Location::one_of(locations.collect());
    }
    let place = plants.first().unwrap_or(job.locator.place(number)).clone();
    job.locator.location(&in_zone(job, entry, &place), basis, entry.point)
}

/// The place, or the firm's zone when it lies inside: a zone says more than its division alone.
fn in_zone(job: &Job<'_>, entry: &Entry<'_>, place: &Place) -> Place {
    let Some(zone) = entry.zone.map(|zone| job.locator.place(zone)) else { return place.clone() };
    let inside = zone.area.zip(place.area).is_none_or(|(zone, place)| zone.is_in(place));
    if inside && place.abroad.is_none() {
        Place { area: zone.area.or(place.area), zone: zone.zone.or(place.zone), abroad: None }
    } else {
        place.clone()
    }
}

/// The places that are not merely a wider name of another one, sorted.
fn distinct(job: &Job<'_>, plants: &[u32]) -> Vec<Place> {
    let mut places: Vec<Place> = plants.iter().map(|place| job.locator.place(*place).clone()).collect();
    places.sort();
    places.dedup();
    let narrower = |wide: &Place, other: &Place| {
        let inside = wide.area.zip(other.area).is_some_and(|(wide, area)| area.is_in(wide));
        other != wide && inside && wide.zone.is_none() && wide.abroad == other.abroad
    };
    let kept = places.iter().filter(|wide| !places.iter().any(|other| narrower(wide, other)));
    kept.cloned().collect()
}
