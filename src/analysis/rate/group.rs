//! Groups of purchases (firm, product, segment, chain, county, total) and their figures.

use super::bounds::{Benchmark, Part, Sides};
use super::seen::Seen;
use super::{Amounts, Basis, BuyerScope, Plan, RateLevel, RateRow};
use crate::analysis::key::{self, FigureKey, Names, Question};
use crate::analysis::scope::{is_member, products_of};
use crate::graph::{Flow, SupplyGraph};
use crate::model::{
    AreaCode, Chain, FirmIx, Measure, Nearness, Product, ProductIx, Role, RowRef, Status, Year, division,
};
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
    /// First half of the keys of its figures.
    pub(super) key: Arc<str>,
    /// Whether its lines are restricted to a chain or product, so that an overall total does not apply.
    pub(super) partial: bool,
    /// Positions of its external flows, sorted: by buyer, product, supplier.
    pub(super) flows: Vec<u32>,
}

/// Declared totals by buyer, product and year, and priced purchases of each buyer.
pub(super) struct Benchmarks {
    totals: BTreeMap<(FirmIx, Option<ProductIx>, Option<Year>), Benchmark>,
    /// Where each total stands.
    rows: BTreeMap<(FirmIx, Option<ProductIx>, Option<Year>), RowRef>,
    known: BTreeMap<(FirmIx, Option<Year>), f64>,
    /// Whether a firm declares any total, by firm; few do.
    declares: Vec<bool>,
}

/// What a declared total says of the unpriced lines of one buyer (or one buyer and product).
#[derive(Clone, Copy)]
pub(super) enum Limit {
    /// A total of their own.
    Total(Benchmark),
    /// Each is worth at most so many yuan.
    Cap(f64),
}

impl Limit {
    fn part(self, sides: Sides) -> Part {
        match self {
            Limit::Total(benchmark) => sides.with_total(benchmark),
            Limit::Cap(cap) => sides.without_total(cap),
        }
    }
}

impl Benchmarks {
    pub(super) fn new(graph: &SupplyGraph, years: &[Option<Year>]) -> Self {
        let mut declares = vec![false; graph.dataset().firms.len()];
        let (mut totals, mut rows) = (BTreeMap::new(), BTreeMap::new());
        for total in &graph.dataset().totals {
            let Some(yuan) = total.total.known() else { continue };
            // A total without a year belongs to the one year of the data, if there is only one.
            let year = total.year.or(if let [only] = years { *only } else { None });
            let benchmark = Benchmark { total: yuan, complete: total.complete == Some(true) };
            declares[total.buyer.index()] = true;
            totals.insert((total.buyer, total.product, year), benchmark);
            rows.insert((total.buyer, total.product, year), total.row);
        }
        let mut known = BTreeMap::new();
        for flow in graph.flows().iter().filter(|flow| declares[flow.buyer.index()] && !graph.is_self_supply(flow)) {
            *known.entry((flow.buyer, flow.year)).or_insert(0.0) += flow.amount;
        }
        Self { totals, rows, known, declares }
    }

    /// What a firm declares to have bought in all.
    pub(super) fn total(&self, buyer: FirmIx, year: Option<Year>) -> Option<f64> {
        self.totals.get(&(buyer, None, year)).map(|benchmark| benchmark.total)
    }

    /// The row of the total that a flow's buyer (or buyer and product) declares.
    pub(super) fn row(&self, flow: &Flow, partial: bool) -> Option<RowRef> {
        self.rows.get(&(flow.buyer, partial.then_some(flow.product), flow.year)).copied()
    }

    pub(super) fn limit(&self, flow: &Flow, partial: bool) -> Limit {
        if !self.declares[flow.buyer.index()] {
            return Limit::Cap(f64::INFINITY);
        }
        let product = partial.then_some(flow.product);
        if let Some(&benchmark) = self.totals.get(&(flow.buyer, product, flow.year)) {
            return Limit::Total(benchmark);
        }
        let overall = self.totals.get(&(flow.buyer, None, flow.year)).filter(|_| partial);
        // What the buyer's overall total leaves over caps any one product's unpriced lines.
        let cap = overall.map_or(f64::INFINITY, |benchmark| {
            let known = self.known.get(&(flow.buyer, flow.year)).copied().unwrap_or(0.0);
            (benchmark.total - known).max(0.0)
        });
        Limit::Cap(cap)
    }
}

/// All groups, in the order of the answer.
pub(super) fn groups(plan: &Plan<'_>, years: &[Option<Year>]) -> Vec<Group> {
    let mut groups = Vec::new();
    let external = |at: &u32| plan.counts(&plan.graph.flows()[*at as usize]);
    let all: Vec<u32> = (0..plan.graph.flows().len() as u32).filter(external).collect();
    let scope = &plan.options.scope;
    let is_local =
        |at: &u32| scope.is_local(plan.graph.buyer_place(&plan.graph.flows()[*at as usize])) == Nearness::Near;
    let local: Vec<u32> = all.iter().copied().filter(is_local).collect();
    let mut push = |template: Group, flows: Vec<u32>| {
        for (year, flows) in by_year(plan, years, flows) {
            let key = key::longer(&template.key, &key::year(year));
            groups.push(Group { id: template.id.clone(), name: template.name.clone(), key, year, flows, ..template });
        }
    };
    total(plan, &local, &mut push);
    counties(plan, &local, &mut push);
    for chain in &plan.graph.dataset().chains {
        if plan.chain.is_none_or(|asked| asked.id == chain.id) {
            chain_groups(plan, chain, &local, &mut push);
        }
    }
    let names = Names::new(plan.graph);
    products(plan, &local, Some(&names), &mut push);
    firms(plan, &all, &names, &mut push);
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
        key: Arc::default(),
        partial,
        flows: Vec::new(),
    }
}

type Push<'a> = dyn FnMut(Group, Vec<u32>) + 'a;

fn total(plan: &Plan<'_>, local: &[u32], push: &mut Push<'_>) {
    let focus = plan.options.scope.focus;
    let id = focus.map_or("all".to_owned(), |code| code.to_string());
    let name = focus.map_or("all".to_owned(), division::name);
    let group = template(RateLevel::Total, id, name, plan.chain.is_some());
    push(Group { key: "total".into(), ..group }, local.to_vec());
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
        push(Group { key: key::stem(&["county", &area.to_string()]), ..group }, flows);
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
    let namesakes = plan.graph.dataset().chains.iter().filter(|other| other.name == chain.name).count();
    let called: &str = if namesakes == 1 { &chain.name } else { &chain.id };
    let of_chain = |scope: &str| {
        let group = template(RateLevel::Chain, chain.id.clone(), chain.name.clone(), true);
        Group { key: key::stem(&["chain", called, scope]), ..group }
    };
    let leaders = relevant.iter().filter(leads).copied().collect();
    push(Group { scope: BuyerScope::Leaders, ..of_chain("leaders") }, leaders);
    let members = relevant.iter().filter(member).copied().collect();
    push(Group { scope: BuyerScope::Members, ..of_chain("members") }, members);
    push(of_chain(""), relevant.clone());
    for (at, segment) in chain.segments.iter().enumerate() {
        let products = products_of(chain, at);
        let id = format!("{}/{}", chain.id, segment.id);
        let flows = relevant.iter().copied().filter(|at| products.binary_search(&flow(at).product).is_ok()).collect();
        let namesakes = chain.segments.iter().filter(|other| other.name == segment.name).count();
        let key = key::stem(&["segment", called, if namesakes == 1 { &segment.name } else { &segment.id }]);
        push(Group { key, ..template(RateLevel::Segment, id, segment.name.clone(), true) }, flows);
    }
}

fn products(plan: &Plan<'_>, local: &[u32], names: Option<&Names<'_>>, push: &mut Push<'_>) {
    let mut by_product: Vec<Vec<u32>> = vec![Vec::new(); plan.graph.dataset().products.len()];
    for &at in local {
        by_product[plan.graph.flows()[at as usize].product.index()].push(at);
    }
    for (product, (at, flows)) in plan.graph.dataset().products.iter().zip(by_product.into_iter().enumerate()) {
        if !flows.is_empty() && product.id.as_str() != Product::UNKNOWN {
            let called = names.map(|names| key::stem(&["product", names.product(ProductIx::from(at))]));
            let group = template(RateLevel::Product, product.id.0.clone(), product.name.clone(), true);
            push(Group { key: called.unwrap_or_default(), ..group }, flows);
        }
    }
}

fn firms(plan: &Plan<'_>, all: &[u32], names: &Names<'_>, push: &mut Push<'_>) {
    let mut from = 0;
    while from < all.len() {
        let buyer = plan.graph.flows()[all[from] as usize].buyer;
        let to = from + all[from..].partition_point(|&at| plan.graph.flows()[at as usize].buyer == buyer);
        let firm = plan.graph.dataset().firm(buyer);
        let group = template(RateLevel::Firm, firm.id.0.clone(), firm.name.clone(), plan.chain.is_some());
        let key = key::stem(&["firm", names.firm(buyer)]);
        push(Group { role: firm.role, key, ..group }, all[from..to].to_vec());
        from = to;
    }
}

fn by_year(plan: &Plan<'_>, years: &[Option<Year>], flows: Vec<u32>) -> Vec<(Option<Year>, Vec<u32>)> {
    if let [only] = years
        && plan.years == years
        && !flows.is_empty()
    {
        return vec![(*only, flows)];
    }
    let of =
        |year: Option<Year>| flows.iter().copied().filter(|&at| plan.graph.flows()[at as usize].year == year).collect();
    let with_flows = |(_, flows): &(Option<Year>, Vec<u32>)| !flows.is_empty();
    years.iter().map(|&year| (year, of(year))).filter(with_flows).collect()
}

/// Amount rate of every product that local buyers buy, for the plan's first tier and one year.
pub(super) fn product_rates(plan: &Plan<'_>, year: Option<Year>) -> BTreeMap<Arc<str>, Measure> {
    let mut rates = BTreeMap::new();
    let mut sides = Vec::new();
    for group in product_groups(plan, year) {
        let card = plan.card(true, 0, Basis::Amount);
        rates.insert(group.id.clone(), amount_parts(plan, &group, &mut sides)[0].measure(card));
    }
    rates
}

/// Purchases of which somebody wants the rate.
pub(crate) struct Purchases {
    /// Whether they are restricted to some products, so that an overall total does not apply.
    pub(crate) partial: bool,
    /// Positions of external flows, sorted.
    pub(crate) flows: Vec<u32>,
}

/// Amount rate of each set of purchases in each tier of the plan.
pub(super) fn rates_of(plan: &Plan<'_>, sets: &[Purchases]) -> Vec<Vec<Measure>> {
    let of_set = |sides: &mut Vec<Sides>, set: &Purchases| {
        let group = Group { flows: set.flows.clone(), ..template(RateLevel::Total, "", "", set.partial) };
        let parts = amount_parts(plan, &group, sides);
        let measure = |(tier, part): (usize, Part)| part.measure(plan.card(set.partial, tier, Basis::Amount));
        parts.into_iter().enumerate().map(measure).collect()
    };
    sets.par_iter().map_init(Vec::new, of_set).collect()
}

/// Purchases of each product by local buyers in one year.
pub(super) fn product_groups(plan: &Plan<'_>, year: Option<Year>) -> Vec<Group> {
    let local: Vec<u32> = (0..plan.graph.flows().len() as u32)
        .filter(|&at| plan.options.scope.holds(plan.graph, plan.chain, &plan.graph.flows()[at as usize]))
        .collect();
    let mut groups = Vec::new();
    products(plan, &local, None, &mut |template, flows| {
        let flows = by_year(plan, &[year], flows).into_iter().flat_map(|(_, flows)| flows).collect::<Vec<u32>>();
        if !flows.is_empty() {
            groups.push(Group { year, flows, ..template });
        }
    });
    groups
}

/// Rows of all groups; groups run in parallel, rows keep their order.
pub(super) fn rows(plan: &Plan<'_>, groups: &[Group]) -> Vec<RateRow> {
    let rows: Vec<Vec<RateRow>> =
        groups.par_iter().map_init(|| Scratch::new(plan), |scratch, group| rows_of(plan, group, scratch)).collect();
    let mut all = Vec::with_capacity(rows.iter().map(Vec::len).sum());
    rows.into_iter().for_each(|rows| all.extend(rows));
    all
}

/// Figures of one group: tier by tier, each by amount, suppliers and products.
pub(super) fn rows_of(plan: &Plan<'_>, group: &Group, scratch: &mut Scratch) -> Vec<RateRow> {
    let mut rows = Vec::with_capacity(3 * plan.tiers.len());
    let parts = amount_parts(plan, group, &mut scratch.sides);
    scratch.see(plan, group);
    for (tier, part) in parts.iter().enumerate() {
        let mut push = |basis, measure, amounts| {
            rows.push(RateRow {
                figure: FigureKey::new(Question::Rate, &group.key, plan.tail(tier, basis)),
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
        let ([near, far, unlocated, residual], unpriced_lines) = part.amounts();
        let amounts = Amounts { near, far, unlocated, residual, unpriced_lines };
        push(Basis::Amount, part.measure(plan.card(group.partial, tier, Basis::Amount)), Some(amounts));
        push(Basis::Count, count(plan, group, tier, &scratch.suppliers), None);
        push(Basis::Coverage, coverage(plan, group, tier, &scratch.products), None);
    }
    rows
}

/// What one group needs while it is counted; kept from group to group so that nothing is allocated for each.
pub(super) struct Scratch {
    sides: Vec<Sides>,
    pub(super) suppliers: Seen,
    pub(super) products: Seen,
}

impl Scratch {
    pub(super) fn new(plan: &Plan<'_>) -> Self {
        let seen = |keys, shares| Seen::new(keys, plan.tiers.len(), shares);
        Self {
            sides: Vec::new(),
            suppliers: seen(plan.graph.nodes().len(), false),
            products: seen(plan.graph.dataset().products.len(), plan.options.coverage_threshold > 0.0),
        }
    }

    fn see(&mut self, plan: &Plan<'_>, group: &Group) {
        self.suppliers.clear();
        self.products.clear();
        for &at in &group.flows {
            let flow = &plan.graph.flows()[at as usize];
            let sides = plan.sides(at);
            self.suppliers.add(flow.supplier as usize, flow, sides);
            self.products.add(flow.product.index(), flow, sides);
        }
    }
}

/// The flows of a group, one run for each buyer (or buyer and product): each has its own declared total.
pub(super) fn runs<'g>(plan: &'g Plan<'_>, group: &'g Group) -> impl Iterator<Item = &'g [u32]> {
    let flow = |at: u32| &plan.graph.flows()[at as usize];
    group.flows.chunk_by(move |&a, &b| {
        let (a, b) = (flow(a), flow(b));
        a.buyer == b.buyer && (!group.partial || a.product == b.product)
    })
}

/// Sums the group run by run; by tier.
fn amount_parts(plan: &Plan<'_>, group: &Group, sides: &mut Vec<Sides>) -> Vec<Part> {
    let mut whole = vec![Part::default(); plan.tiers.len()];
    for run in runs(plan, group) {
        let limit = sum(plan, group, run, sides);
        for (whole, sides) in whole.iter_mut().zip(sides.iter()) {
            whole.add(&limit.part(*sides));
        }
    }
    whole
}

/// One run in one tier: what its declared total leaves over, and how much of that must be near; yuan.
pub(super) fn declared(plan: &Plan<'_>, group: &Group, run: &[u32], tier: usize) -> (f64, f64) {
    let mut sides = Vec::new();
    sum(plan, group, run, &mut sides).part(sides[tier]).declared()
}

/// Sums one run by tier and side.
fn sum(plan: &Plan<'_>, group: &Group, run: &[u32], sides: &mut Vec<Sides>) -> Limit {
    sides.clear();
    sides.resize(plan.tiers.len(), Sides::default());
    for &at in run {
        let flow = &plan.graph.flows()[at as usize];
        for (sum, &side) in sides.iter_mut().zip(plan.sides(at)) {
            sum.add(side, flow);
        }
    }
    plan.benchmarks.limit(&plan.graph.flows()[run[0] as usize], group.partial)
}

/// [LR-5] and [LR-6]: distinct suppliers, each near when it ships from near to any buyer of the group.
fn count(plan: &Plan<'_>, group: &Group, tier: usize, suppliers: &Seen) -> Measure {
    let least = plan.options.min_link.unwrap_or(0.0);
    let (mut all, mut near, mut unlocated) = (0, 0, 0);
    for seen in suppliers.iter(tier).filter(|seen| seen.amount >= least) {
        all += 1;
        near += usize::from(seen.near);
        unlocated += usize::from(!seen.near && seen.unlocated);
    }
    let card = plan.card(group.partial, tier, Basis::Count);
    ratio_of_counts(near, unlocated, all, all - unlocated, card)
}

/// [LR-7]: products bought, covered when the local share exceeds the threshold.
fn coverage(plan: &Plan<'_>, group: &Group, tier: usize, products: &Seen) -> Measure {
    let unknown = |key: usize| plan.graph.dataset().products[key].id.as_str() == Product::UNKNOWN;
    let threshold = plan.options.coverage_threshold;
    let (mut all, mut near, mut undecided) = (0, 0, 0);
    for seen in products.iter(tier).filter(|seen| !unknown(seen.key)) {
        let covered = if threshold > 0.0 { seen.near_share > threshold } else { seen.near };
        all += 1;
        near += usize::from(covered);
        undecided += usize::from(!covered && seen.unlocated);
    }
    let card = plan.card(group.partial, tier, Basis::Coverage);
    ratio_of_counts(near, undecided, all, all, card)
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
