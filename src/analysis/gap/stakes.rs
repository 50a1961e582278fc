//! What is at stake: the loss if a product stops coming [WL-9], and what each remedy would bring (methods §2.7, step 2).
//!
//! ```text
//! fill, strengthen  ΔP_k · va_k   ΔP: yuan captured from outside − what the newcomer itself buys outside     [WI-4]
//! secure            ΔEAL          expected yearly loss of value added here, before − after a second source    [WI-3]
//! ```
//!
//! Conventions. All benefits are value added here, yuan a year, so that turnover and avoided loss can be compared. The
//! newcomer copies the recipe of whom it displaces, as far as that is recorded. The second source sells half of what the
//! largest supplier sold here, buys what that one bought for it, and either can take over the other's half: without room to
//! take over, two halves that stop apart lose as much as one whole, and a second source would bring nothing. Its own output
//! is not counted when it fails itself: without it there would be none. Every supplier stops with the same yearly
//! probability; `break_even` is the one at which securing would bring as much as the best other remedy. Competitors replace
//! conservatively, and by spare capacity where the second source is judged. Sector ratios of value added.

use super::{Evidence, GapType, Trigger};
use crate::analysis::Error;
use crate::analysis::risk::cascade::{Replaceability, Rules};
use crate::analysis::risk::index::{Weights, indices};
use crate::analysis::risk::network::{Beyond, Flow, LossNetwork, Spare};
use crate::analysis::risk::start::Start;
use crate::analysis::risk::system::System;
use crate::analysis::risk::{Model, NodeName, Preset, RiskOptions};
use crate::analysis::scope::Scope;
use crate::graph::{Node, SupplyGraph};
use crate::model::{FirmIx, Nearness, ProductIx, Year, sector};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// Flows up to which every product is simulated without being asked for.
pub(super) const SIMULATED_FLOWS: usize = 50_000;

/// Share of the largest supplier's sales that a second source takes over.
const SECOND_SOURCE: f64 = 0.5;

/// A remedy whose benefit is at least this share of the best one's is named beside it.
const NEARLY: f64 = 0.9;

/// What a remedy would bring.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Benefit {
    /// The remedy.
    pub remedy: GapType,
    /// Value added here, yuan a year; `None` where it cannot be told.
    pub value: Option<f64>,
}

/// What the failure of one supplier costs here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SupplierLoss {
    /// Who.
    pub supplier: NodeName,
    /// Yuan a year, the supplier's own output included when it is here.
    pub loss: f64,
}

/// What is at stake with a product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stakes {
    /// [WL-9]: loss here if nobody delivers it any more, yuan a year.
    pub loss: f64,
    /// The same as a share of the sizes of all firms here; `None` when they have none.
    pub share: Option<f64>,
    /// The supplier whose failure costs most here; `None` when no supplier is known.
    pub worst: Option<SupplierLoss>,
    /// What each eligible remedy would bring, in the order of ties.
    pub benefits: Vec<Benefit>,
    /// The best but one, when it brings at least nine tenths of the best.
    pub runner_up: Option<GapType>,
    /// Yearly probability of a stop at which securing brings as much as the best other remedy; `None` without both.
    pub break_even: Option<f64>,
    /// Whether the ratio of value added is that of the whole economy, for want of an industry.
    pub economy_ratio: bool,
}

impl Stakes {
    /// The remedy that brings most; the first in the order of ties when none is known to bring anything.
    pub fn primary(&self) -> Option<GapType> {
        let known = self.benefits.iter().filter(|benefit| benefit.value.is_some_and(|value| value > 0.0));
        let best = known.reduce(|best, next| if next.value > best.value { next } else { best });
        best.or(self.benefits.first()).map(|benefit| benefit.remedy)
    }
}

/// What simulations share: the network as it is, who is here, and what each firm is worth here.
pub(super) struct Simulation<'a> {
    system: System<'a>,
    scope: &'a Scope,
    model: Model,
    flows: Vec<Flow>,
    beyond: Beyond,
    /// Size of each node here, yuan, and value added here; zero for nodes elsewhere.
    here: Vec<f64>,
    value: Vec<f64>,
    stop_probability: f64,
    /// Loss here when a node stops: in size, replaced conservatively, and in value added, replaced by spare capacity.
    alone: BTreeMap<u32, [f64; 2]>,
}

impl<'a> Simulation<'a> {
    /// Lays the network out and lets every supplier of `products` stop once.
    pub(super) fn new(
        graph: &'a SupplyGraph,
        scope: &'a Scope,
        year: Option<Year>,
        stop_probability: f64,
        products: &[ProductIx],
    ) -> Result<Self, Error> {
        let options = RiskOptions { scope: Scope { chain: None, year, ..scope.clone() }, ..RiskOptions::default() };
        let system = System::collect(graph, &options)?;
        let model = Model { replaceability: Replaceability::Conservative, ..Model::of(Preset::Default) };
        let (flows, beyond) = system.parts(&model);
        let is_here = |node: u32| scope.is_local(system.place_of(node)) == Nearness::Near;
        let size = |node: u32| if is_here(node) { system.size[node as usize].0 } else { 0.0 };
        let here: Vec<f64> = (0..system.nodes() as u32).map(size).collect();
        let value = here.iter().enumerate().map(|(node, size)| size * ratio_of(graph, node as u32)).collect();
        let alone = BTreeMap::new();
        let mut simulation = Self { system, scope, model, flows, beyond, here, value, stop_probability, alone };
        let mut suppliers: Vec<u32> =
            products.iter().flat_map(|product| simulation.suppliers(*product)).map(|s| s.0).collect();
        suppliers.sort_unstable();
        suppliers.dedup();
        let network = simulation.lay(simulation.flows.clone(), &simulation.beyond, simulation.system.nodes());
        let sizes = simulation.losses(&network, Replaceability::Conservative, &suppliers, &simulation.here);
        let values = simulation.losses(&network, Replaceability::Capacity, &suppliers, &simulation.value);
        simulation.alone = suppliers.into_iter().zip(sizes.into_iter().zip(values).map(|(a, b)| [a, b])).collect();
        Ok(simulation)
    }

    fn lay(&self, flows: Vec<Flow>, beyond: &Beyond, nodes: usize) -> LossNetwork {
        LossNetwork::new(nodes, self.system.graph.dataset().products.len(), flows, beyond)
    }

    /// Loss in a weight when each node stops.
    fn losses(&self, network: &LossNetwork, rule: Replaceability, nodes: &[u32], of: &[f64]) -> Vec<f64> {
        let Some(weights) = Weights::new(network, of) else { return vec![0.0; nodes.len()] };
        let whole: f64 = of.iter().sum();
        let rules = Rules { replaceability: rule, ..self.model.rules() };
        let starts: Vec<Start> = nodes.iter().map(|node| Start::stopped(*node)).collect();
        let outcomes = indices(network, &rules, &[weights], &starts);
        outcomes.iter().map(|outcome| outcome.indices[0].both * whole).collect()
    }

    /// Who sells a product to buyers here, and for how much, by node.
    fn suppliers(&self, product: ProductIx) -> Vec<(u32, f64)> {
        let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
        for flow in self.flows.iter().filter(|flow| flow.product == product.0 && self.is_here(flow.buyer)) {
            *sums.entry(flow.supplier).or_insert(0.0) += flow.amount;
        }
        sums.into_iter().collect()
    }

    fn is_here(&self, node: u32) -> bool {
        self.scope.is_local(self.system.place_of(node)) == Nearness::Near
    }

    /// What is at stake with each product that some trigger lists, in their order.
    pub(super) fn stakes(&self, weak: &[(ProductIx, &[Trigger], &Evidence)]) -> Vec<Stakes> {
        weak.par_iter().map(|(product, triggers, evidence)| self.of(*product, triggers, evidence)).collect()
    }

    fn of(&self, product: ProductIx, triggers: &[Trigger], evidence: &Evidence) -> Stakes {
        let suppliers = self.suppliers(product);
        let loss = self.loss_without(product);
        let whole: f64 = self.here.iter().sum();
        let worst = suppliers.iter().map(|(node, _)| (*node, self.alone[node][0]));
        let worst = worst.reduce(|best, next| if next.1 > best.1 { next } else { best });
        let (ratio, economy_ratio) = self.ratio(product);
        let avoided = super::types(triggers).contains(&GapType::Secure).then(|| self.avoided(product, &suppliers));
        let benefit = |remedy: GapType| Benefit {
            remedy,
            value: match remedy {
                GapType::Fill => self.captured(product, evidence.origins.outside).map(|captured| captured * ratio),
                GapType::Strengthen => self.strengthened(product, triggers, evidence).map(|captured| captured * ratio),
                GapType::Secure => avoided.flatten().map(|avoided| avoided * self.stop_probability),
                GapType::Extend => None,
            },
        };
        let benefits: Vec<Benefit> = super::types(triggers).into_iter().map(benefit).collect();
        Stakes {
            loss,
            share: (whole > 0.0).then(|| loss / whole),
            worst: worst
                .map(|(node, loss)| SupplierLoss { supplier: NodeName::of(&self.system, self.scope, node), loss }),
            runner_up: runner_up(&benefits),
            break_even: break_even(&benefits, avoided.flatten()),
            benefits,
            economy_ratio,
        }
    }

    /// [WL-9]: loss here when every line of a product is cut.
    fn loss_without(&self, product: ProductIx) -> f64 {
        let products = self.system.graph.dataset().products.len();
        let (network, start) =
            LossNetwork::cut(self.system.nodes(), products, self.flows.clone(), &self.beyond, |flow| {
                flow.product == product.0
            });
        let Some(weights) = Weights::new(&network, &self.here) else { return 0.0 };
        let outcome = indices(&network, &self.model.rules(), &[weights], &[start]);
        outcome[0].indices[0].both * self.here.iter().sum::<f64>()
    }

    /// Yuan that a newcomer here would take from outside, less what it would buy outside itself; `None` without any.
    fn captured(&self, product: ProductIx, captured: f64) -> Option<f64> {
        if captured <= 0.0 {
            return None;
        }
        let outside = self.suppliers(product).into_iter().filter(|(node, _)| !self.is_here(*node));
        let (mut sold, mut bought) = (0.0, 0.0);
        for (node, amount) in outside {
            let purchases = self.flows.iter().filter(|flow| flow.buyer == node && !self.is_here(flow.supplier));
            let size = self.system.size[node as usize].0;
            let share = if size > 0.0 { purchases.map(|flow| flow.amount).sum::<f64>() / size } else { 0.0 };
            (sold, bought) = (sold + amount, bought + amount * share.min(1.0));
        }
        let share = if sold > 0.0 { bought / sold } else { 0.0 };
        Some(captured * (1.0 - share))
    }

    /// What stronger local makers would take: all that is bought outside when they are short, else what idle capacity could serve.
    fn strengthened(&self, product: ProductIx, triggers: &[Trigger], evidence: &Evidence) -> Option<f64> {
        let grows =
            [Trigger::CapacityShort, Trigger::RateBelowReference].iter().any(|trigger| triggers.contains(trigger));
        let captured = if grows { evidence.origins.outside } else { evidence.capacity.unused_match? };
        self.captured(product, captured)
    }

    /// Value added here that is lost less when every supplier stops once, after a second source took half of what the largest
    /// sells here; `None` where nobody sells it.
    fn avoided(&self, product: ProductIx, suppliers: &[(u32, f64)]) -> Option<f64> {
        let largest = suppliers.iter().copied().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        let newcomer = self.system.nodes() as u32;
        let (flows, beyond) = self.with_second_source(product, largest, newcomer);
        let network = self.lay(flows, &beyond, self.system.nodes() + 1);
        let own = largest.1 * SECOND_SOURCE * self.ratio(product).0;
        let mut value = self.value.clone();
        value[largest.0 as usize] -= value[largest.0 as usize].min(if self.is_here(largest.0) { own } else { 0.0 });
        value.push(own);
        let nodes: Vec<u32> = suppliers.iter().map(|supplier| supplier.0).chain([newcomer]).collect();
        let after = self.losses(&network, Replaceability::Capacity, &nodes, &value);
        let before: f64 = suppliers.iter().map(|(node, _)| self.alone[node][1]).sum();
        // Output moved from the largest supplier to the newcomer is lost once either way; a newcomer's own is no loss of before.
        let moved = if self.is_here(largest.0) { 0.0 } else { own };
        Some(before - (after.iter().sum::<f64>() - moved))
    }

    /// The flows with half of what the largest supplier sells here coming from a newcomer with the same recipe.
    fn with_second_source(&self, product: ProductIx, largest: (u32, f64), newcomer: u32) -> (Vec<Flow>, Beyond) {
        let (supplier, sold) = largest;
        let moved = sold * SECOND_SOURCE;
        let size = self.system.size[supplier as usize].0.max(sold);
        let recipe = moved / size;
        let mut flows = Vec::with_capacity(self.flows.len() + 16);
        for flow in &self.flows {
            let sells = flow.supplier == supplier && flow.product == product.0 && self.is_here(flow.buyer);
            let share = if sells {
                SECOND_SOURCE
            } else if flow.buyer == supplier {
                recipe
            } else {
                0.0
            };
            if share > 0.0 {
                let amount = flow.amount * share;
                let taken =
                    if sells { Flow { supplier: newcomer, ..*flow } } else { Flow { buyer: newcomer, ..*flow } };
                flows.push(Flow { amount, ..taken });
            }
            flows.push(Flow { amount: flow.amount * (1.0 - share), ..*flow });
        }
        let mut beyond = self.beyond.clone();
        for firm in [supplier, newcomer] {
            beyond.spare.push(Spare { firm, product: product.0, amount: moved });
        }
        for known in [&mut beyond.revenue, &mut beyond.cost] {
            let before = known.get(supplier as usize).copied().flatten();
            if let Some(at) = known.get_mut(supplier as usize) {
                *at = before.map(|amount| amount * (1.0 - recipe));
            }
            known.push(before.map(|amount| amount * recipe));
        }
        (flows, beyond)
    }

    /// Ratio of value added of a product's industry, and whether it is only that of the economy.
    fn ratio(&self, product: ProductIx) -> (f64, bool) {
        let codes = &self.system.graph.dataset().product(product).industry;
        let ratio = codes.iter().find_map(|code| sector::value_added_ratio(code));
        ratio.map_or((sector::ECONOMY, true), |ratio| (ratio, false))
    }
}

/// Ratio of value added of a node's industry, else of what it sells, else of the economy.
fn ratio_of(graph: &SupplyGraph, node: u32) -> f64 {
    let of_product = |product: ProductIx| {
        let codes = &graph.dataset().product(product).industry;
        codes.iter().find_map(|code| sector::value_added_ratio(code))
    };
    let ratio = match graph.nodes()[node as usize] {
        Node::Unnamed { product, .. } => of_product(product),
        Node::Firm(firm) => own_ratio(graph, firm)
            .or_else(|| graph.sales_of(node).iter().find_map(|at| of_product(graph.flows()[*at as usize].product))),
    };
    ratio.unwrap_or(sector::ECONOMY)
}

fn own_ratio(graph: &SupplyGraph, firm: FirmIx) -> Option<f64> {
    sector::value_added_ratio(graph.dataset().firm(firm).industry.as_deref()?)
}

fn runner_up(benefits: &[Benefit]) -> Option<GapType> {
    let mut known: Vec<(f64, GapType)> = benefits
        .iter()
        .filter_map(|benefit| Some((benefit.value?, benefit.remedy)))
        .filter(|(v, _)| *v > 0.0)
        .collect();
    known.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (best, next) = (known.first()?, known.get(1)?);
    (next.0 >= NEARLY * best.0).then_some(next.1)
}

fn break_even(benefits: &[Benefit], avoided: Option<f64>) -> Option<f64> {
    let others =
        benefits.iter().filter(|benefit| benefit.remedy != GapType::Secure).filter_map(|benefit| benefit.value);
    let best = others.reduce(f64::max)?;
    avoided.filter(|avoided| *avoided > 0.0).map(|avoided| best / avoided)
}
