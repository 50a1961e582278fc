//! The embedded font: what it covers, how wide its text is, and the cut of it that goes into an svg.
//!
//! Nothing here asks the machine for a font, so a picture looks alike on every machine (architecture §14, trap 3).

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use resvg::usvg::fontdb;

use crate::render::figure::FigureError;

/// Name of the embedded family: in plotters, in the svg and inside the font files.
pub(super) const FAMILY: &str = "Liantu Sans SC";
static REGULAR: &[u8] = include_bytes!("../../../assets/font/LiantuSansSC-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/font/LiantuSansSC-Bold.ttf");
/// plotters takes a size to be ascent plus descent, which is 1.24 em here, and writes `size / 1.24` into the svg.
const PLOTTERS_SIZE: f64 = 1.24;
/// Size at which text is measured: plotters returns whole units, so this many to the em.
const MEASURED: f64 = 1000.0;
/// Stands where the font has no glyph, so that a reader sees that something is missing.
pub(super) const REPLACEMENT: char = '\u{25A1}';

/// The two weights, parsed once.
struct Faces {
    regular: FontDesc<'static>,
    bold: FontDesc<'static>,
    regular_covers: Vec<RangeInclusive<char>>,
    bold_covers: Vec<RangeInclusive<char>>,
}

/// Makes the family known to plotters and reads what it covers; cheap after the first call.
fn faces() -> Result<&'static Faces, FigureError> {
    static FACES: OnceLock<Option<Faces>> = OnceLock::new();
    FACES.get_or_init(read_faces).as_ref().ok_or(FigureError::Font)
}

fn read_faces() -> Option<Faces> {
    register_font(FAMILY, FontStyle::Normal, REGULAR).ok()?;
    register_font(FAMILY, FontStyle::Bold, BOLD).ok()?;
    Some(Faces {
        regular: description(MEASURED, false),
        bold: description(MEASURED, true),
        regular_covers: covers(REGULAR)?,
        bold_covers: covers(BOLD)?,
    })
}

fn covers(bytes: &[u8]) -> Option<Vec<RangeInclusive<char>>> {
    Some(font_subset::Font::opentype(bytes).ok()?.char_ranges().collect())
}

/// Checks the embedded font; to be called before anything is measured or drawn.
pub(super) fn ready() -> Result<(), FigureError> {
    faces().map(|_| ())
}

/// The font for plotters, `size` units to the em.
pub(super) fn description(size: f64, bold: bool) -> FontDesc<'static> {
    let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
    FontDesc::new(FontFamily::Name(FAMILY), size * PLOTTERS_SIZE, style)
}

fn within(ranges: &[RangeInclusive<char>], c: char) -> bool {
    ranges.get(ranges.partition_point(|range| *range.end() < c)).is_some_and(|range| range.contains(&c))
}

/// Whether the regular weight has a glyph for `c`.
pub(super) fn has_glyph(c: char) -> bool {
    faces().is_ok_and(|faces| within(&faces.regular_covers, c))
}

/// Characters beyond the first plane of Unicode that the regular weight has, in order: rare ones of names.
pub(super) fn beyond() -> &'static [char] {
    static BEYOND: OnceLock<Vec<char>> = OnceLock::new();
    BEYOND.get_or_init(|| {
        let ranges = faces().map(|faces| faces.regular_covers.as_slice()).unwrap_or_default();
        ranges.iter().cloned().flatten().filter(|c| *c > '\u{FFFF}').collect()
    })
}

/// Whether the bold weight has all of `text`; one label is set in one weight.
pub(super) fn bold_has(text: &str) -> bool {
    faces().is_ok_and(|faces| text.chars().all(|c| within(&faces.bold_covers, c)))
}

/// Width of `text`, in the unit of `size`: the font has no kerning, so this is the sum of its advances.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Ok(faces) = faces() else { return 0.0 };
    let face = if bold { &faces.bold } else { &faces.regular };
    face.layout_box(text).map_or(0.0, |(_, (right, _))| f64::from(right) * size / MEASURED)
}

/// Text as it can be drawn: on one line, without marks that are invisible or that turn the direction of reading, and
/// with [`REPLACEMENT`] for each character the font lacks.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if !is_invisible(c) {
            cleaned.push(if has_glyph(c) { c } else { REPLACEMENT });
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Characters without a shape of their own: joiners, direction marks, variation selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// The glyphs of `used`, cut out of one weight as a TrueType file; none if there are none.
pub(super) fn cut(used: &BTreeSet<char>, bold: bool) -> Result<Option<Vec<u8>>, FigureError> {
    let faces = faces()?;
    let (bytes, ranges) = if bold { (BOLD, &faces.bold_covers) } else { (REGULAR, &faces.regular_covers) };
    let kept: BTreeSet<char> = used.iter().copied().filter(|c| within(ranges, *c)).collect();
    if kept.is_empty() {
        return Ok(None); // font-subset panics on an empty set.
    }
    let font = font_subset::Font::opentype(bytes).map_err(|_| FigureError::Font)?;
    Ok(Some(font.subset(&kept).map_err(|_| FigureError::Font)?.to_opentype()))
}

/// A font database with the embedded family alone: resvg would otherwise take a whole line from some other font.
pub(super) fn database() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        for bytes in [REGULAR, BOLD] {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
        }
        fonts.set_sans_serif_family(FAMILY);
        Arc::new(fonts)
    });
    Arc::clone(fonts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_one_em_and_latin_about_half() {
        assert!((width("轴承", 20.0, false) - 40.0).abs() < 1e-9);
        assert!((width("轴承", 20.0, true) - 40.0).abs() < 1e-9);
        let latin = width("abcd", 20.0, false);
        assert!((36.0..52.0).contains(&latin), "{latin}");
    }

    #[test]
    fn rare_characters_of_names_are_few_enough_for_the_codes_of_a_pdf() {
        assert!((100..=2_048).contains(&beyond().len()) && beyond().is_sorted() && beyond().contains(&'𬬻'));
    }

    #[test]
    fn hostile_text_becomes_drawable() {
        assert_eq!(clean(" 轴\n\t承 \u{202E}钢\u{200F} "), "轴 承 钢");
        assert_eq!(clean("火箭🚀"), format!("火箭{REPLACEMENT}"));
        assert_eq!(clean("<script>\"&'"), "<script>\"&'");
        assert_eq!(clean("\u{0}"), "");
        assert!(has_glyph(REPLACEMENT) && bold_has("□…"));
    }

    #[test]
    fn a_cut_has_what_was_asked_and_is_the_same_twice() {
        let used: BTreeSet<char> = "轴承钢🚀".chars().collect();
        let first = cut(&used, false).unwrap().unwrap();
        assert_eq!(first, cut(&used, false).unwrap().unwrap());
        let ranges = covers(&first).unwrap();
        assert!("轴承钢".chars().all(|c| within(&ranges, c)) && !within(&ranges, '铁'));
        assert_eq!(cut(&BTreeSet::from(['🚀']), true).unwrap(), None);
    }
}
