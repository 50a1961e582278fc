//! The rows behind rates and rings.

use super::group::{self, Group, Scratch};
use super::seen::Entry as Seen;
use super::{Basis, BuyerScope, Plan, RateLevel, RateOptions, RateRow, embodied, ring};
use crate::analysis::Error;
use crate::analysis::explain::{Book, Explanation, Line, Reason, Role, Row, Sheet, Unit, Wanted};
use crate::analysis::key::{self, Entry, FigureKey, Question, Slot};
use crate::analysis::scope::{Scope, TierName, is_member, products_of};
use crate::graph::{Flow, SupplyGraph};
use crate::model::{Chain, DeclaredTotal, FirmIx, Nearness, Product, ProductIx, Ring, Role as FirmRole, Tier, Year};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Explains rates, or rings.
pub(in crate::analysis) fn explain(
    graph: &SupplyGraph,
    options: &RateOptions,
    wanted: Wanted<'_>,
    rings: bool,
) -> Result<Vec<Explanation>, Error> {
    let mut plan = Plan::new(graph, options)?;
    let extra = tiers_of(&plan, wanted);
    if !extra.is_empty() {
        let tiers = plan.tiers.iter().cloned().chain(extra).collect();
        plan = Plan::with_tiers(graph, options, tiers)?;
    }
    let years = options.scope.years(graph)?;
    let groups = group::groups(&plan, &years);
    let chosen = match wanted {
        Wanted::Keys(keys) => {
            let stems: Vec<Entry<'_>> = groups.iter().map(|group| stem(&plan, &years, group)).collect();
            let (question, tails) = if rings { (Question::Ring, ring_tails()) } else { (Question::Rate, tails(&plan)) };
            keys.iter().map(|asked| key::find(question, asked, &stems, &tails)).collect::<Result<Vec<_>, _>>()?
        }
        Wanted::Shown { leading } => shown(&plan, &years, &groups, leading),
    };
    let mut book = Book::new(graph);
    let mut scratch = Scratch::new(&plan);
    let counted = plan.tails.len();
    let traced = || chosen.iter().filter(|(_, tail)| !rings && *tail >= counted).map(|(group, _)| &groups[*group]);
    let buyers = traced().flat_map(|group| &group.flows).map(|&at| graph.flows()[at as usize].buyer).collect();
    let table = embodied::Table::new(&plan, traced(), &buyers);
    let mut explanation = |(group, tail): (usize, usize)| match (rings, tail.checked_sub(counted)) {
        (true, _) => of_ring(&plan, &mut book, &groups[group], Ring::ALL[tail]),
        (false, Some(tier)) => embodied::of_embodied(&plan, &mut book, &table, &groups[group], tier),
        (false, None) => of_rate(&plan, &mut book, &mut scratch, &groups[group], tail),
    };
    Ok(chosen.iter().copied().map(&mut explanation).collect())
}

/// The amount rate of one product, as weak links have it.
pub(in crate::analysis) fn of_product(
    graph: &SupplyGraph,
    scope: &Scope,
    tier: &Tier,
    year: Option<Year>,
    product: &str,
) -> Result<Option<Explanation>, Error> {
    let options = RateOptions { scope: scope.clone(), ..RateOptions::default() };
    let plan = Plan::with_tiers(graph, &options, vec![tier.clone()])?;
    let group = group::product_groups(&plan, year).into_iter().find(|group| *group.id == *product);
    let rate = |group: Group| of_rate(&plan, &mut Book::new(graph), &mut Scratch::new(&plan), &group, 0);
    Ok(group.map(rate))
}

/// Tiers that keys name beyond those of the plan.
fn tiers_of(plan: &Plan<'_>, wanted: Wanted<'_>) -> Vec<Tier> {
    let regions = &plan.graph.dataset().regions;
    let mut extra: Vec<Tier> = Vec::new();
    for tier in wanted.parts().filter_map(|part| part.parse::<TierName>().ok()?.resolve(regions)) {
        if !plan.tiers.contains(&tier) && !extra.contains(&tier) {
            extra.push(tier);
        }
    }
    extra
}

fn level(level: RateLevel) -> [&'static str; 2] {
    match level {
        RateLevel::Total => ["total", "总计"],
        RateLevel::County => ["county", "县区"],
        RateLevel::Chain => ["chain", "产业链"],
        RateLevel::Segment => ["segment", "环节"],
        RateLevel::Product => ["product", "产品"],
        RateLevel::Firm => ["firm", "企业"],
    }
}

fn stem<'a>(plan: &'a Plan<'_>, years: &[Option<Year>], group: &'a Group) -> Entry<'a> {
    let first = &plan.graph.flows()[group.flows[0] as usize];
    let mut slots = vec![Slot::new(&level(group.level))];
    match group.level {
        RateLevel::Total => slots.push(Slot::new(&[&group.name, &group.id]).usual(true)),
        RateLevel::County => slots.push(Slot::new(&[&group.name, &group.id])),
        RateLevel::Firm => slots.push(Slot::firm(plan.graph, first.buyer)),
        RateLevel::Product => slots.push(Slot::product(plan.graph, first.product)),
        RateLevel::Chain => {
            slots.push(Slot::new(&[&group.name, &group.id]));
            slots.push(match group.scope {
                BuyerScope::Leaders => Slot::new(&["leaders", "链主"]),
                BuyerScope::Members => Slot::new(&["members", "本链企业"]),
                BuyerScope::All => Slot::new(&["all", "全部采购方"]).usual(true),
            });
        }
        RateLevel::Segment => {
            if let Some((chain, segment)) = segment_of(plan, &group.id) {
                slots.push(Slot::new(&[&chain.name, &chain.id]));
                slots.push(Slot::new(&[&group.name, &chain.segments[segment].id]));
            }
        }
    }
    slots.push(Slot::year(group.year).usual(years.len() == 1));
    Entry { key: group.key.clone(), slots }
}

/// Chain and segment of a segment's id.
fn segment_of<'a>(plan: &Plan<'a>, id: &str) -> Option<(&'a Chain, usize)> {
    plan.graph.dataset().chains.iter().find_map(|chain| {
        let rest = id.strip_prefix(&*chain.id)?.strip_prefix('/')?;
        Some((chain, chain.segments.iter().position(|segment| *segment.id == *rest)?))
    })
}

/// Tiers and bases; those of embodied figures come last, for they are traced only when asked for.
fn tails<'a>(plan: &'a Plan<'_>) -> Vec<Entry<'a>> {
    let slots = |tier, spelled: &'static [&'static str], usual| {
        vec![Slot::tier(tier).usual(plan.tiers.len() == 1), Slot::new(spelled).usual(usual)]
    };
    let mut tails = Vec::with_capacity(plan.tails.len() + plan.tiers.len());
    for (at, tier) in plan.tiers.iter().enumerate() {
        for basis in Basis::COUNTED {
            let slots = slots(tier, spelled(basis), basis == Basis::Amount);
            tails.push(Entry { key: plan.tail(at, basis).clone(), slots });
        }
    }
    for (tier, name) in plan.tiers.iter().zip(&plan.tier_names) {
        tails.push(Entry { key: embodied::tail(name), slots: slots(tier, spelled(Basis::Embodied), false) });
    }
    tails
}

fn spelled(basis: Basis) -> &'static [&'static str] {
    match basis {
        Basis::Amount => &["amount", "金额"],
        Basis::Count => &["count", "家数"],
        Basis::Coverage => &["coverage", "品类"],
        Basis::Embodied => &["embodied", "全链"],
    }
}

fn ring_tails() -> Vec<Entry<'static>> {
    let spelled = |ring: Ring| match ring {
        Ring::County => "同县",
        Ring::RestOfCity => "同市其他县",
        Ring::RestOfProvince => "同省其他市",
        Ring::RestOfRegion => "区域内其他省",
        Ring::RestOfChina => "国内其他地区",
        Ring::Abroad => "境外",
        Ring::Unlocated => "来源不明",
    };
    let entry = |ring| Entry { key: ring::key(ring).into(), slots: vec![Slot::new(&[ring::key(ring), spelled(ring)])] };
    Ring::ALL.map(entry).into()
}

/// The amount rates of the total and of buyers in the latest year, at the tiers asked for or the usual first one.
fn shown(plan: &Plan<'_>, years: &[Option<Year>], groups: &[Group], leading: bool) -> Vec<(usize, usize)> {
    let year = years.iter().copied().max().flatten();
    let tiers: Vec<usize> = if plan.options.tiers.is_empty() {
        plan.tiers.iter().position(|tier| *tier == Tier::City).into_iter().collect()
    } else {
        (0..plan.tiers.len()).collect()
    };
    let is_shown = |group: &Group| match group.level {
        RateLevel::Total => true,
        RateLevel::Firm => !leading || group.role == Some(FirmRole::Leader),
        _ => false,
    };
    let with_tiers = |(at, _): (usize, &Group)| tiers.iter().map(move |tier| (at, tier * 3)).collect::<Vec<_>>();
    let groups = groups.iter().enumerate().filter(|(_, group)| group.year == year && is_shown(group));
    groups.flat_map(with_tiers).collect()
}

/// Whether a purchase of a product by a buyer belongs to what a group is about, whatever is left out of it otherwise.
fn belongs<'a>(plan: &'a Plan<'_>, group: &'a Group) -> impl Fn(FirmIx, ProductIx) -> bool + 'a {
    let first = &plan.graph.flows()[group.flows[0] as usize];
    let (graph, scope) = (plan.graph, &plan.options.scope);
    let chain = || graph.dataset().chains.iter().find(|chain| chain.id == group.id);
    let chain = (group.level == RateLevel::Chain).then(chain).flatten();
    let segment = (group.level == RateLevel::Segment).then(|| segment_of(plan, &group.id)).flatten();
    let products = segment.map(|(chain, segment)| products_of(chain, segment)).unwrap_or_default();
    move |buyer, product| {
        let firm = graph.dataset().firm(buyer);
        if group.level == RateLevel::Firm {
            return buyer == first.buyer;
        }
        let counts = match group.level {
            RateLevel::County => firm.location.area.map(|area| area.to_string()) == Some(group.id.to_string()),
            RateLevel::Product => product == first.product,
            RateLevel::Segment => products.contains(&product),
            RateLevel::Chain => chain.is_some_and(|chain| {
                let member = is_member(graph, chain, buyer);
                chain.place_of(product).is_some()
                    && match group.scope {
                        BuyerScope::All => true,
                        BuyerScope::Members => member,
                        BuyerScope::Leaders => {
                            firm.role == Some(FirmRole::Leader) && (firm.chains.is_empty() || member)
                        }
                    }
            }),
            RateLevel::Total | RateLevel::Firm => true,
        };
        counts && scope.is_local(&firm.location) == Nearness::Near
    }
}

/// Whether a flow asked for has a buyer that may or may not belong to the focus area.
fn is_unplaced(plan: &Plan<'_>, flow: &Flow) -> bool {
    plan.chain.is_none_or(|chain| chain.place_of(flow.product).is_some())
        && !plan.graph.is_self_supply(flow)
        && plan.options.scope.is_local(plan.graph.buyer_place(flow)) == Nearness::Unknown
}

/// What the group's figures leave out whatever the basis: other years, self-supply, related parties, withdrawn lines.
pub(super) fn leave_out(plan: &Plan<'_>, book: &mut Book<'_>, sheet: &mut Sheet, group: &Group) {
    let graph = plan.graph;
    let belongs = belongs(plan, group);
    let used = |at: u32| group.flows.binary_search(&at).is_ok();
    for (at, flow) in (0..).zip(graph.flows()) {
        if group.level == RateLevel::Total && flow.year == group.year && is_unplaced(plan, flow) {
            sheet.count_flow(book, flow, Reason::BuyerUnplaced);
        }
        if !belongs(flow.buyer, flow.product) || used(at) {
            continue;
        }
        if flow.year != group.year {
            sheet.count_flow(book, flow, Reason::OtherYear);
        } else if graph.is_self_supply(flow) {
            sheet.leave_flow(book, flow, Reason::SelfSupply);
        } else if plan.options.arms_length && graph.is_related(flow) {
            sheet.leave_flow(book, flow, Reason::Related);
        } else {
            sheet.count_flow(book, flow, Reason::OtherChain);
        }
    }
    let withdrawn = graph.dataset().withdrawn.iter();
    let concerned =
        withdrawn.filter(|entry| entry.link.year == group.year && belongs(entry.link.buyer, entry.link.product));
    sheet.left_out.extend(concerned.map(|entry| book.withdrawn(entry)));
}

pub(super) fn of_group(group: &Group, key: String, question: Question) -> Explanation {
    let names = match group.level {
        RateLevel::Total => Vec::new(),
        _ => vec![group.name.clone()],
    };
    Explanation {
        level: level(group.level)[0],
        names,
        scope: group.scope,
        year: group.year,
        ..Explanation::new(key, question)
    }
}

fn of_rate(plan: &Plan<'_>, book: &mut Book<'_>, scratch: &mut Scratch, group: &Group, tail: usize) -> Explanation {
    let row = group::rows_of(plan, group, scratch).swap_remove(tail);
    let tier = tail / 3;
    let mut sheet = Sheet::default();
    leave_out(plan, book, &mut sheet, group);
    // Embodied figures are traced first, and explained by themselves.
    let method = match row.basis {
        Basis::Amount if identified(&row) => "LR-2",
        Basis::Amount => "LR-1",
        Basis::Count if plan.options.min_link.is_some() => "LR-6",
        Basis::Count => "LR-5",
        Basis::Coverage | Basis::Embodied => "LR-7",
    };
    let mut draft = Draft { plan, book, sheet: &mut sheet, group, tier };
    match row.basis {
        Basis::Amount => draft.amounts(identified(&row)),
        Basis::Count => draft.suppliers(scratch),
        Basis::Coverage | Basis::Embodied => draft.products(scratch),
    }
    sheet.close(Explanation {
        tier: Some(row.tier.clone()),
        measure: row.basis.as_str(),
        method,
        unit: if row.basis == Basis::Amount { Unit::Yuan } else { Unit::Count },
        value: row.measure.value,
        lo: row.measure.lo,
        hi: row.measure.hi,
        open: row.measure.open,
        numerator: row.measure.numerator,
        denominator: row.measure.denominator,
        ..of_group(group, row.figure.to_string(), Question::Rate)
    })
}

/// Whether a declared total and a complete list leave one rate only, which then stands for that of the priced lines.
fn identified(row: &RateRow) -> bool {
    let bounds = row.measure.lo.zip(row.measure.hi);
    row.amounts.is_some_and(|amounts| amounts.residual > 0.0)
        && bounds.is_some_and(|(lo, hi)| lo.total_cmp(&hi).is_eq())
}

pub(super) fn role(side: Nearness) -> Role {
    match side {
        Nearness::Near => Role::Near,
        Nearness::Far => Role::Far,
        Nearness::Unknown => Role::Unlocated,
    }
}

/// A rate whose rows are being gathered.
pub(super) struct Draft<'d, 'p, 'b> {
    pub(super) plan: &'d Plan<'p>,
    pub(super) book: &'d mut Book<'b>,
    pub(super) sheet: &'d mut Sheet,
    pub(super) group: &'d Group,
    pub(super) tier: usize,
}

/// What one supplier or product counts: on the first of its rows, so that it counts once.
struct Counted {
    role: Role,
    sides: [f64; 2],
    left: Option<Reason>,
}

impl Draft<'_, '_, '_> {
    fn amounts(&mut self, identified: bool) {
        let (plan, group) = (self.plan, self.group);
        for (part, run) in (0..).zip(group::runs(plan, group)) {
            for &at in run {
                let side = plan.sides(at)[self.tier];
                let sides = match side {
                    Nearness::Near => [1.0, 1.0],
                    Nearness::Far => [0.0, 1.0],
                    Nearness::Unknown if identified => [0.0, 1.0],
                    Nearness::Unknown => {
                        let flow = &plan.graph.flows()[at as usize];
                        let reason = Reason::of_place(&plan.tiers[self.tier], plan.graph, flow);
                        self.sheet.leave_flow(self.book, flow, reason);
                        continue;
                    }
                };
                self.sheet.flow(self.book, (part, at), (role(side), Some(side)), sides);
            }
            self.declared(part, run, identified);
        }
    }

    /// What the declared total of a run leaves over.
    fn declared(&mut self, part: u32, run: &[u32], identified: bool) {
        let (residual, must_near) = group::declared(self.plan, self.group, run, self.tier);
        self.rest(part, run, residual, identified.then_some([must_near, residual]));
    }

    /// What the declared total of a run leaves over, with what it adds to the two sides when that is known.
    pub(super) fn rest(&mut self, part: u32, run: &[u32], residual: f64, sides: Option<[f64; 2]>) {
        let (plan, group) = (self.plan, self.group);
        let flow = &plan.graph.flows()[run[0] as usize];
        let (declared, product) = (plan.benchmarks.row(flow, group.partial), group.partial.then_some(flow.product));
        let mut of_run = plan.graph.dataset().totals.iter();
        let is_it = |total: &&DeclaredTotal| {
            (total.buyer, total.product) == (flow.buyer, product) && Some(total.row) == declared
        };
        let Some(total) = of_run.find(is_it).filter(|_| residual > 0.0) else { return };
        let line = self.book.total(total);
        let Some([numerator, denominator]) = sides else {
            return self.sheet.leave(Reason::NotItemised, Line { amount: Some(residual), ..line });
        };
        self.sheet.rows.push(Row {
            role: Role::Declared,
            line,
            nearness: None,
            numerator,
            denominator,
            order: [part, run[0], 0],
        });
    }

    fn suppliers(&mut self, scratch: &Scratch) {
        let least = self.plan.options.min_link.unwrap_or(0.0);
        let counted = |seen: &Seen| {
            let (role, sides, left) = match (seen.near, seen.unlocated) {
                _ if seen.amount < least => (Role::Far, [0.0, 0.0], Some(Reason::BelowThreshold)),
                (true, _) => (Role::Near, [1.0, 1.0], None),
                (false, true) => (Role::Unlocated, [0.0, 0.0], Some(Reason::PlaceUnknown)),
                (false, false) => (Role::Far, [0.0, 1.0], None),
            };
            Counted { role, sides, left }
        };
        let all = scratch.suppliers.iter(self.tier).map(|seen| (seen.key, counted(&seen))).collect();
        self.count(&all, |flow| flow.supplier as usize);
    }

    fn products(&mut self, scratch: &Scratch) {
        let threshold = self.plan.options.coverage_threshold;
        let products = &self.plan.graph.dataset().products;
        let counted = |seen: &Seen| {
            let covered = if threshold > 0.0 { seen.near_share > threshold } else { seen.near };
            let (role, sides, left) = match (covered, seen.unlocated) {
                _ if products[seen.key].id.as_str() == Product::UNKNOWN => {
                    (Role::Far, [0.0, 0.0], Some(Reason::ProductUnknown))
                }
                (true, _) => (Role::Near, [1.0, 1.0], None),
                (false, true) => (Role::Unlocated, [0.0, 1.0], None),
                (false, false) => (Role::Far, [0.0, 1.0], None),
            };
            Counted { role, sides, left }
        };
        let all = scratch.products.iter(self.tier).map(|seen| (seen.key, counted(&seen))).collect();
        self.count(&all, |flow| flow.product.index());
    }

    /// Rows of suppliers or products: each counts on its first row, a near one where it is near.
    fn count(&mut self, all: &BTreeMap<usize, Counted>, key: impl Fn(&Flow) -> usize) {
        let plan = self.plan;
        let is_seen = |flow: &Flow| flow.amount > 0.0 || flow.unpriced > 0;
        let mut bearer: BTreeMap<usize, u32> = BTreeMap::new();
        for &at in &self.group.flows {
            let flow = &plan.graph.flows()[at as usize];
            let near = plan.sides(at)[self.tier] == Nearness::Near;
            if is_seen(flow) && all.get(&key(flow)).is_some_and(|counted| counted.role != Role::Near || near) {
                bearer.entry(key(flow)).or_insert(at);
            }
        }
        for &at in &self.group.flows {
            let flow = &plan.graph.flows()[at as usize];
            let Some(counted) = all.get(&key(flow)).filter(|_| is_seen(flow)) else {
                self.sheet.leave_flow(self.book, flow, Reason::Zero);
                continue;
            };
            for (nth, (position, _, line)) in self.book.lines(flow).into_iter().enumerate() {
                if let Some(reason) = counted.left {
                    let reason = match reason {
                        Reason::PlaceUnknown => Reason::of_place(&plan.tiers[self.tier], plan.graph, flow),
                        _ => reason,
                    };
                    self.sheet.leave(reason, line);
                    continue;
                }
                let bears = nth == 0 && bearer.get(&key(flow)) == Some(&at);
                let [numerator, denominator] = if bears { counted.sides } else { [0.0, 0.0] };
                let nearness = Some(plan.sides(at)[self.tier]);
                let order = [0, at, position];
                self.sheet.rows.push(Row { role: counted.role, line, nearness, numerator, denominator, order });
            }
        }
    }
}

fn of_ring(plan: &Plan<'_>, book: &mut Book<'_>, group: &Group, asked: Ring) -> Explanation {
    let graph = plan.graph;
    let ring_of = |at: u32| {
        let flow = &graph.flows()[at as usize];
        Ring::of(graph.place(flow), graph.buyer_place(flow), plan.region.as_ref())
    };
    let tails = Ring::ALL.map(|ring| Arc::from(ring::key(ring)));
    let rows = ring::rings_of(ring_of, plan, group, &tails);
    let row = &rows[asked as usize];
    let total: f64 = rows.iter().map(|row| row.amount).sum();
    let mut sheet = Sheet::default();
    leave_out(plan, book, &mut sheet, group);
    for &at in &group.flows {
        let (role, sides) = if ring_of(at) == asked { (Role::Near, [1.0, 1.0]) } else { (Role::Far, [0.0, 1.0]) };
        sheet.flow(book, (0, at), (role, None), sides);
    }
    sheet.close(Explanation {
        measure: ring::key(asked),
        method: "§1.2",
        value: row.share,
        numerator: Some(row.amount),
        denominator: Some(total),
        ..of_group(
            group,
            FigureKey::new(Question::Ring, &group.key, &tails[asked as usize]).to_string(),
            Question::Ring,
        )
    })
}
