//! How many lines cross, in O(E log V): W. Barth, P. Mutzel, M. Jünger: Simple and efficient bilayer cross counting (2004).

use crate::render::layered::ladder::Ladder;
use crate::render::layered::order::Order;

/// Sums over prefixes (P. Fenwick, 1994).
struct Sums(Vec<u64>);

impl Sums {
    fn add(&mut self, at: usize, weight: u64) {
        let mut at = at + 1;
        while at < self.0.len() {
            self.0[at] += weight;
            at += at & at.wrapping_neg();
        }
    }

    /// Sum of all at or before `at`.
    fn up_to(&self, at: usize) -> u64 {
        let (mut at, mut sum) = (at + 1, 0);
        while at > 0 {
            sum += self.0[at];
            at &= at - 1;
        }
        sum
    }
}

/// Crossings between a layer and the one behind it.
fn between(ladder: &Ladder, order: &Order, layer: usize, weight: impl Fn(usize, (usize, u32)) -> u64) -> u64 {
    let Some(behind) = order.layers.get(layer + 1) else { return 0 };
    let mut sums = Sums(vec![0; behind.len() + 1]);
    let (mut crossings, mut all) = (0, 0);
    for &vertex in &order.layers[layer] {
        let links = ladder.right.of(vertex);
        for &link in links {
            crossings += weight(vertex, link) * (all - sums.up_to(order.at[link.0]));
        }
        for &link in links {
            let weight = weight(vertex, link);
            sums.add(order.at[link.0], weight);
            all += weight;
        }
    }
    crossings
}

/// What is to be made small: crossings by the weights of the links. Separators do not count.
pub(super) fn cost(ladder: &Ladder, order: &Order) -> u64 {
    (0..order.layers.len()).map(|layer| between(ladder, order, layer, |_, (_, weight)| u64::from(weight))).sum()
}

/// Crossings of edges.
pub(super) fn crossings(ladder: &Ladder, order: &Order) -> u64 {
    let edges = |vertex, (other, weight)| u64::from(ladder.edges(vertex, other, weight));
    (0..order.layers.len()).map(|layer| between(ladder, order, layer, edges)).sum()
}
