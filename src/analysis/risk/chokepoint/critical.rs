//! Single points of failure [CH-2] and minimal pairs [CH-3] of several targets.
//!
//! Whatever stops a target is part of every derivation of it, so only the firms of one derivation are tried. For a pair
//! {x, y} the same holds twice: x is in the derivation of the target, and y in that which remains without x.

use super::program::Derivation;
use super::removal::{Removal, Step};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A target that stops when one firm is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) target: u32,
    /// The inputs of the target that fail, each with the shortest way to the firm.
    pub(super) inputs: Vec<Vec<Step>>,
}

impl Hit {
    /// The shortest of the ways.
    pub(super) fn route(&self) -> &[Step] {
        self.inputs.iter().min_by_key(|route| route.len()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What one firm stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) firm: u32,
    /// Firms that stop with it, itself not counted.
    pub(super) stops: usize,
    /// Targets among them, sorted.
    pub(super) hits: Vec<Hit>,
}

/// Every firm in a derivation of a target, sorted, with what it stops; targets that do not work have none.
pub(super) fn points(derivation: &Derivation<'_>, targets: &[u32]) -> Vec<Point> {
    let working: Vec<u32> = targets.iter().copied().filter(|target| derivation.firm_works(*target)).collect();
    let supports: Vec<Vec<u32>> =
        working.par_iter().map_init(|| Removal::new(derivation), |removal, target| removal.support(*target)).collect();
    let own = BTreeSet::from_iter(working.iter().copied());
    // A target that nothing else rests on is not worth trying.
    let tried: BTreeSet<u32> = working
        .iter()
        .zip(&supports)
        .flat_map(|(target, support)| support.iter().filter(move |x| *x != target))
        .copied()
        .collect();
    let tried: Vec<u32> = tried.into_iter().collect();
    let try_one = |removal: &mut Removal<'_, '_>, firm: &u32| {
        removal.remove(&[*firm]);
        let mut hit: Vec<u32> = removal.fallen().filter(|other| other != firm && own.contains(other)).collect();
        hit.sort_unstable();
        let stops = removal.fallen().count() - 1;
        if !hit.is_empty() {
            removal.trace(*firm);
        }
        let hits = hit.into_iter().map(|target| Hit { target, inputs: failed_inputs(derivation, removal, target) });
        Point { firm: *firm, stops, hits: hits.collect() }
    };
    tried.par_iter().map_init(|| Removal::new(derivation), try_one).collect()
}

fn failed_inputs(derivation: &Derivation<'_>, removal: &Removal<'_, '_>, target: u32) -> Vec<Vec<Step>> {
    derivation.program.needs.row(target).iter().filter_map(|pool| removal.route(*pool)).collect()
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

/// The minimal pairs of a target that were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pairs {
    /// Pairs of firms, the smaller number first; sorted.
    pub(super) found: Vec<[u32; 2]>,
    /// Firms of which all partners were looked for.
    pub(super) tried: usize,
    /// Firms of which partners could be looked for; all pairs are known when all were tried.
    pub(super) of: usize,
}

/// Minimal pairs of a target: of `cap` firms of its derivation, those first that stop most by themselves, all partners.
pub(super) fn pairs(
    derivation: &Derivation<'_>,
    removal: &mut Removal<'_, '_>,
    target: u32,
    stops: &BTreeMap<u32, (usize, bool)>,
    cap: usize,
) -> Pairs {
    removal.remove(&[]);
    let is_open = |firm: &u32, without: u32| *firm != target && *firm != without;
    let mut first: Vec<u32> = removal.support(target).into_iter().filter(|firm| is_open(firm, target)).collect();
    let mut singles = BTreeSet::new();
    first.retain(|firm| {
        let single = stops.get(firm).is_some_and(|(_, single)| *single);
        if single {
            singles.insert(*firm);
        }
        !single
    });
    first.sort_by_key(|firm| (std::cmp::Reverse(stops.get(firm).map_or(0, |(stops, _)| *stops)), *firm));
    let mut pairs = Pairs { found: Vec::new(), tried: first.len().min(cap), of: first.len() };
    let mut done = BTreeSet::new();
    for &x in first.iter().take(cap) {
        removal.remove(&[x]);
        let second = removal.support(target);
        for y in second.into_iter().filter(|y| is_open(y, x) && !singles.contains(y) && !done.contains(y)) {
            removal.remove(&[x, y]);
            if removal.fell(target) {
                pairs.found.push([x.min(y), x.max(y)]);
            }
        }
        done.insert(x);
    }
    debug_assert!(derivation.firm_works(target));
    pairs.found.sort_unstable();
    pairs
}
