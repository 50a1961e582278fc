//! Laws of the cascade on random networks, an oracle without any trick, and the worked examples of the method.
#![allow(clippy::unwrap_used, missing_docs)]

use liantu::analysis::risk::cascade::{Replaceability, Rules, Workspace};
use liantu::analysis::risk::index::{Index, Outcome, Weights, indices};
use liantu::analysis::risk::network::{Beyond, Essentiality, Flow, LossNetwork, Spare};
use liantu::analysis::risk::start::{Shock, Start};
use proptest::prelude::*;

const KINDS: [Replaceability; 4] =
    [Replaceability::Paper, Replaceability::Conservative, Replaceability::Off, Replaceability::Capacity];

/// A small economy, all that the engine takes.
#[derive(Debug, Clone)]
struct Economy {
    firms: usize,
    products: usize,
    flows: Vec<Flow>,
    cut: Vec<bool>,
    beyond: Beyond,
    shocks: Vec<Shock>,
    weights: Vec<f64>,
}

impl Economy {
    /// Cuts go by what a flow is, as callers do it; pieces alike in all are cut alike.
    fn is_cut(&self, flow: &Flow) -> bool {
        self.flows.iter().zip(&self.cut).any(|(other, cut)| *cut && other == flow)
    }

    /// The share of a flow that is cut: the whole of what is essential, of the rest a part.
    fn gone(&self, flow: &Flow) -> f64 {
        match self.is_cut(flow) {
            true if flow.essentiality == Essentiality::Essential => 1.0,
            true => 0.4,
            false => 0.0,
        }
    }

    fn lay(&self) -> (LossNetwork, Start) {
        let cut = |flow: &Flow| self.gone(flow);
        let (network, start) =
            LossNetwork::cut_in_part(self.firms, self.products, self.flows.clone(), &self.beyond, cut);
        (network, start.with(self.shocks.clone()))
    }

    /// Steps, and downstream and upstream loss of each firm.
    fn losses(&self, rules: &Rules) -> (u32, Vec<f64>, Vec<f64>) {
        let (network, start) = self.lay();
        let mut workspace = Workspace::new(&network);
        let ended = workspace.run(&network, rules, &start);
        let all = 0..self.firms as u32;
        (
            ended.steps,
            all.clone().map(|firm| workspace.down(firm)).collect(),
            all.map(|firm| workspace.up(firm)).collect(),
        )
    }

    fn outcome(&self, rules: &Rules) -> Outcome {
        let (network, start) = self.lay();
        let weights = Weights::new(&network, &self.weights).unwrap();
        Workspace::new(&network).index(&network, rules, &[weights], &start)
    }
}

impl Economy {
    /// Amounts within four powers of ten of each other. What a giant loses is resolved to 2e-19 of its sales; where that is
    /// much beside the spare capacity of a dwarf, their ratio is not good to 1e-12.
    fn tamed(&self) -> Self {
        let mut tame = self.clone();
        let squeeze = |amount: &mut f64| *amount = amount.powf(0.2);
        tame.flows.iter_mut().for_each(|flow| squeeze(&mut flow.amount));
        tame.beyond.spare.iter_mut().for_each(|spare| squeeze(&mut spare.amount));
        tame
    }
}

/// [ES-1] to [ES-7] as they stand: every firm, every flow, every step.
struct Oracle<'a> {
    economy: &'a Economy,
    rules: &'a Rules,
    cut: Vec<f64>,
    down: Vec<f64>,
    up: Vec<f64>,
}

impl<'a> Oracle<'a> {
    fn run(economy: &'a Economy, rules: &'a Rules) -> (u32, Vec<f64>, Vec<f64>) {
        let shock = |firm: usize, of: fn(&Shock) -> f64| {
            economy.shocks.iter().filter(|shock| shock.firm as usize == firm).map(of).fold(0.0, f64::max)
        };
        let down0: Vec<f64> = (0..economy.firms).map(|firm| shock(firm, |shock| shock.down)).collect();
        let up0: Vec<f64> = (0..economy.firms).map(|firm| shock(firm, |shock| shock.up)).collect();
        let cut = economy.flows.iter().map(|flow| economy.gone(flow)).collect();
        let mut oracle = Self { economy, rules, cut, down: down0.clone(), up: up0.clone() };
        for steps in 1.. {
            let sent: Vec<f64> = (0..economy.flows.len()).map(|at| oracle.sent(at)).collect();
            let next = |firm, own: &[f64], loss: f64| loss.max(own[firm]).min(1.0);
            let down: Vec<f64> = (0..economy.firms).map(|f| next(f, &down0, oracle.supply_loss(f, &sent))).collect();
            let up: Vec<f64> = (0..economy.firms).map(|f| next(f, &up0, oracle.demand_loss(f))).collect();
            let falls = down.iter().zip(&oracle.down).chain(up.iter().zip(&oracle.up)).map(|(new, old)| new - old);
            let fall = falls.fold(0.0, f64::max);
            (oracle.down, oracle.up) = (down, up);
            if fall <= rules.epsilon || steps >= rules.max_steps {
                return (steps, oracle.down, oracle.up);
            }
        }
        unreachable!()
    }

    fn input(&self, product: u32) -> u32 {
        self.economy.beyond.input.get(product as usize).copied().unwrap_or(product)
    }

    fn market(&self, product: u32) -> u32 {
        self.economy.beyond.market.get(product as usize).copied().unwrap_or(product)
    }

    /// Sum over what is not cut of the flows of a market.
    fn over_market(&self, market: u32, of: impl Fn(&Flow) -> f64) -> f64 {
        let flows = self.economy.flows.iter().zip(&self.cut);
        let there = flows.filter(|(flow, _)| self.market(flow.product) == market);
        there.map(|(flow, cut)| of(&Flow { amount: flow.amount * (1.0 - cut), ..*flow })).sum()
    }

    /// [ES-3], [ES-4] for the line that a flow belongs to; what is cut is lost wholly.
    fn sent(&self, at: usize) -> f64 {
        let flow = self.economy.flows[at];
        let (loss, market) = (self.down[flow.supplier as usize], self.market(flow.product));
        let of = |flow: &Flow| self.down[flow.supplier as usize];
        let outside = self.economy.beyond.outside.get(market as usize).copied().unwrap_or(0.0);
        let line = |other: &&Flow| other.supplier == flow.supplier && other.product == flow.product;
        let sales: f64 = self.economy.flows.iter().filter(line).map(|flow| flow.amount).sum();
        let by_share = |left: f64| if sales < left { sales / left } else { 1.0 };
        let share = match self.rules.replaceability {
            Replaceability::Off => 1.0,
            Replaceability::Paper => by_share(outside + self.over_market(market, |f| f.amount * (1.0 - of(f)))),
            Replaceability::Conservative => {
                let whole = |f: &Flow| if of(f) > self.rules.epsilon { 0.0 } else { f.amount };
                by_share(outside + self.over_market(market, whole))
            }
            Replaceability::Capacity => {
                let others = self.economy.beyond.spare.iter().filter(|spare| {
                    self.market(spare.product) == market && (spare.firm, spare.product) != (flow.supplier, flow.product)
                });
                let left: f64 = others.map(|spare| spare.amount * (1.0 - self.down[spare.firm as usize])).sum();
                let wanted = self.over_market(market, |f| f.amount * of(f));
                if left < wanted { 1.0 - left / wanted } else { 0.0 }
            }
        };
        self.cut[at] + (1.0 - self.cut[at]) * share * loss
    }

    /// [ES-5]
    fn supply_loss(&self, firm: usize, sent: &[f64]) -> f64 {
        let bought = |flow: &&Flow| flow.buyer as usize == firm;
        let all: f64 = self.economy.flows.iter().filter(bought).map(|flow| flow.amount).sum();
        let cost = self.economy.beyond.cost.get(firm).copied().flatten().unwrap_or(0.0);
        let recorded = all / cost.max(all);
        let lost = |product: Option<u32>| {
            let kind = if product.is_some() { Essentiality::Essential } else { Essentiality::Linear };
            let inside = |flow: &Flow| {
                flow.buyer as usize == firm
                    && flow.essentiality == kind
                    && product.is_none_or(|product| product == self.input(flow.product))
            };
            let flows = || self.economy.flows.iter().zip(sent).filter(|(flow, _)| inside(flow));
            let total = if product.is_some() { flows().map(|(flow, _)| flow.amount).sum() } else { all };
            flows().map(|(flow, sent)| flow.amount / total * recorded * sent).sum::<f64>()
        };
        (0..self.economy.products as u32).map(|product| lost(Some(product))).fold(lost(None), f64::max)
    }

    /// [ES-6]
    fn demand_loss(&self, firm: usize) -> f64 {
        let flows = || self.economy.flows.iter().zip(&self.cut).filter(|(flow, _)| flow.supplier as usize == firm);
        let sold: f64 = flows().map(|(flow, _)| flow.amount).sum();
        let revenue = self.economy.beyond.revenue.get(firm).copied().flatten().unwrap_or(0.0).max(sold);
        flows().map(|(flow, cut)| flow.amount / revenue * (cut + (1.0 - cut) * self.up[flow.buyer as usize])).sum()
    }
}

// ---- Random economies ----

fn essentiality() -> impl Strategy<Value = Essentiality> {
    prop_oneof![Just(Essentiality::Negligible), Just(Essentiality::Linear), Just(Essentiality::Essential)]
}

fn amount() -> impl Strategy<Value = f64> {
    prop_oneof![4 => (0.0..3.0_f64).prop_map(|power| 10_f64.powf(power)), 1 => (-9.0..15.0_f64).prop_map(|power| 10_f64.powf(power))]
}

fn shock(firms: u32) -> impl Strategy<Value = Shock> {
    let level = || prop_oneof![2 => Just(1.0), 1 => Just(0.0), 2 => 0.0..1.0_f64];
    prop_oneof![
        (0..firms, level()).prop_map(|(firm, both)| Shock { firm, down: both, up: both }),
        (0..firms, level(), level()).prop_map(|(firm, down, up)| Shock { firm, down, up }),
    ]
}

prop_compose! {
    fn economy()(firms in 1..9_usize, products in 1..5_usize)(
        firms in Just(firms),
        products in Just(products),
        table in prop::collection::vec(essentiality(), firms * products),
        rows in prop::collection::vec((0..firms as u32, 0..firms as u32, 0..products as u32, amount(), prop::bool::weighted(0.1)), 0..40),
        market in prop_oneof![Just(Vec::new()), prop::collection::vec(0..products as u32, products)],
        input in prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(0..products as u32, products)],
        outside in prop_oneof![Just(Vec::new()), prop::collection::vec(amount(), products)],
        spare in prop::collection::vec((0..firms as u32, 0..products as u32, amount()), 0..6),
        revenue in prop_oneof![Just(Vec::new()), prop::collection::vec(prop::option::of(amount()), firms)],
        cost in prop_oneof![Just(Vec::new()), prop::collection::vec(prop::option::of(amount()), firms)],
        shocks in prop::collection::vec(shock(firms as u32), 1..4),
        weights in prop::collection::vec(amount(), firms),
    ) -> Economy {
        let flow = |&(supplier, buyer, product, amount, _): &(u32, u32, u32, f64, bool)| Flow {
            supplier, buyer, product, amount, essentiality: table[buyer as usize * products + product as usize],
        };
        let spare = spare.into_iter().map(|(firm, product, amount)| Spare { firm, product, amount }).collect();
        Economy {
            firms, products, flows: rows.iter().map(flow).collect(), cut: rows.iter().map(|row| row.4).collect(),
            beyond: Beyond { revenue, cost, market, input, outside, spare, ..Beyond::default() }, shocks, weights,
        }
    }
}

fn kind() -> impl Strategy<Value = Replaceability> {
    prop::sample::select(KINDS.to_vec())
}

/// Exactly so many steps: laws between networks hold step by step, to the last digits.
fn steps(replaceability: Replaceability, max_steps: u32) -> Rules {
    Rules { epsilon: 0.0, replaceability, max_steps, hold_back: 0.0 }
}

fn near(a: &[f64], b: &[f64], within: f64) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= within)
}

/// No loss of `a` above that of `b`.
fn below(a: &(u32, Vec<f64>, Vec<f64>), b: &(u32, Vec<f64>, Vec<f64>)) -> bool {
    a.1.iter().chain(&a.2).zip(b.1.iter().chain(&b.2)).all(|(a, b)| a <= &(b + 1e-12))
}

fn summed(economy: &Economy, down: &[f64], up: &[f64]) -> Index {
    let total: f64 = economy.weights.iter().sum();
    let over = |loss: &dyn Fn(usize) -> f64| (0..economy.firms).map(|at| economy.weights[at] / total * loss(at)).sum();
    Index { both: over(&|at| down[at].max(up[at])), down: over(&|at| down[at]), up: over(&|at| up[at]) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_is_the_formula(economy in economy(), kind in kind(), epsilon in prop::sample::select(vec![0.0123, 1.37e-4, 1.7e-6])) {
        let rules = Rules { epsilon, replaceability: kind, max_steps: 300, hold_back: 0.0 };
        agrees(&economy.tamed(), &rules, 1e-12)?;
        // Amounts twenty orders apart: what a giant loses is resolved to 2e-19 of its sales, which beside a dwarf is more.
        if kind != Replaceability::Capacity {
            agrees(&economy, &rules, 1e-9)?;
        }
    }
}

/// Whether engine and formula come to the same losses, within so much.
fn agrees(economy: &Economy, rules: &Rules, within: f64) -> Result<(), TestCaseError> {
    let (steps, down, up) = Oracle::run(economy, rules);
    let losses = economy.losses(rules);
    prop_assert_eq!(losses.0, steps);
    prop_assert!(near(&losses.1, &down, within), "{:?} {:?}", losses.1, down);
    prop_assert!(near(&losses.2, &up, within), "{:?} {:?}", losses.2, up);
    let outcome = economy.outcome(rules);
    prop_assert_eq!(outcome.ended.steps, steps);
    let (index, sum) = (outcome.indices[0], summed(economy, &down, &up));
    prop_assert!(
        near(&[index.both, index.down, index.up], &[sum.both, sum.down, sum.up], within),
        "{:?} {:?}",
        index,
        sum
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_unit_of_currency_does_not_matter(economy in economy(), kind in kind(), unit in prop::sample::select(vec![1e-4, 3.0, 1e4])) {
        let mut other = economy.clone();
        other.flows.iter_mut().for_each(|flow| flow.amount *= unit);
        other.beyond.outside.iter_mut().for_each(|amount| *amount *= unit);
        other.beyond.spare.iter_mut().for_each(|spare| spare.amount *= unit);
        for amount in other.beyond.revenue.iter_mut().chain(&mut other.beyond.cost).flatten() {
            *amount *= unit;
        }
        let (one, two) = (economy.losses(&steps(kind, 20)), other.losses(&steps(kind, 20)));
        prop_assert!(near(&one.1, &two.1, 1e-12) && near(&one.2, &two.2, 1e-12), "{:?} {:?}", one, two);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(economy in economy(), kind in kind(), turn in 0..40_usize) {
        let mut other = economy.clone();
        let turn = turn.min(other.flows.len());
        other.flows.rotate_left(turn);
        other.cut.rotate_left(turn);
        other.flows.reverse();
        other.cut.reverse();
        other.shocks.reverse();
        other.beyond.spare.reverse();
        let rules = Rules { replaceability: kind, ..Rules::default() };
        prop_assert_eq!(economy.outcome(&rules), other.outcome(&rules));
        prop_assert_eq!(economy.losses(&rules), other.losses(&rules));
    }

    #[test]
    fn the_numbers_of_firms_and_products_do_not_matter(economy in economy(), kind in kind()) {
        let (last, last_product) = (economy.firms as u32 - 1, economy.products as u32 - 1);
        let mut other = economy.clone();
        for flow in &mut other.flows {
            (flow.supplier, flow.buyer, flow.product) = (last - flow.supplier, last - flow.buyer, last_product - flow.product);
        }
        for spare in &mut other.beyond.spare {
            (spare.firm, spare.product) = (last - spare.firm, last_product - spare.product);
        }
        other.shocks.iter_mut().for_each(|shock| shock.firm = last - shock.firm);
        other.beyond.revenue.reverse();
        other.beyond.cost.reverse();
        if economy.beyond.market.is_empty() {
            other.beyond.outside.reverse();
        }
        other.beyond.market.reverse();
        other.beyond.input.reverse();
        let (one, mut two) = (economy.losses(&steps(kind, 20)), other.losses(&steps(kind, 20)));
        two.1.reverse();
        two.2.reverse();
        prop_assert!(near(&one.1, &two.1, 1e-12) && near(&one.2, &two.2, 1e-12), "{:?} {:?}", one, two);
    }

    #[test]
    fn a_firm_costs_at_least_itself(economy in economy(), kind in kind(), firm in 0..9_u32) {
        let firm = firm % economy.firms as u32;
        let economy = Economy { shocks: vec![Shock { firm, down: 1.0, up: 1.0 }], cut: vec![false; economy.flows.len()], ..economy };
        let index = economy.outcome(&Rules { replaceability: kind, ..Rules::default() }).indices[0];
        let own = economy.weights[firm as usize] / economy.weights.iter().sum::<f64>();
        for index in [index.both, index.down, index.up] {
            prop_assert!(index >= own - 1e-12 && index <= 1.0 + 1e-12, "{index} {own}");
        }
    }

    #[test]
    fn a_larger_shock_costs_no_less(economy in economy(), kind in kind(), more in shock(8), last in 1..30_u32) {
        let mut other = economy.clone();
        other.shocks.push(Shock { firm: more.firm % economy.firms as u32, ..more });
        let (one, two) = (economy.losses(&steps(kind, last)), other.losses(&steps(kind, last)));
        prop_assert!(below(&one, &two), "{:?} {:?}", one, two);
    }

    #[test]
    fn another_cut_costs_no_less(economy in economy(), kind in kind(), at in 0..40_usize, last in 1..30_u32) {
        let mut other = economy.clone();
        if at < other.cut.len() {
            other.cut[at] = true;
        }
        let (one, two) = (economy.losses(&steps(kind, last)), other.losses(&steps(kind, last)));
        // What is cut no longer asks for spare capacity, so only the other kinds are ordered.
        prop_assert!(kind == Replaceability::Capacity || below(&one, &two), "{:?} {:?}", one, two);
    }

    #[test]
    fn the_more_is_replaced_the_less_is_lost(economy in economy(), last in 1..30_u32) {
        let of = |kind| economy.losses(&steps(kind, last));
        let (paper, conservative, off, capacity) = (of(KINDS[0]), of(KINDS[1]), of(KINDS[2]), of(KINDS[3]));
        prop_assert!(below(&paper, &conservative) && below(&conservative, &off) && below(&capacity, &off));
        let mut other = economy.clone();
        other.beyond.spare.iter_mut().for_each(|spare| spare.amount *= 2.0);
        prop_assert!(below(&other.losses(&steps(KINDS[3], last)), &capacity));
    }

    #[test]
    fn kinds_are_ordered_when_settled_too(economy in economy()) {
        // Leaks keep the tail short: what is below ε is not passed on, and adds up to little.
        let leak = |sums: &mut Vec<Option<f64>>, of: fn(&Flow) -> u32| {
            *sums = (0..economy.firms as u32).map(|firm| {
                Some(economy.flows.iter().filter(|flow| of(flow) == firm).map(|flow| flow.amount).sum::<f64>() * 2.0)
            }).collect();
        };
        let mut economy = economy.clone();
        let (mut revenue, mut cost) = (Vec::new(), Vec::new());
        leak(&mut revenue, |flow| flow.supplier);
        leak(&mut cost, |flow| flow.buyer);
        (economy.beyond.revenue, economy.beyond.cost) = (revenue, cost);
        let of = |kind| economy.outcome(&Rules { epsilon: 1e-9, replaceability: kind, ..Rules::default() }).indices[0];
        let (paper, conservative, off) = (of(KINDS[0]), of(KINDS[1]), of(KINDS[2]));
        prop_assert!(paper.both <= conservative.both + 1e-6 && conservative.both <= off.both + 1e-6);
    }

    #[test]
    fn all_essential_bounds_every_table(economy in economy(), kind in kind(), last in 1..30_u32) {
        // Where products of one joint input differ in how they are needed, those that are not would dilute those that are.
        // Nothing is cut: more of an essential flow would be, and what is cut wants no replacement.
        let cut = vec![false; economy.flows.len()];
        let economy = Economy { beyond: Beyond { input: Vec::new(), ..economy.beyond }, cut, ..economy };
        let mut other = economy.clone();
        other.flows.iter_mut().for_each(|flow| flow.essentiality = Essentiality::Essential);
        let (one, two) = (economy.losses(&steps(kind, last)), other.losses(&steps(kind, last)));
        prop_assert!(below(&one, &two), "{:?} {:?}", one, two);
    }

    #[test]
    fn an_endless_market_replaces_everything(economy in economy()) {
        let beyond = Beyond { outside: vec![1e200; economy.products], ..economy.beyond };
        let economy = Economy { beyond, cut: vec![false; economy.flows.len()], ..economy };
        let (_, down, _) = economy.losses(&steps(Replaceability::Paper, 50));
        for (firm, loss) in (0..).zip(down) {
            let own = economy.shocks.iter().filter(|shock| shock.firm == firm).map(|shock| shock.down).fold(0.0, f64::max);
            prop_assert!((loss - own).abs() < 1e-15);
        }
    }

    #[test]
    fn halves_of_a_firm_are_the_firm(economy in economy(), firm in 0..9_u32, last in 1..30_u32) {
        let (firm, twin) = (firm % economy.firms as u32, economy.firms as u32);
        let mut other = Economy { firms: economy.firms + 1, flows: Vec::new(), cut: Vec::new(), ..economy.clone() };
        let ends = |end: u32| if end == firm { vec![firm, twin] } else { vec![end] };
        for flow in &economy.flows {
            for supplier in ends(flow.supplier) {
                for buyer in ends(flow.buyer) {
                    let parts = (ends(flow.supplier).len() * ends(flow.buyer).len()) as f64;
                    other.flows.push(Flow { supplier, buyer, amount: flow.amount / parts, ..*flow });
                    other.cut.push(economy.is_cut(flow));
                }
            }
        }
        for sums in [&mut other.beyond.revenue, &mut other.beyond.cost] {
            if let Some(half) = sums.get(firm as usize).copied() {
                let half = half.map(|sum| sum / 2.0);
                sums[firm as usize] = half;
                sums.push(half);
            }
        }
        let twins: Vec<Shock> = economy.shocks.iter().filter(|shock| shock.firm == firm).map(|shock| Shock { firm: twin, ..*shock }).collect();
        other.shocks.extend(twins);
        let (one, two) = (economy.losses(&steps(Replaceability::Off, last)), other.losses(&steps(Replaceability::Off, last)));
        for (one, two) in [(&one.1, &two.1), (&one.2, &two.2)] {
            prop_assert!(near(one, &two[..economy.firms], 1e-12), "{:?} {:?}", one, two);
            prop_assert!((one[firm as usize] - two[twin as usize]).abs() < 1e-12);
        }
    }

    #[test]
    fn held_back_is_a_lower_bound(economy in economy(), kind in kind(), last in 1..30_u32, hold_back in prop::sample::select(vec![1e-9, 1e-3, 0.2])) {
        let full = economy.losses(&steps(kind, last));
        let held = Rules { hold_back, ..steps(kind, last) };
        prop_assert!(below(&economy.losses(&held), &full));
        let (network, start) = economy.lay();
        let weights = Weights::new(&network, &economy.weights).unwrap();
        let mut workspace = Workspace::new(&network);
        let index = workspace.index(&network, &held, std::slice::from_ref(&weights), &start);
        prop_assert_eq!(index.indices[0], workspace.sum(&weights));
    }

    #[test]
    fn a_used_workspace_is_as_good_as_new(economy in economy(), other in economy(), kind in kind()) {
        let rules = Rules { replaceability: kind, max_steps: 40, ..Rules::default() };
        let (network, start) = economy.lay();
        let weights = [Weights::new(&network, &economy.weights).unwrap()];
        let fresh = Workspace::new(&network).index(&network, &rules, &weights, &start);
        let (elsewhere, first) = other.lay();
        let mut used = Workspace::new(&elsewhere);
        used.run(&elsewhere, &Rules { hold_back: 0.1, ..rules }, &first);
        prop_assert_eq!(&used.index(&network, &rules, &weights, &start), &fresh);
        used.run(&network, &Rules { hold_back: 0.1, max_steps: 2, ..rules }, &start);
        prop_assert_eq!(&used.index(&network, &rules, &weights, &start), &fresh);
    }
}

#[test]
fn threads_do_not_matter() {
    let mut numbers = Numbers(7);
    let economy = numbers.economy(300, 12, 2000);
    let (network, _) = economy.lay();
    let weights = [Weights::new(&network, &network.sold).unwrap(), Weights::new(&network, &economy.weights).unwrap()];
    let starts: Vec<Start> = (0..300).map(Start::stopped).collect();
    for kind in KINDS {
        let rules = Rules { replaceability: kind, ..Rules::default() };
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let outcomes = pool.install(|| indices(&network, &rules, &weights, &starts));
            let bits = |index: &Index| [index.both.to_bits(), index.down.to_bits(), index.up.to_bits()];
            outcomes.iter().map(|o| (o.indices.iter().map(bits).collect::<Vec<_>>(), o.ended)).collect::<Vec<_>>()
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(5));
        // Nor does the column of weights beside it, nor what ran before.
        let alone = Workspace::new(&network).index(&network, &rules, &weights[1..], &starts[17]);
        assert_eq!(alone.indices[0].both.to_bits(), one[17].0[1][0]);
    }
}

/// Dense enough that cascades share readings of the edges; some of the flows are cut, which every lane heeds alone.
#[test]
fn what_runs_beside_does_not_matter() {
    let mut numbers = Numbers(99);
    let mut economy = numbers.economy(60, 5, 1500);
    economy.cut = (0..1500).map(|_| numbers.next() < 0.02).collect();
    for (at, kind) in KINDS.into_iter().cycle().take(8).enumerate() {
        economy.cut = if at < 4 { economy.cut } else { vec![false; 1500] };
        let (network, cuts) = economy.lay();
        let weights = [Weights::new(&network, &economy.weights).unwrap()];
        let shock = |firm| Shock { firm, down: 0.5 + 0.008 * f64::from(firm), up: 1.0 };
        let starts: Vec<Start> = (0..60).map(|firm| cuts.clone().with(vec![shock(firm)])).collect();
        let rules = Rules { replaceability: kind, ..Rules::default() };
        let together = indices(&network, &rules, &weights, &starts);
        let mut workspace = Workspace::new(&network);
        for (start, outcome) in starts.iter().zip(&together) {
            assert_eq!(&workspace.index(&network, &rules, &weights, start), outcome);
            assert_eq!(workspace.run(&network, &rules, start), outcome.ended);
            let (sum, index) = (workspace.sum(&weights[0]), outcome.indices[0]);
            assert!(near(&[sum.both, sum.down, sum.up], &[index.both, index.down, index.up], 1e-14));
        }
    }
}

/// A small generator for larger networks, the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, count: usize) -> u32 {
        (self.next() * count as f64) as u32
    }

    fn economy(&mut self, firms: usize, products: usize, links: usize) -> Economy {
        let mut flows = Vec::new();
        for _ in 0..links {
            let (supplier, buyer, product) = (self.below(firms), self.below(firms), self.below(products));
            let essentiality = [Essentiality::Essential, Essentiality::Linear, Essentiality::Negligible]
                [(product as usize * 7 + buyer as usize) % 3];
            flows.push(Flow { supplier, buyer, product, amount: 10_f64.powf(self.next() * 4.0), essentiality });
        }
        let spare = (0..firms).map(|_| Spare { firm: self.below(firms), product: self.below(products), amount: 900.0 });
        let beyond = Beyond { spare: spare.collect(), ..Beyond::default() };
        let weights = (0..firms).map(|_| self.next()).collect();
        Economy { firms, products, cut: vec![false; flows.len()], flows, beyond, shocks: Vec::new(), weights }
    }
}

/// Networks large enough for every path of the engine: those of the strategy never leave the caches.
#[test]
fn larger_networks_agree_with_the_formula() {
    let mut numbers = Numbers(42);
    for (firms, links) in [(40, 60), (40, 300), (16, 400)] {
        for (at, kind) in KINDS.into_iter().enumerate() {
            let mut economy = numbers.economy(firms, 6, links);
            economy.cut = (0..links).map(|_| at % 2 == 0 && numbers.next() < 0.05).collect();
            economy.shocks = vec![Shock { firm: numbers.below(firms), down: 1.0, up: 1.0 }];
            for epsilon in [0.0101, 1e-5] {
                let rules = Rules { epsilon, replaceability: kind, max_steps: 40, hold_back: 0.0 };
                let (steps, down, up) = Oracle::run(&economy, &rules);
                let losses = economy.losses(&rules);
                assert_eq!(losses.0, steps);
                assert!(near(&losses.1, &down, 1e-12) && near(&losses.2, &up, 1e-12), "{firms} {kind:?}");
                let (index, sum) = (economy.outcome(&rules).indices[0], summed(&economy, &down, &up));
                assert!(near(&[index.both, index.down, index.up], &[sum.both, sum.down, sum.up], 1e-12));
            }
        }
    }
}

// ---- Worked examples ----

fn flow(supplier: u32, buyer: u32, product: u32, amount: f64, essentiality: Essentiality) -> Flow {
    Flow { supplier, buyer, product, amount, essentiality }
}

/// Indices of every single failure, to four places.
fn each(firms: usize, products: usize, flows: &[Flow], weights: &[f64], kind: Replaceability) -> Vec<[f64; 3]> {
    let network = LossNetwork::new(firms, products, flows.to_vec(), &Beyond::default());
    let weights = if weights.is_empty() { network.sold.clone() } else { weights.to_vec() };
    let weights = [Weights::new(&network, &weights).unwrap()];
    let starts: Vec<Start> = (0..firms as u32).map(Start::stopped).collect();
    let rules = Rules { replaceability: kind, ..Rules::default() };
    let outcomes = indices(&network, &rules, &weights, &starts);
    outcomes.iter().map(|o| [o.indices[0].both, o.indices[0].down, o.indices[0].up]).collect()
}

fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 5e-5), "{found:?} {expected:?}");
}

fn first(found: &[[f64; 3]]) -> Vec<f64> {
    found.iter().map(|index| index[0]).collect()
}

/// Example 6: F1, F2 sell a; F3 b; F4 c; F5 d; F6 e.
fn example_6() -> Vec<Flow> {
    use Essentiality::{Essential, Linear};
    vec![
        flow(0, 2, 0, 60.0, Essential),
        flow(1, 2, 0, 40.0, Essential),
        flow(1, 5, 0, 200.0, Essential),
        flow(2, 4, 1, 150.0, Essential),
        flow(3, 4, 2, 50.0, Linear),
    ]
}

const REVENUE: [f64; 6] = [60.0, 240.0, 150.0, 50.0, 400.0, 500.0];

#[test]
fn example_6_by_hand() {
    let found = each(6, 5, &example_6(), &REVENUE, Replaceability::Paper);
    assert_close(&first(&found), &[0.1018, 0.6857, 0.4643, 0.1071, 0.5, 0.5]);
    assert_close(&found.iter().map(|i| i[1]).collect::<Vec<_>>(), &[0.1018, 0.6857, 0.3929, 0.1071, 0.2857, 0.3571]);
    assert_close(&found.iter().map(|i| i[2]).collect::<Vec<_>>(), &[0.0429, 0.1714, 0.1786, 0.0357, 0.5, 0.5]);
    let found = each(6, 5, &example_6(), &[], Replaceability::Paper);
    assert_close(&first(&found), &[0.165, 0.6, 0.5, 0.1, 0.6, 0.4]);
    assert_close(&found.iter().map(|i| i[1]).collect::<Vec<_>>(), &[0.165, 0.6, 0.3, 0.1, 0.0, 0.0]);
    assert_close(&found.iter().map(|i| i[2]).collect::<Vec<_>>(), &[0.12, 0.48, 0.5, 0.1, 0.6, 0.4]);
    let off = each(6, 5, &example_6(), &REVENUE, Replaceability::Off);
    assert_close(&first(&off), &[0.2786, 0.6857, 0.4643, 0.1071, 0.5, 0.5]);
    let network = LossNetwork::new(6, 5, example_6(), &Beyond::default());
    let mut workspace = Workspace::new(&network);
    let steps: Vec<u32> =
        (0..6).map(|firm| workspace.run(&network, &Rules::default(), &Start::stopped(firm)).steps).collect();
    assert_eq!(steps, [3, 3, 2, 2, 3, 2]);
}

#[test]
fn an_unobserved_market_softens_example_6() {
    let beyond = Beyond { outside: vec![600.0], ..Beyond::default() };
    let network = LossNetwork::new(6, 5, example_6(), &beyond);
    let mut workspace = Workspace::new(&network);
    workspace.run(&network, &Rules::default(), &Start::stopped(0));
    assert_close(&[workspace.down(2)], &[0.6 * 60.0 / 840.0]);
}

#[test]
fn example_7_counts_a_newcomer_only_where_it_helps() {
    use Essentiality::Essential;
    let mut flows = example_6();
    flows[0].amount = 36.0;
    flows[1].amount = 24.0;
    flows[3].amount = 90.0;
    flows.extend([flow(0, 6, 0, 24.0, Essential), flow(1, 6, 0, 16.0, Essential), flow(6, 4, 1, 60.0, Essential)]);
    let revenue = [60.0, 240.0, 90.0, 50.0, 400.0, 500.0, 60.0];
    let of = |kind| first(&each(7, 5, &flows, &revenue, kind));
    assert_close(&of(Replaceability::Paper), &[0.0851, 0.6705, 0.2786, 0.1071, 0.5, 0.5, 0.1476]);
    assert_close(&of(Replaceability::Conservative), &[0.1018, 0.6857, 0.2786, 0.1071, 0.5, 0.5, 0.1476]);
    assert_close(&of(Replaceability::Off), &[0.2786, 0.6857, 0.2786, 0.1071, 0.5, 0.5, 0.1857]);
}

#[test]
fn splitting_a_firm_deceives_the_paper_only() {
    use Essentiality::{Essential, Linear};
    let flows = vec![
        flow(0, 2, 0, 30.0, Essential),
        flow(0, 6, 0, 30.0, Essential),
        flow(1, 2, 0, 20.0, Essential),
        flow(1, 6, 0, 20.0, Essential),
        flow(1, 5, 0, 200.0, Essential),
        flow(2, 4, 1, 75.0, Essential),
        flow(6, 4, 1, 75.0, Essential),
        flow(3, 4, 2, 50.0, Linear),
    ];
    let network = LossNetwork::new(7, 5, flows, &Beyond::default());
    let mut workspace = Workspace::new(&network);
    for (kind, expected) in [(Replaceability::Paper, 0.088_235), (Replaceability::Conservative, 0.15)] {
        workspace.run(&network, &Rules { replaceability: kind, ..Rules::default() }, &Start::stopped(0));
        assert_close(&[workspace.down(4)], &[expected]);
    }
}

/// The eleven firms of figure 1 of the paper.
#[test]
fn the_toy_network_of_the_paper() {
    let class = [0, 1, 0, 2, 3, 1, 3, 0, 1, 2, 4];
    let links = [(2, 1), (2, 3), (3, 7), (6, 7), (7, 4), (7, 11), (8, 11), (9, 5), (9, 10), (10, 7)];
    let of = |essentiality, kind| {
        let flows = links.map(|(supplier, buyer): (u32, u32)| {
            flow(supplier - 1, buyer - 1, class[supplier as usize - 1], 1.0, essentiality)
        });
        first(&each(11, 5, &flows, &[], kind))
    };
    let off = of(Essentiality::Linear, Replaceability::Off);
    assert_close(&off, &[0.1, 0.3667, 0.2667, 0.35, 0.1, 0.1667, 0.7, 0.1, 0.3667, 0.2667, 0.45]);
    let on = of(Essentiality::Linear, Replaceability::Paper);
    assert_close(&on, &[0.1, 0.3, 0.2667, 0.35, 0.1, 0.1167, 0.7, 0.1, 0.3111, 0.2667, 0.45]);
    let essential = of(Essentiality::Essential, Replaceability::Paper);
    assert_close(&essential, &[0.1, 0.3667, 0.4, 0.35, 0.1, 0.15, 0.7, 0.1, 0.4, 0.4, 0.45]);
}

// ---- Spare capacity, cuts, traces ----

#[test]
fn spare_capacity_is_shared_by_all_that_is_lost() {
    // F1 and F2 sell 60 and 40 of a; F3 could sell 25 more and sells nothing yet.
    let flows = vec![flow(0, 3, 0, 60.0, Essentiality::Essential), flow(1, 3, 0, 40.0, Essentiality::Essential)];
    let spare = vec![Spare { firm: 2, product: 0, amount: 25.0 }];
    let network = LossNetwork::new(4, 1, flows, &Beyond { spare, ..Beyond::default() });
    let rules = Rules { replaceability: Replaceability::Capacity, ..Rules::default() };
    let mut workspace = Workspace::new(&network);
    workspace.run(&network, &rules, &Start::stopped(0));
    assert_close(&[workspace.down(3)], &[0.35]);
    let both = Start::new((0..2).map(|firm| Shock { firm, down: 1.0, up: 1.0 }).collect());
    workspace.run(&network, &rules, &both);
    assert_close(&[workspace.down(3)], &[0.75]);
    // A firm does not stand in for itself, and one that stopped stands in for nobody.
    let all = Start::new((0..3).map(|firm| Shock { firm, down: 1.0, up: 1.0 }).collect());
    workspace.run(&network, &rules, &all);
    assert_close(&[workspace.down(3)], &[1.0]);
}

#[test]
fn a_cut_flow_is_lost_at_both_ends() {
    let (network, start) = LossNetwork::cut(6, 5, example_6(), &Beyond::default(), |flow| flow.supplier == 0);
    assert_eq!(start.lost_sales(), [(0, 1.0)]);
    assert_eq!(start.lost_inputs().len(), 1);
    let mut workspace = Workspace::new(&network);
    workspace.run(&network, &Rules::default(), &start);
    // F3 loses 60 of its 100 of a and nobody replaces it; F5 follows. F1 works on but sells nothing.
    assert_close(&[workspace.down(0), workspace.down(2), workspace.down(4)], &[0.0, 0.6, 0.6]);
    assert_close(&[workspace.up(0), workspace.up(1)], &[1.0, 0.0]);
    assert_eq!(workspace.reached_down(), [2, 4]);
}

#[test]
fn a_loss_can_be_followed_back() {
    let network = LossNetwork::new(6, 5, example_6(), &Beyond::default());
    let mut workspace = Workspace::new(&network);
    workspace.run(&network, &Rules::default(), &Start::stopped(0));
    assert_eq!(workspace.reached_down(), [0, 2, 4]);
    let binding = |buyer: u32| {
        let slot = network.slots_of(buyer).max_by(|a, b| workspace.slot(*a).total_cmp(&workspace.slot(*b))).unwrap();
        let sent = |(line, share)| (network.line(line).firm, share * workspace.sent(line));
        network.inputs(slot).map(sent).max_by(|a, b| a.1.total_cmp(&b.1)).unwrap()
    };
    let (from, share) = binding(4);
    assert_eq!(from, 2);
    assert_close(&[share], &[0.15]);
    let (from, share) = binding(2);
    assert_eq!(from, 0);
    assert_close(&[share], &[0.15]);
    let hit: Vec<(u32, u32)> = workspace.hit_lines(&network).map(|sent| (sent.firm, sent.product)).collect();
    assert_eq!(hit, [(0, 0), (2, 1)]);
}

// ---- Ugly networks ----

#[test]
fn nothing_and_next_to_nothing() {
    let empty = LossNetwork::new(0, 0, Vec::new(), &Beyond::default());
    assert_eq!(Weights::new(&empty, &[]), None);
    let quiet = LossNetwork::new(2, 1, Vec::new(), &Beyond::default());
    assert_eq!(Weights::new(&quiet, &quiet.sold), None, "nothing sold has no weight");
    assert_eq!(Weights::new(&quiet, &[1.0, f64::NAN]), None);
    assert_eq!(Weights::new(&quiet, &[1.0, -1.0]), None);
    assert_eq!(Weights::new(&quiet, &[f64::MAX, f64::MAX]), None);
    let weights = [Weights::new(&quiet, &[1.0, 3.0]).unwrap()];
    let outcome = &indices(&quiet, &Rules::default(), &weights, &[Start::stopped(1)])[0];
    assert_close(&[outcome.indices[0].both], &[0.75]);
    let nothing = &indices(&quiet, &Rules::default(), &weights, &[Start::default()])[0];
    assert_eq!(nothing.indices[0], Index::default());
    assert_eq!(nothing.ended.steps, 1);
}

#[test]
fn amounts_that_are_none_are_left_out() {
    let odd = [0.0, -5.0, f64::NAN, f64::INFINITY, 1e308];
    let flows = odd.iter().map(|amount| flow(0, 1, 0, *amount, Essentiality::Essential)).collect();
    let network = LossNetwork::new(2, 1, flows, &Beyond::default());
    assert_eq!((network.sold[0], network.lines()), (0.0, 0));
}

#[test]
fn a_firm_alone_that_sells_to_itself() {
    for kind in KINDS {
        let flows = vec![flow(0, 0, 0, 5.0, Essentiality::Essential)];
        let network = LossNetwork::new(1, 1, flows, &Beyond::default());
        let weights = [Weights::new(&network, &network.sold).unwrap()];
        let rules = Rules { epsilon: 1e-9, replaceability: kind, ..Rules::default() };
        let start = Start::new(vec![Shock { firm: 0, down: 0.5, up: 0.5 }]);
        let outcome = Workspace::new(&network).index(&network, &rules, &weights, &start);
        assert!(outcome.ended.settled);
        assert_close(&[outcome.indices[0].both], &[0.5]);
    }
}

#[test]
fn a_cascade_that_does_not_settle_says_so() {
    // A ring in which every round takes a little more: 0.9, then ever smaller steps.
    let firms = 3_u32;
    let ring = (0..firms).map(|at| flow(at, (at + 1) % firms, at, 1.0, Essentiality::Essential));
    let own = (0..firms).map(|at| flow(at, at, at, 9.0, Essentiality::Essential));
    let network = LossNetwork::new(3, 3, ring.chain(own).collect(), &Beyond::default());
    let rules = Rules { epsilon: -1.0, max_steps: 50, ..Rules::default() };
    let mut workspace = Workspace::new(&network);
    let start = Start::new(vec![Shock { firm: 0, down: 0.1, up: 0.1 }]);
    let ended = workspace.run(&network, &rules, &start);
    assert_eq!((ended.steps, ended.settled), (50, false));
    let weights = [Weights::new(&network, &network.sold).unwrap()];
    let capped = workspace.index(&network, &rules, &weights, &start);
    assert_eq!(capped.ended, ended);
    workspace.run(&network, &rules, &start);
    assert!((workspace.sum(&weights[0]).both - capped.indices[0].both).abs() < 1e-12);
}

#[test]
fn shocks_beyond_all_bounds_are_brought_within() {
    let odd = [7.0, -1.0, f64::NAN, f64::INFINITY];
    let start = Start::new((0..4).map(|firm| Shock { firm, down: odd[firm as usize], up: 1.0 }).collect());
    assert_eq!(start.shocks().iter().map(|shock| shock.down).collect::<Vec<_>>(), [1.0, 0.0, 0.0, 1.0]);
    let twice = Start::new([0.3, 0.6].map(|down| Shock { firm: 2, down, up: 0.0 }).to_vec());
    assert_eq!(twice.shocks(), [Shock { firm: 2, down: 0.6, up: 0.0 }]);
}
