//! The tree of a chain: the chain on top, positions and segments below it, products hanging from their segments.
//!
//! All boxes of a kind have one extent. Segments stand in rows and products in columns, as many of each as print largest
//! on A-series paper.

use crate::render::figure::FigureError;
use crate::render::figure::colour::{ACCENT, FRAME, Ink, RULE, look};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::label::{Anchor, Label, Type, fit, wrap};
use crate::render::figure::piece::{badge_key, badges, bar_key, line, number, rate_bar};
use crate::render::figure::scene::{Body, Group, Key, Pencil, Scene, Shape};
use crate::report::figure::{BoxState, Branch, Leaf, Tree};

/// A product's box without its name.
const LEAF: (f64, f64) = (212.0, 50.0);
const NAME_STEP: f64 = 19.0;
const LEAF_GAP: f64 = 10.0;
/// From a stem to the boxes that hang from it.
const INDENT: f64 = 20.0;
/// A segment's box, its gap to the next, and the gap to its products.
const HEAD: f64 = 58.0;
const UNIT_GAP: f64 = 26.0;
const DROP: f64 = 12.0;
/// Height of the line that tells what is left out.
const MORE: f64 = 22.0;
/// The chain's box.
const ROOT: (f64, f64) = (420.0, 74.0);
/// From the chain to the line of a row, to the positions, to the line of the segments, to the segments.
const STEPS: [f64; 4] = [22.0, 20.0, 18.0, 16.0];
const PILL: f64 = 30.0;
const ROW_GAP: f64 = 40.0;
/// Room for the stem at the left where there are several rows.
const STEM: f64 = 40.0;
const MOST_ROWS: usize = 8;

const NAME: Type = Type::bold(15.0, Ink::Text);
const DETAIL: Type = Type::regular(12.0, Ink::Soft);
const RATE: Type = Type::bold(13.0, Ink::Text);
const SEGMENT: Type = Type::bold(16.0, Ink::Accent);
const POSITION: Type = Type::bold(15.0, Ink::Accent);
const CHAIN: Type = Type::bold(25.0, Ink::Paper);
const CHAIN_DETAIL: Type = Type::regular(14.0, Ink::Paper);
const WIRE: Pencil = Pencil::solid(ACCENT, 1.6);
const TWIG: Pencil = Pencil::solid(RULE, 1.6);

/// Draws it.
///
/// # Errors
/// When the embedded font is refused or the sheet is too large.
pub fn svg(tree: &Tree) -> Result<String, FigureError> {
    scene(tree).svg(&tree.head)
}

/// Lays it out.
pub fn scene(tree: &Tree) -> Scene {
    let (sizes, keys) = (Sizes::new(tree), keys(tree));
    Scene::framed(&tree.head, best(tree, &sizes, &keys).body(tree, &sizes), &keys)
}

fn keys(tree: &Tree) -> Vec<Key> {
    let states = tree.states.iter().map(|(state, text)| Key::state(*state, text));
    let bar = std::iter::once(bar_key(look(BoxState::Made).line, &tree.bar));
    let types = tree.types.iter().map(|(sign, text)| badge_key(sign, text));
    states.chain(bar).chain(types).collect()
}

/// Extents that all boxes of a tree share.
struct Sizes {
    /// Height of a product's box.
    leaf: f64,
    /// Lines of names.
    lines: usize,
}

impl Sizes {
    fn new(tree: &Tree) -> Self {
        let leaves = tree.branches.iter().flat_map(|branch| &branch.leaves);
        let lines = leaves.map(|leaf| name_lines(leaf).len()).max().unwrap_or(1).max(1);
        Self { leaf: LEAF.1 + NAME_STEP * number(lines), lines }
    }

    /// Columns, and boxes in a column, of a segment whose columns hold at most so many.
    fn columns(branch: &Branch, most: usize) -> (usize, usize) {
        let columns = branch.leaves.len().div_ceil(most.max(1)).max(1);
        (columns, branch.leaves.len().div_ceil(columns))
    }

    fn width(&self, branch: &Branch, most: usize) -> f64 {
        let (columns, _) = Self::columns(branch, most);
        number(columns) * (INDENT + LEAF.0) + number(columns - 1) * LEAF_GAP
    }

    fn height(&self, branch: &Branch, most: usize) -> f64 {
        let (_, rows) = Self::columns(branch, most);
        let more = if branch.more.is_empty() { 0.0 } else { MORE };
        let leaves = if rows == 0 { 0.0 } else { DROP - LEAF_GAP };
        HEAD + leaves + number(rows) * (self.leaf + LEAF_GAP) + more
    }
}

/// Which segments stand in which row, and how many products in a column.
#[derive(Default)]
struct Plan {
    most: usize,
    /// Ends of the rows, as positions of segments.
    rows: Vec<usize>,
}

/// The plan that prints largest.
fn best(tree: &Tree, sizes: &Sizes, keys: &[Key]) -> Plan {
    let tallest = tree.branches.iter().map(|branch| branch.leaves.len()).max().unwrap_or(1).max(1);
    let rows = 1..=MOST_ROWS.min(tree.branches.len().max(1));
    let plans = (1..=tallest).flat_map(|most| rows.clone().map(move |rows| (most, rows)));
    let plans = plans.map(|(most, rows)| Plan { most, rows: broken(tree, sizes, most, rows) });
    let priced = plans.map(|plan| (Scene::cost(&tree.head, plan.extent(tree, sizes), keys), plan));
    priced.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, plan)| plan).unwrap_or_default()
}

/// Breaks the segments into so many rows, the widest as narrow as a few tries find.
fn broken(tree: &Tree, sizes: &Sizes, most: usize, rows: usize) -> Vec<usize> {
    let widths: Vec<f64> = tree.branches.iter().map(|branch| sizes.width(branch, most) + UNIT_GAP).collect();
    let fill = |limit: f64| {
        let (mut ends, mut used) = (Vec::new(), 0.0);
        for (at, width) in widths.iter().enumerate() {
            if used > 0.0 && used + width > limit {
                ends.push(at);
                used = 0.0;
            }
            used += width;
        }
        ends.push(widths.len());
        ends
    };
    let all: f64 = widths.iter().sum();
    let (mut low, mut high) = (all / number(rows.max(1)), all);
    for _ in 0..24 {
        let middle = f64::midpoint(low, high);
        if fill(middle).len() <= rows { high = middle } else { low = middle }
    }
    fill(high)
}

impl Plan {
    /// The segments of each row.
    fn ranges(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let starts = std::iter::once(0).chain(self.rows.iter().copied());
        starts.zip(self.rows.iter().copied()).map(|(from, to)| from..to)
    }

    fn row_extent(&self, branches: &[Branch], sizes: &Sizes) -> (f64, f64) {
        let width: f64 = branches.iter().map(|branch| sizes.width(branch, self.most) + UNIT_GAP).sum();
        let height = branches.iter().map(|branch| sizes.height(branch, self.most)).fold(0.0, f64::max);
        ((width - UNIT_GAP).max(0.0), STEPS.iter().sum::<f64>() + PILL + height)
    }

    fn stem(&self) -> f64 {
        if self.rows.len() > 1 { STEM } else { 0.0 }
    }

    fn extent(&self, tree: &Tree, sizes: &Sizes) -> (f64, f64) {
        let rows: Vec<(f64, f64)> = self.ranges().map(|range| self.row_extent(&tree.branches[range], sizes)).collect();
        let width = rows.iter().map(|row| row.0).fold(0.0, f64::max) + self.stem();
        let height: f64 = rows.iter().map(|row| row.1).sum();
        (width.max(ROOT.0), ROOT.1 + height + ROW_GAP * (number(rows.len()) - 1.0).max(0.0))
    }

    fn body(&self, tree: &Tree, sizes: &Sizes) -> Body {
        let (width, height) = self.extent(tree, sizes);
        let single = self.rows.len() <= 1;
        let root = Rect::new(if single { (width - ROOT.0) / 2.0 } else { 0.0 }, 0.0, ROOT.0, ROOT.1);
        let foot = if single { f64::midpoint(root.left, root.right) } else { STEM / 2.0 };
        let (mut wires, mut groups) = (Vec::new(), Vec::new());
        let mut top = root.bottom;
        for range in self.ranges() {
            let branches = &tree.branches[range];
            let extent = self.row_extent(branches, sizes);
            let left = if single { (width - extent.0) / 2.0 } else { self.stem() };
            let bus = top + STEPS[0];
            let ends = self.row(branches, sizes, (left, bus), (&mut wires, &mut groups));
            if let Some((first, last)) = ends {
                wires.push(Shape::Line(vec![(foot, root.bottom), (foot, bus)], WIRE));
                wires.push(Shape::Line(vec![(first.min(foot), bus), (last.max(foot), bus)], WIRE));
            }
            top += extent.1 + ROW_GAP;
        }
        let mut all = vec![Group::plain(wires), chain(tree, root)];
        all.extend(groups);
        Body { groups: all, width, height }
    }

    /// One row; returns where its outermost positions hang from the line at `bus`.
    fn row(
        &self,
        branches: &[Branch],
        sizes: &Sizes,
        (left, bus): Point,
        (wires, groups): (&mut Vec<Shape>, &mut Vec<Group>),
    ) -> Option<(f64, f64)> {
        let pill = bus + STEPS[1];
        let sub = pill + PILL + STEPS[2];
        let head = sub + STEPS[3];
        let mut x = left;
        let mut ends: Option<(f64, f64)> = None;
        for run in branches.chunk_by(|a, b| a.position == b.position) {
            let mut middles: Vec<f64> = Vec::new();
            for branch in run {
                let width = sizes.width(branch, self.most);
                middles.push(x + width / 2.0);
                groups.extend(self.unit(branch, sizes, (x, head)));
                x += width + UNIT_GAP;
            }
            let (Some(&first), Some(&last)) = (middles.first(), middles.last()) else { continue };
            let middle = f64::midpoint(first, last);
            let place = Rect::new(0.0, pill, 0.0, PILL);
            groups.extend(position(run.first().map_or("", |branch| &branch.position), middle, &place, last - first));
            wires.push(Shape::Line(vec![(middle, bus), (middle, sub)], WIRE));
            wires.push(Shape::Line(vec![(first, sub), (last, sub)], WIRE));
            wires.extend(middles.iter().map(|&at| Shape::Line(vec![(at, sub), (at, head)], WIRE)));
            ends = Some((ends.map_or(middle, |ends| ends.0), middle));
        }
        ends
    }

    /// A segment with its products.
    fn unit(&self, branch: &Branch, sizes: &Sizes, (left, top): Point) -> Vec<Group> {
        let width = sizes.width(branch, self.most);
        let (_, rows) = Sizes::columns(branch, self.most);
        let mut groups = vec![segment(branch, Rect::new(left, top, width, HEAD))];
        let mut twigs = Vec::new();
        let begin = top + HEAD + DROP;
        for (column, leaves) in branch.leaves.chunks(rows.max(1)).enumerate() {
            let x = left + number(column) * (INDENT + LEAF.0 + LEAF_GAP);
            let middle = |at: usize| begin + number(at) * (sizes.leaf + LEAF_GAP) + sizes.leaf / 2.0;
            let stem = x + INDENT / 2.0;
            twigs.push(Shape::Line(vec![(stem, top + HEAD), (stem, middle(leaves.len() - 1))], TWIG));
            for (at, leaf) in leaves.iter().enumerate() {
                twigs.push(Shape::Line(vec![(stem, middle(at)), (x + INDENT, middle(at))], TWIG));
                let y = begin + number(at) * (sizes.leaf + LEAF_GAP);
                groups.push(card(leaf, sizes, Rect::new(x + INDENT, y, LEAF.0, sizes.leaf)));
            }
        }
        let end = top + sizes.height(branch, self.most) - MORE;
        if !branch.more.is_empty() {
            twigs.extend(line(&branch.more, (left + INDENT, end + 4.0), width - INDENT, DETAIL));
        }
        groups.insert(0, Group::plain(twigs));
        groups
    }
}

fn centred(text: &str, rect: &Rect, top: f64, face: Type) -> Option<Shape> {
    let text = fit(text, rect.width() - 20.0, face);
    let middle = f64::midpoint(rect.left, rect.right);
    (!text.is_empty()).then(|| Shape::Text(Label::new(text, (middle, top), Anchor::Middle, face)))
}

fn chain(tree: &Tree, root: Rect) -> Group {
    let mut shapes = vec![Shape::rounded(&root, 9.0, Some(ACCENT), None)];
    shapes.extend(centred(&tree.name, &root, root.top + 10.0, CHAIN));
    shapes.extend(centred(&tree.caption, &root, root.top + 46.0, CHAIN_DETAIL));
    Group { shapes, tip: format!("{} \u{B7} {}", tree.name, tree.caption), ..Group::default() }
}

/// The name of a position on its line; nothing where it has none.
fn position(name: &str, middle: f64, place: &Rect, span: f64) -> Option<Group> {
    let room = (span + LEAF.0).max(LEAF.0) - 30.0;
    let text = fit(name, room, POSITION);
    if text.is_empty() {
        return None;
    }
    let width = POSITION.width(&text) + 34.0;
    let pill = Rect::new(middle - width / 2.0, place.top, width, place.height());
    let label = Label::new(text, (middle, place.top + 7.0), Anchor::Middle, POSITION);
    let round = Shape::rounded(&pill, PILL / 2.0, Some(crate::render::figure::colour::PAPER), Some(WIRE));
    Some(Group::plain(vec![round, Shape::Text(label)]))
}

fn segment(branch: &Branch, rect: Rect) -> Group {
    let mut shapes = vec![Shape::rounded(&rect, 6.0, Some(FRAME), Some(Pencil::solid(ACCENT, 1.3)))];
    shapes.extend(centred(&branch.name, &rect, rect.top + 10.0, SEGMENT));
    shapes.extend(centred(&branch.caption, &rect, rect.top + 35.0, DETAIL));
    Group { shapes, tip: format!("{} \u{B7} {}", branch.name, branch.caption), ..Group::default() }
}

fn name_lines(leaf: &Leaf) -> Vec<String> {
    wrap(&leaf.name, &[LEAF.0 - 42.0; 2], NAME)
}

fn card(leaf: &Leaf, sizes: &Sizes, rect: Rect) -> Group {
    let mut shapes = Shape::state_box(&rect, leaf.state);
    let (left, right) = (rect.left + 15.0, rect.right - 9.0);
    let names = name_lines(leaf);
    // A single line stands in the middle of the room for two.
    let mut y = rect.top + 7.0 + NAME_STEP * number(sizes.lines - names.len().max(1)) / 2.0;
    if let Some(Shape::Mark(_, mark)) = shapes.last_mut() {
        *mark = Rect::new(rect.left + 14.0, y, 14.0, 14.0);
    }
    for name in names {
        shapes.push(Shape::Text(Label::new(name, (rect.left + 34.0, y - 0.5), Anchor::Start, NAME)));
        y += NAME_STEP;
    }
    let y = rect.top + 7.0 + NAME_STEP * number(sizes.lines);
    let (signs, end) = badges(&leaf.types, (left + 80.0, right), y - 1.0);
    shapes.extend(signs);
    shapes.extend(line(&leaf.firms, (left, y + 1.0), end - 6.0 - left, DETAIL));
    let y = y + 20.0;
    let rate = fit(leaf.rate.as_deref().unwrap_or("\u{2013}"), 96.0, RATE);
    let wide = RATE.width(&rate).max(46.0);
    if leaf.bar.is_some() {
        let bar = Rect::new(left, y + 4.0, right - left - wide - 10.0, 5.0);
        shapes.extend(rate_bar(&bar, leaf.bar, look(leaf.state).line));
    }
    let face = if leaf.rate.is_some() { RATE } else { Type { ink: Ink::Soft, ..RATE } };
    if !rate.is_empty() {
        shapes.push(Shape::Text(Label::new(rate, (right, y), Anchor::End, face)));
    }
    let types = leaf.types.join(" ");
    let tip = [&leaf.name, &leaf.firms, leaf.rate.as_ref().unwrap_or(&types)].map(String::as_str).join(" \u{B7} ");
    Group { shapes, tip, found: Some((leaf.id.clone(), Some(leaf.state))), ..Group::default() }
}

#[cfg(test)]
mod tests {
    use super::scene;
    use crate::render::figure::scene::tests::assert_readable;
    use crate::report::figure::{BoxState, Branch, Head, Leaf, Tree};

    fn leaf(at: usize, hostile: bool) -> Leaf {
        let name = match (hostile, at % 4) {
            (true, 0) => "长".repeat(300),
            (true, 1) => "<script>alert(1)</script>\u{202E}\n".to_owned(),
            (true, 2) => String::new(),
            _ => "高精度轴承套圈毛坯".chars().take(2 + at % 8).collect(),
        };
        Leaf {
            id: format!("p{at}"),
            state: BoxState::ALL[at % 7],
            types: vec!["补".into(), if hostile { "strengthen the chain".into() } else { "固".into() }],
            firms: format!("本地 {at} 家 · 在建 1 家{}", if hostile { "多".repeat(60) } else { String::new() }),
            rate: (!at.is_multiple_of(3)).then(|| if hostile { "9".repeat(80) } else { "36.7–53.3%".into() }),
            bar: (!at.is_multiple_of(3)).then_some(if hostile { (f64::NAN, f64::INFINITY) } else { (0.367, 0.533) }),
            name,
        }
    }

    fn tree(counts: &[usize], hostile: bool) -> Tree {
        let branch = |(at, &count): (usize, &usize)| Branch {
            position: ["上游", "中游", "下游", ""][at * 4 / counts.len().max(1)].into(),
            name: if hostile { "环节".repeat(80) } else { format!("环节{at}") },
            caption: "本地 12 家 · 配套率 41.3%".into(),
            leaves: (0..count).map(|leaf_at| leaf(at + leaf_at, hostile)).collect(),
            more: if at % 2 == 1 { "其余 7 种产品见表".into() } else { String::new() },
        };
        Tree {
            head: Head {
                key: "tree-x".into(),
                title: "树状图".into(),
                subtitle: "2024 年".into(),
                notes: vec!["口径".into()],
            },
            name: if hostile { "链".repeat(300) } else { "轴承".into() },
            caption: "产品 24 种".into(),
            branches: counts.iter().enumerate().map(branch).collect(),
            states: BoxState::ALL.map(|state| (state, "一种状态".to_owned())).into(),
            types: vec![("补".into(), "补链".into())],
            bar: "配套率".into(),
        }
    }

    #[test]
    fn trees_of_any_size_are_readable_and_shaped_like_paper() {
        for counts in [&[][..], &[0], &[1], &[3, 1, 6], &[1; 30], &[20, 20, 20, 20], &[2, 9, 1, 1, 6, 1, 4, 3]] {
            for hostile in [false, true] {
                let of = tree(counts, hostile);
                let scene = scene(&of);
                assert_readable(&scene);
                assert_eq!(scene.svg(&of.head).unwrap(), super::svg(&of).unwrap());
                if counts.iter().sum::<usize>() > 12 {
                    let shape = scene.width / scene.height;
                    assert!((0.55..2.4).contains(&shape), "{counts:?} {shape}");
                }
            }
        }
    }
}
