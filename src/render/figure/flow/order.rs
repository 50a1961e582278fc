//! Order of the nodes of each column: few ribbons cross, and wide ones least.
//!
//! Sweeps of weighted means, then neighbours change places as long as that makes less cross. A crossing counts as much as the
//! thinner of both ribbons. Columns whose order says something stay, and what has no room of its own stays last.

use super::Link;
use crate::report::figure::FlowColumn;

const SWEEPS: usize = 12;

/// For each column the nodes from top to bottom.
pub(super) fn order(columns: &[FlowColumn], links: &[Link]) -> Vec<Vec<usize>> {
    let mut order: Vec<Vec<usize>> = columns.iter().map(|column| (0..column.nodes.len()).collect()).collect();
    for (column, order) in columns.iter().zip(&mut order) {
        order.sort_by_key(|at| !column.ordered && column.nodes[*at].rest);
    }
    let mut best = order.clone();
    let mut least = crossings(&order, links);
    for sweep in 0..SWEEPS {
        let free = |column: &usize| !columns[*column].ordered;
        let mut turn: Vec<usize> = (0..columns.len()).filter(free).collect();
        if sweep % 2 == 1 {
            turn.reverse();
        }
        for column in turn {
            by_means(column, columns, links, &mut order);
        }
        let crossed = crossings(&order, links);
        if crossed < least {
            (least, best) = (crossed, order.clone());
        }
    }
    swap(columns, links, &mut best);
    best
}

/// Where each node stands, in the middle of its part of the column from 0 to 1.
fn heights(order: &[Vec<usize>]) -> Vec<Vec<f64>> {
    let of = |column: &Vec<usize>| {
        let mut heights = vec![0.0; column.len()];
        for (place, &node) in column.iter().enumerate() {
            heights[node] = (super::number(place) + 0.5) / super::number(column.len());
        }
        heights
    };
    order.iter().map(of).collect()
}

/// Sorts a column by the weighted mean of what its nodes lead to; a node that leads nowhere keeps its height.
fn by_means(column: usize, columns: &[FlowColumn], links: &[Link], order: &mut [Vec<usize>]) {
    let heights = heights(order);
    let mut sums = vec![(0.0, 0.0); columns[column].nodes.len()];
    for link in links {
        for (here, there) in [(link.from, link.to), (link.to, link.from)] {
            if here.0 == column {
                let sum = &mut sums[here.1];
                *sum = (sum.0 + link.amount * heights[there.0][there.1], sum.1 + link.amount);
            }
        }
    }
    let mean = |at: usize| if sums[at].1 > 0.0 { sums[at].0 / sums[at].1 } else { heights[column][at] };
    let rest = |at: usize| columns[column].nodes[at].rest;
    order[column].sort_by(|&a, &b| rest(a).cmp(&rest(b)).then(mean(a).total_cmp(&mean(b))).then(a.cmp(&b)));
}

/// Lets neighbours change places while that lets less cross.
fn swap(columns: &[FlowColumn], links: &[Link], order: &mut [Vec<usize>]) {
    let mut least = crossings(order, links);
    for _ in 0..SWEEPS {
        let before = least;
        for column in (0..columns.len()).filter(|column| !columns[*column].ordered) {
            for place in 1..order[column].len() {
                if columns[column].nodes[order[column][place]].rest {
                    continue;
                }
                order[column].swap(place - 1, place);
                let crossed = crossings(order, links);
                if crossed < least { least = crossed } else { order[column].swap(place - 1, place) }
            }
        }
        if least >= before {
            return;
        }
    }
}

/// Weight of all crossings.
pub(super) fn crossings(order: &[Vec<usize>], links: &[Link]) -> f64 {
    let heights = heights(order);
    let at = |node: (usize, usize)| heights[node.0][node.1];
    let mut crossed = 0.0;
    for (nth, a) in links.iter().enumerate() {
        for b in &links[nth + 1..] {
            if a.from.0 == b.from.0 && (at(a.from) - at(b.from)) * (at(a.to) - at(b.to)) < 0.0 {
                crossed += a.amount.min(b.amount);
            }
        }
    }
    crossed
}
