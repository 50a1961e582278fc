//! Firms by what their failure costs.

use super::cascade::{Ended, Workspace};
use super::chokepoint::{ChokepointOptions, Chokepoints, chokepoints};
use super::effect::{Effect, NodeName, Traced, effect};
use super::essential::Layer;
use super::evidence::evidence;
use super::harden;
use super::index::{Outcome, Weights, indices};
use super::network::{Essentiality, LossNetwork};
use super::path::{Passed, Path, transmitters};
use super::scenario;
use super::spread::spread;
use super::start::Start;
use super::system::{SizeBasis, System};
use super::{Ground, LayerShare, Model, Risk, RiskOptions, RiskRow, SizeShare, SoleSupply};
use crate::analysis::Error;
use crate::analysis::numeric::rank::spearman;
use crate::analysis::scope::AreaName;
use crate::analysis::split::product_name;
use crate::graph::{Node, SupplyGraph};
use crate::model::Nearness;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Nodes up to which the bound is worked out for each; beyond, for those shown only.
const BOUND_FOR_ALL: usize = 5_000;

/// Unnamed suppliers whose effects are worked out.
const SOURCES_SHOWN: usize = 5;

/// What one node's failure does, in numbers.
struct Subject {
    node: u32,
    is_firm: bool,
    /// Both, down, up; `None` where nothing has weight.
    esri: Option<[f64; 3]>,
    /// Yuan.
    loss: [f64; 3],
    /// Yuan in the focus area.
    here: Option<f64>,
    ended: Ended,
    /// The index under the other rules: both, down.
    other: Option<[f64; 2]>,
}

pub(super) fn risk(graph: &SupplyGraph, options: &RiskOptions) -> Result<Risk, Error> {
    let system = System::collect(graph, options)?;
    let (model, other) = Model::pair(options, system.nodes());
    let network = system.network(&model);
    let subjects = subjects(&system, options, &network, [&model, &other]);
    let (firms, sources) = (order(&subjects, true), order(&subjects, false));
    let structure = structure(&system, options)?;
    let stops = &structure.stops;
    let secure = to_secure(&system, &subjects, &firms, stops);
    let count = options.shown;
    let shown: BTreeSet<usize> =
        [(&firms, count), (&secure, count), (&sources, count.min(SOURCES_SHOWN))].iter().flat_map(first).collect();
    let shown: Vec<usize> = shown.into_iter().collect();
    let bounds = bounds(&system, &model, &subjects, &shown);
    let (mut effects, passed) = effects(&system, options, (&network, &model), &subjects, &shown);
    let mut rows = |order: &[usize]| -> Vec<RiskRow> {
        let other = other_ranks(&subjects, order);
        let row = |(rank, &at): (usize, &usize)| {
            let effect = effects.remove(&at);
            let stops = stops.get(&subjects[at].node).copied().unwrap_or(0);
            let path = effect.as_ref().and_then(|effect| effect.paths.first()).map(Path::nodes);
            let row = row(&system, options, &subjects[at]);
            RiskRow {
                secure: row.secure || stops > 0,
                rank: rank + 1,
                bound: bounds.get(&at).copied(),
                other_rank: other[&at],
                path: path.unwrap_or_default(),
                effect,
                stops,
                ..row
            }
        };
        order.iter().enumerate().map(row).collect()
    };
    let (firm_rows, source_rows) = (rows(&firms), rows(&sources));
    let name = |node| NodeName::of(&system, &options.scope, node);
    let stress = scenario::model(&model, options);
    let scenarios = scenario::scenarios(&system, options, &stress)?;
    let plan = harden::plan(&system, options, &stress)?;
    let spread = spread(&system, options, &model, &firm_rows)?;
    let evidence = firm_rows.iter().chain(&source_rows).flat_map(|row| evidence(&system, row, &name)).collect();
    Ok(Risk {
        focus: options.scope.focus.map(AreaName::of),
        year: system.year,
        agreement: agreement(&subjects, &firms),
        ground: ground(&system, &model, &subjects),
        model,
        other,
        firms: firm_rows,
        sources: source_rows,
        transmitters: transmitters(&passed, &name),
        spread,
        scenarios,
        plan,
        evidence,
        structure,
    })
}

/// Firms to secure, those first whose failure costs the others most by supplies.
fn to_secure(system: &System<'_>, subjects: &[Subject], firms: &[usize], stops: &BTreeMap<u32, usize>) -> Vec<usize> {
    let is_secure = |at: &&usize| {
        let node = subjects[**at].node;
        system.sole.contains_key(&node) || stops.contains_key(&node)
    };
    let others = |at: usize| subjects[at].loss[1] - system.size[subjects[at].node as usize].0;
    let mut secure: Vec<usize> = firms.iter().filter(is_secure).copied().collect();
    secure.sort_by_cached_key(|at| (Reverse(same(others(*at))), subjects[*at].node));
    secure
}

fn structure(system: &System<'_>, options: &RiskOptions) -> Result<Chokepoints, Error> {
    let dependence = system.dependence(options);
    let essential = |product, buyer| dependence.of(product, buyer).0 == Essentiality::Essential;
    let asked =
        ChokepointOptions { scope: options.scope.clone(), reach: options.reach, ..ChokepointOptions::default() };
    chokepoints(system.graph, &asked, &essential)
}

fn first((order, count): &(&Vec<usize>, usize)) -> Vec<usize> {
    order.iter().take(*count).copied().collect()
}

/// Nodes that trade, and firms that have a size: who may fail; with what that does under both rules.
fn subjects(
    system: &System<'_>,
    options: &RiskOptions,
    network: &LossNetwork,
    [model, other]: [&Model; 2],
) -> Vec<Subject> {
    let nodes: Vec<u32> = (0..system.nodes() as u32).filter(|node| system.takes_part(*node)).collect();
    let starts: Vec<Start> = nodes.iter().map(|node| Start::stopped(*node)).collect();
    let size: Vec<f64> = system.size.iter().map(|size| size.0).collect();
    let is_here = |node: usize| options.scope.is_local(system.place_of(node as u32)) == Nearness::Near;
    let here = size.iter().enumerate().map(|(node, size)| if is_here(node) { *size } else { 0.0 });
    let here: Vec<f64> = options.scope.focus.map_or_else(Vec::new, |_| here.collect());
    let mut weights = Vec::new();
    let columns = [system.weights(model.weights, network), size, here].map(|of| {
        weights.push(Weights::new(network, &of)?);
        Some((weights.len() - 1, of.iter().sum::<f64>()))
    });
    let outcomes = indices(network, &model.rules(), &weights, &starts);
    let others = plain(system, other, &starts);
    let subject = |((node, outcome), other): ((&u32, &Outcome), Option<[f64; 2]>)| {
        let share = |column: usize| {
            let at = columns[column]?.0;
            Some([outcome.indices[at].both, outcome.indices[at].down, outcome.indices[at].up])
        };
        let yuan = |column: usize| Some(share(column)?.map(|share| share * columns[column].map_or(0.0, |at| at.1)));
        Subject {
            node: *node,
            is_firm: matches!(system.graph.nodes()[*node as usize], Node::Firm(_)),
            esri: share(0),
            loss: yuan(1).unwrap_or_default(),
            here: options.scope.focus.map(|_| yuan(2).map_or(0.0, |loss| loss[0])),
            ended: outcome.ended,
            other,
        }
    };
    nodes.iter().zip(&outcomes).zip(others).map(subject).collect()
}

/// The index of each start under some rules, both and down; `None` where nothing has weight.
fn plain(system: &System<'_>, model: &Model, starts: &[Start]) -> Vec<Option<[f64; 2]>> {
    let network = system.network(model);
    let Some(weights) = Weights::new(&network, &system.weights(model.weights, &network)) else {
        return vec![None; starts.len()];
    };
    let outcomes = indices(&network, &model.rules(), &[weights], starts);
    outcomes.iter().map(|outcome| Some([outcome.indices[0].both, outcome.indices[0].down])).collect()
}

/// Positions of firms, or of unnamed suppliers: by index, then by what comes by supplies alone, then by loss, then by id.
///
/// In a chain of sole suppliers each one's failure takes all of it, by supplies or by sales; the one that takes it by
/// supplies alone is the one to secure.
fn order(subjects: &[Subject], firms: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..subjects.len()).filter(|at| subjects[*at].is_firm == firms).collect();
    let key = |subject: &Subject| {
        let [both, down, _] = subject.esri.unwrap_or_default();
        [both, down, subject.loss[0], subject.loss[1]].map(same)
    };
    order.sort_by_cached_key(|at| (Reverse(key(&subjects[*at])), subjects[*at].node));
    order
}

/// Nine significant digits: sums of the same parts in another order are the same.
fn same(figure: f64) -> (i32, u64) {
    if figure <= 0.0 {
        return (i32::MIN, 0);
    }
    let exponent = figure.log10().floor() as i32;
    let digits = (figure / 10f64.powi(exponent) * 1e8).round() as u64;
    if digits >= 1_000_000_000 { (exponent + 1, digits / 10) } else { (exponent, digits) }
}

fn other_ranks(subjects: &[Subject], order: &[usize]) -> BTreeMap<usize, usize> {
    let mut other: Vec<usize> = order.to_vec();
    other.sort_by_key(|at| (Reverse(subjects[*at].other.unwrap_or_default().map(same)), *at));
    other.into_iter().enumerate().map(|(rank, at)| (at, rank + 1)).collect()
}

fn agreement(subjects: &[Subject], firms: &[usize]) -> Option<f64> {
    let ours: Option<Vec<f64>> = firms.iter().map(|at| Some(subjects[*at].esri?[0])).collect();
    let other: Option<Vec<f64>> = firms.iter().map(|at| Some(subjects[*at].other?[0])).collect();
    spearman(&ours?, &other?)
}

/// The index with every input essential: of all subjects of a small network, else of those shown.
fn bounds(system: &System<'_>, model: &Model, subjects: &[Subject], shown: &[usize]) -> BTreeMap<usize, f64> {
    let all = Model { all_essential: true, ..model.clone() };
    let wanted: Vec<usize> =
        if system.nodes() <= BOUND_FOR_ALL { (0..subjects.len()).collect() } else { shown.to_vec() };
    let starts: Vec<Start> = wanted.iter().map(|at| Start::stopped(subjects[*at].node)).collect();
    let found = plain(system, &all, &starts);
    wanted.into_iter().zip(found).filter_map(|(at, index)| Some((at, index?[0]))).collect()
}

/// Effects of those shown, and what goes through each node over all of them.
fn effects(
    system: &System<'_>,
    options: &RiskOptions,
    (network, model): (&LossNetwork, &Model),
    subjects: &[Subject],
    shown: &[usize],
) -> (BTreeMap<usize, Effect>, Passed) {
    // Who fails is told by each start; nothing is cut.
    let nothing = Start::default();
    let traced = Traced { network, start: &nothing };
    let of = |at: &usize| {
        let node = subjects[*at].node;
        let mut workspace = Workspace::new(network);
        workspace.run(network, &model.rules(), &Start::stopped(node));
        effect(system, &options.scope, &traced, &workspace, &BTreeSet::from([node]))
    };
    let found: Vec<(Effect, Passed)> = shown.par_iter().map(of).collect();
    let mut passed = Passed::new();
    for (node, (yuan, firms)) in found.iter().flat_map(|(_, passed)| passed) {
        let sum = passed.entry(*node).or_insert((0.0, 0));
        *sum = (sum.0 + yuan, sum.1 + firms);
    }
    (shown.iter().copied().zip(found.into_iter().map(|(effect, _)| effect)).collect(), passed)
}

/// A row but for what depends on the others.
fn row(system: &System<'_>, options: &RiskOptions, subject: &Subject) -> RiskRow {
    let sole = system.sole.get(&subject.node).map(Vec::as_slice).unwrap_or_default();
    let sole: Vec<SoleSupply> = (sole.iter())
        .map(|(product, buyers)| SoleSupply {
            product: product_name(system.graph, *product),
            buyers: buyers.len(),
            only_maker: system.only_maker.contains(&(subject.node, *product)),
        })
        .collect();
    let part = |at: usize| subject.esri.map(|esri| esri[at]);
    RiskRow {
        rank: 0,
        firm: NodeName::of(system, &options.scope, subject.node),
        products: system.sold_by(subject.node).map(|product| product_name(system.graph, product)).collect(),
        esri: part(0),
        esri_down: part(1),
        esri_up: part(2),
        steps: subject.ended.steps,
        settled: subject.ended.settled,
        own: system.size[subject.node as usize].0,
        loss: subject.loss[0],
        loss_down: subject.loss[1],
        loss_here: subject.here,
        other: subject.other.map(|index| index[0]),
        other_rank: 0,
        bound: None,
        secure: !sole.is_empty(),
        stops: 0,
        sole,
        path: Vec::new(),
        effect: None,
    }
}

/// What the network rests on.
fn ground(system: &System<'_>, model: &Model, subjects: &[Subject]) -> Ground {
    let mut layers: BTreeMap<Layer, LayerShare> = BTreeMap::new();
    let kept = system.links.iter().filter(|link| model.self_supply || link.flow.supplier != link.flow.buyer);
    let (mut flows, mut amount) = (0, 0.0);
    for link in kept {
        let none = LayerShare { layer: link.layer, flows: 0, essential: 0, amount: 0.0 };
        let share = layers.entry(link.layer).or_insert(none);
        share.flows += 1;
        share.essential += usize::from(link.flow.essentiality == Essentiality::Essential);
        share.amount += link.flow.amount;
        (flows, amount) = (flows + 1, amount + link.flow.amount);
    }
    let mut sizes: BTreeMap<SizeBasis, SizeShare> = BTreeMap::new();
    for subject in subjects {
        let (size, basis) = system.size[subject.node as usize];
        let share = sizes.entry(basis).or_insert(SizeShare { basis, nodes: 0, amount: 0.0 });
        *share = SizeShare { nodes: share.nodes + 1, amount: share.amount + size, basis };
    }
    Ground {
        firms: subjects.iter().filter(|subject| subject.is_firm).count(),
        unnamed: subjects.iter().filter(|subject| !subject.is_firm).count(),
        flows,
        amount,
        unpriced_flows: system.unpriced.0,
        unpriced_lines: system.unpriced.1,
        size: system.size.iter().map(|size| size.0).sum(),
        sizes: sizes.into_values().collect(),
        layers: layers.into_values().collect(),
    }
}
