//! Ranks and how far two orders agree.

/// Ranks from 1; equal values share the mean of their ranks.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]).then(a.cmp(&b)));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..].iter().take_while(|&&at| values[at].total_cmp(&values[order[from]]).is_eq()).count();
        let mean = (2 * from + same + 1) as f64 / 2.0;
        for &at in &order[from..from + same] {
            ranks[at] = mean;
        }
        from += same;
    }
    ranks
}

/// Spearman's rank correlation; `None` with fewer than two values or where one side has no difference.
///
/// ```
/// use liantu::analysis::numeric::rank::spearman;
/// assert_eq!(spearman(&[0.9, 0.5, 0.1], &[30.0, 20.0, 10.0]), Some(1.0));
/// assert_eq!(spearman(&[0.9, 0.5], &[1.0, 1.0]), None);
/// ```
pub fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    let (a, b) = (ranks(a), ranks(b));
    let mean = (a.len() + 1) as f64 / 2.0;
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
    let spread = (product(&a, &a) * product(&b, &b)).sqrt();
    (spread > 0.0).then(|| (product(&a, &b) / spread).clamp(-1.0, 1.0))
}
