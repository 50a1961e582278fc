//! Places of cells: each distinct text is looked up once, each distinct place is kept once.

use crate::ingest::hash::{FastMap, Memo};
use crate::ingest::mapping::Field;
use crate::ingest::normalise::name;
use crate::ingest::normalise::place::{PlaceMatch, Places};
use crate::issue::{Code, Issue};
use crate::model::{AreaCode, Level, Location, LocationBasis, Point, Year, Zone, division};
use std::sync::Arc;

use super::log::{Log, RowAt};

/// A place as far as a text tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    /// Division.
    pub(crate) area: Option<AreaCode>,
    /// Position in the zones.
    pub(crate) zone: Option<u32>,
    /// Country.
    pub(crate) abroad: Option<Arc<str>>,
}

/// What was found for one text.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    /// Number of the place; `None` when nothing can be said.
    pub(crate) place: Option<u32>,
    /// What is wrong with the text, with the values for the sentence.
    trouble: Option<(Code, Vec<String>)>,
}

/// Looks up places and remembers them.
#[derive(Debug)]
pub(crate) struct Locator {
    gazetteer: Places,
    /// Zones, sorted by name.
    pub(crate) zones: Vec<Zone>,
    zone_keys: FastMap<String, u32>,
    /// Findings by text, for each year of the data; there are few years.
    memo: Vec<(Option<Year>, Memo)>,
    findings: Vec<Finding>,
    places: Vec<(Place, Arc<Location>)>,
    place_numbers: FastMap<Place, u32>,
    /// Findings whose former name was mentioned already.
    noted: Vec<bool>,
}

impl Locator {
    /// A locator that also knows these zones, sorted by name.
    pub(crate) fn new(zones: Vec<Zone>) -> Self {
        let zone_keys = zones.iter().zip(0..).map(|(zone, at)| (name::key(&zone.name), at)).collect();
        Self {
            gazetteer: Places::new(&zones),
            zones,
            zone_keys,
            memo: Vec::new(),
            findings: Vec::new(),
            places: Vec::new(),
            place_numbers: FastMap::default(),
            noted: Vec::new(),
        }
    }

    /// The zone with exactly this name.
    pub(crate) fn zone(&self, text: &str) -> Option<u32> {
        self.zone_keys.get(&name::key(text)).copied()
    }

    /// What the text says about a place.
    pub(crate) fn find(&mut self, text: &str, year: Option<Year>) -> u32 {
        let memo = match self.memo.iter().position(|(at, _)| *at == year) {
            Some(memo) => memo,
            None => {
                self.memo.push((year, Memo::default()));
                self.memo.len() - 1
            }
        };
        if let Some(known) = self.memo[memo].1.get(text) {
            return known;
        }
        let finding = self.look_up(text, year);
        let number = u32::try_from(self.findings.len()).expect("fewer than 2^32 distinct places");
        self.findings.push(finding);
        self.noted.push(false);
        self.memo[memo].1.insert(text, number);
        number
    }

    /// The number of the place found, with an issue raised for the cell when the text is not plain.
    pub(crate) fn place_of(&mut self, finding: u32, at: RowAt<'_>, field: Field, log: &mut Log) -> Option<u32> {
        let (place, trouble) = self.place_and_trouble(finding);
        if let Some((code, details)) = trouble {
            log.raise(Issue { details, ..at.issue(field, code) });
        }
        place
    }

    /// The place of each entry of a list cell, with an issue for each entry that is not plain; sorted, each once.
    pub(crate) fn places_of(&mut self, at: RowAt<'_>, field: Field, year: Option<Year>, log: &mut Log) -> Vec<u32> {
        let mut places = Vec::new();
        for text in super::cells::names(at, field) {
            let finding = self.find(&text, year);
            let (place, trouble) = self.place_and_trouble(finding);
            if let Some((code, details)) = trouble {
                log.raise(Issue { details, text: text.to_string(), ..at.issue(field, code) });
            }
            places.extend(place);
        }
        places.sort_by(|a, b| self.place(*a).cmp(self.place(*b)));
        places.dedup();
        places
    }

    fn place_and_trouble(&mut self, finding: u32) -> (Option<u32>, Option<(Code, Vec<String>)>) {
        let found = &self.findings[finding as usize];
        let noted = &mut self.noted[finding as usize];
        // A former name was read as meant: once for each text is enough.
        let told = |(code, _): &&(Code, Vec<String>)| *code != Code::FormerPlace || !std::mem::replace(noted, true);
        (found.place, found.trouble.as_ref().filter(told).cloned())
    }

    /// Whether anything was found.
    pub(crate) fn is_known(&self, finding: u32) -> bool {
        self.findings[finding as usize].place.is_some()
    }

    /// The division found, when the text names one and nothing else.
    pub(crate) fn plain_area(&self, finding: u32) -> Option<AreaCode> {
        let found = &self.findings[finding as usize];
        let open = found.trouble.as_ref().is_some_and(|(code, _)| *code != Code::FormerPlace);
        self.place(found.place?).area.filter(|_| !open)
    }

    /// What the gazetteer says of a text that no cell holds.
    pub(crate) fn ask(&self, text: &str, year: Option<Year>) -> PlaceMatch {
        self.gazetteer.locate(text, year)
    }

    /// The zone that an address names although no sheet lists it.
    pub(crate) fn unlisted_zone(&self, text: &str, year: Option<Year>) -> Option<(AreaCode, String)> {
        self.gazetteer.unlisted_zone(text, year)
    }

    /// The place of a cell, when it has one.
    pub(crate) fn locate(&mut self, at: RowAt<'_>, field: Field, year: Option<Year>, log: &mut Log) -> Option<u32> {
        let text = at.text(field)?;
        let finding = self.find(&text, year);
        self.place_of(finding, at, field, log)
    }

    /// A place by number.
    pub(crate) fn place(&self, number: u32) -> &Place {
        &self.places[number as usize].0
    }

    /// The location that a row names; of none nothing is known.
    pub(crate) fn stated_location(&self, number: Option<u32>) -> Location {
        number.map_or(Location::UNKNOWN, |number| Location::clone(&self.line_location(number)))
    }

    /// The location that a purchase line names.
    pub(crate) fn line_location(&self, number: u32) -> Arc<Location> {
        self.places[number as usize].1.clone()
    }

    /// A place in words of the gazetteer.
    pub(crate) fn label(&self, place: &Place) -> String {
        let zone = place.zone.map(|zone| self.zones[zone as usize].name.to_string()).unwrap_or_default();
        let abroad = place.abroad.as_deref().unwrap_or_default();
        format!("{}{zone}{abroad}", place.area.map(division::path).unwrap_or_default())
    }

    /// Count of distinct places.
    pub(crate) fn place_count(&self) -> usize {
        self.places.len()
    }

    /// The number of a place, kept once.
    pub(crate) fn number(&mut self, place: Place) -> u32 {
        if let Some(known) = self.place_numbers.get(&place) {
            return *known;
        }
        let number = u32::try_from(self.places.len()).expect("fewer than 2^32 distinct places");
        let location = Arc::new(self.location(&place, LocationBasis::Line, None));
        self.places.push((place.clone(), location));
        self.place_numbers.insert(place, number);
        number
    }

    /// A location: own coordinates, else the zone's, else the centroid where the division is a county.
    pub(crate) fn location(&self, place: &Place, basis: LocationBasis, own: Option<Point>) -> Location {
        let zone_point = || self.zones.get(place.zone? as usize)?.point;
        let centroid =
            || place.area.filter(|area| area.level() == Level::County).and_then(|a| division::find(a)?.centroid);
        let point = own.or_else(zone_point).or_else(centroid);
        Location { area: place.area, zone: place.zone, point, abroad: place.abroad.clone(), basis, plants: None }
    }

    fn look_up(&mut self, text: &str, year: Option<Year>) -> Finding {
        match self.gazetteer.locate(text, year) {
            PlaceMatch::Found { area, zone, former } => {
                let area = area.or_else(|| self.zones.get(zone? as usize)?.area);
                let place = self.number(Place { area, zone, abroad: None });
                let now = || area.map(division::path).unwrap_or_default();
                let unread = || self.gazetteer.unread(text, area.filter(|_| zone.is_none())?, year);
                let partial = |rest| (Code::PartialPlace, vec![now(), rest]);
                let former = former.map(|old| (Code::FormerPlace, vec![old, now()]));
                Finding { place: Some(place), trouble: former.or_else(|| unread().map(partial)) }
            }
            PlaceMatch::Abroad(country) => {
                let place = self.number(Place { area: None, zone: None, abroad: Some(country) });
                Finding { place: Some(place), trouble: None }
            }
            PlaceMatch::Ambiguous { candidates, common } => self.among(&candidates, common, Code::AmbiguousPlace),
            PlaceMatch::Split { candidates, common } => self.among(&candidates, common, Code::SplitPlace),
            PlaceMatch::UnknownCode => Finding { place: None, trouble: Some((Code::UnknownCode, Vec::new())) },
            PlaceMatch::Unknown => Finding { place: None, trouble: Some((Code::UnknownPlace, Vec::new())) },
        }
    }

    /// One of several: what they have in common is certain, the rest is open.
    fn among(&mut self, areas: &[AreaCode], common: Option<AreaCode>, code: Code) -> Finding {
        let candidates = areas.iter().map(|area| division::path(*area)).collect();
        let common = common.map(|area| self.number(Place { area: Some(area), zone: None, abroad: None }));
        Finding { place: common, trouble: Some((code, candidates)) }
    }
}
