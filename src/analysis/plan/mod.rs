//! Portfolio of projects (项目组合): which of them to build with the money, land and energy there are?
//!
//! ```text
//! captured(S) = flow(local spare ∪ capacities of S) − flow(local spare)        per product: maximum flow to what is bought outside
//! rate(S)     = (supplied + bridgeable + captured(S)) / (supplied + bridgeable + to_recruit)
//! net(S)      = Σ captured · (1 − what a yuan of its sales buys from outside)                           [WI-4]
//! maximise captured(S), net(S) or the expected loss saved   subject to  count, Σ investment, Σ land, Σ energy
//! ```
//!
//! Symbols: amounts in yuan of one year, land in mu, energy in tonnes of standard coal a year; the three parts as in `split`.
//!
//! Conventions. A project serves the buyers to whom it would be near under the tier, and what local firms can spare comes
//! first: only what remains is captured, and no need is met twice. A capacity that nobody said is as much as is needed.
//! What a project uses of something limited must be known; one that does not say is left out, with the reason. Of sets of
//! equal worth the one of the least investment is taken (the fewest projects where an investment is unknown). For `net`,
//! inputs come from outside to the share that local buyers have from outside today, all of them where nobody here buys any.
//!
//! Reading: `exact` is said only where no set is better; else `bound` tells what an unknown set could bring at most. The gain of
//! a limit is that of the best set under a little more of it, not a derivative.
//!
//! Complexity: branch and bound over flows between pools of buyers; nodes are limited, time is not. Source: methods §6.2, §2.5,
//! needs E8.

pub mod choose;
mod inputs;
mod loss;
mod map;
pub mod market;
mod offer;
pub mod order;
#[cfg(test)]
mod tests;
mod vary;

use super::Error;
use super::panorama::Panorama;
use super::priority::{CompositeRow, PriorityOptions};
use super::project::{self, ProjectChoice, ProjectName};
use super::risk::Scenario;
use super::scope::{AreaName, LeftOut, Scope, TierName};
use super::split::{ProductName, SplitOptions, SplitTotal, product_name, split};
use crate::graph::SupplyGraph;
use crate::model::{ProductIx, Tier, Year};
use choose::{Choice, Worth};
use loss::Loss;
pub use loss::LossSaved;
pub use map::map;
use offer::Offer;
use order::{Order, WeighedProjects};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PlanOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
    /// What the projects are chosen for.
    pub objective: Objective,
    /// Whence the projects.
    pub of: Pool,
    /// Which projects.
    #[serde(flatten)]
    pub choice: ProjectChoice,
    /// What may be used.
    pub limits: Limits,
    /// What may happen, where the expected loss is to be lowered; empty: each firm fails once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Scenario>,
    /// Nodes of the search at most; [`PlanOptions::NODES`] unless given.
    pub nodes: Option<usize>,
    /// Whether and how to weigh the projects' criteria; the Pareto fronts need none of it.
    pub priority: PriorityOptions,
    /// Whether to lay out the maps with what the chosen set changes.
    pub map: bool,
}

impl PlanOptions {
    /// Nodes of the search of the best set; a tenth of them for each question beside it.
    pub const NODES: usize = 20_000;
}

/// What projects are chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Objective {
    /// The local supply rate after the three-way split.
    #[default]
    Rate,
    /// What is bought from outside less what the projects buy from outside.
    Net,
    /// The expected loss by failures that they save.
    Loss,
}

/// Whence the projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pool {
    /// The sheet of projects, or a file.
    #[default]
    Projects,
    /// One project, as large as is needed, for each product that must be recruited.
    Gaps,
}

/// What may be used; `None`: no limit.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Limits {
    /// Projects.
    pub at_most: Option<usize>,
    /// Yuan.
    pub budget: Option<f64>,
    /// Mu.
    pub land: Option<f64>,
    /// Tonnes of standard coal a year.
    pub energy: Option<f64>,
}

/// Something that projects use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Resource {
    /// One of the projects allowed.
    Projects,
    /// Yuan.
    Investment,
    /// Mu.
    Land,
    /// Tonnes of standard coal a year.
    Energy,
}

impl Limits {
    /// How much there is of something; `None`: no limit.
    pub fn of(&self, resource: Resource) -> Option<f64> {
        match resource {
            Resource::Projects => self.at_most.map(|count| count as f64),
            Resource::Investment => self.budget,
            Resource::Land => self.land,
            Resource::Energy => self.energy,
        }
    }
}

/// Why a project is not chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "why", content = "what", rename_all = "snake_case")]
pub enum Reason {
    /// Nobody says what it makes.
    NoProduct,
    /// Nobody knows where it is to stand, so whom it is near.
    NoPlace,
    /// Nobody says how much it uses of something limited.
    UnknownUse(Resource),
    /// Neither its recipe nor that of those whom it displaces is known.
    UnknownRecipe,
    /// Alone it needs more than there is.
    TooLarge(Resource),
    /// No buyer whom it is near buys from outside what it makes.
    NoBuyer,
    /// Local firms can spare all that its buyers look for outside.
    Spared,
    /// It buys from outside as much as it sells.
    NoNetGain,
    /// It lowers no loss to speak of.
    SavesNothing,
    /// The chosen ones serve its buyers.
    Covered,
    /// Others bring more for what it would use.
    Beaten,
}

/// Why nothing is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Empty {
    /// There is no project to choose from.
    NoProject,
    /// Of none is known what must be known.
    NothingUsable,
    /// Each alone needs more than there is.
    LimitsTooTight,
    /// None brings anything.
    NoGain,
}

/// A project and what it would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanRow {
    /// The project.
    #[serde(flatten)]
    pub project: ProjectName,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Number of its Pareto front by what it captures alone, investment, land and energy: no project captures as much for as
    /// little as one of front 1.
    pub front: usize,
    /// The weighted order, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub composite: Option<CompositeRow>,
    /// Why not; `None` for the chosen ones.
    pub reason: Option<Reason>,
    /// What it captures alone, yuan a year; `None` where nobody says what it makes or where it stands.
    pub alone: Option<f64>,
    /// What it is worth alone, yuan a year: captured, net, or expected loss saved; `None` where that is unknown.
    pub worth: Option<f64>,
    /// Of the chosen ones, what would be lost if it were struck off; of the others, what it would add to them. `None` where
    /// the expected loss is aimed at.
    pub adds: Option<f64>,
    /// Of the chosen ones, what would be lost if it could not be built and the best of the others were.
    pub irreplaceable: Option<f64>,
    /// Yuan a year for each yuan of investment, of what it is worth alone.
    pub per_investment: Option<f64>,
}

/// What the projects of a set use in all; `None` where one does not say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Used {
    /// Projects.
    pub projects: usize,
    /// Yuan.
    pub investment: Option<f64>,
    /// Mu.
    pub land: Option<f64>,
    /// Tonnes of standard coal a year.
    pub energy: Option<f64>,
}

/// A set of projects and what it brings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Portfolio {
    /// Ids of the projects, in the order of the candidates.
    pub chosen: Vec<Arc<str>>,
    /// Yuan a year, of what was aimed at.
    pub worth: f64,
    /// Yuan a year bought from them instead of from outside.
    pub captured: f64,
    /// The same less what they buy from outside; `None` where that is unknown of one of them.
    pub net: Option<f64>,
    /// The rate with them; `None` without located purchases.
    pub rate: Option<f64>,
    /// What they use.
    pub used: Used,
    /// Whether no other set is worth more.
    pub is_exact: bool,
    /// What no set can exceed, yuan a year; `None` where no such figure is known.
    pub bound: Option<f64>,
}

/// What a little more of something limited would bring.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Margin {
    /// Of what.
    pub resource: Resource,
    /// What there is.
    pub most: f64,
    /// How much more.
    pub more: f64,
    /// What the best set would be worth beyond the chosen one, yuan a year.
    pub gain: f64,
    /// The rate beyond that of the chosen one.
    pub rate_gain: Option<f64>,
    /// That set.
    pub portfolio: Portfolio,
}

/// A point of the budget curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BudgetPoint {
    /// Yuan that may be invested.
    pub budget: f64,
    /// What is gained by the last yuan, over the point before; `None` for the first.
    pub marginal: Option<f64>,
    /// The best set.
    pub portfolio: Portfolio,
}

/// What a chosen project sells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanSale {
    /// Id of the project.
    pub project: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// What.
    pub product: ProductName,
    /// Yuan a year.
    pub amount: f64,
    /// Buyers whom it may serve.
    pub buyers: usize,
}

/// A product that projects make: what must be recruited before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanProduct {
    /// What.
    pub product: ProductName,
    /// 须招引 before, yuan a year.
    pub to_recruit: f64,
    /// What the chosen projects take of it.
    pub captured: f64,
    /// Projects to choose from that make it.
    pub projects: usize,
    /// Of these, chosen.
    pub chosen: usize,
}

/// Answer: what to build.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// What was aimed at.
    pub objective: Objective,
    /// Whence the projects.
    pub of: Pool,
    /// What may be used.
    pub limits: Limits,
    /// The split before.
    pub before: SplitTotal,
    /// The chosen set.
    pub best: Portfolio,
    /// Nodes that the search of it visited.
    pub nodes: usize,
    /// What it saves of the expected loss, where that was aimed at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<LossSaved>,
    /// Why it is empty; `None` when it is not.
    pub empty: Option<Empty>,
    /// The best set that leaves out at least one of the chosen projects; `None` when nothing is chosen.
    pub next: Option<Portfolio>,
    /// What a little more of each thing limited would bring.
    pub margins: Vec<Margin>,
    /// The best set for each budget; empty where an investment is unknown.
    pub curve: Vec<BudgetPoint>,
    /// Projects: the chosen ones first, then by what they are worth alone.
    pub projects: Vec<PlanRow>,
    /// What was weighed, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighed: Option<WeighedProjects>,
    /// Products that they make, most to recruit first.
    pub products: Vec<PlanProduct>,
    /// What the chosen ones sell, by project and product.
    pub sales: Vec<PlanSale>,
    /// Products to recruit of which no project was made up, since others are larger.
    pub left_out_gaps: usize,
    /// Buyers left out because their place is unknown.
    pub unlocated_buyers: usize,
    /// What such buyers buy in the year; `None` when every buyer has its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// Maps with what the chosen set changes, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<Panorama>,
}

/// Chooses projects.
///
/// # Errors
/// When the options name a chain, a year, a project, a product or a criterion that there is not.
pub fn plan(graph: &SupplyGraph, options: &PlanOptions) -> Result<Plan, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let answer = answer(placed.as_ref().unwrap_or(graph), options)?;
    let map = if options.map { map(graph, options, &answer)? } else { None };
    Ok(Plan { map, ..answer })
}

/// The answer without maps.
fn answer(graph: &SupplyGraph, options: &PlanOptions) -> Result<Plan, Error> {
    let split = split(
        graph,
        &SplitOptions { scope: options.scope.clone(), tier: options.tier.clone(), trader_as_origin: false },
    )?;
    let to_recruit = to_recruit(&split.rows);
    let (candidates, left_out_gaps) = match options.of {
        Pool::Projects => (project::candidates(graph, &options.scope, &options.choice)?, 0),
        Pool::Gaps => offer::gaps(graph, &to_recruit),
    };
    let offer = Offer::new(graph, options, candidates, &split)?;
    let loss = (options.objective == Objective::Loss).then(|| loss::choose(graph, options, &offer)).transpose()?;
    let choice = match &loss {
        Some(loss) => loss.choice.clone(),
        None => offer.best(&options.limits, offer.usable(), offer.nodes),
    };
    // What cascades cost to try is tried once.
    let varied = if loss.is_some() { vary::Varied::default() } else { vary::Varied::new(&offer, &choice) };
    let rows = Rows { graph, offer: &offer, choice: &choice, varied: &varied, loss: loss.as_ref() };
    let order = Order::new(&offer, &options.priority)?;
    let projects = rows.projects(&order);
    Ok(Plan {
        focus: split.focus,
        year: split.year,
        tier: split.tier,
        objective: options.objective,
        of: options.of,
        limits: options.limits,
        empty: empty(&choice, &projects),
        best: offer.portfolio(&choice),
        nodes: choice.nodes,
        next: varied.next.as_ref().map(|next| offer.portfolio(next)),
        margins: varied.margins(&offer, &choice),
        curve: loss.as_ref().map_or_else(|| varied.curve(&offer), |loss| vary::losses(&offer, loss)),
        products: rows.products(&to_recruit),
        sales: rows.sales(),
        projects,
        weighed: order.weighed,
        loss: loss.map(|loss| loss.saved),
        left_out_gaps,
        before: split.total,
        unlocated_buyers: split.unlocated_buyers,
        left_out: split.left_out,
        map: None,
    })
}

/// What must be recruited of each product by id, yuan.
fn to_recruit(rows: &[super::split::SplitRow]) -> BTreeMap<Arc<str>, f64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        *sums.entry(row.product.id.clone()).or_insert(0.0) += row.to_recruit.unwrap_or(0.0);
    }
    sums
}

/// Why nothing is chosen.
fn empty(choice: &Choice, rows: &[PlanRow]) -> Option<Empty> {
    if !choice.set.is_empty() {
        return None;
    }
    let unusable = |row: &PlanRow| {
        let why = [Reason::NoProduct, Reason::NoPlace, Reason::UnknownRecipe];
        row.reason.is_some_and(|reason| why.contains(&reason) || matches!(reason, Reason::UnknownUse(_)))
    };
    let usable: Vec<&PlanRow> = rows.iter().filter(|row| !unusable(row)).collect();
    Some(if rows.is_empty() {
        Empty::NoProject
    } else if usable.is_empty() {
        Empty::NothingUsable
    } else if usable.iter().any(|row| matches!(row.reason, Some(Reason::TooLarge(_)))) {
        Empty::LimitsTooTight
    } else {
        Empty::NoGain
    })
}

/// The parts of the answer that list things.
struct Rows<'r> {
    graph: &'r SupplyGraph,
    offer: &'r Offer,
    choice: &'r Choice,
    varied: &'r vary::Varied,
    loss: Option<&'r Loss>,
}

impl Rows<'_> {
    fn projects(&self, order: &Order) -> Vec<PlanRow> {
        let (offer, set) = (self.offer, &self.choice.set);
        let mut state = offer.markets.nothing();
        for at in set {
            offer.markets.add(&mut state, *at);
        }
        let mut rows: Vec<PlanRow> = (0..offer.candidates.len())
            .map(|at| {
                let project = ProjectName::of(self.graph, &offer.candidates[at]);
                let chosen = set.contains(&at);
                let known = match self.loss {
                    Some(loss) => loss.alone[at].map(|fen| fen / 100.0),
                    None => offer.worth_alone(at),
                };
                let adds = match chosen {
                    true => self.choice.worth - offer.worth(&without(set, at)),
                    false => offer.markets.add(&mut state.clone(), at),
                };
                let saves = self.loss.is_none() || known.is_none_or(|yuan| yuan > 0.0);
                PlanRow {
                    chosen,
                    front: order.fronts[at],
                    composite: order.composite(at),
                    reason: if chosen { None } else { Some(offer.reason(at, adds, saves)) },
                    alone: offer.captured_alone(at),
                    worth: known,
                    adds: known.filter(|_| self.loss.is_none()).map(|_| adds / 100.0),
                    irreplaceable: self.varied.irreplaceable(self.choice, at).map(|fen| fen / 100.0),
                    per_investment: known.zip(project.investment.filter(|yuan| *yuan > 0.0)).map(|(a, b)| a / b),
                    project,
                }
            })
            .collect();
        let worth = |row: &PlanRow| row.worth.unwrap_or(-1.0);
        // Stable: of equal worth in the order of the candidates.
        rows.sort_by(|a, b| b.chosen.cmp(&a.chosen).then(worth(b).total_cmp(&worth(a))));
        rows
    }

    fn sales(&self) -> Vec<PlanSale> {
        let mut sales: BTreeMap<(usize, u32), (i64, usize)> = BTreeMap::new();
        for sale in self.offer.markets.sales(&self.choice.set) {
            let sum = sales.entry((sale.project, sale.pool.product)).or_default();
            *sum = (sum.0 + sale.fen, sum.1 + sale.pool.needs.len());
        }
        let row = |((project, product), (fen, buyers)): ((usize, u32), (i64, usize))| PlanSale {
            project: self.offer.candidates[project].id.clone(),
            name: self.offer.candidates[project].name.clone(),
            product: product_name(self.graph, ProductIx(product)),
            amount: super::split::yuan(fen),
            buyers,
        };
        sales.into_iter().map(row).collect()
    }

    fn products(&self, to_recruit: &BTreeMap<Arc<str>, f64>) -> Vec<PlanProduct> {
        let candidates = &self.offer.candidates;
        let made: BTreeSet<_> = candidates.iter().flat_map(|candidate| &candidate.products).collect();
        let mut captured: BTreeMap<u32, i64> = BTreeMap::new();
        for sale in self.offer.markets.sales(&self.choice.set) {
            *captured.entry(sale.pool.product).or_insert(0) += sale.fen;
        }
        let row = |product: &ProductIx| {
            let name = product_name(self.graph, *product);
            let makes = |at: &usize| candidates[*at].products.contains(product);
            PlanProduct {
                to_recruit: to_recruit.get(&name.id).copied().unwrap_or(0.0),
                captured: super::split::yuan(captured.get(&product.0).copied().unwrap_or(0)),
                projects: (0..candidates.len()).filter(makes).count(),
                chosen: self.choice.set.iter().filter(|at| makes(at)).count(),
                product: name,
            }
        };
        let mut rows: Vec<PlanProduct> = made.into_iter().map(row).collect();
        rows.sort_by(|a, b| b.to_recruit.total_cmp(&a.to_recruit).then_with(|| a.product.id.cmp(&b.product.id)));
        rows
    }
}

/// A set less one of it.
fn without(set: &[usize], at: usize) -> Vec<usize> {
    set.iter().copied().filter(|other| *other != at).collect()
}
