//! Places: divisions, zones, named regions, and what "near" can be said of two locations.

use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// A six-digit code of GB/T 2260 (2024): province, prefecture or county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(pub u32);

/// Level of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 省级.
    Province,
    /// 地级.
    Prefecture,
    /// 县级.
    County,
}

impl AreaCode {
    /// The first two digits.
    pub fn province(self) -> u32 {
        self.0 / 10_000
    }

    /// Whether the code names a whole province.
    pub fn is_province(self) -> bool {
        self.0.is_multiple_of(10_000)
    }

    /// Whether the code names a prefecture as a whole.
    pub fn is_prefecture(self) -> bool {
        !self.is_province() && self.0.is_multiple_of(100)
    }

    /// Level of the code.
    pub fn level(self) -> Level {
        if self.is_province() {
            Level::Province
        } else if self.is_prefecture() {
            Level::Prefecture
        } else {
            Level::County
        }
    }

    /// City key (methods §1.2): four digits; a municipality its two; a county governed by its province itself.
    /// `None` for a code that names a whole province other than a municipality.
    ///
    /// ```
    /// use liantu::model::AreaCode;
    /// assert_eq!(AreaCode(341324).city(), AreaCode(341302).city());
    /// assert_eq!(AreaCode(310115).city(), AreaCode(310101).city());
    /// assert_ne!(AreaCode(429004).city(), AreaCode(429005).city());
    /// ```
    pub fn city(self) -> Option<u32> {
        match self.province() {
            province @ (11 | 12 | 31 | 50) => Some(province),
            _ if self.is_province() => None,
            _ if self.0 / 100 % 100 == 90 => (self.level() == Level::County).then_some(self.0),
            _ => Some(self.0 / 100),
        }
    }

    /// Whether the code's digits begin with `prefix` (2, 4 or 6 digits).
    pub fn starts_with(self, prefix: &str) -> bool {
        self.to_string().starts_with(prefix)
    }

    /// Whether `self` lies in `area` (an area contains itself).
    ///
    /// ```
    /// use liantu::model::AreaCode;
    /// assert!(AreaCode(341324).is_in(AreaCode(341300)));
    /// assert!(!AreaCode(320500).is_in(AreaCode(341300)));
    /// ```
    pub fn is_in(self, area: AreaCode) -> bool {
        match area.level() {
            Level::Province => self.province() == area.province(),
            Level::Prefecture => self.0 / 100 == area.0 / 100,
            Level::County => self == area,
        }
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl Serialize for AreaCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Degrees of longitude and latitude.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
pub struct Point {
    /// East, degrees.
    pub lon: f64,
    /// North, degrees.
    pub lat: f64,
}

impl Point {
    /// Great-circle distance in kilometres, haversine with R = 6371.0088 km (methods §0.1, G14).
    ///
    /// ```
    /// use liantu::model::Point;
    /// let suzhou = Point { lon: 116.964, lat: 33.646 };
    /// let hefei = Point { lon: 117.227, lat: 31.820 };
    /// assert!((suzhou.distance_km(hefei) - 204.527).abs() < 5e-4);
    /// ```
    pub fn distance_km(self, other: Point) -> f64 {
        const EARTH_RADIUS_KM: f64 = 6371.0088;
        let (lat, other_lat) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = ((other_lat - lat) / 2.0).sin();
        let half_lon = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let chord = half_lat * half_lat + lat.cos() * other_lat.cos() * half_lon * half_lon;
        2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
    }
}

/// Where a location comes from, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationBasis {
    /// The row itself names the place; a purchase line the shipping place.
    Line,
    /// The firm's place of production (生产地).
    Produced,
    /// The firm's zone (园区).
    Zone,
    /// The place it is counted at (统计地).
    Counted,
    /// Its registered office, for want of better (`hq_location`).
    Registered,
    /// Nothing is known.
    Unknown,
}

/// A location as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// Division, at whatever level is known; `None` when unknown or abroad.
    pub area: Option<AreaCode>,
    /// Position of the zone in [`Dataset::zones`](crate::model::Dataset::zones).
    pub zone: Option<u32>,
    /// Own coordinates, or the centroid of the division when it is a county.
    pub point: Option<Point>,
    /// Country when abroad (or `境外` when only that is said).
    pub abroad: Option<Arc<str>>,
    /// Where this comes from.
    pub basis: LocationBasis,
    /// The plants of a firm that has several, sorted; `area` is then what holds them all, and which of them a line means is
    /// open. Two or more, none of them with plants of its own.
    pub plants: Option<Arc<[Location]>>,
}

impl Location {
    /// A location of which nothing is known.
    pub const UNKNOWN: Location =
        Location { area: None, zone: None, point: None, abroad: None, basis: LocationBasis::Unknown, plants: None };

    /// Whether anything is known.
    pub fn is_known(&self) -> bool {
        self.area.is_some() || self.abroad.is_some() || self.zone.is_some() || self.plants.is_some()
    }

    /// The plants, or the one place itself.
    pub fn each(&self) -> &[Location] {
        self.plants.as_deref().unwrap_or(std::slice::from_ref(self))
    }

    /// One of several plants, which one is open.
    ///
    /// ```
    /// use liantu::model::{AreaCode, Location};
    /// let at = |code| Location { area: Some(AreaCode(code)), ..Location::UNKNOWN };
    /// let firm = Location::one_of(vec![at(341324), at(341323)]);
    /// assert_eq!((firm.area, firm.each().len()), (Some(AreaCode(341300)), 2));
    /// assert_eq!(Location::one_of(vec![at(341324)]), at(341324));
    /// ```
    pub fn one_of(mut plants: Vec<Location>) -> Location {
        let key = |place: &Location| (place.area, place.zone, place.abroad.clone());
        plants.sort_by_key(key);
        plants.dedup_by_key(|place| key(place));
        if plants.len() < 2 {
            return plants.pop().unwrap_or(Location::UNKNOWN);
        }
        let areas: Option<Vec<AreaCode>> = plants.iter().map(|place| place.area).collect();
        let basis = plants.iter().map(|place| place.basis).max().unwrap_or(LocationBasis::Unknown);
        let area = areas.and_then(|areas| super::division::common(&areas));
        Location { area, basis, plants: Some(plants.into()), ..Location::UNKNOWN }
    }
}

/// Answer of a nearness predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Nearness {
    /// Near.
    Near,
    /// Far.
    Far,
    /// Cannot be told.
    Unknown,
}

impl Nearness {
    /// What all of several possible answers say; unknown when they differ.
    pub fn agreed(answers: impl IntoIterator<Item = Nearness>) -> Nearness {
        let mut answers = answers.into_iter();
        let first = answers.next().unwrap_or(Nearness::Unknown);
        if answers.all(|answer| answer == first) { first } else { Nearness::Unknown }
    }
}

/// A zone or custom area (园区); it has no code of GB/T 2260.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Name as written first.
    pub name: Arc<str>,
    /// Division that holds it.
    pub area: Option<AreaCode>,
    /// Coordinates.
    pub point: Option<Point>,
    /// Names of neighbouring zones or counties.
    pub neighbours: Vec<Arc<str>>,
}

/// A named region: a list of code prefixes such as 长三角 = 31, 32, 33, 34.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Name.
    pub name: Arc<str>,
    /// Prefixes of two, four or six digits, sorted.
    pub prefixes: Vec<Arc<str>>,
}

impl Region {
    /// Whether `area` lies in the region; unknown when the region takes only part of a coarser `area`.
    pub fn contains(&self, area: AreaCode) -> Nearness {
        let code = match area.level() {
            Level::Province => format!("{:02}", area.0 / 10_000),
            Level::Prefecture => format!("{:04}", area.0 / 100),
            Level::County => area.to_string(),
        };
        if self.prefixes.iter().any(|prefix| code.starts_with(prefix.as_ref())) {
            Nearness::Near
        } else if self.prefixes.iter().any(|prefix| prefix.starts_with(&code)) {
            Nearness::Unknown
        } else {
            Nearness::Far
        }
    }
}
