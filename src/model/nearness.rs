//! Nearness tiers (methods §1.2): what counts as near, asked of two locations, answered with near, far or unknown.

use super::{AreaCode, Level, Location, Nearness, Point, Region, division};
use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// A tier of nearness.
#[derive(Debug, Clone, PartialEq)]
pub enum Tier {
    /// Same county-level division.
    County,
    /// Same city key.
    City,
    /// Same province.
    Province,
    /// The supplier lies in a named region, wherever the buyer is.
    Region(Arc<Region>),
    /// Great-circle distance at most so many kilometres; cuts across boundaries and nests in nothing.
    Circle(f64),
    /// Same development zone.
    Zone,
    /// The supplier lies in one division, wherever the buyer is: the focus area.
    Area(AreaCode),
}

impl fmt::Display for Tier {
    /// The stable text of the contract: `county`, `region:长三角`, `circle:100`, `area:341300` …
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tier::County => f.write_str("county"),
            Tier::City => f.write_str("city"),
            Tier::Province => f.write_str("province"),
            Tier::Region(region) => write!(f, "region:{}", region.name),
            Tier::Circle(km) => write!(f, "circle:{km}"),
            Tier::Zone => f.write_str("zone"),
            Tier::Area(code) => write!(f, "area:{code}"),
        }
    }
}

impl Serialize for Tier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Tier {
    /// Whether a supplier is near a buyer.
    ///
    /// ```
    /// use liantu::model::{AreaCode, Location, LocationBasis, Nearness, nearness::Tier};
    /// let at = |code| Location { area: Some(AreaCode(code)), basis: LocationBasis::Produced, ..Location::UNKNOWN };
    /// // 灵璧县 and 泗县 lie in one city; 苏州市 is another city, although only its prefecture is known.
    /// assert_eq!(Tier::City.near(&at(341323), &at(341324)), Nearness::Near);
    /// assert_eq!(Tier::City.near(&at(320500), &at(341324)), Nearness::Far);
    /// // A supplier known to be somewhere in 宿州 may or may not be in 泗县.
    /// assert_eq!(Tier::County.near(&at(341300), &at(341324)), Nearness::Unknown);
    /// ```
    ///
    /// Of a firm with several plants it is so only when it is so of each: the nearest is no better a guess than another.
    pub fn near(&self, supplier: &Location, buyer: &Location) -> Nearness {
        if supplier.plants.is_none() && buyer.plants.is_none() {
            return self.near_place(supplier, buyer);
        }
        let of_plant = |plant| buyer.each().iter().map(move |buyer| self.near_place(plant, buyer));
        Nearness::agreed(supplier.each().iter().flat_map(of_plant))
    }

    fn near_place(&self, supplier: &Location, buyer: &Location) -> Nearness {
        if supplier.abroad.is_some() {
            return Nearness::Far;
        }
        match self {
            Tier::Region(region) => supplier.area.map_or(Nearness::Unknown, |area| region.contains(area)),
            Tier::Area(focus) => supplier.area.map_or(Nearness::Unknown, |area| within(area, *focus)),
            Tier::Circle(km) => buyer.point.map_or(Nearness::Unknown, |buyer| within_circle(supplier, buyer, *km)),
            Tier::Zone => same_zone(supplier, buyer),
            Tier::County | Tier::City | Tier::Province => match supplier.area.zip(buyer.area) {
                Some((a, b)) => self.same_division(a, b),
                None => Nearness::Unknown,
            },
        }
    }

    fn same_division(&self, a: AreaCode, b: AreaCode) -> Nearness {
        if a.province() != b.province() {
            return Nearness::Far;
        }
        match self {
            Tier::Province => Nearness::Near,
            Tier::City => match (a.city(), b.city()) {
                (Some(a), Some(b)) => decided(a == b),
                _ => Nearness::Unknown,
            },
            _ => same_county(a, b),
        }
    }
}

/// Whether an area that may be known only coarsely lies in `focus`.
pub fn within(area: AreaCode, focus: AreaCode) -> Nearness {
    if area.is_in(focus) {
        Nearness::Near
    } else if focus.is_in(area) {
        Nearness::Unknown
    } else {
        Nearness::Far
    }
}

fn same_county(a: AreaCode, b: AreaCode) -> Nearness {
    if a == b {
        // 东莞 and its like have no counties: the prefecture is the county.
        let finest = a.level() == Level::County || (a.is_prefecture() && !division::has_counties(a));
        return if finest { Nearness::Near } else { Nearness::Unknown };
    }
    if a.is_in(b) || b.is_in(a) { Nearness::Unknown } else { Nearness::Far }
}

/// A supplier known by its prefecture or province only is near or far when every county of it is.
fn within_circle(supplier: &Location, buyer: Point, km: f64) -> Nearness {
    if let Some(point) = supplier.point {
        return decided(point.distance_km(buyer) <= km);
    }
    let Some(area) = supplier.area.filter(|area| area.level() != Level::County) else { return Nearness::Unknown };
    let counties = division::inside(area).iter().filter(|division| division.level == Level::County);
    let mut sides = counties.map(|county| county.centroid.map(|point| point.distance_km(buyer) <= km));
    let first = sides.next().flatten();
    match first {
        Some(near) if sides.all(|side| side == Some(near)) => decided(near),
        _ => Nearness::Unknown,
    }
}

fn same_zone(supplier: &Location, buyer: &Location) -> Nearness {
    let Some(zone) = buyer.zone else { return Nearness::Unknown };
    match supplier.zone {
        Some(other) => decided(other == zone),
        // A zone lies in one county, so a plant elsewhere is outside it.
        None => match supplier.area.zip(buyer.area).map(|(a, b)| same_county(a, b)) {
            Some(Nearness::Far) => Nearness::Far,
            _ => Nearness::Unknown,
        },
    }
}

fn decided(near: bool) -> Nearness {
    if near { Nearness::Near } else { Nearness::Far }
}

/// The exclusive rings around a buyer (methods §1.2); every line falls in exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ring {
    /// Same county.
    County,
    /// Same city, another county.
    RestOfCity,
    /// Same province, another city.
    RestOfProvince,
    /// The named region, another province.
    RestOfRegion,
    /// The rest of China.
    RestOfChina,
    /// Abroad.
    Abroad,
    /// Unknown, or known too coarsely to tell.
    Unlocated,
}

impl Ring {
    /// All rings, from the inside out.
    pub const ALL: [Ring; 7] = [
        Ring::County,
        Ring::RestOfCity,
        Ring::RestOfProvince,
        Ring::RestOfRegion,
        Ring::RestOfChina,
        Ring::Abroad,
        Ring::Unlocated,
    ];

    /// The ring of a supplier around a buyer; `region` is the named region that follows the province, if any.
    ///
    /// Several plants lie in a ring when each of them does.
    pub fn of(supplier: &Location, buyer: &Location, region: Option<&Region>) -> Ring {
        if supplier.plants.is_none() && buyer.plants.is_none() {
            return Ring::of_place(supplier, buyer, region);
        }
        let of_plant = |plant| buyer.each().iter().map(move |buyer| Ring::of_place(plant, buyer, region));
        let mut rings = supplier.each().iter().flat_map(of_plant);
        let first = rings.next().unwrap_or(Ring::Unlocated);
        if rings.all(|ring| ring == first) { first } else { Ring::Unlocated }
    }

    fn of_place(supplier: &Location, buyer: &Location, region: Option<&Region>) -> Ring {
        if supplier.abroad.is_some() {
            return Ring::Abroad;
        }
        let Some((a, b)) = supplier.area.zip(buyer.area) else { return Ring::Unlocated };
        if a.province() != b.province() {
            return match region.map(|region| region.contains(a)) {
                Some(Nearness::Near) => Ring::RestOfRegion,
                Some(Nearness::Unknown) => Ring::Unlocated,
                _ => Ring::RestOfChina,
            };
        }
        match (Tier::City.same_division(a, b), same_county(a, b)) {
            (_, Nearness::Near) => Ring::County,
            (Nearness::Near, Nearness::Far) => Ring::RestOfCity,
            (Nearness::Far, _) => Ring::RestOfProvince,
            _ => Ring::Unlocated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LocationBasis;

    fn at(code: u32) -> Location {
        Location { area: Some(AreaCode(code)), basis: LocationBasis::Produced, ..Location::UNKNOWN }
    }

    #[test]
    fn tiers_nest_from_county_to_province() {
        let codes = [341324, 341323, 341300, 340000, 340100, 320500, 310115, 429004, 429005, 441900];
        for a in codes {
            for b in codes {
                let [county, city, province] =
                    [Tier::County, Tier::City, Tier::Province].map(|tier| tier.near(&at(a), &at(b)));
                assert!(county != Nearness::Near || city == Nearness::Near, "{a} {b}");
                assert!(city != Nearness::Near || province == Nearness::Near, "{a} {b}");
            }
        }
    }

    #[test]
    fn a_county_of_its_province_is_its_own_city() {
        assert_eq!(Tier::City.near(&at(429004), &at(429005)), Nearness::Far);
        assert_eq!(Tier::City.near(&at(429004), &at(429004)), Nearness::Near);
    }

    #[test]
    fn a_prefecture_without_counties_is_its_own_county() {
        assert_eq!(Tier::County.near(&at(441900), &at(441900)), Nearness::Near);
        assert_eq!(Tier::County.near(&at(341300), &at(341300)), Nearness::Unknown);
    }

    #[test]
    fn a_prefecture_is_beyond_a_circle_when_all_its_counties_are() {
        let buyer = Location { point: Some(Point { lon: 117.91, lat: 33.48 }), ..at(341324) };
        assert_eq!(Tier::Circle(100.0).near(&at(320500), &buyer), Nearness::Far);
        assert_eq!(Tier::Circle(100.0).near(&at(341300), &buyer), Nearness::Unknown);
        assert_eq!(Tier::Circle(500.0).near(&at(341300), &buyer), Nearness::Near);
        assert_eq!(Tier::Circle(100.0).near(&at(440000), &buyer), Nearness::Far);
    }

    #[test]
    fn rings_follow_the_tiers() {
        let delta = Region { name: "长三角".into(), prefixes: ["31", "32", "33", "34"].map(Into::into).to_vec() };
        let buyer = at(341324);
        let ring = |code| Ring::of(&at(code), &buyer, Some(&delta));
        assert_eq!(ring(341324), Ring::County);
        assert_eq!(ring(341323), Ring::RestOfCity);
        assert_eq!(ring(341881), Ring::RestOfProvince);
        assert_eq!(ring(320500), Ring::RestOfRegion);
        assert_eq!(ring(440300), Ring::RestOfChina);
        assert_eq!(ring(341300), Ring::Unlocated);
    }
}
