//! Pareto fronts: who is no worse on every criterion and better on one.

/// Number of the front of each row: 1 for those that nothing dominates, 2 for those dominated by front 1 only, and so on.
///
/// Larger is better on every criterion; rows are equally long. Cost O(rows² × criteria).
///
/// ```
/// use liantu::analysis::numeric::front::fronts;
/// // Example 8 of the methods: A and B trade off, C is dominated by B.
/// assert_eq!(fronts(&[vec![0.9, 0.2], vec![0.5, 0.7], vec![0.45, 0.45]]), vec![1, 1, 2]);
/// ```
pub fn fronts(rows: &[Vec<f64>]) -> Vec<usize> {
    let compare = |a: &usize, b: &usize| {
        let by_criterion = rows[*b].iter().zip(&rows[*a]).map(|(b, a)| b.total_cmp(a));
        by_criterion.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(compare);
    let mut front = vec![0; rows.len()];
    // Whoever dominates a row comes before it in this order, so one pass finds the longest chain above each row.
    for (at, &row) in order.iter().enumerate() {
        let above = order[..at].iter().filter(|&&other| dominates(&rows[other], &rows[row]));
        front[row] = 1 + above.map(|&other| front[other]).max().unwrap_or(0);
    }
    front
}

fn dominates(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a >= b) && a.iter().zip(b).any(|(a, b)| a > b)
}
