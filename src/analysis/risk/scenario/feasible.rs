//! Whether a leader could work at all: every essential input has a supplier left that can work itself [CH-1].
//!
//! Least fixed point over the suppliers that buyers have now: nobody turns to a new one. A firm of a closed loop that nothing
//! outside it starts is not derivable with or without the scenario, so nothing is said of it.

use crate::analysis::risk::network::{Essentiality, Flow};
use std::collections::BTreeMap;

/// Which nodes work when some have stopped and some flows are gone; cost O(flows log flows).
pub(super) fn working(nodes: usize, flows: &[Flow], stopped: &[bool], gone: impl Fn(&Flow) -> bool) -> Vec<bool> {
    // An input of a buyer is met once; the suppliers of each input are its flows.
    let mut inputs: BTreeMap<(u32, u32), bool> = BTreeMap::new();
    let mut sales: Vec<Vec<(u32, u32)>> = vec![Vec::new(); nodes];
    let essential = flows.iter().filter(|flow| flow.essentiality == Essentiality::Essential);
    for flow in essential.filter(|flow| flow.supplier != flow.buyer) {
        inputs.insert((flow.buyer, flow.product), false);
        if !gone(flow) {
            sales[flow.supplier as usize].push((flow.buyer, flow.product));
        }
    }
    let mut unmet = vec![0_usize; nodes];
    for (buyer, _) in inputs.keys() {
        unmet[*buyer as usize] += 1;
    }
    let mut works = vec![false; nodes];
    let mut front: Vec<u32> =
        (0..nodes as u32).filter(|node| unmet[*node as usize] == 0 && !stopped[*node as usize]).collect();
    while let Some(node) = front.pop() {
        works[node as usize] = true;
        for key in &sales[node as usize] {
            let met = inputs.get_mut(key).map(|met| std::mem::replace(met, true));
            if met == Some(false) {
                let left = &mut unmet[key.0 as usize];
                *left -= 1;
                if *left == 0 && !stopped[key.0 as usize] {
                    front.push(key.0);
                }
            }
        }
    }
    works
}

#[cfg(test)]
mod tests {
    use super::working;
    use crate::analysis::risk::network::{Essentiality, Flow};

    fn flow(supplier: u32, buyer: u32, product: u32) -> Flow {
        Flow { supplier, buyer, product, amount: 1.0, essentiality: Essentiality::Essential }
    }

    /// Example 5: a1 0, a2 1, b1 2, f1 3, c1 4, c2 5, L 6.
    fn example() -> Vec<Flow> {
        vec![flow(0, 3, 1), flow(1, 3, 1), flow(2, 3, 2), flow(3, 6, 3), flow(4, 6, 4), flow(5, 6, 4)]
    }

    fn leader_works(stopped: &[usize]) -> bool {
        let stopped: Vec<bool> = (0..7).map(|node| stopped.contains(&node)).collect();
        working(7, &example(), &stopped, |_| false)[6]
    }

    #[test]
    fn example_5_has_its_single_points_and_pairs() {
        let single: Vec<usize> = (0..6).filter(|node| !leader_works(&[*node])).collect();
        assert_eq!(single, [2, 3]);
        assert!(!leader_works(&[0, 1]) && !leader_works(&[4, 5]) && leader_works(&[0, 4]));
    }

    #[test]
    fn a_cut_flow_counts_as_a_lost_supplier_and_a_loop_holds_nothing_up() {
        assert!(!working(7, &example(), &[false; 7], |flow| flow.product == 2)[6]);
        let circle = [flow(0, 1, 1), flow(1, 0, 2)];
        assert_eq!(working(2, &circle, &[false; 2], |_| false), [false, false]);
    }
}
