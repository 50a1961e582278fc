//! The figure of a group from the content of its purchases.

use super::content::{Added, Purchase};
use super::mean::{Weighed, least_mean};
use super::upstream::Flag;
use super::{EmbodiedRow, Layer, Table, tail};
use crate::analysis::key::{FigureKey, Question};
use crate::analysis::rate::group::{self, Group, Limit};
use crate::analysis::rate::{Basis, Plan, RateRow, card};
use crate::model::{Measure, Status};
use std::sync::Arc;

/// What the declared total of a run leaves over, and the purchase whose price it must be: the only one without, where
/// the list of suppliers is complete.
pub(super) fn rest(plan: &Plan<'_>, group: &Group, run: &[u32]) -> (f64, Option<u32>) {
    let flow = |at: u32| &plan.graph.flows()[at as usize];
    let Limit::Total(total) = plan.benchmarks.limit(flow(run[0]), group.partial) else { return (0.0, None) };
    let known: f64 = run.iter().map(|&at| flow(at).amount).sum();
    let mut unpriced = run.iter().copied().filter(|&at| flow(at).unpriced > 0);
    let only = unpriced.next().filter(|_| unpriced.next().is_none() && total.complete);
    ((total.total - known).max(0.0), only)
}

/// Sums over the purchases of a group in one tier of nearness.
#[derive(Default)]
struct Sum {
    /// Yuan of value that stems from near and from far.
    all: [f64; 2],
    layers: [Added; 3],
    /// Traced yuan.
    traced: f64,
    /// Purchases priced or declared, yuan.
    whole: f64,
    /// What may be worth how much, with the share traced near, and far.
    near: Vec<Weighed>,
    far: Vec<Weighed>,
    lines: u32,
    flags: u8,
    conflict: bool,
    /// Whether an unpriced line may be worth anything.
    open: bool,
}

impl Sum {
    fn of(plan: &Plan<'_>, group: &Group, tier: usize, table: &Table) -> Self {
        let mut sum = Self::default();
        for run in group::runs(plan, group) {
            sum.run(plan, group, (run, tier), table);
        }
        sum
    }

    fn weigh(&mut self, (least, most): (f64, f64), near: f64, far: f64) {
        self.near.push(Weighed { least, most, share: near });
        self.far.push(Weighed { least, most, share: far });
    }

    /// Adds the purchases of one buyer (or one buyer and product).
    fn run(&mut self, plan: &Plan<'_>, group: &Group, (run, tier): (&[u32], usize), table: &Table) {
        let (mut unpriced, mut least) = (0, [1.0_f64; 2]);
        for &at in run {
            let flow = &plan.graph.flows()[at as usize];
            let (purchase, flags) = table.purchase(at, tier);
            let all = purchase.all;
            self.add(flow.amount, (flow.range.0.min(flow.amount), flow.range.1.max(flow.amount)), &purchase);
            if flow.unpriced > 0 {
                least = [least[0].min(all.traced_near), least[1].min(all.traced_far)];
            }
            unpriced += flow.unpriced;
            self.lines += flow.priced + flow.unpriced;
            self.flags |= flags;
        }
        match plan.benchmarks.limit(&plan.graph.flows()[run[0] as usize], group.partial) {
            Limit::Total(total) => {
                let (residual, only) = rest(plan, group, run);
                match only {
                    Some(at) => self.add(residual, (residual, residual), &table.purchase(at, tier).0),
                    None => {
                        self.whole += residual;
                        self.weigh((residual, residual), 0.0, 0.0);
                    }
                }
                self.conflict |= total.complete && unpriced == 0 && residual > 0.0;
            }
            Limit::Cap(cap) if unpriced > 0 => {
                self.open |= cap.is_infinite();
                self.weigh((0.0, cap), least[0], least[1]);
            }
            Limit::Cap(_) => {}
        }
    }

    /// Adds so many yuan of a purchase.
    fn add(&mut self, amount: f64, bounds: (f64, f64), Purchase { all, tiers }: &Purchase) {
        self.whole += amount;
        self.all = [self.all[0] + amount * all.near, self.all[1] + amount * all.far];
        self.traced += amount * all.traced();
        for (layer, tier) in self.layers.iter_mut().zip(tiers) {
            layer.near += amount * tier.near;
            layer.traced += amount * tier.traced;
        }
        self.weigh(bounds, all.traced_near, all.traced_far);
    }

    fn measure(&mut self, card: Arc<str>) -> Measure {
        let [near, far] = self.all;
        let located = near + far;
        let value = (located > 0.0).then(|| near / located);
        let lo = least_mean(std::mem::take(&mut self.near));
        let hi = least_mean(std::mem::take(&mut self.far)).map(|far| 1.0 - far);
        // Sums in another order may part by a last digit what is equal.
        let lo = lo.map(|lo| lo.clamp(0.0, value.unwrap_or(1.0)));
        let hi = hi.map(|hi| hi.clamp(value.unwrap_or(0.0), 1.0));
        let status = match (lo.or(hi), value) {
            (None, _) => Status::EmptyDenominator,
            (Some(_), _) if self.conflict => Status::Conflict,
            (Some(_), None) => Status::BoundedOnly,
            (Some(_), Some(_)) if self.open => Status::BoundedOnly,
            (Some(_), Some(_)) => Status::Ok,
        };
        Measure {
            value,
            lo,
            hi,
            numerator: value.map(|_| near),
            denominator: value.map(|_| located),
            coverage: lo.zip(hi).map(|(lo, hi)| 1.0 - (hi - lo)),
            n: self.lines as usize,
            status,
            card,
            open: None,
        }
    }

    fn layers(&self) -> [Layer; 4] {
        let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let located = self.all[0] + self.all[1];
        let sum = |of: fn(&Added) -> f64| self.layers.iter().map(of).sum::<f64>();
        let deeper = Added {
            near: (self.all[0] - sum(|layer| layer.near)).max(0.0),
            traced: (self.traced - sum(|layer| layer.traced)).max(0.0),
        };
        let [first, second, third] = self.layers;
        let tiers = [(1, first), (2, second), (3, third), (4, deeper)];
        tiers.map(|(tier, added)| Layer {
            tier,
            near: share(added.near, located),
            traced: share(added.traced, self.whole),
        })
    }
}

/// The figure of a group in one tier, as a rate and with what it is made of; `first` is filled in from the rates.
pub(super) fn figure(plan: &Plan<'_>, group: &Group, tier: usize, table: &Table) -> (RateRow, EmbodiedRow) {
    let mut sum = Sum::of(plan, group, tier, table);
    let layers = sum.layers();
    let measure = sum.measure(card(&plan.tier_names[tier], Basis::Embodied, plan.options, group.partial).id);
    let figure = FigureKey::new(Question::Rate, &group.key, &tail(&plan.tier_names[tier]));
    let row = EmbodiedRow {
        figure: figure.clone(),
        level: group.level,
        id: group.id.clone(),
        name: group.name.clone(),
        role: group.role,
        scope: group.scope,
        year: group.year,
        tier: plan.tier_names[tier].clone(),
        first: None,
        untraced: measure.width(),
        measure: measure.clone(),
        layers,
        flags: Flag::ALL.into_iter().filter(|flag| sum.flags & flag.bit() > 0).collect(),
    };
    let rate = RateRow {
        figure,
        level: group.level,
        id: group.id.clone(),
        name: group.name.clone(),
        role: group.role,
        scope: group.scope,
        year: group.year,
        tier: row.tier.clone(),
        basis: Basis::Embodied,
        measure,
        amounts: None,
    };
    (rate, row)
}
