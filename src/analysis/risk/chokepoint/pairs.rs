//! Minimal pairs [CH-3] of all targets at once.
//!
//! Where there are few firms behind the targets, all partners of each are looked for: x is part of a derivation of the
//! target, and y of all that remain without x. Otherwise pools are searched at which two firms may meet: some of the
//! makers stop with the one, all the others with the other. Without circles there is such a pool for every pair, so that
//! none is missed; with circles some may be.

use super::circular::has_circles;
use super::program::{Derivation, Rows};
use super::removal::Removal;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Entries of who stops with whom that are kept; beyond that only makers themselves are paired.
const ENTRIES: usize = 20_000_000;

/// Firms in derivations of all targets up to which the partners of each are looked for.
const CLOSE: usize = 2_000;

/// Firms removed between two looks at how many entries there are.
const BATCH: usize = 4_096;

/// Two firms and the targets they stop together, sorted.
pub(super) type Pair = ([u32; 2], Vec<u32>);

/// The minimal pairs that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pairs {
    /// The smaller number first; sorted.
    pub(super) found: Vec<Pair>,
    /// Whether these are all.
    pub(super) complete: bool,
}

/// Minimal pairs of the targets, of whom `singles` are the single points. At most `cap` pairs are tried where there are
/// too many firms to look at each.
pub(super) fn pairs(
    derivation: &Derivation<'_>,
    behind: &[u32],
    singles: &BTreeMap<u32, BTreeSet<u32>>,
    targets: &[u32],
    cap: usize,
) -> Pairs {
    let none = BTreeSet::new();
    let is_single = |target: u32, firm: u32| singles.get(&target).unwrap_or(&none).contains(&firm);
    let mut removal = Removal::new(derivation);
    let mut firsts: Vec<(u32, u32)> = Vec::new();
    for &target in targets {
        let support = removal.support(target, 0).into_iter().filter(|firm| !is_single(target, *firm));
        firsts.extend(support.map(|firm| (target, firm)));
        if firsts.len() > CLOSE {
            return meeting(derivation, behind, (targets, &is_single), cap);
        }
    }
    let partners = |removal: &mut Removal<'_, '_>, (target, x): (u32, u32)| {
        removal.remove(&[x]);
        let mut found = Vec::new();
        for y in removal.suspects(target).into_iter().filter(|y| !is_single(target, *y)) {
            removal.remove(&[x, y]);
            if removal.fell(target) {
                found.push(([x.min(y), x.max(y)], target));
            }
        }
        found
    };
    let found: Vec<_> = firsts.into_par_iter().map_init(|| Removal::new(derivation), partners).collect();
    let mut by_pair: BTreeMap<[u32; 2], BTreeSet<u32>> = BTreeMap::new();
    for (pair, target) in found.into_iter().flatten() {
        by_pair.entry(pair).or_default().insert(target);
    }
    let found = by_pair.into_iter().map(|(pair, targets)| (pair, targets.into_iter().collect())).collect();
    Pairs { found, complete: true }
}

/// Pairs that meet at a pool.
pub(super) fn meeting(
    derivation: &Derivation<'_>,
    behind: &[u32],
    (targets, is_single): (&[u32], &(dyn Fn(u32, u32) -> bool + Sync)),
    cap: usize,
) -> Pairs {
    let (stoppers, all) = stoppers(derivation, behind);
    let (candidates, every) = candidates(derivation, &stoppers, cap);
    let try_one = |removal: &mut Removal<'_, '_>, pair: [u32; 2]| {
        removal.remove(&pair);
        let stopped = targets.iter().filter(|target| removal.fell(**target) && !pair.contains(target));
        (pair, stopped.copied().filter(|target| !pair.iter().any(|firm| is_single(*target, *firm))).collect())
    };
    let tried: Vec<Pair> = candidates.into_par_iter().map_init(|| Removal::new(derivation), try_one).collect();
    let found = tried.into_iter().filter(|(_, targets)| !targets.is_empty()).collect();
    Pairs { found, complete: all && every && !has_circles(derivation) }
}

/// For each firm all those that stop it by themselves, itself included; sorted. And whether these are all.
fn stoppers(derivation: &Derivation<'_>, behind: &[u32]) -> (Rows, bool) {
    let working: Vec<u32> = behind.iter().copied().filter(|firm| derivation.firm_works(*firm)).collect();
    let mut entries: Vec<(u32, u32)> = Vec::new();
    for batch in working.chunks(BATCH) {
        let fallen = |removal: &mut Removal<'_, '_>, firm: &u32| {
            removal.remove(&[*firm]);
            removal.fallen().map(|fallen| (fallen, *firm)).collect::<Vec<_>>()
        };
        let found: Vec<_> = batch.par_iter().map_init(|| Removal::new(derivation), fallen).collect();
        entries.extend(found.into_iter().flatten());
        if entries.len() > ENTRIES {
            let own: Vec<(u32, u32)> = working.iter().map(|firm| (*firm, *firm)).collect();
            return (Rows::new(derivation.program.firms(), &own), false);
        }
    }
    entries.sort_unstable();
    (Rows::new(derivation.program.firms(), &entries), true)
}

/// Pairs that may meet at a pool, sorted, and whether these are all: pools with few of them come first.
fn candidates(derivation: &Derivation<'_>, stoppers: &Rows, cap: usize) -> (Vec<[u32; 2]>, bool) {
    let mut order: Vec<(usize, u32, Vec<u32>)> = Vec::new();
    for pool in 0..derivation.program.pools() as u32 {
        let makers = derivation.program.makers.row(pool).iter().copied();
        // Who needs the pool itself falls with the others.
        let needs = |maker: &u32| derivation.program.needs.row(*maker).binary_search(&pool).is_ok();
        let mut makers: Vec<u32> = makers.filter(|maker| derivation.firm_works(*maker) && !needs(maker)).collect();
        makers.sort_by_key(|maker| (stoppers.row(*maker).len(), *maker));
        if let [first, second, ..] = makers[..] {
            order.push((stoppers.row(first).len().saturating_mul(stoppers.row(second).len()), pool, makers));
        }
    }
    order.sort_unstable();
    let mut candidates = BTreeSet::new();
    for (_, _, makers) in order {
        for &x in stoppers.row(makers[0]) {
            let rest: Vec<&[u32]> = makers[1..]
                .iter()
                .map(|maker| stoppers.row(*maker))
                .filter(|stoppers| stoppers.binary_search(&x).is_err())
                .collect();
            // Without a rest x stops the pool by itself.
            let Some((shortest, others)) = rest.split_first() else { continue };
            let hits = |y: &&u32| others.iter().all(|stoppers| stoppers.binary_search(y).is_ok());
            candidates.extend(shortest.iter().filter(hits).map(|y| [x.min(*y), x.max(*y)]));
            if candidates.len() > cap {
                return (candidates.into_iter().take(cap).collect(), false);
            }
        }
    }
    (candidates.into_iter().collect(), true)
}
