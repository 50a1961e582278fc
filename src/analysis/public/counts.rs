//! Numbers of firms in bands, so that of fewer than three nobody can tell whether they are one or two.

use super::ladder::{FIRMS, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Firms of one place tried as further makers before a band is widened.
const TRIED: usize = 200;

/// Who makes what where.
#[derive(Debug, Clone, Default)]
pub(super) struct Makers {
    /// Place of each firm.
    pub(super) places: Vec<u32>,
    /// What each firm makes, each a position in `sums`, sorted.
    pub(super) makes: Vec<Vec<u32>>,
    /// Published numbers that count whoever makes it, sorted.
    pub(super) sums: Vec<Vec<u32>>,
    /// Published numbers there are.
    pub(super) numbers: usize,
}

/// The band of each number of firms.
///
/// Where one or two firms stand, the other number must fit every band too: with a further maker, or with one less. Bands
/// in the way grow by one step.
pub(super) fn bands(makers: &Makers) -> Vec<Span> {
    let mut counter = Counter::new(makers);
    for at in 0..makers.numbers {
        match counter.firms[at].len() {
            1 => counter.hide(at, 1.0),
            2 => counter.hide(at, -1.0),
            _ => {}
        }
    }
    counter.spans
}

struct Counter<'a> {
    makers: &'a Makers,
    /// Firms of each number.
    firms: Vec<BTreeSet<u32>>,
    spans: Vec<Span>,
    by_place: BTreeMap<u32, Vec<u32>>,
}

impl<'a> Counter<'a> {
    fn new(makers: &'a Makers) -> Self {
        let mut firms = vec![BTreeSet::new(); makers.numbers];
        let mut by_place: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (firm, place) in makers.places.iter().enumerate() {
            by_place.entry(*place).or_default().push(firm as u32);
            for &sum in makers.makes[firm].iter().flat_map(|&made| &makers.sums[made as usize]) {
                firms[sum as usize].insert(firm as u32);
            }
        }
        let span = |firms: &BTreeSet<u32>| FIRMS.span(firms.len() as f64, firms.len() as f64);
        let spans = firms.iter().map(|firms| span(firms).expect("one band is never too many")).collect();
        Self { makers, firms, spans, by_place }
    }

    /// Makes room for one firm more or less in a number of one or two.
    fn hide(&mut self, at: usize, step: f64) {
        let ways = if step > 0.0 { self.ways_up(at) } else { self.ways_down(at) };
        let fewest = ways.into_iter().map(|way| self.blocked(way, step)).min_by_key(Vec::len);
        for sum in fewest.unwrap_or_default() {
            let value = self.firms[sum].len() as f64 + step;
            self.spans[sum] = FIRMS.widened(self.spans[sum], value).unwrap_or(self.spans[sum]);
        }
    }

    fn blocked(&self, mut way: Vec<u32>, step: f64) -> Vec<usize> {
        way.sort_unstable();
        way.dedup();
        let leaves = |sum: &usize| !FIRMS.holds(self.spans[*sum], self.firms[*sum].len() as f64 + step);
        way.into_iter().map(|sum| sum as usize).filter(leaves).collect()
    }

    /// Numbers that grow when somebody else makes what the firm makes: a new firm, or one of the same place.
    fn ways_up(&self, at: usize) -> Vec<Vec<u32>> {
        let mut ways = Vec::new();
        for &firm in &self.firms[at] {
            let counted = |made: &&u32| self.makers.sums[**made as usize].binary_search(&(at as u32)).is_ok();
            for &made in self.makers.makes[firm as usize].iter().filter(counted) {
                let sums = &self.makers.sums[made as usize];
                ways.push(sums.clone());
                let others = self.by_place.get(&self.makers.places[firm as usize]).into_iter().flatten();
                for &other in others.filter(|other| !self.firms[at].contains(other)).take(TRIED) {
                    ways.push(sums.iter().copied().filter(|sum| !self.firms[*sum as usize].contains(&other)).collect());
                }
            }
        }
        ways
    }

    /// Numbers that shrink when a firm gives up what is counted here.
    fn ways_down(&self, at: usize) -> Vec<Vec<u32>> {
        let way = |firm: &u32| {
            let makes = &self.makers.makes[*firm as usize];
            let sums = |made: &u32| &self.makers.sums[*made as usize];
            let is_counted = |made: &&u32| sums(made).binary_search(&(at as u32)).is_ok();
            let kept: BTreeSet<u32> = makes.iter().filter(|made| !is_counted(made)).flat_map(sums).copied().collect();
            makes.iter().flat_map(sums).copied().filter(|sum| !kept.contains(sum)).collect()
        };
        self.firms[at].iter().map(way).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Makers, bands};
    use crate::analysis::public::ladder::{Band, FIRMS};

    fn shown(makers: &Makers) -> Vec<(f64, Option<f64>)> {
        let tell = |Band { lo, hi }| (lo, hi);
        bands(makers).into_iter().map(|span| tell(FIRMS.band(span))).collect()
    }

    /// Number 0 counts all, 1 and 2 the makers of two products.
    fn two_products(makes: &[&[u32]]) -> Makers {
        Makers {
            places: (0..makes.len() as u32).collect(),
            makes: makes.iter().map(|made| made.to_vec()).collect(),
            sums: vec![vec![0, 1], vec![0, 2]],
            numbers: 4,
        }
    }

    #[test]
    fn one_and_two_look_alike_and_none_is_none() {
        let found = shown(&two_products(&[&[0], &[0], &[0], &[1]]));
        assert_eq!(found, [(3.0, Some(6.0)), (3.0, Some(6.0)), (1.0, Some(3.0)), (0.0, Some(1.0))]);
    }

    #[test]
    fn a_total_that_would_tell_one_from_two_grows_wider() {
        // Five firms, of which one stands alone: a sixth would leave the band of the total.
        let found = shown(&two_products(&[&[0], &[0], &[0], &[0], &[1]]));
        assert_eq!(found[0], (3.0, Some(11.0)));
        // Where a firm of the same place could make the other product too, nothing needs to.
        let neighbours = Makers { places: vec![0; 5], ..two_products(&[&[0], &[0], &[0], &[0], &[1]]) };
        assert_eq!(shown(&neighbours)[0], (3.0, Some(6.0)));
    }
}
