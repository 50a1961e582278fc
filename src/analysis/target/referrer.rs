//! Who can introduce a candidate, and what justifies it: customers by amount, then who sells to the same buyers, then the group.

use super::Party;
use super::candidate::party;
use super::group::whole;
use crate::analysis::scope::Scope;
use crate::analysis::split::{FirmName, fen, firm_name};
use crate::graph::{Flow, SupplyGraph};
use crate::model::{FirmIx, Nearness, Tier, Year};
use serde::Serialize;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// A local firm that can introduce a candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Referrer {
    /// Who, with place and contact.
    pub firm: FirmName,
    /// What justifies it.
    pub relation: Relation,
}

/// What ties a local firm to a candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Relation {
    /// It buys from the candidate.
    Customer {
        /// Yuan of the year; `None` when no line has an amount.
        amount: Option<f64>,
    },
    /// Both sell to the same buyers.
    SharedCustomers {
        /// How many.
        count: usize,
        /// The first of them by id.
        customer: Party,
    },
    /// Both belong to one group.
    SameGroup {
        /// The group.
        group: Arc<str>,
    },
}

/// What relations are looked up in.
pub(super) struct Referrers<'a> {
    pub(super) graph: &'a SupplyGraph,
    pub(super) scope: &'a Scope,
    pub(super) tier: &'a Tier,
    pub(super) year: Option<Year>,
    /// Local buyers.
    pub(super) buyers: &'a BTreeSet<FirmIx>,
    /// Local firms that sell to each buyer asked about so far: the largest candidates share most of their customers.
    pub(super) sellers: RefCell<BTreeMap<FirmIx, Rc<[FirmIx]>>>,
}

impl Referrers<'_> {
    /// Customers named for a candidate, and firms of each other kind.
    const CUSTOMERS: usize = 5;
    const OTHERS: usize = 3;

    /// Who can introduce a firm, the best first.
    pub(super) fn of(&self, firm: FirmIx) -> Vec<Referrer> {
        let sold = self.sold(firm);
        let mut customers: Vec<(FirmIx, Option<i128>)> =
            sold.iter().filter(|(buyer, _)| self.buyers.contains(buyer)).map(|(buyer, fen)| (*buyer, *fen)).collect();
        customers.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut known: BTreeSet<FirmIx> = customers.iter().map(|(buyer, _)| *buyer).chain([firm]).collect();
        let mut referrers: Vec<Referrer> = customers
            .into_iter()
            .take(Self::CUSTOMERS)
            .map(|(buyer, fen)| self.referrer(buyer, Relation::Customer { amount: fen.map(whole) }))
            .collect();
        let mut shared = self.shared(sold.keys(), &known);
        shared.sort_unstable_by_key(|&(other, count, _)| (Reverse(count), other));
        for (other, count, first) in shared.into_iter().take(Self::OTHERS) {
            known.insert(other);
            let customer = party(self.graph, first);
            referrers.push(self.referrer(other, Relation::SharedCustomers { count, customer }));
        }
        referrers.extend(self.of_group(firm, &known));
        referrers
    }

    fn referrer(&self, firm: FirmIx, relation: Relation) -> Referrer {
        Referrer { firm: firm_name(self.graph, firm), relation }
    }

    /// What a firm sells to each buyer in the year, fen; `None` without an amount.
    fn sold(&self, firm: FirmIx) -> BTreeMap<FirmIx, Option<i128>> {
        let mut sold: BTreeMap<FirmIx, Option<i128>> = BTreeMap::new();
        for flow in self.flows(self.graph.sales_of(firm.0)) {
            let sum = sold.entry(flow.buyer).or_default();
            if flow.priced > 0 {
                *sum = Some(sum.unwrap_or(0) + i128::from(fen(flow.amount)));
            }
        }
        sold
    }

    fn flows<'s>(&'s self, positions: &'s [u32]) -> impl Iterator<Item = &'s Flow> {
        let flows = positions.iter().map(|&at| &self.graph.flows()[at as usize]);
        flows.filter(|flow| flow.year == self.year && !self.graph.is_self_supply(flow))
    }

    /// Local firms that sell to the same buyers: how many of them, and the first by id.
    fn shared<'s>(
        &self,
        customers: impl Iterator<Item = &'s FirmIx>,
        known: &BTreeSet<FirmIx>,
    ) -> Vec<(FirmIx, usize, FirmIx)> {
        let mut counted = vec![(0, FirmIx::from(0)); self.graph.dataset().firms.len()];
        for &customer in customers {
            for other in self.local_sellers(customer).iter() {
                let (count, first) = &mut counted[other.index()];
                *first = if *count == 0 { customer } else { *first };
                *count += 1;
            }
        }
        let found = counted.into_iter().enumerate().map(|(at, (count, first))| (FirmIx::from(at), count, first));
        found.filter(|(other, count, _)| *count > 0 && !known.contains(other)).collect()
    }

    /// Local firms that sell to a buyer.
    fn local_sellers(&self, buyer: FirmIx) -> Rc<[FirmIx]> {
        let find = || {
            let sellers = self.flows(self.graph.purchases_of(buyer)).filter_map(|flow| self.graph.supplier_firm(flow));
            let mut sellers: Vec<FirmIx> = sellers.collect();
            sellers.sort_unstable();
            sellers.dedup();
            sellers.retain(|other| self.is_local(*other, buyer));
            sellers.into()
        };
        self.sellers.borrow_mut().entry(buyer).or_insert_with(find).clone()
    }

    fn is_local(&self, firm: FirmIx, customer: FirmIx) -> bool {
        let (here, there) = (&self.graph.dataset().firm(firm).location, &self.graph.dataset().firm(customer).location);
        let near = if self.scope.focus.is_some() { self.scope.is_local(here) } else { self.tier.near(here, there) };
        near == Nearness::Near
    }

    /// Local firms of the same group.
    fn of_group(&self, firm: FirmIx, known: &BTreeSet<FirmIx>) -> Vec<Referrer> {
        let firms = &self.graph.dataset().firms;
        let Some(group) = firms[firm.index()].group.clone().filter(|_| self.scope.focus.is_some()) else {
            return Vec::new();
        };
        let kin =
            (0..firms.len()).map(FirmIx::from).filter(|other| firms[other.index()].group.as_ref() == Some(&group));
        let local = kin.filter(|other| !known.contains(other) && self.is_local(*other, firm));
        local
            .take(Self::OTHERS)
            .map(|other| self.referrer(other, Relation::SameGroup { group: group.clone() }))
            .collect()
    }
}
