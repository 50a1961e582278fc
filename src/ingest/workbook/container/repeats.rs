//! How many cells an open document unfolds to: a cell or row that repeats is written once and read as often as it says.

use crate::ingest::workbook::Fault;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::io::BufRead;

/// Cells that repeats may add to those that are written, over all sheets.
const MOST_REPEATS: u64 = 4_000_000;
/// Cells of the rectangle from the first cell to the last filled one; the parser makes room for all of it.
const LARGEST_RECTANGLE: u64 = 20_000_000;

/// The table being walked through.
#[derive(Default)]
struct Walk {
    /// Rows before the one at hand, and how often that one repeats.
    rows: u64,
    repeats: u64,
    /// Cells before the one at hand in its row, and those filled.
    columns: u64,
    filled: u64,
    /// Where the last filled cell of the row ends, and of any row so far.
    width: u64,
    widest: u64,
    /// Filled cells beyond those written, in all tables.
    added: u64,
}

/// Refuses a document that unfolds to more than memory should hold, or that is no XML.
pub(super) fn check(content: impl BufRead) -> Result<(), Fault> {
    let mut reader = Reader::from_reader(content);
    let mut buffer = Vec::new();
    let mut walk = Walk::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => walk.open(&tag, true),
            Ok(Event::Empty(tag)) => {
                walk.open(&tag, false);
                walk.close(tag.local_name().as_ref())?;
            }
            Ok(Event::End(tag)) => walk.close(tag.local_name().as_ref())?,
            Ok(Event::Eof) => return Ok(()),
            // The parser might read on, past what was not counted.
            Err(error) => return Err(Fault::Damaged(format!("its content is no XML ({error})"))),
            Ok(_) => {}
        }
    }
}

impl Walk {
    fn open(&mut self, tag: &BytesStart<'_>, has_content: bool) {
        match tag.local_name().as_ref() {
            "table" => *self = Walk { added: self.added, ..Walk::default() },
            "table-row" => {
                (self.columns, self.filled, self.width) = (0, 0, 0);
                self.repeats = count(tag, "number-rows-repeated");
            }
            "table-cell" | "covered-table-cell" => {
                let repeats = count(tag, "number-columns-repeated");
                self.columns = self.columns.saturating_add(repeats);
                if has_content || attribute(tag, "value-type").is_some() {
                    self.filled = self.filled.saturating_add(repeats);
                    self.width = self.columns;
                    self.added = self.added.saturating_add(repeats - 1);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Fault> {
        if name != "table-row" {
            return Ok(());
        }
        self.rows = self.rows.saturating_add(self.repeats);
        if self.width == 0 {
            return Ok(());
        }
        self.widest = self.widest.max(self.width);
        self.added = self.added.saturating_add(self.filled.saturating_mul(self.repeats - 1));
        if self.added > MOST_REPEATS {
            let what = format!("cells that repeat unfold to more than {MOST_REPEATS} cells");
            return Err(Fault::TooLarge(what, "delete the stray columns, or move the sheet to a workbook of its own"));
        }
        if self.rows.saturating_mul(self.widest) > LARGEST_RECTANGLE {
            let what = format!("a sheet spans more than {LARGEST_RECTANGLE} cells");
            return Err(Fault::TooLarge(what, "save the ledger as csv, which has no limit"));
        }
        Ok(())
    }
}

/// How often a tag says that it repeats, at least once.
fn count(tag: &BytesStart<'_>, name: &str) -> u64 {
    attribute(tag, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).max(1)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    attributes
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::check;

    fn content(rows: &str) -> String {
        format!(r#"<d xmlns:t="t" xmlns:o="o"><t:table>{rows}</t:table></d>"#)
    }

    #[test]
    fn a_document_of_a_few_bytes_cannot_fill_the_memory() {
        let cell = |columns: &str| {
            format!(r#"<t:table-cell t:number-columns-repeated="{columns}" o:value-type="float" o:value="1"/>"#)
        };
        let row =
            |rows: &str, cells: &str| format!(r#"<t:table-row t:number-rows-repeated="{rows}">{cells}</t:table-row>"#);
        let refused = [
            row("1000000", &cell("95")),
            row("1048576", &cell("16384")),
            row("18446744073709551615", &cell("18446744073709551615")),
            row("1000000", "<t:table-cell/>")
                + &row("1", &format!(r#"<t:table-cell t:number-columns-repeated="90"/>{}"#, cell("1"))),
            row("1", &cell("10")).repeat(10) + &row("3000000", &cell("2")),
        ];
        for rows in refused {
            assert!(check(content(&rows).as_bytes()).is_err(), "{rows}");
        }
    }

    #[test]
    fn blank_rows_to_the_end_of_the_sheet_are_usual() {
        let usual = r#"<t:table-row><t:table-cell o:value-type="string"><p>x</p></t:table-cell><t:table-cell t:number-columns-repeated="16383"/></t:table-row><t:table-row t:number-rows-repeated="1048575"><t:table-cell t:number-columns-repeated="16384"/></t:table-row>"#;
        assert!(check(content(usual).as_bytes()).is_ok());
        assert!(check(&b"<a></b>"[..]).is_err());
    }
}
