//! Colours and the look of each state. A state is told by fill, outline, stripe and mark together, so that it survives
//! grey printing and colour blindness: the hues are those of Okabe and Ito, and their lightness differs too.

use plotters::style::RGBColor;

use crate::report::figure::BoxState;

/// Colour of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Names.
    Text,
    /// Captions and details.
    Soft,
    /// Titles and headings.
    Accent,
    /// On a dark ground.
    Paper,
    /// In the colour of a state.
    State(BoxState),
}

impl Ink {
    pub(super) fn rgb(self) -> RGBColor {
        match self {
            Ink::Text => RGBColor(0x1B, 0x27, 0x33),
            Ink::Soft => RGBColor(0x55, 0x63, 0x71),
            Ink::Accent => ACCENT,
            Ink::Paper => PAPER,
            Ink::State(state) => look(state).line,
        }
    }
}

/// The one accent: a deep blue.
pub(super) const ACCENT: RGBColor = RGBColor(0x12, 0x3A, 0x63);
/// Background.
pub(super) const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
/// Inside of frames.
pub(super) const FRAME: RGBColor = RGBColor(0xF5, 0xF7, 0xFA);
/// Thin rules and outlines of frames.
pub(super) const RULE: RGBColor = RGBColor(0xC9, 0xD3, 0xDE);
/// Ways of losses: no state and no edge has this hue, and it stays dark in grey.
pub(super) const RISK: RGBColor = RGBColor(0xB0, 0x12, 0x4B);
/// What is other than before: no state, edge or way has this hue.
pub(super) const CHANGE: RGBColor = RGBColor(0x6B, 0x21, 0xA8);
/// Projects under way: no state has this hue, and their strip is hatched.
pub(super) const SITE: RGBColor = RGBColor(0xB8, 0x86, 0x0B);
/// Empty part of a bar.
pub(super) const TRACK: RGBColor = RGBColor(0xCF, 0xD7, 0xE0);
/// Edges; neighbouring nets take different ones.
pub(super) const WIRES: [RGBColor; 5] = [
    RGBColor(0x4A, 0x6F, 0x96),
    RGBColor(0x8A, 0x93, 0x9E),
    RGBColor(0x3F, 0x86, 0x84),
    RGBColor(0x7E, 0x78, 0xA3),
    RGBColor(0x96, 0x81, 0x66),
];

/// Steps from near to far: blues for the own city and province, ochres for the country, red for abroad. In grey they run from
/// dark to light and back, and whatever bears one is named beside it.
pub(super) const STEPS: [RGBColor; 6] = [
    RGBColor(0x0B, 0x45, 0x80),
    RGBColor(0x3B, 0x82, 0xBD),
    RGBColor(0x9C, 0xC6, 0xE3),
    RGBColor(0xF2, 0xD4, 0x96),
    RGBColor(0xDF, 0x97, 0x2A),
    RGBColor(0xA8, 0x43, 0x12),
];
/// Ground and lines of what nobody knows.
pub(super) const UNKNOWN: (RGBColor, RGBColor) = (RGBColor(0xE6, 0xE9, 0xED), RGBColor(0x75, 0x81, 0x8D));
/// Classes of a quantity, least first: one hue from light to dark, so that grey keeps their order.
pub(super) const SCALE: [RGBColor; 5] = [
    RGBColor(0xEA, 0xF2, 0xF9),
    RGBColor(0xC3, 0xDA, 0xEC),
    RGBColor(0x8D, 0xB8, 0xDA),
    RGBColor(0x35, 0x75, 0xAE),
    RGBColor(0x0B, 0x45, 0x80),
];
/// Kinds without an order, after Okabe and Ito.
pub(super) const KINDS: [RGBColor; 8] = [
    RGBColor(0x00, 0x72, 0xB2),
    RGBColor(0xE6, 0x9F, 0x00),
    RGBColor(0x00, 0x9E, 0x73),
    RGBColor(0xCC, 0x79, 0xA7),
    RGBColor(0x56, 0xB4, 0xE9),
    RGBColor(0xD5, 0x5E, 0x00),
    RGBColor(0x6B, 0x5B, 0x95),
    RGBColor(0x8C, 0x7A, 0x3D),
];
/// What runs somewhere without a colour of its own.
pub(super) const PLAIN: RGBColor = RGBColor(0xB4, 0xC4, 0xD4);

/// Filling of the stripe at the left side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stripe {
    Full,
    Half,
    Bars,
    Hatch,
    Dots,
    Empty,
}

/// What is inside the round mark before the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Tick,
    HalfDisc,
    Warning,
    Cross,
    Plus,
    Minus,
    Dot,
}

/// Look of a state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) line: RGBColor,
    pub(super) fill: RGBColor,
    pub(super) stripe: Stripe,
    pub(super) mark: Mark,
    /// Width of the outline.
    pub(super) weight: f64,
    /// Dashes of the outline: drawn, left out, and so on; solid when empty.
    pub(super) dashes: &'static [f64],
}

/// Look of `state`.
pub(super) fn look(state: BoxState) -> Look {
    let (line, fill, stripe, mark, weight, dashes): (_, _, _, _, _, &'static [f64]) = match state {
        BoxState::Made => (0x1F5F99, 0xD3E4F3, Stripe::Full, Mark::Tick, 1.5, &[]),
        BoxState::Weak => (0x4C86BC, 0xECF4FA, Stripe::Half, Mark::HalfDisc, 1.0, &[]),
        BoxState::Fragile => (0xA66F00, 0xFFF3D1, Stripe::Bars, Mark::Warning, 1.2, &[9.0, 3.0, 2.0, 3.0]),
        BoxState::Gap => (0xC2410C, 0xFDE6DA, Stripe::Hatch, Mark::Cross, 1.8, &[6.0, 3.0]),
        BoxState::Extend => (0x1F7F68, 0xE4F4EE, Stripe::Dots, Mark::Plus, 1.3, &[2.0, 2.5]),
        BoxState::Absent => (0x8793A0, 0xFFFFFF, Stripe::Empty, Mark::Minus, 0.9, &[2.0, 3.5]),
        BoxState::Unknown => (0x75818D, 0xEBEEF1, Stripe::Empty, Mark::Dot, 0.9, &[]),
    };
    Look { line: rgb(line), fill: rgb(fill), stripe, mark, weight, dashes }
}

/// What nodes of exported graphs may be coloured with.
#[cfg(test)]
pub(crate) fn graph_colours() -> Vec<[u8; 3]> {
    WIRES.iter().chain([&ACCENT, &RULE]).map(|colour| [colour.0, colour.1, colour.2]).collect()
}

fn rgb(hex: u32) -> RGBColor {
    let [_, red, green, blue] = hex.to_be_bytes();
    RGBColor(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_state_is_told_by_colour_alone() {
        for (at, a) in BoxState::ALL.into_iter().enumerate() {
            for b in BoxState::ALL.into_iter().skip(at + 1) {
                let (a, b) = (look(a), look(b));
                assert_ne!(a.mark, b.mark);
                assert!(a.stripe != b.stripe || a.dashes != b.dashes);
            }
        }
    }

    #[test]
    fn text_keeps_its_contrast_on_every_fill() {
        let luminance = |RGBColor(red, green, blue): RGBColor| {
            let linear = |part: u8| (f64::from(part) / 255.0).powf(2.2);
            0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        };
        for state in BoxState::ALL {
            for ink in [Ink::Text, Ink::Soft, Ink::State(BoxState::Gap)] {
                let contrast = (luminance(look(state).fill) + 0.05) / (luminance(ink.rgb()) + 0.05);
                assert!(contrast > 4.0, "{state:?} {ink:?} {contrast}");
            }
        }
    }
}
