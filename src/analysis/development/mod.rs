//! Development path: which weak link is answered by which project, by when, and how far is it to the declared targets?
//!
//! ```text
//! gaps      the weak links of [`gap`](super::gap()), each with the projects of the sheet that are to make the product
//! timing    of a project, by its latest snapshot and the date of the data (see [`Timing`])
//! now       computed where the metric is one that the ledgers tell (the local rate), else the latest row of 指标
//! built     the same figure with every open project built [WI-1]: its own purchases count too
//! pace      base + (target − base) · (y − y0) / (y1 − y0), where `now` is of a year y after the base year y0
//! ```
//!
//! Symbols. Shares as fractions, money in yuan, any other unit as written; y1 the target year.
//!
//! Conventions. A date after that of the data is a plan, one before it happened if the stage says so. A stage that was due
//! before the date of the data and has not come is overdue; only dates that are told can be. A project without any date is undated, and
//! one whose dates run backwards contradicts itself: neither has a place on an axis, and both are named. Projects make what
//! their sheet says; the product of two chains is answered in both. Two figures compare only in one unit: a target of
//! 15 % over a base of 13 亿元 is growth, which the sheet does not say, so nothing is computed of it.
//!
//! Reading: `built` assumes every open project, with the displacement that `whatif` assumes; it is no forecast for the
//! target year. Cost: that of `gap`, and where a target asks for a rate that of `rate` twice. Source: methods §2.5, §2.7.
//!
//! ```
//! use liantu::analysis::development::{DevelopmentOptions, development};
//! use liantu::graph::SupplyGraph;
//! let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
//! let answer = development(&graph, &DevelopmentOptions::default()).unwrap();
//! assert!(answer.gaps.is_empty() && answer.projects.is_empty() && answer.targets.is_empty());
//! ```

mod targets;

pub use targets::{Known, Pace, Stated, StatedUnit, TargetPath};

use super::Error;
use super::gap::{GapOptions, GapRow, GapType, gap};
use super::project::{Candidate, ProjectName, listed};
use super::scope::{AreaName, Scope, TierName};
use super::split::ProductName;
use crate::graph::SupplyGraph;
use crate::model::{Amount, Chain, Date, ProductIx, ProjectKind, ProjectSnapshot, ProjectStage, Tier, Year};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DevelopmentOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
}

/// Where a project stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Timing {
    /// It produces.
    Done,
    /// On its way, and the day of opening is told.
    Planned,
    /// On its way; nobody tells when it opens.
    Open,
    /// A stage was due before the date of the data and has not come.
    Overdue,
    /// No date at all.
    Undated,
    /// Its dates run backwards.
    Contradictory,
}

/// A project on its way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectPath {
    /// The project.
    #[serde(flatten)]
    pub project: ProjectName,
    /// 补链, 强链, 延链, 固链 or 技改, as the sheet says.
    pub kind: Option<ProjectKind>,
    /// 签约日期.
    pub signed: Option<Date>,
    /// 开工日期.
    pub started: Option<Date>,
    /// 投产日期.
    pub opened: Option<Date>,
    /// Where it stands.
    pub timing: Timing,
    /// The stage that is overdue.
    pub due: Option<ProjectStage>,
    /// 到位资金, yuan.
    pub paid_in: Option<f64>,
    /// Names of the chains of its products; empty where none holds one.
    pub chains: Vec<Arc<str>>,
    /// Whether one of its products is a weak link.
    pub answers: bool,
}

/// A weak link and what is under way against it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapPath {
    /// Rank among the weak links.
    pub rank: usize,
    /// Product.
    pub product: ProductName,
    /// Chain's name; `None` outside all chains.
    pub chain: Option<Arc<str>>,
    /// Segment's name.
    pub segment: Option<Arc<str>>,
    /// Types of remedy.
    pub types: Vec<GapType>,
    /// The one that comes first.
    pub primary: GapType,
    /// Priced purchases from outside, yuan; `None` where none is priced.
    pub outside: Option<f64>,
    /// Ids of the projects that are to make it, sorted.
    pub projects: Vec<Arc<str>>,
    /// The earliest day on which one of those not yet producing is to open.
    pub opens: Option<Date>,
}

/// Answer: gaps, projects, targets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Development {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year of the weak links.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// The date against which dates are held: that of the data, else the latest snapshot; `None` without either.
    pub as_of: Option<Date>,
    /// Weak links by rank.
    pub gaps: Vec<GapPath>,
    /// Projects, sorted by id.
    pub projects: Vec<ProjectPath>,
    /// Declared targets, sorted by subject, metric and year.
    pub targets: Vec<TargetPath>,
}

/// Lays out the path.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn development(graph: &SupplyGraph, options: &DevelopmentOptions) -> Result<Development, Error> {
    let scope = &options.scope;
    let asked = GapOptions {
        scope: scope.clone(),
        tier: options.tier.clone(),
        trader_as_origin: options.trader_as_origin,
        simulate: Some(false),
        ..GapOptions::default()
    };
    let found = gap(graph, &asked)?;
    let as_of = date(graph);
    let all = candidates(graph, scope)?;
    let mut makers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (candidate, _)) in all.iter().enumerate() {
        for product in &candidate.products {
            makers.entry(graph.dataset().product(*product).id.as_str()).or_default().push(at);
        }
    }
    let weak: BTreeSet<&str> =
        found.rows.iter().filter(|row| row.primary.is_some()).map(|row| &*row.product.id).collect();
    let is_weak = |product: &ProductIx| weak.contains(graph.dataset().product(*product).id.as_str());
    let project = |(candidate, snapshot): &(Candidate, &ProjectSnapshot)| {
        let answers = candidate.products.iter().any(is_weak);
        project(graph, candidate, snapshot, (as_of, answers))
    };
    let projects: Vec<ProjectPath> = all.iter().map(project).collect();
    let of = |row: &GapRow| gap_path(row, makers.get(&*row.product.id).map_or(&[], Vec::as_slice), &projects);
    Ok(Development {
        gaps: found.rows.iter().filter_map(of).collect(),
        targets: targets::targets(graph, options, &found.tier, found.year)?,
        focus: found.focus,
        year: found.year,
        tier: found.tier,
        as_of,
        projects,
    })
}

/// The date of the data, else of the latest snapshot.
fn date(graph: &SupplyGraph) -> Option<Date> {
    let dataset = graph.dataset();
    let told = dataset.about.as_of.as_deref().and_then(Date::parse);
    let snapshots = dataset.projects.iter().flat_map(|project| &project.snapshots);
    told.or_else(|| snapshots.filter_map(|snapshot| snapshot.date).max())
}

/// The projects of the sheet, each with its latest snapshot; of one chain those that make something of it.
fn candidates<'a>(graph: &'a SupplyGraph, scope: &Scope) -> Result<Vec<(Candidate, &'a ProjectSnapshot)>, Error> {
    let chain = scope.chain(graph)?;
    let inside = |candidate: &Candidate| {
        chain.is_none_or(|chain| candidate.products.iter().any(|product| chain.place_of(*product).is_some()))
    };
    let latest = graph.dataset().projects.iter().filter_map(|project| project.latest());
    Ok(listed(graph, scope).into_iter().zip(latest).filter(|(candidate, _)| inside(candidate)).collect())
}

fn project(
    graph: &SupplyGraph,
    candidate: &Candidate,
    snapshot: &ProjectSnapshot,
    (as_of, answers): (Option<Date>, bool),
) -> ProjectPath {
    let holds = |chain: &&Chain| candidate.products.iter().any(|product| chain.place_of(*product).is_some());
    let chains = graph.dataset().chains.iter().filter(holds).map(|chain| chain.name.clone()).collect();
    let (timing, due) = timing(snapshot, as_of);
    ProjectPath {
        project: ProjectName::of(graph, candidate),
        kind: snapshot.kind,
        signed: snapshot.signed,
        started: snapshot.started,
        opened: snapshot.opened,
        timing,
        due,
        paid_in: match snapshot.paid_in {
            Amount::Known(yuan) => Some(yuan),
            Amount::Missing | Amount::Undisclosed => None,
        },
        chains,
        answers,
    }
}

/// Where a project stands, and which stage is overdue.
fn timing(snapshot: &ProjectSnapshot, as_of: Option<Date>) -> (Timing, Option<ProjectStage>) {
    let dates = [snapshot.signed, snapshot.started, snapshot.opened];
    let told: Vec<Date> = dates.into_iter().flatten().collect();
    if told.is_empty() {
        let done = snapshot.stage == Some(ProjectStage::Producing);
        return (if done { Timing::Done } else { Timing::Undated }, None);
    }
    if told.windows(2).any(|pair| pair[1].is_before(pair[0])) {
        return (Timing::Contradictory, None);
    }
    if snapshot.stage == Some(ProjectStage::Producing) {
        return (Timing::Done, None);
    }
    let stages = [ProjectStage::Signed, ProjectStage::Started, ProjectStage::Producing];
    let late = stages.into_iter().zip(dates).find(|(stage, date)| {
        let passed = date.zip(as_of).is_some_and(|(date, as_of)| date.is_before(as_of));
        // Without a stage nobody says that it has not come.
        passed && snapshot.stage.is_some_and(|reached| reached < *stage)
    });
    match late {
        Some((stage, _)) => (Timing::Overdue, Some(stage)),
        None if snapshot.opened.is_some() => (Timing::Planned, None),
        None => (Timing::Open, None),
    }
}

/// A weak link; nothing of what is not weak.
fn gap_path(row: &GapRow, makers: &[usize], projects: &[ProjectPath]) -> Option<GapPath> {
    let primary = row.primary?;
    let open = makers.iter().map(|at| &projects[*at]).filter(|project| project.timing == Timing::Planned);
    Some(GapPath {
        rank: row.priority.map(|priority| priority.rank)?,
        product: row.product.clone(),
        chain: row.chain.clone(),
        segment: row.segment.clone(),
        types: row.types.clone(),
        primary,
        outside: row.evidence.demand.map(|_| row.evidence.origins.outside),
        projects: makers.iter().map(|at| projects[*at].project.id.clone()).collect(),
        opens: open.filter_map(|project| project.opened).min(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Timing, timing};
    use crate::model::{Amount, Date, Location, ProjectSnapshot, ProjectStage, RowRef};

    fn snapshot(stage: Option<ProjectStage>, dates: [&str; 3]) -> ProjectSnapshot {
        let [signed, started, opened] = dates.map(Date::parse);
        ProjectSnapshot {
            date: None,
            kind: None,
            stage,
            firm: None,
            products: Vec::new(),
            location: Location::UNKNOWN,
            origin: Location::UNKNOWN,
            enclave: None,
            investment: Amount::Missing,
            paid_in: Amount::Missing,
            land: None,
            energy: None,
            capacity: Amount::Missing,
            signed,
            started,
            opened,
            counted: None,
            responsible: None,
            row: RowRef { source: 0, row: 2 },
        }
    }

    #[test]
    fn timing_follows_stage_and_dates() {
        let as_of = Date::parse("2025-03-31");
        let of = |stage, dates| timing(&snapshot(stage, dates), as_of);
        let (started, signed) = (Some(ProjectStage::Started), Some(ProjectStage::Signed));
        assert_eq!(of(started, ["2024-01-01", "2024-06-01", "2026-01"]), (Timing::Planned, None));
        assert_eq!(of(started, ["2024-01-01", "2024-06-01", ""]), (Timing::Open, None));
        assert_eq!(of(started, ["", "", "2025-02"]), (Timing::Overdue, Some(ProjectStage::Producing)));
        assert_eq!(of(signed, ["2024", "2024-12", ""]), (Timing::Overdue, Some(ProjectStage::Started)));
        // The month of the data may still bring it.
        assert_eq!(of(signed, ["", "2025-03", ""]), (Timing::Open, None));
        assert_eq!(of(started, ["2024-06-01", "2024-01-01", ""]), (Timing::Contradictory, None));
        assert_eq!(of(started, ["", "", ""]), (Timing::Undated, None));
        assert_eq!(of(Some(ProjectStage::Producing), ["", "", ""]), (Timing::Done, None));
        assert_eq!(timing(&snapshot(started, ["", "", "2020"]), None), (Timing::Planned, None));
        assert_eq!(of(None, ["", "2020", ""]), (Timing::Open, None));
    }
}
