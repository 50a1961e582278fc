//! Means of shares whose weights are known within bounds only.

/// An amount that is known to lie between two others, and the share of it that is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weighed {
    /// Least amount, yuan.
    pub(crate) least: f64,
    /// Greatest amount; may be infinite.
    pub(crate) most: f64,
    /// Share.
    pub(crate) share: f64,
}

/// Least mean share that any admissible amounts give, approached where an amount has no limit; `None` without amounts.
pub(crate) fn least_mean(mut items: Vec<Weighed>) -> Option<f64> {
    items.sort_by(|a, b| {
        (a.share.total_cmp(&b.share)).then(a.least.total_cmp(&b.least)).then(a.most.total_cmp(&b.most))
    });
    let (mut sum, mut whole) = (0.0, 0.0);
    for item in &items {
        sum += item.least * item.share;
        whole += item.least;
    }
    // From the lowest share up, more of an item lowers the mean as long as its share is below the mean.
    for item in &items {
        let extra = item.most - item.least;
        if extra <= 0.0 || (whole > 0.0 && item.share >= sum / whole) {
            continue;
        }
        if extra.is_infinite() || whole <= 0.0 {
            return Some(item.share);
        }
        sum += extra * item.share;
        whole += extra;
    }
    (whole > 0.0).then(|| sum / whole)
}

#[cfg(test)]
mod tests {
    use super::{Weighed, least_mean};

    #[test]
    fn amounts_that_lower_the_mean_are_taken_whole() {
        let item = |least, most, share| Weighed { least, most, share };
        assert_eq!(least_mean(Vec::new()), None);
        assert_eq!(least_mean(vec![item(0.0, 0.0, 0.3)]), None);
        assert_eq!(least_mean(vec![item(1.0, 1.0, 1.0), item(1.0, 1.0, 0.0)]), Some(0.5));
        assert_eq!(least_mean(vec![item(1.0, 1.0, 1.0), item(1.0, 3.0, 0.0)]), Some(0.25));
        assert_eq!(least_mean(vec![item(1.0, 9.0, 1.0), item(1.0, 1.0, 0.0)]), Some(0.5));
        assert_eq!(least_mean(vec![item(2.0, 2.0, 1.0), item(0.0, f64::INFINITY, 0.3)]), Some(0.3));
        assert_eq!(least_mean(vec![item(2.0, 2.0, 0.2), item(0.0, f64::INFINITY, 0.3)]), Some(0.2));
        assert_eq!(least_mean(vec![item(0.0, f64::INFINITY, 0.3), item(0.0, 5.0, 0.7)]), Some(0.3));
    }
}
