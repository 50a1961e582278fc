//! The map with the chosen projects built, on which only what changes stands out.
//!
//! Built is what the portfolio sells: of each project a plant for each product, as large as what it captures of that product, and
//! suppliers outside lose it as in [`whatif`](crate::analysis::whatif()) by default. So local spare capacity stays with those who have it.

use super::{Plan, PlanOptions, PlanSale, Pool, offer};
use crate::analysis::Error;
use crate::analysis::panorama::Panorama;
use crate::analysis::project::{self, Candidate};
use crate::analysis::whatif::{self, WhatIfOptions};
use crate::graph::SupplyGraph;
use crate::model::{Location, LocationBasis, ProductIx};

/// The maps after; `None` where nothing is chosen, or where nobody knows where a made-up project would stand.
///
/// # Errors
/// As [`plan`](super::plan()).
pub fn map(graph: &SupplyGraph, options: &PlanOptions, plan: &Plan) -> Result<Option<Panorama>, Error> {
    if plan.sales.is_empty() || (options.of == Pool::Gaps && options.scope.focus.is_none()) {
        return Ok(None);
    }
    let known = match options.of {
        Pool::Projects => project::candidates(graph, &options.scope, &options.choice)?,
        Pool::Gaps => Vec::new(),
    };
    let plants: Vec<Candidate> = plan.sales.iter().filter_map(|sale| plant(graph, options, &known, sale)).collect();
    let asked = WhatIfOptions {
        scope: options.scope.clone(),
        tier: options.tier.clone(),
        trader_as_origin: options.trader_as_origin,
        ..WhatIfOptions::default()
    };
    whatif::changes(graph, &asked, &plants).map(Some)
}

/// What sells a product of a project.
fn plant(graph: &SupplyGraph, options: &PlanOptions, known: &[Candidate], sale: &PlanSale) -> Option<Candidate> {
    let products = &graph.dataset().products;
    let product = products.iter().position(|product| product.id.0 == sale.product.id)?;
    let project = match options.of {
        Pool::Projects => known.iter().find(|project| project.id == sale.project)?.clone(),
        Pool::Gaps => {
            let here = Location { area: options.scope.focus, basis: LocationBasis::Produced, ..Location::UNKNOWN };
            Candidate { location: here, ..offer::gap(graph, ProductIx::from(product)) }
        }
    };
    Some(Candidate { products: vec![ProductIx::from(product)], capacity: Some(sale.amount), ..project })
}
