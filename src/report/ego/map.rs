//! The map of what surrounds a firm: so few boxes that each can be read, the rest told as others by product.

use crate::analysis::ego::{Course, Ego, EgoFlow, EgoMember, EgoTier};
use crate::model::{Role, division};
use crate::report::Context;
use crate::report::figure::{Head, TierBox, TierColumn, TierEdge, TierLook, TierSign, Tiers, Tone};
use crate::report::risk::{look, name};
use crate::report::table::{Cell, Unit};
use crate::report::words::ego::Badge;
use crate::report::words::name::short_name;
use crate::report::words::{Lang, ego as words, number, panorama as map_words, term};
use std::collections::{BTreeMap, BTreeSet};

/// Boxes of a map, and of one of its columns.
const MOST: usize = 60;
const TALLEST: usize = 12;
/// Boxes of a column that stand for several firms.
const SEVERAL: usize = 3;
/// Names in a tip.
const NAMED: usize = 12;

/// The map; nothing without a firm.
pub(super) fn map(ego: &Ego, context: &Context) -> Option<Tiers> {
    let lang = context.lang;
    let firm = ego.firm.as_ref()?;
    let shown = Shown::new(ego, lang);
    let edges = shown.edges(ego, lang);
    let widest = edges.iter().filter_map(|edge| edge.amount).reduce(f64::max).map(|most| yuan(most, lang));
    let mut lines = vec![words::rule(lang).to_owned()];
    lines.push(map_words::dates(&term::year(ego.year, lang), context.as_of.as_deref(), lang));
    lines.extend(notes(ego, lang).into_iter().skip(1));
    let missing = [1, -1].into_iter().filter(|tier| !ego.tiers.iter().any(|of| of.tier == *tier));
    lines.extend(missing.map(|tier| words::none_known(tier > 0, lang).to_owned()));
    lines.extend(words::left_out(shown.grouped, aside(ego), lang));
    let signs = signs(&shown.boxes, &edges, (widest.as_deref(), ego.focus.is_some()), lang);
    Some(Tiers {
        head: Head {
            key: "ego".to_owned(),
            title: words::title(Some(&name(firm, lang)), lang),
            subtitle: context.subtitle(&[term::year(ego.year, lang)]),
            notes: lines,
        },
        columns: ego.tiers.iter().map(|tier| column(tier, lang)).collect(),
        boxes: shown.boxes,
        edges,
        signs,
    })
}

/// How tiers are counted, and how far the data reach.
pub(super) fn notes(ego: &Ego, lang: Lang) -> Vec<String> {
    // What the farthest suppliers buy is not shown anyway.
    let farthest = ego.tiers.first().map_or(0, |tier| tier.tier);
    let traced = (ego.tiers.iter().rev())
        .filter(|tier| tier.tier > 0 && tier.tier < farthest.max(2))
        .filter(|tier| tier.traced < tier.firms + tier.unnamed)
        .map(|tier| words::traced(&words::tier(tier.tier, lang), tier.traced, tier.firms + tier.unnamed, lang));
    let unpriced: u32 = ego.flows.iter().map(|flow| flow.unpriced_lines).sum();
    let unpriced = (unpriced > 0).then(|| term::unpriced(unpriced, lang));
    let first = std::iter::once(words::rule(lang).to_owned());
    first.chain(traced).chain(unpriced).chain([words::caution(lang).to_owned()]).collect()
}

fn aside(ego: &Ego) -> usize {
    ego.flows.iter().filter(|flow| flow.course != Course::Along).count()
}

fn yuan(amount: f64, lang: Lang) -> String {
    number::with_unit(&Cell::Number(amount), Unit::Yuan, lang)
}

fn column(tier: &EgoTier, lang: Lang) -> TierColumn {
    let amount = tier.amount.map(|amount| yuan(amount, lang));
    let note = match tier.tier {
        0 => String::new(),
        _ => words::tier_note(tier.firms, tier.unnamed, amount.as_deref(), lang),
    };
    TierColumn { heading: words::tier(tier.tier, lang), note }
}

/// Boxes, and the box of each member by its number in the graph.
struct Shown {
    boxes: Vec<TierBox>,
    of: BTreeMap<u32, usize>,
    /// Members that have no box of their own.
    grouped: usize,
}

impl Shown {
    fn new(ego: &Ego, lang: Lang) -> Shown {
        let mut shown = Shown { boxes: Vec::new(), of: BTreeMap::new(), grouped: 0 };
        let room = ((MOST - 1) / ego.tiers.len().saturating_sub(1).max(1)).clamp(1, TALLEST);
        for (column, members) in ego.members.chunk_by(|a, b| a.tier == b.tier).enumerate() {
            let mut members: Vec<&EgoMember> = members.iter().collect();
            // They come by amount already.
            members.sort_by_key(|member| std::cmp::Reverse((member.stops, !member.sole.is_empty())));
            let kept = if members.len() <= room { room } else { room - SEVERAL.min(room) };
            let rest = members.split_off(kept.min(members.len()));
            for member in members {
                shown.push(member_box(member, ego, column, lang), &[member]);
            }
            for (product, members) in groups(&rest, SEVERAL.min(room)) {
                match members[..] {
                    [only] => shown.push(member_box(only, ego, column, lang), &members),
                    _ => {
                        shown.grouped += members.len();
                        shown.push(several(product, &members, column, lang), &members);
                    }
                }
            }
        }
        shown
    }

    fn push(&mut self, of: TierBox, members: &[&EgoMember]) {
        self.of.extend(members.iter().map(|member| (member.firm.node, self.boxes.len())));
        self.boxes.push(of);
    }

    /// Lines between boxes of neighbouring tiers, all supplies of a pair together.
    fn edges(&self, ego: &Ego, lang: Lang) -> Vec<TierEdge> {
        let mut pairs: BTreeMap<(usize, usize), Vec<&EgoFlow>> = BTreeMap::new();
        for flow in ego.flows.iter().filter(|flow| flow.course == Course::Along) {
            if let (Some(from), Some(to)) = (self.of.get(&flow.supplier.node), self.of.get(&flow.buyer.node)) {
                pairs.entry((*from, *to)).or_default().push(flow);
            }
        }
        let edge = |((from, to), flows): ((usize, usize), Vec<&EgoFlow>)| {
            let (from, to) = (&self.boxes[from], &self.boxes[to]);
            let amount = flows.iter().filter_map(|flow| flow.amount).reduce(|sum, amount| sum + amount);
            let unpriced = flows.iter().map(|flow| flow.unpriced_lines).sum();
            let mut products: Vec<&str> = flows.iter().map(|flow| &*flow.product.name).collect();
            products.dedup();
            products.truncate(NAMED);
            let amounts = trade(true, amount, unpriced, lang);
            TierEdge {
                from: from.id.clone(),
                to: to.id.clone(),
                amount: amount.filter(|amount| *amount > 0.0),
                tone: if flows.iter().any(|flow| flow.sole && flow.essential) { Tone::Danger } else { Tone::Plain },
                text: words::edge(&from.name, &to.name, &term::list(&products, lang), &amounts, lang),
            }
        };
        pairs.into_iter().map(edge).collect()
    }
}

/// The rest of a column in so many groups at most: by the product most of it deals in, what is left last.
fn groups<'m>(rest: &[&'m EgoMember], most: usize) -> Vec<(Option<&'m str>, Vec<&'m EgoMember>)> {
    let mut by: BTreeMap<&str, (Vec<&EgoMember>, f64)> = BTreeMap::new();
    for &member in rest {
        let product = member.products.first().map_or("", |product| &*product.name);
        let group = by.entry(product).or_default();
        group.0.push(member);
        group.1 += member.amount.unwrap_or(0.0);
    }
    let mut order: Vec<(&str, (Vec<&EgoMember>, f64))> = by.into_iter().collect();
    order.sort_by(|a, b| b.1.1.total_cmp(&a.1.1).then(b.1.0.len().cmp(&a.1.0.len())).then(a.0.cmp(b.0)));
    let all = order.len();
    let (named, left): (Vec<_>, Vec<_>) = order
        .into_iter()
        .enumerate()
        .partition(|(at, (product, group))| (all <= most || at + 1 < most) && !product.is_empty() && group.0.len() > 1);
    let mut groups: Vec<_> = named.into_iter().map(|(_, (product, group))| (Some(product), group.0)).collect();
    let left: Vec<&EgoMember> = left.into_iter().flat_map(|(_, (_, group))| group.0).collect();
    if !left.is_empty() {
        groups.push((None, left));
    }
    groups
}

/// Yuan and lines without an amount, in words.
fn trade(supplies: bool, amount: Option<f64>, unpriced: u32, lang: Lang) -> String {
    match amount {
        Some(amount) => words::trade(supplies, &yuan(amount, lang), unpriced, lang),
        None => words::unpriced(unpriced, lang),
    }
}

fn badges(member: &EgoMember) -> Vec<Badge> {
    let all = [(member.stops, Badge::Stops), (member.hidden, Badge::Hidden), (!member.sole.is_empty(), Badge::Sole)];
    all.into_iter().filter(|(is, _)| *is).map(|(_, badge)| badge).collect()
}

fn member_box(member: &EgoMember, ego: &Ego, column: usize, lang: Lang) -> TierBox {
    let whole = name(&member.firm, lang);
    let products: Vec<&str> = member.products.iter().map(|product| &*product.name).collect();
    let mut lines = Vec::new();
    if member.tier == 0 {
        lines.push(place(member, ego));
        lines.extend(totals(ego, lang));
    } else {
        let where_and_what = [place(member, ego), term::list(&products, lang)];
        // The name of an unnamed supplier says both.
        let known = where_and_what.into_iter().filter(|part| !part.is_empty() && member.firm.unnamed.is_none());
        lines.push(known.collect::<Vec<_>>().join(" · "));
        lines.push(trade(member.tier > 0, member.amount, member.unpriced_lines, lang));
    }
    lines.retain(|line| !line.is_empty());
    let weak = badges(member).into_iter().map(|badge| (Tone::Danger, words::badge(badge, lang).to_owned()));
    // That a supplier supplies goes without saying.
    let role = member.role.filter(|role| *role != Role::Supporting);
    let role = role.map(|role| (Tone::Plain, term::role(role, lang).to_owned()));
    let sole: Vec<&str> = member.sole.iter().map(|product| &*product.name).collect();
    let sole = (!sole.is_empty()).then(|| format!("{}: {}", words::badge(Badge::Sole, lang), term::list(&sole, lang)));
    let tip = std::iter::once(whole.clone()).chain(lines.iter().cloned()).chain(sole);
    TierBox {
        id: format!("firm:{}", member.firm.id),
        column,
        name: if member.firm.unnamed.is_some() { whole.clone() } else { short_name(&whole).to_owned() },
        look: if member.tier == 0 { TierLook::Centre } else { look(&member.firm, ego.focus.is_some()) },
        badges: weak.chain(role).collect(),
        tip: tip.collect::<Vec<_>>().join(" · "),
        lines,
        bar: None,
    }
}

/// What the firm buys of its suppliers and sells its customers.
fn totals(ego: &Ego, lang: Lang) -> Vec<String> {
    let of = |tier: i32| ego.tiers.iter().find(|found| found.tier == tier)?.amount;
    let bought = of(1).map(|amount| words::total(true, &yuan(amount, lang), lang));
    let sold = of(-1).map(|amount| words::total(false, &yuan(amount, lang), lang));
    bought.into_iter().chain(sold).collect()
}

/// Where it stands; what lies in the focus area without the way down to it.
fn place(member: &EgoMember, ego: &Ego) -> String {
    let whole = &*member.firm.place;
    let above = ego.focus.as_ref().map(|focus| division::path(focus.code)).unwrap_or_default();
    whole.strip_prefix(&above).filter(|rest| !rest.trim().is_empty()).unwrap_or(whole).trim().to_owned()
}

fn several(product: Option<&str>, members: &[&EgoMember], column: usize, lang: Lang) -> TierBox {
    let amount = members.iter().filter_map(|member| member.amount).reduce(|sum, amount| sum + amount);
    let unpriced = members.iter().map(|member| member.unpriced_lines).sum();
    let supplies = members.first().is_some_and(|member| member.tier > 0);
    let weak: BTreeSet<Badge> = members.iter().flat_map(|member| badges(member)).collect();
    let title = match product {
        Some(product) => words::others_of(product, members.len(), lang),
        None => words::others(members.len(), lang),
    };
    let names: Vec<String> = members.iter().take(NAMED).map(|member| name(&member.firm, lang)).collect();
    let lines = vec![trade(supplies, amount, unpriced, lang)];
    let more = if members.len() > NAMED { "\u{2026}" } else { "" };
    TierBox {
        id: format!("others:{column}:{}", product.unwrap_or_default()),
        column,
        tip: format!("{title} · {} · {}{more}", lines.join(" · "), term::list(&names, lang)),
        name: title,
        look: TierLook::Several,
        badges: weak.into_iter().map(|badge| (Tone::Danger, words::badge(badge, lang).to_owned())).collect(),
        lines,
        bar: None,
    }
}

/// The legend: what occurs, and no more.
fn signs(
    boxes: &[TierBox],
    edges: &[TierEdge],
    (widest, focused): (Option<&str>, bool),
    lang: Lang,
) -> Vec<(TierSign, String)> {
    let looks = [TierLook::Here, TierLook::Outside, TierLook::Unknown, TierLook::Several];
    let places = looks.into_iter().zip(words::places(focused, lang));
    let places = places
        .filter(|(look, _)| boxes.iter().any(|of| of.look == *look))
        .map(|(look, text)| (TierSign::Box(look), text.to_owned()));
    let badges = [Badge::Stops, Badge::Hidden, Badge::Sole].map(|badge| (words::badge(badge, lang), badge));
    let badges = badges
        .into_iter()
        .filter(|(text, _)| boxes.iter().flat_map(|of| &of.badges).any(|(_, badge)| badge == text))
        .map(|(text, badge)| {
            (TierSign::Badge(Tone::Danger, text.to_owned()), words::badge_meaning(badge, lang).to_owned())
        });
    let [usual, sole, unknown] = words::lines(widest, lang);
    let has = |is: &dyn Fn(&TierEdge) -> bool| edges.iter().any(is);
    let lines = [
        (has(&|edge| edge.amount.is_some()), TierSign::Line(Tone::Plain), usual),
        (has(&|edge| edge.tone == Tone::Danger), TierSign::Line(Tone::Danger), sole),
        (has(&|edge| edge.amount.is_none()), TierSign::UnknownLine, unknown),
    ];
    let lines = lines.into_iter().filter(|line| line.0).map(|(_, sign, text)| (sign, text));
    places.chain(badges).chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::{MOST, map};
    use crate::analysis::ego::{Ego, EgoFlow, EgoMember, EgoTier};
    use crate::analysis::risk::NodeName;
    use crate::report::figure::{TierLook, Tiers};
    use crate::report::{Context, fixture};
    use std::collections::BTreeSet;

    /// Two tiers of so many suppliers; each of the second supplies one of the first.
    fn wide(count: u32) -> Ego {
        let mut ego = fixture::ego();
        let [_, seller, centre, _] = &ego.members[..] else { panic!("members") };
        let at = |number: u32| NodeName { node: number, id: format!("n{number}").into(), ..seller.firm.clone() };
        let member = |tier: i32, number: u32| EgoMember {
            tier,
            firm: at(number),
            amount: Some(f64::from(number)),
            stops: number == 11,
            sole: Vec::new(),
            ..seller.clone()
        };
        let along = |(supplier, tier): (u32, i32), buyer: NodeName| EgoFlow {
            supplier: at(supplier),
            supplier_tier: tier,
            buyer,
            buyer_tier: tier - 1,
            amount: Some(f64::from(supplier)),
            ..ego.flows[1].clone()
        };
        let (mut members, mut flows) = (vec![centre.clone()], Vec::new());
        for number in 10..10 + count {
            members.extend([member(1, number), member(2, number + count)]);
            flows.extend([along((number, 1), centre.firm.clone()), along((number + count, 2), at(number))]);
        }
        members.sort_by(|a, b| b.tier.cmp(&a.tier).then(b.amount.unwrap_or(0.0).total_cmp(&a.amount.unwrap_or(0.0))));
        let tier = |of: i32| EgoTier { tier: of, ..ego.tiers[1].clone() };
        ego.tiers = vec![tier(2), tier(1), tier(0)];
        (ego.members, ego.flows) = (members, flows);
        ego
    }

    fn drawn(ego: &Ego) -> Tiers {
        map(ego, &Context::default()).unwrap()
    }

    #[test]
    fn few_boxes_stand_for_all_members_and_all_money() {
        for count in [1, 2, 12, 13, 14, 40, 300] {
            let ego = wide(count);
            let map = drawn(&ego);
            assert!(map.boxes.len() <= MOST, "{count}: {}", map.boxes.len());
            let sum: f64 = map.edges.iter().filter_map(|edge| edge.amount).sum();
            let all: f64 = ego.flows.iter().filter_map(|flow| flow.amount).sum();
            assert!((sum - all).abs() < 1e-6, "{sum} {all}");
            let column = |id: &str| map.boxes.iter().find(|of| of.id == id).unwrap().column;
            assert!(map.edges.iter().all(|edge| column(&edge.from) + 1 == column(&edge.to)));
            let ids: BTreeSet<&str> = map.boxes.iter().map(|of| of.id.as_str()).collect();
            assert_eq!(ids.len(), map.boxes.len());
            // A chokepoint stands alone, however small.
            assert!(map.boxes.iter().any(|of| of.id == "firm:n11" && of.look != TierLook::Several));
        }
    }

    #[test]
    fn nobody_has_no_map() {
        let ego = Ego { firm: None, members: Vec::new(), tiers: Vec::new(), flows: Vec::new(), ..fixture::ego() };
        assert!(map(&ego, &Context::default()).is_none());
    }
}
