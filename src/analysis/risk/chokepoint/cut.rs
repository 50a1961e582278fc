//! Cut cost [CH-4]: how cheaply could a target be stopped?
//!
//! ```text
//! cut(f) = min(cost_f, min over needed pools k: cut(k))        cut(k) = Σ over makers of k: cut(f)
//! ```
//!
//! The target itself has no cost: removing it is no disruption of its supply. Values are settled from the smallest up, as
//! in Knuth's generalisation of shortest paths, so circles need no special care. A maker that needs the pool itself costs
//! nothing there: it falls with the others. The firms behind a value really stop the target; where a supplier is shared,
//! it is counted once for each use, so the value is an upper bound then, and exact on a tree.

use super::program::{Derivation, Program};
use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

/// What it costs to stop a target.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cut {
    /// By recursion [CH-4].
    pub(super) cost: f64,
    /// Whether what lies behind the target is a tree: then the cost is the least there is.
    pub(super) tree: bool,
    /// Firms that together stop the target, sorted.
    pub(super) firms: Vec<u32>,
}

/// A value waiting to be settled; the smallest first, then by firm.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Open {
    value: f64,
    firm: u32,
    /// The pool that gives the value; `None` for the firm's own cost.
    by: Option<u32>,
}

impl Eq for Open {}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |open: &Self| (open.firm, open.by);
        other.value.total_cmp(&self.value).then_with(|| key(other).cmp(&key(self)))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Cut costs of everything.
#[derive(Debug)]
pub(super) struct Cuts<'d, 'p> {
    of: &'d Derivation<'p>,
    /// What gives each firm its value; `None` for its own cost.
    by: Vec<Option<u32>>,
    /// Cost of each pool; infinite where it cannot be stopped.
    pool: Vec<f64>,
}

impl<'d, 'p> Cuts<'d, 'p> {
    /// Settles all costs; those of firms are positive and finite. Cost O(pairs log firms).
    pub(super) fn new(of: &'d Derivation<'p>, costs: impl Fn(u32) -> f64) -> Self {
        let program = of.program;
        let mut waiting: Vec<u32> = (0..program.pools() as u32).map(|pool| counted(of, pool).count() as u32).collect();
        let mut sum = vec![0.0_f64; program.pools()];
        let mut by = vec![None; program.firms()];
        let mut settled = vec![false; program.firms()];
        let firms = (0..program.firms() as u32).filter(|firm| of.firm_works(*firm));
        let mut heap: BinaryHeap<Open> = firms.map(|firm| Open { value: costs(firm), firm, by: None }).collect();
        let mut pool_cost = vec![f64::INFINITY; program.pools()];
        while let Some(open) = heap.pop() {
            if std::mem::replace(&mut settled[open.firm as usize], true) {
                continue;
            }
            by[open.firm as usize] = open.by;
            for &pool in program.makes.row(open.firm) {
                if !of.pool_works(pool) || needs(program, open.firm, pool) {
                    continue;
                }
                sum[pool as usize] += open.value;
                waiting[pool as usize] -= 1;
                if waiting[pool as usize] > 0 {
                    continue;
                }
                let value = sum[pool as usize];
                pool_cost[pool as usize] = value;
                let open = |user: &&u32| of.firm_works(**user) && !settled[**user as usize];
                let users = program.users.row(pool).iter().filter(open);
                heap.extend(users.map(|user| Open { value, firm: *user, by: Some(pool) }));
            }
        }
        Self { of, by, pool: pool_cost }
    }

    /// What it costs to stop a target; `None` when it does not work or needs nothing that could fail.
    pub(super) fn of(&self, target: u32) -> Option<Cut> {
        let cost = |pool: &&u32| self.pool[**pool as usize];
        let needs = self.of.program.needs.row(target).iter().filter(|_| self.of.firm_works(target));
        let pool = needs.min_by(|a, b| cost(a).total_cmp(&cost(b)).then(a.cmp(b)))?;
        let cost = self.pool[*pool as usize];
        cost.is_finite().then(|| Cut { cost, tree: self.is_tree(target), firms: self.firms(target, *pool) })
    }

    /// The firms behind the cost of a pool; the target is not among them, for it needs no help to fall.
    fn firms(&self, target: u32, pool: u32) -> Vec<u32> {
        let mut firms = BTreeSet::new();
        let mut seen = BTreeSet::from([pool]);
        let mut open = vec![pool];
        while let Some(pool) = open.pop() {
            for maker in counted(self.of, pool).filter(|maker| *maker != target) {
                match self.by[maker as usize] {
                    None => _ = firms.insert(maker),
                    Some(pool) => open.extend(Some(pool).filter(|pool| seen.insert(*pool))),
                }
            }
        }
        firms.into_iter().collect()
    }

    /// Whether no firm and no pool behind the target is met twice.
    fn is_tree(&self, target: u32) -> bool {
        let program = self.of.program;
        let (mut firms, mut pools) = (BTreeSet::from([target]), BTreeSet::new());
        let mut open = vec![target];
        while let Some(firm) = open.pop() {
            for &pool in program.needs.row(firm) {
                if !pools.insert(pool) {
                    return false;
                }
                for &maker in program.makers.row(pool).iter().filter(|maker| self.of.firm_works(**maker)) {
                    if !firms.insert(maker) {
                        return false;
                    }
                    open.push(maker);
                }
            }
        }
        true
    }
}

/// Makers of a pool that must be stopped to stop it.
fn counted<'a>(of: &'a Derivation<'_>, pool: u32) -> impl Iterator<Item = u32> + 'a {
    let makers = of.program.makers.row(pool).iter().copied();
    makers.filter(move |maker| of.firm_works(*maker) && !needs(of.program, *maker, pool))
}

fn needs(program: &Program, firm: u32, pool: u32) -> bool {
    program.needs.row(firm).binary_search(&pool).is_ok()
}
