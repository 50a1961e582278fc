//! What an analysis looks at: focus area, chain, year; shared by all questions.

use super::Error;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{AreaCode, Chain, FirmIx, Location, Nearness, ProductIx, Region, Tier, Year, division, nearness};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Focus, chain and year as asked.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Scope {
    /// The area that counts as here; buyers outside it do not enter totals. `None`: all buyers.
    pub focus: Option<AreaCode>,
    /// Only products of this chain, by name or id.
    pub chain: Option<String>,
    /// Only this year.
    pub year: Option<Year>,
}

/// An area by code and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AreaName {
    /// Code of GB/T 2260.
    pub code: AreaCode,
    /// Name.
    pub name: String,
}

impl AreaName {
    /// The area with its name.
    pub fn of(code: AreaCode) -> Self {
        Self { code, name: division::name(code) }
    }
}

impl Scope {
    /// The chain asked for, if any.
    ///
    /// # Errors
    /// When the data set has no such chain.
    pub fn chain<'a>(&self, graph: &'a SupplyGraph) -> Result<Option<&'a Chain>, Error> {
        let Some(name) = &self.chain else { return Ok(None) };
        let chains = &graph.dataset().chains;
        match chains.iter().find(|chain| *chain.name == **name || *chain.id == **name) {
            Some(chain) => Ok(Some(chain)),
            None => {
                let known: Vec<&str> = chains.iter().map(|chain| chain.name.as_ref()).collect();
                Err(Error::UnknownChain { name: name.clone(), known: known.join("、") })
            }
        }
    }

    /// Years to report: the one asked for, or all that occur.
    ///
    /// # Errors
    /// When the year asked for does not occur although others do.
    pub fn years(&self, graph: &SupplyGraph) -> Result<Vec<Option<Year>>, Error> {
        let years = graph.years();
        let Some(year) = self.year else { return Ok(years) };
        if years.is_empty() || years.contains(&Some(year)) {
            return Ok(vec![Some(year)]);
        }
        if years == [None] {
            return Ok(years);
        }
        let known: Vec<String> = years.iter().flatten().map(|year| year.0.to_string()).collect();
        Err(Error::UnknownYear { year: year.0, known: known.join("、") })
    }

    /// The one year of a question that looks at a single year: the one asked for, else the latest.
    ///
    /// # Errors
    /// As [`Scope::years`].
    pub fn single_year(&self, graph: &SupplyGraph) -> Result<Option<Year>, Error> {
        Ok(self.years(graph)?.into_iter().max().flatten())
    }

    /// Whether a firm stands in the focus area; everything does when there is no focus.
    pub fn is_local(&self, location: &Location) -> Nearness {
        let Some(focus) = self.focus else { return Nearness::Near };
        let of_place = |place: &Location| match place.area {
            _ if place.abroad.is_some() => Nearness::Far,
            Some(area) => nearness::within(area, focus),
            None => Nearness::Unknown,
        };
        Nearness::agreed(location.each().iter().map(of_place))
    }

    /// Whether a flow enters local figures: its buyer is local, it is not self-supply, and its product is asked for.
    pub fn holds(&self, graph: &SupplyGraph, chain: Option<&Chain>, flow: &Flow) -> bool {
        self.is_local(graph.buyer_place(flow)) == Nearness::Near && self.is_asked(graph, chain, flow)
    }

    /// Whether a flow is no self-supply and its product is asked for, wherever its buyer stands.
    pub(crate) fn is_asked(&self, graph: &SupplyGraph, chain: Option<&Chain>, flow: &Flow) -> bool {
        !graph.is_self_supply(flow) && chain.is_none_or(|chain| chain.place_of(flow.product).is_some())
    }

    /// Local buyers whose place is unknown, and therefore left out of local figures.
    pub fn unlocated_buyers(&self, graph: &SupplyGraph) -> Vec<FirmIx> {
        (0..graph.dataset().firms.len())
            .map(FirmIx::from)
            .filter(|&firm| !graph.purchases_of(firm).is_empty())
            .filter(|&firm| self.is_local(&graph.dataset().firm(firm).location) == Nearness::Unknown)
            .collect()
    }

    /// What the buyers of unknown place buy, of the flows that `counts` would count of a local one; by year.
    pub(crate) fn left_out(&self, graph: &SupplyGraph, counts: impl Fn(&Flow) -> bool) -> Vec<LeftOut> {
        let mut years: BTreeMap<Option<Year>, (LeftOut, FirmIx)> = BTreeMap::new();
        for buyer in self.unlocated_buyers(graph) {
            let flows = graph.purchases_of(buyer).iter().map(|&at| &graph.flows()[at as usize]);
            for flow in flows.filter(|flow| counts(flow)) {
                let (sum, last) = years.entry(flow.year).or_insert_with(|| (LeftOut::of(flow.year), buyer));
                let is_new = sum.buyers == 0 || *last != buyer;
                sum.add(flow, is_new);
                *last = buyer;
            }
        }
        years.into_values().map(|(sum, _)| sum).collect()
    }
}

/// Purchases of one year that enter no local figure, because nobody knows where their buyers stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// Year; `None` for lines without one.
    pub year: Option<Year>,
    /// Buyers.
    pub buyers: usize,
    /// Lines, with and without an amount.
    pub lines: u32,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// Sum of the priced lines, yuan; `None` when none is priced.
    pub amount: Option<f64>,
}

impl LeftOut {
    fn of(year: Option<Year>) -> Self {
        Self { year, buyers: 0, lines: 0, unpriced_lines: 0, amount: None }
    }

    fn add(&mut self, flow: &Flow, is_new: bool) {
        self.buyers += usize::from(is_new);
        self.lines += flow.priced + flow.unpriced;
        self.unpriced_lines += flow.unpriced;
        if flow.priced > 0 {
            self.amount = Some(self.amount.unwrap_or(0.0) + flow.amount);
        }
    }
}

/// A tier as asked for; resolved against the data set's regions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TierName {
    /// `county`.
    County,
    /// `city`.
    City,
    /// `province`.
    Province,
    /// `region:NAME`.
    Region(String),
    /// `circle:KM`.
    Circle(f64),
    /// `zone`.
    Zone,
    /// `area:CODE`.
    Area(AreaCode),
}

impl std::str::FromStr for TierName {
    type Err = String;

    /// Reads `county`, `city`, `province`, `zone`, `region:NAME`, `circle:KM`, `area:CODE`, or the Chinese 县 市 省 园区.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (head, tail) = text.split_once([':', '：']).unwrap_or((text, ""));
        let fault =
            || format!("`{text}` is no tier; use county, city, province, zone, region:NAME, circle:KM or area:CODE");
        match (head.trim(), tail.trim()) {
            ("county" | "县" | "县域", "") => Ok(TierName::County),
            ("city" | "市" | "市域", "") => Ok(TierName::City),
            ("province" | "省" | "省域", "") => Ok(TierName::Province),
            ("zone" | "园区", "") => Ok(TierName::Zone),
            ("region" | "区域", name) if !name.is_empty() => Ok(TierName::Region(name.to_owned())),
            ("circle" | "半径", km) => match km.trim_end_matches("km").parse::<f64>() {
                Ok(km) if km.is_finite() && km > 0.0 => Ok(TierName::Circle(km)),
                _ => Err(fault()),
            },
            ("area", code) => code.parse().map(|code| TierName::Area(AreaCode(code))).map_err(|_| fault()),
            _ => Err(fault()),
        }
    }
}

impl TierName {
    /// The tier; `None` for a region that the data set does not know.
    pub fn resolve(&self, regions: &[Region]) -> Option<Tier> {
        Some(match self {
            TierName::County => Tier::County,
            TierName::City => Tier::City,
            TierName::Province => Tier::Province,
            TierName::Zone => Tier::Zone,
            TierName::Circle(km) => Tier::Circle(*km),
            TierName::Area(code) => Tier::Area(*code),
            TierName::Region(name) => {
                let region = regions.iter().find(|region| *region.name == **name)?;
                Tier::Region(Arc::new(region.clone()))
            }
        })
    }
}

/// The tiers of a report when none is asked for: county, city, province, the regions that hold a local buyer,
/// those of the user, a circle of 100 km, and zones when there are any.
pub fn default_tiers(graph: &SupplyGraph, scope: &Scope) -> Vec<Tier> {
    let mut tiers = vec![Tier::County, Tier::City, Tier::Province];
    for region in usual_regions(graph, scope) {
        tiers.push(Tier::Region(Arc::new(region.clone())));
    }
    tiers.push(Tier::Circle(100.0));
    if !graph.dataset().zones.is_empty() {
        tiers.push(Tier::Zone);
    }
    tiers
}

/// Regions that hold a local buyer, in the data set's order.
pub fn usual_regions<'a>(graph: &'a SupplyGraph, scope: &Scope) -> Vec<&'a Region> {
    let mut areas: Vec<AreaCode> = match scope.focus {
        Some(focus) => vec![focus],
        None => (graph.flows().iter()).filter_map(|flow| graph.buyer_place(flow).area).collect(),
    };
    areas.sort_unstable();
    areas.dedup();
    let holds = |region: &&Region| areas.iter().any(|&area| region.contains(area) == Nearness::Near);
    graph.dataset().regions.iter().filter(holds).collect()
}

/// Leaders and other buyers of a chain.
pub fn is_member(graph: &SupplyGraph, chain: &Chain, firm: FirmIx) -> bool {
    let entry = graph.dataset().firm(firm);
    entry.chains.iter().any(|name| **name == *chain.name || **name == *chain.id)
}

/// Products of a chain's segment.
pub fn products_of(chain: &Chain, segment: usize) -> Vec<ProductIx> {
    chain.products.iter().filter(|entry| entry.segment as usize == segment).map(|entry| entry.product).collect()
}
