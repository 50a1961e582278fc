//! Figures as data: what is shown, not how. `render/figure` alone knows shapes, pixels and plotters.

use std::collections::BTreeSet;

mod county;
mod flow;
mod innovation;
mod path;
mod tiers;
mod tree;

pub use county::{
    CountyMap, CountySupply, CountyTiles, Degrees, Outline, OutsideBox, PlaceArrow, PlaceDisc, PlaceTile, SupplyCard,
    SupplyCell,
};
pub use flow::{FlowColumn, FlowNode, Flows, Heat, HeatCell, HeatGroup, HeatLook, HeatRow, Hue, Ribbon};
pub use innovation::{InnovationCard, InnovationLane, InnovationMap};
pub use path::{PathLane, PathMap, PathProject, PathSign, PathTarget};
pub use tiers::{TierBox, TierColumn, TierEdge, TierLook, TierSign, Tiers, Tone};
pub use tree::{Branch, Leaf, Tree};

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Chain panorama (产业链全景图).
    Panorama(Box<Panorama>),
    /// Panoramas of several chains on one sheet.
    Chains(Box<Chains>),
    /// Who supplies whom between segments (环节供需总图).
    Overview(Box<Overview>),
    /// Amounts that run from column to column (采购来源流向图、招商路线图).
    Flows(Box<Flows>),
    /// Places by segment (县区环节热力图).
    Heat(Box<Heat>),
    /// Firms in tiers: what surrounds one of them, or how a loss spreads from it.
    Tiers(Box<Tiers>),
    /// Counties where they lie, and what flows between them (县区供需示意图).
    CountyMap(Box<CountyMap>),
    /// Rate of each county, as tiles or in their outlines (县区配套率图).
    CountyTiles(Box<CountyTiles>),
    /// Which county supplies which (县区配套图).
    CountySupply(Box<CountySupply>),
    /// A chain as a tree (树状图).
    Tree(Box<Tree>),
    /// Who knows what along the chains (创新与人才图).
    Innovation(Box<InnovationMap>),
    /// Gaps, projects and targets on an axis of time (发展路径图).
    Path(Box<PathMap>),
}

impl Figure {
    /// Key, title, subtitle and notes.
    fn parts(&self) -> (&str, &str, &str, &[String]) {
        match self {
            Figure::Panorama(map) => (&map.key, &map.title, &map.subtitle, &map.legend.lines),
            Figure::Tiers(map) => map.head.parts(),
            Figure::Flows(map) => map.head.parts(),
            Figure::Heat(map) => map.head.parts(),
            Figure::Chains(sheet) => sheet.head.parts(),
            Figure::Overview(map) => (&map.key, &map.title, &map.subtitle, &map.legend.lines),
            Figure::CountyMap(map) => map.head.parts(),
            Figure::CountyTiles(map) => map.head.parts(),
            Figure::CountySupply(map) => map.head.parts(),
            Figure::Tree(map) => map.head.parts(),
            Figure::Innovation(map) => map.head.parts(),
            Figure::Path(map) => map.head.parts(),
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

/// Panoramas of several chains on one sheet, each in a band of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Chains {
    /// Key, title, subtitle, notes.
    pub head: Head,
    /// The chains; title and subtitle head their bands, their legends are not drawn.
    pub maps: Vec<Panorama>,
    /// Legend of all of them; its lines are the notes of the head.
    pub legend: Legend,
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
    /// Ids of the boxes that the map is about; others are faded. `None`: all.
    pub present: Option<BTreeSet<String>>,
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
    /// Stable id, the same in every language.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// Segments, top to bottom.
    pub segments: Vec<PanoramaSegment>,
}

/// A segment: a frame around its product boxes.
#[derive(Debug, Clone, PartialEq)]
pub struct PanoramaSegment {
    /// Stable id within the map, the same in every language.
    pub id: String,
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
    /// Leaders and large firms, most important first.
    pub leaders: Vec<PanoramaFirm>,
    /// A line below the firms, such as the chains that the product goes into; empty when there is nothing to say.
    pub more: String,
    /// Projects under way with stage and year, drawn hatched; empty when there are none.
    pub project: String,
    /// Whether the user or the template marks it essential.
    pub essential: bool,
}

/// A firm in a box.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PanoramaFirm {
    /// Short sign of its role as the legend explains it, such as `主` for a leader; empty for others.
    pub mark: String,
    /// Short name.
    pub name: String,
    /// Its size in words, such as `3.2 亿元`; empty when unknown.
    pub amount: String,
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
    /// Meaning of what is faded; left out when nothing is.
    pub faded: String,
    /// Meaning of the hatched strip of projects under way; left out when empty.
    pub project: String,
    /// Signs of firms and their meaning, in order of display.
    pub marks: Vec<(String, String)>,
    /// Short label of each weak-link type and its meaning, in order of display.
    pub types: Vec<(String, String)>,
    /// Definition (口径), date, coverage, caution: one line each.
    pub lines: Vec<String>,
}
