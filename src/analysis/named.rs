//! Names that people type for firms, products and places, to what they mean in the data; and the nearest where they mean nothing.

use super::Error;
use super::split::place_words;
use crate::graph::{Node, SupplyGraph};
use crate::model::{Product, ProductIx};
use rapidfuzz::fuzz;

/// Names told where none fits.
const NEAREST: usize = 5;

/// Below this likeness (of 100) names are not near.
const ALIKE: f64 = 30.0;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A firm, or a supplier without a name by its id.
    Firm,
    /// A product.
    Product,
    /// A project.
    Project,
    /// A division, zone, region or country.
    Place,
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Named::Firm => "firm",
            Named::Product => "product",
            Named::Project => "project",
            Named::Place => "place",
        })
    }
}

/// Without white space, which names typed by hand have anywhere.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// The names most like one that is not there: those that hold it first, then by likeness.
pub(super) fn unknown<'n>(kind: Named, name: &str, known: impl Iterator<Item = &'n str>) -> Error {
    let asked = plain(name);
    let holds = |known: &str| !asked.is_empty() && (known.contains(&asked) || asked.contains(known));
    let like = |known: &str| fuzz::ratio(known.chars(), asked.chars()) * 100.0 + if holds(known) { 100.0 } else { 0.0 };
    let mut ranked: Vec<(f64, &str)> =
        known.map(|known| (like(known), known)).filter(|(like, known)| *like >= ALIKE && !known.is_empty()).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    ranked.dedup_by(|a, b| a.1 == b.1);
    let nearest = ranked.iter().take(NEAREST).map(|(_, known)| *known).collect::<Vec<_>>().join("、");
    Error::UnknownName { kind, name: name.to_owned(), nearest }
}

/// Several things of one name.
pub(super) fn ambiguous(kind: Named, name: &str, mut candidates: Vec<String>) -> Error {
    candidates.sort();
    candidates.truncate(NEAREST);
    Error::AmbiguousName { kind, name: name.to_owned(), candidates: candidates.join("、") }
}

/// A firm by name, other name, id or credit code; a supplier without a name by its id.
///
/// # Errors
/// When nobody is called so, or several are.
pub(super) fn node(graph: &SupplyGraph, name: &str) -> Result<u32, Error> {
    let asked = plain(name);
    let firms = &graph.dataset().firms;
    let called = |at: &u32| {
        let firm = &firms[*at as usize];
        firm.id.as_str() == asked
            || plain(&firm.name) == asked
            || firm.credit_code.as_deref() == Some(&*asked)
            || firm.aliases.iter().any(|alias| plain(alias) == asked)
    };
    let found: Vec<u32> = (0..firms.len() as u32).filter(called).collect();
    let id = |at: u32| unnamed_id(graph, at).is_some_and(|id| plain(&id) == asked);
    match found[..] {
        [only] => Ok(only),
        [] => (firms.len() as u32..graph.nodes().len() as u32)
            .find(|at| id(*at))
            .ok_or_else(|| unknown(Named::Firm, name, firms.iter().map(|firm| &*firm.name))),
        _ => {
            // The one whose name it is goes before those of whom it is another name.
            let own: Vec<u32> = found.iter().copied().filter(|at| plain(&firms[*at as usize].name) == asked).collect();
            match own[..] {
                [only] => Ok(only),
                _ => {
                    let id = |at: &u32| firms[*at as usize].id.as_str().to_owned();
                    Err(ambiguous(Named::Firm, name, found.iter().map(id).collect()))
                }
            }
        }
    }
}

/// A firm of the data.
///
/// # Errors
/// As [`node`].
pub(super) fn firm(graph: &SupplyGraph, name: &str) -> Result<u32, Error> {
    let node = node(graph, name)?;
    match graph.nodes()[node as usize] {
        Node::Firm(_) => Ok(node),
        Node::Unnamed { .. } => {
            let firms = &graph.dataset().firms;
            Err(unknown(Named::Firm, name, firms.iter().map(|firm| &*firm.name)))
        }
    }
}

/// Id of an unnamed supplier, as reports give it: place and product.
fn unnamed_id(graph: &SupplyGraph, node: u32) -> Option<String> {
    let Node::Unnamed { place, product } = graph.nodes()[node as usize] else { return None };
    Some(format!("{}/{}", place_words(graph, &graph.places()[place as usize]), graph.dataset().product(product).id))
}

/// A product by name, other name or id.
///
/// # Errors
/// When none is called so.
pub(super) fn product(graph: &SupplyGraph, name: &str) -> Result<ProductIx, Error> {
    let (products, asked) = (&graph.dataset().products, plain(name));
    let called = |product: &Product| {
        plain(&product.name) == asked
            || product.id.as_str() == asked
            || product.synonyms.iter().any(|other| plain(other) == asked)
    };
    match products.iter().position(called) {
        Some(at) => Ok(ProductIx::from(at)),
        None => Err(unknown(Named::Product, name, products.iter().map(|product| &*product.name))),
    }
}
