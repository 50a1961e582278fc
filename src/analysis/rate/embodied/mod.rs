//! Embodied local content: of what is bought, how much value really stems from nearby once suppliers' suppliers are seen?
//!
//! ```text
//! LC⁽¹⁾ = Σ_j ω_j g_j                      the amount rate where everything is priced and located
//! LC    = Σ_j ω_j λ_j ,  ω_j = purchases from j / all purchases                          [MT-4], λ see `content`
//! LC    = Σ_m (what the m-th tier of suppliers adds)                                     [MT-5]
//! [LC_lo, LC_hi] from what is traced to near and to far places; LC_hi − LC_lo = untraced share [MT-6]
//! ```
//!
//! Near is relative to each buyer, as in the amount rate: a supplier's supplier counts when it is near the *buyer asked
//! about*. Buyers of one county, city or point share a pass over the suppliers; a group is the ratio of sums over them.
//!
//! Conventions. A purchase of unknown place is in neither side of the value and open in the bounds. What a declared total
//! leaves over may stem from anywhere, unless the list is complete and it is the price of the only purchase without one.
//! An unpriced line may be worth anything up to its cap; of a supplier's own unpriced
//! lines nothing is known, so they stay untraced. Related parties further up always count. Arm's length and the chain
//! asked for restrict the first tier only.
//!
//! Cost O(inputs × tiers of suppliers) for each tier and area; areas in parallel.

mod content;
mod explain;
mod upstream;

pub(super) use explain::of_embodied;
pub use upstream::Flag;

use super::group::{self, Group, Limit};
use super::{Basis, BuyerScope, Card, Plan, RateLevel, RateRow, card};
use crate::analysis::key::{self, FigureKey, Question};
use crate::graph::SupplyGraph;
use crate::model::{AreaCode, FirmIx, Location, Measure, Nearness, Role, Status, Tier, Year};
use content::{Purchase, Weighed, least_mean};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use upstream::Upstream;

/// Buyers up to which all are traced unless asked otherwise.
const FEW_BUYERS: usize = 200;

/// Whose purchases are traced to the suppliers' suppliers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Traced {
    /// All buyers where they are at most 200, else the leaders.
    Auto,
    /// Chain leaders.
    Leaders,
    /// Every buyer.
    All,
}

/// What one tier of suppliers adds to an embodied figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Layer {
    /// 1: the suppliers themselves; 4: the fourth tier and all beyond.
    pub tier: u8,
    /// Near value that it adds, as a share of located purchases; the layers add up to the figure.
    pub near: Option<f64>,
    /// Share of purchases whose origin is traced in it.
    pub traced: Option<f64>,
}

/// An embodied figure and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EmbodiedRow {
    /// Key of the figure.
    pub figure: FigureKey,
    /// Level.
    pub level: RateLevel,
    /// Id, as in [`RateRow::id`].
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Role, for a firm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Whose purchases.
    pub scope: BuyerScope,
    /// Year; `None` for lines without one.
    pub year: Option<Year>,
    /// Tier of nearness.
    pub tier: Arc<str>,
    /// LC⁽¹⁾, the rate by amount.
    pub first: Option<f64>,
    /// LC⁽∞⁾ with its bounds.
    pub measure: Measure,
    /// Share of purchases whose origin nobody knows: upper less lower bound.
    pub untraced: Option<f64>,
    /// What the first three tiers of suppliers add, and all beyond.
    pub layers: [Layer; 4],
    /// What it rests on, sorted.
    pub flags: Vec<Flag>,
}

/// A supplier whose books would make embodied figures closer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Wanting {
    /// Year.
    pub year: Option<Year>,
    /// Firm id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// What is the matter.
    pub flag: Flag,
}

/// Buyers traced: all, or leaders only.
pub(super) fn buyers(plan: &Plan<'_>, groups: &[Group], asked: Traced) -> (Traced, BTreeSet<FirmIx>) {
    let firms = groups.iter().filter(|group| group.level == RateLevel::Firm);
    let all: BTreeSet<FirmIx> = firms.clone().map(|group| buyer(plan.graph, group.flows[0])).collect();
    let resolved = match asked {
        Traced::Auto if all.len() <= FEW_BUYERS => Traced::All,
        Traced::Auto => Traced::Leaders,
        asked => asked,
    };
    if resolved == Traced::All {
        return (resolved, all);
    }
    let leaders = firms.filter(|group| group.role == Some(Role::Leader));
    (resolved, leaders.map(|group| buyer(plan.graph, group.flows[0])).collect())
}

fn buyer(graph: &SupplyGraph, flow: u32) -> FirmIx {
    graph.flows()[flow as usize].buyer
}

/// Content of every purchase of the buyers traced.
pub(super) struct Table {
    /// The purchases, sorted.
    flows: Vec<u32>,
    /// Content of each in each tier of nearness.
    purchases: Vec<Purchase>,
    /// Flags of each.
    flags: Vec<u8>,
    tiers: usize,
    /// Suppliers whose books are wanting, sorted.
    pub(super) wanting: Vec<Wanting>,
}

impl Table {
    /// Traces the purchases of the groups whose buyers are all among `traced`.
    pub(super) fn new<'g>(
        plan: &Plan<'_>,
        groups: impl IntoIterator<Item = &'g Group>,
        traced: &BTreeSet<FirmIx>,
    ) -> Self {
        let is_traced = |at: &u32| traced.contains(&buyer(plan.graph, *at));
        let groups = groups.into_iter();
        let mut flows: Vec<u32> = groups.flat_map(|group| group.flows.iter().copied().filter(is_traced)).collect();
        flows.sort_unstable();
        flows.dedup();
        let tiers = plan.tiers.len();
        let (purchases, flags) = (vec![Purchase::default(); flows.len() * tiers], vec![0; flows.len()]);
        let mut table = Self { flows, purchases, flags, tiers, wanting: Vec::new() };
        let mut years: BTreeMap<Option<Year>, Vec<usize>> = BTreeMap::new();
        for (at, &flow) in table.flows.iter().enumerate() {
            years.entry(plan.graph.flows()[flow as usize].year).or_default().push(at);
        }
        for (year, places) in years {
            table.trace(plan, year, &places);
        }
        table.wanting.sort();
        table
    }

    /// Traces the purchases of one year, given by their positions in the table.
    fn trace(&mut self, plan: &Plan<'_>, year: Option<Year>, at: &[usize]) {
        let graph = plan.graph;
        let flow = |at: usize| &graph.flows()[self.flows[at] as usize];
        let mut buyers: Vec<FirmIx> = at.iter().map(|&at| flow(at).buyer).collect();
        buyers.dedup();
        let upstream = Upstream::new(graph, year, &buyers);
        let mut areas: BTreeMap<(usize, AreaKey), Vec<usize>> = BTreeMap::new();
        for run in at.chunk_by(|&a, &b| flow(a).buyer == flow(b).buyer) {
            let place = graph.buyer_place(flow(run[0]));
            for (tier, kind) in plan.tiers.iter().enumerate() {
                areas.entry((tier, area_key(kind, place))).or_default().extend(run);
            }
        }
        let areas: Vec<(usize, Vec<usize>)> = areas.into_iter().map(|((tier, _), at)| (tier, at)).collect();
        let found: Vec<(Vec<Purchase>, bool)> = areas
            .par_iter()
            .map(|(tier, at)| {
                let here = graph.buyer_place(flow(at[0]));
                let near: Vec<Nearness> =
                    graph.places().iter().map(|place| plan.tiers[*tier].near(place, here)).collect();
                let content = upstream.makers.content(&near);
                let purchase = |&at: &usize| {
                    let flow = flow(at);
                    upstream.makers.purchase(&content, upstream.number(flow.supplier), near[flow.place as usize])
                };
                (at.iter().map(purchase).collect(), content.settled)
            })
            .collect();
        let flags: Vec<u8> = at.iter().map(|&at| upstream.flags(flow(at).supplier)).collect();
        for (&at, flags) in at.iter().zip(flags) {
            self.flags[at] = flags;
        }
        for ((tier, at), (purchases, settled)) in areas.iter().zip(found) {
            for (&at, purchase) in at.iter().zip(purchases) {
                self.purchases[at * self.tiers + tier] = purchase;
                self.flags[at] |= if settled { 0 } else { Flag::Unsettled.bit() };
            }
        }
        self.wanting.extend(upstream.wanting.into_iter().map(|(firm, flag)| {
            let firm = graph.dataset().firm(firm);
            Wanting { year, id: firm.id.0.clone(), name: firm.name.clone(), flag }
        }));
    }

    /// Whether every purchase of a group was traced.
    pub(super) fn covers(&self, group: &Group) -> bool {
        group.flows.iter().all(|flow| self.flows.binary_search(flow).is_ok())
    }

    /// Content and flags of a purchase that was traced.
    pub(super) fn purchase(&self, flow: u32, tier: usize) -> (Purchase, u8) {
        match self.flows.binary_search(&flow) {
            Ok(at) => (self.purchases[at * self.tiers + tier], self.flags[at]),
            Err(_) => (Purchase::default(), 0),
        }
    }
}

/// What tells two buyers' areas apart in a tier, plant by plant.
type AreaKey = Vec<[u64; 3]>;

fn area_key(tier: &Tier, place: &Location) -> AreaKey {
    let code = |area: Option<AreaCode>| area.map_or(u64::MAX, |area| u64::from(area.0));
    let of_plant = |plant: &Location| match tier {
        Tier::Region(_) | Tier::Area(_) => [0; 3],
        Tier::Circle(_) => plant.point.map_or([u64::MAX; 3], |point| [point.lon.to_bits(), point.lat.to_bits(), 0]),
        Tier::Zone => [plant.zone.map_or(u64::MAX, u64::from), code(plant.area), 0],
        Tier::Province => [plant.area.map_or(u64::MAX, |area| u64::from(area.province())), 0, 0],
        Tier::County => [code(plant.area), 0, 0],
        Tier::City => match plant.area.and_then(AreaCode::city) {
            Some(city) => [0, u64::from(city), 0],
            None => [1, code(plant.area), 0],
        },
    };
    place.each().iter().map(of_plant).collect()
}

/// What the declared total of a run leaves over, and the purchase whose price it must be: the only one without, where
/// the list of suppliers is complete.
fn rest(plan: &Plan<'_>, group: &Group, run: &[u32]) -> (f64, Option<u32>) {
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
    layers: [content::Added; 3],
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
        let sum = |of: fn(&content::Added) -> f64| self.layers.iter().map(of).sum::<f64>();
        let deeper = content::Added {
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
fn figure(plan: &Plan<'_>, group: &Group, tier: usize, table: &Table) -> (RateRow, EmbodiedRow) {
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

/// Second half of the key of an embodied figure.
pub(super) fn tail(tier: &str) -> Arc<str> {
    key::stem(&[tier, Basis::Embodied.as_str()])
}

/// Puts the embodied figures among the rates, each after those of its group and tier.
pub(super) fn insert(
    plan: &Plan<'_>,
    groups: &[Group],
    table: &Table,
    rows: Vec<RateRow>,
) -> (Vec<RateRow>, Vec<EmbodiedRow>) {
    let tiers = plan.tiers.len();
    let found: Vec<Vec<(RateRow, EmbodiedRow)>> = groups
        .par_iter()
        .map(|group| match table.covers(group) {
            true => (0..tiers).map(|tier| figure(plan, group, tier, table)).collect(),
            false => Vec::new(),
        })
        .collect();
    let mut all = Vec::with_capacity(rows.len() + found.iter().map(Vec::len).sum::<usize>());
    let mut embodied = Vec::new();
    let mut rows = rows.into_iter();
    for of_group in found {
        let mut of_group = of_group.into_iter();
        for _ in 0..tiers {
            let from = all.len();
            all.extend(rows.by_ref().take(Basis::COUNTED.len()));
            if let Some((rate, row)) = of_group.next() {
                let first = all[from..].iter().find(|row| row.basis == Basis::Amount).and_then(|row| row.measure.value);
                all.push(rate);
                embodied.push(EmbodiedRow { first, ..row });
            }
        }
    }
    (all, embodied)
}

/// Definition cards of embodied figures.
pub(super) fn cards(plan: &Plan<'_>) -> Vec<Card> {
    let of_tier = |tier| [false, true].map(|chain| card(tier, Basis::Embodied, plan.options, chain));
    plan.tier_names.iter().flat_map(of_tier).collect()
}
