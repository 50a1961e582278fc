//! The flows around a firm, and who stands where.

use super::{Course, EgoFlow, EgoMember, EgoOptions};
use crate::analysis::Error;
use crate::analysis::risk::NodeName;
use crate::analysis::risk::chokepoint::{ChokepointOptions, Chokepoints, Essential, chokepoints};
use crate::analysis::scope::Scope;
use crate::analysis::split::{ProductName, product_name};
use crate::graph::{Flow, Node, SupplyGraph};
use crate::model::{Chain, FirmIx, Nearness, ProductIx, Role, Year};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Supplier, buyer and product.
pub(super) type Key = (u32, u32, ProductIx);

/// Flows by tier of the buyer, then by amount.
pub(super) type Flows = BTreeMap<(i32, Reverse<Yuan>, Key), EgoFlow>;

/// The flows that count.
pub(super) struct Trade<'g> {
    graph: &'g SupplyGraph,
    scope: &'g Scope,
    chain: Option<&'g Chain>,
    pub(super) year: Option<Year>,
}

impl<'g> Trade<'g> {
    pub(super) fn new(graph: &'g SupplyGraph, scope: &'g Scope) -> Result<Self, Error> {
        Ok(Self { graph, scope, chain: scope.chain(graph)?, year: scope.single_year(graph)? })
    }

    fn counts(&self, flow: &Flow) -> bool {
        flow.year == self.year
            && (flow.amount > 0.0 || flow.unpriced > 0)
            && self.scope.is_asked(self.graph, self.chain, flow)
    }

    fn of(&self, positions: &'g [u32]) -> impl Iterator<Item = &'g Flow> {
        positions.iter().map(|at| &self.graph.flows()[*at as usize]).filter(|flow| self.counts(flow))
    }

    /// What a node buys; unnamed suppliers buy nothing that anybody knows of.
    fn purchases(&self, node: u32) -> impl Iterator<Item = &'g Flow> {
        let of_firm = match self.graph.nodes()[node as usize] {
            Node::Firm(firm) => self.graph.purchases_of(firm),
            Node::Unnamed { .. } => &[],
        };
        self.of(of_firm)
    }

    fn role(&self, node: u32) -> Option<Role> {
        match self.graph.nodes()[node as usize] {
            Node::Firm(firm) => self.graph.dataset().firm(firm).role,
            Node::Unnamed { .. } => None,
        }
    }

    /// The leader here with most suppliers, of equal ones that which buys most; without a leader the firm here, without one
    /// anybody; the first by id where all is equal.
    pub(super) fn usual(&self) -> Option<u32> {
        let firms = &self.graph.dataset().firms;
        let rank = |node: u32| {
            let firm = &firms[node as usize];
            let here = self.scope.is_local(&firm.location) == Nearness::Near;
            let suppliers: BTreeSet<u32> = self.purchases(node).map(|flow| flow.supplier).collect();
            let bought: f64 = self.purchases(node).map(|flow| flow.amount).sum();
            let rank = (here && firm.role == Some(Role::Leader), here, suppliers.len(), Yuan(bought));
            (!suppliers.is_empty()).then_some((rank, Reverse(node)))
        };
        (0..firms.len() as u32).filter_map(rank).max().map(|(_, Reverse(node))| node)
    }

    /// Members with their tiers: from the nearest on, suppliers before customers.
    fn tiers(&self, centre: u32, options: &EgoOptions) -> BTreeMap<u32, i32> {
        let mut tiers = BTreeMap::from([(centre, 0)]);
        let (mut suppliers, mut customers) = (vec![centre], vec![centre]);
        for away in 1..=options.suppliers.max(options.customers) {
            let tier = i32::try_from(away).unwrap_or(i32::MAX);
            let found = suppliers.iter().flat_map(|node| self.purchases(*node)).map(|flow| flow.supplier);
            suppliers = if away <= options.suppliers { enter(&mut tiers, found, tier) } else { Vec::new() };
            let found = customers.iter().flat_map(|node| self.of(self.graph.sales_of(*node))).map(|flow| flow.buyer.0);
            customers = if away <= options.customers { enter(&mut tiers, found, -tier) } else { Vec::new() };
        }
        tiers
    }

    /// Who sells what; the same may come several times.
    pub(super) fn sold(&self) -> Vec<(FirmIx, ProductIx)> {
        let flows = self.graph.flows().iter().filter(|flow| flow.year == self.year);
        flows.filter_map(|flow| Some((self.graph.supplier_firm(flow)?, flow.product))).collect()
    }

    /// Who stops the firm by itself.
    pub(super) fn chokepoints(
        &self,
        centre: u32,
        options: &EgoOptions,
        essential: &Essential<'_>,
    ) -> Result<Chokepoints, Error> {
        let asked = ChokepointOptions {
            scope: options.scope.clone(),
            reach: options.reach,
            // Pairs are the risk list's question; one firm's surroundings show who stops it alone.
            pair_cap: 0,
            target: Some(centre),
            ..ChokepointOptions::default()
        };
        chokepoints(self.graph, &asked, essential)
    }
}

/// Members with their tiers and names.
pub(super) struct Around {
    tiers: BTreeMap<u32, i32>,
    names: BTreeMap<u32, NodeName>,
}

impl Around {
    pub(super) fn new(trade: &Trade<'_>, centre: u32, options: &EgoOptions) -> Self {
        let tiers = trade.tiers(centre, options);
        let names = tiers.keys().map(|node| (*node, NodeName::at(trade.graph, trade.scope, *node))).collect();
        Self { tiers, names }
    }

    pub(super) fn holds(&self, node: u32) -> bool {
        self.tiers.contains_key(&node)
    }

    /// Flows between members, one for each supplier, buyer and product.
    pub(super) fn flows(&self, trade: &Trade<'_>, essential: &Essential<'_>) -> Flows {
        let mut flows = BTreeMap::new();
        for (&buyer, &buyer_tier) in &self.tiers {
            let mut sums: BTreeMap<Key, Sum> = BTreeMap::new();
            let mut markets: BTreeMap<ProductIx, (Sum, BTreeSet<u32>)> = BTreeMap::new();
            for flow in trade.purchases(buyer) {
                let market = markets.entry(flow.product).or_default();
                market.0.add(flow);
                market.1.insert(flow.supplier);
                if self.holds(flow.supplier) {
                    sums.entry((flow.supplier, buyer, flow.product)).or_default().add(flow);
                }
            }
            for (key, sum) in sums {
                let (market, suppliers) = &markets[&key.2];
                let all = Some(market.amount).filter(|all| market.unpriced == 0 && *all > 0.0);
                let supplier_tier = self.tiers[&key.0];
                let flow = EgoFlow {
                    supplier: self.names[&key.0].clone(),
                    supplier_tier,
                    buyer: self.names[&buyer].clone(),
                    buyer_tier,
                    product: product_name(trade.graph, key.2),
                    course: course(supplier_tier, buyer_tier),
                    amount: sum.known(),
                    unpriced_lines: sum.unpriced,
                    share: all.map(|all| (sum.amount / all).min(1.0)),
                    sole: suppliers.len() == 1,
                    essential: essential(key.2, FirmIx(buyer)),
                };
                flows.insert((-buyer_tier, Reverse(Yuan(sum.amount)), key), flow);
            }
        }
        flows
    }

    /// Members by tier, the farthest suppliers first; in a tier by amount, then by id.
    pub(super) fn members(&self, trade: &Trade<'_>, flows: &Flows, structure: &Chokepoints) -> Vec<EgoMember> {
        let hidden: BTreeSet<u32> = structure.hidden.iter().map(|hidden| hidden.firm.node).collect();
        let mut members: BTreeMap<u32, EgoMember> = BTreeMap::new();
        for (&node, &tier) in &self.tiers {
            let member = EgoMember {
                tier,
                firm: self.names[&node].clone(),
                role: trade.role(node),
                products: Vec::new(),
                amount: None,
                unpriced_lines: 0,
                traced: trade.purchases(node).next().is_some(),
                stops: structure.stops.contains_key(&node),
                hidden: hidden.contains(&node),
                sole: Vec::new(),
                also: 0,
            };
            members.insert(node, member);
        }
        let mut others: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        // Flows of one buyer's tier come by amount, so products do too.
        for ((_, _, (supplier, buyer, _)), flow) in flows {
            if flow.course != Course::Along {
                others.entry(*supplier).or_default().insert(*buyer);
            }
            let farther = if flow.supplier_tier > 0 { supplier } else { buyer };
            if let Some(member) = members.get_mut(farther).filter(|_| flow.course == Course::Along) {
                member.take(flow);
            }
            if let Some(member) = members.get_mut(supplier).filter(|_| flow.sole && flow.essential) {
                push_new(&mut member.sole, &flow.product);
            }
        }
        for (node, buyers) in others {
            members.entry(node).and_modify(|member| member.also = buyers.len());
        }
        let mut members: Vec<(u32, EgoMember)> = members.into_iter().collect();
        let key = |member: &EgoMember| (Reverse(member.tier), Reverse(Yuan(member.amount.unwrap_or(0.0))));
        members.sort_by_cached_key(|(node, member)| (key(member), *node));
        members.into_iter().map(|(_, member)| member).collect()
    }
}

impl EgoMember {
    fn take(&mut self, flow: &EgoFlow) {
        push_new(&mut self.products, &flow.product);
        if let Some(amount) = flow.amount {
            self.amount = Some(self.amount.unwrap_or(0.0) + amount);
        }
        self.unpriced_lines += flow.unpriced_lines;
    }
}

fn push_new(products: &mut Vec<ProductName>, product: &ProductName) {
    if !products.iter().any(|known| known.id == product.id) {
        products.push(product.clone());
    }
}

/// Those not met before enter a tier; returns them, sorted.
fn enter(tiers: &mut BTreeMap<u32, i32>, found: impl Iterator<Item = u32>, tier: i32) -> Vec<u32> {
    let new: BTreeSet<u32> = found.filter(|node| !tiers.contains_key(node)).collect();
    tiers.extend(new.iter().map(|node| (*node, tier)));
    new.into_iter().collect()
}

fn course(supplier: i32, buyer: i32) -> Course {
    match supplier - buyer {
        1 => Course::Along,
        0 => Course::Within,
        _ => Course::Aside,
    }
}

/// Yuan in the order of their amounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Yuan(f64);

impl Eq for Yuan {}

impl PartialOrd for Yuan {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Yuan {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Priced amount and lines of some flows.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    amount: f64,
    priced: u32,
    unpriced: u32,
}

impl Sum {
    fn add(&mut self, flow: &Flow) {
        self.amount += flow.amount;
        self.priced += flow.priced;
        self.unpriced += flow.unpriced;
    }

    fn known(self) -> Option<f64> {
        (self.priced > 0).then_some(self.amount)
    }
}
