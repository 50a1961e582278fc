//! What a project buys from outside for a yuan of sales: by its recipe, else by that of those whom it displaces.

use crate::analysis::Error;
use crate::analysis::project::Candidate;
use crate::analysis::scope::Scope;
use crate::analysis::split::needs;
use crate::graph::SupplyGraph;
use crate::model::{FirmIx, Nearness, ProductIx, Tier, Year};
use std::collections::BTreeMap;

/// Where local buyers have their inputs from, and what suppliers from outside buy.
pub(super) struct Inputs<'g> {
    graph: &'g SupplyGraph,
    year: Option<Year>,
    tier: &'g Tier,
    /// Purchases of local buyers of any product: yuan from nearby and from outside.
    sources: BTreeMap<ProductIx, (f64, f64)>,
    scope: &'g Scope,
}

impl<'g> Inputs<'g> {
    pub(super) fn new(
        graph: &'g SupplyGraph,
        scope: &'g Scope,
        tier: &'g Tier,
        year: Option<Year>,
    ) -> Result<Self, Error> {
        // A chain asked for limits what is to be made here, not what goes into it.
        let all = needs(graph, &Scope { chain: None, ..scope.clone() }, tier, year)?;
        let mut sources: BTreeMap<ProductIx, (f64, f64)> = BTreeMap::new();
        for need in &all {
            let sum = sources.entry(need.product).or_default();
            *sum = (sum.0 + need.near, sum.1 + need.outside);
        }
        Ok(Self { graph, year, tier, sources, scope })
    }

    /// The part of a yuan of sales that does not go outside for inputs, at least zero; `None` where the recipe is unknown.
    pub(super) fn kept(&self, candidate: &Candidate) -> Option<f64> {
        let outside = match &candidate.recipe {
            Some(recipe) => self.outside(recipe.iter().copied()),
            None => self.displaced(candidate)?,
        };
        Some((1.0 - outside).max(0.0)).filter(|kept| kept.is_finite())
    }

    /// Yuan from outside of so many yuan of each input.
    fn outside(&self, recipe: impl Iterator<Item = (ProductIx, f64)>) -> f64 {
        recipe.map(|(product, share)| share * self.outside_share(product)).sum()
    }

    /// The share that local buyers have from outside; all where nobody here buys it.
    fn outside_share(&self, product: ProductIx) -> f64 {
        let (near, outside) = self.sources.get(&product).copied().unwrap_or_default();
        if near + outside > 0.0 { outside / (near + outside) } else { 1.0 }
    }

    /// As the suppliers from outside buy whose purchases and sales are known, by what they sell here of these products.
    fn displaced(&self, candidate: &Candidate) -> Option<f64> {
        let mut sold: BTreeMap<FirmIx, f64> = BTreeMap::new();
        for flow in candidate.products.iter().flat_map(|product| self.graph.flows_of(*product)) {
            let flow = &self.graph.flows()[*flow as usize];
            let is_local = self.scope.is_local(self.graph.buyer_place(flow)) == Nearness::Near;
            let is_far = self.tier.near(self.graph.place(flow), self.graph.buyer_place(flow)) == Nearness::Far;
            let firm = self.graph.supplier_firm(flow).filter(|_| flow.year == self.year && is_local && is_far);
            if let Some(firm) = firm {
                *sold.entry(firm).or_insert(0.0) += flow.amount;
            }
        }
        let known = sold.into_iter().filter_map(|(firm, amount)| Some((amount, self.bought_outside(firm)?)));
        let (sum, outside) =
            known.fold((0.0, 0.0), |(sum, outside), (amount, share)| (sum + amount, outside + amount * share));
        (sum > 0.0).then(|| outside / sum)
    }

    /// What a firm would buy from outside for a yuan of sales if it stood here; `None` without known purchases, or with more
    /// of them than sales.
    fn bought_outside(&self, firm: FirmIx) -> Option<f64> {
        let of_year = |at: &&u32| self.graph.flows()[**at as usize].year == self.year;
        let flows = |rows: &'g [u32]| rows.iter().filter(of_year).map(|at| &self.graph.flows()[*at as usize]);
        let sales: f64 = flows(self.graph.sales_of(firm.0)).map(|flow| flow.amount).sum();
        let purchases: Vec<(ProductIx, f64)> =
            flows(self.graph.purchases_of(firm)).map(|flow| (flow.product, flow.amount)).collect();
        let bought: f64 = purchases.iter().map(|(_, amount)| amount).sum();
        (bought > 0.0 && bought <= sales)
            .then(|| self.outside(purchases.iter().map(|(product, amount)| (*product, amount / sales))))
    }
}
