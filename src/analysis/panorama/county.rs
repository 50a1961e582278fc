//! One county of the focus area: its firms, rates and amounts in place of those of the whole area, whose states stay.

use super::{ChainPanorama, Panorama, PanoramaOptions, PanoramaProduct, of_area};
use crate::analysis::Error;
use crate::analysis::gap::GapOptions;
use crate::analysis::scope::{AreaName, Scope, TierName};
use crate::analysis::spot;
use crate::graph::SupplyGraph;
use crate::model::Chain;

/// The maps of the area narrowed to a county. What counts as local stays that of the whole area.
///
/// # Errors
/// When the county is unknown, or no part of the focus area.
pub(super) fn narrowed(
    graph: &SupplyGraph,
    options: &PanoramaOptions,
    asked: &[&Chain],
    (name, mut whole): (&str, Panorama),
) -> Result<Panorama, Error> {
    let county = spot::area(graph, name)?;
    let scope = &options.gap.scope;
    if let Some(focus) = scope.focus.filter(|focus| !county.is_in(*focus)) {
        return Err(Error::OutsideFocus { county: name.to_owned(), focus: AreaName::of(focus).name });
    }
    let tier = options.gap.tier.clone().or(scope.focus.map(TierName::Area));
    let scope = Scope { focus: Some(county), ..scope.clone() };
    let own = of_area(graph, &GapOptions { scope, tier, ..options.gap.clone() }, asked)?;
    // Both hold the chains, segments and products of the data set in one order.
    for (chain, own) in whole.chains.iter_mut().zip(own.chains) {
        narrow(chain, own);
    }
    whole.county = Some(AreaName::of(county));
    Ok(whole)
}

fn narrow(chain: &mut ChainPanorama, own: ChainPanorama) {
    for (segment, own) in chain.segments.iter_mut().zip(own.segments) {
        (segment.firm_count, segment.near, segment.located) = (own.firm_count, own.near, own.located);
        for (product, own) in segment.products.iter_mut().zip(own.products) {
            let elsewhere = product.firms.len().saturating_sub(own.firms.len());
            let (state, types) = (product.state, std::mem::take(&mut product.types));
            *product = PanoramaProduct { state, types, elsewhere, ..own };
        }
    }
    for (input, own) in chain.inputs.iter_mut().zip(own.inputs) {
        input.amount = own.amount;
    }
    chain.completeness = own.completeness;
    (chain.near, chain.located, chain.demand) = (own.near, own.located, own.demand);
    chain.unpriced_lines = own.unpriced_lines;
}
