//! Things in a row that want to be somewhere: as near to their wishes as their order lets them, in linear time, by pooling
//! adjacent violators (M. Ayer et al. 1955; R. Barlow et al. 1972).

/// Things that are pressed together, with the place at which they want to be together.
#[derive(Debug, Default)]
pub(super) struct Pools {
    /// Wish, weight, and how many things.
    list: Vec<(f64, f64, usize)>,
}

impl Pools {
    pub(super) fn clear(&mut self) {
        self.list.clear();
    }

    /// Adds a thing behind the others; `wish` is counted without the room that those before it take.
    pub(super) fn push(&mut self, wish: f64, weight: f64) {
        let mut pool = (wish, weight, 1);
        while let Some(&(before, mass, count)) = self.list.last()
            && before >= pool.0
        {
            self.list.pop();
            let all = mass + pool.1;
            pool = ((before * mass + pool.0 * pool.1) / all, all, count + pool.2);
        }
        self.list.push(pool);
    }

    /// Places of all things in their order, within the bounds, without the room that those before each take.
    pub(super) fn places(&self, low: f64, high: f64) -> impl Iterator<Item = f64> {
        self.list.iter().flat_map(move |&(place, _, count)| std::iter::repeat_n(place.min(high).max(low), count))
    }
}

#[cfg(test)]
mod tests {
    use super::Pools;

    #[test]
    fn who_would_overtake_shares_a_place() {
        let mut pools = Pools::default();
        [(1.0, 1.0), (4.0, 1.0), (2.0, 3.0), (9.0, 1.0)]
            .into_iter()
            .for_each(|(wish, weight)| pools.push(wish, weight));
        assert_eq!(pools.places(0.0, 5.0).collect::<Vec<f64>>(), [1.0, 2.5, 2.5, 5.0]);
    }
}
