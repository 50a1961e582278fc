//! Laws that hold on every network.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Economy, Make, at, wan};
use liantu::analysis::priority::PriorityOptions;
use liantu::analysis::rate::{Basis, RateLevel, RateRow};
use liantu::analysis::scope::{Scope, TierName};
use liantu::analysis::{
    Answer, CapabilityOptions, GapOptions, PanoramaOptions, RateOptions, Request, SplitOptions, gap, rate, split,
};
use liantu::graph::SupplyGraph;
use liantu::model::{Amount, AreaCode, Location, Measure};
use proptest::prelude::*;

const PLACES: [u32; 8] = [341324, 341323, 341302, 340102, 340202, 320205, 440305, 310115];
const FOCUS: AreaCode = AreaCode(341300);

/// A purchase: buyer, supplier, product, amount (none: missing), year.
type Line = (usize, usize, usize, Option<u32>, u16);

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let amount = prop_oneof![4 => (0u32..5000).prop_map(Some), 1 => Just(None)];
    prop::collection::vec((0usize..5, 0usize..9, 0usize..4, amount, 2022u16..2025), 0..40)
}

fn makes() -> impl Strategy<Value = Vec<(usize, usize, u32, u32)>> {
    prop::collection::vec((0usize..9, 0usize..4, 0u32..3000, 0u32..3000), 0..12)
}

fn economy(lines: &[Line], makes: &[(usize, usize, u32, u32)], unlocated: bool) -> Economy {
    let mut economy = Economy::default().focus(FOCUS.0);
    for firm in 0..9 {
        let place = if unlocated && firm == 8 { Location::UNKNOWN } else { at(PLACES[firm % PLACES.len()]) };
        let name = format!("f{firm}");
        economy = if firm < 2 { economy.leader(&name, place) } else { economy.firm(&name, place) };
    }
    for &(buyer, supplier, product, amount, year) in lines {
        let amount = amount.map_or(Amount::Missing, |amount| wan(f64::from(amount) / 8.0));
        economy =
            economy.buys_in(&format!("f{buyer}"), &format!("f{supplier}"), &format!("k{product}"), amount, Some(year));
    }
    for &(firm, product, output, extra) in makes {
        let make =
            Make { output: Some(f64::from(output)), capacity: Some(f64::from(output + extra)), ..Make::default() };
        economy = economy.makes(&format!("f{firm}"), &format!("k{product}"), make);
    }
    economy.input("k0", "k1").input("k1", "k2").input("k3", "k2")
}

fn scope() -> Scope {
    Scope { focus: Some(FOCUS), ..Scope::default() }
}

fn measures(rows: &[RateRow]) -> impl Iterator<Item = &Measure> {
    rows.iter().map(|row| &row.measure)
}

fn answers(graph: &SupplyGraph) -> Vec<Answer> {
    let gap = GapOptions { scope: scope(), reference: Some(0.5), ..GapOptions::default() };
    let order = PriorityOptions { composite: true, draws: 200, ..PriorityOptions::default() };
    let requests = [
        Request::Rate(RateOptions { scope: scope(), ..RateOptions::default() }),
        Request::Split(SplitOptions { scope: scope(), ..SplitOptions::default() }),
        Request::Gap(GapOptions { order, ..gap.clone() }),
        Request::Capability(CapabilityOptions { scope: scope(), ..CapabilityOptions::default() }),
        Request::Panorama(PanoramaOptions { gap, links: true, ..PanoramaOptions::default() }),
    ];
    requests.iter().map(|request| request.run(graph).unwrap()).collect()
}

proptest! {
    #[test]
    fn bounds_hold_the_value_and_stay_within_zero_and_one(
        lines in lines(),
        totals in prop::collection::btree_map(0usize..5, 0u32..9000, 0..5),
    ) {
        let mut economy = economy(&lines, &[], true);
        // Under a complete list the rate of the priced lines alone may lie outside the bounds: Example 1 of the methods.
        for (buyer, total) in totals {
            economy = economy.total(&format!("f{buyer}"), f64::from(total), false);
        }
        let graph = economy.graph();
        let answer = rate(&graph, &RateOptions { scope: scope(), ..RateOptions::default() }).unwrap();
        for measure in measures(&answer.rows) {
            for figure in [measure.value, measure.lo, measure.hi, measure.coverage].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&figure), "{measure:?}");
            }
            if let (Some(value), Some(lo), Some(hi)) = (measure.value, measure.lo, measure.hi) {
                prop_assert!(lo <= value + 1e-12 && value <= hi + 1e-12, "{measure:?}");
            }
        }
    }

    #[test]
    fn rings_sum_to_one(lines in lines()) {
        let graph = economy(&lines, &[], true).graph();
        let answer = rate(&graph, &RateOptions { scope: scope(), ..RateOptions::default() }).unwrap();
        for seven in answer.rings.chunks(7) {
            if seven.iter().all(|ring| ring.share.is_some()) {
                let sum: f64 = seven.iter().filter_map(|ring| ring.share).sum();
                prop_assert!((sum - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn county_is_within_city_is_within_province(lines in lines()) {
        let graph = economy(&lines, &[], false).graph();
        let tiers = vec![TierName::County, TierName::City, TierName::Province];
        let answer = rate(&graph, &RateOptions { scope: scope(), tiers, ..RateOptions::default() }).unwrap();
        for nine in answer.rows.chunks(9) {
            for basis in 0..3 {
                let value = |tier: usize| nine[3 * tier + basis].measure.value;
                if let (Some(county), Some(city), Some(province)) = (value(0), value(1), value(2)) {
                    prop_assert!(county <= city + 1e-12 && city <= province + 1e-12);
                }
            }
        }
    }

    #[test]
    fn another_local_purchase_never_lowers_the_rate(lines in lines(), amount in 1u32..1000) {
        let total = |lines: &[Line]| {
            let tiers = vec![TierName::City];
            let options = RateOptions { scope: scope(), tiers, ..RateOptions::default() };
            let answer = rate(&economy(lines, &[], true).graph(), &options).unwrap();
            let is_total = |row: &&RateRow| {
                row.level == RateLevel::Total && row.basis == Basis::Amount && row.year.is_some_and(|year| year.0 == 2024)
            };
            answer.rows.iter().find(is_total).and_then(|row| row.measure.value)
        };
        let mut more = lines.clone();
        // f0 and f1 stand in 泗县 and 灵璧县, both in 宿州.
        more.push((0, 1, 0, Some(amount), 2024));
        if let (Some(before), Some(after)) = (total(&lines), total(&more)) {
            prop_assert!(after >= before - 1e-12);
        }
    }

    #[test]
    fn a_line_split_in_two_changes_no_amount_rate(lines in lines()) {
        let halves: Vec<Line> = lines
            .iter()
            .flat_map(|&(b, s, k, amount, year)| match amount {
                // Halves of an even number of eighths are exact.
                Some(a) => vec![(b, s, k, Some(a), year), (b, s, k, Some(a), year)],
                None => vec![(b, s, k, None, year)],
            })
            .collect();
        let whole: Vec<Line> = lines.iter().map(|&(b, s, k, a, year)| (b, s, k, a.map(|a| 2 * a), year)).collect();
        let values = |lines: &[Line]| -> Vec<Option<f64>> {
            let options = RateOptions { scope: scope(), ..RateOptions::default() };
            let answer = rate(&economy(lines, &[], true).graph(), &options).unwrap();
            let amounts = answer.rows.iter().filter(|row| row.basis == Basis::Amount);
            amounts.map(|row| row.measure.value).collect()
        };
        prop_assert_eq!(values(&whole), values(&halves));
    }

    #[test]
    fn the_split_adds_up_and_never_exceeds_need_or_spare(lines in lines(), makes in makes()) {
        let graph = economy(&lines, &makes, true).graph();
        let answer = split(&graph, &SplitOptions { scope: scope(), ..SplitOptions::default() }).unwrap();
        for row in &answer.rows {
            let Some(demand) = row.demand else {
                prop_assert!(row.unpriced_lines > 0 && row.supplied.is_none());
                continue;
            };
            let parts = [row.supplied, row.bridgeable, row.to_recruit, row.unlocated].map(Option::unwrap);
            prop_assert!((parts.iter().sum::<f64>() - demand).abs() < 1e-6 && parts[2] >= 0.0);
            let matched: f64 = answer.matches.iter()
                .filter(|m| m.buyer == row.buyer && m.product == row.product).map(|m| m.amount).sum();
            prop_assert!((matched - parts[1]).abs() < 0.011);
        }
        for meeting in &answer.matches {
            let promised: f64 = answer.matches.iter()
                .filter(|m| m.seller == meeting.seller && m.product == meeting.product).map(|m| m.amount).sum();
            prop_assert!(promised <= meeting.spare + 1e-6 && meeting.seller.id != meeting.buyer.id);
        }
    }

    #[test]
    fn every_weakness_has_a_trigger_and_a_rank(lines in lines(), makes in makes()) {
        let graph = economy(&lines, &makes, true).graph();
        for simulate in [true, false] {
            let options = GapOptions { scope: scope(), simulate: Some(simulate), ..GapOptions::default() };
            for row in gap(&graph, &options).unwrap().rows {
                prop_assert_eq!(row.triggers.is_empty(), row.types.is_empty());
                prop_assert_eq!(row.priority.is_some(), !row.types.is_empty());
                prop_assert_eq!(row.primary.is_some(), !row.types.is_empty());
                prop_assert!(row.primary.is_none_or(|primary| row.types.contains(&primary)));
                // Only a simulation may put another type before the first in the order of ties.
                prop_assert!(simulate || row.primary == row.types.first().copied());
            }
        }
    }

    #[test]
    fn one_and_four_threads_give_the_same_bytes(lines in lines(), makes in makes()) {
        let graph = economy(&lines, &makes, true).graph();
        let bytes = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| serde_json::to_string(&answers(&graph)).unwrap())
        };
        let one = bytes(1);
        prop_assert_eq!(&one, &bytes(4));
        prop_assert!(!one.contains("NaN"));
    }

    #[test]
    fn a_projection_keeps_the_total(lines in lines()) {
        let graph = economy(&lines, &[], true).graph();
        let flows: f64 = graph.flows().iter().filter(|f| !graph.is_self_supply(f)).map(|f| f.amount).sum();
        let counties: f64 = liantu::graph::project::counties(&graph, None).values().map(|sum| sum.amount).sum();
        prop_assert!((flows - counties).abs() <= 1e-9 * flows.max(1.0));
    }
}
