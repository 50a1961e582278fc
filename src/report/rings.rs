//! Where purchases come from, as pictures: by chain and segment, and leader by leader.

use crate::analysis::rate::{Rate, RateLevel, RingRow};
use crate::model::{Ring, Role};
use crate::report::Context;
use crate::report::figure::{FlowColumn, FlowNode, Flows, Head, Hue, Ribbon};
use crate::report::rate::latest;
use crate::report::words::name::short_name;
use crate::report::words::rings::{self as words, Heading, Whose};
use crate::report::words::{Lang, bracketed, panorama as map_words, term};
use std::collections::{BTreeMap, BTreeSet};

/// Nodes of a column that have room of their own.
const SHOWN: usize = 26;
/// Rings that lie in the buyer's city.
const CITY: [Ring; 2] = [Ring::County, Ring::RestOfCity];

/// Amounts by ring.
#[derive(Clone, Copy, Default)]
struct Sums {
    amounts: [f64; Ring::ALL.len()],
    unpriced: u32,
}

impl Sums {
    fn add(&mut self, row: &RingRow) {
        self.amounts[row.ring as usize] += row.amount;
        self.unpriced += row.unpriced_lines;
    }

    fn total(&self) -> f64 {
        self.amounts.iter().sum()
    }

    fn line(&self, lang: Lang) -> String {
        let near: f64 = CITY.iter().map(|ring| self.amounts[*ring as usize]).sum();
        let total = self.total();
        words::line(total, (total > 0.0).then(|| (true, near / total)), lang)
    }
}

/// A node before it is drawn: where it belongs, its name, its amounts.
struct Item {
    group: Option<String>,
    name: String,
    sums: Sums,
}

/// The pictures of an answer; none where nothing is priced.
pub(super) fn figures(rate: &Rate, context: &Context) -> Vec<Flows> {
    [all(rate, context), leaders(rate, context)].into_iter().flatten().collect()
}

/// Everything bought: chains, segments, rings; of one chain its segments, products, rings.
fn all(rate: &Rate, context: &Context) -> Option<Flows> {
    let lang = context.lang;
    let rows: Vec<&RingRow> = of_year(rate).filter(|row| row.level == RateLevel::Product).collect();
    let chains: BTreeSet<&str> = rows.iter().filter_map(|row| row.chain.as_deref()).collect();
    let one = if let [chain] = Vec::from_iter(chains)[..] { Some(chain) } else { None };
    // Products of one chain are few enough to stand for themselves.
    let of_chain = one.filter(|_| rows.iter().all(|row| row.chain.is_some()));
    let mut sums: BTreeMap<(String, String), Sums> = BTreeMap::new();
    for row in rows {
        let outside = || words::outside(lang).to_owned();
        let (chain, segment) = (row.chain.as_deref(), row.segment.as_deref());
        let place = match of_chain {
            Some(_) => (segment.map_or_else(outside, str::to_owned), row.name.to_string()),
            None => (chain.map_or_else(outside, str::to_owned), segment.map_or_else(outside, str::to_owned)),
        };
        sums.entry(place).or_default().add(row);
    }
    sums.extend(nameless(rate, &sums, lang));
    let item = |((group, name), sums)| Item { group: Some(group), name, sums };
    let items: Vec<Item> = sums.into_iter().map(item).collect();
    let headings =
        if of_chain.is_some() { [Heading::Segment, Heading::Product] } else { [Heading::Chain, Heading::Segment] };
    flows(items, &headings, ("rings", Whose::All, of_chain), rate, context)
}

/// Each leader's purchases.
fn leaders(rate: &Rate, context: &Context) -> Option<Flows> {
    let year = latest(rate);
    let rows = rate.rows.iter().filter(|row| row.level == RateLevel::Firm && row.role == Some(Role::Leader));
    let leaders: BTreeSet<&str> = rows.filter(|row| row.year == year).map(|row| &*row.id).collect();
    let mut sums: BTreeMap<(&str, &str), Sums> = BTreeMap::new();
    for row in of_year(rate).filter(|row| row.level == RateLevel::Firm && leaders.contains(&*row.id)) {
        sums.entry((&row.id, &row.name)).or_default().add(row);
    }
    let item = |((_, name), sums): ((&str, &str), Sums)| Item { group: None, name: short_name(name).to_owned(), sums };
    let items = sums.into_iter().map(item).collect();
    flows(items, &[Heading::Leader], ("rings-leaders", Whose::Leaders, None), rate, context)
}

fn of_year(rate: &Rate) -> impl Iterator<Item = &RingRow> {
    let year = latest(rate);
    rate.rings.iter().filter(move |row| row.year == year)
}

/// What the total holds beyond all products: purchases whose product nobody named.
fn nameless(rate: &Rate, named: &BTreeMap<(String, String), Sums>, lang: Lang) -> Option<((String, String), Sums)> {
    let mut rest = Sums::default();
    of_year(rate).filter(|row| row.level == RateLevel::Total).for_each(|row| rest.add(row));
    let total = rest.total();
    for sums in named.values() {
        rest.amounts.iter_mut().zip(sums.amounts).for_each(|(rest, amount)| *rest -= amount);
        rest.unpriced = rest.unpriced.saturating_sub(sums.unpriced);
    }
    // What is left of sums in another order is no purchase.
    rest.amounts.iter_mut().filter(|amount| **amount <= total * 1e-9).for_each(|amount| *amount = 0.0);
    let name = words::nameless(lang).to_owned();
    (rest.total() > 0.0).then(|| ((name.clone(), name), rest))
}

fn flows(
    mut items: Vec<Item>,
    headings: &[Heading],
    (key, whose, chain): (&str, Whose, Option<&str>),
    rate: &Rate,
    context: &Context,
) -> Option<Flows> {
    let lang = context.lang;
    let mut all = Sums::default();
    for item in &items {
        all.amounts.iter_mut().zip(item.sums.amounts).for_each(|(all, amount)| *all += amount);
        all.unpriced += item.sums.unpriced;
    }
    if all.total() <= 0.0 {
        return None;
    }
    items.retain(|item| item.sums.total() > 0.0);
    tell_apart(&mut items, lang);
    // Items stand sorted by name, so equals keep that order.
    items.sort_by(|a, b| b.sums.total().total_cmp(&a.sums.total()));
    let region = rate.ring_region.as_deref();
    let mut figure = Flows {
        head: head((key, whose, chain), &all, rate, context),
        columns: Vec::new(),
        ribbons: Vec::new(),
        keys: keys(&all, region, headings.len() > 1, lang),
        badges: Vec::new(),
    };
    let last = *headings.last()?;
    let (groups, nodes) = nodes(&items, last, &mut figure.ribbons, region, lang);
    let column =
        |heading, nodes| FlowColumn { heading: words::heading(heading, lang).to_owned(), nodes, ordered: false };
    if let [first, _] = headings {
        figure.columns.push(column(*first, groups));
    }
    figure.columns.push(column(last, nodes));
    figure.columns.push(FlowColumn { ordered: true, ..column(Heading::Ring, rings(&all, region, lang)) });
    Some(figure)
}

/// Adds the group to names that several items bear.
fn tell_apart(items: &mut [Item], lang: Lang) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    items.iter().for_each(|item| *counts.entry(item.name.clone()).or_default() += 1);
    for item in items {
        if let Some(group) = item.group.as_deref().filter(|_| counts.get(&item.name).is_some_and(|count| *count > 1)) {
            item.name.push_str(&bracketed(group, lang));
        }
    }
}

fn head((key, whose, chain): (&str, Whose, Option<&str>), all: &Sums, rate: &Rate, context: &Context) -> Head {
    let lang = context.lang;
    let place = rate.focus.as_ref().map(|area| area.name.as_str());
    let year = term::year(latest(rate), lang);
    Head {
        key: key.to_owned(),
        title: words::title(place, chain, whose, lang),
        subtitle: context.subtitle(std::slice::from_ref(&year)),
        notes: vec![
            words::definition(whose, lang).to_owned(),
            words::coverage(all.total(), all.unpriced, lang),
            map_words::dates(&year, context.as_of.as_deref(), lang),
        ],
    }
}

fn hue(ring: Ring) -> Hue {
    if ring == Ring::Unlocated { Hue::Unknown } else { Hue::Step(ring as usize) }
}

fn present(all: &Sums) -> impl Iterator<Item = Ring> + '_ {
    Ring::ALL.into_iter().filter(|ring| all.amounts[*ring as usize] > 0.0)
}

fn keys(all: &Sums, region: Option<&str>, grouped: bool, lang: Lang) -> Vec<(Hue, String)> {
    let rings = present(all).map(|ring| (hue(ring), words::ring_meaning(ring, region, lang)));
    rings.chain(grouped.then(|| (Hue::Plain, words::plain(lang).to_owned()))).collect()
}

fn rings(all: &Sums, region: Option<&str>, lang: Lang) -> Vec<FlowNode> {
    let total = all.total();
    let node = |ring: Ring| FlowNode {
        id: format!("ring/{}", ring as usize),
        name: words::ring(ring, region, lang),
        lines: vec![words::line(all.amounts[ring as usize], Some((false, all.amounts[ring as usize] / total)), lang)],
        hue: Some(hue(ring)),
        ..FlowNode::default()
    };
    present(all).map(node).collect()
}

/// Nodes of groups and of items, with their ribbons; what has no room of its own is one node.
fn nodes(
    items: &[Item],
    of: Heading,
    ribbons: &mut Vec<Ribbon>,
    region: Option<&str>,
    lang: Lang,
) -> (Vec<FlowNode>, Vec<FlowNode>) {
    // One more than fits is no rest yet.
    let shown = if items.len() > SHOWN + 1 { SHOWN } else { items.len() };
    let rest_name = words::rest(items.len() - shown, of, lang);
    let mut groups: Vec<(&str, Sums)> = Vec::new();
    let mut nodes: Vec<(FlowNode, Sums)> = Vec::new();
    let mut between: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let node = at.min(shown);
        if node == nodes.len() {
            let rest = at >= shown;
            let name = if rest { rest_name.clone() } else { item.name.clone() };
            nodes.push((
                FlowNode { id: format!("{of:?}/{node}").to_lowercase(), name, rest, ..FlowNode::default() },
                Sums::default(),
            ));
        }
        let add = |sums: &mut Sums| {
            sums.amounts.iter_mut().zip(item.sums.amounts).for_each(|(sum, amount)| *sum += amount);
            sums.unpriced += item.sums.unpriced;
        };
        add(&mut nodes[node].1);
        if let Some(group) = item.group.as_deref() {
            let at = groups.iter().position(|(name, _)| *name == group).unwrap_or(groups.len());
            if at == groups.len() {
                groups.push((group, Sums::default()));
            }
            add(&mut groups[at].1);
            *between.entry((at, node)).or_default() += item.sums.total();
        }
    }
    for ((group, node), amount) in between {
        let (name, node) = (groups[group].0, &nodes[node].0);
        let text = words::ribbon(name, &node.name, amount, lang);
        ribbons.push(Ribbon { from: format!("group/{group}"), to: node.id.clone(), amount, hue: Hue::Plain, text });
    }
    for (node, sums) in &nodes {
        for ring in Ring::ALL.into_iter().filter(|ring| sums.amounts[*ring as usize] > 0.0) {
            let amount = sums.amounts[ring as usize];
            let text = words::ribbon(&node.name, &words::ring(ring, region, lang), amount, lang);
            let to = format!("ring/{}", ring as usize);
            ribbons.push(Ribbon { from: node.id.clone(), to, amount, hue: hue(ring), text });
        }
    }
    let group = |(at, (name, sums)): (usize, (&str, Sums))| FlowNode {
        id: format!("group/{at}"),
        name: name.to_owned(),
        lines: vec![sums.line(lang)],
        ..FlowNode::default()
    };
    let told = |(node, sums): (FlowNode, Sums)| FlowNode { lines: vec![sums.line(lang)], ..node };
    (groups.into_iter().enumerate().map(group).collect(), nodes.into_iter().map(told).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn what_enters_a_segment_leaves_it_and_all_is_the_total() {
        let mut rate = fixture::rate();
        let year = latest(&rate);
        rate.rings.clear();
        let mut row = |level, id: &str, place: Option<(&str, &str)>, ring, amount| {
            let mut of = fixture::ring_row(level, id, ring, amount);
            (of.chain, of.segment) = place.map(|(chain, segment)| (chain.into(), segment.into())).unzip();
            rate.rings.push(RingRow { year, ..of });
        };
        for (at, ring) in Ring::ALL.into_iter().enumerate() {
            let yuan = |of: usize| (of * 7 + at * 3) as f64 * 1e4 + 0.1;
            let mut total = 0.0;
            for product in 0..60 {
                let (chain, segment) = (format!("链{}", product % 4), format!("环节{}", product % 40));
                let place = (product % 9 > 0).then_some((chain.as_str(), segment.as_str()));
                row(RateLevel::Product, &format!("p{product}"), place, ring, yuan(product));
                total += yuan(product);
            }
            row(RateLevel::Total, "all", None, ring, total + 5e4);
        }
        let all: f64 = of_year(&rate).filter(|row| row.level == RateLevel::Total).map(|row| row.amount).sum();
        let figure = &figures(&rate, &Context::default())[0];
        let [chains, segments, rings] = figure.columns.as_slice() else { panic!("columns") };
        assert_eq!((chains.nodes.len(), segments.nodes.len(), rings.nodes.len()), (6, SHOWN + 1, Ring::ALL.len()));
        let sum =
            |of: &dyn Fn(&&Ribbon) -> bool| figure.ribbons.iter().filter(of).map(|ribbon| ribbon.amount).sum::<f64>();
        for node in &segments.nodes {
            let (into, out) = (sum(&|ribbon| ribbon.to == node.id), sum(&|ribbon| ribbon.from == node.id));
            assert!(into > 0.0 && (into - out).abs() <= into * 1e-12, "{} {into} {out}", node.name);
        }
        for column in [chains, rings] {
            let of = sum(&|ribbon| column.nodes.iter().any(|node| [&ribbon.from, &ribbon.to].contains(&&node.id)));
            assert!((of - all).abs() <= all * 1e-12, "{of} {all}");
        }
    }

    #[test]
    fn nothing_priced_is_no_picture() {
        let mut rate = fixture::rate();
        rate.rings.iter_mut().for_each(|row| row.amount = 0.0);
        assert!(figures(&rate, &Context::default()).is_empty());
    }
}
