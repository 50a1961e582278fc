//! Embodied local content through data set, graph and rate: Example 2 of the methods, and what must hold of any economy.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

mod common;

use common::{Economy, at, wan};
use liantu::analysis::rate::{Basis, BuyerScope, EmbodiedRow, Flag, Rate, RateLevel, RateRow, Traced};
use liantu::analysis::scope::TierName;
use liantu::analysis::{ExplainOptions, RateOptions, explain, rate};
use liantu::graph::SupplyGraph;
use liantu::model::{Amount, Location, Status};
use proptest::prelude::*;

const HERE: u32 = 341324;
const AWAY: u32 = 320583;

fn answer(graph: &SupplyGraph, tiers: &[&str], traced: Traced) -> Rate {
    let tiers = tiers.iter().map(|tier| tier.parse().unwrap()).collect();
    rate(graph, &RateOptions { tiers, embodied: Some(traced), ..RateOptions::default() }).unwrap()
}

fn of_firm(answer: &Rate, firm: &str) -> EmbodiedRow {
    answer.embodied.iter().find(|row| row.level == RateLevel::Firm && *row.id == *firm).unwrap().clone()
}

fn city(graph: &SupplyGraph, firm: &str) -> EmbodiedRow {
    of_firm(&answer(graph, &["city"], Traced::All), firm)
}

#[track_caller]
fn close(figure: Option<f64>, expected: f64) {
    let figure = figure.expect("a figure");
    assert!((figure - expected).abs() < 1e-9, "{figure} is not {expected}");
}

/// Example 2 of the methods, §1.7, in 万元; operating cost leaves each firm the value-added ratio of the example.
fn example_2() -> Economy {
    Economy::default()
        .leader("L", at(HERE))
        .firm("S1", at(HERE))
        .firm("S2", at(AWAY))
        .firm("S3", at(HERE))
        .firm("S4", at(AWAY))
        .firm("S5", at(HERE))
        .buys("L", "S1", "a", wan(60.0))
        .buys("L", "S2", "b", wan(40.0))
        .buys("S1", "S3", "c", wan(30.0))
        .buys("S1", "S4", "d", wan(12.0))
        .buys("S2", "S5", "e", wan(10.0))
        .books("S1", Some(60.0), Some(42.0))
        .books("S2", Some(100.0), Some(70.0))
        .books("S3", Some(30.0), Some(12.0))
        .books("S4", Some(12.0), Some(8.4))
        .books("S5", Some(10.0), Some(4.0))
}

#[test]
fn example_2_g4_content_bounds_and_layers() {
    let row = city(&example_2().graph(), "L");
    close(row.first, 0.60);
    close(row.measure.value, 0.52);
    close(row.measure.lo, 0.384);
    close(row.measure.hi, 0.844);
    close(row.untraced, 0.46);
    close(row.measure.coverage, 0.54);
    close(row.layers[0].near, 0.18);
    close(row.layers[1].near, 0.34);
    close(row.layers[2].near, 0.0);
    close(row.layers[3].near, 0.0);
    // Own value added of the suppliers, 0.3 of both, then 0.6 · (0.5 · 0.6 + 0.2 · 0.3) + 0.4 · 0.1 · 0.6.
    close(row.layers[0].traced, 0.3);
    close(row.layers[1].traced, 0.24);
    assert_eq!((row.measure.numerator.unwrap().round(), row.measure.n, row.measure.status), (520_000.0, 2, Status::Ok));
    assert_eq!(row.flags, []);
}

#[test]
fn what_a_supplier_buys_from_its_own_buyer_comes_back_as_lambda_of_the_leader() {
    // S6 buys all from L: λ(L) = 1/3 + 0.4 · 0.8 + 4/15 · 0.1 = 0.68 with revenue 150.
    let graph =
        example_2().leader("M", at(HERE)).buys("M", "L", "car", wan(10.0)).books("L", Some(150.0), Some(100.0)).graph();
    close(city(&graph, "M").measure.value, 0.68);
}

/// 甲 buys 60 of 100 from 乙 next door, who buys nearly all of it elsewhere: the rate is 60 %, the content about 25 %.
#[test]
fn a_leader_of_sixty_per_cent_whose_true_local_content_is_a_quarter() {
    let graph = Economy::default()
        .leader("甲", at(HERE))
        .firm("乙", at(HERE))
        .firm("丙", at(AWAY))
        .firm("丁", at(AWAY))
        .buys("甲", "乙", "a", wan(60.0))
        .buys("甲", "丁", "b", wan(40.0))
        .buys("乙", "丙", "c", wan(70.0))
        .books("乙", Some(120.0), Some(70.0))
        .books("丙", Some(70.0), Some(0.0))
        .books("丁", Some(40.0), Some(0.0))
        .graph();
    let answer = answer(&graph, &["city"], Traced::Leaders);
    let amount = answer.rows.iter().find(|row| *row.id == *"甲" && row.basis == Basis::Amount).unwrap();
    close(amount.measure.value, 0.60);
    let row = of_firm(&answer, "甲");
    close(row.measure.value, 0.25);
    close(row.measure.lo, 0.25);
    close(row.measure.hi, 0.25);
    let embodied: Vec<&RateRow> = answer.rows.iter().filter(|row| row.basis == Basis::Embodied).collect();
    assert!(embodied.iter().all(|row| row.measure.lo.is_some() && row.measure.hi.is_some()));
    assert!(embodied.iter().any(|row| row.figure.to_string() == "rate/firm/甲/city/embodied"), "{embodied:#?}");
    assert!(!embodied.iter().any(|row| *row.id == *"乙"), "only leaders were asked for");
}

#[test]
fn nothing_of_it_is_there_unless_asked_for() {
    let plain = rate(&example_2().graph(), &RateOptions::default()).unwrap();
    assert!(plain.embodied.is_empty() && plain.embodied_buyers.is_none());
    assert!(plain.rows.iter().all(|row| row.basis != Basis::Embodied));
    assert!(plain.cards.iter().all(|card| card.basis != "embodied"));
    // What was there stays as it is and where it is.
    let options = RateOptions { embodied: Some(Traced::Auto), ..RateOptions::default() };
    let mut with = rate(&example_2().graph(), &options).unwrap();
    with.rows.retain(|row| row.basis != Basis::Embodied);
    assert_eq!(with.rows, plain.rows);
}

#[test]
fn the_total_and_the_chain_are_ratios_of_sums_over_their_buyers() {
    let graph = example_2().leader("M", at(AWAY)).buys("M", "S2", "b", wan(100.0)).input("b", "a").graph();
    let answer = answer(&graph, &["city"], Traced::Leaders);
    let of_total = |row: &&EmbodiedRow| row.level == RateLevel::Total;
    assert_eq!(answer.embodied.iter().find(of_total), None, "S1 and S2 buy too, but were not asked for");
    // The leaders of the chain: 0.52 of 100 near L; of what M buys 0.9 is added by S2 at its own place.
    let leaders = answer.embodied.iter().find(|row| row.scope == BuyerScope::Leaders).unwrap();
    close(leaders.measure.value, (0.52 * 100.0 + 0.9 * 100.0) / 200.0);
    let answer = self::answer(&graph, &["city"], Traced::All);
    let total = answer.embodied.iter().find(of_total).unwrap();
    let parts = ["L", "M", "S1", "S2"].map(|firm| of_firm(&answer, firm).measure);
    let numerator: f64 = parts.iter().map(|part| part.numerator.unwrap()).sum();
    let denominator: f64 = parts.iter().map(|part| part.denominator.unwrap()).sum();
    close(total.measure.value, numerator / denominator);
    let lo: f64 = parts.iter().map(|part| part.lo.unwrap() * part.denominator.unwrap()).sum();
    close(total.measure.lo, lo / denominator);
}

#[test]
fn near_is_relative_to_each_buyer() {
    // The same supplier of both leaders buys in its own city: near for the one, far for the other.
    let graph = Economy::default()
        .leader("A", at(HERE))
        .leader("B", at(AWAY))
        .firm("s", at(HERE))
        .firm("t", at(AWAY))
        .buys("A", "s", "a", wan(10.0))
        .buys("B", "s", "a", wan(10.0))
        .buys("s", "t", "b", wan(5.0))
        .books("s", Some(20.0), Some(10.0))
        .books("t", Some(20.0), Some(5.0))
        .graph();
    let answer = answer(&graph, &["city", "county", "circle:100", "region:长三角"], Traced::All);
    let value = |firm: &str, tier: &str| {
        let row =
            answer.embodied.iter().find(|row| *row.id == *firm && row.level == RateLevel::Firm && *row.tier == *tier);
        row.unwrap().measure.value
    };
    for tier in ["city", "county", "circle:100"] {
        close(value("A", tier), 0.75);
        close(value("B", tier), 0.25);
    }
    close(value("A", "region:长三角"), 1.0);
}

#[test]
fn an_unnamed_supplier_is_near_or_far_but_what_it_buys_is_open() {
    let graph = Economy::default().leader("A", at(HERE)).buys_from("A", at(HERE), "a", wan(10.0)).graph();
    let row = city(&graph, "A");
    assert_eq!((row.measure.value, row.measure.lo, row.measure.hi), (Some(1.0), Some(0.33), Some(1.0)));
    assert_eq!(row.flags, [Flag::UnnamedSupplier]);
}

#[test]
fn an_unknown_place_is_in_neither_side_and_open_in_the_bounds() {
    let graph = Economy::default()
        .leader("A", at(HERE))
        .firm("s", Location::UNKNOWN)
        .firm("t", at(HERE))
        .buys("A", "s", "a", wan(10.0))
        .buys("A", "t", "b", wan(10.0))
        .books("s", Some(10.0), Some(0.0))
        .books("t", Some(10.0), Some(0.0))
        .graph();
    let row = city(&graph, "A");
    assert_eq!((row.measure.value, row.measure.lo, row.measure.hi), (Some(1.0), Some(0.5), Some(1.0)));
    // Nothing at all is known: no value, everything open.
    let graph =
        Economy::default().leader("A", Location::UNKNOWN).firm("s", at(HERE)).buys("A", "s", "a", wan(1.0)).graph();
    let row = city(&graph, "A");
    assert_eq!((row.first, row.measure.value, row.measure.lo, row.measure.hi), (None, None, Some(0.0), Some(1.0)));
    assert_eq!((row.measure.status, row.layers[0].near), (Status::BoundedOnly, None));
}

#[test]
fn a_purchase_without_amount_may_be_worth_anything() {
    let economy = || {
        Economy::default()
            .leader("A", at(HERE))
            .firm("s", at(HERE))
            .firm("t", at(AWAY))
            .buys("A", "s", "a", wan(10.0))
            .buys("A", "t", "b", Amount::Missing)
            .books("s", Some(10.0), Some(5.0))
            .books("t", Some(10.0), Some(0.0))
    };
    let row = city(&economy().graph(), "A");
    assert_eq!((row.measure.value, row.measure.lo, row.measure.hi), (Some(1.0), Some(0.0), Some(1.0)));
    assert_eq!(row.measure.status, Status::BoundedOnly);
    // A declared total limits it: 10 of 16 are known, half of them traced.
    let row = city(&economy().total("A", 16.0, false).graph(), "A");
    close(row.measure.lo, 5.0 / 16.0);
    close(row.measure.hi, 1.0);
    // A complete list leaves 6 for the only line without amount, and the figure re-adds.
    let graph = economy().total("A", 16.0, true).graph();
    let row = city(&graph, "A");
    close(row.first, 10.0 / 16.0);
    close(row.measure.value, 10.0 / 16.0);
    close(row.measure.hi, 10.0 / 16.0);
    let keys = liantu::analysis::explain::Figures::Keys(vec![row.figure.to_string()]);
    let options = ExplainOptions { question: RateOptions::default(), figures: keys };
    let explained = explain(&graph, &options).unwrap();
    assert_eq!((explained.figures[0].rows.len(), explained.figures[0].re_adds.agrees), (2, Some(true)));
    let only = Economy::default().leader("A", at(HERE)).firm("t", at(AWAY)).buys("A", "t", "b", Amount::Missing);
    let row = city(&only.books("t", Some(1.0), Some(0.5)).graph(), "A");
    assert_eq!((row.measure.value, row.measure.lo, row.measure.hi), (None, Some(0.0), Some(0.5)));
}

#[test]
fn books_that_are_missing_or_contradict_are_told() {
    let graph = Economy::default()
        .leader("A", at(HERE))
        .firm("s", at(HERE))
        .firm("t", at(AWAY))
        .firm("u", at(AWAY))
        .industry("s", "C3451")
        .buys("A", "s", "a", wan(10.0))
        .buys("A", "t", "b", wan(10.0))
        .buys("s", "u", "c", wan(38.0))
        .buys("t", "u", "c", wan(20.0))
        .buys("t", "u", "d", Amount::Missing)
        .books("t", Some(10.0), None)
        .graph();
    let answer = answer(&graph, &["city"], Traced::Leaders);
    let row = of_firm(&answer, "A");
    // s: revenue max(10, 38 / (1 − 0.24)) = 50, so 0.24 is its own; t hands on all but 1 %.
    close(row.measure.value, 0.5 * 0.24);
    use Flag::{CostExceedsRevenue, EconomyRatio, RevenueMissing, SectorRatio, UnpricedInputs};
    assert_eq!(row.flags, [RevenueMissing, CostExceedsRevenue, SectorRatio, EconomyRatio, UnpricedInputs]);
    let wanting: Vec<(&str, Flag)> = answer.wanting.iter().map(|entry| (entry.name.as_ref(), entry.flag)).collect();
    assert_eq!(wanting, [("s", RevenueMissing), ("t", CostExceedsRevenue), ("t", UnpricedInputs)]);
}

#[test]
fn a_trader_hands_on_where_its_goods_come_from() {
    let economy = || {
        Economy::default()
            .leader("A", at(HERE))
            .trader("t", at(HERE))
            .firm("maker", at(AWAY))
            .buys("A", "t", "a", wan(10.0))
            .buys("t", "maker", "a", wan(9.0))
            .books("t", Some(10.0), Some(9.0))
            .books("maker", Some(9.0), Some(0.0))
    };
    let row = city(&economy().graph(), "A");
    // Its margin is of unknown place, its purchases are far.
    assert_eq!((row.first, row.measure.value, row.measure.lo), (None, Some(0.0), Some(0.0)));
    close(row.measure.hi, 0.1);
    let options = RateOptions {
        tiers: vec![TierName::City],
        trader_as_origin: true,
        embodied: Some(Traced::Leaders),
        ..RateOptions::default()
    };
    let row = of_firm(&rate(&economy().graph(), &options).unwrap(), "A");
    close(row.first, 1.0);
    close(row.measure.value, 0.1);
    assert!(row.measure.card.ends_with("/trader-as-origin"));
}

#[test]
fn an_embodied_figure_is_explained_by_the_purchases_of_its_first_tier() {
    let figures = liantu::analysis::explain::Figures::Keys(vec!["rate/L/city/全链".into(), "rate/L/city".into()]);
    let options = ExplainOptions { question: RateOptions::default(), figures };
    let answer = explain(&example_2().graph(), &options).unwrap();
    let [embodied, amount] = &answer.figures[..] else { panic!("{answer:#?}") };
    assert_eq!((embodied.figure.as_str(), embodied.method), ("rate/firm/L/city/embodied", "MT-4"));
    close(embodied.value, 0.52);
    assert_eq!((embodied.rows.len(), embodied.re_adds.agrees), (2, Some(true)));
    close(Some(embodied.rows[0].numerator), 48e4);
    assert_eq!(amount.measure, "amount");
}

/// Twelve firms, what they buy of each other (万元), where they stand and their cost as a share of revenue.
#[derive(Debug, Clone)]
struct Sketch {
    links: Vec<(usize, usize, Option<f64>)>,
    places: Vec<usize>,
    cost: Vec<Option<f64>>,
    total: Option<f64>,
}

fn sketches() -> impl Strategy<Value = Sketch> {
    let amount = prop_oneof![6 => (0.01f64..1000.0).prop_map(Some), 1 => Just(None)];
    let links = prop::collection::vec((0usize..12, 0usize..12, amount), 1..40);
    let places = prop::collection::vec(0usize..4, 12);
    let cost = prop::collection::vec(prop_oneof![Just(None), (0.0f64..1.5).prop_map(Some)], 12);
    (links, places, cost, prop::option::of(1.0f64..5000.0)).prop_map(|(links, places, cost, total)| Sketch {
        links,
        places,
        cost,
        total,
    })
}

/// The economy, with firm `i` called `names[i]`; odd firms tell revenue.
fn economy(sketch: &Sketch, names: &[String], reversed: bool) -> SupplyGraph {
    let places = [at(HERE), at(341323), at(AWAY), Location::UNKNOWN];
    let mut economy = Economy::default();
    for (name, &place) in names.iter().zip(&sketch.places) {
        economy = economy.firm(name, places[place].clone());
    }
    for (at, cost) in sketch.cost.iter().enumerate().filter(|(at, _)| at % 2 == 1) {
        let revenue = 200.0 + 100.0 * at as f64;
        economy = economy.books(&names[at], Some(revenue), cost.map(|cost| cost * revenue));
    }
    let mut links = sketch.links.clone();
    if reversed {
        links.reverse();
    }
    for (buyer, supplier, amount) in links {
        economy = economy.buys(&names[buyer], &names[supplier], "p", amount.map_or(Amount::Missing, wan));
    }
    if let Some(total) = sketch.total {
        economy = economy.total(&names[0], total, false);
    }
    economy.graph()
}

fn names(order: &[usize]) -> Vec<String> {
    order.iter().map(|at| format!("f{at:02}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bounds_hold_the_value_and_their_width_is_what_is_untraced(sketch in sketches()) {
        let answer = answer(&economy(&sketch, &names(&(0..12).collect::<Vec<_>>()), false), &["city", "province"], Traced::All);
        for row in &answer.embodied {
            let (lo, hi) = (row.measure.lo.unwrap(), row.measure.hi.unwrap());
            let value = row.measure.value.unwrap_or(lo);
            prop_assert!(0.0 <= lo && lo <= value && value <= hi && hi <= 1.0, "{row:#?}");
            prop_assert_eq!(row.untraced, Some(hi - lo));
            if let Some(value) = row.measure.value {
                let layers: f64 = row.layers.iter().map(|layer| layer.near.unwrap()).sum();
                prop_assert!((layers - value).abs() < 1e-9);
            }
            // The first tier is the amount rate, wherever that is a rate of the known lines.
            let is_same = |other: &&RateRow| {
                (other.level, &other.id, other.scope, &other.tier) == (row.level, &row.id, row.scope, &row.tier)
            };
            let amount = answer.rows.iter().find(|other| is_same(other) && other.basis == Basis::Amount).unwrap();
            prop_assert_eq!(row.first.is_some(), amount.measure.value.is_some());
            prop_assert!((row.first.unwrap_or(0.0) - amount.measure.value.unwrap_or(0.0)).abs() < 1e-12);
            // Everything priced and no total: what is not traced is exactly what the layers leave open.
            let priced = sketch.links.iter().all(|link| link.2.is_some()) && sketch.total.is_none();
            if priced {
                let traced: f64 = row.layers.iter().map(|layer| layer.traced.unwrap()).sum();
                prop_assert!((1.0 - traced - (hi - lo)).abs() < 1e-9, "{traced} {lo} {hi}");
            }
        }
    }

    #[test]
    fn neither_names_nor_the_order_of_rows_matter(sketch in sketches(), order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle()) {
        let plain = names(&(0..12).collect::<Vec<_>>());
        let shuffled = names(&order);
        let first = answer(&economy(&sketch, &plain, false), &["city"], Traced::All);
        prop_assert_eq!(&first, &answer(&economy(&sketch, &plain, true), &["city"], Traced::All));
        let second = answer(&economy(&sketch, &shuffled, false), &["city"], Traced::All);
        for (at, name) in plain.iter().enumerate() {
            let find = |answer: &Rate, name: &str| {
                answer.embodied.iter().find(|row| row.level == RateLevel::Firm && *row.id == *name).map(|row| row.measure.clone())
            };
            let (a, b) = (find(&first, name), find(&second, &shuffled[at]));
            let numbers = |measure: &liantu::model::Measure| [measure.value, measure.lo, measure.hi];
            match (a, b) {
                (Some(a), Some(b)) => {
                    for (a, b) in numbers(&a).into_iter().zip(numbers(&b)) {
                        prop_assert_eq!(a.is_some(), b.is_some());
                        prop_assert!((a.unwrap_or(0.0) - b.unwrap_or(0.0)).abs() < 1e-9);
                    }
                }
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }

    #[test]
    fn where_all_is_local_all_content_is(sketch in sketches()) {
        let sketch = Sketch { places: vec![0; 12], ..sketch };
        let answer = answer(&economy(&sketch, &names(&(0..12).collect::<Vec<_>>()), false), &["city"], Traced::All);
        for row in answer.embodied.iter().filter(|row| row.measure.value.is_some()) {
            prop_assert_eq!((row.measure.value, row.measure.hi), (Some(1.0), Some(1.0)));
        }
    }
}
