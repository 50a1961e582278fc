//! Random numbers that are counted, not consumed: the n-th of a stream is the same whoever asks first.

/// A stream of random numbers (SplitMix64 in counter form).
#[derive(Debug, Clone, Copy)]
pub struct Stream(u64);

/// The odd number nearest 2⁶⁴ divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Stream {
    /// The stream of this number, among those of a seed.
    pub fn new(seed: u64, number: u64) -> Self {
        Self(mix(mix(seed.wrapping_add(STEP)).wrapping_add(number.wrapping_mul(STEP))))
    }

    /// The random number at a place, above 0 and at most 1.
    ///
    /// ```
    /// use liantu::analysis::numeric::random::Stream;
    /// let stream = Stream::new(1, 2);
    /// let mean = (0..10_000).map(|at| stream.positive(at)).sum::<f64>() / 1e4;
    /// assert!((mean - 0.5).abs() < 0.02);
    /// assert_eq!(stream.positive(7).to_bits(), Stream::new(1, 2).positive(7).to_bits());
    /// ```
    pub fn positive(&self, at: u64) -> f64 {
        let bits = mix(self.0.wrapping_add(at.wrapping_add(1).wrapping_mul(STEP)));
        // 53 bits are what a float between 0.5 and 1 holds.
        ((bits >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }
}

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
