//! Parquet files to [`Sheet`]: one file is one table, named after the file's stem.
//!
//! - The names of the columns are row 1, as a spreadsheet would show them; the n-th row of data is row n + 1.
//! - Numbers, truth values and dates come typed; decimals as the text of all their digits; a moment in universal time
//!   as the day in China; whole numbers too long for a spreadsheet (codes) as texts.
//! - A field of a structure is a column of its own under the path of its names; lists fit in no cell: their column
//!   keeps its path as its heading (`别名.list.element`), is blank and is reported as unknown.
//! - What a page claims to unpack to is weighed before it is unpacked, and texts of a dictionary are kept once,
//!   so that a small file cannot fill the memory.

use crate::ingest::sheet::{CellRef, Sheet, Stored, sha256_hex};
use bytes::Bytes;
use parquet::errors::ParquetError as Cause;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::SchemaDescriptor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

mod bits;
mod column;
mod pages;
mod text;

use column::Column;

/// Columns beyond this count hold no table that an office filled in.
const WIDEST: usize = 500;
/// Rows taken from all columns before they are put side by side.
const BATCH: usize = 4096;
/// Cells of any file, and cells for each of its bytes where that gives more: a row of a ledger takes bytes.
const MOST_CELLS: usize = 64_000_000;
const CELLS_A_BYTE: usize = 8;
/// Bytes that any file may unpack to, and bytes for each of its own where that gives more.
const MOST_CONTENT: u64 = 1 << 30;
const CONTENT_A_BYTE: u64 = 64;

/// Why a Parquet file cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParquetError {
    /// The bytes are no Parquet file, whatever the ending says.
    #[error("`{path}` is not a Parquet file but {what}; hint: give it its own ending, or save it as csv")]
    NotParquet {
        /// What was asked for.
        path: String,
        /// What the bytes look like.
        what: &'static str,
    },
    /// The file is written in a way that is not understood.
    #[error("`{path}` is written with {what}; hint: {remedy}")]
    Unsupported {
        /// What was asked for.
        path: String,
        /// What is not understood.
        what: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The file is cut short or broken.
    #[error("`{path}` is damaged: {cause}; hint: write it again, or save it as csv")]
    Damaged {
        /// What was asked for.
        path: String,
        /// Why.
        cause: String,
    },
    /// The file holds, or claims to hold, more than any table of purchases.
    #[error("`{path}` is too large: {what}; hint: save the ledger as csv, which has no limit")]
    TooLarge {
        /// What was asked for.
        path: String,
        /// What exceeds a limit.
        what: String,
    },
}

/// Reads the bytes of a Parquet file as one sheet; `shown` is what errors call it.
///
/// # Errors
/// When the bytes are no Parquet file, or it is damaged, too large or written with what is not understood.
pub fn read_parquet_bytes(shown: &str, file: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, ParquetError> {
    sheet(file, bytes).map(|sheet| vec![sheet]).map_err(|fault| fault.at(shown.to_owned()))
}

/// What is wrong with a file, before the path is known.
#[derive(Debug)]
enum Fault {
    NotParquet(&'static str),
    Unsupported(String, &'static str),
    Damaged(String),
    TooLarge(String),
}

impl Fault {
    fn at(self, path: String) -> ParquetError {
        match self {
            Fault::NotParquet(what) => ParquetError::NotParquet { path, what },
            Fault::Unsupported(what, remedy) => ParquetError::Unsupported { path, what, remedy },
            Fault::Damaged(cause) => ParquetError::Damaged { path, cause },
            Fault::TooLarge(what) => ParquetError::TooLarge { path, what },
        }
    }
}

impl From<Cause> for Fault {
    fn from(cause: Cause) -> Self {
        Fault::Damaged(cause.to_string())
    }
}

fn sheet(file: &str, bytes: Vec<u8>) -> Result<Sheet, Fault> {
    check_kind(&bytes)?;
    let name = Path::new(file).file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
    let sheet = Sheet::new(file, name, sha256_hex(&bytes));
    // The parser is not ours: whatever a hostile file makes it do, it ends as an error.
    let read = catch_unwind(AssertUnwindSafe(|| fill(sheet, Bytes::from(bytes), MOST_CELLS)));
    read.unwrap_or_else(|_| Err(Fault::Damaged("its structure makes no sense".into())))
}

/// Tells by both ends of the file what it is.
fn check_kind(bytes: &[u8]) -> Result<(), Fault> {
    const MAGIC: &[u8] = b"PAR1";
    if bytes.starts_with(MAGIC) && bytes.len() > 12 && bytes.ends_with(MAGIC) {
        return Ok(());
    }
    Err(match bytes {
        [] => Fault::NotParquet("an empty file"),
        _ if bytes.starts_with(b"PARE") || (bytes.starts_with(MAGIC) && bytes.ends_with(b"PARE")) => {
            Fault::Unsupported("encryption".into(), "write it without encryption")
        }
        _ if bytes.starts_with(MAGIC) => Fault::Damaged("its end is missing".into()),
        _ if bytes.starts_with(b"PK\x03\x04") => Fault::NotParquet("a workbook or zip archive"),
        _ if bytes.starts_with(b"ARROW1") => Fault::NotParquet("an Arrow file"),
        _ if bytes.starts_with(b"ORC") => Fault::NotParquet("an ORC file"),
        _ if std::str::from_utf8(&bytes[..bytes.len().min(1000)]).is_ok() => Fault::NotParquet("text"),
        _ => Fault::NotParquet("unknown data"),
    })
}

fn fill(mut sheet: Sheet, bytes: Bytes, most: usize) -> Result<Sheet, Fault> {
    let file = SerializedFileReader::new(bytes.clone())?;
    let metadata = file.metadata();
    let schema = metadata.file_metadata().schema_descr();
    if schema.num_columns() > WIDEST {
        return Err(Fault::TooLarge(format!("{} columns, the limit is {WIDEST}", schema.num_columns())));
    }
    let groups = metadata.row_groups();
    weigh(&bytes, groups.iter().flat_map(|group| group.columns()))?;
    for about in schema.columns() {
        let heading = about.path().parts().join(".");
        sheet.push(CellRef::Text(&heading));
    }
    sheet.end_row(1);
    let room = most.max(bytes.len().saturating_mul(CELLS_A_BYTE));
    let mut next = 2;
    for group in 0..groups.len() {
        let group = file.get_row_group(group)?;
        Group { columns: columns(schema, &*group)?, room }.read(&mut sheet, &mut next)?;
    }
    Ok(sheet)
}

/// Refuses what would unpack to more than its size allows, and what cannot be unpacked.
fn weigh<'a>(bytes: &[u8], chunks: impl Iterator<Item = &'a ColumnChunkMetaData>) -> Result<(), Fault> {
    use parquet::basic::Compression;
    let most = MOST_CONTENT.max((bytes.len() as u64).saturating_mul(CONTENT_A_BYTE));
    let mut sum = 0_u64;
    for chunk in chunks {
        let codec = chunk.compression();
        // What a byte can unpack to: three bytes of snappy copy 64 at most; zstd knows no such bound.
        let ratio = match codec {
            Compression::UNCOMPRESSED => Some(1),
            Compression::SNAPPY => Some(22),
            Compression::ZSTD(_) => Some(u64::MAX),
            // The unpacker of gzip heeds no limit.
            _ => None,
        };
        let Some(ratio) = ratio else {
            let remedy = "write it with snappy or zstd, or save it as csv";
            let name = format!("the compression {codec}");
            // Without its level: `GZIP(GzipLevel(6))`.
            let name = name.split('(').next().unwrap_or_default();
            return Err(Fault::Unsupported(name.to_owned(), remedy));
        };
        let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
        let span = usize::try_from(start).ok().zip(usize::try_from(chunk.compressed_size()).ok());
        let end = span.and_then(|(start, length)| Some((start, start.checked_add(length)?)));
        let chunk = end.and_then(|(start, end)| bytes.get(start..end));
        let chunk = chunk.ok_or_else(|| Fault::Damaged("a column lies beyond the end of the file".into()))?;
        sum = sum.saturating_add(pages::claimed(chunk, ratio)?);
        if sum > most {
            return Err(Fault::TooLarge(format!("it unpacks to more than {} MB", most >> 20)));
        }
    }
    Ok(())
}

type Columns = Vec<Option<Box<dyn Column>>>;

fn columns(schema: &SchemaDescriptor, group: &dyn RowGroupReader) -> Result<Columns, Fault> {
    let open = |at: usize| column::open(&schema.columns()[at], || Ok(group.get_column_page_reader(at)?));
    (0..schema.num_columns()).map(open).collect()
}

/// A row group being read.
struct Group {
    columns: Columns,
    /// Cells that the sheet may hold.
    room: usize,
}

impl Group {
    fn read(mut self, sheet: &mut Sheet, next: &mut u32) -> Result<(), Fault> {
        let mut cells: Vec<Vec<Stored>> = vec![Vec::with_capacity(BATCH); self.columns.len()];
        loop {
            for (column, cells) in self.columns.iter_mut().zip(&mut cells) {
                cells.clear();
                if let Some(column) = column {
                    column.read(BATCH, sheet, cells)?;
                }
            }
            let rows = cells.iter().map(Vec::len).max().unwrap_or(0);
            let whole = |(column, cells): (&Option<_>, &Vec<_>)| column.is_none() || cells.len() == rows;
            if !self.columns.iter().zip(&cells).all(whole) {
                return Err(Fault::Damaged("its columns differ in length".into()));
            }
            if rows == 0 {
                return Ok(());
            }
            for row in 0..rows {
                for cells in &cells {
                    sheet.push_stored(cells.get(row).copied().unwrap_or(Stored::Empty));
                }
                sheet.end_row_unless_blank(*next);
                *next = next.checked_add(1).ok_or_else(|| Fault::TooLarge("more than 4,294,967,295 rows".into()))?;
            }
            // Blank rows are counted too: a file of nothing else must end as well.
            if sheet.cell_count() > self.room || *next as usize > self.room {
                return Err(Fault::TooLarge(format!("more than {} cells", self.room)));
            }
        }
    }
}

#[cfg(test)]
mod tests;
