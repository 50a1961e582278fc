//! Pareto fronts: who is no worse on every criterion and better on one.

/// Number of the front of each row: 1 for those that nothing dominates, 2 for those dominated by front 1 only, and so on.
///
/// Larger is better on every criterion; rows are equally long. Cost O(rows² × criteria), less where fronts are many.
///
/// ```
/// use liantu::analysis::numeric::front::fronts;
/// // Example 8 of the methods: A and B trade off, C is dominated by B.
/// assert_eq!(fronts(&[vec![0.9, 0.2], vec![0.5, 0.7], vec![0.45, 0.45]]), vec![1, 1, 2]);
/// ```
pub fn fronts(rows: &[Vec<f64>]) -> Vec<usize> {
    fronts_between(rows, rows)
}

/// The same where values are known between a lower and an upper side: a row dominates another only if it does so whatever the
/// values are.
///
/// ```
/// use liantu::analysis::numeric::front::fronts_between;
/// // The second may be better or worse than the first; the third is certainly worse.
/// assert_eq!(fronts_between(&[vec![2.0], vec![1.0], vec![0.5]], &[vec![2.0], vec![3.0], vec![0.5]]), vec![1, 1, 2]);
/// ```
pub fn fronts_between(low: &[Vec<f64>], high: &[Vec<f64>]) -> Vec<usize> {
    let compare = |a: &usize, b: &usize| {
        let by_criterion = low[*b].iter().zip(&low[*a]).map(|(b, a)| b.total_cmp(a));
        by_criterion.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    };
    let mut order: Vec<usize> = (0..low.len()).collect();
    order.sort_by(compare);
    let (mut front, mut members): (Vec<usize>, Vec<Vec<usize>>) = (vec![0; low.len()], Vec::new());
    // Whoever dominates a row comes before it in this order; and whoever is dominated by one of a front is dominated by one of
    // every front before, so the first front without any such is found by halving.
    for row in order {
        let first =
            members.partition_point(|front| front.iter().rev().any(|&other| dominates(&low[other], &high[row])));
        front[row] = first + 1;
        match members.get_mut(first) {
            Some(front) => front.push(row),
            None => members.push(vec![row]),
        }
    }
    front
}

/// Whether the worse side of one is better than the better side of another.
fn dominates(low: &[f64], high: &[f64]) -> bool {
    low.iter().zip(high).all(|(low, high)| low >= high) && low.iter().zip(high).any(|(low, high)| low > high)
}
