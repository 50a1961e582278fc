//! Groups of purchases (firm, product, segment, chain, county, total) and their figures.

use super::bounds::{Benchmark, Part, Sides};
use super::{Amounts, Basis, BuyerScope, Plan, RateLevel, RateRow};
use crate::analysis::scope::{is_member, products_of};
use crate::graph::{Flow, SupplyGraph};
use crate::model::{AreaCode, Chain, FirmIx, Measure, Nearness, Product, ProductIx, Role, Status, Year, division};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A group of flows of one year.
pub(super) struct Group {
    pub(super) level: RateLevel,
    pub(super) id: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) role: Option<Role>,
    pub(super) scope: BuyerScope,
    pub(super) year: Option<Year>,
    /// Whether its lines are restricted to a chain or product, so that an overall total does not apply.
    pub(super) partial: bool,
    /// Positions of its external flows, sorted: by buyer, product, supplier.
    pub(super) flows: Vec<u32>,
}

/// Declared totals by buyer, product and year, and priced purchases of each buyer.
pub(super) struct Benchmarks {
    totals: BTreeMap<(FirmIx, Option<ProductIx>, Option<Year>), Benchmark>,
    known: BTreeMap<(FirmIx, Option<Year>), f64>,
}

impl Benchmarks {
    pub(super) fn new(graph: &SupplyGraph) -> Self {
        let years = graph.years();
        let mut totals = BTreeMap::new();
        for total in &graph.dataset().totals {
            let Some(yuan) = total.total.known() else { continue };
            // A total without a year belongs to the one year of the data, if there is only one.
            let year = total.year.or(if let [only] = years[..] { only } else { None });
            let benchmark = Benchmark { total: yuan, complete: total.complete == Some(true) };
            totals.insert((total.buyer, total.product, year), benchmark);
        }
        let mut known = BTreeMap::new();
        for flow in graph.flows().iter().filter(|flow| !graph.is_self_supply(flow)) {
            *known.entry((flow.buyer, flow.year)).or_insert(0.0) += flow.amount;
        }
        Self { totals, known }
    }

    fn part(&self, sides: Sides, flow: &Flow, partial: bool) -> Part {
        let product = partial.then_some(flow.product);
        if let Some(&benchmark) = self.totals.get(&(flow.buyer, product, flow.year)) {
            return sides.with_total(benchmark);
        }
        let overall = self.totals.get(&(flow.buyer, None, flow.year)).filter(|_| partial);
        // What the buyer's overall total leaves over caps any one product's unpriced lines.
        let cap = overall.map_or(f64::INFINITY, |benchmark| {
            let known = self.known.get(&(flow.buyer, flow.year)).copied().unwrap_or(0.0);
            (benchmark.total - known).max(0.0)
        });
        sides.without_total(cap)
    }
}

/// All groups, in the order of the answer.
pub(super) fn groups(plan: &Plan<'_>, years: &[Option<Year>]) -> Vec<Group> {
    let mut groups = Vec::new();
    let external = |at: &u32| {
        let flow = &plan.graph.flows()[*at as usize];
        !plan.graph.is_self_supply(flow)
            && !(plan.options.arms_length && plan.graph.is_related(flow))
            && plan.chain.is_none_or(|chain| chain.place_of(flow.product).is_some())
    };
    let all: Vec<u32> = (0..plan.graph.flows().len() as u32).filter(external).collect();
    let scope = &plan.options.scope;
    let is_local =
        |at: &u32| scope.is_local(plan.graph.buyer_place(&plan.graph.flows()[*at as usize])) == Nearness::Near;
    let local: Vec<u32> = all.iter().copied().filter(is_local).collect();
    let mut push = |template: Group, flows: Vec<u32>| {
        for (year, flows) in by_year(plan.graph, years, flows) {
            groups.push(Group { id: template.id.clone(), name: template.name.clone(), year, flows, ..template });
        }
    };
    total(plan, &local, &mut push);
    counties(plan, &local, &mut push);
    for chain in &plan.graph.dataset().chains {
        if plan.chain.is_none_or(|asked| asked.id == chain.id) {
            chain_groups(plan, chain, &local, &mut push);
        }
    }
    products(plan, &local, &mut push);
    firms(plan, &all, &mut push);
    groups
}

fn template(level: RateLevel, id: impl Into<Arc<str>>, name: impl Into<Arc<str>>, partial: bool) -> Group {
    Group {
        level,
        id: id.into(),
        name: name.into(),
        role: None,
        scope: BuyerScope::All,
        year: None,
        partial,
        flows: Vec::new(),
    }
}

type Push<'a> = dyn FnMut(Group, Vec<u32>) + 'a;

fn total(plan: &Plan<'_>, local: &[u32], push: &mut Push<'_>) {
    let focus = plan.options.scope.focus;
    let id = focus.map_or("all".to_owned(), |code| code.to_string());
    let name = focus.map_or("all".to_owned(), division::name);
    push(template(RateLevel::Total, id, name, plan.chain.is_some()), local.to_vec());
}

fn counties(plan: &Plan<'_>, local: &[u32], push: &mut Push<'_>) {
    let mut by_area: BTreeMap<AreaCode, Vec<u32>> = BTreeMap::new();
    for &at in local {
        if let Some(area) = plan.graph.buyer_place(&plan.graph.flows()[at as usize]).area {
            by_area.entry(area).or_default().push(at);
        }
    }
    for (area, flows) in by_area {
        let group = template(RateLevel::County, area.to_string(), division::name(area), plan.chain.is_some());
        push(group, flows);
    }
}

fn chain_groups(plan: &Plan<'_>, chain: &Chain, local: &[u32], push: &mut Push<'_>) {
    let flow = |at: &u32| &plan.graph.flows()[*at as usize];
    let relevant: Vec<u32> = local.iter().copied().filter(|at| chain.place_of(flow(at).product).is_some()).collect();
    let leads = |at: &&u32| {
        let firm = plan.graph.dataset().firm(flow(at).buyer);
        firm.role == Some(Role::Leader) && (firm.chains.is_empty() || is_member(plan.graph, chain, flow(at).buyer))
    };
    let member = |at: &&u32| is_member(plan.graph, chain, flow(at).buyer);
    let of_chain = || template(RateLevel::Chain, chain.id.clone(), chain.name.clone(), true);
    let leaders = relevant.iter().filter(leads).copied().collect();
    push(Group { scope: BuyerScope::Leaders, ..of_chain() }, leaders);
    let members = relevant.iter().filter(member).copied().collect();
    push(Group { scope: BuyerScope::Members, ..of_chain() }, members);
    push(of_chain(), relevant.clone());
    for (at, segment) in chain.segments.iter().enumerate() {
        let products = products_of(chain, at);
        let id = format!("{}/{}", chain.id, segment.id);
        let flows = relevant.iter().copied().filter(|at| products.binary_search(&flow(at).product).is_ok()).collect();
        push(template(RateLevel::Segment, id, segment.name.clone(), true), flows);
    }
}

fn products(plan: &Plan<'_>, local: &[u32], push: &mut Push<'_>) {
    let mut by_product: BTreeMap<ProductIx, Vec<u32>> = BTreeMap::new();
    for &at in local {
        by_product.entry(plan.graph.flows()[at as usize].product).or_default().push(at);
    }
    for (product, flows) in by_product {
        let product = plan.graph.dataset().product(product);
        if product.id.as_str() != Product::UNKNOWN {
            push(template(RateLevel::Product, product.id.0.clone(), product.name.clone(), true), flows);
        }
    }
}

fn firms(plan: &Plan<'_>, all: &[u32], push: &mut Push<'_>) {
    let mut from = 0;
    while from < all.len() {
        let buyer = plan.graph.flows()[all[from] as usize].buyer;
        let to = from + all[from..].partition_point(|&at| plan.graph.flows()[at as usize].buyer == buyer);
        let firm = plan.graph.dataset().firm(buyer);
        let group = template(RateLevel::Firm, firm.id.0.clone(), firm.name.clone(), plan.chain.is_some());
        push(Group { role: firm.role, ..group }, all[from..to].to_vec());
        from = to;
    }
}

fn by_year(graph: &SupplyGraph, years: &[Option<Year>], flows: Vec<u32>) -> Vec<(Option<Year>, Vec<u32>)> {
    let of = |year: Option<Year>| flows.iter().copied().filter(|&at| graph.flows()[at as usize].year == year).collect();
    let with_flows = |(_, flows): &(Option<Year>, Vec<u32>)| !flows.is_empty();
    years.iter().map(|&year| (year, of(year))).filter(with_flows).collect()
}

/// Amount rate of every product that local buyers buy, for the plan's first tier and one year.
pub(super) fn product_rates(plan: &Plan<'_>, year: Option<Year>) -> BTreeMap<Arc<str>, Measure> {
    let local: Vec<u32> = (0..plan.graph.flows().len() as u32)
        .filter(|&at| plan.options.scope.holds(plan.graph, plan.chain, &plan.graph.flows()[at as usize]))
        .collect();
    let mut rates = BTreeMap::new();
    products(plan, &local, &mut |template, flows| {
        for (year, flows) in by_year(plan.graph, &[year], flows) {
            let group = Group { id: template.id.clone(), name: template.name.clone(), year, flows, ..template };
            let card = plan.card(true, 0, Basis::Amount);
            rates.insert(group.id.clone(), amount_part(plan, &group, 0).measure(card));
        }
    });
    rates
}

/// Rows of all groups; groups run in parallel, rows keep their order.
pub(super) fn rows(plan: &Plan<'_>, groups: &[Group]) -> Vec<RateRow> {
    groups.par_iter().flat_map_iter(|group| rows_of(plan, group)).collect()
}

fn rows_of(plan: &Plan<'_>, group: &Group) -> Vec<RateRow> {
    let mut rows = Vec::with_capacity(3 * plan.tiers.len());
    for tier in 0..plan.tiers.len() {
        let mut push = |basis, measure, amounts| {
            rows.push(RateRow {
                level: group.level,
                id: group.id.clone(),
                name: group.name.clone(),
                role: group.role,
                scope: group.scope,
                year: group.year,
                tier: plan.tier_names[tier].clone(),
                basis,
                measure,
                amounts,
            });
        };
        let part = amount_part(plan, group, tier);
        let ([near, far, unlocated, residual], unpriced_lines) = part.amounts();
        let amounts = Amounts { near, far, unlocated, residual, unpriced_lines };
        push(Basis::Amount, part.measure(plan.card(group.partial, tier, Basis::Amount)), Some(amounts));
        push(Basis::Count, count(plan, group, tier), None);
        push(Basis::Coverage, coverage(plan, group, tier), None);
    }
    rows
}

/// Sums the group buyer by buyer (or buyer and product by buyer and product), each with its own total.
fn amount_part(plan: &Plan<'_>, group: &Group, tier: usize) -> Part {
    let mut whole = Part::default();
    let mut from = 0;
    let flow = |at: u32| &plan.graph.flows()[at as usize];
    while from < group.flows.len() {
        let first = flow(group.flows[from]);
        let same = |at: &u32| {
            let flow = flow(*at);
            flow.buyer == first.buyer && (!group.partial || flow.product == first.product)
        };
        let to = from + group.flows[from..].partition_point(same);
        let mut sides = Sides::default();
        for &at in &group.flows[from..to] {
            sides.add(plan.sides[tier][at as usize], flow(at));
        }
        whole.add(&plan.benchmarks.part(sides, first, group.partial));
        from = to;
    }
    whole
}

/// Best side seen and amount sold, for each supplier or product of a group.
#[derive(Default, Clone, Copy)]
struct Seen {
    near: bool,
    unlocated: bool,
    near_amount: f64,
    far_amount: f64,
    amount: f64,
}

fn seen<K: Ord>(plan: &Plan<'_>, group: &Group, tier: usize, key: impl Fn(&Flow) -> K) -> BTreeMap<K, Seen> {
    let mut all: BTreeMap<K, Seen> = BTreeMap::new();
    for &at in &group.flows {
        let flow = &plan.graph.flows()[at as usize];
        let entry = all.entry(key(flow)).or_default();
        // A purchase of zero is no source; one without a price is.
        let is_source = flow.amount > 0.0 || flow.unpriced > 0;
        match plan.sides[tier][at as usize] {
            Nearness::Near => {
                entry.near |= is_source;
                entry.near_amount += flow.amount;
            }
            Nearness::Unknown => entry.unlocated |= is_source,
            Nearness::Far => entry.far_amount += flow.amount,
        }
        entry.amount += flow.amount;
    }
    all
}

/// [LR-5] and [LR-6]: distinct suppliers, each near when it ships from near to any buyer of the group.
fn count(plan: &Plan<'_>, group: &Group, tier: usize) -> Measure {
    let least = plan.options.min_link.unwrap_or(0.0);
    let suppliers: Vec<Seen> =
        seen(plan, group, tier, |flow| flow.supplier).into_values().filter(|entry| entry.amount >= least).collect();
    let near = suppliers.iter().filter(|entry| entry.near).count();
    let unlocated = suppliers.iter().filter(|entry| !entry.near && entry.unlocated).count();
    let card = plan.card(group.partial, tier, Basis::Count);
    ratio_of_counts(near, unlocated, suppliers.len(), suppliers.len() - unlocated, card)
}

/// [LR-7]: products bought, covered when the local share exceeds the threshold.
fn coverage(plan: &Plan<'_>, group: &Group, tier: usize) -> Measure {
    let unknown = |product: ProductIx| plan.graph.dataset().product(product).id.as_str() == Product::UNKNOWN;
    let products = seen(plan, group, tier, |flow| flow.product);
    let products: Vec<Seen> = products.into_iter().filter(|(ix, _)| !unknown(*ix)).map(|(_, entry)| entry).collect();
    let threshold = plan.options.coverage_threshold;
    let share = |entry: &Seen| entry.near_amount / (entry.near_amount + entry.far_amount);
    let covered = |entry: &Seen| if threshold > 0.0 { share(entry) > threshold } else { entry.near };
    let near = products.iter().filter(|entry| covered(entry)).count();
    let undecided = products.iter().filter(|entry| !covered(entry) && entry.unlocated).count();
    let card = plan.card(group.partial, tier, Basis::Coverage);
    ratio_of_counts(near, undecided, products.len(), products.len(), card)
}

/// `near / decided`, bounds `near / all … (near + open) / all`.
fn ratio_of_counts(near: usize, open: usize, all: usize, decided: usize, card: Arc<str>) -> Measure {
    if all == 0 {
        return Measure::empty(card);
    }
    let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    let value = share(near, decided);
    Measure {
        value,
        lo: share(near, all),
        hi: share(near + open, all),
        numerator: value.map(|_| near as f64),
        denominator: value.map(|_| decided as f64),
        coverage: share(all - open, all),
        n: all,
        status: if value.is_some() { Status::Ok } else { Status::BoundedOnly },
        card,
        open: None,
    }
}
