//! Best one-to-one assignment: each row takes at most one column and each column serves at most one row.
//!
//! ```text
//! maximise Σ values[row][column] over the chosen pairs
//! ```
//!
//! Shortest augmenting paths with potentials (the Hungarian method in the form of Jonker and Volgenant). Values become whole
//! numbers first, of 2⁻¹⁰⁰ of the largest power of two among them, so that no rounding can choose the worse of two pairs: what
//! is found is the best for the numbers given, unless some are 2⁴⁷ times as large as others. Complexity O(m² n), m the smaller side.
//!
//! Source: Jonker & Volgenant, Computing 38 (1987) 325–340; methods §3.4.

/// The column of each row in a best assignment; `None` for a row that takes none.
///
/// A pair worth nothing (zero, less, or no number) is never made; a short row is worth nothing beyond its end. Which of several
/// best assignments is found depends on the order of rows and columns alone.
///
/// ```
/// use liantu::analysis::numeric::assignment::assign_max;
/// // Example 12 of the methods: the diagonal, worth 20.
/// let values = [vec![9.0, 6.0, 0.0], vec![8.0, 7.0, 3.0], vec![5.0, 5.0, 4.0]];
/// let columns = assign_max(&values);
/// assert_eq!(columns, vec![Some(0), Some(1), Some(2)]);
/// assert_eq!(columns.iter().zip(&values).filter_map(|(at, row)| Some(row[(*at)?])).sum::<f64>(), 20.0);
/// // Two rows for one column: the one worth more takes it.
/// assert_eq!(assign_max(&[vec![1.0], vec![2.0]]), vec![None, Some(0)]);
/// ```
pub fn assign_max(values: &[Vec<f64>]) -> Vec<Option<usize>> {
    let columns = values.iter().map(Vec::len).max().unwrap_or(0);
    let largest = values.iter().flatten().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    let unit = power_of_two(largest);
    let units = |row: usize, column: usize| values[row].get(column).map_or(0, |&value| whole(value, unit));
    let mut chosen = vec![None; values.len()];
    if columns == 0 || largest <= 0.0 {
        return chosen;
    }
    if values.len() <= columns {
        for (row, column) in shortest_paths(values.len(), columns, units) {
            chosen[row] = Some(column);
        }
    } else {
        for (column, row) in shortest_paths(columns, values.len(), |column, row| units(row, column)) {
            chosen[row] = Some(column);
        }
    }
    for (row, column) in chosen.iter_mut().enumerate() {
        *column = column.filter(|&at| units(row, at) > 0);
    }
    chosen
}

/// The largest power of two not above a positive finite number.
fn power_of_two(value: f64) -> f64 {
    let mantissa = (1u64 << 52) - 1;
    let power = f64::from_bits(value.to_bits() & !mantissa);
    if power > 0.0 { power } else { f64::MIN_POSITIVE }
}

/// A value in whole units of 2⁻¹⁰⁰ of a power of two; worth nothing unless positive and finite.
fn whole(value: f64, unit: f64) -> i128 {
    if value > 0.0 && value.is_finite() { (value / unit * 2f64.powi(100)) as i128 } else { 0 }
}

/// Pairs of a best assignment of all of the fewer to some of the more.
fn shortest_paths(fewer: usize, more: usize, worth: impl Fn(usize, usize) -> i128) -> Vec<(usize, usize)> {
    let mut search = Search {
        of_fewer: vec![0; fewer],
        of_more: vec![0; more + 1],
        taken_by: vec![None; more + 1],
        before: vec![0; more + 1],
        distance: vec![i128::MAX; more + 1],
        settled: vec![false; more + 1],
    };
    for start in 0..fewer {
        search.place(start, &worth);
    }
    let taken = search.taken_by.iter().skip(1).enumerate();
    taken.filter_map(|(more, fewer)| Some(((*fewer)?, more))).collect()
}

/// Slot 0 of the lists by slot stands for the row being placed; column c has slot c + 1.
struct Search {
    /// Potentials of rows and slots: `−worth ≥ row + slot` for every pair, and equal for pairs made.
    of_fewer: Vec<i128>,
    of_more: Vec<i128>,
    taken_by: Vec<Option<usize>>,
    /// The slot before each on its shortest path.
    before: Vec<usize>,
    distance: Vec<i128>,
    settled: Vec<bool>,
}

impl Search {
    /// Places one more row, moving others along the path that costs least.
    fn place(&mut self, start: usize, worth: &impl Fn(usize, usize) -> i128) {
        self.distance.fill(i128::MAX);
        self.settled.fill(false);
        self.taken_by[0] = Some(start);
        let mut slot = 0;
        while let Some(row) = self.taken_by[slot] {
            self.settled[slot] = true;
            // There are at least as many slots as rows, so a free one is always within reach.
            let Some(nearest) = self.look(row, slot, worth) else { return };
            self.shift(self.distance[nearest]);
            slot = nearest;
        }
        while slot != 0 {
            let before = self.before[slot];
            self.taken_by[slot] = self.taken_by[before];
            slot = before;
        }
    }

    /// Looks out from a row at every slot not yet settled and names the nearest, the first of several.
    fn look(&mut self, row: usize, from: usize, worth: &impl Fn(usize, usize) -> i128) -> Option<usize> {
        let mut nearest: Option<usize> = None;
        for slot in (1..self.settled.len()).filter(|slot| !self.settled[*slot]) {
            let length = -worth(row, slot - 1) - self.of_fewer[row] - self.of_more[slot];
            if length < self.distance[slot] {
                self.distance[slot] = length;
                self.before[slot] = from;
            }
            if nearest.is_none_or(|nearest| self.distance[slot] < self.distance[nearest]) {
                nearest = Some(slot);
            }
        }
        nearest
    }

    /// Moves the potentials of what is settled, so that the nearest slot comes to distance zero.
    fn shift(&mut self, ahead: i128) {
        for slot in 0..self.settled.len() {
            if !self.settled[slot] {
                // Slot 0 is settled from the first look on, and the look has given every other its distance.
                self.distance[slot] -= ahead;
            } else if let Some(row) = self.taken_by[slot] {
                self.of_fewer[row] += ahead;
                self.of_more[slot] -= ahead;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The most that rows from `row` on can bring with the columns still free, by trying everything.
    fn by_trying(values: &[Vec<f64>], row: usize, free: u32) -> f64 {
        let Some(worth) = values.get(row) else { return 0.0 };
        let taken = (0..worth.len()).filter(|at| free >> at & 1 == 1);
        let with = taken.map(|at| worth[at] + by_trying(values, row + 1, free & !(1 << at)));
        with.fold(by_trying(values, row + 1, free), f64::max)
    }

    fn total(values: &[Vec<f64>], columns: &[Option<usize>]) -> f64 {
        columns.iter().zip(values).filter_map(|(at, row)| Some(row[(*at)?])).sum()
    }

    proptest! {
        #[test]
        fn nothing_tried_is_worth_more(
            rows in 0usize..6,
            columns in 0usize..6,
            cells in prop::collection::vec(-3i32..12, 36),
        ) {
            let value = |row: usize, at: usize| f64::from(cells[row * 6 + at]) * 12.5;
            let values: Vec<Vec<f64>> = (0..rows).map(|row| (0..columns).map(|at| value(row, at)).collect()).collect();
            let chosen = assign_max(&values);
            prop_assert_eq!(chosen.len(), rows);
            let mut taken: Vec<usize> = chosen.iter().flatten().copied().collect();
            taken.sort_unstable();
            prop_assert!(taken.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!((total(&values, &chosen) - by_trying(&values, 0, u32::MAX)).abs() < 1e-9);
            prop_assert!(chosen.iter().enumerate().all(|(row, at)| at.is_none_or(|at| values[row][at] > 0.0)));
        }
    }

    #[test]
    fn a_difference_far_below_the_sum_still_decides() {
        let great = 1e15;
        let values = vec![vec![great, great + 0.125], vec![great, great]];
        assert_eq!(assign_max(&values), vec![Some(1), Some(0)]);
    }

    #[test]
    fn hostile_values_are_worth_nothing() {
        let values = vec![vec![f64::NAN, -1.0, 1e308], vec![f64::INFINITY, 0.0], vec![]];
        assert_eq!(assign_max(&values), vec![Some(2), None, None]);
        assert_eq!(assign_max(&[vec![f64::MIN_POSITIVE / 4.0]]), vec![Some(0)]);
        assert_eq!(assign_max(&[]), Vec::<Option<usize>>::new());
        assert_eq!(assign_max(&[vec![], vec![]]), vec![None, None]);
    }
}
