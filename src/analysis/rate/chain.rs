//! Chains against their map: segment completeness [LR-8] and 整零比 [LR-9].

use crate::analysis::Error;
use crate::analysis::scope::{AreaName, Scope, is_member, products_of};
use crate::graph::SupplyGraph;
use crate::model::{Chain, FirmIx, Measure, Nearness, ProductIx, Status, Year};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// [LR-8]: of the products (and segments) of a chain's map, those with at least one producing plant in the area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Completeness {
    /// Chain id.
    pub chain: Arc<str>,
    /// Chain name.
    pub name: Arc<str>,
    /// Version of the template; `None` when the user's sheet describes the chain.
    pub version: Option<Arc<str>>,
    /// Area; `None` for all.
    pub area: Option<AreaName>,
    /// Products made here / products on the map; bounds from makers whose place is not known well enough.
    pub products: Measure,
    /// Segments with a product made here / segments on the map.
    pub segments: Measure,
    /// Names of products that nobody makes here for certain.
    pub missing: Vec<Arc<str>>,
    /// Makers whose place leaves open whether they are here.
    pub undecided_firms: usize,
}

/// [LR-9]: revenue of parts firms for each yuan of revenue of assembly firms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartsRatio {
    /// Chain id.
    pub chain: Arc<str>,
    /// Chain name.
    pub name: Arc<str>,
    /// Year.
    pub year: Year,
    /// Revenue of local firms that make an end product of the chain, yuan.
    pub assembly: f64,
    /// Revenue of the other local firms of the chain, yuan.
    pub parts: f64,
    /// `parts / assembly`; `None` when no assembly firm reports revenue.
    pub ratio: Option<f64>,
    /// Share of the chain's local firms that report revenue.
    pub coverage: Option<f64>,
}

/// Local makers of each product: certain and possible. Within a focus, a firm that ships from there makes there.
pub(crate) fn makers(graph: &SupplyGraph, scope: &Scope) -> BTreeMap<ProductIx, (BTreeSet<FirmIx>, BTreeSet<FirmIx>)> {
    let mut makers: BTreeMap<ProductIx, (BTreeSet<FirmIx>, BTreeSet<FirmIx>)> = BTreeMap::new();
    let dataset = graph.dataset();
    for made in dataset.capabilities.iter().filter(|made| !made.under_construction) {
        let entry = makers.entry(made.product).or_default();
        match scope.is_local(&dataset.firm(made.firm).location) {
            Nearness::Near => entry.0.insert(made.firm),
            Nearness::Unknown => entry.1.insert(made.firm),
            Nearness::Far => false,
        };
    }
    for flow in graph.flows().iter().filter(|flow| scope.focus.is_some() && (flow.amount > 0.0 || flow.unpriced > 0)) {
        if let Some(firm) = graph.supplier_firm(flow)
            && !graph.is_traded(flow)
            && scope.is_local(graph.place(flow)) == Nearness::Near
        {
            makers.entry(flow.product).or_default().0.insert(firm);
        }
    }
    makers
}

pub(crate) fn completeness(graph: &SupplyGraph, scope: &Scope) -> Result<Vec<Completeness>, Error> {
    let asked = scope.chain(graph)?;
    let makers = makers(graph, scope);
    let chains = graph.dataset().chains.iter().filter(|chain| asked.is_none_or(|asked| asked.id == chain.id));
    Ok(chains.map(|chain| of_chain(graph, scope, chain, &makers)).collect())
}

fn of_chain(
    graph: &SupplyGraph,
    scope: &Scope,
    chain: &Chain,
    makers: &BTreeMap<ProductIx, (BTreeSet<FirmIx>, BTreeSet<FirmIx>)>,
) -> Completeness {
    // 2: made here; 1: perhaps; 0: not.
    let state = |product: &ProductIx| match makers.get(product) {
        Some((certain, _)) if !certain.is_empty() => 2,
        Some((_, possible)) if !possible.is_empty() => 1,
        _ => 0,
    };
    let products: Vec<ProductIx> = chain.products.iter().map(|entry| entry.product).collect();
    let of_segment = |at: usize| products_of(chain, at).iter().map(state).max();
    let segments: Vec<u8> = (0..chain.segments.len()).filter_map(of_segment).collect();
    let states: Vec<u8> = products.iter().map(state).collect();
    let mut undecided: BTreeSet<FirmIx> = BTreeSet::new();
    for product in &products {
        undecided.extend(makers.get(product).into_iter().flat_map(|(_, possible)| possible));
    }
    let missing = products.iter().filter(|product| state(product) < 2);
    Completeness {
        chain: chain.id.clone(),
        name: chain.name.clone(),
        version: chain.template.clone(),
        area: scope.focus.map(AreaName::of),
        products: share(&states, "completeness/products"),
        segments: share(&segments, "completeness/segments"),
        missing: missing.map(|&product| graph.dataset().product(product).name.clone()).collect(),
        undecided_firms: undecided.len(),
    }
}

fn share(states: &[u8], card: &str) -> Measure {
    if states.is_empty() {
        return Measure::empty(card);
    }
    let all = states.len() as f64;
    let at_least = |least: u8| states.iter().filter(|&&state| state >= least).count() as f64;
    Measure {
        value: Some(at_least(2) / all),
        lo: Some(at_least(2) / all),
        hi: Some(at_least(1) / all),
        numerator: Some(at_least(2)),
        denominator: Some(all),
        coverage: Some(1.0 - (at_least(1) - at_least(2)) / all),
        n: states.len(),
        status: Status::Ok,
        card: card.into(),
        open: None,
    }
}

pub(crate) fn parts_ratio(graph: &SupplyGraph, scope: &Scope) -> Result<Vec<PartsRatio>, Error> {
    let asked = scope.chain(graph)?;
    let makers = makers(graph, scope);
    let mut rows = Vec::new();
    for chain in graph.dataset().chains.iter().filter(|chain| asked.is_none_or(|asked| asked.id == chain.id)) {
        let (assembly, parts) = firms_of(graph, scope, chain, &makers);
        let years: BTreeSet<Year> = graph.dataset().firm_years.iter().map(|entry| entry.year).collect();
        for year in years.into_iter().filter(|year| scope.year.is_none_or(|asked| asked == *year)) {
            rows.push(ratio(graph, chain, year, (&assembly, &parts)));
        }
    }
    Ok(rows)
}

/// Assembly firms make a product that goes into nothing else of the chain; the other local firms make parts.
fn firms_of(
    graph: &SupplyGraph,
    scope: &Scope,
    chain: &Chain,
    makers: &BTreeMap<ProductIx, (BTreeSet<FirmIx>, BTreeSet<FirmIx>)>,
) -> (BTreeSet<FirmIx>, BTreeSet<FirmIx>) {
    let dataset = graph.dataset();
    let inside = |product: ProductIx| chain.place_of(product).is_some();
    let used: BTreeSet<ProductIx> =
        (dataset.inputs.iter()).filter(|input| inside(input.product)).map(|input| input.input).collect();
    let made: BTreeSet<ProductIx> =
        (dataset.inputs.iter()).filter(|input| inside(input.input)).map(|input| input.product).collect();
    let (mut assembly, mut parts) = (BTreeSet::new(), BTreeSet::new());
    for entry in &chain.products {
        let is_end = !used.contains(&entry.product) && made.contains(&entry.product);
        let list = if is_end { &mut assembly } else { &mut parts };
        list.extend(makers.get(&entry.product).into_iter().flat_map(|(certain, _)| certain));
    }
    let members = (0..dataset.firms.len()).map(FirmIx::from).filter(|&firm| {
        is_member(graph, chain, firm) && scope.is_local(&dataset.firm(firm).location) == Nearness::Near
    });
    parts.extend(members);
    let parts = parts.difference(&assembly).copied().collect();
    (assembly, parts)
}

fn ratio(
    graph: &SupplyGraph,
    chain: &Chain,
    year: Year,
    (assembly, parts): (&BTreeSet<FirmIx>, &BTreeSet<FirmIx>),
) -> PartsRatio {
    let revenue = |firm: &FirmIx| {
        let years = &graph.dataset().firm_years;
        let at = years.binary_search_by_key(&(*firm, year), |entry| (entry.firm, entry.year)).ok()?;
        years[at].revenue
    };
    let sum = |firms: &BTreeSet<FirmIx>| firms.iter().filter_map(revenue).sum::<f64>();
    let known = assembly.iter().chain(parts).filter(|firm| revenue(firm).is_some()).count();
    let all = assembly.len() + parts.len();
    let (assembly, parts) = (sum(assembly), sum(parts));
    PartsRatio {
        chain: chain.id.clone(),
        name: chain.name.clone(),
        year,
        assembly,
        parts,
        ratio: (assembly > 0.0).then(|| parts / assembly),
        coverage: (all > 0).then(|| known as f64 / all as f64),
    }
}
