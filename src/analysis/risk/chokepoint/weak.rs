//! Products whose supply has a single point of failure for a leader [WL-8].

use super::critical::carriers;
use super::judge::Modes;
use super::removal::Removal;
use super::supply::{Flows, Supply};
use super::{Reach, critical};
use crate::analysis::Error;
use crate::analysis::risk::essential::{Dependence, Table};
use crate::analysis::risk::network::Essentiality;
use crate::analysis::scope::Scope;
use crate::graph::{Node, SupplyGraph};
use crate::model::{FirmIx, ProductIx};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A firm without which a product cannot be had, and how many leaders stop for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct Critical {
    pub(in crate::analysis) firm: FirmIx,
    pub(in crate::analysis) leaders: usize,
}

/// For each product on whose failure a leader's failure rests, the named firms without which it cannot be had, sorted.
///
/// Any maker in the data may step in. An unnamed supplier may be several firms and is left out. Without leaders here
/// there is nothing to find.
///
/// # Errors
/// When the scope names a chain or a year that the data set does not have.
pub(in crate::analysis) fn critical_products(
    graph: &SupplyGraph,
    scope: &Scope,
) -> Result<BTreeMap<ProductIx, Vec<Critical>>, Error> {
    let mut products: BTreeMap<ProductIx, Vec<Critical>> = BTreeMap::new();
    let flows = Flows::new(graph, scope)?;
    let leaders = flows.leaders();
    if leaders.is_empty() {
        return Ok(products);
    }
    let none = Table::default();
    let dependence = Dependence::new(graph.dataset(), flows.sold(), &none, &none);
    let essential = |product, buyer| dependence.of(product, buyer).0 == Essentiality::Essential;
    let supply = Supply::collect(flows, Reach::Any, &essential, &leaders);
    let modes = Modes::new(flows, &supply);
    for (derivation, leaders) in modes.judges(&leaders) {
        let tried = critical::tried(derivation, &leaders);
        let named = tried.into_iter().filter(|node| matches!(graph.nodes()[*node as usize], Node::Firm(_)));
        let try_one = |removal: &mut Removal<'_, '_>, firm: u32| {
            removal.remove(&[firm]);
            let stopped: Vec<u32> =
                leaders.iter().copied().filter(|leader| *leader != firm && removal.fell(*leader)).collect();
            let pools = if stopped.is_empty() { Vec::new() } else { carriers(derivation, removal, &stopped) };
            (Critical { firm: FirmIx(firm), leaders: stopped.len() }, pools)
        };
        let named: Vec<u32> = named.collect();
        let found: Vec<_> = named.into_par_iter().map_init(|| Removal::new(derivation), try_one).collect();
        for (critical, pools) in found {
            for pool in pools {
                products.entry(supply.products[pool as usize]).or_default().push(critical);
            }
        }
    }
    for entries in products.values_mut() {
        entries.sort_by_key(|critical| critical.firm);
        // A firm that stops some leaders from scratch and others through a running loop has one entry.
        let mut merged: Vec<Critical> = Vec::new();
        for critical in entries.iter() {
            match merged.last_mut().filter(|last| last.firm == critical.firm) {
                Some(last) => last.leaders += critical.leaders,
                None => merged.push(*critical),
            }
        }
        *entries = merged;
    }
    Ok(products)
}
