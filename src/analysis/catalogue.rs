//! Base products in demand (重点领域基础产品需求目录): what is bought of each of the five bases (五基), and how safely?
//!
//! ```text
//! D_k    priced purchases of product k by local buyers, yuan a year = near_k + outside_k + unlocated_k
//! r_k    local supply rate of k, with its bounds                                              [LR-1]
//! imp_k  imported share of located purchases, of yuan near_k + outside_k                     [WL-7]
//! sole_k one supplier serves all local buyers                                                [WL-2]
//! class  sums over its products; rate = Σ near / Σ (near + outside), of priced and located lines alone
//! ```
//!
//! Symbols. All amounts in yuan, shares as fractions; the facts of a product are those of [`gap`](super::gap()), so both
//! tell the same of it, and its figures have the keys of `gap`.
//!
//! Conventions. Only products that local firms buy are listed; one of two chains is listed once. A product without a class
//! stands in a class of its own, never in one of the five; a class nobody buys of has no amounts, which is not zero. Lines
//! without an amount are counted beside the sums, which are lower bounds then. A product whose only supplier is unnamed
//! may have several: its sole source is unknown and not counted.
//!
//! Reading: the rate of a class has no bounds, since bounds of products do not add up; it is for ordering classes. Complexity:
//! that of `gap` without what is at stake. Source: Anhui 2023 No. 55, (八); MIIT 2024, 二(四)2: the list that they order.
//!
//! ```
//! use liantu::analysis::catalogue::{CatalogueOptions, catalogue};
//! use liantu::graph::SupplyGraph;
//! let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
//! let answer = catalogue(&graph, &CatalogueOptions::default()).unwrap();
//! assert_eq!((answer.classes.len(), answer.classes[0].demand), (5, None));
//! ```

use super::Error;
use super::gap::{Evidence, GapOptions, GapRow, gap};
use super::key::FigureKey;
use super::scope::{AreaName, Scope, TierName};
use super::split::ProductName;
use crate::graph::SupplyGraph;
use crate::model::{BaseClass, Tier, Year};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The five bases in the order of the documents.
const CLASSES: [BaseClass; 5] =
    [BaseClass::Components, BaseClass::Software, BaseClass::Materials, BaseClass::Process, BaseClass::Technology];

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CatalogueOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
}

/// A product that local firms buy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatalogueRow {
    /// Key of its figures, less the measure.
    pub figure: FigureKey,
    /// Of the five bases; `None` when nobody said.
    pub class: Option<BaseClass>,
    /// Product.
    pub product: ProductName,
    /// Chains it belongs to, sorted.
    pub chains: Vec<Arc<str>>,
    /// The numbers.
    pub evidence: Evidence,
}

/// Products of a class together.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClassRow {
    /// The class; `None` for products without one.
    pub class: Option<BaseClass>,
    /// Products that local firms buy.
    pub products: usize,
    /// Priced purchases, yuan; `None` when no line is priced.
    pub demand: Option<f64>,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// Of the demand, bought nearby.
    pub near: Option<f64>,
    /// Bought outside.
    pub outside: Option<f64>,
    /// Bought from an unknown place.
    pub unlocated: Option<f64>,
    /// Bought nearby, of what is priced and located.
    pub rate: Option<f64>,
    /// Products that nobody here makes.
    pub not_made: usize,
    /// Products with one supplier for all local buyers.
    pub sole_sources: usize,
    /// Yuan bought by buyers that have one supplier only.
    pub single_sourced: Option<f64>,
    /// Imported yuan.
    pub imported: Option<f64>,
    /// Its share of what is priced and located.
    pub import_share: Option<f64>,
}

/// Answer: every product that local firms buy, by class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Catalogue {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// The five bases, then products without a class where there are any.
    pub classes: Vec<ClassRow>,
    /// All of them together.
    pub total: ClassRow,
    /// Products: by class, then demand, largest first.
    pub rows: Vec<CatalogueRow>,
}

/// Lists the base products in demand.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn catalogue(graph: &SupplyGraph, options: &CatalogueOptions) -> Result<Catalogue, Error> {
    let CatalogueOptions { scope, tier, trader_as_origin } = options.clone();
    let asked = GapOptions { scope, tier, trader_as_origin, simulate: Some(false), ..GapOptions::default() };
    let found = gap(graph, &asked)?;
    let products = &graph.dataset().products;
    let class = |id: &str| {
        let at = products.binary_search_by(|product| product.id.as_str().cmp(id)).ok()?;
        products[at].base_class
    };
    let rows = rows(found.rows, class);
    let of = |class: Option<BaseClass>| sum(class, rows.iter().filter(|row| row.class == class));
    let unclassed = Some(of(None)).filter(|row| row.products > 0);
    Ok(Catalogue {
        focus: found.focus,
        year: found.year,
        tier: found.tier,
        classes: CLASSES.map(|class| of(Some(class))).into_iter().chain(unclassed).collect(),
        total: sum(None, rows.iter()),
        rows,
    })
}

/// Products bought, each once with all its chains.
fn rows(found: Vec<GapRow>, class: impl Fn(&str) -> Option<BaseClass>) -> Vec<CatalogueRow> {
    let mut by_product: BTreeMap<Arc<str>, CatalogueRow> = BTreeMap::new();
    for row in found.into_iter().filter(|row| row.evidence.lines > 0) {
        let entry = by_product.entry(row.product.id.clone()).or_insert_with(|| CatalogueRow {
            figure: row.figure,
            class: class(&row.product.id),
            product: row.product,
            chains: Vec::new(),
            evidence: row.evidence,
        });
        entry.chains.extend(row.chain);
        entry.chains.sort();
    }
    let mut rows: Vec<CatalogueRow> = by_product.into_values().collect();
    let place = |class: Option<BaseClass>| {
        class.map_or(CLASSES.len(), |class| CLASSES.iter().position(|other| *other == class).unwrap_or(CLASSES.len()))
    };
    let demand = |row: &CatalogueRow| row.evidence.demand.unwrap_or(-1.0);
    rows.sort_by(|a, b| {
        let by_demand = demand(b).total_cmp(&demand(a));
        place(a.class).cmp(&place(b.class)).then(by_demand).then_with(|| a.product.id.cmp(&b.product.id))
    });
    rows
}

/// Sums over products.
fn sum<'a>(class: Option<BaseClass>, rows: impl Iterator<Item = &'a CatalogueRow> + Clone) -> ClassRow {
    let all = || rows.clone().map(|row| &row.evidence);
    let priced = all().any(|evidence| evidence.demand.is_some());
    let total = |of: fn(&Evidence) -> f64| priced.then(|| all().fold(0.0, |sum, evidence| sum + of(evidence)));
    let count = |of: fn(&Evidence) -> bool| all().filter(|evidence| of(evidence)).count();
    let (near, outside) = (total(|evidence| evidence.origins.near), total(|evidence| evidence.origins.outside));
    let located = near.zip(outside).map(|(near, outside)| near + outside).filter(|located| *located > 0.0);
    let imported = total(imported);
    ClassRow {
        class,
        products: rows.clone().count(),
        demand: total(|evidence| evidence.demand.unwrap_or(0.0)),
        unpriced_lines: all().map(|evidence| evidence.unpriced_lines).sum(),
        near,
        outside,
        unlocated: total(|evidence| evidence.origins.unlocated),
        rate: near.zip(located).map(|(near, located)| near / located),
        not_made: count(|evidence| evidence.local_makers == 0),
        sole_sources: count(|evidence| evidence.concentration.single_source == Some(true)),
        single_sourced: total(|evidence| evidence.concentration.single_sourced),
        imported,
        import_share: imported.zip(located).map(|(imported, located)| imported / located),
    }
}

/// Imported yuan of a product: nothing where nothing is located.
pub fn imported(evidence: &Evidence) -> f64 {
    evidence.origins.import_share.unwrap_or(0.0) * (evidence.origins.near + evidence.origins.outside)
}
