//! Drawn figures as pages of a pdf: vectors and text that can be marked and searched, with the glyphs used and no more.
//!
//! [`Page`] is one figure on its paper, [`bind`] makes the document. Nothing in it tells the time or the machine, so the
//! same figures give the same bytes.

mod face;
mod paint;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::PageMode;
use pdf_writer::writers::Resources;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Settings, TextStr};
use sha2::{Digest, Sha256};

use crate::render::figure::FigureError;
use crate::render::figure::font;
use crate::render::figure::parsed::Drawn;
use crate::render::paper::{Paper, Printed};
use face::FaceName;
use paint::{Alpha, Painter};

/// Compact, since nobody reads the source of a page.
const SETTINGS: Settings = Settings { pretty: false };

/// A figure on its paper, ready to be bound.
pub struct Page {
    title: String,
    printed: Printed,
    content: Vec<u8>,
    groups: Vec<Group>,
    alphas: BTreeSet<Alpha>,
    /// Characters set in regular and in bold type.
    used: [BTreeSet<char>; 2],
}

/// What is drawn together before it fades.
struct Group {
    bounds: Rect,
    content: Vec<u8>,
}

impl Page {
    /// Puts a picture on paper; without one, on the smallest sheet on which its smallest type can be read.
    ///
    /// # Errors
    /// When the drawing holds something that no figure of this program has, such as an image.
    pub fn new(title: &str, drawn: &Drawn, paper: Option<Paper>) -> Result<Page, FigureError> {
        let printed = drawn.printed(paper);
        let mut painter = Painter::default();
        painter.paint(drawn.tree.root(), &printed)?;
        let Painter { content, groups, alphas, used } = painter;
        let group = |(bounds, content): (Rect, Content)| Group { bounds, content: deflated(&content.finish()) };
        let groups = groups.into_iter().map(group).collect();
        Ok(Page { title: font::clean(title), printed, content: deflated(&content.finish()), groups, alphas, used })
    }

    /// Where the picture stands.
    pub fn printed(&self) -> &Printed {
        &self.printed
    }
}

/// The document: a page for each figure, with bookmarks where there are several. `language` is that of its text, such
/// as `zh-CN`.
///
/// # Errors
/// When the embedded font cannot be cut: a fault of the build.
pub fn bind(pages: &[Page], title: &str, language: &str) -> Result<Vec<u8>, FigureError> {
    let mut binder = Binder { pdf: Pdf::with_settings(SETTINGS), last: 0 };
    let (catalog, tree) = (binder.next(), binder.next());
    let faces = binder.faces(pages)?;
    let ids: Vec<Ref> = pages.iter().map(|_| binder.next()).collect();
    for (page, id) in pages.iter().zip(&ids) {
        binder.page(page, (*id, tree), &faces);
    }
    let count = i32::try_from(pages.len()).map_err(|_| FigureError::Size)?;
    binder.pdf.pages(tree).kids(ids.iter().copied()).count(count);
    let outline = (pages.len() > 1).then(|| binder.outline(pages, &ids, count));
    let mut root = binder.pdf.catalog(catalog);
    root.pages(tree).lang(TextStr(language));
    // A plan of A0 is to leave the printer as A0.
    root.viewer_preferences().display_doc_title(true).pair(Name(b"PrintScaling"), Name(b"None"));
    if let Some(outline) = outline {
        root.outlines(outline).page_mode(PageMode::UseOutlines);
    }
    root.finish();
    let info = binder.next();
    binder.pdf.document_info(info).title(TextStr(&font::clean(title))).producer(TextStr("liantu"));
    let mark = fingerprint(pages);
    binder.pdf.set_file_id((mark.clone(), mark));
    Ok(binder.pdf.finish())
}

/// The document being written.
struct Binder {
    pdf: Pdf,
    last: i32,
}

impl Binder {
    fn next(&mut self) -> Ref {
        self.last += 1;
        Ref::new(self.last)
    }

    /// The weights that are used, shared by all pages.
    fn faces(&mut self, pages: &[Page]) -> Result<Vec<(FaceName, Ref)>, FigureError> {
        let mut faces = Vec::new();
        for face in FaceName::ALL {
            let used: BTreeSet<char> = pages.iter().flat_map(|page| &page.used[face.at()]).copied().collect();
            if !used.is_empty() {
                let first = self.last + 1;
                self.last += face::OBJECTS;
                faces.push((face, face::write(&mut self.pdf, first, face, &used)?));
            }
        }
        Ok(faces)
    }

    fn page(&mut self, page: &Page, (id, tree): (Ref, Ref), faces: &[(FaceName, Ref)]) {
        let (content, resources) = (self.next(), self.next());
        let groups: Vec<Ref> = page.groups.iter().map(|_| self.next()).collect();
        #[expect(clippy::cast_possible_truncation, reason = "pages are at most 14,400 points")]
        let sheet = Rect::new(0.0, 0.0, page.printed.width as f32, page.printed.height as f32);
        let mut written = self.pdf.page(id);
        written.parent(tree).media_box(sheet).contents(content).pair(Name(b"Resources"), resources);
        written.group().transparency().color_space().device_rgb();
        written.finish();
        self.pdf.stream(content, &page.content).filter(Filter::FlateDecode);
        let mut list = self.pdf.indirect(resources).start::<Resources<'_>>();
        list.fonts().pairs(faces.iter().map(|(face, id)| (face.name(), *id)));
        let names: Vec<String> = (0..groups.len()).map(paint::group_name).collect();
        list.x_objects().pairs(names.iter().map(|name| Name(name.as_bytes())).zip(groups.iter().copied()));
        let mut states = list.ext_g_states();
        for alpha in &page.alphas {
            let mut state =
                states.insert(Name(alpha.name().as_bytes())).start::<pdf_writer::writers::ExtGraphicsState<'_>>();
            state.non_stroking_alpha(alpha.fill()).stroking_alpha(alpha.stroke());
        }
        states.finish();
        list.finish();
        for (group, id) in page.groups.iter().zip(groups) {
            let mut form = self.pdf.form_xobject(id, &group.content);
            form.filter(Filter::FlateDecode);
            form.bbox(group.bounds).pair(Name(b"Resources"), resources);
            form.group().transparency().isolated(true).color_space().device_rgb();
        }
    }

    fn outline(&mut self, pages: &[Page], ids: &[Ref], count: i32) -> Ref {
        let outline = self.next();
        let items: Vec<Ref> = pages.iter().map(|_| self.next()).collect();
        if let (Some(first), Some(last)) = (items.first(), items.last()) {
            self.pdf.outline(outline).first(*first).last(*last).count(count);
        }
        for (at, page) in pages.iter().enumerate() {
            let mut item = self.pdf.outline_item(items[at]);
            item.title(TextStr(&page.title)).parent(outline);
            if at > 0 {
                item.prev(items[at - 1]);
            }
            if let Some(next) = items.get(at + 1) {
                item.next(*next);
            }
            item.dest().page(ids[at]).fit();
        }
        outline
    }
}

/// Tells this document from others; made of what is drawn, never of time or chance.
fn fingerprint(pages: &[Page]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for page in pages {
        hash.update(page.title.as_bytes());
        hash.update(&page.content);
        page.groups.iter().for_each(|group| hash.update(&group.content));
    }
    hash.finalize()[..16].to_vec()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::default());
    encoder.write_all(bytes).expect("a vector takes every byte");
    encoder.finish().expect("a vector takes every byte")
}
