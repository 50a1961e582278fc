//! How much of what is made where: of the data set, or of a file.

use super::CapabilityOptions;
use crate::analysis::named;
use crate::analysis::scope::Scope;
use crate::analysis::split::{ProductName, product_name, spare_of};
use crate::analysis::spot;
use crate::graph::SupplyGraph;
use crate::model::{AreaCode, FirmIx, Level, PanelEntry, Product, ProductIx, Year, division};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Values beyond this are scaled down, all of them alike.
const HUGE: f64 = 1e200;

/// Areas and products below which a panel is small.
const SMALL: usize = 10;

/// What the data set's panel counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Makers.
    #[default]
    Firms,
    /// Yuan of output a year, as far as stated.
    Output,
}

/// A panel of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panel {
    /// Name of the file.
    pub source: String,
    /// Its rows.
    #[serde(skip)]
    pub entries: Arc<[PanelEntry]>,
}

/// An area of a panel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AreaLabel {
    /// Its code; `None` when its name is no division, or several.
    pub code: Option<AreaCode>,
    /// Its name, as the division or as typed.
    pub name: String,
}

impl AreaLabel {
    fn of(code: AreaCode) -> Self {
        Self { code: Some(code), name: division::name(code) }
    }

    /// Whether it lies in the focus area, when there is one.
    pub(super) fn is_in(&self, focus: Option<AreaCode>) -> bool {
        self.code.zip(focus).is_some_and(|(code, focus)| code.is_in(focus))
    }
}

/// A product of a panel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PanelProduct {
    pub(super) name: ProductName,
    /// Its place in the data set, if it has one.
    pub(super) ix: Option<ProductIx>,
}

/// Areas by products, without empty rows and columns, both sorted.
pub(super) struct Matrix {
    pub(super) areas: Vec<AreaLabel>,
    pub(super) products: Vec<PanelProduct>,
    pub(super) values: Vec<Vec<f64>>,
    pub(super) dropped_areas: Vec<String>,
    pub(super) dropped_products: Vec<String>,
    pub(super) left_out: usize,
}

type Entries = Vec<(AreaLabel, PanelProduct, f64)>;

impl Matrix {
    pub(super) fn new(graph: &SupplyGraph, options: &CapabilityOptions, year: Option<Year>) -> Self {
        let (entries, left_out) = match &options.panel {
            Some(panel) => (of_file(graph, &panel.entries), 0),
            None => of_data(graph, options.counted, year),
        };
        Self { left_out, ..Self::of(entries) }
    }

    /// Entries of one area and product are summed, in the order of their values so that rows may come in any order.
    fn of(mut entries: Entries) -> Self {
        // Sums of the largest numbers would be infinite; advantage does not depend on the scale, and halving is exact.
        if entries.iter().any(|entry| entry.2 > HUGE) {
            entries.iter_mut().for_each(|entry| entry.2 *= 0.5_f64.powi(600));
        }
        entries.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)).then(a.2.total_cmp(&b.2)));
        let (mut areas, mut products) = (BTreeMap::new(), BTreeMap::new());
        for (area, product, value) in &entries {
            *areas.entry(area).or_insert(0.0) += value;
            *products.entry(product).or_insert(0.0) += value;
        }
        let dropped_areas = areas.iter().filter(|(_, sum)| **sum <= 0.0).map(|(area, _)| area.name.clone()).collect();
        let gone = products.iter().filter(|(_, sum)| **sum <= 0.0);
        let dropped_products = gone.map(|(product, _)| product.name.name.to_string()).collect();
        let areas: Vec<AreaLabel> =
            areas.iter().filter(|(_, sum)| **sum > 0.0).map(|(area, _)| AreaLabel::clone(area)).collect();
        let products: Vec<PanelProduct> =
            products.iter().filter(|(_, sum)| **sum > 0.0).map(|(product, _)| PanelProduct::clone(product)).collect();
        let mut values = vec![vec![0.0; products.len()]; areas.len()];
        for (area, product, value) in &entries {
            if let (Ok(area), Ok(product)) = (areas.binary_search(area), products.binary_search(product)) {
                values[area][product] += value;
            }
        }
        Self { areas, products, values, dropped_areas, dropped_products, left_out: 0 }
    }

    /// Whether too few areas or products are compared to put anything in order.
    pub(super) fn is_small(&self) -> bool {
        self.areas.len() < SMALL || self.products.len() < SMALL
    }

    /// Sums over areas.
    pub(super) fn columns(&self) -> Vec<f64> {
        (0..self.products.len()).map(|at| self.values.iter().map(|row| row[at]).sum()).collect()
    }

    /// Sums over the areas of the focus; `None` when there are none.
    pub(super) fn sum(&self, scope: &Scope) -> Option<Vec<f64>> {
        let rows: Vec<&Vec<f64>> = self
            .areas
            .iter()
            .zip(&self.values)
            .filter(|(area, _)| area.is_in(scope.focus))
            .map(|(_, row)| row)
            .collect();
        let sum = (0..self.products.len()).map(|at| rows.iter().map(|row| row[at]).sum()).collect();
        (!rows.is_empty()).then_some(sum)
    }

    /// The focus area as the sum of its counties; `None` when it is of the panel itself, or nothing of it is.
    pub(super) fn focus(&self, scope: &Scope) -> Option<(AreaLabel, Vec<f64>)> {
        let focus = AreaLabel::of(scope.focus?);
        if self.areas.binary_search(&focus).is_ok() {
            return None;
        }
        Some((focus, self.sum(scope)?))
    }

    pub(super) fn unresolved(&self) -> Vec<String> {
        self.areas.iter().filter(|area| area.code.is_none()).map(|area| area.name.clone()).collect()
    }
}

fn of_file(graph: &SupplyGraph, entries: &[PanelEntry]) -> Entries {
    let (mut areas, mut products) = (BTreeMap::new(), BTreeMap::new());
    let mut label = |text: &str| -> AreaLabel {
        let found = || match spot::area(graph, text) {
            Ok(code) => AreaLabel::of(code),
            Err(_) => AreaLabel { code: None, name: shown(text) },
        };
        areas.entry(text.to_owned()).or_insert_with(found).clone()
    };
    let mut product = |text: &str| -> PanelProduct {
        let found = || match named::product(graph, text) {
            Ok(ix) => PanelProduct { name: product_name(graph, ix), ix: Some(ix) },
            Err(_) => {
                let name: Arc<str> = shown(text).into();
                PanelProduct { name: ProductName { id: name.clone(), name }, ix: None }
            }
        };
        products.entry(text.to_owned()).or_insert_with(found).clone()
    };
    entries.iter().map(|entry| (label(&entry.area), product(&entry.product), entry.value)).collect()
}

/// A name as typed, on one line.
fn shown(text: &str) -> String {
    text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Makers of the sheet 产能 by county, and how many are left out.
fn of_data(graph: &SupplyGraph, counted: Counted, year: Option<Year>) -> (Entries, usize) {
    let dataset = graph.dataset();
    let (mut entries, mut left_out) = (Vec::new(), 0);
    for rows in dataset.capabilities.chunk_by(|a, b| (a.firm, a.product) == (b.firm, b.product)) {
        let Some(row) = spare_of(rows.iter(), year).filter(|row| !row.under_construction) else { continue };
        if dataset.product(row.product).id.as_str() == Product::UNKNOWN {
            continue;
        }
        let counties = counties(graph, row.firm);
        let value = match counted {
            Counted::Firms => Some(1.0),
            // How much each of several counties makes is not told.
            Counted::Output => row.output.filter(|_| counties.len() == 1),
        };
        match value.filter(|_| !counties.is_empty()) {
            Some(value) => {
                let product = || PanelProduct { name: product_name(graph, row.product), ix: Some(row.product) };
                entries.extend(counties.into_iter().map(|county| (AreaLabel::of(county), product(), value)));
            }
            None => left_out += 1,
        }
    }
    (entries, left_out)
}

/// Counties of a firm's plants; none when one of them is not known that closely.
fn counties(graph: &SupplyGraph, firm: FirmIx) -> Vec<AreaCode> {
    let plants = graph.dataset().firm(firm).location.each().iter();
    let county = |area: AreaCode| (area.level() == Level::County).then_some(area);
    let counties: Option<Vec<AreaCode>> = plants.map(|plant| plant.area.and_then(county)).collect();
    let mut counties = counties.unwrap_or_default();
    counties.sort_unstable();
    counties.dedup();
    counties
}
