//! Chokepoints (卡点): which single firm stops a leader, which two do it together, and where do two suppliers turn out to be one?
//!
//! ```text
//! [CH-1] a product can be had when any of its makers works; a firm works when all its essential inputs can be had
//! [CH-2] x is a single point of L when L cannot work without x
//! [CH-3] {x, y} is a minimal pair of L when L cannot work without both, and neither is a single point
//! [CH-4] cut(f) = min(cost_f, min over essential k: cut(k)),  cut(k) = Σ over makers of k: cut(f)
//! ```
//!
//! Conventions. Who sells a product to anybody in the year, or is able to make it (sheet 产能, not under construction), is
//! a maker of it; lines without an amount count like others, a purchase of zero and self-supply do not. Any maker can step
//! in ([`Reach::Any`]: the question of months), or only the buyer's own suppliers of the year ([`Reach::Present`]: the
//! question of tomorrow morning). Firms outside need what the data hold of their purchases, and nothing where they hold none
//! ([CH-1] takes all of them as sources; two outside suppliers that share a known third would look safe); unnamed suppliers
//! need nothing. A firm whose place is unknown is neither outside nor local. A purchase of the unknown product is never essential. Without leaders, buyers that sell
//! nothing are the targets.
//!
//! What works is derived from firms that need nothing, so that a loop does not hold itself up; loops that nothing starts
//! are reported. Mode `incumbent` takes those of their firms as given that traded in the year before, or in the year
//! itself where the data have no year before; they go on until an essential input of theirs is gone.
//!
//! Reading: structure alone. It knows neither amounts nor stocks nor makers that the data do not hold; an unnamed supplier
//! is what one place sells of one product and may be several firms.
//!
//! Complexity: O(lines) to lay out; for each firm in a derivation of a target, what its removal reaches.
//! Source: methods §2.3; Dowling and Gallier 1984; Knuth 1977.

mod answer;
mod circular;
mod critical;
mod cut;
mod judge;
mod names;
mod pairs;
mod program;
mod removal;
mod supply;
#[cfg(test)]
mod tests;
pub(in crate::analysis) mod weak;

pub use supply::Essential;

use super::NodeName;
use crate::analysis::Error;
use crate::analysis::scope::{AreaName, Scope};
use crate::analysis::split::ProductName;
use crate::graph::SupplyGraph;
use crate::model::Year;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// From whom an input can come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// From any maker in the data: given time, anybody can step in.
    #[default]
    Any,
    /// From those only that supply the buyer in the year: what stops tomorrow morning.
    Present,
}

/// What to compute.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChokepointOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// From whom an input can come.
    pub reach: Reach,
    /// Pairs of firms that are tried at most, those first that could stop a product with the fewest such pairs.
    pub pair_cap: usize,
    /// What stopping a firm costs, by firm id, in any unit; 1 for the others. Only positive finite costs count.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub costs: BTreeMap<Arc<str>, f64>,
    /// The one target, by its number in the supply graph; `None`: the leaders.
    #[serde(skip)]
    pub target: Option<u32>,
}

impl Default for ChokepointOptions {
    fn default() -> Self {
        Self { scope: Scope::default(), reach: Reach::Any, pair_cap: 20_000, costs: BTreeMap::new(), target: None }
    }
}

/// Whether a target can work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Feasible {
    /// From scratch, with everybody.
    pub all: bool,
    /// From scratch, without anybody outside the focus area or of unknown place; `None` without a focus.
    pub local: Option<bool>,
    /// With loops that were running already.
    pub incumbent: bool,
}

/// A step upstream: an input, who delivers it, and through whom the failure comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What is needed.
    pub product: ProductName,
    /// Who can deliver it: the first few by id; all of them fail.
    pub suppliers: Vec<NodeName>,
    /// How many can deliver it.
    pub count: usize,
    /// The one whose failure the next step explains; in the last step the firm itself.
    pub through: NodeName,
}

/// A single point of failure of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SinglePoint {
    /// Who stops it.
    pub firm: NodeName,
    /// Steps upstream: 1 for a direct supplier.
    pub tier: usize,
    /// What the firm sells on the way.
    pub product: ProductName,
    /// Essential inputs of the target that can no longer be had.
    pub inputs: Vec<ProductName>,
    /// The shortest way, from the target upstream.
    pub route: Vec<Step>,
}

/// The cheapest known way to stop a target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CutCost {
    /// By recursion [CH-4]: an upper bound where suppliers are shared.
    pub recursion: f64,
    /// Of the cheapest disruption known: the least of the recursion, single points and pairs.
    pub cost: f64,
    /// Whether nothing cheaper exists.
    pub exact: bool,
    /// Whom it takes.
    pub firms: Vec<NodeName>,
}

/// A target: a leader, or without leaders a buyer that sells nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// Who.
    pub firm: NodeName,
    /// Essential inputs it buys.
    pub inputs: usize,
    /// Whether it can work.
    pub feasible: Feasible,
    /// Inputs that cannot be had from scratch, because a loop upstream waits for itself; then nothing below is judged
    /// unless the loop is running already.
    pub waits_for: Vec<ProductName>,
    /// Products behind it that nobody here makes although it depends on them; `None` when it works locally, without a
    /// focus, and beyond the [`DETAILED`] largest targets.
    pub outside_only: Option<Vec<ProductName>>,
    /// Single points in all.
    pub single_count: usize,
    /// The first [`LISTED`] of them by tier and id; none beyond the [`DETAILED`] largest targets.
    pub single_points: Vec<SinglePoint>,
    /// Minimal pairs of it that were found; see [`Chokepoints::pairs`].
    pub pair_count: usize,
    /// `None` when it does not work or has no essential input.
    pub cut: Option<CutCost>,
}

/// A firm that stops targets by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chokepoint {
    /// Who.
    pub firm: NodeName,
    /// Targets it stops.
    pub target_count: usize,
    /// The first [`LISTED`] of them, sorted by id.
    pub targets: Vec<Stopped>,
    /// Firms behind and among the targets that stop with it.
    pub stops: usize,
    /// What it delivers behind the targets.
    pub products: Vec<ProductName>,
    /// Steps to the nearest target.
    pub tier: usize,
    /// The nearest target, the first by id.
    pub nearest: Stopped,
    /// The way from it upstream.
    pub route: Vec<Step>,
}

/// A target that stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
}

/// Two firms that stop targets together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// Who, sorted by id.
    pub firms: [NodeName; 2],
    /// Targets they stop.
    pub target_count: usize,
    /// The first [`LISTED`] of them, sorted by id.
    pub targets: Vec<Stopped>,
}

/// An input that looks safe and is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HiddenInput {
    /// What.
    pub product: ProductName,
    /// Who supplies the target with it: at least two.
    pub suppliers: Vec<NodeName>,
    /// The way upstream to the hidden firm.
    pub route: Vec<Step>,
}

/// A hidden chokepoint: a firm of the second tier or deeper on whom all of two or more suppliers depend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// Whom it stops.
    pub target: NodeName,
    /// Who stops it.
    pub firm: NodeName,
    /// Whether it is one of the direct suppliers as well.
    pub direct: bool,
    /// Inputs with two or more suppliers that fail all the same.
    pub inputs: Vec<HiddenInput>,
}

/// Firms that need each other's goods and that nothing starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loop {
    /// Who, sorted by id.
    pub firms: Vec<NodeName>,
    /// What they deliver to each other, sorted by id.
    pub products: Vec<ProductName>,
    /// How many of them traded in the year before, or in the year where the data have no year before.
    pub operated: usize,
    /// Whether all of them work once those are taken as given.
    pub runs: bool,
    /// Targets that wait for it, sorted by id.
    pub targets: Vec<NodeName>,
}

/// Targets, the largest buyers first, whose single points, hidden chokepoints and missing local makers are listed.
pub const DETAILED: usize = 200;

/// Single points and hidden chokepoints that are listed of a target, the nearest first; targets listed of a firm or pair.
pub const LISTED: usize = 50;

/// Single points and pairs that are listed of the whole data set.
pub const RANKED: usize = 1000;

/// Answer: what stops the targets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chokepoints {
    /// Focus area, when there is one; the answer about risk has it too.
    #[serde(skip)]
    pub focus: Option<AreaName>,
    /// Year; the answer about risk has it too.
    #[serde(skip)]
    pub year: Option<Year>,
    /// From whom an input can come.
    pub reach: Reach,
    /// Whether the targets are leaders.
    #[serde(rename = "targets_are_leaders")]
    pub leaders: bool,
    /// Targets, sorted by id.
    pub targets: Vec<Target>,
    /// How many targets each node of the graph stops by itself; those that stop none left out.
    #[serde(skip)]
    pub stops: BTreeMap<u32, usize>,
    /// Firms that stop a target by themselves.
    #[serde(rename = "chokepoint_count")]
    pub point_count: usize,
    /// The first [`RANKED`] of them by how many targets they stop, then by how many firms, then by id.
    #[serde(rename = "chokepoints")]
    pub points: Vec<Chokepoint>,
    /// Minimal pairs that were found.
    pub pair_count: usize,
    /// The first [`RANKED`] of them by how many targets they stop, then by id.
    pub pairs: Vec<Pair>,
    /// Whether all minimal pairs were found.
    pub pairs_complete: bool,
    /// Hidden chokepoints in all: a firm and a target each.
    pub hidden_count: usize,
    /// The first [`LISTED`] of each of the [`DETAILED`] largest targets by tier, sorted by target, then tier, then firm.
    pub hidden: Vec<Hidden>,
    /// Loops behind the targets, sorted by their first firm.
    pub loops: Vec<Loop>,
}

/// Finds what stops the leaders.
///
/// `essential` says whether a product is essential for a buyer.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
///
/// ```
/// use liantu::analysis::risk::chokepoint::{ChokepointOptions, chokepoints};
/// use liantu::graph::SupplyGraph;
/// let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
/// let found = chokepoints(&graph, &ChokepointOptions::default(), &|_, _| true).unwrap();
/// assert!(found.targets.is_empty() && found.points.is_empty());
/// ```
pub fn chokepoints(
    graph: &SupplyGraph,
    options: &ChokepointOptions,
    essential: &Essential<'_>,
) -> Result<Chokepoints, Error> {
    answer::answer(graph, options, essential)
}
