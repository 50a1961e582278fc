//! The answer in names.

use super::critical::{Failed, Hit};
use super::cut::Cut;
use super::judge::{Modes, Verdict};
use super::names::Names;
use super::program::{Derivation, Standing};
use super::supply::{Essential, Flows, Supply};
use super::{
    Chokepoint, ChokepointOptions, Chokepoints, CutCost, DETAILED, Feasible, Hidden, HiddenInput, LISTED, Loop, Pair,
    SinglePoint, Target,
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
    let (targets, leaders) = flows.targets();
    let supply = Supply::collect(flows, options.reach, essential, &targets);
    let modes = Modes::new(flows, &supply);
    let close = largest(flows, &targets);
    let cost = |node: u32| cost(graph, options, node);
    let verdict = Verdict::new(&modes, (&targets, &supply.behind), options.pair_cap, cost);
    let mut tell = Tell::new(Names::new(flows, &supply), &modes, &verdict);
    let least = supply.behind.iter().map(|node| cost(*node)).fold(1.0, f64::min);
    let rows: Vec<Target> =
        targets.iter().map(|target| tell.target(*target, close.contains(target), (least, &cost))).collect();
    let (hidden, hidden_count) = tell.hidden();
    Ok(Chokepoints {
        focus: options.scope.focus.map(AreaName::of),
        year: flows.year,
        reach: options.reach,
        leaders,
        points: tell.points(),
        pairs: tell.pairs(),
        pairs_complete: verdict.pairs_complete,
        hidden_count,
        hidden,
        loops: tell.loops(&targets),
        targets: rows,
    })
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
    /// Single points of the targets that were not told yet.
    hits: BTreeMap<u32, Vec<(u32, &'a Hit)>>,
    /// Pairs of the targets that were not told yet.
    pairs_of: BTreeMap<u32, Vec<[u32; 2]>>,
}

impl<'a, 'p> Tell<'a, 'p> {
    fn new(names: Names<'a>, modes: &'a Modes<'p>, verdict: &'a Verdict) -> Self {
        let mut hits: BTreeMap<u32, Vec<(u32, &Hit)>> = BTreeMap::new();
        for point in &verdict.points {
            for hit in &point.hits {
                hits.entry(hit.target).or_default().push((point.firm, hit));
            }
        }
        let mut pairs_of: BTreeMap<u32, Vec<[u32; 2]>> = BTreeMap::new();
        for (pair, targets) in &verdict.pairs {
            targets.iter().for_each(|target| pairs_of.entry(*target).or_default().push(*pair));
        }
        Self { names, modes, verdict, hits, pairs_of }
    }

    fn target(&mut self, target: u32, close: bool, costs: (f64, &dyn Fn(u32) -> f64)) -> Target {
        let modes = self.modes;
        let needs = modes.all.program.needs.row(target);
        let feasible = Feasible {
            all: modes.all.firm_works(target),
            local: modes.local.as_ref().map(|local| local.firm_works(target)),
            incumbent: [Some(&modes.all), modes.incumbent.as_ref()]
                .iter()
                .flatten()
                .any(|mode| mode.firm_works(target)),
        };
        let verdict = self.verdict;
        let mut hits = self.hits.remove(&target).unwrap_or_default();
        hits.sort_by_key(|(firm, hit)| (hit.route().len(), *firm));
        let singles: Vec<u32> = hits.iter().map(|(firm, _)| *firm).collect();
        let pairs: Vec<[u32; 2]> = self.pairs_of.remove(&target).unwrap_or_default();
        let cut = verdict.cuts.get(&target).map(|cut| self.cheapest(cut, &singles, &pairs, costs));
        let lost = modes.local.as_ref().filter(|local| close && !local.firm_works(target));
        Target {
            firm: self.names.node(target),
            inputs: needs.len(),
            feasible,
            waits_for: self.names.products(needs.iter().copied().filter(|pool| !modes.all.pool_works(*pool))),
            outside_only: lost.map(|local| self.names.products(outside_only(local, target))),
            single_count: hits.len(),
            single_points: hits.into_iter().take(LISTED).map(|(firm, hit)| self.single(firm, hit)).collect(),
            pair_count: pairs.len(),
            cut,
        }
    }

    fn single(&mut self, firm: u32, hit: &Hit) -> SinglePoint {
        let route = hit.route();
        let last = route.last().map(|step| step.0).into_iter();
        SinglePoint {
            firm: self.names.node(firm),
            tier: route.len(),
            product: last.map(|pool| self.names.product(pool)).next().expect("a route has a step"),
            inputs: self.names.products(hit.inputs.iter().map(|input| input.pool)),
            route: self.names.route(route),
        }
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
        let mut by_firm: BTreeMap<u32, (usize, Vec<&Hit>)> = BTreeMap::new();
        for point in &self.verdict.points {
            let entry = by_firm.entry(point.firm).or_default();
            entry.0 = entry.0.max(point.stops);
            entry.1.extend(&point.hits);
        }
        let mut order: Vec<_> = by_firm.into_iter().collect();
        order.sort_by_key(|(firm, (stops, hits))| (Reverse(hits.len()), Reverse(*stops), *firm));
        let tell = |(firm, (stops, mut hits)): (u32, (usize, Vec<&Hit>))| {
            hits.sort_by_key(|hit| hit.target);
            let nearest = hits.iter().min_by_key(|hit| hit.route().len()).expect("only firms with hits are ranked");
            let sold = hits.iter().filter_map(|hit| hit.route().last()).map(|step| step.0);
            Chokepoint {
                firm: self.names.node(firm),
                stops,
                products: self.names.products(sold),
                tier: nearest.route().len(),
                nearest: self.names.stopped(nearest.target),
                route: self.names.route(nearest.route()),
                targets: hits.iter().map(|hit| self.names.stopped(hit.target)).collect(),
            }
        };
        order.into_iter().map(tell).collect()
    }

    fn pairs(&mut self) -> Vec<Pair> {
        let mut order: Vec<_> = self.verdict.pairs.iter().collect();
        order.sort_by_key(|(pair, targets)| (Reverse(targets.len()), *pair));
        let tell = |(pair, targets): &([u32; 2], Vec<u32>)| Pair {
            firms: pair.map(|node| self.names.node(node)),
            targets: targets.iter().map(|target| self.names.stopped(*target)).collect(),
        };
        order.into_iter().map(tell).collect()
    }

    /// Hidden chokepoints, and how many there are in all.
    fn hidden(&mut self) -> (Vec<Hidden>, usize) {
        let flows = self.names.flows;
        let mut suppliers: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        let mut found: Vec<(u32, usize, u32, Vec<&Failed>)> = Vec::new();
        for point in &self.verdict.points {
            for hit in &point.hits {
                let looks_safe = |input: &&Failed| {
                    let product = self.names.supply.products[input.pool as usize];
                    let named = suppliers.entry((hit.target, input.pool));
                    named.or_insert_with(|| flows.suppliers(hit.target, product)).len() > 1
                };
                let routed = hit.inputs.iter().filter(|input| input.through_others.is_some());
                let inputs: Vec<&Failed> = routed.filter(looks_safe).collect();
                let tier = inputs.iter().filter_map(|input| input.through_others.as_ref()).map(Vec::len).min();
                found.extend(tier.map(|tier| (hit.target, tier, point.firm, inputs)));
            }
        }
        found.sort_by_key(|(target, tier, firm, _)| (*target, *tier, *firm));
        let shown = found.chunk_by(|a, b| a.0 == b.0).flat_map(|of_target| of_target.iter().take(LISTED));
        let tell = |(target, _, firm, inputs): &(u32, usize, u32, Vec<&Failed>)| {
            let input = |input: &&Failed| HiddenInput {
                product: self.names.product(input.pool),
                suppliers: self.names.nodes(suppliers[&(*target, input.pool)].iter().copied()),
                route: self.names.route(input.through_others.as_deref().unwrap_or_default()),
            };
            Hidden {
                inputs: inputs.iter().map(input).collect(),
                direct: inputs.iter().any(|input| suppliers[&(*target, input.pool)].contains(firm)),
                target: self.names.node(*target),
                firm: self.names.node(*firm),
            }
        };
        (shown.map(tell).collect(), found.len())
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
