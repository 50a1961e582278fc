//! Capability: what is an area specialised in, which products lie near to that, and how complex is it all?
//!
//! ```text
//! RCA[a,k]  (Y[a,k] / Σ_k Y[a,k]) / (Σ_a Y[a,k] / ΣY), M[a,k] = 1 where it reaches the threshold            [RD-1]
//! φ[k,j]    areas with both / the larger count of areas with either                                         [RD-2]
//! ω[a,k]    Σ_{j≠k} φ[k,j] M[a,j] / Σ_{j≠k} φ[k,j]: relatedness                                             [RD-3]
//! ECI, PCI  second eigenvectors of M̃ = D⁻¹MU⁻¹Mᵀ and of its transposed counterpart, ECI with mean 0 and
//!           deviation 1 over areas, both rising with diversity                                              [RD-4]
//! COI[a]    Σ_k ω[a,k] (1 − M[a,k]) PCI_k; COG[a,k] what k would add to it                                  [RD-5]
//! φ_io      share of makers of k that trade with makers of j, the smaller of both ways                      methods §3.3
//! ```
//!
//! Conventions. The panel counts makers by county (sheet 产能, plants under construction left out), or their output, or it is
//! a file, which may count anything and should be larger than the area: all counties of the province. A firm known by its
//! city only, or with plants in several counties where output is counted, is left out and counted. Duplicates are summed,
//! areas and products without anything dropped and named. The focus area stands among its counties as their sum, judged
//! against the same panel. A product does not speak for itself unless `self_included`. What is disconnected from the largest
//! component has no complexity. Fewer than ten areas or products: a small panel, marked.
//!
//! Reading: products that the area lacks, nearest first: candidates to extend the chain (延链). Complexity says nothing about
//! who supplies whom, and where φ and φ_io disagree there is something to introduce: made in one place without trading.
//!
//! Complexity O(Σ diversity² + areas here × pairs). Source: methods §3.2, §3.3.

mod panel;
mod space;
mod traded;

pub use panel::{AreaLabel, Counted, Panel};
pub use space::Identified;

use super::Error;
use super::scope::{AreaName, Scope};
use super::split::ProductName;
use crate::graph::SupplyGraph;
use crate::model::{ProductIx, Year};
use panel::{Matrix, PanelProduct};
use serde::Serialize;
use space::{Complexity, Space, advantage};
use std::collections::BTreeMap;
use traded::Traded;

/// Products named as the nearest.
const NEAREST: usize = 3;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapabilityOptions {
    /// Focus and year; the chain filters the products shown, not the panel.
    #[serde(flatten)]
    pub scope: Scope,
    /// Another panel than the data set's.
    pub panel: Option<Panel>,
    /// What the data set's panel counts.
    pub counted: Counted,
    /// Advantage from which on an area is specialised.
    pub threshold: f64,
    /// Whether a product speaks for itself, as in other programs.
    pub self_included: bool,
}

impl Default for CapabilityOptions {
    fn default() -> Self {
        let (scope, counted) = (Scope::default(), Counted::default());
        Self { scope, panel: None, counted, threshold: 1.0, self_included: false }
    }
}

/// The panel, and how far its complexity can be told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanelSize {
    /// Areas with anything.
    pub areas: usize,
    /// Products that some area makes.
    pub products: usize,
    /// Whether either is below ten.
    pub small: bool,
    /// Areas with nothing, by name.
    pub dropped_areas: Vec<String>,
    /// Products that nobody makes, by name.
    pub dropped_products: Vec<String>,
    /// Makers left out, since their county is not known or not one.
    pub left_out: usize,
    /// Names of areas that are no division, or several; they are of the panel, but never here.
    pub unresolved_areas: Vec<String>,
    /// Whether complexity says something.
    pub identified: Identified,
    /// Second eigenvalue.
    pub second: Option<f64>,
    /// Third eigenvalue.
    pub third: Option<f64>,
}

/// An area of the panel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaRow {
    /// Which.
    pub area: AreaLabel,
    /// Whether it lies in the focus area.
    pub here: bool,
    /// Products that it is specialised in.
    pub diversity: usize,
    /// Economic complexity; `None` where it is not identified.
    pub eci: Option<f64>,
    /// Complexity outlook; `None` elsewhere, and where nothing is known of what it lacks.
    pub outlook: Option<f64>,
    /// Whether it is of the largest component.
    pub connected: bool,
}

/// A product of the panel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductRow {
    /// Which.
    pub product: ProductName,
    /// Whether the data set knows it.
    pub in_data: bool,
    /// Areas specialised in it.
    pub ubiquity: usize,
    /// Product complexity; `None` where it is not identified.
    pub pci: Option<f64>,
    /// Whether it is of the largest component.
    pub connected: bool,
}

/// A product that goes together with another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbour {
    /// Which.
    pub product: ProductName,
    /// [RD-2], 0 to 1.
    pub proximity: f64,
}

/// A product that an area here is not specialised in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionRow {
    /// Where.
    pub area: AreaLabel,
    /// What.
    pub product: ProductName,
    /// Whether the data set knows it.
    pub in_data: bool,
    /// Whether any of it is made there.
    pub made: bool,
    /// [RD-1].
    pub advantage: f64,
    /// [RD-3]; `None` for a product that goes with nothing.
    pub relatedness: Option<f64>,
    /// The same by who trades with whom (φ_io); `None` where the network says nothing.
    pub traded: Option<f64>,
    /// Product complexity.
    pub pci: Option<f64>,
    /// [RD-5]: what it would add to the outlook.
    pub gain: Option<f64>,
    /// What the area is specialised in that lies nearest.
    pub nearest: Vec<Neighbour>,
}

/// Answer: areas, products, and what each area here lacks, nearest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capability {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year; `None` when undated, or of a file.
    pub year: Option<Year>,
    /// File of the panel; `None`: the data set.
    pub source: Option<String>,
    /// What the data set's panel counts.
    pub counted: Counted,
    /// Advantage from which on an area is specialised.
    pub threshold: f64,
    /// Whether a product speaks for itself.
    pub self_included: bool,
    /// The panel.
    pub panel: PanelSize,
    /// Areas of the panel, by complexity, then code and name.
    pub areas: Vec<AreaRow>,
    /// Products of the panel, by complexity, then id.
    pub products: Vec<ProductRow>,
    /// What areas here lack: the focus area first, then its counties; by relatedness, then id.
    pub options: Vec<OptionRow>,
}

/// Works out who could make what.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn capability(graph: &SupplyGraph, options: &CapabilityOptions) -> Result<Capability, Error> {
    let year = options.scope.single_year(graph)?;
    let chain = options.scope.chain(graph)?;
    let matrix = Matrix::new(graph, options, year);
    let columns = matrix.columns();
    let makes = |row: &[f64]| presence(row, &columns, options.threshold);
    let rows: Vec<Vec<bool>> = matrix.values.iter().map(|row| makes(row).1).collect();
    let space = Space::new(&rows, matrix.products.len(), options.self_included);
    let complexity = space.complexity();
    let traded = Traded::new(graph, year);
    let counties = matrix.areas.iter().zip(&matrix.values).filter(|(area, _)| area.is_in(options.scope.focus));
    let counties = counties.map(|(area, values)| (area.clone(), values.clone()));
    let home = |(area, values): (AreaLabel, Vec<f64>)| {
        let (advantage, makes) = makes(&values);
        Home { area, values, advantage, makes }
    };
    let homes: Vec<Home> = matrix.focus(&options.scope).into_iter().chain(counties).map(home).collect();
    let shown = |product: &PanelProduct| {
        chain.is_none_or(|chain| product.ix.is_some_and(|product| chain.place_of(product).is_some()))
    };
    let found = Found { matrix: &matrix, space: &space, complexity: &complexity, traded: &traded };
    let outlooks: Vec<Outlook> = homes.iter().map(|home| space.outlook(&home.makes, &complexity.pci)).collect();
    let options_of = |(home, outlook)| found.options(home, outlook, &shown);
    Ok(Capability {
        focus: options.scope.focus.map(AreaName::of),
        year: year.filter(|_| options.panel.is_none()),
        source: options.panel.as_ref().map(|panel| panel.source.clone()),
        counted: options.counted,
        threshold: options.threshold,
        self_included: options.self_included,
        panel: found.size(),
        areas: found.areas(&homes, &outlooks),
        products: found.products(&shown),
        options: homes.iter().zip(&outlooks).flat_map(options_of).collect(),
    })
}

/// [RD-3] of the focus area, by product of the data set; empty without a focus area, or where the panel is small: six counties
/// tell too little to put anything in order.
///
/// # Errors
/// When the year is not in the data set.
pub(super) fn relatedness(
    graph: &SupplyGraph,
    scope: &Scope,
    panel: Option<&Panel>,
) -> Result<BTreeMap<ProductIx, f64>, Error> {
    let scope = Scope { chain: None, ..scope.clone() };
    let year = scope.single_year(graph)?;
    let options = CapabilityOptions { scope, panel: panel.cloned(), ..CapabilityOptions::default() };
    let matrix = Matrix::new(graph, &options, year);
    let sum = matrix.sum(&options.scope).filter(|_| !matrix.is_small());
    let Some(sum) = sum else { return Ok(BTreeMap::new()) };
    let columns = matrix.columns();
    let makes = |row: &[f64]| presence(row, &columns, options.threshold).1;
    let rows: Vec<Vec<bool>> = matrix.values.iter().map(|row| makes(row)).collect();
    let space = Space::new(&rows, matrix.products.len(), false);
    let density = space.density(&makes(&sum));
    Ok(matrix.products.iter().zip(density).filter_map(|(product, density)| product.ix.zip(density)).collect())
}

/// [RD-1] and whether it reaches the threshold; what is not made at all reaches none.
fn presence(row: &[f64], columns: &[f64], threshold: f64) -> (Vec<f64>, Vec<bool>) {
    let advantage = advantage(row, columns);
    // A quotient that is the threshold on paper may come out a little below.
    let reaches = |advantage: f64| advantage >= threshold * (1.0 - 1e-12);
    let makes = advantage.iter().zip(row).map(|(advantage, value)| *value > 0.0 && reaches(*advantage)).collect();
    (advantage, makes)
}

type Outlook = (Option<f64>, Vec<Option<f64>>);

/// An area here.
struct Home {
    area: AreaLabel,
    values: Vec<f64>,
    advantage: Vec<f64>,
    makes: Vec<bool>,
}

struct Found<'a> {
    matrix: &'a Matrix,
    space: &'a Space,
    complexity: &'a Complexity,
    traded: &'a Traded,
}

impl Found<'_> {
    fn size(&self) -> PanelSize {
        let (areas, products) = (self.matrix.areas.len(), self.matrix.products.len());
        PanelSize {
            areas,
            products,
            small: self.matrix.is_small(),
            dropped_areas: self.matrix.dropped_areas.clone(),
            dropped_products: self.matrix.dropped_products.clone(),
            left_out: self.matrix.left_out,
            unresolved_areas: self.matrix.unresolved(),
            identified: self.complexity.identified,
            second: self.complexity.second,
            third: self.complexity.third,
        }
    }

    fn areas(&self, homes: &[Home], outlooks: &[Outlook]) -> Vec<AreaRow> {
        let outlook = |area: &AreaLabel| {
            homes.iter().zip(outlooks).find(|(home, _)| home.area == *area).and_then(|(_, outlook)| outlook.0)
        };
        let row = |(at, area): (usize, &AreaLabel)| AreaRow {
            area: area.clone(),
            here: homes.iter().any(|home| home.area == *area),
            diversity: self.space.present[at].len(),
            eci: self.complexity.eci[at],
            outlook: outlook(area),
            connected: self.complexity.connected.0[at],
        };
        let mut rows: Vec<AreaRow> = self.matrix.areas.iter().enumerate().map(row).collect();
        rows.sort_by(|a, b| descending(a.eci, b.eci).then_with(|| a.area.cmp(&b.area)));
        rows
    }

    fn products(&self, shown: &impl Fn(&PanelProduct) -> bool) -> Vec<ProductRow> {
        let all = self.matrix.products.iter().enumerate().filter(|(_, product)| shown(product));
        let row = |(at, product): (usize, &PanelProduct)| ProductRow {
            product: product.name.clone(),
            in_data: product.ix.is_some(),
            ubiquity: self.space.holders[at].len(),
            pci: self.complexity.pci[at],
            connected: self.complexity.connected.1[at],
        };
        let mut rows: Vec<ProductRow> = all.map(row).collect();
        rows.sort_by(|a, b| descending(a.pci, b.pci).then_with(|| a.product.cmp(&b.product)));
        rows
    }

    fn options(&self, home: &Home, outlook: &Outlook, shown: &impl Fn(&PanelProduct) -> bool) -> Vec<OptionRow> {
        let density = self.space.density(&home.makes);
        let ix = |(product, makes): (&PanelProduct, &bool)| product.ix.filter(|_| *makes);
        let specialised: Vec<ProductIx> = self.matrix.products.iter().zip(&home.makes).filter_map(ix).collect();
        let all = self.matrix.products.iter().enumerate();
        let lacks = all.filter(|(at, product)| !home.makes[*at] && shown(product));
        let row = |(at, product): (usize, &PanelProduct)| OptionRow {
            area: home.area.clone(),
            product: product.name.clone(),
            in_data: product.ix.is_some(),
            made: home.values[at] > 0.0,
            advantage: home.advantage[at],
            relatedness: density[at],
            traded: product.ix.and_then(|product| self.traded.density(product, &specialised)),
            pci: self.complexity.pci[at],
            gain: outlook.1[at],
            nearest: self.nearest(at, &home.makes),
        };
        let mut rows: Vec<OptionRow> = lacks.map(row).collect();
        rows.sort_by(|a, b| descending(a.relatedness, b.relatedness).then_with(|| a.product.cmp(&b.product)));
        rows
    }

    fn nearest(&self, product: usize, makes: &[bool]) -> Vec<Neighbour> {
        let made = self.space.near(product).iter().filter(|(other, _)| makes[*other as usize]);
        let neighbour = |(other, phi): &(u32, f64)| Neighbour {
            product: self.matrix.products[*other as usize].name.clone(),
            proximity: *phi,
        };
        let mut nearest: Vec<Neighbour> = made.map(neighbour).collect();
        nearest.sort_by(|a, b| b.proximity.total_cmp(&a.proximity).then_with(|| a.product.cmp(&b.product)));
        nearest.truncate(NEAREST);
        nearest
    }
}

/// Larger first, what is not known last.
fn descending(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    let key = |value: Option<f64>| value.unwrap_or(f64::NEG_INFINITY);
    key(b).total_cmp(&key(a))
}
