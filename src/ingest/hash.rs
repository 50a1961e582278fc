//! A fast hash for memo tables of cell texts; never iterated, so that its order cannot reach an output.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map under the fast hash.
pub(super) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// Numbers by text. Short texts, as ids are, lie in the table itself, so that a look-up touches memory once.
#[derive(Debug, Default)]
pub(super) struct Memo {
    short: FastMap<Short, u32>,
    long: FastMap<Box<str>, u32>,
}

/// A text of at most 23 bytes, filled up with zeros; its length comes last.
type Short = [u64; 3];

impl Memo {
    /// The number of a text.
    pub(super) fn get(&self, text: &str) -> Option<u32> {
        match short(text) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(text).copied(),
        }
    }

    /// Gives a text a number.
    pub(super) fn insert(&mut self, text: &str, number: u32) {
        match short(text) {
            Some(key) => self.short.insert(key, number),
            None => self.long.insert(text.into(), number),
        };
    }
}

fn short(text: &str) -> Option<Short> {
    let mut bytes = [0; 24];
    bytes.get_mut(..text.len()).filter(|_| text.len() < 24)?.copy_from_slice(text.as_bytes());
    bytes[23] = text.len() as u8;
    let (words, _) = bytes.as_chunks::<8>();
    Some([u64::from_le_bytes(words[0]), u64::from_le_bytes(words[1]), u64::from_le_bytes(words[2])])
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
