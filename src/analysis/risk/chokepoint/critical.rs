//! Single points of failure [CH-2] of several targets.
//!
//! Whatever stops a target is part of every derivation of it, so only firms that several derivations share are tried.

use super::program::Derivation;
use super::removal::{Removal, Step};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// An input of a target that fails when one firm is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failed {
    pub(super) pool: u32,
    /// The shortest way to the firm, from the input on.
    pub(super) route: Vec<Step>,
    /// The shortest way through another maker of the input; `None` when the firm is its only one.
    pub(super) through_others: Option<Vec<Step>>,
}

/// A target that stops when one firm is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) target: u32,
    /// Steps of the shortest way from the target to the firm.
    pub(super) tier: usize,
    /// Steps of the shortest way through an input with several suppliers and another of its makers; `None` without any.
    pub(super) hidden: Option<usize>,
}

/// How one firm stops one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Detail {
    /// Inputs of the target that fail, sorted by pool.
    pub(super) inputs: Vec<Failed>,
}

impl Detail {
    /// The shortest of the ways.
    pub(super) fn route(&self) -> &[Step] {
        self.inputs.iter().map(|input| &*input.route).min_by_key(|route| route.len()).unwrap_or_default()
    }
}

/// Pools of each target for which it has several suppliers.
pub(super) type Safe = BTreeMap<u32, Vec<u32>>;

/// What one firm stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) firm: u32,
    /// Firms that stop with it, itself not counted.
    pub(super) stops: usize,
    /// Targets among them, sorted.
    pub(super) hits: Vec<Hit>,
}

/// Firms that may stop a target: those that derivations of it share; sorted. Targets that do not work have none.
pub(super) fn tried(derivation: &Derivation<'_>, targets: &[u32]) -> Vec<u32> {
    let works = |target: &&u32| derivation.firm_works(**target);
    let working: Vec<u32> = targets.iter().filter(works).copied().collect();
    let suspects = |removal: &mut Removal<'_, '_>, target: &u32| removal.suspects(*target);
    let suspects: Vec<Vec<u32>> = working.par_iter().map_init(|| Removal::new(derivation), suspects).collect();
    let tried: BTreeSet<u32> = suspects.into_iter().flatten().collect();
    tried.into_iter().collect()
}

/// What each firm stops that may stop a target; sorted, those that stop none left out.
pub(super) fn points(derivation: &Derivation<'_>, targets: &[u32], safe: &Safe) -> Vec<Point> {
    let own: BTreeSet<u32> = targets.iter().copied().collect();
    let tried = tried(derivation, targets);
    let try_one = |removal: &mut Removal<'_, '_>, firm: &u32| {
        removal.remove(&[*firm]);
        let mut hit: Vec<u32> = removal.fallen().filter(|other| other != firm && own.contains(other)).collect();
        if hit.is_empty() {
            return None;
        }
        hit.sort_unstable();
        removal.trace(*firm);
        let hits = hit.into_iter().map(|target| measured(derivation, removal, (target, *firm), safe));
        Some(Point { firm: *firm, stops: removal.fallen().count() - 1, hits: hits.collect() })
    };
    tried.par_iter().map_init(|| Removal::new(derivation), try_one).flatten().collect()
}

fn measured(derivation: &Derivation<'_>, removal: &Removal<'_, '_>, (target, firm): (u32, u32), safe: &Safe) -> Hit {
    let needs = derivation.program.needs.row(target).iter();
    let looks_safe = safe.get(&target).into_iter().flatten();
    Hit {
        target,
        tier: needs.filter_map(|pool| removal.steps(*pool)).min().unwrap_or(0),
        hidden: looks_safe.filter_map(|pool| steps_through_others(derivation, removal, *pool, firm)).min(),
    }
}

fn steps_through_others(derivation: &Derivation<'_>, removal: &Removal<'_, '_>, pool: u32, firm: u32) -> Option<usize> {
    let steps = removal.steps(pool)?;
    if steps > 1 {
        return Some(steps);
    }
    let others = derivation.program.makers.row(pool).iter().filter(|maker| **maker != firm);
    others.filter_map(|maker| removal.steps_through(pool, *maker)).min()
}

/// How firms stop targets: of each firm the targets asked for, in the order given.
pub(super) fn details(derivation: &Derivation<'_>, wanted: &[(u32, Vec<u32>)]) -> Vec<Vec<Detail>> {
    let of_firm = |removal: &mut Removal<'_, '_>, (firm, targets): &(u32, Vec<u32>)| {
        removal.remove(&[*firm]);
        removal.trace(*firm);
        let detail = |target: &u32| Detail { inputs: failed_inputs(derivation, removal, (*target, *firm)) };
        targets.iter().map(detail).collect()
    };
    wanted.par_iter().map_init(|| Removal::new(derivation), of_firm).collect()
}

fn failed_inputs(derivation: &Derivation<'_>, removal: &Removal<'_, '_>, (target, firm): (u32, u32)) -> Vec<Failed> {
    let failed = |pool: u32| {
        let route = removal.route(pool)?;
        let through_others = match route.len() {
            1 => {
                let others = derivation.program.makers.row(pool).iter().filter(|maker| **maker != firm);
                let steps = |maker: &u32| removal.steps_through(pool, *maker).map(|steps| (steps, *maker));
                others.filter_map(steps).min().and_then(|(_, maker)| removal.route_through(pool, maker))
            }
            _ => Some(route.clone()),
        };
        Some(Failed { pool, route, through_others })
    };
    derivation.program.needs.row(target).iter().filter_map(|pool| failed(*pool)).collect()
}

/// Pools on whose failure a target's failure rests, for one removed firm and all targets it stops; sorted.
pub(super) fn carriers(derivation: &Derivation<'_>, removal: &Removal<'_, '_>, targets: &[u32]) -> Vec<u32> {
    let mut pools = BTreeSet::new();
    let mut seen: BTreeSet<u32> = targets.iter().copied().collect();
    let mut open = targets.to_vec();
    while let Some(firm) = open.pop() {
        for &pool in derivation.program.needs.row(firm) {
            if removal.pool_fell(pool) && pools.insert(pool) {
                let makers = derivation.program.makers.row(pool).iter();
                open.extend(makers.filter(|maker| removal.fell(**maker) && seen.insert(**maker)));
            }
        }
    }
    pools.into_iter().collect()
}
