//! Where a scenario strikes: a division, a zone, a named region, a country, everything abroad, or a circle.

use super::Error;
use super::named::{self, Named, plain};
use crate::graph::SupplyGraph;
use crate::model::division::{self, Division, short_name};
use crate::model::nearness::{Tier, within};
use crate::model::{AreaCode, Level, Location, LocationBasis, Nearness, Region};
use std::sync::Arc;

/// Words for everything abroad.
const ABROAD: [&str; 5] = ["abroad", "境外", "国外", "海外", "进口"];

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Spot {
    Tier(Tier),
    /// Plants of the zone, or of the centre's surroundings.
    Around(Tier, Location),
    Abroad,
    Country(Arc<str>),
    /// A place without what lies in a division.
    Outside(Box<Spot>, AreaCode),
}

/// How much of something lies in a place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Within {
    /// Share that does.
    pub(super) near: f64,
    /// Share of which nobody knows.
    pub(super) unknown: f64,
}

impl Spot {
    /// The place of this name.
    ///
    /// # Errors
    /// When no place, or more than one, is called so.
    pub(super) fn find(graph: &SupplyGraph, name: &str) -> Result<Self, Error> {
        let (dataset, asked) = (graph.dataset(), plain(name));
        if ABROAD.contains(&&*asked.to_lowercase()) {
            return Ok(Spot::Abroad);
        }
        if let Some(region) = dataset.regions.iter().find(|region| plain(&region.name) == asked) {
            return Ok(Spot::Tier(Tier::Region(Arc::new(Region::clone(region)))));
        }
        if let Some((at, zone)) = (0..).zip(&dataset.zones).find(|(_, zone)| plain(&zone.name) == asked) {
            let area = zone.area;
            return Ok(Spot::Around(Tier::Zone, Location { area, zone: Some(at), ..Location::UNKNOWN }));
        }
        let countries = graph.places().iter().filter_map(|place| place.abroad.as_ref());
        if let Some(country) = countries.into_iter().find(|country| plain(country) == asked) {
            return Ok(Spot::Country(country.clone()));
        }
        Ok(Spot::Tier(Tier::Area(area(graph, name)?)))
    }

    /// All within so many kilometres of a division or zone.
    ///
    /// # Errors
    /// When the place is unknown, or nobody knows where it lies.
    pub(super) fn circle(graph: &SupplyGraph, km: f64, name: &str) -> Result<Self, Error> {
        let asked = plain(name);
        let zone = graph.dataset().zones.iter().find(|zone| plain(&zone.name) == asked);
        let point = match zone.and_then(|zone| zone.point.or_else(|| centroid(zone.area?))) {
            Some(point) => Some(point),
            None => centroid(area(graph, name)?),
        };
        if point.is_none() {
            return Err(Error::NoCentre { name: name.to_owned() });
        }
        Ok(Spot::Around(Tier::Circle(km), Location { point, ..Location::UNKNOWN }))
    }

    /// A plant that is put there; unknown where the place is no single one.
    pub(super) fn plant(&self) -> Location {
        match self {
            Spot::Tier(Tier::Area(area)) => Location {
                area: Some(*area),
                point: centroid(*area).filter(|_| area.level() == Level::County),
                basis: LocationBasis::Produced,
                ..Location::UNKNOWN
            },
            Spot::Around(Tier::Zone, zone) => Location { basis: LocationBasis::Zone, ..zone.clone() },
            Spot::Abroad => Location { abroad: Some(Arc::from(ABROAD[1])), ..Location::UNKNOWN },
            Spot::Country(country) => Location { abroad: Some(country.clone()), ..Location::UNKNOWN },
            Spot::Tier(_) | Spot::Around(..) | Spot::Outside(..) => Location::UNKNOWN,
        }
    }

    /// The same without what lies in the division.
    #[must_use]
    pub(super) fn without(self, area: Option<AreaCode>) -> Self {
        match area {
            Some(area) => Spot::Outside(Box::new(self), area),
            None => self,
        }
    }

    /// Whether nothing of it lies outside a division.
    pub(super) fn lies_in(&self, area: AreaCode) -> bool {
        match self {
            Spot::Tier(Tier::Area(own)) => own.is_in(area),
            Spot::Tier(Tier::Region(region)) => {
                let inside =
                    |prefix: &Arc<str>| format!("{prefix:0<6}").parse().is_ok_and(|own| AreaCode(own).is_in(area));
                !region.prefixes.is_empty() && region.prefixes.iter().all(inside)
            }
            Spot::Around(Tier::Zone, zone) => zone.area.is_some_and(|own| own.is_in(area)),
            Spot::Outside(spot, _) => spot.lies_in(area),
            Spot::Tier(_) | Spot::Around(..) | Spot::Abroad | Spot::Country(_) => false,
        }
    }

    /// How much of what stands at a location lies here; its plants count alike.
    pub(super) fn holds(&self, location: &Location) -> Within {
        let plants = location.each();
        let share = |side| plants.iter().filter(|plant| self.near(plant) == side).count() as f64 / plants.len() as f64;
        Within { near: share(Nearness::Near), unknown: share(Nearness::Unknown) }
    }

    /// Whether all of what stands at a location lies here.
    pub(super) fn holds_all(&self, location: &Location) -> Nearness {
        Nearness::agreed(location.each().iter().map(|plant| self.near(plant)))
    }

    fn near(&self, plant: &Location) -> Nearness {
        let decided = |near: bool| if near { Nearness::Near } else { Nearness::Far };
        match self {
            Spot::Tier(tier) => tier.near(plant, &Location::UNKNOWN),
            Spot::Around(tier, centre) => tier.near(plant, centre),
            Spot::Abroad if plant.is_known() => decided(plant.abroad.is_some()),
            Spot::Country(country) if plant.is_known() => decided(plant.abroad.as_ref() == Some(country)),
            Spot::Abroad | Spot::Country(_) => Nearness::Unknown,
            Spot::Outside(spot, area) => match spot.near(plant) {
                Nearness::Far => Nearness::Far,
                side => match plant.area.map_or(Nearness::Far, |place| within(place, *area)) {
                    Nearness::Near => Nearness::Far,
                    Nearness::Far => side,
                    Nearness::Unknown => Nearness::Unknown,
                },
            },
        }
    }
}

fn centroid(area: AreaCode) -> Option<crate::model::Point> {
    division::find(area).and_then(|division| division.centroid)
}

/// The division of this name or code. Of several that of which the data speak.
///
/// # Errors
/// When none, or more than one, is called so.
pub(super) fn area(graph: &SupplyGraph, name: &str) -> Result<AreaCode, Error> {
    let asked = plain(name);
    if let Some(found) = asked.parse().ok().and_then(|code| division::find(AreaCode(code))) {
        return Ok(found.code);
    }
    let by = |fits: &dyn Fn(&Division) -> bool| -> Vec<AreaCode> {
        division::all().iter().filter(|division| fits(division)).map(|division| division.code).collect()
    };
    let whole = by(&|division| division.name == asked || division::path(division.code) == asked);
    let mut found = if whole.is_empty() { by(&|division| is_called(division, &asked)) } else { whole };
    if found.len() > 1 {
        let places = || graph.dataset().firms.iter().map(|firm| &firm.location).chain(graph.places());
        let met = |code: &AreaCode| {
            places().any(|place| place.each().iter().any(|plant| plant.area.is_some_and(|area| area.is_in(*code))))
        };
        let known: Vec<AreaCode> = found.iter().copied().filter(met).collect();
        found = if known.is_empty() { found } else { known };
    }
    match found[..] {
        [only] => Ok(only),
        [] => Err(unknown_place(graph, name)),
        _ => Err(named::ambiguous(Named::Place, name, found.into_iter().map(division::path).collect())),
    }
}

/// Whether a text is the division's name, whole or short, behind names of some of those above it.
fn is_called(division: &Division, text: &str) -> bool {
    [division.name, short_name(division.name)].into_iter().any(|name| match text.strip_suffix(name) {
        Some("") => true,
        Some(rest) => {
            let mut above = division.parent.and_then(division::find);
            while let Some(holder) = above {
                if is_called(holder, rest) {
                    return true;
                }
                above = holder.parent.and_then(division::find);
            }
            false
        }
        None => false,
    })
}

fn unknown_place(graph: &SupplyGraph, name: &str) -> Error {
    let dataset = graph.dataset();
    let regions = dataset.regions.iter().map(|region| &*region.name);
    let zones = dataset.zones.iter().map(|zone| &*zone.name);
    let divisions = division::all().iter().map(|division| division.name);
    named::unknown(Named::Place, name, regions.chain(zones).chain(divisions))
}
