//! The text: cover, contents, and the chapters with their tables and pictures.

use super::escaped;
use super::grid::{Wish, grid};
use super::parts::{W, image_id};
use crate::render::{is_numeric, number, on_screen, shortened};
use crate::report::table::{Cell, Table};
use crate::report::words::{self, Lang, Word, chapter as chapter_words};
use crate::report::{Block, Chapter, Document, Figure, KeyFigure, Report};
use std::fmt::Write as _;

/// UTF-16 units of a cell; a row must fit on a page, since it does not break.
const LONGEST_CELL: usize = 300;
/// Columns from which a table makes its chapter lie on its side.
const WIDE: usize = 8;
/// English metric units in a twentieth of a point.
const UNITS: u32 = 635;

/// The text, and the pictures it names in order.
pub(super) struct Written<'a> {
    pub(super) xml: String,
    pub(super) images: Vec<&'a [u8]>,
}

/// How pages stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Upright,
    Lying,
}

impl Page {
    /// Lying where a picture or a wide table wants the room.
    fn of(chapter: &Chapter) -> Self {
        let wide = |block: &Block| match block {
            Block::Figure(_) => true,
            Block::Table(table) => on_screen(table, 0).columns.len() >= WIDE,
            Block::Heading(_) | Block::Paragraph(_) => false,
        };
        let lies = chapter.sections.iter().flat_map(|section| &section.blocks).any(wide);
        if lies { Page::Lying } else { Page::Upright }
    }

    /// Width and height of the text, in twentieths of a point: A4 less the margins of official documents.
    fn room(self) -> (u32, u32) {
        match self {
            Page::Upright => (8_844, 13_038),
            Page::Lying => (14_418, 8_506),
        }
    }

    /// End of a section of such pages.
    fn section(self, cover: bool) -> String {
        let size = match self {
            Page::Upright => {
                "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2000\" w:right=\"1474\" w:bottom=\"1800\" \
                 w:left=\"1588\" w:header=\"1000\" w:footer=\"900\" w:gutter=\"0\"/>"
            }
            Page::Lying => {
                "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1700\" \
                 w:right=\"1210\" w:bottom=\"1500\" w:left=\"1210\" w:header=\"900\" w:footer=\"700\" w:gutter=\"0\"/>"
            }
        };
        let cover = if cover { "<w:titlePg/>" } else { "" };
        format!(
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:footerReference w:type=\"default\" \
             r:id=\"rIdFooter\"/><w:type w:val=\"nextPage\"/>{size}{cover}</w:sectPr>"
        )
    }
}

/// Writes the document.
pub(super) fn written<'a>(document: &Document, picture: &dyn Fn(&str) -> Option<&'a [u8]>, lang: Lang) -> Written<'a> {
    let mut body =
        Body { lang, picture, page: Page::Upright, xml: String::new(), images: Vec::new(), tables: 0, figures: 0 };
    let _ = write!(
        body.xml,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"{W}\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>"
    );
    body.paragraph("Title", "", &document.title);
    body.paragraph("Subtitle", "", &document.subtitle);
    body.contents(document);
    let mut cover = true;
    for (nth, chapter) in document.chapters.iter().enumerate() {
        let page = Page::of(chapter);
        if page != body.page {
            body.break_section(cover);
            (body.page, cover) = (page, false);
        }
        body.chapter(nth + 1, chapter);
    }
    let end = body.page.section(cover);
    body.xml.push_str(&end);
    body.xml.push_str("</w:body></w:document>");
    Written { xml: body.xml, images: body.images }
}

struct Body<'a, 'p> {
    lang: Lang,
    picture: &'p dyn Fn(&str) -> Option<&'a [u8]>,
    page: Page,
    xml: String,
    images: Vec<&'a [u8]>,
    /// Captions so far.
    tables: usize,
    figures: usize,
}

impl<'a> Body<'a, '_> {
    /// A paragraph of text; `more` are elements of its properties after the style.
    fn paragraph(&mut self, style: &str, more: &str, text: &str) {
        if !text.is_empty() {
            let run = run(text, "");
            let _ = write!(self.xml, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{run}</w:p>");
        }
    }

    /// Ends the section before a page of the other kind; the line that carries it is as low as can be.
    fn break_section(&mut self, cover: bool) {
        let section = self.page.section(cover);
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Cell\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" \
             w:lineRule=\"exact\"/>{section}</w:pPr></w:p>"
        );
    }

    /// Chapters and sections with the pages they stand on; a word processor that counts pages fills the numbers in.
    fn contents(&mut self, document: &Document) {
        self.paragraph("TocTitle", "", words::word(Word::Contents, self.lang));
        let mut entries = Vec::new();
        for (nth, chapter) in document.chapters.iter().enumerate() {
            let title = format!("{}{}", chapter_words::chapter_number(nth + 1, self.lang), chapter.title);
            entries.push(("Toc1", bookmark(nth + 1, 0), title));
            for (at, title) in headings(nth + 1, chapter, self.lang).into_iter().enumerate() {
                entries.push(("Toc2", bookmark(nth + 1, at + 1), title));
            }
        }
        let last = entries.len();
        for (at, (style, mark, title)) in entries.into_iter().enumerate() {
            let _ = write!(self.xml, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
            if at == 0 {
                self.xml.push_str(&field_begin(" TOC \\o \"1-2\" \\h \\z \\u "));
            }
            let _ = write!(
                self.xml,
                "<w:hyperlink w:anchor=\"{mark}\" w:history=\"1\">{}<w:r><w:tab/></w:r>",
                run(&title, "")
            );
            self.xml.push_str(&field_begin(&format!(" PAGEREF {mark} \\h ")));
            self.xml.push_str(FIELD_END);
            self.xml.push_str("</w:hyperlink>");
            if at + 1 == last {
                self.xml.push_str(FIELD_END);
            }
            self.xml.push_str("</w:p>");
        }
    }

    /// A heading that the contents lead to.
    fn heading(&mut self, style: &str, (chapter, at): (usize, usize), text: &str) {
        let (mark, id) = (bookmark(chapter, at), chapter * 1_000 + at);
        let run = run(text, "");
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:bookmarkStart w:id=\"{id}\" w:name=\"{mark}\"/>{run}\
             <w:bookmarkEnd w:id=\"{id}\"/></w:p>"
        );
    }

    fn chapter(&mut self, nth: usize, chapter: &Chapter) {
        let title = format!("{}{}", chapter_words::chapter_number(nth, self.lang), chapter.title);
        self.heading("Heading1", (nth, 0), &title);
        self.paragraph("Lead", "", &chapter.lead);
        let headings = headings(nth, chapter, self.lang);
        for (at, section) in chapter.sections.iter().enumerate() {
            if let Some(title) = headings.get(at) {
                self.heading("Heading2", (nth, at + 1), title);
            }
            self.section(section);
        }
    }

    fn section(&mut self, report: &Report) {
        self.key_figures(&report.key_figures);
        for block in &report.blocks {
            match block {
                Block::Heading(text) => self.paragraph("Heading3", "", text),
                Block::Paragraph(text) => {
                    // Chinese paragraphs begin two characters in.
                    let indent = self.lang.pick("<w:ind w:firstLineChars=\"200\" w:firstLine=\"560\"/>", "");
                    self.paragraph("BodyText", indent, text);
                }
                Block::Table(table) => self.table(table, &report.subtitle),
                Block::Figure(figure) => self.figure(figure),
            }
        }
    }

    fn key_figures(&mut self, figures: &[KeyFigure]) {
        if figures.is_empty() {
            return;
        }
        let heading = |word| words::word(word, self.lang).to_owned();
        let head = [Word::Figure, Word::Value, Word::Remark].map(heading).to_vec();
        let row = |figure: &KeyFigure| {
            vec![figure.label.clone(), number::with_unit(&figure.value, figure.unit, self.lang), figure.note.clone()]
        };
        let rows: Vec<Vec<String>> = figures.iter().map(row).collect();
        let title = heading(Word::KeyFigures);
        self.caption(true, &title);
        self.rows(&head, &[false, true, false], &rows);
        self.xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"Note\"/></w:pPr></w:p>");
    }

    /// Counts a table or a picture and names it; the counter is a field, so that lists of them can be made.
    fn caption(&mut self, is_table: bool, title: &str) {
        let (label, counter) = if is_table {
            self.tables += 1;
            (chapter_words::table_label(self.lang), self.tables)
        } else {
            self.figures += 1;
            (chapter_words::figure_label(self.lang), self.figures)
        };
        // A caption stands above a table and below a picture, close to what it names.
        let keep = if is_table { "" } else { "<w:spacing w:before=\"60\" w:after=\"20\"/>" };
        let (before, after) = (run(&format!("{label} "), ""), run(&format!("　{title}"), ""));
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Caption\"/>{keep}</w:pPr>{before}<w:fldSimple w:instr=\" SEQ {label} \\* ARABIC \
             \"><w:r><w:t>{counter}</w:t></w:r></w:fldSimple>{after}</w:p>"
        );
    }

    fn table(&mut self, table: &Table, basis: &str) {
        let table = &on_screen(table, table.rows.len());
        let head: Vec<String> = table.columns.iter().map(|column| words::heading(column, self.lang)).collect();
        let right: Vec<bool> = (0..table.columns.len()).map(|column| is_numeric(table, column)).collect();
        let row = |row: &Vec<Cell>| {
            let cells = row.iter().zip(&table.columns);
            cells.map(|(cell, column)| number::cell(cell, column.unit, self.lang)).collect()
        };
        let rows: Vec<Vec<String>> = table.rows.iter().map(row).collect();
        self.caption(true, &table.title);
        self.rows(&head, &right, &rows);
        if let Some(note) = &table.note {
            let note = format!("{}{note}", words::word(Word::NotePrefix, self.lang));
            self.paragraph("Note", "", &note);
        }
        if !basis.is_empty() {
            let basis = format!("{}{basis}", chapter_words::basis(self.lang));
            self.paragraph("Note", "<w:spacing w:before=\"40\" w:after=\"200\"/>", &basis);
        }
    }

    /// A table: the first row repeats on each page, and no row breaks.
    fn rows(&mut self, head: &[String], right: &[bool], rows: &[Vec<String>]) {
        let wish = |(at, heading): (usize, &String)| {
            // Why a number is missing may wrap; the numbers may not.
            let cells = rows.iter().map(|row| row[at].as_str()).filter(|text| !(right[at] && text.starts_with('—')));
            Wish::of(heading, cells, !right[at])
        };
        let wishes: Vec<Wish> = head.iter().enumerate().map(wish).collect();
        let grid = grid(&wishes, self.page.room().0);
        let total: u32 = grid.widths.iter().sum();
        let _ = write!(
            self.xml,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Lines\"/><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:jc \
             w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
        );
        for width in &grid.widths {
            let _ = write!(self.xml, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (heading, width) in head.iter().zip(&grid.widths) {
            self.cell(
                *width,
                HEAD_SHADE,
                "<w:keepNext/><w:jc w:val=\"center\"/>",
                &run(heading, &letters(grid.size, true)),
            );
        }
        self.xml.push_str("</w:tr>");
        for (at, row) in rows.iter().enumerate() {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            // The last row takes what is said below the table to its page.
            let keep = if at + 1 == rows.len() { "<w:keepNext/>" } else { "" };
            for ((text, width), right) in row.iter().zip(&grid.widths).zip(right) {
                let side = if *right { "<w:jc w:val=\"right\"/>" } else { "" };
                self.cell(
                    *width,
                    "",
                    &format!("{keep}{side}"),
                    &run(&shortened(text, LONGEST_CELL), &letters(grid.size, false)),
                );
            }
            self.xml.push_str("</w:tr>");
        }
        self.xml.push_str("</w:tbl>");
    }

    fn cell(&mut self, width: u32, shade: &str, paragraph: &str, run: &str) {
        let _ = write!(
            self.xml,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr>\
             <w:pStyle w:val=\"Cell\"/>{paragraph}</w:pPr>{run}</w:p></w:tc>"
        );
    }

    /// A picture with its title, definition and date below it.
    fn figure(&mut self, figure: &Figure) {
        let drawn = (self.picture)(figure.key()).and_then(|png| Some((png, size(png)?)));
        match drawn {
            Some((png, pixels)) => self.drawing(png, pixels, figure.title()),
            None => self.paragraph("Note", "", &words::picture_elsewhere(figure.key(), self.lang)),
        }
        self.caption(false, figure.title());
        let told = figure.caption().join(self.lang.pick("　", " "));
        self.paragraph("Note", "<w:keepLines/>", &told);
    }

    /// The picture itself, as large as the page allows with room for its caption.
    fn drawing(&mut self, png: &'a [u8], (across, down): (u32, u32), title: &str) {
        let (most_across, room) = self.page.room();
        let most_down = room * 79 / 100;
        // What is wider than the page's shape fills its width, what is higher its height.
        let wide = u64::from(across) * u64::from(most_down) > u64::from(most_across) * u64::from(down);
        let scaled = |most: u32, of: u32, by: u32| {
            let length = u64::from(most) * u64::from(of) / u64::from(by.max(1));
            u32::try_from(length).unwrap_or(most)
        };
        let (across, down) = if wide {
            (most_across, scaled(most_across, down, across))
        } else {
            (scaled(most_down, across, down), most_down)
        };
        self.images.push(png);
        let (nth, link) = (self.images.len(), image_id(self.images.len() - 1));
        let extent = format!("cx=\"{}\" cy=\"{}\"", across * UNITS, down * UNITS);
        let told = escaped(&chapter_words::picture_of(title, self.lang)).replace('\n', " ");
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Picture\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" \
             distL=\"0\" distR=\"0\"><wp:extent {extent}/><wp:docPr id=\"{nth}\" name=\"image{nth}\" \
             descr=\"{told}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:pic><pic:nvPicPr><pic:cNvPr id=\"{nth}\" name=\"image{nth}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
             <a:blip r:embed=\"{link}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" \
             y=\"0\"/><a:ext {extent}/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>\
             </a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        );
    }
}

const HEAD_SHADE: &str = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7EDF3\"/>";

const FIELD_END: &str = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";

/// Begin of a field; what follows up to its end is what was last computed.
fn field_begin(instruction: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText \
         xml:space=\"preserve\">{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
    )
}

/// A run of letters; line breaks of the text stay.
fn run(text: &str, letters: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line))).collect();
    let properties = if letters.is_empty() { String::new() } else { format!("<w:rPr>{letters}</w:rPr>") };
    format!("<w:r>{properties}{}</w:r>", lines.join("<w:br/>"))
}

/// Letters of a table's cell.
fn letters(size: u32, bold: bool) -> String {
    let bold = if bold { "<w:b/>" } else { "" };
    format!("{bold}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
}

/// Name of a place in the text: chapter and section, 0 for the chapter itself.
fn bookmark(chapter: usize, section: usize) -> String {
    format!("_Toc{chapter:03}{section:03}")
}

/// Numbered titles of a chapter's sections; a single section needs none.
fn headings(nth: usize, chapter: &Chapter, lang: Lang) -> Vec<String> {
    if chapter.sections.len() < 2 {
        return Vec::new();
    }
    let title = |(at, section): (usize, &Report)| {
        format!("{}{}", chapter_words::section_number(nth, at + 1, lang), section.title)
    };
    chapter.sections.iter().enumerate().map(title).collect()
}

/// Pixels of a png across and down, from its first block.
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(png.get(at..at + 4)?.try_into().ok()?));
    let is_png = png.starts_with(b"\x89PNG\r\n\x1a\n") && png.get(12..16) == Some(b"IHDR");
    let size = is_png.then(|| number(16).zip(number(20))).flatten()?;
    (size.0 > 0 && size.1 > 0).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::{run, size};

    #[test]
    fn the_size_of_a_png_stands_in_its_first_block() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x20";
        assert_eq!(size(png), Some((256, 32)));
        assert_eq!((size(&png[..18]), size(b"<svg/>")), (None, None));
    }

    #[test]
    fn lines_of_a_text_stay_lines() {
        let text = run("a\n<b>", "");
        assert_eq!(text.matches("<w:br/>").count(), 1);
        assert!(text.contains("&lt;b&gt;"));
    }
}
