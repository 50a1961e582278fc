//! The whole sheet: title block, headings, diagram, legend, each at its place and nothing upon anything else.

use crate::render::figure::card::{CAPTION, Card, Metrics, SEGMENT, SEGMENT_STEP, segment_name};
use crate::render::figure::chain::Chain;
use crate::render::figure::colour::Ink;
use crate::render::figure::diagram::{Diagram, Wire};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::kept::kept;
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::render::figure::legend::{LegendBlock, Sample};
use crate::render::figure::positions::MapPositions;
use crate::report::figure::{Legend, Panorama, RiskWay};

/// Paper left free around everything.
pub(super) const MARGIN: f64 = 56.0;
/// Narrowest diagram: a title needs some room.
const NARROWEST: f64 = 900.0;
/// A-series landscape.
const SHAPE: f64 = std::f64::consts::SQRT_2;
/// Most lanes of one position.
const MAX_LANES: usize = 6;
/// How many arrangements are laid out to the end: at most so many, and fewer of large ones, which take their time.
const TRIED: usize = 5;
/// Boxes laid out in all arrangements together.
const TRIED_BOXES: usize = 600;
/// How much one input that cannot run to the right weighs against the shape of the sheet.
const TURNED: f64 = 0.02;
/// Height of a usual legend.
const USUAL_LEGEND: f64 = 230.0;
/// Width of the sheet on which it has that height; on narrower ones it is higher.
const LEGEND_WIDTH: f64 = 1_700.0;
/// How much the shape of the sheet counts beside the size of the print.
const SHAPELESS: f64 = 0.1;
/// A segment: a frame with a name and a caption.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Outline.
    pub rect: Rect,
    /// Short upright rule before the name.
    pub accent: Rect,
    /// Name and caption.
    pub labels: Vec<Label>,
}

/// Where everything is.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet.
    pub height: f64,
    /// Product boxes.
    pub cards: Vec<Card>,
    /// Segments.
    pub frames: Vec<Frame>,
    /// Inputs; `from` and `to` are indices of `cards`.
    pub wires: Vec<Wire>,
    /// Samples of the legend.
    pub samples: Vec<Sample>,
    /// Rules in the accent colour under title and headings.
    pub bars: Vec<Rect>,
    /// Thin grey rules.
    pub rules: Vec<Rect>,
    /// Text outside boxes and frames: title block, headings, legend.
    pub labels: Vec<Label>,
}

/// Lays out a panorama; always ends, and gives the same answer each time.
pub fn layout(panorama: &Panorama) -> Layout {
    layout_beside(panorama, None).0
}

/// As [`layout`], but with boxes where they were on the last map as far as possible; and where they are now.
pub(super) fn layout_beside(panorama: &Panorama, last: Option<&MapPositions>) -> (Layout, MapPositions) {
    let mut chain = Chain::new(panorama);
    let metrics = Metrics::new(&[&chain]);
    let kept = last.and_then(|last| kept(&mut chain, metrics, last));
    let origin = kept.as_ref().and(last).map_or(0.0, |last| last.origin.1);
    let diagram = kept.unwrap_or_else(|| best_diagram(&chain, &metrics));
    let mut sheet = Layout { width: diagram.width.max(NARROWEST) + 2.0 * MARGIN, ..Layout::default() };
    // Large type that grew with the sheet would push the diagram down.
    let wide = if origin > 0.0 { last.map_or(sheet.width, |last| last.width) } else { sheet.width };
    let mut y = sheet.title((&panorama.title, &panorama.subtitle), wide);
    y = sheet.headings(&chain, &diagram, (MARGIN, y), wide).max(origin);
    let positions = diagram.positions(&chain, (wide, (MARGIN, y)));
    let bottom = y + diagram.height;
    sheet.diagram(&chain, diagram, (MARGIN, y));
    sheet.legend((&panorama.legend, &panorama.risks), bottom);
    (sheet, positions)
}

impl Layout {
    /// Every piece of text.
    pub fn texts(&self) -> impl Iterator<Item = &Label> {
        let badges = self.cards.iter().flat_map(|card| card.badges.iter().chain(&card.signs).chain(&card.strip));
        let badges = badges.map(|badge| &badge.label);
        let samples = self.samples.iter().filter_map(|sample| match sample {
            Sample::Badge(badge) | Sample::Sign(badge) => Some(&badge.label),
            _ => None,
        });
        let cards = self.cards.iter().flat_map(|card| &card.labels);
        let frames = self.frames.iter().flat_map(|frame| &frame.labels);
        self.labels.iter().chain(frames).chain(cards).chain(badges).chain(samples)
    }

    /// Title and subtitle in type that suits a sheet of `wide`; returns where they end.
    pub(super) fn title(&mut self, (title, subtitle): (&str, &str), wide: f64) -> f64 {
        let large = Type::bold((36.0 * scale(wide)).round(), Ink::Accent);
        let small = Type::regular((16.0 * scale(wide)).round(), Ink::Soft);
        let width = self.width - 2.0 * MARGIN;
        let mut y = MARGIN - 6.0;
        for (text, face, lines) in [(title, large, 2), (subtitle, small, 2)] {
            for line in wrap(text, &vec![width; lines], face) {
                self.labels.push(Label::new(line, (MARGIN, y), Anchor::Start, face));
                y += (face.size * 1.3).round();
            }
            y += (4.0 * scale(wide)).round();
        }
        y + (14.0 * scale(wide)).round()
    }

    /// Headings of positions in type that suits a sheet of `wide`; returns where they end.
    pub(super) fn headings(&mut self, chain: &Chain<'_>, diagram: &Diagram, (x, top): Point, wide: f64) -> f64 {
        let columns: Vec<(&str, (f64, f64))> =
            chain.columns.iter().map(|(_, heading)| *heading).zip(diagram.columns.iter().copied()).collect();
        self.heads(&columns, (x, top), wide)
    }

    /// As [`Layout::headings`], each between its own ends.
    pub(super) fn heads(&mut self, columns: &[(&str, (f64, f64))], (x, top): Point, wide: f64) -> f64 {
        let face = Type::bold((21.0 * scale(wide)).round(), Ink::Accent);
        for &(text, (left, right)) in columns {
            let text = fit(text, right - left, face);
            self.labels.push(Label::new(text, (x + left, top), Anchor::Start, face));
            self.bars.push(Rect::new(x + left, top + face.size * 1.35, right - left, 3.0));
        }
        if columns.is_empty() { top } else { (top + face.size * 1.35).round() + 19.0 }
    }

    pub(super) fn diagram(&mut self, chain: &Chain<'_>, diagram: Diagram, (dx, dy): Point) {
        for (segment, rect) in &diagram.frames {
            let rect = Rect::new(rect.left + dx, rect.top + dy, rect.width(), rect.height());
            self.frames.push(frame(chain, *segment, rect, diagram.cards.first().map_or(0.0, |card| card.rect.width())));
        }
        self.wires = diagram.wires;
        for wire in &mut self.wires {
            wire.points.iter_mut().for_each(|point| *point = (point.0 + dx, point.1 + dy));
        }
        self.cards = diagram.cards;
        self.cards.iter_mut().for_each(|card| card.shift(dx, dy));
    }

    /// The legend below `bottom`, the last thing on a sheet.
    pub(super) fn legend(&mut self, (legend, risks): (&Legend, &[RiskWay]), bottom: f64) {
        let width = self.width - 2.0 * MARGIN;
        self.rules.push(Rect::new(MARGIN, bottom + 34.0, width, 1.0));
        let top = bottom + 54.0;
        let block = LegendBlock::new(legend, risks, (MARGIN, top), width);
        self.samples = block.samples;
        self.labels.extend(block.labels);
        self.height = (top + block.height + MARGIN - 12.0).ceil();
    }
}

/// Large type grows with the sheet, so that it leads on a wall too.
pub(super) fn scale(width: f64) -> f64 {
    (width / 1400.0).powf(0.7).clamp(1.0, 2.4)
}

fn frame(chain: &Chain<'_>, segment: usize, rect: Rect, lane: f64) -> Frame {
    let segment = &chain.segments[segment];
    let left = rect.left + 12.0;
    let mut labels = Vec::new();
    // The name stays above the first lane: the gutters beside it belong to the edges.
    let mut y = rect.top + 11.0;
    for line in segment_name(segment.name, lane) {
        labels.push(Label::new(line, (left + 11.0, y), Anchor::Start, SEGMENT));
        y += SEGMENT_STEP;
    }
    let caption = fit(segment.caption, lane + 6.0, CAPTION);
    labels.push(Label::new(caption, (left, y.max(rect.top + 11.0 + SEGMENT_STEP) + 2.0), Anchor::Start, CAPTION));
    labels.retain(|label| !label.text.is_empty());
    Frame { rect, accent: Rect::new(left, rect.top + 11.0, 4.0, 16.0), labels }
}

/// The diagram that prints best: the numbers of lanes are first judged roughly, then the best few are laid out.
fn best_diagram(chain: &Chain<'_>, metrics: &Metrics) -> Diagram {
    let rough = |lanes: &Vec<usize>| cost(Diagram::estimate(chain, metrics, lanes));
    let mut choices: Vec<(f64, Vec<usize>)> =
        choices(chain, metrics).into_iter().map(|lanes| (rough(&lanes), lanes)).collect();
    choices.sort_by(|a, b| a.0.total_cmp(&b.0));
    let diagrams = choices
        .iter()
        .take((TRIED_BOXES / chain.items.len().max(1)).clamp(1, TRIED))
        .map(|(_, lanes)| Diagram::new(chain, metrics, lanes));
    let exact = |diagram: &Diagram| cost((diagram.width, diagram.height, diagram.turned));
    diagrams.min_by(|a, b| exact(a).total_cmp(&exact(b))).unwrap_or_default()
}

/// How badly a diagram of this width and height prints on A-series paper, with so many edges turned back. The legend counts as
/// one of usual height: what stands in it changes with the data, and boxes must not move for that.
pub(super) fn cost((width, height, turned): (f64, f64, usize)) -> f64 {
    let width = width.max(NARROWEST) + 2.0 * MARGIN;
    let legend = USUAL_LEGEND * (LEGEND_WIDTH / width).clamp(0.6, 2.0);
    let height = height + 2.0 * MARGIN + legend + 40.0 + 150.0 * scale(width);
    let turned = f64::from(u32::try_from(turned).unwrap_or(u32::MAX)).min(20.0);
    // On the wall the sheet is scaled to fit: the smaller its longer side, the larger the print.
    width.max(height * SHAPE).ln() + SHAPELESS * (width / height / SHAPE).ln().abs() + TURNED * turned
}

/// Numbers of lanes worth judging: for each limit of height, the fewest lanes that keep every position below it.
fn choices(chain: &Chain<'_>, metrics: &Metrics) -> Vec<Vec<usize>> {
    let heights = heights_by_lanes(chain, metrics);
    let mut limits: Vec<f64> = heights.iter().flatten().copied().collect();
    limits.sort_by(f64::total_cmp);
    let mut choices: Vec<Vec<usize>> = limits.into_iter().map(|limit| within(&heights, limit)).collect();
    choices.dedup();
    choices
}

/// For each position, the fewest lanes that keep it below a height.
pub(super) fn within(heights: &[Vec<f64>], limit: f64) -> Vec<usize> {
    heights.iter().map(|by| by.iter().position(|h| *h <= limit).map_or(MAX_LANES, |at| at + 1)).collect()
}

/// By position, how high it is with one lane, with two, and so on.
pub(super) fn heights_by_lanes(chain: &Chain<'_>, metrics: &Metrics) -> Vec<Vec<f64>> {
    let columns = chain.columns.len();
    let by_lanes = |column: usize| -> Vec<f64> {
        let height = |lanes| {
            let mut all = vec![1; columns];
            all[column] = lanes;
            Diagram::column_height(chain, metrics, column, &all)
        };
        (1..=MAX_LANES).map(height).collect()
    };
    (0..columns).map(by_lanes).collect()
}
