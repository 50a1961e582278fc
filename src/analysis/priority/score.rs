//! From natural values to scores: goalposts, weights, bounds.

use super::{Criterion, Direction, PriorityOptions, Scored, Unit, Used};
use crate::analysis::Error;
use std::collections::BTreeMap;

/// The criteria that tell something, and where they stand among all.
pub(super) struct Scale {
    pub(super) used: Vec<Used>,
    pub(super) left_out: Vec<&'static str>,
    at: Vec<usize>,
}

/// Least and most that a score can be; equal where the value is known.
pub(super) type Bounds = (f64, f64);

impl Scale {
    pub(super) fn new(criteria: &[Criterion], rows: &[Vec<Scored>], options: &PriorityOptions) -> Result<Self, Error> {
        check(criteria, options)?;
        let (mut used, mut left_out, mut at) = (Vec::new(), Vec::new(), Vec::new());
        for (place, criterion) in criteria.iter().enumerate() {
            let column = || rows.iter().map(|row| &row[place]);
            let first = rows.first().map(|row| row[place]);
            if column().all(|scored| scored.value.is_none() && Some(*scored) == first) {
                left_out.push(criterion.key);
                continue;
            }
            let given = options.goalposts.get(criterion.key).copied().or(criterion.goalpost);
            used.push(Used {
                key: criterion.key,
                unit: criterion.unit,
                direction: criterion.direction,
                goalpost: given.unwrap_or_else(|| own_goalpost(criterion.unit, column())),
                frozen: given.is_some() || criterion.unit == Unit::Share,
                weight: options.weights.get(criterion.key).copied().unwrap_or(1.0),
                known: column().filter(|scored| scored.value.is_some()).count(),
            });
            at.push(place);
        }
        // Divided before they are added: the sum of two very large weights would be infinite.
        let count = used.len().max(1) as f64;
        let whole: f64 = used.iter().map(|used| used.weight / count).sum();
        if !used.is_empty() && whole <= 0.0 {
            return Err(Error::NoWeight { known: keys(used.iter().map(|used| used.key)) });
        }
        used.iter_mut().for_each(|used| used.weight = used.weight / count / whole);
        Ok(Self { used, left_out, at })
    }

    /// Scores of every row, criterion by criterion.
    pub(super) fn scores(&self, rows: &[Vec<Scored>]) -> Vec<Vec<Bounds>> {
        let bounds = |row: &Vec<Scored>, used: &Used, place: usize| {
            let (a, b) = (score(row[place].lo, used), score(row[place].hi, used));
            (a.min(b), a.max(b))
        };
        let row = |row: &Vec<Scored>| self.pairs().map(|(used, place)| bounds(row, used, place)).collect();
        rows.iter().map(row).collect()
    }

    /// Natural values, larger being better: the worse and the better side of each.
    pub(super) fn sides(&self, rows: &[Vec<Scored>]) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        let side = |row: &Vec<Scored>, better: bool| -> Vec<f64> {
            let one = |(used, place): (&Used, usize)| match (used.direction, better) {
                (Direction::More, true) => row[place].hi,
                (Direction::More, false) => row[place].lo,
                (Direction::Less, true) => -row[place].lo,
                (Direction::Less, false) => -row[place].hi,
            };
            self.pairs().map(one).collect()
        };
        (rows.iter().map(|row| side(row, false)).collect(), rows.iter().map(|row| side(row, true)).collect())
    }

    /// Natural values of a row.
    pub(super) fn natural<'r>(&'r self, row: &'r [Scored]) -> impl Iterator<Item = (&'r Used, Option<f64>)> {
        self.pairs().map(|(used, place)| (used, row[place].value))
    }

    fn pairs(&self) -> impl Iterator<Item = (&Used, usize)> {
        self.used.iter().zip(self.at.iter().copied())
    }
}

/// Every weight and goalpost belongs to a criterion and is a number that can be meant.
fn check(criteria: &[Criterion], options: &PriorityOptions) -> Result<(), Error> {
    let known = |key: &str| criteria.iter().any(|criterion| criterion.key == key);
    let all = || keys(criteria.iter().map(|criterion| criterion.key));
    let named: [(&BTreeMap<String, f64>, bool); 2] = [(&options.weights, true), (&options.goalposts, false)];
    for (key, number, may_be_zero) in
        named.into_iter().flat_map(|(of, zero)| of.iter().map(move |(key, number)| (key, *number, zero)))
    {
        if !known(key) {
            return Err(Error::UnknownCriterion { key: key.clone(), known: all() });
        }
        if !number.is_finite() || number < 0.0 || (number <= 0.0 && !may_be_zero) {
            return Err(Error::BadCriterion { key: key.clone(), number: number.to_string() });
        }
    }
    Ok(())
}

fn keys(keys: impl Iterator<Item = &'static str>) -> String {
    keys.collect::<Vec<_>>().join(", ")
}

/// The largest value that is known, or at least possible; 1 for shares.
fn own_goalpost<'r>(unit: Unit, column: impl Iterator<Item = &'r Scored>) -> f64 {
    let largest = column.filter(|scored| scored.hi.is_finite()).map(|scored| scored.hi).fold(0.0, f64::max);
    if unit == Unit::Share { 1.0 } else { largest }
}

/// A natural value, possibly infinite, on the scale of 0 to 1.
fn score(natural: f64, used: &Used) -> f64 {
    let share = if natural <= 0.0 {
        0.0
    } else if natural >= used.goalpost {
        1.0
    } else {
        natural / used.goalpost
    };
    match used.direction {
        Direction::More => share,
        Direction::Less => 1.0 - share,
    }
}
