//! What would a project change? The data as they would be with it, asked the same questions, and the differences.
//!
//! ```text
//! Δr_b   = Σ captured from outside / (K_near + K_far)                       of each buyer, exact          [WI-1]
//! EAL    = Σ_s π_s · Loss_s        over the failure of each firm and each unnamed source, yuan a year     [WI-3]
//! ΔEAL   = EAL before − EAL after
//! ΔP     = captured from outside − what the plant itself buys outside, yuan a year                        [WI-4]
//! ΔP / I, ΔEAL / I                                                    kept apart                          [WI-5]
//! ```
//!
//! Conventions. A plant sells to buyers here that it is near to; what it takes is at most what they buy and what it can make
//! (without a stated capacity: all of it). Mode `import-first` takes from suppliers outside, farthest first, and from nobody
//! else; `risk-first` takes the largest shares first and `proportional` the same part of every supplier, local ones too:
//! whom it crowds out is listed. A share at most θ keeps dual sourcing. Equal classes are shared in proportion, in whole fen,
//! so that no name decides. A supplier from outside that builds here moves its own sales first: nothing is counted twice. Lines
//! without an amount stay. With its sales a supplier loses the same part of its purchases, revenue and cost to the plant
//! (its recipe), unless the project says what it buys; then of each input from those who sell it now.
//!
//! Losses are those of all firms; only competitors that lose nothing themselves make good for a loss (conservative), so that
//! a newcomer which shares the incumbent's weak supplier earns no credit for it. Sizes are moved, not made; the newcomer can
//! fail too. Every sign is reported, and the verdict is ΔEAL over all.
//!
//! Reading: with equal π, ΔEAL is good for an order, no forecast. Nobody reacts: no prices, no growth, no lost customer comes back.
//!
//! Complexity: the questions twice; cascades only where the year has at most 50,000 flows, unless asked for. Source: methods §2.5.

mod able;
mod after;
mod capture;
mod carry;
mod compare;
mod effect;
mod losses;
mod renumber;

pub use capture::Nothing;
pub use compare::{GapChange, GapSide, RateChange, SplitChange, SplitSide};
pub use effect::{Displaced, Net, Place, ProjectEffect, Purchase, Runs};
pub use losses::{Expected, LossChange, NodeLoss, Verdict};

use super::gap::is_small;
use super::panorama::{Panorama, PanoramaOptions, panorama};
use super::project::{Candidate, ProjectChoice, candidates};
use super::rate::{Rate, RateOptions, rate};
use super::risk::network::Beyond;
use super::risk::system::System;
use super::risk::{Model, RiskOptions};
use super::scope::{AreaName, Scope, TierName};
use super::split::{Split, SplitOptions, SplitTotal, local_tier, split};
use super::{Error, Gap, GapOptions, gap};
use crate::graph::SupplyGraph;
use crate::model::{FirmIx, Nearness, RowRef, Tier, Year};
use after::{After, Build};
use capture::{Buying, Plant, Taken};
use serde::Serialize;
use std::sync::Arc;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct WhatIfOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
    /// Which projects; those of the sheet that do not produce yet by default.
    pub projects: ProjectChoice,
    /// Whom they displace.
    pub mode: Mode,
    /// Largest share of a buyer's purchases of a product that one plant may come to have; none by default.
    pub cap: Option<f64>,
    /// Whether to simulate losses; by default where the year has at most 50,000 flows.
    pub simulate: Option<bool>,
    /// Probability that a firm stops within a year; 1 % for all by default.
    pub stop_probability: Option<f64>,
    /// Falls up to this share of a firm's output are not passed on; 0.01 % by default, 1 % in networks above 20,000 nodes.
    pub epsilon: Option<f64>,
    /// Whether to ask of each project alone too, where there are several; by default as `simulate`.
    pub alone: Option<bool>,
    /// Whether to lay out the maps with what changes.
    pub map: bool,
}

/// Whom a plant displaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Suppliers outside, farthest first.
    #[default]
    ImportFirst,
    /// The largest shares of buyers' purchases first.
    RiskFirst,
    /// Every supplier by the same part.
    Proportional,
}

/// What each answer says before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change<T> {
    /// With the data as they are.
    pub before: T,
    /// With the projects built.
    pub after: T,
}

/// The local rate of all buyers, three times.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rates {
    /// Now: near / located, of priced purchases; `None` without any.
    pub before: Option<f64>,
    /// [WI-1]: of the purchases that there are now.
    pub captured: Option<f64>,
    /// With what the plants buy themselves.
    pub after: Option<f64>,
}

/// What the projects do together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Together {
    /// What they sell here, yuan a year.
    pub sold: f64,
    /// Of this, taken from suppliers outside, from suppliers of unknown place, and from suppliers here.
    pub taken: Place,
    /// What they buy for it.
    pub bought: Place,
    /// [WI-4].
    pub net: Net,
    /// The local rate.
    pub rate: Rates,
    /// The three-way split.
    pub split: Change<SplitTotal>,
    /// What they sell that spare capacity here could have served by introductions: by so much the bridgeable falls, yuan a year.
    pub was_bridgeable: f64,
    /// Investment, yuan; `None` where one of those that sell has none.
    pub investment: Option<f64>,
    /// [WI-3]; `None` where nothing was simulated.
    pub expected: Option<Expected>,
    /// [WI-5]: net local purchases for a yuan invested.
    pub net_per_investment: Option<f64>,
    /// [WI-5]: expected loss avoided for a yuan invested.
    pub avoided_per_investment: Option<f64>,
}

/// A project by itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alone {
    /// Id of the project.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// What it does.
    #[serde(flatten)]
    pub does: Together,
}

/// Answer: what changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIf {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// Whom the plants displace.
    pub mode: Mode,
    /// Largest share of one plant.
    pub cap: Option<f64>,
    /// The projects, in their order.
    pub projects: Vec<ProjectEffect>,
    /// All of them.
    pub together: Together,
    /// Each by itself; empty where there is one only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alone: Vec<Alone>,
    /// Rates that change, by level and id.
    pub rates: Vec<RateChange>,
    /// Rows of the split that change, by buyer and product.
    pub splits: Vec<SplitChange>,
    /// Products whose weakness changes, by chain and product.
    pub gaps: Vec<GapChange>,
    /// Who loses sales, most first; those near are crowded out.
    pub displaced: Vec<Displaced>,
    /// What the plants buy, most first.
    pub purchases: Vec<Purchase>,
    /// Rules of the losses; `None` where nothing was simulated.
    pub model: Option<Model>,
    /// Failures that cost more or less than before, and the new ones, most changed first.
    pub losses: Vec<LossChange>,
    /// Maps with what changes, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<Panorama>,
}

/// Asks what the projects would change.
///
/// # Errors
/// When the options name a chain, a year or a project that the data set does not have.
pub fn whatif(graph: &SupplyGraph, options: &WhatIfOptions) -> Result<WhatIf, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    let ground = Ground::new(graph, options)?;
    let asking = ground.asking(graph, options)?;
    asking.answer(&ground.projects)
}

/// The data with the projects built, for other questions.
///
/// # Errors
/// As [`whatif`].
pub fn built(graph: &SupplyGraph, options: &WhatIfOptions) -> Result<SupplyGraph, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let ground = Ground::new(placed.as_ref().unwrap_or(graph), options)?;
    let asking = ground.asking(placed.as_ref().unwrap_or(graph), options)?;
    Ok(asking.build(&ground.projects).graph)
}

/// The maps with these projects built, on which what is other than before is marked.
///
/// # Errors
/// As [`whatif`].
pub(super) fn changes(graph: &SupplyGraph, options: &WhatIfOptions, projects: &[Candidate]) -> Result<Panorama, Error> {
    let placed = options.trader_as_origin.then(|| graph.with_traders_as_origin());
    let graph = placed.as_ref().unwrap_or(graph);
    let ground = Ground::new(graph, options)?;
    let asking = ground.asking(graph, options)?;
    asking.map(&asking.build(projects))
}

/// What a question rests on.
struct Ground {
    tier: Tier,
    scope: Scope,
    projects: Vec<Candidate>,
    rules: RiskOptions,
    simulated: bool,
}

impl Ground {
    fn new(graph: &SupplyGraph, options: &WhatIfOptions) -> Result<Self, Error> {
        let scope = Scope { year: options.scope.single_year(graph)?, ..options.scope.clone() };
        scope.chain(graph)?;
        Ok(Self {
            tier: local_tier(graph, &scope, options.tier.as_ref()),
            projects: candidates(graph, &scope, &options.projects)?,
            // A loss does not stop at the border of a chain.
            rules: RiskOptions { scope: Scope { chain: None, ..scope.clone() }, ..RiskOptions::default() },
            simulated: options.simulate.unwrap_or_else(|| is_small(graph, scope.year)),
            scope,
        })
    }

    fn asking<'a>(&'a self, graph: &'a SupplyGraph, options: &'a WhatIfOptions) -> Result<Asking<'a>, Error> {
        let system = System::collect(graph, &self.rules)?;
        let model = losses::model(options.epsilon, system.nodes());
        let (_, beyond) = system.parts(&model);
        let (scope, tier) = (&self.scope, &self.tier);
        let buying = Buying { graph, scope, tier, year: scope.year, mode: options.mode, cap: options.cap };
        Ok(Asking { options, rules: &self.rules, buying, system, beyond, model, simulated: self.simulated })
    }
}

/// The questions asked of the data before and after.
struct Answers {
    rate: Rate,
    split: Split,
    gap: Gap,
    losses: Option<losses::Losses>,
}

/// What all trials share.
struct Asking<'a> {
    options: &'a WhatIfOptions,
    rules: &'a RiskOptions,
    buying: Buying<'a>,
    system: System<'a>,
    beyond: Beyond,
    model: Model,
    simulated: bool,
}

/// Some projects built.
struct Trial<'p> {
    projects: &'p [Candidate],
    /// The plants that take something, and whose project each is.
    plants: Vec<Plant>,
    of: Vec<usize>,
    /// Why a project does nothing; by project.
    nothing: Vec<Option<Nothing>>,
    taken: Vec<Taken>,
    firms: Vec<FirmIx>,
    bought: Vec<after::Bought>,
    known_recipe: Vec<f64>,
    graph: SupplyGraph,
}

impl Asking<'_> {
    fn answer(&self, projects: &[Candidate]) -> Result<WhatIf, Error> {
        let (before, trial) = (self.answers(self.buying.graph)?, self.build(projects));
        let after = self.answers(&trial.graph)?;
        let (together, losses) = self.together(&before, &trial, &after)?;
        let alone = self.options.alone.unwrap_or(self.simulated) && projects.len() > 1;
        let alone = projects.iter().filter(|_| alone).map(|project| self.alone(&before, project));
        Ok(WhatIf {
            focus: self.buying.scope.focus.map(AreaName::of),
            year: self.buying.year,
            tier: self.buying.tier.clone(),
            mode: self.options.mode,
            cap: self.options.cap,
            projects: self.effects(&trial),
            together,
            alone: alone.collect::<Result<_, _>>()?,
            rates: compare::rates(&before.rate, &after.rate),
            splits: compare::splits(&before.split, &after.split),
            gaps: compare::gaps(&before.gap, &after.gap),
            displaced: self.displaced(&trial),
            purchases: self.purchases(&trial),
            model: self.simulated.then(|| self.model.clone()),
            losses,
            map: self.options.map.then(|| self.map(&trial)).transpose()?,
        })
    }

    fn answers(&self, graph: &SupplyGraph) -> Result<Answers, Error> {
        let trader_as_origin = self.options.trader_as_origin;
        let scope = || self.buying.scope.clone();
        let (tiers, tier) = (vec![named(self.buying.tier)], self.options.tier.clone());
        let options = RateOptions { scope: scope(), tiers, trader_as_origin, ..RateOptions::default() };
        Ok(Answers {
            rate: rate(graph, &options)?,
            split: split(graph, &SplitOptions { scope: scope(), tier, trader_as_origin })?,
            gap: gap(graph, &GapOptions { simulate: Some(false), ..self.weakness() })?,
            losses: self.simulated.then(|| losses::losses(graph, self.rules, &self.model)).transpose()?,
        })
    }

    fn weakness(&self) -> GapOptions {
        GapOptions {
            scope: self.buying.scope.clone(),
            tier: self.options.tier.clone(),
            trader_as_origin: self.options.trader_as_origin,
            ..GapOptions::default()
        }
    }

    /// The plant of a project.
    fn plant(&self, project: &Candidate) -> Plant {
        let Buying { graph, scope, tier, .. } = self.buying;
        let stands_here = |firm: &FirmIx| {
            let at = &graph.dataset().firm(*firm).location;
            let near = if scope.focus.is_some() { scope.is_local(at) } else { tier.near(at, &project.location) };
            near == Nearness::Near
        };
        let here = project.firm.filter(stands_here);
        Plant {
            firm: here,
            parent: project.firm.filter(|_| here.is_none()),
            products: project.products.clone(),
            capacity: project.capacity,
            at: project.location.clone(),
            recipe: project.recipe.clone(),
        }
    }

    fn build<'p>(&self, projects: &'p [Candidate]) -> Trial<'p> {
        let all: Vec<Plant> = projects.iter().map(|project| self.plant(project)).collect();
        let taken = self.buying.taken(&all);
        let takes = |plant: &usize| taken.iter().any(|taken| taken.plant == *plant);
        let of: Vec<usize> = (0..all.len()).filter(takes).collect();
        let nothing = (0..all.len()).map(|plant| (!takes(&plant)).then(|| self.buying.nothing(&all[plant]))).collect();
        let plants: Vec<Plant> = of.iter().map(|at| all[*at].clone()).collect();
        let renumbered = |taken: Taken| of.binary_search(&taken.plant).ok().map(|plant| Taken { plant, ..taken });
        let taken: Vec<Taken> = taken.into_iter().filter_map(renumbered).collect();
        let names: Vec<(Arc<str>, Arc<str>, RowRef)> = of.iter().map(|at| self.name(&projects[*at])).collect();
        let build = Build {
            graph: self.buying.graph,
            system: &self.system,
            beyond: &self.beyond,
            plants: &plants,
            names: &names,
            taken: &taken,
        };
        let After { dataset, firms, bought, known_recipe } = build.after();
        let graph = SupplyGraph::build(Arc::new(dataset));
        let graph = if self.options.trader_as_origin { graph.with_traders_as_origin() } else { graph };
        Trial { projects, of, nothing, taken, firms, bought, known_recipe, plants, graph }
    }

    /// Id, name and row of the firm that a plant is.
    fn name(&self, project: &Candidate) -> (Arc<str>, Arc<str>, RowRef) {
        // A supplier from elsewhere keeps its name, and its plant bears that of the project.
        let name = project.firm_name.clone().filter(|_| project.firm.is_none()).unwrap_or_else(|| project.name.clone());
        let nowhere = RowRef { source: u32::MAX, row: 0 };
        (format!("project:{}", project.id).into(), name, project.row.unwrap_or(nowhere))
    }

    fn alone(&self, before: &Answers, project: &Candidate) -> Result<Alone, Error> {
        let trial = self.build(std::slice::from_ref(project));
        let (does, _) = self.together(before, &trial, &self.answers(&trial.graph)?)?;
        Ok(Alone { id: project.id.clone(), name: project.name.clone(), does })
    }

    /// The maps after, with what is other than before.
    fn map(&self, trial: &Trial<'_>) -> Result<Panorama, Error> {
        let options = PanoramaOptions { gap: self.weakness(), risks: Some(false), ..PanoramaOptions::default() };
        let before = panorama(self.buying.graph, &options)?;
        let mut after = panorama(&trial.graph, &options)?;
        after.mark_changes(&before);
        Ok(after)
    }
}

/// A tier as it is asked for.
pub(super) fn named(tier: &Tier) -> TierName {
    match tier {
        Tier::County => TierName::County,
        Tier::City => TierName::City,
        Tier::Province => TierName::Province,
        Tier::Zone => TierName::Zone,
        Tier::Circle(km) => TierName::Circle(*km),
        Tier::Area(code) => TierName::Area(*code),
        Tier::Region(region) => TierName::Region(region.name.to_string()),
    }
}
