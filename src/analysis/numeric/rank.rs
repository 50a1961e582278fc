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

/// Kendall's rank correlation τ-b, which takes equal values into account; `None` where one side has no difference.
///
/// Cost O(n log n).
///
/// ```
/// use liantu::analysis::numeric::rank::kendall;
/// assert_eq!(kendall(&[3.0, 2.0, 1.0], &[30.0, 20.0, 10.0]), Some(1.0));
/// // Two of three pairs agree, one does not.
/// let tau = kendall(&[3.0, 2.0, 1.0], &[20.0, 30.0, 10.0]).unwrap();
/// assert!((tau - 1.0 / 3.0).abs() < 1e-12);
/// assert_eq!(kendall(&[3.0, 2.0], &[1.0, 1.0]), None);
/// ```
pub fn kendall(a: &[f64], b: &[f64]) -> Option<f64> {
    let mut pairs: Vec<(f64, f64)> = a.iter().copied().zip(b.iter().copied()).collect();
    pairs.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.total_cmp(&y.1)));
    let equal = |count: usize| (count * count.saturating_sub(1) / 2) as f64;
    let same_first: f64 = pairs.chunk_by(|x, y| x.0.total_cmp(&y.0).is_eq()).map(|run| equal(run.len())).sum();
    let is_same = |x: &(f64, f64), y: &(f64, f64)| x.0.total_cmp(&y.0).is_eq() && x.1.total_cmp(&y.1).is_eq();
    let same_both: f64 = pairs.chunk_by(is_same).map(|run| equal(run.len())).sum();
    let mut second: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    let against = inversions(&mut second) as f64;
    let same_second: f64 = second.chunk_by(|x, y| x.total_cmp(y).is_eq()).map(|run| equal(run.len())).sum();
    let all = equal(pairs.len());
    let spread = ((all - same_first) * (all - same_second)).sqrt();
    let with = all - same_first - same_second + same_both - against;
    (spread > 0.0).then(|| ((with - against) / spread).clamp(-1.0, 1.0))
}

/// Sorts, and counts the pairs that stood the wrong way round.
fn inversions(values: &mut [f64]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let half = values.len() / 2;
    let mut count = inversions(&mut values[..half]) + inversions(&mut values[half..]);
    let mut merged = Vec::with_capacity(values.len());
    let (mut left, mut right) = (0, half);
    while left < half && right < values.len() {
        if values[right].total_cmp(&values[left]).is_lt() {
            count += (half - left) as u64;
            merged.push(values[right]);
            right += 1;
        } else {
            merged.push(values[left]);
            left += 1;
        }
    }
    merged.extend_from_slice(&values[left..half]);
    merged.extend_from_slice(&values[right..]);
    values.copy_from_slice(&merged);
    count
}
