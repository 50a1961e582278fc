//! Where things stand: the units that the focus area is divided into, and the places beyond it.

use crate::graph::SupplyGraph;
use crate::model::{AreaCode, Level, Location, Nearness, Point, Tier, division, nearness};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Kind of a place, from the inside out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A unit of the focus area.
    Unit,
    /// In the focus area, in which unit is unknown.
    Inside,
    /// Another county of the same city, where the focus is a county.
    County,
    /// Another city of the same province.
    City,
    /// Another province.
    Province,
    /// Outside the focus area, at one of several places.
    Outside,
    /// Another country.
    Abroad,
    /// Unknown, or known too coarsely to tell.
    Unknown,
}

/// A place as a map shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Kind.
    pub kind: PlaceKind,
    /// Division; `None` where the kind says all that is known.
    pub code: Option<AreaCode>,
    /// Name of the division; empty without one.
    pub name: String,
}

impl Place {
    fn at(kind: PlaceKind, code: AreaCode) -> Self {
        Self { kind, code: Some(code), name: division::name(code) }
    }

    fn of(kind: PlaceKind) -> Self {
        Self { kind, code: None, name: String::new() }
    }

    /// Whether it lies in the focus area.
    pub fn is_here(&self) -> bool {
        matches!(self.kind, PlaceKind::Unit | PlaceKind::Inside)
    }

    /// Schematic centroid, degrees.
    pub fn centroid(&self) -> Option<Point> {
        self.code.and_then(division::find).and_then(|division| division.centroid)
    }
}

/// The focus area divided.
pub(super) struct Units {
    pub(super) focus: Option<AreaCode>,
    pub(super) level: Level,
    /// Units, sorted.
    pub(super) all: BTreeSet<Place>,
    pub(super) places: Whereabouts,
}

/// Places of all firms and shipping places, each place once.
pub(super) struct Whereabouts {
    list: Vec<Place>,
    /// By position in [`SupplyGraph::places`].
    pub(super) of_place: Vec<u32>,
    /// By firm.
    pub(super) of_firm: Vec<u32>,
}

impl Whereabouts {
    pub(super) fn get(&self, at: u32) -> &Place {
        &self.list[at as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }
}

impl Units {
    /// Units of the focus; without one, of what holds every buyer whose place is known.
    pub(super) fn new(graph: &SupplyGraph, focus: Option<AreaCode>) -> Self {
        let buyers = || graph.flows().iter().filter_map(|flow| graph.buyer_place(flow).area);
        let focus = focus.or_else(|| {
            let areas: BTreeSet<AreaCode> = buyers().collect();
            division::common(&areas.into_iter().collect::<Vec<AreaCode>>())
        });
        let level = match focus {
            None => Level::Province,
            Some(focus) if focus.is_province() && focus.city().is_none() => Level::Prefecture,
            Some(_) => Level::County,
        };
        let places = Whereabouts { list: Vec::new(), of_place: Vec::new(), of_firm: Vec::new() };
        let mut units = Units { focus, level, all: BTreeSet::new(), places };
        units.all = units.divisions();
        let mut known = BTreeMap::new();
        units.places.of_place = graph.places().iter().map(|place| units.number(&mut known, place)).collect();
        let firms = graph.dataset().firms.iter();
        units.places.of_firm = firms.map(|firm| units.number(&mut known, &firm.location)).collect();
        let mut list: Vec<(u32, Place)> = known.into_iter().map(|(place, at)| (at, place)).collect();
        list.sort_unstable_by_key(|(at, _)| *at);
        units.places.list = list.into_iter().map(|(_, place)| place).collect();
        if level == Level::Province {
            // All provinces are too many: those that occur.
            units.all = units.places.list.iter().filter(|place| place.kind == PlaceKind::Unit).cloned().collect();
        }
        units
    }

    /// Tier of what a unit buys from itself.
    pub(super) fn tier(&self) -> Tier {
        match self.level {
            Level::County => Tier::County,
            Level::Prefecture => Tier::City,
            Level::Province => Tier::Province,
        }
    }

    fn divisions(&self) -> BTreeSet<Place> {
        let Some(focus) = self.focus else { return BTreeSet::new() };
        let children: BTreeSet<Place> =
            division::children(focus).map(|child| Place::at(PlaceKind::Unit, child.code)).collect();
        if children.is_empty() { BTreeSet::from([Place::at(PlaceKind::Unit, focus)]) } else { children }
    }

    fn number(&self, known: &mut BTreeMap<Place, u32>, location: &Location) -> u32 {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(self.place(location)).or_insert(next)
    }

    /// Where a location stands; several plants stand where all of them do.
    fn place(&self, location: &Location) -> Place {
        let places: BTreeSet<Place> = location.each().iter().map(|plant| self.one(plant)).collect();
        let all = |kinds: &[PlaceKind]| places.iter().all(|place| kinds.contains(&place.kind));
        match places.first() {
            Some(only) if places.len() == 1 => only.clone(),
            _ if all(&[PlaceKind::Unit, PlaceKind::Inside]) => Place::of(PlaceKind::Inside),
            _ if !places.iter().any(|place| place.is_here() || place.kind == PlaceKind::Unknown) => {
                Place::of(PlaceKind::Outside)
            }
            _ => Place::of(PlaceKind::Unknown),
        }
    }

    fn one(&self, location: &Location) -> Place {
        if location.abroad.is_some() {
            return Place::of(PlaceKind::Abroad);
        }
        let Some(area) = location.area else { return Place::of(PlaceKind::Unknown) };
        match self.focus.map_or(Nearness::Near, |focus| nearness::within(area, focus)) {
            Nearness::Near => {
                self.unit(area).map_or_else(|| Place::of(PlaceKind::Inside), |unit| Place::at(PlaceKind::Unit, unit))
            }
            Nearness::Unknown => Place::of(PlaceKind::Unknown),
            Nearness::Far => self.outside(area),
        }
    }

    /// The unit that holds an area of the focus; `None` when it is known too coarsely.
    fn unit(&self, area: AreaCode) -> Option<AreaCode> {
        match self.level {
            Level::Province => Some(AreaCode(area.province() * 10_000)),
            Level::Prefecture => city(area),
            Level::County => {
                let finest = area.level() == Level::County || (area.is_prefecture() && !division::has_counties(area));
                finest.then_some(area)
            }
        }
    }

    fn outside(&self, area: AreaCode) -> Place {
        let same =
            |key: fn(AreaCode) -> Option<u32>| self.focus.and_then(key).is_some_and(|own| key(area) == Some(own));
        let province = || Place::at(PlaceKind::Province, AreaCode(area.province() * 10_000));
        if !same(|area| Some(area.province())) {
            province()
        } else if same(AreaCode::city) {
            Place::at(PlaceKind::County, area)
        } else {
            city(area).map_or_else(province, |city| Place::at(PlaceKind::City, city))
        }
    }
}

/// Code of the city that an area lies in; a county governed by its province is one itself.
fn city(area: AreaCode) -> Option<AreaCode> {
    let key = area.city()?;
    Some(AreaCode(match key {
        0..=99 => key * 10_000,
        100..=9_999 => key * 100,
        _ => key,
    }))
}
