//! What flows along an input: purchases of it by local firms that make the product.

use crate::analysis::overview::Finder;
use crate::analysis::scope::Scope;
use crate::graph::SupplyGraph;
use crate::model::{Chain, ProductIx, Year};
use std::collections::BTreeMap;

/// Priced purchases by input and product, yuan; pairs without any are left out.
pub(super) fn uses(
    graph: &SupplyGraph,
    scope: &Scope,
    (finder, chain): (&Finder<'_>, &Chain),
    year: Option<Year>,
) -> BTreeMap<(ProductIx, ProductIx), f64> {
    let mut uses = BTreeMap::new();
    for flow in graph.flows().iter().filter(|flow| flow.year == year && flow.priced > 0) {
        if scope.holds(graph, Some(chain), flow)
            && let Some(product) = finder.use_in(chain, flow)
        {
            *uses.entry((flow.product, product)).or_insert(0.0) += flow.amount;
        }
    }
    uses
}
