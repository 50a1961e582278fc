//! Heads of pages, looked at before any page is unpacked: what they claim decides how much memory is taken.

use super::Fault;
use super::bits::{varint, zigzag};

/// No page of a table that an office keeps unpacks to more.
const LARGEST_PAGE: i64 = 512 << 20;

/// What the pages of a column chunk claim to unpack to, in bytes, where no byte of a page gives more than `ratio`.
///
/// # Errors
/// When a head makes no sense or claims more than the file can hold.
pub(super) fn claimed(chunk: &[u8], ratio: u64) -> Result<u64, Fault> {
    let broken = || Fault::Damaged("the head of a page makes no sense".into());
    let (mut rest, mut sum) = (chunk, 0_u64);
    while !rest.is_empty() {
        let mut reader = Thrift { bytes: rest, at: 0 };
        let head = reader.page().ok_or_else(broken)?;
        let packed = usize::try_from(head.packed).map_err(|_| broken())?;
        if head.unpacked > LARGEST_PAGE {
            return Err(Fault::TooLarge(format!("a page of {} MB", head.unpacked >> 20)));
        }
        let unpacked = u64::try_from(head.unpacked).map_err(|_| broken())?;
        if unpacked > (packed as u64).saturating_mul(ratio) {
            return Err(Fault::Damaged("a page claims more than it holds".into()));
        }
        // Room is made for every entry that a dictionary claims; an entry takes a byte at least.
        if head.entries.is_some_and(|entries| u64::try_from(entries).is_ok_and(|entries| entries > unpacked)) {
            return Err(Fault::Damaged("a dictionary claims more than it holds".into()));
        }
        sum = sum.saturating_add(unpacked);
        let end = reader.at.checked_add(packed).ok_or_else(broken)?;
        rest = rest.get(end..).ok_or_else(broken)?;
    }
    Ok(sum)
}

#[derive(Debug, Default, PartialEq)]
struct Head {
    unpacked: i64,
    packed: i64,
    /// Count of entries, of a dictionary.
    entries: Option<i64>,
}

/// The compact protocol of Thrift, as far as heads of pages need it.
struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
}

// Kinds of values.
const I32: u8 = 5;
const STRUCT: u8 = 12;
/// Heads of pages nest less.
const DEEPEST: u8 = 16;

impl Thrift<'_> {
    fn page(&mut self) -> Option<Head> {
        let mut head = Head::default();
        self.fields(&mut |reader, id, kind| match (id, kind) {
            (2, I32) => reader.number().map(|number| head.unpacked = number),
            (3, I32) => reader.number().map(|number| head.packed = number),
            (7, STRUCT) => reader.fields(&mut |reader, id, kind| match (id, kind) {
                (1, I32) => reader.number().map(|number| head.entries = Some(number)),
                _ => reader.skip(kind, 2),
            }),
            _ => reader.skip(kind, 1),
        })?;
        Some(head)
    }

    /// Calls `read` for each field of a struct with its number and kind.
    fn fields(&mut self, read: &mut dyn FnMut(&mut Self, i64, u8) -> Option<()>) -> Option<()> {
        let mut id = 0_i64;
        loop {
            let byte = self.byte()?;
            if byte == 0 {
                return Some(());
            }
            id = if byte >> 4 == 0 { self.number()? } else { id.checked_add(i64::from(byte >> 4))? };
            read(self, id, byte & 0x0F)?;
        }
    }

    fn skip(&mut self, kind: u8, depth: u8) -> Option<()> {
        match kind {
            _ if depth >= DEEPEST => None,
            // Truth values lie in the kind itself.
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.number().map(drop),
            7 => self.pass(8),
            8 => {
                let length = varint(self.bytes, &mut self.at)?;
                self.pass(length)
            }
            9 | 10 => {
                let byte = self.byte()?;
                let count = if byte >> 4 == 15 { varint(self.bytes, &mut self.at)? } else { u64::from(byte >> 4) };
                // Elements of no bytes at all do not exist in a list: truth values take one there.
                (0..count).try_for_each(|_| match byte & 0x0F {
                    1 | 2 => self.pass(1),
                    kind => self.skip(kind, depth + 1),
                })
            }
            STRUCT => self.fields(&mut |reader, _, kind| reader.skip(kind, depth + 1)),
            _ => None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn number(&mut self) -> Option<i64> {
        varint(self.bytes, &mut self.at).map(zigzag)
    }

    fn pass(&mut self, count: u64) -> Option<()> {
        let end = self.at.checked_add(usize::try_from(count).ok()?)?;
        self.at = end;
        (end <= self.bytes.len()).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dictionary page: kind 2, sizes, and the count of its entries.
    fn page(unpacked: u8, packed: u8, entries: u8) -> Vec<u8> {
        let mut bytes = vec![0x15, 4, 0x15, 2 * unpacked, 0x15, 2 * packed, 0x4C, 0x15, 2 * entries, 0x15, 0, 0, 0];
        bytes.extend(std::iter::repeat_n(7, packed.into()));
        bytes
    }

    #[test]
    fn claims_are_added_and_weighed() {
        let chunk = [page(20, 3, 4), page(30, 1, 30)].concat();
        assert_eq!(claimed(&chunk, 1000).ok(), Some(50));
        assert!(claimed(&page(20, 3, 21), 1000).is_err(), "more entries than bytes");
        assert!(claimed(&chunk[..chunk.len() - 1], 1000).is_err(), "cut off");
        let huge = [0x25, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0x15, 0, 0];
        assert!(claimed(&page(20, 3, 4), 6).is_err(), "more than can be packed so small");
        assert!(claimed(&huge, u64::MAX).is_err());
    }
}
