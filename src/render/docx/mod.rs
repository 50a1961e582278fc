//! A report in chapters as a Word document.
//!
//! Written part by part: a document of headings, paragraphs, tables and pictures needs a dozen elements of the format, all
//! of it is text, and the same report must give the same bytes, which counters of a whole process would not. Header rows
//! repeat on each page, no row breaks across two, captions stay with what they name, and pages lie on their side where a
//! chapter is too wide to stand. Texts are texts: no name becomes a field or a link.

mod body;
mod grid;
mod parts;

use crate::render::Error;
use crate::report::Document;
use crate::report::words::Lang;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The document; `picture` gives the png of a figure by its key.
///
/// # Errors
/// When the archive refuses to grow, such as beyond its limit of 4 GB.
pub fn document<'a>(
    document: &Document,
    picture: impl Fn(&str) -> Option<&'a [u8]>,
    lang: Lang,
) -> Result<Vec<u8>, Error> {
    let written = body::written(document, &picture, lang);
    let images = written.images.iter().enumerate().map(|(at, bytes)| (parts::image_path(at), *bytes));
    let texts = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_LINKS.to_owned()),
        ("docProps/core.xml", parts::properties(&document.title)),
        ("word/document.xml", written.xml),
        ("word/_rels/document.xml.rels", parts::links(written.images.len())),
        ("word/styles.xml", parts::styles(lang)),
        ("word/fontTable.xml", parts::FONTS.to_owned()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/header1.xml", parts::header(&document.title)),
        ("word/footer1.xml", parts::footer(lang)),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The date is that of no run.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (path, text) in texts {
        zip.start_file(path, options.compression_method(CompressionMethod::Deflated))?;
        zip.write_all(text.as_bytes()).map_err(zip::result::ZipError::from)?;
    }
    for (path, bytes) in images {
        // A png is compressed already.
        zip.start_file(path, options.compression_method(CompressionMethod::Stored))?;
        zip.write_all(bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Text that means nothing to a reader of xml; what it forbids, and what could turn the reading direction, is left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push(c),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_forbids_vanishes() {
        assert_eq!(escaped("a<\u{0}b\u{202e}&\"\u{ffff}\n"), "a&lt; b&amp;&quot;\n");
    }
}
