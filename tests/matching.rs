//! Meetings: the order of aims, what may not be promised twice, and what expansion would bring.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

mod common;

use common::{Economy, Make, at, km, wan};
use liantu::analysis::matching::{Binding, Matching, PoolVerdict};
use liantu::analysis::scope::{Scope, TierName};
use liantu::analysis::{MatchOptions, SplitOptions, matching, split};
use liantu::graph::SupplyGraph;
use liantu::model::{Amount, AreaCode, Location, PreferenceEntry};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn spare(wan: f64) -> Make {
    Make { spare: Some(wan), ..Make::default() }
}

fn options() -> MatchOptions {
    let scope = Scope { focus: Some(AreaCode(341300)), ..Scope::default() };
    MatchOptions { scope, ..MatchOptions::default() }
}

fn solve(economy: Economy) -> Matching {
    matching(&economy.graph(), &options()).unwrap()
}

/// Deals as buyer, seller, product, 万元.
fn deals(answer: &Matching) -> Vec<(String, String, String, f64)> {
    let deal = |row: &liantu::analysis::matching::Introduction| {
        (row.buyer.id.to_string(), row.seller.id.to_string(), row.product.id.to_string(), row.amount / 1e4)
    };
    answer.meetings.iter().map(deal).collect()
}

fn deal(buyer: &str, seller: &str, wan: f64) -> (String, String, String, f64) {
    (buyer.into(), seller.into(), "k".into(), wan)
}

/// Example 11 of the methods as a market: two plants, three needs, distances for costs; one pair of the first plant is barred by
/// distance in the example, here the tier does it.
#[test]
fn example_11_matches_80_of_95() {
    // g1 at 0 km, s1 at 10 km north of it, g2 30 km from s1, s2 20 km from g2, g3 40 km from s2; s1 and g3 are 90 km apart.
    let economy = Economy::default()
        .focus(341300)
        .firm("g1", km(341302, 0.0))
        .firm("s1", km(341302, 10.0))
        .firm("g2", km(341302, 40.0))
        .firm("s2", km(341302, 60.0))
        .firm("g3", km(341302, 100.0))
        .firm("far", at(320500))
        .makes("s1", "k", spare(50.0))
        .makes("s2", "k", spare(30.0))
        .buys("g1", "far", "k", wan(40.0))
        .buys("g2", "far", "k", wan(35.0))
        .buys("g3", "far", "k", wan(20.0));
    let options = MatchOptions { tier: Some(TierName::Circle(50.0)), lot: Some(0.0), ..options() };
    let answer = matching(&economy.graph(), &options).unwrap();
    assert_eq!(
        deals(&answer),
        [deal("g1", "s1", 40.0), deal("g2", "s1", 10.0), deal("g2", "s2", 25.0), deal("g3", "s2", 5.0)]
    );
    let weighed: f64 = answer.meetings.iter().map(|row| row.amount / 1e4 * row.kilometres.unwrap()).sum();
    assert!((weighed - 1400.0).abs() < 1e-6, "{weighed}");
    // The rest, 15 of 95, comes from outside at 100: 2900 in all.
    assert_eq!((answer.total.matched, answer.total.open), (80e4, 15e4));
    assert!((weighed + 100.0 * answer.total.open / 1e4 - 2900.0).abs() < 1e-6);
    // Both plants should expand: what s1 makes more frees s2 for g3.
    let marginal: Vec<(&str, f64, f64)> =
        answer.expansions.iter().map(|row| (&*row.seller.id, row.marginal, row.room)).collect();
    assert_eq!(marginal, [("s1", 1.0, 15e4), ("s2", 1.0, 15e4)]);
    assert!(answer.expansions.iter().all(|row| row.buyers == 1 && &*row.leading[0].buyer.id == "g3"));
}

/// Needs E2: spare is promised once, the nearer does not matter where one seller must choose.
#[test]
fn e2_promises_its_spare_once_and_serves_both_buyers() {
    let economy = Economy::default()
        .focus(341300)
        .firm("甲车桥", at(341324))
        .firm("乙", at(341302))
        .firm("灵璧某厂", at(341323))
        .makes("灵璧某厂", "k", spare(1500.0))
        .buys_from("甲车桥", at(320200), "k", wan(2000.0))
        .buys_from("乙", at(320200), "k", wan(1000.0));
    let graph = economy.graph();
    let answer = matching(&graph, &MatchOptions { lot: Some(1e5), ..options() }).unwrap();
    assert_eq!((answer.total.matched, answer.total.open, answer.total.idle), (1.5e7, 1.5e7, 0.0));
    // Both get their first lot of 10 万元, although one of them is nearer and could take everything.
    assert_eq!((answer.total.needs, answer.total.served), (2, 2));
    assert_eq!(answer.meetings.len(), 2);
    assert_eq!(answer.products[0].binding, Binding::Capacity);
    let promised: f64 = answer.meetings.iter().map(|row| row.amount).sum();
    assert_eq!(promised, 1.5e7);
    // Unless it is asked for, nobody is called to a meeting about 10 万元.
    let plain = matching(&graph, &options()).unwrap();
    assert_eq!((plain.total.matched, plain.total.needs, plain.total.served), (1.5e7, 2, 1));
    assert_eq!(plain.meetings.len(), 1);
}

#[test]
fn the_nearer_plant_serves_but_never_at_the_cost_of_a_yuan() {
    // near could serve both, away only the first: serving the first from near would leave the second open.
    let economy = Economy::default()
        .focus(341300)
        .firm("first", km(341302, 0.0))
        .firm("second", km(341302, 40.0))
        .firm("near", km(341302, 1.0))
        .firm("away", km(341302, -45.0))
        .firm("far", at(320500))
        .makes("near", "k", spare(10.0))
        .makes("away", "k", spare(10.0))
        .buys("first", "far", "k", wan(10.0))
        .buys("second", "far", "k", wan(10.0));
    let answer = matching(&economy.graph(), &MatchOptions { tier: Some(TierName::Circle(50.0)), ..options() }).unwrap();
    assert_eq!(deals(&answer), [deal("first", "away", 10.0), deal("second", "near", 10.0)]);
    assert_eq!(answer.products[0].binding, Binding::Demand);
    assert!(answer.expansions.is_empty());
}

#[test]
fn a_cap_on_shares_keeps_a_second_source() {
    let economy = || {
        Economy::default()
            .focus(341300)
            .firm("b", at(341324))
            .firm("s", at(341323))
            .firm("far", at(320500))
            .makes("s", "k", spare(100.0))
            .buys("b", "s", "k", wan(10.0))
            .buys("b", "far", "k", wan(90.0))
    };
    let at_most = |share| matching(&economy().graph(), &MatchOptions { share_cap: Some(share), ..options() }).unwrap();
    // θ·D − already: 60 − 10.
    assert_eq!(deals(&at_most(0.6)), [deal("b", "s", 50.0)]);
    assert_eq!(at_most(0.6).products[0].binding, Binding::Reach);
    assert_eq!(deals(&at_most(0.1)), []);
    assert_eq!(deals(&solve(economy())), [deal("b", "s", 90.0)]);
    assert!(solve(economy()).meetings[0].already_supplies);
}

#[test]
fn a_firm_does_not_meet_itself() {
    let economy = Economy::default()
        .focus(341300)
        .firm("a", at(341324))
        .firm("b", at(341324))
        .firm("far", at(320500))
        .makes("a", "k", spare(10.0))
        .buys("a", "far", "k", wan(10.0))
        .buys("b", "far", "k", wan(4.0));
    let answer = solve(economy);
    assert_eq!(deals(&answer), [deal("b", "a", 4.0)]);
    assert_eq!((answer.products[0].binding, answer.products[0].idle), (Binding::Reach, 6e4));
}

#[test]
fn spare_that_nobody_stated_is_offered_apart() {
    let economy = |years: bool| {
        let mut economy = Economy::default()
            .focus(341300)
            .firm("b", at(341324))
            .firm("maker", at(341323))
            .firm("silent", at(341323))
            .firm("far", at(320500))
            .makes("maker", "k", Make::default())
            .makes("silent", "k", Make::default())
            .buys_in("b", "far", "k", wan(50.0), Some(2024))
            .buys_in("b", "maker", "k", wan(20.0), Some(2024));
        if years {
            economy = economy.buys_in("b", "maker", "k", wan(45.0), Some(2022));
            economy = economy.buys_in("b", "maker", "k", wan(30.0), Some(2023));
        }
        solve(economy)
    };
    let answer = economy(true);
    assert_eq!((answer.total.matched, answer.total.open), (0.0, 50e4));
    let offers: Vec<_> =
        answer.offers.iter().map(|row| (&*row.seller.id, row.best, row.current, row.cap, row.amount)).collect();
    assert_eq!(
        offers,
        [("maker", Some(45e4), Some(20e4), Some(25e4), Some(25e4)), ("silent", None, Some(0.0), None, None)]
    );
    assert_eq!(answer.offers[0].leading[0].open, 50e4);
    // One year tells no better one.
    assert_eq!(economy(false).offers[0].cap, None);
}

#[test]
fn a_line_without_an_amount_leaves_this_years_sales_unknown() {
    let answer = solve(
        Economy::default()
            .focus(341300)
            .firm("b", at(341324))
            .firm("maker", at(341323))
            .firm("far", at(320500))
            .makes("maker", "k", Make::default())
            .buys_in("b", "far", "k", wan(50.0), Some(2024))
            .buys_in("b", "maker", "k", Amount::Missing, Some(2024))
            .buys_in("b", "maker", "k", wan(45.0), Some(2022)),
    );
    let offer = &answer.offers[0];
    assert_eq!((offer.best, offer.current, offer.cap, offer.amount), (Some(45e4), None, None, None));
}

#[test]
fn two_who_buy_outside_can_buy_together() {
    let scale = |scale: Option<f64>, spare_wan: f64| {
        let mut dataset = Economy::default()
            .focus(341300)
            .firm("a", at(341324))
            .firm("b", at(341302))
            .firm("s", at(341323))
            .firm("far", at(320500))
            .makes("s", "k", spare(spare_wan))
            .buys("a", "far", "k", wan(60.0))
            .buys("b", "far", "k", wan(40.0))
            .buys("a", "far", "alone", wan(70.0))
            .dataset();
        dataset.products.iter_mut().for_each(|product| product.minimum_scale = scale);
        let answer = matching(&SupplyGraph::build(Arc::new(dataset)), &options()).unwrap();
        let [pool] = &answer.pooled[..] else { panic!("{:?}", answer.pooled) };
        assert_eq!((pool.pooled, pool.buyers.len(), pool.shared_suppliers), (100e4, 2, 1));
        (pool.ratio, pool.open_ratio, pool.verdict)
    };
    assert_eq!(scale(None, 200.0), (None, None, PoolVerdict::Introduce));
    assert_eq!(scale(None, 0.0), (None, None, PoolVerdict::ScaleUnknown));
    assert_eq!(scale(Some(80e4), 0.0), (Some(1.25), Some(1.25), PoolVerdict::Plant));
    assert_eq!(scale(Some(80e4), 60.0), (Some(1.25), Some(0.5), PoolVerdict::MatchFirst));
    assert_eq!(scale(Some(200e4), 0.0), (Some(0.5), Some(0.5), PoolVerdict::BuyTogether));
}

#[test]
fn firms_that_could_buy_from_each_other_are_paired() {
    let answer = solve(
        Economy::default()
            .focus(341300)
            .firm("a", at(341324))
            .firm("b", at(341302))
            .firm("c", at(341302))
            .firm("far", at(320500))
            .makes("a", "ka", spare(30.0))
            .makes("b", "kb", spare(50.0))
            .makes("c", "kc", spare(50.0))
            .buys("a", "far", "kb", wan(20.0))
            .buys("b", "far", "ka", wan(100.0))
            .buys("c", "far", "ka", wan(100.0)),
    );
    let [pair] = &answer.mutual[..] else { panic!("{:?}", answer.mutual) };
    assert_eq!((&*pair.first.id, &*pair.second.id), ("a", "b"));
    assert_eq!((pair.first_sells, pair.second_sells, pair.mutual), (30e4, 20e4, 20e4));
    assert_eq!((&*pair.first_products[0].id, &*pair.second_products[0].id), ("ka", "kb"));
}

#[test]
fn without_amounts_the_need_is_unknown_and_nothing_is_matched() {
    let answer = solve(
        Economy::default()
            .focus(341300)
            .firm("b", at(341324))
            .firm("s", at(341323))
            .firm("far", at(320500))
            .makes("s", "k", spare(10.0))
            .buys("b", "far", "k", Amount::Missing),
    );
    assert_eq!((answer.total.need, answer.total.unpriced_lines, answer.meetings.len()), (None, 1, 0));
    assert_eq!((answer.total.needs, answer.total.unpriced_needs), (0, 1));
}

#[test]
fn absurd_amounts_are_matched_without_overflow() {
    let answer = solve(
        Economy::default()
            .focus(341300)
            .firm("b", at(341324))
            .firm("c", at(341324))
            .firm("s", at(341323))
            .firm("t", at(341323))
            .firm("far", at(320500))
            .makes("s", "k", spare(1e300))
            .makes("t", "k", spare(1e300))
            .buys("b", "far", "k", wan(1e300))
            .buys("c", "far", "k", wan(1e300)),
    );
    assert!(answer.total.matched.is_finite() && answer.total.matched > 0.0);
}

/// Both sides say whom they prefer: the seller's favourite gets its spare, though the other buyer asked it first.
#[test]
fn preferences_of_both_sides_give_a_stable_meeting() {
    let graph = Economy::default()
        .focus(341300)
        .firm("a", at(341324))
        .firm("b", at(341302))
        .firm("s", at(341323))
        .firm("t", at(341323))
        .firm("far", at(320500))
        .makes("s", "k", spare(10.0))
        .makes("t", "k", spare(10.0))
        .buys("a", "far", "k", wan(10.0))
        .buys("b", "far", "k", wan(6.0))
        .graph();
    let entry = |buyer: &str, seller: &str, product: Option<&str>, buyer_rank, seller_rank| PreferenceEntry {
        place: String::new(),
        buyer: buyer.into(),
        seller: seller.into(),
        product: product.map(Into::into),
        buyer_rank,
        seller_rank,
    };
    let preferences = vec![
        entry("a", "s", None, Some(1), None),
        entry("a", "s", None, None, Some(2)),
        entry("a", "t", Some("k"), Some(2), Some(1)),
        entry("b", "s", None, Some(1), Some(1)),
        // Nobody asked the seller.
        entry("b", "t", None, Some(2), None),
    ];
    let asked = |preferences| matching(&graph, &MatchOptions { preferences, ..options() });
    let stable = asked(preferences).unwrap().stable.unwrap();
    let rows: Vec<_> =
        stable.rows.iter().map(|row| (&*row.buyer.id, &*row.seller.id, row.amount / 1e4, row.buyer_rank)).collect();
    assert_eq!(rows, [("a", "s", 4.0, 1), ("a", "t", 6.0, 2), ("b", "s", 6.0, 1)]);
    assert_eq!((stable.matched, stable.unused), (16e4, 1));
    assert_eq!(asked(Vec::new()).unwrap().stable, None);
    assert!(asked(vec![entry("nobody", "s", None, Some(1), Some(1))]).is_err());
}

/// A tiny market in whole 万元: sellers and buyers along a road, spare and needs.
#[derive(Debug, Clone)]
struct Road {
    sellers: Vec<(i64, i64)>,
    buyers: Vec<(i64, i64)>,
    lot: i64,
}

const REACH: f64 = 50.0;

impl Road {
    fn graph(&self) -> SupplyGraph {
        let mut economy = Economy::default().focus(341300).firm("far", at(320500));
        for (n, &(place, units)) in self.sellers.iter().enumerate() {
            let name = format!("s{n}");
            economy = economy.firm(&name, km(341302, place as f64)).makes(&name, "k", spare(units as f64));
        }
        for (n, &(place, units)) in self.buyers.iter().enumerate() {
            let name = format!("b{n}");
            economy = economy.firm(&name, km(341302, place as f64)).buys(&name, "far", "k", wan(units as f64));
        }
        economy.graph()
    }

    fn solve(&self) -> Matching {
        let lot = Some(self.lot as f64 * 1e4);
        let options = MatchOptions { tier: Some(TierName::Circle(REACH)), lot, ..options() };
        matching(&self.graph(), &options).unwrap()
    }

    /// Tries every flow in whole 万元: most matched, then most first lots, then least kilometres.
    fn by_force(&self) -> (i64, i64, i64) {
        let pairs: Vec<(usize, usize, i64)> = (0..self.sellers.len())
            .flat_map(|s| (0..self.buyers.len()).map(move |b| (s, b)))
            .map(|(s, b)| (s, b, (self.sellers[s].0 - self.buyers[b].0).abs()))
            .filter(|&(_, _, km)| km as f64 <= REACH)
            .collect();
        let mut best = (0, 0, 0);
        let spare: Vec<i64> = self.sellers.iter().map(|seller| seller.1).collect();
        let taken = vec![0; self.buyers.len()];
        self.walk(&pairs, &mut (spare, taken), 0, &mut best);
        (best.0, best.1, -best.2)
    }

    /// `left`: what each seller can still spare, what each buyer has taken.
    fn walk(
        &self,
        pairs: &[(usize, usize, i64)],
        left: &mut (Vec<i64>, Vec<i64>),
        km: i64,
        best: &mut (i64, i64, i64),
    ) {
        let Some((&(s, b, far), rest)) = pairs.split_first() else {
            let taken = &left.1;
            let lots = taken.iter().zip(&self.buyers).map(|(taken, buyer)| *taken.min(&self.lot.min(buyer.1))).sum();
            *best = (*best).max((taken.iter().sum(), lots, -km));
            return;
        };
        for units in 0..=left.0[s].min(self.buyers[b].1 - left.1[b]) {
            left.0[s] -= units;
            left.1[b] += units;
            self.walk(rest, left, km + units * far, best);
            left.0[s] += units;
            left.1[b] -= units;
        }
    }
}

fn road() -> impl Strategy<Value = Road> {
    let side = || prop::collection::vec((0i64..8, 1i64..5), 1..=3);
    // Places 13 km apart, so that some pairs are out of reach and some firms share a place.
    let spread = |side: Vec<(i64, i64)>| side.into_iter().map(|(place, units)| (place * 13, units)).collect::<Vec<_>>();
    (side(), side(), 0i64..4).prop_map(move |(sellers, buyers, lot)| Road {
        sellers: spread(sellers),
        buyers: spread(buyers),
        lot,
    })
}

/// Who can spare how much of which product.
type Spares = BTreeMap<(usize, usize), u32>;

/// Firms 0..6 are local; who buys what from outside, who can spare what.
fn market() -> impl Strategy<Value = (Vec<(usize, usize, u32)>, Spares)> {
    let needs = prop::collection::vec((0usize..6, 0usize..3, 1u32..5000), 0..20);
    (needs, prop::collection::btree_map((0usize..6, 0usize..3), 1u32..3000, 0..10))
}

fn economy(
    needs: &[(usize, usize, u32)],
    spares: &BTreeMap<(usize, usize), u32>,
    name: impl Fn(usize) -> String,
) -> Economy {
    const PLACES: [u32; 3] = [341324, 341323, 341302];
    let mut economy = Economy::default().focus(341300).firm("far", at(320500)).firm("lost", Location::UNKNOWN);
    for firm in 0..6 {
        economy = economy.firm(&name(firm), at(PLACES[firm % 3]));
    }
    for &(buyer, product, units) in needs {
        economy = economy.buys(&name(buyer), "far", &format!("k{product}"), wan(f64::from(units) / 8.0));
    }
    for (&(firm, product), &units) in spares {
        economy = economy.makes(&name(firm), &format!("k{product}"), spare(f64::from(units) / 8.0));
    }
    economy
}

proptest! {
    #[test]
    fn no_other_meeting_is_better(road in road()) {
        let answer = road.solve();
        let market = &answer.products[0];
        let kilometres: f64 = answer.meetings.iter().map(|row| row.amount / 1e4 * row.kilometres.unwrap()).sum();
        let found = ((market.matched / 1e4).round() as i64, (market.first_lots / 1e4).round() as i64, kilometres.round() as i64);
        prop_assert_eq!(found, road.by_force());
    }

    #[test]
    fn a_dual_is_the_difference_that_capacity_makes(road in road()) {
        let answer = road.solve();
        for (n, _) in road.sellers.iter().enumerate() {
            let with = |more: i64| {
                let mut road = road.clone();
                road.sellers[n].1 += more;
                (road.solve().total.matched - answer.total.matched) / 1e4
            };
            let id = format!("s{n}");
            let row = answer.expansions.iter().find(|row| *row.seller.id == *id);
            prop_assert_eq!(with(1), row.map_or(0.0, |row| row.marginal));
            prop_assert_eq!(with(1000), row.map_or(0.0, |row| row.room / 1e4));
            // The buyers that gain are those who take more when the capacity knows no bound, or free another for one who does.
            prop_assert!(row.is_none_or(|row| row.leading.iter().map(|need| need.open).sum::<f64>() >= row.room));
        }
    }

    #[test]
    fn the_total_is_that_of_the_split_and_nothing_is_promised_twice((needs, spares) in market()) {
        let graph = economy(&needs, &spares, |firm| format!("f{firm}")).graph();
        let answer = matching(&graph, &options()).unwrap();
        let split = split(&graph, &SplitOptions { scope: options().scope, ..SplitOptions::default() }).unwrap();
        prop_assert!((answer.total.matched - split.total.bridgeable).abs() < 0.005);
        prop_assert!((answer.total.open - split.total.to_recruit).abs() < 0.02);
        let (mut given, mut taken) = (BTreeMap::new(), BTreeMap::new());
        for row in &answer.meetings {
            prop_assert!(row.amount > 0.0 && row.seller.id != row.buyer.id);
            *given.entry((&row.seller.id, &row.product.id)).or_insert(-row.spare) += row.amount;
            *taken.entry((&row.buyer.id, &row.product.id)).or_insert(-row.need) += row.amount;
        }
        prop_assert!(given.values().chain(taken.values()).all(|over| *over < 0.005));
        let of_pairs: f64 = answer.pairs.iter().map(|pair| pair.amount).sum();
        prop_assert!((of_pairs - answer.total.matched).abs() < 0.005);
        let seated: usize = answer.rounds.iter().map(|round| round.pairs).sum();
        prop_assert_eq!(seated, answer.pairs.len());
        let seats: BTreeSet<_> = answer.pairs.iter().flat_map(|pair| [(pair.round, &pair.buyer.id), (pair.round, &pair.seller.id)]).collect();
        prop_assert_eq!(seats.len(), 2 * answer.pairs.len());
    }

    #[test]
    fn order_and_names_change_nothing_that_is_summed((needs, spares) in market()) {
        let named = |name: &dyn Fn(usize) -> String, reverse: bool| {
            let mut needs = needs.clone();
            if reverse {
                needs.reverse();
            }
            // Without a lot it is the id that decides who of equals is served, and so how many are.
            let options = MatchOptions { lot: Some(1e5), ..options() };
            matching(&economy(&needs, &spares, name).graph(), &options).unwrap()
        };
        let plain = named(&|firm| format!("f{firm}"), false);
        let reversed = named(&|firm| format!("f{firm}"), true);
        prop_assert_eq!(&plain, &reversed);
        let renamed = named(&|firm| format!("f{}", 9 - firm), false);
        prop_assert_eq!(&plain.total, &renamed.total);
        prop_assert_eq!(&plain.products, &renamed.products);
        let rooms = |answer: &Matching| answer.expansions.iter().map(|row| row.room.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(rooms(&plain), rooms(&renamed));
    }
}
