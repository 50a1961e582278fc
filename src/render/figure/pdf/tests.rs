//! A pdf says what the svg says, in glyphs that it carries itself, in the same bytes each time. Read back by a reader of
//! its own: streams are unpacked, codes go through the tables that a viewer would use.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use resvg::{tiny_skia, usvg};

use super::{Page, bind};
use crate::render::figure::font::FAMILY;
use crate::render::figure::tests::random;
use crate::render::figure::{Drawn, svg};
use crate::render::paper::Paper;
use crate::report::figure::{Changes, Figure};

/// Object number, dictionary and unpacked stream of each stream of a document.
fn streams(pdf: &[u8]) -> Vec<(u32, String, Vec<u8>)> {
    let find = |from: usize, what: &[u8]| pdf[from..].windows(what.len()).position(|w| w == what).map(|at| from + at);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = find(at, b">\nstream\n") {
        let start = start + 2;
        let head = &pdf[..start];
        let object = head.windows(5).rposition(|w| w == b" obj\n").unwrap();
        let line = head[..object].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let number = String::from_utf8_lossy(&head[line..object]).split(' ').next().unwrap().parse().unwrap();
        let dictionary = String::from_utf8_lossy(&head[object + 5..]).into_owned();
        let length: usize = after(&dictionary, "/Length ").unwrap();
        let packed = &pdf[start + 7..][..length];
        let mut data = Vec::new();
        flate2::read::ZlibDecoder::new(packed).read_to_end(&mut data).unwrap();
        found.push((number, dictionary, data));
        at = start + 7 + length;
    }
    found
}

fn after<T: std::str::FromStr>(text: &str, name: &str) -> Option<T> {
    let rest = &text[text.find(name)? + name.len()..];
    rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())].parse().ok()
}

/// The text that each `Tj` of a page's content shows, with the name of its face.
fn shown(content: &[u8]) -> Vec<(char, Vec<u16>)> {
    let mut shown = Vec::new();
    let (mut face, mut at, mut last) = ('?', 0, Vec::new());
    while at < content.len() {
        match content[at] {
            b'/' => {
                face = char::from(content[at + 1]);
                at += 2;
            }
            b'<' => {
                let end = at + content[at..].iter().position(|b| *b == b'>').unwrap();
                let digits = std::str::from_utf8(&content[at + 1..end]).unwrap();
                last = (0..digits.len() / 2).map(|n| u8::from_str_radix(&digits[2 * n..][..2], 16).unwrap()).collect();
                at = end + 1;
            }
            b'(' => {
                last.clear();
                at += 1;
                let mut depth = 0;
                while depth > 0 || content[at] != b')' {
                    match content[at] {
                        b'\\' => {
                            let (byte, length) = escaped(&content[at + 1..]);
                            last.push(byte);
                            at += length;
                        }
                        byte => {
                            depth += i32::from(byte == b'(') - i32::from(byte == b')');
                            last.push(byte);
                        }
                    }
                    at += 1;
                }
                at += 1;
            }
            b'T' if content[at..].starts_with(b"Tj") => {
                let codes = last.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                shown.push((face, codes));
                at += 2;
            }
            _ => at += 1,
        }
    }
    shown
}

/// The byte that stands behind a backslash, and how many bytes tell it.
fn escaped(told: &[u8]) -> (u8, usize) {
    match told[0] {
        b'n' => (b'\n', 1),
        b'r' => (b'\r', 1),
        b't' => (b'\t', 1),
        b'b' => (8, 1),
        b'f' => (12, 1),
        b'0'..=b'7' => (told[..3].iter().fold(0, |sum, digit| 8 * sum + (digit - b'0')), 3),
        other => (other, 1),
    }
}

/// What each code means to whoever marks or searches text.
fn unicode(table: &[u8]) -> BTreeMap<u16, String> {
    let text = std::str::from_utf8(table).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    let digits = |four: usize, text: &str| u16::from_str_radix(&text[4 * four..][..4], 16).unwrap();
    let pair = |(code, units): (&str, &str)| {
        let units: Vec<u16> = (0..units.len() / 4).map(|four| digits(four, units)).collect();
        (digits(0, code), String::from_utf16(&units).unwrap_or_default())
    };
    lines.filter(|(code, _)| code.len() == 4).map(pair).collect()
}

/// Labels of an svg in the order in which they are drawn.
fn labels(svg: &str) -> Vec<String> {
    let tree = roxmltree::Document::parse(svg).unwrap();
    let texts = tree.descendants().filter(|node| node.has_tag_name("text"));
    texts.filter_map(|node| node.text()).map(str::to_owned).collect()
}

fn pictures() -> Vec<String> {
    let mut panoramas: Vec<_> = (0..4).map(|seed| random(seed, 24, 40, seed % 2 == 1)).collect();
    panoramas[0].title = "𬬻𬭎轴承产业链全景图".to_owned();
    let edge = panoramas[2].edges[0].clone();
    panoramas[2].changes = Some(Changes { boxes: [edge.from.clone()].into(), edges: [(edge.from, edge.to)].into() });
    panoramas.into_iter().map(|panorama| svg(&Figure::Panorama(Box::new(panorama))).unwrap()).collect()
}

fn book(svgs: &[String]) -> Vec<u8> {
    let page =
        |(at, svg): (usize, &String)| Page::new(&format!("图 {at}🚀"), &Drawn::read(svg).unwrap(), None).unwrap();
    bind(&svgs.iter().enumerate().map(page).collect::<Vec<_>>(), "图册", "zh-CN").unwrap()
}

#[test]
fn text_comes_out_as_it_stands_in_the_svg_and_every_character_has_its_glyph() {
    let svgs = pictures();
    let bytes = book(&svgs);
    let streams = streams(&bytes);
    let is_font = |stream: &&(u32, String, Vec<u8>)| stream.1.contains("/Length1");
    let files: Vec<ttf_parser::Face<'_>> =
        streams.iter().filter(is_font).map(|(_, _, data)| ttf_parser::Face::parse(data, 0).unwrap()).collect();
    assert_eq!(files.len(), 2, "one file for each weight, shared by all pages");
    let tables: BTreeMap<u32, &Vec<u8>> = streams.iter().map(|(number, _, data)| (*number, data)).collect();
    // Objects of a weight follow each other: font, list, description, file, glyph numbers, text.
    let numbers: Vec<u32> = streams.iter().filter(is_font).map(|(number, ..)| *number).collect();
    // Pages, and what fades together on them: all streams but the file, the glyph numbers and the text of each weight.
    let of_font = |number: &u32| numbers.iter().any(|file| (*file..*file + 3).contains(number));
    let pages = streams.iter().filter(|(number, ..)| !of_font(number));
    let written: Vec<(char, Vec<u16>)> = pages.flat_map(|(.., data)| shown(data)).collect();
    let mut told: Vec<String> = Vec::new();
    for (face, codes) in &written {
        let weight = usize::from(*face == 'B');
        let (file, places) = (&files[weight], tables[&(numbers[weight] + 1)]);
        let unicode = unicode(tables[&(numbers[weight] + 2)]);
        for code in codes {
            let glyph = u16::from_be_bytes(places[2 * usize::from(*code)..][..2].try_into().unwrap());
            let c = &unicode[code];
            assert!(glyph != 0, "no glyph for {c:?}");
            let outline = file.glyph_bounding_box(ttf_parser::GlyphId(glyph));
            assert_eq!(outline.is_none(), c.trim().is_empty(), "{c:?}");
        }
        told.push(codes.iter().map(|code| unicode[code].as_str()).collect());
    }
    let mut wanted: Vec<String> = svgs.iter().flat_map(|svg| labels(svg)).collect();
    wanted.sort();
    told.sort();
    assert_eq!(told, wanted);
    assert!(wanted.len() > 300 && wanted.iter().any(|label| label.contains('□')), "hostile names are among them");
    assert!(wanted.iter().any(|label| label.contains("𬬻𬭎")), "and rare characters of names");
}

#[test]
fn one_document_has_a_page_and_a_bookmark_for_each_map() {
    let svgs = pictures();
    let bytes = book(&svgs);
    assert_eq!(bytes, book(&svgs), "neither a date nor chance");
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!(
        text.matches("/Type/Page/").count() + text.matches("/Type/Page\n").count(),
        svgs.len(),
        "{}",
        &text[text.len() - 900..]
    );
    assert_eq!(text.matches("/Dest[").count(), svgs.len());
    assert!(!text.contains("Date") && text.contains("/PrintScaling/None") && text.contains("zh-CN"));
    // "图 0□" in UTF-16: what has no glyph is replaced in bookmarks too.
    assert!(text.contains("56FE0020003025A1"));
    let alone =
        bind(&[Page::new("一", &Drawn::read(&svgs[0]).unwrap(), Some(Paper::A0)).unwrap()], "一", "en").unwrap();
    let alone = String::from_utf8_lossy(&alone);
    assert!(!alone.contains("/Outlines") && alone.contains("/MediaBox[0 0 3370.3938 2383.937]"));
}

#[test]
fn nothing_but_shapes_and_text_of_this_program_is_put_on_paper() {
    let with = |inside: &str| {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"60\"><defs><linearGradient id=\"g\">\
             <stop offset=\"0\"/><stop offset=\"1\" stop-color=\"#FFF\"/></linearGradient></defs>{inside}</svg>"
        );
        Page::new("", &Drawn::read(&svg).unwrap(), Some(Paper::Fit)).map(|page| page.printed().scale)
    };
    assert_eq!(with("<rect width=\"9\" height=\"9\" fill=\"#123\"/>"), Ok(0.75));
    assert!(with("<rect width=\"9\" height=\"9\" fill=\"url(#g)\"/>").is_err(), "rather none than a wrong one");
}

/// A picture drawn with the glyphs inside its svg and no other font: each is there, has ink, and is no box of a missing one.
#[test]
fn no_glyph_is_a_box_where_no_font_is_installed() {
    for svg in pictures() {
        let mut fonts = usvg::fontdb::Database::new();
        for part in svg.split("base64,").skip(1) {
            let font = STANDARD.decode(&part[..part.find(')').unwrap()]).unwrap();
            fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(font)));
        }
        let options =
            usvg::Options { fontdb: Arc::new(fonts), font_family: FAMILY.to_owned(), ..usvg::Options::default() };
        let tree = usvg::Tree::from_str(&svg, &options).unwrap();
        let mut characters = BTreeSet::new();
        see(tree.root(), &mut |text| {
            for span in text.layouted() {
                for glyph in &span.positioned_glyphs {
                    assert!(glyph.id.0 != 0, "{:?} has no glyph", glyph.text);
                    characters.extend(glyph.text.chars());
                }
            }
            let ink = text.abs_bounding_box();
            assert!(ink.width() > 0.0 && ink.height() > 0.0);
        });
        assert!(characters.len() > 40);
        let mut pixels = tiny_skia::Pixmap::new(tree.size().width() as u32, tree.size().height() as u32).unwrap();
        resvg::render(&tree, tiny_skia::Transform::default(), &mut pixels.as_mut());
        see(tree.root(), &mut |text| assert!(has_contrast(&pixels, &text.abs_bounding_box())));
    }
}

fn see(group: &usvg::Group, look: &mut impl FnMut(&usvg::Text)) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => see(group, look),
            usvg::Node::Text(text) => look(text),
            _ => {}
        }
    }
}

/// Whether light and dark lie side by side in a part of the picture.
fn has_contrast(pixels: &tiny_skia::Pixmap, part: &usvg::Rect) -> bool {
    let (left, right) = (part.left().max(0.0) as u32, (part.right() as u32 + 1).min(pixels.width()));
    let (top, bottom) = (part.top().max(0.0) as u32, (part.bottom() as u32 + 1).min(pixels.height()));
    let at = |x: u32, y: u32| pixels.pixel(x, y).map_or(0, |pixel| u32::from(pixel.green()));
    let greens = || (top..bottom).flat_map(|y| (left..right).map(move |x| at(x, y)));
    greens().max() > greens().min().map(|darkest| darkest + 12)
}
