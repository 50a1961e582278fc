//! The set of largest worth that several limits allow, where what a candidate adds only shrinks as others are added.
//!
//! ```text
//! maximise V(S)   subject to  Σ_{p∈S} c_dp ≤ B_d for every limit d
//! V(I ∪ T) ≤ V(I) + Σ_d λ_d (B_d − c_d(I)) + max_{z ∈ P_I} Σ_p (1 − Σ_d λ_d c_dp / v_p) z_p ,   λ ≥ 0        (bound)
//! ```
//!
//! Symbols: `I` chosen so far, `v_p = V(I ∪ p) − V(I)`, `P_I` the polymatroid of `V(I ∪ ·) − V(I)`. Since `V` is monotone and
//! submodular, a greedy walk in the order of the weights solves the inner problem exactly, so that every λ gives a bound;
//! a subgradient method looks for a low one. Branch and bound, depth first, candidates of great weight first.
//!
//! Conventions. Of sets of equal worth the cheapest is taken, then the one of fewest candidates. The search ends after a number
//! of nodes, not after a time: the same on every machine. `bound` then says how much better an unknown set could be.
//!
//! Source: Nemhauser & Wolsey, Integer and Combinatorial Optimization (1988), II.3 (Lagrangian duality), III.3 (polymatroids).

use crate::analysis::numeric::limit::Limit;

/// What sets of candidates are worth: nothing for none, more with more, and each candidate adds less the more there are.
pub trait Worth: Sync {
    /// What has been chosen, in the form that makes adding cheap.
    type State: Clone;
    /// Nothing chosen.
    fn nothing(&self) -> Self::State;
    /// Adds a candidate and says what it adds, at least zero.
    fn add(&self, state: &mut Self::State, at: usize) -> f64;
    /// The candidates that may add less when this one is there.
    fn related(&self, at: usize) -> &[usize];
}

/// What to choose under.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Number of candidates.
    pub count: usize,
    /// What may be used.
    pub limits: Vec<Limit>,
    /// What decides between sets of equal worth, for each candidate: less is better.
    pub costs: Vec<f64>,
    /// Worth comes in multiples of this; zero when it may be any number.
    pub step: f64,
    /// Nodes of the search at most.
    pub nodes: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Candidates, sorted.
    pub set: Vec<usize>,
    /// What they are worth together.
    pub worth: f64,
    /// No set is worth more than this.
    pub bound: f64,
    /// Whether no set is better.
    pub is_exact: bool,
    /// Nodes visited.
    pub nodes: usize,
}

/// Rounds of the subgradient method: at the root, and at other nodes.
const ROUNDS: [usize; 2] = [200, 12];
/// Rounds without a lower bound after which steps shrink.
const PATIENCE: usize = 6;
/// Relative rounding of sums of worth.
const ROUNDING: f64 = 1e-10;

/// The best set of the candidates allowed.
pub fn best<W: Worth>(problem: &Problem, worth: &W, allowed: &[bool]) -> Choice {
    let mut search = Search { problem, worth, found: Found::default(), goal: Goal::Most, nodes: 0 };
    let root = search.root(allowed);
    let left = search.run(root.clone());
    let (top, nodes) = (search.found.worth, search.nodes);
    search.goal = Goal::Cheapest(search.floor_of(top));
    search.nodes = 0;
    search.run(root);
    let mut set = search.found.set;
    set.sort_unstable();
    let mut state = worth.nothing();
    // From zero on: the sum of nothing would be minus zero.
    let value = set.iter().fold(0.0, |sum, at| sum + worth.add(&mut state, *at));
    let bound = left.map_or(value, |left| left.max(value));
    Choice { set, worth: value, bound, is_exact: left.is_none(), nodes: nodes + search.nodes }
}

/// What each of the candidates is worth alone.
pub fn alone<W: Worth>(problem: &Problem, worth: &W) -> Vec<f64> {
    let none = worth.nothing();
    (0..problem.count).map(|at| worth.add(&mut none.clone(), at)).collect()
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Goal {
    /// The greatest worth.
    Most,
    /// The least cost at this worth.
    Cheapest(f64),
}

#[derive(Debug, Clone, Default)]
struct Found {
    set: Vec<usize>,
    worth: f64,
    cost: f64,
}

#[derive(Clone)]
struct Node<S> {
    state: S,
    chosen: Vec<usize>,
    worth: f64,
    /// What the chosen ones use of each limit.
    used: Vec<f64>,
    /// Candidates still to be decided.
    open: Vec<usize>,
    /// What each candidate would add now.
    gains: Vec<f64>,
    /// λ, for a whole limit.
    prices: Vec<f64>,
    bound: f64,
}

/// The bound of a node and the walk that gave it.
struct Relaxed {
    bound: f64,
    prices: Vec<f64>,
    /// Open candidates by weight, with the weight and what each took.
    walk: Vec<(usize, f64, f64)>,
}

struct Search<'p, W> {
    problem: &'p Problem,
    worth: &'p W,
    found: Found,
    goal: Goal,
    nodes: usize,
}

impl<W: Worth> Search<'_, W> {
    /// Candidates that are worth more come first, whatever their numbers.
    fn root(&self, allowed: &[bool]) -> Node<W::State> {
        let gains = alone(self.problem, self.worth);
        let mut open: Vec<usize> = (0..self.problem.count).filter(|at| allowed[*at]).collect();
        let costs = &self.problem.costs;
        open.sort_by(|&a, &b| gains[b].total_cmp(&gains[a]).then(costs[a].total_cmp(&costs[b])).then(a.cmp(&b)));
        Node {
            state: self.worth.nothing(),
            chosen: Vec::new(),
            worth: 0.0,
            used: vec![0.0; self.problem.limits.len()],
            open,
            gains,
            prices: vec![0.0; self.problem.limits.len()],
            bound: f64::INFINITY,
        }
    }

    /// Searches below a node; what the unsearched part could be worth when the nodes did not suffice.
    fn run(&mut self, root: Node<W::State>) -> Option<f64> {
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            if self.nodes >= self.problem.nodes {
                let rest = stack.iter().map(|node| node.bound);
                let left = rest.fold(node.bound, f64::max);
                return (left >= self.floor()).then_some(left);
            }
            self.nodes += 1;
            self.visit(node, &mut stack);
        }
        None
    }

    fn visit(&mut self, mut node: Node<W::State>, stack: &mut Vec<Node<W::State>>) {
        let least = self.rounding(node.worth);
        let (used, gains) = (&node.used, &node.gains);
        node.open.retain(|&at| gains[at] > least && self.fits(used, at));
        self.offer(&node.chosen, node.worth);
        if node.open.is_empty() || self.is_done(&node) || self.takes_all(&node) {
            return;
        }
        let rounds = if self.nodes == 1 { ROUNDS[0] } else { ROUNDS[1] };
        let relaxed = self.relax(&node, rounds);
        node.bound = node.bound.min(relaxed.bound);
        if node.bound < self.floor() {
            return;
        }
        self.complete(&node, &relaxed.walk);
        let floor = self.floor();
        let mut lost = vec![0.0; self.problem.count];
        for &(at, weight, _) in &relaxed.walk {
            lost[at] = (weight * node.gains[at]).min(0.0);
        }
        node.open.retain(|at| relaxed.bound + lost[*at] >= floor);
        node.prices = relaxed.prices;
        let Some(at) = self.branch(&node, &relaxed.walk) else { return };
        node.open.retain(|other| *other != at);
        let with = self.with(&node, at);
        stack.push(node);
        stack.push(with);
    }

    /// The candidate to decide next.
    fn branch(&self, node: &Node<W::State>, walk: &[(usize, f64, f64)]) -> Option<usize> {
        let per_cost = |at: usize| node.gains[at] / self.problem.costs[at].max(f64::MIN_POSITIVE);
        let by_cost = matches!(self.goal, Goal::Cheapest(_));
        let mut order: Vec<(usize, f64)> = vec![(0, f64::NEG_INFINITY); self.problem.count];
        for &(at, weight, taken) in walk {
            order[at] = (at, if by_cost { per_cost(at) } else { weight * taken });
        }
        let best = |a: usize, b: usize| if order[b].1 > order[a].1 { b } else { a };
        node.open.iter().copied().reduce(best)
    }

    /// The node with one more candidate.
    fn with(&self, node: &Node<W::State>, at: usize) -> Node<W::State> {
        let mut with = node.clone();
        with.worth += self.worth.add(&mut with.state, at);
        with.chosen.push(at);
        for (used, limit) in with.used.iter_mut().zip(&self.problem.limits) {
            *used += limit.costs[at];
        }
        let mut stale = vec![false; self.problem.count];
        self.worth.related(at).iter().for_each(|other| stale[*other] = true);
        for other in with.open.iter().copied().filter(|other| stale[*other]) {
            with.gains[other] = self.worth.add(&mut with.state.clone(), other);
        }
        with
    }

    fn fits(&self, used: &[f64], at: usize) -> bool {
        self.problem.limits.iter().zip(used).all(|(limit, used)| limit.allows(used + limit.costs[at]))
    }

    /// The difference of worth that does not show.
    fn rounding(&self, worth: f64) -> f64 {
        (self.problem.step / 2.0).max(worth.abs() * ROUNDING)
    }

    fn floor_of(&self, worth: f64) -> f64 {
        worth - self.rounding(worth)
    }

    /// What a part of the search must be able to reach.
    fn floor(&self) -> f64 {
        match self.goal {
            Goal::Most => self.found.worth + self.rounding(self.found.worth),
            Goal::Cheapest(floor) => floor,
        }
    }

    fn cost(&self, set: &[usize]) -> f64 {
        set.iter().map(|at| self.problem.costs[*at]).sum()
    }

    /// Takes a set that is better than the best known.
    fn offer(&mut self, set: &[usize], worth: f64) {
        let cost = self.cost(set);
        let found = &self.found;
        let saved = found.cost - cost;
        let least = found.cost.abs() * ROUNDING;
        let cheaper = saved > least || (saved >= -least && set.len() < found.set.len());
        let better = match self.goal {
            Goal::Most => worth > self.floor() || (worth >= self.floor_of(found.worth) && cheaper),
            Goal::Cheapest(floor) => worth >= floor && cheaper,
        };
        if better {
            self.found = Found { set: set.to_vec(), worth, cost };
        }
    }

    /// Whether nothing cheaper can follow: what is still needed of worth costs at least its cheapest parts.
    fn is_done(&self, node: &Node<W::State>) -> bool {
        let Goal::Cheapest(floor) = self.goal else { return false };
        let costs = &self.problem.costs;
        let mut order = node.open.clone();
        order.sort_by(|&a, &b| (costs[a] * node.gains[b]).total_cmp(&(costs[b] * node.gains[a])));
        let (mut needed, mut cost, mut count) = (floor - node.worth, self.cost(&node.chosen), node.chosen.len());
        for at in order {
            if needed <= 0.0 {
                break;
            }
            let part = (needed / node.gains[at]).min(1.0);
            needed -= part * node.gains[at];
            cost += part * costs[at];
            count += 1;
        }
        let least = self.found.cost.abs() * ROUNDING;
        // Of equal cost only fewer candidates would be better; as the order is by cost, their count is no bound unless all cost alike.
        node.worth >= floor || needed > 0.0 || cost > self.found.cost + least || {
            let alike = costs.windows(2).all(|pair| pair[0].total_cmp(&pair[1]).is_eq());
            cost >= self.found.cost - least && (!alike || count >= self.found.set.len())
        }
    }

    /// Takes all that is open when the limits allow it: then nothing below the node is worth more.
    fn takes_all(&mut self, node: &Node<W::State>) -> bool {
        let uses = |(limit, used): (&Limit, &f64)| limit.allows(used + limit.used(&node.open));
        if self.goal != Goal::Most || !self.problem.limits.iter().zip(&node.used).all(uses) {
            return false;
        }
        let (mut state, mut worth) = (node.state.clone(), node.worth);
        let mut set = node.chosen.clone();
        for &at in &node.open {
            let gain = self.worth.add(&mut state, at);
            worth += gain;
            if gain > 0.0 {
                set.push(at);
            }
        }
        self.offer(&set, worth);
        true
    }

    /// Adds what still fits, by weight.
    fn complete(&mut self, node: &Node<W::State>, walk: &[(usize, f64, f64)]) {
        let (mut state, mut worth, mut used) = (node.state.clone(), node.worth, node.used.clone());
        let mut set = node.chosen.clone();
        for &(at, ..) in walk {
            if !self.fits(&used, at) {
                continue;
            }
            let gain = self.worth.add(&mut state, at);
            if gain > 0.0 {
                worth += gain;
                set.push(at);
                for (used, limit) in used.iter_mut().zip(&self.problem.limits) {
                    *used += limit.costs[at];
                }
            }
        }
        self.offer(&set, worth);
    }

    /// A bound on all that can follow, by prices for the limits.
    fn relax(&mut self, node: &Node<W::State>, rounds: usize) -> Relaxed {
        let mut prices = node.prices.clone();
        let mut best: Option<Relaxed> = None;
        let (mut pace, mut idle) = (1.0, 0);
        for _ in 0..rounds {
            let (bound, walk, slack) = self.walk(node, &prices);
            let is_lower = best.as_ref().is_none_or(|best| bound < best.bound);
            if is_lower {
                if rounds == ROUNDS[0] {
                    self.complete(node, &walk);
                }
                best = Some(Relaxed { bound, prices: prices.clone(), walk });
                idle = 0;
            } else {
                idle += 1;
            }
            if idle == PATIENCE {
                (pace, idle) = (pace / 2.0, 0);
            }
            let floor = self.floor();
            let pulls = slack.iter().zip(&prices).filter(|(slack, price)| **slack < 0.0 || **price > 0.0);
            let norm: f64 = pulls.map(|(slack, _)| slack * slack).sum();
            if bound < floor || norm <= ROUNDING * ROUNDING {
                break;
            }
            let stride = pace * (bound - floor).max(bound.abs() * ROUNDING) / norm;
            for (price, slack) in prices.iter_mut().zip(&slack) {
                *price = (*price - stride * slack).max(0.0);
            }
        }
        let none = || Relaxed { bound: f64::INFINITY, prices: node.prices.clone(), walk: Vec::new() };
        best.unwrap_or_else(none)
    }

    /// The greedy walk at these prices: its bound, what each candidate took, and what is left of each limit.
    fn walk(&self, node: &Node<W::State>, prices: &[f64]) -> (f64, Vec<(usize, f64, f64)>, Vec<f64>) {
        let limits = &self.problem.limits;
        let whole = |limit: &Limit| if limit.most > 0.0 { limit.most } else { 1.0 };
        let mut slack: Vec<f64> =
            limits.iter().zip(&node.used).map(|(limit, used)| ((limit.most - used) / whole(limit)).max(0.0)).collect();
        let mut bound = node.worth + slack.iter().zip(prices).map(|(slack, price)| slack * price).sum::<f64>();
        let price = |at: usize| -> f64 {
            limits.iter().zip(prices).map(|(limit, price)| price * limit.costs[at] / whole(limit)).sum()
        };
        let mut walk: Vec<(usize, f64, f64)> =
            node.open.iter().map(|&at| (at, 1.0 - price(at) / node.gains[at], 0.0)).collect();
        // Stable: of equal weights those worth more come first.
        walk.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut state = node.state.clone();
        for (at, weight, taken) in walk.iter_mut().take_while(|(_, weight, _)| *weight > 0.0) {
            *taken = self.worth.add(&mut state, *at);
            bound += *weight * *taken;
            let part = *taken / node.gains[*at];
            for (slack, limit) in slack.iter_mut().zip(limits) {
                *slack -= part * limit.costs[*at] / whole(limit);
            }
        }
        (bound, walk, slack)
    }
}
