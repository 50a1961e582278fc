//! In which order: Pareto fronts over natural units, and a composite when it is asked for (methods §2.6).

use super::{Evidence, GapOptions, Priority, Stakes, Weakness};
use crate::analysis::Error;
use crate::analysis::numeric::front::fronts;
use crate::analysis::priority::{Comparison, CompositeRow, Criterion, Scored, Unit, Used, prioritise};
use crate::analysis::split::{ProductName, product_name};
use crate::graph::SupplyGraph;
use crate::model::ProductIx;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the composite weighs.
pub const CRITERIA: [Criterion; 6] = [
    // Yuan bought outside that could be bought here.
    Criterion::more("convertible", Unit::Yuan),
    // Loss here if nobody delivers it any more.
    Criterion::more("at_stake", Unit::Yuan),
    // How near it is to what is made here already.
    Criterion::more("relatedness", Unit::Share),
    // Share of demand beyond local capacity.
    Criterion::more("shortfall", Unit::Share),
    // 1 / effective suppliers.
    Criterion::more("concentration", Unit::Share),
    // Leaders that buy it.
    Criterion::more("leaders", Unit::Count),
];

/// The composite: what was weighed, and how firm the order is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weighed {
    /// The criteria with goalposts and weights.
    pub criteria: Vec<Used>,
    /// Keys of criteria that no product has a value of.
    pub left_out: Vec<&'static str>,
    /// Where the order would turn, and other ways to combine.
    pub comparison: Comparison<ProductName>,
}

/// The order of the products that some trigger lists.
pub(super) struct Order {
    pub(super) priorities: BTreeMap<ProductIx, Priority>,
    pub(super) composites: BTreeMap<ProductIx, CompositeRow>,
    pub(super) weighed: Option<Weighed>,
}

impl Order {
    pub(super) fn new(
        graph: &SupplyGraph,
        options: &GapOptions,
        weak: &BTreeMap<ProductIx, Weakness>,
        stakes: &BTreeMap<ProductIx, Stakes>,
    ) -> Result<Self, Error> {
        let listed: Vec<(ProductIx, &Weakness)> = (weak.iter())
            .filter(|(_, weakness)| !weakness.triggers.is_empty())
            .map(|(product, weakness)| (*product, weakness))
            .collect();
        let rows: Vec<Vec<Scored>> =
            listed.iter().map(|(product, weakness)| scored(weakness, stakes.get(product))).collect();
        // Without products the options are still to be sound.
        let found = prioritise(&CRITERIA, &rows, &options.order)?;
        let (criteria, left_out) = (found.criteria, found.left_out);
        let (mut composites, mut weighed) = (BTreeMap::new(), None);
        if let Some(composite) = found.composite {
            let comparison = composite.comparison.named(|at| product_name(graph, listed[*at].0));
            weighed = Some(Weighed { criteria, left_out, comparison });
            composites = listed.iter().map(|(product, _)| *product).zip(composite.rows).collect();
        }
        Ok(Self { priorities: priorities(&listed), composites, weighed })
    }
}

/// Natural values of a product, in the order of [`CRITERIA`].
fn scored(weakness: &Weakness, stakes: Option<&Stakes>) -> Vec<Scored> {
    let evidence = &weakness.evidence;
    let (share, bought) = ((Some(0.0), Some(1.0)), evidence.lines > 0);
    let priced = evidence.lines > evidence.unpriced_lines || !bought;
    vec![
        Scored::within(priced.then_some(evidence.origins.outside), Some(0.0), None),
        Scored::within(stakes.map(|stakes| stakes.loss), Some(0.0), None),
        Scored::within(weakness.relatedness, share.0, share.1),
        Scored::within(shortfall(evidence), share.0, share.1),
        Scored::within(evidence.concentration.hhi.or((!bought).then_some(0.0)), share.0, share.1),
        Scored::known(evidence.leaders as f64),
    ]
}

/// [WL-5], with its ends: all of it where nobody here makes what is bought, none where nothing is bought.
fn shortfall(evidence: &Evidence) -> Option<f64> {
    let demand = evidence.demand.unwrap_or(0.0);
    let unmade = evidence.makers_told && evidence.local_makers == 0 && evidence.possible_makers == 0 && demand > 0.0;
    let ends = if unmade { Some(1.0) } else { (evidence.lines == 0).then_some(0.0) };
    evidence.capacity.shortfall.or(ends)
}

/// Fronts over yuan bought outside, yuan single-sourced and leaders; within a front by yuan bought outside, then, for what
/// nobody buys yet, by how near it is to what is made here.
fn priorities(listed: &[(ProductIx, &Weakness)]) -> BTreeMap<ProductIx, Priority> {
    let evidence = |at: usize| &listed[at].1.evidence;
    let criteria = |(_, weakness): &(ProductIx, &Weakness)| {
        let evidence = &weakness.evidence;
        vec![evidence.origins.outside, evidence.concentration.single_sourced, evidence.leaders as f64]
    };
    let fronts = fronts(&listed.iter().map(criteria).collect::<Vec<_>>());
    let mut order: Vec<usize> = (0..listed.len()).collect();
    let related = |at: usize| listed[at].1.relatedness.unwrap_or(0.0);
    order.sort_by(|&a, &b| {
        let by_outside = evidence(b).origins.outside.total_cmp(&evidence(a).origins.outside);
        let by_relatedness = related(b).total_cmp(&related(a));
        fronts[a].cmp(&fronts[b]).then(by_outside).then(by_relatedness).then(listed[a].0.cmp(&listed[b].0))
    });
    let priority = |(rank, &at): (usize, &usize)| {
        let evidence = evidence(at);
        let priority = Priority {
            rank: rank + 1,
            front: fronts[at],
            convertible: evidence.origins.outside,
            single_sourced: evidence.concentration.single_sourced,
            leaders: evidence.leaders,
        };
        (listed[at].0, priority)
    };
    order.iter().enumerate().map(priority).collect()
}
