//! Who decides recovery: what is left of the loss when one firm alone is back.
//!
//! A struck firm is back without its shock and works as far as its inputs and orders let it; a supplier is back when its cut
//! flows run again; a firm that was merely hit is back when it loses nothing, however it got its inputs.

use super::{BACK, Back, Recovery, YEAR};
use crate::analysis::risk::cascade::{Rules, Workspace};
use crate::analysis::risk::network::{Flow, LossNetwork};
use crate::analysis::risk::start::{Shock, Start};
use crate::analysis::risk::world::{Key, World};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Struck firms tried, the largest direct losses first.
const STRUCK: usize = 500;
/// Suppliers with cut flows tried, the largest first.
const SUPPLIERS: usize = 20;

/// What a scenario does to the world as it is.
pub(super) struct Setting<'s, 'a> {
    pub(super) world: &'s World<'a>,
    pub(super) rules: &'s Rules,
    pub(super) network: &'s LossNetwork,
    pub(super) start: &'s Start,
    pub(super) cuts: &'s BTreeMap<Key, f64>,
    /// Firms that were hit and may decide, best guesses first.
    pub(super) hit: Vec<u32>,
    pub(super) loss: f64,
}

/// Yuan that a cascade costs.
pub(super) fn total(workspace: &Workspace, size: &[f64]) -> f64 {
    workspace.losses().map(|(node, down, up)| down.max(up) * size[node as usize]).sum()
}

impl Setting<'_, '_> {
    /// Those whose return saves most, largest first.
    pub(super) fn rank(&self, name: impl Fn(u32) -> crate::analysis::risk::NodeName) -> Vec<Recovery> {
        let tries: Vec<(Back, u32)> = (self.struck().into_iter().map(|node| (Back::Struck, node)))
            .chain(self.suppliers().into_iter().map(|node| (Back::Supplier, node)))
            .chain(self.hit.iter().map(|node| (Back::Hit, *node)))
            .collect();
        let mut left: Vec<(f64, Back, u32)> =
            tries.par_iter().map(|(back, node)| (self.without(*back, *node), *back, *node)).collect();
        left.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        // A supplier that was struck as well is one firm: its better return counts.
        let mut seen = BTreeSet::new();
        let saves = left.into_iter().filter(|(left, _, node)| *left < self.loss && seen.insert(*node));
        let row = |(left, back, node)| Recovery { firm: name(node), back, remaining: left, saved: self.loss - left };
        saves.take(BACK).map(row).collect()
    }

    fn struck(&self) -> Vec<u32> {
        let direct = |shock: &Shock| shock.down * self.world.size[shock.firm as usize];
        let mut shocks: Vec<&Shock> = self.start.shocks().iter().collect();
        shocks.sort_by(|a, b| direct(b).total_cmp(&direct(a)).then(a.firm.cmp(&b.firm)));
        shocks.into_iter().take(STRUCK).map(|shock| shock.firm).collect()
    }

    fn suppliers(&self) -> Vec<u32> {
        let mut lost: BTreeMap<u32, f64> = BTreeMap::new();
        for flow in &self.world.flows {
            if let Some(share) = self.cuts.get(&key(flow)) {
                *lost.entry(flow.supplier).or_insert(0.0) += flow.amount * share;
            }
        }
        let mut order: Vec<(u32, f64)> = lost.into_iter().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order.into_iter().take(SUPPLIERS).map(|(node, _)| node).collect()
    }

    /// The loss when this one is back.
    fn without(&self, back: Back, node: u32) -> f64 {
        let other = |shock: &Shock| shock.firm != node || back == Back::Supplier;
        let shocks: Vec<Shock> = self.start.shocks().iter().copied().filter(other).collect();
        let cut = |flow: &Flow| match back {
            Back::Supplier if flow.supplier == node => 0.0,
            _ => self.cuts.get(&key(flow)).copied().unwrap_or(0.0),
        };
        let run = |network: &LossNetwork, start: &Start| {
            let mut workspace = Workspace::new(network);
            workspace.run(network, self.rules, start);
            total(&workspace, &self.world.size)
        };
        match back {
            Back::Struck => run(self.network, &self.start.clone().without_shocks().with(shocks)),
            Back::Supplier => {
                let (network, start) = self.world.network(YEAR, cut);
                run(&network, &start.with(shocks))
            }
            Back::Hit => {
                let mut world = self.world.clone();
                world.spare_node(node);
                let (network, start) = world.network(YEAR, cut);
                run(&network, &start.with(shocks))
            }
        }
    }
}

pub(super) fn key(flow: &Flow) -> Key {
    (flow.supplier, flow.buyer, flow.product)
}
