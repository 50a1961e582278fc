//! A weight of the embedded font inside a pdf. A character's code on the page is its number in Unicode, so that text
//! comes out as it went in, also where two characters share a glyph. Numbers beyond 16 bits, which a page cannot write,
//! have the codes that Unicode keeps free for halves of pairs.

use std::collections::{BTreeMap, BTreeSet};

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use sha2::{Digest, Sha256};
use ttf_parser::Face;

use super::deflated;
use crate::render::figure::FigureError;
use crate::render::figure::font::{self, REPLACEMENT};

/// Objects that a weight takes.
pub(super) const OBJECTS: i32 = 6;
const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
const UNICODE: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"UCS"), supplement: 0 };

/// A weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaceName {
    Regular,
    Bold,
}

impl FaceName {
    pub(super) const ALL: [FaceName; 2] = [FaceName::Regular, FaceName::Bold];

    /// The weight in which `text` is set when `bold` was asked for.
    pub(super) fn of(text: &str, bold: bool) -> FaceName {
        if bold && font::bold_has(text) { FaceName::Bold } else { FaceName::Regular }
    }

    pub(super) fn at(self) -> usize {
        usize::from(self.is_bold())
    }

    pub(super) fn is_bold(self) -> bool {
        self == FaceName::Bold
    }

    /// Name on the page.
    pub(super) fn name(self) -> Name<'static> {
        if self.is_bold() { Name(b"B") } else { Name(b"R") }
    }
}

/// First code of those that no character has.
const FREE: usize = 0xD800;
/// How many there are.
const FREE_CODES: usize = 0x800;

/// The character as a page has it, with its code; what the font cannot have is the sign of what is missing.
pub(super) fn drawn(c: char) -> (u16, char) {
    let free = || font::beyond().binary_search(&c).ok().filter(|at| *at < FREE_CODES).map(|at| FREE + at);
    let code = u16::try_from(u32::from(c)).ok().or_else(|| u16::try_from(free()?).ok());
    code.map_or((REPLACEMENT as u16, REPLACEMENT), |code| (code, c))
}

/// Writes the weight with the glyphs of `used`, into objects from `first` on.
pub(super) fn write(pdf: &mut Pdf, first: i32, face: FaceName, used: &BTreeSet<char>) -> Result<Ref, FigureError> {
    let cut = font::cut(used, face.is_bold())?.ok_or(FigureError::Font)?;
    let glyphs = Face::parse(&cut, 0).map_err(|_| FigureError::Font)?;
    let [font, cid, descriptor, file, places, unicode] = [0, 1, 2, 3, 4, 5].map(|at| Ref::new(first + at));
    let name = postscript_name(&cut, face);
    let codes: BTreeMap<u16, char> = used.iter().map(|c| drawn(*c)).collect();
    let mut type0 = pdf.type0_font(font);
    type0.base_font(Name(name.as_bytes())).encoding_predefined(Name(b"Identity-H"));
    type0.descendant_font(cid).to_unicode(unicode);
    type0.finish();
    let mut list = pdf.cid_font(cid);
    list.subtype(CidFontType::Type2).base_font(Name(name.as_bytes())).system_info(IDENTITY);
    list.font_descriptor(descriptor).default_width(1000.0).cid_to_gid_map_stream(places);
    let mut widths = list.widths();
    for (code, c) in &codes {
        widths.consecutive(*code, [width(&glyphs, *c)]);
    }
    widths.finish();
    list.finish();
    describe(pdf, (descriptor, file), &name, (&glyphs, face));
    pdf.stream(file, &deflated(&cut)).filter(Filter::FlateDecode).pair(Name(b"Length1"), length(&cut));
    pdf.stream(places, &deflated(&glyph_numbers(&glyphs, &codes))).filter(Filter::FlateDecode);
    let mut text = UnicodeCmap::<u16>::new(Name(b"Liantu-UCS"), UNICODE);
    codes.iter().for_each(|(code, c)| text.pair(*code, *c));
    pdf.stream(unicode, &deflated(&text.finish())).filter(Filter::FlateDecode);
    Ok(font)
}

/// Name with the tag that tells this cut from others.
fn postscript_name(cut: &[u8], face: FaceName) -> String {
    let hash = Sha256::digest(cut);
    let tag: String = hash.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    format!("{tag}+LiantuSansSC-{}", if face.is_bold() { "Bold" } else { "Regular" })
}

fn describe(pdf: &mut Pdf, (id, file): (Ref, Ref), name: &str, (glyphs, face): (&Face<'_>, FaceName)) {
    let unit = 1000.0 / f32::from(glyphs.units_per_em());
    let scaled = |value: i16| f32::from(value) * unit;
    let bounds = glyphs.global_bounding_box();
    pdf.font_descriptor(id)
        .name(Name(name.as_bytes()))
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(scaled(bounds.x_min), scaled(bounds.y_min), scaled(bounds.x_max), scaled(bounds.y_max)))
        .italic_angle(0.0)
        .ascent(scaled(glyphs.ascender()))
        .descent(scaled(glyphs.descender()))
        .cap_height(scaled(glyphs.capital_height().unwrap_or(glyphs.ascender())))
        // Only for the substitute of a font that is missing, and this one is embedded.
        .stem_v(if face.is_bold() { 140.0 } else { 80.0 })
        .font_file2(file);
}

fn width(glyphs: &Face<'_>, c: char) -> f32 {
    let advance = glyphs.glyph_index(c).and_then(|glyph| glyphs.glyph_hor_advance(glyph));
    advance.map_or(1000.0, |advance| f32::from(advance) * 1000.0 / f32::from(glyphs.units_per_em()))
}

/// Number of the glyph of each character code, two bytes each.
fn glyph_numbers(glyphs: &Face<'_>, codes: &BTreeMap<u16, char>) -> Vec<u8> {
    let longest = codes.last_key_value().map_or(0, |(code, _)| usize::from(*code) + 1);
    let mut numbers = vec![0; 2 * longest];
    for (code, c) in codes {
        let glyph = glyphs.glyph_index(*c).map_or(0, |glyph| glyph.0);
        numbers[2 * usize::from(*code)..][..2].copy_from_slice(&glyph.to_be_bytes());
    }
    numbers
}

fn length(bytes: &[u8]) -> i32 {
    i32::try_from(bytes.len()).unwrap_or(i32::MAX)
}
