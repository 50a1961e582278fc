//! Whose failure hurts most, in a network of plain numbers? The index [ES-8] of each scenario, as published.
//!
//! ```text
//! firms, flows, classes ─► LossNetwork ─► one cascade a scenario ─► ESRI, ESRI downstream, ESRI upstream, steps
//! ```
//!
//! Symbols and formulas: docs/系统性风险.md, [ES-1] to [ES-8]. An index is a share in [0, 1] of the whole weight.
//!
//! | preset | ε | self-loops | weight, unless the firms bear weights of their own |
//! |---|---|---|---|
//! | `paper` | 0.01 | kept | sales recorded (out-strength) |
//! | `default` | 0.0001 | removed | revenue; where it is not known, the larger of sales and purchases recorded |
//!
//! Revenue and cost, where known, are what recorded flows are shares of, in both presets, and never less than they.
//! Where the weights add up to nothing there is no share, hence no index. One cascade costs what it reaches; scenarios are
//! spread over threads and collected in order.

use super::Preset;
use super::cascade::{Replaceability, Rules, Shock, Start};
use super::index::{Index, Outcome, Weights, indices};
use super::network::{Beyond, Essentiality, Flow, LossNetwork, Spare};
use crate::model::{BareFirm, BareFlow, BareNetwork, BareNote, BareShock, Need};
use serde::Serialize;
use std::sync::Arc;

/// What is asked of a bare network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BareOptions {
    /// Choices where none is made here.
    pub preset: Preset,
    /// Falls up to this share of a firm's output are no longer passed on.
    pub epsilon: Option<f64>,
    /// Who makes good for a loss.
    pub replaceability: Option<Replaceability>,
    /// Losses up to this share are held back until they have grown beyond it; 0: exact.
    pub hold_back: f64,
    /// Names of weights; see [`Weighing::parse`]. Empty: the columns `w1`, `w2` … of the firms, else those of the preset.
    pub weights: Vec<String>,
}

/// Where a weight comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighing {
    /// Sales recorded.
    Sales,
    /// The larger of sales and purchases recorded.
    Strength,
    /// Revenue, and the larger of sales and purchases recorded where it is not known.
    Revenue,
    /// A column of the firms.
    Column,
}

impl Weighing {
    /// `sales` (or `out-strength`), `strength` and `revenue`; everything else names a column of the firms.
    pub fn parse(name: &str) -> Self {
        match name {
            "sales" | "out-strength" => Weighing::Sales,
            "strength" => Weighing::Strength,
            "revenue" => Weighing::Revenue,
            _ => Weighing::Column,
        }
    }
}

/// The indices of all scenarios, and what they rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct BareRisk {
    /// The choices made.
    pub model: BareModel,
    /// The network as used.
    pub network: BareSize,
    /// One row a scenario, in the order of ids.
    pub rows: Vec<BareRow>,
    /// What a reader of the figures should know.
    pub notes: Vec<BareRemark>,
}

/// The choices made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BareModel {
    /// What held where no choice was made.
    pub preset: Preset,
    /// Falls up to this share are no longer passed on.
    pub epsilon: f64,
    /// Who makes good for a loss.
    pub replaceability: Replaceability,
    /// `table` or `all-essential`.
    pub essentiality: &'static str,
    /// Within which suppliers replace each other: `given`, `sector` or `product`.
    pub markets: &'static str,
    /// `kept` or `removed`.
    pub self_loops: &'static str,
    /// Whether the revenue of some firm is known.
    pub revenue: bool,
    /// Whether the cost of some firm is known.
    pub cost: bool,
    /// The weights, in the order of the indices of a row.
    pub weights: Vec<BareWeight>,
    /// Losses up to this share were held back, so that every index is a lower bound; 0: exact.
    pub hold_back: f64,
    /// Steps after which a cascade is given up as not settled.
    pub max_steps: u32,
}

/// A weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BareWeight {
    /// Its name.
    pub name: Arc<str>,
    /// Sum over the firms.
    pub total: f64,
    /// Why there is no index: `zero-total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// Counts of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BareSize {
    /// Firms.
    pub firms: usize,
    /// Flows, each supplier, buyer and product once; self-loops counted.
    pub flows: usize,
    /// Flows of firms to themselves.
    pub self_loops: usize,
    /// Product classes.
    pub classes: usize,
    /// Markets.
    pub markets: usize,
    /// Scenarios.
    pub scenarios: usize,
}

/// What one scenario does.
#[derive(Debug, Clone, PartialEq)]
pub struct BareRow {
    /// The firm that stops, or the scenario's own name.
    pub scenario: Arc<str>,
    /// By weight; `None` where the weights add up to nothing.
    pub indices: Vec<Option<Index>>,
    /// Steps until nothing fell by more than ε.
    pub steps: u32,
    /// Whether that came before the cap; otherwise the indices are lower bounds.
    pub settled: bool,
}

/// What a reader of the figures should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BareRemark {
    /// Of the files.
    File(BareNote),
    /// No table says what is essential: every input is, which bounds the loss from above.
    AllEssential,
    /// So many flows of firms to themselves were removed.
    SelfLoopsRemoved(usize),
    /// The weights of this name add up to nothing.
    ZeroWeight(Arc<str>),
    /// So many scenarios had not settled at the cap.
    NotSettled(usize),
    /// Losses were held back.
    HeldBack,
    /// Competitors were to replace by spare capacity, but none is known.
    NoSpare,
}

/// Computes the indices of every scenario.
///
/// `options.weights` that name columns take those of the network in order.
///
/// ```
/// use liantu::analysis::risk::Preset;
/// use liantu::analysis::risk::bare::{BareOptions, bare_risk};
/// use liantu::model::{BareFirm, BareFlow, BareNetwork, Need};
/// let firm = |id: &str, class| BareFirm { id: id.into(), class, market: class, revenue: None, cost: None, spare: None };
/// let network = BareNetwork {
///     firms: vec![firm("甲", 0), firm("乙", 1)],
///     classes: vec!["轴承".into(), "主机".into()],
///     markets: vec!["轴承".into(), "主机".into()],
///     flows: vec![BareFlow { supplier: 0, buyer: 1, product: 0, need: Need::Essential, amount: 3.0 }],
///     ..BareNetwork::default()
/// };
/// let risk = bare_risk(&network, &BareOptions { preset: Preset::Paper, ..BareOptions::default() });
/// assert_eq!(risk.rows[0].indices[0].map(|index| index.both), Some(1.0));
/// ```
pub fn bare_risk(network: &BareNetwork, options: &BareOptions) -> BareRisk {
    let epsilon = options.epsilon.unwrap_or(if options.preset == Preset::Paper { 0.01 } else { 1e-4 });
    let replaceability = options.replaceability.unwrap_or(Replaceability::Paper);
    let rules = Rules { epsilon, replaceability, hold_back: options.hold_back, ..Rules::default() };
    let keep_loops = options.preset == Preset::Paper;
    let losses = loss_network(network, keep_loops);
    let weights = weights(network, &losses, options);
    let rows = rows(network, &losses, &rules, &weights);
    let self_loops = network.flows.iter().filter(|flow| flow.supplier == flow.buyer).count();
    let size = BareSize {
        firms: network.firms.len(),
        flows: network.flows.len(),
        self_loops,
        classes: network.classes.len(),
        markets: if network.products_given { network.classes.len() } else { network.markets.len() },
        scenarios: rows.len(),
    };
    let model = BareModel {
        preset: options.preset,
        epsilon,
        replaceability,
        essentiality: if network.needs_given { "table" } else { "all-essential" },
        markets: match (network.products_given, network.markets_given) {
            (true, _) => "product",
            (false, true) => "given",
            (false, false) => "sector",
        },
        self_loops: if keep_loops { "kept" } else { "removed" },
        revenue: network.firms.iter().any(|firm| firm.revenue.is_some()),
        cost: network.firms.iter().any(|firm| firm.cost.is_some()),
        weights: weights.iter().map(Weighed::shown).collect(),
        hold_back: options.hold_back,
        max_steps: rules.max_steps,
    };
    let notes = remarks(network, &model, size, &rows);
    BareRisk { model, network: size, rows, notes }
}

fn remarks(network: &BareNetwork, model: &BareModel, size: BareSize, rows: &[BareRow]) -> Vec<BareRemark> {
    let mut notes: Vec<BareRemark> = network.notes.iter().cloned().map(BareRemark::File).collect();
    let removed = size.self_loops > 0 && model.self_loops == "removed";
    notes.extend((!network.needs_given).then_some(BareRemark::AllEssential));
    notes.extend(removed.then_some(BareRemark::SelfLoopsRemoved(size.self_loops)));
    let without = model.weights.iter().filter(|weight| weight.reason.is_some());
    notes.extend(without.map(|weight| BareRemark::ZeroWeight(weight.name.clone())));
    let unsettled = rows.iter().filter(|row| !row.settled).count();
    notes.extend((unsettled > 0).then_some(BareRemark::NotSettled(unsettled)));
    notes.extend((model.hold_back > 0.0).then_some(BareRemark::HeldBack));
    let spare_known = network.firms.iter().any(|firm| firm.spare.is_some());
    notes.extend((model.replaceability == Replaceability::Capacity && !spare_known).then_some(BareRemark::NoSpare));
    notes
}

/// The network as losses travel on it. What a firm sells is told apart by class and market, where flows name no product: of one
/// class some firms may sell to one market and some to another, and to a buyer it is one input all the same.
fn loss_network(network: &BareNetwork, keep_loops: bool) -> LossNetwork {
    let made =
        |firm: &BareFirm| if network.products_given { (firm.class, firm.class) } else { (firm.class, firm.market) };
    let mut kinds: Vec<(u32, u32)> = network.firms.iter().map(made).collect();
    if network.products_given {
        kinds = (0..network.classes.len() as u32).map(|class| (class, class)).collect();
    }
    kinds.sort_unstable();
    kinds.dedup();
    let kind = |kind: (u32, u32)| kinds.partition_point(|other| *other < kind) as u32;
    let flow = |flow: &BareFlow| Flow {
        supplier: flow.supplier,
        buyer: flow.buyer,
        product: match network.products_given {
            true => flow.product,
            false => kind(made(&network.firms[flow.supplier as usize])),
        },
        amount: flow.amount,
        essentiality: match flow.need {
            Need::Negligible => Essentiality::Negligible,
            Need::Partial => Essentiality::Linear,
            Need::Essential => Essentiality::Essential,
        },
    };
    let used = network.flows.iter().filter(|flow| keep_loops || flow.supplier != flow.buyer);
    let spare = (0..)
        .zip(&network.firms)
        .filter_map(|(at, firm)| Some(Spare { firm: at, product: kind(made(firm)), amount: firm.spare? }));
    let beyond = Beyond {
        revenue: network.firms.iter().map(|firm| firm.revenue).collect(),
        cost: network.firms.iter().map(|firm| firm.cost).collect(),
        market: kinds.iter().map(|kind| kind.1).collect(),
        input: kinds.iter().map(|kind| kind.0).collect(),
        spare: spare.collect(),
        ..Beyond::default()
    };
    LossNetwork::new(network.firms.len(), kinds.len(), used.map(flow).collect(), &beyond)
}

// ---- Weights ----

/// A weight: its name, its sum, and what it is to the cascade; nothing where it sums to nothing.
struct Weighed {
    name: Arc<str>,
    total: f64,
    ready: Option<Weights>,
}

impl Weighed {
    fn new(name: &str, of: &[f64], losses: &LossNetwork) -> Self {
        Self { name: name.into(), total: of.iter().sum(), ready: Weights::new(losses, of) }
    }

    fn shown(&self) -> BareWeight {
        let reason = self.ready.is_none().then_some("zero-total");
        BareWeight { name: self.name.clone(), total: self.total, reason }
    }
}

fn weights(network: &BareNetwork, losses: &LossNetwork, options: &BareOptions) -> Vec<Weighed> {
    let columns = network.weights.iter().map(|column| Weighed::new(&column.name, &column.of, losses));
    let is_known = network.firms.iter().any(|firm| firm.revenue.is_some());
    let usual = match options.preset {
        Preset::Paper => "sales",
        Preset::Default if is_known => "revenue",
        Preset::Default => "strength",
    };
    match &options.weights[..] {
        [] if network.weights.is_empty() => vec![built_in(usual, network, losses)],
        [] => columns.collect(),
        names => {
            let mut columns = columns;
            let one = |name: &String| match Weighing::parse(name) {
                Weighing::Column => columns.next(),
                _ => Some(built_in(name, network, losses)),
            };
            names.iter().filter_map(one).collect()
        }
    }
}

/// A weight that needs no column of its own.
fn built_in(name: &str, network: &BareNetwork, losses: &LossNetwork) -> Weighed {
    let strength = |at: usize| losses.sold[at].max(losses.bought[at]);
    let revenue = |at: usize| network.firms[at].revenue.unwrap_or_else(|| strength(at));
    let of: Vec<f64> = match Weighing::parse(name) {
        Weighing::Sales => losses.sold.clone(),
        Weighing::Strength => (0..losses.firms()).map(strength).collect(),
        Weighing::Revenue | Weighing::Column => (0..losses.firms()).map(revenue).collect(),
    };
    Weighed::new(name, &of, losses)
}

// ---- Rows ----

fn rows(network: &BareNetwork, losses: &LossNetwork, rules: &Rules, weights: &[Weighed]) -> Vec<BareRow> {
    let (ids, starts): (Vec<&Arc<str>>, Vec<Start>) = match &network.scenarios {
        None => (0..).zip(&network.firms).map(|(at, firm)| (&firm.id, Start::stopped(at))).unzip(),
        Some(scenarios) => {
            let shocks = |shocks: &[BareShock]| {
                shocks.iter().map(|shock| Shock { firm: shock.firm, down: shock.down, up: shock.up }).collect()
            };
            scenarios.iter().map(|scenario| (&scenario.id, Start::new(shocks(&scenario.shocks)))).unzip()
        }
    };
    let ready: Vec<Weights> = weights.iter().filter_map(|weight| weight.ready.clone()).collect();
    let outcomes = indices(losses, rules, &ready, &starts);
    let row = |(id, outcome): (&Arc<str>, Outcome)| {
        let mut computed = outcome.indices.into_iter();
        let indices = weights.iter().map(|weight| weight.ready.as_ref().and_then(|_| computed.next())).collect();
        BareRow { scenario: id.clone(), indices, steps: outcome.ended.steps, settled: outcome.ended.settled }
    };
    ids.into_iter().zip(outcomes).map(row).collect()
}
