//! The answer in names.

use super::critical::{Detail, Hit, Safe};
use super::cut::Cut;
use super::judge::{Modes, Verdict};
use super::names::Names;
use super::program::{Derivation, Standing};
use super::supply::{Essential, Flows, Supply};
use super::{
    Chokepoint, ChokepointOptions, Chokepoints, CutCost, DETAILED, Feasible, Hidden, HiddenInput, LISTED, Loop, Pair,
    RANKED, SinglePoint, Target,
};
use crate::analysis::Error;
use crate::analysis::scope::AreaName;
use crate::graph::{Node, SupplyGraph};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn answer(
    graph: &SupplyGraph,
    options: &ChokepointOptions,
    essential: &Essential<'_>,
) -> Result<Chokepoints, Error> {
    let flows = Flows::new(graph, &options.scope)?;
    let (targets, leaders) = options.target.map_or_else(|| flows.targets(), |target| (vec![target], false));
    let supply = Supply::collect(flows, options.reach, essential, &targets);
    let modes = Modes::new(flows, &supply);
    let safe = looks_safe(flows, &supply, &targets);
    let cost = |node: u32| cost(graph, options, node);
    let verdict = Verdict::new(&modes, (&targets, &supply.behind, &safe), options.pair_cap, cost);
    let shown = Shown::new(&verdict, &largest(flows, &targets));
    let details = verdict.details(&modes, &targets, &shown.details());
    let least = supply.behind.iter().map(|node| cost(*node)).fold(1.0, f64::min);
    let mut tell = Tell { names: Names::new(flows, &supply), modes: &modes, verdict: &verdict, shown: &shown, details };
    let pairs_of = pairs_of(&verdict);
    let no_pairs = Vec::new();
    let mut rows = Vec::new();
    for target in &targets {
        let pairs = pairs_of.get(target).unwrap_or(&no_pairs);
        rows.push(tell.target(*target, pairs, (least, &cost)));
    }
    Ok(Chokepoints {
        focus: options.scope.focus.map(AreaName::of),
        year: flows.year,
        reach: options.reach,
        leaders,
        targets: rows,
        stops: shown.ranked.iter().map(|(firm, _, hits)| (*firm, hits.len())).collect(),
        point_count: shown.ranked.len(),
        points: tell.points(),
        pair_count: verdict.pairs.len(),
        pairs: tell.pairs(),
        pairs_complete: verdict.pairs_complete,
        hidden_count: verdict.points.iter().flatten().flat_map(|point| &point.hits).filter(is_hidden).count(),
        hidden: tell.hidden(&safe),
        loops: tell.loops(&targets),
    })
}

fn is_hidden(hit: &&Hit) -> bool {
    hit.hidden.is_some()
}

/// Inputs for which each target has several suppliers in the year.
fn looks_safe(flows: Flows<'_>, supply: &Supply, targets: &[u32]) -> Safe {
    let several = |target: u32, pool: &u32| flows.suppliers(target, supply.products[*pool as usize]).len() > 1;
    let safe = |target: &u32| {
        let needs = supply.program.needs.row(*target).iter().copied();
        (*target, needs.filter(|pool| several(*target, pool)).collect())
    };
    targets.iter().map(safe).collect()
}

fn pairs_of(verdict: &Verdict) -> BTreeMap<u32, Vec<[u32; 2]>> {
    let mut pairs_of: BTreeMap<u32, Vec<[u32; 2]>> = BTreeMap::new();
    for (pair, targets) in &verdict.pairs {
        targets.iter().for_each(|target| pairs_of.entry(*target).or_default().push(*pair));
    }
    pairs_of
}

/// What of all that was found is told in full.
struct Shown {
    /// Targets told in full.
    close: BTreeSet<u32>,
    /// Firms that stop targets, by rank, with how many firms stop with each.
    ranked: Vec<(u32, usize, Vec<Hit>)>,
    /// Single points of each target, the nearest first, of the targets not told in full too.
    singles: BTreeMap<u32, Vec<(usize, u32)>>,
    /// Hidden chokepoints of each target told in full, the nearest first.
    hidden: BTreeMap<u32, Vec<(usize, u32)>>,
}

impl Shown {
    fn new(verdict: &Verdict, close: &BTreeSet<u32>) -> Self {
        let mut ranked: Vec<(u32, usize, Vec<Hit>)> =
            verdict.by_firm().into_iter().map(|(firm, (stops, hits))| (firm, stops, hits)).collect();
        ranked.sort_by_key(|(firm, stops, hits)| (Reverse(hits.len()), Reverse(*stops), *firm));
        let mut singles: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
        let mut hidden: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
        for (firm, _, hits) in &ranked {
            for hit in hits {
                singles.entry(hit.target).or_default().push((hit.tier, *firm));
                if let Some(tier) = hit.hidden.filter(|_| close.contains(&hit.target)) {
                    hidden.entry(hit.target).or_default().push((tier, *firm));
                }
            }
        }
        singles.values_mut().for_each(|found| found.sort_unstable());
        for found in hidden.values_mut() {
            found.sort_unstable();
            found.truncate(LISTED);
        }
        Self { close: close.clone(), ranked, singles, hidden }
    }

    /// Firms and targets whose ways are told.
    fn details(&self) -> BTreeSet<(u32, u32)> {
        let near = |(_, _, hits): &(u32, usize, Vec<Hit>)| nearest(hits).map(|hit| hit.target);
        let points = self.ranked.iter().take(RANKED).filter_map(|point| Some((point.0, near(point)?)));
        let close = self.singles.iter().filter(|(target, _)| self.close.contains(target));
        let listed = close.map(|(target, found)| (target, &found[..found.len().min(LISTED)]));
        let hidden = self.hidden.iter().map(|(target, found)| (target, &found[..]));
        let of_targets =
            listed.chain(hidden).flat_map(|(target, found)| found.iter().map(|(_, firm)| (*firm, *target)));
        points.chain(of_targets).collect()
    }
}

/// The nearest target that a firm stops, the first by id.
fn nearest(hits: &[Hit]) -> Option<&Hit> {
    hits.iter().min_by_key(|hit| hit.tier)
}

/// The targets that buy most.
fn largest(flows: Flows<'_>, targets: &[u32]) -> BTreeSet<u32> {
    let mut order: Vec<(f64, u32)> = targets.iter().map(|target| (flows.bought(*target), *target)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.into_iter().take(DETAILED).map(|(_, target)| target).collect()
}

/// What stopping a node costs.
fn cost(graph: &SupplyGraph, options: &ChokepointOptions, node: u32) -> f64 {
    let given = match graph.nodes()[node as usize] {
        Node::Firm(firm) => options.costs.get(&graph.dataset().firm(firm).id.0).copied(),
        Node::Unnamed { .. } => None,
    };
    given.filter(|cost| cost.is_finite() && *cost > 0.0).unwrap_or(1.0)
}

struct Tell<'a, 'p> {
    names: Names<'a>,
    modes: &'a Modes<'p>,
    verdict: &'a Verdict,
    shown: &'a Shown,
    /// By firm and target.
    details: BTreeMap<(u32, u32), Detail>,
}

impl Tell<'_, '_> {
    fn target(&mut self, target: u32, pairs: &[[u32; 2]], costs: (f64, &dyn Fn(u32) -> f64)) -> Target {
        let modes = self.modes;
        let needs = modes.all.program.needs.row(target);
        let working = |mode: &Derivation<'_>| mode.firm_works(target);
        let feasible = Feasible {
            all: working(&modes.all),
            local: modes.local.as_ref().map(working),
            incumbent: working(&modes.all) || modes.incumbent.as_ref().is_some_and(working),
        };
        let close = self.shown.close.contains(&target);
        let singles: Vec<u32> = self.shown.singles.get(&target).into_iter().flatten().map(|(_, firm)| *firm).collect();
        let cut = self.verdict.cuts.get(&target).map(|cut| self.cheapest(cut, &singles, pairs, costs));
        let lost = modes.local.as_ref().filter(|local| close && !local.firm_works(target));
        let listed = singles.iter().take(if close { LISTED } else { 0 });
        Target {
            firm: self.names.node(target),
            inputs: needs.len(),
            feasible,
            waits_for: self.names.products(needs.iter().copied().filter(|pool| !modes.all.pool_works(*pool))),
            outside_only: lost.map(|local| self.names.products(outside_only(local, target))),
            single_count: singles.len(),
            single_points: listed.filter_map(|firm| self.single(*firm, target)).collect(),
            pair_count: pairs.len(),
            cut,
        }
    }

    fn single(&mut self, firm: u32, target: u32) -> Option<SinglePoint> {
        let detail = self.details.get(&(firm, target))?;
        let route = detail.route();
        Some(SinglePoint {
            firm: self.names.node(firm),
            tier: route.len(),
            product: self.names.product(route.last()?.0),
            inputs: self.names.products(detail.inputs.iter().map(|input| input.pool)),
            route: self.names.route(route),
        })
    }

    /// The cheapest disruption known, and whether there is none cheaper: with `least` the least cost of any firm, what is
    /// neither a single point nor a pair costs three times that.
    fn cheapest(
        &mut self,
        cut: &Cut,
        singles: &[u32],
        pairs: &[[u32; 2]],
        (least, cost): (f64, &dyn Fn(u32) -> f64),
    ) -> CutCost {
        let sum = |firms: &[u32]| firms.iter().map(|firm| cost(*firm)).sum::<f64>();
        let all = std::iter::once(&*cut.firms).chain(singles.chunks(1)).chain(pairs.iter().map(|pair| &pair[..]));
        let sets = all.map(|firms| (sum(firms), firms)).min_by(|a, b| a.0.total_cmp(&b.0));
        let (cheapest, firms) = sets.unwrap_or((cut.cost, &cut.firms));
        let other = if self.verdict.pairs_complete { 3.0 } else { 2.0 };
        CutCost {
            recursion: cut.cost,
            cost: cheapest,
            exact: cut.tree || cheapest <= other * least,
            firms: self.names.nodes(firms.iter().copied()),
        }
    }

    fn points(&mut self) -> Vec<Chokepoint> {
        let mut points = Vec::new();
        for (firm, stops, hits) in self.shown.ranked.iter().take(RANKED) {
            let nearest = nearest(hits).map(|hit| hit.target);
            let Some((target, detail)) = nearest.and_then(|target| Some((target, self.details.get(&(*firm, target))?)))
            else {
                continue;
            };
            points.push(Chokepoint {
                firm: self.names.node(*firm),
                stops: *stops,
                products: self.names.products(self.names.supply.program.makes.row(*firm).iter().copied()),
                tier: detail.route().len(),
                nearest: self.names.stopped(target),
                route: self.names.route(detail.route()),
                target_count: hits.len(),
                targets: hits.iter().take(LISTED).map(|hit| self.names.stopped(hit.target)).collect(),
            });
        }
        points
    }

    fn pairs(&mut self) -> Vec<Pair> {
        let mut order: Vec<_> = self.verdict.pairs.iter().collect();
        order.sort_by_key(|(pair, targets)| (Reverse(targets.len()), *pair));
        let tell = |(pair, targets): &([u32; 2], Vec<u32>)| Pair {
            firms: pair.map(|node| self.names.node(node)),
            target_count: targets.len(),
            targets: targets.iter().take(LISTED).map(|target| self.names.stopped(*target)).collect(),
        };
        order.into_iter().take(RANKED).map(tell).collect()
    }

    fn hidden(&mut self, safe: &Safe) -> Vec<Hidden> {
        let mut rows = Vec::new();
        for (target, found) in &self.shown.hidden {
            let safe = safe.get(target).map(Vec::as_slice).unwrap_or_default();
            for firm in found.iter().map(|(_, firm)| *firm) {
                let Some(detail) = self.details.get(&(firm, *target)) else { continue };
                let (mut inputs, mut direct) = (Vec::new(), false);
                for input in detail.inputs.iter().filter(|input| safe.contains(&input.pool)) {
                    let Some(route) = &input.through_others else { continue };
                    let product = self.names.supply.products[input.pool as usize];
                    let suppliers = self.names.flows.suppliers(*target, product);
                    direct |= suppliers.contains(&firm);
                    inputs.push(HiddenInput {
                        product: self.names.product(input.pool),
                        suppliers: self.names.nodes(suppliers),
                        route: self.names.route(route),
                    });
                }
                rows.push(Hidden { target: self.names.node(*target), firm: self.names.node(firm), direct, inputs });
            }
        }
        rows
    }

    fn loops(&mut self, targets: &[u32]) -> Vec<Loop> {
        let modes = self.modes;
        let works = |firm: &u32| modes.incumbent.as_ref().is_some_and(|incumbent| incumbent.firm_works(*firm));
        let targets: BTreeSet<u32> = targets.iter().copied().collect();
        let mut loops = Vec::new();
        for firms in &modes.loops {
            let (waiting, exchanged) = after(&modes.all, firms);
            loops.push(Loop {
                firms: self.names.nodes(firms.iter().copied()),
                products: self.names.products(exchanged),
                operated: firms.iter().filter(|firm| modes.operated.contains(firm)).count(),
                runs: firms.iter().all(works),
                targets: self.names.nodes(waiting.intersection(&targets).copied()),
            });
        }
        loops
    }
}

/// Pools behind a target that nobody present makes, on which its failure rests.
fn outside_only(local: &Derivation<'_>, target: u32) -> Vec<u32> {
    let program = local.program;
    let (mut firms, mut pools, mut roots) = (BTreeSet::from([target]), BTreeSet::new(), Vec::new());
    let mut open = vec![target];
    while let Some(firm) = open.pop() {
        for &pool in program.needs.row(firm) {
            if local.pool_works(pool) || !pools.insert(pool) {
                continue;
            }
            let present = |maker: &&u32| local.standing[**maker as usize] != Standing::Absent;
            let makers: Vec<u32> = program.makers.row(pool).iter().filter(present).copied().collect();
            if makers.is_empty() {
                roots.push(pool);
            }
            open.extend(makers.into_iter().filter(|maker| firms.insert(*maker)));
        }
    }
    roots
}

/// What waits for a loop, its firms included, and the pools in which its firms deliver to each other.
fn after(derivation: &Derivation<'_>, firms: &[u32]) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let program = derivation.program;
    let mut waiting: BTreeSet<u32> = firms.iter().copied().collect();
    let mut open = firms.to_vec();
    while let Some(firm) = open.pop() {
        for pool in program.makes.row(firm).iter().filter(|pool| !derivation.pool_works(**pool)) {
            open.extend(program.users.row(*pool).iter().filter(|user| waiting.insert(**user)));
        }
    }
    let needed = |pool: &&u32| program.users.row(**pool).iter().any(|user| firms.binary_search(user).is_ok());
    let made = firms.iter().flat_map(|firm| program.makes.row(*firm));
    (waiting, made.filter(needed).copied().collect())
}
