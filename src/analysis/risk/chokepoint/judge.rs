//! Every target judged by the derivation in which it works: from scratch, or with loops that were running already.

use super::circular::loops;
use super::critical::{Detail, Hit, Point, Safe, details, points};
use super::cut::{Cut, Cuts};
use super::pairs::{Pair, pairs};
use super::program::{Derivation, Standing};
use super::supply::{Flows, Supply};
use crate::model::{Nearness, Year};
use std::collections::{BTreeMap, BTreeSet};

/// What works, in each mode.
pub(super) struct Modes<'p> {
    /// From scratch, with everybody.
    pub(super) all: Derivation<'p>,
    /// From scratch, without the outside; `None` without a focus.
    pub(super) local: Option<Derivation<'p>>,
    /// Loops that nothing starts.
    pub(super) loops: Vec<Vec<u32>>,
    /// Their firms that traded the year before.
    pub(super) operated: BTreeSet<u32>,
    /// With those given; `None` when there are none.
    pub(super) incumbent: Option<Derivation<'p>>,
}

impl<'p> Modes<'p> {
    pub(super) fn new(flows: Flows<'_>, supply: &'p Supply) -> Self {
        let all = Derivation::new(&supply.program, supply.standing_from_scratch());
        let loops = loops(&all);
        let before = flows.year.map(|year| Year(year.0.saturating_sub(1)));
        let year = if flows.graph.years().contains(&before) { before } else { flows.year };
        let operated: BTreeSet<u32> =
            loops.iter().flatten().copied().filter(|firm| flows.traded(*firm, year)).collect();
        let incumbent = (!operated.is_empty()).then(|| {
            let mut standing = supply.standing_from_scratch();
            for firm in &operated {
                standing[*firm as usize] = Standing::Given;
            }
            Derivation::new(&supply.program, standing)
        });
        let local = flows.scope.focus.map(|_| {
            let mut standing = supply.standing_from_scratch();
            for node in supply.behind.iter().filter(|node| flows.place(**node) != Nearness::Near) {
                standing[*node as usize] = Standing::Absent;
            }
            Derivation::new(&supply.program, standing)
        });
        Self { all, local, loops, operated, incumbent }
    }

    /// The derivations that judge targets, each with its targets.
    pub(super) fn judges(&self, targets: &[u32]) -> Vec<(&Derivation<'p>, Vec<u32>)> {
        let (first, rest): (Vec<u32>, Vec<u32>) = targets.iter().partition(|target| self.all.firm_works(**target));
        let mut judges = vec![(&self.all, first)];
        judges.extend(self.incumbent.as_ref().map(|incumbent| (incumbent, rest)));
        judges
    }
}

/// What was found out about the targets.
pub(super) struct Verdict {
    /// Firms that stop targets, by judge: a firm may have an entry from scratch and one with running loops.
    pub(super) points: Vec<Vec<Point>>,
    /// Minimal pairs, sorted.
    pub(super) pairs: Vec<Pair>,
    pub(super) pairs_complete: bool,
    pub(super) cuts: BTreeMap<u32, Cut>,
}

impl Verdict {
    /// Judges targets; at most `cap` pairs are tried.
    pub(super) fn new(
        modes: &Modes<'_>,
        (targets, behind, safe): (&[u32], &[u32], &Safe),
        cap: usize,
        cost: impl Fn(u32) -> f64 + Copy,
    ) -> Self {
        let mut verdict = Self { points: Vec::new(), pairs: Vec::new(), pairs_complete: true, cuts: BTreeMap::new() };
        // A pair may stop some targets from scratch and others through a running loop.
        let mut by_pair: BTreeMap<[u32; 2], Vec<u32>> = BTreeMap::new();
        for (derivation, targets) in modes.judges(targets) {
            let works: Vec<u32> = targets.into_iter().filter(|target| derivation.firm_works(*target)).collect();
            let found = points(derivation, &works, safe);
            let mut singles: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
            for point in &found {
                for hit in &point.hits {
                    singles.entry(hit.target).or_default().insert(point.firm);
                }
            }
            verdict.points.push(found);
            if works.is_empty() {
                continue;
            }
            let pairs = pairs(derivation, behind, &singles, &works, cap);
            verdict.pairs_complete &= pairs.complete;
            for (pair, targets) in pairs.found {
                by_pair.entry(pair).or_default().extend(targets);
            }
            let cuts = Cuts::new(derivation, cost);
            verdict.cuts.extend(works.into_iter().filter_map(|target| Some((target, cuts.of(target)?))));
        }
        for (pair, mut targets) in by_pair {
            targets.sort_unstable();
            verdict.pairs.push((pair, targets));
        }
        verdict
    }

    /// How firms stop targets: for pairs of a firm and a target that it stops.
    pub(super) fn details(
        &self,
        modes: &Modes<'_>,
        targets: &[u32],
        wanted: &BTreeSet<(u32, u32)>,
    ) -> BTreeMap<(u32, u32), Detail> {
        let mut told = BTreeMap::new();
        for (derivation, targets) in modes.judges(targets) {
            let own: BTreeSet<u32> = targets.into_iter().collect();
            let here: Vec<(u32, u32)> = wanted.iter().copied().filter(|(_, target)| own.contains(target)).collect();
            let by_firm: Vec<(u32, Vec<u32>)> = (here.chunk_by(|a, b| a.0 == b.0))
                .map(|of_firm| (of_firm[0].0, of_firm.iter().map(|(_, target)| *target).collect()))
                .collect();
            for ((firm, targets), found) in by_firm.iter().zip(details(derivation, &by_firm)) {
                told.extend(targets.iter().zip(found).map(|(target, detail)| ((*firm, *target), detail)));
            }
        }
        told
    }

    /// Every firm that stops targets, with how many firms stop with it and what it stops.
    pub(super) fn by_firm(&self) -> BTreeMap<u32, (usize, Vec<Hit>)> {
        let mut by_firm: BTreeMap<u32, (usize, Vec<Hit>)> = BTreeMap::new();
        for point in self.points.iter().flatten() {
            let entry = by_firm.entry(point.firm).or_default();
            entry.0 = entry.0.max(point.stops);
            entry.1.extend(&point.hits);
        }
        by_firm.values_mut().for_each(|(_, hits)| hits.sort_by_key(|hit| hit.target));
        by_firm
    }
}
