//! Projects that might be built here: those of the 项目 sheet that do not produce yet, or those of a file.
//!
//! ```text
//! capacity   yuan a year of all its products together; `None`: nobody said, so as much as is needed
//! recipe     yuan of each input for a yuan of sales; `None`: as those whom it displaces
//! ```
//!
//! Conventions. Of a project of the sheet its latest snapshot counts. A project that produces is in the ledgers already, and is
//! taken only when it is named. Where nobody says where it is to stand, it stands in the focus area: it was asked for here.
//! Projects are sorted by id, those of a file by their order in it (two rows may bear one name).
//!
//! Source: methods §2.5.

use super::Error;
use super::named::{self, Named, plain};
use super::scope::Scope;
use super::split::{ProductName, place_words, product_name};
use super::spot::Spot;
use crate::graph::{Node, SupplyGraph};
use crate::model::{
    Amount, FirmIx, Location, LocationBasis, ProductIx, Project, ProjectEntry, ProjectSnapshot, ProjectStage, RowRef,
};
use serde::Serialize;
use std::sync::Arc;

/// Which projects.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ProjectChoice {
    /// Those of a file, in place of the sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Vec<ProjectEntry>>,
    /// Only these, by id or name; empty: all that do not produce yet.
    pub names: Vec<String>,
}

/// A project whose names are resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Stable id: of the sheet, else its position in the file.
    pub id: Arc<str>,
    /// Its name; its id when it has none.
    pub name: Arc<str>,
    /// Who builds it, when the data know the firm.
    pub firm: Option<FirmIx>,
    /// Who builds it, as written.
    pub firm_name: Option<Arc<str>>,
    /// What it makes, sorted, each once; empty when the sheet does not say.
    pub products: Vec<ProductIx>,
    /// Yuan a year.
    pub capacity: Option<f64>,
    /// Where it stands.
    pub location: Location,
    /// Nobody says where: the focus area is assumed.
    pub place_assumed: bool,
    /// Yuan.
    pub investment: Option<f64>,
    /// Mu.
    pub land: Option<f64>,
    /// Tonnes of standard coal a year.
    pub energy: Option<f64>,
    /// How far it has come.
    pub stage: Option<ProjectStage>,
    /// Yuan of each input for a yuan of sales, sorted by product.
    pub recipe: Option<Vec<(ProductIx, f64)>>,
    /// Where it was read, when in the data set.
    pub row: Option<RowRef>,
}

/// A project as answers show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectName {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Who builds it.
    pub firm: Option<Arc<str>>,
    /// What it makes.
    pub products: Vec<ProductName>,
    /// Place in words of the gazetteer; empty when unknown.
    pub place: Arc<str>,
    /// Nobody says where it stands: the focus area is assumed.
    pub place_assumed: bool,
    /// Yuan a year; `None`: nobody said, or not legibly, so as much as is needed.
    pub capacity: Option<f64>,
    /// Yuan.
    pub investment: Option<f64>,
    /// Mu.
    pub land: Option<f64>,
    /// Tonnes of standard coal a year.
    pub energy: Option<f64>,
    /// How far it has come.
    pub stage: Option<ProjectStage>,
}

impl ProjectName {
    /// The project in words.
    pub fn of(graph: &SupplyGraph, candidate: &Candidate) -> Self {
        Self {
            id: candidate.id.clone(),
            name: candidate.name.clone(),
            firm: candidate.firm_name.clone(),
            products: candidate.products.iter().map(|product| product_name(graph, *product)).collect(),
            place: place_words(graph, &candidate.location).into(),
            place_assumed: candidate.place_assumed,
            capacity: candidate.capacity,
            investment: candidate.investment,
            land: candidate.land,
            energy: candidate.energy,
            stage: candidate.stage,
        }
    }
}

/// The projects asked for.
///
/// # Errors
/// When a name means nothing in the data, or several things.
pub fn candidates(graph: &SupplyGraph, scope: &Scope, choice: &ProjectChoice) -> Result<Vec<Candidate>, Error> {
    let all: Vec<Candidate> = match &choice.entries {
        Some(entries) => {
            (1..).zip(entries).map(|(at, entry)| of_file(graph, scope, at, entry)).collect::<Result<_, _>>()?
        }
        None => graph.dataset().projects.iter().filter_map(|project| of_sheet(graph, scope, project)).collect(),
    };
    if choice.names.is_empty() {
        let is_open = |candidate: &Candidate| candidate.stage != Some(ProjectStage::Producing);
        return Ok(all.into_iter().filter(is_open).collect());
    }
    let mut chosen: Vec<usize> = choice.names.iter().map(|name| find(&all, name)).collect::<Result<_, _>>()?;
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen.into_iter().map(|at| all[at].clone()).collect())
}

/// Every project of the sheet, producing ones too, in their order.
pub(super) fn listed(graph: &SupplyGraph, scope: &Scope) -> Vec<Candidate> {
    graph.dataset().projects.iter().filter_map(|project| of_sheet(graph, scope, project)).collect()
}

/// The project of this id or name.
fn find(all: &[Candidate], name: &str) -> Result<usize, Error> {
    let asked = plain(name);
    let by =
        |fits: &dyn Fn(&Candidate) -> bool| -> Vec<usize> { (0..all.len()).filter(|at| fits(&all[*at])).collect() };
    let of_id = by(&|candidate| plain(&candidate.id) == asked);
    let found = if of_id.is_empty() { by(&|candidate| plain(&candidate.name) == asked) } else { of_id };
    match found[..] {
        [only] => Ok(only),
        [] => Err(named::unknown(Named::Project, name, all.iter().map(|candidate| &*candidate.name))),
        _ => Err(named::ambiguous(Named::Project, name, found.iter().map(|at| all[*at].id.to_string()).collect())),
    }
}

/// A plant somewhere in the focus area.
fn here(scope: &Scope) -> Location {
    Location { area: scope.focus, basis: LocationBasis::Produced, ..Location::UNKNOWN }
}

fn of_sheet(graph: &SupplyGraph, scope: &Scope, project: &Project) -> Option<Candidate> {
    let latest: &ProjectSnapshot = project.latest()?;
    let known = |amount: Amount| match amount {
        Amount::Known(yuan) => Some(yuan),
        Amount::Missing | Amount::Undisclosed => None,
    };
    let firm = latest.firm.map(|firm| graph.dataset().firm(firm).name.clone());
    Some(Candidate {
        id: project.id.0.clone(),
        name: project.name.clone(),
        firm: latest.firm,
        firm_name: firm,
        products: latest.products.clone(),
        capacity: known(latest.capacity),
        place_assumed: scope.focus.is_some() && !latest.location.is_known(),
        location: if latest.location.is_known() { latest.location.clone() } else { here(scope) },
        investment: known(latest.investment),
        land: latest.land,
        energy: latest.energy,
        stage: latest.stage,
        recipe: None,
        row: Some(latest.row),
    })
}

fn of_file(graph: &SupplyGraph, scope: &Scope, at: usize, entry: &ProjectEntry) -> Result<Candidate, Error> {
    let product = |name: &String| named::product(graph, name);
    let mut products: Vec<ProductIx> = entry.products.iter().map(product).collect::<Result<_, _>>()?;
    products.sort_unstable();
    products.dedup();
    let input = |(name, share): &(String, f64)| Ok::<_, Error>((named::product(graph, name)?, *share));
    let recipe = entry.recipe.as_ref().map(|recipe| recipe.iter().map(input).collect::<Result<Vec<_>, _>>());
    let spot = entry.at.as_deref().map(|name| Spot::find(graph, name)).transpose()?;
    let id: Arc<str> = at.to_string().into();
    Ok(Candidate {
        name: if entry.name.is_empty() { id.clone() } else { entry.name.as_str().into() },
        id,
        firm: entry.firm.as_deref().map(|name| known_firm(graph, name)).transpose()?.flatten(),
        firm_name: entry.firm.as_deref().map(Into::into),
        products,
        capacity: entry.capacity,
        place_assumed: scope.focus.is_some() && spot.is_none(),
        location: spot.map_or_else(|| here(scope), |spot| spot.plant()),
        investment: entry.investment,
        land: entry.land,
        energy: entry.energy,
        stage: None,
        recipe: recipe.transpose()?.map(added),
        row: None,
    })
}

/// Shares of one input added up, sorted by product.
fn added(mut recipe: Vec<(ProductIx, f64)>) -> Vec<(ProductIx, f64)> {
    recipe.sort_by_key(|(product, _)| *product);
    recipe.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    recipe
}

/// The firm of this name; an investor may be one whom no ledger knows.
fn known_firm(graph: &SupplyGraph, name: &str) -> Result<Option<FirmIx>, Error> {
    match named::node(graph, name) {
        Ok(node) => Ok(match graph.nodes()[node as usize] {
            Node::Firm(firm) => Some(firm),
            Node::Unnamed { .. } => None,
        }),
        Err(Error::UnknownName { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{ProjectChoice, candidates};
    use crate::analysis::Error;
    use crate::analysis::scope::Scope;
    use crate::graph::SupplyGraph;
    use crate::model::{
        Amount, AreaCode, Dataset, Date, Location, Product, Project, ProjectEntry, ProjectSnapshot, ProjectStage,
        RowRef,
    };

    fn graph() -> SupplyGraph {
        let product = |id: &str| Product {
            id: crate::model::ProductId(id.into()),
            name: id.into(),
            synonyms: Vec::new(),
            base_class: None,
            industry: Vec::new(),
            minimum_scale: None,
        };
        let snapshot = |date: &str, stage, capacity| ProjectSnapshot {
            date: Date::parse(date),
            kind: None,
            stage,
            firm: None,
            products: vec![crate::model::ProductIx(0)],
            location: Location::UNKNOWN,
            origin: Location::UNKNOWN,
            enclave: None,
            investment: Amount::Undisclosed,
            paid_in: Amount::Missing,
            land: Some(10.0),
            energy: None,
            capacity,
            signed: None,
            started: None,
            opened: None,
            counted: None,
            responsible: None,
            row: RowRef { source: 0, row: 2 },
        };
        let project = |id: &str, stage| Project {
            id: crate::model::ProjectId(id.into()),
            name: "甲".into(),
            number: None,
            snapshots: vec![
                snapshot("2024-01-01", None, Amount::Missing),
                snapshot("2024-06-01", Some(stage), Amount::Known(1e6)),
            ],
        };
        SupplyGraph::build(std::sync::Arc::new(Dataset {
            products: vec![product("钢"), product("煤")],
            projects: vec![project("P1", ProjectStage::Producing), project("P2", ProjectStage::Signed)],
            ..Dataset::default()
        }))
    }

    fn ask(choice: &ProjectChoice) -> Result<Vec<super::Candidate>, Error> {
        candidates(&graph(), &Scope { focus: Some(AreaCode(341300)), ..Scope::default() }, choice)
    }

    #[test]
    fn of_the_sheet_the_latest_snapshot_counts_and_what_produces_must_be_named() {
        let open = ask(&ProjectChoice::default()).unwrap();
        assert_eq!(open.iter().map(|candidate| &*candidate.id).collect::<Vec<_>>(), ["P2"]);
        assert_eq!((open[0].capacity, open[0].investment), (Some(1e6), None));
        assert_eq!((open[0].location.area, open[0].place_assumed), (Some(AreaCode(341300)), true));
        let named = ask(&ProjectChoice { names: vec!["P1".into(), "P1".into()], ..ProjectChoice::default() }).unwrap();
        assert_eq!(named.len(), 1);
        let both = ask(&ProjectChoice { names: vec!["甲".into()], ..ProjectChoice::default() });
        assert!(matches!(both, Err(Error::AmbiguousName { .. })), "{both:?}");
    }

    #[test]
    fn of_a_file_names_mean_what_they_mean_in_the_data() {
        let entry = |product: &str| ProjectEntry {
            products: vec![product.into(), "钢".into()],
            at: Some("灵璧县".into()),
            firm: Some("无人知晓".into()),
            recipe: Some(vec![("煤".into(), 0.25), ("煤".into(), 0.25)]),
            ..ProjectEntry::default()
        };
        let ask = |entry| ask(&ProjectChoice { entries: Some(vec![entry]), ..ProjectChoice::default() });
        let read = ask(entry("煤")).unwrap();
        assert_eq!((&*read[0].name, read[0].products.len(), read[0].firm), ("1", 2, None));
        assert_eq!((read[0].location.area, read[0].place_assumed), (Some(AreaCode(341323)), false));
        assert!((read[0].recipe.as_deref().unwrap()[0].1 - 0.5).abs() < 1e-12);
        assert!(matches!(ask(entry("鐵")), Err(Error::UnknownName { .. })));
    }
}
