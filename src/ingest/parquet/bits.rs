//! Packed whole numbers: the two codings in which Parquet keeps levels, dictionary numbers and lengths.
//!
//! Both are read one by one from the page, so that no claim in a page makes room for anything.

use bytes::Bytes;

/// Runs and packed groups of small numbers (`RLE`): levels and numbers of dictionary entries.
#[derive(Debug)]
pub(super) struct Hybrid {
    bytes: Bytes,
    /// Where the next run begins.
    at: usize,
    width: u32,
    /// Numbers left in the run.
    left: u64,
    run: Run,
}

#[derive(Debug, Clone, Copy)]
enum Run {
    Repeated(u32),
    /// The bit at which the next number begins.
    Packed(usize),
}

impl Hybrid {
    /// Numbers of `width` bits; `None` for more bits than a number has.
    pub(super) fn new(bytes: Bytes, width: u8) -> Option<Self> {
        (width <= 32).then(|| Self { bytes, at: 0, width: width.into(), left: 0, run: Run::Repeated(0) })
    }

    /// The next number; `None` when the bytes end or make no sense.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u32> {
        while self.left == 0 {
            self.start()?;
        }
        self.left -= 1;
        match &mut self.run {
            Run::Repeated(number) => Some(*number),
            Run::Packed(bit) => {
                let number = bits(&self.bytes, *bit, self.width)?;
                *bit += self.width as usize;
                u32::try_from(number).ok()
            }
        }
    }

    /// Reads the head of the next run.
    fn start(&mut self) -> Option<()> {
        let head = varint(&self.bytes, &mut self.at)?;
        let size = self.width.div_ceil(8) as usize;
        if head & 1 == 0 {
            let number = bits(&self.bytes, self.at * 8, size as u32 * 8)?;
            (self.left, self.run) = (head >> 1, Run::Repeated(u32::try_from(number).ok()?));
            self.at += size;
        } else {
            let groups = usize::try_from(head >> 1).ok()?;
            self.run = Run::Packed(self.at * 8);
            self.left = (head >> 1).checked_mul(8)?;
            // The last group may be cut short; what lies beyond the bytes is never asked for.
            self.at = self.at.checked_add(groups.checked_mul(self.width as usize)?)?;
        }
        Some(())
    }
}

/// Whole numbers as differences (`DELTA_BINARY_PACKED`): lengths of texts.
#[derive(Debug)]
pub(super) struct Deltas {
    bytes: Bytes,
    at: usize,
    /// Numbers in a miniblock, and miniblocks in a block.
    size: usize,
    blocks: usize,
    /// Numbers left in the whole.
    left: u64,
    last: i64,
    first: bool,
    least: i64,
    /// Where the widths of the block's miniblocks stand, and the miniblock being read.
    widths: usize,
    block: usize,
    /// Numbers left in the miniblock, and the bit at which the next begins.
    packed: usize,
    bit: usize,
}

impl Deltas {
    /// Numbers whose head stands at `at`.
    pub(super) fn new(bytes: Bytes, mut at: usize) -> Option<Self> {
        let size = usize::try_from(varint(&bytes, &mut at)?).ok()?;
        let blocks = usize::try_from(varint(&bytes, &mut at)?).ok()?;
        let left = varint(&bytes, &mut at)?;
        let last = zigzag(varint(&bytes, &mut at)?);
        let size = size.checked_div(blocks).filter(|size| *size > 0 && size.is_multiple_of(8) && *size <= 1 << 20)?;
        let (least, widths, bit, packed) = (0, 0, 0, 0);
        Some(Self { bytes, at, size, blocks, left, last, first: true, least, widths, block: blocks, packed, bit })
    }

    /// The next number; `None` when the bytes end or make no sense.
    pub(super) fn next(&mut self) -> Option<i64> {
        self.left = self.left.checked_sub(1)?;
        if std::mem::take(&mut self.first) {
            return Some(self.last);
        }
        if self.packed == 0 {
            self.start()?;
        }
        let width = u32::from(*self.bytes.get(self.widths + self.block)?);
        let delta = bits(&self.bytes, self.bit, width)?;
        self.bit += width as usize;
        self.packed -= 1;
        self.last = self.last.wrapping_add(self.least).wrapping_add(delta.cast_signed());
        Some(self.last)
    }

    fn start(&mut self) -> Option<()> {
        self.block += 1;
        if self.block >= self.blocks {
            self.least = zigzag(varint(&self.bytes, &mut self.at)?);
            self.widths = self.at;
            self.block = 0;
            self.at = self.at.checked_add(self.blocks)?;
        }
        let width = usize::from(*self.bytes.get(self.widths + self.block)?);
        self.bit = self.at.checked_mul(8)?;
        self.at = self.at.checked_add(width * self.size / 8)?;
        self.packed = self.size;
        Some(())
    }

    /// Where the bytes behind the numbers begin.
    pub(super) fn end(mut self) -> Option<usize> {
        while self.left > 0 {
            self.next()?;
        }
        Some(self.at)
    }
}

/// A number of `width` bits that begins at bit `at`, least bits first.
#[inline]
fn bits(bytes: &[u8], at: usize, width: u32) -> Option<u64> {
    let (first, shift) = (at / 8, (at % 8) as u32);
    let mask = if width >= 64 { u64::MAX } else { (1 << width) - 1 };
    if let Some(word) = bytes.get(first..).and_then(|rest| rest.first_chunk::<8>())
        && shift + width <= 64
    {
        return Some((u64::from_le_bytes(*word) >> shift) & mask);
    }
    if width > 64 {
        return None;
    }
    let mut wide = [0; 16];
    let needed = (shift + width).div_ceil(8) as usize;
    wide[..needed].copy_from_slice(bytes.get(first..first.checked_add(needed)?)?);
    Some((u128::from_le_bytes(wide) >> shift) as u64 & mask)
}

/// A number in groups of seven bits, least first.
pub(super) fn varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// A signed number of a [`varint`].
pub(super) fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_groups_follow_each_other() {
        // Four times 5, then eight numbers of three bits (the example of the format), then the end.
        let bytes = Bytes::from_static(&[8, 5, 3, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
        let mut hybrid = Hybrid::new(bytes, 3).unwrap();
        let numbers: Vec<u32> = std::iter::from_fn(|| hybrid.next()).collect();
        assert_eq!(numbers, [5, 5, 5, 5, 0, 1, 2, 3, 4, 5, 6, 7]);
        assert!(Hybrid::new(Bytes::new(), 33).is_none());
    }

    #[test]
    fn differences_add_up() {
        // Block of 8 in one miniblock: 7, then deltas −2 … of the format's second example, cut to five numbers.
        let bytes = Bytes::from_static(&[8, 1, 5, 14, 3, 2, 0b1100_0000, 0b0000_0011, 99]);
        let deltas = || Deltas::new(bytes.clone(), 0).unwrap();
        let mut read = deltas();
        let numbers: Vec<i64> = std::iter::from_fn(|| read.next()).collect();
        assert_eq!(numbers, [7, 5, 3, 1, 2]);
        assert_eq!(deltas().end(), Some(8));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        for seed in 0..20_000_u64 {
            let noise = (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes();
            let bytes = Bytes::copy_from_slice(&noise[..(seed % 9) as usize]);
            if let Some(mut hybrid) = Hybrid::new(bytes.clone(), (seed % 34) as u8) {
                let _ = (0..50).map_while(|_| hybrid.next()).count();
            }
            if let Some(mut deltas) = Deltas::new(bytes, 0) {
                let _ = (0..50).map_while(|_| deltas.next()).count();
            }
        }
    }
}
