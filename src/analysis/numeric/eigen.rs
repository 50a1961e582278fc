//! The largest eigenvalues of a symmetric matrix that is only known by what it does to a vector.

use super::random::Stream;

/// An eigenvalue with its vector, of length 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The eigenvalue.
    pub value: f64,
    /// The vector; its sign is arbitrary.
    pub vector: Vec<f64>,
    /// How far the matrix takes the vector from itself times the value: near 0 where all went well.
    pub residual: f64,
}

/// Steps after which the pair is taken as it is.
const STEPS: usize = 256;

/// A residual that no further step improves.
const SMALL: f64 = 1e-13;

/// The largest eigenvalue among vectors of length `n` orthogonal to `without` (which are orthogonal to each other and of length
/// 1); `None` when there are no such vectors.
///
/// Lanczos' method with full reorthogonalisation, from a start that is always the same. Cost: at most 256 applications, and
/// 256² × `n` for the rest.
///
/// ```
/// use liantu::analysis::numeric::eigen::largest;
/// let apply = |x: &[f64]| vec![2.0 * x[0] + x[1], x[0] + 2.0 * x[1]];
/// let first = largest(apply, 2, &[]).unwrap();
/// assert!((first.value - 3.0).abs() < 1e-12 && (first.vector[0] - first.vector[1]).abs() < 1e-12);
/// let second = largest(apply, 2, &[first.vector]).unwrap();
/// assert!((second.value - 1.0).abs() < 1e-12);
/// ```
pub fn largest(apply: impl Fn(&[f64]) -> Vec<f64>, n: usize, without: &[Vec<f64>]) -> Option<Pair> {
    if n <= without.len() {
        return None;
    }
    // Another start each time: what one start holds of a repeated eigenvalue's space is the vector already found.
    let stream = Stream::new(without.len() as u64, n as u64);
    let mut next: Vec<f64> = (0..n).map(|at| stream.positive(at as u64) - 0.5).collect();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let (mut diagonal, mut beside): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    loop {
        let length = orthogonalise(&mut next, without, &basis);
        let exhausted = length <= SMALL;
        if exhausted || basis.len() == STEPS || basis.len().is_power_of_two() && basis.len() >= 16 {
            let (value, weights) = largest_of(&diagonal, &beside)?;
            let residual = weights.last().map_or(0.0, |last| (last * length).abs());
            if exhausted || basis.len() == STEPS || residual <= SMALL {
                return Some(Pair { value, vector: combine(&basis, &weights, n), residual });
            }
        }
        if !basis.is_empty() {
            beside.push(length);
        }
        next.iter_mut().for_each(|x| *x /= length);
        let image = apply(&next);
        diagonal.push(dot(&next, &image));
        basis.push(std::mem::replace(&mut next, image));
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Takes off what lies along the others, and gives the length of what is left. Twice: once loses digits.
fn orthogonalise(vector: &mut [f64], without: &[Vec<f64>], basis: &[Vec<f64>]) -> f64 {
    for _ in 0..2 {
        for other in without.iter().chain(basis) {
            let along = dot(vector, other);
            vector.iter_mut().zip(other).for_each(|(x, other)| *x -= along * other);
        }
    }
    dot(vector, vector).sqrt()
}

fn combine(basis: &[Vec<f64>], weights: &[f64], n: usize) -> Vec<f64> {
    let mut vector = vec![0.0; n];
    for (part, weight) in basis.iter().zip(weights) {
        vector.iter_mut().zip(part).for_each(|(x, part)| *x += weight * part);
    }
    let length = dot(&vector, &vector).sqrt();
    vector.iter_mut().for_each(|x| *x /= length);
    vector
}

/// The largest eigenvalue of a tridiagonal matrix with its vector; `None` for an empty one.
fn largest_of(diagonal: &[f64], beside: &[f64]) -> Option<(f64, Vec<f64>)> {
    let n = diagonal.len();
    let mut matrix = vec![vec![0.0; n]; n];
    for (at, value) in diagonal.iter().enumerate() {
        matrix[at][at] = *value;
    }
    for (at, value) in beside.iter().take(n.saturating_sub(1)).enumerate() {
        (matrix[at][at + 1], matrix[at + 1][at]) = (*value, *value);
    }
    let (values, vectors) = jacobi(matrix);
    let best = (0..n).reduce(|best, at| if values[at] > values[best] { at } else { best })?;
    Some((values[best], vectors.iter().map(|row| row[best]).collect()))
}

/// Every eigenvalue of a symmetric matrix, and the vectors as columns (Jacobi's rotations).
fn jacobi(mut a: Vec<Vec<f64>>) -> (Vec<f64>, Vec<Vec<f64>>) {
    let n = a.len();
    let mut vectors: Vec<Vec<f64>> =
        (0..n).map(|row| (0..n).map(|column| f64::from(u8::from(row == column))).collect()).collect();
    // A few sweeps suffice; the limit is for numbers that cannot shrink any more.
    for _ in 0..64 {
        let mut turned = false;
        for p in 0..n {
            for q in p + 1..n {
                if a[p][q].abs() > f64::EPSILON * (a[p][p].abs() + a[q][q].abs()) / 8.0 {
                    rotate(&mut a, &mut vectors, p, q);
                    turned = true;
                }
            }
        }
        if !turned {
            break;
        }
    }
    ((0..n).map(|at| a[at][at]).collect(), vectors)
}

/// One rotation, which makes the entry of row `p` and column `q` zero.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let slope = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let tangent = slope.signum() / (slope.abs() + slope.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |row: &mut Vec<f64>| {
        let (x, y) = (row[p], row[q]);
        (row[p], row[q]) = (cosine * x - sine * y, sine * x + cosine * y);
    };
    a.iter_mut().for_each(turn);
    // p stands before q.
    let (before, after) = a.split_at_mut(q);
    for (x, y) in before[p].iter_mut().zip(&mut after[0]) {
        (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
    }
    (a[p][q], a[q][p]) = (0.0, 0.0);
    vectors.iter_mut().for_each(turn);
}

#[cfg(test)]
mod tests {
    use super::{jacobi, largest};
    use crate::analysis::numeric::random::Stream;

    fn matrix(n: usize) -> Vec<Vec<f64>> {
        let stream = Stream::new(4, 0);
        let entry = |a: usize, b: usize| stream.positive((a.min(b) * n + a.max(b)) as u64);
        (0..n).map(|a| (0..n).map(|b| entry(a, b)).collect()).collect()
    }

    fn apply(matrix: &[Vec<f64>]) -> impl Fn(&[f64]) -> Vec<f64> {
        |x| matrix.iter().map(|row| super::dot(row, x)).collect()
    }

    #[test]
    fn agrees_with_all_eigenvalues() {
        for n in [1, 2, 3, 17, 60] {
            let matrix = matrix(n);
            let (mut all, _) = jacobi(matrix.clone());
            all.sort_by(|a, b| b.total_cmp(a));
            let mut found: Vec<Vec<f64>> = Vec::new();
            for expected in all.iter().take(3) {
                let pair = largest(apply(&matrix), n, &found).unwrap();
                assert!((pair.value - expected).abs() < 1e-9, "{n}: {} {expected}", pair.value);
                found.push(pair.vector);
            }
        }
        assert_eq!(largest(|x| x.to_vec(), 2, &[vec![1.0, 0.0], vec![0.0, 1.0]]), None);
    }

    #[test]
    fn an_eigenvalue_that_is_there_twice_is_found_twice() {
        let apply = |x: &[f64]| vec![x[0], 0.5 * x[1], 0.5 * x[2], 0.1 * x[3]];
        let mut found = Vec::new();
        for expected in [1.0, 0.5, 0.5, 0.1] {
            let pair = largest(apply, 4, &found).unwrap();
            assert!((pair.value - expected).abs() < 1e-12, "{pair:?}");
            found.push(pair.vector);
        }
    }
}
