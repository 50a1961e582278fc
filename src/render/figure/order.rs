//! Order of boxes inside their segments, and of segments inside their stage, so that edges are short and cross little:
//! barycentre sweeps, always in the same sequence.

use crate::render::figure::arrange::Arrangement;
use crate::render::figure::chain::Chain;
use crate::render::figure::place::{Heights, Sizes, heights};

/// Sweeps to the right and back.
const SWEEPS: usize = 6;
/// Segments leave the order given only for a gain above this share of the length of all edges.
const CLEAR_GAIN: f64 = 0.2;

/// The better of the arrangements reached from the one given.
pub(super) fn order(chain: &Chain<'_>, given: Arrangement, sizes: &Sizes) -> Arrangement {
    let near = Neighbours::new(chain, &given);
    let (mut best, mut cost) = sweep(chain, given, sizes, &near);
    for stage in 0..best.stages.len() {
        for place in 1..best.stages[stage].segments.len() {
            let mut swapped = best.clone();
            swap_segments(&mut swapped, stage, place);
            let (swapped, swapped_cost) = sweep(chain, swapped, sizes, &near);
            if swapped_cost < cost * (1.0 - CLEAR_GAIN) {
                (best, cost) = (swapped, swapped_cost);
            }
        }
    }
    best
}

fn swap_segments(arrangement: &mut Arrangement, stage: usize, place: usize) {
    let stage = &mut arrangement.stages[stage];
    stage.segments.swap(place - 1, place);
    for lane in stage.first_lane..stage.first_lane + stage.lanes {
        arrangement.slots[lane].swap(place - 1, place);
    }
}

/// Boxes to the left and to the right that each box is joined with.
struct Neighbours {
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
}

impl Neighbours {
    fn new(chain: &Chain<'_>, arrangement: &Arrangement) -> Neighbours {
        let mut near =
            Neighbours { left: vec![Vec::new(); chain.items.len()], right: vec![Vec::new(); chain.items.len()] };
        for link in chain.links.iter().filter(|link| link.from != link.to) {
            for (one, other) in [(link.from, link.to), (link.to, link.from)] {
                if arrangement.lane_of[other] <= arrangement.lane_of[one] {
                    near.left[one].push(other);
                } else {
                    near.right[one].push(other);
                }
            }
        }
        near
    }
}

fn sweep(chain: &Chain<'_>, given: Arrangement, sizes: &Sizes, near: &Neighbours) -> (Arrangement, f64) {
    let place = |arrangement: &Arrangement| heights(chain, arrangement, sizes, &Vec::new());
    let mut current = given;
    let mut placed = place(&current);
    let mut cost = length(chain, &placed, sizes);
    let mut best = current.clone();
    for round in 0..SWEEPS {
        let lanes: Vec<usize> =
            if round % 2 == 0 { (0..current.lanes()).collect() } else { (0..current.lanes()).rev().collect() };
        for lane in lanes {
            let sides = if round % 2 == 0 { &near.left } else { &near.right };
            let wish: Vec<f64> =
                (0..chain.items.len()).map(|item| barycentre(item, &sides[item], &placed, sizes)).collect();
            for slot in &mut current.slots[lane] {
                slot.sort_by(|&a, &b| wish[a].total_cmp(&wish[b]));
            }
            placed = place(&current);
        }
        let reached = length(chain, &placed, sizes);
        if reached < cost - 0.5 {
            (best, cost) = (current.clone(), reached);
        }
    }
    (best, cost)
}

/// Mean height of the neighbours; where there are none, its own.
fn barycentre(item: usize, near: &[usize], placed: &Heights, sizes: &Sizes) -> f64 {
    let middle = |item: usize| placed.top[item] + sizes.cards[item] / 2.0;
    if near.is_empty() {
        return middle(item);
    }
    let count = f64::from(u32::try_from(near.len()).unwrap_or(u32::MAX));
    near.iter().map(|&other| middle(other)).sum::<f64>() / count
}

/// Length of all edges in y.
fn length(chain: &Chain<'_>, placed: &Heights, sizes: &Sizes) -> f64 {
    let middle = |item: usize| placed.top[item] + sizes.cards[item] / 2.0;
    chain.links.iter().map(|link| (middle(link.from) - middle(link.to)).abs()).sum()
}
