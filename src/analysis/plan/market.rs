//! What projects could sell to local buyers beyond what local firms can already: maximum flow with the projects as sellers.
//!
//! ```text
//! captured(S) = flow(local spare ∪ projects of S) − flow(local spare)
//! ```
//!
//! Buyers that the same sellers may serve are one pool, and sellers that may serve the same pools are one seller: the flow stays
//! exact, in whole fen, and its network small whatever the ledgers hold. Products that no project makes play no part. Projects
//! that share no market are of separate parts, so that adding one changes the state of its part alone.

use super::choose::Worth;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// One product: what is bought outside, by buyer, and who may serve whom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Demand {
    /// Number of the product, which a pool bears.
    pub product: u32,
    /// Fen of each need.
    pub needs: Vec<i64>,
    /// Local sellers: spare in fen, and the needs that they may serve.
    pub sellers: Vec<(i64, Vec<usize>)>,
    /// Projects, by number, and the needs that they may serve.
    pub projects: Vec<(usize, Vec<usize>)>,
}

/// Needs that the same sellers may serve.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Number of the product.
    pub product: u32,
    /// What they look for, fen.
    pub fen: i64,
    /// Needs in it, as positions in its demand.
    pub needs: Vec<usize>,
}

/// Markets that share projects.
#[derive(Debug, Clone)]
struct Part {
    pools: Vec<Pool>,
    /// Pools that each seller may serve; the projects come last.
    reach: Vec<Vec<usize>>,
    capacity: Vec<i64>,
    /// Where the projects begin, and which they are.
    first: usize,
    projects: Vec<usize>,
    /// Distinct worths of a fen, greatest first, each with what it is above the next.
    levels: Vec<(f64, f64)>,
    /// Flow of the local sellers alone.
    base: Net,
}

/// A flow: what each pool still needs and who gives it what.
#[derive(Debug, Clone, PartialEq)]
pub struct Net {
    room: Vec<i64>,
    /// By seller, then pool.
    given: Vec<i64>,
}

/// All markets of the projects.
#[derive(Debug, Clone)]
pub struct Markets {
    parts: Vec<Part>,
    /// Part and seller of each project; `None`: nobody buys what it makes.
    places: Vec<Option<(usize, usize)>>,
    related: Vec<Vec<usize>>,
    worth: Vec<f64>,
}

/// What a chosen project sells to a pool.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sale<'m> {
    /// Number of the project.
    pub project: usize,
    /// To whom.
    pub pool: &'m Pool,
    /// How much.
    pub fen: i64,
}

impl Markets {
    /// `capacity` in fen and `worth` of a fen by project; what has no worth takes no part.
    pub fn new(demands: Vec<Demand>, capacity: &[i64], worth: &[f64]) -> Self {
        let count = capacity.len();
        let sellable = |at: usize| capacity[at] > 0 && worth[at] > 0.0;
        let mut demands = demands;
        for demand in &mut demands {
            demand.projects.retain(|(at, _)| sellable(*at));
        }
        demands.retain(|demand| !demand.projects.is_empty());
        let groups = grouped(&demands, count);
        let parts: Vec<Part> = groups.iter().map(|group| Part::new(group, capacity, worth)).collect();
        let mut places = vec![None; count];
        let mut related = vec![Vec::new(); count];
        for (part, number) in parts.iter().zip(0..) {
            for (at, project) in part.projects.iter().enumerate() {
                places[*project] = Some((number, part.first + at));
                related[*project].clone_from(&part.projects);
            }
        }
        Self { parts, places, related, worth: worth.to_vec() }
    }

    /// Who sells how much to whom when these are built: those of greatest worth first.
    pub fn sales(&self, set: &[usize]) -> Vec<Sale<'_>> {
        let mut order = set.to_vec();
        order.sort_by(|&a, &b| self.worth[b].total_cmp(&self.worth[a]).then(a.cmp(&b)));
        let mut nets: Vec<Net> = self.parts.iter().map(|part| part.base.clone()).collect();
        for (part, seller) in order.iter().filter_map(|at| self.places[*at]) {
            self.parts[part].push(&mut nets[part], seller);
        }
        let mut sales = Vec::new();
        for &project in set {
            let Some((part, seller)) = self.places[project] else { continue };
            let part_of = &self.parts[part];
            for (pool, at) in part_of.pools.iter().zip(0..) {
                let fen = nets[part].given[seller * part_of.pools.len() + at];
                if fen > 0 {
                    sales.push(Sale { project, pool, fen });
                }
            }
        }
        sales
    }

    /// Fen that the projects sell beyond local spare capacity, all together.
    pub fn captured(&self, set: &[usize]) -> i64 {
        let mut nets: Vec<Net> = self.parts.iter().map(|part| part.base.clone()).collect();
        let places = set.iter().filter_map(|at| self.places[*at]);
        places.fold(0, |sum, (part, seller)| sum.saturating_add(self.parts[part].push(&mut nets[part], seller)))
    }
}

/// Demands of products that share projects, together.
fn grouped(demands: &[Demand], count: usize) -> Vec<Vec<&Demand>> {
    let mut leader: Vec<usize> = (0..demands.len()).collect();
    let mut first: Vec<Option<usize>> = vec![None; count];
    for (at, demand) in demands.iter().enumerate() {
        for (project, _) in &demand.projects {
            let other = *first[*project].get_or_insert(at);
            let (a, b) = (root(&leader, at), root(&leader, other));
            leader[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Demand>> = BTreeMap::new();
    for (at, demand) in demands.iter().enumerate() {
        groups.entry(root(&leader, at)).or_default().push(demand);
    }
    groups.into_values().collect()
}

fn root(leader: &[usize], mut at: usize) -> usize {
    while leader[at] != at {
        at = leader[at];
    }
    at
}

impl Part {
    fn new(demands: &[&Demand], capacity: &[i64], worth: &[f64]) -> Self {
        let mut projects: Vec<usize> =
            demands.iter().flat_map(|demand| &demand.projects).map(|(project, _)| *project).collect();
        projects.sort_unstable();
        projects.dedup();
        let mut pools: Vec<Pool> = Vec::new();
        let mut sellers: BTreeMap<Vec<usize>, i64> = BTreeMap::new();
        let mut serves: Vec<Vec<usize>> = vec![Vec::new(); projects.len()];
        for demand in demands {
            let (of_seller, of_project) = pooled(demand, &mut pools);
            for ((spare, _), reach) in demand.sellers.iter().zip(of_seller) {
                if !reach.is_empty() {
                    let sum = sellers.entry(reach).or_insert(0_i64);
                    *sum = sum.saturating_add(*spare);
                }
            }
            for ((project, _), reach) in demand.projects.iter().zip(of_project) {
                let at = projects.partition_point(|other| other < project);
                serves[at].extend(reach);
            }
        }
        let first = sellers.len();
        let (mut reach, mut spare): (Vec<Vec<usize>>, Vec<i64>) = sellers.into_iter().unzip();
        reach.extend(serves);
        spare.extend(projects.iter().map(|project| capacity[*project]));
        let levels = levels(projects.iter().map(|project| worth[*project]));
        let base = Net { room: pools.iter().map(|pool| pool.fen).collect(), given: vec![0; reach.len() * pools.len()] };
        let mut part = Self { pools, reach, capacity: spare, first, projects, levels, base };
        let mut base = part.base.clone();
        for seller in 0..first {
            part.push(&mut base, seller);
        }
        part.base = base;
        part
    }

    /// Lets a seller give all it can; others may serve other pools instead, but none gives less. What it adds.
    fn push(&self, net: &mut Net, seller: usize) -> i64 {
        let mut left = self.capacity[seller];
        while left > 0 {
            let Some(path) = self.find_path(net, seller) else { break };
            left -= self.augment(net, &path, left);
        }
        self.capacity[seller] - left
    }

    /// Sellers and pools by turns, from the seller to a pool with need left, shortest first.
    fn find_path(&self, net: &Net, seller: usize) -> Option<Vec<usize>> {
        let mut from_pool: Vec<Option<usize>> = vec![None; self.pools.len()];
        let mut from_seller: Vec<Option<usize>> = vec![None; self.reach.len()];
        let mut queue = VecDeque::from([seller]);
        while let Some(at) = queue.pop_front() {
            for &pool in &self.reach[at] {
                if from_pool[pool].is_some() {
                    continue;
                }
                from_pool[pool] = Some(at);
                if net.room[pool] > 0 {
                    return Some(trace(pool, &from_pool, &from_seller));
                }
                for (other, before) in from_seller.iter_mut().enumerate() {
                    let gives = net.given[other * self.pools.len() + pool] > 0;
                    if gives && other != seller && before.is_none() {
                        *before = Some(pool);
                        queue.push_back(other);
                    }
                }
            }
        }
        None
    }

    fn augment(&self, net: &mut Net, path: &[usize], left: i64) -> i64 {
        let pools = self.pools.len();
        let last = path[path.len() - 1];
        let taken = (1..path.len() - 1).step_by(2).map(|at| net.given[path[at + 1] * pools + path[at]]);
        let fen = taken.chain([left, net.room[last]]).min().unwrap_or(0);
        for at in (0..path.len() - 1).step_by(2) {
            net.given[path[at] * pools + path[at + 1]] += fen;
        }
        for at in (1..path.len() - 1).step_by(2) {
            net.given[path[at + 1] * pools + path[at]] -= fen;
        }
        net.room[last] -= fen;
        fen
    }
}

fn trace(last: usize, from_pool: &[Option<usize>], from_seller: &[Option<usize>]) -> Vec<usize> {
    let mut path = vec![last];
    let mut pool = last;
    while let Some(seller) = from_pool[pool] {
        path.push(seller);
        match from_seller[seller] {
            Some(before) => {
                path.push(before);
                pool = before;
            }
            None => break,
        }
    }
    path.reverse();
    path
}

/// Puts the needs of a product into pools; which pools each seller and each project reaches.
fn pooled(demand: &Demand, pools: &mut Vec<Pool>) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let served: Vec<&Vec<usize>> =
        (demand.sellers.iter().map(|(_, needs)| needs)).chain(demand.projects.iter().map(|(_, needs)| needs)).collect();
    let mut by_need: Vec<Vec<usize>> = vec![Vec::new(); demand.needs.len()];
    for (at, needs) in served.iter().enumerate() {
        needs.iter().for_each(|need| by_need[*need].push(at));
    }
    let mut classes: BTreeMap<&[usize], Vec<usize>> = BTreeMap::new();
    for (need, sellers) in by_need.iter().enumerate().filter(|(need, _)| demand.needs[*need] > 0) {
        classes.entry(sellers).or_default().push(need);
    }
    let mut reach: Vec<Vec<usize>> = vec![Vec::new(); served.len()];
    for (sellers, needs) in classes.into_iter().filter(|(sellers, _)| !sellers.is_empty()) {
        sellers.iter().for_each(|at| reach[*at].push(pools.len()));
        let fen = needs.iter().fold(0_i64, |sum, need| sum.saturating_add(demand.needs[*need]));
        pools.push(Pool { product: demand.product, fen, needs });
    }
    let projects = reach.split_off(demand.sellers.len());
    (reach, projects)
}

/// Distinct worths, greatest first, each with the difference to the next.
fn levels(worths: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    let mut levels: Vec<f64> = worths.collect();
    levels.sort_by(|a, b| b.total_cmp(a));
    levels.dedup_by(|a, b| a.total_cmp(b).is_eq());
    let next = levels.iter().copied().skip(1).chain([0.0]);
    levels.iter().copied().zip(next).map(|(level, next)| (level, level - next)).collect()
}

/// The greatest worth of what the projects sell is a sum over levels of worth: of what those at or above each can sell.
impl Worth for Markets {
    type State = Vec<Arc<Vec<Net>>>;

    fn nothing(&self) -> Self::State {
        self.parts.iter().map(|part| Arc::new(vec![part.base.clone(); part.levels.len()])).collect()
    }

    fn add(&self, state: &mut Self::State, at: usize) -> f64 {
        let Some((number, seller)) = self.places[at] else { return 0.0 };
        let part = &self.parts[number];
        let nets = Arc::make_mut(&mut state[number]);
        let mut worth = 0.0;
        for ((level, above), net) in part.levels.iter().zip(nets) {
            if *level <= self.worth[at] {
                worth += above * part.push(net, seller) as f64;
            }
        }
        worth
    }

    fn related(&self, at: usize) -> &[usize] {
        &self.related[at]
    }
}
