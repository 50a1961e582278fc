//! A fast hash for memo tables of cell texts; never iterated, so that its order cannot reach an output.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// A map under the fast hash.
pub(super) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// Numbers by text. Texts of usual length lie in the table itself, so that a look-up touches memory once.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Ids and products.
    short: FastMap<Packed<3>, u32>,
    /// Names of firms.
    middle: FastMap<Packed<6>, u32>,
    long: FastMap<Box<str>, u32>,
}

/// A text shorter than the room, filled up with zeros; its length comes last.
#[derive(Debug, Clone, Copy)]
struct Packed<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> PartialEq for Packed<WORDS> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        // Without a branch between the words: nearly every text looked up is there.
        self.0.iter().zip(&other.0).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

impl<const WORDS: usize> Eq for Packed<WORDS> {}

impl<const WORDS: usize> Hash for Packed<WORDS> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        /// Bits of the square root of two and of three, so that no factor is zero for a text of zeros.
        const SALT: [u64; 2] = [0x6A09_E667_F3BC_C909, 0xBB67_AE85_84CA_A73B];
        let mut sum = 0_u64;
        for (at, pair) in (0..).zip(self.0.chunks(2)) {
            let second = pair.get(1).copied().unwrap_or(at);
            let product = u128::from(pair[0] ^ SALT[0].rotate_left(at as u32)) * u128::from(second ^ SALT[1]);
            // Pairs do not wait for each other's product.
            sum = sum.wrapping_add((product as u64 ^ (product >> 64) as u64).rotate_left(at as u32));
        }
        state.write_u64(sum);
    }
}

impl Memo {
    /// The number of a text.
    #[inline]
    pub(super) fn get(&self, text: &str) -> Option<u32> {
        match text.len() {
            ..24 => self.short.get(&packed(text)).copied(),
            24..48 => self.middle.get(&packed(text)).copied(),
            _ => self.long.get(text).copied(),
        }
    }

    /// Gives a text a number.
    pub(super) fn insert(&mut self, text: &str, number: u32) {
        match text.len() {
            ..24 => self.short.insert(packed(text), number),
            24..48 => self.middle.insert(packed(text), number),
            _ => self.long.insert(text.into(), number),
        };
    }
}

/// Packs a text shorter than the words.
#[inline]
fn packed<const WORDS: usize>(text: &str) -> Packed<WORDS> {
    let mut words = [0; WORDS];
    let (whole, rest) = text.as_bytes().as_chunks::<8>();
    for (word, bytes) in words.iter_mut().zip(whole) {
        *word = u64::from_le_bytes(*bytes);
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    words[whole.len()] |= u64::from_le_bytes(last);
    words[WORDS - 1] |= (text.len() as u64) << 56;
    Packed(words)
}

/// Multiply and rotate, eight bytes at a time.
///
/// Texts come from the user's own files, hence no defence against chosen collisions; half the time of the standard hash.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct FastHasher(u64);

/// 2^64 divided by the golden ratio, made odd: spreads consecutive values.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl FastHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(SPREAD);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.mix(u64::from_le_bytes(last));
        }
        self.mix(bytes.len() as u64);
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    fn write_u16(&mut self, word: u16) {
        self.mix(u64::from(word));
    }

    fn write_u32(&mut self, word: u32) {
        self.mix(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.mix(word);
    }

    fn write_usize(&mut self, word: usize) {
        self.mix(word as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes its bucket from the low bits, which a product fills worst; the high ones are folded in.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_are_told_apart() {
        let mut memo = Memo::default();
        let text = |at: u32| format!("{}{at}", "甲".repeat((at % 23) as usize)) + &"\0".repeat((at % 3) as usize);
        for at in 0..5000 {
            assert_eq!(memo.get(&text(at)), None);
            memo.insert(&text(at), at);
        }
        assert!((0..5000).all(|at| memo.get(&text(at)) == Some(at)));
        // A word of zeros must not wipe out the others.
        let hash = |text: &str| {
            let mut hasher = FastHasher::default();
            packed::<6>(text).hash(&mut hasher);
            hasher.finish()
        };
        let mut hashes: Vec<u64> = (0..100_000).map(|at| hash(&format!("合成企业{at:07}有限公司"))).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 100_000);
    }
}
