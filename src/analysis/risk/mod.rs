//! Systemic risk: whose failure hurts most, how much, and by which way?
//!
//! ```text
//! h_d, h_u   level of output that is left, seen from supplies and from sales                     [ES-3] to [ES-7]
//! ESRI       Σ w_i (1 − min(h_d,i, h_u,i)) / Σ w_i   when one firm stops                         [ES-8]
//! loss       Σ X_i (1 − h_i), yuan a year, X revenue
//! ```
//!
//! Conventions. Two presets answer side by side: `default` (falls of 0.01 % of a firm's output still spread, in networks of
//! more than 20,000 nodes those of 1 %; revenue as
//! weight; purchases and sales that the data do not hold are taken as unharmed; self-supply left out) and `paper` (the index
//! as published: 1 %, sales inside the data as weight, nothing beyond the data). Their rank correlation says how much hangs
//! on the choice; the index with every input essential is an upper bound for every table of dependence.
//!
//! Reading: a short-run stress. Nobody rebuilds, no price moves, no stock is drawn down, and nobody steps in but by the rule
//! of replaceability. Unnamed suppliers, the sum of what one place sells of one product, are listed apart.
//!
//! Complexity: the sum over firms of what their cascade reaches. Source: methods §2.4; Diem et al., Sci. Rep. 12, 7719 (2022).

pub mod bare;
pub mod cascade;
pub mod chokepoint;
mod down;
mod effect;
pub mod essential;
mod evidence;
mod fixed;
pub mod harden;
pub mod index;
mod lanes;
mod layout;
mod market;
pub mod network;
mod path;
mod ranking;
pub mod scenario;
mod spread;
pub mod start;
pub mod system;
mod up;
mod world;

pub use effect::{AreaLoss, ChainLoss, Effect, FirmLoss, NodeName};
pub use evidence::{RiskEvidence, Tells};
pub use harden::{Plan, PlanOptions};
pub use path::{Direction, Path, PathStep, Transmitter};
pub use scenario::{Scenario, ScenarioRow};
pub use spread::{BRANCHES, Branch, Spread, SpreadStep};

use super::Error;
use super::scope::{AreaName, Scope};
use super::split::ProductName;
use crate::graph::SupplyGraph;
use crate::model::Year;
use cascade::Replaceability;
use chokepoint::{Chokepoints, Reach};
use essential::{Layer, Table};
use serde::Serialize;
use system::SizeBasis;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskOptions {
    /// Focus, chain, year (the latest when none is given). The focus rules where losses are counted as here, not who may fail.
    #[serde(flatten)]
    pub scope: Scope,
    /// The preset that ranks.
    pub preset: Preset,
    /// Instead of the preset's.
    pub epsilon: Option<f64>,
    /// Instead of the preset's.
    pub replaceability: Option<Replaceability>,
    /// Instead of the preset's.
    pub weights: Option<WeightBasis>,
    /// Increments below this share of output are held back until they add up: a lower bound. 0: exact.
    pub hold_back: f64,
    /// What competitors outside the data sell, yuan a year, by product name or id.
    pub rest_of_market: Vec<(String, f64)>,
    /// The user's table of dependence by industry codes.
    #[serde(skip_serializing_if = "is_empty")]
    pub table: Table,
    /// A survey's table of dependence by industry codes.
    #[serde(skip_serializing_if = "is_empty")]
    pub survey: Table,
    /// From whom an input can come, for the chokepoints.
    pub reach: Reach,
    /// Firms whose effects and paths are worked out: so many by rank, and so many of those to secure.
    pub shown: usize,
    /// The firm whose failure is followed step by step, by name, other name, id or credit code; `None`: the first by rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firm: Option<String>,
    /// What may happen beside the failure of single firms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Scenario>,
    /// Whether and how to plan measures against the scenarios, or against the failure of each firm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanOptions>,
}

impl Default for RiskOptions {
    fn default() -> Self {
        Self {
            scope: Scope::default(),
            preset: Preset::Default,
            epsilon: None,
            replaceability: None,
            weights: None,
            hold_back: 0.0,
            rest_of_market: Vec::new(),
            table: Table::default(),
            survey: Table::default(),
            reach: Reach::Any,
            shown: 20,
            firm: None,
            scenarios: Vec::new(),
            plan: None,
        }
    }
}

fn is_empty(table: &Table) -> bool {
    table.lines.is_empty()
}

/// A named set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Ours.
    #[default]
    Default,
    /// The published index.
    Paper,
}

/// What weighs a firm in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WeightBasis {
    /// 营业收入, else 产值, else the larger of recorded sales and purchases.
    Revenue,
    /// Sales recorded in the data (out-strength).
    Sales,
    /// 产值.
    Output,
    /// 从业人员.
    Employees,
    /// 税收.
    Tax,
}

impl WeightBasis {
    /// Every basis.
    pub const ALL: [Self; 5] = [Self::Revenue, Self::Sales, Self::Output, Self::Employees, Self::Tax];

    /// Its name as typed and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::Sales => "sales",
            Self::Output => "output",
            Self::Employees => "employees",
            Self::Tax => "tax",
        }
    }
}

/// Nodes up to which falls of 0.01 % still spread under the preset `default`.
pub const COUNTY: usize = 20_000;

/// The rules of one set of cascades.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Model {
    /// Where the rules come from.
    pub preset: Preset,
    /// Falls up to this share of a firm's output are no longer passed on.
    pub epsilon: f64,
    /// Who replaces whom.
    pub replaceability: Replaceability,
    /// What weighs a firm.
    pub weights: WeightBasis,
    /// Whether sales and purchases beyond the data are taken as unharmed.
    pub guards: bool,
    /// Whether what a firm buys from itself is kept.
    pub self_supply: bool,
    /// Whether every input counts as essential.
    pub all_essential: bool,
    /// Increments below this share are held back; 0: exact.
    pub hold_back: f64,
}

impl Model {
    pub(in crate::analysis) fn of(preset: Preset) -> Self {
        let is_paper = preset == Preset::Paper;
        Self {
            preset,
            epsilon: if is_paper { 1e-2 } else { 1e-4 },
            replaceability: Replaceability::Paper,
            weights: if is_paper { WeightBasis::Sales } else { WeightBasis::Revenue },
            guards: !is_paper,
            self_supply: is_paper,
            all_essential: false,
            hold_back: 0.0,
        }
    }

    /// Beyond the size of a county, small falls are ignored as published: deep convergence there costs hours and, in a sparse
    /// network, moves no rank that matters (methods §2.4.2).
    fn sized(self, nodes: usize) -> Self {
        let epsilon = if nodes > COUNTY { self.epsilon.max(1e-2) } else { self.epsilon };
        Self { epsilon, ..self }
    }

    /// The preset asked for with what was said otherwise, and the other preset as it stands, for a network of so many nodes.
    fn pair(options: &RiskOptions, nodes: usize) -> (Self, Self) {
        let mut model = Self::of(options.preset).sized(nodes);
        model.epsilon = options.epsilon.unwrap_or(model.epsilon);
        model.replaceability = options.replaceability.unwrap_or(model.replaceability);
        model.weights = options.weights.unwrap_or(model.weights);
        model.hold_back = options.hold_back;
        let other = match options.preset {
            Preset::Default => Preset::Paper,
            Preset::Paper => Preset::Default,
        };
        (model, Self { hold_back: options.hold_back, ..Self::of(other).sized(nodes) })
    }

    pub(in crate::analysis) fn rules(&self) -> cascade::Rules {
        cascade::Rules {
            epsilon: self.epsilon,
            replaceability: self.replaceability,
            hold_back: self.hold_back,
            ..cascade::Rules::default()
        }
    }
}

/// A product that some buyers have from one supplier only.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SoleSupply {
    /// What.
    pub product: ProductName,
    /// Buyers that depend on it and buy it from nobody else.
    pub buyers: usize,
    /// Whether nobody else in the data sells it to anybody.
    pub only_maker: bool,
}

/// What happens when one firm, or one unnamed source, stops.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskRow {
    /// Place in the order, from 1; equal indices share the order of ids.
    pub rank: usize,
    /// Who stops.
    #[serde(flatten)]
    pub firm: NodeName,
    /// Products it sells in the data.
    pub products: Vec<ProductName>,
    /// ESRI, share of the whole weight; `None` when nothing has weight.
    pub esri: Option<f64>,
    /// From supplies alone.
    pub esri_down: Option<f64>,
    /// From sales alone.
    pub esri_up: Option<f64>,
    /// Steps until the cascade settled.
    pub steps: u32,
    /// Whether it settled before the cap on steps.
    pub settled: bool,
    /// Its own size, yuan a year: the direct part of the loss.
    pub own: f64,
    /// Loss of all, its own included, yuan a year.
    pub loss: f64,
    /// Loss through supplies alone, yuan a year.
    pub loss_down: f64,
    /// Loss of firms in the focus area, yuan a year; `None` without a focus.
    pub loss_here: Option<f64>,
    /// The index under the other preset.
    pub other: Option<f64>,
    /// Its rank there.
    pub other_rank: usize,
    /// The index with every input essential: an upper bound; `None` where it was not worked out.
    pub bound: Option<f64>,
    /// What it alone sells to buyers that depend on it.
    pub sole: Vec<SoleSupply>,
    /// Targets that it stops by itself: leaders, or without leaders buyers that sell nothing.
    pub stops: usize,
    /// 固链: it is the only source of something that a buyer depends on, or it stops a target by itself.
    pub secure: bool,
    /// The first way of the loss, from who stops to who loses most; empty but for the rows shown.
    pub path: Vec<NodeName>,
    /// Who loses how much by which way; for the rows shown.
    pub effect: Option<Effect>,
}

/// Flows by who said how essential they are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LayerShare {
    /// Who said so.
    pub layer: Layer,
    /// Flows: supplier, buyer and product.
    pub flows: usize,
    /// Of these, essential.
    pub essential: usize,
    /// Yuan.
    pub amount: f64,
}

/// Firms by where their size was taken from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SizeShare {
    /// Where from.
    pub basis: SizeBasis,
    /// Firms and unnamed suppliers that trade.
    pub nodes: usize,
    /// Yuan.
    pub amount: f64,
}

/// What the network rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ground {
    /// Firms that trade in the data.
    pub firms: usize,
    /// Unnamed suppliers.
    pub unnamed: usize,
    /// Priced flows: supplier, buyer and product.
    pub flows: usize,
    /// Their yuan.
    pub amount: f64,
    /// Flows left out because none of their lines has an amount.
    pub unpriced_flows: usize,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// Sum of the sizes, yuan a year: what a loss of 100 % would be.
    pub size: f64,
    /// Where sizes come from.
    pub sizes: Vec<SizeShare>,
    /// Who said what is essential.
    pub layers: Vec<LayerShare>,
}

/// Answer: firms by what their failure costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Risk {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// Rules that rank.
    pub model: Model,
    /// Rules of the other preset.
    pub other: Model,
    /// Spearman's rank correlation of the two indices over the firms; `None` with fewer than two firms or without any difference.
    pub agreement: Option<f64>,
    /// What the network rests on.
    pub ground: Ground,
    /// Firms by rank.
    pub firms: Vec<RiskRow>,
    /// Unnamed suppliers by rank: what one place sells of one product, by nobody knows how many firms.
    pub sources: Vec<RiskRow>,
    /// Who passes most on over the cascades shown, yuan a year.
    pub transmitters: Vec<Transmitter>,
    /// The failure of one firm step by step; `None` when nobody was asked for and no failure costs anybody else anything.
    pub spread: Option<Spread>,
    /// What the scenarios asked for do, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<ScenarioRow>,
    /// What to do, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// The rows behind the risks shown.
    pub evidence: Vec<RiskEvidence>,
    /// Single points, pairs, hidden chokepoints and loops.
    #[serde(flatten)]
    pub structure: Chokepoints,
}

/// Ranks firms by what their failure costs.
///
/// # Errors
/// When the options name a chain, a year or a product that the data set does not have.
pub fn risk(graph: &SupplyGraph, options: &RiskOptions) -> Result<Risk, Error> {
    ranking::risk(graph, options)
}
