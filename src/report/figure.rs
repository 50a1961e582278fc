//! Figures as data: what is shown, not how. `render/figure` alone knows shapes, pixels and plotters.

use std::collections::BTreeSet;

mod innovation;
mod path;
mod tree;

pub use innovation::{InnovationCard, InnovationLane, InnovationMap};
pub use path::{PathLane, PathMap, PathProject, PathSign, PathTarget};
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

/// Degrees east and north.
pub type Degrees = (f64, f64);

/// Counties as discs where they lie, arrows between them, and boxes for what lies beyond.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CountyMap {
    /// Key, title, notes.
    pub head: Head,
    /// Name of the area, for its frame; empty when it has none.
    pub area: String,
    /// Counties.
    pub places: Vec<PlaceDisc>,
    /// Places beyond, most important first.
    pub outside: Vec<OutsideBox>,
    /// Between counties.
    pub flows: Vec<PlaceArrow>,
    /// Meaning of the parts of a disc: own, other counties, outside, unknown.
    pub parts: [String; 4],
    /// Meaning of the extent of a disc, of an arrow, and of a disc without amounts.
    pub scales: [String; 3],
}

/// A county as a disc.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceDisc {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Where it lies; `None` when nobody knows.
    pub at: Option<Degrees>,
    /// Purchases in yuan, for the extent; `None` when there are none, or none is priced.
    pub amount: Option<f64>,
    /// Of them from the county itself, other counties, outside, unknown places; yuan.
    pub parts: [f64; 4],
    /// Lines below the name.
    pub captions: Vec<String>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// A place beyond the map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OutsideBox {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Where it lies, for its side; `None` for what lies nowhere on a map.
    pub at: Option<Degrees>,
    /// Yuan bought from there; `None` when nothing is known to be.
    pub bought: Option<f64>,
    /// Yuan sold to there; `None` when nothing is known to be.
    pub sold: Option<f64>,
    /// Lines below the name.
    pub captions: Vec<String>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// Supply from one county to another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceArrow {
    /// Id of the county that sells.
    pub from: String,
    /// Id of the county that buys.
    pub to: String,
    /// Yuan, for the width; `None` when no line is priced.
    pub amount: Option<f64>,
    /// The amount in words.
    pub label: String,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// Counties in the colour of their rate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CountyTiles {
    /// Key, title, notes.
    pub head: Head,
    /// Counties.
    pub places: Vec<PlaceTile>,
    /// Outlines that the user gave; tiles where there are none.
    pub outlines: Vec<Outline>,
    /// Meaning of the classes, lowest rate first.
    pub classes: Vec<String>,
    /// Meaning of the mark of a rate that is not certain, and of no rate.
    pub marks: [String; 2],
}

/// A county with its rate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceTile {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Column and row of its tile.
    pub cell: (usize, usize),
    /// Position in [`CountyTiles::classes`]; `None` without a rate.
    pub class: Option<usize>,
    /// Whether the rate is certain enough to stand as a point.
    pub certain: bool,
    /// The rate in words.
    pub rate: String,
    /// Lines below it.
    pub captions: Vec<String>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// The outline of a place: outer rings and holes alike, in degrees.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Id of the place; empty for one that is no county of the answer.
    pub id: String,
    /// Polygons: first the outer ring, then its holes.
    pub polygons: Vec<Vec<Vec<Degrees>>>,
}

/// Which county supplies which: a table of amounts, and a card for each county.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CountySupply {
    /// Key, title, notes.
    pub head: Head,
    /// Heading of the rows and of the columns.
    pub axes: (String, String),
    /// Names of rows, then of columns, top to bottom and left to right.
    pub names: (Vec<String>, Vec<String>),
    /// Cells row by row, as long as the columns.
    pub cells: Vec<Vec<SupplyCell>>,
    /// Counties.
    pub cards: Vec<SupplyCard>,
    /// Meaning of the parts of a bar: own, other counties, outside, unknown.
    pub parts: [String; 4],
    /// Meaning of the shades, lightest first, and of a dash.
    pub shades: Vec<String>,
}

/// What runs from a row to a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SupplyCell {
    /// The amount in words; empty where nothing runs.
    pub text: String,
    /// Position in [`CountySupply::shades`]; `None` where nothing is priced.
    pub shade: Option<usize>,
    /// Whether it stays within one county.
    pub own: bool,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// A county with what it makes and trades.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SupplyCard {
    /// Unique id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Firms in one line.
    pub firms: String,
    /// Rate and purchases in one line.
    pub rate: String,
    /// Purchases from the county itself, other counties, outside, unknown places; yuan.
    pub parts: [f64; 4],
    /// Heading and lines, list by list.
    pub lists: Vec<(String, Vec<String>)>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
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
    /// Segments.
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
    /// Firms and rate in one line.
    pub caption: String,
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

/// Firms in columns, lines from each to the next.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tiers {
    /// Key, title, notes.
    pub head: Head,
    /// Columns from left to right.
    pub columns: Vec<TierColumn>,
    /// Firms, and what stands for several of them.
    pub boxes: Vec<TierBox>,
    /// Lines; their ends stand in neighbouring columns.
    pub edges: Vec<TierEdge>,
    /// What signs mean, in the order of the legend.
    pub signs: Vec<(TierSign, String)>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierColumn {
    /// Heading.
    pub heading: String,
    /// How many firms, how much; empty when there is nothing to say.
    pub note: String,
}

/// A firm, or several.
#[derive(Debug, Clone, PartialEq)]
pub struct TierBox {
    /// Unique id.
    pub id: String,
    /// Position in [`Tiers::columns`].
    pub column: usize,
    /// Name.
    pub name: String,
    /// What kind of firm.
    pub look: TierLook,
    /// What to beware of, then what it is, in a word or two.
    pub badges: Vec<(Tone, String)>,
    /// Details, a line each.
    pub lines: Vec<String>,
    /// Share of its output that is lost, for a bar.
    pub bar: Option<f64>,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
}

/// What kind of firm a box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TierLook {
    /// The firm that the map is about.
    Centre,
    /// In the focus area.
    Here,
    /// Outside it.
    Outside,
    /// Nobody knows where.
    Unknown,
    /// Several firms.
    Several,
}

/// How loud a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// A weak point.
    Danger,
    /// A loss on its way.
    Loss,
    /// A fact.
    Plain,
}

/// A line from a box to a box.
#[derive(Debug, Clone, PartialEq)]
pub struct TierEdge {
    /// Id of the box it leaves.
    pub from: String,
    /// Id of the box it enters.
    pub to: String,
    /// Yuan, for the width; `None` when unknown, drawn thin and dashed.
    pub amount: Option<f64>,
    /// How it is drawn.
    pub tone: Tone,
    /// What a viewer shows when the pointer rests on it.
    pub text: String,
}

/// An entry of the legend of [`Tiers`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TierSign {
    /// A box.
    Box(TierLook),
    /// A badge with its text.
    Badge(Tone, String),
    /// A line.
    Line(Tone),
    /// A line of unknown amount.
    UnknownLine,
    /// The bar of what is lost.
    Bar,
}
