//! One product: who sells how much to whom.
//!
//! Firms of one place are one node, since cost and admission depend on places alone; a firm that both sells and needs the
//! product, which must not meet itself, is a node of its own. What a group gives and takes is then dealt out to its firms.

use crate::analysis::numeric::mincost::{Network, Solved};
use crate::analysis::split::{Market, PlaceKey, fen, place_key};
use crate::graph::Flow;
use crate::model::FirmIx;
use std::collections::{BTreeMap, BTreeSet};

/// Kilometres that a pair counts whose distance nobody knows: no two places are farther apart.
const UNKNOWN_KM: u32 = 20_016;

/// What rules the trade.
pub(super) struct Terms<'a> {
    pub(super) market: &'a Market<'a>,
    /// Share of a buyer's purchases of a product that one seller may take; `None`: all of it.
    pub(super) share_cap: Option<f64>,
    /// First lot, fen.
    pub(super) lot: i64,
}

/// What one side brings: who, and how many fen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub(super) firm: FirmIx,
    /// Position in the needs; of a seller without meaning.
    pub(super) need: u32,
    pub(super) units: i64,
}

/// Units that one seller gives one need, by positions on the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Deal {
    pub(super) seller: usize,
    pub(super) buyer: usize,
    pub(super) units: i64,
}

/// What a unit more of a seller's capacity would bring.
#[derive(Debug, Clone, Default)]
pub(super) struct Margin {
    /// Units matched for each unit of capacity: 0 or 1.
    pub(super) gain: i64,
    /// Units matched if its capacity knew no bound.
    pub(super) room: i64,
    /// Whose open needs that would serve: positions of buyers.
    pub(super) buyers: Vec<usize>,
}

/// A cleared trade.
pub(super) struct Trade {
    /// Sorted by seller and buyer.
    pub(super) deals: Vec<Deal>,
    /// What each buyer takes.
    pub(super) taken: Vec<i64>,
    /// What each seller gives.
    pub(super) given: Vec<i64>,
    /// First lot, fen.
    pub(super) lot: i64,
    solved: Solved,
    sellers: Vec<Group>,
    buyers: Vec<Group>,
    /// Pairs of groups that may trade, with the arc.
    arcs: Vec<(usize, usize, usize)>,
}

/// Firms of one side that differ in nothing that matters.
struct Group {
    members: Vec<usize>,
    units: i64,
}

/// Clears the trade: most units, then most first lots, then fewest unit-kilometres.
pub(super) fn clear(terms: &Terms<'_>, sellers: &[Side], buyers: &[Side]) -> Trade {
    let both: BTreeSet<FirmIx> = {
        let selling: BTreeSet<FirmIx> = sellers.iter().map(|side| side.firm).collect();
        buyers.iter().map(|side| side.firm).filter(|firm| selling.contains(firm)).collect()
    };
    let alone = |firm: FirmIx| terms.share_cap.is_some() || both.contains(&firm);
    let (selling, buying) = (groups(terms, sellers, &alone), groups(terms, buyers, &alone));
    let lots: Vec<i64> = buying.iter().map(|group| lots(terms, buyers, group)).collect();
    let (solved, arcs) = solve(terms, (sellers, &selling), (buyers, &buying), &lots);
    let flow = |arc: usize| solved.flow(arc);
    let mut into = vec![0i64; buying.len()];
    let mut out = vec![0i64; selling.len()];
    for &(s, g, arc) in &arcs {
        out[s] += flow(arc);
        into[g] += flow(arc);
    }
    let mut taken = vec![0; buyers.len()];
    for (group, &units) in buying.iter().zip(&into) {
        deal_out(terms, buyers, group, units, &mut taken);
    }
    let mut given = vec![0; sellers.len()];
    for (group, &units) in selling.iter().zip(&out) {
        fill(group.members.iter().copied(), units, |member| sellers[member].units, &mut given);
    }
    let shares: Vec<(usize, usize, i64)> = arcs.iter().map(|&(s, g, arc)| (s, g, flow(arc))).collect();
    let deals = pair(&selling, &buying, shares, (given.clone(), taken.clone()));
    Trade { deals, taken, given, lot: terms.lot, solved, sellers: selling, buyers: buying, arcs }
}

/// Groups in the order of their first member, the members with most units first.
fn groups(terms: &Terms<'_>, side: &[Side], alone: &dyn Fn(FirmIx) -> bool) -> Vec<Group> {
    let dataset = terms.market.graph.dataset();
    let mut known: BTreeMap<(PlaceKey<'_>, Option<FirmIx>), usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (at, entry) in side.iter().enumerate().filter(|(_, entry)| entry.units > 0) {
        let key = place_key(entry.firm.index(), &dataset.firm(entry.firm).location);
        let group = *known.entry((key, alone(entry.firm).then_some(entry.firm))).or_insert_with(|| {
            groups.push(Group { members: Vec::new(), units: 0 });
            groups.len() - 1
        });
        groups[group].members.push(at);
        groups[group].units = groups[group].units.saturating_add(entry.units);
    }
    for group in &mut groups {
        group.members.sort_by_key(|&at| (std::cmp::Reverse(side[at].units), at));
    }
    groups
}

fn first_lot(terms: &Terms<'_>, side: &Side) -> i64 {
    side.units.min(terms.lot)
}

fn lots(terms: &Terms<'_>, buyers: &[Side], group: &Group) -> i64 {
    group.members.iter().fold(0i64, |sum, &at| sum.saturating_add(first_lot(terms, &buyers[at])))
}

type Groups<'g> = (&'g [Side], &'g [Group]);

/// The flow between groups: source, sellers, buyers, sink.
fn solve(
    terms: &Terms<'_>,
    (sellers, selling): Groups<'_>,
    (buyers, buying): Groups<'_>,
    lots: &[i64],
) -> (Solved, Vec<(usize, usize, usize)>) {
    let mut pairs: Vec<(usize, usize, u32, i64)> = Vec::new();
    for (s, from) in selling.iter().enumerate() {
        for (g, to) in buying.iter().enumerate() {
            let (seller, buyer) = (&sellers[from.members[0]], &buyers[to.members[0]]);
            if terms.market.rank(seller.firm, buyer.firm).is_some() {
                let km = kilometres(terms.market, seller.firm, buyer.firm);
                pairs.push((s, g, km.map_or(UNKNOWN_KM, |km| km.round() as u32), cap(terms, seller, buyer)));
            }
        }
    }
    let (source, sink) = (0, selling.len() + buying.len() + 1);
    let mut network = Network::new(sink + 1);
    for (s, group) in selling.iter().enumerate() {
        network.add(source, 1 + s, group.units, 0);
    }
    let joined =
        |&(s, g, km, most): &(usize, usize, u32, i64)| (s, g, network.add(1 + s, 1 + selling.len() + g, most, km));
    let arcs: Vec<(usize, usize, usize)> = pairs.iter().map(joined).collect();
    // Two flows of one value differ by circles, each of at most so many pairs: beyond this no saving of kilometres pays for a lot.
    let longest = 2 * selling.len().min(buying.len()) as u64 + 2;
    let dear = longest * u64::from(pairs.iter().map(|pair| pair.2).max().unwrap_or(0)) + 1;
    for (g, (group, &lot)) in buying.iter().zip(lots).enumerate() {
        network.add(1 + selling.len() + g, sink, lot, 0);
        network.add_dear(1 + selling.len() + g, sink, group.units - lot, dear);
    }
    (network.solve(source, sink), arcs)
}

/// Great-circle distance of two firms, where both places have a point.
pub(super) fn kilometres(market: &Market<'_>, seller: FirmIx, buyer: FirmIx) -> Option<f64> {
    let point = |firm| market.graph.dataset().firm(firm).location.point;
    Some(point(seller)?.distance_km(point(buyer)?))
}

/// What one seller may take of a need at most: the cap on its share, less what it delivers already.
fn cap(terms: &Terms<'_>, seller: &Side, buyer: &Side) -> i64 {
    let Some(share) = terms.share_cap else { return i64::MAX };
    let need = &terms.market.needs[buyer.need as usize];
    let sells = |flow: &&Flow| terms.market.graph.supplier_firm(flow) == Some(seller.firm);
    let already: f64 = terms.market.flows(need).filter(sells).map(|flow| flow.amount).sum();
    fen(share * (need.near + need.outside + need.unlocated) - already).max(0)
}

/// Fills members in turn up to what each can hold.
fn fill(members: impl Iterator<Item = usize>, mut units: i64, most: impl Fn(usize) -> i64, held: &mut [i64]) {
    for member in members {
        let more = units.min(most(member) - held[member]);
        held[member] += more;
        units -= more;
    }
}

/// First lots first, the smallest first, so that as many are served as can be; the rest to the largest needs.
fn deal_out(terms: &Terms<'_>, buyers: &[Side], group: &Group, units: i64, taken: &mut [i64]) {
    let lot = |at: usize| first_lot(terms, &buyers[at]);
    let mut members = group.members.clone();
    members.sort_by_key(|&at| lot(at));
    let of_lots = lots(terms, buyers, group).min(units);
    fill(members.into_iter(), of_lots, lot, taken);
    fill(group.members.iter().copied(), units - of_lots, |at| buyers[at].units, taken);
}

/// Pairs sellers with buyers group by group, in as few pairs as two fingers along two lists give.
fn pair(
    selling: &[Group],
    buying: &[Group],
    shares: Vec<(usize, usize, i64)>,
    (mut given, mut taken): (Vec<i64>, Vec<i64>),
) -> Vec<Deal> {
    let (mut sold, mut bought) = (vec![0usize; selling.len()], vec![0usize; buying.len()]);
    let mut deals = Vec::new();
    for (s, g, mut units) in shares {
        while units > 0 {
            let (seller, buyer) = (selling[s].members[sold[s]], buying[g].members[bought[g]]);
            let share = units.min(given[seller]).min(taken[buyer]);
            if share > 0 {
                deals.push(Deal { seller, buyer, units: share });
            }
            units -= share;
            given[seller] -= share;
            taken[buyer] -= share;
            sold[s] += usize::from(given[seller] == 0 && units > 0);
            bought[g] += usize::from(taken[buyer] == 0 && units > 0);
        }
    }
    deals.sort_unstable();
    deals
}

impl Trade {
    /// What a unit more of each seller would bring, by position of seller; nothing where it would bring nothing.
    pub(super) fn margins(&self, buyers: &[Side]) -> BTreeMap<usize, Margin> {
        let open: Vec<i64> = (0..buyers.len()).map(|at| buyers[at].units - self.taken[at]).collect();
        let mut margins = BTreeMap::new();
        let gains = self.solved.gains();
        for (s, group) in self.sellers.iter().enumerate().filter(|(s, _)| gains[1 + s]) {
            let reached = self.solved.reach(1 + s, 0);
            let groups = (0..self.buyers.len()).filter(|g| reached[1 + self.sellers.len() + g]);
            let groups: Vec<usize> = groups.filter(|&g| open_of(&self.buyers[g], &open) > 0).collect();
            let members = groups.iter().flat_map(|&g| self.buyers[g].members.iter().copied());
            let mut served: Vec<usize> = members.filter(|&at| open[at] > 0).collect();
            served.sort_by_key(|&at| (std::cmp::Reverse(open[at]), at));
            let margin = Margin { gain: 1, room: self.room(s, &groups, &open), buyers: served };
            margins.extend(group.members.iter().map(|&member| (member, margin.clone())));
        }
        margins
    }

    /// Where all that can be reached can be served without moving anybody, it is the sum; else a flow says.
    fn room(&self, seller: usize, groups: &[usize], open: &[i64]) -> i64 {
        let direct: BTreeSet<usize> = self.free_arcs(seller).collect();
        if groups.iter().all(|g| direct.contains(g)) {
            return groups.iter().fold(0i64, |sum, &g| sum.saturating_add(open_of(&self.buyers[g], open)));
        }
        self.solved.room(1 + seller)
    }

    /// Groups of buyers that a group of sellers may serve without bound.
    fn free_arcs(&self, seller: usize) -> impl Iterator<Item = usize> {
        let of = self.arcs.iter().filter(move |arc| arc.0 == seller);
        of.filter(|arc| self.solved.capacity(arc.2) == i64::MAX).map(|arc| arc.1)
    }
}

fn open_of(group: &Group, open: &[i64]) -> i64 {
    group.members.iter().fold(0i64, |sum, &at| sum.saturating_add(open[at]))
}
