//! The rows behind a risk: what is sold by one firm alone, the purchases along the ways, and where sizes were read.

use super::effect::NodeName;
use super::system::{SizeBasis, System};
use super::{Direction, RiskRow};
use crate::analysis::split::{ProductName, product_name};
use crate::issue::Origin;
use crate::model::{FirmIx, ProductIx};
use serde::Serialize;
use std::collections::BTreeSet;

/// Rows given for one risk.
const ROWS: usize = 200;

/// What a row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tells {
    /// The size of the firm that stops.
    Size,
    /// A purchase from the only source.
    Sole,
    /// A purchase on a way of the loss.
    Way,
}

/// A row behind a risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskEvidence {
    /// Who stops.
    pub stops: NodeName,
    /// What the row tells.
    pub tells: Tells,
    /// Who sells; `None` for a size.
    pub supplier: Option<NodeName>,
    /// Who buys, or whose size it is.
    pub buyer: NodeName,
    /// What; `None` for a size.
    pub product: Option<ProductName>,
    /// Yuan; `None` where the row has no amount.
    pub amount: Option<f64>,
    /// Where it was read.
    pub origin: Origin,
}

/// The rows behind one risk, those of its size first, then sole sources, then ways; the first ones where there are many.
pub(super) fn evidence(system: &System<'_>, row: &RiskRow, name: &dyn Fn(u32) -> NodeName) -> Vec<RiskEvidence> {
    let Some(effect) = &row.effect else { return Vec::new() };
    let mut rows: Vec<RiskEvidence> = size(system, &row.firm).into_iter().collect();
    let node = row.firm.node;
    let soles = system.sole.get(&node).into_iter().flatten();
    let mut told: BTreeSet<(u32, u32, Option<ProductIx>)> = BTreeSet::new();
    for (product, buyers) in soles {
        for buyer in buyers {
            told.insert((node, buyer.0, Some(*product)));
            rows.extend(purchases(system, row, Tells::Sole, (node, buyer.0, Some(*product)), name));
        }
    }
    for path in &effect.paths {
        let mut from = path.from.node;
        for step in &path.steps {
            let product = step.product.as_ref().and_then(|product| system.product(&product.id));
            let link = match path.direction {
                Direction::Down => (from, step.firm.node, product),
                Direction::Up => (step.firm.node, from, None),
            };
            if told.insert(link) {
                rows.extend(purchases(system, row, Tells::Way, link, name));
            }
            from = step.firm.node;
        }
    }
    rows.truncate(ROWS);
    rows
}

fn size(system: &System<'_>, firm: &NodeName) -> Option<RiskEvidence> {
    let (amount, basis) = system.size[firm.node as usize];
    let year = system.figures_of(firm.node).filter(|_| basis != SizeBasis::Trades)?;
    Some(RiskEvidence {
        stops: firm.clone(),
        tells: Tells::Size,
        supplier: None,
        buyer: firm.clone(),
        product: None,
        amount: Some(amount),
        origin: system.graph.dataset().origin(year.row),
    })
}

/// The lines between a supplier and a buyer, of one product or of all.
fn purchases(
    system: &System<'_>,
    row: &RiskRow,
    tells: Tells,
    (supplier, buyer, product): (u32, u32, Option<ProductIx>),
    name: &dyn Fn(u32) -> NodeName,
) -> Vec<RiskEvidence> {
    let (graph, dataset) = (system.graph, system.graph.dataset());
    let flows = graph.purchases_of(FirmIx(buyer)).iter().map(|at| &graph.flows()[*at as usize]);
    let asked = flows.filter(|flow| {
        flow.supplier == supplier && flow.year == system.year && product.is_none_or(|product| product == flow.product)
    });
    let lines = asked.flat_map(|flow| &dataset.links[flow.lines.start as usize..flow.lines.end as usize]);
    let line = |link: &crate::model::SupplyLink| RiskEvidence {
        stops: row.firm.clone(),
        tells,
        supplier: Some(name(supplier)),
        buyer: name(buyer),
        product: Some(product_name(graph, link.product)),
        amount: link.amount.known(),
        origin: dataset.amount_origin(link.row),
    };
    lines.take(ROWS).map(line).collect()
}
