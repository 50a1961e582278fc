//! Labels: text that was measured with the embedded font, broken into lines and never wider than its place.

use crate::render::figure::colour::Ink;
use crate::render::figure::font;
use crate::render::figure::geometry::Rect;

/// Shows that text was cut.
pub(super) const ELLIPSIS: char = '\u{2026}';
/// Part of the em above the baseline that a Chinese character fills.
const RISE: f64 = 0.88;
/// Punctuation that must not begin a line.
const NOT_FIRST: &str = "\u{3001}\u{3002}\u{FF0C}\u{FF1B}\u{FF1A}\u{FF01}\u{FF1F}\u{FF09}\u{300B}\u{201D}\u{2019}\
    \u{3011}\u{300D},.;:!?)]}%\u{2030}\u{2103}\u{B7}\u{2026}";

/// Which end of the text the position means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Left end.
    Start,
    /// Middle.
    Middle,
    /// Right end.
    End,
}

/// How a label is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// Units to the em.
    pub size: f64,
    /// Bold, if the bold weight has all the characters.
    pub bold: bool,
    /// Colour.
    pub ink: Ink,
}

impl Type {
    /// Regular weight.
    pub const fn regular(size: f64, ink: Ink) -> Type {
        Type { size, bold: false, ink }
    }

    /// Bold weight.
    pub const fn bold(size: f64, ink: Ink) -> Type {
        Type { size, bold: true, ink }
    }

    /// Width of `text`.
    pub fn width(&self, text: &str) -> f64 {
        font::width(text, self.size, self.bold && font::bold_has(text))
    }
}

/// One line of text at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Cleaned text: each character is in the font.
    pub text: String,
    /// Place of the anchor.
    pub x: f64,
    /// Where the text stands.
    pub baseline: f64,
    /// Meaning of `x`.
    pub anchor: Anchor,
    /// How it is set.
    pub face: Type,
}

impl Label {
    /// A line whose em square begins at `top`.
    pub fn new(text: String, (x, top): (f64, f64), anchor: Anchor, face: Type) -> Label {
        let face = Type { bold: face.bold && font::bold_has(&text), ..face };
        Label { text, x, baseline: top + RISE * face.size, anchor, face }
    }

    /// What the text covers.
    pub fn rect(&self) -> Rect {
        let width = self.face.width(&self.text);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Rect::new(left, self.baseline - RISE * self.face.size, width, self.face.size)
    }
}

/// Breaks text into at most `widths.len()` lines, each within its width; what does not fit ends in an ellipsis.
pub fn wrap(text: &str, widths: &[f64], face: Type) -> Vec<String> {
    let text = font::clean(text);
    let face = Type { bold: face.bold && font::bold_has(&text), ..face };
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.as_str();
    while let Some(&width) = widths.get(lines.len())
        && !rest.is_empty()
    {
        if face.width(rest) <= width {
            lines.push(rest.to_owned());
            rest = "";
        } else if lines.len() + 1 == widths.len() {
            lines.push(shorten(rest, width, face));
            rest = "";
        } else {
            let end = line_end(rest, width, face);
            lines.push(rest[..end].trim_end().to_owned());
            rest = rest[end..].trim_start();
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// One line within `width`; empty if not even an ellipsis fits.
pub fn fit(text: &str, width: f64, face: Type) -> String {
    wrap(text, &[width], face).pop().unwrap_or_default()
}

/// The longest beginning that fits with an ellipsis behind it; `text` itself is too wide.
fn shorten(text: &str, width: f64, face: Type) -> String {
    let dots = face.width(&ELLIPSIS.to_string());
    if dots > width {
        return String::new();
    }
    let end = prefix(text, width - dots, face);
    let mut line = text[..end].trim_end().to_owned();
    line.push(ELLIPSIS);
    line
}

/// Byte length of the longest beginning within `width`.
fn prefix(text: &str, width: f64, face: Type) -> usize {
    let mut used = 0.0;
    let mut buffer = [0; 4];
    for (at, c) in text.char_indices() {
        used += face.width(c.encode_utf8(&mut buffer));
        if used > width + 1e-6 {
            return at;
        }
    }
    text.len()
}

/// Where the first line ends: at the width, but not inside a word nor before closing punctuation.
fn line_end(text: &str, width: f64, face: Type) -> usize {
    let most = prefix(text, width, face);
    let first = text.chars().next().map_or(0, char::len_utf8);
    let mut end = most;
    while end > 0 && !breaks_at(text, end) {
        end = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    // A word longer than the line is broken anywhere; a line takes one character at least, or it would never end.
    if end == 0 { most.max(first) } else { end }
}

fn breaks_at(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) else { return true };
    let in_word = |c: char| c.is_ascii_alphanumeric() || "-._/+#&'".contains(c);
    // A number with separators is one word.
    let separates = |c: char, other: char| c == ',' && other.is_ascii_digit();
    let inside_word = (in_word(before) && in_word(after)) || separates(before, after) || separates(after, before);
    !inside_word && !NOT_FIRST.contains(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACE: Type = Type::regular(10.0, Ink::Text);

    #[test]
    fn a_number_is_not_parted() {
        for line in wrap("年损失 87,258.03 万元", &[60.0; 4], FACE) {
            assert!(!line.starts_with(|c: char| c.is_ascii_digit()) || line.starts_with("87,258.03"), "{line}");
            assert!(!line.ends_with(','), "{line}");
        }
    }

    #[test]
    fn lines_stay_within_their_widths() {
        for text in
            ["高精度角接触球轴承套圈毛坯", "SUV ABS-ECU controller 控制器", &"长".repeat(300), "(一)，，，，，，"]
        {
            for width in [12.0, 35.0, 50.0, 83.0] {
                for lines in 1..4 {
                    let wrapped = wrap(text, &vec![width; lines], FACE);
                    assert!(wrapped.len() <= lines);
                    assert!(wrapped.iter().all(|line| FACE.width(line) <= width), "{wrapped:?} {width}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_cut_without_an_ellipsis() {
        assert_eq!(wrap("高精度角接触球轴承", &[50.0, 50.0], FACE), ["高精度角接", "触球轴承"]);
        assert_eq!(wrap("高精度角接触球轴承套圈", &[50.0, 50.0], FACE), ["高精度角接", "触球轴承…"]);
        assert_eq!(fit("轴承", 5.0, FACE), "");
    }

    #[test]
    fn words_and_punctuation_keep_together() {
        assert_eq!(wrap("轴承钢管，锻件", &[40.0, 40.0], FACE), ["轴承钢", "管，锻件"]);
        assert_eq!(wrap("汽车 ABS 系统", &[40.0, 60.0], FACE), ["汽车", "ABS 系统"]);
    }

    #[test]
    fn anchors_move_the_rectangle() {
        let at = |anchor| Label::new("轴承".to_owned(), (100.0, 0.0), anchor, FACE).rect();
        assert_eq!(at(Anchor::Start), Rect::new(100.0, 0.0, 20.0, 10.0));
        assert_eq!(at(Anchor::Middle), Rect::new(90.0, 0.0, 20.0, 10.0));
        assert_eq!(at(Anchor::End), Rect::new(80.0, 0.0, 20.0, 10.0));
    }
}
