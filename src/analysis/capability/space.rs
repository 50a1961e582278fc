//! [RD-1] to [RD-5]: who is specialised in what, which products go together, and how complex each is. Numbers only.

use crate::analysis::numeric::eigen::{Pair, largest};
use rayon::prelude::*;
use serde::Serialize;

/// Eigenvalues nearer than this leave open which vector it is.
const APART: f64 = 1e-6;

/// Whether the second eigenvector says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identified {
    /// It does.
    Ok,
    /// Fewer than two areas or products that hang together.
    TooFew,
    /// Second and third eigenvalue are the same, as far as numbers tell, or the second is zero.
    NotApart,
    /// All areas are alike, or their order has nothing to do with diversity, so that nobody knows which end is up.
    NoOrder,
}

/// [RD-4].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Complexity {
    pub(super) identified: Identified,
    /// Second and third eigenvalue.
    pub(super) second: Option<f64>,
    pub(super) third: Option<f64>,
    /// By area and by product; `None` outside the largest component, or where nothing is identified.
    pub(super) eci: Vec<Option<f64>>,
    pub(super) pci: Vec<Option<f64>>,
    /// Whether an area and a product are of the largest component.
    pub(super) connected: (Vec<bool>, Vec<bool>),
}

/// [RD-1] of one area against the whole: shares of products in it by shares in all; 0 where it makes nothing.
pub(super) fn advantage(row: &[f64], columns: &[f64]) -> Vec<f64> {
    let (own, whole): (f64, f64) = (row.iter().sum(), columns.iter().sum());
    let one = |(value, column): (&f64, &f64)| {
        if own > 0.0 && *column > 0.0 { (value / own) / (column / whole) } else { 0.0 }
    };
    row.iter().zip(columns).map(one).collect()
}

/// Which area makes what, and how products go together.
pub(super) struct Space {
    /// Products of each area.
    pub(super) present: Vec<Vec<u32>>,
    /// Areas of each product.
    pub(super) holders: Vec<Vec<u32>>,
    /// [RD-2]: for each product the others that it shares an area with; itself only when it counts.
    phi: Vec<Vec<(u32, f64)>>,
}

impl Space {
    /// From presences: areas by products.
    pub(super) fn new(presence: &[Vec<bool>], products: usize, self_included: bool) -> Self {
        let of = |row: &Vec<bool>| (0..).zip(row).filter(|(_, here)| **here).map(|(at, _)| at).collect();
        let present: Vec<Vec<u32>> = presence.iter().map(of).collect();
        let mut holders: Vec<Vec<u32>> = vec![Vec::new(); products];
        for (area, products) in (0..).zip(&present) {
            products.iter().for_each(|product| holders[*product as usize].push(area));
        }
        let near = |product: usize| {
            let mut counts = vec![0_u32; products];
            for area in &holders[product] {
                present[*area as usize].iter().for_each(|other| counts[*other as usize] += 1);
            }
            let together = (0..).zip(counts).filter(|(_, count)| *count > 0);
            let phi = |(other, count): (u32, u32)| {
                let most = holders[product].len().max(holders[other as usize].len());
                (other, f64::from(count) / most as f64)
            };
            together.map(phi).filter(|(other, _)| self_included || *other as usize != product).collect()
        };
        let phi = (0..products).into_par_iter().map(near).collect();
        Self { present, holders, phi }
    }

    /// [RD-2]: what a product goes together with, by product.
    pub(super) fn near(&self, product: usize) -> &[(u32, f64)] {
        &self.phi[product]
    }

    /// [RD-3] of every product for one area, given by what it makes; `None` for a product that goes with nothing.
    pub(super) fn density(&self, makes: &[bool]) -> Vec<Option<f64>> {
        let one = |near: &Vec<(u32, f64)>| {
            let whole: f64 = near.iter().map(|(_, phi)| phi).sum();
            let made: f64 = near.iter().filter(|(other, _)| makes[*other as usize]).map(|(_, phi)| phi).sum();
            (whole > 0.0).then(|| made / whole)
        };
        self.phi.iter().map(one).collect()
    }

    /// [RD-5] of one area: its outlook, and what each absent product would add to it; `None` where nothing is known.
    pub(super) fn outlook(&self, makes: &[bool], pci: &[Option<f64>]) -> (Option<f64>, Vec<Option<f64>>) {
        let absent = |product: usize| !makes[product];
        let parts: Vec<f64> = (self.density(makes).iter().zip(pci).enumerate())
            .filter(|(product, _)| absent(*product))
            .filter_map(|(_, (density, pci))| Some((*density)? * (*pci)?))
            .collect();
        let outlook = (!parts.is_empty()).then(|| parts.iter().sum());
        let whole: Vec<f64> = self.phi.iter().map(|near| near.iter().map(|(_, phi)| phi).sum()).collect();
        let gain = |product: usize| {
            let parts: Vec<f64> = (self.phi[product].iter())
                .filter(|(other, _)| absent(*other as usize))
                .filter_map(|(other, phi)| Some(phi / whole[*other as usize] * pci[*other as usize]?))
                .collect();
            (absent(product) && !parts.is_empty()).then(|| parts.iter().sum())
        };
        (outlook, (0..self.phi.len()).map(gain).collect())
    }

    /// [RD-4] on the largest component.
    pub(super) fn complexity(&self) -> Complexity {
        let (areas, products) = self.largest_component();
        let mut answer = Complexity {
            identified: Identified::TooFew,
            second: None,
            third: None,
            eci: vec![None; self.present.len()],
            pci: vec![None; self.holders.len()],
            connected: (marks(&areas, self.present.len()), marks(&products, self.holders.len())),
        };
        if areas.len() < 2 || products.len() < 2 {
            return answer;
        }
        let links = Links::new(self, &areas, &products);
        let [second, third] = links.eigen();
        let Some(second) = second else { return answer };
        (answer.second, answer.third) = (Some(second.value), third.as_ref().map(|pair| pair.value));
        let apart = third.is_none_or(|third| second.value - third.value >= APART);
        if second.value < APART || !apart || second.residual > APART {
            answer.identified = Identified::NotApart;
            return answer;
        }
        let Some((eci, pci)) = links.scaled(&second) else {
            answer.identified = Identified::NoOrder;
            return answer;
        };
        answer.identified = Identified::Ok;
        areas.iter().zip(eci).for_each(|(area, eci)| answer.eci[*area as usize] = Some(eci));
        products.iter().zip(pci).for_each(|(product, pci)| answer.pci[*product as usize] = Some(pci));
        answer
    }

    /// Areas and products that hang together: most areas, then most products, then the first area.
    fn largest_component(&self) -> (Vec<u32>, Vec<u32>) {
        let mut seen = vec![false; self.present.len()];
        let mut best: (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for start in 0..self.present.len() as u32 {
            if std::mem::replace(&mut seen[start as usize], true) || self.present[start as usize].is_empty() {
                continue;
            }
            let (mut areas, mut products) = (vec![start], Vec::new());
            let mut met = vec![false; self.holders.len()];
            let mut at = 0;
            while at < areas.len() {
                for product in &self.present[areas[at] as usize] {
                    if !std::mem::replace(&mut met[*product as usize], true) {
                        products.push(*product);
                        let fresh = self.holders[*product as usize].iter();
                        areas.extend(fresh.filter(|area| !std::mem::replace(&mut seen[**area as usize], true)));
                    }
                }
                at += 1;
            }
            if (areas.len(), products.len()) > (best.0.len(), best.1.len()) {
                best = (areas, products);
            }
        }
        best.0.sort_unstable();
        best.1.sort_unstable();
        best
    }
}

fn marks(of: &[u32], count: usize) -> Vec<bool> {
    let mut marks = vec![false; count];
    of.iter().for_each(|at| marks[*at as usize] = true);
    marks
}

/// A component, numbered anew: products of each area, areas of each product.
struct Links {
    areas: Vec<Vec<u32>>,
    products: Vec<Vec<u32>>,
}

impl Links {
    fn new(space: &Space, areas: &[u32], products: &[u32]) -> Self {
        let number = |all: &[u32], of: &[u32]| -> Vec<u32> {
            // Neighbours of a member are members, so that every one is found.
            of.iter().filter_map(|one| all.binary_search(one).ok()).map(|at| at as u32).collect()
        };
        Self {
            areas: areas.iter().map(|area| number(products, &space.present[*area as usize])).collect(),
            products: products.iter().map(|product| number(areas, &space.holders[*product as usize])).collect(),
        }
    }

    /// The second and the third eigenpair of the symmetric form, on the side of the areas.
    fn eigen(&self) -> [Option<Pair>; 2] {
        let roots: Vec<f64> = self.areas.iter().map(|products| (products.len() as f64).sqrt()).collect();
        let apply = |x: &[f64]| {
            let inner: Vec<f64> = x.iter().zip(&roots).map(|(x, root)| x / root).collect();
            let outer = means_of(&self.areas, &means_of(&self.products, &inner));
            outer.iter().zip(&roots).map(|(mean, root)| mean * root).collect()
        };
        let length = roots.iter().map(|root| root * root).sum::<f64>().sqrt();
        let first: Vec<f64> = roots.iter().map(|root| root / length).collect();
        let n = roots.len();
        let second = largest(apply, n, std::slice::from_ref(&first));
        let third = second.as_ref().and_then(|second| largest(apply, n, &[first, second.vector.clone()]));
        [second, third]
    }

    /// Both indices with mean 0 and deviation 1 over areas, rising with diversity; `None` where nothing tells up from down.
    fn scaled(&self, second: &Pair) -> Option<(Vec<f64>, Vec<f64>)> {
        let diversity: Vec<f64> = self.areas.iter().map(|products| products.len() as f64).collect();
        let raw: Vec<f64> = second.vector.iter().zip(&diversity).map(|(x, count)| x / count.sqrt()).collect();
        let mean = mean(&raw);
        let deviation = (raw.iter().map(|k| (k - mean) * (k - mean)).sum::<f64>() / raw.len() as f64).sqrt();
        let middle = self::mean(&diversity);
        let with: f64 = raw.iter().zip(&diversity).map(|(k, count)| (k - mean) / deviation * (count - middle)).sum();
        if deviation <= f64::EPSILON || with.abs() <= 1e-9 {
            return None;
        }
        let scale = |value: f64| (value - mean) / deviation * with.signum();
        // A product's is the mean over its areas, divided by the eigenvalue: then an area's is the mean over its products.
        let products = means_of(&self.products, &raw).into_iter().map(|value| scale(value / second.value));
        let products = products.collect();
        Some((raw.iter().map(|value| scale(*value)).collect(), products))
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Means over neighbours, of whom everybody has some.
fn means_of(neighbours: &[Vec<u32>], values: &[f64]) -> Vec<f64> {
    let one = |of: &Vec<u32>| of.iter().map(|at| values[*at as usize]).sum::<f64>() / of.len() as f64;
    neighbours.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{Identified, Space, advantage};
    use crate::analysis::numeric::random::Stream;

    fn presence(rows: &[&str]) -> Vec<Vec<bool>> {
        rows.iter().map(|row| row.chars().map(|c| c == '1').collect()).collect()
    }

    fn near(found: &[Option<f64>], expected: &[f64]) {
        for (found, expected) in found.iter().zip(expected) {
            assert!((found.unwrap() - expected).abs() < 5e-5, "{found:?} {expected}");
        }
    }

    #[test]
    fn golden_example_of_the_methods() {
        // A{p,q,r}, B{q,r}, C{r,s}.
        let rows = presence(&["1110", "0110", "0011"]);
        let space = Space::new(&rows, 4, true);
        let complexity = space.complexity();
        assert_eq!(complexity.identified, Identified::Ok);
        assert!((complexity.second.unwrap() - 0.5402).abs() < 5e-5);
        assert!((complexity.third.unwrap() - 0.1543).abs() < 5e-5);
        near(&complexity.eci, &[0.8578, 0.5448, -1.4026]);
        near(&complexity.pci, &[1.4837, 1.1940, -0.1043, -2.7009]);
        near(&[space.density(&rows[0])[3]], &[0.25]);
        near(&[space.density(&rows[1])[0]], &[0.4545]);
        near(&space.density(&rows[2])[..2], &[0.1818, 0.3077]);
        // By hand: A lacks s only, 0.25 of −2.7009; B p and s; C p and q. To A s adds ¾ of its own, to B p adds 6/11.
        let outlook = |area: usize| space.outlook(&rows[area], &complexity.pci);
        near(&[outlook(0).0, outlook(1).0, outlook(2).0], &[-0.6752, -0.0008, 0.6371]);
        near(&[outlook(0).1[3], outlook(1).1[0]], &[-2.0257, 0.8093]);
        assert_eq!(outlook(0).1[0], None, "what is there adds nothing");
    }

    #[test]
    fn golden_example_of_a_panel_in_two_parts() {
        let rows = presence(&["1100", "0110", "0001"]);
        let with = Space::new(&rows, 4, true);
        assert!((with.density(&rows[0])[2].unwrap() - 1.0 / 3.0).abs() < 1e-12);
        let without = Space::new(&rows, 4, false);
        assert_eq!(without.density(&rows[0])[2], Some(1.0));
        assert_eq!(without.density(&rows[0])[3], None, "it goes with nothing");
        let complexity = without.complexity();
        assert_eq!(complexity.connected, (vec![true, true, false], vec![true, true, true, false]));
        assert_eq!(
            (complexity.eci[2], complexity.identified),
            (None, Identified::NoOrder),
            "two areas of two products"
        );
    }

    #[test]
    fn what_cannot_be_told_is_not_told() {
        let complexity = |rows: &[&str]| Space::new(&presence(rows), rows[0].len(), false).complexity().identified;
        assert_eq!(complexity(&["11"]), Identified::TooFew);
        assert_eq!(complexity(&["11", "11"]), Identified::NotApart, "the second eigenvalue is zero");
        assert_eq!(complexity(&["1100", "0110", "0011", "1001"]), Identified::NotApart, "a ring has no end");
        assert_eq!(complexity(&["00", "00"]), Identified::TooFew);
    }

    #[test]
    fn advantage_is_the_share_of_an_area_by_that_of_all() {
        assert_eq!(advantage(&[1.0, 3.0], &[2.0, 6.0]), [1.0, 1.0]);
        assert_eq!(advantage(&[0.0, 0.0], &[2.0, 6.0]), [0.0, 0.0]);
        assert_eq!(advantage(&[4.0, 0.0], &[8.0, 0.0]), [1.0, 0.0]);
    }

    /// [RD-2] and [RD-3] as they stand, each pair by itself.
    fn oracle(rows: &[Vec<bool>], area: usize, product: usize) -> Option<f64> {
        let count = |of: &dyn Fn(&Vec<bool>) -> bool| rows.iter().filter(|row| of(row)).count() as f64;
        let phi = |j: usize| {
            let (both, own, other) =
                (count(&|row| row[product] && row[j]), count(&|row| row[product]), count(&|row| row[j]));
            if both > 0.0 { f64::min(both / own, both / other) } else { 0.0 }
        };
        let others = || (0..rows[0].len()).filter(|j| *j != product);
        let whole: f64 = others().map(phi).sum();
        (whole > 0.0).then(|| others().filter(|j| rows[area][*j]).map(phi).sum::<f64>() / whole)
    }

    #[test]
    fn density_agrees_with_its_definition_and_complexity_with_itself() {
        let stream = Stream::new(8, 8);
        let rows: Vec<Vec<bool>> = (0..14_u64)
            .map(|area| (0..11).map(|product| stream.positive(area * 11 + product) < 0.4).collect())
            .collect();
        let space = Space::new(&rows, 11, false);
        for area in 0..14 {
            for (product, density) in space.density(&rows[area]).into_iter().enumerate() {
                let expected = oracle(&rows, area, product);
                assert_eq!(density.is_some(), expected.is_some());
                assert!((density.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-12);
            }
        }
        let complexity = space.complexity();
        assert_eq!(complexity.identified, Identified::Ok);
        for (area, products) in space.present.iter().enumerate() {
            let of_products: f64 = products.iter().map(|product| complexity.pci[*product as usize].unwrap()).sum();
            let mean = of_products / products.len() as f64;
            assert!((mean - complexity.eci[area].unwrap()).abs() < 1e-9, "an area's is the mean over its products");
        }
        let turned: Vec<Vec<bool>> = rows.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        let back = Space::new(&turned, 11, false).complexity();
        for (there, back) in complexity.eci.iter().zip(back.eci.iter().rev()) {
            assert!((there.unwrap() - back.unwrap()).abs() < 1e-9, "the order of areas and products does not matter");
        }
    }
}
