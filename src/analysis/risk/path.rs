//! By which way a loss came: S1 → B1 → H1 → L1 with the share on each step.
//!
//! A firm's loss is that of its worst input (downstream) or of its lost sales (upstream). Going back from a firm, the step
//! before is the supplier (or customer) that does most to it among those that were hit before it; since each step goes to
//! an earlier hit, a way never runs in a circle and ends where the cascade began: at a firm that was struck, or at a flow
//! that was cut.

use super::cascade::Workspace;
use super::effect::{Hit, NodeName, Traced};
use super::network::LossNetwork;
use super::start::{CutInput, CutSale, Start};
use super::system::SizeBasis;
use crate::analysis::split::ProductName;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Firms given as transmitters.
const TRANSMITTERS: usize = 5;

/// Losses of two inputs whose ratio is this near to one bind alike.
const ALIKE: f64 = 1e-9;

/// Which way a loss runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From supplier to buyer.
    Down,
    /// From buyer to supplier.
    Up,
}

/// A step of a way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PathStep {
    /// Where it comes to.
    pub firm: NodeName,
    /// The product that no longer comes; `None` upstream.
    pub product: Option<ProductName>,
    /// Downstream: what the supplier delivers of the buyer's input of it. Upstream: what the customer takes of the sales.
    pub share: f64,
    /// What this step takes from the firm: a share of its output.
    pub loss: f64,
    /// What the firm loses in all in this direction: a share of its output.
    pub total: f64,
}

/// A way from where the cascade began.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Path {
    /// Along or against the goods.
    pub direction: Direction,
    /// Where it begins.
    pub from: NodeName,
    /// Its steps.
    pub steps: Vec<PathStep>,
    /// What the firm at its end loses, yuan a year.
    pub loss: f64,
}

impl Path {
    /// Everyone on it, from where it begins.
    pub fn nodes(&self) -> Vec<NodeName> {
        std::iter::once(&self.from).chain(self.steps.iter().map(|step| &step.firm)).cloned().collect()
    }
}

/// A firm through which losses of others come.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Transmitter {
    /// Who.
    pub firm: NodeName,
    /// Losses of firms whose way leads through it, yuan a year.
    pub passed: f64,
    /// Count of these firms.
    pub firms: usize,
}

/// What goes through each node: yuan of others, and how many others.
pub(super) type Passed = BTreeMap<u32, (f64, usize)>;

/// Those who pass most on.
pub(super) fn transmitters(passed: &Passed, name: &dyn Fn(u32) -> NodeName) -> Vec<Transmitter> {
    let mut order: Vec<(&u32, &(f64, usize))> = passed.iter().collect();
    order.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(a.0.cmp(b.0)));
    let transmitter = |(node, (passed, firms)): (&u32, &(f64, usize))| Transmitter {
        firm: name(*node),
        passed: *passed,
        firms: *firms,
    };
    order.into_iter().take(TRANSMITTERS).map(transmitter).collect()
}

/// The step before a firm.
#[derive(Debug, Clone, Copy)]
struct Before {
    node: u32,
    product: Option<u32>,
    share: f64,
    loss: f64,
    /// Whether the flow itself was cut: there the way begins.
    cut: bool,
}

/// A place on the tree of all ways: a firm in one direction, and the step by which the loss comes to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Branch {
    pub(super) node: u32,
    pub(super) direction: Direction,
    /// Steps from where the cascade began.
    pub(super) step: usize,
    pub(super) before: u32,
    pub(super) product: Option<u32>,
    pub(super) share: f64,
    /// What the firm loses in this direction: a share of its output.
    pub(super) total: f64,
    /// Its own loss, yuan; `None` where that comes from the other direction.
    pub(super) own: Option<f64>,
    /// Its own loss and those that come through it, yuan, and of how many firms.
    pub(super) carried: (f64, usize),
}

/// Numbers to names.
pub(super) struct Names<'a> {
    pub(super) node: &'a dyn Fn(u32) -> NodeName,
    pub(super) product: &'a dyn Fn(u32) -> ProductName,
}

/// A finished cascade, ready to be walked back.
pub(super) struct Trace<'a> {
    network: &'a LossNetwork,
    start: &'a Start,
    workspace: &'a Workspace,
    /// Size of each node, yuan: of inputs that bind alike, that of the larger supplier is told.
    size: &'a [(f64, SizeBasis)],
    /// Position of each node in the order of first losses, down and up; `u32::MAX` for those not hit.
    order: [Vec<u32>; 2],
}

impl<'a> Trace<'a> {
    pub(super) fn new(traced: &Traced<'a>, workspace: &'a Workspace, size: &'a [(f64, SizeBasis)]) -> Self {
        let Traced { network, start } = *traced;
        let positions = |reached: &[u32]| {
            let mut order = vec![u32::MAX; network.firms()];
            for (at, node) in reached.iter().enumerate() {
                order[*node as usize] = at as u32;
            }
            order
        };
        let order = [positions(workspace.reached_down()), positions(workspace.reached_up())];
        Self { network, start, workspace, size, order }
    }

    /// The ways to those of `hits` that lose most, and who passes most on over all of them.
    ///
    /// A firm on a way that is given already has no way of its own.
    pub(super) fn follow(
        &self,
        hits: &[&Hit],
        count: usize,
        struck: &BTreeSet<u32>,
        names: &Names<'_>,
    ) -> (Vec<Path>, Passed) {
        let mut paths = Vec::new();
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let mut passed = Passed::new();
        for hit in hits {
            let direction = if hit.down >= hit.up { Direction::Down } else { Direction::Up };
            let way = self.way(hit.node, direction, struck);
            let through = way.iter().map(|step| step.1).filter(|step| !step.cut && !struck.contains(&step.node));
            for before in through {
                let sum = passed.entry(before.node).or_insert((0.0, 0));
                *sum = (sum.0 + hit.loss, sum.1 + 1);
            }
            if paths.len() < count && !way.is_empty() && !seen.contains(&hit.node) {
                seen.extend(way.iter().map(|step| step.0));
                paths.push(self.path(&way, direction, hit, names));
            }
        }
        (paths, passed)
    }

    /// The tree of the ways to all `hits`, by direction, step and node; and what no way leads to: yuan and firms.
    pub(super) fn branches(&self, hits: &[&Hit], struck: &BTreeSet<u32>) -> (Vec<Branch>, (f64, usize)) {
        let mut branches: BTreeMap<(Direction, u32), Branch> = BTreeMap::new();
        let mut untraced = (0.0, 0);
        for hit in hits {
            let direction = if hit.down >= hit.up { Direction::Down } else { Direction::Up };
            let way = self.way(hit.node, direction, struck);
            if way.is_empty() {
                untraced = (untraced.0 + hit.loss, untraced.1 + 1);
            }
            for (behind, (node, before)) in way.iter().enumerate() {
                let branch = branches.entry((direction, *node)).or_insert_with(|| Branch {
                    node: *node,
                    direction,
                    step: way.len() - behind,
                    before: before.node,
                    product: before.product,
                    share: before.share,
                    total: self.total(*node, direction),
                    own: None,
                    carried: (0.0, 0),
                });
                branch.carried = (branch.carried.0 + hit.loss, branch.carried.1 + 1);
                if behind == 0 {
                    branch.own = Some(hit.loss);
                }
            }
        }
        (branches.into_values().collect(), untraced)
    }

    fn total(&self, node: u32, direction: Direction) -> f64 {
        match direction {
            Direction::Down => self.workspace.down(node),
            Direction::Up => self.workspace.up(node),
        }
    }

    /// From the end back to the beginning, a struck firm or a cut flow: each node with the step before it.
    fn way(&self, end: u32, direction: Direction, struck: &BTreeSet<u32>) -> Vec<(u32, Before)> {
        let mut way = Vec::new();
        let mut node = end;
        while let Some(before) = match direction {
            Direction::Down => self.supplier_before(node),
            Direction::Up => self.customer_before(node),
        } {
            way.push((node, before));
            node = before.node;
            if before.cut || struck.contains(&node) {
                break;
            }
        }
        way
    }

    fn path(&self, way: &[(u32, Before)], direction: Direction, hit: &Hit, names: &Names<'_>) -> Path {
        let step = |(node, before): &(u32, Before)| PathStep {
            firm: (names.node)(*node),
            product: before.product.map(names.product),
            share: before.share,
            loss: before.loss,
            total: self.total(*node, direction),
        };
        let from = way.last().map_or(hit.node, |(_, before)| before.node);
        Path { direction, from: (names.node)(from), steps: way.iter().rev().map(step).collect(), loss: hit.loss }
    }

    /// The supplier that takes most from the input that binds the buyer.
    fn supplier_before(&self, buyer: u32) -> Option<Before> {
        let slots = self.network.slots_of(buyer);
        let worst = slots.clone().map(|slot| self.workspace.slot(slot)).fold(0.0, f64::max);
        let binding = slots.filter(|slot| self.workspace.slot(*slot) >= worst * (1.0 - ALIKE));
        let steps = binding.filter_map(|slot| self.supplier_of(slot, self.order[0][buyer as usize]));
        let size = |step: &Before| self.size[step.node as usize].0;
        steps.reduce(|best, step| if size(&step) > size(&best) { step } else { best })
    }

    /// The supplier that takes most from an input, among those hit before.
    fn supplier_of(&self, slot: u32, hit_at: u32) -> Option<Before> {
        let lines = self.network.inputs(slot).map(|(line, share)| {
            let sold = self.network.line(line);
            let loss = share * self.workspace.sent(line);
            Before { node: sold.firm, product: Some(sold.product), share, loss, cut: false }
        });
        let cuts = &self.start.cut_inputs;
        let cuts = cuts[cuts.partition_point(|cut| cut.slot < slot)..].iter().take_while(|cut| cut.slot == slot);
        let cut = |cut: &CutInput| {
            let (product, share) = (Some(cut.product), cut.share);
            Before { node: cut.supplier, product, share, loss: share, cut: true }
        };
        largest(cuts.map(cut).chain(lines.filter(|before| self.order[0][before.node as usize] < hit_at)))
    }

    /// The customer whose loss takes most from the supplier's sales.
    fn customer_before(&self, supplier: u32) -> Option<Before> {
        let hit_at = self.order[1][supplier as usize];
        let customers = self.network.customers(supplier).map(|customer| Before {
            node: customer.buyer,
            product: None,
            share: customer.share,
            loss: customer.share * self.workspace.up(customer.buyer),
            cut: false,
        });
        let cuts = &self.start.cut_sales;
        let first = cuts.partition_point(|cut| cut.supplier < supplier);
        let cuts = cuts[first..].iter().take_while(|cut| cut.supplier == supplier);
        let cut =
            |cut: &CutSale| Before { node: cut.buyer, product: None, share: cut.share, loss: cut.share, cut: true };
        largest(cuts.map(cut).chain(customers.filter(|before| self.order[1][before.node as usize] < hit_at)))
    }
}

/// The step with the largest loss; of equal ones the first.
fn largest(steps: impl Iterator<Item = Before>) -> Option<Before> {
    steps.filter(|step| step.loss > 0.0).reduce(|best, step| if step.loss > best.loss { step } else { best })
}
