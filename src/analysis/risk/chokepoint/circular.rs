//! Circular support: firms that need each other's goods and nothing from scratch.
//!
//! A closed loop cannot be derived: each of its firms waits for another. It is no error of the data: the loop was started
//! before the year that they tell of. It is reported, and counts as working only where it is taken as given.

use super::program::{Derivation, Standing};
use crate::graph::petgraph::algo::kosaraju_scc;
use crate::graph::petgraph::graph::DiGraph;

/// Loops of firms that do not work from scratch: the firms of each, sorted; loops sorted by their first firm.
///
/// Firms that merely depend on a loop are not part of it. Cost O(what does not work).
pub(super) fn loops(derivation: &Derivation<'_>) -> Vec<Vec<u32>> {
    among(derivation, false)
}

/// Whether firms that work need each other's goods, so that the ways upstream come back to where they began.
pub(super) fn has_circles(derivation: &Derivation<'_>) -> bool {
    !among(derivation, true).is_empty()
}

/// Loops among what works, or among what does not.
fn among(derivation: &Derivation<'_>, works: bool) -> Vec<Vec<u32>> {
    let program = derivation.program;
    let mut graph: DiGraph<Option<u32>, ()> = DiGraph::new();
    let mut pools = vec![None; program.pools()];
    for pool in (0..program.pools() as u32).filter(|pool| derivation.pool_works(*pool) == works) {
        pools[pool as usize] = Some(graph.add_node(None));
    }
    let there = |firm: &u32| derivation.standing[*firm as usize] != Standing::Absent;
    let firms = (0..program.firms() as u32).filter(|firm| derivation.firm_works(*firm) == works);
    for firm in firms.filter(there) {
        let needs = program.needs.row(firm).iter().filter_map(|pool| pools[*pool as usize]);
        let makes = program.makes.row(firm).iter().filter_map(|pool| pools[*pool as usize]);
        // Most firms of a large network only buy or only sell: they are in no loop.
        if needs.clone().next().is_none() || makes.clone().next().is_none() {
            continue;
        }
        let node = graph.add_node(Some(firm));
        needs.for_each(|pool| _ = graph.add_edge(pool, node, ()));
        makes.for_each(|pool| _ = graph.add_edge(node, pool, ()));
    }
    let firms = |component: Vec<_>| {
        let mut firms: Vec<u32> = component.iter().filter_map(|node| graph[*node]).collect();
        firms.sort_unstable();
        firms
    };
    let circles = kosaraju_scc(&graph).into_iter().filter(|component| component.len() > 1);
    let mut loops: Vec<Vec<u32>> = circles.map(firms).collect();
    loops.sort_unstable();
    loops
}
