//! Which edges to turn so that no cycle is left: few of them, found in O(E log V).
//!
//! P. Eades, X. Lin, W. F. Smyth: A fast and effective heuristic for the feedback arc set problem (1993): sinks go to the
//! end, sources to the front, else whoever has most more edges out than in goes to the front.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Rank of each node `0..count` in an order in which most edges run forwards; loops do not matter.
pub(super) fn ranks(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut sorter = Sorter::new(count, edges);
    let (mut front, mut back) = (0, count);
    let mut rank = vec![0; count];
    while let Some((node, is_sink)) = sorter.next() {
        if is_sink {
            back -= 1;
            rank[node] = back;
        } else {
            rank[node] = front;
            front += 1;
        }
        sorter.remove(node);
    }
    rank
}

struct Sorter {
    after: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    out: Vec<i64>,
    into: Vec<i64>,
    gone: Vec<bool>,
    sinks: BinaryHeap<Reverse<usize>>,
    sources: BinaryHeap<Reverse<usize>>,
    /// By surplus of edges out; entries that no longer hold are passed over.
    rest: BinaryHeap<(i64, Reverse<usize>)>,
}

impl Sorter {
    fn new(count: usize, edges: &[(usize, usize)]) -> Sorter {
        let mut sorter = Sorter {
            after: vec![Vec::new(); count],
            before: vec![Vec::new(); count],
            out: vec![0; count],
            into: vec![0; count],
            gone: vec![false; count],
            sinks: BinaryHeap::new(),
            sources: BinaryHeap::new(),
            rest: BinaryHeap::new(),
        };
        for &(from, to) in edges.iter().filter(|(from, to)| from != to) {
            sorter.after[from].push(to);
            sorter.before[to].push(from);
            sorter.out[from] += 1;
            sorter.into[to] += 1;
        }
        (0..count).for_each(|node| sorter.file(node));
        sorter
    }

    fn file(&mut self, node: usize) {
        if self.out[node] == 0 {
            self.sinks.push(Reverse(node));
        } else if self.into[node] == 0 {
            self.sources.push(Reverse(node));
        } else {
            self.rest.push((self.out[node] - self.into[node], Reverse(node)));
        }
    }

    /// The next node, and whether it goes to the end.
    fn next(&mut self) -> Option<(usize, bool)> {
        while let Some(Reverse(node)) = self.sinks.pop() {
            if !self.gone[node] {
                return Some((node, true));
            }
        }
        while let Some(Reverse(node)) = self.sources.pop() {
            if !self.gone[node] {
                return Some((node, false));
            }
        }
        while let Some((surplus, Reverse(node))) = self.rest.pop() {
            if !self.gone[node] && surplus == self.out[node] - self.into[node] {
                return Some((node, false));
            }
        }
        None
    }

    fn remove(&mut self, node: usize) {
        self.gone[node] = true;
        for next in std::mem::take(&mut self.after[node]) {
            self.into[next] -= 1;
            if !self.gone[next] {
                self.file(next);
            }
        }
        for before in std::mem::take(&mut self.before[node]) {
            self.out[before] -= 1;
            if !self.gone[before] {
                self.file(before);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn without_cycles_every_edge_runs_forwards() {
        let edges = [(3, 1), (1, 0), (3, 0), (2, 0), (4, 2)];
        let rank = ranks(5, &edges);
        assert!(edges.iter().all(|&(from, to)| rank[from] < rank[to]), "{rank:?}");
    }

    #[test]
    fn a_cycle_loses_one_edge() {
        let edges = [(0, 1), (1, 2), (2, 3), (3, 0), (2, 2)];
        let rank = ranks(4, &edges);
        assert_eq!(edges[..4].iter().filter(|&&(from, to)| rank[from] > rank[to]).count(), 1);
        let mut sorted = rank.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3]);
    }
}
