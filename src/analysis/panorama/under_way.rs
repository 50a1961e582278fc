//! Projects under way (在建、在谈): by product, those here that do not produce yet.

use crate::analysis::scope::Scope;
use crate::graph::SupplyGraph;
use crate::model::{Nearness, ProductIx, Project, ProjectStage};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A project that does not produce yet, as its latest snapshot has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnderWay {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// How far it has come, when the sheet says.
    pub stage: Option<ProjectStage>,
    /// Year in which it came to this stage, when the sheet says.
    pub since: Option<u16>,
    /// Year in which it is to produce, when the sheet says.
    pub opens: Option<u16>,
}

/// Projects by what they are to make, the furthest first, then by id. One without a place counts as here: it is in the sheet of
/// this area (as in `whatif`).
pub(super) fn projects(graph: &SupplyGraph, scope: &Scope) -> BTreeMap<ProductIx, Vec<UnderWay>> {
    let mut by_product: BTreeMap<ProductIx, Vec<UnderWay>> = BTreeMap::new();
    for project in &graph.dataset().projects {
        let Some((latest, row)) = project.latest().zip(under_way(project, scope)) else { continue };
        for product in &latest.products {
            by_product.entry(*product).or_default().push(row.clone());
        }
    }
    for rows in by_product.values_mut() {
        rows.sort_by(|a, b| (Reverse(a.stage), &a.id).cmp(&(Reverse(b.stage), &b.id)));
    }
    by_product
}

fn under_way(project: &Project, scope: &Scope) -> Option<UnderWay> {
    let latest = project.latest()?;
    let here = !latest.location.is_known() || scope.is_local(&latest.location) == Nearness::Near;
    if !here || latest.stage == Some(ProjectStage::Producing) {
        return None;
    }
    let since = match latest.stage {
        None | Some(ProjectStage::Planned) => None,
        Some(ProjectStage::Signed) => latest.signed,
        Some(ProjectStage::Started) => latest.started,
        Some(ProjectStage::Producing) => latest.opened,
    };
    Some(UnderWay {
        id: project.id.0.clone(),
        name: project.name.clone(),
        stage: latest.stage,
        since: since.map(|date| date.year),
        opens: latest.opened.map(|date| date.year),
    })
}
