//! Columns of texts and byte strings, read page by page: an entry of a dictionary is stored once however many
//! rows bear it, and nothing is unpacked beyond the cells asked for.

use super::Fault;
use super::bits::{Deltas, Hybrid};
use crate::ingest::sheet::{Sheet, Stored};
use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};

/// Makes a cell of a byte string.
pub(super) type ToCell = Box<dyn Fn(&mut Sheet, &[u8]) -> Stored>;

/// A column of byte strings.
pub(super) struct TextColumn {
    pages: Box<dyn PageReader>,
    /// Level at which a value is there; below, the cell is blank.
    full: u32,
    /// Bytes of each value, where all have the same.
    fixed: Option<usize>,
    to_cell: ToCell,
    dictionary: Vec<Stored>,
    page: Option<OpenPage>,
}

/// A page being read.
struct OpenPage {
    /// Cells left.
    left: u32,
    /// Says of each cell whether it holds a value; `None` when all do.
    levels: Option<Hybrid>,
    values: Values,
}

enum Values {
    Entries(Hybrid),
    Plain(Cursor),
    /// Lengths apart from the texts.
    Lengths(Deltas, Cursor),
    /// What is shared with the text before, and the lengths of the rest.
    Shared(Deltas, Deltas, Cursor, Vec<u8>),
}

impl TextColumn {
    pub(super) fn new(pages: Box<dyn PageReader>, full: u32, fixed: Option<usize>, to_cell: ToCell) -> Self {
        Self { pages, full, fixed, to_cell, dictionary: Vec::new(), page: None }
    }

    /// Appends up to `most` cells.
    pub(super) fn read(&mut self, most: usize, sheet: &mut Sheet, cells: &mut Vec<Stored>) -> Result<(), Fault> {
        while cells.len() < most {
            match &mut self.page {
                Some(page) if page.left > 0 => {
                    page.left -= 1;
                    let blank = match &mut page.levels {
                        Some(levels) => levels.next().ok_or_else(broken)? < self.full,
                        None => false,
                    };
                    cells.push(if blank { Stored::Empty } else { self.value(sheet)? });
                }
                _ => match self.pages.get_next_page()? {
                    None => return Ok(()),
                    Some(page) => self.open(page, sheet)?,
                },
            }
        }
        Ok(())
    }

    fn value(&mut self, sheet: &mut Sheet) -> Result<Stored, Fault> {
        let Some(page) = &mut self.page else { return Err(broken()) };
        let bytes = match &mut page.values {
            Values::Entries(numbers) => {
                let entry = numbers.next().and_then(|number| self.dictionary.get(number as usize));
                return entry.copied().ok_or_else(broken);
            }
            Values::Plain(cursor) => cursor.plain(self.fixed),
            Values::Lengths(lengths, cursor) => length(lengths).and_then(|length| cursor.take(length)),
            Values::Shared(shared, lengths, cursor, last) => rest(shared, lengths, cursor, last).map(|()| &last[..]),
        };
        Ok((self.to_cell)(sheet, bytes.ok_or_else(broken)?))
    }

    fn open(&mut self, page: Page, sheet: &mut Sheet) -> Result<(), Fault> {
        match page {
            Page::DictionaryPage { buf, num_values, .. } => {
                let mut cursor = Cursor { bytes: buf, at: 0 };
                self.dictionary.clear();
                for _ in 0..num_values {
                    let bytes = cursor.plain(self.fixed).ok_or_else(broken)?;
                    self.dictionary.push((self.to_cell)(sheet, bytes));
                }
                Ok(())
            }
            Page::DataPage { buf, num_values, encoding, .. } => {
                let mut at = 0;
                let mut levels = Bytes::new();
                if self.full > 0 {
                    let mut cursor = Cursor { bytes: buf.clone(), at };
                    levels = Bytes::copy_from_slice(cursor.plain(None).ok_or_else(broken)?);
                    at = cursor.at;
                }
                self.start(num_values, levels, buf.slice(at..), encoding)
            }
            Page::DataPageV2 { buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                let first = rep_levels_byte_len as usize;
                let end = first.checked_add(def_levels_byte_len as usize).filter(|end| *end <= buf.len());
                let end = end.ok_or_else(broken)?;
                self.start(num_values, buf.slice(first..end), buf.slice(end..), encoding)
            }
        }
    }

    fn start(&mut self, left: u32, levels: Bytes, bytes: Bytes, encoding: Encoding) -> Result<(), Fault> {
        let width = u32::BITS - self.full.leading_zeros();
        let levels = if width > 0 { Hybrid::new(levels, width as u8) } else { None };
        let values = match encoding {
            Encoding::PLAIN => Some(Values::Plain(Cursor { bytes, at: 0 })),
            Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY => entries(bytes),
            Encoding::DELTA_LENGTH_BYTE_ARRAY => lengths(bytes),
            Encoding::DELTA_BYTE_ARRAY => shared(bytes),
            other => return Err(Fault::Damaged(format!("texts in the coding {other}"))),
        };
        self.page = Some(OpenPage { left, levels, values: values.ok_or_else(broken)? });
        Ok(())
    }
}

fn broken() -> Fault {
    Fault::Damaged("a page of texts makes no sense".into())
}

fn entries(bytes: Bytes) -> Option<Values> {
    // A page without a single value may be without bytes.
    let Some(width) = bytes.first().copied() else { return Hybrid::new(bytes, 0).map(Values::Entries) };
    Hybrid::new(bytes.slice(1..), width).map(Values::Entries)
}

fn lengths(bytes: Bytes) -> Option<Values> {
    let lengths = Deltas::new(bytes.clone(), 0)?;
    let at = Deltas::new(bytes.clone(), 0)?.end()?;
    Some(Values::Lengths(lengths, Cursor { bytes, at }))
}

fn shared(bytes: Bytes) -> Option<Values> {
    let shared = Deltas::new(bytes.clone(), 0)?;
    let second = Deltas::new(bytes.clone(), 0)?.end()?;
    let lengths = Deltas::new(bytes.clone(), second)?;
    let at = Deltas::new(bytes.clone(), second)?.end()?;
    Some(Values::Shared(shared, lengths, Cursor { bytes, at }, Vec::new()))
}

fn length(lengths: &mut Deltas) -> Option<usize> {
    usize::try_from(lengths.next()?).ok()
}

/// Makes `last` the next text.
fn rest(shared: &mut Deltas, lengths: &mut Deltas, cursor: &mut Cursor, last: &mut Vec<u8>) -> Option<()> {
    let kept = length(shared).filter(|kept| *kept <= last.len())?;
    last.truncate(kept);
    last.extend_from_slice(cursor.take(length(lengths)?)?);
    Some(())
}

/// A place in the bytes of a page.
struct Cursor {
    bytes: Bytes,
    at: usize,
}

impl Cursor {
    fn take(&mut self, length: usize) -> Option<&[u8]> {
        let end = self.at.checked_add(length)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    /// The next value as it is written plainly: behind its length, unless all values have the same.
    fn plain(&mut self, fixed: Option<usize>) -> Option<&[u8]> {
        let length = match fixed {
            Some(length) => length,
            None => u32::from_le_bytes(*self.take(4)?.first_chunk()?) as usize,
        };
        self.take(length)
    }
}
