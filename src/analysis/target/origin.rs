//! Where candidates come from, in the order in which a place looks for investors [RT-6].

use crate::analysis::Error;
use crate::analysis::named::plain;
use crate::analysis::spot::Spot;
use crate::graph::SupplyGraph;
use crate::model::{Location, Nearness, Tier, division};
use serde::Serialize;
use std::sync::Arc;

/// The order when nobody gives one; names joined by `+` rank alike.
pub const USUAL: [&str; 3] = ["沪苏浙", "长三角", "珠三角+京津冀"];

/// A class of origins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OriginClass {
    /// Name of the region, division, zone or country; `None` of the classes beyond the list.
    pub name: Option<Arc<str>>,
    /// What kind of class.
    pub kind: OriginKind,
    /// Rank, from 1; several may share one.
    pub rank: usize,
}

/// Kind of a class of origins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginKind {
    /// On the list.
    Listed,
    /// Elsewhere in China.
    Elsewhere,
    /// Abroad.
    Abroad,
    /// Unknown, or known too coarsely to tell.
    Unlocated,
}

/// The classes, with the places that the listed ones stand for.
pub(super) struct Origins {
    pub(super) classes: Vec<OriginClass>,
    spots: Vec<Spot>,
}

impl Origins {
    /// The classes of a list; that of the data set, then the usual one, where the list is empty.
    ///
    /// # Errors
    /// When no place, or more than one, is called as the list says.
    pub(super) fn new(graph: &SupplyGraph, asked: &[String]) -> Result<Self, Error> {
        let stated = &graph.dataset().about.origins;
        let listed: Vec<String> = match asked {
            [] if stated.is_empty() => USUAL.map(str::to_owned).to_vec(),
            [] => stated.iter().map(|name| name.to_string()).collect(),
            _ => asked.to_vec(),
        };
        let (mut classes, mut spots) = (Vec::new(), Vec::new());
        for (rank, alike) in (1..).zip(&listed) {
            for name in alike.split(['+', '＋']).map(plain).filter(|name| !name.is_empty()) {
                let spot = match Spot::find(graph, &name) {
                    // The reader of 说明 knows all countries; one from which nobody here sells is still one.
                    Err(Error::UnknownName { .. }) if asked.is_empty() => Spot::Country(name.as_str().into()),
                    found => found?,
                };
                let name = match &spot {
                    Spot::Tier(Tier::Area(area)) => division::path(*area),
                    _ => name,
                };
                spots.push(spot);
                classes.push(OriginClass { name: Some(name.into()), kind: OriginKind::Listed, rank });
            }
        }
        for (rank, kind) in (listed.len() + 1..).zip([OriginKind::Elsewhere, OriginKind::Abroad, OriginKind::Unlocated])
        {
            classes.push(OriginClass { name: None, kind, rank });
        }
        Ok(Self { classes, spots })
    }

    /// The class of a location: the first on the list that holds it.
    ///
    /// A location that may lie in a class or not is unlocated, even where a later one would hold it.
    pub(super) fn of(&self, location: &Location) -> usize {
        let beyond = |kind| self.classes.iter().position(|class| class.kind == kind).unwrap_or(0);
        for (at, spot) in self.spots.iter().enumerate() {
            match spot.holds_all(location) {
                Nearness::Near => return at,
                Nearness::Far => {}
                Nearness::Unknown => return beyond(OriginKind::Unlocated),
            }
        }
        let abroad = Nearness::agreed(location.each().iter().map(|plant| match (&plant.abroad, plant.area) {
            (Some(_), _) => Nearness::Near,
            (None, Some(_)) => Nearness::Far,
            (None, None) => Nearness::Unknown,
        }));
        match abroad {
            Nearness::Near => beyond(OriginKind::Abroad),
            Nearness::Far => beyond(OriginKind::Elsewhere),
            Nearness::Unknown => beyond(OriginKind::Unlocated),
        }
    }
}
