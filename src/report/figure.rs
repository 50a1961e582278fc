//! Figures as data: what is shown, not how. `render/figure` alone knows shapes, pixels and plotters.

use std::collections::BTreeSet;

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Chain panorama (产业链全景图).
    Panorama(Box<Panorama>),
    /// Who supplies whom between segments (环节供需总图).
    Overview(Box<Overview>),
}

impl Figure {
    /// Key, title, subtitle and notes.
    fn parts(&self) -> (&str, &str, &str, &[String]) {
        match self {
            Figure::Panorama(map) => (&map.key, &map.title, &map.subtitle, &map.legend.lines),
            Figure::Overview(map) => (&map.key, &map.title, &map.subtitle, &map.legend.lines),
        }
    }

    /// Stable key: stem of its files.
    pub fn key(&self) -> &str {
        self.parts().0
    }

    /// Title in the reader's language.
    pub fn title(&self) -> &str {
        self.parts().1
    }

    /// Year, area and date, then definition, coverage and caution: what a caption tells below the title.
    pub fn caption(&self) -> Vec<&str> {
        let (_, _, subtitle, notes) = self.parts();
        std::iter::once(subtitle).chain(notes.iter().map(String::as_str)).filter(|line| !line.is_empty()).collect()
    }
}

/// What every figure says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// Stable key: file name stem, ascii.
    pub key: String,
    /// Title.
    pub title: String,
    /// Year, tier, data date.
    pub subtitle: String,
    /// Definition (口径), coverage, caution: one line each.
    pub notes: Vec<String>,
}

impl Head {
    /// As [`Figure`] wants it.
    pub fn parts(&self) -> (&str, &str, &str, &[String]) {
        (&self.key, &self.title, &self.subtitle, &self.notes)
    }
}

/// All chains: positions as columns, chains as lanes, segments as boxes, purchases between them as lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Stable key: file name stem, ascii.
    pub key: String,
    /// Title.
    pub title: String,
    /// Subtitle: year, tier, data date.
    pub subtitle: String,
    /// Positions, upstream first.
    pub columns: Vec<Band>,
    /// Chains, top to bottom.
    pub lanes: Vec<Band>,
    /// Divisions in whose order [`OverviewBox::makers`] stand; none where the focus area has no parts.
    pub places: Vec<String>,
    /// Segments; within a column and a lane in the order in which they are to be read.
    pub boxes: Vec<OverviewBox>,
    /// Purchases between segments.
    pub edges: Vec<OverviewEdge>,
    /// Legend, in words.
    pub legend: Legend,
}

/// A column or a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Stable id, the same in every language.
    pub id: String,
    /// Heading.
    pub text: String,
}

/// A segment as one box.
#[derive(Debug, Clone, PartialEq)]
pub struct OverviewBox {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Position in [`Overview::columns`].
    pub column: usize,
    /// Position in [`Overview::lanes`].
    pub lane: usize,
    /// State of most of its products, the weaker one where two are as many.
    pub state: BoxState,
    /// Firms and rate in one line.
    pub caption: String,
    /// The rate as a fraction, for the bar.
    pub bar: Option<(f64, f64)>,
    /// Local makers in each of [`Overview::places`].
    pub makers: Vec<usize>,
    /// Short labels of the types of its weak links with their numbers, such as `补 2`.
    pub types: Vec<String>,
    /// How many of its products are in each state, the states that occur in the order of the legend.
    pub states: Vec<(BoxState, String)>,
    /// Largest firms, most important first.
    pub firms: Vec<String>,
    /// What was left out, in words; empty when nothing.
    pub more: String,
}

/// Purchases from one segment by another.
#[derive(Debug, Clone, PartialEq)]
pub struct OverviewEdge {
    /// Box id of what is bought.
    pub from: String,
    /// Box id of what it goes into.
    pub to: String,
    /// Yuan, for the width; `None` where no line is priced.
    pub amount: Option<f64>,
    /// Whether at least half of the amount is known to come from here; others are drawn dashed.
    pub near: bool,
    /// What a viewer shows when the pointer rests on it.
    pub text: String,
}

/// One chain: positions as columns, segments and products as boxes, inputs as routed edges.
#[derive(Debug, Clone, PartialEq)]
pub struct Panorama {
    /// Stable key: file name stem, ascii, such as `panorama-bearing`.
    pub key: String,
    /// Title, such as 宿州市轴承产业链全景图.
    pub title: String,
    /// Subtitle: year, tier, data date.
    pub subtitle: String,
    /// Positions in order, upstream first; those without segments are left out.
    pub columns: Vec<PanoramaColumn>,
    /// Inputs: from a product box to a product box, by box id.
    pub edges: Vec<PanoramaEdge>,
    /// Ways of losses, drawn over the inputs.
    pub risks: Vec<RiskWay>,
    /// What is other than on another map; everything else is then faded.
    pub changes: Option<Changes>,
    /// Legend, in words.
    pub legend: Legend,
}

/// What is other than on another map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Ids of boxes.
    pub boxes: BTreeSet<String>,
    /// Ids of the boxes at both ends of an input.
    pub edges: BTreeSet<(String, String)>,
}

/// A way of a loss.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskWay {
    /// Short sign at the box where it begins and in the legend.
    pub sign: String,
    /// Box ids along the way.
    pub boxes: Vec<String>,
    /// Who stops, by which way, and what it costs.
    pub text: String,
}

/// A position: 上游, 中游, 下游, 配套服务.
#[derive(Debug, Clone, PartialEq)]
pub struct PanoramaColumn {
    /// Heading.
    pub heading: String,
    /// Segments, top to bottom.
    pub segments: Vec<PanoramaSegment>,
}

/// A segment: a frame around its product boxes.
#[derive(Debug, Clone, PartialEq)]
pub struct PanoramaSegment {
    /// Name.
    pub name: String,
    /// Firms and rate in one line, such as `本地企业 12 家 · 配套率 41.3%`.
    pub caption: String,
    /// Product boxes.
    pub boxes: Vec<PanoramaBox>,
}

/// A product.
#[derive(Debug, Clone, PartialEq)]
pub struct PanoramaBox {
    /// Unique id.
    pub id: String,
    /// Name of the product.
    pub name: String,
    /// Computed state.
    pub state: BoxState,
    /// Short labels of its weak-link types, such as `补` or `强`; empty when none.
    pub types: Vec<String>,
    /// Rate or interval in words, such as `41.3%` or `36.7–53.3%`; `None` when nobody buys it.
    pub rate: Option<String>,
    /// The rate as a fraction, for the bar inside the box: value or bounds.
    pub bar: Option<(f64, f64)>,
    /// Count in words, such as `本地 3 家`.
    pub firms: String,
    /// Leaders and large firms named, most important first; then `等 5 家` is part of `more`.
    pub leaders: Vec<String>,
    /// What was left out, in words, such as `等 5 家`; empty when nothing.
    pub more: String,
    /// Whether the user or the template marks it essential.
    pub essential: bool,
}

/// State of a product, computed, never typed in; never told by colour alone (each has its own mark).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoxState {
    /// Made here; no weakness found.
    Made,
    /// Made here, but short of capacity, idle while buyers buy outside, or below the reference.
    Weak,
    /// Made here, but on one source, mostly from one outside region, or imported.
    Fragile,
    /// Wanted here and not made here.
    Gap,
    /// Neither bought nor made here, though a neighbour in the chain is made and sold outside: room to extend.
    Extend,
    /// Not bought and not made here, and nothing to extend.
    Absent,
    /// Data do not tell.
    Unknown,
}

impl BoxState {
    /// Every state, in the order of the legend.
    pub const ALL: [BoxState; 7] = [
        BoxState::Made,
        BoxState::Weak,
        BoxState::Fragile,
        BoxState::Gap,
        BoxState::Extend,
        BoxState::Absent,
        BoxState::Unknown,
    ];

    /// Name in files, such as `gap`.
    pub fn as_str(self) -> &'static str {
        match self {
            BoxState::Made => "made",
            BoxState::Weak => "weak",
            BoxState::Fragile => "fragile",
            BoxState::Gap => "gap",
            BoxState::Extend => "extend",
            BoxState::Absent => "absent",
            BoxState::Unknown => "unknown",
        }
    }
}

/// An input.
#[derive(Debug, Clone, PartialEq)]
pub struct PanoramaEdge {
    /// Box id of the input.
    pub from: String,
    /// Box id of what is made.
    pub to: String,
    /// 必需; optional inputs are drawn dashed.
    pub required: bool,
    /// Yuan bought of the input, for the width; `None` when unknown.
    pub amount: Option<f64>,
}

/// Legend in words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Legend {
    /// State, its mark and its meaning, in order of display.
    pub states: Vec<(BoxState, String)>,
    /// Meaning of solid edges, then of dashed ones.
    pub edges: (String, String),
    /// Meaning of the bar in a box: sure part and possible part; left out when empty.
    pub bar: String,
    /// Meaning of the corner of essential products; left out when empty.
    pub essential: String,
    /// Heading of the ways of losses; left out when there are none.
    pub risks: String,
    /// Meaning of what is marked as changed; left out when nothing is.
    pub changes: String,
    /// Short label of each weak-link type and its meaning, in order of display.
    pub types: Vec<(String, String)>,
    /// Definition (口径), date, coverage, caution: one line each.
    pub lines: Vec<String>,
}
