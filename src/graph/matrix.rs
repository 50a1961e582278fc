//! Compressed rows: lists of lists in two flat vectors.

/// Rows of positions, compressed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Csr {
    starts: Vec<u32>,
    entries: Vec<u32>,
}

impl Csr {
    /// Groups the positions of `keys` by key, in stable order; keys are below `rows`.
    ///
    /// ```
    /// use liantu::graph::matrix::Csr;
    /// let csr = Csr::group(3, [2, 0, 2].into_iter());
    /// assert_eq!((csr.row(0), csr.row(1), csr.row(2)), (&[1][..], &[][..], &[0, 2][..]));
    /// ```
    pub fn group(rows: usize, keys: impl Iterator<Item = usize> + Clone) -> Self {
        let mut starts = vec![0u32; rows + 1];
        let mut count = 0usize;
        for key in keys.clone() {
            starts[key + 1] += 1;
            count += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut entries = vec![0u32; count];
        for (position, key) in keys.enumerate() {
            entries[next[key] as usize] = u32::try_from(position).expect("fewer than 2^32 entries");
            next[key] += 1;
        }
        Self { starts, entries }
    }

    /// One row; empty beyond the last.
    pub fn row(&self, row: usize) -> &[u32] {
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&from), Some(&to)) => &self.entries[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Count of rows.
    pub fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}
