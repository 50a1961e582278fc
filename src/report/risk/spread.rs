//! The risk map: one failure step by step, losses by supplies to the right, by sales to the left.

use super::{look, name};
use crate::analysis::risk::{Branch, Direction, Risk, Spread, SpreadStep};
use crate::report::Context;
use crate::report::columns::Columns;
use crate::report::figure::{Head, TierBox, TierColumn, TierEdge, TierLook, TierSign, Tiers, Tone};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::name::short_name;
use crate::report::words::{Lang, ego, number, panorama as map_words, risk as risk_words, spread as words, term};
use std::collections::BTreeMap;

/// Columns on either side of the firm that stops; what lies farther stands with the step before.
const STEPS: usize = 4;
/// Boxes of a column, that for the others left out.
const TALLEST: usize = 10;
/// Output below which a firm counts as stopped.
const STOPPED: f64 = 0.5;

/// The map; nothing where no failure was followed, or it costs nobody else anything.
pub(super) fn map(risk: &Risk, context: &Context) -> Option<Tiers> {
    let lang = context.lang;
    let spread = risk.spread.as_ref().filter(|spread| !spread.branches.is_empty())?;
    let mut tree = Tree::new(spread, risk.focus.is_some(), lang);
    [Direction::Up, Direction::Down].into_iter().for_each(|direction| tree.side(spread, direction));
    let widest = tree.edges.iter().filter_map(|edge| edge.amount).reduce(f64::max).map(|most| yuan(most, lang));
    let mut notes = vec![words::rule(lang).to_owned()];
    notes.push(map_words::dates(&term::year(risk.year, lang), context.as_of.as_deref(), lang));
    notes.extend(widest.map(|widest| words::width(&widest, lang)));
    notes.push(words::model(&risk.model, lang));
    notes.extend((tree.rest.1 > 0).then(|| words::left_out(tree.rest.1, &yuan(tree.rest.0, lang), lang)));
    let untraced = (spread.untraced_firms, yuan(spread.untraced_loss, lang));
    notes.extend((untraced.0 > 0).then(|| words::untraced(untraced.0, &untraced.1, lang)));
    notes.extend((risk.ground.unpriced_lines > 0).then(|| term::unpriced(risk.ground.unpriced_lines, lang)));
    notes.push(words::caution(lang).to_owned());
    Some(Tiers {
        head: Head {
            key: "cascade".to_owned(),
            title: words::title(&name(&spread.firm, lang), lang),
            subtitle: context.subtitle(&[term::year(risk.year, lang)]),
            notes,
        },
        columns: tree.columns,
        signs: signs(&tree.boxes, &tree.edges, risk.focus.is_some(), lang),
        boxes: tree.boxes,
        edges: tree.edges,
    })
}

fn yuan(amount: f64, lang: Lang) -> String {
    number::with_unit(&Cell::Number(amount), Unit::Yuan, lang)
}

/// The part of the tree that is drawn.
struct Tree {
    lang: Lang,
    /// Whether there is a focus area, so that firms are here or outside.
    focused: bool,
    columns: Vec<TierColumn>,
    boxes: Vec<TierBox>,
    edges: Vec<TierEdge>,
    /// Column of the firm that stops.
    middle: usize,
    /// Losses without a box of their own: yuan, firms.
    rest: (f64, usize),
}

/// A branch that has a box, with its loss and firms behind it that have none yet.
struct Held<'a> {
    branch: Option<&'a Branch>,
    id: String,
    name: String,
    behind: (f64, usize),
}

impl Tree {
    fn new(spread: &Spread, focused: bool, lang: Lang) -> Tree {
        let side = |direction| {
            let deepest = spread.steps.iter().filter(|step| step.direction == direction).map(|step| step.step).max();
            deepest.unwrap_or(0).min(STEPS)
        };
        let (left, right) = (side(Direction::Up), side(Direction::Down));
        let heading = |direction, step| {
            let sums = spread
                .steps
                .iter()
                .filter(|sum| sum.direction == direction && (sum.step == step || (step == STEPS && sum.step > STEPS)));
            let (firms, loss) = sums.fold((0, 0.0), |(firms, loss), sum| (firms + sum.firms, loss + sum.loss));
            TierColumn { heading: words::step(direction, step, lang), note: words::sum(firms, &yuan(loss, lang), lang) }
        };
        let middle = TierColumn { heading: words::middle(lang).to_owned(), note: String::new() };
        let columns = (1..=left).rev().map(|step| heading(Direction::Up, step));
        let columns = columns.chain([middle]).chain((1..=right).map(|step| heading(Direction::Down, step))).collect();
        let mut tree =
            Tree { lang, focused, columns, boxes: Vec::new(), edges: Vec::new(), middle: left, rest: (0.0, 0) };
        tree.boxes.push(centre(spread, left, lang));
        tree
    }

    fn column(&self, direction: Direction, step: usize) -> usize {
        match direction {
            Direction::Up => self.middle.saturating_sub(step),
            Direction::Down => self.middle + step,
        }
    }

    /// Boxes of one direction, from the middle outwards: in each step the branches that carry most.
    fn side(&mut self, spread: &Spread, direction: Direction) {
        let of_side = || spread.steps.iter().filter(|sum| sum.direction == direction);
        let all = of_side().fold((0.0, 0), |(loss, firms), sum| (loss + sum.loss, firms + sum.firms));
        let id = self.boxes.first().map_or(String::new(), |of| of.id.clone());
        let root = Held { branch: None, id, name: name(&spread.firm, self.lang), behind: all };
        let mut held: BTreeMap<u32, Held<'_>> = BTreeMap::from([(spread.firm.node, root)]);
        for step in 1..=of_side().map(|sum| sum.step).max().unwrap_or(0).min(STEPS) {
            let at_step = spread.branches.iter().filter(|of| of.direction == direction && of.step == step);
            let mut next = BTreeMap::new();
            let at_step = at_step.filter(|of| held.contains_key(&of.before.node)).take(TALLEST);
            for branch in at_step.collect::<Vec<_>>() {
                let Some(parent) = held.get_mut(&branch.before.node) else { continue };
                parent.behind.0 -= branch.carried;
                parent.behind.1 = parent.behind.1.saturating_sub(branch.firms);
                next.insert(branch.firm.node, self.push(branch, (&parent.id, &parent.name), step));
            }
            self.others(held.values(), direction, step);
            held = next;
        }
        let deeper = held.values().filter(|of| of.branch.is_some());
        let deeper = deeper.fold((0.0, 0), |(loss, firms), of| (loss + of.behind.0.max(0.0), firms + of.behind.1));
        self.rest = (self.rest.0 + deeper.0, self.rest.1 + deeper.1);
    }

    fn push<'a>(&mut self, branch: &'a Branch, (from, from_name): (&str, &str), step: usize) -> Held<'a> {
        let lang = self.lang;
        let of = branch_box(branch, (self.column(branch.direction, step), self.focused), lang);
        self.edges.push(TierEdge {
            from: from.to_owned(),
            to: of.id.clone(),
            amount: Some(branch.carried).filter(|carried| *carried > 0.0),
            tone: tone(branch.direction),
            text: words::edge(from_name, &of.name, &cause(branch, lang), &yuan(branch.carried, lang), lang),
        });
        let own = branch.loss.unwrap_or(0.0);
        let behind = ((branch.carried - own).max(0.0), branch.firms - usize::from(branch.loss.is_some()));
        let held = Held { branch: Some(branch), id: of.id.clone(), name: of.name.clone(), behind };
        self.boxes.push(of);
        held
    }

    /// One box for all that has none in this step, and whatever comes through it.
    fn others<'a>(&mut self, held: impl Iterator<Item = &'a Held<'a>>, direction: Direction, step: usize) {
        let left: Vec<&Held<'_>> = held.filter(|of| of.behind.1 > 0).collect();
        let count: usize = left.iter().map(|of| of.behind.1).sum();
        if count == 0 {
            return;
        }
        let loss: f64 = left.iter().map(|of| of.behind.0.max(0.0)).sum();
        self.rest = (self.rest.0 + loss, self.rest.1 + count);
        let (lang, column) = (self.lang, self.column(direction, step));
        let title = ego::others(count, lang);
        let id = format!("others:{column}");
        for of in left {
            let amount = of.behind.0.max(0.0);
            self.edges.push(TierEdge {
                from: of.id.clone(),
                to: id.clone(),
                amount: Some(amount).filter(|amount| *amount > 0.0),
                tone: tone(direction),
                text: words::edge(&of.name, &title, risk_words::direction(direction, lang), &yuan(amount, lang), lang),
            });
        }
        let line = words::lost(&yuan(loss, lang), lang);
        self.boxes.push(TierBox {
            id,
            column,
            tip: format!("{title} · {line}"),
            name: title,
            look: TierLook::Several,
            badges: Vec::new(),
            lines: vec![line],
            bar: None,
        });
    }
}

fn tone(direction: Direction) -> Tone {
    match direction {
        Direction::Down => Tone::Loss,
        Direction::Up => Tone::Plain,
    }
}

fn centre(spread: &Spread, column: usize, lang: Lang) -> TierBox {
    let whole = name(&spread.firm, lang);
    let lines = vec![
        words::own(&yuan(spread.own, lang), lang),
        words::others(spread.reached, &yuan(spread.others, lang), lang),
    ];
    let rank = spread.rank.map(|rank| (Tone::Danger, words::rank(rank, lang)));
    let leader = spread.firm.leader.then(|| (Tone::Plain, leader(lang)));
    TierBox {
        id: "centre".to_owned(),
        column,
        name: short_name(&whole).to_owned(),
        look: TierLook::Centre,
        badges: rank.into_iter().chain(leader).collect(),
        tip: format!("{whole} · {}", lines.join(" · ")),
        lines,
        bar: None,
    }
}

fn leader(lang: Lang) -> String {
    term::role(crate::model::Role::Leader, lang).to_owned()
}

fn cause(branch: &Branch, lang: Lang) -> String {
    let product = branch.product.as_ref().map(|product| &*product.name);
    words::cause(product, &number::percent(branch.share), lang)
}

fn branch_box(branch: &Branch, (column, focused): (usize, bool), lang: Lang) -> TierBox {
    let whole = name(&branch.firm, lang);
    let own = match branch.loss {
        Some(loss) => words::loss(&yuan(loss, lang), &number::percent(branch.total), lang),
        None => words::passes_only(lang).to_owned(),
    };
    let behind = branch.firms - usize::from(branch.loss.is_some());
    let passed = (branch.carried - branch.loss.unwrap_or(0.0)).max(0.0);
    let passed = (behind > 0).then(|| words::passed(behind, &yuan(passed, lang), lang));
    let lines: Vec<String> = [own, cause(branch, lang)].into_iter().chain(passed).collect();
    let stopped = branch.loss.is_some() && 1.0 - branch.total < STOPPED;
    let stopped = stopped.then(|| (Tone::Danger, words::stopped(lang).0.to_owned()));
    let leader = branch.firm.leader.then(|| (Tone::Plain, leader(lang)));
    TierBox {
        id: format!("{}:{}", if branch.direction == Direction::Down { "down" } else { "up" }, branch.firm.id),
        column,
        name: if branch.firm.unnamed.is_some() { whole.clone() } else { short_name(&whole).to_owned() },
        look: look(&branch.firm, focused),
        badges: stopped.into_iter().chain(leader).collect(),
        tip: format!("{whole} · {} · {}", branch.firm.place, lines.join(" · ")),
        lines,
        bar: branch.loss.map(|_| branch.total.clamp(0.0, 1.0)),
    }
}

/// The legend: what occurs, and no more.
fn signs(boxes: &[TierBox], edges: &[TierEdge], focused: bool, lang: Lang) -> Vec<(TierSign, String)> {
    let looks = [TierLook::Here, TierLook::Outside, TierLook::Unknown, TierLook::Several];
    let places = looks.into_iter().zip(ego::places(focused, lang));
    let places = places
        .filter(|(look, _)| boxes.iter().any(|of| of.look == *look))
        .map(|(look, text)| (TierSign::Box(look), text.to_owned()));
    let (badge, meaning) = words::stopped(lang);
    let stopped = boxes.iter().flat_map(|of| &of.badges).any(|(_, text)| text == badge);
    let stopped = stopped.then(|| (TierSign::Badge(Tone::Danger, badge.to_owned()), meaning.to_owned()));
    let [supplies, sales] = words::lines(lang);
    let lines = [(Tone::Loss, supplies), (Tone::Plain, sales)];
    let lines = lines
        .into_iter()
        .filter(|(tone, _)| edges.iter().any(|edge| edge.tone == *tone))
        .map(|(tone, text)| (TierSign::Line(tone), text.to_owned()));
    let bar = boxes.iter().any(|of| of.bar.is_some()).then(|| (TierSign::Bar, words::bar(lang).to_owned()));
    places.chain(bar).chain(stopped).chain(lines).collect()
}

/// Losses by step.
pub(super) fn steps(risk: &Risk, lang: Lang) -> Table {
    let rows = risk.spread.as_ref().map(|spread| spread.steps.as_slice()).unwrap_or_default();
    Columns::new(lang)
        .with(head::WAY_DIRECTION, move |row: &SpreadStep| Cell::text(risk_words::direction(row.direction, lang)))
        .with(head::SPREAD_STEP, |row| Cell::count(row.step))
        .with(head::LOST, |row| Cell::Number(row.loss))
        .with(head::REACHED, |row| Cell::count(row.firms))
        .table("risk_steps", title("risk_steps", risk, lang), rows)
}

/// Each firm that a loss comes to.
pub(super) fn branches(risk: &Risk, lang: Lang) -> Table {
    let rows = risk.spread.as_ref().map(|spread| spread.branches.as_slice()).unwrap_or_default();
    Columns::new(lang)
        .with(head::WAY_DIRECTION, move |row: &Branch| Cell::text(risk_words::direction(row.direction, lang)))
        .with(head::SPREAD_STEP, |row| Cell::count(row.step))
        .with(head::WAY_END, move |row| Cell::text(name(&row.firm, lang)))
        .with(head::SPREAD_LOSS, |row| Cell::number_or(row.loss, Reason::NotApplicable))
        .with(head::SPREAD_TOTAL, |row| Cell::Number(row.total))
        .with(head::SPREAD_BEFORE, move |row| Cell::text(name(&row.before, lang)))
        .with(head::PRODUCT, |row| {
            Cell::text_or(row.product.as_ref().map(|product| &*product.name), Reason::NotApplicable)
        })
        .with(head::SPREAD_SHARE, |row| Cell::Number(row.share))
        .with(head::SPREAD_CARRIED, |row| Cell::Number(row.carried))
        .with(head::SPREAD_BEHIND, |row| Cell::count(row.firms))
        .with(head::PLACE, |row| crate::report::columns::known(&row.firm.place))
        .with(head::NODE_ID, |row| Cell::text(&*row.firm.id))
        .table("risk_spread", title("risk_spread", risk, lang), rows)
}

fn title(key: &str, risk: &Risk, lang: Lang) -> String {
    let firm = risk.spread.as_ref().map(|spread| name(&spread.firm, lang)).unwrap_or_default();
    words::table_title(key, &firm, lang)
}

#[cfg(test)]
mod tests {
    use super::{STEPS, TALLEST, map};
    use crate::analysis::risk::{Branch, Direction, NodeName, Risk, Spread, SpreadStep};
    use crate::report::figure::Tiers;
    use crate::report::{Context, fixture};

    fn drawn(spread: Spread) -> Tiers {
        let risk = Risk { spread: Some(spread), ..fixture::failures() };
        map(&risk, &Context::default()).unwrap()
    }

    fn number(count: usize) -> f64 {
        f64::from(u32::try_from(count).unwrap())
    }

    /// A chain of so many steps with so many leaves at each; every firm loses 1.
    fn comb(steps: usize, leaves: usize) -> Spread {
        let spread = fixture::spread();
        let mut branches: Vec<Branch> = Vec::new();
        let mut before = spread.firm.clone();
        for step in 1..=steps {
            let mut spine = before.clone();
            for leaf in 0..leaves {
                let firms = if leaf == 0 { (steps - step) * leaves + 1 } else { 1 };
                let node = u32::try_from(100 + branches.len()).unwrap();
                let firm = NodeName { node, id: format!("n{node}").into(), ..before.clone() };
                if leaf == 0 {
                    spine = firm.clone();
                }
                let (loss, carried) = (Some(1.0), number(firms));
                let before = before.clone();
                branches.push(Branch { firm, before, step, loss, carried, firms, ..spread.branches[1].clone() });
            }
            before = spine;
        }
        let step = |step| SpreadStep { direction: Direction::Down, step, firms: leaves, loss: number(leaves) };
        Spread { steps: (1..=steps).map(step).collect(), branches, ..spread }
    }

    #[test]
    fn what_comes_in_goes_on_or_stays() {
        for (steps, leaves) in [(1, 1), (1, 30), (3, 2), (4, 12), (9, 11)] {
            let map = drawn(comb(steps, leaves));
            let sum = |is: &dyn Fn(&crate::report::figure::TierEdge) -> bool| -> f64 {
                map.edges.iter().filter(|edge| is(edge)).filter_map(|edge| edge.amount).sum()
            };
            let all = number(steps * leaves);
            assert!((sum(&|edge| edge.from == "centre") - all).abs() < 1e-9, "{steps} {leaves}");
            let last = map.columns.len() - 1;
            let stands = |id: &str| id != "centre" && !id.starts_with("others");
            for of in map.boxes.iter().filter(|of| stands(&of.id) && (of.column < last || steps <= STEPS)) {
                let stays = sum(&|edge| edge.to == of.id) - sum(&|edge| edge.from == of.id);
                assert!((stays - 1.0).abs() < 1e-9, "{} of {steps} {leaves}", of.id);
            }
            assert!(map.columns.len() <= STEPS + 1);
            assert!(map.boxes.len() <= 1 + STEPS * (TALLEST + 1));
        }
    }

    #[test]
    fn sales_stand_left_and_supplies_right_of_who_stops() {
        let map = drawn(fixture::spread());
        let columns: Vec<(usize, &str)> = map.boxes.iter().map(|of| (of.column, of.id.as_str())).collect();
        assert_eq!(columns, [(1, "centre"), (0, "up:丁厂"), (2, "down:乙公司"), (3, "down:甲车桥")]);
        // Who only passes on bears no loss of its own here.
        assert!(map.boxes[2].bar.is_none() && map.boxes[3].bar == Some(0.6));
    }
}
